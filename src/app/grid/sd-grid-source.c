/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The interface of the data grid's source, and what can be done with any
 * source: rows as text for the clipboard.
 */

#define G_LOG_DOMAIN "sd-grid"

#include "sd-grid-source.h"

G_DEFINE_INTERFACE (SdGridSource, sd_grid_source, G_TYPE_OBJECT)

/* Rows asked of a source at once. */
#define CHUNK_ROWS 512

static void
sd_grid_source_default_init (SdGridSourceInterface *iface)
{
}

static void
append_field (GString    *text,
              const char *field)
{
  const char *p;

  /* A tab or line feed inside a cell would shift all that follow. */
  for (p = field; *p != '\0'; p++)
    g_string_append_c (text, *p == '\t' || *p == '\n' || *p == '\r' ? ' ' : *p);
}

static void
append_rows (GString          *text,
             const SdGridCell *cells,
             guint             n_rows,
             guint             n_columns)
{
  guint row, column;

  for (row = 0; row < n_rows; row++)
    for (column = 0; column < n_columns; column++)
      {
        append_field (text, cells[(gsize) row * n_columns + column].text);
        g_string_append_c (text, column + 1 < n_columns ? '\t' : '\n');
      }
}

/**
 * sd_grid_source_get_n_rows:
 * @self: a source
 *
 * Returns: the number of rows.
 */
guint64
sd_grid_source_get_n_rows (SdGridSource *self)
{
  g_return_val_if_fail (SD_IS_GRID_SOURCE (self), 0);

  return SD_GRID_SOURCE_GET_IFACE (self)->get_n_rows (self);
}

/**
 * sd_grid_source_get_n_columns:
 * @self: a source
 *
 * Returns: the number of columns.
 */
guint
sd_grid_source_get_n_columns (SdGridSource *self)
{
  g_return_val_if_fail (SD_IS_GRID_SOURCE (self), 0);

  return SD_GRID_SOURCE_GET_IFACE (self)->get_n_columns (self);
}

/**
 * sd_grid_source_get_title:
 * @self: a source
 * @column: a column
 *
 * Returns: (transfer none): the first line of the heading.
 */
const char *
sd_grid_source_get_title (SdGridSource *self,
                          guint         column)
{
  g_return_val_if_fail (SD_IS_GRID_SOURCE (self), "");

  return SD_GRID_SOURCE_GET_IFACE (self)->get_title (self, column);
}

/**
 * sd_grid_source_get_subtitle:
 * @self: a source
 * @column: a column
 *
 * Returns: (transfer none): the second line of the heading, the column's type.
 */
const char *
sd_grid_source_get_subtitle (SdGridSource *self,
                             guint         column)
{
  g_return_val_if_fail (SD_IS_GRID_SOURCE (self), "");

  return SD_GRID_SOURCE_GET_IFACE (self)->get_subtitle (self, column);
}

/**
 * sd_grid_source_is_numeric:
 * @self: a source
 * @column: a column
 *
 * Returns: whether the cells stand at the right, digit below digit.
 */
gboolean
sd_grid_source_is_numeric (SdGridSource *self,
                           guint         column)
{
  g_return_val_if_fail (SD_IS_GRID_SOURCE (self), FALSE);

  return SD_GRID_SOURCE_GET_IFACE (self)->is_numeric (self, column);
}

/**
 * sd_grid_source_get_cells:
 * @self: a source
 * @first_row: the first row
 * @n_rows: rows wanted; the last must exist
 * @first_column: the first column
 * @n_columns: columns wanted; the last must exist
 * @cells: (out caller-allocates): @n_rows × @n_columns cells, row by row, whose
 *   text belongs to the source and is valid until its next call
 */
void
sd_grid_source_get_cells (SdGridSource *self,
                          guint64       first_row,
                          guint         n_rows,
                          guint         first_column,
                          guint         n_columns,
                          SdGridCell   *cells)
{
  g_return_if_fail (SD_IS_GRID_SOURCE (self));

  SD_GRID_SOURCE_GET_IFACE (self)->get_cells (self, first_row, n_rows, first_column, n_columns,
                                              cells);
}

/**
 * sd_grid_source_to_tsv:
 * @self: a source
 * @first_row: the first row
 * @n_rows: how many
 * @first_column: the first column
 * @n_columns: how many
 * @headings: whether a line of titles comes first
 *
 * Tab-separated text as spreadsheets take it from the clipboard.
 *
 * Returns: (transfer full): the text
 */
char *
sd_grid_source_to_tsv (SdGridSource *self,
                       guint64       first_row,
                       guint         n_rows,
                       guint         first_column,
                       guint         n_columns,
                       gboolean      headings)
{
  g_autofree SdGridCell *cells = NULL;
  GString *text;
  guint column, done, n;

  g_return_val_if_fail (SD_IS_GRID_SOURCE (self), NULL);

  text = g_string_new (NULL);
  for (column = 0; headings && column < n_columns; column++)
    {
      append_field (text, sd_grid_source_get_title (self, first_column + column));
      g_string_append_c (text, column + 1 < n_columns ? '\t' : '\n');
    }

  cells = g_new0 (SdGridCell, (gsize) CHUNK_ROWS * n_columns);
  for (done = 0; done < n_rows; done += n)
    {
      n = MIN (n_rows - done, CHUNK_ROWS);
      sd_grid_source_get_cells (self, first_row + done, n, first_column, n_columns, cells);
      append_rows (text, cells, n, n_columns);
    }
  return g_string_free (text, FALSE);
}
