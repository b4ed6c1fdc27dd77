/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What a mind proposes: a schema in the document's JSON form (ids optional),
 * with what it says, asks and assumes. Untrusted until sd_draft_to_schema().
 */

#pragma once

#include "sd-schema.h"

G_BEGIN_DECLS

typedef struct
{
  char  *id;        /* "rows", "tables" … */
  char  *text;      /* the question */
  char **choices;   /* clickable answers */
  char  *fallback;  /* the answer of "You decide"; one of the choices */
} SdQuestion;

typedef struct
{
  JsonNode  *schema;       /* NULL when there is nothing to propose yet */
  char      *reply;        /* what was made, one or two sentences */
  GPtrArray *questions;    /* (element-type SdQuestion), at most three */
  char     **assumptions;  /* sentences */
  char     **not_used;     /* words of the prompt that changed nothing */
} SdDraft;

#define SD_TYPE_DRAFT (sd_draft_get_type ())
GType     sd_draft_get_type  (void);
SdDraft  *sd_draft_new       (void);
SdDraft  *sd_draft_copy      (const SdDraft *self);
void      sd_draft_free      (SdDraft       *self);
void      sd_question_free   (SdQuestion    *self);

/* The draft checked and made a document: @previous (nullable) is the schema it
 * changes, whose ids it keeps by name. Repairs are findings (notes and
 * warnings). (transfer full) (nullable) */
SdSchema *sd_draft_to_schema (const SdDraft *self,
                              SdSchema      *previous,
                              GPtrArray    **findings,
                              GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SdDraft, sd_draft_free)

G_END_DECLS
