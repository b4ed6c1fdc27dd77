/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* SQL scripts: the SQLite one is run and read back, the others are held by
 * goldens. With SD_UPDATE_GOLDENS set, the goldens are written instead. */

#include <sqlite3.h>
#include <string.h>

#include "nasty-plan.h"
#include "sd-export.h"

static char *
make_script (SdPlan                *plan,
             const SdExportOptions *options)
{
  g_autofree char *folder = g_dir_make_tmp ("sd-test-XXXXXX", NULL);
  g_autoptr(GFile) directory = g_file_new_for_path (folder);
  g_autoptr(GPtrArray) files = NULL;
  g_autoptr(GError) error = NULL;
  char *text = NULL;

  sd_export_run (plan, options, directory, NULL, NULL, NULL, &files, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (files->len, ==, 1);
  g_file_load_contents (g_ptr_array_index (files, 0), NULL, &text, NULL, NULL, &error);
  g_assert_no_error (error);
  g_file_delete (g_ptr_array_index (files, 0), NULL, &error);
  g_assert_no_error (error);
  g_file_delete (directory, NULL, &error);
  g_assert_no_error (error);

  return text;
}

static void
test_golden (gconstpointer data)
{
  SdDialect dialect = GPOINTER_TO_UINT (data) % 16;
  gboolean copy = GPOINTER_TO_UINT (data) >= 16;
  g_autoptr(SdPlan) plan = nasty_plan_new ();
  g_autofree char *name = g_strconcat (sd_dialect_to_nick (dialect), copy ? "-copy" : "", ".sql",
                                       NULL);
  g_autofree char *path = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "golden", "export", name,
                                            NULL);
  g_autofree char *expected = NULL;
  g_autofree char *script = NULL;
  SdExportOptions options;

  sd_export_options_init (&options, SD_FORMAT_SQL);
  options.dictionary = TRUE;
  options.sql.dialect = dialect;
  options.sql.drop = TRUE;
  options.sql.copy = copy;
  options.sql.rows_per_insert = 7;
  script = make_script (plan, &options);

  if (g_getenv ("SD_UPDATE_GOLDENS") != NULL)
    g_file_set_contents (path, script, -1, NULL);
  g_assert_true (g_file_get_contents (path, &expected, NULL, NULL));
  g_assert_cmpstr (script, ==, expected);
}

