/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Lessons that come with the program: all of data/lessons are there, can be found,
 * and open as new documents. With SD_SCREENSHOT_DIR it leaves pictures.
 */

#include <adwaita.h>
#include <string.h>

#include "sd-lesson.h"
#include "sd-lessons-dialog.h"
#include "sd-report-view.h"
#include "sd-test-window.h"
#include "sd-window.h"

static SdApplication *application;

static SdDocument *
get_document (SdWindow *window)
{
  return sd_workspace_get_document (sd_window_get_workspace (window));
}

static SdLesson *
find_lesson (const char *title)
{
  g_autoptr (GListModel) lessons = sd_lesson_list ();
  guint i;

  for (i = 0; i < g_list_model_get_n_items (lessons); i++)
    {
      g_autoptr (SdLesson) lesson = g_list_model_get_item (lessons, i);

      if (g_str_equal (sd_lesson_get_title (lesson), title))
        return g_steal_pointer (&lesson);
    }
  g_error ("There is no lesson “%s”", title);
}

/* Adding a file is all it takes: the list is that of the folder. */
static void
test_all (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "data", "lessons", NULL);
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  g_autoptr (GListModel) lessons = sd_lesson_list ();
  const char *name;
  guint i, n = 0;

  g_assert_nonnull (folder);
  while ((name = g_dir_read_name (folder)) != NULL)
    n += g_str_has_suffix (name, ".synthdata");
  g_assert_cmpuint (n, >=, 20);
  g_assert_cmpuint (g_list_model_get_n_items (lessons), ==, n);
  g_assert_cmpuint (sd_lesson_count (), ==, n);
  for (i = 0; i < n; i++)
    {
      g_autoptr (SdLesson) lesson = g_list_model_get_item (lessons, i);

      g_assert_cmpstr (sd_lesson_get_title (lesson), !=, "");
      g_assert_cmpstr (sd_lesson_get_description (lesson), !=, "");
    }
}

static void
test_search (void)
{
  g_autoptr (SdLesson) shop = find_lesson ("Online shop");

  g_assert_true (sd_lesson_matches (shop, ""));
  g_assert_true (sd_lesson_matches (shop, "SHOP"));
  g_assert_true (sd_lesson_matches (shop, "customers joins"));
  g_assert_true (sd_lesson_matches (shop, "order_lines"));
  g_assert_false (sd_lesson_matches (shop, "shop hospital"));
}

static void
chosen_cb (SdLessonsDialog *dialog,
           GFile           *file,
           char           **seen)
{
  *seen = g_file_get_basename (file);
}

static void
test_dialog (void)
{
  SdWindow *window = sd_window_new (application);
  SdLessonsDialog *dialog;
  g_autofree char *seen = NULL;

  gtk_window_present (GTK_WINDOW (window));
  dialog = sd_lessons_dialog_new (GTK_WINDOW (window));
  gtk_window_present (GTK_WINDOW (dialog));
  sd_test_settle (GTK_WIDGET (dialog));
  sd_test_screenshot (GTK_WIDGET (dialog), "lessons");
  sd_lessons_dialog_search (dialog, "zzz");
  g_assert_null (sd_lessons_dialog_get_row (dialog, 0));
  sd_test_screenshot (GTK_WIDGET (dialog), "lessons-none");
  sd_lessons_dialog_search (dialog, "running balances");
  g_assert_nonnull (sd_lessons_dialog_get_row (dialog, 0));
  g_assert_null (sd_lessons_dialog_get_row (dialog, 1));
  g_signal_connect (dialog, "chosen", G_CALLBACK (chosen_cb), &seen);
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  gtk_widget_activate (GTK_WIDGET (sd_lessons_dialog_get_row (dialog, 0)));
  g_assert_cmpstr (seen, ==, "bank.synthdata");
  sd_test_wait_for (dialog == NULL);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A lesson is a new document: no file, nothing to save, but it can be saved. */
static void
test_open (void)
{
  SdWindow *window = sd_window_new (application);
  g_autoptr (SdLesson) lesson = find_lesson ("City library");
  g_autofree char *title = NULL;

  gtk_window_present (GTK_WINDOW (window));
  sd_window_open_example (window, sd_lesson_get_file (lesson));
  sd_test_wait_for (sd_schema_get_n_tables (sd_document_get_schema (get_document (window))) > 0);
  g_assert_null (sd_document_get_file (get_document (window)));
  g_assert_false (sd_document_get_modified (get_document (window)));
  title = sd_document_dup_title (get_document (window));
  g_assert_cmpstr (title, ==, "City library");
  sd_test_settle (GTK_WIDGET (window));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
picture (SdWindow   *window,
         int         width,
         int         height,
         const char *name)
{
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  sd_test_settle (GTK_WIDGET (window));
  sd_test_settle (GTK_WIDGET (window));
  sd_test_screenshot (GTK_WIDGET (window), name);
}

/* The card of a lesson that uses much, in the widths and colors there are. */
static void
test_card (void)
{
  SdWindow *window = sd_window_new (application);
  SdReportView *view = SD_REPORT_VIEW (sd_test_find (GTK_WIDGET (window), SD_TYPE_REPORT_VIEW));
  g_autoptr (SdLesson) lesson = find_lesson ("Hospital");
  AdwStyleManager *style = adw_style_manager_get_default ();

  gtk_window_set_default_size (GTK_WINDOW (window), 1000, 700);
  gtk_window_present (GTK_WINDOW (window));
  sd_window_open_example (window, sd_lesson_get_file (lesson));
  sd_test_wait_for (sd_schema_get_n_tables (sd_document_get_schema (get_document (window))) > 0);
  sd_test_settle (GTK_WIDGET (window));
  sd_window_show_view (window, "insights");
  picture (window, 1000, 700, "report-empty");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.report", NULL);
  sd_test_wait_for (g_str_equal (sd_report_view_get_state (view), "card"));
  g_assert_nonnull (strstr (sd_report_view_get_summary (view), "as declared"));
  picture (window, 1000, 700, "report-card");
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_DARK);
  picture (window, 1000, 700, "report-card-dark");
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_DEFAULT);
  sd_schema_set_seed (sd_document_get_schema (get_document (window)), 7);
  sd_test_wait_for (sd_report_view_get_stale (view));
  picture (window, 950, 700, "report-card-stale");
  gtk_window_set_default_size (GTK_WINDOW (window), 860, 700);
  sd_test_settle (GTK_WIDGET (window));
  sd_window_show_view (window, "insights");
  picture (window, 400, 700, "report-card-narrow");
  /* Nothing in the card keeps the window wider than was asked for, but for its frame. */
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (window)), <, 420);
  sd_document_discard_draft (get_document (window));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int   argc,
      char *argv[])
{
  int status;

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  application = SD_APPLICATION (sd_application_new ());
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));

  g_test_add_func ("/lessons/all", test_all);
  g_test_add_func ("/lessons/search", test_search);
  g_test_add_func ("/lessons/dialog", test_dialog);
  g_test_add_func ("/lessons/open", test_open);
  g_test_add_func ("/lessons/card", test_card);
  status = g_test_run ();
  g_object_unref (application);
  return status;
}
