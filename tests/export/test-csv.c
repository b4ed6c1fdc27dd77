/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* CSV: every text comes back from a reader that knows nothing but RFC 4180. */

#include <string.h>

#include "nasty-plan.h"
#include "sd-export.h"

typedef struct
{
  GString *text;
  gboolean quoted;
} Field;

static void
field_free (gpointer data)
{
  Field *self = data;

  g_string_free (self->text, TRUE);
  g_free (self);
}

static Field *
read_field (const char **at,
            const char  *end,
            char         separator)
{
  Field *field = g_new0 (Field, 1);
  const char *c = *at;

  field->text = g_string_new (NULL);
  field->quoted = c < end && *c == '"';
  if (field->quoted)
    c++;
  while (c < end)
    {
      if (field->quoted && *c == '"')
        {
          if (c + 1 == end || c[1] != '"')
            {
              c++;
              break;
            }
          c++;
        }
      else if (!field->quoted && (*c == separator || *c == '\r' || *c == '\n'))
        break;

      g_string_append_c (field->text, *c++);
    }

  *at = c;
  return field;
}

/* Lines of fields. */
static GPtrArray *
read_csv (const char *text,
          gsize       length,
          char        separator)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  const char *end = text + length;

  while (text < end)
    {
      GPtrArray *line = g_ptr_array_new_with_free_func (field_free);

      g_ptr_array_add (lines, line);
      while (TRUE)
        {
          g_ptr_array_add (line, read_field (&text, end, separator));
          if (text == end || *text != separator)
            break;
          text++;
        }
      if (text < end && *text == '\r')
        text++;
      g_assert_true (text < end && *text == '\n');
      text++;
    }

  return lines;
}

static const Field *
get_field (GPtrArray *lines,
           guint      line,
           guint      column)
{
  return g_ptr_array_index ((GPtrArray *) g_ptr_array_index (lines, line), column);
}

static char *
preview_column (SdPlan                *plan,
                const SdExportOptions *options,
                guint                  row,
                guint                  column)
{
  g_autofree char *text = sd_export_preview (plan, options, 0, row + 1);
  g_autoptr(GPtrArray) lines = read_csv (text, strlen (text), options->csv.separator);

  return g_strdup (get_field (lines, row + options->csv.header, column)->text->str);
}

static void
assert_cell (SdPlan                *plan,
             const SdExportOptions *options,
             guint                  row,
             guint                  column,
             const char            *expected)
{
  g_autofree char *cell = preview_column (plan, options, row, column);

  g_assert_cmpstr (cell, ==, expected);
}

static void
test_header (void)
{
  g_autoptr(SdPlan) plan = nasty_plan_new ();
  SdExportOptions options;
  g_autofree char *plain = NULL;
  g_autofree char *titles = NULL;
  g_autofree char *none = NULL;

  sd_export_options_init (&options, SD_FORMAT_CSV);
  plain = sd_export_preview (plan, &options, 0, 1);
  g_assert_cmpstr (plain, ==,
                   "id,words,choice,whole,price,real_value,flag,day,time_of_day,moment,code\r\n"
                   "1,\"\",\"\",0,0.00,0,false,1970-01-01,00:00:00,1970-01-01 00:00:00,"
                   "01234567-89ab-4def-0000-000000000000\r\n");

  options.csv.titles = TRUE;
  options.csv.crlf = FALSE;
  titles = sd_export_preview (plan, &options, 0, 0);
  g_assert_cmpstr (titles, ==,
                   "id,words,choice,whole,\"Price, 'net'\",real_value,flag,day,time_of_day,"
                   "moment,code\n");

  options.csv.header = FALSE;
  none = sd_export_preview (plan, &options, 0, 0);
  g_assert_cmpstr (none, ==, "");
}

