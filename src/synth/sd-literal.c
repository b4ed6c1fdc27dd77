/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Constants of a schema; see the header. */

#define G_LOG_DOMAIN "sd-literal"

#include <math.h>

#include "sd-calendar.h"
#include "sd-format.h"
#include "sd-literal-private.h"
#include "sd-math.h"

SdVectorKind
sd_type_get_vector_kind (SdType type)
{
  switch (type)
    {
    case SD_TYPE_REAL:
      return SD_VECTOR_DOUBLE;
    case SD_TYPE_TEXT:
      return SD_VECTOR_TEXT;
    case SD_TYPE_UUID:
      return SD_VECTOR_UUID;
    case SD_TYPE_INTEGER:
    case SD_TYPE_DECIMAL:
    case SD_TYPE_BOOLEAN:
    case SD_TYPE_DATE:
    case SD_TYPE_TIME:
    case SD_TYPE_TIMESTAMP:
    case SD_N_TYPES:
    default:
      return SD_VECTOR_INT64;
    }
}

/* "12.50" exactly, without a detour over doubles. */
static gboolean
parse_decimal (const char *text,
               guint       scale,
               gint64     *out)
{
  gboolean negative = *text == '-';
  gboolean point = FALSE;
  guint decimals = 0;
  guint digits = 0;
  gint64 value = 0;

  for (text += negative; *text != '\0'; text++)
    {
      if (*text == '.' && !point)
        point = TRUE;
      else if (g_ascii_isdigit (*text) && digits < 18)
        {
          /* A digit beyond the scale must be 0 or it would be lost. */
          if (point && decimals == scale)
            {
              if (*text != '0')
                return FALSE;
              continue;
            }
          value = value * 10 + (*text - '0');
          digits++;
          decimals += point;
        }
      else
        return FALSE;
    }
  if (digits == 0 || digits + scale - decimals > 18)
    return FALSE;
  value *= sd_pow10[scale - decimals];
  *out = negative ? -value : value;
  return TRUE;
}

static gboolean
parse_number (JsonNode *node,
              guint     scale,
              gint64   *out)
{
  const GType type = json_node_get_value_type (node);
  double value;

  if (type == G_TYPE_STRING)
    return parse_decimal (json_node_get_string (node), scale, out);
  if (type == G_TYPE_INT64 && scale == 0)
    {
      *out = json_node_get_int (node);
      return TRUE;
    }
  if (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE)
    return FALSE;
  value = json_node_get_double (node);
  *out = sd_round_to_scaled (value, scale);
  return value > -9e17 && value < 9e17 && *out > -9e17 && *out < 9e17;
}

gboolean
sd_literal_parse_int64 (JsonNode *node,
                        SdType    type,
                        guint     scale,
                        gint64   *out)
{
  const char *text;

  if (!JSON_NODE_HOLDS_VALUE (node))
    return FALSE;
  if (type == SD_TYPE_INTEGER || type == SD_TYPE_DECIMAL)
    return parse_number (node, type == SD_TYPE_DECIMAL ? scale : 0, out);
  if (type == SD_TYPE_BOOLEAN && json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    {
      *out = json_node_get_boolean (node);
      return TRUE;
    }
  if (json_node_get_value_type (node) != G_TYPE_STRING)
    return FALSE;
  text = json_node_get_string (node);
  if (type == SD_TYPE_BOOLEAN)
    {
      *out = g_ascii_strcasecmp (text, "true") == 0;
      return *out || g_ascii_strcasecmp (text, "false") == 0;
    }
  if (type == SD_TYPE_DATE)
    return sd_date_parse (text, out);
  if (type == SD_TYPE_TIME)
    return sd_time_parse (text, out);
  if (type == SD_TYPE_TIMESTAMP)
    return sd_timestamp_parse (text, out);
  return FALSE;
}

gboolean
sd_literal_parse_double (JsonNode *node,
                         double   *out)
{
  if (!JSON_NODE_HOLDS_VALUE (node))
    return FALSE;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    {
      const char *text = json_node_get_string (node);
      char *end = NULL;

      *out = g_ascii_strtod (text, &end);
      return end != text && *end == '\0' && isfinite (*out);
    }
  *out = json_node_get_double (node);
  return json_node_get_value_type (node) == G_TYPE_INT64
         || json_node_get_value_type (node) == G_TYPE_DOUBLE;
}

char *
sd_literal_to_text (JsonNode *node)
{
  char buffer[SD_FORMAT_MAX];

  if (!JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_dup_string (node);
  if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return g_strdup (json_node_get_boolean (node) ? "true" : "false");
  if (json_node_get_value_type (node) == G_TYPE_INT64)
    return g_strndup (buffer, sd_format_int64 (buffer, json_node_get_int (node)) - buffer);
  return g_strndup (buffer, sd_format_double (buffer, json_node_get_double (node), '.') - buffer);
}
