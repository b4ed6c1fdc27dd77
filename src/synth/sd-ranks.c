/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Whole blocks, and uniforms ranked within classes; see the header. */

#define G_LOG_DOMAIN "sd-ranks"

#include <string.h>

#include "sd-ranks-private.h"

/* 2^64 times the golden section. */
#define GOLDEN G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)

typedef struct
{
  guint     n_blocks;
  guint64 **blocks;     /* NULL until made */
} Cache;

typedef struct
{
  SdNode   node;
  SdSource source;
  guint    classes;
  guint64  n_rows;
  gboolean outcomes;
} RanksNode;

typedef struct
{
  guint64 class;
  guint64 u;
  guint32 place;
} Entry;

static guint
get_block_rows (guint64 n_table_rows)
{
  return n_table_rows <= SD_WHOLE_ROWS ? SD_WHOLE_ROWS : SD_DRAW_BLOCK;
}

static void
clear_cache (gpointer data)
{
  Cache *cache = data;

  for (guint i = 0; i < cache->n_blocks; i++)
    g_free (cache->blocks[i]);
  g_free (cache->blocks);
}

static const guint64 *
get_block (const SdNode *node,
           SdFrame      *frame,
           Cache        *cache,
           guint64       n_table_rows,
           guint64       number,
           SdBlockFunc   func)
{
  const guint size = get_block_rows (n_table_rows);
  const SdBlock block = { frame, number, number * size,
                          (guint) MIN (size, n_table_rows - number * size) };

  if (cache->blocks == NULL)
    {
      cache->n_blocks = (guint) ((n_table_rows + size - 1) / size);
      cache->blocks = g_new0 (guint64 *, cache->n_blocks);
    }
  if (cache->blocks[number] == NULL)
    {
      guint64 *results = g_new (guint64, block.n);

      func (node, &block, results);
      cache->blocks[number] = results;
    }
  return cache->blocks[number];
}

void
sd_blocks_get (const SdNode *node,
               SdFrame      *frame,
               guint64       n_table_rows,
               SdBlockFunc   func,
               guint64      *results)
{
  Cache *cache = sd_frame_get_scratch (frame, node, sizeof *cache, clear_cache);
  const guint size = get_block_rows (n_table_rows);
  const guint64 *block = NULL;
  guint64 number = G_MAXUINT64;

  for (guint i = 0; i < frame->n_rows; i++)
    {
      if (frame->rows[i] / size != number)
        {
          number = frame->rows[i] / size;
          block = get_block (node, frame, cache, n_table_rows, number, func);
        }
      results[i] = block[frame->rows[i] % size];
    }
}

void
sd_block_get_values (const SdBlock *block,
                     guint          node,
                     gpointer       values,
                     guint8        *null)
{
  guint64 rows[SD_BATCH_ROWS];

  for (guint first = 0, n; first < block->n; first += n)
    {
      const SdVector *vector;
      SdFrame *frame;

      n = MIN (SD_BATCH_ROWS, block->n - first);
      for (guint i = 0; i < n; i++)
        rows[i] = block->first + first + i;
      frame = sd_frame_open_child (block->frame, block->frame->table, rows, n);
      vector = sd_frame_get (frame, node);
      memcpy ((guint64 *) values + first, vector->i64, n * sizeof (guint64));
      if (null != NULL && vector->null != NULL)
        memcpy (null + first, vector->null, n);
      else if (null != NULL)
        memset (null + first, 0, n);
      sd_frame_close_child (frame);
    }
}

guint
sd_block_number_classes (guint64 *classes,
                         guint    n)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autofree guint64 *keys = g_memdup2 (classes, n * sizeof *classes);
  guint n_classes = 0;

  for (guint i = 0; i < n; i++)
    {
      gpointer known = g_hash_table_lookup (numbers, &keys[i]);

      if (known == NULL)
        {
          known = GUINT_TO_POINTER (++n_classes);
          g_hash_table_insert (numbers, &keys[i], known);
        }
      classes[i] = GPOINTER_TO_UINT (known) - 1;
    }
  return n_classes;
}

