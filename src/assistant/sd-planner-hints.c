/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What the prompt says of single columns: "prices between 2 and 6 euros", "sizes
 * 36 to 46", "10 % of e-mails missing", "returned_at is empty for some".
 */

#define G_LOG_DOMAIN "sd-assistant"

#include "config.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "sd-planner-private.h"

#define NOUN(self, i) (&g_array_index ((self)->nouns, SdNoun, i))

/* When something is said to be missing without a number. */
#define DEFAULT_MISSING 0.15
#define MESSY_MISSING   0.08

gboolean
sd_planner_name_means (const char *column,
                       const char *name,
                       gboolean    exact)
{
  g_autofree char *a = sd_word_book_singular (column);
  g_autofree char *b = sd_word_book_singular (name);
  gsize n = strlen (a), m = strlen (b);

  if (strcmp (a, b) == 0)
    return TRUE;

  return !exact && n > m && a[n - m - 1] == '_' && strcmp (a + n - m, b) == 0
         && !g_str_has_suffix (column, "_id");
}

JsonObject *
sd_planner_find_column (SdPlanning     *self,
                        guint           from,
                        guint           to,
                        SdSketchTable  *table,
                        SdSketchTable **owner)
{
  g_autofree char *name = sd_words_name (self->words, from, to);

  for (int exact = 1; exact >= 0; exact--)
    for (guint t = 0; t < self->sketch->tables->len; t++)
      {
        SdSketchTable *candidate = sd_sketch_table_at (self->sketch, t);

        if (table != NULL && candidate != table)
          continue;
        for (guint i = 0; i < json_array_get_length (candidate->columns); i++)
          {
            JsonObject *column = json_array_get_object_element (candidate->columns, i);

            if (!sd_planner_name_means (sd_json_get_text (column, "name", ""), name,
                                        exact == 1))
              continue;
            if (owner != NULL)
              *owner = candidate;
            return column;
          }
      }

  return NULL;
}

SdSketchTable *
sd_planner_table_before (SdPlanning *self,
                         guint       i)
{
  SdSketchTable *table = NULL;

  for (guint k = 0; k < self->nouns->len && NOUN (self, k)->from < i; k++)
    if (NOUN (self, k)->table != NULL && !NOUN (self, k)->column)
      table = NOUN (self, k)->table;

  return table;
}

static gboolean
is_formula (JsonObject *column)
{
  const char *generator = sd_json_get_text (column, "generator", "");

  return strcmp (generator, "formula") == 0 || strcmp (generator, "aggregate") == 0
         || strcmp (generator, "reference") == 0 || strcmp (generator, "sequence") == 0;
}

static void
set_range (JsonObject *column,
           double      min,
           double      max)
{
  JsonObject *old = sd_json_get_object (column, "parameters");
  const char *distribution = sd_json_get_text (old, "distribution", "");
  const char *type = sd_json_get_text (column, "type", "");
  JsonObject *parameters = json_object_new ();
  gboolean whole = min == (double) (gint64) min && max == (double) (gint64) max;
  gboolean bell = strcmp (distribution, "uniform") != 0 && strcmp (distribution, "") != 0;

  if (strcmp (type, "integer") != 0 && strcmp (type, "decimal") != 0 && strcmp (type, "real") != 0)
    {
      json_object_set_string_member (column, "type", whole ? "integer" : "decimal");
      bell = TRUE;
    }
  if (!whole && strcmp (sd_json_get_text (column, "type", ""), "integer") == 0)
    json_object_set_string_member (column, "type", "decimal");
  if (strcmp (sd_json_get_text (column, "type", ""), "decimal") == 0
      && !json_object_has_member (column, "precision"))
    {
      json_object_set_int_member (column, "precision", 12);
      json_object_set_int_member (column, "scale", 2);
    }
  bell = bell && max > min;
  json_object_set_string_member (parameters, "distribution", bell ? "truncated_normal" : "uniform");
  if (bell)
    {
      json_object_set_double_member (parameters, "mean", (min + max) / 2);
      json_object_set_double_member (parameters, "stddev", (max - min) / 4);
    }
  json_object_set_double_member (parameters, "min", min);
  json_object_set_double_member (parameters, "max", max);
  json_object_set_string_member (column, "generator", "number");
  json_object_set_object_member (column, "parameters", parameters);
}

