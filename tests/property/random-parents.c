/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Relationships: the key that a table refers with, the law of its rows, what
 * depends on the parent, and which parent is chosen.
 */

#include "random-schema.h"

static const char * const laws[] = { "poisson", "negative_binomial", "zipf", "zero_inflated",
                                     "uniform", "fixed" };

/* The columns of a primary key, as the columns of a foreign key. */
static JsonArray *
add_key_columns (RandomSchema *self,
                 JsonObject   *table,
                 JsonObject   *parent,
                 gboolean      nullable)
{
  JsonArray *names = json_object_get_array_member (parent, "primary_key");
  JsonArray *columns = json_object_get_array_member (parent, "columns");
  JsonArray *key = json_array_new ();

  for (guint i = 0; i < json_array_get_length (names); i++)
    for (guint k = 0; k < json_array_get_length (columns); k++)
      {
        JsonObject *column = json_array_get_object_element (columns, k);
        g_autofree char *name = NULL;
        JsonObject *copy;

        if (g_strcmp0 (random_text (column, "name"), json_array_get_string_element (names, i)) != 0)
          continue;
        name = g_strdup_printf ("f%u_%u", self->next_id, i);
        copy = random_column_object (self, name, random_text (column, "type"), "reference");
        if (json_object_has_member (column, "scale"))
          json_object_set_int_member (copy, "scale", json_object_get_int_member (column, "scale"));
        if (nullable)
          json_object_set_boolean_member (copy, "nullable", TRUE);
        json_array_add_object_element (json_object_get_array_member (table, "columns"), copy);
        json_array_add_string_element (key, name);
        break;
      }
  return key;
}

static void
set_law (RandomSchema *self,
         JsonObject   *relationship)
{
  RandomDraw *draw = &self->draw;
  const guint law = draw_below (draw, G_N_ELEMENTS (laws));

  json_object_set_string_member (relationship, "law", laws[law]);
  if (draw_chance (draw, 40))
    json_object_set_string_member (relationship, "law_from", "user");
  if (draw_chance (draw, 50))
    return;
  switch (law)
    {
    case 1:
      random_set (relationship, "law_parameters", "{ 'dispersion': %g }",
                  draw_number (draw, 0.1, 10));
      break;
    case 2:
      random_set (relationship, "law_parameters", "{ 'exponent': %g }",
                  draw_number (draw, 0, 2.5));
      break;
    case 3:
      random_set (relationship, "law_parameters", "{ 'zero_share': %g, 'dispersion': %g }",
                  draw_number (draw, 0, 0.6), draw_number (draw, 0.5, 5));
      break;
    default:
      break;
    }
}

/* Whether a column of a foreign key may be empty, and the key with it. */
static gboolean
is_optional (JsonObject *relationship)
{
  return json_object_has_member (relationship, "optional");
}

/* Bounds that the numbers of rows leave room for. */
static void
set_bounds (RandomSchema *self,
            JsonObject   *relationship,
            gint64        parents,
            gint64        children)
{
  const gint64 mean = parents > 0 ? children / parents : 0;

  /* Not of a table that refers to itself: its last level has none. */
  if (draw_chance (&self->draw, 15)
      && !g_str_equal (random_text (relationship, "parent_table_name"),
                       random_text (relationship, "child_table_name")))
    json_object_set_int_member (relationship, "min_cardinality",
                                draw_between (&self->draw, 0, mean));
  if (draw_chance (&self->draw, 15))
    json_object_set_int_member (relationship, "max_cardinality",
                                draw_between (&self->draw, mean + 1, 3 * mean + 3));
}

static JsonObject *
add_relationship (RandomSchema *self,
                  JsonObject   *table,
                  JsonObject   *parent)
{
  static const char * const placements[] = { "clustered", "shuffled", "drawn", "timeline" };
  RandomDraw *draw = &self->draw;
  const gboolean optional = parent == table || draw_chance (draw, 12);
  JsonObject *relationship =
    random_object ("{ 'id': %u, 'parent_table_name': '%s', 'child_table_name': '%s' }",
                   self->next_id++, random_text (parent, "name"), random_text (table, "name"));

  json_object_set_array_member (relationship, "child_foreign_key",
                                add_key_columns (self, table, parent,
                                                 optional));
  json_array_add_object_element (self->relationships, relationship);
  set_law (self, relationship);
  set_bounds (self, relationship, json_object_get_int_member (parent, "rows"),
              json_object_get_int_member (table, "rows"));
  if (parent == table && draw_chance (draw, 50))
    random_set (relationship, "law_parameters", "{ 'depth': %u }", 2 + draw_below (draw, 5));
  if (optional)
    json_object_set_double_member (relationship, "optional", draw_number (draw, 0, 0.5));
  if (draw_chance (draw, 40))
    json_object_set_string_member (relationship, "placement",
                                   placements[draw_below (draw, draw_chance (draw, 80) ? 3 : 4)]);
  return relationship;
}

