/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The time that the data cover: "between 2020 and 2023", "over one school year",
 * "the last two years", "three months of calls". It sets the dates of what
 * happens, and lets those be there in time whom it happens to.
 */

#define G_LOG_DOMAIN "sd-assistant"

#include "config.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "sd-calendar.h"
#include "sd-format.h"
#include "sd-planner-private.h"

typedef struct
{
  gint64 min, max;
  char   relative[16];  /* "today-2y" when said so, else "" */
} SdPeriod;

static char *
date_text (gint64 date)
{
  char buffer[SD_FORMAT_MAX];
  char *end = sd_format_date (buffer, CLAMP (date, SD_DATE_MIN, SD_DATE_MAX));

  return g_strndup (buffer, end - buffer);
}

static gint64
date_of (int year,
         int month,
         int day)
{
  return sd_date_from_civil ((SdCivil) { year, month, day });
}

static int
read_year (const SdWords *words,
           guint          i)
{
  const SdWord *word = sd_words_at (words, i);

  if (word->kind != SD_WORD_NUMBER || word->spelled || word->percent || word->value < 1900
      || word->value > 2100 || word->value != (int) word->value || strlen (word->fold) != 4)
    return 0;

  return (int) word->value;
}

/* The unit of time at @i as a letter of "today-2y" and how many of it: weeks are
 * seven days, quarters three months. */
static char
read_unit (const SdWords *words,
           guint          i,
           int           *times)
{
  static const struct { const char *stem; char letter; int times; } units[] = {
    { "year", 'y', 1 }, { "month", 'm', 1 }, { "week", 'd', 7 }, { "day", 'd', 1 },
    { "quarter", 'm', 3 }, { "semester", 'm', 6 }, { "decade", 'y', 10 },
  };
  const SdWord *word = sd_words_at (words, i);

  for (gsize k = 0; word->kind == SD_WORD_TEXT && k < G_N_ELEMENTS (units); k++)
    if (strcmp (word->stem, units[k].stem) == 0)
      {
        *times = units[k].times;
        return units[k].letter;
      }

  return 0;
}

static gboolean
set_relative (SdPlanning *self,
              SdPeriod   *period,
              double      amount,
              char        letter,
              int         times)
{
  gint64 today = self->request->as_of;
  int n;

  if (amount < 1 || amount > 2000)
    return FALSE;
  n = (int) amount * times;
  period->max = today;
  period->min = letter == 'd' ? today - n
                              : sd_date_add_months (today, letter == 'y' ? -12 * n : -n);
  if (period->min < SD_DATE_MIN)
    return FALSE;
  g_snprintf (period->relative, sizeof period->relative, "today-%d%c", n, letter);

  return TRUE;
}

/* "last two years", "past 6 months", "last year", "this year" */
static guint
read_last (SdPlanning *self,
           guint       i,
           SdPeriod   *period)
{
  const SdWords *words = self->words;
  int year = sd_date_to_civil (self->request->as_of).year;
  double amount = 1;
  guint n = i + 1;
  int times;
  char letter;

  if (sd_words_is (words, i, "this") && sd_words_is (words, n, "year"))
    {
      *period = (SdPeriod) { date_of (year, 1, 1), self->request->as_of, "" };
      return n + 1;
    }
  if (!sd_words_is_any (words, i, "last|past|previous|recent"))
    return 0;
  if (sd_words_at (words, n)->kind == SD_WORD_NUMBER)
    amount = sd_words_at (words, n++)->value;
  else if (sd_words_is_any (words, n, "few|couple"))
    {
      amount = 3;
      n++;
    }
  letter = read_unit (words, n, &times);
  if (letter == 0)
    return 0;
  if (letter == 'y' && n == i + 1 && !sd_words_is (words, i, "past"))
    {
      *period = (SdPeriod) { date_of (year - 1, 1, 1), date_of (year - 1, 12, 31), "" };
      return n + 1;
    }

  return set_relative (self, period, amount, letter, times) ? n + 1 : 0;
}

