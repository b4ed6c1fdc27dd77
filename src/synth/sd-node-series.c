/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Measurements over time: a level, which differs from parent to parent, a trend,
 * the course of the year, the week and the day, noise that remembers the value
 * before (sd-bridge), and runs of rows in which nothing was measured.
 *
 * The year has its peak in the middle of July, the week on Wednesday at noon.
 */

#define G_LOG_DOMAIN "sd-node-series"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "sd-bridge-private.h"
#include "sd-calendar.h"
#include "sd-compiler-private.h"
#include "sd-draw.h"
#include "sd-generator-info.h"
#include "sd-grouping-private.h"
#include "sd-math.h"
#include "sd-moment-private.h"

#define TWO_PI        6.283185307179586
#define DAYS_OF_YEAR  365.2425
#define YEARLY_PEAK   196.0   /* day of the year, from 0 */
#define WEEKLY_PEAK   6.5     /* days after 1970-01-01, a Thursday */

/* Rows that a drop lasts, on average. */
#define DROP_ROWS 5.0

typedef struct
{
  SdNode     node;
  SdGrouping grouping;
  int        time;            /* node */
  SdType     time_type;
  double     level, level_stddev, trend;
  double     yearly, weekly, daily, daily_peak;
  double     noise;
  double     min, max;        /* NaN: none */
  double     origin;          /* of the trend, in days since 1970 */
  SdBridge   bridge;
  SdDraw     levels;          /* over the parents */
  double     drops;
  guint64    window;          /* rows of which one run is missing */
  SdDraw     phases[2];
  SdKey      noise_key, drop_key;
} SeriesNode;

/* Where a parent's windows begin, and how their rows are rounded: balanced over
 * the parents, so that the share holds for short series too. */
static guint64
get_phase (const SeriesNode *self,
           guint             which,
           guint64           parent)
{
  guint64 u;

  sd_draw_fill (&self->phases[which], &parent, 1, &u);
  return u;
}

/* The run of missing rows of one window: always the same number of rows over two
 * windows, but now shorter, now longer. */
static gboolean
is_dropped (const SeriesNode *self,
            guint64           parent,
            guint64           index)
{
  const SdKey key = sd_key_derive (self->drop_key, parent);
  const guint64 place = index + sd_scale (get_phase (self, 0, parent), self->window);
  const guint64 window = place / self->window;
  const double rows = (double) self->window * self->drops;
  const double phase = sd_unit (get_phase (self, 1, parent));
  const gint64 before = (gint64) sd_floor ((double) window * rows + phase);
  gint64 run = (gint64) sd_floor ((double) (window + 1) * rows + phase) - before;
  const guint64 pair = sd_random (key, 3 * (window / 2));
  const gint64 most = MIN (run - 1, (gint64) self->window - run - 1);
  const gint64 shift = most > 0 ? (gint64) sd_scale (pair, (guint64) most + 1) : 0;
  guint64 first;

  run += window % 2 == 0 ? shift : -shift;
  run = CLAMP (run, 0, (gint64) self->window);
  first = sd_scale (sd_random (key, 1 + 3 * (window / 2) + window % 2),
                    self->window - (guint64) run + 1);
  return place % self->window >= first && place % self->window < first + (guint64) run;
}

static double
get_cycles (const SeriesNode *self,
            double            days)
{
  double value = 0;

  if (self->yearly != 0)
    value += self->yearly * sd_cos (TWO_PI * (days - YEARLY_PEAK) / DAYS_OF_YEAR);
  if (self->weekly != 0)
    value += self->weekly * sd_cos (TWO_PI * (days - WEEKLY_PEAK) / 7);
  if (self->daily != 0)
    value += self->daily * sd_cos (TWO_PI * (days - sd_floor (days) - self->daily_peak));
  return value;
}

static double
get_value (const SeriesNode *self,
           SdBridgeMemory   *memory,
           guint64           parent,
           guint64           index,
           double            level,
           double            days)
{
  double value = level + self->trend * (days - self->origin) + get_cycles (self, days);

  if (self->noise > 0)
    value += self->noise * sd_bridge_get (&self->bridge, memory,
                                          sd_key_derive (self->noise_key, parent), index);
  if (value < self->min)
    value = self->min;
  return value > self->max ? self->max : value;
}

static void
fill_places (const SdNode      *node,
             SdFrame           *frame,
             guint              i,
             const SdGroupRows *rows,
             SdGroup           *group)
{
  for (guint k = 0; k < rows->n; k++)
    group->values[rows->sorted[k]] = k;
}

