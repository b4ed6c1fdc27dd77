/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Changes of structure: what is added gets an id and a name of its own, what is
 * removed takes what referred to it along.
 */

#define G_LOG_DOMAIN "sd-schema-edit"

#include <string.h>

#include "sd-column-private.h"
#include "sd-generator-info.h"
#include "sd-relationship-private.h"
#include "sd-table-private.h"
#include "sd-text-limit-private.h"

/* A name is cut so that the number fits behind it. */
static char *
number_name (const char *base,
             guint       number)
{
  g_autofree char *suffix = g_strdup_printf ("_%u", number);
  gsize length = MIN (strlen (base), SD_MAX_NAME_BYTES - strlen (suffix));

  return g_strdup_printf ("%.*s%s", (int) length, base, suffix);
}

/* @wish as a plain name, with a number when it is among @taken. */
static char *
free_name (GHashTable *taken,
           const char *wish)
{
  g_autofree char *base = _sd_make_name (wish);
  char *name = g_strdup (base);

  for (guint number = 2; g_hash_table_contains (taken, name); number++)
    {
      g_free (name);
      name = number_name (base, number);
    }

  return name;
}

static char *
free_table_name (SdSchema   *self,
                 SdTable    *table,
                 const char *wish)
{
  g_autoptr (GHashTable) taken = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < sd_schema_get_n_tables (self); i++)
    {
      SdTable *other = sd_schema_get_table (self, i);

      if (other != table)
        g_hash_table_add (taken, (char *) sd_table_get_name (other));
    }

  return free_name (taken, wish);
}

static char *
free_column_name (SdTable    *table,
                  SdColumn   *column,
                  const char *wish)
{
  g_autoptr (GHashTable) taken = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < sd_table_get_n_columns (table); i++)
    {
      SdColumn *other = sd_table_get_column (table, i);

      if (other != column)
        g_hash_table_add (taken, (char *) sd_column_get_name (other));
    }

  return free_name (taken, wish);
}

/* Keeps the id of what comes back after it was removed. */
static gboolean
needs_id (SdSchema *self,
          guint     id)
{
  return id == 0 || id >= _sd_schema_get_next_id (self) || _sd_schema_has_id (self, id);
}

static void
give_column_id (SdSchema *self,
                SdColumn *column)
{
  if (needs_id (self, sd_column_get_id (column)))
    _sd_column_set_id (column, _sd_schema_take_id (self));
}

/**
 * sd_schema_add_table:
 * @table: a table that is in no document
 * @position: where; behind the last when too large
 *
 * Adds @table. Beyond 1,000 tables nothing happens.
 */
void
sd_schema_add_table (SdSchema *self,
                     SdTable  *table,
                     guint     position)
{
  g_autofree char *name = NULL;

  g_return_if_fail (SD_IS_SCHEMA (self));
  g_return_if_fail (SD_IS_TABLE (table));
  g_return_if_fail (_sd_table_get_schema (table) == NULL);

  if (sd_schema_get_n_tables (self) >= SD_MAX_TABLES)
    return;

  _sd_schema_freeze (self);

  name = free_table_name (self, table, sd_table_get_name (table));
  _sd_table_set_name (table, name);
  if (needs_id (self, sd_table_get_id (table)))
    _sd_table_set_id (table, _sd_schema_take_id (self));
  for (guint i = 0; i < sd_table_get_n_columns (table); i++)
    give_column_id (self, sd_table_get_column (table, i));

  _sd_schema_splice_tables (self, MIN (position, sd_schema_get_n_tables (self)), 0, &table, 1);

  _sd_schema_thaw (self);
}

/* Takes @name out of the primary key of @table. */
static void
remove_from_primary_key (SdTable    *table,
                         const char *name)
{
  const char * const *key = sd_table_get_primary_key (table);
  g_autoptr (GStrvBuilder) builder = NULL;
  g_auto (GStrv) rest = NULL;

  if (!g_strv_contains (key, name))
    return;

  builder = g_strv_builder_new ();
  for (guint i = 0; key[i] != NULL; i++)
    {
      if (!g_str_equal (key[i], name))
        g_strv_builder_add (builder, key[i]);
    }
  rest = g_strv_builder_end (builder);
  sd_table_set_primary_key (table, (const char * const *) rest);
}

