/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* At most 31 UTF-16 units, none of [ ] : * ? / \, no apostrophe at either end,
 * not empty, not "History", and different from the others in any case.
 */

#include "sd-sheet-names-private.h"

#include <string.h>

#define MAX_UNITS 31

struct _SdSheetNames
{
  GHashTable *taken;   /* folded */
};

/* (transfer full) */
SdSheetNames *
sd_sheet_names_new (void)
{
  SdSheetNames *self = g_new0 (SdSheetNames, 1);

  self->taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_add (self->taken, g_strdup ("history"));

  return self;
}

void
sd_sheet_names_free (SdSheetNames *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->taken);
  g_free (self);
}

static char *
replace_forbidden (const char *wish)
{
  g_autofree char *valid = g_utf8_make_valid (wish, -1);
  g_autoptr(GString) text = g_string_new (NULL);

  for (const char *c = valid; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar letter = g_utf8_get_char (c);

      if (letter < 0x20 || (letter < 0x80 && strchr ("[]:*?/\\", (int) letter) != NULL))
        letter = '_';
      g_string_append_unichar (text, letter);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The beginning of @text in at most @units UTF-16 units, without blanks and
 * apostrophes at its ends. */
static char *
cut (const char *text,
     guint       units)
{
  const char *end;
  char *name;
  gsize length;

  while (*text == '\'' || *text == ' ')
    text++;

  for (end = text; *end != '\0'; end = g_utf8_next_char (end))
    {
      guint width = g_utf8_get_char (end) > 0xffff ? 2 : 1;

      if (width > units)
        break;
      units -= width;
    }

  name = g_strndup (text, end - text);
  length = strlen (name);
  while (length > 0 && (name[length - 1] == '\'' || name[length - 1] == ' '))
    name[--length] = '\0';

  return name;
}

/* @wish, or what comes near it and is a name that no other sheet has. (transfer
 * full) */
char *
sd_sheet_names_add (SdSheetNames *self,
                    const char   *wish)
{
  g_autofree char *text = replace_forbidden (wish);
  char *name = cut (text, MAX_UNITS);

  if (*name == '\0')
    {
      g_free (name);
      name = g_strdup ("Sheet");
    }

  for (guint n = 2; !g_hash_table_add (self->taken, g_utf8_casefold (name, -1)); n++)
    {
      g_autofree char *number = g_strdup_printf (" %u", n);
      g_autofree char *stem = cut (text, MAX_UNITS - strlen (number));

      g_free (name);
      name = g_strconcat (*stem != '\0' ? stem : "Sheet", number, NULL);
    }

  return name;
}
