/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Every widget class comes to life and goes, and every widget that takes the
 * focus has a name.
 */

#include <adwaita.h>
#include <math.h>
#include <string.h>

#include "sd-chat-pane.h"
#include "sd-conversation.h"
#include "sd-count-entry.h"
#include "sd-data-view.h"
#include "sd-export-dialog.h"
#include "sd-export-page.h"
#include "sd-findings-bar.h"
#include "sd-inspector.h"
#include "sd-lessons-dialog.h"
#include "sd-message-row.h"
#include "sd-panes.h"
#include "sd-picker.h"
#include "sd-prompt-box.h"
#include "sd-report-view.h"
#include "sd-schema-view.h"
#include "sd-start-page.h"
#include "sd-test-window.h"
#include "sd-window.h"
#include "sd-wrap-layout.h"

static SdApplication *application;

static void
test_new_destroy (void)
{
  const GType types[] = {
    SD_TYPE_CHAT_PANE, SD_TYPE_COUNT_ENTRY, SD_TYPE_DATA_GRID, SD_TYPE_DATA_VIEW,
    SD_TYPE_FINDINGS_BAR, SD_TYPE_INSPECTOR, SD_TYPE_PANES, SD_TYPE_PROMPT_BOX,
    SD_TYPE_REPORT_VIEW, SD_TYPE_SCHEMA_VIEW, SD_TYPE_START_PAGE, SD_TYPE_WRAP_LAYOUT,
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (types); i++)
    {
      GObject *object = g_object_new (types[i], NULL);

      if (g_object_is_floating (object))
        g_object_ref_sink (object);
      g_assert_finalize_object (object);
    }
  for (i = 0; i < SD_N_FORMATS; i++)
    {
      GtkWidget *page = sd_export_page_new ((SdFormat) i);
      SdExportOptions options, applied;

      if (page == NULL)
        continue;
      g_object_ref_sink (page);
      sd_export_options_init (&options, (SdFormat) i);
      sd_export_page_load (SD_EXPORT_PAGE (page), &options);
      applied = options;
      sd_export_page_apply (SD_EXPORT_PAGE (page), &applied);
      /* What a page shows, it gives back. */
      g_assert_cmpint (applied.csv.preset, ==, options.csv.preset);
      g_assert_cmpint (applied.csv.separator, ==, options.csv.separator);
      g_assert_cmpint (applied.csv.crlf, ==, options.csv.crlf);
      g_assert_cmpint (applied.xlsx.titles, ==, options.xlsx.titles);
      g_assert_cmpint (applied.sql.dialect, ==, options.sql.dialect);
      g_assert_cmpint (applied.sql.rows_per_insert, ==, options.sql.rows_per_insert);
      g_assert_cmpint (applied.json.pretty, ==, options.json.pretty);
      g_assert_finalize_object (G_OBJECT (page));
    }
}

/* TRUE when a screen reader has something to say: a name of its own, a label, or
 * the text inside a button or row. */
static gboolean
has_name (GtkWidget *widget)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (widget);

  if (gtk_test_accessible_has_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL)
      || gtk_test_accessible_has_relation (accessible, GTK_ACCESSIBLE_RELATION_LABELLED_BY))
    return TRUE;
  if (ADW_IS_PREFERENCES_ROW (widget))
    return *adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)) != '\0';
  return FALSE;
}

/* Focusable parts of GTK's own composites, named by their owner. */
static gboolean
is_part (GtkWidget *widget)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);

  if (GTK_IS_LABEL (widget) || GTK_IS_SCROLLED_WINDOW (widget) || GTK_IS_STACK (widget))
    return TRUE;
  for (; parent != NULL; parent = gtk_widget_get_parent (parent))
    if (GTK_IS_ENTRY (parent) || GTK_IS_SEARCH_ENTRY (parent) || GTK_IS_SPIN_BUTTON (parent)
        || ADW_IS_ENTRY_ROW (parent) || GTK_IS_DROP_DOWN (parent) || GTK_IS_MENU_BUTTON (parent)
        || ADW_IS_SPLIT_BUTTON (parent) || GTK_IS_WINDOW_CONTROLS (parent)
        || ADW_IS_VIEW_SWITCHER (parent) || ADW_IS_EXPANDER_ROW (parent)
        || ADW_IS_COMBO_ROW (parent))
      return TRUE;
  return FALSE;
}

