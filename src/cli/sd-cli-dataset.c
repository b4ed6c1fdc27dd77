/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Schemas and plans for the command line; see the header. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-calendar.h"
#include "sd-catalog.h"
#include "sd-cli-dataset-private.h"
#include "sd-planner.h"
#include "sd-schema-file.h"

void
sd_cli_print_foreign (FILE       *file,
                      const char *text)
{
  g_autoptr (GString) safe = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      const gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (safe, c != '\n' && g_unichar_iscntrl (c) ? 0xFFFD : c);
    }
  if (safe->len > 0 && safe->str[safe->len - 1] != '\n')
    g_string_append_c (safe, '\n');
  if (file == stdout)
    g_print ("%s", safe->str);
  else
    g_printerr ("%s", safe->str);
}

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
  g_autoptr (GString) text = g_string_new (draft->reply);

  for (guint i = 0; i < draft->questions->len; i++)
    {
      const SdQuestion *question = g_ptr_array_index (draft->questions, i);

      g_string_append_printf (text, "\n- %s", question->text);
      for (guint c = 0; question->choices != NULL && question->choices[c] != NULL; c++)
        g_string_append_printf (text, "%s%s", c == 0 ? " " : " / ", question->choices[c]);
    }
  sd_cli_print_foreign (stderr, text->str);
  g_printerr (_("Say it in the prompt and run the command again; nothing was written.\n"));
}

static void
print_draft (const SdDraft *draft)
{
  g_autoptr (GString) text = g_string_new (draft->reply);

  for (guint i = 0; draft->assumptions != NULL && draft->assumptions[i] != NULL; i++)
    g_string_append_printf (text, "\n  · %s", draft->assumptions[i]);
  if (draft->not_used != NULL && draft->not_used[0] != NULL)
    {
      g_autofree char *words = g_strjoinv (", ", draft->not_used);

      g_string_append (text, "\n");
      g_string_append_printf (text, _("Not used: %s"), words);
    }
  sd_cli_print_foreign (stdout, text->str);
}

static void
print_tables (SdSchema *schema)
{
  g_autoptr (GString) names = g_string_new (NULL);

  if (sd_schema_get_n_tables (schema) == 0)
    {
      g_printerr (_("There are no tables.\n"));
      return;
    }
  for (guint i = 0; i < sd_schema_get_n_tables (schema); i++)
    g_string_append_printf (names, "%s%s", i == 0 ? "" : ", ",
                            sd_table_get_name (sd_schema_get_table (schema, i)));
  g_string_insert (names, 0, _("The tables are: "));
  g_string_append (names, ".");
  sd_cli_print_foreign (stderr, names->str);
}

SdTable *
sd_cli_match_table (SdSchema   *schema,
                    const char *word)
{
  guint n_matches;
  SdTable *table = sd_schema_match_table (schema, word, &n_matches);

  if (table != NULL)
    return table;
  g_printerr (n_matches == 0 ? _("No table fits “%s”. ")
                             : _("More than one table fits “%s”. "), word);
  print_tables (schema);
  return NULL;
}

/* FALSE with everything printed: a word fits no table, or two. */
static gboolean
apply_options (SdSchema           *schema,
               const SdCliOptions *options)
{
  if (options->has_seed)
    sd_schema_set_seed (schema, options->seed);
  if (options->has_as_of)
    sd_schema_set_as_of (schema, options->as_of);
  if (options->locale != NULL)
    sd_schema_set_locale (schema, options->locale);
  if (options->messy || options->clean)
    sd_schema_set_messy (schema, options->messy);
  if (options->scale > 0 && options->scale != 1)
    sd_schema_scale_rows (schema, options->scale);
  for (guint i = 0; options->rows != NULL && i < options->rows->len; i++)
    {
      const SdCliRows *rows = &g_array_index (options->rows, SdCliRows, i);
      SdTable *table = sd_cli_match_table (schema, rows->word);

      if (table == NULL)
        return FALSE;
      sd_table_set_rows (table, rows->rows, TRUE);
    }
  return TRUE;
}

/* The draft spoke before it knew of --rows. */
static void
print_rows (SdSchema           *schema,
            const SdCliOptions *options)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < options->rows->len; i++)
    {
      const SdCliRows *rows = &g_array_index (options->rows, SdCliRows, i);
      SdTable *table = sd_schema_match_table (schema, rows->word, NULL);

      g_string_append_printf (text, "%s%s %" G_GUINT64_FORMAT, i == 0 ? "" : ", ",
                              sd_table_get_name (table), sd_table_get_rows (table));
    }
  if (text->len > 0)
    g_print (_("Row counts from --rows: %s.\n"), text->str);
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
  g_autoptr (SdSchema) schema = NULL;
  g_autoptr (GError) error = NULL;

  *status = SD_EXIT_USAGE;
  if (!g_utf8_validate (prompt, -1, NULL))
    {
      g_printerr (_("The prompt is not valid UTF-8 text.\n"));
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
      sd_cli_print_foreign (stderr, error->message);
      *status = SD_EXIT_FAILED;
      return NULL;
    }
  /* A draft does not say which day it was made for, or for where. */
  sd_schema_set_as_of (schema, request.as_of);
  sd_schema_set_locale (schema, request.locale);
  if (!apply_options (schema, options))
    return NULL;
  print_draft (draft);
  print_rows (schema, options);
  return g_steal_pointer (&schema);
}

SdSchema *
sd_cli_schema_from_file (const char         *path,
                         const SdCliOptions *options,
                         int                *status)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (SdSchema) schema = sd_schema_load (file, NULL, &error);

  *status = SD_EXIT_FAILED;
  if (schema == NULL)
    {
      g_printerr (_("“%s” could not be read:\n"), path);
      sd_cli_print_foreign (stderr, error->message);
      return NULL;
    }
  if (!g_strv_contains (sd_catalog_list_locales (), sd_schema_get_locale (schema)))
    g_printerr (_("The schema’s locale is not known here; names and places are those of "
                  "en_US.\n"));
  *status = SD_EXIT_USAGE;
  return apply_options (schema, options) ? g_steal_pointer (&schema) : NULL;
}

SdPlan *
sd_cli_compile (SdSchema *schema,
                gboolean  print_all)
{
  g_autoptr (GPtrArray) findings = NULL;
  SdPlan *plan = sd_plan_new (schema, &findings);
  g_autofree char *text = sd_findings_to_text (findings);

  if (print_all || plan == NULL)
    sd_cli_print_foreign (stderr, text);
  return plan;
}
