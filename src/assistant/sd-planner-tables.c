/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Which nouns are tables. Lists are judged as a whole, because "region, product,
 * month" are columns and "regions, products, sales" are tables; a number before
 * a noun settles it.
 */

#define G_LOG_DOMAIN "sd-assistant"

#include "config.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "sd-planner-private.h"

#define NOUN(self, i) (&g_array_index ((self)->nouns, SdNoun, i))

/* A theme word of a field, or two of its entities. */
#define SURE_OF_DOMAIN 2.0

/* A synonym of a field that nothing else speaks of, in a prompt that is clearly
 * about another: hosts of holiday homes are no servers. */
static gboolean
is_foreign (SdPlanning     *self,
            const SdPhrase *phrase)
{
  if (phrase->own || self->scores[phrase->entity->domain] >= SURE_OF_DOMAIN)
    return FALSE;
  for (guint i = 0; i < sd_lexicon_get_n_domains (); i++)
    if (self->scores[i] > SURE_OF_DOMAIN
        && self->scores[i] >= self->scores[phrase->entity->domain] + 1)
      return TRUE;

  return FALSE;
}

/* "sales transactions" are known as a whole or by their last word. A table of
 * its own name must not take the columns of another field: "brewing sessions"
 * are sessions only in the sense that they happen. */
static const SdEntity *
noun_entity (SdPlanning   *self,
             const SdNoun *noun)
{
  const SdEntity *entity = noun->phrase != NULL ? noun->phrase->entity : NULL;

  if (entity == NULL || is_foreign (self, noun->phrase))
    return NULL;
  if (entity->generic)
    return entity;
  for (guint i = noun->from; i < noun->to; i++)
    {
      guint end;
      const SdPhrase *phrase = sd_lexicon_match_entity (self->words, i, noun->to, self->scores,
                                                        &end);

      /* Words before the phrase must mean something in the same field. */
      if (phrase == noun->phrase)
        return entity;
      if (phrase == NULL)
        return self->scores[entity->domain] >= 4 ? entity : NULL;
      i = end - 1;
    }

  return entity;
}

static gboolean
is_unit (SdPlanning   *self,
         const SdNoun *noun)
{
  return noun->phrase == NULL && noun->to - noun->from == 1
         && sd_words_has_class (self->words, noun->from, SD_WORD_UNIT | SD_WORD_MONTH);
}

/* "each country has 2 to 6 cities" */
static gboolean
is_child_told (SdPlanning   *self,
               const SdNoun *noun)
{
  const SdWords *words = self->words;

  if (noun->plural && noun->from > 1
      && sd_words_is_any (words, noun->from - 1, "many|several|multiple")
      && (sd_words_has_class (words, noun->from - 2, SD_WORD_VERB)
          || sd_words_is_any (words, noun->from - 2, "has|have|of|contains|gets|makes")))
    return TRUE;

  return noun->plural && noun->from > 2
         && sd_words_at (words, noun->from - 1)->kind == SD_WORD_NUMBER
         && (sd_words_is_any (words, noun->from - 2, "to|and|or")
             || sd_words_is_mark (words, noun->from - 2, '-'))
         && sd_words_at (words, noun->from - 3)->kind == SD_WORD_NUMBER;
}

static gboolean
is_said_of_table (SdPlanning   *self,
                  const SdNoun *noun)
{
  const SdNoun *owner = noun->attach >= 0 ? NOUN (self, noun->attach) : NULL;

  return owner != NULL && (owner->plural || owner->phrase != NULL);
}

/* Above 0 speaks for a table, below for a column. */
static double
judge (SdPlanning   *self,
       const SdNoun *noun)
{
  g_autofree char *name = sd_words_name (self->words, noun->from, noun->to);
  g_autofree char *singular = sd_word_book_singular (name);
  guint known = sd_lexicon_knows_column (noun->plural ? name : singular);
  double points = 0;

  if (noun->alone || is_unit (self, noun) || sd_planner_known_prefix (self, noun) > 0)
    return -4;
  if (noun->measured && (known == 2 || noun->phrase == NULL))
    return -6;
  if (noun->count > 0)
    points += 4;
  if (noun->meta || noun->rows_of)
    points += 4;
  if (is_child_told (self, noun))
    points += 5;
  /* "employees(first name, last name)" */
  if (sd_planner_has_columns (self, noun))
    points += 6;
  if (noun->phrase != NULL)
    points += noun->plural ? 3 : 1;
  else
    points += noun->plural ? 1.5 : -1.5;
  /* "employees" is a count beside other columns, but first of all employees. */
  if (known == 2 && !(noun->plural && noun->phrase != NULL && !is_said_of_table (self, noun)))
    points -= noun->plural ? 1.5 : 3;
  else if (known == 1 && !noun->plural)
    points -= 1;

  return points;
}

