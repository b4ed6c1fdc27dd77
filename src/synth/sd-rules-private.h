/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The rules of a table while its plan is compiled (ENGINE.md law 8): each is met
 * by construction, by an exact coupling of two margins, or by drawing rows again.
 */

#pragma once

#include "sd-node-private.h"
#include "sd-rule-reads-private.h"

G_BEGIN_DECLS

struct _SdRules;

/* Reads the rules of table @table, and decides which columns are drawn again;
 * none is compiled yet. */
void     sd_rules_read            (SdCompiler            *compiler,
                                   guint                  table);
void     sd_rules_free            (struct _SdRules       *self);
/* The document, or a copy in which the bounds of ranges are those of the margins
 * themselves. (transfer full) */
SdSchema *sd_rules_fold_ranges    (SdSchema              *schema);

/* The node of the attempts that the column's draws go by, + 1; 0 for none. */
guint    sd_rules_get_attempts    (const SdColumnContext *context);
/* The node that makes the column's uniforms because a rule says so; −1. */
int      sd_rules_get_uniform_node (const SdColumnContext *context);
/* Whether either is so: shares are not dealt out exactly then. */
gboolean sd_rules_decide          (const SdColumnContext *context);

/* What the rules make of a column's values: parts of a whole, one of several, none
 * where a condition holds. @node is among the table's nodes. NULL with findings. */
SdNode  *sd_rules_apply           (const SdColumnContext *context,
                                   SdNode                *node);
/* Compiles the conditions and the columns that they read. */
void     sd_rules_compile         (SdCompiler            *compiler,
                                   guint                  table);
/* Tells what moves, once the conditions of all tables are compiled. */
void     sd_rules_measure         (SdCompiler            *compiler,
                                   guint                  table);

/* Tells what became of columns that are parts or one of several; all columns are
 * compiled. */
void     sd_rules_finish          (SdCompiler            *compiler,
                                   guint                  table);

/* Tries the conditions that read other rows; the links are built. */
void     sd_rules_check           (SdCompiler            *compiler,
                                   guint                  table);

/* Tells of shares of missing cells that do not count, too. */
SdRuleMissing sd_rules_get_missing (SdCompiler           *compiler,
                                   guint                  table,
                                   guint                  position,
                                   guint                 *other);
/* Whether the declared law of the column gives way to a rule. */
gboolean sd_rules_moves           (SdCompiler            *compiler,
                                   guint                  table,
                                   guint                  position);

G_END_DECLS
