/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The window: it puts the panes together and gives them the workspace. Actions
 * are in sd-window-actions.c, files in sd-window-file.c.
 */

#define G_LOG_DOMAIN "sd-window"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-conversation.h"
#include "sd-recent.h"
#include "sd-settings.h"
#include "sd-window-private.h"

#define MAX_RECENT 12

G_DEFINE_FINAL_TYPE (SdWindow, sd_window, ADW_TYPE_APPLICATION_WINDOW)

/* The switcher of views is in the header where there is room, else at the bottom. */
static void
update_layout (SdWindow *self)
{
  gboolean work = g_strcmp0 (gtk_stack_get_visible_child_name (self->pages), "work") == 0;
  gboolean folded = work && sd_panes_get_folded (self->panes);

  gtk_stack_set_visible_child_name (self->title_stack,
                                    folded ? "nothing" : work ? "switcher" : "title");
  adw_view_switcher_bar_set_reveal (self->switcher_bar, folded);
  sd_data_view_set_compact (self->data_view, folded);
  sd_report_view_set_compact (self->report_view, folded);
  /* What has no room here is in the main menu. */
  gtk_widget_set_visible (GTK_WIDGET (self->open_button), !folded);
  gtk_widget_set_visible (self->new_button, !folded);
  gtk_widget_set_visible (self->chat_button, work);
  gtk_widget_set_visible (self->undo_button, work && !folded);
  gtk_widget_set_visible (self->redo_button, work && !folded);
  gtk_widget_set_visible (GTK_WIDGET (self->export_button), work);
}

static void
folded_cb (SdWindow *self)
{
  update_layout (self);
}

static void
view_cb (SdWindow *self)
{
  if (sd_panes_get_folded (self->panes))
    sd_panes_set_show_sidebar (self->panes, FALSE);
}

/* The work page folds before it is seen: in a narrow window it would make the
 * window grow. */
static void
prepare_work (SdWindow *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));

  if (width == 0)
    return;
  sd_panes_expect_width (self->panes, width);
  sd_schema_view_expect_width (self->schema_view, width);
}

static void
update_page (SdWindow *self)
{
  SdDocument *document = sd_workspace_get_document (self->workspace);
  const char *page = sd_document_is_pristine (document) ? "start" : "work";

  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->pages), page) == 0)
    return;
  prepare_work (self);
  gtk_stack_set_visible_child_name (self->pages, page);
  update_layout (self);
  _sd_window_actions_update (self);
}

static void
update_title (SdWindow *self)
{
  SdDocument *document = sd_workspace_get_document (self->workspace);
  g_autofree char *name = sd_document_dup_title (document);
  g_autofree char *title = NULL;
  gboolean modified = sd_document_get_modified (document);

  /* Translators: the title of a window; • says that it is not saved */
  title = g_strdup_printf (modified ? _("• %s — SynthData") : _("%s — SynthData"), name);
  gtk_window_set_title (GTK_WINDOW (self), title);
}

static void
update_inhibit (SdWindow *self)
{
  SdDocument *document = sd_workspace_get_document (self->workspace);
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  gboolean wanted = sd_document_get_modified (document) || self->exporting;

  if (application == NULL || wanted == (self->inhibit_cookie != 0))
    return;
  if (wanted)
    {
      self->inhibit_cookie = gtk_application_inhibit (application, GTK_WINDOW (self),
                                                      GTK_APPLICATION_INHIBIT_LOGOUT,
                                                      self->exporting
                                                        ? _("Data are being exported.")
                                                        : _("There are unsaved changes."));
      return;
    }
  gtk_application_uninhibit (application, self->inhibit_cookie);
  self->inhibit_cookie = 0;
}

static void
document_state_cb (SdWindow *self)
{
  update_title (self);
  update_inhibit (self);
  _sd_window_actions_update (self);
}

static void
working_cb (SdWindow *self)
{
  sd_start_page_set_working (self->start_page,
                             sd_conversation_get_working (self->conversation));
  update_page (self);
}

/* What was made is seen at once, also where the chat covers it. */
static void
applied_cb (SdWindow *self)
{
  update_page (self);
}

static void
changed_cb (SdWindow *self)
{
  update_page (self);
  _sd_window_actions_update (self);
}

