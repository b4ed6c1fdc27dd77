/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What a report card decides. The same statistic over other seeds says how far
 * chance takes it; Student's t compares their mean with the target and this
 * seed with them. A line is off when that is so unlikely that it would hardly
 * happen once in a thousand cards (Holm, 1979), and when the difference is more
 * than what whole rows and the numerics of the engine allow.
 */

#define G_LOG_DOMAIN "sd-report-verdict"

#include "config.h"

#include <math.h>
#include <stdlib.h>

#include "sd-math.h"
#include "sd-report-private.h"

#define LEVEL 0.001
/* What the numerics may be off by: of a share, of standard deviations. */
#define SHARE_ERROR  1e-4
#define STDDEV_ERROR 2e-3
/* Balanced draws meet a share to a row in each block of as many. */
#define BLOCK_ROWS   4096

/* What a small sample's correlation may be off by as promised (ENGINE.md law
 * 10), and a large one's by the solve. */
static double
get_correlation_error (guint64 n)
{
  return n < 50 ? 0.06 : n < 200 ? 0.03 : n < 1000 ? 0.01 : 0.003;
}

static double
get_tolerance (const SdFacet *facet)
{
  const double rows = (double) MAX (MIN (facet->n, BLOCK_ROWS), 1);

  switch ((int) facet->kind)
    {
    case SD_FACET_PEARSON:
    case SD_FACET_SPEARMAN:
      return get_correlation_error (facet->n);
    /* Half of what a sample of independent rows is off by: balanced ones are
     * off by far less, but one value far out in a tail is enough for it. */
    case SD_FACET_MEAN:
    case SD_FACET_STDDEV:
    case SD_FACET_RESIDUAL:
      return facet->scale * (STDDEV_ERROR + 0.5 / sqrt (rows));
    case SD_FACET_SERIES_NOISE:
    case SD_FACET_SERIES_MEMORY:
      return 0.005 * facet->scale;
    case SD_FACET_RATIO:
      return facet->scale * (STDDEV_ERROR + 1.5 / rows);
    case SD_FACET_LORENZ:
      return 0.01 + facet->scale / sqrt (rows);
    case SD_FACET_R2:
      return 0.003 + 2 / rows;
    default:
      return SHARE_ERROR + facet->scale / rows;
    }
}

/* Two-sided: the chance of |t| or more with @degrees of freedom. */
static double
get_p (double t,
       double degrees)
{
  return sd_beta_i (degrees / (degrees + t * t), degrees / 2, 0.5);
}

static double
get_facet_p (const SdFacet *facet)
{
  const guint n = facet->ensemble->len;
  const double *values = (const double *) facet->ensemble->data;
  double mean = 0, variance = 0, bias, own;

  if (n < 3)
    return NAN;
  for (guint i = 0; i < n; i++)
    mean += values[i] / n;
  for (guint i = 0; i < n; i++)
    variance += (values[i] - mean) * (values[i] - mean) / (n - 1);
  if (variance <= 0)
    return fabs (facet->measured - facet->target) > 0 ? 0 : 1;
  bias = get_p ((mean - facet->target) / sqrt (variance / n), n - 1);
  own = get_p ((facet->measured - mean) / sqrt (variance * (1 + 1.0 / n)), n - 1);
  return MIN (1, 2 * MIN (bias, own));
}

static double
get_score (const SdReportEntry *entry)
{
  double worst = 0, distance = 0;
  gboolean shares = FALSE;

  for (guint i = 0; i < entry->facets->len; i++)
    {
      const SdFacet *facet = entry->facets->pdata[i];
      const double difference = fabs (facet->measured - facet->target);

      if (isnan (facet->measured))
        continue;
      if (facet->kind == SD_FACET_PEARSON || facet->kind == SD_FACET_SPEARMAN)
        return 1 - difference / 2;
      if (facet->kind == SD_FACET_SHARE_LE || facet->kind == SD_FACET_MISSING)
        worst = MAX (worst, difference);
      if (facet->kind == SD_FACET_SHARE_EQ)
        {
          distance += difference / 2;
          shares = TRUE;
        }
    }
  return 1 - (shares ? distance : worst);
}

/* Takes what the line says from @facet. */
static void
show_facet (SdReportEntry *entry,
            const SdFacet *facet,
            double         p)
{
  SdReportLine *line = &entry->line;

  g_free (line->detail);
  line->detail = g_strdup (facet->label);
  line->target = facet->target;
  line->measured = facet->measured;
  line->tolerance = get_tolerance (facet);
  line->n_rows = facet->n;
  line->p = p;
}

/* The facet that is off with the least chance; the first when none is. */
static void
judge_facets (SdReportEntry *entry)
{
  const SdFacet *worst = NULL;
  double least = 2;
  guint judged = 0;
  gboolean exact = TRUE;

  for (guint i = 0; i < entry->facets->len; i++)
    {
      SdFacet *facet = entry->facets->pdata[i];

      if (isnan (facet->measured))
        continue;
      judged++;
      facet->p = get_facet_p (facet);
      if (fabs (facet->measured - facet->target) <= get_tolerance (facet))
        continue;
      exact = FALSE;
      if (!isnan (facet->p) && facet->p < least)
        {
          least = facet->p;
          worst = facet;
        }
    }
  if (judged == 0)
    {
      entry->line.verdict = SD_VERDICT_FEW;
      return;
    }
  entry->line.score = entry->line.metric != NULL ? get_score (entry) : NAN;
  entry->line.verdict = exact ? SD_VERDICT_DECLARED : SD_VERDICT_CHANCE;
  for (guint i = 0; worst == NULL && i < entry->facets->len; i++)
    if (!isnan (((SdFacet *) entry->facets->pdata[i])->measured))
      worst = entry->facets->pdata[i];
  /* Of several facets the least p is small by itself (Bonferroni). */
  show_facet (entry, worst, exact ? 1 : MIN (1, least * judged));
}

static int
compare_p (gconstpointer a,
           gconstpointer b)
{
  const SdReportEntry *x = *(SdReportEntry **) a;
  const SdReportEntry *y = *(SdReportEntry **) b;

  return x->line.p < y->line.p ? -1 : x->line.p > y->line.p;
}

/* Holm: the k-th smallest of m is multiplied by m − k + 1, and none is smaller
 * than the one before it. */
static void
correct (GPtrArray *judged)
{
  double last = 0;

  g_ptr_array_sort (judged, compare_p);
  for (guint i = 0; i < judged->len; i++)
    {
      SdReportLine *line = &((SdReportEntry *) judged->pdata[i])->line;

      last = line->p = MAX (last, MIN (1, line->p * (judged->len - i)));
      if (line->verdict == SD_VERDICT_CHANCE && line->p < LEVEL)
        line->verdict = SD_VERDICT_OFF;
    }
}

void
_sd_report_judge (SdReportDraft *self)
{
  g_autoptr (GPtrArray) judged = g_ptr_array_new ();

  for (guint i = 0; i < self->entries->len; i++)
    {
      SdReportEntry *entry = self->entries->pdata[i];

      if (entry->facets->len == 0)
        continue;
      judge_facets (entry);
      if (entry->line.verdict == SD_VERDICT_DECLARED || entry->line.verdict == SD_VERDICT_CHANCE)
        g_ptr_array_add (judged, entry);
    }
  correct (judged);
}
