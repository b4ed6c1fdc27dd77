/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Nodes of latents: standard normal numbers behind the values, DOUBLE; and of
 * uniforms, INT64 that hold 64 unsigned bits.
 */

#pragma once

#include "sd-draw.h"
#include "sd-node-private.h"
#include "sd-size-bias-private.h"

G_BEGIN_DECLS

/* z = Σ beta × the latents of @partners + @rest × Φ⁻¹ of the draw; @attempts as
 * in SdSource. */
SdNode *sd_latent_node_new         (const SdDraw     *draw,
                                    guint             attempts,
                                    double            rest,
                                    guint             n_partners,
                                    const guint      *partners,
                                    const double     *beta);
/* Φ of a latent. */
SdNode *sd_uniform_node_new        (guint             latent_node);
/* Φ⁻¹ of a uniform. */
SdNode *sd_quantile_node_new       (guint             uniform_node);
/* A latent of the parent under link @link as its children see it; @draw, of
 * their own table, stands in where there is no parent. @bias (transfer full)
 * (nullable). */
SdNode *sd_parent_latent_node_new  (guint             link,
                                    guint             latent_node,
                                    SdSizeBias       *bias,
                                    const SdDraw     *draw);
/* The place of the rows of this table in the order of their child counts under
 * link @link of @child_table; @draw stands in on virtual rows. */
SdNode *sd_count_latent_node_new   (guint             child_table,
                                    guint             link,
                                    const SdDraw     *draw);

G_END_DECLS