static const char *
currency_code (const char *stem)
{
  static const struct { const char *word; const char *code; } codes[] = {
    { "euro", "EUR" }, { "eur", "EUR" }, { "dollar", "USD" }, { "usd", "USD" }, { "pound", "GBP" },
    { "gbp", "GBP" }, { "yen", "JPY" }, { "franc", "CHF" }, { "chf", "CHF" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (strcmp (codes[i].word, stem) == 0)
      return codes[i].code;

  return NULL;
}

/* Money is one currency in the whole document. */
static void
set_currency (SdPlanning *self,
              const char *code)
{
  for (guint t = 0; t < self->sketch->tables->len; t++)
    {
      SdSketchTable *table = sd_sketch_table_at (self->sketch, t);

      for (guint i = 0; i < json_array_get_length (table->columns); i++)
        {
          JsonObject *column = json_array_get_object_element (table->columns, i);

          if (strcmp (sd_json_get_text (column, "unit", ""), "USD") == 0)
            json_object_set_string_member (column, "unit", code);
        }
    }
}

/* Where a column of that name belongs when no table has it. */
static SdSketchTable *
table_for_new (SdPlanning *self,
               guint       i)
{
  SdSketchTable *before = sd_planner_table_before (self, i);

  for (guint t = 0; t < self->sketch->tables->len; t++)
    if (sd_sketch_table_at (self->sketch, t)->kind == SD_KIND_THING)
      return sd_sketch_table_at (self->sketch, t);

  return before != NULL || self->sketch->tables->len == 0
           ? before : sd_sketch_table_at (self->sketch, 0);
}

static JsonObject *
add_new_column (SdPlanning *self,
                guint       from,
                guint       to,
                SdSketchTable *table)
{
  g_autofree char *typed = sd_words_name (self->words, from, to);
  g_autofree char *name = sd_word_book_singular (typed);
  gboolean known;
  JsonObject *column;
  g_autofree char *title = sd_title_from_name (name);

  if (table == NULL || table->only_asked)
    return NULL;
  column = sd_planner_find_alias (self, table, typed);
  if (column == NULL)
    column = sd_planner_find_alias (self, table, name);
  if (column != NULL)
    return column;
  column = sd_planner_make_column (table, name, &known);
  json_object_set_string_member (column, "title", title);
  json_array_add_object_element (table->columns, column);
  sd_sketch_assume (self->sketch, _("The column %s is in the table %s."), name, table->name);

  return column;
}

#define WORDS_BEFORE_RANGE \
  "is|are|of|range|ranges|ranging|should|be|from|in|vary|varies|go|goes|runs|were|was|lie|lies"

/* The noun that ends at most three words before @i: "ages are between". */
static const SdNoun *
noun_before (SdPlanning *self,
             guint       i)
{
  for (guint k = 0; k < self->nouns->len; k++)
    {
      const SdNoun *noun = NOUN (self, k);
      gboolean near = noun->to <= i && i - noun->to <= 3;

      for (guint j = noun->to; near && j < i; j++)
        near = sd_words_is_any (self->words, j,
                                WORDS_BEFORE_RANGE);
      if (near && (k + 1 == self->nouns->len || NOUN (self, k + 1)->from >= i))
        return noun;
    }

  return NULL;
}

static void
apply_ranges (SdPlanning *self)
{
  for (guint i = 0; i < self->words->n; i++)
    {
      double min, max;
      guint end;
      const SdNoun *noun;
      SdSketchTable *owner = NULL;
      JsonObject *column;

      if (sd_words_at (self->words, i)->used
          || !sd_words_read_range (self->words, i, &min, &max, &end))
        continue;
      noun = noun_before (self, i);
      if (noun == NULL || (noun->table != NULL && !noun->column && !noun->measured))
        continue;
      column = sd_planner_find_column (self, noun->from, noun->to, NULL, &owner);
      if (column == NULL)
        column = add_new_column (self, noun->from, noun->to, table_for_new (self, i));
      if (column == NULL || is_formula (column))
        continue;
      set_range (column, min, max);
      sd_words_use (self->words, noun->from, end);
      if (sd_words_has_class (self->words, end, SD_WORD_CURRENCY))
        {
          const char *code = currency_code (sd_words_at (self->words, end)->stem);

          if (code != NULL)
            {
              json_object_set_string_member (column, "unit", code);
              set_currency (self, code);
            }
        }
      if (sd_words_has_class (self->words, end, SD_WORD_UNIT | SD_WORD_CURRENCY))
        sd_words_use (self->words, end, end + 1);
      i = end - 1;
    }
}

static void
set_missing (JsonObject *column,
             double      share)
{
  json_object_set_boolean_member (column, "nullable", TRUE);
  json_object_set_double_member (column, "missing", CLAMP (share, 0, 1));
}

static guint
clause_end (const SdWords *words,
            guint          i)
{
  while (i < words->n
         && (sd_words_at (words, i)->kind != SD_WORD_MARK || sd_words_is_mark (words, i, '-')))
    i++;

  return i;
}

static guint
clause_start (const SdWords *words,
              guint          i)
{
  while (i > 0
         && (sd_words_at (words, i - 1)->kind != SD_WORD_MARK
             || sd_words_is_mark (words, i - 1, '-')))
    i--;

  return i;
}

/* The column named between two words, the longest name first. */
static JsonObject *
column_between (SdPlanning *self,
                guint       from,
                guint       to,
                guint      *begin,
                guint      *end,
                SdSketchTable **owner)
{
  for (guint n = 3; n > 0; n--)
    for (guint i = from; i + n <= to; i++)
      {
        SdSketchTable *preferred = sd_planner_table_before (self, i);
        JsonObject *column;

        if (sd_words_at (self->words, i)->kind != SD_WORD_TEXT
            || (n == 1 && sd_words_has_class (self->words, i, SD_WORD_FUNCTION | SD_WORD_CONTEXT)))
          continue;
        column = preferred != NULL
                   ? sd_planner_find_column (self, i, i + n, preferred, owner) : NULL;
        if (column == NULL)
          column = sd_planner_find_column (self, i, i + n, NULL, owner);
        if (column != NULL)
          {
            *begin = i;
            *end = i + n;
            return column;
          }
      }

  return NULL;
}

/* Every column that is no key gets the share. */
static void
set_missing_everywhere (SdPlanning *self,
                        double      share,
                        gboolean    contacts_only)
{
  for (guint t = 0; t < self->sketch->tables->len; t++)
    {
      SdSketchTable *table = sd_sketch_table_at (self->sketch, t);

      for (guint i = 0; i < json_array_get_length (table->columns); i++)
        {
          JsonObject *column = json_array_get_object_element (table->columns, i);
          const char *name = sd_json_get_text (column, "name", "");

          if (is_formula (column) || strstr (name, "name") != NULL || strcmp (name, "title") == 0
              || g_str_has_suffix (sd_json_get_text (sd_json_get_object (column, "parameters"),
                                                     "order", ""),
                                   "row")
              || (contacts_only
                  && strcmp (sd_json_get_text (column, "generator", ""), "semantic") != 0
                  && strcmp (sd_json_get_text (column, "type", ""), "date") != 0))
            continue;
          set_missing (column, share);
        }
    }
}

static double
share_near (SdPlanning *self,
            guint       from,
            guint       to,
            guint      *at)
{
  for (guint i = from; i < to; i++)
    if (sd_words_at (self->words, i)->kind == SD_WORD_NUMBER
        && sd_words_at (self->words, i)->percent)
      {
        *at = i;
        return sd_words_at (self->words, i)->value / 100;
      }

  return -1;
}

/* "returned_at is empty for rentals still out": a column that no table has yet,
 * of the table that the clause names. */
static JsonObject *
column_told (SdPlanning     *self,
             guint           from,
             guint           at,
             guint           to,
             SdSketchTable **owner)
{
  const SdNoun *subject = NULL;
  guint end;

  for (guint k = 0; k < self->nouns->len; k++)
    {
      const SdNoun *noun = NOUN (self, k);

      if (noun->from >= from && noun->to <= at
          && (noun->table == NULL || noun->column))
        subject = noun;
    }
  if (subject == NULL || !sd_words_is_any (self->words, subject->to,
                                           "is|are|may|can|should|stays|remains"))
    return NULL;
  *owner = NULL;
  for (guint i = at; i < to && *owner == NULL; i++)
    *owner = sd_planner_table_at_word (self, i, &end);
  if (*owner == NULL)
    *owner = sd_planner_table_before (self, at);

  return add_new_column (self, subject->from, subject->to, *owner);
}

static gboolean
is_share (const SdWords *words,
          guint          i)
{
  return sd_words_at (words, i)->kind == SD_WORD_NUMBER && sd_words_at (words, i)->percent;
}

/* The words around "missing" that belong to it: from the share before to the
 * share after, within the clause. */
static void
missing_window (const SdWords *words,
                guint          i,
                guint         *from,
                guint         *to)
{
  guint start = clause_start (words, i);
  guint stop = clause_end (words, i);

  *from = i;
  while (*from > start && !is_share (words, *from))
    (*from)--;
  *to = i + 1;
  while (*to < stop && !(is_share (words, *to) && is_share (words, *from)))
    (*to)++;
}

/* "10 % missing phone numbers": a column that the table before gets for it. */
static JsonObject *
column_wanted (SdPlanning     *self,
               guint           i,
               guint           to,
               SdSketchTable **owner)
{
  for (guint k = 0; k < self->nouns->len; k++)
    {
      const SdNoun *noun = NOUN (self, k);
      g_autofree char *name = sd_words_name (self->words, noun->from, noun->to);
      g_autofree char *singular = sd_word_book_singular (name);

      if (noun->from != i + 1 || noun->to > to || sd_lexicon_knows_column (singular) != 2)
        continue;
      *owner = sd_planner_table_before (self, i);
      return add_new_column (self, noun->from, noun->to, *owner);
    }

  return NULL;
}

static gboolean
means_all_values (const SdWords *words,
                  guint          i)
{
  return sd_words_is_any (words, i + 1, "value|values|data|cell|cells|entries")
         || (i > 0 && sd_words_is_any (words, i - 1, "value|values|cells|entries"));
}

static void
apply_missing_at (SdPlanning *self,
                  guint       i)
{
  guint from, to, begin, end, at = 0;
  SdSketchTable *owner = NULL;
  JsonObject *column;
  double share;

  missing_window (self->words, i, &from, &to);
  share = share_near (self, from, to, &at);
  column = column_between (self, from, to, &begin, &end, &owner);
  if (column == NULL)
    column = column_told (self, from, i, to, &owner);
  if (column == NULL)
    column = column_wanted (self, i, to, &owner);
  if (column != NULL && !is_formula (column))
    {
      set_missing (column, share >= 0 ? share : DEFAULT_MISSING);
      if (share < 0 && owner != NULL)
        sd_sketch_assume (self->sketch, _("%s.%s is empty in %d %% of the rows."), owner->name,
                          sd_json_get_text (column, "name", ""), (int) (DEFAULT_MISSING * 100));
      sd_words_use (self->words, from, to);
    }
  else if (column == NULL && self->sketch->tables->len > 0 && means_all_values (self->words, i))
    {
      set_missing_everywhere (self, share >= 0 ? share : 0.05, FALSE);
      if (share < 0)
        sd_sketch_assume (self->sketch, _("In each column that may be empty, 5 %% are."));
      sd_words_use (self->words, from, to);
    }
}

static void
apply_missing (SdPlanning *self)
{
  for (guint i = 0; i < self->words->n; i++)
    if (sd_words_is_any (self->words, i, "missing|empty|blank|null|nulls|absent|unknown")
        && !sd_words_is_any (self->words, i + 1, "code|codes"))
      apply_missing_at (self, i);
}

/* Contact data and dates, where "messy" is all that is said. */
void
sd_planner_empty_contacts (SdPlanning *self)
{
  set_missing_everywhere (self, MESSY_MISSING, TRUE);
}

void
sd_planner_apply_hints (SdPlanning *self)
{
  apply_ranges (self);
  apply_missing (self);
  sd_planner_apply_mess (self);
}
