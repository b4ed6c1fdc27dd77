/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Semantic types as they stand in semantics.json, and the one most like a word
 * that is none.
 */

#define G_LOG_DOMAIN "sd-catalog"

#include <string.h>

#include "sd-catalog-private.h"
#include "sd-nearest.h"

static gboolean
read_bell (const char *file,
           const char *nick,
           JsonObject *object)
{
  const char *shape = sd_catalog_read_text (file, object, "shape", "skewed");
  const gboolean bell = g_str_equal (shape, "bell");

  if (!bell && !g_str_equal (shape, "skewed"))
    g_error ("%s: the shape of “%s” must be “bell” or “skewed”", file, nick);
  return bell;
}

SdSemanticType *
sd_semantic_type_new_from_json (const char *file,
                                const char *nick,
                                JsonNode   *json)
{
  SdSemanticType *self = g_new0 (SdSemanticType, 1);
  JsonObject *object;

  if (!JSON_NODE_HOLDS_OBJECT (json))
    g_error ("%s: the semantic type “%s” must be an object", file, nick);

  object = json_node_get_object (json);
  self->nick = sd_catalog_intern (nick);
  self->title = sd_catalog_read_text (file, object, "title", NULL);
  self->group = sd_catalog_read_text (file, object, "group", NULL);
  self->type = sd_catalog_read_text (file, object, "type", "text");
  self->scale = (guint) sd_catalog_read_integer (file, object, "scale", 0);
  self->value = sd_catalog_read_text (file, object, "value", NULL);
  if (json_object_has_member (object, "home"))
    self->home = sd_catalog_read_text (file, object, "home", NULL);
  self->step = sd_catalog_read_number (file, object, "step", 1);
  self->less = sd_catalog_read_number (file, object, "less", 0);
  self->digits = (guint) CLAMP (sd_catalog_read_integer (file, object, "digits", 0), 0, 15);
  self->bell = read_bell (file, nick, object);
  self->role = (guint) sd_catalog_read_integer (file, object, "role", 0);
  self->capacity = sd_catalog_read_number (file, object, "capacity", 0);
  self->unique = sd_catalog_read_boolean (file, object, "unique");
  self->description = sd_catalog_read_text (file, object, "description", "");

  return self;
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
  SdNearest nearest = { .word = word };

  g_return_val_if_fail (word != NULL, NULL);

  for (guint i = 0; nicks[i] != NULL; i++)
    sd_nearest_consider (&nearest, nicks[i]);
  /* "name" is far from "product_name" by letters, but a part of it. */
  for (guint i = 0; nearest.name == NULL && word[0] != '\0' && nicks[i] != NULL; i++)
    if (strstr (nicks[i], word) != NULL)
      return nicks[i];
  return nearest.name;
}
