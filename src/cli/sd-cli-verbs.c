/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The verbs: make, draft, generate, check and show. */

#include "config.h"

#include <gio/gunixoutputstream.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#include "sd-cli-dataset-private.h"
#include "sd-cli-verbs-private.h"
#include "sd-schema-file.h"

typedef struct
{
  const char *name;
  const char *argument;
  const char *summary;
  /* Which groups of options it takes. */
  gboolean    makes, names, shows;
  int       (*run) (const char *argument, SdCliOptions *options);
} Verb;

static gboolean
save (SdSchema   *schema,
      const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (GError) error = NULL;

  if (sd_schema_save (schema, file, NULL, NULL, &error))
    return TRUE;
  g_printerr ("%s\n", error->message);
  return FALSE;
}

static int
run_make (const char   *prompt,
          SdCliOptions *options)
{
  int status = SD_EXIT_FAILED;
  g_autoptr (SdSchema) schema = sd_cli_schema_from_prompt (prompt, options, &status);

  if (schema == NULL)
    return status;
  if (!sd_cli_apply_options (schema, options))
    return SD_EXIT_USAGE;
  status = sd_cli_export (schema, options);
  if (status == SD_EXIT_DONE && options->save != NULL && !save (schema, options->save))
    return SD_EXIT_FAILED;
  return status;
}

static int
run_draft (const char   *prompt,
           SdCliOptions *options)
{
  int status = SD_EXIT_FAILED;
  g_autoptr (SdSchema) schema = NULL;

  if (options->out == NULL)
    {
      g_printerr (_("Say where to: -o FILE.synthdata\n"));
      return SD_EXIT_USAGE;
    }
  schema = sd_cli_schema_from_prompt (prompt, options, &status);
  if (schema == NULL)
    return status;
  if (!sd_cli_apply_options (schema, options))
    return SD_EXIT_USAGE;
  return save (schema, options->out) ? SD_EXIT_DONE : SD_EXIT_FAILED;
}

static int
run_generate (const char   *path,
              SdCliOptions *options)
{
  int status;
  g_autoptr (SdSchema) schema = sd_cli_schema_from_file (path, &status);

  if (schema == NULL)
    return status;
  if (!sd_cli_apply_options (schema, options))
    return SD_EXIT_USAGE;
  return sd_cli_export (schema, options);
}

static int
run_check (const char   *path,
           SdCliOptions *options)
{
  int status;
  g_autoptr (SdSchema) schema = sd_cli_schema_from_file (path, &status);
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (SdPlan) plan = NULL;
  g_autofree char *text = NULL;

  if (schema == NULL)
    return status;
  plan = sd_plan_new (schema, &findings);
  text = sd_findings_to_text (findings);
  if (*text != '\0')
    g_print ("%s%s", text, g_str_has_suffix (text, "\n") ? "" : "\n");
  if (plan == NULL)
    return SD_EXIT_FAILED;
  g_print (_("%u tables; the document will generate.\n"), sd_plan_get_n_tables (plan));
  return SD_EXIT_DONE;
}

