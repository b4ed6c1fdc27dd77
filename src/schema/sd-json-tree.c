/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Shared JSON trees. Parameters, columns and whole tables are immutable JSON
 * once made, so that a snapshot of the document for undo costs what changed and
 * not what there is. Depth is bounded by the guard every text passed.
 */

#define G_LOG_DOMAIN "sd-json-tree"

#include <string.h>

#include "sd-json-tree-private.h"

/* A node with its entry in a hash table, rounded up. */
#define NODE_BYTES 120

static JsonArray *
copy_array (JsonArray *array)
{
  guint n = json_array_get_length (array);
  JsonArray *copy = json_array_sized_new (n);

  for (guint i = 0; i < n; i++)
    json_array_add_element (copy, _sd_json_copy_node (json_array_get_element (array, i)));

  return copy;
}

JsonObject *
_sd_json_copy_object (JsonObject *object)
{
  JsonObject *copy = json_object_new ();
  JsonObjectIter iter;
  const char *member;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &member, &node))
    json_object_set_member (copy, member, _sd_json_copy_node (node));

  return copy;
}

void
_sd_json_append (JsonObject *object,
                 JsonObject *from)
{
  JsonObjectIter iter;
  const char *member;
  JsonNode *node;

  if (from == NULL)
    return;

  json_object_iter_init_ordered (&iter, from);
  while (json_object_iter_next_ordered (&iter, &member, &node))
    json_object_set_member (object, member, _sd_json_share_node (node));
}

JsonObject *
_sd_json_copy_shallow (JsonObject *object)
{
  JsonObject *copy = json_object_new ();

  _sd_json_append (copy, object);

  return copy;
}

JsonNode *
_sd_json_copy_node (JsonNode *node)
{
  JsonNode *copy;

  switch (json_node_get_node_type (node))
    {
    case JSON_NODE_OBJECT:
      copy = json_node_new (JSON_NODE_OBJECT);
      json_node_take_object (copy, _sd_json_copy_object (json_node_get_object (node)));
      return copy;

    case JSON_NODE_ARRAY:
      copy = json_node_new (JSON_NODE_ARRAY);
      json_node_take_array (copy, copy_array (json_node_get_array (node)));
      return copy;

    case JSON_NODE_VALUE:
    case JSON_NODE_NULL:
    default:
      return json_node_copy (node);
    }
}

JsonObject *
_sd_json_share_object (JsonObject *object)
{
  JsonObject *shared;

  if (object != NULL && json_object_is_immutable (object))
    return json_object_ref (object);

  shared = object != NULL ? _sd_json_copy_object (object) : json_object_new ();
  json_object_seal (shared);
  return shared;
}

JsonNode *
_sd_json_share_node (JsonNode *node)
{
  JsonNode *shared;

  if (json_node_is_immutable (node))
    return json_node_ref (node);

  shared = _sd_json_copy_node (node);
  json_node_seal (shared);
  return shared;
}

JsonArray *
_sd_json_share_array (JsonArray *array)
{
  JsonArray *shared;

  if (array == NULL || json_array_get_length (array) == 0)
    return NULL;
  if (json_array_is_immutable (array))
    return json_array_ref (array);

  shared = copy_array (array);
  json_array_seal (shared);
  return shared;
}

gboolean
_sd_json_array_equal (JsonArray *a,
                      JsonArray *b)
{
  guint n;

  if (a == b)
    return TRUE;
  if (a == NULL || b == NULL)
    return FALSE;

  n = json_array_get_length (a);
  if (json_array_get_length (b) != n)
    return FALSE;

  for (guint i = 0; i < n; i++)
    {
      if (!_sd_json_equal (json_array_get_element (a, i), json_array_get_element (b, i)))
        return FALSE;
    }

  return TRUE;
}

gboolean
_sd_json_object_equal (JsonObject *a,
                       JsonObject *b)
{
  JsonObjectIter iter_a;
  JsonObjectIter iter_b;
  const char *name_a;
  const char *name_b;
  JsonNode *node_a;
  JsonNode *node_b;

  if (a == b)
    return TRUE;
  if (a == NULL || b == NULL || json_object_get_size (a) != json_object_get_size (b))
    return FALSE;

  json_object_iter_init_ordered (&iter_a, a);
  json_object_iter_init_ordered (&iter_b, b);
  while (json_object_iter_next_ordered (&iter_a, &name_a, &node_a)
         && json_object_iter_next_ordered (&iter_b, &name_b, &node_b))
    {
      if (strcmp (name_a, name_b) != 0 || !_sd_json_equal (node_a, node_b))
        return FALSE;
    }

  return TRUE;
}

