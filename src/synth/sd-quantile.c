/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Quantile tables; see the header. */

#include "sd-quantile-private.h"

/**
 * sd_quantile_fit_cell:
 * @v: the values at f = 0, 1/3, 2/3 and 1
 *
 * Returns: the cubic through them: continuous from cell to cell, with an error
 *   of the fourth order in the cell's width
 */
SdQuantileCell
sd_quantile_fit_cell (const double v[4])
{
  SdQuantileCell cell;

  cell.c0 = v[0];
  cell.c1 = -5.5 * v[0] + 9.0 * v[1] - 4.5 * v[2] + v[3];
  cell.c2 = 9.0 * v[0] - 22.5 * v[1] + 18.0 * v[2] - 4.5 * v[3];
  cell.c3 = -4.5 * v[0] + 13.5 * v[1] - 13.5 * v[2] + 4.5 * v[3];
  return cell;
}

/**
 * sd_quantile_new:
 * @func: the inverse distribution function by tail
 * @data: passed to @func
 * @scale: factor of the values
 *
 * Returns: (transfer full): the table
 */
SdQuantile *
sd_quantile_new (SdQuantileFunc func,
                 gconstpointer  data,
                 double         scale)
{
  SdQuantile *self = g_new (SdQuantile, 1);

  for (guint upper = 0; upper < 2; upper++)
    {
      double width = 0x1p-2;   /* tails of binade b are 2^−(b+2) … 2^−(b+1) */

      for (guint binade = 0; binade < SD_QUANTILE_BINADES; binade++, width /= 2)
        {
          double v[4];

          v[3] = func (width, upper, data) * scale;
          for (guint i = 0; i < SD_QUANTILE_CELLS; i++)
            {
              v[0] = v[3];
              for (guint j = 1; j < 4; j++)
                v[j] = scale * func (width * (1 + (i + j / 3.0) / SD_QUANTILE_CELLS),
                                     upper, data);
              self->cells[upper][binade][i] = sd_quantile_fit_cell (v);
            }
        }
    }
  return self;
}

void
sd_quantile_free (SdQuantile *self)
{
  g_free (self);
}
