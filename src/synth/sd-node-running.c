/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Columns that look back within their group: balances, running counts and
 * extremes, the value before, the time since the last event, values carried on.
 *
 * Totals are exact for whole numbers and decimals; reals are added in the order
 * of the group. What is only looked up (the value before, the last value that is
 * not NULL) is kept as the row it stands in, so that it may be of any type.
 */

#define G_LOG_DOMAIN "sd-node-running"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sd-calendar.h"
#include "sd-compiler-private.h"
#include "sd-math.h"
#include "sd-moment-private.h"
#include "sd-running-private.h"

typedef struct
{
  const SdRunning   *self;
  const SdGroupRows *rows;
  SdGroup           *group;
  SdFold             fold;
  guint64            last;   /* of carried values: the row of the last one */
} Walk;

static gboolean
is_null (const SdVector *vector,
         guint           i)
{
  return vector->null != NULL && vector->null[i];
}

/* Value @i in the decimals of the result; FALSE when it does not fit. */
static gboolean
scale_value (const SdRunning *self,
             gint64           value,
             gint64          *out)
{
  return !__builtin_mul_overflow (value, sd_pow10[self->value_shift], out);
}

static void
visit_fold (const SdVector *vector,
            guint           first,
            guint           n,
            gpointer        data)
{
  Walk *walk = data;

  for (guint i = 0; i < n; i++)
    {
      const guint32 ordinal = walk->rows->sorted[first + i];
      gboolean null = is_null (vector, i);
      double real = 0;
      gint64 value = 0;

      if (vector->kind == SD_VECTOR_DOUBLE)
        real = vector->f64[i];
      else if (walk->self->counts_time)
        value = sd_moment_from_value (walk->self->value_type, vector->i64[i]);
      else if (vector->kind == SD_VECTOR_INT64 && !null)
        null = !scale_value (walk->self, vector->i64[i], &value);
      walk->group->null[ordinal] = !sd_fold_step (&walk->fold, null, value, real,
                                                  &walk->group->values[ordinal]);
    }
}

static void
visit_carry (const SdVector *vector,
             guint           first,
             guint           n,
             gpointer        data)
{
  Walk *walk = data;

  for (guint i = 0; i < n; i++)
    {
      const guint32 ordinal = walk->rows->sorted[first + i];

      if (!is_null (vector, i))
        walk->last = walk->rows->rows[ordinal];
      walk->group->values[ordinal] = (gint64) walk->last;
      walk->group->null[ordinal] = walk->last == SD_NO_ROW;
    }
}

/* What the group begins with: the start of its first row. */
static void
begin (Walk          *walk,
       SdFrame       *frame,
       const guint64 *rows)
{
  const SdRunning *self = walk->self;
  gint64 start = self->start;
  double real = self->real_start;
  gboolean known = self->has_start;

  if (self->start_node >= 0)
    {
      SdFrame *first = sd_frame_open_child (frame, frame->table, rows, 1);
      const SdVector *vector = sd_frame_get (first, (guint) self->start_node);

      known = !is_null (vector, 0);
      if (vector->kind == SD_VECTOR_DOUBLE)
        {
          real = vector->f64[0];
          start = sd_round_to_scaled (real, self->node.scale);
        }
      else
        {
          real = (double) vector->i64[0] / (double) sd_pow10[self->start_scale];
          start = self->counts_time
                  ? sd_moment_from_value (self->start_type, vector->i64[0])
                  : sd_round_to_scaled (real, self->node.scale);
          if (!self->counts_time && self->start_scale <= self->node.scale)
            known &= !__builtin_mul_overflow (vector->i64[0],
                                              sd_pow10[self->node.scale - self->start_scale],
                                              &start);
        }
      sd_frame_close_child (first);
    }
  sd_fold_begin (&walk->fold, known && !self->fold.real ? &start : NULL,
                 known && self->fold.real ? &real : NULL);
}

/* The group's rows in their order. */
static guint64 *
list_in_order (const SdGroupRows *rows)
{
  guint64 *list = g_new (guint64, MAX (rows->n, 1));

  for (guint k = 0; k < rows->n; k++)
    list[k] = rows->rows[rows->sorted[k]];
  return list;
}

static void
fill_fold (const SdNode      *node,
           SdFrame           *frame,
           guint              i,
           const SdGroupRows *rows,
           SdGroup           *group)
{
  const SdRunning *self = (const SdRunning *) node;
  Walk walk = { .self = self, .rows = rows, .group = group, .fold = self->fold };
  g_autofree guint64 *list = list_in_order (rows);

  if (rows->n == 0)
    return;
  begin (&walk, frame, list);
  if (self->value >= 0)
    {
      sd_grouping_visit (frame, (guint) self->value, list, rows->n, visit_fold, &walk);
      return;
    }
  /* Rows are counted without reading any. */
  for (guint k = 0; k < rows->n; k++)
    sd_fold_step (&walk.fold, FALSE, 0, 0, &group->values[rows->sorted[k]]);
}

