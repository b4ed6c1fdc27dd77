/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Values cut into cells; see the header. Cell 0 is NULL. Ordered values with k
 * named points have 2k + 1 more: a gap, a point, a gap …; texts one for all
 * that are not named and one for each that is.
 */

#define G_LOG_DOMAIN "sd-value-cells"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sd-literal-private.h"
#include "sd-math.h"
#include "sd-value-cells-private.h"

#define NULL_CELL  0
#define FIRST_CELL 1

static guint
text_hash (gconstpointer key)
{
  const SdText *text = key;
  guint hash = 5381;

  for (guint i = 0; i < text->length; i++)
    hash = hash * 33 + (guint8) text->data[i];
  return hash;
}

static gboolean
text_equal (gconstpointer a,
            gconstpointer b)
{
  const SdText *x = a, *y = b;

  return x->length == y->length && memcmp (x->data, y->data, x->length) == 0;
}

static void
text_free (gpointer data)
{
  SdText *text = data;

  g_free ((char *) text->data);
  g_free (text);
}

static gboolean
is_text (const SdValueCells *self)
{
  return self->kind == SD_VECTOR_CODE || self->kind == SD_VECTOR_TEXT;
}

/* A bound may have more digits than the column: the next value above counts. */
static gboolean
read_integer (const SdValueCells *self,
              JsonNode           *node,
              gboolean            bound,
              gint64             *out)
{
  double value;

  if (bound && (self->type == SD_TYPE_INTEGER || self->type == SD_TYPE_DECIMAL)
      && sd_literal_parse_double (node, &value))
    {
      const double scaled = value * (double) sd_pow10[self->scale];
      const gint64 nearest = sd_round_to_scaled (value, self->scale);

      /* 0.1 × 10 is not quite 1, but means it. */
      *out = ABS (scaled - (double) nearest) < 1e-6 ? nearest
                                                    : sd_round_to_scaled (sd_ceil (scaled), 0);
      return TRUE;
    }
  return sd_literal_parse_int64 (node, self->type, self->scale, out);
}

/* Whether a number has more digits than the column: then no value equals it. */
static gboolean
is_between_values (const SdValueCells *self,
                   JsonNode           *node)
{
  double value;

  if ((self->type != SD_TYPE_INTEGER && self->type != SD_TYPE_DECIMAL)
      || !sd_literal_parse_double (node, &value))
    return FALSE;
  value *= (double) sd_pow10[self->scale];
  return ABS (value - sd_round (value)) > 1e-6;
}

static gboolean
read_point (SdValueCells *self,
            JsonNode     *node,
            gboolean      bound)
{
  gint64 integer;
  double real;

  if (!bound && is_between_values (self, node))
    return TRUE;
  if (is_text (self))
    {
      SdText *text;
      char *data = bound ? NULL : sd_literal_to_text (node);

      if (data == NULL)
        return FALSE;
      text = g_new (SdText, 1);
      *text = (SdText) { data, strlen (data) };
      if (!g_hash_table_contains (self->texts, text))
        g_hash_table_insert (self->texts, text, GUINT_TO_POINTER (self->n_cells++));
      else
        text_free (text);
      return TRUE;
    }
  if (self->kind == SD_VECTOR_DOUBLE)
    {
      if (!sd_literal_parse_double (node, &real))
        return FALSE;
      g_array_append_val (self->reals, real);
      return TRUE;
    }
  if (!read_integer (self, node, bound, &integer))
    return FALSE;
  g_array_append_val (self->integers, integer);
  return TRUE;
}

static gboolean
read_range (SdValueCells *self,
            JsonObject   *range)
{
  JsonNode *least = json_object_get_member (range, "min");
  JsonNode *most = json_object_get_member (range, "max");

  return (least == NULL || read_point (self, least, TRUE))
         && (most == NULL || read_point (self, most, TRUE));
}

static gboolean
read_condition (SdValueCells *self,
                JsonNode     *node)
{
  JsonArray *list;

  if (node == NULL)
    return TRUE;
  if (JSON_NODE_HOLDS_OBJECT (node))
    return read_range (self, json_node_get_object (node));
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return read_point (self, node, FALSE);
  list = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (list); i++)
    if (!read_point (self, json_array_get_element (list, i), FALSE))
      return FALSE;
  return TRUE;
}

