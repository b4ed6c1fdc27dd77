/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Case by ranges of letters, folding by groups of letters that become the same
 * text. German and Danish umlauts and ligatures become two letters, as in
 * addresses and passports; Greek and Cyrillic follow common transliterations.
 */

#include "sd-fold.h"

#include <string.h>

#define COMBINING_FIRST     0x0300
#define COMBINING_DIAERESIS 0x0308
#define COMBINING_LAST      0x036f

/* Capitals from first to last, each step a letter, whose small letters are
 * distance farther on. */
typedef struct
{
  guint16 first;
  guint16 last;
  gint16  distance;
  guint8  step;
} CaseRange;

static const CaseRange case_ranges[] = {
  { 0x00c0, 0x00d6, 32, 1 },
  { 0x00d8, 0x00de, 32, 1 },
  { 0x0100, 0x012e, 1, 2 },
  { 0x0132, 0x0136, 1, 2 },
  { 0x0139, 0x0147, 1, 2 },
  { 0x014a, 0x0176, 1, 2 },
  { 0x0178, 0x0178, 0x00ff - 0x0178, 1 },
  { 0x0179, 0x017d, 1, 2 },
  { 0x0182, 0x0184, 1, 2 },
  { 0x0187, 0x0187, 1, 1 },
  { 0x018b, 0x018b, 1, 1 },
  { 0x018e, 0x018e, 0x01dd - 0x018e, 1 },
  { 0x0191, 0x0191, 1, 1 },
  { 0x0198, 0x0198, 1, 1 },
  { 0x01a0, 0x01a4, 1, 2 },
  { 0x01ac, 0x01ac, 1, 1 },
  { 0x01af, 0x01af, 1, 1 },
  { 0x01b3, 0x01b5, 1, 2 },
  { 0x01c4, 0x01c4, 2, 1 },
  { 0x01c7, 0x01c7, 2, 1 },
  { 0x01ca, 0x01ca, 2, 1 },
  { 0x01cd, 0x01db, 1, 2 },
  { 0x01de, 0x01ee, 1, 2 },
  { 0x01f1, 0x01f1, 2, 1 },
  { 0x01f4, 0x01f4, 1, 1 },
  { 0x01f8, 0x021e, 1, 2 },
  { 0x0222, 0x0232, 1, 2 },
  { 0x023b, 0x023b, 1, 1 },
  { 0x0246, 0x024e, 1, 2 },
  { 0x0386, 0x0386, 38, 1 },
  { 0x0388, 0x038a, 37, 1 },
  { 0x038c, 0x038c, 64, 1 },
  { 0x038e, 0x038f, 63, 1 },
  { 0x0391, 0x03a1, 32, 1 },
  { 0x03a3, 0x03ab, 32, 1 },
  { 0x0400, 0x040f, 80, 1 },
  { 0x0410, 0x042f, 32, 1 },
  { 0x0460, 0x0480, 1, 2 },
  { 0x048a, 0x04be, 1, 2 },
  { 0x04c0, 0x04c0, 15, 1 },
  { 0x04c1, 0x04cd, 1, 2 },
  { 0x04d0, 0x052e, 1, 2 },
  { 0x1e00, 0x1e94, 1, 2 },
  { 0x1ea0, 0x1efe, 1, 2 },
};

/* Letters whose case has one direction only. */
static const struct
{
  guint16  from;
  guint16  to;
  gboolean to_upper;
} one_way_cases[] = {
  { 0x0130, 'i', FALSE },     /* İ */
  { 0x0131, 'I', TRUE },      /* ı */
  { 0x017f, 'S', TRUE },      /* ſ */
  { 0x01c5, 0x01c6, FALSE },  /* ǅ */
  { 0x01c5, 0x01c4, TRUE },
  { 0x01c8, 0x01c9, FALSE },  /* ǈ */
  { 0x01c8, 0x01c7, TRUE },
  { 0x01cb, 0x01cc, FALSE },  /* ǋ */
  { 0x01cb, 0x01ca, TRUE },
  { 0x01f2, 0x01f3, FALSE },  /* ǲ */
  { 0x01f2, 0x01f1, TRUE },
  { 0x03c2, 0x03a3, TRUE },   /* ς */
  { 0x1e9b, 0x1e60, TRUE },   /* ẛ */
  { 0x1e9e, 0x00df, FALSE },  /* ẞ */
};

