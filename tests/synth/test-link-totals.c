/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Totals over every kind of link, with and without a filter, and over two levels:
 * what the parents say is what their rows add up to.
 */

#include "link-rows.h"

#define TOTAL(id, name, function, column) \
  "{ 'id': " id ", 'name': '" name "', 'type': 'integer', 'nullable': true," \
  "  'generator': 'aggregate', 'parameters': { 'function': '" function "', 'child': 'lines'," \
  "  'relationship': 30, 'column': '" column "', 'filter': 'kind = 2' } }"

#define TABLES \
  "{ 'id': 1, 'name': 'regions', 'rows': 7, 'primary_key': ['id'], 'columns': [" \
  "  { 'id': 2, 'name': 'id', 'type': 'integer', 'generator': 'sequence' }," \
  "  { 'id': 3, 'name': 'total', 'type': 'integer', 'generator': 'aggregate', 'parameters': {" \
  "    'function': 'sum', 'child': 'shops', 'column': 'total' } } ] }," \
  "{ 'id': 5, 'name': 'shops', 'rows': 90, 'primary_key': ['id'], 'columns': [" \
  "  { 'id': 6, 'name': 'id', 'type': 'integer', 'generator': 'sequence' }," \
  "  { 'id': 7, 'name': 'region_id', 'type': 'integer', 'generator': 'reference' }," \
  "  { 'id': 8, 'name': 'kind', 'type': 'integer', 'generator': 'number'," \
  "    'parameters': { 'distribution': 'uniform', 'min': 1, 'max': 3 } }," \
  "  { 'id': 9, 'name': 'opened', 'type': 'date', 'generator': 'date'," \
  "    'parameters': { 'min': '2023-01-01', 'max': '2023-12-31', 'order': 'row' } }," \
  TOTAL ("10", "total", "sum", "amount") "," TOTAL ("11", "n", "count", "amount") "," \
  TOTAL ("12", "mean", "avg", "amount") "," TOTAL ("13", "least", "min", "amount") "," \
  TOTAL ("14", "most", "max", "amount") " ] }," \
  "{ 'id': 15, 'name': 'orders', 'rows': 400, 'primary_key': ['id'], 'columns': [" \
  "  { 'id': 16, 'name': 'id', 'type': 'integer', 'generator': 'sequence' }," \
  "  { 'id': 17, 'name': 'kind', 'type': 'integer', 'generator': 'number'," \
  "    'parameters': { 'distribution': 'uniform', 'min': 1, 'max': 3 } } ] }," \
  "{ 'id': 20, 'name': 'lines', 'rows': %u %s, 'columns': [" \
  "  { 'id': 21, 'name': 'order_id', 'type': 'integer', 'generator': 'reference'," \
  "    'nullable': true }," \
  "  { 'id': 22, 'name': 'shop_id', 'type': 'integer', 'generator': 'reference'," \
  "    'nullable': true }," \
  "  { 'id': 23, 'name': 'kind', 'type': 'integer', 'generator': 'number'," \
  "    'parameters': { 'distribution': 'uniform', 'min': 1, 'max': 3 } }," \
  "  { 'id': 24, 'name': 'amount', 'type': 'integer', 'generator': 'number'," \
  "    'parameters': { 'distribution': 'uniform', 'min': -50, 'max': 200 } } %s ] }"

typedef struct
{
  const char *name;
  const char *orders;   /* members of the relationships */
  const char *shops;
  const char *table;    /* of the lines */
  const char *columns;
  guint       n_lines;
} Kind;

#define AFTER \
  ", { 'id': 25, 'name': 'day', 'type': 'date', 'generator': 'date', 'parameters': {" \
  "  'min': '2023-06-01', 'max': '2024-12-31', 'order': 'row', 'after': 'shop_id.opened' } }"

static const Kind kinds[] = {
  { "clustered", "", ", 'placement': 'clustered'", "", "", 2000 },
  { "optional", "", ", 'placement': 'clustered', 'optional': 0.2", "", "", 2000 },
  { "shuffled", "", ", 'placement': 'shuffled', 'law': 'zipf'", "", "", 2000 },
  { "timeline", "", "", "", AFTER, 2000 },
  { "timeline-by", "", ", 'law_from_user': true, 'law': 'poisson', 'law_parameters': { 'mean': 5,"
    " 'by': 'kind', 'branches': [ { 'when': [2], 'mean': 50 } ] }", "", AFTER, 2000 },
  { "by", "", ", 'law': 'zero_inflated', 'law_parameters': { 'mean': 5, 'by': 'kind',"
    " 'branches': [ { 'when': [2], 'mean': 50 } ] }", "", "", 2000 },
  { "drawn", "", ", 'placement': 'drawn'", "", "", 2000 },
  { "zipf", "", ", 'choice': { 'popularity': 'zipf' }", "", "", 2000 },
  { "match", "", ", 'choice': { 'match': 'kind', 'match_with': 'order_id.kind' }", "", "", 2000 },
  { "match-own", "", ", 'choice': { 'match': 'kind', 'match_with': 'kind' }", "", "", 2000 },
  { "distinct", "", ", 'distinct_within': 31", "", "", 2000 },
  { "distinct-zipf", "", ", 'distinct_within': 31, 'choice': { 'popularity': 'zipf' }", "", "",
    2000 },
  { "one-of", ", 'one_of': 4", ", 'one_of': 4, 'one_of_share': 0.7", "", "", 2000 },
  { "crossed", "", "", ", 'crossed': { 'factors': [ { 'relationship': 30 },"
    " { 'relationship': 31 } ], 'left_out': 0.9 }", "", 3600 },
};

