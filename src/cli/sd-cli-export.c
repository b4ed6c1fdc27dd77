/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Export for the command line: all formats and variants or none.
 *
 * A worker writes while the main loop waits for it or for a signal, which
 * cancels it: what is unfinished is then removed in the ordinary way.
 */

#include "config.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "sd-calendar.h"
#include "sd-cli-dataset-private.h"
#include "sd-cli-output-private.h"
#include "sd-format.h"
#include "sd-random.h"
#include "sd-schema-file.h"
#include "sd-shard-manifest.h"

/* More files than this are counted, not named. */
#define MAX_NAMES 12
/* How long a worker may take to notice a signal. */
#define PATIENCE_MS 500
#define PROGRESS_INTERVAL_US (100 * 1000)

typedef struct
{
  const SdCliOptions *options;
  SdPlan             *plan;        /* of the variant at work */
  GFile              *folder;
  SdFormat            format;      /* at work */
  gboolean            terminal;
  gint64              shown_at;    /* when progress was shown last, monotonic */
  GMainLoop          *loop;
  SdCliOutput        *output;
  GCancellable       *cancellable;
  guint               give_up;     /* source */
  gboolean            done;
  GError             *error;
} Run;

static void
show_progress (guint64  rows,
               guint64  n_rows,
               gpointer user_data)
{
  Run *run = user_data;
  const gint64 now = g_get_monotonic_time ();

  if (!run->terminal || n_rows == 0
      || (rows < n_rows && now - run->shown_at < PROGRESS_INTERVAL_US))
    return;
  run->shown_at = now;
  g_printerr ("\r\033[K%s  %3d %%  %" G_GUINT64_FORMAT " / %" G_GUINT64_FORMAT,
              sd_format_to_nick (run->format), (int) (100.0 * (double) rows / (double) n_rows),
              rows, n_rows);
}

static void
fill_options (const SdCliOptions *options,
              SdFormat            format,
              SdExportOptions    *filled)
{
  sd_export_options_init (filled, format);
  filled->threads = options->threads;
  filled->shard = options->shard;
  filled->n_shards = options->n_shards;
  filled->dictionary = options->dictionary;
  filled->twin = !options->no_twin;
  filled->csv.zip = options->zip;
  filled->sql.dialect = options->dialect;
  filled->sql.copy = options->dialect == SD_DIALECT_POSTGRESQL;
}

/* What a format cannot hold is said before another one is written. */
static gboolean
check_formats (SdPlan             *plan,
               const SdCliOptions *options,
               GError            **error)
{
  for (guint i = 0; i < options->formats->len; i++)
    {
      SdExportOptions filled;

      fill_options (options, g_array_index (options->formats, SdFormat, i), &filled);
      if (!sd_export_check (plan, &filled, error))
        return FALSE;
    }
  return TRUE;
}

/* The loop may not run yet, so it is left from inside it. */
static gboolean
quit_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_REMOVE;
}

static gpointer
work (gpointer user_data)
{
  Run *run = user_data;
  gboolean done = TRUE;

  for (guint i = 0; done && i < run->options->formats->len; i++)
    {
      SdExportOptions filled;

      run->format = g_array_index (run->options->formats, SdFormat, i);
      fill_options (run->options, run->format, &filled);
      done = sd_export_run (run->plan, &filled, run->folder, show_progress, run,
                            run->cancellable, NULL, &run->error);
    }
  run->done = done;
  g_idle_add (quit_cb, run->loop);
  return NULL;
}

static gboolean
run_worker (Run *run)
{
  GThread *worker = g_thread_new ("work", work, run);

  g_main_loop_run (run->loop);
  g_thread_join (worker);
  if (run->terminal)
    g_printerr ("\r\033[K");
  return run->done;
}

/* Each variant is compiled when its turn comes: a plan may be large.
 * (transfer full) (nullable) */
static SdPlan *
compile_variant (SdSchema *schema,
                 guint64   seed)
{
  const guint64 old = sd_schema_get_seed (schema);
  SdPlan *plan;

  sd_schema_set_seed (schema, seed);
  plan = sd_cli_compile (schema, FALSE);
  sd_schema_set_seed (schema, old);
  return plan;
}

