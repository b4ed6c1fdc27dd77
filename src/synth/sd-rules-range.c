/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Ranges. Where the bounds of a column's own parameters cut its law, those of the
 * rule do it there, in a copy of the document: the values follow the declared law
 * given the range, without any row being drawn again. All other columns are held
 * to the range by a condition.
 */

#define G_LOG_DOMAIN "sd-rules-range"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sd-calendar.h"
#include "sd-format.h"
#include "sd-generator-info.h"
#include "sd-moment-private.h"
#include "sd-moment-range-private.h"
#include "sd-rule-set-private.h"
#include "sd-rules-private.h"
#include "sd-schema-file.h"

static gboolean
is_moment (SdColumn *column)
{
  const SdType type = sd_column_get_column_type (column);

  return type == SD_TYPE_DATE || type == SD_TYPE_TIME || type == SD_TYPE_TIMESTAMP;
}

/* Whether "min" and "max" of @parameters cut the law and are no part of it. */
static gboolean
has_cuts (JsonObject *parameters)
{
  static const char * const others[] = { "beta", "constant", "pareto", "triangular", NULL };

  return !g_strv_contains (others, sd_parameter_get_text (parameters, "distribution", "uniform"));
}

/* Whether the column's own bounds take over those of the rule. */
static gboolean
is_foldable (SdTable  *table,
             SdColumn *column)
{
  static const char * const generators[] = {
    "date", "number", "regression", "series", "time", "timestamp", NULL
  };
  JsonObject *parameters = sd_column_get_parameters (column);
  JsonArray *branches = sd_parameter_get_list (parameters, "branches");

  if (!g_strv_contains (generators, sd_column_get_generator (column)) || !has_cuts (parameters)
      || sd_rule_reads_is_part (table, column)
      || !g_str_equal (sd_parameter_get_text (parameters, "growth", "none"), "none")
      || sd_parameter_get_text (parameters, "after", NULL) != NULL
      || sd_parameter_get_text (parameters, "before", NULL) != NULL
      || g_str_equal (sd_parameter_get_text (parameters, "order", "random"), "grid"))
    return FALSE;
  for (guint i = 0; branches != NULL && i < json_array_get_length (branches); i++)
    {
      JsonNode *node = json_array_get_element (branches, i);
      JsonObject *branch = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

      if (branch != NULL && json_object_has_member (branch, "parameters")
          && !has_cuts (json_object_get_object_member (branch, "parameters")))
        return FALSE;
    }
  return TRUE;
}

/* A bound as a number: of moments microseconds. */
static gboolean
read_bound (SdColumn   *column,
            gint64      as_of,
            JsonObject *object,
            const char *name,
            double     *value)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;
  const char *text = sd_parameter_get_text (object, name, NULL);
  gint64 moment;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return FALSE;
  if (!is_moment (column))
    *value = json_node_get_double (node);
  else if (text != NULL && (sd_column_get_column_type (column) == SD_TYPE_TIME
                            ? sd_time_parse (text, &moment)
                            : sd_moment_parse (text, as_of, &moment)))
    *value = (double) moment;
  else
    return FALSE;
  return TRUE;
}

/* The bound of the rule takes the place of a wider one; not where nothing would be
 * left of the law. */
static void
fold_bound (SdColumn   *column,
            gint64      as_of,
            JsonObject *rule,
            JsonObject *parameters,
            const char *name,
            gboolean    always)
{
  const gboolean low = g_str_equal (name, "min");
  double wanted, own, end;

  if (!read_bound (column, as_of, rule, name, &wanted)
      || (read_bound (column, as_of, parameters, low ? "max" : "min", &end)
          && (low ? wanted > end : wanted < end)))
    return;
  if (!read_bound (column, as_of, parameters, name, &own))
    {
      g_autoptr (JsonObject) usual = json_object_new ();

      if (!always)
        return;
      if (is_moment (column))
        {
          json_object_set_string_member (usual, "min", "today-1y");
          json_object_set_string_member (usual, "max", "today");
        }
      else if (g_str_equal (sd_column_get_generator (column), "number")
               && g_str_equal (sd_parameter_get_text (parameters, "distribution", "uniform"),
                               "uniform"))
        {
          json_object_set_double_member (usual, "min", 0);
          json_object_set_double_member (usual, "max", 100);
        }
      if (!read_bound (column, as_of, usual, name, &own))
        own = wanted + (low ? -1 : 1);
    }
  if (low ? wanted > own : wanted < own)
    json_object_set_member (parameters, name,
                            json_node_copy (json_object_get_member (rule, name)));
}

static void
fold (SdColumn   *column,
      gint64      as_of,
      JsonObject *rule)
{
  static const char * const names[] = { "min", "max" };
  JsonObject *parameters = sd_column_get_parameters (column);
  JsonArray *branches = sd_parameter_get_list (parameters, "branches");

  for (guint b = 0; b < 2; b++)
    {
      fold_bound (column, as_of, rule, parameters, names[b], TRUE);
      for (guint i = 0; branches != NULL && i < json_array_get_length (branches); i++)
        {
          JsonNode *node = json_array_get_element (branches, i);
          JsonObject *own = JSON_NODE_HOLDS_OBJECT (node)
                            && json_object_has_member (json_node_get_object (node), "parameters")
                            ? json_object_get_object_member (json_node_get_object (node),
                                                             "parameters") : NULL;

          if (own != NULL)
            fold_bound (column, as_of, rule, own, names[b],
                        json_object_has_member (own, "distribution"));
        }
    }
}

