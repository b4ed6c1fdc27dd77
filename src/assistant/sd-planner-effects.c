/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* "Salary depends on department": a number whose level follows a category of its
 * row or of the row it refers to, with noise around each level.
 */

#define G_LOG_DOMAIN "sd-assistant"

#include "config.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "sd-planner-private.h"

#define NOUN(self, i) (&g_array_index ((self)->nouns, SdNoun, i))

/* Categories with more values than this make no sensible formula. */
#define MAX_LEVELS 40

/* What the levels are, relative to the middle, in the order of the values. */
static const char * const levels[] = {
  "1", "1.3", "0.8", "1.15", "0.9", "1.45", "0.7", "1.05", "1.2", "0.85", "1.35", "0.75",
};

static const SdNoun *
noun_around (SdPlanning *self,
             guint       i,
             gboolean    before)
{
  const SdNoun *found = NULL;

  for (guint k = 0; k < self->nouns->len; k++)
    {
      const SdNoun *noun = NOUN (self, k);

      if (before && noun->to <= i && i - noun->to <= 3)
        found = noun;
      if (!before && noun->from >= i && noun->from - i <= 4)
        return noun;
    }

  return found;
}

static JsonArray *
values_of (JsonObject *column)
{
  JsonArray *values = sd_json_get_array (sd_json_get_object (column, "parameters"), "values");

  if (strcmp (sd_json_get_text (column, "generator", ""), "category") != 0
      || sd_json_length (values) < 2 || sd_json_length (values) > MAX_LEVELS
      || sd_json_text_at (values, 0) == NULL)
    return NULL;

  return values;
}

/* The category that the noun means for rows of @table: a column of it, or of a
 * parent whose table the noun names. @reference (out) is how a formula calls it. */
static JsonArray *
find_levels (SdPlanning    *self,
             SdSketchTable *table,
             const SdNoun  *noun,
             char         **reference)
{
  JsonObject *own = sd_planner_find_column (self, noun->from, noun->to, table, NULL);
  SdSketchTable *parent;
  guint end;

  if (own != NULL && values_of (own) != NULL)
    {
      *reference = g_strdup (sd_json_get_text (own, "name", ""));
      return values_of (own);
    }
  parent = sd_planner_table_at_word (self, noun->from, &end);
  if (parent == NULL || sd_sketch_find_link (self->sketch, parent, table) == NULL)
    return NULL;
  for (guint i = 0; i < json_array_get_length (parent->columns); i++)
    {
      JsonObject *column = json_array_get_object_element (parent->columns, i);

      if (values_of (column) == NULL)
        continue;
      *reference = g_strconcat (parent->name, ".", sd_json_get_text (column, "name", ""), NULL);
      return values_of (column);
    }

  return NULL;
}

static double
middle_of (JsonObject *parameters)
{
  static const char * const names[] = { "median", "mean", "mode" };
  double min = sd_json_get_number (parameters, "min", 0);
  double max = sd_json_get_number (parameters, "max", 100);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (json_object_has_member (parameters, names[i]))
      return sd_json_get_number (parameters, names[i], 0);

  return (min + max) / 2;
}

static char *
make_formula (JsonObject *column,
              JsonArray  *values,
              const char *reference)
{
  JsonObject *parameters = sd_json_get_object (column, "parameters");
  double step = sd_json_get_number (parameters, "step", 1);
  int digits = strcmp (sd_json_get_text (column, "type", ""), "integer") != 0
                 ? (int) sd_json_get_number (column, "scale", 2) : step >= 100 ? -2 : 0;
  char middle[G_ASCII_DTOSTR_BUF_SIZE];
  GString *formula = g_string_new (NULL);

  g_ascii_formatd (middle, sizeof middle, "%.6g", middle_of (parameters));
  g_string_printf (formula, "round(%s * CASE %s", middle, reference);
  for (guint i = 0; i < json_array_get_length (values); i++)
    {
      g_auto (GStrv) parts = g_strsplit (json_array_get_string_element (values, i), "'", -1);
      g_autofree char *quoted = g_strjoinv ("''", parts);

      g_string_append_printf (formula, " WHEN '%s' THEN %s", quoted,
                              levels[i % G_N_ELEMENTS (levels)]);
    }
  g_string_append_printf (formula, " ELSE 1 END * EXP(NORMAL(0, 0.15)), %d)", digits);

  return g_string_free (formula, FALSE);
}

static void
apply_dependence (SdPlanning *self,
                  guint       i)
{
  const SdNoun *subject = noun_around (self, i, TRUE);
  const SdNoun *cause = noun_around (self, i + 1, FALSE);
  g_autofree char *reference = NULL;
  g_autofree char *formula = NULL;
  SdSketchTable *table = NULL;
  JsonObject *column, *parameters;
  JsonArray *values;

  if (subject == NULL || cause == NULL)
    return;
  column = sd_planner_find_column (self, subject->from, subject->to, NULL, &table);
  if (column == NULL || strcmp (sd_json_get_text (column, "generator", ""), "number") != 0)
    return;
  values = find_levels (self, table, cause, &reference);
  if (values == NULL)
    return;

  formula = make_formula (column, values, reference);
  parameters = json_object_new ();
  json_object_set_string_member (parameters, "formula", formula);
  json_object_set_string_member (column, "generator", "formula");
  json_object_set_object_member (column, "parameters", parameters);
  sd_words_use (self->words, subject->from, cause->to);
  sd_sketch_assume (self->sketch,
                    _("%s.%s has another level for each value of %s, with 15 %% noise."),
                    table->name, sd_json_get_text (column, "name", ""), reference);
}

void
sd_planner_apply_effects (SdPlanning *self)
{
  for (guint i = 0; i < self->words->n; i++)
    if (sd_words_is_any (self->words, i, "depend|depends|depending|varies|vary|differs|differ")
        && sd_words_is_any (self->words, i + 1, "on|by|with|upon|between"))
      apply_dependence (self, i);
}
