/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The second key of a link table: the lines of one order have different
 * products. A permutation of all products, keyed by the order and indexed by the
 * line's ordinal, gives distinct ones by construction (ENGINE.md §7). A row
 * that has no parent under the other link is drawn on its own.
 *
 * Partners from the same table are other rows of it, so that no team plays itself:
 * the permutation is of all but one, counted on from the parent.
 *
 * Also the second key to the same table, "apart" from the first: the opponent of
 * a player is any other player.
 */

#include "sd-link-indexed-private.h"

#define CHUNK 256

typedef struct
{
  SdLinkIndexed indexed;
  const SdLink *within;
  SdKey         partner_key;
  SdKey         alone_key;
  gboolean      apart;
  gboolean      others;
} Distinct;

/* The parent @steps after @group, all around. */
static guint64
go_on (const Distinct *self,
       guint64         group,
       guint64         steps)
{
  const guint64 parent = group + 1 + steps;

  return parent >= self->indexed.link.n_parents ? parent - self->indexed.link.n_parents : parent;
}

static void
get_parents_of_chunk (const Distinct *self,
                      const guint64  *rows,
                      guint           n,
                      guint64        *parents)
{
  guint64 groups[CHUNK], ordinals[CHUNK];
  guint64 group = SD_NO_ROW;
  SdPermutation permutation;

  sd_link_get_parents (self->within, rows, n, groups, ordinals);
  for (guint i = 0; i < n; i++)
    {
      if (!sd_link_indexed_has_parent (&self->indexed, rows[i]))
        {
          parents[i] = SD_NO_ROW;
          continue;
        }
      if (groups[i] == SD_NO_ROW)
        {
          parents[i] = sd_scale (sd_random (self->alone_key, rows[i]),
                                 self->indexed.link.n_parents);
          continue;
        }
      if (self->apart)
        {
          parents[i] = go_on (self, groups[i], sd_scale (sd_random (self->alone_key, rows[i]),
                                                         self->indexed.link.n_parents - 1));
          continue;
        }
      if (groups[i] != group)
        {
          group = groups[i];
          sd_permutation_init (&permutation, self->indexed.link.n_parents - self->others,
                               sd_key_derive (self->partner_key, group));
        }
      parents[i] = sd_permutation_apply (&permutation, ordinals[i]);
      if (self->others)
        parents[i] = go_on (self, group, parents[i]);
    }
}

static void
sd_link_distinct_get_parents (const SdLink  *link,
                              const guint64 *rows,
                              guint          n,
                              guint64       *parents,
                              guint64       *ordinals)
{
  const Distinct *self = (const Distinct *) link;

  for (guint i = 0; i < n; i += CHUNK)
    get_parents_of_chunk (self, rows + i, MIN (n - i, CHUNK), parents + i);
  if (ordinals != NULL)
    sd_link_indexed_get_ordinals (&self->indexed, rows, parents, n, ordinals);
}

static void
sd_link_distinct_free (SdLink *link)
{
  sd_link_indexed_clear ((SdLinkIndexed *) link);
  g_free (link);
}

static const SdLinkClass klass = {
  sd_link_distinct_get_parents,
  sd_link_indexed_get_counts,
  sd_link_indexed_get_children,
  sd_link_indexed_get_max_count,
  sd_link_indexed_get_amplification,
  sd_link_indexed_get_places,
  sd_link_distinct_free,
};

/**
 * sd_link_distinct_new:
 * @spec: what the link is made from; law and bounds do not count, because a link
 *   table has one law, that of the other link
 * @report: what was done, or why not
 *
 * Returns: (transfer full) (nullable): a link
 */
SdLink *
sd_link_distinct_new (const SdLinkSpec *spec,
                      SdLinkReport     *report)
{
  Distinct *self = g_new0 (Distinct, 1);
  SdLink *link = &self->indexed.link;

  sd_link_indexed_init (&self->indexed, spec);
  link->klass = &klass;
  self->within = spec->within;
  self->apart = spec->apart;
  self->others = spec->others;
  self->partner_key = sd_link_make_key (spec, SD_LANE_PARTNER, 0);
  self->alone_key = sd_link_make_key (spec, SD_LANE_PARTNER, 1);

  report->most = G_MAXUINT64;
  if (spec->n_parents == 0)
    report->status = link->n_children > 0 ? SD_LINK_NO_PARENTS : SD_LINK_OK;
  else
    {
      unsigned __int128 most = (unsigned __int128) spec->within->n_parents
                               * (spec->n_parents - spec->others);

      report->wanted_mean = (double) link->n_children / (double) spec->n_parents;
      report->most = most < G_MAXUINT64 ? (guint64) most : G_MAXUINT64;
      if (spec->apart)
        report->status = spec->n_parents > 1 ? SD_LINK_OK : SD_LINK_NOT_DISTINCT;
      else if (!sd_link_is_invertible (spec->within)
               || sd_link_get_max_count (spec->within) > spec->n_parents - spec->others)
        report->status = SD_LINK_NOT_DISTINCT;
    }

  if (report->status != SD_LINK_OK)
    g_clear_pointer (&link, sd_link_free);
  return link;
}
