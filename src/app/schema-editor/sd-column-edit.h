/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Edits of a column that need more than one change to leave it whole: another
 * type takes another generator, another generator other parameters.
 */

#pragma once

#include "sd-schema.h"

G_BEGIN_DECLS

/* Inside a history group of the caller. */
void      sd_column_edit_set_type         (SdColumn   *column,
                                           SdType      type);
void      sd_column_edit_set_generator    (SdColumn   *column,
                                           const char *generator);
void      sd_column_edit_set_distribution (SdColumn   *column,
                                           const char *distribution);
/* (transfer full): a column with the first free name, filled with what suits
 * its type. */
SdColumn *sd_column_edit_new              (SdTable    *table,
                                           SdType      type);

G_END_DECLS
