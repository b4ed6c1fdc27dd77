/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What cannot be, said before anything is written. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sd-export.h"
#include "sd-sql-dialect-private.h"

#define MAX_SHEET_ROWS G_GUINT64_CONSTANT (1048576)
#define MAX_SHEET_COLUMNS 16384

static gboolean
refuse (const char *sentence,
        GError    **error)
{
  g_set_error_literal (error, SD_EXPORT_ERROR, SD_EXPORT_ERROR_OPTIONS, sentence);
  return FALSE;
}

static gboolean
check_shards (const SdExportOptions *options,
              GError               **error)
{
  if (options->n_shards < 1 || options->shard < 1 || options->shard > options->n_shards)
    return refuse (_("A shard is numbered from 1 to the number of shards."), error);
  if (options->n_shards == 1)
    return TRUE;

  if (options->format != SD_FORMAT_CSV && options->format != SD_FORMAT_SQL
      && options->format != SD_FORMAT_JSONL)
    return refuse (_("Only CSV files, SQL scripts and JSON lines can be made in shards."), error);
  if (options->format == SD_FORMAT_CSV && options->csv.zip)
    return refuse (_("Shards of CSV files cannot go into a zip archive."), error);

  return TRUE;
}

static gboolean
check_csv (const SdCsvOptions *options,
           GError            **error)
{
  static const char * const date_formats[] = { "iso", "dmy/", "mdy/", "dmy.", NULL };

  if (options->separator == '\0' || strchr (",;\t|", options->separator) == NULL)
    return refuse (_("The separator has to be a comma, a semicolon, a tab or a bar."), error);
  if (options->decimal_mark != '.' && options->decimal_mark != ',')
    return refuse (_("The decimal mark has to be a point or a comma."), error);
  if (options->decimal_mark == options->separator)
    return refuse (_("The separator and the decimal mark have to be different."), error);
  if (memchr (options->null_text, '\0', sizeof options->null_text) == NULL
      || strpbrk (options->null_text, "\"\r\n") != NULL
      || strchr (options->null_text, options->separator) != NULL)
    return refuse (_("The text for missing values can have at most 15 bytes, and no separator, "
                     "quotation mark or line break."), error);
  if (memchr (options->date_format, '\0', sizeof options->date_format) == NULL
      || !g_strv_contains (date_formats, options->date_format))
    return refuse (_("The date format is not known."), error);

  return TRUE;
}

static gboolean
check_sheets (SdPlan  *plan,
              GError **error)
{
  for (guint i = 0; i < sd_plan_get_n_tables (plan); i++)
    {
      const SdPlanTable *table = sd_plan_get_table (plan, i);

      if (table->n_rows >= MAX_SHEET_ROWS)
        {
          g_autofree char *rows = g_strdup_printf ("%" G_GUINT64_FORMAT, table->n_rows);

          g_set_error (error, SD_EXPORT_ERROR, SD_EXPORT_ERROR_LIMIT,
                       _("The table “%s” has %s rows, and an Excel sheet holds 1,048,575 below "
                         "its heading. Ask for fewer rows, or choose CSV, SQL or SQLite."),
                       table->name, rows);
          return FALSE;
        }
      if (table->n_columns > MAX_SHEET_COLUMNS)
        {
          g_set_error (error, SD_EXPORT_ERROR, SD_EXPORT_ERROR_LIMIT,
                       _("The table “%s” has %u columns, and an Excel sheet holds 16,384. Remove "
                         "columns, or choose another format."), table->name, table->n_columns);
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
check_sql (SdPlan    *plan,
           SdDialect  dialect,
           GError   **error)
{
  guint max;

  if (dialect >= SD_N_DIALECTS)
    return refuse (_("The SQL dialect is not known."), error);

  max = sd_sql_dialect_get (dialect)->max_columns;
  for (guint i = 0; i < sd_plan_get_n_tables (plan); i++)
    {
      const SdPlanTable *table = sd_plan_get_table (plan, i);

      if (table->n_columns <= max)
        continue;

      g_set_error (error, SD_EXPORT_ERROR, SD_EXPORT_ERROR_LIMIT,
                   _("The table “%s” has %u columns, and a table of %s holds %u. Remove columns, "
                     "or choose another format."), table->name, table->n_columns,
                   sd_dialect_get_title (dialect), max);
      return FALSE;
    }

  return TRUE;
}

static gboolean
check_tables (SdPlan  *plan,
              GError **error)
{
  if (sd_plan_get_n_tables (plan) == 0)
    return refuse (_("There is no table to export."), error);

  for (guint i = 0; i < sd_plan_get_n_tables (plan); i++)
    if (sd_plan_get_table (plan, i)->n_columns == 0)
      {
        g_set_error (error, SD_EXPORT_ERROR, SD_EXPORT_ERROR_LIMIT,
                     _("The table “%s” has no column. Add one, or remove the table."),
                     sd_plan_get_table (plan, i)->name);
        return FALSE;
      }

  return TRUE;
}

/* Whether sd_export_run() can succeed as far as options and limits of the format
 * go. SD_EXPORT_ERROR_OPTIONS or SD_EXPORT_ERROR_LIMIT. */
gboolean
sd_export_check (SdPlan                *plan,
                 const SdExportOptions *options,
                 GError               **error)
{
  if (!check_tables (plan, error) || !check_shards (options, error))
    return FALSE;

  switch (options->format)
    {
    case SD_FORMAT_CSV:
      return check_csv (&options->csv, error);

    case SD_FORMAT_XLSX:
      return check_sheets (plan, error);

    case SD_FORMAT_SQL:
      return check_sql (plan, options->sql.dialect, error);

    case SD_FORMAT_SQLITE:
      return check_sql (plan, SD_DIALECT_SQLITE, error);

    case SD_FORMAT_JSON:
    case SD_FORMAT_JSONL:
      return TRUE;

    case SD_N_FORMATS:
    default:
      return refuse (_("The format is not known."), error);
    }
}
