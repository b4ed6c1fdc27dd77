/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* From a plan and options to files, and the smaller things that the window, the
 * command line and the benches want of the same encoders.
 */

#include <glib/gstdio.h>

#include "sd-batch-stream-private.h"
#include "sd-changes-file-private.h"
#include "sd-data-dictionary-private.h"
#include "sd-export.h"
#include "sd-staging-private.h"
#include "sd-text-script-private.h"
#include "sd-zip-private.h"

/* Fewer rows than this are not worth a second thread. */
#define ROWS_PER_THREAD 20000

/* Of messy data: where the clean twin and the list of changes go. */
#define CLEAN_FOLDER "clean"

static void
add_to_script (SdTextScript          *script,
               SdPlan                *plan,
               const SdExportOptions *options,
               const SdExportScope   *scope)
{
  if (options->format == SD_FORMAT_CSV)
    sd_csv_add_to_script (script, plan, options, scope);
  else if (options->format == SD_FORMAT_SQL)
    sd_sql_add_to_script (script, plan, options, scope);
  else
    sd_json_add_to_script (script, plan, options, scope);
}

static gboolean
is_text (SdFormat format)
{
  return format != SD_FORMAT_XLSX && format != SD_FORMAT_SQLITE;
}

static void
add_dictionary_name (GPtrArray  *names,
                     SdPlan     *plan,
                     const SdExportOptions *options,
                     const char *suffix)
{
  g_autofree char *name = NULL;

  if (!options->dictionary || options->shard != 1)
    return;

  name = sd_data_dictionary_get_name (plan);
  g_ptr_array_add (names, g_strconcat (name, suffix, NULL));
}

/* Names of the files, those that go into an archive included. */
static GPtrArray *
list_parts (SdPlan                *plan,
            const SdExportOptions *options)
{
  static const char * const suffixes[SD_N_FORMATS] = {
    [SD_FORMAT_CSV] = ".csv", [SD_FORMAT_XLSX] = ".xlsx", [SD_FORMAT_SQL] = ".sql",
    [SD_FORMAT_SQLITE] = ".sqlite", [SD_FORMAT_JSON] = ".json", [SD_FORMAT_JSONL] = ".jsonl",
  };
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  const char *suffix = suffixes[options->format];
  gboolean per_table = is_text (options->format) && options->format != SD_FORMAT_SQL;

  for (guint i = 0; per_table && i < sd_plan_get_n_tables (plan); i++)
    g_ptr_array_add (names, sd_shard_file_name (sd_plan_get_table (plan, i)->name, suffix,
                                                options->shard, options->n_shards));
  if (!per_table)
    g_ptr_array_add (names, sd_shard_file_name (sd_plan_get_name (plan), suffix, options->shard,
                                                options->n_shards));
  if (per_table)
    add_dictionary_name (names, plan, options, options->format == SD_FORMAT_CSV ? ".csv"
                                                                                : ".json");

  return names;
}

static gboolean
is_zipped (const SdExportOptions *options)
{
  return options->format == SD_FORMAT_CSV && options->csv.zip;
}

/* The names of the files with the data of @plan itself. */
static GPtrArray *
list_data (SdPlan                *plan,
           const SdExportOptions *options)
{
  GPtrArray *names;

  if (!is_zipped (options))
    return list_parts (plan, options);

  names = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (names, g_strconcat (sd_plan_get_name (plan), ".zip", NULL));
  return names;
}

static gboolean
has_twin (SdPlan                *plan,
          const SdExportOptions *options)
{
  return options->twin && sd_plan_get_clean (plan) != NULL;
}

static char *
get_clean_name (const char *name)
{
  return g_strconcat (CLEAN_FOLDER "/", name, NULL);
}

/* The names of the files of sd_export_run(), in its order. (transfer full) */
char **
sd_export_list_files (SdPlan                *plan,
                      const SdExportOptions *options)
{
  GPtrArray *names = list_data (plan, options);

  if (has_twin (plan, options))
    {
      g_autoptr(GPtrArray) clean = list_data (sd_plan_get_clean (plan), options);
      g_autofree char *changes = sd_changes_file_get_name (plan, options);

      for (guint i = 0; i < clean->len; i++)
        g_ptr_array_add (names, get_clean_name (g_ptr_array_index (clean, i)));
      g_ptr_array_add (names, get_clean_name (changes));
    }

  g_ptr_array_set_free_func (names, NULL);
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_free (names, FALSE);
}

/* One run, to which the twin's rows count too. */
typedef struct
{
  const SdExportOptions *options;
  SdExportProgress       callback;   /* nullable */
  gpointer               user_data;
  guint                  part;       /* 0: the data, 1: its twin */
  guint                  n_parts;
  GCancellable          *cancellable;
} Run;

static void
show_progress (guint64  rows,
               guint64  n_rows,
               gpointer user_data)
{
  const Run *self = user_data;

  if (self->callback != NULL)
    self->callback (self->part * n_rows + rows, self->n_parts * n_rows, self->user_data);
}

