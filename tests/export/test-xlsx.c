/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Workbooks: names, limits, dates and the same bytes, seen in the parts of the
 * file. integration.py reads the cells. */

#include <archive.h>
#include <archive_entry.h>
#include <glib/gstdio.h>
#include <string.h>

#include "nasty-plan.h"
#include "sd-export.h"

/* The bytes of the workbook; NULL with an error. */
static GBytes *
make_workbook (SdPlan                *plan,
               const SdExportOptions *options,
               GError               **error)
{
  g_autofree char *folder = g_dir_make_tmp ("sd-test-XXXXXX", NULL);
  g_autoptr(GFile) directory = g_file_new_for_path (folder);
  g_autoptr(GPtrArray) files = NULL;
  GBytes *bytes = NULL;

  if (sd_export_run (plan, options, directory, NULL, NULL, NULL, &files, error))
    {
      g_assert_cmpuint (files->len, ==, 1);
      bytes = g_file_load_bytes (g_ptr_array_index (files, 0), NULL, NULL, NULL);
      g_assert_true (g_file_delete (g_ptr_array_index (files, 0), NULL, NULL));
    }

  /* Nothing else is left, whether it worked or not. */
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  return bytes;
}

static char *
get_part (GBytes     *workbook,
          const char *name)
{
  struct archive *archive = archive_read_new ();
  struct archive_entry *entry;
  char *text = NULL;

  archive_read_support_format_zip (archive);
  g_assert_cmpint (archive_read_open_memory (archive, g_bytes_get_data (workbook, NULL),
                                             g_bytes_get_size (workbook)), ==, ARCHIVE_OK);
  while (text == NULL && archive_read_next_header (archive, &entry) == ARCHIVE_OK)
    {
      gsize size = archive_entry_size (entry);

      if (!g_str_equal (archive_entry_pathname (entry), name))
        continue;
      text = g_malloc0 (size + 1);
      g_assert_cmpint (archive_read_data (archive, text, size), ==, size);
    }
  archive_read_free (archive);
  g_assert_nonnull (text);

  return text;
}

static void
test_parts (void)
{
  g_autoptr(SdPlan) plan = nasty_plan_new ();
  g_autoptr(GBytes) workbook = NULL;
  g_autofree char *sheets = NULL;
  g_autofree char *first = NULL;
  g_autofree char *core = NULL;
  SdExportOptions options;

  sd_export_options_init (&options, SD_FORMAT_XLSX);
  options.dictionary = TRUE;
  workbook = make_workbook (plan, &options, NULL);

  sheets = get_part (workbook, "xl/workbook.xml");
  g_assert_nonnull (strstr (sheets, "name=\"Nasty values\""));
  g_assert_nonnull (strstr (sheets, "name=\"order\""));
  g_assert_nonnull (strstr (sheets, "name=\"Data dictionary\""));

  first = get_part (workbook, "xl/worksheets/sheet1.xml");
  g_assert_nonnull (strstr (first, "state=\"frozen\""));
  g_assert_nonnull (strstr (first, "<autoFilter ref=\"A1:K41\"/>"));
  g_assert_nonnull (strstr (first, ">Price, 'net'</t>"));
  g_assert_nonnull (strstr (first, "_x005F_x0041_"));
  g_assert_nonnull (strstr (first, ">9223372036854775807</t>"));
  g_assert_nonnull (strstr (first, "<t>1899-12-31</t>"));
  g_assert_nonnull (strstr (first, "<v>61</v>"));
  /* A formula stays a text. */
  g_assert_nonnull (strstr (first, "t=\"inlineStr\"><is><t>=1+1</t>"));

  core = get_part (workbook, "docProps/core.xml");
  g_assert_nonnull (strstr (core, ">2026-01-01T00:00:00Z</dcterms:created>"));
  g_assert_nonnull (strstr (core, "<dc:creator></dc:creator>"));
}

static void
test_same_bytes (void)
{
  g_autoptr(SdPlan) plan = nasty_plan_new ();
  g_autoptr(GBytes) first = NULL;
  g_autoptr(GBytes) second = NULL;
  SdExportOptions options;

  sd_export_options_init (&options, SD_FORMAT_XLSX);
  first = make_workbook (plan, &options, NULL);
  /* The times in a zip archive are in steps of two seconds. */
  g_usleep (2100000);
  g_setenv ("TZ", "Asia/Tokyo", TRUE);
  second = make_workbook (plan, &options, NULL);
  g_setenv ("TZ", "UTC", TRUE);
  g_assert_true (g_bytes_equal (first, second));
  g_assert_cmpmem ((const char *) g_bytes_get_data (first, NULL) + 10, 4, "\000\000\041\134", 4);
}

