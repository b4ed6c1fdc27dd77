/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The relationships of a draft: tables and keys that they name exist or are made,
 * references without one find theirs or become plain numbers.
 */

#define G_LOG_DOMAIN "sd-assistant"

#include "config.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "sd-draft-private.h"
#include "sd-fold.h"
#include "sd-generator-info.h"
#include "sd-word-book-private.h"

/* A key for a parent that has none, and its name. */
static const char *
ensure_primary_key (SdDraftCheck *self,
                    JsonObject   *table)
{
  g_auto (GStrv) key = sd_json_get_names (table, "primary_key");
  const char *table_name = sd_json_get_text (table, "name", "");
  g_autofree char *singular = sd_word_book_singular (table_name);
  g_autofree char *name = NULL;
  JsonObject *column;

  if (key[0] != NULL)
    return sd_json_text_at (sd_json_get_array (table, "primary_key"), 0);
  name = g_strdup_printf ("%.50s_id", singular);
  column = sd_draft_find_named (sd_draft_columns_of (table), name);
  if (column == NULL)
    {
      column = json_object_new ();
      json_object_set_string_member (column, "name", name);
      json_object_set_string_member (column, "type", "integer");
      json_array_add_object_element (sd_draft_columns_of (table), column);
    }
  json_object_set_string_member (column, "generator", "sequence");
  json_object_set_string_member (column, "type", "integer");
  json_object_set_object_member (column, "parameters", json_object_new ());
  json_object_set_boolean_member (column, "unique", TRUE);
  sd_draft_set_names (table, "primary_key", (const char *[]) { name, NULL });
  sd_draft_note (self->findings, SD_SEVERITY_NOTE, "draft-key-added", table_name,
                 _("The table had no primary key to refer to; it has %s now."), name);

  return sd_json_text_at (sd_json_get_array (table, "primary_key"), 0);
}

/* The foreign key's column: made when it is not there, of the parent's type. */
static void
fit_foreign_key (SdDraftCheck *self,
                 JsonObject   *parent,
                 const char   *parent_key,
                 JsonObject   *child,
                 const char   *name,
                 gboolean      optional)
{
  JsonObject *column = sd_draft_find_named (sd_draft_columns_of (child), name);
  JsonObject *key = sd_draft_find_named (sd_draft_columns_of (parent), parent_key);
  static const char * const members[] = { "type", "precision", "scale" };
  const char *child_name = sd_json_get_text (child, "name", "");

  if (column == NULL)
    {
      column = json_object_new ();
      json_object_set_string_member (column, "name", name);
      json_array_add_object_element (sd_draft_columns_of (child), column);
      sd_draft_note (self->findings, SD_SEVERITY_NOTE, "draft-foreign-key-added", child_name,
                     _("The column %s was missing; it refers to %s."), name,
                     sd_json_get_text (parent, "name", ""));
    }
  for (gsize i = 0; key != NULL && i < G_N_ELEMENTS (members); i++)
    if (json_object_has_member (key, members[i]))
      json_object_set_member (column, members[i],
                              sd_json_copy_node (json_object_get_member (key, members[i])));
  json_object_set_string_member (column, "generator", "reference");
  json_object_set_object_member (column, "parameters", json_object_new ());
  if (optional)
    json_object_set_boolean_member (column, "nullable", TRUE);
}

static gboolean
is_taken (JsonArray  *kept,
          const char *child,
          const char *foreign_key)
{
  for (guint i = 0; i < json_array_get_length (kept); i++)
    {
      JsonObject *other = sd_json_object_at (kept, i);
      g_auto (GStrv) key = sd_json_get_names (other, "child_foreign_key");

      if (g_strcmp0 (sd_json_get_text (other, "child_table_name", NULL), child) == 0
          && g_strv_contains ((const char * const *) key, foreign_key))
        return TRUE;
    }

  return FALSE;
}

