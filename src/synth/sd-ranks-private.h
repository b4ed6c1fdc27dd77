/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Uniforms whose margin holds exactly: ranked within the classes of rows that a
 * column depends on, or in the whole of a small table.
 */

#pragma once

#include "sd-blocks-private.h"

G_BEGIN_DECLS

/* The source of a drawn column, with a node of ranks where there is need of
 * one. FALSE with findings. */
gboolean sd_ranked_source_init (SdSource              *self,
                                const SdColumnContext *context);

G_END_DECLS
