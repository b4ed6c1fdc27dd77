/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Rules of a table: each kind holds in every row, however the rows are asked for;
 * what cannot hold is said beforehand, and what moves is what was announced.
 */

#include <math.h>
#include <string.h>

#include "sd-report.h"
#include "sd-test-plan.h"

/* %u is the number of rows, %s how margins are held, then the columns and rules. */
#define TABLE \
  "{ 'id': 1, 'name': 't', 'rows': %u, 'margins': '%s', 'columns': [" \
  "  { 'id': 90, 'name': 'id', 'type': 'integer', 'generator': 'sequence' }, %s ]," \
  "  'rules': [ %s ] }"

typedef struct
{
  const char *columns;
  const char *rules;
  /* A formula that is true in every row. */
  const char *truth;
} Case;

static const char * const margins[] = { "exact", "balanced", "sampled" };

static SdSchema *
make_schema (guint       n_rows,
             const char *held,
             const char *columns,
             const char *rules,
             const char *truth)
{
  g_autofree char *more = truth == NULL ? g_strdup (columns)
    : g_strdup_printf ("%s, { 'id': 99, 'name': 'truth', 'type': 'boolean', 'nullable': true, "
                       "'generator': 'formula', 'parameters': { 'formula': '%s' } }",
                       columns, truth);
  g_autofree char *table = g_strdup_printf (TABLE, n_rows, held, more, rules);

  return sd_test_schema (table, "");
}

#define EMPTY \
  "{ 'id': 2, 'name': 'status', 'type': 'text', 'generator': 'category'," \
  "  'parameters': { 'values': ['open', 'done'], 'weights': [3, 7] } }," \
  "{ 'id': 3, 'name': 'closed', 'type': 'date', 'nullable': true, 'missing': 0.4," \
  "  'generator': 'date', 'parameters': {} }," \
  "{ 'id': 4, 'name': 'note', 'type': 'text', 'nullable': true, 'generator': 'category'," \
  "  'parameters': { 'values': ['a', 'b'] } }"

#define PARTS \
  "{ 'id': 2, 'name': 'a', 'type': 'integer', 'generator': 'number'," \
  "  'parameters': { 'min': 0, 'max': 9 } }," \
  "{ 'id': 3, 'name': 'b', 'type': 'decimal', 'precision': 9, 'scale': 2, 'generator': 'number'," \
  "  'parameters': { 'distribution': 'normal', 'mean': 20, 'stddev': 15 } }," \
  "{ 'id': 4, 'name': 'c', 'type': 'integer', 'generator': 'number'," \
  "  'parameters': { 'distribution': 'poisson', 'mean': 3 } }," \
  "{ 'id': 5, 'name': 'whole', 'type': 'integer', 'generator': 'number'," \
  "  'parameters': { 'min': 0, 'max': 1000 } }"

#define TRUTHS \
  "{ 'id': 2, 'name': 'a', 'type': 'boolean', 'generator': 'boolean'," \
  "  'parameters': { 'share': 0.2 } }," \
  "{ 'id': 3, 'name': 'b', 'type': 'boolean', 'generator': 'boolean'," \
  "  'parameters': { 'share': 0.3 } }," \
  "{ 'id': 4, 'name': 'c', 'type': 'boolean', 'generator': 'boolean'," \
  "  'parameters': { 'share': 0.5 } }"

#define NUMBERS \
  "{ 'id': 2, 'name': 'a', 'type': 'decimal', 'precision': 9, 'scale': 2, 'generator': 'number'," \
  "  'parameters': { 'distribution': 'normal', 'mean': 50, 'stddev': 10 } }," \
  "{ 'id': 3, 'name': 'b', 'type': 'decimal', 'precision': 9, 'scale': 2, 'generator': 'number'," \
  "  'parameters': { 'distribution': 'normal', 'mean': 60, 'stddev': 10 } }," \
  "{ 'id': 4, 'name': 'c', 'type': 'integer', 'generator': 'number'," \
  "  'parameters': { 'distribution': 'poisson', 'mean': 50 } }," \
  "{ 'id': 5, 'name': 'kind', 'type': 'text', 'generator': 'category'," \
  "  'parameters': { 'values': ['x', 'y', 'z'] } }," \
  "{ 'id': 6, 'name': 'net', 'type': 'decimal', 'precision': 12, 'scale': 2," \
  "  'generator': 'formula', 'parameters': { 'formula': 'a + b - c' } }"

