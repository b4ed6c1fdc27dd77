/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Moments with gaps between them: the events of one parent follow each other at
 * random distances (a renewal process), the first of them a gap after the
 * parent's own date or after the beginning of the range.
 *
 * How many events a parent has is the link's business. Where they do not fit
 * before the end, all gaps of this parent are shortened by the same factor, so
 * that one more gap would end there: the order and the proportions of the gaps
 * hold, and nothing lies in the future. With a season or opening hours gaps are
 * counted on their clock, so that events fall into busy times.
 */

#define G_LOG_DOMAIN "sd-node-gaps"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-calendar.h"
#include "sd-dwell-private.h"
#include "sd-generator-info.h"
#include "sd-grouping-private.h"
#include "sd-moment-private.h"
#include "sd-moment-range-private.h"
#include "sd-node-gather-private.h"

typedef struct
{
  SdNode        node;
  SdMomentRange range;
  SdGrouping    grouping;
  SdDwell       gap;         /* in days */
  gint64        least_gap;   /* microseconds after `after` */
  int           after;       /* node, −1 none */
  SdType        after_type;
  double        day_ticks;
  SdKey         key;
} GapsNode;

static void
gaps_node_free (SdNode *node)
{
  sd_moment_range_clear (&((GapsNode *) node)->range);
  g_free (node);
}

/* Where the events of row @i's parent begin. */
static gint64
get_begin (const GapsNode *self,
           SdFrame        *frame,
           guint           i)
{
  const SdVector *after = self->after >= 0 ? sd_frame_get (frame, self->after) : NULL;

  if (after == NULL || (after->null != NULL && after->null[i]))
    return self->range.first;
  return MAX (self->range.first,
              sd_moment_from_value (self->after_type, after->i64[i]) + self->least_gap);
}

static gint64
get_value (const GapsNode *self,
           gint64          begin,
           gint64          ticks)
{
  const gint64 moment = sd_clock_find (&self->range.clock, ticks);

  return sd_moment_range_to_value (&self->range, CLAMP (moment, begin, self->range.last), begin);
}

static void
fill_gaps (const SdNode      *node,
           SdFrame           *frame,
           guint              i,
           const SdGroupRows *rows,
           SdGroup           *group)
{
  const GapsNode *self = (const GapsNode *) node;
  const SdKey key = sd_key_derive (self->key, rows->parent);
  const gint64 begin = get_begin (self, frame, i);
  const gint64 from = sd_clock_read (&self->range.clock, begin);
  const gint64 room = sd_moment_range_get_end (&self->range, self->range.last) - from;
  double sum = 0, factor = self->day_ticks, reached = 0;

  for (guint k = 0; k <= rows->n; k++)
    sum += sd_dwell_draw (&self->gap, sd_random (key, k));
  if (begin >= self->range.last || room <= 0)
    factor = 0;
  else if (sum * factor > (double) room)
    factor = (double) room / MAX (sum, 1e-9);
  for (guint k = 0; k < rows->n; k++)
    {
      reached += sd_dwell_draw (&self->gap, sd_random (key, k));
      group->values[k] = begin >= self->range.last
                         ? sd_moment_range_to_value (&self->range, begin, begin)
                         : get_value (self, begin, from + (gint64) (reached * factor));
    }
}

static void
evaluate_gaps (const SdNode *node,
               SdFrame      *frame,
               SdVector     *out)
{
  const GapsNode *self = (const GapsNode *) node;
  guint8 *null = NULL;

  for (guint i = 0; i < frame->n_rows; i++)
    {
      guint ordinal = 0;
      const SdGroup *group = sd_grouping_get (&self->grouping, node, frame, i, FALSE, fill_gaps,
                                              &ordinal);

      out->i64[i] = group != NULL ? group->values[ordinal] : 0;
      if (group != NULL)
        continue;
      if (null == NULL)
        null = sd_frame_need_null (frame, out);
      null[i] = 1;
    }
}

