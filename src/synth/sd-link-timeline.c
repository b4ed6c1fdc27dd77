/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Children in the order of time, none before its parent (ENGINE.md §1d).
 *
 * Parents born in one period are a cohort, which may have children from the next
 * period on. A matrix of whole numbers says how many rows of each period belong
 * to each cohort: its columns add up to the rows of the periods, its lines to
 * the children of the cohorts. Given the matrix, permutations within a period
 * and within a cohort lead from a row to its parent and back.
 *
 * A cohort that may have children keeps that right, so whatever is taken for one
 * period leaves the later ones as many rows as before: the matrix is filled from
 * the first period to the last, each time in proportion to the children still
 * missing. In exact numbers this is where iterative proportional fitting from a
 * flat start would end. Rows without a parent count as a cohort of their own.
 */

#include "sd-cohorts-private.h"
#include "sd-link-class-private.h"
#include "sd-permutation.h"

/* Finer periods are put together; histograms of the cohorts have as many
 * different counts. */
#define PERIODS_MAX 128
#define GROUPS_MAX  128

typedef struct
{
  guint64       first_parent;
  guint64       first_slot;   /* in the table of counts */
  SdHistogram   histogram;
  SdPermutation place;   /* child, in order of periods → slot */
  SdPermutation deal;    /* rank → parent within the cohort */
} Cohort;

typedef struct
{
  SdLink         link;
  guint          n;          /* of periods, and of cohorts */
  guint64       *rows;       /* n + 1: rows before each period */
  Cohort        *cohorts;
  SdPermutation *orders;     /* row within the period → place in its column */
  guint64       *columns;    /* n × (n + 2): places in the column of a period before
                              * each cohort; the one after the last has no parent */
  guint64       *lines;      /* n × (n + 1): children of a cohort before each period */
  SdCounts      *counts;     /* by the laws of classes; NULL: histogram and deal say them */
  SdHistogram    order;      /* of all parents, those born too late included */
} Timeline;

static inline const guint64 *
get_column (const Timeline *self,
            guint           period)
{
  return self->columns + period * (self->n + 2);
}

static inline const guint64 *
get_line (const Timeline *self,
          guint           cohort)
{
  return self->lines + cohort * (self->n + 1);
}

/* The last of the @n sums that is at most @x; ascending, the first is 0. */
static inline guint
find_sum (const guint64 *sums,
          guint          n,
          guint64        x)
{
  guint low = 0;

  while (n > 1)
    {
      guint half = n / 2;

      low = sums[low + half] <= x ? low + half : low;
      n -= half;
    }

  return low;
}

static guint64
get_parent (const Timeline *self,
            guint           period,
            guint64         row,
            guint64        *ordinal)
{
  const guint64 *column = get_column (self, period);
  guint64 place = sd_permutation_apply (&self->orders[period], row - self->rows[period]);
  guint number = find_sum (column, self->n + 1, place);
  const Cohort *cohort = &self->cohorts[number];
  guint64 child, slot, rank;

  *ordinal = 0;
  if (number == self->n)
    return SD_NO_ROW;

  child = get_line (self, number)[period] + place - column[number];
  slot = sd_permutation_apply (&cohort->place, child);
  if (self->counts != NULL)
    return sd_counts_find_slot (self->counts, cohort->first_slot + slot, ordinal);
  rank = sd_histogram_find_slot (&cohort->histogram, slot, ordinal);
  return cohort->first_parent + sd_permutation_apply (&cohort->deal, rank);
}

static void
sd_link_timeline_get_parents (const SdLink  *link,
                              const guint64 *rows,
                              guint          n,
                              guint64       *parents,
                              guint64       *ordinals)
{
  const Timeline *self = (const Timeline *) link;
  guint period = 0;

  for (guint i = 0; i < n; i++)
    {
      guint64 ordinal;

      if (rows[i] < self->rows[period] || rows[i] >= self->rows[period + 1])
        period = find_sum (self->rows, self->n, rows[i]);
      parents[i] = get_parent (self, period, rows[i], &ordinal);
      if (ordinals != NULL)
        ordinals[i] = ordinal;
    }
}

