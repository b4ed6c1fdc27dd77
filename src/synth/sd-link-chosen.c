/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Parents chosen by popularity, for a share of the rows within a class of their
 * own ("customers buy from the store in their city"; ENGINE.md §13): weights, no
 * law and no exact counts.
 *
 * Distinct within another link's parents (ENGINE.md §7): a parent of the other
 * link has a sequence of candidates, and its j-th row takes the j-th different
 * one. Where nothing but repetitions come any more, the partners that are left
 * follow in keyed order. Apart from another link's parent: the first candidate
 * that is not that one.
 */

#define G_LOG_DOMAIN "sd-link-chosen"

#include "sd-draw.h"
#include "sd-frame-private.h"
#include "sd-link-indexed-private.h"

#define CHUNK 1024

/* So many candidates in a row that do not do, and the rest comes in keyed
 * order. */
#define TRIES 64

/* Partners that are found without a table. */
#define LISTED 32

typedef struct
{
  SdLinkIndexed  indexed;
  SdLinkChoice   choice;
  const SdLink  *within;
  gboolean       apart;
  gboolean       others;
  guint64        home;        /* below: chosen within the class */
  SdDraw         pick;
  SdDraw         at_home;
  SdKey          group_key;   /* of the candidates of a group */
  SdKey          home_key;
  SdKey          again_key;   /* of a row's further candidates */
} Chosen;

/* The partners of one group, in the order of its rows. */
typedef struct
{
  guint64  group;
  gint64   class;
  guint    n;
  guint    n_tried;
  guint    n_failed;    /* in a row */
  guint64  n_rest;      /* of the rest looked at; the rest comes after TRIES failures */
  GArray  *partners;    /* of guint64 */
  GHashTable *taken;
} Group;

static gboolean
has_class (const Chosen *self,
           gint64        class)
{
  return self->choice.node >= 0 && sd_pool_get_n_in (self->choice.pool, class) > 0;
}

static guint64
pick (const Chosen *self,
      gint64        class,
      gboolean      at_home,
      guint64       u)
{
  if (has_class (self, class) && (at_home || self->choice.strict))
    return sd_pool_pick_in (self->choice.pool, class, u);
  return self->choice.strict ? SD_NO_ROW : sd_pool_pick (self->choice.pool, u);
}

/* The first other candidate than @other; after many tries, whatever stands next
 * to it. */
static guint64
pick_apart (const Chosen *self,
            guint64       row,
            guint64       other,
            gint64        class,
            gboolean      at_home,
            guint64       u)
{
  const SdKey key = sd_key_derive (self->again_key, row);
  guint64 parent = pick (self, class, at_home, u);

  for (guint i = 0; parent == other && i < TRIES; i++)
    parent = pick (self, class, at_home, sd_random (key, i));
  /* A class of one is left. */
  for (guint i = 0; parent == other && !self->choice.strict && i < TRIES; i++)
    parent = sd_pool_pick (self->choice.pool, sd_random (key, TRIES + i));
  if (parent == other && !self->choice.strict)
    parent = (other + 1) % self->indexed.link.n_parents;
  return parent == other ? SD_NO_ROW : parent;
}

static void
begin_group (Group   *self,
             guint64  group,
             gint64   class)
{
  self->group = group;
  self->class = class;
  self->n_tried = 0;
  self->n_failed = 0;
  self->n_rest = 0;
  g_array_set_size (self->partners, 0);
  if (g_hash_table_size (self->taken) > 0)
    g_hash_table_remove_all (self->taken);
}

/* A few partners are looked through; more have a table. */
static gboolean
is_taken (Group   *self,
          guint64  partner)
{
  if (self->partners->len < LISTED)
    {
      for (guint i = 0; i < self->partners->len; i++)
        if (g_array_index (self->partners, guint64, i) == partner)
          return TRUE;
      return FALSE;
    }
  while (g_hash_table_size (self->taken) < self->partners->len)
    g_hash_table_add (self->taken,
                      (gpointer) (gsize) (g_array_index (self->partners, guint64,
                                                         g_hash_table_size (self->taken)) + 1));
  return g_hash_table_contains (self->taken, (gpointer) (gsize) (partner + 1));
}

/* @partner joins unless it is there already, or may not. */
static gboolean
take (const Chosen *self,
      Group        *group,
      guint64       partner)
{
  if (partner == SD_NO_ROW || (self->choice.before && partner >= group->group)
      || (self->others && partner == group->group) || is_taken (group, partner))
    return FALSE;
  g_array_append_val (group->partners, partner);
  return TRUE;
}

