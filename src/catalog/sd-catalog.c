/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The catalog as a whole: finds, checks and remembers files and what was made of
 * them. One lock guards all of it; it is recursive, because an atom asks for the
 * atoms it depends on.
 */

#define G_LOG_DOMAIN "sd-catalog"

#include "config.h"

#include <string.h>

#include "sd-catalog-data.h"
#include "sd-catalog-private.h"
#include "sd-json-guard.h"

#define PREFIX            "/org/example/SynthData/catalog/"
#define FALLBACK_LOCALE   "en_US"
#define SEMANTICS_FILE    "semantics"
#define LOCALE_FOLDER     "locales/"
#define VOCABULARY_FOLDER "vocabularies/"

static GRecMutex lock;

/* Guarded by the lock. A value of NULL says that there is none. */
static GHashTable *json_by_name;       /* file → JsonNode */
static GHashTable *atom_by_name;       /* "locale/name" → SdAtom */
static GHashTable *semantic_by_name;   /* "locale/nick" → SdSemanticType */

static GHashTable *
ensure_table (GHashTable **table)
{
  if (*table == NULL)
    *table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return *table;
}

/* GLib's own g_intern_string() is for names, not for vocabularies. */
const char *
sd_catalog_intern (const char *text)
{
  static GStringChunk *chunk;
  const char *interned;

  g_rec_mutex_lock (&lock);
  if (chunk == NULL)
    chunk = g_string_chunk_new (16384);
  interned = g_string_chunk_insert_const (chunk, text);
  g_rec_mutex_unlock (&lock);

  return interned;
}

static char *
resource_path (const char *name)
{
  return g_strconcat (PREFIX, name, ".json", NULL);
}

/* Names come from documents too, so they must not climb out of the folder. */
static gboolean
is_plain_name (const char *name)
{
  return name[0] != '\0' && name[0] != '.' && strstr (name, "..") == NULL;
}

JsonNode *
sd_catalog_load_json (const char *name)
{
  g_autofree char *path = NULL;
  g_autofree char *file = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) error = NULL;
  JsonObject *object;
  const char *text;
  gsize length;

  if (!is_plain_name (name))
    return NULL;

  path = resource_path (name);
  bytes = g_resource_lookup_data (sd_catalog_data_get_resource (), path,
                                  G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  if (bytes == NULL)
    return NULL;

  text = g_bytes_get_data (bytes, &length);
  if (!sd_json_check (text, length, SD_JSON_LIMITS_DEFAULT, &error) ||
      !json_parser_load_from_data (parser, text, length, &error))
    g_error ("%s.json: %s", name, error->message);
  if (!JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)))
    g_error ("%s.json: the file must hold one object", name);

  object = json_node_get_object (json_parser_get_root (parser));
  file = g_strconcat (name, ".json", NULL);
  if (sd_catalog_read_integer (file, object, "version", 0) < 1)
    g_error ("%s: the file must say its version", file);

  return json_parser_steal_root (parser);
}

static JsonNode *
read_member (const char *file,
             JsonObject *object,
             const char *member,
             GType       type,
             gboolean    needed)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL && !needed)
    return NULL;
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != type)
    g_error ("%s: the member “%s” is missing or of the wrong kind", file, member);

  return node;
}

const char *
sd_catalog_read_text (const char *file,
                      JsonObject *object,
                      const char *member,
                      const char *fallback)
{
  JsonNode *node = read_member (file, object, member, G_TYPE_STRING, fallback == NULL);

  return node != NULL ? json_node_get_string (node) : fallback;
}

gint64
sd_catalog_read_integer (const char *file,
                         JsonObject *object,
                         const char *member,
                         gint64      fallback)
{
  JsonNode *node = read_member (file, object, member, G_TYPE_INT64, FALSE);

  return node != NULL ? json_node_get_int (node) : fallback;
}

/* A number with or without a fraction. */
double
sd_catalog_read_number (const char *file,
                        JsonObject *object,
                        const char *member,
                        double      fallback)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL)
    return fallback;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) == G_TYPE_STRING)
    g_error ("%s: the member “%s” must be a number", file, member);

  return json_node_get_double (node);
}

gboolean
sd_catalog_read_boolean (const char *file,
                         JsonObject *object,
                         const char *member)
{
  JsonNode *node = read_member (file, object, member, G_TYPE_BOOLEAN, FALSE);

  return node != NULL && json_node_get_boolean (node);
}

/**
 * sd_catalog_get_json:
 * @name: a file of data/catalog without ".json", "entities/retail"
 *
 * Returns: (transfer none) (nullable): the file's content, which never changes,
 *   or %NULL when there is no such file
 */