/* NULL for a parent born too late to have children. */
static const Cohort *
find_cohort (const Timeline *self,
             guint64         parent,
             guint64        *first_slot,
             guint64        *count)
{
  guint low = 0, high = self->n;
  const Cohort *cohort;
  guint64 rank;

  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (self->cohorts[middle].first_parent <= parent)
        low = middle;
      else
        high = middle;
    }
  cohort = &self->cohorts[low];
  *count = 0;
  if (parent - cohort->first_parent >= cohort->histogram.n_parents)
    return NULL;
  if (self->counts != NULL)
    {
      *first_slot = sd_counts_get (self->counts, parent, count) - cohort->first_slot;
      return cohort;
    }

  rank = sd_permutation_invert (&cohort->deal, parent - cohort->first_parent);
  *first_slot = sd_histogram_find_rank (&cohort->histogram, rank, count);
  return cohort;
}

static void
sd_link_timeline_get_counts (const SdLink  *link,
                             const guint64 *parents,
                             guint          n,
                             guint64       *counts)
{
  guint64 slot;

  for (guint i = 0; i < n; i++)
    find_cohort ((const Timeline *) link, parents[i], &slot, &counts[i]);
}

static void
sd_link_timeline_get_children (const SdLink *link,
                               guint64       parent,
                               guint64       ordinal,
                               guint         n,
                               guint64      *rows)
{
  const Timeline *self = (const Timeline *) link;
  guint64 slot = 0, count;
  const Cohort *cohort = find_cohort (self, parent, &slot, &count);
  guint number;

  if (cohort == NULL)
    return;
  number = (guint) (cohort - self->cohorts);
  for (guint i = 0; i < n; i++)
    {
      guint64 child = sd_permutation_invert (&cohort->place, slot + ordinal + i);
      const guint64 *line = get_line (self, number);
      guint period = find_sum (line, self->n, child);
      guint64 place = get_column (self, period)[number] + child - line[period];

      rows[i] = self->rows[period] + sd_permutation_invert (&self->orders[period], place);
    }
}

static guint64
sd_link_timeline_get_max_count (const SdLink *link)
{
  const Timeline *self = (const Timeline *) link;
  guint64 max_count = 0;

  for (guint i = 0; i < self->n; i++)
    max_count = MAX (max_count, sd_histogram_get_max (&self->cohorts[i].histogram));

  return max_count;
}

static double
sd_link_timeline_get_amplification (const SdLink *link)
{
  const Timeline *self = (const Timeline *) link;
  double sum = 0;

  for (guint i = 0; i < self->n; i++)
    sum += sd_histogram_sum_squares (&self->cohorts[i].histogram);

  return sd_link_amplify (sum, link->n_children);
}

static void
sd_link_timeline_get_places (const SdLink  *link,
                             const guint64 *parents,
                             guint          n,
                             guint64       *uniforms)
{
  const Timeline *self = (const Timeline *) link;

  for (guint i = 0; i < n; i++)
    {
      guint64 slot, count;

      find_cohort (self, parents[i], &slot, &count);
      uniforms[i] = sd_histogram_get_place (&self->order, count, uniforms[i]);
    }
}

static void
sd_link_timeline_free (SdLink *link)
{
  Timeline *self = (Timeline *) link;

  for (guint i = 0; i < self->n; i++)
    sd_histogram_clear (&self->cohorts[i].histogram);
  sd_histogram_clear (&self->order);
  sd_counts_free (self->counts);
  g_free (self->rows);
  g_free (self->cohorts);
  g_free (self->orders);
  g_free (self->columns);
  g_free (self->lines);
  g_free (self);
}

static const SdLinkClass klass = {
  sd_link_timeline_get_parents,
  sd_link_timeline_get_counts,
  sd_link_timeline_get_children,
  sd_link_timeline_get_max_count,
  sd_link_timeline_get_amplification,
  sd_link_timeline_get_places,
  sd_link_timeline_free,
};

/* Boundary @index of the periods that were put together. */
static guint
get_boundary (const Timeline       *self,
              const SdLinkTimeline *timeline,
              guint                 index)
{
  return (guint) ((guint64) index * timeline->n_periods / self->n);
}

