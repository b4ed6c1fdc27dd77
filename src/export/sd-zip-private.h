/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Files into one archive, and the times in it. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean sd_zip_write    (const char         *path,
                          const char         *folder,
                          const char * const *names,
                          gint64              date,
                          GCancellable       *cancellable,
                          GError            **error);
gboolean sd_zip_set_date (const char         *path,
                          gint64              date,
                          GError            **error);

G_END_DECLS
