/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Drafts that nobody should trust: repaired and said, or refused.
 */

#include <glib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "sd-draft.h"
#include "sd-generator-info.h"

static SdDraft *
draft_from (const char *json)
{
  SdDraft *draft = sd_draft_new ();
  g_autoptr (GError) error = NULL;

  draft->schema = json_from_string (json, &error);
  g_assert_no_error (error);

  return draft;
}

static gboolean
has_code (GPtrArray  *findings,
          const char *code)
{
  for (guint i = 0; i < findings->len; i++)
    if (g_str_equal (((SdFinding *) findings->pdata[i])->code, code))
      return TRUE;

  return FALSE;
}

/* The document of the draft, which must generate. */
static SdSchema *
repaired (const char *json,
          const char *code)
{
  g_autoptr (SdDraft) draft = draft_from (json);
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (GError) error = NULL;
  SdSchema *schema = sd_draft_to_schema (draft, NULL, &findings, &error);

  g_assert_no_error (error);
  if (code != NULL && !has_code (findings, code))
    g_error ("no finding %s", code);
  left = sd_schema_validate (schema);
  if (sd_findings_have_error (left))
    {
      g_autofree char *text = sd_findings_to_text (left);

      g_error ("%s", text);
    }

  return schema;
}

static void
test_nothing (void)
{
  g_autoptr (SdDraft) draft = sd_draft_new ();
  g_autoptr (GError) error = NULL;

  g_assert_null (sd_draft_to_schema (draft, NULL, NULL, &error));
  g_assert_error (error, SD_SCHEMA_ERROR, SD_SCHEMA_ERROR_FORMAT);
}

static void
test_copy (void)
{
  g_autoptr (SdDraft) draft = draft_from ("{\"tables\":[]}");
  g_autoptr (SdDraft) copy = sd_draft_copy (draft);

  g_assert_true (json_node_equal (draft->schema, copy->schema));
  g_assert_true (draft->schema != copy->schema);
}

static void
test_empty (void)
{
  g_autoptr (SdSchema) schema = repaired ("{}", NULL);

  g_assert_cmpuint (sd_schema_get_n_tables (schema), ==, 0);
}

static void
test_relationship_to_nowhere (void)
{
  g_autoptr (SdSchema) schema = repaired (
    "{\"tables\":[{\"name\":\"a\",\"rows\":5,\"columns\":[]}],"
    "\"relationships\":[{\"parent_table_name\":\"gone\",\"child_table_name\":\"a\"}]}",
    "draft-relationship");

  g_assert_cmpuint (sd_schema_get_n_relationships (schema), ==, 0);
}

static void
test_missing_keys (void)
{
  g_autoptr (SdSchema) schema = repaired (
    "{\"tables\":[{\"name\":\"customers\",\"rows\":5,\"columns\":[]},"
    "{\"name\":\"orders\",\"rows\":9,\"columns\":[]}],"
    "\"relationships\":[{\"parent_table_name\":\"customers\",\"child_table_name\":\"orders\"}]}",
    "draft-key-added");
  SdTable *orders = sd_schema_find_table (schema, "orders");
  SdColumn *key = sd_table_find_column (orders, "customer_id");

  g_assert_nonnull (key);
  g_assert_cmpstr (sd_column_get_generator (key), ==, "reference");
  g_assert_cmpstr (sd_table_get_primary_key (sd_schema_find_table (schema, "customers"))[0], ==,
                   "customer_id");
}

static void
test_reference_by_name (void)
{
  g_autoptr (SdSchema) schema = repaired (
    "{\"tables\":[{\"name\":\"customers\",\"rows\":5,\"primary_key\":\"customer_id\",\"columns\":["
    "{\"name\":\"customer_id\",\"type\":\"integer\",\"generator\":\"sequence\"}]},"
    "{\"name\":\"orders\",\"rows\":9,\"columns\":["
    "{\"name\":\"customer_id\",\"type\":\"integer\",\"generator\":\"reference\"},"
    "{\"name\":\"ghost_id\",\"type\":\"integer\",\"generator\":\"reference\"}]}]}",
    "draft-relationship-added");

  g_assert_cmpuint (sd_schema_get_n_relationships (schema), ==, 1);
}

