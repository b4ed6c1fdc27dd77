/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* sd-bench FILE TABLE [NAME=ROWS]…: how fast one table of a document is compiled,
 * evaluated, encoded and previewed. One JSON object on standard output; run.py
 * sets it beside other generators. A table too large to go through is previewed
 * only.
 */

#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "sd-evaluator.h"
#include "sd-export.h"
#include "sd-schema-file.h"

#define REPEATS  5
#define MAX_ROWS 100000000

/* Of the fastest run. Where others share the machine, the processor's time says
 * more than the clock. */
typedef struct
{
  double wall;
  double cpu;
} Time;

static Time
now (void)
{
  struct timespec cpu;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &cpu);
  return (Time) { (double) g_get_monotonic_time () / 1e6,
                  (double) cpu.tv_sec + (double) cpu.tv_nsec / 1e9 };
}

static void
keep_best (Time *best,
           Time  start)
{
  const Time end = now ();

  best->wall = MIN (best->wall, end.wall - start.wall);
  best->cpu = MIN (best->cpu, end.cpu - start.cpu);
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

static Time
time_compile (SdSchema *schema)
{
  Time best = { G_MAXDOUBLE, G_MAXDOUBLE };

  for (guint i = 0; i < REPEATS; i++)
    {
      const Time start = now ();

      sd_plan_unref (compile (schema));
      keep_best (&best, start);
    }
  return best;
}

static Time
time_evaluate (SdPlan *plan,
               guint   table)
{
  g_autoptr (SdEvaluator) evaluator = sd_evaluator_new (plan);
  const guint64 n_rows = sd_plan_get_table (plan, table)->n_rows;
  Time best = { G_MAXDOUBLE, G_MAXDOUBLE };

  for (guint i = 0; i < REPEATS; i++)
    {
      const Time start = now ();

      for (guint64 row = 0; row < n_rows; row += SD_BATCH_ROWS)
        sd_evaluator_get_rows (evaluator, table, row,
                               (guint) MIN (SD_BATCH_ROWS, n_rows - row), NULL);
      keep_best (&best, start);
    }
  return best;
}

static Time
time_format (SdPlan   *plan,
             guint     table,
             SdFormat  format,
             guint     threads,
             guint64  *bytes)
{
  SdExportOptions options;
  Time best = { G_MAXDOUBLE, G_MAXDOUBLE };

  sd_export_options_init (&options, format);
  options.threads = threads;
  for (guint i = 0; i < REPEATS; i++)
    {
      g_autoptr (GError) error = NULL;
      const Time start = now ();

      if (!sd_export_measure (plan, &options, table, bytes, &error))
        g_error ("%s", error->message);
      keep_best (&best, start);
    }
  return best;
}

static void
print_throughput (SdPlan *plan,
                  guint   table,
                  double  n_rows)
{
  static const SdFormat formats[] = { SD_FORMAT_CSV, SD_FORMAT_SQL, SD_FORMAT_JSONL };

  g_print (", \"evaluate_rows_per_s\": %.0f", n_rows / time_evaluate (plan, table).wall);
  for (guint threads = 1; threads <= 2; threads++)
    for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
      {
        g_autofree char *name = g_strdup_printf ("%s_%u", sd_format_to_nick (formats[i]), threads);
        guint64 bytes;
        const Time time = time_format (plan, table, formats[i], threads, &bytes);

        g_print (", \"%s_rows_per_s\": %.0f, \"%s_mb_per_s\": %.1f, \"%s_mb_per_cpu_s\": %.1f",
                 name, n_rows / time.wall, name, (double) bytes / time.wall / 1e6,
                 name, (double) bytes / time.cpu / 1e6);
      }
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  const double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* 50 rows from random places: the first, the median and the slowest. */
static void
print_preview (SdPlan *plan,
               guint   table)
{
  g_autoptr (SdEvaluator) evaluator = sd_evaluator_new (plan);
  const guint64 n_rows = sd_plan_get_table (plan, table)->n_rows;
  double times[200], first;

  if (n_rows < 50)
    return;

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      const guint64 row = sd_scale (sd_random (1, i), n_rows - 49);
      const Time start = now ();

      sd_evaluator_get_rows (evaluator, table, row, 50, NULL);
      times[i] = (now ().wall - start.wall) * 1e6;
    }
  first = times[0];
  qsort (times, G_N_ELEMENTS (times), sizeof *times, compare_doubles);
  g_print (", \"preview_first_us\": %.0f, \"preview_median_us\": %.0f, \"preview_slowest_us\": %.0f",
           first, times[G_N_ELEMENTS (times) / 2], times[G_N_ELEMENTS (times) - 1]);
}

static void
set_rows (SdSchema   *schema,
          const char *argument)
{
  g_auto (GStrv) parts = g_strsplit (argument, "=", 2);
  SdTable *table = sd_schema_find_table (schema, parts[0]);

  if (table == NULL || parts[1] == NULL)
    g_error ("“%s” is not NAME=ROWS", argument);
  sd_table_set_rows (table, g_ascii_strtoull (parts[1], NULL, 10), TRUE);
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
  int table;

  if (argc < 3)
    return 2;
  file = g_file_new_for_path (argv[1]);
  schema = sd_schema_load (file, NULL, &error);
  if (schema == NULL)
    g_error ("%s", error->message);
  for (int i = 3; i < argc; i++)
    set_rows (schema, argv[i]);
  plan = compile (schema);
  table = sd_plan_find_table (plan, argv[2]);
  if (table < 0)
    return 2;
  n_rows = sd_plan_get_table (plan, (guint) table)->n_rows;

  g_print ("{\"table\": \"%s\", \"rows\": %" G_GUINT64_FORMAT, argv[2], n_rows);
  g_print (", \"compile_ms\": %.3f", time_compile (schema).wall * 1e3);
  print_preview (plan, (guint) table);
  if (n_rows <= MAX_ROWS)
    print_throughput (plan, (guint) table, (double) n_rows);
  getrusage (RUSAGE_SELF, &usage);
  g_print (", \"resident_mib\": %.1f}\n", (double) usage.ru_maxrss / 1024);
  return 0;
}
