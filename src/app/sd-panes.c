/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A container of two, with a separator that can be dragged. Below `threshold`
 * pixels only one is seen: the sidebar while it is shown, else the content.
 *
 * ## CSS nodes
 *
 * `panes`, with the class `.folded` while only one child is seen.
 */

#define G_LOG_DOMAIN "sd-panes"

#include "config.h"

#include "sd-panes.h"

#define MIN_SIDEBAR 180
#define MIN_CONTENT 260

struct _SdPanes
{
  GtkWidget  parent_instance;

  /* Children */
  GtkWidget *sidebar;
  GtkWidget *content;
  GtkWidget *separator;

  int        width;          /* of the sidebar, wished */
  int        threshold;
  guint      idle;           /* "folded" is about to be told */
  guint      show_sidebar : 1;
  guint      at_end : 1;
  guint      folded : 1;
};

enum
{
  PROP_0,
  PROP_SIDEBAR,
  PROP_CONTENT,
  PROP_SHOW_SIDEBAR,
  PROP_SIDEBAR_AT_END,
  PROP_SIDEBAR_WIDTH,
  PROP_THRESHOLD,
  PROP_FOLDED,
  PROP_LAST_PROP,
};

static GParamSpec *props[PROP_LAST_PROP];

static GtkBuildableIface *parent_buildable;

static void
add_child (GtkBuildable *buildable,
           GtkBuilder   *builder,
           GObject      *child,
           const char   *type)
{
  if (g_strcmp0 (type, "sidebar") == 0)
    g_object_set (buildable, "sidebar", child, NULL);
  else if (GTK_IS_WIDGET (child))
    g_object_set (buildable, "content", child, NULL);
  else
    parent_buildable->add_child (buildable, builder, child, type);
}

static void
buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = add_child;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SdPanes, sd_panes, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, buildable_init))

static gboolean
tell_folded_cb (gpointer user_data)
{
  SdPanes *self = user_data;

  self->idle = 0;
  if (self->folded)
    gtk_widget_add_css_class (GTK_WIDGET (self), "folded");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "folded");
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FOLDED]);
  return G_SOURCE_REMOVE;
}

static void
set_folded (SdPanes  *self,
            gboolean  folded)
{
  if (self->folded == folded)
    return;
  self->folded = folded;
  /* Others react by showing and hiding, which must not happen in an allocation. */
  if (self->idle == 0)
    self->idle = g_idle_add_full (GTK_PRIORITY_RESIZE - 1, tell_folded_cb, self, NULL);
}

static void
measure_child (GtkWidget      *child,
               GtkOrientation  orientation,
               int             for_size,
               int            *minimum,
               int            *natural)
{
  *minimum = *natural = 0;
  if (child != NULL)
    gtk_widget_measure (child, orientation, for_size, minimum, natural, NULL, NULL);
}

static void
sd_panes_measure (GtkWidget      *widget,
                  GtkOrientation  orientation,
                  int             for_size,
                  int            *minimum,
                  int            *natural,
                  int            *minimum_baseline,
                  int            *natural_baseline)
{
  SdPanes *self = SD_PANES (widget);
  int sidebar_minimum, sidebar_natural, content_minimum, content_natural;

  measure_child (self->sidebar, orientation, -1, &sidebar_minimum, &sidebar_natural);
  measure_child (self->content, orientation, -1, &content_minimum, &content_natural);
  gtk_widget_measure (self->separator, orientation, -1, NULL, NULL, NULL, NULL);
  *minimum = MAX (sidebar_minimum, content_minimum);
  *natural = MAX (sidebar_natural, content_natural);
  if (orientation == GTK_ORIENTATION_HORIZONTAL && self->show_sidebar)
    *natural = content_natural + MAX (self->width, sidebar_minimum);
}

static void
allocate (GtkWidget *child,
          int        x,
          int        width,
          int        height)
{
  if (child != NULL && gtk_widget_get_child_visible (child))
    gtk_widget_size_allocate (child, &(GtkAllocation) { x, 0, width, height }, -1);
}

static void
set_child_visible (GtkWidget *child,
                   gboolean   visible)
{
  if (child != NULL)
    gtk_widget_set_child_visible (child, visible);
}

