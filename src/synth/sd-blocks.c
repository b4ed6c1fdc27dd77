/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Whole blocks; see the header. */

#define G_LOG_DOMAIN "sd-blocks"

#include <string.h>

#include "sd-blocks-private.h"

typedef struct
{
  guint     n_blocks;
  guint64 **blocks;     /* NULL until made */
} Cache;

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
