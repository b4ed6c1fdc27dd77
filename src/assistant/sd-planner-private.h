/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The parts of the planner and what they hand on to each other: words → nouns →
 * tables → relationships → columns → hints → rows.
 */

#pragma once

#include <gio/gio.h>

#include "sd-planner.h"
#include "sd-sketch-private.h"

G_BEGIN_DECLS

/* A noun with what stands before it, as found in the prompt. */
typedef struct
{
  guint           from, to;     /* its words, without number and articles */
  guint           start;        /* the number before it, or `from` */
  const SdPhrase *phrase;       /* nullable: unknown to the catalog */
  gboolean        plural;
  gboolean        meta;         /* "customer list": the last word says "table" */
  gboolean        rows_of;      /* "10 rows of fruit": a table in any number */
  gboolean        alone;        /* a word that is a noun only between commas: "type" */
  gboolean        effect;       /* "more delay": not the thing but a shape of it */
  gboolean        measured;     /* "sizes 36 to 46": a range follows */
  guint64         count;        /* 0: no number */
  int             attach;       /* the noun it is said of ("customers with …"), or -1 */
  char            opener;       /* how its list begins: 'w'ith, '(' , ':', 'c'olumns, 't'ables,
                                 * 'f'or, 'a'bout or 'o'f, 'b'y or per, 0 */
  guint           list;         /* nouns of one list share the number */
  gboolean        column;       /* judged to be a column */
  SdSketchTable  *table;        /* nullable: what it became, or refers to */
} SdNoun;

typedef struct
{
  const SdRequest *request;
  SdWords         *words;
  GArray          *nouns;       /* SdNoun */
  double          *scores;      /* of the domains */
  const SdLesson  *lesson;      /* nullable: whose theme was named */
  SdSketch        *sketch;
} SdPlanning;

/* sd-planner-nouns.c: finds the nouns and the lists they stand in. */
void     sd_planner_find_nouns      (SdPlanning *self);
/* Whether the words between two nouns only join them: "," "and the". */
gboolean sd_planner_joins           (SdPlanning *self,
                                     guint       from,
                                     guint       to);
/* "each customer has 0 to 6 orders": the singular names a table too. */
gboolean sd_planner_is_parent_told  (SdPlanning   *self,
                                     const SdNoun *noun);
/* The identifier of the noun's words in the singular. (transfer full) */
char    *sd_planner_noun_singular   (SdPlanning   *self,
                                     const SdNoun *noun);

/* sd-planner-tables.c: nouns that are tables, with their row counts. */
void     sd_planner_find_tables     (SdPlanning *self);
/* The table of a noun, new or found; several nouns of one entity are one. */
SdSketchTable *sd_planner_noun_to_table (SdPlanning *self,
                                         SdNoun     *noun);
/* The noun means a table that is there; FALSE when none. */
gboolean sd_planner_refer_to_table  (SdPlanning *self,
                                     SdNoun     *noun);
/* Themes that are tables too, where a lesson's tables are not wanted. */
void     sd_planner_take_themes     (SdPlanning     *self);
void     sd_planner_add_lesson      (SdPlanning     *self,
                                     const SdLesson *lesson);
/* The table that the words from @i mean; @end (out) is behind them. (nullable) */
SdSketchTable *sd_planner_table_at_word (SdPlanning *self,
                                         guint       i,
                                         guint      *end);

/* sd-planner-relations.c */
void     sd_planner_find_relations  (SdPlanning *self);
/* sd-planner-links.c: from the catalog and by kind, where the prompt is silent. */
void     sd_planner_add_links       (SdPlanning *self);

/* sd-planner-columns.c: columns the user asked for. */
/* Columns and no table are one flat table. */
void     sd_planner_find_flat_table (SdPlanning *self);
/* Where a column's name ends that the noun begins with; 0 when it does not. */
guint    sd_planner_known_prefix    (SdPlanning   *self,
                                     const SdNoun *noun);
/* Whether a list of columns in brackets follows. */
gboolean sd_planner_has_columns     (SdPlanning   *self,
                                     const SdNoun *noun);
