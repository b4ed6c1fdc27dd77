/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* From a prompt or a file to a plan, with the options of the command line. */

#pragma once

#include <stdio.h>

#include "sd-cli-options-private.h"

G_BEGIN_DECLS

/* What a document, a prompt or a draft says: on lines of its own, without the
 * control characters by which text can play with a terminal. */
void      sd_cli_print_foreign      (FILE               *file,
                                     const char         *text);
/* The options' seed, day, locale and row counts are set in both.
 * (transfer full) (nullable): NULL with @status set and everything printed. */
SdSchema *sd_cli_schema_from_prompt (const char         *prompt,
                                     const SdCliOptions *options,
                                     int                *status);
SdSchema *sd_cli_schema_from_file   (const char         *path,
                                     const SdCliOptions *options,
                                     int                *status);
/* As words for a table go: the name, a title, an alias. (transfer none)
 * (nullable): NULL with everything printed when none fits, or two. */
SdTable  *sd_cli_match_table        (SdSchema           *schema,
                                     const char         *word);
/* With the findings printed, all of them or only those that prevent the plan.
 * (transfer full) (nullable) */
SdPlan   *sd_cli_compile            (SdSchema           *schema,
                                     gboolean            print_all);
/* Makes all formats, all or none; returns the exit status. */
int       sd_cli_export             (SdSchema           *schema,
                                     const SdCliOptions *options);

G_END_DECLS
