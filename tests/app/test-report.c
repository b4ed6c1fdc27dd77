/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The report card in the window: made, cancelled, stale, filtered, saved, and what
 * it says where there is none. With SD_SCREENSHOT_DIR it leaves pictures.
 */

#include <adwaita.h>
#include <glib/gstdio.h>
#include <string.h>

#include "sd-report-job.h"
#include "sd-report-view.h"
#include "sd-schema-file.h"
#include "sd-schema-view.h"
#include "sd-test-window.h"
#include "sd-window.h"

#define COLUMNS \
  "\"columns\":[{\"id\":3,\"name\":\"id\",\"type\":\"integer\",\"generator\":\"sequence\"}," \
  "{\"id\":4,\"name\":\"tier\",\"type\":\"text\",\"generator\":\"category\"," \
  "\"parameters\":{\"values\":[\"a\",\"b\"],\"weights\":[%s]}}]"

#define KEY  "\"primary_key\":[\"id\"]"
#define RULE "\"rules\":[{\"kind\":\"check\",\"formula\":\"id > 0\"}]"

static SdApplication *application;

/* A table of @rows with two columns, and with @more members. */
static SdSchema *
make_schema (const char *rows,
             const char *weights,
             const char *more)
{
  g_autofree char *columns = g_strdup_printf (COLUMNS, weights);
  g_autofree char *text = g_strdup_printf (
    "{\"format\":\"synthdata\",\"version\":1,\"stream\":1,\"catalog\":1,\"name\":\"try\","
    "\"title\":\"A <try>\",\"seed\":42,\"as_of\":\"2026-11-01\",\"next_id\":10,\"tables\":[{"
    "\"id\":1,\"name\":\"people\",\"rows\":%s,\"rows_from\":\"user\",%s,%s}]}",
    rows, more, columns);
  GError *error = NULL;
  SdSchema *schema = sd_schema_new_from_text (text, strlen (text), &error);

  g_assert_no_error (error);
  return schema;
}

static SdWindow *
open_window_with (const char *rows,
                  const char *weights,
                  const char *more)
{
  SdWindow *window = sd_window_new (application);
  SdDocument *document = sd_workspace_get_document (sd_window_get_workspace (window));
  g_autoptr (SdSchema) schema = make_schema (rows, weights, more);
  GError *error = NULL;

  gtk_window_set_default_size (GTK_WINDOW (window), 1000, 700);
  gtk_window_present (GTK_WINDOW (window));
  sd_document_apply (document, schema, "Try", &error);
  g_assert_no_error (error);
  sd_test_settle (GTK_WIDGET (window));
  return window;
}

static SdWindow *
open_window (const char *rows,
             const char *weights)
{
  return open_window_with (rows, weights, KEY);
}

static SdReportView *
get_view (SdWindow *window)
{
  return SD_REPORT_VIEW (sd_test_find (GTK_WIDGET (window), SD_TYPE_REPORT_VIEW));
}

static SdSchema *
get_schema (SdWindow *window)
{
  return sd_workspace_get_schema (sd_window_get_workspace (window));
}

static gboolean
is_state (SdWindow   *window,
          const char *state)
{
  return g_str_equal (sd_report_view_get_state (get_view (window)), state);
}

static void
make_card (SdWindow *window)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.report", NULL);
  g_assert_true (is_state (window, "running"));
  sd_test_wait_for (!is_state (window, "running"));
  g_assert_true (is_state (window, "card"));
}

static void
close_window (SdWindow *window)
{
  sd_document_discard_draft (sd_workspace_get_document (sd_window_get_workspace (window)));
  gtk_window_destroy (GTK_WINDOW (window));
}

static SdReportItem *
get_item (SdReportView *view,
          guint         position)
{
  g_autoptr (SdReportItem) item = g_list_model_get_item (sd_report_view_get_items (view),
                                                         position);

  g_assert_nonnull (item);
  return item;
}

