/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* From text to words: cut into words, numbers and marks, numbers in words put
 * together ("two hundred and fifty", "a dozen", "1.5k"), shares brought to one
 * form ("half of", "one in five").
 */

#define G_LOG_DOMAIN "sd-assistant"

#include <string.h>

#include "sd-calendar.h"
#include "sd-fold.h"
#include "sd-words-private.h"

void
sd_word_clear (gpointer data)
{
  SdWord *word = data;

  g_free (word->text);
  g_free (word->raw);
  g_free (word->fold);
  g_free (word->stem);
}

static void
words_add (GArray     *array,
           SdWordKind  kind,
           const char *text,
           gsize       length,
           double      value,
           char        mark)
{
  SdWord word = { .kind = kind, .value = value, .mark = mark };

  word.text = g_strndup (text, length);
  word.raw = sd_text_lower (text, (gssize) length);
  if (kind == SD_WORD_TEXT)
    {
      const char *spelling = sd_word_book_spelling (word.raw);

      word.fold = g_strdup (spelling);
      word.stem = sd_word_book_singular (word.fold);
      word.classes = sd_word_book_classes (word.fold);
      word.plural = strcmp (word.stem, word.fold) != 0;
      if (strchr (word.raw, '-') != NULL)
        {
          g_free (word.raw);
          word.raw = g_strdup (spelling);
        }
    }
  else
    {
      word.fold = g_strdup (word.raw);
      word.stem = g_strdup (word.raw);
    }
  g_array_append_val (array, word);
}

static gboolean
is_letter (const char *p)
{
  gunichar c = g_utf8_get_char (p);

  return c == '_' || g_unichar_isalpha (c) || g_unichar_ismark (c);
}

/* Digits in groups of three, a fraction, and "k" or "M" right behind. */
static const char *
scan_number (const char *p,
             double     *value)
{
  GString *digits = g_string_new (NULL);

  while (g_ascii_isdigit (*p) && digits->len < 18)
    g_string_append_c (digits, *p++);
  while (digits->len <= 15 && *p == ',' && g_ascii_isdigit (p[1]) && g_ascii_isdigit (p[2])
         && g_ascii_isdigit (p[3]) && !g_ascii_isdigit (p[4]))
    {
      g_string_append_len (digits, p + 1, 3);
      p += 4;
    }
  if (*p == '.' && g_ascii_isdigit (p[1]))
    {
      g_string_append_c (digits, *p++);
      while (g_ascii_isdigit (*p) && digits->len < 30)
        g_string_append_c (digits, *p++);
    }
  *value = g_ascii_strtod (digits->str, NULL);
  g_string_free (digits, TRUE);

  if ((*p == 'k' || *p == 'K') && !is_letter (p + 1) && !g_ascii_isdigit (p[1]))
    {
      *value *= 1e3;
      p++;
    }
  else if ((*p == 'M') && !is_letter (p + 1) && !g_ascii_isdigit (p[1]))
    {
      *value *= 1e6;
      p++;
    }

  return p;
}

static const char *
scan_digits (GArray     *array,
             const char *p)
{
  const char *start = p;
  gint64 date;
  double value;

  if (strlen (p) >= 10 && p[4] == '-')
    {
      g_autofree char *text = g_strndup (p, 10);

      if (sd_date_parse (text, &date))
        {
          words_add (array, SD_WORD_DATE, p, 10, 0, 0);
          g_array_index (array, SdWord, array->len - 1).date = date;
          return p + 10;
        }
    }

  p = scan_number (p, &value);
  words_add (array, SD_WORD_NUMBER, start, p - start, value, 0);

  return p;
}

static const char *
scan_text (GArray     *array,
           const char *p)
{
  const char *start = p;
  const char *hyphen_end = NULL;

  while (*p != '\0' && (is_letter (p) || g_ascii_isdigit (*p)))
    p = g_utf8_next_char (p);

  /* A hyphenated word is one only when the word book says so. */
  if (*p == '-' && is_letter (p + 1))
    {
      g_autofree char *joined = NULL;

      hyphen_end = p + 1;
      while (*hyphen_end != '\0' && (is_letter (hyphen_end) || g_ascii_isdigit (*hyphen_end)))
        hyphen_end = g_utf8_next_char (hyphen_end);
      joined = sd_text_lower (start, hyphen_end - start);
      if (sd_word_book_spelling (joined) != joined)
        p = hyphen_end;
    }
  words_add (array, SD_WORD_TEXT, start, p - start, 0, 0);

  /* "pupil's", "don't": the ending is no word. */
  if ((*p == '\'' && is_letter (p + 1)) || g_str_has_prefix (p, "\xe2\x80\x99"))
    {
      p = g_utf8_next_char (p);
      while (*p != '\0' && is_letter (p))
        p = g_utf8_next_char (p);
    }

  return p;
}

