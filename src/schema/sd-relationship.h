/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A relationship: which columns of the child table refer to which parent, how
 * many children a parent has, and where their rows stand.
 *
 * The columns in child_foreign_key have the generator "reference"; their values
 * come from here.
 */

#pragma once

#include "sd-schema-types.h"

G_BEGIN_DECLS

#define SD_TYPE_RELATIONSHIP (sd_relationship_get_type ())
G_DECLARE_FINAL_TYPE (SdRelationship, sd_relationship, SD, RELATIONSHIP, GObject)

/* Where a child's row stands (ENGINE.md law 5). */
typedef enum
{
  SD_PLACEMENT_AUTO,       /* the first foreign key of a detail table clustered, others shuffled */
  SD_PLACEMENT_CLUSTERED,  /* rows in parent order */
  SD_PLACEMENT_SHUFFLED,
  SD_PLACEMENT_TIMELINE,   /* rows in time order */
  SD_PLACEMENT_DRAWN,      /* chosen from the row's own columns; no law */
} SdPlacement;

SdRelationship     *sd_relationship_new                (const char *parent_table_name,
                                                        const char *child_table_name,
                                                        const char *child_foreign_key);

/* Properties (all readable, notify): id, parent-table-name, child-table-name,
 * parent-primary-key, child-foreign-key, law, law-parameters, law-from-user,
 * min-cardinality, max-cardinality, optional, placement, distinct-within,
 * count-effect, effects, choice, one-of, one-of-share. */
guint               sd_relationship_get_id             (SdRelationship *self);
const char         *sd_relationship_get_parent_table   (SdRelationship *self);
const char         *sd_relationship_get_child_table    (SdRelationship *self);
/* Names; an empty parent key means the parent's primary key. */
const char * const *sd_relationship_get_parent_key     (SdRelationship *self);
const char * const *sd_relationship_get_foreign_key    (SdRelationship *self);
/* The law of children per parent: nick "fixed", "uniform", "poisson",
 * "negative_binomial", "zipf", "zero_inflated"; see sd-generator-info.h. */
const char         *sd_relationship_get_law            (SdRelationship *self);
JsonObject         *sd_relationship_get_law_parameters (SdRelationship *self); /* never NULL */
gboolean            sd_relationship_get_law_from_user  (SdRelationship *self);
/* Bounds of children per parent; max 0 means no bound. */
guint64             sd_relationship_get_min            (SdRelationship *self);
guint64             sd_relationship_get_max            (SdRelationship *self);
/* Share of child rows without a parent, 0 … 1. */
double              sd_relationship_get_optional       (SdRelationship *self);
SdPlacement         sd_relationship_get_placement      (SdRelationship *self);
/* Id of another relationship of the same child within whose parents this one's
 * parents are distinct (a link table); 0 for none. */
guint               sd_relationship_get_distinct_within (SdRelationship *self);

/* As in the file; borrowed, nullable, never to be changed in place. */
JsonObject         *sd_relationship_get_count_effect   (SdRelationship *self);
JsonArray          *sd_relationship_get_effects        (SdRelationship *self);
JsonObject         *sd_relationship_get_choice         (SdRelationship *self);
/* Of the relationships of one child with the same number exactly one is set in
 * a row; 0 for none. Its share of the rows; NaN: what the others leave. */
guint               sd_relationship_get_one_of         (SdRelationship *self);
double              sd_relationship_get_one_of_share   (SdRelationship *self);

void                sd_relationship_set_keys           (SdRelationship *self,
                                                        const char * const *parent_key,
                                                        const char * const *foreign_key);
/* @parameters (transfer full) (nullable) */
void                sd_relationship_set_law            (SdRelationship *self, const char *law,
                                                        JsonObject *parameters, gboolean from_user);
void                sd_relationship_set_bounds         (SdRelationship *self, guint64 min, guint64 max);
void                sd_relationship_set_optional       (SdRelationship *self, double share);
void                sd_relationship_set_placement      (SdRelationship *self, SdPlacement placement);
void                sd_relationship_set_distinct_within (SdRelationship *self, guint relationship_id);
/* @value (transfer full) (nullable) */
void                sd_relationship_set_count_effect   (SdRelationship *self, JsonObject *value);
void                sd_relationship_set_effects        (SdRelationship *self, JsonArray *value);
void                sd_relationship_set_choice         (SdRelationship *self, JsonObject *value);
void                sd_relationship_set_one_of         (SdRelationship *self, guint group,
                                                        double share);

G_END_DECLS
