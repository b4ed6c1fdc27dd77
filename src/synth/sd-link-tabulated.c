/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Children by tabulated counts, clustered under their parents or in no order.
 */

#include "sd-link-class-private.h"
#include "sd-permutation.h"
#include "sd-strata-private.h"

#define CHUNK 256

typedef struct
{
  SdLink        link;
  SdCounts     *counts;
  gboolean      is_clustered;
  SdStrata      strata;   /* clustered: row → slot */
  SdPermutation place;    /* otherwise */
  guint64       first;    /* its place of the first slot */
  guint64       n_placed; /* rows that it places; those after them have no parent */
} Tabulated;

static void
find_slots (const Tabulated *self,
            const guint64   *rows,
            guint            n,
            guint64         *slots)
{
  if (self->is_clustered)
    {
      sd_strata_find_slots (&self->strata, rows, n, slots);
      return;
    }
  for (guint i = 0; i < n; i++)
    {
      slots[i] = rows[i] < self->n_placed
                 ? sd_permutation_apply (&self->place, rows[i]) - self->first : SD_NO_ROW;
      if (slots[i] >= self->link.n_children)
        slots[i] = SD_NO_ROW;
    }
}

static void
sd_link_tabulated_get_parents (const SdLink  *link,
                               const guint64 *rows,
                               guint          n,
                               guint64       *parents,
                               guint64       *ordinals)
{
  const Tabulated *self = (const Tabulated *) link;
  guint64 slots[CHUNK];

  for (guint done = 0; done < n; done += CHUNK)
    {
      const guint n_chunk = MIN (n - done, CHUNK);

      find_slots (self, rows + done, n_chunk, slots);
      for (guint i = 0; i < n_chunk; i++)
        {
          guint64 ordinal = 0;

          parents[done + i] = slots[i] == SD_NO_ROW
                              ? SD_NO_ROW
                              : sd_counts_find_slot (self->counts, slots[i], &ordinal);
          if (ordinals != NULL)
            ordinals[done + i] = ordinal;
        }
    }
}

static void
sd_link_tabulated_get_counts (const SdLink  *link,
                              const guint64 *parents,
                              guint          n,
                              guint64       *counts)
{
  for (guint i = 0; i < n; i++)
    sd_counts_get (((const Tabulated *) link)->counts, parents[i], &counts[i]);
}

static void
sd_link_tabulated_get_children (const SdLink *link,
                                guint64       parent,
                                guint64       ordinal,
                                guint         n,
                                guint64      *rows)
{
  const Tabulated *self = (const Tabulated *) link;
  guint64 count;
  const guint64 slot = sd_counts_get (self->counts, parent, &count) + ordinal;

  for (guint i = 0; i < n; i++)
    rows[i] = self->is_clustered ? sd_strata_find_row (&self->strata, slot + i)
                                 : sd_permutation_invert (&self->place, self->first + slot + i);
}

static guint64
sd_link_tabulated_get_max_count (const SdLink *link)
{
  return sd_counts_get_max (((const Tabulated *) link)->counts);
}

static double
sd_link_tabulated_get_amplification (const SdLink *link)
{
  return sd_link_amplify (sd_counts_sum_squares (((const Tabulated *) link)->counts),
                          link->n_children);
}

static void
sd_link_tabulated_get_places (const SdLink  *link,
                              const guint64 *parents,
                              guint          n,
                              guint64       *uniforms)
{
  for (guint i = 0; i < n; i++)
    uniforms[i] = sd_link_get_place (sd_counts_get_rank (((const Tabulated *) link)->counts,
                                                         parents[i]),
                                     uniforms[i], link->n_parents);
}

static void
sd_link_tabulated_free (SdLink *link)
{
  sd_counts_free (((Tabulated *) link)->counts);
  g_free (link);
}

static const SdLinkClass klass = {
  sd_link_tabulated_get_parents,
  sd_link_tabulated_get_counts,
  sd_link_tabulated_get_children,
  sd_link_tabulated_get_max_count,
  sd_link_tabulated_get_amplification,
  sd_link_tabulated_get_places,
  sd_link_tabulated_free,
};

/**
 * sd_link_tabulated_new:
 * @spec: what the link is made from, with classes or below
 * @report: what was done, or why not
 *
 * Returns: (transfer full) (nullable): a link
 */
SdLink *
sd_link_tabulated_new (const SdLinkSpec *spec,
                       SdLinkReport     *report)
{
  Tabulated *self;

  g_return_val_if_fail (spec->n_parents <= SD_COUNTS_MAX, NULL);

  self = g_new0 (Tabulated, 1);
  sd_link_init (&self->link, spec);
  self->link.klass = &klass;
  self->counts = sd_link_make_counts (spec, self->link.n_children, NULL, NULL, report);
  if (self->counts == NULL)
    {
      sd_link_free (&self->link);
      return NULL;
    }
  self->is_clustered = spec->placement == SD_PLACEMENT_CLUSTERED && spec->part == NULL;
  self->strata = (SdStrata) { self->link.n_rows, self->link.n_children,
                              sd_link_make_key (spec, SD_LANE_OPTIONAL, 0) };
  self->first = spec->part != NULL ? spec->part->first : 0;
  self->n_placed = spec->part != NULL ? spec->part->n_rows : self->link.n_rows;
  sd_permutation_init (&self->place, MAX (self->n_placed, 1),
                       spec->part != NULL ? spec->part->key
                                          : sd_link_make_key (spec, SD_LANE_PLACE, 0));

  return &self->link;
}
