/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The data grid: a scrollable widget that draws the cells in sight and nothing
 * else. GtkColumnView keeps 205 rows × all columns of widgets alive and ends at
 * 2^31 pixels; here a table of 10^10 rows costs what one of ten costs.
 *
 * ## CSS nodes
 *
 * `datagrid` with two `gridcell` children, of which the one at the cursor has
 * the class `.active`.
 *
 * ## Accessibility
 *
 * Role grid. At GTK 4.8 a widget has no way to tell of cells it merely draws, so
 * the cell under the cursor is a child widget; there are two of them and they
 * take the focus in turn, so that each move reaches the screen reader.
 */

#define G_LOG_DOMAIN "sd-grid"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-data-grid-private.h"

#define ROW_PADDING 5
#define MIN_WIDTH 48
#define MAX_AUTO_WIDTH 280
/* Rows whose texts decide how wide a column begins. */
#define SAMPLE_ROWS 20

enum
{
  PROP_0,
  PROP_SOURCE,
  PROP_TITLE,
  PROP_LAST_PROP,
  PROP_HADJUSTMENT = PROP_LAST_PROP,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
};

enum
{
  SIGNAL_CURSOR_MOVED,
  SIGNAL_NOTICE,
  SIGNAL_LAST_SIGNAL,
};

static GParamSpec *props[PROP_LAST_PROP];
static guint signals[SIGNAL_LAST_SIGNAL];

static gboolean
get_border (GtkScrollable *scrollable,
            GtkBorder     *border)
{
  SdDataGrid *self = SD_DATA_GRID (scrollable);

  *border = (GtkBorder) { .top = (gint16) self->header_height };
  return TRUE;
}

static void
scrollable_init (GtkScrollableInterface *iface)
{
  iface->get_border = get_border;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SdDataGrid, sd_data_grid, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, scrollable_init))

/*
 * Auxiliary methods
 */

static int
measure_text (SdDataGrid    *self,
              const char    *text,
              SdLayoutStyle  style)
{
  int width;

  pango_layout_get_pixel_size (sd_layout_cache_get (self->layouts, text, style, -1), &width, NULL);
  return width;
}

static void
update_metrics (SdDataGrid *self)
{
  g_autofree char *last = NULL;
  PangoContext *context;
  PangoFontMetrics *metrics;
  int text_height, title_height, subtitle_height;

  if (self->metrics_valid)
    return;

  context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  metrics = pango_context_get_metrics (context, NULL, NULL);
  text_height = PANGO_PIXELS_CEIL (pango_font_metrics_get_height (metrics));
  pango_font_metrics_unref (metrics);
  self->geometry.row_height = text_height + 2 * ROW_PADDING;

  pango_layout_get_pixel_size (sd_layout_cache_get (self->layouts, "X", SD_LAYOUT_TITLE, -1),
                               NULL, &title_height);
  pango_layout_get_pixel_size (sd_layout_cache_get (self->layouts, "X", SD_LAYOUT_SUBTITLE, -1),
                               NULL, &subtitle_height);
  self->header_height = title_height + subtitle_height + 2 * ROW_PADDING;

  last = g_strdup_printf ("%" G_GUINT64_FORMAT, MAX (self->geometry.n_rows, 100));
  self->gutter_width = measure_text (self, last, SD_LAYOUT_NUMBER) + 2 * SD_GRID_PADDING;
  self->metrics_valid = TRUE;
}

static int
heading_width (SdDataGrid *self,
               guint       column)
{
  const char *title = sd_grid_source_get_title (self->source, column);
  const char *subtitle = sd_grid_source_get_subtitle (self->source, column);

  return MAX (measure_text (self, title, SD_LAYOUT_TITLE),
              measure_text (self, subtitle, SD_LAYOUT_SUBTITLE));
}

