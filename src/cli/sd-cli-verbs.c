/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The verbs: make, draft, generate, check, show, report and merge. */

#include "config.h"

#include <gio/gunixoutputstream.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#include "sd-cli-dataset-private.h"
#include "sd-cli-verbs-private.h"
#include "sd-report-file.h"
#include "sd-schema-file.h"
#include "sd-shard-manifest.h"

typedef struct
{
  const char *name;
  const char *argument;
  const char *summary;
  const char *example;
  /* Which groups of options it takes. */
  gboolean    makes, names, shows, reports;
  int       (*run) (const char *argument, SdCliOptions *options);
} Verb;

static int
run_make (const char   *prompt,
          SdCliOptions *options)
{
  int status;
  g_autoptr (SdSchema) schema = sd_cli_schema_from_prompt (prompt, options, &status);

  return schema != NULL ? sd_cli_export (schema, options) : status;
}

static int
run_draft (const char   *prompt,
           SdCliOptions *options)
{
  int status;
  g_autoptr (SdSchema) schema = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) error = NULL;

  if (options->out == NULL)
    {
      g_printerr (_("Say which file to write: -o FILE.synthdata\n"));
      return SD_EXIT_USAGE;
    }
  schema = sd_cli_schema_from_prompt (prompt, options, &status);
  if (schema == NULL)
    return status;
  file = g_file_new_for_commandline_arg (options->out);
  if (!sd_schema_save (schema, file, NULL, NULL, &error))
    {
      g_printerr ("%s\n", error->message);
      return SD_EXIT_FAILED;
    }
  g_print (_("Saved the schema in %s.\n"), options->out);
  return SD_EXIT_DONE;
}

static int
run_generate (const char   *path,
              SdCliOptions *options)
{
  int status;
  g_autoptr (SdSchema) schema = sd_cli_schema_from_file (path, options, &status);

  return schema != NULL ? sd_cli_export (schema, options) : status;
}

static int
run_check (const char   *path,
           SdCliOptions *options)
{
  int status;
  g_autoptr (SdSchema) schema = sd_cli_schema_from_file (path, options, &status);
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (SdPlan) plan = NULL;
  g_autofree char *text = NULL;
  guint n_tables;

  if (schema == NULL)
    return status;
  plan = sd_plan_new (schema, &findings);
  text = sd_findings_to_text (findings);
  sd_cli_print_foreign (stdout, text);
  if (plan == NULL)
    return SD_EXIT_FAILED;
  n_tables = sd_plan_get_n_tables (plan);
  g_print (ngettext ("The schema can be generated: %u table.\n",
                     "The schema can be generated: %u tables.\n", n_tables), n_tables);
  return SD_EXIT_DONE;
}

/* Exit status 1 when the card has a line that is off. */
static int
run_report (const char   *path,
            SdCliOptions *options)
{
  int status;
  g_autoptr (SdSchema) schema = sd_cli_schema_from_file (path, options, &status);
  g_autoptr (SdReport) report = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (schema == NULL)
    return status;
  report = sd_report_new (schema, NULL, NULL, NULL, NULL, &error);
  if (report == NULL)
    {
      sd_cli_print_foreign (stderr, error->message);
      g_printerr ("\n");
      return SD_EXIT_FAILED;
    }
  text = options->html ? sd_report_to_html (report, schema)
         : options->json ? sd_report_to_json (report, schema) : sd_report_to_text (report, schema);
  if (options->out == NULL)
    sd_cli_print_foreign (stdout, text);
  else if (!g_file_set_contents (options->out, text, -1, &error))
    {
      g_printerr ("%s\n", error->message);
      return SD_EXIT_FAILED;
    }
  return sd_report_count (report, SD_VERDICT_OFF) > 0 ? SD_EXIT_FAILED : SD_EXIT_DONE;
}