static void
test_columns (void)
{
  g_autoptr (SdSchema) schema = repaired (
    "{\"tables\":[{\"name\":\"t\",\"rows\":5,\"columns\":["
    "{\"name\":\"Unit Price\",\"type\":\"varchar\",\"generator\":\"wishes\"},"
    "{\"name\":\"n\",\"type\":\"INT\",\"generator\":\"number\",\"parameters\":"
    "{\"distribution\":\"uniform\",\"min\":9,\"max\":3}},"
    "{\"name\":\"c\",\"type\":\"text\",\"generator\":\"category\",\"parameters\":"
    "{\"values\":[\"a\",\"b\"],\"weights\":[\"0.5\"]}},"
    "{\"name\":\"d\",\"type\":\"date\",\"generator\":\"date\",\"parameters\":{\"after\":\"gone\"}},"
    "{\"name\":\"m\",\"type\":\"text\",\"generator\":\"semantic\",\"parameters\":"
    "{\"semantic\":\"email\"},\"missing\":10},"
    "{\"name\":\"k\",\"type\":\"date\",\"generator\":\"sequence\"},"
    "{\"name\":\"z\",\"type\":\"real\",\"generator\":\"number\",\"parameters\":"
    "{\"distribution\":\"normal\",\"mean\":\"4\",\"stddev\":\"0.5\"}},"
    "{\"name\":\"n\",\"type\":\"text\",\"generator\":\"sequence\"},"
    "17]}]}",
    "draft-generator");
  SdTable *table = sd_schema_find_table (schema, "t");
  SdColumn *n = sd_table_find_column (table, "n");

  g_assert_cmpuint (sd_table_get_n_columns (table), ==, 8);
  g_assert_nonnull (sd_table_find_column (table, "unit_price"));
  g_assert_nonnull (sd_table_find_column (table, "n_2"));
  g_assert_cmpfloat (sd_parameter_get_number (sd_column_get_parameters (n), "min", 0), ==, 3);
  g_assert_cmpfloat (sd_column_get_missing (sd_table_find_column (table, "m")), ==, 0.1);
}

static void
test_too_much (void)
{
  GString *json = g_string_new ("{\"tables\":[");
  g_autoptr (SdSchema) schema = NULL;

  for (guint i = 0; i < 5000; i++)
    g_string_append_printf (json, "%s{\"name\":\"t\",\"rows\":1e15,\"columns\":[]}",
                            i > 0 ? "," : "");
  g_string_append (json, "]}");
  schema = repaired (json->str, "draft-dropped");
  g_string_free (json, TRUE);
  g_assert_cmpuint (sd_schema_get_n_tables (schema), <=, 200);
  g_assert_cmpuint (sd_table_get_rows (sd_schema_get_table (schema, 0)), <=,
                    G_GUINT64_CONSTANT (100000000000));
}

static void
test_self_reference (void)
{
  g_autoptr (SdSchema) schema = repaired (
    "{\"tables\":[{\"name\":\"employees\",\"rows\":9,\"primary_key\":[\"employee_id\"],"
    "\"columns\":[{\"name\":\"employee_id\",\"type\":\"integer\",\"generator\":\"sequence\"}]}],"
    "\"relationships\":[{\"parent_table_name\":\"employees\",\"child_table_name\":\"employees\","
    "\"child_foreign_key\":\"manager_id\",\"law\":\"magic\"}]}",
    "draft-law");
  SdColumn *manager = sd_table_find_column (sd_schema_get_table (schema, 0), "manager_id");

  g_assert_true (sd_column_get_nullable (manager));
  g_assert_cmpfloat (sd_relationship_get_optional (sd_schema_get_relationship (schema, 0)), >, 0);
}

/* Members of every wrong kind: nothing may crash, and what comes out validates
 * or is refused. */
