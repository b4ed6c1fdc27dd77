/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Columns that look back, recomputed from the rows as they are shown: every
 * function, for rows that are clustered, shuffled and on a timeline.
 */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sd-calendar.h"
#include "sd-test-plan.h"

#define MISSING G_MININT64

typedef struct
{
  gint64 account;
  gint64 at;
  guint  row;
} Place;

/* Accounts with an opening balance and their bookings; @at and @placement say how
 * the bookings stand. */
static SdSchema *
make_schema (guint       accounts,
             guint       bookings,
             const char *at,
             const char *placement,
             const char *columns)
{
  g_autofree char *tables =
    g_strdup_printf ("{ 'id': 1, 'name': 'accounts', 'rows': %u, 'primary_key': 'id', 'columns': ["
                     "  { 'id': 2, 'name': 'id', 'type': 'integer', 'generator': 'sequence' },"
                     "  { 'id': 3, 'name': 'opened', 'type': 'date', 'generator': 'date',"
                     "    'parameters': { 'min': '2023-01-01', 'max': '2023-12-31',"
                     "    'order': 'row' } },"
                     "  { 'id': 4, 'name': 'opening', 'type': 'decimal', 'precision': 12,"
                     "    'scale': 2, 'generator': 'number', 'parameters': { 'min': 0,"
                     "    'max': 500 } } ] },"
                     "{ 'id': 5, 'name': 'bookings', 'rows': %u, 'primary_key': 'id', 'columns': ["
                     "  { 'id': 6, 'name': 'id', 'type': 'integer', 'generator': 'sequence' },"
                     "  { 'id': 7, 'name': 'account_id', 'type': 'integer',"
                     "    'generator': 'reference' },"
                     "  { 'id': 8, 'name': 'at', 'type': 'timestamp', 'generator': 'timestamp',"
                     "    'parameters': { 'min': '2024-01-01', 'max': '2025-12-31' %s } },"
                     "  { 'id': 9, 'name': 'amount', 'type': 'decimal', 'precision': 10,"
                     "    'scale': 2, 'generator': 'number', 'parameters': {"
                     "    'distribution': 'normal', 'mean': 0, 'stddev': 120, 'min': -900,"
                     "    'max': 900 } },"
                     "  { 'id': 10, 'name': 'word', 'type': 'text', 'generator': 'template',"
                     "    'parameters': { 'template': 'no {amount}' } },"
                     "  { 'id': 30, 'name': 'reading', 'type': 'integer', 'generator': 'formula',"
                     "    'parameters': { 'formula':"
                     "    'CASE WHEN amount > 40 THEN ROUND(amount) ELSE NULL END' } },"
                     "  %s ] }", accounts, bookings, at, columns);
  g_autofree char *relationships =
    g_strdup_printf ("{ 'id': 20, 'parent_table_name': 'accounts', 'child_table_name': 'bookings',"
                     "  'child_foreign_key': 'account_id' %s }", placement);

  return sd_test_schema (tables, relationships);
}