static const struct
{
  const char *fold;
  const char *letters;
} fold_groups[] = {
  { "a", "àáâãåāăąǎǡǻȁȃȧάαаӑӓәӛḁẚạảấầẩẫậắằẳẵặ" },
  { "ae", "äæǟǣǽӕ" },
  { "b", "ƀƃбḃḅḇ" },
  { "c", "çćĉċčƈȼћḉ" },
  { "ch", "χчҷҹҽҿӌӵ" },
  { "d", "ðďđƌȡδдḋḍḏḑḓ" },
  { "dj", "ђ" },
  { "dz", "ǆǳѕџӡ" },
  { "e", "èéêëēĕėęěǝȅȇȩɇέεеэѐёѣӗӭḕḗḙḛḝẹẻẽếềểễệ" },
  { "f", "ƒφфѳḟ" },
  { "g", "ĝğġģǥǧǵγгѓґғҕӷḡ" },
  { "h", "ĥħȟһḣḥḧḩḫẖ" },
  { "i", "ìíîïĩīĭįıǐȉȋήΐίηιϊиіѝѵӣӥḭḯỉị" },
  { "ij", "ĳ" },
  { "j", "ĵǰȷɉј" },
  { "k", "ķĸƙǩκкќқҝҟҡӄḱḳḵ" },
  { "kh", "хҳ" },
  { "l", "ĺļľŀłƚȴλлḷḹḻḽỻ" },
  { "lj", "ǉљ" },
  { "m", "μмḿṁṃ" },
  { "n", "ñńņňŉƞǹȵνнңӈṅṇṉṋ" },
  { "ng", "ŋҥ" },
  { "nj", "ǌњ" },
  { "o", "òóôõøōŏőơǒǫǭǿȍȏȭȯȱοωόώоҩӧөӫṍṏṑṓọỏốồổỗộớờởỡợ" },
  { "oe", "öœȫ" },
  { "ou", "ȣ" },
  { "p", "ƥπпҧṕṗ" },
  { "ps", "ψ" },
  { "q", "ɋ" },
  { "r", "ŕŗřȑȓɍρрṙṛṝṟ" },
  { "s", "śŝşšſșȿςσсҫṡṣṥṧṩẛẜẝ" },
  { "sh", "ш" },
  { "shch", "щ" },
  { "ss", "ß" },
  { "t", "ţťŧƫƭțȶτтҭṫṭṯṱẗ" },
  { "th", "þθ" },
  { "ts", "цҵ" },
  { "u", "ùúûũūŭůűųưǔȕȗуўүұӯӱӳṳṵṷṹṻụủứừửữự" },
  { "ue", "üǖǘǚǜ" },
  { "v", "βвṽṿỽ" },
  { "w", "ŵẁẃẅẇẉẘ" },
  { "x", "ξẋẍ" },
  { "y", "ýÿŷƴȝȳɏΰυϋύйыӹẏẙỳỵỷỹỿ" },
  { "ya", "я" },
  { "ye", "є" },
  { "yi", "ї" },
  { "yu", "ю" },
  { "z", "źżžƶȥɀζзҙӟẑẓẕ" },
  { "zh", "жҗӂӝ" },
};

/* The letters above, in two stretches of Unicode: their groups plus one. */
#define LOW_END    0x0530
#define HIGH_BEGIN 0x1e00
#define HIGH_END   0x1f00

typedef struct
{
  guint8 low[LOW_END];
  guint8 high[HIGH_END - HIGH_BEGIN];
} FoldIndex;

G_STATIC_ASSERT (G_N_ELEMENTS (fold_groups) < G_MAXUINT8);

static const FoldIndex *
get_fold_index (void)
{
  static FoldIndex index;
  static gsize ready = 0;

  if (g_once_init_enter (&ready))
    {
      for (guint i = 0; i < G_N_ELEMENTS (fold_groups); i++)
        {
          for (const char *p = fold_groups[i].letters; *p; p = g_utf8_next_char (p))
            {
              gunichar c = g_utf8_get_char (p);

              if (c < LOW_END)
                index.low[c] = (guint8) (i + 1);
              else
                index.high[c - HIGH_BEGIN] = (guint8) (i + 1);
            }
        }
      g_once_init_leave (&ready, 1);
    }

  return &index;
}

/* What a small letter folds to, "" when nothing. */
static const char *
fold_letter (gunichar c)
{
  const FoldIndex *index = get_fold_index ();
  guint group = 0;

  if (c < LOW_END)
    group = index->low[c];
  else if (c >= HIGH_BEGIN && c < HIGH_END)
    group = index->high[c - HIGH_BEGIN];

  return group > 0 ? fold_groups[group - 1].fold : "";
}

static gunichar
map_one_way (gunichar c,
             gboolean to_upper)
{
  for (guint i = 0; i < G_N_ELEMENTS (one_way_cases); i++)
    {
      if (one_way_cases[i].from == c && one_way_cases[i].to_upper == to_upper)
        return one_way_cases[i].to;
    }

  return c;
}

/**
 * sd_char_upper:
 * @c: a character
 *
 * Returns: the capital of @c, or @c when there is none
 */
gunichar
sd_char_upper (gunichar c)
{
  if (c < 0x80)
    return c >= 'a' && c <= 'z' ? c - 32 : c;

  for (guint i = 0; i < G_N_ELEMENTS (case_ranges); i++)
    {
      const CaseRange *range = &case_ranges[i];
      gunichar upper = c - range->distance;

      if (upper >= range->first && upper <= range->last
          && (upper - range->first) % range->step == 0)
        return upper;
    }

  return map_one_way (c, TRUE);
}

