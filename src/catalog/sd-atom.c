/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Atoms: makes one from its JSON, a file of data/catalog/vocabularies or a member
 * of a locale's file. It lists rows as they are, or, where the atom depends on
 * another, an object with a list for each value of that one; or it names ranges
 * of whole numbers.
 * A row is one text, or a list of the fields' values with the weight at the end
 * when "weighted" is set; where the atom names "decades", a list of the row's
 * weights in each of them may follow. "join" adds the fields of other atoms whose first
 * field equals a field of this one.
 */

#define G_LOG_DOMAIN "sd-catalog"

#include <string.h>

#include "sd-catalog-private.h"

#define MAX_NUMBERS 100000

/* A weight of 0 in a decade is less than any other, but none: thresholds ascend. */
#define DECADE_SCALE 1000

typedef struct
{
  const char *file;
  const char *locale;
  gboolean    weighted;
  guint       width;      /* digits of numbers, with leading zeros */
  guint       n_own;      /* fields in the file, those joined not counted */
  GPtrArray  *fields;     /* names */
  GPtrArray  *columns;    /* a GArray of SdCatalogText for each field */
  GArray     *weights;    /* guint64 */
  JsonArray  *decades;    /* first years; nullable */
  GArray     *by_decade;  /* guint64, SD_CATALOG_N_DECADES for each row */
  GArray     *first_rows; /* guint */
} Builder;

static void
append_text (Builder    *self,
             guint       field,
             const char *text)
{
  SdCatalogText entry = { sd_catalog_intern (text), strlen (text) };

  g_array_append_val (g_ptr_array_index (self->columns, field), entry);
}

static void
append_value (Builder  *self,
              guint     field,
              JsonNode *value)
{
  if (!JSON_NODE_HOLDS_VALUE (value))
    g_error ("%s: a field of a row must be a text or a number", self->file);

  if (json_node_get_value_type (value) == G_TYPE_STRING)
    append_text (self, field, json_node_get_string (value));
  else if (json_node_get_value_type (value) == G_TYPE_INT64)
    {
      g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (value));

      append_text (self, field, text);
    }
  else
    {
      char text[G_ASCII_DTOSTR_BUF_SIZE];

      append_text (self, field,
                   g_ascii_formatd (text, sizeof text, "%.15g", json_node_get_double (value)));
    }
}

static void
append_weight (Builder *self,
               gint64   weight)
{
  guint64 checked = (guint64) weight;

  if (weight < 1 || weight > G_MAXUINT32)
    g_error ("%s: a weight must be a whole number from 1 to 4294967295", self->file);
  g_array_append_val (self->weights, checked);
}

/* Which of the listed decades the decade @index is in, or is nearest to. */
static guint
find_decade (JsonArray *decades,
             guint      index)
{
  const gint64 year = SD_CATALOG_FIRST_DECADE + 10 * (gint64) index;
  guint found = 0;

  for (guint i = 1; i < json_array_get_length (decades); i++)
    if (json_array_get_int_element (decades, i) <= year)
      found = i;
  return found;
}

/* @weights (nullable): of the row in each decade; else it is @weight in all. */
static void
append_decades (Builder   *self,
                JsonArray *weights,
                gint64     weight)
{
  if (weights != NULL && json_array_get_length (weights) != json_array_get_length (self->decades))
    g_error ("%s: a row must have a weight for each of %u decades", self->file,
             json_array_get_length (self->decades));

  for (guint i = 0; i < SD_CATALOG_N_DECADES; i++)
    {
      const gint64 own = weights == NULL ? weight
                         : json_array_get_int_element (weights, find_decade (self->decades, i));
      const guint64 scaled = (guint64) CLAMP (own, 0, G_MAXUINT32) * DECADE_SCALE + 1;

      g_array_append_val (self->by_decade, scaled);
    }
}

/* The list of weights at the end of a row that has one. */
static JsonArray *
get_decades (Builder   *self,
             JsonArray *values)
{
  const guint n = json_array_get_length (values);
  JsonNode *last = self->decades != NULL && n > 0 ? json_array_get_element (values, n - 1) : NULL;

  return last != NULL && JSON_NODE_HOLDS_ARRAY (last) ? json_node_get_array (last) : NULL;
}

