/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What only the document may do to a column.
 */

#pragma once

#include "sd-column.h"

G_BEGIN_DECLS

/* The table to tell of changes; borrowed, nullable. */
void        _sd_column_set_table   (SdColumn   *self,
                                    SdTable    *table);
void        _sd_column_set_id      (SdColumn   *self,
                                    guint       id);
void        _sd_column_set_name    (SdColumn   *self,
                                    const char *name);
/* Members of the file that this version does not know; (transfer full)
 * (nullable). */
void        _sd_column_set_extra   (SdColumn   *self,
                                    JsonObject *extra);
/* Makes everything but the id equal to @other. */
void        _sd_column_assign      (SdColumn   *self,
                                    SdColumn   *other);
/* Immutable, kept until the next change; borrowed. */
JsonObject *_sd_column_get_json    (SdColumn   *self);
/* A generator that can make @type without any parameter; parameters (transfer
 * full). */
const char *_sd_type_get_generator (SdType      type,
                                    JsonObject **parameters);

G_END_DECLS
