/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Rows in time order: how many fall into each period (a binomial split of the
 * total over a tree of periods, so that days are as noisy as life; ENGINE.md
 * law 6, §1e), and which period a row falls into.
 */

#pragma once

#include "sd-random.h"

G_BEGIN_DECLS

#define SD_PERIODS_MAX 4096

typedef struct
{
  guint    n_periods;
  guint64 *rows;       /* n_periods + 1: rows before each boundary */
} SdPeriods;

/* @weights: n_periods numbers ≥ 0, not all 0. @even: expected counts rounded
 * instead of drawn. */
void  sd_periods_init  (SdPeriods    *self,
                        guint64       n_rows,
                        const double *weights,
                        guint         n_periods,
                        gboolean      even,
                        SdKey         key);
void  sd_periods_clear (SdPeriods    *self);
/* The period of @row; @index (out): its place in the period. */
guint sd_periods_find  (const SdPeriods *self,
                        guint64       row,
                        guint64      *index);

G_END_DECLS
