/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Recent documents of this application, as the desktop remembers them. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct
{
  GFile *file;
  char  *name;    /* "sales.synthdata" */
  char  *folder;  /* "~/Lessons" */
} SdRecent;

/* Newest first, only files that exist. (transfer full) (element-type SdRecent) */
GPtrArray *sd_recent_list (guint  max);
void       sd_recent_add  (GFile *file);

G_END_DECLS
