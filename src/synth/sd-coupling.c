/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Couplings; see the header. The second margin is cut into 512 equally likely
 * cells, the first one into 8,192 points and 64 bands. From a point with the value
 * a the cell j is reached with a probability in proportion to β_j × the Gaussian
 * mass of the band and the cell × the share of the cell that is not below a; the β
 * are fitted until every cell has its share of all points (iterative proportional
 * fitting, Deming and Stephan, 1940). Within the cell the value is uniform on what
 * is not below a. As only a point's first cell can be partly below it, sums over
 * cells are differences of two.
 */

#define G_LOG_DOMAIN "sd-coupling"

#include <math.h>
#include <string.h>

#include "sd-coupling-private.h"
#include "sd-math.h"
#include "sd-normal-private.h"

#define CELLS      512
#define CELL_BITS  9
#define BANDS      64
#define POINTS     8192
#define SWEEPS     400
#define TOLERANCE  1e-6
/* The ends of the first margin, where its tail must lie below the other's too. */
#define TAIL_BITS  30
/* Places are found to so much of 2^64. */
#define LEAST_BIT  (G_GUINT64_CONSTANT (1) << 30)
/* How far the first margin must lie below the second, in ranks on average: nearer
 * ones would leave each value of the one only a few of the other. */
#define LEAST_SLACK 0.05
#define MOST_RHO    0.98

struct _SdCoupling
{
  SdMargin *margins[2];
  double    units[2];
  gboolean  strict;
  double    rho;
  double    correlation;
  guint     n_bands;               /* 1 without a rho */
  double  (*sums)[CELLS + 1];      /* per band: of β × mass of the cells before */
};

/* While it is fitted. */
typedef struct
{
  double values[2][POINTS];  /* of both margins, or their ranks */
  double above[POINTS];      /* from which place of the second on it is not below the first */
  double sums[POINTS + 1];   /* of the second margin's values before */
  double moments[2][2];      /* mean and standard deviation of each */
} Points;

static void
get_values (const SdCoupling *self,
            guint             margin,
            const guint64    *u,
            guint             n,
            double           *values)
{
  sd_margin_get_scores (self->margins[margin], u, n, values);
  for (guint i = 0; i < n; i++)
    values[i] *= self->units[margin];
}

/* The least uniforms whose values of the margin are not below @wanted, or, @strict,
 * above it, but for less than 2^-33; the greatest where there is none. */
static void
find_uniforms (const SdCoupling *self,
               guint             margin,
               const double     *wanted,
               guint             n,
               gboolean          strict,
               guint64          *u)
{
  g_autofree guint64 *middle = g_new (guint64, n);
  g_autofree double *values = g_new (double, n);

  memset (u, 0, n * sizeof *u);
  for (guint64 bit = G_GUINT64_CONSTANT (1) << 63; bit > LEAST_BIT; bit >>= 1)
    {
      for (guint i = 0; i < n; i++)
        middle[i] = u[i] + (bit - 1);
      get_values (self, margin, middle, n, values);
      /* All up to the middle are too small. */
      for (guint i = 0; i < n; i++)
        if (strict ? values[i] <= wanted[i] : values[i] < wanted[i])
          u[i] += bit;
    }
  for (guint i = 0; i < n; i++)
    u[i] += 2 * LEAST_BIT - 1;
}

/* Uniforms spread evenly, and far out on both sides. */
static guint
fill_probes (guint64 *probes)
{
  guint n = 0;

  for (guint k = 0; k < POINTS; k++)
    probes[n++] = ((guint64) (2 * k + 1)) << (64 - 14);
  for (guint k = 14; k < TAIL_BITS; k++)
    {
      probes[n++] = G_GUINT64_CONSTANT (1) << (64 - k);
      probes[n++] = -(G_GUINT64_CONSTANT (1) << (64 - k));
    }
  return n;
}

