/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Couplings; see the header. The second margin is cut into 64 equally likely
 * cells, the first one into 2,048 points. From a point with the value a the cell j
 * is reached with a probability in proportion to β_j × the Gaussian mass × the
 * share of the cell that is not below a; the β are fitted until every cell has its
 * share of all points (iterative proportional fitting, Deming and Stephan, 1940).
 * Within the cell the value is uniform on what is not below a.
 */

#define G_LOG_DOMAIN "sd-coupling"

#include <math.h>
#include <string.h>

#include "sd-coupling-private.h"
#include "sd-math.h"
#include "sd-normal-private.h"

#define CELLS      64
#define CELL_BITS  6
#define POINTS     2048
#define SWEEPS     300
#define TOLERANCE  1e-7
/* The ends of the first margin, where its tail must lie below the other's too. */
#define TAIL_BITS  40
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
  double    beta[CELLS];
  double    gauss[CELLS][CELLS];   /* by cell of the first margin; only with a rho */
};

/* While it is fitted. */
typedef struct
{
  double values[POINTS];     /* of the first margin */
  double above[POINTS];      /* from which place of the second on it is not below */
  double sums[POINTS + 1];   /* of the second margin's values, from the first point on */
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
 * above it; the greatest uniform where there is none. */
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
  for (guint64 bit = G_GUINT64_CONSTANT (1) << 63; bit > 0; bit >>= 1)
    {
      for (guint i = 0; i < n; i++)
        middle[i] = u[i] + (bit - 1);
      get_values (self, margin, middle, n, values);
      /* All up to the middle are too small. */
      for (guint i = 0; i < n; i++)
        if (strict ? values[i] <= wanted[i] : values[i] < wanted[i])
          u[i] += bit;
    }
}

/* Uniforms spread evenly, and far out on both sides. */
static guint
fill_probes (guint64 *probes)
{
  guint n = 0;

  for (guint k = 0; k < POINTS; k++)
    probes[n++] = ((guint64) (2 * k + 1)) << (64 - 12);
  for (guint k = 12; k < TAIL_BITS; k++)
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
  guint64 probes[POINTS + 2 * TAIL_BITS];
  double values[POINTS + 2 * TAIL_BITS];
  guint64 above[POINTS + 2 * TAIL_BITS];
  guint64 own[POINTS + 2 * TAIL_BITS];
  const guint n = fill_probes (probes);
  double slack = 0;

  get_values (self, 0, probes, n, values);
  find_uniforms (self, 1, values, n, self->strict, above);
  find_uniforms (self, 0, values, n, FALSE, own);
  for (guint i = 0; i < n; i++)
    if (above[i] > own[i] && above[i] - own[i] > G_GUINT64_CONSTANT (1) << 20)
      return FALSE;
  for (guint i = 0; i < POINTS; i++)
    {
      points->values[i] = values[i];
      points->above[i] = (double) above[i] * 0x1p-64;
      slack += ((double) probes[i] * 0x1p-64 - points->above[i]) / POINTS;
    }
  return slack >= LEAST_SLACK;
}

static void
fill_moments (const SdCoupling *self,
              Points           *points,
              gboolean          ranks)
{
  guint64 probes[POINTS + 2 * TAIL_BITS];
  double values[2][POINTS];

  fill_probes (probes);
  get_values (self, 1, probes, POINTS, values[1]);
  memcpy (values[0], points->values, sizeof values[0]);
  if (ranks)
    for (guint i = 0; i < POINTS; i++)
      values[0][i] = values[1][i] = (i + 0.5) / POINTS;
  for (guint m = 0; m < 2; m++)
    {
      double sum = 0, squares = 0;

      for (guint i = 0; i < POINTS; i++)
        sum += values[m][i] / POINTS;
      for (guint i = 0; i < POINTS; i++)
        squares += (values[m][i] - sum) * (values[m][i] - sum) / POINTS;
      points->moments[m][0] = sum;
      points->moments[m][1] = sqrt (squares);
    }
  memcpy (points->values, values[0], sizeof values[0]);
  points->sums[0] = 0;
  for (guint i = 0; i < POINTS; i++)
    points->sums[i + 1] = points->sums[i] + values[1][i];
}

