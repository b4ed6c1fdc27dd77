/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* How long something lasts: the gap between two events, the time in a state. */

#pragma once

#include "sd-node-private.h"

G_BEGIN_DECLS

typedef enum
{
  SD_DWELL_FIXED,
  SD_DWELL_EXPONENTIAL,
  SD_DWELL_LOGNORMAL,
  SD_DWELL_UNIFORM,
} SdDwellKind;

typedef struct
{
  SdDwellKind kind;
  double      a, b;   /* fixed, exponential: a the mean; lognormal: of the logarithm, mean
                       * and standard deviation; uniform: from a to b */
} SdDwell;

/* @nick: "exponential", "lognormal", "fixed" or "uniform"; @mean and @stddev in
 * days, @stddev < 0 where none is given. FALSE with a finding. */
gboolean sd_dwell_init     (SdDwell               *self,
                            const SdColumnContext *context,
                            const char            *nick,
                            double                 mean,
                            double                 stddev);
/* Days ≥ 0 from a 64-bit uniform. */
double   sd_dwell_draw     (const SdDwell         *self,
                            guint64                random);
double   sd_dwell_get_mean (const SdDwell         *self);

G_END_DECLS
