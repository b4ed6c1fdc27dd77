/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The logarithm of the gamma function, and the part of it that Stirling's
 * formula misses: densities with large parameters are written with the latter,
 * as large parts would cancel (Loader 2000).
 */

#include "sd-math-private.h"

#define ONE_MINUS_EULER 0.42278433509846713939
#define STIRLING_FROM   10.0

/* (-1)^n (ζ(n) - 1) / n from n = 2: the series of ln Γ (2 + z). */
static const double lgamma_series[] = {
  0.32246703342411321824,
  -0.067352301053198095133,
  0.020580808427784547879,
  -7.3855510286739852663e-3,
  2.8905103307415232858e-3,
  -1.1927539117032609771e-3,
  5.0966952474304242234e-4,
  -2.2315475845357937976e-4,
  9.9457512781808533715e-5,
  -4.4926236738133141700e-5,
  2.0507212775670691553e-5,
  -9.4394882752683959040e-6,
  4.3748667899074878042e-6,
  -2.0392157538013662368e-6,
  9.5514121304074198329e-7,
  -4.4924691987645660433e-7,
  2.1207184805554665869e-7,
  -1.0043224823968099609e-7,
  4.7698101693639805658e-8,
  -2.2711094608943164910e-8,
  1.0838659214896954091e-8,
  -5.1834750419700466551e-9,
  2.4836745438024783172e-9,
  -1.1921401405860912074e-9,
  5.7313672416788620133e-10,
  -2.7595228851242331452e-10,
  1.3304764374244489481e-10,
  -6.4229645638381000221e-11,
};

/* B(2n) / (2n (2n - 1)) from n = 1. */
static const double stirling_series[] = {
  0.083333333333333333333,
  -2.7777777777777777778e-3,
  7.9365079365079365079e-4,
  -5.9523809523809523810e-4,
  8.4175084175084175084e-4,
  -1.9175269175269175269e-3,
  6.4102564102564102564e-3,
  -0.029550653594771241830,
  0.17964437236883057316,
};

/* ln Γ (2 + z) for |z| ≤ 1/2. */
static double
lgamma_2p (double z)
{
  return z * (ONE_MINUS_EULER
              + z * sd_polynomial (lgamma_series, G_N_ELEMENTS (lgamma_series), z));
}

double
sd_lgamma_1p (double x)
{
  return lgamma_2p (x) - sd_log1p (x);
}

static double
stirling_tail (double x)
{
  return sd_polynomial (stirling_series, G_N_ELEMENTS (stirling_series), 1 / (x * x)) / x;
}

double
sd_stirling_error (double x)
{
  if (x >= STIRLING_FROM)
    return stirling_tail (x);
  return sd_lgamma (x + 1) - ((x + 0.5) * sd_log (x) - x + SD_HALF_LN_2PI);
}

/**
 * sd_lgamma:
 * @x: a number
 *
 * Returns: the logarithm of the gamma function, for @x ≥ 0 only
 */
double
sd_lgamma (double x)
{
  double product = 1;

  if (!(x > 0 && x <= DBL_MAX))
    return x >= 0 ? INFINITY : NAN;
  if (x >= STIRLING_FROM)
    return (x - 0.5) * (sd_log (x) - 1) + (SD_HALF_LN_2PI - 0.5) + stirling_tail (x);
  if (x < 0.5)
    return sd_lgamma_1p (x) - sd_log (x);
  if (x < 1.5)
    return sd_lgamma_1p (x - 1);

  while (x > 2.5)
    {
      x -= 1;
      product *= x;
    }

  return lgamma_2p (x - 2) + (product > 1 ? sd_log (product) : 0);
}
