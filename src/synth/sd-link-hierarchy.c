/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A table that refers to itself, as employees do to their managers (ENGINE.md
 * §7). The rows stand level by level, and those of a level have their parents in
 * the level before, so no row is its own ancestor. Between two levels the law
 * holds as in any other link; rows of the last level have no children.
 *
 * How many children a parent has then follows from the number of levels, not
 * from the totals, which would always give about one. A law of the user's with a
 * mean says it; otherwise it is solved from the fewest levels with teams of the
 * usual size. When the law says the number of levels ("depth"), the rows decide
 * how many children a parent has; when it says both, there are as many roots as
 * fit best, unless the document says how many rows have no parent.
 */

#include "sd-generator-info.h"
#include "sd-link-class-private.h"
#include "sd-math.h"
#include "sd-permutation.h"

#define LEVELS_MAX 1024
#define USUAL_TEAM 8

/* A level and its children, the level after it. */
typedef struct
{
  guint64       first_row;
  guint64       n_rows;
  SdHistogram   histogram;
  SdPermutation place;    /* row within the next level → slot */
  SdPermutation deal;     /* rank → row within this level */
} Level;

typedef struct
{
  SdLink  link;
  guint   n_levels;
  Level  *levels;     /* the last has only rows */
  SdHistogram order;  /* of all rows */
} Hierarchy;

/* Growth from level to level. */
typedef struct
{
  SdLaw    law;
  double   growth;
  guint    n_levels;   /* 0: as many as it takes */
} Shape;

static guint
find_level (const Hierarchy *self,
            guint64          row)
{
  guint low = 0, high = self->n_levels;

  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (self->levels[middle].first_row <= row)
        low = middle;
      else
        high = middle;
    }

  return low;
}

static void
sd_link_hierarchy_get_parents (const SdLink  *link,
                               const guint64 *rows,
                               guint          n,
                               guint64       *parents,
                               guint64       *ordinals)
{
  const Hierarchy *self = (const Hierarchy *) link;

  for (guint i = 0; i < n; i++)
    {
      guint number = find_level (self, rows[i]);
      guint64 row = rows[i] - self->levels[number].first_row;
      guint64 ordinal = 0;

      if (number == 0)
        parents[i] = SD_NO_ROW;
      else
        {
          const Level *level = &self->levels[number - 1];
          guint64 slot = sd_permutation_apply (&level->place, row);
          guint64 rank = sd_histogram_find_slot (&level->histogram, slot, &ordinal);

          parents[i] = level->first_row + sd_permutation_apply (&level->deal, rank);
        }
      if (ordinals != NULL)
        ordinals[i] = ordinal;
    }
}

/* The slot of a parent's first child, below level @number. */
static guint64
find_parent (const Hierarchy *self,
             guint            number,
             guint64          parent,
             guint64         *count)
{
  const Level *level = &self->levels[number];
  guint64 rank = sd_permutation_invert (&level->deal, parent - level->first_row);

  return sd_histogram_find_rank (&level->histogram, rank, count);
}

static void
sd_link_hierarchy_get_counts (const SdLink  *link,
                              const guint64 *parents,
                              guint          n,
                              guint64       *counts)
{
  const Hierarchy *self = (const Hierarchy *) link;

  for (guint i = 0; i < n; i++)
    {
      guint number = find_level (self, parents[i]);

      if (number + 1 == self->n_levels)
        counts[i] = 0;
      else
        find_parent (self, number, parents[i], &counts[i]);
    }
}

static void
sd_link_hierarchy_get_children (const SdLink *link,
                                guint64       parent,
                                guint64       ordinal,
                                guint         n,
                                guint64      *rows)
{
  const Hierarchy *self = (const Hierarchy *) link;
  guint number = find_level (self, parent);
  const Level *level = &self->levels[number];
  guint64 count, slot;

  if (n == 0)
    return;
  slot = find_parent (self, number, parent, &count) + ordinal;
  for (guint i = 0; i < n; i++)
    rows[i] = level[1].first_row + sd_permutation_invert (&level->place, slot + i);
}

static guint64
sd_link_hierarchy_get_max_count (const SdLink *link)
{
  const Hierarchy *self = (const Hierarchy *) link;
  guint64 max_count = 0;

  for (guint i = 0; i + 1 < self->n_levels; i++)
    max_count = MAX (max_count, sd_histogram_get_max (&self->levels[i].histogram));

  return max_count;
}

static double
sd_link_hierarchy_get_amplification (const SdLink *link)
{
  const Hierarchy *self = (const Hierarchy *) link;
  double sum = 0;

  for (guint i = 0; i + 1 < self->n_levels; i++)
    sum += sd_histogram_sum_squares (&self->levels[i].histogram);

  return sd_link_amplify (sum, link->n_children);
}

