/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* An Excel workbook by libxlsxwriter in its mode of constant memory: rows go to
 * temporary files in order, and into the archive at the end.
 *
 * A cell is a number only where Excel shows it as it is: whole numbers and
 * decimals of more than 15 digits, and days before 1900, are texts. NULL is a
 * cell that is not there; so, in effect, is the empty text.
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <string.h>
#include <xlsxwriter.h>

#include "sd-batch-stream-private.h"
#include "sd-calendar.h"
#include "sd-data-dictionary-private.h"
#include "sd-format.h"
#include "sd-math.h"
#include "sd-sheet-names-private.h"
#include "sd-xlsx-verify-private.h"
#include "sd-zip-private.h"

#define MAX_DIGITS_VALUE G_GINT64_CONSTANT (999999999999999)
#define MAX_SCALE 15
#define MAX_CELL_UNITS 32767

/* Widths in characters; the rows they are taken from are those of the first
 * batch. */
#define MIN_WIDTH 8
#define MAX_WIDTH 50

/* Bytes a cell takes in the archive's largest part, roughly, and where the
 * format needs 64-bit sizes. */
#define CELL_BYTES 60
#define ZIP64_BYTES (G_GUINT64_CONSTANT (3) << 30)

typedef struct
{
  lxw_worksheet *sheet;
  guint         *widths;
} Sheet;

typedef struct
{
  SdPlan                *plan;
  const SdXlsxOptions   *options;
  lxw_workbook          *workbook;
  Sheet                 *sheets;
  lxw_format            *bold;
  lxw_format            *date;
  lxw_format            *time;
  lxw_format            *timestamp;
  lxw_format            *decimals[MAX_SCALE + 1];
  locale_t               locale;
  GString               *text;
} Writer;

static gboolean
set_error (lxw_error   code,
           GError    **error)
{
  g_set_error (error, SD_EXPORT_ERROR, SD_EXPORT_ERROR_WRITE,
               _("The workbook could not be written: %s"), lxw_strerror (code));
  return FALSE;
}

/* What the library did not notice itself. */
static gboolean
set_incomplete_error (GError **error)
{
  g_set_error_literal (error, SD_EXPORT_ERROR, SD_EXPORT_ERROR_WRITE,
                       _("The workbook could not be written completely. Make room on the disk, "
                         "and try again."));
  return FALSE;
}

static gboolean
check (lxw_error   code,
       GError    **error)
{
  return code == LXW_NO_ERROR || set_error (code, error);
}

static void
create_formats (Writer *self)
{
  self->bold = workbook_add_format (self->workbook);
  format_set_bold (self->bold);
  self->date = workbook_add_format (self->workbook);
  format_set_num_format (self->date, "yyyy-mm-dd");
  self->time = workbook_add_format (self->workbook);
  format_set_num_format (self->time, "hh:mm:ss");
  self->timestamp = workbook_add_format (self->workbook);
  format_set_num_format (self->timestamp, "yyyy-mm-dd hh:mm:ss");
  for (guint i = 0; i <= MAX_SCALE; i++)
    {
      g_autofree char *digits = g_strnfill (i, '0');
      g_autofree char *format = g_strconcat (i == 0 ? "0" : "0.", digits, NULL);

      self->decimals[i] = workbook_add_format (self->workbook);
      format_set_num_format (self->decimals[i], format);
    }
}

/* UTF-16 units, which is how Excel counts, and characters. */
static gsize
count_units (const char *text,
             gsize       n,
             gsize      *width)
{
  gsize characters = 0;
  gsize pairs = 0;

  for (gsize i = 0; i < n; i++)
    {
      characters += ((guint8) text[i] & 0xc0) != 0x80;
      pairs += (guint8) text[i] >= 0xf0;
    }

  *width = characters;
  return characters + pairs;
}

/* Widths follow the rows of the first batch. */
static void
note_width (Writer *self,
            guint   table,
            guint   column,
            guint64 row,
            gsize   width)
{
  guint *widths = self->sheets[table].widths;

  if (row < SD_BATCH_ROWS)
    widths[column] = MAX (widths[column], MIN (width, MAX_WIDTH));
}

