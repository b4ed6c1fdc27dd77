/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A number of rows that is applied with Enter or when the focus leaves; Esc and
 * what is no number bring the old one back.
 */

#define G_LOG_DOMAIN "sd-count-entry"

#include "config.h"

#include "sd-count-entry.h"
#include "sd-number-text.h"

struct _SdCountEntry
{
  GtkWidget parent_instance;

  GtkEntry *entry;
  guint64   count;
};

enum
{
  SIGNAL_APPLIED,
  SIGNAL_LAST_SIGNAL,
};

static guint signals[SIGNAL_LAST_SIGNAL];

G_DEFINE_FINAL_TYPE (SdCountEntry, sd_count_entry, GTK_TYPE_WIDGET)

static void
show_count (SdCountEntry *self)
{
  g_autofree char *text = sd_number_text_from_count (self->count);

  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (self->entry)), text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
}

static gboolean
parse (SdCountEntry *self,
       guint64      *count)
{
  return sd_number_text_to_count (gtk_editable_get_text (GTK_EDITABLE (self->entry)),
                                  SD_COUNT_MAX, count);
}

static void
apply (SdCountEntry *self)
{
  guint64 count;

  if (parse (self, &count) && count != self->count)
    {
      self->count = count;
      g_signal_emit (self, signals[SIGNAL_APPLIED], 0);
    }
  show_count (self);
}

static void
changed_cb (SdCountEntry *self)
{
  guint64 count;

  if (parse (self, &count))
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
      gtk_accessible_reset_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID);
      return;
    }
  gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
                               GTK_ACCESSIBLE_INVALID_TRUE, -1);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                SdCountEntry          *self)
{
  if (keyval != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  show_count (self);
  return GDK_EVENT_STOP;
}

static void
sd_count_entry_dispose (GObject *object)
{
  g_clear_pointer ((GtkWidget **) &SD_COUNT_ENTRY (object)->entry, gtk_widget_unparent);

  G_OBJECT_CLASS (sd_count_entry_parent_class)->dispose (object);
}

static void
sd_count_entry_class_init (SdCountEntryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sd_count_entry_dispose;

  signals[SIGNAL_APPLIED] =
    g_signal_new ("applied", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
sd_count_entry_init (SdCountEntry *self)
{
  GtkEventController *controller;

  self->entry = GTK_ENTRY (gtk_entry_new ());
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), 7);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (self->entry), 7);
  gtk_editable_set_alignment (GTK_EDITABLE (self->entry), 1);
  gtk_widget_add_css_class (GTK_WIDGET (self->entry), "numeric");
  gtk_widget_set_parent (GTK_WIDGET (self->entry), GTK_WIDGET (self));
  g_signal_connect_object (self->entry, "activate", G_CALLBACK (apply), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->entry, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);

  controller = gtk_event_controller_focus_new ();
  g_signal_connect_object (controller, "leave", G_CALLBACK (apply), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->entry), controller);
  controller = gtk_event_controller_key_new ();
  g_signal_connect_object (controller, "key-pressed", G_CALLBACK (key_pressed_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self->entry), controller);
  show_count (self);
}

GtkWidget *
sd_count_entry_new (void)
{
  return g_object_new (SD_TYPE_COUNT_ENTRY, NULL);
}

guint64
sd_count_entry_get_count (SdCountEntry *self)
{
  g_return_val_if_fail (SD_IS_COUNT_ENTRY (self), 0);

  return self->count;
}

void
sd_count_entry_set_count (SdCountEntry *self,
                          guint64       count)
{
  g_return_if_fail (SD_IS_COUNT_ENTRY (self));

  if (self->count == count)
    return;
  self->count = count;
  show_count (self);
}

void
sd_count_entry_set_label (SdCountEntry *self,
                          const char   *label)
{
  g_return_if_fail (SD_IS_COUNT_ENTRY (self));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->entry), label);
}

void
sd_count_entry_enter (SdCountEntry *self,
                      const char   *text)
{
  g_return_if_fail (SD_IS_COUNT_ENTRY (self));

  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  apply (self);
}
