/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A table whose rows are the product of factors: row ↔ cell of the product, and
 * a cell's levels are its digits in a mixed radix, the first factor the slowest
 * and the replicates of a combination the fastest (ENGINE.md §10).
 */

#pragma once

#include "sd-permutation.h"

G_BEGIN_DECLS

#define SD_CROSSED_MAX 64

typedef struct
{
  guint    n_factors;
  guint64  sizes[SD_CROSSED_MAX];
  guint64  replicates;
  guint64  n_cells;    /* at most 2^62 */
  guint64  n_rows;     /* those kept */
  gboolean random;     /* rows stand in keyed order: */
  SdPermutation order; /* row → cell */
  SdKey    key;
} SdCrossed;

/* The cell of a row. */
guint64 sd_crossed_get_cell  (const SdCrossed *self,
                              guint64          row);
/* The row of a cell; SD_NO_ROW when it is left out. */
guint64 sd_crossed_find_row  (const SdCrossed *self,
                              guint64          cell);
/* How many cells have one level of @factor, and which level @cell has; @place
 * (nullable): its place among the cells that have it. */
guint64 sd_crossed_count     (const SdCrossed *self,
                              guint            factor);
guint64 sd_crossed_get_level (const SdCrossed *self,
                              guint            factor,
                              guint64          cell,
                              guint64         *place);
/* The cell at a place among those with a level. */
guint64 sd_crossed_find_cell (const SdCrossed *self,
                              guint            factor,
                              guint64          level,
                              guint64          place);

G_END_DECLS
