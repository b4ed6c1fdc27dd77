/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The targets. A folder target makes new files only: it is given a folder of its
 * own, from which finished files move to their place (sd-staging.c).
 */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "sd-export.h"
#include "sd-target-private.h"

static gboolean
set_write_error (SdFolderTarget *self,
                 int             code,
                 GError        **error)
{
  g_autofree char *name = g_path_get_basename (self->path);

  g_set_error (error, SD_EXPORT_ERROR, SD_EXPORT_ERROR_WRITE,
               _("The file “%s” could not be written: %s."), name, g_strerror (code));
  return FALSE;
}

static gboolean
folder_begin_file (SdTarget    *target,
                   const char  *name,
                   GError     **error)
{
  SdFolderTarget *self = (SdFolderTarget *) target;

  g_free (self->path);
  self->path = g_build_filename (self->folder, name, NULL);
  self->fd = g_open (self->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (self->fd < 0)
    return set_write_error (self, errno, error);

  return TRUE;
}

static gboolean
folder_write (SdTarget    *target,
              const char  *data,
              gsize        n,
              GError     **error)
{
  SdFolderTarget *self = (SdFolderTarget *) target;

  while (n > 0)
    {
      gssize written = write (self->fd, data, n);

      if (written < 0 && errno == EINTR)
        continue;
      if (written <= 0)
        return set_write_error (self, written < 0 ? errno : ENOSPC, error);

      data += written;
      n -= written;
    }

  return TRUE;
}

static gboolean
folder_end_file (SdTarget  *target,
                 GError   **error)
{
  SdFolderTarget *self = (SdFolderTarget *) target;
  int fd = self->fd;

  self->fd = -1;
  if (close (fd) < 0)
    return set_write_error (self, errno, error);

  return TRUE;
}

void
sd_folder_target_init (SdFolderTarget *self,
                       const char     *folder)
{
  *self = (SdFolderTarget) {
    .parent = { folder_begin_file, folder_write, folder_end_file },
    .folder = folder,
    .fd = -1,
  };
}

/* Closes what an export that failed left open. */
void
sd_folder_target_clear (SdFolderTarget *self)
{
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
  g_clear_pointer (&self->path, g_free);
}

static gboolean
string_write (SdTarget    *target,
              const char  *data,
              gsize        n,
              GError     **error)
{
  g_string_append_len (((SdStringTarget *) target)->text, data, n);
  return TRUE;
}

void
sd_string_target_init (SdStringTarget *self,
                       GString        *text)
{
  *self = (SdStringTarget) { .parent = { NULL, string_write, NULL }, .text = text };
}

static gboolean
stream_write (SdTarget    *target,
              const char  *data,
              gsize        n,
              GError     **error)
{
  SdStreamTarget *self = (SdStreamTarget *) target;

  return g_output_stream_write_all (self->stream, data, n, NULL, self->cancellable, error);
}

void
sd_stream_target_init (SdStreamTarget *self,
                       GOutputStream  *stream,
                       GCancellable   *cancellable)
{
  *self = (SdStreamTarget) {
    .parent = { NULL, stream_write, NULL },
    .stream = stream,
    .cancellable = cancellable,
  };
}

static gboolean
count_write (SdTarget    *target,
             const char  *data,
             gsize        n,
             GError     **error)
{
  ((SdCountTarget *) target)->bytes += n;
  return TRUE;
}

void
sd_count_target_init (SdCountTarget *self)
{
  *self = (SdCountTarget) { .parent = { NULL, count_write, NULL } };
}
