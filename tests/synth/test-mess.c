/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Messy data: a second layer that leaves the first as it is, in exactly the
 * cells and rows declared, listed without a scan.
 */

#include <string.h>

#include "sd-changes.h"
#include "sd-mess-cells-private.h"
#include "sd-mess-rows-private.h"
#include "sd-mess-text-private.h"
#include "sd-test-plan.h"

#define CUSTOMERS(rows, mess) \
  "{ 'id': 1, 'name': 'customers', 'rows': " rows ", 'primary_key': ['id'], 'mess': [" mess "]," \
  "  'columns': [" \
  "  { 'id': 2, 'name': 'id', 'type': 'integer', 'generator': 'sequence' }," \
  "  { 'id': 3, 'name': 'first_name', 'type': 'text', 'generator': 'semantic'," \
  "    'parameters': { 'semantic': 'first_name' }, 'mess': [" \
  "      { 'kind': 'typo', 'share': 0.1 }, { 'kind': 'case', 'share': 0.07 }," \
  "      { 'kind': 'spaces', 'share': 0.05 } ] }," \
  "  { 'id': 4, 'name': 'last_name', 'type': 'text', 'generator': 'semantic'," \
  "    'parameters': { 'semantic': 'last_name' } }," \
  "  { 'id': 5, 'name': 'born', 'type': 'date', 'generator': 'date'," \
  "    'parameters': { 'min': '1950-01-01', 'max': '2005-12-31' }," \
  "    'mess': [ { 'kind': 'date_format', 'share': 0.2 } ] }," \
  "  { 'id': 6, 'name': 'height', 'type': 'decimal', 'precision': 8, 'scale': 2," \
  "    'generator': 'number', 'parameters': { 'min': 1.5, 'max': 2.0 }," \
  "    'mess': [ { 'kind': 'unit', 'share': 0.1, 'factor': 100 }," \
  "              { 'kind': 'missing_code', 'share': 0.1, 'values': ['-99', 'NA'] } ] } ] }"

#define ORDERS \
  "{ 'id': 10, 'name': 'orders', 'rows': 9000, 'primary_key': ['id'], 'columns': [" \
  "  { 'id': 11, 'name': 'id', 'type': 'integer', 'generator': 'sequence' }," \
  "  { 'id': 12, 'name': 'customer_id', 'type': 'integer', 'generator': 'reference'," \
  "    'mess': [ { 'kind': 'orphan', 'share': 0.03 }, { 'kind': 'blank', 'share': 0.02 } ] }," \
  "  { 'id': 13, 'name': 'amount', 'type': 'decimal', 'precision': 10, 'scale': 2," \
  "    'generator': 'number', 'parameters': { 'min': 1, 'max': 5000 }," \
  "    'mess': [ { 'kind': 'number_format', 'share': 0.1 }," \
  "              { 'kind': 'outlier', 'share': 0.013 } ] }," \
  "  { 'id': 14, 'name': 'total', 'type': 'decimal', 'precision': 10, 'scale': 2," \
  "    'generator': 'formula', 'parameters': { 'formula': 'amount * 2' } } ] }"

#define LINK \
  "{ 'id': 20, 'parent_table_name': 'customers', 'child_table_name': 'orders'," \
  "  'child_foreign_key': ['customer_id'] }"

#define COPIES \
  "{ 'kind': 'duplicate', 'share': 0.05 }, { 'kind': 'near_duplicate', 'share': 0.03 }," \
  "{ 'kind': 'swap', 'share': 0.04, 'columns': ['first_name', 'last_name'] }"

static const char * const columns[] = { "id", "first_name", "last_name", "born", "height" };

static SdPlan *
make_plan (const char *tables,
           gboolean    messy)
{
  g_autoptr (SdSchema) schema = sd_test_schema (tables, strstr (tables, "orders") ? LINK : "");

  sd_schema_set_messy (schema, messy);
  return sd_test_plan (schema);
}

