/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The incomplete gamma functions, by the method that converges fastest at each
 * place: a power series below the mean, a continued fraction above, a series of
 * its own for small a, and Temme's uniform expansion for large a, whose cost
 * does not depend on a. Whichever of P and Q is the smaller is computed, and the
 * other from it.
 */

#include "sd-math-private.h"

#define TEMME_FROM      20.0
#define MAX_TERMS       2000
#define MAX_STEPS       200
#define QUANTILE_ERROR  1e-14

/* The coefficients of η / (λ - 1) in powers of η, η²/2 = λ - 1 - ln λ. */
static const double temme_series[] = {
  1.0000000000000000000,
  -0.33333333333333333333,
  0.083333333333333333333,
  -0.014814814814814814815,
  1.1574074074074074074e-3,
  3.5273368606701940035e-4,
  -1.7875514403292181070e-4,
  3.9192631785224377817e-5,
  -2.1854485106799921615e-6,
  -1.8540622107151599607e-6,
  8.2967113409530860050e-7,
  -1.7665952736826079304e-7,
  6.7078535434014985804e-9,
  1.0261809784240308043e-8,
  -4.3820360184533531866e-9,
  9.1476995822367902342e-10,
  -2.5514193994946249767e-11,
  -5.8307721325504250675e-11,
  2.4361948020667416244e-11,
  -5.0276692801141755891e-12,
  1.1004392031956134771e-13,
  3.3717632624009853788e-13,
  -1.3923887224181620659e-13,
  2.8534893807047443204e-14,
  -5.1391118342425726190e-16,
  -1.9752288294349442835e-15,
  8.0995211567045613341e-16,
  -1.6522531216398161819e-16,
};

typedef struct
{
  double p;  /* P (a, x) */
  double q;  /* 1 - P (a, x) */
} Shares;

/* x^a e^-x / Γ(a + 1), the Poisson probability of a at mean x. */
static double
poisson_density (double a,
                 double x)
{
  double distance = (x - a) / a;
  double exponent;

  if (distance > -0.5 && distance < 1)
    exponent = a * sd_log1p_minus (distance);
  else
    exponent = a * sd_log_ratio (x, a) - (x - a);

  return sd_exp (exponent - sd_stirling_error (a)) / (SD_SQRT_2PI * sqrt (a));
}

/* P by its power series, all terms positive. */
static double
lower_series (double a,
              double x)
{
  double term = 1, sum = 1;

  for (int n = 1; n < MAX_TERMS && term > sum * (DBL_EPSILON / 4); n++)
    {
      term *= x / (a + n);
      sum += term;
    }

  return poisson_density (a, x) * sum;
}

/* Q by Legendre's continued fraction, after Lentz. */
static double
upper_fraction (double a,
                double x)
{
  double b = x + 1 - a;
  double c = 1 / DBL_MIN;
  double d = 1 / b;
  double fraction = d;

  for (int n = 1; n < MAX_TERMS; n++)
    {
      double numerator = -n * (n - a);
      double factor;

      b += 2;
      d = 1 / (numerator * d + b);
      c = numerator / c + b;
      factor = c * d;
      fraction *= factor;
      if (factor > 1 - DBL_EPSILON && factor < 1 + DBL_EPSILON)
        break;
    }

  return poisson_density (a, x) * a * fraction;
}

/* Q for a ≤ 1/2 and small x, where it is the small difference of P to 1:
 * Q = 1 - x^a/Γ(1+a) · (1 + a Σ (-x)^n / ((a + n) n!)). */
static double
upper_small (double a,
             double x)
{
  double log_power = a * sd_log (x) - sd_lgamma_1p (a);
  double term = 1, sum = 0;

  for (int n = 1; n < 40; n++)
    {
      term *= -x / n;
      sum += term / (a + n);
    }

  return -sd_expm1 (log_power) - sd_exp (log_power) * a * sum;
}

/* Temme (1979); the recurrence is from Temme (1987), "On the computation of the
 * incomplete gamma functions for large values of the parameters". With
 * η > 0 gives Q, with η < 0 gives P: the smaller of the two. */
