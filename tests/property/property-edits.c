/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Edits: names, order and new columns change no cell; another seed changes cells
 * and nothing else; what loses a column still has findings or a plan.
 */

#include "property-check.h"

#include <string.h>

#include "random-draw.h"
#include "sd-schema-file.h"

static SdSchema *
copy_schema (SdSchema *schema)
{
  g_autofree char *text = sd_schema_to_text (schema);

  return sd_schema_new_from_text (text, strlen (text), NULL);
}

/* (transfer full) */
static SdPlan *
compile (SdSchema   *schema,
         const char *check)
{
  g_autoptr (GPtrArray) findings = NULL;
  SdPlan *plan = sd_plan_new (schema, &findings);

  if (plan == NULL)
    {
      g_autofree char *text = sd_findings_to_text (findings);

      property_fail (check, "there is no plan any more: %s", text);
    }
  return plan;
}

static void
rename_all (SdSchema *schema)
{
  for (guint t = 0; t < sd_schema_get_n_tables (schema); t++)
    {
      SdTable *table = sd_schema_get_table (schema, t);
      g_autofree char *name = g_strdup_printf ("%.40s_x", sd_table_get_name (table));

      sd_schema_rename_table (schema, table, name);
      for (guint c = 0; c < sd_table_get_n_columns (table); c++)
        {
          SdColumn *column = sd_table_get_column (table, c);
          g_autofree char *other = g_strdup_printf ("y_%.40s", sd_column_get_name (column));

          sd_schema_rename_column (schema, table, column, other);
        }
    }
}

/* Clean data are those beneath the mess. */
static void
clean_up (SdSchema *schema)
{
  sd_schema_set_messy (schema, FALSE);
}

static void
reverse_all (SdSchema *schema)
{
  for (guint t = 0; t < sd_schema_get_n_tables (schema); t++)
    {
      SdTable *table = sd_schema_get_table (schema, t);

      for (guint c = 1; c < sd_table_get_n_columns (table); c++)
        sd_schema_move_column (schema, table, sd_table_get_column (table, c), 0);
      sd_schema_move_table (schema, table, 0);
    }
}

static void
add_to_all (SdSchema *schema)
{
  for (guint t = 0; t < sd_schema_get_n_tables (schema); t++)
    {
      g_autoptr (SdColumn) column = sd_column_new ("extra", SD_TYPE_REAL);

      sd_column_set_generator (column, "number", NULL);
      sd_schema_add_column (schema, sd_schema_get_table (schema, t), column, 0);
    }
}

static void
check_same (SdSchema            *schema,
            SdPlan              *plan,
            const PropertyCells *cells,
            void               (*edit) (SdSchema *),
            const char          *check)
{
  g_autoptr (SdSchema) copy = copy_schema (schema);
  g_autoptr (SdPlan) other = NULL;

  edit (copy);
  other = compile (copy, check);
  property_cells_same (cells, plan, property_get_clean (other), check);
}

/* Whether a column has so many values that another seed must give others. */
static gboolean
is_varied (const PropertyTable *table,
           guint                column)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < table->n_rows; i++)
    if (!table->nulls[column][i])
      g_hash_table_add (seen, &table->words[column][i]);
  return g_hash_table_size (seen) >= 20;
}

static void
check_shape (SdPlan *plan,
             SdPlan *other)
{
  for (guint t = 0; t < sd_plan_get_n_tables (plan); t++)
    {
      const SdPlanTable *a = sd_plan_get_table (plan, t);
      const SdPlanTable *b = sd_plan_get_table (other, t);

      if (a->n_rows != b->n_rows || a->n_columns != b->n_columns)
        property_fail ("seed-shape", "%s", a->name);
      for (guint c = 0; c < a->n_columns; c++)
        if (a->columns[c].kind != b->columns[c].kind
            || a->columns[c].has_range != b->columns[c].has_range
            || a->columns[c].max_length != b->columns[c].max_length)
          property_fail ("seed-shape", "%s.%s", a->name, a->columns[c].name);
    }
}

static void
check_seed (SdSchema            *schema,
            SdPlan              *plan,
            const PropertyCells *cells)
{
  g_autoptr (SdSchema) copy = copy_schema (schema);
  g_autoptr (PropertyCells) others = NULL;
  g_autoptr (SdPlan) other = NULL;

  sd_schema_set_seed (copy, sd_schema_get_seed (schema) + 1);
  other = compile (copy, "seed-plan");
  check_shape (plan, property_get_clean (other));
  others = property_cells_new (property_get_clean (other));
  property_check_data (copy, property_get_clean (other), others);
  for (guint t = 0; t < cells->n_tables; t++)
    {
      const SdPlanTable *info = sd_plan_get_table (plan, t);
      SdTable *table = sd_schema_find_table (schema, info->name);

      for (guint c = 0; c < info->n_columns; c++)
        {
          SdColumn *column = sd_table_find_column (table, info->columns[c].name);

          if (g_str_equal (sd_column_get_generator (column), "number")
              && is_varied (&cells->tables[t], c)
              && memcmp (cells->tables[t].words[c], others->tables[t].words[c],
                         cells->tables[t].n_rows * sizeof (guint64)) == 0)
            property_fail ("seed-same", "%s.%s", info->name, info->columns[c].name);
        }
    }
}

/* Columns, tables and relationships are taken out one after the other. */
static void
take_apart (SdSchema   *schema,
            RandomDraw *draw)
{
  g_autoptr (SdSchema) copy = copy_schema (schema);

  for (guint i = 0; i < 4; i++)
    {
      const guint n = sd_schema_get_n_tables (copy);
      SdTable *table = n > 0 ? sd_schema_get_table (copy, draw_below (draw, n)) : NULL;
      const guint n_columns = table != NULL ? sd_table_get_n_columns (table) : 0;
      const guint n_links = sd_schema_get_n_relationships (copy);
      g_autoptr (GPtrArray) findings = NULL;
      g_autoptr (SdPlan) plan = NULL;

      if (n_columns > 0 && draw_chance (draw, 60))
        sd_schema_remove_column (copy, table,
                                 sd_table_get_column (table, draw_below (draw, n_columns)));
      else if (n_links > 0 && draw_chance (draw, 50))
        sd_schema_remove_relationship (copy, sd_schema_get_relationship (copy,
                                                                         draw_below (draw,
                                                                                     n_links)));
      else if (table != NULL)
        sd_schema_remove_table (copy, table);
      plan = sd_plan_new (copy, &findings);
      if ((plan == NULL) != sd_findings_have_error (findings))
        property_fail ("plan-or-error", "after something was removed");
    }
}

void
property_check_edits (SdSchema            *schema,
                      SdPlan              *plan,
                      const PropertyCells *cells,
                      guint64              seed)
{
  RandomDraw draw = { seed };

  if (sd_schema_get_messy (schema))
    check_same (schema, plan, cells, clean_up, "clean");
  check_same (schema, plan, cells, rename_all, "rename");
  check_same (schema, plan, cells, reverse_all, "move");
  check_same (schema, plan, cells, add_to_all, "add");
  check_seed (schema, plan, cells);
  take_apart (schema, &draw);
}
