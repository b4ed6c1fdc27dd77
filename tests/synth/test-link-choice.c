/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Parents chosen by popularity and by what they match, alone or distinct within
 * another parent, and keys that share columns.
 */

#include <math.h>

#include "link-rows.h"
#include "sd-math.h"
#include "sd-pool-private.h"

#define N_CUSTOMERS 500
#define N_STORES    40
#define N_SALES     20000

#define CUSTOMERS \
  "{ 'id': 1, 'name': 'customers', 'rows': 500, 'primary_key': ['id'], 'columns': [" \
  "  { 'id': 2, 'name': 'id', 'type': 'integer', 'generator': 'sequence' }," \
  "  { 'id': 3, 'name': 'city', 'type': 'text', 'generator': 'category'," \
  "    'parameters': { 'values': ['Ely', 'Bath', 'York', 'Rye'], 'weights': [4, 3, 2, 1] } } ] },"

#define STORES(values) \
  "{ 'id': 5, 'name': 'stores', 'rows': 40, 'primary_key': ['id'], 'columns': [" \
  "  { 'id': 6, 'name': 'id', 'type': 'integer', 'generator': 'sequence' }," \
  "  { 'id': 7, 'name': 'town', 'type': 'text', 'generator': 'category'," \
  "    'parameters': { 'values': [" values "] } }," \
  "  { 'id': 8, 'name': 'size', 'type': 'decimal', 'scale': 1, 'generator': 'number'," \
  "    'parameters': { 'distribution': 'uniform', 'min': 0, 'max': 10 } }," \
  "  { 'id': 9, 'name': 'n', 'type': 'integer', 'generator': 'formula'," \
  "    'parameters': { 'formula': 'COUNT (sales)' } } ] },"

#define SALES \
  "{ 'id': 10, 'name': 'sales', 'rows': 20000, 'columns': [" \
  "  { 'id': 11, 'name': 'customer_id', 'type': 'integer', 'generator': 'reference' }," \
  "  { 'id': 12, 'name': 'store_id', 'type': 'integer', 'generator': 'reference' }," \
  "  { 'id': 13, 'name': 'home', 'type': 'boolean', 'generator': 'formula'," \
  "    'parameters': { 'formula': 'customer_id.city = store_id.town' } } ] }"

#define SALES_CUSTOMERS \
  "{ 'id': 20, 'parent_table_name': 'customers', 'child_table_name': 'sales'," \
  "  'child_foreign_key': ['customer_id'] },"

static SdSchema *
make_schema (const char *towns,
             const char *choice)
{
  g_autofree char *tables =
    g_strconcat (CUSTOMERS, towns != NULL ? STORES ("'York', 'Bath', 'Ely'")
                                          : STORES ("'York', 'Bath', 'Ely', 'Rye'"), SALES, NULL);
  g_autofree char *relationships =
    g_strdup_printf (SALES_CUSTOMERS
                     "{ 'id': 21, 'parent_table_name': 'stores', 'child_table_name': 'sales',"
                     "  'child_foreign_key': ['store_id'], 'choice': { %s } }", choice);

  return sd_test_schema (tables, relationships);
}

/* Draws are balanced: each block of 4,096 rows gives a parent its expected number
 * to within one row. */
static void
check_expected (const guint  *counts,
                const double *weights,
                guint         n,
                double        total)
{
  double sum = 0;

  for (guint i = 0; i < n; i++)
    sum += weights[i];
  for (guint i = 0; i < n; i++)
    g_assert_cmpfloat (fabs (counts[i] - total * weights[i] / sum), <=,
                       sd_ceil (total / 4096) + 1e-6);
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  const double x = *(const double *) a;
  const double y = *(const double *) b;

  return (x < y) - (x > y);
}

