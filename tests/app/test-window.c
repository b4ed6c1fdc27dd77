/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The journey of the README in one process: prompt, schema, data, an edit, undo,
 * save, open, export. With SD_SCREENSHOT_DIR it leaves pictures on its way.
 */

#include <adwaita.h>
#include <glib/gstdio.h>

#include "sd-conversation.h"
#include "sd-data-view.h"
#include "sd-export-dialog.h"
#include "sd-schema-view.h"
#include "sd-start-page.h"
#include "sd-test-window.h"
#include "sd-window.h"

static SdApplication *application;

static SdSchema *
get_schema (SdWindow *window)
{
  return sd_workspace_get_schema (sd_window_get_workspace (window));
}

static gboolean
is_current (SdWindow *window)
{
  SdPlanWatch *watch = sd_workspace_get_watch (sd_window_get_workspace (window));

  return sd_plan_watch_is_current (watch) && sd_plan_watch_get_plan (watch) != NULL;
}

static SdWindow *
new_window (void)
{
  SdWindow *window = sd_window_new (application);

  gtk_window_present (GTK_WINDOW (window));
  sd_test_settle (GTK_WIDGET (window));
  return window;
}

static void
ask (SdWindow   *window,
     const char *prompt)
{
  sd_window_ask (window, prompt);
  sd_test_wait_for (!sd_conversation_get_working (
    sd_document_get_conversation (sd_workspace_get_document (sd_window_get_workspace (window)))));
  g_assert_cmpuint (sd_schema_get_n_tables (get_schema (window)), >, 0);
  sd_test_wait_for (is_current (window));
  sd_test_settle (GTK_WIDGET (window));
}

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  GError *error = NULL;

  *(SdDocument **) user_data = sd_document_load_finish (result, &error);
  g_assert_no_error (error);
}

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  GError *error = NULL;

  g_assert_true (sd_document_save_finish (SD_DOCUMENT (object), result, &error));
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

