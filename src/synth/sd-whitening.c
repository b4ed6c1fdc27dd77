/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Whitening and ranking.
 *
 * The innovations are made uncorrelated with all earlier latents in the sample,
 * the latents added with the weights that give the wanted correlations, and the
 * rows ranked by the sum. Ranking, and the margin after it, undo a little of
 * that: so the correlations of the values themselves are measured and the
 * weights corrected, some rounds over. What is still missing in a small sample
 * is mended by exchanging the values of pairs of rows of one class.
 */

#define G_LOG_DOMAIN "sd-whitening"

#include <math.h>
#include <string.h>

#include "sd-whitening-private.h"

#define FEW_ROWS        500
#define ROUNDS_OF_FEW   8
#define ROUNDS_OF_MANY  3
#define GOOD_ENOUGH     0.002
/* With fewer rows to a column nothing is left when whitened. */
#define ROWS_A_COLUMN   4
#define MOST_EXPLAINED  0.9999
#define MOST_EXCHANGES  40
#define EXCHANGE_ROWS   200

typedef struct
{
  const SdWhitening *task;
  double  *basis;         /* n_latents × n, orthogonal, of variance 1; 0 where dropped */
  double  *triangle;      /* n_latents × n_latents: latent i by basis k */
  double  *innovations;
  double  *targets;
  double  *correlations;  /* per pair, as measured */
  double  *z;
  guint32 *rows;          /* ordered by class, then by z */
  guint32 *merged;
  guint   *offsets;       /* n_classes + 1 */
} Work;

static double
get_mean_product (const double *x,
                  const double *y,
                  guint         n)
{
  double sum = 0;

  for (guint i = 0; i < n; i++)
    sum += x[i] * y[i];
  return sum / n;
}

/**
 * sd_whitening_standardize:
 * @x: (inout): values
 * @n: how many
 *
 * Returns: whether they differ
 */
gboolean
sd_whitening_standardize (double *x,
                          guint   n)
{
  double mean = 0;
  double sd;

  for (guint i = 0; i < n; i++)
    mean += x[i];
  mean /= n;
  for (guint i = 0; i < n; i++)
    x[i] -= mean;
  sd = sqrt (get_mean_product (x, x, n));
  for (guint i = 0; i < n; i++)
    x[i] = sd > 1e-9 * fabs (mean) && sd > 0 ? x[i] / sd : 0;
  return sd > 1e-9 * fabs (mean) && sd > 0;
}

static void
subtract (double       *x,
          const double *y,
          double        factor,
          guint         n)
{
  for (guint i = 0; i < n; i++)
    x[i] -= factor * y[i];
}

/* Gram and Schmidt, twice over for precision. */
static void
make_basis (Work *self)
{
  const guint n = self->task->n;
  const guint m = self->task->n_latents;

  for (guint i = 0; i < m; i++)
    {
      double *q = self->basis + (gsize) i * n;

      memcpy (q, self->task->latents[i], n * sizeof *q);
      if (!sd_whitening_standardize (q, n))
        continue;
      for (guint pass = 0; pass < 2; pass++)
        for (guint k = 0; k < i; k++)
          {
            const double product = get_mean_product (q, self->basis + (gsize) k * n, n);

            self->triangle[i * m + k] += product;
            subtract (q, self->basis + (gsize) k * n, product, n);
          }
      self->triangle[i * m + i] = sqrt (get_mean_product (q, q, n));
      if (self->triangle[i * m + i] < 1e-3)
        {
          self->triangle[i * m + i] = 0;
          memset (q, 0, n * sizeof *q);
        }
      else
        for (guint row = 0; row < n; row++)
          q[row] /= self->triangle[i * m + i];
    }
}

static void
whiten (Work *self)
{
  const guint n = self->task->n;

  memcpy (self->innovations, self->task->innovations, n * sizeof *self->innovations);
  sd_whitening_standardize (self->innovations, n);
  if (n < ROWS_A_COLUMN * (self->task->n_latents + 1))
    return;
  for (guint k = 0; k < self->task->n_latents; k++)
    {
      const double *q = self->basis + (gsize) k * n;

      subtract (self->innovations, q, get_mean_product (self->innovations, q, n), n);
    }
  sd_whitening_standardize (self->innovations, n);
}

