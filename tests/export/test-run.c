/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Runs: the same bytes for any number of threads and shards; all files or none;
 * nothing left behind. */

#include <glib/gstdio.h>
#include <locale.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include "nasty-plan.h"
#include "sd-export.h"

#define MANY_ROWS 50000

typedef struct
{
  char         *path;
  GFile        *file;
  SdPlan       *plan;
  GPtrArray    *reports;
  GCancellable *cancellable;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->path = g_dir_make_tmp ("sd-test-XXXXXX", NULL);
  fixture->file = g_file_new_for_path (fixture->path);
  fixture->plan = nasty_plan_new ();
  fixture->cancellable = g_cancellable_new ();
}

static void
remove_files (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      g_assert_cmpint (g_remove (file), ==, 0);
    }
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  remove_files (fixture->path);
  g_assert_cmpint (g_rmdir (fixture->path), ==, 0);
  g_free (fixture->path);
  g_object_unref (fixture->file);
  g_object_unref (fixture->cancellable);
  sd_plan_unref (fixture->plan);
}

static void
remove_tree (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      if (g_file_test (file, G_FILE_TEST_IS_DIR))
        remove_tree (file);
      else
        g_remove (file);
    }
  g_rmdir (path);
}

static guint
count_files (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

/* The values repeat, so keys cannot be declared. */
static void
use_many_rows (SdPlan *plan)
{
  for (guint i = 0; i < 2; i++)
    {
      SdPlanTable *table = stub_plan_edit_table (plan, i);

      stub_plan_set_n_values (plan, i, NASTY_N_TEXTS);
      table->n_rows = MANY_ROWS + i * 777;
      table->n_primary_key = 0;
      table->n_foreign_keys = 0;
      for (guint j = 0; j < table->n_columns; j++)
        stub_plan_edit_column (plan, i, j)->foreign_key = -1;
    }
}

/* Makes the files, removes them, and returns all they held. */
static GString *
run (Fixture               *fixture,
     const SdExportOptions *options)
{
  g_autoptr(GPtrArray) files = NULL;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) names = sd_export_list_files (fixture->plan, options);
  GString *all = g_string_new (NULL);

  sd_export_run (fixture->plan, options, fixture->file, NULL, NULL, NULL, &files, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (files->len, ==, g_strv_length (names));
  g_assert_cmpuint (count_files (fixture->path), ==, files->len);
  for (guint i = 0; i < files->len; i++)
    {
      GFile *file = g_ptr_array_index (files, i);
      g_autofree char *name = g_file_get_basename (file);
      g_autofree char *text = NULL;
      gsize length;

      g_assert_cmpstr (name, ==, names[i]);
      g_assert_true (g_file_load_contents (file, NULL, &text, &length, NULL, NULL));
      g_string_append_len (all, text, length);
    }
  remove_files (fixture->path);

  return all;
}

static void
test_threads (Fixture       *fixture,
              gconstpointer  data)
{
  use_many_rows (fixture->plan);
  for (SdFormat format = 0; format < SD_N_FORMATS; format++)
    {
      g_autoptr(GString) one = NULL;
      SdExportOptions options;

      sd_export_options_init (&options, format);
      options.dictionary = TRUE;
      options.threads = 1;
      one = run (fixture, &options);
      for (guint threads = 2; threads <= 16; threads = threads * 2 - 1)
        {
          g_autoptr(GString) many = NULL;

          options.threads = threads;
          many = run (fixture, &options);
          g_assert_true (g_string_equal (one, many));
        }
    }
}

/* A locale with a decimal comma, made for the occasion. */
static gboolean
set_comma_locale (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "de_DE.UTF-8", NULL);
  const char *argv[] = { "localedef", "-i", "de_DE", "-f", "UTF-8", path, NULL };
  int status;

  if (!g_spawn_sync (NULL, (char **) argv, NULL,
                     G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL
                     | G_SPAWN_STDERR_TO_DEV_NULL,
                     NULL, NULL, NULL, NULL, &status, NULL)
      || !g_spawn_check_wait_status (status, NULL))
    return FALSE;

  g_setenv ("LOCPATH", folder, TRUE);
  return setlocale (LC_ALL, "de_DE.UTF-8") != NULL;
}