static gboolean
make_variants (Run      *run,
               SdSchema *schema,
               GFile    *folder)
{
  gboolean made = TRUE;

  for (guint i = 1; made && i <= run->options->variants; i++)
    {
      const guint64 seed = sd_seed_derive (sd_schema_get_seed (schema), i);
      g_autofree char *name = g_strdup_printf ("variant-%u", i);
      g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, seed);

      run->folder = g_file_get_child (folder, name);
      run->plan = compile_variant (schema, seed);
      if (run->plan != NULL)
        g_print (_("%s: seed %s\n"), name, number);
      made = run->plan != NULL && run_worker (run);
      g_clear_pointer (&run->plan, sd_plan_unref);
      g_clear_object (&run->folder);
    }
  return made;
}

static gboolean
make_files (Run         *run,
            SdSchema    *schema,
            SdPlan      *plan,
            SdCliOutput *output)
{
  if (run->options->save != NULL
      && !sd_cli_output_add_schema (output, schema, run->options->save, &run->error))
    return FALSE;
  if (run->options->variants > 0)
    return make_variants (run, schema, sd_cli_output_get_folder (output));
  run->plan = plan;
  run->folder = sd_cli_output_get_folder (output);
  return run_worker (run);
}

static void
print_stopped (void)
{
  g_printerr (_("Stopped; nothing was written.\n"));
}

static void
print_names (char **names)
{
  const guint n = g_strv_length (names);
  g_autofree char *list = g_strjoinv (", ", names);

  if (n <= MAX_NAMES)
    g_print (_("Wrote %s.\n"), list);
  else
    g_print (_("Wrote %u files.\n"), n);
}

/* All that decides about the bytes of a shard. (transfer full) */
static char *
make_digest (SdSchema           *schema,
             const SdCliOptions *options)
{
  g_autofree char *text = sd_schema_to_text (schema);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *choices = g_strdup_printf ("%s %u %u %d %d", PACKAGE_VERSION, options->dialect,
                                              options->n_shards, options->dictionary,
                                              options->no_twin);

  g_checksum_update (checksum, (const guchar *) text, -1);
  g_checksum_update (checksum, (const guchar *) choices, -1);
  for (guint i = 0; i < options->formats->len; i++)
    g_checksum_update (checksum,
                       (const guchar *) sd_format_to_nick (g_array_index (options->formats,
                                                                          SdFormat, i)), -1);
  return g_strdup (g_checksum_get_string (checksum));
}

static gboolean
write_manifest (Run         *run,
                SdSchema    *schema,
                SdCliOutput *output)
{
  g_autofree char *digest = NULL;

  if (run->options->n_shards <= 1)
    return TRUE;
  digest = make_digest (schema, run->options);
  return sd_shard_manifest_write (g_file_peek_path (sd_cli_output_get_folder (output)),
                                  sd_schema_get_name (schema), digest, run->options->shard,
                                  run->options->n_shards, run->cancellable, &run->error);
}

/* Up to the last file in its place, or everything removed. */
static gboolean
make_output (Run      *run,
             SdSchema *schema,
             SdPlan   *plan,
             GFile    *target)
{
  g_autoptr (SdCliOutput) output = sd_cli_output_new (target, &run->error);
  g_auto (GStrv) names = NULL;

  run->output = output;
  if (output == NULL || !make_files (run, schema, plan, output)
      || !write_manifest (run, schema, output)
      || !sd_cli_output_publish (output, &names, &run->error))
    return FALSE;
  print_names (names);
  if (run->options->save != NULL)
    g_print (_("Saved the schema in %s.\n"), run->options->save);
  return TRUE;
}

/* A library may be in one long call, such as compressing a workbook: then
 * nobody waits for it. */
static gboolean
give_up_cb (gpointer user_data)
{
  const Run *run = user_data;

  sd_cli_output_remove (run->output);
  print_stopped ();
  _exit (SD_EXIT_FAILED);
}

static gboolean
interrupted_cb (gpointer user_data)
{
  Run *run = user_data;

  if (!g_cancellable_is_cancelled (run->cancellable))
    run->give_up = g_timeout_add (PATIENCE_MS, give_up_cb, run);
  g_cancellable_cancel (run->cancellable);
  return G_SOURCE_CONTINUE;
}

