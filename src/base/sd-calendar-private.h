/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The civil date of a day, inline for the formatting of dates: at a few
 * nanoseconds each, handing the three numbers over would cost as much again.
 */

#pragma once

#include "sd-calendar.h"

G_BEGIN_DECLS

#define SD_CYCLE_YEARS  400
#define SD_CYCLE_DAYS   146097
#define SD_N_CYCLES     32  /* added, so that nothing is negative */
#define SD_CYCLES_EPOCH (719468 + SD_N_CYCLES * SD_CYCLE_DAYS)  /* to 1970, from a March 1 */

/* @date from SD_DATE_MIN to SD_DATE_MAX. */
static inline SdCivil
sd_civil_from_date (gint64 date)
{
  guint days = (guint) (date + SD_CYCLES_EPOCH);
  guint quarters = 4 * days + 3;
  guint century = quarters / SD_CYCLE_DAYS;
  guint century_quarters = quarters % SD_CYCLE_DAYS | 3;
  guint64 product = G_GUINT64_CONSTANT (2939745) * century_quarters;
  guint year_of_century = (guint) (product >> 32);
  guint day_of_year = (guint32) product / 2939745 / 4;
  guint shifted = 2141 * day_of_year + 197913;
  gboolean next_year = day_of_year >= 306;

  return (SdCivil) {
    .year = (int) (100 * century + year_of_century + next_year) - SD_CYCLE_YEARS * SD_N_CYCLES,
    .month = (int) (shifted >> 16) - (next_year ? 12 : 0),
    .day = (int) ((shifted & 0xffff) / 2141) + 1,
  };
}

G_END_DECLS
