/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Shares of rows: "30 % cancelled", "15 % of invoices unpaid", "20 % paid late",
 * "one in five members smokes". They weigh a value of a category or a yes-or-no
 * column; where there is none, one is made.
 */

#define G_LOG_DOMAIN "sd-assistant"

#include "config.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "sd-fold.h"
#include "sd-planner-private.h"

/* A share that the user gave: other shares of the column leave it alone. */
typedef struct
{
  JsonObject *column;
  guint       value;
} SdGivenShare;

/* "Cancelled" and "canceled", "Paid late" and "paid_late" are the same. */
static char *
canonical (const char *text)
{
  g_autofree char *folded = sd_text_fold (text, -1);
  GString *out = g_string_new (NULL);

  for (const char *p = folded; *p != '\0'; p++)
    if (out->len == 0 || out->str[out->len - 1] != *p)
      g_string_append_c (out, *p);

  return g_string_free (out, FALSE);
}

/* The value of a category that says it: its index, or -1. */
static int
find_value (JsonObject *column,
            const char *text)
{
  JsonArray *values = sd_json_get_array (sd_json_get_object (column, "parameters"), "values");
  g_autofree char *wanted = canonical (text);

  if (strcmp (sd_json_get_text (column, "generator", ""), "category") != 0)
    return -1;
  for (guint i = 0; i < sd_json_length (values); i++)
    {
      const char *value = sd_json_text_at (values, i);
      g_autofree char *have = value != NULL ? canonical (value) : NULL;

      if (have != NULL && strcmp (have, wanted) == 0)
        return (int) i;
    }

  return -1;
}

static gboolean
is_given (GArray     *given,
          JsonObject *column,
          guint       value)
{
  for (guint i = 0; i < given->len; i++)
    {
      const SdGivenShare *share = &g_array_index (given, SdGivenShare, i);

      if (share->column == column && share->value == value)
        return TRUE;
    }

  return FALSE;
}

/* The value's weight becomes @percent of 100; what the user has not given shares
 * the rest as before. */
static void
set_weight (GArray     *given,
            JsonObject *column,
            guint       value,
            double      percent)
{
  JsonObject *parameters = sd_json_get_object (column, "parameters");
  JsonArray *values = sd_json_get_array (parameters, "values");
  JsonArray *old = sd_json_get_array (parameters, "weights");
  JsonArray *weights = json_array_new ();
  SdGivenShare share = { column, value };
  guint n = sd_json_length (values);
  double fixed = percent, rest = 0;

  for (guint i = 0; i < n; i++)
    {
      double weight = i < sd_json_length (old) ? json_array_get_double_element (old, i) : 1;

      if (i == value)
        continue;
      if (is_given (given, column, i))
        fixed += weight;
      else
        rest += weight;
    }
  for (guint i = 0; i < n; i++)
    {
      double weight = i < sd_json_length (old) ? json_array_get_double_element (old, i) : 1;

      if (i == value)
        weight = percent;
      else if (!is_given (given, column, i))
        weight = rest > 0 ? weight / rest * MAX (0, 100 - fixed) : 0;
      json_array_add_double_element (weights, weight);
    }
  json_object_set_array_member (parameters, "weights", weights);
  g_array_append_val (given, share);
}

static void
set_boolean (JsonObject *column,
             double      percent)
{
  JsonObject *parameters = json_object_new ();

  json_object_set_double_member (parameters, "share", percent / 100);
  json_object_set_string_member (column, "generator", "boolean");
  json_object_set_object_member (column, "parameters", parameters);
}

/* Gives the share to what the words say, in one table. */
static gboolean
apply_to_table (SdPlanning    *self,
                GArray        *given,
                SdSketchTable *table,
                guint          from,
                guint          to,
                double         percent)
{
  g_autofree char *text = sd_words_name (self->words, from, to);
  g_autofree char *wanted = canonical (text);

  for (guint i = 0; i < json_array_get_length (table->columns); i++)
    {
      JsonObject *column = json_array_get_object_element (table->columns, i);
      int value = find_value (column, text);
      g_autofree char *name = canonical (sd_json_get_text (column, "name", ""));

      if (value >= 0)
        {
          set_weight (given, column, (guint) value, percent);
          return TRUE;
        }
      if (strcmp (sd_json_get_text (column, "type", ""), "boolean") == 0
          && (strcmp (name, wanted) == 0
              || (g_str_has_prefix (name, "is") && strcmp (name + 2, wanted) == 0)))
        {
          set_boolean (column, percent);
          return TRUE;
        }
    }

  return FALSE;
}

