/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Frames: rows of one table under evaluation, with the vectors already made.
 *
 * An evaluator keeps a pool of frames per table, because the same table may be
 * under evaluation several times at once (a row, its parent's siblings …), and
 * one arena for text, which is released in the order it was filled.
 */

#define G_LOG_DOMAIN "sd-frame"

#include <string.h>

#include "sd-frame-private.h"
#include "sd-mess-table-private.h"
#include "sd-pilot-private.h"

#define ARENA_BLOCK (256 * 1024)

typedef struct
{
  guint64      generation;
  guint64     *parents;    /* SD_NO_ROW for none */
  guint64     *ordinals;
  guint64      ordinals_generation;
  guint64      frame_generation;
  struct _FrameState *parent_frame;
  guint16     *map;        /* row of this frame → row of the parent frame */
  guint8      *missing;
  gboolean     has_missing;
} LinkState;

typedef struct _FrameState
{
  SdFrame       frame;
  SdEvaluator  *evaluator;
  struct _FrameState *next;      /* in the pool */
  guint64       generation;
  guint64       rows[SD_BATCH_ROWS];
  guint64       copies[SD_BATCH_ROWS];
  guint         n_nodes;
  guint64      *made;            /* per node: the generation it was made in */
  SdVector     *vectors;
  gpointer     *buffers;         /* per node, allocated when first needed */
  guint8      **masks;
  guint         n_links;
  LinkState    *links;
  /* A child frame gives back the arena it filled. */
  guint         arena_block;
  gsize         arena_used;
} FrameState;

typedef struct
{
  gpointer       data;
  GDestroyNotify free;
} Scratch;

struct _SdEvaluator
{
  SdPlan      *plan;
  FrameState **pools;     /* per table */
  FrameState  *root;
  GPtrArray   *blocks;    /* the arena; the first is ARENA_BLOCK bytes, later ones may be larger */
  GArray      *sizes;     /* of gsize */
  guint        block;
  gsize        used;
  GHashTable  *scratch;   /* SdNode → Scratch */
  SdBatch      batch;
  const SdVector **columns;
};

static FrameState *
frame_state_new (SdEvaluator *evaluator,
                 guint        table)
{
  const SdPlanTableData *data = &evaluator->plan->tables[table];
  FrameState *self = g_new0 (FrameState, 1);

  self->evaluator = evaluator;
  self->frame.table = table;
  self->frame.rows = self->rows;
  self->n_nodes = data->nodes->len;
  self->made = g_new0 (guint64, self->n_nodes);
  self->vectors = g_new0 (SdVector, self->n_nodes);
  self->buffers = g_new0 (gpointer, self->n_nodes);
  self->masks = g_new0 (guint8 *, self->n_nodes);
  self->n_links = data->links->len;
  self->links = g_new0 (LinkState, self->n_links);
  return self;
}

static void
frame_state_free (FrameState *self)
{
  for (guint i = 0; i < self->n_nodes; i++)
    {
      g_free (self->buffers[i]);
      g_free (self->masks[i]);
    }
  for (guint i = 0; i < self->n_links; i++)
    {
      g_free (self->links[i].parents);
      g_free (self->links[i].ordinals);
      g_free (self->links[i].map);
      g_free (self->links[i].missing);
    }
  g_free (self->made);
  g_free (self->vectors);
  g_free (self->buffers);
  g_free (self->masks);
  g_free (self->links);
  g_free (self);
}

/* A frame of @table with nothing made; its rows are still to be filled in. */
static FrameState *
acquire (SdEvaluator *evaluator,
         guint        table)
{
  FrameState *state = evaluator->pools[table];

  if (state != NULL)
    evaluator->pools[table] = state->next;
  else
    state = frame_state_new (evaluator, table);
  state->next = NULL;
  state->generation++;
  state->frame.contiguous = FALSE;
  state->frame.pilot = NULL;
  state->frame.copies = NULL;
  state->frame.attempt_node = 0;
  return state;
}

static void
release (FrameState *state)
{
  SdEvaluator *evaluator = state->evaluator;

  for (guint i = 0; i < state->n_links; i++)
    g_clear_pointer (&state->links[i].parent_frame, release);
  state->next = evaluator->pools[state->frame.table];
  evaluator->pools[state->frame.table] = state;
}

/* Consecutive rows let some nodes take a faster path to the same values. */
static void
note_contiguous (FrameState *state)
{
  const guint n = state->frame.n_rows;

  state->frame.contiguous = n > 0 && state->rows[n - 1] - state->rows[0] == n - 1;
  for (guint i = 1; state->frame.contiguous && i < n; i++)
    state->frame.contiguous = state->rows[i] == state->rows[i - 1] + 1;
}

/**
 * sd_frame_draw:
 * @frame: a frame
 * @draw: draws of its table
 * @u: (out): room for the frame's rows
 */
void
sd_frame_draw (SdFrame      *frame,
               const SdDraw *draw,
               guint64      *u)
{
  if (frame->pilot == NULL)
    sd_draw_fill (draw, frame->rows, frame->n_rows, u);
  else
    sd_pilot_draw (frame->pilot, frame->pilot_path, draw, frame->pilot_first, frame->n_rows, u);
}

/**
 * sd_frame_get:
 * @frame: a frame
 * @index: a node of its table
 *
 * Returns: the node's vector for the frame's rows, valid as long as the frame
 */
const SdVector *
sd_frame_get (SdFrame *frame,
              guint    index)
{
  FrameState *state = (FrameState *) frame;
  SdVector *vector;
  SdNode *node;

  g_assert (index < state->n_nodes);

  vector = &state->vectors[index];
  if (state->made[index] == state->generation)
    return vector;

  node = sd_plan_get_node (state->evaluator->plan, frame->table, index);
  if (state->buffers[index] == NULL)
    state->buffers[index] = g_malloc (SD_BATCH_ROWS * sd_vector_kind_get_size (node->kind));
  vector->kind = node->kind;
  vector->i64 = state->buffers[index];
  vector->dictionary = node->dictionary;
  vector->null = NULL;
  vector->shown = NULL;
  /* The mask's home, found again by sd_frame_need_null(). */
  if (frame->pilot == NULL || sd_pilot_allows (frame->pilot, node))
    node->klass->evaluate (node, frame, vector);
  else
    memset (vector->i64, 0, SD_BATCH_ROWS * sd_vector_kind_get_size (node->kind));
  state->made[index] = state->generation;
  return vector;
}

/**
 * sd_frame_need_null:
 *
 * Returns: the cleared mask of @out, which is being evaluated in @frame; it is
 *   stored in @out
 */
guint8 *
sd_frame_need_null (SdFrame  *frame,
                    SdVector *out)
{
  FrameState *state = (FrameState *) frame;
  const gsize index = out - state->vectors;

  g_assert (index < state->n_nodes);

  if (state->masks[index] == NULL)
    state->masks[index] = g_malloc (SD_BATCH_ROWS);
  memset (state->masks[index], 0, frame->n_rows);
  out->null = state->masks[index];
  return out->null;
}

static LinkState *
get_link_state (FrameState *state,
                guint       link)
{
  LinkState *link_state;

  g_assert (link < state->n_links);

  link_state = &state->links[link];
  if (link_state->parents == NULL)
    link_state->parents = g_new (guint64, SD_BATCH_ROWS);
  return link_state;
}

/* Parents of the frame's rows and, if wanted, their ordinals; the classes in
 * which rows choose are nodes like any other. */
static void
find_parents (FrameState *state,
              guint       link,
              guint64    *parents,
              guint64    *ordinals)
{
  const SdPlanLink *plan_link = sd_plan_get_link (state->evaluator->plan, state->frame.table,
                                                  link);

  if (plan_link->class_node < 0)
    sd_link_get_parents (plan_link->link, state->rows, state->frame.n_rows, parents, ordinals);
  else
    sd_link_get_parents_in (plan_link->link, state->rows,
                            sd_frame_get (&state->frame, (guint) plan_link->class_node)->i64,
                            state->frame.n_rows, parents, ordinals);
}

/**
 * sd_frame_get_parent_rows:
 *
 * Returns: the rows of the parents under @link, SD_NO_ROW for none
 */
const guint64 *
sd_frame_get_parent_rows (SdFrame *frame,
                          guint    link)
{
  FrameState *state = (FrameState *) frame;
  LinkState *link_state = get_link_state (state, link);

  if (link_state->generation != state->generation)
    {
      find_parents (state, link, link_state->parents, NULL);
      link_state->generation = state->generation;
    }
  return link_state->parents;
}

/**
 * sd_frame_get_ordinals:
 *
 * Returns: the rows' places among their parent's children, from 0
 */
const guint64 *
sd_frame_get_ordinals (SdFrame *frame,
                       guint    link)
{
  FrameState *state = (FrameState *) frame;
  LinkState *link_state = get_link_state (state, link);

  if (link_state->ordinals == NULL)
    link_state->ordinals = g_new (guint64, SD_BATCH_ROWS);
  if (link_state->ordinals_generation != state->generation)
    {
      find_parents (state, link, link_state->parents, link_state->ordinals);
      link_state->generation = state->generation;
      link_state->ordinals_generation = state->generation;
    }
  return link_state->ordinals;
}

/* Runs of the same parent (rows clustered under it) are evaluated once. */
static void
fill_parent_frame (FrameState    *parent,
                   LinkState     *link,
                   const guint64 *rows,
                   guint          n)
{
  guint64 last = SD_NO_ROW;
  guint n_distinct = 0;

  link->has_missing = FALSE;
  for (guint i = 0; i < n; i++)
    {
      const gboolean missing = rows[i] == SD_NO_ROW;
      const guint64 row = missing ? 0 : rows[i];

      link->missing[i] = missing;
      link->has_missing |= missing;
      /* Where a run ends cannot be predicted, so no branch depends on it. */
      n_distinct += row != last;
      parent->rows[n_distinct - 1] = row;
      link->map[i] = n_distinct - 1;
      last = row;
    }
  parent->frame.n_rows = n_distinct;
  note_contiguous (parent);
}

static void
fill_virtual_frame (FrameState *state,
                    SdPilot    *pilot,
                    guint64     path,
                    guint       first,
                    guint       n)
{
  state->frame.pilot = pilot;
  state->frame.pilot_path = path;
  state->frame.pilot_first = first;
  state->frame.n_rows = n;
  sd_pilot_get_rows (pilot, path, state->frame.table, first, n, state->rows);
}

/* Every virtual row has a parent of its own. */
static void
fill_virtual_parent (FrameState    *parent,
                     LinkState     *link_state,
                     const SdFrame *frame,
                     guint          link)
{
  fill_virtual_frame (parent, frame->pilot, frame->pilot_path * 64 + link + 1, frame->pilot_first,
                      frame->n_rows);
  link_state->has_missing = FALSE;
  for (guint i = 0; i < frame->n_rows; i++)
    link_state->map[i] = i;
}

/**
 * sd_frame_get_parent:
 * @frame: a frame
 * @link: a link of its table
 * @map: (out): row of @frame → row of the parents' frame
 * @missing: (out): 1 for rows without a parent, which stand as row 0 of the
 *   parent table; NULL when all rows have one
 *
 * Returns: the frame of the parents, where runs of one parent are one row
 */
SdFrame *
sd_frame_get_parent (SdFrame        *frame,
                     guint           link,
                     const guint16 **map,
                     const guint8  **missing)
{
  FrameState *state = (FrameState *) frame;
  LinkState *link_state = get_link_state (state, link);

  if (link_state->frame_generation != state->generation || link_state->parent_frame == NULL)
    {
      const SdPlanLink *plan_link = sd_plan_get_link (state->evaluator->plan, frame->table, link);

      if (link_state->map == NULL)
        {
          link_state->map = g_new (guint16, SD_BATCH_ROWS);
          link_state->missing = g_new (guint8, SD_BATCH_ROWS);
        }
      g_clear_pointer (&link_state->parent_frame, release);
      link_state->parent_frame = acquire (state->evaluator, plan_link->parent_table);
      if (frame->pilot == NULL)
        fill_parent_frame (link_state->parent_frame, link_state,
                           sd_frame_get_parent_rows (frame, link), frame->n_rows);
      else
        fill_virtual_parent (link_state->parent_frame, link_state, frame, link);
      link_state->frame_generation = state->generation;
    }
  *map = link_state->map;
  *missing = link_state->has_missing ? link_state->missing : NULL;
  return &link_state->parent_frame->frame;
}

/**
 * sd_frame_get_link:
 *
 * Returns: link @link of table @table
 */
const SdLink *
sd_frame_get_link (SdFrame *frame,
                   guint    table,
                   guint    link)
{
  return sd_plan_get_link (((FrameState *) frame)->evaluator->plan, table, link)->link;
}

/**
 * sd_frame_open_child:
 * @frame: the frame that asks
 * @table: the child table
 * @rows: rows of it
 * @n: how many, at most SD_BATCH_ROWS
 *
 * Returns: (transfer full): a frame of these rows; give it back with
 *   sd_frame_close_child(), last opened first
 */
SdFrame *
sd_frame_open_child (SdFrame       *frame,
                     guint          table,
                     const guint64 *rows,
                     guint          n)
{
  SdEvaluator *evaluator = ((FrameState *) frame)->evaluator;
  FrameState *child = acquire (evaluator, table);

  g_assert (n <= SD_BATCH_ROWS);

  memcpy (child->rows, rows, n * sizeof *rows);
  child->frame.n_rows = n;
  note_contiguous (child);
  child->arena_block = evaluator->block;
  child->arena_used = evaluator->used;
  return &child->frame;
}

/**
 * sd_frame_open_attempt:
 * @frame: the frame that asks
 * @places: (array length=n): rows of it, by their place in it
 * @n: how many; of virtual rows all are there
 * @node: the node of the attempts
 * @attempt: its number
 *
 * Returns: (transfer full): a frame in which the columns that @node is about draw
 *   as at this attempt; give it back with sd_frame_close_child()
 */
SdFrame *
sd_frame_open_attempt (SdFrame       *frame,
                       const guint16 *places,
                       guint          n,
                       guint          node,
                       guint          attempt)
{
  SdEvaluator *evaluator = ((FrameState *) frame)->evaluator;
  FrameState *child = acquire (evaluator, frame->table);

  if (frame->pilot != NULL)
    fill_virtual_frame (child, frame->pilot, frame->pilot_path, frame->pilot_first,
                        frame->n_rows);
  else
    {
      for (guint i = 0; i < n; i++)
        child->rows[i] = frame->rows[places[i]];
      child->frame.n_rows = n;
      note_contiguous (child);
    }
  child->frame.attempt_node = node + 1;
  child->frame.attempt = attempt;
  child->arena_block = evaluator->block;
  child->arena_used = evaluator->used;
  return &child->frame;
}

/**
 * sd_frame_close_child:
 * @child: (transfer full): a frame of sd_frame_open_child()
 *
 * Its vectors and what was allocated since it was opened are gone.
 */
void
sd_frame_close_child (SdFrame *child)
{
  FrameState *state = (FrameState *) child;
  SdEvaluator *evaluator = state->evaluator;

  evaluator->block = state->arena_block;
  evaluator->used = state->arena_used;
  release (state);
}

/**
 * sd_frame_alloc:
 *
 * Returns: @size bytes, aligned to 16, that live as long as the frame's batch
 */
gpointer
sd_frame_alloc (SdFrame *frame,
                gsize    size)
{
  SdEvaluator *self = ((FrameState *) frame)->evaluator;
  gpointer memory;

  size = (size + 15) & ~(gsize) 15;
  while (self->block < self->blocks->len
         && self->used + size > g_array_index (self->sizes, gsize, self->block))
    {
      self->block++;
      self->used = 0;
    }
  if (self->block == self->blocks->len)
    {
      gsize block_size = MAX (size, ARENA_BLOCK);

      g_ptr_array_add (self->blocks, g_malloc (block_size));
      g_array_append_val (self->sizes, block_size);
    }
  memory = (char *) g_ptr_array_index (self->blocks, self->block) + self->used;
  self->used += size;
  return memory;
}

static void
free_scratch (gpointer data)
{
  Scratch *scratch = data;

  if (scratch->free != NULL)
    scratch->free (scratch->data);
  g_free (scratch->data);
  g_free (scratch);
}

/**
 * sd_frame_get_scratch:
 * @frame: a frame
 * @node: the node that asks
 * @size: bytes
 * @free: (nullable): clears the contents, not the memory itself
 *
 * Returns: memory of the evaluator's own for @node, zero when first asked for
 */
gpointer
sd_frame_get_scratch (SdFrame        *frame,
                      const SdNode   *node,
                      gsize           size,
                      GDestroyNotify  free_func)
{
  SdEvaluator *self = ((FrameState *) frame)->evaluator;
  Scratch *scratch = g_hash_table_lookup (self->scratch, node);

  if (scratch == NULL)
    {
      scratch = g_new0 (Scratch, 1);
      scratch->data = g_malloc0 (size);
      scratch->free = free_func;
      g_hash_table_insert (self->scratch, (gpointer) node, scratch);
    }
  return scratch->data;
}

/**
 * sd_evaluator_new:
 * @plan: a plan
 *
 * Returns: (transfer full): an evaluator for one thread, which holds the plan
 */
SdEvaluator *
sd_evaluator_new (SdPlan *plan)
{
  SdEvaluator *self = g_new0 (SdEvaluator, 1);

  self->plan = sd_plan_ref (plan);
  self->pools = g_new0 (FrameState *, plan->n_tables);
  self->blocks = g_ptr_array_new_with_free_func (g_free);
  self->sizes = g_array_new (FALSE, FALSE, sizeof (gsize));
  self->scratch = g_hash_table_new_full (NULL, NULL, NULL, free_scratch);
  return self;
}

/**
 * sd_evaluator_free:
 *
 * Frees @self and every batch it gave.
 */
void
sd_evaluator_free (SdEvaluator *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->root, release);
  for (guint i = 0; i < self->plan->n_tables; i++)
    while (self->pools[i] != NULL)
      {
        FrameState *state = self->pools[i];

        self->pools[i] = state->next;
        frame_state_free (state);
      }
  g_free (self->pools);
  g_hash_table_unref (self->scratch);
  g_ptr_array_unref (self->blocks);
  g_array_unref (self->sizes);
  g_free (self->columns);
  sd_plan_unref (self->plan);
  g_free (self);
}

