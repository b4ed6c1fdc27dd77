/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A message in the chat: a bubble, a card of what was made and assumed, and the
 * questions with their answers.
 */

#pragma once

#include <gtk/gtk.h>

#include "sd-message.h"

G_BEGIN_DECLS

#define SD_TYPE_MESSAGE_ROW (sd_message_row_get_type ())
G_DECLARE_FINAL_TYPE (SdMessageRow, sd_message_row, SD, MESSAGE_ROW, GtkWidget)

/* Signals: "answered" (strv of "id=choice", text) once all questions are; "undo"
 * when the user wants back what the document was before. */
GtkWidget *sd_message_row_new       (SdMessage    *message);
/* Questions of older messages can no longer be answered. */
void       sd_message_row_set_open  (SdMessageRow *self,
                                     gboolean      open);
/* Only the newest step of the history, @step, can be undone. */
void       sd_message_row_set_newest_step (SdMessageRow *self,
                                           guint         step);

G_END_DECLS
