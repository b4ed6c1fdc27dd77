/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Rows per period: the total split binomially over a tree of the periods, which
 * is the law of independent rows, or the expected numbers rounded.
 */

#define G_LOG_DOMAIN "sd-periods"

#include "sd-binomial-private.h"
#include "sd-math.h"
#include "sd-periods-private.h"

static void
round_evenly (SdPeriods    *self,
              guint64       n_rows,
              const double *weights)
{
  double whole = 0, sum = 0;

  for (guint i = 0; i < self->n_periods; i++)
    whole += weights[i];
  for (guint i = 0; i < self->n_periods; i++)
    {
      double until;

      sum += weights[i];
      until = sd_floor (sum / whole * (double) n_rows + 0.5);
      self->rows[i + 1] = sum >= whole ? n_rows : MIN ((guint64) until, n_rows);
    }
  self->rows[self->n_periods] = n_rows;
}

/**
 * sd_periods_init:
 * @self: the periods
 * @n_rows: the rows of the table
 * @weights: (array length=n_periods): what part of the rows is expected in each
 *   period; ≥ 0, not all 0
 * @n_periods: the number of periods, from 1 to %SD_PERIODS_MAX
 * @even: whether to round the expected numbers instead of drawing
 * @key: the key of the draw
 *
 * Shares out the rows of a table to periods. A period without weight has none.
 */
void
sd_periods_init (SdPeriods    *self,
                 guint64       n_rows,
                 const double *weights,
                 guint         n_periods,
                 gboolean      even,
                 SdKey         key)
{
  g_return_if_fail (n_periods > 0 && n_periods <= SD_PERIODS_MAX);

  self->n_periods = n_periods;
  self->rows = g_new0 (guint64, n_periods + 1);
  if (even)
    round_evenly (self, n_rows, weights);
  else
    {
      sd_binomial_split (n_rows, weights, n_periods, key, self->rows + 1);
      for (guint i = 0; i < n_periods; i++)
        self->rows[i + 1] += self->rows[i];
    }
}

/**
 * sd_periods_clear:
 * @self: the periods
 *
 * Frees what the periods hold.
 */
void
sd_periods_clear (SdPeriods *self)
{
  g_clear_pointer (&self->rows, g_free);
}

/**
 * sd_periods_find:
 * @self: the periods
 * @row: a row of the table
 * @index: (out): its place in the period
 *
 * Returns: the period that the row falls into
 */
guint
sd_periods_find (const SdPeriods *self,
                 guint64          row,
                 guint64         *index)
{
  guint low = 0, n = self->n_periods;

  /* The last boundary at or before the row, without branches to predict. */
  while (n > 1)
    {
      guint half = n / 2;

      low = self->rows[low + half] <= row ? low + half : low;
      n -= half;
    }
  *index = row - self->rows[low];

  return low;
}