static void
append_row (Builder  *self,
            JsonNode *row)
{
  JsonArray *values;
  JsonArray *decades = JSON_NODE_HOLDS_ARRAY (row) ? get_decades (self, json_node_get_array (row))
                                                   : NULL;
  guint n_values = self->n_own + (self->weighted ? 1 : 0);
  guint n_all = n_values + (decades != NULL ? 1 : 0);

  if (!JSON_NODE_HOLDS_ARRAY (row) && n_values == 1)
    {
      append_value (self, 0, row);
      append_weight (self, 1);
      if (self->decades != NULL)
        append_decades (self, NULL, 1);
      return;
    }
  if (!JSON_NODE_HOLDS_ARRAY (row) || json_array_get_length (json_node_get_array (row)) != n_all)
    {
      g_autofree char *text = json_to_string (row, FALSE);

      g_error ("%s: the row %s must have %u values", self->file, text, n_values);
    }

  values = json_node_get_array (row);
  for (guint i = 0; i < self->n_own; i++)
    append_value (self, i, json_array_get_element (values, i));
  append_weight (self, self->weighted ? json_array_get_int_element (values, self->n_own) : 1);
  if (self->decades != NULL)
    append_decades (self, decades,
                    self->weighted ? json_array_get_int_element (values, self->n_own) : 1);
}

static void
append_rows (Builder  *self,
             JsonNode *rows)
{
  JsonArray *array;

  if (rows == NULL || !JSON_NODE_HOLDS_ARRAY (rows) ||
      json_array_get_length (json_node_get_array (rows)) == 0)
    g_error ("%s: rows must be a list that is not empty", self->file);

  array = json_node_get_array (rows);
  for (guint i = 0; i < json_array_get_length (array); i++)
    append_row (self, json_array_get_element (array, i));
}

/* A range [first, last, weight] shares its weight among its numbers. */
static void
append_range (Builder   *self,
              JsonArray *range)
{
  gint64 first, last, weight;

  if (json_array_get_length (range) != 3)
    g_error ("%s: a range is [first, last, weight]", self->file);

  first = json_array_get_int_element (range, 0);
  last = json_array_get_int_element (range, 1);
  weight = json_array_get_int_element (range, 2) * MAX_NUMBERS;
  if (first > last || last - first >= MAX_NUMBERS)
    g_error ("%s: a range must go up, and not too far", self->file);

  for (gint64 number = first; number <= last; number++)
    {
      g_autofree char *text = g_strdup_printf ("%0*" G_GINT64_FORMAT, (int) self->width, number);

      append_text (self, 0, text);
      append_weight (self, weight / (last - first + 1));
    }
}

static void
append_numbers (Builder    *self,
                JsonObject *numbers)
{
  JsonArray *ranges = json_object_get_array_member (numbers, "ranges");

  if (ranges == NULL)
    g_error ("%s: numbers need ranges", self->file);
  self->width = (guint) sd_catalog_read_integer (self->file, numbers, "width", 0);
  for (guint i = 0; i < json_array_get_length (ranges); i++)
    append_range (self, json_array_get_array_element (ranges, i));
}

static void
append_conditional (Builder      *self,
                    const SdAtom *by,
                    JsonNode     *rows)
{
  JsonObject *groups;
  guint end;

  if (rows == NULL || !JSON_NODE_HOLDS_OBJECT (rows))
    g_error ("%s: rows must be an object with a list for each “%s”", self->file, by->name);

  groups = json_node_get_object (rows);
  if (json_object_get_size (groups) != by->n_rows)
    g_error ("%s: there are %u lists for %u rows of “%s”", self->file,
             json_object_get_size (groups), by->n_rows, by->name);

  for (guint i = 0; i < by->n_rows; i++)
    {
      JsonNode *group = json_object_get_member (groups, by->columns[0][i].data);

      if (group == NULL)
        g_error ("%s: there are no rows for “%s”", self->file, by->columns[0][i].data);
      g_array_append_val (self->first_rows, self->weights->len);
      append_rows (self, group);
    }
  end = self->weights->len;
  g_array_append_val (self->first_rows, end);
}

