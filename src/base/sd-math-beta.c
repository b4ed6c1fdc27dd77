/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The incomplete beta function: a continued fraction, whose length grows with
 * the square root of the smaller parameter, and for large parameters Gauss's
 * quadrature of the tail, whose cost does not grow. The share in the nearer tail
 * is computed, and the other from it.
 */

#include "sd-math-private.h"

#define SHAPE_MAX       1e300
#define QUADRATURE_FROM 1000.0
#define N_PANELS        3
#define TAIL_EXPONENT   45.0    /* what is below e^-45 of its beginning is left out */
#define MAX_TERMS       10000
#define MAX_STEPS       200
#define QUANTILE_ERROR  1e-14
#define LOGIT_MAX       700.0   /* beyond, one side underflows */

/* The positive half of the nodes and weights of sixteen points on (-1, 1). */
static const struct
{
  double node;
  double weight;
} gauss_legendre[] = {
  { 0.095012509837637440185, 0.18945061045506849629 },
  { 0.28160355077925891323, 0.18260341504492358887 },
  { 0.45801677765722738634, 0.16915651939500253819 },
  { 0.61787624440264374845, 0.14959598881657673208 },
  { 0.7554044083550030339, 0.12462897125553387205 },
  { 0.86563120238783174388, 0.09515851168249278481 },
  { 0.94457502307323257608, 0.062253523938647892863 },
  { 0.9894009349916499326, 0.027152459411754094852 },
};

/* Two numbers that add to 1; each is exact where it is small. */
typedef struct
{
  double x;
  double y;
} Split;

/* The shares of the distribution below and above a place. */
typedef struct
{
  double p;
  double q;
} Shares;

static Split
swap_split (Split s)
{
  return (Split) { s.y, s.x };
}

/* n x - a for n = a + b, from whichever of x and y has more digits. */
static double
get_distance (double a,
              double b,
              Split  s)
{
  return s.x <= s.y ? (a + b) * s.x - a : b - (a + b) * s.y;
}

/* a ln (n x / a) - (n x - a), where @distance = n x - a. */
static double
negative_deviance (double a,
                   double mean,
                   double distance)
{
  double relative = distance / a;

  if (relative > -0.5 && relative < 1)
    return a * sd_log1p_minus (relative);
  return a * sd_log_ratio (mean, a) - distance;
}

/* x^a y^b / B (a, b), the density over the logit, after Loader (2000). */
static double
logit_density (double a,
               double b,
               Split  s)
{
  double n = a + b;
  double distance = get_distance (a, b, s);
  double exponent = sd_stirling_error (n) - sd_stirling_error (a) - sd_stirling_error (b)
                    + negative_deviance (a, n * s.x, distance)
                    + negative_deviance (b, n * s.y, -distance);

  return sqrt (a / n * b) / SD_SQRT_2PI * sd_exp (exponent);
}

/* The continued fraction of logit_density ÷ I (Didonato and Morris 1992), after
 * Lentz; converges below the mean. */
static double
lower_fraction (double a,
                double b,
                Split  s)
{
  double margin = 1 - get_distance (a, b, s);
  double fraction = a * margin / (a + 1);
  double c = fraction, d = 0;

  for (int m = 1; m < MAX_TERMS; m++)
    {
      double place = a + 2 * m - 1;
      double product = m * (b - m) * s.x / place;
      double numerator = (a + m - 1) * (a + b + m - 1) * s.x / place * product;
      double summand = m + product + (a + m) * (margin + m * (1 + s.y)) / (a + 2 * m + 1);
      double factor;

      d = 1 / (numerator * d + summand);
      c = numerator / c + summand;
      factor = c * d;
      fraction *= factor;
      if (factor > 1 - DBL_EPSILON && factor < 1 + DBL_EPSILON)
        break;
    }

  return fraction;
}

/* The logarithm of the density at a logit lower by @step, relative to the one at
 * @s. Both cases are a · step + n ln (1 + x (e^-step - 1)), with the parts that
 * cancel taken out, in terms of the smaller of x and y. */
static double
relative_log_density (double n,
                      double distance,
                      Split  s,
                      double step)
{
  double turned = s.x <= s.y ? -step : step;
  double z = MIN (s.x, s.y);
  double growth = sd_expm1 (turned);

  return distance * step - n * (sd_log1p_minus (z * growth) + z * (growth - turned));
}

