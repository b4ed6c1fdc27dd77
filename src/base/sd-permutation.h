/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Keyed permutations of 0 … n-1, computed forwards and backwards in constant
 * time and memory: shuffled identifiers, sampling without replacement, unique
 * codes. A generalised (mixed-radix) Feistel network with cycle walking after
 * Black and Rogaway (2002); at most 64 elements are an explicit shuffle.
 */

#pragma once

#include "sd-random.h"

G_BEGIN_DECLS

typedef struct
{
  guint64 n;
  guint64 a, b;          /* the two radices, a × b ≥ n */
  guint64 reciprocal;    /* (2^64 - 1) ÷ b */
  guint64 round_keys[8];
  guint8  forward[64];   /* explicit shuffle when n ≤ 64 */
  guint8  backward[64];
} SdPermutation;

void    sd_permutation_init       (SdPermutation       *self,
                                   guint64              n,
                                   SdKey                key);
guint64 sd_permutation_apply      (const SdPermutation *self,
                                   guint64              index);
guint64 sd_permutation_invert     (const SdPermutation *self,
                                   guint64              image);
void    sd_permutation_apply_many (const SdPermutation *self,
                                   const guint64       *indices,
                                   guint                n,
                                   guint64             *images);

G_END_DECLS
