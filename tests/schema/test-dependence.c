/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

#include "config.h"

#include <math.h>

#include "dependence-document.h"
#include "sd-history.h"
#include "sd-json-text.h"

/* Without the blanks after colons and commas. */
static char *
squeeze (JsonNode *node)
{
  g_autofree char *text = sd_json_to_text (node, FALSE);
  g_auto (GStrv) colons = g_strsplit (text, "\": ", -1);
  g_autofree char *joined = g_strjoinv ("\":", colons);
  g_auto (GStrv) commas = g_strsplit (joined, ", ", -1);

  return g_strjoinv (",", commas);
}

static char *
to_text (gpointer json)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_set_object (node, json);
  return squeeze (node);
}

static char *
list_to_text (JsonArray *list)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);

  json_node_set_array (node, list);
  return squeeze (node);
}

/* What is read is written again, and the second time are the same bytes. */
static void
test_round_trip (void)
{
  g_autoptr (SdSchema) schema = load_dependence ();
  g_autofree char *text = sd_schema_to_text (schema);
  g_autoptr (SdSchema) again = sd_schema_new_from_text (text, strlen (text), NULL);
  g_autofree char *second = NULL;
  SdTable *people = sd_schema_find_table (again, "people");
  SdRelationship *relationship = sd_schema_find_relationship_by_id (again, 81);
  g_autofree char *effects = list_to_text (sd_relationship_get_effects (relationship));
  g_autofree char *missing_by = NULL;

  second = sd_schema_to_text (again);
  g_assert_cmpstr (text, ==, second);
  g_assert_true (sd_schema_get_messy (again));
  g_assert_cmpuint (json_array_get_length (sd_table_get_rules (people)), ==, 8);
  g_assert_cmpuint (json_array_get_length (sd_table_get_correlations (people)), ==, 2);
  g_assert_cmpuint (json_array_get_length (sd_table_get_mess (people)), ==, 2);
  g_assert_nonnull (sd_table_get_crossed (sd_schema_find_table (again, "visits")));
  g_assert_null (sd_table_get_crossed (people));
  g_assert_cmpstr (effects, ==,
                   "[{\"parent\":\"income\",\"child\":\"amount\",\"correlation\":0.4}]");
  g_assert_nonnull (sd_relationship_get_count_effect (relationship));
  g_assert_null (sd_relationship_get_choice (relationship));
  g_assert_cmpuint (sd_relationship_get_one_of (relationship), ==, 3);
  g_assert_cmpfloat (sd_relationship_get_one_of_share (relationship), ==, 0.4);
  relationship = sd_schema_find_relationship_by_id (again, 82);
  g_assert_true (isnan (sd_relationship_get_one_of_share (relationship)));
  g_assert_nonnull (sd_relationship_get_choice (relationship));

  missing_by = to_text (sd_column_get_missing_by (sd_table_find_column (people, "height")));
  g_assert_cmpstr (missing_by, ==, "{\"kind\":\"together\",\"column\":\"age\"}");
  g_assert_nonnull (sd_column_get_mess (sd_table_find_column (people, "income")));
  g_assert_null (sd_column_get_mess (sd_table_find_column (people, "age")));
}

/* A document without any of it has none of the members. */
static void
test_nothing_new (void)
{
  static const char * const members[] = {
    "messy", "correlations", "rules", "mess", "crossed", "missing_by", "count_effect", "effects",
    "choice", "one_of",
  };
  g_autoptr (SdSchema) schema = sd_schema_new ();
  g_autoptr (SdTable) table = sd_table_new ("a");
  g_autoptr (SdColumn) column = sd_column_new ("b", SD_TYPE_INTEGER);
  g_autoptr (SdRelationship) relationship = sd_relationship_new ("a", "a", "b");
  g_autofree char *text = NULL;

  sd_schema_add_table (schema, table, 0);
  sd_schema_add_column (schema, table, column, 0);
  sd_schema_add_relationship (schema, relationship);
  sd_table_set_rules (table, json_array_new ());
  sd_table_set_crossed (table, json_object_new ());
  text = sd_schema_to_text (schema);
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      g_autofree char *member = g_strdup_printf ("\"%s\"", members[i]);

      g_assert_null (strstr (text, member));
    }
}

