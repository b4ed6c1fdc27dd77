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

/* The part of a normal distribution that a range in the shape of a bell shows:
 * two standard deviations to either side. */
#define BELL_WIDTH 2.0
#define BELL_TAIL  0.022750131948179207

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
  guint         digits;     /* instead of the step; or 0 */
  double       *ratios;     /* row of the atom → log (high ÷ low), 0 where low is none;
                             * NULL: most are small */
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
  g_free (self->ratios);
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

/* @value to the nearest step. Where digits are told, those behind them are 0:
 * with two, 1,234 is 1,200 and 12.34 is 12. */
static inline gint64
finish (const FieldNode *self,
        gint64           value)
{
  gint64 step = self->step;

  if (self->digits > 0)
    {
      step = 1;
      for (gint64 rest = ABS (value) / sd_pow10[self->digits]; rest > 0; rest /= 10)
        step *= 10;
    }
  value = value < 0 ? (value - step / 2) / step * step : (value + step / 2) / step * step;
  return value > 0 && value <= self->less ? value : value - self->less;
}

/* A normal distribution cut off at both ends, of the logarithm where there is one. */
static gint64
draw_bell (const FieldNode *self,
           guint32          row,
           guint64          u)
{
  const double z = sd_normal_quantile (BELL_TAIL + (1 - 2 * BELL_TAIL) * sd_unit (u));
  const double t = 0.5 + z / (2 * BELL_WIDTH);
  const double low = (double) self->integers[row];

  if (self->ratios[row] > 0)
    return (gint64) sd_round (low * sd_exp (t * self->ratios[row]));
  return (gint64) sd_round (low + t * (double) self->spans[row]);
}

/* Else low + (high − low)·u². */
static inline gint64
draw_between (const FieldNode *self,
              guint32          row,
              guint64          u)
{
  gint64 value;

  if (self->ratios != NULL)
    value = draw_bell (self, row, u);
  else
    value = self->integers[row]
            + (gint64) sd_scale (sd_scale (u, u), (guint64) self->spans[row] + 1);
  return finish (self, value);
}

static void
evaluate_range (const SdNode *node,
                SdFrame      *frame,
                SdVector     *out)
{
  const FieldNode *self = (const FieldNode *) node;
  const guint32 *rows = sd_frame_get (frame, self->atom_node)->code;
  guint64 u[SD_BATCH_ROWS];

  sd_frame_draw (frame, &self->draw, u);
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

/* How far down and up the numbers go; rounding to digits can move the ends. */
static void
note_ends (FieldNode    *self,
           gboolean      real,
           const gint64 *highs,
           guint         n)
{
  if (real)
    return;
  note_range (&self->node, self->integers, highs, n);
  if (self->digits == 0)
    {
      self->node.minimum -= self->step + self->less;
      self->node.maximum += self->step;
      return;
    }
  self->node.minimum = finish (self, self->node.minimum);
  self->node.maximum = finish (self, self->node.maximum) + self->less;
}

/* (transfer full) */
static double *
make_ratios (FieldNode *self,
             guint      n)
{
  double *ratios = g_new0 (double, n);

  for (guint row = 0; row < n; row++)
    if (self->integers[row] > 0)
      ratios[row] = sd_log ((double) (self->integers[row] + self->spans[row])
                            / (double) self->integers[row]);
  return ratios;
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
  self->digits = semantic->digits;
  note_ends (self, real, highs, atom->n_rows);
  for (guint row = 0; row < atom->n_rows; row++)
    self->spans[row] = MAX (highs[row] - lows[row], 0);
  if (semantic->bell)
    self->ratios = make_ratios (self, atom->n_rows);
  sd_draw_init (&self->draw, context->seed, sd_table_get_id (context->table),
                sd_column_get_id (context->column), SD_LANE_VALUE, 0,
                context->n_rows, context->margins);

  return &self->node;
}
