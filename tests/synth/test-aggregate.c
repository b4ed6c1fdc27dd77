/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Formulas and totals in whole documents: what they read of the row, its
 * parents and its children, and what is found wrong with them.
 */

#include <stdlib.h>
#include <string.h>

#include "sd-calendar.h"
#include "sd-schema-file.h"
#include "sd-test-plan.h"

#define COLUMN(id, name, type, formula) \
  "{ 'id': " #id ", 'name': '" name "', " type ", 'generator': 'formula'," \
  "  'parameters': { 'formula': '" formula "' } }"
#define TOTAL(id, name, type, parameters) \
  "{ 'id': " #id ", 'name': '" name "', " type ", 'generator': 'aggregate'," \
  "  'parameters': { " parameters " } }"
#define INTEGER "'type': 'integer'"
#define DECIMAL "'type': 'decimal', 'precision': 12, 'scale': 2"
#define REAL "'type': 'real'"
#define TEXT "'type': 'text'"
#define DATE "'type': 'date'"

static const char tables[] =
  "{ 'id': 1, 'name': 'customers', 'rows': 60, 'primary_key': ['customer_id'], 'columns': ["
  "  { 'id': 10, 'name': 'customer_id', 'type': 'integer', 'generator': 'sequence' },"
  COLUMN (11, "n_sales", INTEGER, "count(sales)") ","
  TOTAL (12, "total", DECIMAL, "'function': 'sum', 'child': 'sales', 'column': 'amount'") ","
  TOTAL (13, "average", DECIMAL, "'function': 'avg', 'child': 'sales', 'column': 'amount'") ","
  TOTAL (14, "first_day", DATE, "'function': 'min', 'child': 'sales', 'column': 'day'") ","
  TOTAL (16, "n_large", INTEGER,
         "'function': 'count', 'child': 'sales', 'filter': 'quantity > 2 AND amount < 500'") ","
  COLUMN (17, "revenue", DECIMAL, "SUM(sales.quantity * sales.unit_price)") ","
  COLUMN (18, "tier", TEXT, "CASE WHEN COUNT(sales) >= 10 THEN `gold` WHEN COUNT(sales) > 0 THEN "
                            "`basic` END") ","
  COLUMN (19, "top_city", TEXT, "MAX(sales.city)") ","
  COLUMN (20, "mean", REAL, "AVG(sales.quantity)") ","
  COLUMN (21, "per_sale", DECIMAL,
          "round(SUM(sales.amount) / NULLIF(COUNT(sales.sale_id), 0), 2)") ","
  COLUMN (22, "most", INTEGER, "MAX(sales.quantity) - MIN(sales.quantity)") ","
  COLUMN (23, "noise", REAL, "SUM(sales.noise)") " ] },"
  "{ 'id': 2, 'name': 'sales', 'rows': 900, 'primary_key': ['sale_id'], 'columns': ["
  "  { 'id': 30, 'name': 'sale_id', 'type': 'integer', 'generator': 'sequence' },"
  "  { 'id': 31, 'name': 'customer_id', 'type': 'integer', 'generator': 'reference' },"
  "  { 'id': 32, 'name': 'quantity', 'type': 'integer', 'generator': 'number',"
  "    'parameters': { 'distribution': 'uniform', 'min': 1, 'max': 9 } },"
  "  { 'id': 33, 'name': 'unit_price', " DECIMAL ", 'generator': 'number',"
  "    'parameters': { 'distribution': 'uniform', 'min': 0.5, 'max': 99 } },"
  COLUMN (34, "amount", DECIMAL, "round(quantity * unit_price, 2)") ","
  "  { 'id': 35, 'name': 'day', 'type': 'date', 'generator': 'date',"
  "    'parameters': { 'min': '2024-01-01', 'max': '2025-12-31' } },"
  "  { 'id': 36, 'name': 'city', 'type': 'text', 'generator': 'category',"
  "    'parameters': { 'values': ['Ghent', 'Oslo', 'Ulm', 'Ålesund'],"
  "                    'weights': [5, 3, 1, 0.3] } },"
  COLUMN (37, "share", DECIMAL, "round(100 * amount / customers.total, 2)") ","
  COLUMN (38, "where_to", TEXT, "city || `/` || customer_id.tier") ","
  COLUMN (39, "noise", REAL, "normal(10, 2)") ","
  COLUMN (40, "noise_too", REAL, "normal(10, 2)") ","
  COLUMN (41, "pair", REAL, "uniform(0, 1) - uniform(0, 1)") ","
  COLUMN (42, "due", DATE, "day + 14") " ] }";

