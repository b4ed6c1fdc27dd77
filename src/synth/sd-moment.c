/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Reading of moments; see the header. */

#define G_LOG_DOMAIN "sd-moment"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sd-calendar.h"
#include "sd-moment-private.h"

static gboolean
parse_relative (const char *text,
                gint64      as_of,
                gint64     *moment)
{
  gint64 date = as_of;
  char *end;
  gint64 count;

  if (*text != '\0')
    {
      if (*text != '+' && *text != '-')
        return FALSE;
      count = g_ascii_strtoll (text, &end, 10);
      if (end == text + 1 || count < -1000000 || count > 1000000)
        return FALSE;
      if (g_str_equal (end, "d"))
        date += count;
      else if (g_str_equal (end, "w"))
        date += 7 * count;
      else if (g_str_equal (end, "m") && ABS (count) < 24000)
        date = sd_date_add_months (date, (int) count);
      else if (g_str_equal (end, "y") && ABS (count) < 2000)
        date = sd_date_add_months (date, 12 * (int) count);
      else
        return FALSE;
    }
  if (date < SD_DATE_MIN || date > SD_DATE_MAX)
    return FALSE;
  *moment = date * SD_USEC_PER_DAY;
  return TRUE;
}

gboolean
sd_moment_parse (const char *text,
                 gint64      as_of,
                 gint64     *moment)
{
  if (g_str_has_prefix (text, "today"))
    return parse_relative (text + strlen ("today"), as_of, moment);
  if (sd_date_parse (text, moment))
    {
      *moment *= SD_USEC_PER_DAY;
      return TRUE;
    }
  return sd_timestamp_parse (text, moment);
}

gint64
sd_moment_from_value (SdType type,
                      gint64 value)
{
  return type == SD_TYPE_DATE ? value * SD_USEC_PER_DAY : value;
}

/* A column of another type is a finding, but a time of day may refer to one. */
gboolean
sd_moment_reference_read (const SdColumnContext *context,
                          const char            *text,
                          int                   *index,
                          SdType                *type)
{
  const SdNode *node;

  *index = -1;
  if (text == NULL || *text == '\0')
    return TRUE;
  node = sd_context_get_input (context, text);
  if (node == NULL)
    return FALSE;
  if (node->type != SD_TYPE_DATE && node->type != SD_TYPE_TIMESTAMP
      && node->type != sd_column_get_column_type (context->column))
    return sd_context_fail (context, "reference-not-date", "%s (“%s”)",
                            _("This column is no date."), text);
  *index = (int) node->index;
  *type = node->type;
  return TRUE;
}
