/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Timelines of relationships: periods of equal length over the child's range,
 * with the child rows and the parents born before each boundary counted by
 * bisection on a few evaluated cells.
 */

#define G_LOG_DOMAIN "sd-compiler-timeline"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-calendar.h"
#include "sd-compiler-link-private.h"
#include "sd-frame-private.h"
#include "sd-moment-private.h"
#include "sd-node-gather-private.h"

/**
 * sd_link_context_find_timeline:
 * @context: a relationship
 * @birth_node: (out): the parent's date
 * @gap: (out): what is added to it, in microseconds
 *
 * Returns: the node of the child's ordered date that comes after one of this
 *   parent; −1 when there is none
 */
int
sd_link_context_find_timeline (const SdLinkContext *context,
                               guint               *birth_node,
                               gint64              *gap)
{
  SdPlan *plan = context->compiler->plan;
  const SdPlanTableData *data = &plan->tables[context->table];

  for (guint c = 0; c < sd_table_get_n_columns (context->child); c++)
    {
      const SdNode *node = sd_plan_get_node (plan, context->table, data->clean_nodes[c]);
      guint after;
      guint link;

      if (sd_moment_node_is_ordered (node)
          && sd_moment_node_get_after (node, &after, gap)
          && sd_gather_node_get (sd_plan_get_node (plan, context->table, after),
                                 &link, birth_node)
          && link == context->index)
        return (int) node->index;
    }
  return -1;
}

/* Rows of an ordered moment node before each of SD_LINK_PERIODS + 1 boundaries. */
static void
count_before (SdEvaluator  *evaluator,
              guint         table,
              const SdNode *node,
              guint64       n_rows,
              gint64        gap,
              const gint64 *boundaries,
              guint64      *counts)
{
  guint64 high[SD_LINK_PERIODS + 1];
  guint64 rows[SD_LINK_PERIODS + 1];
  gboolean open = n_rows > 0;

  for (guint b = 0; b <= SD_LINK_PERIODS; b++)
    {
      counts[b] = 0;
      high[b] = n_rows;
    }
  while (open)
    {
      const SdVector *values;

      for (guint b = 0; b <= SD_LINK_PERIODS; b++)
        rows[b] = MIN (counts[b] + (high[b] - counts[b]) / 2, n_rows - 1);
      values = sd_evaluator_get_node (evaluator, table, node->index, rows, SD_LINK_PERIODS + 1);
      open = FALSE;
      for (guint b = 0; b <= SD_LINK_PERIODS; b++)
        {
          if (counts[b] >= high[b])
            continue;
          if (sd_moment_from_value (node->type, values->i64[b]) + gap < boundaries[b])
            counts[b] = rows[b] + 1;
          else
            high[b] = rows[b];
          open |= counts[b] < high[b];
        }
    }
}

static gint64
floor_day (gint64 moment)
{
  const gint64 rest = moment % SD_USEC_PER_DAY;

  return moment - (rest < 0 ? rest + SD_USEC_PER_DAY : rest);
}

/**
 * sd_link_context_make_timeline:
 * @context: a relationship
 * @column_node: the child's date
 * @birth_node: the parent's
 * @gap: what is added to it, in microseconds
 * @timeline: its arrays are filled
 *
 * Returns: %FALSE with a finding when the parent's dates do not ascend
 */
gboolean
sd_link_context_make_timeline (const SdLinkContext *context,
                               int                  column_node,
                               guint                birth_node,
                               gint64               gap,
                               SdLinkTimeline      *timeline)
{
  SdPlan *plan = context->compiler->plan;
  const SdNode *date = sd_plan_get_node (plan, context->table, (guint) column_node);
  const SdNode *birth = sd_plan_get_node (plan, context->link->parent_table, birth_node);
  g_autoptr (SdEvaluator) evaluator = NULL;
  gint64 boundaries[SD_LINK_PERIODS + 1];
  gint64 first;
  gint64 last;

  if (!sd_moment_node_is_ordered (birth))
    {
      sd_compiler_add_finding (context->compiler,
                               sd_finding_new (SD_SEVERITY_ERROR, "timeline-parents-unordered",
                                               sd_relationship_get_id (context->relationship),
                                               sd_link_context_get_place (context),
                                               _("The rows of %s stand in time order after their "
                                                 "%s, so those must stand in time order too."),
                                               sd_table_get_name (context->child),
                                               sd_table_get_name (context->parent)));
      return FALSE;
    }
  evaluator = sd_evaluator_new (plan);
  sd_moment_node_get_range (date, &first, &last);
  first = floor_day (first);
  last = floor_day (last) + SD_USEC_PER_DAY;
  for (guint b = 0; b <= SD_LINK_PERIODS; b++)
    boundaries[b] = floor_day (first + (gint64) ((__int128) (last - first) * b / SD_LINK_PERIODS));
  count_before (evaluator, context->table, date, sd_table_get_rows (context->child), 0,
                boundaries, (guint64 *) timeline->rows);
  count_before (evaluator, context->link->parent_table, birth,
                sd_table_get_rows (context->parent), gap, boundaries,
                (guint64 *) timeline->born);
  return TRUE;
}
