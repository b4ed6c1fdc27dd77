/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A message as widgets. What others wrote is text, never markup.
 *
 * ## CSS nodes
 *
 * `messagerow` with the class `.user`, `.assistant` or `.error`, around boxes
 * `.bubble` and `.card`.
 */

#define G_LOG_DOMAIN "sd-message-row"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-message-row.h"
#include "sd-wrap-layout.h"

struct _SdMessageRow
{
  GtkWidget   parent_instance;

  GtkWidget  *box;
  GtkWidget  *questions;  /* NULL when there are none */
  GtkWidget  *undo;       /* NULL when the message tells of no step */
  SdMessage  *message;
  char      **answers;    /* the choice of each question, NULL until made */
};

enum
{
  SIGNAL_ANSWERED,
  SIGNAL_UNDO,
  SIGNAL_LAST_SIGNAL,
};

static guint signals[SIGNAL_LAST_SIGNAL];

G_DEFINE_FINAL_TYPE (SdMessageRow, sd_message_row, GTK_TYPE_WIDGET)

static GtkWidget *
text_new (const char *text,
          const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_focusable (label, FALSE);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
append_list (GtkWidget          *box,
             const char         *heading,
             const char * const *lines)
{
  guint i;

  if (*lines == NULL)
    return;
  gtk_box_append (GTK_BOX (box), text_new (heading, "caption-heading"));
  for (i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *line = g_strconcat ("• ", lines[i], NULL);

      gtk_box_append (GTK_BOX (box), text_new (line, "item"));
    }
}

/* What was assumed is often long and rarely read twice: it folds away. */
static void
append_assumptions (GtkWidget *box,
                    SdMessage *message)
{
  const char * const *assumptions = sd_message_get_assumptions (message);
  guint n = g_strv_length ((char **) assumptions);
  g_autofree char *title = NULL;
  GtkWidget *expander, *list;

  if (n == 0)
    return;
  title = g_strdup_printf (ngettext ("%u assumption", "%u assumptions", n), n);
  expander = gtk_expander_new (title);
  gtk_widget_add_css_class (expander, "assumptions");
  gtk_accessible_update_property (GTK_ACCESSIBLE (expander),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  for (; *assumptions != NULL; assumptions++)
    {
      g_autofree char *line = g_strconcat ("• ", *assumptions, NULL);

      gtk_box_append (GTK_BOX (list), text_new (line, "item"));
    }
  gtk_expander_set_child (GTK_EXPANDER (expander), list);
  gtk_expander_set_expanded (GTK_EXPANDER (expander), n <= 3);
  gtk_box_append (GTK_BOX (box), expander);
}

static void
append_not_used (GtkWidget *box,
                 SdMessage *message)
{
  const char * const *words = sd_message_get_not_used (message);
  g_autofree char *list = NULL, *line = NULL;

  if (*words == NULL)
    return;
  list = g_strjoinv (", ", (char **) words);
  /* Translators: words of the prompt that had no effect */
  line = g_strdup_printf (_("Not used: %s"), list);
  gtk_box_append (GTK_BOX (box), text_new (line, "not-used"));
}

static void
undo_clicked_cb (SdMessageRow *self)
{
  g_signal_emit (self, signals[SIGNAL_UNDO], 0);
}

static void
append_undo (SdMessageRow *self,
             GtkWidget    *box)
{
  if (sd_message_get_step (self->message) == 0)
    return;
  self->undo = gtk_button_new_with_mnemonic (_("_Undo"));
  gtk_widget_set_halign (self->undo, GTK_ALIGN_END);
  gtk_widget_add_css_class (self->undo, "undo");
  gtk_widget_set_tooltip_text (self->undo, _("Take Back These Changes to the Tables"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->undo), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Undo These Changes to the Tables"), -1);
  g_signal_connect_object (self->undo, "clicked", G_CALLBACK (undo_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), self->undo);
}

static void
append_card (SdMessageRow *self)
{
  SdMessage *message = self->message;
  GtkWidget *card;

  if (*sd_message_get_made (message) == NULL && *sd_message_get_assumptions (message) == NULL
      && *sd_message_get_not_used (message) == NULL && sd_message_get_step (message) == 0)
    return;
  card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "result");
  append_list (card, _("Tables"), sd_message_get_made (message));
  append_assumptions (card, message);
  append_not_used (card, message);
  append_undo (self, card);
  gtk_box_append (GTK_BOX (self->box), card);
}

static void
tell_answers (SdMessageRow *self)
{
  GPtrArray *questions = sd_message_get_questions (self->message);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  g_auto (GStrv) pairs = NULL;
  guint i;

  for (i = 0; i < questions->len; i++)
    {
      SdQuestion *question = g_ptr_array_index (questions, i);
      g_autofree char *pair = NULL;

      if (self->answers[i] == NULL)
        return;
      pair = g_strconcat (question->id, "=", self->answers[i], NULL);
      g_strv_builder_add (builder, pair);
      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", self->answers[i]);
    }
  pairs = g_strv_builder_end (builder);
  sd_message_row_set_open (self, FALSE);
  g_signal_emit (self, signals[SIGNAL_ANSWERED], 0, pairs, text->str);
}

static void
choice_clicked_cb (GtkToggleButton *button,
                   SdMessageRow    *self)
{
  guint index = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "question"));

  if (!gtk_toggle_button_get_active (button))
    return;
  g_free (self->answers[index]);
  self->answers[index] = g_strdup (g_object_get_data (G_OBJECT (button), "choice"));
  tell_answers (self);
}

