/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Templates and patterns on whole documents. */

#include <string.h>

#include "sd-test-plan.h"

#define COLUMNS \
  "{ 'id': 11, 'name': 'id', 'type': 'integer', 'generator': 'sequence', 'unique': true }," \
  "{ 'id': 12, 'name': 'name', 'type': 'text', 'generator': 'values', 'nullable': true," \
  "  'parameters': { 'values': ['Zoë Müller', 'ann lee', null, 'a|b {c}'] } }," \
  "{ 'id': 13, 'name': 'price', 'type': 'decimal', 'precision': 8, 'scale': 2," \
  "  'generator': 'values', 'parameters': { 'values': [1.5, 20, 3.25, -0.07] } }," \
  "{ 'id': 14, 'name': 'day', 'type': 'date', 'generator': 'values'," \
  "  'parameters': { 'values': ['2026-02-28', '2024-02-29', '1999-12-31', '2026-01-01'] } }," \
  "{ 'id': 15, 'name': 'paid', 'type': 'boolean', 'generator': 'values'," \
  "  'parameters': { 'values': [true, false, true, false] } }"

/* Four rows of a column with this template, joined by "; ". */
static char *
fill (const char *template)
{
  g_autofree char *tables =
    g_strdup_printf ("{ 'id': 1, 'name': 't', 'rows': 4, 'columns': [ " COLUMNS ","
                     "{ 'id': 20, 'name': 'x', 'type': 'text', 'generator': 'template',"
                     "  'nullable': true, 'parameters': { 'template': '%s' } } ] }", template);
  g_autoptr (SdSchema) schema = sd_test_schema (tables, "");
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autoptr (GPtrArray) cells = sd_test_column (plan, "t", "x", 1024);

  g_ptr_array_add (cells, NULL);
  return g_strjoinv ("; ", (char **) cells->pdata);
}

static char *
find (const char *template)
{
  g_autofree char *tables =
    g_strdup_printf ("{ 'id': 1, 'name': 't', 'rows': 4, 'columns': [ " COLUMNS ","
                     "{ 'id': 20, 'name': 'x', 'type': 'text', 'generator': 'template',"
                     "  'nullable': true, 'parameters': { 'template': '%s' } } ] }", template);
  g_autoptr (SdSchema) schema = sd_test_schema (tables, "");

  return sd_test_findings (schema);
}

