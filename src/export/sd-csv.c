/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* CSV after RFC 4180, with the variations that spreadsheets, statistics and
 * databases want. NULL is written without quotes; a text that looks like it, or
 * is empty where NULL is, gets quotes, so that the two stay apart for readers
 * that look. Protection puts an apostrophe before texts that a spreadsheet would
 * run as a formula (OWASP, "CSV injection"); numbers and dates are never touched.
 */

#include "sd-csv-private.h"
#include "sd-data-dictionary-private.h"
#include "sd-text-script-private.h"

/* Beginnings that start a formula; the last four are full-width = + - @. */
static const char * const formula_starts[] = {
  "=", "+", "-", "@", "\t", "\r", "\n",
  "\357\274\235", "\357\274\213", "\357\274\215", "\357\274\240",
};

static gboolean
starts_formula (const char *text,
                gsize       n)
{
  for (guint i = 0; i < G_N_ELEMENTS (formula_starts); i++)
    {
      gsize length = strlen (formula_starts[i]);

      if (n >= length && memcmp (text, formula_starts[i], length) == 0)
        return TRUE;
    }

  return FALSE;
}

static gboolean
needs_quotes (const SdTextRules  *rules,
              const SdCsvOptions *options,
              const char         *text,
              gsize               n)
{
  if (options->quoting != SD_QUOTE_NEEDED)
    return TRUE;
  if (n == rules->null_length && (n == 0 || memcmp (text, rules->null_text, n) == 0))
    return TRUE;

  if (sd_text_rules_find_special (rules, text, n) < n)
    return TRUE;

  /* A byte order mark of its own would be eaten at the beginning of a file. */
  return n >= 3 && memcmp (text, SD_BYTE_ORDER_MARK, 3) == 0;
}

static void
append_doubling_quotes (SdTextBuffer *out,
                        const char   *text,
                        gsize         n)
{
  const char *end = text + n;
  const char *quote;

  while ((quote = memchr (text, '"', end - text)) != NULL)
    {
      sd_text_buffer_append (out, text, quote + 1 - text);
      sd_text_buffer_append (out, "\"", 1);
      text = quote + 1;
    }
  sd_text_buffer_append (out, text, end - text);
}

static void
write_text (const SdTextRules *rules,
            SdTextBuffer      *out,
            const char        *text,
            gsize              n)
{
  const SdCsvOptions *options = rules->data;
  gboolean quote = needs_quotes (rules, options, text, n);

  if (quote)
    sd_text_buffer_append (out, "\"", 1);
  if (options->protect && starts_formula (text, n))
    sd_text_buffer_append (out, "'", 1);
  append_doubling_quotes (out, text, n);
  if (quote)
    sd_text_buffer_append (out, "\"", 1);
}

void
sd_csv_rules_init (SdTextRules        *rules,
                   const SdCsvOptions *options)
{
  const char special[] = { options->separator, '"', '\n', '\r', '\0' };
  const char *quote = options->quoting == SD_QUOTE_NEEDED ? "" : "\"";

  sd_text_rules_init (rules, quote, quote, special, 0);
  rules->write = write_text;
  rules->data = options;
  rules->null_length = strlen (options->null_text);
  memcpy (rules->null_text, options->null_text, rules->null_length);
  rules->empty_is_plain = rules->null_length > 0 || options->quoting != SD_QUOTE_NEEDED;
  rules->starts[0xef] = TRUE;
  if (options->protect)
    for (guint i = 0; i < G_N_ELEMENTS (formula_starts); i++)
      rules->starts[(guint8) formula_starts[i][0]] = TRUE;
}

const char *
sd_csv_get_line_end (const SdCsvOptions *options)
{
  return options->crlf ? "\r\n" : "\n";
}

/* One line of @n texts for people, to whom an empty one is nothing. */
void
sd_csv_append_line (SdTextBuffer       *out,
                    const SdTextRules  *rules,
                    const SdCsvOptions *options,
                    const char * const *texts,
                    guint               n)
{
  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        sd_text_buffer_append (out, &options->separator, 1);
      if (*texts[i] != '\0')
        rules->write (rules, out, texts[i], strlen (texts[i]));
    }
  sd_text_buffer_append_string (out, sd_csv_get_line_end (options));
}

SdDateStyle
sd_csv_get_date_style (const SdCsvOptions *options)
{
  if (strcmp (options->date_format, "dmy/") == 0)
    return SD_DATE_STYLE_DAY_SLASH;
  if (strcmp (options->date_format, "mdy/") == 0)
    return SD_DATE_STYLE_MONTH_SLASH;
  if (strcmp (options->date_format, "dmy.") == 0)
    return SD_DATE_STYLE_DAY_POINT;

  return SD_DATE_STYLE_ISO;
}

/* Texts quote themselves; the quotes of everything else stand around the value. */
static gboolean
has_fixed_quotes (const SdPlanColumn *column,
                  const SdCsvOptions *options)
{
  if (column->kind == SD_VECTOR_CODE || column->kind == SD_VECTOR_TEXT)
    return FALSE;

  return options->quoting == SD_QUOTE_ALL
         || (options->quoting == SD_QUOTE_TEXT && column->kind == SD_VECTOR_UUID);
}

