/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* From a prompt or a file to a plan, with the options of the command line. */

#pragma once

#include "sd-cli-options-private.h"

G_BEGIN_DECLS

/* (transfer full) (nullable): NULL with @status and everything printed. */
SdSchema *sd_cli_schema_from_prompt (const char         *prompt,
                                     const SdCliOptions *options,
                                     int                *status);
SdSchema *sd_cli_schema_from_file   (const char         *path,
                                     int                *status);
/* Seed, day, locale and row counts of @options into @schema; FALSE with
 * everything printed when a word fits no table or two. */
gboolean  sd_cli_apply_options      (SdSchema           *schema,
                                     const SdCliOptions *options);
/* (transfer full) (nullable): NULL with the findings printed. */
SdPlan   *sd_cli_compile            (SdSchema           *schema);
/* Makes all formats, all or none; returns the exit status. */
int       sd_cli_export             (SdSchema           *schema,
                                     const SdCliOptions *options);

G_END_DECLS
