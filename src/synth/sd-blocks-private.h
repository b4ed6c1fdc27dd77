/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Work on whole blocks of a table, for what is to hold exactly: tables of at
 * most 10,000 rows are one block, longer ones have blocks of 4,096 rows, as
 * balanced draws have. What was made of a block is kept, so that rows in any
 * order cost no more than rows in sequence.
 */

#pragma once

#include "sd-source-private.h"

G_BEGIN_DECLS

/* Tables of at most so many rows are one block. */
#define SD_WHOLE_ROWS  10000
/* Longer tables do not keep blocks, but draw row by row: every column and thread
 * would keep 8 bytes a row. */
#define SD_RANKED_ROWS (G_GUINT64_CONSTANT (1) << 18)

/* One block under work. */
typedef struct
{
  SdFrame *frame;     /* that asks */
  guint64  block;     /* its number */
  guint64  first;
  guint    n;         /* rows, at most SD_WHOLE_ROWS */
} SdBlock;

/* Fills in the @n results of a block. */
typedef void (*SdBlockFunc) (const SdNode  *node,
                             const SdBlock *block,
                             guint64       *results);

/* The results of the frame's rows; blocks not met before are made by @func. */
void  sd_blocks_get         (const SdNode   *node,
                             SdFrame        *frame,
                             guint64         n_table_rows,
                             SdBlockFunc     func,
                             guint64        *results);
/* The values of a node of classes (sd-branch-class-private.h) for the rows of a
 * block. */
void  sd_block_get_classes  (const SdBlock  *block,
                             guint           node,
                             guint64        *classes);
/* The numbers of an INT64, DOUBLE or CODE node, NaN where it is NULL. */
void  sd_block_get_numbers  (const SdBlock  *block,
                             guint           node,
                             double         *values);
/* The uniforms of a source. */
void  sd_block_get_uniforms (const SdBlock  *block,
                             const SdSource *source,
                             guint64        *u);
/* The places 0 … n−1 in the order of class, then of @u. @classes (nullable). */
void  sd_block_sort         (const guint64  *classes,
                             const guint64  *u,
                             guint           n,
                             guint32        *order);

G_END_DECLS
