/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Semantic types as they stand in semantics.json, and the one most like a word
 * that is none.
 */

#define G_LOG_DOMAIN "sd-catalog"

#include <string.h>

#include "sd-catalog-private.h"

/* Longer words are compared by their beginning. */
#define MAX_COMPARED 48

SdSemanticType *
sd_semantic_type_new_from_json (const char *file,
                                const char *nick,
                                JsonNode   *json)
{
  SdSemanticType *self = g_new0 (SdSemanticType, 1);
  JsonObject *object;

  if (!JSON_NODE_HOLDS_OBJECT (json))
    g_error ("%s.json: the semantic type “%s” must be an object", file, nick);

  object = json_node_get_object (json);
  self->nick = g_intern_string (nick);
  self->title = sd_catalog_read_text (file, object, "title", NULL);
  self->group = sd_catalog_read_text (file, object, "group", NULL);
  self->type = sd_catalog_read_text (file, object, "type", "text");
  self->scale = (guint) sd_catalog_read_integer (file, object, "scale", 0);
  self->value = sd_catalog_read_text (file, object, "value", NULL);
  self->step = sd_catalog_read_number (file, object, "step", 1);
  self->less = sd_catalog_read_number (file, object, "less", 0);
  self->role = (guint) sd_catalog_read_integer (file, object, "role", 0);
  self->capacity = sd_catalog_read_number (file, object, "capacity", 0);
  self->unique = sd_catalog_read_boolean (file, object, "unique");
  self->description = sd_catalog_read_text (file, object, "description", "");

  return self;
}

/* The number of letters to insert, remove or replace (Levenshtein 1965). */
static guint
edit_distance (const char *a,
               const char *b)
{
  guint row[MAX_COMPARED + 1];
  guint n_a = MIN (strlen (a), MAX_COMPARED);
  guint n_b = MIN (strlen (b), MAX_COMPARED);

  for (guint j = 0; j <= n_b; j++)
    row[j] = j;
  for (guint i = 1; i <= n_a; i++)
    {
      guint diagonal = row[0];

      row[0] = i;
      for (guint j = 1; j <= n_b; j++)
        {
          guint above = row[j];
          guint replaced = diagonal + (a[i - 1] != b[j - 1]);

          row[j] = MIN (replaced, MIN (above, row[j - 1]) + 1);
          diagonal = above;
        }
    }

  return row[n_b];
}

/**
 * sd_catalog_suggest_semantic:
 * @word: a word that is no nick of a semantic type
 *
 * Returns: (transfer none) (nullable): the nick that it may have been meant to
 *   be, or %NULL when none is like it
 */
const char *
sd_catalog_suggest_semantic (const char *word)
{
  const char * const *nicks = sd_catalog_list_semantics ();
  const char *best = NULL;
  guint least = G_MAXUINT;

  g_return_val_if_fail (word != NULL, NULL);

  for (guint i = 0; nicks[i] != NULL; i++)
    {
      guint distance = edit_distance (word, nicks[i]);

      if (word[0] != '\0' && strstr (nicks[i], word) != NULL)
        distance = MIN (distance, 1);
      if (distance < least || (distance == least && strlen (nicks[i]) < strlen (best)))
        {
          least = distance;
          best = nicks[i];
        }
    }

  return least <= 1 + strlen (word) / 3 ? best : NULL;
}