#define DATES \
  "{ 'id': 2, 'name': 'start', 'type': 'date', 'generator': 'date'," \
  "  'parameters': { 'min': '2024-01-01', 'max': '2024-12-31' } }," \
  "{ 'id': 3, 'name': 'finish', 'type': 'date', 'generator': 'date'," \
  "  'parameters': { 'min': '2024-01-01', 'max': '2024-12-31' } }," \
  "{ 'id': 4, 'name': 'paid', 'type': 'timestamp', 'generator': 'timestamp'," \
  "  'parameters': { 'min': '2024-06-01', 'max': '2025-12-31' } }"

static const Case cases[] = {
  { EMPTY, "{ 'kind': 'null_when', 'column': 'closed', 'when': 'status = `open`' }",
    "(closed IS NULL) = (status = `open`)" },
  { EMPTY, "{ 'kind': 'together', 'columns': ['closed', 'note'] }," \
           "{ 'kind': 'null_when', 'column': 'note', 'when': 'status = `open`' }",
    "(closed IS NULL) = (status = `open`) AND (note IS NULL) = (status = `open`)" },
  { EMPTY, "{ 'kind': 'null_when', 'column': 'closed', 'when': 'status = `open`', "
           "  'exactly': false }",
    "closed IS NULL OR status <> `open`" },
  { EMPTY, "{ 'kind': 'exactly_one', 'columns': ['closed', 'note'], 'weights': [1, 3] }",
    "(closed IS NULL) <> (note IS NULL)" },
  { TRUTHS, "{ 'kind': 'exactly_one', 'columns': ['a', 'b', 'c'] }",
    "CASE WHEN a THEN 1 ELSE 0 END + CASE WHEN b THEN 1 ELSE 0 END + "
    "CASE WHEN c THEN 1 ELSE 0 END = 1" },
  { PARTS, "{ 'kind': 'sum', 'columns': ['a', 'b', 'c'], 'total': 100 }",
    "a + b + c = 100 AND a >= 0 AND b >= 0 AND c >= 0" },
  { PARTS, "{ 'kind': 'sum', 'columns': ['a', 'b', 'c'], 'total_column': 'whole' }",
    "a + b + c = whole AND a >= 0 AND b >= 0 AND c >= 0" },
  { PARTS, "{ 'kind': 'sum', 'columns': ['a', 'b', 'c'], 'total': 100 },"
           "{ 'kind': 'range', 'column': 'b', 'min': 50 },"
           "{ 'kind': 'order', 'columns': ['c', 'a'] }",
    "a + b + c = 100 AND b >= 50 AND c <= a" },
  { NUMBERS, "{ 'kind': 'range', 'column': 'a', 'min': 40, 'max': 55 }", "a BETWEEN 40 AND 55" },
  { NUMBERS, "{ 'kind': 'range', 'column': 'net', 'min': 40, 'max': 80.5 }",
    "net BETWEEN 40 AND 80.5" },
  { DATES, "{ 'kind': 'range', 'column': 'start', 'min': '2024-03-01', 'max': '2024-04-30' }",
    "start BETWEEN `2024-03-01` AND `2024-04-30`" },
  { NUMBERS, "{ 'kind': 'order', 'columns': ['a', 'b'] }", "a <= b" },
  { NUMBERS, "{ 'kind': 'order', 'columns': ['c', 'b'], 'strict': true }", "c < b" },
  { NUMBERS, "{ 'kind': 'order', 'columns': ['c', 'a', 'b'], 'strict': true }",
    "c < a AND a < b" },
  { DATES, "{ 'kind': 'order', 'columns': ['start', 'finish'] }", "start <= finish" },
  { DATES, "{ 'kind': 'order', 'columns': ['start', 'finish', 'paid'], 'strict': true }",
    "start < finish AND finish < paid" },
  { DATES, "{ 'kind': 'order', 'columns': ['start', 'paid'] }", "start <= paid" },
  { NUMBERS, "{ 'kind': 'check', 'formula': 'a * 2 > b AND kind <> `x`' }",
    "a * 2 > b AND kind <> `x`" },
  { NUMBERS, "{ 'kind': 'check', 'formula': 'net > 60' },"
             "{ 'kind': 'check', 'formula': 'kind = `x` OR c < 55' }",
    "net > 60 AND (kind = `x` OR c < 55)" },
};

static guint
count_false (SdPlan *plan,
             guint   batch)
{
  g_autoptr (GPtrArray) truth = sd_test_column (plan, "t", "truth", batch);
  guint n = 0;

  for (guint i = 0; i < truth->len; i++)
    n += g_str_equal (truth->pdata[i], "false");
  return n;
}