/* The mark that a character stands for, or 0. */
static char
mark_of (const char *p)
{
  gunichar c = g_utf8_get_char (p);

  switch (c)
    {
    case ',': case ';': case ':': case '.': case '!': case '?': case '/': case '&': case '%':
    case '(': case ')': case '=': case '+':
      return (char) c;
    case '[': case '{':
      return '(';
    case ']': case '}':
      return ')';
    case '-': case 0x2013:
      return '-';
    case 0x2014: case '|':
      return ';';
    case 0x2022: case '*':
      return ',';
    default:
      return 0;
    }
}

/* A line break ends a clause only before an empty line or a bullet. */
static const char *
scan_break (GArray     *array,
            const char *p)
{
  const char *next = p + 1;

  while (*next == ' ' || *next == '\t' || *next == '\r')
    next++;
  if (*next == '\n')
    words_add (array, SD_WORD_MARK, ".", 1, 0, '.');
  else if ((*next == '-' || *next == '*') && next[1] == ' ')
    {
      words_add (array, SD_WORD_MARK, ",", 1, 0, ',');
      return next + 1;
    }

  return next;
}

static GArray *
scan (const char *text,
      gboolean   *cut)
{
  GArray *array = g_array_new (FALSE, TRUE, sizeof (SdWord));
  const char *p = text;

  g_array_set_clear_func (array, sd_word_clear);
  while (*p != '\0' && array->len < SD_WORDS_MAX)
    {
      if (*p == '\n')
        p = scan_break (array, p);
      else if (g_ascii_isdigit (*p))
        p = scan_digits (array, p);
      else if (is_letter (p))
        p = scan_text (array, p);
      else
        {
          char mark = mark_of (p);
          const char *next = g_utf8_next_char (p);

          if (mark != 0)
            words_add (array, SD_WORD_MARK, p, next - p, 0, mark);
          p = next;
        }
    }
  *cut = *p != '\0';

  return array;
}

static gboolean
array_is_number_word (GArray *array,
                      guint   i)
{
  double value;

  return i < array->len && g_array_index (array, SdWord, i).kind == SD_WORD_TEXT
         && sd_word_book_number (g_array_index (array, SdWord, i).fold, &value) && value < 10;
}

/* The number that begins at @i, in digits and words together; returns how many
 * words it has, 0 when there is none. */
static guint
read_number (GArray *array,
             guint   i,
             double *value)
{
  double total = 0, current = 0, v;
  guint n = 0, taken = 0;
  const SdWord *first = &g_array_index (array, SdWord, i);

  if (first->kind == SD_WORD_TEXT
      && (strcmp (first->fold, "a") == 0 || strcmp (first->fold, "half") == 0))
    {
      const SdWord *next = i + 1 < array->len ? first + 1 : NULL;

      if (next != NULL && strcmp (first->fold, "half") == 0 && strcmp (next->fold, "a") == 0
          && i + 2 < array->len && sd_word_book_multiplier (next[1].fold, &v))
        {
          *value = v / 2;
          return 3;
        }
      if (next == NULL || strcmp (first->fold, "a") != 0
          || !sd_word_book_multiplier (next->fold, &v) || strcmp (next->fold, "k") == 0)
        return 0;
      n = 1;
    }

  for (; i + n < array->len; n++)
    {
      const SdWord *word = &g_array_index (array, SdWord, i + n);

      if (word->kind == SD_WORD_NUMBER && taken == 0)
        current = word->value;
      else if (word->kind != SD_WORD_TEXT && word->mark != '-')
        break;
      else if (sd_word_book_multiplier (word->fold, &v)
               && (taken > 0 || n == 1 || strcmp (word->fold, "dozen") == 0
                   || (word->plural && v >= 12)))
        {
          current = (current > 0 ? current : 1) * v;
          if (v >= 1000)
            {
              total += current;
              current = 0;
            }
        }
      else if (sd_word_book_number (word->fold, &v)
               && (taken == 0 || (current == 0 && total > 0)
                   || (current >= 20 && current < 100 && v < 10 && (int) current % 10 == 0)
                   || (current >= 100 && v < 100)))
        current += v;
      else if (word->mark == '-' && taken > 0 && current >= 20 && current < 100
               && array_is_number_word (array, i + n + 1))
        continue;
      else if (strcmp (word->fold, "and") == 0 && taken > 0 && (current >= 100 || total > 0)
               && i + n + 1 < array->len
               && sd_word_book_number (g_array_index (array, SdWord, i + n + 1).fold, &v))
        continue;
      else
        break;
      taken = n + 1;
    }
  *value = total + current;

  return taken;
}

