/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A pane beside the content where there is room, and a page in place of it where
 * there is not.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SD_TYPE_PANES (sd_panes_get_type ())
G_DECLARE_FINAL_TYPE (SdPanes, sd_panes, SD, PANES, GtkWidget)

/* Properties: sidebar, content; show-sidebar; sidebar-at-end; sidebar-width
 * (pixels wished); threshold (pixels below which it folds); folded (read-only). */
gboolean sd_panes_get_show_sidebar (SdPanes  *self);
void     sd_panes_set_show_sidebar (SdPanes  *self,
                                    gboolean  show_sidebar);
gboolean sd_panes_get_folded       (SdPanes  *self);
/* Folds or unfolds for @width, which the panes are about to get. */
void     sd_panes_expect_width     (SdPanes  *self,
                                    int       width);
int      sd_panes_get_sidebar_width (SdPanes *self);
void     sd_panes_set_sidebar_width (SdPanes *self,
                                     int      width);

G_END_DECLS
