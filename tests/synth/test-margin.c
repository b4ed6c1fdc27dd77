/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Margins and what ranks and rounds their uniforms: shares hold whatever their
 * number, means of small tables hold, and what depends on others changes with
 * them alone.
 */

#include <math.h>
#include <string.h>

#include "sd-controlled-private.h"
#include "sd-random.h"
#include "sd-test-plan.h"

#define N_SEEDS 100

#define TABLE \
  "{ 'id': 1, 'name': 't', 'rows': %u, 'margins': 'exact', 'columns': [" \
  "  { 'id': 2, 'name': 'answer', 'type': 'integer', 'generator': 'category'," \
  "    'parameters': { 'values': [1, 2, 3, 4, 5], 'weights': [10, 23, 34, 21, 12] } }," \
  "  { 'id': 3, 'name': 'member', 'type': 'boolean', 'generator': 'boolean'," \
  "    'parameters': { 'share': 0.37 } }," \
  "  { 'id': 4, 'name': 'height', 'type': 'decimal', 'precision': 5, 'scale': 1," \
  "    'generator': 'number', 'parameters': { 'distribution': 'normal', 'mean': 170," \
  "      'stddev': 8 } } ] }"

/* Several outcomes in a table of any size, each to the nearest row below or
 * above its share. */
static void
check_table (guint   n_rows,
             guint64 seed)
{
  static const double weights[] = { 0.1, 0.23, 0.34, 0.21, 0.12 };
  g_autofree char *tables = g_strdup_printf (TABLE, n_rows);
  g_autoptr (SdSchema) schema = sd_test_schema (tables, "");
  g_autoptr (SdPlan) plan = NULL;
  g_autoptr (GArray) answers = NULL;
  g_autoptr (GArray) members = NULL;
  g_autoptr (GArray) heights = NULL;
  guint counts[5] = { 0 };
  guint true_rows = 0;
  double sum = 0;

  sd_schema_set_seed (schema, seed);
  plan = sd_test_plan (schema);
  answers = sd_test_integers (plan, "t", "answer");
  members = sd_test_integers (plan, "t", "member");
  heights = sd_test_integers (plan, "t", "height");
  for (guint i = 0; i < n_rows; i++)
    {
      counts[g_array_index (answers, gint64, i) - 1]++;
      true_rows += g_array_index (members, gint64, i) != 0;
      sum += (double) g_array_index (heights, gint64, i) / 10;
    }
  for (guint k = 0; k < 5; k++)
    g_assert_cmpfloat (fabs (counts[k] - weights[k] * n_rows), <, 1);
  g_assert_cmpfloat (fabs (true_rows - 0.37 * n_rows), <, 1);
  g_assert_cmpfloat (fabs (sum / n_rows - 170), <, 0.4);
}

static void
test_small_tables (void)
{
  static const guint rows[] = { 20, 37, 50, 200 };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint64 seed = 1; seed <= N_SEEDS; seed++)
      check_table (rows[i], seed);
}

/* Classes of all sizes, and up to eight outcomes, some of them with no share. */
static void
test_controlled (void)
{
  for (guint64 trial = 0; trial < 2000; trial++)
    {
      const guint n_classes = 1 + sd_random (1, 4 * trial) % 30;
      const guint n_outcomes = 2 + sd_random (1, 4 * trial + 1) % 7;
      guint sizes[30];
      double shares[8];
      guint counts[30 * 8];
      guint n = 0;
      double total = 0;

      for (guint c = 0; c < n_classes; c++)
        n += sizes[c] = 1 + sd_random (2, trial * 64 + c) % 12;
      for (guint k = 0; k < n_outcomes; k++)
        total += shares[k] = (double) (sd_random (3, trial * 64 + k) % 5) + (k == 0);
      for (guint k = 0; k < n_outcomes; k++)
        shares[k] /= total;
      sd_controlled_round (sizes, n_classes, shares, n_outcomes, sd_random (4, trial), counts);
      for (guint k = 0; k < n_outcomes; k++)
        {
          guint sum = 0;

          for (guint c = 0; c < n_classes; c++)
            {
              sum += counts[c * n_outcomes + k];
              g_assert_cmpfloat (fabs (counts[c * n_outcomes + k] - shares[k] * sizes[c]), <, 1);
            }
          g_assert_cmpfloat (fabs (sum - shares[k] * n), <, 1);
        }
      for (guint c = 0; c < n_classes; c++)
        {
          guint sum = 0;

          for (guint k = 0; k < n_outcomes; k++)
            sum += counts[c * n_outcomes + k];
          g_assert_cmpuint (sum, ==, sizes[c]);
        }
    }
}

