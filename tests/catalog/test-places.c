/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Facts about places hang together: a city's ZIP code is of its state, its
 * coordinates are in the country, its area code has the form of one.
 */

#include <string.h>

#include "sd-catalog.h"

static const char *
get (const SdAtom *atom,
     const char   *field,
     guint         row)
{
  const int position = sd_atom_find_field (atom, field);

  g_assert_cmpint (position, >=, 0);
  return atom->columns[position][row].data;
}

static double
get_number (const SdAtom *atom,
            const char   *field,
            guint         row)
{
  char *end;
  const double number = g_ascii_strtod (get (atom, field, row), &end);

  g_assert_cmpstr (end, ==, "");
  return number;
}

/* The first digit of a ZIP code stands for a group of states. */
static const struct
{
  char        digit;
  const char *states;
} zip_zones[] = {
  { '0', "CT MA ME NH NJ RI VT" },
  { '1', "DE NY PA" },
  { '2', "DC MD NC SC VA WV" },
  { '3', "AL FL GA MS TN" },
  { '4', "IN KY MI OH" },
  { '5', "IA MN MT ND SD WI" },
  { '6', "IL KS MO NE" },
  { '7', "AR LA OK TX" },
  { '8', "AZ CO ID NM NV UT WY" },
  { '9', "AK CA HI OR WA" },
};

static void
test_zip_codes (void)
{
  const SdAtom *places = sd_catalog_get_atom ("en_US", "place");

  for (guint row = 0; row < places->n_rows; row++)
    {
      const char *zip = get (places, "postcode", row);
      const char *state = get (places, "region_code", row);

      g_assert_cmpuint (strlen (zip), ==, 3);
      g_assert_cmpuint (strspn (zip, "0123456789"), ==, 3);
      g_assert_true (zip_zones[zip[0] - '0'].digit == zip[0]);
      if (strstr (zip_zones[zip[0] - '0'].states, state) == NULL)
        g_error ("The ZIP code %s of %s is not of %s", zip, get (places, "city", row), state);
    }
}

static void
test_area_codes (void)
{
  const SdAtom *places = sd_catalog_get_atom ("en_US", "place");

  for (guint row = 0; row < places->n_rows; row++)
    {
      const char *code = get (places, "area_code", row);

      g_assert_cmpuint (strlen (code), ==, 3);
      g_assert_cmpuint (strspn (code, "0123456789"), ==, 3);
      g_assert_true (code[0] >= '2');
      g_assert_true (code[1] != '9');
      g_assert_false (g_str_has_suffix (code, "11"));
    }
}

/* Every city lies in the box of the fifty states, those of Alaska and Hawaii in
 * theirs; two places of one name are in different states. */
static void
test_coordinates (void)
{
  const SdAtom *places = sd_catalog_get_atom ("en_US", "place");

  for (guint row = 0; row < places->n_rows; row++)
    {
      const double latitude = get_number (places, "latitude", row);
      const double longitude = get_number (places, "longitude", row);
      const char *state = get (places, "region_code", row);
      const char *zone = get (places, "time_zone", row);

      if (g_str_equal (state, "AK"))
        g_assert_true (latitude > 54 && latitude < 72 && longitude > -170 && longitude < -130);
      else if (g_str_equal (state, "HI"))
        g_assert_true (latitude > 18 && latitude < 23 && longitude > -161 && longitude < -154);
      else
        {
          g_assert_true (latitude > 24.5 && latitude < 49.4);
          g_assert_true (longitude > -124.8 && longitude < -66.9);
          g_assert_false (g_str_equal (zone, "America/New_York") && longitude < -88);
          g_assert_false (g_str_equal (zone, "America/Los_Angeles") && longitude > -114);
        }
    }
}

static void
test_states (void)
{
  const SdAtom *states = sd_catalog_get_atom ("en_US", "state");
  const SdAtom *places = sd_catalog_get_atom ("en_US", "place");
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  g_assert_cmpuint (states->n_rows, ==, 51);
  for (guint row = 0; row < states->n_rows; row++)
    {
      g_assert_cmpuint (strlen (get (states, "code", row)), ==, 2);
      g_assert_true (g_hash_table_add (seen, (char *) get (states, "region", row)));
    }
  g_hash_table_remove_all (seen);
  for (guint row = 0; row < places->n_rows; row++)
    g_hash_table_add (seen, (char *) get (places, "region", row));
  g_assert_cmpuint (g_hash_table_size (seen), ==, 51);
}

static void
test_countries (void)
{
  const SdAtom *countries = sd_catalog_get_atom ("en_US", "country");
  static const char * const unique[] = { "name", "code", "code3" };

  for (guint i = 0; i < G_N_ELEMENTS (unique); i++)
    {
      g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

      for (guint row = 0; row < countries->n_rows; row++)
        g_assert_true (g_hash_table_add (seen, (char *) get (countries, unique[i], row)));
    }
  for (guint row = 0; row < countries->n_rows; row++)
    {
      g_assert_cmpuint (strlen (get (countries, "code", row)), ==, 2);
      g_assert_cmpuint (strlen (get (countries, "code3", row)), ==, 3);
      g_assert_cmpuint (strlen (get (countries, "currency_code", row)), ==, 3);
      g_assert_true (get (countries, "calling_code", row)[0] == '+');
      g_assert_cmpfloat (get_number (countries, "population", row), >=, 500);
      g_assert_cmpfloat (get_number (countries, "population", row), <, 1.5e9);
      g_assert_cmpfloat (get_number (countries, "area", row), >, 0.4);
      g_assert_cmpfloat (get_number (countries, "area", row), <, 1.8e7);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/places/zip-codes", test_zip_codes);
  g_test_add_func ("/places/area-codes", test_area_codes);
  g_test_add_func ("/places/coordinates", test_coordinates);
  g_test_add_func ("/places/states", test_states);
  g_test_add_func ("/places/countries", test_countries);
  return g_test_run ();
}
