/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Keyed permutations hit everything once, run backwards, and favor nothing. */

#include <math.h>

#include "sd-permutation.h"

#define SEED       42
#define TOLERANCE  5.0

static const guint64 small_sizes[] = {
  1, 2, 3, 4, 5, 7, 10, 63, 64, 65, 66, 72, 80, 81, 82, 99, 100, 101, 127, 128, 200, 1000, 4095,
  4096, 4097, 65535, 65536, 65537, 100003,
};

static const guint64 large_sizes[] = {
  1000000000,
  G_GUINT64_CONSTANT (4294967295),
  G_GUINT64_CONSTANT (4294967296),
  G_GUINT64_CONSTANT (4294967297),
  G_GUINT64_CONSTANT (1000000000000),
  (G_GUINT64_CONSTANT (1) << 62) - 1,
  G_GUINT64_CONSTANT (1) << 62,
};

static SdKey
make_key (guint64 number)
{
  return sd_key_derive (SEED, number);
}

static void
test_bijective (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (small_sizes); i++)
    {
      guint64 n = small_sizes[i];
      g_autofree guint8 *seen = g_malloc0 (n);
      SdPermutation permutation;

      sd_permutation_init (&permutation, n, make_key (i));
      for (guint64 index = 0; index < n; index++)
        {
          guint64 image = sd_permutation_apply (&permutation, index);

          g_assert_cmpuint (image, <, n);
          g_assert_cmpuint (seen[image], ==, 0);
          seen[image] = 1;
          g_assert_cmpuint (sd_permutation_invert (&permutation, image), ==, index);
        }
    }
}

static void
test_large (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (large_sizes); i++)
    {
      guint64 n = large_sizes[i];
      SdPermutation permutation;

      sd_permutation_init (&permutation, n, make_key (i));
      for (guint j = 0; j < 20000; j++)
        {
          guint64 index = j < 1000 ? j : j < 2000 ? n - 1 - j : sd_scale (sd_random (SEED, j), n);
          guint64 image = sd_permutation_apply (&permutation, index);

          g_assert_cmpuint (image, <, n);
          g_assert_cmpuint (sd_permutation_invert (&permutation, image), ==, index);
        }
    }
}

static void
test_many (void)
{
  guint64 indices[1000], images[1000];

  for (guint i = 0; i < G_N_ELEMENTS (small_sizes); i++)
    {
      guint64 n = small_sizes[i];
      SdPermutation permutation;

      sd_permutation_init (&permutation, n, make_key (i));
      for (guint j = 0; j < G_N_ELEMENTS (indices); j++)
        indices[j] = sd_scale (sd_random (SEED, j), n);
      sd_permutation_apply_many (&permutation, indices, G_N_ELEMENTS (indices), images);
      for (guint j = 0; j < G_N_ELEMENTS (indices); j++)
        g_assert_cmpuint (images[j], ==, sd_permutation_apply (&permutation, indices[j]));

      sd_permutation_apply_many (&permutation, indices, G_N_ELEMENTS (indices), indices);
      g_assert_cmpmem (indices, sizeof indices, images, sizeof images);
    }
}

/* The pairs of images of two elements over many keys: each pair as often as any
 * other. A permutation with too few rounds fails by hundreds of errors. */
static void
test_uniform (void)
{
  static const guint sizes[] = { 2, 3, 5, 10, 20, 64, 65, 72, 100 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      guint n = sizes[i];
      guint n_pairs = n * (n - 1);
      guint n_keys = 30 * n_pairs;
      double expected = (double) n_keys / n_pairs, square = 0;
      g_autofree guint *counts = g_new0 (guint, n * n);

      for (guint j = 0; j < n_keys; j++)
        {
          SdPermutation permutation;

          sd_permutation_init (&permutation, n, make_key (j));
          counts[sd_permutation_apply (&permutation, 0) * n
                 + sd_permutation_apply (&permutation, n - 1)]++;
        }
      for (guint pair = 0; pair < n * n; pair++)
        {
          if (pair / n == pair % n)
            g_assert_cmpuint (counts[pair], ==, 0);
          else
            square += (counts[pair] - expected) * (counts[pair] - expected) / expected;
        }

      g_assert_cmpfloat (fabs (square - (n_pairs - 1)), <, TOLERANCE * sqrt (2.0 * (n_pairs - 1)));
    }
}