static void
test_locale (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *folder = g_dir_make_tmp ("sd-locale-XXXXXX", NULL);
  GString *before[SD_N_FORMATS];
  SdExportOptions options;
  gboolean made;

  use_many_rows (fixture->plan);
  for (SdFormat format = 0; format < SD_N_FORMATS; format++)
    {
      sd_export_options_init (&options, format);
      options.dictionary = TRUE;
      before[format] = run (fixture, &options);
    }

  made = set_comma_locale (folder);
  g_assert_true (!made || g_str_equal (localeconv ()->decimal_point, ","));
  for (SdFormat format = 0; format < SD_N_FORMATS; format++)
    {
      g_autoptr(GString) after = NULL;

      sd_export_options_init (&options, format);
      options.dictionary = TRUE;
      options.threads = 3;
      after = run (fixture, &options);
      g_assert_true (g_string_equal (before[format], after));
      g_string_free (before[format], TRUE);
    }
  setlocale (LC_ALL, "C.UTF-8");

  if (!made)
    g_test_skip ("There is no locale with a decimal comma.");
  remove_tree (folder);
}

/* The bytes of one file, or of its shards in order. */
static void
assert_shards (Fixture         *fixture,
               SdExportOptions *options,
               int              n_counts,
               const char      *stem,
               const char      *suffix)
{
  static const guint counts[] = { 1, 3, 2, 7, 64 };
  g_autoptr(GString) whole = NULL;

  for (int i = 0; i < n_counts; i++)
    {
      g_autoptr(GString) all = g_string_new (NULL);

      options->n_shards = counts[i];
      for (options->shard = 1; options->shard <= counts[i]; options->shard++)
        {
          g_autoptr(GError) error = NULL;
          g_autofree char *name = NULL;
          g_autofree char *path = NULL;
          g_autofree char *text = NULL;
          gsize length;

          sd_export_run (fixture->plan, options, fixture->file, NULL, NULL, NULL, NULL, &error);
          g_assert_no_error (error);
          name = counts[i] == 1 ? g_strconcat (stem, suffix, NULL)
                                : g_strdup_printf ("%s.%u-of-%u%s", stem, options->shard,
                                                   counts[i], suffix);
          path = g_build_filename (fixture->path, name, NULL);
          g_assert_true (g_file_get_contents (path, &text, &length, NULL));
          g_string_append_len (all, text, length);
        }

      if (whole == NULL)
        whole = g_steal_pointer (&all);
      else
        g_assert_true (g_string_equal (whole, all));
      remove_files (fixture->path);
    }
}

static void
test_shards (Fixture       *fixture,
             gconstpointer  data)
{
  SdExportOptions options;

  /* First many shards of few rows, then few of rows enough for several units. */
  for (int n_counts = 5; n_counts > 0; n_counts -= 3)
    {
      sd_export_options_init (&options, SD_FORMAT_CSV);
      options.csv.bom = TRUE;
      assert_shards (fixture, &options, n_counts, "nasty", ".csv");
      assert_shards (fixture, &options, n_counts, "nothing", ".csv");
      sd_export_options_init (&options, SD_FORMAT_JSONL);
      assert_shards (fixture, &options, n_counts, "order", ".jsonl");
      for (SdDialect dialect = 0; dialect < SD_N_DIALECTS; dialect++)
        for (guint copy = 0; copy < 2; copy++)
          {
            sd_export_options_init (&options, SD_FORMAT_SQL);
            options.dictionary = TRUE;
            options.sql.dialect = dialect;
            options.sql.copy = copy;
            options.sql.rows_per_insert = 33;
            assert_shards (fixture, &options, n_counts, "nasty_data", ".sql");
          }

      use_many_rows (fixture->plan);
    }
}

