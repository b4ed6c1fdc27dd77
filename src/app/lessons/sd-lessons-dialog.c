/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Lessons as rows with title and description; typing anywhere searches them. */

#define G_LOG_DOMAIN "sd-lessons-dialog"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-lesson.h"
#include "sd-lessons-dialog.h"

struct _SdLessonsDialog
{
  AdwWindow       parent_instance;

  /* Template Widgets */
  GtkSearchEntry *search;
  GtkStack       *stack;
  GtkListBox     *list;
};

enum
{
  SIGNAL_CHOSEN,
  SIGNAL_LAST_SIGNAL,
};

static guint signals[SIGNAL_LAST_SIGNAL];

G_DEFINE_FINAL_TYPE (SdLessonsDialog, sd_lessons_dialog, ADW_TYPE_WINDOW)

static SdLesson *
get_lesson (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "lesson");
}

static gboolean
filter_cb (GtkListBoxRow *row,
           gpointer       user_data)
{
  SdLessonsDialog *self = user_data;

  return sd_lesson_matches (get_lesson (row), gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

static void
search_changed_cb (SdLessonsDialog *self)
{
  gtk_list_box_invalidate_filter (self->list);
  gtk_stack_set_visible_child_name (self->stack, sd_lessons_dialog_get_row (self, 0) != NULL
                                                   ? "list" : "nothing");
}

static void
activated_cb (GtkListBox      *list,
              GtkListBoxRow   *row,
              SdLessonsDialog *self)
{
  g_autoptr (GFile) file = g_object_ref (sd_lesson_get_file (get_lesson (row)));

  g_object_ref (self);
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, file);
  gtk_window_close (GTK_WINDOW (self));
  g_object_unref (self);
}

/* Enter in the search opens the first that is found. */
static void
search_activate_cb (SdLessonsDialog *self)
{
  GtkListBoxRow *row = sd_lessons_dialog_get_row (self, 0);

  if (row != NULL)
    activated_cb (self->list, row, self);
}

static void
stop_search_cb (SdLessonsDialog *self)
{
  gtk_window_close (GTK_WINDOW (self));
}

static void
add_lesson (SdLessonsDialog *self,
            SdLesson        *lesson)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), sd_lesson_get_title (lesson));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), sd_lesson_get_description (lesson));
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 3);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, sd_lesson_get_title (lesson),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  sd_lesson_get_description (lesson), -1);
  g_object_set_data_full (G_OBJECT (row), "lesson", g_object_ref (lesson), g_object_unref);
  gtk_list_box_append (self->list, row);
}

static void
sd_lessons_dialog_class_init (SdLessonsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[SIGNAL_CHOSEN] =
    g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_FILE);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/example/SynthData/lessons/sd-lessons-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SdLessonsDialog, search);
  gtk_widget_class_bind_template_child (widget_class, SdLessonsDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, SdLessonsDialog, list);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
}

static void
sd_lessons_dialog_init (SdLessonsDialog *self)
{
  g_autoptr (GListModel) lessons = sd_lesson_list ();
  guint i;

  gtk_widget_init_template (GTK_WIDGET (self));
  for (i = 0; i < g_list_model_get_n_items (lessons); i++)
    {
      g_autoptr (SdLesson) lesson = g_list_model_get_item (lessons, i);

      add_lesson (self, lesson);
    }
  gtk_list_box_set_filter_func (self->list, filter_cb, self, NULL);
  gtk_search_entry_set_key_capture_widget (self->search, GTK_WIDGET (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

SdLessonsDialog *
sd_lessons_dialog_new (GtkWindow *parent)
{
  return g_object_new (SD_TYPE_LESSONS_DIALOG, "transient-for", parent, NULL);
}

void
sd_lessons_dialog_search (SdLessonsDialog *self,
                          const char      *text)
{
  g_return_if_fail (SD_IS_LESSONS_DIALOG (self));

  gtk_editable_set_text (GTK_EDITABLE (self->search), text);
  search_changed_cb (self);
}

GtkListBoxRow *
sd_lessons_dialog_get_row (SdLessonsDialog *self,
                           guint            position)
{
  GtkListBoxRow *row;
  int i;

  g_return_val_if_fail (SD_IS_LESSONS_DIALOG (self), NULL);

  for (i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (filter_cb (row, self) && position-- == 0)
      return row;
  return NULL;
}
