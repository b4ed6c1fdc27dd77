/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What sd-document.c and sd-document-file.c share. */

#pragma once

#include "sd-document.h"

G_BEGIN_DECLS

struct _SdDocument
{
  GObject         parent_instance;

  /* Owned References */
  SdSchema       *schema;
  SdHistory      *history;
  SdConversation *conversation;
  GFile          *file;
  char           *etag;
  JsonNode       *export;         /* choices; NULL: those of the schema */
  char           *draft;          /* id in the folder of drafts */
  GCancellable   *draft_cancellable;

  guint           draft_source;   /* timeout until the draft is kept */
  guint           busy : 1;
  guint           restored : 1;   /* came from a draft: not in its file yet */
  guint           said_more : 1;  /* the conversation has more than the file */
  guint           needs_draft : 1;
};

SdDocument *_sd_document_new_for_schema (SdSchema   *schema);
void        _sd_document_set_busy       (SdDocument *self,
                                         gboolean    busy);
void        _sd_document_set_file       (SdDocument *self,
                                         GFile      *file);
void        _sd_document_mark_saved     (SdDocument *self);
void        _sd_document_mark_restored  (SdDocument *self,
                                         const char *draft,
                                         GFile      *file);

G_END_DECLS
