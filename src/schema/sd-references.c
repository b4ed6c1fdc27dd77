/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What a renamed table or column takes along: wherever the document names it. */

#define G_LOG_DOMAIN "sd-references"

#include "sd-generator-info.h"
#include "sd-json-tree-private.h"
#include "sd-relationship-private.h"
#include "sd-rename-private.h"
#include "sd-table-private.h"

/* The table whose columns a parameter names: that of the column itself, or the
 * one that another parameter names. */
static SdTable *
find_home (const SdRename        *self,
           SdTable               *table,
           JsonObject            *parameters,
           const SdParameterInfo *info)
{
  const char *name;

  if (info->choices == NULL || info->kind == SD_PARAMETER_VALUE
      || info->kind == SD_PARAMETER_BRANCHES)
    return table;

  name = sd_parameter_get_text (parameters, info->choices, NULL);
  return sd_schema_find_table (self->schema, name);
}

/* Members of objects that have no table of parameters of their own. */
static const SdParameterInfo columns_member[] = {
  { "columns", "", SD_PARAMETER_COLUMNS, 0, 0, 0, FALSE, NULL },
  { NULL, NULL, SD_PARAMETER_NUMBER, 0, 0, 0, FALSE, NULL }
};

static const SdParameterInfo column_member[] = {
  { "column", "", SD_PARAMETER_COLUMN, 0, 0, 0, FALSE, NULL },
  { NULL, NULL, SD_PARAMETER_NUMBER, 0, 0, 0, FALSE, NULL }
};

typedef const SdParameterInfo *(* FindInfos) (JsonObject *object);

static const SdParameterInfo *
get_columns_member (JsonObject *object)
{
  return columns_member;
}

static const SdParameterInfo *
get_column_member (JsonObject *object)
{
  return column_member;
}

static const SdParameterInfo *
get_parameters (const SdGeneratorInfo *info)
{
  return info != NULL ? info->parameters : NULL;
}

static const SdParameterInfo *
get_rule_infos (JsonObject *object)
{
  return get_parameters (sd_rule_info_get (sd_parameter_get_text (object, "kind", NULL)));
}

static const SdParameterInfo *
get_mess_infos (JsonObject *object)
{
  return get_parameters (sd_mess_info_get (sd_parameter_get_text (object, "kind", NULL)));
}

static JsonObject *rewrite_object (const SdRename        *self,
                                   SdTable               *table,
                                   JsonObject            *object,
                                   const SdParameterInfo *infos);

/* (transfer full) (nullable): NULL when the text names nothing */
static char *
rewrite_text (const SdRename        *self,
              SdTable               *home,
              const SdParameterInfo *info,
              const char            *text)
{
  if (info->kind == SD_PARAMETER_TABLE)
    return g_strdup (!self->is_column && g_str_equal (text, self->old_name) ? self->new_name
                                                                            : text);
  if (home == NULL)
    return NULL;

  if (info->kind == SD_PARAMETER_FORMULA)
    return _sd_rename_in_formula (self, home, text);
  if (info->kind == SD_PARAMETER_TEMPLATE)
    return _sd_rename_in_template (self, home, text);
  if (info->kind == SD_PARAMETER_COLUMN || info->kind == SD_PARAMETER_COLUMNS
      || (info->kind == SD_PARAMETER_VALUE && info->choices != NULL))
    return _sd_rename_in_path (self, home, text);

  return NULL;
}

/* A list of columns; (transfer full) (nullable): NULL when nothing changes */
static JsonNode *
rewrite_columns (const SdRename        *self,
                 SdTable               *home,
                 const SdParameterInfo *info,
                 JsonArray             *list)
{
  guint n = json_array_get_length (list);
  JsonArray *copy = json_array_sized_new (n);
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  gboolean changed = FALSE;

  for (guint i = 0; i < n; i++)
    {
      JsonNode *element = json_array_get_element (list, i);
      const char *text = JSON_NODE_HOLDS_VALUE (element) ? json_node_get_string (element) : NULL;
      g_autofree char *renamed = text != NULL ? rewrite_text (self, home, info, text) : NULL;

      if (renamed == NULL || g_str_equal (renamed, text))
        {
          json_array_add_element (copy, _sd_json_share_node (element));
          continue;
        }
      json_array_add_string_element (copy, renamed);
      changed = TRUE;
    }

  json_node_take_array (node, copy);
  if (!changed)
    g_clear_pointer (&node, json_node_unref);
  return node;
}

