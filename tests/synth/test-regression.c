/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Regression: R², noise and shares hold in the sample, for every seed; what is
 * solved for longer tables does not depend on it.
 */

#include <math.h>
#include <string.h>

#include "sd-test-plan.h"

#define N_SEEDS 100

/* Rows, margins, then the two dependent columns. */
#define HOUSES \
  "{ 'id': 1, 'name': 'towns', 'rows': 40, 'primary_key': ['town_id'], 'columns': [" \
  "  { 'id': 2, 'name': 'town_id', 'type': 'integer', 'generator': 'sequence' }," \
  "  { 'id': 3, 'name': 'index', 'type': 'real', 'generator': 'number'," \
  "    'parameters': { 'distribution': 'normal', 'mean': 100, 'stddev': 20 } } ] }," \
  "{ 'id': 4, 'name': 'houses', 'rows': %u, 'margins': '%s', 'columns': [" \
  "  { 'id': 5, 'name': 'town_id', 'type': 'integer', 'generator': 'reference' }," \
  "  { 'id': 6, 'name': 'area', 'type': 'integer', 'generator': 'number'," \
  "    'parameters': { 'distribution': 'lognormal', 'median': 100, 'sigma': 0.3 } }," \
  "  { 'id': 7, 'name': 'age', 'type': 'integer', 'generator': 'number'," \
  "    'parameters': { 'min': 0, 'max': 80 } }," \
  "  { 'id': 8, 'name': 'fit', 'type': 'real', 'generator': 'formula', 'parameters':" \
  "    { 'formula': '3 * area - 1.5 * age + 2 * towns.index' } }," \
  "  { 'id': 9, 'name': 'price', 'type': 'decimal', 'precision': 12, 'scale': 2," \
  "    'generator': 'regression', 'parameters':" \
  "    { 'formula': '3 * area - 1.5 * age + 2 * towns.index', %s } }," \
  "  { 'id': 10, 'name': 'sold', 'type': 'boolean', 'generator': 'logistic', 'parameters':" \
  "    { 'formula': 'area / 50.0 - age / 20.0', 'share': 0.26 } } ] }"

#define RELATIONSHIP \
  "{ 'id': 11, 'parent_table_name': 'towns', 'child_table_name': 'houses'," \
  "  'child_foreign_key': 'town_id', 'law': 'poisson' }"

typedef struct
{
  double r2;        /* of the price by the formula */
  double noise;     /* standard deviation of what is left */
  guint  sold;
  double odds[2];   /* mean log-odds of those not sold and sold */
} Measures;

static SdPlan *
make_plan (guint       n_rows,
           const char *margins,
           const char *parameters,
           guint64     seed)
{
  g_autofree char *tables = g_strdup_printf (HOUSES, n_rows, margins, parameters);
  g_autoptr (SdSchema) schema = sd_test_schema (tables, RELATIONSHIP);

  sd_schema_set_seed (schema, seed);
  return sd_test_plan (schema);
}

static double *
get_numbers (SdPlan     *plan,
             const char *column)
{
  g_autoptr (GPtrArray) cells = sd_test_column (plan, "houses", column, SD_BATCH_ROWS);
  double *numbers = g_new (double, cells->len);

  for (guint i = 0; i < cells->len; i++)
    numbers[i] = g_str_equal (cells->pdata[i], "true")
                 ? 1 : g_ascii_strtod (cells->pdata[i], NULL);
  return numbers;
}

static double
get_mean (const double *x,
          guint         n)
{
  double sum = 0;

  for (guint i = 0; i < n; i++)
    sum += x[i];
  return sum / n;
}

static Measures
measure (SdPlan *plan,
         guint   n)
{
  g_autofree double *fit = get_numbers (plan, "fit");
  g_autofree double *price = get_numbers (plan, "price");
  g_autofree double *sold = get_numbers (plan, "sold");
  g_autofree double *area = get_numbers (plan, "area");
  g_autofree double *age = get_numbers (plan, "age");
  const double mean_fit = get_mean (fit, n);
  const double mean_price = get_mean (price, n);
  double xx = 0, xy = 0, yy = 0, rest = 0;
  Measures measures = { 0 };

  for (guint i = 0; i < n; i++)
    {
      const double x = fit[i] - mean_fit;
      const double y = price[i] - mean_price;
      const guint is_sold = sold[i] > 0;

      xx += x * x;
      xy += x * y;
      yy += y * y;
      rest += (price[i] - fit[i]) * (price[i] - fit[i]);
      measures.sold += is_sold;
      measures.odds[is_sold] += area[i] / 50 - age[i] / 20;
    }
  measures.r2 = xy * xy / (xx * yy);
  measures.noise = sqrt (rest / n);
  measures.odds[0] /= MAX (n - measures.sold, 1);
  measures.odds[1] /= MAX (measures.sold, 1);
  return measures;
}

