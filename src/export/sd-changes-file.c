/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The list of changes: a line for each cell that shows something else than in
 * the twin, with both as the tables have them, and for each copy of a row.
 */

#include "sd-changes-file-private.h"

#include <string.h>

#include "sd-calendar.h"
#include "sd-changes.h"
#include "sd-csv-private.h"
#include "sd-format.h"
#include "sd-text-script-private.h"

typedef struct
{
  SdPlan             *plan;
  const SdPlanTable  *table;      /* of the clean plan: its keys hold */
  SdCsvOptions        csv;
  SdTextRules         rules;
  SdTextBuffer        out;
  SdTextBuffer        clean;      /* cells at hand */
  SdTextBuffer        shown;
  SdTextBuffer        key;
} Writer;

static const char * const headings[] = {
  "table", "key", "column", "clean", "shown", "kind", "row", "clean_row",
};

char *
sd_changes_file_get_name (SdPlan                *plan,
                          const SdExportOptions *options)
{
  g_autofree char *stem = g_strdup ("changes");

  for (guint n = 2; sd_plan_find_table (plan, stem) >= 0; n++)
    {
      g_free (stem);
      stem = g_strdup_printf ("changes_%u", n);
    }
  return sd_shard_file_name (stem, ".csv", options->shard, options->n_shards);
}

static char *
format_int64 (const Writer       *self,
              char               *out,
              const SdPlanColumn *column,
              gint64              value)
{
  const SdDateStyle style = sd_csv_get_date_style (&self->csv);
  gint64 day = value;

  switch (column->type)
    {
    case SD_TYPE_DECIMAL:
      return sd_format_decimal (out, value, column->scale, self->csv.decimal_mark);

    case SD_TYPE_BOOLEAN:
      return g_stpcpy (out, value != 0 ? "true" : "false");

    case SD_TYPE_DATE:
      return sd_date_style_format (style, out, value);

    case SD_TYPE_TIME:
      return sd_format_time (out, value);

    case SD_TYPE_TIMESTAMP:
      day = value / SD_USEC_PER_DAY - (value % SD_USEC_PER_DAY < 0);
      out = sd_date_style_format (style, out, day);
      *out++ = ' ';
      return sd_format_time (out, value - day * SD_USEC_PER_DAY);

    case SD_TYPE_INTEGER:
    case SD_TYPE_REAL:
    case SD_TYPE_TEXT:
    case SD_TYPE_UUID:
    case SD_N_TYPES:
    default:
      return sd_format_int64 (out, value);
    }
}

static void
append_text (const Writer *self,
             SdTextBuffer *out,
             const SdText *text)
{
  self->rules.write (&self->rules, out, text->data, text->length);
}

/* The cell as a table has it. */
static void
append_cell (const Writer       *self,
             SdTextBuffer       *out,
             const SdPlanColumn *column,
             const SdVector     *vector,
             guint               i)
{
  char text[SD_FORMAT_MAX * 2];
  char *end = text;

  if (vector->null != NULL && vector->null[i])
    {
      sd_text_buffer_append_string (out, self->csv.null_text);
      return;
    }
  if (vector->shown != NULL && vector->shown[i].data != NULL)
    {
      append_text (self, out, &vector->shown[i]);
      return;
    }
  switch (vector->kind)
    {
    case SD_VECTOR_CODE:
      append_text (self, out, &vector->dictionary->entries[vector->code[i]]);
      return;

    case SD_VECTOR_TEXT:
      append_text (self, out, &vector->text[i]);
      return;

    case SD_VECTOR_DOUBLE:
      end = sd_format_double (text, vector->f64[i], self->csv.decimal_mark);
      break;

    case SD_VECTOR_UUID:
      end = sd_format_uuid (text, vector->uuid[i].high, vector->uuid[i].low);
      break;

    case SD_VECTOR_INT64:
    default:
      end = format_int64 (self, text, column, vector->i64[i]);
      break;
    }
  sd_text_buffer_append (out, text, end - text);
}

static void
append_separator (Writer *self)
{
  sd_text_buffer_append (&self->out, &self->csv.separator, 1);
}

static void
append_name (Writer     *self,
             const char *name)
{
  self->rules.write (&self->rules, &self->out, name, strlen (name));
}

static void
append_number (Writer  *self,
               guint64  number)
{
  char text[SD_FORMAT_MAX];

  append_separator (self);
  sd_text_buffer_append (&self->out, text, sd_format_int64 (text, (gint64) number) - text);
}

/* The key by which the row is found: in the twin, or, of a copy, where it is. A
 * key of several columns is one text. */
static void
append_key (Writer              *self,
            const SdChangeBatch *batch,
            const SdChange      *change)
{
  const gboolean is_copy = g_str_has_suffix (change->kind, "duplicate");
  const SdBatch *rows = is_copy ? batch->shown : batch->clean;

  if (self->table->n_primary_key == 1)
    append_cell (self, &self->out, &self->table->columns[self->table->primary_key[0]],
                 rows->columns[self->table->primary_key[0]], change->index);
  if (self->table->n_primary_key < 2)
    return;
  self->key.length = 0;
  for (guint i = 0; i < self->table->n_primary_key; i++)
    {
      const guint column = self->table->primary_key[i];

      if (i > 0)
        sd_text_buffer_append_string (&self->key, " / ");
      append_cell (self, &self->key, &self->table->columns[column], rows->columns[column],
                   change->index);
    }
  self->rules.write (&self->rules, &self->out, self->key.data, self->key.length);
}