static gboolean
is_range (JsonObject *rule)
{
  return g_str_equal (sd_parameter_get_text (rule, "kind", ""), "range");
}

static gboolean
has_ranges (SdSchema *schema)
{
  for (guint t = 0; t < sd_schema_get_n_tables (schema); t++)
    {
      JsonArray *rules = sd_table_get_rules (sd_schema_get_table (schema, t));

      for (guint r = 0; rules != NULL && r < json_array_get_length (rules); r++)
        if (is_range (json_array_get_object_element (rules, r)))
          return TRUE;
    }
  return FALSE;
}

/**
 * sd_rules_fold_ranges:
 * @schema: a valid document
 *
 * Returns: (transfer full): @schema, or a copy of it
 */
SdSchema *
sd_rules_fold_ranges (SdSchema *schema)
{
  g_autoptr (JsonNode) json = NULL;
  SdSchema *copy;

  if (!has_ranges (schema))
    return g_object_ref (schema);
  json = sd_schema_to_json (schema);
  copy = sd_schema_new_from_json (json, NULL);
  if (copy == NULL)
    return g_object_ref (schema);
  for (guint t = 0; t < sd_schema_get_n_tables (copy); t++)
    {
      SdTable *table = sd_schema_get_table (copy, t);
      JsonArray *rules = sd_table_get_rules (table);

      for (guint r = 0; rules != NULL && r < json_array_get_length (rules); r++)
        {
          JsonObject *rule = json_array_get_object_element (rules, r);
          SdColumn *column =
            sd_table_find_column (table, sd_parameter_get_text (rule, "column", ""));

          if (is_range (rule) && column != NULL && is_foldable (table, column))
            {
              /* The column of a copy that nobody watches. */
              if (sd_column_get_parameters (column) == NULL)
                sd_column_set_generator (column, sd_column_get_generator (column),
                                         json_object_new ());
              fold (column, sd_schema_get_as_of (copy), rule);
            }
        }
    }
  return copy;
}

/* A bound as it is written in a formula. NULL when there is none. */
static char *
write_bound (SdCompiler *compiler,
             SdColumn   *column,
             JsonObject *rule,
             const char *name)
{
  const SdType type = sd_column_get_column_type (column);
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  char text[64];
  double value;

  if (!read_bound (column, sd_schema_get_as_of (compiler->schema), rule, name, &value))
    return NULL;
  if (!is_moment (column))
    {
      char *end = g_ascii_formatd (number, sizeof number, "%.9f", value) + strlen (number);

      while (end[-1] == '0')
        *--end = '\0';
      if (end[-1] == '.')
        end[-1] = '\0';
      return g_strdup (number);
    }
  if (type == SD_TYPE_DATE)
    *sd_format_date (text, sd_moment_floor_days ((gint64) value)) = '\0';
  else if (type == SD_TYPE_TIME)
    *sd_format_time (text, (gint64) value) = '\0';
  else
    *sd_format_timestamp (text, (gint64) value, ' ') = '\0';
  return g_strdup_printf ("'%s'", text);
}

/* A range that lies beside the column's own bounds is not folded into them. */
static void
check_overlap (SdCompiler *compiler,
               guint       table,
               guint       number,
               SdColumn   *column,
               JsonObject *rule)
{
  const gint64 as_of = sd_schema_get_as_of (compiler->schema);
  JsonObject *parameters = sd_column_get_parameters (column);
  double wanted, own;

  if ((read_bound (column, as_of, rule, "min", &wanted)
       && read_bound (column, as_of, parameters, "max", &own) && wanted > own)
      || (read_bound (column, as_of, rule, "max", &wanted)
          && read_bound (column, as_of, parameters, "min", &own) && wanted < own))
    {
      g_autofree char *least = write_bound (compiler, column, parameters, "min");
      g_autofree char *most = write_bound (compiler, column, parameters, "max");

      sd_rules_report (compiler, table, number, SD_SEVERITY_ERROR, "rule-range-empty",
                       _("No value of “%s” is in the range; they go from %s to %s."),
                       sd_column_get_name (column), least != NULL ? least : "−∞",
                       most != NULL ? most : "∞");
    }
}

void
sd_rules_read_range (SdCompiler *compiler,
                     guint       table,
                     guint       number,
                     JsonObject *rule)
{
  SdTable *home = compiler->tables[table].table;
  SdColumn *column = sd_table_find_column (home, sd_parameter_get_text (rule, "column", ""));
  g_autofree char *least = NULL;
  g_autofree char *most = NULL;
  g_autofree char *name = NULL;
  guint positions[SD_RULE_COLUMNS];

  if (column == NULL || sd_rule_reads_get_columns (home, rule, positions) != 1)
    return;
  if (is_foldable (home, column))
    {
      check_overlap (compiler, table, number, column, rule);
      return;
    }
  name = sd_rules_quote (column);
  least = write_bound (compiler, column, rule, "min");
  most = write_bound (compiler, column, rule, "max");
  if (least != NULL)
    sd_rules_add_condition (sd_rules_get (compiler, table), number, positions[0],
                            g_strdup_printf ("%s >= %s", name, least));
  if (most != NULL)
    sd_rules_add_condition (sd_rules_get (compiler, table), number, positions[0],
                            g_strdup_printf ("%s <= %s", name, most));
}