static void
count (guint *n)
{
  (*n)++;
}

/* A mutable list is taken as an immutable copy; setting the same again is no
 * change. */
static void
test_set (void)
{
  g_autoptr (SdSchema) schema = load_dependence ();
  SdTable *table = sd_schema_find_table (schema, "shops");
  SdColumn *column = sd_table_find_column (table, "size");
  SdRelationship *relationship = sd_schema_find_relationship_by_id (schema, 80);
  g_autoptr (JsonNode) node = json_from_string ("[{\"kind\": \"check\", \"formula\": \"1\"}]", NULL);
  JsonArray *list = json_node_get_array (node);
  guint n_notified = 0;
  guint n_changed = 0;

  g_signal_connect_swapped (table, "notify::rules", G_CALLBACK (count), &n_notified);
  g_signal_connect_swapped (column, "notify::missing-by", G_CALLBACK (count), &n_notified);
  g_signal_connect_swapped (relationship, "notify::one-of", G_CALLBACK (count), &n_notified);
  g_signal_connect_swapped (schema, "notify::messy", G_CALLBACK (count), &n_notified);
  g_signal_connect_swapped (schema, "changed", G_CALLBACK (count), &n_changed);

  sd_table_set_rules (table, json_array_ref (list));
  sd_table_set_rules (table, json_array_ref (list));
  g_assert_cmpuint (n_notified, ==, 1);
  g_assert_cmpuint (n_changed, ==, 1);
  json_object_set_string_member (json_array_get_object_element (list, 0), "kind", "other");
  g_assert_cmpstr (json_object_get_string_member (
                     json_array_get_object_element (sd_table_get_rules (table), 0), "kind"),
                   ==, "check");

  sd_column_set_missing_by (column, json_object_new ());
  g_assert_cmpuint (n_notified, ==, 1);
  g_assert_null (sd_column_get_missing_by (column));
  g_assert_false (sd_column_get_nullable (column));
  node = (json_node_unref (node), json_from_string ("{\"kind\": \"value\"}", NULL));
  sd_column_set_missing_by (column, json_node_dup_object (node));
  g_assert_cmpuint (n_notified, ==, 2);
  g_assert_true (sd_column_get_nullable (column));
  sd_column_set_nullable (column, FALSE);
  g_assert_null (sd_column_get_missing_by (column));

  n_notified = 0;
  sd_relationship_set_one_of (relationship, 4, 2);
  g_assert_cmpfloat (sd_relationship_get_one_of_share (relationship), ==, 1);
  sd_relationship_set_one_of (relationship, 4, NAN);
  g_assert_true (isnan (sd_relationship_get_one_of_share (relationship)));
  sd_schema_set_messy (schema, FALSE);
  sd_schema_set_messy (schema, FALSE);
  g_assert_cmpuint (n_notified, ==, 2);
}

/* Every new member comes back with undo, on the same objects. */
static void
test_undo (void)
{
  g_autoptr (SdSchema) schema = load_dependence ();
  g_autoptr (SdHistory) history = sd_history_new (schema);
  g_autofree char *before = sd_schema_to_text (schema);
  g_autofree char *after = NULL;
  g_autofree char *undone = NULL;
  g_autofree char *redone = NULL;
  SdTable *people = sd_schema_find_table (schema, "people");
  SdRelationship *relationship = sd_schema_find_relationship_by_id (schema, 81);

  sd_history_begin (history, "Clear", NULL);
  sd_schema_set_messy (schema, FALSE);
  sd_table_set_rules (people, NULL);
  sd_table_set_correlations (people, NULL);
  sd_table_set_mess (people, NULL);
  sd_table_set_crossed (sd_schema_find_table (schema, "visits"), NULL);
  sd_column_set_mess (sd_table_find_column (people, "income"), NULL);
  sd_column_set_missing_by (sd_table_find_column (people, "age"), NULL);
  sd_relationship_set_count_effect (relationship, NULL);
  sd_relationship_set_effects (relationship, NULL);
  sd_relationship_set_one_of (relationship, 0, NAN);
  sd_relationship_set_choice (sd_schema_find_relationship_by_id (schema, 82), NULL);
  sd_history_end (history);
  after = sd_schema_to_text (schema);

  sd_history_undo (history);
  undone = sd_schema_to_text (schema);
  g_assert_cmpstr (undone, ==, before);
  g_assert_true (sd_schema_find_table (schema, "people") == people);
  g_assert_nonnull (sd_table_get_rules (people));

  sd_history_redo (history);
  redone = sd_schema_to_text (schema);
  g_assert_cmpstr (redone, ==, after);
  g_assert_null (strstr (redone, "\"rules\""));
}

