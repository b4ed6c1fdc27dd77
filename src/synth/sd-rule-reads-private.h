/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Which columns of a table decide whether a rule holds, read from the document
 * alone, before anything is compiled.
 */

#pragma once

#include "sd-table.h"

G_BEGIN_DECLS

/* Most columns that one rule names. */
#define SD_RULE_COLUMNS 64

/* Whether the column has draws of its own that may be made again. */
gboolean sd_rule_reads_is_drawn (SdColumn   *column);
/* Whether the column is of the table's own key. */
gboolean sd_rule_reads_is_key   (SdTable    *table,
                                 SdColumn   *column);
/* Marks the columns of @table that @formula names, and those that they are made
 * from. @seen: a flag for every column. */
void     sd_rule_reads_formula  (SdTable    *table,
                                 const char *formula,
                                 guint8     *seen);
/* The same of a column, which is marked too. */
void     sd_rule_reads_column   (SdTable    *table,
                                 const char *name,
                                 guint8     *seen);
/* The positions of the columns that @rule names and that exist, the one under
 * "column" or those under "columns". */
guint    sd_rule_reads_get_columns (SdTable    *table,
                                 JsonObject *rule,
                                 guint       positions[SD_RULE_COLUMNS]);

/* Whether a rule makes the column a part of a whole. */
gboolean sd_rule_reads_is_part  (SdTable    *table,
                                 SdColumn   *column);
/* Whether a rule leaves the column empty in some rows. */
gboolean sd_rule_reads_empties  (SdTable    *table,
                                 const char *name);
/* Marks the columns that are empty in the same rows, and the column itself. */
void     sd_rule_reads_mark_together (SdTable *table,
                                 guint       position,
                                 guint8     *marked);
/* Whether cells of the column are to be missing by a share of its own. */
gboolean sd_rule_reads_has_missing (SdColumn *column);

/* What rules say about missing cells on top. */
typedef enum
{
  SD_RULE_MISSING_OWN,     /* nothing */
  SD_RULE_MISSING_NONE,    /* there are none */
  SD_RULE_MISSING_OTHER,   /* where another column has them */
} SdRuleMissing;

/* @other (out): of OTHER the position of that column, of NONE the number of the rule. */
SdRuleMissing sd_rule_reads_get_missing (SdTable *table,
                                 guint       position,
                                 guint      *other);

G_END_DECLS
