/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Small documents for tests; see the header. */

#include "sd-test-plan.h"

#include <math.h>
#include <string.h>

#include "sd-format.h"
#include "sd-schema-file.h"

SdSchema *
sd_test_schema (const char *tables,
                const char *relationships)
{
  g_autofree char *text =
    g_strdup_printf ("{ 'format': 'synthdata', 'version': 1, 'name': 'test', 'seed': 42, "
                     "'as_of': '2026-03-01', 'tables': [ %s ], 'relationships': [ %s ] }",
                     tables, relationships);
  g_autoptr (GError) error = NULL;
  SdSchema *schema;

  g_strdelimit (text, "'", '"');
  /* A formula's quotes are written as ` in these documents. */
  g_strdelimit (text, "`", '\'');
  schema = sd_schema_new_from_text (text, strlen (text), &error);
  g_assert_no_error (error);
  return schema;
}

SdPlan *
sd_test_plan (SdSchema *schema)
{
  g_autoptr (GPtrArray) findings = NULL;
  SdPlan *plan = sd_plan_new (schema, &findings);

  if (plan == NULL)
    {
      g_autofree char *text = sd_findings_to_text (findings);

      g_test_message ("%s", text);
      g_test_fail ();
    }
  g_assert_nonnull (plan);
  return plan;
}

char *
sd_test_findings (SdSchema *schema)
{
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (SdPlan) plan = sd_plan_new (schema, &findings);
  g_autoptr (GString) codes = g_string_new (NULL);

  for (guint i = 0; i < findings->len; i++)
    {
      const SdFinding *finding = g_ptr_array_index (findings, i);

      if (finding->severity != SD_SEVERITY_ERROR)
        continue;
      g_test_message ("%s: %s", finding->place, finding->message);
      g_string_append_printf (codes, "%s%s", codes->len > 0 ? " " : "", finding->code);
    }
  g_assert_true ((plan == NULL) == (codes->len > 0));
  return g_string_free (g_steal_pointer (&codes), FALSE);
}

static char *
format_int64 (const SdPlanColumn *column,
              gint64              value)
{
  char buffer[SD_FORMAT_MAX];
  char *end;

  switch (column->type)
    {
    case SD_TYPE_DECIMAL:
      end = sd_format_decimal (buffer, value, column->scale, '.');
      break;
    case SD_TYPE_BOOLEAN:
      return g_strdup (value ? "true" : "false");
    case SD_TYPE_DATE:
      end = sd_format_date (buffer, value);
      break;
    case SD_TYPE_TIME:
      end = sd_format_time (buffer, value);
      break;
    case SD_TYPE_TIMESTAMP:
      end = sd_format_timestamp (buffer, value, ' ');
      break;
    case SD_TYPE_INTEGER:
    case SD_TYPE_REAL:
    case SD_TYPE_TEXT:
    case SD_TYPE_UUID:
    case SD_N_TYPES:
    default:
      end = sd_format_int64 (buffer, value);
      break;
    }
  return g_strndup (buffer, end - buffer);
}

char *
sd_test_cell (const SdVector     *vector,
              const SdPlanColumn *column,
              guint               i)
{
  char buffer[SD_FORMAT_MAX];
  char *end;

  if (vector->null != NULL && vector->null[i])
    return g_strdup ("∅");
  if (vector->shown != NULL && vector->shown[i].data != NULL)
    return g_strndup (vector->shown[i].data, vector->shown[i].length);
  switch (vector->kind)
    {
    case SD_VECTOR_INT64:
      return format_int64 (column, vector->i64[i]);
    case SD_VECTOR_DOUBLE:
      end = sd_format_double (buffer, vector->f64[i], '.');
      return g_strndup (buffer, end - buffer);
    case SD_VECTOR_CODE:
      g_assert_cmpuint (vector->code[i], <, vector->dictionary->n);
      return g_strndup (vector->dictionary->entries[vector->code[i]].data,
                        vector->dictionary->entries[vector->code[i]].length);
    case SD_VECTOR_TEXT:
      return g_strndup (vector->text[i].data, vector->text[i].length);
    case SD_VECTOR_UUID:
      end = sd_format_uuid (buffer, vector->uuid[i].high, vector->uuid[i].low);
      return g_strndup (buffer, end - buffer);
    default:
      g_assert_not_reached ();
    }
}