static int
get_count (sqlite3    *database,
           const char *sql)
{
  sqlite3_stmt *statement;
  int count;

  g_assert_cmpint (sqlite3_prepare_v2 (database, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  count = sqlite3_column_int (statement, 0);
  sqlite3_finalize (statement);

  return count;
}

static void
test_sqlite_reads (void)
{
  g_autoptr(SdPlan) plan = nasty_plan_new ();
  g_autofree char *script = NULL;
  char *message = NULL;
  SdExportOptions options;
  sqlite3_stmt *statement;
  sqlite3 *database;

  sd_export_options_init (&options, SD_FORMAT_SQL);
  options.dictionary = TRUE;
  script = make_script (plan, &options);

  g_assert_cmpint (sqlite3_open (":memory:", &database), ==, SQLITE_OK);
  sqlite3_exec (database, script, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
  g_assert_cmpint (get_count (database, "SELECT count (*) FROM \"order\""), ==, NASTY_N_TEXTS);
  g_assert_cmpint (get_count (database, "SELECT count (*) FROM \"nothing\""), ==, 0);
  g_assert_cmpint (get_count (database, "SELECT count (*) FROM pragma_foreign_key_check"), ==, 0);

  sqlite3_prepare_v2 (database, "SELECT words, choice, whole, price FROM nasty ORDER BY id", -1,
                      &statement, NULL);
  for (guint i = 0; i < NASTY_N_TEXTS; i++)
    {
      g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
      g_assert_cmpmem (sqlite3_column_text (statement, 0), sqlite3_column_bytes (statement, 0),
                       nasty_texts[i].data, nasty_texts[i].length);
      g_assert_true ((sqlite3_column_type (statement, 1) == SQLITE_NULL) == (i % 7 == 3));
      if (i == 15)
        g_assert_cmpint (sqlite3_column_int64 (statement, 2), ==, G_MININT64);
    }
  sqlite3_finalize (statement);
  sqlite3_close (database);
}

static void
test_limits (void)
{
  g_autoptr(SdPlan) plan = nasty_plan_new ();
  g_autofree char *sqlserver = NULL;
  g_autofree char *oracle = NULL;
  guint n = 0;
  SdExportOptions options;

  stub_plan_edit_table (plan, 1)->n_rows = 2500;
  stub_plan_set_n_values (plan, 1, NASTY_N_TEXTS);
  sd_export_options_init (&options, SD_FORMAT_SQL);
  options.sql.rows_per_insert = 100000;
  options.sql.dialect = SD_DIALECT_SQLSERVER;
  sqlserver = sd_export_preview (plan, &options, 1, 2500);
  for (const char *c = sqlserver; (c = strstr (c, "INSERT")) != NULL; c++)
    n++;
  g_assert_cmpuint (n, ==, 3);

  options.sql.dialect = SD_DIALECT_ORACLE;
  oracle = sd_export_preview (plan, &options, 1, 3);
  g_assert_nonnull (strstr (oracle, "INSERT INTO \"order\" (id, nasty_id, \"group\") VALUES "
                                    "(1, 1, 1);\nINSERT INTO \"order\""));
}

/* Names too long for the server are cut and stay different. */
static void
test_long_names (void)
{
  static const gint64 values[] = { 1 };
  g_autoptr(SdPlan) plan = stub_plan_new ("p", "P", 0);
  g_autofree char *stem = g_strnfill (70, 'a');
  g_autofree char *first = g_strconcat (stem, "_first", NULL);
  g_autofree char *second = g_strconcat (stem, "_second", NULL);
  g_autofree char *script = NULL;
  g_autofree char *cut = g_strnfill (63, 'a');
  g_autofree char *numbered = g_strnfill (63, 'a');
  guint table = stub_plan_add_table (plan, "t", 1);
  SdExportOptions options;

  stub_plan_add_int64 (plan, table, first, SD_TYPE_INTEGER, 0, values, NULL);
  stub_plan_add_int64 (plan, table, second, SD_TYPE_INTEGER, 0, values, NULL);
  sd_export_options_init (&options, SD_FORMAT_SQL);
  options.sql.dialect = SD_DIALECT_POSTGRESQL;
  script = sd_export_preview (plan, &options, 0, 1);
  memcpy (numbered + 61, "_2", 2);
  g_assert_nonnull (strstr (script, cut));
  g_assert_nonnull (strstr (script, numbered));
  g_assert_null (strstr (script, stem));
}

static void
test_data_only (void)
{
  g_autoptr(SdPlan) plan = nasty_plan_new ();
  SdExportOptions options;

  sd_export_options_init (&options, SD_FORMAT_SQL);
  options.sql.create = FALSE;
  for (SdDialect i = 0; i < SD_N_DIALECTS; i++)
    {
      g_autofree char *script = NULL;

      options.sql.dialect = i;
      script = make_script (plan, &options);
      g_assert_null (strstr (script, "CREATE"));
      g_assert_null (strstr (script, "ALTER"));
    }
}

static void
test_nicks (void)
{
  SdDialect dialect;
  SdFormat format;

  for (SdDialect i = 0; i < SD_N_DIALECTS; i++)
    {
      g_assert_true (sd_dialect_from_nick (sd_dialect_to_nick (i), &dialect));
      g_assert_cmpint (dialect, ==, i);
      g_assert_nonnull (sd_dialect_get_title (i));
    }
  g_assert_true (sd_dialect_from_nick ("mariadb", &dialect));
  g_assert_cmpint (dialect, ==, SD_DIALECT_MYSQL);
  g_assert_false (sd_dialect_from_nick ("dbase", &dialect));
  g_assert_false (sd_dialect_from_nick (NULL, &dialect));

  for (SdFormat i = 0; i < SD_N_FORMATS; i++)
    {
      g_assert_true (sd_format_from_nick (sd_format_to_nick (i), &format));
      g_assert_cmpint (format, ==, i);
      g_assert_nonnull (sd_format_get_title (i));
    }
  g_assert_false (sd_format_from_nick ("doc", &format));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (SdDialect i = 0; i < SD_N_DIALECTS; i++)
    {
      g_autofree char *path = g_strconcat ("/sql/golden/", sd_dialect_to_nick (i), NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_golden);
    }
  g_test_add_data_func ("/sql/golden/postgresql-copy",
                        GUINT_TO_POINTER (SD_DIALECT_POSTGRESQL + 16), test_golden);
  g_test_add_func ("/sql/sqlite-reads", test_sqlite_reads);
  g_test_add_func ("/sql/limits", test_limits);
  g_test_add_func ("/sql/long-names", test_long_names);
  g_test_add_func ("/sql/data-only", test_data_only);
  g_test_add_func ("/sql/nicks", test_nicks);

  return g_test_run ();
}
