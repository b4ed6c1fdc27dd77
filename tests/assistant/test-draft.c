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

  return g_test_run ();
}
