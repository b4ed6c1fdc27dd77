/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The locales of Mexico, Brazil, Poland, Sweden, Turkey, India, Japan, China and
 * Egypt: numbers have the form of the country and right check digits, and can be
 * nobody's; the parts of an address agree; what must be ASCII is.
 */

#include <string.h>

#include "sd-catalog.h"
#include "sd-test-plan.h"
#include "sd-text-transform-private.h"

#define N_ROWS 400

typedef struct
{
  const char *nick;
  const char *postcode;       /* patterns of whole texts */
  const char *phone;
  const char *mobile;
  const char *national_id;
  const char *check;          /* of the national id; nullable */
  const char *iban;           /* nullable: the country has none */
  const char *name;
  double      south, north, west, east;
  /* Which regions the first digits of a postcode stand for; nullable. */
  const char *zones;
} Country;

static const Country countries[] = {
  {
    .nick = "es_MX",
    .postcode = "\\d{5}",
    .phone = "\\d\\d 0\\d{3} \\d{4}|\\d{3} 0\\d\\d \\d{4}",
    .mobile = "\\+52 (\\d\\d 0\\d{3} \\d{4}|\\d{3} 0\\d\\d \\d{4})",
    .national_id = "[A-Z]{4}\\d\\d(0[1-9]|1[0-2])1\\d[HM]XX[B-DF-HJ-NP-TV-Z]{3}\\d\\d",
    .check = "curp",
    .name = "\\p{Lu}[\\p{L} ]+ \\p{Lu}[\\p{L} ]+ \\p{Lu}[\\p{L} ]+",
    .south = 14.5, .north = 32.8, .west = -117.2, .east = -86.7,
    .zones = "01-16:CMX 20-20:AGU 21-22:BCN 23-23:BCS 24-24:CAM 25-27:COA 28-28:COL 29-30:CHP "
             "31-33:CHH 34-35:DUR 36-38:GUA 39-41:GRO 42-43:HID 44-49:JAL 50-57:MEX 58-61:MIC "
             "62-62:MOR 63-63:NAY 64-67:NLE 68-71:OAX 72-75:PUE 76-76:QUE 77-77:ROO 78-79:SLP "
             "80-82:SIN 83-85:SON 86-86:TAB 87-89:TAM 90-90:TLA 91-96:VER 97-97:YUC 98-99:ZAC",
  },
  {
    .nick = "pt_BR",
    .postcode = "\\d{5}-\\d{3}",
    .phone = "\\([1-9]\\d\\) 90\\d{3}-\\d{4}",
    .mobile = "\\+55 [1-9]\\d 90\\d{3}-\\d{4}",
    .national_id = "\\*{3}\\.\\d{3}\\.\\d{3}-\\*\\*",
    .iban = "BR\\d\\d 9999 9999 (\\d{4} ){3}\\d{3}C 1",
    .name = "\\p{Lu}[\\p{L} ]+ \\p{Lu}\\p{L}+ \\p{Lu}\\p{L}+",
    .south = -33.8, .north = 5.3, .west = -74, .east = -34.7,
    .zones = "0-1:SP 2-2:RJ,ES 3-3:MG 4-4:BA,SE 5-5:PE,AL,PB,RN 6-6:CE,PI,MA,PA,AP,AM,RR,AC "
             "7-7:DF,GO,TO,MT,MS,RO 8-8:PR,SC 9-9:RS",
  },
  {
    .nick = "pl_PL",
    .postcode = "\\d\\d-\\d{3}",
    .phone = "[1-9]\\d 0\\d\\d \\d\\d \\d\\d",
    .mobile = "\\+48 49\\d \\d{3} \\d{3}",
    .national_id = "\\d\\d(6[1-9]|7[0-2])1\\d{6}",
    .check = "pesel",
    .iban = "PL\\d\\d 0000 0000( \\d{4}){4}",
    .name = "\\p{Lu}[\\p{L} ]+ \\p{Lu}\\p{L}+",
    .south = 49, .north = 54.9, .west = 14.1, .east = 24.2,
    .zones = "0-0:MZ 1-1:PD,WN 2-2:LU,SK,MZ 3-3:MA,PK 4-4:SL,OP 5-5:DS 6-6:WP,LB 7-7:ZP,PM "
             "8-8:PM,KP,WN 9-9:LD",
  },
  {
    .nick = "sv_SE",
    .postcode = "\\d{3} \\d\\d",
    .phone = "08-465 004 \\d\\d|031-390 06 \\d\\d|040-628 04 \\d\\d|0980-319 2\\d\\d|"
             "0\\d\\d-0\\d \\d\\d \\d\\d|0\\d{3}-0\\d\\d \\d\\d",
    .mobile = "070-174 06 (0[5-9]|[1-9]\\d)",
    .national_id = "\\d\\d(0[1-9]|1[0-2])1\\d-9[89]\\d\\d",
    .check = "luhn",
    .iban = "SE\\d\\d 000\\d( \\d{4}){4}",
    .name = "\\p{Lu}\\p{L}+ \\p{Lu}\\p{L}+",
    .south = 55.3, .north = 69.1, .west = 10.9, .east = 24.2,
    .zones = "10-19:AB 20-29:M 30-31:N 33-33:F 34-36:G 37-37:K 38-39:H 40-54:O 43-43:N 55-57:F "
             "57-57:H 58-61:E 59-59:H 61-61:D 62-62:I 63-64:D 65-68:S 69-71:T 72-73:U 74-75:C "
             "76-76:AB 77-79:W 80-82:X 83-84:Z 85-89:Y 90-93:AC 94-98:BD",
  },
  {
    .nick = "tr_TR",
    .postcode = "\\d{5}",
    .phone = "\\(0[2-4]\\d\\d\\) 0\\d\\d \\d\\d \\d\\d",
    .mobile = "0520 \\d{3} \\d\\d \\d\\d",
    .national_id = "0\\d{10}",
    .check = "tckn",
    .iban = "TR\\d\\d 9999 90\\d\\d( \\d{4}){3} \\d\\d",
    .name = "\\p{Lu}[\\p{L} ]+ \\p{Lu}\\p{L}*",
    .south = 35.8, .north = 42.2, .west = 25.6, .east = 44.9,
  },
  {
    .nick = "hi_IN",
    .postcode = "[1-8]\\d{5}",
    .phone = "0\\d{2,4}-0\\d+",
    .mobile = "\\+91 50\\d{3}-\\d{5}",
    .national_id = "0\\d{3} \\d{4} \\d{4}",
    .check = "verhoeff",
    .name = "\\p{Devanagari}[\\p{Devanagari} ]+ \\p{Devanagari}+",
    .south = 6.7, .north = 35.6, .west = 68.1, .east = 97.4,
    .zones = "1-1:DL,HR,PB,HP,JK,LA,CH 2-2:UP,UK 3-3:RJ,GJ,DH 4-4:MH,MP,CG,GA 5-5:AP,TG,KA "
             "6-6:TN,KL,PY,LD 7-7:WB,OD,AS,AR,NL,MN,MZ,TR,ML,AN,SK 8-8:BR,JH",
  },
  {
    .nick = "ja_JP",
    .postcode = "\\d{3}-\\d{4}",
    .phone = "0\\d{1,3}-0\\d{1,3}-\\d{4}",
    .mobile = "090-0\\d{3}-\\d{4}",
    .national_id = "00\\d{10}",
    .name = "[\\p{Han}々]+ [\\p{Han}\\p{Hiragana}]+",
    .south = 24, .north = 45.6, .west = 122.9, .east = 145.9,
    .zones = "00-00:01 01-01:05 02-02:03 03-03:02 04-09:01 10-20:13 21-25:14 26-29:12 30-31:08 "
             "32-32:09 33-36:11 37-37:10 38-39:20 40-40:19 41-43:22 44-49:23 50-50:21 51-51:24 "
             "52-52:25 53-59:27 60-62:26 63-63:29 64-64:30 65-67:28 68-68:31 69-69:32 70-71:33 "
             "72-73:34 74-75:35 76-76:37 77-77:36 78-78:39 79-79:38 80-83:40 84-84:41 85-85:42 "
             "86-86:43 87-87:44 88-88:45 89-89:46 90-90:47 91-91:18 92-92:17 93-93:16 94-95:15 "
             "96-97:07 98-98:04 99-99:06",
  },
  {
    .nick = "zh_CN",
    .postcode = "\\d{6}",
    .phone = "0\\d{2,3}-0\\d{2,3} \\d{4}",
    .mobile = "154 \\d{4} \\d{4}",
    .national_id = "99\\d{4}19\\d\\d(0[1-9]|1[0-2])1\\d{4}[\\dX]",
    .check = "cn_id",
    .name = "\\p{Han}{2,4}",
    .south = 18.1, .north = 53.6, .west = 73.4, .east = 135.1,
    .zones = "01-02:15 03-04:14 05-07:13 10-10:11 11-12:21 13-13:22 15-16:23 20-20:31 21-22:32 "
             "23-24:34 25-27:37 30-30:12 31-32:33 33-34:36 35-36:35 40-40:50 41-42:43 43-44:42 "
             "45-47:41 51-52:44 53-54:45 55-56:52 57-57:46 61-64:51 65-67:53 71-72:61 73-74:62 "
             "75-75:64 81-81:63 83-84:65 85-86:54",
  },
  {
    .nick = "ar_EG",
    .postcode = "\\d{5}",
    .phone = "02 0\\d{3} \\d{4}|0\\d{1,2} 0\\d\\d \\d{4}",
    .mobile = "014 \\d{4} \\d{4}",
    .national_id = "2\\d\\d(0[1-9]|1[0-2])1\\d99\\d{5}",
    .iban = "EG\\d\\d 9999( \\d{4}){5} \\d",
    .name = "\\p{Arabic}[\\p{Arabic} ]+ \\p{Arabic}[\\p{Arabic} ]+ \\p{Arabic}[\\p{Arabic} ]*",
    .south = 22, .north = 31.7, .west = 24.7, .east = 36.9,
    .zones = "11-11:C 12-12:GZ 13-13:KB 21-21:ALX 22-22:BH 31-31:GH 32-32:MNF 33-33:KFS 34-34:DT "
             "35-35:DK 41-41:IS 42-42:PTS 43-43:SUZ 44-44:SHR 45-45:SIN 46-46:JS 51-51:MT 61-61:MN "
             "62-62:BNS 63-63:FYM 71-71:AST 72-72:WAD 81-81:ASN 82-82:SHG 83-83:KN 84-84:BA "
             "85-85:LX",
  },
};

