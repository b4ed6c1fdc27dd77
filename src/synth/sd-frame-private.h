/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Frames without an exporter: the compiler evaluates a few rows of a plan that
 * is not finished, to learn where parents are born.
 */

#pragma once

#include "sd-evaluator.h"
#include "sd-plan-private.h"

G_BEGIN_DECLS

/* The vector of one node at any rows (at most SD_BATCH_ROWS), valid until the
 * evaluator's next call. */
const SdVector *sd_evaluator_get_node (SdEvaluator   *self,
                                       guint          table,
                                       guint          node,
                                       const guint64 *rows,
                                       guint          n);
/* The same for virtual rows @first … of a pilot. */
const SdVector *sd_evaluator_get_virtual (SdEvaluator *self,
                                       SdPilot       *pilot,
                                       guint          table,
                                       guint          node,
                                       guint          first,
                                       guint          n);

G_END_DECLS