static void
test_zipf (void)
{
  g_autoptr (SdSchema) schema = make_schema (NULL, "'popularity': 'zipf', 'exponent': 1.2");
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autofree guint *counts = count_children (plan, "sales", "store_id", N_STORES, 1);
  g_autoptr (GArray) n = sd_test_integers (plan, "stores", "n");
  double sorted[N_STORES], sum = 0;

  for (guint i = 0; i < N_STORES; i++)
    {
      g_assert_cmpint (g_array_index (n, gint64, i), ==, counts[i]);
      sorted[i] = counts[i];
      sum += sd_pow (i + 1, -1.2);
    }
  qsort (sorted, N_STORES, sizeof *sorted, compare_doubles);
  for (guint i = 0; i < N_STORES; i++)
    g_assert_cmpfloat (fabs (sorted[i] - N_SALES * sd_pow (i + 1, -1.2) / sum), <, 6);
  check_link (plan, "sales", 1);
  check_column_batches (plan, "sales", "store_id");
}

static void
test_column (void)
{
  g_autoptr (SdSchema) schema = make_schema (NULL, "'popularity': 'column', 'column': 'size'");
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autofree guint *counts = count_children (plan, "sales", "store_id", N_STORES, 1);
  g_autoptr (GArray) sizes = sd_test_integers (plan, "stores", "size");
  double weights[N_STORES];

  for (guint i = 0; i < N_STORES; i++)
    weights[i] = (double) g_array_index (sizes, gint64, i);
  check_expected (counts, weights, N_STORES, N_SALES);
}

static gboolean
is_true (GPtrArray *cells,
         guint      i)
{
  return g_str_equal (cells->pdata[i], "1") || g_str_equal (cells->pdata[i], "true");
}

/* Chi-square of the stores of one town against their weights. Rows of a town are
 * not balanced among themselves, so chance is the measure. */
static double
test_weights_in_town (SdPlan     *plan,
                      const char *town,
                      guint      *degrees)
{
  g_autoptr (GPtrArray) towns = sd_test_column (plan, "stores", "town", 1000);
  g_autoptr (GPtrArray) homes = sd_test_column (plan, "sales", "home", 1000);
  g_autoptr (GArray) sizes = sd_test_integers (plan, "stores", "size");
  g_autoptr (GArray) stores = sd_test_integers (plan, "sales", "store_id");
  double counts[N_STORES] = { 0 }, n = 0, sum = 0, chi = 0;

  for (guint i = 0; i < stores->len; i++)
    {
      const gint64 store = g_array_index (stores, gint64, i) - 1;

      if (g_str_equal (towns->pdata[store], town) && is_true (homes, i))
        {
          counts[store]++;
          n++;
        }
    }
  *degrees = 0;
  for (guint i = 0; i < N_STORES; i++)
    if (g_str_equal (towns->pdata[i], town))
      sum += (double) g_array_index (sizes, gint64, i);
  for (guint i = 0; i < N_STORES; i++)
    {
      const double expected = n * (double) g_array_index (sizes, gint64, i) / sum;

      if (!g_str_equal (towns->pdata[i], town) || expected == 0)
        continue;
      chi += (counts[i] - expected) * (counts[i] - expected) / expected;
      (*degrees)++;
    }
  (*degrees)--;
  return chi;
}

static guint
count_true (SdPlan     *plan,
            const char *column)
{
  g_autoptr (GPtrArray) cells = sd_test_column (plan, "sales", column, 1000);
  guint n = 0;

  for (guint i = 0; i < cells->len; i++)
    n += is_true (cells, i);
  return n;
}

