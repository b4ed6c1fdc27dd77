/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Numbers and lists as people type them. */

#include <math.h>

#include "sd-field-text.h"
#include "sd-number-text.h"

static void
test_counts (void)
{
  static const struct
  {
    const char *text;
    guint64     count;
  } good[] = {
    { "0", 0 }, { "200", 200 }, { "1,234", 1234 }, { "1 234 567", 1234567 }, { "2k", 2000 },
    { "1.5k", 1500 }, { "3 million", 3000000 }, { "1e6", 1000000 }, { "10B", 10000000000 },
    { "99999999999", 99999999999 }, { " 7 ", 7 }, { "1\u202f000", 1000 },
  };
  static const char *bad[] = { "", "abc", "-1", "1.5", "1e300", "nan", "inf", "100000000001",
                               "12x", "0x10", "k", "1e-3" };
  guint64 count;
  guint i;

  for (i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_assert_true (sd_number_text_to_count (good[i].text, 100000000000, &count));
      g_assert_cmpuint (count, ==, good[i].count);
    }
  for (i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (sd_number_text_to_count (bad[i], 100000000000, &count));
}

static void
test_doubles (void)
{
  static const double values[] = { 0, 0.1, -2.5, 1e-9, 123456789.125, 1.0 / 3 };
  static const char *bad[] = { "", "x", "1..2", "nan", "infinity", "1 2 x" };
  double value;
  guint i;

  for (i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *text = sd_number_text_from_double (values[i]);

      g_assert_true (sd_number_text_to_double (text, &value));
      g_assert_cmpfloat (value, ==, values[i]);
    }
  for (i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (sd_number_text_to_double (bad[i], &value));
}

static void
round_trip (const SdParameterInfo *info,
            SdType                 type,
            const char            *text,
            const char            *json,
            const char            *back)
{
  JsonNode *value = NULL;
  g_autofree char *written = NULL, *again = NULL;

  g_assert_true (sd_field_text_parse (info, type, text, &value));
  written = value != NULL ? json_to_string (value, FALSE) : g_strdup ("");
  g_assert_cmpstr (written, ==, json);
  again = sd_field_text_from_value (info, value);
  g_assert_cmpstr (again, ==, back);
  g_clear_pointer (&value, json_node_unref);
}

static void
test_fields (void)
{
  const SdParameterInfo list = { "values", "", SD_PARAMETER_LIST, 0, 0, NAN, TRUE, NULL };
  const SdParameterInfo weights = { "weights", "", SD_PARAMETER_WEIGHTS, 0, 0, NAN, FALSE, NULL };
  const SdParameterInfo number = { "max", "", SD_PARAMETER_NUMBER, -1e9, 1e9, NAN, FALSE, NULL };
  const SdParameterInfo whole = { "n", "", SD_PARAMETER_INTEGER, 0, 10, NAN, TRUE, NULL };
  const SdParameterInfo missing = { "missing", "", SD_PARAMETER_NUMBER, 0, 1, 0, TRUE, NULL };
  const SdParameterInfo moment = { "min", "", SD_PARAMETER_MOMENT, 0, 0, NAN, FALSE, NULL };
  JsonNode *value = NULL;

  round_trip (&list, SD_TYPE_TEXT, "red, green,blue", "[\"red\",\"green\",\"blue\"]",
              "red, green, blue");
  round_trip (&list, SD_TYPE_TEXT, "\"a, b\", \"say \"\"hi\"\"\", 5", "[\"a, b\",\"say \\\"hi\\\"\",\"5\"]",
              "\"a, b\", \"say \"\"hi\"\"\", 5");
  round_trip (&list, SD_TYPE_INTEGER, "1, 2, null", "[1,2,null]", "1, 2, ");
  round_trip (&weights, SD_TYPE_TEXT, "0.5, 2", "[0.5,2]", "0.5, 2");
  round_trip (&number, SD_TYPE_REAL, "", "", "");
  round_trip (&number, SD_TYPE_REAL, "-2.5", "-2.5", "-2.5");
  round_trip (&missing, SD_TYPE_TEXT, "50 %", "0.5", "50 %");
  round_trip (&missing, SD_TYPE_TEXT, "12.5", "0.125", "12.5 %");
  round_trip (&moment, SD_TYPE_DATE, "today-2y", "\"today-2y\"", "today-2y");
  round_trip (&moment, SD_TYPE_DATE, "2026-02-28", "\"2026-02-28\"", "2026-02-28");

  g_assert_false (sd_field_text_parse (&whole, SD_TYPE_INTEGER, "", &value));
  g_assert_false (sd_field_text_parse (&whole, SD_TYPE_INTEGER, "2.5", &value));
  g_assert_false (sd_field_text_parse (&whole, SD_TYPE_INTEGER, "11", &value));
  g_assert_false (sd_field_text_parse (&missing, SD_TYPE_TEXT, "101", &value));
  g_assert_false (sd_field_text_parse (&moment, SD_TYPE_DATE, "2026-02-30", &value));
  g_assert_false (sd_field_text_parse (&weights, SD_TYPE_TEXT, "1, x", &value));
  g_assert_false (sd_field_text_parse (&weights, SD_TYPE_TEXT, "1, -2", &value));
}

/* What no line says well is written as in the file. */
static void
test_structured (void)
{
  const SdParameterInfo by = { "by", "", SD_PARAMETER_COLUMNS, 1, 2, NAN, FALSE, NULL };
  const SdParameterInfo branches = { "branches", "", SD_PARAMETER_BRANCHES, 0, 0, NAN, FALSE, "by" };
  const SdParameterInfo rows = { "rows", "", SD_PARAMETER_ROWS, 0, 0, NAN, FALSE, "columns" };
  const SdParameterInfo start = { "start", "", SD_PARAMETER_VALUE, 0, 0, NAN, FALSE, "column" };
  JsonNode *value = NULL;

  round_trip (&by, SD_TYPE_INTEGER, "tier, age", "[\"tier\",\"age\"]", "tier, age");
  round_trip (&branches, SD_TYPE_INTEGER, "[{\"when\":[null],\"missing\":0.5}]",
              "[{\"when\":[null],\"missing\":0.5}]", "[{\"when\": [null], \"missing\": 0.5}]");
  round_trip (&rows, SD_TYPE_TEXT, "[[\"a\",1],[\"b\",2]]", "[[\"a\",1],[\"b\",2]]",
              "[[\"a\", 1], [\"b\", 2]]");
  round_trip (&start, SD_TYPE_INTEGER, "12.5", "12.5", "12.5");
  round_trip (&start, SD_TYPE_INTEGER, "account_id.opening", "\"account_id.opening\"",
              "account_id.opening");
  g_assert_false (sd_field_text_parse (&branches, SD_TYPE_INTEGER, "[{\"when\":", &value));
  g_assert_false (sd_field_text_parse (&rows, SD_TYPE_INTEGER, "a, b", &value));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/number-text/counts", test_counts);
  g_test_add_func ("/number-text/doubles", test_doubles);
  g_test_add_func ("/number-text/fields", test_fields);
  g_test_add_func ("/number-text/structured", test_structured);
  return g_test_run ();
}
