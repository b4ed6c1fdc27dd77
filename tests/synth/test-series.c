/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Time series: the noise has the correlations that it should have, within and
 * across the checkpoints between which it is bent, and what lies on top of it is
 * as declared.
 */

#include <math.h>
#include <string.h>

#include "sd-bridge-private.h"
#include "sd-calendar.h"
#include "sd-test-plan.h"

#define TWO_PI 6.283185307179586

/* Variance and correlations of a long run, from means over it that are known to
 * be 0. */
static void
check_run (double phi)
{
  enum { N = 400000 };
  g_autofree double *x = g_new (double, N);
  SdBridgeMemory memory;
  SdBridge self;
  double variance = 0;
  static const guint lags[] = { 1, 2, 10, 63, 64, 65 };

  sd_bridge_init (&self, phi);
  sd_bridge_memory_init (&memory);
  for (guint i = 0; i < N; i++)
    {
      x[i] = sd_bridge_get (&self, &memory, 77, i);
      variance += x[i] * x[i] / N;
    }
  g_test_message ("phi %g: variance %.4f", phi, variance);
  /* Four standard errors: of a variance, sqrt (2 (1 + φ²) / (n (1 − φ²))). */
  g_assert_cmpfloat (fabs (variance - 1), <,
                     4 * sqrt (2 * (1 + phi * phi) / (N * (1 - phi * phi))));
  for (guint k = 0; k < G_N_ELEMENTS (lags); k++)
    {
      const guint lag = lags[k];
      const double expected = pow (phi, lag);
      double product = 0;

      for (guint i = lag; i < N; i++)
        product += x[i] * x[i - lag] / (N - lag);
      g_test_message ("lag %u: %.4f of %.4f", lag, product / variance, expected);
      /* Bartlett's formula is at most this, for any lag. */
      g_assert_cmpfloat (fabs (product / variance - expected), <,
                         4 * sqrt ((1 + phi * phi) / (N * (1 - phi * phi)))
                         * (lag < 10 ? sqrt (1 - expected * expected) + 0.02 : 1));
    }
}

static void
test_correlations (void)
{
  check_run (0.97);
  check_run (0.5);
  check_run (-0.6);
  check_run (0);
}

/* Over many series at single places: next to checkpoints of the first and the
 * second level, and from one to the next. */
static void
test_checkpoints (void)
{
  enum { N = 20000 };
  static const guint64 pairs[][2] = {
    { 0, 1 }, { 63, 64 }, { 64, 65 }, { 4095, 4096 }, { 4096, 4097 }, { 30, 70 }, { 64, 128 },
    { 262143, 262145 },
  };
  const double phi = 0.98;
  SdBridge self;

  sd_bridge_init (&self, phi);
  for (guint k = 0; k < G_N_ELEMENTS (pairs); k++)
    {
      const double expected = pow (phi, (double) (pairs[k][1] - pairs[k][0]));
      double a2 = 0, b2 = 0, ab = 0;

      for (guint i = 0; i < N; i++)
        {
          SdBridgeMemory memory;
          double a, b;

          sd_bridge_memory_init (&memory);
          a = sd_bridge_get (&self, &memory, sd_key_derive (5, i), pairs[k][0]);
          b = sd_bridge_get (&self, &memory, sd_key_derive (5, i), pairs[k][1]);
          a2 += a * a / N;
          b2 += b * b / N;
          ab += a * b / N;
        }
      g_assert_cmpfloat (fabs (a2 - 1), <, 4 * sqrt (2.0 / N));
      g_assert_cmpfloat (fabs (b2 - 1), <, 4 * sqrt (2.0 / N));
      g_assert_cmpfloat (fabs (ab / sqrt (a2 * b2) - expected), <,
                         4 * (1 - expected * expected) / sqrt (N));
    }
}

