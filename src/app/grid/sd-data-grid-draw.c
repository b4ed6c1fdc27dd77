/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Drawing of the data grid. A frame asks the source once for the cells in sight;
 * all colors come from CSS, so that dark and high contrast follow.
 */

#define G_LOG_DOMAIN "sd-grid"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-data-grid-private.h"

/* What a frame needs everywhere. */
typedef struct
{
  SdDataGrid  *grid;
  GtkSnapshot *snapshot;
  SdGridRange  range;
  gboolean     rtl;
  int          width, height;
  double       x, y;         /* scrolled away */
  GdkRGBA      text, dim, line, accent, band;
} Frame;

static GdkRGBA
mix (GdkRGBA color,
     float   alpha)
{
  color.alpha *= alpha;
  return color;
}

static void
init_colors (Frame *frame)
{
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (frame->grid));

  gtk_style_context_get_color (context, &frame->text);
  frame->dim = mix (frame->text, 0.55f);
  frame->band = mix (frame->text, 0.04f);
  if (!gtk_style_context_lookup_color (context, "borders", &frame->line))
    frame->line = mix (frame->text, 0.15f);
  if (!gtk_style_context_lookup_color (context, "accent_bg_color", &frame->accent))
    frame->accent = frame->text;
}

/* A rectangle given from the leading edge. */
static graphene_rect_t
place (const Frame *frame,
       double       x,
       double       y,
       double       width,
       double       height)
{
  if (frame->rtl)
    x = frame->width - x - width;
  return GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width, (float) height);
}

static void
fill (const Frame   *frame,
      const GdkRGBA *color,
      double         x,
      double         y,
      double         width,
      double         height)
{
  graphene_rect_t area = place (frame, x, y, width, height);

  gtk_snapshot_append_color (frame->snapshot, color, &area);
}

/* A text in the middle of a line's height, at the start or the end of @width. */
static void
draw_text (const Frame   *frame,
           const char    *text,
           SdLayoutStyle  style,
           const GdkRGBA *color,
           gboolean       at_right,
           double         x,
           double         y,
           double         width,
           double         height)
{
  int room = (int) width - 2 * SD_GRID_PADDING, text_width, text_height;
  graphene_rect_t area = place (frame, x, y, width, height);
  graphene_point_t origin;
  PangoLayout *layout;

  if (room <= 0 || *text == '\0')
    return;
  layout = sd_layout_cache_get (frame->grid->layouts, text, style, room);
  pango_layout_get_pixel_size (layout, &text_width, &text_height);
  origin.x = area.origin.x + SD_GRID_PADDING;
  if (at_right)
    origin.x += room - text_width;
  origin.y = area.origin.y + (float) (((int) height - text_height) / 2);
  /* A layout with a width aligns by its own direction inside that width. */
  if (pango_layout_get_width (layout) >= 0)
    {
      PangoRectangle logical;

      pango_layout_get_pixel_extents (layout, NULL, &logical);
      origin.x -= logical.x;
    }

  gtk_snapshot_save (frame->snapshot);
  gtk_snapshot_translate (frame->snapshot, &origin);
  gtk_snapshot_append_layout (frame->snapshot, layout, color);
  gtk_snapshot_restore (frame->snapshot);
}

static double
column_x (const Frame *frame,
          guint        column)
{
  return frame->grid->gutter_width + frame->grid->geometry.edges[column] - frame->x;
}

static double
row_y (const Frame *frame,
       guint64      row)
{
  return frame->grid->header_height + sd_grid_geometry_get_row_y (&frame->grid->geometry, row)
         - frame->y;
}

static void
draw_selection (const Frame *frame)
{
  SdDataGrid *self = frame->grid;
  GdkRGBA color = mix (frame->accent, 0.2f);
  guint64 first_row, last_row, end_row = frame->range.first_row + frame->range.n_rows;
  guint first_column, last_column;
  double x, y;

  sd_data_grid_get_selection (self, &first_row, &last_row, &first_column, &last_column);
  if (first_row == last_row && first_column == last_column)
    return;
  first_row = MAX (first_row, frame->range.first_row);
  last_row = MIN (last_row, end_row - 1);
  if (first_row > last_row)
    return;
  x = column_x (frame, first_column);
  y = row_y (frame, first_row);
  fill (frame, &color, x, y,
        column_x (frame, last_column) + sd_grid_geometry_get_width (&self->geometry, last_column) - x,
        row_y (frame, last_row) + self->geometry.row_height - y);
}

static void
draw_lines (const Frame *frame)
{
  const SdGridRange *range = &frame->range;
  const SdGridGeometry *geometry = &frame->grid->geometry;
  double left = column_x (frame, 0), right = column_x (frame, geometry->n_columns);
  GdkRGBA faint = mix (frame->line, 0.6f);
  guint i;

  for (i = 0; i < range->n_rows; i++)
    fill (frame, &faint, left, row_y (frame, range->first_row + i) + geometry->row_height - 1,
          right - left, 1);
  for (i = 0; i < range->n_columns; i++)
    fill (frame, &faint, column_x (frame, range->first_column + i + 1) - 1,
          row_y (frame, range->first_row), 1, (double) range->n_rows * geometry->row_height);
}

