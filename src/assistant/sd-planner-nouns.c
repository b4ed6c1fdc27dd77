/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Nouns and lists of nouns. There is no grammar of English here: a noun is a
 * run of words that are neither function words nor verbs, ending at its plural;
 * a list is nouns with nothing but commas and "and" between them.
 */

#define G_LOG_DOMAIN "sd-assistant"

#include <string.h>

#include "sd-planner-private.h"

/* A theme word of the field makes up for a word's other meaning. */
#define SURE_OF_DOMAIN 2.0

static gboolean
is_separator (const SdWords *words,
              guint          i)
{
  return sd_words_is_mark (words, i, ',') || sd_words_is_mark (words, i, '&')
         || sd_words_is_mark (words, i, '/') || sd_words_is_mark (words, i, '+')
         || sd_words_is_any (words, i, "and|or|plus");
}

static gboolean
is_determiner (const SdWords *words,
               guint          i)
{
  return sd_words_is_any (words, i,
                          "the|a|an|their|its|his|her|our|my|some|all|these|those|any|each|every|"
                          "different|various|distinct|unique|about|around|approximately|roughly|"
                          "at|least|exactly|also|several|many|well|as|possibly|maybe|both|one|"
                          "which|whose|then|finally|say");
}

gboolean
sd_planner_joins (SdPlanning *self,
                  guint       from,
                  guint       to)
{
  gboolean separated = FALSE;

  for (guint i = from; i < to; i++)
    {
      if (is_separator (self->words, i))
        separated = TRUE;
      else if (sd_words_is_mark (self->words, i, '('))
        {
          /* What stands in brackets belongs to the noun before. */
          while (i < to && !sd_words_is_mark (self->words, i, ')'))
            i++;
        }
      else if (!is_determiner (self->words, i)
               && sd_words_at (self->words, i)->kind != SD_WORD_NUMBER)
        return FALSE;
    }

  return separated;
}

/* A word such as "type", "total" or "class" is a noun only where nothing else
 * can stand: alone between commas or brackets, or after "with". */
static gboolean
stands_alone (const SdWords *words,
              guint          i)
{
  guint before = i;
  g_autofree char *name = NULL;

  if (!sd_words_has_class (words, i, SD_WORD_FUNCTION | SD_WORD_CONTEXT | SD_WORD_VERB))
    return FALSE;
  name = sd_words_name (words, i, i + 1);
  if (sd_lexicon_knows_column (name) < 2)
    return FALSE;
  while (before > 0 && sd_words_is_any (words, before - 1, "the|a|an|their|its"))
    before--;
  if (before == 0
      || !(is_separator (words, before - 1) || sd_words_is_mark (words, before - 1, '(')
           || sd_words_is_mark (words, before - 1, ':')
           || sd_words_is_any (words, before - 1, "with|by")
           || sd_words_has_class (words, before - 1, SD_WORD_COLUMNS)))
    return FALSE;

  return is_separator (words, i + 1) || sd_words_at (words, i + 1)->kind == SD_WORD_END
         || sd_words_at (words, i + 1)->kind == SD_WORD_MARK;
}

/* Whether a phrase of the catalog may be taken: function and context words only
 * when the field is clear ("lines" of a railway). */
static gboolean
phrase_counts (SdPlanning     *self,
               const SdPhrase *phrase,
               guint           from,
               guint           to)
{
  if (to - from > 1
      || !sd_words_has_class (self->words, from,
                              SD_WORD_FUNCTION | SD_WORD_CONTEXT | SD_WORD_VERB | SD_WORD_UNIT))
    return TRUE;

  return sd_words_at (self->words, from)->plural
         && self->scores[phrase->entity->domain] >= SURE_OF_DOMAIN;
}

static gboolean
may_continue (const SdWords *words,
              guint          i)
{
  const SdWord *word = sd_words_at (words, i);

  if (word->kind != SD_WORD_TEXT)
    return FALSE;
  if ((word->classes & SD_WORD_META) != 0)
    return TRUE;

  return (word->classes
          & (SD_WORD_FUNCTION | SD_WORD_VERB | SD_WORD_CONTEXT | SD_WORD_EFFECT)) == 0;
}

/* "dataset", "data table", "online": about the request, or said of something. */
static gboolean
all_of_class (const SdWords *words,
              guint          from,
              guint          to,
              guint          classes)
{
  for (guint i = from; i < to; i++)
    if (!sd_words_has_class (words, i, classes))
      return FALSE;

  return TRUE;
}

