/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Dates, times and timestamps.
 *
 * Within opening hours time is counted in open microseconds, so that one
 * uniform number serves any range and any hours. Ordered ones ascend with the
 * row: the rows per period are drawn once (sd-periods), and within a period
 * they stand in strata. Days are not balanced: real days are noisy
 * (ENGINE.md §1e).
 */

#define G_LOG_DOMAIN "sd-node-moment"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sd-calendar.h"
#include "sd-draw.h"
#include "sd-generator-info.h"
#include "sd-moment-private.h"
#include "sd-node-gather-private.h"
#include "sd-periods-private.h"
#include "sd-permutation.h"

#define USEC_PER_SECOND G_GINT64_CONSTANT (1000000)

typedef struct
{
  SdNode    node;
  SdDraw    draw;
  SdKey     strata_key;
  gint64    unit;          /* microseconds of one unit of the values: a day for dates */
  gint64    first, last;   /* microseconds, last inclusive */
  gint64    opening;       /* microseconds after midnight … */
  gint64    open;          /* … for so many a day */
  gint64    step;
  int       after, before; /* nodes, −1 none */
  SdType    after_type, before_type;
  gint64    least_gap, most_gap;  /* microseconds after `after`; most −1: none */
  gboolean  ordered;
  SdPeriods periods;
  guint64   n_days;
  SdPermutation permutation;  /* of the days, for unique dates */
} MomentNode;

static void
moment_node_free (SdNode *node)
{
  MomentNode *self = (MomentNode *) node;

  if (self->ordered)
    sd_periods_clear (&self->periods);
  g_free (self);
}

static gint64
floor_days (gint64 moment)
{
  return moment >= 0 ? moment / SD_USEC_PER_DAY
                     : -((SD_USEC_PER_DAY - 1 - moment) / SD_USEC_PER_DAY);
}

/* Open microseconds from day 0 to @moment, and back. */
static gint64
to_open (const MomentNode *self,
         gint64            moment)
{
  const gint64 day = floor_days (moment);
  const gint64 time = moment - day * SD_USEC_PER_DAY - self->opening;

  return day * self->open + CLAMP (time, 0, self->open);
}

static gint64
from_open (const MomentNode *self,
           gint64            open)
{
  const gint64 day = open >= 0 ? open / self->open
                               : -((self->open - 1 - open) / self->open);

  return day * SD_USEC_PER_DAY + self->opening + (open - day * self->open);
}

/* Down to the step, but not below @least. */
static gint64
to_value (const MomentNode *self,
          gint64            moment,
          gint64            least)
{
  gint64 stepped;

  if (self->node.type == SD_TYPE_DATE)
    return floor_days (moment);
  stepped = floor_days (moment) * SD_USEC_PER_DAY;
  stepped += (moment - stepped) / self->step * self->step;
  return MAX (stepped, least);
}

static gint64
draw_between (const MomentNode *self,
              gint64            first,
              gint64            last,
              guint64           u)
{
  gint64 from;
  gint64 to;

  if (first >= last)
    return to_value (self, first, first);
  if (self->node.type == SD_TYPE_DATE)
    {
      from = floor_days (first);
      return from + (gint64) sd_scale (u, (guint64) (floor_days (last) - from) + 1);
    }
  from = to_open (self, first);
  to = to_open (self, last);
  return to_value (self, from_open (self, from + (gint64) sd_scale (u, to - from + 1)), first);
}

static void
evaluate_random (const SdNode *node,
                 SdFrame      *frame,
                 SdVector     *out)
{
  const MomentNode *self = (const MomentNode *) node;
  guint64 u[SD_BATCH_ROWS];

  sd_draw_fill (&self->draw, frame->rows, frame->n_rows, u);
  for (guint i = 0; i < frame->n_rows; i++)
    out->i64[i] = draw_between (self, self->first, self->last, u[i]);
}

