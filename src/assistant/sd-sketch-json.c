/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The sketch as JSON: a new document, or one that is changed, whose other
 * members stay as they are.
 */

#define G_LOG_DOMAIN "sd-assistant"

#include <string.h>

#include "sd-fold.h"
#include "sd-sketch-private.h"

static void
add_names (JsonObject *object,
           const char *member,
           GPtrArray  *names)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < names->len; i++)
    json_array_add_string_element (array, names->pdata[i]);
  json_object_set_array_member (object, member, array);
}

static void
add_primary_key (const SdSketch      *self,
                 const SdSketchTable *table,
                 JsonObject          *object)
{
  JsonArray *key = json_array_new ();
  g_autofree char *own = sd_sketch_key (table);

  for (guint i = 0; table->link && i < self->links->len; i++)
    {
      const SdSketchLink *link = self->links->pdata[i];

      if (link->child == table)
        json_array_add_string_element (key, link->column);
    }
  if (!table->link && !table->keyless && sd_sketch_find_column (table, own) != NULL)
    json_array_add_string_element (key, own);
  json_object_set_array_member (object, "primary_key", key);
}

static JsonObject *
table_to_json (const SdSketch      *self,
               const SdSketchTable *table)
{
  JsonObject *object = table->origin != NULL ? sd_json_copy_object (table->origin)
                                             : json_object_new ();
  g_autofree char *title = sd_title_from_name (table->name);
  gboolean own_title = table->entity != NULL && table->entity->title != NULL
                       && strcmp (table->name, table->entity->name) == 0;

  if (table->mess != NULL)
    json_object_set_array_member (object, "mess", sd_json_copy_array (table->mess));
  if (table->origin != NULL)
    {
      json_object_set_int_member (object, "rows", (gint64) table->rows);
      json_object_set_string_member (object, "rows_from",
                                     table->rows_from_user ? "user" : "default");
      json_object_set_array_member (object, "columns", sd_json_copy_array (table->columns));
      return object;
    }
  json_object_set_string_member (object, "name", table->name);
  json_object_set_string_member (object, "title", own_title ? table->entity->title : title);
  json_object_set_string_member (object, "description",
                                 table->entity != NULL ? table->entity->description : "");
  if (table->aliases->len > 0)
    add_names (object, "aliases", table->aliases);
  json_object_set_int_member (object, "rows", (gint64) table->rows);
  json_object_set_string_member (object, "rows_from", table->rows_from_user ? "user" : "default");
  add_primary_key (self, table, object);
  json_object_set_array_member (object, "columns", sd_json_copy_array (table->columns));

  return object;
}

static void
add_key (JsonObject *object,
         const char *member,
         const char *name)
{
  JsonArray *array = json_array_new ();

  json_array_add_string_element (array, name);
  json_object_set_array_member (object, member, array);
}

static JsonObject *
link_to_json (const SdSketchLink *link)
{
  JsonObject *object = link->origin != NULL ? sd_json_copy_object (link->origin)
                                            : json_object_new ();
  g_auto (GStrv) parent_key = sd_json_get_names (link->parent->origin, "primary_key");
  g_autofree char *key = parent_key[0] != NULL ? g_strdup (parent_key[0])
                                               : sd_sketch_key (link->parent);

  if (link->origin == NULL)
    {
      json_object_set_string_member (object, "parent_table_name", link->parent->name);
      add_key (object, "parent_primary_key", key);
      json_object_set_string_member (object, "child_table_name", link->child->name);
      add_key (object, "child_foreign_key", link->column);
    }
  json_object_set_string_member (object, "law",
                                 link->law != NULL ? link->law : "negative_binomial");
  json_object_set_object_member (object, "law_parameters",
                                 link->law_parameters != NULL
                                   ? sd_json_copy_object (link->law_parameters)
                                   : json_object_new ());
  json_object_set_string_member (object, "law_from", link->law_from_user ? "user" : "default");
  if (link->min > 0)
    json_object_set_int_member (object, "min_cardinality", (gint64) link->min);
  if (link->max > 0)
    json_object_set_int_member (object, "max_cardinality", (gint64) link->max);
  if (link->optional > 0)
    json_object_set_double_member (object, "optional", link->optional);
  if (link->distinct_within != NULL)
    json_object_set_string_member (object, "distinct_within", link->distinct_within);

  return object;
}