/* z, with the correlations self->targets with the earlier latents. */
static void
combine (Work *self)
{
  const guint n = self->task->n;
  const guint m = self->task->n_latents;
  g_autofree double *c = g_new0 (double, m + 1);
  double explained = 0;
  double own;

  for (guint i = 0; i < m; i++)
    {
      double left = self->targets[i];

      for (guint k = 0; k < i; k++)
        left -= self->triangle[i * m + k] * c[k];
      if (self->triangle[i * m + i] > 0)
        c[i] = left / self->triangle[i * m + i];
      explained += c[i] * c[i];
    }
  if (explained > MOST_EXPLAINED)
    for (guint i = 0; i < m; i++)
      c[i] *= sqrt (MOST_EXPLAINED / explained);
  own = sqrt (1 - MIN (explained, MOST_EXPLAINED));
  for (guint row = 0; row < n; row++)
    self->z[row] = own * self->innovations[row];
  for (guint k = 0; k < m; k++)
    subtract (self->z, self->basis + (gsize) k * n, -c[k], n);
}

/* Merges two ordered runs; ties go by row. */
static void
merge (const double  *z,
       const guint32 *from,
       guint          middle,
       guint          n,
       guint32       *to)
{
  guint i = 0, j = middle;

  for (guint k = 0; k < n; k++)
    to[k] = j >= n || (i < middle && z[from[i]] <= z[from[j]]) ? from[i++] : from[j++];
}

static void
sort_rows (const double *z,
           guint32      *rows,
           guint32      *spare,
           guint         n)
{
  guint32 *from = rows;
  guint32 *to = spare;

  for (guint width = 1; width < n; width *= 2)
    {
      guint32 *swap = from;

      for (guint i = 0; i < n; i += 2 * width)
        merge (z, from + i, MIN (width, n - i), MIN (2 * width, n - i), to + i);
      from = to;
      to = swap;
    }
  if (from != rows)
    memcpy (rows, from, n * sizeof *rows);
}

static void
count_classes (Work *self)
{
  const SdWhitening *task = self->task;

  for (guint row = 0; row < task->n; row++)
    self->offsets[1 + (task->classes != NULL ? task->classes[row] : 0)]++;
  for (guint c = 0; c < task->n_classes; c++)
    self->offsets[c + 1] += self->offsets[c];
}

/* Ranks the rows of each class by z. */
static void
rank (Work    *self,
      guint32 *places)
{
  const SdWhitening *task = self->task;
  g_autofree guint *next = g_memdup2 (self->offsets, task->n_classes * sizeof *next);

  for (guint row = 0; row < task->n; row++)
    self->rows[next[task->classes != NULL ? task->classes[row] : 0]++] = row;
  for (guint c = 0; c < task->n_classes; c++)
    sort_rows (self->z, self->rows + self->offsets[c], self->merged,
               self->offsets[c + 1] - self->offsets[c]);
  for (guint i = 0; i < task->n; i++)
    places[self->rows[i]] = i;
}

/* Returns the largest error. */
static double
measure (Work          *self,
         const guint32 *places)
{
  const SdWhitening *task = self->task;
  double worst = 0;

  for (guint p = 0; p < task->n_pairs; p++)
    {
      const SdWhiteningPair *pair = &task->pairs[p];
      double sum = 0;

      for (guint row = 0; row < task->n; row++)
        sum += pair->partner[row] * pair->own[places[row]];
      self->correlations[p] = sum / task->n;
      worst = MAX (worst, fabs (pair->target - self->correlations[p]));
    }
  return worst;
}

/* Skewed values need a larger step of the latent than of the correlation. */
static void
correct (Work *self)
{
  for (guint p = 0; p < self->task->n_pairs; p++)
    {
      const SdWhiteningPair *pair = &self->task->pairs[p];
      const double declared = self->task->targets[pair->latent];
      const double slope = fabs (pair->target) > 0.05 ? declared / pair->target : 1;
      const double target = self->targets[pair->latent]
                            + (pair->target - self->correlations[p]) * CLAMP (slope, 0.5, 3);

      self->targets[pair->latent] = CLAMP (target, -1, 1);
    }
}

