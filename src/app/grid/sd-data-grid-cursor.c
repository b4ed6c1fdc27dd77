/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The cursor of the data grid, its keyboard and what is selected. */

#define G_LOG_DOMAIN "sd-grid"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-data-grid-private.h"

/* More cells than this are not put on the clipboard: making the text would hold
 * the window up, and no spreadsheet wants it. */
#define COPY_MAX_CELLS 200000

typedef enum
{
  MOVE_LEFT,
  MOVE_RIGHT,
  MOVE_UP,
  MOVE_DOWN,
  MOVE_PAGE_UP,
  MOVE_PAGE_DOWN,
  MOVE_ROW_START,
  MOVE_ROW_END,
  MOVE_FIRST_ROW,
  MOVE_LAST_ROW,
  MOVE_START,
  MOVE_END,
} Move;

static gboolean
is_empty (SdDataGrid *self)
{
  return self->source == NULL || self->geometry.n_rows == 0 || self->geometry.n_columns == 0;
}

static guint64
rows_in_sight (SdDataGrid *self)
{
  int height = gtk_widget_get_height (GTK_WIDGET (self)) - self->header_height;

  return (guint64) MAX (height / self->geometry.row_height - 1, 1);
}

static void
reveal (SdDataGrid     *self,
        GtkOrientation  orientation,
        double          start,
        double          size)
{
  double page = gtk_adjustment_get_page_size (self->adjustments[orientation]);

  sd_data_grid_scroll_to (self, orientation,
                          sd_grid_geometry_reveal (sd_data_grid_get_offset (self, orientation),
                                                   page, start, size));
}

static void
reveal_cursor (SdDataGrid *self)
{
  reveal (self, GTK_ORIENTATION_VERTICAL,
          sd_grid_geometry_get_row_y (&self->geometry, self->row), self->geometry.row_height);
  reveal (self, GTK_ORIENTATION_HORIZONTAL, self->geometry.edges[self->column],
          sd_grid_geometry_get_width (&self->geometry, self->column));
}

static char *
describe_cell (SdDataGrid *self)
{
  const SdGridCell *cell;
  guint64 number = self->row + 1;

  cell = sd_data_grid_fetch (self, &(SdGridRange) { self->row, 1, self->column, 1 });
  /* Translators: said by a screen reader of a cell of the data: column, row number, value */
  return g_strdup_printf (_("%s, row %" G_GUINT64_FORMAT ", %s"),
                          sd_grid_source_get_title (self->source, self->column), number,
                          cell->null ? C_("cell", "NULL")
                                     : *cell->text == '\0' ? C_("cell", "empty") : cell->text);
}

/* Where a move leads from the cursor. */
static void
move_target (SdDataGrid *self,
             Move        move,
             guint64    *row,
             guint      *column)
{
  guint64 last_row = self->geometry.n_rows - 1;
  guint last_column = self->geometry.n_columns - 1;
  guint64 page = rows_in_sight (self);

  *row = self->row;
  *column = self->column;
  switch (move)
    {
    case MOVE_LEFT:
      *column -= *column > 0 ? 1 : 0;
      break;

    case MOVE_RIGHT:
      *column = MIN (*column + 1, last_column);
      break;

    case MOVE_UP:
      *row -= *row > 0 ? 1 : 0;
      break;

    case MOVE_DOWN:
      *row = MIN (*row + 1, last_row);
      break;

    case MOVE_PAGE_UP:
      *row -= MIN (*row, page);
      break;

    case MOVE_PAGE_DOWN:
      *row = MIN (*row + page, last_row);
      break;

    case MOVE_ROW_START:
      *column = 0;
      break;

    case MOVE_ROW_END:
      *column = last_column;
      break;

    case MOVE_FIRST_ROW:
      *row = 0;
      break;

    case MOVE_LAST_ROW:
      *row = last_row;
      break;

    case MOVE_START:
      *row = 0;
      *column = 0;
      break;

    case MOVE_END:
    default:
      *row = last_row;
      *column = last_column;
      break;
    }
}

static gboolean
move_cb (GtkWidget *widget,
         GVariant  *args,
         gpointer   user_data)
{
  SdDataGrid *self = SD_DATA_GRID (widget);
  gboolean extend;
  guint64 row;
  guint column;
  int move;

  if (is_empty (self))
    return FALSE;
  g_variant_get (args, "(ib)", &move, &extend);
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL && move <= MOVE_RIGHT)
    move = move == MOVE_LEFT ? MOVE_RIGHT : MOVE_LEFT;
  move_target (self, (Move) move, &row, &column);
  sd_data_grid_set_cursor (self, row, column, extend);
  sd_data_grid_focus_cursor (self);
  return TRUE;
}

static gboolean
widen_cb (GtkWidget *widget,
          GVariant  *args,
          gpointer   user_data)
{
  SdDataGrid *self = SD_DATA_GRID (widget);

  if (is_empty (self))
    return FALSE;
  sd_data_grid_resize (self, self->column,
                       sd_grid_geometry_get_width (&self->geometry, self->column)
                         + g_variant_get_int32 (args));
  return TRUE;
}

