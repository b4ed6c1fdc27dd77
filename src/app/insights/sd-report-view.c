/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The view is in one of four states: nothing made yet, at work, failed, and the
 * card. A card whose document has changed stays, and says so.
 */

#define G_LOG_DOMAIN "sd-report-view"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "sd-alert.h"
#include "sd-file-chooser.h"
#include "sd-report-file.h"
#include "sd-report-job.h"
#include "sd-report-row.h"
#include "sd-report-view.h"
#include "sd-schema-file.h"
#include "sd-settings.h"

struct _SdReportView
{
  GtkWidget       parent_instance;

  /* Template Widgets */
  GtkStack       *stack;
  AdwStatusPage  *empty;
  GtkWidget      *make;
  GtkProgressBar *progress;
  GtkWidget      *cancel;
  AdwStatusPage  *error;
  GtkWidget      *stale_bar;
  GtkLabel       *summary;
  GtkDropDown    *filter;
  GtkStack       *lines;
  AdwStatusPage  *nothing;
  GtkListView    *list;

  /* Owned References */
  SdWorkspace    *workspace;
  SdDocument     *document;     /* that the card belongs to */
  SdReportJob    *job;          /* whose card is shown */
  SdReport       *report;
  SdReportJob    *running;
  GCancellable   *cancellable;  /* of what is running */
  GListModel     *items;

  guint           idle;         /* until the document is compared with the card */
  guint           stale : 1;
  guint           compact : 1;
};

enum
{
  SIGNAL_NOTICE,
  SIGNAL_LAST_SIGNAL,
};

static guint signals[SIGNAL_LAST_SIGNAL];

/* In the order of the list to choose from. */
static const SdReportFilter filters[] = {
  SD_REPORT_ALL, SD_REPORT_OFF, SD_REPORT_CHANCE, SD_REPORT_FEW,
};

G_DEFINE_FINAL_TYPE (SdReportView, sd_report_view, GTK_TYPE_WIDGET)

static gboolean
has_tables (SdReportView *self)
{
  return self->workspace != NULL
         && sd_schema_get_n_tables (sd_workspace_get_schema (self->workspace)) > 0;
}

static void
update_actions (SdReportView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  const gboolean any = has_tables (self);

  gtk_widget_action_set_enabled (widget, "report.run", any && self->running == NULL);
  gtk_widget_action_set_enabled (widget, "report.cancel", self->running != NULL);
  gtk_widget_action_set_enabled (widget, "report.save", self->report != NULL);
  gtk_widget_set_visible (self->make, any);
  adw_status_page_set_description (
    self->empty,
    any ? _("It compares what the schema declares with the data: row counts, keys, distributions, "
            "correlations, rules and totals, each with what chance explains.")
        : _("There is no table yet. Describe the tables in the chat, or add one in the schema."));
}

static void
set_state (SdReportView *self,
           const char   *state)
{
  gtk_stack_set_visible_child_name (self->stack, state);
  update_actions (self);
}

static void
set_stale (SdReportView *self,
           gboolean      stale)
{
  self->stale = stale;
  gtk_widget_set_visible (self->stale_bar, stale);
}

static const char *
nothing_text (SdReportFilter filter)
{
  switch (filter)
    {
    case SD_REPORT_OFF:
      return _("Nothing Is Off");

    case SD_REPORT_CHANCE:
      return _("Nothing Is Off by Chance");

    case SD_REPORT_FEW:
      return _("There Are Enough Rows for Everything");

    case SD_REPORT_ALL:
    default:
      return _("Nothing Is Declared");
    }
}

static void
show_lines (SdReportView *self)
{
  const guint selected = MIN (gtk_drop_down_get_selected (self->filter),
                              G_N_ELEMENTS (filters) - 1);
  g_autoptr (GtkNoSelection) selection = NULL;

  g_clear_object (&self->items);
  if (self->report != NULL)
    {
      self->items = sd_report_item_list (self->report, filters[selected]);
      selection = gtk_no_selection_new (g_object_ref (self->items));
      adw_status_page_set_title (self->nothing, nothing_text (filters[selected]));
      gtk_stack_set_visible_child_name (self->lines,
                                        g_list_model_get_n_items (self->items) > 0 ? "list"
                                                                                   : "nothing");
    }
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
}

