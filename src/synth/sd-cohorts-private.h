/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Parents in cohorts by their birth, and how many children those of each cohort
 * have: the law as a whole, and no cohort more children than rows are left from
 * its birth on.
 */

#pragma once

#include "sd-histogram-private.h"

G_BEGIN_DECLS

typedef struct
{
  guint          n;            /* the oldest comes first */
  const guint64 *n_parents;    /* of each */
  const guint64 *rows_from;    /* rows of each one's first period and all later ones */
} SdCohorts;

/* Deals the parents of @whole. @histograms: one for each cohort, to be cleared
 * in any case. FALSE with the first cohort whose birth comes too late for the
 * rows before it. */
gboolean sd_cohorts_deal (const SdCohorts   *self,
                          const SdHistogram *whole,
                          SdKey              key,
                          SdHistogram       *histograms,
                          guint             *late);

G_END_DECLS