/* The parameters in the branches have names in them as those of the column do.
 * (transfer full) (nullable) */
static JsonNode *
rewrite_branches (const SdRename        *self,
                  SdTable               *table,
                  const SdParameterInfo *infos,
                  JsonArray             *list)
{
  guint n = json_array_get_length (list);
  JsonArray *copy = json_array_sized_new (n);
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  gboolean changed = FALSE;

  for (guint i = 0; i < n; i++)
    {
      JsonNode *element = json_array_get_element (list, i);
      JsonObject *branch = JSON_NODE_HOLDS_OBJECT (element) ? json_node_get_object (element)
                                                            : NULL;
      JsonNode *inner = branch != NULL ? json_object_get_member (branch, "parameters") : NULL;
      JsonObject *renamed = NULL;

      if (inner != NULL && JSON_NODE_HOLDS_OBJECT (inner))
        renamed = rewrite_object (self, table, json_node_get_object (inner), infos);
      if (renamed == NULL)
        {
          json_array_add_element (copy, _sd_json_share_node (element));
          continue;
        }
      branch = _sd_json_copy_shallow (branch);
      json_object_set_object_member (branch, "parameters", renamed);
      json_array_add_object_element (copy, branch);
      changed = TRUE;
    }

  json_node_take_array (node, copy);
  if (!changed)
    g_clear_pointer (&node, json_node_unref);
  return node;
}

/* (transfer full) (nullable): NULL when nothing changes */
static JsonNode *
rewrite_parameter (const SdRename        *self,
                   SdTable               *table,
                   JsonObject            *parameters,
                   const SdParameterInfo *info,
                   const SdParameterInfo *infos)
{
  JsonNode *node = json_object_get_member (parameters, info->name);
  SdTable *home = find_home (self, table, parameters, info);
  g_autofree char *renamed = NULL;
  const char *text;

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return NULL;
  if (JSON_NODE_HOLDS_ARRAY (node) && info->kind == SD_PARAMETER_COLUMNS)
    return rewrite_columns (self, home, info, json_node_get_array (node));
  if (JSON_NODE_HOLDS_ARRAY (node) && info->kind == SD_PARAMETER_BRANCHES)
    return rewrite_branches (self, table, infos, json_node_get_array (node));

  text = sd_parameter_get_text (parameters, info->name, NULL);
  if (text != NULL)
    renamed = rewrite_text (self, home, info, text);
  if (renamed == NULL || g_str_equal (renamed, text))
    return NULL;

  return json_node_init_string (json_node_alloc (), renamed);
}

/* A copy of @object with its mentions renamed; (transfer full) (nullable): NULL
 * when nothing changes. @table (nullable): whose rows it speaks of */
static JsonObject *
rewrite_object (const SdRename        *self,
                SdTable               *table,
                JsonObject            *object,
                const SdParameterInfo *infos)
{
  JsonObject *copy = NULL;

  for (const SdParameterInfo *info = infos; info != NULL && info->name != NULL; info++)
    {
      JsonNode *value = rewrite_parameter (self, table, object, info, infos);

      if (value == NULL)
        continue;
      if (copy == NULL)
        copy = _sd_json_copy_shallow (object);
      json_object_set_member (copy, info->name, value);
    }

  return copy;
}

