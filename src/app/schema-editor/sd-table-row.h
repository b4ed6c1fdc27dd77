/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A table in the list of tables, with its row count to change. */

#pragma once

#include <gtk/gtk.h>

#include "sd-count-entry.h"
#include "sd-workspace.h"

G_BEGIN_DECLS

#define SD_TYPE_TABLE_ROW (sd_table_row_get_type ())
G_DECLARE_FINAL_TYPE (SdTableRow, sd_table_row, SD, TABLE_ROW, GtkListBoxRow)

GtkWidget    *sd_table_row_new       (SdWorkspace *workspace,
                                      SdTable     *table);
SdTable      *sd_table_row_get_table (SdTableRow  *self);
SdCountEntry *sd_table_row_get_entry (SdTableRow  *self);

G_END_DECLS
