/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What the files of the data grid share: sd-data-grid.c (the widget and its
 * scrolling), -draw.c, -cursor.c (keyboard, selection), -pointer.c.
 */

#pragma once

#include "sd-data-grid.h"
#include "sd-grid-cursor.h"
#include "sd-grid-geometry.h"
#include "sd-layout-cache.h"

G_BEGIN_DECLS

/* Between the edge of a cell and its text. */
#define SD_GRID_PADDING 8

typedef enum
{
  SD_GRID_SPAN_CELLS,
  SD_GRID_SPAN_ROWS,     /* whole rows */
  SD_GRID_SPAN_COLUMNS,  /* whole columns */
  SD_GRID_SPAN_ALL,
} SdGridSpan;

struct _SdDataGrid
{
  GtkWidget        parent_instance;

  /* Owned References */
  SdGridSource    *source;
  GtkAdjustment   *adjustments[2];  /* by GtkOrientation */
  SdLayoutCache   *layouts;
  GHashTable      *widths;          /* title → width the user gave */
  char            *title;
  SdGridCell      *cells;           /* of `fetched` */
  gsize            n_cells;

  /* Children */
  SdGridCursor    *cursors[2];      /* take the focus in turn */
  GtkWidget       *menu;

  SdGridGeometry   geometry;
  SdGridRange      fetched;         /* n_rows 0: nothing */
  int              header_height;
  int              gutter_width;

  guint            active;          /* which of `cursors` stands at the cell */
  guint64          row;
  guint            column;
  guint64          anchor_row;      /* the selection reaches from here to the cell */
  guint            anchor_column;
  SdGridSpan       span;

  GtkScrollablePolicy policies[2];
  int              resizing;        /* column whose edge is dragged, or −1 */
  int              resize_start;    /* its width before */
  guint            metrics_valid : 1;
  guint            allocating : 1;
};

/* sd-data-grid.c */
/* Pixels scrolled away, from the top and from where reading begins. */
double            sd_data_grid_get_offset   (SdDataGrid        *self,
                                             GtkOrientation     orientation);
void              sd_data_grid_scroll_to    (SdDataGrid        *self,
                                             GtkOrientation     orientation,
                                             double             offset);
void              sd_data_grid_resize       (SdDataGrid        *self,
                                             guint              column,
                                             int                width);
const SdGridCell *sd_data_grid_fetch        (SdDataGrid        *self,
                                             const SdGridRange *range);
void              sd_data_grid_notice       (SdDataGrid        *self,
                                             const char        *message);
void              sd_data_grid_cursor_moved (SdDataGrid        *self);
/* The rectangle of a cell, right-to-left already mirrored. */
void              sd_data_grid_get_cell_area (SdDataGrid       *self,
                                             guint64            row,
                                             guint              column,
                                             graphene_rect_t   *area);

/* sd-data-grid-draw.c */
void              sd_data_grid_snapshot     (GtkWidget         *widget,
                                             GtkSnapshot       *snapshot);

/* sd-data-grid-cursor.c */
void              sd_data_grid_class_install_keys (GtkWidgetClass *widget_class);
void              sd_data_grid_update_cursor (SdDataGrid       *self);
void              sd_data_grid_set_cursor   (SdDataGrid        *self,
                                             guint64            row,
                                             guint              column,
                                             gboolean           extend);
void              sd_data_grid_focus_cursor (SdDataGrid        *self);
void              sd_data_grid_get_selection (SdDataGrid       *self,
                                             guint64           *first_row,
                                             guint64           *last_row,
                                             guint             *first_column,
                                             guint             *last_column);

/* sd-data-grid-pointer.c */
void              sd_data_grid_add_controllers (SdDataGrid     *self);
void              sd_data_grid_show_menu    (SdDataGrid        *self,
                                             double             x,
                                             double             y);

G_END_DECLS
