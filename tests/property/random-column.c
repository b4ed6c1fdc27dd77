/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Columns by generator: those that draw, and those that count or write. Those
 * that read other columns are in random-derived.c.
 */

#include "random-column.h"

static const char numeric[] = "integer|decimal|real";

/* The parameters of any distribution, without the braces. (transfer full) */
static char *
draw_distribution (RandomDraw *draw)
{
  const double mean = draw_number (draw, -50, 500);
  const double spread = draw_number (draw, 0.5, 60);

  switch (draw_below (draw, 16))
    {
    case 0:
      return g_strdup_printf ("'distribution': 'constant', 'value': %g", mean);
    case 1:
      return g_strdup_printf ("'distribution': 'uniform', 'min': %g, 'max': %g", mean,
                              mean + spread);
    case 2:
      return g_strdup_printf ("'distribution': 'normal', 'mean': %g, 'stddev': %g", mean, spread);
    case 3:
      return g_strdup_printf ("'distribution': 'lognormal', 'median': %g, 'sigma': %g", spread,
                              draw_number (draw, 0.05, 1.5));
    case 4:
      return g_strdup_printf ("'distribution': 'truncated_normal', 'mean': %g, 'stddev': %g,"
                              "'min': %g, 'max': %g", mean, spread, mean - spread,
                              mean + 2 * spread);
    case 5:
      return g_strdup_printf ("'distribution': 'exponential', 'mean': %g", spread);
    case 6:
      return g_strdup_printf ("'distribution': 'gamma', 'shape': %g, 'mean': %g",
                              draw_number (draw, 0.2, 9), spread);
    case 7:
      return g_strdup_printf ("'distribution': 'beta', 'alpha': %g, 'beta': %g, 'min': 0,"
                              "'max': %g", draw_number (draw, 0.3, 9),
                              draw_number (draw, 0.3, 9), spread);
    case 8:
      return g_strdup_printf ("'distribution': 'triangular', 'min': %g, 'mode': %g, 'max': %g",
                              mean, mean + spread / 3, mean + spread);
    case 9:
      return g_strdup_printf ("'distribution': 'pareto', 'min': %g, 'alpha': %g", spread,
                              draw_number (draw, 1.1, 5));
    case 10:
      return g_strdup_printf ("'distribution': 'poisson', 'mean': %g", spread);
    case 11:
      return g_strdup_printf ("'distribution': 'binomial', 'n': %u, 'p': %g",
                              draw_below (draw, 60), draw_number (draw, 0, 1));
    case 12:
      return g_strdup_printf ("'distribution': 'negative_binomial', 'mean': %g, 'dispersion': %g",
                              spread, draw_number (draw, 0.2, 8));
    case 13:
      return g_strdup_printf ("'distribution': 'geometric', 'p': %g", draw_number (draw, 0.05, 1));
    case 14:
      return g_strdup_printf ("'distribution': 'zipf', 'n': %u, 'exponent': %g",
                              1 + draw_below (draw, 300), draw_number (draw, 0, 2.5));
    default:
      return g_strdup_printf ("'min': %g, 'max': %g", mean, mean + spread);
    }
}

/* A condition on a column, as text. (transfer full) */
char *
random_condition (RandomSchema *self,
                  JsonObject   *column)
{
  JsonObject *parameters = NULL;
  JsonArray *values = NULL;
  const char *type = random_text (column, "type");

  if (json_object_has_member (column, "parameters"))
    parameters = json_object_get_object_member (column, "parameters");
  if (parameters != NULL && json_object_has_member (parameters, "values"))
    values = json_object_get_array_member (parameters, "values");
  if (draw_chance (&self->draw, 10))
    return g_strdup ("null");
  if (values != NULL && json_array_get_length (values) > 0)
    {
      JsonNode *node = json_array_get_element (values,
                                               draw_below (&self->draw,
                                                           json_array_get_length (values)));
      g_autofree char *text = json_to_string (node, FALSE);

      return draw_chance (&self->draw, 50) ? g_strdup_printf ("[%s]", text)
                                           : g_steal_pointer (&text);
    }
  if (g_str_equal (type, "boolean"))
    return g_strdup (draw_chance (&self->draw, 50) ? "true" : "false");
  if (g_str_equal (type, "date"))
    return g_strdup ("{ 'min': '2025-06-01' }");
  if (g_str_equal (type, "text"))
    return g_strdup ("'b'");
  if (draw_chance (&self->draw, 50))
    return g_strdup_printf ("{ 'min': %g }", draw_number (&self->draw, -20, 200));
  return g_strdup_printf ("{ 'min': %g, 'max': %g }", draw_number (&self->draw, -20, 60),
                          draw_number (&self->draw, 60, 300));
}

