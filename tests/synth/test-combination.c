/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Values that only occur together, and exact sizes of groups. */

#include <math.h>
#include <string.h>

#include "sd-test-plan.h"

#define N_SEEDS 100

#define CARS \
  "{ 'id': 1, 'name': 'cars', 'rows': %u, 'margins': 'exact', 'columns': [" \
  "  { 'id': 2, 'name': 'model', 'type': 'text', 'generator': 'combination'," \
  "    'parameters': { 'with': 'make' } }," \
  "  { 'id': 3, 'name': 'make', 'type': 'text', 'generator': 'combination'," \
  "    'parameters': { 'columns': ['make', 'model', 'doors', 'since', 'length']," \
  "      'rows': [['VW', 'Golf', 4, '2019-10-24', 4.284], ['VW', 'Polo', 4, '2017-06-16', 4.053]," \
  "               ['Fiat', '500', 2, null, 3.632], ['Fiat', 'Panda', 4, '2011-12-01', 3.65]]," \
  "      'weights': [4, 3, 2, 1] } }," \
  "  { 'id': 4, 'name': 'doors', 'type': 'integer', 'generator': 'combination'," \
  "    'parameters': { 'with': 'make' } }," \
  "  { 'id': 5, 'name': 'since', 'type': 'date', 'nullable': true, 'generator': 'combination'," \
  "    'parameters': { 'with': 'make' } }," \
  "  { 'id': 6, 'name': 'length', 'type': 'real', 'generator': 'combination'," \
  "    'parameters': { 'with': 'make' } } ] }"

static GPtrArray *
get_column (SdPlan     *plan,
            const char *column,
            guint       batch)
{
  return sd_test_column (plan, "cars", column, batch);
}

static void
check_cars (guint   n_rows,
            guint64 seed,
            guint   batch)
{
  static const char *cars[][5] = {
    { "VW", "Golf", "4", "2019-10-24", "4.284" }, { "VW", "Polo", "4", "2017-06-16", "4.053" },
    { "Fiat", "500", "2", "∅", "3.632" }, { "Fiat", "Panda", "4", "2011-12-01", "3.65" },
  };
  static const char *columns[] = { "make", "model", "doors", "since", "length" };
  static const double shares[] = { 0.4, 0.3, 0.2, 0.1 };
  g_autofree char *tables = g_strdup_printf (CARS, n_rows);
  g_autoptr (SdSchema) schema = sd_test_schema (tables, "");
  g_autoptr (SdPlan) plan = NULL;
  GPtrArray *cells[5];
  guint counts[4] = { 0 };

  sd_schema_set_seed (schema, seed);
  plan = sd_test_plan (schema);
  for (guint c = 0; c < G_N_ELEMENTS (columns); c++)
    cells[c] = get_column (plan, columns[c], batch);
  for (guint i = 0; i < n_rows; i++)
    {
      guint k = 0;

      while (!g_str_equal (cells[1]->pdata[i], cars[k][1]))
        g_assert_cmpuint (++k, <, G_N_ELEMENTS (cars));
      counts[k]++;
      for (guint c = 0; c < G_N_ELEMENTS (columns); c++)
        g_assert_cmpstr (cells[c]->pdata[i], ==, cars[k][c]);
    }
  for (guint k = 0; k < G_N_ELEMENTS (cars); k++)
    g_assert_cmpfloat (fabs (counts[k] - shares[k] * n_rows), <, 1);
  for (guint c = 0; c < G_N_ELEMENTS (columns); c++)
    g_ptr_array_unref (cells[c]);
}

static void
test_combinations (void)
{
  static const guint rows[] = { 20, 33, 50, 200 };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint64 seed = 1; seed <= N_SEEDS; seed++)
      check_cars (rows[i], seed, 64);
}

static void
test_batches (void)
{
  g_autofree char *tables = g_strdup_printf (CARS, 5000u);
  g_autoptr (SdSchema) schema = sd_test_schema (tables, "");
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autoptr (GPtrArray) whole = get_column (plan, "model", SD_BATCH_ROWS);
  g_autoptr (GPtrArray) sevens = get_column (plan, "model", 7);

  for (guint i = 0; i < whole->len; i++)
    g_assert_cmpstr (whole->pdata[i], ==, sevens->pdata[i]);
}

static void
check_counts (guint       scale,
              const char *margins,
              guint64     seed)
{
  const guint counts[] = { 5 * scale, 3 * scale, 7 * scale };
  static const char *arms[] = { "placebo", "low", "high" };
  g_autofree char *tables =
    g_strdup_printf ("{ 'id': 1, 'name': 'cars', 'rows': %u, 'margins': '%s', 'columns': ["
                     "  { 'id': 2, 'name': 'arm', 'type': 'text', 'generator': 'category',"
                     "    'parameters': { 'values': ['placebo', 'low', 'high'],"
                     "      'counts': [%u, %u, %u] } } ] }",
                     15 * scale, margins, counts[0], counts[1], counts[2]);
  g_autoptr (SdSchema) schema = sd_test_schema (tables, "");
  g_autoptr (SdPlan) plan = NULL;
  g_autoptr (GPtrArray) cells = NULL;

  sd_schema_set_seed (schema, seed);
  plan = sd_test_plan (schema);
  cells = get_column (plan, "arm", SD_BATCH_ROWS);
  for (guint k = 0; k < G_N_ELEMENTS (arms); k++)
    {
      guint n = 0;

      for (guint i = 0; i < cells->len; i++)
        n += g_str_equal (cells->pdata[i], arms[k]);
      g_assert_cmpuint (n, ==, counts[k]);
    }
}

static void
test_counts (void)
{
  for (guint64 seed = 1; seed <= N_SEEDS; seed++)
    {
      check_counts (1, "balanced", seed);
      check_counts (13, "exact", seed);
    }
  check_counts (1301, "sampled", 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/synth/combination/combinations", test_combinations);
  g_test_add_func ("/synth/combination/batches", test_batches);
  g_test_add_func ("/synth/combination/counts", test_counts);
  return g_test_run ();
}
