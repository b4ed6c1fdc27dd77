/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Effects across tables: a parent's column goes with its children's values and
 * with their number, and the child's own distribution holds all the same.
 */

#include <math.h>

#include "sd-math.h"
#include "sd-test-plan.h"

#define N_PARENTS  20000
#define N_CHILDREN 80000

/* Loyal customers order more and spend more; the score of a customer goes with
 * the loyalty, and the rating of an order with its amount. */
static SdSchema *
make_shop (guint       n_customers,
           guint       n_orders,
           const char *margins,
           const char *relationship)
{
  g_autofree char *tables =
    g_strdup_printf ("{ 'id': 1, 'name': 'customers', 'rows': %u, 'primary_key': ['customer_id'],"
                     "  'columns': ["
                     "  { 'id': 11, 'name': 'customer_id', 'type': 'integer',"
                     "    'generator': 'sequence' },"
                     "  { 'id': 12, 'name': 'loyalty', 'type': 'real', 'generator': 'number',"
                     "    'parameters': { 'distribution': 'normal', 'mean': 5, 'stddev': 2 } },"
                     "  { 'id': 13, 'name': 'score', 'type': 'real', 'generator': 'number',"
                     "    'parameters': { 'distribution': 'normal', 'mean': 0, 'stddev': 1 } } ],"
                     "  'correlations': [ { 'columns': ['loyalty', 'score'], 'value': 0.6 } ] },"
                     "{ 'id': 2, 'name': 'orders', 'rows': %u, 'margins': '%s', 'columns': ["
                     "  { 'id': 21, 'name': 'customer_id', 'type': 'integer', 'nullable': true,"
                     "    'generator': 'reference' },"
                     "  { 'id': 22, 'name': 'amount', 'type': 'real', 'generator': 'number',"
                     "    'parameters': { 'distribution': 'lognormal', 'median': 50,"
                     "    'sigma': 0.5 } },"
                     "  { 'id': 23, 'name': 'rating', 'type': 'integer', 'generator': 'number',"
                     "    'parameters': { 'distribution': 'uniform', 'min': 1, 'max': 5 } } ],"
                     "  'correlations': [ { 'columns': ['amount', 'rating'], 'value': 0.3 } ] }",
                     n_customers, n_orders, margins);
  g_autofree char *relationships =
    g_strdup_printf ("{ 'id': 41, 'parent_table_name': 'customers', 'child_table_name': 'orders',"
                     "  'child_foreign_key': 'customer_id', %s }", relationship);

  return sd_test_schema (tables, relationships);
}

/* A parent's column by child rows, after the key 1, 2 …. */
static GArray *
gather (SdPlan     *plan,
        const char *column)
{
  g_autoptr (GArray) values = sd_test_numbers (plan, "customers", column, SD_BATCH_ROWS);
  g_autoptr (GArray) keys = sd_test_numbers (plan, "orders", "customer_id", SD_BATCH_ROWS);
  GArray *gathered = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < keys->len; i++)
    g_array_append_val (gathered,
                        g_array_index (values, double,
                                       (guint) g_array_index (keys, double, i) - 1));
  return gathered;
}

static GArray *
count_children (SdPlan *plan)
{
  g_autoptr (GArray) keys = sd_test_numbers (plan, "orders", "customer_id", SD_BATCH_ROWS);
  const guint n = (guint) sd_plan_get_table (plan, 0)->n_rows;
  GArray *counts = g_array_sized_new (FALSE, TRUE, sizeof (double), n);

  g_array_set_size (counts, n);
  for (guint i = 0; i < keys->len; i++)
    g_array_index (counts, double, (guint) g_array_index (keys, double, i) - 1) += 1;
  return counts;
}

static double
get_mean (const GArray *values)
{
  double sum = 0;

  for (guint i = 0; i < values->len; i++)
    sum += g_array_index (values, double, i);
  return sum / values->len;
}

static double
get_sd (const GArray *values)
{
  const double mean = get_mean (values);
  double sum = 0;

  for (guint i = 0; i < values->len; i++)
    sum += (g_array_index (values, double, i) - mean) * (g_array_index (values, double, i) - mean);
  return sqrt (sum / values->len);
}