static const char * const columns[] = {
  "full_name", "gender", "email", "username", "company_domain", "phone", "mobile", "city", "region",
  "region_code", "postcode", "full_address", "national_id", "iban",
};

static SdPlan *
make_plan (const Country *country)
{
  g_autoptr (GString) list = g_string_new (NULL);
  g_autofree char *table = NULL;
  g_autoptr (SdSchema) schema = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    g_string_append_printf (list, "%s{ 'id': %u, 'name': '%s', 'type': 'text', "
                            "'generator': 'semantic', 'parameters': { 'semantic': '%s' } }",
                            i > 0 ? ", " : "", 10 + i, columns[i], columns[i]);
  table = g_strdup_printf ("{ 'id': 1, 'name': 't', 'rows': %d, 'columns': [ %s ] }", N_ROWS,
                           list->str);
  schema = sd_test_schema (table, "");
  sd_schema_set_locale (schema, country->nick);
  return sd_test_plan (schema);
}

static GPtrArray *
get (SdPlan     *plan,
     const char *column)
{
  return sd_test_column (plan, "t", column, 256);
}

static void
assert_all_match (const Country *country,
                  GPtrArray     *cells,
                  const char    *pattern)
{
  g_autofree char *whole = g_strconcat ("^(?:", pattern, ")$", NULL);
  g_autoptr (GRegex) regex = g_regex_new (whole, G_REGEX_OPTIMIZE, G_REGEX_MATCH_DEFAULT, NULL);

  g_assert_nonnull (regex);
  for (guint i = 0; i < cells->len; i++)
    if (!g_regex_match (regex, cells->pdata[i], G_REGEX_MATCH_DEFAULT, NULL))
      g_error ("%s: “%s” does not match %s", country->nick, (char *) cells->pdata[i], pattern);
}

