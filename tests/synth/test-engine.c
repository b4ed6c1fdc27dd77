/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The laws of the engine on whole documents: a cell depends on its row alone,
 * shares and totals are exact, keys are intact, an edit changes what it must.
 */

#include <math.h>
#include <string.h>

#include "sd-calendar.h"
#include "sd-schema-file.h"
#include "sd-test-plan.h"
#include "sd-test-sales.h"

static const char *sales_columns[] = {
  "sale_id", "customer_id", "product_id", "sold_on", "quantity", "total", "note",
};

static void
assert_same (GPtrArray *a,
             GPtrArray *b)
{
  g_assert_cmpuint (a->len, ==, b->len);
  for (guint i = 0; i < a->len; i++)
    g_assert_cmpstr (a->pdata[i], ==, b->pdata[i]);
}

/* ENGINE.md: the same cells from any batches and from rows in reverse. */
static void
test_pure (void)
{
  g_autoptr (SdSchema) schema = sd_test_schema (SD_TEST_SALES_TABLES, SD_TEST_SALES_RELATIONSHIPS);
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autoptr (SdEvaluator) evaluator = sd_evaluator_new (plan);
  const guint sales = (guint) sd_plan_find_table (plan, "sales");
  const SdPlanTable *info = sd_plan_get_table (plan, sales);

  for (guint c = 0; c < info->n_columns; c++)
    {
      g_autoptr (GPtrArray) whole = sd_test_column (plan, "sales", sales_columns[c], 1024);
      g_autoptr (GPtrArray) sevens = sd_test_column (plan, "sales", sales_columns[c], 7);

      assert_same (whole, sevens);
      for (guint64 row = info->n_rows; row-- > info->n_rows - 300;)
        {
          const SdBatch *batch = sd_evaluator_get_rows (evaluator, sales, row, 1, NULL);
          g_autofree char *cell = sd_test_cell (batch->columns[c], &info->columns[c], 0);

          g_assert_cmpstr (cell, ==, whole->pdata[row]);
        }
    }
}

static void
test_shares (void)
{
  g_autoptr (SdSchema) schema = sd_test_schema (SD_TEST_SALES_TABLES, SD_TEST_SALES_RELATIONSHIPS);
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autoptr (GPtrArray) segments = sd_test_column (plan, "customers", "segment", 1024);
  g_autoptr (GPtrArray) emails = sd_test_column (plan, "customers", "email", 1024);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  guint gold = 0;
  guint basic = 0;
  guint missing = 0;

  for (guint i = 0; i < segments->len; i++)
    {
      gold += g_str_equal (segments->pdata[i], "gold");
      basic += g_str_equal (segments->pdata[i], "basic");
      if (g_str_equal (emails->pdata[i], "∅"))
        missing++;
      else
        g_assert_true (g_hash_table_add (seen, emails->pdata[i]));
    }
  /* Balanced draws: to the nearest row. */
  g_assert_cmpuint (ABS ((int) gold - 30), <=, 1);
  g_assert_cmpuint (ABS ((int) basic - 180), <=, 1);
  g_assert_cmpuint (ABS ((int) missing - 30), <=, 1);
}

static void
test_keys_and_time (void)
{
  g_autoptr (SdSchema) schema = sd_test_schema (SD_TEST_SALES_TABLES, SD_TEST_SALES_RELATIONSHIPS);
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autoptr (GArray) signup = sd_test_integers (plan, "customers", "signup");
  g_autoptr (GArray) customer = sd_test_integers (plan, "sales", "customer_id");
  g_autoptr (GArray) product = sd_test_integers (plan, "sales", "product_id");
  g_autoptr (GArray) price = sd_test_integers (plan, "products", "price");
  g_autoptr (GArray) quantity = sd_test_integers (plan, "sales", "quantity");
  g_autoptr (GArray) total = sd_test_integers (plan, "sales", "total");
  g_autoptr (GArray) sold = sd_test_integers (plan, "sales", "sold_on");

  for (guint i = 0; i < sold->len; i++)
    {
      const gint64 c = g_array_index (customer, gint64, i);
      const gint64 p = (g_array_index (product, gint64, i) - 100) / 10;

      g_assert_cmpint (c, >=, 1);
      g_assert_cmpint (c, <=, 300);
      g_assert_cmpint (p, >=, 0);
      g_assert_cmpint (p, <, 40);
      g_assert_cmpint (g_array_index (signup, gint64, c - 1), <=, g_array_index (sold, gint64, i));
      g_assert_cmpint (g_array_index (total, gint64, i), ==,
                       g_array_index (quantity, gint64, i) * g_array_index (price, gint64, p));
      g_assert_cmpint (g_array_index (price, gint64, p) % 100, ==, 99);
      if (i > 0)
        g_assert_cmpint (g_array_index (sold, gint64, i - 1), <=, g_array_index (sold, gint64, i));
    }
}