static void
sd_link_hierarchy_get_places (const SdLink  *link,
                              const guint64 *parents,
                              guint          n,
                              guint64       *uniforms)
{
  const Hierarchy *self = (const Hierarchy *) link;

  for (guint i = 0; i < n; i++)
    {
      guint64 count;

      sd_link_hierarchy_get_counts (link, &parents[i], 1, &count);
      uniforms[i] = sd_histogram_get_place (&self->order, count, uniforms[i]);
    }
}

static void
sd_link_hierarchy_free (SdLink *link)
{
  Hierarchy *self = (Hierarchy *) link;

  sd_histogram_clear (&self->order);

  for (guint i = 0; i + 1 < self->n_levels; i++)
    sd_histogram_clear (&self->levels[i].histogram);
  g_free (self->levels);
  g_free (self);
}

static const SdLinkClass klass = {
  sd_link_hierarchy_get_parents,
  sd_link_hierarchy_get_counts,
  sd_link_hierarchy_get_children,
  sd_link_hierarchy_get_max_count,
  sd_link_hierarchy_get_amplification,
  sd_link_hierarchy_get_places,
  sd_link_hierarchy_free,
};

/* 1 + g + g² + … of @n_levels terms. */
static double
sum_levels (double growth,
            guint  n_levels)
{
  double sum = 0, term = 1;

  for (guint i = 0; i < n_levels && sum < 1e18; i++)
    {
      sum += term;
      term *= growth;
    }

  return sum;
}

/* The growth with which @n_levels hold @ratio rows to a root. */
static double
find_growth (guint  n_levels,
             double ratio,
             double most)
{
  double low = 0, high = most;

  for (guint i = 0; i < 60; i++)
    {
      double middle = (low + high) / 2;

      if (sum_levels (middle, n_levels) < ratio)
        low = middle;
      else
        high = middle;
    }

  return high;
}

/* The fewest levels that hold @ratio rows to a root with at most @most children
 * to a row, and the growth that fills them. */
static void
solve_growth (Shape  *shape,
              double  ratio,
              double  most)
{
  shape->n_levels = 2;
  while (shape->n_levels < LEVELS_MAX && sum_levels (most, shape->n_levels) < ratio)
    shape->n_levels++;
  shape->growth = find_growth (shape->n_levels, ratio, most);
}

/* The levels that the law asks for; 0 when it does not. */
static guint
get_depth (const SdLinkSpec *spec)
{
  const gint64 depth = spec->law_parameters != NULL
                       ? sd_parameter_get_integer (spec->law_parameters, "depth", 0) : 0;

  return (guint) CLAMP (depth, 0, LEVELS_MAX);
}

static gboolean
init_shape (Shape            *shape,
            const SdLinkSpec *spec,
            guint64           n_roots,
            SdLinkReport     *report)
{
  double most = USUAL_TEAM;

  if (!sd_law_init (&shape->law, spec->law, spec->law_parameters))
    return FALSE;
  report->law_mean = shape->law.mean;
  shape->law.least = MAX (shape->law.least, spec->min);
  if (spec->max > 0)
    shape->law.most = MIN (shape->law.most, spec->max);
  if (shape->law.least > shape->law.most || shape->law.most == 0)
    return FALSE;

  report->used_min = shape->law.least;
  report->used_max = shape->law.most == SD_LAW_UNBOUNDED ? 0 : shape->law.most;
  if (shape->law.mean > 1)
    most = shape->law.mean;
  most = CLAMP (most, (double) shape->law.least, (double) shape->law.most);
  if (get_depth (spec) > 1)
    {
      const double ratio = (double) spec->n_children / (double) n_roots;

      shape->n_levels = get_depth (spec);
      shape->growth = find_growth (shape->n_levels, ratio,
                                   MIN ((double) shape->law.most, ratio));
      report->span = shape->growth;
    }
  else if (spec->law_from_user && shape->law.mean > 1)
    shape->growth = most;
  else
    solve_growth (shape, (double) spec->n_children / (double) n_roots, most);

  return TRUE;
}

/* The rows of the level after number @level, of which @left are to be had. */
static guint64
get_next_size (const Shape *shape,
               guint        level,
               guint64      size,
               guint64      left)
{
  unsigned __int128 most = (unsigned __int128) size * shape->law.most;
  double wanted = sd_floor (shape->growth * (double) size + 0.5);
  guint64 next = left;

  if (level + 2 != shape->n_levels && wanted < (double) left)
    next = MAX ((guint64) wanted, 1);

  return next < most ? next : (guint64) most;
}

/* Of the last but one level of a law of the user's only as many are parents as
 * their children need: teams are full, not thinned out. */
static guint64
count_leaders (const Shape *shape,
               guint64      size,
               guint64      next)
{
  double full = sd_ceil ((double) next / shape->growth);

  return shape->n_levels == 0 && full < (double) size ? (guint64) full : size;
}

