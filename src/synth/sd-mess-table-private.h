/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The mess of one table: its copies, and the columns that have mess of their
 * own.
 */

#pragma once

#include "sd-mess-cells-private.h"
#include "sd-mess-rows-private.h"
#include "sd-node-private.h"

G_BEGIN_DECLS

typedef struct _SdMessTable SdMessTable;

struct _SdMessTable
{
  SdMessRows    rows;
  /* Copies with one cell altered. */
  guint64       n_near;
  SdPermutation near_order;
  SdKey         near_key;
  guint         n_alterable;
  guint        *alterable;     /* columns */
  guint         n_columns;
  SdNode      **nodes;         /* per column; NULL where nothing is messed up */
};

void sd_mess_table_free        (SdMessTable       *self);
/* The column whose cell is altered in copy @copy; −1 when it is exact. */
int  sd_mess_table_get_altered (const SdMessTable *self,
                                guint64            copy);

G_END_DECLS
