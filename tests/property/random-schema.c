/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Documents as a whole: tables, their rows and keys; and the JSON that all parts
 * are made of.
 */

#include "random-schema.h"

#include <string.h>

static JsonNode *
parse (const char *format,
       va_list     arguments)
{
  g_autofree char *text = g_strdup_vprintf (format, arguments);
  g_autoptr (GError) error = NULL;
  JsonNode *node;

  g_strdelimit (text, "'", '"');
  /* A formula's quotes are written as ` in these texts. */
  g_strdelimit (text, "`", '\'');
  node = json_from_string (text, &error);
  if (node == NULL)
    g_error ("%s: %s", text, error->message);
  return node;
}

JsonObject *
random_object (const char *format,
               ...)
{
  JsonObject *object;
  JsonNode *node;
  va_list arguments;

  va_start (arguments, format);
  node = parse (format, arguments);
  va_end (arguments);
  object = json_node_dup_object (node);
  json_node_unref (node);
  return object;
}

void
random_set (JsonObject *object,
            const char *member,
            const char *format,
            ...)
{
  va_list arguments;

  va_start (arguments, format);
  json_object_set_member (object, member, parse (format, arguments));
  va_end (arguments);
}

JsonObject *
random_column_object (RandomSchema *self,
                      const char   *name,
                      const char   *type,
                      const char   *generator)
{
  JsonObject *column = random_object ("{ 'id': %u, 'name': '%s', 'type': '%s' }", self->next_id++,
                                      name, type);

  if (g_str_equal (type, "decimal"))
    random_set (column, "precision", "12");
  if (g_str_equal (type, "decimal"))
    random_set (column, "scale", "%u", 1 + draw_below (&self->draw, 3));
  json_object_set_string_member (column, "generator", generator);
  return column;
}

const char *
random_text (JsonObject *object,
             const char *member)
{
  return json_object_get_string_member_with_default (object, member, "");
}

JsonObject *
random_find_table (RandomSchema *self,
                   const char   *name)
{
  for (guint i = 0; i < json_array_get_length (self->tables); i++)
    {
      JsonObject *table = json_array_get_object_element (self->tables, i);

      if (g_str_equal (random_text (table, "name"), name))
        return table;
    }
  return NULL;
}

JsonObject *
random_pick_column (RandomSchema *self,
                    JsonObject   *table,
                    const char   *types)
{
  g_auto (GStrv) list = g_strsplit (types, "|", -1);
  JsonArray *columns = json_object_get_array_member (table, "columns");
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  for (guint i = 0; i < json_array_get_length (columns); i++)
    {
      JsonObject *column = json_array_get_object_element (columns, i);

      if (g_strv_contains ((const char * const *) list, random_text (column, "type")))
        g_ptr_array_add (found, column);
    }
  return found->len > 0 ? found->pdata[draw_below (&self->draw, found->len)] : NULL;
}

JsonObject *
random_pick_parent (RandomSchema *self,
                    JsonObject   *table)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  for (guint i = 0; i < json_array_get_length (self->relationships); i++)
    {
      JsonObject *relationship = json_array_get_object_element (self->relationships, i);

      if (g_str_equal (random_text (relationship, "child_table_name"),
                       random_text (table, "name")))
        g_ptr_array_add (found, relationship);
    }
  return found->len > 0 ? found->pdata[draw_below (&self->draw, found->len)] : NULL;
}

char *
random_pick_mention (RandomSchema *self,
                     JsonObject   *table,
                     const char   *types)
{
  JsonObject *relationship = draw_chance (&self->draw, 40) ? random_pick_parent (self, table)
                                                           : NULL;
  JsonObject *parent = NULL;
  JsonObject *column;
  JsonArray *key;

  if (relationship != NULL)
    parent = random_find_table (self, random_text (relationship, "parent_table_name"));
  if (parent == NULL || parent == table)
    {
      column = random_pick_column (self, table, types);
      return column != NULL ? g_strdup (random_text (column, "name")) : NULL;
    }
  column = random_pick_column (self, parent, types);
  key = json_object_get_array_member (relationship, "child_foreign_key");
  return column != NULL ? g_strdup_printf ("%s.%s", json_array_get_string_element (key, 0),
                                           random_text (column, "name"))
                        : NULL;
}

static guint
draw_rows (RandomDraw *draw)
{
  static const guint special[] = { 0, 1, 2, 3, 4095, 4096, 4097, 1023, 1024, 1025, 5000 };

  switch (draw_below (draw, 10))
    {
    case 0:
    case 1:
      return special[draw_below (draw, G_N_ELEMENTS (special))];
    case 2:
      return (guint) draw_between (draw, 1000, 5000);
    case 3:
    case 4:
      return (guint) draw_between (draw, 200, 1000);
    default:
      return (guint) draw_between (draw, 4, 200);
    }
}

