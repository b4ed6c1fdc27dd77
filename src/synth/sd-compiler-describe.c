/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What exporters, panes and the command line read of a plan: names, types,
 * ranges, keys, and the order in which tables load.
 */

#define G_LOG_DOMAIN "sd-compiler-describe"

#include "sd-compiler-private.h"
#include "sd-rules-private.h"

static const char *
keep (SdCompiler *self,
      const char *text)
{
  return g_string_chunk_insert_const (self->plan->strings, text != NULL ? text : "");
}

static gboolean
is_key_column (SdTable    *table,
               const char *name)
{
  const char * const *key = sd_table_get_primary_key (table);

  return key != NULL && key[0] != NULL && key[1] == NULL && g_str_equal (key[0], name);
}

static void
describe_column (SdCompiler   *self,
                 guint         table,
                 guint         position,
                 SdPlanColumn *out)
{
  SdTable *home = self->tables[table].table;
  SdColumn *column = sd_table_get_column (home, position);
  const SdNode *node = sd_plan_get_node (self->plan, table,
                                         self->plan->tables[table].output_nodes[position]);

  *out = (SdPlanColumn) {
    .id = sd_column_get_id (column),
    .name = keep (self, sd_column_get_name (column)),
    .title = keep (self, sd_column_get_title (column)),
    .description = keep (self, sd_column_get_description (column)),
    .unit = keep (self, sd_column_get_unit (column)),
    .type = sd_column_get_column_type (column),
    .precision = sd_column_get_precision (column),
    .scale = sd_column_get_column_type (column) == SD_TYPE_DECIMAL
             ? sd_column_get_scale (column) : 0,
    .kind = node->kind,
    .dictionary = node->dictionary,
    .nullable = node->has_null || sd_column_get_nullable (column),
    .unique = sd_column_get_unique (column) || is_key_column (home, sd_column_get_name (column)),
    .has_range = node->has_range,
    .minimum = node->minimum,
    .maximum = node->maximum,
    .max_length = node->max_length,
    .moved = sd_rules_moves (self, table, position),
    .foreign_key = -1,
    .has_choices = (g_str_equal (sd_column_get_generator (column), "category")
                    || g_str_equal (sd_column_get_generator (column), "life_cycle"))
                   && node->kind == SD_VECTOR_CODE,
  };
}

static guint *
find_columns (SdTable            *table,
              const char * const *names,
              guint              *n)
{
  guint *columns;

  *n = names != NULL ? g_strv_length ((char **) names) : 0;
  columns = g_new0 (guint, MAX (*n, 1));
  for (guint i = 0; i < *n; i++)
    for (guint c = 0; c < sd_table_get_n_columns (table); c++)
      if (g_str_equal (sd_column_get_name (sd_table_get_column (table, c)), names[i]))
        columns[i] = c;
  return columns;
}

/* The number of a relationship's group; 0 when cells of the group's columns are
 * missing on top, so that not every row has one. */
static guint
get_one_of (SdCompiler     *self,
            guint           table,
            SdRelationship *relationship)
{
  const guint group = sd_relationship_get_one_of (relationship);
  SdTable *home = self->tables[table].table;

  for (guint i = 0; group != 0 && i < self->plan->tables[table].links->len; i++)
    {
      const SdPlanLink *link = sd_plan_get_link (self->plan, table, i);
      SdRelationship *other = sd_schema_find_relationship_by_id (self->schema,
                                                                 link->relationship_id);
      const char * const *key = sd_relationship_get_foreign_key (other);

      for (guint c = 0; sd_relationship_get_one_of (other) == group && key[c] != NULL; c++)
        if (sd_column_get_missing (sd_table_find_column (home, key[c])) > 0)
          return 0;
    }
  return group;
}

static void
describe_foreign_keys (SdCompiler *self,
                       guint       table)
{
  SdPlanTableData *data = &self->plan->tables[table];
  SdPlanForeignKey *keys = g_new0 (SdPlanForeignKey, MAX (data->links->len, 1));

  for (guint i = 0; i < data->links->len; i++)
    {
      const SdPlanLink *link = &g_array_index (data->links, SdPlanLink, i);
      SdRelationship *relationship =
        sd_schema_find_relationship_by_id (self->schema, link->relationship_id);
      SdTable *parent = self->tables[link->parent_table].table;
      const char * const *parent_key = sd_relationship_get_parent_key (relationship);
      guint n;

      if (parent_key == NULL || parent_key[0] == NULL)
        parent_key = sd_table_get_primary_key (parent);
      keys[i].relationship_id = link->relationship_id;
      keys[i].columns = find_columns (self->tables[table].table,
                                      sd_relationship_get_foreign_key (relationship),
                                      &keys[i].n_columns);
      keys[i].parent_table = link->parent_table;
      keys[i].parent_columns = find_columns (parent, parent_key, &n);
      keys[i].optional = sd_relationship_get_optional (relationship) > 0
                         || sd_relationship_get_one_of (relationship) != 0;
      keys[i].circular = link->parent_table == table;
      keys[i].one_of = get_one_of (self, table, relationship);
      for (guint c = 0; c < keys[i].n_columns; c++)
        ((SdPlanColumn *) data->info.columns)[keys[i].columns[c]].foreign_key = (int) i;
    }
  data->info.foreign_keys = keys;
  data->info.n_foreign_keys = data->links->len;
}

