/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Groups, their order, and the memory of what was made of them; see the header. */

#define G_LOG_DOMAIN "sd-grouping"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "sd-compiler-private.h"
#include "sd-generator-info.h"
#include "sd-grouping-private.h"
#include "sd-moment-private.h"

typedef struct
{
  GHashTable    *groups;      /* of SdGroup, by parent */
  guint64        n_values;
  const SdGroup *last;
} Memory;

typedef struct
{
  gint64  key;
  guint64 row;
  guint32 ordinal;
} Entry;

static void
group_free (gpointer data)
{
  SdGroup *group = data;

  g_free (group->values);
  g_free (group->null);
  g_free (group);
}

static void
memory_clear (gpointer data)
{
  g_clear_pointer (&((Memory *) data)->groups, g_hash_table_unref);
}

static int
compare_entries (gconstpointer a,
                 gconstpointer b)
{
  const Entry *x = a;
  const Entry *y = b;

  if (x->key != y->key)
    return x->key < y->key ? -1 : 1;
  return (x->row > y->row) - (x->row < y->row);
}

/* Integers that stand in the same order as the doubles; NaN comes last. */
static gint64
order_double (double x)
{
  gint64 bits;

  if (x != x)
    return G_MAXINT64;
  memcpy (&bits, &x, sizeof bits);
  return bits >= 0 ? bits : G_MININT64 - bits;
}

/* NULL stands after all values. */
static void
take_keys (const SdVector *vector,
           guint           first,
           guint           n,
           gpointer        data)
{
  Entry *entries = (Entry *) data + first;

  for (guint i = 0; i < n; i++)
    if (vector->null != NULL && vector->null[i])
      entries[i].key = G_MAXINT64;
    else
      entries[i].key = vector->kind == SD_VECTOR_DOUBLE ? order_double (vector->f64[i])
                                                        : vector->i64[i];
}

void
sd_grouping_visit (SdFrame       *frame,
                   guint          node,
                   const guint64 *rows,
                   guint          n,
                   SdGroupVisit   visit,
                   gpointer       data)
{
  for (guint first = 0, count; first < n; first += count)
    {
      SdFrame *piece;

      count = MIN (n - first, SD_BATCH_ROWS);
      piece = sd_frame_open_child (frame, frame->table, rows + first, count);
      visit (sd_frame_get (piece, node), first, count, data);
      sd_frame_close_child (piece);
    }
}

static void
sort (const SdGrouping *self,
      SdFrame          *frame,
      const guint64    *rows,
      guint             n,
      guint32          *sorted)
{
  g_autofree Entry *entries = NULL;
  gboolean ascends = TRUE;

  for (guint i = 0; i < n; i++)
    sorted[i] = i;
  if (self->by_ordinal)
    return;
  entries = g_new0 (Entry, n);
  for (guint i = 0; i < n; i++)
    {
      entries[i].row = rows[i];
      entries[i].ordinal = i;
    }
  if (self->order >= 0)
    sd_grouping_visit (frame, (guint) self->order, rows, n, take_keys, entries);
  for (guint i = 1; i < n && ascends; i++)
    ascends = compare_entries (&entries[i - 1], &entries[i]) < 0;
  if (ascends)
    return;
  qsort (entries, n, sizeof *entries, compare_entries);
  for (guint i = 0; i < n; i++)
    sorted[i] = entries[i].ordinal;
}

static void
list_rows (const SdGrouping *self,
           const SdLink     *link,
           guint64           parent,
           guint             n,
           guint64          *rows)
{
  if (!self->whole)
    sd_link_get_children (link, parent, 0, n, rows);
  else
    for (guint i = 0; i < n; i++)
      rows[i] = i;
}

static SdGroup *
make_group (const SdGrouping *self,
            const SdNode     *node,
            SdFrame          *frame,
            guint             i,
            guint64           parent,
            gboolean          needs_rows,
            SdGroupFill       fill)
{
  const SdLink *link = self->whole ? NULL : sd_frame_get_link (frame, frame->table, self->link);
  SdGroup *group = g_new0 (SdGroup, 1);
  g_autofree guint64 *rows = NULL;
  g_autofree guint32 *sorted = NULL;
  guint64 n = self->n_rows;
  SdGroupRows list;

  if (link != NULL)
    sd_link_get_counts (link, &parent, 1, &n);
  g_assert (n <= SD_GROUP_MAX_ROWS);
  group->parent = parent;
  group->n = (guint) n;
  group->values = g_new0 (gint64, MAX (n, 1));
  group->null = g_new0 (guint8, MAX (n, 1));
  if (needs_rows)
    {
      rows = g_new (guint64, MAX (n, 1));
      sorted = g_new (guint32, MAX (n, 1));
      list_rows (self, link, parent, (guint) n, rows);
      sort (self, frame, rows, (guint) n, sorted);
    }
  list = (SdGroupRows) { parent, (guint) n, rows, sorted };
  fill (node, frame, i, &list, group);
  return group;
}

