/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Mouse, wheel and touch in the data grid. Everything here has its way by the
 * keyboard too (sd-data-grid-cursor.c).
 */

#define G_LOG_DOMAIN "sd-grid"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-data-grid-private.h"

#define WHEEL_ROWS 3
/* How near an edge in the heading is taken for it. */
#define EDGE_REACH 5

typedef enum
{
  PART_CELLS,
  PART_HEADER,
  PART_GUTTER,
  PART_CORNER,
} Part;

/* Coordinates from the leading edge. */
static double
from_start (SdDataGrid *self,
            double      x)
{
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    return gtk_widget_get_width (GTK_WIDGET (self)) - x;
  return x;
}

static Part
locate (SdDataGrid *self,
        double      x,
        double      y,
        guint64    *row,
        guint      *column)
{
  gboolean header = y < self->header_height;
  gboolean gutter;

  x = from_start (self, x);
  gutter = x < self->gutter_width;
  *row = sd_grid_geometry_get_row_at (&self->geometry,
                                      y - self->header_height
                                        + sd_data_grid_get_offset (self, GTK_ORIENTATION_VERTICAL));
  *column = sd_grid_geometry_get_column_at (&self->geometry,
                                            x - self->gutter_width
                                              + sd_data_grid_get_offset (
                                                self, GTK_ORIENTATION_HORIZONTAL));
  if (header)
    return gutter ? PART_CORNER : PART_HEADER;
  return gutter ? PART_GUTTER : PART_CELLS;
}

/* The column whose end is at @x, or −1. */
static int
edge_at (SdDataGrid *self,
         double      x,
         double      y)
{
  double place = from_start (self, x) - self->gutter_width
                 + sd_data_grid_get_offset (self, GTK_ORIENTATION_HORIZONTAL);
  guint i;

  if (y >= self->header_height || from_start (self, x) < self->gutter_width)
    return -1;
  for (i = 0; i < self->geometry.n_columns; i++)
    if (ABS (self->geometry.edges[i + 1] - place) <= EDGE_REACH)
      return (int) i;
  return -1;
}

static gboolean
is_empty (SdDataGrid *self)
{
  return self->source == NULL || self->geometry.n_rows == 0 || self->geometry.n_columns == 0;
}

static void
select_part (SdDataGrid *self,
             Part        part,
             guint64     row,
             guint       column,
             gboolean    extend)
{
  switch (part)
    {
    case PART_CORNER:
      sd_data_grid_select_all (self);
      break;

    case PART_HEADER:
      sd_data_grid_set_cursor (self, sd_data_grid_get_top_row (self), column, extend);
      self->span = SD_GRID_SPAN_COLUMNS;
      break;

    case PART_GUTTER:
      sd_data_grid_set_cursor (self, row,
                               sd_grid_geometry_get_column_at (
                                 &self->geometry,
                                 sd_data_grid_get_offset (self, GTK_ORIENTATION_HORIZONTAL)),
                               extend);
      self->span = SD_GRID_SPAN_ROWS;
      break;

    case PART_CELLS:
    default:
      sd_data_grid_set_cursor (self, row, column, extend);
      break;
    }
  sd_data_grid_focus_cursor (self);
}

