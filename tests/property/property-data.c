/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What the data of a plan keep: keys unique, references whole, numbers of children
 * within bounds, totals and carried values those of the rows they are of.
 */

#include "property-check.h"

#include <string.h>

#include "sd-generator-info.h"

typedef struct
{
  SdSchema               *schema;
  SdPlan                 *plan;
  const PropertyCells    *cells;
  guint                   table;
  const SdPlanTable      *info;
  const PropertyTable    *rows;
  GPtrArray              *findings;
} Check;

/* One word of several columns; FALSE when any of them is NULL. */
static gboolean
get_tuple (const PropertyTable *rows,
           const guint         *columns,
           guint                n,
           guint                row,
           guint64             *tuple)
{
  guint64 hash = n;

  for (guint i = 0; i < n; i++)
    {
      if (rows->nulls[columns[i]][row])
        return FALSE;
      hash = (hash ^ rows->words[columns[i]][row]) * 0x9e3779b97f4a7c15u;
      hash ^= hash >> 29;
    }
  *tuple = hash;
  return TRUE;
}

/* Tuple → row. @nullable: rows without one do not count, else they fail. */
static GHashTable *
index_rows (const Check         *self,
            guint                table,
            const guint         *columns,
            guint                n,
            gboolean             nullable,
            const char          *check)
{
  const SdPlanTable *info = sd_plan_get_table (self->plan, table);
  const PropertyTable *rows = &self->cells->tables[table];
  GHashTable *index = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint row = 0; row < rows->n_rows; row++)
    {
      guint64 tuple;

      if (!get_tuple (rows, columns, n, row, &tuple))
        {
          if (!nullable)
            property_fail (check, "%s, row %u: %s is NULL", info->name, row,
                           info->columns[columns[0]].name);
          continue;
        }
      if (!g_hash_table_insert (index, g_memdup2 (&tuple, sizeof tuple), GUINT_TO_POINTER (row)))
        property_fail (check, "%s.%s, row %u: this is there already", info->name,
                       info->columns[columns[0]].name, row);
    }
  return index;
}

/* Whether the plan says itself that something of an element does not hold. */
static gboolean
is_said (const Check *self,
         guint        id,
         const char  *code)
{
  for (guint i = 0; i < self->findings->len; i++)
    {
      const SdFinding *finding = g_ptr_array_index (self->findings, i);

      if (finding->element_id == id && g_str_equal (finding->code, code))
        return TRUE;
    }
  return FALSE;
}

static void
check_keys (const Check *self)
{
  if (self->info->n_primary_key > 0 && !is_said (self, self->info->id, "key-not-ensured"))
    g_hash_table_unref (index_rows (self, self->table, self->info->primary_key,
                                    self->info->n_primary_key, FALSE, "primary-key"));
  for (guint c = 0; c < self->info->n_columns; c++)
    if (self->info->columns[c].unique)
      g_hash_table_unref (index_rows (self, self->table, &c, 1, TRUE, "unique"));
}

static void
check_children (const Check            *self,
                const SdPlanForeignKey *key,
                const guint            *counts)
{
  SdRelationship *relationship = sd_schema_find_relationship_by_id (self->schema,
                                                                    key->relationship_id);
  const guint64 min = sd_relationship_get_min (relationship);
  const guint64 max = sd_relationship_get_max (relationship);

  /* Bounds that nobody asked for give way to totals. */
  if (is_said (self, key->relationship_id, "law-adjusted")
      || is_said (self, key->relationship_id, "law-ignored"))
    return;
  for (guint i = 0; i < self->cells->tables[key->parent_table].n_rows; i++)
    if (counts[i] < min || (max > 0 && counts[i] > max))
      property_fail ("cardinality", "%s of %s, parent %u: %u rows", self->info->name,
                     sd_plan_get_table (self->plan, key->parent_table)->name, i, counts[i]);
}

