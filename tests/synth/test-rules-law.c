/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What rules do to the laws of columns: margins that are kept, those that move as
 * announced, and what is refused beforehand.
 */

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "sd-test-plan.h"

static SdSchema *
make_schema (guint       n_rows,
             const char *held,
             const char *columns,
             const char *more)
{
  g_autofree char *table =
    g_strdup_printf ("{ 'id': 1, 'name': 't', 'rows': %u, 'margins': '%s', 'columns': [ %s ], %s }",
                     n_rows, held, columns, more);

  return sd_test_schema (table, "");
}

static double
get_mean (const GArray *values)
{
  double sum = 0;
  guint n = 0;

  for (guint i = 0; i < values->len; i++)
    {
      const double x = g_array_index (values, double, i);

      if (isnan (x))
        continue;
      sum += x;
      n++;
    }
  return sum / MAX (n, 1);
}

static double
get_stddev (const GArray *values)
{
  const double mean = get_mean (values);
  double sum = 0;

  for (guint i = 0; i < values->len; i++)
    sum += (g_array_index (values, double, i) - mean) * (g_array_index (values, double, i) - mean);
  return sqrt (sum / values->len);
}

static double
get_share_below (const GArray *values,
                 double        x)
{
  guint n = 0;

  for (guint i = 0; i < values->len; i++)
    n += g_array_index (values, double, i) < x;
  return (double) n / values->len;
}

/* The message of the first finding with this code. (transfer full) */
static char *
get_message (SdSchema   *schema,
             const char *code)
{
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (SdPlan) plan = sd_plan_new (schema, &findings);

  for (guint i = 0; i < findings->len; i++)
    {
      const SdFinding *finding = g_ptr_array_index (findings, i);

      if (g_str_equal (finding->code, code))
        return g_strdup (finding->message);
    }
  return g_strdup ("");
}

#define TWO_NORMAL \
  "{ 'id': 2, 'name': 'a', 'type': 'real', 'generator': 'number'," \
  "  'parameters': { 'distribution': 'normal', 'mean': 50, 'stddev': 10 } }," \
  "{ 'id': 3, 'name': 'b', 'type': 'real', 'generator': 'number'," \
  "  'parameters': { 'distribution': 'normal', 'mean': 60, 'stddev': 10 } }"

#define TWO_UNIFORM \
  "{ 'id': 2, 'name': 'a', 'type': 'real', 'generator': 'number'," \
  "  'parameters': { 'min': 0, 'max': 1 } }," \
  "{ 'id': 3, 'name': 'b', 'type': 'real', 'generator': 'number'," \
  "  'parameters': { 'min': 0, 'max': 1 } }"

/* One margin lies above the other: both hold, at every decile, and the
 * correlation is the one announced. */
static void
test_coupling (gconstpointer data)
{
  const double declared = *(const double *) data;
  g_autofree char *correlations =
    isnan (declared) ? g_strdup ("")
    : g_strdup_printf ("'correlations': [ { 'columns': ['a', 'b'], 'value': %.1f } ],", declared);
  g_autofree char *more =
    g_strdup_printf ("%s 'rules': [ { 'kind': 'order', 'columns': ['a', 'b'] } ]", correlations);
  g_autoptr (SdSchema) schema = make_schema (1000000, "balanced", TWO_NORMAL, more);
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autoptr (GArray) a = sd_test_numbers (plan, "t", "a", 1000);
  g_autoptr (GArray) b = sd_test_numbers (plan, "t", "b", 1000);
  static const struct { double share, z; } places[] = {
    { 0.01, -2.3263479 }, { 0.1, -1.2815516 }, { 0.25, -0.6744898 }, { 0.5, 0 },
    { 0.75, 0.6744898 }, { 0.9, 1.2815516 }, { 0.99, 2.3263479 },
  };
  const double correlation = sd_test_correlation (a, b);

  for (guint i = 0; i < a->len; i++)
    g_assert_cmpfloat (g_array_index (a, double, i), <=, g_array_index (b, double, i));
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_assert_cmpfloat (fabs (get_share_below (a, 50 + 10 * places[i].z) - places[i].share), <,
                         0.001);
      /* The standard error of a share of a million rows is at most 0.0005. */
      g_assert_cmpfloat (fabs (get_share_below (b, 60 + 10 * places[i].z) - places[i].share), <,
                         0.001 + 2 * sqrt (places[i].share * (1 - places[i].share) / 1e6));
    }
  g_assert_cmpfloat (fabs (get_mean (b) - 60), <, 0.001 * 60);
  g_assert_cmpfloat (fabs (get_stddev (b) - 10), <, 0.02);
  if (isnan (declared))
    {
      g_autofree char *message = get_message (schema, "rule-correlation");
      g_autofree char *number = g_strdup_printf ("%.2f", correlation);

      g_assert_nonnull (strstr (message, number));
    }
  else
    g_assert_cmpfloat (fabs (correlation - declared), <, 0.005);
}