static SdSchema *
make_schema (guint       sensors,
             guint       rows,
             const char *time,
             const char *placement,
             const char *parameters)
{
  g_autofree char *tables =
    g_strdup_printf ("{ 'id': 1, 'name': 'sensors', 'rows': %u, 'primary_key': 'id', 'columns': ["
                     "  { 'id': 2, 'name': 'id', 'type': 'integer', 'generator': 'sequence' } ] },"
                     "{ 'id': 3, 'name': 'readings', 'rows': %u, 'primary_key': 'id', 'columns': ["
                     "  { 'id': 4, 'name': 'id', 'type': 'integer', 'generator': 'sequence' },"
                     "  { 'id': 5, 'name': 'sensor_id', 'type': 'integer',"
                     "    'generator': 'reference' },"
                     "  { 'id': 6, 'name': 'at', 'type': 'timestamp', 'generator': 'timestamp',"
                     "    'parameters': { %s } },"
                     "  { 'id': 7, 'name': 'value', 'type': 'decimal', 'precision': 12,"
                     "    'scale': 4, 'nullable': true, 'generator': 'series', 'parameters': {"
                     "    'within': 'sensor_id', 'time': 'at', %s } } ] }",
                     sensors, rows, time, parameters);
  g_autofree char *relationships =
    g_strdup_printf ("{ 'id': 9, 'parent_table_name': 'sensors', 'child_table_name': 'readings',"
                     "  'child_foreign_key': 'sensor_id', 'law': 'fixed' %s }", placement);

  return sd_test_schema (tables, relationships);
}

#define GRID "'order': 'grid', 'within': 'sensor_id', 'every': '1 hour', 'min': '2025-01-01'"

/* The rows of @column as numbers by sensor, NaN for NULL; in row order. */
static GPtrArray *
list_values (SdPlan     *plan,
             const char *column)
{
  g_autoptr (GArray) sensor = sd_test_integers (plan, "readings", "sensor_id");
  g_autoptr (GPtrArray) cells = sd_test_column (plan, "readings", column, 1024);
  GPtrArray *lists = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);

  for (guint64 i = 0; i < sd_plan_get_table (plan, 0)->n_rows; i++)
    g_ptr_array_add (lists, g_array_new (FALSE, FALSE, sizeof (double)));
  for (guint i = 0; i < cells->len; i++)
    {
      const double value = g_str_equal (cells->pdata[i], "∅")
                           ? NAN : g_ascii_strtod (cells->pdata[i], NULL);

      g_array_append_val (lists->pdata[g_array_index (sensor, gint64, i) - 1], value);
    }
  return lists;
}

/* Level, trend and cycles without noise: the very sum. */
static void
test_shape (void)
{
  g_autoptr (SdSchema) schema =
    make_schema (2, 4000, GRID, "", "'level': 20, 'trend': 0.05, 'yearly': 8, 'weekly': 2,"
                 "'daily': 3, 'daily_peak': '16:30'");
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autoptr (GPtrArray) lists = list_values (plan, "value");
  const double first = sd_date_from_civil ((SdCivil) { 2025, 1, 1 });

  for (guint p = 0; p < lists->len; p++)
    {
      GArray *list = lists->pdata[p];

      g_assert_cmpuint (list->len, ==, 2000);
      for (guint k = 0; k < list->len; k++)
        {
          const double days = first + k / 24.0;
          const double expected = 20 + 0.05 * (k / 24.0)
                                  + 8 * cos (TWO_PI * (days - 196) / 365.2425)
                                  + 2 * cos (TWO_PI * (days - 6.5) / 7)
                                  + 3 * cos (TWO_PI * (k / 24.0 - 16.5 / 24));

          g_assert_cmpfloat (fabs (g_array_index (list, double, k) - expected), <, 6e-5);
        }
    }
}

