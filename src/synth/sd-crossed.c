/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Rows and cells; see the header.
 *
 * In random order a keyed permutation of the product leads from rows to cells,
 * and those after the last row are left out. In the order of the factors cells
 * are left out block by block, each in proportion, which of the block by a
 * permutation of it: in 1,024 cells nothing shows of a pattern, and the rows
 * before a block are known in closed form.
 */

#include "sd-crossed-private.h"
#include "sd-link-private.h"

#define BLOCK 1024

/* The cells kept of a block, ascending; that of this thread's last question,
 * because neighbors are asked for one after another: only a matter of speed. */
typedef struct
{
  gboolean is_filled;
  SdKey    key;
  guint64  n_cells, n_rows;
  guint64  block;
  guint    n;
  guint16  cells[BLOCK];
} Block;

static _Thread_local Block last_block;

/* How many are left out of the first @n cells. */
static guint64
count_left_out (const SdCrossed *self,
                guint64          n)
{
  return (guint64) ((unsigned __int128) n * (self->n_cells - self->n_rows) / self->n_cells);
}

static guint64
get_rows_before (const SdCrossed *self,
                 guint64          block)
{
  const guint64 n = MIN (block * BLOCK, self->n_cells);

  return n - count_left_out (self, n);
}

static const Block *
get_block (const SdCrossed *self,
           guint64          number)
{
  Block *block = &last_block;
  const guint64 first = number * BLOCK;
  const guint64 end = MIN (first + BLOCK, self->n_cells);
  const guint64 n_out = count_left_out (self, end) - count_left_out (self, first);
  guint64 places[BLOCK];
  SdPermutation permutation;

  if (block->is_filled && block->key == self->key && block->block == number
      && block->n_cells == self->n_cells && block->n_rows == self->n_rows)
    return block;
  *block = (Block) { TRUE, self->key, self->n_cells, self->n_rows, number, 0, { 0 } };
  sd_permutation_init (&permutation, end - first, sd_key_derive (self->key, number));
  for (guint i = 0; i < end - first; i++)
    places[i] = i;
  sd_permutation_apply_many (&permutation, places, (guint) (end - first), places);
  for (guint i = 0; i < end - first; i++)
    if (places[i] >= n_out)
      block->cells[block->n++] = (guint16) i;
  return block;
}

static guint64
find_kept (const SdCrossed *self,
           guint64          row)
{
  guint64 number = (guint64) ((unsigned __int128) row * self->n_cells / self->n_rows) / BLOCK;

  while (number > 0 && get_rows_before (self, number) > row)
    number--;
  while (get_rows_before (self, number + 1) <= row)
    number++;
  return number * BLOCK + get_block (self, number)->cells[row - get_rows_before (self, number)];
}

static guint64
find_row_kept (const SdCrossed *self,
               guint64          cell)
{
  const Block *block = get_block (self, cell / BLOCK);
  const guint wanted = cell % BLOCK;
  guint low = 0, high = block->n;

  while (low < high)
    {
      const guint middle = low + (high - low) / 2;

      if (block->cells[middle] < wanted)
        low = middle + 1;
      else
        high = middle;
    }
  if (low == block->n || block->cells[low] != wanted)
    return SD_NO_ROW;
  return get_rows_before (self, cell / BLOCK) + low;
}

/**
 * sd_crossed_get_cell:
 * @self: a crossed table
 * @row: one of its rows
 *
 * Returns: the row's cell
 */
guint64
sd_crossed_get_cell (const SdCrossed *self,
                     guint64          row)
{
  if (self->random)
    return sd_permutation_apply (&self->order, row);
  return self->n_rows == self->n_cells ? row : find_kept (self, row);
}

/**
 * sd_crossed_find_row:
 * @self: a crossed table
 * @cell: a cell of the product
 *
 * Returns: the cell's row; %SD_NO_ROW when it is left out
 */
guint64
sd_crossed_find_row (const SdCrossed *self,
                     guint64          cell)
{
  guint64 row;

  if (!self->random)
    return self->n_rows == self->n_cells ? cell : find_row_kept (self, cell);
  row = sd_permutation_invert (&self->order, cell);
  return row < self->n_rows ? row : SD_NO_ROW;
}

/* How many neighboring cells differ in faster factors only. */
static guint64
get_stride (const SdCrossed *self,
            guint            factor)
{
  guint64 stride = self->replicates;

  for (guint i = factor + 1; i < self->n_factors; i++)
    stride *= self->sizes[i];
  return stride;
}

guint64
sd_crossed_count (const SdCrossed *self,
                  guint            factor)
{
  return self->n_cells / MAX (self->sizes[factor], 1);
}

guint64
sd_crossed_get_level (const SdCrossed *self,
                      guint            factor,
                      guint64          cell,
                      guint64         *place)
{
  const guint64 stride = get_stride (self, factor);
  const guint64 turn = cell / stride;

  if (place != NULL)
    *place = turn / self->sizes[factor] * stride + cell % stride;
  return turn % self->sizes[factor];
}

guint64
sd_crossed_find_cell (const SdCrossed *self,
                      guint            factor,
                      guint64          level,
                      guint64          place)
{
  const guint64 stride = get_stride (self, factor);

  return (place / stride * self->sizes[factor] + level) * stride + place % stride;
}
