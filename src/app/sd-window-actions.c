/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The actions of a window, and when they can be used. */

#define G_LOG_DOMAIN "sd-window"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-about.h"
#include "sd-export-dialog.h"
#include "sd-lessons-dialog.h"
#include "sd-window-private.h"

static void
open_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  _sd_window_open (SD_WINDOW (widget));
}

static void
lesson_chosen_cb (SdWindow *self,
                  GFile    *file)
{
  sd_window_open_example (self, file);
}

static void
lessons_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  SdLessonsDialog *dialog = sd_lessons_dialog_new (GTK_WINDOW (widget));

  g_signal_connect_object (dialog, "chosen", G_CALLBACK (lesson_chosen_cb), widget,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
save_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  _sd_window_save (SD_WINDOW (widget), g_str_equal (action_name, "win.save-as"));
}

static void
undo_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  SdHistory *history = sd_workspace_get_history (SD_WINDOW (widget)->workspace);

  if (g_str_equal (action_name, "win.undo"))
    sd_history_undo (history);
  else
    sd_history_redo (history);
}

static void
show_chat_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  SdWindow *self = SD_WINDOW (widget);
  gboolean show = !sd_panes_get_show_sidebar (self->panes);

  sd_panes_set_show_sidebar (self->panes, show);
  if (show)
    gtk_widget_grab_focus (GTK_WIDGET (self->chat));
}

static void
focus_prompt_action (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  SdWindow *self = SD_WINDOW (widget);

  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->pages), "start") == 0)
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->start_page));
      return;
    }
  sd_panes_set_show_sidebar (self->panes, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->chat));
}

static void
show_view_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  sd_window_show_view (SD_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
new_sample_action (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  sd_data_view_new_sample (SD_WINDOW (widget)->data_view);
}

static void
report_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  SdWindow *self = SD_WINDOW (widget);

  sd_window_show_view (self, "insights");
  sd_report_view_run (self->report_view);
}

static void
go_to_row_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  SdWindow *self = SD_WINDOW (widget);

  sd_window_show_view (self, "data");
  sd_data_view_focus_go_to (self->data_view);
}

static void
main_menu_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  gtk_menu_button_popup (SD_WINDOW (widget)->menu_button);
}

static void
about_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  gtk_window_present (sd_about_new (GTK_WINDOW (widget)));
}

static void
exported_cb (SdWindow        *self,
             const char      *message,
             SdExportDialog  *dialog)
{
  sd_window_toast (self, message);
}

static void
running_cb (SdWindow       *self,
            gboolean        running,
            SdExportDialog *dialog)
{
  _sd_window_set_exporting (self, running);
}

