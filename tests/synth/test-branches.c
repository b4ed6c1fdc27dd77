/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Columns that depend on others: each branch has its own margin, exactly in
 * every class, whatever the seed and however the rows are asked for.
 */

#include <math.h>
#include <string.h>

#include "sd-test-plan.h"

#define N_SEEDS 100

/* %u is the number of rows, %s how margins are held. */
#define STAFF \
  "{ 'id': 1, 'name': 'staff', 'rows': %u, 'margins': '%s', 'columns': [" \
  "  { 'id': 2, 'name': 'department', 'type': 'text', 'generator': 'category'," \
  "    'parameters': { 'values': ['Sales', 'IT', 'Law'], 'weights': [5, 3, 2] } }," \
  "  { 'id': 3, 'name': 'level', 'type': 'integer', 'generator': 'category'," \
  "    'parameters': { 'values': [1, 2, 3, 4] } }," \
  "  { 'id': 4, 'name': 'salary', 'type': 'real', 'generator': 'number'," \
  "    'parameters': { 'distribution': 'normal', 'mean': 100, 'stddev': 10," \
  "      'by': 'department', 'branches': [" \
  "        { 'when': ['Sales'], 'parameters': { 'mean': 200 } }," \
  "        { 'when': [['IT', 'Art']], 'parameters': { 'mean': 300, 'stddev': 20 } } ] } }," \
  "  { 'id': 5, 'name': 'remote', 'type': 'boolean', 'generator': 'boolean'," \
  "    'parameters': { 'share': 0.5, 'by': 'department', 'branches': [" \
  "        { 'when': 'Sales', 'parameters': { 'share': 0.2 } }," \
  "        { 'when': 'IT', 'parameters': { 'share': 1 } } ] } }," \
  "  { 'id': 6, 'name': 'car', 'type': 'text', 'generator': 'category'," \
  "    'parameters': { 'values': ['none', 'small'], 'by': ['department', 'level'], 'branches': [" \
  "        { 'when': ['Law', { 'min': 3 }], 'parameters': { 'values': ['large', 'small'] } }," \
  "        { 'when': [null, { 'max': 2 }], 'parameters': { 'weights': [1, 0] } } ] } } ] }"

static SdSchema *
make_staff (guint       n_rows,
            const char *margins,
            guint64     seed)
{
  g_autofree char *tables = g_strdup_printf (STAFF, n_rows, margins);
  SdSchema *schema = sd_test_schema (tables, "");

  sd_schema_set_seed (schema, seed);
  return schema;
}

static GPtrArray *
get_column (SdPlan     *plan,
            const char *table,
            const char *column)
{
  return sd_test_column (plan, table, column, SD_BATCH_ROWS);
}

static double
get_mean (GPtrArray  *values,
          GPtrArray  *classes,
          const char *class,
          guint      *n)
{
  double sum = 0;

  *n = 0;
  for (guint i = 0; i < values->len; i++)
    if (g_str_equal (classes->pdata[i], class))
      {
        sum += g_ascii_strtod (values->pdata[i], NULL);
        (*n)++;
      }
  return sum / MAX (*n, 1);
}

static guint
count_pairs (GPtrArray  *values,
             const char *value,
             GPtrArray  *classes,
             const char *class)
{
  guint n = 0;

  for (guint i = 0; i < values->len; i++)
    n += g_str_equal (values->pdata[i], value) && g_str_equal (classes->pdata[i], class);
  return n;
}

/* The mean of each class to a tenth of its standard deviation. */
static void
check_means (guint       n_rows,
             const char *margins,
             guint64     seed)
{
  static const struct { const char *name; double mean, stddev; } classes[] = {
    { "Sales", 200, 10 }, { "IT", 300, 20 }, { "Law", 100, 10 },
  };
  g_autoptr (SdSchema) schema = make_staff (n_rows, margins, seed);
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autoptr (GPtrArray) departments = get_column (plan, "staff", "department");
  g_autoptr (GPtrArray) salaries = get_column (plan, "staff", "salary");
  g_autoptr (GPtrArray) remote = get_column (plan, "staff", "remote");

  for (guint c = 0; c < G_N_ELEMENTS (classes); c++)
    {
      guint n;
      const double mean = get_mean (salaries, departments, classes[c].name, &n);

      g_assert_cmpuint (n, >, 0);
      g_assert_cmpfloat (fabs (mean - classes[c].mean), <, 0.1 * classes[c].stddev);
    }
  g_assert_cmpfloat (fabs (count_pairs (remote, "true", departments, "Sales")
                           - 0.2 * (n_rows * 0.5)), <, 1);
  g_assert_cmpuint (count_pairs (remote, "false", departments, "IT"), ==, 0);
  g_assert_cmpfloat (fabs (count_pairs (remote, "true", departments, "Law")
                           - 0.5 * (n_rows * 0.2)), <, 1);
}

