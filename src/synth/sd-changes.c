/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The list of changes; see the header. Block by block of the clean rows, the
 * cells of every column are listed and sorted, and the copies that stand among
 * these rows are put between them.
 */

#define G_LOG_DOMAIN "sd-changes"

#include "sd-changes.h"

#include "sd-node-mess-private.h"
#include "sd-plan-private.h"

struct _SdChanges
{
  SdPlan            *plan;
  guint              table;
  const SdMessTable *mess;      /* NULL when the table has none */
  SdEvaluator       *shown;
  SdEvaluator       *clean;
  gboolean          *wanted;
  guint64            first, last;
  SdMessCells        geometry;  /* only its blocks */
  guint64            block;
  guint64            end_block;
  GArray            *changes;   /* of SdChange: of the block at hand */
  guint              next;
};

static void
choose_columns (SdChanges *self)
{
  const SdPlanTable *clean = sd_plan_get_table (sd_plan_get_clean (self->plan), self->table);

  self->wanted = g_new0 (gboolean, clean->n_columns + 1);
  for (guint c = 0; c < clean->n_columns; c++)
    self->wanted[c] = self->mess->nodes[c] != NULL;
  for (guint i = 0; i < clean->n_primary_key; i++)
    self->wanted[clean->primary_key[i]] = TRUE;
}

/* The blocks in which the clean rows of these output rows are. */
static void
find_blocks (SdChanges *self)
{
  guint64 copy, clean;

  sd_mess_cells_init (&self->geometry, self->mess->rows.n_clean, 0, 0, NULL, 0, NULL, 0);
  if (self->first >= self->last)
    return;
  /* A copy stands where the clean row behind it is. */
  clean = sd_mess_rows_get_clean (&self->mess->rows, self->first, &copy);
  if (copy != G_MAXUINT64)
    clean = self->first - copy;
  self->block = sd_mess_cells_find_block (&self->geometry, MIN (clean, self->geometry.n_rows - 1));
  if (self->block > 0)
    self->block--;
  self->end_block = self->geometry.n_blocks;
}

SdChanges *
sd_changes_new (SdPlan  *plan,
                guint    table,
                guint64  first,
                guint64  last)
{
  SdChanges *self = g_new0 (SdChanges, 1);

  g_return_val_if_fail (sd_plan_get_clean (plan) != NULL, NULL);

  self->plan = plan;
  self->table = table;
  self->mess = plan->tables[table].mess;
  self->first = first;
  self->last = last;
  self->changes = g_array_new (FALSE, FALSE, sizeof (SdChange));
  if (self->mess == NULL)
    return self;
  self->shown = sd_evaluator_new (plan);
  self->clean = sd_evaluator_new (sd_plan_get_clean (plan));
  choose_columns (self);
  find_blocks (self);
  return self;
}

void
sd_changes_free (SdChanges *self)
{
  if (self == NULL)
    return;
  sd_evaluator_free (self->shown);
  sd_evaluator_free (self->clean);
  g_array_unref (self->changes);
  g_free (self->wanted);
  g_free (self);
}

static void
add_change (SdChanges *self,
            SdChange   change)
{
  if (change.row >= self->first && change.row < self->last)
    g_array_append_val (self->changes, change);
}

static void
list_cells (SdChanges *self,
            guint      column)
{
  const SdNode *node = self->mess->nodes[column];
  const SdMessCells *cells = sd_mess_node_get_cells (node);
  guint16 rows[SD_MESS_BLOCK];
  gint8 kinds[SD_MESS_BLOCK];
  SdMessBlock block;
  guint n;

  if (cells->n_swaps + cells->n_own == 0)
    return;
  sd_mess_cells_get_block (cells, self->block, &block);
  n = sd_mess_block_list (cells, &block, rows, kinds);
  for (guint i = 0; i < n; i++)
    {
      const guint64 row = block.first + rows[i];
      const char *kind = sd_mess_node_get_kind (node, (guint) kinds[i]);

      if (kind != NULL)
        add_change (self, (SdChange) {
          .row = sd_mess_rows_get_output (&self->mess->rows, row),
          .clean_row = row,
          .column = (int) column,
          .kind = kind,
        });
    }
}

/* Those that stand between the block's first row and the first behind it. */
static void
list_copies (SdChanges *self)
{
  const SdMessRows *rows = &self->mess->rows;
  SdMessBlock block;
  guint64 from = 0;
  guint64 to, copy;

  sd_mess_cells_get_block (&self->geometry, self->block, &block);
  if (block.first > 0)
    from = sd_mess_rows_get_output (rows, block.first) - block.first;
  to = sd_mess_rows_get_output (rows, block.first + block.n) - (block.first + block.n);
  for (copy = from; copy < to; copy++)
    {
      const guint64 row = sd_mess_rows_get_place (rows, copy);
      const int altered = sd_mess_table_get_altered (self->mess, copy);
      guint64 same;

      add_change (self, (SdChange) {
        .row = row,
        .clean_row = sd_mess_rows_get_clean (rows, row, &same),
        .column = altered,
        .kind = altered < 0 ? "duplicate" : "near_duplicate",
      });
    }
}

static int
compare_changes (gconstpointer a,
                 gconstpointer b)
{
  const SdChange *first = a;
  const SdChange *second = b;

  if (first->row != second->row)
    return first->row < second->row ? -1 : 1;
  return first->column - second->column;
}

/* FALSE when there are no more blocks. */
static gboolean
list_block (SdChanges *self)
{
  while (self->block < self->end_block)
    {
      g_array_set_size (self->changes, 0);
      self->next = 0;
      for (guint c = 0; c < self->mess->n_columns; c++)
        if (self->mess->nodes[c] != NULL)
          list_cells (self, c);
      list_copies (self);
      g_array_sort (self->changes, compare_changes);
      self->block++;
      if (self->changes->len > 0)
        return TRUE;
      if (sd_mess_rows_get_output (&self->mess->rows,
                                   self->block * self->geometry.n_rows
                                   / self->geometry.n_blocks) >= self->last)
        break;
    }
  return FALSE;
}

gboolean
sd_changes_next (SdChanges     *self,
                 SdChangeBatch *batch)
{
  guint64 rows[SD_BATCH_ROWS], clean[SD_BATCH_ROWS];
  guint n_rows = 0;
  guint first;

  if (self->mess == NULL || (self->next == self->changes->len && !list_block (self)))
    return FALSE;
  first = self->next;
  for (; self->next < self->changes->len; self->next++)
    {
      SdChange *change = &g_array_index (self->changes, SdChange, self->next);

      if (n_rows == 0 || rows[n_rows - 1] != change->row)
        {
          if (n_rows == SD_BATCH_ROWS)
            break;
          rows[n_rows] = change->row;
          clean[n_rows++] = change->clean_row;
        }
      change->index = n_rows - 1;
    }
  *batch = (SdChangeBatch) {
    .changes = &g_array_index (self->changes, SdChange, first),
    .n = self->next - first,
    .shown = sd_evaluator_get_rows_at (self->shown, self->table, rows, n_rows, self->wanted),
    .clean = sd_evaluator_get_rows_at (self->clean, self->table, clean, n_rows, self->wanted),
  };
  return TRUE;
}
