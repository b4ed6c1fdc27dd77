/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* One column of a draft made sound: type, generator and parameters that exist
 * and fit each other. What cannot be mended is made from the column's name.
 */

#define G_LOG_DOMAIN "sd-assistant"

#include "config.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "sd-catalog.h"
#include "sd-draft-private.h"
#include "sd-generator-info.h"
#include "sd-lexicon-private.h"

/* What models and databases call the types. */
static const struct
{
  const char *word;
  const char *type;
} type_words[] = {
  { "int", "integer" }, { "bigint", "integer" }, { "smallint", "integer" }, { "number", "real" },
  { "float", "real" }, { "double", "real" }, { "numeric", "decimal" }, { "money", "decimal" },
  { "string", "text" }, { "varchar", "text" }, { "char", "text" }, { "str", "text" },
  { "bool", "boolean" }, { "datetime", "timestamp" }, { "guid", "uuid" },
};

static void
repair_type (JsonObject *column,
             const char *place,
             GPtrArray  *findings)
{
  const char *nick = sd_json_get_text (column, "type", "");
  g_autofree char *lower = g_ascii_strdown (nick, -1);
  const char *type = "text";
  SdType parsed;

  if (sd_type_from_nick (nick, &parsed))
    return;
  if (sd_type_from_nick (lower, &parsed))
    type = lower;
  for (gsize i = 0; i < G_N_ELEMENTS (type_words); i++)
    if (strcmp (type_words[i].word, lower) == 0)
      type = type_words[i].type;
  sd_draft_note (findings, SD_SEVERITY_NOTE, "draft-type", place,
                 _("The type “%.40s” is read as %s."), nick, type);
  json_object_set_string_member (column, "type", type);
}

static void
replace_generator (JsonObject *column)
{
  const char *name = sd_json_get_text (column, "name", "");
  g_autoptr (JsonObject) guess = sd_lexicon_guess_column (name, SD_KIND_THING);
  g_autofree char *title = g_strdup (sd_json_get_text (column, "title", ""));
  static const char * const taken[] = { "type", "generator", "precision", "scale" };
  JsonObject *parameters;

  if (guess == NULL)
    guess = sd_lexicon_unknown_column (name);
  for (gsize i = 0; i < G_N_ELEMENTS (taken); i++)
    if (json_object_has_member (guess, taken[i]))
      json_object_set_member (column, taken[i],
                              sd_json_copy_node (json_object_get_member (guess, taken[i])));
  parameters = sd_json_get_object (guess, "parameters");
  json_object_set_object_member (column, "parameters",
                                 parameters != NULL ? sd_json_copy_object (parameters)
                                                    : json_object_new ());
}

/* A number that was written as text becomes one. */
static void
repair_numbers (JsonObject *parameters)
{
  g_autoptr (GList) members = json_object_get_members (parameters);

  for (GList *l = members; l != NULL; l = l->next)
    {
      static const char * const numeric[] = {
        "mean", "stddev", "sigma", "median", "alpha", "beta", "shape", "scale", "p", "n",
        "exponent",
        "dispersion", "mode", "value", "step", "ending", "share", "start", "group", "step_seconds",
      };
      const char *text = sd_json_get_text (parameters, l->data, NULL);

      for (gsize i = 0; text != NULL && i < G_N_ELEMENTS (numeric); i++)
        {
          char *end;
          double value;

          if (strcmp (numeric[i], l->data) != 0)
            continue;
          value = g_ascii_strtod (text, &end);
          if (end != text && *end == '\0' && value > -1e15 && value < 1e15)
            json_object_set_double_member (parameters, l->data, value);
          else
            json_object_remove_member (parameters, l->data);
          break;
        }
    }
}

static void
repair_bounds (JsonObject *parameters,
               const char *place,
               GPtrArray  *findings)
{
  double min = sd_json_get_number (parameters, "min", 0);
  double max = sd_json_get_number (parameters, "max", 0);

  if (!json_object_has_member (parameters, "min") || !json_object_has_member (parameters, "max")
      || sd_json_get_text (parameters, "min", NULL) != NULL || min <= max)
    return;

  json_object_set_double_member (parameters, "min", max);
  json_object_set_double_member (parameters, "max", min);
  sd_draft_note (findings, SD_SEVERITY_WARNING, "draft-bounds", place,
                 _("The smallest value was above the largest; they are exchanged."));
}

