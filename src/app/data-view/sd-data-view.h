/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The data of one table at a time: tabs, grid, and a line with rows and seed. */

#pragma once

#include <gtk/gtk.h>

#include "sd-data-grid.h"
#include "sd-workspace.h"

G_BEGIN_DECLS

#define SD_TYPE_DATA_VIEW (sd_data_view_get_type ())
G_DECLARE_FINAL_TYPE (SdDataView, sd_data_view, SD, DATA_VIEW, GtkWidget)

/* Signal: "notice" (sentence). */
void        sd_data_view_set_workspace (SdDataView  *self,
                                        SdWorkspace *workspace);
SdDataGrid *sd_data_view_get_grid      (SdDataView  *self);
void        sd_data_view_new_sample    (SdDataView  *self);
void        sd_data_view_focus_go_to   (SdDataView  *self);
/* Leaves out words that have no room in a narrow window. */
void        sd_data_view_set_compact   (SdDataView  *self,
                                        gboolean     compact);

G_END_DECLS
