/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The list of changes is the difference between messy data and their clean twin.
 */

#include "property-check.h"

#include "sd-changes.h"

typedef struct
{
  guint     n_rows;
  int      *clean_row;   /* of each row shown; −1 of a copy */
  guint8  **listed;      /* [column][row] */
} Listed;

static void
read_changes (Listed              *self,
              SdPlan              *messy,
              guint                table,
              const PropertyTable *shown)
{
  g_autoptr (SdChanges) changes = sd_changes_new (messy, table, 0, shown->n_rows);
  guint64 last = 0;
  SdChangeBatch batch;

  while (sd_changes_next (changes, &batch))
    for (guint i = 0; i < batch.n; i++)
      {
        const SdChange *change = &batch.changes[i];

        if (change->row < last || change->row >= shown->n_rows)
          property_fail ("changes-order", "table %u, row %" G_GUINT64_FORMAT, table, change->row);
        last = change->row;
        if (g_str_has_suffix (change->kind, "duplicate"))
          self->clean_row[change->row] = -1;
        else
          self->listed[change->column][change->row] = 1;
      }
}

/* Rows that are no copies are the clean ones, in their order. */
static void
number_rows (Listed *self)
{
  int next = 0;

  for (guint row = 0; row < self->n_rows; row++)
    if (self->clean_row[row] >= 0)
      self->clean_row[row] = next++;
}

static void
compare (const Listed        *self,
         const SdPlanTable   *info,
         const PropertyTable *shown,
         const PropertyTable *clean)
{
  for (guint c = 0; c < info->n_columns; c++)
    for (guint row = 0; row < self->n_rows; row++)
      {
        const int from = self->clean_row[row];

        if (from < 0 || (guint) from >= clean->n_rows || self->listed[c][row])
          continue;
        if (shown->words[c][row] != clean->words[c][from]
            || shown->nulls[c][row] != clean->nulls[c][from])
          property_fail ("changes-unlisted", "%s.%s, row %u", info->name, info->columns[c].name,
                         row);
      }
}

void
property_check_mess (SdPlan              *messy,
                     const PropertyCells *shown,
                     const PropertyCells *clean)
{
  for (guint t = 0; t < shown->n_tables; t++)
    {
      const SdPlanTable *info = sd_plan_get_table (messy, t);
      const PropertyTable *table = &shown->tables[t];
      Listed self = { table->n_rows, g_new0 (int, table->n_rows + 1),
                      g_new0 (guint8 *, table->n_columns + 1) };

      for (guint c = 0; c < table->n_columns; c++)
        self.listed[c] = g_new0 (guint8, table->n_rows + 1);
      if (info->n_rows != clean->tables[t].n_rows + info->n_copies && table->complete)
        property_fail ("copies", "%s has %" G_GUINT64_FORMAT " rows", info->name, info->n_rows);
      read_changes (&self, messy, t, table);
      number_rows (&self);
      compare (&self, info, table, &clean->tables[t]);
      for (guint c = 0; c < table->n_columns; c++)
        g_free (self.listed[c]);
      g_free (self.listed);
      g_free (self.clean_row);
    }
}
