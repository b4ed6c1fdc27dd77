/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Prompts and what becomes of them: tests/assistant/cases.json. A new case needs
 * no code.
 */

#include <glib.h>
#include <string.h>

#include "planner-case.h"
#include "sd-calendar.h"

static SdDraft *
plan (const char         *prompt,
      const char * const *answers)
{
  SdRequest request = { .prompt = prompt, .answers = answers, .locale = "en_US" };

  g_assert_true (sd_date_parse (CASE_DAY, &request.as_of));

  return sd_planner_plan (&request);
}

static void
test_cases (void)
{
  g_autoptr (JsonNode) root = case_load ("cases.json");
  JsonArray *cases = json_node_get_array (root);

  g_assert_cmpuint (json_array_get_length (cases), >=, 60);
  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonObject *expected = json_array_get_object_element (cases, i);
      g_autoptr (SdDraft) draft = plan (json_object_get_string_member (expected, "prompt"), NULL);
      g_autoptr (SdSchema) schema = case_check (expected, draft, NULL);

      if (schema != NULL)
        g_assert_cmpint (sd_schema_get_as_of (schema), >, 0);
    }
}

static void
test_answers (void)
{
  const char *subject[] = { "subject=Library", NULL };
  const char *small[] = { "subject=Library", "size=Small: up to 100 rows a table", NULL };
  const char *flat[] = { "subject=Product sales", "tables=One table", NULL };
  g_autoptr (SdDraft) draft = plan ("some numbers", subject);
  g_autoptr (SdDraft) smaller = plan ("some numbers", small);
  g_autoptr (SdDraft) one = plan ("some numbers", flat);
  g_autoptr (SdSchema) schema = sd_draft_to_schema (draft, NULL, NULL, NULL);
  g_autoptr (SdSchema) small_schema = sd_draft_to_schema (smaller, NULL, NULL, NULL);
  g_autoptr (SdSchema) flat_schema = sd_draft_to_schema (one, NULL, NULL, NULL);

  g_assert_nonnull (sd_schema_find_table (schema, "books"));
  g_assert_cmpuint (sd_table_get_rows (sd_schema_find_table (small_schema, "books")), <,
                    sd_table_get_rows (sd_schema_find_table (schema, "books")));
  g_assert_cmpuint (sd_schema_get_n_tables (flat_schema), ==, 1);
}

static void
test_questions_have_choices (void)
{
  g_autoptr (SdDraft) draft = plan ("", NULL);

  g_assert_null (draft->schema);
  g_assert_cmpuint (draft->questions->len, >, 0);
  g_assert_cmpuint (draft->questions->len, <=, 3);
  for (guint i = 0; i < draft->questions->len; i++)
    {
      const SdQuestion *question = draft->questions->pdata[i];

      g_assert_cmpuint (g_strv_length (question->choices), >=, 2);
      g_assert_cmpuint (g_strv_length (question->choices), <=, 5);
      g_assert_true (g_strv_contains ((const char * const *) question->choices,
                                      question->fallback));
    }
}

static void
test_aliases (void)
{
  g_autoptr (SdDraft) draft = plan ("tables for products, customers and sales transactions", NULL);
  g_autoptr (SdSchema) schema = sd_draft_to_schema (draft, NULL, NULL, NULL);
  static const char * const words[] = { "sale", "sales", "transaction", "transactions", "Sales" };
  guint n;

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    g_assert_true (sd_schema_match_table (schema, words[i], &n)
                   == sd_schema_find_table (schema, "sales"));
  g_assert_true (sd_schema_match_table (schema, "customer", &n)
                 == sd_schema_find_table (schema, "customers"));
  g_assert_null (sd_schema_match_table (schema, "dragons", &n));
}

static void
test_not_utf8 (void)
{
  g_autoptr (SdDraft) draft = plan ("tables for \xff\xfe", NULL);

  g_assert_null (draft->schema);
  g_assert_nonnull (strstr (draft->reply, "UTF-8"));
}

static void
on_answer (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GAsyncResult **slot = user_data;

  *slot = g_object_ref (result);
}

static void
test_async (void)
{
  g_autoptr (SdAssistant) planner = sd_planner_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (SdDraft) draft = NULL;
  SdRequest request = { .prompt = "customers and orders", .locale = "en_US" };

  g_assert_cmpstr (sd_assistant_get_title (planner), ==, "Offline planner");
  sd_assistant_ask_async (planner, &request, NULL, on_answer, &result);
  g_assert_null (result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  draft = sd_assistant_ask_finish (planner, result, &error);
  g_assert_no_error (error);
  g_assert_nonnull (draft->schema);
}

static void
test_async_cancelled (void)
{
  g_autoptr (SdAssistant) planner = sd_planner_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  SdRequest request = { .prompt = "customers and orders", .locale = "en_US" };

  g_cancellable_cancel (cancellable);
  sd_assistant_ask_async (planner, &request, cancellable, on_answer, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (sd_assistant_ask_finish (planner, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_new_destroy (void)
{
  SdAssistant *planner = sd_planner_new ();

  g_assert_finalize_object (planner);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/planner/new-destroy", test_new_destroy);
  g_test_add_func ("/planner/cases", test_cases);
  g_test_add_func ("/planner/answers", test_answers);
  g_test_add_func ("/planner/questions", test_questions_have_choices);
  g_test_add_func ("/planner/aliases", test_aliases);
  g_test_add_func ("/planner/not-utf8", test_not_utf8);
  g_test_add_func ("/planner/async", test_async);
  g_test_add_func ("/planner/async-cancelled", test_async_cancelled);

  return g_test_run ();
}
