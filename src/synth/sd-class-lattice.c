/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Shares of branches; see the header. */

#define G_LOG_DOMAIN "sd-class-lattice"

#include <string.h>

#include "sd-branch-table-private.h"
#include "sd-class-lattice-private.h"
#include "sd-compiler-private.h"
#include "sd-margin-private.h"

/* Of a Korobov lattice: the multiplier from one dimension to the next. */
#define FACTOR 1291

/* The values of a column in the rows of the lattice. */
typedef struct
{
  SdNode     node;      /* what conditions ask of a column */
  SdVector   vector;
  GPtrArray *margins;   /* of SdMargin; own the dictionary */
  gboolean   open;
} LatticeColumn;

struct _SdClassLattice
{
  SdCompiler *compiler;
  guint       n_dimensions;
  GHashTable *columns;   /* (table, position) → LatticeColumn */
};

static void
free_column (gpointer data)
{
  LatticeColumn *column = data;

  g_ptr_array_unref (column->margins);
  g_free (column->vector.i64);
  g_free (column);
}

SdClassLattice *
sd_class_lattice_new (SdCompiler *compiler)
{
  SdClassLattice *self = g_new0 (SdClassLattice, 1);

  self->compiler = compiler;
  self->columns = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, free_column);
  return self;
}

void
sd_class_lattice_free (SdClassLattice *self)
{
  g_hash_table_unref (self->columns);
  g_free (self);
}

static void
fill_uniforms (SdClassLattice *self,
               guint64        *u)
{
  guint64 factor = 1;

  for (guint d = 0; d < self->n_dimensions; d++)
    factor *= FACTOR;
  self->n_dimensions++;
  for (guint64 i = 0; i < SD_CLASS_ROWS; i++)
    u[i] = (2 * i + 1) * factor << 51;
}

G_STATIC_ASSERT (SD_CLASS_ROWS == 1 << 12);

static gboolean
is_same (const SdDictionary *a,
         const SdDictionary *b)
{
  if (a == NULL || b == NULL || a->n != b->n)
    return a == b;
  for (guint i = 0; i < a->n; i++)
    if (a->entries[i].length != b->entries[i].length
        || memcmp (a->entries[i].data, b->entries[i].data, a->entries[i].length) != 0)
      return FALSE;
  return TRUE;
}

static gboolean
add_margin (LatticeColumn         *column,
            const SdColumnContext *context,
            JsonObject            *parameters)
{
  SdMargin *margin = sd_margin_new (context, parameters);

  if (margin == NULL)
    return FALSE;
  g_ptr_array_add (column->margins, margin);
  return is_same (margin->dictionary, ((SdMargin *) column->margins->pdata[0])->dictionary);
}

static gboolean
add_margins (LatticeColumn         *column,
             const SdColumnContext *context)
{
  JsonObject *parameters = sd_column_get_parameters (context->column);
  g_autoptr (JsonObject) rest = NULL;
  g_autoptr (GArray) branches = NULL;
  const char *by[SD_MAX_BY];
  guint n_by;

  if (!sd_branches_read (parameters, &n_by, by, &branches))
    return add_margin (column, context, parameters);
  for (guint i = 0; i < branches->len; i++)
    if (!add_margin (column, context, g_array_index (branches, SdBranch, i).parameters))
      return FALSE;
  rest = sd_branches_get_default (parameters);
  return add_margin (column, context, rest);
}

