/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* How a format writes a text: which bytes it may contain as they are, and what
 * to do with the others. Nearly all texts are plain, and plain ones are copied
 * sixteen bytes at a time while they are looked at.
 */

#pragma once

#include "sd-text-buffer-private.h"

G_BEGIN_DECLS

#define SD_TEXT_RULES_SPECIAL 6

typedef struct _SdTextRules SdTextRules;

struct _SdTextRules
{
  /* Around a plain text. */
  char        open[8];
  char        close[8];
  guint       open_length;
  guint       close_length;

  /* When a text is plain: no special byte, none below @below, a first byte not
   * in @starts, no longer than @max_plain, not empty unless @empty_is_plain,
   * and not the text that stands for NULL. */
  guint8      special[SD_TEXT_RULES_SPECIAL][16];
  guint8      below[16];
  guint8      starts[256];
  gsize       max_plain;
  gboolean    empty_is_plain;
  char        null_text[16];
  gsize       null_length;

  /* Writes the whole cell of any text. */
  void      (*write) (const SdTextRules *self,
                      SdTextBuffer      *out,
                      const char        *text,
                      gsize              n);
  const char *replacement[256];   /* of special bytes; NULL: the byte as it is; static strings */
  const void *data;               /* of the format */
};

void sd_text_rules_init           (SdTextRules *self,
                                   const char  *open,
                                   const char  *close,
                                   const char  *special,
                                   guint8       below);
void sd_text_rules_append_escaped (const SdTextRules *self,
                                   SdTextBuffer *out,
                                   const char   *text,
                                   gsize         n);
gsize sd_text_rules_find_special  (const SdTextRules *self,
                                   const char   *text,
                                   gsize         n);

typedef guint8 SdBytes16 __attribute__ ((vector_size (16)));

static inline SdBytes16
sd_bytes16_load (const void *data)
{
  SdBytes16 v;

  memcpy (&v, data, 16);
  return v;
}

static inline SdBytes16
sd_text_rules_match (const SdTextRules *self,
                     SdBytes16          v)
{
  SdBytes16 hits = (SdBytes16) (v < sd_bytes16_load (self->below));

  for (guint i = 0; i < SD_TEXT_RULES_SPECIAL; i++)
    hits |= (SdBytes16) (v == sd_bytes16_load (self->special[i]));

  return hits;
}

/* Up to fifteen bytes in two words; bytes may come twice, and @out is written
 * as far as @n goes. */
static inline SdBytes16
sd_text_copy_short (char       *out,
                    const char *text,
                    gsize       n)
{
  guint64 words[2];

  if (n >= 8)
    {
      memcpy (&words[0], text, 8);
      memcpy (&words[1], text + n - 8, 8);
      memcpy (out, &words[0], 8);
      memcpy (out + n - 8, &words[1], 8);
    }
  else if (n >= 4)
    {
      guint32 halves[2];

      memcpy (&halves[0], text, 4);
      memcpy (&halves[1], text + n - 4, 4);
      memcpy (out, &halves[0], 4);
      memcpy (out + n - 4, &halves[1], 4);
      words[0] = words[1] = (guint64) halves[1] << 32 | halves[0];
    }
  else
    {
      out[0] = text[0];
      out[n / 2] = text[n / 2];
      out[n - 1] = text[n - 1];
      words[0] = (guint8) text[0] * G_GUINT64_CONSTANT (0x0101010101010101);
      words[1] = (guint64) ((guint8) text[n / 2] * 0x01010101u) << 32
                 | (guint8) text[n - 1] * 0x01010101u;
    }

  return sd_bytes16_load (words);
}

/* Copies @text to @out, which has room for it and SD_TEXT_PAD more, without the
 * opening and the closing. FALSE when it is not plain: then what is at @out does
 * not count, and @write has to do it. Never reads past @text. */
static inline gboolean
sd_text_rules_copy_plain (const SdTextRules *self,
                          char              *out,
                          const char        *text,
                          gsize              n)
{
  SdBytes16 hits;
  guint64 any[2];

  if (n == 0)
    return self->empty_is_plain;
  if (n > self->max_plain || self->starts[(guint8) text[0]])
    return FALSE;
  if (n == self->null_length && memcmp (text, self->null_text, n) == 0)
    return FALSE;

  if (n < 16)
    {
      hits = sd_text_rules_match (self, sd_text_copy_short (out, text, n));
    }
  else
    {
      SdBytes16 last = sd_bytes16_load (text + n - 16);

      hits = sd_text_rules_match (self, last);
      for (gsize i = 0; i + 16 < n; i += 16)
        {
          SdBytes16 v = sd_bytes16_load (text + i);

          memcpy (out + i, &v, 16);
          hits |= sd_text_rules_match (self, v);
        }
      memcpy (out + n - 16, &last, 16);
    }

  memcpy (any, &hits, 16);
  return (any[0] | any[1]) == 0;
}

G_END_DECLS