static void
check_law (SdDraftCheck *self,
           JsonObject   *relationship,
           const char   *place)
{
  double optional = sd_json_get_number (relationship, "optional", 0);
  double min = sd_json_get_number (relationship, "min_cardinality", 0);
  double max = sd_json_get_number (relationship, "max_cardinality", 0);

  if (sd_law_info_get (sd_json_get_text (relationship, "law", NULL)) == NULL
      || sd_json_get_object (relationship, "law_parameters") == NULL)
    {
      if (sd_json_get_text (relationship, "law", NULL) != NULL)
        sd_draft_note (self->findings, SD_SEVERITY_WARNING, "draft-law", place,
                       _("The law of children per parent is unknown; it is negative binomial "
                         "now."));
      json_object_set_string_member (relationship, "law", "negative_binomial");
      json_object_set_object_member (relationship, "law_parameters", json_object_new ());
    }
  if (g_strcmp0 (sd_json_get_text (relationship, "law_from", NULL), "user") != 0)
    json_object_set_string_member (relationship, "law_from", "default");
  if (!(optional >= 0 && optional <= 1))
    optional = 0;
  if (!(min >= 0 && min <= 1e12))
    min = 0;
  if (!(max >= 0 && max <= 1e12) || (max > 0 && max < min))
    max = 0;
  json_object_set_double_member (relationship, "optional", optional);
  json_object_set_int_member (relationship, "min_cardinality", (gint64) min);
  json_object_set_int_member (relationship, "max_cardinality", (gint64) max);
  if (json_object_has_member (relationship, "placement"))
    {
      static const char * const places[] = {
        "auto", "clustered", "shuffled", "timeline", "drawn", NULL
      };
      const char *placement = sd_json_get_text (relationship, "placement", "");

      if (!g_strv_contains (places, placement))
        json_object_remove_member (relationship, "placement");
    }
}

/* FALSE when it cannot stand. */
static gboolean
check_relationship (SdDraftCheck *self,
                    JsonObject   *relationship,
                    JsonArray    *kept)
{
  JsonObject *parent = sd_draft_find_named (self->tables,
                                            sd_json_get_text (relationship, "parent_table_name",
                                                              NULL));
  JsonObject *child = sd_draft_find_named (self->tables,
                                           sd_json_get_text (relationship, "child_table_name",
                                                             NULL));
  g_auto (GStrv) foreign = sd_json_get_names (relationship, "child_foreign_key");
  g_auto (GStrv) key = sd_json_get_names (relationship, "parent_primary_key");
  const char *parent_key;
  g_autofree char *name = NULL;
  g_autofree char *place = NULL;
  gboolean self_reference = parent == child;

  if (parent == NULL || child == NULL)
    {
      sd_draft_note (self->findings, SD_SEVERITY_WARNING, "draft-relationship", "",
                     _("A relationship from %.60s to %.60s is left out, because there is no such "
                       "table."),
                     sd_json_get_text (relationship, "child_table_name", "?"),
                     sd_json_get_text (relationship, "parent_table_name", "?"));
      return FALSE;
    }
  /* Keys of several columns stand as they are when all are there; the document's
   * own check says the rest. */
  parent_key = key[0] != NULL && sd_draft_find_named (sd_draft_columns_of (parent), key[0]) != NULL
                 ? key[0] : ensure_primary_key (self, parent);
  name = foreign[0] != NULL ? sd_text_to_identifier (foreign[0])
         : self_reference   ? g_strconcat ("parent_", parent_key, NULL)
                            : g_strdup (parent_key);
  if (strlen (name) > SD_DRAFT_MAX_NAME)
    name[SD_DRAFT_MAX_NAME] = '\0';
  place = g_strconcat (sd_json_get_text (child, "name", ""), ".", name, NULL);
  if (is_taken (kept, sd_json_get_text (child, "name", ""), name)
      || (self_reference && strcmp (name, parent_key) == 0))
    {
      sd_draft_note (self->findings, SD_SEVERITY_WARNING, "draft-relationship", place,
                     _("A second relationship of the same column is left out."));
      return FALSE;
    }
  check_law (self, relationship, place);
  if (self_reference && sd_json_get_number (relationship, "optional", 0) <= 0)
    json_object_set_double_member (relationship, "optional", 0.2);
  if (foreign[0] == NULL || foreign[1] == NULL)
    {
      fit_foreign_key (self, parent, parent_key, child, name,
                       sd_json_get_number (relationship, "optional", 0) > 0);
      sd_draft_set_names (relationship, "child_foreign_key", (const char *[]) { name, NULL });
      sd_draft_set_names (relationship, "parent_primary_key",
                          (const char *[]) { parent_key, NULL });
    }

  return TRUE;
}