static void
drag_begin_cb (GtkGestureDrag *gesture,
               double          x,
               double          y,
               SdDataGrid     *self)
{
  GdkModifierType state;
  guint64 row;
  guint column;
  Part part;

  if (self->source == NULL || self->geometry.n_columns == 0)
    {
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  self->resizing = edge_at (self, x, y);
  if (self->resizing >= 0)
    {
      self->resize_start = sd_grid_geometry_get_width (&self->geometry, (guint) self->resizing);
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
      return;
    }
  if (is_empty (self))
    return;
  state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  part = locate (self, x, y, &row, &column);
  select_part (self, part, row, column, (state & GDK_SHIFT_MASK) != 0);
}

static void
drag_update_cb (GtkGestureDrag *gesture,
                double          offset_x,
                double          offset_y,
                SdDataGrid     *self)
{
  GdkEventSequence *sequence;
  double x, y;
  guint64 row;
  guint column;

  if (self->resizing >= 0)
    {
      gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

      sd_data_grid_resize (self, (guint) self->resizing,
                           self->resize_start + (int) (rtl ? -offset_x : offset_x));
      return;
    }
  sequence = gtk_gesture_single_get_current_sequence (GTK_GESTURE_SINGLE (gesture));
  /* A finger scrolls; only a mouse that moved drags a selection. */
  if (is_empty (self) || sequence != NULL || ABS (offset_x) + ABS (offset_y) < 4)
    return;
  gtk_gesture_drag_get_start_point (gesture, &x, &y);
  if (locate (self, x, y, &row, &column) == PART_CORNER)
    return;
  locate (self, x + offset_x, MAX (y + offset_y, 0), &row, &column);
  if (row != self->row || column != self->column)
    sd_data_grid_set_cursor (self, row, column, TRUE);
}

static void
drag_end_cb (GtkGestureDrag *gesture,
             double          offset_x,
             double          offset_y,
             SdDataGrid     *self)
{
  self->resizing = -1;
}

static void
motion_cb (GtkEventControllerMotion *controller,
           double                    x,
           double                    y,
           SdDataGrid               *self)
{
  gboolean resize = self->resizing >= 0 || edge_at (self, x, y) >= 0;

  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), resize ? "col-resize" : NULL);
}

/* A notch of a wheel moves by whole rows; a touchpad goes on to the scrolled
 * window, which knows about kinetic scrolling. */
static gboolean
scroll_cb (GtkEventControllerScroll *controller,
           double                    dx,
           double                    dy,
           SdDataGrid               *self)
{
  GdkModifierType state;
  double value;

  state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));
  if (gtk_event_controller_scroll_get_unit (controller) != GDK_SCROLL_UNIT_WHEEL
      || dy == 0 || (state & GDK_SHIFT_MASK) != 0)
    return GDK_EVENT_PROPAGATE;
  value = sd_data_grid_get_offset (self, GTK_ORIENTATION_VERTICAL);
  sd_data_grid_scroll_to (self, GTK_ORIENTATION_VERTICAL,
                          value + dy * WHEEL_ROWS * self->geometry.row_height);
  return GDK_EVENT_STOP;
}

static void
secondary_pressed_cb (GtkGestureClick *gesture,
                      int              n_press,
                      double           x,
                      double           y,
                      SdDataGrid      *self)
{
  guint64 row, first_row, last_row;
  guint column, first_column, last_column;

  if (is_empty (self) || locate (self, x, y, &row, &column) != PART_CELLS)
    return;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  sd_data_grid_get_selection (self, &first_row, &last_row, &first_column, &last_column);
  if (row < first_row || row > last_row || column < first_column || column > last_column)
    select_part (self, PART_CELLS, row, column, FALSE);
  sd_data_grid_show_menu (self, x, y);
}

void
sd_data_grid_show_menu (SdDataGrid *self,
                        double      x,
                        double      y)
{
  if (self->menu == NULL)
    {
      g_autoptr (GMenu) menu = g_menu_new ();

      g_menu_append (menu, _("_Copy"), "grid.copy");
      g_menu_append (menu, _("Copy With _Headings"), "grid.copy-headings");
      g_menu_append (menu, _("Select _All"), "grid.select-all");
      self->menu = gtk_popover_menu_new_from_model (G_MENU_MODEL (menu));
      gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
      gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
      gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
    }
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu),
                               &(GdkRectangle) { (int) x, (int) y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

void
sd_data_grid_add_controllers (SdDataGrid *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkGesture *gesture;
  GtkEventController *controller;

  gesture = gtk_gesture_drag_new ();
  g_signal_connect (gesture, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (gesture, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (gesture, "drag-end", G_CALLBACK (drag_end_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (gesture));

  gesture = gtk_gesture_click_new ();
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (gesture), GDK_BUTTON_SECONDARY);
  g_signal_connect (gesture, "pressed", G_CALLBACK (secondary_pressed_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (gesture));

  controller = gtk_event_controller_motion_new ();
  g_signal_connect (controller, "motion", G_CALLBACK (motion_cb), self);
  gtk_widget_add_controller (widget, controller);

  controller = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  g_signal_connect (controller, "scroll", G_CALLBACK (scroll_cb), self);
  gtk_widget_add_controller (widget, controller);
}
