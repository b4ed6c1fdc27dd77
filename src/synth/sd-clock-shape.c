/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* From what a column declares about time to the ticks of its clock: the day's
 * density is growth × month × weekday × holidays × peaks of the profile; within
 * the day it follows the hours.
 */

#define G_LOG_DOMAIN "sd-clock-shape"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sd-calendar.h"
#include "sd-clock-private.h"
#include "sd-generator-info.h"
#include "sd-math.h"
#include "sd-schema.h"
#include "sd-season.h"

/* Steepness of logistic growth: a tenth of it is done after about a quarter of
 * the time, nine tenths after three quarters. */
#define LOGISTIC_RATE 9.0

typedef enum
{
  GROWTH_NONE,
  GROWTH_LINEAR,
  GROWTH_EXPONENTIAL,
  GROWTH_LOGISTIC,
} Growth;

typedef struct
{
  const SdColumnContext *context;
  JsonObject            *parameters;
  Growth                 growth;
  double                 factor;
  SdSeason               season;     /* the profile with the column's own weights in it */
  gboolean               has_season; /* of days */
  gboolean               has_hours;
  char                   country[3];
  GArray                *holidays;   /* of the year … */
  int                    year;       /* … last asked for */
} Shape;

static Growth
parse_growth (const char *nick)
{
  static const char * const nicks[] = { "none", "linear", "exponential", "logistic" };

  for (guint i = 0; i < G_N_ELEMENTS (nicks); i++)
    if (g_str_equal (nick, nicks[i]))
      return (Growth) i;
  return GROWTH_NONE;
}

/* How dense it is after part @t of the time, where it begins with 1. */
static double
get_growth (const Shape *self,
            double       t)
{
  double low, high;

  switch (self->growth)
    {
    case GROWTH_LINEAR:
      return 1 + (self->factor - 1) * t;

    case GROWTH_EXPONENTIAL:
      return sd_exp (sd_log (self->factor) * t);

    case GROWTH_LOGISTIC:
      low = 1 / (1 + sd_exp (LOGISTIC_RATE / 2));
      high = 1 / (1 + sd_exp (-LOGISTIC_RATE / 2));
      return 1 + (self->factor - 1)
                 * (1 / (1 + sd_exp (-LOGISTIC_RATE * (t - 0.5))) - low) / (high - low);

    case GROWTH_NONE:
    default:
      return 1;
    }
}

/* The column's own list of @n weights in place of the profile's. */
static gboolean
read_weights (Shape      *self,
              const char *name,
              guint       n,
              double     *weights,
              gboolean   *found)
{
  JsonArray *list = sd_parameter_get_list (self->parameters, name);
  double sum = 0;

  if (list == NULL)
    return TRUE;
  if (json_array_get_length (list) != n)
    return sd_context_fail (self->context, "season-weights",
                            _("“%s” needs %u weights; there are %u."), name, n,
                            json_array_get_length (list));
  for (guint i = 0; i < n; i++)
    {
      JsonNode *node = json_array_get_element (list, i);

      weights[i] = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_double (node) : -1;
      if (!(weights[i] >= 0 && weights[i] <= 1e12))
        return sd_context_fail (self->context, "season-weights",
                                _("The weights of “%s” must be numbers from 0 on."), name);
      sum += weights[i];
    }
  if (!(sum > 0))
    return sd_context_fail (self->context, "season-weights",
                            _("One of the weights of “%s” must be above 0."), name);
  *found = TRUE;
  return TRUE;
}

static gboolean
read_season (Shape *self)
{
  const char *nick = sd_parameter_get_text (self->parameters, "season", "");
  const SdSeason *profile;

  for (guint i = 0; i < SD_SEASON_MONTHS; i++)
    self->season.months[i] = 1;
  for (guint i = 0; i < SD_SEASON_WEEKDAYS; i++)
    self->season.weekdays[i] = 1;
  for (guint i = 0; i < SD_SEASON_HOURS; i++)
    self->season.hours[i] = self->season.weekend_hours[i] = 1;
  self->season.holidays = 1;
  if (*nick == '\0' || g_str_equal (nick, "none"))
    return TRUE;
  profile = sd_catalog_get_season (nick);
  if (profile == NULL)
    {
      g_autofree char *known = g_strjoinv (", ", (char **) sd_catalog_list_seasons ());

      return sd_context_fail (self->context, "season-unknown",
                              _("There is no season “%s”; choose one of %s."), nick, known);
    }
  self->season = *profile;
  self->has_season = self->has_hours = TRUE;
  return TRUE;
}

static gboolean
read_own (Shape *self)
{
  const gboolean has_hours = sd_parameter_get_list (self->parameters, "hours") != NULL;
  const double holidays = sd_parameter_get_number (self->parameters, "holidays",
                                                   self->season.holidays);

  if (!read_weights (self, "months", SD_SEASON_MONTHS, self->season.months, &self->has_season)
      || !read_weights (self, "weekdays", SD_SEASON_WEEKDAYS, self->season.weekdays,
                        &self->has_season)
      || !read_weights (self, "hours", SD_SEASON_HOURS, self->season.hours, &self->has_hours))
    return FALSE;
  if (has_hours)
    memcpy (self->season.weekend_hours, self->season.hours, sizeof self->season.hours);
  if (!(holidays >= 0))
    return sd_context_fail (self->context, "season-weights",
                            _("The factor of holidays must not be negative."));
  self->season.holidays = holidays;
  self->has_season |= holidays != 1;
  return TRUE;
}

