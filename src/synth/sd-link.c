/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Links of all kinds: which kind a specification asks for, and what they have in
 * common.
 */

#define G_LOG_DOMAIN "sd-link"

#include <math.h>

#include "sd-link-class-private.h"
#include "sd-math.h"

static guint64
count_linked (const SdLinkSpec *spec)
{
  double share = CLAMP (spec->optional, 0, 1);
  double without = sd_floor (share * (double) spec->n_children + 0.5);

  return spec->n_children - MIN ((guint64) without, spec->n_children);
}

/**
 * sd_link_init:
 * @self: a link of any kind
 * @spec: what it is made from
 *
 * Sets the numbers of rows.
 */
void
sd_link_init (SdLink           *self,
              const SdLinkSpec *spec)
{
  self->n_parents = spec->n_parents;
  self->n_rows = spec->n_children;
  self->n_children = spec->part != NULL ? spec->part->n_linked : count_linked (spec);
  self->is_invertible = TRUE;
  self->place_key = sd_link_make_key (spec, SD_LANE_COUNT, 3);
}

/**
 * sd_link_make_key:
 * @spec: what the link is made from
 * @lane: what the draws are for
 * @attempt: separates several uses of one lane
 *
 * Returns: a key of the link
 */
SdKey
sd_link_make_key (const SdLinkSpec *spec,
                  SdLane            lane,
                  guint32           attempt)
{
  return sd_key (spec->seed, spec->table_id, spec->relationship_id, lane, attempt);
}

/**
 * sd_link_make_histogram:
 * @spec: what the link is made from
 * @n_parents: the number of parents that may have children
 * @n_children: the number of children with a parent
 * @histogram: (out): the histogram; to be cleared only on success
 * @report: means, limits and bounds, or why there is none
 *
 * Returns: whether there is a histogram
 */
gboolean
sd_link_make_histogram (const SdLinkSpec *spec,
                        guint64           n_parents,
                        guint64           n_children,
                        SdHistogram      *histogram,
                        SdLinkReport     *report)
{
  SdLaw law;

  if (!sd_law_init (&law, spec->law, spec->law_parameters))
    {
      report->status = SD_LINK_BAD_LAW;
      return FALSE;
    }
  if (n_parents == 0)
    {
      if (n_children > 0)
        report->status = SD_LINK_NO_PARENTS;
      else
        sd_histogram_init_law (histogram, &law, 0, 0, spec->margins, 0);
      return n_children == 0;
    }
  if (!sd_law_fit (&law, spec, n_parents, n_children, report))
    return FALSE;

  sd_histogram_init_law (histogram, &law, n_parents, n_children, spec->margins,
                         sd_link_make_key (spec, SD_LANE_COUNT, 1));
  return TRUE;
}

/**
 * sd_link_amplify:
 * @sum_squares: the sum over parents of the square of the number of children
 * @n_children: the number of children
 *
 * Returns: how many siblings a child has on average, itself included
 */
double
sd_link_amplify (double  sum_squares,
                 guint64 n_children)
{
  return n_children > 0 ? sum_squares / (double) n_children : 0;
}

/**
 * sd_link_new:
 * @spec: what the link is made from; all it points to but within is copied
 * @report: (out): what was done, or why not
 *
 * Makes a link. A relationship of a table with itself becomes a hierarchy, and
 * one that is distinct within another a draw without replacement; both have no
 * placement of their own.
 *
 * Returns: (transfer full) (nullable): the link
 */
SdLink *
sd_link_new (const SdLinkSpec *spec,
             SdLinkReport     *report)
{
  *report = (SdLinkReport) { .status = SD_LINK_OK, .law_mean = NAN, .span = NAN,
                              .scale = 1 };

  if (spec->crossed != NULL)
    return sd_link_crossed_new (spec, report);
  if (spec->self)
    return sd_link_hierarchy_new (spec, report);
  if (spec->choice != NULL)
    return sd_link_chosen_new (spec, report);
  if (spec->within != NULL)
    return sd_link_distinct_new (spec, report);
  if ((spec->classes != NULL || spec->below)
      && spec->placement != SD_PLACEMENT_TIMELINE && spec->placement != SD_PLACEMENT_DRAWN)
    return sd_link_tabulated_new (spec, report);

  switch (spec->placement)
    {
    case SD_PLACEMENT_CLUSTERED:
      return sd_link_clustered_new (spec, report);

    case SD_PLACEMENT_TIMELINE:
      g_return_val_if_fail (spec->timeline != NULL, NULL);
      return sd_link_timeline_new (spec, report);

    case SD_PLACEMENT_DRAWN:
      return sd_link_drawn_new (spec, report);

    case SD_PLACEMENT_AUTO:
    case SD_PLACEMENT_SHUFFLED:
    default:
      return sd_link_shuffled_new (spec, report);
    }
}

