/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* One run may write several formats and variants, and all of them appear or
 * none. Publishing moves older files of the same names aside first, so that
 * they can come back when a later one cannot be placed.
 */

#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "sd-cli-output-private.h"
#include "sd-schema-file.h"

typedef struct
{
  char    *name;      /* relative to the target */
  char    *from, *to;
  char    *older;     /* where the file it replaces waits */
  gboolean aside;
  gboolean placed;
} Move;

struct _SdCliOutput
{
  GFile     *folder;      /* hidden, inside the target */
  char      *target;
  GPtrArray *made;        /* folders made, outermost first */
  GPtrArray *moves;
  char      *schema_from; /* nullable: the saved document and its place */
  char      *schema_to;
  gboolean   published;
};

static void
move_free (gpointer data)
{
  Move *self = data;

  g_free (self->name);
  g_free (self->from);
  g_free (self->to);
  g_free (self->older);
  g_free (self);
}

static gboolean fail (GError    **error,
                      int         code,
                      const char *format,
                      ...) G_GNUC_PRINTF (3, 4);

static gboolean
fail (GError    **error,
      int         code,
      const char *format,
      ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_propagate_error (error, g_error_new_valist (G_IO_ERROR, g_io_error_from_errno (code),
                                                format, arguments));
  va_end (arguments);
  return FALSE;
}

static gboolean
make_directory (SdCliOutput *self,
                const char  *path,
                GError     **error)
{
  g_autofree char *parent = NULL;

  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    return TRUE;
  parent = g_path_get_dirname (path);
  if (!g_str_equal (parent, path) && !make_directory (self, parent, error))
    return FALSE;
  if (g_mkdir (path, 0777) == 0)
    {
      g_ptr_array_add (self->made, g_strdup (path));
      return TRUE;
    }
  /* Another shard may have made it in the meantime. */
  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    return TRUE;
  return fail (error, errno, _("The folder “%s” could not be made: %s."), path,
               g_strerror (errno));
}

SdCliOutput *
sd_cli_output_new (GFile   *target,
                   GError **error)
{
  g_autoptr (SdCliOutput) self = g_new0 (SdCliOutput, 1);
  g_autofree char *folder = NULL;

  self->made = g_ptr_array_new_with_free_func (g_free);
  self->moves = g_ptr_array_new_with_free_func (move_free);
  self->target = g_file_get_path (target);
  if (self->target == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                           _("Files can only be written to a folder of this computer."));
      return NULL;
    }
  if (!make_directory (self, self->target, error))
    return NULL;
  folder = g_build_filename (self->target, ".synthdata-XXXXXX", NULL);
  if (g_mkdtemp (folder) == NULL)
    {
      fail (error, errno, _("Nothing can be written to the folder “%s”: %s."), self->target,
            g_strerror (errno));
      return NULL;
    }
  self->folder = g_file_new_for_path (folder);
  return g_steal_pointer (&self);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_remove (child) < 0)
        remove_tree (child);
    }
  g_rmdir (path);
}

/* Removes whatever has not been published. */
void
sd_cli_output_remove (SdCliOutput *self)
{
  if (self->folder != NULL)
    remove_tree (g_file_peek_path (self->folder));
  if (self->published)
    return;
  if (self->schema_from != NULL)
    g_remove (self->schema_from);
  /* Folders that somebody else uses by now are not empty and stay. */
  for (guint i = self->made->len; i > 0; i--)
    g_rmdir (g_ptr_array_index (self->made, i - 1));
}

void
sd_cli_output_free (SdCliOutput *self)
{
  sd_cli_output_remove (self);
  g_clear_object (&self->folder);
  g_ptr_array_unref (self->made);
  g_ptr_array_unref (self->moves);
  g_free (self->target);
  g_free (self->schema_from);
  g_free (self->schema_to);
  g_free (self);
}

GFile *
sd_cli_output_get_folder (SdCliOutput *self)
{
  return self->folder;
}