static void
init_histogram (Level            *level,
                const Shape      *shape,
                const SdLinkSpec *spec,
                guint64           next,
                SdKey             key)
{
  guint64 leaders = count_leaders (shape, level->n_rows, next);
  SdLaw law = shape->law;
  SdHistogram teams;

  if ((unsigned __int128) leaders * law.least > next)
    law.least = 0;
  sd_histogram_init_law (&teams, &law, leaders, next, spec->margins, key);
  sd_histogram_init (&level->histogram);
  sd_histogram_add (&level->histogram, 0, level->n_rows - leaders);
  for (guint i = 0; i < teams.n_runs; i++)
    sd_histogram_add (&level->histogram, teams.runs[i].count,
                      teams.runs[i + 1].first_rank - teams.runs[i].first_rank);
  sd_histogram_seal (&level->histogram);
  sd_histogram_clear (&teams);
}

/* FALSE when there are rows left below the deepest level. */
static gboolean
make_levels (Hierarchy        *self,
             const SdLinkSpec *spec,
             const Shape      *shape,
             guint64           n_roots)
{
  g_autoptr (GArray) levels = g_array_new (FALSE, TRUE, sizeof (Level));
  guint64 first = 0, size = n_roots, left = self->link.n_rows - n_roots;

  for (guint number = 0;; number++)
    {
      guint64 next = left > 0 ? get_next_size (shape, number, size, left) : 0;

      g_array_set_size (levels, number + 1);
      g_array_index (levels, Level, number).first_row = first;
      g_array_index (levels, Level, number).n_rows = size;
      if (next == 0 || number + 1 == LEVELS_MAX)
        break;
      first += size;
      size = next;
      left -= next;
    }

  self->n_levels = levels->len;
  self->levels = (Level *) g_array_free (g_steal_pointer (&levels), FALSE);
  for (guint i = 0; i + 1 < self->n_levels; i++)
    {
      Level *level = &self->levels[i];
      guint64 next = level[1].n_rows;

      init_histogram (level, shape, spec, next,
                      sd_key_derive (sd_link_make_key (spec, SD_LANE_COUNT, 1), i));
      sd_permutation_init (&level->place, next,
                           sd_key_derive (sd_link_make_key (spec, SD_LANE_PLACE, 0), i));
      sd_permutation_init (&level->deal, level->n_rows,
                           sd_key_derive (sd_link_make_key (spec, SD_LANE_COUNT, 0), i));
    }

  return left == 0;
}

static void
make_order (Hierarchy *self)
{
  sd_histogram_init (&self->order);
  for (guint i = 0; i + 1 < self->n_levels; i++)
    sd_histogram_add_all (&self->order, &self->levels[i].histogram);
  if (self->n_levels > 0)
    sd_histogram_add (&self->order, 0, self->levels[self->n_levels - 1].n_rows);
  sd_histogram_seal (&self->order);
}

/* As many roots as rows without a parent are asked for, at least one; with as many
 * levels and children as the law says, as many as fit. */
static guint64
count_roots (const Hierarchy  *self,
             const SdLinkSpec *spec)
{
  const guint64 n_roots = MAX (self->link.n_rows - self->link.n_children, 1);
  SdLaw law;

  if (get_depth (spec) < 2 || spec->optional > 0
      || !sd_law_init (&law, spec->law, spec->law_parameters) || !(law.mean > 1))
    return n_roots;
  return CLAMP ((guint64) ((double) self->link.n_rows / sum_levels (law.mean, get_depth (spec))
                           + 0.5),
                1, MAX (self->link.n_rows, 1));
}

/**
 * sd_link_hierarchy_new:
 * @spec: what the link is made from; a table of rows has at least one root
 * @report: what was done, or why not
 *
 * Returns: (transfer full) (nullable): a link
 */
SdLink *
sd_link_hierarchy_new (const SdLinkSpec *spec,
                       SdLinkReport     *report)
{
  Hierarchy *self = g_new0 (Hierarchy, 1);
  Shape shape = { .n_levels = 0 };
  guint64 n_roots;

  sd_link_init (&self->link, spec);
  self->link.klass = &klass;
  n_roots = count_roots (self, spec);
  self->link.n_children = self->link.n_rows - MIN (n_roots, self->link.n_rows);
  report->most = spec->n_children;
  report->wanted_mean = (double) self->link.n_children / (double) MAX (spec->n_children, 1);

  if (!init_shape (&shape, spec, n_roots, report))
    report->status = SD_LINK_BAD_LAW;
  else if (self->link.n_rows > 0 && !make_levels (self, spec, &shape, n_roots))
    {
      const Level *last = &self->levels[self->n_levels - 1];

      report->most = last->first_row + last->n_rows;
      report->status = SD_LINK_TOO_MANY;
    }
  if (report->status == SD_LINK_OK)
    {
      make_order (self);
      return &self->link;
    }

  sd_link_free (&self->link);
  return NULL;
}
