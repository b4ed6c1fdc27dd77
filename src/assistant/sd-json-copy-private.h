/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Deep copies of JSON: the catalog's is shared and never changes, a draft's is
 * built up; and reading members without trusting their kind.
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* (transfer full), mutable all the way down */
JsonNode   *sd_json_copy_node    (JsonNode   *node);
JsonObject *sd_json_copy_object  (JsonObject *object);
JsonArray  *sd_json_copy_array   (JsonArray  *array);

/* The member when it is of that kind, else NULL or the fallback; @object may be
 * NULL. */
JsonObject *sd_json_get_object   (JsonObject *object, const char *member);
JsonArray  *sd_json_get_array    (JsonObject *object, const char *member);
const char *sd_json_get_text     (JsonObject *object, const char *member, const char *fallback);
double      sd_json_get_number   (JsonObject *object, const char *member, double fallback);
gboolean    sd_json_get_boolean  (JsonObject *object, const char *member, gboolean fallback);
/* The object at @i, or NULL when it is something else. */
JsonObject *sd_json_object_at    (JsonArray  *array, guint i);
/* The text at @i, or NULL when it is something else. */
const char *sd_json_text_at      (JsonArray  *array, guint i);
/* The length; 0 for NULL. */
guint       sd_json_length       (JsonArray  *array);
/* A text or a list of texts as a list. (transfer full) */
char      **sd_json_get_names    (JsonObject *object, const char *member);

G_END_DECLS