static void
test_values (void)
{
  static const struct
  {
    const char *template;
    const char *result;
  } cases[] = {
    { "no. {id}", "no. 1; no. 2; no. 3; no. 4" },
    { "{name}", "Zoë Müller; ann lee; ∅; a|b {c}" },
    { "{name|upper}!", "ZOË MÜLLER!; ANN LEE!; ∅; A|B {C}!" },
    { "{name|fold}", "zoemueller; annlee; ∅; abc" },
    { "{name|initial|lower}", "z; a; ∅; a" },
    { "{ name | slug }", "zoe-mueller; ann-lee; ∅; a-b-c" },
    { "{name|initials}", "ZM; AL; ∅; A{" },
    { "{name|capital}", "Zoë Müller; Ann lee; ∅; A|b {c}" },
    { "{price} on {day}", "1.50 on 2026-02-28; 20.00 on 2024-02-29; 3.25 on 1999-12-31; "
                          "-0.07 on 2026-01-01" },
    { "{paid|upper}", "TRUE; FALSE; TRUE; FALSE" },
    { "\\\\{id\\\\} #@ \\\\\\\\", "{id} #@ \\; {id} #@ \\; {id} #@ \\; {id} #@ \\" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *result = fill (cases[i].template);

      g_assert_cmpstr (result, ==, cases[i].result);
    }
}

static void
test_symbols (void)
{
  g_autofree char *escaped = fill ("A\\\\#\\\\#-\\\\@");
  g_autofree char *braces = fill ("A{##}-{@}");

  g_assert_true (g_regex_match_simple ("^(A[0-9]{2}-[A-Z](; )?){4}$", escaped,
                                       G_REGEX_DEFAULT, G_REGEX_MATCH_DEFAULT));
  g_assert_cmpstr (escaped, ==, braces);
}

static void
test_parent (void)
{
  const char *tables =
    "{ 'id': 1, 'name': 'people', 'rows': 3, 'primary_key': ['id'], 'columns': ["
    "  { 'id': 11, 'name': 'id', 'type': 'integer', 'generator': 'sequence' },"
    "  { 'id': 12, 'name': 'name', 'type': 'text', 'generator': 'values',"
    "    'parameters': { 'values': ['Ann', 'Bob', 'Cid'] } } ] },"
    "{ 'id': 2, 'name': 'visits', 'rows': 6, 'columns': ["
    "  { 'id': 21, 'name': 'person_id', 'type': 'integer', 'generator': 'reference' },"
    "  { 'id': 22, 'name': 'x', 'type': 'text', 'generator': 'template',"
    "    'parameters': { 'template': '{people.name|upper}/{person_id.name}/{person_id}' } } ] }";
  const char *relationships =
    "{ 'id': 31, 'parent_table_name': 'people', 'child_table_name': 'visits',"
    "  'child_foreign_key': 'person_id', 'law': 'fixed', 'law_parameters': { 'count': 2 } }";
  g_autoptr (SdSchema) schema = sd_test_schema (tables, relationships);
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autoptr (GPtrArray) cells = sd_test_column (plan, "visits", "x", 1024);
  guint n_found = 0;

  for (guint i = 0; i < cells->len; i++)
    n_found += g_str_equal (cells->pdata[i], "ANN/Ann/1")
               || g_str_equal (cells->pdata[i], "BOB/Bob/2")
               || g_str_equal (cells->pdata[i], "CID/Cid/3");
  g_assert_cmpuint (n_found, ==, 6);
}

static void
test_findings (void)
{
  static const struct
  {
    const char *template;
    const char *code;
  } cases[] = {
    { "{nobody}", "template-unknown-column" },
    { "{nobody.name}", "template-unknown-column" },
    { "{name", "template-syntax" },
    { "{}", "template-syntax" },
    { "{name|no_such_transform}", "template-syntax" },
    { "{x}", "column-circle" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *codes = find (cases[i].template);

      g_test_message ("%s: %s", cases[i].template, codes);
      g_assert_true (g_str_has_prefix (codes, cases[i].code) || strstr (codes, "circle") != NULL);
    }
}

/* Templates of templates that would double thirty times over. */
static void
test_growth (void)
{
  g_autoptr (GString) columns = g_string_new (COLUMNS);
  g_autofree char *source = g_strdup ("name");
  g_autofree char *tables = NULL;
  g_autoptr (SdSchema) schema = NULL;
  g_autoptr (SdPlan) plan = NULL;
  g_autoptr (GPtrArray) cells = NULL;

  for (guint i = 0; i < 30; i++)
    {
      g_string_append_printf (columns, ", { 'id': %u, 'name': 'x%u', 'type': 'text', "
                              "'nullable': true, 'generator': 'template', 'parameters': "
                              "{ 'template': '{%s|upper}{%s|lower}' } }", 20 + i, i, source, source);
      g_free (source);
      source = g_strdup_printf ("x%u", i);
    }
  tables = g_strdup_printf ("{ 'id': 1, 'name': 't', 'rows': 4, 'columns': [ %s ] }",
                            columns->str);
  schema = sd_test_schema (tables, "");
  plan = sd_test_plan (schema);
  cells = sd_test_column (plan, "t", "x29", 1024);
  g_assert_cmpuint (strlen (cells->pdata[0]), <=, 65536);
}

static GPtrArray *
make_pattern (guint64     rows,
              const char *pattern,
              const char *order,
              gboolean    unique)
{
  g_autofree char *tables =
    g_strdup_printf ("{ 'id': 1, 'name': 't', 'rows': %" G_GUINT64_FORMAT ", 'columns': ["
                     "{ 'id': 20, 'name': 'x', 'type': 'text', 'generator': 'pattern',"
                     "  'unique': %s, 'parameters': { 'pattern': '%s', 'order': '%s' } } ] }",
                     rows, unique ? "true" : "false", pattern, order);
  g_autoptr (SdSchema) schema = sd_test_schema (tables, "");
  g_autoptr (SdPlan) plan = sd_test_plan (schema);

  return sd_test_column (plan, "t", "x", 1000);
}

static guint
count_distinct (GPtrArray *cells)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < cells->len; i++)
    g_hash_table_add (seen, cells->pdata[i]);
  return g_hash_table_size (seen);
}