/* Members that let a column depend on one or two others; "" when there are none.
 * @parameters: those of a branch. (transfer full) */
static char *
draw_branches (RandomSchema *self,
               JsonObject   *table,
               const char   *first,
               const char   *second)
{
  const char *types = "text|integer|boolean|decimal|date";
  JsonObject *a;
  JsonObject *b;
  g_autofree char *when = NULL;
  g_autofree char *other = NULL;
  g_autofree char *more = NULL;

  if (!draw_chance (&self->draw, 25))
    return g_strdup ("");
  a = random_pick_column (self, table, types);
  b = random_pick_column (self, table, types);
  if (a == NULL)
    return g_strdup ("");
  when = random_condition (self, a);
  other = random_condition (self, a);
  if (a == b || draw_chance (&self->draw, 50))
    return g_strdup_printf (", 'by': '%s', 'branches': ["
                            "{ 'when': [%s], 'parameters': { %s } },"
                            "{ 'when': [%s], 'parameters': { %s } } ]",
                            random_text (a, "name"), when, first, other, second);
  more = random_condition (self, b);
  return g_strdup_printf (", 'by': ['%s', '%s'], 'branches': ["
                          "{ 'when': [%s, null], 'parameters': { %s } },"
                          "{ 'when': [%s, %s], 'parameters': { %s } } ]",
                          random_text (a, "name"), random_text (b, "name"), when, first, other,
                          more, second);
}

static JsonObject *
make_number (RandomSchema *self,
             JsonObject   *table,
             const char   *name)
{
  RandomDraw *draw = &self->draw;
  g_autofree char *type = draw_word (draw, numeric);
  g_autofree char *main = draw_distribution (draw);
  g_autofree char *first = draw_distribution (draw);
  g_autofree char *second = draw_distribution (draw);
  g_autofree char *branches = draw_branches (self, table, first, second);
  JsonObject *column = random_column_object (self, name, type, "number");

  random_set (column, "parameters", "{ %s %s }", main, branches);
  if (draw_chance (draw, 8))
    {
      if (draw_chance (draw, 80))
        random_set (column, "parameters", "{ 'min': -10, 'max': 90000 }");
      json_object_set_boolean_member (column, "unique", TRUE);
    }
  if (draw_chance (draw, 10))
    json_object_set_double_member (json_object_get_object_member (column, "parameters"), "step",
                                   draw_chance (draw, 50) ? 5 : 0.25);
  return column;
}

/* Columns of classes, inside which shares hold. (transfer full) */
static char *
draw_within (RandomSchema *self,
             JsonObject   *table)
{
  JsonObject *column = NULL;

  if (draw_chance (&self->draw, 10))
    column = random_pick_column (self, table, "text|boolean|integer");
  return column != NULL ? g_strdup_printf (", 'within': '%s'", random_text (column, "name"))
                        : g_strdup ("");
}