static void
drop_relationship (SdSchema       *self,
                   SdRelationship *relationship)
{
  _sd_schema_drop_factor (self, relationship);
  for (guint i = 0; i < sd_schema_get_n_relationships (self); i++)
    {
      SdRelationship *other = sd_schema_get_relationship (self, i);

      if (sd_relationship_get_distinct_within (other) == sd_relationship_get_id (relationship))
        sd_relationship_set_distinct_within (other, 0);
    }

  for (guint i = 0; i < sd_schema_get_n_relationships (self); i++)
    {
      if (sd_schema_get_relationship (self, i) == relationship)
        {
          _sd_schema_splice_relationships (self, i, 1, NULL, 0);
          return;
        }
    }
}

/* Removes @relationship and the columns that held its keys, unless another
 * relationship uses them. Removing a column may take further relationships
 * along, when the column was a key itself. */
static void
remove_relationship_and_keys (SdSchema       *self,
                              SdRelationship *relationship)
{
  g_autoptr (SdRelationship) kept = g_object_ref (relationship);
  SdTable *child = sd_schema_find_table (self, sd_relationship_get_child_table (kept));
  const char * const *keys = sd_relationship_get_foreign_key (kept);

  drop_relationship (self, kept);
  for (guint i = 0; child != NULL && keys[i] != NULL; i++)
    {
      SdColumn *column = sd_table_find_column (child, keys[i]);

      if (column != NULL && sd_schema_find_relationship (self, child, keys[i]) == NULL)
        sd_schema_remove_column (self, child, column);
    }
}

/* Calls remove_relationship_and_keys() for each relationship to the parent
 * @name whose key holds @column (nullable: any). */
static void
remove_children_of (SdSchema   *self,
                    SdTable    *parent,
                    const char *column)
{
  guint i = 0;

  while (i < sd_schema_get_n_relationships (self))
    {
      SdRelationship *relationship = sd_schema_get_relationship (self, i);
      const char * const *key = sd_relationship_get_parent_key (relationship);

      if (key[0] == NULL)
        key = sd_table_get_primary_key (parent);

      if (g_str_equal (sd_relationship_get_parent_table (relationship), sd_table_get_name (parent))
          && (column == NULL || g_strv_contains (key, column)))
        {
          remove_relationship_and_keys (self, relationship);
          i = 0;
        }
      else
        i++;
    }
}

static void
drop_relationships_of_child (SdSchema   *self,
                             SdTable    *child,
                             const char *column)
{
  guint i = 0;

  while (i < sd_schema_get_n_relationships (self))
    {
      SdRelationship *relationship = sd_schema_get_relationship (self, i);

      if (g_str_equal (sd_relationship_get_child_table (relationship), sd_table_get_name (child))
          && (column == NULL
              || g_strv_contains (sd_relationship_get_foreign_key (relationship), column)))
        drop_relationship (self, relationship);
      else
        i++;
    }
}

/**
 * sd_schema_remove_table:
 *
 * Removes @table, its relationships and the foreign-key columns that point to
 * it.
 */
void
sd_schema_remove_table (SdSchema *self,
                        SdTable  *table)
{
  g_autoptr (SdTable) kept = NULL;
  guint position;

  g_return_if_fail (SD_IS_SCHEMA (self));
  g_return_if_fail (SD_IS_TABLE (table));
  g_return_if_fail (_sd_table_get_schema (table) == self);

  kept = g_object_ref (table);
  _sd_schema_freeze (self);

  drop_relationships_of_child (self, table, NULL);
  remove_children_of (self, table, NULL);
  if (_sd_schema_find_table_position (self, table, &position))
    _sd_schema_splice_tables (self, position, 1, NULL, 0);

  _sd_schema_thaw (self);
}

/**
 * sd_schema_move_table:
 * @position: its new place in the list; the last when too large
 */
void
sd_schema_move_table (SdSchema *self,
                      SdTable  *table,
                      guint     position)
{
  g_autoptr (SdTable) kept = NULL;
  guint old;

  g_return_if_fail (SD_IS_SCHEMA (self));
  g_return_if_fail (SD_IS_TABLE (table));
  g_return_if_fail (_sd_table_get_schema (table) == self);

  position = MIN (position, sd_schema_get_n_tables (self) - 1);
  if (!_sd_schema_find_table_position (self, table, &old) || old == position)
    return;

  kept = g_object_ref (table);
  _sd_schema_freeze (self);
  _sd_schema_splice_tables (self, old, 1, NULL, 0);
  _sd_schema_splice_tables (self, position, 0, &table, 1);
  _sd_schema_thaw (self);
}

