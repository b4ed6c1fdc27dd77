/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Links that are arithmetic in one direction only: a row's parent is drawn, and
 * a parent's children are found in an index, made when first asked for, of at
 * most 2^22 rows.
 */

#pragma once

#include "sd-link-class-private.h"
#include "sd-permutation.h"

G_BEGIN_DECLS

typedef struct _SdLinkIndex SdLinkIndex;

/* Such a link begins with this. */
typedef struct
{
  SdLink        link;
  SdLinkIndex  *index;   /* made by whichever thread needs it first */
  SdPermutation gaps;    /* places beyond the children are rows without a parent */
  guint64       first_gap;   /* the first place of a child */
  guint64       n_placed;    /* rows that gaps places; those after them have no parent */
} SdLinkIndexed;

void    sd_link_indexed_init              (SdLinkIndexed    *self,
                                           const SdLinkSpec *spec);
void    sd_link_indexed_clear             (SdLinkIndexed    *self);
gboolean sd_link_indexed_has_parent       (const SdLinkIndexed *self,
                                           guint64           row);
/* For the classes of such links. */
void    sd_link_indexed_get_ordinals      (const SdLinkIndexed *self,
                                           const guint64    *rows,
                                           const guint64    *parents,
                                           guint             n,
                                           guint64          *ordinals);
void    sd_link_indexed_get_counts        (const SdLink     *link,
                                           const guint64    *parents,
                                           guint             n,
                                           guint64          *counts);
void    sd_link_indexed_get_children      (const SdLink     *link,
                                           guint64           parent,
                                           guint64           ordinal,
                                           guint             n,
                                           guint64          *rows);
guint64 sd_link_indexed_get_max_count     (const SdLink     *link);
double  sd_link_indexed_get_amplification (const SdLink     *link);
void    sd_link_indexed_get_places        (const SdLink     *link,
                                           const guint64    *parents,
                                           guint             n,
                                           guint64          *uniforms);

G_END_DECLS
