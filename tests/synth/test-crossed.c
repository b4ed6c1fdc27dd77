/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Crossed tables: each combination as often as it should be, those left out by
 * chance, and the way from rows to parents and back.
 */

#include <math.h>

#include "link-checks.h"
#include "link-rows.h"

#define TABLES \
  "{ 'id': 1, 'name': 'subjects', 'rows': %u, 'primary_key': ['id'], 'columns': [" \
  "  { 'id': 2, 'name': 'id', 'type': 'integer', 'generator': 'sequence' }," \
  "  { 'id': 3, 'name': 'n', 'type': 'integer', 'generator': 'formula'," \
  "    'parameters': { 'formula': 'COUNT (visits)' } }," \
  "  { 'id': 4, 'name': 'score', 'type': 'integer', 'generator': 'aggregate', 'parameters': {" \
  "    'function': 'sum', 'child': 'visits', 'column': 'score', 'filter': 'treated' } } ] }," \
  "{ 'id': 10, 'name': 'visits', 'rows': %u," \
  "  'primary_key': ['subject_id', 'week', 'treated'], 'crossed': { 'factors': [" \
  "    { 'relationship': 20 }, { 'column': 'week' }, { 'column': 'treated' } ] %s }," \
  "  'columns': [" \
  "  { 'id': 11, 'name': 'subject_id', 'type': 'integer', 'generator': 'reference' }," \
  "  { 'id': 12, 'name': 'week', 'type': 'text', 'generator': 'category'," \
  "    'parameters': { 'values': ['w0', 'w2', 'w4', 'w8', 'w12'] } }," \
  "  { 'id': 13, 'name': 'treated', 'type': 'boolean', 'generator': 'boolean' }," \
  "  { 'id': 14, 'name': 'score', 'type': 'integer', 'generator': 'number'," \
  "    'parameters': { 'distribution': 'uniform', 'min': 0, 'max': 9 } } ] }"

#define RELATIONSHIP \
  "{ 'id': 20, 'parent_table_name': 'subjects', 'child_table_name': 'visits'," \
  "  'child_foreign_key': ['subject_id'] }"

static SdPlan *
make_plan (guint       n_subjects,
           guint       n_visits,
           const char *members)
{
  g_autofree char *tables = g_strdup_printf (TABLES, n_subjects, n_visits, members);
  g_autoptr (SdSchema) schema = sd_test_schema (tables, RELATIONSHIP);

  return sd_test_plan (schema);
}

/* How often each combination comes; the largest number. */
static guint
count_combinations (SdPlan *plan,
                    guint  *n_different)
{
  g_autoptr (GPtrArray) subjects = sd_test_column (plan, "visits", "subject_id", 100);
  g_autoptr (GPtrArray) weeks = sd_test_column (plan, "visits", "week", 100);
  g_autoptr (GPtrArray) treated = sd_test_column (plan, "visits", "treated", 100);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint most = 0;

  for (guint i = 0; i < subjects->len; i++)
    {
      char *key = g_strdup_printf ("%s/%s/%s", (char *) subjects->pdata[i],
                                   (char *) weeks->pdata[i], (char *) treated->pdata[i]);
      const guint n = GPOINTER_TO_UINT (g_hash_table_lookup (seen, key)) + 1;

      g_hash_table_replace (seen, key, GUINT_TO_POINTER (n));
      most = MAX (most, n);
    }
  *n_different = g_hash_table_size (seen);
  return most;
}

/* Counts and totals of the subjects are those of their visits. */
static void
check_totals (SdPlan *plan)
{
  g_autoptr (GArray) subjects = sd_test_integers (plan, "visits", "subject_id");
  g_autoptr (GArray) treated = sd_test_integers (plan, "visits", "treated");
  g_autoptr (GArray) scores = sd_test_integers (plan, "visits", "score");
  g_autoptr (GArray) n = sd_test_integers (plan, "subjects", "n");
  g_autoptr (GArray) totals = sd_test_integers (plan, "subjects", "score");
  g_autofree gint64 *counts = g_new0 (gint64, n->len);
  g_autofree gint64 *sums = g_new0 (gint64, n->len);

  for (guint i = 0; i < subjects->len; i++)
    {
      const gint64 subject = g_array_index (subjects, gint64, i) - 1;

      counts[subject]++;
      if (g_array_index (treated, gint64, i))
        sums[subject] += g_array_index (scores, gint64, i);
    }
  for (guint i = 0; i < n->len; i++)
    {
      g_assert_cmpint (counts[i], ==, g_array_index (n, gint64, i));
      g_assert_cmpint (sums[i], ==, g_array_index (totals, gint64, i));
    }
}