/* Rows that their parent numbers, or that have two parents for a key. */
static void
take_key (RandomSchema *self,
          JsonObject   *table,
          JsonObject   *first,
          JsonObject   *second)
{
  JsonArray *key = json_object_get_array_member (first, "child_foreign_key");
  JsonArray *names = json_array_new ();

  for (guint i = 0; i < json_array_get_length (key); i++)
    json_array_add_string_element (names, json_array_get_string_element (key, i));
  if (second != NULL)
    {
      JsonArray *other = json_object_get_array_member (second, "child_foreign_key");

      for (guint i = 0; i < json_array_get_length (other); i++)
        json_array_add_string_element (names, json_array_get_string_element (other, i));
      json_object_set_int_member (second, "distinct_within",
                                  json_object_get_int_member (first, "id"));
    }
  else
    {
      JsonObject *column = random_column_object (self, "line", "integer", "ordinal");

      random_set (column, "parameters", "{ 'parent': '%s' }",
                  random_text (first, "parent_table_name"));
      json_array_add_object_element (json_object_get_array_member (table, "columns"), column);
      json_array_add_string_element (names, "line");
    }
  json_object_set_array_member (table, "primary_key", names);
}

/* The foreign key is the primary key: each parent has one row at most. */
static void
take_parent_key (JsonObject *table,
                 JsonObject *parent,
                 JsonObject *relationship)
{
  JsonArray *key = json_object_get_array_member (relationship, "child_foreign_key");

  json_object_set_string_member (relationship, "law", "fixed");
  json_object_remove_member (relationship, "law_parameters");
  json_object_remove_member (relationship, "min_cardinality");
  json_object_set_int_member (relationship, "max_cardinality", 1);
  json_object_set_int_member (table, "rows", MIN (json_object_get_int_member (table, "rows"),
                                                  json_object_get_int_member (parent, "rows")));
  json_object_set_array_member (table, "primary_key", json_array_ref (key));
}

static gboolean
has_key (JsonObject *table)
{
  return json_object_has_member (table, "primary_key");
}

/* Whether parents can be had at all. */
static JsonObject *
pick_table (RandomSchema *self,
            JsonObject   *table)
{
  const guint n = json_array_get_length (self->tables);
  JsonObject *parent = json_array_get_object_element (self->tables, draw_below (&self->draw, n));

  if (!has_key (parent) || (parent == table && draw_chance (&self->draw, 50)))
    return NULL;
  if (json_object_get_int_member (parent, "rows") == 0 && draw_chance (&self->draw, 90))
    return NULL;
  return parent;
}

void
random_add_parents (RandomSchema *self,
                    JsonObject   *table)
{
  RandomDraw *draw = &self->draw;
  const gboolean had_key = has_key (table);
  const guint n = json_array_get_length (self->tables) > 1 ? draw_below (draw, 4)
                                                           : draw_chance (draw, 10);
  JsonObject *first = NULL;
  JsonObject *second = NULL;
  JsonObject *home = NULL;
  gboolean refers_to_itself = FALSE;

  for (guint i = 0; i < n; i++)
    {
      JsonObject *parent = pick_table (self, table);
      JsonObject *relationship = parent != NULL ? add_relationship (self, table, parent) : NULL;

      if (relationship == NULL || parent == table || is_optional (relationship))
        {
          refers_to_itself = refers_to_itself || parent == table;
          continue;
        }
      if (first == NULL)
        home = parent;
      if (first == NULL)
        first = relationship;
      else if (second == NULL)
        second = relationship;
    }
  if (first == NULL)
    return;
  if (second != NULL && draw_chance (draw, 20))
    json_object_set_int_member (second, "distinct_within",
                                json_object_get_int_member (first, "id"));
  if (refers_to_itself || (had_key && draw_chance (draw, 75)))
    return;
  if (draw_chance (draw, 20))
    take_parent_key (table, home, first);
  else
    take_key (self, table, first, draw_chance (draw, 60) ? second : NULL);
}

/* Conditions of a parent's column that has a few values; nullable. */
static void
add_law_branches (RandomSchema *self,
                  JsonObject   *parent,
                  JsonObject   *relationship)
{
  JsonObject *column = random_pick_column (self, parent, "text|boolean|integer");
  JsonObject *parameters = NULL;
  JsonArray *values = NULL;
  g_autofree char *value = NULL;

  if (column != NULL && json_object_has_member (column, "parameters"))
    parameters = json_object_get_object_member (column, "parameters");
  if (parameters != NULL && json_object_has_member (parameters, "values"))
    values = json_object_get_array_member (parameters, "values");
  if (values == NULL || json_array_get_length (values) == 0)
    return;
  value = json_to_string (json_array_get_element (values, 0), FALSE);
  if (!json_object_has_member (relationship, "law_parameters"))
    random_set (relationship, "law_parameters", "{}");
  parameters = json_object_get_object_member (relationship, "law_parameters");
  json_object_set_string_member (parameters, "by", random_text (column, "name"));
  json_object_set_string_member (relationship, "law", "poisson");
  random_set (parameters, "branches", "[ { 'when': [%s], 'mean': %g } ]", value,
              draw_number (&self->draw, 0, 12));
}