/* Days are as noisy as life: the variance of daily counts is that of a
 * multinomial, not of a ruler. */
static void
test_days_are_noisy (void)
{
  g_autoptr (SdSchema) schema =
    sd_test_schema ("{ 'id': 1, 'name': 'visits', 'rows': 36500, 'columns': ["
                    "  { 'id': 2, 'name': 'day', 'type': 'date', 'generator': 'date',"
                    "    'parameters': { 'min': '2025-01-01', 'max': '2025-12-31',"
                    "    'order': 'row' } } ] }", "");
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autoptr (GArray) days = sd_test_integers (plan, "visits", "day");
  int counts[365] = { 0 };
  double chi_square = 0;

  for (guint i = 0; i < days->len; i++)
    counts[g_array_index (days, gint64, i)
           - sd_date_from_civil ((SdCivil) { 2025, 1, 1 })]++;
  for (guint d = 0; d < 365; d++)
    chi_square += (counts[d] - 100.0) * (counts[d] - 100.0) / 100.0;
  /* χ² with 364 degrees of freedom: mean 364, standard deviation 27; five of
   * them either way. */
  g_assert_cmpfloat (fabs (chi_square - 364), <, 135);
}

typedef struct
{
  const char *name;
  const char *parameters;
  double      mean;
  double      stddev;
} Law;

/* Balanced draws of 8,192 values: the mean is far closer than chance would
 * have it, so one percent of a standard deviation must hold; the standard
 * deviation too, but for heavy tails. */
static void
test_laws (void)
{
  static const Law laws[] = {
    { "uniform", "'min': -5, 'max': 15", 5, 5.7736 },
    { "normal", "'mean': 170, 'stddev': 8", 170, 8 },
    { "lognormal", "'mean': 40, 'stddev': 20", 40, 20 },
    { "truncated_normal", "'mean': 0, 'stddev': 10, 'min': 0, 'max': 50", 7.97884, 6.02806 },
    { "exponential", "'mean': 12", 12, 12 },
    { "gamma", "'shape': 3, 'scale': 2", 6, 3.4641 },
    { "gamma", "'shape': 0.5, 'mean': 10", 10, 14.1421 },
    { "beta", "'alpha': 2, 'beta': 5", 0.285714, 0.159719 },
    { "beta", "'alpha': 2, 'beta': 5, 'min': 10, 'max': 20", 12.85714, 1.59719 },
    { "triangular", "'min': 0, 'mode': 3, 'max': 9", 4, 1.87083 },
    { "pareto", "'min': 10, 'alpha': 6", 12, 2.44949 },
    { "poisson", "'mean': 3.5", 3.5, 1.87083 },
    { "poisson", "'mean': 2000", 2000, 44.7214 },
    { "binomial", "'n': 20, 'p': 0.3", 6, 2.04939 },
    { "negative_binomial", "'mean': 4, 'dispersion': 2", 4, 3.4641 },
    { "geometric", "'p': 0.25", 4, 3.4641 },
    { "zipf", "'n': 100, 'exponent': 1", 19.27756, 24.5337 },
    { "constant", "'value': 7.5", 7.5, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (laws); i++)
    {
      g_autofree char *table =
        g_strdup_printf ("{ 'id': 1, 'name': 't', 'rows': 8192, 'columns': ["
                         "{ 'id': 2, 'name': 'x', 'type': 'decimal', 'precision': 12, 'scale': 4,"
                         "  'generator': 'number', 'parameters': { 'distribution': '%s', %s } } ] }",
                         laws[i].name, laws[i].parameters);
      g_autoptr (SdSchema) schema = sd_test_schema (table, "");
      g_autoptr (SdPlan) plan = sd_test_plan (schema);
      g_autoptr (GArray) values = sd_test_integers (plan, "t", "x");
      double sum = 0;
      double squares = 0;
      double mean;
      double stddev;

      for (guint k = 0; k < values->len; k++)
        {
          const double x = g_array_index (values, gint64, k) / 1e4;

          sum += x;
          squares += x * x;
        }
      mean = sum / values->len;
      stddev = sqrt (MAX (0, squares / values->len - mean * mean));
      g_test_message ("%s: mean %g of %g, standard deviation %g of %g", laws[i].name,
                      mean, laws[i].mean, stddev, laws[i].stddev);
      g_assert_cmpfloat (fabs (mean - laws[i].mean), <=, 0.01 * laws[i].stddev + 1e-4);
      g_assert_cmpfloat (fabs (stddev - laws[i].stddev), <=, 0.03 * laws[i].stddev + 1e-4);
    }
}

static void
test_unique_numbers (void)
{
  static const char *parameters[] = {
    "'distribution': 'uniform', 'min': 1, 'max': 2000",
    "'distribution': 'normal', 'mean': 100000, 'stddev': 20000",
  };

  for (guint i = 0; i < G_N_ELEMENTS (parameters); i++)
    {
      g_autofree char *table =
        g_strdup_printf ("{ 'id': 1, 'name': 't', 'rows': 2000, 'columns': ["
                         "{ 'id': 2, 'name': 'x', 'type': 'integer', 'unique': true,"
                         "  'generator': 'number', 'parameters': { %s } } ] }", parameters[i]);
      g_autoptr (SdSchema) schema = sd_test_schema (table, "");
      g_autoptr (SdPlan) plan = sd_test_plan (schema);
      g_autoptr (GArray) values = sd_test_integers (plan, "t", "x");
      g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);

      for (guint k = 0; k < values->len; k++)
        g_assert_true (g_hash_table_add (seen, &g_array_index (values, gint64, k)));
    }
}