/* Says how much shorter gaps become where a parent has many events. */
static void
check_gaps (const SdNode *node,
            SdCompiler   *compiler,
            guint         table)
{
  const GapsNode *self = (const GapsNode *) node;
  const guint64 most = sd_grouping_check (&self->grouping, compiler, table, FALSE);
  const double days = (double) (self->range.last - self->range.first) / (double) SD_USEC_PER_DAY;
  const double mean = sd_dwell_get_mean (&self->gap);
  const double fits = days / MAX (mean, 1e-9) - 1;

  if (most == 0 || (double) most <= fits)
    return;
  sd_compiler_add_finding (compiler,
                           sd_finding_new (SD_SEVERITY_NOTE, "gaps-shortened",
                                           self->grouping.column_id, self->grouping.place,
                                           _("About %.0f gaps of %g days fit into the %.0f days of "
                                             "the range, but there are up to %" G_GUINT64_FORMAT
                                             " rows in a group: theirs are shortened, to %.3g days "
                                             "on average for the largest, so that none comes after "
                                             "the end. A longer range or shorter gaps avoid it."),
                                           MAX (fits, 0), mean, days, most,
                                           days / ((double) most + 1)));
}

static const SdNodeClass gaps_class = { "gaps", evaluate_gaps, gaps_node_free, check_gaps };

/* All events of a parent count from one date. */
static gboolean
check_after (const GapsNode        *self,
             const SdColumnContext *context)
{
  guint link;
  guint parent_node;

  if (self->after < 0
      || (!self->grouping.whole
          && sd_gather_node_get (sd_compiler_get_node (context->compiler, context->table_index,
                                                       (guint) self->after), &link, &parent_node)
          && link == self->grouping.link))
    return TRUE;
  sd_context_fail (context, "gaps-after",
                   _("Events with gaps between them begin after a date of the parent within whose "
                     "rows they lie, not after a column of the row."));
  return FALSE;
}

static void
note_range (GapsNode              *self,
            const SdColumnContext *context)
{
  const SdNode *after = self->after < 0 ? NULL
    : sd_compiler_get_node (context->compiler, context->table_index, (guint) self->after);
  gint64 last = self->range.last;

  if (after != NULL)
    last = after->has_range
           ? MAX (last, sd_moment_from_value (after->type, after->maximum) + self->least_gap
                        + SD_USEC_PER_DAY - 1)
           : SD_DATE_MAX * SD_USEC_PER_DAY;
  self->node.has_range = TRUE;
  self->node.minimum = self->node.type == SD_TYPE_DATE
                       ? sd_moment_floor_days (self->range.first) : self->range.first;
  self->node.maximum = self->node.type == SD_TYPE_DATE ? sd_moment_floor_days (last) : last;
}

static gboolean
set_up (GapsNode              *self,
        const SdColumnContext *context)
{
  JsonObject *parameters = sd_column_get_parameters (context->column);
  const double least = CLAMP (sd_parameter_get_number (parameters, "min_days", 0), 0, 4e6);

  self->least_gap = (gint64) (least * (double) SD_USEC_PER_DAY);
  if (!sd_moment_range_read (&self->range, context, parameters)
      || !sd_moment_reference_read (context, sd_parameter_get_text (parameters, "after", NULL),
                                    &self->after, &self->after_type)
      || !sd_grouping_read (&self->grouping, context, NULL) || !check_after (self, context)
      || !sd_dwell_init (&self->gap, context,
                         sd_parameter_get_text (parameters, "gap", "exponential"),
                         sd_parameter_get_number (parameters, "gap_days", 1),
                         sd_parameter_get_number (parameters, "gap_stddev", -1)))
    return FALSE;
  self->day_ticks = sd_clock_get_day_ticks (&self->range.clock);
  self->node.has_null = !self->grouping.whole
                        && sd_compiler_is_optional (context->compiler, context->table_index,
                                                    self->grouping.link);
  note_range (self, context);
  return TRUE;
}

/**
 * sd_gaps_compile:
 *
 * Parameters beside those of sd_moment_range_read(): "within", the parent; "gap"
 * (exponential, lognormal, fixed, uniform) with "gap_days", its mean, and
 * "gap_stddev"; "after", the date of the parent from which its first gap counts,
 * and "min_days".
 *
 * Returns: (transfer full) (nullable): the node; %NULL with findings
 */
SdNode *
sd_gaps_compile (const SdColumnContext *context)
{
  GapsNode *self = sd_node_alloc (sizeof *self, &gaps_class,
                                  sd_column_get_column_type (context->column), SD_VECTOR_INT64);

  self->key = sd_key (context->seed, sd_table_get_id (context->table),
                      sd_column_get_id (context->column), SD_LANE_DETAIL, 1);
  if (set_up (self, context))
    return &self->node;
  gaps_node_free (&self->node);
  return NULL;
}
