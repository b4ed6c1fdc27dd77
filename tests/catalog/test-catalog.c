/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Every file of the catalog loads, and its atoms are what they claim to be. A
 * file that is wrong ends the program, so loading it is the test.
 */

#include <string.h>

#include "sd-catalog.h"

static JsonObject *
get_locale_object (const char *locale,
                   const char *member)
{
  g_autofree char *file = g_strconcat ("locales/", locale, NULL);
  JsonNode *json = sd_catalog_get_json (file);
  JsonNode *node = json_object_get_member (json_node_get_object (json), member);

  return node != NULL ? json_node_get_object (node) : NULL;
}

static void
foreach_local_atom (const char *locale,
                    void      (*check) (const SdAtom *atom))
{
  JsonObject *atoms = get_locale_object (locale, "atoms");
  JsonObjectIter iter;
  const char *name;

  g_assert_nonnull (atoms);
  json_object_iter_init_ordered (&iter, atoms);
  while (json_object_iter_next_ordered (&iter, &name, NULL))
    check (sd_catalog_get_atom (locale, name));
}

static void
foreach_vocabulary (void (*check) (const SdAtom *atom))
{
  g_auto (GStrv) names = sd_catalog_list_json ("vocabularies");

  g_assert_cmpuint (g_strv_length (names), >, 100);
  for (guint i = 0; names[i] != NULL; i++)
    check (sd_catalog_get_atom ("en_US", names[i] + strlen ("vocabularies/")));
}

static void
foreach_domain (void (*check) (const SdAtom *atom))
{
  g_auto (GStrv) names = sd_catalog_list_json ("domains");

  g_assert_cmpuint (g_strv_length (names), >=, 50);
  for (guint i = 0; names[i] != NULL; i++)
    {
      JsonObject *file = json_node_get_object (sd_catalog_get_json (names[i]));
      JsonObjectIter iter;
      const char *name;
      JsonNode *json;

      json_object_iter_init_ordered (&iter, json_object_get_object_member (file, "atoms"));
      while (json_object_iter_next_ordered (&iter, &name, &json))
        {
          const SdAtom *atom = sd_catalog_get_atom ("en_US", name);

          if (atom->id != json_object_get_int_member (json_node_get_object (json), "id"))
            g_error ("%s.json: another file has an atom “%s” too", names[i], name);
          check (atom);
        }
    }
}

static void
foreach_atom (void (*check) (const SdAtom *atom))
{
  const char * const *locales = sd_catalog_list_locales ();

  foreach_vocabulary (check);
  foreach_domain (check);
  for (guint i = 0; locales[i] != NULL; i++)
    foreach_local_atom (locales[i], check);
}

static void check_meanings (const char *file,
                            JsonNode   *node);

static void
check_member (JsonObject *object,
              const char *name,
              JsonNode   *value,
              gpointer    file)
{
  if (g_str_equal (name, "semantic") && JSON_NODE_HOLDS_VALUE (value)
      && sd_catalog_get_semantic ("en_US", json_node_get_string (value)) == NULL)
    g_error ("%s.json: there is no semantic type “%s”", (char *) file,
             json_node_get_string (value));
  check_meanings (file, value);
}

static void
check_element (JsonArray *array,
               guint      index,
               JsonNode  *value,
               gpointer   file)
{
  check_meanings (file, value);
}

/* Wherever a file names a semantic type, there is one. */
static void
check_meanings (const char *file,
                JsonNode   *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    json_object_foreach_member (json_node_get_object (node), check_member, (gpointer) file);
  else if (JSON_NODE_HOLDS_ARRAY (node))
    json_array_foreach_element (json_node_get_array (node), check_element, (gpointer) file);
}

static void
check_files (const char *folder)
{
  g_auto (GStrv) names = sd_catalog_list_json (folder);

  for (guint i = 0; names[i] != NULL; i++)
    {
      JsonNode *json = sd_catalog_get_json (names[i]);

      g_assert_nonnull (json);
      g_assert_true (JSON_NODE_HOLDS_OBJECT (json));
      g_assert_true (json == sd_catalog_get_json (names[i]));
      check_meanings (names[i], json);
    }
}

