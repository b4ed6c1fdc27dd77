/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The document's file and draft. Texts are made on the main thread, where the
 * schema lives, and are small; reading and writing never blocks it.
 */

#define G_LOG_DOMAIN "sd-document"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-conversation.h"
#include "sd-document-private.h"
#include "sd-drafts.h"
#include "sd-schema-file.h"

/* Larger files are no documents of ours. */
#define MAX_FILE_SIZE (64 * 1024 * 1024)

typedef struct
{
  GFile    *file;
  char     *draft;     /* NULL: an ordinary file */
  gboolean  example;   /* to begin with: the file does not become the document's */
} Load;

typedef struct
{
  GFile  *file;
  GBytes *bytes;
} Save;

static void
load_free (Load *load)
{
  g_object_unref (load->file);
  g_free (load->draft);
  g_free (load);
}

static void
save_free (Save *save)
{
  g_object_unref (save->file);
  g_clear_pointer (&save->bytes, g_bytes_unref);
  g_free (save);
}

static gboolean
is_same (JsonNode *a,
         JsonNode *b)
{
  return a == b || (a != NULL && b != NULL && json_node_equal (a, b));
}

/* The document as text, with the conversation of the window and what was chosen for
 * exports. Those are put into a copy: to the history they would look like edits. */
static char *
dup_text (SdDocument *self)
{
  g_autoptr (JsonNode) said = sd_conversation_save (self->conversation);
  g_autofree char *text = sd_schema_to_text (self->schema);
  JsonNode *choices = sd_document_get_export (self);
  g_autoptr (SdSchema) copy = NULL;

  if (is_same (said, sd_schema_get_member (self->schema, "conversation"))
      && is_same (choices, sd_schema_get_member (self->schema, "export")))
    return g_steal_pointer (&text);
  copy = sd_schema_new_from_text (text, strlen (text), NULL);
  g_return_val_if_fail (copy != NULL, g_steal_pointer (&text));
  sd_schema_set_member (copy, "conversation", g_steal_pointer (&said));
  sd_schema_set_member (copy, "export", choices != NULL ? json_node_copy (choices) : NULL);
  return sd_schema_to_text (copy);
}

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Load *load = g_task_get_task_data (task);
  g_autofree char *text = NULL, *etag = NULL;
  GError *error = NULL;
  SdDocument *document;
  SdSchema *schema = NULL;
  gsize length;

  if (g_file_load_contents_finish (G_FILE (object), result, &text, &length, &etag, &error))
    {
      if (length > MAX_FILE_SIZE)
        error = g_error_new (SD_SCHEMA_ERROR, SD_SCHEMA_ERROR_FORMAT,
                             _("The file is too large for a SynthData document."));
      else
        schema = sd_schema_new_from_text (text, length, &error);
    }
  if (schema == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  document = _sd_document_new_for_schema (schema);
  if (load->draft != NULL)
    {
      g_autoptr (GFile) origin = sd_drafts_get_origin (load->draft);

      _sd_document_mark_restored (document, load->draft, origin);
      sd_drafts_claim (load->draft);
    }
  else if (!load->example)
    {
      _sd_document_set_file (document, load->file);
      document->etag = g_steal_pointer (&etag);
    }
  g_task_return_pointer (task, document, g_object_unref);
}

static void
load (GFile               *file,
      const char          *draft,
      gboolean             example,
      gpointer             source_tag,
      GCancellable        *cancellable,
      GAsyncReadyCallback  callback,
      gpointer             user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Load *data = g_new0 (Load, 1);

  data->file = g_object_ref (file);
  data->draft = g_strdup (draft);
  data->example = example;
  g_task_set_source_tag (task, source_tag);
  g_task_set_task_data (task, data, (GDestroyNotify) load_free);
  g_file_load_contents_async (file, cancellable, loaded_cb, task);
}

/**
 * sd_document_load_async:
 * @file: a .synthdata file
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is read and checked
 * @user_data: for @callback
 */
void
sd_document_load_async (GFile               *file,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_return_if_fail (G_IS_FILE (file));

  load (file, NULL, FALSE, sd_document_load_async, cancellable, callback, user_data);
}

/**
 * sd_document_load_finish:
 * @result: a result
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the document, not modified
 */