/* The image of 0, in 64 classes, where the elements are too many to count. */
static void
test_uniform_large (void)
{
  const guint n_keys = 64000;

  for (guint i = 0; i < G_N_ELEMENTS (large_sizes); i++)
    {
      guint counts[64] = { 0 };
      double square = 0;

      for (guint j = 0; j < n_keys; j++)
        {
          SdPermutation permutation;
          double share;

          sd_permutation_init (&permutation, large_sizes[i], make_key (j));
          share = sd_permutation_apply (&permutation, 0) / (double) large_sizes[i];
          counts[MIN ((guint) (share * 64), 63)]++;
        }
      for (guint j = 0; j < 64; j++)
        square += (counts[j] - n_keys / 64.0) * (counts[j] - n_keys / 64.0) / (n_keys / 64.0);

      g_assert_cmpfloat (fabs (square - 63), <, TOLERANCE * sqrt (2 * 63));
    }
}

/* Neither an index and its image nor the images of neighbors know each other. */
static void
test_uncorrelated (void)
{
  const guint64 n = 1000000000;
  const guint count = 100000;

  for (guint i = 0; i < 8; i++)
    {
      SdPermutation permutation;
      double sum = 0, previous = 0, index_sum = 0;

      sd_permutation_init (&permutation, n, make_key (i));
      for (guint j = 0; j < count; j++)
        {
          double u = sd_permutation_apply (&permutation, j) / (double) n - 0.5;

          sum += 12 * u * previous;
          index_sum += 12 * u * ((double) j / count - 0.5);
          previous = u;
        }

      g_assert_cmpfloat (fabs (sum / sqrt (count)), <, TOLERANCE);
      g_assert_cmpfloat (fabs (index_sum / sqrt (count)), <, TOLERANCE);
    }
}

static void
test_golden (void)
{
  static const struct
  {
    guint64 n;
    guint64 images[3];  /* of 0, n ÷ 2 and n - 1 */
  } cases[] = {
    { G_GUINT64_CONSTANT (10),
      { G_GUINT64_CONSTANT (4),
        G_GUINT64_CONSTANT (3),
        G_GUINT64_CONSTANT (2) } },
    { G_GUINT64_CONSTANT (64),
      { G_GUINT64_CONSTANT (4),
        G_GUINT64_CONSTANT (25),
        G_GUINT64_CONSTANT (33) } },
    { G_GUINT64_CONSTANT (65),
      { G_GUINT64_CONSTANT (4),
        G_GUINT64_CONSTANT (57),
        G_GUINT64_CONSTANT (31) } },
    { G_GUINT64_CONSTANT (4096),
      { G_GUINT64_CONSTANT (1474),
        G_GUINT64_CONSTANT (255),
        G_GUINT64_CONSTANT (1114) } },
    { G_GUINT64_CONSTANT (100003),
      { G_GUINT64_CONSTANT (72079),
        G_GUINT64_CONSTANT (16744),
        G_GUINT64_CONSTANT (23032) } },
    { G_GUINT64_CONSTANT (1000000000),
      { G_GUINT64_CONSTANT (311462589),
        G_GUINT64_CONSTANT (913392046),
        G_GUINT64_CONSTANT (123502895) } },
    { G_GUINT64_CONSTANT (1000000000000),
      { G_GUINT64_CONSTANT (728091656218),
        G_GUINT64_CONSTANT (967768448381),
        G_GUINT64_CONSTANT (429637599722) } },
    { G_GUINT64_CONSTANT (4611686018427387904),
      { G_GUINT64_CONSTANT (4430083601661745287),
        G_GUINT64_CONSTANT (1899776218750067736),
        G_GUINT64_CONSTANT (3749940848826638744) } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint64 n = cases[i].n;
      SdPermutation permutation;

      sd_permutation_init (&permutation, n, make_key (0));
      g_assert_cmpuint (sd_permutation_apply (&permutation, 0), ==, cases[i].images[0]);
      g_assert_cmpuint (sd_permutation_apply (&permutation, n / 2), ==, cases[i].images[1]);
      g_assert_cmpuint (sd_permutation_apply (&permutation, n - 1), ==, cases[i].images[2]);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/permutation/bijective", test_bijective);
  g_test_add_func ("/permutation/large", test_large);
  g_test_add_func ("/permutation/many", test_many);
  g_test_add_func ("/permutation/uniform", test_uniform);
  g_test_add_func ("/permutation/uniform-large", test_uniform_large);
  g_test_add_func ("/permutation/uncorrelated", test_uncorrelated);
  g_test_add_func ("/permutation/golden", test_golden);

  return g_test_run ();
}
