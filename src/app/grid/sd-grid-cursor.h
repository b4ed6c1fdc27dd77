/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The cell under the cursor of the data grid, as a widget of its own: it has the
 * keyboard focus and the name that a screen reader says.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SD_TYPE_GRID_CURSOR (sd_grid_cursor_get_type ())
G_DECLARE_FINAL_TYPE (SdGridCursor, sd_grid_cursor, SD, GRID_CURSOR, GtkWidget)

GtkWidget  *sd_grid_cursor_new      (void);
void        sd_grid_cursor_set_name (SdGridCursor *self,
                                     const char   *name);
const char *sd_grid_cursor_get_name (SdGridCursor *self);

G_END_DECLS
