/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The document from JSON. Members of the wrong kind or range are refused, all
 * at once; what is merely senseless (a reference to nothing) is read and left
 * to sd_schema_validate().
 */

#define G_LOG_DOMAIN "sd-schema-read"

#include "config.h"

#include <math.h>
#include <string.h>
#include <glib/gi18n-lib.h>

#include "sd-calendar.h"
#include "sd-column-private.h"
#include "sd-json-reader-private.h"
#include "sd-json-tree-private.h"
#include "sd-random.h"
#include "sd-relationship-private.h"
#include "sd-schema-read-private.h"
#include "sd-table-private.h"
#include "sd-text-limit-private.h"

static const char * const said_by[] = { "default", "user" };
static const char * const margins[] = { "exact", "balanced", "sampled" };
static const char * const placements[] = { "auto", "clustered", "shuffled", "timeline", "drawn" };

static const char * const document_members[] = {
  "format", "version", "stream", "catalog", "name", "title", "description", "seed", "locale",
  "as_of", "next_id", "messy", "tables", "relationships", "assumptions", NULL
};

static const char * const table_members[] = {
  "id", "name", "title", "description", "aliases", "rows", "rows_from", "margins", "primary_key",
  "columns", "correlations", "rules", "mess", "crossed", NULL
};

static const char * const column_members[] = {
  "id", "name", "title", "description", "unit", "type", "precision", "scale", "generator",
  "parameters", "nullable", "missing", "missing_by", "unique", "mess", NULL
};

static const char * const relationship_members[] = {
  "id", "parent_table_name", "parent_primary_key", "child_table_name", "child_foreign_key", "law",
  "law_parameters", "law_from", "min_cardinality", "max_cardinality", "optional", "placement",
  "distinct_within", "count_effect", "effects", "choice", "one_of", "one_of_share", NULL
};

typedef struct
{
  SdJsonReader json;
  GHashTable *ids;
} Reader;

static const char *
read_text (Reader     *self,
           JsonObject *object,
           const char *member)
{
  return _sd_json_read_text (&self->json, object, member, SD_MAX_TEXT_BYTES, "");
}

/* 0 when the element has none. */
static guint
read_id (Reader     *self,
         JsonObject *object)
{
  guint id = (guint) _sd_json_read_integer (&self->json, object, "id", 1, SD_MAX_ID, 0);

  if (id > 0 && !g_hash_table_add (self->ids, GUINT_TO_POINTER (id)))
    {
      _sd_json_reader_problem (&self->json, "id", _("Another element has the id %u too."), id);
      return 0;
    }

  return id;
}

static const char *
read_name (Reader     *self,
           JsonObject *object)
{
  const char *name = _sd_json_read_text (&self->json, object, "name", SD_MAX_NAME_BYTES, NULL);

  if (name == NULL && !json_object_has_member (object, "name"))
    _sd_json_reader_problem (&self->json, "name", _("This is missing."));

  return name;
}

static gboolean check_tree (Reader     *self,
                            const char *place,
                            JsonNode   *node);

static gboolean
check_members (Reader     *self,
               const char *place,
               JsonObject *object)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;
  gboolean fits = TRUE;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      g_autofree char *inner = g_strdup_printf ("%s.%.*s", place, SD_MAX_NAME_BYTES, name);

      fits = check_tree (self, inner, node) && fits;
    }

  return fits;
}

/* Text is short, except in lists, which hold the user's own values. */
static gboolean
check_tree (Reader     *self,
            const char *place,
            JsonNode   *node)
{
  gboolean fits = TRUE;
  JsonArray *list;

  if (JSON_NODE_HOLDS_OBJECT (node))
    return check_members (self, place, json_node_get_object (node));

  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
      && strlen (json_node_get_string (node)) > SD_MAX_TEXT_BYTES)
    {
      _sd_json_reader_problem (&self->json, place, _("This text is longer than %u bytes."),
                               SD_MAX_TEXT_BYTES);
      return FALSE;
    }

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return TRUE;

  list = json_node_get_array (node);
  if (json_array_get_length (list) > SD_MAX_LIST_SCALARS)
    {
      _sd_json_reader_problem (&self->json, place, _("This list has more than %u elements."),
                               SD_MAX_LIST_SCALARS);
      return FALSE;
    }

  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonNode *element = json_array_get_element (list, i);
      g_autofree char *inner = NULL;

      if (JSON_NODE_HOLDS_VALUE (element) || JSON_NODE_HOLDS_NULL (element))
        continue;
      inner = g_strdup_printf ("%s[%u]", place, i);
      fits = check_tree (self, inner, element) && fits;
    }

  return fits;
}

