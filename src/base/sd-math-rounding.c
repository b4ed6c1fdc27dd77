/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Whole numbers from doubles, by conversion to an integer and back. */

#include "sd-math-private.h"

#define ALL_WHOLE 0x1p52  /* every double from here on is a whole number */

const gint64 sd_pow10[19] = {
  1,
  10,
  100,
  1000,
  10000,
  100000,
  1000000,
  10000000,
  100000000,
  1000000000,
  G_GINT64_CONSTANT (10000000000),
  G_GINT64_CONSTANT (100000000000),
  G_GINT64_CONSTANT (1000000000000),
  G_GINT64_CONSTANT (10000000000000),
  G_GINT64_CONSTANT (100000000000000),
  G_GINT64_CONSTANT (1000000000000000),
  G_GINT64_CONSTANT (10000000000000000),
  G_GINT64_CONSTANT (100000000000000000),
  G_GINT64_CONSTANT (1000000000000000000),
};

/* FALSE also for NaN. */
static inline gboolean
has_fraction (double x)
{
  return x > -ALL_WHOLE && x < ALL_WHOLE;
}

/**
 * sd_floor:
 * @x: a number
 *
 * Returns: the largest whole number at or below @x
 */
double
sd_floor (double x)
{
  double whole;

  if (!has_fraction (x))
    return x;

  whole = (double) (gint64) x;
  return whole > x ? whole - 1 : whole;
}

/**
 * sd_ceil:
 * @x: a number
 *
 * Returns: the smallest whole number at or above @x
 */
double
sd_ceil (double x)
{
  return -sd_floor (-x);
}

/**
 * sd_round:
 * @x: a number
 *
 * Returns: the nearest whole number; of two, the one farther from zero
 */
double
sd_round (double x)
{
  double whole;

  if (!has_fraction (x))
    return x;

  whole = (double) (gint64) x;
  if (x - whole >= 0.5)
    return whole + 1;
  if (whole - x >= 0.5)
    return whole - 1;
  return whole;
}

/**
 * sd_round_to_scaled:
 * @x: a number
 * @scale: digits after the decimal mark, at most 18
 *
 * Returns: @x × 10^@scale, rounded as by sd_round (); the nearest end of gint64
 *   when out of its range, 0 when @x is not a number
 */
gint64
sd_round_to_scaled (double x,
                    guint  scale)
{
  g_return_val_if_fail (scale < G_N_ELEMENTS (sd_pow10), 0);

  x = sd_round (x * (double) sd_pow10[scale]);
  if (x >= 0x1p63)
    return G_MAXINT64;
  if (x <= -0x1p63)
    return G_MININT64;
  return x == x ? (gint64) x : 0;
}