static void
init_periods (Timeline         *self,
              const SdLinkSpec *spec)
{
  const SdLinkTimeline *timeline = spec->timeline;

  self->n = MIN (timeline->n_periods, PERIODS_MAX);
  self->rows = g_new0 (guint64, self->n + 1);
  self->cohorts = g_new0 (Cohort, self->n);
  self->orders = g_new (SdPermutation, self->n);
  self->columns = g_new0 (guint64, self->n * (self->n + 2));
  self->lines = g_new0 (guint64, self->n * (self->n + 1));

  for (guint i = 1; i < self->n; i++)
    self->rows[i] = CLAMP (timeline->rows[get_boundary (self, timeline, i)],
                           self->rows[i - 1], spec->n_children);
  self->rows[self->n] = spec->n_children;
  for (guint i = 0; i < self->n; i++)
    sd_permutation_init (&self->orders[i], MAX (self->rows[i + 1] - self->rows[i], 1),
                         sd_key_derive (sd_link_make_key (spec, SD_LANE_PLACE, 0), i));
}

/* Parents born before the last period, by the period in which they are. */
static guint64
count_born (const Timeline   *self,
            const SdLinkSpec *spec,
            guint64          *n_parents)
{
  guint64 before = 0;

  for (guint i = 0; i < self->n; i++)
    {
      guint64 until = MIN (spec->timeline->born[get_boundary (self, spec->timeline, i)],
                           spec->n_parents);

      until = MAX (until, before);
      n_parents[i] = until - before;
      self->cohorts[i].first_parent = before;
      before = until;
    }

  return before;
}

static gboolean
deal_cohorts (Timeline         *self,
              const SdLinkSpec *spec,
              SdHistogram      *whole,
              const guint64    *n_parents,
              SdLinkReport     *report)
{
  g_autofree guint64 *rows_from = g_new (guint64, self->n);
  g_autofree SdHistogram *histograms = g_new0 (SdHistogram, self->n);
  SdCohorts cohorts = { self->n, n_parents, rows_from };
  gboolean fits;
  guint late = 0;

  for (guint i = 0; i < self->n; i++)
    rows_from[i] = self->rows[self->n] - self->rows[i];
  if (spec->classes != NULL)
    {
      self->counts = sd_link_make_counts (spec, self->link.n_children, &cohorts, histograms,
                                          report);
      fits = self->counts != NULL;
      late = report->period;
    }
  else
    {
      sd_histogram_coarsen (whole, GROUPS_MAX);
      fits = sd_cohorts_deal (&cohorts, whole, sd_link_make_key (spec, SD_LANE_COUNT, 2),
                              histograms, &late);
    }
  for (guint i = 0; i < self->n; i++)
    {
      Cohort *cohort = &self->cohorts[i];

      cohort->histogram = histograms[i];
      sd_permutation_init (&cohort->deal, MAX (cohort->histogram.n_parents, 1),
                           sd_key_derive (sd_link_make_key (spec, SD_LANE_COUNT, 0), i));
      sd_permutation_init (&cohort->place, MAX (cohort->histogram.n_children, 1),
                           sd_key_derive (sd_link_make_key (spec, SD_LANE_PLACE, 1), i));
    }
  for (guint i = 0; self->counts != NULL && i < self->n; i++)
    {
      guint64 count;

      if (self->cohorts[i].histogram.n_parents > 0)
        self->cohorts[i].first_slot = sd_counts_get (self->counts,
                                                     self->cohorts[i].first_parent, &count);
    }
  if (!fits && (report->status == SD_LINK_OK || report->status == SD_LINK_UNBORN))
    {
      report->status = SD_LINK_UNBORN;
      report->period = late > 0 ? get_boundary (self, spec->timeline, late - 1) : 0;
    }

  return fits;
}

/* @left: children still missing of each cohort, and rows without a parent. A
 * keyed offset to the rounding lets small cohorts have their turn by chance. */