/* (transfer full) (nullable) */
static JsonObject *
read_tree (Reader     *self,
           JsonObject *object,
           const char *member)
{
  JsonObject *tree = _sd_json_read_object (&self->json, object, member);

  if (tree == NULL || (!self->json.unlimited && !check_members (self, member, tree)))
    return NULL;

  return _sd_json_share_object (tree);
}

/* A list of objects; (transfer full) (nullable) */
static JsonArray *
read_trees (Reader     *self,
            JsonObject *object,
            const char *member,
            guint       max_length)
{
  JsonArray *list = _sd_json_read_array (&self->json, object, member, max_length);
  gboolean fits = TRUE;

  for (guint i = 0; list != NULL && !self->json.unlimited && i < json_array_get_length (list); i++)
    {
      JsonNode *element = json_array_get_element (list, i);
      g_autofree char *place = g_strdup_printf ("%s[%u]", member, i);

      if (JSON_NODE_HOLDS_OBJECT (element))
        {
          fits = check_tree (self, place, element) && fits;
          continue;
        }
      _sd_json_reader_problem (&self->json, place, _("This must be an object: { … }."));
      fits = FALSE;
    }

  return fits ? _sd_json_share_array (list) : NULL;
}

/* (transfer full) */
static JsonObject *
read_parameters (Reader     *self,
                 JsonObject *object,
                 const char *member)
{
  JsonObject *parameters = _sd_json_read_object (&self->json, object, member);

  if (parameters != NULL && !self->json.unlimited && !check_members (self, member, parameters))
    parameters = NULL;

  return _sd_json_share_object (parameters);
}

static SdType
read_type (Reader     *self,
           JsonObject *object)
{
  const char *nicks[SD_N_TYPES];

  for (guint i = 0; i < SD_N_TYPES; i++)
    nicks[i] = sd_type_to_nick (i);

  if (!json_object_has_member (object, "type"))
    _sd_json_reader_problem (&self->json, "type", _("This is missing."));

  return _sd_json_read_choice (&self->json, object, "type", nicks, SD_N_TYPES, SD_TYPE_TEXT);
}

static void
read_generator (Reader     *self,
                JsonObject *object,
                SdColumn   *column)
{
  const char *generator = _sd_json_read_text (&self->json, object, "generator",
                                              SD_MAX_NAME_BYTES, NULL);
  JsonObject *parameters;

  if (generator != NULL)
    parameters = read_parameters (self, object, "parameters");
  else
    generator = _sd_type_get_generator (sd_column_get_column_type (column), &parameters);

  sd_column_set_generator (column, generator, parameters);
}

static void
read_decimal (Reader     *self,
              JsonObject *object,
              SdColumn   *column)
{
  guint precision = (guint) _sd_json_read_integer (&self->json, object, "precision", 1, 18, 10);
  guint scale = (guint) _sd_json_read_integer (&self->json, object, "scale", 0, precision,
                                               MIN (precision, 2));

  sd_column_set_decimal (column, precision, scale);
}

/* (transfer full) (nullable): NULL when it has no name */
static SdColumn *
read_column (Reader     *self,
             JsonObject *object)
{
  const char *name = read_name (self, object);
  SdColumn *column = sd_column_new ("", read_type (self, object));

  _sd_column_set_id (column, read_id (self, object));
  _sd_column_set_name (column, name);
  sd_column_set_title (column, read_text (self, object, "title"));
  sd_column_set_description (column, read_text (self, object, "description"));
  sd_column_set_unit (column, read_text (self, object, "unit"));
  read_decimal (self, object, column);
  read_generator (self, object, column);
  sd_column_set_nullable (column, _sd_json_read_boolean (&self->json, object, "nullable", FALSE));
  sd_column_set_missing (column, _sd_json_read_share (&self->json, object, "missing"));
  sd_column_set_unique (column, _sd_json_read_boolean (&self->json, object, "unique", FALSE));
  sd_column_set_missing_by (column, read_tree (self, object, "missing_by"));
  sd_column_set_mess (column, read_trees (self, object, "mess", SD_MAX_MESS));
  _sd_column_set_extra (column, _sd_json_read_others (object, column_members));

  if (name == NULL)
    g_clear_object (&column);
  return column;
}

