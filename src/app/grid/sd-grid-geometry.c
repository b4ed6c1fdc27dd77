/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The arithmetic of rows and columns of the data grid. */

#define G_LOG_DOMAIN "sd-grid"

#include "sd-grid-geometry.h"

/**
 * sd_grid_geometry_clear:
 * @self: a geometry
 *
 * Frees what @self holds and leaves it without rows and columns.
 */
void
sd_grid_geometry_clear (SdGridGeometry *self)
{
  g_clear_pointer (&self->edges, g_free);
  self->n_columns = 0;
  self->n_rows = 0;
}

/**
 * sd_grid_geometry_set_columns:
 * @self: a geometry
 * @widths: (array length=n_columns): pixels
 * @n_columns: how many
 */
void
sd_grid_geometry_set_columns (SdGridGeometry *self,
                              const int      *widths,
                              guint           n_columns)
{
  guint i;

  g_free (self->edges);
  self->n_columns = n_columns;
  self->edges = g_new0 (int, n_columns + 1);
  for (i = 0; i < n_columns; i++)
    self->edges[i + 1] = self->edges[i] + widths[i];
}

/**
 * sd_grid_geometry_resize_column:
 * @self: a geometry
 * @column: a column
 * @width: its new width in pixels
 */
void
sd_grid_geometry_resize_column (SdGridGeometry *self,
                                guint           column,
                                int             width)
{
  int change;
  guint i;

  g_return_if_fail (column < self->n_columns);

  change = width - sd_grid_geometry_get_width (self, column);
  for (i = column + 1; i <= self->n_columns; i++)
    self->edges[i] += change;
}

/**
 * sd_grid_geometry_get_width:
 * @self: a geometry
 * @column: a column
 *
 * Returns: its width in pixels.
 */
int
sd_grid_geometry_get_width (const SdGridGeometry *self,
                            guint                 column)
{
  g_return_val_if_fail (column < self->n_columns, 0);

  return self->edges[column + 1] - self->edges[column];
}

/**
 * sd_grid_geometry_get_height:
 * @self: a geometry
 *
 * Returns: the height of all rows in pixels.
 */
double
sd_grid_geometry_get_height (const SdGridGeometry *self)
{
  return (double) self->n_rows * self->row_height;
}

/**
 * sd_grid_geometry_get_row_y:
 * @self: a geometry
 * @row: a row
 *
 * Returns: where it begins, in pixels from the first row.
 */
double
sd_grid_geometry_get_row_y (const SdGridGeometry *self,
                            guint64               row)
{
  return (double) row * self->row_height;
}

/**
 * sd_grid_geometry_get_row_at:
 * @self: a geometry with at least one row
 * @y: pixels from the first row
 *
 * Returns: the row there, or the nearest one.
 */
guint64
sd_grid_geometry_get_row_at (const SdGridGeometry *self,
                             double                y)
{
  if (y <= 0 || self->n_rows == 0)
    return 0;
  if (y >= sd_grid_geometry_get_height (self))
    return self->n_rows - 1;
  return MIN ((guint64) y / (guint64) self->row_height, self->n_rows - 1);
}

/**
 * sd_grid_geometry_get_column_at:
 * @self: a geometry with at least one column
 * @x: pixels from the first column
 *
 * Returns: the column there, or the nearest one.
 */
guint
sd_grid_geometry_get_column_at (const SdGridGeometry *self,
                                double                x)
{
  guint low = 0, high = self->n_columns;

  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (self->edges[middle] <= x)
        low = middle;
      else
        high = middle;
    }
  return low;
}

/**
 * sd_grid_geometry_get_range:
 * @self: a geometry
 * @x: left edge of a rectangle in pixels
 * @y: its upper edge
 * @width: its width
 * @height: its height
 * @range: (out caller-allocates): the rows and columns that it touches; none
 *   when there are none
 */
void
sd_grid_geometry_get_range (const SdGridGeometry *self,
                            double                x,
                            double                y,
                            double                width,
                            double                height,
                            SdGridRange          *range)
{
  *range = (SdGridRange) { 0 };
  if (self->n_rows == 0 || self->n_columns == 0 || width <= 0 || height <= 0)
    return;

  range->first_row = sd_grid_geometry_get_row_at (self, y);
  range->n_rows = sd_grid_geometry_get_row_at (self, y + height) - range->first_row + 1;
  range->first_column = sd_grid_geometry_get_column_at (self, x);
  range->n_columns = sd_grid_geometry_get_column_at (self, x + width) - range->first_column + 1;
}

/**
 * sd_grid_geometry_reveal:
 * @value: where the view begins
 * @page: its length
 * @start: where something begins
 * @size: its length
 *
 * Returns: the nearest value at which all of it is seen, or its beginning when
 *   it is longer than the view.
 */
double
sd_grid_geometry_reveal (double value,
                         double page,
                         double start,
                         double size)
{
  if (start < value || size > page)
    return start;
  if (start + size > value + page)
    return start + size - page;
  return value;
}