static void
test_classes (gconstpointer margins)
{
  static const guint rows[] = { 20, 50, 200 };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint64 seed = 1; seed <= N_SEEDS; seed++)
      check_means (rows[i], margins, seed);
}

static void
test_conditions (void)
{
  g_autoptr (SdSchema) schema = make_staff (2000, "balanced", 7);
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autoptr (GPtrArray) departments = get_column (plan, "staff", "department");
  g_autoptr (GPtrArray) levels = get_column (plan, "staff", "level");
  g_autoptr (GPtrArray) cars = get_column (plan, "staff", "car");
  guint seen[3] = { 0 };

  for (guint i = 0; i < cars->len; i++)
    {
      const int level = atoi (levels->pdata[i]);
      const char *car = cars->pdata[i];

      if (g_str_equal (departments->pdata[i], "Law") && level >= 3)
        {
          g_assert_true (g_str_equal (car, "large") || g_str_equal (car, "small"));
          seen[0]++;
        }
      else if (level < 2)
        {
          g_assert_cmpstr (car, ==, "none");
          seen[1]++;
        }
      else
        {
          g_assert_true (g_str_equal (car, "none") || g_str_equal (car, "small"));
          seen[2]++;
        }
    }
  g_assert_true (seen[0] > 0 && seen[1] > 0 && seen[2] > 0);
}

/* The same cells from any batches, and from rows in reverse. */
static void
test_pure (void)
{
  static const char *columns[] = { "department", "level", "salary", "remote", "car" };
  g_autoptr (SdSchema) schema = make_staff (12000, "balanced", 7);
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autoptr (SdEvaluator) evaluator = sd_evaluator_new (plan);
  const SdPlanTable *info = sd_plan_get_table (plan, 0);

  for (guint c = 0; c < G_N_ELEMENTS (columns); c++)
    {
      g_autoptr (GPtrArray) whole = sd_test_column (plan, "staff", columns[c], 1024);
      g_autoptr (GPtrArray) sevens = sd_test_column (plan, "staff", columns[c], 7);

      for (guint i = 0; i < whole->len; i++)
        g_assert_cmpstr (whole->pdata[i], ==, sevens->pdata[i]);
      for (guint64 row = info->n_rows; row-- > info->n_rows - 300;)
        {
          const SdBatch *batch = sd_evaluator_get_rows (evaluator, 0, row, 1, NULL);
          g_autofree char *cell = sd_test_cell (batch->columns[c], &info->columns[c], 0);

          g_assert_cmpstr (cell, ==, whole->pdata[row]);
        }
    }
}

#define SHOP \
  "{ 'id': 1, 'name': 'shops', 'rows': 6, 'primary_key': ['shop_id'], 'columns': [" \
  "  { 'id': 2, 'name': 'shop_id', 'type': 'integer', 'generator': 'sequence' }," \
  "  { 'id': 3, 'name': 'city', 'type': 'text', 'generator': 'values'," \
  "    'parameters': { 'values': ['Rome', 'Rome', 'Bonn', 'Bonn', 'Oslo', null] } } ] }," \
  "{ 'id': 4, 'name': 'visits', 'rows': %u, 'margins': '%s', 'columns': [" \
  "  { 'id': 5, 'name': 'shop_id', 'type': 'integer', 'generator': 'reference' }," \
  "  { 'id': 6, 'name': 'spent', 'type': 'integer', 'generator': 'number'," \
  "    'parameters': { 'min': 0, 'max': 9, 'by': 'shop_id.city', 'branches': [" \
  "      { 'when': 'Rome', 'parameters': { 'min': 10, 'max': 19 } }," \
  "      { 'when': 'Bonn', 'parameters': { 'min': 20, 'max': 29 } } ] } }," \
  "  { 'id': 7, 'name': 'group', 'type': 'text', 'generator': 'category'," \
  "    'parameters': { 'values': ['a', 'b', 'c'], 'weights': [2, 1, 1], 'within': 'shop_id' } } ] }"

#define SHOP_RELATIONSHIP \
  "{ 'id': 8, 'parent_table_name': 'shops', 'child_table_name': 'visits'," \
  "  'child_foreign_key': 'shop_id', 'law': 'zipf' }"

static void
test_parents (void)
{
  g_autofree char *tables = g_strdup_printf (SHOP, 1000u, "balanced");
  g_autoptr (SdSchema) schema = sd_test_schema (tables, SHOP_RELATIONSHIP);
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autoptr (GArray) shops = sd_test_integers (plan, "visits", "shop_id");
  g_autoptr (GArray) spent = sd_test_integers (plan, "visits", "spent");

  for (guint i = 0; i < shops->len; i++)
    {
      const gint64 shop = g_array_index (shops, gint64, i);
      const gint64 tens = g_array_index (spent, gint64, i) / 10;

      g_assert_cmpint (tens, ==, shop <= 2 ? 1 : shop <= 4 ? 2 : 0);
    }
}

