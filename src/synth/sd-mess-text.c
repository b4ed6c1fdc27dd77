/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Texts written badly; see the header. */

#define G_LOG_DOMAIN "sd-mess-text"

#include <string.h>

#include "sd-calendar.h"
#include "sd-fold.h"
#include "sd-format.h"
#include "sd-mess-text-private.h"
#include "sd-random.h"

/* Characters of a text in which mistakes are made; those behind stay. */
#define MAX_CHARACTERS 256

typedef struct
{
  const char *text;
  gsize       n;
  guint       n_characters;
  gsize       starts[MAX_CHARACTERS + 1];
} Characters;

typedef enum
{
  TYPO_EXCHANGE,
  TYPO_DROP,
  TYPO_DOUBLE,
  TYPO_NEIGHBOR,
  N_TYPOS
} Typo;

/* On an English keyboard. */
static const char * const neighbors[26] = {
  "qsz", "vgn", "xvd", "sfe", "wrd", "dgr", "fht", "gjy", "uok", "hku", "jli", "kop", "nk",
  "bm", "ipl", "ol", "wa", "etf", "adw", "ryg", "yij", "cbf", "qes", "zcs", "tuh", "xas",
};

static void
find_characters (Characters *self,
                 const char *text,
                 gsize       n)
{
  self->text = text;
  self->n = n;
  self->n_characters = 0;
  for (gsize i = 0; i < n && self->n_characters < MAX_CHARACTERS; i++)
    if (((guint8) text[i] & 0xc0) != 0x80)
      self->starts[self->n_characters++] = i;
  self->starts[self->n_characters] = n;
  if (self->n_characters == MAX_CHARACTERS)
    self->n_characters--;
}

static gsize
get_length (const Characters *self,
            guint             i)
{
  return self->starts[i + 1] - self->starts[i];
}

static gboolean
is_letter (const Characters *self,
           guint             i)
{
  const guint8 first = (guint8) self->text[self->starts[i]];

  return first >= 0x80 || g_ascii_isalnum (first);
}

static gboolean
are_equal (const Characters *self,
           guint             i,
           guint             j)
{
  return get_length (self, i) == get_length (self, j)
         && memcmp (self->text + self->starts[i], self->text + self->starts[j],
                    get_length (self, i)) == 0;
}

static gboolean
allows (const Characters *self,
        Typo              typo,
        guint             i)
{
  if (!is_letter (self, i))
    return FALSE;
  if (typo == TYPO_EXCHANGE)
    return i + 1 < self->n_characters && is_letter (self, i + 1) && !are_equal (self, i, i + 1);
  if (typo == TYPO_NEIGHBOR)
    return g_ascii_isalpha (self->text[self->starts[i]]);
  return typo != TYPO_DROP || self->n_characters > 1;
}

static char *
append (char       *out,
        const char *text,
        gsize       n)
{
  memcpy (out, text, n);
  return out + n;
}

static gsize
make_typo (const Characters *self,
           Typo              typo,
           guint             i,
           guint64           u,
           char             *out)
{
  const char *here = self->text + self->starts[i];
  const gsize length = get_length (self, i);
  const char *next = here + length;
  char *end = append (out, self->text, self->starts[i]);

  if (typo == TYPO_EXCHANGE)
    {
      end = append (end, next, get_length (self, i + 1));
      next += get_length (self, i + 1);
      end = append (end, here, length);
    }
  else if (typo == TYPO_DOUBLE)
    {
      end = append (end, here, length);
      end = append (end, here, length);
    }
  else if (typo == TYPO_NEIGHBOR)
    {
      const char *choice = neighbors[g_ascii_tolower (*here) - 'a'];
      const char letter = choice[sd_scale (u, strlen (choice))];

      *end++ = g_ascii_isupper (*here) ? g_ascii_toupper (letter) : letter;
    }
  end = append (end, next, self->n - (next - self->text));
  return end - out;
}

gsize
sd_mess_text_typo (const char *text,
                   gsize       n,
                   guint64     u,
                   char       *out)
{
  const guint typo = (guint) sd_scale (u, N_TYPOS);
  Characters characters;
  guint first;

  find_characters (&characters, text, n);
  u *= N_TYPOS;
  first = (guint) sd_scale (u, MAX (characters.n_characters, 1));
  u *= MAX (characters.n_characters, 1);
  for (guint t = 0; t < N_TYPOS; t++)
    for (guint i = 0; i < characters.n_characters; i++)
      {
        const guint place = (first + i) % characters.n_characters;

        if (allows (&characters, (typo + t) % N_TYPOS, place))
          return make_typo (&characters, (typo + t) % N_TYPOS, place, u, out);
      }
  if (characters.n_characters > 0)
    return make_typo (&characters, TYPO_DOUBLE, first, u, out);
  memcpy (out, text, n);
  return n;
}

typedef enum
{
  CASE_UPPER,
  CASE_LOWER,
  CASE_WORDS,
  N_CASES
} Case;

