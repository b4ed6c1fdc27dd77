/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Columns that read others: formulas, regressions, running values, life cycles,
 * totals.
 */

#include "random-column.h"

static const char numeric[] = "integer|decimal|real";

char *
random_number_formula (RandomSchema *self,
                       JsonObject   *table)
{
  RandomDraw *draw = &self->draw;
  g_autofree char *a = random_pick_mention (self, table, numeric);
  g_autofree char *b = random_pick_mention (self, table, numeric);
  g_autofree char *truth = NULL;

  if (a == NULL || b == NULL)
    return NULL;
  switch (draw_below (draw, 9))
    {
    case 0:
      return g_strdup (a);
    case 1:
      return g_strdup_printf ("%s * %s", a, b);
    case 2:
      return g_strdup_printf ("round(%s / %s, 2)", a, b);
    case 3:
      return g_strdup_printf ("least(%s, %g) - abs(%s)", a, draw_number (draw, -100, 100), b);
    case 4:
      return g_strdup_printf ("coalesce(%s, 0) + normal(%s, 3)", a, b);
    case 5:
      return g_strdup_printf ("sqrt(abs(%s)) + ln(1 + abs(%s))", a, b);
    case 6:
      truth = random_truth_formula (self, table);
      return g_strdup_printf ("case when %s then %s else %g end", truth, a,
                              draw_number (draw, -9, 9));
    case 7:
      return g_strdup_printf ("mod(floor(%s), 7) + uniform(0, 1)", a);
    default:
      return g_strdup_printf ("%g + %g * %s - %g * %s", draw_number (draw, -50, 50),
                              draw_number (draw, -3, 3), a, draw_number (draw, -3, 3), b);
    }
}

char *
random_truth_formula (RandomSchema *self,
                      JsonObject   *table)
{
  RandomDraw *draw = &self->draw;
  g_autofree char *number = random_pick_mention (self, table, numeric);
  g_autofree char *text = random_pick_mention (self, table, "text");
  g_autofree char *day = random_pick_mention (self, table, "date|timestamp");
  g_autofree char *truth = random_pick_mention (self, table, "boolean");

  if (text != NULL && draw_chance (draw, 25))
    return g_strdup_printf ("%s in (`a`, `Gold`, upper(%s))", text, text);
  if (day != NULL && draw_chance (draw, 25))
    return g_strdup_printf ("month(%s) < 7 or %s is null", day, day);
  if (truth != NULL && draw_chance (draw, 25))
    return g_strdup_printf ("not %s", truth);
  if (number != NULL)
    return g_strdup_printf ("%s > %g", number, draw_number (draw, -20, 200));
  return g_strdup ("1 = 1");
}

JsonObject *
random_make_formula (RandomSchema *self,
                     JsonObject   *table,
                     const char   *name)
{
  RandomDraw *draw = &self->draw;
  g_autofree char *formula = NULL;
  g_autofree char *type = NULL;
  JsonObject *column;

  switch (draw_below (draw, 6))
    {
    case 0:
      formula = random_truth_formula (self, table);
      type = g_strdup ("boolean");
      break;
    case 1:
      type = draw_word (draw, "text|date|timestamp|boolean|integer|uuid|time");
      formula = random_pick_mention (self, table, type);
      break;
    case 2:
      {
        g_autofree char *text = random_pick_mention (self, table, "text");
        g_autofree char *any = random_pick_mention (self, table, "text|integer|date");

        type = g_strdup ("text");
        if (text != NULL && any != NULL)
          formula = g_strdup_printf ("substr(upper(%s), 1, %u) || `-` || %s", text,
                                     1 + draw_below (draw, 5), any);
        break;
      }
    case 3:
      {
        g_autofree char *day = random_pick_mention (self, table, "date");

        type = g_strdup ("date");
        if (day != NULL)
          formula = g_strdup_printf ("add_days(%s, %u)", day, draw_below (draw, 40));
        break;
      }
    default:
      formula = random_number_formula (self, table);
      type = draw_word (draw, numeric);
      break;
    }
  if (formula == NULL)
    return NULL;
  column = random_column_object (self, name, type, "formula");
  json_object_set_boolean_member (column, "nullable", TRUE);
  random_set (column, "parameters", "{ 'formula': '%s' }", formula);
  return column;
}

JsonObject *
random_make_template (RandomSchema *self,
                      JsonObject   *table,
                      const char   *name)
{
  g_autofree char *a = random_pick_mention (self, table, "text|integer|decimal|date|boolean");
  g_autofree char *b = random_pick_mention (self, table, "text|timestamp|uuid|real|time");
  JsonObject *column;

  if (a == NULL)
    return NULL;
  column = random_column_object (self, name, "text", "template");
  json_object_set_boolean_member (column, "nullable", TRUE);
  random_set (column, "parameters", "{ 'template': '{%s|upper}-##@ {%s}' }", a,
              b != NULL ? b : a);
  return column;
}

