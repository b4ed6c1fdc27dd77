/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Constants of a schema (a category's values, typed rows) as the engine holds
 * them.
 */

#pragma once

#include "sd-node-private.h"

G_BEGIN_DECLS

/* @out is gint64 for INT64 types, double for SD_TYPE_REAL; text has no literal
 * here. FALSE when @node is no such value. */
gboolean sd_literal_parse_int64  (JsonNode      *node,
                                  SdType         type,
                                  guint          scale,
                                  gint64        *out);
gboolean sd_literal_parse_double (JsonNode      *node,
                                  double        *out);
/* Numbers are written as text too ("42"); FALSE for null and containers.
 * (transfer full) */
char    *sd_literal_to_text      (JsonNode      *node);
/* The kind of vector a type comes in unless it is from a vocabulary. */
SdVectorKind sd_type_get_vector_kind (SdType     type);

G_END_DECLS