/* The noun that begins at @i; FALSE when none does. */
static gboolean
read_noun (SdPlanning *self,
           guint       i,
           SdNoun     *noun)
{
  const SdWords *words = self->words;
  guint end = i, head = i;

  *noun = (SdNoun) { .from = i, .start = i, .attach = -1 };
  if (stands_alone (words, i))
    {
      noun->to = i + 1;
      noun->alone = TRUE;
      noun->phrase = sd_lexicon_match_entity (words, i, i + 1, self->scores, &end);
      return TRUE;
    }

  while (end < words->n)
    {
      guint after;
      const SdPhrase *phrase = sd_lexicon_match_entity (words, end, words->n, self->scores, &after);

      if (phrase != NULL && !phrase_counts (self, phrase, end, after))
        phrase = NULL;
      if (phrase == NULL
          && (!may_continue (words, end)
              /* "the table dragons" */
              || (end == i && sd_words_has_class (words, i, SD_WORD_CONTEXT))))
        break;
      /* "chess club list": the last word means the table of the noun before. */
      if (phrase == NULL && end > i && sd_words_has_class (words, end, SD_WORD_META)
          && (noun->phrase != NULL || sd_words_has_class (words, end, SD_WORD_CONTEXT)))
        {
          noun->meta = TRUE;
          end++;
          break;
        }
      noun->phrase = phrase;
      head = end;
      end = phrase != NULL ? after : end + 1;
      if (sd_words_at (words, end - 1)->plural
          || sd_word_book_is_uninflected (sd_words_at (words, end - 1)->fold))
        break;
    }
  if (end == i
      || (noun->phrase == NULL && !noun->meta
          && all_of_class (words, i, end, SD_WORD_CONTEXT | SD_WORD_ADJECTIVE)))
    return FALSE;

  /* "customers table" */
  if (noun->phrase != NULL && !noun->meta && sd_words_has_class (words, end, SD_WORD_META)
      && sd_words_has_class (words, end, SD_WORD_CONTEXT))
    {
      noun->meta = TRUE;
      end++;
    }
  noun->to = end;
  noun->plural = sd_words_at (words, (noun->meta ? end - 1 : end) - 1)->plural
                 || (noun->phrase != NULL
                     && sd_word_book_is_uninflected (sd_words_at (words, end - 1)->fold));
  /* "new customers" are customers. */
  while (noun->from < head && sd_words_has_class (words, noun->from, SD_WORD_ADJECTIVE))
    noun->from++;

  return TRUE;
}

static gboolean
is_year (const SdWord *word)
{
  return word->kind == SD_WORD_NUMBER && !word->spelled && word->value >= 1900
         && word->value <= 2100
         && strlen (word->fold) == 4;
}

/* Whether a number at @i says how many rows there are, and not "2 to 6", "up to
 * 5", "in 2023". */
static gboolean
is_count (const SdWords *words,
          guint          i)
{
  const SdWord *word = sd_words_at (words, i);

  if (word->kind != SD_WORD_NUMBER || word->percent || word->value < 2 || word->value > 1e15)
    return FALSE;
  if (is_year (word) && i > 0
      && sd_words_is_any (words, i - 1, "in|since|from|until|of|and|to|year"))
    return FALSE;
  if (i > 0
      && ((sd_words_is (words, i - 1, "to") && i > 1
           && (sd_words_at (words, i - 2)->kind == SD_WORD_NUMBER
               || sd_words_is (words, i - 2, "up")))
          || sd_words_is_any (words, i - 1, "between|most|than|every|or|grade|level|version|top")
          || (sd_words_is_mark (words, i - 1, '-') && i > 1
              && sd_words_at (words, i - 2)->kind == SD_WORD_NUMBER)))
    return FALSE;

  return TRUE;
}

/* "Each customer has 3 orders", "25 students each", "3 orders per customer". */
static gboolean
is_per_parent (SdPlanning   *self,
               const SdNoun *noun)
{
  const SdWords *words = self->words;

  if (sd_words_is_any (words, noun->to, "per|each"))
    return TRUE;
  if (sd_words_is (words, noun->to, "for") && sd_words_is_any (words, noun->to + 1, "each|every"))
    return TRUE;
  for (guint i = noun->start; i > 0; i--)
    {
      if (sd_words_at (words, i - 1)->kind == SD_WORD_MARK
          && !sd_words_is_mark (words, i - 1, '-'))
        return FALSE;
      if (sd_words_is_any (words, i - 1, "each|every|per"))
        return TRUE;
    }

  return FALSE;
}

