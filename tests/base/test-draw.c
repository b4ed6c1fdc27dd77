/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Balanced draws put one uniform into each stratum of a block, depend on
 * nothing but the row, and are otherwise as random as independent ones.
 */

#include <math.h>

#include "sd-draw.h"

#define SEED       42
#define N_PAIRS    200
#define TOLERANCE  5.0

static void
init_draw (SdDraw    *draw,
           guint32    column_id,
           guint64    n_rows,
           SdMargins  margins)
{
  sd_draw_init (draw, SEED, 1, column_id, SD_LANE_VALUE, 0, n_rows, margins);
}

/* The draws of rows @first … @first + @n - 1. */
static guint64 *
fill_range (const SdDraw *draw,
            guint64       first,
            guint         n)
{
  g_autofree guint64 *rows = g_new (guint64, n);
  guint64 *draws = g_new (guint64, n);

  for (guint i = 0; i < n; i++)
    rows[i] = first + i;
  sd_draw_fill (draw, rows, n, draws);

  return draws;
}

static int
compare_draws (const void *a,
               const void *b)
{
  guint64 x = *(const guint64 *) a, y = *(const guint64 *) b;

  return (x > y) - (x < y);
}

static void
assert_balanced (guint64 *draws,
                 guint    n)
{
  unsigned __int128 one = (unsigned __int128) 1 << 64;

  qsort (draws, n, sizeof *draws, compare_draws);
  for (guint i = 0; i < n; i++)
    {
      /* The i-th smallest lies in stratum i, but for the rounding of its width
       * to whole 2^-64. */
      g_assert_cmpuint (draws[i], >=, (guint64) (one * i / n) - i);
      g_assert_cmpuint (draws[i], <=, (guint64) (one * (i + 1) / n - 1));
    }
}

static void
test_balanced (void)
{
  static const guint sizes[] = { 1, 2, 3, 50, 64, 65, 1000, 4095, 4096, 4097, 9000 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      for (guint column = 0; column < 20; column++)
        {
          guint n = sizes[i];
          g_autofree guint64 *draws = NULL;
          SdDraw draw;

          init_draw (&draw, column, n, SD_MARGINS_BALANCED);
          draws = fill_range (&draw, 0, n);
          for (guint block = 0; block < n; block += SD_DRAW_BLOCK)
            assert_balanced (draws + block, MIN (n - block, SD_DRAW_BLOCK));
        }
    }
}

/* The same rows one by one, backwards, repeated, and mixed from many blocks. */
static void
test_any_order (void)
{
  const guint n = 10000;
  g_autofree guint64 *rows = g_new (guint64, n);
  g_autofree guint64 *mixed = g_new (guint64, n);
  g_autofree guint64 *draws = NULL;
  SdDraw draw;

  init_draw (&draw, 1, n, SD_MARGINS_BALANCED);
  draws = fill_range (&draw, 0, n);

  for (guint i = 0; i < n; i++)
    {
      guint64 row = i, one;

      sd_draw_fill (&draw, &row, 1, &one);
      g_assert_cmphex (one, ==, draws[i]);
      rows[i] = n - 1 - i;
    }
  sd_draw_fill (&draw, rows, n, mixed);
  for (guint i = 0; i < n; i++)
    g_assert_cmphex (mixed[i], ==, draws[rows[i]]);

  for (guint i = 0; i < n; i++)
    rows[i] = sd_scale (sd_random (SEED, i / 3), n) / (1 + i % 2);
  sd_draw_fill (&draw, rows, n, mixed);
  for (guint i = 0; i < n; i++)
    g_assert_cmphex (mixed[i], ==, draws[rows[i]]);
}

/* More rows change the last block and nothing else. */
static void
test_growth (void)
{
  SdDraw small, large;
  g_autofree guint64 *before = NULL;
  g_autofree guint64 *after = NULL;
  guint n_changed = 0;

  init_draw (&small, 1, 10000, SD_MARGINS_BALANCED);
  init_draw (&large, 1, 30000, SD_MARGINS_BALANCED);
  before = fill_range (&small, 0, 10000);
  after = fill_range (&large, 0, 30000);

  g_assert_cmpmem (before, 8192 * sizeof *before, after, 8192 * sizeof *after);
  for (guint i = 8192; i < 10000; i++)
    n_changed += before[i] != after[i];
  g_assert_cmpuint (n_changed, >, 1700);
}