static void
assert_round_trip (SdPlan                *plan,
                   const SdExportOptions *options,
                   const SdText          *texts,
                   const guint8          *null,
                   guint                  n,
                   guint                  text_column,
                   guint                  code_column)
{
  g_autofree char *csv = sd_export_preview (plan, options, 0, n);
  g_autoptr(GPtrArray) lines = read_csv (csv, strlen (csv), options->csv.separator);

  g_assert_cmpuint (lines->len, ==, n + 1);
  for (guint i = 0; i < n; i++)
    {
      const Field *text = get_field (lines, i + 1, text_column);
      const Field *code = get_field (lines, i + 1, code_column);
      const char *read = text->text->str;

      if (options->csv.protect && texts[i].length > 0 && *read == '\''
          && texts[i].data[0] != '\'')
        read++;
      g_assert_cmpmem (read, strlen (read), texts[i].data, texts[i].length);

      if (null != NULL && null[i])
        {
          g_assert_false (code->quoted);
          g_assert_cmpstr (code->text->str, ==, options->csv.null_text);
          continue;
        }

      /* The dictionary goes the slow way, the text the fast one. */
      g_assert_cmpstr (code->text->str, ==, text->text->str);
      g_assert_true (code->quoted == text->quoted);
      g_assert_true (text->quoted || strcmp (read, options->csv.null_text) != 0);
    }
}

static void
for_each_option (SdPlan       *plan,
                 const SdText *texts,
                 const guint8 *null,
                 guint         n,
                 guint         text_column,
                 guint         code_column)
{
  static const char separators[] = { ',', ';', '\t', '|' };
  static const char * const null_texts[] = { "", "NULL", "NA", "\\N" };
  SdExportOptions options;

  sd_export_options_init (&options, SD_FORMAT_CSV);
  for (guint i = 0; i < 4 * 4 * 3 * 2; i++)
    {
      options.csv.separator = separators[i % 4];
      g_strlcpy (options.csv.null_text, null_texts[i / 4 % 4], sizeof options.csv.null_text);
      options.csv.quoting = i / 16 % 3;
      options.csv.protect = i / 48 % 2;
      options.csv.crlf = i % 2;
      assert_round_trip (plan, &options, texts, null, n, text_column, code_column);
    }
}

static void
test_round_trip (void)
{
  g_autoptr(SdPlan) plan = nasty_plan_new ();
  guint8 null[NASTY_N_TEXTS];

  for (guint i = 0; i < NASTY_N_TEXTS; i++)
    null[i] = i % 7 == 3;
  for_each_option (plan, nasty_texts, null, NASTY_N_TEXTS, 1, 2);
}

/* Texts of all lengths around the width of a copied word, with special bytes at
 * all places, each at the end of its own allocation so that an access behind it
 * is seen. */
static void
test_random_texts (void)
{
  static const char letters[] = "aaaaaaaabcdefghijklmnopq,;\t|\"\n\r=+-@'\\ \357";
  const guint n = 900;
  g_autoptr(GRand) rand = g_rand_new_with_seed (1);
  g_autoptr(SdPlan) plan = stub_plan_new ("random", "Random", 0);
  g_autofree SdText *texts = g_new (SdText, n);
  guint table = stub_plan_add_table (plan, "texts", n);

  for (guint i = 0; i < n; i++)
    {
      guint length = g_rand_int_range (rand, 0, 70);
      guint alphabet = g_rand_boolean (rand) ? 8 : sizeof letters - 1;
      char *text = g_malloc (length);

      for (guint j = 0; j < length; j++)
        text[j] = letters[g_rand_int_range (rand, 0, alphabet)];
      if (length > 0 && alphabet == 8)
        text[g_rand_int_range (rand, 0, length)] = letters[g_rand_int_range (rand, 0, sizeof letters - 1)];
      texts[i] = (SdText) { text, length };
    }

  stub_plan_add_text (plan, table, "text", texts, NULL);
  stub_plan_add_codes (plan, table, "code", texts, NULL);
  for_each_option (plan, texts, NULL, n, 0, 1);

  for (guint i = 0; i < n; i++)
    g_free ((char *) texts[i].data);
}

static void
test_protection (void)
{
  g_autoptr(SdPlan) plan = nasty_plan_new ();
  SdExportOptions options;

  sd_export_options_init (&options, SD_FORMAT_CSV);
  sd_csv_options_set_preset (&options.csv, SD_CSV_EXCEL, '.');
  for (guint i = 0; i < NASTY_N_TEXTS; i++)
    {
      g_autofree char *text = preview_column (plan, &options, i, 1);
      gboolean runs = nasty_texts[i].length > 0
                      && (strchr ("=+-@", nasty_texts[i].data[0]) != NULL
                          || memcmp (nasty_texts[i].data, "\357\274\235", 3) == 0);

      if (runs)
        g_assert_cmpint (text[0], ==, '\'');
      else
        g_assert_cmpmem (text, strlen (text), nasty_texts[i].data, nasty_texts[i].length);
    }

  /* Numbers and dates are never touched. */
  assert_cell (plan, &options, 2, 3, "-1");
  assert_cell (plan, &options, 2, 4, "-0.01");
}

