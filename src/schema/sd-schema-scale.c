/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The same dataset smaller or larger. No table becomes smaller than LEAST_ROWS, or
 * than it is: a law of children per parent has room for nothing there. Tables whose rows are listed (typed
 * values, a key that is a meaning or a category, days of a calendar) keep theirs, sizes of groups
 * keep their proportions, and crossed tables have the rows of their factors.
 */

#define G_LOG_DOMAIN "sd-schema-scale"

#include "sd-generator-info.h"
#include "sd-schema.h"

#define LEAST_ROWS 10

static gboolean
is_listed (SdTable  *table,
           SdColumn *column)
{
  const char *generator = sd_column_get_generator (column);
  const char * const *key = sd_table_get_primary_key (table);
  const gboolean unique = sd_column_get_unique (column)
                          || (key[0] != NULL && key[1] == NULL
                              && g_str_equal (key[0], sd_column_get_name (column)));

  /* A calendar has its days. */
  if (g_str_equal (sd_parameter_get_text (sd_column_get_parameters (column), "order", ""), "grid")
      && sd_parameter_get_text (sd_column_get_parameters (column), "within", NULL) == NULL)
    return TRUE;
  return g_str_equal (generator, "values")
         || (unique && (g_str_equal (generator, "category")
                        || g_str_equal (generator, "semantic"))
             && (g_str_equal (generator, "category")
                 || g_strv_contains (key, sd_column_get_name (column))));
}

static gboolean
has_listed_rows (SdTable *table)
{
  for (guint i = 0; i < sd_table_get_n_columns (table); i++)
    if (is_listed (table, sd_table_get_column (table, i)))
      return TRUE;
  return FALSE;
}

/* Each group gets what is left up to its share of the whole: nothing is lost. */
static void
scale_counts (SdColumn *column,
              guint64   rows)
{
  JsonArray *counts = sd_parameter_get_list (sd_column_get_parameters (column), "counts");
  JsonArray *scaled;
  JsonNode *node;
  double total = 0, sum = 0;
  guint64 before = 0;

  if (counts == NULL)
    return;
  for (guint i = 0; i < json_array_get_length (counts); i++)
    total += json_array_get_double_element (counts, i);
  if (!(total > 0))
    return;
  scaled = json_array_new ();
  for (guint i = 0; i < json_array_get_length (counts); i++)
    {
      guint64 until;

      sum += json_array_get_double_element (counts, i);
      until = (guint64) ((double) rows * sum / total + 0.5);
      json_array_add_int_element (scaled, (gint64) (until - before));
      before = until;
    }
  node = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (node, scaled);
  sd_column_set_parameter (column, "counts", node);
}

/* The rows of crossed tables follow from their factors, which may be crossed. */
static void
fit_crossed (SdSchema *self)
{
  for (guint round = 0; round < sd_schema_get_n_tables (self); round++)
    {
      g_autoptr (GPtrArray) findings = sd_schema_validate (self);
      gboolean changed = FALSE;

      for (guint i = 0; i < findings->len; i++)
        {
          const SdFinding *finding = g_ptr_array_index (findings, i);

          if (g_str_equal (finding->code, "crossed-rows") && finding->fixes->len > 0)
            changed |= sd_fix_apply (g_ptr_array_index (finding->fixes, 0), self, NULL);
        }
      if (!changed)
        return;
    }
}

/**
 * sd_schema_scale_rows:
 * @factor: above 0
 *
 * Multiplies the row counts of all tables whose rows are not listed.
 */
void
sd_schema_scale_rows (SdSchema *self,
                      double    factor)
{
  g_return_if_fail (SD_IS_SCHEMA (self));
  g_return_if_fail (factor > 0);

  for (guint i = 0; i < sd_schema_get_n_tables (self); i++)
    {
      SdTable *table = sd_schema_get_table (self, i);
      const guint64 before = sd_table_get_rows (table);
      const double rows = (double) before * factor;

      if (has_listed_rows (table))
        continue;
      sd_table_set_rows (table, MAX ((guint64) CLAMP (rows + 0.5, 0, 1e18),
                                     MIN (before, LEAST_ROWS)),
                         sd_table_get_rows_from_user (table));
      for (guint c = 0; c < sd_table_get_n_columns (table); c++)
        scale_counts (sd_table_get_column (table, c), sd_table_get_rows (table));
    }
  fit_crossed (self);
}
