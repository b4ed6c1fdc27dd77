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
void       _sd_validate_column          (SdValidation   *self,
                                         SdTable        *table,
                                         SdColumn       *column);
void       _sd_validate_table           (SdValidation   *self,
                                         SdTable        *table);
void       _sd_validate_relationship    (SdValidation   *self,
                                         SdRelationship *relationship);

G_END_DECLS
