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

/* Salary by department and correlated with experience, a bonus by department,
 * and a flag within departments. */
static SdSchema *
make_staff (guint       rows,
            const char *margins)
{
  g_autofree char *table =
    g_strdup_printf ("{ 'id': 1, 'name': 'people', 'rows': %u, 'margins': '%s', 'columns': ["
                     "  { 'id': 11, 'name': 'department', 'type': 'text',"
                     "    'generator': 'category', 'parameters': {"
                     "    'values': ['Sales', 'IT', 'HR'], 'weights': [5, 3, 2] } },"
                     "  { 'id': 12, 'name': 'years', 'type': 'decimal', 'precision': 5,"
                     "    'scale': 1, 'generator': 'number', 'parameters': {"
                     "    'distribution': 'gamma', 'shape': 2, 'scale': 4 } },"
                     "  { 'id': 13, 'name': 'salary', 'type': 'integer', 'generator': 'number',"
                     "    'parameters': { 'distribution': 'normal', 'mean': 3000, 'stddev': 400,"
                     "    'by': 'department', 'branches': ["
                     "      { 'when': ['Sales'], 'parameters': { 'mean': 2700 } },"
                     "      { 'when': ['IT'], 'parameters': { 'mean': 3500 } } ] } },"
                     "  { 'id': 14, 'name': 'bonus', 'type': 'boolean', 'generator': 'boolean',"
                     "    'parameters': { 'share': 0.3, 'by': 'department', 'branches': ["
                     "      { 'when': ['Sales'], 'parameters': { 'share': 0.6 } } ] } } ],"
                     "  'correlations': [ { 'columns': ['years', 'salary'], 'value': 0.4 },"
                     "                    { 'columns': ['years', 'bonus'], 'value': 0.3 } ] }",
                     rows, margins);

  return sd_test_schema (table, "");
}

/* Mean of @values in the rows where @by is @which, in number @n. */
static double
get_group_mean (const GArray *values,
                const GArray *by,
                double        which,
                guint        *n)
{
  double sum = 0;

  *n = 0;
  for (guint i = 0; i < values->len; i++)
    if (g_array_index (by, double, i) == which)
      {
        sum += g_array_index (values, double, i);
        (*n)++;
      }
  return sum / MAX (*n, 1);
}

/* Shares to the nearest row and means to a tenth of the standard deviation in
 * every class, though the column is correlated as well. */
static void
test_classes (void)
{
  static const struct { guint rows; double error; } sizes[] = {
    { 20, 0.15 }, { 50, 0.03 }, { 200, 0.03 },
  };
  static const double means[] = { 2700, 3500, 3000 };

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      g_autoptr (SdSchema) schema = make_staff (sizes[s].rows, "exact");
      const Pair declared[] = { { "years", "salary", 0.4 }, { "years", "bonus", 0.3 } };
      double worst[2] = { 0, 0 };
      double worst_mean = 0;

      for (guint seed = 1; seed <= N_SEEDS; seed++)
        {
          g_autoptr (SdPlan) plan = NULL;
          g_autoptr (GArray) department = NULL;
          g_autoptr (GArray) salary = NULL;
          g_autoptr (GArray) bonus = NULL;
          double n_rows[2] = { 0, 0 };
          double n_true[2] = { 0, 0 };

          sd_schema_set_seed (schema, seed);
          plan = sd_test_plan (schema);
          department = sd_test_numbers (plan, "people", "department", SD_BATCH_ROWS);
          salary = sd_test_numbers (plan, "people", "salary", SD_BATCH_ROWS);
          bonus = sd_test_numbers (plan, "people", "bonus", SD_BATCH_ROWS);
          for (guint d = 0; d < 3; d++)
            {
              guint n;
              const double mean = get_group_mean (salary, department, d, &n);

              worst_mean = MAX (worst_mean, fabs (mean - means[d]) / 400);
            }
          for (guint i = 0; i < bonus->len; i++)
            {
              const guint other = g_array_index (department, double, i) > 0;

              n_rows[other]++;
              n_true[other] += g_array_index (bonus, double, i);
            }
          g_assert_cmpfloat (fabs (n_true[0] - 0.6 * n_rows[0]), <, 1);
          g_assert_cmpfloat (fabs (n_true[1] - 0.3 * n_rows[1]), <, 1);
          for (guint i = 0; i < 2; i++)
            worst[i] = MAX (worst[i], fabs (measure (plan, &declared[i]) - declared[i].r));
        }
      g_test_message ("%u rows: worst errors %.4f and %.4f, of a mean %.4f sd", sizes[s].rows,
                      worst[0], worst[1], worst_mean);
      g_assert_cmpfloat (worst_mean, <, 0.1);
      g_assert_cmpfloat (worst[0], <=, sizes[s].error);
      g_assert_cmpfloat (worst[1], <=, sizes[s].error);
    }
}

/* In a large table the declared values are those over all rows, classes and all,
 * to the noise of 10^5 rows. */
static void
test_mixture (void)
{
  const Pair declared[] = { { "years", "salary", 0.4 }, { "years", "bonus", 0.3 } };
  g_autoptr (SdSchema) schema = make_staff (100000, "balanced");
  g_autoptr (SdPlan) plan = sd_test_plan (schema);

  for (guint i = 0; i < 2; i++)
    g_assert_cmpfloat_with_epsilon (measure (plan, &declared[i]), declared[i].r,
                                    4 / sqrt (100000.0));
}

/* Whatever the batches and whoever asks first. */
static void
test_batches (void)
{
  static const char * const names[] = { "bonus", "salary", "years", "department" };
  g_autoptr (SdSchema) schema = make_staff (3000, "exact");
  g_autoptr (SdPlan) plan = sd_test_plan (schema);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GPtrArray) whole = sd_test_column (plan, "people", names[i], SD_BATCH_ROWS);
      g_autoptr (GPtrArray) parts = sd_test_column (plan, "people", names[i], 13);
      g_autoptr (GArray) alone = sd_test_numbers (plan, "people", names[i], 100);
      g_autoptr (GArray) again = sd_test_numbers (plan, "people", names[i], 1024);

      for (guint row = 0; row < whole->len; row++)
        {
          g_assert_cmpstr (whole->pdata[row], ==, parts->pdata[row]);
          g_assert_cmpfloat (g_array_index (alone, double, row), ==,
                             g_array_index (again, double, row));
        }
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/synth/exact/correlations", test_correlations);
  g_test_add_func ("/synth/exact/classes", test_classes);
  g_test_add_func ("/synth/exact/mixture", test_mixture);
  g_test_add_func ("/synth/exact/batches", test_batches);
  return g_test_run ();
}
