/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Keys of several kinds in whole documents: composite and natural ones, one to
 * one, primary keys that are foreign keys, one of several parents, hierarchies of
 * stated depth, and totals over all of them.
 */

#include "link-rows.h"

#define DETAILS \
  "{ 'id': 1, 'name': 'orders', 'rows': 300, 'primary_key': ['region', 'nr'], 'columns': [" \
  "  { 'id': 2, 'name': 'region', 'type': 'text', 'generator': 'category'," \
  "    'parameters': { 'values': ['N', 'S'] } }," \
  "  { 'id': 3, 'name': 'nr', 'type': 'integer', 'generator': 'sequence' }," \
  "  { 'id': 4, 'name': 'lines', 'type': 'integer', 'generator': 'aggregate'," \
  "    'parameters': { 'function': 'count', 'child': 'lines' } }," \
  "  { 'id': 5, 'name': 'parts', 'type': 'integer', 'generator': 'aggregate'," \
  "    'parameters': { 'function': 'sum', 'child': 'lines', 'column': 'parts' } } ] }," \
  "{ 'id': 10, 'name': 'lines', 'rows': 900," \
  "  'primary_key': ['region', 'order_nr', 'line'], 'columns': [" \
  "  { 'id': 11, 'name': 'region', 'type': 'text', 'generator': 'reference' }," \
  "  { 'id': 12, 'name': 'order_nr', 'type': 'integer', 'generator': 'reference' }," \
  "  { 'id': 13, 'name': 'line', 'type': 'integer', 'generator': 'ordinal'," \
  "    'parameters': { 'parent': 'orders' } }," \
  "  { 'id': 14, 'name': 'parts', 'type': 'integer', 'generator': 'aggregate'," \
  "    'parameters': { 'function': 'count', 'child': 'parts', 'filter': 'weight > 5' } } ] }," \
  "{ 'id': 20, 'name': 'parts', 'rows': 2500, 'columns': [" \
  "  { 'id': 21, 'name': 'order_nr', 'type': 'integer', 'generator': 'reference' }," \
  "  { 'id': 22, 'name': 'line', 'type': 'integer', 'generator': 'reference' }," \
  "  { 'id': 23, 'name': 'region', 'type': 'text', 'generator': 'reference' }," \
  "  { 'id': 24, 'name': 'weight', 'type': 'integer', 'generator': 'number'," \
  "    'parameters': { 'distribution': 'uniform', 'min': 1, 'max': 10 } } ] }"

/* A key of three columns that is made of a key of two; all of a row's key is from
 * one parent row, and totals go up both levels. */
static void
test_composite (void)
{
  g_autoptr (SdSchema) schema =
    sd_test_schema (DETAILS,
                    "{ 'id': 30, 'parent_table_name': 'orders', 'child_table_name': 'lines',"
                    "  'child_foreign_key': ['region', 'order_nr'], 'min_cardinality': 1 },"
                    "{ 'id': 31, 'parent_table_name': 'lines', 'child_table_name': 'parts',"
                    "  'child_foreign_key': ['region', 'order_nr', 'line'] }");
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) regions = sd_test_column (plan, "lines", "region", 100);
  g_autoptr (GPtrArray) numbers = sd_test_column (plan, "lines", "order_nr", 100);
  g_autoptr (GPtrArray) lines = sd_test_column (plan, "lines", "line", 100);
  g_autoptr (GPtrArray) of_regions = sd_test_column (plan, "parts", "region", 100);
  g_autoptr (GPtrArray) of_numbers = sd_test_column (plan, "parts", "order_nr", 100);
  g_autoptr (GPtrArray) of_lines = sd_test_column (plan, "parts", "line", 100);
  g_autoptr (GArray) weights = sd_test_integers (plan, "parts", "weight");
  g_autoptr (GArray) totals = sd_test_integers (plan, "orders", "parts");
  g_autoptr (GArray) counts = sd_test_integers (plan, "orders", "lines");
  gint64 n_heavy = 0, sum = 0, n_lines = 0;

  for (guint i = 0; i < regions->len; i++)
    g_assert_true (g_hash_table_add (keys,
                                     g_strdup_printf ("%s/%s/%s", (char *) regions->pdata[i],
                                                      (char *) numbers->pdata[i],
                                                      (char *) lines->pdata[i])));
  for (guint i = 0; i < of_regions->len; i++)
    {
      g_autofree char *key = g_strdup_printf ("%s/%s/%s", (char *) of_regions->pdata[i],
                                              (char *) of_numbers->pdata[i],
                                              (char *) of_lines->pdata[i]);

      g_assert_true (g_hash_table_contains (keys, key));
      n_heavy += g_array_index (weights, gint64, i) > 5;
    }
  for (guint i = 0; i < totals->len; i++)
    {
      sum += g_array_index (totals, gint64, i);
      n_lines += g_array_index (counts, gint64, i);
    }
  g_assert_cmpint (sum, ==, n_heavy);
  g_assert_cmpint (n_lines, ==, 900);
}

