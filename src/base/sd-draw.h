/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Balanced draws: within blocks of 4,096 rows the uniforms of one column are a
 * permuted lattice, u = (π_b (row) + v) / |b|, so that every share and margin
 * holds to the nearest row and more rows change only the last block
 * (ENGINE.md law 1). Uniforms are 64-bit integers: u stands for u / 2^64.
 */

#pragma once

#include "sd-random.h"

G_BEGIN_DECLS

#define SD_DRAW_BLOCK 4096

typedef enum
{
  SD_MARGINS_EXACT,     /* as balanced, and correlations hold in the sample too */
  SD_MARGINS_BALANCED,
  SD_MARGINS_SAMPLED,   /* independent draws, as noisy as a real sample */
} SdMargins;

typedef struct
{
  SdKey     value_key;
  SdKey     permute_key;
  guint64   n_rows;
  SdMargins margins;
} SdDraw;

/* @attempt separates several draws of one column and lane. */
void sd_draw_init (SdDraw        *self,
                   guint64        seed,
                   guint32        table_id,
                   guint32        column_id,
                   SdLane         lane,
                   guint32        attempt,
                   guint64        n_rows,
                   SdMargins      margins);
void sd_draw_fill (const SdDraw  *self,
                   const guint64 *rows,
                   guint          n,
                   guint64       *out);

G_END_DECLS