/* Whoever gives figures says whose they are. */
static void
check_folder_sources (const char *folder)
{
  g_auto (GStrv) names = sd_catalog_list_json (folder);

  for (guint i = 0; names[i] != NULL; i++)
    {
      JsonObject *file = json_node_get_object (sd_catalog_get_json (names[i]));
      JsonObject *source = !json_object_has_member (file, "source") ? NULL
                           : json_object_get_object_member (file, "source");
      const char *name = source == NULL ? NULL
                         : json_object_get_string_member_with_default (source, "name", NULL);

      if (name == NULL)
        g_error ("%s.json: the file must say its source", names[i]);
      if (!g_str_equal (name, "approximate")
          && (!json_object_has_member (source, "date")
              || !json_object_has_member (source, "license")))
        g_error ("%s.json: the source “%s” needs a date and a license", names[i], name);
    }
}

static void
test_vocabulary_sources (void)
{
  check_folder_sources ("vocabularies");
  check_folder_sources ("domains");
}

static void
check_loaded (const SdAtom *atom)
{
  g_assert_nonnull (atom);
}

static void
test_files (void)
{
  check_files ("");
  check_files ("entities");
  check_files ("lessons");
  check_files ("domains");
  check_files ("planner");
  check_files ("vocabularies");
  check_files ("locales");
  foreach_atom (check_loaded);
}

static void
check_thresholds (const SdAtom *atom)
{
  const guint n_groups = atom->by != NULL ? atom->by->n_rows : 1;

  for (guint i = 0; i < n_groups; i++)
    {
      const guint first = atom->by != NULL ? atom->first_rows[i] : 0;
      const guint end = atom->by != NULL ? atom->first_rows[i + 1] : atom->n_rows;

      g_assert_cmpuint (first, <, end);
      for (guint row = first + 1; row < end; row++)
        g_assert_cmpuint (atom->thresholds[row - 1], <, atom->thresholds[row]);
      g_assert_true (atom->thresholds[end - 1] == G_MAXUINT64);
    }
  if (atom->by != NULL)
    g_assert_cmpuint (atom->first_rows[n_groups], ==, atom->n_rows);
}

static void
test_thresholds (void)
{
  foreach_atom (check_thresholds);
}

static gboolean
row_equals (const SdAtom *atom,
            guint         a,
            guint         b)
{
  for (guint field = 0; field < atom->n_fields; field++)
    if (!g_str_equal (atom->columns[field][a].data, atom->columns[field][b].data))
      return FALSE;
  return TRUE;
}

/* Twice the same row would be an oversight: weights are for that. */
static void
check_rows (const SdAtom *atom)
{
  const guint n_groups = atom->by != NULL ? atom->by->n_rows : 1;

  for (guint i = 0; i < n_groups; i++)
    {
      const guint first = atom->by != NULL ? atom->first_rows[i] : 0;
      const guint end = atom->by != NULL ? atom->first_rows[i + 1] : atom->n_rows;

      for (guint a = first; a < end; a++)
        for (guint b = a + 1; b < end && end - first < 2000; b++)
          if (row_equals (atom, a, b))
            g_error ("%s has the row “%s” twice", atom->name, atom->columns[0][a].data);
    }
}

static void
check_texts (const SdAtom *atom)
{
  for (guint field = 0; field < atom->n_fields; field++)
    for (guint row = 0; row < atom->n_rows; row++)
      {
        const SdCatalogText *text = &atom->columns[field][row];

        g_assert_cmpuint (text->length, ==, strlen (text->data));
        g_assert_cmpuint (text->length, >, 0);
        g_assert_true (g_utf8_validate (text->data, text->length, NULL));
        g_assert_false (g_ascii_isspace (text->data[0]));
        g_assert_false (g_ascii_isspace (text->data[text->length - 1]));
      }
}

