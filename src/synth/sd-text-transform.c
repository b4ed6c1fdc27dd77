/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What the words after the bar do; see the header. */

#define G_LOG_DOMAIN "sd-text-transform"

#include <string.h>

#include "sd-fold.h"
#include "sd-text-transform-private.h"

static gsize
first_character_length (const char *text,
                        gsize       length)
{
  return length == 0 ? 0 : MIN (length, (gsize) g_utf8_skip[(guchar) text[0]]);
}

static char *
get_initial (const char *text,
             gsize       length)
{
  return g_strndup (text, first_character_length (text, length));
}

static gboolean
is_word_break (char c)
{
  return c == ' ' || c == '-' || c == '_' || c == '/' || c == '.';
}

/* "Home and Kitchen" → "HAK" */
static char *
get_initials (const char *text,
              gsize       length)
{
  GString *result = g_string_new (NULL);
  gboolean at_start = TRUE;
  char *upper;

  for (gsize i = 0; i < length; i += first_character_length (text + i, length - i))
    {
      if (at_start && !is_word_break (text[i]))
        g_string_append_len (result, text + i, first_character_length (text + i, length - i));
      at_start = is_word_break (text[i]);
    }
  upper = sd_text_upper (result->str, result->len);
  g_string_free (result, TRUE);
  return upper;
}

/* Words in lower-case ASCII, joined by hyphens. */
static char *
make_slug (const char *text,
           gsize       length)
{
  g_autofree char *copy = g_strndup (text, length);
  char *slug = sd_text_to_identifier (copy);

  g_strdelimit (slug, "_", '-');
  return slug;
}

static char *
make_identifier (const char *text,
                 gsize       length)
{
  g_autofree char *copy = g_strndup (text, length);

  return sd_text_to_identifier (copy);
}

static char *
capitalize (const char *text,
            gsize       length)
{
  const gsize first = first_character_length (text, length);
  g_autofree char *upper = sd_text_upper (text, first);
  g_autofree char *rest = g_strndup (text + first, length - first);

  return g_strconcat (upper, rest, NULL);
}

/* English: by the first letter, which is right for the words of the catalog. */
static char *
add_article (const char *text,
             gsize       length)
{
  g_autofree char *copy = g_strndup (text, length);
  const gboolean vowel = length > 0 && strchr ("aeiouAEIOU", text[0]) != NULL;

  return g_strconcat (vowel ? "an " : "a ", copy, NULL);
}

/* English, regular nouns only. */
static char *
make_plural (const char *text,
             gsize       length)
{
  g_autofree char *copy = g_strndup (text, length);

  if (length >= 2 && copy[length - 1] == 'y' && strchr ("aeiou", copy[length - 2]) == NULL)
    {
      copy[length - 1] = '\0';
      return g_strconcat (copy, "ies", NULL);
    }
  if (g_str_has_suffix (copy, "s") || g_str_has_suffix (copy, "x")
      || g_str_has_suffix (copy, "ch") || g_str_has_suffix (copy, "sh"))
    return g_strconcat (copy, "es", NULL);
  return g_strconcat (copy, "s", NULL);
}

static char *
to_upper (const char *text,
          gsize       length)
{
  return sd_text_upper (text, (gssize) length);
}

static char *
to_lower (const char *text,
          gsize       length)
{
  return sd_text_lower (text, (gssize) length);
}

static char *
fold (const char *text,
      gsize       length)
{
  return sd_text_fold (text, (gssize) length);
}

static const struct
{
  const char      *name;
  SdTextTransform  transform;
} transforms[] = {
  { "a", add_article },
  { "capital", capitalize },
  { "fold", fold },
  { "identifier", make_identifier },
  { "initial", get_initial },
  { "initials", get_initials },
  { "lower", to_lower },
  { "plural", make_plural },
  { "slug", make_slug },
  { "upper", to_upper },
};

SdTextTransform
sd_text_transform_get (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (transforms); i++)
    if (g_str_equal (name, transforms[i].name))
      return transforms[i].transform;
  return NULL;
}

char *
sd_text_transform_list (void)
{
  GString *list = g_string_new (transforms[0].name);

  for (guint i = 1; i < G_N_ELEMENTS (transforms); i++)
    g_string_append_printf (list, ", %s", transforms[i].name);
  return g_string_free (list, FALSE);
}

char *
sd_text_transform_apply (const char * const *names,
                         const char         *text,
                         gsize               length)
{
  char *result = g_strndup (text, length);

  for (guint i = 0; names[i] != NULL; i++)
    {
      char *next = sd_text_transform_get (names[i]) (result, strlen (result));

      g_free (result);
      result = next;
    }
  return result;
}
