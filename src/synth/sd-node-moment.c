/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Dates, times and timestamps.
 *
 * Where they may lie and how dense is the range's business (sd-moment-range).
 * Ordered ones ascend with the row: the rows per period are drawn once
 * (sd-periods), and within a period they stand in strata. Days are not balanced:
 * real days are noisy (ENGINE.md §1e).
 */

#define G_LOG_DOMAIN "sd-node-moment"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-branch-class-private.h"
#include "sd-calendar.h"
#include "sd-generator-info.h"
#include "sd-grid-private.h"
#include "sd-moment-private.h"
#include "sd-moment-range-private.h"
#include "sd-node-gather-private.h"
#include "sd-periods-private.h"
#include "sd-permutation.h"
#include "sd-source-private.h"

/* Where the moments of some rows lie. */
typedef struct
{
  SdMomentRange range;
  gint64        least_gap, most_gap;  /* microseconds after `after`; most −1: none */
} Bounds;

typedef struct
{
  SdNode        node;
  SdSource      source;
  SdKey         strata_key;
  Bounds        own;           /* of rows that no branch matches */
  int           branch;        /* node, −1 none … */
  guint         n_bounds;
  Bounds       *bounds;        /* … of the branches */
  int           after, before; /* nodes, −1 none */
  SdType        after_type, before_type;
  gboolean      ordered;
  SdPeriods     periods;
  SdPermutation permutation;   /* of the days, for unique dates */
} MomentNode;

static void
moment_node_free (SdNode *node)
{
  MomentNode *self = (MomentNode *) node;

  if (self->ordered)
    sd_periods_clear (&self->periods);
  sd_moment_range_clear (&self->own.range);
  for (guint b = 0; b < self->n_bounds; b++)
    sd_moment_range_clear (&self->bounds[b].range);
  g_free (self->bounds);
  g_free (self);
}

/* The number of each row's branch; NULL without any. */
static const gint64 *
get_branches (const MomentNode *self,
              SdFrame          *frame)
{
  return self->branch >= 0 ? sd_frame_get (frame, (guint) self->branch)->i64 : NULL;
}

static inline const Bounds *
get_bounds (const MomentNode *self,
            const gint64     *branches,
            guint             i)
{
  return branches != NULL && branches[i] < self->n_bounds ? &self->bounds[branches[i]]
                                                          : &self->own;
}

static void
evaluate_random (const SdNode *node,
                 SdFrame      *frame,
                 SdVector     *out)
{
  const MomentNode *self = (const MomentNode *) node;
  const gint64 *branches = get_branches (self, frame);
  guint64 u[SD_BATCH_ROWS];

  sd_source_fill (&self->source, frame, u);
  for (guint i = 0; i < frame->n_rows; i++)
    {
      const SdMomentRange *range = &get_bounds (self, branches, i)->range;

      out->i64[i] = sd_moment_range_draw (range, range->first, range->last, u[i]);
    }
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
         ? -sd_moment_floor_days (-moment) * SD_USEC_PER_DAY : moment;
}

static void
evaluate_bounded (const SdNode *node,
                  SdFrame      *frame,
                  SdVector     *out)
{
  const MomentNode *self = (const MomentNode *) node;
  const SdVector *after = self->after >= 0 ? sd_frame_get (frame, self->after) : NULL;
  const SdVector *before = self->before >= 0 ? sd_frame_get (frame, self->before) : NULL;
  const gint64 *branches = get_branches (self, frame);
  guint64 u[SD_BATCH_ROWS];

  sd_source_fill (&self->source, frame, u);
  for (guint i = 0; i < frame->n_rows; i++)
    {
      const Bounds *bounds = get_bounds (self, branches, i);
      gint64 first = bounds->range.first;
      gint64 last = bounds->range.last;

      if (before != NULL && (before->null == NULL || !before->null[i]))
        last = MIN (last, sd_moment_from_value (self->before_type, before->i64[i]));
      if (after != NULL && (after->null == NULL || !after->null[i]))
        {
          const gint64 moment = sd_moment_from_value (self->after_type, after->i64[i]);

          first = MAX (first, round_up (self, moment + bounds->least_gap));
          if (bounds->most_gap >= 0)
            last = MIN (last, moment + bounds->most_gap);
        }
      out->i64[i] = sd_moment_range_draw (&bounds->range, first, last, u[i]);
    }
}

