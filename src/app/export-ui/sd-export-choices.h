/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What was chosen for each format, as the document keeps it: an object with an
 * object for each format ever exported. Never a folder, a path or a name of a file.
 */

#pragma once

#include <json-glib/json-glib.h>

#include "sd-export.h"

G_BEGIN_DECLS

/* @known (nullable): what was kept so far. (transfer full) */
JsonNode *sd_export_choices_to_json   (JsonNode              *known,
                                       const SdExportOptions *options);
/* Leaves out of @options what @node (nullable, anything at all) does not say
 * properly. */
void      sd_export_choices_from_json (JsonNode              *node,
                                       SdExportOptions       *options);

G_END_DECLS
