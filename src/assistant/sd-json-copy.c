/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* JSON that is copied whole (json-glib's copies share what they hold), and read
 * without trust.
 */

#define G_LOG_DOMAIN "sd-assistant"

#include "sd-json-copy-private.h"

JsonNode *
sd_json_copy_node (JsonNode *node)
{
  JsonNode *copy;

  switch (json_node_get_node_type (node))
    {
    case JSON_NODE_OBJECT:
      copy = json_node_new (JSON_NODE_OBJECT);
      json_node_take_object (copy, sd_json_copy_object (json_node_get_object (node)));
      return copy;

    case JSON_NODE_ARRAY:
      copy = json_node_new (JSON_NODE_ARRAY);
      json_node_take_array (copy, sd_json_copy_array (json_node_get_array (node)));
      return copy;

    case JSON_NODE_VALUE:
      {
        GValue value = G_VALUE_INIT;

        json_node_get_value (node, &value);
        copy = json_node_new (JSON_NODE_VALUE);
        json_node_set_value (copy, &value);
        g_value_unset (&value);
        return copy;
      }

    case JSON_NODE_NULL:
    default:
      return json_node_new (JSON_NODE_NULL);
    }
}

JsonObject *
sd_json_copy_object (JsonObject *object)
{
  JsonObject *copy = json_object_new ();
  g_autoptr (GList) members = json_object_get_members (object);

  for (GList *l = members; l != NULL; l = l->next)
    json_object_set_member (copy, l->data,
                            sd_json_copy_node (json_object_get_member (object, l->data)));

  return copy;
}

JsonArray *
sd_json_copy_array (JsonArray *array)
{
  JsonArray *copy = json_array_sized_new (json_array_get_length (array));

  for (guint i = 0; i < json_array_get_length (array); i++)
    json_array_add_element (copy, sd_json_copy_node (json_array_get_element (array, i)));

  return copy;
}

static JsonNode *
get_member (JsonObject *object,
            const char *member)
{
  return object != NULL ? json_object_get_member (object, member) : NULL;
}

JsonObject *
sd_json_get_object (JsonObject *object,
                    const char *member)
{
  JsonNode *node = get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

JsonArray *
sd_json_get_array (JsonObject *object,
                   const char *member)
{
  JsonNode *node = get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static const char *
node_text (JsonNode *node)
{
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node)
      || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;

  return json_node_get_string (node);
}

const char *
sd_json_get_text (JsonObject *object,
                  const char *member,
                  const char *fallback)
{
  const char *text = node_text (get_member (object, member));

  return text != NULL ? text : fallback;
}

double
sd_json_get_number (JsonObject *object,
                    const char *member,
                    double      fallback)
{
  JsonNode *node = get_member (object, member);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node)
      || (json_node_get_value_type (node) != G_TYPE_INT64
          && json_node_get_value_type (node) != G_TYPE_DOUBLE))
    return fallback;

  return json_node_get_double (node);
}

gboolean
sd_json_get_boolean (JsonObject *object,
                     const char *member,
                     gboolean    fallback)
{
  JsonNode *node = get_member (object, member);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node)
      || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return fallback;

  return json_node_get_boolean (node);
}

JsonObject *
sd_json_object_at (JsonArray *array,
                   guint      i)
{
  JsonNode *node = json_array_get_element (array, i);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

const char *
sd_json_text_at (JsonArray *array,
                 guint      i)
{
  return node_text (json_array_get_element (array, i));
}

guint
sd_json_length (JsonArray *array)
{
  return array != NULL ? json_array_get_length (array) : 0;
}

char **
sd_json_get_names (JsonObject *object,
                   const char *member)
{
  GPtrArray *names = g_ptr_array_new ();
  const char *single = sd_json_get_text (object, member, NULL);
  JsonArray *array = sd_json_get_array (object, member);

  if (single != NULL)
    g_ptr_array_add (names, g_strdup (single));
  for (guint i = 0; i < sd_json_length (array); i++)
    {
      const char *name = sd_json_text_at (array, i);

      if (name != NULL)
        g_ptr_array_add (names, g_strdup (name));
    }
  g_ptr_array_add (names, NULL);

  return (char **) g_ptr_array_free (names, FALSE);
}
