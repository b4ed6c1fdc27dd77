/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Semantic types: every template refers to atoms that exist, and nothing that
 * could be somebody's is made: phones, addresses of mail and web, network
 * addresses and numbers of persons lie in reserved or unassigned ranges.
 */

#include <string.h>

#include "sd-catalog.h"
#include "sd-schema-types.h"

/* Calls @check with each reference of a template, "place.city|upper". */
static void
foreach_reference (const char *template,
                   void      (*check) (const char *owner, const char *reference),
                   const char *owner)
{
  for (const char *p = strchr (template, '{'); p != NULL; p = strchr (p, '{'))
    {
      const char *end = strchr (p, '}');
      g_autofree char *reference = NULL;

      g_assert_nonnull (end);
      reference = g_strndup (p + 1, end - p - 1);
      check (owner, reference);
      p = end;
    }
}

static const char *locale = "en_US";
static GHashTable *used;

/* FALSE when it was known before. */
static gboolean
note_used (const SdAtom *atom)
{
  const gboolean is_new = !g_hash_table_contains (used, atom);

  for (; atom != NULL; atom = atom->by)
    g_hash_table_add (used, (gpointer) atom);
  return is_new;
}

static void check_forms (const SdAtom *atom);

static void
check_reference (const char *owner,
                 const char *reference)
{
  static const char * const steps[] = {
    "n", "cn_id", "codice", "cpf", "curp", "dni", "ean13", "elf", "iban", "iso7064", "luhn", "mod97",
    "my_number", "nir", "pesel", "rib", "tckn", "verhoeff", NULL
  };
  g_auto (GStrv) words = g_strsplit (reference, "|", 2);
  g_auto (GStrv) names = g_strsplit (words[0], ".", 2);
  const SdAtom *atom;

  if (g_strv_contains (steps, words[0]))
    return;
  atom = sd_catalog_get_atom (locale, names[0]);
  if (atom == NULL || (names[1] != NULL && sd_atom_find_field (atom, names[1]) < 0))
    g_error ("%s: %s refers to {%s}, which does not exist", locale, owner, reference);

  if (note_used (atom))
    check_forms (atom);
}

/* Forms are templates in their turn; one may show another field of its atom. */
static void
check_forms (const SdAtom *atom)
{
  const int field = sd_atom_find_field (atom, "form");

  for (guint row = 0; field >= 0 && row < atom->n_rows; row++)
    foreach_reference (atom->columns[field][row].data, check_reference, atom->name);
}

static void
check_used (const char *name)
{
  if (!g_hash_table_contains (used, sd_catalog_get_atom (locale, name)))
    g_error ("%s: no semantic type uses the atom %s", locale, name);
}

static void
check_file_used (const char *file)
{
  JsonObject *object = json_node_get_object (sd_catalog_get_json (file));
  JsonObjectIter iter;
  const char *name;

  json_object_iter_init (&iter, json_object_get_object_member (object, "atoms"));
  while (json_object_iter_next (&iter, &name, NULL))
    check_used (name);
}

/* Nothing lies in the catalog that no type uses. */
static void
check_all_used (void)
{
  g_auto (GStrv) names = sd_catalog_list_json ("vocabularies");
  g_auto (GStrv) domains = sd_catalog_list_json ("domains");

  for (guint i = 0; names[i] != NULL; i++)
    check_used (strrchr (names[i], '/') + 1);
  for (guint i = 0; domains[i] != NULL; i++)
    check_file_used (domains[i]);
}

/* Every type of every locale is made of what the locale has, or falls back to, and
 * what the locale has is used. */
static void
test_references (void)
{
  const char * const *nicks = sd_catalog_list_semantics ();
  const char * const *locales = sd_catalog_list_locales ();

  for (guint k = 0; locales[k] != NULL; k++)
    {
      g_autofree char *file = g_strconcat ("locales/", locales[k], NULL);

      locale = locales[k];
      used = g_hash_table_new (NULL, NULL);
      for (guint i = 0; nicks[i] != NULL; i++)
        {
          const SdSemanticType *type = sd_catalog_get_semantic (locale, nicks[i]);

          foreach_reference (type->value, check_reference, nicks[i]);
          if (type->home != NULL)
            foreach_reference (type->home, check_reference, nicks[i]);
        }
      check_file_used (file);
      if (g_str_equal (locale, "en_US"))
        check_all_used ();
      g_hash_table_unref (used);
    }
}

static void
test_members (void)
{
  const char * const *nicks = sd_catalog_list_semantics ();

  g_assert_cmpuint (g_strv_length ((char **) nicks), >=, 90);
  for (guint i = 0; nicks[i] != NULL; i++)
    {
      const SdSemanticType *type = sd_catalog_get_semantic ("en_US", nicks[i]);
      SdType sql;

      g_assert_cmpstr (type->nick, ==, nicks[i]);
      g_assert_cmpuint (strspn (nicks[i], "abcdefghijklmnopqrstuvwxyz0123456789_"), ==,
                        strlen (nicks[i]));
      g_assert_cmpstr (type->title, !=, "");
      g_assert_cmpstr (type->group, !=, "");
      g_assert_true (sd_type_from_nick (type->type, &sql));
      g_assert_true (i == 0 || strcmp (nicks[i - 1], nicks[i]) < 0);
    }
}

