/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What one row of a column costs, in rows evaluated: totals of totals multiply
 * (ENGINE.md law 3).
 */

#define G_LOG_DOMAIN "sd-compiler-cost"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-compiler-private.h"
#include "sd-formula-node-private.h"

/* About a second a row. */
#define COST_MAX 16777216.0

/* Rows read for one row of what is read through @read. Totals of so few parents
 * that they are remembered are taken once; of more, a row whose parent has many
 * children pays for all of them. */
static double
get_factor (SdCompiler         *self,
            const SdColumnRead *read)
{
  const SdPlanLink *plan_link;
  double n_parents, n_children, mean;

  if (read->down_table < 0)
    return 1;
  plan_link = sd_plan_get_link (self->plan, (guint) read->down_table, read->down_link);
  if (plan_link->link == NULL)
    return 1;
  n_parents = (double) sd_table_get_rows (self->tables[plan_link->parent_table].table);
  n_children = (double) sd_table_get_rows (self->tables[read->down_table].table);
  mean = n_children / MAX (n_parents, 1);
  return n_parents <= SD_AGGREGATE_REMEMBERED
         ? mean : MAX (mean, sd_link_get_amplification (plan_link->link));
}

/* @costs: of each table's columns, 0 while not known. */
static double
get_cost (SdCompiler  *self,
          double     **costs,
          guint        table,
          guint        position)
{
  const GArray *reads = self->tables[table].reads[position];
  double *cost = &costs[table][position];

  if (*cost > 0)
    return *cost;
  *cost = 1;
  for (guint i = 0; reads != NULL && i < reads->len; i++)
    {
      const SdColumnRead *read = &g_array_index (reads, SdColumnRead, i);

      *cost += get_factor (self, read) * get_cost (self, costs, read->table, read->position);
    }
  return *cost;
}

/* Whether it is this column that is too dear, and not one that it reads. */
static gboolean
is_first (SdCompiler  *self,
          double     **costs,
          guint        table,
          guint        position)
{
  const GArray *reads = self->tables[table].reads[position];

  for (guint i = 0; reads != NULL && i < reads->len; i++)
    {
      const SdColumnRead *read = &g_array_index (reads, SdColumnRead, i);

      if (costs[read->table][read->position] > COST_MAX)
        return FALSE;
    }
  return TRUE;
}

static void
report_cost (SdCompiler *self,
             guint       table,
             guint       position,
             double      cost)
{
  SdTable *home = self->tables[table].table;
  SdColumn *column = sd_table_get_column (home, position);
  g_autofree char *place = g_strdup_printf ("%s.%s", sd_table_get_name (home),
                                            sd_column_get_name (column));

  sd_compiler_add_finding (self,
                           sd_finding_new (SD_SEVERITY_ERROR, "totals-too-costly",
                                           sd_column_get_id (column), place,
                                           _("For one row, totals are taken over about %.3g rows, "
                                             "because totals of totals multiply; at most %.3g are "
                                             "possible. Make the tables smaller, or take the total "
                                             "over fewer levels."), cost, COST_MAX));
}

/* Adds findings for columns that would take too long; the links are there. */
void
sd_compiler_check_costs (SdCompiler *self)
{
  const guint n_tables = self->plan->n_tables;
  double **costs = g_new0 (double *, n_tables + 1);

  for (guint t = 0; t < n_tables; t++)
    costs[t] = g_new0 (double, sd_table_get_n_columns (self->tables[t].table) + 1);
  for (guint t = 0; t < n_tables; t++)
    for (guint c = 0; c < sd_table_get_n_columns (self->tables[t].table); c++)
      {
        const double cost = get_cost (self, costs, t, c);

        if (cost > COST_MAX && is_first (self, costs, t, c))
          report_cost (self, t, c, cost);
      }
  for (guint t = 0; t < n_tables; t++)
    g_free (costs[t]);
  g_free (costs);
}
