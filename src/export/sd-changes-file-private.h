/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The list of all that is messed up, as CSV: beside the clean twin, for those
 * who mark what others have cleaned.
 */

#pragma once

#include "sd-export.h"
#include "sd-target-private.h"

G_BEGIN_DECLS

/* "changes.csv", or with a number when a table has that name, or of a shard.
 * (transfer full) */
char    *sd_changes_file_get_name (SdPlan                *plan,
                                   const SdExportOptions *options);
/* Into the file @name of @target, in constant memory. */
gboolean sd_changes_file_write    (SdPlan                *plan,
                                   const SdExportOptions *options,
                                   SdTarget              *target,
                                   const char            *name,
                                   GCancellable          *cancellable,
                                   GError               **error);

G_END_DECLS
