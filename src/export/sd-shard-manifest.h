/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Shards on their way to a whole. Beside the files of a shard stands a manifest:
 * what they were made from, how long they are and their checksums. A shard whose
 * manifest fits need not be made again, and shards are joined only when all are
 * there, were made from the same, and are as they were written.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* "shop.3-of-16.manifest.json" (transfer full) */
char    *sd_shard_manifest_get_name (const char   *dataset,
                                     guint         shard,
                                     guint         n_shards);
/* Writes the manifest of the files in @folder. @digest: of all that decides
 * about their bytes. */
gboolean sd_shard_manifest_write    (const char   *folder,
                                     const char   *dataset,
                                     const char   *digest,
                                     guint         shard,
                                     guint         n_shards,
                                     GCancellable *cancellable,
                                     GError      **error);
/* Whether the shard is in @folder, whole, and made from the same. Lengths are
 * compared, not contents. */
gboolean sd_shard_manifest_is_done  (const char   *folder,
                                     const char   *dataset,
                                     const char   *digest,
                                     guint         shard,
                                     guint         n_shards);
/* Joins the shards in @folder to files in @target; FALSE with what is missing or
 * damaged. @names (out) (transfer full): the files, relative to @target. */
gboolean sd_shard_manifest_join     (const char   *folder,
                                     GFile        *target,
                                     char       ***names,
                                     GCancellable *cancellable,
                                     GError      **error);

G_END_DECLS
