/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Discrete laws as thresholds; see the header. */

#include "sd-thresholds-private.h"

/* 2^64 × share, saturating: doubles near 1 have no exact image. */
static guint64
share_to_threshold (double share)
{
  const double scaled = share * 0x1p64;

  if (!(scaled > 0))
    return 0;
  if (scaled >= 0x1p64)
    return G_MAXUINT64;
  return (guint64) scaled;
}

static void
fill_guide (SdThresholds *self)
{
  const guint bits = 64 - self->shift;
  guint32 k = 0;

  self->guide = g_new (guint32, (gsize) 1 << bits);
  for (gsize slot = 0; slot < (gsize) 1 << bits; slot++)
    {
      const guint64 u = (guint64) slot << self->shift;

      while (k + 1 < self->n && u >= self->thresholds[k])
        k++;
      self->guide[slot] = k;
    }
}

/**
 * sd_thresholds_init:
 * @self: to be filled
 * @weights: what each outcome weighs, not negative, not all 0
 * @n: outcomes, at least 1
 *
 * Sums from both ends, so that the upper tail is as precise as the lower one.
 */
void
sd_thresholds_init (SdThresholds *self,
                    const double *weights,
                    guint         n)
{
  double total = 0;
  double below = 0;
  double above;
  guint bits = 6;

  g_return_if_fail (n > 0);

  for (guint k = 0; k < n; k++)
    total += weights[k];
  self->n = n;
  self->thresholds = g_new (guint64, n);
  for (guint k = 0; k < n; k++)
    {
      below += weights[k];
      self->thresholds[k] = share_to_threshold (below / total);
      if (below > total / 2)
        break;
    }
  above = 0;
  for (guint k = n; k-- > 0;)
    {
      if (above > total / 2)
        break;
      self->thresholds[k] = above > 0 ? -share_to_threshold (above / total) : G_MAXUINT64;
      above += weights[k];
    }
  for (guint k = 1; k < n; k++)
    self->thresholds[k] = MAX (self->thresholds[k], self->thresholds[k - 1]);

  while (bits < 16 && ((guint) 1 << bits) < 2 * n)
    bits++;
  self->shift = 64 - bits;
  fill_guide (self);
}

void
sd_thresholds_clear (SdThresholds *self)
{
  g_clear_pointer (&self->thresholds, g_free);
  g_clear_pointer (&self->guide, g_free);
}
