/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Manifests of shards, and joining. Checksums are CRC-32 as in zip files, which
 * finds what breaks by accident.
 */

#define G_LOG_DOMAIN "sd-shard-manifest"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "sd-export.h"
#include "sd-json-guard.h"
#include "sd-json-text.h"
#include "sd-shard-manifest.h"
#include "sd-staging-private.h"
#include "sd-text-script-private.h"

#define SUFFIX       ".manifest.json"
#define BUFFER_BYTES (1 << 20)
#define MAX_BYTES    (16 << 20)
#define CLEAN_FOLDER "clean"

typedef struct
{
  char   *name;
  guint64 bytes;
  guint32 crc;
} File;

typedef struct
{
  char   *dataset;
  char   *digest;
  guint   shard, n_shards;
  GArray *files;   /* of File */
} Manifest;

static void
file_clear (gpointer data)
{
  File *file = data;

  g_free (file->name);
}

static void
manifest_free (gpointer data)
{
  Manifest *self = data;

  g_free (self->dataset);
  g_free (self->digest);
  g_array_unref (self->files);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Manifest, manifest_free)

char *
sd_shard_manifest_get_name (const char *dataset,
                            guint       shard,
                            guint       n_shards)
{
  return sd_shard_file_name (dataset, SUFFIX, shard, n_shards);
}

static gboolean
fail (const char *path,
      GError    **error)
{
  g_set_error (error, SD_EXPORT_ERROR, SD_EXPORT_ERROR_WRITE, "%s: %s", path,
               g_strerror (errno));
  return FALSE;
}

static gboolean
write_all (int         out,
           const char *buffer,
           gsize       length)
{
  while (length > 0)
    {
      const gssize n = write (out, buffer, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      buffer += n;
      length -= (gsize) n;
    }
  return TRUE;
}

/* Reads @path to its end, and copies it to @out unless that is −1. */
static gboolean
read_file (const char   *path,
           int           out,
           File         *file,
           GCancellable *cancellable,
           GError      **error)
{
  g_autofree char *buffer = g_malloc (BUFFER_BYTES);
  const int in = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  gboolean done = FALSE;
  gssize n = 0;

  file->bytes = 0;
  file->crc = (guint32) crc32 (0, NULL, 0);
  if (in < 0)
    return fail (path, error);
  while (!done)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        break;
      n = read (in, buffer, BUFFER_BYTES);
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0 || (out >= 0 && !write_all (out, buffer, (gsize) n)))
        {
          fail (path, error);
          break;
        }
      file->crc = (guint32) crc32 (file->crc, (const Bytef *) buffer, (uInt) n);
      file->bytes += (guint64) n;
      done = n == 0;
    }
  close (in);
  return done;
}

static int
compare_files (gconstpointer a,
               gconstpointer b)
{
  return strcmp (((const File *) a)->name, ((const File *) b)->name);
}

/* The files of @folder with their lengths and checksums; @inside is "" or a
 * folder in it, of which there is but one, for clean twins. */
static gboolean
list_files (const char   *folder,
            const char   *inside,
            GArray       *files,
            GCancellable *cancellable,
            GError      **error)
{
  g_autofree char *whole = g_build_filename (folder, inside, NULL);
  g_autoptr (GDir) dir = g_dir_open (whole, 0, error);
  const char *name;

  if (dir == NULL)
    return FALSE;
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (whole, name, NULL);
      File file = { NULL, 0, 0 };

      if (*inside == '\0' && g_str_equal (name, CLEAN_FOLDER)
          && g_file_test (path, G_FILE_TEST_IS_DIR)
          && !list_files (folder, name, files, cancellable, error))
        return FALSE;
      if (!g_file_test (path, G_FILE_TEST_IS_REGULAR) || g_str_has_suffix (name, SUFFIX))
        continue;
      if (!read_file (path, -1, &file, cancellable, error))
        return FALSE;
      file.name = *inside != '\0' ? g_strconcat (inside, "/", name, NULL) : g_strdup (name);
      g_array_append_val (files, file);
    }
  g_array_sort (files, compare_files);
  return TRUE;
}

