/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What an edit may change, and what must stay bit for bit (ENGINE.md §8): each
 * test edits a document and compares all columns before and after.
 */

#include "sd-schema-file.h"
#include "sd-test-plan.h"
#include "sd-test-sales.h"

/* Column id → its cells. */
static GHashTable *
get_cells (SdSchema *schema)
{
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  GHashTable *cells = g_hash_table_new_full (NULL, NULL, NULL,
                                             (GDestroyNotify) g_ptr_array_unref);

  for (guint t = 0; t < sd_plan_get_n_tables (plan); t++)
    {
      const SdPlanTable *table = sd_plan_get_table (plan, t);

      for (guint c = 0; c < table->n_columns; c++)
        g_hash_table_insert (cells, GUINT_TO_POINTER (table->columns[c].id),
                             sd_test_column (plan, table->name, table->columns[c].name,
                                             SD_BATCH_ROWS));
    }
  return cells;
}

static gboolean
is_in (const guint *ids,
       guint        id)
{
  for (; *ids != 0; ids++)
    if (*ids == id)
      return TRUE;
  return FALSE;
}

/* Whether the first @n cells of a column are the same (all when 0). */
static gboolean
is_same (GHashTable *before,
         GHashTable *after,
         guint       id,
         guint       n)
{
  const GPtrArray *a = g_hash_table_lookup (before, GUINT_TO_POINTER (id));
  const GPtrArray *b = g_hash_table_lookup (after, GUINT_TO_POINTER (id));

  if (b == NULL || (n == 0 && a->len != b->len))
    return FALSE;
  for (guint i = 0; i < (n > 0 ? n : a->len); i++)
    if (!g_str_equal (a->pdata[i], b->pdata[i]))
      return FALSE;
  return TRUE;
}

/* All columns stay but those of @changed (ends with 0), which do change. */
static void
assert_changed (GHashTable  *before,
                GHashTable  *after,
                const guint *changed)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      const guint id = GPOINTER_TO_UINT (key);

      if (is_same (before, after, id, 0) == is_in (changed, id))
        g_error ("Column %u %s.", id, is_in (changed, id) ? "stayed" : "changed");
    }
}

static SdSchema *
make_schema (void)
{
  return sd_test_schema (SD_TEST_SALES_TABLES, SD_TEST_SALES_RELATIONSHIPS);
}

static void
test_names_and_order (void)
{
  const guint nothing[] = { 0 };
  g_autoptr (SdSchema) schema = make_schema ();
  g_autoptr (GHashTable) before = get_cells (schema);
  g_autoptr (GHashTable) after = NULL;
  SdTable *customers = sd_schema_find_table (schema, "customers");
  SdTable *sales = sd_schema_find_table (schema, "sales");

  sd_schema_rename_table (schema, customers, "clients");
  sd_schema_rename_column (schema, customers, sd_table_find_column (customers, "signup"), "since");
  sd_schema_rename_column (schema, sales, sd_table_find_column (sales, "quantity"), "units");
  sd_schema_move_column (schema, sales, sd_table_find_column (sales, "sold_on"), 0);
  sd_schema_move_table (schema, sales, 0);
  sd_table_set_title (sales, "What was sold");
  after = get_cells (schema);
  assert_changed (before, after, nothing);
}

static void
test_add_and_delete (void)
{
  const guint deleted[] = { 12, 0 };
  g_autoptr (SdSchema) schema = make_schema ();
  g_autoptr (GHashTable) before = get_cells (schema);
  g_autoptr (GHashTable) after = NULL;
  SdTable *customers = sd_schema_find_table (schema, "customers");
  SdColumn *column = sd_column_new ("points", SD_TYPE_INTEGER);

  sd_column_set_generator (column, "number", NULL);
  sd_schema_add_column (schema, customers, column, 0);
  g_object_unref (column);
  sd_schema_remove_column (schema, customers, sd_table_find_column (customers, "segment"));
  after = get_cells (schema);
  assert_changed (before, after, deleted);
}

static void
test_margin (void)
{
  /* The price, and the total that reads it. */
  const guint changed[] = { 22, 36, 0 };
  g_autoptr (SdSchema) schema = make_schema ();
  g_autoptr (GHashTable) before = get_cells (schema);
  g_autoptr (GHashTable) after = NULL;
  SdColumn *price = sd_table_find_column (sd_schema_find_table (schema, "products"), "price");
  JsonNode *median = json_node_init_double (json_node_alloc (), 35);

  sd_column_set_parameter (price, "median", median);
  after = get_cells (schema);
  assert_changed (before, after, changed);
}

