/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* From JSON to a document, new or in place.
 */

#pragma once

#include "sd-schema.h"

G_BEGIN_DECLS

/* @base (nullable): whose ids elements without one get, by name. @trusted: made
 * by this program and never refused. (transfer full) */
SdSchema *_sd_schema_read   (JsonNode  *node,
                             SdSchema  *base,
                             gboolean   trusted,
                             GError   **error);

/* Gives ids to the elements of @self that have none; those of @base (nullable)
 * for the same names. */
void      _sd_schema_number (SdSchema  *self,
                             SdSchema  *base);

G_END_DECLS
