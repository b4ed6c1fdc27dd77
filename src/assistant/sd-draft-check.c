/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* From draft to document. A draft is untrusted: its size is limited, each
 * reference is looked up, what is wrong is mended or left out, and each such
 * repair is a finding. Elements that the document had keep their ids by name, so
 * that their values stay.
 */

#define G_LOG_DOMAIN "sd-assistant"

#include "config.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "sd-draft-private.h"
#include "sd-fold.h"
#include "sd-generator-info.h"
#include "sd-schema-file.h"
#include "sd-sketch-private.h"

typedef struct
{
  JsonObject *root;
  JsonArray  *tables;
  JsonArray  *relationships;
  GPtrArray  *findings;
} SdDraftCheck;

void
sd_draft_note (GPtrArray  *findings,
               SdSeverity  severity,
               const char *code,
               const char *place,
               const char *format,
               ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  g_ptr_array_add (findings, sd_finding_new (severity, code, 0, place, "%s", message));
}

char *
sd_draft_take_name (JsonObject *object,
                    const char *fallback,
                    GHashTable *taken)
{
  const char *given = sd_json_get_text (object, "name", fallback);
  g_autofree char *cut = g_utf8_substring (given, 0, MIN (g_utf8_strlen (given, -1), SD_DRAFT_MAX_NAME));
  g_autofree char *plain = sd_text_to_identifier (cut);
  char *name;

  if (strlen (plain) > SD_DRAFT_MAX_NAME)
    plain[SD_DRAFT_MAX_NAME] = '\0';
  name = g_strdup (plain);
  for (guint number = 2; g_hash_table_contains (taken, name); number++)
    {
      g_free (name);
      name = g_strdup_printf ("%.50s_%u", plain, number);
    }
  g_hash_table_add (taken, g_strdup (name));
  json_object_set_string_member (object, "name", name);

  return name;
}

void
sd_draft_cut_text (JsonObject *object,
                   const char *member)
{
  const char *text = sd_json_get_text (object, member, NULL);

  if (!json_object_has_member (object, member))
    return;
  if (text == NULL)
    json_object_remove_member (object, member);
  else if (strlen (text) > SD_DRAFT_MAX_TEXT)
    {
      const char *end = g_utf8_find_prev_char (text, text + SD_DRAFT_MAX_TEXT);
      g_autofree char *cut = g_strndup (text, end - text);

      json_object_set_string_member (object, member, cut);
    }
}

/* The objects of the array @member, no more than @max. (transfer full) */
static JsonArray *
take_objects (SdDraftCheck *self,
              JsonObject   *object,
              const char   *member,
              guint         max,
              const char   *place)
{
  JsonArray *array = sd_json_get_array (object, member);
  JsonArray *kept = json_array_new ();
  guint n = sd_json_length (array);

  for (guint i = 0; i < n && json_array_get_length (kept) < max; i++)
    if (sd_json_object_at (array, i) != NULL)
      json_array_add_element (kept, sd_json_copy_node (json_array_get_element (array, i)));
  if (json_array_get_length (kept) < n)
    sd_draft_note (self->findings, SD_SEVERITY_WARNING, "draft-dropped", place,
                   _("%u elements of “%s” were left out: they are too many or no objects."),
                   n - json_array_get_length (kept), member);

  return kept;
}

static JsonObject *
find_named (JsonArray  *array,
            const char *name)
{
  for (guint i = 0; name != NULL && i < sd_json_length (array); i++)
    {
      JsonObject *object = sd_json_object_at (array, i);

      if (g_strcmp0 (sd_json_get_text (object, "name", NULL), name) == 0)
        return object;
    }

  return NULL;
}

static JsonArray *
columns_of (JsonObject *table)
{
  return sd_json_get_array (table, "columns");
}

static void
check_columns (SdDraftCheck *self,
               JsonObject   *table,
               const char   *table_name)
{
  g_autoptr (GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  JsonArray *columns = take_objects (self, table, "columns", SD_DRAFT_MAX_COLUMNS, table_name);

  for (guint i = 0; i < json_array_get_length (columns); i++)
    {
      JsonObject *column = sd_json_object_at (columns, i);
      g_autofree char *fallback = g_strdup_printf ("column_%u", i + 1);
      g_autofree char *name = sd_draft_take_name (column, fallback, taken);
      g_autofree char *place = g_strconcat (table_name, ".", name, NULL);

      sd_draft_repair_column (column, place, self->findings);
    }
  if (json_array_get_length (columns) == 0)
    {
      g_autofree char *singular = sd_word_book_singular (table_name);
      g_autofree char *key = g_strdup_printf ("%.50s_id", singular);
      JsonObject *column = json_object_new ();

      json_object_set_string_member (column, "name", key);
      json_object_set_string_member (column, "type", "integer");
      json_object_set_string_member (column, "generator", "sequence");
      json_object_set_object_member (column, "parameters", json_object_new ());
      json_object_set_boolean_member (column, "unique", TRUE);
      json_array_add_object_element (columns, column);
      sd_draft_note (self->findings, SD_SEVERITY_WARNING, "draft-no-columns", table_name,
                     _("The table had no columns; it has %s now."), key);
    }
  json_object_set_array_member (table, "columns", columns);
}

static void
set_names (JsonObject         *object,
           const char         *member,
           const char * const *names)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; names[i] != NULL; i++)
    json_array_add_string_element (array, names[i]);
  json_object_set_array_member (object, member, array);
}

