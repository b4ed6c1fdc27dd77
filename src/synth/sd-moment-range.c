/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Ranges of moments; see the header.
 *
 * Within opening hours time is counted in open microseconds, so that one
 * uniform number serves any range and any hours; with a shape it is counted in
 * the ticks of its clock.
 */

#define G_LOG_DOMAIN "sd-moment-range"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-calendar.h"
#include "sd-generator-info.h"
#include "sd-moment-private.h"
#include "sd-moment-range-private.h"

#define USEC_PER_SECOND G_GINT64_CONSTANT (1000000)

gint64
sd_moment_floor_days (gint64 moment)
{
  return moment >= 0 ? moment / SD_USEC_PER_DAY
                     : -((SD_USEC_PER_DAY - 1 - moment) / SD_USEC_PER_DAY);
}

gint64
sd_moment_range_to_value (const SdMomentRange *self,
                          gint64               moment,
                          gint64               least)
{
  gint64 stepped;

  if (self->type == SD_TYPE_DATE)
    return sd_moment_floor_days (moment);
  stepped = sd_moment_floor_days (moment) * SD_USEC_PER_DAY;
  stepped += (moment - stepped) / self->step * self->step;
  return MAX (stepped, least);
}

gint64
sd_moment_range_get_end (const SdMomentRange *self,
                         gint64               last)
{
  return sd_clock_read (&self->clock,
                        self->type == SD_TYPE_DATE
                        ? (sd_moment_floor_days (last) + 1) * SD_USEC_PER_DAY
                        : last + USEC_PER_SECOND);
}

/* G_MININT64 where the shape leaves nothing in between. */
static gint64
draw_shaped (const SdMomentRange *self,
             gint64               first,
             gint64               last,
             guint64              u)
{
  const gint64 from = sd_clock_read (&self->clock, first);
  const gint64 to = sd_moment_range_get_end (self, last);
  gint64 moment;

  if (to <= from)
    return G_MININT64;
  moment = sd_clock_find (&self->clock, from + (gint64) sd_scale (u, (guint64) (to - from)));
  return sd_moment_range_to_value (self, CLAMP (moment, first, last), first);
}

gint64
sd_moment_range_draw (const SdMomentRange *self,
                      gint64               first,
                      gint64               last,
                      guint64              u)
{
  gint64 from;
  gint64 to;

  if (first >= last)
    return sd_moment_range_to_value (self, first, first);
  if (sd_clock_has_shape (&self->clock))
    {
      const gint64 shaped = draw_shaped (self, first, last, u);

      if (shaped != G_MININT64)
        return shaped;
    }
  if (self->type == SD_TYPE_DATE)
    {
      from = sd_moment_floor_days (first);
      return from + (gint64) sd_scale (u, (guint64) (sd_moment_floor_days (last) - from) + 1);
    }
  if (sd_clock_has_shape (&self->clock))
    return sd_moment_range_to_value (self, first + (gint64) sd_scale (u, (guint64) (last - first)),
                                     first);
  from = sd_clock_read (&self->clock, first);
  to = sd_clock_read (&self->clock, last);
  return sd_moment_range_to_value (self,
                                   sd_clock_find (&self->clock,
                                                  from + (gint64) sd_scale (u, to - from + 1)),
                                   first);
}

static gboolean
read_moment (const SdColumnContext *context,
             JsonObject            *parameters,
             const char            *name,
             const char            *fallback,
             gint64                *moment)
{
  const char *text = sd_parameter_get_text (parameters, name, fallback);

  if (sd_moment_parse (text, context->as_of, moment))
    return TRUE;
  return sd_context_fail (context, "moment-unreadable", "%s (“%s”)",
                          _("This is neither a date (2026-03-01) nor relative to the document’s "
                            "day (today-2y)."), text);
}

static gboolean
read_time (const SdColumnContext *context,
           JsonObject            *parameters,
           const char            *name,
           gint64                 fallback,
           gint64                *time)
{
  const char *text = sd_parameter_get_text (parameters, name, NULL);

  *time = fallback;
  if (text == NULL || sd_time_parse (text, time))
    return TRUE;
  return sd_context_fail (context, "time-unreadable", "%s (“%s”)",
                          _("This is not a time of day (14:30)."), text);
}

static gboolean
read_hours (const SdColumnContext *context,
            JsonObject            *parameters,
            gint64                *opening,
            gint64                *open)
{
  gint64 closing;

  if (!read_time (context, parameters, "opening", 0, opening)
      || !read_time (context, parameters, "closing", SD_USEC_PER_DAY, &closing))
    return FALSE;
  if (closing <= *opening)
    return sd_context_fail (context, "hours-empty", _("Closing time must be after opening time."));
  *open = closing - *opening;
  return TRUE;
}

static gboolean
read_bounds (SdMomentRange         *self,
             const SdColumnContext *context,
             JsonObject            *parameters,
             gint64                *opening,
             gint64                *open)
{
  *opening = 0;
  *open = SD_USEC_PER_DAY;
  if (self->type == SD_TYPE_TIME)
    return read_time (context, parameters, "min", 0, &self->first)
           && read_time (context, parameters, "max", SD_USEC_PER_DAY - USEC_PER_SECOND,
                         &self->last);
  if (!read_moment (context, parameters, "min", "today-1y", &self->first)
      || !read_moment (context, parameters, "max", "today", &self->last))
    return FALSE;
  if (self->type == SD_TYPE_DATE)
    return TRUE;
  if (!read_hours (context, parameters, opening, open))
    return FALSE;
  /* A last day without a time of day is open to its end. */
  if (self->last % SD_USEC_PER_DAY == 0)
    self->last += SD_USEC_PER_DAY - USEC_PER_SECOND;
  return TRUE;
}

gboolean
sd_moment_range_read (SdMomentRange         *self,
                      const SdColumnContext *context,
                      JsonObject            *parameters)
{
  gint64 opening, open;

  *self = (SdMomentRange) { .type = sd_column_get_column_type (context->column) };
  self->step = USEC_PER_SECOND
               * MAX (1, sd_parameter_get_integer (parameters, "step_seconds", 1));
  if (!read_bounds (self, context, parameters, &opening, &open))
    return FALSE;
  if (self->first > self->last)
    return sd_context_fail (context, "range-empty", _("The range ends before it begins."));
  self->n_days = (guint64) (sd_moment_floor_days (self->last)
                            - sd_moment_floor_days (self->first)) + 1;
  if (self->type == SD_TYPE_TIME)
    {
      self->clock = (SdClock) { .n_days = 1, .open = SD_USEC_PER_DAY };
      return TRUE;
    }
  return sd_clock_init (&self->clock, context, parameters, sd_moment_floor_days (self->first),
                        self->n_days, opening, open);
}

void
sd_moment_range_clear (SdMomentRange *self)
{
  sd_clock_clear (&self->clock);
}