JsonNode *
sd_catalog_get_json (const char *name)
{
  GHashTable *table;
  JsonNode *node;

  g_return_val_if_fail (name != NULL, NULL);

  g_rec_mutex_lock (&lock);
  table = ensure_table (&json_by_name);
  if (!g_hash_table_lookup_extended (table, name, NULL, (gpointer *) &node))
    {
      node = sd_catalog_load_json (name);
      g_hash_table_insert (table, g_strdup (name), node);
    }
  g_rec_mutex_unlock (&lock);

  return node;
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

/* What stands right in a folder and ends in @suffix, which is cut off, with
 * @prefix before it; sorted. */
static char **
list_children (const char *folder,
               const char *prefix,
               const char *suffix)
{
  g_autofree char *path = g_strconcat (PREFIX, folder, NULL);
  g_auto (GStrv) children = NULL;
  GPtrArray *names = g_ptr_array_new ();

  children = g_resource_enumerate_children (sd_catalog_data_get_resource (), path,
                                            G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  for (guint i = 0; children != NULL && children[i] != NULL; i++)
    {
      if (!g_str_has_suffix (children[i], suffix))
        continue;
      children[i][strlen (children[i]) - strlen (suffix)] = '\0';
      g_ptr_array_add (names, g_strconcat (prefix, children[i], NULL));
    }
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);

  return (char **) g_ptr_array_free (names, FALSE);
}

/**
 * sd_catalog_list_json:
 * @folder: a folder of data/catalog, "entities"; "" is data/catalog itself
 *
 * Returns: (transfer full): the names of the files in it, as
 *   sd_catalog_get_json () takes them, sorted; empty when there is no such folder
 */
char **
sd_catalog_list_json (const char *folder)
{
  g_autofree char *prefix = NULL;

  g_return_val_if_fail (folder != NULL, NULL);

  prefix = folder[0] != '\0' ? g_strconcat (folder, "/", NULL) : g_strdup ("");
  return list_children (folder, prefix, ".json");
}

static gpointer
make_locale_list (gpointer data)
{
  return list_children ("locales", "", ".json");
}

/**
 * sd_catalog_list_locales:
 *
 * Returns: (transfer none) (array zero-terminated=1): the names of the locales,
 *   sorted
 */
const char * const *
sd_catalog_list_locales (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, make_locale_list, NULL);
}

static const SdAtom *
load_domain_atom (const char *name)
{
  const char *domain;
  JsonNode *json = sd_domain_find_atom (name, &domain);
  g_autofree char *file = NULL;

  if (json == NULL)
    return NULL;

  file = g_strdup_printf ("%s.json, “%s”", domain, name);
  return sd_atom_new_from_json (file, FALLBACK_LOCALE, name, json);
}

/* The member of a locale's file, which is an object when it is there. */
static JsonObject *
get_locale_member (const char *locale,
                   const char *member)
{
  g_autofree char *file = g_strconcat (LOCALE_FOLDER, locale, NULL);
  JsonNode *json = sd_catalog_get_json (file);
  JsonNode *node = json == NULL ? NULL
                   : json_object_get_member (json_node_get_object (json), member);

  if (node != NULL && !JSON_NODE_HOLDS_OBJECT (node))
    g_error ("%s.json: the member “%s” must be an object", file, member);
  return node != NULL ? json_node_get_object (node) : NULL;
}

static const SdAtom *
load_local_atom (const char *locale,
                 const char *name)
{
  JsonObject *atoms = get_locale_member (locale, "atoms");
  g_autofree char *file = NULL;

  if (atoms == NULL || !json_object_has_member (atoms, name))
    return NULL;

  file = g_strdup_printf (LOCALE_FOLDER "%s.json, “%s”", locale, name);
  return sd_atom_new_from_json (file, locale, name, json_object_get_member (atoms, name));
}

static const SdAtom *
load_vocabulary (const char *name)
{
  g_autofree char *path = g_strconcat (VOCABULARY_FOLDER, name, NULL);
  g_autofree char *file = g_strconcat (path, ".json", NULL);
  g_autoptr (JsonNode) json = sd_catalog_load_json (path);

  return json != NULL ? sd_atom_new_from_json (file, FALLBACK_LOCALE, name, json)
                      : load_domain_atom (name);
}

static const SdAtom *
load_atom (const char *locale,
           const char *name)
{
  const SdAtom *atom = load_local_atom (locale, name);

  if (atom != NULL)
    return atom;
  if (g_str_equal (locale, FALLBACK_LOCALE))
    return load_vocabulary (name);
  return sd_catalog_get_atom (FALLBACK_LOCALE, name);
}

/**
 * sd_catalog_get_atom:
 * @locale: "en_US"
 * @name: "first_name"
 *
 * Returns: (nullable): the atom of the locale, else that of en_US
 */
