/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* How many rows: what the prompt says holds exactly; the rest follows from it
 * through the relationships, or from what suits a lesson.
 */

#define G_LOG_DOMAIN "sd-assistant"

#include "config.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "sd-planner-private.h"

/* The most rows that are chosen without being asked for. */
#define DEFAULT_MOST 100000

/* Two significant digits: 1234 → 1200. */
static guint64
round_nice (double rows)
{
  double unit = 1;

  if (rows <= 1)
    return 1;
  while (rows / unit >= 100)
    unit *= 10;

  return (guint64) (rows / unit + 0.5) * (guint64) unit;
}

static guint64
default_rows (const SdSketchTable *table)
{
  return table->entity != NULL ? table->entity->rows : sd_lexicon_kind_rows (table->kind);
}

/* The table that "500 rows" means: what happens, most of all what refers to the
 * most others. */
static SdSketchTable *
main_table (SdPlanning *self)
{
  SdSketchTable *best = NULL;
  guint most = 0;

  for (guint i = 0; i < self->sketch->tables->len; i++)
    {
      SdSketchTable *table = sd_sketch_table_at (self->sketch, i);
      guint points = 1 + 2 * sd_sketch_count_links (self->sketch, table, TRUE)
                     + (table->kind == SD_KIND_EVENT ? 1 : 0);

      if (points > most)
        {
          most = points;
          best = table;
        }
    }

  return best;
}

static void
set_rows (SdSketchTable *table,
          guint64        rows)
{
  if (table == NULL || table->rows_from_user)
    return;

  table->rows = rows;
  table->rows_from_user = TRUE;
}

static void
read_row_count (SdPlanning *self,
                guint       i)
{
  const SdWords *words = self->words;
  guint64 rows = (guint64) sd_words_at (words, i)->value;
  guint end = i + 2;
  gboolean every;

  every = sd_words_is_any (words, end, "each|per|apiece")
          || (sd_words_is_any (words, end, "in|for")
              && sd_words_is_any (words, end + 1, "each|every|all"));
  while (sd_words_is_any (words, end, "each|per|in|for|every|table|tables|all|of|the"))
    end++;
  if (every)
    for (guint t = 0; t < self->sketch->tables->len; t++)
      set_rows (sd_sketch_table_at (self->sketch, t), rows);
  else
    {
      guint after;
      SdSketchTable *table = sd_planner_table_at_word (self, end, &after);

      if (table == NULL)
        table = sd_planner_table_before (self, i);
      if (table == NULL || table->rows_from_user || self->sketch->tables->len == 1
          || !sd_words_is_any (words, i > 0 ? i - 1 : 0, "with|have|has|of"))
        table = main_table (self);
      set_rows (table, rows);
    }
  sd_words_use (self->words, i, end);
}

void
sd_planner_find_row_hints (SdPlanning *self)
{
  for (guint i = 0; i < self->words->n; i++)
    {
      const SdWord *word = sd_words_at (self->words, i);

      if (word->kind == SD_WORD_NUMBER && !word->percent && !word->used && word->value >= 1
          && word->value <= 1e12 && sd_words_has_class (self->words, i + 1, SD_WORD_ROWS))
        read_row_count (self, i);
    }
}

/* A parent of a table whose rows the user gave: fewer than the children, so that
 * there is something to group. */
static void
fit_parent (SdPlanning    *self,
            SdSketchTable *table)
{
  double rows = default_rows (table);

  for (guint i = 0; i < self->sketch->links->len; i++)
    {
      const SdSketchLink *link = self->sketch->links->pdata[i];
      double per = link->per > 0 ? link->per : 3;
      double fitting;

      if (link->parent != table || !link->child->rows_from_user)
        continue;
      fitting = (double) link->child->rows / per;
      if (link->law_from_user)
        rows = fitting;
      else if (fitting < rows)
        rows = MAX (fitting, 1);
      else if (fitting > 20 * rows)
        rows = MIN (fitting / 20, DEFAULT_MOST);
    }
  table->rows = round_nice (rows);
}

/* A child of tables that are settled: as many rows as suit the first parent that
 * says how many. */