static void
draw_cells (const Frame *frame)
{
  SdDataGrid *self = frame->grid;
  const SdGridRange *range = &frame->range;
  const SdGridCell *cells = sd_data_grid_fetch (self, range);
  int row_height = self->geometry.row_height;
  guint row, column;

  for (column = 0; column < range->n_columns; column++)
    {
      guint index = range->first_column + column;
      gboolean numeric = sd_grid_source_is_numeric (self->source, index);
      double x = column_x (frame, index), y = row_y (frame, range->first_row);
      double width = sd_grid_geometry_get_width (&self->geometry, index);

      for (row = 0; row < range->n_rows; row++, y += row_height)
        {
          const SdGridCell *cell = &cells[(gsize) row * range->n_columns + column];

          if (cell->null)
            /* Translators: stands where a cell has no value; SQL's word */
            draw_text (frame, C_("cell", "NULL"), SD_LAYOUT_NULL, &frame->dim, numeric,
                       x, y, width, row_height);
          else
            draw_text (frame, cell->text, numeric ? SD_LAYOUT_NUMBER : SD_LAYOUT_CELL,
                       &frame->text, numeric, x, y, width, row_height);
        }
    }
}

static void
draw_header (const Frame *frame)
{
  SdDataGrid *self = frame->grid;
  int title_height, height = self->header_height;
  guint64 first_row, last_row;
  guint i, first_column, last_column;

  pango_layout_get_pixel_size (sd_layout_cache_get (self->layouts, "X", SD_LAYOUT_TITLE, -1),
                               NULL, &title_height);
  sd_data_grid_get_selection (self, &first_row, &last_row, &first_column, &last_column);
  for (i = 0; i < frame->range.n_columns; i++)
    {
      guint column = frame->range.first_column + i;
      gboolean numeric = sd_grid_source_is_numeric (self->source, column);
      double x = column_x (frame, column);
      double width = sd_grid_geometry_get_width (&self->geometry, column);

      if (column >= first_column && column <= last_column)
        {
          GdkRGBA tint = mix (frame->accent, 0.15f);

          fill (frame, &tint, x, 0, width, height);
        }
      draw_text (frame, sd_grid_source_get_title (self->source, column), SD_LAYOUT_TITLE,
                 &frame->text, numeric, x, 4, width, title_height);
      draw_text (frame, sd_grid_source_get_subtitle (self->source, column), SD_LAYOUT_SUBTITLE,
                 &frame->dim, numeric, x, 4 + title_height, width, height - title_height - 8);
      fill (frame, &frame->line, x + width - 1, 6, 1, height - 12);
    }
}

static void
draw_gutter (const Frame *frame)
{
  SdDataGrid *self = frame->grid;
  guint64 first_row, last_row;
  guint i, first_column, last_column;
  char number[24];

  sd_data_grid_get_selection (self, &first_row, &last_row, &first_column, &last_column);
  for (i = 0; i < frame->range.n_rows; i++)
    {
      guint64 row = frame->range.first_row + i;
      double y = row_y (frame, row);

      if (row >= first_row && row <= last_row)
        {
          GdkRGBA tint = mix (frame->accent, 0.15f);

          fill (frame, &tint, 0, y, self->gutter_width, self->geometry.row_height);
        }
      g_snprintf (number, sizeof number, "%" G_GUINT64_FORMAT, row + 1);
      draw_text (frame, number, SD_LAYOUT_NUMBER, &frame->dim, !frame->rtl,
                 0, y, self->gutter_width, self->geometry.row_height);
    }
}

static void
push_clip (const Frame *frame,
           double       x,
           double       y,
           double       width,
           double       height)
{
  graphene_rect_t area = place (frame, x, y, MAX (width, 0), MAX (height, 0));

  gtk_snapshot_push_clip (frame->snapshot, &area);
}

static void
draw_all (const Frame *frame)
{
  SdDataGrid *self = frame->grid;
  double gutter = self->gutter_width, header = self->header_height;

  push_clip (frame, gutter, header, frame->width - gutter, frame->height - header);
  if (frame->range.n_rows > 0)
    {
      draw_selection (frame);
      draw_lines (frame);
      draw_cells (frame);
      gtk_widget_snapshot_child (GTK_WIDGET (self), GTK_WIDGET (self->cursors[self->active]),
                                 frame->snapshot);
    }
  gtk_snapshot_pop (frame->snapshot);

  fill (frame, &frame->band, 0, 0, frame->width, header);
  push_clip (frame, gutter, 0, frame->width - gutter, header);
  draw_header (frame);
  gtk_snapshot_pop (frame->snapshot);
  fill (frame, &frame->line, 0, header - 1, frame->width, 1);

  fill (frame, &frame->band, 0, header, gutter, frame->height - header);
  push_clip (frame, 0, header, gutter, frame->height - header);
  draw_gutter (frame);
  gtk_snapshot_pop (frame->snapshot);
  fill (frame, &frame->line, gutter - 1, 0, 1, frame->height);
}

/* GtkWidgetClass.snapshot of the grid. */
void
sd_data_grid_snapshot (GtkWidget   *widget,
                       GtkSnapshot *snapshot)
{
  SdDataGrid *self = SD_DATA_GRID (widget);
  Frame frame = {
    .grid = self,
    .snapshot = snapshot,
    .rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL,
    .width = gtk_widget_get_width (widget),
    .height = gtk_widget_get_height (widget),
    .x = sd_data_grid_get_offset (self, GTK_ORIENTATION_HORIZONTAL),
    .y = sd_data_grid_get_offset (self, GTK_ORIENTATION_VERTICAL),
  };

  if (self->source == NULL || self->geometry.n_columns == 0)
    return;
  init_colors (&frame);
  sd_grid_geometry_get_range (&self->geometry, frame.x, frame.y,
                              frame.width - self->gutter_width,
                              frame.height - self->header_height, &frame.range);
  if (self->geometry.n_rows == 0)
    {
      /* The heading of an empty table is worth showing. */
      frame.range.first_column = sd_grid_geometry_get_column_at (&self->geometry, frame.x);
      frame.range.n_columns = self->geometry.n_columns - frame.range.first_column;
    }
  draw_all (&frame);
}