/* Noise and levels between sensors, through the whole engine. */
static void
test_noise (void)
{
  g_autoptr (SdSchema) schema =
    make_schema (400, 400000, GRID, "", "'level': 100, 'level_stddev': 12,"
                 "'autocorrelation': 0.8, 'noise': 2.5");
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autoptr (GPtrArray) lists = list_values (plan, "value");
  double mean = 0, squares = 0, variance = 0, one = 0, ten = 0, n = 0;

  for (guint p = 0; p < lists->len; p++)
    {
      GArray *list = lists->pdata[p];
      double level = 0;

      for (guint k = 0; k < list->len; k++)
        level += g_array_index (list, double, k) / list->len;
      mean += level / lists->len;
      squares += level * level / lists->len;
      for (guint k = 10; k < list->len; k++)
        {
          const double x = g_array_index (list, double, k) - level;

          variance += x * x;
          one += x * (g_array_index (list, double, k - 1) - level);
          ten += x * (g_array_index (list, double, k - 10) - level);
          n++;
        }
    }
  one /= variance;
  ten /= variance;
  variance /= n;
  squares = sqrt (squares - mean * mean);
  g_test_message ("mean %.3f, between %.3f, noise %.4f, lag 1 %.4f, lag 10 %.4f", mean, squares,
                  sqrt (variance), one, ten);
  /* Levels are balanced draws; the means of 1,000 hours add noise of 2.5 × 3 / √1000. */
  g_assert_cmpfloat (fabs (mean - 100), <, 0.15);
  g_assert_cmpfloat (fabs (squares - 12), <, 0.3);
  /* The mean of each series is taken off: 9 parts in 1,000 less variance. */
  g_assert_cmpfloat (fabs (sqrt (variance) - 2.5 * sqrt (1 - 0.009)), <, 0.03);
  g_assert_cmpfloat (fabs (one - 0.8), <, 0.006);
  g_assert_cmpfloat (fabs (ten - 0.1), <, 0.015);
}

/* The share of rows that are missing, and that they come in runs. */
static void
test_drops (void)
{
  static const double shares[] = { 0.02, 0.1, 0.4, 1 };

  for (guint s = 0; s < G_N_ELEMENTS (shares); s++)
    {
      g_autofree char *parameters = g_strdup_printf ("'level': 5, 'drops': %g", shares[s]);
      g_autoptr (SdSchema) schema = make_schema (50, 20000, GRID, "", parameters);
      g_autoptr (SdPlan) plan = sd_test_plan (schema);
      g_autoptr (GPtrArray) lists = list_values (plan, "value");
      double missing = 0, runs = 0;

      for (guint p = 0; p < lists->len; p++)
        {
          GArray *list = lists->pdata[p];

          for (guint k = 0; k < list->len; k++)
            if (isnan (g_array_index (list, double, k)))
              {
                missing++;
                runs += k == 0 || !isnan (g_array_index (list, double, k - 1));
              }
        }
      g_test_message ("%g: %.4f missing, %.1f rows a run", shares[s], missing / 20000,
                      missing / runs);
      g_assert_cmpfloat (fabs (missing / 20000 - shares[s]), <, 0.005 + 0.02 * shares[s]);
      g_assert_cmpfloat (missing / runs, >, 3);
    }
}

static int
compare_keys (gconstpointer a,
              gconstpointer b,
              gpointer      data)
{
  return strcmp (a, b);
}

/* In any order of the rows, the place in the series is that in time: the changes
 * from one to the next are those of neighbors. */