static int
run_show (const char   *path,
          SdCliOptions *options)
{
  int status;
  g_autoptr (SdSchema) schema = NULL;
  g_autoptr (SdPlan) plan = NULL;
  g_autoptr (GOutputStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  SdTable *table;
  guint64 n_rows;

  schema = sd_cli_schema_from_file (path, options, &status);
  if (schema == NULL)
    return status;
  table = sd_cli_match_table (schema, options->table);
  if (table == NULL)
    return SD_EXIT_USAGE;
  plan = sd_cli_compile (schema, TRUE);
  if (plan == NULL)
    return SD_EXIT_FAILED;
  n_rows = sd_plan_get_table (plan, sd_plan_find_table (plan, sd_table_get_name (table)))->n_rows;
  if (options->last > n_rows)
    {
      g_autofree char *rows = g_strdup_printf ("%" G_GUINT64_FORMAT, n_rows);

      g_printerr (_("The table %s has only %s rows.\n"), sd_table_get_name (table), rows);
      return SD_EXIT_USAGE;
    }
  stream = g_unix_output_stream_new (STDOUT_FILENO, FALSE);
  if (sd_export_show (plan, (guint) sd_plan_find_table (plan, sd_table_get_name (table)),
                      options->first, options->last, stream, NULL, &error))
    return SD_EXIT_DONE;
  g_printerr ("%s\n", error->message);
  return SD_EXIT_FAILED;
}

static int
run_merge (const char   *path,
           SdCliOptions *options)
{
  g_autoptr (GFile) target =
    g_file_new_for_commandline_arg (options->out != NULL ? options->out : path);
  g_auto (GStrv) names = NULL;
  g_autofree char *list = NULL;
  g_autoptr (GError) error = NULL;

  if (!sd_shard_manifest_join (path, target, &names, NULL, &error))
    {
      g_printerr ("%s\n", error->message);
      return SD_EXIT_FAILED;
    }
  list = g_strjoinv (", ", names);
  g_print (_("Checked all shards and wrote %s.\n"), list);
  return SD_EXIT_DONE;
}

static const Verb verbs[] = {
  { "make", N_("PROMPT"), N_("Make a dataset from a prompt"),
    N_("Example: synthdata-cli make \"A library with books, members and loans\" --rows loans=500"),
    TRUE, TRUE, FALSE, FALSE, run_make },
  { "draft", N_("PROMPT"), N_("Make a schema from a prompt and save it"),
    N_("Example: synthdata-cli draft \"A library with books and members\" -o library.synthdata"),
    FALSE, TRUE, FALSE, FALSE, run_draft },
  { "generate", N_("FILE.synthdata"), N_("Make the dataset of a saved schema"),
    N_("Example: synthdata-cli generate library.synthdata --format sql --dialect postgresql"),
    TRUE, FALSE, FALSE, FALSE, run_generate },
  { "check", N_("FILE.synthdata"), N_("Say what is wrong with a saved schema"),
    N_("Example: synthdata-cli check library.synthdata"),
    FALSE, FALSE, FALSE, FALSE, run_check },
  { "show", N_("FILE.synthdata"), N_("Print rows of one table as CSV"),
    N_("Example: synthdata-cli show library.synthdata --table loans --rows 0..20"),
    FALSE, FALSE, TRUE, FALSE, run_show },
  { "report", N_("FILE.synthdata"), N_("Check the data against what the schema declares"),
    N_("Example: synthdata-cli report library.synthdata --html -o library.html"),
    FALSE, FALSE, FALSE, TRUE, run_report },
  { "merge", N_("DIR"), N_("Join the shards in a folder to whole files"),
    N_("Example: synthdata-cli merge shop --out shop-whole"),
    FALSE, FALSE, FALSE, FALSE, run_merge },
};

static GOptionContext *
make_context (const Verb   *verb,
              SdCliOptions *options)
{
  /* A document has its own; a prompt has these. */
  const GOptionEntry drafts[] = {
    { "seed", 0, 0, G_OPTION_ARG_STRING, &options->seed_text,
      N_("The same seed gives the same data (default 42)"), "N" },
    { "as-of", 0, 0, G_OPTION_ARG_STRING, &options->as_of_text,
      N_("The day that “today” means (default: this day)"), N_("DATE") },
    { "locale", 0, 0, G_OPTION_ARG_STRING, &options->locale,
      N_("Whose names and places (default en_US)"), N_("LOCALE") },
    { NULL }
  };
  const GOptionEntry overrides[] = {
    { "seed", 0, 0, G_OPTION_ARG_STRING, &options->seed_text,
      N_("The same seed gives the same data (default: the schema’s)"), "N" },
    { "as-of", 0, 0, G_OPTION_ARG_STRING, &options->as_of_text,
      N_("The day that “today” means (default: the schema’s)"), N_("DATE") },
    { "locale", 0, 0, G_OPTION_ARG_STRING, &options->locale,
      N_("Whose names and places (default: the schema’s)"), N_("LOCALE") },
    { NULL }
  };
  const GOptionEntry rows[] = {
    { "rows", 0, 0, G_OPTION_ARG_STRING, &options->rows_text,
      N_("Row counts, by any word for a table"), N_("TABLE=N,…") },
    { "scale", 0, 0, G_OPTION_ARG_STRING, &options->scale_text,
      N_("All other row counts times so much"), "F" },
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
    { "threads", 0, 0, G_OPTION_ARG_STRING, &options->threads_text,
      N_("Threads (default: all cores); any number makes the same bytes"), "N" },
    { "shard", 0, 0, G_OPTION_ARG_STRING, &options->shard_text,
      N_("Only part K of N; the parts joined in order are the whole"), "K/N" },
    { "variants", 0, 0, G_OPTION_ARG_STRING, &options->variants_text,
      N_("N folders, of datasets from seeds derived from the seed"), "N" },
    { "dictionary", 0, 0, G_OPTION_ARG_NONE, &options->dictionary,
      N_("Add a data dictionary for students"), NULL },
    { "zip", 0, 0, G_OPTION_ARG_NONE, &options->zip,
      N_("CSV files in one zip file"), NULL },
    { NULL }
  };
  const GOptionEntry layers[] = {
    { "messy", 0, 0, G_OPTION_ARG_NONE, &options->messy,
      N_("With the mess that the schema declares, also if it is switched off there"), NULL },
    { "clean", 0, 0, G_OPTION_ARG_NONE, &options->clean,
      N_("Without any mess, also if it is switched on there"), NULL },
    { NULL }
  };
  const GOptionEntry twins[] = {
    { "no-twin", 0, 0, G_OPTION_ARG_NONE, &options->no_twin,
      N_("Of messy data, not the clean twin and the list of every change in the folder clean"),
      NULL },
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
  const GOptionEntry reports[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->json, N_("Write JSON"), NULL },
    { "html", 0, 0, G_OPTION_ARG_NONE, &options->html, N_("Write a web page"), NULL },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options->out,
      N_("File to write (default: the terminal)"), N_("FILE") },
    { NULL }
  };
  const GOptionEntry merges[] = {
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &options->out,
      N_("Folder to write into (default: that of the shards)"), N_("DIR") },
    { NULL }
  };
  GOptionContext *context = g_option_context_new (_(verb->argument));

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, verb->summary);
  g_option_context_set_description (context, verb->example);
  if (verb->names)
    g_option_context_add_main_entries (context, drafts, GETTEXT_PACKAGE);
  else if (verb->makes)
    g_option_context_add_main_entries (context, overrides, GETTEXT_PACKAGE);
  if (verb->makes || verb->names)
    g_option_context_add_main_entries (context, rows, GETTEXT_PACKAGE);
  if (verb->makes)
    g_option_context_add_main_entries (context, makes, GETTEXT_PACKAGE);
  if (verb->makes || verb->shows || verb->reports)
    g_option_context_add_main_entries (context, layers, GETTEXT_PACKAGE);
  if (verb->makes)
    g_option_context_add_main_entries (context, twins, GETTEXT_PACKAGE);
  if (verb->makes && verb->names)
    g_option_context_add_main_entries (context, saves, GETTEXT_PACKAGE);
  if (verb->names && !verb->makes)
    g_option_context_add_main_entries (context, writes, GETTEXT_PACKAGE);
  if (verb->shows)
    g_option_context_add_main_entries (context, shows, GETTEXT_PACKAGE);
  if (verb->run == run_merge)
    g_option_context_add_main_entries (context, merges, GETTEXT_PACKAGE);
  if (verb->reports)
    {
      g_option_context_add_main_entries (context, overrides, GETTEXT_PACKAGE);
      g_option_context_add_main_entries (context, rows, GETTEXT_PACKAGE);
      g_option_context_add_main_entries (context, reports, GETTEXT_PACKAGE);
    }
  return context;
}

