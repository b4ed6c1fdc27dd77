/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Nodes that run a text program, and the numbers that tell equal texts apart.
 *
 * Equal texts are counted within blocks of SD_DRAW_BLOCK rows only; the number
 * is (how many earlier rows of the block have the text) × blocks + a permuted
 * number of the block, so that no set of used texts is kept and any row can be
 * made alone (ENGINE.md §7).
 */

#pragma once

#include "sd-text-program-private.h"

G_BEGIN_DECLS

/* @program (transfer full), sealed. */
SdNode *sd_text_node_new          (SdTextProgram *program);
/* The same with texts made distinct: @program has a number step. */
SdNode *sd_text_node_new_numbered (SdTextProgram *program,
                                   guint64        n_rows,
                                   SdKey          key);

G_END_DECLS
