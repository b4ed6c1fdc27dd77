/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Days and civil dates by arithmetic alone, after Neri and Schneider, "Euclidean
 * affine functions and their application to calendar algorithms" (2022): the
 * year begins in March, so that the leap day is its last.
 */

#include "sd-calendar-private.h"

#define USEC_PER_SECOND G_GINT64_CONSTANT (1000000)

/**
 * sd_date_from_civil:
 * @civil: a day that exists, of the years 1 to 9999
 *
 * Returns: the days from 1970-01-01 to @civil
 */
gint64
sd_date_from_civil (SdCivil civil)
{
  gboolean before_march = civil.month <= 2;
  guint year = (guint) (civil.year + SD_CYCLE_YEARS * SD_N_CYCLES - before_march);
  guint month = (guint) (civil.month + (before_march ? 12 : 0));
  guint century = year / 100;
  guint days = 1461 * year / 4 - century + century / 4 + (979 * month - 2919) / 32
               + (guint) civil.day - 1;

  return (gint64) days - SD_CYCLES_EPOCH;
}

/**
 * sd_date_to_civil:
 * @date: days since 1970-01-01, from %SD_DATE_MIN to %SD_DATE_MAX
 *
 * Returns: the day as year, month and day
 */
SdCivil
sd_date_to_civil (gint64 date)
{
  return sd_civil_from_date (date);
}

/**
 * sd_date_weekday:
 * @date: days since 1970-01-01
 *
 * Returns: 1 for Monday to 7 for Sunday
 */
int
sd_date_weekday (gint64 date)
{
  /* 1970-01-01 was a Thursday. */
  int remainder = (int) ((date + 3) % 7);

  return (remainder < 0 ? remainder + 7 : remainder) + 1;
}

static int
days_in_month (int year,
               int month)
{
  gboolean leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

  if (month == 2)
    return leap ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/**
 * sd_date_add_months:
 * @date: days since 1970-01-01
 * @months: how many months later, or earlier when negative
 *
 * Returns: the same day of another month, or the last day of that month if it is
 *   shorter; the first or last date there is, if it would be beyond
 */
gint64
sd_date_add_months (gint64 date,
                    int    months)
{
  SdCivil civil = sd_date_to_civil (date);
  gint64 month = (gint64) civil.year * 12 + civil.month - 1 + months;

  if (month < 12)
    return SD_DATE_MIN;
  if (month >= 10000 * 12)
    return SD_DATE_MAX;

  civil.year = (int) (month / 12);
  civil.month = (int) (month % 12) + 1;
  civil.day = MIN (civil.day, days_in_month (civil.year, civil.month));
  return sd_date_from_civil (civil);
}

/* Reads exactly @n digits; NULL if there are fewer. */
static const char *
scan_digits (const char *text,
             guint       n,
             int        *number)
{
  *number = 0;
  for (guint i = 0; i < n; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return NULL;
      *number = *number * 10 + (text[i] - '0');
    }

  return text + n;
}

/* Reads @mark and behind it two digits. */
static const char *
scan_part (const char *text,
           char        mark,
           int        *number)
{
  return *text == mark ? scan_digits (text + 1, 2, number) : NULL;
}

static const char *
scan_date (const char *text,
           gint64     *date)
{
  SdCivil civil;

  text = scan_digits (text, 4, &civil.year);
  if (text)
    text = scan_part (text, '-', &civil.month);
  if (text)
    text = scan_part (text, '-', &civil.day);
  if (!text || civil.year < 1 || civil.month < 1 || civil.month > 12
      || civil.day < 1 || civil.day > days_in_month (civil.year, civil.month))
    return NULL;

  *date = sd_date_from_civil (civil);
  return text;
}

/* Reads one to six digits behind the point, as microseconds. */
static const char *
scan_fraction (const char *text,
               int        *microseconds)
{
  int n = 0;

  *microseconds = 0;
  for (; n < 6 && g_ascii_isdigit (text[n]); n++)
    *microseconds = *microseconds * 10 + (text[n] - '0');
  if (n == 0)
    return NULL;
  for (int i = n; i < 6; i++)
    *microseconds *= 10;

  return text + n;
}

static const char *
scan_time (const char *text,
           gint64     *time)
{
  int hour, minute, second = 0, microseconds = 0;

  text = scan_digits (text, 2, &hour);
  if (text)
    text = scan_part (text, ':', &minute);
  if (text && *text == ':')
    {
      text = scan_part (text, ':', &second);
      if (text && *text == '.')
        text = scan_fraction (text + 1, &microseconds);
    }
  if (!text || hour > 23 || minute > 59 || second > 59)
    return NULL;

  *time = ((hour * 60 + minute) * 60 + second) * USEC_PER_SECOND + microseconds;
  return text;
}

/**
 * sd_date_parse:
 * @text: a text
 * @date: (out): days since 1970-01-01
 *
 * Returns: whether @text is a date such as "2026-03-01"
 */
gboolean
sd_date_parse (const char *text,
               gint64     *date)
{
  text = scan_date (text, date);
  return text && *text == '\0';
}

/**
 * sd_time_parse:
 * @text: a text
 * @time: (out): microseconds since midnight
 *
 * Returns: whether @text is a time such as "14:30", "14:30:00" or
 *   "14:30:00.123456"
 */
gboolean
sd_time_parse (const char *text,
               gint64     *time)
{
  text = scan_time (text, time);
  return text && *text == '\0';
}

/**
 * sd_timestamp_parse:
 * @text: a text
 * @timestamp: (out): microseconds since 1970-01-01 00:00
 *
 * Returns: whether @text is a date and a time, with a blank or T between
 */
gboolean
sd_timestamp_parse (const char *text,
                    gint64     *timestamp)
{
  gint64 date, time;

  text = scan_date (text, &date);
  if (!text || (*text != ' ' && *text != 'T'))
    return FALSE;
  text = scan_time (text + 1, &time);
  if (!text || *text != '\0')
    return FALSE;

  *timestamp = date * SD_USEC_PER_DAY + time;
  return TRUE;
}
