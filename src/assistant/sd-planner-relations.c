/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Relationships that the prompt states: "each film has 1 to 4 copies", "3
 * orders per customer", "every employee belongs to one department", "students
 * and clubs (many to many)", "games between two members".
 */

#define G_LOG_DOMAIN "sd-assistant"

#include "config.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "sd-planner-private.h"

#define NOUN(self, i) (&g_array_index ((self)->nouns, SdNoun, i))

/* How many children a parent has, as far as it is said. */
typedef struct
{
  guint64  min, max;  /* max 0: open */
  gboolean said;
} SdAmount;

/* "1 to 4", "up to 5", "at least 2", "exactly 3", "several" in front of a noun
 * that begins at @to. */
static SdAmount
read_amount (SdPlanning *self,
             guint       from,
             guint       to)
{
  const SdWords *words = self->words;
  SdAmount amount = { 0, 0, FALSE };
  double min, max;
  guint end;

  for (guint i = from; i < to; i++)
    {
      const SdWord *word = sd_words_at (words, i);

      if (sd_words_read_range (words, i, &min, &max, &end) && end <= to && min >= 0 && max >= 1
          && max < 1e9)
        return (SdAmount) { (guint64) min, (guint64) max, TRUE };
      if (word->kind != SD_WORD_NUMBER || word->percent || word->value < 0 || word->value > 1e9)
        continue;
      if (i > from && sd_words_is_any (words, i - 1, "to|most|maximum") && i > from + 1
          && sd_words_is_any (words, i - 2, "up|at|a"))
        return (SdAmount) { 0, (guint64) word->value, TRUE };
      if (sd_words_is (words, i + 1, "or") && sd_words_is (words, i + 2, "more") && i + 2 < to)
        return (SdAmount) { (guint64) word->value, 0, TRUE };
      if (i > from + 1 && sd_words_is (words, i - 1, "least"))
        return (SdAmount) { (guint64) word->value, 0, TRUE };

      return (SdAmount) { (guint64) word->value, (guint64) word->value, TRUE };
    }

  return amount;
}

static gboolean
has_break (SdPlanning *self,
           guint       from,
           guint       to)
{
  for (guint i = from; i < to; i++)
    if (sd_words_at (self->words, i)->kind == SD_WORD_MARK
        && !sd_words_is_mark (self->words, i, '-'))
      return TRUE;

  return FALSE;
}

static gboolean
between_has (SdPlanning *self,
             guint       from,
             guint       to,
             const char *folds)
{
  for (guint i = from; i < to; i++)
    if (sd_words_is_any (self->words, i, folds))
      return TRUE;

  return FALSE;
}

static gboolean
begins_each (SdPlanning   *self,
             const SdNoun *noun)
{
  return noun->start > 0 && sd_words_is_any (self->words, noun->start - 1,
                                             "each|every|a|an|one|any|single");
}

static void
apply_amount (SdPlanning   *self,
              SdSketchLink *link,
              SdAmount      amount)
{
  JsonObject *parameters = json_object_new ();

  link->law_from_user = TRUE;
  link->min = amount.min;
  link->max = amount.max;
  if (amount.max == 0)
    {
      sd_sketch_set_law (link, "poisson", parameters);
      link->per = (double) amount.min * 1.8;
    }
  else if (amount.min == amount.max)
    {
      json_object_set_int_member (parameters, "count", (gint64) amount.max);
      sd_sketch_set_law (link, "fixed", parameters);
      link->per = (double) amount.max;
    }
  else
    {
      json_object_set_int_member (parameters, "min", (gint64) amount.min);
      json_object_set_int_member (parameters, "max", (gint64) amount.max);
      sd_sketch_set_law (link, "uniform", parameters);
      link->per = (double) (amount.min + amount.max) / 2;
    }
}

static SdSketchLink *
ensure_link (SdPlanning    *self,
             SdSketchTable *parent,
             SdSketchTable *child)
{
  SdSketchLink *link = sd_sketch_find_link (self->sketch, parent, child);

  return link != NULL ? link : sd_sketch_add_link (self->sketch, parent, child, NULL);
}

/* Whether a verb follows the noun: "a call log with 10 agents" has none. */
static gboolean
tells_having (SdPlanning   *self,
              const SdNoun *noun)
{
  if (noun->start > 0 && sd_words_is_any (self->words, noun->start - 1, "each|every"))
    return TRUE;

  return sd_words_is_any (self->words, noun->to,
                          "has|have|having|contains|can|may|must|should|gets|makes|includes|"
                          "consists")
         || sd_words_has_class (self->words, noun->to, SD_WORD_VERB);
}

