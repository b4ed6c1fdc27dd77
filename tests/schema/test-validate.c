/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

#include "config.h"

#include "example-document.h"
#include "validate-case.h"

static const Case cases[] = {
  /* Tables. */
  { "rows", "customers", "rows", "100000000001", "too-many-rows", "customers", 1 },
  { "no-columns", "customers", "columns", "[]", "no-columns", "customers", 0 },
  { "table-name-empty", "customers", "name", "\"\"", "name-empty", "", 1 },
  { "table-name-invalid", "customers", "name", "\"My customers\"", "name-invalid",
    "My customers", 1 },
  { "table-name-duplicate", "products", "name", "\"customers\"", "name-duplicate", "customers", 1 },
  { "table-name-reserved", "products", "name", "\"sqlite_products\"", "name-reserved",
    "sqlite_products", 1 },
  { "column-name-duplicate", "customers.tier", "name", "\"name\"", "name-duplicate",
    "customers.name", 1 },
  { "column-name-invalid", "customers.tier", "name", "\"Tier\"", "name-invalid",
    "customers.Tier", 1 },
  { "column-name-digit", "customers.tier", "name", "\"1st\"", "name-invalid",
    "customers.1st", 1 },
  { "column-name-reserved", "customers.tier", "name", "\"xmin\"", "name-reserved",
    "customers.xmin", 1 },
  /* Primary keys. */
  { "key-unknown", "customers", "primary_key", "[\"custmer_id\"]", "primary-key-unknown",
    "customers", 2 },
  { "key-twice", "customers", "primary_key", "[\"customer_id\", \"customer_id\"]",
    "primary-key-twice", "customers", 0 },
  { "key-nullable", "customers.customer_id", "nullable", "true", "primary-key-nullable",
    "customers.customer_id", 1 },
  { "key-missing", "customers.customer_id", "missing", "0.5", "primary-key-nullable",
    "customers.customer_id", 1 },
  /* Generators and their parameters. */
  { "generator-unknown", "customers.name", "generator", "\"semantics\"", "generator-unknown",
    "customers.name", 1 },
  { "generator-type", "customers.joined", "type", "\"integer\"", "generator-type",
    "customers.joined", 2 },
  { "distribution-unknown", "products.price", "parameters", "{\"distribution\": \"nromal\"}",
    "distribution-unknown", "products.price", 1 },
  { "parameter-missing", "customers.name", "parameters", "{}", "parameter-missing",
    "customers.name", 0 },
  { "parameter-null", "customers.name", "parameters", "{\"semantic\": null}", "parameter-missing",
    "customers.name", 0 },
  { "parameter-empty", "customers.name", "parameters", "{\"semantic\": \"\"}", "parameter-missing",
    "customers.name", 0 },
  { "parameter-unknown", "customers.name", "parameters",
    "{\"semantic\": \"full_name\", \"colour.of\": 3}", "parameter-unknown", "customers.name", 1 },
  { "parameter-kind", "products.product_id", "parameters", "{\"start\": \"one\"}", "parameter-kind",
    "products.product_id", 1 },
  { "parameter-kind-object", "products.product_id", "parameters", "{\"start\": {}}",
    "parameter-kind", "products.product_id", 1 },
  { "parameter-whole", "customers.name", "parameters",
    "{\"semantic\": \"full_name\", \"group\": 1.5}", "parameter-kind", "customers.name", 1 },
  { "parameter-range", "customers.name", "parameters",
    "{\"semantic\": \"full_name\", \"group\": 0}", "parameter-range", "customers.name", 1 },
  { "parameter-range-high", "products.price", "parameters",
    "{\"distribution\": \"binomial\", \"n\": 3, \"p\": 1.5}", "parameter-range",
    "products.price", 1 },
  { "parameter-choice", "products.product_id", "parameters", "{\"order\": \"rwo\"}",
    "parameter-choice", "products.product_id", 2 },
  { "parameter-moment", "customers.joined", "parameters", "{\"min\": \"yesterday\"}",
    "parameter-kind", "customers.joined", 1 },
  { "parameter-moment-unit", "customers.joined", "parameters", "{\"min\": \"today-2x\"}",
    "parameter-kind", "customers.joined", 1 },
  { "parameter-list", "customers.tier", "parameters", "{\"values\": \"gold\"}", "parameter-kind",
    "customers.tier", 0 },
  { "parameter-list-deep", "customers.tier", "parameters", "{\"values\": [[1]]}",
    "parameter-kind", "customers.tier", 0 },
  { "lognormal", "products.price", "parameters", "{\"distribution\": \"lognormal\", \"mean\": 3}",
    "parameter-missing", "products.price", 0 },
  { "gamma", "products.price", "parameters", "{\"distribution\": \"gamma\", \"shape\": 3}",
    "parameter-missing", "products.price", 0 },
  { "triangular", "products.price", "parameters",
    "{\"distribution\": \"triangular\", \"min\": 1, \"mode\": 0, \"max\": 2}", "parameter-range",
    "products.price", 0 },
  { "range-crossed", "sales.quantity", "parameters", "{\"min\": 5, \"max\": 1}", "range-crossed",
    "sales.quantity", 1 },
  { "range-crossed-dates", "customers.joined", "parameters",
    "{\"min\": \"2026-02-01\", \"max\": \"2026-01-01\"}", "range-crossed", "customers.joined", 1 },
  { "weights-length", "customers.tier", "parameters", "{\"values\": [1, 2], \"weights\": [1]}",
    "weights-length", "customers.tier", 1 },
  { "weights-negative", "customers.tier", "parameters",
    "{\"values\": [1, 2], \"weights\": [1, -1]}", "weights-negative", "customers.tier", 1 },
  { "weights-text", "customers.tier", "parameters",
    "{\"values\": [1, 2], \"weights\": [1, \"1\"]}", "weights-negative", "customers.tier", 1 },
  { "weights-sum", "customers.tier", "parameters", "{\"values\": [1, 2], \"weights\": [0, 0]}",
    "weights-sum", "customers.tier", 1 },
  { "category-empty", "customers.tier", "parameters", "{\"values\": []}", "category-empty",
    "customers.tier", 0 },
  { "unique-impossible", "customers.tier", "unique", "true", "unique-impossible",
    "customers.tier", 2 },
  { "sequence-stands", "customers.customer_id", "parameters", "{\"step\": 0}", "sequence-stands",
    "customers.customer_id", 1 },
  { "aggregate-table", "customers.spent", "parameters",
    "{\"function\": \"count\", \"child\": \"sale\"}", "reference-unknown-table",
    "customers.spent", 1 },
  { "aggregate-column", "customers.spent", "parameters",
    "{\"function\": \"sum\", \"child\": \"sales\", \"column\": \"amuont\"}",
    "reference-unknown-column", "customers.spent", 2 },
  { "aggregate-without-column", "customers.spent", "parameters",
    "{\"function\": \"sum\", \"child\": \"sales\"}", "parameter-missing", "customers.spent", 0 },
  { "after-unknown", "sales.sold", "parameters", "{\"after\": \"joind\"}",
    "reference-unknown-column", "sales.sold", 1 },
  { "after-unknown-column", "sales.sold", "parameters", "{\"after\": \"customers.joind\"}",
    "reference-unknown-column", "sales.sold", 2 },
  { "after-unknown-table", "sales.sold", "parameters", "{\"after\": \"clients.joined\"}",
    "reference-unknown-table", "sales.sold", 1 },
  /* Relationships. */
  { "reference-alone", "sales.quantity", "generator", "\"reference\"",
    "reference-without-relationship", "sales.quantity", 1 },
  { "reference-missing", "sales.product", "missing", "0.1", "reference-missing",
    "sales.product", 1 },
  { "not-generated", "sales.product", "generator", "\"sequence\"", "reference-not-generated",
    "sales.product", 1 },
  { "reference-type", "sales.product", "type", "\"text\"", "reference-type", "sales.product", 1 },
  { "not-nullable", "sales.product", "nullable", "false", "reference-not-nullable",
    "sales.product", 2 },
  { "parent-unknown", "#30", "parent_table_name", "\"custmers\"", "reference-unknown-table",
    "sales.customer_id", 1 },
  { "child-unknown", "#30", "child_table_name", "\"slaes\"", "reference-unknown-table",
    "slaes.customer_id", 1 },
  { "foreign-key-unknown", "#30", "child_foreign_key", "\"custmer_id\"",
    "reference-unknown-column", "sales.custmer_id", 1 },
  { "foreign-key-empty", "#30", "child_foreign_key", "[]", "reference-without-column", "sales.", 0 },
  { "parent-key-unknown", "#30", "parent_primary_key", "\"custmer_id\"",
    "reference-unknown-column", "sales.customer_id", 1 },
  { "parent-key-repeats", "#30", "parent_primary_key", "\"tier\"", "parent-key-not-unique",
    "sales.customer_id", 2 },
  { "parent-key-length", "#30", "child_foreign_key", "[\"customer_id\", \"quantity\"]",
    "reference-key-length", "sales.customer_id", 0 },
  { "parent-without-key", "products", "primary_key", "[]", "parent-without-key",
    "sales.product", 0 },
  { "parent-empty", "customers", "rows", "0", "parent-empty", "sales.customer_id", 1 },
  { "reference-twice", "#31", "child_foreign_key", "\"customer_id\"", "reference-twice",
    "sales.customer_id", 0 },
  { "law-unknown", "#30", "law", "\"possion\"", "law-unknown", "sales.customer_id", 1 },
  { "law-far", "#30", "law", "\"abcdefgh\"", "law-unknown", "sales.customer_id", 1 },
  { "law-parameter", "#30", "law_parameters", "{\"dispersion\": -1}", "parameter-range",
    "sales.customer_id", 1 },
  { "cardinality", "#30", "min_cardinality", "31", "cardinality-crossed", "sales.customer_id", 2 },
  { "distinct-within", "#31", "distinct_within", "31", "distinct-within-unknown",
    "sales.product", 1 },
  { "distinct-within-gone", "#31", "distinct_within", "999", "distinct-within-unknown",
    "sales.product", 1 },
  /* The document. */
  { "stream", "", "stream", "2", "stream-unknown", "", 0 },
};

