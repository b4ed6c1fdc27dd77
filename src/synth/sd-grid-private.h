/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Moments in a grid; see sd-node-grid.c. */

#pragma once

#include "sd-node-private.h"

G_BEGIN_DECLS

/* Whether @node is a grid over the whole table, which ascends with the row. */
gboolean sd_grid_node_is_ordered (const SdNode *node);

G_END_DECLS
