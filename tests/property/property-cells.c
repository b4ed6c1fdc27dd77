/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Cells as words, and what each value must be by what the plan says of its
 * column; see the header.
 */

#include "property-cells.h"

#include <math.h>
#include <string.h>

#include "sd-test-plan.h"

static guint64
mix (guint64 z)
{
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

static guint64
hash_text (const char *data,
           gsize       length)
{
  guint64 hash = 0xcbf29ce484222325u;

  for (gsize i = 0; i < length; i++)
    hash = (hash ^ (guint8) data[i]) * 0x100000001b3u;
  return mix (hash + length);
}

static gboolean
is_null (const SdVector *vector,
         guint           i)
{
  return vector->null != NULL && vector->null[i];
}

static guint64
get_word (const SdVector *vector,
          guint           i)
{
  guint64 bits;
  SdText text;

  if (vector->shown != NULL && vector->shown[i].data != NULL)
    return hash_text (vector->shown[i].data, vector->shown[i].length) + 1;
  if (is_null (vector, i))
    return 0;
  switch (vector->kind)
    {
    case SD_VECTOR_INT64:
      return (guint64) vector->i64[i];
    case SD_VECTOR_DOUBLE:
      memcpy (&bits, &vector->f64[i], sizeof bits);
      return bits;
    case SD_VECTOR_CODE:
      text = vector->dictionary->entries[vector->code[i]];
      return hash_text (text.data, text.length);
    case SD_VECTOR_TEXT:
      return hash_text (vector->text[i].data, vector->text[i].length);
    case SD_VECTOR_UUID:
      return mix (vector->uuid[i].high) + vector->uuid[i].low;
    default:
      g_assert_not_reached ();
    }
}

static void
fail_cell (const SdPlanTable  *table,
           const SdPlanColumn *column,
           guint64             row,
           const SdVector     *vector,
           guint               i,
           const char         *check)
{
  g_autofree char *cell = sd_test_cell (vector, column, i);

  property_fail (check, "%s.%s, row %" G_GUINT64_FORMAT ": %.200s", table->name, column->name, row,
                 cell);
}

static gboolean
is_integer_allowed (const SdPlanColumn *column,
                    gint64              value)
{
  gint64 limit = 1;

  switch (column->type)
    {
    case SD_TYPE_BOOLEAN:
      return value == 0 || value == 1;
    case SD_TYPE_DECIMAL:
      for (guint i = 0; i < column->precision; i++)
        limit *= 10;
      return value > -limit && value < limit;
    case SD_TYPE_DATE:
      return value >= -719162 && value <= 2932896;
    case SD_TYPE_TIME:
      return value >= 0 && value < G_GINT64_CONSTANT (86400000000);
    case SD_TYPE_TIMESTAMP:
      return value >= G_GINT64_CONSTANT (-719162) * 86400000000
             && value < G_GINT64_CONSTANT (2932897) * 86400000000;
    case SD_TYPE_INTEGER:
    case SD_TYPE_REAL:
    case SD_TYPE_TEXT:
    case SD_TYPE_UUID:
    case SD_N_TYPES:
    default:
      return TRUE;
    }
}

static const char *
find_text_fault (const SdPlanColumn *column,
                 SdText              text)
{
  if (memchr (text.data, '\0', text.length) != NULL
      || !g_utf8_validate (text.data, (gssize) text.length, NULL))
    return "text-valid";
  if (column->max_length > 0
      && g_utf8_strlen (text.data, (gssize) text.length) > (glong) column->max_length)
    return "max-length";
  return NULL;
}

/* The name of what a value contradicts; nullable. */
static const char *
find_fault (const SdPlanColumn *column,
            const SdVector     *vector,
            guint               i)
{
  if (vector->shown != NULL && vector->shown[i].data != NULL)
    return column->as_text || column->type == SD_TYPE_TEXT
           ? find_text_fault (column, vector->shown[i]) : "shown-as-text";
  if (is_null (vector, i))
    return column->nullable ? NULL : "null-in-not-null";
  switch (vector->kind)
    {
    case SD_VECTOR_INT64:
      if (column->has_range
          && (vector->i64[i] < column->minimum || vector->i64[i] > column->maximum))
        return "range";
      return is_integer_allowed (column, vector->i64[i]) ? NULL : "type-range";
    case SD_VECTOR_DOUBLE:
      return isfinite (vector->f64[i]) ? NULL : "finite";
    case SD_VECTOR_CODE:
      if (vector->code[i] >= vector->dictionary->n)
        return "code-in-dictionary";
      return find_text_fault (column, vector->dictionary->entries[vector->code[i]]);
    case SD_VECTOR_TEXT:
      return find_text_fault (column, vector->text[i]);
    case SD_VECTOR_UUID:
    default:
      return NULL;
    }
}

static void
take_batch (PropertyTable     *self,
            const SdPlanTable *info,
            const SdBatch     *batch,
            guint              first,
            guint              n)
{
  if (batch->n_rows != n || batch->first_row != first || batch->n_columns != info->n_columns)
    property_fail ("batch-shape", "%s, rows from %u", info->name, first);
  for (guint c = 0; c < info->n_columns; c++)
    {
      const SdVector *vector = batch->columns[c];

      if (vector == NULL || vector->kind != info->columns[c].kind)
        property_fail ("batch-kind", "%s.%s", info->name, info->columns[c].name);
      for (guint i = 0; i < n; i++)
        {
          const char *fault = find_fault (&info->columns[c], vector, i);

          if (fault != NULL)
            fail_cell (info, &info->columns[c], first + i, vector, i, fault);
          self->words[c][first + i] = get_word (vector, i);
          self->nulls[c][first + i] = is_null (vector, i);
        }
    }
}

PropertyCells *
property_cells_new (SdPlan *plan)
{
  g_autoptr (SdEvaluator) evaluator = sd_evaluator_new (plan);
  PropertyCells *self = g_new0 (PropertyCells, 1);

  self->n_tables = sd_plan_get_n_tables (plan);
  self->tables = g_new0 (PropertyTable, self->n_tables);
  for (guint t = 0; t < self->n_tables; t++)
    {
      const SdPlanTable *info = sd_plan_get_table (plan, t);
      PropertyTable *table = &self->tables[t];

      table->n_rows = (guint) MIN (info->n_rows, PROPERTY_MAX_ROWS);
      table->complete = table->n_rows == info->n_rows;
      table->n_columns = info->n_columns;
      table->words = g_new0 (guint64 *, info->n_columns);
      table->nulls = g_new0 (guint8 *, info->n_columns);
      for (guint c = 0; c < info->n_columns; c++)
        {
          table->words[c] = g_new0 (guint64, table->n_rows + 1);
          table->nulls[c] = g_new0 (guint8, table->n_rows + 1);
        }
      for (guint row = 0; row < table->n_rows; row += SD_BATCH_ROWS)
        {
          const guint n = MIN (SD_BATCH_ROWS, table->n_rows - row);

          take_batch (table, info, sd_evaluator_get_rows (evaluator, t, row, n, NULL), row, n);
        }
    }
  return self;
}

void
property_cells_free (PropertyCells *self)
{
  for (guint t = 0; t < self->n_tables; t++)
    {
      for (guint c = 0; c < self->tables[t].n_columns; c++)
        {
          g_free (self->tables[t].words[c]);
          g_free (self->tables[t].nulls[c]);
        }
      g_free (self->tables[t].words);
      g_free (self->tables[t].nulls);
    }
  g_free (self->tables);
  g_free (self);
}

void
property_cells_match (const PropertyCells *self,
                      SdPlan              *plan,
                      SdEvaluator         *evaluator,
                      guint                table,
                      guint                first,
                      guint                n,
                      int                  column,
                      const char          *check)
{
  const SdPlanTable *info = sd_plan_get_table (plan, table);
  const PropertyTable *cells = &self->tables[table];
  g_autofree gboolean *wanted = column < 0 ? NULL : g_new0 (gboolean, info->n_columns);
  const SdBatch *batch;

  if (column >= 0)
    wanted[column] = TRUE;
  batch = sd_evaluator_get_rows (evaluator, table, first, n, wanted);
  for (guint c = 0; c < info->n_columns; c++)
    {
      const SdVector *vector = batch->columns[c];

      if (column >= 0 && c != (guint) column)
        continue;
      for (guint i = 0; i < n; i++)
        if (is_null (vector, i) != cells->nulls[c][first + i]
            || get_word (vector, i) != cells->words[c][first + i])
          fail_cell (info, &info->columns[c], first + i, vector, i, check);
    }
}

static int
find_column (const SdPlanTable *info,
             guint              id)
{
  for (guint c = 0; c < info->n_columns; c++)
    if (info->columns[c].id == id)
      return (int) c;
  return -1;
}

static int
find_table (SdPlan *plan,
            guint   id)
{
  for (guint t = 0; t < sd_plan_get_n_tables (plan); t++)
    if (sd_plan_get_table (plan, t)->id == id)
      return (int) t;
  return -1;
}

static void
compare_columns (const PropertyTable *a,
                 guint                column,
                 const PropertyTable *b,
                 guint                other,
                 const SdPlanTable   *info,
                 const char          *check)
{
  for (guint i = 0; i < a->n_rows; i++)
    if (a->words[column][i] != b->words[other][i] || a->nulls[column][i] != b->nulls[other][i])
      property_fail (check, "%s.%s, row %u changed", info->name, info->columns[column].name, i);
}

void
property_cells_same (const PropertyCells *self,
                     SdPlan              *plan,
                     SdPlan              *other,
                     const char          *check)
{
  g_autoptr (PropertyCells) cells = property_cells_new (other);

  for (guint t = 0; t < self->n_tables; t++)
    {
      const SdPlanTable *info = sd_plan_get_table (plan, t);
      const int place = find_table (other, info->id);
      const SdPlanTable *its = place >= 0 ? sd_plan_get_table (other, (guint) place) : NULL;

      if (its == NULL || its->n_rows != info->n_rows)
        property_fail (check, "the rows of %s changed", info->name);
      for (guint c = 0; c < info->n_columns; c++)
        {
          const int column = find_column (its, info->columns[c].id);

          if (column < 0)
            property_fail (check, "%s.%s is gone", info->name, info->columns[c].name);
          compare_columns (&self->tables[t], c, &cells->tables[place], (guint) column, info, check);
        }
    }
}