static const char *columns =
  "{ 'id': 11, 'name': 'balance', 'type': 'decimal', 'precision': 14, 'scale': 2,"
  "  'generator': 'running', 'parameters': { 'function': 'sum', 'within': 'account_id',"
  "  'column': 'amount', 'start': 'accounts.opening', 'order_by': 'at' } },"
  "{ 'id': 12, 'name': 'floored', 'type': 'decimal', 'precision': 14, 'scale': 2,"
  "  'generator': 'running', 'parameters': { 'function': 'sum', 'within': 'account_id',"
  "  'column': 'amount', 'start': 10.5, 'floor': -25, 'order_by': 'at' } },"
  "{ 'id': 13, 'name': 'n', 'type': 'integer', 'generator': 'running', 'parameters':"
  "  { 'function': 'count', 'within': 'account_id', 'order_by': 'at' } },"
  "{ 'id': 14, 'name': 'mean', 'type': 'decimal', 'precision': 14, 'scale': 3,"
  "  'generator': 'running', 'parameters': { 'function': 'average', 'within': 'account_id',"
  "  'column': 'amount', 'order_by': 'at' } },"
  "{ 'id': 15, 'name': 'low', 'type': 'decimal', 'precision': 14, 'scale': 2,"
  "  'generator': 'running', 'parameters': { 'function': 'min', 'within': 'account_id',"
  "  'column': 'amount', 'order_by': 'at' } },"
  "{ 'id': 16, 'name': 'high', 'type': 'decimal', 'precision': 14, 'scale': 2,"
  "  'generator': 'running', 'parameters': { 'function': 'max', 'within': 'account_id',"
  "  'column': 'amount', 'order_by': 'at' } },"
  "{ 'id': 17, 'name': 'before', 'type': 'decimal', 'precision': 14, 'scale': 2,"
  "  'generator': 'running', 'parameters': { 'function': 'previous', 'within': 'account_id',"
  "  'column': 'amount', 'order_by': 'at' } },"
  "{ 'id': 18, 'name': 'change', 'type': 'decimal', 'precision': 14, 'scale': 2,"
  "  'generator': 'running', 'parameters': { 'function': 'difference', 'within': 'account_id',"
  "  'column': 'amount', 'order_by': 'at' } },"
  "{ 'id': 19, 'name': 'seconds', 'type': 'integer', 'generator': 'running', 'parameters':"
  "  { 'function': 'elapsed_seconds', 'within': 'account_id', 'order_by': 'at' } },"
  "{ 'id': 21, 'name': 'days', 'type': 'decimal', 'precision': 8, 'scale': 1,"
  "  'generator': 'running', 'parameters': { 'function': 'elapsed_days', 'within': 'account_id',"
  "  'column': 'at', 'order_by': 'at', 'start': 'accounts.opened' } },"
  "{ 'id': 22, 'name': 'carried', 'type': 'integer', 'generator': 'running', 'parameters':"
  "  { 'function': 'carry', 'within': 'account_id', 'column': 'reading', 'order_by': 'at' } },"
  "{ 'id': 23, 'name': 'word_before', 'type': 'text', 'generator': 'running', 'parameters':"
  "  { 'function': 'previous', 'within': 'account_id', 'column': 'word', 'order_by': 'at' } }";

/* INT64 values with MISSING for NULL. */
static GArray *
get_values (SdPlan     *plan,
            const char *table,
            const char *column)
{
  const guint t = (guint) sd_plan_find_table (plan, table);
  const SdPlanTable *info = sd_plan_get_table (plan, t);
  g_autoptr (SdEvaluator) evaluator = sd_evaluator_new (plan);
  GArray *values = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint c = 0;

  while (!g_str_equal (info->columns[c].name, column))
    c++;
  for (guint64 first = 0, n; first < info->n_rows; first += n)
    {
      const SdBatch *batch;

      n = MIN (info->n_rows - first, SD_BATCH_ROWS);
      batch = sd_evaluator_get_rows (evaluator, t, first, (guint) n, NULL);
      for (guint i = 0; i < n; i++)
        {
          const SdVector *vector = batch->columns[c];
          const gint64 value = vector->null != NULL && vector->null[i] ? MISSING : vector->i64[i];

          g_array_append_val (values, value);
        }
    }
  return values;
}

static int
compare_places (gconstpointer a,
                gconstpointer b)
{
  const Place *x = a;
  const Place *y = b;

  if (x->account != y->account)
    return x->account < y->account ? -1 : 1;
  if (x->at != y->at)
    return x->at < y->at ? -1 : 1;
  return (x->row > y->row) - (x->row < y->row);
}

static GArray *
sort_rows (SdPlan *plan)
{
  g_autoptr (GArray) account = get_values (plan, "bookings", "account_id");
  g_autoptr (GArray) at = get_values (plan, "bookings", "at");
  GArray *places = g_array_new (FALSE, FALSE, sizeof (Place));

  for (guint i = 0; i < at->len; i++)
    {
      const Place place = { g_array_index (account, gint64, i), g_array_index (at, gint64, i), i };

      g_array_append_val (places, place);
    }
  g_array_sort (places, compare_places);
  return places;
}

