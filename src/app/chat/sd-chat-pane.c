/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The chat pane. */

#define G_LOG_DOMAIN "sd-chat-pane"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-chat-pane.h"
#include "sd-conversation.h"
#include "sd-message-row.h"
#include "sd-prompt-box.h"

struct _SdChatPane
{
  GtkWidget          parent_instance;

  /* Template Widgets */
  GtkWidget         *box;
  GtkScrolledWindow *scroller;
  GtkBox            *log;
  GtkRevealer       *working;
  GtkSpinner        *spinner;
  SdPromptBox       *prompt;
  GtkLabel          *mind;
  GtkLabel          *status;

  /* Owned References */
  SdWorkspace       *workspace;
  SdDocument        *document;
  SdConversation    *conversation;

  guint              at_end : 1;   /* the newest message is in sight */
};

G_DEFINE_FINAL_TYPE (SdChatPane, sd_chat_pane, GTK_TYPE_WIDGET)

static void
answered_cb (SdChatPane         *self,
             const char * const *answers,
             const char         *text)
{
  sd_conversation_answer (self->conversation, answers, text);
}

static SdHistory *
get_history (SdChatPane *self)
{
  return sd_document_get_history (self->document);
}

/* The button is insensitive unless its step is the newest one. */
static void
undo_cb (SdChatPane *self)
{
  sd_history_undo (get_history (self));
  gtk_label_set_label (self->status, _("The changes were undone."));
}

static void
document_changed_cb (SdChatPane *self)
{
  guint step = sd_history_get_undo_step (get_history (self));
  GtkWidget *row;

  for (row = gtk_widget_get_first_child (GTK_WIDGET (self->log)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    sd_message_row_set_newest_step (SD_MESSAGE_ROW (row), step);
}

static void
add_row (SdChatPane *self,
         SdMessage  *message)
{
  GtkWidget *last = gtk_widget_get_last_child (GTK_WIDGET (self->log));
  GtkWidget *row = sd_message_row_new (message);

  if (last != NULL)
    sd_message_row_set_open (SD_MESSAGE_ROW (last), FALSE);
  g_signal_connect_object (row, "answered", G_CALLBACK (answered_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "undo", G_CALLBACK (undo_cb), self, G_CONNECT_SWAPPED);
  sd_message_row_set_newest_step (SD_MESSAGE_ROW (row),
                                  sd_history_get_undo_step (get_history (self)));
  gtk_box_append (self->log, row);
}

static void
items_changed_cb (SdChatPane *self,
                  guint       position,
                  guint       removed,
                  guint       added)
{
  GListModel *model = G_LIST_MODEL (self->conversation);
  GtkWidget *child;
  guint i;

  for (i = 0; i < removed; i++)
    {
      child = gtk_widget_get_last_child (GTK_WIDGET (self->log));
      gtk_box_remove (self->log, child);
    }
  for (i = 0; i < added; i++)
    {
      g_autoptr (SdMessage) message = g_list_model_get_item (model, position + i);

      add_row (self, message);
    }
  self->at_end = TRUE;
}

static void
working_cb (SdChatPane *self)
{
  gboolean working = sd_conversation_get_working (self->conversation);

  gtk_revealer_set_reveal_child (self->working, working);
  gtk_spinner_set_spinning (self->spinner, working);
  sd_prompt_box_set_working (self->prompt, working);
}

/* Screen readers speak a label with the role status when its text changes. */
static void
applied_cb (SdChatPane *self)
{
  gtk_label_set_label (self->status, _("The plan is ready."));
}

static void
document_cb (SdChatPane *self)
{
  SdDocument *document = sd_workspace_get_document (self->workspace);
  GtkWidget *child;

  if (self->conversation != NULL)
    g_signal_handlers_disconnect_by_data (self->conversation, self);
  g_clear_object (&self->conversation);
  if (self->document != NULL)
    g_signal_handlers_disconnect_by_data (self->document, self);
  g_clear_object (&self->document);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->log))) != NULL)
    gtk_box_remove (self->log, child);
  if (document == NULL)
    return;

  self->document = g_object_ref (document);
  g_signal_connect_object (document, "changed", G_CALLBACK (document_changed_cb), self,
                           G_CONNECT_SWAPPED);
  self->conversation = g_object_ref (sd_document_get_conversation (document));
  g_signal_connect_object (self->conversation, "items-changed", G_CALLBACK (items_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->conversation, "notify::working", G_CALLBACK (working_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->conversation, "applied", G_CALLBACK (applied_cb),
                           self, G_CONNECT_SWAPPED);
  gtk_label_set_label (self->mind,
                       sd_assistant_get_title (sd_conversation_get_assistant (self->conversation)));
  items_changed_cb (self, 0, 0, g_list_model_get_n_items (G_LIST_MODEL (self->conversation)));
  working_cb (self);
}

static void
prompt_sent_cb (SdChatPane *self,
                const char *text)
{
  sd_chat_pane_send (self, text);
}

static void
prompt_stopped_cb (SdChatPane *self)
{
  sd_conversation_stop (self->conversation);
}

/* New messages are as high as they turn out to be when they are laid out. */
static void
adjustment_changed_cb (SdChatPane    *self,
                       GtkAdjustment *adjustment)
{
  if (!self->at_end)
    return;
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment)
                                          - gtk_adjustment_get_page_size (adjustment));
}