static guint
count_nameless (GtkWidget *widget)
{
  GtkWidget *child;
  guint n = 0;

  if (!gtk_widget_get_mapped (widget))
    return 0;
  if (gtk_widget_get_focusable (widget) && !is_part (widget) && !has_name (widget))
    {
      g_test_message ("%s (CSS %s) has no accessible name", G_OBJECT_TYPE_NAME (widget),
                      gtk_widget_get_css_name (widget));
      n++;
    }
  for (child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_nameless (child);
  return n;
}

static SdWindow *
window_with_plan (const char *prompt)
{
  SdWindow *window = sd_window_new (application);
  SdWorkspace *workspace = sd_window_get_workspace (window);

  gtk_window_present (GTK_WINDOW (window));
  sd_test_settle (GTK_WIDGET (window));
  sd_window_ask (window, prompt);
  sd_test_wait_for (sd_workspace_get_plan (workspace) != NULL
                    && sd_plan_get_n_tables (sd_workspace_get_plan (workspace)) > 0
                    && sd_plan_watch_is_current (sd_workspace_get_watch (workspace)));
  sd_test_settle (GTK_WIDGET (window));
  return window;
}

static void
close_window (SdWindow *window)
{
  sd_document_discard_draft (sd_workspace_get_document (sd_window_get_workspace (window)));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_names (void)
{
  SdWindow *window = sd_window_new (application);
  SdExportDialog *dialog;
  SdReportView *report;
  GtkWidget *lessons;
  SdSchema *schema;
  guint format;

  gtk_window_present (GTK_WINDOW (window));
  sd_test_settle (GTK_WIDGET (window));
  g_assert_cmpuint (count_nameless (GTK_WIDGET (window)), ==, 0);
  close_window (window);

  window = window_with_plan (sd_start_page_get_example ());
  schema = sd_workspace_get_schema (sd_window_get_workspace (window));
  g_assert_cmpuint (count_nameless (GTK_WIDGET (window)), ==, 0);
  sd_workspace_set_column (sd_window_get_workspace (window),
                           sd_table_get_column (sd_schema_get_table (schema, 0), 1));
  sd_test_settle (GTK_WIDGET (window));
  g_assert_cmpuint (count_nameless (GTK_WIDGET (window)), ==, 0);
  sd_window_show_view (window, "data");
  sd_test_settle (GTK_WIDGET (window));
  g_assert_cmpuint (count_nameless (GTK_WIDGET (window)), ==, 0);

  report = SD_REPORT_VIEW (sd_test_find (GTK_WIDGET (window), SD_TYPE_REPORT_VIEW));
  sd_window_show_view (window, "insights");
  sd_test_settle (GTK_WIDGET (window));
  g_assert_cmpuint (count_nameless (GTK_WIDGET (window)), ==, 0);
  sd_report_view_run (report);
  sd_test_wait_for (g_str_equal (sd_report_view_get_state (report), "card"));
  sd_test_settle (GTK_WIDGET (window));
  g_assert_cmpuint (count_nameless (GTK_WIDGET (window)), ==, 0);

  lessons = GTK_WIDGET (sd_lessons_dialog_new (GTK_WINDOW (window)));
  gtk_window_present (GTK_WINDOW (lessons));
  sd_test_settle (lessons);
  g_assert_cmpuint (count_nameless (lessons), ==, 0);
  gtk_window_destroy (GTK_WINDOW (lessons));

  for (format = 0; format < SD_N_FORMATS; format++)
    {
      g_autofree char *preview = NULL, *name = NULL;

      dialog = sd_export_dialog_new (GTK_WINDOW (window),
                                     sd_workspace_get_document (sd_window_get_workspace (window)),
                                     sd_workspace_get_plan (sd_window_get_workspace (window)),
                                     (SdFormat) format);
      gtk_window_present (GTK_WINDOW (dialog));
      sd_test_settle (GTK_WIDGET (dialog));
      g_assert_cmpuint (count_nameless (GTK_WIDGET (dialog)), ==, 0);
      preview = sd_export_dialog_dup_preview (dialog);
      g_assert_cmpuint (strlen (preview), >, 50);
      name = g_strconcat ("export-", sd_format_to_nick ((SdFormat) format), NULL);
      sd_test_screenshot (GTK_WIDGET (dialog), name);
      gtk_window_destroy (GTK_WINDOW (dialog));
    }
  close_window (window);
}

static GtkWidget *
find_by_class (GtkWidget  *widget,
               const char *css_class)
{
  GtkWidget *child, *found = NULL;

  if (gtk_widget_has_css_class (widget, css_class))
    return widget;
  for (child = gtk_widget_get_last_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_prev_sibling (child))
    found = find_by_class (child, css_class);
  return found;
}

/* The card's button takes back its step, and only while that is the newest. */
static void
test_undo_in_card (void)
{
  SdWindow *window = window_with_plan (sd_start_page_get_example ());
  SdDocument *document = sd_workspace_get_document (sd_window_get_workspace (window));
  SdSchema *schema = sd_document_get_schema (document);
  GtkWidget *chat = sd_test_find (GTK_WIDGET (window), SD_TYPE_CHAT_PANE);
  GtkWidget *undo = find_by_class (chat, "undo");

  g_assert_nonnull (undo);
  g_assert_true (gtk_widget_get_sensitive (undo));
  sd_schema_set_seed (schema, 7);
  g_assert_false (gtk_widget_get_sensitive (undo));
  sd_history_undo (sd_document_get_history (document));
  g_assert_true (gtk_widget_get_sensitive (undo));
  g_signal_emit_by_name (undo, "clicked");
  g_assert_cmpuint (sd_schema_get_n_tables (schema), ==, 0);
  g_assert_false (gtk_widget_get_sensitive (undo));
  close_window (window);
}

static void
type_into (SdInspector *inspector,
           const char  *path,
           const char  *text)
{
  SdField *field = sd_inspector_find_field (inspector, path);

  g_assert_nonnull (field);
  gtk_editable_set_text (GTK_EDITABLE (sd_field_get_row (field)), text);
  g_signal_emit_by_name (sd_field_get_row (field), "entry-activated");
}

/* Runs what is left to do in idles. */
static void
iterate (void)
{
  while (g_main_context_pending (NULL))
    g_main_context_iteration (NULL, FALSE);
}

static void
test_inspector (void)
{
  SdWindow *window = window_with_plan (sd_start_page_get_example ());
  SdWorkspace *workspace = sd_window_get_workspace (window);
  SdSchemaView *view = SD_SCHEMA_VIEW (sd_test_find (GTK_WIDGET (window), SD_TYPE_SCHEMA_VIEW));
  SdInspector *inspector = sd_schema_view_get_inspector (view);
  SdTable *table = sd_schema_get_table (sd_workspace_get_schema (workspace), 0);
  SdHistory *history = sd_workspace_get_history (workspace);
  g_autoptr (SdColumn) column = sd_column_new ("score", SD_TYPE_INTEGER);

  sd_schema_add_column (sd_workspace_get_schema (workspace), table, column, 0);
  sd_workspace_set_column (workspace, column);
  iterate ();
  type_into (inspector, "title", "Score of the test");
  g_assert_cmpstr (sd_column_get_title (column), ==, "Score of the test");
  g_assert_cmpstr (sd_history_get_undo_label (history), ==, "Change Title");
  type_into (inspector, "missing", "12.5 %");
  g_assert_cmpfloat (sd_column_get_missing (column), ==, 0.125);
  g_assert_true (sd_column_get_nullable (column));

  sd_column_set_generator (column, "number", NULL);
  iterate ();
  g_assert_nonnull (sd_inspector_find_field (inspector, "parameters.distribution"));
  type_into (inspector, "parameters.max", "75");
  g_assert_cmpfloat (sd_parameter_get_number (sd_column_get_parameters (column), "max", NAN), ==,
                     75);
  /* What is no number changes nothing. */
  type_into (inspector, "parameters.max", "many");
  g_assert_cmpfloat (sd_parameter_get_number (sd_column_get_parameters (column), "max", NAN), ==,
                     75);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.undo", NULL);
  g_assert_true (isnan (sd_parameter_get_number (sd_column_get_parameters (column), "max", NAN)));
  type_into (inspector, "name", "points");
  g_assert_cmpstr (sd_column_get_name (column), ==, "points");
  close_window (window);
}

/* Editing one thing leaves alone what the form does not show, and branches that
 * it shows as they are in the file. */
static void
test_inspector_keeps (void)
{
  SdWindow *window = window_with_plan (sd_start_page_get_example ());
  SdWorkspace *workspace = sd_window_get_workspace (window);
  SdSchemaView *view = SD_SCHEMA_VIEW (sd_test_find (GTK_WIDGET (window), SD_TYPE_SCHEMA_VIEW));
  SdInspector *inspector = sd_schema_view_get_inspector (view);
  SdTable *table = sd_schema_get_table (sd_workspace_get_schema (workspace), 0);
  g_autoptr (SdColumn) column = sd_column_new ("score", SD_TYPE_INTEGER);
  g_autoptr (JsonNode) parameters
    = json_from_string ("{\"max\":50,\"by\":\"passed\",\"branches\":[{\"when\":true}]}", NULL);
  g_autoptr (JsonNode) mess = json_from_string ("[{\"kind\":\"blank\",\"share\":0.1}]", NULL);
  g_autoptr (JsonNode) missing = json_from_string ("{\"kind\":\"value\"}", NULL);

  sd_column_set_generator (column, "number", json_node_dup_object (parameters));
  sd_column_set_mess (column, json_node_dup_array (mess));
  sd_column_set_missing_by (column, json_node_dup_object (missing));
  sd_schema_add_column (sd_workspace_get_schema (workspace), table, column, 0);
  sd_workspace_set_column (workspace, column);
  iterate ();
  type_into (inspector, "title", "Score of the test");
  type_into (inspector, "missing", "20 %");
  type_into (inspector, "parameters.max", "75");
  g_assert_cmpstr (sd_column_get_title (column), ==, "Score of the test");
  g_assert_nonnull (sd_column_get_mess (column));
  g_assert_nonnull (sd_column_get_missing_by (column));
  g_assert_nonnull (sd_parameter_get_list (sd_column_get_parameters (column), "branches"));
  type_into (inspector, "parameters.branches", "[{\"when\": false}, {\"when\": true}]");
  g_assert_cmpuint (json_array_get_length (
                      sd_parameter_get_list (sd_column_get_parameters (column), "branches")),
                    ==, 2);
  close_window (window);
}

static void
pick (SdInspector *inspector,
      const char  *path,
      const char  *title)
{
  SdField *field = sd_inspector_find_field (inspector, path);
  GtkDropDown *list = GTK_DROP_DOWN (sd_test_find (sd_field_get_row (field), GTK_TYPE_DROP_DOWN));
  GListModel *model = gtk_drop_down_get_model (list);
  guint i;

  for (i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (GtkStringObject) item = g_list_model_get_item (model, i);

      if (g_str_equal (gtk_string_object_get_string (item), title))
        {
          gtk_drop_down_set_selected (list, i);
          iterate ();
          return;
        }
    }
  g_error ("There is no “%s” in %s", title, path);
}

/* Seasons and locales are chosen, meanings are found by any word. */
static void
test_inspector_choices (void)
{
  SdWindow *window = window_with_plan (sd_start_page_get_example ());
  SdWorkspace *workspace = sd_window_get_workspace (window);
  SdSchemaView *view = SD_SCHEMA_VIEW (sd_test_find (GTK_WIDGET (window), SD_TYPE_SCHEMA_VIEW));
  SdInspector *inspector = sd_schema_view_get_inspector (view);
  SdTable *table = sd_schema_get_table (sd_workspace_get_schema (workspace), 0);
  g_autoptr (SdColumn) day = sd_column_new ("day", SD_TYPE_DATE);
  g_autoptr (SdColumn) name = sd_column_new ("nick", SD_TYPE_TEXT);
  SdPicker *picker;

  sd_column_set_generator (day, "date", NULL);
  sd_schema_add_column (sd_workspace_get_schema (workspace), table, day, 0);
  sd_workspace_set_column (workspace, day);
  iterate ();
  pick (inspector, "parameters.season", "School year");
  g_assert_cmpstr (sd_parameter_get_text (sd_column_get_parameters (day), "season", NULL), ==,
                   "school_year");
  pick (inspector, "parameters.season", "None");
  g_assert_null (sd_parameter_get_text (sd_column_get_parameters (day), "season", NULL));

  sd_column_set_generator (name, "semantic", NULL);
  sd_schema_add_column (sd_workspace_get_schema (workspace), table, name, 0);
  sd_workspace_set_column (workspace, name);
  iterate ();
  picker = SD_PICKER (sd_test_find (sd_field_get_row (sd_inspector_find_field (
                                      inspector, "parameters.semantic")), SD_TYPE_PICKER));
  g_assert_cmpuint (g_list_model_get_n_items (sd_picker_get_found (picker)), >, 300);
  sd_picker_search (picker, "NAME last");
  g_assert_cmpuint (g_list_model_get_n_items (sd_picker_get_found (picker)), <, 10);
  sd_picker_choose_first (picker);
  iterate ();
  g_assert_cmpstr (sd_parameter_get_text (sd_column_get_parameters (name), "semantic", NULL), ==,
                   "last_name");
  close_window (window);
}

/* What is wrong with an entry is said in words, with what would be right; what is
 * not given is shown as what it then is. */
static void
test_inspector_messages (void)
{
  SdWindow *window = window_with_plan (sd_start_page_get_example ());
  SdWorkspace *workspace = sd_window_get_workspace (window);
  SdSchemaView *view = SD_SCHEMA_VIEW (sd_test_find (GTK_WIDGET (window), SD_TYPE_SCHEMA_VIEW));
  SdInspector *inspector = sd_schema_view_get_inspector (view);
  SdTable *table = sd_schema_get_table (sd_workspace_get_schema (workspace), 0);
  g_autoptr (SdColumn) column = sd_column_new ("score", SD_TYPE_INTEGER);
  g_autoptr (GString) branches = g_string_new ("[");
  g_autoptr (JsonNode) shown = NULL;
  SdField *field;
  guint i;

  sd_column_set_generator (column, "number", NULL);
  sd_schema_add_column (sd_workspace_get_schema (workspace), table, column, 0);
  sd_workspace_set_column (workspace, column);
  iterate ();
  field = sd_inspector_find_field (inspector, "parameters.distribution");
  shown = sd_field_dup_value (field);
  g_assert_cmpstr (json_node_get_string (shown), ==, "uniform");
  type_into (inspector, "missing", "150 %");
  field = sd_inspector_find_field (inspector, "missing");
  g_assert_cmpstr (sd_field_get_message (field), ==, "This must be a share between 0 % and 100 %.");
  type_into (inspector, "missing", "15 %");
  g_assert_null (sd_field_get_message (field));

  field = sd_inspector_find_field (inspector, "parameters.branches");
  type_into (inspector, "parameters.branches", "[{\"when\": 1");
  g_assert_nonnull (strstr (sd_field_get_message (field), "A list looks like"));
  sd_test_screenshot (GTK_WIDGET (window), "inspector-message");
  type_into (inspector, "parameters.branches", "5");
  g_assert_nonnull (strstr (sd_field_get_message (field), "must be a list"));
  g_assert_null (sd_parameter_get_list (sd_column_get_parameters (column), "branches"));

  /* So many that a line cannot show them: they stay as they are. */
  for (i = 0; i < 1000; i++)
    g_string_append_printf (branches, "%s{\"when\":%u,\"parameters\":{}}", i > 0 ? "," : "", i);
  g_string_append_c (branches, ']');
  sd_column_set_parameter (column, "branches", json_from_string (branches->str, NULL));
  iterate ();
  g_assert_false (gtk_editable_get_editable (GTK_EDITABLE (sd_field_get_row (field))));
  type_into (inspector, "parameters.max", "9");
  g_assert_cmpuint (json_array_get_length (
                      sd_parameter_get_list (sd_column_get_parameters (column), "branches")),
                    ==, 1000);
  close_window (window);
}

/* What cannot be is said, with a fix that works. */
static void
test_findings (void)
{
  SdWindow *window = window_with_plan (sd_start_page_get_example ());
  SdWorkspace *workspace = sd_window_get_workspace (window);
  SdFindingsBar *bar = SD_FINDINGS_BAR (sd_test_find (GTK_WIDGET (window), SD_TYPE_FINDINGS_BAR));
  SdTable *table = sd_schema_get_table (sd_workspace_get_schema (workspace), 0);
  g_autoptr (SdColumn) column = sd_column_new ("grade", SD_TYPE_TEXT);
  JsonObject *parameters = json_object_new ();
  JsonArray *values = json_array_new ();

  g_assert_false (sd_findings_bar_get_revealed (bar));
  json_array_add_string_element (values, "pass");
  json_array_add_string_element (values, "fail");
  json_object_set_array_member (parameters, "values", values);
  sd_column_set_generator (column, "category", parameters);
  sd_column_set_unique (column, TRUE);
  sd_schema_add_column (sd_workspace_get_schema (workspace), table, column, 1);
  sd_test_wait_for (sd_plan_watch_is_current (sd_workspace_get_watch (workspace)));
  g_assert_true (sd_findings_bar_get_revealed (bar));
  sd_test_screenshot (GTK_WIDGET (window), "findings");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.undo", NULL);
  sd_test_wait_for (sd_plan_watch_is_current (sd_workspace_get_watch (workspace)));
  g_assert_false (sd_findings_bar_get_revealed (bar));
  close_window (window);
}

typedef struct
{
  GtkWidget *window;
  SdPanes   *panes;
  GtkWidget *sidebar;
  GtkWidget *content;
} PanesFixture;

static void
panes_fixture_init (PanesFixture *fixture,
                    int           width)
{
  fixture->window = gtk_window_new ();
  fixture->sidebar = gtk_button_new ();
  fixture->content = gtk_button_new ();
  fixture->panes = g_object_new (SD_TYPE_PANES, "threshold", 500, "sidebar", fixture->sidebar,
                                 "content", fixture->content, NULL);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->panes));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), width, 300);
  gtk_window_present (GTK_WINDOW (fixture->window));
  sd_test_settle (fixture->window);
}

