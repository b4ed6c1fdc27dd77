/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The export dialog hosts the page of one format and knows what all formats
 * share: the preview, the folder, the dictionary, variants, and the run.
 */

#define G_LOG_DOMAIN "sd-export-dialog"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <locale.h>

#include "sd-alert.h"
#include "sd-export-choices.h"
#include "sd-export-dialog.h"
#include "sd-export-job.h"
#include "sd-export-page.h"
#include "sd-file-chooser.h"
#include "sd-settings.h"

#define PREVIEW_ROWS 8

struct _SdExportDialog
{
  AdwWindow            parent_instance;

  /* Template Widgets */
  GtkWidget           *cancel;
  GtkWidget           *export;
  GtkStack            *stack;
  AdwPreferencesPage  *form;
  AdwPreferencesGroup *preview_group;
  AdwPreferencesGroup *where_group;
  GtkDropDown         *table;
  GtkTextView         *preview;
  AdwActionRow        *folder_row;
  GtkSwitch           *dictionary;
  GtkWidget           *twin_row;
  GtkSwitch           *twin;
  GtkSpinButton       *variants;
  GtkProgressBar      *progress;
  AdwStatusPage       *done;

  /* Owned References */
  SdDocument          *document;
  SdPlan              *plan;
  GFile               *folder;       /* chosen; what is written goes into it or below */
  GFile               *target;       /* what "Open Folder" opens */
  GCancellable        *cancellable;  /* while running */
  SdExportPage        *page;         /* borrowed from the form; NULL without choices */

  SdFormat             format;
  guint                preview_id;   /* an idle to come */
};

enum
{
  SIGNAL_EXPORTED,
  SIGNAL_RUNNING,
  SIGNAL_LAST_SIGNAL,
};

static guint signals[SIGNAL_LAST_SIGNAL];

G_DEFINE_FINAL_TYPE (SdExportDialog, sd_export_dialog, ADW_TYPE_WINDOW)

static void
read_options (SdExportDialog  *self,
              SdExportOptions *options)
{
  sd_export_options_init (options, self->format);
  if (self->page != NULL)
    sd_export_page_apply (self->page, options);
  options->dictionary = gtk_switch_get_active (self->dictionary);
  options->twin = gtk_switch_get_active (self->twin);
}

static guint
get_variants (SdExportDialog *self)
{
  return (guint) gtk_spin_button_get_value_as_int (self->variants);
}

/* Several files stand together in a folder of their own, one file alone. */
static GFile *
get_target (SdExportDialog *self,
            char          **names)
{
  if (get_variants (self) > 1 || g_strv_length (names) > 1)
    return g_file_get_child (self->folder, sd_plan_get_name (self->plan));
  return g_object_ref (self->folder);
}

static void
update_folder (SdExportDialog *self)
{
  SdExportOptions options;
  g_auto (GStrv) names = NULL;
  g_autoptr (GFile) target = NULL;
  g_autofree char *path = NULL, *files = NULL, *text = NULL, *safe = NULL;

  read_options (self, &options);
  names = sd_export_list_files (self->plan, &options);
  target = get_target (self, names);
  path = g_file_get_parse_name (target);
  files = g_strjoinv (", ", names);
  /* Translators: a folder, and the files that will be in it */
  text = g_strdup_printf (_("%s: %s"), path, files);
  safe = g_markup_escape_text (text, -1);
  adw_action_row_set_subtitle (self->folder_row, safe);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->folder_row), text);
}

static void
show_preview (SdExportDialog *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->preview);
  guint table = gtk_drop_down_get_selected (self->table);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  SdExportOptions options;
  gboolean valid;

  read_options (self, &options);
  valid = sd_export_check (self->plan, &options, &error);
  gtk_widget_set_sensitive (self->export, valid);
  gtk_widget_set_tooltip_text (self->export, valid ? NULL : error->message);
  if (!valid)
    text = g_strdup (error->message);
  else if (table < sd_plan_get_n_tables (self->plan))
    text = sd_export_preview (self->plan, &options, table, PREVIEW_ROWS);
  gtk_text_buffer_set_text (buffer, text != NULL ? text : "", -1);
}

static gboolean
preview_idle_cb (gpointer user_data)
{
  SdExportDialog *self = user_data;

  self->preview_id = 0;
  show_preview (self);
  update_folder (self);
  return G_SOURCE_REMOVE;
}