/* All members of the wrong kind are named at once. */
static void
test_wrong_kinds (void)
{
  static const char text[] =
    "{ \"format\": \"synthdata\", \"version\": 1, \"messy\": 1, \"tables\": [ { \"name\": \"a\","
    "  \"correlations\": {}, \"rules\": [1], \"mess\": \"x\", \"crossed\": [],"
    "  \"columns\": [ { \"name\": \"b\", \"type\": \"text\", \"missing_by\": 3, \"mess\": [[]] } ] } ],"
    "  \"relationships\": [ { \"count_effect\": [], \"effects\": {}, \"choice\": \"x\","
    "  \"one_of\": -1, \"one_of_share\": 2 } ] }";
  static const char * const places[] = {
    "messy", "tables[0].correlations", "tables[0].rules[0]", "tables[0].mess",
    "tables[0].crossed", "tables[0].columns[0].missing_by", "tables[0].columns[0].mess[0]",
    "relationships[0].count_effect", "relationships[0].effects", "relationships[0].choice",
    "relationships[0].one_of", "relationships[0].one_of_share",
  };
  g_autoptr (GError) error = NULL;

  g_assert_null (sd_schema_new_from_text (text, strlen (text), &error));
  g_assert_error (error, SD_SCHEMA_ERROR, SD_SCHEMA_ERROR_CONTENT);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_test_message ("%s", places[i]);
      g_assert_nonnull (strstr (error->message, places[i]));
    }
}

/* Texts and lists inside rules and branches have limits too. */
static void
test_limits (void)
{
  g_autoptr (GString) text = g_string_new ("{\"format\":\"synthdata\",\"version\":1,\"tables\":["
                                           "{\"name\":\"a\",\"rules\":[{\"kind\":\"check\","
                                           "\"formula\":\"");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 4097; i++)
    g_string_append_c (text, '1');
  g_string_append (text, "\"}],\"mess\":[");
  for (guint i = 0; i < 101; i++)
    g_string_append (text, i > 0 ? ",{}" : "{}");
  g_string_append (text, "]}]}");

  g_assert_null (sd_schema_new_from_text (text->str, text->len, &error));
  g_assert_error (error, SD_SCHEMA_ERROR, SD_SCHEMA_ERROR_CONTENT);
  g_assert_nonnull (strstr (error->message, "rules[0].formula"));
  g_assert_nonnull (strstr (error->message, "tables[0].mess"));
}

