/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The size-biased latent; see the header.
 *
 * With the counts' Hermite coefficients κ_k, E[K|t] = κ_0 + Σ κ_k ρ^k h_k(t),
 * and the integral of h_k φ is −h_{k−1} φ / √k: no quadrature is needed.
 */

#include <math.h>

#include "sd-math.h"
#include "sd-size-bias-private.h"

#define LIMIT    8
#define CELLS    64    /* a unit */
#define N_KNOTS  (2 * LIMIT * CELLS + 1)
#define INVERSE_SQRT_2PI 0.39894228040143267794

struct _SdSizeBias
{
  double knots[N_KNOTS];   /* z̃ at −LIMIT, −LIMIT + 1 / CELLS … */
};

/* ∫_{−∞}^z (E[K|t] − E[K]) φ(t) dt */
static double
get_excess (const SdScores *counts,
            double          rho,
            double          z)
{
  double before = 0;
  double h = INVERSE_SQRT_2PI * sd_exp (-z * z / 2);
  double power = rho;
  double sum = 0;

  for (guint k = 1; k <= counts->n_coefficients && fabs (power) > 1e-15; k++)
    {
      const double next = (z * h - sqrt ((double) (k - 1)) * before) / sqrt ((double) k);

      sum -= counts->coefficients[k - 1] * power * h / sqrt ((double) k);
      power *= rho;
      before = h;
      h = next;
    }
  return sum;
}

/**
 * sd_size_bias_new:
 * @counts: the number of children
 * @rho: the correlation of its latent with that of the column
 *
 * Returns: (transfer full) (nullable): the map, NULL when it is the identity
 */
SdSizeBias *
sd_size_bias_new (const SdScores *counts,
                  double          rho)
{
  const double least = 0.01 / CELLS;
  SdSizeBias *self;

  if (!(counts->mean > 0) || rho == 0)
    return NULL;
  self = g_new (SdSizeBias, 1);
  for (guint i = 0; i < N_KNOTS; i++)
    {
      const double z = -LIMIT + (double) i / CELLS;
      const double excess = get_excess (counts, rho, z) / counts->mean;
      const double below = sd_normal_cdf (z) + excess;
      const double above = sd_normal_cdf (-z) - excess;
      const double tail = CLAMP (MIN (below, above), 1e-17, 0.5);

      self->knots[i] = below < above ? sd_normal_quantile (tail) : -sd_normal_quantile (tail);
    }
  /* Rounding must not turn the far tails around. */
  for (guint i = N_KNOTS / 2; i-- > 0;)
    self->knots[i] = MIN (self->knots[i], self->knots[i + 1] - least);
  for (guint i = N_KNOTS / 2 + 1; i < N_KNOTS; i++)
    self->knots[i] = MAX (self->knots[i], self->knots[i - 1] + least);
  return self;
}

SdSizeBias *
sd_size_bias_copy (const SdSizeBias *self)
{
  return self != NULL ? g_memdup2 (self, sizeof *self) : NULL;
}

void
sd_size_bias_free (SdSizeBias *self)
{
  g_free (self);
}

/**
 * sd_size_bias_apply:
 * @self: (nullable): the map
 * @z: a latent of the parents
 *
 * Returns: the latent as the children see it
 */
double
sd_size_bias_apply (const SdSizeBias *self,
                    double            z)
{
  const double x = CLAMP ((z + LIMIT) * CELLS, 0, N_KNOTS - 1.001);
  const guint i = (guint) x;

  if (self == NULL)
    return z;
  return self->knots[i] + (x - i) * (self->knots[i + 1] - self->knots[i]);
}

/**
 * sd_size_bias_undo:
 * @self: (nullable): the map
 * @z: a latent as the children see it
 *
 * Returns: the latent of the parents
 */
double
sd_size_bias_undo (const SdSizeBias *self,
                   double            z)
{
  guint low = 0, high = N_KNOTS - 1;

  if (self == NULL)
    return z;
  while (high - low > 1)
    {
      const guint middle = (low + high) / 2;

      if (self->knots[middle] <= z)
        low = middle;
      else
        high = middle;
    }
  return -LIMIT + (low + CLAMP ((z - self->knots[low])
                                / (self->knots[high] - self->knots[low]), 0, 1)) / CELLS;
}