static void
test_values (void)
{
  static const char * const wholes[] = {
    "0", "1", "-1", "", "10", "99", "-100", "12345", "2147483647", "-2147483648", "",
    "1000000000000000", "-999999999999999999", "9007199254740993", "9223372036854775807",
    "-9223372036854775808",
  };
  g_autoptr(SdPlan) plan = nasty_plan_new ();
  SdExportOptions options;

  sd_export_options_init (&options, SD_FORMAT_CSV);
  for (guint i = 0; i < G_N_ELEMENTS (wholes); i++)
    assert_cell (plan, &options, i, 3, wholes[i]);

  sd_csv_options_set_preset (&options.csv, SD_CSV_EXCEL, ',');
  g_assert_cmpint (options.csv.separator, ==, ';');
  assert_cell (plan, &options, 8, 4, "21474836,47");
  assert_cell (plan, &options, 12, 4, "-9999999999999999,99");
  assert_cell (plan, &options, 5, 5, "123456789,125");
  assert_cell (plan, &options, 1, 6, "true");
  assert_cell (plan, &options, 6, 7, "9999-12-31");
  assert_cell (plan, &options, 2, 8, "01:20:00");
  assert_cell (plan, &options, 3, 9, "1900-03-01 02:00:00.250000");
}

static void
test_date_formats (void)
{
  static const struct { const char *format, *day; } cases[] = {
    { "iso", "2024-10-04" }, { "dmy/", "04/10/2024" },
    { "mdy/", "10/04/2024" }, { "dmy.", "04.10.2024" },
  };
  g_autoptr(SdPlan) plan = nasty_plan_new ();
  SdExportOptions options;

  sd_export_options_init (&options, SD_FORMAT_CSV);
  for (guint i = 0; i < 2 * G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *day = NULL;
      g_autofree char *moment = NULL;
      g_autofree char *expected = g_strconcat (cases[i / 2].day, " 03:20:00", NULL);
      SdPlanColumn *column = stub_plan_edit_column (plan, 0, 7);

      /* With a range the days come from a table, without one they do not. */
      column->has_range = i % 2;
      column->minimum = 19990;
      column->maximum = 20010;
      g_strlcpy (options.csv.date_format, cases[i / 2].format, sizeof options.csv.date_format);
      day = preview_column (plan, &options, 5, 7);
      moment = preview_column (plan, &options, 5, 9);
      g_assert_cmpstr (day, ==, cases[i / 2].day);
      g_assert_cmpstr (moment, ==, expected);
    }
}

static void
test_check (void)
{
  static const struct { char separator, mark; const char *null_text, *date_format; } bad[] = {
    { ':', '.', "", "iso" }, { '\0', '.', "", "iso" }, { ',', ',', "", "iso" },
    { ',', ';', "", "iso" }, { ',', '.', "a,b", "iso" }, { ',', '.', "\"", "iso" },
    { ',', '.', "a\nb", "iso" }, { ',', '.', "", "ymd" },
  };
  g_autoptr(SdPlan) plan = nasty_plan_new ();
  SdExportOptions options;

  sd_export_options_init (&options, SD_FORMAT_CSV);
  g_assert_true (sd_export_check (plan, &options, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;

      options.csv.separator = bad[i].separator;
      options.csv.decimal_mark = bad[i].mark;
      g_strlcpy (options.csv.null_text, bad[i].null_text, sizeof options.csv.null_text);
      g_strlcpy (options.csv.date_format, bad[i].date_format, sizeof options.csv.date_format);
      g_assert_false (sd_export_check (plan, &options, &error));
      g_assert_error (error, SD_EXPORT_ERROR, SD_EXPORT_ERROR_OPTIONS);
    }
}

static void
test_presets (void)
{
  static const SdCsvPreset presets[] = {
    SD_CSV_EXCEL, SD_CSV_LIBREOFFICE, SD_CSV_R, SD_CSV_POSTGRESQL, SD_CSV_RFC4180,
  };
  g_autoptr(SdPlan) plan = nasty_plan_new ();
  SdExportOptions options;

  sd_export_options_init (&options, SD_FORMAT_CSV);
  options.csv.zip = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (presets); i++)
    for (guint j = 0; j < 2; j++)
      {
        sd_csv_options_set_preset (&options.csv, presets[i], j == 0 ? '.' : ',');
        g_assert_true (sd_export_check (plan, &options, NULL));
        g_assert_cmpint (options.csv.preset, ==, presets[i]);
        g_assert_true (options.csv.zip);
        g_assert_true (options.csv.bom == (presets[i] <= SD_CSV_LIBREOFFICE));
        g_assert_true (options.csv.protect == (presets[i] <= SD_CSV_LIBREOFFICE));
        g_assert_true (options.csv.crlf
                       == (presets[i] == SD_CSV_EXCEL || presets[i] == SD_CSV_RFC4180));
        g_assert_true ((options.csv.decimal_mark == ',')
                       == (j == 1 && presets[i] <= SD_CSV_LIBREOFFICE));
      }
}