gboolean
sd_cli_output_add_schema (SdCliOutput *self,
                          SdSchema    *schema,
                          const char  *path,
                          GError     **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autoptr (GFile) beside = NULL;
  g_autofree char *name = NULL;

  if (g_file_query_file_type (file, 0, NULL) == G_FILE_TYPE_DIRECTORY || folder == NULL)
    return fail (error, EISDIR, _("The file “%s” could not be written: %s."), path,
                 g_strerror (EISDIR));
  name = g_strdup_printf (".synthdata-%d.synthdata", (int) getpid ());
  beside = g_file_get_child (folder, name);
  if (!sd_schema_save (schema, beside, NULL, NULL, error))
    return FALSE;
  self->schema_from = g_file_get_path (beside);
  self->schema_to = g_file_get_path (file);
  return TRUE;
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp ((*(Move **) a)->name, (*(Move **) b)->name);
}

/* The files in the hidden folder, as moves; @inside is "" or a folder in it. */
static gboolean
collect (SdCliOutput *self,
         const char  *inside,
         GError     **error)
{
  g_autofree char *folder = g_build_filename (g_file_peek_path (self->folder), inside, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, error);
  const char *name;

  if (dir == NULL)
    return FALSE;
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *relative = *inside != '\0' ? g_build_filename (inside, name, NULL)
                                                  : g_strdup (name);
      g_autofree char *from = g_build_filename (folder, name, NULL);
      Move *move;

      if (g_file_test (from, G_FILE_TEST_IS_DIR))
        {
          if (!collect (self, relative, error))
            return FALSE;
          continue;
        }
      move = g_new0 (Move, 1);
      move->to = g_build_filename (self->target, relative, NULL);
      move->older = g_strdup_printf ("%s/.older-%u", g_file_peek_path (self->folder),
                                     self->moves->len);
      move->name = g_steal_pointer (&relative);
      move->from = g_steal_pointer (&from);
      g_ptr_array_add (self->moves, move);
    }
  return TRUE;
}

static gboolean
move_aside (SdCliOutput *self,
            Move        *move,
            GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (move->to);

  if (!make_directory (self, folder, error))
    return FALSE;
  if (g_file_test (move->to, G_FILE_TEST_IS_DIR))
    return fail (error, EISDIR, _("The file “%s” could not be written: %s."), move->to,
                 g_strerror (EISDIR));
  move->aside = g_rename (move->to, move->older) == 0;
  if (!move->aside && errno != ENOENT)
    return fail (error, errno, _("The file “%s” could not be replaced: %s."), move->to,
                 g_strerror (errno));
  return TRUE;
}

static gboolean
place (Move    *move,
       GError **error)
{
  move->placed = g_rename (move->from, move->to) == 0;
  return move->placed
         || fail (error, errno, _("The file “%s” could not be written: %s."), move->to,
                  g_strerror (errno));
}

static void
roll_back (SdCliOutput *self)
{
  for (guint i = 0; i < self->moves->len; i++)
    {
      const Move *move = g_ptr_array_index (self->moves, i);

      if (move->aside)
        g_rename (move->older, move->to);
      else if (move->placed)
        g_remove (move->to);
    }
}

static gboolean
move_all (SdCliOutput *self,
          GError     **error)
{
  for (guint i = 0; i < self->moves->len; i++)
    if (!move_aside (self, g_ptr_array_index (self->moves, i), error))
      return FALSE;
  for (guint i = 0; i < self->moves->len; i++)
    if (!place (g_ptr_array_index (self->moves, i), error))
      return FALSE;
  /* Last, so that it never has to be taken back. */
  if (self->schema_from != NULL && g_rename (self->schema_from, self->schema_to) < 0)
    return fail (error, errno, _("The file “%s” could not be written: %s."), self->schema_to,
                 g_strerror (errno));
  return TRUE;
}

gboolean
sd_cli_output_publish (SdCliOutput *self,
                       char      ***names,
                       GError     **error)
{
  if (!collect (self, "", error))
    return FALSE;
  g_ptr_array_sort (self->moves, compare_names);
  if (!move_all (self, error))
    {
      roll_back (self);
      return FALSE;
    }
  self->published = TRUE;
  *names = g_new0 (char *, self->moves->len + 1);
  for (guint i = 0; i < self->moves->len; i++)
    (*names)[i] = g_strdup (((Move *) g_ptr_array_index (self->moves, i))->name);
  return TRUE;
}