static void
repair_weights (JsonObject *parameters,
                const char *place,
                GPtrArray  *findings)
{
  JsonArray *values = sd_json_get_array (parameters, "values");
  JsonArray *weights = sd_json_get_array (parameters, "weights");
  JsonArray *repaired;
  double total = 0;

  if (!json_object_has_member (parameters, "weights"))
    return;
  if (weights == NULL || sd_json_length (weights) != sd_json_length (values))
    {
      json_object_remove_member (parameters, "weights");
      sd_draft_note (findings, SD_SEVERITY_WARNING, "draft-weights", place,
                     _("There are not as many weights as values; all values are as frequent."));
      return;
    }
  repaired = json_array_new ();
  for (guint i = 0; i < json_array_get_length (weights); i++)
    {
      JsonNode *node = json_array_get_element (weights, i);
      const char *text = sd_json_text_at (weights, i);
      double weight = text != NULL               ? g_ascii_strtod (text, NULL)
                      : JSON_NODE_HOLDS_VALUE (node) ? json_node_get_double (node)
                                                     : 0;

      if (!(weight >= 0 && weight < 1e12))
        weight = 0;
      total += weight;
      json_array_add_double_element (repaired, weight);
    }
  json_object_set_array_member (parameters, "weights", repaired);
  if (total <= 0)
    json_object_remove_member (parameters, "weights");
}

/* Only scalars, no more than fit, no text that is too long. */
static void
repair_values (JsonObject *parameters)
{
  JsonArray *values = sd_json_get_array (parameters, "values");
  JsonArray *kept = json_array_new ();

  for (guint i = 0; i < sd_json_length (values) && i < SD_DRAFT_MAX_VALUES; i++)
    {
      JsonNode *node = json_array_get_element (values, i);
      const char *text = sd_json_text_at (values, i);

      if (text != NULL && strlen (text) > SD_DRAFT_MAX_TEXT)
        continue;
      if (JSON_NODE_HOLDS_VALUE (node) || JSON_NODE_HOLDS_NULL (node))
        json_array_add_element (kept, sd_json_copy_node (node));
    }
  json_object_set_array_member (parameters, "values", kept);
}

static gboolean
kind_fits (const SdParameterInfo *info,
           JsonNode              *node)
{
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;

  switch (info->kind)
    {
    case SD_PARAMETER_NUMBER:
      return type == G_TYPE_INT64 || type == G_TYPE_DOUBLE;
    case SD_PARAMETER_INTEGER:
      return type == G_TYPE_INT64
             || (type == G_TYPE_DOUBLE
                 && json_node_get_double (node) == (double) (gint64) json_node_get_double (node));
    case SD_PARAMETER_BOOLEAN:
      return type == G_TYPE_BOOLEAN;
    case SD_PARAMETER_LIST:
    case SD_PARAMETER_WEIGHTS:
    case SD_PARAMETER_BRANCHES:
    case SD_PARAMETER_ROWS:
    case SD_PARAMETER_TRANSITIONS:
      return JSON_NODE_HOLDS_ARRAY (node);
    case SD_PARAMETER_COLUMNS:
      return type == G_TYPE_STRING || JSON_NODE_HOLDS_ARRAY (node);
    case SD_PARAMETER_VALUE:
      return type == G_TYPE_INT64 || type == G_TYPE_DOUBLE || type == G_TYPE_STRING;
    case SD_PARAMETER_TEXT:
    case SD_PARAMETER_DATE:
    case SD_PARAMETER_TIME:
    case SD_PARAMETER_MOMENT:
    case SD_PARAMETER_CHOICE:
    case SD_PARAMETER_FORMULA:
    case SD_PARAMETER_TEMPLATE:
    case SD_PARAMETER_COLUMN:
    case SD_PARAMETER_TABLE:
    case SD_PARAMETER_DISTRIBUTION:
    case SD_PARAMETER_SEMANTIC:
    case SD_PARAMETER_SEASON:
    case SD_PARAMETER_LOCALE:
    default:
      return type == G_TYPE_STRING && strlen (json_node_get_string (node)) <= SD_DRAFT_MAX_TEXT;
    }
}

static gboolean
choice_fits (const SdParameterInfo *info,
             const char            *text)
{
  g_auto (GStrv) choices = info->choices != NULL ? g_strsplit (info->choices, "|", -1) : NULL;

  return choices == NULL || g_strv_contains ((const char * const *) choices, text);
}

/* Whether the parameters have what @infos want; optional ones that do not fit
 * are dropped. */
static gboolean
check_parameters (JsonObject            *parameters,
                  const SdParameterInfo *infos,
                  const char            *place,
                  GPtrArray             *findings)
{
  for (const SdParameterInfo *info = infos; info->name != NULL; info++)
    {
      JsonNode *node = json_object_get_member (parameters, info->name);
      gboolean fits = node != NULL && kind_fits (info, node);

      if (fits && (info->kind == SD_PARAMETER_NUMBER || info->kind == SD_PARAMETER_INTEGER))
        fits = json_node_get_double (node) >= info->min && json_node_get_double (node) <= info->max;
      if (fits && info->kind == SD_PARAMETER_CHOICE)
        fits = choice_fits (info, json_node_get_string (node));
      if (fits && info->kind == SD_PARAMETER_SEMANTIC)
        fits = sd_catalog_get_semantic ("en_US", json_node_get_string (node)) != NULL;
      if (fits && info->kind == SD_PARAMETER_DISTRIBUTION)
        fits = sd_distribution_info_get (json_node_get_string (node)) != NULL;
      if (fits)
        continue;
      if (info->required)
        return FALSE;
      if (node == NULL)
        continue;
      if (!JSON_NODE_HOLDS_NULL (node))
        sd_draft_note (findings, SD_SEVERITY_WARNING, "draft-parameter", place,
                       _("The parameter “%s” is left out: its value cannot stand there."),
                       info->name);
      json_object_remove_member (parameters, info->name);
    }

  return TRUE;
}

