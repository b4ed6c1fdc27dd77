/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What changed between two documents, a sentence for each table, column and
 * relationship: the reply to a follow-up says what was done, not what was meant.
 */

#define G_LOG_DOMAIN "sd-assistant"

#include "config.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "sd-planner-private.h"

static JsonObject *
find_by_id (JsonArray  *array,
            JsonObject *element)
{
  gint64 id = (gint64) sd_json_get_number (element, "id", 0);

  for (guint i = 0; id > 0 && i < sd_json_length (array); i++)
    if ((gint64) sd_json_get_number (sd_json_object_at (array, i), "id", 0) == id)
      return sd_json_object_at (array, i);

  return NULL;
}

static void
say (GPtrArray  *sentences,
     const char *format,
     ...) G_GNUC_PRINTF (2, 3);

static void
say (GPtrArray  *sentences,
     const char *format,
     ...)
{
  va_list args;

  va_start (args, format);
  g_ptr_array_add (sentences, g_strdup_vprintf (format, args));
  va_end (args);
}

static gboolean
same (JsonObject *a,
      JsonObject *b)
{
  g_autoptr (JsonNode) first = json_node_init_object (json_node_alloc (), a);
  g_autoptr (JsonNode) second = json_node_init_object (json_node_alloc (), b);

  return json_node_equal (first, second);
}

static void
compare_columns (GPtrArray  *sentences,
                 const char *table,
                 JsonArray  *before,
                 JsonArray  *after)
{
  for (guint i = 0; i < sd_json_length (before); i++)
    if (find_by_id (after, sd_json_object_at (before, i)) == NULL)
      say (sentences, _("Removed the column %s.%s."), table,
           sd_json_get_text (sd_json_object_at (before, i), "name", ""));
  for (guint i = 0; i < sd_json_length (after); i++)
    {
      JsonObject *column = sd_json_object_at (after, i);
      JsonObject *old = find_by_id (before, column);
      const char *name = sd_json_get_text (column, "name", "");

      if (old == NULL)
        say (sentences, _("Added the column %s.%s."), table, name);
      else if (strcmp (sd_json_get_text (old, "name", ""), name) != 0)
        say (sentences, _("Renamed %s.%s to %s."), table, sd_json_get_text (old, "name", ""), name);
      else if (sd_json_get_number (old, "missing", 0) != sd_json_get_number (column, "missing", 0))
        say (sentences, _("%g %% of %s.%s are missing now."),
             100 * sd_json_get_number (column, "missing", 0), table, name);
      else if (!same (old, column))
        say (sentences, _("Changed %s.%s."), table, name);
    }
}

static void
compare_tables (GPtrArray *sentences,
                JsonArray *before,
                JsonArray *after)
{
  for (guint i = 0; i < sd_json_length (before); i++)
    if (find_by_id (after, sd_json_object_at (before, i)) == NULL)
      say (sentences, _("Removed the table %s."),
           sd_json_get_text (sd_json_object_at (before, i), "name", ""));
  for (guint i = 0; i < sd_json_length (after); i++)
    {
      JsonObject *table = sd_json_object_at (after, i);
      JsonObject *old = find_by_id (before, table);
      const char *name = sd_json_get_text (table, "name", "");
      gint64 rows = (gint64) sd_json_get_number (table, "rows", 0);

      if (old == NULL)
        {
          say (sentences, _("Added the table %s with %" G_GINT64_FORMAT " rows."), name, rows);
          continue;
        }
      if (strcmp (sd_json_get_text (old, "name", ""), name) != 0)
        say (sentences, _("Renamed the table %s to %s."), sd_json_get_text (old, "name", ""), name);
      if ((gint64) sd_json_get_number (old, "rows", 0) != rows)
        say (sentences, _("The table %s has %" G_GINT64_FORMAT " rows now."), name, rows);
      if (sd_json_length (sd_json_get_array (old, "mess"))
          != sd_json_length (sd_json_get_array (table, "mess")))
        say (sentences, _("Some rows of %s are messed up now."), name);
      compare_columns (sentences, name, sd_json_get_array (old, "columns"),
                       sd_json_get_array (table, "columns"));
    }
}

static void
compare_relationships (GPtrArray *sentences,
                       JsonArray *before,
                       JsonArray *after)
{
  for (guint i = 0; i < sd_json_length (after); i++)
    {
      JsonObject *link = sd_json_object_at (after, i);
      JsonObject *old = find_by_id (before, link);

      if (old != NULL
          && (strcmp (sd_json_get_text (old, "law", ""), sd_json_get_text (link, "law", "")) != 0
              || sd_json_get_number (old, "max_cardinality", 0)
                   != sd_json_get_number (link, "max_cardinality", 0)
              || sd_json_get_number (old, "min_cardinality", 0)
                   != sd_json_get_number (link, "min_cardinality", 0)))
        say (sentences, _("Changed how many rows of %s belong to one row of %s."),
             sd_json_get_text (link, "child_table_name", ""),
             sd_json_get_text (link, "parent_table_name", ""));
    }
}

GPtrArray *
sd_planner_describe_changes (JsonObject *before,
                             JsonObject *after)
{
  GPtrArray *sentences = g_ptr_array_new_with_free_func (g_free);

  if (!sd_json_get_boolean (before, "messy", FALSE) && sd_json_get_boolean (after, "messy", FALSE))
    say (sentences, _("The data is messy now."));
  compare_tables (sentences, sd_json_get_array (before, "tables"),
                  sd_json_get_array (after, "tables"));
  compare_relationships (sentences, sd_json_get_array (before, "relationships"),
                         sd_json_get_array (after, "relationships"));

  return sentences;
}
