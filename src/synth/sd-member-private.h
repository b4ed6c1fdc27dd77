/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A member of a table's copula: a column of its own, a column of a parent as
 * its children see it, or the number of children under a relationship; and what
 * its values are, by class of rows where a column has branches.
 */

#pragma once

#include "sd-class-lattice-private.h"
#include "sd-histogram-private.h"
#include "sd-margin-private.h"
#include "sd-scores-private.h"
#include "sd-size-bias-private.h"

G_BEGIN_DECLS

typedef enum
{
  SD_MEMBER_COUNT,    /* children of a row of this table */
  SD_MEMBER_PARENT,   /* a column of the parent's row */
  SD_MEMBER_COLUMN,
} SdMemberKind;

/* The rows of one branch. */
typedef struct
{
  SdMargin *margin;     /* of counts NULL */
  double   *places;     /* of categories: place of each own value in a common order; nullable */
  double    weight;     /* share of the rows */
  SdScores *scores[2];  /* the values, their ranks; see sd_member_need_scores() */
} SdMemberClass;

typedef struct
{
  gatomicrefcount ref_count;
  SdMemberKind  kind;
  guint         element_id;  /* the column's id; of counts the relationship's */
  char         *name;        /* for people: "city", "customers.city", "orders per customer" */
  guint         table;       /* where the column is … */
  guint         position;    /* … and which it is */
  guint         link;        /* PARENT: of this table; COUNT: of @child_table */
  guint         child_table;
  GArray       *classes;     /* of SdMemberClass */
  guint16      *class_of;    /* the class of each row of the lattice; NULL: one, or not known */
  SdHistogram   histogram;   /* COUNT */
  SdSizeBias   *bias;        /* PARENT, nullable: how its latent looks over the children */
  guint         component;   /* of the copula, G_MAXUINT for none */
  guint         place;       /* within the component */
  /* While the plan is compiled; −1: not made yet. */
  int           latent_node, uniform_node, sample_node;
  gboolean      open;        /* its sample node is being made */
} SdMember;

SdMember *sd_member_new         (SdMemberKind           kind,
                                 guint                  element_id,
                                 const char            *name);
SdMember *sd_member_ref         (SdMember              *self);
void      sd_member_unref       (SdMember              *self);
/* The margins of a column, one for each branch and one for all other rows.
 * FALSE, without findings of its own, when it has none. */
gboolean  sd_member_init_column (SdMember              *self,
                                 const SdColumnContext *context);
/* How the classes share the rows. */
void      sd_member_weigh       (SdMember              *self,
                                 SdClassLattice        *lattice);
/* Values of class @class as numbers, of uniforms as this table sees them. */
void      sd_member_get_scores  (const SdMember        *self,
                                 guint                  class,
                                 const guint64         *u,
                                 guint                  n,
                                 double                *scores);
/* The values of class @class, or their ranks, as a function of the latent; made
 * when first asked for, once the bias is known. */
const SdScores *sd_member_need_scores (SdMember         *self,
                                 guint                  class,
                                 gboolean               ranks);

G_END_DECLS