/* The only frame that is not inside another; everything of the last call is
 * given back. */
static FrameState *
renew_root (SdEvaluator *self,
            guint        table)
{
  g_clear_pointer (&self->root, release);
  self->block = 0;
  self->used = 0;
  self->root = acquire (self, table);
  return self->root;
}

const SdVector *
sd_evaluator_get_node (SdEvaluator   *self,
                       guint          table,
                       guint          node,
                       const guint64 *rows,
                       guint          n)
{
  FrameState *root = renew_root (self, table);

  g_return_val_if_fail (n <= SD_BATCH_ROWS, NULL);

  memcpy (root->rows, rows, n * sizeof *rows);
  root->frame.n_rows = n;
  note_contiguous (root);
  return sd_frame_get (&root->frame, node);
}

/* The vector of one node for virtual rows of a pilot. */
const SdVector *
sd_evaluator_get_virtual (SdEvaluator *self,
                          SdPilot     *pilot,
                          guint        table,
                          guint        node,
                          guint        first,
                          guint        n)
{
  FrameState *root = renew_root (self, table);

  fill_virtual_frame (root, pilot, 0, first, n);
  return sd_frame_get (&root->frame, node);
}

/* The clean rows that the output rows of @root show. */
static void
find_clean_rows (FrameState        *root,
                 const SdMessTable *mess)
{
  for (guint i = 0; i < root->frame.n_rows; i++)
    {
      root->rows[i] = sd_mess_rows_get_clean (&mess->rows, root->rows[i], &root->copies[i]);
      if (root->copies[i] != SD_NO_ROW)
        root->frame.copies = root->copies;
    }
}

