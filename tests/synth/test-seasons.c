/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The shape of time: growth, seasons and holidays, for rows in any order, in row
 * order and on a timeline. Densities by χ² with fixed seeds.
 */

#include <string.h>

#include "sd-calendar.h"
#include "sd-season.h"
#include "sd-test-chi.h"
#include "sd-test-plan.h"

#define HOUR (SD_USEC_PER_DAY / 24)

static gint64
get_day (int year,
         int month,
         int day)
{
  return sd_date_from_civil ((SdCivil) { year, month, day });
}

static GArray *
make_moments (const char *type,
              guint       rows,
              const char *parameters)
{
  g_autofree char *table =
    g_strdup_printf ("{ 'id': 1, 'name': 't', 'rows': %u, 'columns': ["
                     "  { 'id': 2, 'name': 'x', 'type': '%s', 'generator': '%s',"
                     "    'parameters': { %s } } ] }", rows, type, type, parameters);
  g_autoptr (SdSchema) schema = sd_test_schema (table, "");
  g_autoptr (SdPlan) plan = sd_test_plan (schema);

  return sd_test_integers (plan, "t", "x");
}

static gboolean
has_day (GArray *days,
         gint64  day)
{
  for (guint i = 0; i < days->len; i++)
    if (g_array_index (days, gint64, i) == day)
      return TRUE;
  return FALSE;
}