static gboolean
set_length_error (Writer   *self,
                  guint     table,
                  guint     column,
                  guint64   row,
                  GError  **error)
{
  const SdPlanTable *plan_table = sd_plan_get_table (self->plan, table);
  g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, row + 1);

  g_set_error (error, SD_EXPORT_ERROR, SD_EXPORT_ERROR_LIMIT,
               _("Row %s of the column “%s” in the table “%s” has more than 32,767 characters, "
                 "which is all that an Excel cell holds. Make the text shorter, or choose "
                 "another format."),
               number, plan_table->columns[column].name, plan_table->name);
  return FALSE;
}

/* Whether a reader would take "_x0041_" for an escape. */
static gboolean
looks_escaped (const char *text,
               const char *end)
{
  if (end - text < 7 || text[0] != '_' || text[1] != 'x' || text[6] != '_')
    return FALSE;

  for (guint i = 2; i < 6; i++)
    if (!g_ascii_isxdigit (text[i]))
      return FALSE;

  return TRUE;
}

/* The text ended by NUL, with what XML cannot hold replaced: NUL, and the two
 * characters that are none. The library escapes other control characters. */
static const char *
prepare_text (Writer     *self,
              const char *text,
              gsize       n)
{
  const char *end = text + n;

  g_string_truncate (self->text, 0);
  for (const char *c = text; c < end; c++)
    {
      if (*c == '\0')
        g_string_append (self->text, "\357\277\275");
      else if (*c == '_' && looks_escaped (c, end))
        g_string_append (self->text, "_x005F_");
      else
        g_string_append_c (self->text, *c);

      if (end - c >= 3 && ((guint8) c[0]) == 0xef && ((guint8) c[1]) == 0xbf
          && ((guint8) c[2]) >= 0xbe)
        {
          g_string_append (self->text, "\277\275");
          c += 2;
        }
    }

  return self->text->str;
}

static gboolean
write_text (Writer      *self,
            guint        table,
            guint        column,
            guint64      row,
            const char  *text,
            gsize        n,
            GError     **error)
{
  gsize width;

  if (count_units (text, n, &width) > MAX_CELL_UNITS)
    return set_length_error (self, table, column, row, error);

  note_width (self, table, column, row, width);
  return check (worksheet_write_string (self->sheets[table].sheet, row + 1, column,
                                        prepare_text (self, text, n), NULL), error);
}

static gboolean
write_formatted (Writer     *self,
                 guint       table,
                 guint       column,
                 guint64     row,
                 double      value,
                 lxw_format *format,
                 gsize       width,
                 GError    **error)
{
  note_width (self, table, column, row, width);
  return check (worksheet_write_number (self->sheets[table].sheet, row + 1, column, value,
                                        format), error);
}

static gboolean
write_decimal (Writer   *self,
               guint     table,
               guint     column,
               guint64   row,
               gint64    value,
               guint     scale,
               GError  **error)
{
  char text[SD_FORMAT_MAX];
  char *end = sd_format_decimal (text, value, scale, '.');

  if (value > MAX_DIGITS_VALUE || value < -MAX_DIGITS_VALUE || scale > MAX_SCALE)
    return write_text (self, table, column, row, text, end - text, error);

  return write_formatted (self, table, column, row,
                          (double) value / (double) sd_pow10[scale], self->decimals[scale],
                          end - text, error);
}

/* The number by which Excel knows a day; it believes that there was a 29
 * February 1900. FALSE before 1900. */
static gboolean
get_serial (gint64  date,
            double *serial)
{
  const gint64 march_1900 = -25508;
  const gint64 january_1900 = -25567;

  if (date < january_1900)
    return FALSE;

  *serial = (double) (date < march_1900 ? date + 25568 : date + 25569);
  return TRUE;
}

static gboolean
write_date (Writer   *self,
            guint     table,
            guint     column,
            guint64   row,
            gint64    date,
            GError  **error)
{
  char text[SD_FORMAT_MAX];
  double serial;

  if (get_serial (date, &serial))
    return write_formatted (self, table, column, row, serial, self->date, 10, error);

  return write_text (self, table, column, row, text, sd_format_date (text, date) - text, error);
}