static int
compare_entries (gconstpointer a,
                 gconstpointer b)
{
  const Entry *x = a, *y = b;

  if (x->class != y->class)
    return x->class < y->class ? -1 : 1;
  if (x->u != y->u)
    return x->u < y->u ? -1 : 1;
  return (x->place > y->place) - (x->place < y->place);
}

void
sd_block_sort (const guint64 *classes,
               const guint64 *u,
               guint          n,
               guint32       *order)
{
  g_autofree Entry *entries = g_new (Entry, n);

  for (guint i = 0; i < n; i++)
    entries[i] = (Entry) { classes != NULL ? classes[i] : 0, u[i], i };
  qsort (entries, n, sizeof *entries, compare_entries);
  for (guint i = 0; i < n; i++)
    order[i] = entries[i].place;
}

static void
get_uniforms (const SdBlock  *block,
              const SdSource *source,
              guint64        *u)
{
  guint64 rows[SD_BATCH_ROWS];

  for (guint first = 0, n; first < block->n; first += n)
    {
      SdFrame *frame;

      n = MIN (SD_BATCH_ROWS, block->n - first);
      for (guint i = 0; i < n; i++)
        rows[i] = block->first + first + i;
      frame = sd_frame_open_child (block->frame, block->frame->table, rows, n);
      sd_source_fill (source, frame, u + first);
      sd_frame_close_child (frame);
    }
}

/* Rank i of m rows lies in the i-th of m parts; where in it is taken from the
 * digits of u that the rank did not use. What lies above the middle mirrors
 * what lies below: each is uniform still, but the mean of a class as small as
 * ten rows is that of its margin. */
static void
place_numbers (const guint32 *order,
               const guint64 *u,
               guint          m,
               guint64       *results)
{
  const guint64 part = G_MAXUINT64 / m;

  for (guint i = 0; i < m; i++)
    {
      const guint twin = MIN (i, m - 1 - i);
      const guint64 v = sd_scale (u[order[twin]] * GOLDEN, part);

      results[order[i]] = i * part + (i == twin ? v : part - 1 - v);
    }
}

/* All at the same place @v of their parts: any interval then has the nearest
 * number of rows below or above its share. */
static void
place_outcomes (const guint32 *order,
                guint64        v,
                guint          m,
                guint64       *results)
{
  const guint64 part = G_MAXUINT64 / m;

  for (guint i = 0; i < m; i++)
    results[order[i]] = i * part + sd_scale (v, part);
}

static void
rank_block (const SdNode  *node,
            const SdBlock *block,
            guint64       *results)
{
  const RanksNode *self = (const RanksNode *) node;
  const guint n = block->n;
  g_autofree guint64 *u = g_new (guint64, n);
  g_autofree guint64 *classes = g_new (guint64, n);
  g_autofree guint32 *order = g_new (guint32, n);
  guint64 v;
  guint end;

  get_uniforms (block, &self->source, u);
  sd_block_get_values (block, self->classes, classes, NULL);
  sd_block_sort (classes, u, n, order);
  /* Multiples of the golden section: what is too much in one class is too little
   * in another, so that the shares of all classes together hold as well. */
  v = u[order[0]] * GOLDEN;
  for (guint first = 0; first < n; first = end)
    {
      for (end = first; end < n && classes[order[end]] == classes[order[first]];)
        end++;
      if (self->outcomes)
        place_outcomes (order + first, v, end - first, results);
      else
        place_numbers (order + first, u, end - first, results);
      v += GOLDEN;
    }
}

static void
evaluate_ranks (const SdNode *node,
                SdFrame      *frame,
                SdVector     *out)
{
  const RanksNode *self = (const RanksNode *) node;

  sd_blocks_get (node, frame, self->n_rows, rank_block, (guint64 *) out->i64);
}

static const SdNodeClass ranks_class = { "ranks", evaluate_ranks, sd_node_free_plain };

SdNode *
sd_ranks_node_new (const SdSource *source,
                   const SdNode   *classes,
                   guint64         n_rows,
                   gboolean        outcomes)
{
  RanksNode *self = sd_node_alloc (sizeof *self, &ranks_class, SD_TYPE_INTEGER, SD_VECTOR_INT64);

  self->source = *source;
  self->classes = classes->index;
  self->n_rows = n_rows;
  self->outcomes = outcomes;
  return &self->node;
}