/* Widens @widths to the texts of some rows. */
static void
widen (SdDataGrid *self,
       guint64     first_row,
       guint       n_rows,
       int        *widths,
       guint       n_columns)
{
  const SdGridCell *cells;
  guint row, column;

  cells = sd_data_grid_fetch (self, &(SdGridRange) { first_row, n_rows, 0, n_columns });
  for (column = 0; column < n_columns; column++)
    {
      gboolean numeric = sd_grid_source_is_numeric (self->source, column);

      for (row = 0; row < n_rows; row++)
        widths[column] = MAX (widths[column],
                              measure_text (self, cells[(gsize) row * n_columns + column].text,
                                            numeric ? SD_LAYOUT_NUMBER : SD_LAYOUT_CELL));
    }
}

/* Columns begin as wide as their headings and the first and last rows need: the
 * last ones have the longest numbers. */
static void
update_columns (SdDataGrid *self)
{
  g_autofree int *widths = NULL;
  guint n_columns, n_rows, i;

  if (self->source == NULL)
    {
      sd_grid_geometry_clear (&self->geometry);
      return;
    }

  self->geometry.n_rows = sd_grid_source_get_n_rows (self->source);
  n_columns = sd_grid_source_get_n_columns (self->source);
  n_rows = (guint) MIN (self->geometry.n_rows, SAMPLE_ROWS);
  widths = g_new0 (int, n_columns + 1);
  for (i = 0; i < n_columns; i++)
    widths[i] = heading_width (self, i);
  if (n_rows > 0 && n_columns > 0)
    {
      widen (self, 0, n_rows, widths, n_columns);
      widen (self, self->geometry.n_rows - n_rows, n_rows, widths, n_columns);
    }
  for (i = 0; i < n_columns; i++)
    {
      gpointer width = g_hash_table_lookup (self->widths,
                                            sd_grid_source_get_title (self->source, i));

      widths[i] = CLAMP (widths[i] + 2 * SD_GRID_PADDING + 4, MIN_WIDTH, MAX_AUTO_WIDTH);
      if (width != NULL)
        widths[i] = GPOINTER_TO_INT (width);
    }
  sd_grid_geometry_set_columns (&self->geometry, widths, n_columns);
}

/* An adjustment counts from the left, the grid from where reading begins. */
static gboolean
is_mirrored (SdDataGrid     *self,
             GtkOrientation  orientation)
{
  return orientation == GTK_ORIENTATION_HORIZONTAL
         && gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
}

static void
configure_adjustment (SdDataGrid     *self,
                      GtkOrientation  orientation,
                      double          length,
                      double          page,
                      double          step)
{
  double upper = MAX (length, page);
  double offset = CLAMP (sd_data_grid_get_offset (self, orientation), 0, upper - page);

  gtk_adjustment_configure (self->adjustments[orientation],
                            is_mirrored (self, orientation) ? upper - page - offset : offset,
                            0, upper, step, MAX (step, page - step), page);
}

