/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

#include "config.h"

#include "example-document.h"

static const struct
{
  const char *word;
  const char *table;  /* NULL for none */
  guint n_matches;
} cases[] = {
  { "sales", "sales", 1 },
  { "Sales", "sales", 1 },
  { "sale", "sales", 1 },
  { "SALE", "sales", 1 },
  { "transactions", "sales", 1 },
  { "transaction", "sales", 1 },
  { "sales transactions", "sales", 1 },
  { "Sales-Transaction", "sales", 1 },
  { "customer", "customers", 1 },
  { "client", "customers", 1 },
  { "clients", "customers", 1 },
  { "box", "boxes", 1 },
  { "category", "categories", 1 },
  { "categories", "categories", 1 },
  { "item", NULL, 2 },
  { "order items", "order_items", 1 },
  { "order item", "order_items", 1 },
  { "order_items", "order_items", 1 },
  /* The exact name wins over what else is called so. */
  { "stock", "stock", 1 },
  { "stocks", NULL, 2 },
  { "invoices", NULL, 0 },
  { "", NULL, 0 },
  { "s", NULL, 0 },
  { "€", NULL, 0 },
  { "x", "x", 1 },
};

static void
add_table (SdSchema   *schema,
           const char *name,
           const char *title,
           const char *alias)
{
  g_autoptr (SdTable) table = sd_table_new (name);
  const char *aliases[] = { alias, NULL };

  sd_table_set_title (table, title);
  sd_table_set_aliases (table, aliases);
  sd_schema_add_table (schema, table, G_MAXUINT);
}

static void
test_words (void)
{
  g_autoptr (SdSchema) schema = load_example ();

  add_table (schema, "boxes", "Boxes", NULL);
  add_table (schema, "categories", "Categories", NULL);
  add_table (schema, "order_items", "Order items", NULL);
  add_table (schema, "invoice_items", "Lines", NULL);
  add_table (schema, "x", "X", NULL);
  add_table (schema, "stock", "Stock", NULL);
  add_table (schema, "shares", "Shares", "stock");
  sd_schema_remove_table (schema, sd_schema_find_table (schema, "products"));

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint n = 99;
      SdTable *table = sd_schema_match_table (schema, cases[i].word, &n);

      if (g_strcmp0 (table != NULL ? sd_table_get_name (table) : NULL, cases[i].table) != 0
          || cases[i].n_matches != n)
        g_error ("%s: %s, %u", cases[i].word, table != NULL ? sd_table_get_name (table) : "none",
                 n);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/schema-match/words", test_words);

  return g_test_run ();
}