static void
test_shard_options (Fixture       *fixture,
                    gconstpointer  data)
{
  for (SdFormat format = 0; format < SD_N_FORMATS; format++)
    {
      gboolean may = format == SD_FORMAT_CSV || format == SD_FORMAT_SQL
                     || format == SD_FORMAT_JSONL;
      SdExportOptions options;

      sd_export_options_init (&options, format);
      g_assert_true (sd_export_check (fixture->plan, &options, NULL));
      options.shard = options.n_shards = 2;
      g_assert_true (sd_export_check (fixture->plan, &options, NULL) == may);
      options.shard = 3;
      g_assert_false (sd_export_check (fixture->plan, &options, NULL));
      options.shard = 0;
      g_assert_false (sd_export_check (fixture->plan, &options, NULL));
      options.n_shards = 0;
      g_assert_false (sd_export_check (fixture->plan, &options, NULL));
    }
}

static void
assert_old_content (Fixture    *fixture,
                    const char *name)
{
  g_autofree char *path = g_build_filename (fixture->path, name, NULL);
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "old");
}

static void
write_old (Fixture    *fixture,
           const char *name)
{
  g_autofree char *path = g_build_filename (fixture->path, name, NULL);

  g_assert_true (g_file_set_contents (path, "old", -1, NULL));
}

static void
test_replace (Fixture       *fixture,
              gconstpointer  data)
{
  SdExportOptions options;
  g_autofree char *text = NULL;
  g_autofree char *path = g_build_filename (fixture->path, "nasty.csv", NULL);

  write_old (fixture, "nasty.csv");
  write_old (fixture, "mine.txt");
  sd_export_options_init (&options, SD_FORMAT_CSV);
  g_assert_true (sd_export_run (fixture->plan, &options, fixture->file, NULL, NULL, NULL, NULL,
                                NULL));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "id,words"));
  assert_old_content (fixture, "mine.txt");
  g_assert_cmpuint (count_files (fixture->path), ==, 4);
}

/* A folder stands where the second file is to go: the first stays as it was. */
static void
test_failure (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *folder = g_build_filename (fixture->path, "order.csv", NULL);
  g_autoptr(GError) error = NULL;
  SdExportOptions options;

  write_old (fixture, "nasty.csv");
  g_assert_cmpint (g_mkdir (folder, 0777), ==, 0);
  sd_export_options_init (&options, SD_FORMAT_CSV);
  g_assert_false (sd_export_run (fixture->plan, &options, fixture->file, NULL, NULL, NULL, NULL,
                                 &error));
  g_assert_error (error, SD_EXPORT_ERROR, SD_EXPORT_ERROR_WRITE);
  assert_old_content (fixture, "nasty.csv");
  g_assert_cmpuint (count_files (fixture->path), ==, 2);
}