static JsonObject *
make_category (RandomSchema *self,
               JsonObject   *table,
               const char   *name)
{
  static const struct { const char *type, *values; guint n; } lists[] = {
    { "text", "'a', 'b', 'c'", 3 },          { "text", "'Gold', 'Basic'", 2 },
    { "text", "'Zoë', '', 'it’s', 'x y'", 4 }, { "integer", "1, 2, 3, 4, 5", 5 },
    { "decimal", "0.5, 1, 2.5", 3 },         { "boolean", "true, false", 2 },
    { "date", "'2025-01-01', '2025-07-01'", 2 }, { "real", "0.25, 1e9", 2 },
    { "text", "'only'", 1 },
  };
  RandomDraw *draw = &self->draw;
  const guint list = draw_below (draw, G_N_ELEMENTS (lists));
  JsonObject *column = random_column_object (self, name, lists[list].type, "category");
  g_autofree char *within = draw_within (self, table);
  g_autofree char *weights = NULL;
  g_autoptr (GString) more = g_string_new (NULL);

  for (guint i = 0; i < lists[list].n; i++)
    g_string_append_printf (more, "%s%u", i > 0 ? ", " : "", 1 + draw_below (draw, 9));
  weights = g_strdup_printf ("'weights': [%s]", more->str);
  if (draw_chance (draw, 8))
    {
      g_string_truncate (more, 0);
      for (guint i = 1; i < lists[list].n; i++)
        g_string_append (more, "0, ");
      random_set (column, "parameters", "{ 'values': [%s], 'counts': [%s %" G_GINT64_FORMAT "] }",
                  lists[list].values, more->str, json_object_get_int_member (table, "rows"));
    }
  else
    {
      g_autofree char *branches = draw_branches (self, table, weights, weights);

      random_set (column, "parameters", "{ 'values': [%s], %s %s %s }", lists[list].values,
                  weights, *branches == '\0' ? within : "", branches);
      if (draw_chance (draw, 30))
        json_object_remove_member (json_object_get_object_member (column, "parameters"),
                                   "weights");
    }
  return column;
}

static JsonObject *
make_boolean (RandomSchema *self,
              JsonObject   *table,
              const char   *name)
{
  JsonObject *column = random_column_object (self, name, "boolean", "boolean");
  g_autofree char *within = draw_within (self, table);
  g_autofree char *branches = draw_branches (self, table, "'share': 0.9", "'share': 0");

  random_set (column, "parameters", "{ 'share': %g %s %s }", draw_number (&self->draw, 0, 1),
              *branches == '\0' ? within : "", branches);
  return column;
}

/* Growth and seasons. (transfer full) */
static char *
draw_shape (RandomDraw *draw,
            gboolean    has_hours)
{
  g_autofree char *season = draw_word (draw, "retail|school_year|office_hours|restaurant");
  g_autofree char *growth = draw_word (draw, "linear|exponential|logistic");

  switch (draw_below (draw, 6))
    {
    case 0:
      return g_strdup_printf (", 'season': '%s'", season);
    case 1:
      return g_strdup_printf (", 'growth': '%s', 'growth_factor': %g", growth,
                              draw_number (draw, 0.2, 8));
    case 2:
      return g_strdup_printf (", 'weekdays': [1, 1, 1, 1, 1, %u, 0], 'holidays': %g",
                              draw_below (draw, 5), draw_number (draw, 0, 3));
    case 3:
      if (has_hours)
        return g_strdup (", 'hours': [0,0,0,0,0,0,1,2,3,4,4,4,3,3,3,4,5,4,3,2,1,1,0,0]");
      return g_strdup (", 'months': [1,1,1,1,1,1,0,0,1,1,1,3]");
    default:
      return g_strdup ("");
    }
}

