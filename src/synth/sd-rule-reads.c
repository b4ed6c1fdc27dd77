/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What rules read; see the header. */

#define G_LOG_DOMAIN "sd-rule-reads"

#include "sd-formula-parse-private.h"
#include "sd-generator-info.h"
#include "sd-margin-private.h"
#include "sd-rule-reads-private.h"

static int
find_column (SdTable    *table,
             const char *name)
{
  for (guint i = 0; i < sd_table_get_n_columns (table); i++)
    if (g_str_equal (sd_column_get_name (sd_table_get_column (table, i)), name))
      return (int) i;
  return -1;
}

gboolean
sd_rule_reads_is_drawn (SdColumn *column)
{
  JsonObject *parameters = sd_column_get_parameters (column);
  const char *generator = sd_column_get_generator (column);

  if (g_str_equal (generator, "regression") || g_str_equal (generator, "logistic"))
    return TRUE;
  return sd_margin_is_known (generator)
         && !sd_column_get_unique (column)
         && sd_parameter_get_text (parameters, "with", NULL) == NULL
         && g_str_equal (sd_parameter_get_text (parameters, "order", "random"), "random")
         && sd_parameter_get_list (parameters, "counts") == NULL;
}

gboolean
sd_rule_reads_is_key (SdTable  *table,
                      SdColumn *column)
{
  const char * const *key = sd_table_get_primary_key (table);

  return key != NULL && g_strv_contains (key, sd_column_get_name (column));
}

void
sd_rule_reads_formula (SdTable    *table,
                       const char *formula,
                       guint8     *seen)
{
  g_autoptr (SdFormula) parsed = sd_formula_parse (formula, NULL);

  for (guint i = 0; parsed != NULL && i < parsed->nodes->len; i++)
    {
      const SdFormulaNode *node = parsed->nodes->pdata[i];

      if (node->operator == SD_FORMULA_NAME
          && (node->qualifier == NULL
              || g_str_equal (node->qualifier, sd_table_get_name (table))))
        sd_rule_reads_column (table, node->name, seen);
    }
}

/* What rules put into a column: the other parts of a whole, and when a column
 * that is empty together with it is empty. */
static void
read_rules (SdTable    *table,
            guint       position,
            guint8     *seen)
{
  JsonArray *rules = sd_table_get_rules (table);

  for (guint r = 0; rules != NULL && r < json_array_get_length (rules); r++)
    {
      JsonObject *rule = json_array_get_object_element (rules, r);
      const char *kind = sd_parameter_get_text (rule, "kind", "");
      guint columns[SD_RULE_COLUMNS];
      const guint n = sd_rule_reads_get_columns (table, rule, columns);
      gboolean named = FALSE;

      for (guint i = 0; i < n; i++)
        named |= columns[i] == position;
      if (!named)
        continue;
      if (g_str_equal (kind, "null_when"))
        sd_rule_reads_formula (table, sd_parameter_get_text (rule, "when", ""), seen);
      else if (g_str_equal (kind, "sum") || g_str_equal (kind, "together"))
        for (guint i = 0; i < n; i++)
          sd_rule_reads_column (table, sd_column_get_name (sd_table_get_column (table, columns[i])),
                                seen);
      if (g_str_equal (kind, "sum"))
        sd_rule_reads_column (table, sd_parameter_get_text (rule, "total_column", ""), seen);
    }
}

void
sd_rule_reads_column (SdTable    *table,
                      const char *name,
                      guint8     *seen)
{
  static const char * const columns[] = {
    "by", "within", "after", "before", "with", "columns", "start", "cycle",
  };
  const int position = find_column (table, name);
  const char *names[SD_RULE_COLUMNS];
  JsonObject *parameters;
  const char *formula;

  if (position < 0 || seen[position])
    return;
  seen[position] = TRUE;
  parameters = sd_column_get_parameters (sd_table_get_column (table, (guint) position));
  formula = sd_parameter_get_text (parameters, "formula", NULL);
  if (formula != NULL)
    sd_rule_reads_formula (table, formula, seen);
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      const guint n = sd_parameter_get_names (parameters, columns[i], names, SD_RULE_COLUMNS);

      for (guint k = 0; k < n; k++)
        sd_rule_reads_column (table, names[k], seen);
    }
  read_rules (table, (guint) position, seen);
}

guint
sd_rule_reads_get_columns (SdTable    *table,
                           JsonObject *rule,
                           guint       positions[SD_RULE_COLUMNS])
{
  const char *names[SD_RULE_COLUMNS];
  const char *member = json_object_has_member (rule, "columns") ? "columns" : "column";
  const guint n = sd_parameter_get_names (rule, member, names, SD_RULE_COLUMNS);
  guint found = 0;

  for (guint i = 0; i < n; i++)
    {
      const int position = find_column (table, names[i]);

      if (position >= 0)
        positions[found++] = (guint) position;
    }
  return found;
}

