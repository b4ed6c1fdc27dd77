/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Each slot has an evaluator of its own, whose batch waits in it for the writer,
 * so nothing is copied.
 */

#include "sd-batch-stream-private.h"

#include "sd-parallel-private.h"

typedef struct
{
  SdPlan        *plan;
  const guint   *tables;
  guint          n_tables;
  guint64       *first_units;   /* n_tables + 1 */
  SdBatchWriter  writer;
  gpointer       user_data;
  SdProgress    *progress;      /* nullable */
} Stream;

typedef struct
{
  SdEvaluator   *evaluator;
  const SdBatch *batch;
} Slot;

static gpointer
slot_new (gpointer user_data)
{
  Stream *stream = user_data;
  Slot *self = g_new0 (Slot, 1);

  self->evaluator = sd_evaluator_new (stream->plan);
  return self;
}

static void
slot_free (gpointer data)
{
  Slot *self = data;

  sd_evaluator_free (self->evaluator);
  g_free (self);
}

static gboolean
produce_batch (guint64   unit,
               gpointer  data,
               gpointer  user_data,
               GError  **error)
{
  Stream *stream = user_data;
  Slot *slot = data;
  guint i = 0;
  guint64 first, n_rows;

  while (stream->first_units[i + 1] <= unit)
    i++;

  first = (unit - stream->first_units[i]) * SD_BATCH_ROWS;
  n_rows = sd_plan_get_table (stream->plan, stream->tables[i])->n_rows;
  slot->batch = sd_evaluator_get_rows (slot->evaluator, stream->tables[i], first,
                                       MIN (n_rows - first, SD_BATCH_ROWS), NULL);

  return TRUE;
}

static gboolean
commit_batch (guint64   unit,
              gpointer  data,
              gpointer  user_data,
              GError  **error)
{
  Stream *stream = user_data;
  Slot *slot = data;

  if (!stream->writer (slot->batch, stream->user_data, error))
    return FALSE;
  if (stream->progress != NULL)
    sd_progress_add (stream->progress, slot->batch->n_rows);

  return TRUE;
}

/* All rows of @tables in that order, on @threads threads (0: one per
 * processor). @progress (nullable). */
gboolean
sd_batch_stream_run (SdPlan        *plan,
                     const guint   *tables,
                     guint          n_tables,
                     guint          threads,
                     SdBatchWriter  writer,
                     gpointer       user_data,
                     SdProgress    *progress,
                     GCancellable  *cancellable,
                     GError       **error)
{
  g_autofree guint64 *first_units = g_new0 (guint64, n_tables + 1);
  Stream stream = { plan, tables, n_tables, first_units, writer, user_data, progress };
  SdParallelWork work = {
    .n_threads = sd_parallel_get_n_threads (threads),
    .slot_new = slot_new,
    .slot_free = slot_free,
    .produce = produce_batch,
    .commit = commit_batch,
    .user_data = &stream,
  };

  for (guint i = 0; i < n_tables; i++)
    {
      guint64 n_rows = sd_plan_get_table (plan, tables[i])->n_rows;

      first_units[i + 1] = first_units[i] + n_rows / SD_BATCH_ROWS
                           + (n_rows % SD_BATCH_ROWS != 0);
    }
  work.n_units = first_units[n_tables];

  return sd_parallel_run (&work, cancellable, error);
}