static void
test_law (void)
{
  /* Which customer, nothing else: not even the days. */
  const guint changed[] = { 32, 0 };
  g_autoptr (SdSchema) schema = make_schema ();
  g_autoptr (GHashTable) before = get_cells (schema);
  g_autoptr (GHashTable) after = NULL;

  sd_relationship_set_law (sd_schema_find_relationship_by_id (schema, 41), "poisson", NULL, FALSE);
  after = get_cells (schema);
  assert_changed (before, after, changed);
}

/* Four columns of customers, and an effect on sales. */
static SdSchema *
make_correlated (const char *margins,
                 const char *correlations,
                 const char *effects)
{
  g_autofree char *tables =
    g_strdup_printf ("{ 'id': 1, 'name': 'customers', 'rows': 300, 'margins': '%s',"
                     "  'primary_key': ['customer_id'], 'columns': ["
                     "  { 'id': 11, 'name': 'customer_id', 'type': 'integer',"
                     "    'generator': 'sequence' },"
                     "  { 'id': 12, 'name': 'a', 'type': 'real', 'generator': 'number',"
                     "    'parameters': { 'distribution': 'normal', 'mean': 0, 'stddev': 1 } },"
                     "  { 'id': 13, 'name': 'b', 'type': 'real', 'generator': 'number' },"
                     "  { 'id': 14, 'name': 'c', 'type': 'real', 'generator': 'number' },"
                     "  { 'id': 15, 'name': 'd', 'type': 'real', 'generator': 'number' } ],"
                     "  'correlations': [ { 'columns': ['a', 'b'], 'value': 0.5 } %s ] },"
                     "{ 'id': 2, 'name': 'sales', 'rows': 900, 'margins': '%s', 'columns': ["
                     "  { 'id': 21, 'name': 'customer_id', 'type': 'integer',"
                     "    'generator': 'reference' },"
                     "  { 'id': 22, 'name': 'x', 'type': 'real', 'generator': 'number' },"
                     "  { 'id': 23, 'name': 'y', 'type': 'real', 'generator': 'number' } ] }",
                     margins, correlations, margins);
  g_autofree char *relationships =
    g_strdup_printf ("{ 'id': 41, 'parent_table_name': 'customers',"
                     "  'child_table_name': 'sales', 'child_foreign_key': 'customer_id',"
                     "  'law': 'poisson', 'effects': [ %s ] }", effects);

  return sd_test_schema (tables, relationships);
}

/* A correlation or an effect changes the later column, and those after it that
 * go with it. */
static void
test_correlations (void)
{
  static const struct { const char *correlations, *effects; guint changed[4]; } edits[] = {
    { ", { 'columns': ['b', 'c'], 'value': 0.4 }", "", { 14, 0 } },
    { ", { 'columns': ['a', 'c'], 'value': -0.4, 'measure': 'spearman' }", "", { 14, 0 } },
    { ", { 'columns': ['b', 'd'], 'value': 0.4 }, { 'columns': ['c', 'd'], 'value': 0 }", "",
      { 15, 0 } },
    { "", "{ 'parent': 'b', 'child': 'y', 'correlation': 0.4 }", { 23, 0 } },
    { "", "{ 'parent': 'd', 'child': 'x', 'correlation': 0.4 }", { 22, 0 } },
  };
  static const char * const margins[] = { "balanced", "sampled", "exact" };

  for (guint m = 0; m < G_N_ELEMENTS (margins); m++)
    for (guint i = 0; i < G_N_ELEMENTS (edits); i++)
      {
        g_autoptr (SdSchema) schema = make_correlated (margins[m], "", "");
        g_autoptr (SdSchema) edited = make_correlated (margins[m], edits[i].correlations,
                                                       edits[i].effects);
        g_autoptr (GHashTable) before = get_cells (schema);
        g_autoptr (GHashTable) after = get_cells (edited);

        assert_changed (before, after, edits[i].changed);
      }
}