/**
 * sd_schema_rename_table:
 * @name: its new name; made a plain identifier, numbered when taken
 *
 * Renames @table in relationships, parameters, templates and formulas too.
 */
void
sd_schema_rename_table (SdSchema   *self,
                        SdTable    *table,
                        const char *name)
{
  g_autofree char *plain = NULL;

  g_return_if_fail (SD_IS_SCHEMA (self));
  g_return_if_fail (SD_IS_TABLE (table));
  g_return_if_fail (_sd_table_get_schema (table) == self);

  plain = free_table_name (self, table, name);
  if (g_str_equal (plain, sd_table_get_name (table)))
    return;

  _sd_schema_freeze (self);
  _sd_schema_rewrite_references (self, table, NULL, plain);
  _sd_table_set_name (table, plain);
  _sd_schema_thaw (self);
}

/**
 * sd_schema_add_column:
 * @table: a table of the document
 * @column: a column that is in no table
 * @position: where; behind the last when too large
 *
 * Adds @column. Beyond 2,000 columns nothing happens.
 */
void
sd_schema_add_column (SdSchema *self,
                      SdTable  *table,
                      SdColumn *column,
                      guint     position)
{
  g_autofree char *name = NULL;

  g_return_if_fail (SD_IS_SCHEMA (self));
  g_return_if_fail (SD_IS_TABLE (table));
  g_return_if_fail (SD_IS_COLUMN (column));
  g_return_if_fail (_sd_table_get_schema (table) == self);

  if (sd_table_get_n_columns (table) >= SD_MAX_COLUMNS)
    return;

  _sd_schema_freeze (self);
  name = free_column_name (table, column, sd_column_get_name (column));
  _sd_column_set_name (column, name);
  give_column_id (self, column);
  _sd_table_splice (table, MIN (position, sd_table_get_n_columns (table)), 0, &column, 1);
  _sd_schema_thaw (self);
}

/* Takes out optional parameters that name the column: "not before it". What
 * computes with it stays and is found wrong. */
static void
drop_parameters_naming (SdTable    *table,
                        const char *name)
{
  for (guint i = 0; i < sd_table_get_n_columns (table); i++)
    {
      SdColumn *column = sd_table_get_column (table, i);
      const SdGeneratorInfo *info = sd_generator_info_get (sd_column_get_generator (column));

      for (const SdParameterInfo *parameter = info != NULL ? info->parameters : NULL;
           parameter != NULL && parameter->name != NULL; parameter++)
        {
          JsonObject *parameters = sd_column_get_parameters (column);

          if (parameter->kind == SD_PARAMETER_COLUMN && !parameter->required
              && g_strcmp0 (sd_parameter_get_text (parameters, parameter->name, NULL), name) == 0)
            sd_column_set_parameter (column, parameter->name, NULL);
        }
    }
}

/**
 * sd_schema_remove_column:
 *
 * Removes @column, the relationships it was a key of and, when others referred
 * to it, their foreign-key columns; and the correlations, rules, branches and
 * effects that are about it. Formulas that name it stay as they are; checking
 * finds them.
 */
void
sd_schema_remove_column (SdSchema *self,
                         SdTable  *table,
                         SdColumn *column)
{
  g_autoptr (SdColumn) kept = NULL;
  const char *name;
  guint position;

  g_return_if_fail (SD_IS_SCHEMA (self));
  g_return_if_fail (SD_IS_TABLE (table));
  g_return_if_fail (SD_IS_COLUMN (column));
  g_return_if_fail (_sd_table_get_schema (table) == self);

  if (!_sd_table_find (table, column, &position))
    return;

  kept = g_object_ref (column);
  name = sd_column_get_name (column);
  _sd_schema_freeze (self);

  _sd_table_splice (table, position, 1, NULL, 0);
  drop_relationships_of_child (self, table, name);
  remove_children_of (self, table, name);
  remove_from_primary_key (table, name);
  drop_parameters_naming (table, name);
  _sd_schema_drop_references (self, table, name);

  _sd_schema_thaw (self);
}

/**
 * sd_schema_move_column:
 * @position: its new place in the table; the last when too large
 */
