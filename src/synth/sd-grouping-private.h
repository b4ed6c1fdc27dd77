/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Groups of rows for columns that look back: the children of one parent, or the
 * whole table, in the order of a column or of the rows.
 *
 * What a fold makes of a group is computed for the group as a whole, from its
 * first row, and kept by the evaluator for a while: the bits do not depend on
 * where a batch begins, and going through a group in order costs a step a row.
 */

#pragma once

#include "sd-node-private.h"

G_BEGIN_DECLS

/* The most rows that a group may have. */
#define SD_GROUP_MAX_ROWS (G_GUINT64_CONSTANT (1) << 20)
/* Values that an evaluator keeps for one column, beside the group it is in. */
#define SD_GROUP_KEEP_VALUES (1u << 21)
/* Rows that one row may look at where its group is not kept. */
#define SD_GROUP_MAX_COST 4096

typedef struct
{
  gboolean whole;      /* the table is one group */
  guint    link;       /* otherwise */
  guint64  n_rows;     /* of the table */
  gboolean by_ordinal; /* in the order of the ordinals */
  int      order;      /* otherwise this node's values, then the rows; −1: the rows */
  guint    column_id;  /* whose grouping it is, for findings */
  const char *place;
} SdGrouping;

/* A group: its rows by ordinal, and their ordinals in order. */
typedef struct
{
  guint64        parent;   /* 0 of the whole table */
  guint          n;
  const guint64 *rows;
  const guint32 *sorted;
} SdGroupRows;

/* What was made of a group, by ordinal. */
typedef struct
{
  guint64  parent;
  guint    n;
  gint64  *values;    /* whole numbers, or the bits of doubles */
  guint8  *null;
} SdGroup;

/* Fills @group's values and null flags, which are zero. @i: a row of @frame
 * that belongs to the group. */
typedef void (*SdGroupFill) (const SdNode      *node,
                             SdFrame           *frame,
                             guint              i,
                             const SdGroupRows *rows,
                             SdGroup           *group);

/* Reads parameter "within". @order_by: a column; "" for what is usual: moments by
 * gaps or on a grid within the same parent, else the rows; NULL for the
 * ordinals. FALSE with findings. */
gboolean       sd_grouping_read      (SdGrouping            *self,
                                      const SdColumnContext *context,
                                      const char            *order_by);
/* The groups of the frame's rows one after another: for each row its group and
 * its ordinal. @needs_rows: whether @fill wants to know the rows. NULL for rows
 * that belong to none. */
const SdGroup *sd_grouping_get       (const SdGrouping      *self,
                                      const SdNode          *node,
                                      SdFrame               *frame,
                                      guint                  i,
                                      gboolean               needs_rows,
                                      SdGroupFill            fill,
                                      guint                 *ordinal);
/* Evaluates @node for rows of the frame's own table in pieces of a batch. */
typedef void (*SdGroupVisit)         (const SdVector        *vector,
                                      guint                  first,
                                      guint                  n,
                                      gpointer               data);
void           sd_grouping_visit     (SdFrame               *frame,
                                      guint                  node,
                                      const guint64         *rows,
                                      guint                  n,
                                      SdGroupVisit           visit,
                                      gpointer               data);
/* The link within which the first column of the table that looks back, or has
 * gaps or a grid, does; −1 when there is none. */
int            sd_grouping_find_link (SdCompiler            *compiler,
                                      guint                  table);
/* Adds a finding when groups are too large; the links are built. The largest
 * group, 0 with a finding. */
guint64        sd_grouping_check     (const SdGrouping      *self,
                                      SdCompiler            *compiler,
                                      guint                  table,
                                      gboolean               needs_rows);

G_END_DECLS