static void
append_change (Writer              *self,
               const SdChangeBatch *batch,
               const SdChange      *change)
{
  gboolean differs = FALSE;

  self->clean.length = self->shown.length = 0;
  if (change->column >= 0)
    {
      const SdPlanColumn *column = &self->table->columns[change->column];

      append_cell (self, &self->clean, column, batch->clean->columns[change->column],
                   change->index);
      append_cell (self, &self->shown, column, batch->shown->columns[change->column],
                   change->index);
      differs = self->clean.length != self->shown.length
                || memcmp (self->clean.data, self->shown.data, self->clean.length) != 0;
      if (!differs && !g_str_equal (change->kind, "near_duplicate"))
        return;
    }
  append_name (self, self->table->name);
  append_separator (self);
  append_key (self, batch, change);
  append_separator (self);
  if (differs)
    append_name (self, self->table->columns[change->column].name);
  append_separator (self);
  if (differs)
    sd_text_buffer_append (&self->out, self->clean.data, self->clean.length);
  append_separator (self);
  if (differs)
    sd_text_buffer_append (&self->out, self->shown.data, self->shown.length);
  append_separator (self);
  append_name (self, change->kind);
  append_number (self, change->row + 1);
  append_number (self, change->clean_row + 1);
  sd_text_buffer_append_string (&self->out, sd_csv_get_line_end (&self->csv));
}

/* Rows of the shard: of each table, or, in an SQL script, of all in a row. */
static void
get_range (SdPlan                *plan,
           const SdExportOptions *options,
           guint                  table,
           guint64               *first,
           guint64               *last)
{
  const guint *order = sd_plan_get_load_order (plan);
  const guint64 n_rows = sd_plan_get_table (plan, table)->n_rows;
  guint64 all = 0;
  guint64 before = 0;

  if (options->format != SD_FORMAT_SQL)
    {
      *first = sd_shard_boundary (n_rows, options->shard - 1, options->n_shards);
      *last = sd_shard_boundary (n_rows, options->shard, options->n_shards);
      return;
    }
  for (guint i = 0; i < sd_plan_get_n_tables (plan); i++)
    all += sd_plan_get_table (plan, i)->n_rows;
  for (guint i = 0; order[i] != table; i++)
    before += sd_plan_get_table (plan, order[i])->n_rows;
  *first = CLAMP (sd_shard_boundary (all, options->shard - 1, options->n_shards), before,
                  before + n_rows) - before;
  *last = CLAMP (sd_shard_boundary (all, options->shard, options->n_shards), before,
                 before + n_rows) - before;
}

static gboolean
flush (Writer    *self,
       SdTarget  *target,
       GError   **error)
{
  const gboolean done = target->write (target, self->out.data, self->out.length, error);

  self->out.length = 0;
  return done;
}

static gboolean
write_table (Writer                *self,
             const SdExportOptions *options,
             guint                  table,
             SdTarget              *target,
             GCancellable          *cancellable,
             GError               **error)
{
  g_autoptr(SdChanges) changes = NULL;
  SdChangeBatch batch;
  guint64 first, last;

  self->table = sd_plan_get_table (sd_plan_get_clean (self->plan), table);
  get_range (self->plan, options, table, &first, &last);
  changes = sd_changes_new (self->plan, table, first, last);
  while (sd_changes_next (changes, &batch))
    {
      for (guint i = 0; i < batch.n; i++)
        append_change (self, &batch, &batch.changes[i]);
      if (g_cancellable_set_error_if_cancelled (cancellable, error)
          || !flush (self, target, error))
        return FALSE;
    }

  return TRUE;
}

static void
append_heading (Writer *self)
{
  if (self->csv.bom)
    sd_text_buffer_append_string (&self->out, SD_BYTE_ORDER_MARK);
  sd_csv_append_line (&self->out, &self->rules, &self->csv, headings, G_N_ELEMENTS (headings));
}

gboolean
sd_changes_file_write (SdPlan                *plan,
                       const SdExportOptions *options,
                       SdTarget              *target,
                       const char            *name,
                       GCancellable          *cancellable,
                       GError               **error)
{
  Writer self = { .plan = plan, .csv = options->csv };
  gboolean done;

  if (options->format != SD_FORMAT_CSV)
    {
      SdExportOptions plain;

      sd_export_options_init (&plain, SD_FORMAT_CSV);
      self.csv = plain.csv;
    }
  sd_csv_rules_init (&self.rules, &self.csv);
  sd_text_buffer_init (&self.out, 65536);
  sd_text_buffer_init (&self.clean, 256);
  sd_text_buffer_init (&self.shown, 256);
  sd_text_buffer_init (&self.key, 256);
  if (options->shard == 1)
    append_heading (&self);
  done = target->begin_file (target, name, error) && flush (&self, target, error);
  for (guint i = 0; done && i < sd_plan_get_n_tables (plan); i++)
    done = write_table (&self, options, i, target, cancellable, error);
  done = done && target->end_file (target, error);
  sd_text_buffer_clear (&self.out);
  sd_text_buffer_clear (&self.clean);
  sd_text_buffer_clear (&self.shown);
  sd_text_buffer_clear (&self.key);

  return done;
}