static void
test_panes (void)
{
  PanesFixture wide, narrow;

  panes_fixture_init (&wide, 700);
  g_assert_false (sd_panes_get_folded (wide.panes));
  g_assert_true (gtk_widget_get_mapped (wide.sidebar) && gtk_widget_get_mapped (wide.content));
  sd_panes_set_show_sidebar (wide.panes, FALSE);
  sd_test_settle (wide.window);
  g_assert_false (gtk_widget_get_mapped (wide.sidebar));
  g_assert_true (gtk_widget_get_mapped (wide.content));
  gtk_window_destroy (GTK_WINDOW (wide.window));

  panes_fixture_init (&narrow, 360);
  g_assert_true (sd_panes_get_folded (narrow.panes));
  g_assert_true (gtk_widget_get_mapped (narrow.sidebar));
  g_assert_false (gtk_widget_get_mapped (narrow.content));
  sd_panes_set_show_sidebar (narrow.panes, FALSE);
  sd_test_settle (narrow.window);
  g_assert_false (gtk_widget_get_mapped (narrow.sidebar));
  g_assert_true (gtk_widget_get_mapped (narrow.content));
  gtk_window_destroy (GTK_WINDOW (narrow.window));
}

static void
answered_cb (SdMessageRow       *row,
             const char * const *answers,
             const char         *text,
             char              **seen)
{
  *seen = g_strdup_printf ("%s|%s", answers[0], text);
}

