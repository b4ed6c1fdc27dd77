/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Making one document equal to another in place: what has the same id stays the
 * same object, so that whoever looks at it goes on looking.
 */

#define G_LOG_DOMAIN "sd-schema-sync"

#include "sd-column-private.h"
#include "sd-relationship-private.h"
#include "sd-schema-file.h"
#include "sd-schema-read-private.h"
#include "sd-table-private.h"

typedef void (* Splice) (gpointer   list,
                         guint      position,
                         guint      n_removals,
                         gpointer  *additions,
                         guint      n_additions);

/* Makes @list hold the objects of @wanted, touching only what lies between the
 * first and the last difference. */
static void
splice_to (gpointer   list,
           GPtrArray *now,
           GPtrArray *wanted,
           Splice     splice)
{
  guint start = 0;
  guint end = 0;
  guint shorter = MIN (now->len, wanted->len);

  while (start < shorter && now->pdata[start] == wanted->pdata[start])
    start++;
  while (end < shorter - start
         && now->pdata[now->len - 1 - end] == wanted->pdata[wanted->len - 1 - end])
    end++;

  if (now->len - start - end > 0 || wanted->len - start - end > 0)
    splice (list, start, now->len - start - end, wanted->pdata + start,
            wanted->len - start - end);
}

static GPtrArray *
list_items (GListModel *model)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    g_ptr_array_add (items, g_list_model_get_item (model, i));

  return items;
}

static GHashTable *
index_by_id (GPtrArray  *items,
             guint     (*get_id) (gpointer item))
{
  GHashTable *index = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < items->len; i++)
    g_hash_table_insert (index, GUINT_TO_POINTER (get_id (items->pdata[i])), items->pdata[i]);

  return index;
}

static guint
column_id (gpointer item)
{
  return sd_column_get_id (item);
}

static guint
table_id (gpointer item)
{
  return sd_table_get_id (item);
}

static guint
relationship_id (gpointer item)
{
  return sd_relationship_get_id (item);
}

static void
splice_columns (gpointer  list,
                guint     position,
                guint     n_removals,
                gpointer *additions,
                guint     n_additions)
{
  _sd_table_splice (list, position, n_removals, (SdColumn **) additions, n_additions);
}

static void
splice_tables (gpointer  list,
               guint     position,
               guint     n_removals,
               gpointer *additions,
               guint     n_additions)
{
  _sd_schema_splice_tables (list, position, n_removals, (SdTable **) additions, n_additions);
}

static void
splice_relationships (gpointer  list,
                      guint     position,
                      guint     n_removals,
                      gpointer *additions,
                      guint     n_additions)
{
  _sd_schema_splice_relationships (list, position, n_removals, (SdRelationship **) additions,
                                   n_additions);
}

static void
sync_columns (SdTable *self,
              SdTable *other)
{
  g_autoptr (GPtrArray) now = list_items (G_LIST_MODEL (self));
  g_autoptr (GPtrArray) wanted = list_items (G_LIST_MODEL (other));
  g_autoptr (GHashTable) known = index_by_id (now, column_id);

  /* Columns that are new move over; a column has one table. */
  _sd_table_splice (other, 0, wanted->len, NULL, 0);

  for (guint i = 0; i < wanted->len; i++)
    {
      SdColumn *theirs = wanted->pdata[i];
      SdColumn *ours = g_hash_table_lookup (known, GUINT_TO_POINTER (sd_column_get_id (theirs)));

      if (ours == NULL)
        continue;
      _sd_column_assign (ours, theirs);
      g_set_object ((SdColumn **) &wanted->pdata[i], ours);
    }

  splice_to (self, now, wanted, splice_columns);
}