static void
cancel_cb (guint64  rows,
           guint64  n_rows,
           gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->path, "a", "b", NULL);
  g_autoptr(GFile) directory = g_file_new_for_path (path);

  use_many_rows (fixture->plan);
  for (SdFormat format = 0; format < SD_N_FORMATS; format++)
    {
      g_autoptr(GError) error = NULL;
      SdExportOptions options;

      sd_export_options_init (&options, format);
      options.threads = 3;
      g_cancellable_reset (fixture->cancellable);
      g_assert_false (sd_export_run (fixture->plan, &options, directory, cancel_cb,
                                     fixture->cancellable, fixture->cancellable, NULL, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpuint (count_files (fixture->path), ==, 0);
    }
}

/* A disk that is full, as far as a process can have one: writing beyond a size
 * fails. Every format has to notice, wherever it happens. */
static void
test_full_disk (Fixture       *fixture,
                gconstpointer  data)
{
  static const rlim_t limits[] = { 0, 3000, 20000, 400000, 2000000, 6000000 };
  struct rlimit before, limit;

  use_many_rows (fixture->plan);
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  for (SdFormat format = 0; format < SD_N_FORMATS; format++)
    for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
      {
        g_autoptr(GError) error = NULL;
        SdExportOptions options;
        gboolean done;

        sd_export_options_init (&options, format);
        limit = before;
        limit.rlim_cur = limits[i];
        g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
        done = sd_export_run (fixture->plan, &options, fixture->file, NULL, NULL, NULL, NULL,
                              &error);
        g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
        g_assert_false (done);
        g_assert_error (error, SD_EXPORT_ERROR, SD_EXPORT_ERROR_WRITE);
        g_assert_cmpuint (count_files (fixture->path), ==, 0);
      }
}

static void
progress_cb (guint64  rows,
             guint64  n_rows,
             gpointer user_data)
{
  GArray *reports = user_data;

  g_assert_cmpuint (rows, <=, n_rows);
  g_assert_cmpuint (n_rows, ==, 2 * MANY_ROWS + 777);
  if (reports->len > 0)
    g_assert_cmpuint (rows, >, g_array_index (reports, guint64, reports->len - 1));
  g_array_append_val (reports, rows);
}

static void
test_progress (Fixture       *fixture,
               gconstpointer  data)
{
  use_many_rows (fixture->plan);
  for (SdFormat format = 0; format < SD_N_FORMATS; format++)
    {
      g_autoptr(GArray) reports = g_array_new (FALSE, FALSE, sizeof (guint64));
      SdExportOptions options;

      sd_export_options_init (&options, format);
      g_assert_true (sd_export_run (fixture->plan, &options, fixture->file, progress_cb, reports,
                                    NULL, NULL, NULL));
      g_assert_cmpuint (reports->len, >, 1);
      g_assert_cmpuint (reports->len, <, 300);
      g_assert_cmpuint (g_array_index (reports, guint64, reports->len - 1), ==,
                        2 * MANY_ROWS + 777);
    }
}

static void
test_folder_is_made (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *parent = g_build_filename (fixture->path, "a", NULL);
  g_autofree char *path = g_build_filename (parent, "b", NULL);
  g_autoptr(GFile) directory = g_file_new_for_path (path);
  SdExportOptions options;

  sd_export_options_init (&options, SD_FORMAT_JSON);
  g_assert_true (sd_export_run (fixture->plan, &options, directory, NULL, NULL, NULL, NULL,
                                NULL));
  g_assert_cmpuint (count_files (path), ==, 3);
  remove_files (path);
  remove_files (parent);
}

static void
test_zip (Fixture       *fixture,
          gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->path, "nasty_data.zip", NULL);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  gsize length, second_length;
  SdExportOptions options;

  sd_export_options_init (&options, SD_FORMAT_CSV);
  options.csv.zip = TRUE;
  options.dictionary = TRUE;
  g_assert_true (sd_export_run (fixture->plan, &options, fixture->file, NULL, NULL, NULL, NULL,
                                NULL));
  g_assert_cmpuint (count_files (fixture->path), ==, 1);
  g_assert_true (g_file_get_contents (path, &first, &length, NULL));

  /* Not of the time zone, and the day of the document: 2026-01-01. */
  g_setenv ("TZ", "Asia/Tokyo", TRUE);
  g_assert_true (sd_export_run (fixture->plan, &options, fixture->file, NULL, NULL, NULL, NULL,
                                NULL));
  g_setenv ("TZ", "UTC", TRUE);
  g_assert_true (g_file_get_contents (path, &second, &second_length, NULL));
  g_assert_cmpmem (first, length, second, second_length);
  g_assert_cmpmem (first, 4, "PK\003\004", 4);
  g_assert_cmpmem (first + 10, 4, "\000\000\041\134", 4);
}

