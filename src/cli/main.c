/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* synthdata-cli: datasets without a window. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <locale.h>

#include "sd-cli-verbs-private.h"

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  return sd_cli_run (argc, argv);
}