/* A period, and the order of its moments. (transfer full) */
static char *
draw_moments (RandomSchema *self,
              JsonObject   *table)
{
  RandomDraw *draw = &self->draw;
  JsonObject *relationship = random_pick_parent (self, table);
  const char *fk = NULL;

  if (relationship != NULL)
    fk = json_array_get_string_element (json_object_get_array_member (relationship,
                                                                      "child_foreign_key"), 0);
  switch (draw_below (draw, 9))
    {
    case 0:
      return g_strdup ("'min': '2024-01-01', 'max': '2026-02-28', 'order': 'row'");
    case 1:
      if (fk != NULL)
        return g_strdup_printf ("'order': 'gaps', 'within': '%s', 'gap_days': %g, 'gap': '%s',"
                                "'min': '2020-01-01'", fk, draw_number (draw, 0.5, 30),
                                draw_chance (draw, 50) ? "exponential" : "fixed");
      return g_strdup ("'order': 'gaps', 'gap_days': 0.5, 'min': '2000-01-01'");
    case 2:
      if (fk != NULL)
        return g_strdup_printf ("'order': 'grid', 'within': '%s', 'every': '1 week',"
                                "'min': '2024-01-01'", fk);
      return g_strdup ("'order': 'grid', 'every': '1 day', 'min': '2000-01-01'");
    case 3:
    case 4:
      {
        g_autofree char *after = random_pick_mention (self, table, "date|timestamp");

        if (after != NULL)
          return g_strdup_printf ("'%s': '%s', 'min_days': %u, 'max_days': %u,"
                                  "'min': '2015-01-01', 'max': '2030-01-01'",
                                  draw_chance (draw, 80) ? "after" : "before", after,
                                  draw_below (draw, 4), 4 + draw_below (draw, 400));
        return g_strdup ("'min': 'today-2y', 'max': 'today'");
      }
    case 5:
      return g_strdup ("'min': '2026-01-01', 'max': '2026-01-01'");
    default:
      {
        g_autofree char *shape = draw_shape (draw, FALSE);

        return g_strdup_printf ("'min': 'today-%uy', 'max': 'today' %s", 1 + draw_below (draw, 5),
                                shape);
      }
    }
}

static JsonObject *
make_date (RandomSchema *self,
           JsonObject   *table,
           const char   *name)
{
  JsonObject *column = random_column_object (self, name, "date", "date");
  g_autofree char *moments = draw_moments (self, table);
  g_autofree char *branches = NULL;

  if (g_strrstr (moments, "order") == NULL && draw_chance (&self->draw, 30))
    branches = draw_branches (self, table, "'min': '2025-01-01', 'max': '2025-03-01'",
                              "'min': 'today-90d', 'max': 'today'");
  random_set (column, "parameters", "{ %s %s }", moments, branches != NULL ? branches : "");
  return column;
}

static JsonObject *
make_timestamp (RandomSchema *self,
                JsonObject   *table,
                const char   *name)
{
  JsonObject *column = random_column_object (self, name, "timestamp", "timestamp");
  g_autofree char *moments = draw_moments (self, table);
  const gboolean plain = g_strrstr (moments, "order") == NULL;
  g_autofree char *shape = plain && g_strrstr (moments, "season") == NULL
                             && g_strrstr (moments, "growth") == NULL
                             && g_strrstr (moments, "weekdays") == NULL
                             && g_strrstr (moments, "months") == NULL
                           ? draw_shape (&self->draw, TRUE) : NULL;

  random_set (column, "parameters", "{ %s %s %s, 'step_seconds': %u }", moments,
              shape != NULL ? shape : "",
              plain && draw_chance (&self->draw, 20) ? ", 'opening': '08:00', 'closing': '18:30'"
                                                     : "",
              draw_chance (&self->draw, 50) ? 1 : 900);
  return column;
}

static JsonObject *
make_time (RandomSchema *self,
           JsonObject   *table,
           const char   *name)
{
  JsonObject *column = random_column_object (self, name, "time", "time");
  g_autofree char *branches = draw_branches (self, table, "'min': '06:00', 'max': '09:00'",
                                             "'min': '22:00', 'max': '23:59:59'");

  random_set (column, "parameters", "{ 'min': '0%u:00', 'max': '1%u:30', 'step_seconds': %u %s }",
              draw_below (&self->draw, 10), draw_below (&self->draw, 10),
              1 + 60 * draw_below (&self->draw, 20), branches);
  return column;
}

static JsonObject *
make_sequence (RandomSchema *self,
               JsonObject   *table,
               const char   *name)
{
  JsonObject *column = random_column_object (self, name,
                                             draw_chance (&self->draw, 70) ? "integer" : "decimal",
                                             "sequence");

  random_set (column, "parameters", "{ 'start': %u, 'step': %d, 'order': '%s' }",
              draw_below (&self->draw, 100), draw_chance (&self->draw, 70) ? 2 : -1,
              draw_chance (&self->draw, 50) ? "row" : "shuffled");
  return column;
}

