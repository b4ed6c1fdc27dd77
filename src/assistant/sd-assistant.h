/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* One conversation, two minds behind one interface: the offline planner, and
 * later a language model. Both answer a request with a draft.
 */

#pragma once

#include "sd-draft.h"

G_BEGIN_DECLS

/* What is asked. */
typedef struct
{
  const char  *prompt;
  const char * const *answers;  /* nullable: "question-id=choice" to questions asked before */
  SdSchema    *schema;          /* nullable: the document to change, for follow-ups */
  gint64       as_of;           /* days since 1970-01-01 */
  const char  *locale;
} SdRequest;

#define SD_TYPE_ASSISTANT (sd_assistant_get_type ())
G_DECLARE_INTERFACE (SdAssistant, sd_assistant, SD, ASSISTANT, GObject)

struct _SdAssistantInterface
{
  GTypeInterface parent_iface;

  const char *(*get_title)  (SdAssistant         *self);
  void        (*ask_async)  (SdAssistant         *self,
                             const SdRequest     *request,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data);
  SdDraft    *(*ask_finish) (SdAssistant         *self,
                             GAsyncResult        *result,
                             GError             **error);
};

/* For people: "Offline planner". */
const char *sd_assistant_get_title  (SdAssistant         *self);
/* The request is copied. */
void        sd_assistant_ask_async  (SdAssistant         *self,
                                     const SdRequest     *request,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data);
/* (transfer full) */
SdDraft    *sd_assistant_ask_finish (SdAssistant         *self,
                                     GAsyncResult        *result,
                                     GError             **error);

G_END_DECLS