static SdPlan *
make_twins (guint       n_people,
            guint       n_passports,
            const char *column,
            const char *members)
{
  g_autofree char *tables =
    g_strdup_printf ("{ 'id': 1, 'name': 'people', 'rows': %u, 'primary_key': ['id'],"
                     "  'columns': [ { 'id': 2, 'name': 'id', 'type': 'integer',"
                     "  'generator': 'sequence' } ] },"
                     "{ 'id': 10, 'name': 'passports', 'rows': %u, %s", n_people, n_passports,
                     column);
  g_autofree char *relationships =
    g_strdup_printf ("{ 'id': 20, 'parent_table_name': 'people',"
                     "  'child_table_name': 'passports', 'child_foreign_key': ['person_id'] %s }",
                     members);
  g_autoptr (SdSchema) schema = sd_test_schema (tables, relationships);

  return sd_test_plan (schema);
}

#define TWIN \
  "'primary_key': ['person_id'], 'columns': [ { 'id': 11, 'name': 'person_id'," \
  "  'type': 'integer', 'generator': 'reference' } ] }"
#define UNIQUE \
  "'columns': [ { 'id': 11, 'name': 'person_id', 'type': 'integer'," \
  "  'generator': 'reference', 'unique': true, 'nullable': true } ] }"

/* One to one: row for row when everybody has one; otherwise nobody has two. */
static void
test_one_to_one (void)
{
  g_autoptr (SdPlan) whole = make_twins (50, 50, TWIN, "");
  g_autoptr (SdPlan) part = make_twins (50, 30, TWIN, "");
  g_autoptr (SdPlan) some = make_twins (50, 60, UNIQUE, ", 'optional': 0.25");
  g_autoptr (GArray) rows = sd_test_integers (whole, "passports", "person_id");
  g_autofree guint *counts = count_children (part, "passports", "person_id", 50, 1);
  g_autofree guint *optional = count_children (some, "passports", "person_id", 50, 1);
  guint n = 0, n_optional = 0;

  for (guint i = 0; i < rows->len; i++)
    g_assert_cmpint (g_array_index (rows, gint64, i), ==, i + 1);
  for (guint i = 0; i < 50; i++)
    {
      g_assert_cmpuint (counts[i], <=, 1);
      g_assert_cmpuint (optional[i], <=, 1);
      n += counts[i];
      n_optional += optional[i];
    }
  g_assert_cmpuint (n, ==, 30);
  g_assert_cmpuint (n_optional, ==, 45);
}

