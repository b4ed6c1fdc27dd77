/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Random documents, the same from the same seed: most of them sound, every fifth
 * spoiled. Tables are made in order, so that one refers to those before it.
 */

#pragma once

#include <json-glib/json-glib.h>

#include "random-draw.h"

typedef struct
{
  RandomDraw draw;
  JsonArray *tables;
  JsonArray *relationships;
  guint      next_id;
} RandomSchema;

/* A document; (transfer full) */
JsonObject *random_schema_new      (guint64 seed);

/* What its parts share. JSON in which ' stands for ". (transfer full) */
JsonObject *random_object          (const char *format,
                                    ...) G_GNUC_PRINTF (1, 2);
/* Sets a member to such JSON of any kind. */
void        random_set             (JsonObject *object,
                                    const char *member,
                                    const char *format,
                                    ...) G_GNUC_PRINTF (3, 4);
/* A new column; it is added to no table. (transfer full) */
JsonObject *random_column_object   (RandomSchema *self,
                                    const char   *name,
                                    const char   *type,
                                    const char   *generator);
const char *random_text            (JsonObject *object,
                                    const char *member);
/* Any column of one of the types, "integer|real"; nullable. */
JsonObject *random_pick_column     (RandomSchema *self,
                                    JsonObject   *table,
                                    const char   *types);
/* Any relationship that begins at a table; nullable. */
JsonObject *random_pick_parent     (RandomSchema *self,
                                    JsonObject   *table);
JsonObject *random_find_table      (RandomSchema *self,
                                    const char   *name);
/* "column", or "foreign_key.column" of a parent. (transfer full) (nullable) */
char       *random_pick_mention    (RandomSchema *self,
                                    JsonObject   *table,
                                    const char   *types);
/* Adds a column with any generator. */
void        random_add_column      (RandomSchema *self,
                                    JsonObject   *table);
/* The generators that columns are made with, "|" between them. */
char       *random_list_generators (void);
/* Missing values, of any kind. */
void        random_add_missing     (RandomSchema *self,
                                    JsonObject   *table,
                                    JsonObject   *column);
/* Totals over the rows that refer to a table. */
void        random_add_aggregate   (RandomSchema *self,
                                    JsonObject   *table);
/* Correlations, rules, mess, crossed factors. */
void        random_add_properties  (RandomSchema *self,
                                    JsonObject   *table);
/* Relationships of a table to those before it, and its columns for them. */
void        random_add_parents     (RandomSchema *self,
                                    JsonObject   *table);
/* Effects, choices and groups of a table's relationships. */
void        random_add_dependence  (RandomSchema *self,
                                    JsonObject   *table);
/* Spoils some members. */
void        random_mutate          (RandomDraw *draw,
                                    JsonObject *document);
