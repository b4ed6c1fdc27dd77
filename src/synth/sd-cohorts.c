/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Dealing the counts of a histogram to cohorts, the youngest first, without
 * replacement, so that all of them together have the law exactly.
 *
 * Who is born later has less time: a cohort's mean is to go with the rows dated
 * after its birth. Of the parents left, those with c children are taken at odds
 * of exp (−λ·c), which keeps a Poisson or negative binomial law in its family,
 * with λ solved for that mean; the numbers taken are rounded by systematic
 * sampling at a keyed place, so that small cohorts are as different as chance
 * makes them. When a cohort then has more children than
 * rows are left, it changes its most active parents for less active ones of
 * those left over. If that does not do, older cohorts are preferred more
 * strongly, in the end entirely; where this fails, nothing helps.
 */

#include <math.h>

#include "sd-cohorts-private.h"
#include "sd-math.h"

/* λ from where it makes no difference, if divided by the largest count, to where
 * only the smallest count is left. */
#define LAMBDA_LEAST 1e-3
#define LAMBDA_MOST  64.0

/* Relative error of a cohort's children that nobody sees. */
#define PRECISION 1e-3

/* Powers of the exposure to try; the last stands for the strictest order. */
static const guint pulls[] = { 1, 2, 4, G_MAXUINT };

typedef struct
{
  guint          n_classes;
  const guint64 *counts;      /* of children, ascending */
  guint64       *pool;        /* parents left, of each count */
  double        *odds;        /* of each of them */
  double        *wanted;      /* of them for the cohort at hand */
  guint64       *taken;
} Deal;

/* The odds for @lambda, against those with the fewest children that are left. */
static double
set_odds (Deal   *self,
          double  lambda)
{
  double sum = 0, fewest = 0;

  for (guint i = self->n_classes; i-- > 0;)
    if (self->pool[i] > 0)
      fewest = (double) self->counts[i];
  for (guint i = 0; i < self->n_classes; i++)
    {
      self->odds[i] = self->pool[i] > 0
                      ? sd_exp (-lambda * ((double) self->counts[i] - fewest)) : 0;
      sum += self->odds[i] * (double) self->pool[i];
    }

  return sum;
}

/* Fills wanted with what the odds for @lambda give @n_parents; the number of
 * children is the return value. Of those with the fewest all may be wanted. */
static double
want (Deal   *self,
      double  n_parents,
      double  lambda)
{
  double sum = set_odds (self, lambda), children = 0;
  guint i = 0;

  for (; i < self->n_classes && n_parents * self->odds[i] >= sum; i++)
    {
      double all = (double) self->pool[i];

      self->wanted[i] = MIN (all, MAX (n_parents, 0));
      n_parents -= all;
      sum -= all * self->odds[i];
      children += self->wanted[i] * (double) self->counts[i];
    }
  for (; i < self->n_classes; i++)
    {
      self->wanted[i] = (double) self->pool[i] * (MAX (n_parents, 0) * self->odds[i] / sum);
      children += self->wanted[i] * (double) self->counts[i];
    }

  return children;
}

static void
want_fewest (Deal    *self,
             guint64  n_parents)
{
  for (guint i = 0; i < self->n_classes; i++)
    {
      guint64 n = MIN (self->pool[i], n_parents);

      self->wanted[i] = (double) n;
      n_parents -= n;
    }
}

static void
want_children (Deal    *self,
               guint64  n_parents,
               double   children)
{
  double low = LAMBDA_LEAST / (double) (self->counts[self->n_classes - 1] + 1);
  double high = LAMBDA_MOST;

  if (want (self, (double) n_parents, 0) <= children)
    return;
  for (guint i = 0; i < 20; i++)
    {
      double middle = sqrt (low * high);
      double got = want (self, (double) n_parents, middle);

      if (fabs (got - children) <= PRECISION * children)
        return;
      if (got > children)
        low = middle;
      else
        high = middle;
    }
}

/* Whole numbers for wanted: rounded down, and the rest by systematic sampling. */
static void
take (Deal    *self,
      guint64  n_parents,
      SdKey    key)
{
  double next = sd_unit (sd_random (key, 0));
  double sum = 0;
  guint64 left = n_parents;

  for (guint i = 0; i < self->n_classes; i++)
    {
      self->taken[i] = MIN ((guint64) self->wanted[i], MIN (self->pool[i], left));
      left -= self->taken[i];
    }
  for (guint i = 0; i < self->n_classes && left > 0; i++)
    {
      sum += self->wanted[i] - sd_floor (self->wanted[i]);
      if (sum < next || self->taken[i] == self->pool[i])
        continue;
      self->taken[i]++;
      next += 1;
      left--;
    }
  for (guint i = 0; i < self->n_classes && left > 0; i++)
    {
      guint64 more = MIN (self->pool[i] - self->taken[i], left);

      self->taken[i] += more;
      left -= more;
    }
}

static guint64
count_children (const Deal *self)
{
  guint64 sum = 0;

  for (guint i = 0; i < self->n_classes; i++)
    sum += self->taken[i] * self->counts[i];

  return sum;
}

