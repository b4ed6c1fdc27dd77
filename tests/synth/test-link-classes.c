/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Children per parent by a column of the parent: totals are exact, the law holds
 * in every class, and what cannot be is said.
 */

#include <math.h>

#include "link-rows.h"

#define CUSTOMERS \
  "{ 'id': 1, 'name': 'customers', 'rows': %u, 'primary_key': ['id'], 'columns': [" \
  "  { 'id': 2, 'name': 'id', 'type': 'integer', 'generator': 'sequence' }," \
  "  { 'id': 3, 'name': 'tier', 'type': 'text', 'generator': 'category'," \
  "    'parameters': { 'values': ['gold', 'basic'], 'weights': [1, 3] } }," \
  "  { 'id': 4, 'name': 'age', 'type': 'integer', 'generator': 'number'," \
  "    'parameters': { 'distribution': 'uniform', 'min': 18, 'max': 80 } }," \
  "  { 'id': 5, 'name': 'old', 'type': 'boolean', 'generator': 'formula'," \
  "    'parameters': { 'formula': 'age >= 60' } }," \
  "  { 'id': 6, 'name': 'joined', 'type': 'date', 'generator': 'date'," \
  "    'parameters': { 'min': '2024-01-01', 'max': '2024-12-31', 'order': 'row' } } ] }"

#define ORDERS \
  ", { 'id': 10, 'name': 'orders', 'rows': %u, 'columns': [" \
  "  { 'id': 11, 'name': 'customer_id', 'type': 'integer', 'generator': 'reference'," \
  "    'nullable': true } %s ] }"

static SdPlan *
make_plan (guint       n_customers,
           guint       n_orders,
           const char *columns,
           const char *law)
{
  g_autofree char *tables = g_strdup_printf (CUSTOMERS ORDERS, n_customers, n_orders, columns);
  g_autofree char *relationships =
    g_strdup_printf ("{ 'id': 20, 'parent_table_name': 'customers', 'child_table_name': 'orders',"
                     "  'child_foreign_key': ['customer_id'], 'law_from_user': true, %s }", law);
  g_autoptr (SdSchema) schema = sd_test_schema (tables, relationships);

  return sd_test_plan (schema);
}

static char *
find_findings (guint       n_customers,
               guint       n_orders,
               const char *law)
{
  g_autofree char *tables = g_strdup_printf (CUSTOMERS ORDERS, n_customers, n_orders, "");
  g_autofree char *relationships =
    g_strdup_printf ("{ 'id': 20, 'parent_table_name': 'customers', 'child_table_name': 'orders',"
                     "  'child_foreign_key': ['customer_id'], 'law_from_user': true, %s }", law);
  g_autoptr (SdSchema) schema = sd_test_schema (tables, relationships);

  return sd_test_findings (schema);
}

typedef struct
{
  guint  n;
  double sum, squares;
} Class;

static double
get_mean (const Class *class)
{
  return class->sum / class->n;
}

static double
get_variance (const Class *class)
{
  return class->squares / class->n - get_mean (class) * get_mean (class);
}

/* Children of the parents whose @column is @value and of the others. */
static void
split (SdPlan     *plan,
       const char *column,
       const char *value,
       Class       classes[2])
{
  g_autoptr (GPtrArray) values = sd_test_column (plan, "customers", column, 1024);
  g_autofree guint *counts = count_children (plan, "orders", "customer_id", values->len, 1);

  classes[0] = classes[1] = (Class) { 0 };
  for (guint i = 0; i < values->len; i++)
    {
      Class *class = &classes[g_str_equal (values->pdata[i], value) ? 0 : 1];

      class->n++;
      class->sum += counts[i];
      class->squares += (double) counts[i] * counts[i];
    }
}

#define BY_TIER \
  "'law': 'poisson', 'law_parameters': { 'mean': 2, 'by': 'tier'," \
  "  'branches': [ { 'when': ['gold'], 'mean': 8 } ] }"

/* 1/4 gold with 8 and 3/4 basic with 2 on average give 3.5 of each: the classes'
 * totals to the nearest row, and each of them a Poisson law, whose variance is its
 * mean. */