/* @sum ÷ @n in thousandths of what is in hundredths, half away from zero. */
static gint64
get_mean (gint64 sum,
          gint64 n)
{
  const gint64 ten = sum * 10;

  return ten >= 0 ? (2 * ten + n) / (2 * n) : -((2 * -ten + n) / (2 * n));
}

static void
check_columns (SdPlan *plan)
{
  static const char *names[] = {
    "amount", "balance", "floored", "n", "mean", "low", "high", "before", "change", "seconds",
    "days", "reading", "carried",
  };
  enum { AMOUNT, BALANCE, FLOORED, N, MEAN, LOW, HIGH, BEFORE, CHANGE, SECONDS, DAYS, READING,
         CARRIED, N_COLUMNS };
  g_autoptr (GArray) places = sort_rows (plan);
  g_autoptr (GArray) opening = get_values (plan, "accounts", "opening");
  g_autoptr (GArray) opened = get_values (plan, "accounts", "opened");
  g_autoptr (GPtrArray) words = sd_test_column (plan, "bookings", "word", 1024);
  g_autoptr (GPtrArray) words_before = sd_test_column (plan, "bookings", "word_before", 1024);
  GArray *values[N_COLUMNS];
  gint64 sum = 0, floored = 0, n = 0, low = 0, high = 0, carried = MISSING, total = 0;

  for (guint c = 0; c < N_COLUMNS; c++)
    values[c] = get_values (plan, "bookings", names[c]);
#define VALUE(column) g_array_index (values[column], gint64, place->row)
  for (guint i = 0; i < places->len; i++)
    {
      const Place *place = &g_array_index (places, Place, i);
      const Place *before = i > 0 ? &g_array_index (places, Place, i - 1) : NULL;
      const gint64 amount = VALUE (AMOUNT);
      gint64 elapsed;

      if (before == NULL || before->account != place->account)
        {
          before = NULL;
          sum = g_array_index (opening, gint64, place->account - 1);
          floored = 1050;
          n = total = 0;
          low = high = amount;
          carried = MISSING;
        }
      sum += amount;
      total += amount;
      floored = MAX (floored + amount, -2500);
      n++;
      low = MIN (low, amount);
      high = MAX (high, amount);
      carried = VALUE (READING) != MISSING ? VALUE (READING) : carried;
      g_assert_cmpint (VALUE (BALANCE), ==, sum);
      g_assert_cmpint (VALUE (FLOORED), ==, floored);
      g_assert_cmpint (VALUE (N), ==, n);
      g_assert_cmpint (VALUE (MEAN), ==, get_mean (total, n));
      g_assert_cmpint (VALUE (LOW), ==, low);
      g_assert_cmpint (VALUE (HIGH), ==, high);
      g_assert_cmpint (VALUE (CARRIED), ==, carried);
      elapsed = place->at - (before != NULL ? before->at
                             : g_array_index (opened, gint64, place->account - 1)
                               * SD_USEC_PER_DAY);
      g_assert_cmpint (VALUE (DAYS), ==, (elapsed * 10 + SD_USEC_PER_DAY / 2) / SD_USEC_PER_DAY);
      if (before == NULL)
        {
          g_assert_cmpint (VALUE (BEFORE), ==, MISSING);
          g_assert_cmpint (VALUE (CHANGE), ==, MISSING);
          g_assert_cmpint (VALUE (SECONDS), ==, MISSING);
          g_assert_cmpstr (words_before->pdata[place->row], ==, "∅");
          continue;
        }
      g_assert_cmpint (VALUE (BEFORE), ==, g_array_index (values[AMOUNT], gint64, before->row));
      g_assert_cmpint (VALUE (CHANGE), ==, amount - g_array_index (values[AMOUNT], gint64,
                                                                    before->row));
      g_assert_cmpint (VALUE (SECONDS), ==, (place->at - before->at) / 1000000);
      g_assert_cmpstr (words_before->pdata[place->row], ==, words->pdata[before->row]);
    }
#undef VALUE
  for (guint c = 0; c < N_COLUMNS; c++)
    g_array_unref (values[c]);
}