static gboolean
menu_cb (GtkWidget *widget,
         GVariant  *args,
         gpointer   user_data)
{
  SdDataGrid *self = SD_DATA_GRID (widget);
  graphene_rect_t area;

  if (is_empty (self))
    return FALSE;
  sd_data_grid_get_cell_area (self, self->row, self->column, &area);
  sd_data_grid_show_menu (self, area.origin.x + area.size.width / 2,
                          area.origin.y + area.size.height / 2);
  return TRUE;
}

static void
copy_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  SdDataGrid *self = SD_DATA_GRID (widget);
  g_autofree char *text = NULL;

  text = sd_data_grid_dup_selection (self, g_str_has_suffix (action_name, "headings"));
  if (text != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

static void
select_all_action (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  sd_data_grid_select_all (SD_DATA_GRID (widget));
}

static void
add_move (GtkWidgetClass *widget_class,
          guint           keyval,
          GdkModifierType modifiers,
          Move            move)
{
  gtk_widget_class_add_binding (widget_class, keyval, modifiers, move_cb, "(ib)", move, FALSE);
  gtk_widget_class_add_binding (widget_class, keyval, modifiers | GDK_SHIFT_MASK, move_cb,
                                "(ib)", move, TRUE);
}

void
sd_data_grid_class_install_keys (GtkWidgetClass *widget_class)
{
  static const struct
  {
    guint           keys[2];
    GdkModifierType modifiers;
    Move            move;
  } moves[] = {
    { { GDK_KEY_Left, GDK_KEY_KP_Left }, 0, MOVE_LEFT },
    { { GDK_KEY_Right, GDK_KEY_KP_Right }, 0, MOVE_RIGHT },
    { { GDK_KEY_Up, GDK_KEY_KP_Up }, 0, MOVE_UP },
    { { GDK_KEY_Down, GDK_KEY_KP_Down }, 0, MOVE_DOWN },
    { { GDK_KEY_Page_Up, GDK_KEY_KP_Page_Up }, 0, MOVE_PAGE_UP },
    { { GDK_KEY_Page_Down, GDK_KEY_KP_Page_Down }, 0, MOVE_PAGE_DOWN },
    { { GDK_KEY_Home, GDK_KEY_KP_Home }, 0, MOVE_ROW_START },
    { { GDK_KEY_End, GDK_KEY_KP_End }, 0, MOVE_ROW_END },
    { { GDK_KEY_Up, GDK_KEY_KP_Up }, GDK_CONTROL_MASK, MOVE_FIRST_ROW },
    { { GDK_KEY_Down, GDK_KEY_KP_Down }, GDK_CONTROL_MASK, MOVE_LAST_ROW },
    { { GDK_KEY_Home, GDK_KEY_KP_Home }, GDK_CONTROL_MASK, MOVE_START },
    { { GDK_KEY_End, GDK_KEY_KP_End }, GDK_CONTROL_MASK, MOVE_END },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (moves); i++)
    {
      add_move (widget_class, moves[i].keys[0], moves[i].modifiers, moves[i].move);
      add_move (widget_class, moves[i].keys[1], moves[i].modifiers, moves[i].move);
    }
  gtk_widget_class_add_binding (widget_class, GDK_KEY_bracketright, GDK_CONTROL_MASK,
                                widen_cb, "i", 16);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_bracketleft, GDK_CONTROL_MASK,
                                widen_cb, "i", -16);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, menu_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, menu_cb, NULL);

  gtk_widget_class_install_action (widget_class, "grid.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "grid.copy-headings", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "grid.select-all", NULL, select_all_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK,
                                       "grid.copy", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c,
                                       GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                       "grid.copy-headings", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_a, GDK_CONTROL_MASK,
                                       "grid.select-all", NULL);
}

/* Names the widget at the cursor anew, after the cell or the source changed. */
void
sd_data_grid_update_cursor (SdDataGrid *self)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (self->cursors); i++)
    {
      GtkWidget *cursor = GTK_WIDGET (self->cursors[i]);
      gboolean active = i == self->active && !is_empty (self);

      gtk_widget_set_focusable (cursor, active);
      if (active)
        gtk_widget_add_css_class (cursor, "active");
      else
        gtk_widget_remove_css_class (cursor, "active");
    }
  if (!is_empty (self))
    {
      g_autofree char *name = describe_cell (self);

      sd_grid_cursor_set_name (self->cursors[self->active], name);
    }
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Moves the cursor and shows it; the selection follows when @extend is set. */
void
sd_data_grid_set_cursor (SdDataGrid *self,
                         guint64     row,
                         guint       column,
                         gboolean    extend)
{
  if (is_empty (self))
    return;

  self->row = MIN (row, self->geometry.n_rows - 1);
  self->column = MIN (column, self->geometry.n_columns - 1);
  if (!extend)
    {
      self->anchor_row = self->row;
      self->anchor_column = self->column;
      self->span = SD_GRID_SPAN_CELLS;
    }
  reveal_cursor (self);
  sd_data_grid_update_cursor (self);
  sd_data_grid_cursor_moved (self);
}