static SdRowEncoder *
create_encoder (const SdPlanTable  *table,
                guint               table_index,
                const SdCsvOptions *options,
                SdCellCache        *cache)
{
  const char *end = sd_csv_get_line_end (options);
  SdRowFrame frame = { .row_close = end, .last_close = end, .group = G_MAXUINT64 };
  SdRowEncoder *encoder = sd_row_encoder_new (table, table_index, table->n_rows, &frame, cache);

  for (guint i = 0; i < table->n_columns; i++)
    {
      gboolean quotes = has_fixed_quotes (&table->columns[i], options);
      const char separator[] = { i > 0 ? options->separator : '\0', '\0' };
      g_autofree char *lead = g_strconcat (separator, quotes ? "\"" : "", NULL);
      g_autofree char *null_cell = g_strconcat (separator, options->null_text, NULL);
      SdCellFrame cell = {
        .lead = lead,
        .trail = quotes ? "\"" : NULL,
        .text_lead = separator,
        .null_cell = null_cell,
        .mark = options->decimal_mark,
        .separator = ' ',
        .true_text = "true",
        .false_text = "false",
      };

      sd_row_encoder_add_column (encoder, i, &cell);
    }

  return encoder;
}

static char *
create_header (const SdPlanTable  *table,
               const SdTextRules  *rules,
               const SdCsvOptions *options)
{
  g_autofree const char **names = g_new (const char *, table->n_columns + 1);
  SdTextBuffer text;

  sd_text_buffer_init (&text, 256);
  if (options->bom)
    sd_text_buffer_append_string (&text, SD_BYTE_ORDER_MARK);
  for (guint i = 0; i < table->n_columns; i++)
    names[i] = options->titles && *table->columns[i].title != '\0' ? table->columns[i].title
                                                                   : table->columns[i].name;
  if (options->header)
    sd_csv_append_line (&text, rules, options, names, table->n_columns);
  sd_text_buffer_append (&text, "", 1);

  return text.data;
}

static void
add_table (SdTextScript        *script,
           SdPlan              *plan,
           guint                table_index,
           const SdCsvOptions  *options,
           SdCellCache         *cache,
           const SdExportScope *scope)
{
  const SdPlanTable *table = sd_plan_get_table (plan, table_index);
  g_autofree char *name = NULL;
  guint64 first = scope->first;
  guint64 last = scope->last;

  if (scope->table < 0)
    {
      first = sd_shard_boundary (table->n_rows, scope->shard - 1, scope->n_shards);
      last = sd_shard_boundary (table->n_rows, scope->shard, scope->n_shards);
    }

  name = sd_shard_file_name (table->name, ".csv", scope->shard, scope->n_shards);
  sd_text_script_begin_file (script, name);
  if (scope->shard == 1)
    sd_text_script_add_text (script,
                             create_header (table, sd_cell_cache_get_rules (cache), options));
  sd_text_script_add_rows (script, create_encoder (table, table_index, options, cache),
                           first, MIN (last, table->n_rows));
}

static void
add_dictionary (SdTextScript       *script,
                SdPlan             *plan,
                const SdTextRules  *rules,
                const SdCsvOptions *options)
{
  g_autoptr(GPtrArray) entries = sd_data_dictionary_new (plan);
  g_autofree char *name = sd_data_dictionary_get_name (plan);
  g_autofree char *file = g_strconcat (name, ".csv", NULL);
  SdTextBuffer text;

  sd_text_buffer_init (&text, 4096);
  if (options->bom)
    sd_text_buffer_append_string (&text, SD_BYTE_ORDER_MARK);
  sd_csv_append_line (&text, rules, options, sd_data_dictionary_field_names,
                      SD_N_DATA_DICTIONARY_FIELDS);
  for (guint i = 0; i < entries->len; i++)
    {
      const SdDataDictionaryEntry *entry = g_ptr_array_index (entries, i);

      sd_csv_append_line (&text, rules, options, (const char * const *) entry->fields,
                          SD_N_DATA_DICTIONARY_FIELDS);
    }
  sd_text_buffer_append (&text, "", 1);

  sd_text_script_begin_file (script, file);
  sd_text_script_add_text (script, text.data);
}

/* A file per table, and the data dictionary. */
void
sd_csv_add_to_script (SdTextScript          *self,
                      SdPlan                *plan,
                      const SdExportOptions *options,
                      const SdExportScope   *scope)
{
  SdCsvOptions *csv = sd_text_script_own (self, g_memdup2 (&options->csv, sizeof options->csv),
                                          g_free);
  SdTextRules *rules = sd_text_script_own (self, g_new0 (SdTextRules, 1), g_free);
  SdCellCache *cache;

  sd_csv_rules_init (rules, csv);
  cache = sd_text_script_own (self, sd_cell_cache_new (rules, sd_csv_get_date_style (csv)),
                              (GDestroyNotify) sd_cell_cache_free);
  for (guint i = 0; i < sd_plan_get_n_tables (plan); i++)
    if (scope->table < 0 || scope->table == (int) i)
      add_table (self, plan, i, csv, cache, scope);
  if (options->dictionary && scope->table < 0 && scope->shard == 1)
    add_dictionary (self, plan, rules, csv);
}
