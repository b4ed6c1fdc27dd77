/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Counts of parents in classes ("gold members order more"). The total is shared
 * out to the classes in proportion to their means, as many whole children as each
 * can have; within its class a law is apportioned and dealt as that of all
 * parents would be (ENGINE.md §1a), so that the total is exact and so is every
 * class's law.
 *
 * In time order, the parents of a class are dealt to cohorts, which may have as
 * many of the later rows as the class has of all rows: what holds for every class
 * then holds for their sum.
 */

#define G_LOG_DOMAIN "sd-link-counts"

#include <math.h>

#include "sd-link-class-private.h"
#include "sd-permutation.h"

/* Draws for a parent whose count fits before looking through all of them. */
#define TRIES 64

typedef struct
{
  SdLaw   law;
  guint64 n_parents;
  guint64 n_children;
  guint64 least, most;   /* children of all of them */
  double  weight;        /* children of all of them, as the law has it */
  double  rest;          /* of them, after rounding down */
} Class;

typedef struct
{
  const SdLinkSpec *spec;
  const SdCohorts  *cohorts;
  guint             n_cohorts;
  guint             n_classes;
  Class            *classes;
  guint64          *sizes;      /* parents of each class in each cohort */
  guint64          *counts;
} Deal;

static guint
get_class (const SdLinkSpec *spec,
           guint64           parent)
{
  return spec->classes != NULL ? spec->classes->of_parent[parent] : 0;
}

static JsonObject *
get_parameters (const SdLinkSpec *spec,
                guint             class)
{
  return spec->classes != NULL ? spec->classes->parameters[class] : spec->law_parameters;
}

static guint64
get_cohort_size (const Deal *self,
                 guint       cohort)
{
  return self->cohorts != NULL ? self->cohorts->n_parents[cohort] : self->spec->n_parents;
}

static void
count_parents (Deal *self)
{
  guint64 parent = 0;

  self->sizes = g_new0 (guint64, (gsize) self->n_cohorts * self->n_classes);
  for (guint cohort = 0; cohort < self->n_cohorts; cohort++)
    for (guint64 i = get_cohort_size (self, cohort); i > 0; i--, parent++)
      {
        const guint class = get_class (self->spec, parent);

        self->sizes[(gsize) cohort * self->n_classes + class]++;
        self->classes[class].n_parents++;
      }
}

static guint64
to_total (double x)
{
  return x <= 0 ? 0 : x >= 0x1p63 ? G_MAXUINT64 : (guint64) (x + 0.5);
}

/* The law of a class and the totals that its bounds allow. A law that does not
 * say its mean has that of all parents. */
static gboolean
read_law (Class            *self,
          const SdLinkSpec *spec,
          JsonObject       *parameters,
          double            mean)
{
  const double n = (double) self->n_parents;

  if (!sd_law_init (&self->law, spec->law, parameters))
    return FALSE;
  self->law.least = MAX (self->law.least, spec->min);
  if (spec->max > 0)
    self->law.most = MIN (self->law.most, spec->max);
  if (self->law.least > self->law.most)
    return FALSE;
  self->weight = n * (isnan (self->law.mean) ? mean : self->law.mean);
  self->least = to_total (n * (double) self->law.least);
  if (!(self->weight > 0))
    self->most = self->least;
  else if (self->law.most == SD_LAW_UNBOUNDED)
    self->most = G_MAXINT64;
  else
    self->most = MAX (to_total (n * (1 - self->law.zero_share) * (double) self->law.most),
                      self->least);
  return TRUE;
}

static double
scale_class (const Class *class,
             double       scale)
{
  return CLAMP (class->weight * scale, (double) class->least, (double) class->most);
}

static double
sum_classes (const Deal *self,
             double      scale)
{
  double sum = 0;

  for (guint c = 0; c < self->n_classes; c++)
    sum += scale_class (&self->classes[c], scale);
  return sum;
}

/* By what all means are multiplied so that the total comes out. */
static double
solve_scale (const Deal *self,
             guint64     n_children)
{
  double low = 0, high = 1;

  while (sum_classes (self, high) < (double) n_children && high < 1e300)
    high *= 2;
  for (guint i = 0; i < 200; i++)
    {
      const double middle = (low + high) / 2;

      if (sum_classes (self, middle) < (double) n_children)
        low = middle;
      else
        high = middle;
    }

  return high;
}

/* Whole numbers that add up: rounded down, then one more to those with the
 * largest rests that can have it. */
