/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The widget of a row of the report card. */

#pragma once

#include <gtk/gtk.h>

#include "sd-report-item.h"

G_BEGIN_DECLS

#define SD_TYPE_REPORT_ROW (sd_report_row_get_type ())
G_DECLARE_FINAL_TYPE (SdReportRow, sd_report_row, SD, REPORT_ROW, GtkWidget)

/* @compact: numbers stand below the words, for narrow windows. */
GtkWidget *sd_report_row_new      (gboolean      compact);
void       sd_report_row_set_item (SdReportRow  *self,
                                   SdReportItem *item);

G_END_DECLS