static gboolean
write_text (Run         *self,
            SdPlan      *plan,
            const char  *folder,
            GError     **error)
{
  const SdExportOptions *options = self->options;
  g_autoptr(SdTextScript) script = sd_text_script_new ();
  SdExportScope scope = { -1, 0, 0, options->shard, options->n_shards };
  SdFolderTarget target;
  SdProgress progress;
  gboolean done;

  add_to_script (script, plan, options, &scope);
  sd_progress_init (&progress, show_progress, self, sd_text_script_get_n_rows (script));
  sd_folder_target_init (&target, folder);
  done = sd_text_script_run (script, plan, options->threads, &target.parent, &progress,
                             self->cancellable, error);
  sd_folder_target_clear (&target);

  return done;
}

static gboolean
write_file (Run         *self,
            SdPlan      *plan,
            const char  *folder,
            const char  *name,
            GError     **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  SdProgress progress;
  guint64 n_rows = 0;

  for (guint i = 0; i < sd_plan_get_n_tables (plan); i++)
    n_rows += sd_plan_get_table (plan, i)->n_rows;
  sd_progress_init (&progress, show_progress, self, n_rows);

  if (self->options->format == SD_FORMAT_XLSX)
    return sd_xlsx_write (plan, self->options, path, folder, &progress, self->cancellable, error);

  return sd_sqlite_write (plan, self->options, path, &progress, self->cancellable, error);
}

static gboolean
write_zip (Run         *self,
           SdPlan      *plan,
           const char  *folder,
           const char  *name,
           GError     **error)
{
  g_autoptr(GPtrArray) parts = list_parts (plan, self->options);
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_ptr_array_add (parts, NULL);
  return sd_zip_write (path, folder, (const char * const *) parts->pdata,
                       sd_plan_get_as_of (plan), self->cancellable, error);
}

static gboolean
write_data (Run         *self,
            SdPlan      *plan,
            const char  *folder,
            GError     **error)
{
  g_autoptr(GPtrArray) names = list_data (plan, self->options);
  gboolean done;

  if (is_text (self->options->format))
    done = write_text (self, plan, folder, error);
  else
    done = write_file (self, plan, folder, g_ptr_array_index (names, 0), error);

  if (done && is_zipped (self->options))
    done = write_zip (self, plan, folder, g_ptr_array_index (names, 0), error);

  return done;
}

static gboolean
write_twin (Run         *self,
            SdPlan      *plan,
            const char  *folder,
            GError     **error)
{
  g_autofree char *clean = g_build_filename (folder, CLEAN_FOLDER, NULL);
  g_autofree char *name = sd_changes_file_get_name (plan, self->options);
  SdFolderTarget target;
  gboolean done;

  self->part = 1;
  if (!write_data (self, sd_plan_get_clean (plan), clean, error))
    return FALSE;
  sd_folder_target_init (&target, clean);
  done = sd_changes_file_write (plan, self->options, &target.parent, name, self->cancellable,
                                error);
  sd_folder_target_clear (&target);

  return done;
}

/* Writes all files or none: they are made in a folder of their own inside
 * @directory and move to their names at the end. */
gboolean
sd_export_run (SdPlan                *plan,
               const SdExportOptions *options,
               GFile                 *directory,
               SdExportProgress       progress,
               gpointer               user_data,
               GCancellable          *cancellable,
               GPtrArray            **files,
               GError               **error)
{
  Run run = { options, progress, user_data, 0, has_twin (plan, options) ? 2 : 1, cancellable };
  g_autoptr(SdStaging) staging = NULL;
  g_auto(GStrv) names = NULL;

  if (!sd_export_check (plan, options, error)
      || g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  staging = sd_staging_new (directory, error);
  if (staging == NULL)
    return FALSE;

  names = sd_export_list_files (plan, options);
  for (guint i = 0; names[i] != NULL; i++)
    sd_staging_add (staging, names[i]);

  return write_data (&run, plan, sd_staging_get_folder (staging), error)
         && (run.n_parts == 1 || write_twin (&run, plan, sd_staging_get_folder (staging), error))
         && !g_cancellable_set_error_if_cancelled (cancellable, error)
         && sd_staging_publish (staging, files, error);
}

/* Formats that are no text are shown as columns. */
static void
set_plain_table (SdExportOptions *options)
{
  sd_export_options_init (options, SD_FORMAT_CSV);
  options->csv.separator = '\t';
  options->csv.crlf = FALSE;
}

/* Pads what stands between tabs to the widest of its column. (transfer full) */
static char *
align_columns (const char *text)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr(GArray) widths = g_array_new (FALSE, TRUE, sizeof (glong));
  GString *aligned = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto(GStrv) cells = g_strsplit (lines[i], "\t", -1);

      g_array_set_size (widths, MAX (widths->len, g_strv_length (cells)));
      for (guint c = 0; cells[c] != NULL; c++)
        g_array_index (widths, glong, c) = MAX (g_array_index (widths, glong, c),
                                                g_utf8_strlen (cells[c], -1));
    }
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto(GStrv) cells = g_strsplit (lines[i], "\t", -1);

      for (guint c = 0; cells[c] != NULL; c++)
        {
          g_string_append (aligned, cells[c]);
          for (glong n = g_utf8_strlen (cells[c], -1);
               cells[c + 1] != NULL && n < g_array_index (widths, glong, c) + 2; n++)
            g_string_append_c (aligned, ' ');
        }
      if (lines[i + 1] != NULL)
        g_string_append_c (aligned, '\n');
    }

  return g_string_free (aligned, FALSE);
}