static void
test_complete (void)
{
  static const guint sizes[] = { 1, 2, 50, 409 };
  static const char * const orders[] = { "", ", 'order': 'random'" };

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    for (guint o = 0; o < 2; o++)
      for (guint replicates = 1; replicates <= 3; replicates++)
        {
          g_autofree char *members = g_strdup_printf ("%s, 'replicates': %u", orders[o],
                                                      replicates);
          g_autoptr (SdPlan) plan = make_plan (sizes[s], sizes[s] * 10 * replicates, members);
          g_autoptr (GArray) subjects = sd_test_integers (plan, "visits", "subject_id");
          guint n_different, n_descents = 0;

          g_assert_cmpuint (count_combinations (plan, &n_different), ==, replicates);
          g_assert_cmpuint (n_different, ==, sizes[s] * 10);
          for (guint i = 1; i < subjects->len; i++)
            n_descents += g_array_index (subjects, gint64, i)
                          < g_array_index (subjects, gint64, i - 1);
          if (o == 0)
            g_assert_cmpuint (n_descents, ==, 0);
          else if (sizes[s] >= 50)
            g_assert_cmpuint (n_descents, >, subjects->len / 3);
          check_totals (plan);
          check_link (plan, "visits", 0);
        }
}

static void
test_left_out (void)
{
  static const char * const orders[] = { "", ", 'order': 'random'" };

  for (guint o = 0; o < 2; o++)
    {
      g_autofree char *members = g_strdup_printf ("%s, 'left_out': 0.1", orders[o]);
      g_autoptr (SdPlan) plan = make_plan (409, 3681, members);
      g_autoptr (GArray) n = sd_test_integers (plan, "subjects", "n");
      guint n_different;
      double squares = 0;

      g_assert_cmpuint (count_combinations (plan, &n_different), ==, 1);
      g_assert_cmpuint (n_different, ==, 3681);
      check_totals (plan);
      check_link (plan, "visits", 0);
      check_column_batches (plan, "visits", "week");
      /* Not the same number of each subject: hypergeometric, variance about
       * 10 × 0.9 × 0.1; its standard error is about √(2 ÷ 409) of that. */
      for (guint i = 0; i < n->len; i++)
        squares += (g_array_index (n, gint64, i) - 9.0) * (g_array_index (n, gint64, i) - 9.0);
      g_assert_cmpfloat (fabs (squares / 409 / 0.9 - 1), <, 5 * sqrt (2.0 / 409));
    }
}

/* Stores by days: a grid has as many steps as the rows leave for it. */
static SdSchema *
make_days (guint       rows,
           const char *members,
           const char *parameters)
{
  g_autofree char *tables =
    g_strdup_printf ("{ 'id': 1, 'name': 'stores', 'rows': 12, 'primary_key': ['id'],"
                     "  'columns': [ { 'id': 2, 'name': 'id', 'type': 'integer',"
                     "  'generator': 'sequence' } ] },"
                     "{ 'id': 10, 'name': 'sales', 'rows': %u,"
                     "  'primary_key': ['store_id', 'day'],"
                     "  'crossed': { 'factors': [ { 'relationship': 20 }, { 'column': 'day' } ] %s"
                     "  }, 'columns': ["
                     "  { 'id': 11, 'name': 'store_id', 'type': 'integer',"
                     "    'generator': 'reference' },"
                     "  { 'id': 12, 'name': 'day', 'type': 'date', 'generator': 'date',"
                     "    'parameters': { 'order': 'grid', %s } } ] }", rows, members, parameters);

  return sd_test_schema (tables,
                         "{ 'id': 20, 'parent_table_name': 'stores', 'child_table_name': 'sales',"
                         "  'child_foreign_key': ['store_id'] }");
}

static void
test_days (void)
{
  g_autoptr (SdSchema) schema =
    make_days (12 * 90, "", "'min': '2025-01-01', 'max': '2025-03-31', 'every': '1 day'");
  g_autoptr (SdSchema) weeks =
    make_days (148, ", 'left_out': 0.05", "'min': '2025-01-01', 'max': '2025-03-31',"
                                          " 'every': '1 week'");
  g_autoptr (SdSchema) odd =
    make_days (12 * 90 + 5, "", "'min': '2025-01-01', 'max': '2025-03-31', 'every': '1 day'");
  g_autoptr (SdSchema) many =
    make_days (12 * 91, "", "'min': '2025-01-01', 'max': '2025-03-31', 'every': '1 day'");
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autoptr (SdPlan) by_week = sd_test_plan (weeks);
  g_autoptr (GArray) days = sd_test_integers (plan, "sales", "day");
  g_autoptr (GArray) stores = sd_test_integers (plan, "sales", "store_id");
  g_autoptr (GPtrArray) sundays = sd_test_column (by_week, "sales", "day", 10);
  g_autofree char *odd_codes = sd_test_findings (odd);
  g_autofree char *many_codes = sd_test_findings (many);

  for (guint i = 0; i < days->len; i++)
    {
      g_assert_cmpint (g_array_index (stores, gint64, i), ==, i / 90 + 1);
      g_assert_cmpint (g_array_index (days, gint64, i), ==,
                       g_array_index (days, gint64, 0) + i % 90);
    }
  g_assert_cmpuint (sundays->len, ==, 148);
  g_assert_cmpstr (odd_codes, ==, "crossed-rows");
  g_assert_cmpstr (many_codes, ==, "grid-too-long");
}