#define STAFF \
  "{ 'id': 1, 'name': 'staff', 'rows': 5000, 'columns': [" \
  "  { 'id': 2, 'name': 'site', 'type': 'text', 'generator': 'category'," \
  "    'parameters': { 'values': ['A', 'B'] } }," \
  "  { 'id': 3, 'name': 'age', 'type': 'integer', 'generator': 'number'," \
  "    'parameters': { 'min': 20, 'max': 60 } }," \
  "  { 'id': 4, 'name': 'pay', 'type': 'integer', 'generator': 'number'," \
  "    'parameters': { 'min': 0, 'max': 99, 'by': 'site', 'branches': [" \
  "      { 'when': 'A', 'parameters': { 'min': 100, 'max': 199 } } ] } }," \
  "  { 'id': 5, 'name': 'bonus', 'type': 'real', 'generator': 'regression'," \
  "    'parameters': { 'formula': 'pay', 'r2': 0.5 } }," \
  "  { 'id': 6, 'name': 'left', 'type': 'boolean', 'generator': 'logistic'," \
  "    'parameters': { 'formula': 'age / 10.0', 'share': 0.2 } }," \
  "  { 'id': 7, 'name': 'phone', 'type': 'integer', 'nullable': true, 'missing': 0.2," \
  "    'generator': 'number', 'missing_by': { 'kind': 'column', 'column': 'age' } } ] }"

static GPtrArray *
get_cells (SdSchema *schema)
{
  static const char *columns[] = { "site", "age", "pay", "bonus", "left", "phone" };
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  GPtrArray *cells = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    g_ptr_array_add (cells, sd_test_column (plan, "staff", columns[i], SD_BATCH_ROWS));
  return cells;
}

static gboolean
is_same (GPtrArray *a,
         GPtrArray *b,
         guint      n)
{
  for (guint i = 0; i < n; i++)
    if (!g_str_equal (a->pdata[i], b->pdata[i]))
      return FALSE;
  return TRUE;
}

/* Which columns change, as a word of s, a, p, b, l, m. */
static void
assert_changed (GPtrArray  *before,
                SdSchema   *schema,
                const char *changed)
{
  g_autoptr (GPtrArray) after = get_cells (schema);

  for (guint i = 0; i < after->len; i++)
    g_assert_true (is_same (before->pdata[i], after->pdata[i], 5000)
                   == (strchr (changed, "sapblm"[i]) == NULL));
}

static SdSchema *
make_staff (void)
{
  return sd_test_schema (STAFF, "");
}

/* What an edit may change (ENGINE.md §8). */
static void
test_edits (void)
{
  g_autoptr (SdSchema) schema = make_staff ();
  g_autoptr (GPtrArray) before = get_cells (schema);
  SdTable *staff = sd_schema_find_table (schema, "staff");
  JsonNode *value;

  value = json_node_init_double (json_node_alloc (), 0.3);
  sd_column_set_parameter (sd_table_find_column (staff, "left"), "share", value);
  assert_changed (before, schema, "l");

  sd_schema_rename_column (schema, staff, sd_table_find_column (staff, "site"), "place");
  sd_schema_rename_column (schema, staff, sd_table_find_column (staff, "place"), "site");
  assert_changed (before, schema, "l");

  sd_column_set_missing (sd_table_find_column (staff, "phone"), 0.1);
  assert_changed (before, schema, "lm");

  value = json_node_init_int (json_node_alloc (), 50);
  sd_column_set_parameter (sd_table_find_column (staff, "pay"), "max", value);
  assert_changed (before, schema, "lmpb");
}

