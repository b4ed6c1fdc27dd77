/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A report card: what is declared is gathered from the document, counted over
 * the data, measured on them, and measured again on data of other seeds.
 */

#define G_LOG_DOMAIN "sd-report"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "sd-random.h"
#include "sd-report-private.h"

#define DEFAULT_ROWS  100000
#define DEFAULT_SEEDS 24
/* The seeds of the spread are far from those of a class's variants. */
#define FIRST_VARIANT G_GUINT64_CONSTANT (0x7265706f7274)

struct _SdReport
{
  GPtrArray *entries;   /* of SdReportEntry */
};

typedef struct
{
  SdReportDraft    draft;
  guint64          max_rows;
  guint            n_seeds;
  SdReportProgress progress;
  gpointer         data;
  GCancellable    *cancellable;
} Run;

static void
gather (SdReportDraft *self)
{
  for (guint t = 0; t < sd_schema_get_n_tables (self->schema); t++)
    {
      SdTable *table = sd_schema_get_table (self->schema, t);

      for (guint c = 0; c < sd_table_get_n_columns (table); c++)
        _sd_report_draft_column (self, t, sd_table_get_column (table, c));
      _sd_report_draft_table (self, t);
    }
  for (guint i = 0; i < sd_schema_get_n_relationships (self->schema); i++)
    _sd_report_draft_links (self, sd_schema_get_relationship (self->schema, i));
}

/* (transfer full) (nullable) */
static SdPlan *
compile (SdSchema  *schema,
         GError   **error)
{
  g_autoptr (GPtrArray) findings = NULL;
  SdPlan *plan = sd_plan_new (schema, &findings);

  if (plan == NULL)
    {
      g_autofree char *text = sd_findings_to_text (findings);

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   _("The schema cannot be generated:\n%s"), text);
    }
  return plan;
}

/* Measures every facet of @table's rows: of this seed, or for the spread. */
static void
measure_table (Run         *self,
               SdEvaluator *evaluator,
               SdPlan      *plan,
               guint        table,
               gboolean     own)
{
  const SdPlanTable *info = sd_plan_get_table (plan, table);
  SdReportTable *rows = _sd_report_table_load (evaluator, table, info,
                                               g_array_index (self->draft.wanted, GHashTable *,
                                                              table), self->max_rows);

  for (guint i = 0; i < self->draft.entries->len; i++)
    {
      SdReportEntry *entry = self->draft.entries->pdata[i];

      for (guint f = 0; entry->table == table && f < entry->facets->len; f++)
        {
          SdFacet *facet = entry->facets->pdata[f];
          guint64 n;
          const double value = _sd_facet_measure (facet, rows, &n);

          if (own)
            {
              facet->measured = value;
              facet->n = n;
              entry->line.sampled = rows->n < rows->n_rows;
            }
          else if (!isnan (value))
            g_array_append_val (facet->ensemble, value);
        }
    }
  /* Running values need all the rows before theirs. */
  for (guint i = 0; own && rows->n == rows->n_rows && i < self->draft.runnings->len; i++)
    {
      const SdReportRunning *running = &g_array_index (self->draft.runnings, SdReportRunning, i);

      if (running->table == table)
        _sd_report_count_running (&self->draft, running, rows);
    }
  _sd_report_table_free (rows);
}

static gboolean
measure (Run     *self,
         guint64  variant,
         GError **error)
{
  const guint64 seed = sd_schema_get_seed (self->draft.schema);
  g_autoptr (SdPlan) plan = NULL;
  g_autoptr (SdEvaluator) evaluator = NULL;

  sd_schema_set_seed (self->draft.made,
                      variant == 0 ? seed : sd_seed_derive (seed, FIRST_VARIANT + variant));
  plan = compile (self->draft.made, error);
  if (plan == NULL)
    return FALSE;
  if (variant == 0 && !_sd_report_count (&self->draft, plan, self->cancellable, error))
    return FALSE;
  if (variant == 0)
    _sd_report_count_mess (&self->draft, self->max_rows);
  evaluator = sd_evaluator_new (plan);
  for (guint t = 0; t < sd_plan_get_n_tables (plan); t++)
    {
      if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
      measure_table (self, evaluator, plan, t, variant == 0);
    }
  return TRUE;
}

