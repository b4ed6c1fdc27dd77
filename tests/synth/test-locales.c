/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Locales on whole documents: what a row tells agrees in each of them, rows of
 * several countries are each of one, names go with years of birth.
 */

#include <string.h>

#include "sd-calendar.h"
#include "sd-catalog.h"
#include "sd-test-plan.h"

/* A semantic column named as its type; @more are parameters, "" or from a comma. */
static void
add_column (GString    *list,
            const char *name,
            const char *semantic,
            const char *more)
{
  g_string_append_printf (list, "%s{ 'id': %u, 'name': '%s', 'type': 'text', "
                          "'generator': 'semantic', 'parameters': { 'semantic': '%s'%s } }",
                          list->len > 0 ? ", " : "", 10 + (guint) list->len, name, semantic, more);
}

/* A table "t" with a column for each word; the parameters @more are the first's;
 * @others are columns as JSON, "" or ending in a comma. */
static SdSchema *
make_schema (guint64     rows,
             const char *words,
             const char *more,
             const char *others)
{
  g_auto (GStrv) names = g_strsplit (words, " ", -1);
  g_autoptr (GString) list = g_string_new (NULL);
  g_autofree char *table = NULL;

  for (guint i = 0; names[i] != NULL; i++)
    add_column (list, names[i], names[i], i == 0 ? more : "");
  table = g_strdup_printf ("{ 'id': 1, 'name': 't', 'rows': %" G_GUINT64_FORMAT
                           ", 'columns': [ %s%s ] }", rows, others, list->str);
  return sd_test_schema (table, "");
}

static SdPlan *
make_plan (guint64     rows,
           const char *locale,
           const char *words,
           const char *more)
{
  g_autoptr (SdSchema) schema = make_schema (rows, words, more, "");

  sd_schema_set_locale (schema, locale);
  return sd_test_plan (schema);
}

static GPtrArray *
get (SdPlan     *plan,
     const char *column)
{
  return sd_test_column (plan, "t", column, 1024);
}

static const char *
get_field (const SdAtom *atom,
           const char   *field,
           guint         row)
{
  return atom->columns[sd_atom_find_field (atom, field)][row].data;
}

/* Whether a place of @locale has all of these; its postcode begins @postcode, as far
 * as what people write goes. */
static gboolean
has_place (const char *locale,
           const char *city,
           const char *region,
           const char *postcode)
{
  const SdAtom *places = sd_catalog_get_atom (locale, "place");

  for (guint row = 0; row < places->n_rows; row++)
    if (g_str_equal (get_field (places, "city", row), city)
        && g_str_equal (get_field (places, "region", row), region)
        && (postcode == NULL || g_str_has_prefix (postcode, get_field (places, "postcode", row))))
      return TRUE;
  return FALSE;
}

static void
check_places (const char *locale)
{
  g_autoptr (SdPlan) plan = make_plan (300, locale, "city region postcode country full_address "
                                       "country_code currency_code", "");
  g_autoptr (GPtrArray) cities = get (plan, "city"), regions = get (plan, "region");
  g_autoptr (GPtrArray) postcodes = get (plan, "postcode"), countries = get (plan, "country");
  g_autoptr (GPtrArray) addresses = get (plan, "full_address"), codes = get (plan, "country_code");
  g_autoptr (GPtrArray) currencies = get (plan, "currency_code");
  const SdAtom *home = sd_catalog_get_atom (locale, "home");
  const char *form = sd_catalog_get_semantic (locale, "full_address")->value;
  const gboolean has_code = strstr (form, "postcode") != NULL;

  for (guint i = 0; i < cities->len; i++)
    {
      if (!has_place (locale, cities->pdata[i], regions->pdata[i], postcodes->pdata[i]))
        g_error ("%s: there is no %s, %s, %s", locale, (char *) cities->pdata[i],
                 (char *) regions->pdata[i], (char *) postcodes->pdata[i]);
      if (strstr (addresses->pdata[i], cities->pdata[i]) == NULL
          || (has_code && strstr (addresses->pdata[i], postcodes->pdata[i]) == NULL))
        g_error ("%s: %s is not that of %s", locale, (char *) addresses->pdata[i],
                 (char *) cities->pdata[i]);
      if (g_str_equal (locale, "en_US"))
        continue;
      g_assert_cmpstr (countries->pdata[i], ==, get_field (home, "name", 0));
      g_assert_cmpstr (codes->pdata[i], ==, get_field (home, "code", 0));
      g_assert_cmpstr (currencies->pdata[i], ==, get_field (home, "currency_code", 0));
    }
}