/* The first @n_rows of a table as sd_export_run() would write them, closed as if
 * there were no more. (transfer full) */
char *
sd_export_preview (SdPlan                *plan,
                   const SdExportOptions *options,
                   guint                  table,
                   guint                  n_rows)
{
  g_autoptr(SdTextScript) script = sd_text_script_new ();
  SdExportScope scope = { table, 0, MIN (n_rows, sd_plan_get_table (plan, table)->n_rows), 1, 1 };
  SdExportOptions shown = *options;
  GString *text = g_string_new (NULL);
  SdStringTarget target;

  if (!is_text (options->format))
    {
      gboolean titles = options->format == SD_FORMAT_XLSX && options->xlsx.titles;

      set_plain_table (&shown);
      shown.csv.titles = titles;
    }
  shown.csv.bom = FALSE;

  add_to_script (script, plan, &shown, &scope);
  sd_string_target_init (&target, text);
  sd_text_script_run (script, plan, 1, &target.parent, NULL, NULL, NULL);
  if (!is_text (options->format))
    {
      char *aligned = align_columns (text->str);

      g_string_free (text, TRUE);
      return aligned;
    }

  return g_string_free (text, FALSE);
}

static guint64
sum_sizes (GPtrArray *files)
{
  guint64 bytes = 0;

  for (guint i = 0; i < files->len; i++)
    {
      GStatBuf info;

      if (g_stat (g_file_peek_path (g_ptr_array_index (files, i)), &info) == 0)
        bytes += info.st_size;
    }

  return bytes;
}

/* Formats that need a file get a temporary one, with all tables. */
static gboolean
measure_file (SdPlan                *plan,
              const SdExportOptions *options,
              guint64               *bytes,
              GError               **error)
{
  g_autofree char *folder = g_dir_make_tmp ("synthdata-XXXXXX", error);
  g_autoptr(GPtrArray) files = NULL;
  g_autoptr(GFile) directory = NULL;
  gboolean done;

  if (folder == NULL)
    return FALSE;

  directory = g_file_new_for_path (folder);
  done = sd_export_run (plan, options, directory, NULL, NULL, NULL, &files, error);
  if (done)
    {
      *bytes = sum_sizes (files);
      for (guint i = 0; i < files->len; i++)
        g_file_delete (g_ptr_array_index (files, i), NULL, NULL);
    }
  g_rmdir (folder);

  return done;
}

/* The bytes of one table in a text format, written to nowhere; of the other
 * formats, of the whole file. @bytes (out). */
gboolean
sd_export_measure (SdPlan                *plan,
                   const SdExportOptions *options,
                   guint                  table,
                   guint64               *bytes,
                   GError               **error)
{
  g_autoptr(SdTextScript) script = NULL;
  SdExportScope scope = { table, 0, sd_plan_get_table (plan, table)->n_rows, 1, 1 };
  SdCountTarget target;

  if (!sd_export_check (plan, options, error))
    return FALSE;
  if (!is_text (options->format))
    return measure_file (plan, options, bytes, error);

  script = sd_text_script_new ();
  add_to_script (script, plan, options, &scope);
  sd_count_target_init (&target);
  if (!sd_text_script_run (script, plan, options->threads, &target.parent, NULL, NULL, error))
    return FALSE;

  *bytes = target.bytes;
  return TRUE;
}

/* Writes the heading and the rows @first to @last − 1, cut to the rows there
 * are, as the defaults of CSV have them. */
gboolean
sd_export_show (SdPlan         *plan,
                guint           table,
                guint64         first,
                guint64         last,
                GOutputStream  *stream,
                GCancellable   *cancellable,
                GError        **error)
{
  g_autoptr(SdTextScript) script = sd_text_script_new ();
  guint64 n_rows = sd_plan_get_table (plan, table)->n_rows;
  SdExportScope scope = { table, MIN (first, n_rows), MIN (last, n_rows), 1, 1 };
  SdExportOptions options;
  SdStreamTarget target;
  guint threads;

  scope.last = MAX (scope.first, scope.last);
  threads = scope.last - scope.first < ROWS_PER_THREAD ? 1 : 0;
  sd_export_options_init (&options, SD_FORMAT_CSV);
  sd_csv_add_to_script (script, plan, &options, &scope);
  sd_stream_target_init (&target, stream, cancellable);

  return sd_text_script_run (script, plan, threads, &target.parent, NULL, cancellable, error);
}
