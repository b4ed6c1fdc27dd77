/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Undo and redo of a schema, with named steps, grouping and merging of typing
 * and drags; knows which state is the saved one. No GTK.
 */

#pragma once

#include "sd-schema.h"

G_BEGIN_DECLS

#define SD_TYPE_HISTORY (sd_history_get_type ())
G_DECLARE_FINAL_TYPE (SdHistory, sd_history, SD, HISTORY, GObject)

/* Properties (readable, notify): can-undo, can-redo, undo-label, redo-label,
 * modified. */
SdHistory  *sd_history_new            (SdSchema   *schema);
/* Groups nest; only the outermost makes a step. @merge_key (nullable): a step
 * with the same key as the one before it and no barrier between joins it. */
void        sd_history_begin          (SdHistory  *self,
                                       const char *label,
                                       const char *merge_key);
void        sd_history_end            (SdHistory  *self);
/* Ends merging: the next step is a new one. */
void        sd_history_barrier        (SdHistory  *self);
void        sd_history_undo           (SdHistory  *self);
void        sd_history_redo           (SdHistory  *self);
gboolean    sd_history_get_can_undo   (SdHistory  *self);
gboolean    sd_history_get_can_redo   (SdHistory  *self);
/* "Rename column"; NULL when there is none. */
const char *sd_history_get_undo_label (SdHistory  *self);
const char *sd_history_get_redo_label (SdHistory  *self);
/* The number of the step that sd_history_undo() takes back, which no other step
 * of this history ever has; 0 when there is none. */
guint       sd_history_get_undo_step  (SdHistory  *self);
gboolean    sd_history_get_modified   (SdHistory  *self);
void        sd_history_mark_saved     (SdHistory  *self);

G_END_DECLS
