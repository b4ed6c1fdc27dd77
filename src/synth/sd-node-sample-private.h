/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Uniforms of a whole small table at once, so that what is declared holds in
 * the table itself: a node per member of the copula, INT64 that hold 64
 * unsigned bits. Each evaluator makes a column once and keeps it.
 */

#pragma once

#include "sd-draw.h"
#include "sd-member-private.h"

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
  SdDraw              draw;         /* of a column */
  guint64             n_rows;
  int                 latent_node;  /* from outside: what is given; −1 for a column */
  int                 branch_node;  /* which margin a row has; −1: the only one */
  int                 class_node;   /* which rows are ranked together; −1: all */
  guint               n_earlier;
  const SdNode * const *earlier;    /* sample nodes of the table; copied */
  const double       *targets;      /* correlations of the latents with theirs; copied */
  guint               n_pairs;
  const SdSamplePair *pairs;        /* copied */
} SdSampleSpec;

/* Without earlier members and classes, the plain draw. (transfer full) */
SdNode *sd_sample_node_new (const SdSampleSpec *spec);

G_END_DECLS