/* The share that chooses at home is exact; the others may come home by chance. */
static void
test_match (void)
{
  g_autoptr (SdSchema) all =
    make_schema (NULL, "'popularity': 'column', 'column': 'size', 'match': 'town',"
                       " 'match_with': 'customer_id.city'");
  g_autoptr (SdSchema) some =
    make_schema (NULL, "'match': 'town', 'match_with': 'customer_id.city', 'match_share': 0.8");
  g_autoptr (SdPlan) plan = sd_test_plan (all);
  g_autoptr (SdPlan) less = sd_test_plan (some);
  const char * const towns[] = { "Ely", "York", "Rye" };
  guint n;

  g_assert_cmpuint (count_true (plan, "home"), ==, N_SALES);
  for (guint i = 0; i < G_N_ELEMENTS (towns); i++)
    {
      guint degrees;
      const double chi = test_weights_in_town (plan, towns[i], &degrees);

      g_test_message ("%s: chi-square %g of %u", towns[i], chi, degrees);
      g_assert_cmpfloat (fabs (chi - degrees), <, 5 * sqrt (2.0 * degrees));
    }
  check_link (plan, "sales", 1);
  check_column_batches (plan, "sales", "store_id");

  /* A quarter of the stores is in each town: 0.8 + 0.2 × ¼, and the chance of
   * that last part: five standard deviations. */
  n = count_true (less, "home");
  g_assert_cmpfloat (fabs (n - 0.85 * N_SALES), <, 5 * sqrt (0.2 * N_SALES * 0.25 * 0.75));
  g_assert_cmpuint (n, >=, N_SALES * 8 / 10 - 5);
}

static SdFinding *
find_finding (GPtrArray  *findings,
              const char *code)
{
  for (guint i = 0; i < findings->len; i++)
    {
      SdFinding *finding = g_ptr_array_index (findings, i);

      if (g_str_equal (finding->code, code))
        return finding;
    }
  return NULL;
}

/* No store in Rye, where a tenth of the customers live. */
static void
test_unmatched (void)
{
  g_autoptr (SdSchema) schema =
    make_schema ("three", "'match': 'town', 'match_with': 'customer_id.city'");
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (SdPlan) plan = sd_plan_new (schema, &findings);
  SdFinding *finding = find_finding (findings, "match-without-parent");

  g_assert_nonnull (plan);
  g_assert_nonnull (finding);
  g_test_message ("%s", finding->message);
  g_assert_cmpint (finding->severity, ==, SD_SEVERITY_WARNING);
  g_assert_nonnull (strstr (finding->message, "1 of 4 different values"));
  g_assert_cmpuint (count_true (plan, "home"), <, N_SALES * 95 / 100);
}

