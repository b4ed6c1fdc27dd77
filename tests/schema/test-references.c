/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

#include "config.h"

#include "example-document.h"
#include "sd-generator-info.h"

/* What @path is renamed to, and what a text of a column becomes. */
static const struct
{
  const char *path;      /* "table" or "table.column" */
  const char *name;
  const char *column;    /* where the text stands */
  const char *parameter;
  const char *before;    /* NULL: as in the example */
  const char *after;
} cases[] = {
  /* Formulas of the same table. */
  { "sales.quantity", "pieces", "sales.amount", "formula", NULL,
    "round(pieces * product.price, 2) + length('quantity')" },
  { "sales.quantity", "pieces", "sales.amount", "formula",
    "quantity+quantity_2 - QUANTITY / xquantity",
    "pieces+quantity_2 - pieces / xquantity" },
  { "sales.quantity", "pieces", "sales.amount", "formula",
    "'quantity''quantity' || \"quantity\" || quantity || \"quantity",
    "'quantity''quantity' || \"pieces\" || pieces || \"pieces" },
  { "sales.quantity", "pieces", "sales.amount", "formula",
    "\"sales\".\"quantity\" + products.\"quantity\" + \"a\"\"b\"",
    "\"sales\".\"pieces\" + products.\"quantity\" + \"a\"\"b\"" },
  { "sales.sold", "year", "sales.amount", "formula", "EXTRACT (YEAR FROM sold) + year",
    "EXTRACT (YEAR FROM year) + year" },
  { "sales.quantity", "pieces", "sales.amount", "formula", "quantity(1) + quantity (2)",
    "quantity(1) + quantity (2)" },
  { "sales.quantity", "e5", "sales.amount", "formula", "1e5 + quantity", "1e5 + e5" },
  { "sales.quantity", "pieces", "sales.amount", "formula", "sales.quantity + products.quantity",
    "sales.pieces + products.quantity" },
  { "sales.quantity", "pieces", "sales.amount", "formula", "'open quantity", "'open quantity" },
  { "sales.quantity", "pieces", "sales.amount", "formula", "CASE WHEN quantity>1 THEN 1 END",
    "CASE WHEN pieces>1 THEN 1 END" },
  /* Through a foreign key, and through the name of the table. */
  { "products.price", "cost", "sales.amount", "formula", NULL,
    "round(quantity * product.cost, 2) + length('quantity')" },
  { "products.price", "cost", "sales.amount", "formula", "products.price - price . price",
    "products.cost - price . price" },
  { "products.price", "cost", "sales.amount", "formula", "product . price", "product . cost" },
  { "customers.name", "full_name", "sales.amount", "formula",
    "customer_id.name || customers.name || product.name || name",
    "customer_id.full_name || customers.full_name || product.name || name" },
  { "sales.product", "product_id", "sales.amount", "formula", NULL,
    "round(quantity * product_id.price, 2) + length('quantity')" },
  { "sales.amount", "total", "customers.spent", "column", NULL, "total" },
  { "sales.amount", "total", "sales.note", "template", "{earlier_id.amount} {amount}",
    "{earlier_id.total} {total}" },
  /* The filter belongs to the rows that are summed up. */
  { "sales.quantity", "pieces", "customers.spent", "filter", NULL, "pieces > 1" },
  { "customers.tier", "quantity_2", "customers.spent", "filter", "tier > 1", "tier > 1" },
  /* Templates. */
  { "sales.quantity", "pieces", "sales.note", "template", NULL,
    "{customers.name|upper} took {pieces} \\{quantity}" },
  { "customers.name", "full_name", "sales.note", "template", NULL,
    "{customers.full_name|upper} took {quantity} \\{quantity}" },
  { "sales.quantity", "pieces", "sales.note", "template", "quantity { quantity | upper } {quantity",
    "quantity { pieces | upper } {pieces" },
  { "customers", "clients", "sales.note", "template", NULL,
    "{clients.name|upper} took {quantity} \\{quantity}" },
  /* Columns and tables in parameters. */
  { "customers.joined", "since", "sales.sold", "after", NULL, "customers.since" },
  { "customers.joined", "since", "sales.sold", "after", "customer_id.joined", "customer_id.since" },
  { "customers", "clients", "sales.sold", "after", NULL, "clients.joined" },
  { "sales.customer_id", "client_id", "sales.sold", "after", "customer_id.joined",
    "client_id.joined" },
  { "sales", "orders", "customers.spent", "child", NULL, "orders" },
  { "sales", "orders", "customers.spent", "column", NULL, "amount" },
  /* Tables in formulas. */
  { "products", "goods", "sales.amount", "formula", "products.price + products + COUNT( sales )",
    "goods.price + products + COUNT( sales )" },
  { "sales", "orders", "sales.amount", "formula", "COUNT( sales ) + SUM(sales.quantity)",
    "COUNT( orders ) + SUM(orders.quantity)" },
  { "sales", "orders", "customers.spent", "filter", "COUNT (sales.*) > 1", "COUNT (orders.*) > 1" },
  /* Words of SQL that are columns elsewhere. */
  { "sales.date", "day", "sales.amount", "formula",
    "CAST (date AS DATE) > DATE '2026-03-01' AND EXTRACT(date FROM date) = \"date\" + date (date)",
    "CAST (day AS DATE) > DATE '2026-03-01' AND EXTRACT(date FROM day) = \"day\" + date (day)" },
  { "sales.quantity", "pieces", "sales.amount", "formula",
    "SUBSTRING (quantity FROM 2) || EXTRACT (quantity FROM sold)",
    "SUBSTRING (pieces FROM 2) || EXTRACT (quantity FROM sold)" },
  { "sales.quantity", "pieces", "sales.amount", "formula", "übquantity + quantityß + quantity",
    "übquantity + quantityß + pieces" },
  /* A column of that name goes before the table. */
  { "customers", "clients", "sales.note", "template", "{customers_2.name} {customers.name}",
    "{customers_2.name} {clients.name}" },
};

