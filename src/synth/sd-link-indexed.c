/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The index of a drawn link: its rows sorted by parent, by counting. The buckets
 * are the parents themselves or, when these outnumber the rows, ranges of them,
 * so that memory goes with the rows.
 */

#include "sd-link-indexed-private.h"

#define ROWS_MAX (G_GUINT64_CONSTANT (1) << 22)
#define CHUNK    65536

struct _SdLinkIndex
{
  guint64  n_buckets;
  guint32 *starts;    /* n_buckets + 1 */
  guint32 *rows;      /* by parent, then by row */
  guint64 *parents;   /* of each of them */
  guint64  max_count;
  SdHistogram order;  /* of all parents */
};

static guint64
get_bucket (const SdLinkIndexed *self,
            const SdLinkIndex   *index,
            guint64              parent)
{
  return (guint64) ((unsigned __int128) parent * index->n_buckets / self->link.n_parents);
}

/* The parents of all rows, SD_NO_ROW among them. */
static guint64 *
list_parents (const SdLinkIndexed *self)
{
  guint64 *parents = g_new (guint64, self->link.n_rows);
  g_autofree guint64 *rows = g_new (guint64, CHUNK);

  for (guint64 first = 0; first < self->link.n_rows; first += CHUNK)
    {
      guint n = (guint) MIN (self->link.n_rows - first, CHUNK);

      for (guint i = 0; i < n; i++)
        rows[i] = first + i;
      self->link.klass->get_parents (&self->link, rows, n, parents + first, NULL);
    }

  return parents;
}

/* Stable, as counting is: rows of the same parent stay in their order. */
static void
sort_bucket (SdLinkIndex *index,
             guint32      first,
             guint32      end)
{
  for (guint32 i = first + 1; i < end; i++)
    {
      guint64 parent = index->parents[i];
      guint32 row = index->rows[i];
      guint32 j = i;

      for (; j > first && index->parents[j - 1] > parent; j--)
        {
          index->parents[j] = index->parents[j - 1];
          index->rows[j] = index->rows[j - 1];
        }
      index->parents[j] = parent;
      index->rows[j] = row;
    }
}

static guint64
find_max_count (const SdLinkIndex *index)
{
  guint32 n = index->starts[index->n_buckets];
  guint64 max_count = 0;

  for (guint32 i = 0, first = 0; i < n; i++)
    {
      if (index->parents[i] != index->parents[first])
        first = i;
      max_count = MAX (max_count, i - first + 1);
    }

  return max_count;
}

static void
make_order (SdLinkIndex *index,
            guint64      n_parents)
{
  g_autofree guint64 *numbers = g_new0 (guint64, index->max_count + 1);
  guint32 n = index->starts[index->n_buckets];

  numbers[0] = n_parents;
  for (guint32 i = 0, first = 0; i < n; i++)
    {
      if (index->parents[i] != index->parents[first])
        first = i;
      if (i + 1 < n && index->parents[i + 1] == index->parents[first])
        continue;
      numbers[i - first + 1]++;
      numbers[0]--;
    }
  sd_histogram_init (&index->order);
  for (guint64 count = 0; count <= index->max_count; count++)
    sd_histogram_add (&index->order, count, numbers[count]);
  sd_histogram_seal (&index->order);
}

static SdLinkIndex *
make_index (const SdLinkIndexed *self)
{
  SdLinkIndex *index = g_new0 (SdLinkIndex, 1);
  g_autofree guint64 *parents = list_parents (self);
  guint32 *starts;

  index->n_buckets = MAX (MIN (self->link.n_parents, self->link.n_rows), 1);
  index->rows = g_new (guint32, self->link.n_children);
  index->parents = g_new (guint64, self->link.n_children);

  /* Filling a bucket moves its start to that of the next one: one further off,
   * so that in the end each is in its place. */
  starts = g_new0 (guint32, index->n_buckets + 2);
  for (guint64 row = 0; row < self->link.n_rows; row++)
    if (parents[row] != SD_NO_ROW)
      starts[get_bucket (self, index, parents[row]) + 2]++;
  for (guint64 i = 1; i < index->n_buckets + 2; i++)
    starts[i] += starts[i - 1];
  for (guint64 row = 0; row < self->link.n_rows; row++)
    if (parents[row] != SD_NO_ROW)
      {
        guint32 at = starts[get_bucket (self, index, parents[row]) + 1]++;

        index->rows[at] = (guint32) row;
        index->parents[at] = parents[row];
      }
  index->starts = starts;

  if (index->n_buckets < self->link.n_parents)
    for (guint64 i = 0; i < index->n_buckets; i++)
      sort_bucket (index, starts[i], starts[i + 1]);
  index->max_count = find_max_count (index);
  make_order (index, self->link.n_parents);

  return index;
}

static const SdLinkIndex *
get_index (const SdLinkIndexed *self)
{
  /* The link is constant to everybody, the index is how it remembers. */
  SdLinkIndex **place = (SdLinkIndex **) &self->index;

  if (g_once_init_enter (place))
    g_once_init_leave (place, make_index (self));

  return *place;
}