/* The same of a list of objects. (transfer full) (nullable) */
static JsonArray *
rewrite_objects (const SdRename *self,
                 SdTable        *table,
                 JsonArray      *list,
                 FindInfos       find_infos)
{
  JsonArray *copy = NULL;

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonNode *element = json_array_get_element (list, i);
      JsonObject *object = JSON_NODE_HOLDS_OBJECT (element) ? json_node_get_object (element)
                                                            : NULL;
      JsonObject *renamed = NULL;

      if (object != NULL)
        renamed = rewrite_object (self, table, object, find_infos (object));
      if (renamed == NULL && copy == NULL)
        continue;

      if (copy == NULL)
        {
          copy = json_array_new ();
          for (guint k = 0; k < i; k++)
            json_array_add_element (copy, _sd_json_share_node (json_array_get_element (list, k)));
        }
      if (renamed != NULL)
        json_array_add_object_element (copy, renamed);
      else
        json_array_add_element (copy, _sd_json_share_node (element));
    }

  return copy;
}

static void
rewrite_column (const SdRename *self,
                SdTable        *table,
                SdColumn       *column)
{
  const char *generator = sd_column_get_generator (column);
  JsonObject *missing_by = sd_column_get_missing_by (column);
  JsonObject *copy;

  copy = rewrite_object (self, table, sd_column_get_parameters (column),
                         get_parameters (sd_generator_info_get (generator)));
  if (copy != NULL)
    sd_column_set_generator (column, generator, copy);

  if (missing_by == NULL)
    return;

  generator = sd_parameter_get_text (missing_by, "kind", NULL);
  copy = rewrite_object (self, table, missing_by,
                         get_parameters (sd_missing_info_get (generator)));
  if (copy != NULL)
    sd_column_set_missing_by (column, copy);
}

static void
rewrite_crossed (const SdRename *self,
                 SdTable        *table)
{
  JsonObject *crossed = sd_table_get_crossed (table);
  JsonArray *factors = sd_parameter_get_list (crossed, "factors");
  JsonArray *renamed = rewrite_objects (self, table, factors, get_column_member);

  if (renamed == NULL)
    return;

  crossed = _sd_json_copy_shallow (crossed);
  json_object_set_array_member (crossed, "factors", renamed);
  sd_table_set_crossed (table, crossed);
}

/* What the table declares of its rows. */
static void
rewrite_table (const SdRename *self,
               SdTable        *table)
{
  JsonArray *renamed;

  renamed = rewrite_objects (self, table, sd_table_get_correlations (table), get_columns_member);
  if (renamed != NULL)
    sd_table_set_correlations (table, renamed);

  renamed = rewrite_objects (self, table, sd_table_get_rules (table), get_rule_infos);
  if (renamed != NULL)
    sd_table_set_rules (table, renamed);

  renamed = rewrite_objects (self, table, sd_table_get_mess (table), get_mess_infos);
  if (renamed != NULL)
    sd_table_set_mess (table, renamed);

  rewrite_crossed (self, table);
}

/* The members of @object that name columns of the one end or the other.
 * (transfer full) (nullable): NULL when nothing changes */
static JsonObject *
rewrite_ends (const SdRename *self,
              JsonObject     *object,
              SdTable        *parent,
              SdTable        *child)
{
  static const struct
  {
    const char *member;
    gboolean of_child;
  } members[] = {
    { "column", FALSE }, { "match", FALSE }, { "match_with", TRUE }, { "parent", FALSE },
    { "child", TRUE },
  };
  JsonObject *copy = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      const char *text = sd_parameter_get_text (object, members[i].member, NULL);
      SdTable *home = members[i].of_child ? child : parent;
      g_autofree char *renamed = NULL;

      if (text == NULL || home == NULL)
        continue;
      renamed = _sd_rename_in_path (self, home, text);
      if (g_str_equal (renamed, text))
        continue;
      if (copy == NULL)
        copy = _sd_json_copy_shallow (object);
      json_object_set_string_member (copy, members[i].member, renamed);
    }

  return copy;
}

static void
rewrite_effects (const SdRename *self,
                 SdRelationship *relationship,
                 SdTable        *parent,
                 SdTable        *child)
{
  JsonArray *list = sd_relationship_get_effects (relationship);
  JsonArray *copy = json_array_new ();

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonObject *effect = json_array_get_object_element (list, i);
      JsonObject *renamed = rewrite_ends (self, effect, parent, child);

      json_array_add_object_element (copy, renamed != NULL ? renamed : json_object_ref (effect));
    }

  sd_relationship_set_effects (relationship, copy);
}

