/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The data dictionary: what is in it, and in which file of each format. */

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#include "nasty-plan.h"
#include "sd-export.h"

static char *
make_file (SdPlan                *plan,
           const SdExportOptions *options,
           const char            *wanted)
{
  g_autofree char *folder = g_dir_make_tmp ("sd-test-XXXXXX", NULL);
  g_autoptr(GFile) directory = g_file_new_for_path (folder);
  g_autoptr(GPtrArray) files = NULL;
  g_autoptr(GError) error = NULL;
  char *text = NULL;

  sd_export_run (plan, options, directory, NULL, NULL, NULL, &files, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < files->len; i++)
    {
      g_autofree char *name = g_file_get_basename (g_ptr_array_index (files, i));

      if (g_str_equal (name, wanted))
        g_assert_true (g_file_load_contents (g_ptr_array_index (files, i), NULL, &text, NULL,
                                             NULL, NULL));
      g_assert_true (g_file_delete (g_ptr_array_index (files, i), NULL, NULL));
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_assert_nonnull (text);

  return text;
}

static SdPlan *
lesson_plan_new (void)
{
  static const gint64 ids[] = { 1, 2 };
  static const SdText kinds[] = { { "basic", 5 }, { "gold", 4 } };
  SdPlan *plan = stub_plan_new ("lesson", "Lesson", 0);
  guint people = stub_plan_add_table (plan, "people", 2);
  guint visits = stub_plan_add_table (plan, "visits", 2);
  guint column;

  stub_plan_edit_table (plan, people)->title = "People";
  stub_plan_edit_table (plan, people)->description = "Who comes.";
  stub_plan_set_key (plan, people, stub_plan_add_int64 (plan, people, "id", SD_TYPE_INTEGER, 0,
                                                        ids, NULL));
  column = stub_plan_add_codes (plan, people, "kind", kinds, NULL);
  stub_plan_edit_column (plan, people, column)->has_choices = TRUE;
  column = stub_plan_add_codes (plan, people, "nickname", kinds, NULL);
  stub_plan_edit_column (plan, people, column)->unique = TRUE;
  column = stub_plan_add_int64 (plan, people, "height", SD_TYPE_DECIMAL, 1, ids, NULL);
  stub_plan_edit_column (plan, people, column)->title = "Height";
  stub_plan_edit_column (plan, people, column)->unit = "cm";
  stub_plan_edit_column (plan, people, column)->description = "In the morning.";

  column = stub_plan_add_int64 (plan, visits, "person_id", SD_TYPE_INTEGER, 0, ids, NULL);
  stub_plan_add_reference (plan, visits, column, people, 0, FALSE);
  stub_plan_set_key (plan, visits, column);
  column = stub_plan_add_int64 (plan, visits, "day", SD_TYPE_DATE, 0, ids, NULL);
  stub_plan_set_key (plan, visits, column);
  stub_plan_add_int64 (plan, visits, "first", SD_TYPE_BOOLEAN, 0, ids, NULL);

  return plan;
}

static void
test_csv (void)
{
  g_autoptr(SdPlan) plan = lesson_plan_new ();
  g_autofree char *text = NULL;
  SdExportOptions options;

  sd_export_options_init (&options, SD_FORMAT_CSV);
  options.dictionary = TRUE;
  options.csv.crlf = FALSE;
  text = make_file (plan, &options, "data_dictionary.csv");
  g_assert_cmpstr (text, ==,
                   "table_name,column_name,title,type,unit,meaning,allowed_values,key\n"
                   "people,,People,table,,Who comes.,,\n"
                   "people,id,,integer,,,,primary key\n"
                   "people,kind,,text,,,basic; gold,\n"
                   "people,nickname,,text,,,,unique\n"
                   "people,height,Height,\"decimal, 1 digit after the point\",cm,"
                   "In the morning.,,\n"
                   "visits,,,table,,,,\n"
                   "visits,person_id,,integer,,,,"
                   "part of the primary key; refers to people.id\n"
                   "visits,day,,date,,,,part of the primary key\n"
                   "visits,first,,boolean,,,true; false,\n");
}

static void
test_json (void)
{
  g_autoptr(SdPlan) plan = lesson_plan_new ();
  g_autofree char *text = NULL;
  SdExportOptions options;

  sd_export_options_init (&options, SD_FORMAT_JSON);
  options.dictionary = TRUE;
  text = make_file (plan, &options, "data_dictionary.json");
  g_assert_true (g_str_has_prefix (text, "[\n  {\n    \"table_name\": \"people\",\n"
                                         "    \"column_name\": \"\",\n"));
  g_assert_nonnull (strstr (text, "\"unit\": \"cm\",\n    \"meaning\": \"In the morning.\",\n"));
  g_assert_true (g_str_has_suffix (text, "    \"key\": \"\"\n  }\n]\n"));
}

static void
test_sql (void)
{
  g_autoptr(SdPlan) plan = lesson_plan_new ();
  SdExportOptions options;

  sd_export_options_init (&options, SD_FORMAT_SQL);
  options.dictionary = TRUE;
  for (SdDialect i = 0; i < SD_N_DIALECTS; i++)
    {
      g_autofree char *text = NULL;

      options.sql.dialect = i;
      text = make_file (plan, &options, "lesson.sql");
      g_assert_nonnull (strstr (text, "Height. In the morning. Unit: cm"));
      g_assert_nonnull (strstr (text, "Values: basic; gold"));
      g_assert_nonnull (strstr (text, "People. Who comes."));
    }
}

/* A table of that name keeps it. */
static void
test_taken_name (void)
{
  static const gint64 ids[] = { 1 };
  g_autoptr(SdPlan) plan = stub_plan_new ("p", "P", 0);
  g_autofree char *text = NULL;
  SdExportOptions options;

  stub_plan_add_int64 (plan, stub_plan_add_table (plan, "data_dictionary", 1), "x",
                       SD_TYPE_INTEGER, 0, ids, NULL);
  sd_export_options_init (&options, SD_FORMAT_CSV);
  options.dictionary = TRUE;
  text = make_file (plan, &options, "data_dictionary_2.csv");
  g_assert_nonnull (strstr (text, "data_dictionary,x,,integer"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/data-dictionary/csv", test_csv);
  g_test_add_func ("/data-dictionary/json", test_json);
  g_test_add_func ("/data-dictionary/sql", test_sql);
  g_test_add_func ("/data-dictionary/taken-name", test_taken_name);

  return g_test_run ();
}