static JsonNode *
to_json (const char   *dataset,
         const char   *digest,
         guint         shard,
         guint         n_shards,
         const GArray *files)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "dataset");
  json_builder_add_string_value (builder, dataset);
  json_builder_set_member_name (builder, "digest");
  json_builder_add_string_value (builder, digest);
  json_builder_set_member_name (builder, "shard");
  json_builder_add_int_value (builder, shard);
  json_builder_set_member_name (builder, "n_shards");
  json_builder_add_int_value (builder, n_shards);
  json_builder_set_member_name (builder, "files");
  json_builder_begin_array (builder);
  for (guint i = 0; i < files->len; i++)
    {
      const File *file = &g_array_index (files, File, i);

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "name");
      json_builder_add_string_value (builder, file->name);
      json_builder_set_member_name (builder, "bytes");
      json_builder_add_int_value (builder, (gint64) file->bytes);
      json_builder_set_member_name (builder, "crc32");
      json_builder_add_int_value (builder, file->crc);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}

gboolean
sd_shard_manifest_write (const char   *folder,
                         const char   *dataset,
                         const char   *digest,
                         guint         shard,
                         guint         n_shards,
                         GCancellable *cancellable,
                         GError      **error)
{
  g_autoptr (GArray) files = g_array_new (FALSE, FALSE, sizeof (File));
  g_autofree char *name = sd_shard_manifest_get_name (dataset, shard, n_shards);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (JsonNode) json = NULL;
  g_autofree char *text = NULL;

  g_array_set_clear_func (files, file_clear);
  if (!list_files (folder, "", files, cancellable, error))
    return FALSE;
  json = to_json (dataset, digest, shard, n_shards, files);
  text = sd_json_to_text (json, TRUE);
  return g_file_set_contents (path, text, -1, error);
}

/* A plain name: nothing that leads out of the folder. */
static gboolean
is_plain (const char *name)
{
  if (name != NULL && g_str_has_prefix (name, CLEAN_FOLDER "/"))
    name += strlen (CLEAN_FOLDER "/");
  return name != NULL && *name != '\0' && *name != '.' && strchr (name, G_DIR_SEPARATOR) == NULL;
}

static gboolean
read_number (JsonObject *object,
             const char *member,
             gint64      most,
             gint64     *value)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node)
      || json_node_get_value_type (node) != G_TYPE_INT64)
    return FALSE;
  *value = json_node_get_int (node);
  return *value >= 0 && *value <= most;
}

static const char *
read_text (JsonObject *object,
           const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node)
         && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

static gboolean
read_files (JsonObject *json,
            GArray     *files)
{
  JsonNode *list = json_object_get_member (json, "files");
  JsonArray *array = list != NULL && JSON_NODE_HOLDS_ARRAY (list) ? json_node_get_array (list)
                                                                  : NULL;

  if (array == NULL)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      gint64 bytes, crc;
      File file;

      if (object == NULL || !is_plain (read_text (object, "name"))
          || !read_number (object, "bytes", G_MAXINT64, &bytes)
          || !read_number (object, "crc32", G_MAXUINT32, &crc))
        return FALSE;
      file = (File) { g_strdup (read_text (object, "name")), (guint64) bytes, (guint32) crc };
      g_array_append_val (files, file);
    }
  return TRUE;
}

