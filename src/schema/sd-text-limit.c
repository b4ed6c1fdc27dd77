/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Texts of the document, kept valid and within the limits of the file.
 */

#define G_LOG_DOMAIN "sd-text-limit"

#include <string.h>

#include "sd-fold.h"
#include "sd-text-limit-private.h"

/* At most SD_MAX_TEXT_BYTES of @text, cut between characters. */
static char *
dup_limited (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);

  if (strlen (valid) > SD_MAX_TEXT_BYTES)
    {
      char *end = g_utf8_find_prev_char (valid, valid + SD_MAX_TEXT_BYTES + 1);

      *end = '\0';
    }

  return g_steal_pointer (&valid);
}

gboolean
_sd_replace_text (char       **field,
                  const char  *text)
{
  g_autofree char *limited = dup_limited (text);

  if (g_strcmp0 (*field, limited) == 0)
    return FALSE;

  g_free (*field);
  *field = g_steal_pointer (&limited);
  return TRUE;
}

gboolean
_sd_replace_strv (char              ***field,
                  const char * const  *texts)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) limited = NULL;

  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    {
      g_autofree char *text = dup_limited (texts[i]);

      g_strv_builder_add (builder, text);
    }

  limited = g_strv_builder_end (builder);
  if (*field != NULL && g_strv_equal ((const char * const *) *field,
                                      (const char * const *) limited))
    return FALSE;

  g_strfreev (*field);
  *field = g_steal_pointer (&limited);
  return TRUE;
}

static gboolean
is_plain_identifier (const char *text)
{
  if (!g_ascii_islower (text[0]))
    return FALSE;

  for (const char *c = text; *c != '\0'; c++)
    {
      if (!g_ascii_islower (*c) && !g_ascii_isdigit (*c) && *c != '_')
        return FALSE;
    }

  return TRUE;
}

char *
_sd_make_name (const char *text)
{
  g_autofree char *name = NULL;

  if (text == NULL)
    text = "";

  if (is_plain_identifier (text))
    name = g_strdup (text);
  else
    name = sd_text_to_identifier (text);

  if (strlen (name) > SD_MAX_NAME_BYTES)
    name[SD_MAX_NAME_BYTES] = '\0';

  return g_steal_pointer (&name);
}
