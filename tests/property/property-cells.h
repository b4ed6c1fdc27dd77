/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* All cells of a plan as 64-bit words, to be compared. */

#pragma once

#include "sd-evaluator.h"

/* Of larger tables only so many rows are looked at. */
#define PROPERTY_MAX_ROWS 12000

typedef struct
{
  guint     n_rows;      /* those looked at */
  gboolean  complete;
  guint     n_columns;
  guint64 **words;       /* [column][row]: the value of an INT64, else a hash */
  guint8  **nulls;
} PropertyTable;

typedef struct
{
  guint          n_tables;
  PropertyTable *tables;
} PropertyCells;

/* Ends the process: @check is the name of what does not hold. */
void           property_fail        (const char *check,
                                     const char *format,
                                     ...) G_GNUC_PRINTF (2, 3) G_GNUC_NORETURN;

/* Evaluates everything, and looks at each value. */
PropertyCells *property_cells_new   (SdPlan              *plan);
void           property_cells_free  (PropertyCells       *self);
/* Compares @n rows of a table, or fails as @check. @column: −1 for all. */
void           property_cells_match (const PropertyCells *self,
                                     SdPlan              *plan,
                                     SdEvaluator         *evaluator,
                                     guint                table,
                                     guint                first,
                                     guint                n,
                                     int                  column,
                                     const char          *check);
/* Another plan's cells of the columns with the same ids. */
void           property_cells_same  (const PropertyCells *self,
                                     SdPlan              *plan,
                                     SdPlan              *other,
                                     const char          *check);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PropertyCells, property_cells_free)