static const struct
{
  const char *at;
  const char *placement;
} forms[] = {
  { "", ", 'placement': 'clustered'" },
  { "", ", 'placement': 'shuffled'" },
  { ", 'order': 'row', 'after': 'accounts.opened'", ", 'placement': 'timeline'" },
  { ", 'order': 'gaps', 'within': 'account_id', 'gap_days': 4", "" },
};

static void
test_recomputed (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (SdSchema) schema = make_schema (150, 4000, forms[i].at, forms[i].placement,
                                                 columns);
      g_autoptr (SdPlan) plan = sd_test_plan (schema);

      check_columns (plan);
    }
}

/* Groups far larger than a batch. */
static void
test_large_groups (void)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (SdSchema) schema = make_schema (3, 20000, forms[i].at, forms[i].placement,
                                                 columns);
      g_autoptr (SdPlan) plan = sd_test_plan (schema);

      check_columns (plan);
    }
}

static void
test_pure (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (SdSchema) schema = make_schema (60, 2000, forms[i].at, forms[i].placement,
                                                 columns);
      g_autoptr (SdPlan) plan = sd_test_plan (schema);
      g_autoptr (SdEvaluator) evaluator = sd_evaluator_new (plan);
      const SdPlanTable *table = sd_plan_get_table (plan, 1);

      for (guint c = 0; c < table->n_columns; c++)
        {
          g_autoptr (GPtrArray) whole = sd_test_column (plan, "bookings", table->columns[c].name,
                                                        1024);
          g_autoptr (GPtrArray) elevens = sd_test_column (plan, "bookings",
                                                          table->columns[c].name, 11);

          for (guint row = whole->len; row-- > 0;)
            {
              const SdBatch *batch = sd_evaluator_get_rows (evaluator, 1, row, 1, NULL);
              g_autofree char *cell = sd_test_cell (batch->columns[c], &table->columns[c], 0);

              g_assert_cmpstr (cell, ==, whole->pdata[row]);
              g_assert_cmpstr (elevens->pdata[row], ==, whole->pdata[row]);
            }
        }
    }
}

/* Without a group the table is one, in the order of its rows; without an order
 * gaps within the same parent are one. */
static void
test_defaults (void)
{
  g_autoptr (SdSchema) whole =
    make_schema (10, 3000, "", "",
                 "{ 'id': 11, 'name': 'total', 'type': 'decimal', 'precision': 14, 'scale': 2,"
                 "  'generator': 'running', 'parameters': { 'function': 'sum',"
                 "  'column': 'amount' } }");
  g_autoptr (SdSchema) gaps =
    make_schema (10, 3000, forms[3].at, "",
                 "{ 'id': 11, 'name': 'seconds', 'type': 'real', 'generator': 'running',"
                 "  'parameters': { 'function': 'elapsed_seconds', 'within': 'account_id',"
                 "  'column': 'at' } }");
  g_autoptr (SdPlan) plan = sd_test_plan (whole);
  g_autoptr (SdPlan) gap_plan = sd_test_plan (gaps);
  g_autoptr (GArray) amount = get_values (plan, "bookings", "amount");
  g_autoptr (GArray) total = get_values (plan, "bookings", "total");
  g_autoptr (GPtrArray) seconds = sd_test_column (gap_plan, "bookings", "seconds", 1024);
  gint64 sum = 0;
  guint first = 0;

  for (guint i = 0; i < amount->len; i++)
    {
      sum += g_array_index (amount, gint64, i);
      g_assert_cmpint (g_array_index (total, gint64, i), ==, sum);
      first += g_str_equal (seconds->pdata[i], "∅");
      g_assert_true (((const char *) seconds->pdata[i])[0] != '-');
    }
  g_assert_cmpuint (first, <=, 10);
}

