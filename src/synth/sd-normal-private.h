/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The standard normal law by table, both ways between 64-bit uniforms and
 * latents: what every cell of a correlated column goes through. Errors are
 * below 1e-7 of the tail's probability.
 */

#pragma once

#include "sd-quantile-private.h"

G_BEGIN_DECLS

/* Latents lie in ±SD_NORMAL_LIMIT: all that 64 bits tell apart. */
#define SD_NORMAL_LIMIT 9
#define SD_NORMAL_CELLS 64   /* a unit */

typedef struct
{
  SdQuantile     quantile;
  /* 2^64 Φ (−x). */
  SdQuantileCell tail[SD_NORMAL_LIMIT * SD_NORMAL_CELLS];
} SdNormal;

const SdNormal *sd_normal_get (void);

static inline double
sd_normal_from_uniform (const SdNormal *self,
                        guint64         u)
{
  return sd_quantile_get (&self->quantile, u);
}

static inline guint64
sd_normal_to_uniform (const SdNormal *self,
                      double          z)
{
  const double x = (z < 0 ? -z : z) * SD_NORMAL_CELLS;
  const double last = SD_NORMAL_LIMIT * SD_NORMAL_CELLS - 0x1p-20;
  const double inside = x < last ? x : last;
  const int index = (int) inside;
  const SdQuantileCell *cell = &self->tail[index];
  const double f = inside - index;
  const double tail = cell->c0 + f * (cell->c1 + f * (cell->c2 + f * cell->c3));
  /* Just below 2^63, where the halves meet. */
  const gint64 bits = (gint64) (tail < 0x1.fffffffffffffp62 ? tail : 0x1.fffffffffffffp62);

  return z < 0 ? (guint64) bits : ~(guint64) bits;
}

G_END_DECLS
