/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* When things happen: profiles of the year, the week and the day, and the public
 * holidays of countries, from data/catalog/seasons.json and holidays.json.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SD_SEASON_MONTHS   12
#define SD_SEASON_WEEKDAYS 7
#define SD_SEASON_HOURS    24

/* Days of every year on which all is multiplied; may run over the new year. */
typedef struct
{
  int    first, last;   /* month × 100 + day, inclusive */
  double factor;
} SdSeasonPeak;

/* A day's density is the product of its month, its weekday and what applies of
 * holidays and peaks; within the day it follows the hours. 1 is neither more nor
 * less; weights are relative to each other. */
typedef struct
{
  const char   *nick;
  const char   *title;
  const char   *description;
  double        months[SD_SEASON_MONTHS];
  double        weekdays[SD_SEASON_WEEKDAYS];     /* Monday first */
  double        hours[SD_SEASON_HOURS];
  double        weekend_hours[SD_SEASON_HOURS];   /* on Saturdays and Sundays */
  double        holidays;
  guint         n_peaks;
  SdSeasonPeak *peaks;
} SdSeason;

/* The profile; nullable. */
const SdSeason     *sd_catalog_get_season    (const char *nick);
/* Nicks, in the order of the file; ends with NULL. */
const char * const *sd_catalog_list_seasons  (void);
/* The public holidays of a country ("US") in one year, as days since 1970-01-01,
 * ascending, no day twice. (transfer full) (element-type gint64); empty for
 * countries that are not known. */
GArray             *sd_catalog_list_holidays (const char *country,
                                              int         year);

G_END_DECLS