/* Only columns that are there. */
static void
check_primary_key (SdDraftCheck *self,
                   JsonObject   *table,
                   const char   *table_name)
{
  g_auto (GStrv) names = sd_json_get_names (table, "primary_key");
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();

  for (guint i = 0; names[i] != NULL; i++)
    {
      if (find_named (columns_of (table), names[i]) != NULL)
        g_ptr_array_add (kept, names[i]);
      else
        sd_draft_note (self->findings, SD_SEVERITY_WARNING, "draft-primary-key", table_name,
                       _("The primary key names “%.60s”, which is no column; it is left out."),
                       names[i]);
    }
  g_ptr_array_add (kept, NULL);
  set_names (table, "primary_key", (const char * const *) kept->pdata);
}

static void
check_rows (SdDraftCheck *self,
            JsonObject   *table,
            const char   *table_name)
{
  double rows = sd_json_get_number (table, "rows", 100);

  if (!(rows >= 0 && rows <= (double) SD_DRAFT_MAX_ROWS))
    {
      sd_draft_note (self->findings, SD_SEVERITY_WARNING, "draft-rows", table_name,
                     _("The row count was out of range."));
      rows = rows > 0 ? (double) SD_DRAFT_MAX_ROWS : 0;
    }
  json_object_set_int_member (table, "rows", (gint64) rows);
  if (g_strcmp0 (sd_json_get_text (table, "rows_from", NULL), "user") != 0)
    json_object_set_string_member (table, "rows_from", "default");
  if (g_strcmp0 (sd_json_get_text (table, "margins", NULL), "exact") != 0
      && g_strcmp0 (sd_json_get_text (table, "margins", NULL), "sampled") != 0)
    json_object_set_string_member (table, "margins", "balanced");
}

static void
check_tables (SdDraftCheck *self)
{
  g_autoptr (GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  self->tables = take_objects (self, self->root, "tables", SD_DRAFT_MAX_TABLES, "");
  for (guint i = 0; i < json_array_get_length (self->tables); i++)
    {
      JsonObject *table = sd_json_object_at (self->tables, i);
      g_autofree char *fallback = g_strdup_printf ("table_%u", i + 1);
      g_autofree char *name = sd_draft_take_name (table, fallback, taken);
      g_auto (GStrv) aliases = sd_json_get_names (table, "aliases");

      sd_draft_cut_text (table, "title");
      sd_draft_cut_text (table, "description");
      set_names (table, "aliases", (const char * const *) aliases);
      check_rows (self, table, name);
      check_columns (self, table, name);
      check_primary_key (self, table, name);
    }
  json_object_set_array_member (self->root, "tables", self->tables);
}

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
  column = find_named (columns_of (table), name);
  if (column == NULL)
    {
      column = json_object_new ();
      json_object_set_string_member (column, "name", name);
      json_object_set_string_member (column, "type", "integer");
      json_array_add_object_element (columns_of (table), column);
    }
  json_object_set_string_member (column, "generator", "sequence");
  json_object_set_string_member (column, "type", "integer");
  json_object_set_object_member (column, "parameters", json_object_new ());
  json_object_set_boolean_member (column, "unique", TRUE);
  set_names (table, "primary_key", (const char *[]) { name, NULL });
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
  JsonObject *column = find_named (columns_of (child), name);
  JsonObject *key = find_named (columns_of (parent), parent_key);
  static const char * const members[] = { "type", "precision", "scale" };
  const char *child_name = sd_json_get_text (child, "name", "");

  if (column == NULL)
    {
      column = json_object_new ();
      json_object_set_string_member (column, "name", name);
      json_array_add_object_element (columns_of (child), column);
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
                       _("The law of children per parent is unknown; it is negative binomial now."));
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
  JsonObject *parent = find_named (self->tables,
                                   sd_json_get_text (relationship, "parent_table_name", NULL));
  JsonObject *child = find_named (self->tables,
                                  sd_json_get_text (relationship, "child_table_name", NULL));
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
  parent_key = key[0] != NULL && find_named (columns_of (parent), key[0]) != NULL
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
      set_names (relationship, "child_foreign_key", (const char *[]) { name, NULL });
      set_names (relationship, "parent_primary_key", (const char *[]) { parent_key, NULL });
    }

  return TRUE;
}

