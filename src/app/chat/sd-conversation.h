/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The conversation of a document: a GListModel of SdMessage that grows as the
 * user asks and the assistant answers. What an answer proposes is applied to
 * the document as one step of undo.
 */

#pragma once

#include "sd-assistant.h"
#include "sd-document.h"
#include "sd-message.h"

G_BEGIN_DECLS

#define SD_TYPE_CONVERSATION (sd_conversation_get_type ())
G_DECLARE_FINAL_TYPE (SdConversation, sd_conversation, SD, CONVERSATION, GObject)

/* Properties (readable, notify): working. Signal: "applied" after the document
 * changed. @document is not owned: it owns the conversation. */
SdConversation *sd_conversation_new         (SdDocument         *document);
void            sd_conversation_load        (SdConversation     *self,
                                             JsonNode           *node);
/* (transfer full) (nullable) */
JsonNode       *sd_conversation_save        (SdConversation     *self);
SdAssistant    *sd_conversation_get_assistant (SdConversation   *self);
gboolean        sd_conversation_get_working (SdConversation     *self);
void            sd_conversation_ask         (SdConversation     *self,
                                             const char         *prompt);
/* Answers to the questions of the last message: "id=choice". @text is what the
 * user is shown to have said. */
void            sd_conversation_answer      (SdConversation     *self,
                                             const char * const *answers,
                                             const char         *text);
void            sd_conversation_stop        (SdConversation     *self);

G_END_DECLS