/* More rows change the last block alone of what is done in blocks. */
static void
test_rows (void)
{
  g_autoptr (SdSchema) schema = make_staff ();
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;

  sd_table_set_rows (sd_schema_find_table (schema, "staff"), 20000, TRUE);
  before = get_cells (schema);
  sd_table_set_rows (sd_schema_find_table (schema, "staff"), 30000, TRUE);
  after = get_cells (schema);
  for (guint i = 0; i < after->len; i++)
    g_assert_true (is_same (before->pdata[i], after->pdata[i], 4 * 4096));
}

/* Bounds with more decimals than the column: no value is rounded beyond them. */
static void
test_bounds (void)
{
  static const struct { const char *parameters; gint64 least, most; } laws[] = {
    { "'min': 384.5, 'max': 407.61", 385, 407 },
    { "'min': -3.5, 'max': 2.4", -3, 2 },
    { "'distribution': 'truncated_normal', 'mean': 0, 'stddev': 5, 'min': -2.5, 'max': 2.7",
      -2, 2 },
    { "'distribution': 'pareto', 'min': 55.24, 'alpha': 9, 'max': 57.5", 56, 57 },
    { "'distribution': 'triangular', 'min': 0.6, 'mode': 1.5, 'max': 3.6", 1, 3 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (laws); i++)
    {
      g_autofree char *tables =
        g_strdup_printf ("{ 'id': 1, 'name': 't', 'rows': 2000, 'columns': ["
                         "  { 'id': 2, 'name': 'x', 'type': 'integer', 'generator': 'number',"
                         "    'parameters': { %s } } ] }", laws[i].parameters);
      g_autoptr (SdSchema) schema = sd_test_schema (tables, "");
      g_autoptr (SdPlan) plan = sd_test_plan (schema);
      const SdPlanColumn *column = &sd_plan_get_table (plan, 0)->columns[0];
      g_autoptr (GArray) values = sd_test_integers (plan, "t", "x");
      gint64 least = G_MAXINT64;
      gint64 most = G_MININT64;

      for (guint k = 0; k < values->len; k++)
        {
          least = MIN (least, g_array_index (values, gint64, k));
          most = MAX (most, g_array_index (values, gint64, k));
        }
      g_assert_cmpint (least, ==, laws[i].least);
      g_assert_cmpint (most, ==, laws[i].most);
      g_assert_cmpint (column->minimum, ==, laws[i].least);
      g_assert_cmpint (column->maximum, ==, laws[i].most);
    }
}

/* Nor is there a value where none is allowed; 0.29 is 29 hundredths. */
static void
test_narrow_bounds (void)
{
  g_autoptr (SdSchema) none =
    sd_test_schema ("{ 'id': 1, 'name': 't', 'rows': 9, 'columns': ["
                    "  { 'id': 2, 'name': 'x', 'type': 'integer', 'generator': 'number',"
                    "    'parameters': { 'min': 1.2, 'max': 1.8 } },"
                    "  { 'id': 3, 'name': 'y', 'type': 'integer', 'generator': 'number',"
                    "    'parameters': { 'distribution': 'truncated_normal', 'mean': 1.5,"
                    "      'stddev': 1, 'min': 1.2, 'max': 1.8 } } ] }", "");
  g_autoptr (SdSchema) one =
    sd_test_schema ("{ 'id': 1, 'name': 't', 'rows': 9, 'columns': ["
                    "  { 'id': 2, 'name': 'x', 'type': 'decimal', 'precision': 4, 'scale': 2,"
                    "    'generator': 'number', 'parameters': { 'min': 0.29, 'max': 0.29 } } ] }",
                    "");
  g_autofree char *codes = sd_test_findings (none);
  g_autoptr (SdPlan) plan = sd_test_plan (one);
  g_autoptr (GArray) values = sd_test_integers (plan, "t", "x");

  g_assert_cmpstr (codes, ==, "number-no-value number-no-value");
  for (guint k = 0; k < values->len; k++)
    g_assert_cmpint (g_array_index (values, gint64, k), ==, 29);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/synth/margin/small-tables", test_small_tables);
  g_test_add_func ("/synth/margin/controlled", test_controlled);
  g_test_add_func ("/synth/margin/edits", test_edits);
  g_test_add_func ("/synth/margin/rows", test_rows);
  g_test_add_func ("/synth/margin/bounds", test_bounds);
  g_test_add_func ("/synth/margin/narrow-bounds", test_narrow_bounds);
  return g_test_run ();
}
