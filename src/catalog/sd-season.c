/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Profiles of time and public holidays; see the header. Holidays are rules: a
 * fixed day, so many days from Easter, or the first of a weekday from a day on.
 */

#define G_LOG_DOMAIN "sd-catalog"

#include "config.h"

#include "sd-calendar.h"
#include "sd-catalog-private.h"
#include "sd-season.h"

#define SEASONS  "seasons"
#define HOLIDAYS "holidays"

typedef struct
{
  guint       n;
  SdSeason   *seasons;
  const char **nicks;
} Profiles;

static JsonObject *
get_members (const char *file,
             const char *member)
{
  JsonNode *json = sd_catalog_get_json (file);
  JsonNode *node = json != NULL ? json_object_get_member (json_node_get_object (json), member)
                                : NULL;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    g_error ("%s.json: the member “%s” must be an object", file, member);
  return json_node_get_object (node);
}

/* "11-23" as 1123. */
static int
read_day (const char *file,
          JsonObject *object,
          const char *member)
{
  const char *text = sd_catalog_read_text (file, object, member, NULL);
  g_autofree char *date = g_strdup_printf ("2024-%s", text);
  gint64 day;
  SdCivil civil;

  if (!sd_date_parse (date, &day))
    g_error ("%s.json: “%s” is no day of a year, such as 11-23", file, text);
  civil = sd_date_to_civil (day);
  return civil.month * 100 + civil.day;
}

/* A list of @n weights ≥ 0, not all 0; all 1 where there is none. */
static gboolean
read_weights (JsonObject *object,
              const char *member,
              guint       n,
              double     *weights)
{
  JsonNode *node = json_object_get_member (object, member);
  JsonArray *array;
  double sum = 0;

  for (guint i = 0; i < n; i++)
    weights[i] = 1;
  if (node == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_ARRAY (node) || json_array_get_length (json_node_get_array (node)) != n)
    g_error (SEASONS ".json: “%s” must be a list of %u numbers", member, n);
  array = json_node_get_array (node);
  for (guint i = 0; i < n; i++)
    {
      weights[i] = json_array_get_double_element (array, i);
      if (!(weights[i] >= 0))
        g_error (SEASONS ".json: “%s” has a negative weight", member);
      sum += weights[i];
    }
  if (!(sum > 0))
    g_error (SEASONS ".json: “%s” has no weight above 0", member);
  return TRUE;
}

static void
read_peaks (SdSeason   *self,
            JsonObject *object)
{
  JsonArray *array;

  if (!json_object_has_member (object, "peaks"))
    return;
  array = json_object_get_array_member (object, "peaks");
  self->n_peaks = json_array_get_length (array);
  self->peaks = g_new0 (SdSeasonPeak, self->n_peaks);
  for (guint i = 0; i < self->n_peaks; i++)
    {
      JsonObject *peak = json_array_get_object_element (array, i);

      self->peaks[i].first = read_day (SEASONS, peak, "from");
      self->peaks[i].last = read_day (SEASONS, peak, "to");
      self->peaks[i].factor = sd_catalog_read_number (SEASONS, peak, "factor", 1);
    }
}

static void
read_season (SdSeason   *self,
             const char *nick,
             JsonObject *object)
{
  self->nick = nick;
  self->title = sd_catalog_read_text (SEASONS, object, "title", NULL);
  self->description = sd_catalog_read_text (SEASONS, object, "description", NULL);
  read_weights (object, "months", SD_SEASON_MONTHS, self->months);
  read_weights (object, "weekdays", SD_SEASON_WEEKDAYS, self->weekdays);
  read_weights (object, "hours", SD_SEASON_HOURS, self->hours);
  if (!read_weights (object, "weekend_hours", SD_SEASON_HOURS, self->weekend_hours))
    for (guint i = 0; i < SD_SEASON_HOURS; i++)
      self->weekend_hours[i] = self->hours[i];
  self->holidays = sd_catalog_read_number (SEASONS, object, "holidays", 1);
  read_peaks (self, object);
}

static gpointer
read_profiles (gpointer data)
{
  JsonObject *members = get_members (SEASONS, "profiles");
  Profiles *self = g_new0 (Profiles, 1);
  JsonObjectIter iter;
  const char *nick;
  JsonNode *node;

  self->seasons = g_new0 (SdSeason, json_object_get_size (members));
  self->nicks = g_new0 (const char *, json_object_get_size (members) + 1);
  json_object_iter_init_ordered (&iter, members);
  while (json_object_iter_next_ordered (&iter, &nick, &node))
    {
      if (!JSON_NODE_HOLDS_OBJECT (node))
        g_error (SEASONS ".json: “%s” must be an object", nick);
      self->nicks[self->n] = nick;
      read_season (&self->seasons[self->n++], nick, json_node_get_object (node));
    }
  return self;
}