/* The share of cell @j that is not below @above. */
static inline double
get_allowed (double above,
             guint  j)
{
  return CLAMP (j + 1 - above * CELLS, 0, 1);
}

/* Probabilities of the cells from a place @own of the first margin; their sum. */
static inline double
get_cells (const SdCoupling *self,
           double            own,
           double            above,
           double           *p)
{
  const guint first = (guint) MIN (above * CELLS, CELLS - 1);
  const double *gauss = self->rho != 0 ? self->gauss[(guint) MIN (own * CELLS, CELLS - 1)] : NULL;
  double sum = 0;

  for (guint j = 0; j < first; j++)
    p[j] = 0;
  for (guint j = first; j < CELLS; j++)
    {
      p[j] = self->beta[j] * (gauss != NULL ? gauss[j] : 1) * get_allowed (above, j);
      sum += p[j];
    }
  return sum;
}

static void
fill_gauss (SdCoupling *self)
{
  const SdNormal *normal = sd_normal_get ();
  const double rho = self->rho;

  for (guint i = 0; i < CELLS; i++)
    for (guint j = 0; j < CELLS; j++)
      {
        const double x = sd_normal_from_uniform (normal, (guint64) (2 * i + 1) << 57);
        const double y = sd_normal_from_uniform (normal, (guint64) (2 * j + 1) << 57);

        self->gauss[i][j] = sd_exp ((2 * rho * x * y - rho * rho * (x * x + y * y))
                                    / (2 * (1 - rho * rho)));
      }
}

static void
fit (SdCoupling   *self,
     const Points *points,
     double        rho)
{
  double p[CELLS];

  self->rho = rho;
  if (rho != 0)
    fill_gauss (self);
  for (guint j = 0; j < CELLS; j++)
    self->beta[j] = 1;
  for (guint sweep = 0; sweep < SWEEPS; sweep++)
    {
      double shares[CELLS] = { 0 };
      double worst = 0;

      for (guint i = 0; i < POINTS; i++)
        {
          const double sum = get_cells (self, (i + 0.5) / POINTS, points->above[i], p);

          for (guint j = 0; j < CELLS && sum > 0; j++)
            shares[j] += p[j] / sum / POINTS;
        }
      for (guint j = 0; j < CELLS; j++)
        {
          const double ratio = shares[j] > 0 ? 1.0 / CELLS / shares[j] : 1;

          worst = MAX (worst, fabs (ratio - 1));
          self->beta[j] = CLAMP (self->beta[j] * ratio, 1e-100, 1e100);
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
  double product = 0;
  double p[CELLS];

  for (guint i = 0; i < POINTS; i++)
    {
      const double sum = get_cells (self, (i + 0.5) / POINTS, points->above[i], p);

      for (guint j = 0; j < CELLS && sum > 0; j++)
        if (p[j] > 0)
          product += p[j] / sum / POINTS * (points->values[i] - points->moments[0][0])
                     * (get_mean_between (points, MAX ((double) j / CELLS, points->above[i]),
                                          (j + 1.0) / CELLS) - points->moments[1][0]);
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
  fill_moments (self, points, spec->ranks);
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
  g_free (self);
}

double
sd_coupling_get_correlation (const SdCoupling *self)
{
  return self->correlation;
}

static guint64
pick (const SdCoupling *self,
      guint64           own,
      guint64           above,
      guint64           v)
{
  double p[CELLS];
  const double sum = get_cells (self, (double) own * 0x1p-64, (double) above * 0x1p-64, p);
  double rest = sd_unit (v) * sum;
  guint j = (guint) (above >> (64 - CELL_BITS));
  guint64 from, width;

  /* The last cell takes what rounding leaves. */
  while (j + 1 < CELLS && rest >= p[j])
    rest -= p[j++];
  from = MAX ((guint64) j << (64 - CELL_BITS), above);
  width = ((guint64) j << (64 - CELL_BITS)) + ((G_GUINT64_CONSTANT (1) << (64 - CELL_BITS)) - 1)
          - from;
  return from + (p[j] > 0 ? (guint64) (CLAMP (rest / p[j], 0, 1 - 0x1p-53) * (double) width) : 0);
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