static void
test_findings (void)
{
  static const char * const choices[][2] = {
    { "'match': 'towns', 'match_with': 'customer_id.city'", "match-unknown" },
    { "'match': 'town', 'match_with': 'customer_id.nothing'", "match-unknown" },
    { "'match': 'size', 'match_with': 'customer_id.city'", "match-unknown" },
    { "'popularity': 'column', 'column': 'town'", "weights-unknown" },
    { "'match': 'n', 'match_with': 'customer_id'", "link-circle" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      g_autoptr (SdSchema) schema = make_schema (NULL, choices[i][0]);
      g_autofree char *codes = sd_test_findings (schema);

      g_assert_cmpstr (codes, !=, "");
    }
}

/* Which parent a row has is chosen freely, so no rule for how many each has counts,
 * and none has one row at most. */
static void
test_laws (void)
{
  static const struct { const char *relationship, *key, *code; SdSeverity severity; } cases[] = {
    { "'max_cardinality': 3, 'choice': { 'popularity': 'zipf' }", "", "law-ignored",
      SD_SEVERITY_NOTE },
    { "'min_cardinality': 1, 'placement': 'drawn'", "", "law-ignored", SD_SEVERITY_NOTE },
    { "'choice': { 'popularity': 'zipf' }", "'primary_key': ['p'],", "reference-not-unique",
      SD_SEVERITY_ERROR },
    { "'placement': 'drawn'", "'primary_key': ['p'],", "reference-not-unique",
      SD_SEVERITY_ERROR },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *tables =
        g_strdup_printf ("{ 'id': 1, 'name': 'parents', 'rows': 30, 'primary_key': ['id'],"
                         "  'columns': [ { 'id': 2, 'name': 'id', 'type': 'integer',"
                         "    'generator': 'sequence' } ] },"
                         "{ 'id': 3, 'name': 'rows', 'rows': 20, %s 'columns': ["
                         "  { 'id': 4, 'name': 'p', 'type': 'integer',"
                         "    'generator': 'reference' } ] }", cases[i].key);
      g_autofree char *relationships =
        g_strdup_printf ("{ 'id': 5, 'parent_table_name': 'parents', 'child_table_name': 'rows',"
                         "  'child_foreign_key': ['p'], %s }", cases[i].relationship);
      g_autoptr (SdSchema) schema = sd_test_schema (tables, relationships);
      g_autoptr (GPtrArray) findings = NULL;
      g_autoptr (SdPlan) plan = sd_plan_new (schema, &findings);
      const SdFinding *finding = find_finding (findings, cases[i].code);

      g_assert_nonnull (finding);
      g_assert_cmpint (finding->severity, ==, cases[i].severity);
      g_assert_true ((plan == NULL) == (cases[i].severity == SD_SEVERITY_ERROR));
    }
}

/* Lines of an order: distinct products by popularity. */
static SdPlan *
make_lines (const char *choice,
            guint       n_products,
            const char *placement)
{
  g_autofree char *tables =
    g_strdup_printf ("{ 'id': 1, 'name': 'orders', 'rows': 2000, 'primary_key': ['id'],"
                     "  'columns': ["
                     "  { 'id': 2, 'name': 'id', 'type': 'integer', 'generator': 'sequence' },"
                     "  { 'id': 3, 'name': 'kind', 'type': 'integer', 'generator': 'number',"
                     "    'parameters': { 'distribution': 'uniform', 'min': 1, 'max': 3 } } ] },"
                     "{ 'id': 5, 'name': 'products', 'rows': %u, 'primary_key': ['id'],"
                     "  'columns': ["
                     "  { 'id': 6, 'name': 'id', 'type': 'integer', 'generator': 'sequence' },"
                     "  { 'id': 7, 'name': 'kind', 'type': 'integer', 'generator': 'number',"
                     "    'parameters': { 'distribution': 'uniform', 'min': 1, 'max': 3 } } ] },"
                     "{ 'id': 10, 'name': 'lines', 'rows': 8000, 'columns': ["
                     "  { 'id': 11, 'name': 'order_id', 'type': 'integer',"
                     "    'generator': 'reference' },"
                     "  { 'id': 12, 'name': 'product_id', 'type': 'integer',"
                     "    'generator': 'reference' },"
                     "  { 'id': 13, 'name': 'home', 'type': 'boolean', 'generator': 'formula',"
                     "    'parameters': { 'formula': 'order_id.kind = product_id.kind' } } ] }",
                     n_products);
  g_autofree char *relationships =
    g_strdup_printf ("{ 'id': 20, 'parent_table_name': 'orders', 'child_table_name': 'lines',"
                     "  'child_foreign_key': ['order_id'], 'min_cardinality': 1,"
                     "  'max_cardinality': 9, 'placement': '%s' },"
                     "{ 'id': 21, 'parent_table_name': 'products', 'child_table_name': 'lines',"
                     "  'child_foreign_key': ['product_id'], 'distinct_within': 20,"
                     "  'choice': { %s } }", placement, choice);
  g_autoptr (SdSchema) schema = sd_test_schema (tables, relationships);

  return sd_test_plan (schema);
}

static void
check_pairs (SdPlan     *plan,
             const char *table,
             const char *first,
             const char *second)
{
  g_autoptr (GArray) a = sd_test_integers (plan, table, first);
  g_autoptr (GArray) b = sd_test_integers (plan, table, second);
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < a->len; i++)
    g_assert_true (g_hash_table_add (seen,
                                     GSIZE_TO_POINTER ((gsize) g_array_index (a, gint64, i) << 20
                                                       | g_array_index (b, gint64, i))));
}