/* Blocked randomization: in every shop, whatever its size. */
static void
check_within (guint       n_rows,
              const char *margins,
              guint64     seed,
              double      slack)
{
  static const double shares[] = { 0.5, 0.25, 0.25 };
  static const char *groups[] = { "a", "b", "c" };
  g_autofree char *tables = g_strdup_printf (SHOP, n_rows, margins);
  g_autoptr (SdSchema) schema = sd_test_schema (tables, SHOP_RELATIONSHIP);
  g_autoptr (SdPlan) plan = NULL;
  g_autoptr (GPtrArray) shops = NULL;
  g_autoptr (GPtrArray) cells = NULL;
  guint counts[3] = { 0 };

  sd_schema_set_seed (schema, seed);
  plan = sd_test_plan (schema);
  shops = get_column (plan, "visits", "shop_id");
  cells = get_column (plan, "visits", "group");
  for (guint shop = 1; shop <= 6; shop++)
    {
      g_autofree char *id = g_strdup_printf ("%u", shop);
      guint n = 0;

      for (guint i = 0; i < shops->len; i++)
        n += g_str_equal (shops->pdata[i], id);
      for (guint g = 0; g < G_N_ELEMENTS (groups); g++)
        {
          const guint count = count_pairs (cells, groups[g], shops, id);

          g_assert_cmpfloat (fabs (count - shares[g] * n), <, slack);
          counts[g] += count;
        }
    }
  /* All shops together as well. */
  for (guint g = 0; g < G_N_ELEMENTS (groups); g++)
    g_assert_cmpfloat (fabs (counts[g] - shares[g] * n_rows), <, slack);
}

static void
test_within (void)
{
  static const guint rows[] = { 20, 50, 200, 1000 };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint64 seed = 1; seed <= N_SEEDS; seed++)
      {
        check_within (rows[i], "balanced", seed, 1);
        check_within (rows[i], "exact", seed, 1);
      }
  /* Blocks of 4,096 rows, each to the nearest row. */
  check_within (20000, "balanced", 1, 5);
}

static void
test_findings (void)
{
  static const struct { const char *by, *when, *code; } cases[] = {
    { "level", "'x'", "branch-wrong-type" },
    { "salary", "1", "circle" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *tables =
        g_strdup_printf ("{ 'id': 1, 'name': 'staff', 'rows': 20, 'columns': ["
                         "  { 'id': 3, 'name': 'level', 'type': 'integer',"
                         "    'generator': 'number' },"
                         "  { 'id': 4, 'name': 'salary', 'type': 'integer', 'generator': 'number',"
                         "    'parameters': { 'min': 1, 'max': 2, 'by': '%s', 'branches': ["
                         "      { 'when': [%s], 'parameters': { 'max': 3 } } ] } } ] }",
                         cases[i].by, cases[i].when);
      g_autoptr (SdSchema) schema = sd_test_schema (tables, "");
      g_autofree char *codes = sd_test_findings (schema);

      g_assert_nonnull (strstr (codes, cases[i].code));
    }
}

/* Pairs of so many different values would take too much memory. */
static void
test_too_many (void)
{
  g_autoptr (GString) branches = g_string_new (NULL);
  g_autofree char *tables = NULL;
  g_autofree char *codes = NULL;
  g_autoptr (SdSchema) schema = NULL;

  for (guint i = 0; i < 1500; i++)
    g_string_append_printf (branches, "%s{ 'when': [%u, %u], 'parameters': { 'max': 3 } }",
                            i > 0 ? ", " : "", i, i);
  tables =
    g_strdup_printf ("{ 'id': 1, 'name': 'staff', 'rows': 20, 'columns': ["
                     "  { 'id': 3, 'name': 'level', 'type': 'integer', 'generator': 'number' },"
                     "  { 'id': 4, 'name': 'shift', 'type': 'integer', 'generator': 'number' },"
                     "  { 'id': 5, 'name': 'salary', 'type': 'integer', 'generator': 'number',"
                     "    'parameters': { 'min': 1, 'max': 2, 'by': ['level', 'shift'],"
                     "      'branches': [%s] } } ] }", branches->str);
  schema = sd_test_schema (tables, "");
  codes = sd_test_findings (schema);
  g_assert_cmpstr (codes, ==, "branches-too-many");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/synth/branches/balanced", "balanced", test_classes);
  g_test_add_data_func ("/synth/branches/exact", "exact", test_classes);
  g_test_add_func ("/synth/branches/conditions", test_conditions);
  g_test_add_func ("/synth/branches/pure", test_pure);
  g_test_add_func ("/synth/branches/parents", test_parents);
  g_test_add_func ("/synth/branches/within", test_within);
  g_test_add_func ("/synth/branches/findings", test_findings);
  g_test_add_func ("/synth/branches/too-many", test_too_many);
  return g_test_run ();
}
