/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The inspector: it keeps its form in step with the document. The form is built
 * anew only when other fields are needed, so that typing is never disturbed.
 */

#define G_LOG_DOMAIN "sd-inspector"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sd-inspector-private.h"
#include "sd-schema-file.h"

enum
{
  SIGNAL_BACK,
  SIGNAL_LAST_SIGNAL,
};

static guint signals[SIGNAL_LAST_SIGNAL];

G_DEFINE_FINAL_TYPE (SdInspector, sd_inspector, GTK_TYPE_WIDGET)

static JsonObject *
find_in (JsonObject *parent,
         const char *member,
         guint       id)
{
  JsonNode *node = json_object_get_member (parent, member);
  JsonArray *list = node != NULL ? json_node_get_array (node) : NULL;
  guint i;

  for (i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonObject *element = json_array_get_object_element (list, i);

      if (json_object_get_int_member_with_default (element, "id", 0) == id)
        return element;
    }
  return NULL;
}

/* The element in the document's JSON form. */
static JsonObject *
find_element (JsonObject *document,
              guint       id)
{
  JsonObject *element = id == 0 ? document : find_in (document, "tables", id);
  JsonArray *tables;
  guint i;

  if (element == NULL)
    element = find_in (document, "relationships", id);
  if (element != NULL || !json_object_has_member (document, "tables"))
    return element;
  tables = json_object_get_array_member (document, "tables");
  for (i = 0; element == NULL && i < json_array_get_length (tables); i++)
    element = find_in (json_array_get_object_element (tables, i), "columns", id);
  return element;
}

static JsonNode *
find_value (JsonObject *element,
            const char *path)
{
  const char *dot = strchr (path, '.');
  g_autofree char *outer = NULL;
  JsonNode *node;

  if (dot == NULL)
    return json_object_get_member (element, path);
  outer = g_strndup (path, (gsize) (dot - path));
  node = json_object_get_member (element, outer);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  return json_object_get_member (json_node_get_object (node), dot + 1);
}

/* Whether the column is the key is said by the table. */
static void
show_primary_key (SdInspector *self,
                  SdField     *field)
{
  SdTable *table = sd_workspace_get_table (self->workspace);
  SdColumn *column = sd_workspace_get_column (self->workspace);
  g_autoptr (JsonNode) value = json_node_alloc ();

  json_node_init_boolean (value, column != NULL
                                   && g_strv_contains (sd_table_get_primary_key (table),
                                                       sd_column_get_name (column)));
  sd_field_set_value (field, value);
}

static void
show_values (SdInspector *self)
{
  g_autoptr (JsonNode) document = sd_schema_to_json (sd_workspace_get_schema (self->workspace));
  guint i;

  for (i = 0; i < self->fields->len; i++)
    {
      SdField *field = g_ptr_array_index (self->fields, i);
      JsonObject *element;

      if (g_str_equal (sd_field_get_path (field), "primary_key"))
        {
          show_primary_key (self, field);
          continue;
        }
      element = find_element (json_node_get_object (document), sd_field_get_element (field));
      if (element != NULL)
        sd_field_set_value (field, find_value (element, sd_field_get_path (field)));
    }
}

/* The field that has the focus, by its path. */
static char *
dup_focused_path (SdInspector *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  guint i;

  for (i = 0; focus != NULL && i < self->fields->len; i++)
    {
      SdField *field = g_ptr_array_index (self->fields, i);

      if (gtk_widget_is_ancestor (focus, sd_field_get_row (field)))
        return g_strdup (sd_field_get_path (field));
    }
  return NULL;
}

static void
update_header (SdInspector *self)
{
  SdTable *table = sd_workspace_get_table (self->workspace);
  SdColumn *column = sd_workspace_get_column (self->workspace);

  gtk_widget_set_sensitive (self->box, table != NULL);
  gtk_label_set_label (self->title, table == NULL ? ""
                                      : column != NULL ? sd_column_get_name (column)
                                                       : sd_table_get_name (table));
}

static void
update (SdInspector *self)
{
  g_autofree char *shape = NULL;

  if (sd_workspace_get_schema (self->workspace) == NULL)
    return;
  shape = _sd_inspector_dup_shape (self);
  if (g_strcmp0 (shape, self->shape) != 0)
    {
      g_autofree char *focused = dup_focused_path (self);
      SdField *field;

      g_free (self->shape);
      self->shape = g_steal_pointer (&shape);
      _sd_inspector_build_form (self);
      field = focused != NULL ? sd_inspector_find_field (self, focused) : NULL;
      if (field != NULL)
        sd_field_grab_focus (field);
    }
  update_header (self);
  show_values (self);
}