static void
test_quote_all (void)
{
  g_autoptr(SdPlan) plan = nasty_plan_new ();
  SdExportOptions options;
  g_autofree char *all = NULL;
  g_autofree char *text = NULL;

  sd_export_options_init (&options, SD_FORMAT_CSV);
  options.csv.header = FALSE;
  options.csv.quoting = SD_QUOTE_ALL;
  all = sd_export_preview (plan, &options, 0, 4);
  g_assert_nonnull (strstr (all, "\r\n\"4\",\"\\N\",,,,,,,,\"1900-03-01 02:00:00.250000\",\r\n"));
  g_assert_true (g_str_has_prefix (all, "\"1\",\"\",\"\",\"0\",\"0.00\",\"0\",\"false\","
                                        "\"1970-01-01\",\"00:00:00\""));

  options.csv.quoting = SD_QUOTE_TEXT;
  text = sd_export_preview (plan, &options, 0, 2);
  g_assert_nonnull (strstr (text, "\r\n2,\"NULL\",\"NULL\",1,0.01,0.1,true,1900-01-01,00:40:00,"
                                  "1900-01-01 00:40:00,\"01234567-89ab-4df0-0000-000000000001\""
                                  "\r\n"));
}

/* What is no text is shown in columns: the second begins at one place. */
static void
test_preview_columns (void)
{
  static const double values[] = { 1.5, 1234.5, 2 };
  g_autoptr(SdPlan) plan = stub_plan_new ("p", "P", 0);
  SdExportOptions options;
  g_autofree char *text = NULL;
  guint table = stub_plan_add_table (plan, "t", 3);

  stub_plan_add_double (plan, table, "x", values, NULL);
  stub_plan_add_double (plan, table, "y", values, NULL);
  sd_export_options_init (&options, SD_FORMAT_XLSX);
  options.xlsx.titles = FALSE;
  text = sd_export_preview (plan, &options, 0, 3);
  g_assert_cmpstr (text, ==, "x       y\n1.5     1.5\n1234.5  1234.5\n2       2\n");
}

static void
test_not_finite (void)
{
  static const double values[] = { 1.5, G_MAXDOUBLE * 10, -G_MAXDOUBLE * 10,
                                   G_MAXDOUBLE * 10 - G_MAXDOUBLE * 10 };
  g_autoptr(SdPlan) plan = stub_plan_new ("p", "P", 0);
  SdExportOptions options;
  g_autofree char *text = NULL;
  guint table = stub_plan_add_table (plan, "t", 4);

  stub_plan_add_double (plan, table, "x", values, NULL);
  stub_plan_add_double (plan, table, "y", values, NULL);
  sd_export_options_init (&options, SD_FORMAT_CSV);
  sd_csv_options_set_preset (&options.csv, SD_CSV_R, '.');
  text = sd_export_preview (plan, &options, 0, 4);
  g_assert_cmpstr (text, ==, "\"x\",\"y\"\n1.5,1.5\nNA,NA\nNA,NA\nNA,NA\n");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/csv/header", test_header);
  g_test_add_func ("/csv/round-trip", test_round_trip);
  g_test_add_func ("/csv/random-texts", test_random_texts);
  g_test_add_func ("/csv/protection", test_protection);
  g_test_add_func ("/csv/values", test_values);
  g_test_add_func ("/csv/date-formats", test_date_formats);
  g_test_add_func ("/csv/check", test_check);
  g_test_add_func ("/csv/presets", test_presets);
  g_test_add_func ("/csv/quote-all", test_quote_all);
  g_test_add_func ("/csv/not-finite", test_not_finite);
  g_test_add_func ("/csv/preview-columns", test_preview_columns);

  return g_test_run ();
}