static guint
find_joined_row (Builder      *self,
                 const SdAtom *other,
                 const char   *key)
{
  for (guint row = 0; row < other->n_rows; row++)
    {
      if (g_str_equal (other->columns[0][row].data, key))
        return row;
    }

  g_error ("%s: “%s” has no row for “%s”", self->file, other->name, key);
}

static void
add_field (Builder    *self,
           const char *field)
{
  g_ptr_array_add (self->fields, (gpointer) sd_catalog_intern (field));
  g_ptr_array_add (self->columns, g_array_new (FALSE, FALSE, sizeof (SdCatalogText)));
}

static guint
find_own_field (Builder    *self,
                const char *field)
{
  for (guint i = 0; i < self->n_own; i++)
    {
      if (g_str_equal (g_ptr_array_index (self->fields, i), field))
        return i;
    }

  g_error ("%s: “%s” is no field of the rows", self->file, field);
}

static void
join (Builder    *self,
      const char *field,
      const char *other_name)
{
  const SdAtom *other = sd_catalog_get_atom (self->locale, other_name);
  GArray *keys = g_ptr_array_index (self->columns, find_own_field (self, field));
  guint first = self->fields->len;

  if (other == NULL)
    g_error ("%s: there is no atom “%s” to join", self->file, other_name);

  for (guint i = 1; i < other->n_fields; i++)
    add_field (self, other->fields[i]);
  for (guint row = 0; row < keys->len; row++)
    {
      guint match = find_joined_row (self, other, g_array_index (keys, SdCatalogText, row).data);

      for (guint i = 1; i < other->n_fields; i++)
        g_array_append_val (g_ptr_array_index (self->columns, first + i - 1),
                            other->columns[i][match]);
    }
}

static void
join_all (Builder    *self,
          JsonObject *joins)
{
  JsonObjectIter iter;
  const char *field;
  JsonNode *other;

  json_object_iter_init_ordered (&iter, joins);
  while (json_object_iter_next_ordered (&iter, &field, &other))
    join (self, field, json_node_get_string (other));
}

static void
read_fields (Builder    *self,
             JsonObject *object)
{
  JsonNode *fields = json_object_get_member (object, "fields");

  if (fields == NULL)
    add_field (self, "value");
  else
    {
      JsonArray *array = json_node_get_array (fields);

      for (guint i = 0; i < json_array_get_length (array); i++)
        add_field (self, json_array_get_string_element (array, i));
    }
  self->n_own = self->fields->len;
}

/* Thresholds of rows @first to @end − 1: floor (sum × 2^64 ÷ total) − 1. */
static void
fill_thresholds (const guint64 *weights,
                 guint          first,
                 guint          end,
                 guint64       *thresholds)
{
  guint64 total = 0, sum = 0;

  for (guint i = first; i < end; i++)
    total += weights[i];
  for (guint i = first; i < end; i++)
    {
      unsigned __int128 scaled;

      sum += weights[i];
      scaled = (((unsigned __int128) sum) << 64) / total - 1;
      thresholds[i] = (guint64) scaled;
    }
}

/* (transfer full) */
static guint64 *
make_thresholds (Builder       *self,
                 const SdAtom  *by,
                 const guint64 *weights)
{
  const guint n = self->weights->len;
  guint64 *thresholds = g_new (guint64, n);

  if (by == NULL)
    fill_thresholds (weights, 0, n, thresholds);
  for (guint i = 0; by != NULL && i < by->n_rows; i++)
    fill_thresholds (weights, g_array_index (self->first_rows, guint, i),
                     g_array_index (self->first_rows, guint, i + 1), thresholds);
  return thresholds;
}

/* (transfer full) */
static guint64 *
make_decades (Builder      *self,
              const SdAtom *by)
{
  const guint n = self->weights->len;
  guint64 *decades = g_new (guint64, (gsize) SD_CATALOG_N_DECADES * n);
  g_autofree guint64 *weights = g_new (guint64, n);

  for (guint i = 0; i < SD_CATALOG_N_DECADES; i++)
    {
      g_autofree guint64 *thresholds = NULL;

      for (guint row = 0; row < n; row++)
        weights[row] = g_array_index (self->by_decade, guint64, row * SD_CATALOG_N_DECADES + i);
      thresholds = make_thresholds (self, by, weights);
      memcpy (decades + (gsize) i * n, thresholds, n * sizeof *thresholds);
    }
  return decades;
}

