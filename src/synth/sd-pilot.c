/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The virtual table; see the header. A Korobov lattice of rank 1, its points in
 * the middle of their cells and folded like a tent (Hickernell, 2002). The
 * factor is the one of 2,000 tried with the least correlation of normal scores
 * between any two of the first twelve dimensions: 0.0007 at most.
 */

#define G_LOG_DOMAIN "sd-pilot"

#include <math.h>

#include "sd-compiler-private.h"
#include "sd-frame-private.h"
#include "sd-math.h"
#include "sd-pilot-private.h"

#define BITS   14
#define FACTOR 4205

G_STATIC_ASSERT (SD_PILOT_ROWS == 1 << BITS);

struct _SdPilot
{
  SdCompiler *compiler;
  GHashTable *dimensions;   /* (path, key) mixed → number + 1 */
  gboolean    failed;
};

/* Nodes whose values follow from draws, parents and other columns of the row. */
static const char * const allowed[] = {
  "atom", "attempt", "birth-atom", "bounded-date", "bounded-moment", "branch", "branched",
  "choice", "chosen", "chosen-truth", "combination", "count-latent", "coupled", "derived-atom",
  "drawn", "emptied", "field", "field-number", "field-range", "formula", "gather", "given-atom",
  "latent", "level", "life-cycle", "logit", "moment", "ordered-moment", "ordered-shape",
  "parent-latent", "part", "part-of-whole", "parts", "quantile", "ranks", "regression",
  "sample", "sequence", "shares", "shuffled", "stage", "tuple", "uniform", "unique-continuous",
  "unique-date", "unique-lattice", "values", "within",
};

gboolean
sd_pilot_allows (SdPilot      *self,
                 const SdNode *node)
{
  /* Of a table without rows nothing can be evaluated. */
  for (guint i = 0; i < G_N_ELEMENTS (allowed) && !self->failed; i++)
    if (g_str_equal (node->klass->name, allowed[i]))
      return TRUE;
  g_debug ("“%s” is not for virtual rows", node->klass->name);
  self->failed = TRUE;
  return FALSE;
}

/* Dimensions are numbered in the order in which they are first asked for, which
 * follows from the plan alone, though @key contains the seed. */
static guint
get_factor (SdPilot *self,
            guint64  path,
            guint64  key)
{
  const guint64 both = sd_key_derive (key, path);
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (self->dimensions, &both));
  guint factor = 1;

  if (number == 0)
    {
      number = g_hash_table_size (self->dimensions) + 1;
      g_hash_table_insert (self->dimensions, g_memdup2 (&both, sizeof both),
                           GUINT_TO_POINTER (number));
    }
  while (--number > 0)
    factor = factor * FACTOR % SD_PILOT_ROWS;
  return factor;
}

static void
fill (guint    factor,
      guint    first,
      guint    n,
      guint64 *u)
{
  for (guint i = 0; i < n; i++)
    {
      const guint64 cell = (guint64) (first + i) * factor % SD_PILOT_ROWS;
      const guint64 middle = (cell << 1 | 1) << (64 - BITS - 1);

      u[i] = (middle >> 63 ? ~middle : middle) << 1;
    }
}

void
sd_pilot_draw (SdPilot      *self,
               guint64       path,
               const SdDraw *draw,
               guint         first,
               guint         n,
               guint64      *u)
{
  fill (get_factor (self, path, draw->value_key), first, n, u);
}

void
sd_pilot_get_rows (SdPilot *self,
                   guint64  path,
                   guint    table,
                   guint    first,
                   guint    n,
                   guint64 *rows)
{
  const guint64 n_rows = sd_table_get_rows (self->compiler->tables[table].table);

  fill (get_factor (self, path, table), first, n, rows);
  for (guint i = 0; i < n; i++)
    rows[i] = sd_scale (rows[i], n_rows);
  if (n_rows == 0)
    self->failed = TRUE;
}

/**
 * sd_pilot_run:
 * @compiler: the compiler, which has made the nodes and what they read
 * @table: their table
 * @n: how many
 * @nodes: (array length=n): INT64, DOUBLE or CODE
 * @values: (array length=n): where SD_PILOT_ROWS numbers of each go, NaN for NULL
 *
 * Returns: FALSE when a node cannot be evaluated on virtual rows
 */
gboolean
sd_pilot_run (SdCompiler   *compiler,
              guint         table,
              guint         n,
              const guint  *nodes,
              double      **values)
{
  g_autoptr (GHashTable) dimensions = g_hash_table_new_full (g_int64_hash, g_int64_equal,
                                                             g_free, NULL);
  SdPilot self = { compiler, dimensions, FALSE };
  g_autoptr (SdEvaluator) evaluator = sd_evaluator_new (compiler->plan);

  for (guint first = 0; first < SD_PILOT_ROWS && !self.failed; first += SD_BATCH_ROWS)
    for (guint i = 0; i < n && !self.failed; i++)
      {
        const SdVector *vector = sd_evaluator_get_virtual (evaluator, &self, table, nodes[i], first,
                                                           SD_BATCH_ROWS);

        if (!self.failed)
          sd_vector_get_numbers (vector, SD_BATCH_ROWS, values[i] + first);
      }
  return !self.failed;
}

gboolean
sd_pilot_get_moments (const double *values,
                      guint         n,
                      double       *mean,
                      double       *variance)
{
  double sum = 0;
  double squares = 0;
  guint count = 0;

  for (guint i = 0; i < n; i++)
    if (isfinite (values[i]))
      {
        sum += values[i];
        count++;
      }
  *mean = sum / MAX (count, 1);
  for (guint i = 0; i < n; i++)
    if (isfinite (values[i]))
      squares += (values[i] - *mean) * (values[i] - *mean);
  *variance = squares / MAX (count, 1);
  return count > 0 && isfinite (*variance);
}

/* Newton's steps, held inside an interval that bisection would use. */
double
sd_pilot_solve_intercept (const double *values,
                          guint         n,
                          double        slope,
                          double        share)
{
  double mean, variance;
  double low = -1e6;
  double high = 1e6;
  double b;

  sd_pilot_get_moments (values, n, &mean, &variance);
  b = sd_log (share / (1 - share)) - slope * mean;
  for (guint step = 0; step < 100; step++)
    {
      double sum = 0;
      double derivative = 0;
      double next;

      for (guint i = 0; i < n; i++)
        {
          const double x = slope * (isfinite (values[i]) ? values[i] : mean) + b;
          const double p = 1 / (1 + sd_exp (-CLAMP (x, -700, 700)));

          sum += p;
          derivative += p * (1 - p);
        }
      sum = sum / n - share;
      if (ABS (sum) < 1e-9)
        break;
      if (sum > 0)
        high = b;
      else
        low = b;
      next = derivative > 0 ? b - sum / (derivative / n) : NAN;
      b = next > low && next < high ? next : (low + high) / 2;
    }
  return b;
}
