/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The settings of the application, one object for all. Never prompts, never
 * contents of documents.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GSettings *sd_settings_get                 (void);
guint      sd_settings_get_auto_save_delay (void);
/* (transfer full) (nullable): a folder remembered under @key. */
GFile     *sd_settings_get_folder          (const char *key);
void       sd_settings_set_folder          (const char *key,
                                            GFile      *folder);

G_END_DECLS
