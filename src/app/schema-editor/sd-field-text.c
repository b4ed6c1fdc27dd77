/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Reading and writing what stands in the entries of the inspector. Lists are
 * written with commas, as in CSV: an item with a comma or a quote is quoted.
 */

#define G_LOG_DOMAIN "sd-field"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "sd-calendar.h"
#include "sd-field-text.h"
#include "sd-json-guard.h"
#include "sd-json-text.h"
#include "sd-number-text.h"

static gboolean
is_number_type (SdType type)
{
  return type == SD_TYPE_INTEGER || type == SD_TYPE_DECIMAL || type == SD_TYPE_REAL;
}

static JsonNode *
number_node (double value)
{
  if (value == trunc (value) && fabs (value) < 9e15)
    return json_node_init_int (json_node_alloc (), (gint64) value);
  return json_node_init_double (json_node_alloc (), value);
}

static gboolean
is_percentage (const SdParameterInfo *info)
{
  return strstr (info->name, "share") != NULL || g_str_equal (info->name, "missing")
         || g_str_equal (info->name, "optional");
}

static gboolean
parse_number (const SdParameterInfo *info,
              const char            *text,
              JsonNode             **value)
{
  g_autofree char *plain = g_strstrip (g_strdup (text));
  gboolean percent = is_percentage (info);
  double number;

  if (percent && g_str_has_suffix (plain, "%"))
    plain[strlen (plain) - 1] = '\0';
  if (!sd_number_text_to_double (g_strchomp (plain), &number))
    return FALSE;
  if (percent)
    number /= 100;
  if ((info->min < info->max && (number < info->min || number > info->max))
      || (info->kind == SD_PARAMETER_INTEGER && number != trunc (number)))
    return FALSE;
  *value = number_node (number);
  return TRUE;
}

/* One item of a list, from @p to the comma; returns where the next begins. */
static const char *
next_item (const char *p,
           GString    *item,
           gboolean   *quoted)
{
  g_string_truncate (item, 0);
  while (g_ascii_isspace (*p))
    p++;
  *quoted = *p == '"';
  if (*quoted)
    {
      for (p++; *p != '\0' && (*p != '"' || p[1] == '"'); p++)
        {
          if (*p == '"')
            p++;
          g_string_append_c (item, *p);
        }
      p = strchr (p, ',');
    }
  else
    {
      const char *end = strchr (p, ',');

      g_string_append_len (item, p, end != NULL ? end - p : (gssize) strlen (p));
      while (item->len > 0 && g_ascii_isspace (item->str[item->len - 1]))
        g_string_truncate (item, item->len - 1);
      p = end;
    }
  return p != NULL ? p + 1 : NULL;
}

static JsonNode *
item_node (const char *text,
           gboolean    quoted,
           SdType      type)
{
  double number;

  if (!quoted && (*text == '\0' || g_ascii_strcasecmp (text, "null") == 0))
    return json_node_new (JSON_NODE_NULL);
  if (is_number_type (type) && sd_number_text_to_double (text, &number))
    return number_node (number);
  if (type == SD_TYPE_BOOLEAN)
    return json_node_init_boolean (json_node_alloc (), g_ascii_strcasecmp (text, "true") == 0);
  return json_node_init_string (json_node_alloc (), text);
}

static JsonNode *
parse_list (const char *text,
            SdType      type)
{
  g_autoptr (GString) item = g_string_new (NULL);
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();
  const char *p = text;
  gboolean quoted;

  while (p != NULL)
    {
      p = next_item (p, item, &quoted);
      json_array_add_element (array, item_node (item->str, quoted, type));
    }
  json_node_take_array (node, array);
  return node;
}

static gboolean
parse_weights (const char *text,
               JsonNode  **value)
{
  JsonArray *array;
  guint i;

  *value = parse_list (text, SD_TYPE_REAL);
  array = json_node_get_array (*value);
  for (i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) == G_TYPE_STRING
          || json_node_get_double (node) < 0)
        {
          g_clear_pointer (value, json_node_unref);
          return FALSE;
        }
    }
  return TRUE;
}

/* What no line of text says well is written as in the file. */
static gboolean
is_structured (const SdParameterInfo *info)
{
  return info->kind == SD_PARAMETER_BRANCHES || info->kind == SD_PARAMETER_ROWS
         || info->kind == SD_PARAMETER_TRANSITIONS;
}

static gboolean
parse_json (const char  *text,
            JsonNode   **value)
{
  if (sd_json_check (text, strlen (text), SD_JSON_LIMITS_DEFAULT, NULL))
    *value = json_from_string (text, NULL);
  if (*value != NULL && !JSON_NODE_HOLDS_ARRAY (*value))
    g_clear_pointer (value, json_node_unref);
  return *value != NULL;
}

/* "today", "today-2y" or an ISO date. */
static gboolean
is_moment (const char *text)
{
  gint64 moment;

  return g_str_has_prefix (text, "today") || sd_date_parse (text, &moment)
         || sd_timestamp_parse (text, &moment);
}

