/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* One message of a conversation: what the user wrote, or what was answered,
 * made, assumed, asked and not used.
 */

#pragma once

#include "sd-draft.h"

G_BEGIN_DECLS

#define SD_TYPE_MESSAGE (sd_message_get_type ())
G_DECLARE_FINAL_TYPE (SdMessage, sd_message, SD, MESSAGE, GObject)

typedef enum
{
  SD_MESSAGE_USER,
  SD_MESSAGE_ASSISTANT,
  SD_MESSAGE_ERROR,
} SdMessageKind;

SdMessage          *sd_message_new             (SdMessageKind  kind,
                                                const char    *text);
/* @made (nullable): the document that came of the draft. @step: the step of the
 * history that it was, 0 for none. */
SdMessage          *sd_message_new_for_draft   (const SdDraft *draft,
                                                SdSchema      *made,
                                                guint          step);
/* (transfer full) (nullable): NULL when @node is no message. */
SdMessage          *sd_message_new_from_json   (JsonNode      *node);
JsonNode           *sd_message_to_json         (SdMessage     *self);

SdMessageKind       sd_message_get_kind        (SdMessage     *self);
const char         *sd_message_get_text        (SdMessage     *self);
/* "customers: 50 rows, 6 columns"; never NULL, may be empty, as those below. */
const char * const *sd_message_get_made        (SdMessage     *self);
const char * const *sd_message_get_assumptions (SdMessage     *self);
const char * const *sd_message_get_not_used    (SdMessage     *self);
/* The step of undo that the message tells of; 0 for none, as in messages read from
 * a file, whose history is gone. */
guint               sd_message_get_step        (SdMessage     *self);
/* (element-type SdQuestion) */
GPtrArray          *sd_message_get_questions   (SdMessage     *self);

G_END_DECLS
