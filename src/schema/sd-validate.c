/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What can be said of a document without evaluating it: all findings at once,
 * in the order of the document. Formulas, templates and meanings are read by
 * the engine's compiler, which adds its own.
 */

#define G_LOG_DOMAIN "sd-validate"

#include "config.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "sd-random.h"
#include "sd-schema-private.h"
#include "sd-nearest.h"
#include "sd-validate-private.h"

SdFinding *
_sd_validation_add (SdValidation *self,
                    SdSeverity    severity,
                    const char   *code,
                    guint         element_id,
                    const char   *place,
                    const char   *format,
                    ...)
{
  g_autofree char *message = NULL;
  SdFinding *finding;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);

  finding = sd_finding_new (severity, code, element_id, place, "%s", message);
  g_ptr_array_add (self->findings, finding);

  return finding;
}

void
_sd_validation_offer_nearest (SdFinding  *finding,
                              guint       element_id,
                              const char *member,
                              const char *word,
                              GPtrArray  *names)
{
  const char *nearest = sd_nearest_of (word, names);

  if (nearest != NULL)
    sd_finding_add_fix (finding, element_id, member, _sd_text_node (nearest),
                        _("Use “%s”"), nearest);
}

void
_sd_validation_offer_removal (SdValidation *self,
                              guint         first,
                              guint         element_id,
                              const char   *path,
                              const char   *label)
{
  for (guint i = first; i < self->findings->len; i++)
    sd_finding_add_fix (g_ptr_array_index (self->findings, i), element_id, path, NULL, "%s",
                        label);
}

SdTable *
_sd_validation_find_head (SdValidation *self,
                          SdTable      *table,
                          const char   *word)
{
  SdRelationship *relationship = sd_schema_find_relationship (self->schema, table, word);

  if (relationship != NULL)
    word = sd_relationship_get_parent_table (relationship);

  return sd_schema_find_table (self->schema, word);
}

SdColumn *
_sd_validation_find_column (SdValidation *self,
                            SdTable      *table,
                            const char   *text)
{
  const char *dot = strchr (text, '.');
  g_autofree char *head = NULL;
  SdTable *other;

  if (dot == NULL)
    return sd_table_find_column (table, text);

  head = g_strndup (text, dot - text);
  other = _sd_validation_find_head (self, table, head);
  return other != NULL ? sd_table_find_column (other, dot + 1) : NULL;
}

GPtrArray *
_sd_validation_list_tables (SdSchema *schema)
{
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; i < sd_schema_get_n_tables (schema); i++)
    g_ptr_array_add (names, (char *) sd_table_get_name (sd_schema_get_table (schema, i)));

  return names;
}

GPtrArray *
_sd_validation_list_columns (SdTable *table)
{
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; i < sd_table_get_n_columns (table); i++)
    g_ptr_array_add (names, (char *) sd_column_get_name (sd_table_get_column (table, i)));

  return names;
}

GPtrArray *
_sd_validation_list_nicks (const SdGeneratorInfo *infos,
                           guint                  n)
{
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (names, (char *) infos[i].nick);

  return names;
}

char *
_sd_validation_get_place (SdTable  *table,
                          SdColumn *column)
{
  return g_strdup_printf ("%s.%s", sd_table_get_name (table), sd_column_get_name (column));
}

JsonNode *
_sd_text_node (const char *text)
{
  return json_node_init_string (json_node_alloc (), text);
}

JsonNode *
_sd_integer_node (gint64 value)
{
  return json_node_init_int (json_node_alloc (), value);
}

JsonNode *
_sd_double_node (double value)
{
  return json_node_init_double (json_node_alloc (), value);
}

JsonNode *
_sd_boolean_node (gboolean value)
{
  return json_node_init_boolean (json_node_alloc (), value);
}

static void
validate_document (SdValidation *self)
{
  gint64 stream = _sd_schema_get_versions (self->schema).stream;

  if (stream != SD_STREAM_VERSION)
    _sd_validation_add (self, SD_SEVERITY_ERROR, "stream-unknown", 0, "",
                        _("The document was made with version %" G_GINT64_FORMAT " of the random "
                          "streams, which this program does not know; it would make other data."),
                        stream);
}

/**
 * sd_schema_validate:
 *
 * Checks names, keys, references, types and parameters.
 *
 * Returns: (transfer full) (element-type SdFinding): all findings, possibly none
 */
GPtrArray *
sd_schema_validate (SdSchema *self)
{
  SdValidation validation = { self, NULL };

  g_return_val_if_fail (SD_IS_SCHEMA (self), NULL);

  validation.findings = g_ptr_array_new_with_free_func ((GDestroyNotify) sd_finding_free);
  validate_document (&validation);
  for (guint i = 0; i < sd_schema_get_n_tables (self); i++)
    _sd_validate_table (&validation, sd_schema_get_table (self, i));
  for (guint i = 0; i < sd_schema_get_n_relationships (self); i++)
    _sd_validate_relationship (&validation, sd_schema_get_relationship (self, i));

  return validation.findings;
}
