/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Covariances as functions of the latent correlation; see sd-scores-private.h.
 *
 * The series is cut; what it lacks at ρ = ±1, where the covariance is known
 * from putting both columns in order, is added as two high powers, so that the
 * reachable range is exact.
 */

#include "sd-scores-private.h"

#define SOLVE_STEPS 100

/* Covariance when both rise together (@sign 1), or one falls as the other rises
 * (−1). */
static double
get_ordered_covariance (const SdScores *a,
                        const SdScores *b,
                        int             sign)
{
  guint i = 0;
  guint j = sign > 0 ? 0 : b->n;
  double left_a = a->masses[0];
  double left_b = b->masses[j];
  double sum = 0;

  for (;;)
    {
      const double mass = MIN (left_a, left_b);
      const gboolean a_ends = left_a <= left_b;
      const gboolean b_ends = left_b <= left_a;

      sum += mass * (a->values[i] - a->mean) * (b->values[j] - b->mean);
      left_a -= mass;
      left_b -= mass;
      if (a_ends)
        {
          if (i == a->n)
            return sum;
          left_a = a->masses[++i];
        }
      if (b_ends)
        {
          if (sign > 0 ? j == b->n : j == 0)
            return sum;
          j = sign > 0 ? j + 1 : j - 1;
          left_b = b->masses[j];
        }
    }
}

void
sd_mehler_init (SdMehler *self)
{
  *self = (SdMehler) { 0 };
}

void
sd_mehler_clear (SdMehler *self)
{
  g_clear_pointer (&self->terms, g_free);
}

/**
 * sd_mehler_add:
 * @self: a covariance
 * @weight: factor
 * @a: a column
 * @b: another
 *
 * Mixtures of classes are sums of these; constant and scale are the caller's.
 */
void
sd_mehler_add (SdMehler       *self,
               double          weight,
               const SdScores *a,
               const SdScores *b)
{
  const guint n = MIN (a->n_coefficients, b->n_coefficients);
  double up = weight * get_ordered_covariance (a, b, 1);
  double down = weight * get_ordered_covariance (a, b, -1);

  if (n > self->n)
    {
      self->terms = g_renew (double, self->terms, n);
      for (guint k = self->n; k < n; k++)
        self->terms[k] = 0;
      self->n = n;
    }
  for (guint k = 0; k < n; k++)
    {
      const double term = weight * a->coefficients[k] * b->coefficients[k];

      self->terms[k] += term;
      up -= term;
      down -= k % 2 == 0 ? -term : term;
    }
  self->even += (up + down) / 2;
  self->odd += (up - down) / 2;
}

/**
 * sd_mehler_get:
 *
 * Returns: the correlation of the values
 */
double
sd_mehler_get (const SdMehler *self,
               double          rho)
{
  double power = 1;
  double series = 0;

  /* Beyond the series: ρ^2n and ρ^(2n+1). */
  for (guint k = 0; k < self->n; k++)
    power *= rho;
  for (guint k = self->n; k-- > 0;)
    series = (series + self->terms[k]) * rho;
  return (series + (self->even + self->odd * rho) * power * power + self->constant)
         / self->scale;
}

/**
 * sd_mehler_solve:
 * @self: a covariance
 * @correlation: wanted
 * @most: the largest |ρ| that is tried
 *
 * Returns: the latent correlation that gives @correlation, or the end of the
 *   range that comes nearest
 */
double
sd_mehler_solve (const SdMehler *self,
                 double          correlation,
                 double          most)
{
  double low = -most;
  double high = most;

  for (guint i = 0; i < SOLVE_STEPS; i++)
    {
      const double middle = (low + high) / 2;

      if (sd_mehler_get (self, middle) < correlation)
        low = middle;
      else
        high = middle;
    }
  return (low + high) / 2;
}