SdDocument *
sd_document_load_finish (GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, sd_document_load_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * sd_document_load_example_async:
 * @file: a document to begin with, not to be changed
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is read and checked
 * @user_data: for @callback
 */
void
sd_document_load_example_async (GFile               *file,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_return_if_fail (G_IS_FILE (file));

  load (file, NULL, TRUE, sd_document_load_example_async, cancellable, callback, user_data);
}

/**
 * sd_document_load_example_finish:
 * @result: a result
 * @error: return location
 *
 * Returns: (transfer full) (nullable): a new document with the same contents
 */
SdDocument *
sd_document_load_example_finish (GAsyncResult  *result,
                                 GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, sd_document_load_example_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * sd_document_restore_async:
 * @draft: the id of a draft
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is read and checked
 * @user_data: for @callback
 */
void
sd_document_restore_async (const char          *draft,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr (GFile) file = NULL;

  g_return_if_fail (draft != NULL);

  file = sd_drafts_get_file (draft);
  load (file, draft, FALSE, sd_document_restore_async, cancellable, callback, user_data);
}

/**
 * sd_document_restore_finish:
 * @result: a result
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the document, modified
 */
SdDocument *
sd_document_restore_finish (GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, sd_document_restore_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  SdDocument *self = g_task_get_source_object (task);
  Save *save = g_task_get_task_data (task);
  GError *error = NULL;
  char *etag = NULL;

  _sd_document_set_busy (self, FALSE);
  if (!g_file_replace_contents_finish (G_FILE (object), result, &etag, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  g_free (self->etag);
  self->etag = etag;
  _sd_document_set_file (self, save->file);
  sd_document_discard_draft (self);
  g_task_return_boolean (task, TRUE);
}

/**
 * sd_document_save_async:
 * @self: a document
 * @file: (nullable): where to, or %NULL for its own file
 * @overwrite: whether a change made to the file by someone else is lost
 * @cancellable: (nullable): a cancellable
 * @callback: called when the file is replaced
 * @user_data: for @callback
 *
 * Replaces the file atomically. %G_IO_ERROR_WRONG_ETAG says that it changed on
 * the disk since it was opened or saved, %G_IO_ERROR_BUSY that it is being saved.
 */
void
sd_document_save_async (SdDocument          *self,
                        GFile               *file,
                        gboolean             overwrite,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  gboolean same_file;
  Save *save;
  char *text;

  g_return_if_fail (SD_IS_DOCUMENT (self));
  g_return_if_fail (file != NULL || self->file != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sd_document_save_async);
  if (self->busy)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_BUSY,
                               _("The document is being saved already."));
      return;
    }

  same_file = self->file != NULL && (file == NULL || g_file_equal (file, self->file));
  text = dup_text (self);
  save = g_new0 (Save, 1);
  save->file = g_object_ref (file != NULL ? file : self->file);
  save->bytes = g_bytes_new_take (text, strlen (text));
  g_task_set_task_data (task, save, (GDestroyNotify) save_free);
  /* What is changed from here on is not in the file. */
  _sd_document_mark_saved (self);
  _sd_document_set_busy (self, TRUE);
  g_file_replace_contents_bytes_async (save->file, save->bytes,
                                       same_file && !overwrite ? self->etag : NULL, FALSE,
                                       G_FILE_CREATE_NONE, cancellable, saved_cb,
                                       g_steal_pointer (&task));
}

/**
 * sd_document_save_finish:
 * @self: a document
 * @result: a result
 * @error: return location
 *
 * Returns: whether the file holds the document now
 */
gboolean
sd_document_save_finish (SdDocument    *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (SD_IS_DOCUMENT (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  if (g_task_propagate_boolean (G_TASK (result), error))
    return TRUE;
  /* Still to be saved, whatever the history thinks. */
  sd_document_touch (self);
  return FALSE;
}

/**
 * sd_document_keep_draft:
 * @self: a document
 *
 * Writes the draft in the background, if there is something to lose.
 */
void
sd_document_keep_draft (SdDocument *self)
{
  g_autofree char *text = NULL, *title = NULL;

  g_return_if_fail (SD_IS_DOCUMENT (self));

  g_clear_handle_id (&self->draft_source, g_source_remove);
  if (!self->needs_draft || !sd_document_get_modified (self))
    return;
  if (self->draft == NULL)
    self->draft = sd_drafts_new_id ();
  g_clear_object (&self->draft_cancellable);
  self->draft_cancellable = g_cancellable_new ();
  text = dup_text (self);
  title = sd_document_dup_title (self);
  sd_drafts_write_async (self->draft, title, self->file, text, self->draft_cancellable);
  self->needs_draft = FALSE;
}

/**
 * sd_document_discard_draft:
 * @self: a document
 *
 * Removes the draft, because the document is saved or not wanted.
 */
void
sd_document_discard_draft (SdDocument *self)
{
  g_return_if_fail (SD_IS_DOCUMENT (self));

  self->needs_draft = FALSE;
  g_clear_handle_id (&self->draft_source, g_source_remove);
  g_cancellable_cancel (self->draft_cancellable);
  if (self->draft == NULL)
    return;
  sd_drafts_remove (self->draft);
  sd_drafts_release (self->draft);
  g_clear_pointer (&self->draft, g_free);
}
