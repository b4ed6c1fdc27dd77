/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Evaluation of a plan: any rows of any table, column by column. One evaluator
 * per thread; evaluators share the plan and nothing else.
 */

#pragma once

#include "sd-plan.h"

G_BEGIN_DECLS

typedef struct _SdEvaluator SdEvaluator;

typedef struct
{
  guint            table;
  guint64          first_row;
  guint            n_rows;
  guint            n_columns;
  const SdVector **columns;   /* NULL where not wanted */
} SdBatch;

SdEvaluator   *sd_evaluator_new      (SdPlan        *plan);
void           sd_evaluator_free     (SdEvaluator   *self);
/* Rows @first to @first + @n − 1, at most SD_BATCH_ROWS and not past the end.
 * @wanted (nullable): one flag per column. The batch is the evaluator's and
 * valid until its next call. */
const SdBatch *sd_evaluator_get_rows (SdEvaluator   *self,
                                      guint          table,
                                      guint64        first,
                                      guint          n,
                                      const gboolean *wanted);

/* The same of any rows, in any order. */
const SdBatch *sd_evaluator_get_rows_at (SdEvaluator *self,
                                      guint          table,
                                      const guint64 *rows,
                                      guint          n,
                                      const gboolean *wanted);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SdEvaluator, sd_evaluator_free)

G_END_DECLS
