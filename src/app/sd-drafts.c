/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Drafts in the user's data folder. */

#define G_LOG_DOMAIN "sd-drafts"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "sd-drafts.h"

#define GROUP "Draft"

static GHashTable *claimed;

/* Held while files of drafts are written or removed. */
static GMutex mutex;

typedef struct
{
  char  *id;
  char  *title;
  GFile *origin;
  char  *text;
} Write;

static char *
draft_path (const char *id,
            const char *suffix)
{
  g_autofree char *name = g_strconcat (id, suffix, NULL);

  return g_build_filename (g_get_user_data_dir (), "synthdata", "drafts", name, NULL);
}

static SdDraftInfo *
read_info (const char *id)
{
  g_autofree char *path = draft_path (id, ".ini");
  g_autofree char *document = draft_path (id, ".synthdata");
  g_autofree char *origin = NULL;
  g_autoptr (GKeyFile) file = g_key_file_new ();
  SdDraftInfo *info;

  if (!g_file_test (document, G_FILE_TEST_IS_REGULAR)
      || !g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
    return NULL;
  info = g_new0 (SdDraftInfo, 1);
  info->id = g_strdup (id);
  info->title = g_key_file_get_string (file, GROUP, "Title", NULL);
  if (info->title == NULL)
    info->title = g_strdup (_("New Dataset"));
  origin = g_key_file_get_string (file, GROUP, "Origin", NULL);
  if (origin != NULL)
    info->origin = g_file_new_for_uri (origin);
  info->time = g_key_file_get_int64 (file, GROUP, "Time", NULL);
  return info;
}

static int
compare_time (gconstpointer a,
              gconstpointer b)
{
  const SdDraftInfo *first = *(SdDraftInfo *const *) a, *second = *(SdDraftInfo *const *) b;

  return (first->time < second->time) - (first->time > second->time);
}

static void
write_free (Write *data)
{
  g_free (data->id);
  g_free (data->title);
  g_clear_object (&data->origin);
  g_free (data->text);
  g_free (data);
}

static void
write_thread (GTask        *task,
              gpointer      source_object,
              gpointer      task_data,
              GCancellable *cancellable)
{
  Write *data = task_data;
  g_autoptr (GError) error = NULL;

  g_mutex_lock (&mutex);
  if (!g_cancellable_is_cancelled (cancellable)
      && !sd_drafts_write (data->id, data->title, data->origin, data->text, &error))
    g_info ("The draft was not kept: %s", error->message);
  g_mutex_unlock (&mutex);
  g_task_return_boolean (task, TRUE);
}

static GPtrArray *
list_drafts (gboolean all)
{
  GPtrArray *drafts = g_ptr_array_new_with_free_func ((GDestroyNotify) sd_draft_info_free);
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "synthdata", "drafts", NULL);
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *id = NULL;
      SdDraftInfo *info;

      if (!g_str_has_suffix (name, ".ini"))
        continue;
      id = g_strndup (name, strlen (name) - strlen (".ini"));
      if (!all && claimed != NULL && g_hash_table_contains (claimed, id))
        continue;
      info = read_info (id);
      if (info != NULL)
        g_ptr_array_add (drafts, info);
    }
  g_ptr_array_sort (drafts, compare_time);
  return drafts;
}

void
sd_draft_info_free (SdDraftInfo *self)
{
  g_free (self->id);
  g_free (self->title);
  g_clear_object (&self->origin);
  g_free (self);
}

/**
 * sd_drafts_new_id:
 *
 * Returns: (transfer full): the id of a draft yet to be written, claimed
 */
char *
sd_drafts_new_id (void)
{
  char *id = g_uuid_string_random ();

  sd_drafts_claim (id);
  return id;
}

GFile *
sd_drafts_get_file (const char *id)
{
  g_autofree char *path = draft_path (id, ".synthdata");

  return g_file_new_for_path (path);
}

/**
 * sd_drafts_get_origin:
 * @id: a draft
 *
 * Returns: (transfer full) (nullable): the file that it is a change of
 */
GFile *
sd_drafts_get_origin (const char *id)
{
  SdDraftInfo *info = read_info (id);
  GFile *origin;

  if (info == NULL)
    return NULL;
  origin = g_steal_pointer (&info->origin);
  sd_draft_info_free (info);
  return origin;
}

/**
 * sd_drafts_write:
 * @id: a draft
 * @title: how to call it
 * @origin: (nullable): the file that it is a change of
 * @text: the document
 * @error: return location
 *
 * Writes the draft and what is known of it, each atomically and to the disk.
 *
 * Returns: whether it worked
 */
gboolean
sd_drafts_write (const char  *id,
                 const char  *title,
                 GFile       *origin,
                 const char  *text,
                 GError     **error)
{
  g_autofree char *document = draft_path (id, ".synthdata");
  g_autofree char *description = draft_path (id, ".ini");
  g_autofree char *folder = g_path_get_dirname (document);
  g_autofree char *contents = NULL;
  g_autoptr (GKeyFile) file = g_key_file_new ();

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                   _("The folder of drafts could not be made."));
      return FALSE;
    }
  g_key_file_set_string (file, GROUP, "Title", title);
  g_key_file_set_int64 (file, GROUP, "Time", g_get_real_time () / G_USEC_PER_SEC);
  if (origin != NULL)
    {
      g_autofree char *uri = g_file_get_uri (origin);

      g_key_file_set_string (file, GROUP, "Origin", uri);
    }
  contents = g_key_file_to_data (file, NULL, NULL);
  return g_file_set_contents_full (document, text, -1,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   0600, error)
         && g_file_set_contents_full (description, contents, -1, G_FILE_SET_CONTENTS_CONSISTENT,
                                      0600, error);
}

void
sd_drafts_write_async (const char   *id,
                       const char   *title,
                       GFile        *origin,
                       const char   *text,
                       GCancellable *cancellable)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, NULL, NULL);
  Write *data = g_new0 (Write, 1);

  data->id = g_strdup (id);
  data->title = g_strdup (title);
  g_set_object (&data->origin, origin);
  data->text = g_strdup (text);
  g_task_set_source_tag (task, sd_drafts_write_async);
  g_task_set_task_data (task, data, (GDestroyNotify) write_free);
  g_task_run_in_thread (task, write_thread);
}

void
sd_drafts_remove (const char *id)
{
  g_autofree char *document = draft_path (id, ".synthdata");
  g_autofree char *description = draft_path (id, ".ini");

  g_mutex_lock (&mutex);
  g_unlink (document);
  g_unlink (description);
  g_mutex_unlock (&mutex);
}

GPtrArray *
sd_drafts_list (void)
{
  return list_drafts (FALSE);
}

GPtrArray *
sd_drafts_list_all (void)
{
  return list_drafts (TRUE);
}

void
sd_drafts_claim (const char *id)
{
  if (claimed == NULL)
    claimed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_add (claimed, g_strdup (id));
}

void
sd_drafts_release (const char *id)
{
  if (claimed != NULL)
    g_hash_table_remove (claimed, id);
}
