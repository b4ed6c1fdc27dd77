/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Domains: files of data/catalog/domains, each with the vocabularies of a field
 * and the semantic types that show them, so that a field is added by adding one
 * file. The first question that no other file answers reads them all.
 */

#define G_LOG_DOMAIN "sd-catalog"

#include "sd-catalog-private.h"

#define FOLDER "domains"

typedef struct
{
  const char *file;
  JsonNode   *json;
} Entry;

/* Guarded by the catalog's lock, which callers hold. */
static GHashTable *atoms;       /* name → Entry */
static GHashTable *semantics;   /* nick → Entry */

static void
add_members (GHashTable *table,
             const char *file,
             const char *member)
{
  JsonNode *list = json_object_get_member (json_node_get_object (sd_catalog_get_json (file)),
                                           member);
  JsonObjectIter iter;
  const char *name;
  JsonNode *json;

  if (list == NULL || !JSON_NODE_HOLDS_OBJECT (list))
    g_error ("%s: the member “%s” must be an object", file, member);

  json_object_iter_init (&iter, json_node_get_object (list));
  while (json_object_iter_next (&iter, &name, &json))
    {
      Entry *entry = g_new (Entry, 1);

      if (!JSON_NODE_HOLDS_OBJECT (json))
        g_error ("%s: “%s” must be an object", file, name);
      if (g_hash_table_contains (table, name))
        g_error ("%s: another file has “%s” too", file, name);
      entry->file = file;
      entry->json = json;
      g_hash_table_insert (table, (gpointer) name, entry);
    }
}

static void
read_all (void)
{
  g_auto (GStrv) files = sd_catalog_list_json (FOLDER);

  atoms = g_hash_table_new (g_str_hash, g_str_equal);
  semantics = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; files[i] != NULL; i++)
    {
      const char *file = sd_catalog_intern (files[i]);

      add_members (atoms, file, "atoms");
      add_members (semantics, file, "semantics");
    }
}

static JsonNode *
find (GHashTable **table,
      const char  *name,
      const char **file)
{
  const Entry *entry;

  if (atoms == NULL)
    read_all ();
  entry = g_hash_table_lookup (*table, name);
  if (entry == NULL)
    return NULL;

  *file = entry->file;
  return entry->json;
}

JsonNode *
sd_domain_find_atom (const char  *name,
                     const char **file)
{
  return find (&atoms, name, file);
}

JsonNode *
sd_domain_find_semantic (const char  *nick,
                         const char **file)
{
  return find (&semantics, nick, file);
}

void
sd_domain_list_semantics (GPtrArray *nicks)
{
  GHashTableIter iter;
  gpointer nick;

  if (semantics == NULL)
    read_all ();
  g_hash_table_iter_init (&iter, semantics);
  while (g_hash_table_iter_next (&iter, &nick, NULL))
    g_ptr_array_add (nicks, nick);
}