/* "each film has 1 to 4 copies", "a customer places several orders" */
static gboolean
read_has_many (SdPlanning   *self,
               const SdNoun *parent,
               const SdNoun *child)
{
  SdAmount amount;
  SdSketchLink *link;

  if (!begins_each (self, parent) || parent->plural || parent->meta || !tells_having (self, parent)
      || has_break (self, parent->to, child->start)
      || between_has (self, parent->to, child->start, "belong|belongs|between|and|per"))
    return FALSE;
  amount = read_amount (self, parent->to, child->from);
  if (!amount.said && !child->plural)
    return FALSE;
  if (amount.said && amount.max == 1 && !child->plural && amount.min == 1)
    return FALSE;
  link = ensure_link (self, parent->table, child->table);
  if (link == NULL)
    return FALSE;
  if (amount.said)
    apply_amount (self, link, amount);
  sd_words_use (self->words, parent->start - 1, child->to);

  return TRUE;
}

/* "3 orders per customer", "2 to 4 copies of each film" */
static gboolean
read_many_per (SdPlanning   *self,
               const SdNoun *child,
               const SdNoun *parent)
{
  guint from = child->start;
  SdAmount amount;
  SdSketchLink *link;

  if (has_break (self, child->to, parent->start)
      || !(between_has (self, child->to, parent->start, "per")
           || (between_has (self, child->to, parent->start, "for|of|by|in|from|to")
               && between_has (self, child->to, parent->start, "each|every"))))
    return FALSE;
  while (from > 0
         && (sd_words_at (self->words, from - 1)->kind == SD_WORD_NUMBER
             || sd_words_is_any (self->words, from - 1, "to|up|between|and|at|most|least|or")
             || sd_words_is_mark (self->words, from - 1, '-')))
    from--;
  amount = read_amount (self, from, child->from);
  link = ensure_link (self, parent->table, child->table);
  if (link == NULL)
    return FALSE;
  if (amount.said)
    apply_amount (self, link, amount);
  sd_words_use (self->words, from, parent->to);

  return TRUE;
}

/* "every employee belongs to one department", "each order has one customer" */
static gboolean
read_belongs (SdPlanning   *self,
              const SdNoun *child,
              const SdNoun *parent)
{
  gboolean said = between_has (self, child->to, parent->start,
                               "belong|belongs|belonging|assigned|part|lives|works|sits|comes|"
                               "made");
  gboolean one;

  if (has_break (self, child->to, parent->start) || parent->plural)
    return FALSE;
  one = begins_each (self, child) && !child->plural
        && (between_has (self, child->to, parent->from, "one|a|an|single")
            && between_has (self, child->to, parent->start, "has|in|to|from|at|by"));
  if (!said && !one)
    return FALSE;
  if (ensure_link (self, parent->table, child->table) == NULL)
    return FALSE;
  sd_words_use (self->words, child->start, parent->to);

  return TRUE;
}

/* "games between two members", "matches of two teams against each other" */
static gboolean
read_two_roles (SdPlanning   *self,
                const SdNoun *child,
                const SdNoun *parent)
{
  JsonArray *parents = child->table->entity != NULL
                         ? sd_entity_get_parents (child->table->entity) : NULL;
  const char *roles[2] = { "first", "second" };
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  gboolean two = FALSE;

  for (guint i = child->to; i < parent->from; i++)
    if (sd_words_at (self->words, i)->kind == SD_WORD_NUMBER
        && sd_words_at (self->words, i)->value == 2)
      two = TRUE;
  if (!two || has_break (self, child->to, parent->start)
      || !between_has (self, child->to, parent->from,
                       "between|of|with|from|by|among|against|involving"))
    return FALSE;

  for (guint i = 0; i < sd_json_length (parents); i++)
    {
      JsonArray *named = sd_json_get_array (sd_json_object_at (parents, i), "roles");

      if (sd_json_length (named) == 2)
        {
          roles[0] = json_array_get_string_element (named, 0);
          roles[1] = json_array_get_string_element (named, 1);
        }
    }
  first = g_strconcat (roles[0], "_", parent->table->singular, NULL);
  second = g_strconcat (roles[1], "_", parent->table->singular, NULL);
  if (sd_sketch_add_link (self->sketch, parent->table, child->table, first) == NULL)
    return FALSE;
  sd_sketch_add_link (self->sketch, parent->table, child->table, second);
  sd_words_use (self->words, child->to, parent->to);
  sd_sketch_assume (self->sketch, _("Each row of %s refers to two rows of %s, as %s_id and %s_id."),
                    child->table->name, parent->table->name, first, second);

  return TRUE;
}

/* Where "many to many" stands at @i: its end, else 0. */
static guint
read_many_to_many (const SdWords *words,
                   guint          i)
{
  guint n = i;

  if (!sd_words_is_any (words, n, "many|m|n"))
    return 0;
  n++;
  if (sd_words_is_mark (words, n, '-') || sd_words_is_mark (words, n, ':'))
    n++;
  if (sd_words_is (words, n, "to"))
    n++;
  if (sd_words_is_mark (words, n, '-'))
    n++;
  if (n == i + 1 || !sd_words_is_any (words, n, "many|m|n"))
    return 0;

  return n + 1;
}

