/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Where the uniforms of a drawn column come from: the plain balanced draw of
 * the column, or a node that makes them when the column takes part in a
 * correlation or an effect. What is made of a uniform is the margin's business.
 */

#pragma once

#include "sd-node-private.h"

G_BEGIN_DECLS

typedef struct
{
  SdDraw draw;
  int    node;   /* of the column's own table; −1: the plain draw */
  guint  attempts; /* node of the attempts that the plain draw goes by, + 1; 0 for none */
} SdSource;

void sd_source_init (SdSource              *self,
                     const SdColumnContext *context);
void sd_source_fill (const SdSource        *self,
                     SdFrame               *frame,
                     guint64               *u);

G_END_DECLS