static void
allocate_beside (SdPanes *self,
                 int      width,
                 int      height)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int minimum, natural, content_minimum, line, side, rest;

  measure_child (self->sidebar, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural);
  measure_child (self->content, GTK_ORIENTATION_HORIZONTAL, -1, &content_minimum, &natural);
  gtk_widget_measure (self->separator, GTK_ORIENTATION_HORIZONTAL, -1, &line, NULL, NULL, NULL);
  side = MAX (MIN (self->width, width - MAX (MIN_CONTENT, content_minimum)), minimum);
  rest = width - side - line;
  if (self->at_end != rtl)
    {
      allocate (self->content, 0, rest, height);
      allocate (self->separator, rest, line, height);
      allocate (self->sidebar, rest + line, side, height);
    }
  else
    {
      allocate (self->sidebar, 0, side, height);
      allocate (self->separator, side, line, height);
      allocate (self->content, side + line, rest, height);
    }
}

static void
sd_panes_size_allocate (GtkWidget *widget,
                        int        width,
                        int        height,
                        int        baseline)
{
  SdPanes *self = SD_PANES (widget);
  int sidebar_minimum, content_minimum, natural;
  gboolean folded, beside;

  measure_child (self->sidebar, GTK_ORIENTATION_HORIZONTAL, -1, &sidebar_minimum, &natural);
  measure_child (self->content, GTK_ORIENTATION_HORIZONTAL, -1, &content_minimum, &natural);
  folded = width < MAX (self->threshold, sidebar_minimum + content_minimum + 2);
  beside = self->show_sidebar && self->sidebar != NULL && !folded;
  set_folded (self, folded);
  set_child_visible (self->sidebar, self->show_sidebar);
  set_child_visible (self->content, beside || !self->show_sidebar || self->sidebar == NULL);
  set_child_visible (self->separator, beside);
  if (beside)
    {
      allocate_beside (self, width, height);
      return;
    }
  allocate (self->sidebar, 0, width, height);
  allocate (self->content, 0, width, height);
}

static void
drag_begin_cb (GtkGestureDrag *gesture,
               double          x,
               double          y,
               SdPanes        *self)
{
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
drag_update_cb (GtkGestureDrag *gesture,
                double          x,
                double          y,
                SdPanes        *self)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  graphene_point_t origin = GRAPHENE_POINT_INIT (0, 0), here;
  double start_x, start_y;

  /* The separator moves with the pointer, so its place is where it is now. */
  gtk_gesture_drag_get_start_point (gesture, &start_x, &start_y);
  if (!gtk_widget_compute_point (self->separator, GTK_WIDGET (self), &origin, &here))
    return;
  x += here.x + start_x;
  sd_panes_set_sidebar_width (self, (int) (self->at_end != rtl
                                             ? gtk_widget_get_width (GTK_WIDGET (self)) - x : x));
}

static void
set_child (SdPanes    *self,
           GtkWidget **place,
           GtkWidget  *child)
{
  g_clear_pointer (place, gtk_widget_unparent);
  *place = child;
  if (child != NULL)
    gtk_widget_insert_before (child, GTK_WIDGET (self), NULL);
  /* The order of Tab is the order of reading. */
  if (self->sidebar != NULL && self->content != NULL)
    gtk_widget_insert_before (self->at_end ? self->content : self->sidebar, GTK_WIDGET (self),
                              gtk_widget_get_first_child (GTK_WIDGET (self)));
}