/* What a relationship lets depend on its parent. */
static void
rewrite_dependence (const SdRename *self,
                    SdRelationship *relationship)
{
  SdTable *parent = sd_schema_find_table (self->schema,
                                          sd_relationship_get_parent_table (relationship));
  SdTable *child = sd_schema_find_table (self->schema,
                                         sd_relationship_get_child_table (relationship));
  const char *law = sd_relationship_get_law (relationship);
  JsonObject *copy;

  copy = rewrite_object (self, parent, sd_relationship_get_law_parameters (relationship),
                         get_parameters (sd_law_info_get (law)));
  if (copy != NULL)
    sd_relationship_set_law (relationship, law, copy,
                             sd_relationship_get_law_from_user (relationship));

  if (sd_relationship_get_count_effect (relationship) != NULL)
    {
      copy = rewrite_ends (self, sd_relationship_get_count_effect (relationship), parent, child);
      if (copy != NULL)
        sd_relationship_set_count_effect (relationship, copy);
    }
  if (sd_relationship_get_choice (relationship) != NULL)
    {
      copy = rewrite_ends (self, sd_relationship_get_choice (relationship), parent, child);
      if (copy != NULL)
        sd_relationship_set_choice (relationship, copy);
    }
  if (sd_relationship_get_effects (relationship) != NULL)
    rewrite_effects (self, relationship, parent, child);
}

/* (transfer full) */
static char **
replace_name (const char * const *names,
              const char         *old_name,
              const char         *new_name)
{
  char **copy = g_strdupv ((char **) names);

  for (guint i = 0; copy[i] != NULL; i++)
    {
      if (!g_str_equal (copy[i], old_name))
        continue;
      g_free (copy[i]);
      copy[i] = g_strdup (new_name);
    }

  return copy;
}

static void
rewrite_keys (const SdRename *self,
              SdRelationship *relationship)
{
  const char *name = sd_table_get_name (self->table);
  gboolean parent = g_str_equal (sd_relationship_get_parent_table (relationship), name);
  gboolean child = g_str_equal (sd_relationship_get_child_table (relationship), name);
  g_auto (GStrv) parent_key = NULL;
  g_auto (GStrv) foreign_key = NULL;

  if (!self->is_column)
    {
      _sd_relationship_set_tables (relationship,
                                   parent ? self->new_name
                                          : sd_relationship_get_parent_table (relationship),
                                   child ? self->new_name
                                         : sd_relationship_get_child_table (relationship));
      return;
    }

  parent_key = replace_name (sd_relationship_get_parent_key (relationship),
                             parent ? self->old_name : "", self->new_name);
  foreign_key = replace_name (sd_relationship_get_foreign_key (relationship),
                              child ? self->old_name : "", self->new_name);
  sd_relationship_set_keys (relationship, (const char * const *) parent_key,
                            (const char * const *) foreign_key);
}

void
_sd_schema_rewrite_references (SdSchema   *schema,
                               SdTable    *table,
                               SdColumn   *column,
                               const char *name)
{
  g_autofree char *old_name = g_strdup (column != NULL ? sd_column_get_name (column)
                                                       : sd_table_get_name (table));
  SdRename self = { schema, table, old_name, name, column != NULL };

  /* Parameters first: what they mean is found through the keys. */
  for (guint i = 0; i < sd_schema_get_n_tables (schema); i++)
    {
      SdTable *other = sd_schema_get_table (schema, i);

      for (guint j = 0; j < sd_table_get_n_columns (other); j++)
        rewrite_column (&self, other, sd_table_get_column (other, j));
      rewrite_table (&self, other);
    }

  for (guint i = 0; i < sd_schema_get_n_relationships (schema); i++)
    rewrite_dependence (&self, sd_schema_get_relationship (schema, i));

  for (guint i = 0; i < sd_schema_get_n_relationships (schema); i++)
    rewrite_keys (&self, sd_schema_get_relationship (schema, i));

  if (self.is_column)
    {
      g_auto (GStrv) key = replace_name (sd_table_get_primary_key (table), old_name, name);

      sd_table_set_primary_key (table, (const char * const *) key);
    }
}