/* The text that a member has after the renaming. */
static const struct
{
  const char *table;
  const char *column;    /* NULL: the table itself */
  const char *name;
  const char *expected;  /* in the written document, without blanks */
} renames[] = {
  { "people", "age", "years", "\"columns\":[\"income\",\"years\"],\"value\":0.5" },
  { "people", "age", "years", "\"columns\":[\"years\",\"tier\"]" },
  { "people", "age", "years", "\"kind\":\"together\",\"columns\":[\"years\",\"height\"]" },
  { "people", "age", "years", "\"formula\":\"years > 17\"" },
  { "people", "age", "years", "\"by\":[\"tier\",\"years\"]" },
  { "people", "age", "years", "\"missing_by\":{\"kind\":\"together\",\"column\":\"years\"}" },
  { "people", "age", "years", "\"count_effect\":{\"column\":\"years\"" },
  { "people", "age", "years", "\"formula\":\"150 + years\"" },
  { "people", "income", "pay", "\"effects\":[{\"parent\":\"pay\",\"child\":\"amount\"" },
  { "people", "income", "pay", "\"start\":\"person_id.pay\"" },
  { "people", "income", "pay", "\"missing_by\":{\"kind\":\"column\",\"column\":\"pay\"" },
  { "people", "income", "pay", "\"kind\":\"range\",\"column\":\"pay\"" },
  { "people", "income", "pay", "\"kind\":\"null_when\",\"column\":\"pay\"" },
  { "people", "tier", "rank", "\"when\":\"rank = 'basic'\"" },
  { "people", "tier", "rank", "\"law_parameters\":{\"by\":\"rank\"" },
  { "people", "city", "place", "\"columns\":[\"place\",\"country\"]" },
  { "people", "city", "place", "\"with\":\"place\"" },
  { "people", "city", "place", "\"match_with\":\"person_id.place\"" },
  { "people", "born", "birth", "\"share\":0.01,\"columns\":[\"birth\",\"joined\"]" },
  { "people", "country", "land", "\"by\":[\"land\"]" },
  { "orders", "amount", "sum", "\"child\":\"sum\"" },
  { "orders", "amount", "sum", "\"column\":\"sum\",\"order_by\":\"placed\"" },
  { "orders", "person_id", "who", "\"match_with\":\"who.city\"" },
  { "orders", "person_id", "who", "\"within\":\"who\",\"gap_days\"" },
  { "orders", "status", "state", "\"cycle\":\"state\"" },
  { "orders", "placed", "at", "\"start\":\"at\",\"transitions\"" },
  { "shops", "town", "city", "\"match\":\"city\"" },
  { "shops", "size", "area", "\"popularity\":\"column\",\"column\":\"area\"" },
  { "visits", "week", "round", "{\"column\":\"round\"}" },
};

/* The document on one line. */
static char *
write_plain (SdSchema *schema)
{
  g_autoptr (JsonNode) node = sd_schema_to_json (schema);

  return squeeze (node);
}

static void
test_rename (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (SdSchema) schema = load_dependence ();
  SdTable *table = sd_schema_find_table (schema, renames[i].table);
  g_autofree char *before = write_plain (schema);
  g_autofree char *after = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  g_autofree char *wrong = NULL;

  g_assert_null (strstr (before, renames[i].expected));
  sd_schema_rename_column (schema, table, sd_table_find_column (table, renames[i].column),
                           renames[i].name);
  after = write_plain (schema);
  g_assert_nonnull (strstr (after, renames[i].expected));
  findings = sd_schema_validate (schema);
  wrong = sd_findings_to_text (findings);
  g_assert_cmpstr (wrong, ==, "");
}

/* Names in branches and with the table before the dot. */
static void
test_rename_in_branches (void)
{
  g_autoptr (SdSchema) schema = load_dependence ();
  SdTable *people = sd_schema_find_table (schema, "people");
  SdTable *orders = sd_schema_find_table (schema, "orders");
  SdColumn *placed = sd_table_find_column (orders, "placed");
  g_autoptr (JsonNode) node
    = json_from_string ("{\"by\": \"people.tier\", \"after\": \"people.born\", \"branches\": "
                        "[{\"when\": \"gold\", \"parameters\": {\"after\": \"people.joined\"}}]}",
                        NULL);
  g_autofree char *text = NULL;

  sd_column_set_generator (placed, "timestamp", json_node_dup_object (node));
  sd_schema_rename_column (schema, people, sd_table_find_column (people, "tier"), "rank");
  sd_schema_rename_column (schema, people, sd_table_find_column (people, "joined"), "since");
  sd_schema_rename_table (schema, people, "persons");
  text = to_text (sd_column_get_parameters (placed));
  g_assert_cmpstr (text, ==,
                   "{\"by\":\"persons.rank\",\"after\":\"persons.born\",\"branches\":"
                   "[{\"when\":\"gold\",\"parameters\":{\"after\":\"persons.since\"}}]}");
}

