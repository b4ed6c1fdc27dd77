/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The schema: tables, the columns of the chosen one, and the inspector. */

#pragma once

#include <gtk/gtk.h>

#include "sd-column-row.h"
#include "sd-inspector.h"
#include "sd-table-row.h"
#include "sd-workspace.h"

G_BEGIN_DECLS

#define SD_TYPE_SCHEMA_VIEW (sd_schema_view_get_type ())
G_DECLARE_FINAL_TYPE (SdSchemaView, sd_schema_view, SD, SCHEMA_VIEW, GtkWidget)

void         sd_schema_view_set_workspace (SdSchemaView *self,
                                           SdWorkspace  *workspace);
/* For tests; nullable. */
SdTableRow  *sd_schema_view_get_table_row  (SdSchemaView *self,
                                            guint         position);
SdColumnRow *sd_schema_view_get_column_row (SdSchemaView *self,
                                            guint         position);
SdInspector *sd_schema_view_get_inspector  (SdSchemaView *self);
/* See sd_panes_expect_width(). */
void         sd_schema_view_expect_width   (SdSchemaView *self,
                                            int           width);

G_END_DECLS
