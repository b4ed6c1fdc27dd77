/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Moments of a schema: ISO dates and times, or relative to the document's
 * as_of day ("today", "today-2y", "today-90d", "today+1m").
 */

#pragma once

#include "sd-node-private.h"

G_BEGIN_DECLS

/* Microseconds since 1970-01-01; a date is its midnight. FALSE when @text is no
 * moment. */
gboolean sd_moment_parse (const char *text,
                          gint64      as_of,
                          gint64     *moment);
/* Whether @node makes dates or timestamps that ascend with the row. */
gboolean sd_moment_node_is_ordered (const SdNode *node);
/* The node that bounds an ordered one from below, and how long after that it
 * begins. */
gboolean sd_moment_node_get_after  (const SdNode *node,
                                    guint        *after,
                                    gint64       *least_gap);
/* The first and last moment of such a node, in microseconds. */
void     sd_moment_node_get_range  (const SdNode *node,
                                    gint64       *first,
                                    gint64       *last);
/* The node of "column" or "parent.column" with dates or timestamps; @index is −1
 * without @text (nullable). FALSE with findings. */
gboolean sd_moment_reference_read  (const SdColumnContext *context,
                                    const char            *text,
                                    int                   *index,
                                    SdType                *type);
/* Moments with gaps between them, and in a grid. */
SdNode  *sd_gaps_compile           (const SdColumnContext *context);
SdNode  *sd_grid_compile           (const SdColumnContext *context);
/* A DATE or TIMESTAMP value in microseconds. */
gint64   sd_moment_from_value      (SdType        type,
                                    gint64        value);

G_END_DECLS
