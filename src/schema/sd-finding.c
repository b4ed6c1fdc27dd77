/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Findings and the application of their fixes.
 */

#define G_LOG_DOMAIN "sd-finding"

#include "config.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "sd-schema-file.h"

static void
fix_free (gpointer data)
{
  SdFix *self = data;

  g_free (self->label);
  g_free (self->member);
  g_clear_pointer (&self->value, json_node_unref);
  g_free (self);
}

static SdFinding *
finding_alloc (SdSeverity  severity,
               const char *code,
               guint       element_id,
               const char *place)
{
  SdFinding *self = g_new0 (SdFinding, 1);

  self->severity = severity;
  self->code = g_strdup (code);
  self->element_id = element_id;
  self->place = g_strdup (place);
  self->fixes = g_ptr_array_new_with_free_func (fix_free);

  return self;
}

/**
 * sd_finding_new:
 * @code: stable
 * @element_id: the table, column or relationship meant; 0 the document
 * @place: for people: "orders.customer_id", "customers", ""
 * @format: a whole sentence, translated
 *
 * Returns: (transfer full): a finding without fixes
 */
SdFinding *
sd_finding_new (SdSeverity  severity,
                const char *code,
                guint       element_id,
                const char *place,
                const char *format,
                ...)
{
  SdFinding *self;
  va_list args;

  g_return_val_if_fail (code != NULL, NULL);
  g_return_val_if_fail (place != NULL, NULL);

  self = finding_alloc (severity, code, element_id, place);
  va_start (args, format);
  self->message = g_strdup_vprintf (format, args);
  va_end (args);

  return self;
}

/**
 * sd_finding_copy:
 *
 * Returns: (transfer full): a deep copy of @self
 */
SdFinding *
sd_finding_copy (const SdFinding *self)
{
  SdFinding *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = finding_alloc (self->severity, self->code, self->element_id, self->place);
  copy->message = g_strdup (self->message);
  for (guint i = 0; i < self->fixes->len; i++)
    {
      const SdFix *fix = g_ptr_array_index (self->fixes, i);

      sd_finding_add_fix (copy, fix->element_id, fix->member,
                          fix->value != NULL ? json_node_copy (fix->value) : NULL,
                          "%s", fix->label);
    }

  return copy;
}

void
sd_finding_free (SdFinding *self)
{
  if (self == NULL)
    return;

  g_free (self->code);
  g_free (self->place);
  g_free (self->message);
  g_ptr_array_unref (self->fixes);
  g_free (self);
}

G_DEFINE_BOXED_TYPE (SdFinding, sd_finding, sd_finding_copy, sd_finding_free)

/**
 * sd_finding_add_fix:
 * @element_id: the element that the fix changes; 0 the document
 * @member: as in the file: "rows", or "parameters.max"
 * @value: (transfer full) (nullable): its new value; NULL removes it
 * @label_format: what the fix does, for a button: "Set customers to 50 rows"
 */
void
sd_finding_add_fix (SdFinding  *self,
                    guint       element_id,
                    const char *member,
                    JsonNode   *value,
                    const char *label_format,
                    ...)
{
  SdFix *fix;
  va_list args;

  g_return_if_fail (self != NULL);
  g_return_if_fail (member != NULL);

  fix = g_new0 (SdFix, 1);
  fix->element_id = element_id;
  fix->member = g_strdup (member);
  fix->value = value;
  va_start (args, label_format);
  fix->label = g_strdup_vprintf (label_format, args);
  va_end (args);

  g_ptr_array_add (self->fixes, fix);
}

static JsonObject *
find_in_list (JsonObject *parent,
              const char *member,
              guint       id)
{
  JsonArray *list = json_object_get_array_member (parent, member);

  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *element = json_array_get_object_element (list, i);

      if (json_object_get_int_member_with_default (element, "id", 0) == id)
        return element;
    }

  return NULL;
}