const SdAtom *
sd_catalog_get_atom (const char *locale,
                     const char *name)
{
  g_autofree char *key = NULL;
  GHashTable *table;
  const SdAtom *atom;

  g_return_val_if_fail (locale != NULL && name != NULL, NULL);

  key = g_strconcat (locale, "/", name, NULL);
  g_rec_mutex_lock (&lock);
  table = ensure_table (&atom_by_name);
  if (!g_hash_table_lookup_extended (table, key, NULL, (gpointer *) &atom))
    {
      atom = load_atom (locale, name);
      g_hash_table_insert (table, g_steal_pointer (&key), (gpointer) atom);
    }
  g_rec_mutex_unlock (&lock);

  return atom;
}

/**
 * sd_catalog_list_local_atoms:
 * @locale: "de_DE"
 *
 * Returns: (transfer full): the names of the atoms that the locale's own file
 *   has, in its order; empty when there is no such locale
 */
char **
sd_catalog_list_local_atoms (const char *locale)
{
  GStrvBuilder *names = g_strv_builder_new ();
  JsonObject *atoms;
  JsonObjectIter iter;
  const char *name;
  char **list;

  g_return_val_if_fail (locale != NULL, NULL);

  atoms = get_locale_member (locale, "atoms");
  if (atoms != NULL)
    {
      json_object_iter_init_ordered (&iter, atoms);
      while (json_object_iter_next_ordered (&iter, &name, NULL))
        g_strv_builder_add (names, name);
    }
  list = g_strv_builder_end (names);
  g_strv_builder_unref (names);
  return list;
}

static JsonObject *
get_semantics (void)
{
  JsonNode *json = sd_catalog_get_json (SEMANTICS_FILE);
  JsonNode *types = json_object_get_member (json_node_get_object (json), "types");

  if (types == NULL || !JSON_NODE_HOLDS_OBJECT (types))
    g_error (SEMANTICS_FILE ".json: the member “types” must be an object");

  return json_node_get_object (types);
}

static const SdSemanticType *
load_semantic (const char *locale,
               const char *nick)
{
  JsonObject *types = get_locale_member (locale, "semantics");
  g_autofree char *file = g_strconcat (LOCALE_FOLDER, locale, ".json", NULL);
  JsonNode *json = types != NULL ? json_object_get_member (types, nick) : NULL;
  const char *domain;

  if (json != NULL)
    return sd_semantic_type_new_from_json (file, nick, json);

  json = json_object_get_member (get_semantics (), nick);
  if (json != NULL)
    return sd_semantic_type_new_from_json (SEMANTICS_FILE ".json", nick, json);

  json = sd_domain_find_semantic (nick, &domain);
  if (json == NULL)
    return NULL;

  g_free (file);
  file = g_strconcat (domain, ".json", NULL);
  return sd_semantic_type_new_from_json (file, nick, json);
}

/**
 * sd_catalog_get_semantic:
 * @locale: "en_US"
 * @nick: "full_name"
 *
 * Returns: (nullable): the semantic type as the locale writes it, else as en_US
 *   does
 */
const SdSemanticType *
sd_catalog_get_semantic (const char *locale,
                         const char *nick)
{
  g_autofree char *key = NULL;
  GHashTable *table;
  const SdSemanticType *type;

  g_return_val_if_fail (locale != NULL && nick != NULL, NULL);

  key = g_strconcat (locale, "/", nick, NULL);
  g_rec_mutex_lock (&lock);
  table = ensure_table (&semantic_by_name);
  if (!g_hash_table_lookup_extended (table, key, NULL, (gpointer *) &type))
    {
      type = load_semantic (locale, nick);
      /* Words that are none are as many as people can think of. */
      if (type != NULL)
        g_hash_table_insert (table, g_steal_pointer (&key), (gpointer) type);
    }
  g_rec_mutex_unlock (&lock);

  return type;
}

static gpointer
make_semantic_list (gpointer data)
{
  JsonObject *types = get_semantics ();
  GPtrArray *nicks = g_ptr_array_new ();
  JsonObjectIter iter;
  const char *nick;

  json_object_iter_init (&iter, types);
  while (json_object_iter_next (&iter, &nick, NULL))
    g_ptr_array_add (nicks, (gpointer) nick);
  g_rec_mutex_lock (&lock);
  sd_domain_list_semantics (nicks);
  g_rec_mutex_unlock (&lock);
  g_ptr_array_sort (nicks, compare_names);
  g_ptr_array_add (nicks, NULL);

  return g_ptr_array_free (nicks, FALSE);
}

/**
 * sd_catalog_list_semantics:
 *
 * Returns: (transfer none) (array zero-terminated=1): the nicks of all semantic
 *   types, sorted
 */
const char * const *
sd_catalog_list_semantics (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, make_semantic_list, NULL);
}