/* Two like laws: the law given the rule, as announced. */
static void
test_redraw (gconstpointer held)
{
  g_autoptr (SdSchema) schema = make_schema (200000, held, TWO_UNIFORM,
                                             "'rules': [ { 'kind': 'order', 'columns': ['a', 'b'], "
                                             "'strict': true } ]");
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autoptr (GArray) a = sd_test_numbers (plan, "t", "a", 1000);
  g_autoptr (GArray) b = sd_test_numbers (plan, "t", "b", 1000);
  g_autofree char *message = get_message (schema, "rule-redraw");
  double share, from, to;

  g_assert_cmpfloat (fabs (get_mean (a) - 1.0 / 3), <, 0.002);
  g_assert_cmpfloat (fabs (get_mean (b) - 2.0 / 3), <, 0.002);
  /* A triangle: P (a < x) = 1 − (1 − x)². */
  g_assert_cmpfloat (fabs (get_share_below (a, 0.5) - 0.75), <, 0.003);
  g_assert_cmpfloat (fabs (sd_test_correlation (a, b) - 0.5), <, 0.006);
  g_assert_cmpint (sscanf (message, "%lf %%", &share), ==, 1);
  g_assert_cmpfloat (fabs (share - 50), <, 0.5);
  g_assert_nonnull (strstr (message, "The mean of a"));
  g_assert_cmpint (sscanf (strstr (message, "The mean of a"),
                           "The mean of a goes from %lf to %lf", &from, &to), ==, 2);
  g_assert_cmpfloat (fabs (from - 0.5), <, 0.001);
  g_assert_cmpfloat (fabs (to - get_mean (a)), <, 0.006);
}

/* A third of the rows fail, and a correlation survives as far as it can. */
static void
test_redraw_correlated (gconstpointer held)
{
  g_autoptr (SdSchema) schema =
    make_schema (held == NULL ? 100000 : 2000, held == NULL ? "balanced" : held, TWO_NORMAL
                 ", { 'id': 4, 'name': 'c', 'type': 'real', 'generator': 'number',"
                 "    'parameters': { 'distribution': 'normal', 'mean': 0, 'stddev': 1 } }",
                 "'correlations': [ { 'columns': ['a', 'b'], 'value': 0.6 },"
                 "  { 'columns': ['b', 'c'], 'value': 0.5 } ],"
                 "'rules': [ { 'kind': 'check', 'formula': 'a < 55' } ]");
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autoptr (GArray) a = sd_test_numbers (plan, "t", "a", 1000);
  g_autoptr (GArray) b = sd_test_numbers (plan, "t", "b", 1000);
  g_autoptr (GArray) c = sd_test_numbers (plan, "t", "c", 1000);

  for (guint i = 0; i < a->len; i++)
    g_assert_cmpfloat (g_array_index (a, double, i), <, 55);
  /* E[a | a < 55] = 50 − 10 φ(0.5) ÷ Φ(0.5). */
  g_assert_cmpfloat (fabs (get_mean (a) - 44.908), <, held == NULL ? 0.1 : 0.7);
  /* With x = 1 − φ (0.5) ÷ Φ (0.5) × (0.5 + φ (0.5) ÷ Φ (0.5)) the variance of b is 0.36 x + 0.64
   * of what it was, and c follows b as before. */
  if (held == NULL)
    g_assert_cmpfloat (fabs (sd_test_correlation (b, c) - 0.462), <, 0.01);
  else
    g_assert_cmpfloat (sd_test_correlation (a, b), >, 0.3);
}

