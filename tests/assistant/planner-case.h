/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What a case of cases.json expects of a draft, checked. */

#pragma once

#include <json-glib/json-glib.h>

#include "sd-planner.h"

/* The day that every case is planned on. */
#define CASE_DAY "2026-11-23"

static inline JsonNode *
case_load (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "assistant", name, NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);

  return json_parser_steal_root (parser);
}

static inline JsonObject *
case_member (JsonObject *object,
             const char *member)
{
  return json_object_has_member (object, member) ? json_object_get_object_member (object, member)
                                                 : NULL;
}

static inline JsonArray *
case_list (JsonObject *object,
           const char *member)
{
  return json_object_has_member (object, member) ? json_object_get_array_member (object, member)
                                                 : NULL;
}

#define CASE_FAIL(prompt, ...) \
  G_STMT_START { \
    g_autofree char *case_message = g_strdup_printf (__VA_ARGS__); \
    g_test_message ("%s", prompt); \
    g_test_message ("  %s", case_message); \
    g_test_fail (); \
  } G_STMT_END

static inline gboolean
case_contains (char       **texts,
               const char  *part)
{
  for (guint i = 0; texts[i] != NULL; i++)
    if (strstr (texts[i], part) != NULL)
      return TRUE;

  return FALSE;
}

/* "tables": name → rows the user gave, or null. */
static inline void
case_check_tables (const char *prompt,
                   JsonObject *expected,
                   SdSchema   *schema)
{
  JsonObject *tables = case_member (expected, "tables");
  JsonObjectIter iter;
  const char *name;
  JsonNode *rows;

  if (tables == NULL)
    return;
  if (json_object_get_size (tables) != sd_schema_get_n_tables (schema))
    CASE_FAIL (prompt, "has %u tables, not %u", sd_schema_get_n_tables (schema),
               json_object_get_size (tables));
  json_object_iter_init_ordered (&iter, tables);
  while (json_object_iter_next_ordered (&iter, &name, &rows))
    {
      SdTable *table = sd_schema_find_table (schema, name);

      if (table == NULL)
        CASE_FAIL (prompt, "has no table %s", name);
      else if (JSON_NODE_HOLDS_NULL (rows))
        {
          if (sd_table_get_rows_from_user (table))
            CASE_FAIL (prompt, "%s has rows that nobody gave", name);
          if (sd_table_get_rows (table) == 0)
            CASE_FAIL (prompt, "%s has no rows", name);
        }
      else if (sd_table_get_rows (table) != (guint64) json_node_get_int (rows)
               || !sd_table_get_rows_from_user (table))
        CASE_FAIL (prompt,
                   "%s has %" G_GUINT64_FORMAT " rows, not %" G_GINT64_FORMAT " from the user",
                   name, sd_table_get_rows (table), json_node_get_int (rows));
    }
}

/* "columns": table → names that it has; "exactly": table → all names in order. */
static inline void
case_check_columns (const char *prompt,
                    JsonObject *expected,
                    SdSchema   *schema,
                    const char *member)
{
  JsonObject *tables = case_member (expected, member);
  gboolean exactly = g_str_equal (member, "exactly");
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (tables == NULL)
    return;
  json_object_iter_init_ordered (&iter, tables);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      SdTable *table = sd_schema_find_table (schema, name);
      JsonArray *columns = json_node_get_array (node);

      if (table == NULL)
        {
          CASE_FAIL (prompt, "has no table %s", name);
          continue;
        }
      if (exactly && json_array_get_length (columns) != sd_table_get_n_columns (table))
        CASE_FAIL (prompt, "%s has %u columns, not %u", name, sd_table_get_n_columns (table),
                   json_array_get_length (columns));
      for (guint i = 0; i < json_array_get_length (columns); i++)
        {
          const char *column = json_array_get_string_element (columns, i);

          if (exactly ? i < sd_table_get_n_columns (table)
                          && !g_str_equal (sd_column_get_name (sd_table_get_column (table, i)),
                                           column)
                      : sd_table_find_column (table, column) == NULL)
            CASE_FAIL (prompt, "%s has no column %s%s", name, column, exactly ? " there" : "");
        }
    }
}

/* Numbers without needless digits, text without quotes. */
static inline char *
case_value_text (JsonNode *node)
{
  g_autoptr (GString) list = NULL;
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;

  if (type == G_TYPE_INT64 || type == G_TYPE_DOUBLE)
    return g_strdup_printf ("%g", json_node_get_double (node));
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return g_strdup (type == G_TYPE_STRING ? json_node_get_string (node) : "");

  list = g_string_new ("[");
  for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
    {
      g_autofree char *element
        = case_value_text (json_array_get_element (json_node_get_array (node), i));

      g_string_append_printf (list, "%s%s", i > 0 ? "," : "", element);
    }
  g_string_append_c (list, ']');

  return g_strdup (list->str);
}

/* "values": "table.column" → generator, or member=value of its parameters, or
 * missing=share. */