static SdPlan *
make_shop (gboolean messy)
{
  return make_plan (CUSTOMERS ("5000", COPIES) "," ORDERS, messy);
}

static void
assert_same (GPtrArray *a,
             GPtrArray *b)
{
  g_assert_cmpuint (a->len, ==, b->len);
  for (guint i = 0; i < a->len; i++)
    g_assert_cmpstr (a->pdata[i], ==, b->pdata[i]);
}

/* Whatever the mess, the twin is the data without it. */
static void
test_clean (void)
{
  g_autoptr (SdPlan) messy = make_shop (TRUE);
  g_autoptr (SdPlan) clean = make_shop (FALSE);
  SdPlan *twin = sd_plan_get_clean (messy);

  g_assert_nonnull (twin);
  g_assert_null (sd_plan_get_clean (clean));
  for (guint t = 0; t < 2; t++)
    {
      const SdPlanTable *table = sd_plan_get_table (clean, t);

      g_assert_cmpuint (sd_plan_get_table (twin, t)->n_rows, ==, table->n_rows);
      for (guint c = 0; c < table->n_columns; c++)
        {
          const char *name = table->columns[c].name;
          g_autoptr (GPtrArray) a = sd_test_column (twin, table->name, name, 1024);
          g_autoptr (GPtrArray) b = sd_test_column (clean, table->name, name, 1024);

          assert_same (a, b);
        }
    }
}

/* Totals, formulas and references see clean cells. */
static void
test_readers (void)
{
  g_autoptr (SdPlan) messy = make_shop (TRUE);
  g_autoptr (GPtrArray) shown = sd_test_column (messy, "orders", "total", 1024);
  g_autoptr (GPtrArray) clean = sd_test_column (sd_plan_get_clean (messy), "orders", "total", 1024);

  assert_same (shown, clean);
}

static void
test_batches (void)
{
  g_autoptr (SdPlan) messy = make_shop (TRUE);

  for (guint c = 0; c < G_N_ELEMENTS (columns); c++)
    {
      g_autoptr (GPtrArray) whole = sd_test_column (messy, "customers", columns[c], 1024);
      g_autoptr (GPtrArray) single = sd_test_column (messy, "customers", columns[c], 1);
      g_autoptr (GPtrArray) odd = sd_test_column (messy, "customers", columns[c], 7);

      assert_same (whole, single);
      assert_same (whole, odd);
    }
}

/* Rows backwards, from an evaluator that has seen others. */
static void
test_order (void)
{
  g_autoptr (SdPlan) messy = make_shop (TRUE);
  g_autoptr (GPtrArray) whole = sd_test_column (messy, "customers", "first_name", 1024);
  g_autoptr (SdEvaluator) evaluator = sd_evaluator_new (messy);
  const SdPlanTable *table = sd_plan_get_table (messy, 0);

  for (guint64 row = table->n_rows; row-- > 0;)
    {
      const SdBatch *batch = sd_evaluator_get_rows_at (evaluator, 0, &row, 1, NULL);
      g_autofree char *cell = sd_test_cell (batch->columns[1], &table->columns[1], 0);

      g_assert_cmpstr (cell, ==, whole->pdata[row]);
    }
}

