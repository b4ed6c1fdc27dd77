/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Small symmetric matrices; see the header. */

#include <math.h>
#include <string.h>

#include "sd-matrix-private.h"

/* Sweeps of Jacobi rotations: it converges quadratically after a few. */
#define SWEEPS 30

/**
 * sd_matrix_factor:
 * @a: a symmetric matrix
 * @n: its size
 * @least: the least square of a pivot
 * @l: (out): room for the factor; may be @a
 *
 * The Cholesky factor.
 *
 * Returns: whether there is one
 */
gboolean
sd_matrix_factor (const double *a,
                  guint         n,
                  double        least,
                  double       *l)
{
  for (guint j = 0; j < n; j++)
    for (guint i = j; i < n; i++)
      {
        double sum = a[i * n + j];

        for (guint k = 0; k < j; k++)
          sum -= l[i * n + k] * l[j * n + k];
        if (i > j)
          l[i * n + j] = sum / l[j * n + j];
        else if (sum > least)
          l[j * n + j] = sqrt (sum);
        else
          return FALSE;
      }
  for (guint i = 0; i < n; i++)
    for (guint j = i + 1; j < n; j++)
      l[i * n + j] = 0;
  return TRUE;
}

/**
 * sd_matrix_solve:
 * @l: a factor of sd_matrix_factor()
 * @n: its size
 * @b: (inout): the right side, then the solution
 */
void
sd_matrix_solve (const double *l,
                 guint         n,
                 double       *b)
{
  for (guint i = 0; i < n; i++)
    {
      for (guint k = 0; k < i; k++)
        b[i] -= l[i * n + k] * b[k];
      b[i] /= l[i * n + i];
    }
  for (guint i = n; i-- > 0;)
    {
      for (guint k = i + 1; k < n; k++)
        b[i] -= l[k * n + i] * b[k];
      b[i] /= l[i * n + i];
    }
}

/* Turns rows and columns p and q so that a[p][q] is 0. */
static void
rotate (double *a,
        guint   n,
        double *vectors,
        guint   p,
        guint   q)
{
  const double theta = (a[q * n + q] - a[p * n + p]) / (2 * a[p * n + q]);
  const double t = (theta < 0 ? -1 : 1) / (fabs (theta) + sqrt (theta * theta + 1));
  const double c = 1 / sqrt (t * t + 1);
  const double s = t * c;

  for (guint k = 0; k < n; k++)
    {
      const double x = a[k * n + p];
      const double y = a[k * n + q];

      a[k * n + p] = c * x - s * y;
      a[k * n + q] = s * x + c * y;
    }
  for (guint k = 0; k < n; k++)
    {
      const double x = a[p * n + k];
      const double y = a[q * n + k];
      const double v = vectors[k * n + p];
      const double w = vectors[k * n + q];

      a[p * n + k] = c * x - s * y;
      a[q * n + k] = s * x + c * y;
      vectors[k * n + p] = c * v - s * w;
      vectors[k * n + q] = s * v + c * w;
    }
}

/**
 * sd_matrix_eigen:
 * @a: a symmetric matrix; overwritten
 * @n: its size
 * @values: (out): the eigenvalues, in no order
 * @vectors: (out): the eigenvectors, as columns
 *
 * Jacobi's method: slow for large matrices, and precise for all.
 */
void
sd_matrix_eigen (double *a,
                 guint   n,
                 double *values,
                 double *vectors)
{
  memset (vectors, 0, n * n * sizeof *vectors);
  for (guint i = 0; i < n; i++)
    vectors[i * n + i] = 1;
  for (guint sweep = 0; sweep < SWEEPS; sweep++)
    {
      double off = 0;

      for (guint p = 0; p < n; p++)
        for (guint q = p + 1; q < n; q++)
          off += a[p * n + q] * a[p * n + q];
      if (off < 1e-26)
        break;
      for (guint p = 0; p < n; p++)
        for (guint q = p + 1; q < n; q++)
          if (fabs (a[p * n + q]) > 1e-16)
            rotate (a, n, vectors, p, q);
    }
  for (guint i = 0; i < n; i++)
    values[i] = a[i * n + i];
}
