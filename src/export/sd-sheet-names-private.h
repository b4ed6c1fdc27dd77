/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Names that Excel takes for sheets. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _SdSheetNames SdSheetNames;

SdSheetNames *sd_sheet_names_new  (void);
void          sd_sheet_names_free (SdSheetNames *self);
char         *sd_sheet_names_add  (SdSheetNames *self,
                                   const char   *wish);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SdSheetNames, sd_sheet_names_free)

G_END_DECLS
