/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* JSON, read back by json-glib. */

#include <json-glib/json-glib.h>
#include <string.h>

#include "nasty-plan.h"
#include "sd-export.h"

static JsonNode *
parse (const char *text,
       gsize       length)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonParser) parser = json_parser_new ();

  json_parser_load_from_data (parser, text, length, &error);
  g_assert_no_error (error);
  return json_parser_steal_root (parser);
}

static void
assert_text (JsonObject   *object,
             const char   *member,
             const SdText *expected)
{
  const char *text = json_object_get_string_member (object, member);

  g_assert_cmpmem (text, strlen (text), expected->data, expected->length);
}

static void
assert_row (JsonObject *object,
            guint       row)
{
  GList *members = json_object_get_members (object);

  g_assert_cmpuint (g_list_length (members), ==, 11);
  g_assert_cmpstr (members->data, ==, "id");
  g_list_free (members);

  g_assert_cmpint (json_object_get_int_member (object, "id"), ==, row + 1);
  assert_text (object, "words", &nasty_texts[row]);
  if (row % 7 == 3)
    {
      g_assert_true (json_object_get_null_member (object, "choice"));
      g_assert_true (json_object_get_null_member (object, "price"));
      g_assert_true (json_object_get_null_member (object, "code"));
    }
  else
    {
      assert_text (object, "choice", &nasty_texts[row]);
      g_assert_true (json_object_get_boolean_member (object, "flag") == (row % 2));
      g_assert_cmpuint (strlen (json_object_get_string_member (object, "day")), ==, 10);
    }
}

static void
test_array (gconstpointer data)
{
  g_autoptr(SdPlan) plan = nasty_plan_new ();
  g_autoptr(JsonNode) root = NULL;
  g_autofree char *text = NULL;
  SdExportOptions options;
  JsonArray *rows;

  sd_export_options_init (&options, SD_FORMAT_JSON);
  options.json.pretty = GPOINTER_TO_INT (data);
  text = sd_export_preview (plan, &options, 0, NASTY_N_TEXTS);
  root = parse (text, strlen (text));
  rows = json_node_get_array (root);
  g_assert_cmpuint (json_array_get_length (rows), ==, NASTY_N_TEXTS);
  for (guint i = 0; i < NASTY_N_TEXTS; i++)
    assert_row (json_array_get_object_element (rows, i), i);
}

static void
test_lines (void)
{
  g_autoptr(SdPlan) plan = nasty_plan_new ();
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;
  SdExportOptions options;

  sd_export_options_init (&options, SD_FORMAT_JSONL);
  options.json.pretty = TRUE;
  text = sd_export_preview (plan, &options, 0, NASTY_N_TEXTS);
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, NASTY_N_TEXTS + 1);
  g_assert_cmpstr (lines[NASTY_N_TEXTS], ==, "");
  for (guint i = 0; i < NASTY_N_TEXTS; i++)
    {
      g_autoptr(JsonNode) row = parse (lines[i], strlen (lines[i]));

      assert_row (json_node_get_object (row), i);
    }
}

static void
test_exact_text (void)
{
  g_autoptr(SdPlan) plan = nasty_plan_new ();
  g_autofree char *one = NULL;
  g_autofree char *pretty = NULL;
  g_autofree char *empty = NULL;
  g_autofree char *empty_lines = NULL;
  SdExportOptions options;

  sd_export_options_init (&options, SD_FORMAT_JSON);
  one = sd_export_preview (plan, &options, 1, 4);
  g_assert_cmpstr (one, ==,
                   "[\n"
                   "  {\"id\":1,\"nasty_id\":1,\"group\":1},\n"
                   "  {\"id\":2,\"nasty_id\":1,\"group\":1},\n"
                   "  {\"id\":3,\"nasty_id\":2,\"group\":2},\n"
                   "  {\"id\":4,\"nasty_id\":null,\"group\":null}\n"
                   "]\n");
  empty = sd_export_preview (plan, &options, 2, 10);
  g_assert_cmpstr (empty, ==, "[]\n");

  options.json.pretty = TRUE;
  pretty = sd_export_preview (plan, &options, 1, 2);
  g_assert_cmpstr (pretty, ==,
                   "[\n"
                   "  {\n    \"id\": 1,\n    \"nasty_id\": 1,\n    \"group\": 1\n  },\n"
                   "  {\n    \"id\": 2,\n    \"nasty_id\": 1,\n    \"group\": 1\n  }\n"
                   "]\n");

  options.format = SD_FORMAT_JSONL;
  empty_lines = sd_export_preview (plan, &options, 2, 10);
  g_assert_cmpstr (empty_lines, ==, "");
}

/* Decimals keep all their digits, which a double would not. */
static void
test_numbers (void)
{
  g_autoptr(SdPlan) plan = nasty_plan_new ();
  g_autofree char *text = NULL;
  SdExportOptions options;

  sd_export_options_init (&options, SD_FORMAT_JSONL);
  text = sd_export_preview (plan, &options, 0, NASTY_N_TEXTS);
  g_assert_nonnull (strstr (text, "\"whole\":-999999999999999999,\"price\":-9999999999999999.99,"));
  g_assert_nonnull (strstr (text, "\"whole\":-9223372036854775808,"));
  g_assert_nonnull (strstr (text, "\"moment\":\"1900-03-01T02:00:00.250000\""));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/json/array", GINT_TO_POINTER (FALSE), test_array);
  g_test_add_data_func ("/json/array-pretty", GINT_TO_POINTER (TRUE), test_array);
  g_test_add_func ("/json/lines", test_lines);
  g_test_add_func ("/json/exact-text", test_exact_text);
  g_test_add_func ("/json/numbers", test_numbers);

  return g_test_run ();
}