static gboolean
fill_points (const SdCoupling *self,
             Points           *points)
{
  const guint size = POINTS + 2 * TAIL_BITS;
  g_autofree guint64 *probes = g_new (guint64, size);
  g_autofree double *values = g_new (double, size);
  g_autofree guint64 *above = g_new (guint64, size);
  g_autofree guint64 *own = g_new (guint64, size);
  const guint n = fill_probes (probes);
  double slack = 0;

  get_values (self, 0, probes, n, values);
  get_values (self, 1, probes, POINTS, points->values[1]);
  memcpy (points->values[0], values, sizeof points->values[0]);
  find_uniforms (self, 1, values, n, self->strict, above);
  find_uniforms (self, 0, values, n, FALSE, own);
  for (guint i = 0; i < n; i++)
    if (above[i] > own[i] && above[i] - own[i] > 4 * LEAST_BIT)
      return FALSE;
  for (guint i = 0; i < POINTS; i++)
    {
      points->above[i] = (double) above[i] * 0x1p-64;
      slack += ((double) probes[i] * 0x1p-64 - points->above[i]) / POINTS;
    }
  return slack >= LEAST_SLACK;
}

static void
fill_moments (Points   *points,
              gboolean  ranks)
{
  for (guint i = 0; i < POINTS && ranks; i++)
    points->values[0][i] = points->values[1][i] = (i + 0.5) / POINTS;
  for (guint m = 0; m < 2; m++)
    {
      double sum = 0;
      double squares = 0;

      for (guint i = 0; i < POINTS; i++)
        sum += points->values[m][i] / POINTS;
      for (guint i = 0; i < POINTS; i++)
        squares += (points->values[m][i] - sum) * (points->values[m][i] - sum) / POINTS;
      points->moments[m][0] = sum;
      points->moments[m][1] = sqrt (squares);
    }
  points->sums[0] = 0;
  for (guint i = 0; i < POINTS; i++)
    points->sums[i + 1] = points->sums[i] + points->values[1][i];
}

static inline const double *
get_band (const SdCoupling *self,
          double            own)
{
  return self->sums[self->n_bands == 1 ? 0 : (guint) MIN (own * BANDS, BANDS - 1)];
}

/* From a place of the second margin on: the first cell, the share of it that
 * counts, and the weight of it and all after it. */
static inline double
get_weight (const double *sums,
            double        above,
            guint        *first,
            double       *share)
{
  *first = (guint) MIN (above * CELLS, CELLS - 1);
  *share = CLAMP (*first + 1 - above * CELLS, 0, 1);
  return *share * (sums[*first + 1] - sums[*first]) + sums[CELLS] - sums[*first + 1];
}

static void
fill_masses (SdCoupling *self,
             double      rho,
             double    (*masses)[CELLS])
{
  const SdNormal *normal = sd_normal_get ();

  for (guint i = 0; i < self->n_bands; i++)
    for (guint j = 0; j < CELLS; j++)
      {
        const double x = sd_normal_from_uniform (normal, (guint64) (2 * i + 1) << 57);
        const double y = sd_normal_from_uniform (normal, (guint64) (2 * j + 1) << (63 - CELL_BITS));

        masses[i][j] = rho == 0 ? 1 : sd_exp ((2 * rho * x * y - rho * rho * (x * x + y * y))
                                              / (2 * (1 - rho * rho)));
      }
}

/* The share of all points that each cell has. */
static void
get_shares (const SdCoupling *self,
            const Points     *points,
            double           *shares)
{
  memset (shares, 0, CELLS * sizeof *shares);
  for (guint b = 0; b < self->n_bands; b++)
    {
      const guint end = POINTS / self->n_bands * (b + 1);
      const double *sums = self->sums[b];
      double steps[CELLS + 1] = { 0 };
      double sum = 0;

      for (guint i = end - POINTS / self->n_bands; i < end; i++)
        {
          guint first;
          double share;
          const double weight = get_weight (sums, points->above[i], &first, &share);

          if (!(weight > 0))
            continue;
          shares[first] += share * (sums[first + 1] - sums[first]) / weight / POINTS;
          steps[first + 1] += 1 / weight / POINTS;
        }
      for (guint j = 0; j < CELLS; j++)
        {
          sum += steps[j];
          shares[j] += sum * (sums[j + 1] - sums[j]);
        }
    }
}

