/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What holds for every prompt: a draft becomes a document without errors, the
 * same prompt gives the same draft, it takes no time, and nothing crashes.
 */

#include <glib.h>
#include <string.h>

#include "planner-case.h"
#include "sd-calendar.h"
#include "sd-lexicon-private.h"
#include "sd-schema-file.h"

static SdDraft *
plan (const char *prompt)
{
  SdRequest request = { .prompt = prompt, .locale = "en_US" };

  g_assert_true (sd_date_parse (CASE_DAY, &request.as_of));

  return sd_planner_plan (&request);
}

static void
check_sound (const char *prompt)
{
  g_autoptr (SdDraft) draft = plan (prompt);
  g_autoptr (SdSchema) schema = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (draft->questions->len, <=, 3);
  g_assert_true (draft->schema != NULL || draft->questions->len > 0);
  if (draft->schema == NULL)
    return;
  schema = sd_draft_to_schema (draft, NULL, &findings, &error);
  if (schema == NULL)
    g_error ("%s: %s", prompt, error->message);
  left = sd_schema_validate (schema);
  for (guint i = 0; i < findings->len; i++)
    g_ptr_array_add (left, sd_finding_copy (findings->pdata[i]));
  if (sd_findings_have_error (left) || findings->len > 0)
    {
      g_autofree char *text = sd_findings_to_text (left);

      g_error ("%s: %s", prompt, text);
    }
  for (guint i = 0; i < sd_schema_get_n_tables (schema); i++)
    g_assert_cmpuint (sd_table_get_rows (sd_schema_get_table (schema, i)), >, 0);
}

static void
test_cases_are_sound (void)
{
  g_autoptr (JsonNode) root = case_load ("cases.json");
  JsonArray *cases = json_node_get_array (root);

  for (guint i = 0; i < json_array_get_length (cases); i++)
    check_sound (json_object_get_string_member (json_array_get_object_element (cases, i),
                                                "prompt"));
}

static void
test_deterministic (void)
{
  g_autoptr (JsonNode) root = case_load ("cases.json");
  JsonArray *cases = json_node_get_array (root);

  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      const char *prompt
        = json_object_get_string_member (json_array_get_object_element (cases, i), "prompt");
      g_autoptr (SdDraft) first = plan (prompt);
      g_autoptr (SdDraft) second = plan (prompt);

      g_assert_cmpstr (first->reply, ==, second->reply);
      g_assert_true ((first->schema == NULL) == (second->schema == NULL));
      if (first->schema != NULL)
        {
          g_autofree char *a = json_to_string (first->schema, FALSE);
          g_autofree char *b = json_to_string (second->schema, FALSE);

          g_assert_cmpstr (a, ==, b);
        }
    }
}

/* Generous, because other tests run beside it: a prompt takes about one
 * millisecond once the catalog is read. */
static void
test_fast (void)
{
  g_autoptr (GString) text = g_string_new ("tables for ");
  gint64 start;

  check_sound ("customers and orders");
  for (guint i = 0; i < 60; i++)
    g_string_append_printf (text, "%u customers, orders with products%u and books, ", i + 2, i);
  start = g_get_monotonic_time ();
  check_sound (text->str);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * G_USEC_PER_SEC);
}

static void
test_random_words (void)
{
  static const char * const pieces[] = {
    "customers", "orders", "each", "has", "1 to 3", "and", ",", "with", "(", ")", ":", "name",
    "date", "10 %", "missing", "many to many", "between", "2020", "students", "wizards", "books",
    "in", "of", "200", "rows", "the", "a", "dozen", "table", "tables", "columns", ";", ".",
    "total", "depends on", "region", "price", "from", "to", "5", "last two years", "by", "more",
    "most", "per", "empty", "is", "every", "belongs to", "games", "two", "members", "cancelled",
    "half of", "messy", "month", "-", "e-mail", "id", "one", "only", "k", "number of",
    "school year", "add", "remove", "rename",
  };
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261123);

  for (guint n = 0; n < 3000; n++)
    {
      g_autoptr (GString) prompt = g_string_new (NULL);
      guint length = (guint) g_rand_int_range (rand, 1, 25);

      for (guint i = 0; i < length; i++)
        g_string_append_printf (prompt, "%s ",
                                pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
      check_sound (prompt->str);
    }
}

static void
test_random_bytes (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (42);

  for (guint n = 0; n < 3000; n++)
    {
      char bytes[64];
      guint length = (guint) g_rand_int_range (rand, 0, sizeof bytes - 1);
      g_autoptr (SdDraft) draft = NULL;

      for (guint i = 0; i < length; i++)
        bytes[i] = (char) g_rand_int_range (rand, 1, 256);
      bytes[length] = '\0';
      draft = plan (bytes);
      g_assert_nonnull (draft->reply);
      g_assert_true (g_utf8_validate (bytes, -1, NULL) || draft->schema == NULL);
    }
}

/* Follow-ups of random words on a document: never a crash, never an error. */
static void
test_random_edits (void)
{
  static const char * const pieces[] = {
    "add", "remove", "rename", "customers", "orders", "suppliers", "a", "table", "column",
    "phone", "to", "from", "10 %", "missing", "emails", "50", "each", "has", "1 to 3", "clients",
    "wizards", "order", "total", "between", "5", "and", "status", "cancelled", "in 2024", "rows",
    "per", "twice", "products",
  };
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autoptr (SdDraft) first = plan ("customers, products, orders and order items");
  g_autoptr (SdSchema) schema = sd_draft_to_schema (first, NULL, NULL, NULL);

  for (guint n = 0; n < 1000; n++)
    {
      g_autoptr (GString) prompt = g_string_new (NULL);
      g_autoptr (SdDraft) draft = NULL;
      SdRequest request = { .schema = schema, .locale = "en_US", .as_of = 20000 };
      guint length = (guint) g_rand_int_range (rand, 1, 10);

      for (guint i = 0; i < length; i++)
        g_string_append_printf (prompt, "%s ",
                                pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
      request.prompt = prompt->str;
      draft = sd_planner_plan (&request);
      if (draft->schema != NULL)
        {
          g_autoptr (GError) error = NULL;
          g_autoptr (SdSchema) changed = sd_draft_to_schema (draft, schema, NULL, &error);
          g_autoptr (GPtrArray) left = NULL;

          if (changed == NULL)
            g_error ("%s: %s", prompt->str, error->message);
          left = sd_schema_validate (changed);
          if (sd_findings_have_error (left))
            {
              g_autofree char *text = sd_findings_to_text (left);

              g_error ("%s: %s", prompt->str, text);
            }
        }
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/planner-properties/sound", test_cases_are_sound);
  g_test_add_func ("/planner-properties/deterministic", test_deterministic);
  g_test_add_func ("/planner-properties/fast", test_fast);
  g_test_add_func ("/planner-properties/random-words", test_random_words);
  g_test_add_func ("/planner-properties/random-bytes", test_random_bytes);
  g_test_add_func ("/planner-properties/random-edits", test_random_edits);

  return g_test_run ();
}
