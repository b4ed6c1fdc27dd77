/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Export for the command line: all formats and variants or none.
 *
 * Everything is made in a hidden folder inside the target and moved when the
 * last file is complete. The work is done by a worker, so that an interrupt can
 * cancel it and the folder is removed.
 */

#include "config.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "sd-calendar.h"
#include "sd-cli-dataset-private.h"
#include "sd-format.h"

typedef struct
{
  SdSchema           *schema;
  const SdCliOptions *options;
  GFile              *out;
  GPtrArray          *plans;      /* one per variant */
  gboolean            terminal;
  GMainLoop          *loop;
  GCancellable       *cancellable;
  gboolean            done;
  GError             *error;
} Run;

static void
show_progress (guint64  rows,
               guint64  n_rows,
               gpointer user_data)
{
  const Run *run = user_data;

  if (run->terminal && n_rows > 0)
    g_printerr ("\r%3d %%  %" G_GUINT64_FORMAT " / %" G_GUINT64_FORMAT,
                (int) (100.0 * (double) rows / (double) n_rows), rows, n_rows);
}

static void
fill_options (const Run       *run,
              SdFormat         format,
              SdExportOptions *options)
{
  sd_export_options_init (options, format);
  options->threads = (guint) run->options->threads;
  options->shard = run->options->shard;
  options->n_shards = run->options->n_shards;
  options->dictionary = run->options->dictionary;
  options->csv.zip = run->options->zip;
  options->sql.dialect = run->options->dialect;
  options->sql.copy = run->options->dialect == SD_DIALECT_POSTGRESQL;
}

static gboolean
export_variant (Run    *run,
                guint   variant,
                GFile  *folder)
{
  for (guint i = 0; i < run->options->formats->len; i++)
    {
      SdExportOptions options;

      fill_options (run, g_array_index (run->options->formats, SdFormat, i), &options);
      if (!sd_export_run (g_ptr_array_index (run->plans, variant), &options, folder,
                          show_progress, run, run->cancellable, NULL, &run->error))
        return FALSE;
    }
  return TRUE;
}

static GFile *
get_folder (const Run *run,
            GFile     *parent,
            guint      variant)
{
  g_autofree char *name = g_strdup_printf ("variant-%u", variant + 1);

  return run->plans->len == 1 ? g_object_ref (parent) : g_file_get_child (parent, name);
}

/* Files directly in @folder, moved over those of the same name in @target. */
static gboolean
move_files (GFile   *folder,
            GFile   *target,
            GError **error)
{
  g_autoptr (GFileEnumerator) files = NULL;

  if (!g_file_make_directory_with_parents (target, NULL, NULL)
      && g_file_query_file_type (target, 0, NULL) != G_FILE_TYPE_DIRECTORY)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY,
                   _("“%s” is not a folder."), g_file_peek_path (target));
      return FALSE;
    }
  files = g_file_enumerate_children (folder, G_FILE_ATTRIBUTE_STANDARD_NAME, 0, NULL, error);
  while (files != NULL)
    {
      GFileInfo *info;
      GFile *file;
      g_autoptr (GFile) destination = NULL;

      if (!g_file_enumerator_iterate (files, &info, &file, NULL, error))
        return FALSE;
      if (info == NULL)
        return TRUE;
      destination = g_file_get_child (target, g_file_info_get_name (info));
      if (!g_file_move (file, destination, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, error))
        return FALSE;
    }
  return FALSE;
}

static void
remove_folder (GFile *folder)
{
  g_autoptr (GFileEnumerator) files =
    g_file_enumerate_children (folder, G_FILE_ATTRIBUTE_STANDARD_NAME, 0, NULL, NULL);
  GFile *file;

  while (files != NULL && g_file_enumerator_iterate (files, NULL, &file, NULL, NULL)
         && file != NULL)
    remove_folder (file);
  g_file_delete (folder, NULL, NULL);
}

