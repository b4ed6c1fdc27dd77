/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The inside of the report card: a line is decided by its facets
 * (sd-report-facet-private.h), which read columns of the tables, or columns that
 * only the report adds to its own copy of the document: the clean value of a
 * column with missing cells, a value of the parent, the number of children.
 */

#pragma once

#include "sd-evaluator.h"
#include "sd-report-facet-private.h"
#include "sd-report.h"

G_BEGIN_DECLS

typedef struct
{
  SdReportLine  line;
  guint         table;
  guint         order;            /* among the entries of the card */
  GPtrArray    *facets;           /* of SdFacet; empty for what is counted */
} SdReportEntry;

/* What is true in every row: a column of the report's own says where. */
typedef struct
{
  guint       table, column;
  char       *place;
  char       *property;
  const char *metric;
} SdReportCheck;

/* A column that totals the rows of another table. */
typedef struct
{
  guint       table, total;     /* the column */
  guint       child;            /* a table … */
  int         value, filter;    /* … and its columns, −1 none */
  gint64      relationship;     /* 0: the only one */
  const char *function;         /* borrowed from the document */
  char       *place;
  gboolean    emptied;          /* a rule leaves some rows without it */
} SdReportTotal;

/* A column that adds up the rows before; columns −1 where there is none. */
typedef struct
{
  guint       table, shown;
  int         within, order_by, value, start;
  double      start_value, floor, tolerance;
  const char *function;         /* borrowed from the document */
  const char *place;            /* owned */
  gboolean    emptied;          /* a rule leaves some rows without it */
} SdReportRunning;

/* The report's copy of the document, with the columns it added. */
typedef struct
{
  SdSchema  *schema;      /* what is declared */
  SdSchema  *made;        /* the copy that data are made from */
  GPtrArray *entries;     /* of SdReportEntry, owned */
  GPtrArray *classes;     /* of SdReportClass, owned */
  GPtrArray *json;        /* what classes borrow from */
  GArray    *checks;      /* of SdReportCheck */
  GArray    *totals;      /* of SdReportTotal */
  GArray    *runnings;    /* of SdReportRunning */
  GArray    *wanted;      /* of GHashTable *: names of columns that facets read, per table */
  GHashTable *moved;      /* ids of columns whose law gives way to a rule */
} SdReportDraft;

/* Values of some rows of one table: numbers, days, microseconds, 0 and 1, and
 * text as a number that is the same for the same text. */
typedef struct
{
  guint64   n_rows;       /* of the table */
  guint64   n;            /* of them here */
  guint     n_columns;
  SdType   *types;
  double  **values;       /* NULL where not wanted */
  guint8  **nulls;        /* NULL where none is */
} SdReportTable;

/* sd-report-draft.c: columns and lines. */
gboolean       _sd_report_draft_init   (SdReportDraft  *self,
                                        SdSchema       *schema,
                                        SdSchema       *made_from,
                                        GError        **error);
void           _sd_report_draft_clear  (SdReportDraft  *self);
guint          _sd_report_add_formula  (SdReportDraft  *self,
                                        guint           table,
                                        const char     *formula,
                                        SdType          type);
/* The column as declared, before cells went missing. */
guint          _sd_report_want_column  (SdReportDraft  *self,
                                        guint           table,
                                        SdColumn       *column);
/* "column", or "parent.column". */
guint          _sd_report_want_path    (SdReportDraft  *self,
                                        guint           table,
                                        const char     *path,
                                        gboolean       *found);
SdReportEntry *_sd_report_add_entry    (SdReportDraft  *self,
                                        guint           table,
                                        const char     *place,
                                        const char     *property,
                                        const char     *metric);
SdFacet       *_sd_report_add_facet    (SdReportEntry  *entry,
                                        SdFacetKind     kind,
                                        guint           column,
                                        guint           other,
                                        double          x,
                                        double          target,
                                        double          scale,
                                        SdReportClass  *rows,
                                        const char     *label_format,
                                        ...) G_GNUC_PRINTF (9, 10);
/* As exported, missing cells and all. */
guint          _sd_report_want_output  (SdReportDraft  *self,
                                        guint           table,
                                        SdColumn       *column);
/* A number for every value of the column, as correlations see it; not @found
 * when its values have no order. */
guint          _sd_report_want_score   (SdReportDraft  *self,
                                        guint           table,
                                        const char     *path,
                                        gboolean       *found);
/* (transfer full) (nullable) */
char          *_sd_report_write_literal (JsonNode      *value);
/* How many children each row has. */
guint          _sd_report_add_child_count (SdReportDraft  *self,
                                        guint           table,
                                        SdRelationship *relationship);