static void
assert_column (const Country *country,
               SdPlan        *plan,
               const char    *column,
               const char    *pattern)
{
  g_autoptr (GPtrArray) cells = get (plan, column);

  assert_all_match (country, cells, pattern);
}

static void
test_forms (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (countries); i++)
    {
      const Country *country = &countries[i];
      g_autoptr (SdPlan) plan = make_plan (country);

      assert_column (country, plan, "full_name", country->name);
      assert_column (country, plan, "postcode", country->postcode);
      assert_column (country, plan, "phone", country->phone);
      assert_column (country, plan, "mobile", country->mobile);
      assert_column (country, plan, "national_id", country->national_id);
      assert_column (country, plan, "iban", country->iban != NULL ? country->iban
                                                                  : "XX\\d\\d( \\d{4}){4}");
    }
}

static void
test_ascii (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (countries); i++)
    {
      const Country *country = &countries[i];
      g_autoptr (SdPlan) plan = make_plan (country);

      assert_column (country, plan, "email",
                     "[a-z]+\\.[a-z]+\\d*@(example\\.(com|org|net)|[a-z]+\\.example)");
      assert_column (country, plan, "username", "[a-z]{2,}\\d*");
      assert_column (country, plan, "company_domain", "[a-z]+\\.example");
    }
}

