/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "sd-generator-info.h"

typedef const SdGeneratorInfo *(* List) (guint *n);
typedef const SdGeneratorInfo *(* Get) (const char *nick);

static const struct
{
  const char *name;
  List list;
  Get get;
} tables[] = {
  { "generators", sd_generator_info_list, sd_generator_info_get },
  { "distributions", sd_distribution_info_list, sd_distribution_info_get },
  { "laws", sd_law_info_list, sd_law_info_get },
  { "rules", sd_rule_info_list, sd_rule_info_get },
  { "mess", sd_mess_info_list, sd_mess_info_get },
  { "missing", sd_missing_info_list, sd_missing_info_get },
};

static void
check_parameter (const SdParameterInfo *parameter,
                 const SdParameterInfo *all)
{
  gboolean number = parameter->kind == SD_PARAMETER_NUMBER
                    || parameter->kind == SD_PARAMETER_INTEGER;
  guint n_same = 0;

  g_assert_cmpuint (strlen (parameter->title), >, 0);
  for (; all->name != NULL; all++)
    n_same += g_str_equal (all->name, parameter->name);
  g_assert_cmpuint (n_same, ==, 1);

  if (number)
    g_assert_cmpfloat (parameter->min, <, parameter->max);
  if (number && !isnan (parameter->default_value))
    {
      g_assert_false (parameter->required);
      g_assert_cmpfloat (parameter->default_value, >=, parameter->min);
      g_assert_cmpfloat (parameter->default_value, <=, parameter->max);
    }
  if (parameter->kind == SD_PARAMETER_CHOICE || parameter->kind == SD_PARAMETER_WEIGHTS
      || parameter->kind == SD_PARAMETER_BRANCHES || parameter->kind == SD_PARAMETER_ROWS
      || parameter->kind == SD_PARAMETER_TRANSITIONS)
    g_assert_nonnull (parameter->choices);
  if (parameter->kind == SD_PARAMETER_COLUMNS)
    {
      g_assert_cmpfloat (parameter->min, >=, 1);
      g_assert_cmpfloat (parameter->min, <=, parameter->max);
    }
}

static void
test_tables (gconstpointer data)
{
  guint t = GPOINTER_TO_UINT (data);
  guint n;
  const SdGeneratorInfo *infos = tables[t].list (&n);

  g_assert_cmpuint (n, >, 3);
  for (guint i = 0; i < n; i++)
    {
      g_assert_true (tables[t].get (infos[i].nick) == &infos[i]);
      g_assert_true (g_str_has_suffix (infos[i].description, "."));
      g_assert_cmpuint (strlen (infos[i].title), >, 0);
      for (const SdParameterInfo *p = infos[i].parameters; p->name != NULL; p++)
        check_parameter (p, infos[i].parameters);
    }

  g_assert_null (tables[t].get ("no such thing"));
  g_assert_null (tables[t].get (NULL));
}

static void
test_reading (void)
{
  g_autoptr (JsonNode) node = json_from_string ("{\"i\": 3, \"d\": 2.5, \"w\": 4.0, \"b\": true, "
                                                "\"t\": \"text\", \"l\": [1], \"n\": null, "
                                                "\"h\": 1e300}", NULL);
  JsonObject *o = json_node_get_object (node);

  g_assert_cmpfloat (sd_parameter_get_number (o, "i", 9), ==, 3);
  g_assert_cmpfloat (sd_parameter_get_number (o, "d", 9), ==, 2.5);
  g_assert_cmpfloat (sd_parameter_get_number (o, "t", 9), ==, 9);
  g_assert_cmpfloat (sd_parameter_get_number (o, "n", 9), ==, 9);
  g_assert_cmpfloat (sd_parameter_get_number (o, "none", 9), ==, 9);
  g_assert_cmpfloat (sd_parameter_get_number (NULL, "i", 9), ==, 9);

  g_assert_cmpint (sd_parameter_get_integer (o, "i", 9), ==, 3);
  g_assert_cmpint (sd_parameter_get_integer (o, "w", 9), ==, 4);
  g_assert_cmpint (sd_parameter_get_integer (o, "d", 9), ==, 9);
  g_assert_cmpint (sd_parameter_get_integer (o, "h", 9), ==, 9);
  g_assert_cmpint (sd_parameter_get_integer (o, "l", 9), ==, 9);

  g_assert_true (sd_parameter_get_boolean (o, "b", FALSE));
  g_assert_true (sd_parameter_get_boolean (o, "i", TRUE));
  g_assert_cmpstr (sd_parameter_get_text (o, "t", "other"), ==, "text");
  g_assert_cmpstr (sd_parameter_get_text (o, "i", "other"), ==, "other");
  g_assert_cmpuint (json_array_get_length (sd_parameter_get_list (o, "l")), ==, 1);
  g_assert_null (sd_parameter_get_list (o, "t"));
  g_assert_null (sd_parameter_get_list (NULL, "t"));
}