/* Changes taken parents for others with fewer children until there are at most
 * @most. */
static gboolean
change (Deal    *self,
        guint64  most)
{
  guint64 children = count_children (self);
  guint high = self->n_classes, low = 0;

  while (children > most)
    {
      guint64 n, gain;

      while (high > 0 && self->taken[high - 1] == 0)
        high--;
      while (low < self->n_classes && self->taken[low] == self->pool[low])
        low++;
      if (high == 0 || low >= high - 1)
        return FALSE;

      gain = self->counts[high - 1] - self->counts[low];
      n = MIN (self->taken[high - 1], self->pool[low] - self->taken[low]);
      n = MIN (n, (children - most + gain - 1) / gain);
      self->taken[high - 1] -= n;
      self->taken[low] += n;
      children -= n * gain;
    }

  return TRUE;
}

static double
get_weight (const SdCohorts *self,
            guint            cohort,
            guint            pull)
{
  double exposure = (double) self->rows_from[cohort] / (double) MAX (self->rows_from[0], 1);
  double weight = (double) self->n_parents[cohort];

  for (guint i = 0; i < pull; i++)
    weight *= exposure;

  return weight;
}

static void
begin_histograms (const SdCohorts *self,
                  SdHistogram     *histograms)
{
  for (guint i = 0; i < self->n; i++)
    {
      sd_histogram_clear (&histograms[i]);
      sd_histogram_init (&histograms[i]);
    }
}

static void
give (Deal        *self,
      SdHistogram *histogram)
{
  for (guint i = 0; i < self->n_classes; i++)
    {
      sd_histogram_add (histogram, self->counts[i], self->taken[i]);
      self->pool[i] -= self->taken[i];
    }
}

/* One round of dealing; FALSE when some cohort has too many children, which in
 * the strictest order are dealt nevertheless. */
static gboolean
deal_all (const SdCohorts *self,
          Deal            *deal,
          guint            pull,
          guint64          n_children,
          SdKey            key,
          SdHistogram     *histograms)
{
  gboolean strict = pull == G_MAXUINT;
  guint64 younger = 0;
  double weights = 0;
  gboolean fits = TRUE;

  for (guint i = 0; !strict && i < self->n; i++)
    weights += get_weight (self, i, pull);

  for (guint i = self->n; i-- > 0;)
    {
      guint64 left = n_children - younger;
      guint64 most = self->rows_from[i] > younger ? self->rows_from[i] - younger : 0;
      double weight = strict ? 0 : get_weight (self, i, pull);

      if (self->n_parents[i] == 0)
        continue;
      if (strict)
        want_fewest (deal, self->n_parents[i]);
      else
        want_children (deal, self->n_parents[i],
                       MIN ((double) most, (double) left * weight / MAX (weights, weight)));
      take (deal, self->n_parents[i], sd_key_derive (key, i));
      fits = change (deal, most) && fits;
      if (!fits && !strict)
        return FALSE;
      younger += count_children (deal);
      weights -= weight;
      give (deal, &histograms[i]);
    }

  return fits;
}

static guint
find_late (const SdCohorts   *self,
           const SdHistogram *histograms,
           guint64            n_children)
{
  guint64 older = 0;

  for (guint i = 0; i < self->n; i++)
    {
      if (n_children - older > self->rows_from[i])
        return i;
      older += histograms[i].n_children;
    }

  return self->n;
}

/**
 * sd_cohorts_deal:
 * @self: the cohorts
 * @whole: (not nullable): the histogram of all their parents
 * @key: of the rounding
 * @histograms: (array): one for each cohort, cleared or empty
 * @late: (out): if %FALSE, the first cohort before whose birth there are more
 *   rows than older parents can have children
 *
 * Deals the counts of children to cohorts of parents.
 *
 * Returns: whether there is a way
 */
gboolean
sd_cohorts_deal (const SdCohorts   *self,
                 const SdHistogram *whole,
                 SdKey              key,
                 SdHistogram       *histograms,
                 guint             *late)
{
  g_autofree guint64 *counts = g_new (guint64, whole->n_runs);
  g_autofree guint64 *pool = g_new (guint64, whole->n_runs);
  g_autofree guint64 *taken = g_new (guint64, whole->n_runs);
  g_autofree double *odds = g_new (double, whole->n_runs);
  g_autofree double *wanted = g_new (double, whole->n_runs);
  Deal deal = { whole->n_runs, counts, pool, odds, wanted, taken };
  gboolean fits = FALSE;

  for (guint p = 0; p < G_N_ELEMENTS (pulls) && !fits; p++)
    {
      for (guint i = 0; i < whole->n_runs; i++)
        {
          counts[i] = whole->runs[i].count;
          pool[i] = whole->runs[i + 1].first_rank - whole->runs[i].first_rank;
        }
      begin_histograms (self, histograms);
      fits = deal_all (self, &deal, pulls[p], whole->n_children, key, histograms);
    }

  for (guint i = 0; i < self->n; i++)
    sd_histogram_seal (&histograms[i]);
  if (!fits)
    *late = find_late (self, histograms, whole->n_children);

  return fits;
}
