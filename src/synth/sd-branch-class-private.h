/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Classes of rows: which branch a row belongs to, and within which values of
 * other columns its shares are to hold. A class node makes an INT64 for every
 * row, never NULL; rows with the same number are one class.
 */

#pragma once

#include "sd-branches.h"
#include "sd-node-private.h"

G_BEGIN_DECLS

/* The number of the branch of @parameters that a row belongs to; the number of
 * branches when none matches. @lane keeps apart what one column may have
 * several of. NULL with a finding; @parameters has branches. */
SdNode *sd_branch_node_get         (const SdColumnContext *context,
                                    JsonObject            *parameters,
                                    SdLane                 lane);
/* What the column's values depend on: its branch, and what its parameter
 * `within` names. NULL when it has neither, or with a finding. */
SdNode *sd_branches_get_class_node (const SdColumnContext *context);

G_END_DECLS