static void
preview_cb (SdExportDialog *self)
{
  if (self->plan != NULL && self->preview_id == 0)
    self->preview_id = g_idle_add (preview_idle_cb, self);
}

static void
options_cb (SdExportDialog *self)
{
  preview_cb (self);
}

static void
fraction_cb (SdExportDialog *self,
             GParamSpec     *pspec,
             SdExportJob    *job)
{
  gtk_progress_bar_set_fraction (self->progress, sd_export_job_get_fraction (job));
}

static void
set_state (SdExportDialog *self,
           const char     *state)
{
  gboolean form = g_str_equal (state, "form"), done = g_str_equal (state, "done");

  gtk_stack_set_visible_child_name (self->stack, state);
  gtk_widget_set_visible (self->export, form);
  gtk_button_set_label (GTK_BUTTON (self->cancel), done ? _("_Close") : _("_Cancel"));
}

static void
show_done (SdExportDialog *self,
           GPtrArray      *files)
{
  g_autofree char *path = g_file_get_parse_name (self->target), *text = NULL, *safe = NULL;

  text = g_strdup_printf (ngettext ("%u file in %s", "%u files in %s", files->len),
                          files->len, path);
  safe = g_markup_escape_text (text, -1);
  adw_status_page_set_description (self->done, safe);
  set_state (self, "done");
  g_signal_emit (self, signals[SIGNAL_EXPORTED], 0, text);
}

static void
run_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (SdExportDialog) self = user_data;
  g_autoptr (GPtrArray) files = NULL;
  g_autoptr (GError) error = NULL;
  gboolean closed;

  files = sd_export_job_run_finish (SD_EXPORT_JOB (object), result, &error);
  g_signal_emit (self, signals[SIGNAL_RUNNING], 0, FALSE);
  closed = !gtk_widget_get_visible (GTK_WIDGET (self));
  g_clear_object (&self->cancellable);
  g_signal_handlers_disconnect_by_data (object, self);
  if (closed)
    return;
  if (files != NULL)
    {
      show_done (self, files);
      return;
    }
  set_state (self, "form");
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    sd_alert_show (GTK_WINDOW (self), _("The Data Were Not Exported"), error->message);
}

static void
run (SdExportDialog *self)
{
  g_autoptr (SdExportJob) job = NULL;
  g_auto (GStrv) names = NULL;
  SdExportOptions options;

  if (self->cancellable != NULL)
    return;
  read_options (self, &options);
  names = sd_export_list_files (self->plan, &options);
  g_clear_object (&self->target);
  self->target = get_target (self, names);
  sd_settings_set_folder ("last-export-directory", self->folder);
  sd_document_set_export (self->document,
                          sd_export_choices_to_json (sd_document_get_export (self->document),
                                                     &options));

  job = sd_export_job_new (sd_document_get_schema (self->document), self->plan, &options,
                           self->target, get_variants (self));
  self->cancellable = g_cancellable_new ();
  g_signal_connect_object (job, "notify::fraction", G_CALLBACK (fraction_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_progress_bar_set_fraction (self->progress, 0);
  set_state (self, "running");
  g_signal_emit (self, signals[SIGNAL_RUNNING], 0, TRUE);
  sd_export_job_run_async (job, self->cancellable, run_cb, g_object_ref (self));
}

static void
replace_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (SdExportDialog) self = user_data;
  g_autofree char *response = sd_alert_choose_finish (result);

  if (g_str_equal (response, "replace"))
    run (self);
}

static guint
count_existing (GFile  *target,
                char  **names)
{
  guint i, n = 0;

  for (i = 0; names[i] != NULL; i++)
    {
      g_autoptr (GFile) file = g_file_get_child (target, names[i]);

      n += g_file_query_exists (file, NULL) ? 1 : 0;
    }
  return n;
}

/* The folder's files that would be replaced are asked about first. */
static void
export_clicked_cb (SdExportDialog *self)
{
  const SdAlertResponse responses[] = {
    { "cancel", _("_Cancel"), ADW_RESPONSE_DEFAULT },
    { "replace", _("_Replace"), ADW_RESPONSE_DESTRUCTIVE },
    { NULL },
  };
  SdExportOptions options;
  g_auto (GStrv) names = NULL;
  g_autoptr (GFile) target = NULL;
  g_autofree char *body = NULL, *path = NULL;
  guint n;

  read_options (self, &options);
  names = sd_export_list_files (self->plan, &options);
  target = get_target (self, names);
  n = get_variants (self) == 1 ? count_existing (target, names) : 0;
  if (n == 0)
    {
      run (self);
      return;
    }
  path = g_file_get_parse_name (target);
  body = g_strdup_printf (ngettext ("%u file of the same name in %s will be replaced.",
                                    "%u files of the same names in %s will be replaced.", n),
                          n, path);
  sd_alert_choose_async (GTK_WINDOW (self), _("Replace Files?"), body, responses, replace_cb,
                         g_object_ref (self));
}

static void
folder_chosen_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (SdExportDialog) self = user_data;
  g_autoptr (GFile) folder = sd_file_chooser_choose_finish (result, NULL);

  if (folder != NULL)
    sd_export_dialog_set_folder (self, folder);
}

