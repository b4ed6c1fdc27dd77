/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Tables of branches; see the header.
 *
 * The values of each column that branches depend on are cut into cells
 * (sd-value-cells-private.h), and a table of all pairs of cells names the first
 * branch that matches: two lookups a row, however many branches there are.
 */

#define G_LOG_DOMAIN "sd-branch-table"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-branch-table-private.h"

/* Pairs of cells, and the work of filling them in. */
#define MAX_PAIRS (1 << 22)
#define MAX_WORK  (1 << 26)
#define NO_BRANCH G_MAXUINT16

G_STATIC_ASSERT (SD_MAX_BRANCHES < NO_BRANCH);

/* Branch @number in all pairs of cells that no branch has yet. */
static void
fill_pairs (SdBranchTable *self,
            guint16        number,
            SdCellRange    rows,
            SdCellRange    columns,
            gsize         *open,
            gsize         *work)
{
  const gsize width = self->n_by > 1 ? self->cells[1].n_cells : 1;

  for (guint x = rows.first; x < rows.end; x++)
    for (guint y = columns.first; y < columns.end; y++, (*work)++)
      if (self->branches[x * width + y] == NO_BRANCH)
        {
          self->branches[x * width + y] = number;
          (*open)--;
        }
}

static GArray *
find_cells (const SdBranchTable *self,
            const SdBranch      *branch,
            guint                k)
{
  const SdCellRange whole = { 0, 1 };
  GArray *ranges;

  if (k < self->n_by)
    return sd_value_cells_find (&self->cells[k], branch->when[k]);
  ranges = g_array_new (FALSE, FALSE, sizeof (SdCellRange));
  g_array_append_val (ranges, whole);
  return ranges;
}

/* Every pair of cells gets the first branch that holds in it. FALSE when that
 * is too much. */
static gboolean
fill_table (SdBranchTable *self,
            const GArray  *branches)
{
  const gsize n_pairs = (gsize) self->cells[0].n_cells
                        * (self->n_by > 1 ? self->cells[1].n_cells : 1);
  gsize open = n_pairs;
  gsize work = 0;

  if (n_pairs > MAX_PAIRS)
    return FALSE;
  self->branches = g_new (guint16, n_pairs);
  for (gsize i = 0; i < n_pairs; i++)
    self->branches[i] = NO_BRANCH;
  for (guint b = 0; b < branches->len && open > 0; b++)
    {
      const SdBranch *branch = &g_array_index (branches, SdBranch, b);
      g_autoptr (GArray) rows = find_cells (self, branch, 0);
      g_autoptr (GArray) columns = find_cells (self, branch, 1);

      for (guint r = 0; r < rows->len; r++)
        for (guint c = 0; c < columns->len; c++)
          fill_pairs (self, b, g_array_index (rows, SdCellRange, r),
                      g_array_index (columns, SdCellRange, c), &open, &work);
      if (work > MAX_WORK)
        return FALSE;
    }
  for (gsize i = 0; i < n_pairs; i++)
    if (self->branches[i] == NO_BRANCH)
      self->branches[i] = branches->len;
  return TRUE;
}

/**
 * sd_branch_table_init:
 * @self: a table
 * @nodes: whose values the branches depend on
 * @n_by: how many they are
 * @branches: (element-type SdBranch): the first that matches a row counts
 * @code: (out): of a finding
 * @message: (out) (transfer full): of a finding
 *
 * Returns: %FALSE with a finding to be made, and nothing to be cleared
 */
gboolean
sd_branch_table_init (SdBranchTable       *self,
                      const SdNode * const nodes[SD_MAX_BY],
                      guint                n_by,
                      const GArray        *branches,
                      const char         **code,
                      char               **message)
{
  gboolean fits = TRUE;

  *self = (SdBranchTable) { 0 };
  *code = "branch-wrong-type";
  while (fits && self->n_by < n_by)
    {
      const guint k = self->n_by++;

      fits = sd_value_cells_init (&self->cells[k], nodes[k], branches, k, message);
    }
  if (fits && !fill_table (self, branches))
    {
      *code = "branches-too-many";
      *message = g_strdup (_("The branches name too many different values of their two columns; "
                             "let the values depend on one of them."));
      fits = FALSE;
    }
  if (!fits)
    sd_branch_table_clear (self);
  return fits;
}

/**
 * sd_branch_table_clear:
 * @self: a table
 */
void
sd_branch_table_clear (SdBranchTable *self)
{
  for (guint i = 0; i < self->n_by; i++)
    sd_value_cells_clear (&self->cells[i]);
  g_clear_pointer (&self->branches, g_free);
}

/**
 * sd_branch_table_get:
 * @self: a table
 * @values: of the nodes it was made for
 * @n: how many rows
 * @branches: (out caller-allocates) (array length=n): the number of each row's
 *   branch; the number of branches where none matches
 */
void
sd_branch_table_get (const SdBranchTable   *self,
                     const SdVector * const values[SD_MAX_BY],
                     guint                  n,
                     guint16               *branches)
{
  g_autofree guint32 *cells = g_new (guint32, (gsize) n * self->n_by);

  for (guint k = 0; k < self->n_by; k++)
    sd_value_cells_get (&self->cells[k], values[k], n, cells + (gsize) k * n);
  if (self->n_by == 1)
    for (guint i = 0; i < n; i++)
      branches[i] = self->branches[cells[i]];
  else
    for (guint i = 0; i < n; i++)
      branches[i] = self->branches[(gsize) cells[i] * self->cells[1].n_cells + cells[n + i]];
}
