/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Moments in a regular grid: row k of a parent (or of the table) stands k steps
 * after the beginning. Without a beginning of its own the grid of the largest
 * group ends at the end of the range.
 */

#define G_LOG_DOMAIN "sd-node-grid"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sd-calendar.h"
#include "sd-compiler-private.h"
#include "sd-generator-info.h"
#include "sd-grid-private.h"
#include "sd-moment-private.h"
#include "sd-moment-range-private.h"

#define USEC_PER_SECOND G_GINT64_CONSTANT (1000000)

typedef struct
{
  SdNode      node;
  gint64      first, last;   /* microseconds */
  gint64      step;          /* microseconds; of months their number */
  gboolean    months;
  gboolean    from_end;      /* the largest group ends at last */
  gboolean    whole;
  guint       link;
  int         after;         /* node, −1 none */
  SdType      after_type;
  gint64      least_gap;
  guint64     n_rows;
  guint       column_id;
  const char *place;
} GridNode;

/* @k steps after @begin. */
static gint64
get_moment (const GridNode *self,
            gint64          begin,
            gint64          k)
{
  const gint64 day = sd_moment_floor_days (begin);
  const gint64 most = (gint64) SD_DATE_MAX * SD_USEC_PER_DAY;
  gint64 moment;

  if (self->months)
    return sd_date_add_months (day, (int) CLAMP (k * self->step, -240000, 240000))
           * SD_USEC_PER_DAY + (begin - day * SD_USEC_PER_DAY);
  if (__builtin_mul_overflow (k, self->step, &moment)
      || __builtin_add_overflow (moment, begin, &moment))
    return most;
  return MIN (moment, most);
}

static gint64
get_begin (const GridNode *self,
           const SdVector *after,
           guint           i)
{
  if (after == NULL || (after->null != NULL && after->null[i]))
    return self->first;
  return MAX (self->first, sd_moment_from_value (self->after_type, after->i64[i])
                           + self->least_gap);
}

static void
evaluate_grid (const SdNode *node,
               SdFrame      *frame,
               SdVector     *out)
{
  const GridNode *self = (const GridNode *) node;
  const gboolean is_date = node->type == SD_TYPE_DATE;
  const SdVector *after = self->after >= 0 ? sd_frame_get (frame, (guint) self->after) : NULL;
  const SdLink *link = self->whole ? NULL : sd_frame_get_link (frame, frame->table, self->link);
  const guint64 *ordinals = link != NULL ? sd_frame_get_ordinals (frame, self->link) : frame->rows;
  const guint64 *parents = link != NULL ? sd_frame_get_parent_rows (frame, self->link) : NULL;
  guint8 *null = NULL;

  for (guint i = 0; i < frame->n_rows; i++)
    {
      const gboolean missing = parents != NULL && parents[i] == SD_NO_ROW;
      const gint64 moment = missing ? 0 : get_moment (self, get_begin (self, after, i),
                                                      (gint64) ordinals[i]);

      out->i64[i] = is_date ? sd_moment_floor_days (moment) : moment;
      if (G_LIKELY (!missing))
        continue;
      if (null == NULL)
        null = sd_frame_need_null (frame, out);
      null[i] = 1;
    }
}

static void
note_range (GridNode *self,
            guint64   most)
{
  const gboolean is_date = self->node.type == SD_TYPE_DATE;
  const gint64 last = get_moment (self, self->first, (gint64) MAX (most, 1) - 1);

  self->node.has_range = self->after < 0;
  self->node.minimum = is_date ? sd_moment_floor_days (self->first) : self->first;
  self->node.maximum = is_date ? sd_moment_floor_days (last) : last;
}

