/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The compiled plan: ownership and the facts that exporters and panes read.
 * How a schema becomes one is in sd-compiler.c, how it is evaluated in
 * sd-frame.c.
 */

#include "sd-mess-table-private.h"
#include "sd-plan-private.h"

static void
free_table (SdPlanTableData *table,
            gboolean         borrows_links)
{
  for (guint i = table->n_borrowed; table->nodes != NULL && i < table->nodes->len; i++)
    {
      SdNode *node = g_ptr_array_index (table->nodes, i);

      node->klass->free (node);
    }
  g_clear_pointer (&table->nodes, g_ptr_array_unref);
  for (guint i = 0; !borrows_links && table->links != NULL && i < table->links->len; i++)
    g_clear_pointer (&g_array_index (table->links, SdPlanLink, i).link, sd_link_free);
  g_clear_pointer (&table->links, g_array_unref);
  for (guint i = 0; i < table->info.n_foreign_keys; i++)
    {
      g_free ((gpointer) table->info.foreign_keys[i].columns);
      g_free ((gpointer) table->info.foreign_keys[i].parent_columns);
    }
  g_free ((gpointer) table->info.foreign_keys);
  g_free ((gpointer) table->info.primary_key);
  g_free ((gpointer) table->info.columns);
  g_free (table->clean_nodes);
  g_free (table->output_nodes);
  g_free ((gpointer) table->info.dropped);
  sd_mess_table_free (table->mess);
}

/**
 * sd_plan_ref:
 *
 * Returns: (transfer full): @self
 */
SdPlan *
sd_plan_ref (SdPlan *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * sd_plan_unref:
 *
 * Gives up a reference; any thread may hold the last one.
 */
void
sd_plan_unref (SdPlan *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  for (guint i = 0; i < self->n_tables; i++)
    free_table (&self->tables[i], self->clean != NULL);
  g_free (self->tables);
  g_clear_pointer (&self->mixes, g_ptr_array_unref);
  g_free (self->load_order);
  g_string_chunk_free (self->strings);
  g_clear_pointer (&self->clean, sd_plan_unref);
  g_free (self);
}

const char *
sd_plan_get_name (SdPlan *self)
{
  return self->name;
}

const char *
sd_plan_get_title (SdPlan *self)
{
  return self->title;
}

const char *
sd_plan_get_description (SdPlan *self)
{
  return self->description;
}

gint64
sd_plan_get_as_of (SdPlan *self)
{
  return self->as_of;
}

SdPlan *
sd_plan_get_clean (SdPlan *self)
{
  return self->clean;
}

guint
sd_plan_get_n_tables (SdPlan *self)
{
  return self->n_tables;
}

const SdPlanTable *
sd_plan_get_table (SdPlan *self,
                   guint   table)
{
  g_return_val_if_fail (table < self->n_tables, NULL);

  return &self->tables[table].info;
}

int
sd_plan_find_table (SdPlan     *self,
                    const char *name)
{
  for (guint i = 0; i < self->n_tables; i++)
    if (g_str_equal (self->tables[i].info.name, name))
      return (int) i;
  return -1;
}

const guint *
sd_plan_get_load_order (SdPlan *self)
{
  return self->load_order;
}