/* The sum of squared errors when rows @a and @b exchange their values. */
static double
try_exchange (const Work    *self,
              const guint32 *places,
              guint          a,
              guint          b)
{
  const SdWhitening *task = self->task;
  double sum = 0;

  for (guint p = 0; p < task->n_pairs; p++)
    {
      const SdWhiteningPair *pair = &task->pairs[p];
      const double change = (pair->partner[a] - pair->partner[b])
                            * (pair->own[places[b]] - pair->own[places[a]]) / task->n;
      const double error = pair->target - self->correlations[p] - change;

      sum += error * error;
    }
  return sum;
}

/* The exchange that mends most; FALSE when none mends a hundredth. */
static gboolean
exchange_best (Work    *self,
               guint32 *places)
{
  const SdWhitening *task = self->task;
  const guint step = (task->n + EXCHANGE_ROWS - 1) / EXCHANGE_ROWS;
  double least = 0;
  guint best[2] = { 0, 0 };
  guint32 place;

  for (guint p = 0; p < task->n_pairs; p++)
    least += (task->pairs[p].target - self->correlations[p])
             * (task->pairs[p].target - self->correlations[p]);
  least *= 0.99;
  for (guint a = 0; a < task->n; a += step)
    for (guint b = a + step; b < task->n; b += step)
      if (task->classes == NULL || task->classes[a] == task->classes[b])
        {
          const double sum = try_exchange (self, places, a, b);

          if (sum < least)
            {
              least = sum;
              best[0] = a;
              best[1] = b;
            }
        }
  if (best[1] == 0)
    return FALSE;
  place = places[best[0]];
  places[best[0]] = places[best[1]];
  places[best[1]] = place;
  return TRUE;
}

/* Returns the largest error that is left. */
static double
mend (Work    *self,
      guint32 *places)
{
  double worst = measure (self, places);

  for (guint i = 0; i < MOST_EXCHANGES && worst > GOOD_ENOUGH; i++)
    {
      if (!exchange_best (self, places))
        break;
      worst = measure (self, places);
    }
  return worst;
}

/* Few rows are mended after every round, many once. */
static void
run (Work    *self,
     guint32 *places)
{
  const SdWhitening *task = self->task;
  const gboolean few = task->n <= FEW_ROWS;
  const guint rounds = task->n_pairs == 0 ? 1 : few ? ROUNDS_OF_FEW : ROUNDS_OF_MANY;
  g_autofree guint32 *tried = g_new (guint32, task->n);
  double least = G_MAXDOUBLE;

  for (guint round = 0; round < rounds && least > GOOD_ENOUGH; round++)
    {
      double worst;

      combine (self);
      rank (self, tried);
      worst = measure (self, tried);
      correct (self);
      if (few)
        worst = mend (self, tried);
      if (worst < least)
        {
          least = worst;
          memcpy (places, tried, task->n * sizeof *places);
        }
    }
  if (!few)
    mend (self, places);
}

/**
 * sd_whitening_run:
 * @self: a column and the earlier ones
 * @places: (out): room for a place per row
 *
 * The same for the same values, whoever asks.
 */
void
sd_whitening_run (const SdWhitening *self,
                  guint32           *places)
{
  const guint n = self->n;
  const guint m = self->n_latents;
  Work work = { .task = self };

  work.basis = g_new0 (double, (gsize) m * n + 1);
  work.triangle = g_new0 (double, m * m + 1);
  work.innovations = g_new (double, n);
  work.targets = g_new (double, m + 1);
  work.correlations = g_new0 (double, self->n_pairs + 1);
  work.z = g_new (double, n);
  work.rows = g_new (guint32, n);
  work.merged = g_new (guint32, n);
  work.offsets = g_new0 (guint, self->n_classes + 1);
  if (m > 0)
    memcpy (work.targets, self->targets, m * sizeof *work.targets);
  make_basis (&work);
  whiten (&work);
  count_classes (&work);
  run (&work, places);
  g_free (work.basis);
  g_free (work.triangle);
  g_free (work.innovations);
  g_free (work.targets);
  g_free (work.correlations);
  g_free (work.z);
  g_free (work.rows);
  g_free (work.merged);
  g_free (work.offsets);
}