#define COMMENTS \
  "{ 'id': 1, 'name': 'posts', 'rows': 30, 'primary_key': ['id'], 'columns': [" \
  "  { 'id': 2, 'name': 'id', 'type': 'integer', 'generator': 'sequence' }," \
  "  { 'id': 3, 'name': 'n', 'type': 'integer', 'generator': 'formula'," \
  "    'parameters': { 'formula': 'COUNT (comments)' } } ] }," \
  "{ 'id': 5, 'name': 'photos', 'rows': 20, 'primary_key': ['id'], 'columns': [" \
  "  { 'id': 6, 'name': 'id', 'type': 'integer', 'generator': 'sequence' } ] }," \
  "{ 'id': 10, 'name': 'comments', 'rows': %u, 'primary_key': ['id'], 'columns': [" \
  "  { 'id': 11, 'name': 'id', 'type': 'integer', 'generator': 'sequence' }," \
  "  { 'id': 12, 'name': 'post_id', 'type': 'integer', 'generator': 'reference'," \
  "    'nullable': true }," \
  "  { 'id': 13, 'name': 'photo_id', 'type': 'integer', 'generator': 'reference'," \
  "    'nullable': true }," \
  "  { 'id': 14, 'name': 'reply_to', 'type': 'integer', 'generator': 'reference'," \
  "    'nullable': true } ] }"

/* Each comment is on a post, on a photo, or a reply: exactly one of them, in the
 * shares that were said. */
static void
check_one_of (guint       n_rows,
              const char *photo_members)
{
  g_autofree char *tables = g_strdup_printf (COMMENTS, n_rows);
  g_autofree char *relationships =
    g_strdup_printf ("{ 'id': 20, 'parent_table_name': 'posts', 'child_table_name': 'comments',"
                     "  'child_foreign_key': ['post_id'], 'one_of': 1, 'one_of_share': 0.5 },"
                     "{ 'id': 21, 'parent_table_name': 'photos', 'child_table_name': 'comments',"
                     "  'child_foreign_key': ['photo_id'], 'one_of': 1, 'one_of_share': 0.2 %s },"
                     "{ 'id': 22, 'parent_table_name': 'comments',"
                     "  'child_table_name': 'comments',"
                     "  'child_foreign_key': ['reply_to'], 'one_of': 1 }", photo_members);
  g_autoptr (SdSchema) schema = sd_test_schema (tables, relationships);
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autoptr (GPtrArray) posts = sd_test_column (plan, "comments", "post_id", 100);
  g_autoptr (GPtrArray) photos = sd_test_column (plan, "comments", "photo_id", 100);
  g_autoptr (GPtrArray) replies = sd_test_column (plan, "comments", "reply_to", 100);
  g_autoptr (GArray) n = sd_test_integers (plan, "posts", "n");
  guint n_posts = 0, n_photos = 0;
  gint64 sum = 0;

  for (guint i = 0; i < n_rows; i++)
    {
      const gboolean has_post = !g_str_equal (posts->pdata[i], "∅");
      const gboolean has_photo = !g_str_equal (photos->pdata[i], "∅");
      const gboolean is_reply = !g_str_equal (replies->pdata[i], "∅");

      g_assert_cmpint (has_post + has_photo + is_reply, ==, 1);
      n_posts += has_post;
      n_photos += has_photo;
      if (is_reply)
        g_assert_cmpint (g_ascii_strtoll (replies->pdata[i], NULL, 10), <, i + 1);
    }
  g_assert_cmpuint (n_posts, ==, n_rows / 2);
  g_assert_cmpuint (n_photos, ==, n_rows / 5);
  for (guint i = 0; i < n->len; i++)
    sum += g_array_index (n, gint64, i);
  g_assert_cmpint (sum, ==, n_posts);
  for (guint i = 0; i < 3; i++)
    check_link (plan, "comments", i);
  check_column_batches (plan, "comments", "photo_id");
}

static void
test_one_of (void)
{
  check_one_of (1000, "");
  check_one_of (20, "");
  check_one_of (1000, ", 'choice': { 'popularity': 'zipf' }");
  check_one_of (1000, ", 'placement': 'drawn'");
}

