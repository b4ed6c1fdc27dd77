/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Philox4x32-10 of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as
 * easy as 1, 2, 3" (SC11): 128 bits of counter and 64 bits of key give 128
 * random bits. It makes the keys of all streams, where quality counts for more
 * than speed; the draws themselves come from the shorter mix of sd-random.c.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SD_PHILOX_ROUNDS 10

static inline void
sd_philox (guint32 block[4],
           guint64 key)
{
  guint32 key0 = (guint32) key;
  guint32 key1 = (guint32) (key >> 32);

  for (int round = 0; round < SD_PHILOX_ROUNDS; round++)
    {
      guint64 product0 = G_GUINT64_CONSTANT (0xd2511f53) * block[0];
      guint64 product1 = G_GUINT64_CONSTANT (0xcd9e8d57) * block[2];

      block[0] = (guint32) (product1 >> 32) ^ block[1] ^ key0;
      block[1] = (guint32) product1;
      block[2] = (guint32) (product0 >> 32) ^ block[3] ^ key1;
      block[3] = (guint32) product0;
      key0 += 0x9e3779b9;
      key1 += 0xbb67ae85;
    }
}

G_END_DECLS
