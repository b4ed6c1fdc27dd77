/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* JSON: an array of objects per table, or an object per line. Numbers are
 * written with all their digits, decimals included; dates and times are strings
 * in ISO 8601.
 */

#include "sd-data-dictionary-private.h"
#include "sd-text-script-private.h"

/* U+0000 to U+001F in the shortest form. */
static const char * const control_escapes[32] = {
  "\\u0000", "\\u0001", "\\u0002", "\\u0003", "\\u0004", "\\u0005", "\\u0006", "\\u0007",
  "\\b",     "\\t",     "\\n",     "\\u000b", "\\f",     "\\r",     "\\u000e", "\\u000f",
  "\\u0010", "\\u0011", "\\u0012", "\\u0013", "\\u0014", "\\u0015", "\\u0016", "\\u0017",
  "\\u0018", "\\u0019", "\\u001a", "\\u001b", "\\u001c", "\\u001d", "\\u001e", "\\u001f",
};

static void
write_text (const SdTextRules *rules,
            SdTextBuffer      *out,
            const char        *text,
            gsize              n)
{
  sd_text_buffer_append (out, "\"", 1);
  sd_text_rules_append_escaped (rules, out, text, n);
  sd_text_buffer_append (out, "\"", 1);
}

static void
rules_init (SdTextRules *rules)
{
  sd_text_rules_init (rules, "\"", "\"", "\"\\", 0x20);
  rules->write = write_text;
  rules->empty_is_plain = TRUE;
  rules->replacement['"'] = "\\\"";
  rules->replacement['\\'] = "\\\\";
  for (guint i = 0; i < G_N_ELEMENTS (control_escapes); i++)
    rules->replacement[i] = control_escapes[i];
}

static void
append_string (SdTextBuffer      *out,
               const SdTextRules *rules,
               const char        *text)
{
  rules->write (rules, out, text, strlen (text));
}

static gboolean
is_string (const SdPlanColumn *column)
{
  switch (column->kind)
    {
    case SD_VECTOR_CODE:
    case SD_VECTOR_TEXT:
    case SD_VECTOR_DOUBLE:
      return FALSE;
    case SD_VECTOR_UUID:
      return TRUE;
    case SD_VECTOR_INT64:
    default:
      return column->type == SD_TYPE_DATE || column->type == SD_TYPE_TIME
             || column->type == SD_TYPE_TIMESTAMP;
    }
}

static void
add_column (SdRowEncoder      *encoder,
            const SdPlanTable *table,
            guint              column,
            const SdTextRules *rules,
            gboolean           pretty)
{
  gboolean string = is_string (&table->columns[column]);
  g_autofree char *lead = NULL;
  g_autofree char *null_cell = NULL;
  SdTextBuffer key;

  sd_text_buffer_init (&key, 64);
  if (column > 0)
    sd_text_buffer_append_string (&key, ",");
  if (pretty)
    sd_text_buffer_append_string (&key, "\n    ");
  append_string (&key, rules, table->columns[column].name);
  sd_text_buffer_append_string (&key, pretty ? ": " : ":");
  sd_text_buffer_append (&key, "", 1);

  lead = g_strconcat (key.data, string ? "\"" : "", NULL);
  null_cell = g_strconcat (key.data, "null", NULL);
  sd_row_encoder_add_column (encoder, column, &(SdCellFrame) {
    .lead = lead,
    .trail = string ? "\"" : NULL,
    .text_lead = key.data,
    .null_cell = null_cell,
    .mark = '.',
    .separator = 'T',
    .true_text = "true",
    .false_text = "false",
  });
  sd_text_buffer_clear (&key);
}

