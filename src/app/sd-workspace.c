/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The view state of a window. */

#define G_LOG_DOMAIN "sd-workspace"

#include "config.h"

#include "sd-workspace.h"

struct _SdWorkspace
{
  GObject      parent_instance;

  /* Owned References */
  SdDocument  *document;
  SdPlanWatch *watch;
  SdTable     *table;
  SdColumn    *column;

  gulong       changed_id;
  gulong       updated_id;
};

enum
{
  PROP_0,
  PROP_DOCUMENT,
  PROP_TABLE,
  PROP_COLUMN,
  PROP_LAST_PROP,
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_PLAN_CHANGED,
  SIGNAL_LAST_SIGNAL,
};

static GParamSpec *props[PROP_LAST_PROP];
static guint signals[SIGNAL_LAST_SIGNAL];

G_DEFINE_FINAL_TYPE (SdWorkspace, sd_workspace, G_TYPE_OBJECT)

static gboolean
table_contains (SdTable  *table,
                SdColumn *column)
{
  guint i;

  for (i = 0; table != NULL && i < sd_table_get_n_columns (table); i++)
    if (sd_table_get_column (table, i) == column)
      return TRUE;
  return FALSE;
}

/* Chooses what still exists, in place of what was removed. */
static void
repair_choice (SdWorkspace *self)
{
  SdSchema *schema = sd_workspace_get_schema (self);
  SdTable *table = self->table;
  guint i, n = schema != NULL ? sd_schema_get_n_tables (schema) : 0;
  gboolean found = FALSE;

  for (i = 0; i < n && !found; i++)
    found = sd_schema_get_table (schema, i) == table;
  if (!found)
    table = n > 0 ? sd_schema_get_table (schema, 0) : NULL;
  sd_workspace_set_table (self, table);
  if (self->column != NULL && !table_contains (self->table, self->column))
    sd_workspace_set_column (self, NULL);
}

