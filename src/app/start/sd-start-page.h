/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What a window shows before there is anything: one large prompt, example
 * lessons, unsaved work and recent files.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SD_TYPE_START_PAGE (sd_start_page_get_type ())
G_DECLARE_FINAL_TYPE (SdStartPage, sd_start_page, SD, START_PAGE, GtkWidget)

/* Signals: "sent" (prompt), "open-file" (GFile), "restore" (id of a draft). */
void        sd_start_page_set_working (SdStartPage *self,
                                       gboolean     working);
/* Reads drafts and recent files again. */
void        sd_start_page_refresh     (SdStartPage *self);
const char *sd_start_page_get_example (void);

G_END_DECLS