static void
test_sound (void)
{
  g_autoptr (SdSchema) schema = load_example ();
  g_autoptr (GPtrArray) findings = sd_schema_validate (schema);
  g_autofree char *text = sd_findings_to_text (findings);

  g_assert_cmpstr (text, ==, "");
  g_assert_false (sd_findings_have_error (findings));
}

/* Every plain column is sound from the start. */
static void
test_new_columns (void)
{
  g_autoptr (SdSchema) schema = sd_schema_new ();
  g_autoptr (SdTable) table = sd_table_new ("things");
  g_autoptr (GPtrArray) findings = NULL;
  g_autofree char *text = NULL;

  sd_schema_add_table (schema, table, 0);
  for (guint i = 0; i < SD_N_TYPES; i++)
    {
      g_autoptr (SdColumn) column = sd_column_new ("c", i);

      sd_schema_add_column (schema, table, column, G_MAXUINT);
    }

  findings = sd_schema_validate (schema);
  text = sd_findings_to_text (findings);
  g_assert_cmpstr (text, ==, "");
}

/* All findings come at once, in the order of the document. */
static void
test_all_at_once (void)
{
  g_autoptr (SdSchema) schema = load_example ();
  g_autoptr (GPtrArray) findings = NULL;
  g_autofree char *text = NULL;
  SdColumn *tier = find_example_column (schema, "customers.tier");

  sd_column_set_nullable (find_example_column (schema, "sales.product"), FALSE);
  sd_column_set_unique (tier, TRUE);
  sd_column_set_generator (find_example_column (schema, "products.price"), "nunber", NULL);

  findings = sd_schema_validate (schema);
  text = sd_findings_to_text (findings);
  g_assert_cmpstr (text, ==,
                   "error: customers.tier: 50 unique values are wanted from 2.\n"
                   "error: products.price: There is no generator “nunber”.\n"
                   "error: sales.product: Some rows have no products to refer to, but this column "
                   "cannot be empty.\n");
  g_assert_true (sd_findings_have_error (findings));
}

