/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The about window, with what helps in a report: versions, and nothing of the
 * user's.
 */

#define G_LOG_DOMAIN "sd-about"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "sd-about.h"
#include "sd-random.h"
#include "sd-schema.h"

static char *
debug_info (void)
{
  g_autofree char *system = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);

  return g_strdup_printf ("SynthData %s\n"
                          "Document version %d, stream version %d\n"
                          "GTK %u.%u.%u\nlibadwaita %u.%u.%u\nGLib %u.%u.%u\n%s\n",
                          PACKAGE_VERSION, SD_SCHEMA_VERSION, SD_STREAM_VERSION,
                          gtk_get_major_version (), gtk_get_minor_version (),
                          gtk_get_micro_version (),
                          adw_get_major_version (), adw_get_minor_version (),
                          adw_get_micro_version (),
                          glib_major_version, glib_minor_version, glib_micro_version,
                          system != NULL ? system : "");
}

/**
 * sd_about_new:
 * @parent: (nullable): the window it is about
 *
 * Returns: (transfer none): the window, to be presented
 */
GtkWindow *
sd_about_new (GtkWindow *parent)
{
  static const char *developers[] = { "The SynthData authors", NULL };
  g_autofree char *info = debug_info ();

  return g_object_new (ADW_TYPE_ABOUT_WINDOW,
                       "transient-for", parent,
                       "modal", parent != NULL,
                       "application-name", "SynthData",
                       "application-icon", APPLICATION_ID,
                       "version", PACKAGE_VERSION,
                       "developer-name", _("The SynthData authors"),
                       "developers", developers,
                       "copyright", "© The SynthData authors",
                       "license-type", GTK_LICENSE_GPL_3_0,
                       "website", "https://synthdata.example.org",
                       "issue-url", "https://synthdata.example.org/issues",
                       "comments", _("Describe a lesson in a sentence and get the tables for it, "
                                     "with data that look real and keys that all fit."),
                       "debug-info", info,
                       "debug-info-filename", "synthdata-debug-info.txt",
                       /* Translators: your names, one a line */
                       "translator-credits", _("translator-credits"),
                       NULL);
}
