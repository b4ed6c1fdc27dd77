/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Formats, their defaults, and what CSV presets stand for. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-export.h"

/* Rows after which a server gains nothing by longer statements. */
#define ROWS_PER_INSERT 500

static const struct
{
  const char *nick;
  const char *title;
} formats[SD_N_FORMATS] = {
  [SD_FORMAT_CSV] = { "csv", N_("CSV files") },
  [SD_FORMAT_XLSX] = { "xlsx", N_("Excel workbook") },
  [SD_FORMAT_SQL] = { "sql", N_("SQL script") },
  [SD_FORMAT_SQLITE] = { "sqlite", N_("SQLite database") },
  [SD_FORMAT_JSON] = { "json", N_("JSON files") },
  [SD_FORMAT_JSONL] = { "jsonl", N_("JSON lines") },
};

G_DEFINE_QUARK (sd-export-error-quark, sd_export_error)

const char *
sd_format_to_nick (SdFormat format)
{
  g_return_val_if_fail (format < SD_N_FORMATS, NULL);

  return formats[format].nick;
}

/* FALSE when @nick names no format. */
gboolean
sd_format_from_nick (const char *nick,
                     SdFormat   *format)
{
  for (SdFormat i = 0; i < SD_N_FORMATS; i++)
    if (g_strcmp0 (nick, formats[i].nick) == 0)
      {
        *format = i;
        return TRUE;
      }

  return FALSE;
}

/* For people, translated. */
const char *
sd_format_get_title (SdFormat format)
{
  g_return_val_if_fail (format < SD_N_FORMATS, NULL);

  return _(formats[format].title);
}

/* The defaults of @format, one shard of all cores; CSV is RFC 4180. */
void
sd_export_options_init (SdExportOptions *self,
                        SdFormat         format)
{
  *self = (SdExportOptions) {
    .format = format,
    .shard = 1,
    .n_shards = 1,
    .twin = TRUE,
    .xlsx = { .titles = TRUE, .filter = TRUE, .freeze = TRUE },
    .sql = {
      .dialect = SD_DIALECT_SQLITE,
      .create = TRUE,
      .copy = TRUE,
      .rows_per_insert = ROWS_PER_INSERT,
    },
  };
  sd_csv_options_set_preset (&self->csv, SD_CSV_RFC4180, '.');
}

static void
set_spreadsheet (SdCsvOptions *self,
                 char          decimal_mark)
{
  self->decimal_mark = decimal_mark == ',' ? ',' : '.';
  self->separator = self->decimal_mark == ',' ? ';' : ',';
  self->bom = TRUE;
  self->protect = TRUE;
}

/* Sets everything a preset stands for; titles and zip stay. @decimal_mark is
 * that of the user's locale; the spreadsheets' presets follow it. SD_CSV_CUSTOM
 * leaves all as it is. */
void
sd_csv_options_set_preset (SdCsvOptions *self,
                           SdCsvPreset   preset,
                           char          decimal_mark)
{
  gboolean titles = self->titles;
  gboolean zip = self->zip;

  if (preset == SD_CSV_CUSTOM)
    {
      self->preset = preset;
      return;
    }

  *self = (SdCsvOptions) {
    .preset = preset,
    .separator = ',',
    .quoting = SD_QUOTE_NEEDED,
    .header = TRUE,
    .decimal_mark = '.',
    .date_format = "iso",
    .titles = titles,
    .zip = zip,
  };

  switch (preset)
    {
    case SD_CSV_EXCEL:
      set_spreadsheet (self, decimal_mark);
      self->crlf = TRUE;
      break;

    case SD_CSV_LIBREOFFICE:
      set_spreadsheet (self, decimal_mark);
      break;

    case SD_CSV_R:
      self->quoting = SD_QUOTE_TEXT;
      g_strlcpy (self->null_text, "NA", sizeof self->null_text);
      break;

    case SD_CSV_RFC4180:
      self->crlf = TRUE;
      break;

    case SD_CSV_POSTGRESQL:
    case SD_CSV_CUSTOM:
    default:
      break;
    }
}