static char *
format_moment (const GridNode *self,
               gint64          moment)
{
  const gint64 day = CLAMP (sd_moment_floor_days (moment), SD_DATE_MIN, SD_DATE_MAX);
  const SdCivil civil = sd_date_to_civil (day);
  const int minute = (int) ((moment - day * SD_USEC_PER_DAY) / (60 * USEC_PER_SECOND));

  if (self->node.type == SD_TYPE_DATE)
    return g_strdup_printf ("%04d-%02d-%02d", civil.year, civil.month, civil.day);
  return g_strdup_printf ("%04d-%02d-%02d %02d:%02d", civil.year, civil.month, civil.day,
                          CLAMP (minute, 0, 1439) / 60, CLAMP (minute, 0, 1439) % 60);
}

/* A grid whose beginning is open: @most rows of it end at the last step of the
 * range. */
static void
end_at_last (GridNode *self,
             guint64   most)
{
  const gint64 midnight = sd_moment_floor_days (self->last) * SD_USEC_PER_DAY;
  const gint64 unit = self->months ? SD_USEC_PER_DAY : MIN (self->step, SD_USEC_PER_DAY);
  const gint64 last = midnight + (self->last - midnight) / unit * unit;

  self->first = MAX (get_moment (self, last, 1 - (gint64) MIN (most, G_MAXINT32)),
                     (gint64) SD_DATE_MIN * SD_USEC_PER_DAY);
}

/* The grid of the largest group is known when the links are: where it begins if
 * that is open, and whether it ends in time if not. */
static void
check_grid (const SdNode *node,
            SdCompiler   *compiler,
            guint         table)
{
  GridNode *self = (GridNode *) node;
  const SdLink *link = self->whole ? NULL
                                   : sd_plan_get_link (compiler->plan, table, self->link)->link;
  const guint64 most = link != NULL ? sd_link_get_max_count (link) : self->n_rows;
  g_autofree char *reached = NULL;
  g_autofree char *last = NULL;
  SdFinding *finding;
  gint64 end;

  if (most == 0)
    return;
  if (self->from_end)
    end_at_last (self, most);
  note_range (self, most);
  end = get_moment (self, self->first, (gint64) most - 1);
  if (end <= self->last)
    return;
  reached = format_moment (self, end);
  last = format_moment (self, self->last);
  finding = sd_finding_new (SD_SEVERITY_ERROR, "grid-too-long", self->column_id, self->place,
                            _("The grid of %" G_GUINT64_FORMAT " rows would reach %s, beyond the end "
                              "of its range, %s. Make fewer rows, shorten the step, let it begin "
                              "earlier, or leave out the beginning, so that it ends there."),
                            most, reached, last);
  if (self->after < 0)
    sd_finding_add_fix (finding, self->column_id, "parameters.min", NULL,
                        _("Let the grid end at the end of the range"));
  sd_compiler_add_finding (compiler, finding);
}

static const SdNodeClass grid_class = { "grid", evaluate_grid, sd_node_free_plain, check_grid };

gboolean
sd_grid_node_is_ordered (const SdNode *node)
{
  const GridNode *self = (const GridNode *) node;

  return node->klass == &grid_class && self->whole && self->after < 0;
}

/* "15 minutes", "1 hour", "day", "3 months". */
static gboolean
parse_every (GridNode   *self,
             const char *text)
{
  static const struct
  {
    const char *unit;
    gint64      seconds;   /* 0: months */
    gint64      count;
  } units[] = {
    { "second", 1, 1 }, { "minute", 60, 1 }, { "hour", 3600, 1 }, { "day", 86400, 1 },
    { "week", 604800, 1 }, { "month", 0, 1 }, { "quarter", 0, 3 }, { "year", 0, 12 },
  };
  char *end;
  gint64 count = g_ascii_isdigit (*text) ? g_ascii_strtoll (text, &end, 10)
                                         : (end = (char *) text, 1);

  while (*end == ' ')
    end++;
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      const gsize length = strlen (units[i].unit);

      if (count < 1 || count > 1000000 || strncmp (end, units[i].unit, length) != 0
          || (end[length] != '\0' && !g_str_equal (end + length, "s")))
        continue;
      self->months = units[i].seconds == 0;
      self->step = count * (self->months ? units[i].count : units[i].seconds * USEC_PER_SECOND);
      return TRUE;
    }
  return FALSE;
}

