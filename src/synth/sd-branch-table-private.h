/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Which branch a row belongs to, as a table that is looked up: by branches of
 * columns and of laws alike.
 */

#pragma once

#include "sd-branches.h"
#include "sd-value-cells-private.h"

G_BEGIN_DECLS

typedef struct
{
  guint        n_by;
  SdValueCells cells[SD_MAX_BY];
  guint16     *branches;   /* by cell of the first column, then of the second */
} SdBranchTable;

gboolean sd_branch_table_init  (SdBranchTable         *self,
                                const SdNode * const   nodes[SD_MAX_BY],
                                guint                  n_by,
                                const GArray          *branches,
                                const char           **code,
                                char                 **message);
void     sd_branch_table_clear (SdBranchTable         *self);
void     sd_branch_table_get   (const SdBranchTable   *self,
                                const SdVector * const values[SD_MAX_BY],
                                guint                  n,
                                guint16               *branches);

G_END_DECLS
