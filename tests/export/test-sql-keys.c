/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* One of several keys in SQL: the check is there, the rows pass it, and others do
 * not.
 */

#include <sqlite3.h>

#include "sd-export.h"
#include "sd-test-plan.h"

static char *
make_script (SdPlan *plan)
{
  g_autofree char *folder = g_dir_make_tmp ("sd-test-XXXXXX", NULL);
  g_autoptr(GFile) directory = g_file_new_for_path (folder);
  g_autoptr(GPtrArray) files = NULL;
  g_autoptr(GError) error = NULL;
  SdExportOptions options;
  char *text = NULL;

  sd_export_options_init (&options, SD_FORMAT_SQL);
  sd_export_run (plan, &options, directory, NULL, NULL, NULL, &files, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < files->len; i++)
    {
      g_autofree char *name = g_file_get_basename (g_ptr_array_index (files, i));

      if (g_str_has_suffix (name, ".sql"))
        g_file_load_contents (g_ptr_array_index (files, i), NULL, &text, NULL, NULL, &error);
      g_file_delete (g_ptr_array_index (files, i), NULL, NULL);
    }
  g_assert_no_error (error);
  g_assert_nonnull (text);
  g_file_delete (directory, NULL, NULL);

  return text;
}

static void
test_one_of (void)
{
  g_autoptr(SdSchema) schema =
    sd_test_schema ("{ 'id': 1, 'name': 'posts', 'rows': 5, 'primary_key': ['id'], 'columns': ["
                    "  { 'id': 2, 'name': 'id', 'type': 'integer', 'generator': 'sequence' } ] },"
                    "{ 'id': 5, 'name': 'photos', 'rows': 5, 'primary_key': ['id'], 'columns': ["
                    "  { 'id': 6, 'name': 'id', 'type': 'integer', 'generator': 'sequence' } ] },"
                    "{ 'id': 10, 'name': 'comments', 'rows': 40, 'columns': ["
                    "  { 'id': 11, 'name': 'post_id', 'type': 'integer', 'nullable': true,"
                    "    'generator': 'reference' },"
                    "  { 'id': 12, 'name': 'photo_id', 'type': 'integer', 'nullable': true,"
                    "    'generator': 'reference' } ] }",
                    "{ 'id': 20, 'parent_table_name': 'posts', 'child_table_name': 'comments',"
                    "  'child_foreign_key': ['post_id'], 'one_of': 1 },"
                    "{ 'id': 21, 'parent_table_name': 'photos', 'child_table_name': 'comments',"
                    "  'child_foreign_key': ['photo_id'], 'one_of': 1 }");
  g_autoptr(SdPlan) plan = sd_test_plan (schema);
  g_autofree char *script = make_script (plan);
  sqlite3 *database;

  g_assert_nonnull (strstr (script, "CHECK (CASE WHEN post_id IS NULL THEN 0 ELSE 1 END"
                                    " + CASE WHEN photo_id IS NULL THEN 0 ELSE 1 END = 1)"));
  g_assert_cmpint (sqlite3_open (":memory:", &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, script, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, "INSERT INTO comments VALUES (1, NULL)", NULL, NULL,
                                 NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, "INSERT INTO comments VALUES (1, 1)", NULL, NULL,
                                 NULL), ==, SQLITE_CONSTRAINT);
  g_assert_cmpint (sqlite3_exec (database, "INSERT INTO comments VALUES (NULL, NULL)", NULL,
                                 NULL, NULL), ==, SQLITE_CONSTRAINT);
  sqlite3_close (database);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sql-keys/one-of", test_one_of);
  return g_test_run ();
}
