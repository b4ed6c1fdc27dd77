/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Rows of one table as text. All text formats are the same loop: what stands
 * before a row, and for each column what stands before the value, the value,
 * and what stands behind it. A format fills in the texts and no more.
 *
 * What stands between rows depends on the row's number in the whole table, so
 * that the bytes are the same however the rows are cut into batches, threads
 * and shards.
 */

#pragma once

#include "sd-cells-private.h"
#include "sd-evaluator.h"

G_BEGIN_DECLS

/* The texts are copied; NULL is the empty one. */
typedef struct
{
  const char *first_open;   /* before row 0 */
  const char *group_open;   /* before a row whose number is a multiple of @group */
  const char *row_open;     /* before any other row */
  const char *row_close;
  const char *group_close;  /* after the last row of a group */
  const char *last_close;   /* after the last row of the table */
  guint64     group;        /* at least 1 */
} SdRowFrame;

typedef struct
{
  const char *lead;         /* before a value; of text without the quotes of the rules */
  const char *trail;
  const char *text_lead;    /* before a text that stands instead of a value, behind which there is
                             * no trail */
  const char *null_cell;    /* instead of all three */
  char        mark;         /* of decimals */
  char        separator;    /* between date and time */
  const char *true_text;
  const char *false_text;
} SdCellFrame;

typedef struct _SdRowEncoder SdRowEncoder;

SdRowEncoder *sd_row_encoder_new        (const SdPlanTable  *table,
                                         guint               table_index,
                                         guint64             n_rows,
                                         const SdRowFrame   *frame,
                                         SdCellCache        *cache);
void          sd_row_encoder_free       (SdRowEncoder       *self);
void          sd_row_encoder_add_column (SdRowEncoder       *self,
                                         guint               column,
                                         const SdCellFrame  *frame);
guint         sd_row_encoder_get_table  (const SdRowEncoder *self);
gsize         sd_row_encoder_get_typical_length (const SdRowEncoder *self);
void          sd_row_encoder_encode     (const SdRowEncoder *self,
                                         const SdBatch      *batch,
                                         SdTextBuffer       *out);

G_END_DECLS