static void
choose_clicked_cb (SdExportDialog *self)
{
  sd_file_chooser_choose_async (GTK_WINDOW (self), SD_CHOOSE_FOLDER, _("Folder for the Data"),
                                self->folder, NULL, folder_chosen_cb, g_object_ref (self));
}

static void
open_folder_cb (SdExportDialog *self)
{
  g_autofree char *uri = g_file_get_uri (self->target);

  gtk_show_uri (GTK_WINDOW (self), uri, GDK_CURRENT_TIME);
}

static void
cancel_clicked_cb (SdExportDialog *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  else
    gtk_window_close (GTK_WINDOW (self));
}

/* Closing stops the export; what is half made is removed by it. */
static gboolean
sd_export_dialog_close_request (GtkWindow *window)
{
  g_cancellable_cancel (SD_EXPORT_DIALOG (window)->cancellable);
  return GTK_WINDOW_CLASS (sd_export_dialog_parent_class)->close_request (window);
}

static void
sd_export_dialog_dispose (GObject *object)
{
  SdExportDialog *self = SD_EXPORT_DIALOG (object);

  g_clear_handle_id (&self->preview_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->document);
  g_clear_pointer (&self->plan, sd_plan_unref);
  g_clear_object (&self->folder);
  g_clear_object (&self->target);

  G_OBJECT_CLASS (sd_export_dialog_parent_class)->dispose (object);
}

static void
sd_export_dialog_class_init (SdExportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sd_export_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = sd_export_dialog_close_request;

  signals[SIGNAL_EXPORTED] =
    g_signal_new ("exported", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_RUNNING] =
    g_signal_new ("running", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/example/SynthData/export-ui/sd-export-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SdExportDialog, cancel);
  gtk_widget_class_bind_template_child (widget_class, SdExportDialog, export);
  gtk_widget_class_bind_template_child (widget_class, SdExportDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, SdExportDialog, form);
  gtk_widget_class_bind_template_child (widget_class, SdExportDialog, preview_group);
  gtk_widget_class_bind_template_child (widget_class, SdExportDialog, where_group);
  gtk_widget_class_bind_template_child (widget_class, SdExportDialog, table);
  gtk_widget_class_bind_template_child (widget_class, SdExportDialog, preview);
  gtk_widget_class_bind_template_child (widget_class, SdExportDialog, folder_row);
  gtk_widget_class_bind_template_child (widget_class, SdExportDialog, dictionary);
  gtk_widget_class_bind_template_child (widget_class, SdExportDialog, twin_row);
  gtk_widget_class_bind_template_child (widget_class, SdExportDialog, twin);
  gtk_widget_class_bind_template_child (widget_class, SdExportDialog, variants);
  gtk_widget_class_bind_template_child (widget_class, SdExportDialog, progress);
  gtk_widget_class_bind_template_child (widget_class, SdExportDialog, done);
  gtk_widget_class_bind_template_callback (widget_class, preview_cb);
  gtk_widget_class_bind_template_callback (widget_class, options_cb);
  gtk_widget_class_bind_template_callback (widget_class, export_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_folder_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked_cb);
}

