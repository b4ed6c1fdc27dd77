/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A document is refused with reasons, has findings that name a place, or makes a
 * plan whose cells depend on nothing but the row.
 */

#include "property-check.h"

#include <math.h>
#include <string.h>

#include "random-draw.h"
#include "sd-report.h"
#include "sd-schema-file.h"

#define N_THREADS 4
/* Every so many documents have a report card. */
#define REPORT_EVERY 8

typedef struct
{
  const PropertyCells *cells;
  SdPlan              *plan;
  guint                thread;
} Worker;

static void
match_batches (const PropertyCells *cells,
               SdPlan              *plan,
               guint                table,
               guint                first,
               guint                end,
               guint                batch,
               const char          *check)
{
  g_autoptr (SdEvaluator) evaluator = sd_evaluator_new (plan);

  for (guint row = first; row < end; row += batch)
    property_cells_match (cells, plan, evaluator, table, row, MIN (batch, end - row), -1, check);
}

/* Alone, in sevens, backwards, and column by column. */
static void
check_table (const PropertyCells *cells,
             SdPlan              *plan,
             guint                table,
             RandomDraw          *draw)
{
  const guint n = cells->tables[table].n_rows;
  const guint middle = draw_below (draw, n);
  g_autoptr (SdEvaluator) evaluator = sd_evaluator_new (plan);
  guint row;

  match_batches (cells, plan, table, middle, MIN (middle + 160, n), 7, "batch-7");
  match_batches (cells, plan, table, MIN (n, 1021), MIN (n, 1042), 7, "batch-7");
  match_batches (cells, plan, table, 0, MIN (n, 3), 1, "batch-1");
  match_batches (cells, plan, table, n - MIN (n, 3), n, 1, "batch-1");
  match_batches (cells, plan, table, MIN (n, 4094), MIN (n, 4098), 1, "batch-1");
  for (guint i = 0; i < 12 && n > 0; i++)
    property_cells_match (cells, plan, evaluator, table, draw_below (draw, n), 1, -1, "random-row");
  for (row = n; row > 0; row -= MIN (row, 333))
    property_cells_match (cells, plan, evaluator, table, row - MIN (row, 333), MIN (row, 333), -1,
                          "reverse");
  for (guint c = 0; c < cells->tables[table].n_columns && n > 0; c++)
    {
      g_autoptr (SdEvaluator) fresh = sd_evaluator_new (plan);

      row = draw_below (draw, n);
      property_cells_match (cells, plan, fresh, table, row, MIN (n - row, 100), (int) c,
                            "column-alone");
    }
}

static gpointer
run_worker (gpointer data)
{
  const Worker *self = data;
  g_autoptr (SdEvaluator) evaluator = sd_evaluator_new (self->plan);

  for (guint k = 0; k < self->cells->n_tables; k++)
    {
      const guint table = (k + self->thread) % self->cells->n_tables;
      const guint n = self->cells->tables[table].n_rows;

      for (guint row = self->thread * 512; row < n; row += N_THREADS * 512)
        property_cells_match (self->cells, self->plan, evaluator, table, row, MIN (512, n - row),
                              -1, "threads");
    }
  return NULL;
}

/* Cold: of a plan that nothing was evaluated of. */
static void
check_threads (const PropertyCells *cells,
               SdSchema            *schema)
{
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (SdPlan) plan = sd_plan_new (schema, &findings);
  Worker workers[N_THREADS];
  GThread *threads[N_THREADS];

  for (guint i = 0; i < N_THREADS; i++)
    {
      workers[i] = (Worker) { cells, plan, i };
      threads[i] = g_thread_new ("check", run_worker, &workers[i]);
    }
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
}

static void
check_round_trip (SdSchema            *schema,
                  SdPlan              *plan,
                  const PropertyCells *cells)
{
  g_autofree char *text = sd_schema_to_text (schema);
  g_autoptr (GError) error = NULL;
  g_autoptr (SdSchema) again = sd_schema_new_from_text (text, strlen (text), &error);
  g_autofree char *second = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (SdPlan) other = NULL;

  if (again == NULL)
    property_fail ("round-trip-read", "%s", error->message);
  second = sd_schema_to_text (again);
  if (!g_str_equal (text, second))
    property_fail ("round-trip-text", "the document read again is written otherwise");
  if (cells == NULL)
    return;
  other = sd_plan_new (again, &findings);
  if (other == NULL)
    property_fail ("round-trip-plan", "the document read again makes no plan");
  property_cells_same (cells, plan, other, "round-trip");
}

