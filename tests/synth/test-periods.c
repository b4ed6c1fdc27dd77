/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Rows per period: all of them shared out, as noisy as independent rows or as
 * even as can be, and found again by their number.
 */

#include <math.h>

#include "sd-periods-private.h"

#define SEED 42
#define BILLION G_GUINT64_CONSTANT (1000000000)

static const guint64 totals[] = { 0, 1, 7, 200, 4097, BILLION, 100 * BILLION };
static const guint numbers[] = { 1, 2, 3, 365, SD_PERIODS_MAX };

static void
fill_weights (double *weights,
              guint   n)
{
  for (guint i = 0; i < n; i++)
    weights[i] = 1 + i % 7;
  if (n > 3)
    weights[0] = weights[3] = weights[n - 1] = 0;
}

static void
check_find (const SdPeriods *self,
            guint64          row)
{
  guint64 index;
  guint period = sd_periods_find (self, row, &index);

  g_assert_cmpuint (period, <, self->n_periods);
  g_assert_cmpuint (self->rows[period], <=, row);
  g_assert_cmpuint (self->rows[period + 1], >, row);
  g_assert_cmpuint (index, ==, row - self->rows[period]);
}

static void
test_totals (void)
{
  double weights[SD_PERIODS_MAX];

  for (guint t = 0; t < G_N_ELEMENTS (totals); t++)
    for (guint p = 0; p < G_N_ELEMENTS (numbers); p++)
      for (gboolean even = FALSE; even <= TRUE; even++)
        {
          SdPeriods self;

          fill_weights (weights, numbers[p]);
          sd_periods_init (&self, totals[t], weights, numbers[p], even, 1);
          g_assert_cmpuint (self.rows[0], ==, 0);
          g_assert_cmpuint (self.rows[numbers[p]], ==, totals[t]);
          for (guint i = 0; i < numbers[p]; i++)
            {
              g_assert_cmpuint (self.rows[i], <=, self.rows[i + 1]);
              if (weights[i] == 0)
                g_assert_cmpuint (self.rows[i], ==, self.rows[i + 1]);
            }
          for (guint64 i = 0; i < 2000 && totals[t] > 0; i++)
            check_find (&self, sd_scale (sd_random (SEED, i), totals[t]));
          if (totals[t] > 0)
            {
              check_find (&self, 0);
              check_find (&self, totals[t] - 1);
            }
          sd_periods_clear (&self);
        }
}

/* Drawn counts stray from the expected ones as independent rows do; even ones
 * by less than a row. */
static void
test_spread (void)
{
  enum { N = 1000, ROWS = 200000 };
  double weights[N], chi[2] = { 0 };

  for (guint i = 0; i < N; i++)
    weights[i] = 1 + i % 7;
  for (gboolean even = FALSE; even <= TRUE; even++)
    {
      double whole = 0;
      SdPeriods self;

      for (guint i = 0; i < N; i++)
        whole += weights[i];
      sd_periods_init (&self, ROWS, weights, N, even, sd_key (SEED, 1, 1, SD_LANE_PERIOD, 0));
      for (guint i = 0; i < N; i++)
        {
          double expected = ROWS * weights[i] / whole;
          double stray = (double) (self.rows[i + 1] - self.rows[i]) - expected;

          chi[even] += stray * stray / expected;
          if (even)
            g_assert_cmpfloat (fabs (stray), <=, 1);
        }
      sd_periods_clear (&self);
    }

  g_assert_cmpfloat (fabs (chi[FALSE] - (N - 1)), <, 5 * sqrt (2.0 * (N - 1)));
  g_assert_cmpfloat (chi[TRUE], <, 10);
}

static void
test_keys (void)
{
  double weights[100];
  SdPeriods a, b, c;

  fill_weights (weights, 100);
  sd_periods_init (&a, 5000, weights, 100, FALSE, 1);
  sd_periods_init (&b, 5000, weights, 100, FALSE, 1);
  sd_periods_init (&c, 5000, weights, 100, FALSE, 2);
  g_assert_cmpmem (a.rows, 101 * sizeof (guint64), b.rows, 101 * sizeof (guint64));
  g_assert_cmpint (memcmp (a.rows, c.rows, 101 * sizeof (guint64)), !=, 0);
  sd_periods_clear (&a);
  sd_periods_clear (&b);
  sd_periods_clear (&c);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/periods/totals", test_totals);
  g_test_add_func ("/periods/spread", test_spread);
  g_test_add_func ("/periods/keys", test_keys);

  return g_test_run ();
}