static void
test_means (void)
{
  static const guint sizes[] = { 50, 4097 };
  static const char * const placements[] = { "clustered", "shuffled" };

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    for (guint p = 0; p < G_N_ELEMENTS (placements); p++)
      {
        g_autofree char *law = g_strdup_printf (BY_TIER ", 'placement': '%s'", placements[p]);
        g_autoptr (SdPlan) plan = make_plan (sizes[s], sizes[s] * 7 / 2, "", law);
        Class classes[2];
        double share;

        split (plan, "tier", "gold", classes);
        g_assert_cmpfloat (classes[0].sum + classes[1].sum, ==, sizes[s] * 7 / 2);
        share = 8.0 * classes[0].n / (8.0 * classes[0].n + 2.0 * classes[1].n);
        g_assert_cmpfloat (fabs (classes[0].sum - share * (sizes[s] * 7 / 2)), <=, 1);
        check_link (plan, "orders", 0);
        check_column_batches (plan, "orders", "customer_id");
        if (sizes[s] < 1000)
          continue;
        /* Apportioned, not drawn: far nearer than chance would have it. */
        for (guint c = 0; c < 2; c++)
          g_assert_cmpfloat (fabs (get_variance (&classes[c]) / get_mean (&classes[c]) - 1), <,
                             0.02);
      }
}

/* Classes by what is computed, by ranges, and by two columns, with the law's
 * other parameters in a branch. */
static void
test_columns (void)
{
  g_autoptr (SdPlan) computed =
    make_plan (1000, 3000, "",
               "'law': 'negative_binomial', 'law_parameters': { 'mean': 2, 'by': 'old',"
               " 'branches': [ { 'when': [true], 'mean': 6, 'dispersion': 0.5 } ] }");
  g_autoptr (SdPlan) ranges =
    make_plan (1000, 3000, "",
               "'law': 'fixed', 'law_parameters': { 'count': 3, 'by': ['age', 'tier'],"
               " 'branches': [ { 'when': [{ 'max': 18 }, null], 'count': 0 } ] }");
  Class classes[2];

  split (computed, "old", "true", classes);
  if (classes[0].n == 0)
    split (computed, "old", "1", classes);
  g_assert_cmpuint (classes[0].n, >, 250);
  g_assert_cmpfloat (fabs (get_mean (&classes[0]) / get_mean (&classes[1]) - 3), <, 0.02);
  /* Variance is mean + mean² ÷ dispersion. */
  g_assert_cmpfloat (get_variance (&classes[0]), >, 5 * get_variance (&classes[1]));
  split (ranges, "tier", "gold", classes);
  g_assert_cmpfloat (get_mean (&classes[0]), ==, 3);
  g_assert_cmpfloat (get_variance (&classes[0]), ==, 0);
}

/* Zero-inflated and heavy-tailed classes, with rows that have no parent. */
static void
test_laws (void)
{
  static const char * const laws[] = { "zipf", "zero_inflated", "uniform" };

  for (guint l = 0; l < G_N_ELEMENTS (laws); l++)
    for (guint p = 0; p < 2; p++)
      {
        g_autofree char *law =
          g_strdup_printf ("'law': '%s', 'law_parameters': { %s 'by': 'tier',"
                           "  'branches': [ { 'when': 'gold', %s } ] },"
                           " 'placement': '%s', 'optional': 0.1", laws[l],
                           l == 2 ? "'min': 0, 'max': 4," : "'mean': 2,",
                           l == 2 ? "'min': 4, 'max': 12" : "'mean': 8",
                           p == 0 ? "clustered" : "shuffled");
        g_autoptr (SdPlan) plan = make_plan (400, 1500, "", law);
        Class classes[2];

        split (plan, "tier", "gold", classes);
        g_assert_cmpfloat (classes[0].sum + classes[1].sum, ==, 1350);
        g_assert_cmpfloat (fabs (get_mean (&classes[0]) / get_mean (&classes[1]) - 4), <, 0.02);
        check_link (plan, "orders", 0);
      }
}

