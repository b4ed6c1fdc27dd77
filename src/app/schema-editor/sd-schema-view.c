/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The schema view: two lists that follow the document's models, and the
 * inspector beside them.
 */

#define G_LOG_DOMAIN "sd-schema-view"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "sd-column-edit.h"
#include "sd-panes.h"
#include "sd-plan-source.h"
#include "sd-schema-view.h"

struct _SdSchemaView
{
  GtkWidget     parent_instance;

  /* Template Widgets */
  SdPanes      *outer;
  SdPanes      *inner;
  GtkLabel     *dataset;
  GtkListBox   *tables;
  SdInspector  *inspector;
  GtkWidget    *back;
  GtkLabel     *title;
  GtkWidget    *properties;
  GtkWidget    *add_column;
  GtkStack     *stack;
  GtkBox       *headings;
  GtkListBox   *columns;

  /* Owned References */
  SdWorkspace  *workspace;
  SdTable      *shown;       /* the table whose columns are listed */
  SdSchema     *listed;      /* the schema whose tables are listed */
  GtkSizeGroup *groups[SD_N_COLUMN_CELLS];
  GtkWidget    *heading[SD_N_COLUMN_CELLS];

  guint         compact : 1;
  guint         updating : 1;
};

G_DEFINE_FINAL_TYPE (SdSchemaView, sd_schema_view, GTK_TYPE_WIDGET)

static GtkWidget *
create_table_row (gpointer item,
                  gpointer user_data)
{
  return sd_table_row_new (SD_SCHEMA_VIEW (user_data)->workspace, item);
}

static GtkWidget *
create_column_row (gpointer item,
                   gpointer user_data)
{
  SdSchemaView *self = user_data;
  GtkWidget *row;

  row = sd_column_row_new (self->workspace, self->shown, item, self->groups);
  sd_column_row_set_compact (SD_COLUMN_ROW (row), self->compact);
  return row;
}

static void
select_table_row (SdSchemaView *self)
{
  SdTable *table = sd_workspace_get_table (self->workspace);
  GtkListBoxRow *row;
  int i;

  for (i = 0; (row = gtk_list_box_get_row_at_index (self->tables, i)) != NULL; i++)
    if (sd_table_row_get_table (SD_TABLE_ROW (row)) == table)
      gtk_list_box_select_row (self->tables, row);
}

static void
select_column_row (SdSchemaView *self)
{
  SdColumn *column = sd_workspace_get_column (self->workspace);
  GtkListBoxRow *row;
  int i;

  if (column == NULL)
    {
      gtk_list_box_unselect_all (self->columns);
      return;
    }
  for (i = 0; (row = gtk_list_box_get_row_at_index (self->columns, i)) != NULL; i++)
    if (sd_column_row_get_column (SD_COLUMN_ROW (row)) == column)
      gtk_list_box_select_row (self->columns, row);
}

/* The first row that has a value, as an example of what the column holds. */
static const char *
find_sample (const SdGridCell *cells,
             guint             n_rows,
             guint             n_columns,
             guint             column)
{
  guint row;

  for (row = 0; row < n_rows; row++)
    if (!cells[row * n_columns + column].null)
      return cells[row * n_columns + column].text;
  return "";
}

static void
show_samples (SdSchemaView      *self,
              SdPlan            *plan,
              guint              index)
{
  const SdPlanTable *table = sd_plan_get_table (plan, index);
  g_autoptr (SdGridSource) source = sd_plan_source_new (plan, index);
  guint n_rows = (guint) MIN (table->n_rows, 10), n_columns = table->n_columns, j;
  g_autofree SdGridCell *cells = g_new0 (SdGridCell, (gsize) n_rows * n_columns + 1);
  GtkListBoxRow *row;
  int i;

  if (n_rows > 0 && n_columns > 0)
    sd_grid_source_get_cells (source, 0, n_rows, 0, n_columns, cells);
  for (i = 0; (row = gtk_list_box_get_row_at_index (self->columns, i)) != NULL; i++)
    {
      guint id = sd_column_get_id (sd_column_row_get_column (SD_COLUMN_ROW (row)));

      for (j = 0; j < n_columns; j++)
        if (table->columns[j].id == id)
          sd_column_row_set_sample (SD_COLUMN_ROW (row),
                                    find_sample (cells, n_rows, n_columns, j));
    }
}