static void
check_people (const char *locale)
{
  g_autoptr (SdPlan) plan = make_plan (300, locale, "full_name first_name last_name email username "
                                       "phone mobile company_email company_domain", "");
  g_autoptr (GPtrArray) names = get (plan, "full_name"), firsts = get (plan, "first_name");
  g_autoptr (GPtrArray) lasts = get (plan, "last_name"), emails = get (plan, "email");
  g_autoptr (GPtrArray) users = get (plan, "username"), phones = get (plan, "phone");
  g_autoptr (GPtrArray) works = get (plan, "company_email"), mobiles = get (plan, "mobile");
  g_autoptr (GPtrArray) domains = get (plan, "company_domain");

  for (guint i = 0; i < names->len; i++)
    {
      const gboolean agree = strstr (names->pdata[i], firsts->pdata[i]) != NULL;

      if (!agree || strstr (names->pdata[i], lasts->pdata[i]) == NULL)
        g_error ("%s: “%s” is not “%s” and “%s”", locale, (char *) names->pdata[i],
                 (char *) firsts->pdata[i], (char *) lasts->pdata[i]);
      if (!g_regex_match_simple ("^[a-z0-9]+[.][a-z0-9]+@([a-z]+[.])*example[.]?[a-z]*$",
                                 emails->pdata[i], 0, 0)
          || !g_regex_match_simple ("^[a-z][a-z0-9]+$", users->pdata[i], 0, 0)
          || !g_regex_match_simple ("^[a-z][a-z0-9]+@[a-z0-9]+[.]example$", works->pdata[i], 0, 0)
          || !g_regex_match_simple ("^[a-z0-9]+[.]example$", domains->pdata[i], 0, 0))
        g_error ("%s: %s, %s, %s", locale, (char *) emails->pdata[i], (char *) users->pdata[i],
                 (char *) works->pdata[i]);
      g_assert_true (g_str_is_ascii (phones->pdata[i]) && g_str_is_ascii (mobiles->pdata[i]));
    }
}

/* ISO 13616: the whole, its first four characters moved to the end, is 1 modulo 97. */
static guint
get_iban_remainder (const char *iban)
{
  g_autofree char *moved = g_strconcat (iban + 4, "", NULL);
  g_autoptr (GString) all = g_string_new (moved);
  guint remainder = 0;

  g_string_append_len (all, iban, 4);
  for (const char *p = all->str; *p != '\0'; p++)
    {
      if (g_ascii_isdigit (*p))
        remainder = (remainder * 10 + (guint) (*p - '0')) % 97;
      else if (g_ascii_isalpha (*p))
        remainder = (remainder * 100 + (guint) (g_ascii_toupper (*p) - 'A') + 10) % 97;
    }
  return remainder;
}

static void
check_accounts (const char *locale)
{
  g_autoptr (SdPlan) plan = make_plan (300, locale, "iban national_id license_plate", "");
  g_autoptr (GPtrArray) ibans = get (plan, "iban"), ids = get (plan, "national_id");
  g_autoptr (GPtrArray) plates = get (plan, "license_plate");
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < ibans->len; i++)
    {
      if (!g_str_has_prefix (ibans->pdata[i], "XX") && get_iban_remainder (ibans->pdata[i]) != 1)
        g_error ("%s: %s is no IBAN", locale, (char *) ibans->pdata[i]);
      g_assert_true (g_hash_table_add (seen, ibans->pdata[i]));
      g_assert_true (g_hash_table_add (seen, ids->pdata[i]));
      g_assert_cmpstr (plates->pdata[i], !=, "");
    }
}

static void
foreach_locale (void (*check) (const char *locale))
{
  const char * const *locales = sd_catalog_list_locales ();

  for (guint i = 0; locales[i] != NULL; i++)
    check (locales[i]);
}