static gboolean
check_generator (JsonObject *column,
                 const char *place,
                 GPtrArray  *findings)
{
  const char *nick = sd_json_get_text (column, "generator", NULL);
  const SdGeneratorInfo *info = sd_generator_info_get (nick);
  JsonObject *parameters = sd_json_get_object (column, "parameters");
  SdType type = SD_TYPE_TEXT;

  if (info == NULL)
    return FALSE;
  if (parameters == NULL)
    {
      parameters = json_object_new ();
      json_object_set_object_member (column, "parameters", parameters);
    }
  repair_numbers (parameters);
  repair_bounds (parameters, place, findings);
  if (json_object_has_member (parameters, "values"))
    {
      repair_values (parameters);
      repair_weights (parameters, place, findings);
    }
  if (!check_parameters (parameters, info->parameters, place, findings)
      || (strcmp (info->nick, "category") == 0
          && sd_json_length (sd_json_get_array (parameters, "values")) == 0))
    return FALSE;
  if (strcmp (info->nick, "number") == 0)
    {
      const SdGeneratorInfo *law
        = sd_distribution_info_get (sd_json_get_text (parameters, "distribution", "uniform"));

      if (law == NULL || !check_parameters (parameters, law->parameters, place, findings))
        return FALSE;
    }

  sd_type_from_nick (sd_json_get_text (column, "type", "text"), &type);
  for (guint i = 0; (info->types & (1u << type)) == 0 && i < SD_N_TYPES; i++)
    if ((info->types & (1u << i)) != 0)
      {
        json_object_set_string_member (column, "type", sd_type_to_nick ((SdType) i));
        sd_draft_note (findings, SD_SEVERITY_WARNING, "draft-generator-type", place,
                       _("The generator “%s” cannot make the type %s; the type is %s now."),
                       info->nick, sd_type_to_nick (type), sd_type_to_nick ((SdType) i));
        break;
      }

  return TRUE;
}

static void
repair_share (JsonObject *column,
              const char *place,
              GPtrArray  *findings)
{
  double missing = sd_json_get_number (column, "missing", 0);

  if (!json_object_has_member (column, "missing"))
    return;
  /* 10 is meant as 10 %. */
  if (missing > 1 && missing <= 100)
    missing /= 100;
  else if (!(missing >= 0 && missing <= 1))
    {
      sd_draft_note (findings, SD_SEVERITY_WARNING, "draft-missing", place,
                     _("The share of missing values is no share; none are missing now."));
      missing = 0;
    }
  json_object_set_double_member (column, "missing", missing);
  if (missing > 0)
    json_object_set_boolean_member (column, "nullable", TRUE);
}

static void
repair_decimal (JsonObject *column)
{
  double precision = sd_json_get_number (column, "precision", 12);
  double scale = sd_json_get_number (column, "scale", 2);

  if (!(precision >= 1 && precision <= 18))
    precision = 12;
  if (!(scale >= 0 && scale <= precision))
    scale = MIN (2, precision);
  json_object_set_int_member (column, "precision", (gint64) precision);
  json_object_set_int_member (column, "scale", (gint64) scale);
}

static void
repair_flag (JsonObject *column,
             const char *member)
{
  if (json_object_has_member (column, member))
    json_object_set_boolean_member (column, member, sd_json_get_boolean (column, member, FALSE));
}

void
sd_draft_repair_column (JsonObject *column,
                        const char *place,
                        GPtrArray  *findings)
{
  sd_draft_cut_text (column, "title");
  sd_draft_cut_text (column, "description");
  sd_draft_cut_text (column, "unit");
  repair_flag (column, "nullable");
  repair_flag (column, "unique");
  repair_type (column, place, findings);
  if (!check_generator (column, place, findings))
    {
      sd_draft_note (findings, SD_SEVERITY_WARNING, "draft-generator", place,
                     _("The generator does not exist or lacks a parameter; the values follow the "
                       "column's name now."));
      replace_generator (column);
    }
  repair_decimal (column);
  repair_share (column, place, findings);
  if (sd_json_get_text (column, "title", NULL) == NULL)
    {
      g_autofree char *title = g_strdelimit (g_strdup (sd_json_get_text (column, "name", "")),
                                             "_", ' ');

      title[0] = g_ascii_toupper (title[0]);
      json_object_set_string_member (column, "title", title);
    }
}
