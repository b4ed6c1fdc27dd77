/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Balanced draws. A full block has 2^12 rows, which are permuted by rounds of
 * "multiply by an odd number, add, fold the upper bits down" modulo 2^12: each
 * step can be undone, sixteen bits suffice, and so the loops vectorise well.
 * The last block, which any table below 4,096 rows consists of, takes an
 * ordinary keyed permutation of its size.
 */

#include "sd-draw.h"
#include "sd-kernel.h"
#include "sd-permutation.h"

#define BLOCK_BITS 12
#define BLOCK_MASK (SD_DRAW_BLOCK - 1)
#define ROUNDS     8
#define CHUNK      1024

G_STATIC_ASSERT (SD_DRAW_BLOCK == 1 << BLOCK_BITS);

typedef struct
{
  guint16 factors[ROUNDS];
  guint16 summands[ROUNDS];
} BlockKey;

/* The last block, prepared when the first row of it comes by. */
typedef struct
{
  gboolean      ready;
  SdPermutation permutation;
  guint64       width;        /* 2^64 ÷ the number of rows */
} Tail;

static const guint8 fold_shifts[ROUNDS] = { 6, 5, 7, 6, 5, 7, 6, 6 };

static void
block_key_init (BlockKey *self,
                SdKey     permute_key,
                guint64   block)
{
  for (guint i = 0; i < ROUNDS; i += 2)
    {
      guint64 random = sd_random (permute_key, block * (ROUNDS / 2) + i / 2);

      self->factors[i] = (guint16) random | 1;
      self->summands[i] = (guint16) (random >> 16);
      self->factors[i + 1] = (guint16) (random >> 32) | 1;
      self->summands[i + 1] = (guint16) (random >> 48);
    }
}

static inline guint16
permute_round (guint16 x,
               guint16 factor,
               guint16 summand,
               guint   shift)
{
  x = (guint16) (x * factor + summand) & BLOCK_MASK;
  return x ^ (x >> shift);
}

/* The place within the block gives the upper twelve bits of the draw. */
static inline guint64
place (guint16 x,
       guint64 random)
{
  return (guint64) x << (64 - BLOCK_BITS) | random >> BLOCK_BITS;
}

/* Turns the random numbers at @out into draws. */
SD_KERNEL static void
place_in_block (const BlockKey *key,
                const guint64  *rows,
                guint           n,
                guint64        *out)
{
  guint16 places[CHUNK];

  for (guint i = 0; i < n; i++)
    places[i] = rows[i] & BLOCK_MASK;
  for (guint round = 0; round < ROUNDS; round++)
    {
      guint16 factor = key->factors[round];
      guint16 summand = key->summands[round];
      guint shift = fold_shifts[round];

      for (guint i = 0; i < n; i++)
        places[i] = permute_round (places[i], factor, summand, shift);
    }
  for (guint i = 0; i < n; i++)
    out[i] = place (places[i], out[i]);
}

static void
place_one (const BlockKey *key,
           guint64         row,
           guint64        *out)
{
  guint16 x = row & BLOCK_MASK;

  for (guint round = 0; round < ROUNDS; round++)
    x = permute_round (x, key->factors[round], key->summands[round], fold_shifts[round]);
  *out = place (x, *out);
}

static void
tail_init (Tail         *self,
           const SdDraw *draw)
{
  guint64 n = draw->n_rows % SD_DRAW_BLOCK;
  guint64 block = draw->n_rows / SD_DRAW_BLOCK;

  sd_permutation_init (&self->permutation, n, sd_key_derive (draw->permute_key, block));
  self->width = G_MAXUINT64 / n;
  if (n > 1 && self->width * n + n == 0)
    self->width++;
  self->ready = TRUE;
}

static void
place_in_tail (const Tail    *tail,
               const guint64 *rows,
               guint          n,
               guint64       *out)
{
  guint64 places[CHUNK];
  guint filled = 0;

  do
    places[filled] = rows[filled] & BLOCK_MASK;
  while (++filled < n);
  sd_permutation_apply_many (&tail->permutation, places, n, places);
  for (guint i = 0; i < n; i++)
    out[i] = places[i] * tail->width + sd_scale (out[i], tail->width);
}

/* How many of the next rows, from @rows on, lie in the block of the first. */
static guint
count_block (const guint64 *rows,
             guint          n)
{
  guint64 block = rows[0] / SD_DRAW_BLOCK;
  guint count = 1;

  n = MIN (n, CHUNK);
  while (count < n && rows[count] / SD_DRAW_BLOCK == block)
    count++;

  return count;
}

/**
 * sd_draw_init:
 * @self: the draws of one column
 * @seed: the seed of the dataset
 * @table_id: the stable number of the table
 * @column_id: the stable number of the column
 * @lane: what the draws are for
 * @attempt: separates several draws of one column and lane
 * @n_rows: the number of rows of the table
 * @margins: how far shares follow the declared ones
 *
 * Prepares draws. With %SD_MARGINS_EXACT they are the same as with
 * %SD_MARGINS_BALANCED: what makes correlations exact is done with the draws,
 * not in them.
 */
void
sd_draw_init (SdDraw    *self,
              guint64    seed,
              guint32    table_id,
              guint32    column_id,
              SdLane     lane,
              guint32    attempt,
              guint64    n_rows,
              SdMargins  margins)
{
  self->value_key = sd_key (seed, table_id, column_id, lane, attempt);
  self->permute_key = sd_key_derive (self->value_key, SD_LANE_PERMUTE);
  self->n_rows = n_rows;
  self->margins = margins;
}

/**
 * sd_draw_fill:
 * @self: the draws of one column
 * @rows: (array length=n): numbers of rows, each below the number of rows of the
 *   table, in any order and as often as wanted
 * @n: how many
 * @out: (array length=n): where the draw of each row goes, u × 2^64; must not
 *   overlap @rows
 *
 * Each draw depends on its row alone. Neighboring rows are cheapest in one call.
 */
void
sd_draw_fill (const SdDraw  *self,
              const guint64 *rows,
              guint          n,
              guint64       *out)
{
  guint64 n_full = self->n_rows / SD_DRAW_BLOCK;
  guint64 keyed = G_MAXUINT64;
  BlockKey key;
  Tail tail = { .ready = FALSE };

  sd_random_fill (self->value_key, rows, n, out);
  if (self->margins == SD_MARGINS_SAMPLED)
    return;

  for (guint i = 0, count; i < n; i += count)
    {
      guint64 block = rows[i] / SD_DRAW_BLOCK;

      g_assert (rows[i] < self->n_rows);
      count = count_block (rows + i, n - i);
      if (block < n_full)
        {
          if (block != keyed)
            block_key_init (&key, self->permute_key, block);
          keyed = block;
          if (count == 1)
            place_one (&key, rows[i], &out[i]);
          else
            place_in_block (&key, rows + i, count, out + i);
        }
      else
        {
          if (!tail.ready)
            tail_init (&tail, self);
          place_in_tail (&tail, rows + i, count, out + i);
        }
    }
}