static void
fill_lookup (const SdNode      *node,
             SdFrame           *frame,
             guint              i,
             const SdGroupRows *rows,
             SdGroup           *group)
{
  const SdRunning *self = (const SdRunning *) node;
  Walk walk = { .self = self, .rows = rows, .group = group, .last = SD_NO_ROW };
  g_autofree guint64 *list = NULL;

  if (self->fold.function == SD_FOLD_CARRY)
    {
      list = list_in_order (rows);
      sd_grouping_visit (frame, (guint) self->value, list, rows->n, visit_carry, &walk);
      return;
    }
  for (guint k = 0; k < rows->n; k++)
    {
      group->null[rows->sorted[k]] = k == 0;
      if (k > 0)
        group->values[rows->sorted[k]] = (gint64) rows->rows[rows->sorted[k - 1]];
    }
}

static void
set_null (SdFrame  *frame,
          SdVector *out,
          guint8  **null,
          guint     i)
{
  if (*null == NULL)
    *null = sd_frame_need_null (frame, out);
  (*null)[i] = 1;
}

/* An elapsed time in microseconds as days or seconds of the column's type. */
static void
store_elapsed (const SdRunning *self,
               gint64           microseconds,
               SdVector        *out,
               guint            i)
{
  const gint64 unit = self->fold.function == SD_FOLD_ELAPSED_DAYS ? SD_USEC_PER_DAY : 1000000;
  const __int128 scaled = (__int128) microseconds * sd_pow10[self->node.scale];
  const __int128 half = scaled < 0 ? -unit / 2 : unit / 2;

  if (out->kind == SD_VECTOR_DOUBLE)
    out->f64[i] = (double) microseconds / (double) unit;
  else
    out->i64[i] = (gint64) ((scaled + half) / unit);
}

static void
evaluate_fold (const SdNode *node,
               SdFrame      *frame,
               SdVector     *out)
{
  const SdRunning *self = (const SdRunning *) node;
  guint8 *null = NULL;

  for (guint i = 0; i < frame->n_rows; i++)
    {
      guint ordinal = 0;
      const SdGroup *group = sd_grouping_get (&self->grouping, node, frame, i, TRUE, fill_fold,
                                              &ordinal);

      out->i64[i] = 0;
      if (group == NULL || group->null[ordinal])
        set_null (frame, out, &null, i);
      else if (self->counts_time)
        store_elapsed (self, group->values[ordinal], out, i);
      else
        out->i64[i] = group->values[ordinal];
    }
}

/* Value @from of @vector, which belongs to another frame, as value @i of @out.
 * Texts stay where they are for now. */
static void
copy_value (const SdVector *vector,
            guint           from,
            SdVector       *out,
            guint           i)
{
  switch (out->kind)
    {
    case SD_VECTOR_CODE:
      out->code[i] = vector->code[from];
      break;
    case SD_VECTOR_TEXT:
      out->text[i] = vector->text[from];
      break;
    case SD_VECTOR_UUID:
      out->uuid[i] = vector->uuid[from];
      break;
    case SD_VECTOR_INT64:
    case SD_VECTOR_DOUBLE:
    default:
      out->i64[i] = vector->i64[from];
      break;
    }
}

/* Texts of a frame that is about to be closed, moved to the frame that stays. */
static void
keep_texts (SdFrame       *frame,
            SdFrame       *closing,
            SdVector      *out,
            const guint16 *owners,
            guint          n)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char *copy;
  gsize place = 0;

  for (guint k = 0; k < n; k++)
    g_string_append_len (text, out->text[owners[k]].data, out->text[owners[k]].length);
  sd_frame_close_child (closing);
  copy = sd_frame_alloc (frame, MAX (text->len, 1));
  memcpy (copy, text->str, text->len);
  for (guint k = 0; k < n; k++)
    {
      out->text[owners[k]].data = copy + place;
      place += out->text[owners[k]].length;
    }
}

