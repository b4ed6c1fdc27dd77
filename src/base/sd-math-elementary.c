/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Exponential, logarithm and power. Arguments are reduced by powers of two, the
 * rest is a Taylor series; powers carry the logarithm to twice the precision,
 * because the exponential multiplies its error by up to 700.
 */

#include "sd-math-private.h"

#define LOG2_E         1.4426950408889634074
#define ROUND_TO_WHOLE 0x1.8p52  /* added and taken away again, rounds to a whole number */
#define EXP_OVERFLOW   709.782712893384
#define EXP_UNDERFLOW  -745.1332191019412

/* 1 / (n + 2)! */
static const double exp_series[] = {
  0.50000000000000000000,
  0.16666666666666666667,
  0.041666666666666666667,
  8.3333333333333333333e-3,
  1.3888888888888888889e-3,
  1.9841269841269841270e-4,
  2.4801587301587301587e-5,
  2.7557319223985890653e-6,
  2.7557319223985890653e-7,
  2.5052108385441718775e-8,
  2.0876756987868098979e-9,
  1.6059043836821614599e-10,
  1.1470745597729724714e-11,
};

/* 2 / (2n + 3): ln ((1 + s) / (1 - s)) = 2 s + s³ Σ … s^2n */
static const double log_series[] = {
  0.66666666666666666667,
  0.40000000000000000000,
  0.28571428571428571429,
  0.22222222222222222222,
  0.18181818181818181818,
  0.15384615384615384615,
  0.13333333333333333333,
  0.11764705882352941176,
  0.10526315789473684211,
  0.095238095238095238095,
  0.086956521739130434783,
};

/* e^x - 1 for |x| below about 0.4. */
static double
expm1_series (double x)
{
  return x + x * x * sd_polynomial (exp_series, G_N_ELEMENTS (exp_series), x);
}

/* @x × 2^@exponent in two steps, so that the smallest results do not vanish. */
static double
scale_by_power (double x,
                int    exponent)
{
  int half = exponent / 2;

  x *= sd_double_from_bits ((guint64) (half + 1023) << 52);
  return x * sd_double_from_bits ((guint64) (exponent - half + 1023) << 52);
}

/* e^(high + low), for the use of the other files. */
double
sd_exp_pair (SdPair x)
{
  double multiple, rest;

  if (!(x.high <= EXP_OVERFLOW))
    return x.high + INFINITY;
  if (x.high < EXP_UNDERFLOW)
    return 0;

  multiple = (x.high * LOG2_E + ROUND_TO_WHOLE) - ROUND_TO_WHOLE;
  rest = (x.high - multiple * SD_LN2_HIGH) + (x.low - multiple * SD_LN2_LOW);
  return scale_by_power (1 + expm1_series (rest), (int) multiple);
}

/**
 * sd_exp:
 * @x: a number
 *
 * Returns: e to the power of @x
 */
double
sd_exp (double x)
{
  return sd_exp_pair ((SdPair) { x, 0 });
}

/**
 * sd_expm1:
 * @x: a number
 *
 * Returns: sd_exp (@x) - 1, without loss where @x is small
 */
double
sd_expm1 (double x)
{
  if (x > -0.4 && x < 0.4)
    return expm1_series (x);
  return sd_exp (x) - 1;
}

/* @x = m × 2^exponent with m from √½ to √2, for positive finite @x. */
static double
reduce (double  x,
        int    *exponent)
{
  int shift = 0;
  guint64 bits;
  double mantissa;

  if (x < DBL_MIN)
    {
      x *= 0x1p54;
      shift = -54;
    }
  bits = sd_double_bits (x);
  *exponent = shift + (int) (bits >> 52) - 1023;
  mantissa = sd_double_from_bits ((bits & G_GUINT64_CONSTANT (0xfffffffffffff))
                                  | G_GUINT64_CONSTANT (0x3ff0000000000000));
  if (mantissa >= SD_SQRT_2)
    {
      mantissa /= 2;
      (*exponent)++;
    }

  return mantissa;
}

/* s³ (2/3 + 2/5 s² + …) */
static double
log_tail (double s)
{
  double square = s * s;

  return s * square * sd_polynomial (log_series, G_N_ELEMENTS (log_series), square);
}