static void
sync_tables (SdSchema *self,
             SdSchema *other)
{
  g_autoptr (GPtrArray) now = list_items (sd_schema_list_tables (self));
  g_autoptr (GPtrArray) wanted = list_items (sd_schema_list_tables (other));
  g_autoptr (GHashTable) known = index_by_id (now, table_id);

  _sd_schema_splice_tables (other, 0, wanted->len, NULL, 0);

  for (guint i = 0; i < wanted->len; i++)
    {
      SdTable *theirs = wanted->pdata[i];
      SdTable *ours = g_hash_table_lookup (known, GUINT_TO_POINTER (sd_table_get_id (theirs)));

      if (ours == NULL)
        continue;
      _sd_table_assign (ours, theirs);
      sync_columns (ours, theirs);
      g_set_object ((SdTable **) &wanted->pdata[i], ours);
    }

  splice_to (self, now, wanted, splice_tables);
}

static void
sync_relationships (SdSchema *self,
                    SdSchema *other)
{
  g_autoptr (GPtrArray) now = list_items (sd_schema_list_relationships (self));
  g_autoptr (GPtrArray) wanted = list_items (sd_schema_list_relationships (other));
  g_autoptr (GHashTable) known = index_by_id (now, relationship_id);

  _sd_schema_splice_relationships (other, 0, wanted->len, NULL, 0);

  for (guint i = 0; i < wanted->len; i++)
    {
      SdRelationship *theirs = wanted->pdata[i];
      SdRelationship *ours;

      ours = g_hash_table_lookup (known, GUINT_TO_POINTER (sd_relationship_get_id (theirs)));
      if (ours == NULL)
        continue;
      _sd_relationship_assign (ours, theirs);
      g_set_object ((SdRelationship **) &wanted->pdata[i], ours);
    }

  splice_to (self, now, wanted, splice_relationships);
}

/* Makes @self equal to @other, which loses its contents. */
static void
sync_documents (SdSchema *self,
                SdSchema *other)
{
  _sd_schema_freeze (self);
  g_object_freeze_notify (G_OBJECT (self));

  _sd_schema_set_versions (self, _sd_schema_get_versions (other));
  sd_schema_set_name (self, sd_schema_get_name (other));
  sd_schema_set_title (self, sd_schema_get_title (other));
  sd_schema_set_description (self, sd_schema_get_description (other));
  sd_schema_set_seed (self, sd_schema_get_seed (other));
  sd_schema_set_locale (self, sd_schema_get_locale (other));
  sd_schema_set_as_of (self, sd_schema_get_as_of (other));
  sd_schema_set_assumptions (self, sd_schema_get_assumptions (other));
  sd_schema_set_messy (self, sd_schema_get_messy (other));
  _sd_schema_set_members (self, _sd_schema_get_members (other));
  _sd_schema_set_next_id (self, _sd_schema_get_next_id (other));
  sync_tables (self, other);
  sync_relationships (self, other);

  g_object_thaw_notify (G_OBJECT (self));
  _sd_schema_thaw (self);
}

/**
 * sd_schema_sync_from_json:
 * @node: a document as in the file; elements without an id are those of the
 *   same name, or new
 *
 * Makes @self equal to @node. Elements with the same id stay the same objects
 * and notify only what differs; "changed" is emitted once, or not at all.
 *
 * Returns: FALSE, with @self as it was, when @node is no document
 */
gboolean
sd_schema_sync_from_json (SdSchema  *self,
                          JsonNode  *node,
                          GError   **error)
{
  g_autoptr (SdSchema) other = NULL;

  g_return_val_if_fail (SD_IS_SCHEMA (self), FALSE);
  g_return_val_if_fail (node != NULL, FALSE);

  other = _sd_schema_read (node, self, FALSE, error);
  if (other == NULL)
    return FALSE;

  sync_documents (self, other);
  return TRUE;
}

void
_sd_schema_restore (SdSchema *self,
                    JsonNode *snapshot)
{
  g_autoptr (SdSchema) other = _sd_schema_read (snapshot, NULL, TRUE, NULL);

  g_assert (other != NULL);
  sync_documents (self, other);
}