/* Rows without a parent belong to no group. */
static void
test_orphans (void)
{
  g_autoptr (SdSchema) schema =
    sd_test_schema ("{ 'id': 1, 'name': 'accounts', 'rows': 20, 'primary_key': 'id', 'columns': ["
                    "  { 'id': 2, 'name': 'id', 'type': 'integer', 'generator': 'sequence' } ] },"
                    "{ 'id': 5, 'name': 'bookings', 'rows': 1000, 'columns': ["
                    "  { 'id': 7, 'name': 'account_id', 'type': 'integer', 'nullable': true,"
                    "    'generator': 'reference' },"
                    "  { 'id': 8, 'name': 'day', 'type': 'date', 'generator': 'date',"
                    "    'parameters': { 'order': 'gaps', 'within': 'account_id',"
                    "    'gap_days': 2 } },"
                    "  { 'id': 9, 'name': 'n', 'type': 'integer', 'generator': 'running',"
                    "    'parameters': { 'function': 'count', 'within': 'account_id' } },"
                    "  { 'id': 10, 'name': 'x', 'type': 'integer', 'generator': 'series',"
                    "    'parameters': { 'within': 'account_id', 'time': 'day', 'level': 7 } } ] }",
                    "{ 'id': 20, 'parent_table_name': 'accounts', 'child_table_name': 'bookings',"
                    "  'child_foreign_key': 'account_id', 'optional': 0.2 }");
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autoptr (GArray) account = get_values (plan, "bookings", "account_id");
  static const char *names[] = { "day", "n", "x" };
  guint orphans = 0;

  for (guint i = 0; i < account->len; i++)
    orphans += g_array_index (account, gint64, i) == MISSING;
  g_assert_cmpuint (orphans, ==, 200);
  for (guint c = 0; c < G_N_ELEMENTS (names); c++)
    {
      g_autoptr (GArray) values = get_values (plan, "bookings", names[c]);

      for (guint i = 0; i < values->len; i++)
        g_assert_true ((g_array_index (values, gint64, i) == MISSING)
                       == (g_array_index (account, gint64, i) == MISSING));
    }
}

static void
check_findings (guint       accounts,
                guint       bookings,
                const char *placement,
                const char *parameters,
                const char *codes)
{
  g_autofree char *column =
    g_strdup_printf ("{ 'id': 11, 'name': 'x', 'type': 'decimal', 'precision': 14, 'scale': 2,"
                     "  'generator': 'running', 'parameters': { %s } }", parameters);
  g_autoptr (SdSchema) schema = make_schema (accounts, bookings, "", placement, column);
  g_autofree char *found = sd_test_findings (schema);

  g_assert_cmpstr (found, ==, codes);
}

static void
test_findings (void)
{
  check_findings (10, 100, "", "'function': 'sum', 'column': 'word'", "running-not-number");
  check_findings (10, 100, "", "'function': 'sum'", "parameter-missing");
  check_findings (10, 100, "", "'function': 'difference', 'column': 'at'", "running-not-number");
  check_findings (10, 100, "", "'function': 'elapsed_days', 'column': 'amount'",
                  "column-type");
  check_findings (10, 100, "", "'function': 'max', 'column': 'amount', 'floor': 2",
                  "running-floor");
  check_findings (10, 100, "", "'function': 'sum', 'column': 'amount', 'order_by': 'word'",
                  "order-not-sortable");
  check_findings (10, 2000000, "", "'function': 'sum', 'column': 'amount'", "group-too-large");
  check_findings (2, 4000000, "", "'function': 'sum', 'column': 'amount',"
                  "'within': 'account_id'", "group-too-large");
  check_findings (100, 4000000, ", 'placement': 'shuffled'",
                  "'function': 'sum', 'column': 'amount', 'within': 'account_id'",
                  "group-too-costly");
  check_findings (100, 4000000, ", 'placement': 'clustered'",
                  "'function': 'sum', 'column': 'amount', 'within': 'account_id'", "");
  check_findings (10, 100, "", "'function': 'sum', 'column': 'x'", "circle");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/synth/running/recomputed", test_recomputed);
  g_test_add_func ("/synth/running/large-groups", test_large_groups);
  g_test_add_func ("/synth/running/pure", test_pure);
  g_test_add_func ("/synth/running/defaults", test_defaults);
  g_test_add_func ("/synth/running/orphans", test_orphans);
  g_test_add_func ("/synth/running/findings", test_findings);

  return g_test_run ();
}