/* The parent of each row, −1 for none. (transfer full) */
static int *
find_parents (const Check            *self,
              const SdPlanForeignKey *key)
{
  const PropertyTable *parents = &self->cells->tables[key->parent_table];
  g_autoptr (GHashTable) index =
    index_rows (self, key->parent_table, key->parent_columns, key->n_columns, TRUE, "parent-key");
  g_autofree guint *counts = g_new0 (guint, parents->n_rows + 1);
  int *found = g_new (int, self->rows->n_rows + 1);

  for (guint row = 0; row < self->rows->n_rows; row++)
    {
      gpointer parent;
      guint64 tuple;

      found[row] = -1;
      if (!get_tuple (self->rows, key->columns, key->n_columns, row, &tuple))
        continue;
      if (!g_hash_table_lookup_extended (index, &tuple, NULL, &parent))
        property_fail ("reference", "%s.%s, row %u: there is no such row of %s", self->info->name,
                       self->info->columns[key->columns[0]].name, row,
                       sd_plan_get_table (self->plan, key->parent_table)->name);
      found[row] = GPOINTER_TO_INT (parent);
      counts[found[row]]++;
    }
  check_children (self, key, counts);
  return found;
}

/* A formula that is only "foreign_key.column" has the parent's value. */
static void
check_carried (const Check            *self,
               const SdPlanForeignKey *key,
               const int              *parents,
               guint                   column)
{
  SdTable *home = sd_schema_find_table (self->schema, self->info->name);
  SdColumn *own = sd_table_find_column (home, self->info->columns[column].name);
  const char *formula = sd_parameter_get_text (sd_column_get_parameters (own), "formula", "");
  const SdPlanTable *info = sd_plan_get_table (self->plan, key->parent_table);
  const PropertyTable *rows = &self->cells->tables[key->parent_table];
  g_auto (GStrv) parts = g_strsplit (formula, ".", 2);

  if (!g_str_equal (sd_column_get_generator (own), "formula") || sd_column_get_missing (own) > 0
      || g_strv_length (parts) != 2
      || !g_str_equal (parts[0], self->info->columns[key->columns[0]].name))
    return;
  for (guint c = 0; c < info->n_columns; c++)
    {
      if (!g_str_equal (parts[1], info->columns[c].name)
          || info->columns[c].type != self->info->columns[column].type
          || info->columns[c].scale != self->info->columns[column].scale)
        continue;
      for (guint row = 0; row < self->rows->n_rows; row++)
        if (parents[row] >= 0 && !rows->nulls[c][parents[row]]
            && (self->rows->nulls[column][row]
                || self->rows->words[column][row] != rows->words[c][parents[row]]))
          property_fail ("carried", "%s.%s, row %u is not that of its parent", self->info->name,
                         self->info->columns[column].name, row);
    }
}

typedef struct
{
  guint  n;
  gint64 sum, min, max;
} Total;

static gint64
finish_total (const Total *total,
              const char  *function)
{
  if (g_str_equal (function, "sum"))
    return total->sum;
  return g_str_equal (function, "min") ? total->min : total->max;
}

static void
compare_totals (const Check *self,
                guint        parent_table,
                guint        column,
                const Total *totals,
                const char  *function)
{
  const PropertyTable *rows = &self->cells->tables[parent_table];
  const SdPlanTable *info = sd_plan_get_table (self->plan, parent_table);

  for (guint i = 0; i < rows->n_rows; i++)
    {
      const gint64 value = (gint64) rows->words[column][i];
      const gboolean is_count = g_str_equal (function, "count");

      if (rows->nulls[column][i] ? is_count || totals[i].n > 0
          : is_count ? value != totals[i].n
          : totals[i].n > 0 && value != finish_total (&totals[i], function))
        property_fail ("total", "%s.%s, row %u: %s is %" G_GINT64_FORMAT " instead of %"
                       G_GINT64_FORMAT " over %u rows", info->name, info->columns[column].name, i,
                       function, value, finish_total (&totals[i], function), totals[i].n);
    }
}

/* Whether a rule of the table may leave the column empty. */
static gboolean
is_ruled (SdTable  *table,
          SdColumn *column)
{
  JsonArray *rules = sd_table_get_rules (table);

  for (guint r = 0; rules != NULL && r < json_array_get_length (rules); r++)
    {
      JsonObject *rule = json_array_get_object_element (rules, r);
      const char *names[64];
      guint n = sd_parameter_get_names (rule, "columns", names, G_N_ELEMENTS (names));

      if (n == 0)
        n = sd_parameter_get_names (rule, "column", names, G_N_ELEMENTS (names));
      for (guint i = 0; i < n; i++)
        if (g_str_equal (names[i], sd_column_get_name (column)))
          return TRUE;
    }
  return FALSE;
}

