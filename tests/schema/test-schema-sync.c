/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

#include "config.h"

#include "example-document.h"

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  GString    *log)
{
  g_string_append_printf (log, "%u-%u+%u ", position, removed, added);
}

static void
sync_to (SdSchema *schema,
         SdSchema *wanted)
{
  g_autoptr (JsonNode) json = sd_schema_to_json (wanted);
  g_autoptr (GError) error = NULL;
  g_autofree char *expected = sd_schema_to_text (wanted);
  g_autofree char *text = NULL;

  g_assert_true (sd_schema_sync_from_json (schema, json, &error));
  g_assert_no_error (error);
  text = sd_schema_to_text (schema);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_same (void)
{
  g_autoptr (SdSchema) schema = load_example ();
  g_autoptr (SdSchema) wanted = load_example ();
  SdColumn *column = find_example_column (schema, "customers.tier");
  guint n = 0;

  g_signal_connect_swapped (schema, "changed", G_CALLBACK (count_cb), &n);
  g_signal_connect_swapped (schema, "notify", G_CALLBACK (count_cb), &n);
  g_signal_connect_swapped (column, "notify", G_CALLBACK (count_cb), &n);
  g_signal_connect_swapped (sd_schema_list_tables (schema), "items-changed", G_CALLBACK (count_cb),
                            &n);
  sync_to (schema, wanted);
  g_assert_cmpuint (n, ==, 0);
}

static void
test_identity (void)
{
  g_autoptr (SdSchema) schema = load_example ();
  g_autoptr (SdSchema) wanted = load_example ();
  SdTable *table = sd_schema_find_table (schema, "sales");
  SdColumn *column = sd_table_find_column (table, "quantity");
  SdRelationship *relationship = sd_schema_get_relationship (schema, 0);
  guint n_changed = 0;
  guint n_column = 0;
  guint n_name = 0;

  sd_schema_rename_table (wanted, sd_schema_find_table (wanted, "sales"), "orders");
  sd_schema_rename_column (wanted, sd_schema_find_table (wanted, "orders"),
                           find_example_column (wanted, "orders.quantity"), "pieces");

  g_signal_connect_swapped (schema, "changed", G_CALLBACK (count_cb), &n_changed);
  g_signal_connect_swapped (column, "notify", G_CALLBACK (count_cb), &n_column);
  g_signal_connect_swapped (column, "notify::name", G_CALLBACK (count_cb), &n_name);
  sync_to (schema, wanted);

  g_assert_true (sd_schema_find_table (schema, "orders") == table);
  g_assert_true (sd_table_find_column (table, "pieces") == column);
  g_assert_true (sd_schema_get_relationship (schema, 0) == relationship);
  g_assert_cmpuint (n_changed, ==, 1);
  g_assert_cmpuint (n_column, ==, 1);
  g_assert_cmpuint (n_name, ==, 1);
}

/* Lists change only where they differ. */
static void
test_lists (void)
{
  g_autoptr (SdSchema) schema = load_example ();
  g_autoptr (SdSchema) wanted = load_example ();
  g_autoptr (SdTable) added = sd_table_new ("stores");
  g_autoptr (SdColumn) column = sd_column_new ("city", SD_TYPE_TEXT);
  g_autoptr (GString) tables = g_string_new (NULL);
  g_autoptr (GString) columns = g_string_new (NULL);
  SdTable *customers = sd_schema_find_table (schema, "customers");
  SdTable *sales = sd_schema_find_table (schema, "sales");

  g_signal_connect (sd_schema_list_tables (schema), "items-changed",
                    G_CALLBACK (items_changed_cb), tables);
  g_signal_connect (customers, "items-changed", G_CALLBACK (items_changed_cb), columns);

  sd_schema_add_table (wanted, added, 1);
  sd_schema_add_column (wanted, sd_schema_find_table (wanted, "customers"), column, 2);
  sync_to (schema, wanted);
  g_assert_cmpstr (tables->str, ==, "1-0+1 ");
  g_assert_cmpstr (columns->str, ==, "2-0+1 ");
  g_assert_true (sd_schema_get_table (schema, 0) == customers);
  g_assert_true (sd_schema_get_table (schema, 3) == sales);

  g_string_truncate (tables, 0);
  sd_schema_move_table (wanted, added, 3);
  sd_schema_remove_table (wanted, sd_schema_find_table (wanted, "products"));
  sync_to (schema, wanted);
  g_assert_cmpstr (tables->str, ==, "1-3+2 ");
  g_assert_true (sd_schema_get_table (schema, 1) == sales);
  g_assert_cmpuint (sd_schema_get_n_relationships (schema), ==, 2);

  /* What came over belongs to this document now. */
  sd_schema_rename_table (schema, sd_schema_find_table (schema, "stores"), "shops");
  g_assert_cmpstr (sd_table_get_name (added), ==, "stores");
}

static void
test_refused (void)
{
  g_autoptr (SdSchema) schema = load_example ();
  g_autofree char *before = sd_schema_to_text (schema);
  g_autofree char *after = NULL;
  g_autoptr (JsonNode) json = sd_schema_to_json (schema);
  g_autoptr (GError) error = NULL;

  json_object_set_string_member (json_node_get_object (json), "title", "New");
  json_object_set_string_member (json_node_get_object (json), "seed", "a lot");
  g_assert_false (sd_schema_sync_from_json (schema, json, &error));
  g_assert_error (error, SD_SCHEMA_ERROR, SD_SCHEMA_ERROR_CONTENT);
  after = sd_schema_to_text (schema);
  g_assert_cmpstr (before, ==, after);
}

/* Takes all ids out. */
static void
strip_ids (JsonNode *node)
{
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        strip_ids (json_array_get_element (array, i));
    }
  else if (JSON_NODE_HOLDS_OBJECT (node))
    {
      g_autoptr (GList) values = NULL;

      json_object_remove_member (json_node_get_object (node), "id");
      json_object_remove_member (json_node_get_object (node), "next_id");
      values = json_object_get_values (json_node_get_object (node));
      for (GList *l = values; l != NULL; l = l->next)
        strip_ids (l->data);
    }
}

