/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The report card: what a document declares beside what its data have.
 *
 * Every line is one declared property. What is counted over all rows (row
 * counts, keys, references, rules, totals) has no tolerance. What is estimated
 * is judged by the same statistic over other seeds, because no formula for
 * independent rows fits tables whose rows are not (ENGINE.md law 12, §12).
 */

#pragma once

#include "sd-schema.h"

G_BEGIN_DECLS

typedef enum
{
  SD_VERDICT_DECLARED,   /* as declared: no farther off than rounding to whole rows */
  SD_VERDICT_CHANCE,     /* off by no more than chance explains */
  SD_VERDICT_OFF,
  SD_VERDICT_FEW,        /* too few rows to judge */
} SdVerdict;

typedef struct
{
  char     *table;      /* name */
  char     *place;      /* "orders.total", "orders" */
  char     *property;   /* "Distribution", "Correlation with age" …, translated */
  char     *detail;     /* the statistic that decided: "share of Gold"; nullable */
  double    target;     /* NaN when there is none */
  double    measured;
  double    tolerance;  /* 0 for what is counted exactly */
  double    p;          /* corrected over the whole card; NaN for what is counted */
  guint64   n_rows;     /* that it was measured on */
  gboolean  sampled;    /* not on all rows */
  const char *metric;   /* SDMetrics' name of the score, nullable */
  double    score;      /* 0 … 1, NaN without a metric */
  SdVerdict verdict;
} SdReportLine;

typedef struct _SdReport SdReport;

typedef struct
{
  guint64       max_rows;   /* of a table that estimates are made on; 0: 100,000 */
  guint         n_seeds;    /* that the spread comes from; 0: 24 */
  SdSchema     *made_from;  /* nullable: the data come from this document instead */
} SdReportOptions;

/* @done of @total steps; called on the thread that makes the report. */
typedef void (*SdReportProgress) (guint    done,
                                  guint    total,
                                  gpointer data);

SdReport           *sd_report_new         (SdSchema              *schema,
                                           const SdReportOptions *options,
                                           SdReportProgress       progress,
                                           gpointer               data,
                                           GCancellable          *cancellable,
                                           GError               **error);
void                sd_report_free        (SdReport              *self);
guint               sd_report_get_n_lines (SdReport              *self);
const SdReportLine *sd_report_get_line    (SdReport              *self,
                                           guint                  line);
guint               sd_report_count       (SdReport              *self,
                                           SdVerdict              verdict);
/* "as declared" …, translated. */
const char         *sd_verdict_get_title  (SdVerdict              verdict);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SdReport, sd_report_free)

G_END_DECLS