static void
evaluate_unique (const SdNode *node,
                 SdFrame      *frame,
                 SdVector     *out)
{
  const MomentNode *self = (const MomentNode *) node;
  guint64 days[SD_BATCH_ROWS];

  sd_permutation_apply_many (&self->permutation, frame->rows, frame->n_rows, days);
  for (guint i = 0; i < frame->n_rows; i++)
    out->i64[i] = self->node.minimum + (gint64) days[i];
}

/* A date counts as the midnight it begins with; the next value of a date
 * column after a timestamp is the day after. */
static gint64
round_up (const MomentNode *self,
          gint64            moment)
{
  return self->node.type == SD_TYPE_DATE
         ? -floor_days (-moment) * SD_USEC_PER_DAY : moment;
}

static void
evaluate_bounded (const SdNode *node,
                  SdFrame      *frame,
                  SdVector     *out)
{
  const MomentNode *self = (const MomentNode *) node;
  const SdVector *after = self->after >= 0 ? sd_frame_get (frame, self->after) : NULL;
  const SdVector *before = self->before >= 0 ? sd_frame_get (frame, self->before) : NULL;
  guint64 u[SD_BATCH_ROWS];

  sd_draw_fill (&self->draw, frame->rows, frame->n_rows, u);
  for (guint i = 0; i < frame->n_rows; i++)
    {
      gint64 first = self->first;
      gint64 last = self->last;

      if (before != NULL && (before->null == NULL || !before->null[i]))
        last = MIN (last, sd_moment_from_value (self->before_type, before->i64[i]));
      if (after != NULL && (after->null == NULL || !after->null[i]))
        {
          const gint64 moment = sd_moment_from_value (self->after_type, after->i64[i]);

          first = MAX (first, round_up (self, moment + self->least_gap));
          if (self->most_gap >= 0)
            last = MIN (last, moment + self->most_gap);
        }
      out->i64[i] = draw_between (self, first, last, u[i]);
    }
}

/* The same where all are dates: whole days, no division. */
static void
evaluate_bounded_date (const SdNode *node,
                       SdFrame      *frame,
                       SdVector     *out)
{
  const MomentNode *self = (const MomentNode *) node;
  const SdVector *after = self->after >= 0 ? sd_frame_get (frame, self->after) : NULL;
  const SdVector *before = self->before >= 0 ? sd_frame_get (frame, self->before) : NULL;
  const gint64 first_day = floor_days (self->first);
  const gint64 last_day = floor_days (self->last);
  const gint64 least_gap = floor_days (round_up (self, self->least_gap));
  const gint64 most_gap = self->most_gap < 0 ? G_MAXINT32 : floor_days (self->most_gap);
  guint64 u[SD_BATCH_ROWS];

  sd_draw_fill (&self->draw, frame->rows, frame->n_rows, u);
  for (guint i = 0; i < frame->n_rows; i++)
    {
      gint64 first = first_day;
      gint64 last = last_day;

      if (before != NULL && (before->null == NULL || !before->null[i]))
        last = MIN (last, before->i64[i]);
      if (after != NULL && (after->null == NULL || !after->null[i]))
        {
          first = MAX (first, after->i64[i] + least_gap);
          last = MIN (last, after->i64[i] + most_gap);
        }
      out->i64[i] = first + (gint64) sd_scale (u[i], (guint64) (MAX (last, first) - first) + 1);
    }
}

static void
evaluate_ordered (const SdNode *node,
                  SdFrame      *frame,
                  SdVector     *out)
{
  const MomentNode *self = (const MomentNode *) node;
  const SdPeriods *periods = &self->periods;
  const gint64 first_day = floor_days (self->first);

  for (guint i = 0; i < frame->n_rows; i++)
    {
      guint64 index;
      const guint period = sd_periods_find (periods, frame->rows[i], &index);
      const guint64 count = periods->rows[period + 1] - periods->rows[period];
      const guint64 day = (unsigned __int128) period * self->n_days / periods->n_periods;
      const guint64 next = (unsigned __int128) (period + 1) * self->n_days / periods->n_periods;
      const guint64 width = (next - day) * (guint64) self->open;
      const guint64 v = sd_random (self->strata_key, frame->rows[i]);
      const unsigned __int128 position = (unsigned __int128) index * width + sd_scale (v, width);
      const gint64 open = (first_day + (gint64) day) * self->open + (gint64) (position / count);

      out->i64[i] = to_value (self, from_open (self, open), self->first);
    }
}

