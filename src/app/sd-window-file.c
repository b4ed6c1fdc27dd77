/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Opening, saving and closing: what is asked, and what happens to what was not
 * saved.
 */

#define G_LOG_DOMAIN "sd-window"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-alert.h"
#include "sd-file-chooser.h"
#include "sd-recent.h"
#include "sd-settings.h"
#include "sd-window-private.h"

#define SUFFIX ".synthdata"

static void save_to (SdWindow *self,
                     GFile    *file,
                     gboolean  overwrite,
                     gboolean  then_close);

/* What a save belongs to. */
typedef struct
{
  SdWindow *window;
  GFile    *file;        /* NULL: the document's own */
  gboolean  then_close;
} SaveFlow;

static SaveFlow *
save_flow_new (SdWindow *window,
               GFile    *file,
               gboolean  then_close)
{
  SaveFlow *flow = g_new0 (SaveFlow, 1);

  flow->window = g_object_ref (window);
  g_set_object (&flow->file, file);
  flow->then_close = then_close;
  return flow;
}

static void
save_flow_free (SaveFlow *flow)
{
  g_object_unref (flow->window);
  g_clear_object (&flow->file);
  g_free (flow);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaveFlow, save_flow_free)

static void
close_now (SdWindow *self)
{
  self->closing = TRUE;
  gtk_window_close (GTK_WINDOW (self));
}

static void
remember (GFile *file)
{
  g_autoptr (GFile) folder = g_file_get_parent (file);

  sd_recent_add (file);
  if (folder != NULL)
    sd_settings_set_folder ("last-save-directory", folder);
}

static void
conflict_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (SaveFlow) flow = user_data;
  g_autofree char *response = sd_alert_choose_finish (result);

  if (g_str_equal (response, "overwrite"))
    save_to (flow->window, flow->file, TRUE, flow->then_close);
  else if (g_str_equal (response, "save-as"))
    _sd_window_save (flow->window, TRUE);
}

static void
ask_about_conflict (SaveFlow *flow)
{
  const SdAlertResponse responses[] = {
    { "cancel", _("_Cancel"), ADW_RESPONSE_DEFAULT },
    { "overwrite", _("Save _Anyway"), ADW_RESPONSE_DESTRUCTIVE },
    { "save-as", _("_Save As…"), ADW_RESPONSE_SUGGESTED },
    { NULL },
  };

  sd_alert_choose_async (GTK_WINDOW (flow->window), _("File Changed on Disk"),
                         _("Another program has changed the file since it was opened here. "
                           "Saving replaces those changes."),
                         responses, conflict_cb, flow);
}

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (SaveFlow) flow = user_data;
  SdDocument *document = SD_DOCUMENT (object);
  g_autoptr (GError) error = NULL;

  if (sd_document_save_finish (document, result, &error))
    {
      remember (sd_document_get_file (document));
      if (flow->then_close)
        close_now (flow->window);
      else
        sd_window_toast (flow->window, _("Saved"));
      return;
    }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WRONG_ETAG))
    ask_about_conflict (g_steal_pointer (&flow));
  else
    sd_alert_show (GTK_WINDOW (flow->window), _("The Document Was Not Saved"), error->message);
}

static void
save_to (SdWindow *self,
         GFile    *file,
         gboolean  overwrite,
         gboolean  then_close)
{
  sd_document_save_async (sd_workspace_get_document (self->workspace), file, overwrite,
                          self->cancellable, saved_cb, save_flow_new (self, file, then_close));
}

static void
save_chosen_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (SaveFlow) flow = user_data;
  g_autoptr (GFile) file = sd_file_chooser_choose_finish (result, NULL);

  if (file != NULL)
    save_to (flow->window, file, TRUE, flow->then_close);
}

static void
choose_and_save (SdWindow *self,
                 gboolean  then_close)
{
  SdDocument *document = sd_workspace_get_document (self->workspace);
  GFile *own = sd_document_get_file (document);
  g_autoptr (GFile) folder = NULL;
  g_autofree char *name = NULL;

  if (own != NULL)
    {
      folder = g_file_get_parent (own);
      name = g_file_get_basename (own);
    }
  else
    {
      folder = sd_settings_get_folder ("last-save-directory");
      name = g_strconcat (sd_schema_get_name (sd_document_get_schema (document)), SUFFIX, NULL);
    }
  sd_file_chooser_choose_async (GTK_WINDOW (self), SD_CHOOSE_SAVE, _("Save Document"), folder,
                                name, save_chosen_cb, save_flow_new (self, NULL, then_close));
}

static void
save (SdWindow *self,
      gboolean  save_as,
      gboolean  then_close)
{
  SdDocument *document = sd_workspace_get_document (self->workspace);

  if (save_as || sd_document_get_file (document) == NULL
      || sd_schema_get_read_only (sd_document_get_schema (document)))
    choose_and_save (self, then_close);
  else
    save_to (self, NULL, FALSE, then_close);
}

void
_sd_window_save (SdWindow *self,
                 gboolean  save_as)
{
  save (self, save_as, FALSE);
}

