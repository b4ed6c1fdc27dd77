/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Columns that the prompt lists: in brackets or behind a colon they are all
 * there are; behind "with" they are wanted beside what names the row.
 */

#define G_LOG_DOMAIN "sd-assistant"

#include "config.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "sd-planner-private.h"

#define NOUN(self, i) (&g_array_index ((self)->nouns, SdNoun, i))

static gboolean
is_separator (const SdWords *words,
              guint          i)
{
  return sd_words_is_mark (words, i, ',') || sd_words_is_mark (words, i, ';')
         || sd_words_is_mark (words, i, '/') || sd_words_is (words, i, "and")
         || sd_words_is (words, i, "or") || sd_words_is_mark (words, i, '&');
}

/* Whether what stands in brackets from @from is a list of columns, and not a
 * number, a law or a remark. */
static gboolean
is_column_list (SdPlanning *self,
                guint       from,
                guint       to)
{
  gboolean separated = FALSE;
  guint words = 0;

  for (guint i = from; i < to; i++)
    {
      const SdWord *word = sd_words_at (self->words, i);

      if (word->kind == SD_WORD_NUMBER
          || sd_words_is_any (self->words, i, "many|each|e|g|eg|like|etc"))
        return FALSE;
      if (is_separator (self->words, i))
        separated = TRUE;
      else if (word->kind == SD_WORD_MARK)
        return FALSE;
      else
        words++;
    }
  if (words == 0)
    return FALSE;
  if (!separated)
    {
      g_autofree char *name = sd_words_name (self->words, from, to);

      return sd_lexicon_knows_column (name) == 2;
    }

  return TRUE;
}

static guint
find_close (const SdWords *words,
            guint          from)
{
  while (from < words->n && !sd_words_is_mark (words, from, ')'))
    from++;

  return from;
}

/* One column, from its words without articles. */
static void
ask_words (SdPlanning    *self,
           SdSketchTable *table,
           guint          from,
           guint          to)
{
  while (from < to && sd_words_is_any (self->words, from, "the|a|an|their|its|as|well|also|with"))
    from++;
  if (from < to && to - from <= 5)
    {
      g_autofree char *name = sd_words_name (self->words, from, to);

      sd_sketch_ask_column (table, name);
    }
  sd_words_use (self->words, from, to);
}

static void
ask_list (SdPlanning    *self,
          SdSketchTable *table,
          guint          from,
          guint          to)
{
  guint start = from;

  for (guint i = from; i <= to; i++)
    if (i == to || is_separator (self->words, i))
      {
        if (i > start)
          ask_words (self, table, start, i);
        start = i + 1;
      }
}

gboolean
sd_planner_has_columns (SdPlanning   *self,
                        const SdNoun *noun)
{
  return sd_words_is_mark (self->words, noun->to, '(')
         && is_column_list (self, noun->to + 1, find_close (self->words, noun->to));
}

/* "employees(first name, last name)": exactly these. */
static void
find_bracketed (SdPlanning *self)
{
  for (guint k = 0; k < self->nouns->len; k++)
    {
      SdNoun *noun = NOUN (self, k);
      guint close;

      if (!sd_words_is_mark (self->words, noun->to, '(') || noun->table == NULL || noun->column)
        continue;
      close = find_close (self->words, noun->to);
      if (!is_column_list (self, noun->to + 1, close))
        continue;
      ask_list (self, noun->table, noun->to + 1, close);
      noun->table->only_asked = TRUE;
      for (guint j = k + 1; j < self->nouns->len && NOUN (self, j)->from < close; j++)
        {
          NOUN (self, j)->column = TRUE;
          NOUN (self, j)->table = noun->table;
        }
    }
}

/* The words of one item of a list: a noun with what is left of it ("date of
 * birth", "number of visits"). */
static void
item_bounds (SdPlanning   *self,
             const SdNoun *noun,
             guint        *from,
             guint        *to)
{
  const SdWords *words = self->words;

  *from = noun->from;
  *to = noun->to;
  if (*from >= 2 && sd_words_is (words, *from - 1, "of")
      && sd_words_is_any (words, *from - 2,
                          "number|date|year|place|time|name|amount|type|length|day"))
    *from -= 2;
  else if (sd_words_is (words, *to, "of")
           && sd_words_is_any (words, *to + 1, "birth|joining|hire|purchase|issue|publication"))
    *to += 2;
  /* "the date they joined" */
  else if (sd_words_is (words, *from, "date") && *to == *from + 1
           && sd_words_is_any (words, *to, "they|it|he|she"))
    {
      guint verb = *to + 1;

      while (sd_words_is_any (words, verb, "was|were|has|have|been"))
        verb++;
      if (sd_words_has_class (words, verb, SD_WORD_VERB))
        *to = verb + 1;
    }
}