static JsonObject *
make_pattern (RandomSchema *self,
              JsonObject   *table,
              const char   *name)
{
  JsonObject *column = random_column_object (self, name, "text", "pattern");
  g_autofree char *pattern = draw_word (&self->draw, "##|@@-####|*|\\\\#@##@|Ä#ö");
  g_autofree char *order = draw_word (&self->draw, "row|shuffled|random");

  random_set (column, "parameters", "{ 'pattern': '%s', 'order': '%s' }", pattern, order);
  return column;
}

static JsonObject *
make_uuid (RandomSchema *self,
           JsonObject   *table,
           const char   *name)
{
  return random_column_object (self, name, "uuid", "uuid");
}

static JsonObject *
make_values (RandomSchema *self,
             JsonObject   *table,
             const char   *name)
{
  const guint rows = (guint) json_object_get_int_member (table, "rows");
  g_autoptr (GString) values = g_string_new (NULL);
  JsonObject *column;

  if (rows > 300)
    return NULL;
  column = random_column_object (self, name, "integer", "values");
  for (guint i = 0; i < rows; i++)
    g_string_append_printf (values, "%s%u", i > 0 ? ", " : "", draw_below (&self->draw, 50));
  random_set (column, "parameters", "{ 'values': [%s] }", values->str);
  return column;
}

static JsonObject *
make_semantic (RandomSchema *self,
               JsonObject   *table,
               const char   *name)
{
  const char * const *nicks = sd_catalog_list_semantics ();
  const guint n = g_strv_length ((char **) nicks);
  const SdSemanticType *type =
    sd_catalog_get_semantic ("en_US", nicks[draw_below (&self->draw, n)]);
  JsonObject *column = random_column_object (self, name, type->type, "semantic");
  const char *more = "";

  if (g_str_equal (type->type, "decimal"))
    json_object_set_int_member (column, "scale", type->scale);
  if (draw_chance (&self->draw, 15))
    more = ", 'locales': ['en_US', 'fr_FR', 'ja_JP'], 'locale_weights': [3, 2, 1]";
  else if (draw_chance (&self->draw, 15))
    more = ", 'locale': 'sv_SE'";
  random_set (column, "parameters", "{ 'semantic': '%s', 'group': %u %s }", type->nick,
              1 + draw_below (&self->draw, 2), more);
  if (draw_chance (&self->draw, g_str_equal (type->type, "text") ? 8 : 1))
    json_object_set_boolean_member (column, "unique", TRUE);
  return column;
}

static const RandomGenerator generators[] = {
  { "number", 30, make_number },           { "category", 22, make_category },
  { "boolean", 8, make_boolean },          { "date", 10, make_date },
  { "timestamp", 10, make_timestamp },     { "time", 3, make_time },
  { "sequence", 2, make_sequence },        { "pattern", 2, make_pattern },
  { "uuid", 1, make_uuid },                { "values", 2, make_values },
  { "semantic", 12, make_semantic },       { "formula", 12, random_make_formula },
  { "template", 3, random_make_template }, { "combination", 4, random_make_combination },
  { "regression", 6, random_make_regression }, { "logistic", 4, random_make_logistic },
  { "series", 6, random_make_series },     { "running", 9, random_make_running },
  { "life_cycle", 5, random_make_life_cycle }, { "ordinal", 3, random_make_ordinal },
};

/* Those that keys, totals and life cycles bring along. */
static const char others[] = "reference|aggregate|stage";

char *
random_list_generators (void)
{
  GString *list = g_string_new (others);

  for (guint i = 0; i < G_N_ELEMENTS (generators); i++)
    g_string_append_printf (list, "|%s", generators[i].nick);
  return g_string_free (list, FALSE);
}

void
random_add_column (RandomSchema *self,
                   JsonObject   *table)
{
  JsonObject *column = NULL;

  while (column == NULL)
    {
      g_autofree char *name = g_strdup_printf ("c%u", self->next_id);
      guint total = 0;
      guint ticket;
      guint i = 0;

      for (guint k = 0; k < G_N_ELEMENTS (generators); k++)
        total += generators[k].weight;
      ticket = draw_below (&self->draw, total);
      while (ticket >= generators[i].weight)
        ticket -= generators[i++].weight;
      column = generators[i].make (self, table, name);
    }
  json_array_add_object_element (json_object_get_array_member (table, "columns"), column);
}