/* The values of rows @rows go to rows @owners of the frame. */
static void
look_up (const SdRunning *self,
         SdFrame         *frame,
         SdVector        *out,
         const guint64   *rows,
         const guint16   *owners,
         guint            n,
         guint8         **null)
{
  SdFrame *sources;
  const SdVector *vector;
  g_autofree guint8 *missing = g_malloc (SD_BATCH_ROWS);

  if (n == 0)
    return;
  sources = sd_frame_open_child (frame, frame->table, rows, n);
  vector = sd_frame_get (sources, (guint) self->value);
  for (guint k = 0; k < n; k++)
    {
      missing[k] = is_null (vector, k);
      if (vector->kind == SD_VECTOR_TEXT && missing[k])
        out->text[owners[k]] = (SdText) { "", 0 };
      else
        copy_value (vector, k, out, owners[k]);
    }
  if (vector->kind == SD_VECTOR_TEXT)
    keep_texts (frame, sources, out, owners, n);
  else
    sd_frame_close_child (sources);
  for (guint k = 0; k < n; k++)
    if (missing[k])
      set_null (frame, out, null, owners[k]);
}

/* What a row without one before it shows. */
static void
store_start (const SdRunning *self,
             SdFrame         *frame,
             SdVector        *out,
             guint            i,
             guint8         **null)
{
  const SdVector *start = self->start_node >= 0
                          ? sd_frame_get (frame, (guint) self->start_node) : NULL;

  if (start != NULL && !is_null (start, i))
    copy_value (start, i, out, i);
  else if (out->kind == SD_VECTOR_DOUBLE && self->has_start)
    out->f64[i] = self->real_start;
  else if (out->kind == SD_VECTOR_INT64 && self->has_start)
    out->i64[i] = self->start;
  else
    {
      if (out->kind == SD_VECTOR_TEXT)
        out->text[i] = (SdText) { "", 0 };
      else if (out->kind == SD_VECTOR_CODE)
        out->code[i] = 0;
      else if (out->kind == SD_VECTOR_UUID)
        out->uuid[i] = (SdUuid) { 0, 0 };
      else
        out->i64[i] = 0;
      set_null (frame, out, null, i);
    }
}

static void
evaluate_lookup (const SdNode *node,
                 SdFrame      *frame,
                 SdVector     *out)
{
  const SdRunning *self = (const SdRunning *) node;
  guint64 *rows = sd_frame_alloc (frame, SD_BATCH_ROWS * sizeof *rows);
  guint16 *owners = sd_frame_alloc (frame, SD_BATCH_ROWS * sizeof *owners);
  guint8 *null = NULL;
  guint n = 0;

  for (guint i = 0; i < frame->n_rows; i++)
    {
      guint ordinal = 0;
      const SdGroup *group = sd_grouping_get (&self->grouping, node, frame, i, TRUE, fill_lookup,
                                              &ordinal);

      if (group == NULL || group->null[ordinal])
        {
          store_start (self, frame, out, i, &null);
          continue;
        }
      rows[n] = (guint64) group->values[ordinal];
      owners[n++] = (guint16) i;
    }
  look_up (self, frame, out, rows, owners, n, &null);
}

/* Whether the rows of a link stand together, so that a group is passed once. */
static gboolean
is_clustered (const SdLink *link,
              guint64       n_rows)
{
  guint64 rows[64] = { 0 };
  guint64 parents[64] = { 0 };
  const guint n = (guint) MIN (n_rows, G_N_ELEMENTS (rows));

  for (guint i = 0; i < n; i++)
    rows[i] = i;
  sd_link_get_parents (link, rows, n, parents, NULL);
  for (guint i = 1; i < n; i++)
    if (parents[i] < parents[i - 1])
      return FALSE;
  return TRUE;
}

static void
check_running (const SdNode *node,
               SdCompiler   *compiler,
               guint         table)
{
  const SdRunning *self = (const SdRunning *) node;
  const guint64 most = sd_grouping_check (&self->grouping, compiler, table, TRUE);
  const SdLink *link;
  double cost;

  if (most == 0 || self->grouping.whole || self->grouping.n_rows <= SD_GROUP_KEEP_VALUES)
    return;
  link = sd_plan_get_link (compiler->plan, table, self->grouping.link)->link;
  cost = sd_link_get_amplification (link);
  if (cost <= SD_GROUP_MAX_COST || is_clustered (link, self->grouping.n_rows))
    return;
  sd_compiler_add_finding (compiler,
                           sd_finding_new (SD_SEVERITY_ERROR, "group-too-costly",
                                           self->grouping.column_id, self->grouping.place,
                                           _("Each row would have to look at %.0f others, because "
                                             "the rows of a group do not stand together; at most "
                                             "%d can be. Choose the placement “clustered”, or make "
                                             "smaller groups."), cost, SD_GROUP_MAX_COST));
}

const SdNodeClass sd_running_fold_class = { "running", evaluate_fold, sd_node_free_plain,
                                            check_running };
const SdNodeClass sd_running_lookup_class = { "previous", evaluate_lookup, sd_node_free_plain,
                                              check_running };