/* Where the rows of @parent begin; their number is the return value. */
static guint32
find_parent (const SdLinkIndexed *self,
             const SdLinkIndex   *index,
             guint64              parent,
             guint32             *first)
{
  guint64 bucket = get_bucket (self, index, parent);
  guint32 end = index->starts[bucket + 1];
  guint32 low = index->starts[bucket];
  guint32 high;

  while (low < end && index->parents[low] < parent)
    low++;
  *first = low;
  if (index->n_buckets == self->link.n_parents)
    return end - low;

  for (high = low; high < end && index->parents[high] == parent; high++)
    ;
  return high - low;
}

/**
 * sd_link_indexed_init:
 * @self: a link whose index may be needed
 * @spec: what it is made from
 *
 * Prepares the part of a link that its kinds have in common.
 */
void
sd_link_indexed_init (SdLinkIndexed    *self,
                      const SdLinkSpec *spec)
{
  sd_link_init (&self->link, spec);
  self->link.is_invertible = self->link.n_rows <= ROWS_MAX;
  self->first_gap = spec->part != NULL ? spec->part->first : 0;
  self->n_placed = spec->part != NULL ? spec->part->n_rows : self->link.n_rows;
  sd_permutation_init (&self->gaps, MAX (self->n_placed, 1),
                       spec->part != NULL ? spec->part->key
                                          : sd_link_make_key (spec, SD_LANE_OPTIONAL, 0));
}

/**
 * sd_link_indexed_clear:
 * @self: the link
 *
 * Frees the index.
 */
void
sd_link_indexed_clear (SdLinkIndexed *self)
{
  if (self->index == NULL)
    return;

  sd_histogram_clear (&self->index->order);
  g_free (self->index->starts);
  g_free (self->index->rows);
  g_free (self->index->parents);
  g_clear_pointer (&self->index, g_free);
}

/**
 * sd_link_indexed_has_parent:
 * @self: the link
 * @row: a row of the child table
 *
 * Returns: whether the row has a parent
 */
gboolean
sd_link_indexed_has_parent (const SdLinkIndexed *self,
                            guint64              row)
{
  return self->link.n_children == self->link.n_rows
         || (row < self->n_placed
             && sd_permutation_apply (&self->gaps, row) - self->first_gap
                < self->link.n_children);
}

/**
 * sd_link_indexed_get_ordinals:
 * @self: the link
 * @rows: (array length=n): rows of the child table
 * @parents: (array length=n): their parents
 * @n: how many
 * @ordinals: (array length=n): where their places among the children of the same
 *   parent go; all 0 without an index
 */
void
sd_link_indexed_get_ordinals (const SdLinkIndexed *self,
                              const guint64       *rows,
                              const guint64       *parents,
                              guint                n,
                              guint64             *ordinals)
{
  memset (ordinals, 0, n * sizeof (guint64));
  if (!self->link.is_invertible)
    return;

  for (guint i = 0; i < n; i++)
    {
      const SdLinkIndex *index = get_index (self);
      guint32 first, low, high;

      if (parents[i] == SD_NO_ROW)
        continue;
      high = find_parent (self, index, parents[i], &first);
      low = 0;
      while (high - low > 1)
        {
          guint32 middle = low + (high - low) / 2;

          if (index->rows[first + middle] <= rows[i])
            low = middle;
          else
            high = middle;
        }
      ordinals[i] = low;
    }
}

void
sd_link_indexed_get_counts (const SdLink  *link,
                            const guint64 *parents,
                            guint          n,
                            guint64       *counts)
{
  const SdLinkIndexed *self = (const SdLinkIndexed *) link;
  const SdLinkIndex *index = get_index (self);
  guint32 first;

  for (guint i = 0; i < n; i++)
    counts[i] = find_parent (self, index, parents[i], &first);
}

void
sd_link_indexed_get_children (const SdLink *link,
                              guint64       parent,
                              guint64       ordinal,
                              guint         n,
                              guint64      *rows)
{
  const SdLinkIndexed *self = (const SdLinkIndexed *) link;
  const SdLinkIndex *index = get_index (self);
  guint32 first;

  find_parent (self, index, parent, &first);
  for (guint i = 0; i < n; i++)
    rows[i] = index->rows[first + ordinal + i];
}

void
sd_link_indexed_get_places (const SdLink  *link,
                            const guint64 *parents,
                            guint          n,
                            guint64       *uniforms)
{
  const SdLinkIndexed *self = (const SdLinkIndexed *) link;
  const SdLinkIndex *index = get_index (self);

  for (guint i = 0; i < n; i++)
    {
      guint32 first;

      uniforms[i] = sd_histogram_get_place (&index->order,
                                            find_parent (self, index, parents[i], &first),
                                            uniforms[i]);
    }
}

guint64
sd_link_indexed_get_max_count (const SdLink *link)
{
  const SdLinkIndexed *self = (const SdLinkIndexed *) link;

  return link->is_invertible ? get_index (self)->max_count : link->n_children;
}

/* The expected one, which takes no index: oneself, and of all others one in so
 * many parents. */
double
sd_link_indexed_get_amplification (const SdLink *link)
{
  if (link->n_children == 0)
    return 0;

  return 1 + (double) (link->n_children - 1) / (double) link->n_parents;
}