static void
fill_column (Timeline *self,
             guint     period,
             guint64  *left,
             SdKey     key)
{
  guint64 *column = self->columns + period * (self->n + 2);
  guint64 n_rows = self->rows[period + 1] - self->rows[period];
  guint64 whole = left[self->n], sum = 0, offset;

  for (guint i = 0; i <= period; i++)
    whole += left[i];
  g_assert (whole >= n_rows);
  offset = whole > 0 ? sd_scale (sd_random (key, period), whole) : 0;

  for (guint i = 0; i <= self->n; i++)
    {
      guint64 n;

      if (i <= period || i == self->n)
        sum += left[i];
      column[i + 1] = whole > 0
                      ? (guint64) (((unsigned __int128) sum * n_rows + offset) / whole) : 0;
      n = column[i + 1] - column[i];
      left[i] -= n;
      if (i < self->n)
        self->lines[i * (self->n + 1) + period + 1] = self->lines[i * (self->n + 1) + period] + n;
    }
}

static void
fill_matrix (Timeline         *self,
             const SdLinkSpec *spec)
{
  g_autofree guint64 *left = g_new (guint64, self->n + 1);

  for (guint i = 0; i < self->n; i++)
    left[i] = self->cohorts[i].histogram.n_children;
  left[self->n] = self->link.n_rows - self->link.n_children;
  for (guint i = 0; i < self->n; i++)
    fill_column (self, i, left, sd_link_make_key (spec, SD_LANE_PERIOD, 0));
}

/* The law of those who can have children. Those born too late have none, which
 * the user may have ruled out. */
static gboolean
make_whole (const Timeline   *self,
            const SdLinkSpec *spec,
            guint64           n_born,
            SdHistogram      *whole,
            SdLinkReport     *report)
{
  SdLinkReport of_born = *report;

  if (spec->classes != NULL && (n_born == spec->n_parents || spec->min == 0))
    {
      sd_histogram_init (whole);
      sd_histogram_seal (whole);
      return TRUE;
    }
  if (!sd_link_make_histogram (spec, spec->n_parents, self->link.n_children, whole, report))
    return FALSE;
  if (n_born == spec->n_parents)
    return TRUE;

  sd_histogram_clear (whole);
  if (!(spec->law_from_user && report->used_min > 0)
      && sd_link_make_histogram (spec, n_born, self->link.n_children, whole, &of_born))
    {
      report->used_min = 0;
      report->used_max = of_born.used_max;
      report->adjusted = of_born.adjusted;
      return TRUE;
    }

  report->status = SD_LINK_UNBORN;
  report->period = n_born > 0 ? get_boundary (self, spec->timeline, self->n - 1) : 0;
  return FALSE;
}

static void
make_order (Timeline *self)
{
  guint64 n_born = 0;

  sd_histogram_init (&self->order);
  for (guint i = 0; i < self->n; i++)
    {
      n_born += self->cohorts[i].histogram.n_parents;
      sd_histogram_add_all (&self->order, &self->cohorts[i].histogram);
    }
  sd_histogram_add (&self->order, 0, self->link.n_parents - n_born);
  sd_histogram_seal (&self->order);
}

/**
 * sd_link_timeline_new:
 * @spec: what the link is made from
 * @report: what was done, or why not
 *
 * Rows dated before the first boundary or after the last count into the first
 * and the last period.
 *
 * Returns: (transfer full) (nullable): a link
 */
SdLink *
sd_link_timeline_new (const SdLinkSpec *spec,
                      SdLinkReport     *report)
{
  g_autofree guint64 *n_parents = NULL;
  Timeline *self;
  SdHistogram whole;
  gboolean fits;

  g_return_val_if_fail (spec->timeline->n_periods > 0, NULL);

  self = g_new0 (Timeline, 1);
  sd_link_init (&self->link, spec);
  self->link.klass = &klass;
  init_periods (self, spec);
  n_parents = g_new (guint64, self->n);
  fits = make_whole (self, spec, count_born (self, spec, n_parents), &whole, report);
  if (fits)
    {
      fits = deal_cohorts (self, spec, &whole, n_parents, report);
      sd_histogram_clear (&whole);
    }
  if (!fits)
    {
      sd_link_free (&self->link);
      return NULL;
    }
  fill_matrix (self, spec);
  make_order (self);

  return &self->link;
}