static gsize
write_case (const char *text,
            gsize       n,
            Case        which,
            char       *out)
{
  const char *end = text + n;
  char *to = out;
  gboolean begins = TRUE;

  while (text < end)
    {
      const gunichar c = g_utf8_get_char_validated (text, end - text);
      const gboolean upper = which == CASE_UPPER || (which == CASE_WORDS && begins);

      /* What is no text is copied as it is. */
      if ((gint32) c < 0)
        {
          *to++ = *text++;
          continue;
        }
      to += g_unichar_to_utf8 (upper ? sd_char_upper (c) : sd_char_lower (c), to);
      begins = c == ' ' || c == '-';
      text += g_unichar_to_utf8 (c, NULL);
    }
  return to - out;
}

static gboolean
is_same (const char *a,
         gsize       n,
         const char *b,
         gsize       m)
{
  return n == m && memcmp (a, b, n) == 0;
}

gsize
sd_mess_text_case (const char *text,
                   gsize       n,
                   guint64     u,
                   char       *out)
{
  const guint first = (guint) sd_scale (u, N_CASES);
  gsize length = n;

  for (guint i = 0; i < N_CASES; i++)
    {
      length = write_case (text, n, (first + i) % N_CASES, out);
      if (!is_same (text, n, out, length))
        break;
    }
  return length;
}

gsize
sd_mess_text_spaces (const char *text,
                     gsize       n,
                     guint64     u,
                     char       *out)
{
  const char *inner = memchr (text, ' ', n);
  const guint choice = (guint) sd_scale (u, inner != NULL ? 4 : 3);
  char *end = out;

  if (choice == 0 || choice == 2)
    *end++ = ' ';
  if (choice == 3)
    {
      end = append (end, text, inner - text);
      *end++ = ' ';
      end = append (end, inner, n - (inner - text));
    }
  else
    end = append (end, text, n);
  if (choice == 1 || choice == 2)
    *end++ = ' ';
  return end - out;
}

/* The digits before the point, in groups of three with @mark between. */
static char *
append_grouped (char       *out,
                const char *digits,
                gsize       n,
                char        mark)
{
  for (gsize i = 0; i < n; i++)
    {
      if (i > 0 && (n - i) % 3 == 0 && mark != '\0')
        *out++ = mark;
      *out++ = digits[i];
    }
  return out;
}

typedef struct
{
  const char *before;
  char        group;
  char        point;
  const char *behind;
} NumberForm;

/* The last is for what has no other form: whole numbers below a thousand. */
static const NumberForm number_forms[] = {
  { "", ',', '.', "" }, { "", '.', ',', "" }, { "", '\0', ',', "" }, { "", ' ', ',', "" },
  { "$", ',', '.', "" }, { "€", '.', ',', "" }, { "", '\0', ',', " EUR" },
};

static gsize
write_number (const char       *text,
              gsize             n,
              const NumberForm *form,
              gboolean          decimals,
              char             *out)
{
  const gboolean negative = n > 0 && *text == '-';
  const char *digits = text + negative;
  const char *end = text + n;
  const char *point = memchr (digits, '.', end - digits);
  const char *stop = point != NULL ? point : end;
  char *to = out;

  if (negative)
    *to++ = '-';
  to = append (to, form->before, strlen (form->before));
  to = append_grouped (to, digits, stop - digits, form->group);
  if (point != NULL)
    {
      *to++ = form->point;
      to = append (to, point + 1, end - point - 1);
    }
  else if (decimals)
    {
      *to++ = form->point;
      *to++ = '0';
    }
  to = append (to, form->behind, strlen (form->behind));
  return to - out;
}

gsize
sd_mess_text_number (const char *text,
                     gsize       n,
                     guint64     u,
                     gboolean    money,
                     char       *out)
{
  const guint n_forms = money ? G_N_ELEMENTS (number_forms) : 4;
  const guint first = (guint) sd_scale (u, n_forms);
  const gboolean plain = memchr (text, 'e', n) == NULL;

  for (guint i = 0; plain && i < n_forms; i++)
    {
      const gsize length = write_number (text, n, &number_forms[(first + i) % n_forms], FALSE,
                                         out);

      if (!is_same (text, n, out, length))
        return length;
    }
  if (plain)
    return write_number (text, n, &number_forms[first], TRUE, out);
  memcpy (out, text, n);
  for (gsize i = 0; i < n; i++)
    if (out[i] == 'e')
      out[i] = 'E';
  return n;
}

static const char * const months[12] = {
  "January", "February", "March", "April", "May", "June", "July", "August", "September",
  "October", "November", "December",
};

gsize
sd_mess_text_date (gint64   date,
                   guint64  u,
                   char    *out)
{
  const SdCivil civil = sd_date_to_civil (date);
  const char *month = months[civil.month - 1];

  switch (sd_scale (u, 6))
    {
    case 0:
      return g_snprintf (out, 64, "%02d/%02d/%04d", civil.month, civil.day, civil.year);
    case 1:
      return g_snprintf (out, 64, "%02d/%02d/%04d", civil.day, civil.month, civil.year);
    case 2:
      return g_snprintf (out, 64, "%02d.%02d.%04d", civil.day, civil.month, civil.year);
    case 3:
      return g_snprintf (out, 64, "%.3s %d, %04d", month, civil.day, civil.year);
    case 4:
      return g_snprintf (out, 64, "%d %s %04d", civil.day, month, civil.year);
    default:
      return g_snprintf (out, 64, "%04d/%02d/%02d", civil.year, civil.month, civil.day);
    }
}