/* exponent × ln 2 + ln (1 + f), for 1 + f from √½ to √2. With s = f / (2 + f),
 * 2 s = f - s f, which leaves the large part f exact. */
static double
log_of_parts (int    exponent,
              double f)
{
  double s = f / (2 + f);

  return exponent * SD_LN2_HIGH + (f - (s * f - log_tail (s) - exponent * SD_LN2_LOW));
}

/* What both logarithms answer where there is none to compute. */
static double
log_special (double x)
{
  if (x == 0)
    return -INFINITY;
  return x > 0 ? x : NAN;
}

/**
 * sd_log:
 * @x: a number
 *
 * Returns: the natural logarithm of @x
 */
double
sd_log (double x)
{
  int exponent;
  double mantissa;

  if (!(x > 0 && x <= DBL_MAX))
    return log_special (x);

  mantissa = reduce (x, &exponent);
  return log_of_parts (exponent, mantissa - 1);
}

/**
 * sd_log1p:
 * @x: a number
 *
 * Returns: sd_log (1 + @x), without loss where @x is small
 */
double
sd_log1p (double x)
{
  double sum, lost;

  if (x > SD_SQRT_HALF - 1 && x < SD_SQRT_2 - 1)
    return log_of_parts (0, x);

  sum = 1 + x;
  if (!(sum > 0 && sum <= DBL_MAX))
    return log_special (sum);

  lost = x > 1 ? 1 - (sum - x) : x - (sum - 1);
  return sd_log (sum) + lost / sum;
}

double
sd_log1p_minus (double x)
{
  double s;

  if (!(x > SD_SQRT_HALF - 1 && x < SD_SQRT_2 - 1))
    return sd_log1p (x) - x;

  s = x / (2 + x);
  return log_tail (s) - s * x;
}

/* ln @x for positive finite @x, to some 65 bits: s is carried as a pair. */
static SdPair
log_pair (double x)
{
  int exponent;
  double f = reduce (x, &exponent) - 1;
  SdPair divisor = sd_add_pair (2, f);
  double s = f / divisor.high;
  SdPair product = sd_multiply_pair (s, divisor.high);
  double s_low = ((f - product.high) - product.low - s * divisor.low) / divisor.high;
  SdPair sum = sd_add_pair (exponent * SD_LN2_HIGH, 2 * s);
  SdPair result;

  result = sd_add_pair (sum.high, sum.low + (2 * s_low + exponent * SD_LN2_LOW + log_tail (s)));
  return result;
}

typedef enum
{
  NOT_WHOLE,
  ODD,
  EVEN,
} Parity;

static Parity
get_parity (double x)
{
  if (sd_floor (x) != x)
    return NOT_WHOLE;
  if (x < -0x1p53 || x > 0x1p53)
    return EVEN;
  return (gint64) x & 1 ? ODD : EVEN;
}

/* @x > 0, and neither is infinite or NaN. */
static double
pow_positive (double x,
              double y)
{
  SdPair log, product;
  double bound;

  log = log_pair (x);
  bound = y * log.high;
  if (bound > 800)
    return INFINITY;
  if (bound < -800)
    return 0;

  product = sd_multiply_pair (y, log.high);
  product.low += y * log.low;
  return sd_exp_pair (product);
}

/**
 * sd_pow:
 * @x: a number
 * @y: a number
 *
 * Returns: @x to the power of @y, in all special cases as C's pow (): 1 when
 *   @y is 0; NaN for a negative @x and a @y that is not whole
 */
double
sd_pow (double x,
        double y)
{
  Parity parity;
  double size = x < 0 ? -x : x;
  double power;

  if (y == 0 || x == 1)
    return 1;
  if (x != x || y != y)
    return NAN;
  if (y - y != 0)
    {
      if (size == 1)
        return 1;
      return (size > 1) == (y > 0) ? INFINITY : 0;
    }

  parity = get_parity (y);
  if (x < 0 && x >= -DBL_MAX && parity == NOT_WHOLE)
    return NAN;
  if (size == 0 || size > DBL_MAX)
    power = (size == 0) == (y < 0) ? INFINITY : 0;
  else
    power = pow_positive (size, y);

  return sd_double_bits (x) >> 63 && parity == ODD ? -power : power;
}