static void
test_message_row (void)
{
  g_autoptr (SdDraft) draft = sd_draft_new ();
  g_autoptr (SdMessage) message = NULL, copy = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *seen = NULL;
  SdQuestion *question = g_new0 (SdQuestion, 1);
  GtkWidget *row, *button;

  question->id = g_strdup ("rows");
  question->text = g_strdup ("How many rows?");
  question->choices = g_strsplit ("100|1,000", "|", -1);
  question->fallback = g_strdup ("100");
  if (draft->questions == NULL)
    draft->questions = g_ptr_array_new_with_free_func ((GDestroyNotify) sd_question_free);
  g_ptr_array_add (draft->questions, question);
  g_free (draft->reply);
  draft->reply = g_strdup ("<b>No markup</b> & nothing hidden");

  message = sd_message_new_for_draft (draft, NULL, 0);
  row = g_object_ref_sink (sd_message_row_new (message));
  g_signal_connect (row, "answered", G_CALLBACK (answered_cb), &seen);
  button = sd_test_find (row, GTK_TYPE_TOGGLE_BUTTON);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
  g_assert_cmpstr (seen, ==, "rows=100|100");
  g_assert_finalize_object (G_OBJECT (row));

  node = sd_message_to_json (message);
  copy = sd_message_new_from_json (node);
  g_assert_cmpstr (sd_message_get_text (copy), ==, sd_message_get_text (message));
  g_assert_cmpuint (sd_message_get_questions (copy)->len, ==, 0);
  g_assert_null (sd_message_new_from_json (NULL));
}

