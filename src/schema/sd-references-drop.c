/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What a removed column or relationship takes along: whatever is about it and
 * says nothing without it. Of rules about several columns the others keep
 * theirs while two are left. Formulas stay as they are; checking finds them.
 */

#define G_LOG_DOMAIN "sd-references-drop"

#include "sd-generator-info.h"
#include "sd-json-tree-private.h"
#include "sd-relationship-private.h"
#include "sd-table-private.h"

/* Whether the element of a list is to stay; @object (transfer none): it may be
 * replaced by a copy in @replacement (out) (transfer full) (nullable). */
typedef gboolean (* Keep) (JsonObject  *object,
                           const char  *name,
                           JsonObject **replacement);

/* (transfer full) (nullable): @list (nullable) without what does not stay */
static JsonArray *
filter (JsonArray  *list,
        const char *name,
        Keep        keep)
{
  JsonArray *kept = json_array_new ();

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonNode *element = json_array_get_element (list, i);
      JsonObject *replacement = NULL;

      if (JSON_NODE_HOLDS_OBJECT (element)
          && !keep (json_node_get_object (element), name, &replacement))
        continue;
      if (replacement != NULL)
        json_array_add_object_element (kept, replacement);
      else
        json_array_add_element (kept, _sd_json_share_node (element));
    }

  return kept;
}

static gboolean
names_it (JsonObject *object,
          const char *member,
          const char *name)
{
  return g_strcmp0 (sd_parameter_get_text (object, member, NULL), name) == 0;
}

/* The list without @name; NULL when it is not in it. (transfer full) (nullable) */
static JsonArray *
without_name (JsonArray  *list,
              const char *name)
{
  JsonArray *rest = json_array_new ();

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonNode *element = json_array_get_element (list, i);

      if (!JSON_NODE_HOLDS_VALUE (element) || g_strcmp0 (json_node_get_string (element), name) != 0)
        json_array_add_element (rest, _sd_json_share_node (element));
    }

  if (list == NULL || json_array_get_length (rest) == json_array_get_length (list))
    g_clear_pointer (&rest, json_array_unref);
  return rest;
}

static gboolean
keep_rule (JsonObject  *rule,
           const char  *name,
           JsonObject **replacement)
{
  static const char * const shrinking[] = { "order", "sum", "exactly_one", "together", NULL };
  JsonArray *rest = without_name (sd_parameter_get_list (rule, "columns"), name);

  if (names_it (rule, "column", name) || names_it (rule, "total_column", name)
      || (rest != NULL
          && (json_array_get_length (rest) < 2
              || !g_strv_contains (shrinking, sd_parameter_get_text (rule, "kind", "")))))
    {
      g_clear_pointer (&rest, json_array_unref);
      return FALSE;
    }

  if (rest != NULL)
    {
      *replacement = _sd_json_copy_shallow (rule);
      json_object_set_array_member (*replacement, "columns", rest);
      json_object_remove_member (*replacement, "weights");
    }
  return TRUE;
}

/* Correlations and exchanges are of two columns. */
static gboolean
keep_pair (JsonObject  *object,
           const char  *name,
           JsonObject **replacement)
{
  g_autoptr (JsonArray) rest = without_name (sd_parameter_get_list (object, "columns"), name);

  return rest == NULL;
}

static gboolean
keep_factor (JsonObject  *factor,
             const char  *name,
             JsonObject **replacement)
{
  return !names_it (factor, "column", name);
}

static gboolean
keep_effect_of_parent (JsonObject  *effect,
                       const char  *name,
                       JsonObject **replacement)
{
  return !names_it (effect, "parent", name);
}

static gboolean
keep_effect_on_child (JsonObject  *effect,
                      const char  *name,
                      JsonObject **replacement)
{
  return !names_it (effect, "child", name);
}

static gboolean
names_among (JsonObject *parameters,
             const char *member,
             const char *name)
{
  const char *names[8];
  guint n = sd_parameter_get_names (parameters, member, names, G_N_ELEMENTS (names));

  for (guint i = 0; i < n; i++)
    {
      if (g_str_equal (names[i], name))
        return TRUE;
    }

  return FALSE;
}

/* @row without its element @position; (transfer full) */
static JsonNode *
without_cell (JsonNode *row,
              guint     position)
{
  JsonArray *rest;
  JsonNode *node;

  if (!JSON_NODE_HOLDS_ARRAY (row))
    return _sd_json_share_node (row);

  rest = json_array_new ();
  for (guint i = 0; i < json_array_get_length (json_node_get_array (row)); i++)
    {
      if (i != position)
        json_array_add_element (rest, _sd_json_share_node (
                                        json_array_get_element (json_node_get_array (row), i)));
    }
  node = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (node, rest);

  return node;
}

/* A column of combinations goes from each of them; the others stay combined. */
static void
drop_from_combinations (SdColumn   *column,
                        const char *name)
{
  JsonObject *parameters = sd_column_get_parameters (column);
  JsonArray *columns = sd_parameter_get_list (parameters, "columns");
  JsonArray *rows = sd_parameter_get_list (parameters, "rows");
  JsonArray *kept;
  guint position = 0;

  if (!g_str_equal (sd_column_get_generator (column), "combination") || columns == NULL
      || rows == NULL)
    return;

  kept = without_name (columns, name);
  if (kept == NULL)
    return;

  /* The first that is no longer the same is where it stood. */
  while (position < json_array_get_length (kept)
         && _sd_json_equal (json_array_get_element (columns, position),
                            json_array_get_element (kept, position)))
    position++;

  parameters = _sd_json_copy_shallow (parameters);
  json_object_set_array_member (parameters, "columns", kept);
  kept = json_array_new ();
  for (guint i = 0; i < json_array_get_length (rows); i++)
    json_array_add_element (kept, without_cell (json_array_get_element (rows, i), position));
  json_object_set_array_member (parameters, "rows", kept);
  sd_column_set_generator (column, "combination", parameters);
}