static void
test_rows (void)
{
  foreach_atom (check_rows);
  foreach_atom (check_texts);
}

/* Id → name of the atom. */
static GHashTable *ids;   /* id → name */

/* Several locales may have an atom that en_US lacks. */
static void
check_id (const SdAtom *atom)
{
  const char *other = g_hash_table_lookup (ids, GUINT_TO_POINTER (atom->id));

  g_assert_cmpuint (atom->id, >, 0);
  if (other != NULL && !g_str_equal (other, atom->name))
    g_error ("%s has the id %u of %s", atom->name, atom->id, other);
  g_hash_table_insert (ids, GUINT_TO_POINTER (atom->id), (gpointer) atom->name);
}

/* What a locale writes anew has the id that the atom has in the others. */
static void
check_local_id (const SdAtom *atom)
{
  const SdAtom *other = sd_catalog_get_atom ("en_US", atom->name);

  if (other != NULL && other->id != atom->id)
    g_error ("%s has the id %u in one locale and %u in another", atom->name, atom->id, other->id);
  check_id (atom);
}

/* Ids are part of the draws' keys: two alike would draw alike. */
static void
test_ids (void)
{
  const char * const *locales = sd_catalog_list_locales ();

  ids = g_hash_table_new (NULL, NULL);
  foreach_vocabulary (check_id);
  foreach_local_atom ("en_US", check_id);
  for (guint i = 0; locales[i] != NULL; i++)
    if (!g_str_equal (locales[i], "en_US"))
      foreach_local_atom (locales[i], check_local_id);
  g_hash_table_unref (ids);
}

static void
check_source (const char *locale,
              JsonObject *source,
              GHashTable *named)
{
  JsonArray *atoms = json_object_get_array_member (source, "atoms");
  const char *name = json_object_get_string_member_with_default (source, "name", "");

  g_assert_nonnull (atoms);
  if (name[0] == '\0')
    g_error ("%s: a source has no name", locale);
  if (!g_str_has_prefix (name, "approximate")
      && (!json_object_has_member (source, "date") || !json_object_has_member (source, "license")))
    g_error ("%s: the source “%s” needs a date and a license", locale, name);
  for (guint i = 0; i < json_array_get_length (atoms); i++)
    {
      const char *atom = json_array_get_string_element (atoms, i);

      if (!json_object_has_member (get_locale_object (locale, "atoms"), atom))
        g_error ("%s: the source “%s” names “%s”, which the file does not have", locale, name, atom);
      g_hash_table_add (named, (gpointer) atom);
    }
}

static void
check_sources (const char *locale)
{
  g_autofree char *file = g_strconcat ("locales/", locale, NULL);
  JsonObject *object = json_node_get_object (sd_catalog_get_json (file));
  JsonArray *sources = json_object_get_array_member (object, "sources");
  g_autoptr (GHashTable) named = g_hash_table_new (g_str_hash, g_str_equal);
  JsonObjectIter iter;
  const char *name;

  g_assert_nonnull (sources);
  for (guint i = 0; i < json_array_get_length (sources); i++)
    check_source (locale, json_array_get_object_element (sources, i), named);
  json_object_iter_init (&iter, get_locale_object (locale, "atoms"));
  while (json_object_iter_next (&iter, &name, NULL))
    if (!g_hash_table_contains (named, name))
      g_error ("%s: no source names the atom “%s”", locale, name);
}

/* A figure says where it is from, or that it is approximate. */
static void
test_sources (void)
{
  const char * const *locales = sd_catalog_list_locales ();

  for (guint i = 0; locales[i] != NULL; i++)
    check_sources (locales[i]);
}

static void
assert_at_least (const char *name,
                 guint       n)
{
  const SdAtom *atom = sd_catalog_get_atom ("en_US", name);

  g_assert_nonnull (atom);
  g_assert_cmpuint (atom->n_rows, >=, n);
}

