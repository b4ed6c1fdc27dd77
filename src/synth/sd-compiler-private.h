/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The compiler while it works: which columns are made, being made or failed,
 * and what was found.
 */

#pragma once

#include "sd-plan-private.h"

G_BEGIN_DECLS

typedef enum
{
  SD_COLUMN_NEW,
  SD_COLUMN_OPEN,    /* being compiled: meeting it again is a circle */
  SD_COLUMN_DONE,
  SD_COLUMN_FAILED,
} SdColumnState;

/* That a column's value takes another one's: of the same row, of a parent, or of
 * the children under a link. */
typedef struct
{
  guint table;
  guint position;
  int   down_table;   /* whose link is gone down, −1 none */
  guint down_link;
} SdColumnRead;

typedef struct
{
  SdTable       *table;
  SdColumnState *states;
  guint         *chains;   /* per column: how many that work on whole blocks follow on each other */
  GHashTable    *shared;   /* key → node index + 1 */
  struct _SdCopula *copula; /* made when first asked for */
  gboolean       copula_open;
  struct _SdRules *rules;   /* nullable */
  guint8       **uses;     /* per column: the links it is made with, by the position of their
                            * relationships in the schema */
  GArray       **reads;    /* per column: of SdColumnRead; nullable */
} SdTableState;

struct _SdCompiler
{
  SdSchema     *schema;
  SdPlan       *plan;
  GPtrArray    *findings;
  SdTableState *tables;
  GArray       *path;      /* of guint pairs (table, column): what is open */
  int           down_table;   /* while columns of children are asked for: whose link; −1 */
  guint         down_link;
};

/* The column that is being compiled reads rows by @link of @table. */
void sd_compiler_use_link    (SdCompiler *self,
                              guint       table,
                              guint       link);
/* Marks in @needs the links that column @column (of no interest if unknown) is
 * made with, or this one link. */
void sd_compiler_list_uses   (SdCompiler *self,
                              guint       table,
                              const char *column,
                              guint8     *needs);
void sd_compiler_list_use    (SdCompiler *self,
                              const SdPlanLink *link,
                              guint8     *needs);
/* Builds the links of all relationships; columns are compiled before. */
void sd_compiler_build_links (SdCompiler *self);
/* The node of a column before rules, compiled now if need be. NULL with a finding
 * when it is part of a circle. */
SdNode *sd_compiler_get_raw  (SdCompiler *self,
                              guint       table,
                              guint       position);
/* Puts missing cells over clean columns, which are all compiled. */
void sd_compiler_add_missing (SdCompiler *self);
/* Findings for totals that take too long; the links are built before. */
void sd_compiler_check_costs (SdCompiler *self);
/* Findings for keys and unique columns that may repeat. */
void sd_compiler_check_unique (SdCompiler *self);
/* Makes the plan that of the messy data, over the clean one. */
void sd_compiler_add_mess    (SdCompiler *self);
/* Fills in what exporters and panes read, and the load order. */
void sd_compiler_describe    (SdCompiler *self);

G_END_DECLS