void     sd_planner_find_columns    (SdPlanning *self);
/* sd-planner-fill.c: every table gets its columns and keys. */
void     sd_planner_fill_columns    (SdPlanning *self);
/* sd-planner-specs.c: columns as the catalog writes them. */
/* The columns of the table's entity or kind. */
JsonArray  *sd_planner_default_columns   (const SdSketchTable *table);
/* (transfer full) */
JsonObject *sd_planner_read_column       (SdSketchTable *table,
                                          JsonNode      *node);
/* The catalog's column of that name for the table; @self may be NULL: whatever it
 * depends on. (transfer full) (nullable) */
JsonObject *sd_planner_find_default      (SdPlanning    *self,
                                          SdSketchTable *table,
                                          const char    *name);
/* Whether the catalog knows the column by that name. */
gboolean    sd_planner_answers_to        (JsonObject    *column,
                                          const char    *name);
/* "if" and "unless" name entities with which the column makes sense or not. */
gboolean    sd_planner_applies           (SdPlanning    *self,
                                          SdSketchTable *table,
                                          JsonObject    *column);
/* FALSE when what stands in braces has no table here. */
gboolean    sd_planner_expand_parameters (SdPlanning    *self,
                                          SdSketchTable *table,
                                          JsonObject    *parameters,
                                          const char    *column);
/* Removes a bound by another column, with the days from it. */
void        sd_planner_drop_bound        (JsonObject    *parameters,
                                          const char    *bound);
/* Removes the catalog's own members and adds a title. */
void        sd_planner_finish_column     (JsonObject    *column);
/* A column as the document has it, for a table. (transfer full) */
JsonObject *sd_planner_make_column  (SdSketchTable *table,
                                     const char    *name,
                                     gboolean      *known);

/* Makes a column anew whose formula speaks of what is not there; TRUE when it did. */
gboolean sd_planner_check_column    (SdPlanning    *self,
                                     SdSketchTable *table,
                                     guint          index);

/* The column of the table that the catalog knows by that name, renamed to it; NULL
 * when there is none. */
JsonObject *sd_planner_find_alias   (SdPlanning    *self,
                                     SdSketchTable *table,
                                     const char    *name);

/* sd-planner-hints.c: ranges, missing values. */
void     sd_planner_apply_hints     (SdPlanning *self);
/* Whether "price" means the column: its name, its last word, or both singular. */
gboolean sd_planner_name_means      (const char *column,
                                     const char *name,
                                     gboolean    exact);
/* Contact data and dates are missing here and there. */
void     sd_planner_empty_contacts  (SdPlanning *self);
/* sd-planner-mess.c: words of mess are no nouns, which comes first of all. */
void     sd_planner_find_mess       (SdPlanning *self);
void     sd_planner_apply_mess      (SdPlanning *self);
/* The column that words @from … @to - 1 mean, in @table or, when that is NULL, in
 * any; @owner (out) (optional). (nullable) */
JsonObject *sd_planner_find_column  (SdPlanning     *self,
                                     guint           from,
                                     guint           to,
                                     SdSketchTable  *table,
                                     SdSketchTable **owner);
/* The table named last before the word. (nullable) */
SdSketchTable *sd_planner_table_before (SdPlanning *self,
                                        guint       i);
/* sd-planner-effects.c: "depends on". */
void     sd_planner_apply_effects   (SdPlanning *self);
/* sd-planner-shares.c */
void     sd_planner_apply_shares    (SdPlanning *self);
/* sd-planner-periods.c: dates. */
void     sd_planner_apply_periods   (SdPlanning *self);
/* sd-planner-rows.c */
void     sd_planner_find_row_hints  (SdPlanning *self);
void     sd_planner_settle_rows     (SdPlanning *self);

/* sd-planner-questions.c */
void     sd_planner_ask             (SdDraft *draft);
/* The prompt with what was answered. (transfer full) */
char    *sd_planner_join_answers    (const SdRequest *request);
void     sd_planner_apply_answers   (SdPlanning *self);

/* sd-planner-diff.c: a sentence for each difference. (element-type utf8) */
GPtrArray *sd_planner_describe_changes (JsonObject *before,
                                        JsonObject *after);

/* sd-planner-edits.c: changes of a document. FALSE when nothing was understood. */
gboolean sd_planner_edit            (SdPlanning *self,
                                     SdDraft    *draft);

G_END_DECLS