static void
test_exact (void)
{
  static const guint rows[] = { 20, 30, 50, 200 };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint64 seed = 1; seed <= N_SEEDS; seed++)
      {
        g_autoptr (SdPlan) plan = make_plan (rows[i], "exact", "'r2': 0.6", seed);
        g_autoptr (SdPlan) noisy = make_plan (rows[i], "exact", "'noise': 25", seed);
        const Measures measures = measure (plan, rows[i]);

        g_assert_cmpfloat (fabs (measures.r2 - 0.6), <, 1e-3);
        g_assert_cmpfloat (fabs (measure (noisy, rows[i]).noise - 25), <, 0.01);
        g_assert_cmpfloat (fabs (measures.sold - 0.26 * rows[i]), <=, 0.5);
        g_assert_cmpfloat (measures.odds[1], >, measures.odds[0]);
      }
}

/* Blocks, and a plan solved without looking at the rows. The share: half a row
 * a block for rounding, and what the columns themselves vary. */
static void
test_long (gconstpointer margins)
{
  for (guint64 seed = 1; seed <= 3; seed++)
    {
      const guint n = 50000;
      g_autoptr (SdPlan) plan = make_plan (n, margins, "'r2': 0.6", seed);
      const Measures measures = measure (plan, n);
      /* Of the sample: √(p (1 − p) / n), and as much for the columns. */
      const double error = sqrt (0.26 * 0.74 / n) * 1.5;

      g_test_message ("R² %.4f, share %.5f", measures.r2, (double) measures.sold / n);
      /* Towns are few: their index varies by √(2 / 40) of its variance, which is
       * a sixth of the whole. */
      g_assert_cmpfloat (fabs (measures.r2 - 0.6), <, 0.03);
      g_assert_cmpfloat (fabs ((double) measures.sold / n - 0.26), <, 5 * error);
    }
}

/* The note that says what was solved for. */
static char *
get_note (guint64 seed)
{
  g_autofree char *tables = g_strdup_printf (HOUSES, 50000u, "balanced", "'r2': 0.6");
  g_autoptr (SdSchema) schema = sd_test_schema (tables, RELATIONSHIP);
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (SdPlan) plan = NULL;

  sd_schema_set_seed (schema, seed);
  plan = sd_plan_new (schema, &findings);
  for (guint i = 0; i < findings->len; i++)
    {
      const SdFinding *finding = g_ptr_array_index (findings, i);

      if (g_str_equal (finding->code, "regression-noise"))
        return g_strdup (finding->message);
    }
  return NULL;
}

static void
test_seed (void)
{
  g_autofree char *first = get_note (1);
  g_autofree char *second = get_note (2);

  g_test_message ("%s", first);
  g_assert_nonnull (first);
  g_assert_cmpstr (first, ==, second);
}

static void
test_batches (gconstpointer margins)
{
  static const char *columns[] = { "price", "sold" };
  g_autoptr (SdPlan) plan = make_plan (12000, margins, "'r2': 0.6", 5);
  g_autoptr (SdEvaluator) evaluator = sd_evaluator_new (plan);
  const guint houses = (guint) sd_plan_find_table (plan, "houses");
  const SdPlanTable *info = sd_plan_get_table (plan, houses);

  for (guint c = 0; c < G_N_ELEMENTS (columns); c++)
    {
      g_autoptr (GPtrArray) whole = sd_test_column (plan, "houses", columns[c], SD_BATCH_ROWS);
      g_autoptr (GPtrArray) sevens = sd_test_column (plan, "houses", columns[c], 7);

      for (guint i = 0; i < whole->len; i++)
        g_assert_cmpstr (whole->pdata[i], ==, sevens->pdata[i]);
      for (guint64 row = info->n_rows; row-- > info->n_rows - 50;)
        {
          const SdBatch *batch = sd_evaluator_get_rows (evaluator, houses, row, 1, NULL);
          g_autofree char *cell = sd_test_cell (batch->columns[4 + c], &info->columns[4 + c], 0);

          g_assert_cmpstr (cell, ==, whole->pdata[row]);
        }
    }
}

static void
test_findings (void)
{
  static const struct { const char *parameters, *code; } cases[] = {
    { "'formula': '5', 'r2': 0.5", "regression-constant" },
    { "'formula': 'x', 'r2': 0.5, 'noise': 3", "two-ways" },
    { "'formula': 'y', 'r2': 0.5", "circle" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *tables =
        g_strdup_printf ("{ 'id': 1, 'name': 't', 'rows': 20, 'columns': ["
                         "  { 'id': 2, 'name': 'x', 'type': 'integer', 'generator': 'number' },"
                         "  { 'id': 3, 'name': 'y', 'type': 'integer', 'generator': 'regression',"
                         "    'parameters': { %s } } ] }", cases[i].parameters);
      g_autoptr (SdSchema) schema = sd_test_schema (tables, "");
      g_autofree char *codes = sd_test_findings (schema);

      g_assert_nonnull (strstr (codes, cases[i].code));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/synth/regression/exact", test_exact);
  g_test_add_data_func ("/synth/regression/long/balanced", "balanced", test_long);
  g_test_add_data_func ("/synth/regression/long/sampled", "sampled", test_long);
  g_test_add_func ("/synth/regression/seed", test_seed);
  g_test_add_data_func ("/synth/regression/batches/balanced", "balanced", test_batches);
  g_test_add_data_func ("/synth/regression/batches/exact", "exact", test_batches);
  g_test_add_func ("/synth/regression/findings", test_findings);
  return g_test_run ();
}