static gboolean
run (Run     *self,
     GError **error)
{
  gather (&self->draft);
  for (guint i = 0; i <= self->n_seeds; i++)
    {
      if (!measure (self, i, error))
        return FALSE;
      if (self->progress != NULL)
        self->progress (i + 1, self->n_seeds + 1, self->data);
    }
  _sd_report_judge (&self->draft);
  return TRUE;
}

static int
compare_entries (gconstpointer a,
                 gconstpointer b)
{
  const SdReportEntry *x = *(SdReportEntry **) a;
  const SdReportEntry *y = *(SdReportEntry **) b;

  if (x->table != y->table)
    return x->table < y->table ? -1 : 1;
  if (x->order != y->order)
    return x->order < y->order ? -1 : 1;
  return 0;
}

/**
 * sd_report_new:
 * @schema: what is declared; not changed
 * @options: (nullable): how; NULL for the defaults
 * @progress: (nullable) (scope call): told after every seed
 * @data: (closure): for @progress
 * @cancellable: (nullable): stops it
 * @error: set when @schema has no plan, or when cancelled
 *
 * Makes the report card. It takes about as long as making the data of as many
 * seeds, so not on the main thread; the document may be a copy.
 *
 * Returns: (transfer full) (nullable): the card
 */
SdReport *
sd_report_new (SdSchema              *schema,
               const SdReportOptions *options,
               SdReportProgress       progress,
               gpointer               data,
               GCancellable          *cancellable,
               GError               **error)
{
  static const SdReportOptions defaults;
  Run self = { .progress = progress, .data = data, .cancellable = cancellable };
  SdReport *report = NULL;

  g_return_val_if_fail (SD_IS_SCHEMA (schema), NULL);

  if (options == NULL)
    options = &defaults;
  self.max_rows = options->max_rows > 0 ? options->max_rows : DEFAULT_ROWS;
  self.n_seeds = options->n_seeds > 0 ? options->n_seeds : DEFAULT_SEEDS;
  if (_sd_report_draft_init (&self.draft, schema,
                             options->made_from != NULL ? options->made_from : schema, error)
      && run (&self, error))
    {
      report = g_new0 (SdReport, 1);
      report->entries = g_steal_pointer (&self.draft.entries);
      for (guint i = 0; i < report->entries->len; i++)
        ((SdReportEntry *) report->entries->pdata[i])->order = i;
      g_ptr_array_sort (report->entries, compare_entries);
    }
  _sd_report_draft_clear (&self.draft);
  return report;
}

/**
 * sd_report_free:
 * @self: (nullable) (transfer full): a card
 */
void
sd_report_free (SdReport *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->entries);
  g_free (self);
}

guint
sd_report_get_n_lines (SdReport *self)
{
  return self->entries->len;
}

/**
 * sd_report_get_line:
 *
 * Returns: (transfer none): line @line, in the order of the document's tables
 */
const SdReportLine *
sd_report_get_line (SdReport *self,
                    guint     line)
{
  return &((SdReportEntry *) g_ptr_array_index (self->entries, line))->line;
}

/**
 * sd_report_count:
 *
 * Returns: how many lines were judged so
 */
guint
sd_report_count (SdReport  *self,
                 SdVerdict  verdict)
{
  guint n = 0;

  for (guint i = 0; i < self->entries->len; i++)
    n += sd_report_get_line (self, i)->verdict == verdict;
  return n;
}

const char *
sd_verdict_get_title (SdVerdict verdict)
{
  switch (verdict)
    {
    case SD_VERDICT_DECLARED:
      return _("as declared");
    case SD_VERDICT_CHANCE:
      return _("within chance");
    case SD_VERDICT_OFF:
      return _("off");
    case SD_VERDICT_FEW:
    default:
      return _("too few rows to judge");
    }
}