/* "joined_date" for "date they joined"; the singular where only that is known. */
static char *
item_name (SdPlanning *self,
           guint       from,
           guint       to)
{
  if (sd_words_is (self->words, from, "date") && to > from + 2
      && sd_words_has_class (self->words, to - 1, SD_WORD_VERB))
    {
      g_autofree char *verb = sd_words_name (self->words, to - 1, to);

      return g_strconcat (verb, "_date", NULL);
    }

  {
    g_autofree char *name = sd_words_name (self->words, from, to);
    g_autofree char *singular = sd_word_book_singular (name);
    gboolean plural_known = sd_lexicon_knows_exactly (name);

    return g_strdup (!plural_known && sd_lexicon_knows_exactly (singular) ? singular : name);
  }
}

/* "blood group frequencies": the first words, two or more, are a column known by
 * that name. Where they end, or 0. */
guint
sd_planner_known_prefix (SdPlanning   *self,
                         const SdNoun *noun)
{
  for (guint end = noun->to - 1; end > noun->from + 1; end--)
    {
      g_autofree char *name = sd_words_name (self->words, noun->from, end);

      if (sd_lexicon_knows_column (name) == 2)
        return end;
    }

  return 0;
}

/* A name that columns have, or several nouns in a list: not "a library of plants". */
static gboolean
is_sure_column (SdPlanning   *self,
                const SdNoun *noun)
{
  g_autofree char *name = sd_words_name (self->words, noun->from, noun->to);
  guint n = 0;

  for (guint i = 0; i < self->nouns->len; i++)
    n += NOUN (self, i)->list == noun->list;

  return n > 1 || sd_lexicon_knows_column (name) == 2;
}

static gboolean
knows_exactly (SdPlanning   *self,
               const SdNoun *noun)
{
  g_autofree char *name = sd_words_name (self->words, noun->from, noun->to);
  g_autofree char *singular = sd_word_book_singular (name);

  return sd_lexicon_knows_column (singular) == 2;
}

/* The table that a list of columns is said of. */
static SdSketchTable *
owner_of (SdPlanning *self,
          guint       index)
{
  const SdNoun *noun = NOUN (self, index);

  if (noun->table != NULL)
    return noun->table;
  if (noun->attach >= 0 && NOUN (self, noun->attach)->table != NULL
      && !NOUN (self, noun->attach)->column)
    return NOUN (self, noun->attach)->table;
  /* "height and weight of 500 adults": the table comes after its columns. */
  for (guint k = index + 1; is_sure_column (self, noun) && k < self->nouns->len; k++)
    {
      const SdNoun *after = NOUN (self, k);

      if (after->list == noun->list)
        continue;
      if (after->table != NULL && !after->column && after->start > 0
          && sd_words_is_any (self->words, after->start - 1, "of|for"))
        return after->table;
      break;
    }
  /* "games between two members with result": not the members, the games. */
  if (noun->attach >= 0 || noun->opener == 'b')
    for (int k = (int) index - 1; k >= 0; k--)
      if (NOUN (self, k)->table != NULL && !NOUN (self, k)->column)
        return NOUN (self, k)->table;

  /* "100 people, their height": there is only one table to have it. */
  if (self->sketch->tables->len == 1 && knows_exactly (self, noun))
    return sd_sketch_table_at (self->sketch, 0);

  return NULL;
}

/* "games between two members with result": the columns are the games'. */
static SdSketchTable *
skip_roles (SdPlanning    *self,
            guint          index,
            SdSketchTable *owner)
{
  const SdNoun *noun = NOUN (self, index);

  if (noun->attach > 0)
    {
      const SdNoun *role = NOUN (self, noun->attach);
      const SdNoun *before = NOUN (self, noun->attach - 1);

      if (role->start > 0 && before->table != NULL && before->table != owner
          && sd_words_is_any (self->words, role->start - 1, "between|against|among")
          && before->to + 1 >= role->start)
        return before->table;
    }

  return owner;
}

/* "height and weight of 500 adults": said as the columns of a table. */
static gboolean
is_before_table (SdPlanning *self,
                 guint       index)
{
  const SdNoun *noun = NOUN (self, index);

  for (guint k = index + 1; k < self->nouns->len; k++)
    if (NOUN (self, k)->list != noun->list)
      return NOUN (self, k)->table != NULL && !NOUN (self, k)->column;

  return FALSE;
}