static void
plan_changed_cb (SdSchemaView *self)
{
  SdPlan *plan = sd_workspace_get_plan (self->workspace);
  guint i;

  if (plan == NULL || self->shown == NULL)
    return;
  for (i = 0; i < sd_plan_get_n_tables (plan); i++)
    if (sd_plan_get_table (plan, i)->id == sd_table_get_id (self->shown))
      show_samples (self, plan, i);
}

static void
update_titles (SdSchemaView *self)
{
  SdSchema *schema = sd_workspace_get_schema (self->workspace);
  SdTable *table = sd_workspace_get_table (self->workspace);
  const char *title = sd_schema_get_title (schema);

  gtk_label_set_label (self->dataset, *title != '\0' ? title : _("Tables"));
  gtk_label_set_label (self->title, table != NULL ? sd_table_get_name (table) : "");
  gtk_widget_set_sensitive (self->add_column, table != NULL);
  gtk_widget_set_sensitive (self->properties, table != NULL);
}

static void
table_cb (SdSchemaView *self)
{
  SdTable *table = sd_workspace_get_table (self->workspace);

  self->updating = TRUE;
  if (g_set_object (&self->shown, table))
    {
      gtk_list_box_bind_model (self->columns, NULL, NULL, NULL, NULL);
      if (table != NULL)
        gtk_list_box_bind_model (self->columns, G_LIST_MODEL (table), create_column_row, self,
                                 NULL);
    }
  select_table_row (self);
  self->updating = FALSE;
  gtk_stack_set_visible_child_name (self->stack, table != NULL ? "columns" : "empty");
  update_titles (self);
  plan_changed_cb (self);
}

static void
column_cb (SdSchemaView *self)
{
  self->updating = TRUE;
  select_column_row (self);
  self->updating = FALSE;
}

static void
changed_cb (SdSchemaView *self)
{
  update_titles (self);
  /* Rows may be new ones for the same table and column. */
  self->updating = TRUE;
  select_table_row (self);
  select_column_row (self);
  self->updating = FALSE;
}

static void
document_cb (SdSchemaView *self)
{
  SdSchema *schema = sd_workspace_get_schema (self->workspace);

  if (!g_set_object (&self->listed, schema))
    return;
  self->updating = TRUE;
  gtk_list_box_bind_model (self->tables, sd_schema_list_tables (schema), create_table_row, self,
                           NULL);
  self->updating = FALSE;
  table_cb (self);
}

static void
table_selected_cb (GtkListBox    *list,
                   GtkListBoxRow *row,
                   SdSchemaView  *self)
{
  if (self->updating || row == NULL)
    return;
  sd_workspace_set_column (self->workspace, NULL);
  sd_workspace_set_table (self->workspace, sd_table_row_get_table (SD_TABLE_ROW (row)));
}

static void
table_activated_cb (GtkListBox    *list,
                    GtkListBoxRow *row,
                    SdSchemaView  *self)
{
  sd_workspace_set_column (self->workspace, NULL);
  if (sd_panes_get_folded (self->outer))
    sd_panes_set_show_sidebar (self->outer, FALSE);
}

static void
column_selected_cb (GtkListBox    *list,
                    GtkListBoxRow *row,
                    SdSchemaView  *self)
{
  if (self->updating || row == NULL)
    return;
  sd_workspace_set_column (self->workspace, sd_column_row_get_column (SD_COLUMN_ROW (row)));
}

static void
column_activated_cb (GtkListBox    *list,
                     GtkListBoxRow *row,
                     SdSchemaView  *self)
{
  sd_workspace_set_column (self->workspace, sd_column_row_get_column (SD_COLUMN_ROW (row)));
  sd_panes_set_show_sidebar (self->inner, TRUE);
}

static void
properties_cb (SdSchemaView *self)
{
  sd_workspace_set_column (self->workspace, NULL);
  sd_panes_set_show_sidebar (self->inner, TRUE);
}

static void
back_cb (SdSchemaView *self)
{
  sd_panes_set_show_sidebar (self->outer, TRUE);
}