static void
test_link_table (void)
{
  g_autoptr (SdSchema) schema =
    sd_test_schema ("{ 'id': 1, 'name': 'students', 'rows': 60, 'primary_key': 'id', 'columns': ["
                    "  { 'id': 11, 'name': 'id', 'type': 'integer', 'generator': 'sequence' } ] },"
                    "{ 'id': 2, 'name': 'clubs', 'rows': 6, 'primary_key': 'id', 'columns': ["
                    "  { 'id': 21, 'name': 'id', 'type': 'integer', 'generator': 'sequence' } ] },"
                    "{ 'id': 3, 'name': 'memberships', 'rows': 150,"
                    "  'primary_key': ['student_id', 'club_id'], 'columns': ["
                    "  { 'id': 31, 'name': 'student_id', 'type': 'integer',"
                    "    'generator': 'reference' },"
                    "  { 'id': 32, 'name': 'club_id', 'type': 'integer',"
                    "    'generator': 'reference' } ] }",
                    "{ 'id': 41, 'parent_table_name': 'students',"
                    "  'child_table_name': 'memberships', 'child_foreign_key': 'student_id',"
                    "  'law': 'uniform', 'min_cardinality': 1, 'max_cardinality': 5 },"
                    "{ 'id': 42, 'parent_table_name': 'clubs', 'child_table_name': 'memberships',"
                    "  'child_foreign_key': 'club_id', 'distinct_within': 41 }");
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autoptr (GArray) student = sd_test_integers (plan, "memberships", "student_id");
  g_autoptr (GArray) club = sd_test_integers (plan, "memberships", "club_id");
  gboolean seen[61][7] = { { FALSE } };
  int counts[61] = { 0 };

  for (guint i = 0; i < student->len; i++)
    {
      const gint64 s = g_array_index (student, gint64, i);
      const gint64 c = g_array_index (club, gint64, i);

      g_assert_false (seen[s][c]);
      seen[s][c] = TRUE;
      counts[s]++;
    }
  for (guint s = 1; s <= 60; s++)
    {
      g_assert_cmpint (counts[s], >=, 1);
      g_assert_cmpint (counts[s], <=, 5);
    }
}

/* Two players of a game are two: no game is against oneself, and everybody
 * plays about as often. */