static SdSchema *
make_schema (const Kind *kind)
{
  g_autofree char *tables = g_strdup_printf (TABLES, kind->n_lines, kind->table, kind->columns);
  g_autofree char *relationships =
    g_strdup_printf ("{ 'id': 29, 'parent_table_name': 'regions', 'child_table_name': 'shops',"
                     "  'child_foreign_key': ['region_id'] },"
                     "{ 'id': 31, 'parent_table_name': 'orders', 'child_table_name': 'lines',"
                     "  'child_foreign_key': ['order_id'] %s },"
                     "{ 'id': 30, 'parent_table_name': 'shops', 'child_table_name': 'lines',"
                     "  'child_foreign_key': ['shop_id'] %s }", kind->orders, kind->shops);

  return sd_test_schema (tables, relationships);
}

typedef struct
{
  gint64 n, sum, least, most;
} Total;

static void
check_cell (GPtrArray *cells,
            guint      i,
            gboolean   is_null,
            gint64     value)
{
  if (is_null)
    g_assert_cmpstr (cells->pdata[i], ==, "∅");
  else
    g_assert_cmpint (g_ascii_strtoll (cells->pdata[i], NULL, 10), ==, value);
}

/* Half away from zero. */
static gint64
divide (gint64 sum,
        gint64 n)
{
  const gint64 twice = 2 * ABS (sum) + n;

  return (sum < 0 ? -1 : 1) * (twice / (2 * n));
}

static void
test_kind (gconstpointer data)
{
  const Kind *kind = data;
  g_autoptr (SdSchema) schema = make_schema (kind);
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autoptr (GPtrArray) shops = sd_test_column (plan, "lines", "shop_id", 333);
  g_autoptr (GArray) kinds_of = sd_test_integers (plan, "lines", "kind");
  g_autoptr (GArray) amounts = sd_test_integers (plan, "lines", "amount");
  g_autoptr (GArray) regions = sd_test_integers (plan, "shops", "region_id");
  g_autoptr (GArray) of_regions = sd_test_integers (plan, "regions", "total");
  g_autoptr (GPtrArray) sums = sd_test_column (plan, "shops", "total", 7);
  g_autoptr (GPtrArray) counts = sd_test_column (plan, "shops", "n", 1024);
  g_autoptr (GPtrArray) means = sd_test_column (plan, "shops", "mean", 1);
  g_autoptr (GPtrArray) leasts = sd_test_column (plan, "shops", "least", 10);
  g_autoptr (GPtrArray) mosts = sd_test_column (plan, "shops", "most", 50);
  Total totals[91] = { { 0 } };
  gint64 by_region[8] = { 0 };
  guint n_linked = 0;

  for (guint i = 0; i < shops->len; i++)
    {
      const guint64 shop = g_ascii_strtoull (shops->pdata[i], NULL, 10);
      const gint64 amount = g_array_index (amounts, gint64, i);
      Total *total = &totals[shop];

      g_assert_cmpuint (shop, <=, 90);
      n_linked += shop > 0;
      if (g_array_index (kinds_of, gint64, i) != 2)
        continue;
      total->least = total->n == 0 ? amount : MIN (total->least, amount);
      total->most = total->n == 0 ? amount : MAX (total->most, amount);
      total->n++;
      total->sum += amount;
    }
  g_assert_cmpuint (n_linked, >=, kind->n_lines * 7 / 10);
  for (guint i = 0; i < 90; i++)
    {
      const Total *total = &totals[i + 1];

      check_cell (sums, i, FALSE, total->sum);
      check_cell (counts, i, FALSE, total->n);
      check_cell (means, i, total->n == 0, total->n == 0 ? 0 : divide (total->sum, total->n));
      check_cell (leasts, i, total->n == 0, total->least);
      check_cell (mosts, i, total->n == 0, total->most);
      by_region[g_array_index (regions, gint64, i)] += total->sum;
    }
  for (guint i = 0; i < 7; i++)
    g_assert_cmpint (by_region[i + 1], ==, g_array_index (of_regions, gint64, i));
  check_link (plan, "lines", 1);
}

/* 10 regions of 10,000 shops of 100,000 lines each: a region's total would take
 * 10⁹ rows; a shop's alone is possible, and so is a count of both. */
