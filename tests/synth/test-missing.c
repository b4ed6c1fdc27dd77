/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Missing cells: the declared number of them, for every seed and in every
 * class; more often where it was said; and never in what others read.
 */

#include <math.h>
#include <string.h>

#include "sd-test-plan.h"

#define N_SEEDS 100

#define PATIENTS \
  "{ 'id': 1, 'name': 'patients', 'rows': %u, 'margins': '%s', 'columns': [" \
  "  { 'id': 2, 'name': 'site', 'type': 'text', 'generator': 'category'," \
  "    'parameters': { 'values': ['A', 'B', 'C'], 'weights': [5, 3, 2] } }," \
  "  { 'id': 3, 'name': 'age', 'type': 'integer', 'generator': 'number'," \
  "    'parameters': { 'distribution': 'normal', 'mean': 50, 'stddev': 15 } }," \
  "  { 'id': 4, 'name': 'any', 'type': 'integer', 'nullable': true, 'missing': 0.15," \
  "    'generator': 'formula', 'parameters': { 'formula': 'age + 1' } }," \
  "  { 'id': 5, 'name': 'by_site', 'type': 'integer', 'nullable': true, 'missing': 0.1," \
  "    'generator': 'formula', 'parameters': { 'formula': 'age + 1' }," \
  "    'missing_by': { 'kind': 'branches', 'by': 'site', 'branches': [" \
  "      { 'when': 'A', 'missing': 0.3 }, { 'when': 'B', 'missing': 0 } ] } }," \
  "  { 'id': 6, 'name': 'by_age', 'type': 'integer', 'nullable': true, 'missing': 0.26," \
  "    'generator': 'formula', 'parameters': { 'formula': 'age + 1' }," \
  "    'missing_by': { 'kind': 'column', 'column': 'age', 'strength': 2 } }," \
  "  { 'id': 7, 'name': 'by_value', 'type': 'integer', 'nullable': true, 'missing': 0.26," \
  "    'generator': 'formula', 'parameters': { 'formula': 'age + 1' }," \
  "    'missing_by': { 'kind': 'value', 'direction': 'low', 'strength': 2 } }," \
  "  { 'id': 8, 'name': 'with_age', 'type': 'integer', 'nullable': true," \
  "    'generator': 'formula', 'parameters': { 'formula': 'by_age + 0' }," \
  "    'missing_by': { 'kind': 'together', 'column': 'by_age' } }," \
  "  { 'id': 9, 'name': 'dose', 'type': 'integer', 'nullable': true, 'missing': 0.2," \
  "    'generator': 'number', 'parameters': { 'min': 1, 'max': 9, 'by': 'site', 'branches': [" \
  "      { 'when': 'A', 'missing': 0.5, 'parameters': { 'min': 11, 'max': 19 } } ] } } ] }"

static SdPlan *
make_plan (guint       n_rows,
           const char *margins,
           guint64     seed)
{
  g_autofree char *tables = g_strdup_printf (PATIENTS, n_rows, margins);
  g_autoptr (SdSchema) schema = sd_test_schema (tables, "");

  sd_schema_set_seed (schema, seed);
  return sd_test_plan (schema);
}

static GPtrArray *
get_column (SdPlan     *plan,
            const char *column)
{
  return sd_test_column (plan, "patients", column, SD_BATCH_ROWS);
}

static gboolean
is_missing (GPtrArray *cells,
            guint      i)
{
  return g_str_equal (cells->pdata[i], "∅");
}

/* In class @class of @classes, or, when it is NULL, in all. */
static guint
count_missing (GPtrArray  *cells,
               GPtrArray  *classes,
               const char *class,
               guint      *n)
{
  guint missing = 0;

  *n = 0;
  for (guint i = 0; i < cells->len; i++)
    if (class == NULL || g_str_equal (classes->pdata[i], class))
      {
        (*n)++;
        missing += is_missing (cells, i);
      }
  return missing;
}

static void
assert_share (GPtrArray  *cells,
              GPtrArray  *classes,
              const char *class,
              double      share)
{
  guint n;
  const guint missing = count_missing (cells, classes, class, &n);

  g_assert_cmpfloat (fabs (missing - share * n), <, 1);
}