static const SdNodeClass random_class = { "moment", evaluate_random, moment_node_free };
static const SdNodeClass bounded_class = { "bounded-moment", evaluate_bounded, moment_node_free };
static const SdNodeClass bounded_date_class =
  { "bounded-date", evaluate_bounded_date, moment_node_free };
static const SdNodeClass unique_class = { "unique-date", evaluate_unique, moment_node_free };
static const SdNodeClass ordered_class = { "ordered-moment", evaluate_ordered, moment_node_free };

gboolean
sd_moment_node_is_ordered (const SdNode *node)
{
  return node->klass == &ordered_class;
}

gboolean
sd_moment_node_get_after (const SdNode *node,
                          guint        *after,
                          gint64       *least_gap)
{
  const MomentNode *self = (const MomentNode *) node;

  if (!sd_moment_node_is_ordered (node) || self->after < 0)
    return FALSE;
  *after = (guint) self->after;
  *least_gap = self->least_gap;
  return TRUE;
}

void
sd_moment_node_get_range (const SdNode *node,
                          gint64       *first,
                          gint64       *last)
{
  const MomentNode *self = (const MomentNode *) node;

  *first = self->first;
  *last = self->last;
}

static void
report (const SdColumnContext *context,
        const char            *code,
        const char            *sentence,
        const char            *detail)
{
  g_autofree char *message = detail == NULL ? g_strdup (sentence)
                             : g_strdup_printf ("%s (“%s”)", sentence, detail);

  sd_compiler_add_finding (context->compiler,
                           sd_finding_new (SD_SEVERITY_ERROR, code,
                                           sd_column_get_id (context->column),
                                           context->place, "%s", message));
}

static gboolean
read_moment (const SdColumnContext *context,
             const char            *name,
             const char            *fallback,
             gint64                *moment)
{
  const char *text = sd_parameter_get_text (sd_column_get_parameters (context->column),
                                            name, fallback);

  if (sd_moment_parse (text, context->as_of, moment))
    return TRUE;
  report (context, "moment-unreadable",
          _("This is neither a date (2026-03-01) nor relative to the document’s day "
            "(today-2y)."), text);
  return FALSE;
}

static gboolean
read_time (const SdColumnContext *context,
           const char            *name,
           gint64                 fallback,
           gint64                *time)
{
  const char *text = sd_parameter_get_text (sd_column_get_parameters (context->column),
                                            name, NULL);

  *time = fallback;
  if (text == NULL || sd_time_parse (text, time))
    return TRUE;
  report (context, "time-unreadable", _("This is not a time of day (14:30)."), text);
  return FALSE;
}

static gboolean
read_range (MomentNode            *self,
            const SdColumnContext *context)
{
  gint64 closing;

  self->step = USEC_PER_SECOND
               * MAX (1, sd_parameter_get_integer (sd_column_get_parameters (context->column),
                                                   "step_seconds", 1));
  self->open = SD_USEC_PER_DAY;
  if (self->node.type == SD_TYPE_TIME)
    return read_time (context, "min", 0, &self->first)
           && read_time (context, "max", SD_USEC_PER_DAY - USEC_PER_SECOND, &self->last);

  if (!read_moment (context, "min", "today-1y", &self->first)
      || !read_moment (context, "max", "today", &self->last))
    return FALSE;
  if (self->node.type == SD_TYPE_DATE)
    return TRUE;
  if (!read_time (context, "opening", 0, &self->opening)
      || !read_time (context, "closing", SD_USEC_PER_DAY, &closing))
    return FALSE;
  if (closing <= self->opening)
    {
      report (context, "hours-empty", _("Closing time must be after opening time."), NULL);
      return FALSE;
    }
  self->open = closing - self->opening;
  /* A last day without a time of day is open to its end. */
  if (self->last % SD_USEC_PER_DAY == 0)
    self->last += SD_USEC_PER_DAY - USEC_PER_SECOND;
  return TRUE;
}

