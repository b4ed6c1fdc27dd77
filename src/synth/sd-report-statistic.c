/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The statistics of the report card. Rows in which a value is NULL do not
 * count, but for the share of those.
 */

#define G_LOG_DOMAIN "sd-report-statistic"

#include "config.h"

#include <math.h>
#include <stdlib.h>

#include "sd-calendar.h"
#include "sd-math.h"
#include "sd-report-private.h"

/* Fewer values than these say nothing. */
#define FEW_PAIRS  10
#define FEW_VALUES 5
/* Noise that bounds cut off more than this share of says nothing of itself. */
#define MOST_CUT   0.005

typedef struct
{
  double *a, *b;     /* b: NULL for statistics of one column */
  guint64 n;
  guint64 n_null;    /* rows of the class in which a is NULL */
} Rows;

static gboolean
takes_two (SdFacetKind kind)
{
  return kind == SD_FACET_PEARSON || kind == SD_FACET_SPEARMAN || kind == SD_FACET_RESIDUAL
         || kind == SD_FACET_R2 || kind == SD_FACET_SHARE_SAME || kind == SD_FACET_LORENZ;
}

static gboolean
is_null (const SdReportTable *table,
         guint                column,
         guint64              row)
{
  return table->nulls[column] != NULL && table->nulls[column][row];
}

static void
collect (Rows                *self,
         const SdFacet       *facet,
         const SdReportTable *table)
{
  const gboolean two = takes_two (facet->kind);

  self->n = self->n_null = 0;
  self->a = g_new (double, MAX (table->n, 1));
  self->b = two ? g_new (double, MAX (table->n, 1)) : NULL;
  for (guint64 i = 0; i < table->n; i++)
    {
      if (facet->rows != NULL && !_sd_report_class_has (facet->rows, table, i))
        continue;
      /* Cells that are empty by a rule cannot go missing. */
      if (facet->kind == SD_FACET_MISSING && facet->other > 0
          && is_null (table, facet->other, i))
        continue;
      if (is_null (table, facet->column, i))
        {
          self->n_null++;
          continue;
        }
      if (two && is_null (table, facet->other, i))
        continue;
      self->a[self->n] = table->values[facet->column][i];
      if (two)
        self->b[self->n] = table->values[facet->other][i];
      self->n++;
    }
}

static double
get_mean (const double *x,
          guint64       n)
{
  double sum = 0;

  for (guint64 i = 0; i < n; i++)
    sum += x[i];
  return sum / (double) n;
}

static double
get_variance (const double *x,
              guint64       n)
{
  const double mean = get_mean (x, n);
  double sum = 0;

  for (guint64 i = 0; i < n; i++)
    sum += (x[i] - mean) * (x[i] - mean);
  return n > 1 ? sum / (double) (n - 1) : NAN;
}

static double
get_pearson (const double *a,
             const double *b,
             guint64       n)
{
  const double mean_a = get_mean (a, n);
  const double mean_b = get_mean (b, n);
  double aa = 0, bb = 0, ab = 0;

  for (guint64 i = 0; i < n; i++)
    {
      aa += (a[i] - mean_a) * (a[i] - mean_a);
      bb += (b[i] - mean_b) * (b[i] - mean_b);
      ab += (a[i] - mean_a) * (b[i] - mean_b);
    }
  return aa > 0 && bb > 0 ? ab / sqrt (aa * bb) : NAN;
}

typedef struct
{
  double  value;
  guint64 row;
} Ranked;

static int
compare_ranked (const void *a,
                const void *b)
{
  const Ranked *x = a;
  const Ranked *y = b;

  if (x->value != y->value)
    return x->value < y->value ? -1 : 1;
  return x->row < y->row ? -1 : x->row > y->row;
}

/* Values become ranks; equal ones their mean rank. */
static void
rank (double  *x,
      guint64  n)
{
  g_autofree Ranked *ranked = g_new (Ranked, MAX (n, 1));

  for (guint64 i = 0; i < n; i++)
    ranked[i] = (Ranked) { x[i], i };
  qsort (ranked, n, sizeof *ranked, compare_ranked);
  for (guint64 i = 0, end; i < n; i = end)
    {
      for (end = i + 1; end < n && ranked[end].value == ranked[i].value; end++)
        ;
      for (guint64 j = i; j < end; j++)
        x[ranked[j].row] = (double) (i + end - 1) / 2;
    }
}

static void
subtract (Rows *rows)
{
  for (guint64 i = 0; i < rows->n; i++)
    rows->b[i] = rows->a[i] - rows->b[i];
}

/* The day that a DATE or TIMESTAMP value falls on. */
static gint64
get_day (double value,
         SdType type)
{
  return type == SD_TYPE_DATE ? (gint64) value
                              : (gint64) sd_floor (value / (double) SD_USEC_PER_DAY);
}

static int
get_hour (double value,
          SdType type)
{
  const double day = type == SD_TYPE_TIME
                     ? 0 : sd_floor (value / (double) SD_USEC_PER_DAY) * (double) SD_USEC_PER_DAY;

  return (int) ((value - day) / (double) (SD_USEC_PER_DAY / 24));
}

