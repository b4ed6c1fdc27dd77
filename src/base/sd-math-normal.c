/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The standard normal distribution. */

#include "sd-math-private.h"

/* Chebyshev coefficients in y = (x - 4) / (x + 4) of (1 + x) e^(x²/2) Φ(-x) for
 * all x ≥ 0, after Shepherd and Laframboise (1981), to 10^-17. */
static const double tail_series[] = {
  0.93117319939275673178,
  -0.064237517123343308926,
  -0.011171509596721219521,
  0.012636305994376230128,
  -4.8284906401317440183e-3,
  1.0793834106156013306e-3,
  -1.1940995202852480056e-4,
  -6.8485883776766764073e-6,
  4.0606297180654908884e-6,
  -1.9527544708338364175e-7,
  -1.1345944386467565163e-7,
  1.2273971384265420541e-8,
  3.6624412033415589572e-9,
  -5.0889485062106209843e-10,
  -1.4602402012093164184e-10,
  1.8321966529064227376e-11,
  6.8575444000275458826e-12,
  -5.0772720580494548419e-13,
  -3.4580643652047739101e-13,
  4.4129228558092073615e-16,
  1.7054866572266911425e-14,
  1.5123653278115067119e-15,
  -7.3701007834166775263e-16,
  -1.6124885584264883701e-16,
  2.1306926276508160505e-17,
  1.1734807140572404733e-17,
};

/* The rational functions of Wichura's algorithm AS 241 (PPND16, 1988): in the
 * center, between, and in the tails. */
static const double center_numerator[] = {
  3.3871328727963666080e0, 1.3314166789178437745e+2, 1.9715909503065514427e+3,
  1.3731693765509461125e+4, 4.5921953931549871457e+4, 6.7265770927008700853e+4,
  3.3430575583588128105e+4, 2.5090809287301226727e+3,
};
static const double center_denominator[] = {
  1.0, 4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3,
  2.1213794301586595867e+4, 3.9307895800092710610e+4, 2.8729085735721942674e+4,
  5.2264952788528545610e+3,
};
static const double middle_numerator[] = {
  1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
  3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
  2.27238449892691845833e-2, 7.74545014278341407640e-4,
};
static const double middle_denominator[] = {
  1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
  1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
  1.05075007164441684324e-9,
};
static const double tail_numerator[] = {
  6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
  2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
  2.71155556874348757815e-5, 2.01033439929228813265e-7,
};
static const double tail_denominator[] = {
  1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
  7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
  2.04426310338993978564e-15,
};

/* Σ' tail_series[i] T_i (y), by Clenshaw's recurrence. */
static double
sum_tail_series (double y)
{
  double next = 0, after = 0;

  for (int i = G_N_ELEMENTS (tail_series) - 1; i > 0; i--)
    {
      double sum = 2 * y * next - after + tail_series[i];

      after = next;
      next = sum;
    }

  return y * next - after + tail_series[0] / 2;
}

/* Φ(-x) for x ≥ 0. The square is taken exactly, for the exponential would
 * multiply its error by up to 700. */
static double
upper_tail (double x)
{
  SdPair square;

  if (x > 39)
    return 0;

  square = sd_multiply_pair (x, x);
  return sd_exp_pair ((SdPair) { -square.high / 2, -square.low / 2 })
         * sum_tail_series ((x - 4) / (x + 4)) / (1 + x);
}

/**
 * sd_normal_cdf:
 * @x: a number
 *
 * Returns: the share of the standard normal distribution below @x
 */
double
sd_normal_cdf (double x)
{
  if (x != x)
    return NAN;
  return x < 0 ? upper_tail (-x) : 1 - upper_tail (x);
}

static double
divide_polynomials (const double numerator[8],
                    const double denominator[8],
                    double       x)
{
  return sd_polynomial (numerator, 8, x) / sd_polynomial (denominator, 8, x);
}

/**
 * sd_normal_quantile:
 * @p: a probability
 *
 * Returns: where sd_normal_cdf () is @p; infinite at 0 and 1
 */
double
sd_normal_quantile (double p)
{
  double centered = p - 0.5;
  double r, x;

  if (!(p >= 0 && p <= 1))
    return NAN;
  if (centered >= -0.425 && centered <= 0.425)
    return centered * divide_polynomials (center_numerator, center_denominator,
                                          0.180625 - centered * centered);
  if (p == 0 || p == 1)
    return p == 0 ? -INFINITY : INFINITY;

  r = sqrt (-sd_log (centered < 0 ? p : 1 - p));
  if (r <= 5)
    x = divide_polynomials (middle_numerator, middle_denominator, r - 1.6);
  else
    x = divide_polynomials (tail_numerator, tail_denominator, r - 5);

  return centered < 0 ? -x : x;
}
