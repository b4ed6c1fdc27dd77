/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Children see their parents weighted by the number of children. Where that
 * number goes with a parent's latent z, the latent looks shifted to them; this
 * is the map that makes it standard normal again over the children,
 *
 *   z̃ = Φ⁻¹ (∫_{−∞}^z E[K|t] φ(t) dt / E[K])      (ENGINE.md §4).
 */

#pragma once

#include "sd-scores-private.h"

G_BEGIN_DECLS

typedef struct _SdSizeBias SdSizeBias;

/* @counts: children by the latent of the count; @rho: its correlation with z. */
SdSizeBias *sd_size_bias_new   (const SdScores   *counts,
                                double            rho);
SdSizeBias *sd_size_bias_copy  (const SdSizeBias *self);
void        sd_size_bias_free  (SdSizeBias       *self);
double      sd_size_bias_apply (const SdSizeBias *self,
                                double            z);
double      sd_size_bias_undo  (const SdSizeBias *self,
                                double            z);

G_END_DECLS