static void
check_shares (guint       n_rows,
              const char *margins,
              guint64     seed)
{
  g_autoptr (SdPlan) plan = make_plan (n_rows, margins, seed);
  g_autoptr (GPtrArray) sites = get_column (plan, "site");
  g_autoptr (GPtrArray) any = get_column (plan, "any");
  g_autoptr (GPtrArray) by_site = get_column (plan, "by_site");
  g_autoptr (GPtrArray) by_age = get_column (plan, "by_age");
  g_autoptr (GPtrArray) by_value = get_column (plan, "by_value");
  g_autoptr (GPtrArray) with_age = get_column (plan, "with_age");
  g_autoptr (GPtrArray) dose = get_column (plan, "dose");
  guint n, n_others, others;

  assert_share (any, NULL, NULL, 0.15);
  assert_share (by_site, sites, "A", 0.3);
  assert_share (by_site, sites, "B", 0);
  assert_share (by_site, sites, "C", 0.1);
  assert_share (by_age, NULL, NULL, 0.26);
  assert_share (by_value, NULL, NULL, 0.26);
  assert_share (dose, sites, "A", 0.5);
  /* The other sites are one class, "otherwise". */
  others = count_missing (dose, NULL, NULL, &n_others) - count_missing (dose, sites, "A", &n);
  g_assert_cmpfloat (fabs (others - 0.2 * (n_others - n)), <, 1);
  for (guint i = 0; i < n_rows; i++)
    g_assert_true (is_missing (by_age, i) == is_missing (with_age, i));
}

static void
test_shares (gconstpointer margins)
{
  static const guint rows[] = { 20, 50, 200 };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint64 seed = 1; seed <= N_SEEDS; seed++)
      check_shares (rows[i], margins, seed);
}

static double
get_mean_age (GPtrArray *ages,
              GPtrArray *cells,
              gboolean   missing)
{
  double sum = 0;
  guint n = 0;

  for (guint i = 0; i < cells->len; i++)
    if (is_missing (cells, i) == missing)
      {
        sum += g_ascii_strtod (ages->pdata[i], NULL);
        n++;
      }
  return sum / n;
}

/* Odds of e² a standard deviation: the missing ones are more than a half of one
 * older, or younger. Blocks and rows each on its own do the same. */
static void
test_direction (void)
{
  static const struct { guint n_rows; const char *margins; } cases[] = {
    { 200, "exact" }, { 20000, "balanced" }, { 20000, "sampled" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SdPlan) plan = make_plan (cases[i].n_rows, cases[i].margins, 3);
      g_autoptr (GPtrArray) ages = get_column (plan, "age");
      g_autoptr (GPtrArray) by_age = get_column (plan, "by_age");
      g_autoptr (GPtrArray) by_value = get_column (plan, "by_value");
      guint n;
      const guint missing = count_missing (by_age, NULL, NULL, &n);

      g_assert_cmpfloat (get_mean_age (ages, by_age, TRUE)
                         - get_mean_age (ages, by_age, FALSE), >, 7.5);
      g_assert_cmpfloat (get_mean_age (ages, by_value, FALSE)
                         - get_mean_age (ages, by_value, TRUE), >, 7.5);
      /* Five standard errors of a sample. */
      g_assert_cmpfloat (fabs (missing / (double) n - 0.26), <, 5 * sqrt (0.26 * 0.74 / n));
    }
}

/* Formulas read the clean cell: age + 1 is there where the age is missing. */
static void
test_clean (void)
{
  g_autoptr (SdPlan) plan = make_plan (200, "exact", 3);
  g_autoptr (GPtrArray) ages = get_column (plan, "age");
  g_autoptr (GPtrArray) by_age = get_column (plan, "by_age");

  for (guint i = 0; i < ages->len; i++)
    if (!is_missing (by_age, i))
      g_assert_cmpint (atoi (by_age->pdata[i]), ==, atoi (ages->pdata[i]) + 1);
}