static const char relationships[] =
  "{ 'id': 50, 'parent_table_name': 'customers', 'child_table_name': 'sales'," \
  "  'child_foreign_key': 'customer_id', 'law': 'negative_binomial',"
  "  'law_parameters': { 'dispersion': 0.8 } }";

#define N_CUSTOMERS 60
#define N_SALES     900

static SdPlan *
make_plan (void)
{
  g_autoptr (SdSchema) schema = sd_test_schema (tables, relationships);

  return sd_test_plan (schema);
}

/* A number of up to two decimals, in hundredths. */
static gint64
get_hundredths (const char *cell)
{
  const char *point = strchr (cell, '.');
  const gint64 whole = g_ascii_strtoll (cell, NULL, 10) * 100;

  return point != NULL ? whole + g_ascii_strtoll (point + 1, NULL, 10) : whole;
}

/* What the totals have to be, added up from the children as exported. */
static void
test_totals (void)
{
  g_autoptr (SdPlan) plan = make_plan ();
  g_autoptr (GPtrArray) keys = sd_test_column (plan, "sales", "customer_id", 1024);
  g_autoptr (GPtrArray) amounts = sd_test_column (plan, "sales", "amount", 1024);
  g_autoptr (GPtrArray) quantities = sd_test_column (plan, "sales", "quantity", 1024);
  g_autoptr (GPtrArray) days = sd_test_column (plan, "sales", "day", 1024);
  g_autoptr (GPtrArray) cities = sd_test_column (plan, "sales", "city", 1024);
  g_autoptr (GPtrArray) counts = sd_test_column (plan, "customers", "n_sales", 1024);
  g_autoptr (GPtrArray) totals = sd_test_column (plan, "customers", "total", 1024);
  g_autoptr (GPtrArray) averages = sd_test_column (plan, "customers", "average", 1024);
  g_autoptr (GPtrArray) per_sale = sd_test_column (plan, "customers", "per_sale", 1024);
  g_autoptr (GPtrArray) first_days = sd_test_column (plan, "customers", "first_day", 1024);
  g_autoptr (GPtrArray) n_large = sd_test_column (plan, "customers", "n_large", 1024);
  g_autoptr (GPtrArray) revenues = sd_test_column (plan, "customers", "revenue", 1024);
  g_autoptr (GPtrArray) tiers = sd_test_column (plan, "customers", "tier", 1024);
  g_autoptr (GPtrArray) top_cities = sd_test_column (plan, "customers", "top_city", 1024);
  g_autoptr (GPtrArray) spreads = sd_test_column (plan, "customers", "most", 1024);
  guint n_empty = 0;

  for (guint c = 0; c < N_CUSTOMERS; c++)
    {
      gint64 n = 0, sum = 0, large = 0, least = G_MAXINT64, most = 0;
      const char *first = NULL, *top = NULL;

      for (guint s = 0; s < N_SALES; s++)
        {
          const gint64 amount = get_hundredths (amounts->pdata[s]);
          const gint64 quantity = g_ascii_strtoll (quantities->pdata[s], NULL, 10);

          if (g_ascii_strtoll (keys->pdata[s], NULL, 10) != c + 1)
            continue;
          n++;
          sum += amount;
          large += quantity > 2 && amount < 50000;
          least = MIN (least, quantity);
          most = MAX (most, quantity);
          if (first == NULL || strcmp (days->pdata[s], first) < 0)
            first = days->pdata[s];
          if (top == NULL || strcmp (cities->pdata[s], top) > 0)
            top = cities->pdata[s];
        }
      g_assert_cmpint (g_ascii_strtoll (counts->pdata[c], NULL, 10), ==, n);
      g_assert_cmpint (get_hundredths (totals->pdata[c]), ==, sum);
      g_assert_cmpint (get_hundredths (revenues->pdata[c]), ==, sum);
      g_assert_cmpint (g_ascii_strtoll (n_large->pdata[c], NULL, 10), ==, large);
      n_empty += n == 0;
      if (n == 0)
        {
          g_assert_cmpstr (totals->pdata[c], ==, "0.00");
          g_assert_cmpstr (averages->pdata[c], ==, "∅");
          g_assert_cmpstr (per_sale->pdata[c], ==, "∅");
          g_assert_cmpstr (first_days->pdata[c], ==, "∅");
          g_assert_cmpstr (top_cities->pdata[c], ==, "∅");
          g_assert_cmpstr (tiers->pdata[c], ==, "∅");
          g_assert_cmpstr (spreads->pdata[c], ==, "∅");
          continue;
        }
      g_assert_cmpint (get_hundredths (averages->pdata[c]), ==, (2 * sum + n) / (2 * n));
      g_assert_cmpint (get_hundredths (per_sale->pdata[c]), ==, (2 * sum + n) / (2 * n));
      g_assert_cmpstr (first_days->pdata[c], ==, first);
      g_assert_cmpstr (top_cities->pdata[c], ==, top);
      g_assert_cmpstr (tiers->pdata[c], ==, n >= 10 ? "gold" : "basic");
      g_assert_cmpint (g_ascii_strtoll (spreads->pdata[c], NULL, 10), ==, most - least);
    }
  /* The law has customers without sales; without them the cases above prove
   * nothing. */
  g_assert_cmpint (n_empty, >, 0);
}