static void
test_start (void)
{
  SdWindow *window = new_window ();

  g_assert_true (sd_document_is_pristine (
    sd_workspace_get_document (sd_window_get_workspace (window))));
  sd_test_screenshot (GTK_WIDGET (window), "start");
  gtk_window_set_default_size (GTK_WINDOW (window), 360, 640);
  sd_test_screenshot (GTK_WIDGET (window), "start-narrow");
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
change_rows (SdWindow *window)
{
  SdSchemaView *view = SD_SCHEMA_VIEW (sd_test_find (GTK_WIDGET (window), SD_TYPE_SCHEMA_VIEW));
  SdTableRow *row = sd_schema_view_get_table_row (view, 0);
  SdTable *table = sd_table_row_get_table (row);
  SdHistory *history = sd_workspace_get_history (sd_window_get_workspace (window));
  guint64 before = sd_table_get_rows (table);

  sd_count_entry_enter (sd_table_row_get_entry (row), "1,234");
  g_assert_cmpuint (sd_table_get_rows (table), ==, 1234);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.undo", NULL);
  g_assert_cmpuint (sd_table_get_rows (table), ==, before);
  g_assert_true (sd_history_get_can_redo (history));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.redo", NULL);
  g_assert_cmpuint (sd_table_get_rows (table), ==, 1234);
  sd_test_wait_for (is_current (window));
}

static void
rename_column (SdWindow *window)
{
  SdSchemaView *view = SD_SCHEMA_VIEW (sd_test_find (GTK_WIDGET (window), SD_TYPE_SCHEMA_VIEW));
  SdColumnRow *row = sd_schema_view_get_column_row (view, 1);
  SdColumn *column = sd_column_row_get_column (row);
  g_autofree char *before = g_strdup (sd_column_get_name (column));

  sd_column_row_rename (row, "nick_name");
  g_assert_cmpstr (sd_column_get_name (column), ==, "nick_name");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.undo", NULL);
  g_assert_cmpstr (sd_column_get_name (column), ==, before);
}

static void
page_data (SdWindow *window)
{
  SdDataView *view = SD_DATA_VIEW (sd_test_find (GTK_WIDGET (window), SD_TYPE_DATA_VIEW));
  SdDataGrid *grid = sd_data_view_get_grid (view);
  guint64 seed = sd_schema_get_seed (get_schema (window));

  sd_window_show_view (window, "data");
  sd_test_settle (GTK_WIDGET (window));
  g_assert_cmpuint (sd_grid_source_get_n_rows (sd_data_grid_get_source (grid)), ==, 1234);
  sd_data_grid_go_to (grid, 1233, 1);
  g_assert_cmpuint (sd_data_grid_get_row (grid), ==, 1233);
  sd_data_grid_go_to (grid, 3, 1);
  gtk_widget_grab_focus (GTK_WIDGET (grid));
  sd_test_screenshot (GTK_WIDGET (window), "data");

  gtk_widget_activate_action (GTK_WIDGET (window), "win.new-sample", NULL);
  g_assert_cmpuint (sd_schema_get_seed (get_schema (window)), !=, seed);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.undo", NULL);
  g_assert_cmpuint (sd_schema_get_seed (get_schema (window)), ==, seed);
  sd_test_wait_for (is_current (window));
}

static void
save_and_open (SdWindow *window,
               GFile    *folder)
{
  SdDocument *document = sd_workspace_get_document (sd_window_get_workspace (window));
  g_autoptr (GFile) file = g_file_get_child (folder, "lesson.synthdata");
  SdDocument *copy = NULL;
  gboolean saved = FALSE;

  g_assert_true (sd_document_get_modified (document));
  sd_document_save_async (document, file, FALSE, NULL, saved_cb, &saved);
  sd_test_wait_for (saved);
  g_assert_false (sd_document_get_modified (document));

  sd_document_load_async (file, NULL, loaded_cb, &copy);
  sd_test_wait_for (copy != NULL);
  g_assert_false (sd_document_get_modified (copy));
  g_assert_cmpuint (sd_schema_get_n_tables (sd_document_get_schema (copy)), ==,
                    sd_schema_get_n_tables (get_schema (window)));
  g_assert_cmpuint (g_list_model_get_n_items (
                      G_LIST_MODEL (sd_document_get_conversation (copy))), ==, 2);
  g_assert_finalize_object (G_OBJECT (copy));
}

static void
export_csv (SdWindow *window,
            GFile    *folder)
{
  SdWorkspace *workspace = sd_window_get_workspace (window);
  g_autofree char *path = NULL, *contents = NULL;
  SdExportDialog *dialog;
  guint lines = 0;
  char *p;

  dialog = sd_export_dialog_new (GTK_WINDOW (window), sd_workspace_get_document (workspace),
                                 sd_workspace_get_plan (workspace), SD_FORMAT_CSV);
  sd_export_dialog_set_folder (dialog, folder);
  gtk_window_present (GTK_WINDOW (dialog));
  sd_test_screenshot (GTK_WIDGET (dialog), "export-csv");
  sd_export_dialog_start (dialog);
  sd_test_wait_for (g_str_equal (sd_export_dialog_get_state (dialog), "done"));
  sd_test_screenshot (GTK_WIDGET (dialog), "export-done");
  gtk_window_destroy (GTK_WINDOW (dialog));
  g_assert_nonnull (sd_document_get_export (sd_workspace_get_document (workspace)));

  path = g_strdup_printf ("%s/%s/%s.csv", g_file_peek_path (folder),
                          sd_schema_get_name (get_schema (window)),
                          sd_table_get_name (sd_schema_get_table (get_schema (window), 0)));
  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  for (p = contents; *p != '\0'; p++)
    lines += *p == '\n';
  g_assert_cmpuint (lines, ==, 1235);
}

static void
picture (SdWindow   *window,
         const char *view,
         int         width,
         int         height,
         const char *name)
{
  int old_width, old_height;

  sd_window_show_view (window, view);
  gtk_window_get_default_size (GTK_WINDOW (window), &old_width, &old_height);
  if (old_width != width || old_height != height)
    gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  sd_test_settle (GTK_WIDGET (window));
  sd_test_settle (GTK_WIDGET (window));
  sd_test_screenshot (GTK_WIDGET (window), name);
}

static void
take_pictures (SdWindow *window)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  SdSchemaView *view = SD_SCHEMA_VIEW (sd_test_find (GTK_WIDGET (window), SD_TYPE_SCHEMA_VIEW));
  SdWorkspace *workspace = sd_window_get_workspace (window);
  SdTable *last = sd_schema_get_table (get_schema (window),
                                       sd_schema_get_n_tables (get_schema (window)) - 1);

  if (g_getenv ("SD_SCREENSHOT_DIR") == NULL)
    return;
  picture (window, "schema", 1280, 800, "schema");
  sd_workspace_set_table (workspace, last);
  gtk_list_box_select_row (GTK_LIST_BOX (gtk_widget_get_parent (
                             GTK_WIDGET (sd_schema_view_get_column_row (view, 1)))),
                           GTK_LIST_BOX_ROW (sd_schema_view_get_column_row (view, 1)));
  picture (window, "schema", 1280, 800, "schema-column");
  picture (window, "data", 1280, 800, "data-wide");
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_DARK);
  picture (window, "schema", 1280, 800, "schema-dark");
  picture (window, "data", 1280, 800, "data-dark");
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_DEFAULT);
  picture (window, "schema", 1024, 700, "schema-1024");
  /* Panes fold below 900 pixels, and only then the window can be narrower. */
  picture (window, "schema", 720, 640, "schema-720");
  picture (window, "schema", 360, 640, "schema-narrow");
  picture (window, "data", 360, 640, "data-narrow");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.show-chat", NULL);
  sd_test_settle (GTK_WIDGET (window));
  sd_test_screenshot (GTK_WIDGET (window), "chat-narrow");
}