/* Without replacement, the most popular product is in fewer lines than its weight
 * says, but in most of all; with as many lines as products, all of them come. */
static void
test_distinct (void)
{
  static const char * const placements[] = { "clustered", "shuffled" };

  for (guint p = 0; p < G_N_ELEMENTS (placements); p++)
    {
      g_autoptr (SdPlan) plan = make_lines ("'popularity': 'zipf'", 100, placements[p]);
      g_autoptr (SdPlan) full = make_lines ("'popularity': 'zipf', 'exponent': 3", 9,
                                            placements[p]);
      g_autofree guint *counts = count_children (plan, "lines", "product_id", 100, 1);
      guint most = 0;

      check_pairs (plan, "lines", "order_id", "product_id");
      check_pairs (full, "lines", "order_id", "product_id");
      for (guint i = 0; i < 100; i++)
        most = MAX (most, counts[i]);
      /* 1 ÷ H(100) = 19.3 % of the lines by weight; at most one line an order. */
      g_assert_cmpuint (most, >, 8000 * 12 / 100);
      g_assert_cmpuint (most, <, 8000 * 193 / 1000);
      check_link (plan, "lines", 1);
      check_column_batches (plan, "lines", "product_id");
    }
}

static void
test_distinct_match (void)
{
  g_autoptr (SdPlan) plan = make_lines ("'popularity': 'zipf', 'match': 'kind',"
                                        " 'match_with': 'order_id.kind', 'match_share': 0.9",
                                        200, "clustered");
  g_autoptr (GPtrArray) homes = sd_test_column (plan, "lines", "home", 100);
  guint n = 0;

  check_pairs (plan, "lines", "order_id", "product_id");
  for (guint i = 0; i < homes->len; i++)
    n += is_true (homes, i);
  /* 0.9 and a third of the rest, less what repetitions take from home. */
  g_assert_cmpuint (n, >, 8000 * 85 / 100);
  g_assert_cmpuint (n, <, 8000 * 95 / 100);
  check_link (plan, "lines", 1);
}

/* Two teams of a match are two, also when one is far more popular. */
static void
test_apart (void)
{
  g_autoptr (SdSchema) schema =
    sd_test_schema ("{ 'id': 1, 'name': 'teams', 'rows': 5, 'primary_key': ['id'], 'columns': ["
                    "  { 'id': 2, 'name': 'id', 'type': 'integer', 'generator': 'sequence' } ] },"
                    "{ 'id': 10, 'name': 'games', 'rows': 3000, 'columns': ["
                    "  { 'id': 11, 'name': 'home_id', 'type': 'integer',"
                    "    'generator': 'reference' },"
                    "  { 'id': 12, 'name': 'away_id', 'type': 'integer',"
                    "    'generator': 'reference' } ] }",
                    "{ 'id': 20, 'parent_table_name': 'teams', 'child_table_name': 'games',"
                    "  'child_foreign_key': ['home_id'] },"
                    "{ 'id': 21, 'parent_table_name': 'teams', 'child_table_name': 'games',"
                    "  'child_foreign_key': ['away_id'],"
                    "  'choice': { 'popularity': 'zipf', 'exponent': 6 } }");
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autoptr (GArray) home = sd_test_integers (plan, "games", "home_id");
  g_autoptr (GArray) away = sd_test_integers (plan, "games", "away_id");

  for (guint i = 0; i < home->len; i++)
    g_assert_cmpint (g_array_index (home, gint64, i), !=, g_array_index (away, gint64, i));
  check_link (plan, "games", 1);
}

