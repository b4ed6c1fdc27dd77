/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Ids for elements that came without: a draft has none, and a redraft of the
 * same tables must keep theirs, because ids key the draws.
 */

#define G_LOG_DOMAIN "sd-schema-number"

#include "sd-column-private.h"
#include "sd-relationship-private.h"
#include "sd-schema-read-private.h"
#include "sd-table-private.h"

typedef struct
{
  SdSchema *schema;
  GHashTable *used;
} Numbering;

static void
note (Numbering *self,
      guint      id)
{
  if (id == 0)
    return;

  g_hash_table_add (self->used, GUINT_TO_POINTER (id));
  if (id >= _sd_schema_get_next_id (self->schema))
    _sd_schema_set_next_id (self->schema, id + 1);
}

/* @wish: the id of the element's namesake, 0 when there is none */
static guint
choose (Numbering *self,
        guint      wish)
{
  if (wish > 0 && g_hash_table_add (self->used, GUINT_TO_POINTER (wish)))
    return wish;

  return _sd_schema_take_id (self->schema);
}

static void
note_all (Numbering *self)
{
  SdSchema *schema = self->schema;

  for (guint i = 0; i < sd_schema_get_n_tables (schema); i++)
    {
      SdTable *table = sd_schema_get_table (schema, i);

      note (self, sd_table_get_id (table));
      for (guint j = 0; j < sd_table_get_n_columns (table); j++)
        note (self, sd_column_get_id (sd_table_get_column (table, j)));
    }
  for (guint i = 0; i < sd_schema_get_n_relationships (schema); i++)
    note (self, sd_relationship_get_id (sd_schema_get_relationship (schema, i)));
}

static void
number_table (Numbering *self,
              SdTable   *table,
              SdSchema  *base)
{
  SdTable *namesake = NULL;

  if (base != NULL)
    namesake = sd_table_get_id (table) > 0
               ? sd_schema_find_table_by_id (base, sd_table_get_id (table))
               : sd_schema_find_table (base, sd_table_get_name (table));

  if (sd_table_get_id (table) == 0)
    _sd_table_set_id (table, choose (self, namesake != NULL ? sd_table_get_id (namesake) : 0));

  for (guint i = 0; i < sd_table_get_n_columns (table); i++)
    {
      SdColumn *column = sd_table_get_column (table, i);
      SdColumn *same = NULL;

      if (namesake != NULL)
        same = sd_table_find_column (namesake, sd_column_get_name (column));
      if (sd_column_get_id (column) == 0)
        _sd_column_set_id (column, choose (self, same != NULL ? sd_column_get_id (same) : 0));
    }
}

static guint
find_same_relationship (SdSchema       *base,
                        SdRelationship *relationship)
{
  for (guint i = 0; base != NULL && i < sd_schema_get_n_relationships (base); i++)
    {
      SdRelationship *other = sd_schema_get_relationship (base, i);

      if (g_str_equal (sd_relationship_get_parent_table (other),
                       sd_relationship_get_parent_table (relationship))
          && g_str_equal (sd_relationship_get_child_table (other),
                          sd_relationship_get_child_table (relationship))
          && g_strv_equal (sd_relationship_get_foreign_key (other),
                           sd_relationship_get_foreign_key (relationship)))
        return sd_relationship_get_id (other);
    }

  return 0;
}

void
_sd_schema_number (SdSchema *self,
                   SdSchema *base)
{
  Numbering numbering = { self, g_hash_table_new (NULL, NULL) };

  if (base != NULL && _sd_schema_get_next_id (self) < _sd_schema_get_next_id (base))
    _sd_schema_set_next_id (self, _sd_schema_get_next_id (base));
  note_all (&numbering);

  for (guint i = 0; i < sd_schema_get_n_tables (self); i++)
    number_table (&numbering, sd_schema_get_table (self, i), base);
  for (guint i = 0; i < sd_schema_get_n_relationships (self); i++)
    {
      SdRelationship *relationship = sd_schema_get_relationship (self, i);

      if (sd_relationship_get_id (relationship) == 0)
        _sd_relationship_set_id (relationship,
                                 choose (&numbering, find_same_relationship (base, relationship)));
    }

  g_hash_table_unref (numbering.used);
}