static guint
find_column (const SdPlanTable *table,
             const char        *name)
{
  for (guint i = 0; i < table->n_columns; i++)
    if (g_str_equal (table->columns[i].name, name))
      return i;
  g_error ("There is no column %s.", name);
}

GPtrArray *
sd_test_column (SdPlan     *plan,
                const char *table,
                const char *column,
                guint       batch)
{
  const int index = sd_plan_find_table (plan, table);
  const SdPlanTable *info;
  g_autoptr (SdEvaluator) evaluator = sd_evaluator_new (plan);
  GPtrArray *cells = g_ptr_array_new_with_free_func (g_free);
  guint position;

  g_assert_cmpint (index, >=, 0);
  info = sd_plan_get_table (plan, (guint) index);
  position = find_column (info, column);
  for (guint64 row = 0; row < info->n_rows; row += batch)
    {
      const guint n = (guint) MIN (batch, info->n_rows - row);
      const SdBatch *rows = sd_evaluator_get_rows (evaluator, (guint) index, row, n, NULL);

      for (guint i = 0; i < n; i++)
        g_ptr_array_add (cells, sd_test_cell (rows->columns[position],
                                              &info->columns[position], i));
    }
  return cells;
}

static double
get_number (const SdVector *vector,
            guint           i)
{
  if (vector->null != NULL && vector->null[i])
    return NAN;
  switch (vector->kind)
    {
    case SD_VECTOR_INT64:
      return (double) vector->i64[i];
    case SD_VECTOR_DOUBLE:
      return vector->f64[i];
    case SD_VECTOR_CODE:
      return vector->code[i];
    case SD_VECTOR_TEXT:
    case SD_VECTOR_UUID:
    default:
      g_assert_not_reached ();
    }
}

GArray *
sd_test_numbers (SdPlan     *plan,
                 const char *table,
                 const char *column,
                 guint       batch)
{
  const guint index = (guint) sd_plan_find_table (plan, table);
  const SdPlanTable *info = sd_plan_get_table (plan, index);
  const guint position = find_column (info, column);
  g_autofree gboolean *wanted = g_new0 (gboolean, info->n_columns);
  g_autoptr (SdEvaluator) evaluator = sd_evaluator_new (plan);
  GArray *values = g_array_new (FALSE, FALSE, sizeof (double));

  wanted[position] = TRUE;
  for (guint64 row = 0; row < info->n_rows; row += batch)
    {
      const guint n = (guint) MIN (batch, info->n_rows - row);
      const SdBatch *rows = sd_evaluator_get_rows (evaluator, index, row, n, wanted);

      for (guint i = 0; i < n; i++)
        {
          const double number = get_number (rows->columns[position], i);

          g_array_append_val (values, number);
        }
    }
  return values;
}

double
sd_test_correlation (const GArray *a,
                     const GArray *b)
{
  double mean[2] = { 0, 0 };
  double sums[3] = { 0, 0, 0 };

  g_assert_cmpuint (a->len, ==, b->len);
  for (guint i = 0; i < a->len; i++)
    {
      mean[0] += g_array_index (a, double, i) / a->len;
      mean[1] += g_array_index (b, double, i) / a->len;
    }
  for (guint i = 0; i < a->len; i++)
    {
      const double x = g_array_index (a, double, i) - mean[0];
      const double y = g_array_index (b, double, i) - mean[1];

      sums[0] += x * x;
      sums[1] += y * y;
      sums[2] += x * y;
    }
  return sums[2] / sqrt (sums[0] * sums[1]);
}

GArray *
sd_test_integers (SdPlan     *plan,
                  const char *table,
                  const char *column)
{
  const guint index = (guint) sd_plan_find_table (plan, table);
  const SdPlanTable *info = sd_plan_get_table (plan, index);
  const guint position = find_column (info, column);
  g_autoptr (SdEvaluator) evaluator = sd_evaluator_new (plan);
  GArray *values = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_assert_cmpint (info->columns[position].kind, ==, SD_VECTOR_INT64);
  for (guint64 row = 0; row < info->n_rows; row += SD_BATCH_ROWS)
    {
      const guint n = (guint) MIN (SD_BATCH_ROWS, info->n_rows - row);
      const SdVector *vector =
        sd_evaluator_get_rows (evaluator, index, row, n, NULL)->columns[position];

      for (guint i = 0; vector->null != NULL && i < n; i++)
        g_assert_false (vector->null[i]);
      g_array_append_vals (values, vector->i64, n);
    }
  return values;
}
