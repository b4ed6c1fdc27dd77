/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* synthdata-cli: datasets without a window. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <locale.h>

#include "sd-cli-verbs-private.h"

/* A machine where nobody chose a language, such as a container, speaks ASCII
 * only: UTF-8 is what its terminal and files have all the same. */
static void
set_locale (void)
{
  const char *name;

  setlocale (LC_ALL, "");
  name = setlocale (LC_CTYPE, NULL);
  if (g_strcmp0 (name, "C") == 0 || g_strcmp0 (name, "POSIX") == 0)
    setlocale (LC_CTYPE, "C.UTF-8");
}

int
main (int    argc,
      char **argv)
{
  set_locale ();
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  return sd_cli_run (argc, argv);
}
