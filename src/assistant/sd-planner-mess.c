/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Mess that the prompt asks for: "10 % duplicates", "typos in names", "mixed date
 * formats", "2 % outliers in amount", or just "messy". Its words are found before
 * the nouns, because they look like nouns and are none.
 */

#define G_LOG_DOMAIN "sd-assistant"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sd-json-copy-private.h"
#include "sd-planner-private.h"

typedef enum
{
  MESS_DUPLICATE,
  MESS_NEAR_DUPLICATE,
  MESS_TYPO,
  MESS_DATE_FORMAT,
  MESS_OUTLIER,
  MESS_MISSING_CODE,
  MESS_ANY,
  N_MESS
} Mess;

typedef struct
{
  const char *kind;
  double      share;    /* when none is said */
} MessSpec;

static const MessSpec specs[N_MESS] = {
  [MESS_DUPLICATE] = { "duplicate", 0.05 },
  [MESS_NEAR_DUPLICATE] = { "near_duplicate", 0.05 },
  [MESS_TYPO] = { "typo", 0.05 },
  [MESS_DATE_FORMAT] = { "date_format", 0.2 },
  [MESS_OUTLIER] = { "outlier", 0.01 },
  [MESS_MISSING_CODE] = { "missing_code", 0.05 },
};

/* What plain "messy" means beside missing cells. */
static const MessSpec usual[] = {
  { "duplicate", 0.02 }, { "typo", 0.03 }, { "case", 0.02 }, { "spaces", 0.02 },
  { "date_format", 0.1 },
};

static gboolean
is_mixed (const SdWords *words,
          guint          i)
{
  return sd_words_is_any (words, i, "mixed|inconsistent|different|various|several|varying|"
                                    "messy|ambiguous");
}

static guint
skip_rows (const SdWords *words,
           guint          i)
{
  return i + sd_words_is_any (words, i, "row|rows|record|records|entry|entries|line|lines");
}

typedef struct
{
  Mess        mess;
  const char *first;
  const char *second;   /* nullable */
} MessWords;

static const MessWords phrases[] = {
  { MESS_DUPLICATE, "duplicate|duplicates|duplicated|dupes", NULL },
  { MESS_TYPO, "typo|typos|misspelling|misspellings|misspelt|misspelled", NULL },
  { MESS_TYPO, "typing|spelling", "error|errors|mistake|mistakes" },
  { MESS_OUTLIER, "outlier|outliers", NULL },
  { MESS_MISSING_CODE, "missing", "code|codes" },
  { MESS_ANY, "messy|dirty|unclean|untidy|cleaning|cleansing", NULL },
};

/* "near duplicates", "near-duplicates" */
static gboolean
read_near (const SdWords *words,
           guint          i,
           guint         *to)
{
  const guint next = i + 1 + sd_words_is_mark (words, i + 1, '-');

  if (!sd_words_is_any (words, i, "near|almost|fuzzy")
      || !sd_words_is_any (words, next, "duplicate|duplicates"))
    return FALSE;
  *to = skip_rows (words, next + 1);
  return TRUE;
}

static gboolean
speaks_of_dates (const SdWords *words,
                 guint          i)
{
  while (i > 0 && sd_words_at (words, i - 1)->kind != SD_WORD_MARK)
    if (sd_words_is_any (words, --i, "date|dates"))
      return TRUE;
  return FALSE;
}

/* "mixed date formats", "dates in mixed formats" */
static gboolean
read_formats (const SdWords *words,
              guint          i,
              guint         *to)
{
  const guint next = i + 1 + sd_words_is_any (words, i + 1, "date|dates");

  if (!is_mixed (words, i) || !sd_words_is_any (words, next, "format|formats")
      || (next == i + 1 && !speaks_of_dates (words, i)))
    return FALSE;
  *to = next + 1;
  return TRUE;
}

/* Whether the words from @i speak of mess; @to (out) is behind them. */
static gboolean
read_mess (const SdWords *words,
           guint          i,
           Mess          *mess,
           guint         *to)
{
  if (i > 0 && sd_words_is_any (words, i - 1, "no|not|without|avoid|never"))
    return FALSE;
  *mess = MESS_NEAR_DUPLICATE;
  if (read_near (words, i, to))
    return TRUE;
  *mess = MESS_DATE_FORMAT;
  if (read_formats (words, i, to))
    return TRUE;
  for (guint p = 0; p < G_N_ELEMENTS (phrases); p++)
    if (sd_words_is_any (words, i, phrases[p].first)
        && (phrases[p].second == NULL || sd_words_is_any (words, i + 1, phrases[p].second)))
      {
        *mess = phrases[p].mess;
        *to = i + 1 + (phrases[p].second != NULL);
        if (*mess == MESS_DUPLICATE)
          *to = skip_rows (words, *to);
        return TRUE;
      }
  return FALSE;
}

static gboolean
is_share (const SdWords *words,
          guint          i)
{
  return sd_words_at (words, i)->kind == SD_WORD_NUMBER && sd_words_at (words, i)->percent;
}