static void
test_rows (void)
{
  static const guint64 sizes[][2] = {
    { 1, 0 }, { 1, 1 }, { 2, 1 }, { 50, 3 }, { 50, 50 }, { 4097, 1 }, { 10000, 777 }, { 999, 998 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      const guint64 n = sizes[i][0] + sizes[i][1];
      guint64 kept = 0, copies = 0, copy;
      SdMessRows rows;

      sd_mess_rows_init (&rows, sizes[i][0], sizes[i][1], 99 + i);
      for (guint64 row = 0; row < n; row++)
        {
          const guint64 clean = sd_mess_rows_get_clean (&rows, row, &copy);

          if (copy == G_MAXUINT64)
            {
              g_assert_cmpuint (clean, ==, kept++);
              g_assert_cmpuint (sd_mess_rows_get_output (&rows, clean), ==, row);
              continue;
            }
          g_assert_cmpuint (row, >, 0);
          g_assert_cmpuint (copy, ==, copies++);
          g_assert_cmpuint (clean, <, kept);
          g_assert_cmpuint (sd_mess_rows_get_place (&rows, copy), ==, row);
        }
      g_assert_cmpuint (kept, ==, sizes[i][0]);
      g_assert_cmpuint (copies, ==, sizes[i][1]);
      g_assert_cmpuint (sd_mess_rows_get_output (&rows, sizes[i][0]), ==, n);
    }
}

static void
test_rows_large (void)
{
  SdMessRows rows;
  guint64 copy;

  sd_mess_rows_init (&rows, G_GUINT64_CONSTANT (100000000000), G_GUINT64_CONSTANT (3000000001), 5);
  for (guint64 i = 0; i < 10000; i++)
    {
      const guint64 clean = i * 9999991;
      const guint64 row = sd_mess_rows_get_output (&rows, clean);

      g_assert_cmpuint (sd_mess_rows_get_clean (&rows, row, &copy), ==, clean);
      g_assert_true (copy == G_MAXUINT64);
    }
}

/* Exactly as many cells of each kind, listed and found out one by one. */
static void
test_cells (void)
{
  static const guint64 swaps[] = { 123, 45 };
  static const guint64 own[] = { 1000, 1, 7777, 500 };
  static const guint64 sizes[] = { 9446, 20000, 12289, 9447 };

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      guint64 counts[6] = { 0 };
      SdMessCells cells;

      sd_mess_cells_init (&cells, sizes[s], 1, 2, swaps, 2, own, 4);
      for (guint64 b = 0; b < cells.n_blocks; b++)
        {
          guint16 rows[SD_MESS_BLOCK];
          gint8 kinds[SD_MESS_BLOCK];
          SdMessBlock block;
          guint n, found = 0;

          sd_mess_cells_get_block (&cells, b, &block);
          n = sd_mess_block_list (&cells, &block, rows, kinds);
          for (guint i = 0; i < n; i++)
            {
              g_assert_cmpint (sd_mess_block_get_kind (&cells, &block, rows[i]), ==, kinds[i]);
              g_assert_cmpuint (sd_mess_cells_find_block (&cells, block.first + rows[i]), ==, b);
              counts[kinds[i]]++;
            }
          for (guint i = 0; i < block.n; i++)
            found += sd_mess_block_get_kind (&cells, &block, i) >= 0;
          g_assert_cmpuint (found, ==, n);
        }
      for (guint i = 0; i < 2; i++)
        g_assert_cmpuint (counts[i], ==, swaps[i]);
      for (guint i = 0; i < 4; i++)
        g_assert_cmpuint (counts[2 + i], ==, own[i]);
    }
}

/* More than there is room for takes what is left, and no cell twice. */
static void
test_cells_full (void)
{
  static const guint64 swaps[] = { 4000 };
  static const guint64 own[] = { 5000, 5000 };
  guint64 n = 0;
  SdMessCells cells;

  sd_mess_cells_init (&cells, 10000, 1, 2, swaps, 1, own, 2);
  for (guint64 b = 0; b < cells.n_blocks; b++)
    {
      SdMessBlock block;

      sd_mess_cells_get_block (&cells, b, &block);
      for (guint i = 0; i < block.n; i++)
        n += sd_mess_block_get_kind (&cells, &block, i) >= 0;
    }
  g_assert_cmpuint (n, ==, 10000);
}

typedef struct
{
  GHashTable *cells;      /* "row/column" → kind */
  GHashTable *copies;     /* row + 1 → clean row + 1 */
  GHashTable *counts;     /* "column kind" → number */
} Key;