/* On the day that the library would take for "now". */
static void
test_epoch (void)
{
  g_autoptr(SdPlan) plan = stub_plan_new ("p", "P", 0);
  static const gint64 values[] = { 1 };
  g_autoptr(GBytes) workbook = NULL;
  g_autofree char *core = NULL;
  SdExportOptions options;

  stub_plan_add_int64 (plan, stub_plan_add_table (plan, "t", 1), "x", SD_TYPE_INTEGER, 0, values,
                       NULL);
  sd_export_options_init (&options, SD_FORMAT_XLSX);
  workbook = make_workbook (plan, &options, NULL);
  core = get_part (workbook, "docProps/core.xml");
  g_assert_nonnull (strstr (core, ">1970-01-01T00:00:01Z</dcterms:created>"));
}

static void
test_long_text (void)
{
  static const guint lengths[] = { 32767, 32768, 100000 };
  SdExportOptions options;

  sd_export_options_init (&options, SD_FORMAT_XLSX);
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autoptr(SdPlan) plan = stub_plan_new ("p", "P", 0);
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) workbook = NULL;
      g_autofree char *text = g_strnfill (lengths[i], 'x');
      SdText texts[] = { { "short", 5 }, { text, lengths[i] } };

      stub_plan_add_text (plan, stub_plan_add_table (plan, "notes", 2), "note", texts, NULL);
      workbook = make_workbook (plan, &options, &error);
      if (lengths[i] <= 32767)
        {
          g_assert_no_error (error);
          continue;
        }
      g_assert_null (workbook);
      g_assert_error (error, SD_EXPORT_ERROR, SD_EXPORT_ERROR_LIMIT);
      g_assert_nonnull (strstr (error->message, "notes"));
      g_assert_nonnull (strstr (error->message, "Row 2"));
    }
}

static void
test_sheet_names (void)
{
  static const char * const titles[] = {
    "History", "", "a/b:c?d*e[f]\\g", "'quoted'", "A title that is longer than thirty-one letters",
    "A title that is longer than thirty-one words", "data", "DATA",
    "\360\237\246\206\360\237\246\206\360\237\246\206\360\237\246\206\360\237\246\206"
    "\360\237\246\206\360\237\246\206\360\237\246\206\360\237\246\206\360\237\246\206"
    "\360\237\246\206\360\237\246\206\360\237\246\206\360\237\246\206\360\237\246\206"
    "\360\237\246\206",
  };
  static const char * const names[] = {
    "History 2", "table", "a_b_c_d_e_f__g", "quoted", "A title that is longer than thi",
    "A title that is longer than t 2", "data", "DATA 2",
    "\360\237\246\206\360\237\246\206\360\237\246\206\360\237\246\206\360\237\246\206"
    "\360\237\246\206\360\237\246\206\360\237\246\206\360\237\246\206\360\237\246\206"
    "\360\237\246\206\360\237\246\206\360\237\246\206\360\237\246\206\360\237\246\206\"",
  };
  g_autoptr(SdPlan) plan = stub_plan_new ("p", "P", 0);
  g_autoptr(GBytes) workbook = NULL;
  g_autofree char *sheets = NULL;
  SdExportOptions options;

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    {
      guint table = stub_plan_add_table (plan, "table", 0);

      stub_plan_add_text (plan, table, "words", nasty_texts, NULL);
      stub_plan_edit_table (plan, table)->title = titles[i];
    }
  sd_export_options_init (&options, SD_FORMAT_XLSX);
  workbook = make_workbook (plan, &options, NULL);
  sheets = get_part (workbook, "xl/workbook.xml");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *attribute = g_strdup_printf ("sheet name=\"%s", names[i]);

      g_assert_nonnull (strstr (sheets, attribute));
    }
}

/* Characters that XML has no place for. */
static void
test_no_characters (void)
{
  static const SdText texts[] = {
    { "nul\0inside", 10 }, { "\357\277\277 and \357\277\276", 11 }, { "\357\277\275", 3 },
  };
  g_autoptr(SdPlan) plan = stub_plan_new ("p", "P", 0);
  g_autoptr(GBytes) workbook = NULL;
  g_autofree char *sheet = NULL;
  SdExportOptions options;

  stub_plan_add_text (plan, stub_plan_add_table (plan, "t", 3), "x", texts, NULL);
  sd_export_options_init (&options, SD_FORMAT_XLSX);
  workbook = make_workbook (plan, &options, NULL);
  sheet = get_part (workbook, "xl/worksheets/sheet1.xml");
  g_assert_nonnull (strstr (sheet, ">nul\357\277\275inside<"));
  g_assert_nonnull (strstr (sheet, ">\357\277\275 and \357\277\275<"));
  g_assert_nonnull (strstr (sheet, ">\357\277\275<"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/xlsx/parts", test_parts);
  g_test_add_func ("/xlsx/same-bytes", test_same_bytes);
  g_test_add_func ("/xlsx/epoch", test_epoch);
  g_test_add_func ("/xlsx/long-text", test_long_text);
  g_test_add_func ("/xlsx/sheet-names", test_sheet_names);
  g_test_add_func ("/xlsx/no-characters", test_no_characters);

  return g_test_run ();
}