/* Everything declared, over a few seeds: the standard error of a correlation
 * over children is that of the effective number of parents, (ΣK)² ÷ ΣK², here
 * about N_PARENTS ÷ 1.75, so 0.009 a seed and 0.003 for the mean of nine. */
static void
test_shop (void)
{
  const double mean = 50 * exp (0.125), sd = mean * sqrt (expm1 (0.25));
  const guint n_seeds = 9;
  double sums[6] = { 0 };
  g_autoptr (SdSchema) schema =
    make_shop (N_PARENTS, N_CHILDREN, "balanced",
               "'law': 'negative_binomial', 'law_parameters': { 'mean': 4, 'dispersion': 2 },"
               "'count_effect': { 'column': 'loyalty', 'correlation': 0.5 },"
               "'effects': [ { 'parent': 'loyalty', 'child': 'amount', 'correlation': 0.4 } ]");

  for (guint seed = 1; seed <= n_seeds; seed++)
    {
      g_autoptr (SdPlan) plan = NULL;
      g_autoptr (GArray) counts = NULL;
      g_autoptr (GArray) loyalty = NULL;
      g_autoptr (GArray) seen = NULL;
      g_autoptr (GArray) amount = NULL;
      g_autoptr (GArray) rating = NULL;

      sd_schema_set_seed (schema, seed);
      plan = sd_test_plan (schema);
      counts = count_children (plan);
      loyalty = sd_test_numbers (plan, "customers", "loyalty", SD_BATCH_ROWS);
      seen = gather (plan, "loyalty");
      amount = sd_test_numbers (plan, "orders", "amount", SD_BATCH_ROWS);
      rating = sd_test_numbers (plan, "orders", "rating", SD_BATCH_ROWS);
      sums[0] += sd_test_correlation (counts, loyalty) / n_seeds;
      sums[1] += sd_test_correlation (seen, amount) / n_seeds;
      sums[2] += sd_test_correlation (amount, rating) / n_seeds;
      sums[3] += get_mean (amount) / n_seeds;
      sums[4] += get_sd (amount) / n_seeds;
      sums[5] += get_mean (loyalty) / n_seeds;
    }
  g_test_message ("count %.4f, effect %.4f, own %.4f, mean %.3f of %.3f, sd %.3f of %.3f",
                  sums[0], sums[1], sums[2], sums[3], mean, sums[4], sd);
  g_assert_cmpfloat_with_epsilon (sums[0], 0.5, 0.009);
  g_assert_cmpfloat_with_epsilon (sums[1], 0.4, 0.009);
  g_assert_cmpfloat_with_epsilon (sums[2], 0.3, 0.006);
  /* The children's own distribution: no shift by 0.2 sd, as there would be if
   * the many children of the loyal simply had larger amounts. */
  g_assert_cmpfloat_with_epsilon (sums[3], mean, 0.01 * sd);
  g_assert_cmpfloat_with_epsilon (sums[4], sd, 0.02 * sd);
  g_assert_cmpfloat_with_epsilon (sums[5], 5, 0.01);
}

/* In a small table the effect holds in the table itself. */
static void
test_exact (void)
{
  static const struct { guint customers, orders; double error; } sizes[] = {
    { 8, 30, 0.06 }, { 10, 50, 0.03 }, { 40, 200, 0.03 },
  };

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      double worst = 0;
      g_autoptr (SdSchema) schema =
        make_shop (sizes[s].customers, sizes[s].orders, "exact",
                   "'law': 'poisson',"
                   "'effects': [ { 'parent': 'loyalty', 'child': 'amount', 'correlation': 0.4 } ]");

      for (guint seed = 1; seed <= 100; seed++)
        {
          g_autoptr (SdPlan) plan = NULL;
          g_autoptr (GArray) seen = NULL;
          g_autoptr (GArray) amount = NULL;
          g_autoptr (GArray) rating = NULL;

          sd_schema_set_seed (schema, seed);
          plan = sd_test_plan (schema);
          seen = gather (plan, "loyalty");
          amount = sd_test_numbers (plan, "orders", "amount", SD_BATCH_ROWS);
          rating = sd_test_numbers (plan, "orders", "rating", SD_BATCH_ROWS);
          worst = MAX (worst, fabs (sd_test_correlation (seen, amount) - 0.4));
          worst = MAX (worst, fabs (sd_test_correlation (amount, rating) - 0.3));
        }
      g_test_message ("%u orders of %u customers: worst error %.4f",
                      sizes[s].orders, sizes[s].customers, worst);
      g_assert_cmpfloat (worst, <=, sizes[s].error);
    }
}