static void
test_places (void)
{
  foreach_locale (check_places);
}

static void
test_people (void)
{
  foreach_locale (check_people);
}

static void
test_accounts (void)
{
  foreach_locale (check_accounts);
}

/* All cells of a table in batches of @batch rows, joined. (transfer full) */
static char *
join_cells (SdPlan *plan,
            guint   batch)
{
  g_autoptr (SdEvaluator) evaluator = sd_evaluator_new (plan);
  const SdPlanTable *table = sd_plan_get_table (plan, 0);
  GString *all = g_string_new (NULL);

  for (guint64 first = 0; first < table->n_rows; first += batch)
    {
      const guint n = (guint) MIN (batch, table->n_rows - first);
      const SdBatch *rows = sd_evaluator_get_rows (evaluator, 0, first, n, NULL);

      for (guint i = 0; i < n; i++)
        for (guint k = 0; k < rows->n_columns; k++)
          {
            g_autofree char *cell = sd_test_cell (rows->columns[k], &table->columns[k], i);

            g_string_append_printf (all, "%s|", cell);
          }
    }
  return g_string_free (all, FALSE);
}

/* Every type of every locale can be made. */
static void
check_types (const char *locale)
{
  const char * const *nicks = sd_catalog_list_semantics ();
  g_autofree char *words = g_strjoinv (" ", (char **) nicks);
  g_autoptr (SdPlan) plan = make_plan (3, locale, words, "");
  g_autofree char *cells = join_cells (plan, 3);

  g_assert_true (g_utf8_validate (cells, -1, NULL));
}

static void
test_types (void)
{
  foreach_locale (check_types);
}

static guint
count_equal (GPtrArray  *cells,
             const char *text)
{
  guint n = 0;

  for (guint i = 0; i < cells->len; i++)
    n += g_str_equal (cells->pdata[i], text);
  return n;
}

static const char *
get_locale_of (const char *country_code)
{
  const char * const *locales = sd_catalog_list_locales ();

  for (guint i = 0; locales[i] != NULL; i++)
    if (g_str_has_suffix (locales[i], country_code))
      return locales[i];
  g_assert_not_reached ();
}

#define MIX ", 'locales': ['de_DE', 'en_US', 'fr_FR', 'en_GB', 'it_IT'], " \
            "'locale_weights': [5, 2, 1, 1, 1]"

/* The shares hold to the row, and a row is of one country throughout. */
static void
test_mix (void)
{
  g_autoptr (SdPlan) plan = make_plan (50, "en_US", "country_code city region postcode country "
                                       "currency_code first_name gender email phone", MIX);
  g_autoptr (GPtrArray) codes = get (plan, "country_code"), cities = get (plan, "city");
  g_autoptr (GPtrArray) regions = get (plan, "region"), postcodes = get (plan, "postcode");
  g_autoptr (GPtrArray) countries = get (plan, "country"), money = get (plan, "currency_code");
  g_autoptr (GPtrArray) genders = get (plan, "gender"), names = get (plan, "first_name");

  g_assert_cmpuint (count_equal (codes, "DE"), ==, 25);
  g_assert_cmpuint (count_equal (codes, "US"), ==, 10);
  g_assert_cmpuint (count_equal (codes, "FR"), ==, 5);
  g_assert_cmpuint (count_equal (codes, "GB"), ==, 5);
  g_assert_cmpuint (count_equal (codes, "IT"), ==, 5);
  for (guint i = 0; i < codes->len; i++)
    {
      const char *locale = get_locale_of (codes->pdata[i]);
      const SdAtom *home = sd_catalog_get_atom (locale, "home");
      const SdAtom *firsts = sd_catalog_get_atom (locale, "first_name");
      gboolean found = FALSE;

      g_assert_true (has_place (locale, cities->pdata[i], regions->pdata[i], postcodes->pdata[i]));
      g_assert_cmpstr (countries->pdata[i], ==, get_field (home, "name", 0));
      g_assert_cmpstr (money->pdata[i], ==, get_field (home, "currency_code", 0));
      for (guint row = 0; row < firsts->n_rows; row++)
        {
          const guint gender = row >= firsts->first_rows[1];

          found |= g_str_equal (firsts->columns[0][row].data, names->pdata[i])
                   && g_str_equal (firsts->by->columns[0][gender].data, genders->pdata[i]);
        }
      g_assert_true (found);
    }
}