/* What is left of the options: exactly one argument, after "--" when it begins
 * with a dash. */
static const char *
get_argument (int    argc,
              char **argv)
{
  if (argc == 3 && g_str_equal (argv[1], "--"))
    return argv[2];
  return argc == 2 ? argv[1] : NULL;
}

static int
run_verb (const Verb *verb,
          int         argc,
          char      **argv)
{
  SdCliOptions options = { 0 };
  g_autoptr (GOptionContext) context = make_context (verb, &options);
  g_autoptr (GError) error = NULL;
  const char *argument;
  int status = SD_EXIT_USAGE;

  if (!g_option_context_parse (context, &argc, &argv, &error)
      || !(verb->shows ? sd_cli_options_understand_range (&options, &error)
                       : sd_cli_options_understand (&options, &error)))
    g_printerr (_("%s\nSee synthdata-cli %s --help.\n"), error->message, verb->name);
  else if ((argument = get_argument (argc, argv)) == NULL)
    g_printerr (_("Say one %s, in quotation marks where it has spaces.\n"
                  "See synthdata-cli %s --help.\n"), _(verb->argument), verb->name);
  else
    status = verb->run (argument, &options);
  sd_cli_options_clear (&options);
  return status;
}

static char *
get_usage (void)
{
  GString *text = g_string_new (_("Usage: synthdata-cli VERB …\n\n"));

  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    g_string_append_printf (text, "  %-9s %-15s %s\n", verbs[i].name, _(verbs[i].argument),
                            _(verbs[i].summary));
  g_string_append (text, _("\nsynthdata-cli VERB --help lists a verb’s options.\n"
                           "Exit status: 0 done, 1 failed, 2 wrong usage, 3 the prompt says "
                           "too little.\n"));
  return g_string_free (text, FALSE);
}

static const Verb *
find_verb (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (g_str_equal (name, verbs[i].name))
      return &verbs[i];
  return NULL;
}

int
sd_cli_run (int    argc,
            char **argv)
{
  const char *word = argc >= 2 ? argv[1] : "";
  const Verb *verb = find_verb (word);
  g_autofree char *usage = NULL;

  if (verb != NULL)
    {
      /* "synthdata-cli make" stands for the program's name in the help. */
      g_autofree char *name = g_strdup_printf ("synthdata-cli %s", verb->name);

      g_set_prgname (name);
      return run_verb (verb, argc - 1, argv + 1);
    }
  usage = get_usage ();
  if (g_str_equal (word, "--version"))
    g_print ("SynthData %s\n", PACKAGE_VERSION);
  else if (g_str_equal (word, "--help") || g_str_equal (word, "-h"))
    g_print ("%s", usage);
  else
    {
      if (argc >= 2)
        g_printerr (_("There is no verb “%s”.\n"), word);
      g_printerr ("%s", usage);
      return SD_EXIT_USAGE;
    }
  return SD_EXIT_DONE;
}
