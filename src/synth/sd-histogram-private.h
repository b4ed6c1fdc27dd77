/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A histogram of children per parent in whole numbers: so many parents with
 * none, so many with one, and so on. Parents are numbered by rank, from the
 * fewest children to the most, and children by slot, parent after parent, so
 * that slot ↔ (rank, ordinal) is arithmetic within a run of equal counts.
 */

#pragma once

#include "sd-law-private.h"

G_BEGIN_DECLS

typedef struct
{
  guint64 count;        /* children of each parent of the run */
  guint64 first_rank;
  guint64 first_slot;
  guint64 reciprocal;   /* (2^64 - 1) ÷ count */
} SdHistogramRun;

typedef struct
{
  guint64         n_parents, n_children;
  guint           n_runs;
  SdHistogramRun *runs;         /* n_runs and the end; counts ascend */
  guint32        *guide;        /* the run of every 2^guide_shift-th slot */
  guint           guide_shift;
} SdHistogram;

/* An empty histogram, to which runs are added in about ascending order; sealed
 * once all are there. */
void    sd_histogram_init         (SdHistogram       *self);
void    sd_histogram_add          (SdHistogram       *self,
                                   guint64            count,
                                   guint64            n_parents);
/* The parents of @other, which is sealed. */
void    sd_histogram_add_all      (SdHistogram       *self,
                                   const SdHistogram *other);
void    sd_histogram_seal         (SdHistogram       *self);
void    sd_histogram_clear        (SdHistogram       *self);
/* The law in whole numbers; within its bounds, which must allow the total. */
void    sd_histogram_init_law     (SdHistogram       *self,
                                   const SdLaw       *law,
                                   guint64            n_parents,
                                   guint64            n_children,
                                   SdMargins          margins,
                                   SdKey              key);
/* Returns the rank of the parent. */
guint64 sd_histogram_find_slot    (const SdHistogram *self,
                                   guint64            slot,
                                   guint64           *ordinal);
/* Returns the first slot of the parent. */
guint64 sd_histogram_find_rank    (const SdHistogram *self,
                                   guint64            rank,
                                   guint64           *count);
/* Where in the order of the counts a parent with @count stands, as a uniform;
 * @fraction: where among those with the same count. */
guint64 sd_histogram_get_place    (const SdHistogram *self,
                                   guint64            count,
                                   guint64            fraction);
guint64 sd_histogram_get_max      (const SdHistogram *self);
double  sd_histogram_sum_squares  (const SdHistogram *self);
/* At most 2 × @n_groups runs, neighbors put together; both totals stay. */
void    sd_histogram_coarsen      (SdHistogram       *self,
                                   guint              n_groups);

G_END_DECLS
