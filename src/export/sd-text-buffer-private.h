/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A growing run of bytes with slack behind its end, so that short texts can be
 * copied by whole words.
 */

#pragma once

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

/* Bytes that may be written past what was reserved. */
#define SD_TEXT_PAD 64

typedef struct
{
  char *data;
  gsize length;
  gsize capacity;
} SdTextBuffer;

void sd_text_buffer_init          (SdTextBuffer *self,
                                   gsize         capacity);
void sd_text_buffer_clear         (SdTextBuffer *self);
void sd_text_buffer_grow          (SdTextBuffer *self,
                                   gsize         n);
void sd_text_buffer_append        (SdTextBuffer *self,
                                   const char   *data,
                                   gsize         n);
void sd_text_buffer_append_string (SdTextBuffer *self,
                                   const char   *text);

/* The end of the text, with room for @n bytes and SD_TEXT_PAD more. */
static inline char *
sd_text_buffer_reserve (SdTextBuffer *self,
                        gsize         n)
{
  if (G_UNLIKELY (self->capacity - self->length < n))
    sd_text_buffer_grow (self, n);

  return self->data + self->length;
}

G_END_DECLS
