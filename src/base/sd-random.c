/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Keys and draws. A key is the output of a strong generator (Philox) at the
 * five numbers that name a stream. A draw is a Weyl step of the counter, folded
 * with the key and finished by two multiplications; it vectorises.
 */

#include "sd-kernel.h"
#include "sd-philox.h"
#include "sd-random.h"

/* What a Philox block is for, so that no two uses ever see the same counter. */
typedef enum
{
  DOMAIN_KEY = 0,
  DOMAIN_DERIVED_KEY = 1,
  DOMAIN_SEED = 2,
} Domain;

static guint64
hash_block (guint64 key,
            Domain  domain,
            guint32 word0,
            guint32 word1,
            guint16 word2,
            guint32 word3)
{
  guint32 block[4] = {
    word0,
    word1,
    (guint32) domain << 24 | SD_STREAM_VERSION << 16 | word2,
    word3,
  };

  sd_philox (block, key);
  return (guint64) block[1] << 32 | block[0];
}

/* The key is folded in by xor, not by addition: added to a Weyl sequence, two
 * keys would name two places of one and the same stream. The finisher is
 * Evensen's "moremur" (2019). */
static inline guint64
mix (guint64 key,
     guint64 counter)
{
  guint64 x = counter * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) ^ key;

  x ^= x >> 27;
  x *= G_GUINT64_CONSTANT (0x3c79ac492ba7b653);
  x ^= x >> 33;
  x *= G_GUINT64_CONSTANT (0x1c69b3f74ac4ae35);
  x ^= x >> 27;
  return x;
}

/**
 * sd_key:
 * @seed: the seed of the dataset
 * @table_id: the stable number of a table
 * @column_id: the stable number of a column, 0 for what belongs to no column
 * @lane: what the draws are for
 * @attempt: which of several draws of the same column and lane
 *
 * Returns: the key of one stream of random numbers
 */
SdKey
sd_key (guint64 seed,
        guint32 table_id,
        guint32 column_id,
        SdLane  lane,
        guint32 attempt)
{
  return hash_block (seed, DOMAIN_KEY, table_id, column_id, (guint16) lane, attempt);
}

/**
 * sd_key_derive:
 * @key: a key
 * @number: which of its descendants, such as the row of a parent
 *
 * Returns: a key of its own for each @number
 */
SdKey
sd_key_derive (SdKey   key,
               guint64 number)
{
  return hash_block (key, DOMAIN_DERIVED_KEY, (guint32) number, (guint32) (number >> 32), 0, 0);
}

/**
 * sd_seed_derive:
 * @seed: the seed of the dataset
 * @variant: which variant of the dataset
 *
 * Makes the seed of one of several variants of a dataset. It is below 2^53, so
 * that it survives programs that read every number as a double.
 *
 * Returns: a seed
 */
guint64
sd_seed_derive (guint64 seed,
                guint64 variant)
{
  return hash_block (seed, DOMAIN_SEED, (guint32) variant, (guint32) (variant >> 32), 0, 0) >> 11;
}

/**
 * sd_random:
 * @key: the key of a stream
 * @counter: the place in the stream, such as the number of a row
 *
 * Returns: 64 uniform random bits
 */
guint64
sd_random (SdKey   key,
           guint64 counter)
{
  return mix (key, counter);
}

/**
 * sd_random_fill:
 * @key: the key of a stream
 * @counters: (array length=n): the places in the stream
 * @n: the number of draws
 * @out: (array length=n): where sd_random () of each counter goes; may be @counters
 */
SD_KERNEL void
sd_random_fill (SdKey          key,
                const guint64 *counters,
                guint          n,
                guint64       *out)
{
  for (guint i = 0; i < n; i++)
    out[i] = mix (key, counters[i]);
}
