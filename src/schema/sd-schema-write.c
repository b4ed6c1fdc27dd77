/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The document as JSON: always the same members in the same order.
 */

#define G_LOG_DOMAIN "sd-schema-write"

#include "sd-format.h"
#include "sd-json-text.h"
#include "sd-json-tree-private.h"
#include "sd-relationship-private.h"
#include "sd-schema-file.h"
#include "sd-table-private.h"

static void
set_as_of (JsonObject *json,
           gint64      date)
{
  char buffer[SD_FORMAT_MAX + 1];

  *sd_format_date (buffer, date) = '\0';
  json_object_set_string_member (json, "as_of", buffer);
}

static void
set_head (JsonObject *json,
          SdSchema   *self)
{
  SdSchemaVersions versions = _sd_schema_get_versions (self);

  json_object_set_string_member (json, "format", "synthdata");
  json_object_set_int_member (json, "version", versions.version);
  json_object_set_int_member (json, "stream", versions.stream);
  json_object_set_int_member (json, "catalog", versions.catalog);
  json_object_set_string_member (json, "name", sd_schema_get_name (self));
  json_object_set_string_member (json, "title", sd_schema_get_title (self));
  if (*sd_schema_get_description (self) != '\0')
    json_object_set_string_member (json, "description", sd_schema_get_description (self));
  json_object_set_int_member (json, "seed", (gint64) sd_schema_get_seed (self));
  json_object_set_string_member (json, "locale", sd_schema_get_locale (self));
  set_as_of (json, sd_schema_get_as_of (self));
  json_object_set_int_member (json, "next_id", _sd_schema_get_next_id (self));
  if (sd_schema_get_messy (self))
    json_object_set_boolean_member (json, "messy", TRUE);
}

static void
set_lists (JsonObject *json,
           SdSchema   *self)
{
  JsonArray *tables = json_array_new ();
  JsonArray *relationships = json_array_new ();

  for (guint i = 0; i < sd_schema_get_n_tables (self); i++)
    {
      JsonObject *table = _sd_table_get_json (sd_schema_get_table (self, i));

      json_array_add_object_element (tables, json_object_ref (table));
    }
  json_object_set_array_member (json, "tables", tables);

  for (guint i = 0; i < sd_schema_get_n_relationships (self); i++)
    {
      JsonObject *relationship = _sd_relationship_get_json (sd_schema_get_relationship (self, i));

      json_array_add_object_element (relationships, json_object_ref (relationship));
    }
  json_object_set_array_member (json, "relationships", relationships);
}

JsonNode *
_sd_schema_snapshot (SdSchema *self)
{
  JsonObject *json = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  set_head (json, self);
  set_lists (json, self);
  if (sd_schema_get_assumptions (self)[0] != NULL)
    _sd_json_set_texts (json, "assumptions", sd_schema_get_assumptions (self));
  _sd_json_append (json, _sd_schema_get_members (self));

  json_node_take_object (node, json);
  json_node_seal (node);
  return node;
}

/**
 * sd_schema_to_json:
 *
 * Returns: (transfer full): the document as in the file; the caller may change
 *   it
 */
JsonNode *
sd_schema_to_json (SdSchema *self)
{
  g_autoptr (JsonNode) snapshot = NULL;

  g_return_val_if_fail (SD_IS_SCHEMA (self), NULL);

  snapshot = _sd_schema_snapshot (self);
  return _sd_json_copy_node (snapshot);
}

/**
 * sd_schema_to_text:
 *
 * Returns: (transfer full): the bytes of the file
 */
char *
sd_schema_to_text (SdSchema *self)
{
  g_autoptr (JsonNode) snapshot = NULL;

  g_return_val_if_fail (SD_IS_SCHEMA (self), NULL);

  snapshot = _sd_schema_snapshot (self);
  return sd_json_to_text (snapshot, TRUE);
}