static void
read_columns (Reader     *self,
              JsonObject *object,
              SdTable    *table)
{
  JsonArray *columns = _sd_json_read_array (&self->json, object, "columns", SD_MAX_COLUMNS);
  guint n = columns != NULL ? json_array_get_length (columns) : 0;

  for (guint i = 0; i < n; i++)
    {
      JsonNode *element = json_array_get_element (columns, i);
      gsize mark = _sd_json_reader_enter (&self->json, "columns", i);
      g_autoptr (SdColumn) column = NULL;

      if (JSON_NODE_HOLDS_OBJECT (element))
        column = read_column (self, json_node_get_object (element));
      else
        _sd_json_reader_problem (&self->json, NULL, _("This must be an object: { … }."));
      _sd_json_reader_leave (&self->json, mark);

      if (column != NULL)
        _sd_table_splice (table, sd_table_get_n_columns (table), 0, &column, 1);
    }
}

/* (transfer full) (nullable): NULL when it has no name */
static SdTable *
read_table (Reader     *self,
            JsonObject *object)
{
  const char *name = read_name (self, object);
  SdTable *table = sd_table_new ("");
  g_auto (GStrv) primary_key = _sd_json_read_texts (&self->json, object, "primary_key",
                                                    SD_MAX_NAME_BYTES);
  g_auto (GStrv) aliases = _sd_json_read_texts (&self->json, object, "aliases", SD_MAX_TEXT_BYTES);

  _sd_table_set_id (table, read_id (self, object));
  _sd_table_set_name (table, name);
  sd_table_set_title (table, read_text (self, object, "title"));
  sd_table_set_description (table, read_text (self, object, "description"));
  sd_table_set_aliases (table, (const char * const *) aliases);
  sd_table_set_rows (table,
                     (guint64) _sd_json_read_integer (&self->json, object, "rows", 0, G_MAXINT64,
                                                      100),
                     _sd_json_read_choice (&self->json, object, "rows_from", said_by,
                                           G_N_ELEMENTS (said_by), FALSE));
  sd_table_set_margins (table, _sd_json_read_choice (&self->json, object, "margins", margins,
                                                     G_N_ELEMENTS (margins),
                                                     SD_MARGINS_BALANCED));
  sd_table_set_primary_key (table, (const char * const *) primary_key);
  read_columns (self, object, table);
  sd_table_set_correlations (table,
                             read_trees (self, object, "correlations", SD_MAX_CORRELATIONS));
  sd_table_set_rules (table, read_trees (self, object, "rules", SD_MAX_RULES));
  sd_table_set_mess (table, read_trees (self, object, "mess", SD_MAX_MESS));
  sd_table_set_crossed (table, read_tree (self, object, "crossed"));
  _sd_table_set_extra (table, _sd_json_read_others (object, table_members));

  if (name == NULL)
    g_clear_object (&table);
  return table;
}

static void
read_tables (Reader     *self,
             JsonObject *object,
             SdSchema   *schema)
{
  JsonArray *tables = _sd_json_read_array (&self->json, object, "tables", SD_MAX_TABLES);
  guint n = tables != NULL ? json_array_get_length (tables) : 0;

  for (guint i = 0; i < n; i++)
    {
      JsonNode *element = json_array_get_element (tables, i);
      gsize mark = _sd_json_reader_enter (&self->json, "tables", i);
      g_autoptr (SdTable) table = NULL;

      if (JSON_NODE_HOLDS_OBJECT (element))
        table = read_table (self, json_node_get_object (element));
      else
        _sd_json_reader_problem (&self->json, NULL, _("This must be an object: { … }."));
      _sd_json_reader_leave (&self->json, mark);

      if (table != NULL)
        _sd_schema_splice_tables (schema, sd_schema_get_n_tables (schema), 0, &table, 1);
    }
}

static void
read_law (Reader         *self,
          JsonObject     *object,
          SdRelationship *relationship)
{
  const char *law = _sd_json_read_text (&self->json, object, "law", SD_MAX_NAME_BYTES, "poisson");
  gboolean from_user = _sd_json_read_choice (&self->json, object, "law_from", said_by,
                                             G_N_ELEMENTS (said_by), FALSE);

  sd_relationship_set_law (relationship, law, read_parameters (self, object, "law_parameters"),
                           from_user);
}

static void
read_dependence (Reader         *self,
                 JsonObject     *object,
                 SdRelationship *relationship)
{
  guint group = (guint) _sd_json_read_integer (&self->json, object, "one_of", 0, SD_MAX_ID, 0);
  double share = _sd_json_read_share (&self->json, object, "one_of_share");
  gboolean said = json_object_has_member (object, "one_of_share")
                  && !json_object_get_null_member (object, "one_of_share");

  sd_relationship_set_count_effect (relationship, read_tree (self, object, "count_effect"));
  sd_relationship_set_effects (relationship,
                               read_trees (self, object, "effects", SD_MAX_EFFECTS));
  sd_relationship_set_choice (relationship, read_tree (self, object, "choice"));
  sd_relationship_set_one_of (relationship, group,
                              said ? share : NAN);
}