/* In a product each parent has several rows, and each row a parent. */
static void
test_not_a_factor (void)
{
  static const struct { const char *key, *members, *code; } cases[] = {
    { "'primary_key': ['a'],", "", "reference-not-unique" },
    { "", ", 'one_of': 1", "one-of-factor" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *tables =
        g_strdup_printf ("{ 'id': 1, 'name': 'subjects', 'rows': 5, 'primary_key': ['id'],"
                         "  'columns': [ { 'id': 2, 'name': 'id', 'type': 'integer',"
                         "    'generator': 'sequence' } ] },"
                         "{ 'id': 3, 'name': 'visits', 'rows': 10, %s 'crossed': { 'factors': ["
                         "    { 'relationship': 7 }, { 'column': 'treated' } ] }, 'columns': ["
                         "  { 'id': 4, 'name': 'a', 'type': 'integer', 'nullable': %s,"
                         "    'generator': 'reference' },"
                         "  { 'id': 5, 'name': 'b', 'type': 'integer', 'nullable': true,"
                         "    'generator': 'reference' },"
                         "  { 'id': 6, 'name': 'treated', 'type': 'boolean',"
                         "    'generator': 'boolean' } ] }", cases[i].key,
                         *cases[i].key == '\0' ? "true" : "false");
      g_autofree char *relationships =
        g_strdup_printf ("{ 'id': 7, 'parent_table_name': 'subjects',"
                         "  'child_table_name': 'visits', 'child_foreign_key': ['a'] %s },"
                         "{ 'id': 8, 'parent_table_name': 'subjects',"
                         "  'child_table_name': 'visits', 'child_foreign_key': ['b'] %s }",
                         cases[i].members, cases[i].members);
      g_autoptr (SdSchema) schema = sd_test_schema (tables, relationships);
      g_autofree char *codes = sd_test_findings (schema);

      g_assert_nonnull (strstr (codes, cases[i].code));
    }
}

/* 10^6 × 10^3 × 2 cells with a tenth left out, by sampling. */
static void
test_large (void)
{
  for (guint random = 0; random < 2; random++)
    for (guint factor = 0; factor < 2; factor++)
      {
        SdCrossed crossed = {
          .n_factors = 2,
          .sizes = { 1000000, 1000 },
          .replicates = 2,
          .n_cells = 2 * BILLION,
          .n_rows = 2 * BILLION / 10 * 9 + 7,
          .random = random == 1,
          .key = 5,
        };
        SdLinkSpec spec = make_spec (SD_PLACEMENT_AUTO, factor == 0 ? 1000000 : 1000,
                                     crossed.n_rows, "poisson");
        SdLinkReport report;
        SdLink *link;

        if (random)
          sd_permutation_init (&crossed.order, crossed.n_cells, crossed.key);
        spec.crossed = &crossed;
        spec.factor = factor;
        link = sd_link_new (&spec, &report);
        g_assert_nonnull (link);
        g_assert_true (sd_link_is_invertible (link) == (factor == 0));
        for (guint i = 0; i < 500; i++)
          {
            const guint64 row = sd_scale (sd_random (1, i), crossed.n_rows);
            const guint64 cell = sd_crossed_get_cell (&crossed, row);
            guint64 place, parent, other, ordinal, count, child;

            g_assert_cmpuint (cell, <, crossed.n_cells);
            g_assert_cmpuint (sd_crossed_find_row (&crossed, cell), ==, row);
            parent = sd_crossed_get_level (&crossed, factor, cell, &place);
            g_assert_cmpuint (sd_crossed_find_cell (&crossed, factor, parent, place), ==, cell);
            sd_link_get_parents (link, &row, 1, &other, NULL);
            g_assert_cmpuint (parent, ==, other);
            if (factor == 1 || i >= 50)
              continue;
            sd_link_get_parents (link, &row, 1, &other, &ordinal);
            sd_link_get_counts (link, &parent, 1, &count);
            g_assert_cmpuint (ordinal, <, count);
            sd_link_get_children (link, parent, ordinal, 1, &child);
            g_assert_cmpuint (child, ==, row);
            /* 2,000 cells, one in ten left out: five standard deviations. */
            g_assert_cmpfloat (fabs ((double) count - 1800), <, 5 * sqrt (2000 * 0.09));
          }
        sd_link_free (link);
      }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/crossed/complete", test_complete);
  g_test_add_func ("/crossed/left-out", test_left_out);
  g_test_add_func ("/crossed/days", test_days);
  g_test_add_func ("/crossed/large", test_large);
  g_test_add_func ("/crossed/not-a-factor", test_not_a_factor);
  return g_test_run ();
}