/**
 * sd_char_lower:
 * @c: a character
 *
 * Returns: the small letter of @c, or @c when there is none
 */
gunichar
sd_char_lower (gunichar c)
{
  if (c < 0x80)
    return c >= 'A' && c <= 'Z' ? c + 32 : c;

  for (guint i = 0; i < G_N_ELEMENTS (case_ranges); i++)
    {
      const CaseRange *range = &case_ranges[i];

      if (c >= range->first && c <= range->last && (c - range->first) % range->step == 0)
        return c + range->distance;
    }

  return map_one_way (c, FALSE);
}

/* Takes the next character off @text. A byte that is not UTF-8 counts as one
 * and comes back as G_MAXUINT32. */
static gunichar
take_char (const char **text,
           const char  *end)
{
  gunichar c;

  if ((guchar) **text < 0x80)
    return *(*text)++;

  c = g_utf8_get_char_validated (*text, end - *text);
  if (c >= (gunichar) -2)
    {
      (*text)++;
      return G_MAXUINT32;
    }

  *text = g_utf8_next_char (*text);
  return c;
}

static char *
map_text (const char *text,
          gssize      length,
          gunichar  (*map) (gunichar))
{
  const char *end = text + (length < 0 ? strlen (text) : (gsize) length);
  GString *result = g_string_sized_new (end - text);

  while (text < end)
    {
      const char *start = text;
      gunichar c = take_char (&text, end);

      if (c == G_MAXUINT32)
        g_string_append_len (result, start, text - start);
      else
        g_string_append_unichar (result, map (c));
    }

  return g_string_free (result, FALSE);
}

/**
 * sd_text_upper:
 * @text: a text
 * @length: its bytes, or -1 if it ends with NUL
 *
 * Returns: (transfer full): @text in capitals
 */
char *
sd_text_upper (const char *text,
               gssize      length)
{
  return map_text (text, length, sd_char_upper);
}

/**
 * sd_text_lower:
 * @text: a text
 * @length: its bytes, or -1 if it ends with NUL
 *
 * Returns: (transfer full): @text in small letters
 */
char *
sd_text_lower (const char *text,
               gssize      length)
{
  return map_text (text, length, sd_char_lower);
}

/* Appends what @c folds to; FALSE when it is nothing. A diaeresis that follows
 * its vowel makes the same of it as the umlaut of one character. */
static gboolean
append_folded (GString  *result,
               gunichar  c)
{
  gsize length = result->len;

  if (c == COMBINING_DIAERESIS && length > 0 && strchr ("aou", result->str[length - 1]))
    c = 'e';
  c = sd_char_lower (c);
  if (c < 0x80)
    {
      if (g_ascii_isalnum (c))
        g_string_append_c (result, (char) c);
    }
  else
    g_string_append (result, fold_letter (c));

  return result->len > length;
}

/**
 * sd_text_fold:
 * @text: a text
 * @length: its bytes, or -1 if it ends with NUL
 *
 * Returns: (transfer full): the letters and digits of @text as small ASCII
 *   letters and digits; possibly empty
 */
char *
sd_text_fold (const char *text,
              gssize      length)
{
  const char *end = text + (length < 0 ? strlen (text) : (gsize) length);
  GString *result = g_string_sized_new (end - text);

  while (text < end)
    append_folded (result, take_char (&text, end));

  return g_string_free (result, FALSE);
}

/* Characters within a word that do not end it: apostrophes, combining marks, and
 * letters that have no sound of their own. */
static gboolean
is_silent (gunichar c)
{
  return c == '\'' || c == 0x2019 || (c >= COMBINING_FIRST && c <= COMBINING_LAST)
         || sd_char_lower (c) == 0x044a || sd_char_lower (c) == 0x044c;
}

/**
 * sd_text_to_identifier:
 * @text: a title or another text for people
 *
 * Returns: (transfer full): the words of @text, folded and joined by underscores;
 *   "x" comes before what does not begin with a letter
 */
char *
sd_text_to_identifier (const char *text)
{
  const char *end = text + strlen (text);
  GString *result = g_string_sized_new (end - text);
  gboolean between = FALSE;

  while (text < end)
    {
      gunichar c = take_char (&text, end);
      gsize length = result->len;

      if (append_folded (result, c))
        {
          if (between && length > 0)
            g_string_insert_c (result, length, '_');
          between = FALSE;
        }
      else if (!is_silent (c))
        between = TRUE;
    }

  if (result->len == 0)
    g_string_append_c (result, 'x');
  else if (!g_ascii_isalpha (result->str[0]))
    g_string_prepend (result, "x_");

  return g_string_free (result, FALSE);
}