/* Totals over all rows of this table, of values that are all there. */
static void
check_total (const Check            *self,
             const SdPlanForeignKey *key,
             const int              *parents,
             SdColumn               *column,
             guint                   position)
{
  JsonObject *parameters = sd_column_get_parameters (column);
  const char *function = sd_parameter_get_text (parameters, "function", "");
  SdTable *home = sd_schema_find_table (self->schema, self->info->name);
  const char *name = sd_parameter_get_text (parameters, "column", "");
  SdColumn *over = sd_table_find_column (home, name);
  g_autofree Total *totals = NULL;
  guint c = 0;

  if (is_ruled (sd_schema_get_table (self->schema, key->parent_table), column)
      || json_object_has_member (parameters, "filter") || g_str_equal (function, "avg")
      || sd_column_get_missing (column) > 0 || sd_column_get_missing_by (column) != NULL)
    return;
  if (over != NULL && (sd_column_get_missing (over) > 0 || sd_column_get_missing_by (over) != NULL
                       || sd_column_get_column_type (over) != sd_column_get_column_type (column)
                       || sd_column_get_column_type (over) > SD_TYPE_DECIMAL
                       || sd_column_get_scale (over) != sd_column_get_scale (column)))
    return;
  while (over != NULL && !g_str_equal (self->info->columns[c].name, name))
    c++;
  totals = g_new0 (Total, self->cells->tables[key->parent_table].n_rows + 1);
  for (guint row = 0; row < self->rows->n_rows; row++)
    {
      const gint64 value = (gint64) self->rows->words[c][row];
      Total *total = parents[row] >= 0 ? &totals[parents[row]] : NULL;

      if (total == NULL || (over != NULL && self->rows->nulls[c][row]))
        continue;
      total->sum += over != NULL ? value : 0;
      total->min = total->n == 0 ? value : MIN (total->min, value);
      total->max = total->n == 0 ? value : MAX (total->max, value);
      total->n++;
    }
  compare_totals (self, key->parent_table, position, totals, function);
}

static void
check_totals (const Check            *self,
              const SdPlanForeignKey *key,
              const int              *parents)
{
  const SdPlanTable *info = sd_plan_get_table (self->plan, key->parent_table);
  SdTable *parent = sd_schema_find_table (self->schema, info->name);

  for (guint c = 0; c < info->n_columns; c++)
    {
      SdColumn *column = sd_table_find_column (parent, info->columns[c].name);
      JsonObject *parameters = sd_column_get_parameters (column);

      if (g_str_equal (sd_column_get_generator (column), "aggregate")
          && sd_parameter_get_integer (parameters, "relationship", 0) == key->relationship_id)
        check_total (self, key, parents, column, c);
    }
}

/* Of the keys of a group exactly one is set. */
static void
check_group (const Check *self,
             guint        group)
{
  for (guint row = 0; row < self->rows->n_rows; row++)
    {
      guint n = 0;

      for (guint k = 0; k < self->info->n_foreign_keys; k++)
        if (self->info->foreign_keys[k].one_of == group)
          n += !self->rows->nulls[self->info->foreign_keys[k].columns[0]][row];
      if (n != 1)
        property_fail ("one-of", "%s, row %u: %u references are set", self->info->name, row, n);
    }
}

void
property_check_data (SdSchema            *schema,
                     SdPlan              *plan,
                     const PropertyCells *cells)
{
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (SdPlan) again = sd_plan_new (schema, &findings);

  for (guint t = 0; t < cells->n_tables; t++)
    {
      const SdPlanTable *info = sd_plan_get_table (plan, t);
      SdTable *home = sd_schema_find_table (schema, info->name);
      Check self = { schema, plan, cells, t, info, &cells->tables[t], findings };

      if (info->n_rows != sd_table_get_rows (home))
        property_fail ("row-count", "%s has %" G_GUINT64_FORMAT " rows", info->name, info->n_rows);
      check_keys (&self);
      for (guint k = 0; k < info->n_foreign_keys; k++)
        {
          const SdPlanForeignKey *key = &info->foreign_keys[k];
          g_autofree int *parents = NULL;

          if (key->one_of > 0)
            check_group (&self, key->one_of);
          if (!cells->tables[key->parent_table].complete || !self.rows->complete)
            continue;
          parents = find_parents (&self, key);
          check_totals (&self, key, parents);
          for (guint c = 0; c < info->n_columns; c++)
            check_carried (&self, key, parents, c);
        }
    }
}