/* A new column among the correlated ones, and another margin of one. */
static void
test_correlated_columns (void)
{
  const guint nothing[] = { 0 };
  const guint changed[] = { 12, 0 };
  g_autoptr (SdSchema) schema = make_correlated ("balanced", "", "");
  g_autoptr (GHashTable) before = get_cells (schema);
  g_autoptr (GHashTable) after = NULL;
  g_autoptr (GHashTable) again = NULL;
  SdTable *customers = sd_schema_find_table (schema, "customers");
  SdColumn *column = sd_column_new ("points", SD_TYPE_INTEGER);

  sd_column_set_generator (column, "number", NULL);
  sd_schema_add_column (schema, customers, column, 0);
  g_object_unref (column);
  sd_schema_move_column (schema, customers, sd_table_find_column (customers, "b"), 1);
  sd_schema_rename_column (schema, customers, sd_table_find_column (customers, "a"), "alpha");
  after = get_cells (schema);
  assert_changed (before, after, nothing);
  /* The latents stay: only the column's own values are others. */
  sd_column_set_parameter (sd_table_find_column (customers, "alpha"), "mean",
                           json_node_init_double (json_node_alloc (), 7));
  again = get_cells (schema);
  assert_changed (before, again, changed);
}

static void
test_rows (void)
{
  g_autoptr (SdSchema) schema = make_schema ();
  g_autoptr (GHashTable) before = get_cells (schema);
  g_autoptr (GHashTable) after = NULL;

  sd_table_set_rows (sd_schema_find_table (schema, "sales"), 6000, TRUE);
  after = get_cells (schema);
  for (guint id = 11; id <= 14; id++)
    g_assert_true (is_same (before, after, id, 0));
  g_assert_true (is_same (before, after, 22, 0));
  /* Plain draws stay in all full blocks. */
  g_assert_true (is_same (before, after, 31, 5000));
  g_assert_true (is_same (before, after, 35, 4096));
  g_assert_false (is_same (before, after, 35, 5000));
}

static void
test_missing (void)
{
  const guint changed[] = { 35, 0 };
  g_autoptr (SdSchema) schema = make_schema ();
  g_autoptr (GHashTable) before = get_cells (schema);
  g_autoptr (GHashTable) after = NULL;
  const GPtrArray *a;
  const GPtrArray *b;
  guint missing = 0;

  sd_column_set_missing (sd_table_find_column (sd_schema_find_table (schema, "sales"), "quantity"),
                         0.2);
  after = get_cells (schema);
  /* Totals read the clean cell. */
  assert_changed (before, after, changed);
  a = g_hash_table_lookup (before, GUINT_TO_POINTER (35));
  b = g_hash_table_lookup (after, GUINT_TO_POINTER (35));
  for (guint i = 0; i < a->len; i++)
    if (g_str_equal (b->pdata[i], "∅"))
      missing++;
    else
      g_assert_cmpstr (a->pdata[i], ==, b->pdata[i]);
  g_assert_cmpuint (missing, ==, 1000);
}

static void
test_seed (void)
{
  const guint changed[] = { 12, 13, 14, 22, 32, 33, 34, 35, 36, 37, 0 };
  g_autoptr (SdSchema) schema = make_schema ();
  g_autoptr (GHashTable) before = get_cells (schema);
  g_autoptr (GHashTable) after = NULL;

  sd_schema_set_seed (schema, 43);
  after = get_cells (schema);
  assert_changed (before, after, changed);
}

static void
test_save_and_load (void)
{
  const guint nothing[] = { 0 };
  g_autoptr (SdSchema) schema = make_schema ();
  g_autoptr (GHashTable) before = get_cells (schema);
  g_autofree char *text = sd_schema_to_text (schema);
  g_autoptr (GError) error = NULL;
  g_autoptr (SdSchema) again = sd_schema_new_from_text (text, strlen (text), &error);
  g_autoptr (GHashTable) after = NULL;

  g_assert_no_error (error);
  after = get_cells (again);
  assert_changed (before, after, nothing);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/synth/stability/names-and-order", test_names_and_order);
  g_test_add_func ("/synth/stability/add-and-delete", test_add_and_delete);
  g_test_add_func ("/synth/stability/margin", test_margin);
  g_test_add_func ("/synth/stability/law", test_law);
  g_test_add_func ("/synth/stability/correlations", test_correlations);
  g_test_add_func ("/synth/stability/correlated-columns", test_correlated_columns);
  g_test_add_func ("/synth/stability/rows", test_rows);
  g_test_add_func ("/synth/stability/missing", test_missing);
  g_test_add_func ("/synth/stability/seed", test_seed);
  g_test_add_func ("/synth/stability/save-and-load", test_save_and_load);
  return g_test_run ();
}
