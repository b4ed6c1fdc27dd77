/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Texts as nodes; see the header. */

#define G_LOG_DOMAIN "sd-text-node"

#include <string.h>

#include "sd-draw.h"
#include "sd-text-node-private.h"

/* A power of two, twice the texts of a block. */
#define N_SLOTS (2 * SD_DRAW_BLOCK)

typedef struct
{
  SdNode         node;
  SdTextProgram *program;
  guint64        n_blocks;
  SdPermutation  blocks;
} TextNode;

typedef struct
{
  guint32 tag;
  guint32 count;
} Slot;

/* What was counted of one block: rows from its first to done − 1. */
typedef struct
{
  guint64  block;
  gboolean valid;
  guint    done;
  guint16  ordinals[SD_DRAW_BLOCK];   /* earlier rows of the block with the same text */
  Slot     slots[N_SLOTS];
} Count;

static void
text_node_free (SdNode *node)
{
  TextNode *self = (TextNode *) node;

  sd_text_program_free (self->program);
  g_free (self);
}

static void
evaluate_text (const SdNode *node,
               SdFrame      *frame,
               SdVector     *out)
{
  sd_text_program_run (((const TextNode *) node)->program, frame, NULL, out);
}

/* How often the text was met before. A false match of two texts only adds a
 * number that was not needed. */
static guint
count_text (Count   *count,
            guint64  hash)
{
  guint index;
  guint32 tag;

  hash ^= hash >> 32;
  hash *= G_GUINT64_CONSTANT (0xd6e8feb86659fd93);
  index = (guint) (hash & (N_SLOTS - 1));
  tag = (guint32) (hash >> 32);
  while (count->slots[index].count != 0 && count->slots[index].tag != tag)
    index = (index + 1) & (N_SLOTS - 1);
  count->slots[index].tag = tag;
  return count->slots[index].count++;
}

/* Counts on with the rows of @frame, which follow those counted. */
static void
count_frame (const TextNode *self,
             SdFrame        *frame,
             Count          *count,
             guint           first,
             guint           n)
{
  guint64 hashes[SD_BATCH_ROWS];

  sd_text_program_hash (self->program, frame, hashes);
  for (guint i = 0; i < n; i++)
    count->ordinals[count->done++] = (guint16) count_text (count, hashes[first + i]);
}

/* Counts on to row @end − 1 of the block, evaluating rows that nobody asked for. */
static void
count_to (const TextNode *self,
          SdFrame        *frame,
          Count          *count,
          guint           end)
{
  guint64 rows[SD_BATCH_ROWS];

  while (count->done < end)
    {
      const guint n = MIN (end - count->done, SD_BATCH_ROWS);
      SdFrame *others;

      for (guint i = 0; i < n; i++)
        rows[i] = count->block * SD_DRAW_BLOCK + count->done + i;
      others = sd_frame_open_child (frame, frame->table, rows, n);
      count_frame (self, others, count, 0, n);
      sd_frame_close_child (others);
    }
}

static void
start_block (Count   *count,
             guint64  block)
{
  if (count->valid && count->block == block)
    return;
  count->valid = TRUE;
  count->block = block;
  count->done = 0;
  memset (count->slots, 0, sizeof count->slots);
}

/* Numbers rows @first to @first + @n − 1 of the frame, all of one block. */
static void
number_block (const TextNode *self,
              SdFrame        *frame,
              Count          *count,
              guint           first,
              guint           n,
              guint64        *numbers)
{
  const guint64 block = frame->rows[first] / SD_DRAW_BLOCK;
  const guint64 number = sd_permutation_apply (&self->blocks, block);
  guint end = 0;

  start_block (count, block);
  for (guint i = first; i < first + n; i++)
    end = MAX (end, (guint) (frame->rows[i] % SD_DRAW_BLOCK) + 1);

  /* Reading on from where the last batch ended needs no other rows. */
  if (frame->contiguous && frame->rows[first] % SD_DRAW_BLOCK == count->done)
    count_frame (self, frame, count, first, n);
  else
    count_to (self, frame, count, end);

  for (guint i = first; i < first + n; i++)
    numbers[i] = count->ordinals[frame->rows[i] % SD_DRAW_BLOCK] * self->n_blocks + number;
}

static void
evaluate_numbered (const SdNode *node,
                   SdFrame      *frame,
                   SdVector     *out)
{
  const TextNode *self = (const TextNode *) node;
  Count *count = sd_frame_get_scratch (frame, node, sizeof *count, NULL);
  guint64 numbers[SD_BATCH_ROWS];

  for (guint i = 0, n; i < frame->n_rows; i += n)
    {
      const guint64 block = frame->rows[i] / SD_DRAW_BLOCK;

      for (n = 1; i + n < frame->n_rows && frame->rows[i + n] / SD_DRAW_BLOCK == block; n++)
        ;
      number_block (self, frame, count, i, n, numbers);
    }
  sd_text_program_run (self->program, frame, numbers, out);
}

static const SdNodeClass text_class = { "text", evaluate_text, text_node_free };
static const SdNodeClass numbered_class = { "numbered-text", evaluate_numbered, text_node_free };

SdNode *
sd_text_node_new (SdTextProgram *program)
{
  TextNode *self = sd_node_alloc (sizeof *self, &text_class, SD_TYPE_TEXT, SD_VECTOR_TEXT);

  self->program = program;
  self->node.max_length = program->unbounded ? 0 : program->max_characters;
  return &self->node;
}

SdNode *
sd_text_node_new_numbered (SdTextProgram *program,
                           guint64        n_rows,
                           SdKey          key)
{
  TextNode *self = (TextNode *) sd_text_node_new (program);

  self->node.klass = &numbered_class;
  self->n_blocks = (n_rows + SD_DRAW_BLOCK - 1) / SD_DRAW_BLOCK;
  sd_permutation_init (&self->blocks, MAX (self->n_blocks, 1), key);
  return &self->node;
}