void
sd_planner_find_mess (SdPlanning *self)
{
  Mess mess;
  guint to;

  for (guint i = 0; i < self->words->n; i++)
    if (read_mess (self->words, i, &mess, &to) && mess != MESS_ANY)
      {
        for (guint w = i; w < to; w++)
          self->words->items[w].classes |= SD_WORD_FUNCTION;
        i = to - 1;
      }
}

/* Where what is said about the mess at @to ends: with the clause, or where the
 * next one is spoken of. */
static guint
find_end (const SdWords *words,
          guint          to)
{
  Mess mess;
  guint end;

  for (guint i = to; i < words->n; i++)
    {
      if (sd_words_at (words, i)->kind == SD_WORD_MARK && !sd_words_is_mark (words, i, '-'))
        return i;
      if (read_mess (words, i, &mess, &end) || (is_share (words, i) && i > to
                                                && read_mess (words, i + 1, &mess, &end)))
        return i;
    }
  return words->n;
}

/* "10 % duplicates", "10 % of the rows are duplicates", "typos in 3 % of names". */
static double
find_share (const SdWords *words,
            guint          from,
            guint          to,
            guint          end,
            guint         *at)
{
  for (guint i = from; i > 0 && from - i < 5; i--)
    {
      if (is_share (words, i - 1))
        {
          *at = i - 1;
          return sd_words_at (words, i - 1)->value / 100;
        }
      if (sd_words_at (words, i - 1)->kind != SD_WORD_TEXT
          || sd_words_is_any (words, i - 1, "and|with|in|plus"))
        break;
    }
  for (guint i = to; i < end; i++)
    if (is_share (words, i))
      {
        *at = i;
        return sd_words_at (words, i)->value / 100;
      }
  return -1;
}

static gboolean
fits (JsonObject *column,
      Mess        mess)
{
  const char *type = sd_json_get_text (column, "type", "");
  const char *generator = sd_json_get_text (column, "generator", "");
  const gboolean is_number = strcmp (type, "integer") == 0 || strcmp (type, "decimal") == 0
                             || strcmp (type, "real") == 0;

  if (strcmp (generator, "reference") == 0 || strcmp (generator, "sequence") == 0
      || strcmp (generator, "pattern") == 0 || strcmp (generator, "uuid") == 0)
    return FALSE;
  switch (mess)
    {
    case MESS_TYPO:
      return strcmp (type, "text") == 0;
    case MESS_DATE_FORMAT:
      return strcmp (type, "date") == 0 || strcmp (type, "timestamp") == 0;
    case MESS_OUTLIER:
      return is_number;
    case MESS_MISSING_CODE:
      return strcmp (type, "text") == 0 || is_number;
    case MESS_DUPLICATE:
    case MESS_NEAR_DUPLICATE:
    case MESS_ANY:
    case N_MESS:
    default:
      return FALSE;
    }
}

/* Where nobody said which columns: names of people and places, all dates, what
 * is measured. */
static gboolean
is_usual (JsonObject *column,
          Mess        mess)
{
  const char *name = sd_json_get_text (column, "name", "");

  if (mess == MESS_TYPO)
    return strstr (name, "name") != NULL || strcmp (name, "city") == 0
           || strcmp (name, "title") == 0;
  return strcmp (sd_json_get_text (column, "generator", ""), "formula") != 0;
}

static void
add_mess (JsonArray **list,
          const char *kind,
          double      share)
{
  JsonObject *mess = json_object_new ();

  if (*list == NULL)
    *list = json_array_new ();
  json_object_set_string_member (mess, "kind", kind);
  json_object_set_double_member (mess, "share", CLAMP (share, 0, 1));
  json_array_add_object_element (*list, mess);
}

static gboolean
has_mess (JsonArray  *list,
          const char *kind)
{
  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    if (strcmp (sd_json_get_text (json_array_get_object_element (list, i), "kind", ""), kind) == 0)
      return TRUE;
  return FALSE;
}

static void
add_to_column (JsonObject *column,
               const char *kind,
               double      share)
{
  JsonArray *old = sd_json_get_array (column, "mess");
  JsonArray *list = old != NULL ? sd_json_copy_array (old) : NULL;

  if (!has_mess (list, kind))
    add_mess (&list, kind, share);
  json_object_set_array_member (column, "mess", list);
}

static void
add_to_table (SdPlanning    *self,
              SdSketchTable *table,
              const char    *kind,
              double         share)
{
  if (table->mess == NULL && sd_json_get_array (table->origin, "mess") != NULL)
    table->mess = sd_json_copy_array (sd_json_get_array (table->origin, "mess"));
  if (!has_mess (table->mess, kind))
    add_mess (&table->mess, kind, share);
}

