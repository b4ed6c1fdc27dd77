/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Children in the order of their parents: the lines of an order under the order.
 *
 * What is needed is the number of children before any parent, without having
 * seen the parents before. ENGINE.md §1b deals the ranks of the histogram to
 * blocks of parents in turn, so that a block's share of each count is known in
 * closed form; here the turn is made in a tree, which leaves no trend from block
 * to block: at each node the ranks that are left go alternately to the two
 * halves, and a keyed bit says to which first. A node at level k so has the
 * ranks ≡ r modulo 2^k, and its children are a sum over the runs of the
 * histogram. The leaves have 256 to 512 parents, shuffled by a permutation of
 * their own. The children of the upper nodes are kept in a table.
 */

#include "sd-link-class-private.h"
#include "sd-permutation.h"
#include "sd-strata-private.h"

#define LEAF_MIN     256
#define LEAF_MAX     (2 * LEAF_MIN)
#define TABLE_LEVELS 12
#define CHUNK        256
#define N_LEAVES     8

typedef struct
{
  SdLink      link;
  gsize       serial;         /* names the link in the cache of leaves */
  SdHistogram histogram;
  SdKey       deal_key;
  SdStrata    strata;         /* where the rows without a parent are */
  guint       depth;          /* level of the leaves */
  guint       table_depth;
  guint64    *sums;           /* children of node r of level k at 2^k + r */
} Clustered;

/* A leaf of some link, with the sums over its parents. */
typedef struct
{
  gsize   serial;   /* 0: none */
  guint64 first_parent;
  guint64 first_slot;
  guint   n_parents;
  guint64 before[LEAF_MAX + 1];
} Leaf;

typedef struct
{
  guint64 residue;
  guint64 first_parent;
  guint64 first_slot;
} Place;

/* The leaves last used by this thread, because neighbors are asked for one after
 * another: only a matter of speed. */
static _Thread_local Leaf leaves[N_LEAVES];

static guint64
count_residue (const Clustered *self,
               guint64          residue,
               guint            level)
{
  return residue < self->link.n_parents ? ((self->link.n_parents - 1 - residue) >> level) + 1 : 0;
}

/* The run of @rank, which is at or after run @from: near it as a rule. */
static guint
find_run (const SdHistogram *histogram,
          guint              from,
          guint64            rank)
{
  guint low = from, high, step = 1;

  while (low + step < histogram->n_runs && histogram->runs[low + step].first_rank <= rank)
    {
      low += step;
      step *= 2;
    }
  high = MIN (low + step, histogram->n_runs);
  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (histogram->runs[middle].first_rank <= rank)
        low = middle;
      else
        high = middle;
    }

  return low;
}

/* The children of all ranks that are @residue modulo 2^@level. */
static guint64
sum_residue (const Clustered *self,
             guint64          residue,
             guint            level)
{
  const SdHistogram *histogram = &self->histogram;
  guint64 rank = residue, sum = 0;
  guint run = 0;

  while (rank < self->link.n_parents)
    {
      guint64 n;

      run = find_run (histogram, run, rank);
      n = ((histogram->runs[run + 1].first_rank - 1 - rank) >> level) + 1;
      sum += n * histogram->runs[run].count;
      rank += n << level;
    }

  return sum;
}

/* All sums of the lowest level of the table in one pass over the runs: what a
 * run has beyond whole turns of residues is written as a difference. */
