/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The cells that are messed up; see the header. How many of the first rows a
 * kind takes is rounded down from the outside inwards: all kinds together first,
 * of these all but the last, and so on. So a block never takes more than it has
 * rows, and the last block makes every kind exact.
 */

#define G_LOG_DOMAIN "sd-mess-cells"

#include <string.h>

#include "sd-mess-cells-private.h"

static guint64
scale (guint64 value,
       guint64 numerator,
       guint64 denominator)
{
  return denominator != 0 ? (guint64) ((unsigned __int128) value * numerator / denominator) : 0;
}

void
sd_mess_cells_init (SdMessCells   *self,
                    guint64        n_rows,
                    SdKey          swap_key,
                    SdKey          own_key,
                    const guint64 *swaps,
                    guint          n_swaps,
                    const guint64 *own,
                    guint          n_own)
{
  guint64 sum = 0;
  guint64 left = n_rows;

  g_assert (n_swaps <= SD_MESS_KINDS && n_own <= SD_MESS_KINDS);

  memset (self, 0, sizeof *self);
  self->n_rows = n_rows;
  self->n_blocks = n_rows / SD_MESS_BLOCK + (n_rows % SD_MESS_BLOCK != 0);
  self->swap_key = swap_key;
  self->own_key = own_key;
  self->n_swaps = n_swaps;
  self->n_own = n_own;
  for (guint i = 0; i < n_swaps; i++)
    self->swaps[i] = sum = MIN (sum + swaps[i], n_rows);
  left -= sum;
  sum = 0;
  for (guint i = 0; i < n_own; i++)
    self->own[i] = sum = MIN (sum + own[i], left);
}

guint64
sd_mess_cells_find_block (const SdMessCells *self,
                          guint64            row)
{
  return (guint64) ((((unsigned __int128) row + 1) * self->n_blocks - 1) / self->n_rows);
}

/* How many rows the first 0, 1 … kinds take of the first @at rows of @of. */
static void
count_kinds (const guint64 *until,
             guint          n,
             guint64        at,
             guint64        of,
             guint64       *counts)
{
  guint64 outer = at;
  guint64 all = of;

  for (guint i = n; i > 0; i--)
    {
      counts[i - 1] = scale (until[i - 1], outer, all);
      outer = counts[i - 1];
      all = until[i - 1];
    }
}

static void
set_limits (const guint64 *until,
            guint          n,
            guint64        from,
            guint64        to,
            guint64        of,
            guint         *limits)
{
  guint64 before[SD_MESS_KINDS], behind[SD_MESS_KINDS];

  count_kinds (until, n, from, of, before);
  count_kinds (until, n, to, of, behind);
  for (guint i = 0; i < n; i++)
    limits[i] = (guint) (behind[i] - before[i]);
}

static guint64
get_all (const guint64 *until,
         guint          n)
{
  return n > 0 ? until[n - 1] : 0;
}

static guint
get_n_swapped (const SdMessCells *self,
               const SdMessBlock *block)
{
  return self->n_swaps > 0 ? block->swap_limits[self->n_swaps - 1] : 0;
}

static guint
get_n_own (const SdMessCells *self,
           const SdMessBlock *block)
{
  return self->n_own > 0 ? block->own_limits[self->n_own - 1] : 0;
}

void
sd_mess_cells_get_block (const SdMessCells *self,
                         guint64            number,
                         SdMessBlock       *block)
{
  const guint64 first = scale (self->n_rows, number, self->n_blocks);
  const guint64 end = scale (self->n_rows, number + 1, self->n_blocks);
  const guint64 n_swapped = get_all (self->swaps, self->n_swaps);
  const guint64 before = scale (n_swapped, first, self->n_rows);
  const guint64 behind = scale (n_swapped, end, self->n_rows);

  block->first = first;
  block->n = (guint) (end - first);
  set_limits (self->swaps, self->n_swaps, first, end, self->n_rows, block->swap_limits);
  set_limits (self->own, self->n_own, first - before, end - behind, self->n_rows - n_swapped,
              block->own_limits);
  if (self->n_swaps > 0)
    sd_permutation_init (&block->swap_order, block->n, sd_key_derive (self->swap_key, number));
  if (self->n_own > 0)
    sd_permutation_init (&block->own_order, MAX (block->n - get_n_swapped (self, block), 1),
                         sd_key_derive (self->own_key, number));
}

static guint
find_kind (const guint *limits,
           guint64      rank)
{
  guint i = 0;

  while (rank >= limits[i])
    i++;
  return i;
}

int
sd_mess_block_get_kind (const SdMessCells *self,
                        const SdMessBlock *block,
                        guint              i)
{
  const guint n_swapped = get_n_swapped (self, block);
  guint64 rank = i;

  if (self->n_swaps > 0)
    {
      rank = sd_permutation_invert (&block->swap_order, rank);
      if (rank < n_swapped)
        return (int) find_kind (block->swap_limits, rank);
      rank -= n_swapped;
    }
  if (self->n_own == 0)
    return -1;
  rank = sd_permutation_invert (&block->own_order, rank);
  return rank < get_n_own (self, block)
         ? (int) (self->n_swaps + find_kind (block->own_limits, rank)) : -1;
}

guint
sd_mess_block_list (const SdMessCells *self,
                    const SdMessBlock *block,
                    guint16           *rows,
                    gint8             *kinds)
{
  const guint n_swapped = get_n_swapped (self, block);
  const guint n_own = get_n_own (self, block);

  for (guint rank = 0; rank < n_swapped; rank++)
    {
      rows[rank] = (guint16) sd_permutation_apply (&block->swap_order, rank);
      kinds[rank] = (gint8) find_kind (block->swap_limits, rank);
    }
  for (guint rank = 0; rank < n_own; rank++)
    {
      guint64 row = sd_permutation_apply (&block->own_order, rank);

      if (self->n_swaps > 0)
        row = sd_permutation_apply (&block->swap_order, row + n_swapped);
      rows[n_swapped + rank] = (guint16) row;
      kinds[n_swapped + rank] = (gint8) (self->n_swaps + find_kind (block->own_limits, rank));
    }
  return n_swapped + n_own;
}
