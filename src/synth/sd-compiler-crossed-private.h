/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Crossed tables in the compiler. */

#pragma once

#include "sd-crossed-private.h"
#include "sd-node-private.h"

G_BEGIN_DECLS

/* The factors of a table; FALSE when it is not crossed, or cannot be, with a
 * finding. */
gboolean sd_compiler_get_crossed       (SdCompiler            *self,
                                        guint                  table,
                                        SdCrossed             *crossed);
/* Which factor a column, or the relationship with an id, is; −1 none. */
int      sd_compiler_find_factor       (SdCompiler            *self,
                                        guint                  table,
                                        const char            *column,
                                        guint                  relationship_id);
/* Whether the columns of @key tell all rows of a crossed table apart. */
gboolean sd_compiler_is_crossed_key    (SdCompiler            *self,
                                        guint                  table,
                                        const char * const    *key);
SdNode  *sd_level_compile              (const SdColumnContext *context,
                                        const SdCrossed       *crossed,
                                        guint                  factor);

G_END_DECLS