static void
test_two_keys_to_one_table (void)
{
  g_autoptr (SdSchema) schema =
    sd_test_schema ("{ 'id': 1, 'name': 'players', 'rows': 7, 'primary_key': 'id', 'columns': ["
                    "  { 'id': 11, 'name': 'id', 'type': 'integer', 'generator': 'sequence' } ] },"
                    "{ 'id': 2, 'name': 'games', 'rows': 4200, 'columns': ["
                    "  { 'id': 21, 'name': 'white_id', 'type': 'integer',"
                    "    'generator': 'reference' },"
                    "  { 'id': 22, 'name': 'black_id', 'type': 'integer',"
                    "    'generator': 'reference' } ] }",
                    "{ 'id': 31, 'parent_table_name': 'players', 'child_table_name': 'games',"
                    "  'child_foreign_key': 'white_id', 'law': 'poisson' },"
                    "{ 'id': 32, 'parent_table_name': 'players', 'child_table_name': 'games',"
                    "  'child_foreign_key': 'black_id', 'law': 'poisson' }");
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autoptr (GArray) white = sd_test_integers (plan, "games", "white_id");
  g_autoptr (GArray) black = sd_test_integers (plan, "games", "black_id");
  int counts[8] = { 0 };

  for (guint i = 0; i < white->len; i++)
    {
      g_assert_cmpint (g_array_index (white, gint64, i), !=, g_array_index (black, gint64, i));
      counts[g_array_index (black, gint64, i)]++;
    }
  /* 600 each, with a standard deviation of 23 by chance and of up to 7 more by
   * the others' games as white; five of both. */
  for (guint p = 1; p <= 7; p++)
    g_assert_cmpint (ABS (counts[p] - 600), <, 150);
}

/* "visit_notes" of "visits" are details and stand in their order, but not when
 * they have an order of their own in time: then any of them may be the first. */
static void
test_details_in_time_order (void)
{
  g_autoptr (SdSchema) schema =
    sd_test_schema ("{ 'id': 1, 'name': 'visits', 'rows': 50, 'primary_key': 'id', 'columns': ["
                    "  { 'id': 11, 'name': 'id', 'type': 'integer', 'generator': 'sequence' } ] },"
                    "{ 'id': 2, 'name': 'visit_notes', 'rows': 500, 'columns': ["
                    "  { 'id': 21, 'name': 'visit_id', 'type': 'integer',"
                    "    'generator': 'reference' },"
                    "  { 'id': 22, 'name': 'written', 'type': 'date', 'generator': 'date',"
                    "    'parameters': { 'order': 'row' } } ] }",
                    "{ 'id': 31, 'parent_table_name': 'visits',"
                    "  'child_table_name': 'visit_notes', 'child_foreign_key': 'visit_id' }");
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autoptr (GArray) visit = sd_test_integers (plan, "visit_notes", "visit_id");
  guint ascents = 0;

  for (guint i = 1; i < visit->len; i++)
    ascents += g_array_index (visit, gint64, i - 1) <= g_array_index (visit, gint64, i);
  /* In parent order all 499 would be; shuffled about half, ± 11. */
  g_assert_cmpuint (ascents, <, 320);
}

/* A default law is cut where a parent would need more partners than there are. */
static void
test_crowded_link_table (void)
{
  g_autoptr (SdSchema) schema =
    sd_test_schema ("{ 'id': 1, 'name': 'students', 'rows': 60, 'primary_key': 'id', 'columns': ["
                    "  { 'id': 11, 'name': 'id', 'type': 'integer', 'generator': 'sequence' } ] },"
                    "{ 'id': 2, 'name': 'clubs', 'rows': 6, 'primary_key': 'id', 'columns': ["
                    "  { 'id': 21, 'name': 'id', 'type': 'integer', 'generator': 'sequence' } ] },"
                    "{ 'id': 3, 'name': 'members', 'rows': 330,"
                    "  'primary_key': ['student_id', 'club_id'], 'columns': ["
                    "  { 'id': 31, 'name': 'student_id', 'type': 'integer',"
                    "    'generator': 'reference' },"
                    "  { 'id': 32, 'name': 'club_id', 'type': 'integer',"
                    "    'generator': 'reference' } ] }",
                    "{ 'id': 41, 'parent_table_name': 'students',"
                    "  'child_table_name': 'members', 'child_foreign_key': 'student_id',"
                    "  'law': 'negative_binomial', 'law_parameters': { 'dispersion': 2 } },"
                    "{ 'id': 42, 'parent_table_name': 'clubs', 'child_table_name': 'members',"
                    "  'child_foreign_key': 'club_id', 'distinct_within': 41 }");
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autoptr (GArray) student = sd_test_integers (plan, "members", "student_id");
  g_autofree char *codes = NULL;
  int counts[61] = { 0 };

  for (guint i = 0; i < student->len; i++)
    counts[g_array_index (student, gint64, i)]++;
  for (guint s = 1; s <= 60; s++)
    g_assert_cmpint (counts[s], <=, 6);

  /* And where no law helps, it is found. */
  sd_table_set_rows (sd_schema_find_table (schema, "members"), 361, TRUE);
  codes = sd_test_findings (schema);
  g_assert_cmpstr (codes, ==, "not-distinct");
}

