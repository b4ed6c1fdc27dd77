/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Small tables whose correlations hold in the sample itself (ENGINE.md law 10):
 * in which order the rows of a table take the values of a column.
 *
 * The values are given, so many to each class of rows, and so every share and
 * margin holds whatever the order is; the order makes the correlations.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A declared correlation with an earlier column. */
typedef struct
{
  guint         latent;    /* its latent among the earlier ones */
  const double *partner;   /* its values (or their ranks) by row, standardized */
  const double *own;       /* this column's by place, standardized */
  double        target;
} SdWhiteningPair;

typedef struct
{
  guint                  n;            /* rows */
  guint                  n_latents;    /* of earlier columns … */
  const double * const  *latents;      /* … by row … */
  const double          *targets;      /* … and the correlations with them */
  const double          *innovations;  /* what is the column's own, by row */
  guint                  n_classes;
  const guint32         *classes;      /* by row; nullable when there is one */
  guint                  n_pairs;
  const SdWhiteningPair *pairs;
} SdWhitening;

/* Place of each row among the values: classes in turn, ascending in each. */
void sd_whitening_run         (const SdWhitening *self,
                               guint32           *places);
/* To mean 0 and variance 1; FALSE (and all 0) when all are the same. */
gboolean sd_whitening_standardize (double        *x,
                               guint              n);

G_END_DECLS