/* One to three columns of which the first has the list. */
JsonObject *
random_make_combination (RandomSchema *self,
                         JsonObject   *table,
                         const char   *name)
{
  JsonObject *column = random_column_object (self, name, "text", "combination");
  g_autofree char *other = g_strdup_printf ("c%u", self->next_id);
  JsonObject *follower = random_column_object (self, other, "integer", "combination");

  random_set (follower, "parameters", "{ 'with': '%s' }", name);
  json_array_add_object_element (json_object_get_array_member (table, "columns"), follower);
  random_set (column, "parameters", "{ 'columns': ['%s', '%s'],"
              "  'rows': [['a', 1], ['a', 2], ['b', 1], ['c', 7]] %s }", name, other,
              draw_chance (&self->draw, 50) ? ", 'weights': [5, 2, 2, 1]" : "");
  return column;
}

JsonObject *
random_make_regression (RandomSchema *self,
                        JsonObject   *table,
                        const char   *name)
{
  g_autofree char *type = draw_word (&self->draw, numeric);
  g_autofree char *formula = random_number_formula (self, table);
  JsonObject *column;

  if (formula == NULL)
    return NULL;
  column = random_column_object (self, name, type, "regression");
  json_object_set_boolean_member (column, "nullable", TRUE);
  random_set (column, "parameters", "{ 'formula': '%s', '%s': %g %s }", formula,
              draw_chance (&self->draw, 50) ? "r2" : "noise", draw_number (&self->draw, 0.05, 1),
              draw_chance (&self->draw, 30) ? ", 'min': -100, 'max': 1000" : "");
  return column;
}

JsonObject *
random_make_logistic (RandomSchema *self,
                      JsonObject   *table,
                      const char   *name)
{
  g_autofree char *formula = random_number_formula (self, table);
  JsonObject *column;

  if (formula == NULL)
    return NULL;
  column = random_column_object (self, name, "boolean", "logistic");
  json_object_set_boolean_member (column, "nullable", TRUE);
  random_set (column, "parameters", "{ 'formula': '(%s) / 50', 'share': %g }", formula,
              draw_number (&self->draw, 0, 1));
  return column;
}

/* The first column of a foreign key; nullable. */
static const char *
pick_group (RandomSchema *self,
            JsonObject   *table)
{
  JsonObject *relationship = random_pick_parent (self, table);
  JsonArray *key;

  if (relationship == NULL || draw_chance (&self->draw, 15))
    return NULL;
  key = json_object_get_array_member (relationship, "child_foreign_key");
  return json_array_get_length (key) > 0 ? json_array_get_string_element (key, 0) : NULL;
}

static char *
write_group (const char *group)
{
  return group != NULL ? g_strdup_printf (", 'within': '%s'", group) : g_strdup ("");
}

JsonObject *
random_make_series (RandomSchema *self,
                    JsonObject   *table,
                    const char   *name)
{
  RandomDraw *draw = &self->draw;
  JsonObject *time = random_pick_column (self, table, "date|timestamp");
  g_autofree char *type = draw_word (draw, numeric);
  g_autofree char *group = write_group (pick_group (self, table));
  JsonObject *column;

  if (time == NULL)
    return NULL;
  column = random_column_object (self, name, type, "series");
  json_object_set_boolean_member (column, "nullable", TRUE);
  random_set (column, "parameters", "{ 'time': '%s', 'level': %g, 'level_stddev': %g,"
              " 'trend': %g, 'yearly': %g, 'daily': 2, 'autocorrelation': %g, 'noise': %g,"
              " 'drops': %g %s }", random_text (time, "name"), draw_number (draw, -10, 100),
              draw_number (draw, 0, 5), draw_number (draw, -1, 1), draw_number (draw, 0, 9),
              draw_number (draw, -0.9, 0.99), draw_number (draw, 0, 4),
              draw_chance (draw, 30) ? draw_number (draw, 0, 0.4) : 0, group);
  return column;
}

JsonObject *
random_make_running (RandomSchema *self,
                     JsonObject   *table,
                     const char   *name)
{
  RandomDraw *draw = &self->draw;
  g_autofree char *function = draw_word (draw, "sum|count|average|min|max|previous|difference|"
                                               "carry|elapsed_days|elapsed_seconds");
  const gboolean elapsed = g_str_has_prefix (function, "elapsed");
  JsonObject *over = random_pick_column (self, table, elapsed ? "date|timestamp" : numeric);
  JsonObject *order = random_pick_column (self, table, "date|timestamp|integer");
  g_autofree char *group = write_group (pick_group (self, table));
  g_autofree char *by = NULL;
  JsonObject *column;

  if (over == NULL)
    return NULL;
  if (order != NULL && draw_chance (draw, 50))
    by = g_strdup_printf (", 'order_by': '%s'", random_text (order, "name"));
  column = random_column_object (self, name,
                                 elapsed ? "real"
                                 : g_str_equal (function, "count") ? "integer"
                                 : random_text (over, "type"), "running");
  if (json_object_has_member (column, "scale") && json_object_has_member (over, "scale"))
    json_object_set_int_member (column, "scale", json_object_get_int_member (over, "scale"));
  json_object_set_boolean_member (column, "nullable", TRUE);
  random_set (column, "parameters", "{ 'function': '%s', 'column': '%s' %s %s %s }", function,
              random_text (over, "name"), by != NULL ? by : "", group,
              g_str_equal (function, "sum") && draw_chance (draw, 40) ? ", 'start': 10, 'floor': 0"
                                                                      : "");
  if (g_str_equal (function, "count"))
    json_object_remove_member (json_object_get_object_member (column, "parameters"), "column");
  return column;
}

