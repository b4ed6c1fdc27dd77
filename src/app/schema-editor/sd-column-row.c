/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A row of the grid of columns. */

#define G_LOG_DOMAIN "sd-column-row"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-catalog.h"
#include "sd-column-edit.h"
#include "sd-column-row.h"
#include "sd-generator-info.h"

struct _SdColumnRow
{
  GtkListBoxRow parent_instance;

  /* Owned References */
  SdWorkspace  *workspace;
  SdTable      *table;
  SdColumn     *column;

  /* Children */
  GtkImage     *icon;
  GtkWidget    *cells[SD_N_COLUMN_CELLS];

  guint         updating : 1;
};

G_DEFINE_FINAL_TYPE (SdColumnRow, sd_column_row, GTK_TYPE_LIST_BOX_ROW)

static gboolean
is_primary_key (SdColumnRow *self)
{
  return g_strv_contains (sd_table_get_primary_key (self->table),
                          sd_column_get_name (self->column));
}

/* What makes the values, as few words as will do. */
static char *
describe_generator (SdColumnRow *self)
{
  const char *nick = sd_column_get_generator (self->column);
  const SdGeneratorInfo *info = sd_generator_info_get (nick);
  JsonObject *parameters = sd_column_get_parameters (self->column);
  SdSchema *schema = sd_workspace_get_schema (self->workspace);

  if (g_strcmp0 (nick, "reference") == 0)
    {
      SdRelationship *relationship;

      relationship = sd_schema_find_relationship (schema, self->table,
                                                  sd_column_get_name (self->column));
      if (relationship != NULL)
        return g_strconcat ("→ ", sd_relationship_get_parent_table (relationship), NULL);
    }
  if (g_strcmp0 (nick, "semantic") == 0)
    {
      const SdSemanticType *semantic;

      semantic = sd_catalog_get_semantic (sd_schema_get_locale (schema),
                                          sd_parameter_get_text (parameters, "semantic", ""));
      if (semantic != NULL)
        return g_strdup (semantic->title);
    }
  if (g_strcmp0 (nick, "number") == 0)
    info = sd_distribution_info_get (sd_parameter_get_text (parameters, "distribution", "uniform"));
  return g_strdup (info != NULL ? _(info->title) : nick);
}

static void
update_icon (SdColumnRow *self)
{
  const char *icon = NULL, *tip = NULL;

  if (is_primary_key (self))
    {
      icon = "sd-key-symbolic";
      tip = _("Primary Key");
    }
  else if (g_strcmp0 (sd_column_get_generator (self->column), "reference") == 0)
    {
      icon = "sd-link-symbolic";
      tip = _("Foreign Key");
    }
  gtk_image_set_from_icon_name (self->icon, icon);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->icon), tip);
}

static void
update (SdColumnRow *self)
{
  const char *name = sd_column_get_name (self->column);
  double missing = sd_column_get_missing (self->column);
  g_autofree char *generator = describe_generator (self), *share = NULL;
  g_autofree char *name_label = NULL, *type_label = NULL;

  self->updating = TRUE;
  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (self->cells[SD_COLUMN_CELL_NAME])), name))
    gtk_editable_set_text (GTK_EDITABLE (self->cells[SD_COLUMN_CELL_NAME]), name);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->cells[SD_COLUMN_CELL_TYPE]),
                              sd_column_get_column_type (self->column));
  self->updating = FALSE;
  gtk_label_set_label (GTK_LABEL (self->cells[SD_COLUMN_CELL_GENERATOR]), generator);
  /* Translators: a share of missing values, "10 %" */
  share = missing > 0 ? g_strdup_printf (_("%.3g %%"), missing * 100) : g_strdup ("");
  gtk_label_set_label (GTK_LABEL (self->cells[SD_COLUMN_CELL_MISSING]), share);
  update_icon (self);

  /* Translators: accessible names: "Name of column price", "Type of column price" */
  name_label = g_strdup_printf (_("Name of column %s"), name);
  type_label = g_strdup_printf (_("Type of column %s"), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->cells[SD_COLUMN_CELL_NAME]),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name_label, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->cells[SD_COLUMN_CELL_TYPE]),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, type_label, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, generator, -1);
}