static void
adjustment_value_changed_cb (SdChatPane    *self,
                             GtkAdjustment *adjustment)
{
  self->at_end = gtk_adjustment_get_value (adjustment)
                 >= gtk_adjustment_get_upper (adjustment)
                    - gtk_adjustment_get_page_size (adjustment) - 8;
}

static gboolean
sd_chat_pane_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (SD_CHAT_PANE (widget)->prompt));
}

static void
sd_chat_pane_dispose (GObject *object)
{
  SdChatPane *self = SD_CHAT_PANE (object);

  g_clear_object (&self->workspace);
  g_clear_object (&self->document);
  g_clear_object (&self->conversation);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (sd_chat_pane_parent_class)->dispose (object);
}

static void
sd_chat_pane_class_init (SdChatPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sd_chat_pane_dispose;
  widget_class->grab_focus = sd_chat_pane_grab_focus;

  g_type_ensure (SD_TYPE_PROMPT_BOX);
  gtk_widget_class_set_css_name (widget_class, "chatpane");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/SynthData/chat/sd-chat-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, SdChatPane, box);
  gtk_widget_class_bind_template_child (widget_class, SdChatPane, scroller);
  gtk_widget_class_bind_template_child (widget_class, SdChatPane, log);
  gtk_widget_class_bind_template_child (widget_class, SdChatPane, working);
  gtk_widget_class_bind_template_child (widget_class, SdChatPane, spinner);
  gtk_widget_class_bind_template_child (widget_class, SdChatPane, prompt);
  gtk_widget_class_bind_template_child (widget_class, SdChatPane, mind);
  gtk_widget_class_bind_template_child (widget_class, SdChatPane, status);
  gtk_widget_class_bind_template_callback (widget_class, prompt_sent_cb);
  gtk_widget_class_bind_template_callback (widget_class, prompt_stopped_cb);
}

static void
sd_chat_pane_init (SdChatPane *self)
{
  GtkAdjustment *adjustment;

  gtk_widget_init_template (GTK_WIDGET (self));
  adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (adjustment_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (adjustment_value_changed_cb),
                           self, G_CONNECT_SWAPPED);
}

void
sd_chat_pane_set_workspace (SdChatPane  *self,
                            SdWorkspace *workspace)
{
  g_return_if_fail (SD_IS_CHAT_PANE (self));

  g_set_object (&self->workspace, workspace);
  g_signal_connect_object (workspace, "notify::document", G_CALLBACK (document_cb), self,
                           G_CONNECT_SWAPPED);
  document_cb (self);
}

/**
 * sd_chat_pane_send:
 * @self: a chat
 * @prompt: what to ask
 */
void
sd_chat_pane_send (SdChatPane *self,
                   const char *prompt)
{
  g_return_if_fail (SD_IS_CHAT_PANE (self));

  if (self->conversation != NULL)
    sd_conversation_ask (self->conversation, prompt);
}
