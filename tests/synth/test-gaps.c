/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Moments with gaps between them, and in a grid, within each parent and over the
 * table.
 */

#include <math.h>
#include <string.h>

#include "sd-calendar.h"
#include "sd-test-plan.h"

#define DAY ((double) SD_USEC_PER_DAY)

/* Accounts with a date, and events of theirs. */
static SdSchema *
make_schema (guint       parents,
             guint       rows,
             const char *type,
             const char *parameters,
             const char *relationship)
{
  g_autofree char *tables =
    g_strdup_printf ("{ 'id': 1, 'name': 'accounts', 'rows': %u, 'primary_key': 'id', 'columns': ["
                     "  { 'id': 2, 'name': 'id', 'type': 'integer', 'generator': 'sequence' },"
                     "  { 'id': 3, 'name': 'opened', 'type': 'date', 'generator': 'date',"
                     "    'parameters': { 'min': '2023-01-01', 'max': '2024-12-31' } } ] },"
                     "{ 'id': 4, 'name': 'events', 'rows': %u, 'primary_key': 'id', 'columns': ["
                     "  { 'id': 5, 'name': 'id', 'type': 'integer', 'generator': 'sequence' },"
                     "  { 'id': 6, 'name': 'account_id', 'type': 'integer',"
                     "    'generator': 'reference' },"
                     "  { 'id': 7, 'name': 'n', 'type': 'integer', 'generator': 'ordinal',"
                     "    'parameters': { 'parent': 'accounts' } },"
                     "  { 'id': 8, 'name': 'at', 'type': '%s', 'generator': '%s',"
                     "    'parameters': { %s } } ] }", parents, rows, type, type, parameters);
  g_autofree char *relationships =
    g_strdup_printf ("{ 'id': 9, 'parent_table_name': 'accounts', 'child_table_name': 'events',"
                     "  'child_foreign_key': 'account_id' %s }", relationship);

  return sd_test_schema (tables, relationships);
}

/* The events of each account in their order: at[account][n]. */
static GPtrArray *
list_events (SdPlan *plan)
{
  g_autoptr (GArray) account = sd_test_integers (plan, "events", "account_id");
  g_autoptr (GArray) n = sd_test_integers (plan, "events", "n");
  g_autoptr (GArray) at = sd_test_integers (plan, "events", "at");
  const guint parents = (guint) sd_plan_get_table (plan, 0)->n_rows;
  GPtrArray *lists = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);

  for (guint i = 0; i < parents; i++)
    g_ptr_array_add (lists, g_array_new (FALSE, TRUE, sizeof (gint64)));
  for (guint i = 0; i < at->len; i++)
    {
      GArray *list = lists->pdata[g_array_index (account, gint64, i) - 1];
      const guint place = (guint) g_array_index (n, gint64, i) - 1;

      if (list->len <= place)
        g_array_set_size (list, place + 1);
      g_array_index (list, gint64, place) = g_array_index (at, gint64, i);
    }
  return lists;
}

/* Mean and standard deviation of the gaps, the first after the account's date
 * included, where none was shortened. */
static void
check_law (const char *gap,
           double      mean,
           double      stddev)
{
  g_autofree char *parameters =
    g_strdup_printf ("'min': '2023-01-01', 'max': '2026-03-01', 'order': 'gaps',"
                     "'within': 'account_id', 'after': 'accounts.opened', 'gap': '%s',"
                     "'gap_days': 3 %s", gap, g_str_equal (gap, "lognormal")
                     ? ", 'gap_stddev': 2" : "");
  g_autoptr (SdSchema) schema = make_schema (500, 5000, "timestamp", parameters, "");
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autoptr (GPtrArray) lists = list_events (plan);
  g_autoptr (GArray) opened = sd_test_integers (plan, "accounts", "opened");
  double sum = 0, squares = 0, n = 0;

  for (guint p = 0; p < lists->len; p++)
    {
      GArray *list = lists->pdata[p];
      gint64 last = g_array_index (opened, gint64, p) * SD_USEC_PER_DAY;

      for (guint k = 0; k < list->len; k++)
        {
          const gint64 moment = g_array_index (list, gint64, k);
          const double days = (moment - last) / DAY;

          g_assert_cmpfloat (days, >=, 0);
          sum += days;
          squares += days * days;
          n++;
          last = moment;
        }
    }
  sum /= n;
  squares = sqrt (squares / n - sum * sum);
  g_test_message ("%s: %.0f gaps, mean %.3f, standard deviation %.3f", gap, n, sum, squares);
  /* Four standard errors, and a second of rounding. */
  g_assert_cmpfloat (fabs (sum - mean), <, 4 * stddev / sqrt (n) + 2e-5);
  g_assert_cmpfloat (fabs (squares - stddev), <, 0.15 * stddev + 2e-5);
}