/* The same where all are dates without a shape: whole days, no division. */
static void
evaluate_bounded_date (const SdNode *node,
                       SdFrame      *frame,
                       SdVector     *out)
{
  const MomentNode *self = (const MomentNode *) node;
  const SdVector *after = self->after >= 0 ? sd_frame_get (frame, self->after) : NULL;
  const SdVector *before = self->before >= 0 ? sd_frame_get (frame, self->before) : NULL;
  const gint64 first_day = sd_moment_floor_days (self->own.range.first);
  const gint64 last_day = sd_moment_floor_days (self->own.range.last);
  const gint64 least_gap = sd_moment_floor_days (round_up (self, self->own.least_gap));
  const gint64 most_gap = self->own.most_gap < 0 ? G_MAXINT32 : sd_moment_floor_days (self->own.most_gap);
  guint64 u[SD_BATCH_ROWS];

  sd_source_fill (&self->source, frame, u);
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

/* The first day of a period, from 0. */
static inline guint64
get_period_day (const MomentNode *self,
                guint             period)
{
  return (unsigned __int128) period * self->own.range.n_days / self->periods.n_periods;
}

/* The stratum of row @row within its period of @width ticks. */
static inline gint64
place_in_period (const MomentNode *self,
                 guint             period,
                 guint64           index,
                 guint64           row,
                 guint64           width)
{
  const guint64 count = self->periods.rows[period + 1] - self->periods.rows[period];
  const guint64 v = sd_random (self->strata_key, row);
  const unsigned __int128 position = (unsigned __int128) index * width + sd_scale (v, width);

  return (gint64) (position / count);
}

static void
evaluate_ordered (const SdNode *node,
                  SdFrame      *frame,
                  SdVector     *out)
{
  const MomentNode *self = (const MomentNode *) node;
  const SdMomentRange *range = &self->own.range;

  for (guint i = 0; i < frame->n_rows; i++)
    {
      guint64 index;
      const guint period = sd_periods_find (&self->periods, frame->rows[i], &index);
      const guint64 day = get_period_day (self, period);
      const guint64 width = (get_period_day (self, period + 1) - day)
                            * (guint64) range->clock.open;
      const gint64 ticks = (gint64) day * range->clock.open
                           + place_in_period (self, period, index, frame->rows[i], width);

      out->i64[i] = sd_moment_range_to_value (range, sd_clock_find (&range->clock, ticks),
                                              range->first);
    }
}

/* Ticks of a clock with a shape at the beginning of a period, within the range. */
static gint64
get_period_ticks (const MomentNode *self,
                  guint             period)
{
  const SdMomentRange *range = &self->own.range;

  if (period == 0)
    return sd_clock_read (&range->clock, range->first);
  if (period == self->periods.n_periods)
    return sd_moment_range_get_end (range, range->last);
  return (gint64) range->clock.days[get_period_day (self, period)];
}

static void
evaluate_ordered_shape (const SdNode *node,
                        SdFrame      *frame,
                        SdVector     *out)
{
  const MomentNode *self = (const MomentNode *) node;
  const SdMomentRange *range = &self->own.range;

  for (guint i = 0; i < frame->n_rows; i++)
    {
      guint64 index;
      const guint period = sd_periods_find (&self->periods, frame->rows[i], &index);
      const gint64 from = get_period_ticks (self, period);
      const guint64 width = (guint64) (get_period_ticks (self, period + 1) - from);
      const gint64 ticks = from + place_in_period (self, period, index, frame->rows[i], width);
      const gint64 moment = sd_clock_find (&range->clock, ticks);

      out->i64[i] = sd_moment_range_to_value (range, CLAMP (moment, range->first, range->last),
                                              range->first);
    }
}

static const SdNodeClass random_class = { "moment", evaluate_random, moment_node_free };
static const SdNodeClass bounded_class = { "bounded-moment", evaluate_bounded, moment_node_free };
static const SdNodeClass bounded_date_class =
  { "bounded-date", evaluate_bounded_date, moment_node_free };
static const SdNodeClass unique_class = { "unique-date", evaluate_unique, moment_node_free };
static const SdNodeClass ordered_class = { "ordered-moment", evaluate_ordered, moment_node_free };
static const SdNodeClass ordered_shape_class =
  { "ordered-shape", evaluate_ordered_shape, moment_node_free };

gboolean
sd_moment_node_is_ordered (const SdNode *node)
{
  return node->klass == &ordered_class || node->klass == &ordered_shape_class
         || sd_grid_node_is_ordered (node);
}

gboolean
sd_moment_node_get_after (const SdNode *node,
                          guint        *after,
                          gint64       *least_gap)
{
  const MomentNode *self = (const MomentNode *) node;

  if (!sd_moment_node_is_ordered (node) || sd_grid_node_is_ordered (node) || self->after < 0)
    return FALSE;
  *after = (guint) self->after;
  *least_gap = self->own.least_gap;
  return TRUE;
}

void
sd_moment_node_get_range (const SdNode *node,
                          gint64       *first,
                          gint64       *last)
{
  const MomentNode *self = (const MomentNode *) node;

  *first = self->own.range.first;
  *last = self->own.range.last;
}

static gboolean
read_bounds (Bounds                *self,
             const SdColumnContext *context,
             JsonObject            *parameters)
{
  const double least = CLAMP (sd_parameter_get_number (parameters, "min_days", 0), -4e6, 4e6);
  const double most = sd_parameter_get_number (parameters, "max_days", -1);

  self->least_gap = (gint64) (least * (double) SD_USEC_PER_DAY);
  self->most_gap = most < 0 ? -1 : (gint64) (MIN (most, 4e6) * (double) SD_USEC_PER_DAY);
  return sd_moment_range_read (&self->range, context, parameters);
}

static gboolean
read_branches (MomentNode            *self,
               const SdColumnContext *context)
{
  JsonObject *parameters = sd_column_get_parameters (context->column);
  const char *by[SD_MAX_BY];
  g_autoptr (GArray) branches = NULL;
  const SdNode *node;
  guint n_by;

  self->branch = -1;
  if (!sd_branches_read (parameters, &n_by, by, &branches))
    return TRUE;
  node = sd_branch_node_get (context, parameters, SD_LANE_VALUE);
  if (node == NULL)
    return FALSE;
  self->branch = (int) node->index;
  self->bounds = g_new0 (Bounds, branches->len);
  for (guint b = 0; b < branches->len; b++)
    {
      self->n_bounds++;
      if (!read_bounds (&self->bounds[b], context,
                        g_array_index (branches, SdBranch, b).parameters))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_references (MomentNode            *self,
                 const SdColumnContext *context)
{
  JsonObject *parameters = sd_column_get_parameters (context->column);

  return sd_moment_reference_read (context, sd_parameter_get_text (parameters, "after", NULL),
                                   &self->after, &self->after_type)
         && sd_moment_reference_read (context, sd_parameter_get_text (parameters, "before", NULL),
                                      &self->before, &self->before_type);
}

static void
fill_periods (MomentNode            *self,
              const SdColumnContext *context)
{
  const guint n_periods = (guint) MIN (self->own.range.n_days, SD_PERIODS_MAX);
  g_autofree double *weights = g_new (double, n_periods);

  self->periods.n_periods = n_periods;
  for (guint b = 0; b < n_periods; b++)
    weights[b] = sd_clock_has_shape (&self->own.range.clock)
                 ? (double) (get_period_ticks (self, b + 1) - get_period_ticks (self, b))
                 : (double) (get_period_day (self, b + 1) - get_period_day (self, b));
  sd_periods_init (&self->periods, context->n_rows, weights, n_periods,
                   FALSE,
                   sd_key (context->seed, sd_table_get_id (context->table),
                           sd_column_get_id (context->column), SD_LANE_PERIOD, 0));
}

/* A row stands after the range when what it comes after does. */
static gint64
get_latest (const MomentNode      *self,
            const SdColumnContext *context,
            const Bounds          *bounds)
{
  const SdNode *after;

  if (self->after < 0)
    return bounds->range.last;
  after = sd_compiler_get_node (context->compiler, context->table_index, (guint) self->after);
  if (!after->has_range)
    return SD_DATE_MAX * SD_USEC_PER_DAY;
  return MAX (bounds->range.last,
              round_up (self, sd_moment_from_value (after->type, after->maximum)
                              + bounds->least_gap));
}

static void
note_range (MomentNode            *self,
            const SdColumnContext *context)
{
  const gboolean is_date = self->node.type == SD_TYPE_DATE;
  gint64 first = self->own.range.first;
  gint64 last = get_latest (self, context, &self->own);

  for (guint b = 0; b < self->n_bounds; b++)
    {
      first = MIN (first, self->bounds[b].range.first);
      last = MAX (last, get_latest (self, context, &self->bounds[b]));
    }
  self->node.has_range = TRUE;
  self->node.minimum = is_date ? sd_moment_floor_days (first) : first;
  self->node.maximum = is_date ? sd_moment_floor_days (last) : last;
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
  return self->node.type == SD_TYPE_DATE && self->branch < 0
         && !sd_clock_has_shape (&self->own.range.clock)
         && (self->after < 0 || self->after_type == SD_TYPE_DATE)
         && (self->before < 0 || self->before_type == SD_TYPE_DATE);
}

static gboolean
set_up_unique (MomentNode            *self,
               const SdColumnContext *context)
{
  if (sd_clock_has_shape (&self->own.range.clock))
    return sd_context_fail (context, "unique-and-season",
                            _("Days of which every row has its own cannot follow a season or "
                              "growth as well; leave one of them out."));
  if (self->after >= 0 || self->before >= 0 || self->own.range.n_days < context->n_rows)
    return sd_context_fail (context, "unique-impossible",
                            _("There are not enough days for every row to have its own, or another "
                              "column decides them."));
  self->node.klass = &unique_class;
  self->ordered = FALSE;
  sd_permutation_init (&self->permutation, self->own.range.n_days,
                       sd_key (context->seed, sd_table_get_id (context->table),
                               sd_column_get_id (context->column), SD_LANE_KEY, 0));
  return TRUE;
}

static gboolean
set_up (MomentNode            *self,
        const SdColumnContext *context)
{
  JsonObject *parameters = sd_column_get_parameters (context->column);

  if (!read_bounds (&self->own, context, parameters) || !read_references (self, context)
      || !read_branches (self, context))
    return FALSE;
  note_range (self, context);
  self->ordered = self->node.type != SD_TYPE_TIME && context->n_rows > 0
                  && g_str_equal (sd_parameter_get_text (parameters, "order", "random"), "row");
  if (self->ordered && (self->before >= 0 || (self->after >= 0 && !is_gathered (self, context))))
    {
      self->ordered = FALSE;
      return sd_context_fail (context, "order-and-bound",
                              _("Moments that ascend with the row cannot also depend on another "
                                "column of the row; only on a parent’s."));
    }
  if (self->branch >= 0 && (self->ordered || sd_column_get_unique (context->column)))
    {
      self->ordered = FALSE;
      return sd_context_fail (context, "order-and-branches",
                              _("Moments that ascend with the row, or of which every row has its "
                                "own, cannot depend on other columns of the row."));
    }
  if (sd_column_get_unique (context->column) && self->node.type == SD_TYPE_DATE)
    return set_up_unique (self, context);
  if (self->ordered)
    {
      self->node.klass = sd_clock_has_shape (&self->own.range.clock) ? &ordered_shape_class
                                                                 : &ordered_class;
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
 * a parent) with "min_days" and "max_days" after it; "order" ("random"; "row":
 * ascending with the row; "gaps" and "grid": see their files); for timestamps
 * "opening", "closing" and "step_seconds"; for dates and timestamps those of
 * sd_clock_init().
 *
 * An ordered column that names a parent under "after" relies on that
 * relationship's timeline to give each row a parent that already exists.
 *
 * Returns: (transfer full) (nullable): the node; %NULL with findings
 */
SdNode *
sd_moment_compile (const SdColumnContext *context)
{
  const char *order = sd_parameter_get_text (sd_column_get_parameters (context->column),
                                             "order", "random");
  const SdType type = sd_column_get_column_type (context->column);
  const guint table_id = sd_table_get_id (context->table);
  const guint column_id = sd_column_get_id (context->column);
  MomentNode *self;

  if (type != SD_TYPE_TIME && g_str_equal (order, "gaps"))
    return sd_gaps_compile (context);
  if (type != SD_TYPE_TIME && g_str_equal (order, "grid"))
    return sd_grid_compile (context);

  self = sd_node_alloc (sizeof *self, &random_class, type, SD_VECTOR_INT64);
  sd_source_init (&self->source, context);
  sd_draw_init (&self->source.draw, context->seed, table_id, column_id, SD_LANE_VALUE, 0,
                context->n_rows, SD_MARGINS_SAMPLED);
  self->strata_key = sd_key (context->seed, table_id, column_id, SD_LANE_DETAIL, 0);
  if (set_up (self, context))
    return &self->node;
  moment_node_free (&self->node);
  return NULL;
}