static const SdGroup *
find_group (const SdGrouping *self,
            const SdNode     *node,
            SdFrame          *frame,
            guint             i,
            guint64           parent,
            gboolean          needs_rows,
            SdGroupFill       fill)
{
  Memory *memory = sd_frame_get_scratch (frame, node, sizeof *memory, memory_clear);
  SdGroup *group;

  if (memory->last != NULL && memory->last->parent == parent)
    return memory->last;
  if (memory->groups == NULL)
    memory->groups = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, group_free);
  group = g_hash_table_lookup (memory->groups, &parent);
  if (group == NULL)
    {
      group = make_group (self, node, frame, i, parent, needs_rows, fill);
      if (memory->n_values + group->n > SD_GROUP_KEEP_VALUES)
        {
          g_hash_table_remove_all (memory->groups);
          memory->n_values = 0;
        }
      memory->n_values += MAX (group->n, 16);
      g_hash_table_insert (memory->groups, &group->parent, group);
    }
  memory->last = group;
  return group;
}

const SdGroup *
sd_grouping_get (const SdGrouping *self,
                 const SdNode     *node,
                 SdFrame          *frame,
                 guint             i,
                 gboolean          needs_rows,
                 SdGroupFill       fill,
                 guint            *ordinal)
{
  guint64 parent;

  if (self->whole)
    {
      *ordinal = (guint) frame->rows[i];
      return find_group (self, node, frame, i, 0, needs_rows, fill);
    }
  /* A link that is still being planned has no groups yet. */
  if (sd_frame_get_link (frame, frame->table, self->link) == NULL)
    return NULL;
  parent = sd_frame_get_parent_rows (frame, self->link)[i];
  if (parent == SD_NO_ROW)
    return NULL;
  *ordinal = (guint) sd_frame_get_ordinals (frame, self->link)[i];
  return find_group (self, node, frame, i, parent, needs_rows, fill);
}

/* Whether a column's moments stand in gaps or on a grid. */
static gboolean
has_steps (SdColumn *column)
{
  const char *generator = sd_column_get_generator (column);
  const char *order = sd_parameter_get_text (sd_column_get_parameters (column), "order", "");

  return (g_str_equal (generator, "date") || g_str_equal (generator, "timestamp"))
         && (g_str_equal (order, "gaps") || g_str_equal (order, "grid"));
}

/* The link within which @column runs; −1 for none. */
static int
get_link (SdCompiler *compiler,
          guint       table,
          SdColumn   *column)
{
  const char *within = sd_parameter_get_text (sd_column_get_parameters (column), "within", "");

  return *within != '\0' ? sd_compiler_find_link (compiler, table, within) : -1;
}

/* The first that was made, wherever it stands now: the order of columns changes no
 * value. */
int
sd_grouping_find_link (SdCompiler *compiler,
                       guint       table)
{
  SdTable *home = compiler->tables[table].table;
  guint first = G_MAXUINT;
  int found = -1;

  for (guint c = 0; c < sd_table_get_n_columns (home); c++)
    {
      SdColumn *column = sd_table_get_column (home, c);
      const char *generator = sd_column_get_generator (column);
      int link = -1;

      if (has_steps (column) || g_str_equal (generator, "series")
          || g_str_equal (generator, "running"))
        link = get_link (compiler, table, column);
      if (link < 0 || sd_column_get_id (column) > first)
        continue;
      first = sd_column_get_id (column);
      found = link;
    }
  return found;
}

/* The first made of moments by gaps or on a grid within the same parent: the order
 * that is meant where none is named. */
static const char *
find_order (const SdGrouping      *self,
            const SdColumnContext *context)
{
  const int link = self->whole ? -1 : (int) self->link;
  SdColumn *found = NULL;

  for (guint c = 0; c < sd_table_get_n_columns (context->table); c++)
    {
      SdColumn *column = sd_table_get_column (context->table, c);

      if (column != context->column && has_steps (column)
          && get_link (context->compiler, context->table_index, column) == link
          && (found == NULL || sd_column_get_id (column) < sd_column_get_id (found)))
        found = column;
    }
  return found != NULL ? sd_column_get_name (found) : NULL;
}

/* Gaps and grids of the same groups ascend with the ordinal. */
static gboolean
ascends_with_ordinal (const SdGrouping      *self,
                      const SdColumnContext *context,
                      const char            *order_by)
{
  const char *found = find_order (self, context);

  return found != NULL && g_str_equal (found, order_by);
}