static SdSketchTable *
find_link_table (SdPlanning    *self,
                 SdSketchTable *a,
                 SdSketchTable *b)
{
  for (guint i = 0; i < self->sketch->tables->len; i++)
    {
      SdSketchTable *table = sd_sketch_table_at (self->sketch, i);

      if (table->link && sd_sketch_find_link (self->sketch, a, table) != NULL
          && sd_sketch_find_link (self->sketch, b, table) != NULL)
        return table;
    }

  return NULL;
}

/* A table of pairs, each pair once. */
static SdSketchTable *
add_link_table (SdPlanning    *self,
                SdSketchTable *a,
                SdSketchTable *b)
{
  g_autofree char *singular = g_strdup_printf ("%.28s_%.28s", a->singular, b->singular);
  SdSketchTable *table = find_link_table (self, a, b);
  SdSketchLink *first, *second;

  if (table != NULL || a == b)
    return table;
  table = sd_sketch_add_table (self->sketch, singular, NULL, SD_KIND_EVENT);
  table->link = TRUE;
  first = sd_sketch_add_link (self->sketch, a, table, NULL);
  second = sd_sketch_add_link (self->sketch, b, table, NULL);
  first->per = 2;
  second->distinct_within = g_strdup (first->column);
  sd_sketch_assume (self->sketch,
                    _("The many-to-many relationship of %s and %s is a table of its own, %s, in "
                      "which each pair occurs once."),
                    a->name, b->name, table->name);

  return table;
}

/* The two tables named last before @i. */
static gboolean
last_two_tables (SdPlanning     *self,
                 guint           i,
                 SdSketchTable **a,
                 SdSketchTable **b)
{
  *a = *b = NULL;
  for (guint k = 0; k < self->nouns->len; k++)
    {
      SdNoun *noun = NOUN (self, k);

      if (noun->table != NULL && !noun->table->link && noun->from < i && noun->table != *b)
        {
          *a = *b;
          *b = noun->table;
        }
    }
  /* "many to many between students and clubs" */
  for (guint k = 0; *a == NULL && k < self->nouns->len; k++)
    {
      SdNoun *noun = NOUN (self, k);

      if (noun->table != NULL && !noun->table->link && noun->from > i && noun->table != *b)
        {
          *a = *b;
          *b = noun->table;
        }
    }

  return *a != NULL && *b != NULL;
}

/* Columns said behind it ("with the date they joined") belong to the pairs. */
static void
attach_columns (SdPlanning    *self,
                guint          after,
                SdSketchTable *table)
{
  for (guint k = 0; k < self->nouns->len; k++)
    {
      SdNoun *noun = NOUN (self, k);

      if (noun->from < after || noun->table != NULL || noun->opener != 'w'
          || has_break (self, after, noun->start))
        continue;
      noun->table = table;
      noun->column = TRUE;
    }
}

static void
find_many_to_many (SdPlanning *self)
{
  for (guint i = 0; i < self->words->n; i++)
    {
      guint end = read_many_to_many (self->words, i);
      SdSketchTable *a, *b, *table;

      if (end == 0 || !last_two_tables (self, i, &a, &b))
        continue;
      table = add_link_table (self, a, b);
      sd_words_use (self->words, i, end);
      if (sd_words_is_mark (self->words, end, ')'))
        end++;
      if (table != NULL)
        attach_columns (self, end, table);
    }
}

/* "A student can join many clubs and a club has many students": both ways. */
static void
find_mutual (SdPlanning *self)
{
  for (guint i = 0; i < self->sketch->links->len; i++)
    {
      SdSketchLink *link = self->sketch->links->pdata[i];

      for (guint k = 0; k + 1 < self->nouns->len; k++)
        {
          const SdNoun *x = NOUN (self, k);
          const SdNoun *y = NOUN (self, k + 1);

          if (x->table != link->child || y->table != link->parent || !begins_each (self, x)
              || !y->plural || has_break (self, x->to, y->start) || link->law_from_user
              || !between_has (self, x->to, y->start, "many|several|multiple|more|different"))
            continue;
          {
            SdSketchTable *a = link->parent;
            SdSketchTable *b = link->child;

            g_ptr_array_remove_index (self->sketch->links, i);
            add_link_table (self, a, b);
            sd_words_use (self->words, x->start, y->to);
            return;
          }
        }
    }
}

void
sd_planner_find_relations (SdPlanning *self)
{
  for (guint k = 0; k + 1 < self->nouns->len; k++)
    {
      const SdNoun *x = NOUN (self, k);
      const SdNoun *y = NOUN (self, k + 1);

      if (x->table == NULL || y->table == NULL || x->table == y->table || x->column || y->column)
        continue;
      if (!read_two_roles (self, x, y) && !read_many_per (self, x, y) && !read_belongs (self, x, y))
        read_has_many (self, x, y);
    }
  find_mutual (self);
  find_many_to_many (self);
}