static double
temme_expansion (double a,
                 double distance)
{
  const int n = G_N_ELEMENTS (temme_series);
  double b[G_N_ELEMENTS (temme_series)];
  double half_square = -sd_log1p_minus (distance);
  double eta = sqrt (2 * half_square);
  double sign = distance < 0 ? -1 : 1;
  double correction;

  b[n - 2] = temme_series[n - 1];
  b[n - 3] = temme_series[n - 2];
  for (int i = n - 3; i > 0; i--)
    b[i - 1] = temme_series[i] + (i + 1) * b[i + 1] / a;
  correction = sd_polynomial (b, n - 1, sign * eta) / (1 + b[1] / a);

  return sd_normal_cdf (-eta * sqrt (a))
         + sign * sd_exp (-a * half_square) / (SD_SQRT_2PI * sqrt (a)) * correction;
}

static Shares
from_p (double p)
{
  return (Shares) { p, 1 - p };
}

static Shares
from_q (double q)
{
  return (Shares) { 1 - q, q };
}

/* Both shares for a > 0 and x ≥ 0, neither NaN. */
static Shares
gamma_shares (double a,
              double x)
{
  double distance = (x - a) / a;

  if (x == 0)
    return from_p (0);
  if (x > DBL_MAX)
    return from_q (0);
  if (a >= TEMME_FROM && distance > -0.7 && distance < 1.3)
    {
      double share = temme_expansion (a, distance);

      return distance < 0 ? from_p (share) : from_q (share);
    }
  if (a <= 0.5 && x < 1.5)
    {
      double q = upper_small (a, x);

      return q < 0.5 ? from_q (q) : from_p (lower_series (a, x));
    }
  if (x < a + 1)
    return from_p (lower_series (a, x));
  return from_q (upper_fraction (a, x));
}

static gboolean
in_domain (double a,
           double x)
{
  return a > 0 && a <= DBL_MAX && x >= 0;
}

/**
 * sd_gamma_p:
 * @a: the shape, above 0
 * @x: a number not below 0
 *
 * Returns: the share of the gamma distribution of shape @a below @x
 */
double
sd_gamma_p (double a,
            double x)
{
  return in_domain (a, x) ? gamma_shares (a, x).p : NAN;
}

/**
 * sd_gamma_q:
 * @a: the shape, above 0
 * @x: a number not below 0
 *
 * Returns: the share of the gamma distribution of shape @a above @x
 */
double
sd_gamma_q (double a,
            double x)
{
  return in_domain (a, x) ? gamma_shares (a, x).q : NAN;
}

/* The logarithm of a quantile, roughly: Wilson and Hilferty (1931), and for the
 * lower tail the first term of the series. */
static double
guess_log_quantile (double a,
                    double p)
{
  double root = 1 - 1 / (9 * a) + sd_normal_quantile (p) / (3 * sqrt (a));

  if (a < 0.5 || root < 0.3)
    return (sd_log (p) + sd_lgamma (a + 1)) / a;
  return sd_log (a) + 3 * sd_log (root);
}

/**
 * sd_gamma_quantile:
 * @a: the shape, above 0
 * @p: a probability
 *
 * Newton's method on the logarithm of the smaller share over ln x, where both
 * are nearly straight, inside of an interval that always holds the answer.
 *
 * Returns: where sd_gamma_p () is @p
 */
double
sd_gamma_quantile (double a,
                   double p)
{
  double low = -745, high = 710, target, t;

  if (!(a > 0 && a <= DBL_MAX && p >= 0 && p <= 1))
    return NAN;
  if (p == 0 || p == 1)
    return p == 0 ? 0 : INFINITY;

  target = p <= 0.5 ? sd_log (p) : sd_log1p (-p);
  t = guess_log_quantile (a, p);
  if (t < low)
    return 0;
  for (int i = 0; i < MAX_STEPS; i++)
    {
      double x, share, error, density, step;
      Shares shares;

      if (!(t > low && t < high))
        t = (low + high) / 2;
      x = sd_exp (t);
      shares = gamma_shares (a, x);
      share = p <= 0.5 ? shares.p : shares.q;
      error = p <= 0.5 ? sd_log (share) - target : target - sd_log (share);
      if (error > 0)
        high = t;
      else
        low = t;
      density = a * poisson_density (a, x);
      if (!(density > 0 && share > 0))
        {
          t = (low + high) / 2;
          continue;
        }
      step = error / (density / share);
      t -= step;
      if ((step < QUANTILE_ERROR && step > -QUANTILE_ERROR) || high - low < QUANTILE_ERROR)
        break;
    }

  return sd_exp (t);
}