static gboolean
write_timestamp (Writer   *self,
                 guint     table,
                 guint     column,
                 guint64   row,
                 gint64    timestamp,
                 GError  **error)
{
  gint64 day = timestamp / SD_USEC_PER_DAY - (timestamp % SD_USEC_PER_DAY < 0);
  gint64 time = timestamp - day * SD_USEC_PER_DAY;
  char text[SD_FORMAT_MAX];
  double serial;

  if (get_serial (day, &serial))
    return write_formatted (self, table, column, row,
                            serial + (double) time / (double) SD_USEC_PER_DAY,
                            self->timestamp, 19, error);

  return write_text (self, table, column, row, text,
                     sd_format_timestamp (text, timestamp, ' ') - text, error);
}

static gboolean
write_int64 (Writer             *self,
             guint               table,
             guint               index,
             guint64             row,
             const SdPlanColumn *column,
             gint64              value,
             GError            **error)
{
  switch (column->type)
    {
    case SD_TYPE_DECIMAL:
      return write_decimal (self, table, index, row, value, column->scale, error);

    case SD_TYPE_BOOLEAN:
      note_width (self, table, index, row, 5);
      return check (worksheet_write_boolean (self->sheets[table].sheet, row + 1, index,
                                             value != 0, NULL), error);

    case SD_TYPE_DATE:
      return write_date (self, table, index, row, value, error);

    case SD_TYPE_TIME:
      return write_formatted (self, table, index, row,
                              (double) value / (double) SD_USEC_PER_DAY, self->time, 8, error);

    case SD_TYPE_TIMESTAMP:
      return write_timestamp (self, table, index, row, value, error);

    case SD_TYPE_INTEGER:
    case SD_TYPE_REAL:
    case SD_TYPE_TEXT:
    case SD_TYPE_UUID:
    case SD_N_TYPES:
    default:
      return write_decimal (self, table, index, row, value, 0, error);
    }
}

static gboolean
write_cell (Writer             *self,
            guint               table,
            guint               index,
            guint64             row,
            const SdPlanColumn *column,
            const SdVector     *vector,
            guint               i,
            GError            **error)
{
  char uuid[SD_FORMAT_MAX];
  const SdText *text;

  if (vector->shown != NULL && vector->shown[i].data != NULL)
    return write_text (self, table, index, row, vector->shown[i].data, vector->shown[i].length,
                       error);
  switch (vector->kind)
    {
    case SD_VECTOR_DOUBLE:
      if (!__builtin_isfinite (vector->f64[i]))
        return TRUE;
      return write_formatted (self, table, index, row, vector->f64[i], NULL, 12, error);

    case SD_VECTOR_UUID:
      sd_format_uuid (uuid, vector->uuid[i].high, vector->uuid[i].low);
      return write_text (self, table, index, row, uuid, 36, error);

    case SD_VECTOR_CODE:
    case SD_VECTOR_TEXT:
      text = vector->kind == SD_VECTOR_TEXT ? &vector->text[i]
                                            : &vector->dictionary->entries[vector->code[i]];
      return write_text (self, table, index, row, text->data, text->length, error);

    case SD_VECTOR_INT64:
    default:
      return write_int64 (self, table, index, row, column, vector->i64[i], error);
    }
}

static gboolean
write_rows (Writer        *self,
            const SdBatch *batch,
            GError       **error)
{
  const SdPlanTable *table = sd_plan_get_table (self->plan, batch->table);

  for (guint i = 0; i < batch->n_rows; i++)
    for (guint j = 0; j < table->n_columns; j++)
      {
        const SdVector *vector = batch->columns[j];

        if (vector->null != NULL && vector->null[i])
          continue;
        if (!write_cell (self, batch->table, j, batch->first_row + i, &table->columns[j], vector,
                         i, error))
          return FALSE;
      }

  return TRUE;
}

/* The library prints numbers by the locale of the thread. */
static gboolean
write_batch (const SdBatch *batch,
             gpointer       user_data,
             GError       **error)
{
  Writer *self = user_data;
  locale_t before = uselocale (self->locale);
  gboolean done = write_rows (self, batch, error);

  uselocale (before);
  if (done && ferror (self->sheets[batch->table].sheet->optimize_tmpfile))
    done = set_incomplete_error (error);

  return done;
}

