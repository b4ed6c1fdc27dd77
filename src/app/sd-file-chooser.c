/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* GtkFileChooserNative behind a function that looks like newer GTK's. */

#define G_LOG_DOMAIN "sd-file-chooser"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-file-chooser.h"

static void
response_cb (GtkNativeDialog *dialog,
             int              response,
             gpointer         user_data)
{
  g_autoptr (GTask) task = user_data;

  if (response == GTK_RESPONSE_ACCEPT)
    g_task_return_pointer (task, gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)),
                           g_object_unref);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s",
                             _("No file was chosen."));
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

static void
add_filters (GtkFileChooser *chooser)
{
  g_autoptr (GtkFileFilter) documents = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_filter_set_name (documents, _("SynthData Documents"));
  gtk_file_filter_add_suffix (documents, "synthdata");
  gtk_file_chooser_add_filter (chooser, documents);
  gtk_file_filter_set_name (all, _("All Files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (chooser, all);
}

void
sd_file_chooser_choose_async (GtkWindow           *parent,
                              SdChoose             what,
                              const char          *title,
                              GFile               *folder,
                              const char          *name,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  static const GtkFileChooserAction actions[] = {
    GTK_FILE_CHOOSER_ACTION_OPEN,
    GTK_FILE_CHOOSER_ACTION_SAVE,
    GTK_FILE_CHOOSER_ACTION_SAVE,
    GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER,
  };
  const char *accept[] = { _("_Open"), _("_Save"), _("_Save"), _("_Select") };
  GTask *task = g_task_new (parent, NULL, callback, user_data);
  GtkFileChooserNative *dialog;

  g_task_set_source_tag (task, sd_file_chooser_choose_async);
  dialog = gtk_file_chooser_native_new (title, parent, actions[what], accept[what], _("_Cancel"));
  if (folder != NULL)
    gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (dialog), folder, NULL);
  if (name != NULL && (what == SD_CHOOSE_SAVE || what == SD_CHOOSE_SAVE_OTHER))
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  if (what == SD_CHOOSE_OPEN || what == SD_CHOOSE_SAVE)
    add_filters (GTK_FILE_CHOOSER (dialog));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), task);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

GFile *
sd_file_chooser_choose_finish (GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, sd_file_chooser_choose_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
