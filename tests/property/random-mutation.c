/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Documents spoiled in one to three places: values of another kind, numbers out
 * of range, references to what is elsewhere or nowhere, members left out.
 */

#include "random-schema.h"

typedef struct
{
  JsonNode   *holder;   /* an object or a list */
  const char *member;
  guint       position;
} Place;

static void
collect (JsonNode  *node,
         GArray    *places,
         GPtrArray *texts)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObjectIter iter;
      const char *member;
      JsonNode *child;

      json_object_iter_init_ordered (&iter, json_node_get_object (node));
      while (json_object_iter_next_ordered (&iter, &member, &child))
        {
          g_array_append_val (places, ((Place) { node, member, 0 }));
          collect (child, places, texts);
        }
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
      {
        g_array_append_val (places, ((Place) { node, NULL, i }));
        collect (json_array_get_element (json_node_get_array (node), i), places, texts);
      }
  else if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    g_ptr_array_add (texts, g_strdup (json_node_get_string (node)));
}

static JsonNode *
draw_value (RandomDraw *draw,
            GPtrArray  *texts)
{
  static const char * const values[] = {
    "0", "-1", "1", "2", "0.5", "1e308", "-1e18", "9223372036854775807", "1e-300", "3", "1000000",
    "true", "false", "null", "[]", "{}", "\"\"", "\"ä\"", "[1,2]", "[[]]", "{\"min\":3,\"max\":1}",
    "\"2026-13-45\"", "\"1 +\"", "\"integer\"", "\"text\"", "\"date\"", "\"formula\"",
    "\"reference\"", "[null]", "99",
  };
  const guint i = draw_below (draw, 2 * G_N_ELEMENTS (values));
  JsonNode *node;

  if (i < G_N_ELEMENTS (values))
    return json_from_string (values[i], NULL);
  node = json_node_new (JSON_NODE_VALUE);
  json_node_set_string (node, texts->pdata[draw_below (draw, texts->len)]);
  return node;
}

static void
mutate_object (RandomDraw *draw,
               JsonObject *object,
               const char *member,
               GPtrArray  *texts)
{
  if (draw_chance (draw, 30))
    json_object_remove_member (object, member);
  else
    json_object_set_member (object, member, draw_value (draw, texts));
}

static void
mutate_array (RandomDraw *draw,
              JsonArray  *array,
              guint       position,
              GPtrArray  *texts)
{
  g_autoptr (GPtrArray) nodes =
    g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
  const guint what = draw_below (draw, 3);

  for (guint i = 0; i < json_array_get_length (array); i++)
    g_ptr_array_add (nodes, json_array_dup_element (array, i));
  while (json_array_get_length (array) > 0)
    json_array_remove_element (array, 0);
  for (guint i = 0; i < nodes->len; i++)
    {
      if (i != position || what == 1)
        json_array_add_element (array, json_node_copy (nodes->pdata[i]));
      if (i == position && what > 0)
        json_array_add_element (array, what == 1 ? json_node_copy (nodes->pdata[i])
                                                 : draw_value (draw, texts));
    }
}

void
random_mutate (RandomDraw *draw,
               JsonObject *document)
{
  const guint n = 1 + draw_below (draw, 3);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (JsonNode) root = json_node_init_object (json_node_alloc (), document);
      g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));
      g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
      const Place *place;

      collect (root, places, texts);
      place = &g_array_index (places, Place, draw_below (draw, places->len));
      if (place->member != NULL)
        mutate_object (draw, json_node_get_object (place->holder), place->member, texts);
      else
        mutate_array (draw, json_node_get_array (place->holder), place->position, texts);
    }
}
