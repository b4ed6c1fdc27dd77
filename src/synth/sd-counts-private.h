/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Children per parent as a table, for laws that depend on the parent: where a
 * histogram and a permutation do not do, and there are no more than 2^20
 * parents. Children are numbered by slot, parent after parent in the order of
 * their rows.
 */

#pragma once

#include "sd-histogram-private.h"

G_BEGIN_DECLS

/* More parents than this are not tabulated. */
#define SD_COUNTS_MAX (G_GUINT64_CONSTANT (1) << 20)

typedef struct _SdCounts SdCounts;

/* @counts: of each parent. @key: for the order of those with equal counts. */
SdCounts *sd_counts_new               (const guint64  *counts,
                                       guint64         n_parents,
                                       SdKey           key);
void      sd_counts_free              (SdCounts       *self);
/* Returns the parent of a slot. */
guint64   sd_counts_find_slot         (const SdCounts *self,
                                       guint64         slot,
                                       guint64        *ordinal);
/* Returns the first slot of a parent. */
guint64   sd_counts_get               (const SdCounts *self,
                                       guint64         parent,
                                       guint64        *count);
/* The parent's place in the order of the counts. */
guint64   sd_counts_get_rank          (const SdCounts *self,
                                       guint64         parent);
guint64   sd_counts_get_max           (const SdCounts *self);
double    sd_counts_sum_squares       (const SdCounts *self);

G_END_DECLS
