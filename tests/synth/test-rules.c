/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Rules of a table: each kind holds in every row, however the rows are asked for;
 * what cannot hold is said beforehand, and what moves is what was announced.
 */

#include <math.h>
#include <string.h>

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
      for (guint64 seed = 1; seed <= (rows[r] > 1000 ? 1 : 5); seed++)
        {
          g_autoptr (SdSchema) schema = make_schema (rows[r], margins[m], self->columns,
                                                     self->rules, self->truth);
          g_autoptr (SdPlan) plan = NULL;

          sd_schema_set_seed (schema, seed);
          plan = sd_test_plan (schema);
          g_assert_cmpuint (count_false (plan, SD_BATCH_ROWS), ==, 0);
        }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/rules/hold/%u", i);

      g_test_add_data_func (path, &cases[i], test_hold);
    }
  return g_test_run ();
}