/* (transfer full) */
static SdRelationship *
read_relationship (Reader     *self,
                   JsonObject *object)
{
  SdRelationship *relationship = sd_relationship_new (NULL, NULL, NULL);
  const char *parent = _sd_json_read_text (&self->json, object, "parent_table_name",
                                           SD_MAX_NAME_BYTES, "");
  const char *child = _sd_json_read_text (&self->json, object, "child_table_name",
                                          SD_MAX_NAME_BYTES, "");
  g_auto (GStrv) parent_key = _sd_json_read_texts (&self->json, object, "parent_primary_key",
                                                   SD_MAX_NAME_BYTES);
  g_auto (GStrv) foreign_key = _sd_json_read_texts (&self->json, object, "child_foreign_key",
                                                    SD_MAX_NAME_BYTES);
  gint64 min = _sd_json_read_integer (&self->json, object, "min_cardinality", 0, G_MAXINT64, 0);
  gint64 max = _sd_json_read_integer (&self->json, object, "max_cardinality", 0, G_MAXINT64, 0);

  _sd_relationship_set_id (relationship, read_id (self, object));
  _sd_relationship_set_tables (relationship, parent, child);
  sd_relationship_set_keys (relationship, (const char * const *) parent_key,
                            (const char * const *) foreign_key);
  read_law (self, object, relationship);
  sd_relationship_set_bounds (relationship, (guint64) min, (guint64) max);
  sd_relationship_set_optional (relationship,
                                _sd_json_read_share (&self->json, object, "optional"));
  sd_relationship_set_placement (relationship,
                                 _sd_json_read_choice (&self->json, object, "placement",
                                                       placements, G_N_ELEMENTS (placements),
                                                       SD_PLACEMENT_AUTO));
  sd_relationship_set_distinct_within (relationship,
                                       (guint) _sd_json_read_integer (&self->json, object,
                                                                      "distinct_within", 0,
                                                                      SD_MAX_ID, 0));
  read_dependence (self, object, relationship);
  _sd_relationship_set_extra (relationship, _sd_json_read_others (object, relationship_members));

  return relationship;
}

static void
read_relationships (Reader     *self,
                    JsonObject *object,
                    SdSchema   *schema)
{
  JsonArray *list = _sd_json_read_array (&self->json, object, "relationships",
                                         SD_MAX_RELATIONSHIPS);
  guint n = list != NULL ? json_array_get_length (list) : 0;

  for (guint i = 0; i < n; i++)
    {
      JsonNode *element = json_array_get_element (list, i);
      gsize mark = _sd_json_reader_enter (&self->json, "relationships", i);
      g_autoptr (SdRelationship) relationship = NULL;

      if (JSON_NODE_HOLDS_OBJECT (element))
        relationship = read_relationship (self, json_node_get_object (element));
      else
        _sd_json_reader_problem (&self->json, NULL, _("This must be an object: { … }."));
      _sd_json_reader_leave (&self->json, mark);

      if (relationship != NULL)
        _sd_schema_splice_relationships (schema, sd_schema_get_n_relationships (schema), 0,
                                         &relationship, 1);
    }
}

static void
read_as_of (Reader     *self,
            JsonObject *object,
            SdSchema   *schema)
{
  const char *text = _sd_json_read_text (&self->json, object, "as_of", SD_MAX_NAME_BYTES, NULL);
  gint64 date;

  if (text == NULL)
    return;

  if (sd_date_parse (text, &date))
    sd_schema_set_as_of (schema, date);
  else
    _sd_json_reader_problem (&self->json, "as_of", _("This must be a day such as \"2026-03-01\"."));
}

/* Free-form members come in the order of the format, then those that nobody
 * knows, in the order of the file. */
static void
read_members (JsonObject *object,
              SdSchema   *schema)
{
  static const char * const free_form[] = { "conversation", "export", "diagram" };
  g_autoptr (JsonObject) others = _sd_json_read_others (object, document_members);
  g_autoptr (JsonObject) members = json_object_new ();

  if (others == NULL)
    return;

  for (guint i = 0; i < G_N_ELEMENTS (free_form); i++)
    {
      if (json_object_has_member (others, free_form[i]))
        json_object_set_member (members, free_form[i],
                                _sd_json_share_node (json_object_get_member (others,
                                                                             free_form[i])));
    }
  _sd_json_append (members, others);
  json_object_seal (members);
  _sd_schema_set_members (schema, members);
}

