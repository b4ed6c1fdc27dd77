/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Columns that show one field of an atom, as text or as a number, or a number
 * between two of its fields.
 */

#define G_LOG_DOMAIN "sd-atom-field"

#include <string.h>

#include "sd-atom-node-private.h"
#include "sd-draw.h"
#include "sd-math.h"

#define NUMBER_MAX 1e15

typedef struct
{
  SdNode        node;
  guint         atom_node;
  SdDictionary  dictionary;
  guint32      *codes;      /* row of the atom → entry; NULL when they are the same */
  gint64       *integers;
  double       *reals;
  /* ranges only */
  SdDraw        draw;
  gint64       *spans;      /* row of the atom → high − low */
  gint64        step, less;
  double        unit;       /* of reals: what 1 of an integer is worth */
} FieldNode;

static void
field_node_free (SdNode *node)
{
  FieldNode *self = (FieldNode *) node;

  g_free (self->dictionary.entries);
  g_free (self->codes);
  g_free (self->integers);
  g_free (self->reals);
  g_free (self->spans);
  g_free (self);
}

static void
evaluate_field (const SdNode *node,
                SdFrame      *frame,
                SdVector     *out)
{
  const FieldNode *self = (const FieldNode *) node;
  const guint32 *rows = sd_frame_get (frame, self->atom_node)->code;

  if (self->codes == NULL)
    memcpy (out->code, rows, frame->n_rows * sizeof *rows);
  else
    for (guint i = 0; i < frame->n_rows; i++)
      out->code[i] = self->codes[rows[i]];
}

static void
evaluate_number (const SdNode *node,
                 SdFrame      *frame,
                 SdVector     *out)
{
  const FieldNode *self = (const FieldNode *) node;
  const guint32 *rows = sd_frame_get (frame, self->atom_node)->code;

  if (self->reals != NULL)
    for (guint i = 0; i < frame->n_rows; i++)
      out->f64[i] = self->reals[rows[i]];
  else
    for (guint i = 0; i < frame->n_rows; i++)
      out->i64[i] = self->integers[rows[i]];
}

/* low + (high − low)·u², to the nearest step. */
static inline gint64
draw_between (const FieldNode *self,
              guint32          row,
              guint64          u)
{
  const guint64 skewed = sd_scale (u, u);
  const gint64 value = self->integers[row]
                       + (gint64) sd_scale (skewed, (guint64) self->spans[row] + 1);

  return (value + self->step / 2) / self->step * self->step - self->less;
}

static void
evaluate_range (const SdNode *node,
                SdFrame      *frame,
                SdVector     *out)
{
  const FieldNode *self = (const FieldNode *) node;
  const guint32 *rows = sd_frame_get (frame, self->atom_node)->code;
  guint64 u[SD_BATCH_ROWS];

  sd_draw_fill (&self->draw, frame->rows, frame->n_rows, u);
  if (node->kind == SD_VECTOR_DOUBLE)
    for (guint i = 0; i < frame->n_rows; i++)
      out->f64[i] = (double) draw_between (self, rows[i], u[i]) / self->unit;
  else
    for (guint i = 0; i < frame->n_rows; i++)
      out->i64[i] = draw_between (self, rows[i], u[i]);
}

static const SdNodeClass field_class = { "field", evaluate_field, field_node_free };
static const SdNodeClass number_class = { "field-number", evaluate_number, field_node_free };
static const SdNodeClass range_class = { "field-range", evaluate_range, field_node_free };

static FieldNode *
field_node_new (const SdNodeClass *klass,
                SdType             type,
                SdVectorKind       kind,
                const SdNode      *atom_node)
{
  FieldNode *self = sd_node_alloc (sizeof *self, klass, type, kind);

  self->atom_node = atom_node->index;
  return self;
}

