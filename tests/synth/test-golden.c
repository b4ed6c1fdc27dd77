/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The bytes themselves: SHA-256 of every column of a document with every
 * generator, as they are on any machine. SD_UPDATE_GOLDEN=FILE writes them
 * anew; a commit that does so says why it had to.
 */

#include <string.h>

#include "sd-schema-file.h"
#include "sd-test-plan.h"

static char *
hash_column (SdPlan             *plan,
             const SdPlanTable  *table,
             const SdPlanColumn *column)
{
  g_autoptr (GPtrArray) cells = sd_test_column (plan, table->name, column->name, SD_BATCH_ROWS);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  for (guint i = 0; i < cells->len; i++)
    {
      g_checksum_update (checksum, cells->pdata[i], -1);
      g_checksum_update (checksum, (const guchar *) "\n", 1);
    }
  return g_strdup_printf ("%s.%s %s", table->name, column->name,
                          g_checksum_get_string (checksum));
}

static char *
hash_plan (SdPlan *plan)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint t = 0; t < sd_plan_get_n_tables (plan); t++)
    {
      const SdPlanTable *table = sd_plan_get_table (plan, t);

      for (guint c = 0; c < table->n_columns; c++)
        {
          g_autofree char *line = hash_column (plan, table, &table->columns[c]);

          g_string_append_printf (text, "%s\n", line);
        }
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_columns (void)
{
  g_autofree char *document = g_test_build_filename (G_TEST_DIST, "golden", "engine.synthdata",
                                                     NULL);
  g_autofree char *golden = g_test_build_filename (G_TEST_DIST, "golden", "engine.sha256", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (document);
  g_autoptr (GError) error = NULL;
  g_autoptr (SdSchema) schema = sd_schema_load (file, NULL, &error);
  g_autoptr (SdPlan) plan = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *hashes = NULL;
  g_auto (GStrv) expected_lines = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_no_error (error);
  plan = sd_test_plan (schema);
  hashes = hash_plan (plan);
  if (g_getenv ("SD_UPDATE_GOLDEN") != NULL)
    g_assert_true (g_file_set_contents (g_getenv ("SD_UPDATE_GOLDEN"), hashes, -1, &error));
  g_assert_true (g_file_get_contents (golden, &expected, NULL, &error));
  g_assert_no_error (error);
  expected_lines = g_strsplit (expected, "\n", -1);
  lines = g_strsplit (hashes, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    g_assert_cmpstr (lines[i], ==, expected_lines[i]);
  g_assert_cmpuint (g_strv_length (lines), ==, g_strv_length (expected_lines));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/synth/golden/columns", test_columns);
  return g_test_run ();
}
