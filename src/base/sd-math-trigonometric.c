/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Sine and cosine. Any double is reduced by the exact multiple of π/2, with as
 * many digits of 2/π as it takes (Payne and Hanek 1983); the rest is a Taylor
 * series.
 */

#include "sd-math-private.h"

#define QUARTER_PI 0.78539816339744830962
#define HALF_PI    1.5707963267948966192

/* The binary digits of 2/π after the point, behind one word of zeros. */
static const guint64 two_over_pi[] = {
  0,
  G_GUINT64_CONSTANT (0xa2f9836e4e441529), G_GUINT64_CONSTANT (0xfc2757d1f534ddc0),
  G_GUINT64_CONSTANT (0xdb6295993c439041), G_GUINT64_CONSTANT (0xfe5163abdebbc561),
  G_GUINT64_CONSTANT (0xb7246e3a424dd2e0), G_GUINT64_CONSTANT (0x06492eea09d1921c),
  G_GUINT64_CONSTANT (0xfe1deb1cb129a73e), G_GUINT64_CONSTANT (0xe88235f52ebb4484),
  G_GUINT64_CONSTANT (0xe99c7026b45f7e41), G_GUINT64_CONSTANT (0x3991d639835339f4),
  G_GUINT64_CONSTANT (0x9c845f8bbdf9283b), G_GUINT64_CONSTANT (0x1ff897ffde05980f),
  G_GUINT64_CONSTANT (0xef2f118b5a0a6d1f), G_GUINT64_CONSTANT (0x6d367ecf27cb09b7),
  G_GUINT64_CONSTANT (0x4f463f669e5fea2d), G_GUINT64_CONSTANT (0x7527bac7ebe5f17b),
  G_GUINT64_CONSTANT (0x3d0739f78a5292ea), G_GUINT64_CONSTANT (0x6bfb5fb11f8d5d08),
  G_GUINT64_CONSTANT (0x56033046fc7b6bab), G_GUINT64_CONSTANT (0xf0cfbc209af4361d),
};

/* (-1)^n / (2n + 3)! */
static const double sin_series[] = {
  -0.16666666666666666667,
  8.3333333333333333333e-3,
  -1.9841269841269841270e-4,
  2.7557319223985890653e-6,
  -2.5052108385441718775e-8,
  1.6059043836821614599e-10,
  -7.6471637318198164759e-13,
  2.8114572543455207632e-15,
};

/* (-1)^n / (2n + 4)! */
static const double cos_series[] = {
  0.041666666666666666667,
  -1.3888888888888888889e-3,
  2.4801587301587301587e-5,
  -2.7557319223985890653e-7,
  2.0876756987868098979e-9,
  -1.1470745597729724714e-11,
  4.7794773323873852974e-14,
  -1.5619206968586226462e-16,
};

static double
sin_kernel (double x)
{
  double square = x * x;

  return x + x * square * sd_polynomial (sin_series, G_N_ELEMENTS (sin_series), square);
}

static double
cos_kernel (double x)
{
  double square = x * x;

  return 1 - (square / 2
              - square * square * sd_polynomial (cos_series, G_N_ELEMENTS (cos_series), square));
}

/* 64 digits of 2/π from @position on. */
static guint64
get_digits (int position)
{
  int word = position / 64, shift = position % 64;

  if (shift == 0)
    return two_over_pi[word];
  return two_over_pi[word] << shift | two_over_pi[word + 1] >> (64 - shift);
}

/* @x = (4 k + @quadrant) π/2 + the result, for finite @x from π/4 on.
 *
 * x = m 2^e with a whole m of 53 bits. Digits of 2/π that contribute multiples
 * of four to x · 2/π are left out; the next 192, times m modulo 2^192, are the
 * quadrant in the first two bits and behind them the fraction, of which 128
 * bits always hold more than 60 that count. */
static double
reduce (double  x,
        guint  *quadrant)
{
  guint64 bits = sd_double_bits (x);
  int exponent = (int) (bits >> 52) - 1023 - 52;
  guint64 m = (bits & G_GUINT64_CONSTANT (0xfffffffffffff)) | G_GUINT64_CONSTANT (1) << 52;
  int position = exponent + 62;
  unsigned __int128 low = (unsigned __int128) m * get_digits (position + 128);
  unsigned __int128 middle = (unsigned __int128) m * get_digits (position + 64) + (low >> 64);
  guint64 high = m * get_digits (position) + (guint64) (middle >> 64);
  unsigned __int128 fraction = (unsigned __int128) high << 64 | (guint64) middle;

  *quadrant = high >> 62;
  fraction = fraction << 2 | (guint64) low >> 62;
  if (fraction >> 127)
    {
      *quadrant = (*quadrant + 1) & 3;
      return -((double) -fraction * 0x1p-128) * HALF_PI;
    }
  return (double) fraction * 0x1p-128 * HALF_PI;
}

/* The sine of |@x| + @turns · π/2, for finite @x. */
static double
sin_turned (double x,
            guint  turns)
{
  guint quadrant = 0;
  double value;

  if (x < 0)
    x = -x;
  if (x > QUARTER_PI)
    x = reduce (x, &quadrant);
  quadrant += turns;
  value = quadrant & 1 ? cos_kernel (x) : sin_kernel (x);
  return quadrant & 2 ? -value : value;
}

/**
 * sd_sin:
 * @x: an angle in radians
 *
 * Returns: its sine
 */
double
sd_sin (double x)
{
  if (x - x != 0)
    return NAN;
  return x < 0 ? -sin_turned (x, 0) : sin_turned (x, 0);
}

/**
 * sd_cos:
 * @x: an angle in radians
 *
 * Returns: its cosine
 */
double
sd_cos (double x)
{
  if (x - x != 0)
    return NAN;
  return sin_turned (x, 1);
}