/* A child reads its parent's total, of which it is a part. */
static void
test_share_of_total (void)
{
  g_autoptr (SdPlan) plan = make_plan ();
  g_autoptr (GPtrArray) keys = sd_test_column (plan, "sales", "customer_id", 1024);
  g_autoptr (GPtrArray) amounts = sd_test_column (plan, "sales", "amount", 1024);
  g_autoptr (GPtrArray) shares = sd_test_column (plan, "sales", "share", 1024);
  g_autoptr (GPtrArray) places = sd_test_column (plan, "sales", "where_to", 1024);
  g_autoptr (GPtrArray) cities = sd_test_column (plan, "sales", "city", 1024);
  g_autoptr (GPtrArray) totals = sd_test_column (plan, "customers", "total", 1024);
  g_autoptr (GPtrArray) tiers = sd_test_column (plan, "customers", "tier", 1024);

  for (guint s = 0; s < N_SALES; s++)
    {
      const gint64 parent = g_ascii_strtoll (keys->pdata[s], NULL, 10) - 1;
      const gint64 total = get_hundredths (totals->pdata[parent]);
      const gint64 amount = get_hundredths (amounts->pdata[s]);
      g_autofree char *place = g_strdup_printf ("%s/%s", (char *) cities->pdata[s],
                                                (char *) tiers->pdata[parent]);

      g_assert_cmpint (get_hundredths (shares->pdata[s]), ==,
                       (2 * 10000 * amount + total) / (2 * total));
      g_assert_cmpstr (places->pdata[s], ==, place);
    }
}

/* The same cells from batches of any size, over every column of both tables. */
static void
test_pure (void)
{
  g_autoptr (SdPlan) plan = make_plan ();

  for (guint t = 0; t < sd_plan_get_n_tables (plan); t++)
    {
      const SdPlanTable *table = sd_plan_get_table (plan, t);

      for (guint c = 0; c < table->n_columns; c++)
        {
          const char *name = table->columns[c].name;
          g_autoptr (GPtrArray) whole = sd_test_column (plan, table->name, name, 1024);
          g_autoptr (GPtrArray) sevens = sd_test_column (plan, table->name, name, 7);

          for (guint i = 0; i < whole->len; i++)
            g_assert_cmpstr (whole->pdata[i], ==, sevens->pdata[i]);
        }
    }
}

/* Draws of two columns, and of two calls, are not the same; balanced draws make
 * the mean hold to a small part of its standard error. */
static void
test_draws (void)
{
  g_autoptr (SdPlan) plan = make_plan ();
  g_autoptr (GPtrArray) first = sd_test_column (plan, "sales", "noise", 1024);
  g_autoptr (GPtrArray) second = sd_test_column (plan, "sales", "noise_too", 1024);
  g_autoptr (GPtrArray) pair = sd_test_column (plan, "sales", "pair", 1024);
  double sum = 0;
  guint same = 0, zero = 0;

  for (guint i = 0; i < N_SALES; i++)
    {
      sum += g_ascii_strtod (first->pdata[i], NULL);
      same += g_str_equal (first->pdata[i], second->pdata[i]);
      zero += g_str_equal (pair->pdata[i], "0");
    }
  g_assert_cmpint (same, ==, 0);
  g_assert_cmpint (zero, ==, 0);
  g_assert_cmpfloat_with_epsilon (sum / N_SALES, 10.0, 2.0 / 30.0 / 5.0);
}

