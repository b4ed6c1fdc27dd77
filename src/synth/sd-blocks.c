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

/* A part of at most SD_BATCH_ROWS rows of the block, from row @first of it on. */
static SdFrame *
open_part (const SdBlock *block,
           guint          first)
{
  const guint n = MIN (SD_BATCH_ROWS, block->n - first);
  guint64 rows[SD_BATCH_ROWS];

  for (guint i = 0; i < n; i++)
    rows[i] = block->first + first + i;
  return sd_frame_open_child (block->frame, block->frame->table, rows, n);
}

void
sd_block_get_classes (const SdBlock *block,
                      guint          node,
                      guint64       *classes)
{
  for (guint first = 0; first < block->n; first += SD_BATCH_ROWS)
    {
      SdFrame *frame = open_part (block, first);

      memcpy (classes + first, sd_frame_get (frame, node)->i64, frame->n_rows * sizeof *classes);
      sd_frame_close_child (frame);
    }
}

void
sd_block_get_numbers (const SdBlock *block,
                      guint          node,
                      double        *values)
{
  for (guint first = 0; first < block->n; first += SD_BATCH_ROWS)
    {
      SdFrame *frame = open_part (block, first);

      sd_vector_get_numbers (sd_frame_get (frame, node), frame->n_rows, values + first);
      sd_frame_close_child (frame);
    }
}

void
sd_block_get_uniforms (const SdBlock  *block,
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
