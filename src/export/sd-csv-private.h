/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* How CSV writes texts and lines, for files that are no tables. */

#pragma once

#include "sd-cells-private.h"
#include "sd-export.h"

G_BEGIN_DECLS

#define SD_BYTE_ORDER_MARK "\357\273\277"

/* @options has to outlive the rules. */
void        sd_csv_rules_init     (SdTextRules        *rules,
                                   const SdCsvOptions *options);
void        sd_csv_append_line    (SdTextBuffer       *out,
                                   const SdTextRules  *rules,
                                   const SdCsvOptions *options,
                                   const char * const *texts,
                                   guint               n);
SdDateStyle sd_csv_get_date_style (const SdCsvOptions *options);
const char *sd_csv_get_line_end   (const SdCsvOptions *options);

G_END_DECLS
