/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What only the document may do to a table.
 */

#pragma once

#include "sd-schema-private.h"

G_BEGIN_DECLS

/* The document to tell of changes; borrowed, nullable. */
void        _sd_table_set_schema (SdTable     *self,
                                  SdSchema    *schema);
SdSchema   *_sd_table_get_schema (SdTable     *self);
void        _sd_table_set_id     (SdTable     *self,
                                  guint        id);
void        _sd_table_set_name   (SdTable     *self,
                                  const char  *name);
/* (transfer full) (nullable) */
void        _sd_table_set_extra  (SdTable     *self,
                                  JsonObject  *extra);
/* Makes everything but the id and the columns equal to @other. */
void        _sd_table_assign     (SdTable     *self,
                                  SdTable     *other);
void        _sd_table_splice     (SdTable     *self,
                                  guint        position,
                                  guint        n_removals,
                                  SdColumn   **additions,
                                  guint        n_additions);
gboolean    _sd_table_find       (SdTable     *self,
                                  SdColumn    *column,
                                  guint       *position);
/* Immutable, kept until the next change; borrowed. */
JsonObject *_sd_table_get_json   (SdTable     *self);
void        _sd_table_drop_json  (SdTable     *self);

G_END_DECLS
