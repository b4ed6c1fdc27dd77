/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The words of a prompt, asked: what they are, what they are called, which of
 * them did nothing. sd-words-scan.c makes them.
 */

#define G_LOG_DOMAIN "sd-assistant"

#include <string.h>

#include "sd-fold.h"
#include "sd-words-private.h"

/* A document's names end at 63 bytes, and more is put around this one. */
#define NAME_LIMIT 40

SdWords *
sd_words_new (const char *text)
{
  SdWords *self = g_new0 (SdWords, 1);
  GArray *array = sd_words_scan (text, &self->cut);

  self->n = array->len - 1;
  self->items = (SdWord *) (gpointer) g_array_free (array, FALSE);

  return self;
}

void
sd_words_free (SdWords *self)
{
  if (self == NULL)
    return;

  for (guint i = 0; i <= self->n; i++)
    sd_word_clear (&self->items[i]);
  g_free (self->items);
  g_free (self);
}

const SdWord *
sd_words_at (const SdWords *self,
             guint          i)
{
  return &self->items[MIN (i, self->n)];
}

gboolean
sd_words_is (const SdWords *self,
             guint          i,
             const char    *fold)
{
  const SdWord *word = sd_words_at (self, i);

  return (word->kind == SD_WORD_TEXT || word->spelled) && strcmp (word->fold, fold) == 0;
}

gboolean
sd_words_is_any (const SdWords *self,
                 guint          i,
                 const char    *folds)
{
  const SdWord *word = sd_words_at (self, i);
  gsize n = strlen (word->fold);

  if ((word->kind != SD_WORD_TEXT && !word->spelled) || n == 0)
    return FALSE;

  for (const char *p = folds; p != NULL; p = strchr (p, '|'))
    {
      if (*p == '|')
        p++;
      if (strncmp (p, word->fold, n) == 0 && (p[n] == '\0' || p[n] == '|'))
        return TRUE;
    }

  return FALSE;
}

gboolean
sd_words_is_mark (const SdWords *self,
                  guint          i,
                  char           mark)
{
  const SdWord *word = sd_words_at (self, i);

  return word->kind == SD_WORD_MARK && word->mark == mark;
}

gboolean
sd_words_has_class (const SdWords *self,
                    guint          i,
                    guint          classes)
{
  const SdWord *word = sd_words_at (self, i);

  return word->kind == SD_WORD_TEXT && (word->classes & classes) != 0;
}

void
sd_words_use (SdWords *self,
              guint    from,
              guint    to)
{
  for (guint i = from; i < to && i < self->n; i++)
    self->items[i].used = TRUE;
}

char *
sd_words_name (const SdWords *self,
               guint          from,
               guint          to)
{
  GString *text = g_string_new (NULL);
  char *name;

  for (guint i = from; i < to && i < self->n; i++)
    g_string_append_printf (text, "%s%s", i > from ? " " : "", self->items[i].raw);
  name = sd_text_to_identifier (text->str);
  g_string_free (text, TRUE);
  if (strlen (name) > NAME_LIMIT)
    name[NAME_LIMIT] = '\0';

  return name;
}

char *
sd_words_key (const SdWords *self,
              guint          from,
              guint          to)
{
  GString *text = g_string_new (NULL);

  for (guint i = from; i < to && i < self->n; i++)
    g_string_append_printf (text, "%s%s", i > from ? " " : "", self->items[i].stem);

  return g_string_free (text, FALSE);
}

char *
sd_words_slice (const SdWords *self,
                guint          from,
                guint          to)
{
  GString *text = g_string_new (NULL);

  for (guint i = from; i < to && i < self->n; i++)
    {
      const SdWord *word = &self->items[i];

      if (text->len > 0 && word->kind != SD_WORD_MARK)
        g_string_append_c (text, ' ');
      g_string_append (text, word->text);
    }

  return g_string_free (text, FALSE);
}

char *
sd_words_phrase_key (const char *phrase)
{
  g_autoptr (SdWords) words = sd_words_new (phrase);

  return sd_words_key (words, 0, words->n);
}

/* Whether the word says something that the user would miss. */
static gboolean
is_content (const SdWord *word)
{
  if (word->used)
    return FALSE;
  if (word->kind == SD_WORD_NUMBER || word->kind == SD_WORD_DATE)
    return strcmp (word->fold, "one") != 0;

  return word->kind == SD_WORD_TEXT
         && (word->classes & (SD_WORD_FUNCTION | SD_WORD_CONTEXT | SD_WORD_VERB)) == 0;
}

static gboolean
is_bridge (const SdWord *word)
{
  return !word->used && (word->kind == SD_WORD_TEXT || word->spelled);
}

char **
sd_words_list_unused (const SdWords *self)
{
  GPtrArray *phrases = g_ptr_array_new ();

  for (guint i = 0; i < self->n;)
    {
      guint first, last;

      if (self->items[i].used
          || (!is_content (&self->items[i]) && !sd_words_has_class (self, i, SD_WORD_EFFECT)))
        {
          i++;
          continue;
        }
      first = i;
      last = i;
      for (; i < self->n && (is_content (&self->items[i]) || is_bridge (&self->items[i])); i++)
        if (is_content (&self->items[i]))
          last = i + 1;
      if (last > first)
        g_ptr_array_add (phrases, sd_words_slice (self, first, last));
    }
  g_ptr_array_add (phrases, NULL);

  return (char **) g_ptr_array_free (phrases, FALSE);
}

gboolean
sd_words_read_range (const SdWords *self,
                     guint          i,
                     double        *min,
                     double        *max,
                     guint         *end)
{
  const SdWord *low, *high;
  gboolean opened = sd_words_is_any (self, i, "between|from");

  if (opened)
    i++;
  low = sd_words_at (self, i);
  if (low->kind != SD_WORD_NUMBER)
    return FALSE;
  i++;
  /* "between 2 euros and 6 euros" */
  if (sd_words_has_class (self, i, SD_WORD_UNIT))
    i++;
  if (!sd_words_is_any (self, i, opened ? "and|to|or|through" : "to|or|through|until")
      && !sd_words_is_mark (self, i, '-'))
    return FALSE;
  high = sd_words_at (self, i + 1);
  if (high->kind != SD_WORD_NUMBER)
    return FALSE;
  *min = MIN (low->value, high->value);
  *max = MAX (low->value, high->value);
  *end = i + 2;

  return TRUE;
}