static SdRowEncoder *
create_encoder (const SdPlanTable *table,
                guint              table_index,
                guint64            n_rows,
                SdCellCache       *cache,
                SdFormat           format,
                gboolean           pretty)
{
  static const SdRowFrame frames[] = {
    { "{", NULL, "{", "}\n", NULL, "}\n", G_MAXUINT64 },
    { "[\n  {", NULL, "  {", "},\n", NULL, "}\n]\n", G_MAXUINT64 },
    { "[\n  {", NULL, "  {", "\n  },\n", NULL, "\n  }\n]\n", G_MAXUINT64 },
  };
  guint style = format == SD_FORMAT_JSONL ? 0 : pretty ? 2 : 1;
  SdRowEncoder *encoder = sd_row_encoder_new (table, table_index, n_rows, &frames[style], cache);

  for (guint i = 0; i < table->n_columns; i++)
    add_column (encoder, table, i, sd_cell_cache_get_rules (cache), style == 2);

  return encoder;
}

static void
add_table (SdTextScript          *script,
           SdPlan                *plan,
           guint                  table_index,
           const SdExportOptions *options,
           SdCellCache           *cache,
           const SdExportScope   *scope)
{
  const SdPlanTable *table = sd_plan_get_table (plan, table_index);
  guint64 first = scope->first;
  guint64 last = MIN (scope->last, table->n_rows);
  guint64 n_rows = last;
  const char *suffix = options->format == SD_FORMAT_JSONL ? ".jsonl" : ".json";
  g_autofree char *name = NULL;

  if (scope->table < 0)
    {
      first = sd_shard_boundary (table->n_rows, scope->shard - 1, scope->n_shards);
      last = sd_shard_boundary (table->n_rows, scope->shard, scope->n_shards);
      n_rows = table->n_rows;
    }

  name = sd_shard_file_name (table->name, suffix, scope->shard, scope->n_shards);
  sd_text_script_begin_file (script, name);
  if (n_rows == 0 && options->format == SD_FORMAT_JSON)
    sd_text_script_add_text (script, g_strdup ("[]\n"));
  sd_text_script_add_rows (script,
                           create_encoder (table, table_index, n_rows, cache,
                                           options->format, options->json.pretty),
                           first, last);
}

static void
add_dictionary (SdTextScript      *script,
                SdPlan            *plan,
                const SdTextRules *rules)
{
  g_autoptr(GPtrArray) entries = sd_data_dictionary_new (plan);
  g_autofree char *name = sd_data_dictionary_get_name (plan);
  g_autofree char *file = g_strconcat (name, ".json", NULL);
  SdTextBuffer text;

  sd_text_buffer_init (&text, 4096);
  for (guint i = 0; i < entries->len; i++)
    {
      const SdDataDictionaryEntry *entry = g_ptr_array_index (entries, i);

      sd_text_buffer_append_string (&text, i == 0 ? "[\n  {" : ",\n  {");
      for (guint j = 0; j < SD_N_DATA_DICTIONARY_FIELDS; j++)
        {
          sd_text_buffer_append_string (&text, j == 0 ? "\n    " : ",\n    ");
          append_string (&text, rules, sd_data_dictionary_field_names[j]);
          sd_text_buffer_append_string (&text, ": ");
          append_string (&text, rules, entry->fields[j]);
        }
      sd_text_buffer_append_string (&text, "\n  }");
    }
  sd_text_buffer_append_string (&text, "\n]\n");
  sd_text_buffer_append (&text, "", 1);

  sd_text_script_begin_file (script, file);
  sd_text_script_add_text (script, text.data);
}

/* A file per table, and the data dictionary. */
void
sd_json_add_to_script (SdTextScript          *self,
                       SdPlan                *plan,
                       const SdExportOptions *options,
                       const SdExportScope   *scope)
{
  SdTextRules *rules = sd_text_script_own (self, g_new0 (SdTextRules, 1), g_free);
  SdCellCache *cache;

  rules_init (rules);
  cache = sd_text_script_own (self, sd_cell_cache_new (rules, SD_DATE_STYLE_ISO),
                              (GDestroyNotify) sd_cell_cache_free);
  for (guint i = 0; i < sd_plan_get_n_tables (plan); i++)
    if (scope->table < 0 || scope->table == (int) i)
      add_table (self, plan, i, options, cache, scope);
  if (options->dictionary && scope->table < 0 && scope->shard == 1)
    add_dictionary (self, plan, rules);
}