static gboolean
array_is (GArray     *array,
          guint       i,
          const char *fold)
{
  return i < array->len && g_array_index (array, SdWord, i).kind != SD_WORD_NUMBER
         && strcmp (g_array_index (array, SdWord, i).fold, fold) == 0;
}

/* "%", "percent", "per cent" behind a number: how many words. */
static guint
read_percent (GArray *array,
              guint   i)
{
  if (array_is (array, i, "%") || array_is (array, i, "percent") || array_is (array, i, "pct"))
    return 1;
  if (array_is (array, i, "per") && array_is (array, i + 1, "cent"))
    return 2;

  return 0;
}

/* "half of", "a third of", "one in five", "2 out of 3": a share, as words. */
static guint
read_share (GArray *array,
            guint   i,
            double *percent)
{
  static const struct { const char *word; double percent; } parts[] = {
    { "half", 50 }, { "third", 100.0 / 3 }, { "quarter", 25 }, { "fifth", 20 }, { "tenth", 10 },
  };
  guint start = i;
  double n, m;
  guint words;

  if (array_is (array, i, "a") || array_is (array, i, "one"))
    i++;
  for (gsize k = 0; k < G_N_ELEMENTS (parts); k++)
    if (array_is (array, i, parts[k].word) && array_is (array, i + 1, "of"))
      {
        *percent = parts[k].percent;
        return i + 1 - start;
      }

  i = start;
  words = read_number (array, i, &n);
  if (words == 0 || n <= 0)
    return 0;
  i += words;
  if (array_is (array, i, "out") && array_is (array, i + 1, "of"))
    i += 2;
  else if (array_is (array, i, "in"))
    i += 1;
  else
    return 0;
  if (i >= array->len || (words = read_number (array, i, &m)) == 0 || m <= n || m > 1000)
    return 0;
  *percent = 100 * n / m;

  return i + words - start;
}

/* The words from @from, @n of them, as one number. */
static void
append_number (GArray   *into,
               GArray   *array,
               guint     from,
               guint     n,
               double    value,
               gboolean  percent)
{
  GString *text = g_string_new (NULL);
  SdWord *word;

  for (guint i = from; i < from + n; i++)
    g_string_append_printf (text, "%s%s", i > from ? " " : "",
                            g_array_index (array, SdWord, i).text);
  words_add (into, SD_WORD_NUMBER, text->str, text->len, value, 0);
  word = &g_array_index (into, SdWord, into->len - 1);
  word->percent = percent;
  word->spelled = g_array_index (array, SdWord, from).kind == SD_WORD_TEXT;
  g_string_free (text, TRUE);
}

static GArray *
join_numbers (GArray *array)
{
  GArray *joined = g_array_new (FALSE, TRUE, sizeof (SdWord));

  g_array_set_clear_func (joined, sd_word_clear);
  for (guint i = 0; i < array->len;)
    {
      double value = 0;
      guint n = read_share (array, i, &value);
      gboolean percent = n > 0;

      if (n == 0)
        n = read_number (array, i, &value);
      if (n > 0)
        {
          guint sign = percent ? 0 : read_percent (array, i + n);

          append_number (joined, array, i, n + sign, value, percent || sign > 0);
          i += n + sign;
        }
      else
        {
          SdWord *word = &g_array_index (array, SdWord, i);

          g_array_append_val (joined, *word);
          *word = (SdWord) { 0 };
          i++;
        }
    }

  return joined;
}

GArray *
sd_words_scan (const char *text,
               gboolean   *cut)
{
  GArray *scanned = scan (text, cut);
  GArray *array = join_numbers (scanned);

  g_array_free (scanned, TRUE);
  words_add (array, SD_WORD_END, "", 0, 0, 0);

  return array;
}