/* ISO 13616: the whole, its first four characters at the end and letters as
 * numbers from 10 on, is 1 modulo 97. */
static void
assert_iban (const char *text)
{
  g_autoptr (GString) moved = g_string_new (NULL);
  guint remainder = 0;

  for (const char *p = text; *p != '\0'; p++)
    if (*p != ' ')
      g_string_append_c (moved, *p);
  g_string_append_len (moved, moved->str, 4);
  g_string_erase (moved, 0, 4);
  for (const char *p = moved->str; *p != '\0'; p++)
    remainder = g_ascii_isdigit (*p) ? (remainder * 10 + (guint) (*p - '0')) % 97
                                     : (remainder * 100 + (guint) (*p - 'A') + 10) % 97;
  if (remainder != 1)
    g_error ("The check digits of “%s” are wrong", text);
}

/* What the number without its check digits would get for them. */
static void
assert_checked (const char *check,
                const char *text)
{
  const SdCheckDigits write = sd_check_digits_get (check);
  const guint n_digits = g_str_equal (check, "tckn") ? 2 : 1;
  g_autofree char *made = g_strdup (text);

  *write (made, made + strlen (made) - n_digits) = '\0';
  g_assert_cmpstr (made, ==, text);
}

static void
test_check_digits (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (countries); i++)
    {
      const Country *country = &countries[i];
      g_autoptr (SdPlan) plan = make_plan (country);
      g_autoptr (GPtrArray) ids = get (plan, "national_id"), ibans = get (plan, "iban");
      g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

      for (guint row = 0; row < N_ROWS; row++)
        {
          if (country->check != NULL)
            assert_checked (country->check, ids->pdata[row]);
          if (country->iban != NULL)
            assert_iban (ibans->pdata[row]);
          g_assert_true (g_hash_table_add (seen, ids->pdata[row]));
        }
    }
}

