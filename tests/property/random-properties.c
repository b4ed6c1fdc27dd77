/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What is said of columns that exist: correlations, rules, missing values, mess,
 * and rows that are a product of factors.
 */

#include "random-column.h"
#include "sd-generator-info.h"

static const char ordered[] = "integer|decimal|real|boolean|date|timestamp";

static JsonArray *
get_list (JsonObject *object,
          const char *member)
{
  if (!json_object_has_member (object, member))
    json_object_set_array_member (object, member, json_array_new ());
  return json_object_get_array_member (object, member);
}

/* Whether a correlation is declared of drawn columns; seldom of any. */
static gboolean
is_correlated (RandomSchema *self,
               JsonObject   *column)
{
  static const char * const drawn[] = { "number", "boolean", "category", "date", "timestamp",
                                        NULL };

  return g_strv_contains (drawn, random_text (column, "generator"))
         || draw_chance (&self->draw, 2);
}

static gboolean
is_declared (JsonObject *table,
             const char *a,
             const char *b)
{
  JsonArray *list = get_list (table, "correlations");

  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonArray *columns = json_object_get_array_member (json_array_get_object_element (list, i),
                                                         "columns");
      const char *first = json_array_get_string_element (columns, 0);
      const char *second = json_array_get_string_element (columns, 1);

      if ((g_str_equal (a, first) && g_str_equal (b, second))
          || (g_str_equal (a, second) && g_str_equal (b, first)))
        return TRUE;
    }
  return FALSE;
}

static void
add_correlation (RandomSchema *self,
                 JsonObject   *table)
{
  JsonObject *a = random_pick_column (self, table, ordered);
  JsonObject *b = random_pick_column (self, table, ordered);

  if (a == NULL || a == b || !is_correlated (self, a) || !is_correlated (self, b)
      || is_declared (table, random_text (a, "name"), random_text (b, "name")))
    return;
  json_array_add_object_element (get_list (table, "correlations"),
                                 random_object ("{ 'columns': ['%s', '%s'], 'value': %g,"
                                                "  'measure': '%s' }", random_text (a, "name"),
                                                random_text (b, "name"),
                                                draw_number (&self->draw, -0.95, 0.95),
                                                draw_chance (&self->draw, 50) ? "pearson"
                                                                              : "spearman"));
}

/* A rule of a kind over two columns and, where it needs one, a formula; NULL when
 * the kind is unknown here. */
static JsonObject *
draw_rule (RandomSchema *self,
           const char   *kind,
           JsonObject   *table,
           const char   *a,
           const char   *b)
{
  RandomDraw *draw = &self->draw;
  g_autofree char *truth = random_truth_formula (self, table);

  if (g_str_equal (kind, "order"))
    return random_object ("{ 'kind': 'order', 'columns': ['%s', '%s'], 'strict': %s }", a, b,
                          draw_chance (draw, 30) ? "true" : "false");
  if (g_str_equal (kind, "range"))
    return random_object ("{ 'kind': 'range', 'column': '%s', 'min': %g, 'max': %g }", a,
                          draw_number (draw, -50, 50), draw_number (draw, 100, 500));
  if (g_str_equal (kind, "sum"))
    return random_object ("{ 'kind': 'sum', 'columns': ['%s', '%s'], 'total': 100 }", a, b);
  if (g_str_equal (kind, "exactly_one") || g_str_equal (kind, "together")
      || g_str_equal (kind, "unique_together"))
    return random_object ("{ 'kind': '%s', 'columns': ['%s', '%s'] }", kind, a, b);
  if (g_str_equal (kind, "null_when"))
    return random_object ("{ 'kind': 'null_when', 'column': '%s', 'when': '%s', 'exactly': %s }",
                          a, truth, draw_chance (draw, 60) ? "true" : "false");
  if (g_str_equal (kind, "check"))
    return random_object ("{ 'kind': 'check', 'formula': '%s' }", truth);
  return NULL;
}

