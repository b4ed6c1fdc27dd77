/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Which locale the semantic columns of a table speak: the document's, one of the
 * column's own (parameter "locale"), or, where rows come from several countries
 * (parameter "locales" of any column of the group), a mix of them.
 */

#pragma once

#include "sd-locale-mix-private.h"
#include "sd-node-private.h"

G_BEGIN_DECLS

typedef struct
{
  const char  *locale;   /* of all rows; of a mix the first */
  SdLocaleMix *mix;      /* nullable, the plan's */
  gboolean     own;      /* the column or its group names it */
} SdVocabulary;

SdVocabulary          sd_vocabulary_get          (const SdColumnContext *context,
                                                  SdColumn              *column);
const SdAtom         *sd_vocabulary_get_atom     (const SdVocabulary    *self,
                                                  const char            *name);
/* nullable; of a mix as the first locale writes it. */
const SdSemanticType *sd_vocabulary_get_semantic (const SdVocabulary    *self,
                                                  const char            *nick);
/* The semantic type of @column, NULL when it has none. */
const SdSemanticType *sd_vocabulary_get_type_of  (const SdColumnContext *context,
                                                  SdColumn              *column);
/* The templates of @column's type: one, or where the locales of a mix write it in
 * different ways, one for each. NULL-terminated; (transfer container) */
const char          **sd_vocabulary_list_values  (const SdColumnContext *context,
                                                  SdColumn              *column);
/* Findings about parameters that name locales. */
void                  sd_vocabulary_check        (const SdColumnContext *context);

G_END_DECLS
