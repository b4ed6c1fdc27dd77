/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The inverse distribution function of a continuous law as a table: a draw is
 * a lookup and a cubic.
 *
 * Knots uniform in u would miss the tails by far. Each half is split by binade
 * of its tail probability, 32 cells a binade and 53 binades, so that the
 * relative width of every cell is 1/32 and 53 random bits are honoured
 * (ENGINE.md §11).
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SD_QUANTILE_BINADES 53
#define SD_QUANTILE_CELLS   32

/* The value with probability @tail below it, or above it when @upper;
 * 0 < tail ≤ 1/2. */
typedef double (*SdQuantileFunc) (double        tail,
                                  gboolean      upper,
                                  gconstpointer data);

typedef struct
{
  double c0, c1, c2, c3;   /* c0 + f (c1 + f (c2 + f c3)), 0 ≤ f < 1 within the cell */
} SdQuantileCell;

typedef struct
{
  SdQuantileCell cells[2][SD_QUANTILE_BINADES][SD_QUANTILE_CELLS];
} SdQuantile;

/* @scale multiplies the values: 10^decimals for scaled integers. */
SdQuantile *sd_quantile_new  (SdQuantileFunc    func,
                              gconstpointer     data,
                              double            scale);
void        sd_quantile_free (SdQuantile       *self);
SdQuantileCell sd_quantile_fit_cell (const double v[4]);

static inline double
sd_quantile_get (const SdQuantile *self,
                 guint64           u)
{
  const guint upper = u >> 63;
  /* The tail's numerator, never 0, below 2^63. */
  const guint64 tail = (upper ? ~u : u) | 1;
  const guint zeros = __builtin_clzll (tail);
  const guint binade = MIN (zeros - 1, SD_QUANTILE_BINADES - 1);
  const guint64 mantissa = tail << (binade + 2);   /* without the leading one */
  const SdQuantileCell *cell = &self->cells[upper][binade][mantissa >> 59];
  const double f = (double) ((mantissa << 5) >> 12) * 0x1p-52;

  return cell->c0 + f * (cell->c1 + f * (cell->c2 + f * cell->c3));
}

G_END_DECLS
