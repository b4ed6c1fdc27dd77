/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The inside of a number's margin, for unique numbers, which take each value
 * once instead of drawing it.
 */

#pragma once

#include "sd-margin-private.h"
#include "sd-quantile-private.h"
#include "sd-thresholds-private.h"

G_BEGIN_DECLS

typedef enum
{
  SD_NUMBER_CONSTANT,
  SD_NUMBER_LATTICE,      /* uniform on the possible values */
  SD_NUMBER_DISCRETE,
  SD_NUMBER_REAL,
  SD_NUMBER_CONTINUOUS,   /* a quantile, rounded once */
} SdNumberForm;

typedef struct
{
  SdMargin      margin;
  SdNumberForm  form;
  gint64        first;       /* lattice: first value; discrete: of outcome 0 */
  gint64        stride;      /* lattice: between values; discrete: scaled 1 */
  guint64       n_values;    /* of the lattice */
  SdThresholds  thresholds;
  SdQuantile   *quantile;
  gint64        step;        /* rounds to multiples of it, 0 for none … */
  gint64        ending;      /* … plus this */
  gboolean      clamped;     /* continuous: what is rounded may lie beyond the bounds */
  double        real_first, real_width;
} SdNumberMargin;

G_END_DECLS