/* All types of all locales together, and no order of asking matters. */
static void
test_all_mixed (void)
{
  const char * const *nicks = sd_catalog_list_semantics ();
  g_autofree char *words = g_strjoinv (" ", (char **) nicks);
  g_autofree char *list = g_strjoinv ("', '", (char **) sd_catalog_list_locales ());
  g_autofree char *more = g_strdup_printf (", 'locales': ['%s']", list);
  g_autoptr (SdPlan) plan = make_plan (60, "en_US", words, more);
  g_autofree char *by_one = join_cells (plan, 1);
  g_autofree char *by_many = join_cells (plan, 17);

  g_assert_cmpstr (by_one, ==, by_many);
}

/* Codes whose digits and letters stand in different places in each country keep
 * their forms, and differ. */
static void
test_mixed_codes (void)
{
  g_autoptr (SdPlan) plan = make_plan (900, "en_US", "country_code license_plate national_id iban "
                                       "email username", MIX);
  g_autoptr (GPtrArray) codes = get (plan, "country_code"), plates = get (plan, "license_plate");
  g_autoptr (GPtrArray) ids = get (plan, "national_id"), ibans = get (plan, "iban");
  g_autoptr (GPtrArray) emails = get (plan, "email"), users = get (plan, "username");
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  static const char * const forms[][3] = {
    { "DE", "^Q-[A-Z]{2} [0-9]{3}$", "^0[0-9]{10}$" },
    { "FR", "^I[A-Z]-[0-9]{3}-[A-Z]{2}$", "^[12] [0-9]{2} 99 00 [0-9]{3} [0-9]{3} [0-9]{2}$" },
    { "GB", "^I[A-Z][0-9]{2} [A-Z]{3}$", "^QQ [0-9]{2} [0-9]{2} [0-9]{2} [A-D]$" },
    { "IT", "^I[A-Z] [0-9]{3}[A-Z]{2}$", "^[A-Z]{6}[0-9]{2}[A-Z][0-9]{2}Z0[0-9]{2}[A-Z]$" },
    { "US", "^[A-Z]{3}-[0-9]{4}$", "^9[0-9]{2}-1[0-9]-[0-9]{4}$" },
  };

  for (guint i = 0; i < codes->len; i++)
    {
      for (guint k = 0; k < G_N_ELEMENTS (forms); k++)
        if (g_str_equal (codes->pdata[i], forms[k][0])
            && (!g_regex_match_simple (forms[k][1], plates->pdata[i], 0, 0)
                || !g_regex_match_simple (forms[k][2], ids->pdata[i], 0, 0)))
          g_error ("%s: %s, %s", forms[k][0], (char *) plates->pdata[i], (char *) ids->pdata[i]);
      g_assert_true (g_hash_table_add (seen, plates->pdata[i]));
      g_assert_true (g_hash_table_add (seen, ids->pdata[i]));
      g_assert_true (g_hash_table_add (seen, ibans->pdata[i]));
      g_assert_true (g_hash_table_add (seen, emails->pdata[i]));
      g_assert_true (g_hash_table_add (seen, users->pdata[i]));
    }
}

/* One column in another locale leaves the others alone. */
static void
test_column (void)
{
  g_autoptr (SdPlan) plan = make_plan (100, "en_US", "city last_name", ", 'locale': 'de_DE'");
  g_autoptr (SdPlan) plain = make_plan (100, "en_US", "city last_name", "");
  g_autoptr (GPtrArray) cities = get (plan, "city"), names = get (plan, "last_name");
  g_autoptr (GPtrArray) same = get (plain, "last_name");
  const SdAtom *places = sd_catalog_get_atom ("de_DE", "place");

  for (guint i = 0; i < cities->len; i++)
    {
      gboolean found = FALSE;

      for (guint row = 0; row < places->n_rows; row++)
        found |= g_str_equal (places->columns[0][row].data, cities->pdata[i]);
      g_assert_true (found);
      g_assert_cmpstr (names->pdata[i], ==, same->pdata[i]);
    }
}

