/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* GtkRecentManager, reduced to documents of ours. */

#define G_LOG_DOMAIN "sd-recent"

#include "config.h"

#include "sd-recent.h"

#define MIME_TYPE "application/x-synthdata+json"

static void
recent_free (SdRecent *recent)
{
  g_object_unref (recent->file);
  g_free (recent->name);
  g_free (recent->folder);
  g_free (recent);
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  return -g_date_time_compare (gtk_recent_info_get_modified ((GtkRecentInfo *) a),
                               gtk_recent_info_get_modified ((GtkRecentInfo *) b));
}

/* The folder as people write it. */
static char *
describe_folder (GFile *file)
{
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autoptr (GFile) home = g_file_new_for_path (g_get_home_dir ());
  g_autofree char *relative = NULL;

  if (folder == NULL)
    return g_strdup ("");
  if (g_file_equal (folder, home))
    return g_strdup ("~");
  relative = g_file_get_relative_path (home, folder);
  if (relative != NULL)
    return g_strconcat ("~/", relative, NULL);
  return g_file_get_parse_name (folder);
}

static SdRecent *
recent_new (GtkRecentInfo *info)
{
  SdRecent *recent = g_new0 (SdRecent, 1);

  recent->file = g_file_new_for_uri (gtk_recent_info_get_uri (info));
  recent->name = g_strdup (gtk_recent_info_get_display_name (info));
  recent->folder = describe_folder (recent->file);
  return recent;
}

/**
 * sd_recent_list:
 * @max: how many at most
 *
 * Returns: (transfer full) (element-type SdRecent): recent documents
 */
GPtrArray *
sd_recent_list (guint max)
{
  GPtrArray *recents = g_ptr_array_new_with_free_func ((GDestroyNotify) recent_free);
  GList *items, *link;

  items = gtk_recent_manager_get_items (gtk_recent_manager_get_default ());
  items = g_list_sort (items, compare);
  for (link = items; link != NULL && recents->len < max; link = link->next)
    {
      GtkRecentInfo *info = link->data;

      if (g_strcmp0 (gtk_recent_info_get_mime_type (info), MIME_TYPE) == 0
          && gtk_recent_info_is_local (info) && gtk_recent_info_exists (info))
        g_ptr_array_add (recents, recent_new (info));
    }
  g_list_free_full (items, (GDestroyNotify) gtk_recent_info_unref);
  return recents;
}

/**
 * sd_recent_add:
 * @file: a document that was opened or saved
 */
void
sd_recent_add (GFile *file)
{
  g_autofree char *uri = g_file_get_uri (file);
  g_autofree char *command = g_strjoin (" ", "synthdata", "%u", NULL);
  GtkRecentData data = {
    .mime_type = (char *) MIME_TYPE,
    .app_name = (char *) "SynthData",
    .app_exec = command,
  };

  gtk_recent_manager_add_full (gtk_recent_manager_get_default (), uri, &data);
}
