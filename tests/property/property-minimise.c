/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Makes a failing document smaller: tables, relationships and any member are left
 * out, row counts lowered, as long as the same check fails.
 */

#include "property-run.h"

#include <string.h>

#define MAX_RUNS    2000
#define MAX_SECONDS 150

typedef struct
{
  JsonNode   *document;
  guint64     seed;
  const char *check;
  guint       n_runs;
  gint64      end;      /* of g_get_monotonic_time() */
} Minimise;

/* An edit of a document: the @k-th of its kind; FALSE when there is none. */
typedef gboolean (* Edit) (JsonObject *document,
                           guint       k);

static JsonArray *
get_list (JsonObject *object,
          const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static JsonObject *
get_element (JsonArray *array,
             guint      i)
{
  JsonNode *node = array != NULL && i < json_array_get_length (array)
                     ? json_array_get_element (array, i) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static const char *
get_text (JsonObject *object,
          const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node != NULL && JSON_NODE_HOLDS_VALUE (node)
      && json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_get_string (node);
  return "";
}

/* What refers gets values of its own. */
static void
free_column (JsonObject *document,
             const char *table,
             const char *name)
{
  JsonArray *tables = get_list (document, "tables");

  for (guint t = 0; tables != NULL && t < json_array_get_length (tables); t++)
    {
      JsonObject *object = get_element (tables, t);
      JsonArray *columns = object != NULL ? get_list (object, "columns") : NULL;

      if (object == NULL || !g_str_equal (get_text (object, "name"), table))
        continue;
      for (guint c = 0; columns != NULL && c < json_array_get_length (columns); c++)
        {
          JsonObject *column = get_element (columns, c);
          const char *type = column != NULL ? get_text (column, "type") : "";

          if (column == NULL || !g_str_equal (get_text (column, "name"), name))
            continue;
          json_object_set_string_member (column, "generator",
                                         g_str_equal (type, "uuid") ? "uuid"
                                         : g_str_equal (type, "text") ? "pattern" : "sequence");
          if (g_str_equal (type, "text"))
            json_object_set_member (column, "parameters",
                                    json_from_string ("{\"pattern\":\"@@@##\"}", NULL));
        }
    }
}

static gboolean
drop_relationship (JsonObject *document,
                   guint       k)
{
  JsonArray *relationships = get_list (document, "relationships");
  JsonObject *relationship = get_element (relationships, k);
  JsonArray *key;

  if (relationship == NULL)
    return FALSE;
  key = get_list (relationship, "child_foreign_key");
  for (guint i = 0; key != NULL && i < json_array_get_length (key); i++)
    if (JSON_NODE_HOLDS_VALUE (json_array_get_element (key, i)))
      free_column (document, get_text (relationship, "child_table_name"),
                   json_array_get_string_element (key, i));
  json_array_remove_element (relationships, k);
  return TRUE;
}

static gboolean
drop_table (JsonObject *document,
            guint       k)
{
  JsonArray *tables = get_list (document, "tables");
  JsonArray *relationships = get_list (document, "relationships");
  JsonObject *table = get_element (tables, k);

  if (table == NULL)
    return FALSE;
  for (guint i = relationships != NULL ? json_array_get_length (relationships) : 0; i > 0; i--)
    {
      JsonObject *relationship = get_element (relationships, i - 1);

      if (relationship != NULL
          && (g_str_equal (get_text (relationship, "parent_table_name"), get_text (table, "name"))
              || g_str_equal (get_text (relationship, "child_table_name"),
                              get_text (table, "name"))))
        drop_relationship (document, i - 1);
    }
  json_array_remove_element (tables, k);
  return TRUE;
}

/* Two columns at once, as those of a combination go. */
static gboolean
drop_pair (JsonObject *document,
           guint       k)
{
  JsonArray *tables = get_list (document, "tables");

  for (guint t = 0; tables != NULL && t < json_array_get_length (tables); t++)
    {
      JsonObject *table = get_element (tables, t);
      JsonArray *columns = table != NULL ? get_list (table, "columns") : NULL;
      const guint n = columns != NULL ? json_array_get_length (columns) : 0;

      if (n >= 2 && k < n - 1)
        {
          json_array_remove_element (columns, k + 1);
          json_array_remove_element (columns, k);
          return TRUE;
        }
      k -= n >= 2 ? n - 1 : 0;
    }
  return FALSE;
}

/* The @k-th member or element below a node, counted down to 0. */
static gboolean
drop_place (JsonNode *node,
            guint    *k)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      g_autoptr (GList) members = json_object_get_members (json_node_get_object (node));

      for (GList *l = members; l != NULL; l = l->next)
        {
          if ((*k)-- == 0)
            {
              json_object_remove_member (json_node_get_object (node), l->data);
              return TRUE;
            }
          if (drop_place (json_object_get_member (json_node_get_object (node), l->data), k))
            return TRUE;
        }
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
      {
        if ((*k)-- == 0)
          {
            json_array_remove_element (json_node_get_array (node), i);
            return TRUE;
          }
        if (drop_place (json_array_get_element (json_node_get_array (node), i), k))
          return TRUE;
      }
  return FALSE;
}

static gboolean
drop_anything (JsonObject *document,
               guint       k)
{
  g_autoptr (JsonNode) root = json_node_init_object (json_node_alloc (), document);

  return drop_place (root, &k);
}

static gboolean
lower_rows (JsonObject *document,
            guint       k)
{
  static const gint64 rows[] = { 1, 2, 3, 10, 50, 0 };
  JsonObject *table = get_element (get_list (document, "tables"), k / G_N_ELEMENTS (rows));
  gint64 wanted = rows[k % G_N_ELEMENTS (rows)];
  JsonNode *node = table != NULL ? json_object_get_member (table, "rows") : NULL;

  if (table == NULL)
    return FALSE;
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return TRUE;
  if (wanted == 0)
    wanted = json_node_get_int (node) * 3 / 4;
  if (json_node_get_int (node) > wanted)
    json_object_set_int_member (table, "rows", wanted);
  return TRUE;
}

static JsonNode *
copy_node (JsonNode *node)
{
  g_autofree char *text = json_to_string (node, FALSE);

  return json_from_string (text, NULL);
}

static gboolean
is_over (const Minimise *self)
{
  return self->n_runs >= MAX_RUNS || g_get_monotonic_time () > self->end;
}

/* Tries all edits of a kind; TRUE when any was kept. */
static gboolean
try_edits (Minimise *self,
           Edit      edit)
{
  gboolean changed = FALSE;

  for (guint k = 0; !is_over (self);)
    {
      g_autoptr (JsonNode) copy = copy_node (self->document);
      g_autoptr (PropertyResult) result = NULL;
      g_autofree char *text = NULL;

      if (!edit (json_node_get_object (copy), k))
        return changed;
      text = json_to_string (copy, FALSE);
      if (json_node_equal (copy, self->document))
        {
          k++;
          continue;
        }
      result = property_run (text, self->seed);
      self->n_runs++;
      if (result->failed && g_str_equal (result->check, self->check))
        {
          json_node_unref (self->document);
          self->document = g_steal_pointer (&copy);
          changed = TRUE;
        }
      else
        k++;
    }
  return changed;
}

char *
property_minimise (const char *text,
                   guint64     seed,
                   const char *check)
{
  static const Edit edits[] = { drop_table, drop_relationship, drop_pair, drop_anything,
                                lower_rows };
  Minimise self = { json_from_string (text, NULL), seed, check, 0,
                    g_get_monotonic_time () + MAX_SECONDS * G_USEC_PER_SEC };
  gboolean changed = TRUE;
  char *smaller;

  while (changed && !is_over (&self))
    {
      changed = FALSE;
      for (guint i = 0; i < G_N_ELEMENTS (edits); i++)
        changed = try_edits (&self, edits[i]) || changed;
    }
  smaller = json_to_string (self.document, TRUE);
  json_node_unref (self.document);
  return smaller;
}
