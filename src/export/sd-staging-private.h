/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A folder of its own beside the files it will become. They move to their place
 * together when everything has succeeded; otherwise all of it goes.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _SdStaging SdStaging;

SdStaging  *sd_staging_new        (GFile       *directory,
                                   GError     **error);
void        sd_staging_free       (SdStaging   *self);
const char *sd_staging_get_folder (SdStaging   *self);
char       *sd_staging_get_path   (SdStaging   *self,
                                   const char  *name);
void        sd_staging_add        (SdStaging   *self,
                                   const char  *name);
gboolean    sd_staging_publish    (SdStaging   *self,
                                   GPtrArray  **files,
                                   GError     **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SdStaging, sd_staging_free)

G_END_DECLS