/* Each row's parent and place in the series; FALSE for rows that have none. */
static gboolean
find_place (const SeriesNode *self,
            SdFrame          *frame,
            guint             i,
            guint64          *parent,
            guint64          *index)
{
  const SdGroup *group;
  guint ordinal;

  *parent = 0;
  if (!self->grouping.by_ordinal)
    {
      group = sd_grouping_get (&self->grouping, &self->node, frame, i, TRUE, fill_places, &ordinal);
      if (group == NULL)
        return FALSE;
      *parent = group->parent;
      *index = (guint64) group->values[ordinal];
      return TRUE;
    }
  *index = frame->rows[i];
  if (self->grouping.whole)
    return TRUE;
  if (sd_frame_get_link (frame, frame->table, self->grouping.link) == NULL)
    return FALSE;
  *parent = sd_frame_get_parent_rows (frame, self->grouping.link)[i];
  *index = sd_frame_get_ordinals (frame, self->grouping.link)[i];
  return *parent != SD_NO_ROW;
}

static double
get_level (const SeriesNode *self,
           guint64           parent)
{
  guint64 u;

  if (self->level_stddev == 0)
    return self->level;
  sd_draw_fill (&self->levels, &parent, 1, &u);
  return self->level + self->level_stddev * sd_normal_quantile (sd_unit (u));
}

static void
evaluate_series (const SdNode *node,
                 SdFrame      *frame,
                 SdVector     *out)
{
  const SeriesNode *self = (const SeriesNode *) node;
  const SdVector *time = sd_frame_get (frame, (guint) self->time);
  SdBridgeMemory *memory = sd_frame_alloc (frame, sizeof *memory);
  guint8 *null = node->has_null ? sd_frame_need_null (frame, out) : NULL;
  guint64 last = SD_NO_ROW;
  double level = 0;

  sd_bridge_memory_init (memory);
  for (guint i = 0; i < frame->n_rows; i++)
    {
      guint64 parent, index;
      double value = 0;

      if ((time->null != NULL && time->null[i])
          || !find_place (self, frame, i, &parent, &index)
          || (self->drops > 0 && is_dropped (self, parent, index)))
        {
          /* Rows that are being planned have no place yet. */
          if (null != NULL)
            null[i] = 1;
        }
      else
        {
          const gint64 moment = sd_moment_from_value (self->time_type, time->i64[i]);

          if (parent != last)
            level = get_level (self, parent);
          last = parent;
          value = get_value (self, memory, parent, index, level,
                             (double) moment / (double) SD_USEC_PER_DAY);
        }
      if (out->kind == SD_VECTOR_DOUBLE)
        out->f64[i] = value;
      else
        out->i64[i] = sd_round_to_scaled (value, node->scale);
    }
}

/* The trend begins with the range of the time, which the links decide for some. */
static void
check_series (const SdNode *node,
              SdCompiler   *compiler,
              guint         table)
{
  SeriesNode *self = (SeriesNode *) node;
  const SdNode *time = sd_compiler_get_node (compiler, table, (guint) self->time);

  if (time->has_range)
    self->origin = (double) sd_moment_from_value (time->type, time->minimum)
                   / (double) SD_USEC_PER_DAY;
  if (!self->grouping.by_ordinal)
    sd_grouping_check (&self->grouping, compiler, table, TRUE);
}

static const SdNodeClass series_class = { "series", evaluate_series, sd_node_free_plain,
                                          check_series };

static gboolean
read_time (SeriesNode            *self,
           const SdColumnContext *context)
{
  const char *time = sd_parameter_get_text (sd_column_get_parameters (context->column), "time", "");
  const SdNode *node = sd_context_get_input (context, time);

  if (node == NULL)
    return FALSE;
  if (node->type != SD_TYPE_DATE && node->type != SD_TYPE_TIMESTAMP)
    return sd_context_fail (context, "reference-not-date",
                            _("The time of a series is a date or a timestamp."));
  self->time = (int) node->index;
  self->time_type = node->type;
  self->node.has_null = node->has_null;
  if (!sd_grouping_read (&self->grouping, context, time))
    return FALSE;
  /* What ascends with the row need not be sorted. */
  if (sd_moment_node_is_ordered (node))
    self->grouping.order = -1;
  return TRUE;
}

