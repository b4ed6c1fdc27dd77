/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The chat: the conversation of the document, and the prompt below it. */

#pragma once

#include <gtk/gtk.h>

#include "sd-workspace.h"

G_BEGIN_DECLS

#define SD_TYPE_CHAT_PANE (sd_chat_pane_get_type ())
G_DECLARE_FINAL_TYPE (SdChatPane, sd_chat_pane, SD, CHAT_PANE, GtkWidget)

void sd_chat_pane_set_workspace (SdChatPane  *self,
                                 SdWorkspace *workspace);
void sd_chat_pane_send          (SdChatPane  *self,
                                 const char  *prompt);

G_END_DECLS
