/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Batches of tables, made by all threads and handed to one writer in order: for
 * formats whose library wants a cell at a time.
 */

#pragma once

#include "sd-evaluator.h"
#include "sd-progress-private.h"

G_BEGIN_DECLS

/* Never called twice at once, but from changing threads. */
typedef gboolean (*SdBatchWriter) (const SdBatch *batch,
                                   gpointer       user_data,
                                   GError       **error);

gboolean sd_batch_stream_run   (SdPlan        *plan,
                                const guint   *tables,
                                guint          n_tables,
                                guint          threads,
                                SdBatchWriter  writer,
                                gpointer       user_data,
                                SdProgress    *progress,
                                GCancellable  *cancellable,
                                GError       **error);

/* The formats. Each writes the new file @path; what else it needs for a while it
 * puts into @folder. */
gboolean sd_xlsx_write         (SdPlan        *plan,
                                const SdExportOptions *options,
                                const char    *path,
                                const char    *folder,
                                SdProgress    *progress,
                                GCancellable  *cancellable,
                                GError       **error);
gboolean sd_sqlite_write       (SdPlan        *plan,
                                const SdExportOptions *options,
                                const char    *path,
                                SdProgress    *progress,
                                GCancellable  *cancellable,
                                GError       **error);

G_END_DECLS