static void
set_text (SdColumn   *column,
          const char *parameter,
          const char *text)
{
  sd_column_set_parameter (column, parameter, json_node_init_string (json_node_alloc (), text));
}

static void
test_case (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (SdSchema) schema = load_example ();
  SdColumn *column = find_example_column (schema, cases[i].column);

  sd_schema_rename_column (schema, sd_schema_find_table (schema, "sales"),
                           find_example_column (schema, "sales.earlier_id"),
                           g_str_equal (cases[i].path, "sales.date") ? "date" : "earlier_id");
  if (cases[i].before != NULL)
    set_text (column, cases[i].parameter, cases[i].before);

  if (strchr (cases[i].path, '.') == NULL)
    sd_schema_rename_table (schema, sd_schema_find_table (schema, cases[i].path), cases[i].name);
  else
    {
      g_auto (GStrv) parts = g_strsplit (cases[i].path, ".", 2);

      sd_schema_rename_column (schema, sd_schema_find_table (schema, parts[0]),
                               find_example_column (schema, cases[i].path), cases[i].name);
    }

  g_assert_cmpstr (sd_parameter_get_text (sd_column_get_parameters (column), cases[i].parameter,
                                          NULL), ==, cases[i].after);
}

static void
test_keys (void)
{
  g_autoptr (SdSchema) schema = load_example ();
  SdTable *customers = sd_schema_find_table (schema, "customers");
  SdTable *sales = sd_schema_find_table (schema, "sales");
  SdRelationship *relationship = sd_schema_find_relationship_by_id (schema, 30);
  SdRelationship *self_reference = sd_schema_find_relationship_by_id (schema, 32);

  sd_schema_rename_column (schema, customers, sd_table_get_column (customers, 0), "number");
  g_assert_cmpstr (sd_table_get_primary_key (customers)[0], ==, "number");
  g_assert_cmpstr (sd_relationship_get_parent_key (relationship)[0], ==, "number");
  g_assert_cmpstr (sd_relationship_get_foreign_key (relationship)[0], ==, "customer_id");

  sd_schema_rename_column (schema, sales, sd_table_find_column (sales, "customer_id"), "buyer");
  g_assert_cmpstr (sd_relationship_get_foreign_key (relationship)[0], ==, "buyer");

  sd_schema_rename_table (schema, sales, "Orders");
  g_assert_cmpstr (sd_table_get_name (sales), ==, "orders");
  g_assert_cmpstr (sd_relationship_get_child_table (relationship), ==, "orders");
  g_assert_cmpstr (sd_relationship_get_parent_table (relationship), ==, "customers");
  g_assert_cmpstr (sd_relationship_get_child_table (self_reference), ==, "orders");
  g_assert_cmpstr (sd_relationship_get_parent_table (self_reference), ==, "orders");
}

/* A renamed document has no findings that it had not before. */
static void
test_stays_sound (void)
{
  g_autoptr (SdSchema) schema = load_example ();

  for (guint i = 0; i < sd_schema_get_n_tables (schema); i++)
    {
      SdTable *table = sd_schema_get_table (schema, i);
      g_autofree char *name = g_strdup_printf ("table_%u", i);

      for (guint j = 0; j < sd_table_get_n_columns (table); j++)
        {
          g_autofree char *column_name = g_strdup_printf ("column_%u_%u", i, j);

          sd_schema_rename_column (schema, table, sd_table_get_column (table, j), column_name);
        }
      sd_schema_rename_table (schema, table, name);
    }

  {
    g_autoptr (GPtrArray) findings = sd_schema_validate (schema);
    g_autofree char *text = sd_findings_to_text (findings);

    g_assert_cmpstr (text, ==, "");
  }
}

static void
test_names (void)
{
  g_autoptr (SdSchema) schema = load_example ();
  SdTable *customers = sd_schema_find_table (schema, "customers");

  sd_schema_rename_table (schema, customers, "sales");
  g_assert_cmpstr (sd_table_get_name (customers), ==, "sales_2");
  sd_schema_rename_table (schema, customers, "sales_2");
  g_assert_cmpstr (sd_table_get_name (customers), ==, "sales_2");
  sd_schema_rename_column (schema, customers, sd_table_get_column (customers, 0), "Name");
  g_assert_cmpstr (sd_column_get_name (sd_table_get_column (customers, 0)), ==, "name_2");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/references/case/%u", i);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_case);
    }
  g_test_add_func ("/references/keys", test_keys);
  g_test_add_func ("/references/stays-sound", test_stays_sound);
  g_test_add_func ("/references/names", test_names);

  return g_test_run ();
}
