/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A zip archive by libarchive. It would write times as the clock on the wall of
 * the user's time zone; sd_zip_set_date() puts one fixed day into every entry
 * instead, so that the bytes are the same everywhere. The layout is that of
 * PKWARE's APPNOTE 6.3.
 */

#include "config.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "sd-calendar.h"
#include "sd-export.h"
#include "sd-zip-private.h"

#define CHUNK (256 * 1024)

#define LOCAL_SIGNATURE 0x04034b50u
#define CENTRAL_SIGNATURE 0x02014b50u
#define END_SIGNATURE 0x06054b50u
#define END64_SIGNATURE 0x06064b50u
#define LOCATOR64_SIGNATURE 0x07064b50u
#define CENTRAL_SIZE 46
#define END_SIZE 22
#define END64_SIZE 56
#define LOCATOR64_SIZE 20

static gboolean
set_archive_error (struct archive *archive,
                   GError        **error)
{
  const char *message = archive_error_string (archive);

  g_set_error (error, SD_EXPORT_ERROR, SD_EXPORT_ERROR_WRITE,
               _("The archive could not be written: %s."),
               message != NULL ? message : g_strerror (archive_errno (archive)));
  return FALSE;
}

static gboolean
set_file_error (const char *path,
                int         code,
                GError    **error)
{
  g_autofree char *name = g_path_get_basename (path);

  g_set_error (error, SD_EXPORT_ERROR, SD_EXPORT_ERROR_WRITE,
               _("The file “%s” could not be put into the archive: %s."), name,
               g_strerror (code));
  return FALSE;
}

static gboolean
copy_data (struct archive *archive,
           int             fd,
           const char     *path,
           GCancellable   *cancellable,
           GError        **error)
{
  g_autofree char *chunk = g_malloc (CHUNK);

  while (TRUE)
    {
      gssize n = read (fd, chunk, CHUNK);

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return set_file_error (path, errno, error);
      if (n == 0)
        return TRUE;
      if (archive_write_data (archive, chunk, n) != n)
        return set_archive_error (archive, error);
    }
}

static gboolean
add_file (struct archive *archive,
          const char     *path,
          const char     *name,
          GCancellable   *cancellable,
          GError        **error)
{
  struct archive_entry *entry;
  gboolean done;
  GStatBuf info;
  int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);

  if (fd < 0)
    return set_file_error (path, errno, error);
  if (fstat (fd, &info) < 0)
    {
      int code = errno;

      close (fd);
      return set_file_error (path, code, error);
    }

  entry = archive_entry_new ();
  archive_entry_set_pathname (entry, name);
  archive_entry_set_size (entry, info.st_size);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0644);
  done = archive_write_header (archive, entry) == ARCHIVE_OK
         || set_archive_error (archive, error);
  done = done && copy_data (archive, fd, path, cancellable, error);
  archive_entry_free (entry);
  close (fd);

  return done;
}

static gboolean
write_archive (const char         *path,
               const char         *folder,
               const char * const *names,
               GCancellable       *cancellable,
               GError            **error)
{
  struct archive *archive = archive_write_new ();
  gboolean done = archive_write_set_format_zip (archive) == ARCHIVE_OK
                  && archive_write_open_filename (archive, path) == ARCHIVE_OK;

  if (!done)
    set_archive_error (archive, error);

  for (guint i = 0; done && names[i] != NULL; i++)
    {
      g_autofree char *file = g_build_filename (folder, names[i], NULL);

      done = add_file (archive, file, names[i], cancellable, error);
      g_unlink (file);
    }

  if (done && archive_write_close (archive) != ARCHIVE_OK)
    done = set_archive_error (archive, error);
  archive_write_free (archive);

  return done;
}

static guint32
get_uint32 (const guint8 *data)
{
  return data[0] | data[1] << 8 | data[2] << 16 | (guint32) data[3] << 24;
}

static guint64
get_uint64 (const guint8 *data)
{
  return get_uint32 (data) | (guint64) get_uint32 (data + 4) << 32;
}

static gboolean
read_at (int     fd,
         guint8 *data,
         gsize   n,
         guint64 offset)
{
  return pread (fd, data, n, offset) == (gssize) n;
}

