/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A link: which parent each child row has, as arithmetic in both directions.
 *
 * Children per parent are not drawn but apportioned: the law becomes a
 * histogram of whole numbers with the exact number of parents and of children,
 * and a keyed permutation deals parents into it (ENGINE.md laws 4 and 5, §1).
 * No pass over the rows, no memory in their number.
 */

#pragma once

#include "sd-random.h"
#include "sd-draw.h"
#include "sd-crossed-private.h"
#include "sd-plan.h"
#include "sd-pool-private.h"
#include "sd-relationship.h"

G_BEGIN_DECLS

typedef struct _SdLink SdLink;

/* The parent of a row that has none. */
#define SD_NO_ROW G_MAXUINT64

/* Time order: boundaries of periods as row counts on both sides. */
typedef struct
{
  guint          n_periods;
  const guint64 *rows;   /* n_periods + 1: child rows dated before boundary b */
  const guint64 *born;   /* n_periods + 1: parents born before boundary b, in the order of
                          * their birth */
} SdLinkTimeline;

/* Parents in classes, each with a law of its own. */
typedef struct
{
  guint          n;
  const guint16 *of_parent;    /* the class of each parent */
  JsonObject   **parameters;   /* of the law, for each class */
} SdLinkClasses;

/* Rows that a link has for itself: of a keyed permutation of the first @n_rows,
 * the places from @first. The other rows have no parent. */
typedef struct
{
  SdKey   key;
  guint64 n_rows;
  guint64 first;
  guint64 n_linked;
} SdLinkPart;

/* How rows choose their parents. */
typedef struct
{
  SdPool  *pool;          /* transfer full */
  double   match_share;   /* of the rows choose within their class, if that has parents */
  gboolean strict;        /* never outside of the class: there are rows without a parent then */
  gboolean before;        /* with within, of the same parent table: a row before that one */
  SdPlan  *plan;          /* borrowed; where rows have their classes from: */
  guint    table;
  int      node;          /* −1: there are no classes */
} SdLinkChoice;

typedef struct
{
  guint64      seed;
  guint32      table_id;         /* of the child */
  guint32      relationship_id;
  guint64      n_parents;
  guint64      n_children;       /* rows of the child table, those without parent included */
  double       optional;         /* share of child rows without a parent */
  const char  *law;              /* nick */
  JsonObject  *law_parameters;
  gboolean     law_from_user;
  guint64      min, max;         /* children per parent; max 0: no bound; a default law may
                                  * widen them, but not a max of 1 */
  SdPlacement  placement;        /* AUTO as SHUFFLED; DRAWN: uniformly, law and bounds do not
                                  * count */
  SdMargins    margins;          /* SAMPLED: the histogram itself is drawn */
  gboolean     self;             /* parent and child are one table: parent row < row */
  const SdLink *within;          /* distinct within the parents of this link; nullable, borrowed */
  gboolean     others;           /* with within, of the same parent table: never that parent itself */
  gboolean     apart;            /* with within, of the same parent table: any parent but that one */
  const SdLinkTimeline *timeline; /* with TIMELINE; copied */
  const SdLinkClasses *classes;   /* nullable; for at most 2^20 parents */
  gboolean     below;        /* parent row p has at most p children; for at most 2^20 parents */
  const SdCrossed *crossed;  /* nullable; law and bounds do not count then */
  guint        factor;       /* with crossed: which one the parents are */
  const SdLinkChoice *choice; /* nullable; DRAWN by it */
  const SdLinkPart *part;    /* nullable; SHUFFLED and DRAWN; optional does not count */
} SdLinkSpec;

typedef enum
{
  SD_LINK_OK,
  SD_LINK_TOO_MANY,        /* n_children > n_parents × max */
  SD_LINK_TOO_FEW,         /* n_children < n_parents × min */
  SD_LINK_NO_PARENTS,
  SD_LINK_BAD_LAW,         /* the user's law cannot give the total; see limits */
  SD_LINK_UNBORN,          /* timeline: children before there are parents; see period */
  SD_LINK_NOT_DISTINCT,    /* more children of one parent than partners */
  SD_LINK_NOT_BELOW,       /* more children than the rows before their parents */
} SdLinkStatus;

typedef struct
{
  SdLinkStatus status;
  double       wanted_mean;   /* children ÷ parents that the totals ask for */
  double       law_mean;      /* what the law says by its own parameters; NaN when it has none */
  guint64      least, most;   /* totals that law and bounds can give */
  guint        period;        /* UNBORN: first period without enough parents */
  gboolean     adjusted;      /* a default law was scaled or its bounds widened */
  guint64      used_min, used_max;  /* children per parent; max 0: no bound */
  double       span;          /* of a table with itself on a given number of levels: growth
                               * from level to level; NaN otherwise */
  double       scale;         /* classes: by what their means were multiplied; 1 without */
} SdLinkReport;

/* (transfer full) (nullable): NULL unless @report's status is OK. */
SdLink  *sd_link_new         (const SdLinkSpec *spec,
                              SdLinkReport     *report);
void     sd_link_free        (SdLink           *self);
/* The child rows' parents, SD_NO_ROW for none, and their place among the
 * parent's children. @ordinals (nullable). Rows in any order. */
void     sd_link_get_parents (const SdLink     *self,
                              const guint64    *rows,
                              guint             n,
                              guint64          *parents,
                              guint64          *ordinals);
/* The same where the caller has the rows' classes already, of links with a
 * choice. */
void     sd_link_get_parents_in (const SdLink   *self,
                              const guint64    *rows,
                              const gint64     *classes,
                              guint             n,
                              guint64          *parents,
                              guint64          *ordinals);
/* Children of each parent. */
void     sd_link_get_counts  (const SdLink     *self,
                              const guint64    *parents,
                              guint             n,
                              guint64          *counts);
/* Where each parent stands in the order of the numbers of children, as a
 * uniform: the one with the fewest near 0. Parents with equal numbers stand in
 * keyed order. For links with a law, the places of all parents are evenly spaced. */
void     sd_link_get_count_uniforms (const SdLink  *self,
                              const guint64 *parents,
                              guint          n,
                              guint64       *uniforms);
/* Whether sd_link_get_children() works: always for law links; for drawn and
 * distinct ones up to 2^22 child rows. */
gboolean sd_link_is_invertible (const SdLink   *self);
/* Rows of children @ordinal … @ordinal + @n − 1 of @parent. */
void     sd_link_get_children (const SdLink    *self,
                               guint64          parent,
                               guint64          ordinal,
                               guint            n,
                               guint64         *rows);
/* Most children any parent has (all children when the link is not invertible;
 * of drawn and distinct links this makes the index), and the sum over parents
 * of K² ÷ sum of K: what a child pays when it asks for its siblings. */
guint64  sd_link_get_max_count (const SdLink   *self);
double   sd_link_get_amplification (const SdLink *self);

G_END_DECLS