static void
test_pattern_counts (void)
{
  g_autoptr (GPtrArray) orders = make_pattern (1200, "ORD-#####", "row", TRUE);
  g_autoptr (GPtrArray) full = make_pattern (100, "##", "row", TRUE);
  g_autoptr (GPtrArray) letters = make_pattern (700, "@#\\\\#", "row", FALSE);
  g_autoptr (GPtrArray) constant = make_pattern (3, "é", "row", FALSE);

  g_assert_cmpstr (orders->pdata[0], ==, "ORD-00001");
  g_assert_cmpstr (orders->pdata[1199], ==, "ORD-01200");
  /* All codes are needed, so it begins with the first. */
  g_assert_cmpstr (full->pdata[0], ==, "00");
  g_assert_cmpstr (full->pdata[99], ==, "99");
  /* Codes repeat when they have run out, as nobody said they must not. */
  g_assert_cmpstr (letters->pdata[0], ==, "A0#");
  g_assert_cmpstr (letters->pdata[259], ==, "Z9#");
  g_assert_cmpstr (letters->pdata[260], ==, "A0#");
  g_assert_cmpstr (constant->pdata[2], ==, "é");
}

static void
test_pattern_orders (void)
{
  g_autoptr (GPtrArray) shuffled = make_pattern (1000, "K###", "shuffled", TRUE);
  g_autoptr (GPtrArray) random = make_pattern (1000, "###", "random", FALSE);
  g_autoptr (GPtrArray) distinct = make_pattern (1000, "###", "random", TRUE);
  g_autoptr (GPtrArray) wide = make_pattern (5000, "********************", "shuffled", TRUE);
  guint in_order = 0;

  g_assert_cmpuint (count_distinct (shuffled), ==, 1000);
  g_assert_cmpuint (count_distinct (distinct), ==, 1000);
  g_assert_cmpuint (count_distinct (wide), ==, 5000);
  /* 1000 draws of 1000 hit 1 − 1/e of them: 632, standard deviation below 10. */
  g_assert_cmpuint (count_distinct (random), >, 580);
  g_assert_cmpuint (count_distinct (random), <, 690);
  for (guint i = 1; i < 1000; i++)
    in_order += strcmp (shuffled->pdata[i - 1], shuffled->pdata[i]) < 0;
  g_assert_cmpuint (in_order, >, 400);
  g_assert_cmpuint (in_order, <, 600);
}

static void
test_pattern_too_few (void)
{
  const char *tables =
    "{ 'id': 1, 'name': 't', 'rows': 5000, 'columns': ["
    "{ 'id': 20, 'name': 'x', 'type': 'text', 'generator': 'pattern', 'unique': true,"
    "  'parameters': { 'pattern': 'ORD-##-X' } } ] }";
  g_autoptr (SdSchema) schema = sd_test_schema (tables, "");
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (SdPlan) plan = sd_plan_new (schema, &findings);
  const SdFinding *finding = findings->pdata[0];
  g_autoptr (GPtrArray) cells = NULL;

  g_assert_null (plan);
  g_assert_cmpstr (finding->code, ==, "pattern-too-few");
  g_assert_true (sd_fix_apply (finding->fixes->pdata[0], schema, &error));
  g_assert_no_error (error);
  plan = sd_test_plan (schema);
  cells = sd_test_column (plan, "t", "x", 1024);
  g_assert_cmpstr (cells->pdata[0], ==, "ORD-0001-X");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/template/values", test_values);
  g_test_add_func ("/template/symbols", test_symbols);
  g_test_add_func ("/template/parent", test_parent);
  g_test_add_func ("/template/findings", test_findings);
  g_test_add_func ("/template/growth", test_growth);
  g_test_add_func ("/pattern/counts", test_pattern_counts);
  g_test_add_func ("/pattern/orders", test_pattern_orders);
  g_test_add_func ("/pattern/too-few", test_pattern_too_few);
  return g_test_run ();
}
