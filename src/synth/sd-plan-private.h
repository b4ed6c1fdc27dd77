/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What a plan is made of: per table its nodes, its links and the public facts
 * about its columns.
 */

#pragma once

#include "sd-node-private.h"

G_BEGIN_DECLS

typedef struct
{
  guint   relationship_id;
  guint   child_table;
  guint   parent_table;
  SdLink *link;
  int     class_node;     /* of the child table: the class in which a row chooses; −1 none */
} SdPlanLink;

typedef struct
{
  SdPlanTable  info;
  GPtrArray   *nodes;         /* of SdNode, owned */
  guint       *clean_nodes;   /* per column: what formulas, totals and keys read */
  guint       *output_nodes;  /* per column: with missing cells, what is exported */
  GArray      *links;         /* of SdPlanLink, this table the child */
  struct _SdMessTable *mess;  /* of messy data; NULL where the table has none */
  guint        n_borrowed;    /* of the nodes: the first, which are the clean plan's */
} SdPlanTableData;

struct _SdPlan
{
  gatomicrefcount  ref_count;
  SdPlan          *clean;     /* of messy data: the plan without mess, whose nodes and links
                               * this one has too; nullable */
  GStringChunk    *strings;
  GPtrArray       *mixes;     /* of SdLocaleMix, nullable: nodes point into them */
  const char      *name;
  const char      *title;
  const char      *description;
  gint64           as_of;
  guint            n_tables;
  SdPlanTableData *tables;
  guint           *load_order;
};

static inline SdNode *
sd_plan_get_node (SdPlan *self,
                  guint   table,
                  guint   index)
{
  return g_ptr_array_index (self->tables[table].nodes, index);
}

static inline const SdPlanLink *
sd_plan_get_link (SdPlan *self,
                  guint   table,
                  guint   link)
{
  return &g_array_index (self->tables[table].links, SdPlanLink, link);
}

G_END_DECLS