static const char *
get_field (const SdAtom *atom,
           const char   *field,
           guint         row)
{
  const int position = sd_atom_find_field (atom, field);

  g_assert_cmpint (position, >=, 0);
  return atom->columns[position][row].data;
}

/* Whether a place of the locale is all of these. */
static gboolean
is_place (const SdAtom *places,
          const char   *city,
          const char   *region,
          const char   *code,
          const char   *postcode)
{
  for (guint row = 0; row < places->n_rows; row++)
    if (g_str_equal (get_field (places, "city", row), city)
        && g_str_equal (get_field (places, "region", row), region)
        && g_str_equal (get_field (places, "region_code", row), code)
        && g_str_has_prefix (postcode, get_field (places, "postcode", row)))
      return TRUE;
  return FALSE;
}

static void
test_addresses_agree (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (countries); i++)
    {
      const SdAtom *places = sd_catalog_get_atom (countries[i].nick, "place");
      g_autoptr (SdPlan) plan = make_plan (&countries[i]);
      g_autoptr (GPtrArray) cities = get (plan, "city"), regions = get (plan, "region");
      g_autoptr (GPtrArray) codes = get (plan, "region_code"), postcodes = get (plan, "postcode");
      g_autoptr (GPtrArray) addresses = get (plan, "full_address");

      for (guint row = 0; row < N_ROWS; row++)
        {
          g_assert_true (is_place (places, cities->pdata[row], regions->pdata[row],
                                   codes->pdata[row], postcodes->pdata[row]));
          g_assert_nonnull (strstr (addresses->pdata[row], cities->pdata[row]));
        }
    }
}

/* The gender that the number of a person tells is that of the row. */
static void
assert_sex_digit (const char *nick,
                  guint       position,
                  const char *female)
{
  for (guint i = 0; i < G_N_ELEMENTS (countries); i++)
    if (g_str_equal (countries[i].nick, nick))
      {
        g_autoptr (SdPlan) plan = make_plan (&countries[i]);
        g_autoptr (GPtrArray) ids = get (plan, "national_id"), genders = get (plan, "gender");

        for (guint row = 0; row < N_ROWS; row++)
          {
            const char *id = ids->pdata[row];

            g_assert_true (((id[position] - '0') % 2 == 0)
                           == g_str_equal (genders->pdata[row], female));
          }
      }
}

static void
test_sex_digits (void)
{
  assert_sex_digit ("pl_PL", 9, "kobieta");
  assert_sex_digit ("zh_CN", 16, "女");
  assert_sex_digit ("ar_EG", 12, "أنثى");
}

/* Women of Poland have the other form of a surname that is an adjective. */
static void
test_polish_surnames (void)
{
  g_autoptr (SdPlan) plan = make_plan (&countries[2]);
  g_autoptr (GPtrArray) names = get (plan, "full_name"), genders = get (plan, "gender");
  guint n_women = 0, n_men = 0;

  for (guint row = 0; row < N_ROWS; row++)
    {
      const char *name = names->pdata[row];
      const gboolean is_woman = g_str_equal (genders->pdata[row], "kobieta");
      const gboolean is_ska = g_str_has_suffix (name, "ska") || g_str_has_suffix (name, "cka")
                              || g_str_has_suffix (name, "dzka");
      const gboolean is_ski = g_str_has_suffix (name, "ski") || g_str_has_suffix (name, "cki")
                              || g_str_has_suffix (name, "dzki");

      g_assert_false (is_woman ? is_ski : is_ska);
      n_women += is_ska;
      n_men += is_ski;
    }
  g_assert_cmpuint (n_women, >, 20);
  g_assert_cmpuint (n_men, >, 20);
}

