/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The widget at the cursor of the data grid. It draws nothing but its CSS
 * outline; the grid draws the text below it.
 */

#define G_LOG_DOMAIN "sd-grid"

#include "sd-grid-cursor.h"

struct _SdGridCursor
{
  GtkWidget parent_instance;

  char *name;
};

G_DEFINE_FINAL_TYPE (SdGridCursor, sd_grid_cursor, GTK_TYPE_WIDGET)

static void
sd_grid_cursor_finalize (GObject *object)
{
  SdGridCursor *self = SD_GRID_CURSOR (object);

  g_free (self->name);

  G_OBJECT_CLASS (sd_grid_cursor_parent_class)->finalize (object);
}

static void
sd_grid_cursor_class_init (SdGridCursorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sd_grid_cursor_finalize;

  gtk_widget_class_set_css_name (widget_class, "gridcell");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GRID_CELL);
}

static void
sd_grid_cursor_init (SdGridCursor *self)
{
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
}

/**
 * sd_grid_cursor_new:
 *
 * Returns: (transfer floating): a new cursor
 */
GtkWidget *
sd_grid_cursor_new (void)
{
  return g_object_new (SD_TYPE_GRID_CURSOR, NULL);
}

/**
 * sd_grid_cursor_set_name:
 * @self: a cursor
 * @name: what a screen reader says: "price, row 12, 4.50"
 */
void
sd_grid_cursor_set_name (SdGridCursor *self,
                         const char   *name)
{
  g_return_if_fail (SD_IS_GRID_CURSOR (self));

  if (g_strcmp0 (self->name, name) == 0)
    return;
  g_free (self->name);
  self->name = g_strdup (name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/**
 * sd_grid_cursor_get_name:
 * @self: a cursor
 *
 * Returns: (transfer none) (nullable): its accessible name
 */
const char *
sd_grid_cursor_get_name (SdGridCursor *self)
{
  g_return_val_if_fail (SD_IS_GRID_CURSOR (self), NULL);

  return self->name;
}
