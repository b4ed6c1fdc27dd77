/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Binomial draws: by inversion when few successes are expected, else by the
 * transformed rejection BTRS of Hörmann, "The generation of binomial random
 * variates", Journal of Statistical Computation and Simulation 46 (1993). A
 * split takes them down a binary tree of the parts, whose nodes have keys of
 * their own.
 */

#include <math.h>

#include "sd-binomial-private.h"
#include "sd-math.h"

/* Expected successes from which on rejection is exact and faster. */
#define REJECTION_MIN 10

/* The error of Stirling's formula for log k!. */
static double
stirling_error (double k)
{
  double z = k + 1;
  double s = 1 / (z * z);

  if (k < 10)
    return sd_lgamma (z) - ((k + 0.5) * sd_log (z) - z + 0.91893853320467274178);

  return (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - s / 1680) * s) * s) / z;
}

/* The logarithm of the probability of @k over that of @mode. Differences of
 * log-gammas would lose all digits when @n is large. */
static double
log_ratio (double n,
           double odds,
           double mode,
           double k)
{
  double fails_mode = n - mode + 1;
  double fails = n - k + 1;

  return (mode + 0.5) * sd_log ((mode + 1) / (odds * fails_mode))
         + (n + 1) * sd_log1p ((k - mode) / fails)
         + (k + 0.5) * sd_log (fails * odds / (k + 1))
         + stirling_error (mode) + stirling_error (n - mode)
         - stirling_error (k) - stirling_error (n - k);
}

static guint64
draw_by_inversion (guint64 n,
                   double  p,
                   SdKey   key)
{
  double u = sd_unit (sd_random (key, 0));
  double odds = p / (1 - p);
  double mass = sd_exp ((double) n * sd_log1p (-p));
  guint64 k = 0;

  while (u > mass && k < n && mass > 0)
    {
      u -= mass;
      mass *= odds * (double) (n - k) / (double) (k + 1);
      k++;
    }

  return k;
}

static guint64
draw_by_rejection (guint64 n_trials,
                   double  p,
                   SdKey   key)
{
  double n = (double) n_trials;
  double spread = sqrt (n * p * (1 - p));
  double b = 1.15 + 2.53 * spread;
  double a = -0.0873 + 0.0248 * b + 0.01 * p;
  double centre = n * p + 0.5;
  double alpha = (2.83 + 5.1 / b) * spread;
  double inside = 0.92 - 4.2 / b;
  double mode = sd_floor ((n + 1) * p);

  for (guint64 attempt = 0;; attempt += 2)
    {
      double u = sd_unit (sd_random (key, attempt)) - 0.5;
      double v = sd_unit (sd_random (key, attempt + 1));
      double us = 0.5 - fabs (u);
      double k = sd_floor ((2 * a / us + b) * u + centre);

      if (k < 0 || k > n)
        continue;
      if (us >= 0.07 && v <= inside)
        return (guint64) k;
      v = sd_log (v * alpha / (a / (us * us) + b));
      if (v <= log_ratio (n, p / (1 - p), mode, k))
        return (guint64) k;
    }
}

/* Parts @first to @last − 1; @sums are the sums of the weights before each. */
static void
split_node (guint64       n,
            const double *sums,
            guint         first,
            guint         last,
            SdKey         key,
            guint64       node,
            guint64      *parts)
{
  guint middle = first + (last - first) / 2;
  double whole = sums[last] - sums[first];
  double share = whole > 0 ? (sums[middle] - sums[first]) / whole : 0;
  guint64 left;

  if (last - first == 1)
    {
      parts[first] = n;
      return;
    }

  left = sd_binomial_draw (n, share, sd_key_derive (key, node));
  split_node (left, sums, first, middle, key, 2 * node, parts);
  split_node (n - left, sums, middle, last, key, 2 * node + 1, parts);
}

/**
 * sd_binomial_draw:
 * @n: the number of trials
 * @probability: of success in each, clamped to 0 … 1
 * @key: the key of this draw
 *
 * Returns: the number of successes
 */
guint64
sd_binomial_draw (guint64 n,
                  double  probability,
                  SdKey   key)
{
  if (n == 0 || !(probability > 0))
    return 0;
  if (probability >= 1)
    return n;
  if (probability > 0.5)
    return n - sd_binomial_draw (n, 1 - probability, key);

  if ((double) n * probability < REJECTION_MIN)
    return draw_by_inversion (n, probability, key);

  return draw_by_rejection (n, probability, key);
}

/**
 * sd_binomial_split:
 * @n: the total
 * @weights: (array length=n_parts): numbers ≥ 0, not all of them 0
 * @n_parts: the number of parts, at least 1
 * @key: the key of this split
 * @parts: (array length=n_parts): where the parts go
 *
 * Draws from the multinomial distribution. A part without weight gets nothing.
 */
void
sd_binomial_split (guint64       n,
                   const double *weights,
                   guint         n_parts,
                   SdKey         key,
                   guint64      *parts)
{
  g_autofree double *sums = g_new (double, n_parts + 1);

  sums[0] = 0;
  for (guint i = 0; i < n_parts; i++)
    sums[i + 1] = sums[i] + weights[i];
  split_node (n, sums, 0, n_parts, key, 1, parts);
}