static void
show_card (SdReportView *self)
{
  g_autofree char *summary = sd_report_summarize (self->report);

  gtk_label_set_label (self->summary, summary);
  show_lines (self);
  set_state (self, "card");
}

static void
forget_card (SdReportView *self)
{
  g_clear_pointer (&self->report, sd_report_free);
  g_clear_object (&self->job);
  show_lines (self);
  set_stale (self, FALSE);
}

/* What is running goes on in its thread until it sees that nobody wants it. */
static void
abandon_run (SdReportView *self)
{
  if (self->running == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->running, self);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->running);
}

/* Undo makes a card current again. */
static gboolean
compare_idle_cb (gpointer user_data)
{
  SdReportView *self = user_data;
  g_autofree char *text = NULL;

  self->idle = 0;
  if (self->report == NULL)
    return G_SOURCE_REMOVE;
  text = sd_schema_to_text (sd_workspace_get_schema (self->workspace));
  set_stale (self, !g_str_equal (text, sd_report_job_get_text (self->job)));
  return G_SOURCE_REMOVE;
}

static void
changed_cb (SdReportView *self)
{
  SdDocument *document = sd_workspace_get_document (self->workspace);

  if (g_set_object (&self->document, document))
    {
      abandon_run (self);
      forget_card (self);
      set_state (self, "empty");
      return;
    }
  update_actions (self);
  if (self->idle == 0 && self->report != NULL)
    self->idle = g_idle_add_full (G_PRIORITY_LOW, compare_idle_cb, self, NULL);
}

static void
fraction_cb (SdReportView *self,
             GParamSpec   *pspec,
             SdReportJob  *job)
{
  gtk_progress_bar_set_fraction (self->progress, sd_report_job_get_fraction (job));
}

static void
show_error (SdReportView *self,
            const GError *error)
{
  g_autofree char *message = g_strchomp (g_strdup (error->message));
  g_autofree char *text = g_strdup_printf (
    _("%s\n\nCorrect what stands above, then make the report card again."), message);
  g_autofree char *safe = g_markup_escape_text (text, -1);

  forget_card (self);
  adw_status_page_set_description (self->error, safe);
  set_state (self, "error");
}

static void
run_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (SdReportView) self = user_data;
  g_autoptr (GError) error = NULL;
  SdReport *report = sd_report_job_run_finish (SD_REPORT_JOB (object), result, &error);
  gboolean had_focus;

  if ((GObject *) self->running != object)
    {
      sd_report_free (report);
      return;
    }
  abandon_run (self);
  if (report == NULL)
    {
      show_error (self, error);
      return;
    }
  g_clear_pointer (&self->report, sd_report_free);
  self->report = report;
  g_set_object (&self->job, SD_REPORT_JOB (object));
  had_focus = gtk_widget_has_focus (self->cancel);
  show_card (self);
  /* The button that had it is gone. */
  if (had_focus)
    gtk_widget_grab_focus (GTK_WIDGET (self->filter));
  compare_idle_cb (self);
}

static void
run (SdReportView *self)
{
  if (self->running != NULL || !has_tables (self))
    return;
  self->running = sd_report_job_new (sd_workspace_get_schema (self->workspace));
  self->cancellable = g_cancellable_new ();
  g_signal_connect_object (self->running, "notify::fraction", G_CALLBACK (fraction_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_progress_bar_set_fraction (self->progress, 0);
  set_state (self, "running");
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_grab_focus (self->cancel);
  sd_report_job_run_async (self->running, self->cancellable, run_cb, g_object_ref (self));
}

static void
run_action (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  run (SD_REPORT_VIEW (widget));
}

static void
cancel_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  sd_report_view_cancel (SD_REPORT_VIEW (widget));
}

/* What a file to be chosen is for. */
typedef struct
{
  SdReportView *view;
  SdReportFile  format;
} SaveFlow;

static void
save_chosen_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autofree SaveFlow *flow = user_data;
  g_autoptr (SdReportView) self = flow->view;
  g_autoptr (GFile) file = sd_file_chooser_choose_finish (result, NULL);
  g_autoptr (GFile) folder = file != NULL ? g_file_get_parent (file) : NULL;

  if (file == NULL)
    return;
  if (folder != NULL)
    sd_settings_set_folder ("last-export-directory", folder);
  sd_report_view_save (self, flow->format, file);
}