static void
remove_folder (GFile *folder)
{
  g_autoptr (GFileEnumerator) children = NULL;
  GFile *child;

  children = g_file_enumerate_children (folder, "standard::name", G_FILE_QUERY_INFO_NONE, NULL,
                                        NULL);
  while (children != NULL && g_file_enumerator_iterate (children, NULL, &child, NULL, NULL)
         && child != NULL)
    remove_folder (child);
  g_file_delete (folder, NULL, NULL);
}

static void
test_journey (void)
{
  g_autofree char *path = g_dir_make_tmp ("synthdata-journey-XXXXXX", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  SdWindow *window = new_window ();

  ask (window, sd_start_page_get_example ());
  g_assert_cmpuint (sd_schema_get_n_tables (get_schema (window)), ==, 3);
  change_rows (window);
  rename_column (window);
  page_data (window);
  save_and_open (window, folder);
  export_csv (window, folder);
  take_pictures (window);
  gtk_window_destroy (GTK_WINDOW (window));
  remove_folder (folder);
}

/* Messy data is switched off and on in the document, where it is undone. */
static void
test_messy (void)
{
  SdWindow *window = new_window ();
  SdDataView *view;

  ask (window, "200 customers with 10 % duplicates");
  view = SD_DATA_VIEW (sd_test_find (GTK_WIDGET (window), SD_TYPE_DATA_VIEW));
  sd_window_show_view (window, "data");
  sd_test_settle (GTK_WIDGET (window));
  g_assert_true (sd_schema_get_messy (get_schema (window)));
  g_assert_cmpuint (sd_grid_source_get_n_rows (sd_data_grid_get_source (
                      sd_data_view_get_grid (view))), ==, 220);

  gtk_widget_activate_action (GTK_WIDGET (window), "win.messy", NULL);
  g_assert_false (sd_schema_get_messy (get_schema (window)));
  sd_test_wait_for (is_current (window));
  sd_test_settle (GTK_WIDGET (window));
  g_assert_cmpuint (sd_grid_source_get_n_rows (sd_data_grid_get_source (
                      sd_data_view_get_grid (view))), ==, 200);

  gtk_widget_activate_action (GTK_WIDGET (window), "win.undo", NULL);
  g_assert_true (sd_schema_get_messy (get_schema (window)));
  sd_test_wait_for (is_current (window));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Ten thousand million rows scroll like fifty. */
static void
test_huge_table (void)
{
  SdWindow *window = new_window ();
  SdDataView *view = SD_DATA_VIEW (sd_test_find (GTK_WIDGET (window), SD_TYPE_DATA_VIEW));
  SdWorkspace *workspace = sd_window_get_workspace (window);
  SdDataGrid *grid = sd_data_view_get_grid (view);
  SdTable *sales;
  gint64 start;

  ask (window, sd_start_page_get_example ());
  sales = sd_schema_find_table (get_schema (window), "sales");
  g_assert_nonnull (sales);
  sd_table_set_rows (sales, G_GUINT64_CONSTANT (10000000000), TRUE);
  sd_workspace_set_table (workspace, sales);
  sd_window_show_view (window, "data");
  sd_test_wait_for (is_current (window));
  sd_test_settle (GTK_WIDGET (window));
  start = g_get_monotonic_time ();
  sd_data_grid_go_to (grid, G_GUINT64_CONSTANT (9999999999), 0);
  sd_test_settle (GTK_WIDGET (window));
  g_assert_cmpuint (sd_data_grid_get_row (grid), ==, G_GUINT64_CONSTANT (9999999999));
  g_assert_cmpint (g_get_monotonic_time () - start, <, 2 * G_TIME_SPAN_SECOND);
  sd_test_screenshot (GTK_WIDGET (window), "data-huge");
  sd_document_discard_draft (sd_workspace_get_document (workspace));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* The first tables do not make a narrow window wider. */
static void
test_narrow (void)
{
  SdWindow *window = sd_window_new (application);
  int width;

  gtk_window_set_default_size (GTK_WINDOW (window), 360, 640);
  gtk_window_present (GTK_WINDOW (window));
  sd_test_settle (GTK_WIDGET (window));
  width = gtk_widget_get_width (GTK_WIDGET (window));
  ask (window, sd_start_page_get_example ());
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (window)), ==, width);
  sd_document_discard_draft (sd_workspace_get_document (sd_window_get_workspace (window)));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_questions (void)
{
  SdWindow *window = new_window ();
  SdConversation *conversation;

  sd_window_ask (window, "some numbers");
  conversation = sd_document_get_conversation (
    sd_workspace_get_document (sd_window_get_workspace (window)));
  sd_test_wait_for (!sd_conversation_get_working (conversation));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (conversation)), ==, 2);
  sd_test_settle (GTK_WIDGET (window));
  sd_test_screenshot (GTK_WIDGET (window), "questions");
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

  g_test_add_func ("/window/start", test_start);
  g_test_add_func ("/window/questions", test_questions);
  g_test_add_func ("/window/narrow", test_narrow);
  g_test_add_func ("/window/huge-table", test_huge_table);
  g_test_add_func ("/window/messy", test_messy);
  g_test_add_func ("/window/journey", test_journey);
  status = g_test_run ();
  g_object_unref (application);
  return status;
}
