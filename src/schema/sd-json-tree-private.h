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
/* The same bytes when written: order of members and kinds of numbers count. */
gboolean    _sd_json_equal         (JsonNode   *a,
                                    JsonNode   *b);
gboolean    _sd_json_object_equal  (JsonObject *a,
                                    JsonObject *b);
/* Adds the objects in @node to @known. */
void        _sd_json_collect       (JsonNode   *node,
                                    GHashTable *known);
/* The bytes of memory that @node takes, about, without the objects in @known;
 * its own are added to @known. */
gsize       _sd_json_measure       (JsonNode   *node,
                                    GHashTable *known);
/* Adds the members of @from (nullable) to @object. */
void        _sd_json_append        (JsonObject         *object,
                                    JsonObject         *from);
void        _sd_json_set_texts     (JsonObject         *object,
                                    const char         *member,
                                    const char * const *texts);

G_END_DECLS
