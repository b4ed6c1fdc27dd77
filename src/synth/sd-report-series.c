/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Noise and memory of a series, from how far values lie apart that are one and
 * two steps apart: the level of each parent drops out of the differences, and
 * the courses of year, week and day and the trend are subtracted.
 *
 * Of an AR(1) process with standard deviation s and correlation r the variance
 * of the difference over k steps is v(k) = 2 s² (1 − r^k), so r = v(2) ÷ v(1) − 1,
 * and s follows from v(1) and the r that is declared.
 */

#define G_LOG_DOMAIN "sd-report-series"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>

#include "sd-calendar.h"
#include "sd-generator-info.h"
#include "sd-math.h"
#include "sd-report-private.h"

#define TWO_PI 6.283185307179586
#define MANY   500   /* fewer differences say little */

typedef struct
{
  double group, time, value;
} Point;

/* What the series declares without its noise and its level, at a day and part of
 * a day since 1970. */
static double
get_course (const SdReportSeries *self,
            double                days)
{
  const gint64 day = (gint64) sd_floor (days);
  const SdCivil civil = sd_date_to_civil (day);
  const gint64 new_year = sd_date_from_civil ((SdCivil) { civil.year, 1, 1 });
  double value = self->trend * days;

  if (self->yearly != 0)
    value += self->yearly * sd_cos (TWO_PI * (days - (double) new_year - 196) / 365.2425);
  if (self->weekly != 0)
    value += self->weekly * sd_cos (TWO_PI * (days - 6.5) / 7);
  if (self->daily != 0)
    value += self->daily * sd_cos (TWO_PI * (days - (double) day - self->daily_peak));
  return value;
}

static int
compare_points (const void *a,
                const void *b)
{
  const Point *x = a;
  const Point *y = b;

  if (x->group != y->group)
    return x->group < y->group ? -1 : 1;
  return x->time < y->time ? -1 : x->time > y->time;
}

/* Points of the table in the order of their time; NaN where nothing was
 * measured. */
static Point *
get_points (const SdReportSeries *self,
            const SdReportTable  *table,
            guint                 value)
{
  const double unit = table->types[self->time] == SD_TYPE_DATE ? 1 : (double) SD_USEC_PER_DAY;
  Point *points = g_new (Point, MAX (table->n, 1));

  for (guint64 i = 0; i < table->n; i++)
    {
      const double days = table->values[self->time][i] / unit;
      const gboolean missing = table->nulls[value] != NULL && table->nulls[value][i];

      points[i].group = self->within >= 0 ? table->values[self->within][i] : 0;
      points[i].time = days;
      points[i].value = missing ? NAN : table->values[value][i] - get_course (self, days);
    }
  qsort (points, table->n, sizeof *points, compare_points);
  return points;
}

/* Mean square of the differences over @steps, without what rounding adds. */
static double
get_spread (const SdReportSeries *self,
            const Point          *points,
            guint64               n,
            guint                 steps,
            guint64              *count)
{
  double sum = 0;

  *count = 0;
  for (guint64 i = steps; i < n; i++)
    {
      const double difference = points[i].value - points[i - steps].value;

      if (points[i].group != points[i - steps].group || isnan (difference))
        continue;
      sum += difference * difference;
      (*count)++;
    }
  return sum / (double) MAX (*count, 1) - self->rounding * self->rounding / 6;
}

double
_sd_report_measure_series (const SdReportSeries *self,
                           const SdReportTable  *table,
                           guint                 value,
                           gboolean              memory,
                           guint64              *n)
{
  g_autofree Point *points = NULL;
  double near, far;
  guint64 pairs;

  *n = table->n;
  if (table->n < table->n_rows)
    return NAN;
  points = get_points (self, table, value);
  near = get_spread (self, points, table->n, 1, &pairs);
  far = get_spread (self, points, table->n, 2, &pairs);
  if (pairs < MANY || !(near > 0))
    return NAN;
  return memory ? far / near - 1 : sqrt (near / (2 * (1 - self->memory)));
}

static gboolean
read_series (SdReportDraft  *self,
             guint           table,
             SdColumn       *column,
             SdReportSeries *series)
{
  JsonObject *parameters = sd_column_get_parameters (column);
  const char *time = sd_parameter_get_text (parameters, "time", NULL);
  const char *within = sd_parameter_get_text (parameters, "within", NULL);
  gboolean found = time != NULL;
  gint64 peak = 14 * (SD_USEC_PER_DAY / 24);

  if (found)
    series->time = _sd_report_want_path (self, table, time, &found);
  if (!found || json_object_has_member (parameters, "min")
      || json_object_has_member (parameters, "max"))
    return FALSE;
  series->within = -1;
  if (within != NULL)
    series->within = (int) _sd_report_want_path (self, table, within, &found);
  if (!found)
    return FALSE;
  series->trend = sd_parameter_get_number (parameters, "trend", 0);
  series->yearly = sd_parameter_get_number (parameters, "yearly", 0);
  series->weekly = sd_parameter_get_number (parameters, "weekly", 0);
  series->daily = sd_parameter_get_number (parameters, "daily", 0);
  sd_time_parse (sd_parameter_get_text (parameters, "daily_peak", "14:00"), &peak);
  series->daily_peak = (double) peak / (double) SD_USEC_PER_DAY;
  if (sd_column_get_column_type (column) != SD_TYPE_REAL)
    series->rounding = sd_column_get_column_type (column) == SD_TYPE_DECIMAL
                       ? 1 / (double) sd_pow10[sd_column_get_scale (column)] : 1;
  return TRUE;
}

void
_sd_report_draft_series (SdReportDraft *self,
                         guint          table,
                         SdColumn      *column,
                         const char    *place)
{
  JsonObject *parameters = sd_column_get_parameters (column);
  const double noise = sd_parameter_get_number (parameters, "noise", 0);
  const double memory = sd_parameter_get_number (parameters, "autocorrelation", 0);
  SdReportSeries series = { 0 };
  SdReportEntry *entry;
  SdFacet *facet;
  guint index;

  /* Of a noise that rounding covers nothing can be seen. */
  if (!read_series (self, table, column, &series) || noise * sqrt (1 - memory) < series.rounding / 2)
    return;
  index = _sd_report_want_output (self, table, column);
  entry = _sd_report_add_entry (self, table, place, _("Noise"), NULL);
  series.memory = memory;
  facet = _sd_report_add_facet (entry, SD_FACET_SERIES_NOISE, index, 0, 0, noise, noise, NULL,
                                _("standard deviation"));
  facet->series = series;
  facet = _sd_report_add_facet (entry, SD_FACET_SERIES_MEMORY, index, 0, 0, memory, 1, NULL,
                                _("correlation with the value before"));
  facet->series = series;
}
