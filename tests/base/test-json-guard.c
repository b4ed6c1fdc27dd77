/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The gate before json-glib: what passes, what does not, and where it says the
 * fault is.
 */

#include <string.h>

#include "sd-json-guard.h"

static const char *good_texts[] = {
  "null",
  "true",
  "false",
  " \t\r\n null \n",
  "0",
  "-0",
  "12",
  "-12.5",
  "0.5e10",
  "1E+2",
  "1e-400",
  "1.7976931348623157e308",
  "9223372036854775807",
  "-9223372036854775808",
  "\"\"",
  "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\"",
  "\"\\ud83d\\ude00\"",
  "\"é 日本 😀 \x7f\"",
  "[]",
  "[ ]",
  "{}",
  "{ }",
  "[1,2 , [3, {\"a\": [ ] }]]",
  "{\"a\": 1, \"b\": {\"a\": 1}, \"c\": [{\"a\": 1}, {\"a\": 2}]}",
  "{\"\": 1, \"A\": 2, \"a\": 3, \"aa\": 4}",
};

static const struct
{
  const char *text;
  SdJsonError code;
  guint       line;
  guint       column;
} bad_texts[] = {
  { "", SD_JSON_ERROR_SYNTAX, 1, 1 },
  { "  ", SD_JSON_ERROR_SYNTAX, 1, 3 },
  { "\xef\xbb\xbf{}", SD_JSON_ERROR_SYNTAX, 1, 1 },
  { "nul", SD_JSON_ERROR_SYNTAX, 1, 1 },
  { "None", SD_JSON_ERROR_SYNTAX, 1, 1 },
  { "True", SD_JSON_ERROR_SYNTAX, 1, 1 },
  { "nullx", SD_JSON_ERROR_SYNTAX, 1, 5 },
  { "1 2", SD_JSON_ERROR_SYNTAX, 1, 3 },
  { "{} {}", SD_JSON_ERROR_SYNTAX, 1, 4 },
  { "// no\n1", SD_JSON_ERROR_SYNTAX, 1, 1 },
  { "\xc2\xa0" "1", SD_JSON_ERROR_SYNTAX, 1, 1 },
  { "01", SD_JSON_ERROR_SYNTAX, 1, 1 },
  { "-01", SD_JSON_ERROR_SYNTAX, 1, 1 },
  { "+1", SD_JSON_ERROR_SYNTAX, 1, 1 },
  { "-", SD_JSON_ERROR_SYNTAX, 1, 2 },
  { "-a", SD_JSON_ERROR_SYNTAX, 1, 2 },
  { ".5", SD_JSON_ERROR_SYNTAX, 1, 1 },
  { "1.", SD_JSON_ERROR_SYNTAX, 1, 3 },
  { "[1.]", SD_JSON_ERROR_SYNTAX, 1, 4 },
  { "1e", SD_JSON_ERROR_SYNTAX, 1, 3 },
  { "1e+", SD_JSON_ERROR_SYNTAX, 1, 4 },
  { "0x10", SD_JSON_ERROR_SYNTAX, 1, 2 },
  { "1,5", SD_JSON_ERROR_SYNTAX, 1, 2 },
  { "NaN", SD_JSON_ERROR_NUMBER, 1, 1 },
  { "[-Infinity]", SD_JSON_ERROR_NUMBER, 1, 2 },
  { "[1, Infinity]", SD_JSON_ERROR_NUMBER, 1, 5 },
  { "1e309", SD_JSON_ERROR_NUMBER, 1, 1 },
  { "-1e999999999999999999999", SD_JSON_ERROR_NUMBER, 1, 1 },
  { "9223372036854775808", SD_JSON_ERROR_NUMBER, 1, 1 },
  { "-9223372036854775809", SD_JSON_ERROR_NUMBER, 1, 1 },
  { "[\n100000000000000000000]", SD_JSON_ERROR_NUMBER, 2, 1 },
  { "\"a", SD_JSON_ERROR_SYNTAX, 1, 1 },
  { "'a'", SD_JSON_ERROR_SYNTAX, 1, 1 },
  { "\"a\nb\"", SD_JSON_ERROR_SYNTAX, 1, 3 },
  { "\"\t\"", SD_JSON_ERROR_SYNTAX, 1, 2 },
  { "\"\\a\"", SD_JSON_ERROR_SYNTAX, 1, 2 },
  { "\"\\", SD_JSON_ERROR_SYNTAX, 1, 3 },
  { "\"\\u12", SD_JSON_ERROR_SYNTAX, 1, 6 },
  { "\"\\u12g4\"", SD_JSON_ERROR_SYNTAX, 1, 6 },
  { "\"\\u0000\"", SD_JSON_ERROR_SYNTAX, 1, 2 },
  { "\"é\\ud83d\"", SD_JSON_ERROR_UTF8, 1, 3 },
  { "\"\\ude00\"", SD_JSON_ERROR_UTF8, 1, 2 },
  { "\"\\ud83d\\n\"", SD_JSON_ERROR_UTF8, 1, 2 },
  { "\"\\ud83d\\ud83d\"", SD_JSON_ERROR_UTF8, 1, 2 },
  { "\"\\ud83d\\u0041\"", SD_JSON_ERROR_UTF8, 1, 2 },
  { "\"a\xff\"", SD_JSON_ERROR_UTF8, 1, 3 },
  { "\"\xc0\x80\"", SD_JSON_ERROR_UTF8, 1, 2 },
  { "\"\xed\xa0\x80\"", SD_JSON_ERROR_UTF8, 1, 2 },
  { "\"\xf4\x90\x80\x80\"", SD_JSON_ERROR_UTF8, 1, 2 },
  { "[", SD_JSON_ERROR_SYNTAX, 1, 2 },
  { "]", SD_JSON_ERROR_SYNTAX, 1, 1 },
  { "[1", SD_JSON_ERROR_SYNTAX, 1, 3 },
  { "[1,]", SD_JSON_ERROR_SYNTAX, 1, 4 },
  { "[,1]", SD_JSON_ERROR_SYNTAX, 1, 2 },
  { "[1 2]", SD_JSON_ERROR_SYNTAX, 1, 4 },
  { "[1}", SD_JSON_ERROR_SYNTAX, 1, 3 },
  { "[1:2]", SD_JSON_ERROR_SYNTAX, 1, 3 },
  { "{\"a\"}", SD_JSON_ERROR_SYNTAX, 1, 5 },
  { "{\"a\":}", SD_JSON_ERROR_SYNTAX, 1, 6 },
  { "{\"a\":1,}", SD_JSON_ERROR_SYNTAX, 1, 8 },
  { "{\"a\":1]", SD_JSON_ERROR_SYNTAX, 1, 7 },
  { "{\"a\" 1}", SD_JSON_ERROR_SYNTAX, 1, 6 },
  { "{a: 1}", SD_JSON_ERROR_SYNTAX, 1, 2 },
  { "{1: 1}", SD_JSON_ERROR_SYNTAX, 1, 2 },
  { "{,}", SD_JSON_ERROR_SYNTAX, 1, 2 },
  { "{\"a\": 1, \"a\": 2}", SD_JSON_ERROR_DUPLICATE, 1, 10 },
  { "{\n  \"é\": 1,\n  \"b\": 2,\n  \"\\u00e9\": 3\n}", SD_JSON_ERROR_DUPLICATE, 4, 3 },
  { "{\"a/\": 1, \"a\\/\": 2}", SD_JSON_ERROR_DUPLICATE, 1, 11 },
  { "{\"\": 1, \"\": 2}", SD_JSON_ERROR_DUPLICATE, 1, 9 },
  { "{\"c\": {\"a\": 1}, \"b\": 2, \"c\": 0, \"b\": 1}", SD_JSON_ERROR_DUPLICATE, 1, 25 },
  { "[{}, {\"x\": [{\"k\": 1, \"k\": 1}]}]", SD_JSON_ERROR_DUPLICATE, 1, 22 },
};