static gboolean
is_of_key (JsonObject *column)
{
  return g_str_has_suffix (random_text (column, "name"), "_id")
         || g_str_equal (random_text (column, "generator"), "reference");
}

static void
add_rule (RandomSchema *self,
          JsonObject   *table)
{
  guint n;
  const SdGeneratorInfo *kinds = sd_rule_info_list (&n);
  const char *kind = kinds[draw_below (&self->draw, n)].nick;
  JsonObject *a = random_pick_column (self, table, "integer|decimal|real");
  JsonObject *b = NULL;
  JsonObject *rule;

  if (draw_chance (&self->draw, 40))
    a = random_pick_column (self, table, g_str_equal (kind, "range") || g_str_equal (kind, "sum")
                                           ? "decimal|real"
                                         : g_str_equal (kind, "order") ? "date|timestamp"
                                           : "date|timestamp|text|boolean");
  if (a != NULL)
    b = random_pick_column (self, table, random_text (a, "type"));
  /* Keys are changed by no rule, which some documents may find out. */
  if (b == NULL || a == b
      || (!draw_chance (&self->draw, 10) && (is_of_key (a) || is_of_key (b))))
    return;
  rule = draw_rule (self, kind, table, random_text (a, "name"), random_text (b, "name"));
  if (rule == NULL)
    g_error ("There is a new kind of rule, “%s”, that no random document has.", kind);
  if (g_str_equal (kind, "null_when") || g_str_equal (kind, "exactly_one")
      || g_str_equal (kind, "together"))
    {
      json_object_set_boolean_member (a, "nullable", TRUE);
      json_object_set_boolean_member (b, "nullable", TRUE);
    }
  json_array_add_object_element (get_list (table, "rules"), rule);
}

/* Any kind of mess that fits. */
static void
add_mess (RandomSchema *self,
          JsonObject   *table)
{
  guint n;
  const SdGeneratorInfo *kinds = sd_mess_info_list (&n);
  const SdGeneratorInfo *kind = &kinds[draw_below (&self->draw, n)];
  JsonObject *column = random_pick_column (self, table,
                                           "integer|decimal|real|text|date|timestamp|boolean");
  JsonObject *other;
  JsonObject *mess = random_object ("{ 'kind': '%s', 'share': %g }", kind->nick,
                                    draw_number (&self->draw, 0, 0.2));
  SdType type;

  if (column != NULL && g_str_equal (kind->nick, "swap")
      && (other = random_pick_column (self, table, random_text (column, "type"))) != column)
    random_set (mess, "columns", "['%s', '%s']", random_text (column, "name"),
                random_text (other, "name"));
  if (kind->types == 0 && (!g_str_equal (kind->nick, "swap")
                           || json_object_has_member (mess, "columns")))
    json_array_add_object_element (get_list (table, "mess"), mess);
  else if (column != NULL && sd_type_from_nick (random_text (column, "type"), &type)
           && (kind->types & (1u << type))
           && (!g_str_equal (kind->nick, "orphan")
               || g_str_equal (random_text (column, "generator"), "reference")))
    json_array_add_object_element (get_list (column, "mess"), mess);
  else
    json_object_unref (mess);
}

