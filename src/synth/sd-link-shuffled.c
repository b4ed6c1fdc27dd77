/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Children in no order (ENGINE.md §1a): one keyed permutation gives each row a
 * slot, the histogram gives the slot a rank, and another permutation gives the
 * rank a parent. Slots beyond the children are the rows without a parent.
 */

#include "sd-link-class-private.h"
#include "sd-permutation.h"

#define CHUNK 256

typedef struct
{
  SdLink        link;
  SdHistogram   histogram;
  SdPermutation place;   /* row → slot */
  guint64       first;   /* its place of the first slot */
  guint64       n_placed;   /* rows that it places; those after them have no parent */
  SdPermutation deal;    /* rank → parent */
} Shuffled;

/* Slots beyond the children have no parent. */
static void
find_slots (const Shuffled *self,
            const guint64  *rows,
            guint           n,
            guint64        *slots)
{
  if (self->n_placed == self->link.n_rows)
    sd_permutation_apply_many (&self->place, rows, n, slots);
  else
    for (guint i = 0; i < n; i++)
      slots[i] = rows[i] < self->n_placed ? sd_permutation_apply (&self->place, rows[i])
                                          : SD_NO_ROW;
  for (guint i = 0; self->first > 0 && i < n; i++)
    slots[i] = slots[i] == SD_NO_ROW ? SD_NO_ROW : slots[i] - self->first;
}

static void
get_parents_of_chunk (const Shuffled *self,
                      const guint64  *rows,
                      guint           n,
                      guint64        *parents,
                      guint64        *ordinals)
{
  guint64 slots[CHUNK];

  find_slots (self, rows, n, slots);
  for (guint i = 0; i < n; i++)
    {
      ordinals[i] = 0;
      parents[i] = slots[i] < self->link.n_children
                   ? sd_histogram_find_slot (&self->histogram, slots[i], &ordinals[i]) : 0;
    }
  sd_permutation_apply_many (&self->deal, parents, n, parents);
  if (self->link.n_children < self->link.n_rows)
    {
      for (guint i = 0; i < n; i++)
        if (slots[i] >= self->link.n_children)
          parents[i] = SD_NO_ROW;
    }
}

static void
sd_link_shuffled_get_parents (const SdLink  *link,
                              const guint64 *rows,
                              guint          n,
                              guint64       *parents,
                              guint64       *ordinals)
{
  const Shuffled *self = (const Shuffled *) link;
  guint64 unwanted[CHUNK];

  for (guint i = 0; i < n; i += CHUNK)
    get_parents_of_chunk (self, rows + i, MIN (n - i, CHUNK), parents + i,
                          ordinals != NULL ? ordinals + i : unwanted);
}

static void
sd_link_shuffled_get_counts (const SdLink  *link,
                             const guint64 *parents,
                             guint          n,
                             guint64       *counts)
{
  const Shuffled *self = (const Shuffled *) link;

  for (guint i = 0; i < n; i++)
    sd_histogram_find_rank (&self->histogram, sd_permutation_invert (&self->deal, parents[i]),
                            &counts[i]);
}

static void
sd_link_shuffled_get_children (const SdLink *link,
                               guint64       parent,
                               guint64       ordinal,
                               guint         n,
                               guint64      *rows)
{
  const Shuffled *self = (const Shuffled *) link;
  guint64 rank = sd_permutation_invert (&self->deal, parent);
  guint64 count;
  guint64 slot = sd_histogram_find_rank (&self->histogram, rank, &count) + ordinal;

  for (guint i = 0; i < n; i++)
    rows[i] = sd_permutation_invert (&self->place, self->first + slot + i);
}

static guint64
sd_link_shuffled_get_max_count (const SdLink *link)
{
  return sd_histogram_get_max (&((const Shuffled *) link)->histogram);
}

static double
sd_link_shuffled_get_amplification (const SdLink *link)
{
  return sd_link_amplify (sd_histogram_sum_squares (&((const Shuffled *) link)->histogram),
                          link->n_children);
}

static void
sd_link_shuffled_get_places (const SdLink  *link,
                             const guint64 *parents,
                             guint          n,
                             guint64       *uniforms)
{
  const Shuffled *self = (const Shuffled *) link;

  for (guint i = 0; i < n; i++)
    uniforms[i] = sd_link_get_place (sd_permutation_invert (&self->deal, parents[i]),
                                     uniforms[i], link->n_parents);
}

static void
sd_link_shuffled_free (SdLink *link)
{
  sd_histogram_clear (&((Shuffled *) link)->histogram);
  g_free (link);
}

static const SdLinkClass klass = {
  sd_link_shuffled_get_parents,
  sd_link_shuffled_get_counts,
  sd_link_shuffled_get_children,
  sd_link_shuffled_get_max_count,
  sd_link_shuffled_get_amplification,
  sd_link_shuffled_get_places,
  sd_link_shuffled_free,
};

/**
 * sd_link_shuffled_new:
 * @spec: what the link is made from
 * @report: what was done, or why not
 *
 * Returns: (transfer full) (nullable): a link
 */
SdLink *
sd_link_shuffled_new (const SdLinkSpec *spec,
                      SdLinkReport     *report)
{
  Shuffled *self = g_new0 (Shuffled, 1);

  sd_link_init (&self->link, spec);
  self->link.klass = &klass;
  if (!sd_link_make_histogram (spec, self->link.n_parents, self->link.n_children,
                               &self->histogram, report))
    {
      sd_link_free (&self->link);
      return NULL;
    }
  self->first = spec->part != NULL ? spec->part->first : 0;
  self->n_placed = spec->part != NULL ? spec->part->n_rows : self->link.n_rows;
  sd_permutation_init (&self->place, MAX (self->n_placed, 1),
                       spec->part != NULL ? spec->part->key
                                          : sd_link_make_key (spec, SD_LANE_PLACE, 0));
  sd_permutation_init (&self->deal, MAX (self->link.n_parents, 1),
                       sd_link_make_key (spec, SD_LANE_COUNT, 0));

  return &self->link;
}
