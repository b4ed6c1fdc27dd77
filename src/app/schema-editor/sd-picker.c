/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The list is a GtkListView, so that five hundred entries cost no more than those
 * that are seen.
 */

#define G_LOG_DOMAIN "sd-picker"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sd-picker.h"

struct _SdPicker
{
  GtkWidget           parent_instance;

  GtkWidget          *button;
  GtkLabel           *label;      /* on the button */
  GtkPopover         *popover;
  GtkWidget          *search;
  GtkListView        *list;

  /* Owned References */
  GListStore         *items;      /* GtkStringObject */
  GtkFilter          *filter;
  GtkFilterListModel *found;
  char              **words;      /* folded: what is searched */
  char              **wanted;     /* folded words of the search */

  guint               selected;
};

enum
{
  PROP_0,
  PROP_SELECTED,
  PROP_LAST_PROP,
};

static GParamSpec *props[PROP_LAST_PROP];

G_DEFINE_FINAL_TYPE (SdPicker, sd_picker, GTK_TYPE_WIDGET)

static guint
get_position (gpointer item)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (item), "position"));
}

static gboolean
filter_cb (gpointer item,
           gpointer user_data)
{
  SdPicker *self = user_data;
  const char *words = self->words[get_position (item)];
  guint i;

  for (i = 0; self->wanted != NULL && self->wanted[i] != NULL; i++)
    if (strstr (words, self->wanted[i]) == NULL)
      return FALSE;
  return TRUE;
}

static void
update_label (SdPicker *self)
{
  g_autoptr (GtkStringObject) item = g_list_model_get_item (G_LIST_MODEL (self->items),
                                                            self->selected);

  gtk_label_set_label (self->label,
                       item != NULL ? gtk_string_object_get_string (item) : _("Choose…"));
}

static void
choose (SdPicker *self,
        guint     position)
{
  g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (self->found), position);

  if (item == NULL)
    return;
  gtk_popover_popdown (self->popover);
  sd_picker_set_selected (self, get_position (item));
}

static void
search_changed_cb (SdPicker *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search));
  g_autofree char *folded = g_utf8_casefold (text, -1);

  g_strfreev (self->wanted);
  self->wanted = g_strsplit_set (folded, " ", -1);
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
}

static void
activated_cb (SdPicker *self,
              guint     position)
{
  choose (self, position);
}

static void
stop_search_cb (SdPicker *self)
{
  gtk_popover_popdown (self->popover);
}

static void
popover_show_cb (SdPicker *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  search_changed_cb (self);
  gtk_widget_grab_focus (self->search);
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item,
          SdPicker                 *self)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         SdPicker                 *self)
{
  GtkWidget *label = gtk_list_item_get_child (item), *parent = gtk_widget_get_parent (label);
  const char *text = gtk_string_object_get_string (gtk_list_item_get_item (item));

  gtk_label_set_label (GTK_LABEL (label), text);
  if (parent != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_PROPERTY_LABEL, text,
                                    -1);
}

static void
sd_picker_get_property (GObject    *object,
                        guint       prop_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_SELECTED:
      g_value_set_uint (value, SD_PICKER (object)->selected);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static gboolean
sd_picker_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (SD_PICKER (widget)->button);
}

/* A click on the row that the picker is in. */
static gboolean
sd_picker_mnemonic_activate (GtkWidget *widget,
                             gboolean   group_cycling)
{
  gtk_menu_button_popup (GTK_MENU_BUTTON (SD_PICKER (widget)->button));
  return TRUE;
}

static void
sd_picker_dispose (GObject *object)
{
  SdPicker *self = SD_PICKER (object);

  g_clear_pointer (&self->button, gtk_widget_unparent);
  g_clear_object (&self->found);
  g_clear_object (&self->filter);
  g_clear_object (&self->items);
  g_clear_pointer (&self->words, g_strfreev);
  g_clear_pointer (&self->wanted, g_strfreev);

  G_OBJECT_CLASS (sd_picker_parent_class)->dispose (object);
}

