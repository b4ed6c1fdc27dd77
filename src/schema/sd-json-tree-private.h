/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* JSON trees that are shared because they never change: copying, comparing,
 * measuring.
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* A mutable copy of everything. (transfer full) */
JsonNode   *_sd_json_copy_node     (JsonNode   *node);
JsonObject *_sd_json_copy_object   (JsonObject *object);
/* A mutable copy of the object alone. (transfer full) */
JsonObject *_sd_json_copy_shallow  (JsonObject *object);
/* @object itself when it is immutable, an immutable copy otherwise; NULL gives
 * an empty one. (transfer full) */
JsonObject *_sd_json_share_object  (JsonObject *object);
JsonNode   *_sd_json_share_node    (JsonNode   *node);
/* The same of a list; an empty one and NULL give NULL. (transfer full) */
JsonArray  *_sd_json_share_array   (JsonArray  *array);
/* The same bytes when written: order of members and kinds of numbers count. */
gboolean    _sd_json_equal         (JsonNode   *a,
                                    JsonNode   *b);
gboolean    _sd_json_object_equal  (JsonObject *a,
                                    JsonObject *b);
/* References; NULL for NULL. (transfer full) */
JsonObject *_sd_json_ref_object    (JsonObject *object);
JsonArray  *_sd_json_ref_array     (JsonArray  *array);
gboolean    _sd_json_array_equal   (JsonArray  *a,
                                    JsonArray  *b);
/* Take @value (transfer full) (nullable) as an immutable tree into @field; TRUE
 * when it differs from what stood there. What is empty is NULL. */
gboolean    _sd_json_replace_object (JsonObject **field,
                                    JsonObject  *value);
gboolean    _sd_json_replace_array (JsonArray  **field,
                                    JsonArray   *value);
/* Adds the objects in @node to @known. */
void        _sd_json_collect       (JsonNode   *node,
                                    GHashTable *known);
/* The bytes of memory that @node takes, about, without the objects in @known;
 * its own are added to @known. */
gsize       _sd_json_measure       (JsonNode   *node,
                                    GHashTable *known);
/* Set members that are shared; nothing for NULL. */
void        _sd_json_set_object    (JsonObject *object,
                                    const char *member,
                                    JsonObject *value);
void        _sd_json_set_array     (JsonObject *object,
                                    const char *member,
                                    JsonArray  *value);
/* Adds the members of @from (nullable) to @object. */
void        _sd_json_append        (JsonObject         *object,
                                    JsonObject         *from);
void        _sd_json_set_texts     (JsonObject         *object,
                                    const char         *member,
                                    const char * const *texts);

G_END_DECLS
