/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The inside of the rules of a table: what its compiler's files share. */

#pragma once

#include "sd-compiler-private.h"
#include "sd-rule-reads-private.h"

G_BEGIN_DECLS

/* What must not be false in any row. */
typedef struct
{
  char    *formula;
  guint    number;    /* of the rule in the document, from 1 */
  guint    column;    /* position of one that it names */
  guint    group;     /* of the columns that are drawn again for it, G_MAXUINT none */
  int      node;      /* −1: not compiled yet */
  gboolean open;      /* whether it holds is known when the links are built */
} SdRuleCondition;

/* Column @a is at most @b, whose uniforms are made so that both margins hold. */
typedef struct
{
  guint    a, b;
  gboolean strict;
  guint    number;
  int      node;      /* of the uniforms of @b; −1: not made yet */
  struct _SdCoupling *coupling;   /* until then */
  double   wanted;    /* the correlation declared; NaN: none */
} SdRulePair;

/* Columns of whose values no two rows have the same. */
typedef struct
{
  guint    number;
  guint    n;
  guint    columns[SD_RULE_COLUMNS];   /* drawn ones */
  guint64  sizes[SD_RULE_COLUMNS];     /* how many values they have */
  int      link;                       /* within the parents of it; −1: in the whole table */
  int      nodes[SD_RULE_COLUMNS];     /* of their uniforms; −1: not made yet */
} SdRuleTuple;

typedef struct _SdRules SdRules;

struct _SdRules
{
  guint     n_columns;
  int      *raw;         /* per column: its node before rules, −1 */
  guint    *groups;      /* per column: the group it is drawn again in, + 1 */
  guint     n_groups;
  guint    *attempts;    /* per group: node */
  guint8   *moved;       /* per column */
  GArray   *conditions;  /* of SdRuleCondition */
  GArray   *pairs;       /* of SdRulePair */
  GArray   *tuples;      /* of SdRuleTuple */
};

static inline SdRules *
sd_rules_get (SdCompiler *compiler,
              guint       table)
{
  return compiler->tables[table].rules;
}

/* A finding about rule @number of table @table; of errors with the offer to remove
 * it. (transfer none) */
SdFinding *sd_rules_report        (SdCompiler   *compiler,
                                   guint         table,
                                   guint         number,
                                   SdSeverity    severity,
                                   const char   *code,
                                   const char   *format,
                                   ...) G_GNUC_PRINTF (6, 7);
/* Condition @formula (transfer full) of rule @number. */
void       sd_rules_add_condition (SdRules      *self,
                                   guint         number,
                                   guint         column,
                                   char         *formula);
/* Columns named in a formula: "x" in quotes. (transfer full) */
char      *sd_rules_quote         (SdColumn     *column);

/* Findings about rules that cannot be kept together. */
void       sd_rules_check_conflicts (SdCompiler *compiler,
                                   guint         table);
/* Reads a rule; the first is for conditions of a column's bounds that the column
 * itself cannot keep. */
void       sd_rules_read_range    (SdCompiler   *compiler,
                                   guint         table,
                                   guint         number,
                                   JsonObject   *rule);
void       sd_rules_read_order    (SdCompiler   *compiler,
                                   guint         table,
                                   guint         number,
                                   JsonObject   *rule);
void       sd_rules_read_unique   (SdCompiler   *compiler,
                                   guint         table,
                                   guint         number,
                                   JsonObject   *rule);
/* Which of the pairs can be coupled; the others become conditions. */
void       sd_rules_settle_pairs  (SdCompiler   *compiler,
                                   guint         table);
/* Marks the columns that the conditions lead to in @seen. */
void       sd_rules_mark_drawn    (SdCompiler   *compiler,
                                   guint         table,
                                   guint8       *seen);
/* The nodes of uniforms. −1 with a finding. */
int        sd_rules_make_pair     (const SdColumnContext *context,
                                   SdRulePair   *pair);
int        sd_rules_make_tuple    (const SdColumnContext *context,
                                   SdRuleTuple  *tuple,
                                   guint         member);

G_END_DECLS
