/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The parts of validation.
 */

#pragma once

#include "sd-generator-info.h"
#include "sd-schema.h"

G_BEGIN_DECLS

typedef struct
{
  SdSchema  *schema;
  GPtrArray *findings;  /* (element-type SdFinding) */
} SdValidation;

/* An element that parameters belong to. */
typedef struct
{
  guint       id;
  const char *place;
  const char *member;      /* "parameters" or "law_parameters" */
  JsonObject *parameters;
  SdTable    *table;       /* whose columns its parameters may name; nullable */
  const char *skip;        /* a member that is no parameter ("kind"); nullable */
  JsonObject *own;         /* those of @parameters to look at, when it inherits others; nullable */
  gboolean    plain;       /* whether columns of other tables are out of place */
} SdParameterOwner;

/* Adds a finding and returns it, for fixes. */
SdFinding *_sd_validation_add           (SdValidation *self,
                                         SdSeverity    severity,
                                         const char   *code,
                                         guint         element_id,
                                         const char   *place,
                                         const char   *format,
                                         ...) G_GNUC_PRINTF (6, 7);
/* Offers the name nearest to @word as the value of @member. */
void       _sd_validation_offer_nearest (SdFinding    *finding,
                                         guint         element_id,
                                         const char   *member,
                                         const char   *word,
                                         GPtrArray    *names);
/* Offers to remove what stands at @path for each finding since the @first. */
void       _sd_validation_offer_removal (SdValidation *self,
                                         guint         first,
                                         guint         element_id,
                                         const char   *path,
                                         const char   *label);
/* The table that @word before a dot means: a foreign key of @table, or a table;
 * nullable. */
SdTable   *_sd_validation_find_head     (SdValidation *self,
                                         SdTable      *table,
                                         const char   *word);
/* The column that "column", "table.column" or "foreign_key.column" means in a
 * row of @table; nullable. */
SdColumn  *_sd_validation_find_column   (SdValidation *self,
                                         SdTable      *table,
                                         const char   *text);
GPtrArray *_sd_validation_list_tables   (SdSchema     *schema);
GPtrArray *_sd_validation_list_columns  (SdTable      *table);
/* The nicks of the n @infos. */
GPtrArray *_sd_validation_list_nicks    (const SdGeneratorInfo *infos,
                                         guint                  n);
/* "table.column", (transfer full) */
char      *_sd_validation_get_place     (SdTable      *table,
                                         SdColumn     *column);

/* Values of fixes; (transfer full) */
JsonNode  *_sd_text_node                (const char   *text);
JsonNode  *_sd_integer_node             (gint64        value);
JsonNode  *_sd_double_node              (double        value);
JsonNode  *_sd_boolean_node             (gboolean      value);

/* @infos (nullable) may be followed by @more (nullable), which go first. */
void       _sd_validate_parameters      (SdValidation           *self,
                                         const SdParameterOwner *owner,
                                         const SdParameterInfo  *infos,
                                         const SdParameterInfo  *more);
/* The branches of a column, a law or missing values: their form, and that their
 * conditions can hold. */
void       _sd_validate_branches        (SdValidation           *self,
                                         const SdParameterOwner *owner,
                                         JsonNode               *node);
/* What the generator wants beyond the table of its parameters. */
void       _sd_validate_generator       (SdValidation           *self,
                                         const SdParameterOwner *owner,
                                         SdColumn               *column);
void       _sd_validate_missing         (SdValidation   *self,
                                         SdTable        *table,
                                         SdColumn       *column);
/* @list: the mess of the column, or of the table when @column is NULL */
void       _sd_validate_mess            (SdValidation   *self,
                                         SdTable        *table,
                                         SdColumn       *column,
                                         JsonArray      *list);
void       _sd_validate_correlations    (SdValidation   *self,
                                         SdTable        *table);
void       _sd_validate_rules           (SdValidation   *self,
                                         SdTable        *table);
void       _sd_validate_crossed         (SdValidation   *self,
                                         SdTable        *table);
/* Effects, choice and one_of; @parent and @child nullable. */
void       _sd_validate_dependence      (SdValidation   *self,
                                         SdRelationship *relationship,
                                         SdTable        *parent,
                                         SdTable        *child,
                                         const char     *place);
void       _sd_validate_column          (SdValidation   *self,
                                         SdTable        *table,
                                         SdColumn       *column);
void       _sd_validate_table           (SdValidation   *self,
                                         SdTable        *table);
void       _sd_validate_relationship    (SdValidation   *self,
                                         SdRelationship *relationship);

G_END_DECLS