static void
sd_picker_class_init (SdPickerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sd_picker_dispose;
  object_class->get_property = sd_picker_get_property;
  widget_class->grab_focus = sd_picker_grab_focus;
  widget_class->mnemonic_activate = sd_picker_mnemonic_activate;

  props[PROP_SELECTED] =
    g_param_spec_uint ("selected", NULL, NULL, 0, G_MAXUINT, GTK_INVALID_LIST_POSITION,
                       G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, PROP_LAST_PROP, props);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "picker");
}

static GtkWidget *
make_list (SdPicker *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkNoSelection *selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->found)));

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  self->list = GTK_LIST_VIEW (gtk_list_view_new (GTK_SELECTION_MODEL (selection), factory));
  gtk_list_view_set_single_click_activate (self->list, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "navigation-sidebar");
  g_signal_connect_object (self->list, "activate", G_CALLBACK (activated_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_widget_set_size_request (scroller, 280, 320);
  return scroller;
}

static void
sd_picker_init (SdPicker *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->selected = GTK_INVALID_LIST_POSITION;
  self->items = g_list_store_new (GTK_TYPE_STRING_OBJECT);
  self->filter = GTK_FILTER (gtk_custom_filter_new (filter_cb, self, NULL));
  self->found = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->items)),
                                           g_object_ref (self->filter));

  self->search = gtk_search_entry_new ();
  g_signal_connect_object (self->search, "search-changed", G_CALLBACK (search_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->search, "activate", G_CALLBACK (sd_picker_choose_first), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->search, "stop-search", G_CALLBACK (stop_search_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), self->search);
  gtk_box_append (GTK_BOX (box), make_list (self));

  self->popover = GTK_POPOVER (gtk_popover_new ());
  gtk_popover_set_child (self->popover, box);
  g_signal_connect_object (self->popover, "show", G_CALLBACK (popover_show_cb), self,
                           G_CONNECT_SWAPPED);
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_ellipsize (self->label, PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (self->label, 0);
  self->button = gtk_menu_button_new ();
  gtk_menu_button_set_child (GTK_MENU_BUTTON (self->button), GTK_WIDGET (self->label));
  gtk_menu_button_set_always_show_arrow (GTK_MENU_BUTTON (self->button), TRUE);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), GTK_WIDGET (self->popover));
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
}

GtkWidget *
sd_picker_new (const char         *label,
               const char * const *titles,
               const char * const *words)
{
  SdPicker *self = g_object_new (SD_TYPE_PICKER, NULL);
  const guint n = g_strv_length ((char **) titles);
  g_autofree char *search_label = g_strdup_printf (_("Search %s"), label);
  guint i;

  self->words = g_new0 (char *, n + 1);
  for (i = 0; i < n; i++)
    {
      g_autoptr (GtkStringObject) item = gtk_string_object_new (titles[i]);
      g_autofree char *text = g_strdup_printf ("%s %s", titles[i], words != NULL ? words[i] : "");

      self->words[i] = g_utf8_casefold (text, -1);
      g_object_set_data (G_OBJECT (item), "position", GUINT_TO_POINTER (i));
      g_list_store_append (self->items, item);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, search_label, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  update_label (self);
  return GTK_WIDGET (self);
}

guint
sd_picker_get_selected (SdPicker *self)
{
  g_return_val_if_fail (SD_IS_PICKER (self), GTK_INVALID_LIST_POSITION);

  return self->selected;
}

void
sd_picker_set_selected (SdPicker *self,
                        guint     selected)
{
  g_return_if_fail (SD_IS_PICKER (self));

  if (self->selected == selected)
    return;
  self->selected = selected;
  update_label (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SELECTED]);
}

void
sd_picker_search (SdPicker   *self,
                  const char *text)
{
  g_return_if_fail (SD_IS_PICKER (self));

  gtk_editable_set_text (GTK_EDITABLE (self->search), text);
  search_changed_cb (self);
}

GListModel *
sd_picker_get_found (SdPicker *self)
{
  g_return_val_if_fail (SD_IS_PICKER (self), NULL);

  return G_LIST_MODEL (self->found);
}

void
sd_picker_choose_first (SdPicker *self)
{
  g_return_if_fail (SD_IS_PICKER (self));

  /* The search entry waits before it tells of what was typed last. */
  search_changed_cb (self);
  choose (self, 0);
}