JsonObject *
random_make_life_cycle (RandomSchema *self,
                        JsonObject   *table,
                        const char   *name)
{
  static const char * const states[] = { "new", "paid", "sent", "lost" };
  RandomDraw *draw = &self->draw;
  JsonObject *start = random_pick_column (self, table, "date|timestamp");
  g_autofree char *law = draw_word (draw, "exponential|lognormal|fixed|uniform");
  JsonObject *column;

  if (start == NULL)
    return NULL;
  column = random_column_object (self, name, "text", "life_cycle");
  random_set (column, "parameters", "{ 'states': ['new', 'paid', 'sent', 'lost'],"
              " 'start': '%s', 'transitions': ["
              " { 'from': 'new', 'to': 'paid', 'share': %g, 'days': %g, 'distribution': '%s' },"
              " { 'from': 'paid', 'to': 'sent', 'share': 0.7, 'days': 30 },"
              " { 'from': 'paid', 'to': 'lost', 'share': 0.3, 'days': 2 },"
              " { 'from': 'sent', 'to': 'new', 'share': %g, 'days': 3 } ] }",
              random_text (start, "name"), draw_number (draw, 0, 1), draw_number (draw, 0, 90),
              law, draw_chance (draw, 30) ? 0.3 : 0.0);
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    if (draw_chance (draw, 40))
      {
        g_autofree char *other = g_strdup_printf ("c%u", self->next_id);
        const char *type = random_text (start, "type");
        JsonObject *stage = random_column_object (self, other, type, "stage");

        json_object_set_boolean_member (stage, "nullable", TRUE);
        random_set (stage, "parameters", "{ 'cycle': '%s', 'state': '%s' }", name, states[i]);
        json_array_add_object_element (json_object_get_array_member (table, "columns"), stage);
      }
  return column;
}

JsonObject *
random_make_ordinal (RandomSchema *self,
                     JsonObject   *table,
                     const char   *name)
{
  JsonObject *relationship = random_pick_parent (self, table);
  JsonObject *column;

  if (relationship == NULL)
    return NULL;
  column = random_column_object (self, name, "integer", "ordinal");
  json_object_set_boolean_member (column, "nullable", TRUE);
  random_set (column, "parameters", "{ 'parent': '%s' }",
              random_text (relationship, "parent_table_name"));
  return column;
}

/* A relationship whose parent is @table; nullable. */
static JsonObject *
pick_child (RandomSchema *self,
            JsonObject   *table)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  for (guint i = 0; i < json_array_get_length (self->relationships); i++)
    {
      JsonObject *relationship = json_array_get_object_element (self->relationships, i);

      if (g_str_equal (random_text (relationship, "parent_table_name"),
                       random_text (table, "name")))
        g_ptr_array_add (found, relationship);
    }
  return found->len > 0 ? found->pdata[draw_below (&self->draw, found->len)] : NULL;
}

void
random_add_aggregate (RandomSchema *self,
                      JsonObject   *table)
{
  RandomDraw *draw = &self->draw;
  g_autofree char *function = draw_word (draw, "count|sum|avg|min|max");
  g_autofree char *name = g_strdup_printf ("c%u", self->next_id);
  JsonObject *relationship = pick_child (self, table);
  JsonObject *child = NULL;
  JsonObject *over = NULL;
  JsonObject *column;
  JsonObject *parameters;

  if (relationship != NULL)
    child = random_find_table (self, random_text (relationship, "child_table_name"));
  if (child != NULL)
    over = random_pick_column (self, child, numeric);
  if (over == NULL)
    return;
  column = random_column_object (self, name, g_str_equal (function, "count") ? "integer"
                                             : random_text (over, "type"), "aggregate");
  if (json_object_has_member (column, "scale") && json_object_has_member (over, "scale"))
    json_object_set_int_member (column, "scale", json_object_get_int_member (over, "scale"));
  json_object_set_boolean_member (column, "nullable", TRUE);
  random_set (column, "parameters", "{ 'function': '%s', 'child': '%s',"
              "  'relationship': %" G_GINT64_FORMAT " }", function, random_text (child, "name"),
              json_object_get_int_member (relationship, "id"));
  parameters = json_object_get_object_member (column, "parameters");
  if (!g_str_equal (function, "count"))
    json_object_set_string_member (parameters, "column", random_text (over, "name"));
  if (draw_chance (draw, 30))
    {
      g_autofree char *filter = random_truth_formula (self, child);

      random_set (parameters, "filter", "'%s'", filter);
    }
  json_array_add_object_element (json_object_get_array_member (table, "columns"), column);
}
