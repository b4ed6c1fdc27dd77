/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

#include "config.h"

#include <math.h>

#include "dependence-document.h"
#include "sd-branches.h"
#include "sd-generator-info.h"
#include "validate-case.h"

static const Case cases[] = {
  /* Correlations. */
  { "correlation-value", "people", "correlations",
    "[{\"columns\": [\"age\", \"income\"], \"value\": 1.5}]", "parameter-range",
    "people, correlation 1", 2 },
  { "correlation-no-value", "people", "correlations", "[{\"columns\": [\"age\", \"income\"]}]",
    "parameter-missing", "people, correlation 1", 1 },
  { "correlation-unknown", "people", "correlations",
    "[{\"columns\": [\"agee\", \"income\"], \"value\": 0.5}]", "reference-unknown-column",
    "people, correlation 1", 2 },
  { "correlation-elsewhere", "orders", "correlations",
    "[{\"columns\": [\"people.age\", \"amount\"], \"value\": 0.5}]", "column-elsewhere",
    "orders, correlation 1", 1 },
  { "correlation-same", "people", "correlations",
    "[{\"columns\": [\"age\", \"age\"], \"value\": 0.5}]", "column-twice",
    "people, correlation 1", 1 },
  { "correlation-three", "people", "correlations",
    "[{\"columns\": [\"age\", \"income\", \"born\"], \"value\": 0.5}]", "columns-number",
    "people, correlation 1", 1 },
  { "correlation-one", "people", "correlations", "[{\"columns\": \"age\", \"value\": 0.5}]",
    "parameter-kind", "people, correlation 1", 1 },
  { "correlation-twice", "people", "correlations",
    "[{\"columns\": [\"age\", \"income\"], \"value\": 0.5}, "
    "{\"columns\": [\"income\", \"age\"], \"value\": 0.4}]", "correlation-twice",
    "people, correlation 2", 1 },
  { "correlation-type", "orders", "correlations",
    "[{\"columns\": [\"person_id\", \"amount\"], \"value\": 0.5}]", "correlation-type",
    "orders, correlation 1", 1 },
  { "correlation-measure", "people", "correlations",
    "[{\"columns\": [\"age\", \"income\"], \"value\": 0.5, \"measure\": \"persn\"}]",
    "parameter-choice", "people, correlation 1", 2 },
  /* Rules. */
  { "rule-unknown", "people", "rules", "[{\"kind\": \"ordr\"}]", "rule-unknown",
    "people, rule 1", 2 },
  { "rule-nothing", "people", "rules", "[{}]", "rule-unknown", "people, rule 1", 1 },
  { "rule-member", "people", "rules", "[{\"kind\": \"check\", \"formula\": \"1\", \"a\": 2}]",
    "parameter-unknown", "people, rule 1", 2 },
  { "order-types", "people", "rules",
    "[{\"kind\": \"order\", \"columns\": [\"age\", \"born\"]}]", "rule-type", "people, rule 1", 1 },
  { "order-text", "people", "rules",
    "[{\"kind\": \"order\", \"columns\": [\"tier\", \"blood\"]}]", "rule-type",
    "people, rule 1", 1 },
  { "range-nothing", "people", "rules", "[{\"kind\": \"range\", \"column\": \"age\"}]",
    "parameter-missing", "people, rule 1", 1 },
  { "range-kind", "people", "rules",
    "[{\"kind\": \"range\", \"column\": \"age\", \"min\": \"2026-01-01\"}]", "rule-type",
    "people, rule 1", 1 },
  { "range-object", "people", "rules",
    "[{\"kind\": \"range\", \"column\": \"age\", \"min\": {}}]", "parameter-kind",
    "people, rule 1", 2 },
  { "range-crossed", "people", "rules",
    "[{\"kind\": \"range\", \"column\": \"age\", \"min\": 5, \"max\": 1}]", "range-crossed",
    "people, rule 1", 2 },
  { "sum-both", "people", "rules",
    "[{\"kind\": \"sum\", \"columns\": [\"age\", \"share_a\"], \"total\": 3, "
    "\"total_column\": \"share_b\"}]", "two-ways", "people, rule 1", 1 },
  { "sum-none", "people", "rules",
    "[{\"kind\": \"sum\", \"columns\": [\"age\", \"share_a\"]}]", "parameter-missing",
    "people, rule 1", 1 },
  { "sum-circle", "people", "rules",
    "[{\"kind\": \"sum\", \"columns\": [\"age\", \"share_a\"], \"total_column\": \"age\"}]",
    "rule-circle", "people, rule 1", 1 },
  { "exactly-one-filled", "people", "rules",
    "[{\"kind\": \"exactly_one\", \"columns\": [\"share_a\", \"born\"]}]", "missing-not-nullable",
    "people, rule 1", 2 },
  { "exactly-one-weights", "people", "rules",
    "[{\"kind\": \"exactly_one\", \"columns\": [\"share_a\", \"share_b\"], \"weights\": [1]}]",
    "weights-length", "people, rule 1", 2 },
  { "together-filled", "people", "rules",
    "[{\"kind\": \"together\", \"columns\": [\"share_a\", \"born\"]}]", "missing-not-nullable",
    "people, rule 1", 2 },
  { "null-when-filled", "people", "rules",
    "[{\"kind\": \"null_when\", \"column\": \"born\", \"when\": \"age > 3\"}]",
    "missing-not-nullable", "people, rule 1", 2 },
  { "check-empty", "people", "rules", "[{\"kind\": \"check\", \"formula\": \"\"}]",
    "parameter-missing", "people, rule 1", 1 },
  /* Mess. */
  { "mess-unknown", "people", "mess", "[{\"kind\": \"dupliate\", \"share\": 0.1}]",
    "mess-unknown", "people", 2 },
  { "mess-share", "people", "mess", "[{\"kind\": \"duplicate\", \"share\": 2}]",
    "parameter-range", "people", 2 },
  { "mess-of-column", "people", "mess", "[{\"kind\": \"typo\", \"share\": 0.1}]", "mess-place",
    "people", 1 },
  { "mess-of-table", "people.tier", "mess", "[{\"kind\": \"duplicate\", \"share\": 0.1}]",
    "mess-place", "people.tier", 1 },
  { "mess-type", "people.age", "mess", "[{\"kind\": \"typo\", \"share\": 0.1}]", "mess-type",
    "people.age", 1 },
  { "mess-orphan", "people.age", "mess", "[{\"kind\": \"orphan\", \"share\": 0.1}]", "mess-type",
    "people.age", 1 },
  { "mess-swap", "people", "mess",
    "[{\"kind\": \"swap\", \"share\": 0.1, \"columns\": [\"age\", \"tier\"]}]", "mess-type",
    "people", 1 },
  /* Crossed tables. */
  { "crossed-rows", "visits", "rows", "60", "crossed-rows", "visits", 2 },
  { "crossed-none", "visits", "crossed", "{\"factors\": []}", "factors-number", "visits", 1 },
  { "crossed-relationship", "visits", "crossed", "{\"factors\": [{\"relationship\": 81}]}",
    "factor-unknown", "visits", 2 },
  { "crossed-column", "visits", "crossed", "{\"factors\": [{\"column\": \"visit_id\"}]}",
    "factor-unknown", "visits", 2 },
  { "crossed-twice", "visits", "crossed",
    "{\"factors\": [{\"column\": \"week\"}, {\"column\": \"week\"}]}", "factor-unknown",
    "visits", 2 },
  { "crossed-number", "visits", "crossed", "{\"factors\": [3]}", "factor-unknown", "visits", 2 },
  { "crossed-left-out", "visits", "crossed",
    "{\"factors\": [{\"column\": \"week\"}], \"left_out\": 1}", "parameter-range", "visits", 2 },
  { "crossed-huge", "visits", "crossed",
    "{\"factors\": [{\"column\": \"week\"}, {\"relationship\": 80}], \"replicates\": 1e9}",
    "crossed-rows", "visits", 2 },
  /* Missing values. */
  { "missing-unknown", "people.age", "missing_by", "{\"kind\": \"colum\"}", "missing-unknown",
    "people.age", 2 },
  { "missing-column", "people.age", "missing_by", "{\"kind\": \"column\"}", "parameter-missing",
    "people.age", 1 },
  { "missing-direction", "people.age", "missing_by",
    "{\"kind\": \"value\", \"direction\": \"hihg\"}", "parameter-choice", "people.age", 3 },
  { "missing-nothing", "people.age", "missing", "0", "missing-nothing", "people.age", 2 },
  { "missing-circle", "people.age", "missing_by",
    "{\"kind\": \"together\", \"column\": \"height\"}", "missing-circle", "people.age", 1 },
  { "missing-itself", "people.age", "missing_by", "{\"kind\": \"together\", \"column\": \"age\"}",
    "missing-circle", "people.age", 1 },
  { "missing-branches", "people.age", "missing_by",
    "{\"kind\": \"branches\", \"by\": \"tier\", \"branches\": [{\"when\": \"gold\"}]}",
    "parameter-missing", "people.age", 1 },
  { "missing-branch-share", "people.age", "missing_by",
    "{\"kind\": \"branches\", \"by\": \"tier\", \"branches\": "
    "[{\"when\": \"gold\", \"missing\": 2}]}", "parameter-range", "people.age", 2 },
  { "missing-together-filled", "people.age", "missing_by",
    "{\"kind\": \"together\", \"column\": \"born\"}", "missing-nothing", "people.age", 1 },
  /* Branches. */
  { "by-unknown", "people.blood", "parameters",
    "{\"values\": [\"A\"], \"by\": \"cuntry\", \"branches\": []}", "reference-unknown-column",
    "people.blood", 2 },
  { "by-three", "people.blood", "parameters",
    "{\"values\": [\"A\"], \"by\": [\"tier\", \"age\", \"born\"], \"branches\": []}",
    "columns-number", "people.blood", 1 },
  { "by-missing", "people.blood", "parameters",
    "{\"values\": [\"A\"], \"branches\": [{\"when\": \"gold\"}]}", "parameter-missing",
    "people.blood", 1 },
  { "when-missing", "people.blood", "parameters",
    "{\"values\": [\"A\"], \"by\": \"tier\", \"branches\": [{}]}", "branch-condition",
    "people.blood", 1 },
  { "when-length", "people.blood", "parameters",
    "{\"values\": [\"A\"], \"by\": \"tier\", \"branches\": [{\"when\": [\"gold\", \"basic\"]}]}",
    "branch-condition", "people.blood", 2 },
  { "when-never", "people.blood", "parameters",
    "{\"values\": [\"A\"], \"by\": \"tier\", \"branches\": [{\"when\": \"glod\"}]}",
    "branch-never", "people.blood", 1 },
  { "when-text-of-number", "people.blood", "parameters",
    "{\"values\": [\"A\"], \"by\": \"age\", \"branches\": [{\"when\": \"18\"}]}", "branch-never",
    "people.blood", 1 },
  { "when-range", "people.blood", "parameters",
    "{\"values\": [\"A\"], \"by\": \"age\", \"branches\": [{\"when\": {\"from\": 18}}]}",
    "branch-condition", "people.blood", 1 },
  { "when-empty-range", "people.blood", "parameters",
    "{\"values\": [\"A\"], \"by\": \"age\", \"branches\": [{\"when\": {\"min\": 5, \"max\": 5}}]}",
    "branch-never", "people.blood", 1 },
  { "when-nothing", "people.blood", "parameters",
    "{\"values\": [\"A\"], \"by\": \"tier\", \"branches\": [{\"when\": [[]]}]}",
    "branch-condition", "people.blood", 1 },
  { "branch-kind", "people.blood", "parameters",
    "{\"values\": [\"A\"], \"by\": \"tier\", \"branches\": [1]}", "parameter-kind",
    "people.blood", 1 },
  { "branches-kind", "people.blood", "parameters",
    "{\"values\": [\"A\"], \"by\": \"tier\", \"branches\": {}}", "parameter-kind",
    "people.blood", 0 },
  { "branch-member", "people.blood", "parameters",
    "{\"values\": [\"A\"], \"by\": \"tier\", \"branches\": "
    "[{\"when\": \"gold\", \"weights\": [1]}]}", "parameter-unknown", "people.blood", 1 },
  { "branch-weights", "people.blood", "parameters",
    "{\"values\": [\"A\"], \"by\": \"tier\", \"branches\": "
    "[{\"when\": \"gold\", \"parameters\": {\"weights\": [1, 2]}}]}", "weights-length",
    "people.blood, branch 1", 1 },
  { "branch-distribution", "people.income", "parameters",
    "{\"by\": \"tier\", \"branches\": [{\"when\": \"gold\", \"parameters\": "
    "{\"distribution\": \"nromal\", \"mean\": 1, \"stddev\": 1}}]}", "distribution-unknown",
    "people.income, branch 1", 1 },
  { "branch-incomplete", "people.income", "parameters",
    "{\"by\": \"tier\", \"branches\": [{\"when\": \"gold\", \"parameters\": "
    "{\"distribution\": \"normal\", \"mean\": 1}}]}", "parameter-missing",
    "people.income, branch 1", 0 },
  { "branch-nested", "people.income", "parameters",
    "{\"by\": \"tier\", \"branches\": [{\"when\": \"gold\", \"parameters\": "
    "{\"branches\": []}}]}", "branch-nested", "people.income, branch 1", 1 },
  { "branch-missing", "people.blood", "parameters",
    "{\"values\": [\"A\"], \"by\": \"tier\", \"branches\": "
    "[{\"when\": \"gold\", \"missing\": 0.5}]}", "missing-not-nullable", "people.blood", 1 },
  { "within-unknown", "people.blood", "parameters",
    "{\"values\": [\"A\"], \"within\": [\"tire\"]}", "reference-unknown-column",
    "people.blood", 2 },
  /* Generators. */
  { "counts-sum", "people.tier", "parameters",
    "{\"values\": [\"gold\", \"basic\"], \"counts\": [10, 10]}", "counts-sum", "people.tier", 2 },
  { "counts-half", "people.tier", "parameters",
    "{\"values\": [\"gold\", \"basic\"], \"counts\": [9.5, 30.5]}", "counts-whole",
    "people.tier", 1 },
  { "counts-weights", "people.tier", "parameters",
    "{\"values\": [\"gold\", \"basic\"], \"counts\": [10, 30], \"weights\": [1, 1]}", "two-ways",
    "people.tier", 1 },
  { "combination-row", "people.city", "parameters",
    "{\"columns\": [\"city\", \"country\"], \"rows\": [[\"Ulm\", \"DE\"], [\"Bonn\"]]}",
    "rows-length", "people.city", 1 },
  { "combination-rows", "people.city", "parameters",
    "{\"columns\": [\"city\", \"country\"], \"rows\": []}", "rows-empty", "people.city", 0 },
  { "combination-weights", "people.city", "parameters",
    "{\"columns\": [\"city\", \"country\"], \"rows\": [[\"Ulm\", \"DE\"]], \"weights\": [1, 2]}",
    "weights-length", "people.city", 1 },
  { "combination-itself", "people.city", "parameters",
    "{\"columns\": [\"country\"], \"rows\": [[\"DE\"]]}", "combination-owner", "people.city", 0 },
  { "combination-follower", "people.city", "parameters",
    "{\"columns\": [\"city\", \"tier\"], \"rows\": [[\"Ulm\", \"gold\"]]}",
    "combination-follower", "people.city", 0 },
  { "combination-owner", "people.country", "parameters", "{\"with\": \"tier\"}",
    "combination-owner", "people.country", 1 },
  { "combination-unknown", "people.country", "parameters", "{\"with\": \"ciyt\"}",
    "reference-unknown-column", "people.country", 2 },
  { "combination-nothing", "people.country", "parameters", "{}", "parameter-missing",
    "people.country", 0 },
  { "combination-both", "people.city", "parameters",
    "{\"columns\": [\"city\", \"country\"], \"rows\": [[\"Ulm\", \"DE\"]], \"with\": \"country\"}",
    "two-ways", "people.city", 1 },
  { "regression-both", "people.height", "parameters",
    "{\"formula\": \"age\", \"noise\": 1, \"r2\": 0.5}", "two-ways", "people.height", 2 },
  { "regression-none", "people.height", "parameters", "{\"formula\": \"age\"}",
    "parameter-missing", "people.height", 1 },
  { "regression-r2", "people.height", "parameters", "{\"formula\": \"age\", \"r2\": 1.5}",
    "parameter-range", "people.height", 1 },
  { "logistic-share", "people.churned", "parameters", "{\"formula\": \"age\", \"share\": -1}",
    "parameter-range", "people.churned", 1 },
  { "months", "people.joined", "parameters", "{\"months\": [1, 2]}", "weights-length",
    "people.joined", 1 },
  { "gaps", "people.joined", "parameters", "{\"order\": \"gaps\"}", "parameter-missing",
    "people.joined", 1 },
  { "grid", "people.joined", "parameters", "{\"order\": \"grid\"}", "parameter-missing",
    "people.joined", 1 },
  { "every", "people.joined", "parameters", "{\"order\": \"grid\", \"every\": \"a while\"}",
    "parameter-kind", "people.joined", 1 },
  { "series-time", "orders.warmth", "parameters", "{\"time\": \"amount\"}", "column-type",
    "orders.warmth", 0 },
  { "series-drops", "orders.warmth", "parameters", "{\"time\": \"placed\", \"drops\": 0.1}",
    "missing-not-nullable", "orders.warmth", 1 },
  { "running-column", "orders.balance", "parameters", "{\"function\": \"sum\"}",
    "parameter-missing", "orders.balance", 0 },
  { "running-start", "orders.balance", "parameters",
    "{\"function\": \"count\", \"start\": \"person_id.pay\"}", "reference-unknown-column",
    "orders.balance", 2 },
  { "running-start-kind", "orders.balance", "parameters",
    "{\"function\": \"count\", \"start\": true}", "parameter-kind", "orders.balance", 1 },
  { "cycle-state", "orders.status", "parameters",
    "{\"states\": [\"a\", \"b\"], \"start\": \"placed\", \"transitions\": "
    "[{\"from\": \"a\", \"to\": \"c\", \"share\": 1, \"days\": 1}]}", "transition-state",
    "orders.status", 1 },
  { "cycle-loop", "orders.status", "parameters",
    "{\"states\": [\"a\", \"b\"], \"start\": \"placed\", \"transitions\": "
    "[{\"from\": \"a\", \"to\": \"a\", \"share\": 1, \"days\": 1}]}", "transition-state",
    "orders.status", 1 },
  { "cycle-share", "orders.status", "parameters",
    "{\"states\": [\"a\", \"b\"], \"start\": \"placed\", \"transitions\": "
    "[{\"from\": \"a\", \"to\": \"b\", \"days\": 1}]}", "transition-share", "orders.status", 1 },
  { "cycle-shares", "orders.status", "parameters",
    "{\"states\": [\"a\", \"b\", \"c\"], \"start\": \"placed\", \"transitions\": "
    "[{\"from\": \"a\", \"to\": \"b\", \"share\": 0.7, \"days\": 1}, "
    "{\"from\": \"a\", \"to\": \"c\", \"share\": 0.7, \"days\": 1}]}", "transition-share",
    "orders.status", 0 },
  { "cycle-days", "orders.status", "parameters",
    "{\"states\": [\"a\", \"b\"], \"start\": \"placed\", \"transitions\": "
    "[{\"from\": \"a\", \"to\": \"b\", \"share\": 1, \"days\": -1}]}", "transition-days",
    "orders.status", 1 },
  { "cycle-object", "orders.status", "parameters",
    "{\"states\": [\"a\"], \"start\": \"placed\", \"transitions\": [3]}", "parameter-kind",
    "orders.status", 1 },
  { "cycle-start", "orders.status", "parameters",
    "{\"states\": [\"a\"], \"start\": \"amount\", \"transitions\": []}", "column-type",
    "orders.status", 0 },
  { "stage-state", "orders.paid_at", "parameters",
    "{\"cycle\": \"status\", \"state\": \"lost\"}", "stage-state", "orders.paid_at", 0 },
  { "stage-cycle", "orders.paid_at", "parameters",
    "{\"cycle\": \"amount\", \"state\": \"paid\"}", "stage-cycle", "orders.paid_at", 0 },
  { "stage-filled", "orders.paid_at", "nullable", "false", "missing-not-nullable",
    "orders.paid_at", 1 },
  /* Relationships. */
  { "law-by", "#81", "law_parameters", "{\"by\": \"teir\", \"branches\": []}",
    "reference-unknown-column", "orders.person_id", 2 },
  { "law-never", "#81", "law_parameters",
    "{\"by\": \"tier\", \"branches\": [{\"when\": \"silver\", \"mean\": 3}]}", "branch-never",
    "orders.person_id", 1 },
  { "law-branch", "#81", "law_parameters",
    "{\"by\": \"tier\", \"branches\": [{\"when\": \"gold\", \"mean\": -3}]}", "parameter-range",
    "orders.person_id, branch 1", 1 },
  { "count-effect", "#81", "count_effect", "{\"column\": \"agee\", \"correlation\": 0.5}",
    "reference-unknown-column", "orders.person_id", 2 },
  { "count-effect-range", "#81", "count_effect", "{\"column\": \"age\", \"correlation\": 5}",
    "parameter-range", "orders.person_id", 2 },
  { "effect-parent", "#81", "effects",
    "[{\"parent\": \"amount\", \"child\": \"amount\", \"correlation\": 0.5}]",
    "reference-unknown-column", "orders.person_id", 1 },
  { "effect-twice", "#81", "effects",
    "[{\"parent\": \"age\", \"child\": \"amount\", \"correlation\": 0.5}, "
    "{\"parent\": \"age\", \"child\": \"amount\", \"correlation\": 0.4}]", "effect-twice",
    "orders.person_id", 1 },
  { "choice-column", "#82", "choice", "{\"popularity\": \"column\"}", "parameter-missing",
    "orders.shop_id", 1 },
  { "choice-weights", "#82", "choice", "{\"popularity\": \"column\", \"column\": \"town\"}",
    "column-type", "orders.shop_id", 1 },
  { "choice-match", "#82", "choice", "{\"match\": \"town\"}", "parameter-missing",
    "orders.shop_id", 1 },
  { "choice-match-with", "#82", "choice",
    "{\"match\": \"town\", \"match_with\": \"person_id.town\"}", "reference-unknown-column",
    "orders.shop_id", 1 },
  { "one-of-alone", "#82", "one_of", "4", "one-of-alone", "orders.shop_id", 1 },
  { "one-of-shares", "#82", "one_of_share", "0.7", "one-of-shares", "orders.person_id", 1 },
  { "one-of-filled", "orders.shop_id", "nullable", "false", "reference-not-nullable",
    "orders.shop_id", 1 },
};