static void
fit (SdCoupling   *self,
     const Points *points,
     double        rho)
{
  g_autofree double (*masses)[CELLS] = g_malloc (BANDS * sizeof *masses);
  double beta[CELLS];
  double shares[CELLS];

  self->rho = rho;
  self->n_bands = rho == 0 ? 1 : BANDS;
  fill_masses (self, rho, masses);
  for (guint j = 0; j < CELLS; j++)
    beta[j] = 1;
  for (guint sweep = 0; sweep < SWEEPS; sweep++)
    {
      double worst = 0;

      for (guint b = 0; b < self->n_bands; b++)
        {
          self->sums[b][0] = 0;
          for (guint j = 0; j < CELLS; j++)
            self->sums[b][j + 1] = self->sums[b][j] + beta[j] * masses[b][j];
        }
      get_shares (self, points, shares);
      for (guint j = 0; j < CELLS; j++)
        {
          const double ratio = shares[j] > 0 ? 1.0 / CELLS / shares[j] : 1;

          worst = MAX (worst, fabs (ratio - 1));
          beta[j] = CLAMP (beta[j] * ratio, 1e-12, 1e12);
        }
      if (worst < TOLERANCE)
        break;
    }
}

/* The mean of the second margin between two of its places. */
static double
get_mean_between (const Points *points,
                  double        from,
                  double        to)
{
  const double a = MIN (from * POINTS, POINTS - 1e-6);
  const double b = to * POINTS;
  const guint i = (guint) a;
  const guint k = (guint) MIN (b, POINTS - 1);
  const double at_a = points->sums[i] + (a - i) * (points->sums[i + 1] - points->sums[i]);
  const double at_b = points->sums[k] + (b - k) * (points->sums[k + 1] - points->sums[k]);

  return b - a > 1e-9 ? (at_b - at_a) / (b - a) : points->sums[i + 1] - points->sums[i];
}

static double
get_correlation (const SdCoupling *self,
                 const Points     *points)
{
  const double scale = points->moments[0][1] * points->moments[1][1];
  double means[CELLS];
  double product = 0;

  for (guint j = 0; j < CELLS; j++)
    means[j] = get_mean_between (points, (double) j / CELLS, (j + 1.0) / CELLS);
  for (guint b = 0; b < self->n_bands; b++)
    {
      const guint end = POINTS / self->n_bands * (b + 1);
      const double *sums = self->sums[b];
      double tails[CELLS + 1];

      tails[CELLS] = 0;
      for (guint j = CELLS; j-- > 0;)
        tails[j] = tails[j + 1] + (sums[j + 1] - sums[j]) * means[j];
      for (guint i = end - POINTS / self->n_bands; i < end; i++)
        {
          guint first;
          double share;
          const double weight = get_weight (sums, points->above[i], &first, &share);
          const double part = share * (sums[first + 1] - sums[first])
                              * get_mean_between (points, points->above[i], (first + 1.0) / CELLS);

          if (weight > 0)
            product += ((part + tails[first + 1]) / weight - points->moments[1][0])
                       * (points->values[0][i] - points->moments[0][0]) / POINTS;
        }
    }
  return scale > 0 ? product / scale : 0;
}

/* The Gaussian whose coupling has the wanted correlation, or comes nearest. */
static void
solve (SdCoupling   *self,
       const Points *points,
       double        wanted)
{
  double low = -MOST_RHO;
  double high = MOST_RHO;

  for (guint step = 0; step < 14; step++)
    {
      const double rho = (low + high) / 2;

      fit (self, points, rho);
      self->correlation = get_correlation (self, points);
      if (fabs (self->correlation - wanted) < 1e-4)
        return;
      if (self->correlation < wanted)
        low = rho;
      else
        high = rho;
    }
}

