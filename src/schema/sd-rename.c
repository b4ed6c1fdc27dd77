/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A new name in texts that mention the old one. Only the tokens of formulas are
 * looked at, not their grammar: a name is what stands outside quotes, and what it
 * means follows from the dots.
 */

#define G_LOG_DOMAIN "sd-rename"

#include <string.h>

#include "sd-rename-private.h"

static gboolean
same_word (const char *word,
           gsize       length,
           const char *name)
{
  return strlen (name) == length && g_ascii_strncasecmp (word, name, length) == 0;
}

/* The column of @table that a word in any case means. */
static SdColumn *
find_column (SdTable    *table,
             const char *word,
             gsize       length)
{
  for (guint i = 0; i < sd_table_get_n_columns (table); i++)
    {
      SdColumn *column = sd_table_get_column (table, i);

      if (same_word (word, length, sd_column_get_name (column)))
        return column;
    }

  return NULL;
}

/* Whether @word before a dot, in a text that belongs to @home, means the renamed
 * table: as its name, or as a foreign key to it. */
static gboolean
head_means_table (const SdRename *self,
                  SdTable        *home,
                  const char     *word,
                  gsize           length)
{
  SdColumn *column = find_column (home, word, length);
  SdRelationship *relationship = NULL;

  if (column != NULL)
    relationship = sd_schema_find_relationship (self->schema, home, sd_column_get_name (column));
  if (relationship != NULL)
    return g_str_equal (sd_relationship_get_parent_table (relationship),
                        sd_table_get_name (self->table));

  return same_word (word, length, sd_table_get_name (self->table));
}

/* Whether @word, alone or before a dot, is what is renamed. A column goes before
 * a table of the same name. */
static gboolean
head_is_renamed (const SdRename *self,
                 SdTable        *home,
                 const char     *word,
                 gsize           length)
{
  if (!same_word (word, length, self->old_name))
    return FALSE;

  if (self->is_column)
    return home == self->table;

  return find_column (home, word, length) == NULL;
}

/* One name: a word, or anything in double quotes. */
typedef struct
{
  const char *start;
  const char *end;
  const char *word;
  gsize length;
} Name;

static gboolean
is_word_start (char c)
{
  return g_ascii_isalpha (c) || c == '_' || (guchar) c >= 0x80;
}

static const char *
skip_word (const char *text)
{
  while (is_word_start (*text) || g_ascii_isdigit (*text))
    text++;

  return text;
}

static const char *
skip_blanks (const char *text)
{
  while (g_ascii_isspace (*text))
    text++;

  return text;
}

/* The end of what stands in quotes; a doubled quote is one inside. */
static const char *
skip_quoted (const char *text)
{
  char quote = *text++;

  while (*text != '\0')
    {
      if (text[0] == quote && text[1] != quote)
        return text + 1;
      text += text[0] == quote ? 2 : 1;
    }

  return text;
}

/* FALSE when no name begins at @text. */
static gboolean
read_name (const char *text,
           Name       *name)
{
  gboolean quoted = *text == '"';

  if (!quoted && !is_word_start (*text))
    return FALSE;

  name->start = text;
  name->end = quoted ? skip_quoted (text) : skip_word (text);
  name->word = quoted ? text + 1 : text;
  name->length = (gsize) (name->end - name->word);
  if (quoted && name->length > 0 && name->end[-1] == '"')
    name->length--;

  return TRUE;
}

/* Writes @name, or what it becomes (nullable), in quotes if it was. */
static void
write_name (const Name *name,
            const char *replacement,
            GString    *out)
{
  g_string_append_len (out, name->start,
                       (replacement != NULL ? name->word : name->end) - name->start);
  if (replacement == NULL)
    return;

  g_string_append (out, replacement);
  g_string_append_len (out, name->word + name->length, name->end - name->word - name->length);
}

/* Copies the reference at @text ("a", "a.b" or "a.*") to @out, renamed. A single
 * name is a column, unless @bare_table allows a table there. Returns its end;
 * @text begins a name. */