static void
read_shape (SeriesNode *self,
            JsonObject *parameters)
{
  gint64 peak = 14 * (SD_USEC_PER_DAY / 24);

  self->level = sd_parameter_get_number (parameters, "level", 0);
  self->level_stddev = sd_parameter_get_number (parameters, "level_stddev", 0);
  self->trend = sd_parameter_get_number (parameters, "trend", 0);
  self->yearly = sd_parameter_get_number (parameters, "yearly", 0);
  self->weekly = sd_parameter_get_number (parameters, "weekly", 0);
  self->daily = sd_parameter_get_number (parameters, "daily", 0);
  sd_time_parse (sd_parameter_get_text (parameters, "daily_peak", "14:00"), &peak);
  self->daily_peak = (double) peak / (double) SD_USEC_PER_DAY;
  self->noise = MAX (sd_parameter_get_number (parameters, "noise", 0), 0);
  self->drops = CLAMP (sd_parameter_get_number (parameters, "drops", 0), 0, 1);
  self->min = sd_parameter_get_number (parameters, "min", NAN);
  self->max = sd_parameter_get_number (parameters, "max", NAN);
  self->window = self->drops > 0
                 ? (guint64) CLAMP (sd_floor (DROP_ROWS / self->drops + 0.5), 10, 1e6) : 1;
}

static void
set_up_draws (SeriesNode            *self,
              const SdColumnContext *context)
{
  const guint table_id = sd_table_get_id (context->table);
  const guint column_id = sd_column_get_id (context->column);
  guint64 n_parents = 1;

  if (!self->grouping.whole)
    {
      const SdPlanLink *link = sd_plan_get_link (context->compiler->plan, context->table_index,
                                                 self->grouping.link);

      n_parents = sd_table_get_rows (context->compiler->tables[link->parent_table].table);
      self->node.has_null |= sd_compiler_is_optional (context->compiler, context->table_index,
                                                      self->grouping.link);
    }
  self->node.has_null |= self->drops > 0;
  self->noise_key = sd_key (context->seed, table_id, column_id, SD_LANE_NOISE, 0);
  self->drop_key = sd_key (context->seed, table_id, column_id, SD_LANE_MISSING, 1);
  sd_draw_init (&self->levels, context->seed, table_id, column_id, SD_LANE_DETAIL, 1,
                n_parents, context->margins);
  for (guint i = 0; i < G_N_ELEMENTS (self->phases); i++)
    sd_draw_init (&self->phases[i], context->seed, table_id, column_id, SD_LANE_MISSING, 2 + i,
                  n_parents, context->margins);
}

/**
 * sd_series_compile:
 *
 * Parameters: "time", the column with the moment of each row; "within", the
 * parent whose rows are one series (none: the table is one); "level" with
 * "level_stddev" between parents, "trend" per day, the amplitudes "yearly",
 * "weekly" and "daily" with "daily_peak", "noise" (standard deviation) with
 * "autocorrelation" from row to row, "drops" (share of rows), "min", "max".
 *
 * Returns: (transfer full) (nullable): the node; %NULL with findings
 */
SdNode *
sd_series_compile (const SdColumnContext *context)
{
  const SdType type = sd_column_get_column_type (context->column);
  JsonObject *parameters = sd_column_get_parameters (context->column);
  SeriesNode *self = sd_node_alloc (sizeof *self, &series_class, type,
                                    type == SD_TYPE_REAL ? SD_VECTOR_DOUBLE : SD_VECTOR_INT64);

  self->node.scale = type == SD_TYPE_DECIMAL ? sd_column_get_scale (context->column) : 0;
  self->origin = (double) context->as_of;
  read_shape (self, parameters);
  if (self->min > self->max)
    sd_context_fail (context, "range-empty", _("The smallest value is above the largest."));
  if (self->min > self->max || !read_time (self, context))
    {
      sd_node_free_plain (&self->node);
      return NULL;
    }
  set_up_draws (self, context);
  sd_bridge_init (&self->bridge,
                  CLAMP (sd_parameter_get_number (parameters, "autocorrelation", 0), -0.9999,
                         0.9999));
  if (type != SD_TYPE_REAL && self->min <= self->max)
    {
      self->node.has_range = TRUE;
      self->node.minimum = sd_round_to_scaled (self->min, self->node.scale);
      self->node.maximum = sd_round_to_scaled (self->max, self->node.scale);
    }
  return &self->node;
}
