/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The report card in the window: made when asked for, shown until the document is
 * another, saved as a web page or as JSON.
 */

#pragma once

#include <gtk/gtk.h>

#include "sd-report-item.h"
#include "sd-workspace.h"

G_BEGIN_DECLS

typedef enum
{
  SD_REPORT_FILE_HTML,
  SD_REPORT_FILE_JSON,
} SdReportFile;

#define SD_TYPE_REPORT_VIEW (sd_report_view_get_type ())
G_DECLARE_FINAL_TYPE (SdReportView, sd_report_view, SD, REPORT_VIEW, GtkWidget)

/* Signal: "notice" (message) for a toast. Actions: report.run, report.cancel,
 * report.save (html or json). */
void        sd_report_view_set_workspace (SdReportView   *self,
                                          SdWorkspace    *workspace);
/* For narrow windows. */
void        sd_report_view_set_compact   (SdReportView   *self,
                                          gboolean        compact);
/* Makes the card, unless it is there and current, or being made. */
void        sd_report_view_run           (SdReportView   *self);
void        sd_report_view_cancel        (SdReportView   *self);
/* "empty", "running", "error" or "card" */
const char *sd_report_view_get_state     (SdReportView   *self);
/* Whether the card is about a document that has changed since. */
gboolean    sd_report_view_get_stale     (SdReportView   *self);
void        sd_report_view_set_filter    (SdReportView   *self,
                                          SdReportFilter  filter);
/* What the list shows: SdReportItem. */
GListModel *sd_report_view_get_items     (SdReportView   *self);
/* The sentence at the top. */
const char *sd_report_view_get_summary   (SdReportView   *self);
/* Writes the card in the background; "notice" says when it is there. */
void        sd_report_view_save          (SdReportView   *self,
                                          SdReportFile    format,
                                          GFile          *file);

G_END_DECLS
