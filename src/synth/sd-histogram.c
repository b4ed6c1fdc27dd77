/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The histogram itself: runs, their prefix sums, and the way from slots and
 * ranks to runs. How a law becomes one is in sd-apportion.c.
 */

#include "sd-histogram-private.h"

/* Runs between two guide posts are walked, not bisected, up to this many. */
#define WALK 8

#define POSTS_PER_RUN 8

/* Runs are looked for by slot far more often than by rank: every row needs it. With
 * so many posts hardly any lies within a run's reach of another, and what cannot be
 * predicted is not walked. */
static void
make_guide (SdHistogram *self)
{
  guint64 n_posts;
  guint run = 0;

  self->guide_shift = 0;
  while (self->n_children >> self->guide_shift > MAX (64, POSTS_PER_RUN * (guint64) self->n_runs))
    self->guide_shift++;

  n_posts = (self->n_children >> self->guide_shift) + 2;
  self->guide = g_new (guint32, n_posts);
  for (guint64 i = 0; i < n_posts; i++)
    {
      while (run + 1 < self->n_runs && self->runs[run + 1].first_slot <= i << self->guide_shift)
        run++;
      self->guide[i] = run;
    }
}

/* In place of some neighboring runs: all their parents, with their mean rounded
 * down or up. */
static void
add_mean (SdHistogram *self,
          guint64      n_parents,
          guint64      n_children)
{
  guint64 count = n_children / n_parents;
  guint64 more = n_children % n_parents;

  sd_histogram_add (self, count, n_parents - more);
  sd_histogram_add (self, count + 1, more);
}

static guint
count_groups (const SdHistogram *self,
              guint              fineness)
{
  guint n = 0;

  for (guint i = 0; i < self->n_runs; n++)
    {
      guint64 limit = self->runs[i].count + self->runs[i].count / fineness;

      do
        i++;
      while (i < self->n_runs && self->runs[i].count <= limit);
    }

  return n;
}

/**
 * sd_histogram_init:
 * @self: a histogram
 *
 * Makes an empty histogram.
 */
void
sd_histogram_init (SdHistogram *self)
{
  *self = (SdHistogram) { .runs = NULL };
}

/**
 * sd_histogram_add:
 * @self: a histogram not yet sealed
 * @count: children of each parent
 * @n_parents: how many such parents; may be 0
 *
 * Adds parents. Runs are kept in order; far from the end this is slow. Until it
 * is sealed, a run's first_rank holds its number of parents.
 */
void
sd_histogram_add (SdHistogram *self,
                  guint64      count,
                  guint64      n_parents)
{
  guint i = self->n_runs;

  if (n_parents == 0)
    return;

  while (i > 0 && self->runs[i - 1].count > count)
    i--;
  if (i > 0 && self->runs[i - 1].count == count)
    {
      self->runs[i - 1].first_rank += n_parents;
      return;
    }

  /* Room for the end as well; doubled at the powers of two. */
  if (self->n_runs == 0 || (self->n_runs >= 7 && ((self->n_runs + 1) & self->n_runs) == 0))
    self->runs = g_renew (SdHistogramRun, self->runs, MAX (8, 2 * (self->n_runs + 1)));
  memmove (self->runs + i + 1, self->runs + i, (self->n_runs - i) * sizeof (SdHistogramRun));
  self->runs[i] = (SdHistogramRun) { .count = count, .first_rank = n_parents };
  self->n_runs++;
}

/**
 * sd_histogram_add_all:
 * @self: a histogram not yet sealed
 * @other: a sealed one
 *
 * Adds the parents of @other.
 */
void
sd_histogram_add_all (SdHistogram       *self,
                      const SdHistogram *other)
{
  for (guint i = 0; i < other->n_runs; i++)
    sd_histogram_add (self, other->runs[i].count,
                      other->runs[i + 1].first_rank - other->runs[i].first_rank);
}

/**
 * sd_histogram_seal:
 * @self: a histogram to which all runs have been added
 *
 * Makes ranks and slots of the runs.
 */
void
sd_histogram_seal (SdHistogram *self)
{
  guint64 rank = 0, slot = 0;

  if (self->runs == NULL)
    self->runs = g_new (SdHistogramRun, 1);
  for (guint i = 0; i < self->n_runs; i++)
    {
      SdHistogramRun *run = &self->runs[i];
      guint64 n_parents = run->first_rank;

      run->first_rank = rank;
      run->first_slot = slot;
      run->reciprocal = run->count > 0 ? G_MAXUINT64 / run->count : 0;
      rank += n_parents;
      slot += n_parents * run->count;
    }
  self->runs[self->n_runs] = (SdHistogramRun) { .first_rank = rank, .first_slot = slot };
  self->n_parents = rank;
  self->n_children = slot;
  make_guide (self);
}