void
random_add_missing (RandomSchema *self,
                    JsonObject   *table,
                    JsonObject   *column)
{
  RandomDraw *draw = &self->draw;
  JsonObject *other = random_pick_column (self, table, "integer|decimal|boolean|date|text");
  const char *generator = random_text (column, "generator");
  const char *name = other != NULL ? random_text (other, "name") : "";
  g_autofree char *condition = NULL;
  guint n;

  if (g_str_equal (generator, "reference") || g_str_equal (random_text (column, "name"), "line")
      || g_str_has_suffix (random_text (column, "name"), "_id"))
    return;
  json_object_set_boolean_member (column, "nullable", TRUE);
  json_object_set_double_member (column, "missing", draw_number (draw, 0, 0.6));
  if (draw_chance (draw, 5))
    json_object_set_int_member (column, "missing", 1);
  if (other == NULL || other == column)
    return;
  condition = random_condition (self, other);
  sd_missing_info_list (&n);
  g_assert_cmpuint (n, ==, 4);
  switch (draw_below (draw, 8))
    {
    case 0:
      random_set (column, "missing_by", "{ 'kind': 'column', 'column': '%s', 'direction': 'high',"
                  "  'strength': %g }", name, draw_number (draw, 0, 5));
      break;
    case 1:
      random_set (column, "missing_by", "{ 'kind': 'value', 'direction': 'low', 'strength': %g }",
                  draw_number (draw, 0, 5));
      break;
    case 2:
      random_set (column, "missing_by", "{ 'kind': 'branches', 'by': '%s', 'branches': ["
                  "  { 'when': [%s], 'missing': %g } ] }", name, condition,
                  draw_number (draw, 0, 1));
      break;
    case 3:
      random_set (column, "missing_by", "{ 'kind': 'together', 'column': '%s' }", name);
      break;
    default:
      break;
    }
}

/* Rows that are the product of a parent and a list, or of two lists. */
static void
cross (RandomSchema *self,
       JsonObject   *table)
{
  JsonObject *relationship = random_pick_parent (self, table);
  const guint replicates = 1 + draw_below (&self->draw, 3);
  const double left_out = draw_chance (&self->draw, 40) ? draw_number (&self->draw, 0, 0.5) : 0;
  gint64 rows = 3 * replicates;
  JsonObject *parent = NULL;
  JsonObject *column;

  if (relationship != NULL)
    parent = random_find_table (self, random_text (relationship, "parent_table_name"));
  if (parent == table || json_object_get_int_member (table, "rows") == 0)
    return;
  column = random_column_object (self, "factor", "text", "category");
  random_set (column, "parameters", "{ 'values': ['x', 'y', 'z'] }");
  json_array_add_object_element (json_object_get_array_member (table, "columns"), column);
  if (parent != NULL)
    {
      rows *= json_object_get_int_member (parent, "rows");
      json_object_remove_member (relationship, "law");
      json_object_remove_member (relationship, "law_parameters");
      json_object_remove_member (relationship, "optional");
      json_object_remove_member (relationship, "placement");
      json_object_remove_member (relationship, "choice");
      random_set (table, "crossed", "{ 'factors': [ { 'relationship': %" G_GINT64_FORMAT " },"
                  "  { 'column': 'factor' } ], 'replicates': %u, 'left_out': %g, 'order': '%s' }",
                  json_object_get_int_member (relationship, "id"), replicates, left_out,
                  draw_chance (&self->draw, 50) ? "row" : "random");
    }
  else
    random_set (table, "crossed", "{ 'factors': [ { 'column': 'factor' } ], 'replicates': %u,"
                "  'left_out': %g }", replicates, left_out);
  rows = (gint64) ((double) rows * (1 - left_out) + 0.5);
  if (rows <= 6000)
    json_object_set_int_member (table, "rows", rows);
}

void
random_add_properties (RandomSchema *self,
                       JsonObject   *table)
{
  RandomDraw *draw = &self->draw;
  const guint correlations = draw_chance (draw, 35) ? 1 + draw_below (draw, 3) : 0;
  const guint rules = draw_chance (draw, 25) ? 1 + draw_below (draw, 2) : 0;
  const guint mess = draw_chance (draw, 20) ? 1 + draw_below (draw, 4) : 0;

  for (guint i = 0; i < correlations; i++)
    add_correlation (self, table);
  for (guint i = 0; i < rules; i++)
    add_rule (self, table);
  for (guint i = 0; i < mess; i++)
    add_mess (self, table);
  if (draw_chance (draw, 7))
    cross (self, table);
}
