/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Which cells of a column are messed up, and by which of its kinds: exactly as
 * many as declared, each cell by one kind at most.
 *
 * Blocks of at most 4,096 rows have their share each, rounded so that the whole
 * is exact; in a block the first of a keyed order are taken. So one cell is
 * found out by arithmetic, and all are listed block by block, in the order of
 * rows, at the cost of those that are listed.
 */

#pragma once

#include "sd-permutation.h"

G_BEGIN_DECLS

#define SD_MESS_BLOCK 4096
#define SD_MESS_KINDS 32

/* Kinds are numbered: first the exchanges of the table, which are the same for
 * all columns that take part in one, then the column's own. */
typedef struct
{
  guint64 n_rows;
  guint64 n_blocks;
  SdKey   swap_key;
  SdKey   own_key;
  guint   n_swaps;
  guint   n_own;
  guint64 swaps[SD_MESS_KINDS];   /* rows of the first … kinds together */
  guint64 own[SD_MESS_KINDS];
} SdMessCells;

typedef struct
{
  guint64       first;
  guint         n;
  guint         swap_limits[SD_MESS_KINDS];
  guint         own_limits[SD_MESS_KINDS];
  SdPermutation swap_order;
  SdPermutation own_order;        /* of the rows that are not exchanged */
} SdMessBlock;

/* @swaps, @own: rows of each kind. Own kinds are cut to the rows that are left. */
void    sd_mess_cells_init       (SdMessCells       *self,
                                  guint64            n_rows,
                                  SdKey              swap_key,
                                  SdKey              own_key,
                                  const guint64     *swaps,
                                  guint              n_swaps,
                                  const guint64     *own,
                                  guint              n_own);
guint64 sd_mess_cells_find_block (const SdMessCells *self,
                                  guint64            row);
void    sd_mess_cells_get_block  (const SdMessCells *self,
                                  guint64            number,
                                  SdMessBlock       *block);
/* The kind of the cell in row block->first + @i; −1 for none. */
int     sd_mess_block_get_kind   (const SdMessCells *self,
                                  const SdMessBlock *block,
                                  guint              i);
/* The rows block->first + @rows[j] with their kinds, in no order; room for n.
 * Returns how many. */
guint   sd_mess_block_list       (const SdMessCells *self,
                                  const SdMessBlock *block,
                                  guint16           *rows,
                                  gint8             *kinds);

G_END_DECLS
