/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The catalog as the planner sees it: entities and lessons found by phrase,
 * columns by name, nouns by kind. Built once from data/catalog, immutable.
 */

#pragma once

#include "sd-json-copy-private.h"
#include "sd-words-private.h"

G_BEGIN_DECLS

/* What sort of thing a table holds: it decides columns and relationships of
 * nouns that no file knows. */
typedef enum
{
  SD_KIND_THING,
  SD_KIND_PERSON,
  SD_KIND_EVENT,   /* happens at a time, refers to the others */
  SD_KIND_PLACE,
  SD_KIND_GROUP,
  SD_N_KINDS
} SdKind;

typedef struct _SdEntity SdEntity;
struct _SdEntity
{
  const char     *name;         /* "order_items" */
  char           *singular;     /* "order_item" */
  const char     *title;
  const char     *description;
  SdKind          kind;
  guint           rows;
  guint           domain;
  gboolean        generic;      /* may stand for "chess games", "garden visits" */
  const SdEntity *base;         /* nullable: what it is a kind of */
  JsonObject     *json;
};

/* A phrase by which an entity is known. */
typedef struct
{
  const SdEntity *entity;
  gboolean        canonical;    /* the table takes the entity's name, not the user's word */
  gboolean        own;          /* the entity's name, no synonym */
} SdPhrase;

typedef struct
{
  const char *name;
  const char *title;
  const char *description;
  guint       domain;
  JsonObject *json;
} SdLesson;

guint           sd_lexicon_get_n_domains   (void);
/* Points for each domain from the words of the prompt. (transfer full) */
double         *sd_lexicon_score_domains   (const SdWords *words);

/* Marks theme words of the domains that are set: they chose the meanings. */
void            sd_lexicon_use_themes      (SdWords       *words,
                                            const gboolean *domains);

const SdEntity *sd_lexicon_find_entity     (const char *name);
/* The longest phrase of an entity that begins at @i and ends before @limit; @end
 * (out) is behind it. @scores picks among domains. (nullable) */
const SdPhrase *sd_lexicon_match_entity    (const SdWords *words,
                                            guint          i,
                                            guint          limit,
                                            const double  *scores,
                                            guint         *end);
/* The same for the theme of a lesson. */
const SdLesson *sd_lexicon_match_lesson    (const SdWords *words,
                                            guint          i,
                                            guint         *end);
const SdLesson *sd_lexicon_find_lesson     (const char *name);
/* (element-type SdLesson) */
GPtrArray      *sd_lexicon_list_lessons    (void);
/* (element-type SdEntity) */
GPtrArray      *sd_lexicon_list_entities   (void);

/* Whether @entity is @name or a kind of it. */
gboolean        sd_entity_is_a             (const SdEntity *entity,
                                            const char     *name);
/* Its own or its base's; nullable. */
JsonArray      *sd_entity_get_columns      (const SdEntity *entity);
JsonArray      *sd_entity_get_parents      (const SdEntity *entity);

/* A column as the document has it, made for @name by its words; NULL when no
 * word of it is known. (transfer full) */
JsonObject     *sd_lexicon_guess_column    (const char *name,
                                            SdKind      kind);
/* The same, of an unknown name: a category of a few values. (transfer full) */
JsonObject     *sd_lexicon_unknown_column  (const char *name);
/* The rule of a column's name, for members such as "derive"; nullable. */
JsonObject     *sd_lexicon_find_rule       (const char *name,
                                            SdKind      kind);
/* 2 when the name itself is known as a column's, 1 when its ending is, else 0. */
guint           sd_lexicon_knows_column    (const char *name);
/* Whether a rule has the very name, in this number. */
gboolean        sd_lexicon_knows_exactly   (const char *name);

SdKind          sd_lexicon_guess_kind      (const char *singular);
gboolean        sd_lexicon_kind_from_nick  (const char *nick,
                                            SdKind     *kind);
JsonArray      *sd_lexicon_kind_columns    (SdKind      kind);
guint           sd_lexicon_kind_rows       (SdKind      kind);

G_END_DECLS
