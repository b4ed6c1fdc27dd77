/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Completing correlation matrices.
 *
 * Step by step where that works; else the completion of greatest determinant,
 * by iterative proportional scaling of the pairs (Speed and Kiiveri, 1986); and
 * where none exists, the nearest matrix by alternating projections (Higham,
 * 2002), with only the declared pairs counted in the distance.
 */

#include <math.h>
#include <string.h>

#include "sd-completion-private.h"
#include "sd-matrix-private.h"

/* The least share of a latent's variance that is its own. */
#define LEAST_REST       1e-5
#define SCALING_SWEEPS   400
#define SCALING_COST     5e8   /* of all sweeps, in multiplications */
#define SCALING_PRECISION 1e-9
#define PROJECTION_COST  2e8   /* of all rounds, in multiplications */
#define LEAST_EIGENVALUE 1e-4

/**
 * sd_completion_init:
 * @self: to be filled
 * @n: columns
 *
 * All pairs are free.
 */
void
sd_completion_init (SdCompletion *self,
                    guint         n)
{
  self->n = n;
  self->r = g_new0 (double, n * n);
  self->pairs = g_new0 (guint8, n * n);
  self->beta = g_new0 (double, n * n);
  self->rest = g_new0 (double, n);
  for (guint i = 0; i < n; i++)
    self->r[i * n + i] = 1;
}

void
sd_completion_clear (SdCompletion *self)
{
  g_clear_pointer (&self->r, g_free);
  g_clear_pointer (&self->pairs, g_free);
  g_clear_pointer (&self->beta, g_free);
  g_clear_pointer (&self->rest, g_free);
}

/* Column @j on the @n_partners earlier columns @partners. */
static gboolean
regress (SdCompletion *self,
         guint         j,
         const guint  *partners,
         guint         n_partners)
{
  const guint n = self->n;
  const guint m = n_partners;
  g_autofree double *a = g_new (double, m * m + 1);
  g_autofree double *b = g_new (double, m + 1);
  double explained = 0;

  for (guint p = 0; p < m; p++)
    {
      for (guint q = 0; q < m; q++)
        a[p * m + q] = self->r[partners[p] * n + partners[q]];
      b[p] = self->r[j * n + partners[p]];
    }
  if (!sd_matrix_factor (a, m, LEAST_REST / 2, a))
    return FALSE;
  sd_matrix_solve (a, m, b);
  memset (self->beta + j * n, 0, n * sizeof *self->beta);
  for (guint p = 0; p < m; p++)
    {
      self->beta[j * n + partners[p]] = b[p];
      explained += b[p] * self->r[j * n + partners[p]];
    }
  self->rest[j] = sqrt (MAX (1 - explained, 0));
  return 1 - explained > LEAST_REST;
}

/* Every column on all earlier ones: row j of the Cholesky factor of all has what
 * the regression of column j needs. */
static gboolean
regress_all (SdCompletion *self)
{
  const guint n = self->n;
  g_autofree double *l = g_new (double, n * n);

  if (!sd_matrix_factor (self->r, n, LEAST_REST, l))
    return FALSE;
  for (guint j = 0; j < n; j++)
    {
      double *beta = self->beta + j * n;

      memset (beta, 0, n * sizeof *beta);
      for (guint i = j; i-- > 0;)
        {
          beta[i] = l[j * n + i];
          for (guint k = i + 1; k < j; k++)
            beta[i] -= l[k * n + i] * beta[k];
          beta[i] /= l[i * n + i];
        }
      self->rest[j] = l[j * n + j];
    }
  return TRUE;
}

static gboolean
run_stepwise (SdCompletion *self)
{
  const guint n = self->n;
  g_autofree guint *partners = g_new (guint, n);

  for (guint j = 0; j < n; j++)
    {
      guint n_partners = 0;

      for (guint i = 0; i < j; i++)
        if (self->pairs[j * n + i] != SD_PAIR_FREE)
          partners[n_partners++] = i;
      if (!regress (self, j, partners, n_partners))
        return FALSE;
      for (guint i = 0; i < j; i++)
        if (self->pairs[j * n + i] == SD_PAIR_FREE)
          {
            double sum = 0;

            for (guint p = 0; p < n_partners; p++)
              sum += self->beta[j * n + partners[p]] * self->r[partners[p] * n + i];
            self->r[j * n + i] = self->r[i * n + j] = sum;
          }
    }
  return TRUE;
}

/* Makes the covariance of pair (i, j) what it shall be by changing only that
 * pair of the inverse; @sigma follows by the Sherman-Morrison-Woodbury formula. */
static gboolean
scale_pair (double *sigma,
            guint   n,
            guint   i,
            guint   j,
            double  r)
{
  const double s_ii = sigma[i * n + i], s_ij = sigma[i * n + j], s_jj = sigma[j * n + j];
  const double had = s_ii * s_jj - s_ij * s_ij;
  const double gets = 1 - r * r;
  double m_ii, m_ij, m_jj;
  g_autofree double *x = NULL;

  if (!(had > 1e-14) || !(gets > 0))
    return FALSE;
  /* M = S⁻¹ (wanted − S) S⁻¹ of the pair, and Σ += Σ_c M Σ_c'. */
  {
    const double a = s_jj / had, b = -s_ij / had, c = s_ii / had;
    const double d_ii = 1 - s_ii, d_ij = r - s_ij, d_jj = 1 - s_jj;
    const double p = a * d_ii + b * d_ij, q = a * d_ij + b * d_jj;
    const double u = b * d_ii + c * d_ij, v = b * d_ij + c * d_jj;

    m_ii = p * a + q * b;
    m_ij = p * b + q * c;
    m_jj = u * b + v * c;
  }
  x = g_new (double, 2 * n);
  for (guint k = 0; k < n; k++)
    {
      x[2 * k] = sigma[k * n + i];
      x[2 * k + 1] = sigma[k * n + j];
    }
  for (guint k = 0; k < n; k++)
    {
      const double p = x[2 * k] * m_ii + x[2 * k + 1] * m_ij;
      const double q = x[2 * k] * m_ij + x[2 * k + 1] * m_jj;

      for (guint l = 0; l < n; l++)
        sigma[k * n + l] += p * x[2 * l] + q * x[2 * l + 1];
    }
  return TRUE;
}