/* The next of those who have not been candidates, in keyed order; FALSE when
 * there is none. */
static gboolean
take_rest (const Chosen *self,
           Group        *group)
{
  const gboolean strict = self->choice.strict;
  const guint64 n = strict ? sd_pool_get_n_in (self->choice.pool, group->class)
                           : self->choice.before ? group->group : self->indexed.link.n_parents;
  SdPermutation order;

  sd_permutation_init (&order, MAX (n, 1), sd_key_derive (self->again_key, group->group));
  while (group->n_rest < n)
    {
      guint64 partner = sd_permutation_apply (&order, group->n_rest++);

      if (strict)
        partner = sd_pool_get_in (self->choice.pool, group->class, partner);
      if (take (self, group, partner))
        return TRUE;
    }
  return FALSE;
}

/* Partner number @ordinal of the group; SD_NO_ROW when there are not so many. */
static guint64
get_partner (const Chosen *self,
             Group        *group,
             guint64       ordinal)
{
  const SdKey key = sd_key_derive (self->group_key, group->group);
  const SdKey home_key = sd_key_derive (self->home_key, group->group);

  while (group->partners->len <= ordinal)
    {
      if (group->n_failed >= TRIES)
        {
          if (!take_rest (self, group))
            return SD_NO_ROW;
          continue;
        }
      if (take (self, group,
                pick (self, group->class, sd_random (home_key, group->n_tried) < self->home,
                      sd_random (key, group->n_tried))))
        group->n_failed = 0;
      else
        group->n_failed++;
      group->n_tried++;
    }
  return g_array_index (group->partners, guint64, ordinal);
}

typedef struct
{
  guint64  u[CHUNK];
  guint64  at_home[CHUNK];
  guint64  groups[CHUNK];
  guint64  ordinals[CHUNK];
} Draws;

static guint64
choose_one (const Chosen *self,
            const Draws  *draws,
            Group        *group,
            guint64       row,
            gint64        class,
            guint         i)
{
  const gboolean at_home = self->home == G_MAXUINT64 || draws->at_home[i] < self->home;
  const guint64 other = self->within != NULL ? draws->groups[i] : SD_NO_ROW;

  if (!sd_link_indexed_has_parent (&self->indexed, row))
    return SD_NO_ROW;
  if (other == SD_NO_ROW)
    return pick (self, class, at_home, draws->u[i]);
  if (self->apart)
    return pick_apart (self, row, other, class, at_home, draws->u[i]);
  if (group->group != other)
    begin_group (group, other, class);
  return get_partner (self, group, draws->ordinals[i]);
}

static void
choose_chunk (const Chosen  *self,
              const guint64 *rows,
              const gint64  *classes,
              guint          n,
              Draws         *draws,
              Group         *group,
              guint64       *parents)
{
  sd_draw_fill (&self->pick, rows, n, draws->u);
  if (self->choice.node >= 0 && self->home != G_MAXUINT64)
    sd_draw_fill (&self->at_home, rows, n, draws->at_home);
  if (self->within != NULL)
    sd_link_get_parents (self->within, rows, n, draws->groups,
                         self->apart ? NULL : draws->ordinals);
  for (guint i = 0; i < n; i++)
    parents[i] = choose_one (self, draws, group, rows[i],
                             classes != NULL ? classes[i] : SD_NO_CLASS, i);
}

static void
sd_link_chosen_choose (const SdLink  *link,
                       const guint64 *rows,
                       const gint64  *classes,
                       guint          n,
                       guint64       *parents,
                       guint64       *ordinals)
{
  const Chosen *self = (const Chosen *) link;
  g_autofree Draws *draws = g_new (Draws, 1);
  Group group = { .group = SD_NO_ROW };

  if (self->within != NULL)
    {
      group.partners = g_array_new (FALSE, FALSE, sizeof (guint64));
      group.taken = g_hash_table_new (NULL, NULL);
    }
  for (guint i = 0; i < n; i += CHUNK)
    choose_chunk (self, rows + i, classes != NULL ? classes + i : NULL, MIN (n - i, CHUNK),
                  draws, &group, parents + i);
  g_clear_pointer (&group.partners, g_array_unref);
  g_clear_pointer (&group.taken, g_hash_table_unref);
  if (ordinals != NULL)
    sd_link_indexed_get_ordinals (&self->indexed, rows, parents, n, ordinals);
}