/* Where the central directory begins, and its entries. */
static gboolean
find_directory (int      fd,
                guint64  size,
                guint64 *offset,
                guint64 *n_entries)
{
  guint8 end[END_SIZE];
  guint8 locator[LOCATOR64_SIZE];
  guint8 end64[END64_SIZE];

  if (size < END_SIZE || !read_at (fd, end, END_SIZE, size - END_SIZE)
      || get_uint32 (end) != END_SIGNATURE)
    return FALSE;

  *n_entries = end[10] | end[11] << 8;
  *offset = get_uint32 (end + 16);
  if (size < END_SIZE + LOCATOR64_SIZE
      || !read_at (fd, locator, LOCATOR64_SIZE, size - END_SIZE - LOCATOR64_SIZE)
      || get_uint32 (locator) != LOCATOR64_SIGNATURE)
    return TRUE;

  if (!read_at (fd, end64, END64_SIZE, get_uint64 (locator + 8))
      || get_uint32 (end64) != END64_SIGNATURE)
    return FALSE;

  *n_entries = get_uint64 (end64 + 32);
  *offset = get_uint64 (end64 + 48);
  return TRUE;
}

/* The local header of an entry; its offset is in the last extra field of the
 * central header when 32 bits do not hold it. */
static gboolean
get_local_offset (int           fd,
                  const guint8 *central,
                  guint64       position,
                  guint64      *local)
{
  guint name_length = central[28] | central[29] << 8;
  guint extra_length = central[30] | central[31] << 8;
  g_autofree guint8 *extra = g_malloc (extra_length + 1);
  guint skip = (get_uint32 (central + 24) == G_MAXUINT32 ? 8 : 0)
               + (get_uint32 (central + 20) == G_MAXUINT32 ? 8 : 0);

  *local = get_uint32 (central + 42);
  if (*local != G_MAXUINT32)
    return TRUE;
  if (!read_at (fd, extra, extra_length, position + CENTRAL_SIZE + name_length))
    return FALSE;

  for (guint i = 0; i + 4 <= extra_length; i += 4 + (extra[i + 2] | extra[i + 3] << 8))
    if (extra[i] == 1 && extra[i + 1] == 0 && i + 4 + skip + 8 <= extra_length)
      {
        *local = get_uint64 (extra + i + 4 + skip);
        return TRUE;
      }

  return FALSE;
}

static gboolean
set_entry_dates (int          fd,
                 guint64      size,
                 const guint8 time[4])
{
  guint64 position, n_entries;

  if (!find_directory (fd, size, &position, &n_entries))
    return FALSE;

  for (guint64 i = 0; i < n_entries; i++)
    {
      guint8 central[CENTRAL_SIZE];
      guint8 signature[4];
      guint64 local;

      if (!read_at (fd, central, CENTRAL_SIZE, position)
          || get_uint32 (central) != CENTRAL_SIGNATURE
          || !get_local_offset (fd, central, position, &local)
          || !read_at (fd, signature, 4, local)
          || get_uint32 (signature) != LOCAL_SIGNATURE
          || pwrite (fd, time, 4, position + 12) != 4
          || pwrite (fd, time, 4, local + 10) != 4)
        return FALSE;

      position += CENTRAL_SIZE + (central[28] | central[29] << 8)
                  + (central[30] | central[31] << 8) + (central[32] | central[33] << 8);
    }

  return TRUE;
}

/* Sets the time of every entry of the archive at @path to midnight of @date,
 * clamped to the years 1980 to 2107, which is all that zip knows. */
gboolean
sd_zip_set_date (const char *path,
                 gint64      date,
                 GError    **error)
{
  SdCivil first = { 1980, 1, 1 };
  SdCivil last = { 2107, 12, 31 };
  SdCivil day = sd_date_to_civil (CLAMP (date, sd_date_from_civil (first),
                                         sd_date_from_civil (last)));
  guint16 dos = (guint) (day.year - 1980) << 9 | (guint) day.month << 5 | (guint) day.day;
  guint8 time[4] = { 0, 0, dos & 0xff, dos >> 8 };
  int fd = g_open (path, O_RDWR | O_CLOEXEC, 0);
  GStatBuf info;
  gboolean done;

  if (fd < 0)
    return set_file_error (path, errno, error);

  done = fstat (fd, &info) == 0 && set_entry_dates (fd, info.st_size, time);
  if (close (fd) < 0)
    done = FALSE;
  if (!done)
    set_file_error (path, errno != 0 ? errno : EIO, error);

  return done;
}

/* Writes the archive @path of the files @names in @folder, which it removes as
 * it goes. @date: days since 1970-01-01, the time of all entries. */
gboolean
sd_zip_write (const char         *path,
              const char         *folder,
              const char * const *names,
              gint64              date,
              GCancellable       *cancellable,
              GError            **error)
{
  return write_archive (path, folder, names, cancellable, error)
         && sd_zip_set_date (path, date, error);
}