static void
changed_cb (SdWorkspace *self)
{
  repair_choice (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
updated_cb (SdWorkspace *self)
{
  g_signal_emit (self, signals[SIGNAL_PLAN_CHANGED], 0);
}

static void
drop_document (SdWorkspace *self)
{
  g_clear_signal_handler (&self->changed_id, self->document);
  g_clear_signal_handler (&self->updated_id, self->watch);
  g_clear_object (&self->watch);
  g_clear_object (&self->document);
}

static void
sd_workspace_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  SdWorkspace *self = SD_WORKSPACE (object);

  switch (prop_id)
    {
    case PROP_DOCUMENT:
      g_value_set_object (value, self->document);
      break;

    case PROP_TABLE:
      g_value_set_object (value, self->table);
      break;

    case PROP_COLUMN:
      g_value_set_object (value, self->column);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sd_workspace_dispose (GObject *object)
{
  SdWorkspace *self = SD_WORKSPACE (object);

  drop_document (self);
  g_clear_object (&self->table);
  g_clear_object (&self->column);

  G_OBJECT_CLASS (sd_workspace_parent_class)->dispose (object);
}

static void
sd_workspace_class_init (SdWorkspaceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = sd_workspace_dispose;
  object_class->get_property = sd_workspace_get_property;

  props[PROP_DOCUMENT] = g_param_spec_object ("document", NULL, NULL, SD_TYPE_DOCUMENT, flags);
  props[PROP_TABLE] = g_param_spec_object ("table", NULL, NULL, SD_TYPE_TABLE, flags);
  props[PROP_COLUMN] = g_param_spec_object ("column", NULL, NULL, SD_TYPE_COLUMN, flags);
  g_object_class_install_properties (object_class, PROP_LAST_PROP, props);

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_PLAN_CHANGED] =
    g_signal_new ("plan-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
sd_workspace_init (SdWorkspace *self)
{
}

SdWorkspace *
sd_workspace_new (void)
{
  return g_object_new (SD_TYPE_WORKSPACE, NULL);
}

SdDocument *
sd_workspace_get_document (SdWorkspace *self)
{
  g_return_val_if_fail (SD_IS_WORKSPACE (self), NULL);

  return self->document;
}

/**
 * sd_workspace_set_document:
 * @self: a workspace
 * @document: what is looked at from now on
 */
void
sd_workspace_set_document (SdWorkspace *self,
                           SdDocument  *document)
{
  g_return_if_fail (SD_IS_WORKSPACE (self));
  g_return_if_fail (SD_IS_DOCUMENT (document));

  if (self->document == document)
    return;
  drop_document (self);
  self->document = g_object_ref (document);
  self->watch = sd_plan_watch_new (document);
  self->changed_id = g_signal_connect_swapped (document, "changed", G_CALLBACK (changed_cb), self);
  self->updated_id = g_signal_connect_swapped (self->watch, "updated", G_CALLBACK (updated_cb),
                                               self);
  sd_workspace_set_column (self, NULL);
  repair_choice (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DOCUMENT]);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  g_signal_emit (self, signals[SIGNAL_PLAN_CHANGED], 0);
}

SdSchema *
sd_workspace_get_schema (SdWorkspace *self)
{
  g_return_val_if_fail (SD_IS_WORKSPACE (self), NULL);

  return self->document != NULL ? sd_document_get_schema (self->document) : NULL;
}

SdHistory *
sd_workspace_get_history (SdWorkspace *self)
{
  g_return_val_if_fail (SD_IS_WORKSPACE (self), NULL);

  return self->document != NULL ? sd_document_get_history (self->document) : NULL;
}

SdPlanWatch *
sd_workspace_get_watch (SdWorkspace *self)
{
  g_return_val_if_fail (SD_IS_WORKSPACE (self), NULL);

  return self->watch;
}

SdPlan *
sd_workspace_get_plan (SdWorkspace *self)
{
  g_return_val_if_fail (SD_IS_WORKSPACE (self), NULL);

  return self->watch != NULL ? sd_plan_watch_get_plan (self->watch) : NULL;
}

SdTable *
sd_workspace_get_table (SdWorkspace *self)
{
  g_return_val_if_fail (SD_IS_WORKSPACE (self), NULL);

  return self->table;
}

void
sd_workspace_set_table (SdWorkspace *self,
                        SdTable     *table)
{
  g_return_if_fail (SD_IS_WORKSPACE (self));

  if (!g_set_object (&self->table, table))
    return;
  if (self->column != NULL && !table_contains (table, self->column))
    sd_workspace_set_column (self, NULL);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TABLE]);
}

SdColumn *
sd_workspace_get_column (SdWorkspace *self)
{
  g_return_val_if_fail (SD_IS_WORKSPACE (self), NULL);

  return self->column;
}

void
sd_workspace_set_column (SdWorkspace *self,
                         SdColumn    *column)
{
  g_return_if_fail (SD_IS_WORKSPACE (self));

  if (g_set_object (&self->column, column))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_COLUMN]);
}

/* The column with the id and its table. */
static SdColumn *
find_column (SdSchema  *schema,
             guint      id,
             SdTable  **owner)
{
  guint i, j;

  for (i = 0; i < sd_schema_get_n_tables (schema); i++)
    {
      *owner = sd_schema_get_table (schema, i);
      for (j = 0; j < sd_table_get_n_columns (*owner); j++)
        if (sd_column_get_id (sd_table_get_column (*owner, j)) == id)
          return sd_table_get_column (*owner, j);
    }
  return NULL;
}

void
sd_workspace_show_element (SdWorkspace *self,
                           guint        id)
{
  SdSchema *schema = sd_workspace_get_schema (self);
  SdRelationship *relationship;
  SdTable *table;
  SdColumn *column = NULL;

  g_return_if_fail (SD_IS_WORKSPACE (self));

  if (schema == NULL || id == 0)
    return;
  table = sd_schema_find_table_by_id (schema, id);
  relationship = sd_schema_find_relationship_by_id (schema, id);
  if (relationship != NULL)
    {
      table = sd_schema_find_table (schema, sd_relationship_get_child_table (relationship));
      if (table != NULL)
        column = sd_table_find_column (table, sd_relationship_get_foreign_key (relationship)[0]);
    }
  else if (table == NULL && (column = find_column (schema, id, &table)) == NULL)
    return;
  if (table == NULL)
    return;
  sd_workspace_set_table (self, table);
  sd_workspace_set_column (self, column);
}
