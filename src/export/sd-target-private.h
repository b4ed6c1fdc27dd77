/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Where the bytes of text formats go: files of a folder, a string, a stream, or
 * nowhere but into a sum.
 */

#pragma once

#include "sd-text-buffer-private.h"
#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _SdTarget SdTarget;

struct _SdTarget
{
  gboolean (*begin_file) (SdTarget    *self,   /* nullable */
                          const char  *name,
                          GError     **error);
  gboolean (*write)      (SdTarget    *self,
                          const char  *data,
                          gsize        n,
                          GError     **error);
  gboolean (*end_file)   (SdTarget    *self,   /* nullable */
                          GError     **error);
};

typedef struct
{
  SdTarget    parent;
  const char *folder;   /* a path, borrowed */
  char       *path;     /* of the file being written */
  int         fd;
} SdFolderTarget;

typedef struct
{
  SdTarget parent;
  GString *text;        /* borrowed */
} SdStringTarget;

typedef struct
{
  SdTarget       parent;
  GOutputStream *stream;        /* borrowed */
  GCancellable  *cancellable;   /* borrowed */
} SdStreamTarget;

typedef struct
{
  SdTarget parent;
  guint64  bytes;
} SdCountTarget;

void sd_folder_target_init  (SdFolderTarget *self,
                             const char     *folder);
void sd_folder_target_clear (SdFolderTarget *self);
void sd_string_target_init  (SdStringTarget *self,
                             GString        *text);
void sd_stream_target_init  (SdStreamTarget *self,
                             GOutputStream  *stream,
                             GCancellable   *cancellable);
void sd_count_target_init   (SdCountTarget  *self);

G_END_DECLS
