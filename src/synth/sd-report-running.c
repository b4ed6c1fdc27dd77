/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Running columns made again from the rows: sorted within their groups and
 * added up, as a student's window function would.
 */

#define G_LOG_DOMAIN "sd-report-running"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>

#include "sd-generator-info.h"
#include "sd-math.h"
#include "sd-report-private.h"
#include "sd-rule-reads-private.h"

typedef struct
{
  double   group, order;
  guint64  row;
  double   value, start, shown;
  gboolean has_group, has_value, has_shown;
} Row;

typedef struct
{
  const char *function;
  double      floor;       /* −∞: none */
  double      tolerance;
  gboolean    emptied;     /* a rule leaves some rows without it */
} Fold;

static int
compare_rows (const void *a,
              const void *b)
{
  const Row *x = a;
  const Row *y = b;

  if (x->group != y->group)
    return x->group < y->group ? -1 : 1;
  if (x->order != y->order)
    return x->order < y->order ? -1 : 1;
  return x->row < y->row ? -1 : x->row > y->row;
}

static double
get (const SdReportTable *table,
     int                  column,
     guint64              row,
     double               fallback,
     gboolean            *known)
{
  *known = column >= 0
           && (table->nulls[column] == NULL || !table->nulls[column][row]);
  return *known ? table->values[column][row] : fallback;
}

/* What stands in row @i of its group, given @state after the rows before;
 * FALSE for NULL. */
static gboolean
step (const Fold *self,
      const Row  *rows,
      guint64     i,
      gboolean    first,
      double     *state,
      gboolean   *known,
      double     *wanted)
{
  const Row *row = &rows[i];

  if (!row->has_group)
    return FALSE;
  if (g_str_equal (self->function, "previous"))
    {
      *wanted = first ? 0 : rows[i - 1].value;
      return !first && rows[i - 1].has_value;
    }
  if (g_str_equal (self->function, "difference"))
    {
      *wanted = first ? 0 : row->value - rows[i - 1].value;
      return !first && row->has_value && rows[i - 1].has_value;
    }
  if (first)
    {
      *state = g_str_equal (self->function, "sum") ? row->start : 0;
      *known = !g_str_equal (self->function, "min") && !g_str_equal (self->function, "max");
    }
  if (g_str_equal (self->function, "count"))
    *state += 1;
  else if (row->has_value && g_str_equal (self->function, "sum"))
    *state = MAX (*state + row->value, self->floor);
  else if (row->has_value)
    {
      const gboolean less = g_str_equal (self->function, "min");

      *state = !*known ? row->value : less ? MIN (*state, row->value) : MAX (*state, row->value);
      *known = TRUE;
    }
  *wanted = *state;
  return *known;
}

static guint64
count_right (const Fold *self,
             const Row  *rows,
             guint64     n)
{
  guint64 right = 0;
  double state = 0;
  gboolean known = FALSE;

  for (guint64 i = 0; i < n; i++)
    {
      const gboolean first = i == 0 || rows[i - 1].group != rows[i].group;
      double wanted = 0;
      const gboolean has_wanted = step (self, rows, i, first, &state, &known, &wanted);

      if (!rows[i].has_shown)
        right += !has_wanted || self->emptied;
      else
        right += has_wanted
                 && fabs (rows[i].shown - wanted) <= self->tolerance + 1e-9 * fabs (wanted);
    }
  return right;
}

void
_sd_report_draft_running (SdReportDraft *self,
                          guint          table,
                          SdColumn      *column,
                          const char    *place)
{
  static const char * const functions[] = { "sum", "count", "previous", "difference", "min",
                                            "max", NULL };
  JsonObject *parameters = sd_column_get_parameters (column);
  const char *names[] = { "within", "order_by", "column", "start" };
  SdReportRunning running = {
    .table = table,
    .shown = _sd_report_want_column (self, table, column),
    .function = sd_parameter_get_text (parameters, "function", ""),
    .floor = sd_parameter_get_number (parameters, "floor", -INFINITY),
    .start_value = sd_parameter_get_number (parameters, "start", 0),
    .place = place,
    .emptied = sd_rule_reads_empties (sd_schema_get_table (self->schema, table),
                                      sd_column_get_name (column)),
  };
  int *columns[] = { &running.within, &running.order_by, &running.value, &running.start };

  if (!g_strv_contains (functions, running.function)
      || sd_parameter_get_text (parameters, "order_by", NULL) == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *path = sd_parameter_get_text (parameters, names[i], NULL);
      gboolean found;

      *columns[i] = -1;
      if (path == NULL)
        continue;
      *columns[i] = (int) _sd_report_want_path (self, table, path, &found);
      if (!found)
        return;
    }
  running.place = g_strdup (place);
  if (sd_column_get_column_type (column) == SD_TYPE_DECIMAL)
    running.tolerance = 0.5 / (double) sd_pow10[sd_column_get_scale (column)];
  g_array_append_val (self->runnings, running);
}

void
_sd_report_count_running (SdReportDraft         *self,
                          const SdReportRunning *running,
                          const SdReportTable   *table)
{
  const Fold fold = { running->function, running->floor, running->tolerance,
                      running->emptied };
  g_autofree Row *rows = g_new (Row, MAX (table->n, 1));
  gboolean known;

  for (guint64 i = 0; i < table->n; i++)
    {
      Row *row = &rows[i];

      row->row = i;
      row->group = get (table, running->within, i, -INFINITY, &row->has_group);
      /* Without groups all rows are one; a row of no group has no value. */
      row->has_group = row->has_group || running->within < 0;
      row->order = get (table, running->order_by, i, -INFINITY, &known);
      row->value = get (table, running->value, i, 0, &row->has_value);
      row->start = get (table, running->start, i, running->start_value, &known);
      row->shown = get (table, (int) running->shown, i, 0, &row->has_shown);
    }
  qsort (rows, table->n, sizeof *rows, compare_rows);
  _sd_report_add_count (self, running->table, running->place, _("Running value"), NULL,
                        count_right (&fold, rows, table->n), table->n);
}