/* What must be true, or NULL, in every row. */
void           _sd_report_add_check    (SdReportDraft  *self,
                                        guint           table,
                                        const char     *place,
                                        const char     *property,
                                        const char     *metric,
                                        const char     *formula);
/* The rows of each branch, those of none first; borrowed. FALSE without
 * branches. */
gboolean       _sd_report_read_classes (SdReportDraft  *self,
                                        guint           table,
                                        JsonObject     *parameters,
                                        GPtrArray      *classes);
void           _sd_report_entry_free   (gpointer        entry);
/* The mean of @rows is @target times that of @base. */
SdFacet       *_sd_report_add_ratio    (SdReportEntry  *entry,
                                        guint           column,
                                        SdReportClass  *rows,
                                        SdReportClass  *base,
                                        double          target,
                                        const char     *label_format,
                                        ...) G_GNUC_PRINTF (6, 7);
/* A line for what was counted over all rows. */
void           _sd_report_add_count    (SdReportDraft  *self,
                                        guint           table,
                                        const char     *place,
                                        const char     *property,
                                        const char     *metric,
                                        guint64         right,
                                        guint64         all);
double         _sd_report_hash_text    (const char     *text,
                                        gsize           length);

/* Whether what is declared of the column's values gives way to a rule; the rule has a
 * line of its own. */
gboolean       _sd_report_is_moved     (SdReportDraft  *self,
                                        SdColumn       *column);

/* Lines of columns; of correlations and rules; of relationships. */
void           _sd_report_draft_column (SdReportDraft  *self,
                                        guint           table,
                                        SdColumn       *column);
void           _sd_report_draft_table  (SdReportDraft  *self,
                                        guint           table);
void           _sd_report_draft_links  (SdReportDraft  *self,
                                        SdRelationship *relationship);
/* sd-report-margin.c: targets of the values of a drawn column within @rows. */
void           _sd_report_draft_margin (SdReportEntry  *entry,
                                        SdColumn       *column,
                                        JsonObject     *parameters,
                                        guint           index,
                                        SdReportClass  *rows,
                                        const char     *within);

void           _sd_report_draft_list   (SdReportEntry  *entry,
                                        SdColumn       *column,
                                        JsonObject     *parameters,
                                        guint           index);

/* sd-report-moment.c */
void           _sd_report_draft_season (SdReportDraft  *self,
                                        guint           table,
                                        SdColumn       *column,
                                        const char     *place);

/* sd-report-series.c: the standard deviation of the noise, or its correlation
 * with the value before. */
void           _sd_report_draft_series (SdReportDraft  *self,
                                        guint           table,
                                        SdColumn       *column,
                                        const char     *place);
double         _sd_report_measure_series (const SdReportSeries *self,
                                        const SdReportTable *table,
                                        guint           value,
                                        gboolean        memory,
                                        guint64        *n);

/* sd-report-running.c */
void           _sd_report_draft_running (SdReportDraft *self,
                                        guint           table,
                                        SdColumn       *column,
                                        const char     *place);
void           _sd_report_count_running (SdReportDraft *self,
                                        const SdReportRunning *running,
                                        const SdReportTable *table);

/* sd-report-mess.c: when the document is messy, by at most @max_rows of a table. */
void           _sd_report_count_mess   (SdReportDraft  *draft,
                                        guint64         max_rows);

/* sd-report-sample.c */
SdReportTable *_sd_report_table_load   (SdEvaluator    *evaluator,
                                        guint           table,
                                        const SdPlanTable *info,
                                        GHashTable     *wanted,
                                        guint64         max_rows);
void           _sd_report_table_free   (SdReportTable  *self);
/* Whether row @row belongs to the class. */
gboolean       _sd_report_class_has    (const SdReportClass *self,
                                        const SdReportTable *table,
                                        guint64         row);

/* sd-report-statistic.c: NaN when there are too few rows. @n (out): rows that
 * count. */
double         _sd_facet_measure       (const SdFacet  *facet,
                                        const SdReportTable *table,
                                        guint64        *n);

/* sd-report-count.c: what is counted over every row; FALSE when cancelled. */
gboolean       _sd_report_count        (SdReportDraft  *self,
                                        SdPlan         *plan,
                                        GCancellable   *cancellable,
                                        GError        **error);

/* sd-report-verdict.c: decides every entry. */
void           _sd_report_judge        (SdReportDraft  *self);

G_END_DECLS