static gboolean
read_growth (Shape *self)
{
  self->growth = parse_growth (sd_parameter_get_text (self->parameters, "growth", "none"));
  self->factor = sd_parameter_get_number (self->parameters, "growth_factor", 2);
  if (self->growth == GROWTH_NONE)
    return TRUE;
  if (!(self->factor >= 0 && self->factor <= 1e9)
      || (self->factor == 0 && self->growth == GROWTH_EXPONENTIAL))
    return sd_context_fail (self->context, "growth-factor",
                            _("The density at the end cannot be %g times that at the start; choose "
                              "a factor above 0."), self->factor);
  return TRUE;
}

/* The last two letters of the document's locale name the country. */
static void
find_country (Shape *self)
{
  const char *locale = sd_schema_get_locale (self->context->schema);
  const char *mark = locale != NULL ? strrchr (locale, '_') : NULL;
  g_autoptr (GArray) days = NULL;

  if (mark != NULL && strlen (mark) == 3)
    memcpy (self->country, mark + 1, 3);
  days = sd_catalog_list_holidays (self->country, 2026);
  if (days->len == 0 && json_object_has_member (self->parameters, "holidays")
      && self->season.holidays != 1)
    sd_context_report (self->context, SD_SEVERITY_WARNING, "holidays-unknown",
                       _("The holidays of the locale “%s” are not known, so that no day counts as "
                         "one."), locale);
}

static gboolean
is_holiday (Shape *self,
            gint64 day,
            int    year)
{
  if (self->holidays == NULL || self->year != year)
    {
      g_clear_pointer (&self->holidays, g_array_unref);
      self->holidays = sd_catalog_list_holidays (self->country, CLAMP (year, 1, 9998));
      self->year = year;
    }
  for (guint i = 0; i < self->holidays->len; i++)
    if (g_array_index (self->holidays, gint64, i) == day)
      return TRUE;
  return FALSE;
}

static gboolean
is_within (const SdSeasonPeak *peak,
           int                 day)
{
  return peak->first <= peak->last ? day >= peak->first && day <= peak->last
                                   : day >= peak->first || day <= peak->last;
}

static double
get_density (Shape *self,
             gint64 day)
{
  const SdSeason *season = &self->season;
  const SdCivil civil = sd_date_to_civil (day);
  double density;

  if (!self->has_season)
    return 1;
  density = season->months[civil.month - 1] * season->weekdays[sd_date_weekday (day) - 1];
  if (season->holidays != 1 && is_holiday (self, day, civil.year))
    density *= season->holidays;
  for (guint i = 0; i < season->n_peaks; i++)
    if (is_within (&season->peaks[i], civil.month * 100 + civil.day))
      density *= season->peaks[i].factor;
  return density;
}

static gboolean
fill_days (Shape   *self,
           SdClock *clock)
{
  g_autofree double *densities = NULL;
  double most = 0;

  if (clock->n_days > SD_CLOCK_MAX_DAYS)
    return sd_context_fail (self->context, "season-too-long",
                            _("Growth and seasons are for ranges of up to %d days; this one has %"
                              G_GUINT64_FORMAT "."), SD_CLOCK_MAX_DAYS, clock->n_days);
  densities = g_new (double, clock->n_days);
  for (guint64 d = 0; d < clock->n_days; d++)
    {
      densities[d] = get_density (self, clock->first_day + (gint64) d)
                     * get_growth (self, ((double) d + 0.5) / (double) clock->n_days);
      most = MAX (most, densities[d]);
    }
  if (!(most > 0))
    return sd_context_fail (self->context, "season-empty",
                            _("The weights leave no day of the range; make the range longer or one "
                              "of the weights of its days positive."));
  clock->days = g_new (guint64, clock->n_days + 1);
  clock->days[0] = 0;
  for (guint64 d = 0; d < clock->n_days; d++)
    clock->days[d + 1] = clock->days[d]
                         + (guint64) sd_floor (densities[d] / most * 0x1p32 + 0.5);
  return TRUE;
}

static gboolean
fill_hours (Shape        *self,
            const SdClock *clock,
            const double *weights,
            guint64      *hours)
{
  const gint64 hour = SD_USEC_PER_DAY / 24;
  double whole = 0, sum = 0;
  double open[24];

  for (guint i = 0; i < 24; i++)
    {
      const gint64 from = MAX (i * hour, clock->opening);
      const gint64 to = MIN ((i + 1) * hour, clock->opening + clock->open);

      open[i] = weights[i] * (double) MAX (to - from, 0);
      whole += open[i];
    }
  if (!(whole > 0))
    return sd_context_fail (self->context, "season-empty",
                            _("The weights of the hours leave nothing between opening and closing "
                              "time."));
  hours[0] = 0;
  for (guint i = 0; i < 24; i++)
    {
      sum += open[i];
      hours[i + 1] = sum >= whole ? G_GUINT64_CONSTANT (1) << 32
                                  : (guint64) sd_floor (sum / whole * 0x1p32 + 0.5);
    }
  hours[24] = G_GUINT64_CONSTANT (1) << 32;
  return TRUE;
}

gboolean
sd_clock_init (SdClock               *self,
               const SdColumnContext *context,
               JsonObject            *parameters,
               gint64                 first_day,
               guint64                n_days,
               gint64                 opening,
               gint64                 open)
{
  Shape shape = { .context = context, .parameters = parameters };
  gboolean made;

  *self = (SdClock) { .first_day = first_day, .n_days = n_days, .opening = opening, .open = open };
  if (!read_season (&shape) || !read_own (&shape) || !read_growth (&shape))
    return FALSE;
  if (!shape.has_season && !shape.has_hours && shape.growth == GROWTH_NONE)
    return TRUE;
  find_country (&shape);
  made = fill_hours (&shape, self, shape.season.hours, self->hours[0])
         && fill_hours (&shape, self, shape.season.weekend_hours, self->hours[1])
         && fill_days (&shape, self);
  g_clear_pointer (&shape.holidays, g_array_unref);
  return made;
}
