/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The prompt: a text that grows with what is written, and one button that sends,
 * or stops while the assistant works.
 *
 * ## CSS nodes
 *
 * `promptbox`
 */

#define G_LOG_DOMAIN "sd-prompt-box"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-prompt-box.h"

struct _SdPromptBox
{
  GtkWidget      parent_instance;

  /* Template Widgets */
  GtkWidget     *overlay;
  GtkTextView   *view;
  GtkTextBuffer *buffer;
  GtkLabel      *placeholder;
  GtkButton     *button;

  guint          working : 1;
};

enum
{
  PROP_0,
  PROP_PLACEHOLDER,
  PROP_WORKING,
  PROP_LAST_PROP,
};

enum
{
  SIGNAL_SENT,
  SIGNAL_STOPPED,
  SIGNAL_LAST_SIGNAL,
};

static GParamSpec *props[PROP_LAST_PROP];
static guint signals[SIGNAL_LAST_SIGNAL];

G_DEFINE_FINAL_TYPE (SdPromptBox, sd_prompt_box, GTK_TYPE_WIDGET)

static void
update_button (SdPromptBox *self)
{
  const char *name = self->working ? _("Stop") : _("Send");
  g_autofree char *text = sd_prompt_box_dup_text (self);

  gtk_button_set_icon_name (self->button, self->working ? "sd-stop-symbolic" : "sd-send-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button),
                               self->working ? name : _("Send (Enter)"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), self->working || *text != '\0');
}

static void
buffer_changed_cb (SdPromptBox *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->placeholder),
                          gtk_text_buffer_get_char_count (self->buffer) == 0);
  update_button (self);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                SdPromptBox           *self)
{
  if (keyval != GDK_KEY_Return && keyval != GDK_KEY_KP_Enter && keyval != GDK_KEY_ISO_Enter)
    return GDK_EVENT_PROPAGATE;
  if ((state & GDK_SHIFT_MASK) != 0)
    return GDK_EVENT_PROPAGATE;
  /* An input method may use Enter to finish a word. */
  if (gtk_text_view_im_context_filter_keypress (
        self->view, gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (controller))))
    return GDK_EVENT_STOP;
  if (!self->working)
    sd_prompt_box_send (self);
  return GDK_EVENT_STOP;
}

static void
button_clicked_cb (SdPromptBox *self)
{
  if (self->working)
    g_signal_emit (self, signals[SIGNAL_STOPPED], 0);
  else
    sd_prompt_box_send (self);
}

static gboolean
sd_prompt_box_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (SD_PROMPT_BOX (widget)->view));
}

static void
sd_prompt_box_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  SdPromptBox *self = SD_PROMPT_BOX (object);

  switch (prop_id)
    {
    case PROP_PLACEHOLDER:
      g_value_set_string (value, gtk_label_get_label (self->placeholder));
      break;

    case PROP_WORKING:
      g_value_set_boolean (value, self->working);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sd_prompt_box_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  SdPromptBox *self = SD_PROMPT_BOX (object);

  switch (prop_id)
    {
    case PROP_PLACEHOLDER:
      gtk_label_set_label (self->placeholder, g_value_get_string (value));
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->view),
                                      GTK_ACCESSIBLE_PROPERTY_PLACEHOLDER,
                                      g_value_get_string (value), -1);
      break;

    case PROP_WORKING:
      sd_prompt_box_set_working (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sd_prompt_box_dispose (GObject *object)
{
  SdPromptBox *self = SD_PROMPT_BOX (object);

  g_clear_pointer (&self->overlay, gtk_widget_unparent);
  g_clear_pointer ((GtkWidget **) &self->button, gtk_widget_unparent);

  G_OBJECT_CLASS (sd_prompt_box_parent_class)->dispose (object);
}

static void
sd_prompt_box_class_init (SdPromptBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = sd_prompt_box_dispose;
  object_class->get_property = sd_prompt_box_get_property;
  object_class->set_property = sd_prompt_box_set_property;
  widget_class->grab_focus = sd_prompt_box_grab_focus;

  props[PROP_PLACEHOLDER] = g_param_spec_string ("placeholder", NULL, NULL, NULL, flags);
  props[PROP_WORKING] = g_param_spec_boolean ("working", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, PROP_LAST_PROP, props);

  signals[SIGNAL_SENT] =
    g_signal_new ("sent", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_STOPPED] =
    g_signal_new ("stopped", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "promptbox");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/SynthData/chat/sd-prompt-box.ui");
  gtk_widget_class_bind_template_child (widget_class, SdPromptBox, overlay);
  gtk_widget_class_bind_template_child (widget_class, SdPromptBox, view);
  gtk_widget_class_bind_template_child (widget_class, SdPromptBox, buffer);
  gtk_widget_class_bind_template_child (widget_class, SdPromptBox, placeholder);
  gtk_widget_class_bind_template_child (widget_class, SdPromptBox, button);
  gtk_widget_class_bind_template_callback (widget_class, buffer_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, button_clicked_cb);
}

static void
sd_prompt_box_init (SdPromptBox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update_button (self);
}

/**
 * sd_prompt_box_dup_text:
 * @self: a prompt
 *
 * Returns: (transfer full): what is written, without white space around it
 */
char *
sd_prompt_box_dup_text (SdPromptBox *self)
{
  GtkTextIter start, end;

  g_return_val_if_fail (SD_IS_PROMPT_BOX (self), NULL);

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  return g_strstrip (gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE));
}

void
sd_prompt_box_set_text (SdPromptBox *self,
                        const char  *text)
{
  g_return_if_fail (SD_IS_PROMPT_BOX (self));

  gtk_text_buffer_set_text (self->buffer, text, -1);
}

void
sd_prompt_box_set_working (SdPromptBox *self,
                           gboolean     working)
{
  g_return_if_fail (SD_IS_PROMPT_BOX (self));

  if (self->working == working)
    return;
  self->working = working;
  update_button (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_WORKING]);
}

/**
 * sd_prompt_box_send:
 * @self: a prompt
 *
 * Emits "sent" with what is written and empties the box. Nothing is sent when
 * there is nothing.
 */
void
sd_prompt_box_send (SdPromptBox *self)
{
  g_autofree char *text = sd_prompt_box_dup_text (self);

  g_return_if_fail (SD_IS_PROMPT_BOX (self));

  if (*text == '\0')
    return;
  gtk_text_buffer_set_text (self->buffer, "", -1);
  g_signal_emit (self, signals[SIGNAL_SENT], 0, text);
}
