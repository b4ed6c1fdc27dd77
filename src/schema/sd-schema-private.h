/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What the files of this room share about the document.
 */

#pragma once

#include "sd-schema.h"

G_BEGIN_DECLS

/* Between these two (they nest), "changed" waits. NULL is allowed in the three,
 * for elements that are in no document. */
void        _sd_schema_freeze      (SdSchema   *self);
void        _sd_schema_thaw        (SdSchema   *self);
void        _sd_schema_touch       (SdSchema   *self);

guint       _sd_schema_take_id     (SdSchema   *self);
guint       _sd_schema_get_next_id (SdSchema   *self);
void        _sd_schema_set_next_id (SdSchema   *self,
                                    guint       next_id);
gboolean    _sd_schema_has_id      (SdSchema   *self,
                                    guint       id);

/* The numbers in the file's head: the format's version that was read, that of
 * the random streams, that of the catalog. */
typedef struct
{
  gint64 version;
  gint64 stream;
  guint  catalog;
} SdSchemaVersions;

SdSchemaVersions _sd_schema_get_versions (SdSchema         *self);
void             _sd_schema_set_versions (SdSchema         *self,
                                          SdSchemaVersions  versions);

/* The free-form and unknown members; borrowed, nullable. */
JsonObject *_sd_schema_get_members (SdSchema   *self);
void        _sd_schema_set_members (SdSchema   *self,
                                    JsonObject *members);

void        _sd_schema_splice_tables        (SdSchema        *self,
                                             guint            position,
                                             guint            n_removals,
                                             SdTable        **additions,
                                             guint            n_additions);
void        _sd_schema_splice_relationships (SdSchema        *self,
                                             guint            position,
                                             guint            n_removals,
                                             SdRelationship **additions,
                                             guint            n_additions);
gboolean    _sd_schema_find_table_position  (SdSchema        *self,
                                             SdTable         *table,
                                             guint           *position);

/* Rewrites what refers to the table, or to its column (nullable), to follow a
 * change of its name to @name, which is yet to be made. */
void        _sd_schema_rewrite_references   (SdSchema        *self,
                                             SdTable         *table,
                                             SdColumn        *column,
                                             const char      *name);
/* Takes out what is about the removed column @name of @table, or names the
 * removed relationship as a factor. */
void        _sd_schema_drop_references      (SdSchema        *self,
                                             SdTable         *table,
                                             const char      *name);
void        _sd_schema_drop_factor          (SdSchema        *self,
                                             SdRelationship  *relationship);
/* The same document as an immutable tree that shares what did not change since
 * the last one. (transfer full) */
JsonNode   *_sd_schema_snapshot    (SdSchema   *self);
/* Makes @self what it was at @snapshot. */
void        _sd_schema_restore     (SdSchema   *self,
                                    JsonNode   *snapshot);

G_END_DECLS