static void
read_count (SdPlanning *self,
            SdNoun     *noun)
{
  const SdWords *words = self->words;
  guint i = noun->from;

  while (i > 0
         && (sd_words_is_any (words, i - 1, "different|various|distinct|unique|of|new")
             || sd_words_has_class (words, i - 1, SD_WORD_ADJECTIVE)))
    i--;
  if (i > 0 && sd_words_at (words, i - 1)->kind == SD_WORD_NUMBER
      && !sd_words_at (words, i - 1)->percent)
    {
      const SdWord *word = sd_words_at (words, i - 1);

      noun->start = i - 1;
      if (is_count (words, i - 1) && !is_per_parent (self, noun)
          && !(i > 1 && sd_words_is (words, i - 2, "between") && word->value == 2))
        noun->count = (guint64) word->value;
      return;
    }

  /* "customers (50)", "customers: 50", "customers = 50" */
  i = noun->to;
  if ((sd_words_is_mark (words, i, '(') || sd_words_is_mark (words, i, ':')
       || sd_words_is_mark (words, i, '='))
      && is_count (words, i + 1) && noun->plural)
    {
      gboolean rows = sd_words_has_class (words, i + 2, SD_WORD_ROWS);
      guint after = rows ? i + 3 : i + 2;

      if (sd_words_at (words, after)->kind != SD_WORD_TEXT || is_separator (words, after))
        {
          noun->count = (guint64) sd_words_at (words, i + 1)->value;
          sd_words_use (self->words, i, after);
        }
    }
}

/* The word that the noun's list begins after. */
static char
read_opener (const SdWords *words,
             guint          start)
{
  guint i = start;

  while (i > 0 && (is_determiner (words, i - 1) && !sd_words_is (words, i - 1, "about")))
    i--;
  if (i == 0)
    return 0;
  if (sd_words_is_mark (words, i - 1, '('))
    return '(';
  if (sd_words_has_class (words, i - 1, SD_WORD_COLUMNS)
      || (sd_words_is_mark (words, i - 1, ':') && i > 1
          && sd_words_has_class (words, i - 2, SD_WORD_COLUMNS)))
    return 'c';
  if (sd_words_is_any (words, i - 1, "for|of|called|named|like")
      || sd_words_is_mark (words, i - 1, ':'))
    if (i > 1 && sd_words_is_any (words, i - 2, "table|tables|entities|entity|relations")
        && !(i > 2 && sd_words_is (words, i - 3, "pivot")))
      return 't';
  if (sd_words_is_any (words, i - 1, "table|tables|entities|entity"))
    return 't';
  if (sd_words_is_mark (words, i - 1, ':'))
    return ':';
  if (sd_words_is_any (words, i - 1,
                       "with|including|includes|include|contains|containing|has|have|having|plus"))
    return 'w';
  if (sd_words_is (words, i - 1, "for"))
    return 'f';
  if (sd_words_is_any (words, i - 1, "about|of|on|between|track|tracks|tracking|manage|manages"))
    return 'a';
  if (sd_words_is_any (words, i - 1, "by|per"))
    return 'b';

  return 0;
}

/* The noun right before the opener of the noun at @index. */
static int
find_attached (SdPlanning *self,
               guint       index)
{
  const SdNoun *noun = &g_array_index (self->nouns, SdNoun, index);
  const SdNoun *before;
  guint words_between = 0;

  if (index == 0 || strchr ("w(:cb", noun->opener) == NULL || noun->opener == 0)
    return -1;
  before = &g_array_index (self->nouns, SdNoun, index - 1);
  for (guint i = before->to; i < noun->start; i++)
    {
      if (sd_words_is_mark (self->words, i, '(') && noun->opener != '(')
        {
          while (i < noun->start && !sd_words_is_mark (self->words, i, ')'))
            i++;
          continue;
        }
      if (sd_words_at (self->words, i)->kind == SD_WORD_MARK
          && !sd_words_is_mark (self->words, i, '(') && !sd_words_is_mark (self->words, i, ':'))
        return -1;
      words_between++;
    }

  return words_between <= 7 ? (int) index - 1 : -1;
}