void
sd_schema_move_column (SdSchema *self,
                       SdTable  *table,
                       SdColumn *column,
                       guint     position)
{
  g_autoptr (SdColumn) kept = NULL;
  guint old;

  g_return_if_fail (SD_IS_SCHEMA (self));
  g_return_if_fail (SD_IS_TABLE (table));
  g_return_if_fail (SD_IS_COLUMN (column));
  g_return_if_fail (_sd_table_get_schema (table) == self);

  if (!_sd_table_find (table, column, &old))
    return;
  position = MIN (position, sd_table_get_n_columns (table) - 1);
  if (old == position)
    return;

  kept = g_object_ref (column);
  _sd_schema_freeze (self);
  _sd_table_splice (table, old, 1, NULL, 0);
  _sd_table_splice (table, position, 0, &column, 1);
  _sd_schema_thaw (self);
}

/**
 * sd_schema_rename_column:
 * @name: its new name; made a plain identifier, numbered when taken
 *
 * Renames @column in keys, relationships, parameters, templates and formulas
 * too.
 */
void
sd_schema_rename_column (SdSchema   *self,
                         SdTable    *table,
                         SdColumn   *column,
                         const char *name)
{
  g_autofree char *plain = NULL;

  g_return_if_fail (SD_IS_SCHEMA (self));
  g_return_if_fail (SD_IS_TABLE (table));
  g_return_if_fail (SD_IS_COLUMN (column));
  g_return_if_fail (_sd_table_get_schema (table) == self);

  plain = free_column_name (table, column, name);
  if (g_str_equal (plain, sd_column_get_name (column)))
    return;

  _sd_schema_freeze (self);
  _sd_schema_rewrite_references (self, table, column, plain);
  _sd_column_set_name (column, plain);
  _sd_schema_thaw (self);
}

/**
 * sd_schema_add_relationship:
 * @relationship: one that is in no document
 *
 * Adds @relationship and makes the columns of its foreign key references.
 */
void
sd_schema_add_relationship (SdSchema       *self,
                            SdRelationship *relationship)
{
  const char * const *keys;
  SdTable *child;

  g_return_if_fail (SD_IS_SCHEMA (self));
  g_return_if_fail (SD_IS_RELATIONSHIP (relationship));

  if (sd_schema_get_n_relationships (self) >= SD_MAX_RELATIONSHIPS)
    return;

  _sd_schema_freeze (self);
  if (needs_id (self, sd_relationship_get_id (relationship)))
    _sd_relationship_set_id (relationship, _sd_schema_take_id (self));
  _sd_schema_splice_relationships (self, sd_schema_get_n_relationships (self), 0, &relationship, 1);

  keys = sd_relationship_get_foreign_key (relationship);
  child = sd_schema_find_table (self, sd_relationship_get_child_table (relationship));
  for (guint i = 0; child != NULL && keys[i] != NULL; i++)
    {
      SdColumn *column = sd_table_find_column (child, keys[i]);

      if (column != NULL)
        sd_column_set_generator (column, "reference", NULL);
    }
  _sd_schema_thaw (self);
}

/**
 * sd_schema_remove_relationship:
 *
 * Removes @relationship. The columns of its foreign key stay, with a plain
 * generator of their type.
 */
void
sd_schema_remove_relationship (SdSchema       *self,
                               SdRelationship *relationship)
{
  g_autoptr (SdRelationship) kept = NULL;
  const char * const *keys;
  SdTable *child;

  g_return_if_fail (SD_IS_SCHEMA (self));
  g_return_if_fail (SD_IS_RELATIONSHIP (relationship));

  kept = g_object_ref (relationship);
  _sd_schema_freeze (self);
  drop_relationship (self, relationship);

  keys = sd_relationship_get_foreign_key (relationship);
  child = sd_schema_find_table (self, sd_relationship_get_child_table (relationship));
  for (guint i = 0; child != NULL && keys[i] != NULL; i++)
    {
      SdColumn *column = sd_table_find_column (child, keys[i]);
      JsonObject *parameters;
      const char *generator;

      if (column == NULL || sd_schema_find_relationship (self, child, keys[i]) != NULL
          || g_strcmp0 (sd_column_get_generator (column), "reference") != 0)
        continue;
      generator = _sd_type_get_generator (sd_column_get_column_type (column), &parameters);
      sd_column_set_generator (column, generator, parameters);
    }
  _sd_schema_thaw (self);
}