static void
test_batches (void)
{
  static const char *columns[] = { "by_site", "by_age", "by_value", "with_age", "dose" };
  g_autoptr (SdPlan) plan = make_plan (12000, "balanced", 5);
  g_autoptr (SdEvaluator) evaluator = sd_evaluator_new (plan);
  const SdPlanTable *info = sd_plan_get_table (plan, 0);

  for (guint c = 0; c < G_N_ELEMENTS (columns); c++)
    {
      g_autoptr (GPtrArray) whole = get_column (plan, columns[c]);
      g_autoptr (GPtrArray) sevens = sd_test_column (plan, "patients", columns[c], 7);

      for (guint i = 0; i < whole->len; i++)
        g_assert_cmpstr (whole->pdata[i], ==, sevens->pdata[i]);
      for (guint64 row = info->n_rows; row-- > info->n_rows - 50;)
        {
          const SdBatch *batch = sd_evaluator_get_rows (evaluator, 0, row, 1, NULL);
          g_autofree char *cell = sd_test_cell (batch->columns[3 + c], &info->columns[3 + c], 0);

          g_assert_cmpstr (cell, ==, whole->pdata[row]);
        }
    }
}

/* A parent's column decides, and totals of children are no hindrance. */
static void
test_parents (void)
{
  g_autoptr (SdSchema) schema =
    sd_test_schema ("{ 'id': 1, 'name': 'doctors', 'rows': 10, 'primary_key': ['doctor_id'],"
                    "  'columns': ["
                    "  { 'id': 2, 'name': 'doctor_id', 'type': 'integer',"
                    "    'generator': 'sequence' },"
                    "  { 'id': 3, 'name': 'visits', 'type': 'integer', 'nullable': true,"
                    "    'missing': 0.3, 'generator': 'aggregate',"
                    "    'parameters': { 'function': 'count', 'child': 'visits' },"
                    "    'missing_by': { 'kind': 'value', 'strength': 50 } } ] },"
                    "{ 'id': 4, 'name': 'visits', 'rows': 200, 'columns': ["
                    "  { 'id': 5, 'name': 'doctor_id', 'type': 'integer',"
                    "    'generator': 'reference' },"
                    "  { 'id': 6, 'name': 'note', 'type': 'integer', 'nullable': true,"
                    "    'missing': 0.1, 'generator': 'number', 'missing_by': {"
                    "    'kind': 'branches', 'by': 'doctors.doctor_id', 'branches': ["
                    "      { 'when': [{ 'min': 6 }], 'missing': 1 },"
                    "      { 'when': [[1, 2]], 'missing': 0 } ] } } ] }",
                    "{ 'id': 8, 'parent_table_name': 'doctors', 'child_table_name': 'visits',"
                    "  'child_foreign_key': 'doctor_id', 'law': 'zipf' }");
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autoptr (GPtrArray) doctors = sd_test_column (plan, "visits", "doctor_id", SD_BATCH_ROWS);
  g_autoptr (GPtrArray) notes = sd_test_column (plan, "visits", "note", SD_BATCH_ROWS);
  g_autoptr (GPtrArray) counts = sd_test_column (plan, "doctors", "visits", SD_BATCH_ROWS);
  guint missing = 0;

  for (guint i = 0; i < notes->len; i++)
    {
      const int doctor = atoi (doctors->pdata[i]);

      if (doctor >= 6)
        g_assert_true (is_missing (notes, i));
      else if (doctor <= 2)
        g_assert_false (is_missing (notes, i));
    }
  for (guint i = 0; i < counts->len; i++)
    missing += is_missing (counts, i);
  g_assert_cmpuint (missing, ==, 3);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/synth/missing/shares/balanced", "balanced", test_shares);
  g_test_add_data_func ("/synth/missing/shares/exact", "exact", test_shares);
  g_test_add_func ("/synth/missing/direction", test_direction);
  g_test_add_func ("/synth/missing/clean", test_clean);
  g_test_add_func ("/synth/missing/batches", test_batches);
  g_test_add_func ("/synth/missing/parents", test_parents);
  return g_test_run ();
}