gboolean
sd_grouping_read (SdGrouping            *self,
                  const SdColumnContext *context,
                  const char            *order_by)
{
  const char *within = sd_parameter_get_text (sd_column_get_parameters (context->column),
                                              "within", "");
  const SdNode *node;
  int link = 0;

  if (*within != '\0')
    link = sd_compiler_find_link (context->compiler, context->table_index, within);
  if (link < 0)
    return sd_context_fail (context, "within-unknown", "“%s”: %s", within,
                            _("this is neither a table that the rows refer to nor one of the "
                              "columns that refer."));
  *self = (SdGrouping) {
    .whole = *within == '\0', .link = (guint) link, .n_rows = context->n_rows, .order = -1,
    .column_id = sd_column_get_id (context->column),
    .place = g_string_chunk_insert_const (context->compiler->plan->strings, context->place),
  };
  if (order_by != NULL && *order_by == '\0')
    {
      order_by = find_order (self, context);
      self->by_ordinal = order_by == NULL && self->whole;
    }
  else
    self->by_ordinal = order_by == NULL;
  if (order_by == NULL)
    return TRUE;
  node = sd_context_get_input (context, order_by);
  if (node == NULL)
    return FALSE;
  if (node->kind != SD_VECTOR_INT64 && node->kind != SD_VECTOR_DOUBLE)
    return sd_context_fail (context, "order-not-sortable", "“%s”: %s", order_by,
                            _("rows are put in the order of a number, a date or a time."));
  self->by_ordinal = ascends_with_ordinal (self, context, order_by)
                     || (self->whole && sd_moment_node_is_ordered (node));
  self->order = (int) node->index;
  return TRUE;
}

static void
report_rows (const SdGrouping *self,
             SdCompiler       *compiler,
             guint             table,
             guint64           most)
{
  SdTable *home = compiler->tables[table].table;
  SdFinding *finding;

  if (self->whole)
    {
      finding = sd_finding_new (SD_SEVERITY_ERROR, "group-too-large", self->column_id,
                                self->place,
                                _("The column looks back over all %" G_GUINT64_FORMAT " rows of “%s”; "
                                  "at most %" G_GUINT64_FORMAT " can be. Let it run within the "
                                  "rows of one parent, or make fewer rows."),
                                most, sd_table_get_name (home), SD_GROUP_MAX_ROWS);
      sd_finding_add_fix (finding, sd_table_get_id (home), "rows",
                          json_node_init_int (json_node_alloc (), (gint64) SD_GROUP_MAX_ROWS),
                          _("Set %s to %" G_GUINT64_FORMAT " rows"), sd_table_get_name (home),
                          SD_GROUP_MAX_ROWS);
    }
  else
    {
      const SdPlanLink *link = sd_plan_get_link (compiler->plan, table, self->link);

      finding = sd_finding_new (SD_SEVERITY_ERROR, "group-too-large", self->column_id,
                                self->place,
                                _("One row of “%s” has up to %" G_GUINT64_FORMAT " rows of “%s”, and "
                                  "the column looks back over all of them; at most %"
                                  G_GUINT64_FORMAT " can be. Make more rows of “%s”."),
                                sd_table_get_name (compiler->tables[link->parent_table].table),
                                most, sd_table_get_name (home), SD_GROUP_MAX_ROWS,
                                sd_table_get_name (compiler->tables[link->parent_table].table));
    }
  sd_compiler_add_finding (compiler, finding);
}

guint64
sd_grouping_check (const SdGrouping *self,
                   SdCompiler       *compiler,
                   guint             table,
                   gboolean          needs_rows)
{
  const SdLink *link = self->whole ? NULL
                                   : sd_plan_get_link (compiler->plan, table, self->link)->link;
  SdTable *home = compiler->tables[table].table;
  guint64 most = self->n_rows;

  if (!self->whole && link == NULL)
    return 0;
  if (link != NULL && needs_rows && !sd_link_is_invertible (link))
    {
      sd_compiler_add_finding (compiler,
                               sd_finding_new (SD_SEVERITY_ERROR, "group-not-invertible",
                                               self->column_id, self->place,
                                               _("The rows of “%s” choose their parents freely, "
                                                 "and there are too many of them to look back "
                                                 "over those of one parent."),
                                               sd_table_get_name (home)));
      return 0;
    }
  if (link != NULL)
    most = sd_link_get_max_count (link);
  if (most <= SD_GROUP_MAX_ROWS)
    return most;
  report_rows (self, compiler, table, most);
  return 0;
}
