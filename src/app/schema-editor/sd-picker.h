/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A button that opens a long list to choose from, with a search for words anywhere
 * in it. (A GtkDropDown of GTK 4.8 searches for beginnings only.)
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SD_TYPE_PICKER (sd_picker_get_type ())
G_DECLARE_FINAL_TYPE (SdPicker, sd_picker, SD, PICKER, GtkWidget)

/* Property: selected (position, GTK_INVALID_LIST_POSITION for none; notify). @words
 * (nullable): what else a search finds, one for each of @titles. @label: the name
 * for screen readers. */
GtkWidget  *sd_picker_new          (const char         *label,
                                    const char * const *titles,
                                    const char * const *words);
guint       sd_picker_get_selected (SdPicker           *self);
void        sd_picker_set_selected (SdPicker           *self,
                                    guint               selected);
/* What the user types, and what then is in the list: GtkStringObject. */
void        sd_picker_search       (SdPicker           *self,
                                    const char         *text);
GListModel *sd_picker_get_found    (SdPicker           *self);
/* Chooses the first that is found, as Enter does. */
void        sd_picker_choose_first (SdPicker           *self);

G_END_DECLS
