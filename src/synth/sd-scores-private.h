/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What correlation two columns have when their latents have correlation ρ, and
 * the other way round. A column is the step function of its latent that gives
 * its values as numbers; in normalized Hermite polynomials it has coefficients
 * a_k, and the covariance of two columns is Σ a_k b_k ρ^k (Mehler's formula).
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The values of uniforms as numbers; as a rule they ascend with u. */
typedef void (*SdScoreFunc) (gconstpointer  data,
                             const guint64 *u,
                             guint          n,
                             double        *scores);

typedef struct
{
  guint   n;             /* steps; none for a constant */
  double *positions;     /* latents where the value rises, ascending */
  double *values;        /* n + 1: before the first step, after it, … */
  double *masses;        /* n + 1: shares of these values */
  double  mean, sd;
  guint   n_coefficients;
  double *coefficients;  /* of degree 1, 2, … in units of the values */
} SdScores;

/* A covariance as a function of ρ. */
typedef struct
{
  guint   n;             /* terms of degree 1, 2, … */
  double *terms;
  double  constant;      /* what does not depend on ρ */
  double  even, odd;     /* what is missing at ρ = ±1, in degrees beyond */
  double  scale;         /* product of the standard deviations */
} SdMehler;

SdScores *sd_scores_new        (SdScoreFunc     func,
                                gconstpointer   data);
/* The same column's places in its own order, from 0 to 1, ties in the middle. */
SdScores *sd_scores_new_ranks  (const SdScores *of);
void      sd_scores_free       (SdScores       *self);

void      sd_mehler_init       (SdMehler       *self);
void      sd_mehler_clear      (SdMehler       *self);
/* Adds @weight times the covariance of @a and @b about their own means. */
void      sd_mehler_add        (SdMehler       *self,
                                double          weight,
                                const SdScores *a,
                                const SdScores *b);
/* The correlation at @rho, −1 ≤ rho ≤ 1. */
double    sd_mehler_get        (const SdMehler *self,
                                double          rho);
/* The ρ in ±@most whose correlation comes nearest to @correlation. */
double    sd_mehler_solve      (const SdMehler *self,
                                double          correlation,
                                double          most);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SdScores, sd_scores_free)

G_END_DECLS