static void
check_report (SdSchema *schema)
{
  const SdReportOptions options = { .max_rows = 2000, .n_seeds = 2 };
  g_autoptr (GError) error = NULL;
  g_autoptr (SdReport) report = sd_report_new (schema, &options, NULL, NULL, NULL, &error);

  if (report == NULL)
    property_fail ("report", "%s", error->message);
  for (guint i = 0; i < sd_report_get_n_lines (report); i++)
    {
      const SdReportLine *line = sd_report_get_line (report, i);

      /* What is estimated is judged by more seeds than these. */
      if (isnan (line->p) && line->verdict == SD_VERDICT_OFF)
        property_fail ("report-off", "%s: %s, %s: %g instead of %g", line->place, line->property,
                       line->detail != NULL ? line->detail : "", line->measured, line->target);
    }
}

/* A fix may be refused, but neither harms. */
static void
apply_fixes (SdSchema  *schema,
             SdFinding *finding)
{
  for (guint i = 0; i < MIN (finding->fixes->len, 2); i++)
    {
      g_autofree char *text = sd_schema_to_text (schema);
      g_autoptr (SdSchema) copy = sd_schema_new_from_text (text, strlen (text), NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) findings = NULL;
      g_autoptr (SdPlan) plan = NULL;
      const SdFix *fix = g_ptr_array_index (finding->fixes, i);

      if (copy == NULL)
        continue;
      if (fix->label == NULL || *fix->label == '\0')
        property_fail ("fix-label", "%s: %s", finding->code, finding->message);
      if (!sd_fix_apply (fix, copy, &error) && error == NULL)
        property_fail ("fix-error", "%s: %s", finding->code, fix->label);
      plan = sd_plan_new (copy, &findings);
    }
}

static void
check_findings (SdSchema  *schema,
                GPtrArray *findings,
                GString   *codes)
{
  guint n_applied = 0;

  for (guint i = 0; i < findings->len; i++)
    {
      SdFinding *finding = g_ptr_array_index (findings, i);

      if (finding->code == NULL || *finding->code == '\0')
        property_fail ("finding-code", "%s", finding->message);
      if (finding->message == NULL || !g_utf8_validate (finding->message, -1, NULL)
          || strchr (".:)", finding->message[MAX (strlen (finding->message), 1) - 1]) == NULL)
        property_fail ("finding-sentence", "%s: %s", finding->code, finding->message);
      if (finding->place == NULL || (*finding->place == '\0' && finding->element_id != 0))
        property_fail ("finding-place", "%s: %s", finding->code, finding->message);
      if (finding->severity == SD_SEVERITY_ERROR)
        g_string_append_printf (codes, "%s\n", finding->code);
      if (finding->fixes->len > 0 && n_applied++ < 4)
        apply_fixes (schema, finding);
    }
}

/* The same cells whichever way they are asked for. */
static void
check_evaluation (const PropertyCells *cells,
                  SdSchema            *schema,
                  SdPlan              *plan,
                  RandomDraw          *draw)
{
  for (guint t = cells->n_tables; t > 0; t--)
    check_table (cells, plan, t - 1, draw);
  check_threads (cells, schema);
  check_round_trip (schema, plan, cells);
}

/* A plan; what it shows may be messy. */
static void
check_plan (SdSchema *schema,
            SdPlan   *plan,
            guint64   seed)
{
  SdPlan *clean = property_get_clean (plan);
  g_autoptr (PropertyCells) shown = property_cells_new (plan);
  g_autoptr (PropertyCells) cells = property_cells_new (clean);
  RandomDraw draw = { seed };

  check_evaluation (shown, schema, plan, &draw);
  if (clean != plan)
    property_check_mess (plan, shown, cells);
  property_check_data (schema, clean, cells);
  if (seed % REPORT_EVERY == 0)
    check_report (schema);
  property_check_edits (schema, clean, cells, seed);
}

PropertyOutcome
property_check_document (const char *text,
                         guint64     seed,
                         GString    *codes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SdSchema) schema = sd_schema_new_from_text (text, strlen (text), &error);
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (SdPlan) plan = NULL;

  if (schema == NULL)
    {
      if (error == NULL || *error->message == '\0')
        property_fail ("refused-without-reason", "the document was not read");
      return PROPERTY_UNREAD;
    }
  plan = sd_plan_new (schema, &findings);
  if ((plan == NULL) != sd_findings_have_error (findings))
    property_fail ("plan-or-error", "%u findings", findings->len);
  check_findings (schema, findings, codes);
  if (plan == NULL)
    {
      check_round_trip (schema, NULL, NULL);
      return PROPERTY_FINDINGS;
    }
  check_plan (schema, plan, seed);
  return PROPERTY_PLAN;
}