static void
test_sound (void)
{
  g_autoptr (SdSchema) schema = load_dependence ();
  g_autoptr (GPtrArray) findings = sd_schema_validate (schema);
  g_autofree char *text = sd_findings_to_text (findings);

  g_assert_cmpstr (text, ==, "");
}

/* A branch takes from the column what it leaves out, unless it says what kind it
 * is. */
static void
test_branches (void)
{
  g_autoptr (SdSchema) schema = load_dependence ();
  SdTable *people = sd_schema_find_table (schema, "people");
  JsonObject *parameters = sd_column_get_parameters (sd_table_find_column (people, "income"));
  g_autoptr (GArray) branches = NULL;
  g_autoptr (JsonObject) own = sd_branches_get_default (parameters);
  const char *by[SD_MAX_BY];
  const SdBranch *branch;
  guint n_by;

  g_assert_true (sd_branches_read (parameters, &n_by, by, &branches));
  g_assert_cmpuint (n_by, ==, 2);
  g_assert_cmpstr (by[1], ==, "age");
  g_assert_cmpuint (branches->len, ==, 2);

  branch = &g_array_index (branches, SdBranch, 0);
  g_assert_cmpstr (json_node_get_string (branch->when[0]), ==, "gold");
  g_assert_true (JSON_NODE_HOLDS_OBJECT (branch->when[1]));
  g_assert_cmpfloat (branch->missing, ==, 0.1);
  g_assert_cmpfloat (sd_parameter_get_number (branch->parameters, "mean", 0), ==, 20);
  g_assert_cmpfloat (sd_parameter_get_number (branch->parameters, "stddev", 0), ==, 2);
  g_assert_cmpuint (json_object_get_size (branch->parameters), ==, 3);

  branch = &g_array_index (branches, SdBranch, 1);
  g_assert_null (branch->when[1]);
  g_assert_true (isnan (branch->missing));
  g_assert_false (json_object_has_member (branch->parameters, "mean"));
  g_assert_cmpuint (json_object_get_size (branch->parameters), ==, 3);

  g_assert_cmpuint (json_object_get_size (own), ==, 3);
  g_assert_false (json_object_has_member (own, "branches"));
}