static void
test_laws (void)
{
  check_law ("exponential", 3, 3);
  check_law ("lognormal", 3, 2);
  check_law ("uniform", 3, 3 / sqrt (3));
  check_law ("fixed", 3, 0);
}

/* Too many events are moved together, none after the end nor before its account;
 * gaps keep their proportions. */
static void
test_shortened (void)
{
  static const char *placements[] = { "clustered", "shuffled" };

  for (guint i = 0; i < G_N_ELEMENTS (placements); i++)
    {
      g_autofree char *placement = g_strdup_printf (", 'placement': '%s'", placements[i]);
      g_autoptr (SdSchema) schema =
        make_schema (50, 2000, "date", "'min': '2023-01-01', 'max': '2025-01-31',"
                     "'order': 'gaps', 'within': 'account_id', 'after': 'accounts.opened',"
                     "'gap_days': 30", placement);
      g_autoptr (GPtrArray) findings = NULL;
      g_autoptr (SdPlan) plan = sd_plan_new (schema, &findings);
      g_autoptr (GPtrArray) lists = list_events (plan);
      g_autoptr (GArray) opened = sd_test_integers (plan, "accounts", "opened");
      const gint64 end = sd_date_from_civil ((SdCivil) { 2025, 1, 31 });
      guint notes = 0;

      for (guint p = 0; p < lists->len; p++)
        {
          GArray *list = lists->pdata[p];
          gint64 last = g_array_index (opened, gint64, p);

          for (guint k = 0; k < list->len; k++)
            {
              const gint64 day = g_array_index (list, gint64, k);

              g_assert_cmpint (day, >=, last);
              g_assert_cmpint (day, <=, end);
              last = day;
            }
        }
      for (guint f = 0; f < findings->len; f++)
        notes += g_str_equal (((SdFinding *) findings->pdata[f])->code, "gaps-shortened");
      g_assert_cmpuint (notes, ==, 1);
    }
}

/* With a season the gaps run on its clock: no event at a weekend, and the mean of
 * the gaps still holds. */
static void
test_season (void)
{
  g_autoptr (SdSchema) schema =
    make_schema (200, 6000, "timestamp", "'min': '2023-01-01', 'max': '2026-02-28',"
                 "'order': 'gaps', 'within': 'account_id', 'gap_days': 7,"
                 "'weekdays': [1,1,1,1,1,0,0], 'opening': '09:00', 'closing': '17:00'", "");
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autoptr (GPtrArray) lists = list_events (plan);
  double sum = 0, n = 0;

  for (guint p = 0; p < lists->len; p++)
    {
      GArray *list = lists->pdata[p];
      gint64 last = sd_date_from_civil ((SdCivil) { 2023, 1, 1 }) * SD_USEC_PER_DAY;

      for (guint k = 0; k < list->len; k++)
        {
          const gint64 moment = g_array_index (list, gint64, k);
          const gint64 hour = moment % SD_USEC_PER_DAY / (SD_USEC_PER_DAY / 24);

          g_assert_cmpint (sd_date_weekday (moment / SD_USEC_PER_DAY), <=, 5);
          g_assert_cmpint (hour, >=, 9);
          g_assert_cmpint (hour, <, 17);
          sum += (moment - last) / DAY;
          n++;
          last = moment;
        }
    }
  g_test_message ("mean gap %.3f of 7 days", sum / n);
  g_assert_cmpfloat (fabs (sum / n - 7), <, 4 * 7 / sqrt (n) + 0.1);
}

/* Cells do not depend on batches or the order in which they are asked for, and
 * more rows of other accounts change nothing that is not linked anew. */
