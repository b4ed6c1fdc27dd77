/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The schema compiled: immutable, thread-safe, plain C. Either a plan exists
 * and will generate, or compiling returned the findings that say why not.
 */

#pragma once

#include "sd-schema.h"
#include "sd-vector.h"

G_BEGIN_DECLS

typedef struct _SdPlan SdPlan;

typedef struct
{
  guint               id;
  const char         *name;
  const char         *title;
  const char         *description;
  const char         *unit;
  SdType              type;
  guint               precision;  /* of decimals */
  guint               scale;      /* of decimals */
  SdVectorKind        kind;       /* of the vectors it comes in */
  const SdDictionary *dictionary; /* when kind is CODE */
  gboolean            nullable;
  gboolean            unique;
  gboolean            has_range;  /* INT64: minimum and maximum are known */
  gint64              minimum, maximum;
  guint               max_length; /* text: most characters a value has; 0 unknown */
  gboolean            moved;      /* the declared law gives way to a rule of the table */
  int                 foreign_key; /* index into the table's foreign keys, −1 none */
  gboolean            has_choices; /* a category: the dictionary is the allowed values */
  gboolean            as_text;    /* messy: cells may hold texts that are no value of the type */
} SdPlanColumn;

typedef struct
{
  guint        relationship_id;
  guint        n_columns;
  const guint *columns;         /* of this table */
  guint        parent_table;
  const guint *parent_columns;
  gboolean     optional;
  gboolean     circular;        /* self-reference or part of a circle of tables */
  gboolean     broken;          /* messy: not every row refers to one that is there */
  guint        one_of;          /* of the keys with the same number, exactly one is set in a
                                 * row; 0 for none */
} SdPlanForeignKey;

typedef struct
{
  guint                   id;
  const char             *name;
  const char             *title;
  const char             *description;
  guint64                 n_rows;  /* as exported */
  guint64                 n_copies; /* messy: how many of them are duplicates */
  guint                   n_dropped;
  const char * const     *dropped; /* messy: the constraints that do not hold, a line each, in
                                    * English: "PRIMARY KEY (id): duplicate rows repeat it" */
  guint                   n_columns;
  const SdPlanColumn     *columns;
  guint                   n_primary_key;
  const guint            *primary_key;
  guint                   n_foreign_keys;
  const SdPlanForeignKey *foreign_keys;
} SdPlanTable;

/* (transfer full) (nullable). @findings (out) (transfer full) (element-type
 * SdFinding): all of them, also when a plan comes out. */
SdPlan            *sd_plan_new            (SdSchema   *schema,
                                           GPtrArray **findings);
SdPlan            *sd_plan_ref            (SdPlan     *self);
void               sd_plan_unref          (SdPlan     *self);
const char        *sd_plan_get_name       (SdPlan     *self);  /* DATASET, an identifier */
const char        *sd_plan_get_title      (SdPlan     *self);
const char        *sd_plan_get_description (SdPlan    *self);
gint64             sd_plan_get_as_of      (SdPlan     *self);  /* days since 1970-01-01 */
guint              sd_plan_get_n_tables   (SdPlan     *self);
/* Of messy data: the plan of its clean twin; NULL when @self is clean itself. */
SdPlan            *sd_plan_get_clean      (SdPlan     *self);  /* (transfer none) (nullable) */
/* In the order of the document. */
const SdPlanTable *sd_plan_get_table      (SdPlan     *self,
                                           guint       table);
int                sd_plan_find_table     (SdPlan     *self,
                                           const char *name);  /* −1 */
/* Table indices, parents before children (circles as late as can be). */
const guint       *sd_plan_get_load_order (SdPlan     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SdPlan, sd_plan_unref)

G_END_DECLS