/* Prerequisites: a course's come before it, so there is no circle. */
static void
test_before (void)
{
  static const char * const placements[] = { "clustered", "shuffled" };

  for (guint p = 0; p < G_N_ELEMENTS (placements); p++)
    {
      g_autofree char *relationships =
        g_strdup_printf ("{ 'id': 20, 'parent_table_name': 'courses',"
                         "  'child_table_name': 'prerequisites', 'placement': '%s',"
                         "  'child_foreign_key': ['course_id'], 'max_cardinality': 4 },"
                         "{ 'id': 21, 'parent_table_name': 'courses',"
                         "  'child_table_name': 'prerequisites', 'distinct_within': 20,"
                         "  'child_foreign_key': ['needs_id'], 'choice': { 'before': true } }",
                         placements[p]);
      g_autoptr (SdSchema) schema =
        sd_test_schema ("{ 'id': 1, 'name': 'courses', 'rows': 60, 'primary_key': ['id'],"
                        "  'columns': [ { 'id': 2, 'name': 'id', 'type': 'integer',"
                        "  'generator': 'sequence' } ] },"
                        "{ 'id': 10, 'name': 'prerequisites', 'rows': 80,"
                        "  'primary_key': ['course_id', 'needs_id'], 'columns': ["
                        "  { 'id': 11, 'name': 'course_id', 'type': 'integer',"
                        "    'generator': 'reference' },"
                        "  { 'id': 12, 'name': 'needs_id', 'type': 'integer',"
                        "    'generator': 'reference' } ] }", relationships);
      g_autoptr (SdPlan) plan = sd_test_plan (schema);
      g_autoptr (GArray) course = sd_test_integers (plan, "prerequisites", "course_id");
      g_autoptr (GArray) needs = sd_test_integers (plan, "prerequisites", "needs_id");

      g_assert_cmpuint (course->len, ==, 80);
      for (guint i = 0; i < course->len; i++)
        g_assert_cmpint (g_array_index (needs, gint64, i), <, g_array_index (course, gint64, i));
      check_pairs (plan, "prerequisites", "course_id", "needs_id");
      check_link (plan, "prerequisites", 0);
      check_link (plan, "prerequisites", 1);
    }
}

/* A double round: each team plays at home against each of the others once. */
static void
test_round (void)
{
  static const char * const choices[] = { "", ", 'choice': { 'popularity': 'zipf' }" };

  for (guint c = 0; c < G_N_ELEMENTS (choices); c++)
    {
      g_autofree char *relationships =
        g_strdup_printf ("{ 'id': 20, 'parent_table_name': 'teams', 'law': 'fixed',"
                         "  'law_parameters': { 'count': 9 }, 'child_table_name': 'matches',"
                         "  'child_foreign_key': ['home_id'] },"
                         "{ 'id': 21, 'parent_table_name': 'teams', 'distinct_within': 20,"
                         "  'child_table_name': 'matches', 'child_foreign_key': ['away_id']%s }",
                         choices[c]);
      g_autoptr (SdSchema) schema =
        sd_test_schema ("{ 'id': 1, 'name': 'teams', 'rows': 10, 'primary_key': ['id'],"
                        "  'columns': [ { 'id': 2, 'name': 'id', 'type': 'integer',"
                        "  'generator': 'sequence' } ] },"
                        "{ 'id': 10, 'name': 'matches', 'rows': 90,"
                        "  'primary_key': ['home_id', 'away_id'], 'columns': ["
                        "  { 'id': 11, 'name': 'home_id', 'type': 'integer',"
                        "    'generator': 'reference' },"
                        "  { 'id': 12, 'name': 'away_id', 'type': 'integer',"
                        "    'generator': 'reference' } ] }", relationships);
      g_autoptr (SdPlan) plan = sd_test_plan (schema);
      g_autoptr (GArray) home = sd_test_integers (plan, "matches", "home_id");
      g_autoptr (GArray) away = sd_test_integers (plan, "matches", "away_id");

      g_assert_cmpuint (home->len, ==, 90);
      for (guint i = 0; i < home->len; i++)
        g_assert_cmpint (g_array_index (home, gint64, i), !=, g_array_index (away, gint64, i));
      check_pairs (plan, "matches", "home_id", "away_id");
      check_link (plan, "matches", 0);
      check_link (plan, "matches", 1);
    }
}

