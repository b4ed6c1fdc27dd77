/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Export options from and to JSON. */

#define G_LOG_DOMAIN "sd-export-choices"

#include "config.h"

#include <string.h>

#include "sd-export-choices.h"

#define MAX_ROWS_PER_INSERT 1000

typedef struct
{
  SdFormat    format;   /* SD_N_FORMATS: all */
  const char *name;
  gsize       offset;   /* of a gboolean in SdExportOptions */
} Switch;

static const Switch switches[] = {
  { SD_N_FORMATS, "dictionary", G_STRUCT_OFFSET (SdExportOptions, dictionary) },
  { SD_N_FORMATS, "twin", G_STRUCT_OFFSET (SdExportOptions, twin) },
  { SD_FORMAT_CSV, "header", G_STRUCT_OFFSET (SdExportOptions, csv.header) },
  { SD_FORMAT_CSV, "titles", G_STRUCT_OFFSET (SdExportOptions, csv.titles) },
  { SD_FORMAT_CSV, "crlf", G_STRUCT_OFFSET (SdExportOptions, csv.crlf) },
  { SD_FORMAT_CSV, "bom", G_STRUCT_OFFSET (SdExportOptions, csv.bom) },
  { SD_FORMAT_CSV, "protect", G_STRUCT_OFFSET (SdExportOptions, csv.protect) },
  { SD_FORMAT_CSV, "zip", G_STRUCT_OFFSET (SdExportOptions, csv.zip) },
  { SD_FORMAT_XLSX, "titles", G_STRUCT_OFFSET (SdExportOptions, xlsx.titles) },
  { SD_FORMAT_XLSX, "filter", G_STRUCT_OFFSET (SdExportOptions, xlsx.filter) },
  { SD_FORMAT_XLSX, "freeze", G_STRUCT_OFFSET (SdExportOptions, xlsx.freeze) },
  { SD_FORMAT_SQL, "create", G_STRUCT_OFFSET (SdExportOptions, sql.create) },
  { SD_FORMAT_SQL, "drop", G_STRUCT_OFFSET (SdExportOptions, sql.drop) },
  { SD_FORMAT_SQL, "copy", G_STRUCT_OFFSET (SdExportOptions, sql.copy) },
  { SD_FORMAT_JSON, "pretty", G_STRUCT_OFFSET (SdExportOptions, json.pretty) },
};

static const char * const presets[] = {
  "excel", "libreoffice", "r", "postgresql", "rfc4180", "custom", NULL
};
static const char * const quotings[] = { "needed", "text", "all", NULL };
static const char * const separators[] = { ",", ";", "\t", "|", NULL };
static const char * const decimal_marks[] = { ".", ",", NULL };
static const char * const date_formats[] = { "iso", "dmy/", "mdy/", "dmy.", NULL };

static const char *
read_text (JsonObject *object,
           const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING
         ? json_node_get_string (node) : NULL;
}

/* Where the text is in the list; @fallback when it is no text or not in there. */
static guint
read_choice (JsonObject         *object,
             const char         *name,
             const char * const *choices,
             guint               fallback)
{
  const char *text = read_text (object, name);
  guint i;

  for (i = 0; text != NULL && choices[i] != NULL; i++)
    if (g_str_equal (choices[i], text))
      return i;
  return fallback;
}

static gboolean
is_plain (const char *text)
{
  for (; *text != '\0'; text++)
    if (g_ascii_iscntrl (*text))
      return FALSE;
  return TRUE;
}

static void
write_character (JsonObject *object,
                 const char *name,
                 char        character)
{
  json_object_set_string_member (object, name, (char[]) { character, '\0' });
}

static void
write_csv (JsonObject         *object,
           const SdCsvOptions *csv)
{
  json_object_set_string_member (object, "preset", presets[csv->preset]);
  write_character (object, "separator", csv->separator);
  write_character (object, "decimal_mark", csv->decimal_mark);
  json_object_set_string_member (object, "quoting", quotings[csv->quoting]);
  json_object_set_string_member (object, "date_format", csv->date_format);
  /* A text cut off within a character is not UTF-8, and nothing to be kept. */
  if (g_utf8_validate (csv->null_text, -1, NULL))
    json_object_set_string_member (object, "null_text", csv->null_text);
}