static void
count (Key        *key,
       const char *column,
       const char *kind)
{
  char *name = g_strdup_printf ("%s %s", column, kind);
  const guint n = GPOINTER_TO_UINT (g_hash_table_lookup (key->counts, name));

  g_hash_table_insert (key->counts, name, GUINT_TO_POINTER (n + 1));
}

static Key
read_changes (SdPlan     *plan,
              const char *table,
              guint       n_shards)
{
  const guint index = (guint) sd_plan_find_table (plan, table);
  const SdPlanTable *info = sd_plan_get_table (plan, index);
  Key key = {
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    g_hash_table_new (NULL, NULL),
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
  };
  guint64 before = 0;

  for (guint s = 0; s < n_shards; s++)
    {
      g_autoptr (SdChanges) changes = sd_changes_new (plan, index, info->n_rows * s / n_shards,
                                                      info->n_rows * (s + 1) / n_shards);
      SdChangeBatch batch;

      while (sd_changes_next (changes, &batch))
        for (guint i = 0; i < batch.n; i++)
          {
            const SdChange *change = &batch.changes[i];

            g_assert_cmpuint (change->row, >=, before);
            before = change->row;
            if (change->column < 0 || g_str_equal (change->kind, "near_duplicate"))
              g_hash_table_insert (key.copies, GUINT_TO_POINTER (change->row + 1),
                                   GUINT_TO_POINTER (change->clean_row + 1));
            count (&key, change->column < 0 ? "" : info->columns[change->column].name,
                   change->kind);
            if (change->column >= 0)
              g_assert_true (g_hash_table_insert (key.cells,
                                                  g_strdup_printf ("%u/%d", (guint) change->row,
                                                                   change->column),
                                                  (gpointer) change->kind));
          }
    }
  return key;
}

static void
key_clear (Key *key)
{
  g_hash_table_unref (key->cells);
  g_hash_table_unref (key->copies);
  g_hash_table_unref (key->counts);
}

static guint
get_count (const Key  *key,
           const char *name)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (key->counts, name));
}

static void
test_rates (void)
{
  g_autoptr (SdPlan) plan = make_shop (TRUE);
  Key key = read_changes (plan, "customers", 1);

  g_assert_cmpuint (get_count (&key, "first_name typo"), ==, 500);
  g_assert_cmpuint (get_count (&key, "first_name case"), ==, 350);
  g_assert_cmpuint (get_count (&key, "first_name spaces"), ==, 250);
  g_assert_cmpuint (get_count (&key, "first_name swap"), ==, 200);
  g_assert_cmpuint (get_count (&key, "last_name swap"), ==, 200);
  g_assert_cmpuint (get_count (&key, "born date_format"), ==, 1000);
  g_assert_cmpuint (get_count (&key, "height unit"), ==, 500);
  g_assert_cmpuint (get_count (&key, "height missing_code"), ==, 500);
  g_assert_cmpuint (get_count (&key, " duplicate"), ==, 250);
  g_assert_cmpuint (g_hash_table_size (key.copies), ==, 400);
  g_assert_cmpuint (sd_plan_get_table (plan, 0)->n_rows, ==, 5400);
  g_assert_cmpuint (sd_plan_get_table (plan, 0)->n_copies, ==, 400);
  key_clear (&key);
}

/* The row of the twin that row @row of the messy table shows. */
static guint
get_clean (const Key *key,
           guint      row,
           guint     *kept)
{
  const gpointer copied = g_hash_table_lookup (key->copies, GUINT_TO_POINTER (row + 1));

  return copied != NULL ? GPOINTER_TO_UINT (copied) - 1 : (*kept)++;
}

/* Every cell that differs from the twin is in the list, but for those that a
 * copy shows because its original does; the key of copies is new. */