/* Signals are watched until the last file is in its place or removed. */
static gboolean
make_output_until_signal (Run      *run,
                          SdSchema *schema,
                          SdPlan   *plan,
                          GFile    *target)
{
  const int signals[] = { SIGINT, SIGTERM, SIGHUP };
  guint sources[G_N_ELEMENTS (signals)];
  gboolean made;

  run->loop = g_main_loop_new (NULL, FALSE);
  run->cancellable = g_cancellable_new ();
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    sources[i] = g_unix_signal_add (signals[i], interrupted_cb, run);
  made = make_output (run, schema, plan, target);
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_source_remove (sources[i]);
  g_clear_handle_id (&run->give_up, g_source_remove);
  g_clear_object (&run->cancellable);
  g_clear_pointer (&run->loop, g_main_loop_unref);
  return made;
}

static void
print_tables (SdPlan *plan)
{
  for (guint i = 0; i < sd_plan_get_n_tables (plan); i++)
    {
      const SdPlanTable *table = sd_plan_get_table (plan, i);
      g_autofree char *rows = g_strdup_printf ("%" G_GUINT64_FORMAT, table->n_rows);

      g_print ("%s: ", table->name);
      g_print (ngettext ("%s row", "%s rows", (gulong) table->n_rows), rows);
      if (table->n_copies > 0)
        {
          g_autofree char *copies = g_strdup_printf ("%" G_GUINT64_FORMAT, table->n_copies);

          g_print (ngettext (" (%s of them a duplicate)", " (%s of them duplicates)",
                             (gulong) table->n_copies), copies);
        }
      g_print (ngettext (", %u column\n", ", %u columns\n", table->n_columns), table->n_columns);
    }
}

static void
print_settings (SdSchema           *schema,
                const SdCliOptions *options,
                GFile              *target)
{
  char date[SD_FORMAT_MAX];
  g_autofree char *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, sd_schema_get_seed (schema));
  g_autoptr (GString) formats = g_string_new (NULL);

  *sd_format_date (date, sd_schema_get_as_of (schema)) = '\0';
  for (guint i = 0; i < options->formats->len; i++)
    g_string_append_printf (formats, "%s%s", i == 0 ? "" : ",",
                            sd_format_to_nick (g_array_index (options->formats, SdFormat, i)));
  g_print (_("Seed %s, as of %s, locale %s, format %s, dialect %s, threads %u, folder %s\n"),
           seed, date, sd_schema_get_locale (schema), formats->str,
           sd_dialect_to_nick (options->dialect),
           options->threads > 0 ? options->threads : g_get_num_processors (),
           g_file_peek_path (target) != NULL ? g_file_peek_path (target) : options->out);
}

/* A shard that is there, whole, is not made again. */
static gboolean
is_done (SdSchema           *schema,
         const SdCliOptions *options,
         GFile              *target)
{
  g_autofree char *digest = NULL;

  if (options->n_shards <= 1 || g_file_peek_path (target) == NULL)
    return FALSE;
  digest = make_digest (schema, options);
  if (!sd_shard_manifest_is_done (g_file_peek_path (target), sd_schema_get_name (schema), digest,
                                  options->shard, options->n_shards))
    return FALSE;
  g_print (_("Shard %u of %u is there already.\n"), options->shard, options->n_shards);
  return TRUE;
}

static void
print_error (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    print_stopped ();
  else
    g_printerr ("%s\n", error->message);
}

int
sd_cli_export (SdSchema           *schema,
               const SdCliOptions *options)
{
  Run run = { .options = options, .terminal = isatty (STDERR_FILENO) };
  g_autoptr (SdPlan) plan = sd_cli_compile (schema, TRUE);
  g_autoptr (GFile) target =
    g_file_new_for_commandline_arg (options->out != NULL ? options->out
                                                         : sd_schema_get_name (schema));
  int status = SD_EXIT_FAILED;

  if (plan == NULL)
    return SD_EXIT_FAILED;
  if (is_done (schema, options, target))
    return SD_EXIT_DONE;
  if (check_formats (plan, options, &run.error))
    {
      print_tables (plan);
      print_settings (schema, options, target);
      if (make_output_until_signal (&run, schema, plan, target))
        status = SD_EXIT_DONE;
    }
  else if (g_error_matches (run.error, SD_EXPORT_ERROR, SD_EXPORT_ERROR_OPTIONS))
    status = SD_EXIT_USAGE;
  if (run.error != NULL)
    print_error (run.error);
  g_clear_error (&run.error);
  return status;
}
