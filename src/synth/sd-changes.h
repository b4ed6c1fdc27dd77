/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The list of what is messed up in one table, in the order of its rows: made
 * from the plan, at the cost of what is listed, without a look at other rows.
 */

#pragma once

#include "sd-evaluator.h"

G_BEGIN_DECLS

typedef struct
{
  guint64     row;         /* as exported */
  guint64     clean_row;   /* of the twin: the row itself, or the one it is a copy of */
  int         column;      /* −1: the row as a whole, which is a copy */
  const char *kind;        /* "typo", "duplicate", "near_duplicate" */
  guint       index;       /* of the row in the batches */
} SdChange;

/* At most SD_BATCH_ROWS rows. A cell that is listed may happen to show what it
 * showed before (the case of a text without letters). */
typedef struct
{
  const SdChange *changes;
  guint           n;
  const SdBatch  *shown;
  const SdBatch  *clean;
} SdChangeBatch;

typedef struct _SdChanges SdChanges;

/* @plan is messy and has to outlive it; rows @first … @last − 1, as exported. */
SdChanges *sd_changes_new  (SdPlan        *plan,
                            guint          table,
                            guint64        first,
                            guint64        last);
void       sd_changes_free (SdChanges     *self);
/* FALSE at the end. @batch is valid until the next call. */
gboolean   sd_changes_next (SdChanges     *self,
                            SdChangeBatch *batch);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SdChanges, sd_changes_free)

G_END_DECLS