static void
inspector_back_cb (SdSchemaView *self)
{
  sd_panes_set_show_sidebar (self->inner, FALSE);
}

static void
set_compact (SdSchemaView *self,
             gboolean      compact)
{
  GtkListBoxRow *row;
  int i;

  self->compact = compact;
  for (i = 0; (row = gtk_list_box_get_row_at_index (self->columns, i)) != NULL; i++)
    sd_column_row_set_compact (SD_COLUMN_ROW (row), compact);
  gtk_widget_set_visible (self->heading[SD_COLUMN_CELL_GENERATOR], !compact);
  gtk_widget_set_visible (self->heading[SD_COLUMN_CELL_SAMPLE], !compact);
  gtk_widget_set_visible (self->heading[SD_COLUMN_CELL_MISSING], !compact);
}

/* Where there is room, all three stand side by side; where there is not, columns
 * come first and both others are a step away. */
static void
folded_cb (SdSchemaView *self)
{
  gboolean outer = sd_panes_get_folded (self->outer), inner = sd_panes_get_folded (self->inner);

  gtk_widget_set_visible (self->back, outer);
  sd_inspector_set_show_back (self->inspector, inner);
  sd_panes_set_show_sidebar (self->outer, !outer);
  sd_panes_set_show_sidebar (self->inner, !inner);
  set_compact (self, outer);
}

static void
add_table_cb (SdSchemaView *self)
{
  SdSchema *schema = sd_workspace_get_schema (self->workspace);
  SdHistory *history = sd_workspace_get_history (self->workspace);
  g_autoptr (SdTable) table = sd_table_new ("table");
  SdColumn *id = sd_column_new ("id", SD_TYPE_INTEGER);
  const char *key[] = { "id", NULL };

  sd_history_begin (history, _("Add Table"), NULL);
  sd_column_edit_set_generator (id, "sequence");
  sd_column_set_unique (id, TRUE);
  sd_table_set_rows (table, 100, FALSE);
  sd_table_set_margins (table, SD_MARGINS_BALANCED);
  sd_schema_add_table (schema, table, sd_schema_get_n_tables (schema));
  sd_schema_add_column (schema, table, id, 0);
  sd_table_set_primary_key (table, key);
  sd_history_end (history);
  g_object_unref (id);
  sd_workspace_set_table (self->workspace, table);
  sd_workspace_set_column (self->workspace, NULL);
}

static void
add_column_cb (SdSchemaView *self)
{
  SdSchema *schema = sd_workspace_get_schema (self->workspace);
  SdHistory *history = sd_workspace_get_history (self->workspace);
  SdTable *table = sd_workspace_get_table (self->workspace);
  g_autoptr (SdColumn) column = sd_column_edit_new (table, SD_TYPE_TEXT);

  sd_history_begin (history, _("Add Column"), NULL);
  sd_schema_add_column (schema, table, column, sd_table_get_n_columns (table));
  sd_history_end (history);
  sd_workspace_set_column (self->workspace, column);
}

static void
make_headings (SdSchemaView *self)
{
  const char *titles[] = { _("Name"), _("Type"), _("Values"), _("Example"),
                           C_("column heading", "NULL") };
  GtkWidget *corner = gtk_image_new ();
  guint i;

  gtk_image_set_pixel_size (GTK_IMAGE (corner), 16);
  gtk_box_append (self->headings, corner);
  for (i = 0; i < SD_N_COLUMN_CELLS; i++)
    {
      self->groups[i] = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
      self->heading[i] = gtk_label_new (titles[i]);
      gtk_label_set_xalign (GTK_LABEL (self->heading[i]), i == SD_COLUMN_CELL_MISSING ? 1 : 0);
      gtk_label_set_ellipsize (GTK_LABEL (self->heading[i]), PANGO_ELLIPSIZE_END);
      gtk_widget_set_hexpand (self->heading[i], i == SD_COLUMN_CELL_NAME);
      /* What can be edited stands in a frame of its own, a little further in. */
      if (i == SD_COLUMN_CELL_NAME || i == SD_COLUMN_CELL_TYPE)
        gtk_widget_add_css_class (self->heading[i], "inset");
      gtk_size_group_add_widget (self->groups[i], self->heading[i]);
      gtk_box_append (self->headings, self->heading[i]);
    }
}

