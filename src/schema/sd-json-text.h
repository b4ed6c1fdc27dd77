/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* JSON as text, for people and for diffs: two blanks of indentation, short
 * lists on one line, and numbers in the shortest form that reads back the same.
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Ends in a line feed when @pretty, otherwise everything is on one line.
 * (transfer full) */
char *sd_json_to_text (JsonNode *node,
                       gboolean  pretty);

G_END_DECLS