static void
test_hold (gconstpointer data)
{
  const Case *self = data;
  static const guint rows[] = { 20, 700, 20000 };

  for (guint r = 0; r < G_N_ELEMENTS (rows); r++)
    for (guint m = 0; m < G_N_ELEMENTS (margins); m++)
      for (guint64 seed = 1; seed <= (rows[r] > 1000 ? 1 : 2); seed++)
        {
          g_autoptr (SdSchema) schema = make_schema (rows[r], margins[m], self->columns,
                                                     self->rules, self->truth);
          g_autoptr (SdPlan) plan = NULL;

          sd_schema_set_seed (schema, seed);
          plan = sd_test_plan (schema);
          g_assert_cmpuint (count_false (plan, SD_BATCH_ROWS), ==, 0);
        }
}

/* Without the rules there are rows that break them. */
static void
test_needed (gconstpointer data)
{
  const Case *self = data;
  g_autoptr (SdSchema) schema = make_schema (700, "balanced", self->columns, "", self->truth);
  g_autoptr (SdPlan) plan = sd_test_plan (schema);

  g_assert_cmpuint (count_false (plan, SD_BATCH_ROWS), >, 20);
}

static void
assert_same (GPtrArray  *a,
             GPtrArray  *b)
{
  g_assert_cmpuint (a->len, ==, b->len);
  for (guint i = 0; i < a->len; i++)
    g_assert_cmpstr (a->pdata[i], ==, b->pdata[i]);
}

typedef struct
{
  SdPlan    *plan;
  guint      column;
  GPtrArray *cells;
} Reader;

/* Every row alone, from the last to the first. */
static gpointer
read_backwards (gpointer data)
{
  Reader *self = data;
  const SdPlanTable *table = sd_plan_get_table (self->plan, 0);
  SdEvaluator *evaluator = sd_evaluator_new (self->plan);

  g_ptr_array_set_size (self->cells, (int) table->n_rows);
  for (guint64 row = table->n_rows; row-- > 0;)
    {
      const SdBatch *batch = sd_evaluator_get_rows (evaluator, 0, row, 1, NULL);

      self->cells->pdata[row] = sd_test_cell (batch->columns[self->column],
                                              &table->columns[self->column], 0);
    }
  sd_evaluator_free (evaluator);
  return NULL;
}

/* Batches, order and threads change nothing. */
static void
test_batches (gconstpointer data)
{
  const Case *self = data;
  g_autoptr (SdSchema) schema = make_schema (1500, "exact", self->columns, self->rules, NULL);
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  const SdPlanTable *table = sd_plan_get_table (plan, 0);

  for (guint c = 0; c < table->n_columns; c++)
    {
      g_autoptr (GPtrArray) whole = sd_test_column (plan, "t", table->columns[c].name, 1000);
      g_autoptr (GPtrArray) small = sd_test_column (plan, "t", table->columns[c].name, 7);
      Reader readers[2];
      GThread *threads[2];

      for (guint k = 0; k < 2; k++)
        {
          readers[k] = (Reader) { plan, c, g_ptr_array_new_with_free_func (g_free) };
          threads[k] = g_thread_new ("rows", read_backwards, &readers[k]);
        }
      assert_same (whole, small);
      for (guint k = 0; k < 2; k++)
        {
          g_thread_join (threads[k]);
          assert_same (whole, readers[k].cells);
          g_ptr_array_unref (readers[k].cells);
        }
    }
}

/* A rule changes only the columns that it is about, and of those that are drawn
 * again only the rows that broke it. */
