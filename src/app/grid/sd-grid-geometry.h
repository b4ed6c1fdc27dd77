/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Where rows and columns of the data grid stand, as arithmetic without widgets.
 * Distances are pixels in doubles: exact up to 2^53, which at 30 pixels a row
 * is 3·10^14 rows, so that an adjustment reaches each one.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint64 n_rows;
  int     row_height;
  guint   n_columns;
  int    *edges;      /* n_columns + 1; column c lies between edges c and c + 1 */
} SdGridGeometry;

typedef struct
{
  guint64 first_row;
  guint   n_rows;
  guint   first_column;
  guint   n_columns;
} SdGridRange;

void     sd_grid_geometry_clear         (SdGridGeometry       *self);
void     sd_grid_geometry_set_columns   (SdGridGeometry       *self,
                                         const int            *widths,
                                         guint                 n_columns);
void     sd_grid_geometry_resize_column (SdGridGeometry       *self,
                                         guint                 column,
                                         int                   width);
int      sd_grid_geometry_get_width     (const SdGridGeometry *self,
                                         guint                 column);
double   sd_grid_geometry_get_height    (const SdGridGeometry *self);
double   sd_grid_geometry_get_row_y     (const SdGridGeometry *self,
                                         guint64               row);
guint64  sd_grid_geometry_get_row_at    (const SdGridGeometry *self,
                                         double                y);
guint    sd_grid_geometry_get_column_at (const SdGridGeometry *self,
                                         double                x);
void     sd_grid_geometry_get_range     (const SdGridGeometry *self,
                                         double                x,
                                         double                y,
                                         double                width,
                                         double                height,
                                         SdGridRange          *range);
double   sd_grid_geometry_reveal        (double                value,
                                         double                page,
                                         double                start,
                                         double                size);

G_END_DECLS
