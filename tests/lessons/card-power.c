/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Whether report cards would tell: every lesson is judged by data of which one
 * parameter is wrong by a twentieth, one after the other.
 *
 *   card-power FOLDER
 *
 * Prints what was not noticed. Of the tables with a thousand rows or more nearly
 * all must be (bounds can hide some noise); smaller ones cannot show so little.
 */

#include <stdlib.h>
#include <string.h>

#include "sd-report.h"
#include "sd-schema-file.h"

#define WRONG      1.05
#define MANY_ROWS  1000
#define LEAST      0.85

typedef struct
{
  guint noticed, tried;
} Tally;

static SdSchema *
load (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  SdSchema *schema = sd_schema_load (file, NULL, &error);

  if (schema == NULL)
    g_error ("%s: %s", path, error->message);
  return schema;
}

static gboolean
is_noticed (SdSchema *schema,
            SdSchema *wrong)
{
  const SdReportOptions options = { .made_from = wrong };
  g_autoptr (GError) error = NULL;
  g_autoptr (SdReport) report = sd_report_new (schema, &options, NULL, NULL, NULL, &error);

  if (report == NULL)
    {
      g_printerr ("%s\n", error->message);
      return FALSE;
    }
  return sd_report_count (report, SD_VERDICT_OFF) > 0;
}

/* One number of one column wrong, the rest as it is. */
static void
try_parameter (const char *path,
               guint       table,
               guint       column,
               const char *name,
               Tally      *tally)
{
  g_autoptr (SdSchema) schema = load (path);
  g_autoptr (SdSchema) wrong = load (path);
  SdTable *home = sd_schema_get_table (wrong, table);
  SdColumn *target = sd_table_get_column (home, column);
  JsonNode *value = json_object_get_member (sd_column_get_parameters (target), name);
  JsonNode *changed = json_node_new (JSON_NODE_VALUE);
  gboolean noticed;

  json_node_set_double (changed, json_node_get_double (value) * WRONG);
  sd_column_set_parameter (target, name, changed);
  noticed = is_noticed (schema, wrong);
  tally->tried++;
  tally->noticed += noticed;
  if (!noticed)
    g_print ("# not noticed: %s.%s, %s × %g\n", sd_table_get_name (home),
             sd_column_get_name (target), name, WRONG);
}

static gboolean
is_number (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node)
         && (json_node_get_value_type (node) == G_TYPE_DOUBLE
             || json_node_get_value_type (node) == G_TYPE_INT64)
         && json_node_get_double (node) != 0;
}

static void
try_lesson (const char *path,
            Tally      *tally)
{
  static const char * const names[] = { "mean", "stddev", "median", "share", "noise", "r2" };
  g_autoptr (SdSchema) schema = load (path);

  for (guint t = 0; t < sd_schema_get_n_tables (schema); t++)
    {
      SdTable *table = sd_schema_get_table (schema, t);

      for (guint c = 0; sd_table_get_rows (table) >= MANY_ROWS
                        && c < sd_table_get_n_columns (table); c++)
        {
          JsonObject *parameters = sd_column_get_parameters (sd_table_get_column (table, c));

          for (guint i = 0; i < G_N_ELEMENTS (names); i++)
            if (is_number (json_object_get_member (parameters, names[i])))
              try_parameter (path, t, c, names[i], tally);
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GDir) dir = argc == 2 ? g_dir_open (argv[1], 0, NULL) : NULL;
  Tally tally = { 0, 0 };
  const char *name;

  if (dir == NULL)
    {
      g_printerr ("Usage: card-power FOLDER\n");
      return 2;
    }
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (argv[1], name, NULL);

      if (g_str_has_suffix (name, ".synthdata"))
        try_lesson (path, &tally);
    }
  g_print ("%u of %u parameters that were wrong by a twentieth were noticed\n", tally.noticed,
           tally.tried);
  return tally.tried > 0 && tally.noticed >= LEAST * tally.tried ? EXIT_SUCCESS : EXIT_FAILURE;
}