static gboolean
list_is_singular_entities (SdPlanning *self,
                           guint       list)
{
  guint n = 0;

  for (guint i = 0; i < self->nouns->len; i++)
    {
      const SdNoun *noun = NOUN (self, i);

      if (noun->list != list)
        continue;
      if (noun->phrase == NULL || noun->attach >= 0 || noun->opener == 'b' || noun->opener == 'w')
        return FALSE;
      n++;
    }

  return n >= 2;
}

static guint
list_length (SdPlanning *self,
             guint       list)
{
  guint n = 0;

  for (guint i = 0; i < self->nouns->len; i++)
    if (NOUN (self, i)->list == list)
      n++;

  return n;
}

static double
judge_list (SdPlanning *self,
            guint       list)
{
  double points = 0;

  for (guint i = 0; i < self->nouns->len; i++)
    {
      const SdNoun *noun = NOUN (self, i);

      if (noun->list != list)
        continue;
      points += judge (self, noun);
      if (noun->opener == 'c')
        points -= 20;
      if (noun->opener == 't')
        points += 20;
      if (noun->opener == '(' && noun->attach >= 0)
        points -= 20;
      /* "customers with orders": more likely columns than not. */
      if (noun->opener == 'w' && noun->attach >= 0 && NOUN (self, noun->attach)->plural)
        points -= 1;
      if ((noun->opener == 'b' || noun->opener == 'w') && !noun->plural)
        points -= 2;
    }
  if (points < 0 && list_is_singular_entities (self, list))
    return 1;

  return points;
}

/* "for my students": whom the lesson is for, when the lesson is of something. */
static gboolean
is_audience (SdPlanning   *self,
             const SdNoun *noun)
{
  return noun->opener == 'f' && noun->count == 0
         && sd_words_has_class (self->words, noun->to - 1, SD_WORD_AUDIENCE);
}

static gboolean
is_heading (SdPlanning   *self,
            const SdNoun *noun)
{
  for (guint i = 0; i < noun->start; i++)
    if (sd_words_at (self->words, i)->kind != SD_WORD_TEXT
        || sd_words_is_any (self->words, i, "table|tables|with"))
      return FALSE;

  return sd_words_is_mark (self->words, noun->to, ':') && noun->count == 0
         && sd_words_at (self->words, noun->to + 1)->kind == SD_WORD_TEXT;
}

/* By the noun itself, else by what its last words mean elsewhere. */
static SdKind
guess_kind (const SdNoun *noun,
            const char   *singular)
{
  SdKind kind = sd_lexicon_guess_kind (singular);

  return kind == SD_KIND_THING && noun->phrase != NULL ? noun->phrase->entity->kind : kind;
}

/* After "bank customers", "customer" means them. */
static SdSketchTable *
find_by_last_word (SdPlanning *self,
                   const char *singular)
{
  g_autofree char *ending = g_strconcat ("_", singular, NULL);
  SdSketchTable *found = NULL;

  for (guint i = 0; i < self->sketch->tables->len; i++)
    if (g_str_has_suffix (sd_sketch_table_at (self->sketch, i)->singular, ending))
      {
        if (found != NULL)
          return NULL;
        found = sd_sketch_table_at (self->sketch, i);
      }

  return found;
}