static const SdBatch *
make_batch (SdEvaluator    *self,
            FrameState     *root,
            guint64         first,
            const gboolean *wanted)
{
  const SdPlanTableData *data = &self->plan->tables[root->frame.table];

  if (data->mess != NULL)
    find_clean_rows (root, data->mess);
  note_contiguous (root);
  self->columns = g_renew (const SdVector *, self->columns, data->info.n_columns);
  for (guint i = 0; i < data->info.n_columns; i++)
    self->columns[i] = wanted == NULL || wanted[i]
                     ? sd_frame_get (&root->frame, data->output_nodes[i]) : NULL;
  self->batch = (SdBatch) {
    .table = root->frame.table,
    .first_row = first,
    .n_rows = root->frame.n_rows,
    .n_columns = data->info.n_columns,
    .columns = self->columns,
  };
  return &self->batch;
}

/**
 * sd_evaluator_get_rows_at:
 * @self: an evaluator
 * @table: index of a table
 * @rows: rows of it, as exported
 * @n: how many, at most SD_BATCH_ROWS
 * @wanted: (nullable): one flag per column; NULL for all
 *
 * Returns: the rows' values, valid until the evaluator's next call
 */
const SdBatch *
sd_evaluator_get_rows_at (SdEvaluator    *self,
                          guint           table,
                          const guint64  *rows,
                          guint           n,
                          const gboolean *wanted)
{
  FrameState *root = renew_root (self, table);

  g_return_val_if_fail (n <= SD_BATCH_ROWS, NULL);

  memcpy (root->rows, rows, n * sizeof *rows);
  root->frame.n_rows = n;
  return make_batch (self, root, n > 0 ? rows[0] : 0, wanted);
}

/**
 * sd_evaluator_get_rows:
 * @self: an evaluator
 * @table: index of a table
 * @first: its first row, from 0
 * @n: how many rows, at most SD_BATCH_ROWS and not past the end of the table
 * @wanted: (nullable): one flag per column; NULL for all
 *
 * Returns: the rows' values, valid until the evaluator's next call
 */
const SdBatch *
sd_evaluator_get_rows (SdEvaluator    *self,
                       guint           table,
                       guint64         first,
                       guint           n,
                       const gboolean *wanted)
{
  const SdPlanTableData *data = &self->plan->tables[table];
  FrameState *root;

  g_return_val_if_fail (n <= SD_BATCH_ROWS, NULL);
  g_return_val_if_fail (first <= data->info.n_rows && n <= data->info.n_rows - first, NULL);

  root = renew_root (self, table);
  for (guint i = 0; i < n; i++)
    root->rows[i] = first + i;
  root->frame.n_rows = n;
  return make_batch (self, root, first, wanted);
}
