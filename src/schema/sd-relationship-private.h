/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What only the document may do to a relationship.
 */

#pragma once

#include "sd-schema-private.h"

G_BEGIN_DECLS

/* The document to tell of changes; borrowed, nullable. */
void        _sd_relationship_set_schema (SdRelationship *self,
                                         SdSchema       *schema);
void        _sd_relationship_set_id     (SdRelationship *self,
                                         guint           id);
void        _sd_relationship_set_tables (SdRelationship *self,
                                         const char     *parent,
                                         const char     *child);
/* (transfer full) (nullable) */
void        _sd_relationship_set_extra  (SdRelationship *self,
                                         JsonObject     *extra);
/* Makes everything but the id equal to @other. */
void        _sd_relationship_assign     (SdRelationship *self,
                                         SdRelationship *other);
/* Immutable, kept until the next change; borrowed. */
JsonObject *_sd_relationship_get_json   (SdRelationship *self);

G_END_DECLS