SdSketchTable *
sd_planner_noun_to_table (SdPlanning *self,
                          SdNoun     *noun)
{
  const SdEntity *entity = noun_entity (self, noun);
  g_autofree char *singular = sd_planner_noun_singular (self, noun);
  SdSketchTable *table = sd_sketch_find_table (self->sketch, singular);

  for (guint i = 0; table == NULL && entity != NULL && i < self->sketch->tables->len; i++)
    if (sd_sketch_table_at (self->sketch, i)->entity == entity)
      table = sd_sketch_table_at (self->sketch, i);
  if (table == NULL && list_length (self, noun->list) == 1)
    table = find_by_last_word (self, singular);
  if (table == NULL)
    {
      gboolean canonical = entity != NULL
                           && (noun->phrase->canonical || strcmp (singular, entity->name) == 0
                               || strcmp (singular, entity->singular) == 0);

      table = sd_sketch_add_table (self->sketch, canonical ? entity->singular : singular, entity,
                                   entity != NULL ? entity->kind : guess_kind (noun, singular));
      /* "sales" is no regular plural of "sale". */
      if (canonical && sd_sketch_find_table (self->sketch, entity->name) == NULL)
        {
          g_free (table->name);
          table->name = g_strdup (entity->name);
        }
    }
  sd_sketch_add_alias (table, singular);
  if (noun->count > 0 && !table->rows_from_user)
    {
      table->rows = noun->count;
      table->rows_from_user = TRUE;
    }
  noun->table = table;
  sd_words_use (self->words, noun->start, noun->to);

  return table;
}

gboolean
sd_planner_refer_to_table (SdPlanning *self,
                           SdNoun     *noun)
{
  const SdEntity *entity = noun_entity (self, noun);
  g_autofree char *singular = sd_planner_noun_singular (self, noun);
  SdSketchTable *table = sd_sketch_find_table (self->sketch, singular);

  if (table == NULL && entity != NULL)
    table = sd_sketch_find_entity (self->sketch, entity->name);
  for (guint i = 0; table == NULL && i < self->sketch->tables->len; i++)
    if (g_ptr_array_find_with_equal_func (sd_sketch_table_at (self->sketch, i)->aliases, singular,
                                          g_str_equal, NULL))
      table = sd_sketch_table_at (self->sketch, i);
  if (table == NULL && list_length (self, noun->list) == 1)
    table = find_by_last_word (self, singular);
  if (table != NULL)
    {
      noun->table = table;
      sd_words_use (self->words, noun->from, noun->to);
    }

  return table != NULL;
}

/* "customers: name, email": what follows the colon are its columns. */
static gboolean
heads_columns (SdPlanning *self,
               guint       index)
{
  const SdNoun *next = index + 1 < self->nouns->len ? NOUN (self, index + 1) : NULL;

  return next != NULL && next->attach == (int) index && next->opener == ':'
         && judge_list (self, next->list) <= 0;
}

static gboolean
list_has_plural (SdPlanning *self,
                 guint       list)
{
  for (guint i = 0; i < self->nouns->len; i++)
    if (NOUN (self, i)->list == list && NOUN (self, i)->plural)
      return TRUE;

  return FALSE;
}

/* "HR database", "sports club": the theme of a lesson and no table, as long as
 * nothing more is said of it. */
static gboolean
is_theme (SdPlanning *self,
          guint       index)
{
  const SdNoun *noun = NOUN (self, index);

  if (self->lesson == NULL || noun->count > 0 || !sd_words_at (self->words, noun->from)->used
      || sd_planner_has_columns (self, noun))
    return FALSE;
  if (!sd_words_at (self->words, noun->to - 1)->used
      && !sd_words_has_class (self->words, noun->to - 1, SD_WORD_CONTEXT))
    return FALSE;
  if (noun->plural && list_length (self, noun->list) > 1)
    return FALSE;
  for (guint i = index + 1; i < self->nouns->len; i++)
    if (NOUN (self, i)->attach == (int) index)
      return FALSE;

  return TRUE;
}

static void
take_noun (SdPlanning *self,
           guint       index,
           double      list_points,
           gboolean    weak)
{
  SdNoun *noun = NOUN (self, index);
  double points = judge (self, noun);
  gboolean counted = noun->count > 0 && points > 0;

  if (noun->table != NULL || noun->effect || noun->measured)
    return;
  if (is_theme (self, index))
    return;
  if (is_unit (self, noun))
    {
      noun->column = list_points <= 0 && list_length (self, noun->list) > 1;
      return;
    }
  if (strchr ("(c", noun->opener != 0 ? noun->opener : '-') == NULL
      && list_length (self, noun->list) == 1 && noun->count == 0
      && sd_planner_refer_to_table (self, noun))
    return;
  if (!counted && list_points <= 0 && !sd_planner_is_parent_told (self, noun))
    {
      /* A list of columns may still hold a clear table: "and 300 cities". */
      noun->column = noun->opener != 'a' || !noun->plural;
      if (points < 3)
        return;
      noun->column = FALSE;
    }
  if (list_length (self, noun->list) == 1 && !counted && !noun->meta
      && !sd_planner_has_columns (self, noun) && !sd_planner_is_parent_told (self, noun)
      && !noun->rows_of
      && !is_child_told (self, noun))
    {
      if (!noun->plural)
        return;
      if (noun->phrase == NULL && !weak)
        return;
    }
  /* "380 matches, home and away team": what is not named as many is no table. */
  if (!noun->plural && noun->phrase == NULL && points < 0 && !noun->meta && noun->opener != 't'
      && list_has_plural (self, noun->list))
    {
      g_autofree char *name = sd_words_name (self->words, noun->from, noun->to);

      noun->column = sd_lexicon_knows_column (name) == 2;
      return;
    }
  if (is_heading (self, noun) && !weak && !heads_columns (self, index))
    return;
  if (is_audience (self, noun) && !weak)
    {
      sd_words_use (self->words, noun->start, noun->to);
      return;
    }
  sd_planner_noun_to_table (self, noun);
}