/* "column" of this row, or "parent.column". */
static gboolean
read_reference (const SdColumnContext *context,
                const char            *name,
                int                   *index,
                SdType                *type)
{
  const char *text = sd_parameter_get_text (sd_column_get_parameters (context->column),
                                            name, NULL);
  SdNode *node = NULL;

  *index = -1;
  if (text == NULL || *text == '\0')
    return TRUE;
  if (strchr (text, '.') == NULL)
    node = sd_compiler_get_column (context->compiler, context->table_index, text);
  else
    {
      g_auto (GStrv) parts = g_strsplit (text, ".", 2);
      const int link = sd_compiler_find_link (context->compiler, context->table_index, parts[0]);

      if (link < 0)
        {
          report (context, "reference-unknown", _("This is no parent of the table."), parts[0]);
          return FALSE;
        }
      node = sd_compiler_get_parent_column (context->compiler, context->table_index,
                                            (guint) link, parts[1]);
    }
  if (node == NULL)
    return FALSE;
  if (node->type != SD_TYPE_DATE && node->type != SD_TYPE_TIMESTAMP
      && node->type != sd_column_get_column_type (context->column))
    {
      report (context, "reference-not-date", _("This column is no date."), text);
      return FALSE;
    }
  *index = (int) node->index;
  *type = node->type;
  return TRUE;
}

static gboolean
read_bounds (MomentNode            *self,
             const SdColumnContext *context)
{
  JsonObject *parameters = sd_column_get_parameters (context->column);
  const double least = CLAMP (sd_parameter_get_number (parameters, "min_days", 0), -4e6, 4e6);
  const double most = sd_parameter_get_number (parameters, "max_days", -1);

  if (!read_reference (context, "after", &self->after, &self->after_type)
      || !read_reference (context, "before", &self->before, &self->before_type))
    return FALSE;
  self->least_gap = (gint64) (least * (double) SD_USEC_PER_DAY);
  self->most_gap = most < 0 ? -1 : (gint64) (MIN (most, 4e6) * (double) SD_USEC_PER_DAY);
  return TRUE;
}

static void
fill_periods (MomentNode            *self,
              const SdColumnContext *context)
{
  const guint n_periods = (guint) MIN (self->n_days, SD_PERIODS_MAX);
  g_autofree double *weights = g_new (double, n_periods);

  for (guint b = 0; b < n_periods; b++)
    weights[b] = (double) ((b + 1) * self->n_days / n_periods - b * self->n_days / n_periods);
  sd_periods_init (&self->periods, context->n_rows, weights, n_periods,
                   FALSE,
                   sd_key (context->seed, sd_table_get_id (context->table),
                           sd_column_get_id (context->column), SD_LANE_PERIOD, 0));
}

/* A row stands after the range when what it comes after does. */
static gint64
get_latest (const MomentNode      *self,
            const SdColumnContext *context)
{
  const SdNode *after;

  if (self->after < 0)
    return self->last;
  after = sd_compiler_get_node (context->compiler, context->table_index, (guint) self->after);
  if (!after->has_range)
    return SD_DATE_MAX * SD_USEC_PER_DAY;
  return MAX (self->last, round_up (self, sd_moment_from_value (after->type, after->maximum)
                                          + self->least_gap));
}

static void
note_range (MomentNode            *self,
            const SdColumnContext *context)
{
  const gint64 last = get_latest (self, context);

  self->node.has_range = TRUE;
  self->node.minimum = self->node.type == SD_TYPE_DATE ? floor_days (self->first) : self->first;
  self->node.maximum = self->node.type == SD_TYPE_DATE ? floor_days (last) : last;
}

