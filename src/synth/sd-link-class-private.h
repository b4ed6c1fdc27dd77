/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The kinds of links. Each begins with struct _SdLink; what the functions do is
 * in sd-link-private.h.
 */

#pragma once

#include "sd-cohorts-private.h"
#include "sd-counts-private.h"

G_BEGIN_DECLS

typedef struct
{
  void    (*get_parents)       (const SdLink  *self,
                                const guint64 *rows,
                                guint          n,
                                guint64       *parents,
                                guint64       *ordinals);
  void    (*get_counts)        (const SdLink  *self,
                                const guint64 *parents,
                                guint          n,
                                guint64       *counts);
  void    (*get_children)      (const SdLink  *self,
                                guint64        parent,
                                guint64        ordinal,
                                guint          n,
                                guint64       *rows);
  guint64 (*get_max_count)     (const SdLink  *self);
  double  (*get_amplification) (const SdLink  *self);
  /* @uniforms comes in with fractions, for parents that have equal counts. */
  void    (*get_places)        (const SdLink  *self,
                                const guint64 *parents,
                                guint          n,
                                guint64       *uniforms);
  void    (*free)              (SdLink        *self);
  /* Only of links with a choice: parents of rows in @classes. */
  void    (*choose)            (const SdLink  *self,
                                const guint64 *rows,
                                const gint64  *classes,
                                guint          n,
                                guint64       *parents,
                                guint64       *ordinals);
} SdLinkClass;

struct _SdLink
{
  const SdLinkClass *klass;
  guint64            n_parents;
  guint64            n_rows;      /* of the child table */
  guint64            n_children;  /* those with a parent */
  gboolean           is_invertible;
  SdKey              place_key;   /* of the fractions for get_places() */
};

/* What the kinds have in common; @klass is theirs to set. */
void    sd_link_init           (SdLink           *self,
                                const SdLinkSpec *spec);
SdKey   sd_link_make_key       (const SdLinkSpec *spec,
                                SdLane            lane,
                                guint32           attempt);
/* A histogram of the law over all parents that fit @spec; FALSE with the reason
 * in @report. */
gboolean sd_link_make_histogram (const SdLinkSpec *spec,
                                guint64           n_parents,
                                guint64           n_children,
                                SdHistogram      *histogram,
                                SdLinkReport     *report);
/* (@rank + @fraction) ÷ @n as a uniform. */
static inline guint64
sd_link_get_place (guint64 rank,
                   guint64 fraction,
                   guint64 n)
{
  return (guint64) (((unsigned __int128) rank << 64 | fraction) / MAX (n, 1));
}

/* The counts of all parents, by the laws of their classes and within the bounds
 * of @spec. @cohorts (nullable): of parents from the first row on; those after the
 * last have no children; @histograms (nullable): one for each, to be cleared in
 * any case. NULL with the reason in @report. (transfer full) */
SdCounts *sd_link_make_counts  (const SdLinkSpec *spec,
                                guint64           n_children,
                                const SdCohorts  *cohorts,
                                SdHistogram      *histograms,
                                SdLinkReport     *report);
/* Sum of squares of the counts over their sum. */
double  sd_link_amplify        (double            sum_squares,
                                guint64           n_children);

/* (transfer full) (nullable): NULL with the reason in @report. */
SdLink *sd_link_clustered_new  (const SdLinkSpec *spec,
                                SdLinkReport     *report);
SdLink *sd_link_shuffled_new   (const SdLinkSpec *spec,
                                SdLinkReport     *report);
SdLink *sd_link_tabulated_new  (const SdLinkSpec *spec,
                                SdLinkReport     *report);
SdLink *sd_link_timeline_new   (const SdLinkSpec *spec,
                                SdLinkReport     *report);
SdLink *sd_link_drawn_new      (const SdLinkSpec *spec,
                                SdLinkReport     *report);
SdLink *sd_link_chosen_new     (const SdLinkSpec *spec,
                                SdLinkReport     *report);
SdLink *sd_link_crossed_new    (const SdLinkSpec *spec,
                                SdLinkReport     *report);
SdLink *sd_link_distinct_new   (const SdLinkSpec *spec,
                                SdLinkReport     *report);
SdLink *sd_link_hierarchy_new  (const SdLinkSpec *spec,
                                SdLinkReport     *report);

G_END_DECLS
