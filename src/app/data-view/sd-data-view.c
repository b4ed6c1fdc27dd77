/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The data view: it follows the workspace's table and plan. */

#define G_LOG_DOMAIN "sd-data-view"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-data-view.h"
#include "sd-number-text.h"
#include "sd-plan-source.h"

/* Seeds that people meet are short enough to read aloud. */
#define SEED_RANGE 1000000

struct _SdDataView
{
  GtkWidget    parent_instance;

  /* Template Widgets */
  GtkStack    *stack;
  GtkBox      *tabs;
  SdDataGrid  *grid;
  GtkLabel    *position;
  GtkEntry    *go_to;
  GtkEntry    *seed;
  GtkButton   *new_sample;
  GtkWidget   *new_sample_content;

  /* Owned References */
  SdWorkspace *workspace;
  char        *shown;      /* names of the tables on the tabs, joined */

  guint        shown_id;   /* id of the table in the grid */
  guint        updating : 1;
};

enum
{
  SIGNAL_NOTICE,
  SIGNAL_LAST_SIGNAL,
};

static guint signals[SIGNAL_LAST_SIGNAL];

G_DEFINE_FINAL_TYPE (SdDataView, sd_data_view, GTK_TYPE_WIDGET)

static void
update_position (SdDataView *self)
{
  SdGridSource *source = sd_data_grid_get_source (self->grid);
  g_autofree char *rows = NULL, *row = NULL, *text = NULL;
  guint64 n;

  if (source == NULL)
    return;
  n = sd_grid_source_get_n_rows (source);
  rows = sd_number_text_from_count (n);
  row = sd_number_text_from_count (sd_data_grid_get_row (self->grid) + 1);
  if (n == 0)
    text = g_strdup (_("No rows"));
  else
    /* Translators: "Row 12 of 2,000" */
    text = g_strdup_printf (_("Row %s of %s"), row, rows);
  gtk_label_set_label (self->position, text);
}

static void
tab_toggled_cb (GtkToggleButton *button,
                SdDataView      *self)
{
  SdSchema *schema = sd_workspace_get_schema (self->workspace);
  guint id = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "table"));
  SdTable *table;

  if (self->updating || !gtk_toggle_button_get_active (button))
    return;
  table = sd_schema_find_table_by_id (schema, id);
  if (table != NULL)
    sd_workspace_set_table (self->workspace, table);
}

static GtkWidget *
tab_new (SdDataView *self,
         SdTable    *table,
         GtkWidget  *group)
{
  GtkWidget *tab = gtk_toggle_button_new_with_label (sd_table_get_name (table));

  gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (tab), GTK_TOGGLE_BUTTON (group));
  gtk_widget_add_css_class (tab, "flat");
  g_object_set_data (G_OBJECT (tab), "table", GUINT_TO_POINTER (sd_table_get_id (table)));
  g_signal_connect (tab, "toggled", G_CALLBACK (tab_toggled_cb), self);
  return tab;
}

static void
rebuild_tabs (SdDataView *self,
              SdSchema   *schema)
{
  GtkWidget *child, *group = NULL;
  guint i;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->tabs))) != NULL)
    gtk_box_remove (self->tabs, child);
  for (i = 0; i < sd_schema_get_n_tables (schema); i++)
    {
      child = tab_new (self, sd_schema_get_table (schema, i), group);
      group = group != NULL ? group : child;
      gtk_box_append (self->tabs, child);
    }
}

static char *
join_names (SdSchema *schema)
{
  GString *names = g_string_new (NULL);
  guint i;

  for (i = 0; i < sd_schema_get_n_tables (schema); i++)
    {
      SdTable *table = sd_schema_get_table (schema, i);

      g_string_append_printf (names, "%u:%s\n", sd_table_get_id (table),
                              sd_table_get_name (table));
    }
  return g_string_free (names, FALSE);
}

