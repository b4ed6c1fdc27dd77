/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* One condition of a branch, bound to the node whose values it looks at: a
 * scalar, any of several, or a range.
 */

#pragma once

#include "sd-node-private.h"

G_BEGIN_DECLS

typedef struct _SdCondition SdCondition;

/* @when (nullable): anything, NULL too. NULL when a value in it is none of the
 * node's type. */
SdCondition *sd_condition_new  (const SdNode      *node,
                                JsonNode          *when);
void         sd_condition_free (SdCondition       *self);
/* Clears @matches where the value does not fit. */
void         sd_condition_test (const SdCondition *self,
                                const SdVector    *values,
                                guint              n,
                                guint8            *matches);

G_END_DECLS
