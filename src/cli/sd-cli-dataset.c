/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Schemas and plans for the command line; see the header. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-calendar.h"
#include "sd-cli-dataset-private.h"
#include "sd-planner.h"
#include "sd-schema-file.h"

/* The day it is here: the only look at the clock; the engine never does. */
static gint64
get_today (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  return sd_date_from_civil ((SdCivil) {
    .year = g_date_time_get_year (now),
    .month = g_date_time_get_month (now),
    .day = g_date_time_get_day_of_month (now),
  });
}

static void
print_questions (const SdDraft *draft)
{
  if (draft->reply != NULL && *draft->reply != '\0')
    g_printerr ("%s\n", draft->reply);
  for (guint i = 0; i < draft->questions->len; i++)
    {
      const SdQuestion *question = g_ptr_array_index (draft->questions, i);

      g_printerr ("- %s", question->text);
      for (guint c = 0; question->choices != NULL && question->choices[c] != NULL; c++)
        g_printerr ("%s%s", c == 0 ? " " : " / ", question->choices[c]);
      g_printerr ("\n");
    }
}

static void
print_draft (const SdDraft *draft)
{
  if (draft->reply != NULL && *draft->reply != '\0')
    g_print ("%s\n", draft->reply);
  for (guint i = 0; draft->assumptions != NULL && draft->assumptions[i] != NULL; i++)
    g_print ("  · %s\n", draft->assumptions[i]);
  if (draft->not_used != NULL && draft->not_used[0] != NULL)
    {
      g_autofree char *words = g_strjoinv (", ", draft->not_used);

      g_print (_("Not used: %s\n"), words);
    }
}

SdSchema *
sd_cli_schema_from_prompt (const char         *prompt,
                           const SdCliOptions *options,
                           int                *status)
{
  const SdRequest request = {
    .prompt = prompt,
    .as_of = options->has_as_of ? options->as_of : get_today (),
    .locale = options->locale != NULL ? options->locale : "en_US",
  };
  g_autoptr (SdDraft) draft = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (GError) error = NULL;
  SdSchema *schema;

  if (!g_utf8_validate (prompt, -1, NULL))
    {
      g_printerr (_("The prompt is not valid UTF-8 text.\n"));
      *status = SD_EXIT_USAGE;
      return NULL;
    }
  draft = sd_planner_plan (&request);
  if (draft->schema == NULL)
    {
      print_questions (draft);
      *status = SD_EXIT_UNCLEAR;
      return NULL;
    }
  schema = sd_draft_to_schema (draft, NULL, &findings, &error);
  if (schema == NULL)
    {
      g_printerr ("%s\n", error->message);
      *status = SD_EXIT_FAILED;
      return NULL;
    }
  print_draft (draft);
  return schema;
}

SdSchema *
sd_cli_schema_from_file (const char *path,
                         int        *status)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (GError) error = NULL;
  SdSchema *schema = sd_schema_load (file, NULL, &error);

  if (schema != NULL)
    return schema;
  g_printerr ("%s\n", error->message);
  *status = SD_EXIT_FAILED;
  return NULL;
}

static void
print_tables (SdSchema *schema)
{
  g_printerr (_("The tables are:"));
  for (guint i = 0; i < sd_schema_get_n_tables (schema); i++)
    g_printerr ("%s %s", i == 0 ? "" : ",",
                sd_table_get_name (sd_schema_get_table (schema, i)));
  g_printerr (".\n");
}

gboolean
sd_cli_apply_options (SdSchema           *schema,
                      const SdCliOptions *options)
{
  if (options->has_seed)
    sd_schema_set_seed (schema, options->seed);
  if (options->has_as_of)
    sd_schema_set_as_of (schema, options->as_of);
  if (options->locale != NULL)
    sd_schema_set_locale (schema, options->locale);
  for (guint i = 0; i < options->rows->len; i++)
    {
      const SdCliRows *rows = &g_array_index (options->rows, SdCliRows, i);
      guint n_matches;
      SdTable *table = sd_schema_match_table (schema, rows->word, &n_matches);

      if (table == NULL)
        {
          g_printerr (n_matches == 0 ? _("No table fits “%s”. ")
                                     : _("More than one table fits “%s”. "), rows->word);
          print_tables (schema);
          return FALSE;
        }
      sd_table_set_rows (table, rows->rows, TRUE);
    }
  return TRUE;
}

SdPlan *
sd_cli_compile (SdSchema *schema)
{
  g_autoptr (GPtrArray) findings = NULL;
  SdPlan *plan = sd_plan_new (schema, &findings);
  g_autofree char *text = sd_findings_to_text (findings);

  if (*text != '\0')
    g_printerr ("%s%s", text, g_str_has_suffix (text, "\n") ? "" : "\n");
  return plan;
}