static void
describe_table (SdCompiler *self,
                guint       index)
{
  SdPlanTableData *data = &self->plan->tables[index];
  SdTable *table = self->tables[index].table;
  const guint n_columns = sd_table_get_n_columns (table);
  SdPlanColumn *columns = g_new0 (SdPlanColumn, MAX (n_columns, 1));

  for (guint c = 0; c < n_columns; c++)
    describe_column (self, index, c, &columns[c]);
  data->info.id = sd_table_get_id (table);
  data->info.name = keep (self, sd_table_get_name (table));
  data->info.title = keep (self, sd_table_get_title (table));
  data->info.description = keep (self, sd_table_get_description (table));
  data->info.n_rows = sd_table_get_rows (table);
  data->info.n_columns = n_columns;
  data->info.columns = columns;
  data->info.primary_key = find_columns (table, sd_table_get_primary_key (table),
                                         &data->info.n_primary_key);
  describe_foreign_keys (self, index);
}

static gboolean
is_ready (SdPlan         *plan,
          guint           table,
          const gboolean *loaded)
{
  const SdPlanTable *info = &plan->tables[table].info;

  for (guint i = 0; i < info->n_foreign_keys; i++)
    if (!info->foreign_keys[i].circular && !loaded[info->foreign_keys[i].parent_table])
      return FALSE;
  return TRUE;
}

/* Marks the tables not loaded yet that @table depends on, at any remove. */
static void
mark_ancestors (SdPlan         *plan,
                guint           table,
                const gboolean *loaded,
                gboolean       *marked)
{
  g_autoptr (GArray) open = g_array_new (FALSE, FALSE, sizeof (guint));

  g_array_append_val (open, table);
  while (open->len > 0)
    {
      const guint next = g_array_index (open, guint, open->len - 1);
      const SdPlanTable *info = &plan->tables[next].info;

      g_array_set_size (open, open->len - 1);
      for (guint i = 0; i < info->n_foreign_keys; i++)
        {
          const guint parent = info->foreign_keys[i].parent_table;

          if (loaded[parent] || marked[parent])
            continue;
          marked[parent] = TRUE;
          g_array_append_val (open, parent);
        }
    }
}

/* A table on a circle that depends on nothing outside of it: all its ancestors
 * have it as theirs. */
static gboolean
leads_circle (SdPlan         *plan,
              guint           table,
              const gboolean *loaded)
{
  g_autofree gboolean *ancestors = g_new0 (gboolean, plan->n_tables);

  mark_ancestors (plan, table, loaded, ancestors);
  for (guint t = 0; t < plan->n_tables; t++)
    {
      g_autofree gboolean *further = NULL;

      if (!ancestors[t])
        continue;
      further = g_new0 (gboolean, plan->n_tables);
      mark_ancestors (plan, t, loaded, further);
      if (!further[table])
        return FALSE;
    }
  return TRUE;
}

static guint
find_next (SdPlan         *plan,
           const gboolean *loaded)
{
  for (guint t = 0; t < plan->n_tables; t++)
    if (!loaded[t] && is_ready (plan, t, loaded))
      return t;
  for (guint t = 0; t < plan->n_tables; t++)
    if (!loaded[t] && leads_circle (plan, t, loaded))
      return t;
  g_assert_not_reached ();
}

/* Parents first, otherwise as in the document. A circle of tables stands where
 * its other parents allow, with the references that are open there marked. */
static void
order_tables (SdPlan *plan)
{
  g_autofree gboolean *loaded = g_new0 (gboolean, MAX (plan->n_tables, 1));

  plan->load_order = g_new0 (guint, MAX (plan->n_tables, 1));
  for (guint n = 0; n < plan->n_tables; n++)
    {
      const guint next = find_next (plan, loaded);

      for (guint i = 0; i < plan->tables[next].info.n_foreign_keys; i++)
        {
          SdPlanForeignKey *key =
            (SdPlanForeignKey *) &plan->tables[next].info.foreign_keys[i];

          key->circular |= !loaded[key->parent_table];
        }
      loaded[next] = TRUE;
      plan->load_order[n] = next;
    }
}

void
sd_compiler_describe (SdCompiler *self)
{
  SdPlan *plan = self->plan;

  plan->name = keep (self, sd_schema_get_name (self->schema));
  plan->title = keep (self, sd_schema_get_title (self->schema));
  plan->description = keep (self, sd_schema_get_description (self->schema));
  plan->as_of = sd_schema_get_as_of (self->schema);
  for (guint i = 0; i < plan->n_tables; i++)
    describe_table (self, i);
  order_tables (plan);
}
