/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Reading and writing numbers for people. */

#define G_LOG_DOMAIN "sd-number-text"

#include "config.h"

#include <errno.h>
#include <locale.h>
#include <math.h>
#include <string.h>

#include "sd-number-text.h"

static char
decimal_mark (void)
{
  const char *mark = localeconv ()->decimal_point;

  return mark != NULL && mark[0] != '\0' && mark[1] == '\0' ? mark[0] : '.';
}

/* Multiples people write after a number; FALSE when @word is none. */
static gboolean
get_factor (const char *word,
            double     *factor)
{
  static const struct
  {
    const char *word;
    double      factor;
  } factors[] = {
    { "", 1 }, { "k", 1e3 }, { "thousand", 1e3 }, { "m", 1e6 }, { "million", 1e6 },
    { "b", 1e9 }, { "billion", 1e9 },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (factors); i++)
    if (g_ascii_strcasecmp (word, factors[i].word) == 0)
      {
        *factor = factors[i].factor;
        return TRUE;
      }
  return FALSE;
}

/* The C library would read it. */
static gboolean
is_hexadecimal (const char *text)
{
  return strpbrk (text, "xX") != NULL;
}

/* Groups of digits removed, the decimal mark a point. */
static char *
normalize (const char *text)
{
  GString *plain = g_string_new (NULL);
  char mark = decimal_mark ();
  const char *p;

  for (p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isspace (c) || c == '\'' || c == 0x2019 || c == '_')
        continue;
      if (c == (gunichar) mark)
        g_string_append_c (plain, '.');
      else if (c == ',' || (c == '.' && mark != '.'))
        continue;
      else if (c == 0x2212)
        g_string_append_c (plain, '-');
      else
        g_string_append_unichar (plain, c);
    }
  return g_string_free (plain, FALSE);
}

char *
sd_number_text_from_count (guint64 count)
{
  return g_strdup_printf ("%'" G_GUINT64_FORMAT, count);
}

gboolean
sd_number_text_to_count (const char *text,
                         guint64     max,
                         guint64    *count)
{
  g_autofree char *plain = normalize (text);
  double value, factor;
  char *end;

  /* All digits: exact beyond 2^53. */
  if (g_ascii_string_to_unsigned (plain, 10, 0, max, count, NULL))
    return TRUE;
  if (!g_ascii_isdigit (*plain) || is_hexadecimal (plain))
    return FALSE;
  value = g_ascii_strtod (plain, &end);
  if (end == plain || !get_factor (end, &factor))
    return FALSE;
  value *= factor;
  if (!isfinite (value) || value < 0 || value > (double) max || value > 9e15
      || value != (double) (guint64) value)
    return FALSE;
  *count = (guint64) value;
  return TRUE;
}

char *
sd_number_text_from_double (double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE], *point;
  int digits;

  for (digits = 6; digits <= 17; digits++)
    {
      char format[8];

      g_snprintf (format, sizeof format, "%%.%dg", digits);
      g_ascii_formatd (buffer, sizeof buffer, format, value);
      if (g_ascii_strtod (buffer, NULL) == value)
        break;
    }
  point = strchr (buffer, '.');
  if (point != NULL)
    *point = decimal_mark ();
  return g_strdup (buffer);
}

gboolean
sd_number_text_to_double (const char *text,
                          double     *value)
{
  g_autofree char *plain = normalize (text);
  char *end;

  if ((!g_ascii_isdigit (*plain) && strchr ("+-.", *plain) == NULL) || is_hexadecimal (plain))
    return FALSE;
  *value = g_ascii_strtod (plain, &end);
  return end != plain && *end == '\0' && isfinite (*value);
}