/* (transfer full) (nullable): NULL when there is none or it is no manifest */
static Manifest *
manifest_load (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (Manifest) self = g_new0 (Manifest, 1);
  g_autofree char *text = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonNode *root;
  JsonObject *json;
  gint64 shard, n_shards;
  gsize length;

  self->files = g_array_new (FALSE, FALSE, sizeof (File));
  g_array_set_clear_func (self->files, file_clear);
  if (!g_file_load_contents (file, NULL, &text, &length, NULL, NULL)
      || !sd_json_check (text, length, (SdJsonLimits) { MAX_BYTES, 8 }, NULL)
      || !json_parser_load_from_data (parser, text, (gssize) length, NULL))
    return NULL;
  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return NULL;
  json = json_node_get_object (root);
  self->dataset = g_strdup (read_text (json, "dataset"));
  self->digest = g_strdup (read_text (json, "digest"));
  if (!is_plain (self->dataset) || self->digest == NULL
      || !read_number (json, "shard", G_MAXINT32, &shard)
      || !read_number (json, "n_shards", G_MAXINT32, &n_shards)
      || shard < 1 || shard > n_shards || !read_files (json, self->files))
    return NULL;
  self->shard = (guint) shard;
  self->n_shards = (guint) n_shards;
  return g_steal_pointer (&self);
}

static gboolean
has_length (const char *folder,
            const File *file)
{
  g_autofree char *path = g_build_filename (folder, file->name, NULL);
  GStatBuf info;

  return g_stat (path, &info) == 0 && (guint64) info.st_size == file->bytes;
}

gboolean
sd_shard_manifest_is_done (const char *folder,
                           const char *dataset,
                           const char *digest,
                           guint       shard,
                           guint       n_shards)
{
  g_autofree char *name = sd_shard_manifest_get_name (dataset, shard, n_shards);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (Manifest) manifest = manifest_load (path);

  if (manifest == NULL || !g_str_equal (manifest->digest, digest)
      || manifest->shard != shard || manifest->n_shards != n_shards)
    return FALSE;
  for (guint i = 0; i < manifest->files->len; i++)
    if (!has_length (folder, &g_array_index (manifest->files, File, i)))
      return FALSE;
  return TRUE;
}

static int
compare_manifests (gconstpointer a,
                   gconstpointer b)
{
  const Manifest *x = *(Manifest **) a;
  const Manifest *y = *(Manifest **) b;

  return x->shard < y->shard ? -1 : x->shard > y->shard;
}

static GPtrArray *
load_all (const char *folder,
          GError    **error)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, error);
  GPtrArray *manifests;
  const char *name;

  if (dir == NULL)
    return NULL;
  manifests = g_ptr_array_new_with_free_func (manifest_free);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      Manifest *manifest = g_str_has_suffix (name, SUFFIX) ? manifest_load (path) : NULL;

      if (manifest != NULL)
        g_ptr_array_add (manifests, manifest);
    }
  g_ptr_array_sort (manifests, compare_manifests);
  return manifests;
}

/* All shards of one dataset, made from the same. */
static gboolean
check_set (GPtrArray *manifests,
           GError   **error)
{
  const Manifest *first = manifests->len > 0 ? manifests->pdata[0] : NULL;

  if (first == NULL)
    {
      g_set_error (error, SD_EXPORT_ERROR, SD_EXPORT_ERROR_OPTIONS,
                   _("There are no shards; make them with --shard K/N."));
      return FALSE;
    }
  for (guint i = 0; i < manifests->len; i++)
    {
      const Manifest *manifest = manifests->pdata[i];

      if (!g_str_equal (manifest->dataset, first->dataset)
          || !g_str_equal (manifest->digest, first->digest)
          || manifest->n_shards != first->n_shards)
        {
          g_set_error (error, SD_EXPORT_ERROR, SD_EXPORT_ERROR_OPTIONS,
                       _("Shard %u was made from another schema or with other options than shard "
                         "%u; make it again."), manifest->shard, first->shard);
          return FALSE;
        }
      if (manifest->shard == i + 1)
        continue;
      g_set_error (error, SD_EXPORT_ERROR, SD_EXPORT_ERROR_OPTIONS,
                   _("Shard %u of %u is missing; make it with --shard %u/%u."), i + 1,
                   first->n_shards, i + 1, first->n_shards);
      return FALSE;
    }
  if (manifests->len == first->n_shards)
    return TRUE;
  g_set_error (error, SD_EXPORT_ERROR, SD_EXPORT_ERROR_OPTIONS,
               _("Shard %u of %u is missing; make it with --shard %u/%u."), manifests->len + 1,
               first->n_shards, manifests->len + 1, first->n_shards);
  return FALSE;
}

