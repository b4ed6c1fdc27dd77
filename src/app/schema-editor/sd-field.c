/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Fields of the inspector: entries that apply with Enter or when the focus
 * leaves, switches, and lists to choose from.
 */

#define G_LOG_DOMAIN "sd-field"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "sd-catalog.h"
#include "sd-field.h"
#include "sd-field-text.h"
#include "sd-picker.h"

/* Characters that a row of the form can show and change. */
#define MAX_SHOWN 8000
/* Choices that need no search. */
#define MAX_SHORT_LIST 20

typedef enum
{
  ROW_ENTRY,
  ROW_SWITCH,
  ROW_CHOICE,
} RowKind;

struct _SdField
{
  GObject                parent_instance;

  RowKind                kind;
  SdParameterInfo        info;       /* of entries and switches */
  SdType                 type;
  guint                  element_id;
  char                  *path;
  char                  *title;
  char                 **nicks;      /* of choices */
  char                  *absent;     /* that of no value; nullable */
  char                  *shown;      /* of entries: the text of the document's value */

  GtkWidget             *row;        /* owned */
  GtkWidget             *message_row; /* owned; of entries */
  GtkWidget             *message;    /* label inside it */
  GtkWidget             *control;    /* switch or drop-down inside it */
  guint                  updating : 1;
  guint                  long_list : 1;
};

enum
{
  SIGNAL_APPLIED,
  SIGNAL_LAST_SIGNAL,
};

static guint signals[SIGNAL_LAST_SIGNAL];

G_DEFINE_FINAL_TYPE (SdField, sd_field, G_TYPE_OBJECT)

/* @reason: (nullable): why, in words; NULL when it is valid. */
static void
set_invalid (SdField    *self,
             const char *reason)
{
  if (self->message_row != NULL)
    {
      gtk_label_set_label (GTK_LABEL (self->message), reason != NULL ? reason : "");
      gtk_widget_set_visible (self->message_row, reason != NULL);
    }
  if (reason != NULL)
    {
      gtk_widget_add_css_class (self->row, "error");
      gtk_accessible_update_state (GTK_ACCESSIBLE (self->row), GTK_ACCESSIBLE_STATE_INVALID,
                                   GTK_ACCESSIBLE_INVALID_TRUE, -1);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->row),
                                      GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, reason, -1);
      return;
    }
  gtk_widget_remove_css_class (self->row, "error");
  gtk_accessible_reset_state (GTK_ACCESSIBLE (self->row), GTK_ACCESSIBLE_STATE_INVALID);
  gtk_accessible_reset_property (GTK_ACCESSIBLE (self->row),
                                 GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

/* Whether the text is a value; says why when it is none. */
static gboolean
check_entry (SdField *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->row));
  g_autofree char *reason = NULL;
  JsonNode *value = NULL;

  if (!sd_field_text_parse (&self->info, self->type, text, &value))
    reason = sd_field_text_explain (&self->info, text);
  g_clear_pointer (&value, json_node_unref);
  set_invalid (self, reason);
  return reason == NULL;
}

static void
apply_entry (SdField *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->row));

  if (self->updating || g_strcmp0 (text, self->shown) == 0 || !check_entry (self))
    return;
  g_free (self->shown);
  self->shown = g_strdup (text);
  g_signal_emit (self, signals[SIGNAL_APPLIED], 0);
}

static void
entry_changed_cb (SdField *self)
{
  if (!self->updating)
    check_entry (self);
}

static void
control_cb (SdField *self)
{
  if (!self->updating)
    g_signal_emit (self, signals[SIGNAL_APPLIED], 0);
}

static void
make_message_row (SdField *self)
{
  self->message = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_ALERT,
                                "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, "xalign", 0.0,
                                "margin-start", 12, "margin-end", 12, "margin-top", 6,
                                "margin-bottom", 6, NULL);
  gtk_widget_add_css_class (self->message, "caption");
  gtk_widget_add_css_class (self->message, "error");
  self->message_row = g_object_ref_sink (gtk_list_box_row_new ());
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self->message_row), self->message);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self->message_row), FALSE);
  gtk_widget_set_focusable (self->message_row, FALSE);
  gtk_widget_set_visible (self->message_row, FALSE);
}