/* In time order, nobody orders before joining. */
static void
test_timeline (void)
{
  g_autoptr (SdPlan) plan =
    make_plan (2000, 8000,
               ", { 'id': 12, 'name': 'ordered', 'type': 'date', 'generator': 'date',"
               "  'parameters': { 'min': '2024-03-01', 'max': '2025-12-31', 'order': 'row',"
               "    'after': 'customer_id.joined' } }", BY_TIER);
  g_autoptr (GArray) joined = sd_test_integers (plan, "customers", "joined");
  g_autoptr (GArray) ordered = sd_test_integers (plan, "orders", "ordered");
  g_autoptr (GArray) customer = sd_test_integers (plan, "orders", "customer_id");
  Class classes[2];

  for (guint i = 0; i < ordered->len; i++)
    g_assert_cmpint (g_array_index (ordered, gint64, i), >=,
                     g_array_index (joined, gint64, g_array_index (customer, gint64, i) - 1));
  split (plan, "tier", "gold", classes);
  g_assert_cmpfloat (classes[0].sum + classes[1].sum, ==, 8000);
  g_assert_cmpfloat (fabs (get_mean (&classes[0]) / get_mean (&classes[1]) - 4), <, 0.02);
  check_link (plan, "orders", 0);
  check_column_batches (plan, "orders", "customer_id");
}

/* Small tables: nobody, one, two. */
static void
test_small (void)
{
  static const guint sizes[] = { 1, 2 };

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    for (guint n = 0; n < 12; n += 3)
      {
        g_autoptr (SdPlan) plan = make_plan (sizes[s], n, "", BY_TIER);
        g_autofree guint *counts = count_children (plan, "orders", "customer_id", sizes[s], 1);

        g_assert_cmpuint (counts[0] + counts[1], ==, n);
        check_link (plan, "orders", 0);
      }
}

static void
test_findings (void)
{
  g_autofree char *total =
    find_findings (100, 777, "'law': 'fixed', 'law_parameters': { 'count': 3, 'by': 'tier',"
                             " 'branches': [ { 'when': ['gold'], 'count': 5 } ] }");
  g_autofree char *type =
    find_findings (100, 300, "'law': 'poisson', 'law_parameters': { 'by': 'age',"
                             " 'branches': [ { 'when': ['gold'], 'mean': 5 } ] }");
  g_autofree char *unknown =
    find_findings (100, 300, "'law': 'poisson', 'law_parameters': { 'by': 'rank',"
                             " 'branches': [ { 'when': ['gold'], 'mean': 5 } ] }");
  g_autofree char *many =
    find_findings (1 << 21, 1 << 21, BY_TIER);

  g_assert_cmpstr (total, ==, "total-against-law");
  g_assert_cmpstr (type, !=, "");
  g_assert_cmpstr (unknown, !=, "");
  g_assert_cmpstr (many, ==, "law-by-too-many");
}

/* A tier that is counted from the orders cannot say how many orders there are. */
static void
test_circle (void)
{
  g_autoptr (SdSchema) schema =
    sd_test_schema ("{ 'id': 1, 'name': 'p', 'rows': 10, 'primary_key': ['id'], 'columns': ["
                    "  { 'id': 2, 'name': 'id', 'type': 'integer', 'generator': 'sequence' },"
                    "  { 'id': 3, 'name': 'n', 'type': 'integer', 'generator': 'formula',"
                    "    'parameters': { 'formula': 'COUNT (c)' } } ] },"
                    "{ 'id': 10, 'name': 'c', 'rows': 30, 'columns': ["
                    "  { 'id': 11, 'name': 'p_id', 'type': 'integer',"
                    "    'generator': 'reference' } ] }",
                    "{ 'id': 20, 'parent_table_name': 'p', 'child_table_name': 'c',"
                    "  'child_foreign_key': ['p_id'], 'law': 'poisson', 'law_parameters': {"
                    "  'by': 'n', 'branches': [ { 'when': [3], 'mean': 5 } ] } }");
  g_autofree char *findings = sd_test_findings (schema);

  g_assert_cmpstr (findings, ==, "link-circle");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/link-classes/means", test_means);
  g_test_add_func ("/link-classes/columns", test_columns);
  g_test_add_func ("/link-classes/laws", test_laws);
  g_test_add_func ("/link-classes/timeline", test_timeline);
  g_test_add_func ("/link-classes/small", test_small);
  g_test_add_func ("/link-classes/findings", test_findings);
  g_test_add_func ("/link-classes/circle", test_circle);
  return g_test_run ();
}
