/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Streams keep their bits, and are as good as random. Tolerances are five
 * standard errors; the seeds are the first that came to mind.
 */

#include <math.h>

#include "sd-philox.h"
#include "sd-random.h"

#define SEED       42
#define N_DRAWS    65536
#define TOLERANCE  5.0

/* The known answers that its authors publish with Random123. */
static void
test_philox (void)
{
  static const struct
  {
    guint32 counter[4];
    guint64 key;
    guint32 answer[4];
  } cases[] = {
    { { 0, 0, 0, 0 },
      0,
      { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 } },
    { { 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff },
      G_MAXUINT64,
      { 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd } },
    { { 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344 },
      G_GUINT64_CONSTANT (0x299f31d0a4093822),
      { 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint32 block[4];

      memcpy (block, cases[i].counter, sizeof block);
      sd_philox (block, cases[i].key);
      for (guint j = 0; j < 4; j++)
        g_assert_cmphex (block[j], ==, cases[i].answer[j]);
    }
}

static void
test_golden (void)
{
  SdKey key = sd_key (SEED, 1, 2, SD_LANE_VALUE, 0);

  g_assert_cmphex (key, ==, G_GUINT64_CONSTANT (0xff79816e492e702a));
  g_assert_cmphex (sd_key_derive (key, 7), ==, G_GUINT64_CONSTANT (0x37661359c87e7b75));
  g_assert_cmphex (sd_seed_derive (SEED, 1), ==, G_GUINT64_CONSTANT (0xd0747d67c987c));
  g_assert_cmphex (sd_random (key, 0), ==, G_GUINT64_CONSTANT (0x73226e9b227a4b65));
  g_assert_cmphex (sd_random (key, 1), ==, G_GUINT64_CONSTANT (0x92e7d9a993044ec0));
  g_assert_cmphex (sd_random (key, G_MAXUINT64), ==, G_GUINT64_CONSTANT (0x2c45b86b0e97bc6a));
}

/* Every part of a key's name makes another key. */
static void
test_keys_differ (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  guint n_keys = 0;

  for (guint i = 0; i < 4 * 4 * 4 * 12 * 4; i++)
    {
      guint64 key = sd_key (i % 4, i / 4 % 4, i / 16 % 4, (SdLane) (i / 64 % 12), i / 768);

      g_assert_true (g_hash_table_add (seen, g_memdup2 (&key, sizeof key)));
      key = sd_key_derive (key, 0);
      g_assert_true (g_hash_table_add (seen, g_memdup2 (&key, sizeof key)));
      n_keys += 2;
    }

  g_assert_cmpuint (g_hash_table_size (seen), ==, n_keys);
}

static void
test_seeds (void)
{
  for (guint64 variant = 0; variant < 1000; variant++)
    {
      guint64 seed = sd_seed_derive (SEED, variant);

      g_assert_cmpuint (seed, <, G_GUINT64_CONSTANT (1) << 53);
      g_assert_cmpuint (seed, !=, SEED);
      g_assert_cmpuint (seed, !=, sd_seed_derive (SEED, variant + 1));
      g_assert_cmpuint (seed, !=, sd_seed_derive (SEED + 1, variant));
    }
}

static void
test_fill (void)
{
  guint64 counters[301];
  guint64 draws[G_N_ELEMENTS (counters)];

  for (guint n = 0; n <= G_N_ELEMENTS (counters); n += 43)
    {
      for (guint i = 0; i < n; i++)
        counters[i] = sd_random (1, i) >> (i % 64);
      sd_random_fill (SEED, counters, n, draws);
      for (guint i = 0; i < n; i++)
        g_assert_cmphex (draws[i], ==, sd_random (SEED, counters[i]));
    }

  /* In place, as the header of the function allows. */
  sd_random_fill (SEED, counters, G_N_ELEMENTS (counters), counters);
  g_assert_cmpmem (counters, sizeof counters, draws, sizeof draws);
}

static int
count_bits (guint64 x)
{
  return __builtin_popcountll (x);
}

/* One flipped bit of key or counter flips each bit of the draw half the time. */
static void
test_avalanche (void)
{
  const guint n_trials = 4096;

  for (guint flipped = 0; flipped < 128; flipped++)
    {
      guint64 key_flip = flipped < 64 ? G_GUINT64_CONSTANT (1) << flipped : 0;
      guint64 counter_flip = flipped < 64 ? 0 : G_GUINT64_CONSTANT (1) << (flipped - 64);
      guint counts[64] = { 0 };

      for (guint i = 0; i < n_trials; i++)
        {
          SdKey key = sd_key (SEED, 0, i, SD_LANE_VALUE, 0);
          guint64 difference = sd_random (key, i) ^ sd_random (key ^ key_flip, i ^ counter_flip);

          for (guint bit = 0; bit < 64; bit++)
            counts[bit] += difference >> bit & 1;
        }

      /* A mixer of two multiplications is not a block cipher: besides chance, a
       * bias of two percent is let pass. */
      for (guint bit = 0; bit < 64; bit++)
        g_assert_cmpfloat (fabs ((double) counts[bit] / n_trials - 0.5), <,
                           TOLERANCE * 0.5 / sqrt (n_trials) + 0.02);
    }
}

static void
test_monobit (void)
{
  double expected_error = sqrt (64.0 * N_DRAWS) / 2;

  for (guint column = 0; column < 32; column++)
    {
      SdKey key = sd_key (SEED, 1, column, SD_LANE_VALUE, 0);
      gint64 ones = 0;

      for (guint row = 0; row < N_DRAWS; row++)
        ones += count_bits (sd_random (key, row));
      g_assert_cmpfloat (fabs (ones - 32.0 * N_DRAWS), <, TOLERANCE * expected_error);
    }
}

/* 256 classes by the upper and by the lower bits, over every lane. */
static void
test_chi_square (void)
{
  for (SdLane lane = SD_LANE_VALUE; lane <= SD_LANE_ATOM; lane++)
    {
      SdKey key = sd_key (SEED, 1, 1, lane, 0);
      guint high[256] = { 0 }, low[256] = { 0 };
      double expected = N_DRAWS / 256.0, high_square = 0, low_square = 0;

      for (guint row = 0; row < N_DRAWS; row++)
        {
          guint64 draw = sd_random (key, row);

          high[draw >> 56]++;
          low[draw & 255]++;
        }
      for (guint i = 0; i < 256; i++)
        {
          high_square += (high[i] - expected) * (high[i] - expected) / expected;
          low_square += (low[i] - expected) * (low[i] - expected) / expected;
        }
      g_assert_cmpfloat (fabs (high_square - 255), <, TOLERANCE * sqrt (2 * 255));
      g_assert_cmpfloat (fabs (low_square - 255), <, TOLERANCE * sqrt (2 * 255));
    }
}

/* The correlation of two sequences of uniforms that should not know of each other. */
static void
assert_uncorrelated (SdKey   key1,
                     guint64 first1,
                     SdKey   key2,
                     guint64 first2)
{
  double sum = 0;

  for (guint row = 0; row < N_DRAWS; row++)
    {
      double u1 = sd_unit (sd_random (key1, first1 + row)) - 0.5;
      double u2 = sd_unit (sd_random (key2, first2 + row)) - 0.5;

      sum += 12 * u1 * u2;
    }

  g_assert_cmpfloat (fabs (sum / sqrt (N_DRAWS)), <, TOLERANCE);
}

static void
test_correlation (void)
{
  for (guint i = 0; i < 16; i++)
    {
      SdKey key = sd_key (SEED, 1, i, SD_LANE_VALUE, 0);

      assert_uncorrelated (key, 0, sd_key (SEED, 1, i + 1, SD_LANE_VALUE, 0), 0);
      assert_uncorrelated (key, 0, sd_key (SEED, 2, i, SD_LANE_VALUE, 0), 0);
      assert_uncorrelated (key, 0, sd_key (SEED, 1, i, SD_LANE_MISSING, 0), 0);
      assert_uncorrelated (key, 0, sd_key (SEED, 1, i, SD_LANE_VALUE, 1), 0);
      assert_uncorrelated (key, 0, sd_key (SEED + 1, 1, i, SD_LANE_VALUE, 0), 0);
      assert_uncorrelated (key, 0, key, i + 1);
      assert_uncorrelated (key, 0, key, G_GUINT64_CONSTANT (1) << (i + 16));
    }
}

/* Keys that are themselves no hash, but neighbors. */
static void
test_plain_keys (void)
{
  for (guint i = 0; i < 16; i++)
    {
      assert_uncorrelated (i, 0, i + 1, 0);
      assert_uncorrelated (i, 0, i, i + 1);
      assert_uncorrelated (0, 0, G_GUINT64_CONSTANT (1) << (i * 4), 0);
    }
}

static void
test_scale (void)
{
  g_assert_cmpuint (sd_scale (0, 10), ==, 0);
  g_assert_cmpuint (sd_scale (G_MAXUINT64, 10), ==, 9);
  g_assert_cmpuint (sd_scale (G_GUINT64_CONSTANT (1) << 63, 10), ==, 5);
  g_assert_cmpuint (sd_scale (G_MAXUINT64, G_MAXUINT64), ==, G_MAXUINT64 - 1);
  g_assert_cmpfloat (sd_unit (0), ==, 0x1p-53);
  g_assert_cmpfloat (sd_unit (G_MAXUINT64), ==, 1 - 0x1p-53);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/random/philox", test_philox);
  g_test_add_func ("/random/golden", test_golden);
  g_test_add_func ("/random/keys-differ", test_keys_differ);
  g_test_add_func ("/random/seeds", test_seeds);
  g_test_add_func ("/random/fill", test_fill);
  g_test_add_func ("/random/avalanche", test_avalanche);
  g_test_add_func ("/random/monobit", test_monobit);
  g_test_add_func ("/random/chi-square", test_chi_square);
  g_test_add_func ("/random/correlation", test_correlation);
  g_test_add_func ("/random/plain-keys", test_plain_keys);
  g_test_add_func ("/random/scale", test_scale);

  return g_test_run ();
}