static void
rename_cb (SdColumnRow *self)
{
  GtkEditable *editable = GTK_EDITABLE (self->cells[SD_COLUMN_CELL_NAME]);
  SdHistory *history = sd_workspace_get_history (self->workspace);
  const char *name = gtk_editable_get_text (editable);

  if (self->updating || g_strcmp0 (name, sd_column_get_name (self->column)) == 0)
    return;
  if (*name != '\0')
    {
      sd_history_begin (history, _("Rename Column"), NULL);
      sd_schema_rename_column (sd_workspace_get_schema (self->workspace), self->table,
                               self->column, name);
      sd_history_end (history);
    }
  update (self);
}

static void
type_cb (SdColumnRow *self)
{
  guint type = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->cells[SD_COLUMN_CELL_TYPE]));
  SdHistory *history = sd_workspace_get_history (self->workspace);

  if (self->updating || type >= SD_N_TYPES || type == sd_column_get_column_type (self->column))
    return;
  sd_history_begin (history, _("Change Type"), NULL);
  sd_column_edit_set_type (self->column, (SdType) type);
  sd_history_end (history);
}

/* Who works in a row has chosen it. */
static void
focus_enter_cb (SdColumnRow *self)
{
  GtkWidget *list = gtk_widget_get_parent (GTK_WIDGET (self));

  if (GTK_IS_LIST_BOX (list))
    gtk_list_box_select_row (GTK_LIST_BOX (list), GTK_LIST_BOX_ROW (self));
}

static GtkStringList *
type_titles (void)
{
  GtkStringList *titles = gtk_string_list_new (NULL);
  guint i;

  for (i = 0; i < SD_N_TYPES; i++)
    gtk_string_list_append (titles, sd_type_get_title ((SdType) i));
  return titles;
}

/* The button has SQL's word, which is short, and gives way where it must; the
 * list says it in full. */
static void
setup_type_cb (GtkSignalListItemFactory *factory,
               GtkListItem              *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), 6);
  gtk_list_item_set_child (item, label);
}

static void
bind_type_cb (GtkSignalListItemFactory *factory,
              GtkListItem              *item)
{
  guint type = gtk_list_item_get_position (item);

  if (type < SD_N_TYPES)
    gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)),
                         sd_type_to_nick ((SdType) type));
}

static GtkWidget *
type_list_new (void)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  GtkWidget *type = gtk_drop_down_new (G_LIST_MODEL (type_titles ()), NULL);

  g_signal_connect (factory, "setup", G_CALLBACK (setup_type_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_type_cb), NULL);
  gtk_drop_down_set_list_factory (GTK_DROP_DOWN (type),
                                  gtk_drop_down_get_factory (GTK_DROP_DOWN (type)));
  gtk_drop_down_set_factory (GTK_DROP_DOWN (type), factory);
  gtk_widget_add_css_class (type, "flat");
  return type;
}

/* A label that is as wide as @chars where there is room. */
static GtkWidget *
label_new (const char *css_class,
           int         chars)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), MIN (chars, 6));
  gtk_label_set_max_width_chars (GTK_LABEL (label), chars);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