static void
check_column (SdPlan     *plan,
              const Key  *key,
              const char *table,
              guint       column,
              gboolean    is_key)
{
  const char *name = sd_plan_get_table (plan, 0)->columns[column].name;
  g_autoptr (GPtrArray) shown = sd_test_column (plan, table, name, 1024);
  g_autoptr (GPtrArray) clean = sd_test_column (sd_plan_get_clean (plan), table, name, 1024);
  g_autofree guint *where = g_new0 (guint, clean->len);
  guint kept = 0;

  for (guint row = 0; row < shown->len; row++)
    {
      const guint before = kept;
      const guint twin = get_clean (key, row, &kept);
      g_autofree char *cell = g_strdup_printf ("%u/%u", row, column);
      const gboolean listed = g_hash_table_contains (key->cells, cell);

      if (kept > before)
        {
          where[twin] = row;
          g_assert_true (listed == !g_str_equal (shown->pdata[row], clean->pdata[twin]));
        }
      else if (is_key)
        g_assert_cmpint (g_ascii_strtoll (shown->pdata[row], NULL, 10), >, clean->len);
      else
        g_assert_true (listed == !g_str_equal (shown->pdata[row], shown->pdata[where[twin]]));
    }
  g_assert_cmpuint (kept, ==, clean->len);
}

static void
test_changes (void)
{
  g_autoptr (SdPlan) plan = make_shop (TRUE);
  Key key = read_changes (plan, "customers", 1);

  for (guint c = 0; c < G_N_ELEMENTS (columns); c++)
    check_column (plan, &key, "customers", c, c == 0);
  key_clear (&key);
}

static void
test_change_shards (void)
{
  g_autoptr (SdPlan) plan = make_shop (TRUE);
  Key whole = read_changes (plan, "customers", 1);

  for (guint n = 2; n < 40; n += 5)
    {
      Key parts = read_changes (plan, "customers", n);

      g_assert_cmpuint (g_hash_table_size (parts.cells), ==, g_hash_table_size (whole.cells));
      g_assert_cmpuint (g_hash_table_size (parts.copies), ==, g_hash_table_size (whole.copies));
      key_clear (&parts);
    }
  key_clear (&whole);
}

static void
test_orphans (void)
{
  g_autoptr (SdPlan) plan = make_shop (TRUE);
  g_autoptr (GPtrArray) keys = sd_test_column (plan, "customers", "id", 1024);
  g_autoptr (GPtrArray) cells = sd_test_column (plan, "orders", "customer_id", 1024);
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_orphans = 0, n_blank = 0;

  for (guint i = 0; i < keys->len; i++)
    g_assert_true (g_hash_table_add (known, keys->pdata[i]));
  for (guint i = 0; i < cells->len; i++)
    if (g_str_equal (cells->pdata[i], "∅"))
      n_blank++;
    else
      n_orphans += !g_hash_table_contains (known, cells->pdata[i]);
  g_assert_cmpuint (n_orphans, ==, 270);
  g_assert_cmpuint (n_blank, ==, 180);
}

static void
assert_dropped (SdPlan     *plan,
                const char *table,
                const char *constraint,
                gboolean    is_dropped)
{
  const SdPlanTable *info = sd_plan_get_table (plan, (guint) sd_plan_find_table (plan, table));
  gboolean found = FALSE;

  for (guint i = 0; i < info->n_dropped; i++)
    found |= g_str_has_prefix (info->dropped[i], constraint);
  g_assert_true (found == is_dropped);
}

static void
test_constraints (void)
{
  g_autoptr (SdPlan) plan = make_shop (TRUE);
  const SdPlanTable *orders = sd_plan_get_table (plan, 1);

  assert_dropped (plan, "customers", "PRIMARY KEY", FALSE);
  assert_dropped (plan, "customers", "date (born)", TRUE);
  assert_dropped (plan, "customers", "decimal (height)", TRUE);
  assert_dropped (plan, "orders", "FOREIGN KEY (customer_id)", TRUE);
  assert_dropped (plan, "orders", "NOT NULL (customer_id)", TRUE);
  assert_dropped (plan, "orders", "decimal (amount)", TRUE);
  assert_dropped (plan, "orders", "PRIMARY KEY", FALSE);
  g_assert_true (orders->foreign_keys[0].broken);
  g_assert_cmpuint (orders->n_primary_key, ==, 1);
}

