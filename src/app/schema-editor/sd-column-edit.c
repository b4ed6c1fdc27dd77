/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Edits that keep a column able to generate. */

#define G_LOG_DOMAIN "sd-column-edit"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "sd-column-edit.h"
#include "sd-generator-info.h"

/* What a required parameter begins with. */
static JsonNode *
first_value (const SdParameterInfo *info,
             SdType                 type)
{
  static const struct
  {
    const char *name;
    double      value;
  } numbers[] = {
    { "mean", 50 }, { "stddev", 10 }, { "min", 1 }, { "max", 100 }, { "mode", 50 },
    { "alpha", 2 }, { "beta", 2 }, { "shape", 2 }, { "p", 0.5 }, { "n", 10 },
  };
  static const struct
  {
    const char *name;
    const char *text;
  } texts[] = {
    { "pattern", "@@-####" }, { "semantic", "word" }, { "template", "…" }, { "formula", "NULL" },
    { "function", "count" }, { "child", "" },
  };
  JsonArray *list;
  JsonNode *node;
  guint i;

  for (i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_str_equal (texts[i].name, info->name))
      return json_node_init_string (json_node_alloc (), texts[i].text);
  if (info->kind == SD_PARAMETER_LIST)
    {
      list = json_array_new ();
      for (i = 0; i < 3; i++)
        {
          if (type == SD_TYPE_TEXT)
            json_array_add_string_element (list, i == 0 ? "A" : i == 1 ? "B" : "C");
          else
            json_array_add_int_element (list, i + 1);
        }
      node = json_node_new (JSON_NODE_ARRAY);
      json_node_take_array (node, list);
      return node;
    }
  if (info->kind == SD_PARAMETER_COLUMNS || info->kind == SD_PARAMETER_BRANCHES
      || info->kind == SD_PARAMETER_ROWS || info->kind == SD_PARAMETER_TRANSITIONS)
    {
      node = json_node_new (JSON_NODE_ARRAY);
      json_node_take_array (node, json_array_new ());
      return node;
    }
  if (info->kind == SD_PARAMETER_COLUMN || info->kind == SD_PARAMETER_TEXT)
    return json_node_init_string (json_node_alloc (), "");
  for (i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (g_str_equal (numbers[i].name, info->name))
      return json_node_init_double (json_node_alloc (), numbers[i].value);
  return json_node_init_int (json_node_alloc (), 1);
}

/* Parameters of @infos: those of @old that still have a meaning, and first values
 * for those that must be there. */
static void
fill (JsonObject            *object,
      JsonObject            *old,
      const SdParameterInfo *infos,
      SdType                 type)
{
  const SdParameterInfo *info;

  for (info = infos; info->name != NULL; info++)
    {
      JsonNode *known = old != NULL ? json_object_get_member (old, info->name) : NULL;

      if (known != NULL)
        json_object_set_member (object, info->name, json_node_copy (known));
      else if (info->required && !json_object_has_member (object, info->name))
        json_object_set_member (object, info->name, first_value (info, type));
    }
}

static const char *
default_generator (SdType type)
{
  static const char *generators[SD_N_TYPES] = {
    [SD_TYPE_INTEGER] = "number",
    [SD_TYPE_DECIMAL] = "number",
    [SD_TYPE_REAL] = "number",
    [SD_TYPE_TEXT] = "category",
    [SD_TYPE_BOOLEAN] = "boolean",
    [SD_TYPE_DATE] = "date",
    [SD_TYPE_TIME] = "time",
    [SD_TYPE_TIMESTAMP] = "timestamp",
    [SD_TYPE_UUID] = "uuid",
  };

  return generators[type];
}

void
sd_column_edit_set_generator (SdColumn   *column,
                              const char *generator)
{
  const SdGeneratorInfo *info = sd_generator_info_get (generator);
  JsonObject *parameters;

  if (info == NULL)
    return;
  parameters = json_object_new ();
  if (g_str_equal (generator, "number"))
    {
      json_object_set_string_member (parameters, "distribution", "uniform");
      json_object_set_int_member (parameters, "min", 1);
      json_object_set_int_member (parameters, "max", 100);
    }
  fill (parameters, NULL, info->parameters, sd_column_get_column_type (column));
  sd_column_set_generator (column, generator, parameters);
}

void
sd_column_edit_set_distribution (SdColumn   *column,
                                 const char *distribution)
{
  const SdGeneratorInfo *number = sd_generator_info_get ("number");
  const SdGeneratorInfo *info = sd_distribution_info_get (distribution);
  JsonObject *old = sd_column_get_parameters (column), *parameters;
  SdType type = sd_column_get_column_type (column);

  if (info == NULL)
    return;
  parameters = json_object_new ();
  fill (parameters, old, number->parameters, type);
  json_object_set_string_member (parameters, "distribution", distribution);
  fill (parameters, old, info->parameters, type);
  sd_column_set_generator (column, "number", parameters);
}

void
sd_column_edit_set_type (SdColumn *column,
                         SdType    type)
{
  const SdGeneratorInfo *info = sd_generator_info_get (sd_column_get_generator (column));

  sd_column_set_column_type (column, type);
  if (type == SD_TYPE_DECIMAL && sd_column_get_precision (column) == 0)
    sd_column_set_decimal (column, 10, 2);
  if (info == NULL || (info->types & (1u << type)) == 0)
    sd_column_edit_set_generator (column, default_generator (type));
}

SdColumn *
sd_column_edit_new (SdTable *table,
                    SdType   type)
{
  g_autofree char *name = g_strdup ("column");
  SdColumn *column;
  guint i;

  for (i = 2; sd_table_find_column (table, name) != NULL; i++)
    {
      g_free (name);
      name = g_strdup_printf ("column_%u", i);
    }
  column = sd_column_new (name, type);
  sd_column_edit_set_generator (column, default_generator (type));
  return column;
}