static void
save_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  SdReportView *self = SD_REPORT_VIEW (widget);
  const gboolean html = g_str_equal (g_variant_get_string (parameter, NULL), "html");
  g_autoptr (GFile) folder = sd_settings_get_folder ("last-export-directory");
  g_autofree char *name = NULL;
  SaveFlow *flow;

  if (self->report == NULL)
    return;
  flow = g_new0 (SaveFlow, 1);
  flow->view = g_object_ref (self);
  flow->format = html ? SD_REPORT_FILE_HTML : SD_REPORT_FILE_JSON;
  name = g_strdup_printf ("%s-report.%s",
                          sd_schema_get_name (sd_report_job_get_schema (self->job)),
                          html ? "html" : "json");
  sd_file_chooser_choose_async (GTK_WINDOW (gtk_widget_get_root (widget)), SD_CHOOSE_SAVE_OTHER,
                                _("Save Report Card"), folder, name, save_chosen_cb, flow);
}

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (SdReportView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_file_get_basename (G_FILE (object)), *shown = NULL, *text = NULL;

  if (!g_file_replace_contents_finish (G_FILE (object), result, NULL, &error))
    {
      sd_alert_show (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                     _("The Report Card Was Not Saved"), error->message);
      return;
    }
  shown = g_filename_display_name (name);
  text = g_strdup_printf (_("Report card saved as “%s”"), shown);
  g_signal_emit (self, signals[SIGNAL_NOTICE], 0, text);
}

static void
filter_cb (SdReportView *self)
{
  if (self->report != NULL)
    show_lines (self);
}

/* To what the line is about, where it can be changed. */
static void
activate_cb (SdReportView *self,
             guint         position)
{
  g_autoptr (SdReportItem) item = g_list_model_get_item (self->items, position);
  guint id;

  if (item == NULL)
    return;
  id = sd_report_item_find_element (item, sd_workspace_get_schema (self->workspace));
  if (id == 0)
    return;
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-view", "s", "schema");
  sd_workspace_show_element (self->workspace, id);
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item,
          SdReportView             *self)
{
  gtk_list_item_set_child (item, sd_report_row_new (self->compact));
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         SdReportView             *self)
{
  GtkWidget *row = gtk_list_item_get_child (item), *parent = gtk_widget_get_parent (row);
  SdReportItem *line = gtk_list_item_get_item (item);

  sd_report_row_set_item (SD_REPORT_ROW (row), line);
  gtk_list_item_set_activatable (item, !sd_report_item_is_heading (line));
  /* The focus is on the widget around the row, which would have no name. */
  if (parent != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    sd_report_item_get_spoken (line), -1);
}

static void
make_factory (SdReportView *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  gtk_list_view_set_factory (self->list, factory);
  g_object_unref (factory);
}

static gboolean
sd_report_view_grab_focus (GtkWidget *widget)
{
  return gtk_widget_child_focus (GTK_WIDGET (SD_REPORT_VIEW (widget)->stack), GTK_DIR_TAB_FORWARD);
}

static void
sd_report_view_dispose (GObject *object)
{
  SdReportView *self = SD_REPORT_VIEW (object);
  GtkWidget *child;

  g_clear_handle_id (&self->idle, g_source_remove);
  abandon_run (self);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->report, sd_report_free);
  g_clear_object (&self->job);
  g_clear_object (&self->items);
  g_clear_object (&self->document);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (sd_report_view_parent_class)->dispose (object);
}

