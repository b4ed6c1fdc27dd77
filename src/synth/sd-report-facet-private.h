/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A facet of a line of the report card: one statistic with a target.
 */

#pragma once

#include "sd-branches.h"

G_BEGIN_DECLS

typedef enum
{
  SD_FACET_SHARE_LE,    /* share of values ≤ x */
  SD_FACET_SHARE_EQ,    /* share of values = x */
  SD_FACET_MEAN,
  SD_FACET_STDDEV,
  SD_FACET_MISSING,     /* share of NULL, among rows where other, unless 0, is not */
  SD_FACET_PEARSON,
  SD_FACET_SPEARMAN,
  SD_FACET_RESIDUAL,    /* standard deviation of value − other */
  SD_FACET_R2,          /* 1 − variance of (value − other) ÷ variance of value */
  SD_FACET_SHARE_SAME,  /* share of values = other */
  SD_FACET_LORENZ,      /* share of the sum of values in the fifth of rows where other is
                         * largest, less the share of the sum of other */
  SD_FACET_RATIO,       /* mean ÷ mean of the other class */
  SD_FACET_SERIES_NOISE,
  SD_FACET_SERIES_MEMORY,
  SD_FACET_MONTH,       /* share of dates in month x */
  SD_FACET_WEEKDAY,     /* share of dates on weekday x, 1 Monday */
  SD_FACET_HOUR,        /* share of timestamps in hour x */
} SdFacetKind;

/* Rows that a branch is for. */
typedef struct
{
  guint     n_by;
  guint     columns[SD_MAX_BY];  /* of the report's table */
  GArray   *branches;            /* of SdBranch, borrowed */
  int       branch;              /* −1: those that no branch matches */
} SdReportClass;

/* A series of measurements; columns of the report's table, −1 for none. */
typedef struct
{
  guint  time;
  int    within;
  double trend, yearly, weekly, daily, daily_peak;
  double memory;       /* correlation with the value before, as declared */
  double rounding;     /* distance of the values that can be */
} SdReportSeries;

typedef struct
{
  SdFacetKind    kind;
  guint          column, other;   /* of the report's table */
  double         x;
  double         least, most;     /* of a regression: bounds that cut its noise off */
  SdReportClass *rows;            /* nullable: all rows; borrowed */
  SdReportClass *base;            /* of a ratio */
  SdReportSeries series;          /* of a series */
  double         target;
  double         scale;           /* rows that a share may be off by; else a standard deviation */
  char          *label;
  guint64        n;               /* rows it was measured on */
  double         measured;
  GArray        *ensemble;        /* of double: the same from other seeds */
  double         p;
} SdFacet;

G_END_DECLS