static void
adjustment_value_changed_cb (SdDataGrid *self)
{
  /* While it is allocated, the grid sets its adjustments itself. */
  if (self->allocating)
    return;
  /* Only what is drawn and where the cursor's widget stands depend on it. */
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
set_adjustment (SdDataGrid     *self,
                GtkOrientation  orientation,
                GtkAdjustment  *adjustment)
{
  GtkAdjustment *old = self->adjustments[orientation];

  if (old != NULL && old == adjustment)
    return;
  if (old != NULL)
    g_signal_handlers_disconnect_by_func (old, adjustment_value_changed_cb, self);
  g_clear_object (&self->adjustments[orientation]);

  if (adjustment == NULL)
    adjustment = gtk_adjustment_new (0, 0, 0, 0, 0, 0);
  self->adjustments[orientation] = g_object_ref_sink (adjustment);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (adjustment_value_changed_cb),
                           self, G_CONNECT_SWAPPED);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
invalidate_metrics (SdDataGrid *self)
{
  sd_layout_cache_clear (self->layouts);
  self->metrics_valid = FALSE;
  update_metrics (self);
  update_columns (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/*
 * Parent class overrides
 */

static void
sd_data_grid_measure (GtkWidget      *widget,
                      GtkOrientation  orientation,
                      int             for_size,
                      int            *minimum,
                      int            *natural,
                      int            *minimum_baseline,
                      int            *natural_baseline)
{
  SdDataGrid *self = SD_DATA_GRID (widget);
  guint i;

  update_metrics (self);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = self->header_height + self->geometry.row_height;
      *natural = self->header_height + 10 * self->geometry.row_height;
    }
  else
    {
      *minimum = self->gutter_width + MIN_WIDTH;
      *natural = self->gutter_width + 4 * MIN_WIDTH;
    }

  /* The cursors take what they get, but have to be asked. */
  for (i = 0; i < G_N_ELEMENTS (self->cursors); i++)
    gtk_widget_measure (GTK_WIDGET (self->cursors[i]), orientation, -1, NULL, NULL, NULL, NULL);
}

static void
allocate_cursor (SdDataGrid *self,
                 guint       which)
{
  GtkAllocation allocation = { -100, -100, 1, 1 };
  graphene_rect_t area;
  int minimum_width, minimum_height;

  if (which == self->active && self->source != NULL)
    {
      double limit = gtk_widget_get_height (GTK_WIDGET (self)) + 100;

      sd_data_grid_get_cell_area (self, self->row, self->column, &area);
      allocation.x = (int) CLAMP (area.origin.x, -4000, 30000);
      allocation.y = (int) CLAMP (area.origin.y, -200, limit);
      allocation.width = (int) area.size.width;
      allocation.height = (int) area.size.height;
    }
  gtk_widget_measure (GTK_WIDGET (self->cursors[which]), GTK_ORIENTATION_HORIZONTAL, -1,
                      &minimum_width, NULL, NULL, NULL);
  gtk_widget_measure (GTK_WIDGET (self->cursors[which]), GTK_ORIENTATION_VERTICAL, -1,
                      &minimum_height, NULL, NULL, NULL);
  allocation.width = MAX (allocation.width, minimum_width);
  allocation.height = MAX (allocation.height, minimum_height);
  gtk_widget_size_allocate (GTK_WIDGET (self->cursors[which]), &allocation, -1);
}

static void
sd_data_grid_size_allocate (GtkWidget *widget,
                            int        width,
                            int        height,
                            int        baseline)
{
  SdDataGrid *self = SD_DATA_GRID (widget);
  int columns = self->geometry.n_columns > 0 ? self->geometry.edges[self->geometry.n_columns] : 0;

  update_metrics (self);
  self->allocating = TRUE;
  configure_adjustment (self, GTK_ORIENTATION_VERTICAL,
                        sd_grid_geometry_get_height (&self->geometry),
                        MAX (height - self->header_height, 1), self->geometry.row_height);
  configure_adjustment (self, GTK_ORIENTATION_HORIZONTAL, columns,
                        MAX (width - self->gutter_width, 1), MIN_WIDTH);
  self->allocating = FALSE;
  allocate_cursor (self, 0);
  allocate_cursor (self, 1);
  if (self->menu != NULL)
    gtk_popover_present (GTK_POPOVER (self->menu));
}

static void
sd_data_grid_css_changed (GtkWidget         *widget,
                          GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (sd_data_grid_parent_class)->css_changed (widget, change);

  if (SD_DATA_GRID (widget)->metrics_valid)
    gtk_widget_queue_draw (widget);
}

static void
sd_data_grid_system_setting_changed (GtkWidget        *widget,
                                     GtkSystemSetting  setting)
{
  GTK_WIDGET_CLASS (sd_data_grid_parent_class)->system_setting_changed (widget, setting);

  if (setting == GTK_SYSTEM_SETTING_FONT_NAME || setting == GTK_SYSTEM_SETTING_FONT_CONFIG
      || setting == GTK_SYSTEM_SETTING_DPI)
    invalidate_metrics (SD_DATA_GRID (widget));
}

static void
sd_data_grid_direction_changed (GtkWidget        *widget,
                                GtkTextDirection  previous)
{
  GTK_WIDGET_CLASS (sd_data_grid_parent_class)->direction_changed (widget, previous);

  sd_data_grid_scroll_to (SD_DATA_GRID (widget), GTK_ORIENTATION_HORIZONTAL, 0);
}

static void
sd_data_grid_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (sd_data_grid_parent_class)->root (widget);

  /* The font is that of the tree the grid is put into. */
  invalidate_metrics (SD_DATA_GRID (widget));
}

static gboolean
sd_data_grid_grab_focus (GtkWidget *widget)
{
  SdDataGrid *self = SD_DATA_GRID (widget);

  if (self->source == NULL)
    return FALSE;
  return gtk_widget_grab_focus (GTK_WIDGET (self->cursors[self->active]));
}

static void
sd_data_grid_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  SdDataGrid *self = SD_DATA_GRID (object);

  switch (prop_id)
    {
    case PROP_SOURCE:
      g_value_set_object (value, self->source);
      break;

    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;

    case PROP_HADJUSTMENT:
      g_value_set_object (value, self->adjustments[GTK_ORIENTATION_HORIZONTAL]);
      break;

    case PROP_VADJUSTMENT:
      g_value_set_object (value, self->adjustments[GTK_ORIENTATION_VERTICAL]);
      break;

    case PROP_HSCROLL_POLICY:
      g_value_set_enum (value, self->policies[GTK_ORIENTATION_HORIZONTAL]);
      break;

    case PROP_VSCROLL_POLICY:
      g_value_set_enum (value, self->policies[GTK_ORIENTATION_VERTICAL]);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sd_data_grid_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  SdDataGrid *self = SD_DATA_GRID (object);

  switch (prop_id)
    {
    case PROP_SOURCE:
      sd_data_grid_set_source (self, g_value_get_object (value));
      break;

    case PROP_TITLE:
      sd_data_grid_set_title (self, g_value_get_string (value));
      break;

    case PROP_HADJUSTMENT:
      set_adjustment (self, GTK_ORIENTATION_HORIZONTAL, g_value_get_object (value));
      break;

    case PROP_VADJUSTMENT:
      set_adjustment (self, GTK_ORIENTATION_VERTICAL, g_value_get_object (value));
      break;

    case PROP_HSCROLL_POLICY:
      self->policies[GTK_ORIENTATION_HORIZONTAL] = g_value_get_enum (value);
      break;

    case PROP_VSCROLL_POLICY:
      self->policies[GTK_ORIENTATION_VERTICAL] = g_value_get_enum (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sd_data_grid_dispose (GObject *object)
{
  SdDataGrid *self = SD_DATA_GRID (object);
  guint i;

  for (i = 0; i < G_N_ELEMENTS (self->cursors); i++)
    g_clear_pointer ((GtkWidget **) &self->cursors[i], gtk_widget_unparent);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_object (&self->adjustments[0]);
  g_clear_object (&self->adjustments[1]);
  g_clear_object (&self->source);

  G_OBJECT_CLASS (sd_data_grid_parent_class)->dispose (object);
}

static void
sd_data_grid_finalize (GObject *object)
{
  SdDataGrid *self = SD_DATA_GRID (object);

  sd_grid_geometry_clear (&self->geometry);
  sd_layout_cache_free (self->layouts);
  g_hash_table_unref (self->widths);
  g_free (self->cells);
  g_free (self->title);

  G_OBJECT_CLASS (sd_data_grid_parent_class)->finalize (object);
}

static void
sd_data_grid_class_init (SdDataGridClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sd_data_grid_dispose;
  object_class->finalize = sd_data_grid_finalize;
  object_class->get_property = sd_data_grid_get_property;
  object_class->set_property = sd_data_grid_set_property;
  widget_class->measure = sd_data_grid_measure;
  widget_class->size_allocate = sd_data_grid_size_allocate;
  widget_class->snapshot = sd_data_grid_snapshot;
  widget_class->css_changed = sd_data_grid_css_changed;
  widget_class->system_setting_changed = sd_data_grid_system_setting_changed;
  widget_class->direction_changed = sd_data_grid_direction_changed;
  widget_class->root = sd_data_grid_root;
  widget_class->grab_focus = sd_data_grid_grab_focus;

  props[PROP_SOURCE] =
    g_param_spec_object ("source", NULL, NULL, SD_TYPE_GRID_SOURCE,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  props[PROP_TITLE] =
    g_param_spec_string ("title", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, PROP_LAST_PROP, props);
  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");

  signals[SIGNAL_CURSOR_MOVED] =
    g_signal_new ("cursor-moved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_NOTICE] =
    g_signal_new ("notice", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_css_name (widget_class, "datagrid");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GRID);
  sd_data_grid_class_install_keys (widget_class);
}

static void
sd_data_grid_init (SdDataGrid *self)
{
  guint i;

  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  self->resizing = -1;
  self->geometry.row_height = 1;
  self->layouts = sd_layout_cache_new (GTK_WIDGET (self));
  self->widths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (i = 0; i < G_N_ELEMENTS (self->cursors); i++)
    {
      self->cursors[i] = SD_GRID_CURSOR (sd_grid_cursor_new ());
      gtk_widget_set_parent (GTK_WIDGET (self->cursors[i]), GTK_WIDGET (self));
    }
  set_adjustment (self, GTK_ORIENTATION_HORIZONTAL, NULL);
  set_adjustment (self, GTK_ORIENTATION_VERTICAL, NULL);
  sd_data_grid_add_controllers (self);
}

/*
 * Shared by the grid's files
 */

/* Pixels scrolled away. */
double
sd_data_grid_get_offset (SdDataGrid     *self,
                         GtkOrientation  orientation)
{
  GtkAdjustment *adjustment = self->adjustments[orientation];

  if (is_mirrored (self, orientation))
    return gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment)
           - gtk_adjustment_get_value (adjustment);
  return gtk_adjustment_get_value (adjustment);
}

void
sd_data_grid_scroll_to (SdDataGrid     *self,
                        GtkOrientation  orientation,
                        double          offset)
{
  GtkAdjustment *adjustment = self->adjustments[orientation];

  if (is_mirrored (self, orientation))
    offset = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment)
             - offset;
  gtk_adjustment_set_value (adjustment, offset);
}

/* Gives a column the width the user wants, and remembers it by the title. */
void
sd_data_grid_resize (SdDataGrid *self,
                     guint       column,
                     int         width)
{
  if (column >= self->geometry.n_columns)
    return;
  width = CLAMP (width, MIN_WIDTH / 2, 4000);
  g_hash_table_replace (self->widths,
                        g_strdup (sd_grid_source_get_title (self->source, column)),
                        GINT_TO_POINTER (width));
  sd_grid_geometry_resize_column (&self->geometry, column, width);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Cells of @range, asked of the source unless they are those of the call before. */
const SdGridCell *
sd_data_grid_fetch (SdDataGrid        *self,
                    const SdGridRange *range)
{
  gsize wanted = (gsize) range->n_rows * range->n_columns;

  if (memcmp (range, &self->fetched, sizeof *range) == 0)
    return self->cells;
  if (wanted > self->n_cells)
    {
      self->cells = g_renew (SdGridCell, self->cells, wanted);
      self->n_cells = wanted;
    }
  sd_grid_source_get_cells (self->source, range->first_row, range->n_rows,
                            range->first_column, range->n_columns, self->cells);
  self->fetched = *range;
  return self->cells;
}

void
sd_data_grid_get_cell_area (SdDataGrid      *self,
                            guint64          row,
                            guint            column,
                            graphene_rect_t *area)
{
  GtkWidget *widget = GTK_WIDGET (self);
  double x, y, width;

  if (column >= self->geometry.n_columns)
    {
      *area = GRAPHENE_RECT_INIT (-100, -100, 1, 1);
      return;
    }
  width = sd_grid_geometry_get_width (&self->geometry, column);
  x = self->gutter_width + self->geometry.edges[column]
      - sd_data_grid_get_offset (self, GTK_ORIENTATION_HORIZONTAL);
  y = self->header_height + sd_grid_geometry_get_row_y (&self->geometry, row)
      - sd_data_grid_get_offset (self, GTK_ORIENTATION_VERTICAL);
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    x = gtk_widget_get_width (widget) - x - width;
  *area = GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width, self->geometry.row_height);
}

/* Emits "notice". */
void
sd_data_grid_notice (SdDataGrid *self,
                     const char *message)
{
  g_signal_emit (self, signals[SIGNAL_NOTICE], 0, message);
}

/* Emits "cursor-moved". */
void
sd_data_grid_cursor_moved (SdDataGrid *self)
{
  g_signal_emit (self, signals[SIGNAL_CURSOR_MOVED], 0);
}

/*
 * Public API
 */

/**
 * sd_data_grid_new:
 *
 * Returns: (transfer floating): a new grid, to be put into a GtkScrolledWindow
 */
GtkWidget *
sd_data_grid_new (void)
{
  return g_object_new (SD_TYPE_DATA_GRID, NULL);
}

/**
 * sd_data_grid_get_source:
 * @self: a grid
 *
 * Returns: (transfer none) (nullable): where the cells come from
 */
SdGridSource *
sd_data_grid_get_source (SdDataGrid *self)
{
  g_return_val_if_fail (SD_IS_DATA_GRID (self), NULL);

  return self->source;
}

/**
 * sd_data_grid_set_source:
 * @self: a grid
 * @source: (nullable): where the cells come from
 *
 * Shows another source. The place in the grid and the widths of columns of the
 * same title stay, so that an edit of the table does not move the view.
 */
void
sd_data_grid_set_source (SdDataGrid   *self,
                         SdGridSource *source)
{
  g_return_if_fail (SD_IS_DATA_GRID (self));
  g_return_if_fail (source == NULL || SD_IS_GRID_SOURCE (source));

  if (!g_set_object (&self->source, source))
    return;

  self->fetched = (SdGridRange) { 0 };
  self->metrics_valid = FALSE;
  update_columns (self);
  update_metrics (self);
  if (self->geometry.n_rows > 0 && self->geometry.n_columns > 0)
    {
      self->row = MIN (self->row, self->geometry.n_rows - 1);
      self->column = MIN (self->column, self->geometry.n_columns - 1);
      self->anchor_row = MIN (self->anchor_row, self->geometry.n_rows - 1);
      self->anchor_column = MIN (self->anchor_column, self->geometry.n_columns - 1);
    }
  sd_data_grid_update_cursor (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SOURCE]);
}

/**
 * sd_data_grid_set_title:
 * @self: a grid
 * @title: (nullable): what it shows, for screen readers: "Data of customers"
 */
void
sd_data_grid_set_title (SdDataGrid *self,
                        const char *title)
{
  g_return_if_fail (SD_IS_DATA_GRID (self));

  if (g_strcmp0 (self->title, title) == 0)
    return;
  g_free (self->title);
  self->title = g_strdup (title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title != NULL ? title : "", -1);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TITLE]);
}

/**
 * sd_data_grid_reset_view:
 * @self: a grid
 *
 * Forgets widths, cursor and place, before another table is shown.
 */
void
sd_data_grid_reset_view (SdDataGrid *self)
{
  g_return_if_fail (SD_IS_DATA_GRID (self));

  g_hash_table_remove_all (self->widths);
  self->row = self->anchor_row = 0;
  self->column = self->anchor_column = 0;
  self->span = SD_GRID_SPAN_CELLS;
  sd_data_grid_scroll_to (self, GTK_ORIENTATION_HORIZONTAL, 0);
  sd_data_grid_scroll_to (self, GTK_ORIENTATION_VERTICAL, 0);
}

/**
 * sd_data_grid_get_row:
 * @self: a grid
 *
 * Returns: the row of the cursor, from 0
 */
guint64
sd_data_grid_get_row (SdDataGrid *self)
{
  g_return_val_if_fail (SD_IS_DATA_GRID (self), 0);

  return self->row;
}

/**
 * sd_data_grid_get_column:
 * @self: a grid
 *
 * Returns: the column of the cursor, from 0
 */
guint
sd_data_grid_get_column (SdDataGrid *self)
{
  g_return_val_if_fail (SD_IS_DATA_GRID (self), 0);

  return self->column;
}

/**
 * sd_data_grid_get_top_row:
 * @self: a grid
 *
 * Returns: the first row of which something is in sight
 */
guint64
sd_data_grid_get_top_row (SdDataGrid *self)
{
  g_return_val_if_fail (SD_IS_DATA_GRID (self), 0);

  return sd_grid_geometry_get_row_at (&self->geometry,
                                      sd_data_grid_get_offset (self, GTK_ORIENTATION_VERTICAL));
}