/**
 * sd_histogram_clear:
 * @self: a histogram
 *
 * Frees what the histogram holds.
 */
void
sd_histogram_clear (SdHistogram *self)
{
  g_clear_pointer (&self->runs, g_free);
  g_clear_pointer (&self->guide, g_free);
}

/**
 * sd_histogram_find_slot:
 * @self: a sealed histogram
 * @slot: a number below the number of children
 * @ordinal: (out): the place among the children of the same parent
 *
 * Returns: the rank of the parent
 */
guint64
sd_histogram_find_slot (const SdHistogram *self,
                        guint64            slot,
                        guint64           *ordinal)
{
  guint64 post = slot >> self->guide_shift;
  guint low = self->guide[post];
  guint high = self->guide[post + 1];
  const SdHistogramRun *run;
  guint64 offset, parent, rest, more;

  while (high - low > WALK)
    {
      guint middle = low + (high - low) / 2;

      if (self->runs[middle].first_slot <= slot)
        low = middle;
      else
        high = middle;
    }
  run = self->runs + low;
  while (run[1].first_slot <= slot)
    run++;

  /* The reciprocal gives the quotient or one less. */
  offset = slot - run->first_slot;
  parent = sd_scale (offset, run->reciprocal);
  rest = offset - parent * run->count;
  more = rest >= run->count;
  *ordinal = rest - (run->count & -more);
  return run->first_rank + parent + more;
}

/**
 * sd_histogram_find_rank:
 * @self: a sealed histogram
 * @rank: a number below the number of parents
 * @count: (out): how many children that parent has
 *
 * Returns: the slot of the parent's first child
 */
guint64
sd_histogram_find_rank (const SdHistogram *self,
                        guint64            rank,
                        guint64           *count)
{
  guint low = 0, high = self->n_runs;

  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (self->runs[middle].first_rank <= rank)
        low = middle;
      else
        high = middle;
    }

  *count = self->runs[low].count;
  return self->runs[low].first_slot + (rank - self->runs[low].first_rank) * *count;
}

/**
 * sd_histogram_get_place:
 * @self: a sealed histogram
 * @count: a number of children that some parent has
 * @fraction: where the parent stands among those with the same number, in units
 *   of 2^-64
 *
 * Returns: where the parent stands among all, in units of 2^-64
 */
guint64
sd_histogram_get_place (const SdHistogram *self,
                        guint64            count,
                        guint64            fraction)
{
  guint low = 0, high = self->n_runs;
  const SdHistogramRun *run;
  unsigned __int128 place;

  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (self->runs[middle].count <= count)
        low = middle;
      else
        high = middle;
    }
  run = self->runs + low;
  place = ((unsigned __int128) run->first_rank << 64)
          + (unsigned __int128) fraction * (run[1].first_rank - run->first_rank);
  return (guint64) (place / MAX (self->n_parents, 1));
}

/**
 * sd_histogram_get_max:
 * @self: a sealed histogram
 *
 * Returns: the most children that a parent has
 */
guint64
sd_histogram_get_max (const SdHistogram *self)
{
  return self->n_runs > 0 ? self->runs[self->n_runs - 1].count : 0;
}

/**
 * sd_histogram_sum_squares:
 * @self: a sealed histogram
 *
 * Returns: the sum over parents of the square of the number of children
 */
double
sd_histogram_sum_squares (const SdHistogram *self)
{
  double sum = 0;

  for (guint i = 0; i < self->n_runs; i++)
    {
      const SdHistogramRun *run = &self->runs[i];

      sum += (double) (run[1].first_slot - run->first_slot) * (double) run->count;
    }

  return sum;
}

/**
 * sd_histogram_coarsen:
 * @self: a sealed histogram
 * @n_groups: how many groups of runs may stay
 *
 * Puts together runs whose counts differ by a small factor. Both the number of
 * parents and that of children stay as they are.
 */
void
sd_histogram_coarsen (SdHistogram *self,
                      guint        n_groups)
{
  SdHistogram coarse;
  guint fineness = 1024;

  if (self->n_runs <= 2 * n_groups)
    return;
  while (fineness > 1 && count_groups (self, fineness) > n_groups)
    fineness -= fineness / 4 + 1;

  sd_histogram_init (&coarse);
  for (guint i = 0; i < self->n_runs;)
    {
      const SdHistogramRun *first = &self->runs[i];
      guint64 limit = first->count + first->count / fineness;

      do
        i++;
      while (i < self->n_runs && self->runs[i].count <= limit);
      add_mean (&coarse, self->runs[i].first_rank - first->first_rank,
                self->runs[i].first_slot - first->first_slot);
    }
  sd_histogram_seal (&coarse);
  sd_histogram_clear (self);
  *self = coarse;
}