static inline void
case_check_values (const char *prompt,
                   JsonObject *expected,
                   SdSchema   *schema)
{
  JsonObject *values = case_member (expected, "values");
  JsonObjectIter iter;
  const char *place;
  JsonNode *node;

  if (values == NULL)
    return;
  json_object_iter_init_ordered (&iter, values);
  while (json_object_iter_next_ordered (&iter, &place, &node))
    {
      g_auto (GStrv) parts = g_strsplit (place, ".", 2);
      SdTable *table = sd_schema_find_table (schema, parts[0]);
      SdColumn *column = table != NULL ? sd_table_find_column (table, parts[1]) : NULL;
      const char *wanted = json_node_get_string (node);
      const char *equals = strchr (wanted, '=');
      g_autofree char *member = equals != NULL ? g_strndup (wanted, equals - wanted) : NULL;
      g_autofree char *have = NULL;

      if (column == NULL)
        {
          CASE_FAIL (prompt, "has no column %s", place);
          continue;
        }
      if (member == NULL)
        have = g_strdup (sd_column_get_generator (column));
      else if (g_str_equal (member, "missing"))
        have = g_strdup_printf ("%g", sd_column_get_missing (column));
      else if (json_object_has_member (sd_column_get_parameters (column), member))
        have = case_value_text (json_object_get_member (sd_column_get_parameters (column), member));
      if (g_strcmp0 (have, equals != NULL ? equals + 1 : wanted) != 0)
        CASE_FAIL (prompt, "%s: %s is %s", place, wanted, have != NULL ? have : "not there");
    }
}

/* "relationships": "child.foreign_key > parent", with " 1..4" when the user gave
 * the number of children. */
static inline void
case_check_relationships (const char *prompt,
                          JsonObject *expected,
                          SdSchema   *schema)
{
  JsonArray *wanted = case_list (expected, "relationships");
  g_autoptr (GPtrArray) have = g_ptr_array_new_with_free_func (g_free);

  if (wanted == NULL)
    return;
  for (guint i = 0; i < sd_schema_get_n_relationships (schema); i++)
    {
      SdRelationship *relationship = sd_schema_get_relationship (schema, i);
      g_autofree char *law = sd_relationship_get_law_from_user (relationship)
                               ? g_strdup_printf (" %" G_GUINT64_FORMAT "..%" G_GUINT64_FORMAT,
                                                  sd_relationship_get_min (relationship),
                                                  sd_relationship_get_max (relationship))
                               : g_strdup ("");

      g_ptr_array_add (have, g_strdup_printf ("%s.%s > %s%s%s",
                                              sd_relationship_get_child_table (relationship),
                                              sd_relationship_get_foreign_key (relationship)[0],
                                              sd_relationship_get_parent_table (relationship), law,
                                              sd_relationship_get_distinct_within (relationship) > 0
                                                ? " distinct" : ""));
    }
  if (json_array_get_length (wanted) != have->len)
    CASE_FAIL (prompt, "has %u relationships, not %u", have->len, json_array_get_length (wanted));
  for (guint i = 0; i < json_array_get_length (wanted); i++)
    if (!g_ptr_array_find_with_equal_func (have, json_array_get_string_element (wanted, i),
                                           g_str_equal, NULL))
      {
        g_ptr_array_add (have, NULL);
        {
          g_autofree char *all = g_strjoinv (", ", (char **) have->pdata);

          CASE_FAIL (prompt, "has no relationship %s but %s",
                     json_array_get_string_element (wanted, i), all);
        }
        g_ptr_array_remove_index (have, have->len - 1);
      }
}

static inline void
case_check_texts (const char  *prompt,
                  JsonObject  *expected,
                  const char  *member,
                  char       **texts)
{
  JsonArray *wanted = case_list (expected, member);

  for (guint i = 0; wanted != NULL && i < json_array_get_length (wanted); i++)
    if (!case_contains (texts, json_array_get_string_element (wanted, i)))
      CASE_FAIL (prompt, "%s lack “%s”", member, json_array_get_string_element (wanted, i));
  if (wanted != NULL && json_array_get_length (wanted) == 0 && texts[0] != NULL)
    CASE_FAIL (prompt, "%s have “%s”", member, texts[0]);
}

static inline void
case_check_questions (const char    *prompt,
                      JsonObject    *expected,
                      const SdDraft *draft)
{
  JsonArray *wanted = case_list (expected, "questions");
  guint n = wanted != NULL ? json_array_get_length (wanted) : 0;

  if (n != draft->questions->len)
    CASE_FAIL (prompt, "asks %u questions, not %u", draft->questions->len, n);
  for (guint i = 0; i < MIN (n, draft->questions->len); i++)
    {
      const SdQuestion *question = draft->questions->pdata[i];

      if (!g_str_equal (question->id, json_array_get_string_element (wanted, i)))
        CASE_FAIL (prompt, "asks %s", question->id);
    }
}

/* The document of the draft, checked against the case; NULL when it only asks. */
static inline SdSchema *
case_check (JsonObject    *expected,
            const SdDraft *draft,
            SdSchema      *previous)
{
  const char *prompt = json_object_get_string_member (expected, "prompt");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  SdSchema *schema;

  case_check_questions (prompt, expected, draft);
  case_check_texts (prompt, expected, "not_used", draft->not_used);
  case_check_texts (prompt, expected, "assumptions", draft->assumptions);
  if (json_object_has_member (expected, "reply")
      && strstr (draft->reply, json_object_get_string_member (expected, "reply")) == NULL)
    CASE_FAIL (prompt, "replies “%s”", draft->reply);
  if (draft->schema == NULL)
    {
      if (json_object_has_member (expected, "tables"))
        CASE_FAIL (prompt, "gives no tables");
      return NULL;
    }

  schema = sd_draft_to_schema (draft, previous, &findings, &error);
  g_assert_no_error (error);
  if (findings->len > 0)
    CASE_FAIL (prompt, "needs a repair: %s", ((SdFinding *) findings->pdata[0])->message);
  case_check_tables (prompt, expected, schema);
  case_check_columns (prompt, expected, schema, "columns");
  case_check_columns (prompt, expected, schema, "exactly");
  case_check_values (prompt, expected, schema);
  case_check_relationships (prompt, expected, schema);

  return schema;
}
