/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Conversations: a first prompt and what is asked afterwards, each step checked:
 * tests/assistant/edits.json.
 */

#include <glib.h>
#include <string.h>

#include "planner-case.h"
#include "sd-calendar.h"
#include "sd-schema-file.h"

static SdDraft *
plan (const char *prompt,
      SdSchema   *schema)
{
  SdRequest request = { .prompt = prompt, .schema = schema, .locale = "en_US" };

  g_assert_true (sd_date_parse (CASE_DAY, &request.as_of));

  return sd_planner_plan (&request);
}

static void
test_conversations (void)
{
  g_autoptr (JsonNode) root = case_load ("edits.json");
  JsonArray *conversations = json_node_get_array (root);

  for (guint i = 0; i < json_array_get_length (conversations); i++)
    {
      JsonArray *steps = json_array_get_array_element (conversations, i);
      g_autoptr (SdSchema) schema = NULL;

      for (guint j = 0; j < json_array_get_length (steps); j++)
        {
          JsonObject *expected = json_array_get_object_element (steps, j);
          g_autoptr (SdDraft) draft = plan (json_object_get_string_member (expected, "prompt"),
                                            schema);
          SdSchema *changed = case_check (expected, draft, schema);

          if (changed == NULL)
            continue;
          g_clear_object (&schema);
          schema = changed;
        }
    }
}

/* What is not named keeps its ids, so that its values stay. */
static void
test_ids_stay (void)
{
  g_autoptr (SdDraft) first = plan ("50 customers, 20 products and 200 sales", NULL);
  g_autoptr (SdSchema) schema = sd_draft_to_schema (first, NULL, NULL, NULL);
  g_autoptr (SdDraft) second = plan ("add a suppliers table and rename sales to transactions",
                                     schema);
  g_autoptr (SdSchema) changed = sd_draft_to_schema (second, schema, NULL, NULL);

  g_assert_nonnull (sd_schema_find_table (changed, "suppliers"));
  g_assert_cmpuint (sd_table_get_id (sd_schema_find_table (changed, "customers")), ==,
                    sd_table_get_id (sd_schema_find_table (schema, "customers")));
  g_assert_cmpuint (sd_table_get_id (sd_schema_find_table (changed, "transactions")), ==,
                    sd_table_get_id (sd_schema_find_table (schema, "sales")));
  g_assert_cmpuint (
    sd_column_get_id (sd_table_find_column (sd_schema_find_table (changed, "transactions"),
                                            "quantity")), ==,
    sd_column_get_id (sd_table_find_column (sd_schema_find_table (schema, "sales"), "quantity")));
}

/* The document that is asked about is only read. */
static void
test_request_unchanged (void)
{
  g_autoptr (SdDraft) first = plan ("customers and orders", NULL);
  g_autoptr (SdSchema) schema = sd_draft_to_schema (first, NULL, NULL, NULL);
  g_autofree char *before = sd_schema_to_text (schema);
  g_autoptr (SdDraft) second = plan ("remove the orders", schema);
  g_autofree char *after = sd_schema_to_text (schema);

  g_assert_nonnull (second->schema);
  g_assert_cmpstr (before, ==, after);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/planner-edits/conversations", test_conversations);
  g_test_add_func ("/planner-edits/ids-stay", test_ids_stay);
  g_test_add_func ("/planner-edits/request-unchanged", test_request_unchanged);

  return g_test_run ();
}