static void
test_holidays (void)
{
  static const struct
  {
    const char *country;
    int         year, month, day;
  } known[] = {
    { "US", 2025, 11, 27 }, { "US", 2026, 1, 19 }, { "US", 2026, 5, 25 }, { "US", 2024, 7, 4 },
    { "GB", 2026, 4, 3 }, { "GB", 2026, 4, 6 }, { "GB", 2025, 8, 25 },
    { "DE", 2024, 3, 29 }, { "DE", 2025, 6, 9 }, { "FR", 2025, 5, 29 }, { "BR", 2026, 2, 17 },
    { "SE", 2025, 6, 20 }, { "SE", 2025, 11, 1 }, { "EG", 2024, 5, 6 }, { "EG", 2025, 4, 21 },
    { "JP", 2025, 10, 13 }, { "PL", 2025, 6, 19 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      g_autoptr (GArray) days = sd_catalog_list_holidays (known[i].country, known[i].year);

      g_assert_true (has_day (days, get_day (known[i].year, known[i].month, known[i].day)));
      for (guint k = 1; k < days->len; k++)
        g_assert_cmpint (g_array_index (days, gint64, k - 1), <, g_array_index (days, gint64, k));
    }
  for (int year = 1; year <= 9998; year += 17)
    {
      g_autoptr (GArray) days = sd_catalog_list_holidays ("DE", year);

      g_assert_cmpuint (days->len, >=, 8);
      /* Good Friday is one, or it falls on another holiday. */
      g_assert_cmpuint (days->len, <=, 9);
    }
}

/* The density of a day as the README of the catalog defines it. */
static double
get_density (const SdSeason *season,
             GArray         *holidays,
             gint64          day)
{
  const SdCivil civil = sd_date_to_civil (day);
  const int number = civil.month * 100 + civil.day;
  double density = season->months[civil.month - 1] * season->weekdays[sd_date_weekday (day) - 1];

  if (has_day (holidays, day))
    density *= season->holidays;
  for (guint i = 0; i < season->n_peaks; i++)
    {
      const SdSeasonPeak *peak = &season->peaks[i];

      if (peak->first <= peak->last ? number >= peak->first && number <= peak->last
                                    : number >= peak->first || number <= peak->last)
        density *= peak->factor;
    }
  return density;
}

/* Days, weekdays and hours of one profile over the year 2025. */
static void
check_profile (const char *nick,
               const char *order)
{
  const SdSeason *season = sd_catalog_get_season (nick);
  const gint64 first = get_day (2025, 1, 1);
  g_autofree char *parameters =
    g_strdup_printf ("'min': '2025-01-01', 'max': '2025-12-31', 'season': '%s', 'order': '%s'",
                     nick, order);
  g_autoptr (GArray) moments = make_moments ("timestamp", 60000, parameters);
  g_autoptr (GArray) holidays = sd_catalog_list_holidays ("US", 2025);
  double days[365] = { 0 }, day_weights[365] = { 0 };
  double hours[2][24] = { { 0 } };

  for (guint i = 0; i < moments->len; i++)
    {
      const gint64 moment = g_array_index (moments, gint64, i);
      const gint64 day = moment / SD_USEC_PER_DAY;

      g_assert_cmpint (day, >=, first);
      g_assert_cmpint (day, <, first + 365);
      g_assert_cmpint (moment % 1000000, ==, 0);
      if (i > 0 && g_str_equal (order, "row"))
        g_assert_cmpint (g_array_index (moments, gint64, i - 1), <=, moment);
      days[day - first]++;
      hours[sd_date_weekday (day) > 5][moment % SD_USEC_PER_DAY / HOUR]++;
    }
  for (guint d = 0; d < 365; d++)
    day_weights[d] = get_density (season, holidays, first + d);
  g_test_message ("%s, %s", nick, order);
  assert_chi_square (days, day_weights, 365);
  assert_chi_square (hours[0], season->hours, 24);
  assert_chi_square (hours[1], season->weekend_hours, 24);
}

static void
test_profiles (void)
{
  const char * const *nicks = sd_catalog_list_seasons ();
  guint n = 0;

  for (; nicks[n] != NULL; n++)
    {
      check_profile (nicks[n], "random");
      check_profile (nicks[n], "row");
    }
  g_assert_cmpuint (n, >=, 9);
}

/* Days stay as noisy as life in row order too: χ² of the days is no smaller than
 * chance has it. */
static void
test_noise (void)
{
  g_autoptr (GArray) days = make_moments ("date", 36500,
                                          "'min': '2025-01-01', 'max': '2025-12-31',"
                                          "'order': 'row', 'weekdays': [1,1,1,1,2,2,1]");
  double counts[365] = { 0 };
  double chi_square = 0;

  for (guint i = 0; i < days->len; i++)
    counts[g_array_index (days, gint64, i) - get_day (2025, 1, 1)]++;
  for (guint d = 0; d < 365; d++)
    {
      const int weekday = sd_date_weekday (get_day (2025, 1, 1) + d);
      /* 2025 has 53 Wednesdays and 52 of all others. */
      const double expected = 36500.0 / (5 * 52 + 1 + 2 * 2 * 52)
                              * (weekday == 5 || weekday == 6 ? 2 : 1);

      chi_square += (counts[d] - expected) * (counts[d] - expected) / expected;
    }
  g_assert_cmpfloat (fabs (chi_square - 364), <, 135);
}

static void
check_growth (const char *growth,
              double      factor,
              const char *order)
{
  g_autofree char *parameters =
    g_strdup_printf ("'min': '2020-01-01', 'max': '2025-12-31', 'growth': '%s',"
                     "'growth_factor': %g, 'order': '%s'", growth, factor, order);
  g_autoptr (GArray) days = make_moments ("date", 40000, parameters);
  const gint64 first = get_day (2020, 1, 1);
  const double n_days = get_day (2025, 12, 31) - first + 1;
  double counts[40] = { 0 }, weights[40] = { 0 };

  for (guint i = 0; i < days->len; i++)
    counts[(guint) (40 * (g_array_index (days, gint64, i) - first) / n_days)]++;
  for (guint d = 0; d < n_days; d++)
    {
      const double t = (d + 0.5) / n_days;
      const double low = 1 / (1 + exp (4.5));
      double density = 1 + (factor - 1) * t;

      if (g_str_equal (growth, "exponential"))
        density = pow (factor, t);
      else if (g_str_equal (growth, "logistic"))
        density = 1 + (factor - 1) * (1 / (1 + exp (-9 * (t - 0.5))) - low) / (1 - 2 * low);
      weights[(guint) (40 * d / n_days)] += density;
    }
  g_test_message ("%s %g, %s", growth, factor, order);
  assert_chi_square (counts, weights, 40);
}

static void
test_growth (void)
{
  static const char *laws[] = { "linear", "exponential", "logistic" };

  for (guint i = 0; i < G_N_ELEMENTS (laws); i++)
    {
      check_growth (laws[i], 5, "random");
      check_growth (laws[i], 5, "row");
      check_growth (laws[i], 0.2, "random");
    }
}

/* Own weights replace the profile's part; nothing lands where they are 0, not
 * even at the edges of opening hours. */
static void
test_own_weights (void)
{
  g_autoptr (GArray) moments =
    make_moments ("timestamp", 20000,
                  "'min': '2025-03-05 10:30', 'max': '2025-06-20 15:45', 'season': 'retail',"
                  "'weekdays': [1,1,1,1,1,0,0], 'opening': '09:30', 'closing': '17:15',"
                  "'hours': [0,0,0,0,0,0,0,0,0,1,1,1,0,1,1,1,1,1,0,0,0,0,0,0], 'holidays': 0");
  double hours[24] = { 0 };
  double weights[24] = { 0 };

  for (guint i = 0; i < moments->len; i++)
    {
      const gint64 moment = g_array_index (moments, gint64, i);
      const gint64 time = moment % SD_USEC_PER_DAY;

      g_assert_cmpint (moment, >=, get_day (2025, 3, 5) * SD_USEC_PER_DAY + 21 * HOUR / 2);
      g_assert_cmpint (moment, <=, get_day (2025, 6, 20) * SD_USEC_PER_DAY + 63 * HOUR / 4);
      g_assert_cmpint (sd_date_weekday (moment / SD_USEC_PER_DAY), <=, 5);
      g_assert_cmpint (time, >=, 19 * HOUR / 2);
      g_assert_cmpint (time, <, 69 * HOUR / 4);
      /* Memorial Day */
      g_assert_cmpint (moment / SD_USEC_PER_DAY, !=, get_day (2025, 5, 26));
      hours[time / HOUR]++;
    }
  for (guint h = 9; h < 18; h++)
    weights[h] = h == 12 ? 0 : h == 9 ? 0.5 : h == 17 ? 0.25 : 1;
  /* The first and the last day are cut, two of 75: within the tolerance. */
  assert_chi_square (hours, weights, 24);
}

/* Bounded draws follow the shape inside their bound, and keep the bound where the
 * shape leaves nothing inside. */
static void
test_bounded (void)
{
  g_autoptr (SdSchema) schema =
    sd_test_schema ("{ 'id': 1, 'name': 't', 'rows': 20000, 'columns': ["
                    "  { 'id': 2, 'name': 'a', 'type': 'date', 'generator': 'date',"
                    "    'parameters': { 'min': '2025-01-01', 'max': '2025-11-30' } },"
                    "  { 'id': 3, 'name': 'b', 'type': 'timestamp', 'generator': 'timestamp',"
                    "    'parameters': { 'min': '2025-01-01', 'max': '2025-12-31', 'after': 'a',"
                    "    'max_days': 20, 'weekdays': [1,1,1,1,3,0,0] } },"
                    "  { 'id': 4, 'name': 'c', 'type': 'date', 'generator': 'date',"
                    "    'parameters': { 'min': '2025-01-01', 'max': '2025-12-31', 'after': 'a',"
                    "    'max_days': 0, 'weekdays': [1,1,1,1,3,0,0] } } ] }", "");
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autoptr (GArray) a = sd_test_integers (plan, "t", "a");
  g_autoptr (GArray) b = sd_test_integers (plan, "t", "b");
  g_autoptr (GArray) c = sd_test_integers (plan, "t", "c");
  double weekdays[7] = { 0 };
  static const double weights[7] = { 1, 1, 1, 1, 3, 0, 0 };

  for (guint i = 0; i < a->len; i++)
    {
      const gint64 day = g_array_index (a, gint64, i);
      const gint64 moment = g_array_index (b, gint64, i);

      g_assert_cmpint (moment, >=, day * SD_USEC_PER_DAY);
      g_assert_cmpint (moment, <=, (day + 20) * SD_USEC_PER_DAY);
      weekdays[sd_date_weekday (moment / SD_USEC_PER_DAY) - 1]++;
      g_assert_cmpint (g_array_index (c, gint64, i), ==, day);
    }
  assert_chi_square (weekdays, weights, 7);
}

/* The rows of a timeline are those of the shape, and no child is early. */
static void
test_timeline (void)
{
  static const char *tables =
    "{ 'id': 1, 'name': 'customers', 'rows': 2000, 'primary_key': 'id', 'columns': ["
    "  { 'id': 2, 'name': 'id', 'type': 'integer', 'generator': 'sequence' },"
    "  { 'id': 3, 'name': 'joined', 'type': 'date', 'generator': 'date',"
    "    'parameters': { 'min': '2023-01-01', 'max': '2025-12-31', 'order': 'row' } } ] },"
    "{ 'id': 4, 'name': 'visits', 'rows': 30000, 'primary_key': 'id', 'columns': ["
    "  { 'id': 5, 'name': 'id', 'type': 'integer', 'generator': 'sequence' },"
    "  { 'id': 6, 'name': 'customer_id', 'type': 'integer', 'generator': 'reference' },"
    "  { 'id': 7, 'name': 'at', 'type': 'timestamp', 'generator': 'timestamp',"
    "    'parameters': { 'min': '2024-01-01', 'max': '2025-12-31', 'order': 'row',"
    "    'after': 'customers.joined', 'months': [1,1,1,1,1,1,3,3,1,1,1,1],"
    "    'growth': 'exponential', 'growth_factor': 3 } } ] }";
  g_autoptr (SdSchema) schema =
    sd_test_schema (tables, "{ 'id': 8, 'parent_table_name': 'customers',"
                    "  'child_table_name': 'visits', 'child_foreign_key': 'customer_id' }");
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autoptr (GArray) joined = sd_test_integers (plan, "customers", "joined");
  g_autoptr (GArray) customer = sd_test_integers (plan, "visits", "customer_id");
  g_autoptr (GArray) at = sd_test_integers (plan, "visits", "at");
  double months[24] = { 0 }, weights[24] = { 0 };
  const gint64 first = get_day (2024, 1, 1);
  const double n_days = 366 + 365;

  for (guint i = 0; i < at->len; i++)
    {
      const gint64 day = g_array_index (at, gint64, i) / SD_USEC_PER_DAY;
      const SdCivil civil = sd_date_to_civil (day);

      g_assert_cmpint (g_array_index (joined, gint64, g_array_index (customer, gint64, i) - 1), <=,
                       day);
      months[(civil.year - 2024) * 12 + civil.month - 1]++;
    }
  for (guint d = 0; d < n_days; d++)
    {
      const SdCivil civil = sd_date_to_civil (first + d);

      weights[(civil.year - 2024) * 12 + civil.month - 1] +=
        pow (3, (d + 0.5) / n_days) * (civil.month == 7 || civil.month == 8 ? 3 : 1);
    }
  assert_chi_square (months, weights, 24);
}

/* Branches have ranges, shapes and gaps of their own. */
static void
test_branches (void)
{
  g_autoptr (SdSchema) schema =
    sd_test_schema ("{ 'id': 1, 'name': 't', 'rows': 3000, 'columns': ["
                    "  { 'id': 2, 'name': 'kind', 'type': 'integer', 'generator': 'category',"
                    "    'parameters': { 'values': [1, 2, 3] } },"
                    "  { 'id': 3, 'name': 'a', 'type': 'date', 'generator': 'date',"
                    "    'parameters': { 'min': '2025-01-01', 'max': '2025-06-30' } },"
                    "  { 'id': 4, 'name': 'b', 'type': 'date', 'generator': 'date',"
                    "    'parameters': { 'min': '2025-01-01', 'max': '2025-12-31', 'after': 'a',"
                    "    'min_days': 1, 'max_days': 3, 'by': 'kind', 'branches': ["
                    "    { 'when': [2], 'parameters': { 'min': '2025-01-01', 'max': '2025-12-31',"
                    "      'min_days': 10, 'max_days': 20 } },"
                    "    { 'when': [3], 'parameters': { 'min': '2026-01-01',"
                    "      'max': '2026-12-31', 'min_days': 0, 'max_days': 1000,"
                    "      'weekdays': [1,0,0,0,0,0,0] } } ] } } ] }", "");
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autoptr (GArray) kind = sd_test_integers (plan, "t", "kind");
  g_autoptr (GArray) a = sd_test_integers (plan, "t", "a");
  g_autoptr (GArray) b = sd_test_integers (plan, "t", "b");

  for (guint i = 0; i < a->len; i++)
    {
      const gint64 day = g_array_index (b, gint64, i);
      const gint64 days = day - g_array_index (a, gint64, i);

      switch (g_array_index (kind, gint64, i))
        {
        case 1:
          g_assert_cmpint (days, >=, 1);
          g_assert_cmpint (days, <=, 3);
          break;

        case 2:
          g_assert_cmpint (days, >=, 10);
          g_assert_cmpint (days, <=, 20);
          break;

        default:
          g_assert_cmpint (day, >=, get_day (2026, 1, 1));
          g_assert_cmpint (sd_date_weekday (day), ==, 1);
          break;
        }
    }
}

/* A date with a season in a correlation: its days are still those of the season,
 * and later ones go with larger numbers. */
static void
test_correlated (void)
{
  g_autoptr (SdSchema) schema =
    sd_test_schema ("{ 'id': 1, 'name': 't', 'rows': 20000, 'margins': 'balanced', 'columns': ["
                    "  { 'id': 2, 'name': 'x', 'type': 'decimal', 'scale': 3, 'generator':"
                    "    'number', 'parameters': { 'distribution': 'normal', 'mean': 0,"
                    "    'stddev': 1 } },"
                    "  { 'id': 3, 'name': 'day', 'type': 'date', 'generator': 'date',"
                    "    'parameters': { 'min': '2025-01-01', 'max': '2025-12-31',"
                    "    'order': 'random', 'weekdays': [1,1,1,1,3,2,0],"
                    "    'growth': 'linear', 'growth_factor': 3 } } ],"
                    "  'correlations': [ { 'columns': ['x', 'day'], 'value': 0.6 } ] }", "");
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autoptr (GArray) x = sd_test_integers (plan, "t", "x");
  g_autoptr (GArray) day = sd_test_integers (plan, "t", "day");
  const gint64 first = get_day (2025, 1, 1);
  double counts[365] = { 0 }, weights[365] = { 0 };
  static const double weekdays[7] = { 1, 1, 1, 1, 3, 2, 0 };
  double a = 0, b = 0, aa = 0, bb = 0, ab = 0;

  for (guint i = 0; i < x->len; i++)
    {
      const double u = g_array_index (x, gint64, i) / 1e3;
      const double v = (double) (g_array_index (day, gint64, i) - first);

      counts[(guint) v]++;
      a += u / x->len;
      b += v / x->len;
      aa += u * u / x->len;
      bb += v * v / x->len;
      ab += u * v / x->len;
    }
  for (guint d = 0; d < 365; d++)
    weights[d] = weekdays[sd_date_weekday (first + d) - 1] * (1 + 2 * (d + 0.5) / 365);
  assert_chi_square (counts, weights, 365);
  ab = (ab - a * b) / sqrt ((aa - a * a) * (bb - b * b));
  g_test_message ("correlation %.4f", ab);
  g_assert_cmpfloat (fabs (ab - 0.6), <, 4 * (1 - 0.36) / sqrt (x->len));
}

static void
check_findings (const char *parameters,
                const char *codes)
{
  g_autofree char *table =
    g_strdup_printf ("{ 'id': 1, 'name': 't', 'rows': 100, 'columns': ["
                     "  { 'id': 2, 'name': 'x', 'type': 'timestamp', 'generator': 'timestamp',"
                     "    'parameters': { %s } } ] }", parameters);
  g_autoptr (SdSchema) schema = sd_test_schema (table, "");
  g_autofree char *found = sd_test_findings (schema);

  g_assert_cmpstr (found, ==, codes);
}

static void
test_findings (void)
{
  check_findings ("'season': 'blizzard'", "season-unknown");
  check_findings ("'opening': '08:00', 'closing': '10:00',"
                  "'hours': [0,0,0,0,0,0,0,0,0,0,0,0,1,1,1,1,1,1,1,1,1,1,1,1]", "season-empty");
  check_findings ("'min': '2025-03-01', 'max': '2025-03-01', 'weekdays': [1,1,1,1,1,0,0]",
                  "season-empty");
  check_findings ("'min': '0001-01-01', 'max': '9999-12-31', 'season': 'gym'", "season-too-long");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/synth/seasons/holidays", test_holidays);
  g_test_add_func ("/synth/seasons/profiles", test_profiles);
  g_test_add_func ("/synth/seasons/noise", test_noise);
  g_test_add_func ("/synth/seasons/growth", test_growth);
  g_test_add_func ("/synth/seasons/own-weights", test_own_weights);
  g_test_add_func ("/synth/seasons/bounded", test_bounded);
  g_test_add_func ("/synth/seasons/timeline", test_timeline);
  g_test_add_func ("/synth/seasons/branches", test_branches);
  g_test_add_func ("/synth/seasons/correlated", test_correlated);
  g_test_add_func ("/synth/seasons/findings", test_findings);

  return g_test_run ();
}
