/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Parents drawn uniformly, each row on its own: no law and no exact counts
 * (ENGINE.md §1f).
 */

#include "sd-link-indexed-private.h"

typedef struct
{
  SdLinkIndexed indexed;
  SdKey         key;
} Drawn;

static void
sd_link_drawn_get_parents (const SdLink  *link,
                           const guint64 *rows,
                           guint          n,
                           guint64       *parents,
                           guint64       *ordinals)
{
  const Drawn *self = (const Drawn *) link;

  sd_random_fill (self->key, rows, n, parents);
  for (guint i = 0; i < n; i++)
    parents[i] = sd_scale (parents[i], link->n_parents);
  for (guint i = 0; link->n_children < link->n_rows && i < n; i++)
    if (!sd_link_indexed_has_parent (&self->indexed, rows[i]))
      parents[i] = SD_NO_ROW;
  if (ordinals != NULL)
    sd_link_indexed_get_ordinals (&self->indexed, rows, parents, n, ordinals);
}

static void
sd_link_drawn_free (SdLink *link)
{
  sd_link_indexed_clear ((SdLinkIndexed *) link);
  g_free (link);
}

static const SdLinkClass klass = {
  sd_link_drawn_get_parents,
  sd_link_indexed_get_counts,
  sd_link_indexed_get_children,
  sd_link_indexed_get_max_count,
  sd_link_indexed_get_amplification,
  sd_link_indexed_get_places,
  sd_link_drawn_free,
};

/**
 * sd_link_drawn_new:
 * @spec: what the link is made from; law and bounds do not count
 * @report: what was done, or why not
 *
 * Returns: (transfer full) (nullable): a link
 */
SdLink *
sd_link_drawn_new (const SdLinkSpec *spec,
                   SdLinkReport     *report)
{
  Drawn *self = g_new0 (Drawn, 1);

  sd_link_indexed_init (&self->indexed, spec);
  self->indexed.link.klass = &klass;
  self->key = sd_link_make_key (spec, SD_LANE_PLACE, 0);
  if (spec->n_parents == 0 && self->indexed.link.n_children > 0)
    {
      report->status = SD_LINK_NO_PARENTS;
      sd_link_free (&self->indexed.link);
      return NULL;
    }

  report->most = G_MAXUINT64;
  if (spec->n_parents > 0)
    report->wanted_mean = (double) self->indexed.link.n_children / (double) spec->n_parents;

  return &self->indexed.link;
}
