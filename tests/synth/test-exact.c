/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Exact margins: in a small table what is declared holds in the table itself,
 * not only in the long run. Each promise is checked with 100 seeds.
 */

#include <math.h>

#include "sd-test-plan.h"

#define N_SEEDS 100

/* A lesson's table: four correlated columns of different shape. */
#define COLUMNS \
  "{ 'id': 11, 'name': 'height', 'type': 'decimal', 'precision': 6, 'scale': 1," \
  "  'generator': 'number', 'parameters': { 'distribution': 'normal', 'mean': 170," \
  "  'stddev': 10 } }," \
  "{ 'id': 12, 'name': 'weight', 'type': 'decimal', 'precision': 6, 'scale': 1," \
  "  'generator': 'number', 'parameters': { 'distribution': 'normal', 'mean': 70," \
  "  'stddev': 12 } }," \
  "{ 'id': 13, 'name': 'income', 'type': 'decimal', 'precision': 12, 'scale': 2," \
  "  'generator': 'number', 'parameters': { 'distribution': 'lognormal', 'median': 2000," \
  "  'sigma': 0.6 } }," \
  "{ 'id': 14, 'name': 'score', 'type': 'integer'," \
  "  'generator': 'number', 'parameters': { 'distribution': 'uniform', 'min': 0," \
  "  'max': 100 } }," \
  "{ 'id': 15, 'name': 'stars', 'type': 'integer'," \
  "  'generator': 'number', 'parameters': { 'distribution': 'uniform', 'min': 1," \
  "  'max': 5 } }"

typedef struct
{
  const char *a, *b;
  double      r;
  gboolean    ranks;
} Pair;

static const Pair pairs[] = {
  { "height", "weight", 0.7 },
  { "weight", "income", 0.4 },
  { "height", "income", 0.3 },
  { "income", "score", 0.5, TRUE },
  { "score", "stars", 0.6 },
  { "weight", "stars", -0.2 },
};

static SdSchema *
make_people (guint rows)
{
  g_autoptr (GString) correlations = g_string_new (NULL);
  g_autofree char *table = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    g_string_append_printf (correlations,
                            "%s{ 'columns': ['%s', '%s'], 'value': %g, 'measure': '%s' }",
                            i > 0 ? "," : "", pairs[i].a, pairs[i].b, pairs[i].r,
                            pairs[i].ranks ? "spearman" : "pearson");
  table = g_strdup_printf ("{ 'id': 1, 'name': 'people', 'rows': %u, 'margins': 'exact',"
                           "  'columns': [ " COLUMNS " ], 'correlations': [ %s ] }",
                           rows, correlations->str);
  return sd_test_schema (table, "");
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  const double x = *(const double *) a;
  const double y = *(const double *) b;

  return x < y ? -1 : x > y;
}

/* Ranks with ties in the middle. */
static GArray *
get_ranks (const GArray *values)
{
  g_autoptr (GArray) sorted = g_array_copy ((GArray *) values);
  GArray *ranks = g_array_new (FALSE, FALSE, sizeof (double));

  g_array_sort (sorted, compare_doubles);
  for (guint i = 0; i < values->len; i++)
    {
      const double value = g_array_index (values, double, i);
      guint below = 0;
      guint same = 0;
      double rank;

      for (guint j = 0; j < values->len; j++)
        {
          below += g_array_index (sorted, double, j) < value;
          same += g_array_index (sorted, double, j) == value;
        }
      rank = below + (same - 1) / 2.0;
      g_array_append_val (ranks, rank);
    }
  return ranks;
}

static double
measure (SdPlan     *plan,
         const Pair *pair)
{
  g_autoptr (GArray) x = sd_test_numbers (plan, "people", pair->a, SD_BATCH_ROWS);
  g_autoptr (GArray) y = sd_test_numbers (plan, "people", pair->b, SD_BATCH_ROWS);
  g_autoptr (GArray) rank_x = NULL;
  g_autoptr (GArray) rank_y = NULL;

  if (!pair->ranks)
    return sd_test_correlation (x, y);
  rank_x = get_ranks (x);
  rank_y = get_ranks (y);
  return sd_test_correlation (rank_x, rank_y);
}

static void
test_correlations (void)
{
  static const struct { guint rows; double error; } sizes[] = {
    { 20, 0.06 }, { 30, 0.06 }, { 50, 0.03 }, { 200, 0.03 }, { 600, 0.03 }, { 5000, 0.03 },
  };

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      g_autoptr (SdSchema) schema = make_people (sizes[s].rows);
      double worst = 0;

      for (guint seed = 1; seed <= (sizes[s].rows > 500 ? 10 : N_SEEDS); seed++)
        {
          g_autoptr (SdPlan) plan = NULL;

          sd_schema_set_seed (schema, seed);
          plan = sd_test_plan (schema);
          for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
            worst = MAX (worst, fabs (measure (plan, &pairs[i]) - pairs[i].r));
        }
      g_test_message ("%u rows: worst error %.4f", sizes[s].rows, worst);
      g_assert_cmpfloat (worst, <=, sizes[s].error);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/synth/exact/correlations", test_correlations);
  return g_test_run ();
}