/* Equal texts of the catalog are one text in memory. */
SdNode *
sd_atom_field_node_new (const SdNode *atom_node,
                        const SdAtom *atom,
                        guint         field)
{
  FieldNode *self = field_node_new (&field_class, SD_TYPE_TEXT, SD_VECTOR_CODE, atom_node);
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  const SdCatalogText *texts = atom->columns[field];

  self->dictionary.entries = g_new (SdText, atom->n_rows);
  self->codes = g_new (guint32, atom->n_rows);
  for (guint row = 0; row < atom->n_rows; row++)
    {
      guint code = GPOINTER_TO_UINT (g_hash_table_lookup (seen, texts[row].data));

      if (code == 0)
        {
          self->dictionary.entries[self->dictionary.n++] = (SdText) { texts[row].data,
                                                                      texts[row].length };
          code = self->dictionary.n;
          g_hash_table_insert (seen, (gpointer) texts[row].data, GUINT_TO_POINTER (code));
          self->node.max_length = MAX (self->node.max_length,
                                       g_utf8_strlen (texts[row].data, texts[row].length));
        }
      self->codes[row] = code - 1;
    }
  if (self->dictionary.n == atom->n_rows)
    g_clear_pointer (&self->codes, g_free);
  self->node.dictionary = &self->dictionary;

  return &self->node;
}

static gboolean
parse_number (const SdCatalogText *text,
              double              *value)
{
  char *end;

  *value = g_ascii_strtod (text->data, &end);
  return end != text->data && *end == '\0' && *value >= -NUMBER_MAX && *value <= NUMBER_MAX;
}

/* The field's numbers × 10^@scale, NULL when a text of it is none. */
static gint64 *
parse_field (const SdAtom *atom,
             guint         field,
             guint         scale)
{
  gint64 *numbers = g_new (gint64, atom->n_rows);

  for (guint row = 0; row < atom->n_rows; row++)
    {
      double value;

      if (!parse_number (&atom->columns[field][row], &value))
        {
          g_free (numbers);
          return NULL;
        }
      numbers[row] = sd_round_to_scaled (value, scale);
    }
  return numbers;
}

static void
note_range (SdNode       *node,
            const gint64 *lows,
            const gint64 *highs,
            guint         n)
{
  node->has_range = TRUE;
  node->minimum = lows[0];
  node->maximum = highs[0];
  for (guint i = 1; i < n; i++)
    {
      node->minimum = MIN (node->minimum, lows[i]);
      node->maximum = MAX (node->maximum, highs[i]);
    }
}

SdNode *
sd_atom_number_node_new (const SdNode *atom_node,
                         const SdAtom *atom,
                         guint         field,
                         SdType        type,
                         guint         scale)
{
  const gboolean real = type == SD_TYPE_REAL;
  gint64 *integers = parse_field (atom, field, scale);
  FieldNode *self;

  if (integers == NULL)
    return NULL;

  self = field_node_new (&number_class, type, real ? SD_VECTOR_DOUBLE : SD_VECTOR_INT64, atom_node);
  self->integers = integers;
  self->node.scale = scale;
  if (!real)
    {
      note_range (&self->node, integers, integers, atom->n_rows);
      return &self->node;
    }

  self->reals = g_new (double, atom->n_rows);
  for (guint row = 0; row < atom->n_rows; row++)
    parse_number (&atom->columns[field][row], &self->reals[row]);
  return &self->node;
}

SdNode *
sd_atom_range_node_new (const SdColumnContext *context,
                        const SdNode          *atom_node,
                        const SdAtom          *atom,
                        guint                  low,
                        guint                  high,
                        SdType                 type,
                        guint                  scale,
                        const SdSemanticType  *semantic)
{
  const gboolean real = type == SD_TYPE_REAL;
  gint64 *lows = parse_field (atom, low, scale);
  gint64 *highs = parse_field (atom, high, scale);
  FieldNode *self;

  if (lows == NULL || highs == NULL)
    {
      g_free (lows);
      g_free (highs);
      return NULL;
    }

  self = field_node_new (&range_class, type, real ? SD_VECTOR_DOUBLE : SD_VECTOR_INT64, atom_node);
  self->node.scale = real ? 0 : scale;
  self->integers = lows;
  self->spans = highs;
  self->step = MAX (sd_round_to_scaled (semantic->step, scale), 1);
  self->less = sd_round_to_scaled (semantic->less, scale);
  self->unit = (double) sd_pow10[scale];
  if (!real)
    {
      note_range (&self->node, lows, highs, atom->n_rows);
      self->node.minimum -= self->step + self->less;
      self->node.maximum += self->step;
    }
  for (guint row = 0; row < atom->n_rows; row++)
    self->spans[row] = MAX (highs[row] - lows[row], 0);
  sd_draw_init (&self->draw, context->seed, sd_table_get_id (context->table),
                sd_column_get_id (context->column), SD_LANE_VALUE, 0,
                context->n_rows, context->margins);

  return &self->node;
}
