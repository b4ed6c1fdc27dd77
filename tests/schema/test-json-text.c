/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "sd-json-text.h"

static const struct
{
  const char *json;
  const char *flat;
  const char *pretty;
} cases[] = {
  { "{}", "{}", "{}\n" },
  { "[]", "[]", "[]\n" },
  { "3", "3", "3\n" },
  { "{\"a\": 1, \"b\": [1,2.5 ,null,true], \"c\": {\"d\": \"e\"}}",
    "{\"a\": 1, \"b\": [1, 2.5, null, true], \"c\": {\"d\": \"e\"}}",
    "{\n  \"a\": 1,\n  \"b\": [1, 2.5, null, true],\n  \"c\": {\"d\": \"e\"}\n}\n" },
  { "[[[]], {\"a\": [[1]]}]", "[[[]], {\"a\": [[1]]}]",
    "[\n  [\n    []\n  ],\n  {\n    \"a\": [\n      [1]\n    ]\n  }\n]\n" },
  { "\"\\\"\\\\\\n\\t\\r\\b\\f\\u0001\\u007f/ü€😀\"",
    "\"\\\"\\\\\\n\\t\\r\\b\\f\\u0001\\u007f/ü€😀\"",
    "\"\\\"\\\\\\n\\t\\r\\b\\f\\u0001\\u007f/ü€😀\"\n" },
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = json_from_string (cases[i].json, &error);
      g_autofree char *flat = NULL;
      g_autofree char *pretty = NULL;

      g_assert_no_error (error);
      flat = sd_json_to_text (node, FALSE);
      pretty = sd_json_to_text (node, TRUE);
      g_assert_cmpstr (flat, ==, cases[i].flat);
      g_assert_cmpstr (pretty, ==, cases[i].pretty);
    }
}

/* A list that is too long for a line has a line for each element. */
static void
test_long_list (void)
{
  g_autoptr (JsonNode) node = json_from_string ("{\"a\": []}", NULL);
  JsonArray *array = json_object_get_array_member (json_node_get_object (node), "a");
  g_autofree char *text = NULL;

  for (guint i = 0; i < 30; i++)
    json_array_add_int_element (array, 100000 + i);
  text = sd_json_to_text (node, TRUE);
  g_assert_true (g_str_has_prefix (text, "{\n  \"a\": [\n    100000,\n    100001,\n"));
  g_assert_true (g_str_has_suffix (text, "\n    100029\n  ]\n}\n"));
}

/* The shortest text that reads back as the same bits, whatever the value. */
static void
test_doubles (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  for (guint i = 0; i < 20000; i++)
    {
      guint64 bits = ((guint64) g_rand_int (random) << 32) | g_rand_int (random);
      g_autoptr (JsonNode) node = NULL;
      g_autoptr (JsonNode) again = NULL;
      g_autofree char *text = NULL;
      double value;

      memcpy (&value, &bits, sizeof value);
      if (!isfinite (value))
        continue;
      node = json_node_init_double (json_node_alloc (), value);
      text = sd_json_to_text (node, FALSE);
      again = json_from_string (text, NULL);
      g_assert_true (json_node_get_value_type (again) == G_TYPE_DOUBLE);
      g_assert_cmpfloat (json_node_get_double (again), ==, value);
    }
}

static void
test_no_numbers (void)
{
  const double values[] = { NAN, INFINITY, -INFINITY };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (JsonNode) node = json_node_init_double (json_node_alloc (), values[i]);
      g_autofree char *text = sd_json_to_text (node, FALSE);

      g_assert_cmpstr (text, ==, "null");
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json-text/cases", test_cases);
  g_test_add_func ("/json-text/long-list", test_long_list);
  g_test_add_func ("/json-text/doubles", test_doubles);
  g_test_add_func ("/json-text/no-numbers", test_no_numbers);

  return g_test_run ();
}
