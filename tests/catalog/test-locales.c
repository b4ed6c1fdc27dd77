/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What every locale has: enough names and places of every region, the same first
 * fields as en_US, ASCII where it says so, and no address or number of mail, web
 * or telephone that could be somebody's.
 */

#include <string.h>

#include "sd-catalog.h"

static void
foreach_locale (void (*check) (const char *locale))
{
  const char * const *locales = sd_catalog_list_locales ();

  g_assert_cmpuint (g_strv_length ((char **) locales), >=, 7);
  for (guint i = 0; locales[i] != NULL; i++)
    check (locales[i]);
}

static const SdAtom *
get_atom (const char *locale,
          const char *name)
{
  const SdAtom *atom = sd_catalog_get_atom (locale, name);

  if (atom == NULL)
    g_error ("%s has no atom “%s”", locale, name);
  return atom;
}

static const char *
get_text (const SdAtom *atom,
          const char   *field,
          guint         row)
{
  const int position = sd_atom_find_field (atom, field);

  if (position < 0)
    g_error ("“%s” has no field “%s”", atom->name, field);
  return atom->columns[position][row].data;
}

static guint
count_distinct (const SdAtom *atom,
                const char   *field)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint row = 0; row < atom->n_rows; row++)
    g_hash_table_add (seen, (gpointer) get_text (atom, field, row));
  return g_hash_table_size (seen);
}

static void
check_breadth (const char *locale)
{
  const SdAtom *names = get_atom (locale, "first_name");
  const SdAtom *states = get_atom (locale, "state");
  const SdAtom *places = get_atom (locale, "place");

  g_test_message ("%s", locale);
  for (guint i = 0; names->by != NULL && i < names->by->n_rows; i++)
    g_assert_cmpuint (names->first_rows[i + 1] - names->first_rows[i], >=, 60);
  g_assert_cmpuint (get_atom (locale, "last_name")->n_rows, >=, 80);
  g_assert_cmpuint (get_atom (locale, "street_name")->n_rows, >=, 20);
  g_assert_cmpuint (count_distinct (places, "city"), >=, 40);
  /* A region without a city would never be met. */
  g_assert_cmpuint (count_distinct (places, "region_code"), ==, states->n_rows);
}

static void
test_breadth (void)
{
  foreach_locale (check_breadth);
}

/* What a locale has of its own stands in for what en_US has: every field that is
 * asked for by name is there, and the first is the same. */
static void
check_fields (const char *locale)
{
  g_auto (GStrv) names = sd_catalog_list_local_atoms (locale);

  for (guint i = 0; names[i] != NULL; i++)
    {
      const SdAtom *own = get_atom (locale, names[i]);
      const SdAtom *other = sd_catalog_get_atom ("en_US", names[i]);

      if (other != NULL && !g_str_equal (own->fields[0], other->fields[0]))
        g_error ("%s: the first field of “%s” is “%s” and not “%s”", locale, names[i],
                 own->fields[0], other->fields[0]);
    }
}

static void
test_fields (void)
{
  foreach_locale (check_fields);
}

static void
check_ascii (const char *locale)
{
  g_auto (GStrv) names = sd_catalog_list_local_atoms (locale);

  for (guint i = 0; names[i] != NULL; i++)
    {
      const SdAtom *atom = get_atom (locale, names[i]);
      const int position = sd_atom_find_field (atom, "ascii");

      for (guint row = 0; position >= 0 && row < atom->n_rows; row++)
        if (!g_str_is_ascii (atom->columns[position][row].data))
          g_error ("%s: “%s” is not ASCII", locale, atom->columns[position][row].data);
    }
}

static void
test_ascii (void)
{
  foreach_locale (check_ascii);
}

static void
check_home (const char *locale)
{
  const SdAtom *home = get_atom (locale, "home");

  g_test_message ("%s", locale);
  g_assert_cmpuint (home->n_rows, ==, 1);
  g_assert_cmpstr (get_text (home, "code", 0), ==, locale + 3);
  g_assert_cmpuint (strlen (get_text (home, "code3", 0)), ==, 3);
  g_assert_cmpuint (strlen (get_text (home, "currency_code", 0)), ==, 3);
  g_assert_true (g_str_has_prefix (locale, get_text (home, "language_code", 0)));
  g_assert_true (g_str_has_prefix (get_text (home, "calling_code", 0), "+"));
}

static void
test_home (void)
{
  foreach_locale (check_home);
}

/* Where a country lies, roughly: south, north, west, east. */
static const struct
{
  const char *locale;
  double      south, north, west, east;
} boxes[] = {
  { "de_DE", 47.2, 55.1, 5.8, 15.1 },
  { "en_GB", 49.8, 60.9, -8.3, 1.9 },
  { "es_ES", 27.6, 43.9, -18.3, 4.4 },
  { "fr_FR", 41.3, 51.2, -5.2, 9.7 },
  { "it_IT", 35.4, 47.2, 6.6, 18.6 },
  { "nl_NL", 50.7, 53.6, 3.3, 7.3 },
};

static void
test_boxes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (boxes); i++)
    {
      const SdAtom *places = get_atom (boxes[i].locale, "place");

      for (guint row = 0; row < places->n_rows; row++)
        {
          const double latitude = g_ascii_strtod (get_text (places, "latitude", row), NULL);
          const double longitude = g_ascii_strtod (get_text (places, "longitude", row), NULL);

          if (latitude < boxes[i].south || latitude > boxes[i].north
              || longitude < boxes[i].west || longitude > boxes[i].east)
            g_error ("%s: %s does not lie there", boxes[i].locale, get_text (places, "city", row));
        }
    }
}

