/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Names, sizes and primary keys of tables.
 */

#define G_LOG_DOMAIN "sd-validate-table"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-nearest.h"
#include "sd-text-limit-private.h"
#include "sd-validate-private.h"

/* PostgreSQL has columns of these names in every table. */
static const char * const system_columns[] = {
  "tableoid", "xmin", "cmin", "xmax", "cmax", "ctid", NULL
};

typedef struct
{
  const char *name;
  const char *place;
  guint id;
  gboolean is_table;
} Named;

static void
validate_name (SdValidation *self,
               const Named  *named,
               GHashTable   *seen)
{
  g_autofree char *plain = _sd_make_name (named->name);
  SdFinding *finding = NULL;

  if (*named->name == '\0')
    finding = _sd_validation_add (self, SD_SEVERITY_ERROR, "name-empty", named->id, named->place,
                                  named->is_table ? _("A table has no name.")
                                                  : _("A column has no name."));
  else if (!g_str_equal (plain, named->name))
    finding = _sd_validation_add (self, SD_SEVERITY_ERROR, "name-invalid", named->id, named->place,
                                  _("“%s” is no plain name: lower-case letters, digits and "
                                    "underscores, beginning with a letter."), named->name);
  else if (named->is_table ? g_str_has_prefix (named->name, "sqlite_")
                           : g_strv_contains (system_columns, named->name))
    {
      g_free (plain);
      plain = g_strdup_printf (named->is_table ? "data_%.50s" : "%s_value", named->name);
      finding = _sd_validation_add (self, SD_SEVERITY_WARNING, "name-reserved", named->id,
                                    named->place,
                                    _("The name “%s” is taken by the system in some databases."),
                                    named->name);
    }
  else if (g_hash_table_contains (seen, named->name))
    {
      g_free (plain);
      plain = g_strdup_printf ("%.*s_%u", SD_MAX_NAME_BYTES - 11, named->name, named->id);
      finding = _sd_validation_add (self, SD_SEVERITY_ERROR, "name-duplicate", named->id,
                                    named->place,
                                    named->is_table ? _("There are two tables named “%s”.")
                                                    : _("The table has two columns named “%s”."),
                                    named->name);
    }

  g_hash_table_add (seen, (char *) named->name);
  if (finding != NULL)
    sd_finding_add_fix (finding, named->id, "name", _sd_text_node (plain), _("Rename it to “%s”"),
                        plain);
}

/* Whether this table is the first of its name. */
static void
validate_table_name (SdValidation *self,
                     SdTable      *table)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  const char *name = sd_table_get_name (table);
  Named named = { name, name, sd_table_get_id (table), TRUE };

  if (sd_schema_find_table (self->schema, name) != table)
    g_hash_table_add (seen, (char *) name);
  validate_name (self, &named, seen);
}

static void
validate_rows (SdValidation *self,
               SdTable      *table)
{
  const char *name = sd_table_get_name (table);
  guint id = sd_table_get_id (table);
  SdFinding *finding;

  if (sd_table_get_n_columns (table) == 0)
    _sd_validation_add (self, SD_SEVERITY_ERROR, "no-columns", id, name,
                        _("The table has no columns."));

  if (sd_table_get_rows (table) <= SD_MAX_ROWS)
    return;

  finding = _sd_validation_add (self, SD_SEVERITY_ERROR, "too-many-rows", id, name,
                                _("%" G_GUINT64_FORMAT " rows are more than the 100,000,000,000 "
                                  "that a table can have."), sd_table_get_rows (table));
  sd_finding_add_fix (finding, id, "rows", _sd_integer_node (SD_MAX_ROWS),
                      _("Set %s to 100,000,000,000 rows"), name);
}

/* The primary key with its member @old replaced; NULL leaves it out. */
static JsonNode *
replace_key (const char * const *key,
             const char         *old,
             const char         *replacement)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  for (guint i = 0; key[i] != NULL; i++)
    {
      if (!g_str_equal (key[i], old))
        json_array_add_string_element (array, key[i]);
      else if (replacement != NULL)
        json_array_add_string_element (array, replacement);
    }
  json_node_take_array (node, array);

  return node;
}

static void
report_unknown_key (SdValidation *self,
                    SdTable      *table,
                    const char   *name)
{
  const char * const *key = sd_table_get_primary_key (table);
  g_autoptr (GPtrArray) names = _sd_validation_list_columns (table);
  const char *nearest = sd_nearest_of (name, names);
  guint id = sd_table_get_id (table);
  SdFinding *finding;

  finding = _sd_validation_add (self, SD_SEVERITY_ERROR, "primary-key-unknown", id,
                                sd_table_get_name (table),
                                _("The primary key names the column “%s”, which does not exist."),
                                name);
  if (nearest != NULL && !g_strv_contains (key, nearest))
    sd_finding_add_fix (finding, id, "primary_key", replace_key (key, name, nearest),
                        _("Use “%s”"), nearest);
  sd_finding_add_fix (finding, id, "primary_key", replace_key (key, name, NULL),
                      _("Leave it out of the key"));
}

static void
validate_key_column (SdValidation *self,
                     SdTable      *table,
                     SdColumn     *column)
{
  g_autofree char *place = _sd_validation_get_place (table, column);
  guint id = sd_column_get_id (column);
  SdFinding *finding;

  if (sd_column_get_nullable (column))
    {
      finding = _sd_validation_add (self, SD_SEVERITY_ERROR, "primary-key-nullable", id, place,
                                    _("A column of the primary key cannot be empty in any row."));
      sd_finding_add_fix (finding, id, "nullable", _sd_boolean_node (FALSE),
                          _("Fill it in every row"));
    }
}

static void
validate_primary_key (SdValidation *self,
                      SdTable      *table)
{
  const char * const *key = sd_table_get_primary_key (table);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; key[i] != NULL; i++)
    {
      SdColumn *column = sd_table_find_column (table, key[i]);

      if (column == NULL)
        report_unknown_key (self, table, key[i]);
      else if (!g_hash_table_add (seen, (char *) key[i]))
        _sd_validation_add (self, SD_SEVERITY_ERROR, "primary-key-twice", sd_table_get_id (table),
                            sd_table_get_name (table),
                            _("The primary key names the column “%s” twice."), key[i]);
      else
        validate_key_column (self, table, column);
    }
}

void
_sd_validate_table (SdValidation *self,
                    SdTable      *table)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  validate_table_name (self, table);
  validate_rows (self, table);
  validate_primary_key (self, table);

  for (guint i = 0; i < sd_table_get_n_columns (table); i++)
    {
      SdColumn *column = sd_table_get_column (table, i);
      g_autofree char *place = _sd_validation_get_place (table, column);
      Named named = { sd_column_get_name (column), place, sd_column_get_id (column), FALSE };

      validate_name (self, &named, seen);
      _sd_validate_column (self, table, column);
    }

  _sd_validate_correlations (self, table);
  _sd_validate_rules (self, table);
  _sd_validate_crossed (self, table);
  _sd_validate_mess (self, table, NULL, sd_table_get_mess (table));
}