static int
compare_integers (gconstpointer a,
                  gconstpointer b)
{
  const gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

static int
compare_reals (gconstpointer a,
               gconstpointer b)
{
  const double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* Sorted, each once. Both kinds of points are eight bytes wide. */
static void
sort_points (GArray       *points,
             GCompareFunc  compare)
{
  guint64 *values = (guint64 *) points->data;
  guint n = 0;

  g_array_sort (points, compare);
  for (guint i = 0; i < points->len; i++)
    if (i == 0 || compare (&values[i], &values[n - 1]) != 0)
      values[n++] = values[i];
  g_array_set_size (points, n);
}

static void
number_cells (SdValueCells       *self,
              const SdDictionary *dictionary)
{
  sort_points (self->integers, compare_integers);
  sort_points (self->reals, compare_reals);
  if (!is_text (self))
    self->n_cells = FIRST_CELL + 2 * (self->integers->len + self->reals->len) + 1;
  if (self->kind != SD_VECTOR_CODE)
    return;
  self->code_cells = g_new (guint32, MAX (dictionary->n, 1));
  for (guint i = 0; i < dictionary->n; i++)
    {
      const guint cell =
        GPOINTER_TO_UINT (g_hash_table_lookup (self->texts, &dictionary->entries[i]));

      self->code_cells[i] = cell > 0 ? cell : FIRST_CELL;
    }
}

gboolean
sd_value_cells_init (SdValueCells  *self,
                     const SdNode  *node,
                     const GArray  *branches,
                     guint          by,
                     char         **message)
{
  *self = (SdValueCells) {
    .type = node->type,
    .kind = node->kind,
    .scale = node->scale,
    .n_cells = FIRST_CELL + 1,
    .integers = g_array_new (FALSE, FALSE, sizeof (gint64)),
    .reals = g_array_new (FALSE, FALSE, sizeof (double)),
    .texts = g_hash_table_new_full (text_hash, text_equal, text_free, NULL),
  };
  if (node->kind == SD_VECTOR_UUID)
    {
      *message = g_strdup (_("Branches cannot depend on a UUID."));
      return FALSE;
    }
  for (guint i = 0; i < branches->len; i++)
    if (!read_condition (self, g_array_index (branches, SdBranch, i).when[by]))
      {
        *message = g_strdup_printf (_("The condition of branch %u does not fit the type of the "
                                      "column it is about."), i + 1);
        return FALSE;
      }
  number_cells (self, node->dictionary);
  return TRUE;
}

void
sd_value_cells_clear (SdValueCells *self)
{
  g_clear_pointer (&self->integers, g_array_unref);
  g_clear_pointer (&self->reals, g_array_unref);
  g_clear_pointer (&self->texts, g_hash_table_unref);
  g_clear_pointer (&self->code_cells, g_free);
}

/* The gap that begins the points from @x on is cell 1 + 2i, point i 2 + 2i. */
static inline guint32
find_integer (const SdValueCells *self,
              gint64              x)
{
  const gint64 *points = (const gint64 *) self->integers->data;
  guint low = 0;
  guint high = self->integers->len;

  while (low < high)
    {
      const guint middle = (low + high) / 2;

      if (points[middle] < x)
        low = middle + 1;
      else
        high = middle;
    }
  return FIRST_CELL + 2 * low + (low < self->integers->len && points[low] == x);
}

static inline guint32
find_real (const SdValueCells *self,
           double              x)
{
  const double *points = (const double *) self->reals->data;
  guint low = 0;
  guint high = self->reals->len;

  while (low < high)
    {
      const guint middle = (low + high) / 2;

      if (points[middle] < x)
        low = middle + 1;
      else
        high = middle;
    }
  return FIRST_CELL + 2 * low + (low < self->reals->len && points[low] == x);
}

static guint32
find_text (const SdValueCells *self,
           const SdText       *text)
{
  const guint cell = GPOINTER_TO_UINT (g_hash_table_lookup (self->texts, text));

  return cell > 0 ? cell : FIRST_CELL;
}

/* The cell of a value named in a condition, which has been read before. */
static guint
find_point (const SdValueCells *self,
            JsonNode           *node,
            gboolean            bound)
{
  gint64 integer = 0;
  double real = 0;

  if (is_text (self))
    {
      g_autofree char *data = sd_literal_to_text (node);

      return find_text (self, &(SdText) { data, strlen (data) });
    }
  if (self->kind == SD_VECTOR_DOUBLE)
    {
      sd_literal_parse_double (node, &real);
      return find_real (self, real);
    }
  read_integer (self, node, bound, &integer);
  return find_integer (self, integer);
}

static void
append_point (const SdValueCells *self,
              JsonNode           *node,
              GArray             *ranges)
{
  const guint cell = is_between_values (self, node) ? 0 : find_point (self, node, FALSE);
  const SdCellRange range = { cell, cell + 1 };

  if (cell > 0)
    g_array_append_val (ranges, range);
}

GArray *
sd_value_cells_find (const SdValueCells *self,
                     JsonNode           *condition)
{
  GArray *ranges = g_array_new (FALSE, FALSE, sizeof (SdCellRange));
  SdCellRange range = { NULL_CELL, self->n_cells };

  if (condition == NULL)
    g_array_append_val (ranges, range);
  else if (JSON_NODE_HOLDS_OBJECT (condition))
    {
      JsonNode *least = json_object_get_member (json_node_get_object (condition), "min");
      JsonNode *most = json_object_get_member (json_node_get_object (condition), "max");

      range.first = least != NULL ? find_point (self, least, TRUE) : FIRST_CELL;
      range.end = most != NULL ? find_point (self, most, TRUE) : self->n_cells;
      g_array_append_val (ranges, range);
    }
  else if (JSON_NODE_HOLDS_ARRAY (condition))
    {
      JsonArray *list = json_node_get_array (condition);

      for (guint i = 0; i < json_array_get_length (list); i++)
        append_point (self, json_array_get_element (list, i), ranges);
    }
  else
    append_point (self, condition, ranges);
  return ranges;
}

void
sd_value_cells_get (const SdValueCells *self,
                    const SdVector     *values,
                    guint               n,
                    guint32            *cells)
{
  switch (self->kind)
    {
    case SD_VECTOR_CODE:
      for (guint i = 0; i < n; i++)
        cells[i] = values->null != NULL && values->null[i] ? NULL_CELL
                                                            : self->code_cells[values->code[i]];
      break;
    case SD_VECTOR_TEXT:
      for (guint i = 0; i < n; i++)
        cells[i] = values->null != NULL && values->null[i] ? NULL_CELL
                                                            : find_text (self, &values->text[i]);
      break;
    case SD_VECTOR_DOUBLE:
      for (guint i = 0; i < n; i++)
        cells[i] = find_real (self, values->f64[i]);
      break;
    case SD_VECTOR_UUID:
    case SD_VECTOR_INT64:
    default:
      for (guint i = 0; i < n; i++)
        cells[i] = find_integer (self, values->i64[i]);
      break;
    }
  if (values->null != NULL)
    for (guint i = 0; i < n; i++)
      if (values->null[i])
        cells[i] = NULL_CELL;
}