static void
add_column (JsonObject *table,
            JsonObject *column)
{
  json_array_add_object_element (json_object_get_array_member (table, "columns"), column);
}

/* A key of the table's own. */
static void
add_key (RandomSchema *self,
         JsonObject   *table)
{
  static const char * const patterns[] = { "ORD-#####", "@@#####", "*****", "A\\\\#####" };
  g_autofree char *name = g_strdup_printf ("%s_id", random_text (table, "name"));
  RandomDraw *draw = &self->draw;
  JsonObject *column;

  switch (draw_below (draw, 10))
    {
    case 0:
      column = random_column_object (self, name, "uuid", "uuid");
      break;
    case 1:
      column = random_column_object (self, name, "text", "pattern");
      random_set (column, "parameters", "{ 'pattern': '%s', 'order': '%s' }",
                  patterns[draw_below (draw, G_N_ELEMENTS (patterns))],
                  draw_chance (draw, 50) ? "row" : "shuffled");
      json_object_set_boolean_member (column, "unique", TRUE);
      break;
    default:
      column = random_column_object (self, name, "integer", "sequence");
      random_set (column, "parameters", "{ 'start': %d, 'step': %d, 'order': '%s' }",
                  (int) draw_between (draw, -5, 1000), draw_chance (draw, 80) ? 1 : 7,
                  draw_chance (draw, 70) ? "row" : "shuffled");
      break;
    }
  add_column (table, column);
  random_set (table, "primary_key", "['%s']", name);
}

static void
add_table (RandomSchema *self,
           guint         position)
{
  static const char * const margins[] = { "balanced", "exact", "sampled" };
  RandomDraw *draw = &self->draw;
  JsonObject *table = random_object ("{ 'id': %u, 'name': 't%u', 'rows': %u, 'margins': '%s',"
                                     "  'columns': [] }", self->next_id++, position + 1,
                                     draw_rows (draw), margins[draw_below (draw, 3)]);
  guint n_columns = (guint) draw_between (draw, 1, 8);

  json_array_add_object_element (self->tables, table);
  if (draw_chance (draw, 90))
    add_key (self, table);
  random_add_parents (self, table);
  for (guint i = 0; i < n_columns; i++)
    random_add_column (self, table);
  random_add_dependence (self, table);
}

/* What needs all tables, or all columns. */
static void
finish_table (RandomSchema *self,
              JsonObject   *table)
{
  JsonArray *columns = json_object_get_array_member (table, "columns");
  guint n = draw_chance (&self->draw, 40) ? 1 + draw_below (&self->draw, 3) : 0;

  for (guint i = 0; i < n; i++)
    random_add_aggregate (self, table);
  for (guint i = 0; i < json_array_get_length (columns); i++)
    if (draw_chance (&self->draw, 12))
      random_add_missing (self, table, json_array_get_object_element (columns, i));
  random_add_properties (self, table);
}

JsonObject *
random_schema_new (guint64 seed)
{
  RandomSchema self = { { seed }, json_array_new (), json_array_new (), 1 };
  JsonObject *document;
  guint n_tables;

  draw_bits (&self.draw);
  n_tables = 1 + draw_below (&self.draw, draw_chance (&self.draw, 50) ? 2 : 5);
  document = random_object ("{ 'format': 'synthdata', 'version': 1, 'name': 'random',"
                            "  'seed': %u, 'as_of': '2026-03-01' }",
                            draw_below (&self.draw, 1000));
  json_object_set_array_member (document, "tables", self.tables);
  json_object_set_array_member (document, "relationships", self.relationships);
  if (draw_chance (&self.draw, 20))
    json_object_set_boolean_member (document, "messy", TRUE);
  if (draw_chance (&self.draw, 30))
    {
      g_autofree char *locale = draw_word (&self.draw, "de_DE|en_GB|ja_JP|ar_EG|pt_BR|tr_TR");

      json_object_set_string_member (document, "locale", locale);
    }
  for (guint i = 0; i < n_tables; i++)
    add_table (&self, i);
  for (guint i = 0; i < n_tables; i++)
    finish_table (&self, json_array_get_object_element (self.tables, i));
  json_object_set_int_member (document, "next_id", self.next_id);
  if (draw_chance (&self.draw, 20))
    random_mutate (&self.draw, document);
  return document;
}
