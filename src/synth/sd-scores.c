/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Step functions of latents and their Hermite coefficients.
 *
 * By parts, √k a_k = ∫ h_{k−1}(z) φ(z) dg(z), a sum over the steps of g: exact
 * for categories, however few, and of second order for smooth laws. Where steps
 * are few each is located by bisection; a smooth law is taken as 2,048 steps.
 */

#define G_LOG_DOMAIN "sd-scores"

#include <math.h>
#include <string.h>

#include "sd-math.h"
#include "sd-normal-private.h"
#include "sd-scores-private.h"

#define CELLS           2048
#define LIMIT           8.25
#define FEW_STEPS       256
#define BISECTIONS      24
/* Coefficients of steps fall as k^(−3/4), of smooth laws exponentially. */
#define TERMS_OF_STEPS  400
#define TERMS_OF_SMOOTH 80
#define INVERSE_SQRT_2PI 0.39894228040143267794

/* The value rises from @below to @above between two latents. */
typedef struct
{
  double low, high;
  double below, above;
} Rise;

static void
evaluate (SdScoreFunc    func,
          gconstpointer  data,
          const double  *z,
          guint          n,
          double        *scores)
{
  const SdNormal *normal = sd_normal_get ();
  g_autofree guint64 *u = g_new (guint64, n);

  for (guint i = 0; i < n; i++)
    u[i] = sd_normal_to_uniform (normal, z[i]);
  func (data, u, n, scores);
}

static GArray *
find_rises (SdScoreFunc   func,
            gconstpointer data,
            double       *first)
{
  GArray *rises = g_array_new (FALSE, FALSE, sizeof (Rise));
  g_autofree double *z = g_new (double, CELLS + 1);
  g_autofree double *scores = g_new (double, CELLS + 1);

  for (guint i = 0; i <= CELLS; i++)
    z[i] = -LIMIT + 2 * LIMIT * i / CELLS;
  evaluate (func, data, z, CELLS + 1, scores);
  for (guint i = 0; i < CELLS; i++)
    if (scores[i + 1] != scores[i])
      {
        const Rise rise = { z[i], z[i + 1], scores[i], scores[i + 1] };

        g_array_append_val (rises, rise);
      }
  *first = scores[0];
  return rises;
}

/* Halves every rise and keeps the halves that rise. */
static GArray *
halve (SdScoreFunc   func,
       gconstpointer data,
       GArray       *rises)
{
  const guint n = rises->len;
  GArray *halves = g_array_sized_new (FALSE, FALSE, sizeof (Rise), n);
  g_autofree double *z = g_new (double, n);
  g_autofree double *scores = g_new (double, n);

  for (guint i = 0; i < n; i++)
    z[i] = (g_array_index (rises, Rise, i).low + g_array_index (rises, Rise, i).high) / 2;
  evaluate (func, data, z, n, scores);
  for (guint i = 0; i < n; i++)
    {
      const Rise rise = g_array_index (rises, Rise, i);
      const Rise lower = { rise.low, z[i], rise.below, scores[i] };
      const Rise upper = { z[i], rise.high, scores[i], rise.above };

      if (lower.above != lower.below)
        g_array_append_val (halves, lower);
      if (upper.above != upper.below)
        g_array_append_val (halves, upper);
    }
  g_array_unref (rises);
  return halves;
}

static SdScores *
scores_alloc (guint n)
{
  SdScores *self = g_new0 (SdScores, 1);

  self->n = n;
  self->positions = g_new (double, MAX (n, 1));
  self->values = g_new (double, n + 1);
  self->masses = g_new (double, n + 1);
  return self;
}

/* Differences of the nearer tail, so that far values keep their weight. */
static void
fill_masses (SdScores *self)
{
  double last = -INFINITY;

  for (guint i = 0; i <= self->n; i++)
    {
      const double next = i < self->n ? self->positions[i] : INFINITY;

      self->masses[i] = last > 0
                      ? sd_normal_cdf (-last) - (i < self->n ? sd_normal_cdf (-next) : 0)
                      : (i < self->n ? sd_normal_cdf (next) : 1)
                        - (i > 0 ? sd_normal_cdf (last) : 0);
      last = next;
    }
}

static void
fill_moments (SdScores *self)
{
  double mean = 0;
  double square = 0;

  for (guint i = 0; i <= self->n; i++)
    mean += self->masses[i] * self->values[i];
  for (guint i = 0; i <= self->n; i++)
    square += self->masses[i] * (self->values[i] - mean) * (self->values[i] - mean);
  self->mean = mean;
  self->sd = sqrt (square);
}

static void
fill_coefficients (SdScores *self)
{
  const guint n = self->n_coefficients = self->n <= 2 * FEW_STEPS ? TERMS_OF_STEPS
                                                                 : TERMS_OF_SMOOTH;
  double roots[TERMS_OF_STEPS + 1];
  double inverse[TERMS_OF_STEPS + 1];

  self->coefficients = g_new0 (double, n);
  for (guint k = 0; k <= n; k++)
    {
      roots[k] = sqrt ((double) k);
      inverse[k] = 1 / sqrt ((double) MAX (k, 1));
    }
  for (guint i = 0; i < self->n; i++)
    {
      const double z = self->positions[i];
      const double rise = self->values[i + 1] - self->values[i];
      double before = 0;
      double h = rise * INVERSE_SQRT_2PI * sd_exp (-z * z / 2);

      for (guint k = 1; k <= n; k++)
        {
          const double next = (z * h - roots[k - 1] * before) * inverse[k];

          self->coefficients[k - 1] += h * inverse[k];
          before = h;
          h = next;
        }
    }
}

static void
finish (SdScores *self)
{
  fill_masses (self);
  fill_moments (self);
  fill_coefficients (self);
}

/**
 * sd_scores_new:
 * @func: a column's values as numbers
 * @data: passed to @func
 *
 * Returns: (transfer full): the column as a function of its latent
 */
SdScores *
sd_scores_new (SdScoreFunc   func,
               gconstpointer data)
{
  double first;
  GArray *rises = find_rises (func, data, &first);
  SdScores *self;

  for (guint i = 0; i < BISECTIONS && rises->len <= FEW_STEPS; i++)
    rises = halve (func, data, rises);
  self = scores_alloc (rises->len);
  self->values[0] = first;
  for (guint i = 0; i < rises->len; i++)
    {
      const Rise *rise = &g_array_index (rises, Rise, i);

      self->positions[i] = (rise->low + rise->high) / 2;
      self->values[i + 1] = rise->above;
    }
  g_array_unref (rises);
  finish (self);
  return self;
}

/**
 * sd_scores_new_ranks:
 * @of: a column
 *
 * Returns: (transfer full): the ranks of its values, of which Pearson's
 *   correlation is Spearman's of the values
 */
SdScores *
sd_scores_new_ranks (const SdScores *of)
{
  SdScores *self = scores_alloc (of->n);
  double below = 0;

  memcpy (self->positions, of->positions, of->n * sizeof *of->positions);
  for (guint i = 0; i <= of->n; i++)
    {
      self->values[i] = below + of->masses[i] / 2;
      below += of->masses[i];
    }
  finish (self);
  return self;
}

void
sd_scores_free (SdScores *self)
{
  if (self == NULL)
    return;
  g_free (self->positions);
  g_free (self->values);
  g_free (self->masses);
  g_free (self->coefficients);
  g_free (self);
}