/* The text in a buffer of exactly its size, so that a sanitizer sees every
 * step beyond it. */
static gboolean
check (const char  *text,
       gsize        length,
       GError     **error)
{
  g_autofree char *copy = g_memdup2 (text, length + (length == 0));

  return sd_json_check (copy, length, SD_JSON_LIMITS_DEFAULT, error);
}

static void
test_good (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (good_texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%u", i);
      check (good_texts[i], strlen (good_texts[i]), &error);
      g_assert_no_error (error);
    }
}

static void
test_bad (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad_texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *place = g_strdup_printf ("Line %u, column %u: ", bad_texts[i].line,
                                                bad_texts[i].column);

      g_test_message ("%u", i);
      g_assert_false (check (bad_texts[i].text, strlen (bad_texts[i].text), &error));
      g_assert_error (error, SD_JSON_ERROR, (int) bad_texts[i].code);
      g_test_message ("%s", error->message);
      g_assert_true (g_str_has_prefix (error->message, place));
      g_assert_true (g_str_has_suffix (error->message, "."));
      g_assert_false (check (bad_texts[i].text, strlen (bad_texts[i].text), NULL));
    }
}

static void
test_nul (void)
{
  static const char text[] = "[1]\0[2]";
  g_autoptr (GError) error = NULL;

  g_assert_false (check (text, sizeof text - 1, &error));
  g_assert_error (error, SD_JSON_ERROR, SD_JSON_ERROR_UTF8);
  g_assert_true (check (text, 3, NULL));
}