static void
check_relationships (SdDraftCheck *self)
{
  JsonArray *list = take_objects (self, self->root, "relationships", SD_DRAFT_MAX_RELATIONSHIPS, "");

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
      set_names (relationship, "parent_primary_key", (const char *[]) { name, NULL });
      json_object_set_string_member (relationship, "child_table_name", table_name);
      set_names (relationship, "child_foreign_key", (const char *[]) { name, NULL });
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
    owner = find_named (self->tables, parts[0]);
  if (owner != NULL && parts[0] != NULL
      && find_named (columns_of (owner), parts[1] != NULL ? parts[1] : parts[0]) != NULL)
    return;
  place = g_strconcat (sd_json_get_text (table, "name", ""), ".",
                       sd_json_get_text (column, "name", ""), NULL);
  sd_draft_note (self->findings, SD_SEVERITY_WARNING, "draft-bound", place,
                 _("“%s” names no column that there is; it is left out."), member);
  json_object_remove_member (parameters, member);
}

static void
check_references (SdDraftCheck *self)
{
  for (guint i = 0; i < json_array_get_length (self->tables); i++)
    {
      JsonObject *table = sd_json_object_at (self->tables, i);

      for (guint j = 0; j < json_array_get_length (columns_of (table)); j++)
        {
          JsonObject *column = sd_json_object_at (columns_of (table), j);

          settle_reference (self, table, column);
          check_bound (self, table, column, "after");
          check_bound (self, table, column, "before");
        }
    }
}

/* The element of the old document that an element of the new one is. */
static JsonObject *
find_old (JsonArray  *old,
          JsonObject *element)
{
  const char *child = sd_json_get_text (element, "child_table_name", NULL);
  g_auto (GStrv) key = sd_json_get_names (element, "child_foreign_key");

  if (child == NULL)
    return find_named (old, sd_json_get_text (element, "name", NULL));
  for (guint i = 0; key[0] != NULL && i < sd_json_length (old); i++)
    {
      JsonObject *other = sd_json_object_at (old, i);
      g_auto (GStrv) other_key = sd_json_get_names (other, "child_foreign_key");

      if (strcmp (sd_json_get_text (other, "child_table_name", ""), child) == 0
          && g_strcmp0 (other_key[0], key[0]) == 0)
        return other;
    }

  return NULL;
}

/* The element of that id that has been renamed: its old name is not in use. */
static JsonObject *
find_renamed (JsonArray  *old,
              JsonArray  *elements,
              JsonObject *element)
{
  double id = sd_json_get_number (element, "id", 0);

  for (guint i = 0; id > 0 && i < sd_json_length (old); i++)
    {
      JsonObject *other = sd_json_object_at (old, i);

      if (sd_json_get_number (other, "id", 0) == id && find_old (elements, other) == NULL)
        return other;
    }

  return NULL;
}

static void
number_elements (JsonArray *elements,
                 JsonArray *old,
                 gint64    *next)
{
  for (guint i = 0; i < sd_json_length (elements); i++)
    {
      JsonObject *element = sd_json_object_at (elements, i);
      JsonObject *before = find_old (old, element);
      JsonArray *columns = sd_json_get_array (element, "columns");
      gint64 id;

      if (before == NULL)
        before = find_renamed (old, elements, element);
      id = before != NULL ? (gint64) sd_json_get_number (before, "id", 0) : 0;
      json_object_set_int_member (element, "id", id > 0 ? id : (*next)++);
      if (columns != NULL)
        number_elements (columns, before != NULL ? columns_of (before) : NULL, next);
    }
}

/* "distinct_within" names the other foreign key of the pair, or carries the id
 * that its relationship had in the draft (@drafted, in the same order). */