static void
test_pure (void)
{
  static const char *parameters[] = {
    "'min': '2023-01-01', 'order': 'gaps', 'within': 'account_id', 'gap_days': 3",
    "'order': 'grid', 'within': 'account_id', 'every': '6 hours'",
  };

  for (guint k = 0; k < G_N_ELEMENTS (parameters); k++)
    for (guint i = 0; i < 2; i++)
      {
        g_autoptr (SdSchema) schema = make_schema (40, 2500, "timestamp", parameters[k],
                                                   i == 0 ? "" : ", 'placement': 'shuffled'");
        g_autoptr (SdPlan) plan = sd_test_plan (schema);
        g_autoptr (GPtrArray) whole = sd_test_column (plan, "events", "at", 1024);
        g_autoptr (GPtrArray) sevens = sd_test_column (plan, "events", "at", 7);
        g_autoptr (SdEvaluator) evaluator = sd_evaluator_new (plan);
        const SdPlanTable *table = sd_plan_get_table (plan, 1);

        for (guint row = whole->len; row-- > 0;)
          {
            const SdBatch *batch = sd_evaluator_get_rows (evaluator, 1, row, 1, NULL);
            g_autofree char *cell = sd_test_cell (batch->columns[3], &table->columns[3], 0);

            g_assert_cmpstr (cell, ==, whole->pdata[row]);
            g_assert_cmpstr (sevens->pdata[row], ==, whole->pdata[row]);
          }
      }
}

/* Each account's rows stand in a grid of its own, which for the largest one ends
 * with the document's day, 2026-03-01. */
static void
test_grid (void)
{
  g_autoptr (SdSchema) schema =
    make_schema (20, 2000, "timestamp", "'order': 'grid', 'within': 'account_id',"
                 "'every': '15 minutes'", "");
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autoptr (GPtrArray) lists = list_events (plan);
  gint64 latest = 0;

  for (guint p = 0; p < lists->len; p++)
    {
      GArray *list = lists->pdata[p];

      for (guint k = 1; k < list->len; k++)
        g_assert_cmpint (g_array_index (list, gint64, k) - g_array_index (list, gint64, k - 1), ==,
                         SD_USEC_PER_DAY / 96);
      if (list->len > 0)
        latest = MAX (latest, g_array_index (list, gint64, list->len - 1));
    }
  g_assert_cmpint (latest, ==, sd_date_from_civil ((SdCivil) { 2026, 3, 2 }) * SD_USEC_PER_DAY
                               - SD_USEC_PER_DAY / 96);
}

/* Months of the table as a whole. */
static void
test_grid_months (void)
{
  g_autoptr (SdSchema) schema =
    sd_test_schema ("{ 'id': 1, 'name': 't', 'rows': 40, 'columns': ["
                    "  { 'id': 2, 'name': 'x', 'type': 'date', 'generator': 'date',"
                    "    'parameters': { 'order': 'grid', 'every': '1 month',"
                    "    'min': '2021-01-31' } } ] }", "");
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autoptr (GPtrArray) days = sd_test_column (plan, "t", "x", 1024);

  g_assert_cmpstr (days->pdata[0], ==, "2021-01-31");
  g_assert_cmpstr (days->pdata[1], ==, "2021-02-28");
  g_assert_cmpstr (days->pdata[37], ==, "2024-02-29");
  g_assert_cmpstr (days->pdata[39], ==, "2024-04-30");
}

static void
check_findings (const char *type,
                const char *parameters,
                const char *codes)
{
  g_autoptr (SdSchema) schema = make_schema (10, 1000, type, parameters, "");
  g_autofree char *found = sd_test_findings (schema);

  g_assert_cmpstr (found, ==, codes);
}

static void
test_findings (void)
{
  check_findings ("timestamp", "'order': 'grid', 'every': '1 day', 'within': 'account_id',"
                  "'min': '2026-02-01'", "grid-too-long");
  check_findings ("timestamp", "'order': 'grid', 'every': 'now and then'", "parameter-kind");
  check_findings ("date", "'order': 'grid', 'every': '1 hour'", "every-unreadable");
  check_findings ("timestamp", "'order': 'gaps', 'gap': 'uniform', 'gap_days': 2,"
                  "'gap_stddev': 9, 'within': 'account_id'", "duration-wrong");
  check_findings ("timestamp", "'order': 'gaps', 'gap_days': 2, 'after': 'accounts.opened'",
                  "gaps-after");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/synth/gaps/laws", test_laws);
  g_test_add_func ("/synth/gaps/shortened", test_shortened);
  g_test_add_func ("/synth/gaps/season", test_season);
  g_test_add_func ("/synth/gaps/pure", test_pure);
  g_test_add_func ("/synth/gaps/grid", test_grid);
  g_test_add_func ("/synth/gaps/grid-months", test_grid_months);
  g_test_add_func ("/synth/gaps/findings", test_findings);

  return g_test_run ();
}
