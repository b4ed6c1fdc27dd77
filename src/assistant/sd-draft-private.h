/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The check of a draft: what it may hold, and repairs told as findings. */

#pragma once

#include "sd-draft.h"
#include "sd-json-copy-private.h"

G_BEGIN_DECLS

/* A draft is a proposal for a lesson, so its limits are below the document's. */
#define SD_DRAFT_MAX_TABLES        200
#define SD_DRAFT_MAX_COLUMNS       500
#define SD_DRAFT_MAX_RELATIONSHIPS 1000
#define SD_DRAFT_MAX_ROWS          G_GINT64_CONSTANT (100000000000)
#define SD_DRAFT_MAX_VALUES        10000
#define SD_DRAFT_MAX_TEXT          2000
#define SD_DRAFT_MAX_NAME          60
/* Up to so many rows what is declared holds in the sample itself. */
#define SD_DRAFT_EXACT_ROWS        10000

/* The draft while it is checked. */
typedef struct
{
  JsonObject *root;
  JsonArray  *tables;
  JsonArray  *relationships;
  GPtrArray  *findings;
  JsonObject *old;        /* the document that is changed; nullable */
} SdDraftCheck;

/* A finding about what was repaired or left out. */
void  sd_draft_note         (GPtrArray  *findings,
                             SdSeverity  severity,
                             const char *code,
                             const char *place,
                             const char *format,
                             ...) G_GNUC_PRINTF (5, 6);
/* A plain identifier from the member "name", made distinct from @taken (a set of
 * names, to which it is added). (transfer full) */
char *sd_draft_take_name    (JsonObject *object,
                             const char *fallback,
                             GHashTable *taken);
/* The text member cut to what a document holds. */
void  sd_draft_cut_text     (JsonObject *object,
                             const char *member);

JsonObject *sd_draft_find_named    (JsonArray  *array,
                                    const char *name);
JsonArray  *sd_draft_columns_of    (JsonObject *table);
void        sd_draft_set_names     (JsonObject         *object,
                                    const char         *member,
                                    const char * const *names);
/* The objects of the array @member, no more than @max. (transfer full) */
JsonArray  *sd_draft_take_objects  (SdDraftCheck *self,
                                    JsonObject   *object,
                                    const char   *member,
                                    guint         max,
                                    const char   *place);

/* sd-draft-relationship.c */
void  sd_draft_check_relationships (SdDraftCheck *self);
void  sd_draft_check_references    (SdDraftCheck *self);
/* sd-draft-ids.c: @old is the document that is changed (nullable). */
void  sd_draft_number              (JsonObject *root,
                                    JsonObject *old);

/* sd-draft-dependence.c: what depends on what, so that it can be read; and what
 * is wrong with it in the document that was read. */
void  sd_draft_check_dependence    (SdDraftCheck *self);
void  sd_draft_repair_dependence   (SdSchema     *schema,
                                    GPtrArray    *findings);

/* sd-draft-column.c: one column made sound. @place is "table.column". */
void  sd_draft_repair_column (JsonObject *column,
                              const char *place,
                              GPtrArray  *findings);

G_END_DECLS