static gboolean
counts (const SdFacet *facet,
        SdType         type,
        const Rows    *rows,
        guint64        i)
{
  const double value = rows->a[i];

  switch ((int) facet->kind)
    {
    case SD_FACET_SHARE_LE:
      return value <= facet->x;
    case SD_FACET_SHARE_EQ:
      return value == facet->x;
    case SD_FACET_SHARE_SAME:
      return value == rows->b[i];
    case SD_FACET_MONTH:
      return sd_date_to_civil (get_day (value, type)).month == (int) facet->x;
    case SD_FACET_WEEKDAY:
      return sd_date_weekday (get_day (value, type)) == (int) facet->x;
    case SD_FACET_HOUR:
    default:
      return get_hour (value, type) == (int) facet->x;
    }
}

static double
get_share (const SdFacet *facet,
           SdType         type,
           const Rows    *rows)
{
  guint64 n = 0;

  for (guint64 i = 0; i < rows->n; i++)
    n += counts (facet, type, rows, i);
  return (double) n / (double) rows->n;
}

/* What the fifth of rows with the largest weights has of all values, beyond what
 * it has of all weights. */
static double
measure_lorenz (const Rows *rows)
{
  g_autofree Ranked *ranked = g_new (Ranked, MAX (rows->n, 1));
  double values = 0, weights = 0, top_values = 0, top_weights = 0;

  for (guint64 i = 0; i < rows->n; i++)
    {
      ranked[i] = (Ranked) { -rows->b[i], i };
      values += rows->a[i];
      weights += rows->b[i];
    }
  qsort (ranked, rows->n, sizeof *ranked, compare_ranked);
  for (guint64 i = 0; i < (rows->n + 4) / 5; i++)
    {
      top_values += rows->a[ranked[i].row];
      top_weights += rows->b[ranked[i].row];
    }
  return values > 0 && weights > 0 ? top_values / values - top_weights / weights : NAN;
}

/* The mean of the rows over that of the class they are compared with. */
static double
measure_ratio (const SdFacet       *facet,
               const SdReportTable *table,
               double               mean)
{
  SdFacet other = *facet;
  Rows rows;
  double base;

  other.rows = facet->base;
  collect (&rows, &other, table);
  base = rows.n >= FEW_VALUES ? get_mean (rows.a, rows.n) : NAN;
  g_free (rows.a);
  g_free (rows.b);
  return base != 0 ? mean / base : NAN;
}

/* Whether more than a few values stand at the bounds that cut them off. */
static gboolean
is_cut (const SdFacet *facet,
        const Rows    *rows)
{
  guint64 n = 0;

  for (guint64 i = 0; i < rows->n; i++)
    n += rows->a[i] <= facet->least || rows->a[i] >= facet->most;
  return (double) n > MOST_CUT * (double) rows->n;
}

static double
measure (const SdFacet       *facet,
         const SdReportTable *table,
         Rows                *rows)
{
  if (facet->kind == SD_FACET_MISSING)
    return rows->n + rows->n_null > 0
           ? (double) rows->n_null / (double) (rows->n + rows->n_null) : NAN;
  if (rows->n < (takes_two (facet->kind) ? FEW_PAIRS : FEW_VALUES))
    return NAN;
  if ((facet->kind == SD_FACET_RESIDUAL || facet->kind == SD_FACET_R2) && is_cut (facet, rows))
    return NAN;
  switch ((int) facet->kind)
    {
    case SD_FACET_LORENZ:
      return measure_lorenz (rows);
    case SD_FACET_RATIO:
      return measure_ratio (facet, table, get_mean (rows->a, rows->n));
    case SD_FACET_MEAN:
      return get_mean (rows->a, rows->n);
    case SD_FACET_STDDEV:
      return sqrt (get_variance (rows->a, rows->n));
    case SD_FACET_SPEARMAN:
      rank (rows->a, rows->n);
      rank (rows->b, rows->n);
      return get_pearson (rows->a, rows->b, rows->n);
    case SD_FACET_PEARSON:
      return get_pearson (rows->a, rows->b, rows->n);
    case SD_FACET_RESIDUAL:
      subtract (rows);
      return sqrt (get_variance (rows->b, rows->n));
    case SD_FACET_R2:
      subtract (rows);
      return 1 - get_variance (rows->b, rows->n) / get_variance (rows->a, rows->n);
    default:
      return get_share (facet, table->types[facet->column], rows);
    }
}

double
_sd_facet_measure (const SdFacet       *facet,
                   const SdReportTable *table,
                   guint64             *n)
{
  Rows rows;
  double value;

  if (facet->kind == SD_FACET_SERIES_NOISE || facet->kind == SD_FACET_SERIES_MEMORY)
    return _sd_report_measure_series (&facet->series, table, facet->column,
                                      facet->kind == SD_FACET_SERIES_MEMORY, n);
  collect (&rows, facet, table);
  *n = rows.n + (facet->kind == SD_FACET_MISSING ? rows.n_null : 0);
  value = measure (facet, table, &rows);
  g_free (rows.a);
  g_free (rows.b);
  return value;
}