static void
test_sampled (void)
{
  SdDraw draw;
  g_autofree guint64 *draws = NULL;

  init_draw (&draw, 1, 5000, SD_MARGINS_SAMPLED);
  draws = fill_range (&draw, 0, 5000);
  for (guint64 row = 0; row < 5000; row++)
    g_assert_cmphex (draws[row], ==, sd_random (draw.value_key, row));
}

static void
test_exact_as_balanced (void)
{
  SdDraw exact, balanced;
  g_autofree guint64 *exact_draws = NULL;
  g_autofree guint64 *balanced_draws = NULL;

  init_draw (&exact, 1, 5000, SD_MARGINS_EXACT);
  init_draw (&balanced, 1, 5000, SD_MARGINS_BALANCED);
  exact_draws = fill_range (&exact, 0, 5000);
  balanced_draws = fill_range (&balanced, 0, 5000);
  g_assert_cmpmem (exact_draws, 5000 * sizeof (guint64), balanced_draws, 5000 * sizeof (guint64));
}

/* Lane and attempt lead to another order of the block, not only to other
 * numbers within the strata. */
static void
test_lanes (void)
{
  SdDraw draws[3];
  guint64 *values[3];

  sd_draw_init (&draws[0], SEED, 1, 1, SD_LANE_VALUE, 0, 4096, SD_MARGINS_BALANCED);
  sd_draw_init (&draws[1], SEED, 1, 1, SD_LANE_MISSING, 0, 4096, SD_MARGINS_BALANCED);
  sd_draw_init (&draws[2], SEED, 1, 1, SD_LANE_VALUE, 1, 4096, SD_MARGINS_BALANCED);
  for (guint i = 0; i < 3; i++)
    values[i] = fill_range (&draws[i], 0, 4096);

  for (guint i = 0; i < 3; i++)
    {
      guint n_same = 0;

      for (guint row = 0; row < 4096; row++)
        n_same += values[i][row] >> 52 == values[(i + 1) % 3][row] >> 52;
      /* One in the mean, Poisson distributed. */
      g_assert_cmpuint (n_same, <, 10);
    }

  for (guint i = 0; i < 3; i++)
    g_free (values[i]);
}

/* Correlation of a block of one column with a block of another, in standard
 * errors; each has the places 0 … 4095 in some order. The second block is
 * turned by @lag rows. */
static double
correlate (const guint64 *x,
           const guint64 *y,
           guint          lag)
{
  const double variance = (4096.0 * 4096 - 1) / 12;
  double sum = 0;

  for (guint i = 0; i < SD_DRAW_BLOCK; i++)
    sum += ((double) (x[i] >> 52) - 2047.5)
           * ((double) (y[(i + lag) % SD_DRAW_BLOCK] >> 52) - 2047.5);

  return sum / (SD_DRAW_BLOCK * variance) * sqrt (SD_DRAW_BLOCK - 1);
}

typedef struct
{
  double sum;
  double sum_of_squares;
} Moments;

static void
add_moment (Moments *self,
            double   z)
{
  self->sum += z;
  self->sum_of_squares += z * z;
  g_assert_cmpfloat (fabs (z), <, TOLERANCE + 1);
}

/* N_PAIRS correlations are standard normal: mean 0 and mean square 1. */
static void
assert_normal (const Moments *self)
{
  g_assert_cmpfloat (fabs (self->sum / sqrt (N_PAIRS)), <, TOLERANCE);
  g_assert_cmpfloat (fabs (self->sum_of_squares - N_PAIRS), <, TOLERANCE * sqrt (2.0 * N_PAIRS));
}

static void
test_uncorrelated (void)
{
  Moments columns = { 0 }, blocks = { 0 }, lags[16] = { { 0 } };

  for (guint column = 0; column < N_PAIRS; column++)
    {
      SdDraw draw, next;
      g_autofree guint64 *first = NULL;
      g_autofree guint64 *second = NULL;
      g_autofree guint64 *other = NULL;

      init_draw (&draw, column, 1000000, SD_MARGINS_BALANCED);
      init_draw (&next, column + 1, 1000000, SD_MARGINS_BALANCED);
      first = fill_range (&draw, 0, SD_DRAW_BLOCK);
      second = fill_range (&draw, SD_DRAW_BLOCK, SD_DRAW_BLOCK);
      other = fill_range (&next, 0, SD_DRAW_BLOCK);

      add_moment (&columns, correlate (first, other, 0));
      add_moment (&blocks, correlate (first, second, 0));
      for (guint lag = 1; lag <= G_N_ELEMENTS (lags); lag++)
        add_moment (&lags[lag - 1], correlate (first, first, lag));
    }

  assert_normal (&columns);
  assert_normal (&blocks);
  for (guint i = 0; i < G_N_ELEMENTS (lags); i++)
    assert_normal (&lags[i]);
}