static gboolean
read_step (GridNode              *self,
           const SdColumnContext *context)
{
  const char *every = sd_parameter_get_text (sd_column_get_parameters (context->column), "every",
                                             self->node.type == SD_TYPE_DATE ? "1 day" : "1 hour");

  if (!parse_every (self, every))
    return sd_context_fail (context, "every-unreadable", "%s (“%s”)",
                            _("The step of a grid is a number of seconds, minutes, hours, days, "
                              "weeks, months or years, such as “15 minutes”."), every);
  if (self->node.type == SD_TYPE_DATE && !self->months && self->step % SD_USEC_PER_DAY != 0)
    return sd_context_fail (context, "every-unreadable", "%s (“%s”)",
                            _("Dates stand at least one day apart, in whole days."), every);
  return TRUE;
}

static gboolean
read_within (GridNode              *self,
             const SdColumnContext *context)
{
  const char *within = sd_parameter_get_text (sd_column_get_parameters (context->column),
                                              "within", "");
  int link;

  self->whole = *within == '\0';
  if (self->whole)
    return TRUE;
  link = sd_compiler_find_link (context->compiler, context->table_index, within);
  if (link < 0)
    return sd_context_fail (context, "within-unknown", "%s (“%s”)",
                            _("This is neither a table that the rows refer to nor one of the "
                              "columns that refer."), within);
  self->link = (guint) link;
  self->node.has_null = sd_compiler_is_optional (context->compiler, context->table_index,
                                                 self->link);
  return TRUE;
}

static gboolean
set_up (GridNode              *self,
        const SdColumnContext *context)
{
  JsonObject *parameters = sd_column_get_parameters (context->column);
  const double least = CLAMP (sd_parameter_get_number (parameters, "min_days", 0), 0, 4e6);
  SdMomentRange range;

  if (!sd_moment_range_read (&range, context, parameters))
    return FALSE;
  self->first = range.first;
  self->last = range.last;
  if (sd_clock_has_shape (&range.clock) || range.clock.open != SD_USEC_PER_DAY)
    sd_context_report (context, SD_SEVERITY_NOTE, "grid-without-season",
                       _("A regular grid has neither seasons nor growth nor opening hours; they "
                         "are left out."));
  sd_moment_range_clear (&range);
  self->least_gap = (gint64) (least * (double) SD_USEC_PER_DAY);
  if (!sd_moment_reference_read (context, sd_parameter_get_text (parameters, "after", NULL),
                                 &self->after, &self->after_type)
      || !read_step (self, context) || !read_within (self, context))
    return FALSE;
  self->from_end = self->after < 0 && !json_object_has_member (parameters, "min");
  if (self->from_end && self->whole)
    end_at_last (self, context->n_rows);
  note_range (self, context->n_rows);
  self->node.has_range &= self->whole || !self->from_end;
  return TRUE;
}

/**
 * sd_grid_compile:
 *
 * Parameters: "every" ("15 minutes", "1 month"), "within" (the parent, or none
 * for the table as a whole), "min" or a parent's date under "after" where it
 * begins, "max" which it must not pass.
 *
 * Returns: (transfer full) (nullable): the node; %NULL with findings
 */
SdNode *
sd_grid_compile (const SdColumnContext *context)
{
  GridNode *self = sd_node_alloc (sizeof *self, &grid_class,
                                  sd_column_get_column_type (context->column), SD_VECTOR_INT64);

  self->n_rows = context->n_rows;
  self->column_id = sd_column_get_id (context->column);
  self->place = g_string_chunk_insert_const (context->compiler->plan->strings, context->place);
  if (set_up (self, context))
    return &self->node;
  sd_node_free_plain (&self->node);
  return NULL;
}