static void
sd_report_view_class_init (SdReportViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sd_report_view_dispose;
  widget_class->grab_focus = sd_report_view_grab_focus;

  signals[SIGNAL_NOTICE] =
    g_signal_new ("notice", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_install_action (widget_class, "report.run", NULL, run_action);
  gtk_widget_class_install_action (widget_class, "report.cancel", NULL, cancel_action);
  gtk_widget_class_install_action (widget_class, "report.save", "s", save_action);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/example/SynthData/insights/sd-report-view.ui");
  gtk_widget_class_bind_template_child (widget_class, SdReportView, stack);
  gtk_widget_class_bind_template_child (widget_class, SdReportView, empty);
  gtk_widget_class_bind_template_child (widget_class, SdReportView, make);
  gtk_widget_class_bind_template_child (widget_class, SdReportView, progress);
  gtk_widget_class_bind_template_child (widget_class, SdReportView, cancel);
  gtk_widget_class_bind_template_child (widget_class, SdReportView, error);
  gtk_widget_class_bind_template_child (widget_class, SdReportView, stale_bar);
  gtk_widget_class_bind_template_child (widget_class, SdReportView, summary);
  gtk_widget_class_bind_template_child (widget_class, SdReportView, filter);
  gtk_widget_class_bind_template_child (widget_class, SdReportView, lines);
  gtk_widget_class_bind_template_child (widget_class, SdReportView, nothing);
  gtk_widget_class_bind_template_child (widget_class, SdReportView, list);
  gtk_widget_class_bind_template_callback (widget_class, filter_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
}

static void
sd_report_view_init (SdReportView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  make_factory (self);
  set_state (self, "empty");
}

void
sd_report_view_set_workspace (SdReportView *self,
                              SdWorkspace  *workspace)
{
  g_return_if_fail (SD_IS_REPORT_VIEW (self));

  g_set_object (&self->workspace, workspace);
  g_signal_connect_object (workspace, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  changed_cb (self);
}

void
sd_report_view_set_compact (SdReportView *self,
                            gboolean      compact)
{
  g_return_if_fail (SD_IS_REPORT_VIEW (self));

  if (self->compact == compact)
    return;
  self->compact = compact;
  make_factory (self);
}

void
sd_report_view_run (SdReportView *self)
{
  g_return_if_fail (SD_IS_REPORT_VIEW (self));

  if (self->report == NULL || self->stale)
    run (self);
}

void
sd_report_view_cancel (SdReportView *self)
{
  g_return_if_fail (SD_IS_REPORT_VIEW (self));

  if (self->running == NULL)
    return;
  abandon_run (self);
  set_state (self, self->report != NULL ? "card" : "empty");
}

const char *
sd_report_view_get_state (SdReportView *self)
{
  g_return_val_if_fail (SD_IS_REPORT_VIEW (self), NULL);

  return gtk_stack_get_visible_child_name (self->stack);
}

gboolean
sd_report_view_get_stale (SdReportView *self)
{
  g_return_val_if_fail (SD_IS_REPORT_VIEW (self), FALSE);

  return self->stale;
}

void
sd_report_view_set_filter (SdReportView   *self,
                           SdReportFilter  filter)
{
  guint i;

  g_return_if_fail (SD_IS_REPORT_VIEW (self));

  for (i = 0; i < G_N_ELEMENTS (filters); i++)
    if (filters[i] == filter)
      gtk_drop_down_set_selected (self->filter, i);
}

/**
 * sd_report_view_get_items:
 *
 * Returns: (transfer none) (nullable): what the list shows, NULL without a card
 */
GListModel *
sd_report_view_get_items (SdReportView *self)
{
  g_return_val_if_fail (SD_IS_REPORT_VIEW (self), NULL);

  return self->items;
}

const char *
sd_report_view_get_summary (SdReportView *self)
{
  g_return_val_if_fail (SD_IS_REPORT_VIEW (self), NULL);

  return gtk_label_get_label (self->summary);
}

/**
 * sd_report_view_save:
 * @self: a view with a card
 * @format: how it is written
 * @file: replaced atomically
 */
void
sd_report_view_save (SdReportView *self,
                     SdReportFile  format,
                     GFile        *file)
{
  g_autoptr (GBytes) bytes = NULL;
  SdSchema *schema;
  char *text;

  g_return_if_fail (SD_IS_REPORT_VIEW (self));
  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (self->report != NULL);

  schema = sd_report_job_get_schema (self->job);
  text = format == SD_REPORT_FILE_HTML ? sd_report_to_html (self->report, schema)
                                       : sd_report_to_json (self->report, schema);
  bytes = g_bytes_new_take (text, strlen (text));
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                                       saved_cb, g_object_ref (self));
}