static void
make_table (Clustered *self)
{
  guint64 n = G_GUINT64_CONSTANT (1) << self->table_depth;
  guint64 every = 0;
  guint64 *lowest;

  self->sums = g_new0 (guint64, 2 * n);
  lowest = self->sums + n;
  for (guint i = 0; i < self->histogram.n_runs; i++)
    {
      const SdHistogramRun *run = &self->histogram.runs[i];
      guint64 n_ranks = run[1].first_rank - run->first_rank;
      guint64 first = run->first_rank % n;
      guint64 end = run[1].first_rank % n;

      every += n_ranks / n * run->count;
      lowest[first] += run->count;
      lowest[end] -= run->count;
      if (end < first)
        every += run->count;
    }
  for (guint64 r = 1; r < n; r++)
    lowest[r] += lowest[r - 1];
  for (guint64 r = 0; r < n; r++)
    lowest[r] += every;
  for (guint64 half = n / 2; half > 0; half /= 2)
    for (guint64 r = 0; r < half; r++)
      self->sums[half + r] = self->sums[2 * half + r] + self->sums[2 * half + half + r];
}

/* Whether the ranks ≡ residue + 2^level go before those ≡ residue. */
static inline gboolean
is_turned (const Clustered *self,
           guint64          residue,
           guint            level)
{
  return sd_random (self->deal_key, (G_GUINT64_CONSTANT (1) << level) + residue) >> 63;
}

static guint64
sum_node (const Clustered *self,
          guint64          residue,
          guint            level)
{
  if (level <= self->table_depth)
    return self->sums[(G_GUINT64_CONSTANT (1) << level) + residue];

  return sum_residue (self, residue, level);
}

/* The leaf that @slot falls into. */
static Place
find_leaf_of_slot (const Clustered *self,
                   guint64          slot)
{
  Place place = { 0 };

  for (guint level = 0; level < self->depth; level++)
    {
      guint64 bit = G_GUINT64_CONSTANT (1) << level;
      gboolean turned = is_turned (self, place.residue, level);
      guint64 left = turned ? place.residue | bit : place.residue;
      guint64 sum = sum_node (self, left, level + 1);

      if (slot - place.first_slot < sum)
        place.residue = left;
      else
        {
          place.first_slot += sum;
          place.first_parent += count_residue (self, left, level + 1);
          place.residue = turned ? place.residue : place.residue | bit;
        }
    }

  return place;
}

/* The leaf that @parent is in; first_slot only if @with_slot, which is dear. */
static Place
find_leaf_of_parent (const Clustered *self,
                     guint64          parent,
                     gboolean         with_slot)
{
  Place place = { 0 };

  for (guint level = 0; level < self->depth; level++)
    {
      guint64 bit = G_GUINT64_CONSTANT (1) << level;
      gboolean turned = is_turned (self, place.residue, level);
      guint64 left = turned ? place.residue | bit : place.residue;
      guint64 n = count_residue (self, left, level + 1);

      if (parent - place.first_parent < n)
        place.residue = left;
      else
        {
          if (with_slot)
            place.first_slot += sum_node (self, left, level + 1);
          place.first_parent += n;
          place.residue = turned ? place.residue : place.residue | bit;
        }
    }

  return place;
}

static void
init_leaf_permutation (const Clustered *self,
                       const Place     *place,
                       SdPermutation   *permutation)
{
  sd_permutation_init (permutation, count_residue (self, place->residue, self->depth),
                       sd_key_derive (self->deal_key, place->residue));
}

static Leaf *
fill_leaf (const Clustered *self,
           const Place     *place)
{
  Leaf *leaf = &leaves[self->serial % N_LEAVES];
  guint64 counts[LEAF_MAX], places[LEAF_MAX];
  SdPermutation permutation;
  guint run = 0;
  guint n = (guint) count_residue (self, place->residue, self->depth);

  init_leaf_permutation (self, place, &permutation);
  for (guint i = 0; i < n; i++)
    {
      run = find_run (&self->histogram, run, ((guint64) i << self->depth) + place->residue);
      counts[i] = self->histogram.runs[run].count;
      places[i] = i;
    }
  sd_permutation_apply_many (&permutation, places, n, places);

  leaf->serial = self->serial;
  leaf->first_parent = place->first_parent;
  leaf->first_slot = place->first_slot;
  leaf->n_parents = n;
  leaf->before[0] = 0;
  for (guint i = 0; i < n; i++)
    leaf->before[i + 1] = leaf->before[i] + counts[places[i]];

  return leaf;
}