static void
document_cb (SdWindow *self)
{
  SdDocument *document = sd_workspace_get_document (self->workspace);

  if (self->conversation != NULL)
    g_signal_handlers_disconnect_by_data (self->conversation, self);
  if (self->history != NULL)
    g_signal_handlers_disconnect_by_data (self->history, self);
  g_set_object (&self->conversation, sd_document_get_conversation (document));
  g_set_object (&self->history, sd_document_get_history (document));
  g_signal_connect_object (self->conversation, "notify::working", G_CALLBACK (working_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->conversation, "applied", G_CALLBACK (applied_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->history, "notify", G_CALLBACK (document_state_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "notify", G_CALLBACK (document_state_cb), self,
                           G_CONNECT_SWAPPED);
  update_page (self);
  update_layout (self);
  document_state_cb (self);
}

static void
start_sent_cb (SdWindow   *self,
               const char *prompt)
{
  sd_window_ask (self, prompt);
}

static void
start_open_cb (SdWindow *self,
               GFile    *file)
{
  sd_window_open_file (self, file);
}

static void
start_restore_cb (SdWindow   *self,
                  const char *draft)
{
  sd_window_restore_draft (self, draft);
}

static void
notice_cb (SdWindow   *self,
           const char *message)
{
  sd_window_toast (self, message);
}

static GtkWidget *
recent_row_new (const SdRecent *recent)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *name = gtk_label_new (recent->name), *folder = gtk_label_new (recent->folder);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_xalign (GTK_LABEL (folder), 0);
  gtk_label_set_ellipsize (GTK_LABEL (folder), PANGO_ELLIPSIZE_START);
  gtk_widget_add_css_class (folder, "dim-label");
  gtk_widget_add_css_class (folder, "caption");
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), folder);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data_full (G_OBJECT (row), "file", g_object_ref (recent->file), g_object_unref);
  return row;
}

static void
recent_show_cb (SdWindow *self)
{
  g_autoptr (GPtrArray) recents = sd_recent_list (MAX_RECENT);
  GtkListBoxRow *row;
  guint i;

  while ((row = gtk_list_box_get_row_at_index (self->recent_list, 0)) != NULL)
    gtk_list_box_remove (self->recent_list, GTK_WIDGET (row));
  for (i = 0; i < recents->len; i++)
    gtk_list_box_append (self->recent_list, recent_row_new (g_ptr_array_index (recents, i)));
}

static void
recent_activated_cb (GtkListBox    *list,
                     GtkListBoxRow *row,
                     SdWindow      *self)
{
  g_autoptr (GFile) file = g_object_ref (g_object_get_data (G_OBJECT (row), "file"));

  gtk_popover_popdown (adw_split_button_get_popover (self->open_button));
  sd_window_open_file (self, file);
}

static void
restore_size (SdWindow *self)
{
  GSettings *settings = sd_settings_get ();

  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (settings, "window-width"),
                               g_settings_get_int (settings, "window-height"));
  if (g_settings_get_boolean (settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  sd_panes_set_sidebar_width (self->panes, g_settings_get_int (settings, "chat-width"));
}

static void
remember_size (SdWindow *self)
{
  GSettings *settings = sd_settings_get ();
  int width, height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  if (width >= 360 && height >= 294)
    {
      g_settings_set_int (settings, "window-width", width);
      g_settings_set_int (settings, "window-height", height);
    }
  g_settings_set_boolean (settings, "window-maximized",
                          gtk_window_is_maximized (GTK_WINDOW (self)));
  g_settings_set_int (settings, "chat-width",
                      CLAMP (sd_panes_get_sidebar_width (self->panes), 200, 2000));
}

static gboolean
sd_window_close_request (GtkWindow *window)
{
  SdWindow *self = SD_WINDOW (window);

  if (!self->closing && !_sd_window_ask_to_close (self))
    return GDK_EVENT_STOP;
  remember_size (self);
  g_cancellable_cancel (self->cancellable);
  return GTK_WINDOW_CLASS (sd_window_parent_class)->close_request (window);
}

static void
sd_window_dispose (GObject *object)
{
  SdWindow *self = SD_WINDOW (object);

  g_clear_object (&self->workspace);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->conversation);
  g_clear_object (&self->history);

  G_OBJECT_CLASS (sd_window_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, SdWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, SdWindow, chat_button);
  gtk_widget_class_bind_template_child (widget_class, SdWindow, open_button);
  gtk_widget_class_bind_template_child (widget_class, SdWindow, recent_list);
  gtk_widget_class_bind_template_child (widget_class, SdWindow, new_button);
  gtk_widget_class_bind_template_child (widget_class, SdWindow, title_stack);
  gtk_widget_class_bind_template_child (widget_class, SdWindow, undo_button);
  gtk_widget_class_bind_template_child (widget_class, SdWindow, redo_button);
  gtk_widget_class_bind_template_child (widget_class, SdWindow, export_button);
  gtk_widget_class_bind_template_child (widget_class, SdWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, SdWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, SdWindow, start_page);
  gtk_widget_class_bind_template_child (widget_class, SdWindow, panes);
  gtk_widget_class_bind_template_child (widget_class, SdWindow, chat);
  gtk_widget_class_bind_template_child (widget_class, SdWindow, findings);
  gtk_widget_class_bind_template_child (widget_class, SdWindow, views);
  gtk_widget_class_bind_template_child (widget_class, SdWindow, schema_view);
  gtk_widget_class_bind_template_child (widget_class, SdWindow, data_view);
  gtk_widget_class_bind_template_child (widget_class, SdWindow, report_view);
  gtk_widget_class_bind_template_child (widget_class, SdWindow, switcher_bar);
}