/* A draft has no ids: what has the same name keeps its own, what is new gets a
 * new one. */
static void
test_draft (void)
{
  g_autoptr (SdSchema) schema = load_example ();
  g_autoptr (SdSchema) draft = load_example ();
  g_autoptr (SdTable) added = sd_table_new ("stores");
  g_autoptr (JsonNode) json = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (SdSchema) fresh = NULL;
  SdColumn *tier = find_example_column (schema, "customers.tier");

  sd_schema_add_table (draft, added, 0);
  json = sd_schema_to_json (draft);
  json_object_remove_member (json_node_get_object (json), "conversation");
  strip_ids (json);
  /* Relationships are named by ids. */
  json_object_remove_member (json_array_get_object_element (json_object_get_array_member (json_node_get_object (json),
                                                                                          "relationships"), 1),
                             "distinct_within");

  g_assert_true (sd_schema_sync_from_json (schema, json, &error));
  g_assert_no_error (error);
  g_assert_true (find_example_column (schema, "customers.tier") == tier);
  g_assert_cmpuint (sd_column_get_id (tier), ==, 5);
  g_assert_cmpuint (sd_table_get_id (sd_schema_find_table (schema, "stores")), ==, 40);
  g_assert_cmpuint (sd_relationship_get_id (sd_schema_get_relationship (schema, 2)), ==, 32);

  /* Without a document to compare with, they count from 1. */
  fresh = sd_schema_new_from_json (json, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (sd_table_get_id (sd_schema_find_table (fresh, "stores")), ==, 1);
  g_assert_cmpuint (sd_table_get_id (sd_schema_find_table (fresh, "customers")), ==, 2);
  g_assert_cmpuint (sd_column_get_id (find_example_column (fresh, "customers.customer_id")), ==, 3);
}

/* The JSON that is given out and taken in is the caller's. */
static void
test_json_is_a_copy (void)
{
  g_autoptr (SdSchema) schema = load_example ();
  g_autofree char *before = sd_schema_to_text (schema);
  g_autofree char *after = NULL;
  g_autoptr (JsonNode) json = sd_schema_to_json (schema);
  JsonObject *column;
  JsonArray *array;

  g_assert_true (sd_schema_sync_from_json (schema, json, NULL));
  array = json_object_get_array_member (json_node_get_object (json), "tables");
  array = json_object_get_array_member (json_array_get_object_element (array, 0), "columns");
  column = json_object_get_object_member (json_array_get_object_element (array, 3), "parameters");
  json_array_add_string_element (json_object_get_array_member (column, "values"), "silver");
  json_object_remove_member (column, "weights");

  after = sd_schema_to_text (schema);
  g_assert_cmpstr (before, ==, after);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/schema-sync/same", test_same);
  g_test_add_func ("/schema-sync/identity", test_identity);
  g_test_add_func ("/schema-sync/lists", test_lists);
  g_test_add_func ("/schema-sync/refused", test_refused);
  g_test_add_func ("/schema-sync/draft", test_draft);
  g_test_add_func ("/schema-sync/json-is-a-copy", test_json_is_a_copy);

  return g_test_run ();
}