static gboolean
update_idle_cb (gpointer user_data)
{
  SdInspector *self = user_data;

  self->idle = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

/* A field must not go while it tells of its change. */
static void
queue_update (SdInspector *self)
{
  if (self->idle == 0)
    self->idle = g_idle_add_full (G_PRIORITY_HIGH_IDLE, update_idle_cb, self, NULL);
}

static void
back_clicked_cb (SdInspector *self)
{
  g_signal_emit (self, signals[SIGNAL_BACK], 0);
}

/* Where @item stands in @model. */
static guint
find_position (GListModel *model,
               gpointer    item)
{
  guint i, n = g_list_model_get_n_items (model);

  for (i = 0; i < n; i++)
    {
      g_autoptr (GObject) other = g_list_model_get_item (model, i);

      if (other == item)
        return i;
    }
  return GTK_INVALID_LIST_POSITION;
}

static void
move_clicked_cb (GtkButton   *button,
                 SdInspector *self)
{
  SdSchema *schema = sd_workspace_get_schema (self->workspace);
  SdHistory *history = sd_workspace_get_history (self->workspace);
  SdTable *table = sd_workspace_get_table (self->workspace);
  SdColumn *column = sd_workspace_get_column (self->workspace);
  GListModel *model = column != NULL ? G_LIST_MODEL (table) : sd_schema_list_tables (schema);
  gboolean up = GTK_WIDGET (button) == self->move_up;
  guint position = find_position (model, column != NULL ? (gpointer) column : (gpointer) table);
  guint n = g_list_model_get_n_items (model);

  if (position >= n || (up ? position == 0 : position + 1 == n))
    return;
  position = up ? position - 1 : position + 1;
  sd_history_begin (history, column != NULL ? _("Move Column") : _("Move Table"), NULL);
  if (column != NULL)
    sd_schema_move_column (schema, table, column, position);
  else
    sd_schema_move_table (schema, table, position);
  sd_history_end (history);
}

static void
remove_clicked_cb (SdInspector *self)
{
  SdSchema *schema = sd_workspace_get_schema (self->workspace);
  SdHistory *history = sd_workspace_get_history (self->workspace);
  g_autoptr (SdTable) table = g_object_ref (sd_workspace_get_table (self->workspace));
  SdColumn *column = sd_workspace_get_column (self->workspace);

  sd_history_begin (history, column != NULL ? _("Remove Column") : _("Remove Table"), NULL);
  if (column != NULL)
    {
      g_object_ref (column);
      sd_schema_remove_column (schema, table, column);
      g_object_unref (column);
    }
  else
    sd_schema_remove_table (schema, table);
  sd_history_end (history);
}

static void
sd_inspector_dispose (GObject *object)
{
  SdInspector *self = SD_INSPECTOR (object);

  g_clear_handle_id (&self->idle, g_source_remove);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->fields, g_ptr_array_unref);
  g_clear_pointer (&self->shape, g_free);

  G_OBJECT_CLASS (sd_inspector_parent_class)->dispose (object);
}

static void
sd_inspector_class_init (SdInspectorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sd_inspector_dispose;

  signals[SIGNAL_BACK] =
    g_signal_new ("back", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "inspector");
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/example/SynthData/schema-editor/sd-inspector.ui");
  gtk_widget_class_bind_template_child (widget_class, SdInspector, box);
  gtk_widget_class_bind_template_child (widget_class, SdInspector, back);
  gtk_widget_class_bind_template_child (widget_class, SdInspector, title);
  gtk_widget_class_bind_template_child (widget_class, SdInspector, form);
  gtk_widget_class_bind_template_child (widget_class, SdInspector, move_up);
  gtk_widget_class_bind_template_child (widget_class, SdInspector, move_down);
  gtk_widget_class_bind_template_child (widget_class, SdInspector, remove);
  gtk_widget_class_bind_template_callback (widget_class, back_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, move_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_clicked_cb);
}

static void
sd_inspector_init (SdInspector *self)
{
  self->fields = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
sd_inspector_set_workspace (SdInspector *self,
                            SdWorkspace *workspace)
{
  g_return_if_fail (SD_IS_INSPECTOR (self));

  g_set_object (&self->workspace, workspace);
  g_signal_connect_object (workspace, "changed", G_CALLBACK (queue_update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "notify", G_CALLBACK (queue_update), self,
                           G_CONNECT_SWAPPED);
  queue_update (self);
}

void
sd_inspector_set_show_back (SdInspector *self,
                            gboolean     show_back)
{
  g_return_if_fail (SD_IS_INSPECTOR (self));

  gtk_widget_set_visible (self->back, show_back);
}

SdField *
sd_inspector_find_field (SdInspector *self,
                         const char  *path)
{
  guint i;

  g_return_val_if_fail (SD_IS_INSPECTOR (self), NULL);

  for (i = 0; i < self->fields->len; i++)
    if (g_str_equal (sd_field_get_path (g_ptr_array_index (self->fields, i)), path))
      return g_ptr_array_index (self->fields, i);
  return NULL;
}
