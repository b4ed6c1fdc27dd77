/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Publishing moves each older file of the same name aside, then the new one to
 * its place; if any move fails, all are taken back.
 */

#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "sd-export.h"
#include "sd-staging-private.h"

struct _SdStaging
{
  char      *directory;
  char      *folder;      /* inside @directory */
  GPtrArray *names;
  GPtrArray *made;        /* folders made for it, outermost first */
  guint      n_aside;     /* older files moved aside: the first so many names … */
  guint      n_placed;    /* … and new files in their place */
  gboolean   published;
};

static gboolean
make_directory (SdStaging   *self,
                const char  *path,
                GError     **error)
{
  g_autofree char *parent = NULL;

  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    return TRUE;

  parent = g_path_get_dirname (path);
  if (!g_str_equal (parent, path) && !make_directory (self, parent, error))
    return FALSE;

  if (g_mkdir (path, 0777) < 0)
    {
      int code = errno;

      /* Another shard may have made it in the meantime. */
      if (code == EEXIST && g_file_test (path, G_FILE_TEST_IS_DIR))
        return TRUE;

      g_set_error (error, SD_EXPORT_ERROR, SD_EXPORT_ERROR_WRITE,
                   _("The folder “%s” could not be made: %s."), path, g_strerror (code));
      return FALSE;
    }

  g_ptr_array_add (self->made, g_strdup (path));
  return TRUE;
}

/* Makes @directory when it is missing, and a folder in it. (transfer full)
 * (nullable) */
SdStaging *
sd_staging_new (GFile   *directory,
                GError **error)
{
  g_autoptr(SdStaging) self = g_new0 (SdStaging, 1);

  self->names = g_ptr_array_new_with_free_func (g_free);
  self->made = g_ptr_array_new_with_free_func (g_free);
  self->directory = g_file_get_path (directory);
  if (self->directory == NULL)
    {
      g_set_error_literal (error, SD_EXPORT_ERROR, SD_EXPORT_ERROR_WRITE,
                           _("Files can only be written to a folder of this computer."));
      return NULL;
    }
  if (!make_directory (self, self->directory, error))
    return NULL;

  self->folder = g_build_filename (self->directory, ".synthdata-XXXXXX", NULL);
  if (g_mkdtemp (self->folder) == NULL)
    {
      int code = errno;

      g_clear_pointer (&self->folder, g_free);
      g_set_error (error, SD_EXPORT_ERROR, SD_EXPORT_ERROR_WRITE,
                   _("Nothing can be written to the folder “%s”: %s."), self->directory,
                   g_strerror (code));
      return NULL;
    }

  return g_steal_pointer (&self);
}

static void
remove_folder (const char *folder)
{
  GDir *dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_remove (path) < 0)
        remove_folder (path);
    }

  if (dir != NULL)
    g_dir_close (dir);
  g_rmdir (folder);
}

/* Removes whatever has not been published. */
void
sd_staging_free (SdStaging *self)
{
  if (self == NULL)
    return;

  if (self->folder != NULL)
    remove_folder (self->folder);

  /* Folders that somebody else uses by now are not empty and stay. */
  for (guint i = self->made->len; !self->published && i > 0; i--)
    g_rmdir (g_ptr_array_index (self->made, i - 1));

  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->made);
  g_free (self->directory);
  g_free (self->folder);
  g_free (self);
}

/* The path of the folder. (transfer none) */
const char *
sd_staging_get_folder (SdStaging *self)
{
  return self->folder;
}

/* Where the file @name is written. (transfer full) */
char *
sd_staging_get_path (SdStaging  *self,
                     const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

/* @name will be published; until then it may or may not exist. It may be in a
 * folder, "clean/orders.csv", which is there from now on. */
void
sd_staging_add (SdStaging  *self,
                const char *name)
{
  g_autofree char *path = sd_staging_get_path (self, name);
  g_autofree char *folder = g_path_get_dirname (path);

  g_mkdir (folder, 0777);
  g_ptr_array_add (self->names, g_strdup (name));
}

static char *
get_final_path (SdStaging *self,
                guint      i)
{
  return g_build_filename (self->directory, g_ptr_array_index (self->names, i), NULL);
}

static char *
get_aside_path (SdStaging *self,
                guint      i)
{
  g_autofree char *name = g_strdup_printf ("older-%u", i);

  return g_build_filename (self->folder, name, NULL);
}

static void
roll_back (SdStaging *self)
{
  for (guint i = 0; i < self->n_placed; i++)
    {
      g_autofree char *final = get_final_path (self, i);

      g_remove (final);
    }

  for (guint i = 0; i < self->n_aside; i++)
    {
      g_autofree char *final = get_final_path (self, i);
      g_autofree char *aside = get_aside_path (self, i);

      if (g_file_test (aside, G_FILE_TEST_EXISTS))
        g_rename (aside, final);
    }
}

static gboolean
move_aside (SdStaging  *self,
            guint       i,
            GError    **error)
{
  g_autofree char *final = get_final_path (self, i);
  g_autofree char *aside = get_aside_path (self, i);
  g_autofree char *folder = g_path_get_dirname (final);

  if (!make_directory (self, folder, error))
    return FALSE;
  if (g_file_test (final, G_FILE_TEST_IS_DIR))
    {
      g_set_error (error, SD_EXPORT_ERROR, SD_EXPORT_ERROR_WRITE,
                   _("“%s” is a folder, and a file is to have that name."), final);
      return FALSE;
    }

  if (g_rename (final, aside) < 0 && errno != ENOENT)
    {
      g_set_error (error, SD_EXPORT_ERROR, SD_EXPORT_ERROR_WRITE,
                   _("The file “%s” could not be replaced: %s."), final, g_strerror (errno));
      return FALSE;
    }

  self->n_aside = i + 1;
  return TRUE;
}

static gboolean
place (SdStaging  *self,
       guint       i,
       GError    **error)
{
  g_autofree char *final = get_final_path (self, i);
  g_autofree char *path = sd_staging_get_path (self, g_ptr_array_index (self->names, i));

  if (g_rename (path, final) < 0)
    {
      g_set_error (error, SD_EXPORT_ERROR, SD_EXPORT_ERROR_WRITE,
                   _("The file “%s” could not be written: %s."), final, g_strerror (errno));
      return FALSE;
    }

  self->n_placed = i + 1;
  return TRUE;
}

/* Moves all files to their place, or none. @files (out) (optional) (transfer
 * full) (element-type GFile): them, in the order of adding. */
gboolean
sd_staging_publish (SdStaging  *self,
                    GPtrArray **files,
                    GError    **error)
{
  gboolean done = TRUE;

  for (guint i = 0; done && i < self->names->len; i++)
    done = move_aside (self, i, error);
  for (guint i = 0; done && i < self->names->len; i++)
    done = place (self, i, error);

  if (!done)
    {
      roll_back (self);
      return FALSE;
    }

  self->published = TRUE;
  if (files != NULL)
    {
      *files = g_ptr_array_new_with_free_func (g_object_unref);
      for (guint i = 0; i < self->names->len; i++)
        {
          g_autofree char *final = get_final_path (self, i);

          g_ptr_array_add (*files, g_file_new_for_path (final));
        }
    }

  return TRUE;
}