static gboolean
has_region (const SdAtom *places,
            const char   *code)
{
  for (guint row = 0; row < places->n_rows; row++)
    if (g_str_equal (get_field (places, "region_code", row), code))
      return TRUE;
  return FALSE;
}

static void
test_regions (void)
{
  static const guint n_regions[] = { 32, 27, 16, 21, 81, 36, 47, 31, 27 };

  G_STATIC_ASSERT (G_N_ELEMENTS (n_regions) == G_N_ELEMENTS (countries));
  for (guint i = 0; i < G_N_ELEMENTS (countries); i++)
    {
      const SdAtom *places = sd_catalog_get_atom (countries[i].nick, "place");
      const SdAtom *states = sd_catalog_get_atom (countries[i].nick, "state");

      g_assert_cmpuint (states->n_rows, ==, n_regions[i]);
      for (guint row = 0; row < states->n_rows; row++)
        if (!has_region (places, get_field (states, "code", row)))
          g_error ("%s: no city lies in %s", countries[i].nick, get_field (states, "region", row));
    }
}

static void
test_coordinates (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (countries); i++)
    {
      const Country *country = &countries[i];
      const SdAtom *places = sd_catalog_get_atom (country->nick, "place");

      g_assert_cmpuint (places->n_rows, >=, 50);
      for (guint row = 0; row < places->n_rows; row++)
        {
          const double latitude = g_ascii_strtod (get_field (places, "latitude", row), NULL);
          const double longitude = g_ascii_strtod (get_field (places, "longitude", row), NULL);

          if (latitude < country->south || latitude > country->north
              || longitude < country->west || longitude > country->east)
            g_error ("%s: %s is not in the country", country->nick,
                     get_field (places, "city", row));
          g_assert_nonnull (strchr (get_field (places, "time_zone", row), '/'));
        }
    }
}

/* Whether @zones, "from-to:REGION,REGION …", has @region for @postcode. */
static gboolean
is_in_zone (const char *zones,
            const char *postcode,
            const char *region)
{
  g_auto (GStrv) words = g_strsplit (zones, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_auto (GStrv) sides = g_strsplit (words[i], ":", 2);
      g_auto (GStrv) ends = g_strsplit (sides[0], "-", 2);
      g_auto (GStrv) regions = g_strsplit (sides[1], ",", -1);
      const gsize n = strlen (ends[0]);

      if (strncmp (postcode, ends[0], n) >= 0 && strncmp (postcode, ends[1], n) <= 0
          && g_strv_contains ((const char * const *) regions, region))
        return TRUE;
    }
  return FALSE;
}

static void
test_postcode_zones (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (countries); i++)
    {
      const Country *country = &countries[i];
      const SdAtom *places = sd_catalog_get_atom (country->nick, "place");

      for (guint row = 0; row < places->n_rows; row++)
        {
          const char *postcode = get_field (places, "postcode", row);
          const char *region = get_field (places, "region_code", row);

          /* A Turkish postcode begins with the number of the province. */
          if (country->zones != NULL ? !is_in_zone (country->zones, postcode, region)
                                     : !g_str_has_prefix (postcode, region))
            g_error ("%s: the postcode %s of %s is not of %s", country->nick, postcode,
                     get_field (places, "city", row), region);
        }
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/locales-world/forms", test_forms);
  g_test_add_func ("/locales-world/ascii", test_ascii);
  g_test_add_func ("/locales-world/check-digits", test_check_digits);
  g_test_add_func ("/locales-world/addresses-agree", test_addresses_agree);
  g_test_add_func ("/locales-world/sex-digits", test_sex_digits);
  g_test_add_func ("/locales-world/polish-surnames", test_polish_surnames);
  g_test_add_func ("/locales-world/regions", test_regions);
  g_test_add_func ("/locales-world/coordinates", test_coordinates);
  g_test_add_func ("/locales-world/postcode-zones", test_postcode_zones);
  return g_test_run ();
}