static void
fit_child (SdPlanning    *self,
           SdSketchTable *table)
{
  double rows = default_rows (table), most = G_MAXDOUBLE;
  gboolean said = FALSE, suited = FALSE;

  for (guint i = 0; i < self->sketch->links->len; i++)
    {
      const SdSketchLink *link = self->sketch->links->pdata[i];

      if (link->child != table || link->parent == table || link->parent->rows == 0)
        continue;
      if (link->law_from_user && link->per > 0)
        {
          rows = (double) link->parent->rows * link->per;
          said = TRUE;
        }
      else if (!said && link->parent->rows_from_user && link->per > 0)
        {
          double suits = (double) link->parent->rows * link->per;

          rows = suited ? MAX (rows, suits) : suits;
          suited = TRUE;
        }
      else if (!said && !suited && link->parent->rows_from_user)
        rows = MAX (rows, (double) link->parent->rows * (table->kind == SD_KIND_EVENT ? 5 : 1.5));
      if (link->distinct_within != NULL)
        for (guint j = 0; j < self->sketch->links->len; j++)
          {
            const SdSketchLink *other = self->sketch->links->pdata[j];

            if (other->child == table && other != link
                && strcmp (other->column, link->distinct_within) == 0)
              most = (double) link->parent->rows * (double) other->parent->rows * 0.6;
          }
    }
  rows = MIN (rows, most);
  table->rows = said ? (guint64) MAX (rows + 0.5, 1) : round_nice (MAX (rows, 1));
}

static gboolean
parents_settled (SdPlanning    *self,
                 SdSketchTable *table)
{
  for (guint i = 0; i < self->sketch->links->len; i++)
    {
      const SdSketchLink *link = self->sketch->links->pdata[i];

      if (link->child == table && link->parent != table && link->parent->rows == 0)
        return FALSE;
    }

  return TRUE;
}

static gboolean
has_given_child (SdPlanning    *self,
                 SdSketchTable *table)
{
  for (guint i = 0; i < self->sketch->links->len; i++)
    {
      const SdSketchLink *link = self->sketch->links->pdata[i];

      if (link->parent == table && link->child != table && link->child->rows_from_user)
        return TRUE;
    }

  return FALSE;
}

static void
assume_defaults (SdPlanning *self)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < self->sketch->tables->len; i++)
    {
      SdSketchTable *table = sd_sketch_table_at (self->sketch, i);

      if (!table->rows_from_user && table->origin == NULL)
        g_string_append_printf (list, "%s%s %" G_GUINT64_FORMAT, list->len > 0 ? ", " : "",
                                table->name, table->rows);
    }
  if (list->len > 0)
    sd_sketch_assume (self->sketch, _("Rows where the text gives no number: %s."), list->str);
  g_string_free (list, TRUE);
}

void
sd_planner_settle_rows (SdPlanning *self)
{
  GPtrArray *tables = self->sketch->tables;
  double factor = 1;

  for (guint i = 0; i < self->words->n; i++)
    if (sd_words_is_any (self->words, i, "large|big|huge")
        && sd_words_is_any (self->words, i + 1, "dataset|data|table|tables|database"))
      factor = 10;

  for (guint i = 0; i < tables->len; i++)
    {
      SdSketchTable *table = tables->pdata[i];

      if (table->rows == 0 && has_given_child (self, table))
        fit_parent (self, table);
    }
  /* A law that was changed brings its number of children along. */
  for (guint i = 0; i < self->sketch->links->len; i++)
    {
      const SdSketchLink *link = self->sketch->links->pdata[i];

      if (link->origin != NULL && link->per > 0 && !link->child->rows_from_user)
        link->child->rows = (guint64) MAX ((double) link->parent->rows * link->per + 0.5, 1);
    }
  /* There are no circles but of a table with itself, so each round settles one. */
  for (guint round = 0; round < tables->len; round++)
    for (guint i = 0; i < tables->len; i++)
      {
        SdSketchTable *table = tables->pdata[i];

        if (table->rows == 0 && parents_settled (self, table))
          {
            fit_child (self, table);
            if (factor > 1)
              table->rows *= (guint64) factor;
          }
      }
  assume_defaults (self);
}
