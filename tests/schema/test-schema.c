/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

#include "config.h"

#include <math.h>

#include "example-document.h"

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
test_new_destroy (void)
{
  SdSchema *schema = load_example ();
  SdTable *table = g_object_ref (sd_schema_get_table (schema, 0));
  SdColumn *column = g_object_ref (sd_table_get_column (table, 0));
  SdRelationship *relationship = g_object_ref (sd_schema_get_relationship (schema, 0));

  g_assert_finalize_object (schema);

  /* What outlives its document can still be changed. */
  sd_table_set_rows (table, 5, TRUE);
  sd_relationship_set_optional (relationship, 0.5);
  g_assert_finalize_object (relationship);
  g_assert_finalize_object (table);
  sd_column_set_title (column, "Alone");
  g_assert_finalize_object (column);

  schema = sd_schema_new ();
  g_assert_cmpstr (sd_schema_get_name (schema), ==, "dataset");
  g_assert_null (sd_schema_get_member (schema, "diagram"));
  g_assert_finalize_object (schema);
}

static void
test_column_properties (void)
{
  g_autoptr (SdColumn) column = sd_column_new ("Unit Price!", SD_TYPE_DECIMAL);
  g_autoptr (JsonObject) parameters = NULL;
  g_autofree char *title = NULL;
  guint n_notify = 0;
  guint n_missing = 0;
  guint n_nullable = 0;

  g_assert_cmpstr (sd_column_get_name (column), ==, "unit_price");
  g_assert_cmpstr (sd_column_get_generator (column), ==, "number");
  g_assert_cmpuint (sd_column_get_id (column), ==, 0);

  g_signal_connect_swapped (column, "notify", G_CALLBACK (count_cb), &n_notify);
  g_signal_connect_swapped (column, "notify::missing", G_CALLBACK (count_cb), &n_missing);
  g_signal_connect_swapped (column, "notify::nullable", G_CALLBACK (count_cb), &n_nullable);

  sd_column_set_title (column, "Price");
  sd_column_set_title (column, "Price");
  g_assert_cmpuint (n_notify, ==, 1);
  g_object_get (column, "title", &title, NULL);
  g_assert_cmpstr (title, ==, "Price");

  /* A share of missing values makes it nullable, and the other way around. */
  sd_column_set_missing (column, 0.25);
  g_assert_true (sd_column_get_nullable (column));
  g_assert_cmpuint (n_missing, ==, 1);
  g_assert_cmpuint (n_nullable, ==, 1);
  sd_column_set_nullable (column, FALSE);
  g_assert_cmpfloat (sd_column_get_missing (column), ==, 0);
  sd_column_set_missing (column, NAN);
  g_assert_cmpfloat (sd_column_get_missing (column), ==, 0);
  sd_column_set_missing (column, 7);
  g_assert_cmpfloat (sd_column_get_missing (column), ==, 1);

  sd_column_set_decimal (column, 40, 30);
  g_assert_cmpuint (sd_column_get_precision (column), ==, 18);
  g_assert_cmpuint (sd_column_get_scale (column), ==, 18);

  /* A borrowed parameter object stays as it was. */
  sd_column_set_parameter (column, "min", json_node_init_int (json_node_alloc (), 1));
  parameters = json_object_ref (sd_column_get_parameters (column));
  sd_column_set_parameter (column, "min", json_node_init_int (json_node_alloc (), 2));
  g_assert_cmpint (json_object_get_int_member (parameters, "min"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (sd_column_get_parameters (column), "min"), ==, 2);
  sd_column_set_parameter (column, "min", NULL);
  g_assert_cmpuint (json_object_get_size (sd_column_get_parameters (column)), ==, 0);

  sd_column_set_generator (column, "sequence", NULL);
  g_assert_cmpstr (sd_column_get_generator (column), ==, "sequence");
}

static void
test_texts_are_limited (void)
{
  g_autoptr (SdTable) table = sd_table_new ("t");
  /* The two-byte character straddles the limit. */
  g_autofree char *text = g_strnfill (5000, 'x');

  text[4095] = (char) 0xc3;
  text[4096] = (char) 0xa4;
  sd_table_set_description (table, text);
  g_assert_cmpuint (strlen (sd_table_get_description (table)), ==, 4095);
  sd_table_set_description (table, "bad \xff byte");
  g_assert_true (g_utf8_validate (sd_table_get_description (table), -1, NULL));
  sd_table_set_description (table, NULL);
  g_assert_cmpstr (sd_table_get_description (table), ==, "");
}

/* Every change anywhere is one "changed", a change to the same value none. */
static void
test_changed (void)
{
  g_autoptr (SdSchema) schema = load_example ();
  SdTable *table = sd_schema_find_table (schema, "customers");
  SdColumn *column = sd_table_get_column (table, 0);
  SdRelationship *relationship = sd_schema_get_relationship (schema, 0);
  const char *key[] = { "name", NULL };
  guint n = 0;

  g_signal_connect_swapped (schema, "changed", G_CALLBACK (count_cb), &n);

  sd_schema_set_title (schema, "New");
  sd_schema_set_title (schema, "New");
  g_assert_cmpuint (n, ==, 1);
  sd_table_set_rows (table, 51, FALSE);
  sd_table_set_rows (table, 51, FALSE);
  g_assert_cmpuint (n, ==, 2);
  sd_column_set_missing (column, 0.5);
  g_assert_cmpuint (n, ==, 3);
  sd_column_set_generator (column, "formula", NULL);
  g_assert_cmpuint (n, ==, 4);
  sd_relationship_set_law (relationship, "uniform", NULL, FALSE);
  g_assert_cmpuint (n, ==, 5);
  sd_relationship_set_keys (relationship, key, key);
  g_assert_cmpuint (n, ==, 6);
  sd_schema_set_member (schema, "diagram", json_node_init_int (json_node_alloc (), 3));
  sd_schema_set_member (schema, "diagram", json_node_init_int (json_node_alloc (), 3));
  g_assert_cmpuint (n, ==, 7);
  sd_schema_remove_table (schema, table);
  g_assert_cmpuint (n, ==, 8);

  /* The table is no part of the document any more. */
  sd_schema_rename_table (schema, sd_schema_get_table (schema, 0), "goods");
  g_assert_cmpuint (n, ==, 9);
}

static void
test_add (void)
{
  g_autoptr (SdSchema) schema = sd_schema_new ();
  g_autoptr (SdTable) first = sd_table_new ("Order Items");
  g_autoptr (SdTable) second = sd_table_new ("order_items");
  g_autoptr (SdColumn) a = sd_column_new ("a", SD_TYPE_TEXT);
  g_autoptr (SdColumn) also_a = sd_column_new ("a", SD_TYPE_TEXT);
  g_autofree char *long_name = g_strnfill (80, 'a');
  g_autoptr (SdColumn) third = sd_column_new (long_name, SD_TYPE_TEXT);
  g_autoptr (SdColumn) fourth = sd_column_new (long_name, SD_TYPE_TEXT);

  sd_schema_add_table (schema, first, G_MAXUINT);
  sd_schema_add_table (schema, second, 0);
  g_assert_cmpstr (sd_table_get_name (first), ==, "order_items");
  g_assert_cmpstr (sd_table_get_name (second), ==, "order_items_2");
  g_assert_true (sd_schema_get_table (schema, 0) == second);
  g_assert_cmpuint (sd_table_get_id (first), ==, 1);
  g_assert_cmpuint (sd_table_get_id (second), ==, 2);

  sd_schema_add_column (schema, first, a, 0);
  sd_schema_add_column (schema, first, also_a, 0);
  sd_schema_add_column (schema, first, third, G_MAXUINT);
  sd_schema_add_column (schema, first, fourth, G_MAXUINT);
  g_assert_cmpstr (sd_column_get_name (also_a), ==, "a_2");
  g_assert_cmpuint (sd_column_get_id (also_a), ==, 4);
  g_assert_true (sd_table_get_column (first, 0) == also_a);
  g_assert_cmpuint (strlen (sd_column_get_name (third)), ==, 63);
  g_assert_cmpuint (strlen (sd_column_get_name (fourth)), ==, 63);
  g_assert_cmpstr (sd_column_get_name (third), !=, sd_column_get_name (fourth));

  /* What comes back after its removal is what it was. */
  sd_schema_remove_table (schema, first);
  sd_schema_add_table (schema, first, 0);
  g_assert_cmpuint (sd_table_get_id (first), ==, 1);
  g_assert_cmpuint (sd_column_get_id (a), ==, 3);
}

/* Ids are never used again, in this session or the next. */
static void
test_ids (void)
{
  g_autoptr (SdSchema) schema = sd_schema_new ();
  g_autoptr (SdTable) first = sd_table_new ("a");
  g_autoptr (SdTable) second = sd_table_new ("b");
  g_autoptr (SdSchema) again = NULL;
  g_autofree char *text = NULL;

  sd_schema_add_table (schema, first, 0);
  sd_schema_remove_table (schema, first);
  text = sd_schema_to_text (schema);
  again = sd_schema_new_from_text (text, strlen (text), NULL);
  sd_schema_add_table (again, second, 0);
  g_assert_cmpuint (sd_table_get_id (second), ==, 2);
}

static void
test_remove_table (void)
{
  g_autoptr (SdSchema) schema = load_example ();
  SdTable *sales = sd_schema_find_table (schema, "sales");

  sd_schema_remove_table (schema, sd_schema_find_table (schema, "products"));
  g_assert_null (sd_schema_find_relationship_by_id (schema, 31));
  g_assert_null (sd_table_find_column (sales, "product"));
  g_assert_nonnull (sd_table_find_column (sales, "customer_id"));
  g_assert_nonnull (sd_schema_find_relationship_by_id (schema, 30));

  /* The child goes with its relationships, the parent keeps its columns. */
  sd_schema_remove_table (schema, sales);
  g_assert_cmpuint (sd_schema_get_n_relationships (schema), ==, 0);
  g_assert_cmpuint (sd_table_get_n_columns (sd_schema_find_table (schema, "customers")), ==, 5);
}

static void
test_remove_column (void)
{
  g_autoptr (SdSchema) schema = load_example ();
  SdTable *customers = sd_schema_find_table (schema, "customers");
  SdTable *sales = sd_schema_find_table (schema, "sales");

  /* A foreign key takes its relationship along, and what was distinct within. */
  sd_schema_remove_column (schema, sales, sd_table_find_column (sales, "customer_id"));
  g_assert_null (sd_schema_find_relationship_by_id (schema, 30));
  g_assert_cmpuint (sd_relationship_get_distinct_within (sd_schema_find_relationship_by_id (schema, 31)),
                    ==, 0);

  /* A referenced key takes the columns along that refer to it. */
  sd_schema_remove_column (schema, sales, sd_table_find_column (sales, "sale_id"));
  g_assert_null (sd_table_find_column (sales, "earlier_id"));
  g_assert_null (sd_schema_find_relationship_by_id (schema, 32));
  g_assert_null (sd_table_get_primary_key (sales)[0]);

  sd_schema_remove_column (schema, customers, sd_table_find_column (customers, "customer_id"));
  g_assert_null (sd_table_get_primary_key (customers)[0]);

  /* "Not before" a column that is gone has no meaning; what is computed from it
   * stays to be repaired. */
  sd_schema_rename_column (schema, sales, sd_table_find_column (sales, "sold"), "day");
  sd_column_set_parameter (sd_table_find_column (sales, "day"), "after",
                           json_node_init_string (json_node_alloc (), "quantity"));
  sd_schema_remove_column (schema, sales, sd_table_find_column (sales, "quantity"));
  g_assert_false (json_object_has_member (sd_column_get_parameters (sd_table_find_column (sales, "day")),
                                          "after"));
  g_assert_nonnull (sd_table_find_column (sales, "amount"));
}

static void
test_relationship_makes_references (void)
{
  g_autoptr (SdSchema) schema = load_example ();
  g_autoptr (SdRelationship) relationship = NULL;
  SdColumn *column = find_example_column (schema, "sales.quantity");

  relationship = sd_relationship_new ("products", "sales", "quantity");
  sd_schema_add_relationship (schema, relationship);
  g_assert_cmpuint (sd_relationship_get_id (relationship), ==, 40);
  g_assert_cmpstr (sd_column_get_generator (column), ==, "reference");
  g_assert_true (sd_schema_find_relationship (schema, sd_schema_find_table (schema, "sales"),
                                              "quantity") == relationship);

  sd_schema_remove_relationship (schema, relationship);
  g_assert_cmpstr (sd_column_get_generator (column), ==, "number");
  g_assert_null (sd_schema_find_relationship_by_id (schema, 40));
}

static void
test_move (void)
{
  g_autoptr (SdSchema) schema = load_example ();
  SdTable *customers = sd_schema_find_table (schema, "customers");
  SdColumn *tier = sd_table_find_column (customers, "tier");

  sd_schema_move_table (schema, customers, 99);
  g_assert_true (sd_schema_get_table (schema, 2) == customers);
  sd_schema_move_table (schema, customers, 1);
  g_assert_true (sd_schema_get_table (schema, 1) == customers);

  sd_schema_move_column (schema, customers, tier, 0);
  g_assert_true (sd_table_get_column (customers, 0) == tier);
  g_assert_cmpuint (sd_column_get_id (tier), ==, 5);
  g_assert_cmpuint (sd_table_get_n_columns (customers), ==, 5);
}

static void
test_caps (void)
{
  g_autoptr (SdSchema) schema = sd_schema_new ();

  for (guint i = 0; i < 1002; i++)
    {
      g_autoptr (SdTable) table = sd_table_new ("t");

      sd_schema_add_table (schema, table, G_MAXUINT);
    }
  g_assert_cmpuint (sd_schema_get_n_tables (schema), ==, 1000);
}

static void
test_types (void)
{
  for (guint i = 0; i < SD_N_TYPES; i++)
    {
      SdType type = SD_N_TYPES;

      g_assert_true (sd_type_from_nick (sd_type_to_nick (i), &type));
      g_assert_cmpuint (type, ==, i);
      g_assert_nonnull (sd_type_get_title (i));
    }

  g_assert_false (sd_type_from_nick ("money", &(SdType) { 0 }));
  g_assert_false (sd_type_from_nick (NULL, &(SdType) { 0 }));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/schema/new-destroy", test_new_destroy);
  g_test_add_func ("/schema/column-properties", test_column_properties);
  g_test_add_func ("/schema/texts-are-limited", test_texts_are_limited);
  g_test_add_func ("/schema/changed", test_changed);
  g_test_add_func ("/schema/add", test_add);
  g_test_add_func ("/schema/ids", test_ids);
  g_test_add_func ("/schema/remove-table", test_remove_table);
  g_test_add_func ("/schema/remove-column", test_remove_column);
  g_test_add_func ("/schema/relationship-makes-references", test_relationship_makes_references);
  g_test_add_func ("/schema/move", test_move);
  g_test_add_func ("/schema/caps", test_caps);
  g_test_add_func ("/schema/types", test_types);

  return g_test_run ();
}
