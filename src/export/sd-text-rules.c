/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Making rules; what the hot loop needs of them is inline in the header. */

#include "sd-text-rules-private.h"

/* Rules under which a text is plain when none of the bytes @special and none
 * below @below is in it. The format sets what else it needs, and @write. */
void
sd_text_rules_init (SdTextRules *self,
                    const char  *open,
                    const char  *close,
                    const char  *special,
                    guint8       below)
{
  gsize n = strlen (special);

  g_assert (n > 0 && n <= SD_TEXT_RULES_SPECIAL);

  memset (self, 0, sizeof *self);
  self->open_length = g_strlcpy (self->open, open, sizeof self->open);
  self->close_length = g_strlcpy (self->close, close, sizeof self->close);
  self->max_plain = G_MAXSIZE;
  for (guint i = 0; i < SD_TEXT_RULES_SPECIAL; i++)
    memset (self->special[i], special[MIN (i, n - 1)], 16);
  memset (self->below, below, 16);
}

/* The first of the bytes that @hits marks, or 16. */
static guint
get_first_hit (SdBytes16 hits)
{
  guint64 words[2];

  memcpy (words, &hits, 16);
  if (words[0] != 0)
    return __builtin_ctzll (GUINT64_FROM_LE (words[0])) / 8;
  if (words[1] != 0)
    return 8 + __builtin_ctzll (GUINT64_FROM_LE (words[1])) / 8;

  return 16;
}

/* The place of the first special byte of @text, or @n. */
gsize
sd_text_rules_find_special (const SdTextRules *self,
                            const char        *text,
                            gsize              n)
{
  char rest[16] = { 0 };
  gsize i;

  for (i = 0; i + 16 <= n; i += 16)
    {
      guint hit = get_first_hit (sd_text_rules_match (self, sd_bytes16_load (text + i)));

      if (hit < 16)
        return i + hit;
    }

  memcpy (rest, text + i, n - i);
  return MIN (i + get_first_hit (sd_text_rules_match (self, sd_bytes16_load (rest))), n);
}

/* @text with each byte that has a replacement replaced. */
void
sd_text_rules_append_escaped (const SdTextRules *self,
                              SdTextBuffer      *out,
                              const char        *text,
                              gsize              n)
{
  gsize start = 0;

  for (gsize i = sd_text_rules_find_special (self, text, n); i < n;
       i += 1 + sd_text_rules_find_special (self, text + i + 1, n - i - 1))
    {
      const char *replacement = self->replacement[(guint8) text[i]];

      if (replacement == NULL)
        continue;

      sd_text_buffer_append (out, text + start, i - start);
      sd_text_buffer_append_string (out, replacement);
      start = i + 1;
    }

  sd_text_buffer_append (out, text + start, n - start);
}