/* Rows without a parent have the column's own distribution. */
static void
test_orphans (void)
{
  const double mean = 50 * exp (0.125), sd = mean * sqrt (expm1 (0.25));
  g_autoptr (SdSchema) schema =
    make_shop (5000, 40000, "balanced",
               "'law': 'poisson', 'optional': 0.5,"
               "'effects': [ { 'parent': 'loyalty', 'child': 'amount', 'correlation': 0.7 } ]");
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autoptr (GArray) keys = sd_test_numbers (plan, "orders", "customer_id", SD_BATCH_ROWS);
  g_autoptr (GArray) amount = sd_test_numbers (plan, "orders", "amount", SD_BATCH_ROWS);
  g_autoptr (GArray) orphans = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < keys->len; i++)
    if (isnan (g_array_index (keys, double, i)))
      g_array_append_val (orphans, g_array_index (amount, double, i));
  g_assert_cmpuint (orphans->len, ==, 20000);
  g_assert_cmpfloat_with_epsilon (get_mean (orphans), mean, 4 * sd / sqrt (orphans->len));
  g_assert_cmpfloat_with_epsilon (get_sd (orphans), sd, 0.05 * sd);
}

/* Any batches, any order, any evaluator: the same values. */
static void
test_batches (void)
{
  static const char * const margins[] = { "balanced", "exact" };

  for (guint m = 0; m < G_N_ELEMENTS (margins); m++)
    {
      g_autoptr (SdSchema) schema =
        make_shop (200, 3000, margins[m],
                   "'law': 'poisson',"
                   "'count_effect': { 'column': 'loyalty', 'correlation': 0.5 },"
                   "'effects': [ { 'parent': 'score', 'child': 'rating', 'correlation': -0.3 } ]");
      g_autoptr (SdPlan) plan = sd_test_plan (schema);
      g_autoptr (GPtrArray) whole = sd_test_column (plan, "orders", "rating", SD_BATCH_ROWS);
      g_autoptr (GPtrArray) parts = sd_test_column (plan, "orders", "rating", 7);
      g_autoptr (SdEvaluator) evaluator = sd_evaluator_new (plan);

      for (guint i = 0; i < whole->len; i++)
        g_assert_cmpstr (whole->pdata[i], ==, parts->pdata[i]);
      for (guint row = 3000; row-- > 0;)
        {
          const SdBatch *batch = sd_evaluator_get_rows (evaluator, 1, row, 1, NULL);
          g_autofree char *cell =
            sd_test_cell (batch->columns[2], &sd_plan_get_table (plan, 1)->columns[2], 0);

          g_assert_cmpstr (cell, ==, whole->pdata[row]);
        }
    }
}

/* What cannot be made is told, and the rest is generated. */
static void
test_findings (void)
{
  g_autoptr (SdSchema) schema =
    make_shop (20, 100, "balanced",
               "'law': 'poisson',"
               "'count_effect': { 'column': 'customer_id', 'correlation': 0.5 },"
               "'effects': [ { 'parent': 'customer_id', 'child': 'amount', 'correlation': 0.4 },"
               "             { 'parent': 'loyalty', 'child': 'amount', 'correlation': 0.999 } ]");
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (SdPlan) plan = sd_plan_new (schema, &findings);
  guint not_drawn = 0, out_of_reach = 0;

  g_assert_nonnull (plan);
  for (guint i = 0; i < findings->len; i++)
    {
      const SdFinding *finding = findings->pdata[i];

      g_test_message ("%s: %s", finding->code, finding->message);
      not_drawn += g_str_equal (finding->code, "correlation-not-drawn");
      out_of_reach += g_str_equal (finding->code, "correlation-out-of-reach");
    }
  g_assert_cmpuint (not_drawn, ==, 2);
  g_assert_cmpuint (out_of_reach, ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/synth/effects/shop", test_shop);
  g_test_add_func ("/synth/effects/exact", test_exact);
  g_test_add_func ("/synth/effects/orphans", test_orphans);
  g_test_add_func ("/synth/effects/batches", test_batches);
  g_test_add_func ("/synth/effects/findings", test_findings);
  return g_test_run ();
}
