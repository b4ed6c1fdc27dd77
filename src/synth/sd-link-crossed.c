/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The parents of a crossed table: a row's parent is a digit of its cell, and a
 * parent's children are the cells that have it, which is arithmetic both ways
 * (ENGINE.md §10). Where cells are left out, a parent's are gone through one by
 * one, and those of the last parent are kept.
 */

#define G_LOG_DOMAIN "sd-link-crossed"

#include "sd-link-class-private.h"

/* Cells of a parent that are gone through. */
#define CELLS_MAX (G_GUINT64_CONSTANT (1) << 20)

typedef struct
{
  SdLink    link;
  SdCrossed crossed;
  guint     factor;
  gsize     serial;    /* names the link in the cache */
} Crossed;

/* The places kept of a parent's cells, ascending, and their rows. */
typedef struct
{
  gsize   serial;   /* 0: none */
  guint64 parent;
  GArray *places;
  GArray *rows;
} Cells;

static void
cells_free (gpointer data)
{
  Cells *self = data;

  g_array_unref (self->places);
  g_array_unref (self->rows);
  g_free (self);
}

static GPrivate last_cells = G_PRIVATE_INIT (cells_free);

static gboolean
is_complete (const Crossed *self)
{
  return self->crossed.n_rows == self->crossed.n_cells;
}

static const Cells *
get_cells (const Crossed *self,
           guint64        parent)
{
  Cells *cells = g_private_get (&last_cells);
  const guint64 n = sd_crossed_count (&self->crossed, self->factor);

  if (cells == NULL)
    {
      cells = g_new0 (Cells, 1);
      cells->places = g_array_new (FALSE, FALSE, sizeof (guint64));
      cells->rows = g_array_new (FALSE, FALSE, sizeof (guint64));
      g_private_set (&last_cells, cells);
    }
  if (cells->serial == self->serial && cells->parent == parent)
    return cells;
  cells->serial = self->serial;
  cells->parent = parent;
  g_array_set_size (cells->places, 0);
  g_array_set_size (cells->rows, 0);
  for (guint64 place = 0; place < n; place++)
    {
      const guint64 cell = sd_crossed_find_cell (&self->crossed, self->factor, parent, place);
      const guint64 row = sd_crossed_find_row (&self->crossed, cell);

      if (row == SD_NO_ROW)
        continue;
      g_array_append_val (cells->places, place);
      g_array_append_val (cells->rows, row);
    }
  return cells;
}

static guint64
find_place (const Cells *cells,
            guint64      place)
{
  guint low = 0, high = cells->places->len;

  while (high - low > 1)
    {
      const guint middle = low + (high - low) / 2;

      if (g_array_index (cells->places, guint64, middle) <= place)
        low = middle;
      else
        high = middle;
    }
  return low;
}

static void
sd_link_crossed_get_parents (const SdLink  *link,
                             const guint64 *rows,
                             guint          n,
                             guint64       *parents,
                             guint64       *ordinals)
{
  const Crossed *self = (const Crossed *) link;

  for (guint i = 0; i < n; i++)
    {
      guint64 place;

      parents[i] = sd_crossed_get_level (&self->crossed, self->factor,
                                         sd_crossed_get_cell (&self->crossed, rows[i]), &place);
      if (ordinals == NULL)
        continue;
      ordinals[i] = 0;
      if (is_complete (self))
        ordinals[i] = place;
      else if (link->is_invertible)
        ordinals[i] = find_place (get_cells (self, parents[i]), place);
    }
}

static void
sd_link_crossed_get_counts (const SdLink  *link,
                            const guint64 *parents,
                            guint          n,
                            guint64       *counts)
{
  const Crossed *self = (const Crossed *) link;

  for (guint i = 0; i < n; i++)
    counts[i] = is_complete (self) ? sd_crossed_count (&self->crossed, self->factor)
                                   : get_cells (self, parents[i])->rows->len;
}

static void
sd_link_crossed_get_children (const SdLink *link,
                              guint64       parent,
                              guint64       ordinal,
                              guint         n,
                              guint64      *rows)
{
  const Crossed *self = (const Crossed *) link;

  if (!is_complete (self))
    {
      memcpy (rows, (const guint64 *) get_cells (self, parent)->rows->data + ordinal,
              n * sizeof *rows);
      return;
    }
  for (guint i = 0; i < n; i++)
    rows[i] = sd_crossed_find_row (&self->crossed,
                                   sd_crossed_find_cell (&self->crossed, self->factor, parent,
                                                         ordinal + i));
}

/* Of a table with cells left out, as many as without. */
static guint64
sd_link_crossed_get_max_count (const SdLink *link)
{
  const Crossed *self = (const Crossed *) link;

  return sd_crossed_count (&self->crossed, self->factor);
}

static double
sd_link_crossed_get_amplification (const SdLink *link)
{
  return (double) link->n_children / (double) MAX (link->n_parents, 1);
}

/* All have about as many children: places are keyed. */
static void
sd_link_crossed_get_places (const SdLink  *link,
                            const guint64 *parents,
                            guint          n,
                            guint64       *uniforms)
{
}

static void
sd_link_crossed_free (SdLink *link)
{
  g_free (link);
}

static const SdLinkClass klass = {
  .get_parents = sd_link_crossed_get_parents,
  .get_counts = sd_link_crossed_get_counts,
  .get_children = sd_link_crossed_get_children,
  .get_max_count = sd_link_crossed_get_max_count,
  .get_amplification = sd_link_crossed_get_amplification,
  .get_places = sd_link_crossed_get_places,
  .free = sd_link_crossed_free,
};

/**
 * sd_link_crossed_new:
 * @spec: what the link is made from, with crossed; law and bounds do not count
 * @report: what was done, or why not
 *
 * Returns: (transfer full) (nullable): a link
 */
SdLink *
sd_link_crossed_new (const SdLinkSpec *spec,
                     SdLinkReport     *report)
{
  static gsize last_serial;
  Crossed *self;

  if (spec->n_parents == 0 && spec->n_children > 0)
    {
      report->status = SD_LINK_NO_PARENTS;
      return NULL;
    }
  self = g_new0 (Crossed, 1);
  sd_link_init (&self->link, spec);
  self->link.klass = &klass;
  self->link.n_children = spec->n_children;
  self->crossed = *spec->crossed;
  self->factor = spec->factor;
  self->serial = (gsize) g_atomic_pointer_add (&last_serial, 1) + 1;
  self->link.is_invertible = is_complete (self)
                             || sd_crossed_count (&self->crossed, self->factor) <= CELLS_MAX;
  report->most = spec->n_children;
  report->wanted_mean = (double) spec->n_children / (double) MAX (spec->n_parents, 1);
  return &self->link;
}