/* Who asks without classes, an index for one, has them evaluated. */
static void
sd_link_chosen_get_parents (const SdLink  *link,
                            const guint64 *rows,
                            guint          n,
                            guint64       *parents,
                            guint64       *ordinals)
{
  const SdLinkChoice *choice = &((const Chosen *) link)->choice;
  g_autoptr (SdEvaluator) evaluator = NULL;

  if (choice->node < 0)
    {
      sd_link_chosen_choose (link, rows, NULL, n, parents, ordinals);
      return;
    }
  evaluator = sd_evaluator_new (choice->plan);
  for (guint i = 0; i < n; i += SD_BATCH_ROWS)
    {
      const guint n_batch = MIN (n - i, SD_BATCH_ROWS);
      const SdVector *classes = sd_evaluator_get_node (evaluator, choice->table,
                                                       (guint) choice->node, rows + i, n_batch);

      sd_link_chosen_choose (link, rows + i, classes->i64, n_batch, parents + i,
                             ordinals != NULL ? ordinals + i : NULL);
    }
}

/* What a child pays goes with how popular its parent is. */
static double
sd_link_chosen_get_amplification (const SdLink *link)
{
  const double top = sd_pool_get_top (((const Chosen *) link)->choice.pool);

  return link->n_children > 0 ? 1 + (double) (link->n_children - 1) * top : 0;
}

static void
sd_link_chosen_free (SdLink *link)
{
  sd_link_indexed_clear ((SdLinkIndexed *) link);
  sd_pool_free (((Chosen *) link)->choice.pool);
  g_free (link);
}

static const SdLinkClass klass = {
  sd_link_chosen_get_parents,
  sd_link_indexed_get_counts,
  sd_link_indexed_get_children,
  sd_link_indexed_get_max_count,
  sd_link_chosen_get_amplification,
  sd_link_indexed_get_places,
  sd_link_chosen_free,
  sd_link_chosen_choose,
};

static SdLinkStatus
check (const Chosen *self)
{
  const guint64 n = self->indexed.link.n_parents;

  if (n == 0)
    return self->indexed.link.n_children > 0 ? SD_LINK_NO_PARENTS : SD_LINK_OK;
  if (self->apart)
    return n > 1 ? SD_LINK_OK : SD_LINK_NOT_DISTINCT;
  if (self->within != NULL
      && (!sd_link_is_invertible (self->within)
          || sd_link_get_max_count (self->within) > n - self->others))
    return SD_LINK_NOT_DISTINCT;
  return SD_LINK_OK;
}

/**
 * sd_link_chosen_new:
 * @spec: what the link is made from, with a choice; law and bounds do not count
 * @report: what was done, or why not
 *
 * Returns: (transfer full) (nullable): a link
 */
SdLink *
sd_link_chosen_new (const SdLinkSpec *spec,
                    SdLinkReport     *report)
{
  Chosen *self = g_new0 (Chosen, 1);
  SdLink *link = &self->indexed.link;
  const double share = spec->choice->match_share;

  sd_link_indexed_init (&self->indexed, spec);
  link->klass = &klass;
  self->choice = *spec->choice;
  self->within = spec->within;
  self->apart = spec->apart;
  self->others = spec->others;
  self->home = !(share < 1) ? G_MAXUINT64 : (guint64) (MAX (share, 0) * 0x1p64);
  sd_draw_init (&self->pick, spec->seed, spec->table_id, spec->relationship_id, SD_LANE_PLACE, 1,
                link->n_rows, spec->margins);
  sd_draw_init (&self->at_home, spec->seed, spec->table_id, spec->relationship_id,
                SD_LANE_PARTNER, 2, link->n_rows, spec->margins);
  self->group_key = sd_link_make_key (spec, SD_LANE_PARTNER, 3);
  self->home_key = sd_link_make_key (spec, SD_LANE_PARTNER, 4);
  self->again_key = sd_link_make_key (spec, SD_LANE_PARTNER, 5);

  report->most = G_MAXUINT64;
  report->wanted_mean = (double) link->n_children / (double) MAX (spec->n_parents, 1);
  report->status = check (self);
  if (report->status != SD_LINK_OK)
    g_clear_pointer (&link, sd_link_free);
  return link;
}
