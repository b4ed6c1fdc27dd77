/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Rows of a table as numbers, for the statistics of the report card: all rows,
 * or blocks spread evenly over a table that has too many.
 */

#define G_LOG_DOMAIN "sd-report-sample"

#include "config.h"

#include <string.h>

#include "sd-json-text.h"
#include "sd-literal-private.h"
#include "sd-math.h"
#include "sd-moment-private.h"
#include "sd-report-private.h"

#define PIECE_ROWS 16

/* FNV-1a, cut to what a double holds. */
double
_sd_report_hash_text (const char *text,
                      gsize       length)
{
  guint64 hash = G_GUINT64_CONSTANT (0xcbf29ce484222325);

  for (gsize i = 0; i < length; i++)
    hash = (hash ^ (guchar) text[i]) * G_GUINT64_CONSTANT (0x100000001b3);
  return (double) (hash >> 12);
}

static void
copy_values (const SdVector     *vector,
             const SdPlanColumn *column,
             guint               n,
             double             *out)
{
  const double unit = column->type == SD_TYPE_DECIMAL ? (double) sd_pow10[column->scale] : 1;

  for (guint i = 0; i < n; i++)
    switch (vector->kind)
      {
      case SD_VECTOR_INT64:
        out[i] = (double) vector->i64[i] / unit;
        break;
      case SD_VECTOR_DOUBLE:
        out[i] = vector->f64[i];
        break;
      case SD_VECTOR_CODE:
        {
          const SdText *text = &vector->dictionary->entries[vector->code[i]];

          out[i] = vector->null != NULL && vector->null[i]
                   ? 0 : _sd_report_hash_text (text->data, text->length);
          break;
        }
      case SD_VECTOR_TEXT:
        out[i] = vector->null != NULL && vector->null[i]
                 ? 0 : _sd_report_hash_text (vector->text[i].data, vector->text[i].length);
        break;
      case SD_VECTOR_UUID:
      default:
        out[i] = (double) (vector->uuid[i].high >> 12);
        break;
      }
}

static void
copy_nulls (SdReportTable  *self,
            guint           column,
            const SdVector *vector,
            guint64         at,
            guint           n)
{
  if (vector->null == NULL)
    return;
  if (self->nulls[column] == NULL)
    self->nulls[column] = g_new0 (guint8, self->n);
  memcpy (self->nulls[column] + at, vector->null, n);
}

static void
load_batch (SdReportTable     *self,
            SdEvaluator       *evaluator,
            guint              table,
            const SdPlanTable *info,
            const gboolean    *wanted,
            guint64            first,
            guint              n,
            guint64            at)
{
  const SdBatch *batch = sd_evaluator_get_rows (evaluator, table, first, n, wanted);

  for (guint c = 0; c < info->n_columns; c++)
    if (wanted[c])
      {
        copy_values (batch->columns[c], &info->columns[c], n, self->values[c] + at);
        copy_nulls (self, c, batch->columns[c], at, n);
      }
}

SdReportTable *
_sd_report_table_load (SdEvaluator       *evaluator,
                       guint              table,
                       const SdPlanTable *info,
                       GHashTable        *wanted_names,
                       guint64            max_rows)
{
  SdReportTable *self = g_new0 (SdReportTable, 1);
  g_autofree gboolean *wanted = g_new0 (gboolean, info->n_columns);
  /* Small pieces of a table that is not taken as a whole: rows in time order
   * that stand together are all of one day. */
  const guint piece = info->n_rows <= max_rows ? SD_BATCH_ROWS : PIECE_ROWS;
  const guint64 n_blocks = (MIN (info->n_rows, max_rows) + piece - 1) / piece;
  guint64 at = 0;

  self->n_rows = info->n_rows;
  self->n = MIN (info->n_rows, max_rows);
  self->n_columns = info->n_columns;
  self->types = g_new (SdType, info->n_columns);
  self->values = g_new0 (double *, info->n_columns);
  self->nulls = g_new0 (guint8 *, info->n_columns);
  for (guint c = 0; c < info->n_columns; c++)
    {
      self->types[c] = info->columns[c].type;
      wanted[c] = g_hash_table_contains (wanted_names, info->columns[c].name);
      if (wanted[c])
        self->values[c] = g_new (double, MAX (self->n, 1));
    }
  for (guint64 b = 0; b < n_blocks; b++)
    {
      const guint n = (guint) MIN (self->n - at, piece);
      const guint64 first = self->n == self->n_rows
                            ? at : (guint64) ((unsigned __int128) (self->n_rows - n) * b / n_blocks);

      load_batch (self, evaluator, table, info, wanted, first, n, at);
      at += n;
    }
  return self;
}

