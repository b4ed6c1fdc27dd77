/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The calendar, checked against GLib's on every day there is. */

#include "sd-calendar.h"

static gint64
make_date (int year,
           int month,
           int day)
{
  return sd_date_from_civil ((SdCivil) { year, month, day });
}

static void
test_every_day (void)
{
  g_autoptr (GDate) expected = g_date_new_dmy (1, G_DATE_JANUARY, 1);

  for (gint64 date = SD_DATE_MIN; date <= SD_DATE_MAX; date++)
    {
      SdCivil civil = sd_date_to_civil (date);

      if (civil.year != g_date_get_year (expected)
          || civil.month != (int) g_date_get_month (expected)
          || civil.day != g_date_get_day (expected)
          || sd_date_weekday (date) != (int) g_date_get_weekday (expected)
          || sd_date_from_civil (civil) != date)
        g_error ("%04d-%02d-%02d is day %" G_GINT64_FORMAT, g_date_get_year (expected),
                 g_date_get_month (expected), g_date_get_day (expected), date);
      g_date_add_days (expected, 1);
    }
}

static void
test_known (void)
{
  g_assert_cmpint (make_date (1970, 1, 1), ==, 0);
  g_assert_cmpint (make_date (2000, 2, 29), ==, 11016);
  g_assert_cmpint (make_date (1, 1, 1), ==, SD_DATE_MIN);
  g_assert_cmpint (make_date (9999, 12, 31), ==, SD_DATE_MAX);
  g_assert_cmpint (sd_date_weekday (0), ==, 4);
  g_assert_cmpint (sd_date_weekday (-1), ==, 3);
  g_assert_cmpint (sd_date_weekday (-4), ==, 7);
}

static void
test_add_months (void)
{
  gint64 date = make_date (2024, 1, 31);

  g_assert_cmpint (sd_date_add_months (date, 0), ==, date);
  g_assert_cmpint (sd_date_add_months (date, 1), ==, make_date (2024, 2, 29));
  g_assert_cmpint (sd_date_add_months (date, 13), ==, make_date (2025, 2, 28));
  g_assert_cmpint (sd_date_add_months (date, 3), ==, make_date (2024, 4, 30));
  g_assert_cmpint (sd_date_add_months (date, -1), ==, make_date (2023, 12, 31));
  g_assert_cmpint (sd_date_add_months (date, -2), ==, make_date (2023, 11, 30));
  g_assert_cmpint (sd_date_add_months (date, -24), ==, make_date (2022, 1, 31));
  g_assert_cmpint (sd_date_add_months (date, G_MAXINT), ==, SD_DATE_MAX);
  g_assert_cmpint (sd_date_add_months (date, G_MININT), ==, SD_DATE_MIN);
  g_assert_cmpint (sd_date_add_months (make_date (1, 1, 15), -1), ==, SD_DATE_MIN);
  g_assert_cmpint (sd_date_add_months (make_date (9999, 11, 30), 1), ==, make_date (9999, 12, 30));
}

static void
test_parse (void)
{
  const gint64 second = 1000000;
  gint64 value;

  g_assert_true (sd_date_parse ("2026-03-01", &value));
  g_assert_cmpint (value, ==, make_date (2026, 3, 1));
  g_assert_true (sd_date_parse ("0001-01-01", &value));
  g_assert_cmpint (value, ==, SD_DATE_MIN);
  g_assert_true (sd_date_parse ("9999-12-31", &value));
  g_assert_cmpint (value, ==, SD_DATE_MAX);

  g_assert_true (sd_time_parse ("14:30", &value));
  g_assert_cmpint (value, ==, (14 * 60 + 30) * 60 * second);
  g_assert_true (sd_time_parse ("23:59:59", &value));
  g_assert_cmpint (value, ==, 86399 * second);
  g_assert_true (sd_time_parse ("00:00:01.5", &value));
  g_assert_cmpint (value, ==, 1500000);
  g_assert_true (sd_time_parse ("00:00:00.000001", &value));
  g_assert_cmpint (value, ==, 1);

  g_assert_true (sd_timestamp_parse ("1970-01-02 00:00", &value));
  g_assert_cmpint (value, ==, SD_USEC_PER_DAY);
  g_assert_true (sd_timestamp_parse ("1969-12-31T23:59:59.999999", &value));
  g_assert_cmpint (value, ==, -1);
}

static void
test_parse_wrong (void)
{
  static const char * const dates[] = {
    "", "2026", "2026-03", "2026-03-", "2026-03-1", "26-03-01", "2026/03/01", "2026-13-01",
    "2026-00-01", "2026-02-29", "1900-02-29", "2026-04-31", "2026-01-32", "2026-01-00",
    "0000-01-01", "2026-03-01 ", " 2026-03-01", "2026-03-011", "-026-03-01", "2026-03-01T00:00",
    "12026-03-01", "2026-0x-01",
  };
  static const char * const times[] = {
    "", "1", "14", "14:", "14:3", "24:00", "14:60", "14:30:", "14:30:0", "14:30:60", "14:30:00.",
    "14:30:00.1234567", "14:30:00,5", "14.30", " 14:30", "14:30 ", "4:30", "14:30Z", "14:30.5",
  };
  static const char * const timestamps[] = {
    "", "2026-03-01", "2026-03-01 ", "2026-03-01T", "2026-03-01  14:30", "2026-03-01t14:30",
    "2026-03-01 14:30Z", "2026-03-01 24:00", "2026-02-30 14:30", "2026-03-01_14:30", "14:30",
  };
  gint64 value;

  for (guint i = 0; i < G_N_ELEMENTS (dates); i++)
    g_assert_false (sd_date_parse (dates[i], &value));
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    g_assert_false (sd_time_parse (times[i], &value));
  for (guint i = 0; i < G_N_ELEMENTS (timestamps); i++)
    g_assert_false (sd_timestamp_parse (timestamps[i], &value));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/calendar/every-day", test_every_day);
  g_test_add_func ("/calendar/known", test_known);
  g_test_add_func ("/calendar/add-months", test_add_months);
  g_test_add_func ("/calendar/parse", test_parse);
  g_test_add_func ("/calendar/parse-wrong", test_parse_wrong);

  return g_test_run ();
}