static void
share_out (Deal    *self,
           guint64  n_children,
           double   scale)
{
  guint64 sum = 0;

  for (guint c = 0; c < self->n_classes; c++)
    {
      Class *class = &self->classes[c];
      const double share = scale_class (class, scale);

      class->n_children = CLAMP ((guint64) share, class->least, class->most);
      class->n_children = MIN (class->n_children, n_children - sum);
      class->rest = share - (double) class->n_children;
      sum += class->n_children;
    }
  while (sum < n_children)
    {
      Class *best = NULL;

      for (guint c = 0; c < self->n_classes; c++)
        {
          Class *class = &self->classes[c];

          if (class->n_children < class->most && (best == NULL || class->rest > best->rest))
            best = class;
        }
      g_assert (best != NULL);
      best->n_children++;
      best->rest -= 1;
      sum++;
    }
}

static gboolean
share_total (Deal         *self,
             guint64       n_children,
             SdLinkReport *report)
{
  double least = 0, most = 0, mean = 0, n = 0;

  report->wanted_mean = (double) n_children / (double) MAX (self->spec->n_parents, 1);
  for (guint c = 0; c < self->n_classes; c++)
    {
      Class *class = &self->classes[c];

      if (!read_law (class, self->spec, get_parameters (self->spec, c), report->wanted_mean))
        {
          report->status = SD_LINK_BAD_LAW;
          return FALSE;
        }
      least += (double) class->least;
      most += (double) class->most;
      mean += class->weight;
      n += (double) class->n_parents;
    }
  report->law_mean = n > 0 ? mean / n : 0;
  report->least = to_total (least);
  report->most = to_total (most);
  report->used_min = self->spec->min;
  report->used_max = self->spec->max;
  if ((double) n_children > most)
    report->status = n > 0 ? SD_LINK_TOO_MANY : SD_LINK_NO_PARENTS;
  else if ((double) n_children < least)
    report->status = SD_LINK_TOO_FEW;
  if (report->status != SD_LINK_OK)
    return FALSE;
  if (n_children > 0)
    share_out (self, n_children, report->scale = solve_scale (self, n_children));
  return TRUE;
}

/* The histogram of a class, fitted to its share of the total. */
static void
init_histogram (const Deal  *self,
                guint        number,
                SdHistogram *histogram)
{
  Class *class = &self->classes[number];
  SdLinkSpec spec = *self->spec;
  SdLinkReport report = { .scale = 1 };

  spec.law_from_user = FALSE;
  if (class->n_parents > 0)
    sd_law_fit (&class->law, &spec, class->n_parents, class->n_children, &report);
  sd_histogram_init_law (histogram, &class->law, class->n_parents, class->n_children,
                         spec.margins,
                         sd_key_derive (sd_link_make_key (&spec, SD_LANE_COUNT, 1), number));
}

/* The counts of one histogram to the parents of class @number in a cohort. */
static void
deal_histogram (Deal              *self,
                guint              number,
                guint              cohort,
                guint64            first_parent,
                const SdHistogram *histogram)
{
  const guint64 n = get_cohort_size (self, cohort);
  const SdKey key = sd_key_derive (sd_link_make_key (self->spec, SD_LANE_COUNT, 0), number);
  SdPermutation permutation;
  guint64 index = 0;

  sd_permutation_init (&permutation, MAX (histogram->n_parents, 1),
                       sd_key_derive (key, cohort));
  for (guint64 i = 0; i < n; i++)
    if (get_class (self->spec, first_parent + i) == number)
      sd_histogram_find_rank (histogram, sd_permutation_apply (&permutation, index++),
                              &self->counts[first_parent + i]);
}

/* FALSE when the class comes too late. */
static gboolean
deal_class (Deal         *self,
            guint         number,
            guint64       n_children,
            SdHistogram  *histograms,
            SdLinkReport *report)
{
  const Class *class = &self->classes[number];
  g_autofree guint64 *sizes = g_new (guint64, self->n_cohorts);
  g_autofree guint64 *rows_from = g_new (guint64, self->n_cohorts);
  g_autofree SdHistogram *own = g_new0 (SdHistogram, self->n_cohorts);
  SdCohorts cohorts = { self->n_cohorts, sizes, rows_from };
  SdHistogram whole;
  gboolean fits;
  guint late = 0;

  init_histogram (self, number, &whole);
  for (guint i = 0; i < self->n_cohorts; i++)
    {
      sizes[i] = self->sizes[(gsize) i * self->n_classes + number];
      rows_from[i] = (guint64) ((unsigned __int128) self->cohorts->rows_from[i]
                                * class->n_children / MAX (n_children, 1));
    }
  sd_histogram_coarsen (&whole, 128);
  fits = sd_cohorts_deal (&cohorts, &whole,
                          sd_key_derive (sd_link_make_key (self->spec, SD_LANE_COUNT, 2), number),
                          own, &late);
  if (!fits)
    {
      report->status = SD_LINK_UNBORN;
      report->period = late;
    }
  for (guint64 i = 0, first = 0; i < self->n_cohorts; first += get_cohort_size (self, i++))
    {
      if (fits)
        {
          deal_histogram (self, number, i, first, &own[i]);
          sd_histogram_add_all (&histograms[i], &own[i]);
        }
      sd_histogram_clear (&own[i]);
    }
  sd_histogram_clear (&whole);
  return fits;
}

