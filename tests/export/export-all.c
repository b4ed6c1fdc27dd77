/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Exports a plan in every format and dialect, each into a folder of its own, for
 * integration.py to load into what reads them:
 *
 *     export-… FOLDER [DOCUMENT]
 */

#include "export-all.h"
#include "sd-export.h"

static gboolean
export (SdPlan                *plan,
        SdExportOptions *options,
        const char            *folder,
        const char            *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr(GFile) directory = g_file_new_for_path (path);
  g_autoptr(GError) error = NULL;

  /* What is read is what is messy. */
  options->twin = FALSE;
  if (sd_export_run (plan, options, directory, NULL, NULL, NULL, NULL, &error))
    return TRUE;

  g_printerr ("%s: %s\n", name, error->message);
  return FALSE;
}

static gboolean
export_dialect (SdPlan     *plan,
                const char *folder,
                SdDialect   dialect,
                gboolean    copy)
{
  g_autofree char *name = g_strconcat ("sql-", sd_dialect_to_nick (dialect), copy ? "-copy" : "",
                                       NULL);
  SdExportOptions options;

  sd_export_options_init (&options, SD_FORMAT_SQL);
  options.dictionary = TRUE;
  options.sql.dialect = dialect;
  options.sql.drop = TRUE;
  options.sql.copy = copy;

  return export (plan, &options, folder, name);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(SdPlan) plan = NULL;
  SdExportOptions options;
  gboolean done = TRUE;

  if (argc < 2)
    return 2;

  plan = export_all_make_plan (argc > 2 ? argv[2] : NULL);
  if (plan == NULL)
    return 1;

  for (SdFormat format = 0; format < SD_N_FORMATS; format++)
    {
      sd_export_options_init (&options, format);
      options.dictionary = TRUE;
      options.xlsx.titles = FALSE;
      if (format != SD_FORMAT_SQL)
        done &= export (plan, &options, argv[1], sd_format_to_nick (format));
    }

  for (SdDialect dialect = 0; dialect < SD_N_DIALECTS; dialect++)
    done &= export_dialect (plan, argv[1], dialect, FALSE);
  done &= export_dialect (plan, argv[1], SD_DIALECT_POSTGRESQL, TRUE);

  sd_export_options_init (&options, SD_FORMAT_CSV);
  sd_csv_options_set_preset (&options.csv, SD_CSV_POSTGRESQL, '.');
  done &= export (plan, &options, argv[1], "csv-postgresql");

  return done ? 0 : 1;
}
