/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The program with a window. All else is in the library, so that tests link it. */

#define G_LOG_DOMAIN "synthdata"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <locale.h>

#include "sd-application.h"

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  g_set_application_name ("SynthData");
  application = sd_application_new ();
  return g_application_run (application, argc, argv);
}
