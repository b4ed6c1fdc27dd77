/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Choosing files, by the portal where there is one. The only place that knows
 * which class of GTK does it.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  SD_CHOOSE_OPEN,
  SD_CHOOSE_SAVE,
  SD_CHOOSE_SAVE_OTHER,   /* a file that is no document */
  SD_CHOOSE_FOLDER,
} SdChoose;

/* @folder and @name (nullable): where to begin, and what to propose. */
void   sd_file_chooser_choose_async  (GtkWindow           *parent,
                                      SdChoose             what,
                                      const char          *title,
                                      GFile               *folder,
                                      const char          *name,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data);
/* (transfer full) (nullable): NULL with G_IO_ERROR_CANCELLED when none was chosen. */
GFile *sd_file_chooser_choose_finish (GAsyncResult        *result,
                                      GError             **error);

G_END_DECLS