static void
test_reading_names (void)
{
  g_autoptr (JsonNode) node = json_from_string ("{\"one\": \"a\", \"two\": [\"b\", \"c\"], "
                                                "\"none\": [], \"mixed\": [\"d\", 1], "
                                                "\"number\": 3}", NULL);
  JsonObject *o = json_node_get_object (node);
  const char *names[2];

  g_assert_cmpuint (sd_parameter_get_names (o, "one", names, 2), ==, 1);
  g_assert_cmpstr (names[0], ==, "a");
  g_assert_cmpuint (sd_parameter_get_names (o, "two", names, 2), ==, 2);
  g_assert_cmpstr (names[1], ==, "c");
  g_assert_cmpuint (sd_parameter_get_names (o, "two", names, 1), ==, 0);
  g_assert_cmpuint (sd_parameter_get_names (o, "none", names, 2), ==, 0);
  g_assert_cmpuint (sd_parameter_get_names (o, "mixed", names, 2), ==, 0);
  g_assert_cmpuint (sd_parameter_get_names (o, "number", names, 2), ==, 0);
  g_assert_cmpuint (sd_parameter_get_names (NULL, "one", names, 2), ==, 0);
}

/* The "then" of the rule of @nick among @rules, where @member is compared. */
static JsonObject *
find_rule (JsonArray  *rules,
           const char *member,
           const char *nick)
{
  for (guint i = 0; i < json_array_get_length (rules); i++)
    {
      JsonObject *rule = json_array_get_object_element (rules, i);
      JsonObject *condition = json_object_get_object_member (rule, "if");

      condition = json_object_get_object_member (condition, "properties");
      condition = json_object_get_object_member (condition, member);
      if (g_str_equal (json_object_get_string_member (condition, "const"), nick))
        return json_object_get_object_member (rule, "then");
    }

  g_error ("The JSON Schema does not know “%s”.", nick);
}

static void
check_bound (JsonObject *property,
             const char *bound,
             double      value)
{
  if (value <= -9007199254740992.0 || value >= 9007199254740992.0)
    g_assert_false (json_object_has_member (property, bound));
  else
    g_assert_cmpfloat (json_object_get_double_member (property, bound), ==, value);
}

static void
check_rule (JsonObject            *rule,
            const SdParameterInfo *parameters)
{
  JsonObject *properties = json_object_get_object_member (rule, "properties");
  guint n = 0;

  for (const SdParameterInfo *p = parameters; p->name != NULL; p++, n++)
    {
      JsonObject *property;

      if (!json_object_has_member (properties, p->name))
        g_error ("The JSON Schema does not know the parameter “%s”.", p->name);
      property = json_object_get_object_member (properties, p->name);
      g_assert_cmpstr (json_object_get_string_member (property, "title"), ==, p->title);
      if (p->kind == SD_PARAMETER_NUMBER || p->kind == SD_PARAMETER_INTEGER)
        {
          check_bound (property, "minimum", p->min);
          check_bound (property, "maximum", p->max);
        }
    }
  g_assert_cmpuint (json_object_get_size (properties), ==, n);
}

/* @path: members, one in the other: "properties/parameters" */
static JsonObject *
go_down (JsonObject *object,
         const char *path)
{
  g_auto (GStrv) members = g_strsplit (path, "/", -1);

  for (guint i = 0; members[i] != NULL && *members[i] != '\0'; i++)
    object = json_object_get_object_member (object, members[i]);

  return object;
}

/* The rules in @owner are those of the n @infos; @path leads from each to the
 * object of its parameters. */
static void
check_rules (JsonObject            *owner,
             const char            *member,
             const char            *path,
             const SdGeneratorInfo *infos,
             guint                  n)
{
  JsonArray *rules = json_object_get_array_member (owner, "allOf");

  g_assert_cmpuint (json_array_get_length (rules), ==, n);
  for (guint i = 0; i < n; i++)
    check_rule (go_down (find_rule (rules, member, infos[i].nick), path), infos[i].parameters);
}

/* The JSON Schema of the file says what the tables say. */
static void
test_json_schema (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "data",
                                                 "synthdata.schema.json", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  const SdGeneratorInfo *infos;
  JsonObject *definitions;
  JsonObject *column;
  JsonObject *number;
  guint n;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  definitions = go_down (json_node_get_object (json_parser_get_root (parser)), "$defs");
  column = go_down (definitions, "column");

  infos = sd_generator_info_list (&n);
  check_rules (column, "generator", "properties/parameters", infos, n);

  infos = sd_law_info_list (&n);
  check_rules (go_down (definitions, "relationship"), "law", "properties/law_parameters", infos, n);

  number = find_rule (json_object_get_array_member (column, "allOf"), "generator", "number");
  infos = sd_distribution_info_list (&n);
  check_rules (go_down (number, "properties/parameters"), "distribution", "", infos, n);

  infos = sd_rule_info_list (&n);
  check_rules (go_down (definitions, "rule"), "kind", "", infos, n);
  infos = sd_mess_info_list (&n);
  check_rules (go_down (definitions, "mess"), "kind", "", infos, n);
  infos = sd_missing_info_list (&n);
  check_rules (go_down (definitions, "missing"), "kind", "", infos, n);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *path = g_strdup_printf ("/generator-info/tables/%s", tables[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_tables);
    }
  g_test_add_func ("/generator-info/reading", test_reading);
  g_test_add_func ("/generator-info/reading-names", test_reading_names);
  g_test_add_func ("/generator-info/json-schema", test_json_schema);

  return g_test_run ();
}