static void
sd_window_class_init (SdWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sd_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = sd_window_close_request;

  g_type_ensure (SD_TYPE_CHAT_PANE);
  g_type_ensure (SD_TYPE_DATA_VIEW);
  g_type_ensure (SD_TYPE_FINDINGS_BAR);
  g_type_ensure (SD_TYPE_PANES);
  g_type_ensure (SD_TYPE_REPORT_VIEW);
  g_type_ensure (SD_TYPE_SCHEMA_VIEW);
  g_type_ensure (SD_TYPE_START_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/SynthData/sd-window.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, folded_cb);
  gtk_widget_class_bind_template_callback (widget_class, view_cb);
  gtk_widget_class_bind_template_callback (widget_class, start_sent_cb);
  gtk_widget_class_bind_template_callback (widget_class, start_open_cb);
  gtk_widget_class_bind_template_callback (widget_class, start_restore_cb);
  gtk_widget_class_bind_template_callback (widget_class, notice_cb);
  gtk_widget_class_bind_template_callback (widget_class, recent_show_cb);
  gtk_widget_class_bind_template_callback (widget_class, recent_activated_cb);
  _sd_window_class_actions_init (klass);
}

static void
sd_window_init (SdWindow *self)
{
  g_autoptr (SdDocument) document = sd_document_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  self->workspace = sd_workspace_new ();
  g_signal_connect_object (self->workspace, "notify::document", G_CALLBACK (document_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->workspace, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->workspace, "plan-changed",
                           G_CALLBACK (_sd_window_actions_update), self, G_CONNECT_SWAPPED);
  sd_workspace_set_document (self->workspace, document);
  sd_chat_pane_set_workspace (self->chat, self->workspace);
  sd_findings_bar_set_workspace (self->findings, self->workspace);
  sd_schema_view_set_workspace (self->schema_view, self->workspace);
  sd_data_view_set_workspace (self->data_view, self->workspace);
  sd_report_view_set_workspace (self->report_view, self->workspace);
  restore_size (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->start_page));
}

void
_sd_window_set_exporting (SdWindow *self,
                          gboolean  exporting)
{
  self->exporting = exporting;
  update_inhibit (self);
}

/**
 * sd_window_new:
 * @application: the application
 *
 * Returns: (transfer none): a window with an empty document
 */
SdWindow *
sd_window_new (SdApplication *application)
{
  return g_object_new (SD_TYPE_WINDOW, "application", application, NULL);
}

SdWorkspace *
sd_window_get_workspace (SdWindow *self)
{
  g_return_val_if_fail (SD_IS_WINDOW (self), NULL);

  return self->workspace;
}

/**
 * sd_window_ask:
 * @self: a window
 * @prompt: what the user wrote
 *
 * Sends the prompt to the assistant, as if it were written in the chat.
 */
void
sd_window_ask (SdWindow   *self,
               const char *prompt)
{
  g_return_if_fail (SD_IS_WINDOW (self));

  sd_chat_pane_send (self->chat, prompt);
  update_page (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->chat));
}

void
sd_window_show_view (SdWindow   *self,
                     const char *view)
{
  g_return_if_fail (SD_IS_WINDOW (self));

  adw_view_stack_set_visible_child_name (self->views, view);
  view_cb (self);
}

void
sd_window_toast (SdWindow   *self,
                 const char *message)
{
  g_autofree char *safe = g_markup_escape_text (message, -1);

  g_return_if_fail (SD_IS_WINDOW (self));

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (safe));
}