static int
run_show (const char   *path,
          SdCliOptions *options)
{
  int status = SD_EXIT_FAILED;
  g_autoptr (SdSchema) schema = NULL;
  g_autoptr (SdPlan) plan = NULL;
  g_autoptr (GOutputStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  SdTable *table;
  guint n_matches;

  if (!sd_cli_options_understand_range (options, &error))
    {
      g_printerr ("%s\n", error->message);
      return SD_EXIT_USAGE;
    }
  schema = sd_cli_schema_from_file (path, &status);
  if (schema == NULL)
    return status;
  table = sd_schema_match_table (schema, options->table, &n_matches);
  if (table == NULL || options->last > sd_table_get_rows (table))
    {
      g_printerr (table == NULL ? _("No one table fits “%s”.\n")
                                : _("“%s” has fewer rows than that.\n"), options->table);
      return SD_EXIT_USAGE;
    }
  plan = sd_cli_compile (schema);
  if (plan == NULL)
    return SD_EXIT_FAILED;
  stream = g_unix_output_stream_new (STDOUT_FILENO, FALSE);
  if (sd_export_show (plan, (guint) sd_plan_find_table (plan, sd_table_get_name (table)),
                      options->first, options->last, stream, NULL, &error))
    return SD_EXIT_DONE;
  g_printerr ("%s\n", error->message);
  return SD_EXIT_FAILED;
}

static const Verb verbs[] = {
  { "make", N_("PROMPT"), N_("Make a dataset from a prompt"), TRUE, TRUE, FALSE, run_make },
  { "draft", N_("PROMPT"), N_("Make a schema from a prompt and save it"),
    FALSE, TRUE, FALSE, run_draft },
  { "generate", N_("FILE.synthdata"), N_("Make the dataset of a saved schema"),
    TRUE, FALSE, FALSE, run_generate },
  { "check", N_("FILE.synthdata"), N_("Say what is wrong with a saved schema"),
    FALSE, FALSE, FALSE, run_check },
  { "show", N_("FILE.synthdata"), N_("Print rows of one table as CSV"),
    FALSE, FALSE, TRUE, run_show },
};

static GOptionContext *
make_context (const Verb   *verb,
              SdCliOptions *options)
{
  const GOptionEntry common[] = {
    { "seed", 0, 0, G_OPTION_ARG_STRING, &options->seed_text,
      N_("The same seed gives the same data (default 42)"), "N" },
    { "as-of", 0, 0, G_OPTION_ARG_STRING, &options->as_of_text,
      N_("The day that “today” means"), N_("DATE") },
    { "locale", 0, 0, G_OPTION_ARG_STRING, &options->locale,
      N_("Whose names and places (default en_US)"), N_("LOCALE") },
    { NULL }
  };
  const GOptionEntry rows[] = {
    { "rows", 0, 0, G_OPTION_ARG_STRING, &options->rows_text,
      N_("Row counts, by any word for a table"), N_("TABLE=N,…") },
    { NULL }
  };
  const GOptionEntry makes[] = {
    { "format", 0, 0, G_OPTION_ARG_STRING, &options->formats_text,
      N_("csv, xlsx, sql, sqlite, json, jsonl (default csv)"), N_("FORMAT,…") },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &options->out,
      N_("Folder to write into (default: the dataset’s name)"), N_("DIR") },
    { "dialect", 0, 0, G_OPTION_ARG_STRING, &options->dialect_text,
      N_("sqlite, postgresql, mysql, mariadb, sqlserver, oracle (default sqlite)"),
      N_("DIALECT") },
    { "threads", 0, 0, G_OPTION_ARG_INT, &options->threads,
      N_("Threads (default: all cores)"), "N" },
    { "shard", 0, 0, G_OPTION_ARG_STRING, &options->shard_text,
      N_("Only part K of N; the parts joined in order are the whole"), "K/N" },
    { "variants", 0, 0, G_OPTION_ARG_INT, &options->variants,
      N_("N datasets from seeds derived from the seed"), "N" },
    { "dictionary", 0, 0, G_OPTION_ARG_NONE, &options->dictionary,
      N_("Add a data dictionary for students"), NULL },
    { "zip", 0, 0, G_OPTION_ARG_NONE, &options->zip,
      N_("CSV files in one zip file"), NULL },
    { NULL }
  };
  const GOptionEntry saves[] = {
    { "save", 0, 0, G_OPTION_ARG_FILENAME, &options->save,
      N_("Save the schema too"), N_("FILE.synthdata") },
    { NULL }
  };
  const GOptionEntry writes[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options->out,
      N_("File to write"), N_("FILE.synthdata") },
    { NULL }
  };
  const GOptionEntry shows[] = {
    { "table", 0, 0, G_OPTION_ARG_STRING, &options->table, N_("The table"), N_("TABLE") },
    { "rows", 0, 0, G_OPTION_ARG_STRING, &options->range_text,
      N_("Rows A to B − 1, counted from 0"), "A..B" },
    { NULL }
  };
  g_autofree char *usage = g_strdup_printf ("%s — %s", _(verb->argument), _(verb->summary));
  GOptionContext *context = g_option_context_new (usage);

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  if (verb->makes || verb->names)
    {
      g_option_context_add_main_entries (context, common, GETTEXT_PACKAGE);
      g_option_context_add_main_entries (context, rows, GETTEXT_PACKAGE);
    }
  if (verb->makes)
    g_option_context_add_main_entries (context, makes, GETTEXT_PACKAGE);
  if (verb->makes && verb->names)
    g_option_context_add_main_entries (context, saves, GETTEXT_PACKAGE);
  if (verb->names && !verb->makes)
    g_option_context_add_main_entries (context, writes, GETTEXT_PACKAGE);
  if (verb->shows)
    g_option_context_add_main_entries (context, shows, GETTEXT_PACKAGE);
  return context;
}

static int
run_verb (const Verb *verb,
          int         argc,
          char      **argv)
{
  SdCliOptions options = { 0 };
  g_autoptr (GOptionContext) context = make_context (verb, &options);
  g_autoptr (GError) error = NULL;
  int status = SD_EXIT_USAGE;

  if (!g_option_context_parse (context, &argc, &argv, &error)
      || (!verb->shows && !sd_cli_options_understand (&options, &error)))
    g_printerr ("%s\n", error->message);
  else if (argc != 2)
    {
      g_autofree char *help = g_option_context_get_help (context, TRUE, NULL);

      g_printerr ("%s", help);
    }
  else
    status = verb->run (argv[1], &options);
  sd_cli_options_clear (&options);
  return status;
}

static void
print_usage (void)
{
  g_print (_("Usage: synthdata-cli VERB …\n\n"));
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    g_print ("  %-9s %-15s %s\n", verbs[i].name, _(verbs[i].argument), _(verbs[i].summary));
  g_print (_("\n`synthdata-cli VERB --help` lists a verb’s options.\n"));
}

int
sd_cli_run (int    argc,
            char **argv)
{
  if (argc >= 2)
    for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
      if (g_str_equal (argv[1], verbs[i].name))
        {
          /* "synthdata-cli make" stands for the program's name in the help. */
          g_autofree char *name = g_strdup_printf ("synthdata-cli %s", verbs[i].name);

          g_set_prgname (name);
          return run_verb (&verbs[i], argc - 1, argv + 1);
        }
  if (argc >= 2 && g_str_equal (argv[1], "--version"))
    {
      g_print ("SynthData %s\n", PACKAGE_VERSION);
      return SD_EXIT_DONE;
    }
  print_usage ();
  return argc >= 2 && g_str_equal (argv[1], "--help") ? SD_EXIT_DONE : SD_EXIT_USAGE;
}