/* What cannot be NULL says so: exporters write NOT NULL. */
static void
test_facts (void)
{
  g_autoptr (SdPlan) plan = make_plan ();
  const SdPlanTable *customers = sd_plan_get_table (plan, 0);
  const SdPlanTable *sales = sd_plan_get_table (plan, 1);
  static const char * const never_null[] = { "n_sales", "total", "n_large", "revenue", "amount",
                                             "noise", "pair", "due", "sale_id" };

  for (guint i = 0; i < G_N_ELEMENTS (never_null); i++)
    for (guint t = 0; t < 2; t++)
      {
        const SdPlanTable *table = t == 0 ? customers : sales;

        for (guint c = 0; c < table->n_columns; c++)
          if (g_str_equal (table->columns[c].name, never_null[i])
              && !(t == 0 && g_str_equal (never_null[i], "noise")))
            {
              g_test_message ("%s.%s", table->name, table->columns[c].name);
              g_assert_false (table->columns[c].nullable);
            }
      }
}

/* One table whose last column is wrong in one way. */
static char *
find (const char *column)
{
  g_autofree char *text = g_strdup_printf (
    "{ 'id': 1, 'name': 'shops', 'rows': 10, 'primary_key': ['shop_id'], 'columns': ["
    "  { 'id': 10, 'name': 'shop_id', 'type': 'integer', 'generator': 'sequence' },"
    "  { 'id': 12, 'name': 'city', 'type': 'text', 'generator': 'category',"
    "    'parameters': { 'values': ['Ulm', 'Ghent'] } },"
    "  { 'id': 11, 'name': 'x', %s } ] },"
    "{ 'id': 2, 'name': 'sales', 'rows': 100, 'primary_key': ['sale_id'], 'columns': ["
    "  { 'id': 30, 'name': 'sale_id', 'type': 'integer', 'generator': 'sequence' },"
    "  { 'id': 31, 'name': 'shop_id', 'type': 'integer', 'generator': 'reference' },"
    "  { 'id': 32, 'name': 'amount', " DECIMAL ", 'generator': 'number',"
    "    'parameters': { 'distribution': 'uniform', 'min': 1, 'max': 9 } },"
    "  { 'id': 33, 'name': 'tax', " DECIMAL ", 'generator': 'formula',"
    "    'parameters': { 'formula': 'round(amount * shops.x, 2)' } },"
    "  { 'id': 34, 'name': 'note', 'type': 'text', 'generator': 'category',"
    "    'parameters': { 'values': ['a', 'b'] } } ] }", column);
  g_autoptr (SdSchema) schema =
    sd_test_schema (text, "{ 'id': 50, 'parent_table_name': 'shops', 'child_table_name': 'sales',"
                          "  'child_foreign_key': 'shop_id' }");
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (SdPlan) plan = sd_plan_new (schema, &findings);
  g_autoptr (GString) messages = g_string_new (NULL);

  for (guint i = 0; i < findings->len; i++)
    {
      const SdFinding *finding = g_ptr_array_index (findings, i);

      if (finding->severity == SD_SEVERITY_ERROR && finding->element_id == 11)
        g_string_append (messages, finding->message);
    }
  g_assert_true (plan == NULL || messages->len == 0);
  return g_string_free (g_steal_pointer (&messages), FALSE);
}

