/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Yes or no by a number of the row: of the log-odds slope × x + b the slope is
 * given, and b such that the declared share of all rows says yes. In a small
 * table, and in every block of a longer one, exactly the number of rows that
 * follows says yes: those whose log-odds exceed a logistic variate by most.
 */

#pragma once

#include "sd-blocks-private.h"

G_BEGIN_DECLS

typedef struct
{
  SdSource      source;       /* of the uniforms */
  const SdNode *input;        /* x */
  double        slope;
  gboolean      standardize;  /* x by its mean and standard deviation */
  double        share;        /* 0 … 1 */
} SdLogitSpec;

/* A node of 0 and 1. NULL with a finding. */
SdNode *sd_logit_node_new (const SdColumnContext *context,
                           const SdLogitSpec     *spec);

G_END_DECLS
