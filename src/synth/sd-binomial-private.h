/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Binomial draws, for splitting a total into random parts that add up to it. */

#pragma once

#include "sd-random.h"

G_BEGIN_DECLS

/* How many of @n succeed, each with @probability; @key belongs to this draw
 * alone. */
guint64 sd_binomial_draw  (guint64       n,
                           double        probability,
                           SdKey         key);
/* @n into @n_parts parts in proportion to @weights (≥ 0, not all 0). */
void    sd_binomial_split (guint64       n,
                           const double *weights,
                           guint         n_parts,
                           SdKey         key,
                           guint64      *parts);

G_END_DECLS