/* A column of countries tells which one a row has. */
static void
test_given_country (void)
{
  g_autoptr (SdSchema) schema =
    make_schema (60, "city postcode", ", 'given': 'land', 'locales': ['de_DE', 'fr_FR', 'it_IT']",
                 "{ 'id': 2, 'name': 'land', 'type': 'text', 'generator': 'category', "
                 "'parameters': { 'values': ['FRA', 'Italia'], 'weights': [2, 1] } }, ");
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autoptr (GPtrArray) lands = get (plan, "land"), cities = get (plan, "city");

  for (guint i = 0; i < lands->len; i++)
    {
      const gboolean french = g_str_equal (lands->pdata[i], "FRA");
      const SdAtom *places = sd_catalog_get_atom (french ? "fr_FR" : "it_IT", "place");
      gboolean found = FALSE;

      for (guint row = 0; row < places->n_rows; row++)
        found |= g_str_equal (places->columns[0][row].data, cities->pdata[i]);
      g_assert_true (found);
    }
}

/* The share of those born in years @first to @last who go by one of @names. */
static double
get_share (const char         *locale,
           const char         *type,
           const char         *parameters,
           const char * const *names)
{
  g_autofree char *births =
    g_strdup_printf ("{ 'id': 2, 'name': 'born', 'type': '%s', 'generator': '%s', "
                     "'parameters': { %s } }, ",
                     type, g_str_equal (type, "integer") ? "number" : type, parameters);
  g_autoptr (SdSchema) schema =
    make_schema (4000, "first_name gender", ", 'given': 'born'", births);
  g_autoptr (SdPlan) plan = NULL;
  g_autoptr (GPtrArray) cells = NULL, genders = NULL;
  guint n = 0, n_female = 0;

  sd_schema_set_locale (schema, locale);
  plan = sd_test_plan (schema);
  cells = get (plan, "first_name");
  genders = get (plan, "gender");
  for (guint i = 0; i < cells->len; i++)
    {
      n += g_strv_contains (names, cells->pdata[i]);
      n_female += g_str_equal (genders->pdata[i], sd_catalog_get_atom (locale, "gender")
                                                    ->columns[0][0].data);
    }
  /* The years of birth tell nothing of the gender. */
  g_assert_cmpuint (n_female, ==, 4000 * 507 / 1000);
  return (double) n / cells->len;
}

/* 4,000 rows: a standard error of at most 0.008. */
static void
test_births (void)
{
  static const char * const old[] = { "Linda", "Barbara", "Carol", "Gary", "Larry", NULL };
  static const char * const young[] = { "Olivia", "Sophia", "Ava", "Liam", "Mason", NULL };
  static const char * const german[] = { "Helga", "Ursula", "Horst", "Günter", NULL };
  const char *forties = "'min': '1940-01-01', 'max': '1949-12-31'";
  const char *tens = "'min': '2010-01-01', 'max': '2017-12-31'";

  g_assert_cmpfloat (get_share ("en_US", "date", forties, old), >, 0.06);
  g_assert_cmpfloat (get_share ("en_US", "date", tens, old), <, 0.01);
  g_assert_cmpfloat (get_share ("en_US", "date", forties, young), <, 0.01);
  g_assert_cmpfloat (get_share ("en_US", "date", tens, young), >, 0.03);
  g_assert_cmpfloat (get_share ("de_DE", "date", forties, german), >, 0.05);
  g_assert_cmpfloat (get_share ("de_DE", "date", tens, german), <, 0.01);
  g_assert_cmpfloat (get_share ("en_US", "integer", "'min': 1940, 'max': 1949", old), >, 0.06);
  g_assert_cmpfloat (get_share ("en_US", "timestamp", tens, old), <, 0.01);
}

static char *
find (const char *more,
      const char *others)
{
  g_autoptr (SdSchema) schema = make_schema (10, "city first_name", more, others);

  return sd_test_findings (schema);
}