/* The element of @document, which sd_schema_to_json() made. */
static JsonObject *
find_element (JsonObject *document,
              guint       id)
{
  JsonArray *tables = json_object_get_array_member (document, "tables");
  JsonObject *element = NULL;

  if (id == 0)
    return document;

  element = find_in_list (document, "tables", id);
  if (element == NULL)
    element = find_in_list (document, "relationships", id);
  for (guint i = 0; element == NULL && i < json_array_get_length (tables); i++)
    element = find_in_list (json_array_get_object_element (tables, i), "columns", id);

  return element;
}

static void
set_member (JsonObject *element,
            const char *member,
            JsonNode   *value)
{
  if (value != NULL)
    json_object_set_member (element, member, json_node_copy (value));
  else if (json_object_has_member (element, member))
    json_object_remove_member (element, member);
}

static gboolean set_at (JsonObject *object,
                        const char *path,
                        JsonNode   *value);

/* @path: "[2]" and what may follow */
static gboolean
set_element (JsonNode   *node,
             const char *path,
             JsonNode   *value)
{
  char *end;
  guint64 index = g_ascii_strtoull (path + 1, &end, 10);
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  JsonNode *element;
  JsonArray *copy;

  if (array == NULL || *end != ']' || index >= json_array_get_length (array))
    return FALSE;

  element = json_array_get_element (array, (guint) index);
  if (end[1] == '.')
    return JSON_NODE_HOLDS_OBJECT (element)
           && set_at (json_node_get_object (element), end + 2, value);
  if (end[1] == '[')
    return set_element (element, end + 1, value);

  copy = json_array_sized_new (json_array_get_length (array));
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      if (i != index)
        json_array_add_element (copy, json_node_copy (json_array_get_element (array, i)));
      else if (value != NULL)
        json_array_add_element (copy, json_node_copy (value));
    }
  json_node_take_array (node, copy);
  return TRUE;
}

/* @path: "rows", "parameters.max", "rules[2].columns[0]". FALSE when what it
 * leads through is not there. */
static gboolean
set_at (JsonObject *object,
        const char *path,
        JsonNode   *value)
{
  gsize length = strcspn (path, ".[");
  g_autofree char *outer = g_strndup (path, length);
  JsonNode *node;

  /* Names from outside may have dots in them. */
  if (path[length] == '\0' || json_object_has_member (object, path))
    {
      set_member (object, path, value);
      return TRUE;
    }

  if (!json_object_has_member (object, outer) && path[length] == '.')
    json_object_set_object_member (object, outer, json_object_new ());
  node = json_object_get_member (object, outer);
  if (node != NULL && path[length] == '[')
    return set_element (node, path + length, value);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node)
         && set_at (json_node_get_object (node), path + length + 1, value);
}

static gboolean
set_path (JsonObject  *element,
          const SdFix *fix)
{
  if (!set_at (element, fix->member, fix->value))
    return FALSE;

  /* Who applies a fix has said so; another generator has other parameters; and
   * what must be filled has no missing values. */
  if (g_str_equal (fix->member, "rows"))
    json_object_set_string_member (element, "rows_from", "user");
  else if (g_str_equal (fix->member, "generator"))
    set_member (element, "parameters", NULL);
  else if (g_str_equal (fix->member, "nullable")
           && !json_object_get_boolean_member_with_default (element, "nullable", FALSE))
    {
      set_member (element, "missing", NULL);
      set_member (element, "missing_by", NULL);
    }

  return TRUE;
}

/* A new name is taken along by what refers to the old one, unless another
 * element has the old name too: then that one is meant. FALSE when this is no
 * such renaming. */