static void
update_tabs (SdDataView *self)
{
  SdSchema *schema = sd_workspace_get_schema (self->workspace);
  SdTable *table = sd_workspace_get_table (self->workspace);
  g_autofree char *names = join_names (schema);
  GtkWidget *tab;

  self->updating = TRUE;
  if (g_strcmp0 (names, self->shown) != 0)
    {
      rebuild_tabs (self, schema);
      g_free (self->shown);
      self->shown = g_steal_pointer (&names);
    }
  for (tab = gtk_widget_get_first_child (GTK_WIDGET (self->tabs)); tab != NULL;
       tab = gtk_widget_get_next_sibling (tab))
    if (table != NULL && GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (tab), "table"))
                           == sd_table_get_id (table))
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (tab), TRUE);
  self->updating = FALSE;
}

static void
update_seed (SdDataView *self)
{
  g_autofree char *text = NULL;

  text = g_strdup_printf ("%" G_GUINT64_FORMAT,
                          sd_schema_get_seed (sd_workspace_get_schema (self->workspace)));
  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (self->seed)), text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->seed), text);
}

static int
find_in_plan (SdPlan *plan,
              guint   id)
{
  guint i;

  for (i = 0; i < sd_plan_get_n_tables (plan); i++)
    if (sd_plan_get_table (plan, i)->id == id)
      return (int) i;
  return -1;
}

static void
update_grid (SdDataView *self)
{
  SdPlan *plan = sd_workspace_get_plan (self->workspace);
  SdTable *table = sd_workspace_get_table (self->workspace);
  g_autoptr (SdGridSource) source = NULL;
  g_autofree char *title = NULL;
  int index = -1;

  if (plan != NULL && table != NULL)
    index = find_in_plan (plan, sd_table_get_id (table));
  gtk_stack_set_visible_child_name (self->stack, index >= 0 ? "data" : "empty");
  if (index < 0)
    {
      sd_data_grid_set_source (self->grid, NULL);
      self->shown_id = 0;
      return;
    }
  source = sd_plan_source_new (plan, (guint) index);
  if (self->shown_id != sd_table_get_id (table))
    sd_data_grid_reset_view (self->grid);
  self->shown_id = sd_table_get_id (table);
  sd_data_grid_set_source (self->grid, source);
  /* Translators: the accessible name of a grid: "Data of customers" */
  title = g_strdup_printf (_("Data of %s"), sd_table_get_name (table));
  sd_data_grid_set_title (self->grid, title);
  update_position (self);
}

static void
changed_cb (SdDataView *self)
{
  update_tabs (self);
  update_seed (self);
}

static void
table_cb (SdDataView *self)
{
  if (sd_workspace_get_document (self->workspace) == NULL)
    return;
  update_tabs (self);
  update_grid (self);
}

static void
cursor_moved_cb (SdDataView *self)
{
  update_position (self);
}

static void
grid_notice_cb (SdDataView *self,
                const char *message)
{
  g_signal_emit (self, signals[SIGNAL_NOTICE], 0, message);
}

static void
go_to_cb (SdDataView *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->go_to));
  guint64 row;

  if (!sd_number_text_to_count (text, G_MAXUINT64, &row) || row == 0)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->go_to), "error");
      gtk_accessible_update_state (GTK_ACCESSIBLE (self->go_to), GTK_ACCESSIBLE_STATE_INVALID,
                                   GTK_ACCESSIBLE_INVALID_TRUE, -1);
      return;
    }
  gtk_widget_remove_css_class (GTK_WIDGET (self->go_to), "error");
  gtk_accessible_reset_state (GTK_ACCESSIBLE (self->go_to), GTK_ACCESSIBLE_STATE_INVALID);
  sd_data_grid_go_to (self->grid, row - 1, sd_data_grid_get_column (self->grid));
  gtk_widget_grab_focus (GTK_WIDGET (self->grid));
}

static void
set_seed (SdDataView *self,
          guint64     seed)
{
  SdSchema *schema = sd_workspace_get_schema (self->workspace);
  SdHistory *history = sd_workspace_get_history (self->workspace);

  if (seed == sd_schema_get_seed (schema))
    return;
  sd_history_begin (history, _("Change Seed"), NULL);
  sd_schema_set_seed (schema, seed);
  sd_history_end (history);
}