#define TENANTS \
  "{ 'id': 1, 'name': 'tenants', 'rows': 20, 'primary_key': ['tenant_id'], 'columns': [" \
  "  { 'id': 2, 'name': 'tenant_id', 'type': 'uuid', 'generator': 'uuid' } ] }," \
  "{ 'id': 5, 'name': 'projects', 'rows': %u, 'primary_key': ['tenant_id', 'nr']," \
  "  'columns': [" \
  "  { 'id': 6, 'name': 'tenant_id', 'type': 'uuid', 'generator': 'reference' }," \
  "  { 'id': 7, 'name': 'nr', 'type': 'integer', 'generator': 'ordinal'," \
  "    'parameters': { 'parent': 'tenants' } } ] }," \
  "{ 'id': 10, 'name': 'tasks', 'rows': 3000, 'columns': [" \
  "  { 'id': 11, 'name': 'tenant_id', 'type': 'uuid', 'generator': 'reference' }," \
  "  { 'id': 12, 'name': 'nr', 'type': 'integer', 'generator': 'reference' } ] }"

/* Two keys of a row that share the tenant agree on it: the pair exists. */
static void
check_tenants (guint       n_projects,
               const char *fewest,
               const char *expected)
{
  g_autofree char *tables = g_strdup_printf (TENANTS, n_projects);
  g_autofree char *relationships =
    g_strdup_printf ("{ 'id': 20, 'parent_table_name': 'tenants', 'child_table_name': 'projects',"
                     "  'child_foreign_key': ['tenant_id'], %s },"
                     "{ 'id': 21, 'parent_table_name': 'tenants', 'child_table_name': 'tasks',"
                     "  'child_foreign_key': ['tenant_id'] },"
                     "{ 'id': 22, 'parent_table_name': 'projects', 'child_table_name': 'tasks',"
                     "  'child_foreign_key': ['tenant_id', 'nr'] }", fewest);
  g_autoptr (SdSchema) schema = sd_test_schema (tables, relationships);
  g_autoptr (GHashTable) pairs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (SdPlan) plan = NULL;
  g_autoptr (GPtrArray) tenants = NULL, numbers = NULL, task_tenants = NULL, task_numbers = NULL;

  if (expected != NULL)
    {
      g_autofree char *codes = sd_test_findings (schema);

      g_assert_cmpstr (codes, ==, expected);
      return;
    }
  plan = sd_test_plan (schema);
  tenants = sd_test_column (plan, "projects", "tenant_id", 1000);
  numbers = sd_test_column (plan, "projects", "nr", 1000);
  task_tenants = sd_test_column (plan, "tasks", "tenant_id", 1000);
  task_numbers = sd_test_column (plan, "tasks", "nr", 1000);
  for (guint i = 0; i < tenants->len; i++)
    g_hash_table_add (pairs, g_strdup_printf ("%s/%s", (char *) tenants->pdata[i],
                                              (char *) numbers->pdata[i]));
  g_assert_cmpuint (g_hash_table_size (pairs), ==, n_projects);
  for (guint i = 0; i < task_tenants->len; i++)
    {
      g_autofree char *pair = g_strdup_printf ("%s/%s", (char *) task_tenants->pdata[i],
                                               (char *) task_numbers->pdata[i]);

      g_assert_true (g_hash_table_contains (pairs, pair));
    }
  check_link (plan, "tasks", 1);
}

static void
test_tenants (void)
{
  check_tenants (200, "'min_cardinality': 1, 'law_from_user': true", NULL);
  check_tenants (10, "'max_cardinality': 1", "shared-key-unmatched");
}

/* Zipf's law over more parents than there is a table for: the shares of ranges of
 * ranks, by frequency. */
