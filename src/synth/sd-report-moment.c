/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* When things should happen: the share of each month, weekday and hour that a
 * column's season, holidays and growth ask for, summed day by day. The card has
 * an arithmetic of its own for it, so that it measures the engine's.
 */

#define G_LOG_DOMAIN "sd-report-moment"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sd-calendar.h"
#include "sd-generator-info.h"
#include "sd-math.h"
#include "sd-moment-private.h"
#include "sd-report-private.h"
#include "sd-season.h"

#define MAX_DAYS 40000

typedef struct
{
  JsonObject *parameters;
  const char *country;
  SdSeason    season;
  gint64      first, n_days;
  gboolean    has_hours;
  double      months[SD_SEASON_MONTHS], weekdays[SD_SEASON_WEEKDAYS], hours[SD_SEASON_HOURS];
  double      first_half, total;
  gint64      middle;
} Calendar;

static gboolean
take_list (Calendar   *self,
           const char *name,
           double     *weights,
           guint       n)
{
  JsonArray *list = sd_parameter_get_list (self->parameters, name);

  if (list == NULL || json_array_get_length (list) != n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    weights[i] = json_array_get_double_element (list, i);
  return TRUE;
}

static void
fill (double *weights,
      guint   n)
{
  for (guint i = 0; i < n; i++)
    weights[i] = 1;
}

static void
read_season (Calendar *self)
{
  const char *nick = sd_parameter_get_text (self->parameters, "season", "none");
  const SdSeason *profile = sd_catalog_get_season (nick);

  fill (self->season.months, SD_SEASON_MONTHS);
  fill (self->season.weekdays, SD_SEASON_WEEKDAYS);
  fill (self->season.hours, SD_SEASON_HOURS);
  fill (self->season.weekend_hours, SD_SEASON_HOURS);
  self->season.holidays = 1;
  if (profile != NULL)
    self->season = *profile;
  self->has_hours = profile != NULL;
  take_list (self, "months", self->season.months, SD_SEASON_MONTHS);
  take_list (self, "weekdays", self->season.weekdays, SD_SEASON_WEEKDAYS);
  if (take_list (self, "hours", self->season.hours, SD_SEASON_HOURS))
    {
      memcpy (self->season.weekend_hours, self->season.hours, sizeof self->season.hours);
      self->has_hours = TRUE;
    }
  self->season.holidays = sd_parameter_get_number (self->parameters, "holidays",
                                                   self->season.holidays);
}

/* Density at part @t of the range over that at its start. */
static double
get_growth (const Calendar *self,
            double          t)
{
  const char *growth = sd_parameter_get_text (self->parameters, "growth", "none");
  const double factor = sd_parameter_get_number (self->parameters, "growth_factor", 2);

  if (g_str_equal (growth, "linear"))
    return 1 - t + factor * t;
  if (g_str_equal (growth, "exponential"))
    return sd_pow (factor, t);
  return 1;
}

static gboolean
is_holiday (GHashTable *years,
            const char *country,
            gint64      day,
            int         year)
{
  GArray *holidays = g_hash_table_lookup (years, GINT_TO_POINTER (year));

  if (holidays == NULL)
    {
      holidays = sd_catalog_list_holidays (country, year);
      g_hash_table_insert (years, GINT_TO_POINTER (year), holidays);
    }
  for (guint i = 0; i < holidays->len; i++)
    if (g_array_index (holidays, gint64, i) == day)
      return TRUE;
  return FALSE;
}

static double
get_peaks (const SdSeason *season,
           int             day)
{
  double factor = 1;

  for (guint i = 0; i < season->n_peaks; i++)
    {
      const SdSeasonPeak *peak = &season->peaks[i];
      const gboolean after = day >= peak->first;
      const gboolean before = day <= peak->last;

      if (peak->first <= peak->last ? after && before : after || before)
        factor *= peak->factor;
    }
  return factor;
}

static void
add_hours (Calendar *self,
           int       weekday,
           double    density)
{
  const double *hours = weekday >= 6 ? self->season.weekend_hours : self->season.hours;
  double sum = 0;

  for (guint i = 0; i < SD_SEASON_HOURS; i++)
    sum += hours[i];
  for (guint i = 0; i < SD_SEASON_HOURS; i++)
    self->hours[i] += density * hours[i] / sum;
}

static void
add_up (Calendar *self)
{
  g_autoptr (GHashTable) years = g_hash_table_new_full (NULL, NULL, NULL,
                                                        (GDestroyNotify) g_array_unref);

  for (gint64 d = 0; d < self->n_days; d++)
    {
      const gint64 day = self->first + d;
      const SdCivil civil = sd_date_to_civil (day);
      const int weekday = sd_date_weekday (day);
      double density = self->season.months[civil.month - 1] * self->season.weekdays[weekday - 1]
                       * get_peaks (&self->season, 100 * civil.month + civil.day)
                       * get_growth (self, ((double) d + 0.5) / (double) self->n_days);

      if (self->season.holidays != 1 && is_holiday (years, self->country, day, civil.year))
        density *= self->season.holidays;
      self->total += density;
      self->months[civil.month - 1] += density;
      self->weekdays[weekday - 1] += density;
      add_hours (self, weekday, density);
      if (day <= self->middle)
        self->first_half += density;
    }
}

static void
draft (SdReportDraft *draft,
       guint          table,
       const char    *place,
       guint          index,
       const char    *property,
       SdFacetKind    kind,
       int            first,
       const double  *shares,
       guint          n,
       double         total)
{
  SdReportEntry *entry = _sd_report_add_entry (draft, table, place, property, "TVComplement");

  for (guint i = 0; i < n; i++)
    _sd_report_add_facet (entry, kind, index, 0, first + (int) i, shares[i] / total, 1, NULL,
                          "%s %d", property, first + (int) i);
}

void
_sd_report_draft_season (SdReportDraft *self,
                         guint          table,
                         SdColumn      *column,
                         const char    *place)
{
  JsonObject *parameters = sd_column_get_parameters (column);
  const char *locale = strrchr (sd_schema_get_locale (self->schema), '_');
  const gint64 as_of = sd_schema_get_as_of (self->schema);
  const gboolean date = sd_column_get_column_type (column) == SD_TYPE_DATE;
  Calendar calendar = { .parameters = parameters, .country = locale != NULL ? locale + 1 : "" };
  const guint index = _sd_report_want_column (self, table, column);
  SdReportEntry *entry;
  gint64 first, last;
  gboolean whole_years;

  if (!sd_moment_parse (sd_parameter_get_text (parameters, "min", "today-1y"), as_of, &first)
      || !sd_moment_parse (sd_parameter_get_text (parameters, "max", "today"), as_of, &last))
    return;
  calendar.first = first / SD_USEC_PER_DAY;
  calendar.n_days = last / SD_USEC_PER_DAY - calendar.first + 1;
  if (calendar.n_days < 2 || calendar.n_days > MAX_DAYS)
    return;
  calendar.middle = calendar.first + calendar.n_days / 2 - 1;
  read_season (&calendar);
  add_up (&calendar);
  if (!(calendar.total > 0))
    return;
  whole_years = calendar.n_days >= 300;
  if (whole_years)
    draft (self, table, place, index, _("Month"), SD_FACET_MONTH, 1, calendar.months,
           SD_SEASON_MONTHS, calendar.total);
  draft (self, table, place, index, _("Weekday"), SD_FACET_WEEKDAY, 1, calendar.weekdays,
         SD_SEASON_WEEKDAYS, calendar.total);
  if (!date && calendar.has_hours && !json_object_has_member (parameters, "opening"))
    draft (self, table, place, index, _("Hour"), SD_FACET_HOUR, 0, calendar.hours,
           SD_SEASON_HOURS, calendar.total);
  entry = _sd_report_add_entry (self, table, place, _("Growth"), NULL);
  _sd_report_add_facet (entry, SD_FACET_SHARE_LE, index, 0,
                        date ? (double) calendar.middle
                             : (double) ((calendar.middle + 1) * SD_USEC_PER_DAY - 1),
                        calendar.first_half / calendar.total, 1, NULL,
                        _("share in the first half of the time"));
}