static void
sd_export_dialog_init (SdExportDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* The defaults, in whose place comes what was chosen last time. */
static void
init_options (SdExportDialog  *self,
              SdExportOptions *options)
{
  sd_export_options_init (options, self->format);
  if (self->format == SD_FORMAT_CSV)
    {
      const char *mark = localeconv ()->decimal_point;

      sd_csv_options_set_preset (&options->csv, SD_CSV_EXCEL, mark != NULL ? mark[0] : '.');
    }
  sd_export_choices_from_json (sd_document_get_export (self->document), options);
}

/* The groups stand in the order of the choices: format, preview, files. */
static void
add_page (SdExportDialog *self)
{
  GtkWidget *page = sd_export_page_new (self->format);
  SdExportOptions options;

  init_options (self, &options);
  gtk_switch_set_active (self->dictionary, options.dictionary);
  gtk_switch_set_active (self->twin, options.twin);
  gtk_widget_set_visible (self->twin_row, sd_plan_get_clean (self->plan) != NULL);
  if (page == NULL)
    return;
  self->page = SD_EXPORT_PAGE (page);
  g_object_ref (self->preview_group);
  g_object_ref (self->where_group);
  adw_preferences_page_remove (self->form, self->preview_group);
  adw_preferences_page_remove (self->form, self->where_group);
  adw_preferences_page_add (self->form, ADW_PREFERENCES_GROUP (page));
  adw_preferences_page_add (self->form, self->preview_group);
  adw_preferences_page_add (self->form, self->where_group);
  g_object_unref (self->preview_group);
  g_object_unref (self->where_group);
  sd_export_page_load (self->page, &options);
  g_signal_connect_object (page, "changed", G_CALLBACK (options_cb), self, G_CONNECT_SWAPPED);
}

static void
list_tables (SdExportDialog *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint i;

  for (i = 0; i < sd_plan_get_n_tables (self->plan); i++)
    gtk_string_list_append (names, sd_plan_get_table (self->plan, i)->name);
  gtk_drop_down_set_model (self->table, G_LIST_MODEL (names));
}

/* The last folder, else the one for documents, else home. */
static GFile *
default_folder (void)
{
  GFile *folder = sd_settings_get_folder ("last-export-directory");
  const char *path;

  if (folder != NULL)
    return folder;
  path = g_get_user_special_dir (G_USER_DIRECTORY_DOCUMENTS);
  return g_file_new_for_path (path != NULL ? path : g_get_home_dir ());
}

/**
 * sd_export_dialog_new:
 * @parent: (nullable): the window
 * @document: the document, for variants, which keeps what was chosen
 * @plan: what is exported
 * @format: how
 *
 * Returns: (transfer none): the dialog, to be presented
 */
SdExportDialog *
sd_export_dialog_new (GtkWindow  *parent,
                      SdDocument *document,
                      SdPlan     *plan,
                      SdFormat    format)
{
  static const char *titles[SD_N_FORMATS] = {
    [SD_FORMAT_CSV] = N_("Export CSV Files"),
    [SD_FORMAT_XLSX] = N_("Export an Excel Workbook"),
    [SD_FORMAT_SQL] = N_("Export an SQL Script"),
    [SD_FORMAT_SQLITE] = N_("Export an SQLite Database"),
    [SD_FORMAT_JSON] = N_("Export JSON Files"),
    [SD_FORMAT_JSONL] = N_("Export JSON Lines"),
  };
  SdExportDialog *self;

  g_return_val_if_fail (format < SD_N_FORMATS, NULL);

  self = g_object_new (SD_TYPE_EXPORT_DIALOG, "transient-for", parent, NULL);
  gtk_window_set_title (GTK_WINDOW (self), _(titles[format]));
  self->document = g_object_ref (document);
  self->plan = sd_plan_ref (plan);
  self->format = format;
  self->folder = default_folder ();
  add_page (self);
  list_tables (self);
  set_state (self, "form");
  show_preview (self);
  update_folder (self);
  return self;
}

void
sd_export_dialog_set_folder (SdExportDialog *self,
                             GFile          *folder)
{
  g_return_if_fail (SD_IS_EXPORT_DIALOG (self));

  g_set_object (&self->folder, folder);
  update_folder (self);
}

void
sd_export_dialog_start (SdExportDialog *self)
{
  g_return_if_fail (SD_IS_EXPORT_DIALOG (self));

  export_clicked_cb (self);
}

const char *
sd_export_dialog_get_state (SdExportDialog *self)
{
  g_return_val_if_fail (SD_IS_EXPORT_DIALOG (self), NULL);

  return gtk_stack_get_visible_child_name (self->stack);
}

char *
sd_export_dialog_dup_preview (SdExportDialog *self)
{
  GtkTextBuffer *buffer;
  GtkTextIter start, end;

  g_return_val_if_fail (SD_IS_EXPORT_DIALOG (self), NULL);

  buffer = gtk_text_view_get_buffer (self->preview);
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}