static void
test_sum_shares (void)
{
  g_autoptr (SdSchema) schema =
    make_schema (10000, "balanced",
                 "{ 'id': 2, 'name': 'a', 'type': 'integer', 'generator': 'number',"
                 "  'parameters': { 'distribution': 'constant', 'value': 1 } },"
                 "{ 'id': 3, 'name': 'b', 'type': 'integer', 'generator': 'number',"
                 "  'parameters': { 'distribution': 'constant', 'value': 1 } },"
                 "{ 'id': 4, 'name': 'c', 'type': 'integer', 'generator': 'number',"
                 "  'parameters': { 'distribution': 'constant', 'value': 1 } }",
                 "'rules': [ { 'kind': 'sum', 'columns': ['a', 'b', 'c'], 'total': 100 } ]");
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autoptr (GArray) a = sd_test_numbers (plan, "t", "a", 1000);
  g_autoptr (GArray) b = sd_test_numbers (plan, "t", "b", 1000);

  /* Of equal remainders the first column comes first. */
  for (guint i = 0; i < a->len; i++)
    {
      g_assert_cmpfloat (g_array_index (a, double, i), ==, 34);
      g_assert_cmpfloat (g_array_index (b, double, i), ==, 33);
    }
}

static void
test_weights (gconstpointer held)
{
  static const guint rows[] = { 20, 50, 200 };

  for (guint r = 0; r < G_N_ELEMENTS (rows); r++)
    for (guint64 seed = 1; seed <= 20; seed++)
      {
        g_autoptr (SdSchema) schema =
          make_schema (rows[r], held,
                       "{ 'id': 2, 'name': 'card', 'type': 'integer', 'nullable': true,"
                       "  'generator': 'number', 'parameters': {} },"
                       "{ 'id': 3, 'name': 'cash', 'type': 'boolean', 'generator': 'boolean',"
                       "  'parameters': {} }",
                       "'rules': [ { 'kind': 'exactly_one', 'columns': ['card', 'cash'],"
                       "  'weights': [1, 3] } ]");
        g_autoptr (SdPlan) plan = NULL;
        g_autoptr (GArray) card = NULL;
        g_autoptr (GArray) cash = NULL;
        guint n = 0;

        sd_schema_set_seed (schema, seed);
        plan = sd_test_plan (schema);
        card = sd_test_numbers (plan, "t", "card", 1000);
        cash = sd_test_numbers (plan, "t", "cash", 1000);
        for (guint i = 0; i < card->len; i++)
          {
            const gboolean has = !isnan (g_array_index (card, double, i));

            g_assert_true (has != (g_array_index (cash, double, i) == 1));
            n += has;
          }
        if (!g_str_equal (held, "sampled"))
          g_assert_cmpfloat (fabs (n - rows[r] / 4.0), <, 1);
      }
}