SdCoupling *
sd_coupling_new (const SdCouplingSpec *spec)
{
  SdCoupling *self = g_new0 (SdCoupling, 1);
  g_autofree Points *points = g_new0 (Points, 1);

  self->margins[0] = spec->a;
  self->margins[1] = spec->b;
  self->units[0] = spec->units[0];
  self->units[1] = spec->units[1];
  self->strict = spec->strict;
  if (!fill_points (self, points))
    {
      g_free (self);
      return NULL;
    }
  self->sums = g_malloc (BANDS * sizeof *self->sums);
  fill_moments (points, spec->ranks);
  fit (self, points, 0);
  self->correlation = get_correlation (self, points);
  if (!isnan (spec->correlation))
    solve (self, points, spec->correlation);
  return self;
}

void
sd_coupling_free (SdCoupling *self)
{
  sd_margin_free (self->margins[0]);
  sd_margin_free (self->margins[1]);
  g_free (self->sums);
  g_free (self);
}

double
sd_coupling_get_correlation (const SdCoupling *self)
{
  return self->correlation;
}

/* The cell up to whose end the sum is more than @wanted. */
static guint
find_cell (const double *sums,
           guint         first,
           double        wanted)
{
  guint low = first;
  guint high = CELLS - 1;

  while (low < high)
    {
      const guint middle = (low + high) / 2;

      if (sums[middle + 1] > wanted)
        high = middle;
      else
        low = middle + 1;
    }
  return low;
}

static guint64
pick (const SdCoupling *self,
      guint64           own,
      guint64           above,
      guint64           v)
{
  const double *sums = get_band (self, (double) own * 0x1p-64);
  guint first;
  double share;
  const double weight = get_weight (sums, (double) above * 0x1p-64, &first, &share);
  const double wanted = sums[CELLS] - weight * (1 - sd_unit (v));
  const guint j = find_cell (sums, first, wanted);
  const double mass = sums[j + 1] - sums[j];
  const guint64 start = (guint64) j << (64 - CELL_BITS);
  const double place = mass > 0 ? CLAMP ((wanted - sums[j]) / mass, 0, 1 - 0x1p-53) : 0;

  /* What is cut off the first cell is cut off its weight too, so only rounding can
   * lead below. */
  return MAX (start + (guint64) (place * 0x1p64 / CELLS), above);
}

void
sd_coupling_apply (const SdCoupling *self,
                   const double     *a,
                   const guint64    *v,
                   guint             n,
                   guint64          *u)
{
  guint64 above[SD_BATCH_ROWS];
  guint64 own[SD_BATCH_ROWS];

  find_uniforms (self, 1, a, n, self->strict, above);
  if (self->rho != 0)
    find_uniforms (self, 0, a, n, FALSE, own);
  for (guint i = 0; i < n; i++)
    u[i] = isnan (a[i]) ? v[i] : pick (self, self->rho != 0 ? own[i] : 0, above[i], v[i]);
}

typedef struct
{
  SdNode      node;
  SdCoupling *coupling;
  guint       a;
  SdDraw      draw;
} CoupledNode;

static void
evaluate_coupled (const SdNode *node,
                  SdFrame      *frame,
                  SdVector     *out)
{
  const CoupledNode *self = (const CoupledNode *) node;
  double a[SD_BATCH_ROWS];
  guint64 v[SD_BATCH_ROWS];

  sd_vector_get_numbers (sd_frame_get (frame, self->a), frame->n_rows, a);
  for (guint i = 0; i < frame->n_rows; i++)
    a[i] *= self->coupling->units[0];
  sd_frame_draw (frame, &self->draw, v);
  sd_coupling_apply (self->coupling, a, v, frame->n_rows, (guint64 *) out->i64);
}

static void
coupled_node_free (SdNode *node)
{
  sd_coupling_free (((CoupledNode *) node)->coupling);
  g_free (node);
}

static const SdNodeClass coupled_class = { "coupled", evaluate_coupled, coupled_node_free };

SdNode *
sd_coupled_node_new (SdCoupling   *coupling,
                     const SdNode *a,
                     const SdDraw *draw)
{
  CoupledNode *self = sd_node_alloc (sizeof *self, &coupled_class, SD_TYPE_INTEGER,
                                     SD_VECTOR_INT64);

  self->coupling = coupling;
  self->a = a->index;
  self->draw = *draw;
  return &self->node;
}