/* "each customer has 0 to 6 orders": the singular names a table too. */
gboolean
sd_planner_is_parent_told (SdPlanning   *self,
                           const SdNoun *noun)
{
  gboolean each = noun->start > 0 && sd_words_is_any (self->words, noun->start - 1, "each|every");
  gboolean one = noun->start > 0 && sd_words_is_any (self->words, noun->start - 1, "a|an|one");
  double min, max;
  guint end;

  if (noun->plural || !(each || (one && noun->phrase != NULL)))
    return FALSE;
  if (!sd_words_is_any (self->words, noun->to, "has|have|can|may|must|should|gets|makes|belongs")
      && !sd_words_has_class (self->words, noun->to, SD_WORD_VERB))
    return FALSE;
  if (each)
    return TRUE;
  for (guint i = noun->to; i < noun->to + 5; i++)
    if (sd_words_is_any (self->words, i, "many|several|multiple")
        || sd_words_read_range (self->words, i, &min, &max, &end))
      return TRUE;

  return FALSE;
}

static void
form_lists (SdPlanning *self)
{
  guint list = 0;

  for (guint k = 0; k < self->nouns->len; k++)
    {
      SdNoun *noun = &g_array_index (self->nouns, SdNoun, k);
      const SdNoun *previous = NULL;

      /* Nouns in brackets stand aside: "a(x, y) and b(z)" is the list a, b. */
      gboolean apart = sd_planner_is_parent_told (self, noun);

      for (int j = (int) k - 1; j >= 0 && previous == NULL && !apart; j--)
        {
          const SdNoun *candidate = &g_array_index (self->nouns, SdNoun, j);

          if (sd_planner_joins (self, candidate->to, noun->start) && !candidate->effect)
            previous = candidate;
          else if (candidate->opener != '(')
            break;
        }
      if (previous != NULL && !noun->effect)
        {
          noun->list = previous->list;
          noun->opener = previous->opener;
          noun->attach = previous->attach;
        }
      else
        {
          noun->list = list++;
          noun->opener = read_opener (self->words, noun->start);
          noun->attach = find_attached (self, k);
        }
    }
}

/* "more delay", "30 % cancelled", "cancelled ones": said of the things, no thing. */
static gboolean
is_effect (const SdWords *words,
           const SdNoun  *noun)
{
  if (sd_words_is (words, noun->to, "ones"))
    return TRUE;
  if (noun->from == 0)
    return FALSE;
  /* "half of the members are students" */
  if (sd_words_is_any (words, noun->from - 1, "are|is|were"))
    for (guint i = noun->from - 1; i > 0 && sd_words_at (words, i - 1)->kind != SD_WORD_MARK; i--)
      if (sd_words_at (words, i - 1)->percent)
        return TRUE;

  return sd_words_is_any (words, noun->from - 1,
                          "more|most|less|fewer|fewest|higher|lower|missing|empty|invalid|"
                          "duplicate")
         || (sd_words_at (words, noun->from - 1)->percent && noun->phrase == NULL && !noun->plural);
}

void
sd_planner_find_nouns (SdPlanning *self)
{
  const SdWords *words = self->words;

  for (guint i = 0; i < words->n;)
    {
      SdNoun noun;
      double min, max;
      guint end;

      if (sd_words_at (words, i)->kind != SD_WORD_TEXT || !read_noun (self, i, &noun))
        {
          i++;
          continue;
        }
      read_count (self, &noun);
      /* "10 rows of fruit" */
      if (noun.from > 1 && sd_words_is (words, noun.from - 1, "of")
          && sd_words_has_class (words, noun.from - 2, SD_WORD_ROWS))
        noun.rows_of = TRUE;
      noun.effect = is_effect (words, &noun);
      noun.measured = noun.count == 0 && sd_words_read_range (words, noun.to, &min, &max, &end)
                      && !is_year (sd_words_at (words, end - 1));
      g_array_append_val (self->nouns, noun);
      i = noun.to;
    }
  form_lists (self);
}

char *
sd_planner_noun_singular (SdPlanning   *self,
                          const SdNoun *noun)
{
  guint to = noun->meta ? noun->to - 1 : noun->to;
  g_autofree char *name = sd_words_name (self->words, noun->from, to);

  return sd_word_book_singular (name);
}