static void
test_cost (void)
{
  static const char * const formulas[][2] = {
    { "SUM (shops.n)", "" },
    { "SUM (shops.total)", "totals-too-costly" },
    { "COUNT (shops)", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (formulas); i++)
    {
      g_autofree char *tables =
        g_strdup_printf ("{ 'id': 1, 'name': 'regions', 'rows': 10, 'primary_key': ['id'],"
                         "  'columns': [ { 'id': 2, 'name': 'id', 'type': 'integer',"
                         "  'generator': 'sequence' }, { 'id': 3, 'name': 'total',"
                         "  'type': 'integer', 'generator': 'formula', 'parameters': {"
                         "  'formula': '%s' } } ] },"
                         "{ 'id': 5, 'name': 'shops', 'rows': 100000, 'primary_key': ['id'],"
                         "  'columns': [ { 'id': 6, 'name': 'id', 'type': 'integer',"
                         "  'generator': 'sequence' }, { 'id': 7, 'name': 'region_id',"
                         "  'type': 'integer', 'generator': 'reference' }, { 'id': 8,"
                         "  'name': 'n', 'type': 'integer', 'generator': 'formula',"
                         "  'parameters': { 'formula': 'COUNT (lines)' } }, { 'id': 9,"
                         "  'name': 'total', 'type': 'integer', 'generator': 'formula',"
                         "  'parameters': { 'formula': 'SUM (lines.amount)' } } ] },"
                         "{ 'id': 20, 'name': 'lines', 'rows': 10000000000, 'columns': ["
                         "  { 'id': 21, 'name': 'shop_id', 'type': 'integer',"
                         "    'generator': 'reference' }, { 'id': 22, 'name': 'amount',"
                         "    'type': 'integer', 'generator': 'number', 'parameters': {"
                         "    'distribution': 'uniform', 'min': 1, 'max': 9 } } ] }",
                         formulas[i][0]);
      g_autoptr (SdSchema) schema =
        sd_test_schema (tables, "{ 'id': 30, 'parent_table_name': 'regions',"
                                "  'child_table_name': 'shops',"
                                "  'child_foreign_key': ['region_id'] },"
                                "{ 'id': 31, 'parent_table_name': 'shops',"
                                "  'child_table_name': 'lines',"
                                "  'child_foreign_key': ['shop_id'] }");
      g_autofree char *codes = sd_test_findings (schema);

      g_assert_cmpstr (codes, ==, formulas[i][1]);
    }
}

/* A line's share of its shop's total: the total is taken once for all of the
 * shop's lines, not once for each, or this would take minutes. */
static void
test_shared (void)
{
  g_autoptr (SdSchema) schema =
    sd_test_schema ("{ 'id': 1, 'name': 'shops', 'rows': 2, 'primary_key': ['id'], 'columns': ["
                    "  { 'id': 2, 'name': 'id', 'type': 'integer', 'generator': 'sequence' },"
                    "  { 'id': 3, 'name': 'total', 'type': 'integer', 'generator': 'formula',"
                    "    'parameters': { 'formula': 'SUM (lines.amount)' } } ] },"
                    "{ 'id': 10, 'name': 'lines', 'rows': 200000, 'columns': ["
                    "  { 'id': 11, 'name': 'shop_id', 'type': 'integer',"
                    "    'generator': 'reference' },"
                    "  { 'id': 12, 'name': 'amount', 'type': 'integer', 'generator': 'number',"
                    "    'parameters': { 'distribution': 'uniform', 'min': 1, 'max': 9 } },"
                    "  { 'id': 13, 'name': 'rest', 'type': 'integer', 'generator': 'formula',"
                    "    'parameters': { 'formula': 'shop_id.total - amount' } } ] }",
                    "{ 'id': 20, 'parent_table_name': 'shops', 'child_table_name': 'lines',"
                    "  'child_foreign_key': ['shop_id'], 'placement': 'shuffled' }");
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autoptr (GArray) shops = sd_test_integers (plan, "lines", "shop_id");
  g_autoptr (GArray) amounts = sd_test_integers (plan, "lines", "amount");
  g_autoptr (GArray) rests = sd_test_integers (plan, "lines", "rest");
  gint64 totals[3] = { 0 };

  for (guint i = 0; i < shops->len; i++)
    totals[g_array_index (shops, gint64, i)] += g_array_index (amounts, gint64, i);
  for (guint i = 0; i < shops->len; i++)
    g_assert_cmpint (g_array_index (rests, gint64, i), ==,
                     totals[g_array_index (shops, gint64, i)]
                     - g_array_index (amounts, gint64, i));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = g_strdup_printf ("/link-totals/%s", kinds[i].name);

      g_test_add_data_func (path, &kinds[i], test_kind);
    }
  g_test_add_func ("/link-totals/cost", test_cost);
  g_test_add_func ("/link-totals/shared", test_shared);
  return g_test_run ();
}