static void
test_large_pool (void)
{
  static const double exponents[] = { 0.8, 1, 1.3 };
  const guint64 n = G_GUINT64_CONSTANT (1000000000);
  const SdKey key = 7;

  for (guint e = 0; e < G_N_ELEMENTS (exponents); e++)
    {
      SdPool *pool = sd_pool_new_zipf (n, exponents[e], key);
      const double top = sd_pool_get_top (pool);
      g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
      const guint64 first = sd_pool_pick (pool, 0);
      guint hits = 0;

      for (guint i = 0; i < 100000; i++)
        {
          const guint64 parent = sd_pool_pick (pool, sd_random (3, i));

          g_assert_cmpuint (parent, <, n);
          hits += parent == first;
          g_hash_table_add (seen, GSIZE_TO_POINTER (parent));
        }
      g_test_message ("exponent %g: top %g, hits %u, different %u", exponents[e], top, hits,
                      g_hash_table_size (seen));
      g_assert_cmpfloat (fabs (hits - 1e5 * top), <, 5 * sqrt (1e5 * top) + 1);
      /* The last uniform is the last rank. */
      g_assert_cmpuint (sd_pool_pick (pool, G_MAXUINT64), <, n);
      sd_pool_free (pool);
    }
}

/* The first @n cells of a column of the sales. */
static char *
join_stores (SdSchema *schema,
             guint     n)
{
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autoptr (GPtrArray) cells = sd_test_column (plan, "sales", "store_id", 1000);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s,", (char *) cells->pdata[i]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Which parents rows choose depends neither on names, nor on whether anybody asks
 * for the parents' rows. */
static void
test_names (void)
{
  static const char match[] =
    "'popularity': 'zipf', 'match': 'town', 'match_with': 'customer_id.city',"
    " 'match_share': 0.9";
  g_autoptr (SdSchema) schema = make_schema (NULL, match);
  g_autoptr (SdSchema) other = make_schema (NULL, match);
  SdTable *stores = sd_schema_find_table (other, "stores");
  g_autofree char *before = join_stores (schema, N_SALES);
  g_autofree char *after = NULL;

  sd_schema_remove_column (other, stores, sd_table_find_column (stores, "n"));
  sd_schema_rename_table (other, stores, "markets");
  sd_schema_rename_column (other, stores, sd_table_find_column (stores, "town"), "place");
  after = join_stores (other, N_SALES);
  g_assert_cmpstr (before, ==, after);
}

/* More rows leave the full blocks of draws as they are. */
static void
test_more_rows (void)
{
  g_autoptr (SdSchema) schema = make_schema (NULL, "'popularity': 'zipf'");
  g_autoptr (SdSchema) more = make_schema (NULL, "'popularity': 'zipf'");
  g_autofree char *before = join_stores (schema, 4 * 4096);
  g_autofree char *after = NULL;

  sd_table_set_rows (sd_schema_find_table (more, "sales"), N_SALES + 1000, TRUE);
  after = join_stores (more, 4 * 4096);
  g_assert_cmpstr (before, ==, after);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/link-choice/zipf", test_zipf);
  g_test_add_func ("/link-choice/column", test_column);
  g_test_add_func ("/link-choice/match", test_match);
  g_test_add_func ("/link-choice/unmatched", test_unmatched);
  g_test_add_func ("/link-choice/findings", test_findings);
  g_test_add_func ("/link-choice/laws", test_laws);
  g_test_add_func ("/link-choice/distinct", test_distinct);
  g_test_add_func ("/link-choice/distinct-match", test_distinct_match);
  g_test_add_func ("/link-choice/apart", test_apart);
  g_test_add_func ("/link-choice/before", test_before);
  g_test_add_func ("/link-choice/round", test_round);
  g_test_add_func ("/link-choice/tenants", test_tenants);
  g_test_add_func ("/link-choice/large-pool", test_large_pool);
  g_test_add_func ("/link-choice/names", test_names);
  g_test_add_func ("/link-choice/more-rows", test_more_rows);
  return g_test_run ();
}