static void
test_order (void)
{
  static const char *times[] = {
    "'min': '2025-01-01', 'max': '2025-12-31'",
    "'min': '2025-01-01', 'max': '2025-12-31', 'order': 'row'",
  };

  for (guint t = 0; t < G_N_ELEMENTS (times); t++)
    {
      g_autoptr (SdSchema) schema =
        make_schema (20, 20000, times[t], ", 'placement': 'shuffled'",
                     "'autocorrelation': 0.95, 'noise': 1");
      g_autoptr (SdPlan) plan = sd_test_plan (schema);
      g_autoptr (GArray) sensor = sd_test_integers (plan, "readings", "sensor_id");
      g_autoptr (GArray) at = sd_test_integers (plan, "readings", "at");
      g_autoptr (GArray) value = sd_test_integers (plan, "readings", "value");
      g_autoptr (GPtrArray) sevens = sd_test_column (plan, "readings", "value", 7);
      g_autoptr (GPtrArray) whole = sd_test_column (plan, "readings", "value", 1024);
      double squares = 0, products = 0;

      for (gint64 s = 1; s <= 20; s++)
        {
          g_autoptr (GTree) order = g_tree_new_full (compare_keys, NULL,
                                                     g_free, NULL);
          double last = NAN;

          for (guint i = 0; i < at->len; i++)
            if (g_array_index (sensor, gint64, i) == s)
              g_tree_insert (order, g_strdup_printf ("%020" G_GINT64_FORMAT "/%08u",
                                                     g_array_index (at, gint64, i), i),
                             &g_array_index (value, gint64, i));
          for (GTreeNode *node = g_tree_node_first (order); node != NULL;
               node = g_tree_node_next (node))
            {
              const double x = *(gint64 *) g_tree_node_value (node) / 1e4;

              if (!isnan (last))
                {
                  squares += x * x;
                  products += x * last;
                }
              last = x;
            }
        }
      g_test_message ("lag 1 in time: %.3f", products / squares);
      g_assert_cmpfloat (fabs (products / squares - 0.95), <, 0.015);
      for (guint i = 0; i < whole->len; i++)
        g_assert_cmpstr (whole->pdata[i], ==, sevens->pdata[i]);
    }
}

/* More rows leave the earlier ones of a series as they were. */
static void
test_stable (void)
{
  static const char *columns =
    "'columns': ["
    "  { 'id': 2, 'name': 'at', 'type': 'date', 'generator': 'date',"
    "    'parameters': { 'order': 'grid', 'every': '1 day', 'min': '1990-01-01',"
    "    'max': '2100-01-01' } },"
    "  { 'id': 3, 'name': 'x', 'type': 'integer', 'generator': 'series', 'parameters': {"
    "    'time': 'at', 'level': 1000, 'noise': 100, 'autocorrelation': 0.9, 'min': 900,"
    "    'max': 1100 } } ] }";
  g_autofree char *few = g_strconcat ("{ 'id': 1, 'name': 't', 'rows': 1000, ", columns, NULL);
  g_autofree char *many = g_strconcat ("{ 'id': 1, 'name': 't', 'rows': 9000, ", columns, NULL);
  g_autoptr (SdSchema) a = sd_test_schema (few, "");
  g_autoptr (SdSchema) b = sd_test_schema (many, "");
  g_autoptr (SdPlan) plan_a = sd_test_plan (a);
  g_autoptr (SdPlan) plan_b = sd_test_plan (b);
  g_autoptr (GArray) x = sd_test_integers (plan_a, "t", "x");
  g_autoptr (GArray) y = sd_test_integers (plan_b, "t", "x");

  for (guint i = 0; i < x->len; i++)
    {
      g_assert_cmpint (g_array_index (x, gint64, i), ==, g_array_index (y, gint64, i));
      g_assert_cmpint (g_array_index (x, gint64, i), >=, 900);
      g_assert_cmpint (g_array_index (x, gint64, i), <=, 1100);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/synth/series/correlations", test_correlations);
  g_test_add_func ("/synth/series/checkpoints", test_checkpoints);
  g_test_add_func ("/synth/series/shape", test_shape);
  g_test_add_func ("/synth/series/noise", test_noise);
  g_test_add_func ("/synth/series/drops", test_drops);
  g_test_add_func ("/synth/series/order", test_order);
  g_test_add_func ("/synth/series/stable", test_stable);

  return g_test_run ();
}
