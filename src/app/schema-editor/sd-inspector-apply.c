/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What a field of the inspector changes. Most set one member of one element, as
 * the fix of a finding does, with the checks of the file; a few need more.
 */

#define G_LOG_DOMAIN "sd-inspector"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sd-column-edit.h"
#include "sd-inspector-private.h"

static void
set_primary_key (SdInspector *self,
                 gboolean     wanted)
{
  SdTable *table = sd_workspace_get_table (self->workspace);
  SdColumn *column = sd_workspace_get_column (self->workspace);
  const char *names[] = { sd_column_get_name (column), NULL };
  const char *none[] = { NULL };

  sd_table_set_primary_key (table, wanted ? names : none);
  if (wanted)
    {
      sd_column_set_missing (column, 0);
      sd_column_set_nullable (column, FALSE);
      sd_column_set_unique (column, TRUE);
    }
}

/* Objects of the document are never changed in place. */
static JsonObject *
copy_with (JsonObject *object,
           const char *member,
           JsonNode   *value)
{
  JsonObject *copy = json_object_new ();
  g_autoptr (GList) members = json_object_get_members (object);
  GList *link;

  for (link = members; link != NULL; link = link->next)
    if (g_strcmp0 (link->data, member) != 0)
      json_object_set_member (copy, link->data,
                              json_node_copy (json_object_get_member (object, link->data)));
  if (value != NULL)
    json_object_set_member (copy, member, json_node_copy (value));
  return copy;
}

/* What the law depends on holds for another law too. */
static JsonObject *
keep_branches (JsonObject *parameters)
{
  static const char *members[] = { "by", "branches" };
  JsonObject *kept = json_object_new ();
  guint i;

  for (i = 0; i < G_N_ELEMENTS (members); i++)
    if (json_object_has_member (parameters, members[i]))
      json_object_set_member (kept, members[i],
                              json_node_copy (json_object_get_member (parameters, members[i])));
  return kept;
}

static void
set_law (SdInspector *self,
         guint        id,
         const char  *path,
         JsonNode    *value)
{
  SdSchema *schema = sd_workspace_get_schema (self->workspace);
  SdRelationship *relationship = sd_schema_find_relationship_by_id (schema, id);
  const char *dot = strchr (path, '.');

  if (relationship == NULL)
    return;
  if (dot != NULL)
    sd_relationship_set_law (relationship, sd_relationship_get_law (relationship),
                             copy_with (sd_relationship_get_law_parameters (relationship),
                                        dot + 1, value), TRUE);
  else if (value != NULL)
    sd_relationship_set_law (relationship, json_node_get_string (value),
                             keep_branches (sd_relationship_get_law_parameters (relationship)),
                             TRUE);
}

/* TRUE when the field is one of those that need more than one member set. */
static gboolean
apply_special (SdInspector *self,
               SdField     *field,
               JsonNode    *value)
{
  const char *path = sd_field_get_path (field);
  SdColumn *column = sd_workspace_get_column (self->workspace);
  SdType type;

  if (g_str_equal (path, "law") || g_str_has_prefix (path, "law_parameters."))
    set_law (self, sd_field_get_element (field), path, value);
  else if (column == NULL || value == NULL)
    return FALSE;
  else if (g_str_equal (path, "primary_key"))
    set_primary_key (self, json_node_get_boolean (value));
  else if (g_str_equal (path, "generator"))
    sd_column_edit_set_generator (column, json_node_get_string (value));
  else if (g_str_equal (path, "parameters.distribution")
           && sd_distribution_info_get (json_node_get_string (value)) != NULL
           && g_strcmp0 (sd_column_get_generator (column), "number") == 0)
    sd_column_edit_set_distribution (column, json_node_get_string (value));
  else if (g_str_equal (path, "type") && sd_type_from_nick (json_node_get_string (value), &type))
    sd_column_edit_set_type (column, type);
  else
    return FALSE;
  return TRUE;
}

void
_sd_inspector_apply (SdInspector *self,
                     SdField     *field)
{
  SdSchema *schema = sd_workspace_get_schema (self->workspace);
  SdHistory *history = sd_workspace_get_history (self->workspace);
  g_autoptr (JsonNode) value = sd_field_dup_value (field);
  g_autoptr (GError) error = NULL;
  g_autofree char *label = NULL;
  SdFix fix = {
    .element_id = sd_field_get_element (field),
    .member = (char *) sd_field_get_path (field),
    .value = value,
  };

  /* Translators: a step of undo: change what is called so in the form */
  label = g_strdup_printf (_("Change %s"), sd_field_get_title (field));
  sd_history_begin (history, label, NULL);
  if (!apply_special (self, field, value) && !sd_fix_apply (&fix, schema, &error))
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      sd_field_set_message (field, error->message);
    }
  /* A share of missing values needs a column that may have them. */
  if (g_str_equal (fix.member, "missing") && sd_workspace_get_column (self->workspace) != NULL
      && value != NULL && json_node_get_double (value) > 0)
    sd_column_set_nullable (sd_workspace_get_column (self->workspace), TRUE);
  sd_history_end (history);
}
