/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Ids of a draft's elements: those of the old document by name, or by id when
 * something was renamed, so that values stay; new ones for what is new.
 */

#define G_LOG_DOMAIN "sd-assistant"

#include <string.h>

#include "sd-draft-private.h"

/* The element of the old document that an element of the new one is. */
static JsonObject *
find_old (JsonArray  *old,
          JsonObject *element)
{
  const char *child = sd_json_get_text (element, "child_table_name", NULL);
  g_auto (GStrv) key = sd_json_get_names (element, "child_foreign_key");

  if (child == NULL)
    return sd_draft_find_named (old, sd_json_get_text (element, "name", NULL));
  for (guint i = 0; key[0] != NULL && i < sd_json_length (old); i++)
    {
      JsonObject *other = sd_json_object_at (old, i);
      g_auto (GStrv) other_key = sd_json_get_names (other, "child_foreign_key");

      if (strcmp (sd_json_get_text (other, "child_table_name", ""), child) == 0
          && g_strcmp0 (other_key[0], key[0]) == 0)
        return other;
    }

  return NULL;
}

/* The element of that id that has been renamed: its old name is not in use. */
static JsonObject *
find_renamed (JsonArray  *old,
              JsonArray  *elements,
              JsonObject *element)
{
  double id = sd_json_get_number (element, "id", 0);

  for (guint i = 0; id > 0 && i < sd_json_length (old); i++)
    {
      JsonObject *other = sd_json_object_at (old, i);

      if (sd_json_get_number (other, "id", 0) == id && find_old (elements, other) == NULL)
        return other;
    }

  return NULL;
}

static void
number_elements (JsonArray *elements,
                 JsonArray *old,
                 gint64    *next)
{
  for (guint i = 0; i < sd_json_length (elements); i++)
    {
      JsonObject *element = sd_json_object_at (elements, i);
      JsonObject *before = find_old (old, element);
      JsonArray *columns = sd_json_get_array (element, "columns");
      gint64 id;

      if (before == NULL)
        before = find_renamed (old, elements, element);
      id = before != NULL ? (gint64) sd_json_get_number (before, "id", 0) : 0;
      json_object_set_int_member (element, "id", id > 0 ? id : (*next)++);
      if (columns != NULL)
        number_elements (columns, before != NULL ? sd_draft_columns_of (before) : NULL, next);
    }
}

/* "distinct_within" names the other foreign key of the pair, or carries the id
 * that its relationship had in the draft (@drafted, in the same order). */
static void
resolve_distinct (JsonArray    *relationships,
                  const gint64 *drafted)
{
  for (guint i = 0; i < json_array_get_length (relationships); i++)
    {
      JsonObject *relationship = sd_json_object_at (relationships, i);
      g_autofree char *column = g_strdup (sd_json_get_text (relationship, "distinct_within", NULL));
      gint64 number = (gint64) sd_json_get_number (relationship, "distinct_within", 0);
      const char *child = sd_json_get_text (relationship, "child_table_name", "");

      json_object_remove_member (relationship, "distinct_within");
      for (guint j = 0; j < json_array_get_length (relationships); j++)
        {
          JsonObject *other = sd_json_object_at (relationships, j);
          g_auto (GStrv) key = sd_json_get_names (other, "child_foreign_key");

          if (other != relationship
              && strcmp (sd_json_get_text (other, "child_table_name", ""), child) == 0
              && ((column != NULL && g_strcmp0 (key[0], column) == 0)
                  || (number > 0 && drafted[j] == number)))
            {
              json_object_set_int_member (relationship, "distinct_within",
                                          json_object_get_int_member (other, "id"));
              break;
            }
        }
    }
}

/* The id of the relationship of @table that a factor means: by its foreign key's
 * column, or by the id that it had in the draft. 0 when there is none. */
static gint64
find_factor (JsonObject   *factor,
             const char   *table,
             JsonArray    *relationships,
             const gint64 *drafted)
{
  const char *column = sd_json_get_text (factor, "relationship", NULL);
  double number = sd_json_get_number (factor, "relationship", 0);

  for (guint i = 0; i < json_array_get_length (relationships); i++)
    {
      JsonObject *relationship = sd_json_object_at (relationships, i);
      g_auto (GStrv) key = sd_json_get_names (relationship, "child_foreign_key");
      gint64 id = json_object_get_int_member (relationship, "id");

      if (strcmp (sd_json_get_text (relationship, "child_table_name", ""), table) != 0)
        continue;
      if ((column != NULL && g_strcmp0 (key[0], column) == 0)
          || (number > 0 && (double) (drafted[i] > 0 ? drafted[i] : id) == number))
        return id;
    }

  return 0;
}

/* Factors that mean nothing stay as they are; the document's check tells. */
static void
resolve_factors (JsonArray    *tables,
                 JsonArray    *relationships,
                 const gint64 *drafted)
{
  for (guint i = 0; i < sd_json_length (tables); i++)
    {
      JsonObject *table = sd_json_object_at (tables, i);
      JsonArray *factors = sd_json_get_array (sd_json_get_object (table, "crossed"), "factors");

      for (guint k = 0; k < sd_json_length (factors); k++)
        {
          JsonObject *factor = sd_json_object_at (factors, k);
          gint64 id = 0;

          if (factor != NULL)
            id = find_factor (factor, sd_json_get_text (table, "name", ""), relationships,
                              drafted);
          if (id > 0)
            json_object_set_int_member (factor, "relationship", id);
        }
    }
}

void
sd_draft_number (JsonObject *root,
                 JsonObject *old)
{
  JsonArray *relationships = sd_json_get_array (root, "relationships");
  guint n = json_array_get_length (relationships);
  g_autofree gint64 *drafted = g_new0 (gint64, n + 1);
  gint64 next = (gint64) sd_json_get_number (old, "next_id", 1);

  for (guint i = 0; i < n; i++)
    drafted[i] = (gint64) sd_json_get_number (sd_json_object_at (relationships, i), "id", 0);
  number_elements (sd_json_get_array (root, "tables"), sd_json_get_array (old, "tables"), &next);
  number_elements (relationships, sd_json_get_array (old, "relationships"), &next);
  resolve_distinct (relationships, drafted);
  resolve_factors (sd_json_get_array (root, "tables"), relationships, drafted);
  json_object_set_int_member (root, "next_id", next);
}