gboolean
sd_field_text_parse (const SdParameterInfo *info,
                     SdType                 type,
                     const char            *text,
                     JsonNode             **value)
{
  gint64 time;

  *value = NULL;
  if (*text == '\0' && info->kind != SD_PARAMETER_TEXT)
    return !info->required;

  switch (info->kind)
    {
    case SD_PARAMETER_NUMBER:
    case SD_PARAMETER_INTEGER:
      return parse_number (info, text, value);

    case SD_PARAMETER_LIST:
      *value = parse_list (text, type);
      return TRUE;

    case SD_PARAMETER_WEIGHTS:
      return parse_weights (text, value);

    case SD_PARAMETER_COLUMNS:
      *value = parse_list (text, SD_TYPE_TEXT);
      return TRUE;

    case SD_PARAMETER_BRANCHES:
    case SD_PARAMETER_ROWS:
    case SD_PARAMETER_TRANSITIONS:
      return parse_json (text, value);

    case SD_PARAMETER_VALUE:
      if (parse_number (info, text, value))
        return TRUE;
      break;

    case SD_PARAMETER_TIME:
      if (!sd_time_parse (text, &time))
        return FALSE;
      break;

    case SD_PARAMETER_DATE:
    case SD_PARAMETER_MOMENT:
      if (!is_moment (text))
        return FALSE;
      break;

    case SD_PARAMETER_BOOLEAN:
    case SD_PARAMETER_TEXT:
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
      if (*text == '\0' && info->required)
        return FALSE;
      break;
    }
  *value = json_node_init_string (json_node_alloc (), text);
  return TRUE;
}

/* What @text lacks to be JSON. */
static char *
explain_json (const SdParameterInfo *info,
              const char            *text)
{
  const char *example = info->kind == SD_PARAMETER_BRANCHES
                          ? "[{\"when\": \"Gold\", \"parameters\": {\"max\": 10}}]"
                          : info->kind == SD_PARAMETER_ROWS ? "[[\"Berlin\", 3], [\"Paris\", 2]]"
                                                            : "[[\"open\", \"closed\", 1]]";
  g_autoptr (GError) error = NULL;

  if (sd_json_check (text, strlen (text), SD_JSON_LIMITS_DEFAULT, &error))
    return g_strdup_printf (_("This must be a list, such as %s"), example);
  return g_strdup_printf (_("%s A list looks like %s"), error->message, example);
}

static char *
explain_number (const SdParameterInfo *info)
{
  const double factor = is_percentage (info) ? 100 : 1;
  g_autofree char *least = sd_number_text_from_double (info->min * factor);
  g_autofree char *most = sd_number_text_from_double (info->max * factor);

  if (!(info->min < info->max))
    return g_strdup (_("This must be a number."));
  if (factor > 1)
    return g_strdup_printf (_("This must be a share between %s %% and %s %%."), least, most);
  if (info->kind == SD_PARAMETER_INTEGER)
    return g_strdup_printf (_("This must be a whole number between %s and %s."), least, most);
  if (info->max >= 9e15)
    return info->min <= -9e15 ? g_strdup (_("This must be a number."))
                              : g_strdup_printf (_("This must be a number, %s or more."), least);
  return g_strdup_printf (_("This must be a number between %s and %s."), least, most);
}

char *
sd_field_text_explain (const SdParameterInfo *info,
                       const char            *text)
{
  if (*text == '\0')
    return g_strdup (_("This cannot be empty."));
  if (is_structured (info))
    return explain_json (info, text);
  if (info->kind == SD_PARAMETER_NUMBER || info->kind == SD_PARAMETER_INTEGER)
    return explain_number (info);
  if (info->kind == SD_PARAMETER_WEIGHTS)
    return g_strdup (_("These must be numbers from 0 on, with commas between them: 3, 1, 0.5"));
  if (info->kind == SD_PARAMETER_TIME)
    return g_strdup (_("This must be a time of day, such as 08:30."));
  if (info->kind == SD_PARAMETER_DATE || info->kind == SD_PARAMETER_MOMENT)
    return g_strdup (_("This must be a date such as 2026-01-31, or “today”, “today-2y”, "
                       "“today-30d”."));
  return g_strdup (_("This cannot stand here."));
}

static void
append_item (GString  *text,
             JsonNode *node)
{
  g_autofree char *number = NULL;
  const char *item, *p;

  if (!JSON_NODE_HOLDS_VALUE (node))
    return;
  switch (json_node_get_value_type (node))
    {
    case G_TYPE_STRING:
      item = json_node_get_string (node);
      if (*item != '\0' && strpbrk (item, ",\"") == NULL
          && g_ascii_strcasecmp (item, "null") != 0)
        {
          g_string_append (text, item);
          return;
        }
      g_string_append_c (text, '"');
      for (p = item; *p != '\0'; p++)
        g_string_append_printf (text, *p == '"' ? "\"\"" : "%c", *p);
      g_string_append_c (text, '"');
      return;

    case G_TYPE_BOOLEAN:
      g_string_append (text, json_node_get_boolean (node) ? "true" : "false");
      return;

    default:
      number = sd_number_text_from_double (json_node_get_double (node));
      g_string_append (text, number);
    }
}

static char *
list_to_text (JsonArray *array)
{
  GString *text = g_string_new (NULL);
  guint i;

  for (i = 0; i < json_array_get_length (array); i++)
    {
      if (i > 0)
        g_string_append (text, ", ");
      append_item (text, json_array_get_element (array, i));
    }
  return g_string_free (text, FALSE);
}

char *
sd_field_text_from_value (const SdParameterInfo *info,
                          JsonNode              *value)
{
  g_autofree char *number = NULL;

  if (value == NULL)
    return g_strdup ("");
  if (is_structured (info))
    return sd_json_to_text (value, FALSE);
  if (JSON_NODE_HOLDS_ARRAY (value))
    return list_to_text (json_node_get_array (value));
  if (!JSON_NODE_HOLDS_VALUE (value))
    return g_strdup ("");
  switch (json_node_get_value_type (value))
    {
    case G_TYPE_STRING:
      return g_strdup (json_node_get_string (value));

    case G_TYPE_BOOLEAN:
      return g_strdup (json_node_get_boolean (value) ? "true" : "false");

    default:
      if (!is_percentage (info))
        return sd_number_text_from_double (json_node_get_double (value));
      number = sd_number_text_from_double (json_node_get_double (value) * 100);
      return g_strconcat (number, " %", NULL);
    }
}
