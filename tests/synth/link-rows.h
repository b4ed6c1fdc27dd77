/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Links of whole documents: each row's parent, found by its key, and what the
 * links themselves say about it.
 */

#pragma once

#include "sd-plan-private.h"
#include "sd-test-plan.h"

/* The number of children of each parent, whose key is @offset + its row; −1 in
 * @column stands for no parent. */
static inline guint *
count_children (SdPlan     *plan,
                const char *table,
                const char *column,
                guint       n_parents,
                gint64      offset)
{
  g_autoptr (GPtrArray) cells = sd_test_column (plan, table, column, 1000);
  guint *counts = g_new0 (guint, n_parents + 1);

  for (guint i = 0; i < cells->len; i++)
    {
      const char *cell = g_ptr_array_index (cells, i);
      const gint64 key = g_ascii_strtoll (cell, NULL, 10) - offset;

      if (g_str_equal (cell, "∅"))
        continue;
      g_assert_cmpint (key, >=, 0);
      g_assert_cmpint (key, <, n_parents);
      counts[key]++;
    }
  return counts;
}

/* Link @link of a table, and that it leads from rows to parents and back; rows
 * come in the same whichever batch they are in. */
static inline void
check_link (SdPlan     *plan,
            const char *table,
            guint       index)
{
  const int t = sd_plan_find_table (plan, table);
  const SdPlanLink *plan_link = sd_plan_get_link (plan, (guint) t, index);
  const SdLink *link = plan_link->link;
  const guint64 n_rows = sd_plan_get_table (plan, (guint) t)->n_rows;
  g_autofree guint64 *rows = g_new (guint64, n_rows + 1);
  g_autofree guint64 *parents = g_new (guint64, n_rows + 1);
  g_autofree guint64 *ordinals = g_new (guint64, n_rows + 1);

  for (guint64 i = 0; i < n_rows; i++)
    rows[i] = n_rows - 1 - i;
  sd_link_get_parents (link, rows, (guint) n_rows, parents, ordinals);
  for (guint64 i = 0; i < n_rows; i++)
    {
      guint64 parent, ordinal, child, count;

      if (i % 7 == 0)
        {
          sd_link_get_parents (link, &rows[i], 1, &parent, &ordinal);
          g_assert_cmpuint (parent, ==, parents[i]);
          g_assert_cmpuint (ordinal, ==, ordinals[i]);
        }
      if (parents[i] == SD_NO_ROW)
        continue;
      sd_link_get_counts (link, &parents[i], 1, &count);
      g_assert_cmpuint (ordinals[i], <, count);
      sd_link_get_children (link, parents[i], ordinals[i], 1, &child);
      g_assert_cmpuint (child, ==, rows[i]);
    }
}

/* The same cells in batches of 1, 7 and 1,024. */
static inline void
check_column_batches (SdPlan     *plan,
                      const char *table,
                      const char *column)
{
  static const guint sizes[] = { 1, 7 };
  g_autoptr (GPtrArray) whole = sd_test_column (plan, table, column, 1024);

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      g_autoptr (GPtrArray) cells = sd_test_column (plan, table, column, sizes[s]);

      for (guint i = 0; i < whole->len; i++)
        g_assert_cmpstr (whole->pdata[i], ==, cells->pdata[i]);
    }
}