static void
test_wanted (void)
{
  static const char * const wanted[] = {
    "gender", "title", "first_name", "last_name", "full_name", "username", "email", "initials",
    "phone", "mobile", "street_address", "city", "region", "region_code", "postcode", "country",
    "country_code", "latitude", "longitude", "full_address", "company", "industry",
    "company_email", "job_title", "department", "product_name", "product_category", "brand",
    "product_description", "sku", "ean", "word", "sentence", "paragraph", "review", "headline",
    "note", "credit_card", "card_network", "currency_code", "currency_name", "account_number",
    "url", "domain", "ipv4", "ipv6", "user_agent", "slug", "color", "hex_color", "file_name",
    "capital", "country_population", "language", "continent", "course_title", "subject",
    "school_name", "grade_letter", "blood_group", "car_make", "car_model", "license_plate",
    "book_title", "author_name", "film_title", "genre", "isbn", "animal", "plant", "dish",
    "ingredient", "sport",
  };

  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    if (sd_catalog_get_semantic ("en_US", wanted[i]) == NULL)
      g_error ("There is no semantic type %s", wanted[i]);
  g_assert_null (sd_catalog_get_semantic ("en_US", "no_such_type"));
}

static void
test_suggestions (void)
{
  g_assert_cmpstr (sd_catalog_suggest_semantic ("frist_name"), ==, "first_name");
  g_assert_cmpstr (sd_catalog_suggest_semantic ("mail"), ==, "email");
  g_assert_cmpstr (sd_catalog_suggest_semantic ("emial"), ==, "email");
  g_assert_null (sd_catalog_suggest_semantic ("zzzzzzzzzzzz"));
  g_assert_null (sd_catalog_suggest_semantic (""));
}

static void
assert_all_match (const char *name,
                  const char *field,
                  const char *pattern)
{
  const SdAtom *atom = sd_catalog_get_atom ("en_US", name);
  const int position = sd_atom_find_field (atom, field);

  g_assert_cmpint (position, >=, 0);
  for (guint row = 0; row < atom->n_rows; row++)
    if (!g_regex_match_simple (pattern, atom->columns[position][row].data,
                               G_REGEX_DEFAULT, G_REGEX_MATCH_DEFAULT))
      g_error ("%s has “%s”, which is not reserved", name, atom->columns[position][row].data);
}

static void
assert_value (const char *nick,
              const char *pattern)
{
  const char *value = sd_catalog_get_semantic ("en_US", nick)->value;

  if (!g_regex_match_simple (pattern, value, G_REGEX_DEFAULT, G_REGEX_MATCH_DEFAULT))
    g_error ("%s is “%s”, which may be somebody’s", nick, value);
}

static void
test_reserved (void)
{
  /* RFC 2606 and RFC 6761, RFC 5737, RFC 3849; 555-0100 to 555-0199. */
  assert_all_match ("email_domain", "value", "^([a-z]+\\.)?example\\.(com|org|net)$");
  assert_all_match ("ipv4_network", "value", "^(192\\.0\\.2|198\\.51\\.100|203\\.0\\.113)$");
  assert_value ("email", "\\\\@\\{email_domain\\}$");
  assert_value ("company_email", "\\\\@\\{company_core\\|fold\\}\\.example$");
  assert_value ("domain", "\\.example$");
  assert_value ("company_domain", "\\.example$");
  assert_value ("company_website", "\\.example$");
  assert_value ("url", "\\.example/");
  assert_value ("ipv6", "^2001:db8:");
  assert_value ("phone", "^\\(\\{place\\.area_code\\}\\) 555-01##$");
  assert_value ("mobile", "^\\{place\\.area_code\\}-555-01##$");
  /* Never issued: those beginning with 9; 50 to 99 in the middle are taxpayers'. */
  assert_value ("national_id", "^9##-1#-####$");
  /* Plates and vehicles use none of the letters I, O and Q here. */
  assert_all_match ("plate_letter", "value", "^[IOQ]$");
  assert_value ("license_plate", "^\\{plate_letter\\}");
  assert_value ("vehicle_id", "\\{plate_letter\\}");
  /* No country has the code XX; group 979-9 is not assigned; 2 is for stores. */
  assert_value ("iban", "^XX");
  assert_value ("isbn", "^979-9-");
  assert_value ("ean", "^2#");
}

/* Nothing else may hold an address of mail or a telephone number. */
static void
test_no_others (void)
{
  const char * const *nicks = sd_catalog_list_semantics ();

  for (guint i = 0; nicks[i] != NULL; i++)
    {
      const char *value = sd_catalog_get_semantic ("en_US", nicks[i])->value;

      if (strstr (value, "\\@") != NULL)
        g_assert_true (g_str_has_suffix (value, ".example")
                       || g_str_has_suffix (value, "{email_domain}")
                       || g_str_has_prefix (value, "\\@"));
      if (strstr (value, "area_code") != NULL)
        g_assert_nonnull (strstr (value, "555-01##"));
      g_assert_null (strstr (value, ".com"));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/semantics/references", test_references);
  g_test_add_func ("/semantics/members", test_members);
  g_test_add_func ("/semantics/wanted", test_wanted);
  g_test_add_func ("/semantics/suggestions", test_suggestions);
  g_test_add_func ("/semantics/reserved", test_reserved);
  g_test_add_func ("/semantics/no-others", test_no_others);
  return g_test_run ();
}