static const char *
rewrite_reference (const SdRename *self,
                   SdTable        *home,
                   const char     *text,
                   gboolean        bare_table,
                   GString        *out)
{
  Name head;
  Name tail;
  const char *dot;
  gboolean has_tail;
  gboolean renamed;

  read_name (text, &head);
  dot = skip_blanks (head.end);
  has_tail = *dot == '.' && read_name (skip_blanks (dot + 1), &tail);

  renamed = (self->is_column || bare_table || *dot == '.')
            && head_is_renamed (self, home, head.word, head.length);
  write_name (&head, renamed ? self->new_name : NULL, out);
  if (!has_tail)
    return head.end;

  g_string_append_len (out, head.end, tail.start - head.end);
  renamed = self->is_column && same_word (tail.word, tail.length, self->old_name)
            && head_means_table (self, home, head.word, head.length);
  write_name (&tail, renamed ? self->new_name : NULL, out);

  return tail.end;
}

/* A number with its letters ("1e5"), so that they are taken for no name. */
static const char *
skip_number (const char *text)
{
  while (g_ascii_isalnum (*text) || *text == '.' || *text == '_')
    text++;

  return text;
}

static gboolean
is_keyword (const char *text,
            const char *keyword)
{
  return same_word (text, skip_word (text) - text, keyword);
}

/* Words that SQL gives a meaning where they stand, though columns may have the
 * same name: functions, DATE '2026-03-01', EXTRACT (YEAR FROM …), AS DATE. */
static gboolean
is_syntax (const char *text,
           const char *previous,
           const char *function)
{
  const char *after = skip_blanks (skip_word (text));

  if (*text == '"')
    return FALSE;

  return *after == '(' || *after == '\'' || is_keyword (previous, "as")
         || (*previous == '(' && is_keyword (function, "extract"));
}

/**
 * _sd_rename_in_formula:
 * @self: what is renamed
 * @home: whose columns stand without a dot
 * @formula: its text, which need not be right
 *
 * Returns: (transfer full): the formula with the new name
 */
char *
_sd_rename_in_formula (const SdRename *self,
                       SdTable        *home,
                       const char     *formula)
{
  GString *out = g_string_new (NULL);
  const char *text = formula;
  const char *previous = "";
  const char *function = "";

  while (*text != '\0')
    {
      const char *start = text;
      Name name;

      if (*text == '\'')
        text = skip_quoted (text);
      else if (g_ascii_isdigit (*text))
        text = skip_number (text);
      else if (read_name (text, &name) && is_syntax (text, previous, function))
        {
          function = start;
          text = name.end;
        }
      else if (read_name (text, &name))
        {
          /* COUNT (sales) names a table. */
          gboolean alone = *previous == '(' && *skip_blanks (name.end) == ')';

          text = rewrite_reference (self, home, text, alone, out);
          previous = start;
          continue;
        }
      else
        text++;

      g_string_append_len (out, start, text - start);
      if (!g_ascii_isspace (*start))
        previous = start;
    }

  return g_string_free (out, FALSE);
}

/**
 * _sd_rename_in_template:
 * @self: what is renamed
 * @home: whose columns stand without a dot
 * @template: references stand in braces, the first word up to a bar; a backslash
 *   takes the next character as it is
 *
 * Returns: (transfer full): the template with the new name
 */
char *
_sd_rename_in_template (const SdRename *self,
                        SdTable        *home,
                        const char     *template)
{
  GString *out = g_string_new (NULL);
  const char *text = template;

  while (*text != '\0')
    {
      if (text[0] == '\\' && text[1] != '\0')
        {
          g_string_append_c (out, *text++);
          g_string_append_c (out, *text++);
          continue;
        }

      g_string_append_c (out, *text);
      if (*text++ != '{')
        continue;

      g_string_append_len (out, text, skip_blanks (text) - text);
      text = skip_blanks (text);
      if (is_word_start (*text))
        text = rewrite_reference (self, home, text, FALSE, out);
      while (*text != '\0' && *text != '}')
        g_string_append_c (out, *text++);
    }

  return g_string_free (out, FALSE);
}

/**
 * _sd_rename_in_path:
 * @self: what is renamed
 * @home: whose columns stand without a dot
 * @path: "column" or "parent.column"
 *
 * Returns: (transfer full): the path with the new name
 */
char *
_sd_rename_in_path (const SdRename *self,
                    SdTable        *home,
                    const char     *path)
{
  GString *out = g_string_new (NULL);
  const char *rest = path;

  if (is_word_start (*path))
    rest = rewrite_reference (self, home, path, FALSE, out);
  g_string_append (out, rest);

  return g_string_free (out, FALSE);
}