static gboolean
fill_column (SdClassLattice        *self,
             LatticeColumn         *column,
             const SdColumnContext *context,
             guint                  position)
{
  g_autofree guint64 *u = g_new (guint64, SD_CLASS_ROWS);
  g_autofree guint16 *classes = NULL;
  const SdMargin *margin;

  if (!sd_margin_is_known (sd_column_get_generator (context->column))
      || !add_margins (column, context))
    return FALSE;
  if (column->margins->len > 1)
    {
      classes = sd_class_lattice_get (self, context->table_index, position);
      if (classes == NULL)
        return FALSE;
    }
  margin = column->margins->pdata[0];
  column->node.type = margin->type;
  column->node.kind = margin->kind;
  sd_margin_describe (margin, &column->node);
  column->vector.kind = margin->kind;
  column->vector.dictionary = margin->dictionary;
  column->vector.i64 = g_new (gint64, SD_CLASS_ROWS);
  fill_uniforms (self, u);
  if (classes == NULL)
    sd_margin_fill (margin, u, SD_CLASS_ROWS, &column->vector, 0);
  else
    for (guint i = 0; i < SD_CLASS_ROWS; i++)
      sd_margin_fill (column->margins->pdata[MIN (classes[i], column->margins->len - 1)],
                      &u[i], 1, &column->vector, i);
  return TRUE;
}

/* NULL when its values are not to be had here, or depend on themselves. */
static const LatticeColumn *
get_column (SdClassLattice *self,
            guint           table,
            guint           position)
{
  const gint64 key = (gint64) table << 32 | position;
  const guint n_findings = self->compiler->findings->len;
  LatticeColumn *column = g_hash_table_lookup (self->columns, &key);
  SdColumnContext context;

  if (column != NULL)
    return column->open ? NULL : column;
  column = g_new0 (LatticeColumn, 1);
  column->margins = g_ptr_array_new_with_free_func ((GDestroyNotify) sd_margin_free);
  column->open = TRUE;
  g_hash_table_insert (self->columns, g_memdup2 (&key, sizeof key), column);
  sd_compiler_init_context (self->compiler, table, position, &context);
  /* One that cannot be stays open. */
  column->open = !fill_column (self, column, &context, position);
  g_ptr_array_set_size (self->compiler->findings, (int) n_findings);
  return column->open ? NULL : column;
}

static const LatticeColumn *
find_column (SdClassLattice *self,
             guint           table,
             const char     *name)
{
  const char *point = strchr (name, '.');
  SdTable *home = self->compiler->tables[table].table;

  if (point != NULL)
    {
      g_autofree char *word = g_strndup (name, (gsize) (point - name));
      const int link = sd_compiler_find_link (self->compiler, table, word);

      if (link < 0)
        return NULL;
      table = sd_plan_get_link (self->compiler->plan, table, (guint) link)->parent_table;
      home = self->compiler->tables[table].table;
      name = point + 1;
    }
  for (guint i = 0; i < sd_table_get_n_columns (home); i++)
    if (g_str_equal (sd_column_get_name (sd_table_get_column (home, i)), name))
      return get_column (self, table, i);
  return NULL;
}

guint16 *
sd_class_lattice_get (SdClassLattice *self,
                      guint           table,
                      guint           position)
{
  SdColumn *column = sd_table_get_column (self->compiler->tables[table].table, position);
  g_autoptr (GArray) branches = NULL;
  g_autofree char *message = NULL;
  SdBranchTable branch_table;
  guint16 *classes;
  const SdNode *nodes[SD_MAX_BY];
  const SdVector *values[SD_MAX_BY];
  const char *by[SD_MAX_BY];
  const char *code;
  guint n_by;

  if (!sd_branches_read (sd_column_get_parameters (column), &n_by, by, &branches))
    return NULL;
  for (guint i = 0; i < n_by; i++)
    {
      const LatticeColumn *input = find_column (self, table, by[i]);

      if (input == NULL)
        return NULL;
      nodes[i] = &input->node;
      values[i] = &input->vector;
    }
  if (!sd_branch_table_init (&branch_table, nodes, n_by, branches, &code, &message))
    return NULL;
  classes = g_new (guint16, SD_CLASS_ROWS);
  sd_branch_table_get (&branch_table, values, SD_CLASS_ROWS, classes);
  sd_branch_table_clear (&branch_table);
  return classes;
}
