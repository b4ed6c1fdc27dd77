/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Nodes that change nothing of another's values: a parent's column as seen by
 * its children, and a column with cells missing.
 */

#pragma once

#include "sd-draw.h"
#include "sd-node-private.h"

G_BEGIN_DECLS

/* Column node @parent of the parent under link @link. (transfer full) */
SdNode  *sd_gather_node_new  (guint         link,
                              const SdNode *parent,
                              gboolean      optional);
/* @clean with a share of cells missing, drawn by @draw. (transfer full) */
SdNode  *sd_missing_node_new (const SdNode *clean,
                              const SdDraw *draw,
                              double        share);
/* Whether @node is a gather node, and of what. */
gboolean sd_gather_node_get  (const SdNode *node,
                              guint        *link,
                              guint        *parent_node);

G_END_DECLS
