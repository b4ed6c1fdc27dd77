/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What the files of sd-math.h share. Only exactly rounded operations. */

#pragma once

#include <float.h>
#include <math.h>
#include <string.h>

#include "sd-math.h"

G_BEGIN_DECLS

/* Wider intermediate results, as in x87 code, would round other bits. */
G_STATIC_ASSERT (FLT_EVAL_METHOD == 0);

#define SD_LN2_HIGH      0x1.62e42fee00000p-1   /* ln 2 to 32 bits: exact in small multiples */
#define SD_LN2_LOW       0x1.a39ef35793c76p-33  /* and the rest */
#define SD_SQRT_2        1.4142135623730950488
#define SD_SQRT_HALF     0.70710678118654752440
#define SD_SQRT_2PI      2.5066282746310005024
#define SD_HALF_LN_2PI   0.91893853320467274178

/* An unevaluated sum, |low| at most half an ulp of high. */
typedef struct
{
  double high;
  double low;
} SdPair;

double sd_exp_pair        (SdPair x);
/* ln (1 + x) - x, without loss where x is small. */
double sd_log1p_minus     (double x);
/* ln Γ (1 + x) for |x| ≤ 1/2, without loss where x is small. */
double sd_lgamma_1p       (double x);
/* ln Γ (x + 1) - ((x + 1/2) ln x - x + ln (2π) / 2): what Stirling's formula
 * misses, x > 0. */
double sd_stirling_error  (double x);

static inline guint64
sd_double_bits (double x)
{
  guint64 bits;

  memcpy (&bits, &x, sizeof bits);
  return bits;
}

static inline double
sd_double_from_bits (guint64 bits)
{
  double x;

  memcpy (&x, &bits, sizeof x);
  return x;
}

/* Σ coefficients[i] x^i. */
static inline double
sd_polynomial (const double *coefficients,
               int           n,
               double        x)
{
  double sum = coefficients[n - 1];

  for (int i = n - 2; i >= 0; i--)
    sum = sum * x + coefficients[i];

  return sum;
}

/* The upper 26 bits of @x, so that products of halves are exact (Veltkamp). */
static inline double
sd_upper_half (double x)
{
  return sd_double_from_bits (sd_double_bits (x) & G_GUINT64_CONSTANT (0xfffffffff8000000));
}

/* ln (@x ÷ @y) for positive numbers, even if the ratio is no normal double. */
static inline double
sd_log_ratio (double x,
              double y)
{
  double ratio = x / y;

  if (ratio >= DBL_MIN && ratio <= DBL_MAX)
    return sd_log (ratio);
  return sd_log (x) - sd_log (y);
}

/* @x × @y exactly (Dekker 1971), unless it overflows or goes below 2^-960. */
static inline SdPair
sd_multiply_pair (double x,
                  double y)
{
  double x1 = sd_upper_half (x), x2 = x - x1;
  double y1 = sd_upper_half (y), y2 = y - y1;
  double product = x * y;

  return (SdPair) { product, ((x1 * y1 - product) + x1 * y2 + x2 * y1) + x2 * y2 };
}

/* @x + @y exactly (Knuth). */
static inline SdPair
sd_add_pair (double x,
             double y)
{
  double sum = x + y;
  double shadow = sum - x;

  return (SdPair) { sum, (x - (sum - shadow)) + (y - shadow) };
}

G_END_DECLS
