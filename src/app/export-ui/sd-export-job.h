/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* An export in a worker thread: progress, cancel, and as many variants as wanted
 * from seeds derived from the document's.
 */

#pragma once

#include "sd-export.h"
#include "sd-schema.h"

G_BEGIN_DECLS

#define SD_TYPE_EXPORT_JOB (sd_export_job_get_type ())
G_DECLARE_FINAL_TYPE (SdExportJob, sd_export_job, SD, EXPORT_JOB, GObject)

/* Property: fraction (0 … 1, notify on the main thread). With @n_variants above
 * 1 each goes into a folder of its own inside @folder. */
SdExportJob *sd_export_job_new          (SdSchema              *schema,
                                         SdPlan                *plan,
                                         const SdExportOptions *options,
                                         GFile                 *folder,
                                         guint                  n_variants);
void         sd_export_job_run_async    (SdExportJob           *self,
                                         GCancellable          *cancellable,
                                         GAsyncReadyCallback    callback,
                                         gpointer               user_data);
/* (transfer full) (element-type GFile): what was written */
GPtrArray   *sd_export_job_run_finish   (SdExportJob           *self,
                                         GAsyncResult          *result,
                                         GError               **error);
double       sd_export_job_get_fraction (SdExportJob           *self);

G_END_DECLS