static void
test_findings (void)
{
  static const struct
  {
    const char *column;
    const char *message;
  } cases[] = {
    { "'type': 'integer', 'generator': 'formula', 'parameters': { 'formula': '1 + 1' }", "" },
    { "'type': 'integer', 'generator': 'formula', 'parameters': { 'formula': '1 +' }",
      "Column 4: The formula ends where a value is missing." },
    { "'type': 'integer', 'generator': 'formula', 'parameters': { 'formula': 'ctiy' }",
      "Column 1: Table “shops” has no column “ctiy”; did you mean “city”?" },
    { "'type': 'integer', 'generator': 'formula', 'parameters': { 'formula': 'weather' }",
      "Column 1: Table “shops” has no column “weather”." },
    { "'type': 'integer', 'generator': 'formula', 'parameters': { 'formula': 'city * 2' }",
      "Column 1: “city” is text and cannot be multiplied." },
    { "'type': 'integer', 'generator': 'formula', 'parameters': { 'formula': 'city' }",
      "Column 1: “city” is text where a whole number is wanted." },
    { "'type': 'integer', 'generator': 'formula', 'parameters': { 'formula': 'sales.amount' }",
      "Column 1: Each row here may have many rows in “sales”; take a total, such as COUNT "
      "(sales)." },
    { "'type': 'integer', 'generator': 'formula', 'parameters': { 'formula': 'owners.age' }",
      "Column 1: “owners” is no table that “shops” refers to." },
    { "'type': 'integer', 'generator': 'formula', 'parameters': { 'formula': 'SUM(sale.amount)' }",
      "Column 5: “sale” is no table that refers to “shops”; did you mean “sales”?" },
    { "'type': 'integer', 'generator': 'formula', 'parameters': { 'formula': 'SUM(sales.amuont)' }",
      "Column 5: Table “sales” has no column “amuont”; did you mean “amount”?" },
    { "'type': 'integer', 'generator': 'formula', 'parameters': { 'formula': 'SUM(sales.note)' }",
      "Column 5: SUM is not taken over values that are text." },
    { "'type': 'integer', 'generator': 'formula', 'parameters': { 'formula': 'SUM(sales.*)' }",
      "Column 5: SUM takes one column, not all of them." },
    { "'type': 'integer', 'generator': 'formula', 'parameters': { 'formula': 'SUM(amount)' }",
      "Column 5: SUM takes a column of a table that refers to this one, as in SUM "
      "(sales.amount)." },
    { "'type': 'integer', 'generator': 'formula', 'parameters': { 'formula': 'COUNT(*)' }",
      "Column 7: COUNT takes a column of a table that refers to this one, as in COUNT "
      "(sales.amount)." },
    { "'type': 'integer', 'generator': 'formula',"
      " 'parameters': { 'formula': 'SUM(sales.amount * sales.note)' }",
      "Column 20: “sales.note” is text and cannot be multiplied." },
    { "'type': 'integer', 'generator': 'formula', 'parameters': { 'formula': 'x + 1' }",
      "The columns depend on each other in a circle: shops.x → shops.x." },
    { "'type': 'decimal', 'precision': 9, 'scale': 2, 'generator': 'formula',"
      " 'parameters': { 'formula': 'SUM(sales.tax)' }",
      "The columns depend on each other in a circle: shops.x → sales.tax → shops.x." },
    { "'type': 'integer', 'generator': 'aggregate',"
      " 'parameters': { 'function': 'count', 'child': 'sales', 'filter': 'amount > 3' }", "" },
    { "'type': 'integer', 'generator': 'aggregate',"
      " 'parameters': { 'function': 'count', 'child': 'sales', 'filter': 'amount + 3' }",
      "Column 1: “amount + 3” is a decimal number where true or false is wanted." },
    { "'type': 'date', 'generator': 'aggregate',"
      " 'parameters': { 'function': 'max', 'child': 'sales', 'column': 'amount' }",
      "The value is a decimal number where a date is wanted." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *message = find (cases[i].column);

      g_assert_cmpstr (message, ==, cases[i].message);
    }
}

/* A count costs nothing however many there are; a total over too many is
 * refused, whatever the table's size. */
static void
test_cost (void)
{
  static const char both[] =
    "{ 'id': 1, 'name': 'p', 'rows': 4, 'primary_key': ['p_id'], 'columns': ["
    "  { 'id': 10, 'name': 'p_id', 'type': 'integer', 'generator': 'sequence' }, %s ] },"
    "{ 'id': 2, 'name': 'c', 'rows': 50000000, 'primary_key': ['c_id'], 'columns': ["
    "  { 'id': 30, 'name': 'c_id', 'type': 'integer', 'generator': 'sequence' },"
    "  { 'id': 31, 'name': 'p_id', 'type': 'integer', 'generator': 'reference' } ] }";
  static const char link[] = "{ 'id': 50, 'parent_table_name': 'p', 'child_table_name': 'c',"
                             "  'child_foreign_key': 'p_id' }";
  g_autofree char *count = g_strdup_printf (both, COLUMN (11, "n", INTEGER, "COUNT(c)"));
  g_autofree char *sum = g_strdup_printf (both, COLUMN (11, "n", INTEGER, "SUM(c.c_id)"));
  g_autoptr (SdSchema) cheap = sd_test_schema (count, link);
  g_autoptr (SdSchema) dear = sd_test_schema (sum, link);
  g_autoptr (SdPlan) plan = sd_test_plan (cheap);
  g_autoptr (GArray) counts = sd_test_integers (plan, "p", "n");
  g_autofree char *codes = sd_test_findings (dear);
  gint64 total = 0;

  for (guint i = 0; i < counts->len; i++)
    total += g_array_index (counts, gint64, i);
  g_assert_cmpint (total, ==, 50000000);
  g_assert_cmpstr (codes, ==, "aggregate-too-costly");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/aggregate/totals", test_totals);
  g_test_add_func ("/aggregate/share-of-total", test_share_of_total);
  g_test_add_func ("/aggregate/pure", test_pure);
  g_test_add_func ("/aggregate/draws", test_draws);
  g_test_add_func ("/aggregate/facts", test_facts);
  g_test_add_func ("/aggregate/findings", test_findings);
  g_test_add_func ("/aggregate/cost", test_cost);
  return g_test_run ();
}