/* "one school year": the last one that is over. */
static guint
read_school_year (SdPlanning *self,
                  guint       i,
                  SdPeriod   *period)
{
  gint64 today = self->request->as_of;
  int year = sd_date_to_civil (today).year;
  double years = 1;
  guint n = i;

  if (sd_words_at (self->words, n)->kind == SD_WORD_NUMBER)
    years = sd_words_at (self->words, n++)->value;
  if (!sd_words_is_any (self->words, n, "school|academic")
      || !sd_words_is_any (self->words, n + 1, "year|years")
      || years < 1 || years > 50)
    return 0;
  if (today < date_of (year, 6, 30))
    year--;
  *period = (SdPeriod) { date_of (year - (int) years, 9, 1), date_of (year, 6, 30), "" };

  return n + 2;
}

/* "2020", "2020 to 2023", "2022 and 2023", with a word before that makes it a
 * time. */
static guint
read_years (SdPlanning *self,
            guint       i,
            SdPeriod   *period)
{
  const SdWords *words = self->words;
  int first = read_year (words, i);
  int last = first;
  guint end = i + 1;
  gboolean joined;

  if (first == 0)
    return 0;
  joined = sd_words_is_any (words, i + 1, "to|and|until|through|till")
           || sd_words_is_mark (words, i + 1, '-') || sd_words_is_mark (words, i + 1, '/');
  if (joined && read_year (words, i + 2) != 0)
    {
      last = read_year (words, i + 2);
      end = i + 3;
    }
  else if (i == 0
           || !(sd_words_is_any (words, i - 1,
                                 "in|during|for|from|between|since|of|over|throughout|year|"
                                 "calendar|covering")
                || sd_word_book_month (sd_words_at (words, i - 1)->fold) > 0))
    return 0;
  *period = (SdPeriod) {
    date_of (MIN (first, last), 1, 1), date_of (MAX (first, last), 12, 31), ""
  };
  if (i > 0 && sd_words_is (words, i - 1, "since"))
    period->max = MAX (self->request->as_of, period->min);

  return end;
}

/* "January to March 2024", "in May 2023" */
static guint
read_months (SdPlanning *self,
             guint       i,
             SdPeriod   *period)
{
  const SdWords *words = self->words;
  int first = sd_words_at (words, i)->kind == SD_WORD_TEXT
                ? sd_word_book_month (sd_words_at (words, i)->fold) : 0;
  int last = first, year;
  guint n = i + 1;

  if (first == 0)
    return 0;
  if (sd_words_is_any (words, n, "to|until|through|till") || sd_words_is_mark (words, n, '-'))
    {
      last = sd_word_book_month (sd_words_at (words, n + 1)->fold);
      if (last == 0)
        return 0;
      n += 2;
    }
  year = read_year (words, n);
  if (year == 0)
    return 0;
  period->min = date_of (last >= first ? year : year - 1, first, 1);
  period->max = sd_date_add_months (date_of (year, last, 1), 1) - 1;
  period->relative[0] = '\0';

  return n + 1;
}

static guint
read_dates (SdPlanning *self,
            guint       i,
            SdPeriod   *period)
{
  const SdWord *first = sd_words_at (self->words, i);
  const SdWord *last = sd_words_at (self->words, i + 2);

  if (first->kind != SD_WORD_DATE || last->kind != SD_WORD_DATE)
    return 0;
  *period = (SdPeriod) { MIN (first->date, last->date), MAX (first->date, last->date), "" };

  return i + 3;
}

/* "three months of calls", "over two years" */
static guint
read_length (SdPlanning *self,
             guint       i,
             SdPeriod   *period)
{
  const SdWord *word = sd_words_at (self->words, i);
  int times;
  char letter;

  if (word->kind != SD_WORD_NUMBER || word->percent)
    return 0;
  letter = read_unit (self->words, i + 1, &times);
  if (letter == 0
      || !(sd_words_is (self->words, i + 2, "of")
           || (i > 0
               && sd_words_is_any (self->words, i - 1,
                                   "over|for|during|covering|across|spanning|within|through"))))
    return 0;

  return set_relative (self, period, word->value, letter, times) ? i + 2 : 0;
}

static guint
read_period (SdPlanning *self,
             guint       i,
             SdPeriod   *period)
{
  static guint (* const readers[]) (SdPlanning *, guint, SdPeriod *) = {
    read_school_year, read_last, read_months, read_dates, read_years, read_length,
  };

  for (gsize k = 0; k < G_N_ELEMENTS (readers); k++)
    {
      guint end = readers[k] (self, i, period);

      if (end > 0)
        return end;
    }

  return 0;
}

