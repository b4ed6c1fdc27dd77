/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A column in the grid of columns: name and type to change, and what its values
 * are like.
 */

#pragma once

#include <gtk/gtk.h>

#include "sd-workspace.h"

G_BEGIN_DECLS

#define SD_TYPE_COLUMN_ROW (sd_column_row_get_type ())
G_DECLARE_FINAL_TYPE (SdColumnRow, sd_column_row, SD, COLUMN_ROW, GtkListBoxRow)

/* Cells of one kind are of one width in all rows. */
typedef enum
{
  SD_COLUMN_CELL_NAME,
  SD_COLUMN_CELL_TYPE,
  SD_COLUMN_CELL_GENERATOR,
  SD_COLUMN_CELL_SAMPLE,
  SD_COLUMN_CELL_MISSING,
  SD_N_COLUMN_CELLS
} SdColumnCell;

GtkWidget *sd_column_row_new         (SdWorkspace   *workspace,
                                      SdTable       *table,
                                      SdColumn      *column,
                                      GtkSizeGroup **groups);
SdColumn  *sd_column_row_get_column  (SdColumnRow   *self);
void       sd_column_row_set_sample  (SdColumnRow   *self,
                                      const char    *sample);
/* Hides what does not fit a narrow window. */
void       sd_column_row_set_compact (SdColumnRow   *self,
                                      gboolean       compact);
/* As if the name were typed and Enter pressed. */
void       sd_column_row_rename      (SdColumnRow   *self,
                                      const char    *name);

G_END_DECLS