static GtkWidget *
choice_new (SdMessageRow *self,
            guint         index,
            const char   *label,
            const char   *choice,
            GtkWidget    *group)
{
  GtkWidget *button = gtk_toggle_button_new_with_label (label);
  GtkWidget *text = gtk_button_get_child (GTK_BUTTON (button));

  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_label_set_xalign (GTK_LABEL (text), 0.5);
  gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), GTK_TOGGLE_BUTTON (group));
  gtk_widget_add_css_class (button, "chip");
  g_object_set_data (G_OBJECT (button), "question", GUINT_TO_POINTER (index));
  g_object_set_data_full (G_OBJECT (button), "choice", g_strdup (choice), g_free);
  g_signal_connect (button, "toggled", G_CALLBACK (choice_clicked_cb), self);
  return button;
}

static void
append_question (SdMessageRow *self,
                 guint         index)
{
  SdQuestion *question = g_ptr_array_index (sd_message_get_questions (self->message), index);
  GtkWidget *chips = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *group = NULL, *button;
  guint i;

  gtk_widget_set_layout_manager (chips, sd_wrap_layout_new (6));
  gtk_accessible_update_property (GTK_ACCESSIBLE (chips),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, question->text, -1);
  for (i = 0; question->choices != NULL && question->choices[i] != NULL; i++)
    {
      button = choice_new (self, index, question->choices[i], question->choices[i], group);
      group = group != NULL ? group : button;
      gtk_box_append (GTK_BOX (chips), button);
    }
  if (question->fallback != NULL)
    gtk_box_append (GTK_BOX (chips),
                    choice_new (self, index, _("You decide"), question->fallback, group));

  gtk_box_append (GTK_BOX (self->questions), text_new (question->text, "question"));
  gtk_box_append (GTK_BOX (self->questions), chips);
}

static void
append_questions (SdMessageRow *self)
{
  guint i, n = sd_message_get_questions (self->message)->len;

  if (n == 0)
    return;
  self->answers = g_new0 (char *, n + 1);
  self->questions = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_add_css_class (self->questions, "questions");
  for (i = 0; i < n; i++)
    append_question (self, i);
  gtk_box_append (GTK_BOX (self->box), self->questions);
}

static void
build (SdMessageRow *self)
{
  static const char *classes[] = { "user", "assistant", "error" };
  SdMessageKind kind = sd_message_get_kind (self->message);

  gtk_widget_add_css_class (GTK_WIDGET (self), classes[kind]);
  if (*sd_message_get_text (self->message) != '\0')
    {
      GtkWidget *bubble = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

      gtk_widget_add_css_class (bubble, "bubble");
      gtk_widget_set_halign (bubble, kind == SD_MESSAGE_USER ? GTK_ALIGN_END : GTK_ALIGN_START);
      gtk_box_append (GTK_BOX (bubble), text_new (sd_message_get_text (self->message), NULL));
      gtk_box_append (GTK_BOX (self->box), bubble);
    }
  append_card (self);
  append_questions (self);
}

static void
sd_message_row_dispose (GObject *object)
{
  SdMessageRow *self = SD_MESSAGE_ROW (object);
  guint i, n = self->message != NULL ? sd_message_get_questions (self->message)->len : 0;

  for (i = 0; self->answers != NULL && i < n; i++)
    g_free (self->answers[i]);
  g_clear_pointer (&self->answers, g_free);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->message);

  G_OBJECT_CLASS (sd_message_row_parent_class)->dispose (object);
}

static void
sd_message_row_class_init (SdMessageRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sd_message_row_dispose;

  signals[SIGNAL_ANSWERED] =
    g_signal_new ("answered", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRV, G_TYPE_STRING);
  signals[SIGNAL_UNDO] =
    g_signal_new ("undo", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "messagerow");
}

static void
sd_message_row_init (SdMessageRow *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

/**
 * sd_message_row_new:
 * @message: a message
 *
 * Returns: (transfer floating): it as a widget
 */
GtkWidget *
sd_message_row_new (SdMessage *message)
{
  SdMessageRow *self = g_object_new (SD_TYPE_MESSAGE_ROW, NULL);

  self->message = g_object_ref (message);
  build (self);
  return GTK_WIDGET (self);
}

void
sd_message_row_set_open (SdMessageRow *self,
                         gboolean      open)
{
  g_return_if_fail (SD_IS_MESSAGE_ROW (self));

  if (self->questions != NULL)
    gtk_widget_set_sensitive (self->questions, open);
}

void
sd_message_row_set_newest_step (SdMessageRow *self,
                                guint         step)
{
  g_return_if_fail (SD_IS_MESSAGE_ROW (self));

  if (self->undo != NULL)
    gtk_widget_set_sensitive (self->undo, sd_message_get_step (self->message) == step);
}
