/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The settings of the application. */

#define G_LOG_DOMAIN "sd-settings"

#include "config.h"

#include "sd-settings.h"

/**
 * sd_settings_get:
 *
 * Returns: (transfer none): the settings
 */
GSettings *
sd_settings_get (void)
{
  static GSettings *settings;

  if (settings == NULL)
    settings = g_settings_new (APPLICATION_ID);
  return settings;
}

/**
 * sd_settings_get_auto_save_delay:
 *
 * Returns: seconds after a change until the draft is kept
 */
guint
sd_settings_get_auto_save_delay (void)
{
  return g_settings_get_uint (sd_settings_get (), "auto-save-delay");
}

GFile *
sd_settings_get_folder (const char *key)
{
  g_autofree char *uri = g_settings_get_string (sd_settings_get (), key);
  g_autoptr (GFile) folder = NULL;

  if (*uri == '\0')
    return NULL;
  folder = g_file_new_for_uri (uri);
  return g_file_query_exists (folder, NULL) ? g_steal_pointer (&folder) : NULL;
}

void
sd_settings_set_folder (const char *key,
                        GFile      *folder)
{
  g_autofree char *uri = g_file_get_uri (folder);

  g_settings_set_string (sd_settings_get (), key, uri);
}