static void
test_card (void)
{
  SdWindow *window = open_window ("200", "3, 1");
  SdReportView *view = get_view (window);
  guint i, n;

  g_assert_true (is_state (window, "empty"));
  make_card (window);
  g_assert_nonnull (strstr (sd_report_view_get_summary (view), "none off"));
  /* The keyboard goes on where the card begins. */
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (window)),
                                         GTK_WIDGET (view)));
  n = g_list_model_get_n_items (sd_report_view_get_items (view));
  g_assert_cmpuint (n, >=, 4);
  g_assert_true (sd_report_item_is_heading (get_item (view, 0)));
  g_assert_cmpstr (sd_report_item_get_title (get_item (view, 0)), ==, "people");
  for (i = 1; i < n; i++)
    {
      SdReportItem *item = get_item (view, i);

      g_assert_false (sd_report_item_is_heading (item));
      g_assert_cmpstr (sd_report_item_get_judged (item), !=, "");
      g_assert_nonnull (strstr (sd_report_item_get_judged (item), "200 rows"));
      g_assert_nonnull (strstr (sd_report_item_get_spoken (item),
                                sd_report_item_get_judged (item)));
      g_assert_cmpuint (sd_report_item_find_element (item, get_schema (window)), !=, 0);
    }

  sd_report_view_set_filter (view, SD_REPORT_OFF);
  g_assert_cmpuint (g_list_model_get_n_items (sd_report_view_get_items (view)), ==, 0);
  sd_report_view_set_filter (view, SD_REPORT_ALL);
  g_assert_cmpuint (g_list_model_get_n_items (sd_report_view_get_items (view)), ==, n);
  close_window (window);
}

/* A change of the document is said; undo makes the card current again. */
static void
test_stale (void)
{
  SdWindow *window = open_window ("200", "3, 1");
  SdReportView *view = get_view (window);

  make_card (window);
  g_assert_false (sd_report_view_get_stale (view));
  sd_history_begin (sd_workspace_get_history (sd_window_get_workspace (window)), "Rows", NULL);
  sd_table_set_rows (sd_schema_get_table (get_schema (window), 0), 300, TRUE);
  sd_history_end (sd_workspace_get_history (sd_window_get_workspace (window)));
  sd_test_wait_for (sd_report_view_get_stale (view));
  g_assert_true (is_state (window, "card"));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.undo", NULL);
  sd_test_wait_for (!sd_report_view_get_stale (view));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.redo", NULL);
  sd_test_wait_for (sd_report_view_get_stale (view));
  make_card (window);
  g_assert_false (sd_report_view_get_stale (view));
  g_assert_nonnull (strstr (sd_report_item_get_judged (get_item (view, 1)), "300 rows"));
  close_window (window);
}

/* A card that is there is shown and not made again. */
static void
test_shown_again (void)
{
  SdWindow *window = open_window ("200", "3, 1");

  make_card (window);
  sd_window_show_view (window, "schema");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.report", NULL);
  g_assert_true (is_state (window, "card"));
  close_window (window);
}

static void
test_nothing_and_wrong (void)
{
  SdWindow *window = sd_window_new (application);
  SdReportView *view = get_view (window);
  SdColumn *column;

  gtk_window_present (GTK_WINDOW (window));
  sd_report_view_run (view);
  g_assert_true (is_state (window, "empty"));
  close_window (window);

  /* A category without values. */
  window = open_window ("200", "3, 1");
  column = sd_table_get_column (sd_schema_get_table (get_schema (window), 0), 1);
  sd_column_set_parameter (column, "values", NULL);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.report", NULL);
  sd_test_wait_for (is_state (window, "error"));
  sd_test_screenshot (GTK_WIDGET (window), "report-error");
  close_window (window);
}

static void
job_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SdReport) report = sd_report_job_run_finish (SD_REPORT_JOB (object), result, &error);

  g_assert_null (report);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  *(gint64 *) user_data = g_get_monotonic_time ();
}

/* How long the worker goes on after it was told to stop, @delay milliseconds after its
 * start. */
static gint64
time_of_cancel (SdSchema *schema,
                gint64    delay)
{
  g_autoptr (SdReportJob) job = sd_report_job_new (schema);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  gint64 start = g_get_monotonic_time (), end = 0;

  sd_report_job_run_async (job, cancellable, job_cb, &end);
  sd_test_wait_for (g_get_monotonic_time () > start + delay * 1000);
  start = g_get_monotonic_time ();
  g_cancellable_cancel (cancellable);
  sd_test_wait_for (end != 0);
  g_test_message ("cancelled after %d ms, within %d ms", (int) delay,
                  (int) ((end - start) / 1000));
  return end - start;
}