static void
read_document (Reader     *self,
               JsonObject *object,
               SdSchema   *schema)
{
  SdSchemaVersions versions = _sd_schema_get_versions (schema);
  g_auto (GStrv) assumptions = NULL;
  const char *name;

  versions.stream = _sd_json_read_integer (&self->json, object, "stream", 1, G_MAXINT32,
                                           SD_STREAM_VERSION);
  versions.catalog = (guint) _sd_json_read_integer (&self->json, object, "catalog", 1, G_MAXINT32,
                                                    1);
  _sd_schema_set_versions (schema, versions);

  name = _sd_json_read_text (&self->json, object, "name", SD_MAX_NAME_BYTES, NULL);
  if (name != NULL)
    sd_schema_set_name (schema, name);
  sd_schema_set_title (schema, read_text (self, object, "title"));
  sd_schema_set_description (schema, read_text (self, object, "description"));
  sd_schema_set_seed (schema,
                      (guint64) _sd_json_read_integer (&self->json, object, "seed", 0, G_MAXINT64,
                                                       42));
  sd_schema_set_locale (schema, _sd_json_read_text (&self->json, object, "locale",
                                                    SD_MAX_NAME_BYTES, "en_US"));
  read_as_of (self, object, schema);
  _sd_schema_set_next_id (schema, (guint) _sd_json_read_integer (&self->json, object, "next_id", 1,
                                                                 SD_MAX_ID + 1, 1));
  sd_schema_set_messy (schema, _sd_json_read_boolean (&self->json, object, "messy", FALSE));
  read_tables (self, object, schema);
  read_relationships (self, object, schema);
  assumptions = _sd_json_read_texts (&self->json, object, "assumptions", SD_MAX_TEXT_BYTES);
  sd_schema_set_assumptions (schema, (const char * const *) assumptions);
  read_members (object, schema);
}

/* Reads format and version, without which nothing else means anything. */
static gboolean
read_head (JsonNode  *node,
           SdSchema  *schema,
           GError   **error)
{
  SdSchemaVersions versions = _sd_schema_get_versions (schema);
  SdJsonReader reader;
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *format = NULL;

  _sd_json_reader_init (&reader, TRUE);
  if (object != NULL)
    {
      format = _sd_json_read_text (&reader, object, "format", SD_MAX_NAME_BYTES, NULL);
      versions.version = _sd_json_read_integer (&reader, object, "version", 1, G_MAXINT32, 0);
    }
  _sd_json_reader_clear (&reader);

  if (g_strcmp0 (format, "synthdata") != 0)
    {
      g_set_error_literal (error, SD_SCHEMA_ERROR, SD_SCHEMA_ERROR_FORMAT,
                           _("This is not a SynthData document: its member \"format\" is not "
                             "\"synthdata\"."));
      return FALSE;
    }

  if (versions.version == 0)
    {
      g_set_error_literal (error, SD_SCHEMA_ERROR, SD_SCHEMA_ERROR_FORMAT,
                           _("The document does not say which version of the format it has: its "
                             "member \"version\" must be a whole number from 1."));
      return FALSE;
    }

  _sd_schema_set_versions (schema, versions);
  return TRUE;
}

SdSchema *
_sd_schema_read (JsonNode  *node,
                 SdSchema  *base,
                 gboolean   trusted,
                 GError   **error)
{
  g_autoptr (SdSchema) schema = sd_schema_new ();
  g_autofree char *report = NULL;
  Reader self;

  if (!read_head (node, schema, error))
    return NULL;

  /* What a newer version wrote is shown as far as it is understood. */
  _sd_json_reader_init (&self.json, trusted || sd_schema_get_read_only (schema));
  self.json.unlimited = trusted;
  self.ids = g_hash_table_new (NULL, NULL);
  read_document (&self, json_node_get_object (node), schema);
  report = _sd_json_reader_report (&self.json);
  g_hash_table_unref (self.ids);
  _sd_json_reader_clear (&self.json);

  if (report != NULL)
    {
      g_set_error_literal (error, SD_SCHEMA_ERROR, SD_SCHEMA_ERROR_CONTENT, report);
      return NULL;
    }

  _sd_schema_number (schema, base);
  return g_steal_pointer (&schema);
}