/* Unknown nouns alone count when something leads to them ("about dragons") or
 * when nothing else is there. */
static void
take_weak_nouns (SdPlanning *self)
{
  gboolean none = self->sketch->tables->len == 0;

  for (guint i = 0; i < self->nouns->len; i++)
    {
      SdNoun *noun = NOUN (self, i);

      if (noun->table != NULL || noun->column || !noun->plural || noun->attach >= 0)
        continue;
      if (none ? judge (self, noun) > 0
               : (noun->opener == 'a' || (i == 0 && sd_words_is (self->words, noun->to, "with")))
                   && judge (self, noun) > 1 && !is_audience (self, noun))
        take_noun (self, i, 1, TRUE);
    }
}

void
sd_planner_find_tables (SdPlanning *self)
{
  for (guint i = 0; i < self->nouns->len; i++)
    take_noun (self, i, judge_list (self, NOUN (self, i)->list), FALSE);
  take_weak_nouns (self);
  for (guint i = 0; i < self->nouns->len; i++)
    if (NOUN (self, i)->table == NULL && !NOUN (self, i)->column)
      sd_planner_refer_to_table (self, NOUN (self, i));
}

/* "Sales data for 3 stores": the theme is a table after all, beside others. */
void
sd_planner_take_themes (SdPlanning *self)
{
  for (guint i = 0; i < self->nouns->len; i++)
    {
      SdNoun *noun = NOUN (self, i);

      if (noun->table == NULL && !noun->column && noun->phrase != NULL
          && (noun->plural || noun->meta) && is_theme (self, i)
          && noun_entity (self, noun) != NULL)
        sd_planner_noun_to_table (self, noun);
    }
}

void
sd_planner_add_lesson (SdPlanning     *self,
                       const SdLesson *lesson)
{
  JsonArray *tables = sd_json_get_array (lesson->json, "tables");

  for (guint i = 0; i < sd_json_length (tables); i++)
    {
      const char *name = sd_json_text_at (tables, i);
      const SdEntity *entity = name != NULL ? sd_lexicon_find_entity (name) : NULL;
      SdSketchTable *table;

      if (entity == NULL)
        continue;
      if (sd_sketch_find_entity (self->sketch, entity->name) != NULL)
        continue;
      table = sd_sketch_add_table (self->sketch, entity->singular, entity, entity->kind);
      g_free (table->name);
      table->name = g_strdup (entity->name);
    }
  sd_sketch_assume (self->sketch, _("The tables are those of the lesson “%s”."), lesson->title);
}

SdSketchTable *
sd_planner_table_at_word (SdPlanning *self,
                          guint       i,
                          guint      *end)
{
  while (sd_words_is_any (self->words, i, "the|a|an|all|its|their|every|each"))
    i++;
  for (guint k = 0; k < self->nouns->len; k++)
    {
      const SdNoun *noun = NOUN (self, k);

      if (noun->table != NULL && noun->from <= i && i < noun->to)
        {
          *end = noun->to;
          return noun->table;
        }
    }
  for (guint n = 3; n > 0; n--)
    {
      g_autofree char *name = sd_words_name (self->words, i, i + n);
      g_autofree char *singular = sd_word_book_singular (name);
      SdSketchTable *table;

      if (i + n > self->words->n)
        continue;
      table = sd_sketch_find_table (self->sketch, singular);
      if (table != NULL)
        {
          *end = i + n;
          return table;
        }
    }

  return NULL;
}