/* Missing shares: of a column that a condition empties none, together the first. */
static void
test_missing (void)
{
  g_autoptr (SdSchema) schema =
    make_schema (1000, "balanced",
                 "{ 'id': 2, 'name': 'a', 'type': 'integer', 'nullable': true, 'missing': 0.25,"
                 "  'generator': 'number', 'parameters': {} },"
                 "{ 'id': 3, 'name': 'b', 'type': 'integer', 'nullable': true, 'missing': 0.5,"
                 "  'generator': 'number', 'parameters': {} },"
                 "{ 'id': 4, 'name': 'c', 'type': 'integer', 'nullable': true, 'missing': 0.5,"
                 "  'generator': 'number', 'parameters': {} },"
                 "{ 'id': 5, 'name': 'd', 'type': 'boolean', 'generator': 'boolean',"
                 "  'parameters': { 'share': 0.1 } }",
                 "'rules': [ { 'kind': 'together', 'columns': ['b', 'a'] },"
                 "  { 'kind': 'null_when', 'column': 'c', 'when': 'd' } ]");
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autoptr (GArray) a = sd_test_numbers (plan, "t", "a", 1000);
  g_autoptr (GArray) b = sd_test_numbers (plan, "t", "b", 1000);
  g_autoptr (GArray) c = sd_test_numbers (plan, "t", "c", 1000);
  g_autofree char *together = get_message (schema, "rule-missing-together");
  g_autofree char *dropped = get_message (schema, "rule-missing");
  guint n[2] = { 0 };

  for (guint i = 0; i < a->len; i++)
    {
      g_assert_true (isnan (g_array_index (a, double, i)) == isnan (g_array_index (b, double, i)));
      n[0] += isnan (g_array_index (a, double, i)) != 0;
      n[1] += isnan (g_array_index (c, double, i)) != 0;
    }
  g_assert_cmpuint (n[0], ==, 250);
  g_assert_cmpuint (n[1], ==, 100);
  g_assert_cmpstr (together, !=, "");
  g_assert_cmpstr (dropped, !=, "");
}

/* What both a rule and a column itself say is together is no circle. */
static void
test_missing_partners (void)
{
  g_autoptr (SdSchema) schema =
    make_schema (100, "balanced",
                 "{ 'id': 2, 'name': 'a', 'type': 'integer', 'nullable': true,"
                 "  'generator': 'number', 'parameters': {} },"
                 "{ 'id': 3, 'name': 'b', 'type': 'integer', 'nullable': true,"
                 "  'missing_by': { 'kind': 'together', 'column': 'a' },"
                 "  'generator': 'number', 'parameters': {} },"
                 "{ 'id': 4, 'name': 'c', 'type': 'integer', 'nullable': true, 'missing': 0.3,"
                 "  'generator': 'number', 'parameters': {} }",
                 "'rules': [ { 'kind': 'together', 'columns': ['a', 'b'] },"
                 "  { 'kind': 'together', 'columns': ['b', 'c'] } ]");
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  static const char * const names[] = { "a", "b", "c" };

  for (guint k = 0; k < G_N_ELEMENTS (names); k++)
    {
      g_autoptr (GArray) values = sd_test_numbers (plan, "t", names[k], 100);
      guint n = 0;

      for (guint i = 0; i < values->len; i++)
        n += isnan (g_array_index (values, double, i)) != 0;
      g_assert_cmpuint (n, ==, 30);
    }
}

/* No two rows have the same pair. */
static void
test_unique (void)
{
  g_autoptr (SdSchema) schema =
    make_schema (900, "balanced",
                 "{ 'id': 2, 'name': 'row', 'type': 'integer', 'generator': 'number',"
                 "  'parameters': { 'min': 1, 'max': 50 } },"
                 "{ 'id': 3, 'name': 'seat', 'type': 'text', 'generator': 'category',"
                 "  'parameters': { 'values': ['A', 'B', 'C', 'D', 'E'] } },"
                 "{ 'id': 4, 'name': 'window', 'type': 'boolean', 'generator': 'boolean',"
                 "  'parameters': { 'share': 0.5 } },"
                 "{ 'id': 5, 'name': 'day', 'type': 'date', 'generator': 'date',"
                 "  'parameters': { 'min': '2026-01-01', 'max': '2026-01-02' } }",
                 "'rules': [ { 'kind': 'unique_together',"
                 "  'columns': ['row', 'seat', 'window', 'day'] } ]");
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  static const char * const names[] = { "row", "seat", "window", "day" };
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GPtrArray *columns[4];

  for (guint k = 0; k < 4; k++)
    columns[k] = sd_test_column (plan, "t", names[k], 7);
  for (guint i = 0; i < columns[0]->len; i++)
    {
      char *key = g_strdup_printf ("%s/%s/%s/%s", (char *) columns[0]->pdata[i],
                                   (char *) columns[1]->pdata[i], (char *) columns[2]->pdata[i],
                                   (char *) columns[3]->pdata[i]);

      g_assert_true (g_hash_table_add (seen, key));
    }
  for (guint k = 0; k < 4; k++)
    g_ptr_array_unref (columns[k]);
}