JsonNode *
sd_sketch_to_json (const SdSketch *self)
{
  JsonObject *object = json_object_new ();
  JsonArray *tables = json_array_new ();
  JsonArray *links = json_array_new ();
  g_autofree char *whole = sd_text_to_identifier (self->title);
  g_autofree char *name = g_strndup (whole, MIN (strlen (whole), 60));
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  for (guint i = 0; i < self->tables->len; i++)
    json_array_add_object_element (tables, table_to_json (self, self->tables->pdata[i]));
  for (guint i = 0; i < self->links->len; i++)
    json_array_add_object_element (links, link_to_json (self->links->pdata[i]));

  json_object_set_string_member (object, "name", name);
  json_object_set_string_member (object, "title", self->title);
  json_object_set_array_member (object, "tables", tables);
  json_object_set_array_member (object, "relationships", links);
  add_names (object, "assumptions", self->assumptions);
  if (self->messy)
    json_object_set_boolean_member (object, "messy", TRUE);
  json_node_take_object (node, object);

  return node;
}

static SdSketchTable *
read_table (SdSketch   *self,
            JsonObject *object)
{
  const char *name = sd_json_get_text (object, "name", "");
  g_autofree char *singular = sd_word_book_singular (name);
  const SdEntity *entity = sd_lexicon_find_entity (name);
  SdSketchTable *table = sd_sketch_add_table (self, singular, entity,
                                              entity != NULL ? entity->kind
                                                             : sd_lexicon_guess_kind (singular));
  g_auto (GStrv) aliases = sd_json_get_names (object, "aliases");
  g_auto (GStrv) key = sd_json_get_names (object, "primary_key");

  g_free (table->name);
  table->name = g_strdup (name);
  /* The key tells the singular best: "sale_id" of sales. */
  if (key[0] != NULL && key[1] == NULL && g_str_has_suffix (key[0], "_id"))
    {
      g_free (table->singular);
      table->singular = g_strndup (key[0], strlen (key[0]) - 3);
    }
  table->link = key[0] != NULL && key[1] != NULL;
  table->rows = (guint64) sd_json_get_number (object, "rows", 0);
  table->rows_from_user = strcmp (sd_json_get_text (object, "rows_from", ""), "user") == 0;
  for (guint i = 0; aliases[i] != NULL; i++)
    sd_sketch_add_alias (table, aliases[i]);
  json_array_unref (table->columns);
  table->columns = sd_json_copy_array (sd_json_get_array (object, "columns"));
  table->origin = json_object_ref (object);

  return table;
}

static void
read_link (SdSketch   *self,
           JsonObject *object)
{
  SdSketchTable *parent
    = sd_sketch_find_table (self, sd_json_get_text (object, "parent_table_name", ""));
  SdSketchTable *child
    = sd_sketch_find_table (self, sd_json_get_text (object, "child_table_name", ""));
  g_auto (GStrv) key = sd_json_get_names (object, "child_foreign_key");
  JsonObject *parameters = sd_json_get_object (object, "law_parameters");
  SdSketchLink *link;

  if (parent == NULL || child == NULL || key[0] == NULL)
    return;
  link = g_new0 (SdSketchLink, 1);
  link->parent = parent;
  link->child = child;
  link->column = g_strdup (key[0]);
  sd_sketch_set_law (link, sd_json_get_text (object, "law", "negative_binomial"),
                     parameters != NULL ? sd_json_copy_object (parameters) : NULL);
  link->law_from_user = strcmp (sd_json_get_text (object, "law_from", ""), "user") == 0;
  link->min = (guint64) sd_json_get_number (object, "min_cardinality", 0);
  link->max = (guint64) sd_json_get_number (object, "max_cardinality", 0);
  link->optional = sd_json_get_number (object, "optional", 0);
  link->origin = json_object_ref (object);
  g_ptr_array_add (self->links, link);
}

SdSketch *
sd_sketch_new_from_json (JsonObject *document)
{
  SdSketch *self = sd_sketch_new ();
  JsonArray *tables = sd_json_get_array (document, "tables");
  JsonArray *links = sd_json_get_array (document, "relationships");

  self->title = g_strdup (sd_json_get_text (document, "title", ""));
  for (guint i = 0; i < sd_json_length (tables); i++)
    read_table (self, sd_json_object_at (tables, i));
  for (guint i = 0; i < sd_json_length (links); i++)
    read_link (self, sd_json_object_at (links, i));

  return self;
}
