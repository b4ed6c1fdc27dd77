/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The export dialog: choices of one format with a preview, then progress, then
 * where it all is.
 */

#pragma once

#include <adwaita.h>

#include "sd-document.h"
#include "sd-export.h"

G_BEGIN_DECLS

#define SD_TYPE_EXPORT_DIALOG (sd_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SdExportDialog, sd_export_dialog, SD, EXPORT_DIALOG, AdwWindow)

/* Signals: "running" (whether), "exported" (sentence). */
SdExportDialog *sd_export_dialog_new         (GtkWindow      *parent,
                                              SdDocument     *document,
                                              SdPlan         *plan,
                                              SdFormat        format);
/* The folder that was chosen, or its like for tests. */
void            sd_export_dialog_set_folder  (SdExportDialog *self,
                                              GFile          *folder);
void            sd_export_dialog_start       (SdExportDialog *self);
/* "form", "running", "done" */
const char     *sd_export_dialog_get_state   (SdExportDialog *self);
char           *sd_export_dialog_dup_preview (SdExportDialog *self);

G_END_DECLS