static void
test_unique_fixes (void)
{
  g_autoptr (SdSchema) schema = load_example ();
  g_autoptr (GPtrArray) findings = NULL;
  const SdFinding *finding;
  const SdFix *fix;
  SdTable *table = sd_schema_find_table (schema, "customers");

  sd_table_set_rows (table, 50, FALSE);
  sd_column_set_unique (sd_table_find_column (table, "tier"), TRUE);
  findings = sd_schema_validate (schema);
  finding = g_ptr_array_index (findings, 0);
  g_assert_cmpuint (finding->element_id, ==, 5);

  fix = g_ptr_array_index (finding->fixes, 0);
  g_assert_cmpstr (fix->label, ==, "Set customers to 2 rows");
  g_assert_true (sd_fix_apply (fix, schema, NULL));
  g_assert_cmpuint (sd_table_get_rows (table), ==, 2);
  g_assert_true (sd_table_get_rows_from_user (table));

  fix = g_ptr_array_index (finding->fixes, 1);
  g_assert_cmpstr (fix->label, ==, "Allow repeated values");
}

static void
test_fix_of_what_is_gone (void)
{
  g_autoptr (SdSchema) schema = load_example ();
  g_autofree char *before = sd_schema_to_text (schema);
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;
  SdFinding *finding = sd_finding_new (SD_SEVERITY_NOTE, "code", 1, "place", "Row %d.", 3);

  sd_finding_add_fix (finding, 999, "rows", json_node_init_int (json_node_alloc (), 3), "Fix");
  sd_finding_add_fix (finding, 1, "rows", json_node_init_int (json_node_alloc (), -3), "Fix");
  g_assert_cmpstr (finding->message, ==, "Row 3.");

  g_assert_false (sd_fix_apply (g_ptr_array_index (finding->fixes, 0), schema, &error));
  g_assert_error (error, SD_SCHEMA_ERROR, SD_SCHEMA_ERROR_CONTENT);
  g_clear_error (&error);
  g_assert_false (sd_fix_apply (g_ptr_array_index (finding->fixes, 1), schema, &error));
  g_assert_error (error, SD_SCHEMA_ERROR, SD_SCHEMA_ERROR_CONTENT);

  after = sd_schema_to_text (schema);
  g_assert_cmpstr (before, ==, after);
  sd_finding_free (finding);
}