static void
test_shortcuts (void)
{
  SdWindow *window = sd_window_new (application);
  GtkWidget *overlay;

  gtk_window_present (GTK_WINDOW (window));
  sd_test_settle (GTK_WIDGET (window));
  overlay = GTK_WIDGET (gtk_application_window_get_help_overlay (GTK_APPLICATION_WINDOW (window)));
  g_assert_nonnull (overlay);
  gtk_window_present (GTK_WINDOW (overlay));
  sd_test_settle (overlay);
  sd_test_screenshot (overlay, "shortcuts");
  close_window (window);
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

  g_test_add_func ("/widgets/new-destroy", test_new_destroy);
  g_test_add_func ("/widgets/panes", test_panes);
  g_test_add_func ("/widgets/message-row", test_message_row);
  g_test_add_func ("/widgets/names", test_names);
  g_test_add_func ("/widgets/undo-in-card", test_undo_in_card);
  g_test_add_func ("/widgets/inspector", test_inspector);
  g_test_add_func ("/widgets/inspector-keeps", test_inspector_keeps);
  g_test_add_func ("/widgets/inspector-choices", test_inspector_choices);
  g_test_add_func ("/widgets/inspector-messages", test_inspector_messages);
  g_test_add_func ("/widgets/findings", test_findings);
  g_test_add_func ("/widgets/shortcuts", test_shortcuts);
  status = g_test_run ();
  g_object_unref (application);
  return status;
}