/* The number of findings with @code; @fix (out) (nullable) (transfer full): the value
 * that the last fix of them sets. */
static guint
count_findings (SdSchema    *schema,
                const char  *code,
                char       **fix)
{
  g_autoptr (GPtrArray) findings = NULL;
  SdPlan *plan = sd_plan_new (schema, &findings);
  guint n = 0;

  for (guint i = 0; i < findings->len; i++)
    {
      const SdFinding *finding = g_ptr_array_index (findings, i);

      if (!g_str_equal (finding->code, code))
        continue;
      n++;
      if (fix != NULL && finding->fixes->len > 0)
        *fix = json_to_string (((SdFix *) g_ptr_array_index (finding->fixes, 0))->value, FALSE);
    }
  g_clear_pointer (&plan, sd_plan_unref);
  return n;
}

/* An unknown locale names the nearest, once for the document. */
static void
test_suggestions (void)
{
  g_autoptr (SdSchema) document = make_schema (10, "city first_name", "", "");
  g_autoptr (SdSchema) column = make_schema (10, "city", ", 'locale': 'de-DE'", "");
  g_autoptr (SdSchema) rows = make_schema (10, "city", ", 'locales': ['it_IT', 'fr']", "");
  g_autofree char *of_document = NULL, *of_column = NULL, *of_rows = NULL;

  sd_schema_set_locale (document, "fr_FX");
  g_assert_cmpuint (count_findings (document, "document-locale-unknown", &of_document), ==, 1);
  g_assert_cmpstr (of_document, ==, "\"fr_FR\"");
  g_assert_cmpuint (count_findings (column, "locale-unknown", &of_column), ==, 1);
  g_assert_cmpstr (of_column, ==, "\"de_DE\"");
  g_assert_cmpuint (count_findings (rows, "locale-unknown", &of_rows), ==, 1);
  g_assert_cmpstr (of_rows, ==, "[\"it_IT\",\"fr_FR\"]");
}

/* Two columns of a group cannot name different locales; in groups apart they can. */
static void
test_disagreement (void)
{
  static const char * const first =
    "{ 'id': 2, 'name': 'a', 'type': 'text', 'generator': 'semantic', 'parameters': "
    "{ 'semantic': 'email', 'group': %d, 'locales': ['it_IT', 'nl_NL'] } }, ";
  g_autofree char *same = g_strdup_printf (first, 1);
  g_autofree char *apart = g_strdup_printf (first, 2);
  g_autoptr (SdSchema) disagreeing = make_schema (10, "city", ", 'locales': ['de_DE']", same);
  g_autoptr (SdSchema) agreeing = make_schema (10, "city", ", 'locales': ['de_DE']", apart);

  g_assert_cmpuint (count_findings (disagreeing, "locales-differ", NULL), ==, 1);
  g_assert_cmpuint (count_findings (agreeing, "locales-differ", NULL), ==, 0);
}

static void
test_findings (void)
{
  g_autofree char *good = find (", 'locales': ['de_DE', 'fr_FR']", "");
  g_autofree char *unknown = find (", 'locale': 'de_AT'", "");
  g_autofree char *several = find (", 'locales': ['de_DE', 'fr', 'xx_XX']", "");

  g_assert_cmpstr (good, ==, "");
  g_assert_nonnull (strstr (unknown, "locale-unknown"));
  g_assert_nonnull (strstr (several, "locale-unknown locale-unknown"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/locales/places", test_places);
  g_test_add_func ("/locales/people", test_people);
  g_test_add_func ("/locales/accounts", test_accounts);
  g_test_add_func ("/locales/types", test_types);
  g_test_add_func ("/locales/mix", test_mix);
  g_test_add_func ("/locales/all-mixed", test_all_mixed);
  g_test_add_func ("/locales/mixed-codes", test_mixed_codes);
  g_test_add_func ("/locales/column", test_column);
  g_test_add_func ("/locales/given-country", test_given_country);
  g_test_add_func ("/locales/births", test_births);
  g_test_add_func ("/locales/findings", test_findings);
  g_test_add_func ("/locales/suggestions", test_suggestions);
  g_test_add_func ("/locales/disagreement", test_disagreement);
  return g_test_run ();
}
