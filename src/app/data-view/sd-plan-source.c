/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Cells of a plan as text, in the notation that all exports share: a point for
 * the decimal mark, ISO dates, true and false.
 */

#define G_LOG_DOMAIN "sd-plan-source"

#include "config.h"

#include <string.h>

#include "sd-evaluator.h"
#include "sd-format.h"
#include "sd-plan-source.h"

/* No cell shows more of its text. */
#define MAX_TEXT 4096

struct _SdPlanSource
{
  GObject            parent_instance;

  SdPlan            *plan;
  SdEvaluator       *evaluator;
  const SdPlanTable *table;
  guint              index;
  char             **subtitles;
  GStringChunk      *texts;      /* of the last call */
  gboolean          *wanted;     /* per column */
};

static guint64
get_n_rows (SdGridSource *source)
{
  return SD_PLAN_SOURCE (source)->table->n_rows;
}

static guint
get_n_columns (SdGridSource *source)
{
  return SD_PLAN_SOURCE (source)->table->n_columns;
}

static const char *
get_title (SdGridSource *source,
           guint         column)
{
  return SD_PLAN_SOURCE (source)->table->columns[column].name;
}

static const char *
get_subtitle (SdGridSource *source,
              guint         column)
{
  return SD_PLAN_SOURCE (source)->subtitles[column];
}

static gboolean
is_numeric (SdGridSource *source,
            guint         column)
{
  SdType type = SD_PLAN_SOURCE (source)->table->columns[column].type;

  return type == SD_TYPE_INTEGER || type == SD_TYPE_DECIMAL || type == SD_TYPE_REAL;
}

static char *
format_int64 (char               *out,
              const SdPlanColumn *column,
              gint64              value)
{
  switch (column->type)
    {
    case SD_TYPE_DECIMAL:
      return sd_format_decimal (out, value, column->scale, '.');

    case SD_TYPE_BOOLEAN:
      return g_stpcpy (out, value != 0 ? "true" : "false");

    case SD_TYPE_DATE:
      return sd_format_date (out, value);

    case SD_TYPE_TIME:
      return sd_format_time (out, value);

    case SD_TYPE_TIMESTAMP:
      return sd_format_timestamp (out, value, ' ');

    case SD_TYPE_INTEGER:
    case SD_TYPE_REAL:
    case SD_TYPE_TEXT:
    case SD_TYPE_UUID:
    case SD_N_TYPES:
    default:
      return sd_format_int64 (out, value);
    }
}

static const char *
keep (SdPlanSource *self,
      const char   *text,
      gsize         length)
{
  return g_string_chunk_insert_len (self->texts, text, (gssize) MIN (length, MAX_TEXT));
}

static const char *
format_cell (SdPlanSource       *self,
             const SdPlanColumn *column,
             const SdVector     *vector,
             guint               i)
{
  char buffer[SD_FORMAT_MAX + 1], *end = buffer;

  if (vector->shown != NULL && vector->shown[i].data != NULL)
    return keep (self, vector->shown[i].data, vector->shown[i].length);
  switch (vector->kind)
    {
    case SD_VECTOR_INT64:
      end = format_int64 (buffer, column, vector->i64[i]);
      break;

    case SD_VECTOR_DOUBLE:
      end = sd_format_double (buffer, vector->f64[i], '.');
      break;

    case SD_VECTOR_UUID:
      end = sd_format_uuid (buffer, vector->uuid[i].high, vector->uuid[i].low);
      break;

    case SD_VECTOR_CODE:
      {
        const SdText *entry = &vector->dictionary->entries[vector->code[i]];

        return keep (self, entry->data, entry->length);
      }

    case SD_VECTOR_TEXT:
    default:
      return keep (self, vector->text[i].data, vector->text[i].length);
    }
  return keep (self, buffer, (gsize) (end - buffer));
}

static void
get_batch (SdPlanSource *self,
           guint64       first_row,
           guint         n_rows,
           guint         first_column,
           guint         n_columns,
           SdGridCell   *cells)
{
  const SdBatch *batch;
  guint i, j;

  batch = sd_evaluator_get_rows (self->evaluator, self->index, first_row, n_rows, self->wanted);
  for (j = 0; j < n_columns; j++)
    {
      const SdPlanColumn *column = &self->table->columns[first_column + j];
      const SdVector *vector = batch->columns[first_column + j];

      for (i = 0; i < n_rows; i++)
        {
          SdGridCell *cell = &cells[(gsize) i * n_columns + j];

          cell->null = vector->null != NULL && vector->null[i];
          cell->text = cell->null ? "" : format_cell (self, column, vector, i);
        }
    }
}

static void
get_cells (SdGridSource *source,
           guint64       first_row,
           guint         n_rows,
           guint         first_column,
           guint         n_columns,
           SdGridCell   *cells)
{
  SdPlanSource *self = SD_PLAN_SOURCE (source);
  guint done, n, i;

  g_string_chunk_clear (self->texts);
  for (i = 0; i < self->table->n_columns; i++)
    self->wanted[i] = i >= first_column && i < first_column + n_columns;
  for (done = 0; done < n_rows; done += n)
    {
      n = MIN (n_rows - done, SD_BATCH_ROWS);
      get_batch (self, first_row + done, n, first_column, n_columns,
                 cells + (gsize) done * n_columns);
    }
}

static void
source_init (SdGridSourceInterface *iface)
{
  iface->get_n_rows = get_n_rows;
  iface->get_n_columns = get_n_columns;
  iface->get_title = get_title;
  iface->get_subtitle = get_subtitle;
  iface->is_numeric = is_numeric;
  iface->get_cells = get_cells;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SdPlanSource, sd_plan_source, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SD_TYPE_GRID_SOURCE, source_init))

static void
sd_plan_source_finalize (GObject *object)
{
  SdPlanSource *self = SD_PLAN_SOURCE (object);

  sd_evaluator_free (self->evaluator);
  sd_plan_unref (self->plan);
  g_strfreev (self->subtitles);
  g_string_chunk_free (self->texts);
  g_free (self->wanted);

  G_OBJECT_CLASS (sd_plan_source_parent_class)->finalize (object);
}

static void
sd_plan_source_class_init (SdPlanSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sd_plan_source_finalize;
}

static void
sd_plan_source_init (SdPlanSource *self)
{
  self->texts = g_string_chunk_new (16 * 1024);
}

/* The type as students know it from SQL: "decimal(10,2)". */
static char *
describe_type (const SdPlanColumn *column)
{
  if (column->type == SD_TYPE_DECIMAL)
    return g_strdup_printf ("decimal(%u,%u)", column->precision, column->scale);
  return g_strdup (sd_type_to_nick (column->type));
}

/**
 * sd_plan_source_new:
 * @plan: a plan
 * @table: one of its tables
 *
 * Returns: (transfer full): the table's rows
 */
SdGridSource *
sd_plan_source_new (SdPlan *plan,
                    guint   table)
{
  SdPlanSource *self = g_object_new (SD_TYPE_PLAN_SOURCE, NULL);
  guint i;

  self->plan = sd_plan_ref (plan);
  self->evaluator = sd_evaluator_new (plan);
  self->index = table;
  self->table = sd_plan_get_table (plan, table);
  self->wanted = g_new0 (gboolean, self->table->n_columns + 1);
  self->subtitles = g_new0 (char *, self->table->n_columns + 1);
  for (i = 0; i < self->table->n_columns; i++)
    self->subtitles[i] = describe_type (&self->table->columns[i]);
  return SD_GRID_SOURCE (self);
}
