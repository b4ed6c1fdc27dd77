/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Where a prompt is written: Enter sends it, Shift+Enter breaks the line. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SD_TYPE_PROMPT_BOX (sd_prompt_box_get_type ())
G_DECLARE_FINAL_TYPE (SdPromptBox, sd_prompt_box, SD, PROMPT_BOX, GtkWidget)

/* Properties: placeholder, working. Signals: "sent" (text), "stopped". */
char *sd_prompt_box_dup_text    (SdPromptBox *self);
void  sd_prompt_box_set_text    (SdPromptBox *self,
                                 const char  *text);
void  sd_prompt_box_set_working (SdPromptBox *self,
                                 gboolean     working);
void  sd_prompt_box_send        (SdPromptBox *self);

G_END_DECLS