static void
export_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  SdWindow *self = SD_WINDOW (widget);
  SdPlan *plan = sd_workspace_get_plan (self->workspace);
  SdExportDialog *dialog;
  SdFormat format;

  if (plan == NULL || !sd_format_from_nick (g_variant_get_string (parameter, NULL), &format))
    return;
  dialog = sd_export_dialog_new (GTK_WINDOW (self), sd_workspace_get_document (self->workspace),
                                 plan, format);
  g_signal_connect_object (dialog, "exported", G_CALLBACK (exported_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "running", G_CALLBACK (running_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
_sd_window_class_actions_init (SdWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_install_action (widget_class, "win.open", NULL, open_action);
  gtk_widget_class_install_action (widget_class, "win.lessons", NULL, lessons_action);
  gtk_widget_class_install_action (widget_class, "win.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "win.save-as", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "win.undo", NULL, undo_action);
  gtk_widget_class_install_action (widget_class, "win.redo", NULL, undo_action);
  gtk_widget_class_install_action (widget_class, "win.show-chat", NULL, show_chat_action);
  gtk_widget_class_install_action (widget_class, "win.focus-prompt", NULL, focus_prompt_action);
  gtk_widget_class_install_action (widget_class, "win.show-view", "s", show_view_action);
  gtk_widget_class_install_action (widget_class, "win.new-sample", NULL, new_sample_action);
  gtk_widget_class_install_action (widget_class, "win.report", NULL, report_action);
  gtk_widget_class_install_action (widget_class, "win.go-to-row", NULL, go_to_row_action);
  gtk_widget_class_install_action (widget_class, "win.main-menu", NULL, main_menu_action);
  gtk_widget_class_install_action (widget_class, "win.about", NULL, about_action);
  gtk_widget_class_install_action (widget_class, "win.export", "s", export_action);
}

static void
messy_cb (SdWindow      *self,
          GVariant      *value,
          GSimpleAction *action)
{
  SdHistory *history = sd_workspace_get_history (self->workspace);
  const gboolean messy = g_variant_get_boolean (value);

  sd_history_begin (history, messy ? _("Messy Data") : _("Clean Data"), NULL);
  sd_schema_set_messy (sd_workspace_get_schema (self->workspace), messy);
  sd_history_end (history);
}

/* The switch of the document; actions of a class have no state. */
static void
update_messy (SdWindow *self,
              SdSchema *schema)
{
  GVariant *state = g_variant_new_boolean (sd_schema_get_messy (schema));
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "messy");

  if (action == NULL)
    {
      GSimpleAction *made = g_simple_action_new_stateful ("messy", NULL, state);

      g_signal_connect_object (made, "change-state", G_CALLBACK (messy_cb), self,
                               G_CONNECT_SWAPPED);
      g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (made));
      action = G_ACTION (made);
      g_object_unref (made);
    }
  else
    g_simple_action_set_state (G_SIMPLE_ACTION (action), state);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), sd_schema_get_n_tables (schema) > 0);
}

/* Enables what makes sense now and names the steps of undo. */
void
_sd_window_actions_update (SdWindow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  SdDocument *document = sd_workspace_get_document (self->workspace);
  SdHistory *history = sd_workspace_get_history (self->workspace);
  SdSchema *schema = sd_workspace_get_schema (self->workspace);
  gboolean work = !sd_document_is_pristine (document);
  gboolean any = sd_schema_get_n_tables (schema) > 0;
  gboolean busy = sd_document_get_busy (document);
  const char *undo = sd_history_get_undo_label (history);
  const char *redo = sd_history_get_redo_label (history);
  g_autofree char *undo_text = NULL, *redo_text = NULL;

  update_messy (self, schema);
  gtk_widget_action_set_enabled (widget, "win.save", work && !busy);
  gtk_widget_action_set_enabled (widget, "win.save-as", work && !busy);
  gtk_widget_action_set_enabled (widget, "win.undo", sd_history_get_can_undo (history));
  gtk_widget_action_set_enabled (widget, "win.redo", sd_history_get_can_redo (history));
  gtk_widget_action_set_enabled (widget, "win.show-chat", work);
  gtk_widget_action_set_enabled (widget, "win.show-view", work);
  gtk_widget_action_set_enabled (widget, "win.new-sample", any);
  gtk_widget_action_set_enabled (widget, "win.go-to-row", any);
  gtk_widget_action_set_enabled (widget, "win.report", any);
  gtk_widget_action_set_enabled (widget, "win.export",
                                 any && sd_workspace_get_plan (self->workspace) != NULL);
  /* A menu button does not follow the actions of its menu. */
  gtk_widget_set_sensitive (GTK_WIDGET (self->export_button),
                            any && sd_workspace_get_plan (self->workspace) != NULL);
  /* Translators: undo the named step, such as “Rename Column” */
  undo_text = undo != NULL ? g_strdup_printf (_("Undo “%s”"), undo) : g_strdup (_("Undo"));
  redo_text = redo != NULL ? g_strdup_printf (_("Redo “%s”"), redo) : g_strdup (_("Redo"));
  gtk_widget_set_tooltip_text (self->undo_button, undo_text);
  gtk_widget_set_tooltip_text (self->redo_button, redo_text);
}