static const char *
get_heading (Writer     *self,
             const char *name,
             const char *title)
{
  return self->options->titles && title != NULL && *title != '\0' ? title : name;
}

static gboolean
add_sheet (Writer       *self,
           guint         table_index,
           SdSheetNames *names,
           GError      **error)
{
  const SdPlanTable *table = sd_plan_get_table (self->plan, table_index);
  g_autofree char *name = sd_sheet_names_add (names, get_heading (self, table->name,
                                                                  table->title));
  lxw_worksheet *sheet = workbook_add_worksheet (self->workbook, name);
  guint extra = self->options->filter ? 4 : 2;

  if (sheet == NULL)
    return set_error (LXW_ERROR_MEMORY_MALLOC_FAILED, error);

  self->sheets[table_index].sheet = sheet;
  self->sheets[table_index].widths = g_new0 (guint, table->n_columns);
  if (self->options->freeze)
    worksheet_freeze_panes (sheet, 1, 0);
  if (self->options->filter
      && !check (worksheet_autofilter (sheet, 0, 0, table->n_rows, table->n_columns - 1), error))
    return FALSE;

  for (guint i = 0; i < table->n_columns; i++)
    {
      const char *heading = get_heading (self, table->columns[i].name, table->columns[i].title);
      gsize width;

      if (count_units (heading, strlen (heading), &width) > MAX_CELL_UNITS)
        return set_length_error (self, table_index, i, 0, error);
      note_width (self, table_index, i, 0, MIN (width + extra, MAX_WIDTH));
      if (!check (worksheet_write_string (sheet, 0, i,
                                          prepare_text (self, heading, strlen (heading)),
                                          self->bold), error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
set_widths (Writer  *self,
            guint    table,
            GError **error)
{
  for (guint i = 0; i < sd_plan_get_table (self->plan, table)->n_columns; i++)
    {
      guint width = MAX (self->sheets[table].widths[i] + 1, MIN_WIDTH);

      if (!check (worksheet_set_column (self->sheets[table].sheet, i, i, width, NULL), error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
write_dictionary (Writer       *self,
                  SdSheetNames *names,
                  GError      **error)
{
  static const guint widths[SD_N_DATA_DICTIONARY_FIELDS] = { 18, 20, 22, 16, 10, 50, 40, 32 };
  static const char * const headings[SD_N_DATA_DICTIONARY_FIELDS] = {
    "Table", "Column", "Title", "Type", "Unit", "Meaning", "Allowed values", "Key",
  };
  g_autoptr(GPtrArray) entries = sd_data_dictionary_new (self->plan);
  g_autofree char *name = sd_sheet_names_add (names, "Data dictionary");
  lxw_worksheet *sheet = workbook_add_worksheet (self->workbook, name);
  gboolean done = TRUE;

  if (sheet == NULL)
    return set_error (LXW_ERROR_MEMORY_MALLOC_FAILED, error);

  worksheet_freeze_panes (sheet, 1, 0);
  for (guint i = 0; done && i < SD_N_DATA_DICTIONARY_FIELDS; i++)
    done = check (worksheet_set_column (sheet, i, i, widths[i], NULL), error)
           && check (worksheet_write_string (sheet, 0, i, headings[i], self->bold), error);

  for (guint i = 0; done && i < entries->len; i++)
    {
      const SdDataDictionaryEntry *entry = g_ptr_array_index (entries, i);

      for (guint j = 0; done && j < SD_N_DATA_DICTIONARY_FIELDS; j++)
        {
          g_autofree char *text = g_utf8_substring (entry->fields[j], 0,
                                                    MIN (g_utf8_strlen (entry->fields[j], -1),
                                                         MAX_CELL_UNITS / 2));

          done = check (worksheet_write_string (sheet, i + 1, j, text, NULL), error);
        }
    }

  return done;
}

static gboolean
open_workbook (Writer      *self,
               const char  *path,
               const char  *folder,
               GError     **error)
{
  g_autofree char *tmpdir = g_strdup (folder);
  lxw_workbook_options options = { .constant_memory = LXW_TRUE, .tmpdir = tmpdir };
  /* Zero would mean now. */
  gint64 created = sd_plan_get_as_of (self->plan) * (SD_USEC_PER_DAY / G_USEC_PER_SEC);
  lxw_doc_properties properties = { .created = created != 0 ? created : 1 };
  guint64 bytes = 0;

  for (guint i = 0; i < sd_plan_get_n_tables (self->plan); i++)
    {
      const SdPlanTable *table = sd_plan_get_table (self->plan, i);

      bytes = MAX (bytes, table->n_rows * table->n_columns * CELL_BYTES);
    }
  options.use_zip64 = bytes >= ZIP64_BYTES;

  self->workbook = workbook_new_opt (path, &options);
  if (self->workbook == NULL)
    return set_error (LXW_ERROR_MEMORY_MALLOC_FAILED, error);

  properties.title = (char *) prepare_text (self, sd_plan_get_title (self->plan),
                                            MIN (strlen (sd_plan_get_title (self->plan)), 60));
  return check (workbook_set_properties (self->workbook, &properties), error);
}

static gboolean
fill_workbook (Writer                *self,
               const SdExportOptions *options,
               SdProgress            *progress,
               GCancellable          *cancellable,
               GError               **error)
{
  guint n_tables = sd_plan_get_n_tables (self->plan);
  g_autoptr(SdSheetNames) names = sd_sheet_names_new ();
  g_autofree guint *tables = g_new (guint, n_tables);

  create_formats (self);
  for (guint i = 0; i < n_tables; i++)
    {
      tables[i] = i;
      if (!add_sheet (self, i, names, error))
        return FALSE;
    }

  if (!sd_batch_stream_run (self->plan, tables, n_tables, options->threads, write_batch, self,
                            progress, cancellable, error))
    return FALSE;

  for (guint i = 0; i < n_tables; i++)
    if (!set_widths (self, i, error))
      return FALSE;

  return !options->dictionary || write_dictionary (self, names, error);
}

/* Packs the parts, and looks at what has become of them. */
static gboolean
close_workbook (Writer      *self,
                const char  *path,
                GError     **error)
{
  guint n_tables = sd_plan_get_n_tables (self->plan);
  g_autofree guint64 *row_bytes = g_new0 (guint64, n_tables);
  gboolean whole = TRUE;
  lxw_error code;

  for (guint i = 0; i < n_tables; i++)
    {
      FILE *rows = self->sheets[i].sheet->optimize_tmpfile;
      gint64 length = fflush (rows) == 0 && !ferror (rows) ? ftello (rows) : -1;

      whole &= length >= 0;
      row_bytes[i] = length;
    }

  /* This also lets go of the workbook. */
  code = workbook_close (self->workbook);
  if (code != LXW_NO_ERROR)
    return set_error (code, error);
  if (!whole || !sd_xlsx_verify (path, row_bytes, n_tables))
    return set_incomplete_error (error);

  return TRUE;
}

static void
writer_clear (Writer *self)
{
  for (guint i = 0; i < sd_plan_get_n_tables (self->plan); i++)
    g_free (self->sheets[i].widths);
  g_free (self->sheets);
  g_string_free (self->text, TRUE);
  if (self->locale != (locale_t) 0)
    freelocale (self->locale);
}

/* Writes the new file @path, with temporary files in @folder. @progress
 * (nullable). */
gboolean
sd_xlsx_write (SdPlan                *plan,
               const SdExportOptions *options,
               const char            *path,
               const char            *folder,
               SdProgress            *progress,
               GCancellable          *cancellable,
               GError               **error)
{
  Writer self = {
    .plan = plan,
    .options = &options->xlsx,
    .sheets = g_new0 (Sheet, sd_plan_get_n_tables (plan)),
    .locale = newlocale (LC_ALL_MASK, "C", (locale_t) 0),
    .text = g_string_new (NULL),
  };
  locale_t before = uselocale (self.locale);
  gboolean done = open_workbook (&self, path, folder, error)
                  && fill_workbook (&self, options, progress, cancellable, error);

  if (done)
    done = close_workbook (&self, path, error)
           && sd_zip_set_date (path, sd_plan_get_as_of (plan), error);
  else if (self.workbook != NULL)
    lxw_workbook_free (self.workbook);

  uselocale (before);
  writer_clear (&self);
  return done;
}