make_cells (SdColumnRow *self)
{
  GtkWidget *name = gtk_text_new ();
  GtkWidget *type = type_list_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_editable_set_width_chars (GTK_EDITABLE (name), 9);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (name), 20);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_widget_add_css_class (name, "cell");
  g_signal_connect_object (name, "activate", G_CALLBACK (rename_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "leave", G_CALLBACK (rename_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (name, focus);
  g_signal_connect_object (type, "notify::selected", G_CALLBACK (type_cb), self,
                           G_CONNECT_SWAPPED);
  self->cells[SD_COLUMN_CELL_NAME] = name;
  self->cells[SD_COLUMN_CELL_TYPE] = type;
  self->cells[SD_COLUMN_CELL_GENERATOR] = label_new (NULL, 16);
  self->cells[SD_COLUMN_CELL_SAMPLE] = label_new ("sample", 18);
  self->cells[SD_COLUMN_CELL_MISSING] = label_new ("numeric", 4);
  gtk_label_set_xalign (GTK_LABEL (self->cells[SD_COLUMN_CELL_MISSING]), 1);
  gtk_widget_add_css_class (self->cells[SD_COLUMN_CELL_SAMPLE], "dim-label");
  gtk_widget_add_css_class (self->cells[SD_COLUMN_CELL_MISSING], "dim-label");
}

static void
sd_column_row_dispose (GObject *object)
{
  SdColumnRow *self = SD_COLUMN_ROW (object);

  g_clear_object (&self->workspace);
  g_clear_object (&self->table);
  g_clear_object (&self->column);

  G_OBJECT_CLASS (sd_column_row_parent_class)->dispose (object);
}

static void
sd_column_row_class_init (SdColumnRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sd_column_row_dispose;
}

static void
sd_column_row_init (SdColumnRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkEventController *focus = gtk_event_controller_focus_new ();
  guint i;

  self->icon = GTK_IMAGE (gtk_image_new ());
  gtk_image_set_pixel_size (self->icon, 16);
  gtk_widget_add_css_class (GTK_WIDGET (self->icon), "dim-label");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->icon));
  make_cells (self);
  for (i = 0; i < SD_N_COLUMN_CELLS; i++)
    {
      gtk_widget_set_valign (self->cells[i], GTK_ALIGN_CENTER);
      gtk_box_append (GTK_BOX (box), self->cells[i]);
    }
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  gtk_widget_add_css_class (GTK_WIDGET (self), "column-row");
  g_signal_connect_object (focus, "enter", G_CALLBACK (focus_enter_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}

GtkWidget *
sd_column_row_new (SdWorkspace   *workspace,
                   SdTable       *table,
                   SdColumn      *column,
                   GtkSizeGroup **groups)
{
  SdColumnRow *self = g_object_new (SD_TYPE_COLUMN_ROW, NULL);
  guint i;

  self->workspace = g_object_ref (workspace);
  self->table = g_object_ref (table);
  self->column = g_object_ref (column);
  for (i = 0; i < SD_N_COLUMN_CELLS; i++)
    gtk_size_group_add_widget (groups[i], self->cells[i]);
  g_signal_connect_object (column, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (table, "notify::primary-key", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

SdColumn *
sd_column_row_get_column (SdColumnRow *self)
{
  g_return_val_if_fail (SD_IS_COLUMN_ROW (self), NULL);

  return self->column;
}

void
sd_column_row_set_sample (SdColumnRow *self,
                          const char  *sample)
{
  g_return_if_fail (SD_IS_COLUMN_ROW (self));

  gtk_label_set_label (GTK_LABEL (self->cells[SD_COLUMN_CELL_SAMPLE]), sample);
  gtk_widget_set_tooltip_text (self->cells[SD_COLUMN_CELL_SAMPLE], sample);
}

void
sd_column_row_set_compact (SdColumnRow *self,
                           gboolean     compact)
{
  g_return_if_fail (SD_IS_COLUMN_ROW (self));

  gtk_widget_set_visible (self->cells[SD_COLUMN_CELL_GENERATOR], !compact);
  gtk_widget_set_visible (self->cells[SD_COLUMN_CELL_SAMPLE], !compact);
  gtk_widget_set_visible (self->cells[SD_COLUMN_CELL_MISSING], !compact);
}

void
sd_column_row_rename (SdColumnRow *self,
                      const char  *name)
{
  g_return_if_fail (SD_IS_COLUMN_ROW (self));

  gtk_editable_set_text (GTK_EDITABLE (self->cells[SD_COLUMN_CELL_NAME]), name);
  rename_cb (self);
}
