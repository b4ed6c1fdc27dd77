/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The inside of the margins of categories and booleans: outcomes with weights,
 * and what the outcomes are.
 */

#pragma once

#include "sd-margin-private.h"
#include "sd-thresholds-private.h"
#include "sd-value-list-private.h"

G_BEGIN_DECLS

typedef struct
{
  SdMargin     margin;
  SdThresholds thresholds;
  SdValueList  values;       /* empty for booleans, whose outcomes are 0 and 1 */
} SdCategoryMargin;

SdMargin *sd_category_margin_new_list (const SdColumnContext *context,
                                       JsonArray             *values,
                                       JsonArray             *weights);
/* @list (nullable) as @n weights ≥ 0 with a positive sum; NULL with a finding.
 * (transfer full) */
double   *sd_weights_read             (const SdColumnContext *context,
                                       JsonArray             *list,
                                       guint                  n);

G_END_DECLS
