/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Rows that are drawn again until a condition holds (ENGINE.md law 8). The number
 * of the attempt is a hidden column of the columns that the conditions read; all
 * of them draw as at that attempt. Attempt 0 is the draw that they would have
 * anyway, so a row that passes at once stays as it is.
 */

#pragma once

#include "sd-node-private.h"

G_BEGIN_DECLS

/* So many attempts are made: with an acceptance of 1/16 one row in 10^14 fails
 * them all. */
#define SD_ATTEMPTS 512

/* A node of attempts, all 0 until it has conditions. (transfer full) */
SdNode *sd_attempt_node_new           (void);
/* Node @condition, a boolean of the same table, must not be false. */
void    sd_attempt_node_add_condition (SdNode       *self,
                                       const SdNode *condition);
/* Whether rows are drawn again at all; they are when not told otherwise. */
void    sd_attempt_node_set_enabled   (SdNode       *self,
                                       gboolean      enabled);
/* Draws by @draw at the attempts of the rows; @attempts: the node's index + 1, 0:
 * all at attempt 0. */
void    sd_attempt_draw               (SdFrame      *frame,
                                       guint         attempts,
                                       const SdDraw *draw,
                                       guint64      *u);

G_END_DECLS