/* I ÷ logit_density by quadrature over the logits below; below the mean. */
static double
lower_quadrature (double a,
                  double b,
                  Split  s)
{
  double n = a + b;
  double distance = get_distance (a, b, s);
  double curvature = n * s.x * s.y;
  double slope = -distance;
  double reach = 2 * TAIL_EXPONENT
                 / (slope + sqrt (slope * slope + 2 * TAIL_EXPONENT * curvature));
  double half = reach / (2 * N_PANELS);
  double sum = 0;

  for (int panel = 0; panel < N_PANELS; panel++)
    {
      double center = half * (2 * panel + 1);

      for (guint i = 0; i < G_N_ELEMENTS (gauss_legendre); i++)
        {
          double offset = half * gauss_legendre[i].node;

          sum += gauss_legendre[i].weight
                 * (sd_exp (relative_log_density (n, distance, s, center - offset))
                    + sd_exp (relative_log_density (n, distance, s, center + offset)));
        }
    }

  return sum * half;
}

/* I (x; a, b) for a place below the mean. */
static double
lower_share (double a,
             double b,
             Split  s)
{
  double density = logit_density (a, b, s);

  if (density == 0)
    return 0;
  if (a >= QUADRATURE_FROM && b >= QUADRATURE_FROM)
    return density * lower_quadrature (a, b, s);
  return density / lower_fraction (a, b, s);
}

static Shares
beta_shares (double a,
             double b,
             Split  s)
{
  if (s.x <= 0 || s.y <= 0)
    return (Shares) { s.x > 0, s.y > 0 };

  if (s.x < (a + 1) / (a + b + 2))
    {
      double p = MIN (lower_share (a, b, s), 1);

      return (Shares) { p, 1 - p };
    }
  else
    {
      double q = MIN (lower_share (b, a, swap_split (s)), 1);

      return (Shares) { 1 - q, q };
    }
}

static gboolean
in_domain (double a,
           double b,
           double share)
{
  return a > 0 && a <= SHAPE_MAX && b > 0 && b <= SHAPE_MAX && share >= 0 && share <= 1;
}

/**
 * sd_beta_i:
 * @x: a number from 0 to 1
 * @a: the first shape, above 0 and at most 1e300
 * @b: the second shape, likewise
 *
 * Returns: the share of the beta distribution below @x
 */
double
sd_beta_i (double x,
           double a,
           double b)
{
  return in_domain (a, b, x) ? beta_shares (a, b, (Split) { x, 1 - x }).p : NAN;
}

static Split
split_from_logit (double t)
{
  return (Split) { 1 / (1 + sd_exp (-t)), 1 / (1 + sd_exp (t)) };
}

/**
 * sd_beta_quantile:
 * @a: the first shape, above 0 and at most 1e300
 * @b: the second shape, likewise
 * @p: a probability
 *
 * Newton's method on the logarithm of the smaller share over the logit of x,
 * inside of an interval that always holds the answer.
 *
 * Returns: where sd_beta_i () is @p
 */
double
sd_beta_quantile (double a,
                  double b,
                  double p)
{
  double low = -LOGIT_MAX, high = LOGIT_MAX, target, t;

  if (!in_domain (a, b, p))
    return NAN;
  if (p == 0 || p == 1)
    return p;

  target = p <= 0.5 ? sd_log (p) : sd_log1p (-p);
  t = sd_log (a) - sd_log (b);
  if (a >= 1 && b >= 1)
    t += sd_normal_quantile (p) * sqrt (1 / a + 1 / b);
  for (int i = 0; i < MAX_STEPS; i++)
    {
      double share, error, density, step;
      Shares shares;
      Split s;

      if (!(t > low && t < high))
        t = (low + high) / 2;
      s = split_from_logit (t);
      shares = beta_shares (a, b, s);
      share = p <= 0.5 ? shares.p : shares.q;
      error = p <= 0.5 ? sd_log (share) - target : target - sd_log (share);
      if (error > 0)
        high = t;
      else
        low = t;
      density = logit_density (a, b, s);
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

  return split_from_logit (t).x;
}