#define SHOP \
  "{ 'id': 1, 'name': 'shop', 'rows': 40, 'primary_key': ['id'], 'columns': [" \
  "  { 'id': 2, 'name': 'id', 'type': 'integer', 'generator': 'sequence' } ] }," \
  "{ 'id': 3, 'name': 'stock', 'rows': 200, 'columns': [" \
  "  { 'id': 4, 'name': 'shop_id', 'type': 'integer', 'generator': 'reference' }," \
  "  { 'id': 5, 'name': 'product', 'type': 'integer', 'generator': 'number'," \
  "    'parameters': { 'min': 1, 'max': %u } } ]," \
  "  'rules': [ { 'kind': 'unique_together', 'columns': ['shop_id', 'product'] } ] }"
#define SHOP_LINK \
  "{ 'id': 6, 'parent_table_name': 'shop', 'child_table_name': 'stock'," \
  "  'child_foreign_key': ['shop_id'] }"

/* Within a parent every value once; too few values are a finding. */
static void
test_unique_within (void)
{
  g_autofree char *enough = g_strdup_printf (SHOP, 40);
  g_autofree char *few = g_strdup_printf (SHOP, 3);
  g_autoptr (SdSchema) schema = sd_test_schema (enough, SHOP_LINK);
  g_autoptr (SdSchema) impossible = sd_test_schema (few, SHOP_LINK);
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autoptr (GPtrArray) shops = sd_test_column (plan, "stock", "shop_id", 64);
  g_autoptr (GPtrArray) products = sd_test_column (plan, "stock", "product", 64);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *codes = sd_test_findings (impossible);

  for (guint i = 0; i < shops->len; i++)
    g_assert_true (g_hash_table_add (seen, g_strdup_printf ("%s/%s", (char *) shops->pdata[i],
                                                            (char *) products->pdata[i])));
  g_assert_cmpstr (codes, ==, "rule-unique-few");
}

typedef struct
{
  const char *columns;
  const char *rules;
  const char *codes;
} Refusal;

#define KINDS \
  "{ 'id': 2, 'name': 'a', 'type': 'integer', 'generator': 'number'," \
  "  'parameters': { 'min': 0, 'max': 100 } }," \
  "{ 'id': 3, 'name': 'kind', 'type': 'text', 'generator': 'category'," \
  "  'parameters': { 'values': ['x', 'y'], 'weights': [1, 2] } }," \
  "{ 'id': 4, 'name': 'id', 'type': 'integer', 'generator': 'sequence' }," \
  "{ 'id': 5, 'name': 'half', 'type': 'integer', 'generator': 'formula'," \
  "  'parameters': { 'formula': 'id * 2' } }," \
  "{ 'id': 6, 'name': 'so_far', 'type': 'integer', 'generator': 'running'," \
  "  'parameters': { 'function': 'sum', 'column': 'a' } }," \
  "{ 'id': 9, 'name': 'row_number', 'type': 'integer', 'generator': 'running'," \
  "  'parameters': { 'function': 'count', 'column': 'id' } }," \
  "{ 'id': 7, 'name': 'debt', 'type': 'integer', 'generator': 'number'," \
  "  'parameters': { 'min': -10, 'max': 100 } }," \
  "{ 'id': 8, 'name': 'price', 'type': 'decimal', 'precision': 9, 'scale': 2," \
  "  'generator': 'number', 'parameters': {} }"

