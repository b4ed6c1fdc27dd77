/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A parent's values for each row of the child. */

#pragma once

#include "sd-node-private.h"

G_BEGIN_DECLS

/* Column node @parent of the parent under link @link. (transfer full) */
SdNode  *sd_gather_node_new  (guint         link,
                              const SdNode *parent,
                              gboolean      optional);
/* Whether @node is a gather node, and of what. */
gboolean sd_gather_node_get  (const SdNode *node,
                              guint        *link,
                              guint        *parent_node);
/* What is known of the values of @from is known of those of @self. */
void     sd_node_copy_facts  (SdNode       *self,
                              const SdNode *from);

G_END_DECLS