static void
seed_cb (SdDataView *self)
{
  guint64 seed;

  if (self->workspace == NULL)
    return;
  if (sd_number_text_to_count (gtk_editable_get_text (GTK_EDITABLE (self->seed)), G_MAXINT64,
                               &seed))
    set_seed (self, seed);
  update_seed (self);
}

static void
sd_data_view_dispose (GObject *object)
{
  SdDataView *self = SD_DATA_VIEW (object);

  g_clear_object (&self->workspace);
  g_clear_pointer (&self->shown, g_free);
  g_clear_pointer ((GtkWidget **) &self->stack, gtk_widget_unparent);

  G_OBJECT_CLASS (sd_data_view_parent_class)->dispose (object);
}

static void
sd_data_view_class_init (SdDataViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sd_data_view_dispose;

  signals[SIGNAL_NOTICE] =
    g_signal_new ("notice", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (SD_TYPE_DATA_GRID);
  gtk_widget_class_set_css_name (widget_class, "dataview");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/SynthData/data-view/sd-data-view.ui");
  gtk_widget_class_bind_template_child (widget_class, SdDataView, stack);
  gtk_widget_class_bind_template_child (widget_class, SdDataView, tabs);
  gtk_widget_class_bind_template_child (widget_class, SdDataView, grid);
  gtk_widget_class_bind_template_child (widget_class, SdDataView, position);
  gtk_widget_class_bind_template_child (widget_class, SdDataView, go_to);
  gtk_widget_class_bind_template_child (widget_class, SdDataView, seed);
  gtk_widget_class_bind_template_child (widget_class, SdDataView, new_sample);
  gtk_widget_class_bind_template_child (widget_class, SdDataView, new_sample_content);
  gtk_widget_class_bind_template_callback (widget_class, cursor_moved_cb);
  gtk_widget_class_bind_template_callback (widget_class, grid_notice_cb);
  gtk_widget_class_bind_template_callback (widget_class, go_to_cb);
  gtk_widget_class_bind_template_callback (widget_class, seed_cb);
}

static void
sd_data_view_init (SdDataView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
sd_data_view_set_workspace (SdDataView  *self,
                            SdWorkspace *workspace)
{
  g_return_if_fail (SD_IS_DATA_VIEW (self));

  g_set_object (&self->workspace, workspace);
  g_signal_connect_object (workspace, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "notify::table", G_CALLBACK (table_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "plan-changed", G_CALLBACK (table_cb), self,
                           G_CONNECT_SWAPPED);
  changed_cb (self);
  table_cb (self);
}

SdDataGrid *
sd_data_view_get_grid (SdDataView *self)
{
  g_return_val_if_fail (SD_IS_DATA_VIEW (self), NULL);

  return self->grid;
}

/**
 * sd_data_view_new_sample:
 * @self: a data view
 *
 * Gives the document another seed, as a step that can be undone.
 */
void
sd_data_view_new_sample (SdDataView *self)
{
  guint64 seed, old;

  g_return_if_fail (SD_IS_DATA_VIEW (self));

  old = sd_schema_get_seed (sd_workspace_get_schema (self->workspace));
  do
    seed = (guint64) g_random_int_range (1, SEED_RANGE);
  while (seed == old);
  set_seed (self, seed);
}

void
sd_data_view_focus_go_to (SdDataView *self)
{
  g_return_if_fail (SD_IS_DATA_VIEW (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->go_to));
}

void
sd_data_view_set_compact (SdDataView *self,
                          gboolean    compact)
{
  g_return_if_fail (SD_IS_DATA_VIEW (self));

  if (compact)
    gtk_button_set_icon_name (self->new_sample, "sd-sample-symbolic");
  else
    gtk_button_set_child (self->new_sample, self->new_sample_content);
}
