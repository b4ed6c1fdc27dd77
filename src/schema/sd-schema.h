/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The document: tables (GListModel of SdTable), relationships, seed, locale,
 * the day everything refers to. Main thread only; observable; saved as JSON.
 *
 * Changes come between sd_history_begin() and sd_history_end() (sd-history.h),
 * which makes them one named step of undo.
 */

#pragma once

#include "sd-finding.h"
#include "sd-relationship.h"
#include "sd-table.h"

G_BEGIN_DECLS

#define SD_TYPE_SCHEMA (sd_schema_get_type ())
G_DECLARE_FINAL_TYPE (SdSchema, sd_schema, SD, SCHEMA, GObject)

#define SD_SCHEMA_VERSION 1

#define SD_SCHEMA_ERROR (sd_schema_error_quark ())
GQuark sd_schema_error_quark (void);

typedef enum
{
  SD_SCHEMA_ERROR_FORMAT,   /* JSON, but not a SynthData document */
  SD_SCHEMA_ERROR_CONTENT,  /* a member has the wrong kind or range; all are named */
} SdSchemaError;

/* Emits "changed" after any change of it or of anything inside it (once per
 * history step or sync, immediately when outside one). Properties: title, name,
 * description, seed, locale, as-of, read-only, assumptions, messy. */
SdSchema           *sd_schema_new                 (void);

const char         *sd_schema_get_title           (SdSchema *self);  /* "Product sales" */
const char         *sd_schema_get_name            (SdSchema *self);  /* "product_sales": names files */
const char         *sd_schema_get_description     (SdSchema *self);
guint64             sd_schema_get_seed            (SdSchema *self);
const char         *sd_schema_get_locale          (SdSchema *self);  /* "en_US" */
gint64              sd_schema_get_as_of           (SdSchema *self);  /* days since 1970-01-01 */
guint               sd_schema_get_catalog_version (SdSchema *self);
const char * const *sd_schema_get_assumptions     (SdSchema *self);
/* Whether the mess that tables and columns declare is shown and exported. */
gboolean            sd_schema_get_messy           (SdSchema *self);
/* TRUE when a newer version of the program wrote it. */
gboolean            sd_schema_get_read_only       (SdSchema *self);
/* Free-form members kept in the document for other rooms ("conversation",
 * "export", "diagram"); borrowed, nullable. */
JsonNode           *sd_schema_get_member          (SdSchema *self, const char *member);

void                sd_schema_set_title           (SdSchema *self, const char *title);
void                sd_schema_set_name            (SdSchema *self, const char *name);
void                sd_schema_set_description     (SdSchema *self, const char *description);
void                sd_schema_set_seed            (SdSchema *self, guint64 seed);
void                sd_schema_set_locale          (SdSchema *self, const char *locale);
void                sd_schema_set_as_of           (SdSchema *self, gint64 date);
void                sd_schema_set_assumptions     (SdSchema *self, const char * const *assumptions);
void                sd_schema_set_messy           (SdSchema *self, gboolean messy);
/* @value (transfer full) (nullable) */
void                sd_schema_set_member          (SdSchema *self, const char *member, JsonNode *value);

/* GListModel of SdTable, of SdRelationship; borrowed. */
GListModel         *sd_schema_list_tables         (SdSchema *self);
GListModel         *sd_schema_list_relationships  (SdSchema *self);
guint               sd_schema_get_n_tables        (SdSchema *self);
SdTable            *sd_schema_get_table           (SdSchema *self, guint position);
SdTable            *sd_schema_find_table          (SdSchema *self, const char *name);
SdTable            *sd_schema_find_table_by_id    (SdSchema *self, guint id);
/* The table that people mean by @word: its name, title or an alias, singular or
 * plural, any case. @n_matches says how many fit; NULL unless it is one. */
SdTable            *sd_schema_match_table         (SdSchema *self, const char *word, guint *n_matches);
guint               sd_schema_get_n_relationships (SdSchema *self);
SdRelationship     *sd_schema_get_relationship    (SdSchema *self, guint position);
SdRelationship     *sd_schema_find_relationship_by_id (SdSchema *self, guint id);
/* The relationship whose foreign key contains the column; nullable. */
SdRelationship     *sd_schema_find_relationship   (SdSchema *self, SdTable *child, const char *column);

/* Structure. New members get an id and, where the name is taken, a number.
 * Removing a table removes its relationships and the foreign-key columns that
 * point to it; removing a column what refers to it. Renaming rewrites every
 * reference: keys, relationships, parameters and formulas. A name that is no
 * plain identifier is made one. */
void                sd_schema_add_table           (SdSchema *self, SdTable *table, guint position);
void                sd_schema_remove_table        (SdSchema *self, SdTable *table);
void                sd_schema_move_table          (SdSchema *self, SdTable *table, guint position);
void                sd_schema_rename_table        (SdSchema *self, SdTable *table, const char *name);
void                sd_schema_add_column          (SdSchema *self, SdTable *table, SdColumn *column, guint position);
void                sd_schema_remove_column       (SdSchema *self, SdTable *table, SdColumn *column);
void                sd_schema_move_column         (SdSchema *self, SdTable *table, SdColumn *column, guint position);
void                sd_schema_rename_column       (SdSchema *self, SdTable *table, SdColumn *column, const char *name);
void                sd_schema_add_relationship    (SdSchema *self, SdRelationship *relationship);
void                sd_schema_remove_relationship (SdSchema *self, SdRelationship *relationship);

/* Multiplies the row counts of all tables whose rows are not listed. */
void                sd_schema_scale_rows          (SdSchema *self, double factor);

/* Structural findings of the document alone: names, keys, references, types,
 * parameters out of bounds (sd-generator-info.h). The engine's compiler calls
 * it and adds its own. (transfer full) (element-type SdFinding) */
GPtrArray          *sd_schema_validate            (SdSchema *self);

G_END_DECLS