void
sd_draft_check_relationships (SdDraftCheck *self)
{
  JsonArray *list = sd_draft_take_objects (self, self->root, "relationships",
                                           SD_DRAFT_MAX_RELATIONSHIPS,
                                           "");

  self->relationships = json_array_new ();
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *relationship = sd_json_object_at (list, i);

      if (check_relationship (self, relationship, self->relationships))
        json_array_add_object_element (self->relationships, json_object_ref (relationship));
    }
  json_array_unref (list);
  json_object_set_array_member (self->root, "relationships", self->relationships);
}

/* A reference without a relationship: to the one table whose primary key has
 * that name, else it becomes a plain number. */
static void
settle_reference (SdDraftCheck *self,
                  JsonObject   *table,
                  JsonObject   *column)
{
  const char *table_name = sd_json_get_text (table, "name", "");
  const char *name = sd_json_get_text (column, "name", "");
  g_autofree char *place = g_strconcat (table_name, ".", name, NULL);

  if (strcmp (sd_json_get_text (column, "generator", ""), "reference") != 0
      || is_taken (self->relationships, table_name, name))
    return;
  for (guint i = 0; i < json_array_get_length (self->tables); i++)
    {
      JsonObject *parent = sd_json_object_at (self->tables, i);
      g_auto (GStrv) key = sd_json_get_names (parent, "primary_key");
      JsonObject *relationship;

      if (parent == table || key[0] == NULL || key[1] != NULL || strcmp (key[0], name) != 0)
        continue;
      relationship = json_object_new ();
      json_object_set_string_member (relationship, "parent_table_name",
                                     sd_json_get_text (parent, "name", ""));
      sd_draft_set_names (relationship, "parent_primary_key", (const char *[]) { name, NULL });
      json_object_set_string_member (relationship, "child_table_name", table_name);
      sd_draft_set_names (relationship, "child_foreign_key", (const char *[]) { name, NULL });
      check_law (self, relationship, place);
      json_array_add_object_element (self->relationships, relationship);
      sd_draft_note (self->findings, SD_SEVERITY_NOTE, "draft-relationship-added", place,
                     _("The column refers to %s, whose key has its name."),
                     sd_json_get_text (parent, "name", ""));
      return;
    }
  json_object_set_string_member (column, "type", "integer");
  json_object_set_string_member (column, "generator", "number");
  json_object_set_object_member (column, "parameters", json_object_new ());
  sd_draft_note (self->findings, SD_SEVERITY_WARNING, "draft-reference", place,
                 _("The column refers to no table; it holds plain numbers now."));
}

/* A date's bound that names no column is dropped. */
static void
check_bound (SdDraftCheck *self,
             JsonObject   *table,
             JsonObject   *column,
             const char   *member)
{
  JsonObject *parameters = sd_json_get_object (column, "parameters");
  const char *text = sd_json_get_text (parameters, member, NULL);
  g_auto (GStrv) parts = text != NULL ? g_strsplit (text, ".", 2) : NULL;
  JsonObject *owner = table;
  g_autofree char *place = NULL;

  if (parts == NULL)
    return;
  if (parts[0] != NULL && parts[1] != NULL)
    owner = sd_draft_find_named (self->tables, parts[0]);
  if (owner != NULL && parts[0] != NULL
      && sd_draft_find_named (sd_draft_columns_of (owner),
                              parts[1] != NULL ? parts[1] : parts[0]) != NULL)
    return;
  place = g_strconcat (sd_json_get_text (table, "name", ""), ".",
                       sd_json_get_text (column, "name", ""), NULL);
  sd_draft_note (self->findings, SD_SEVERITY_WARNING, "draft-bound", place,
                 _("“%s” names no column that there is; it is left out."), member);
  json_object_remove_member (parameters, member);
}

void
sd_draft_check_references (SdDraftCheck *self)
{
  for (guint i = 0; i < json_array_get_length (self->tables); i++)
    {
      JsonObject *table = sd_json_object_at (self->tables, i);

      for (guint j = 0; j < json_array_get_length (sd_draft_columns_of (table)); j++)
        {
          JsonObject *column = sd_json_object_at (sd_draft_columns_of (table), j);

          settle_reference (self, table, column);
          check_bound (self, table, column, "after");
          check_bound (self, table, column, "before");
        }
    }
}