/* Every beginning of a text is refused, without looking beyond its end. */
static void
test_truncated (void)
{
  static const char text[] =
    "{\"name\": \"Zo\\u00eb \\ud83d\\ude00 é😀\", \"list\": [1, -2.5e+3, true, false, null, {}],\n"
    " \"nested\": {\"a\": [[]], \"b\\n\": {\"c\": 1e5}}}";
  gsize length = sizeof text - 1;

  g_assert_true (check (text, length, NULL));
  for (gsize i = 0; i < length; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (check (text, i, &error));
      g_assert_nonnull (error);
    }
}

/* No change of one byte crashes anything. */
static void
test_mutated (void)
{
  static const char text[] =
    "{\"a\\u00eb\": [1, -2.5e+3, true, null, {\"b\": \"\\ud83d\\ude00\"}]}";
  static const char bytes[] = "\"\\{}[]:,0-.eEu \n\x01\xc3\xff/tN";

  for (gsize i = 0; i < sizeof text - 1; i++)
    {
      for (gsize j = 0; j < sizeof bytes; j++)
        {
          g_autofree char *copy = g_strdup (text);
          g_autoptr (GError) error = NULL;

          copy[i] = bytes[j];
          g_assert_true (check (copy, sizeof text - 1, &error) == (error == NULL));
        }
    }
}

static void
test_depth (void)
{
  const guint n = 100000;
  g_autofree char *brackets = g_strnfill (n, '[');
  g_autofree char *objects = g_malloc (5 * n);
  g_autoptr (GError) error = NULL;
  SdJsonLimits limits = SD_JSON_LIMITS_DEFAULT;

  g_assert_false (check (brackets, n, &error));
  g_assert_error (error, SD_JSON_ERROR, SD_JSON_ERROR_TOO_DEEP);
  g_assert_true (g_str_has_prefix (error->message, "Line 1, column 65: "));
  g_clear_error (&error);

  for (guint i = 0; i < n; i++)
    memcpy (objects + 5 * i, "{\"a\":", 5);
  g_assert_false (check (objects, 5 * n, &error));
  g_assert_error (error, SD_JSON_ERROR, SD_JSON_ERROR_TOO_DEEP);
  g_clear_error (&error);

  /* Exactly as deep as allowed, and without a limit. */
  memset (brackets + 64, ']', 64);
  g_assert_true (check (brackets, 128, NULL));
  limits.max_depth = 63;
  g_assert_false (sd_json_check (brackets, 128, limits, NULL));
  limits.max_depth = G_MAXUINT;
  memset (brackets, '[', n / 2);
  memset (brackets + n / 2, ']', n / 2);
  g_assert_true (sd_json_check (brackets, n, limits, NULL));
}

static void
test_size (void)
{
  g_autoptr (GError) error = NULL;
  SdJsonLimits limits = { 10, 64 };

  g_assert_true (sd_json_check ("[1, 2, 3 ]", 10, limits, NULL));
  g_assert_false (sd_json_check ("[1, 2, 3  ]", 11, limits, &error));
  g_assert_error (error, SD_JSON_ERROR, SD_JSON_ERROR_TOO_LARGE);
}

/* Very many keys and very long numbers take no more than their length asks. */
static void
test_large (void)
{
  const guint n_keys = 200000;
  g_autoptr (GString) text = g_string_new ("{");
  g_autoptr (GString) number = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n_keys; i++)
    g_string_append_printf (text, "\"k%u\": %u,\n", i, i);
  g_string_append (text, "\"last\": 0}");
  g_assert_true (check (text->str, text->len, NULL));

  g_string_truncate (text, text->len - 1);
  g_string_append (text, ", \"k7\": 1}");
  g_assert_false (check (text->str, text->len, &error));
  g_assert_error (error, SD_JSON_ERROR, SD_JSON_ERROR_DUPLICATE);
  g_clear_error (&error);

  for (guint i = 0; i < 1000000; i++)
    g_string_append_c (number, '9');
  g_string_append (number, ".5");
  g_assert_false (check (number->str, number->len, &error));
  g_assert_error (error, SD_JSON_ERROR, SD_JSON_ERROR_NUMBER);
  number->str[1] = '.';
  number->str[1000000] = '9';
  g_assert_true (check (number->str, number->len, NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json-guard/good", test_good);
  g_test_add_func ("/json-guard/bad", test_bad);
  g_test_add_func ("/json-guard/nul", test_nul);
  g_test_add_func ("/json-guard/truncated", test_truncated);
  g_test_add_func ("/json-guard/mutated", test_mutated);
  g_test_add_func ("/json-guard/depth", test_depth);
  g_test_add_func ("/json-guard/size", test_size);
  g_test_add_func ("/json-guard/large", test_large);

  return g_test_run ();
}