static void
test_wrong_kinds (void)
{
  static const char * const values[] = {
    "null", "true", "-1", "1e308", "\"\"", "\"x\"", "[]", "[1]", "{}", "{\"a\":[null]}",
    "\"<b>&'; DROP TABLE\"", "[[\"a\"]]",
  };
  static const char * const shapes[] = {
    "{\"tables\":%s}",
    "{\"relationships\":%s}",
    "{\"tables\":[%s]}",
    "{\"tables\":[{\"name\":%s,\"rows\":3,\"columns\":[]}]}",
    "{\"tables\":[{\"name\":\"t\",\"rows\":%s,\"columns\":[]}]}",
    "{\"tables\":[{\"name\":\"t\",\"columns\":%s}]}",
    "{\"tables\":[{\"name\":\"t\",\"aliases\":%s,\"primary_key\":%s,\"columns\":[]}]}",
    "{\"tables\":[{\"name\":\"t\",\"title\":%s,\"margins\":%s,\"rows_from\":%s,\"columns\":[]}]}",
    "{\"tables\":[{\"name\":\"t\",\"columns\":[{\"name\":%s,\"type\":%s,\"generator\":%s}]}]}",
    "{\"tables\":[{\"name\":\"t\",\"columns\":[{\"name\":\"c\",\"type\":\"decimal\","
    "\"precision\":%s,\"scale\":%s,\"missing\":%s,\"unique\":%s,"
    "\"generator\":\"number\",\"parameters\":%s}]}]}",
    "{\"tables\":[{\"name\":\"t\",\"columns\":[{\"name\":\"c\",\"type\":\"text\",\"generator\":"
    "\"category\",\"parameters\":{\"values\":%s,\"weights\":%s}}]}]}",
    "{\"tables\":[{\"name\":\"t\",\"columns\":[{\"name\":\"c\",\"type\":\"integer\",\"generator\":"
    "\"number\",\"parameters\":{\"distribution\":%s,\"min\":%s,\"max\":%s}}]}]}",
    "{\"tables\":[{\"name\":\"t\",\"columns\":[{\"name\":\"c\",\"type\":\"date\",\"generator\":"
    "\"date\",\"parameters\":{\"after\":%s,\"min\":%s,\"order\":%s}}]}]}",
    "{\"tables\":[{\"name\":\"p\",\"columns\":[]},{\"name\":\"t\",\"columns\":[]}],"
    "\"relationships\":[{\"parent_table_name\":\"p\",\"child_table_name\":\"t\","
    "\"child_foreign_key\":%s,\"parent_primary_key\":%s,\"law\":%s,\"law_parameters\":%s,"
    "\"min_cardinality\":%s,\"max_cardinality\":%s,\"optional\":%s,\"placement\":%s,"
    "\"distinct_within\":%s}]}",
    "{\"name\":%s,\"title\":%s,\"seed\":%s,\"assumptions\":%s,\"tables\":[]}",
    "{\"messy\":%s,\"tables\":[{\"name\":\"t\",\"correlations\":%s,\"rules\":%s,\"mess\":%s,"
    "\"crossed\":%s,\"columns\":[{\"name\":\"c\",\"type\":\"integer\",\"missing_by\":%s,"
    "\"mess\":%s}]}]}",
    "{\"tables\":[{\"name\":\"t\",\"correlations\":[%s],\"rules\":[%s],\"mess\":[%s],"
    "\"crossed\":{\"factors\":[%s,{\"relationship\":%s},{\"column\":%s}]},\"columns\":[]}]}",
    "{\"tables\":[{\"name\":\"t\",\"rules\":[{\"kind\":%s},{\"kind\":\"sum\",\"columns\":%s,"
    "\"total\":%s}],\"columns\":[{\"name\":\"c\",\"type\":\"integer\",\"generator\":\"number\","
    "\"parameters\":{\"by\":%s,\"branches\":%s}},{\"name\":\"d\",\"type\":\"integer\","
    "\"generator\":\"number\",\"parameters\":{\"by\":\"c\",\"branches\":[%s,{\"when\":%s,"
    "\"parameters\":%s}]}}]}]}",
    "{\"tables\":[{\"name\":\"t\",\"columns\":[{\"name\":\"c\",\"type\":\"text\",\"generator\":"
    "\"combination\",\"parameters\":{\"columns\":%s,\"rows\":%s,\"with\":%s}},"
    "{\"name\":\"d\",\"type\":\"text\",\"generator\":\"life_cycle\",\"parameters\":"
    "{\"states\":%s,\"transitions\":%s,\"start\":%s}}]}]}",
    "{\"tables\":[{\"name\":\"p\",\"columns\":[]},{\"name\":\"t\",\"columns\":[]}],"
    "\"relationships\":[{\"parent_table_name\":\"p\",\"child_table_name\":\"t\","
    "\"count_effect\":%s,\"effects\":%s,\"choice\":%s,\"one_of\":%s,\"one_of_share\":%s}]}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (values); j++)
      {
        g_autoptr (GString) json = g_string_new (shapes[i]);
        g_autoptr (SdDraft) draft = NULL;
        g_autoptr (GPtrArray) findings = NULL;
        g_autoptr (GError) error = NULL;
        g_autoptr (SdSchema) schema = NULL;

        g_string_replace (json, "%s", values[j], 0);
        draft = draft_from (json->str);
        schema = sd_draft_to_schema (draft, NULL, &findings, &error);
        g_assert_true ((schema != NULL) != (error != NULL));
      }
}

static const char *
margins_of (SdSchema   *schema,
            const char *table)
{
  static const char * const nicks[] = { "exact", "balanced", "sampled" };

  return nicks[sd_table_get_margins (sd_schema_find_table (schema, table))];
}

/* New tables that are small enough hold what is declared in the sample itself;
 * what was said, and what stood there before, stays. */
static void
test_margins (void)
{
  static const char json[] =
    "{\"tables\":[{\"name\":\"small\",\"rows\":10000,\"columns\":[]},"
    "{\"name\":\"large\",\"rows\":10001,\"columns\":[]},"
    "{\"name\":\"said\",\"rows\":10,\"margins\":\"balanced\",\"columns\":[]},"
    "{\"name\":\"wrong\",\"rows\":10,\"margins\":\"loose\",\"columns\":[]}]}";
  g_autoptr (SdSchema) schema = repaired (json, NULL);
  g_autoptr (SdDraft) draft = draft_from (json);
  g_autoptr (SdSchema) changed = NULL;

  g_assert_cmpstr (margins_of (schema, "small"), ==, "exact");
  g_assert_cmpstr (margins_of (schema, "large"), ==, "balanced");
  g_assert_cmpstr (margins_of (schema, "said"), ==, "balanced");
  g_assert_cmpstr (margins_of (schema, "wrong"), ==, "exact");

  sd_table_set_margins (sd_schema_find_table (schema, "small"), SD_MARGINS_SAMPLED);
  changed = sd_draft_to_schema (draft, schema, NULL, NULL);
  g_assert_cmpstr (margins_of (changed, "small"), ==, "sampled");
}

/* What is sound is left as it is; a factor is found by its foreign key. */
static void
test_dependence (void)
{
  g_autoptr (SdDraft) draft = draft_from (
    "{\"messy\":true,\"tables\":[{\"name\":\"shops\",\"rows\":3,\"primary_key\":\"shop_id\","
    "\"columns\":[{\"name\":\"shop_id\",\"type\":\"integer\",\"generator\":\"sequence\"}]},"
    "{\"name\":\"visits\",\"rows\":6,\"columns\":["
    "{\"name\":\"shop_id\",\"type\":\"integer\",\"generator\":\"reference\"},"
    "{\"name\":\"day\",\"type\":\"boolean\",\"generator\":\"boolean\"},"
    "{\"name\":\"n\",\"type\":\"integer\",\"generator\":\"number\",\"parameters\":"
    "{\"by\":\"day\",\"branches\":[{\"when\":true,\"parameters\":{\"min\":5}}]},"
    "\"mess\":[{\"kind\":\"outlier\",\"share\":0.1}]},"
    "{\"name\":\"m\",\"type\":\"integer\",\"generator\":\"number\"}],"
    "\"correlations\":[{\"columns\":[\"n\",\"m\"],\"value\":0.5}],"
    "\"rules\":[{\"kind\":\"order\",\"columns\":[\"n\",\"m\"]}],"
    "\"crossed\":{\"factors\":[{\"relationship\":\"shop_id\"},{\"column\":\"day\"}]}}],"
    "\"relationships\":[{\"parent_table_name\":\"shops\",\"child_table_name\":\"visits\","
    "\"child_foreign_key\":\"shop_id\"}]}");
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (SdSchema) schema = sd_draft_to_schema (draft, NULL, &findings, NULL);
  g_autofree char *text = NULL;
  SdTable *visits;

  g_assert_nonnull (schema);
  g_assert_false (has_code (findings, "draft-repaired"));
  g_assert_false (has_code (findings, "draft-dropped"));
  left = sd_schema_validate (schema);
  text = sd_findings_to_text (left);
  g_assert_cmpstr (text, ==, "");

  visits = sd_schema_find_table (schema, "visits");
  g_assert_true (sd_schema_get_messy (schema));
  g_assert_nonnull (sd_table_get_correlations (visits));
  g_assert_nonnull (sd_table_get_rules (visits));
  g_assert_nonnull (sd_table_get_crossed (visits));
  g_assert_nonnull (sd_column_get_mess (sd_table_find_column (visits, "n")));
}

/* What is wrong is repaired or removed, and each of it is told. */
static void
test_dependence_repairs (void)
{
  g_autoptr (SdDraft) draft = draft_from (
    "{\"tables\":[{\"name\":\"people\",\"rows\":50,\"columns\":["
    "{\"name\":\"age\",\"type\":\"integer\",\"generator\":\"number\"},"
    "{\"name\":\"pay\",\"type\":\"integer\",\"generator\":\"number\",\"parameters\":"
    "{\"by\":\"tier\",\"branches\":[{\"when\":[\"gold\",\"basic\"],"
    "\"parameters\":{\"min\":5}}]}},"
    "{\"name\":\"tier\",\"type\":\"text\",\"generator\":\"category\",\"parameters\":"
    "{\"values\":[\"gold\",\"basic\"],\"counts\":[20,20]}}],"
    "\"correlations\":[{\"columns\":[\"agee\",\"pay\"],\"value\":0.5},"
    "{\"columns\":[\"age\",\"nothing_like_it\"],\"value\":0.5}],"
    "\"rules\":[{\"kind\":\"nonsense\"},{\"kind\":\"null_when\",\"column\":\"pay\","
    "\"when\":\"age > 3\"}],\"mess\":7}]}");
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (SdSchema) schema = sd_draft_to_schema (draft, NULL, &findings, NULL);
  g_autofree char *text = NULL;
  SdTable *people = sd_schema_find_table (schema, "people");
  guint n_repaired = 0;

  left = sd_schema_validate (schema);
  text = sd_findings_to_text (left);
  g_assert_cmpstr (text, ==, "");
  for (guint i = 0; i < findings->len; i++)
    n_repaired += g_str_equal (((SdFinding *) findings->pdata[i])->code, "draft-repaired");
  g_assert_cmpuint (n_repaired, >=, 6);
  g_assert_true (has_code (findings, "draft-dropped"));

  /* The name that was meant; the column that is to be empty; any of two values. */
  g_assert_cmpuint (json_array_get_length (sd_table_get_correlations (people)), ==, 1);
  g_assert_cmpuint (json_array_get_length (sd_table_get_rules (people)), ==, 1);
  g_assert_true (sd_column_get_nullable (sd_table_find_column (people, "pay")));
  g_assert_true (json_object_has_member (
    sd_column_get_parameters (sd_table_find_column (people, "pay")), "branches"));
  g_assert_cmpuint (sd_table_get_rows (people), ==, 40);
}

/* Too long a text in a rule or a branch costs that alone, not the draft. */
static void
test_dependence_too_long (void)
{
  g_autofree char *text = g_strnfill (5000, 'a');
  g_autofree char *json = g_strdup_printf (
    "{\"tables\":[{\"name\":\"t\",\"rules\":[{\"kind\":\"check\",\"formula\":\"%s\"},"
    "{\"kind\":\"check\",\"formula\":\"1 = 1\"}],\"columns\":[{\"name\":\"c\","
    "\"type\":\"integer\",\"generator\":\"number\",\"parameters\":{\"by\":\"d\","
    "\"branches\":[{\"when\":\"%s\"}]}},{\"name\":\"d\",\"type\":\"text\"}]}]}", text, text);
  g_autoptr (SdDraft) draft = draft_from (json);
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (SdSchema) schema = sd_draft_to_schema (draft, NULL, &findings, NULL);

  g_assert_nonnull (schema);
  g_assert_true (has_code (findings, "draft-dropped"));
  g_assert_cmpuint (json_array_get_length (
                      sd_table_get_rules (sd_schema_find_table (schema, "t"))), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draft/nothing", test_nothing);
  g_test_add_func ("/draft/copy", test_copy);
  g_test_add_func ("/draft/empty", test_empty);
  g_test_add_func ("/draft/relationship-to-nowhere", test_relationship_to_nowhere);
  g_test_add_func ("/draft/missing-keys", test_missing_keys);
  g_test_add_func ("/draft/reference-by-name", test_reference_by_name);
  g_test_add_func ("/draft/columns", test_columns);
  g_test_add_func ("/draft/too-much", test_too_much);
  g_test_add_func ("/draft/self-reference", test_self_reference);
  g_test_add_func ("/draft/wrong-kinds", test_wrong_kinds);
  g_test_add_func ("/draft/margins", test_margins);
  g_test_add_func ("/draft/dependence", test_dependence);
  g_test_add_func ("/draft/dependence-repairs", test_dependence_repairs);
  g_test_add_func ("/draft/dependence-too-long", test_dependence_too_long);

  return g_test_run ();
}