/* What a removed column takes along, and what stays. */
static void
test_remove_column (void)
{
  g_autoptr (SdSchema) schema = load_dependence ();
  SdTable *people = sd_schema_find_table (schema, "people");
  g_autofree char *rules = NULL;
  SdRelationship *relationship = sd_schema_find_relationship_by_id (schema, 81);

  sd_schema_remove_column (schema, people, sd_table_find_column (people, "age"));
  rules = list_to_text (sd_table_get_rules (people));
  g_assert_null (sd_table_get_correlations (people));
  g_assert_null (strstr (rules, "\"together\""));
  g_assert_nonnull (strstr (rules, "age > 17"));
  g_assert_cmpuint (json_array_get_length (sd_table_get_rules (people)), ==, 7);
  g_assert_null (sd_column_get_missing_by (sd_table_find_column (people, "height")));
  g_assert_false (json_object_has_member (
    sd_column_get_parameters (sd_table_find_column (people, "income")), "branches"));
  g_assert_null (sd_relationship_get_count_effect (relationship));
  g_assert_nonnull (sd_relationship_get_effects (relationship));

  sd_schema_remove_column (schema, people, sd_table_find_column (people, "income"));
  g_assert_null (sd_relationship_get_effects (relationship));
  sd_schema_remove_column (schema, people, sd_table_find_column (people, "tier"));
  g_assert_false (json_object_has_member (sd_relationship_get_law_parameters (relationship), "by"));
  sd_schema_remove_column (schema, people, sd_table_find_column (people, "born"));
  g_assert_cmpuint (json_array_get_length (sd_table_get_mess (people)), ==, 1);
}

/* Of a rule about three columns two are left. */
static void
test_remove_one_of_three (void)
{
  g_autoptr (SdSchema) schema = load_dependence ();
  SdTable *people = sd_schema_find_table (schema, "people");
  g_autoptr (JsonNode) node
    = json_from_string ("[{\"kind\":\"order\",\"columns\":[\"age\",\"share_a\",\"share_b\"]},"
                        "{\"kind\":\"unique_together\",\"columns\":[\"age\",\"share_a\",\"born\"]}]",
                        NULL);
  g_autofree char *rules = NULL;

  sd_table_set_rules (people, json_node_dup_array (node));
  sd_schema_remove_column (schema, people, sd_table_find_column (people, "share_a"));
  rules = list_to_text (sd_table_get_rules (people));
  g_assert_cmpstr (rules, ==, "[{\"kind\":\"order\",\"columns\":[\"age\",\"share_b\"]}]");
}

/* What is left of combinations is combined as before. */
static void
test_remove_follower (void)
{
  g_autoptr (SdSchema) schema = load_dependence ();
  SdTable *people = sd_schema_find_table (schema, "people");
  g_autofree char *text = NULL;

  sd_schema_remove_column (schema, people, sd_table_find_column (people, "country"));
  text = to_text (sd_column_get_parameters (sd_table_find_column (people, "city")));
  g_assert_cmpstr (text, ==, "{\"columns\":[\"city\"],\"rows\":[[\"Ulm\"],[\"Lyon\"],[\"Bonn\"]],"
                             "\"weights\":[1,2,3]}");
}

static void
test_remove_factor (void)
{
  g_autoptr (SdSchema) schema = load_dependence ();
  SdTable *visits = sd_schema_find_table (schema, "visits");
  JsonArray *factors;

  sd_schema_remove_relationship (schema, sd_schema_find_relationship_by_id (schema, 80));
  factors = json_object_get_array_member (sd_table_get_crossed (visits), "factors");
  g_assert_cmpuint (json_array_get_length (factors), ==, 1);
  sd_schema_remove_column (schema, visits, sd_table_find_column (visits, "week"));
  g_assert_null (sd_table_get_crossed (visits));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/dependence/round-trip", test_round_trip);
  g_test_add_func ("/dependence/nothing-new", test_nothing_new);
  g_test_add_func ("/dependence/set", test_set);
  g_test_add_func ("/dependence/undo", test_undo);
  g_test_add_func ("/dependence/wrong-kinds", test_wrong_kinds);
  g_test_add_func ("/dependence/limits", test_limits);
  for (guint i = 0; i < G_N_ELEMENTS (renames); i++)
    {
      g_autofree char *path = g_strdup_printf ("/dependence/rename/%s.%s/%u", renames[i].table,
                                               renames[i].column, i);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_rename);
    }
  g_test_add_func ("/dependence/rename-in-branches", test_rename_in_branches);
  g_test_add_func ("/dependence/remove-column", test_remove_column);
  g_test_add_func ("/dependence/remove-one-of-three", test_remove_one_of_three);
  g_test_add_func ("/dependence/remove-follower", test_remove_follower);
  g_test_add_func ("/dependence/remove-factor", test_remove_factor);

  return g_test_run ();
}
