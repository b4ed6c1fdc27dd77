/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The .synthdata file: UTF-8 JSON with a stable order of members, checked
 * before it is believed, replaced atomically.
 */

#pragma once

#include "sd-schema.h"

G_BEGIN_DECLS

/* The document as JSON; unknown members that were read come back. */
JsonNode *sd_schema_to_json         (SdSchema    *self);
/* Pretty-printed, ends in a line feed. (transfer full) */
char     *sd_schema_to_text         (SdSchema    *self);
/* (transfer full); members without ids get new ones. On error every wrong
 * member is named, a line each, in the message. */
SdSchema *sd_schema_new_from_json   (JsonNode    *node,
                                     GError     **error);
SdSchema *sd_schema_new_from_text   (const char  *text,
                                     gsize        length,
                                     GError     **error);
/* Makes @self equal to @node in place: elements with the same id are kept and
 * updated, so that observers and selections survive. */
gboolean  sd_schema_sync_from_json  (SdSchema    *self,
                                     JsonNode    *node,
                                     GError     **error);
SdSchema *sd_schema_load            (GFile       *file,
                                     GCancellable *cancellable,
                                     GError     **error);
/* Atomic: the old file or the new, never half. @etag (inout) (nullable): when
 * set, G_IO_ERROR_WRONG_ETAG if the file changed since. */
gboolean  sd_schema_save            (SdSchema    *self,
                                     GFile       *file,
                                     char       **etag,
                                     GCancellable *cancellable,
                                     GError     **error);

G_END_DECLS