/* Branches by a column that is gone leave what holds otherwise; shares within it
 * hold within the others. */
static void
drop_from_column (SdColumn   *column,
                  const char *name)
{
  JsonObject *missing_by = sd_column_get_missing_by (column);
  JsonArray *within;

  drop_from_combinations (column, name);
  if (names_among (sd_column_get_parameters (column), "by", name))
    {
      sd_column_set_parameter (column, "by", NULL);
      sd_column_set_parameter (column, "branches", NULL);
    }

  within = without_name (sd_parameter_get_list (sd_column_get_parameters (column), "within"), name);
  if (within != NULL)
    {
      JsonNode *value = NULL;

      if (json_array_get_length (within) > 0)
        value = json_node_init_array (json_node_alloc (), within);
      json_array_unref (within);
      sd_column_set_parameter (column, "within", value);
    }
  else if (names_it (sd_column_get_parameters (column), "within", name))
    sd_column_set_parameter (column, "within", NULL);

  if (missing_by != NULL
      && (names_it (missing_by, "column", name) || names_among (missing_by, "by", name)))
    sd_column_set_missing_by (column, NULL);
}

static void
set_factors (SdTable   *table,
             JsonArray *factors)
{
  JsonObject *crossed = NULL;

  if (json_array_get_length (factors) > 0)
    {
      crossed = _sd_json_copy_shallow (sd_table_get_crossed (table));
      json_object_set_array_member (crossed, "factors", factors);
    }
  else
    json_array_unref (factors);

  sd_table_set_crossed (table, crossed);
}

static void
drop_from_table (SdTable    *table,
                 const char *name)
{
  JsonArray *factors = sd_parameter_get_list (sd_table_get_crossed (table), "factors");

  sd_table_set_correlations (table, filter (sd_table_get_correlations (table), name, keep_pair));
  sd_table_set_rules (table, filter (sd_table_get_rules (table), name, keep_rule));
  sd_table_set_mess (table, filter (sd_table_get_mess (table), name, keep_pair));
  if (factors != NULL)
    set_factors (table, filter (factors, name, keep_factor));

  for (guint i = 0; i < sd_table_get_n_columns (table); i++)
    drop_from_column (sd_table_get_column (table, i), name);
}

static void
drop_from_choice (SdRelationship *relationship,
                  gboolean        of_parent,
                  const char     *name)
{
  JsonObject *choice = sd_relationship_get_choice (relationship);
  JsonObject *rest;

  if (choice == NULL)
    return;

  rest = _sd_json_copy_shallow (choice);
  if (of_parent && names_it (choice, "column", name))
    {
      json_object_remove_member (rest, "column");
      json_object_remove_member (rest, "popularity");
    }
  if (names_it (choice, of_parent ? "match" : "match_with", name))
    {
      json_object_remove_member (rest, "match");
      json_object_remove_member (rest, "match_with");
      json_object_remove_member (rest, "match_share");
    }
  sd_relationship_set_choice (relationship, rest);
}

static void
drop_from_law (SdRelationship *relationship,
               const char     *name)
{
  JsonObject *parameters = sd_relationship_get_law_parameters (relationship);
  JsonObject *rest;

  if (!names_among (parameters, "by", name))
    return;

  rest = _sd_json_copy_shallow (parameters);
  json_object_remove_member (rest, "by");
  json_object_remove_member (rest, "branches");
  sd_relationship_set_law (relationship, sd_relationship_get_law (relationship), rest,
                           sd_relationship_get_law_from_user (relationship));
}

static void
drop_from_relationship (SdRelationship *relationship,
                        const char     *table,
                        const char     *name)
{
  JsonArray *effects = sd_relationship_get_effects (relationship);

  if (g_str_equal (sd_relationship_get_parent_table (relationship), table))
    {
      drop_from_law (relationship, name);
      drop_from_choice (relationship, TRUE, name);
      if (names_it (sd_relationship_get_count_effect (relationship), "column", name))
        sd_relationship_set_count_effect (relationship, NULL);
      sd_relationship_set_effects (relationship, filter (effects, name, keep_effect_of_parent));
    }

  effects = sd_relationship_get_effects (relationship);
  if (g_str_equal (sd_relationship_get_child_table (relationship), table))
    {
      drop_from_choice (relationship, FALSE, name);
      sd_relationship_set_effects (relationship, filter (effects, name, keep_effect_on_child));
    }
}

void
_sd_schema_drop_references (SdSchema   *self,
                            SdTable    *table,
                            const char *name)
{
  drop_from_table (table, name);
  for (guint i = 0; i < sd_schema_get_n_relationships (self); i++)
    drop_from_relationship (sd_schema_get_relationship (self, i), sd_table_get_name (table), name);
}

void
_sd_schema_drop_factor (SdSchema       *self,
                        SdRelationship *relationship)
{
  SdTable *child = sd_schema_find_table (self, sd_relationship_get_child_table (relationship));
  JsonArray *factors = NULL;
  JsonArray *kept;

  if (child != NULL)
    factors = sd_parameter_get_list (sd_table_get_crossed (child), "factors");
  if (factors == NULL)
    return;

  kept = json_array_new ();
  for (guint i = 0; i < json_array_get_length (factors); i++)
    {
      JsonNode *element = json_array_get_element (factors, i);

      if (!JSON_NODE_HOLDS_OBJECT (element)
          || sd_parameter_get_integer (json_node_get_object (element), "relationship", 0)
             != sd_relationship_get_id (relationship))
        json_array_add_element (kept, _sd_json_share_node (element));
    }
  set_factors (child, kept);
}
