/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What comes into a table's copula from outside: effects of parents' columns on
 * their children, and the correlation of child counts with parents' columns.
 */

#pragma once

#include "sd-copula-private.h"

G_BEGIN_DECLS

/* Adds the members and correlations of relationships to the copula @copula. */
void   sd_effects_read        (SdCompiler *compiler,
                               SdCopula   *copula);
/* How children see a parent's latent that goes with their number. */
void   sd_effects_see_bias    (SdCompiler *compiler,
                               SdMember   *member);
/* The correlation of the latents of two members from outside. */
double sd_effects_get_outside (SdCompiler     *compiler,
                               const SdMember *a,
                               const SdMember *b);

G_END_DECLS
