/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Rules that say different things of one column: when it is empty, or what it is a
 * part of.
 */

#define G_LOG_DOMAIN "sd-rules-conflict"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-generator-info.h"
#include "sd-rule-set-private.h"

static gboolean
is_kind (JsonObject *rule,
         const char *kind)
{
  return g_str_equal (sd_parameter_get_text (rule, "kind", ""), kind);
}

static gboolean
names_any (SdTable      *table,
           JsonObject   *rule,
           const guint8 *columns)
{
  guint positions[SD_RULE_COLUMNS];
  const guint n = sd_rule_reads_get_columns (table, rule, positions);

  for (guint i = 0; i < n; i++)
    if (columns[positions[i]])
      return TRUE;
  return FALSE;
}

/* Whether @rule leaves cells empty, or @other does, so that both cannot be. */
static gboolean
are_opposed (JsonObject *rule,
             JsonObject *other)
{
  if (is_kind (rule, "sum"))
    return is_kind (other, "sum");
  if (is_kind (rule, "exactly_one"))
    return is_kind (other, "exactly_one") || is_kind (other, "null_when")
           || is_kind (other, "together");
  return is_kind (rule, "null_when") && is_kind (other, "null_when")
         && (sd_parameter_get_boolean (rule, "exactly", TRUE)
             || sd_parameter_get_boolean (other, "exactly", TRUE));
}

/* The columns of @rule; those that are empty in the same rows, too, where it is
 * about that. */
static guint8 *
get_columns (SdTable    *table,
             JsonObject *rule)
{
  guint8 *columns = g_new0 (guint8, sd_table_get_n_columns (table));
  guint positions[SD_RULE_COLUMNS];
  const guint n = sd_rule_reads_get_columns (table, rule, positions);

  for (guint i = 0; i < n; i++)
    if (is_kind (rule, "null_when"))
      sd_rule_reads_mark_together (table, positions[i], columns);
    else
      columns[positions[i]] = TRUE;
  return columns;
}

void
sd_rules_check_conflicts (SdCompiler *compiler,
                          guint       table)
{
  SdTable *home = compiler->tables[table].table;
  JsonArray *rules = sd_table_get_rules (home);
  const guint n = json_array_get_length (rules);

  for (guint r = 0; r < n; r++)
    {
      JsonObject *rule = json_array_get_object_element (rules, r);
      g_autofree guint8 *columns = get_columns (home, rule);

      for (guint k = 0; k < n; k++)
        {
          JsonObject *other = json_array_get_object_element (rules, k);

          if (k == r || !are_opposed (rule, other) || !names_any (home, other, columns)
              || (k < r && are_opposed (other, rule)))
            continue;
          sd_rules_report (compiler, table, MAX (r, k) + 1, SD_SEVERITY_ERROR, "rule-conflict",
                           _("Rule %u is about the same columns and says something else of them; "
                             "keep one of the two."), MIN (r, k) + 1);
        }
    }
}