static gboolean
value_equal (JsonNode *a,
             JsonNode *b)
{
  GType type = json_node_get_value_type (a);

  if (json_node_get_value_type (b) != type)
    return FALSE;

  switch (type)
    {
    case G_TYPE_INT64:
      return json_node_get_int (a) == json_node_get_int (b);

    case G_TYPE_BOOLEAN:
      return json_node_get_boolean (a) == json_node_get_boolean (b);

    case G_TYPE_DOUBLE:
      {
        double x = json_node_get_double (a);
        double y = json_node_get_double (b);

        /* As bits, so that NaN equals itself. */
        return memcmp (&x, &y, sizeof x) == 0;
      }

    default:
      return g_strcmp0 (json_node_get_string (a), json_node_get_string (b)) == 0;
    }
}

gboolean
_sd_json_equal (JsonNode *a,
                JsonNode *b)
{
  if (a == b)
    return TRUE;
  if (a == NULL || b == NULL || json_node_get_node_type (a) != json_node_get_node_type (b))
    return FALSE;

  switch (json_node_get_node_type (a))
    {
    case JSON_NODE_OBJECT:
      return _sd_json_object_equal (json_node_get_object (a), json_node_get_object (b));

    case JSON_NODE_ARRAY:
      return _sd_json_array_equal (json_node_get_array (a), json_node_get_array (b));

    case JSON_NODE_VALUE:
      return value_equal (a, b);

    case JSON_NODE_NULL:
    default:
      return TRUE;
    }
}

JsonObject *
_sd_json_ref_object (JsonObject *object)
{
  return object != NULL ? json_object_ref (object) : NULL;
}

JsonArray *
_sd_json_ref_array (JsonArray *array)
{
  return array != NULL ? json_array_ref (array) : NULL;
}

gboolean
_sd_json_replace_object (JsonObject **field,
                         JsonObject  *value)
{
  g_autoptr (JsonObject) taken = value;
  g_autoptr (JsonObject) shared = NULL;

  if (taken != NULL && json_object_get_size (taken) > 0)
    shared = _sd_json_share_object (taken);
  if (_sd_json_object_equal (*field, shared))
    return FALSE;

  g_clear_pointer (field, json_object_unref);
  *field = g_steal_pointer (&shared);
  return TRUE;
}

gboolean
_sd_json_replace_array (JsonArray **field,
                        JsonArray  *value)
{
  g_autoptr (JsonArray) taken = value;
  g_autoptr (JsonArray) shared = _sd_json_share_array (taken);

  if (_sd_json_array_equal (*field, shared))
    return FALSE;

  g_clear_pointer (field, json_array_unref);
  *field = g_steal_pointer (&shared);
  return TRUE;
}

void
_sd_json_set_object (JsonObject *object,
                     const char *member,
                     JsonObject *value)
{
  if (value != NULL)
    json_object_set_object_member (object, member, json_object_ref (value));
}

void
_sd_json_set_array (JsonObject *object,
                    const char *member,
                    JsonArray  *value)
{
  if (value != NULL)
    json_object_set_array_member (object, member, json_array_ref (value));
}

void
_sd_json_collect (JsonNode   *node,
                  GHashTable *known)
{
  JsonObjectIter iter;
  const char *member;
  JsonNode *child;

  if (JSON_NODE_HOLDS_OBJECT (node) && g_hash_table_add (known, json_node_get_object (node)))
    {
      json_object_iter_init_ordered (&iter, json_node_get_object (node));
      while (json_object_iter_next_ordered (&iter, &member, &child))
        _sd_json_collect (child, known);
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      /* Millions of values hold no objects: the first one tells. */
      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          child = json_array_get_element (array, i);
          if (!JSON_NODE_HOLDS_OBJECT (child))
            break;
          _sd_json_collect (child, known);
        }
    }
}

static gsize
measure_object (JsonObject *object,
                GHashTable *known)
{
  JsonObjectIter iter;
  const char *member;
  JsonNode *node;
  gsize size = NODE_BYTES;

  if (!g_hash_table_add (known, object))
    return 0;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &member, &node))
    size += strlen (member) + _sd_json_measure (node, known);

  return size;
}

gsize
_sd_json_measure (JsonNode   *node,
                  GHashTable *known)
{
  gsize size = NODE_BYTES;

  switch (json_node_get_node_type (node))
    {
    case JSON_NODE_OBJECT:
      return size + measure_object (json_node_get_object (node), known);

    case JSON_NODE_ARRAY:
      {
        JsonArray *array = json_node_get_array (node);

        for (guint i = 0; i < json_array_get_length (array); i++)
          size += _sd_json_measure (json_array_get_element (array, i), known);
        return size;
      }

    case JSON_NODE_VALUE:
      if (json_node_get_value_type (node) == G_TYPE_STRING)
        size += strlen (json_node_get_string (node));
      return size;

    case JSON_NODE_NULL:
    default:
      return size;
    }
}

void
_sd_json_set_texts (JsonObject         *object,
                    const char         *member,
                    const char * const *texts)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; texts[i] != NULL; i++)
    json_array_add_string_element (array, texts[i]);

  json_object_set_array_member (object, member, array);
}