static void
test_finding_copy (void)
{
  g_autoptr (SdFinding) finding = sd_finding_new (SD_SEVERITY_WARNING, "code", 4, "a.b", "Text.");
  g_autoptr (SdFinding) copy = NULL;
  const SdFix *fix;

  sd_finding_add_fix (finding, 4, "parameters.max", json_node_init_int (json_node_alloc (), 3),
                      "Set it to %d", 3);
  sd_finding_add_fix (finding, 4, "unit", NULL, "Remove it");
  copy = g_boxed_copy (SD_TYPE_FINDING, finding);
  g_clear_pointer (&finding, sd_finding_free);

  g_assert_cmpint (copy->severity, ==, SD_SEVERITY_WARNING);
  g_assert_cmpstr (copy->place, ==, "a.b");
  g_assert_cmpuint (copy->fixes->len, ==, 2);
  fix = g_ptr_array_index (copy->fixes, 0);
  g_assert_cmpstr (fix->label, ==, "Set it to 3");
  g_assert_cmpint (json_node_get_int (fix->value), ==, 3);
  fix = g_ptr_array_index (copy->fixes, 1);
  g_assert_null (fix->value);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  case_load = load_example;

  g_test_add_func ("/validate/sound", test_sound);
  g_test_add_func ("/validate/new-columns", test_new_columns);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/validate/case/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/validate/all-at-once", test_all_at_once);
  g_test_add_func ("/validate/unique-fixes", test_unique_fixes);
  g_test_add_func ("/validate/fix-of-what-is-gone", test_fix_of_what_is_gone);
  g_test_add_func ("/validate/finding-copy", test_finding_copy);

  return g_test_run ();
}
