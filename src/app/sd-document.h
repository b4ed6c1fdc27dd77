/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A document of the application: a schema with its history, its conversation,
 * its file and its draft.
 */

#pragma once

#include "sd-history.h"
#include "sd-schema.h"

G_BEGIN_DECLS

typedef struct _SdConversation SdConversation;

#define SD_TYPE_DOCUMENT (sd_document_get_type ())
G_DECLARE_FINAL_TYPE (SdDocument, sd_document, SD, DOCUMENT, GObject)

/* Properties (readable, notify): schema, history, conversation, file, title,
 * modified, busy. Signal: "changed" after the schema's. */
SdDocument     *sd_document_new              (void);
SdSchema       *sd_document_get_schema       (SdDocument          *self);
SdHistory      *sd_document_get_history      (SdDocument          *self);
SdConversation *sd_document_get_conversation (SdDocument          *self);
GFile          *sd_document_get_file         (SdDocument          *self);
char           *sd_document_dup_title        (SdDocument          *self);
gboolean        sd_document_get_modified     (SdDocument          *self);
gboolean        sd_document_get_busy         (SdDocument          *self);
/* Nothing made, nothing said, no file: a window may show another one instead. */
gboolean        sd_document_is_pristine      (SdDocument          *self);
gboolean        sd_document_apply            (SdDocument          *self,
                                              SdSchema            *schema,
                                              const char          *label,
                                              GError             **error);
/* What was chosen for exports (sd-export-choices.h). Saved with the document, but
 * no change of it: exporting never asks for saving. (transfer none) (nullable) */
JsonNode       *sd_document_get_export       (SdDocument          *self);
/* @choices: (transfer full) */
void            sd_document_set_export       (SdDocument          *self,
                                              JsonNode            *choices);
/* Says that the conversation has more to save. */
void            sd_document_touch            (SdDocument          *self);

/* sd-document-file.c */
void            sd_document_load_async       (GFile               *file,
                                              GCancellable        *cancellable,
                                              GAsyncReadyCallback  callback,
                                              gpointer             user_data);
SdDocument     *sd_document_load_finish      (GAsyncResult        *result,
                                              GError             **error);
/* Documents to begin with: @file is read, but not theirs. */
void            sd_document_load_example_async  (GFile               *file,
                                                 GCancellable        *cancellable,
                                                 GAsyncReadyCallback  callback,
                                                 gpointer             user_data);
SdDocument     *sd_document_load_example_finish (GAsyncResult        *result,
                                                 GError             **error);
void            sd_document_restore_async    (const char          *draft,
                                              GCancellable        *cancellable,
                                              GAsyncReadyCallback  callback,
                                              gpointer             user_data);
SdDocument     *sd_document_restore_finish   (GAsyncResult        *result,
                                              GError             **error);
void            sd_document_save_async       (SdDocument          *self,
                                              GFile               *file,
                                              gboolean             overwrite,
                                              GCancellable        *cancellable,
                                              GAsyncReadyCallback  callback,
                                              gpointer             user_data);
gboolean        sd_document_save_finish      (SdDocument          *self,
                                              GAsyncResult        *result,
                                              GError             **error);
void            sd_document_keep_draft       (SdDocument          *self);
void            sd_document_discard_draft    (SdDocument          *self);

G_END_DECLS
