/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Uniforms whose margin holds exactly: ranked within the classes of rows that a
 * column depends on, or in the whole of a small table.
 */

#pragma once

#include "sd-blocks-private.h"

G_BEGIN_DECLS

/* The uniforms of @n rows, ranked by @u within @classes (nullable), and the rows
 * in that order; @outcomes: shares are to hold, not means. */
void     sd_ranks_place        (const guint64         *classes,
                                const guint64         *u,
                                guint                  n,
                                gboolean               outcomes,
                                guint32               *order,
                                guint64               *results);
/* The source of a drawn column, with a node of ranks where there is need of
 * one. FALSE with findings. */
gboolean sd_ranked_source_init (SdSource              *self,
                                const SdColumnContext *context);

G_END_DECLS