static const Leaf *
get_leaf_of_slot (const Clustered *self,
                  guint64          slot)
{
  const Leaf *leaf = &leaves[self->serial % N_LEAVES];
  Place place;

  if (leaf->serial == self->serial && slot - leaf->first_slot < leaf->before[leaf->n_parents])
    return leaf;

  place = find_leaf_of_slot (self, slot);
  return fill_leaf (self, &place);
}

static gboolean
is_in_cached_leaf (const Clustered *self,
                   guint64          parent)
{
  const Leaf *leaf = &leaves[self->serial % N_LEAVES];

  return leaf->serial == self->serial && parent - leaf->first_parent < leaf->n_parents;
}

static const Leaf *
get_leaf_of_parent (const Clustered *self,
                    guint64          parent)
{
  Place place;

  if (is_in_cached_leaf (self, parent))
    return &leaves[self->serial % N_LEAVES];

  place = find_leaf_of_parent (self, parent, TRUE);
  return fill_leaf (self, &place);
}

/* The parent within the leaf whose children include @offset; at @from if it has
 * not moved on. */
static guint
find_in_leaf (const Leaf *leaf,
              guint       from,
              guint64     offset)
{
  guint low = 0, high = leaf->n_parents;

  if (from < high && leaf->before[from] <= offset)
    {
      low = from;
      for (guint i = 0; i < 8 && low + 1 < high && leaf->before[low + 1] <= offset; i++)
        low++;
      if (offset < leaf->before[low + 1])
        return low;
    }
  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (leaf->before[middle] <= offset)
        low = middle;
      else
        high = middle;
    }

  return low;
}

static void
get_parents_of_slots (const Clustered *self,
                      const guint64   *slots,
                      guint            n,
                      guint64         *parents,
                      guint64         *ordinals)
{
  const Leaf *leaf = NULL;
  guint at = 0;

  for (guint i = 0; i < n;)
    {
      guint64 before, count, ordinal;

      if (slots[i] == SD_NO_ROW)
        {
          parents[i] = SD_NO_ROW;
          ordinals[i++] = 0;
          continue;
        }
      if (leaf == NULL || slots[i] - leaf->first_slot >= leaf->before[leaf->n_parents])
        {
          leaf = get_leaf_of_slot (self, slots[i]);
          at = 0;
        }
      at = find_in_leaf (leaf, at, slots[i] - leaf->first_slot);
      before = leaf->first_slot + leaf->before[at];
      count = leaf->before[at + 1] - leaf->before[at];
      for (; i < n && (ordinal = slots[i] - before) < count; i++)
        {
          parents[i] = leaf->first_parent + at;
          ordinals[i] = ordinal;
        }
    }
}

static void
sd_link_clustered_get_parents (const SdLink  *link,
                               const guint64 *rows,
                               guint          n,
                               guint64       *parents,
                               guint64       *ordinals)
{
  const Clustered *self = (const Clustered *) link;
  guint64 found[CHUNK], unwanted[CHUNK];

  for (guint i = 0; i < n; i += CHUNK)
    {
      guint n_chunk = MIN (n - i, CHUNK);
      const guint64 *slots = rows + i;

      if (self->strata.n_linked < self->strata.n_rows)
        {
          sd_strata_find_slots (&self->strata, rows + i, n_chunk, found);
          slots = found;
        }
      get_parents_of_slots (self, slots, n_chunk, parents + i,
                            ordinals != NULL ? ordinals + i : unwanted);
    }
}

static guint64
get_rank (const Clustered *self,
          guint64          parent)
{
  Place place = find_leaf_of_parent (self, parent, FALSE);
  SdPermutation permutation;
  guint64 index;

  init_leaf_permutation (self, &place, &permutation);
  index = sd_permutation_apply (&permutation, parent - place.first_parent);
  return (index << self->depth) + place.residue;
}

