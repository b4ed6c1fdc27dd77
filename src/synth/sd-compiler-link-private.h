/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* One relationship on its way to a link.
 */

#pragma once

#include "sd-compiler-private.h"

G_BEGIN_DECLS

/* Enough that a new parent soon has children, few enough for a matrix of
 * cohorts by periods. */
#define SD_LINK_PERIODS 128

typedef struct
{
  SdCompiler     *compiler;
  guint           table;       /* the child */
  guint           index;       /* of the link */
  SdPlanLink     *link;
  SdRelationship *relationship;
  SdTable        *child;
  SdTable        *parent;
} SdLinkContext;

/* "orders.customer_id", for findings. */
const char *sd_link_context_get_place     (const SdLinkContext *context);
/* Errors about the relationship. */
void        sd_link_context_report        (const SdLinkContext *context,
                                           const char          *code,
                                           const char          *sentence);
void        sd_link_context_report_status (const SdLinkContext *context,
                                           const SdLinkReport  *report);
/* What was done beyond what the document says. */
void        sd_link_context_note          (const SdLinkContext *context,
                                           const SdLinkReport  *report);

/* The ordered date of the child that comes after one of this parent; −1 when
 * there is none. */
int         sd_link_context_find_timeline (const SdLinkContext *context,
                                           guint               *birth_node,
                                           gint64              *gap);
/* FALSE with a finding when the parent's dates do not ascend. @timeline has room
 * for SD_LINK_PERIODS. */
gboolean    sd_link_context_make_timeline (const SdLinkContext *context,
                                           int                  column_node,
                                           guint                birth_node,
                                           gint64               gap,
                                           SdLinkTimeline      *timeline);

/* The parents' classes by the law's branches; NULL when it has none. FALSE with a
 * finding. (transfer full) */
gboolean    sd_link_context_make_classes  (const SdLinkContext *context,
                                           SdLinkClasses      **classes);
void        sd_link_classes_free          (SdLinkClasses       *self);

/* The rows that a relationship has for itself among others of its group; @spec
 * points to @part then. FALSE with a finding. */
gboolean    sd_link_context_make_part     (const SdLinkContext *context,
                                           SdLinkSpec          *spec,
                                           SdLinkPart          *part);

/* Whether rows choose their parents: by popularity, by what they match, or
 * because the key shares columns with an earlier one. */
gboolean    sd_link_context_has_choice    (const SdLinkContext *context);
/* Fills @choice, whose pool is to be passed on. FALSE with a finding. */
gboolean    sd_link_context_make_choice   (const SdLinkContext *context,
                                           const SdLinkSpec    *spec,
                                           SdLinkChoice        *choice);
/* Marks in @needs, by the position of relationships in the schema, the links that
 * have to be there before this one because of its choice. */
void        sd_link_context_list_choice_needs (const SdLinkContext *context,
                                           guint8              *needs);

G_END_DECLS