static void
test_show (Fixture       *fixture,
           gconstpointer  data)
{
  static const struct { guint64 first, last; const char *text; } cases[] = {
    { 0, 1, "id,nasty_id,group\r\n1,1,1\r\n" },
    { 2, 4, "id,nasty_id,group\r\n3,2,2\r\n4,,\r\n" },
    { 39, 100, "id,nasty_id,group\r\n40,20,20\r\n" },
    { 100, 200, "id,nasty_id,group\r\n" },
    { 5, 2, "id,nasty_id,group\r\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GOutputStream) stream = g_memory_output_stream_new_resizable ();

      g_assert_true (sd_export_show (fixture->plan, 1, cases[i].first, cases[i].last, stream, NULL,
                                     NULL));
      g_output_stream_write_all (stream, "", 1, NULL, NULL, NULL);
      g_assert_cmpstr (g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (stream)), ==,
                       cases[i].text);
    }
}

static void
test_measure (Fixture       *fixture,
              gconstpointer  data)
{
  guint64 bytes = 0;
  SdExportOptions options;
  g_autofree char *text = NULL;

  sd_export_options_init (&options, SD_FORMAT_CSV);
  text = sd_export_preview (fixture->plan, &options, 0, NASTY_N_TEXTS);
  g_assert_true (sd_export_measure (fixture->plan, &options, 0, &bytes, NULL));
  g_assert_cmpuint (bytes, ==, strlen (text));

  sd_export_options_init (&options, SD_FORMAT_SQLITE);
  g_assert_true (sd_export_measure (fixture->plan, &options, 0, &bytes, NULL));
  g_assert_cmpuint (bytes, >, 4096);
}

static void
test_limits (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(SdPlan) empty = stub_plan_new ("empty", "Empty", 0);
  g_autoptr(GError) error = NULL;
  SdExportOptions options;

  sd_export_options_init (&options, SD_FORMAT_XLSX);
  stub_plan_edit_table (fixture->plan, 0)->n_rows = 1048575;
  g_assert_true (sd_export_check (fixture->plan, &options, NULL));
  stub_plan_edit_table (fixture->plan, 0)->n_rows = 1048576;
  g_assert_false (sd_export_run (fixture->plan, &options, fixture->file, NULL, NULL, NULL, NULL,
                                 &error));
  g_assert_error (error, SD_EXPORT_ERROR, SD_EXPORT_ERROR_LIMIT);
  g_assert_nonnull (strstr (error->message, "1,048,575"));
  g_assert_cmpuint (count_files (fixture->path), ==, 0);

  sd_export_options_init (&options, SD_FORMAT_CSV);
  g_assert_false (sd_export_check (empty, &options, NULL));
  stub_plan_add_table (empty, "bare", 1);
  g_assert_false (sd_export_check (empty, &options, NULL));
}

static void
test_preview_of_files (Fixture       *fixture,
                       gconstpointer  data)
{
  SdExportOptions options;
  g_autofree char *text = NULL;

  sd_export_options_init (&options, SD_FORMAT_SQLITE);
  text = sd_export_preview (fixture->plan, &options, 1, 1);
  g_assert_cmpstr (text, ==, "id  nasty_id  group\n1   1         1\n");
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *path;
    void      (*run) (Fixture *, gconstpointer);
  } tests[] = {
    { "/run/threads", test_threads },
    { "/run/locale", test_locale },
    { "/run/shards", test_shards },
    { "/run/shard-options", test_shard_options },
    { "/run/replace", test_replace },
    { "/run/failure", test_failure },
    { "/run/cancel", test_cancel },
    { "/run/full-disk", test_full_disk },
    { "/run/progress", test_progress },
    { "/run/folder-is-made", test_folder_is_made },
    { "/run/zip", test_zip },
    { "/run/show", test_show },
    { "/run/measure", test_measure },
    { "/run/limits", test_limits },
    { "/run/preview-of-files", test_preview_of_files },
  };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);

  return g_test_run ();
}