static gboolean
has_any_prefix (const char         *text,
                const char * const *prefixes)
{
  for (guint i = 0; prefixes[i] != NULL; i++)
    if (g_str_has_prefix (text, prefixes[i]))
      return TRUE;
  return FALSE;
}

/* Beginnings of numbers that the authorities of a country keep for films. */
static const char * const british[] = {
  "020 7946 0", "0113 496 0", "0114 496 0", "0115 496 0", "0116 496 0", "0117 496 0", "0118 496 0",
  "0121 496 0", "0131 496 0", "0141 496 0", "0151 496 0", "0161 496 0", "0191 498 0", "01632 960",
  "028 9649 6", "029 2018 0", NULL
};
static const char * const french[] = {
  "01 99 00", "02 61 91", "03 53 01", "04 65 71", "05 36 49", NULL
};
static const char * const german[] = {
  "030 23125", "069 90009", "040 66969", "0221 4710", "089 99998", NULL
};

static void
check_numbers (const char         *locale,
               const char * const *kept,
               const char         *behind_area_code)
{
  const SdAtom *places = get_atom (locale, "place");

  for (guint row = 0; row < places->n_rows; row++)
    {
      const char *phone = get_text (places, "phone", row);
      const char *area_code = get_text (places, "area_code", row);
      const gsize n = strlen (area_code);

      if (kept != NULL && has_any_prefix (phone, kept))
        continue;
      if (behind_area_code == NULL || !g_str_has_prefix (phone, area_code)
          || !g_str_has_prefix (phone + n, behind_area_code))
        g_error ("%s: the number %s could be somebody’s", locale, phone);
    }
}

/* No subscriber's number begins with 0; Spanish ones have nine digits. */
static void
test_numbers (void)
{
  const SdAtom *spanish = get_atom ("es_ES", "place");

  check_numbers ("en_GB", british, NULL);
  check_numbers ("fr_FR", french, NULL);
  check_numbers ("de_DE", german, " 0");
  check_numbers ("it_IT", NULL, " 0");
  check_numbers ("nl_NL", NULL, "-0");
  for (guint row = 0; row < spanish->n_rows; row++)
    g_assert_cmpuint (strlen (get_text (spanish, "phone", row)), ==, 6);
  g_assert_cmpstr (sd_catalog_get_semantic ("es_ES", "phone")->value, ==, "{place.phone} ###");
}

/* The domains that nobody can have (RFC 2606), in whatever form a type makes them. */
static void
check_domains (const char *locale)
{
  static const char * const nicks[] = {
    "email", "company_email", "company_domain", "company_website", "domain", "url"
  };
  const SdAtom *domains = get_atom (locale, "email_domain");

  for (guint row = 0; row < domains->n_rows; row++)
    {
      const char *domain = domains->columns[0][row].data;

      if (!g_regex_match_simple ("^(.*\\.)?example\\.(com|net|org)$|\\.example$", domain, 0, 0))
        g_error ("%s: the domain %s could be somebody’s", locale, domain);
    }
  for (guint i = 0; i < G_N_ELEMENTS (nicks); i++)
    {
      const char *value = sd_catalog_get_semantic (locale, nicks[i])->value;

      if (strstr (value, "{email_domain}") == NULL && strstr (value, ".example") == NULL)
        g_error ("%s: “%s” could be somebody’s: %s", locale, nicks[i], value);
    }
}

static void
test_domains (void)
{
  foreach_locale (check_domains);
}

/* Linda was a name of the forties; whoever has no list is as frequent always. */
static void
test_decades (void)
{
  const SdAtom *names = get_atom ("en_US", "first_name");
  const guint forties = (1940 - SD_CATALOG_FIRST_DECADE) / 10;
  const guint tens = (2010 - SD_CATALOG_FIRST_DECADE) / 10;
  guint row = 0;
  double share_then, share_now;

  while (!g_str_equal (names->columns[0][row].data, "Linda"))
    row++;
  g_assert_nonnull (names->decades);
  share_then = (double) (names->decades[(gsize) forties * names->n_rows + row]
                         - names->decades[(gsize) forties * names->n_rows + row - 1]) * 0x1p-64;
  share_now = (double) (names->decades[(gsize) tens * names->n_rows + row]
                        - names->decades[(gsize) tens * names->n_rows + row - 1]) * 0x1p-64;
  g_assert_cmpfloat (share_then, >, 0.03);
  g_assert_cmpfloat (share_now, <, 0.002);
  g_assert_null (get_atom ("en_US", "last_name")->decades);
  for (guint i = 0; i < SD_CATALOG_N_DECADES; i++)
    g_assert_true (names->decades[(gsize) i * names->n_rows + names->first_rows[1] - 1]
                   == G_MAXUINT64);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/locales/breadth", test_breadth);
  g_test_add_func ("/locales/fields", test_fields);
  g_test_add_func ("/locales/ascii", test_ascii);
  g_test_add_func ("/locales/home", test_home);
  g_test_add_func ("/locales/boxes", test_boxes);
  g_test_add_func ("/locales/numbers", test_numbers);
  g_test_add_func ("/locales/domains", test_domains);
  g_test_add_func ("/locales/decades", test_decades);
  return g_test_run ();
}