/* 16 × 16 classes of the draws of rows a power of two apart: weak rounds show
 * here first, because they carry the bits of a row upwards only. */
static void
test_distant_rows (void)
{
  for (guint distance = 1; distance < SD_DRAW_BLOCK / 2; distance *= 2)
    {
      Moments moments = { 0 };

      for (guint column = 0; column < N_PAIRS; column++)
        {
          guint counts[256] = { 0 };
          double square = 0;
          g_autofree guint64 *draws = NULL;
          SdDraw draw;

          init_draw (&draw, column, SD_DRAW_BLOCK, SD_MARGINS_BALANCED);
          draws = fill_range (&draw, 0, SD_DRAW_BLOCK);
          for (guint i = 0; i < SD_DRAW_BLOCK; i++)
            counts[draws[i] >> 60 << 4 | draws[(i + distance) % SD_DRAW_BLOCK] >> 60]++;
          for (guint i = 0; i < 256; i++)
            square += (counts[i] - 16.0) * (counts[i] - 16.0) / 16;

          add_moment (&moments, (square - 15 * 15) / sqrt (2 * 15 * 15));
        }
      assert_normal (&moments);
    }
}

static void
test_golden (void)
{
  static const struct
  {
    guint64 n_rows;
    guint64 rows[2];
    guint64 draws[2];
  } cases[] = {
    { 1, { 0, 0 },
      { G_GUINT64_CONSTANT (0x73226e9b227a4b64), G_GUINT64_CONSTANT (0x73226e9b227a4b64) } },
    { 2, { 0, 1 },
      { G_GUINT64_CONSTANT (0xb991374d913d25b2), G_GUINT64_CONSTANT (0x4973ecd4c9822760) } },
    { 50, { 0, 49 },
      { G_GUINT64_CONSTANT (0x68b3e37dfb91ce48), G_GUINT64_CONSTANT (0x5ca459ca07476b74) } },
    { 4095, { 0, 4094 },
      { G_GUINT64_CONSTANT (0xbd5307575f281a1a), G_GUINT64_CONSTANT (0x98e4b403770cc940) } },
    { 4096, { 0, 4095 },
      { G_GUINT64_CONSTANT (0xcc673226e9b227a4), G_GUINT64_CONSTANT (0xfe819bf2a16e2cf8) } },
    { 5000, { 4095, 4096 },
      { G_GUINT64_CONSTANT (0xfe819bf2a16e2cf8), G_GUINT64_CONSTANT (0x16a32317121c75f8) } },
    { 1000000000, { 0, 999999999 },
      { G_GUINT64_CONSTANT (0xcc673226e9b227a4), G_GUINT64_CONSTANT (0xae9d6eae8d5c055c) } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint64 draws[2];
      SdDraw draw;

      init_draw (&draw, 2, cases[i].n_rows, SD_MARGINS_BALANCED);
      sd_draw_fill (&draw, cases[i].rows, 2, draws);
      g_assert_cmphex (draws[0], ==, cases[i].draws[0]);
      g_assert_cmphex (draws[1], ==, cases[i].draws[1]);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/draw/balanced", test_balanced);
  g_test_add_func ("/draw/any-order", test_any_order);
  g_test_add_func ("/draw/growth", test_growth);
  g_test_add_func ("/draw/sampled", test_sampled);
  g_test_add_func ("/draw/exact-as-balanced", test_exact_as_balanced);
  g_test_add_func ("/draw/lanes", test_lanes);
  g_test_add_func ("/draw/uncorrelated", test_uncorrelated);
  g_test_add_func ("/draw/distant-rows", test_distant_rows);
  g_test_add_func ("/draw/golden", test_golden);

  return g_test_run ();
}