static void
show_load_error (SdWindow     *self,
                 const GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    sd_alert_show (GTK_WINDOW (self), _("The Document Could Not Be Opened"), error->message);
}

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (SdWindow) self = user_data;
  g_autoptr (SdDocument) document = NULL;
  g_autoptr (GError) error = NULL;

  document = sd_document_load_finish (result, &error);
  if (document == NULL)
    {
      show_load_error (self, error);
      return;
    }
  remember (sd_document_get_file (document));
  _sd_window_set_document (self, document);
  if (sd_schema_get_read_only (sd_document_get_schema (document)))
    sd_window_toast (self, _("A newer version of SynthData wrote this document. "
                             "It can be saved under another name only."));
}

static void
restored_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (SdWindow) self = user_data;
  g_autoptr (SdDocument) document = NULL;
  g_autoptr (GError) error = NULL;

  document = sd_document_restore_finish (result, &error);
  if (document == NULL)
    show_load_error (self, error);
  else
    _sd_window_set_document (self, document);
}

/* The window that a document is to be shown in. */
static SdWindow *
window_for_document (SdWindow *self)
{
  SdWindow *window;

  if (sd_document_is_pristine (sd_workspace_get_document (self->workspace)))
    return self;
  window = sd_window_new (SD_APPLICATION (gtk_window_get_application (GTK_WINDOW (self))));
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

void
sd_window_open_file (SdWindow *self,
                     GFile    *file)
{
  SdWindow *window;

  g_return_if_fail (SD_IS_WINDOW (self));
  g_return_if_fail (G_IS_FILE (file));

  window = window_for_document (self);
  sd_document_load_async (file, window->cancellable, loaded_cb, g_object_ref (window));
}

void
sd_window_restore_draft (SdWindow   *self,
                         const char *draft)
{
  SdWindow *window;

  g_return_if_fail (SD_IS_WINDOW (self));

  window = window_for_document (self);
  sd_document_restore_async (draft, window->cancellable, restored_cb, g_object_ref (window));
}

static void
example_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (SdWindow) self = user_data;
  g_autoptr (SdDocument) document = NULL;
  g_autoptr (GError) error = NULL;

  document = sd_document_load_example_finish (result, &error);
  if (document == NULL)
    show_load_error (self, error);
  else
    _sd_window_set_document (self, document);
}

void
sd_window_open_example (SdWindow *self,
                        GFile    *file)
{
  SdWindow *window;

  g_return_if_fail (SD_IS_WINDOW (self));
  g_return_if_fail (G_IS_FILE (file));

  window = window_for_document (self);
  sd_document_load_example_async (file, window->cancellable, example_cb, g_object_ref (window));
}

static void
open_chosen_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (SdWindow) self = user_data;
  g_autoptr (GFile) file = sd_file_chooser_choose_finish (result, NULL);

  if (file != NULL)
    sd_window_open_file (self, file);
}

void
_sd_window_open (SdWindow *self)
{
  g_autoptr (GFile) folder = sd_settings_get_folder ("last-save-directory");

  sd_file_chooser_choose_async (GTK_WINDOW (self), SD_CHOOSE_OPEN, _("Open Document"), folder,
                                NULL, open_chosen_cb, g_object_ref (self));
}

void
_sd_window_set_document (SdWindow   *self,
                         SdDocument *document)
{
  sd_workspace_set_document (self->workspace, document);
}

static void
close_response_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (SdWindow) self = user_data;
  g_autofree char *response = sd_alert_choose_finish (result);

  if (g_str_equal (response, "save"))
    save (self, FALSE, TRUE);
  else if (g_str_equal (response, "discard"))
    {
      sd_document_discard_draft (sd_workspace_get_document (self->workspace));
      close_now (self);
    }
}

static void
stop_response_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (SdWindow) self = user_data;
  g_autofree char *response = sd_alert_choose_finish (result);

  if (!g_str_equal (response, "stop"))
    return;
  _sd_window_set_exporting (self, FALSE);
  gtk_window_close (GTK_WINDOW (self));
}

static void
ask_to_stop (SdWindow *self)
{
  const SdAlertResponse responses[] = {
    { "cancel", _("_Keep Exporting"), ADW_RESPONSE_DEFAULT },
    { "stop", _("_Stop and Close"), ADW_RESPONSE_DESTRUCTIVE },
    { NULL },
  };

  sd_alert_choose_async (GTK_WINDOW (self), _("Stop the Export?"),
                         _("Data are being exported. If the window is closed, what is not "
                           "finished is removed."),
                         responses, stop_response_cb, g_object_ref (self));
}

gboolean
_sd_window_ask_to_close (SdWindow *self)
{
  SdDocument *document = sd_workspace_get_document (self->workspace);
  const SdAlertResponse responses[] = {
    { "cancel", _("_Cancel"), ADW_RESPONSE_DEFAULT },
    { "discard", _("_Discard"), ADW_RESPONSE_DESTRUCTIVE },
    { "save", _("_Save"), ADW_RESPONSE_SUGGESTED },
    { NULL },
  };
  g_autofree char *title = NULL, *body = NULL;

  if (self->exporting)
    {
      ask_to_stop (self);
      return FALSE;
    }
  if (!sd_document_get_modified (document))
    {
      sd_document_discard_draft (document);
      return TRUE;
    }
  title = sd_document_dup_title (document);
  body = g_strdup_printf (_("“%s” has changes that are not saved. Discarded changes are lost."),
                          title);
  sd_alert_choose_async (GTK_WINDOW (self), _("Save Changes?"), body, responses,
                         close_response_cb, g_object_ref (self));
  return FALSE;
}