/* The count of one parent alone, without its leaf. */
static guint64
get_count (const Clustered *self,
           guint64          parent)
{
  guint64 count;

  sd_histogram_find_rank (&self->histogram, get_rank (self, parent), &count);
  return count;
}

static void
sd_link_clustered_get_counts (const SdLink  *link,
                              const guint64 *parents,
                              guint          n,
                              guint64       *counts)
{
  const Clustered *self = (const Clustered *) link;

  for (guint i = 0; i < n; i++)
    {
      gboolean has_neighbor = i + 1 < n && parents[i + 1] == parents[i] + 1;

      if (has_neighbor || is_in_cached_leaf (self, parents[i]))
        {
          const Leaf *leaf = get_leaf_of_parent (self, parents[i]);
          guint64 at = parents[i] - leaf->first_parent;

          counts[i] = leaf->before[at + 1] - leaf->before[at];
        }
      else
        counts[i] = get_count (self, parents[i]);
    }
}

static void
sd_link_clustered_get_children (const SdLink *link,
                                guint64       parent,
                                guint64       ordinal,
                                guint         n,
                                guint64      *rows)
{
  const Clustered *self = (const Clustered *) link;
  const Leaf *leaf = get_leaf_of_parent (self, parent);
  guint64 slot = leaf->first_slot + leaf->before[parent - leaf->first_parent] + ordinal;

  for (guint i = 0; i < n; i++)
    rows[i] = sd_strata_find_row (&self->strata, slot + i);
}

static guint64
sd_link_clustered_get_max_count (const SdLink *link)
{
  return sd_histogram_get_max (&((const Clustered *) link)->histogram);
}

static double
sd_link_clustered_get_amplification (const SdLink *link)
{
  return sd_link_amplify (sd_histogram_sum_squares (&((const Clustered *) link)->histogram),
                          link->n_children);
}

static void
sd_link_clustered_get_places (const SdLink  *link,
                              const guint64 *parents,
                              guint          n,
                              guint64       *uniforms)
{
  const Clustered *self = (const Clustered *) link;

  for (guint i = 0; i < n; i++)
    uniforms[i] = sd_link_get_place (get_rank (self, parents[i]), uniforms[i], link->n_parents);
}

static void
sd_link_clustered_free (SdLink *link)
{
  Clustered *self = (Clustered *) link;

  sd_histogram_clear (&self->histogram);
  g_free (self->sums);
  g_free (self);
}

static const SdLinkClass klass = {
  sd_link_clustered_get_parents,
  sd_link_clustered_get_counts,
  sd_link_clustered_get_children,
  sd_link_clustered_get_max_count,
  sd_link_clustered_get_amplification,
  sd_link_clustered_get_places,
  sd_link_clustered_free,
};

/**
 * sd_link_clustered_new:
 * @spec: what the link is made from
 * @report: what was done, or why not
 *
 * Returns: (transfer full) (nullable): a link
 */
SdLink *
sd_link_clustered_new (const SdLinkSpec *spec,
                       SdLinkReport     *report)
{
  static gsize last_serial;
  Clustered *self = g_new0 (Clustered, 1);

  sd_link_init (&self->link, spec);
  self->link.klass = &klass;
  if (!sd_link_make_histogram (spec, self->link.n_parents, self->link.n_children,
                               &self->histogram, report))
    {
      sd_link_free (&self->link);
      return NULL;
    }

  self->serial = (gsize) g_atomic_pointer_add (&last_serial, 1) + 1;
  self->deal_key = sd_link_make_key (spec, SD_LANE_COUNT, 0);
  self->strata = (SdStrata) { self->link.n_rows, self->link.n_children,
                              sd_link_make_key (spec, SD_LANE_OPTIONAL, 0) };
  while (self->link.n_parents >> (self->depth + 1) >= LEAF_MIN)
    self->depth++;
  self->table_depth = MIN (self->depth, TABLE_LEVELS);
  make_table (self);

  return &self->link;
}