static gboolean
rename_element (const SdFix *fix,
                SdSchema    *schema)
{
  const char *name;

  if (!g_str_equal (fix->member, "name") || fix->value == NULL
      || !JSON_NODE_HOLDS_VALUE (fix->value)
      || json_node_get_value_type (fix->value) != G_TYPE_STRING)
    return FALSE;

  name = json_node_get_string (fix->value);
  for (guint i = 0; i < sd_schema_get_n_tables (schema); i++)
    {
      SdTable *table = sd_schema_get_table (schema, i);

      if (sd_table_get_id (table) == fix->element_id)
        {
          if (sd_schema_find_table (schema, sd_table_get_name (table)) != table)
            return FALSE;
          sd_schema_rename_table (schema, table, name);
          return TRUE;
        }

      for (guint j = 0; j < sd_table_get_n_columns (table); j++)
        {
          SdColumn *column = sd_table_get_column (table, j);

          if (sd_column_get_id (column) != fix->element_id)
            continue;
          if (sd_table_find_column (table, sd_column_get_name (column)) != column)
            return FALSE;
          sd_schema_rename_column (schema, table, column, name);
          return TRUE;
        }
    }

  return FALSE;
}

/**
 * sd_fix_apply:
 * @schema: the document that the finding is about
 *
 * Sets the member. Setting a name renames what refers to it, setting rows makes
 * them the user's, setting a generator drops the parameters of the old one,
 * forbidding NULL sets the share of missing values to 0.
 *
 * Returns: FALSE, with @schema as it was and an error of SD_SCHEMA_ERROR, when
 *   the element is gone or the value does not fit
 */
gboolean
sd_fix_apply (const SdFix  *fix,
              SdSchema     *schema,
              GError      **error)
{
  g_autoptr (JsonNode) json = NULL;
  JsonObject *element;

  g_return_val_if_fail (fix != NULL, FALSE);
  g_return_val_if_fail (SD_IS_SCHEMA (schema), FALSE);

  if (rename_element (fix, schema))
    return TRUE;

  json = sd_schema_to_json (schema);
  element = find_element (json_node_get_object (json), fix->element_id);
  if (element == NULL)
    {
      g_set_error_literal (error, SD_SCHEMA_ERROR, SD_SCHEMA_ERROR_CONTENT,
                           _("What this would repair is no longer there."));
      return FALSE;
    }

  if (!set_path (element, fix))
    {
      g_set_error_literal (error, SD_SCHEMA_ERROR, SD_SCHEMA_ERROR_CONTENT,
                           _("What this would repair is no longer there."));
      return FALSE;
    }

  return sd_schema_sync_from_json (schema, json, error);
}

/**
 * sd_findings_have_error:
 * @findings: (element-type SdFinding)
 */
gboolean
sd_findings_have_error (GPtrArray *findings)
{
  g_return_val_if_fail (findings != NULL, FALSE);

  for (guint i = 0; i < findings->len; i++)
    {
      const SdFinding *finding = g_ptr_array_index (findings, i);

      if (finding->severity == SD_SEVERITY_ERROR)
        return TRUE;
    }

  return FALSE;
}

static const char *
get_severity_title (SdSeverity severity)
{
  switch (severity)
    {
    case SD_SEVERITY_NOTE:
      return _("note");

    case SD_SEVERITY_WARNING:
      return _("warning");

    case SD_SEVERITY_ERROR:
    default:
      return _("error");
    }
}

/**
 * sd_findings_to_text:
 * @findings: (element-type SdFinding)
 *
 * Returns: (transfer full): a line for each: "error: orders.customer_id: …"
 */
char *
sd_findings_to_text (GPtrArray *findings)
{
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (findings != NULL, NULL);

  for (guint i = 0; i < findings->len; i++)
    {
      const SdFinding *finding = g_ptr_array_index (findings, i);

      g_string_append_printf (text, "%s: ", get_severity_title (finding->severity));
      if (*finding->place != '\0')
        g_string_append_printf (text, "%s: ", finding->place);
      g_string_append_printf (text, "%s\n", finding->message);
    }

  return g_string_free (text, FALSE);
}