static void
test_hierarchy (void)
{
  g_autoptr (SdSchema) schema =
    sd_test_schema ("{ 'id': 1, 'name': 'employees', 'rows': 200, 'primary_key': 'id',"
                    "  'columns': ["
                    "  { 'id': 11, 'name': 'id', 'type': 'integer', 'generator': 'sequence' },"
                    "  { 'id': 12, 'name': 'manager_id', 'type': 'integer', 'nullable': true,"
                    "    'generator': 'reference' } ] }",
                    "{ 'id': 41, 'parent_table_name': 'employees',"
                    "  'child_table_name': 'employees', 'child_foreign_key': 'manager_id',"
                    "  'optional': 0.01 }");
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autoptr (GPtrArray) manager = sd_test_column (plan, "employees", "manager_id", 64);
  guint roots = 0;

  for (guint i = 0; i < manager->len; i++)
    if (g_str_equal (manager->pdata[i], "∅"))
      roots++;
    else
      g_assert_cmpint (g_ascii_strtoll (manager->pdata[i], NULL, 10), <=, i);
  g_assert_cmpuint (roots, >=, 1);
  g_assert_cmpuint (roots, <=, 3);
}

/* Typed rows with generated columns beside them; others refer to them. */
static void
test_typed_rows (void)
{
  g_autoptr (SdSchema) schema =
    sd_test_schema ("{ 'id': 1, 'name': 'rooms', 'rows': 3, 'primary_key': 'code', 'columns': ["
                    "  { 'id': 11, 'name': 'code', 'type': 'text', 'generator': 'values',"
                    "    'parameters': { 'values': ['A1', 'B2', 'C3'] } },"
                    "  { 'id': 12, 'name': 'opened', 'type': 'date', 'generator': 'values',"
                    "    'nullable': true, 'parameters': { 'values': ['2020-01-02', null,"
                    "    '2021-03-04'] } },"
                    "  { 'id': 13, 'name': 'seats', 'type': 'integer', 'generator': 'number',"
                    "    'parameters': { 'min': 10, 'max': 40 } } ] },"
                    "{ 'id': 2, 'name': 'bookings', 'rows': 30, 'columns': ["
                    "  { 'id': 21, 'name': 'room', 'type': 'text', 'generator': 'reference' } ] }",
                    "{ 'id': 31, 'parent_table_name': 'rooms', 'child_table_name': 'bookings',"
                    "  'child_foreign_key': 'room', 'law': 'fixed',"
                    "  'law_parameters': { 'count': 10 } }");
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autoptr (GPtrArray) codes = sd_test_column (plan, "rooms", "code", 2);
  g_autoptr (GPtrArray) opened = sd_test_column (plan, "rooms", "opened", 2);
  g_autoptr (GPtrArray) room = sd_test_column (plan, "bookings", "room", 7);
  int counts[3] = { 0 };

  g_assert_cmpstr (codes->pdata[2], ==, "C3");
  g_assert_cmpstr (opened->pdata[0], ==, "2020-01-02");
  g_assert_cmpstr (opened->pdata[1], ==, "∅");
  for (guint i = 0; i < room->len; i++)
    for (guint k = 0; k < 3; k++)
      counts[k] += g_str_equal (room->pdata[i], codes->pdata[k]);
  for (guint k = 0; k < 3; k++)
    g_assert_cmpint (counts[k], ==, 10);
}

