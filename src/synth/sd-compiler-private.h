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

typedef struct
{
  SdTable       *table;
  SdColumnState *states;
  GHashTable    *shared;   /* key → node index + 1 */
} SdTableState;

struct _SdCompiler
{
  SdSchema     *schema;
  SdPlan       *plan;
  GPtrArray    *findings;
  SdTableState *tables;
  GArray       *path;      /* of guint pairs (table, column): what is open */
};

/* Builds the links of all relationships; columns are compiled before. */
void sd_compiler_build_links (SdCompiler *self);
/* Findings for keys and unique columns that may repeat. */
void sd_compiler_check_unique (SdCompiler *self);
/* Fills in what exporters and panes read, and the load order. */
void sd_compiler_describe    (SdCompiler *self);

G_END_DECLS