static guint
count_pairs (const SdCompletion *self,
             SdPairKind          kind)
{
  guint count = 0;

  for (guint i = 0; i < self->n; i++)
    for (guint j = 0; j < i; j++)
      count += self->pairs[i * self->n + j] == kind;
  return count;
}

/* The completion of greatest determinant: its inverse is 0 where nothing is
 * declared. */
static gboolean
run_whole (SdCompletion *self,
           const double *declared)
{
  const guint n = self->n;
  const guint n_free = count_pairs (self, SD_PAIR_FREE);
  const double sweeps = SCALING_COST / (2.0 * n * n * (n * (n - 1.0) / 2 - n_free) + 1);
  g_autofree double *sigma = g_new0 (double, n * n);
  double off = 1;

  /* Nothing can give way. */
  if (n_free == 0)
    return FALSE;
  for (guint i = 0; i < n; i++)
    sigma[i * n + i] = 1;
  for (guint sweep = 0; sweep < MIN (SCALING_SWEEPS, sweeps) && off > SCALING_PRECISION; sweep++)
    {
      off = 0;
      for (guint i = 0; i < n; i++)
        for (guint j = 0; j < i; j++)
          if (self->pairs[i * n + j] != SD_PAIR_FREE)
            {
              off = MAX (off, fabs (sigma[i * n + j] - declared[i * n + j]));
              off = MAX (off, fabs (sigma[i * n + i] - 1));
              if (!scale_pair (sigma, n, i, j, declared[i * n + j]))
                return FALSE;
            }
    }
  if (off > 1e-6)
    return FALSE;
  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < n; j++)
      self->r[i * n + j] = self->pairs[i * n + j] != SD_PAIR_FREE
                         ? declared[i * n + j] : i == j ? 1
                         : (sigma[i * n + j] + sigma[j * n + i]) / 2;
  return regress_all (self);
}

/* The nearest matrix without eigenvalues below the least. */
static void
project (double *a,
         guint   n,
         double *work,
         double *values,
         double *vectors)
{
  memcpy (work, a, n * n * sizeof *a);
  sd_matrix_eigen (work, n, values, vectors);
  for (guint i = 0; i < n; i++)
    for (guint j = 0; j <= i; j++)
      {
        double sum = 0;

        for (guint k = 0; k < n; k++)
          sum += MAX (values[k], LEAST_EIGENVALUE) * vectors[i * n + k] * vectors[j * n + k];
        a[i * n + j] = a[j * n + i] = sum;
      }
}

static void
restore_declared (const SdCompletion *self,
                  const double       *declared,
                  double             *a)
{
  const guint n = self->n;

  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < n; j++)
      if (i == j)
        a[i * n + j] = 1;
      else if (self->pairs[i * n + j] != SD_PAIR_FREE)
        a[i * n + j] = declared[i * n + j];
}

/* @t of the way from the fixed pairs alone to @a. */
static gboolean
try_part (SdCompletion *self,
          const double *declared,
          const double *a,
          double        t)
{
  const guint n = self->n;

  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < n; j++)
      self->r[i * n + j] = i == j ? 1
                         : self->pairs[i * n + j] == SD_PAIR_FIXED ? declared[i * n + j]
                         : t * a[i * n + j] / sqrt (a[i * n + i] * a[j * n + j]);
  return regress_all (self);
}

static void
run_nearest (SdCompletion *self,
             const double *declared)
{
  const guint n = self->n;
  const double rounds = PROJECTION_COST / (20.0 * n * n * n + 1);
  g_autofree double *a = g_memdup2 (declared, n * n * sizeof *a);
  g_autofree double *work = g_new (double, n * n);
  g_autofree double *values = g_new (double, n);
  g_autofree double *vectors = g_new (double, n * n);
  double least = 0, most = 1;

  for (guint round = 0; round < MIN (rounds, 1000) || round == 0; round++)
    {
      restore_declared (self, declared, a);
      project (a, n, work, values, vectors);
    }
  if (try_part (self, declared, a, 1))
    return;
  /* Pairs fixed from outside may be in the way. */
  for (guint step = 0; step < 30; step++)
    {
      const double middle = (least + most) / 2;

      if (try_part (self, declared, a, middle))
        least = middle;
      else
        most = middle;
    }
  try_part (self, declared, a, least);
}

/**
 * sd_completion_run:
 * @self: with the values of declared and fixed pairs in r, on both sides of the
 *   diagonal
 *
 * Fills in the other pairs, and how each latent comes from the earlier ones.
 *
 * Returns: what had to be done
 */
SdCompletionStatus
sd_completion_run (SdCompletion *self)
{
  g_autofree double *declared = g_memdup2 (self->r, self->n * self->n * sizeof *declared);

  if (run_stepwise (self))
    return SD_COMPLETION_STEPWISE;
  if (run_whole (self, declared))
    return SD_COMPLETION_WHOLE;
  run_nearest (self, declared);
  return SD_COMPLETION_NEAREST;
}