static gboolean
is_moment (JsonObject *column)
{
  const char *generator = sd_json_get_text (column, "generator", "");

  return strcmp (generator, "date") == 0 || strcmp (generator, "timestamp") == 0;
}

/* The column that says when the row happened: the one in row order, else the
 * first date that is no birthday. */
static JsonObject *
main_moment (SdSketchTable *table)
{
  JsonObject *first = NULL;

  for (guint i = 0; i < json_array_get_length (table->columns); i++)
    {
      JsonObject *column = json_array_get_object_element (table->columns, i);

      if (!is_moment (column))
        continue;
      if (strcmp (sd_json_get_text (sd_json_get_object (column, "parameters"), "order", ""),
                  "row") == 0)
        return column;
      if (first == NULL && strstr (sd_json_get_text (column, "name", ""), "birth") == NULL)
        first = column;
    }

  return first;
}

static void
set_moment (JsonObject *column,
            gint64      min,
            gint64      max,
            const char *relative)
{
  JsonObject *parameters = sd_json_get_object (column, "parameters");
  g_autofree char *low = date_text (min);
  g_autofree char *high = date_text (max);

  json_object_set_string_member (parameters, "min", relative[0] != '\0' ? relative : low);
  json_object_set_string_member (parameters, "max", relative[0] != '\0' ? "today" : high);
}

/* Whoever something happens to must be there before: "after" names a parent's
 * date, which ends when the period begins. */
static void
move_parent (SdPlanning     *self,
             JsonObject     *column,
             const SdPeriod *period)
{
  const char *after = sd_json_get_text (sd_json_get_object (column, "parameters"), "after", "");
  g_auto (GStrv) parts = g_strsplit (after, ".", 2);
  SdSketchTable *parent;
  JsonObject *moment;

  if (parts[0] == NULL || parts[1] == NULL)
    return;
  parent = sd_sketch_find_table (self->sketch, parts[0]);
  moment = parent != NULL ? sd_sketch_find_column (parent, parts[1]) : NULL;
  if (moment == NULL || !is_moment (moment) || parent->kind == SD_KIND_EVENT)
    return;
  set_moment (moment, sd_date_add_months (period->min, -24), period->min, "");
}

static void
apply_to_table (SdPlanning     *self,
                SdSketchTable  *table,
                const SdPeriod *period)
{
  JsonObject *column = main_moment (table);

  if (column == NULL)
    return;
  set_moment (column, period->min, period->max, period->relative);
  move_parent (self, column, period);
}

/* The date is behind @end or before @i: "three months of calls", "calls over
 * three months"; without a table near, of everything that happens. */
static gboolean
apply_period (SdPlanning     *self,
              guint           end,
              const SdPeriod *period)
{
  gboolean applied = FALSE;
  SdSketchTable *table = NULL;
  guint after;

  if (sd_words_is (self->words, end, "of"))
    table = sd_planner_table_at_word (self, end + 1, &after);
  if (table != NULL && main_moment (table) != NULL)
    {
      apply_to_table (self, table, period);
      return TRUE;
    }
  for (guint i = 0; i < self->sketch->tables->len; i++)
    {
      table = sd_sketch_table_at (self->sketch, i);
      if (table->kind != SD_KIND_EVENT || main_moment (table) == NULL)
        continue;
      apply_to_table (self, table, period);
      applied = TRUE;
    }
  for (guint i = 0; !applied && i < self->sketch->tables->len; i++)
    {
      table = sd_sketch_table_at (self->sketch, i);
      if (main_moment (table) == NULL)
        continue;
      apply_to_table (self, table, period);
      applied = TRUE;
    }

  return applied;
}

void
sd_planner_apply_periods (SdPlanning *self)
{
  for (guint i = 0; i < self->words->n; i++)
    {
      SdPeriod period = { 0 };
      g_autofree char *low = NULL;
      g_autofree char *high = NULL;
      guint end;

      if (sd_words_at (self->words, i)->used)
        continue;
      end = read_period (self, i, &period);
      if (end == 0 || !apply_period (self, end, &period))
        continue;
      sd_words_use (self->words, i > 0 ? i - 1 : 0, end);
      low = date_text (period.min);
      high = date_text (period.max);
      sd_sketch_assume (self->sketch, _("What happens, happens from %s to %s."), low, high);
      i = end - 1;
    }
}