/* Gives the focus to the other of the two cursor widgets: a change of the focus
 * is what a screen reader speaks. */
void
sd_data_grid_focus_cursor (SdDataGrid *self)
{
  GtkWidget *old = GTK_WIDGET (self->cursors[self->active]);
  g_autofree char *name = NULL;

  if (is_empty (self))
    return;
  name = describe_cell (self);
  self->active = 1 - self->active;
  sd_grid_cursor_set_name (self->cursors[self->active], name);
  gtk_widget_set_focusable (GTK_WIDGET (self->cursors[self->active]), TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->cursors[self->active]));
  gtk_widget_set_focusable (old, FALSE);
  sd_data_grid_update_cursor (self);
}

void
sd_data_grid_get_selection (SdDataGrid *self,
                            guint64    *first_row,
                            guint64    *last_row,
                            guint      *first_column,
                            guint      *last_column)
{
  *first_row = MIN (self->row, self->anchor_row);
  *last_row = MAX (self->row, self->anchor_row);
  *first_column = MIN (self->column, self->anchor_column);
  *last_column = MAX (self->column, self->anchor_column);
  if (self->span == SD_GRID_SPAN_ROWS || self->span == SD_GRID_SPAN_ALL)
    {
      *first_column = 0;
      *last_column = self->geometry.n_columns - 1;
    }
  if (self->span == SD_GRID_SPAN_COLUMNS || self->span == SD_GRID_SPAN_ALL)
    {
      *first_row = 0;
      *last_row = self->geometry.n_rows > 0 ? self->geometry.n_rows - 1 : 0;
    }
}

/**
 * sd_data_grid_go_to:
 * @self: a grid
 * @row: a row, from 0; the last one when there are fewer
 * @column: a column, from 0
 *
 * Moves the cursor there and shows it, in the middle when it was out of sight.
 */
void
sd_data_grid_go_to (SdDataGrid *self,
                    guint64     row,
                    guint       column)
{
  double y, value, page;

  g_return_if_fail (SD_IS_DATA_GRID (self));

  if (is_empty (self))
    return;
  row = MIN (row, self->geometry.n_rows - 1);
  y = sd_grid_geometry_get_row_y (&self->geometry, row);
  value = sd_data_grid_get_offset (self, GTK_ORIENTATION_VERTICAL);
  page = gtk_adjustment_get_page_size (self->adjustments[GTK_ORIENTATION_VERTICAL]);
  if (y < value || y + self->geometry.row_height > value + page)
    sd_data_grid_scroll_to (self, GTK_ORIENTATION_VERTICAL,
                            y - (page - self->geometry.row_height) / 2);
  sd_data_grid_set_cursor (self, row, column, FALSE);
}

/**
 * sd_data_grid_select_all:
 * @self: a grid
 */
void
sd_data_grid_select_all (SdDataGrid *self)
{
  g_return_if_fail (SD_IS_DATA_GRID (self));

  self->span = SD_GRID_SPAN_ALL;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * sd_data_grid_dup_selection:
 * @self: a grid
 * @headings: whether the titles of the columns come first
 *
 * The selected cells as tab-separated text. Of a very large selection only the
 * beginning; "notice" then says so.
 *
 * Returns: (transfer full) (nullable): the text, or %NULL when there is none
 */
char *
sd_data_grid_dup_selection (SdDataGrid *self,
                            gboolean    headings)
{
  guint64 first_row, last_row, n_rows;
  guint first_column, last_column, n_columns, limit;
  char *text;

  g_return_val_if_fail (SD_IS_DATA_GRID (self), NULL);

  if (is_empty (self))
    return NULL;
  sd_data_grid_get_selection (self, &first_row, &last_row, &first_column, &last_column);
  n_columns = last_column - first_column + 1;
  n_rows = last_row - first_row + 1;
  limit = MAX (COPY_MAX_CELLS / n_columns, 1);
  if (n_rows > limit)
    {
      g_autofree char *message = NULL;

      message = g_strdup_printf (ngettext ("Only the first row was copied. Export the table "
                                           "to get all of it.",
                                           "Only the first %'u rows were copied. Export the table "
                                           "to get all of it.", limit), limit);
      sd_data_grid_notice (self, message);
      n_rows = limit;
    }
  text = sd_grid_source_to_tsv (self->source, first_row, (guint) n_rows, first_column, n_columns,
                                headings);
  self->fetched = (SdGridRange) { 0 };
  /* A single cell is pasted as it is, without a line feed. */
  if (n_rows == 1 && !headings)
    text[strlen (text) - 1] = '\0';
  return text;
}
