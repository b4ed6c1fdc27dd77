/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A correlation matrix of which only some pairs are declared: the others follow
 * from them. Columns come in order; each is a regression on its declared
 * partners among the earlier ones, so that undeclared pairs are conditionally
 * independent and a new column leaves the earlier ones alone (ENGINE.md law 7).
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* More columns take too long when their correlations contradict each other. */
#define SD_COMPLETION_MAX 256

typedef enum
{
  SD_COMPLETION_STEPWISE,  /* declared pairs hold, each column is free of those after it */
  SD_COMPLETION_WHOLE,     /* declared pairs hold; they needed others to be correlated too */
  SD_COMPLETION_NEAREST,   /* no matrix has the declared pairs; these are the nearest */
} SdCompletionStatus;

/* What is known of a pair. */
typedef enum
{
  SD_PAIR_FREE,
  SD_PAIR_DECLARED,
  SD_PAIR_FIXED,           /* given from outside, never moved */
} SdPairKind;

typedef struct
{
  guint    n;
  double  *r;       /* n × n, in and out; the diagonal is 1 */
  guint8  *pairs;   /* n × n of SdPairKind */
  double  *beta;    /* out: n × n; row j: what z_j takes of each earlier latent … */
  double  *rest;    /* out: n; … and of its own innovation */
} SdCompletion;

void               sd_completion_init  (SdCompletion *self,
                                        guint         n);
void               sd_completion_clear (SdCompletion *self);
SdCompletionStatus sd_completion_run   (SdCompletion *self);

G_END_DECLS