/* The columns that @name means, or, when it is NULL, the usual ones. */
static guint
mess_up_columns (SdPlanning *self,
                 Mess        mess,
                 const char *name,
                 double      share)
{
  guint n = 0;

  for (guint t = 0; t < self->sketch->tables->len; t++)
    {
      SdSketchTable *table = sd_sketch_table_at (self->sketch, t);

      for (guint c = 0; c < json_array_get_length (table->columns); c++)
        {
          JsonObject *column = json_array_get_object_element (table->columns, c);
          const char *own = sd_json_get_text (column, "name", "");

          if (!fits (column, mess) || (name != NULL ? !sd_planner_name_means (own, name, FALSE)
                                                    : !is_usual (column, mess)))
            continue;
          add_to_column (column, specs[mess].kind, share);
          n++;
        }
    }
  return n;
}

/* The columns that words between @from and @to name, the longest names first:
 * "last names" are no first names. */
static guint
mess_up_named (SdPlanning *self,
               Mess        mess,
               guint       from,
               guint       to,
               double      share)
{
  guint n = 0;

  for (guint i = from; i < to; i++)
    for (guint length = MIN (3, to - i); length > 0; length--)
      {
        g_autofree char *name = sd_words_name (self->words, i, i + length);
        const guint found = sd_words_at (self->words, i)->kind == SD_WORD_TEXT
                            ? mess_up_columns (self, mess, name, share) : 0;

        if (found == 0)
          continue;
        n += found;
        i += length - 1;
        break;
      }
  return n;
}

/* The table that the clause names, or the first. */
static SdSketchTable *
find_table (SdPlanning *self,
            guint       from,
            guint       to,
            guint       end)
{
  SdSketchTable *table = NULL;
  guint behind;

  for (guint i = to; i < end && table == NULL; i++)
    table = sd_planner_table_at_word (self, i, &behind);
  if (table == NULL)
    table = sd_planner_table_before (self, from);
  return table != NULL ? table : sd_sketch_table_at (self->sketch, 0);
}

static gboolean
is_of_rows (Mess mess)
{
  return mess == MESS_DUPLICATE || mess == MESS_NEAR_DUPLICATE;
}

static void
apply_one (SdPlanning *self,
           Mess        mess,
           guint       from,
           guint       to)
{
  const guint end = find_end (self->words, to);
  guint at = from;
  double share = find_share (self->words, from, to, end, &at);
  const gboolean said = share >= 0;
  SdSketchTable *table = NULL;

  if (!said)
    share = specs[mess].share;
  if (is_of_rows (mess))
    {
      table = find_table (self, from, to, end);
      add_to_table (self, table, specs[mess].kind, share);
    }
  else if (mess_up_named (self, mess, to, end, share) == 0
           && mess_up_columns (self, mess, NULL, share) == 0)
    return;
  self->sketch->messy = TRUE;
  sd_words_use (self->words, MIN (at, from), MAX (at + 1, to));
  if (!said && table != NULL)
    sd_sketch_assume (self->sketch, _("%g %% of the rows of %s come twice."), share * 100,
                      table->name);
  else if (!said)
    sd_sketch_assume (self->sketch, _("In columns with mess of the kind “%s”, it is in %g %% of "
                                      "the cells."), specs[mess].kind, share * 100);
}

/* "Messy" without more. */
static void
apply_usual (SdPlanning *self)
{
  SdSketchTable *first = sd_sketch_table_at (self->sketch, 0);

  add_to_table (self, first, usual[0].kind, usual[0].share);
  for (guint t = 0; t < self->sketch->tables->len; t++)
    {
      SdSketchTable *table = sd_sketch_table_at (self->sketch, t);

      for (guint c = 0; c < json_array_get_length (table->columns); c++)
        {
          JsonObject *column = json_array_get_object_element (table->columns, c);

          for (guint i = 1; i < G_N_ELEMENTS (usual); i++)
            {
              const Mess mess = strcmp (usual[i].kind, "date_format") == 0 ? MESS_DATE_FORMAT
                                                                           : MESS_TYPO;

              if (fits (column, mess) && is_usual (column, mess))
                add_to_column (column, usual[i].kind, usual[i].share);
            }
        }
    }
  self->sketch->messy = TRUE;
  sd_sketch_assume (self->sketch,
                    _("Messy means that 8 %% of the contact data and dates are missing, 7 %% of "
                      "the names have typing errors, other letters or spaces, 10 %% of the dates "
                      "are in another form, and 2 %% of the rows of %s come twice."), first->name);
}

void
sd_planner_apply_mess (SdPlanning *self)
{
  gboolean any = FALSE;
  guint to;
  Mess mess;

  if (self->sketch->tables->len == 0)
    return;
  for (guint i = 0; i < self->words->n; i++)
    {
      if (!read_mess (self->words, i, &mess, &to))
        continue;
      any |= mess == MESS_ANY;
      if (mess == MESS_ANY)
        sd_words_use (self->words, i, to);
      else
        apply_one (self, mess, i, to);
      i = to - 1;
    }
  if (!any || self->sketch->messy)
    return;
  sd_planner_empty_contacts (self);
  apply_usual (self);
}
