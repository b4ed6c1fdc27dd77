/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Missing cells over a clean column: formulas, totals and keys read the clean
 * one, exports the other.
 */

#pragma once

#include "sd-blocks-private.h"

G_BEGIN_DECLS

/* @clean with a share of cells missing, drawn by @draw. (transfer full) */
SdNode *sd_missing_node_new          (const SdNode   *clean,
                                      const SdDraw   *draw,
                                      double          share);
/* The same with those missing where the node @mask is not 0. */
SdNode *sd_missing_node_new_masked   (const SdNode   *clean,
                                      const SdNode   *mask);
/* The same with those missing that are missing in node @other. */
SdNode *sd_missing_node_new_together (const SdNode   *clean,
                                      const SdNode   *other);
/* A node of 0 and 1: in class c of @classes, a number below @n_shares, the share
 * @shares[c] is 1, in the class and in the whole to the nearest row below or
 * above. */
SdNode *sd_quota_node_new            (const SdColumnContext *context,
                                      const SdSource *source,
                                      const SdNode   *classes,
                                      const double   *shares,
                                      guint           n_shares);

G_END_DECLS