/* The window is free at once, and the worker soon, also in a table whose rows take a
 * minute to count. The bound is far above what it takes, for machines that are busy. */
static void
test_cancel (void)
{
  static const gint64 delays[] = { 0, 20, 100, 300 };
  SdWindow *window = open_window_with ("1000000000", "3, 1", RULE);
  guint i;

  for (i = 0; i < G_N_ELEMENTS (delays); i++)
    g_assert_cmpint (time_of_cancel (get_schema (window), delays[i]), <, G_TIME_SPAN_SECOND / 2);

  gtk_widget_activate_action (GTK_WIDGET (window), "win.report", NULL);
  g_assert_true (is_state (window, "running"));
  sd_test_settle (GTK_WIDGET (window));
  sd_test_screenshot (GTK_WIDGET (window), "report-running");
  sd_report_view_cancel (get_view (window));
  g_assert_true (is_state (window, "empty"));
  close_window (window);
}

static void
count_cb (SdReportView *view,
          const char   *message,
          guint        *count)
{
  *count += 1;
}

static void
test_save (void)
{
  SdWindow *window = open_window ("200", "3, 1");
  SdReportView *view = get_view (window);
  g_autofree char *path = g_dir_make_tmp ("synthdata-report-XXXXXX", NULL);
  g_autofree char *html_path = g_build_filename (path, "card.html", NULL);
  g_autofree char *json_path = g_build_filename (path, "card.json", NULL);
  g_autoptr (GFile) html = g_file_new_for_path (html_path);
  g_autoptr (GFile) json = g_file_new_for_path (json_path);
  g_autofree char *page = NULL, *object = NULL;
  g_autoptr (JsonNode) node = NULL;
  guint n = 0;

  make_card (window);
  g_signal_connect (view, "notice", G_CALLBACK (count_cb), &n);
  sd_report_view_save (view, SD_REPORT_FILE_HTML, html);
  sd_report_view_save (view, SD_REPORT_FILE_JSON, json);
  sd_test_wait_for (n == 2);
  g_assert_true (g_file_get_contents (html_path, &page, NULL, NULL));
  g_assert_nonnull (strstr (page, "<h1>A &lt;try&gt;</h1>"));
  g_assert_true (g_file_get_contents (json_path, &object, NULL, NULL));
  node = json_from_string (object, NULL);
  g_assert_nonnull (node);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (node), "off"), ==, 0);
  g_unlink (html_path);
  g_unlink (json_path);
  g_rmdir (path);
  close_window (window);
}

/* What is off comes first, whatever the order of the tables. */
static void
test_order (void)
{
  g_autoptr (SdSchema) declared = make_schema ("200", "3, 1", KEY);
  g_autoptr (SdSchema) made = make_schema ("200", "1, 3", KEY);
  SdReportOptions options = { .made_from = made };
  g_autoptr (GListModel) items = NULL, off = NULL;
  g_autoptr (SdReportItem) heading = NULL, first = NULL, only = NULL;
  GError *error = NULL;
  g_autoptr (SdReport) report = sd_report_new (declared, &options, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (sd_report_count (report, SD_VERDICT_OFF), ==, 1);
  items = sd_report_item_list (report, SD_REPORT_ALL);
  heading = g_list_model_get_item (items, 0);
  first = g_list_model_get_item (items, 1);
  g_assert_true (sd_report_item_is_heading (heading));
  g_assert_cmpint (sd_report_item_get_verdict (first), ==, SD_VERDICT_OFF);
  g_assert_true (g_str_has_prefix (sd_report_item_get_judged (first), "Off"));
  g_assert_cmpuint (sd_report_item_find_element (first, declared), ==, 4);
  off = sd_report_item_list (report, SD_REPORT_OFF);
  g_assert_cmpuint (g_list_model_get_n_items (off), ==, 2);
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

  g_test_add_func ("/report/order", test_order);
  g_test_add_func ("/report/card", test_card);
  g_test_add_func ("/report/stale", test_stale);
  g_test_add_func ("/report/shown-again", test_shown_again);
  g_test_add_func ("/report/nothing-and-wrong", test_nothing_and_wrong);
  g_test_add_func ("/report/cancel", test_cancel);
  g_test_add_func ("/report/save", test_save);
  status = g_test_run ();
  g_object_unref (application);
  return status;
}