static gpointer
work (gpointer user_data)
{
  Run *run = user_data;
  g_autofree char *name = g_strdup_printf (".synthdata-%d", (int) getpid ());
  g_autoptr (GFile) scratch = g_file_get_child (run->out, name);
  gboolean made = TRUE;

  for (guint i = 0; made && i < run->plans->len; i++)
    {
      g_autoptr (GFile) folder = get_folder (run, scratch, i);

      made = export_variant (run, i, folder);
    }
  for (guint i = 0; made && i < run->plans->len; i++)
    {
      g_autoptr (GFile) folder = get_folder (run, scratch, i);
      g_autoptr (GFile) target = get_folder (run, run->out, i);

      made = move_files (folder, target, &run->error);
    }
  remove_folder (scratch);
  run->done = made;
  g_main_loop_quit (run->loop);
  return NULL;
}

static gboolean
interrupted_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
compile_variants (Run *run)
{
  const guint n = (guint) MAX (1, run->options->variants);
  const guint64 seed = sd_schema_get_seed (run->schema);

  for (guint i = 0; i < n; i++)
    {
      SdPlan *plan;

      if (n > 1)
        sd_schema_set_seed (run->schema, sd_seed_derive (seed, i + 1) >> 1);
      plan = sd_cli_compile (run->schema);
      if (plan == NULL)
        return FALSE;
      g_ptr_array_add (run->plans, plan);
    }
  sd_schema_set_seed (run->schema, seed);
  return TRUE;
}

static void
print_tables (const Run *run)
{
  SdPlan *plan = g_ptr_array_index (run->plans, 0);

  for (guint i = 0; i < sd_plan_get_n_tables (plan); i++)
    {
      const SdPlanTable *table = sd_plan_get_table (plan, i);

      g_print ("%s: %" G_GUINT64_FORMAT " rows, %u columns\n", table->name, table->n_rows,
               table->n_columns);
    }
}

static void
print_settings (const Run *run)
{
  char date[SD_FORMAT_MAX];
  g_autoptr (GString) formats = g_string_new (NULL);

  *sd_format_date (date, sd_schema_get_as_of (run->schema)) = '\0';
  for (guint i = 0; i < run->options->formats->len; i++)
    g_string_append_printf (formats, "%s%s", i == 0 ? "" : ",",
                            sd_format_to_nick (g_array_index (run->options->formats,
                                                              SdFormat, i)));
  g_print (_("Seed %" G_GUINT64_FORMAT ", as of %s, locale %s, format %s, dialect %s, "
             "threads %u, folder %s\n"),
           sd_schema_get_seed (run->schema), date, sd_schema_get_locale (run->schema),
           formats->str, sd_dialect_to_nick (run->options->dialect),
           run->options->threads > 0 ? (guint) run->options->threads : g_get_num_processors (),
           g_file_peek_path (run->out));
}

static void
run_worker (Run *run)
{
  guint interrupt;
  guint terminate;
  GThread *worker;

  run->loop = g_main_loop_new (NULL, FALSE);
  run->cancellable = g_cancellable_new ();
  interrupt = g_unix_signal_add (SIGINT, interrupted_cb, run->cancellable);
  terminate = g_unix_signal_add (SIGTERM, interrupted_cb, run->cancellable);
  worker = g_thread_new ("export", work, run);
  g_main_loop_run (run->loop);
  g_thread_join (worker);
  g_source_remove (interrupt);
  g_source_remove (terminate);
  g_object_unref (run->cancellable);
  g_main_loop_unref (run->loop);
  if (run->terminal)
    g_printerr ("\r\033[K");
}

int
sd_cli_export (SdSchema           *schema,
               const SdCliOptions *options)
{
  Run run = {
    .schema = schema,
    .options = options,
    .plans = g_ptr_array_new_with_free_func ((GDestroyNotify) sd_plan_unref),
    .terminal = isatty (STDERR_FILENO),
  };

  run.out = g_file_new_for_commandline_arg (options->out != NULL ? options->out
                                            : sd_schema_get_name (schema));
  if (compile_variants (&run))
    {
      const gboolean existed = g_file_query_exists (run.out, NULL);

      print_tables (&run);
      print_settings (&run);
      run_worker (&run);
      if (!run.done && !existed)
        g_file_delete (run.out, NULL, NULL);
    }
  if (run.error != NULL)
    g_printerr ("%s\n", run.error->message);
  g_clear_error (&run.error);
  g_ptr_array_unref (run.plans);
  g_object_unref (run.out);
  return run.done ? SD_EXIT_DONE : SD_EXIT_FAILED;
}