static void
sd_panes_get_property (GObject    *object,
                       guint       prop_id,
                       GValue     *value,
                       GParamSpec *pspec)
{
  SdPanes *self = SD_PANES (object);

  switch (prop_id)
    {
    case PROP_SIDEBAR:
      g_value_set_object (value, self->sidebar);
      break;

    case PROP_CONTENT:
      g_value_set_object (value, self->content);
      break;

    case PROP_SHOW_SIDEBAR:
      g_value_set_boolean (value, self->show_sidebar);
      break;

    case PROP_SIDEBAR_AT_END:
      g_value_set_boolean (value, self->at_end);
      break;

    case PROP_SIDEBAR_WIDTH:
      g_value_set_int (value, self->width);
      break;

    case PROP_THRESHOLD:
      g_value_set_int (value, self->threshold);
      break;

    case PROP_FOLDED:
      g_value_set_boolean (value, self->folded);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sd_panes_set_property (GObject      *object,
                       guint         prop_id,
                       const GValue *value,
                       GParamSpec   *pspec)
{
  SdPanes *self = SD_PANES (object);

  switch (prop_id)
    {
    case PROP_SIDEBAR:
      set_child (self, &self->sidebar, g_value_get_object (value));
      break;

    case PROP_CONTENT:
      set_child (self, &self->content, g_value_get_object (value));
      break;

    case PROP_SHOW_SIDEBAR:
      sd_panes_set_show_sidebar (self, g_value_get_boolean (value));
      break;

    case PROP_SIDEBAR_AT_END:
      self->at_end = g_value_get_boolean (value);
      break;

    case PROP_SIDEBAR_WIDTH:
      sd_panes_set_sidebar_width (self, g_value_get_int (value));
      break;

    case PROP_THRESHOLD:
      self->threshold = g_value_get_int (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
sd_panes_dispose (GObject *object)
{
  SdPanes *self = SD_PANES (object);

  g_clear_handle_id (&self->idle, g_source_remove);
  g_clear_pointer (&self->sidebar, gtk_widget_unparent);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_pointer (&self->separator, gtk_widget_unparent);

  G_OBJECT_CLASS (sd_panes_parent_class)->dispose (object);
}

static void
sd_panes_class_init (SdPanesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = sd_panes_dispose;
  object_class->get_property = sd_panes_get_property;
  object_class->set_property = sd_panes_set_property;
  widget_class->measure = sd_panes_measure;
  widget_class->size_allocate = sd_panes_size_allocate;

  props[PROP_SIDEBAR] = g_param_spec_object ("sidebar", NULL, NULL, GTK_TYPE_WIDGET, flags);
  props[PROP_CONTENT] = g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET, flags);
  props[PROP_SHOW_SIDEBAR] = g_param_spec_boolean ("show-sidebar", NULL, NULL, TRUE, flags);
  props[PROP_SIDEBAR_AT_END] = g_param_spec_boolean ("sidebar-at-end", NULL, NULL, FALSE, flags);
  props[PROP_SIDEBAR_WIDTH] =
    g_param_spec_int ("sidebar-width", NULL, NULL, 0, G_MAXINT, 240, flags);
  props[PROP_THRESHOLD] = g_param_spec_int ("threshold", NULL, NULL, 0, G_MAXINT, 600, flags);
  props[PROP_FOLDED] =
    g_param_spec_boolean ("folded", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, PROP_LAST_PROP, props);

  gtk_widget_class_set_css_name (widget_class, "panes");
}

static void
sd_panes_init (SdPanes *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  self->show_sidebar = TRUE;
  self->width = 240;
  self->threshold = 600;
  self->separator = gtk_separator_new (GTK_ORIENTATION_VERTICAL);
  gtk_widget_add_css_class (self->separator, "handle");
  gtk_widget_set_cursor_from_name (self->separator, "col-resize");
  gtk_widget_set_parent (self->separator, GTK_WIDGET (self));
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  gtk_widget_add_controller (self->separator, GTK_EVENT_CONTROLLER (drag));
}

gboolean
sd_panes_get_show_sidebar (SdPanes *self)
{
  g_return_val_if_fail (SD_IS_PANES (self), FALSE);

  return self->show_sidebar;
}

void
sd_panes_set_show_sidebar (SdPanes  *self,
                           gboolean  show_sidebar)
{
  g_return_if_fail (SD_IS_PANES (self));

  if (self->show_sidebar == show_sidebar)
    return;
  self->show_sidebar = show_sidebar;
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SHOW_SIDEBAR]);
}

gboolean
sd_panes_get_folded (SdPanes *self)
{
  g_return_val_if_fail (SD_IS_PANES (self), FALSE);

  return self->folded;
}

/**
 * sd_panes_expect_width:
 * @self: panes that are not seen yet
 * @width: of the place where they come to be, in pixels
 *
 * What surrounds the panes asks whether they are folded before they have a size,
 * and in a narrow window must not be laid out for a wide one: the window would
 * grow to hold it.
 */
void
sd_panes_expect_width (SdPanes *self,
                       int      width)
{
  g_return_if_fail (SD_IS_PANES (self));

  set_folded (self, width < self->threshold);
}

int
sd_panes_get_sidebar_width (SdPanes *self)
{
  g_return_val_if_fail (SD_IS_PANES (self), 0);

  return self->width;
}

void
sd_panes_set_sidebar_width (SdPanes *self,
                            int      width)
{
  g_return_if_fail (SD_IS_PANES (self));

  width = MAX (width, MIN_SIDEBAR);
  if (self->width == width)
    return;
  self->width = width;
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SIDEBAR_WIDTH]);
}
