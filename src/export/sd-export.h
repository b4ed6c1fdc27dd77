/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Export of a plan: one function, formats behind one interface, streaming in
 * constant memory, cancellable, atomic: files of the same name are replaced
 * only when all succeeded, and nothing is left behind when not.
 */

#pragma once

#include "sd-plan.h"
#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  SD_FORMAT_CSV,
  SD_FORMAT_XLSX,
  SD_FORMAT_SQL,
  SD_FORMAT_SQLITE,
  SD_FORMAT_JSON,
  SD_FORMAT_JSONL,
  SD_N_FORMATS
} SdFormat;

typedef enum
{
  SD_CSV_EXCEL,        /* of the user's locale: BOM, CRLF, its separator and decimal mark */
  SD_CSV_LIBREOFFICE,
  SD_CSV_R,            /* and pandas */
  SD_CSV_POSTGRESQL,
  SD_CSV_RFC4180,
  SD_CSV_CUSTOM,
} SdCsvPreset;

typedef enum
{
  SD_QUOTE_NEEDED,
  SD_QUOTE_TEXT,
  SD_QUOTE_ALL,
} SdQuoting;

typedef enum
{
  SD_DIALECT_SQLITE,
  SD_DIALECT_POSTGRESQL,
  SD_DIALECT_MYSQL,
  SD_DIALECT_SQLSERVER,
  SD_DIALECT_ORACLE,
  SD_N_DIALECTS
} SdDialect;

typedef struct
{
  SdCsvPreset preset;
  char        separator;      /* , ; TAB | */
  SdQuoting   quoting;
  gboolean    header;
  gboolean    crlf;
  char        null_text[16];  /* unquoted; the empty text is quoted when this is empty */
  gboolean    bom;
  char        decimal_mark;   /* . or , and never the separator */
  char        date_format[32];/* "iso", "dmy/", "mdy/", "dmy." */
  gboolean    protect;        /* text cells that a spreadsheet would run as a formula */
  gboolean    titles;         /* headings for people instead of names */
  gboolean    zip;            /* DATASET.zip instead of files */
} SdCsvOptions;

typedef struct
{
  gboolean titles;
  gboolean filter;
  gboolean freeze;
} SdXlsxOptions;

typedef struct
{
  SdDialect dialect;
  gboolean  create;           /* CREATE TABLE … */
  gboolean  drop;             /* DROP TABLE IF EXISTS before */
  gboolean  copy;             /* COPY … FROM stdin for PostgreSQL */
  guint     rows_per_insert;  /* cut down to the server's limit */
} SdSqlOptions;

typedef struct
{
  gboolean pretty;
} SdJsonOptions;

typedef struct
{
  SdFormat      format;
  gboolean      dictionary;   /* a data dictionary for students beside or inside */
  gboolean      twin;         /* of messy data: in the folder "clean", the same files clean, and
                               * changes.csv, a list of every change */
  guint         threads;      /* 0: all cores */
  guint         shard, n_shards; /* 1 of 1 is the whole */
  SdCsvOptions  csv;
  SdXlsxOptions xlsx;
  SdSqlOptions  sql;
  SdJsonOptions json;
} SdExportOptions;

#define SD_EXPORT_ERROR (sd_export_error_quark ())
GQuark sd_export_error_quark (void);

typedef enum
{
  SD_EXPORT_ERROR_OPTIONS,   /* options that cannot be together */
  SD_EXPORT_ERROR_LIMIT,     /* a limit of the format, such as rows of a sheet */
  SD_EXPORT_ERROR_WRITE,     /* the library or the file system failed */
} SdExportError;

const char *sd_format_to_nick        (SdFormat     format);   /* "csv" */
gboolean    sd_format_from_nick      (const char  *nick,
                                      SdFormat    *format);
const char *sd_format_get_title      (SdFormat     format);   /* "Excel workbook" */
const char *sd_dialect_to_nick       (SdDialect    dialect);  /* "postgresql" */
gboolean    sd_dialect_from_nick     (const char  *nick,      /* takes "mariadb" too */
                                      SdDialect   *dialect);
const char *sd_dialect_get_title     (SdDialect    dialect);

/* The defaults of the format (CSV: RFC 4180). */
void        sd_export_options_init   (SdExportOptions *self,
                                      SdFormat     format);
/* What a CSV preset stands for; @decimal_mark is that of the user's locale and
 * matters to SD_CSV_EXCEL and SD_CSV_LIBREOFFICE. */
void        sd_csv_options_set_preset (SdCsvOptions *self,
                                      SdCsvPreset  preset,
                                      char         decimal_mark);
/* FALSE with a sentence when options exclude each other or the plan is beyond
 * a limit of the format. */
gboolean    sd_export_check          (SdPlan      *plan,
                                      const SdExportOptions *options,
                                      GError     **error);

/* @rows of @n_rows done; called from one worker thread at a time: some hundred
 * times in all, or every few million rows. */
typedef void (*SdExportProgress)     (guint64      rows,
                                      guint64      n_rows,
                                      gpointer     user_data);

/* Writes into @directory (made when missing) and returns the files, in order.
 * Blocks: call it from a worker. @progress (nullable).
 * @files (out) (optional) (transfer full) (element-type GFile). */
gboolean    sd_export_run            (SdPlan      *plan,
                                      const SdExportOptions *options,
                                      GFile       *directory,
                                      SdExportProgress progress,
                                      gpointer     user_data,
                                      GCancellable *cancellable,
                                      GPtrArray  **files,
                                      GError     **error);
/* Names of the files that sd_export_run() would write. (transfer full) */
char      **sd_export_list_files     (SdPlan      *plan,
                                      const SdExportOptions *options);
/* The first lines as text, for formats that are text; for the others a table
 * laid out in columns. (transfer full) */
char       *sd_export_preview        (SdPlan      *plan,
                                      const SdExportOptions *options,
                                      guint        table,
                                      guint        n_rows);
/* Bytes written to nowhere, for benches: as sd_export_run() to a null sink. */
gboolean    sd_export_measure        (SdPlan      *plan,
                                      const SdExportOptions *options,
                                      guint        table,
                                      guint64     *bytes,
                                      GError     **error);
/* CSV of rows @first … @last − 1 of one table, for the command line's show. */
gboolean    sd_export_show           (SdPlan      *plan,
                                      guint        table,
                                      guint64      first,
                                      guint64      last,
                                      GOutputStream *stream,
                                      GCancellable *cancellable,
                                      GError     **error);

G_END_DECLS
