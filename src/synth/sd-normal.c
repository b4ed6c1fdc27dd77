/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The tables of the normal law, made once when a plan first needs them; see the
 * header.
 */

#include "sd-math.h"
#include "sd-normal-private.h"

static double
get_quantile (double        tail,
              gboolean      upper,
              gconstpointer data)
{
  const double z = sd_normal_quantile (tail);

  return upper ? -z : z;
}

static gpointer
make (gpointer data)
{
  SdNormal *self = g_new (SdNormal, 1);
  SdQuantile *quantile = sd_quantile_new (get_quantile, NULL, 1);

  self->quantile = *quantile;
  sd_quantile_free (quantile);
  for (guint i = 0; i < G_N_ELEMENTS (self->tail); i++)
    {
      double v[4];

      for (guint j = 0; j < 4; j++)
        v[j] = 0x1p64 * sd_normal_cdf (-(i + j / 3.0) / SD_NORMAL_CELLS);
      self->tail[i] = sd_quantile_fit_cell (v);
    }
  return self;
}

/**
 * sd_normal_get:
 *
 * Returns: (transfer none): the tables, for as long as the program runs
 */
const SdNormal *
sd_normal_get (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, make, NULL);
}