static void
add_choice (RandomSchema *self,
            JsonObject   *table,
            JsonObject   *parent,
            JsonObject   *relationship)
{
  RandomDraw *draw = &self->draw;
  JsonObject *weights = random_pick_column (self, parent, "integer|decimal|real");
  JsonObject *match = random_pick_column (self, parent, "text|integer|boolean");
  JsonObject *choice = NULL;
  g_autofree char *with = NULL;

  if (weights != NULL && draw_chance (draw, 30))
    choice = random_object ("{ 'popularity': 'column', 'column': '%s' }",
                            random_text (weights, "name"));
  else
    choice = random_object ("{ 'popularity': '%s', 'exponent': %g }",
                            draw_chance (draw, 50) ? "zipf" : "uniform",
                            draw_number (draw, 0, 3));
  if (match != NULL && draw_chance (draw, 50))
    {
      with = random_pick_mention (self, table, random_text (match, "type"));
      if (with != NULL)
        {
          json_object_set_string_member (choice, "match", random_text (match, "name"));
          json_object_set_string_member (choice, "match_with", with);
          json_object_set_double_member (choice, "match_share", draw_number (draw, 0, 1));
        }
    }
  json_object_set_object_member (relationship, "choice", choice);
}

static void
add_effects (RandomSchema *self,
             JsonObject   *table,
             JsonObject   *parent,
             JsonObject   *relationship)
{
  RandomDraw *draw = &self->draw;
  JsonObject *cause = random_pick_column (self, parent, "integer|decimal|real|boolean|date");
  JsonObject *result = random_pick_column (self, table, "integer|decimal|real|boolean|date");

  if (cause != NULL && draw_chance (draw, 30))
    random_set (relationship, "count_effect", "{ 'column': '%s', 'correlation': %g }",
                random_text (cause, "name"), draw_number (draw, -0.9, 0.9));
  if (cause != NULL && result != NULL && draw_chance (draw, 50))
    random_set (relationship, "effects",
                "[ { 'parent': '%s', 'child': '%s', 'correlation': %g } ]",
                random_text (cause, "name"), random_text (result, "name"),
                draw_number (draw, -0.8, 0.8));
}

/* Exactly one of several parents. */
static void
group_parents (RandomSchema *self,
               JsonObject   *table,
               GPtrArray    *relationships)
{
  JsonArray *columns = json_object_get_array_member (table, "columns");

  for (guint i = 0; i < relationships->len; i++)
    {
      json_object_set_int_member (relationships->pdata[i], "one_of", 1);
      if (i > 0)
        json_object_set_double_member (relationships->pdata[i], "one_of_share",
                                       draw_number (&self->draw, 0, 1) / relationships->len);
      json_object_remove_member (relationships->pdata[i], "optional");
      json_object_remove_member (relationships->pdata[i], "placement");
      json_object_remove_member (relationships->pdata[i], "min_cardinality");
    }
  for (guint i = 0; i < json_array_get_length (columns); i++)
    {
      JsonObject *column = json_array_get_object_element (columns, i);

      if (g_str_equal (random_text (column, "generator"), "reference"))
        json_object_set_boolean_member (column, "nullable", TRUE);
    }
}

/* Whether the primary key has a column of a foreign key, which is never empty. */
static gboolean
refers_by_key (RandomSchema *self,
               JsonObject   *table)
{
  JsonArray *key = has_key (table) ? json_object_get_array_member (table, "primary_key") : NULL;

  for (guint i = 0; key != NULL && i < json_array_get_length (key); i++)
    if (*json_array_get_string_element (key, i) == 'f')
      return TRUE;
  return FALSE;
}

void
random_add_dependence (RandomSchema *self,
                       JsonObject   *table)
{
  RandomDraw *draw = &self->draw;
  g_autoptr (GPtrArray) own = g_ptr_array_new ();

  for (guint i = 0; i < json_array_get_length (self->relationships); i++)
    {
      JsonObject *relationship = json_array_get_object_element (self->relationships, i);
      const char *name = random_text (relationship, "parent_table_name");
      JsonObject *parent = random_find_table (self, name);

      if (!g_str_equal (random_text (relationship, "child_table_name"),
                        random_text (table, "name")) || parent == table)
        continue;
      g_ptr_array_add (own, relationship);
      if (draw_chance (draw, 20))
        add_effects (self, table, parent, relationship);
      if (draw_chance (draw, 10))
        add_law_branches (self, parent, relationship);
      if (draw_chance (draw, own->len > 1 ? 40 : 8))
        add_choice (self, table, parent, relationship);
    }
  if (own->len > 1 && draw_chance (draw, 15) && !refers_by_key (self, table))
    group_parents (self, table, own);
}