static void
make_entry (SdField *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  make_message_row (self);
  self->kind = ROW_ENTRY;
  self->row = adw_entry_row_new ();
  g_signal_connect_object (self->row, "entry-activated", G_CALLBACK (apply_entry), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->row, "changed", G_CALLBACK (entry_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "leave", G_CALLBACK (apply_entry), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->row, focus);
}

static void
make_control (SdField   *self,
              GtkWidget *control,
              const char *property)
{
  g_autofree char *notify = g_strconcat ("notify::", property, NULL);

  self->row = adw_action_row_new ();
  self->control = control;
  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (control),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, self->title, -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->row), control);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self->row), control);
  g_signal_connect_object (control, notify, G_CALLBACK (control_cb), self, G_CONNECT_SWAPPED);
}

static void
make_choice (SdField            *self,
             const char * const *titles)
{
  GtkWidget *list;

  self->kind = ROW_CHOICE;
  self->long_list = g_strv_length (self->nicks) > MAX_SHORT_LIST;
  if (self->long_list)
    list = sd_picker_new (self->title, titles, (const char *const *) self->nicks);
  else
    list = gtk_drop_down_new_from_strings (titles);
  make_control (self, list, "selected");
}

static void
finish (SdField *self)
{
  g_object_ref_sink (self->row);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->row), self->title);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->row), FALSE);
}

static void
sd_field_dispose (GObject *object)
{
  SdField *self = SD_FIELD (object);

  g_clear_object (&self->row);
  g_clear_object (&self->message_row);

  G_OBJECT_CLASS (sd_field_parent_class)->dispose (object);
}

static void
sd_field_finalize (GObject *object)
{
  SdField *self = SD_FIELD (object);

  g_free (self->path);
  g_free (self->title);
  g_free (self->shown);
  g_strfreev (self->nicks);
  g_free (self->absent);

  G_OBJECT_CLASS (sd_field_parent_class)->finalize (object);
}