static void
sd_schema_view_dispose (GObject *object)
{
  SdSchemaView *self = SD_SCHEMA_VIEW (object);
  guint i;

  g_clear_pointer ((GtkWidget **) &self->outer, gtk_widget_unparent);
  g_clear_object (&self->workspace);
  g_clear_object (&self->shown);
  g_clear_object (&self->listed);
  for (i = 0; i < SD_N_COLUMN_CELLS; i++)
    g_clear_object (&self->groups[i]);

  G_OBJECT_CLASS (sd_schema_view_parent_class)->dispose (object);
}

static void
sd_schema_view_class_init (SdSchemaViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sd_schema_view_dispose;

  g_type_ensure (SD_TYPE_INSPECTOR);
  g_type_ensure (SD_TYPE_PANES);
  gtk_widget_class_set_css_name (widget_class, "schemaview");
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/example/SynthData/schema-editor/sd-schema-view.ui");
  gtk_widget_class_bind_template_child (widget_class, SdSchemaView, outer);
  gtk_widget_class_bind_template_child (widget_class, SdSchemaView, inner);
  gtk_widget_class_bind_template_child (widget_class, SdSchemaView, dataset);
  gtk_widget_class_bind_template_child (widget_class, SdSchemaView, tables);
  gtk_widget_class_bind_template_child (widget_class, SdSchemaView, inspector);
  gtk_widget_class_bind_template_child (widget_class, SdSchemaView, back);
  gtk_widget_class_bind_template_child (widget_class, SdSchemaView, title);
  gtk_widget_class_bind_template_child (widget_class, SdSchemaView, properties);
  gtk_widget_class_bind_template_child (widget_class, SdSchemaView, add_column);
  gtk_widget_class_bind_template_child (widget_class, SdSchemaView, stack);
  gtk_widget_class_bind_template_child (widget_class, SdSchemaView, headings);
  gtk_widget_class_bind_template_child (widget_class, SdSchemaView, columns);
  gtk_widget_class_bind_template_callback (widget_class, folded_cb);
  gtk_widget_class_bind_template_callback (widget_class, table_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, table_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, column_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, column_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, properties_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_bind_template_callback (widget_class, inspector_back_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_table_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_column_cb);
}

static void
sd_schema_view_init (SdSchemaView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  make_headings (self);
}

void
sd_schema_view_set_workspace (SdSchemaView *self,
                              SdWorkspace  *workspace)
{
  g_return_if_fail (SD_IS_SCHEMA_VIEW (self));

  g_set_object (&self->workspace, workspace);
  g_signal_connect_object (workspace, "notify::document", G_CALLBACK (document_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "notify::table", G_CALLBACK (table_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "notify::column", G_CALLBACK (column_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "plan-changed", G_CALLBACK (plan_changed_cb), self,
                           G_CONNECT_SWAPPED);
  sd_inspector_set_workspace (self->inspector, workspace);
  document_cb (self);
}

SdTableRow *
sd_schema_view_get_table_row (SdSchemaView *self,
                              guint         position)
{
  g_return_val_if_fail (SD_IS_SCHEMA_VIEW (self), NULL);

  return (SdTableRow *) gtk_list_box_get_row_at_index (self->tables, (int) position);
}

SdColumnRow *
sd_schema_view_get_column_row (SdSchemaView *self,
                               guint         position)
{
  g_return_val_if_fail (SD_IS_SCHEMA_VIEW (self), NULL);

  return (SdColumnRow *) gtk_list_box_get_row_at_index (self->columns, (int) position);
}

SdInspector *
sd_schema_view_get_inspector (SdSchemaView *self)
{
  g_return_val_if_fail (SD_IS_SCHEMA_VIEW (self), NULL);

  return self->inspector;
}

void
sd_schema_view_expect_width (SdSchemaView *self,
                             int           width)
{
  g_return_if_fail (SD_IS_SCHEMA_VIEW (self));

  sd_panes_expect_width (self->outer, width);
  sd_panes_expect_width (self->inner, width);
}
