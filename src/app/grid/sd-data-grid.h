/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A grid of cells over any SdGridSource: rows counted with 64 bits, only what is
 * in sight is asked for and drawn.
 */

#pragma once

#include <gtk/gtk.h>

#include "sd-grid-source.h"

G_BEGIN_DECLS

#define SD_TYPE_DATA_GRID (sd_data_grid_get_type ())
G_DECLARE_FINAL_TYPE (SdDataGrid, sd_data_grid, SD, DATA_GRID, GtkWidget)

/* Properties: source; title (accessible name). Signals: "cursor-moved";
 * "notice" (sentence) when something asked for was not done in full. */
GtkWidget    *sd_data_grid_new          (void);
SdGridSource *sd_data_grid_get_source   (SdDataGrid   *self);
void          sd_data_grid_set_source   (SdDataGrid   *self,
                                         SdGridSource *source);
void          sd_data_grid_set_title    (SdDataGrid   *self,
                                         const char   *title);
void          sd_data_grid_reset_view   (SdDataGrid   *self);
guint64       sd_data_grid_get_row      (SdDataGrid   *self);
guint         sd_data_grid_get_column   (SdDataGrid   *self);
void          sd_data_grid_go_to        (SdDataGrid   *self,
                                         guint64       row,
                                         guint         column);
guint64       sd_data_grid_get_top_row  (SdDataGrid   *self);
void          sd_data_grid_select_all   (SdDataGrid   *self);
char         *sd_data_grid_dup_selection (SdDataGrid  *self,
                                         gboolean      headings);

G_END_DECLS