static void
test_branches_unreadable (void)
{
  static const char * const texts[] = {
    "{}", "{\"by\": \"a\"}", "{\"branches\": [{\"when\": 1}]}",
    "{\"by\": \"a\", \"branches\": []}", "{\"by\": \"a\", \"branches\": [1]}",
    "{\"by\": \"a\", \"branches\": [{}]}", "{\"by\": \"a\", \"branches\": [{\"when\": [1, 2]}]}",
    "{\"by\": [\"a\", \"b\"], \"branches\": [{\"when\": 1}]}",
    "{\"by\": \"a\", \"branches\": [{\"when\": [[[1]]]}]}",
    "{\"by\": \"a\", \"branches\": [{\"when\": {\"min\": 1, \"top\": 2}}]}",
    "{\"by\": \"a\", \"branches\": [{\"when\": {\"min\": []}}]}",
    "{\"by\": \"a\", \"branches\": [{\"when\": 1, \"parameters\": 3}]}",
    "{\"by\": [\"a\", \"b\", \"c\"], \"branches\": [{\"when\": [1, 2, 3]}]}",
    "{\"by\": 3, \"branches\": [{\"when\": 1}]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (JsonNode) node = json_from_string (texts[i], NULL);
      g_autoptr (GArray) branches = NULL;
      const char *by[SD_MAX_BY];
      guint n_by;

      g_test_message ("%s", texts[i]);
      g_assert_nonnull (node);
      g_assert_false (sd_branches_read (json_node_get_object (node), &n_by, by, &branches));
      g_assert_null (branches);
    }
}