#define NATURAL(mess) \
  "{ 'id': 1, 'name': 'countries', 'rows': 3, 'primary_key': ['code'], 'mess': [" mess "]," \
  "  'columns': [ { 'id': 2, 'name': 'code', 'type': 'text', 'generator': 'values'," \
  "    'unique': true, 'parameters': { 'values': ['de', 'fr', 'it'] } } ] }"

/* A key that has no more values repeats, and is none any more. */
static void
test_natural_key (void)
{
  g_autoptr (SdPlan) plan = make_plan (NATURAL ("{ 'kind': 'duplicate', 'share': 0.4 }"), TRUE);

  g_assert_cmpuint (sd_plan_get_table (plan, 0)->n_rows, ==, 4);
  g_assert_cmpuint (sd_plan_get_table (plan, 0)->n_primary_key, ==, 0);
  g_assert_false (sd_plan_get_table (plan, 0)->columns[0].unique);
  assert_dropped (plan, "countries", "PRIMARY KEY (code)", TRUE);
}

/* Of another rate, only the dirty view changes; of another kind of the same
 * column, no other column's. */
static void
test_stability (void)
{
  g_autoptr (SdPlan) one = make_plan (CUSTOMERS ("5000", COPIES), TRUE);
  g_autoptr (SdPlan) other = make_plan (CUSTOMERS ("5000", ""), TRUE);
  g_autoptr (GPtrArray) a = sd_test_column (sd_plan_get_clean (one), "customers", "height", 1024);
  g_autoptr (GPtrArray) b = sd_test_column (sd_plan_get_clean (other), "customers", "height", 1024);

  assert_same (a, b);
}

static void
test_findings (void)
{
  g_autoptr (SdSchema) schema = sd_test_schema (
    NATURAL ("") ", { 'id': 5, 'name': 'cities', 'rows': 20, 'columns': ["
    "  { 'id': 6, 'name': 'country', 'type': 'text', 'generator': 'reference',"
    "    'mess': [ { 'kind': 'orphan', 'share': 0.5 } ] } ] }",
    "{ 'id': 7, 'parent_table_name': 'countries', 'child_table_name': 'cities',"
    "  'child_foreign_key': ['country'] }");
  g_autofree char *codes = NULL;

  sd_schema_set_messy (schema, TRUE);
  codes = sd_test_findings (schema);
  g_assert_cmpstr (codes, ==, "mess-no-orphan");
}

static void
assert_warning (const char *tables,
                const char *relationships,
                const char *code)
{
  g_autoptr (SdSchema) schema = sd_test_schema (tables, relationships);
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (SdPlan) plan = NULL;
  gboolean found = FALSE;

  sd_schema_set_messy (schema, TRUE);
  plan = sd_plan_new (schema, &findings);
  g_assert_nonnull (plan);
  for (guint i = 0; i < findings->len; i++)
    found |= g_str_equal (((SdFinding *) findings->pdata[i])->code, code);
  g_assert_true (found);
}

#define NUMBERS(rows, mess) \
  "{ 'id': 1, 'name': 't', 'rows': " rows ", 'columns': [ { 'id': 2, 'name': 'n'," \
  "  'type': 'integer', 'generator': 'number', 'parameters': { 'min': 1, 'max': 9 }," \
  "  'mess': [" mess "] } ] }"

static void
test_warnings (void)
{
  assert_warning (NUMBERS ("20", "{ 'kind': 'outlier', 'share': 0.02 }"), "", "mess-none");
  assert_warning (NUMBERS ("20", "{ 'kind': 'unit', 'share': 0.5, 'factor': 1 }"), "",
                  "mess-nothing");
  assert_warning (NUMBERS ("20", "{ 'kind': 'unit', 'share': 0.7 }, { 'kind': 'blank',"
                           " 'share': 0.7 }"), "", "mess-too-much");
  assert_warning (NUMBERS ("20", ""), "", "mess-not-declared");
  assert_warning ("{ 'id': 1, 'name': 'customers', 'rows': 9, 'primary_key': ['id'], 'columns': ["
                  "  { 'id': 2, 'name': 'id', 'type': 'integer', 'generator': 'sequence',"
                  "    'mess': [ { 'kind': 'unit', 'share': 0.3 } ] } ] }," ORDERS, LINK,
                  "mess-key");
}

