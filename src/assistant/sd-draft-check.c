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
#include "sd-schema-file.h"
#include "sd-word-book-private.h"

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
  glong length = MIN (g_utf8_strlen (given, -1), SD_DRAFT_MAX_NAME);
  g_autofree char *cut = g_utf8_substring (given, 0, length);
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
JsonArray *
sd_draft_take_objects (SdDraftCheck *self,
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

JsonObject *
sd_draft_find_named (JsonArray  *array,
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

JsonArray *
sd_draft_columns_of (JsonObject *table)
{
  return sd_json_get_array (table, "columns");
}

static void
check_columns (SdDraftCheck *self,
               JsonObject   *table,
               const char   *table_name)
{
  g_autoptr (GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  JsonArray *columns = sd_draft_take_objects (self, table, "columns", SD_DRAFT_MAX_COLUMNS,
                                              table_name);

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

void
sd_draft_set_names (JsonObject         *object,
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
      if (sd_draft_find_named (sd_draft_columns_of (table), names[i]) != NULL)
        g_ptr_array_add (kept, names[i]);
      else
        sd_draft_note (self->findings, SD_SEVERITY_WARNING, "draft-primary-key", table_name,
                       _("The primary key names “%.60s”, which is no column; it is left out."),
                       names[i]);
    }
  g_ptr_array_add (kept, NULL);
  sd_draft_set_names (table, "primary_key", (const char * const *) kept->pdata);
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
}

/* How closely a table keeps to what is declared: as it says, or did before; a new
 * one that is small enough to hold it in the sample itself does. */
static void
check_margins (SdDraftCheck *self,
               JsonObject   *table,
               const char   *table_name)
{
  static const char * const margins[] = { "exact", "balanced", "sampled", NULL };
  const char *said = sd_json_get_text (table, "margins", "");
  JsonObject *before = sd_draft_find_named (sd_json_get_array (self->old, "tables"), table_name);
  gboolean small = sd_json_get_number (table, "rows", 0) <= SD_DRAFT_EXACT_ROWS;

  if (g_strv_contains (margins, said))
    return;

  if (before != NULL)
    said = sd_json_get_text (before, "margins", "balanced");
  else
    said = small ? "exact" : "balanced";
  json_object_set_string_member (table, "margins", said);
}

static void
check_tables (SdDraftCheck *self)
{
  g_autoptr (GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  self->tables = sd_draft_take_objects (self, self->root, "tables", SD_DRAFT_MAX_TABLES, "");
  for (guint i = 0; i < json_array_get_length (self->tables); i++)
    {
      JsonObject *table = sd_json_object_at (self->tables, i);
      g_autofree char *fallback = g_strdup_printf ("table_%u", i + 1);
      g_autofree char *name = sd_draft_take_name (table, fallback, taken);
      g_auto (GStrv) aliases = sd_json_get_names (table, "aliases");

      sd_draft_cut_text (table, "title");
      sd_draft_cut_text (table, "description");
      sd_draft_set_names (table, "aliases", (const char * const *) aliases);
      check_rows (self, table, name);
      check_margins (self, table, name);
      check_columns (self, table, name);
      check_primary_key (self, table, name);
    }
  json_object_set_array_member (self->root, "tables", self->tables);
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
  if (old != NULL && !json_object_has_member (self->root, "messy"))
    json_object_set_boolean_member (self->root, "messy", sd_json_get_boolean (old, "messy", FALSE));
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
  check.old = old;
  check.findings = g_ptr_array_new_with_free_func ((GDestroyNotify) sd_finding_free);
  check_tables (&check);
  sd_draft_check_relationships (&check);
  sd_draft_check_references (&check);
  sd_draft_check_dependence (&check);
  complete_root (&check, old);
  sd_draft_number (check.root, old);

  schema = sd_schema_new_from_json (node, error);
  if (schema != NULL)
    sd_draft_repair_dependence (schema, check.findings);
  if (schema != NULL && findings != NULL)
    *findings = g_steal_pointer (&check.findings);
  g_clear_pointer (&check.findings, g_ptr_array_unref);

  return schema;
}