/* The longest run of words from @from that some table knows; returns its end. */
static guint
apply_known (SdPlanning    *self,
             GArray        *given,
             SdSketchTable *table,
             guint          from,
             guint          to,
             double         percent)
{
  for (guint end = MIN (to, from + 3); end > from; end--)
    for (guint t = 0; t < self->sketch->tables->len; t++)
      {
        SdSketchTable *candidate = sd_sketch_table_at (self->sketch, t);

        if ((table == NULL || candidate == table)
            && apply_to_table (self, given, candidate, from, end, percent))
          return end;
      }

  return 0;
}

/* A status gets the value, else the table a yes-or-no column. */
static void
make_share (SdPlanning    *self,
            GArray        *given,
            SdSketchTable *table,
            guint          from,
            guint          to,
            double         percent)
{
  JsonObject *status = sd_sketch_find_column (table, "status");
  JsonObject *parameters = status != NULL ? sd_json_get_object (status, "parameters") : NULL;
  JsonArray *values = sd_json_get_array (parameters, "values");
  g_autofree char *name = sd_words_name (self->words, from, to);
  g_autofree char *title = sd_title_from_name (name);

  if (values != NULL && strcmp (sd_json_get_text (status, "generator", ""), "category") == 0)
    {
      JsonArray *weights = sd_json_get_array (parameters, "weights");

      json_array_add_string_element (values, title);
      if (weights != NULL)
        json_array_add_double_element (weights, 0);
      set_weight (given, status, json_array_get_length (values) - 1, percent);
      sd_sketch_assume (self->sketch, _("“%s” is a value of %s.status."), title, table->name);
    }
  else
    {
      JsonObject *column = json_object_new ();

      json_object_set_string_member (column, "name", name);
      json_object_set_string_member (column, "title", title);
      json_object_set_string_member (column, "type", "boolean");
      set_boolean (column, percent);
      json_array_add_object_element (table->columns, column);
      sd_sketch_assume (self->sketch, _("%s.%s is true for %g %% of the rows."), table->name, name,
                        percent);
    }
}

static gboolean
is_state (const SdWords *words,
          guint          i)
{
  const SdWord *word = sd_words_at (words, i);

  return word->kind == SD_WORD_TEXT && !word->plural && !word->used
         && !sd_words_is_any (words, i,
                              "male|female|women|men|missing|empty|discount|off|of|people")
         && (word->classes & (SD_WORD_FUNCTION | SD_WORD_CONTEXT | SD_WORD_UNIT | SD_WORD_EFFECT))
           == 0;
}

static void
apply_share (SdPlanning *self,
             GArray     *given,
             guint       i)
{
  double percent = sd_words_at (self->words, i)->value;
  SdSketchTable *table = NULL;
  guint from = i + 1, to, end;

  /* "half of", "one in five" carry their "of" along. */
  if (sd_words_is (self->words, from, "of"))
    from++;
  table = sd_planner_table_at_word (self, from, &end);
  if (table != NULL)
    from = end;
  while (sd_words_is_any (self->words, from,
                          "the|of|them|are|is|were|was|be|have|has|had|been|being|get|got|"
                          "should|that|who|which|as|to|marked"))
    from++;
  for (to = from; to < from + 4 && sd_words_at (self->words, to)->kind == SD_WORD_TEXT
                  && !sd_words_is_any (self->words, to, "and|or|but"); to++)
    ;
  if (to == from)
    return;

  end = apply_known (self, given, table, from, to, percent);
  if (end == 0 && table == NULL)
    {
      table = sd_planner_table_before (self, i);
      if (table == NULL && self->sketch->tables->len > 0)
        table = sd_sketch_table_at (self->sketch, 0);
    }
  if (end == 0 && table != NULL && is_state (self->words, from))
    {
      end = from + 1;
      while (end < to && is_state (self->words, end))
        end++;
      make_share (self, given, table, from, end, percent);
    }
  if (end > 0)
    sd_words_use (self->words, i, end);
}

void
sd_planner_apply_shares (SdPlanning *self)
{
  g_autoptr (GArray) given = g_array_new (FALSE, FALSE, sizeof (SdGivenShare));

  for (guint i = 0; i < self->words->n; i++)
    {
      const SdWord *word = sd_words_at (self->words, i);

      if (word->kind == SD_WORD_NUMBER && word->percent && !word->used && word->value <= 100)
        apply_share (self, given, i);
    }
}