static void
test_breadth (void)
{
  const SdAtom *names = sd_catalog_get_atom ("en_US", "first_name");

  for (guint i = 0; i < names->by->n_rows; i++)
    g_assert_cmpuint (names->first_rows[i + 1] - names->first_rows[i], >=, 250);
  assert_at_least ("last_name", 500);
  assert_at_least ("place", 250);
  assert_at_least ("state", 51);
  assert_at_least ("street_name", 120);
  assert_at_least ("country", 195);
  assert_at_least ("job", 80);
  assert_at_least ("product", 300);
  assert_at_least ("word", 200);
  assert_at_least ("course", 100);
}

static double
get_share (const SdAtom *atom,
           guint         row)
{
  const guint64 below = row == 0 ? 0 : atom->thresholds[row - 1];

  return (double) (atom->thresholds[row] - below) * 0x1p-64;
}

/* Public figures: 2010 census, 0.83 % Smith; O+ 37.4 %. The list of last names
 * is not all there are, so shares in it are higher, and in proportion. */
static void
test_weights (void)
{
  const SdAtom *last_names = sd_catalog_get_atom ("en_US", "last_name");
  const SdAtom *blood_groups = sd_catalog_get_atom ("en_US", "blood_group");

  g_assert_cmpstr (last_names->columns[0][0].data, ==, "Smith");
  g_assert_cmpstr (last_names->columns[0][1].data, ==, "Johnson");
  g_assert_cmpfloat_with_epsilon (get_share (last_names, 0) / get_share (last_names, 1),
                                  2442977.0 / 1932812.0, 0.01);
  g_assert_cmpstr (blood_groups->columns[0][0].data, ==, "O+");
  g_assert_cmpfloat_with_epsilon (get_share (blood_groups, 0), 0.374, 0.001);
}

static void
test_absent (void)
{
  const SdAtom *atom = sd_catalog_get_atom ("en_US", "gender");
  g_auto (GStrv) none = sd_catalog_list_json ("no-such-folder");

  g_assert_null (sd_catalog_get_json ("no-such-file"));
  g_assert_null (sd_catalog_get_json ("../semantics"));
  g_assert_null (sd_catalog_get_json (""));
  g_assert_null (sd_catalog_get_atom ("en_US", "no_such_atom"));
  g_assert_cmpint (sd_atom_find_field (atom, "no_such_field"), ==, -1);
  g_assert_cmpint (sd_atom_find_field (atom, "title"), ==, 1);
  g_assert_cmpuint (g_strv_length (none), ==, 0);
  /* A locale that has none of its own takes those of the United States. */
  g_assert_true (sd_catalog_get_atom ("xx_XX", "gender") == atom);
  g_assert_true (g_strv_contains (sd_catalog_list_locales (), "en_US"));
}

static gpointer
load_from_thread (gpointer data)
{
  return (gpointer) sd_catalog_get_atom ("en_US", "wizard_epithet");
}

static void
test_threads (void)
{
  GThread *threads[8];
  const SdAtom *atom;

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("loader", load_from_thread, NULL);
  atom = sd_catalog_get_atom ("en_US", "wizard_epithet");
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_assert_true (g_thread_join (threads[i]) == atom);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/catalog/threads", test_threads);
  g_test_add_func ("/catalog/files", test_files);
  g_test_add_func ("/catalog/vocabulary-sources", test_vocabulary_sources);
  g_test_add_func ("/catalog/thresholds", test_thresholds);
  g_test_add_func ("/catalog/rows", test_rows);
  g_test_add_func ("/catalog/ids", test_ids);
  g_test_add_func ("/catalog/sources", test_sources);
  g_test_add_func ("/catalog/breadth", test_breadth);
  g_test_add_func ("/catalog/weights", test_weights);
  g_test_add_func ("/catalog/absent", test_absent);
  return g_test_run ();
}