static void
resolve_distinct (SdDraftCheck *self,
                  const gint64 *drafted)
{
  for (guint i = 0; i < json_array_get_length (self->relationships); i++)
    {
      JsonObject *relationship = sd_json_object_at (self->relationships, i);
      g_autofree char *column = g_strdup (sd_json_get_text (relationship, "distinct_within", NULL));
      gint64 number = (gint64) sd_json_get_number (relationship, "distinct_within", 0);
      const char *child = sd_json_get_text (relationship, "child_table_name", "");

      json_object_remove_member (relationship, "distinct_within");
      for (guint j = 0; j < json_array_get_length (self->relationships); j++)
        {
          JsonObject *other = sd_json_object_at (self->relationships, j);
          g_auto (GStrv) key = sd_json_get_names (other, "child_foreign_key");

          if (other != relationship && strcmp (sd_json_get_text (other, "child_table_name", ""), child) == 0
              && ((column != NULL && g_strcmp0 (key[0], column) == 0)
                  || (number > 0 && drafted[j] == number)))
            {
              json_object_set_int_member (relationship, "distinct_within",
                                          json_object_get_int_member (other, "id"));
              break;
            }
        }
    }
}

static void
number_all (SdDraftCheck *self,
            JsonObject   *old)
{
  guint n = json_array_get_length (self->relationships);
  g_autofree gint64 *drafted = g_new0 (gint64, n + 1);
  gint64 next = (gint64) sd_json_get_number (old, "next_id", 1);

  for (guint i = 0; i < n; i++)
    drafted[i] = (gint64) sd_json_get_number (sd_json_object_at (self->relationships, i), "id", 0);
  number_elements (self->tables, sd_json_get_array (old, "tables"), &next);
  number_elements (self->relationships, sd_json_get_array (old, "relationships"), &next);
  resolve_distinct (self, drafted);
  json_object_set_int_member (self->root, "next_id", next);
}

/* Members of the document that a draft does not change. */
static void
complete_root (SdDraftCheck *self,
               JsonObject   *old)
{
  static const char * const kept[] = {
    "name", "title", "description", "seed", "locale", "as_of", "conversation", "export", "diagram",
  };
  static const char * const dropped[] = { "reply", "questions", "not_used", "reasoning" };

  for (gsize i = 0; old != NULL && i < G_N_ELEMENTS (kept); i++)
    if (json_object_has_member (old, kept[i]))
      json_object_set_member (self->root, kept[i],
                              sd_json_copy_node (json_object_get_member (old, kept[i])));
  for (gsize i = 0; i < G_N_ELEMENTS (dropped); i++)
    if (json_object_has_member (self->root, dropped[i]))
      json_object_remove_member (self->root, dropped[i]);
  json_object_set_string_member (self->root, "format", "synthdata");
  json_object_set_int_member (self->root, "version", SD_SCHEMA_VERSION);
  if (old != NULL && json_object_has_member (old, "stream"))
    json_object_set_member (self->root, "stream",
                            sd_json_copy_node (json_object_get_member (old, "stream")));
  if (old != NULL && json_object_has_member (old, "catalog"))
    json_object_set_member (self->root, "catalog",
                            sd_json_copy_node (json_object_get_member (old, "catalog")));
  {
    g_autoptr (GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    g_autofree char *name = sd_draft_take_name (self->root, "dataset", taken);
  }
  sd_draft_cut_text (self->root, "title");
  sd_draft_cut_text (self->root, "description");
}

/**
 * sd_draft_to_schema:
 * @previous: (nullable): the document that the draft changes
 * @findings: (out) (transfer full) (element-type SdFinding) (optional): what was
 *   repaired or left out
 *
 * Returns: (transfer full) (nullable): a new document; %NULL with @error when
 *   the draft holds none
 */
SdSchema *
sd_draft_to_schema (const SdDraft  *self,
                    SdSchema       *previous,
                    GPtrArray     **findings,
                    GError        **error)
{
  SdDraftCheck check = { 0 };
  g_autoptr (JsonNode) old_node = previous != NULL ? sd_schema_to_json (previous) : NULL;
  JsonObject *old = old_node != NULL ? json_node_get_object (old_node) : NULL;
  g_autoptr (JsonNode) node = NULL;
  SdSchema *schema;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->schema == NULL || !JSON_NODE_HOLDS_OBJECT (self->schema))
    {
      g_set_error_literal (error, SD_SCHEMA_ERROR, SD_SCHEMA_ERROR_FORMAT,
                           _("The draft proposes no tables."));
      return NULL;
    }

  node = sd_json_copy_node (self->schema);
  check.root = json_node_get_object (node);
  check.findings = g_ptr_array_new_with_free_func ((GDestroyNotify) sd_finding_free);
  check_tables (&check);
  check_relationships (&check);
  check_references (&check);
  complete_root (&check, old);
  number_all (&check, old);

  schema = sd_schema_new_from_json (node, error);
  if (schema != NULL && findings != NULL)
    *findings = g_steal_pointer (&check.findings);
  g_clear_pointer (&check.findings, g_ptr_array_unref);

  return schema;
}
