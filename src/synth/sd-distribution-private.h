/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The laws a number can follow, from their parameters: continuous ones give a
 * quantile function, discrete ones weights of whole numbers. Adding a law is a
 * row of the table in sd-distribution.c and one in sd-generator-info.c.
 */

#pragma once

#include "sd-quantile-private.h"
#include "sd-schema-types.h"

G_BEGIN_DECLS

typedef enum
{
  SD_DISTRIBUTION_CONSTANT,
  SD_DISTRIBUTION_UNIFORM,     /* every multiple of the step is as likely */
  SD_DISTRIBUTION_CONTINUOUS,
  SD_DISTRIBUTION_DISCRETE,
} SdDistributionKind;

typedef struct
{
  SdDistributionKind kind;
  double             p[4];         /* the law's own parameters, in its own order */
  double             least, most;  /* support after min and max, ±infinity when unbounded */
  double             below, above; /* probability cut off at either end */
  const struct _SdContinuousLaw *continuous;
  gint64             first;        /* DISCRETE: the number weights[0] stands for */
  guint              n_weights;
  double            *weights;
} SdDistributionSpec;

/* FALSE with a sentence when the parameters cannot be. */
gboolean sd_distribution_init     (SdDistributionSpec *self,
                                   JsonObject         *parameters,
                                   GError            **error);
void     sd_distribution_clear    (SdDistributionSpec *self);
/* An SdQuantileFunc with an SdDistributionSpec of kind CONTINUOUS as data. */
double   sd_distribution_quantile (double              tail,
                                   gboolean            upper,
                                   gconstpointer       spec);

G_END_DECLS
