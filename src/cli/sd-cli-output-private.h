/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The files of a run: made in a hidden folder inside the folder they are for,
 * and moved to their names together when all of them are complete.
 */

#pragma once

#include "sd-schema.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _SdCliOutput SdCliOutput;

/* (transfer full) (nullable) */
SdCliOutput *sd_cli_output_new        (GFile        *target,
                                       GError      **error);
void         sd_cli_output_remove     (SdCliOutput  *self);
/* Removes and frees. */
void         sd_cli_output_free       (SdCliOutput  *self);
/* The hidden folder; files go directly into it or into folders inside it.
 * (transfer none) */
GFile       *sd_cli_output_get_folder (SdCliOutput  *self);
/* The document, saved beside @path now and moved there by publish. */
gboolean     sd_cli_output_add_schema (SdCliOutput  *self,
                                       SdSchema     *schema,
                                       const char   *path,
                                       GError      **error);
/* All files or none. @names (out) (transfer full): relative to the target. */
gboolean     sd_cli_output_publish    (SdCliOutput  *self,
                                       char       ***names,
                                       GError      **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SdCliOutput, sd_cli_output_free)

G_END_DECLS