/* Whether a rule of one of @kinds names the column. */
static gboolean
is_named (SdTable            *table,
          const char         *name,
          const char * const *kinds)
{
  JsonArray *rules = sd_table_get_rules (table);
  const int position = find_column (table, name);

  for (guint r = 0; rules != NULL && r < json_array_get_length (rules); r++)
    {
      JsonObject *rule = json_array_get_object_element (rules, r);
      guint columns[SD_RULE_COLUMNS];
      const guint n = sd_rule_reads_get_columns (table, rule, columns);

      for (guint i = 0; i < n; i++)
        if ((int) columns[i] == position
            && g_strv_contains (kinds, sd_parameter_get_text (rule, "kind", "")))
          return TRUE;
    }
  return FALSE;
}

gboolean
sd_rule_reads_is_part (SdTable  *table,
                       SdColumn *column)
{
  static const char * const kinds[] = { "sum", NULL };

  return is_named (table, sd_column_get_name (column), kinds);
}

gboolean
sd_rule_reads_empties (SdTable    *table,
                       const char *name)
{
  static const char * const kinds[] = { "exactly_one", "null_when", "together", NULL };

  return is_named (table, name, kinds);
}

void
sd_rule_reads_mark_together (SdTable *table,
                             guint    position,
                             guint8  *marked)
{
  JsonArray *rules = sd_table_get_rules (table);

  if (marked[position])
    return;
  marked[position] = TRUE;
  for (guint r = 0; rules != NULL && r < json_array_get_length (rules); r++)
    {
      JsonObject *rule = json_array_get_object_element (rules, r);
      guint columns[SD_RULE_COLUMNS];
      guint n;

      if (!g_str_equal (sd_parameter_get_text (rule, "kind", ""), "together"))
        continue;
      n = sd_rule_reads_get_columns (table, rule, columns);
      for (guint i = 0; i < n; i++)
        if (columns[i] == position)
          for (guint k = 0; k < n; k++)
            sd_rule_reads_mark_together (table, columns[k], marked);
    }
}

/* The column together with which @column is missing by its own word; nullable. */
static const char *
get_partner (SdColumn *column)
{
  JsonObject *law = sd_column_get_missing_by (column);

  return g_str_equal (sd_parameter_get_text (law, "kind", ""), "together")
         ? sd_parameter_get_text (law, "column", NULL) : NULL;
}

/* Marks what is missing together with the marked columns by their own words, too. */
static void
mark_partners (SdTable *table,
               guint8  *marked)
{
  gboolean changed = TRUE;

  while (changed)
    {
      changed = FALSE;
      for (guint i = 0; i < sd_table_get_n_columns (table); i++)
        {
          const char *partner = get_partner (sd_table_get_column (table, i));
          const int other = partner != NULL ? find_column (table, partner) : -1;

          if (other < 0 || !marked[i] == !marked[other])
            continue;
          sd_rule_reads_mark_together (table, marked[i] ? (guint) other : i, marked);
          changed = TRUE;
        }
    }
}

gboolean
sd_rule_reads_has_missing (SdColumn *column)
{
  JsonObject *parameters = sd_column_get_parameters (column);
  JsonArray *branches = sd_parameter_get_list (parameters, "branches");

  if (get_partner (column) != NULL)
    return FALSE;
  if (sd_column_get_missing (column) > 0 || sd_column_get_missing_by (column) != NULL)
    return TRUE;
  for (guint i = 0; branches != NULL && i < json_array_get_length (branches); i++)
    {
      JsonNode *branch = json_array_get_element (branches, i);

      if (JSON_NODE_HOLDS_OBJECT (branch)
          && sd_parameter_get_number (json_node_get_object (branch), "missing", 0) > 0)
        return TRUE;
    }
  return FALSE;
}

/* The first rule that lets no more cells of the column be empty; 0 for none. */
static guint
find_strict (SdTable *table,
             guint    position)
{
  JsonArray *rules = sd_table_get_rules (table);

  for (guint r = 0; r < json_array_get_length (rules); r++)
    {
      JsonObject *rule = json_array_get_object_element (rules, r);
      guint columns[SD_RULE_COLUMNS];
      const guint n = sd_rule_reads_get_columns (table, rule, columns);

      if (!g_str_equal (sd_parameter_get_text (rule, "kind", ""), "exactly_one")
          && !(g_str_equal (sd_parameter_get_text (rule, "kind", ""), "null_when")
               && sd_parameter_get_boolean (rule, "exactly", TRUE)))
        continue;
      for (guint i = 0; i < n; i++)
        if (columns[i] == position)
          return r + 1;
    }
  return 0;
}

SdRuleMissing
sd_rule_reads_get_missing (SdTable *table,
                           guint    position,
                           guint   *other)
{
  const guint n = sd_table_get_n_columns (table);
  g_autofree guint8 *marked = g_new0 (guint8, n);

  if (sd_table_get_rules (table) == NULL)
    return SD_RULE_MISSING_OWN;
  sd_rule_reads_mark_together (table, position, marked);
  for (guint i = 0; i < n; i++)
    if (marked[i] && find_strict (table, i) > 0)
      {
        *other = find_strict (table, i);
        return SD_RULE_MISSING_NONE;
      }
  mark_partners (table, marked);
  for (*other = 0; *other < n; (*other)++)
    if (marked[*other] && sd_rule_reads_has_missing (sd_table_get_column (table, *other)))
      break;
  return *other == n || *other == position ? SD_RULE_MISSING_OWN : SD_RULE_MISSING_OTHER;
}