static void
test_aggregates (void)
{
  g_autoptr (SdSchema) schema =
    sd_test_schema ("{ 'id': 1, 'name': 'orders', 'rows': 50, 'primary_key': 'id', 'columns': ["
                    "  { 'id': 11, 'name': 'id', 'type': 'integer', 'generator': 'sequence' },"
                    "  { 'id': 12, 'name': 'lines', 'type': 'integer', 'generator': 'aggregate',"
                    "    'parameters': { 'function': 'count', 'child': 'order_lines' } },"
                    "  { 'id': 13, 'name': 'total', 'type': 'decimal', 'precision': 10,"
                    "    'scale': 2, 'generator': 'aggregate', 'parameters': { 'function': 'sum',"
                    "    'child': 'order_lines', 'column': 'amount' } } ] },"
                    "{ 'id': 2, 'name': 'order_lines', 'rows': 170, 'columns': ["
                    "  { 'id': 21, 'name': 'order_id', 'type': 'integer',"
                    "    'generator': 'reference' },"
                    "  { 'id': 22, 'name': 'amount', 'type': 'decimal', 'precision': 8,"
                    "    'scale': 2, 'generator': 'number', 'parameters': { 'min': 1,"
                    "    'max': 99 } } ] }",
                    "{ 'id': 31, 'parent_table_name': 'orders',"
                    "  'child_table_name': 'order_lines', 'child_foreign_key': 'order_id',"
                    "  'law': 'poisson', 'min_cardinality': 1 }");
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autoptr (GArray) lines = sd_test_integers (plan, "orders", "lines");
  g_autoptr (GArray) total = sd_test_integers (plan, "orders", "total");
  g_autoptr (GArray) order = sd_test_integers (plan, "order_lines", "order_id");
  g_autoptr (GArray) amount = sd_test_integers (plan, "order_lines", "amount");
  gint64 counts[51] = { 0 };
  gint64 sums[51] = { 0 };

  for (guint i = 0; i < order->len; i++)
    {
      counts[g_array_index (order, gint64, i)]++;
      sums[g_array_index (order, gint64, i)] += g_array_index (amount, gint64, i);
      /* Details stand in the order of their parents. */
      if (i > 0)
        g_assert_cmpint (g_array_index (order, gint64, i - 1), <=,
                         g_array_index (order, gint64, i));
    }
  for (guint i = 0; i < 50; i++)
    {
      g_assert_cmpint (g_array_index (lines, gint64, i), ==, counts[i + 1]);
      g_assert_cmpint (g_array_index (total, gint64, i), ==, sums[i + 1]);
      g_assert_cmpint (counts[i + 1], >=, 1);
    }
}

/* department.head ↔ employee.department is a circle of keys, not of values; what
 * only depends on it loads after it. */
static void
test_load_order (void)
{
  g_autoptr (SdSchema) schema =
    sd_test_schema ("{ 'id': 1, 'name': 'badges', 'rows': 9, 'columns': ["
                    "  { 'id': 11, 'name': 'employee_id', 'type': 'integer',"
                    "    'generator': 'reference' } ] },"
                    "{ 'id': 2, 'name': 'departments', 'rows': 3, 'primary_key': 'id',"
                    "  'columns': ["
                    "  { 'id': 21, 'name': 'id', 'type': 'integer', 'generator': 'sequence' },"
                    "  { 'id': 22, 'name': 'head_id', 'type': 'integer',"
                    "    'generator': 'reference' } ] },"
                    "{ 'id': 3, 'name': 'employees', 'rows': 30, 'primary_key': 'id',"
                    "  'columns': ["
                    "  { 'id': 31, 'name': 'id', 'type': 'integer', 'generator': 'sequence' },"
                    "  { 'id': 32, 'name': 'department_id', 'type': 'integer',"
                    "    'generator': 'reference' } ] }",
                    "{ 'id': 41, 'parent_table_name': 'employees',"
                    "  'child_table_name': 'badges', 'child_foreign_key': 'employee_id' },"
                    "{ 'id': 42, 'parent_table_name': 'employees',"
                    "  'child_table_name': 'departments', 'child_foreign_key': 'head_id' },"
                    "{ 'id': 43, 'parent_table_name': 'departments',"
                    "  'child_table_name': 'employees', 'child_foreign_key': 'department_id' }");
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  const guint *order = sd_plan_get_load_order (plan);

  g_assert_cmpuint (order[0], ==, 1);
  g_assert_cmpuint (order[1], ==, 2);
  g_assert_cmpuint (order[2], ==, 0);
  g_assert_true (sd_plan_get_table (plan, 1)->foreign_keys[0].circular);
  g_assert_false (sd_plan_get_table (plan, 2)->foreign_keys[0].circular);
  g_assert_false (sd_plan_get_table (plan, 0)->foreign_keys[0].circular);
}

