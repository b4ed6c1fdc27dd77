/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What the command line can be told to do. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Runs `synthdata-cli VERB …` and returns the exit status. */
int sd_cli_run (int    argc,
                char **argv);

G_END_DECLS
