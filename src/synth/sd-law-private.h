/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A law of children per parent as read from the document, and whether it can
 * give the totals that are asked for.
 */

#pragma once

#include "sd-link-private.h"

G_BEGIN_DECLS

typedef enum
{
  SD_LAW_FIXED,
  SD_LAW_UNIFORM,
  SD_LAW_POISSON,
  SD_LAW_NEGATIVE_BINOMIAL,
  SD_LAW_ZIPF,
  SD_LAW_ZERO_INFLATED,
} SdLawKind;

/* No bound. */
#define SD_LAW_UNBOUNDED G_MAXUINT64

typedef struct
{
  SdLawKind kind;
  guint64   least, most;   /* children per parent */
  double    mean;          /* of all parents; NaN when the law leaves it open */
  double    dispersion;    /* k of a negative binomial: variance = mean + mean² ÷ k */
  double    exponent;      /* of a Zipf law */
  double    zero_share;    /* parents that have none whatever the rest of the law says */
} SdLaw;

gboolean sd_law_init (SdLaw            *self,
                      const char       *nick,
                      JsonObject       *parameters);
gboolean sd_law_fit  (SdLaw            *self,
                      const SdLinkSpec *spec,
                      guint64           n_parents,
                      guint64           n_children,
                      SdLinkReport     *report);

G_END_DECLS
