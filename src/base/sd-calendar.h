/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The proleptic Gregorian calendar. A date is days since 1970-01-01, a
 * timestamp microseconds since 1970-01-01 00:00:00 without a time zone, a time
 * microseconds since midnight. Years 1 to 9999.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SD_USEC_PER_DAY   G_GINT64_CONSTANT (86400000000)
#define SD_DATE_MIN       (-719162)  /* 0001-01-01 */
#define SD_DATE_MAX       2932896    /* 9999-12-31 */

typedef struct
{
  int year;
  int month;  /* 1 … 12 */
  int day;    /* 1 … 31 */
} SdCivil;

gint64   sd_date_from_civil  (SdCivil     civil);
SdCivil  sd_date_to_civil    (gint64      date);
/* 1 Monday … 7 Sunday, as in ISO 8601. */
int      sd_date_weekday     (gint64      date);
/* Months before or after; the day is clamped to the end of the month. */
gint64   sd_date_add_months  (gint64      date,
                              int         months);

/* Strict ISO 8601: "2026-03-01", "14:30[:00[.123456]]", and both joined by a
 * blank or T. FALSE when @text is anything else or no such day exists. */
gboolean sd_date_parse       (const char *text,
                              gint64     *date);
gboolean sd_time_parse       (const char *text,
                              gint64     *time);
gboolean sd_timestamp_parse  (const char *text,
                              gint64     *timestamp);

G_END_DECLS