static gboolean
is_gathered (const MomentNode      *self,
             const SdColumnContext *context)
{
  guint link;
  guint parent_node;

  return sd_gather_node_get (sd_compiler_get_node (context->compiler, context->table_index,
                                                   (guint) self->after),
                             &link, &parent_node);
}

static gboolean
is_about_dates (const MomentNode *self)
{
  return self->node.type == SD_TYPE_DATE
         && (self->after < 0 || self->after_type == SD_TYPE_DATE)
         && (self->before < 0 || self->before_type == SD_TYPE_DATE);
}

static gboolean
set_up_unique (MomentNode            *self,
               const SdColumnContext *context)
{
  if (self->after >= 0 || self->before >= 0 || self->n_days < context->n_rows)
    {
      report (context, "unique-impossible",
              _("There are not enough days for every row to have its own, or another column "
                "decides them."), NULL);
      return FALSE;
    }
  self->node.klass = &unique_class;
  self->ordered = FALSE;
  sd_permutation_init (&self->permutation, self->n_days,
                       sd_key (context->seed, sd_table_get_id (context->table),
                               sd_column_get_id (context->column), SD_LANE_KEY, 0));
  return TRUE;
}

static gboolean
set_up (MomentNode            *self,
        const SdColumnContext *context)
{
  JsonObject *parameters = sd_column_get_parameters (context->column);

  if (!read_range (self, context) || !read_bounds (self, context))
    return FALSE;
  if (self->first > self->last)
    {
      report (context, "range-empty", _("The range ends before it begins."), NULL);
      return FALSE;
    }
  note_range (self, context);
  self->n_days = (guint64) (floor_days (self->last) - floor_days (self->first)) + 1;
  self->ordered = self->node.type != SD_TYPE_TIME && context->n_rows > 0
                  && g_str_equal (sd_parameter_get_text (parameters, "order", "random"), "row");
  if (self->ordered && (self->before >= 0 || (self->after >= 0 && !is_gathered (self, context))))
    {
      report (context, "order-and-bound",
              _("Moments that ascend with the row cannot also depend on another column of the "
                "row; only on a parent’s."), NULL);
      return FALSE;
    }
  if (sd_column_get_unique (context->column) && self->node.type == SD_TYPE_DATE)
    return set_up_unique (self, context);
  if (self->ordered)
    {
      self->node.klass = &ordered_class;
      fill_periods (self, context);
    }
  else if (self->after >= 0 || self->before >= 0)
    self->node.klass = is_about_dates (self) ? &bounded_date_class : &bounded_class;
  return TRUE;
}

/**
 * sd_moment_compile:
 *
 * Parameters: "min" and "max"; "after" and "before" (a column of the row or of
 * a parent) with "min_days" and "max_days" after it; "order" ("random", or
 * "row": ascending with the row); for timestamps "opening", "closing" and
 * "step_seconds".
 *
 * An ordered column that names a parent under "after" relies on that
 * relationship's timeline to give each row a parent that already exists.
 *
 * Returns: (transfer full) (nullable): the node; %NULL with findings
 */
SdNode *
sd_moment_compile (const SdColumnContext *context)
{
  MomentNode *self = sd_node_alloc (sizeof *self, &random_class,
                                    sd_column_get_column_type (context->column),
                                    SD_VECTOR_INT64);
  const guint table_id = sd_table_get_id (context->table);
  const guint column_id = sd_column_get_id (context->column);

  sd_draw_init (&self->draw, context->seed, table_id, column_id, SD_LANE_VALUE, 0,
                context->n_rows, SD_MARGINS_SAMPLED);
  self->strata_key = sd_key (context->seed, table_id, column_id, SD_LANE_DETAIL, 0);
  if (set_up (self, context))
    return &self->node;
  moment_node_free (&self->node);
  return NULL;
}
