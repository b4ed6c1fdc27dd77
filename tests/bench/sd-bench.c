/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* sd-bench FILE TABLE [ROWS]: how fast one table of a document is compiled,
 * evaluated, encoded and previewed. One JSON object on standard output; run.py
 * sets it beside other generators.
 */

#include <stdlib.h>
#include <sys/resource.h>

#include "sd-evaluator.h"
#include "sd-export.h"
#include "sd-schema-file.h"

#define REPEATS 5

static double
seconds (void)
{
  return (double) g_get_monotonic_time () / 1e6;
}

static SdPlan *
compile (SdSchema *schema)
{
  g_autoptr (GPtrArray) findings = NULL;
  SdPlan *plan = sd_plan_new (schema, &findings);

  if (plan == NULL)
    {
      g_autofree char *text = sd_findings_to_text (findings);

      g_printerr ("%s", text);
      exit (1);
    }
  return plan;
}

/* The best of REPEATS. */
static double
time_compile (SdSchema *schema)
{
  double best = G_MAXDOUBLE;

  for (guint i = 0; i < REPEATS; i++)
    {
      const double start = seconds ();

      sd_plan_unref (compile (schema));
      best = MIN (best, seconds () - start);
    }
  return best;
}

static double
time_evaluate (SdPlan *plan,
               guint   table)
{
  g_autoptr (SdEvaluator) evaluator = sd_evaluator_new (plan);
  const guint64 n_rows = sd_plan_get_table (plan, table)->n_rows;
  double best = G_MAXDOUBLE;

  for (guint i = 0; i < REPEATS; i++)
    {
      const double start = seconds ();

      for (guint64 row = 0; row < n_rows; row += SD_BATCH_ROWS)
        sd_evaluator_get_rows (evaluator, table, row,
                               (guint) MIN (SD_BATCH_ROWS, n_rows - row), NULL);
      best = MIN (best, seconds () - start);
    }
  return best;
}

static double
time_format (SdPlan   *plan,
             guint     table,
             SdFormat  format,
             guint     threads,
             guint64  *bytes)
{
  SdExportOptions options;
  double best = G_MAXDOUBLE;

  sd_export_options_init (&options, format);
  options.threads = threads;
  for (guint i = 0; i < REPEATS; i++)
    {
      g_autoptr (GError) error = NULL;
      const double start = seconds ();

      if (!sd_export_measure (plan, &options, table, bytes, &error))
        g_error ("%s", error->message);
      best = MIN (best, seconds () - start);
    }
  return best;
}

/* 50 rows from random places, in microseconds: the worst of 200 after the
 * first, which warms up. */
static double
time_preview (SdPlan *plan,
              guint   table)
{
  g_autoptr (SdEvaluator) evaluator = sd_evaluator_new (plan);
  const guint64 n_rows = sd_plan_get_table (plan, table)->n_rows;
  double worst = 0;

  for (guint i = 0; i < 200 && n_rows >= 50; i++)
    {
      const guint64 row = sd_scale (sd_random (1, i), n_rows - 49);
      const double start = seconds ();

      sd_evaluator_get_rows (evaluator, table, row, 50, NULL);
      if (i > 0)
        worst = MAX (worst, seconds () - start);
    }
  return worst * 1e6;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (SdSchema) schema = NULL;
  g_autoptr (SdPlan) plan = NULL;
  struct rusage usage;
  guint64 n_rows;
  guint64 bytes = 0;
  int table;

  if (argc < 3)
    return 2;
  file = g_file_new_for_path (argv[1]);
  schema = sd_schema_load (file, NULL, &error);
  if (schema == NULL)
    g_error ("%s", error->message);
  if (argc > 3)
    sd_table_set_rows (sd_schema_find_table (schema, argv[2]),
                       g_ascii_strtoull (argv[3], NULL, 10), TRUE);
  plan = compile (schema);
  table = sd_plan_find_table (plan, argv[2]);
  n_rows = sd_plan_get_table (plan, (guint) table)->n_rows;

  g_print ("{\"table\": \"%s\", \"rows\": %" G_GUINT64_FORMAT, argv[2], n_rows);
  g_print (", \"compile_ms\": %.3f", time_compile (schema) * 1e3);
  g_print (", \"evaluate_rows_per_s\": %.0f",
           (double) n_rows / time_evaluate (plan, (guint) table));
  for (guint threads = 1; threads <= 2; threads++)
    for (guint format = SD_FORMAT_CSV; format <= SD_FORMAT_SQL; 
         format += SD_FORMAT_SQL - SD_FORMAT_CSV)
      {
        const double time = time_format (plan, (guint) table, format, threads, &bytes);

        g_print (", \"%s_%u_rows_per_s\": %.0f, \"%s_%u_mb_per_s\": %.1f",
                 sd_format_to_nick (format), threads, (double) n_rows / time,
                 sd_format_to_nick (format), threads, (double) bytes / time / 1e6);
      }
  g_print (", \"preview_50_rows_us\": %.1f", time_preview (plan, (guint) table));
  getrusage (RUSAGE_SELF, &usage);
  g_print (", \"resident_mib\": %.1f}\n", (double) usage.ru_maxrss / 1024);
  return 0;
}