/* "orders.csv" from "orders.3-of-16.csv". */
static char *
get_whole_name (const char *name,
                guint       shard,
                guint       n_shards)
{
  g_autofree char *part = g_strdup_printf (".%u-of-%u", shard, n_shards);
  const char *at = g_strrstr (name, part);

  return at != NULL ? g_strdup_printf ("%.*s%s", (int) (at - name), name, at + strlen (part))
                    : g_strdup (name);
}

/* The shard's part of the file @whole; NULL when it has none. */
static const File *
find_part (const Manifest *manifest,
           const char     *whole)
{
  for (guint i = 0; i < manifest->files->len; i++)
    {
      const File *file = &g_array_index (manifest->files, File, i);
      g_autofree char *name = get_whole_name (file->name, manifest->shard, manifest->n_shards);

      if (g_str_equal (name, whole))
        return file;
    }
  return NULL;
}

static gboolean
append_part (const char     *folder,
             const Manifest *manifest,
             const File     *file,
             int             out,
             GCancellable   *cancellable,
             GError        **error)
{
  g_autofree char *path = g_build_filename (folder, file->name, NULL);
  File found = { NULL, 0, 0 };

  if (!read_file (path, out, &found, cancellable, error))
    return FALSE;
  if (found.bytes == file->bytes && found.crc == file->crc)
    return TRUE;
  g_set_error (error, SD_EXPORT_ERROR, SD_EXPORT_ERROR_OPTIONS,
               _("“%s” is not as it was written; delete it and make shard %u/%u again."),
               file->name, manifest->shard, manifest->n_shards);
  return FALSE;
}

static gboolean
join_file (const char   *folder,
           GPtrArray    *manifests,
           guint         index,
           SdStaging    *staging,
           GPtrArray    *names,
           GCancellable *cancellable,
           GError      **error)
{
  const Manifest *first = manifests->pdata[0];
  char *whole = get_whole_name (g_array_index (first->files, File, index).name, first->shard,
                                first->n_shards);
  g_autofree char *path = sd_staging_get_path (staging, whole);
  gboolean done;
  int out;

  sd_staging_add (staging, whole);
  out = g_open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  done = out >= 0;
  g_ptr_array_add (names, whole);
  if (out < 0)
    return fail (path, error);
  for (guint i = 0; i < manifests->len && done; i++)
    {
      const File *part = find_part (manifests->pdata[i], whole);

      /* What is not cut up, such as a data dictionary, comes with the first. */
      if (part != NULL)
        done = append_part (folder, manifests->pdata[i], part, out, cancellable, error);
    }
  if (close (out) != 0 && done)
    done = fail (path, error);
  return done;
}

gboolean
sd_shard_manifest_join (const char   *folder,
                        GFile        *target,
                        char       ***names,
                        GCancellable *cancellable,
                        GError      **error)
{
  g_autoptr (GPtrArray) manifests = load_all (folder, error);
  g_autoptr (GPtrArray) joined = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (SdStaging) staging = NULL;
  const Manifest *first;

  if (manifests == NULL || !check_set (manifests, error))
    return FALSE;
  staging = sd_staging_new (target, error);
  if (staging == NULL)
    return FALSE;
  first = manifests->pdata[0];
  for (guint i = 0; i < first->files->len; i++)
    if (!join_file (folder, manifests, i, staging, joined, cancellable, error))
      return FALSE;
  if (!sd_staging_publish (staging, NULL, error))
    return FALSE;
  g_ptr_array_add (joined, NULL);
  g_ptr_array_set_free_func (joined, NULL);
  *names = (char **) g_ptr_array_steal (joined, NULL);
  return TRUE;
}
