/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Documents from text and files, and back into files.
 */

#define G_LOG_DOMAIN "sd-schema-file"

#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <glib/gi18n-lib.h>

#include "sd-json-guard.h"
#include "sd-schema-file.h"
#include "sd-schema-read-private.h"

/**
 * sd_schema_new_from_json:
 *
 * Returns: (transfer full) (nullable): a document, or NULL with an error of
 *   SD_SCHEMA_ERROR whose message names every wrong member on a line of its own
 */
SdSchema *
sd_schema_new_from_json (JsonNode  *node,
                         GError   **error)
{
  g_return_val_if_fail (node != NULL, NULL);

  return _sd_schema_read (node, NULL, FALSE, error);
}

/**
 * sd_schema_new_from_text:
 * @text: UTF-8 JSON; checked first
 *
 * Returns: (transfer full) (nullable): a document, or NULL with an error of
 *   SD_JSON_ERROR, which names line and column, or of SD_SCHEMA_ERROR
 */
SdSchema *
sd_schema_new_from_text (const char  *text,
                         gsize        length,
                         GError     **error)
{
  g_autoptr (JsonParser) parser = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  if (!sd_json_check (text, length, SD_JSON_LIMITS_DEFAULT, error))
    return NULL;

  /* What is read immutable is shared, not copied. */
  parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, text, (gssize) length, error))
    return NULL;

  return sd_schema_new_from_json (json_parser_get_root (parser), error);
}

/* The contents of @file, up to one byte more than is allowed: its size may not
 * be known beforehand, and need not be true. */
static GBytes *
read_limited (GFile         *file,
              GCancellable  *cancellable,
              GError       **error)
{
  gsize max_bytes = SD_JSON_LIMITS_DEFAULT.max_bytes;
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, error);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gsize n_read = 1;

  if (stream == NULL)
    return NULL;

  while (n_read > 0 && bytes->len <= max_bytes)
    {
      gsize old = bytes->len;

      g_byte_array_set_size (bytes, old + 64 * 1024);
      if (!g_input_stream_read_all (G_INPUT_STREAM (stream), bytes->data + old, 64 * 1024, &n_read,
                                    cancellable, error))
        return NULL;
      g_byte_array_set_size (bytes, old + n_read);
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

/**
 * sd_schema_load:
 * @file: a .synthdata file of at most 64 MiB
 *
 * Returns: (transfer full) (nullable): the document, or NULL with an error of
 *   G_IO_ERROR, SD_JSON_ERROR or SD_SCHEMA_ERROR
 */
SdSchema *
sd_schema_load (GFile         *file,
                GCancellable  *cancellable,
                GError       **error)
{
  g_autoptr (GBytes) bytes = NULL;
  const char *text;
  gsize length;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  bytes = read_limited (file, cancellable, error);
  if (bytes == NULL)
    return NULL;

  text = g_bytes_get_data (bytes, &length);
  return sd_schema_new_from_text (text != NULL ? text : "", length, error);
}

/* What a link points to: replacing the link itself would tear it off. */
static GFile *
resolve (GFile *file)
{
  g_autofree char *path = g_file_get_path (file);
  char *real = path != NULL ? realpath (path, NULL) : NULL;
  GFile *resolved = real != NULL ? g_file_new_for_path (real) : g_object_ref (file);

  free (real);
  return resolved;
}

/* The permissions of the file that is replaced; 0 when there is none. */
static guint32
get_mode (GFile *file)
{
  g_autoptr (GFileInfo) info = g_file_query_info (file, G_FILE_ATTRIBUTE_UNIX_MODE,
                                                  G_FILE_QUERY_INFO_NONE, NULL, NULL);

  return info != NULL ? g_file_info_get_attribute_uint32 (info, G_FILE_ATTRIBUTE_UNIX_MODE) : 0;
}

/* Closing a replacing stream moves the new file over the old one; closing it
 * cancelled throws the new one away. */
static void
discard (GOutputStream *stream)
{
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();

  g_cancellable_cancel (cancelled);
  g_output_stream_close (stream, cancelled, NULL);
}

static gboolean
replace (GFile         *file,
         const char    *text,
         char         **etag,
         GCancellable  *cancellable,
         GError       **error)
{
  guint32 mode = get_mode (file);
  GFileCreateFlags flags = G_FILE_CREATE_REPLACE_DESTINATION;
  g_autoptr (GFileOutputStream) stream = NULL;

  /* What others could not read, they cannot read in between either. */
  if (mode != 0 && (mode & 077) == 0)
    flags |= G_FILE_CREATE_PRIVATE;

  stream = g_file_replace (file, etag != NULL ? *etag : NULL, FALSE, flags, cancellable, error);
  if (stream == NULL)
    return FALSE;

  if (!g_output_stream_write_all (G_OUTPUT_STREAM (stream), text, strlen (text), NULL, cancellable,
                                  error)
      || !g_output_stream_flush (G_OUTPUT_STREAM (stream), cancellable, error))
    {
      discard (G_OUTPUT_STREAM (stream));
      return FALSE;
    }

  if (!g_output_stream_close (G_OUTPUT_STREAM (stream), cancellable, error))
    return FALSE;

  if (mode != 0)
    g_file_set_attribute_uint32 (file, G_FILE_ATTRIBUTE_UNIX_MODE, mode & 07777,
                                 G_FILE_QUERY_INFO_NONE, NULL, NULL);
  if (etag != NULL)
    {
      g_free (*etag);
      *etag = g_file_output_stream_get_etag (stream);
    }

  return TRUE;
}

/**
 * sd_schema_save:
 * @etag: (inout) (nullable): the version of the file that is replaced, and then
 *   the new one; NULL in it replaces whatever is there
 *
 * Writes the document into a new file beside the old one and moves it over.
 * Nothing is written that could not be read again.
 *
 * Returns: FALSE, with the old file as it was, and an error: G_IO_ERROR_WRONG_ETAG
 *   when the file changed since, G_IO_ERROR_READ_ONLY when the document comes from
 *   a newer version of the program
 */
gboolean
sd_schema_save (SdSchema      *self,
                GFile         *file,
                char         **etag,
                GCancellable  *cancellable,
                GError       **error)
{
  g_autofree char *text = NULL;
  g_autoptr (SdSchema) again = NULL;
  g_autoptr (GFile) target = NULL;

  g_return_val_if_fail (SD_IS_SCHEMA (self), FALSE);
  g_return_val_if_fail (G_IS_FILE (file), FALSE);

  if (sd_schema_get_read_only (self))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_READ_ONLY,
                           _("The document was made by a newer version of the program and cannot "
                             "be changed by this one."));
      return FALSE;
    }

  text = sd_schema_to_text (self);
  again = sd_schema_new_from_text (text, strlen (text), error);
  if (again == NULL)
    {
      g_prefix_error (error, "%s\n", _("The document cannot be saved:"));
      return FALSE;
    }

  target = resolve (file);
  return replace (target, text, etag, cancellable, error);
}
