/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Which table people mean by a word. The better the word fits, the fewer tables
 * are looked at: the exact name wins over the same word in the plural, and that
 * over the last word of a longer title.
 */

#define G_LOG_DOMAIN "sd-schema-match"

#include <string.h>

#include "sd-fold.h"
#include "sd-schema.h"

typedef gboolean (* Fits) (SdTable    *table,
                           const char *word);

/* Regular English plurals: sales, boxes, categories. */
static gboolean
is_plural_of (const char *plural,
              const char *word)
{
  gsize length = strlen (word);

  if (length < 2)
    return FALSE;

  if (strncmp (plural, word, length) == 0)
    return g_str_equal (plural + length, "s") || g_str_equal (plural + length, "es");

  return word[length - 1] == 'y' && strncmp (plural, word, length - 1) == 0
         && g_str_equal (plural + length - 1, "ies");
}

static gboolean
same_word (const char *a,
           const char *b)
{
  return g_str_equal (a, b) || is_plural_of (a, b) || is_plural_of (b, a);
}

static gboolean
has_name (SdTable    *table,
          const char *word)
{
  return g_str_equal (sd_table_get_name (table), word);
}

static gboolean
is_called (SdTable    *table,
           const char *word)
{
  const char * const *aliases = sd_table_get_aliases (table);
  g_autofree char *title = sd_text_to_identifier (sd_table_get_title (table));

  if (same_word (sd_table_get_name (table), word) || same_word (title, word))
    return TRUE;

  for (guint i = 0; aliases[i] != NULL; i++)
    {
      g_autofree char *alias = sd_text_to_identifier (aliases[i]);

      if (same_word (alias, word))
        return TRUE;
    }

  return FALSE;
}

static const char *
get_last_word (const char *identifier)
{
  const char *last = strrchr (identifier, '_');

  return last != NULL ? last + 1 : identifier;
}

/* "transactions" for "Sales transactions": the last word says what it is. */
static gboolean
ends_in (SdTable    *table,
         const char *word)
{
  g_autofree char *title = sd_text_to_identifier (sd_table_get_title (table));

  return same_word (get_last_word (sd_table_get_name (table)), word)
         || same_word (get_last_word (title), word);
}

static guint
count (SdSchema    *self,
       Fits         fits,
       const char  *word,
       SdTable    **match)
{
  guint n = 0;

  for (guint i = 0; i < sd_schema_get_n_tables (self); i++)
    {
      SdTable *table = sd_schema_get_table (self, i);

      if (!fits (table, word))
        continue;
      *match = table;
      n++;
    }

  return n;
}

/**
 * sd_schema_match_table:
 * @word: what someone wrote: "Sale", "order items"
 * @n_matches: (out) (optional): how many tables fit equally well
 *
 * Returns: (transfer none) (nullable): the table, when exactly one fits
 */
SdTable *
sd_schema_match_table (SdSchema   *self,
                       const char *word,
                       guint      *n_matches)
{
  static const Fits ways[] = { is_called, ends_in };
  g_autofree char *letters = NULL;
  g_autofree char *plain = NULL;
  SdTable *match = NULL;
  guint n;

  g_return_val_if_fail (SD_IS_SCHEMA (self), NULL);
  g_return_val_if_fail (word != NULL, NULL);

  n = count (self, has_name, word, &match);

  /* What has no letters is made "x" as an identifier, and is no word. */
  letters = sd_text_fold (word, -1);
  plain = sd_text_to_identifier (word);
  if (n == 0 && *letters != '\0')
    n = count (self, has_name, plain, &match);
  for (guint i = 0; n == 0 && *letters != '\0' && i < G_N_ELEMENTS (ways); i++)
    n = count (self, ways[i], plain, &match);

  if (n_matches != NULL)
    *n_matches = n;
  return n == 1 ? match : NULL;
}