/**
 * sd_link_free:
 * @self: (nullable) (transfer full): a link
 *
 * Frees a link.
 */
void
sd_link_free (SdLink *self)
{
  if (self != NULL)
    self->klass->free (self);
}

/**
 * sd_link_get_parents:
 * @self: a link
 * @rows: (array length=n): rows of the child table, in any order
 * @n: how many
 * @parents: (array length=n): where their parents go, %SD_NO_ROW for none
 * @ordinals: (array length=n) (nullable): where their places among the children
 *   of the same parent go; 0 where there is none. A drawn or distinct link has
 *   none either when it is not invertible.
 *
 * Neighboring rows are cheapest in one call.
 */
void
sd_link_get_parents (const SdLink  *self,
                     const guint64 *rows,
                     guint          n,
                     guint64       *parents,
                     guint64       *ordinals)
{
  self->klass->get_parents (self, rows, n, parents, ordinals);
}

/**
 * sd_link_get_parents_in:
 * @self: a link with a choice that knows classes
 * @rows: (array length=n): rows of the child table, in any order
 * @classes: (array length=n): their classes
 * @n: how many
 * @parents: (array length=n): where their parents go, %SD_NO_ROW for none
 * @ordinals: (array length=n) (nullable): as in sd_link_get_parents()
 *
 * Gives what sd_link_get_parents() gives, which has to find out the classes.
 */
void
sd_link_get_parents_in (const SdLink  *self,
                        const guint64 *rows,
                        const gint64  *classes,
                        guint          n,
                        guint64       *parents,
                        guint64       *ordinals)
{
  self->klass->choose (self, rows, classes, n, parents, ordinals);
}

/**
 * sd_link_get_counts:
 * @self: an invertible link
 * @parents: (array length=n): rows of the parent table, in any order
 * @n: how many
 * @counts: (array length=n): where their numbers of children go
 */
void
sd_link_get_counts (const SdLink  *self,
                    const guint64 *parents,
                    guint          n,
                    guint64       *counts)
{
  g_return_if_fail (self->is_invertible);

  self->klass->get_counts (self, parents, n, counts);
}

/**
 * sd_link_get_count_uniforms:
 * @self: an invertible link
 * @parents: (array length=n): rows of the parent table, in any order
 * @n: how many
 * @uniforms: (array length=n): where their places in the order of the numbers of
 *   children go, in units of 2^-64
 *
 * What a column that goes with the number of children starts from.
 */
void
sd_link_get_count_uniforms (const SdLink  *self,
                            const guint64 *parents,
                            guint          n,
                            guint64       *uniforms)
{
  g_return_if_fail (self->is_invertible);

  sd_random_fill (self->place_key, parents, n, uniforms);
  self->klass->get_places (self, parents, n, uniforms);
}

/**
 * sd_link_is_invertible:
 * @self: a link
 *
 * Returns: whether counts and children can be had
 */
gboolean
sd_link_is_invertible (const SdLink *self)
{
  return self->is_invertible;
}

/**
 * sd_link_get_children:
 * @self: an invertible link
 * @parent: a row of the parent table
 * @ordinal: the first child wanted
 * @n: how many, not beyond the parent's last
 * @rows: (array length=n): where the rows of the children go, in the order of
 *   their ordinals
 */
void
sd_link_get_children (const SdLink *self,
                      guint64       parent,
                      guint64       ordinal,
                      guint         n,
                      guint64      *rows)
{
  g_return_if_fail (self->is_invertible);

  self->klass->get_children (self, parent, ordinal, n, rows);
}

/**
 * sd_link_get_max_count:
 * @self: a link
 *
 * Returns: an upper bound of the number of children of a parent; the number
 *   itself when the link is invertible
 */
guint64
sd_link_get_max_count (const SdLink *self)
{
  return self->klass->get_max_count (self);
}

/**
 * sd_link_get_amplification:
 * @self: a link
 *
 * Returns: how many rows a child reads when it asks for its parent's children,
 *   on average over the children
 */
double
sd_link_get_amplification (const SdLink *self)
{
  return self->klass->get_amplification (self);
}