typedef struct
{
  const char *column;   /* a column of table t, 100 rows */
  const char *code;
} BadColumn;

static void
test_findings (void)
{
  static const BadColumn columns[] = {
    { "'type': 'integer', 'generator': 'formula', 'parameters': { 'formula': 'x + 1' }",
      "circle" },
    { "'type': 'integer', 'unique': true, 'generator': 'number',"
      "'parameters': { 'min': 1, 'max': 50 }", "unique-impossible" },
    { "'type': 'integer', 'generator': 'number', 'parameters': { 'distribution': 'normal',"
      "'mean': 0, 'stddev': 1, 'min': 90, 'max': 99 }", "distribution-impossible" },
    { "'type': 'text', 'generator': 'values', 'parameters': { 'values': ['a'] }",
      "values-too-few" },
    { "'type': 'date', 'generator': 'date', 'parameters': { 'min': '2026-02-01',"
      "'max': '2026-01-01' }", "range-crossed" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_autofree char *table =
        g_strdup_printf ("{ 'id': 1, 'name': 't', 'rows': 100, 'columns': ["
                         "{ 'id': 2, 'name': 'x', %s } ] }", columns[i].column);
      g_autoptr (SdSchema) schema = sd_test_schema (table, "");
      g_autofree char *codes = sd_test_findings (schema);

      g_test_message ("%s: %s", columns[i].column, codes);
      g_assert_nonnull (strstr (codes, columns[i].code));
    }
}

static void
test_newer_catalog (void)
{
  g_autoptr (SdSchema) schema = NULL;
  g_autofree char *codes = NULL;
  g_autoptr (GError) error = NULL;
  const char *text = "{ \"format\": \"synthdata\", \"version\": 1, \"catalog\": 99, "
                     "\"tables\": [], \"relationships\": [] }";

  schema = sd_schema_new_from_text (text, strlen (text), &error);
  g_assert_no_error (error);
  codes = sd_test_findings (schema);
  g_assert_nonnull (strstr (codes, "catalog-unknown"));
}

typedef struct
{
  const char *column;   /* column x, 100 rows, the primary key */
  const char *codes;    /* of the errors; "" when it is a key */
  gboolean    fixable;  /* the first fix makes it one */
} KeyColumn;

/* Which columns may be a primary key: no value is looked up, so the generator
 * must promise it. */
static void
test_keys_do_not_repeat (void)
{
  static const KeyColumn columns[] = {
    { "'type': 'integer', 'generator': 'sequence'", "", FALSE },
    { "'type': 'uuid', 'generator': 'uuid'", "", FALSE },
    { "'type': 'text', 'generator': 'pattern', 'unique': true,"
      "'parameters': { 'pattern': 'K-###' }", "", FALSE },
    { "'type': 'text', 'generator': 'template', 'parameters': { 'template': 'no {n}' }",
      "", FALSE },
    { "'type': 'integer', 'generator': 'number', 'parameters': { 'min': 1, 'max': 999 }",
      "unique-not-ensured", TRUE },
    { "'type': 'text', 'generator': 'semantic', 'parameters': { 'semantic': 'email' }",
      "unique-not-ensured", TRUE },
    { "'type': 'date', 'generator': 'date'", "unique-not-ensured", TRUE },
    { "'type': 'boolean', 'generator': 'boolean'", "unique-not-ensured", FALSE },
    { "'type': 'integer', 'generator': 'formula', 'parameters': { 'formula': 'n % 7' }",
      "unique-not-ensured", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_autofree char *table =
        g_strdup_printf ("{ 'id': 1, 'name': 't', 'rows': 100, 'primary_key': 'x', 'columns': ["
                         "{ 'id': 2, 'name': 'n', 'type': 'integer', 'generator': 'sequence' },"
                         "{ 'id': 3, 'name': 'x', %s } ] }", columns[i].column);
      g_autoptr (SdSchema) schema = sd_test_schema (table, "");
      g_autofree char *codes = sd_test_findings (schema);
      g_autoptr (GPtrArray) findings = NULL;
      g_autoptr (SdPlan) plan = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *rest = NULL;

      g_assert_cmpstr (codes, ==, columns[i].codes);
      if (!columns[i].fixable)
        continue;
      plan = sd_plan_new (schema, &findings);
      for (guint f = 0; f < findings->len; f++)
        {
          const SdFinding *finding = g_ptr_array_index (findings, f);

          if (g_str_equal (finding->code, "unique-not-ensured"))
            g_assert_true (sd_fix_apply (g_ptr_array_index (finding->fixes, 0), schema, &error));
        }
      rest = sd_test_findings (schema);
      g_assert_cmpstr (rest, ==, "");
    }
}

/* What the user said about both sides cannot hold: a finding whose first fix
 * makes it hold. */
static void
test_total_against_law (void)
{
  g_autoptr (SdSchema) schema =
    sd_test_schema ("{ 'id': 1, 'name': 'p', 'rows': 10, 'primary_key': 'id', 'columns': ["
                    "  { 'id': 11, 'name': 'id', 'type': 'integer', 'generator': 'sequence' } ] },"
                    "{ 'id': 2, 'name': 'c', 'rows': 100, 'columns': ["
                    "  { 'id': 21, 'name': 'p_id', 'type': 'integer',"
                    "    'generator': 'reference' } ] }",
                    "{ 'id': 31, 'parent_table_name': 'p', 'child_table_name': 'c',"
                    "  'child_foreign_key': 'p_id', 'law': 'uniform',"
                    "  'law_parameters': { 'min': 1, 'max': 3 }, 'law_from': 'user',"
                    "  'min_cardinality': 1, 'max_cardinality': 3 }");
  g_autofree char *codes = sd_test_findings (schema);
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (SdPlan) plan = NULL;
  const SdFinding *finding;
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (codes, ==, "total-against-law");
  plan = sd_plan_new (schema, &findings);
  g_assert_null (plan);
  finding = g_ptr_array_index (findings, findings->len - 1);
  g_assert_cmpuint (finding->fixes->len, ==, 2);
  g_assert_true (sd_fix_apply (g_ptr_array_index (finding->fixes, 0), schema, &error));
  g_assert_no_error (error);
  g_clear_pointer (&findings, g_ptr_array_unref);
  plan = sd_plan_new (schema, &findings);
  g_assert_nonnull (plan);
}

/* What is tried out on virtual rows is of tables without rows, too. */
static void
test_no_values (void)
{
  g_autoptr (SdSchema) schema =
    sd_test_schema ("{ 'id': 1, 'name': 't', 'rows': 0, 'columns': ["
                    "  { 'id': 2, 'name': 'x', 'type': 'integer', 'generator': 'values',"
                    "    'parameters': { 'values': [] } },"
                    "  { 'id': 3, 'name': 'w', 'type': 'text', 'generator': 'values',"
                    "    'parameters': { 'values': [] } } ],"
                    "  'rules': [ { 'kind': 'range', 'column': 'x', 'max': 364 },"
                    "    { 'kind': 'check', 'formula': 'w <> `a`' } ] }", "");
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (SdPlan) plan = sd_plan_new (schema, &findings);

  g_assert_true ((plan == NULL) == sd_findings_have_error (findings));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/synth/engine/pure", test_pure);
  g_test_add_func ("/synth/engine/shares", test_shares);
  g_test_add_func ("/synth/engine/keys-and-time", test_keys_and_time);
  g_test_add_func ("/synth/engine/days-are-noisy", test_days_are_noisy);
  g_test_add_func ("/synth/engine/laws", test_laws);
  g_test_add_func ("/synth/engine/unique-numbers", test_unique_numbers);
  g_test_add_func ("/synth/engine/link-table", test_link_table);
  g_test_add_func ("/synth/engine/two-keys-to-one-table", test_two_keys_to_one_table);
  g_test_add_func ("/synth/engine/details-in-time-order", test_details_in_time_order);
  g_test_add_func ("/synth/engine/crowded-link-table", test_crowded_link_table);
  g_test_add_func ("/synth/engine/hierarchy", test_hierarchy);
  g_test_add_func ("/synth/engine/typed-rows", test_typed_rows);
  g_test_add_func ("/synth/engine/aggregates", test_aggregates);
  g_test_add_func ("/synth/engine/load-order", test_load_order);
  g_test_add_func ("/synth/engine/findings", test_findings);
  g_test_add_func ("/synth/engine/keys-do-not-repeat", test_keys_do_not_repeat);
  g_test_add_func ("/synth/engine/newer-catalog", test_newer_catalog);
  g_test_add_func ("/synth/engine/total-against-law", test_total_against_law);
  g_test_add_func ("/synth/engine/no-values", test_no_values);
  return g_test_run ();
}
