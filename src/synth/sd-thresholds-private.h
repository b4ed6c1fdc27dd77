/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A discrete law as ascending 64-bit thresholds: outcome k is drawn when
 * u < threshold[k] and not before. Integers are compared, never doubles, so
 * that no rounding moves a share (ENGINE.md §11). A guide table (Chen and Asau,
 * 1974) makes a draw a lookup and about one comparison.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint    n;
  guint64 *thresholds;
  guint    shift;       /* u >> shift indexes the guide */
  guint32 *guide;       /* first outcome that can have such a u */
} SdThresholds;

/* @weights: n numbers ≥ 0 with a positive sum. */
void sd_thresholds_init  (SdThresholds *self,
                          const double *weights,
                          guint         n);
void sd_thresholds_clear (SdThresholds *self);

static inline guint32
sd_thresholds_find (const SdThresholds *self,
                    guint64             u)
{
  guint32 k = self->guide[u >> self->shift];

  while (u >= self->thresholds[k] && k + 1 < self->n)
    k++;
  return k;
}

G_END_DECLS