static gboolean
deal_cohorts (Deal         *self,
              guint64       n_children,
              SdHistogram  *histograms,
              SdLinkReport *report)
{
  gboolean fits = TRUE;

  for (guint i = 0; i < self->n_cohorts; i++)
    sd_histogram_init (&histograms[i]);
  for (guint c = 0; c < self->n_classes && fits; c++)
    if (self->classes[c].n_parents > 0)
      fits = deal_class (self, c, n_children, histograms, report);
  for (guint i = 0; i < self->n_cohorts; i++)
    sd_histogram_seal (&histograms[i]);
  return fits;
}

static void
deal_all (Deal *self)
{
  for (guint c = 0; c < self->n_classes; c++)
    {
      SdHistogram histogram;

      if (self->classes[c].n_parents == 0)
        continue;
      init_histogram (self, c, &histogram);
      deal_histogram (self, c, 0, 0, &histogram);
      sd_histogram_clear (&histogram);
    }
}

static gboolean
may_swap (const Deal *self,
          guint64     a,
          guint64     b)
{
  return self->counts[b] <= a && self->counts[a] <= b
         && get_class (self->spec, a) == get_class (self->spec, b);
}

/* Early parents with more children than there are rows before them change with
 * later ones of their class. */
static gboolean
move_down (Deal *self)
{
  const guint64 n = self->spec->n_parents;
  const SdKey key = sd_link_make_key (self->spec, SD_LANE_COUNT, 4);

  for (guint64 parent = 0; parent < n; parent++)
    {
      guint64 other = n;
      guint64 count = self->counts[parent];

      if (count <= parent)
        continue;
      for (guint i = 0; i < TRIES && other == n && parent + 1 < n; i++)
        {
          const guint64 tried = parent + 1 + sd_scale (sd_random (key, parent * TRIES + i),
                                                       n - parent - 1);

          if (may_swap (self, parent, tried))
            other = tried;
        }
      for (guint64 tried = parent + 1; tried < n && other == n; tried++)
        if (may_swap (self, parent, tried))
          other = tried;
      if (other == n)
        return FALSE;
      self->counts[parent] = self->counts[other];
      self->counts[other] = count;
    }
  return TRUE;
}

/**
 * sd_link_make_counts:
 * @spec: what the link is made from
 * @n_children: the number of children with a parent
 * @cohorts: (nullable): cohorts of parents from the first row on; those after the
 *   last have no children
 * @histograms: (nullable): of each cohort, to be cleared in any case
 * @report: totals and scale, or why there are no counts
 *
 * Returns: (transfer full) (nullable): how many children each parent has
 */
SdCounts *
sd_link_make_counts (const SdLinkSpec *spec,
                     guint64           n_children,
                     const SdCohorts  *cohorts,
                     SdHistogram      *histograms,
                     SdLinkReport     *report)
{
  Deal self = { .spec = spec, .cohorts = cohorts };
  SdCounts *counts = NULL;

  self.n_cohorts = cohorts != NULL ? cohorts->n : 1;
  self.n_classes = spec->classes != NULL ? spec->classes->n : 1;
  self.classes = g_new0 (Class, self.n_classes);
  self.counts = g_new0 (guint64, spec->n_parents + 1);
  count_parents (&self);
  if (share_total (&self, n_children, report))
    {
      if (cohorts != NULL)
        deal_cohorts (&self, n_children, histograms, report);
      else
        deal_all (&self);
      if (spec->below && report->status == SD_LINK_OK && !move_down (&self))
        report->status = SD_LINK_NOT_BELOW;
    }
  if (report->status == SD_LINK_OK)
    counts = sd_counts_new (self.counts, spec->n_parents,
                            sd_link_make_key (spec, SD_LANE_COUNT, 5));
  g_free (self.classes);
  g_free (self.sizes);
  g_free (self.counts);
  return counts;
}
