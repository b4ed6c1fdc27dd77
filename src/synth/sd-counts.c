/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Tabulated counts: prefix sums, and a guide into them, so that a slot's parent
 * is found in a few steps.
 */

#include <stdlib.h>

#include "sd-counts-private.h"
#include "sd-permutation.h"

struct _SdCounts
{
  guint64  n_parents;
  guint64 *before;        /* n_parents + 1 */
  SdKey    key;
  guint32 *ranks;         /* made by whichever thread needs them first */
  guint32 *guide;         /* the parent of every 2^guide_shift-th slot */
  guint    guide_shift;
  guint64  max_count;
  double   squares;
};

static void
make_guide (SdCounts *self)
{
  const guint64 n_children = self->before[self->n_parents];
  guint64 n_posts;
  guint64 parent = 0;

  while (n_children >> self->guide_shift > MAX (64, self->n_parents))
    self->guide_shift++;
  n_posts = (n_children >> self->guide_shift) + 2;
  self->guide = g_new (guint32, n_posts);
  for (guint64 i = 0; i < n_posts; i++)
    {
      while (parent + 1 < self->n_parents
             && self->before[parent + 1] <= i << self->guide_shift)
        parent++;
      self->guide[i] = (guint32) parent;
    }
}

typedef struct
{
  guint64 count;
  guint32 tie;       /* keyed, no two alike */
  guint32 parent;
} Entry;

static int
compare_entries (gconstpointer a,
                 gconstpointer b)
{
  const Entry *x = a;
  const Entry *y = b;

  return x->count != y->count ? (x->count > y->count) - (x->count < y->count)
                              : (x->tie > y->tie) - (x->tie < y->tie);
}

static guint32 *
make_ranks (const SdCounts *self)
{
  g_autofree Entry *entries = g_new (Entry, self->n_parents + 1);
  guint32 *ranks = g_new (guint32, self->n_parents + 1);
  SdPermutation permutation;

  sd_permutation_init (&permutation, MAX (self->n_parents, 1), self->key);
  for (guint64 i = 0; i < self->n_parents; i++)
    entries[i] = (Entry) { self->before[i + 1] - self->before[i],
                           (guint32) sd_permutation_apply (&permutation, i), (guint32) i };
  qsort (entries, self->n_parents, sizeof *entries, compare_entries);
  for (guint64 i = 0; i < self->n_parents; i++)
    ranks[entries[i].parent] = (guint32) i;
  return ranks;
}

/**
 * sd_counts_new:
 * @counts: (array length=n_parents): children of each parent
 * @n_parents: at most %SD_COUNTS_MAX
 * @key: for the order of parents with equal counts
 *
 * Returns: (transfer full): the table
 */
SdCounts *
sd_counts_new (const guint64 *counts,
               guint64        n_parents,
               SdKey          key)
{
  SdCounts *self = g_new0 (SdCounts, 1);

  self->n_parents = n_parents;
  self->key = key;
  self->before = g_new (guint64, n_parents + 1);
  self->before[0] = 0;
  for (guint64 i = 0; i < n_parents; i++)
    {
      self->before[i + 1] = self->before[i] + counts[i];
      self->max_count = MAX (self->max_count, counts[i]);
      self->squares += (double) counts[i] * (double) counts[i];
    }
  make_guide (self);
  return self;
}

/**
 * sd_counts_free:
 * @self: (nullable) (transfer full): a table
 */
void
sd_counts_free (SdCounts *self)
{
  if (self == NULL)
    return;
  g_free (self->before);
  g_free (self->ranks);
  g_free (self->guide);
  g_free (self);
}

/**
 * sd_counts_find_slot:
 * @self: a table
 * @slot: a number below the number of children
 * @ordinal: (out): the place among the children of the same parent
 *
 * Returns: the parent
 */
guint64
sd_counts_find_slot (const SdCounts *self,
                     guint64         slot,
                     guint64        *ordinal)
{
  const guint64 post = slot >> self->guide_shift;
  guint64 low = self->guide[post];
  guint64 high = MIN ((guint64) self->guide[post + 1] + 1, self->n_parents);

  while (high - low > 1)
    {
      const guint64 middle = low + (high - low) / 2;

      if (self->before[middle] <= slot)
        low = middle;
      else
        high = middle;
    }
  *ordinal = slot - self->before[low];
  return low;
}

/**
 * sd_counts_get:
 * @self: a table
 * @parent: a parent
 * @count: (out): its number of children
 *
 * Returns: the slot of its first child
 */
guint64
sd_counts_get (const SdCounts *self,
               guint64         parent,
               guint64        *count)
{
  *count = self->before[parent + 1] - self->before[parent];
  return self->before[parent];
}

/**
 * sd_counts_get_rank:
 * @self: a table
 * @parent: a parent
 *
 * Returns: how many parents stand before it in the order of the counts
 */
guint64
sd_counts_get_rank (const SdCounts *self,
                    guint64         parent)
{
  guint32 **place = (guint32 **) &self->ranks;

  if (g_once_init_enter (place))
    g_once_init_leave (place, make_ranks (self));

  return (*place)[parent];
}

/**
 * sd_counts_get_max:
 * @self: a table
 *
 * Returns: the most children that a parent has
 */
guint64
sd_counts_get_max (const SdCounts *self)
{
  return self->max_count;
}

/**
 * sd_counts_sum_squares:
 * @self: a table
 *
 * Returns: the sum over parents of the square of the number of children
 */
double
sd_counts_sum_squares (const SdCounts *self)
{
  return self->squares;
}
