/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A report card made in a worker thread, from a copy of the document. */

#pragma once

#include "sd-report.h"
#include "sd-schema.h"

G_BEGIN_DECLS

#define SD_TYPE_REPORT_JOB (sd_report_job_get_type ())
G_DECLARE_FINAL_TYPE (SdReportJob, sd_report_job, SD, REPORT_JOB, GObject)

/* Property: fraction (0 … 1, notify on the main thread). */
SdReportJob *sd_report_job_new          (SdSchema             *schema);
void         sd_report_job_run_async    (SdReportJob          *self,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
/* (transfer full) (nullable) */
SdReport    *sd_report_job_run_finish   (SdReportJob          *self,
                                         GAsyncResult         *result,
                                         GError              **error);
double       sd_report_job_get_fraction (SdReportJob          *self);
/* What the card is about, to be asked for when the job is done. */
SdSchema    *sd_report_job_get_schema   (SdReportJob          *self);
/* The document as text, as it was when the job was made. */
const char  *sd_report_job_get_text     (SdReportJob          *self);

G_END_DECLS