static void
read_csv (JsonObject   *object,
          SdCsvOptions *csv)
{
  const char *text = read_text (object, "null_text");
  SdCsvOptions read = *csv;

  read.preset = (SdCsvPreset) read_choice (object, "preset", presets, csv->preset);
  read.quoting = (SdQuoting) read_choice (object, "quoting", quotings, csv->quoting);
  read.separator = *separators[read_choice (object, "separator", separators, 0)];
  read.decimal_mark = *decimal_marks[read_choice (object, "decimal_mark", decimal_marks, 0)];
  g_strlcpy (read.date_format, date_formats[read_choice (object, "date_format", date_formats, 0)],
             sizeof read.date_format);
  if (text != NULL && strlen (text) < sizeof read.null_text && is_plain (text))
    g_strlcpy (read.null_text, text, sizeof read.null_text);
  if (read.separator != read.decimal_mark)
    *csv = read;
}

static void
write_sql (JsonObject         *object,
           const SdSqlOptions *sql)
{
  json_object_set_string_member (object, "dialect", sd_dialect_to_nick (sql->dialect));
  json_object_set_int_member (object, "rows_per_insert", sql->rows_per_insert);
}

static void
read_sql (JsonObject   *object,
          SdSqlOptions *sql)
{
  JsonNode *rows = json_object_get_member (object, "rows_per_insert");
  const char *nick = read_text (object, "dialect");

  if (nick != NULL)
    sd_dialect_from_nick (nick, &sql->dialect);
  if (rows != NULL && json_node_get_value_type (rows) == G_TYPE_INT64)
    sql->rows_per_insert = (guint) CLAMP (json_node_get_int (rows), 1, MAX_ROWS_PER_INSERT);
}

/**
 * sd_export_choices_to_json:
 * @known: (nullable): what was kept so far
 * @options: what was chosen for one format
 *
 * Returns: (transfer full): @known with the choices of that format in place of
 *   those it had
 */
JsonNode *
sd_export_choices_to_json (JsonNode              *known,
                           const SdExportOptions *options)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *all = json_object_new (), *object = json_object_new ();
  guint i;

  if (known != NULL && JSON_NODE_HOLDS_OBJECT (known))
    {
      g_autoptr (GList) names = json_object_get_members (json_node_get_object (known));

      for (GList *l = names; l != NULL; l = l->next)
        json_object_set_member (all, l->data,
                                json_object_dup_member (json_node_get_object (known), l->data));
    }
  if (options->format == SD_FORMAT_CSV)
    write_csv (object, &options->csv);
  else if (options->format == SD_FORMAT_SQL)
    write_sql (object, &options->sql);
  for (i = 0; i < G_N_ELEMENTS (switches); i++)
    if (switches[i].format == options->format || switches[i].format == SD_N_FORMATS)
      json_object_set_boolean_member (object, switches[i].name,
                                      G_STRUCT_MEMBER (gboolean, options, switches[i].offset));
  json_object_set_object_member (all, sd_format_to_nick (options->format), object);
  json_node_take_object (node, all);
  return node;
}

/**
 * sd_export_choices_from_json:
 * @node: (nullable): what sd_export_choices_to_json() gave, or anything at all
 * @options: the defaults of a format, which the choices replace
 */
void
sd_export_choices_from_json (JsonNode        *node,
                             SdExportOptions *options)
{
  JsonObject *object;
  guint i;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return;
  node = json_object_get_member (json_node_get_object (node), sd_format_to_nick (options->format));
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return;
  object = json_node_get_object (node);
  if (options->format == SD_FORMAT_CSV)
    read_csv (object, &options->csv);
  else if (options->format == SD_FORMAT_SQL)
    read_sql (object, &options->sql);
  for (i = 0; i < G_N_ELEMENTS (switches); i++)
    {
      JsonNode *value = json_object_get_member (object, switches[i].name);

      if ((switches[i].format == options->format || switches[i].format == SD_N_FORMATS)
          && value != NULL && json_node_get_value_type (value) == G_TYPE_BOOLEAN)
        G_STRUCT_MEMBER (gboolean, options, switches[i].offset) = json_node_get_boolean (value);
    }
}