static const Refusal refusals[] = {
  { KINDS, "{ 'kind': 'check', 'formula': 'a > 97' }", "rule-acceptance" },
  { KINDS, "{ 'kind': 'check', 'formula': 'a > 50' }", "" },
  { KINDS, "{ 'kind': 'check', 'formula': 'half > 500' }", "rule-impossible" },
  { KINDS, "{ 'kind': 'check', 'formula': 'half > 0' }", "" },
  { KINDS, "{ 'kind': 'check', 'formula': 'a + id > 60' }", "" },
  { KINDS, "{ 'kind': 'check', 'formula': 'a < id' }", "" },
  { KINDS, "{ 'kind': 'check', 'formula': 'a + 800 > id' }", "rule-impossible" },
  { KINDS, "{ 'kind': 'check', 'formula': 'a < so_far' }", "rule-other-rows" },
  { KINDS, "{ 'kind': 'check', 'formula': 'row_number > 0' }", "" },
  { KINDS, "{ 'kind': 'check', 'formula': 'row_number < 900' }", "" },
  { KINDS, "{ 'kind': 'check', 'formula': 'row_number < 0' }", "rule-impossible" },
  { KINDS, "{ 'kind': 'sum', 'columns': ['a', 'price'], 'total': 100 },"
           "{ 'kind': 'sum', 'columns': ['debt', 'price'], 'total': 100 }", "rule-conflict" },
  { KINDS, "{ 'kind': 'sum', 'columns': ['a', 'price'], 'total': 100 },"
           "{ 'kind': 'range', 'column': 'a', 'min': 50 }", "" },
  { KINDS, "{ 'kind': 'unique_together', 'columns': ['a', 'kind'] }", "rule-unique-weights" },
  { KINDS, "{ 'kind': 'unique_together', 'columns': ['id', 'kind'] }", "rule-unique-weights" },
  { KINDS, "{ 'kind': 'sum', 'columns': ['a', 'price'], 'total': 10.5 }", "sum-decimals" },
  { KINDS, "{ 'kind': 'sum', 'columns': ['a', 'price'], 'total_column': 'debt' }",
    "sum-negative" },
  { KINDS, "{ 'kind': 'sum', 'columns': ['a', 'debt'], 'total_column': 'price' }",
    "sum-decimals" },
  { KINDS, "{ 'kind': 'range', 'column': 'kind', 'min': 3 }", "rule-type" },
  { KINDS, "{ 'kind': 'range', 'column': 'a', 'min': 300 }", "rule-range-empty" },
};

static void
test_refused (gconstpointer data)
{
  const Refusal *self = data;
  g_autofree char *more = g_strdup_printf ("'rules': [ %s ]", self->rules);
  g_autoptr (SdSchema) schema = make_schema (1000, "balanced", self->columns, more);
  g_autofree char *codes = sd_test_findings (schema);

  g_assert_cmpstr (codes, ==, self->codes);
}

int
main (int    argc,
      char **argv)
{
  static const char * const margins[] = { "exact", "balanced", "sampled" };
  static const double correlations[] = { NAN, 0.8, 0.9 };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (correlations); i++)
    {
      g_autofree char *path = g_strdup_printf ("/rules/coupling/%u", i);

      g_test_add_data_func (path, &correlations[i], test_coupling);
    }
  for (guint m = 0; m < G_N_ELEMENTS (margins); m++)
    {
      g_autofree char *redraw = g_strdup_printf ("/rules/redraw/%s", margins[m]);
      g_autofree char *weights = g_strdup_printf ("/rules/weights/%s", margins[m]);

      g_test_add_data_func (redraw, margins[m], test_redraw);
      g_test_add_data_func (weights, margins[m], test_weights);
    }
  g_test_add_data_func ("/rules/redraw/correlated", NULL, test_redraw_correlated);
  g_test_add_data_func ("/rules/redraw/correlated-exact", margins[0], test_redraw_correlated);
  g_test_add_func ("/rules/sum", test_sum_shares);
  g_test_add_func ("/rules/missing", test_missing);
  g_test_add_func ("/rules/missing-partners", test_missing_partners);
  g_test_add_func ("/rules/unique", test_unique);
  g_test_add_func ("/rules/unique-within", test_unique_within);
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autofree char *path = g_strdup_printf ("/rules/refused/%u", i);

      g_test_add_data_func (path, &refusals[i], test_refused);
    }
  return g_test_run ();
}