static SdAtom *
build (Builder      *self,
       const char   *name,
       const SdAtom *by)
{
  SdAtom *atom = g_new0 (SdAtom, 1);
  const guint64 *weights = (const guint64 *) self->weights->data;

  atom->name = sd_catalog_intern (name);
  atom->n_fields = self->fields->len;
  atom->n_rows = self->weights->len;
  atom->columns = g_new (SdCatalogText *, atom->n_fields);
  for (guint i = 0; i < atom->n_fields; i++)
    atom->columns[i] = (SdCatalogText *) g_array_free (g_ptr_array_index (self->columns, i), FALSE);
  atom->fields = (const char **) g_ptr_array_free (self->fields, FALSE);
  g_ptr_array_free (self->columns, TRUE);

  atom->by = by;
  atom->thresholds = make_thresholds (self, by, weights);
  if (self->decades != NULL)
    atom->decades = make_decades (self, by);
  atom->first_rows = (guint *) g_array_free (self->first_rows, FALSE);
  g_array_unref (self->weights);
  g_array_unref (self->by_decade);

  return atom;
}

static const SdAtom *
find_parent (Builder    *self,
             JsonObject *object)
{
  const char *name = sd_catalog_read_text (self->file, object, "by", "");
  const SdAtom *by;

  if (name[0] == '\0')
    return NULL;

  by = sd_catalog_get_atom (self->locale, name);
  if (by == NULL)
    g_error ("%s: there is no atom “%s” to depend on", self->file, name);

  return by;
}

static JsonArray *
get_decade_list (const char *file,
                 JsonObject *object)
{
  JsonNode *decades = json_object_get_member (object, "decades");

  if (decades != NULL && (!JSON_NODE_HOLDS_ARRAY (decades)
                          || json_array_get_length (json_node_get_array (decades)) == 0))
    g_error ("%s: decades must be a list of years", file);
  return decades != NULL ? json_node_get_array (decades) : NULL;
}

const SdAtom *
sd_atom_new_from_json (const char *file,
                       const char *locale,
                       const char *name,
                       JsonNode   *json)
{
  JsonObject *object = json_node_get_object (json);
  Builder builder = {
    .file = file,
    .locale = locale,
    .weighted = sd_catalog_read_boolean (file, object, "weighted"),
    .fields = g_ptr_array_new (),
    .columns = g_ptr_array_new (),
    .weights = g_array_new (FALSE, FALSE, sizeof (guint64)),
    .first_rows = g_array_new (FALSE, FALSE, sizeof (guint)),
    .by_decade = g_array_new (FALSE, FALSE, sizeof (guint64)),
    .decades = get_decade_list (file, object),
  };
  const SdAtom *by = find_parent (&builder, object);
  SdAtom *atom;

  read_fields (&builder, object);
  if (json_object_has_member (object, "numbers"))
    append_numbers (&builder, json_object_get_object_member (object, "numbers"));
  else if (by != NULL)
    append_conditional (&builder, by, json_object_get_member (object, "rows"));
  else
    append_rows (&builder, json_object_get_member (object, "rows"));
  if (json_object_has_member (object, "join"))
    join_all (&builder, json_object_get_object_member (object, "join"));

  atom = build (&builder, name, by);
  atom->id = (guint) sd_catalog_read_integer (file, object, "id", 0);
  atom->local = sd_catalog_read_boolean (file, object, "local");
  if (atom->id == 0 || atom->id > G_MAXUINT16)
    g_error ("%s: the atom needs an id from 1 to 65535", file);

  return atom;
}

/**
 * sd_atom_find_field:
 * @self: an atom
 * @field: the name of a field
 *
 * Returns: its position, −1 when the atom has no such field
 */
int
sd_atom_find_field (const SdAtom *self,
                    const char   *field)
{
  for (guint i = 0; i < self->n_fields; i++)
    {
      if (g_str_equal (self->fields[i], field))
        return (int) i;
    }

  return -1;
}
