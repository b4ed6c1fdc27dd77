/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What the planner has understood so far: tables, their columns and how they
 * are linked. It becomes the draft.
 */

#pragma once

#include "sd-lexicon-private.h"

G_BEGIN_DECLS

typedef struct
{
  char           *name;            /* "order_items" */
  char           *singular;        /* "order_item" */
  char           *key;             /* nullable: the key where it is not "order_item_id" */
  const SdEntity *entity;          /* nullable: a noun the catalog does not know */
  SdKind          kind;
  guint64         rows;            /* 0 until known */
  gboolean        rows_from_user;
  gboolean        only_asked;      /* the user listed its columns, and these alone are wanted */
  gboolean        keyless;         /* one flat table with the user's columns: no key of ours */
  gboolean        link;            /* made for a many-to-many relationship */
  GPtrArray      *asked;           /* names of columns the user wants, in order */
  GPtrArray      *extra;           /* names of columns wanted beside whatever else there is */
  JsonArray      *columns;
  GPtrArray      *aliases;         /* further words for it */
  JsonArray      *mess;            /* nullable: of its rows */
  JsonObject     *origin;          /* nullable: the table of the document that is changed */
} SdSketchTable;

typedef struct
{
  SdSketchTable *parent;
  SdSketchTable *child;
  char          *column;           /* the foreign key in the child */
  char          *law;              /* nullable: negative binomial */
  JsonObject    *law_parameters;   /* nullable */
  gboolean       law_from_user;
  guint64        min;
  guint64        max;              /* 0: no bound */
  double         optional;
  double         per;              /* children per parent that suit a lesson */
  char          *distinct_within;  /* nullable: the other foreign key of a pair */
  JsonObject    *origin;           /* nullable: as the table's */
} SdSketchLink;

typedef struct
{
  char      *title;
  GPtrArray *tables;               /* SdSketchTable */
  GPtrArray *links;                /* SdSketchLink */
  GPtrArray *assumptions;          /* sentences */
  gboolean   messy;
} SdSketch;

SdSketch      *sd_sketch_new          (void);
void           sd_sketch_free         (SdSketch       *self);

/* The tables and links of a document, to be changed. */
SdSketch      *sd_sketch_new_from_json (JsonObject    *document);

/* A new table named by the plural of @singular; a number is added to a name that
 * is taken. */
SdSketchTable *sd_sketch_add_table    (SdSketch       *self,
                                       const char     *singular,
                                       const SdEntity *entity,
                                       SdKind          kind);
SdSketchTable *sd_sketch_table_at     (const SdSketch *self,
                                       guint           i);
/* By name or singular. */
SdSketchTable *sd_sketch_find_table   (const SdSketch *self,
                                       const char     *name);
/* The first table of that entity or of a kind of it. */
SdSketchTable *sd_sketch_find_entity  (const SdSketch *self,
                                       const char     *entity);
void           sd_sketch_add_alias    (SdSketchTable  *table,
                                       const char     *word);
void           sd_sketch_ask_column   (SdSketchTable  *table,
                                       const char     *name);
/* NULL when the link would make a circle or is there already. @role (nullable)
 * goes before the foreign key's name. */
SdSketchLink  *sd_sketch_add_link     (SdSketch       *self,
                                       SdSketchTable  *parent,
                                       SdSketchTable  *child,
                                       const char     *role);
SdSketchLink  *sd_sketch_find_link    (const SdSketch *self,
                                       const SdSketchTable *parent,
                                       const SdSketchTable *child);
guint          sd_sketch_count_links  (const SdSketch *self,
                                       const SdSketchTable *table,
                                       gboolean        as_child);
/* Whether a chain of links leads from @from down to @to. */
gboolean       sd_sketch_reaches      (const SdSketch *self,
                                       const SdSketchTable *from,
                                       const SdSketchTable *to);
void           sd_sketch_set_law      (SdSketchLink   *link,
                                       const char     *law,
                                       JsonObject     *parameters);
void           sd_sketch_sort_tables  (SdSketch       *self);
JsonObject    *sd_sketch_find_column  (const SdSketchTable *table,
                                       const char     *name);
/* "customer_id" */
char          *sd_sketch_key          (const SdSketchTable *table);
void           sd_sketch_assume       (SdSketch       *self,
                                       const char     *format,
                                       ...) G_GNUC_PRINTF (2, 3);
/* The draft's schema. (transfer full) */
JsonNode      *sd_sketch_to_json      (const SdSketch *self);
/* "first_name" → "First name"; (transfer full) */
char          *sd_title_from_name     (const char     *name);

G_END_DECLS