static const Profiles *
get_profiles (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, read_profiles, NULL);
}

/**
 * sd_catalog_get_season:
 * @nick: "retail" …
 *
 * Returns: (transfer none) (nullable): the profile, which never changes
 */
const SdSeason *
sd_catalog_get_season (const char *nick)
{
  const Profiles *profiles = get_profiles ();

  g_return_val_if_fail (nick != NULL, NULL);

  for (guint i = 0; i < profiles->n; i++)
    if (g_str_equal (profiles->nicks[i], nick))
      return &profiles->seasons[i];
  return NULL;
}

/**
 * sd_catalog_list_seasons:
 *
 * Returns: (transfer none) (array zero-terminated=1): the nicks of the profiles
 */
const char * const *
sd_catalog_list_seasons (void)
{
  return get_profiles ()->nicks;
}

/* Easter Sunday of the Gregorian calendar: the "anonymous" algorithm, Nature 13
 * (1876), page 487, as in Meeus, Astronomical Algorithms, chapter 8. */
static gint64
get_easter (int year)
{
  const int a = year % 19;
  const int b = year / 100;
  const int c = year % 100;
  const int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
  const int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
  const int m = (a + 11 * h + 22 * l) / 451;
  const int n = h + l - 7 * m + 114;

  return sd_date_from_civil ((SdCivil) { year, n / 31, n % 31 + 1 });
}

/* The same of the Julian calendar, as a Gregorian day. */
static gint64
get_orthodox_easter (int year)
{
  const int d = (19 * (year % 19) + 15) % 30;
  const int e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7;
  const int n = d + e + 114;
  const int offset = year / 100 - year / 400 - 2;

  return sd_date_from_civil ((SdCivil) { year, n / 31, n % 31 + 1 }) + offset;
}

static gint64
get_day (JsonObject *rule,
         const char *member,
         int         year)
{
  const int day = read_day (HOLIDAYS, rule, member);

  return sd_date_from_civil ((SdCivil) { year, day / 100, MIN (day % 100, day / 100 == 2 ? 28 : 31) });
}

static gint64
find_holiday (JsonObject *rule,
              int         year)
{
  gint64 day;
  int weekday;

  if (json_object_has_member (rule, "easter"))
    return get_easter (year) + sd_catalog_read_integer (HOLIDAYS, rule, "easter", 0);
  if (json_object_has_member (rule, "orthodox_easter"))
    return get_orthodox_easter (year)
           + sd_catalog_read_integer (HOLIDAYS, rule, "orthodox_easter", 0);
  if (json_object_has_member (rule, "date"))
    return get_day (rule, "date", year);
  day = get_day (rule, "from", year);
  weekday = (int) sd_catalog_read_integer (HOLIDAYS, rule, "weekday", 1);
  return day + (weekday - sd_date_weekday (day) + 7) % 7;
}

static int
compare_days (gconstpointer a,
              gconstpointer b)
{
  const gint64 x = *(const gint64 *) a;
  const gint64 y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

/**
 * sd_catalog_list_holidays:
 * @country: two letters, "US"
 * @year: from 1 to 9998
 *
 * Returns: (transfer full) (element-type gint64): the days, ascending; the
 *   rules of today are applied to every year
 */
GArray *
sd_catalog_list_holidays (const char *country,
                          int         year)
{
  JsonObject *countries = get_members (HOLIDAYS, "countries");
  GArray *days = g_array_new (FALSE, FALSE, sizeof (gint64));
  JsonArray *rules;
  guint n = 0;

  g_return_val_if_fail (country != NULL && year >= 1 && year <= 9998, days);

  if (!json_object_has_member (countries, country))
    return days;
  rules = json_object_get_array_member (countries, country);
  for (guint i = 0; i < json_array_get_length (rules); i++)
    {
      const gint64 day = find_holiday (json_array_get_object_element (rules, i), year);

      g_array_append_val (days, day);
    }
  g_array_sort (days, compare_days);
  for (guint i = 0; i < days->len; i++)
    if (n == 0 || g_array_index (days, gint64, i) != g_array_index (days, gint64, n - 1))
      g_array_index (days, gint64, n++) = g_array_index (days, gint64, i);
  g_array_set_size (days, n);
  return days;
}