/* Any JSON in any of the new places is read or refused, and validated. */
static void
test_hostile (void)
{
  static const char * const values[] = {
    "null", "0", "-1", "1e300", "\"\"", "\"a.b.c\"", "[]", "[[]]", "[null]", "{}", "[{}]",
    "[[[[[[[[]]]]]]]]", "{\"kind\": null}", "[{\"kind\": []}]", "{\"a\": {\"b\": {\"c\": []}}}",
    "[{\"columns\": [[]], \"value\": {}, \"kind\": \"order\"}]",
    "[{\"columns\": \".\", \"kind\": \"sum\", \"total\": []}]",
    "[{\"parent\": [], \"child\": 3}]", "{\"factors\": [null, [], {}, {\"relationship\": 1e99}]}",
    "{\"by\": \"\", \"branches\": [null]}", "{\"by\": [\"tier\"], \"branches\": {\"when\": 1}}",
    "{\"columns\": [null], \"rows\": [[{}]], \"with\": []}",
    "{\"states\": [null, {}], \"transitions\": [[], {\"from\": 1, \"share\": \"x\"}]}",
    "{\"counts\": [null, \"a\", -1], \"values\": [1, 2, 3], \"within\": 3, \"by\": {}}",
    "{\"kind\": \"together\", \"column\": []}", "{\"kind\": \"branches\", \"by\": [], \"branches\": [{}]}",
  };
  static const struct
  {
    const char *path;
    const char *member;
  } places[] = {
    { "people", "correlations" }, { "people", "rules" }, { "people", "mess" },
    { "visits", "crossed" }, { "people.age", "missing_by" }, { "people.age", "mess" },
    { "people.tier", "parameters" }, { "people.city", "parameters" },
    { "orders.status", "parameters" }, { "orders.paid_at", "parameters" },
    { "orders.balance", "parameters" }, { "people.income", "parameters" },
    { "#81", "law_parameters" }, { "#81", "count_effect" }, { "#81", "effects" },
    { "#82", "choice" }, { "#82", "one_of" }, { "#82", "one_of_share" }, { "", "messy" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      for (guint k = 0; k < G_N_ELEMENTS (values); k++)
        {
          const Case c = { "", places[i].path, places[i].member, values[k] };
          g_autoptr (JsonNode) json = spoil (&c);
          g_autoptr (SdSchema) schema = sd_schema_new_from_json (json, NULL);
          g_autoptr (GPtrArray) findings = NULL;

          if (schema == NULL)
            continue;
          findings = sd_schema_validate (schema);
          sd_schema_rename_table (schema, sd_schema_find_table (schema, "people"), "persons");
          for (guint f = 0; f < findings->len; f++)
            {
              SdFinding *finding = g_ptr_array_index (findings, f);

              g_assert_true (g_str_has_suffix (finding->message, "."));
              for (guint x = 0; x < finding->fixes->len; x++)
                sd_fix_apply (g_ptr_array_index (finding->fixes, x), schema, NULL);
            }
        }
    }
}

/* Ten thousand branches with something wrong give few findings, and soon. */
static void
test_many_branches (void)
{
  g_autoptr (SdSchema) schema = load_dependence ();
  SdTable *people = sd_schema_find_table (schema, "people");
  SdColumn *blood = sd_table_find_column (people, "blood");
  g_autoptr (GString) text = g_string_new ("{\"values\":[\"A\"],\"by\":\"tier\",\"branches\":[");
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (JsonNode) node = NULL;

  for (guint i = 0; i < SD_MAX_BRANCHES; i++)
    g_string_append (text, i > 0 ? ",{\"when\":\"no\",\"parameters\":{\"weights\":[1,2]}}"
                                 : "{\"when\":\"no\"}");
  g_string_append (text, "]}");
  node = json_from_string (text->str, NULL);
  sd_column_set_generator (blood, "category", json_node_dup_object (node));
  findings = sd_schema_validate (schema);
  g_assert_cmpuint (findings->len, >, 10);
  g_assert_cmpuint (findings->len, <, 100);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  case_load = load_dependence;

  g_test_add_func ("/validate-dependence/sound", test_sound);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/validate-dependence/case/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/validate-dependence/branches", test_branches);
  g_test_add_func ("/validate-dependence/branches-unreadable", test_branches_unreadable);
  g_test_add_func ("/validate-dependence/hostile", test_hostile);
  g_test_add_func ("/validate-dependence/many-branches", test_many_branches);

  return g_test_run ();
}