static void
find_listed (SdPlanning *self)
{
  for (guint k = 0; k < self->nouns->len; k++)
    {
      SdNoun *noun = NOUN (self, k);
      SdSketchTable *owner;
      g_autofree char *name = NULL;
      guint from, to;

      if (!noun->column || (noun->opener == '(' && noun->table != NULL) || noun->effect
          || noun->measured)
        continue;
      owner = owner_of (self, k);
      if (owner == NULL)
        continue;
      owner = skip_roles (self, k, owner);
      item_bounds (self, noun, &from, &to);
      if (sd_planner_known_prefix (self, noun) > 0)
        to = sd_planner_known_prefix (self, noun);
      name = item_name (self, from, to);
      /* "sales by region" have all else that sales have. */
      if (noun->opener == 'b' || (noun->attach < 0 && noun->opener != ':' && noun->opener != 'c'
                                  && !is_before_table (self, k)))
        g_ptr_array_add (owner->extra, g_strdup (name));
      else
        sd_sketch_ask_column (owner, name);
      noun->table = owner;
      if (noun->opener == ':' || noun->opener == 'c')
        owner->only_asked = TRUE;
      sd_words_use (self->words, from, to);
    }
}

/* How many of the names an entity has among its columns. */
static guint
count_shared (const SdEntity *entity,
              GPtrArray      *names)
{
  JsonArray *columns = sd_entity_get_columns (entity);
  JsonArray *flat = sd_json_get_array (entity->json, "flat");
  guint n = 0;

  for (guint i = 0; i < names->len; i++)
    {
      gboolean found = FALSE;

      for (guint j = 0; !found && j < sd_json_length (columns); j++)
        {
          JsonObject *column = sd_json_object_at (columns, j);
          const char *name = column != NULL ? sd_json_get_text (column, "name", "")
                                            : sd_json_text_at (columns, j);

          found = g_strcmp0 (name, names->pdata[i]) == 0;
        }
      for (guint j = 0; !found && j < sd_json_length (flat); j++)
        found = g_strcmp0 (sd_json_text_at (flat, j), names->pdata[i]) == 0;
      n += found;
    }

  return n;
}

static const SdEntity *
guess_entity (SdPlanning *self,
              GPtrArray  *names)
{
  GPtrArray *entities = sd_lexicon_list_entities ();
  const SdEntity *best = NULL;
  double most = 1.5;

  for (guint i = 0; i < entities->len; i++)
    {
      const SdEntity *entity = entities->pdata[i];
      double points = count_shared (entity, names);

      /* Only entities that say so stand for one flat table. */
      if (sd_json_get_array (entity->json, "flat") != NULL && points >= 2
          && points + 0.1 * self->scores[entity->domain] > most)
        {
          most = points + 0.1 * self->scores[entity->domain];
          best = entity;
        }
    }

  return best;
}

static gboolean
are_of_persons (GPtrArray *names)
{
  static const char * const telling[] = {
    "first_name", "last_name", "email", "phone", "age", "gender", "sex", "birth_date", "income",
    "height", NULL
  };

  for (guint i = 0; i < names->len; i++)
    if (g_strv_contains (telling, names->pdata[i]))
      return TRUE;

  return FALSE;
}

/* Columns and no table: one flat table of them. */
static void
make_flat_table (SdPlanning *self)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const SdEntity *entity;
  SdSketchTable *table;

  for (guint k = 0; k < self->nouns->len; k++)
    {
      SdNoun *noun = NOUN (self, k);
      guint from, to;

      if (!noun->column || noun->table != NULL || noun->effect)
        continue;
      item_bounds (self, noun, &from, &to);
      g_ptr_array_add (names, item_name (self, from, to));
    }
  if (names->len < 2)
    return;
  for (guint k = 0; k < self->nouns->len; k++)
    if (NOUN (self, k)->column)
      sd_words_use (self->words, NOUN (self, k)->from, NOUN (self, k)->to);

  entity = guess_entity (self, names);
  if (entity != NULL)
    table = sd_sketch_add_table (self->sketch, entity->singular, entity, entity->kind);
  else if (are_of_persons (names))
    table = sd_sketch_add_table (self->sketch, "person", NULL, SD_KIND_PERSON);
  else
    table = sd_sketch_add_table (self->sketch, "record", NULL, SD_KIND_THING);
  if (entity != NULL)
    {
      g_free (table->name);
      table->name = g_strdup (entity->name);
    }
  table->only_asked = TRUE;
  for (guint i = 0; i < names->len; i++)
    sd_sketch_ask_column (table, names->pdata[i]);
  sd_sketch_assume (self->sketch, _("All columns are in one table, %s."), table->name);
}

void
sd_planner_find_flat_table (SdPlanning *self)
{
  if (self->sketch->tables->len == 0)
    make_flat_table (self);
}

void
sd_planner_find_columns (SdPlanning *self)
{
  find_bracketed (self);
  find_listed (self);
}