/* Replies only: all but the first, which has to be on something. */
static void
test_all_replies (void)
{
  g_autofree char *tables = g_strdup_printf (COMMENTS, 9);
  g_autoptr (SdSchema) schema =
    sd_test_schema (tables,
                    "{ 'id': 20, 'parent_table_name': 'posts', 'child_table_name': 'comments',"
                    "  'child_foreign_key': ['post_id'], 'one_of': 1, 'one_of_share': 0 },"
                    "{ 'id': 21, 'parent_table_name': 'photos', 'child_table_name': 'comments',"
                    "  'child_foreign_key': ['photo_id'], 'optional': 1 },"
                    "{ 'id': 22, 'parent_table_name': 'comments',"
                    "  'child_table_name': 'comments',"
                    "  'child_foreign_key': ['reply_to'], 'one_of': 1 }");
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autoptr (GPtrArray) posts = sd_test_column (plan, "comments", "post_id", 100);
  g_autoptr (GPtrArray) replies = sd_test_column (plan, "comments", "reply_to", 100);

  for (guint i = 0; i < 9; i++)
    {
      g_assert_true (g_str_equal (posts->pdata[i], "∅") == (i > 0));
      g_assert_true (g_str_equal (replies->pdata[i], "∅") == (i == 0));
    }
}

/* Levels as said; the rows decide the span, or the roots. */
static void
check_depth (guint       n_rows,
             const char *law,
             guint       n_levels,
             guint       n_roots)
{
  g_autofree char *tables =
    g_strdup_printf ("{ 'id': 1, 'name': 'employees', 'rows': %u, 'primary_key': ['id'],"
                     "  'columns': [ { 'id': 2, 'name': 'id', 'type': 'integer',"
                     "  'generator': 'sequence' }, { 'id': 3, 'name': 'manager_id',"
                     "  'type': 'integer', 'generator': 'reference', 'nullable': true } ] }",
                     n_rows);
  g_autofree char *relationships =
    g_strdup_printf ("{ 'id': 20, 'parent_table_name': 'employees',"
                     "  'child_table_name': 'employees', 'child_foreign_key': ['manager_id'],"
                     "  'law_from_user': true, %s }", law);
  g_autoptr (SdSchema) schema = sd_test_schema (tables, relationships);
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autoptr (GPtrArray) managers = sd_test_column (plan, "employees", "manager_id", 100);
  g_autofree guint *levels = g_new0 (guint, n_rows + 1);
  guint deepest = 0, roots = 0;

  for (guint i = 0; i < n_rows; i++)
    {
      const guint manager = (guint) g_ascii_strtoull (managers->pdata[i], NULL, 10);

      g_assert_cmpuint (manager, <=, i);
      levels[i + 1] = levels[manager] + 1;
      deepest = MAX (deepest, levels[i + 1]);
      roots += manager == 0;
    }
  g_assert_cmpuint (deepest, ==, n_levels);
  g_assert_cmpuint (roots, ==, n_roots);
  check_link (plan, "employees", 0);
}

static void
test_depth (void)
{
  check_depth (500, "'law': 'poisson', 'law_parameters': { 'depth': 4 }", 4, 1);
  check_depth (500, "'law': 'poisson', 'law_parameters': { 'depth': 4, 'mean': 6 }", 4, 2);
  check_depth (500, "'law': 'uniform', 'law_parameters': { 'depth': 5 }, 'optional': 0.02", 5,
               10);
  check_depth (21, "'law': 'fixed', 'law_parameters': { 'depth': 3, 'count': 4 }", 3, 1);
  check_depth (50, "'law': 'negative_binomial', 'law_parameters': { 'depth': 12 }", 12, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/link-keys/composite", test_composite);
  g_test_add_func ("/link-keys/one-to-one", test_one_to_one);
  g_test_add_func ("/link-keys/one-of", test_one_of);
  g_test_add_func ("/link-keys/all-replies", test_all_replies);
  g_test_add_func ("/link-keys/depth", test_depth);
  return g_test_run ();
}