void
_sd_report_table_free (SdReportTable *self)
{
  for (guint c = 0; c < self->n_columns; c++)
    {
      g_free (self->values[c]);
      g_free (self->nulls[c]);
    }
  g_free (self->types);
  g_free (self->values);
  g_free (self->nulls);
  g_free (self);
}

/* A literal of the document as values stand in the table; FALSE when it is no
 * value of the type. */
static gboolean
read_literal (JsonNode *node,
              SdType    type,
              double   *value)
{
  gint64 whole;

  switch ((int) type)
    {
    case SD_TYPE_INTEGER:
    case SD_TYPE_DECIMAL:
    case SD_TYPE_REAL:
      return sd_literal_parse_double (node, value);

    case SD_TYPE_BOOLEAN:
    case SD_TYPE_DATE:
    case SD_TYPE_TIME:
    case SD_TYPE_TIMESTAMP:
      if (!sd_literal_parse_int64 (node, type, 0, &whole))
        return FALSE;
      *value = (double) whole;
      return TRUE;

    default:
      {
        g_autofree char *text = sd_literal_to_text (node);

        if (text == NULL)
          return FALSE;
        *value = _sd_report_hash_text (text, strlen (text));
        return TRUE;
      }
    }
}

static gboolean
matches_any (JsonArray *choices,
             SdType     type,
             double     value)
{
  for (guint i = 0; i < json_array_get_length (choices); i++)
    {
      double literal;

      if (read_literal (json_array_get_element (choices, i), type, &literal) && literal == value)
        return TRUE;
    }
  return FALSE;
}

static gboolean
matches_range (JsonObject *range,
               SdType      type,
               double      value)
{
  JsonNode *least = json_object_get_member (range, "min");
  JsonNode *most = json_object_get_member (range, "max");
  double literal;

  return (least == NULL || !read_literal (least, type, &literal) || value >= literal)
         && (most == NULL || !read_literal (most, type, &literal) || value < literal);
}

static gboolean
matches (JsonNode *when,
         SdType    type,
         double    value,
         gboolean  is_null)
{
  double literal;

  if (when == NULL || JSON_NODE_HOLDS_NULL (when))
    return TRUE;
  if (is_null)
    return FALSE;
  if (JSON_NODE_HOLDS_ARRAY (when))
    return matches_any (json_node_get_array (when), type, value);
  if (JSON_NODE_HOLDS_OBJECT (when))
    return matches_range (json_node_get_object (when), type, value);
  return read_literal (when, type, &literal) && literal == value;
}

gboolean
_sd_report_class_has (const SdReportClass *self,
                      const SdReportTable *table,
                      guint64              row)
{
  for (guint b = 0; b < self->branches->len; b++)
    {
      const SdBranch *branch = &g_array_index (self->branches, SdBranch, b);
      gboolean all = TRUE;

      for (guint i = 0; i < self->n_by && all; i++)
        {
          const guint column = self->columns[i];

          all = matches (branch->when[i], table->types[column], table->values[column][row],
                         table->nulls[column] != NULL && table->nulls[column][row]);
        }
      if (all)
        return (int) b == self->branch;
    }
  return self->branch < 0;
}