/* Mistakes change every text that they can. */
static void
test_texts (void)
{
  static const char * const texts[] = {
    "Anna", "a", "aa", "ß", "Łódź", "Jean-Luc Picard", "42", "-", "a b", "日本", "O'Neil", "AAAA",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    for (guint k = 0; k < 200; k++)
      {
        const guint64 u = sd_random (7, k);
        const gsize n = strlen (texts[i]);
        char out[256];
        gsize length = sd_mess_text_typo (texts[i], n, u, out);

        g_assert_true (length != n || memcmp (out, texts[i], n) != 0);
        g_assert_true (g_utf8_validate (out, (gssize) length, NULL));
        length = sd_mess_text_spaces (texts[i], n, u, out);
        g_assert_cmpuint (length, >, n);
        length = sd_mess_text_case (texts[i], n, u, out);
        g_assert_true (g_utf8_validate (out, (gssize) length, NULL));
      }
  g_assert_cmpuint (sd_mess_text_typo ("", 0, 1, (char[SD_MESS_TEXT_ROOM (0)]) { 0 }), ==, 0);
}

/* The same day and the same number, in another form. */
static void
test_forms (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint k = 0; k < 200; k++)
    {
      char out[256];
      gsize n = sd_mess_text_date (20513, sd_random (1, k), out);   /* 2026-03-01 */

      g_hash_table_add (seen, g_strndup (out, n));
      n = sd_mess_text_number ("1234567.50", 10, sd_random (2, k), TRUE, out);
      g_hash_table_add (seen, g_strndup (out, n));
      n = sd_mess_text_number ("7", 1, sd_random (3, k), FALSE, out);
      g_assert_false (n == 1 && *out == '7');
    }
  g_assert_true (g_hash_table_contains (seen, "01/03/2026"));
  g_assert_true (g_hash_table_contains (seen, "03/01/2026"));
  g_assert_true (g_hash_table_contains (seen, "1 March 2026"));
  g_assert_true (g_hash_table_contains (seen, "1,234,567.50"));
  g_assert_true (g_hash_table_contains (seen, "1.234.567,50"));
  g_assert_true (g_hash_table_contains (seen, "$1,234,567.50"));
  g_assert_false (g_hash_table_contains (seen, "1234567.50"));
  g_assert_false (g_hash_table_contains (seen, "2026-03-01"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mess/rows", test_rows);
  g_test_add_func ("/mess/rows-large", test_rows_large);
  g_test_add_func ("/mess/cells", test_cells);
  g_test_add_func ("/mess/cells-full", test_cells_full);
  g_test_add_func ("/mess/texts", test_texts);
  g_test_add_func ("/mess/forms", test_forms);
  g_test_add_func ("/mess/clean", test_clean);
  g_test_add_func ("/mess/readers", test_readers);
  g_test_add_func ("/mess/batches", test_batches);
  g_test_add_func ("/mess/order", test_order);
  g_test_add_func ("/mess/rates", test_rates);
  g_test_add_func ("/mess/changes", test_changes);
  g_test_add_func ("/mess/change-shards", test_change_shards);
  g_test_add_func ("/mess/orphans", test_orphans);
  g_test_add_func ("/mess/constraints", test_constraints);
  g_test_add_func ("/mess/natural-key", test_natural_key);
  g_test_add_func ("/mess/stability", test_stability);
  g_test_add_func ("/mess/findings", test_findings);
  g_test_add_func ("/mess/warnings", test_warnings);

  return g_test_run ();
}
