/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Uniforms of a whole small table at once, so that what is declared holds in
 * the table itself: a node per member of the copula, INT64 that hold 64
 * unsigned bits. Each evaluator makes a column once and keeps it.
 */

#pragma once

#include "sd-member-private.h"
#include "sd-source-private.h"

G_BEGIN_DECLS

/* The correlation with an earlier member that shall hold in the table. */
typedef struct
{
  guint    earlier;   /* among the earlier sample nodes */
  gboolean ranks;
  double   target;
} SdSamplePair;

typedef struct
{
  SdMember           *member;       /* referenced by the node */
  guint64             n_rows;
  gboolean            ranked;       /* made here; else given by … */
  int                 latent_node;  /* … this latent from outside … */
  SdSource            source;       /* … or, −1, the column's own source; of RANKED the draw */
  gboolean            outcomes;     /* shares are to hold, not means */
  int                 branch_node;  /* which margin a row has; −1: the only one */
  int                 class_node;   /* which rows are ranked together; −1: all */
  guint               virtual_node; /* of RANKED: the uniforms of virtual rows */
  guint               n_earlier;
  const SdNode * const *earlier;    /* sample nodes of the table; copied */
  const double       *targets;      /* correlations of the latents with theirs; copied */
  guint               n_pairs;
  const SdSamplePair *pairs;        /* copied */
} SdSampleSpec;

/* (transfer full) */
SdNode *sd_sample_node_new (const SdSampleSpec *spec);

G_END_DECLS