static void
sd_field_class_init (SdFieldClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sd_field_dispose;
  object_class->finalize = sd_field_finalize;

  signals[SIGNAL_APPLIED] =
    g_signal_new ("applied", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
sd_field_init (SdField *self)
{
}

static SdField *
field_new (const char *title,
           guint       element_id,
           const char *path)
{
  SdField *self = g_object_new (SD_TYPE_FIELD, NULL);

  self->title = g_strdup (title);
  self->element_id = element_id;
  self->path = g_strdup (path);
  return self;
}

SdField *
sd_field_new (const SdParameterInfo *info,
              guint                  element_id,
              const char            *path,
              SdType                 type)
{
  SdField *self;

  if (info->kind == SD_PARAMETER_CHOICE)
    {
      g_auto (GStrv) nicks = g_strsplit (info->choices, "|", -1);

      return sd_field_new_choice (_(info->title), element_id, path,
                                  (const char *const *) nicks, NULL);
    }
  self = field_new (_(info->title), element_id, path);
  self->info = *info;
  self->type = type;
  if (info->kind == SD_PARAMETER_BOOLEAN)
    {
      self->kind = ROW_SWITCH;
      make_control (self, gtk_switch_new (), "active");
    }
  else
    make_entry (self);
  finish (self);
  return self;
}

SdField *
sd_field_new_choice (const char         *title,
                     guint               element_id,
                     const char         *path,
                     const char * const *nicks,
                     const char * const *titles)
{
  SdField *self = field_new (title, element_id, path);

  self->nicks = g_strdupv ((char **) nicks);
  make_choice (self, titles != NULL ? titles : nicks);
  finish (self);
  return self;
}

void
sd_field_set_absent (SdField    *self,
                     const char *nick)
{
  g_return_if_fail (SD_IS_FIELD (self));

  g_free (self->absent);
  self->absent = g_strdup (nick);
}

GtkWidget *
sd_field_get_row (SdField *self)
{
  g_return_val_if_fail (SD_IS_FIELD (self), NULL);

  return self->row;
}

GtkWidget *
sd_field_get_message_row (SdField *self)
{
  g_return_val_if_fail (SD_IS_FIELD (self), NULL);

  return self->message_row;
}

void
sd_field_set_message (SdField    *self,
                      const char *message)
{
  g_return_if_fail (SD_IS_FIELD (self));

  set_invalid (self, message);
}

const char *
sd_field_get_message (SdField *self)
{
  g_return_val_if_fail (SD_IS_FIELD (self), NULL);

  return self->message_row != NULL && gtk_widget_get_visible (self->message_row)
           ? gtk_label_get_label (GTK_LABEL (self->message)) : NULL;
}

guint
sd_field_get_element (SdField *self)
{
  g_return_val_if_fail (SD_IS_FIELD (self), 0);

  return self->element_id;
}

const char *
sd_field_get_path (SdField *self)
{
  g_return_val_if_fail (SD_IS_FIELD (self), NULL);

  return self->path;
}

const char *
sd_field_get_title (SdField *self)
{
  g_return_val_if_fail (SD_IS_FIELD (self), NULL);

  return self->title;
}

/* A line of text can become so long that drawing it stops the window: such a value
 * is shown by its beginning and changed elsewhere. */
static char *
shorten (SdField *self,
         char    *text)
{
  const gboolean fits = strlen (text) <= MAX_SHOWN;
  g_autofree char *whole = text, *start = NULL;

  gtk_editable_set_editable (GTK_EDITABLE (self->row), fits);
  gtk_widget_set_tooltip_text (self->row, fits ? NULL
                                               : _("Too long to be changed here: change it in "
                                                   "the file, or by a prompt."));
  if (fits)
    return g_steal_pointer (&whole);
  start = g_utf8_substring (whole, 0, 200);
  return g_strconcat (start, "…", NULL);
}

static void
show_entry (SdField  *self,
            JsonNode *value)
{
  g_autofree char *text = sd_field_text_from_value (&self->info, value);

  if (g_strcmp0 (text, self->shown) == 0)
    return;
  g_free (self->shown);
  self->shown = shorten (self, g_steal_pointer (&text));
  gtk_editable_set_text (GTK_EDITABLE (self->row), self->shown);
  set_invalid (self, NULL);
}

static guint
find_nick (SdField    *self,
           const char *nick)
{
  guint i;

  for (i = 0; self->nicks[i] != NULL; i++)
    if (g_strcmp0 (self->nicks[i], nick) == 0)
      return i;
  return nick == NULL ? 0 : GTK_INVALID_LIST_POSITION;
}

static void
set_selected (SdField *self,
              guint    selected)
{
  if (self->long_list)
    sd_picker_set_selected (SD_PICKER (self->control), selected);
  else
    gtk_drop_down_set_selected (GTK_DROP_DOWN (self->control), selected);
}

void
sd_field_set_value (SdField  *self,
                    JsonNode *value)
{
  g_return_if_fail (SD_IS_FIELD (self));

  self->updating = TRUE;
  switch (self->kind)
    {
    case ROW_SWITCH:
      gtk_switch_set_active (GTK_SWITCH (self->control),
                             value != NULL ? json_node_get_boolean (value)
                                           : self->info.default_value > 0);
      break;

    case ROW_CHOICE:
      set_selected (self, find_nick (self, value != NULL && JSON_NODE_HOLDS_VALUE (value)
                                             ? json_node_get_string (value) : self->absent));
      break;

    case ROW_ENTRY:
    default:
      show_entry (self, value);
    }
  self->updating = FALSE;
}

JsonNode *
sd_field_dup_value (SdField *self)
{
  JsonNode *value = NULL;
  guint selected;

  g_return_val_if_fail (SD_IS_FIELD (self), NULL);

  switch (self->kind)
    {
    case ROW_SWITCH:
      value = json_node_init_boolean (json_node_alloc (),
                                      gtk_switch_get_active (GTK_SWITCH (self->control)));
      break;

    case ROW_CHOICE:
      selected = self->long_list ? sd_picker_get_selected (SD_PICKER (self->control))
                                 : gtk_drop_down_get_selected (GTK_DROP_DOWN (self->control));
      if (selected < g_strv_length (self->nicks) && *self->nicks[selected] != '\0')
        value = json_node_init_string (json_node_alloc (), self->nicks[selected]);
      break;

    case ROW_ENTRY:
    default:
      if (!sd_field_text_parse (&self->info, self->type,
                                gtk_editable_get_text (GTK_EDITABLE (self->row)), &value))
        value = NULL;
    }
  return value;
}

void
sd_field_grab_focus (SdField *self)
{
  g_return_if_fail (SD_IS_FIELD (self));

  gtk_widget_grab_focus (self->control != NULL ? self->control : self->row);
}