static void
test_stability (void)
{
  static const char *others =
    ", { 'id': 20, 'name': 'free', 'type': 'real', 'generator': 'number', 'parameters': {} },"
    "{ 'id': 21, 'name': 'day', 'type': 'date', 'generator': 'date', 'parameters': {} }";
  g_autofree char *columns = g_strconcat (NUMBERS, others, NULL);
  g_autoptr (SdSchema) plain = make_schema (5000, "balanced", columns, "", "a + 5 <= b");
  g_autoptr (SdSchema) ruled =
    make_schema (5000, "balanced", columns, "{ 'kind': 'check', 'formula': 'a + 5 <= b' }",
                 "a + 5 <= b");
  g_autoptr (SdPlan) before = sd_test_plan (plain);
  g_autoptr (SdPlan) after = sd_test_plan (ruled);
  static const char * const names[] = { "c", "kind", "free", "day", "id" };
  g_autoptr (GPtrArray) held = sd_test_column (before, "t", "truth", 1000);
  g_autoptr (GPtrArray) old = sd_test_column (before, "t", "a", 1000);
  g_autoptr (GPtrArray) new = sd_test_column (after, "t", "a", 1000);
  guint n_same = 0;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GPtrArray) x = sd_test_column (before, "t", names[i], 1000);
      g_autoptr (GPtrArray) y = sd_test_column (after, "t", names[i], 1000);

      assert_same (x, y);
    }
  for (guint i = 0; i < held->len; i++)
    {
      const gboolean same = g_str_equal (old->pdata[i], new->pdata[i]);

      if (g_str_equal (held->pdata[i], "true"))
        g_assert_true (same);
      n_same += same;
    }
  g_assert_cmpuint (n_same, <, 4000);
}

/* The card judges what is left of the laws, and counts the rules. */
static void
test_card (gconstpointer data)
{
  static const SdReportOptions options = { .n_seeds = 8 };
  const Case *self = data;
  g_autoptr (SdSchema) schema = make_schema (3000, "balanced", self->columns, self->rules, NULL);
  g_autoptr (SdReport) report = sd_report_new (schema, &options, NULL, NULL, NULL, NULL);
  guint n_rules = 0;

  g_assert_nonnull (report);
  for (guint i = 0; i < sd_report_get_n_lines (report); i++)
    {
      const SdReportLine *line = sd_report_get_line (report, i);

      if (line->verdict == SD_VERDICT_OFF)
        g_test_message ("%s, %s: %g instead of %g", line->place, line->property, line->measured,
                        line->target);
      g_assert_cmpint (line->verdict, !=, SD_VERDICT_OFF);
      n_rules += line->tolerance == 0 && line->measured == 3000;
    }
  g_assert_cmpuint (n_rules, >, 0);
}

/* What must not repeat, or is worked out from other rows, is no part that could be
 * changed. */
static void
test_fixed_parts (void)
{
  g_autoptr (SdSchema) schema =
    sd_test_schema ("{ 'id': 1, 'name': 'parents', 'rows': 20, 'primary_key': ['id'], 'columns': ["
                    "  { 'id': 2, 'name': 'id', 'type': 'integer', 'generator': 'sequence' },"
                    "  { 'id': 3, 'name': 'a', 'type': 'integer', 'generator': 'number' },"
                    "  { 'id': 4, 'name': 'n', 'type': 'integer', 'generator': 'aggregate',"
                    "    'parameters': { 'function': 'count', 'child': 'rows' } } ],"
                    "  'rules': [ { 'kind': 'sum', 'columns': ['id', 'a'], 'total': 100 } ] },"
                    "{ 'id': 5, 'name': 'rows', 'rows': 60, 'columns': ["
                    "  { 'id': 6, 'name': 'p', 'type': 'integer', 'generator': 'reference' } ] }",
                    "{ 'id': 7, 'parent_table_name': 'parents', 'child_table_name': 'rows',"
                    "  'child_foreign_key': ['p'] }");
  SdTable *parents = sd_schema_find_table (schema, "parents");
  g_autofree char *key = sd_test_findings (schema);
  g_autofree char *total = NULL;
  g_autoptr (JsonNode) rules =
    json_from_string ("[{\"kind\":\"sum\",\"columns\":[\"n\",\"a\"],\"total\":100}]", NULL);

  sd_table_set_rules (parents, json_node_dup_array (rules));
  total = sd_test_findings (schema);
  g_assert_nonnull (strstr (key, "rule-key"));
  g_assert_nonnull (strstr (total, "rule-other-rows"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *hold = g_strdup_printf ("/rules/hold/%u", i);
      g_autofree char *needed = g_strdup_printf ("/rules/needed/%u", i);
      g_autofree char *batches = g_strdup_printf ("/rules/batches/%u", i);
      g_autofree char *card = g_strdup_printf ("/rules/card/%u", i);

      g_test_add_data_func (hold, &cases[i], test_hold);
      g_test_add_data_func (needed, &cases[i], test_needed);
      g_test_add_data_func (batches, &cases[i], test_batches);
      g_test_add_data_func (card, &cases[i], test_card);
    }
  g_test_add_func ("/rules/fixed-parts", test_fixed_parts);
  g_test_add_func ("/rules/stability", test_stability);
  return g_test_run ();
}
