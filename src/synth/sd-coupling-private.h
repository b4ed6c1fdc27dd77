/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Two margins of which one value is never above the other: the coupling that is
 * nearest to a Gaussian one and keeps both (ENGINE.md law 8). It exists exactly
 * when the second margin lies above the first everywhere (Strassen, 1965).
 */

#pragma once

#include "sd-margin-private.h"

G_BEGIN_DECLS

typedef struct _SdCoupling SdCoupling;

typedef struct
{
  SdMargin *a, *b;        /* given to the coupling when one comes out */
  double    units[2];     /* what scores are multiplied with to be compared */
  gboolean  strict;       /* never equal either */
  gboolean  ranks;        /* whether the correlation is Spearman's */
  double    correlation;  /* wanted; NaN: none */
} SdCouplingSpec;

/* (transfer full) (nullable): NULL when neither would keep its margin, or only with
 * both rising together as good as row by row. */
SdCoupling *sd_coupling_new         (const SdCouplingSpec *spec);
void        sd_coupling_free        (SdCoupling           *self);
/* The correlation that comes out. */
double      sd_coupling_get_correlation (const SdCoupling *self);
/* Uniforms of the second margin for values @a of the first (compared as the units
 * say; NaN: none) and uniforms @v of its own. */
void        sd_coupling_apply       (const SdCoupling     *self,
                                     const double         *a,
                                     const guint64        *v,
                                     guint                 n,
                                     guint64              *u);

/* The node of the uniforms of the second column; @a: the first one's node. @coupling
 * (transfer full) (transfer full) */
SdNode     *sd_coupled_node_new     (SdCoupling           *coupling,
                                     const SdNode         *a,
                                     const SdDraw         *draw);

G_END_DECLS
