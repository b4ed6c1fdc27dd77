/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The slow side of the buffer; what is inline is in the header. */

#include "sd-text-buffer-private.h"

/* Room for @capacity bytes; sd_text_buffer_clear() frees it. */
void
sd_text_buffer_init (SdTextBuffer *self,
                     gsize         capacity)
{
  self->length = 0;
  self->capacity = MAX (capacity, 64);
  self->data = g_malloc (self->capacity + SD_TEXT_PAD);
}

void
sd_text_buffer_clear (SdTextBuffer *self)
{
  g_clear_pointer (&self->data, g_free);
  self->length = 0;
  self->capacity = 0;
}

/* Makes room for @n more bytes. */
void
sd_text_buffer_grow (SdTextBuffer *self,
                     gsize         n)
{
  self->capacity = MAX (self->capacity + self->capacity / 2, self->length + n);
  self->data = g_realloc (self->data, self->capacity + SD_TEXT_PAD);
}

void
sd_text_buffer_append (SdTextBuffer *self,
                       const char   *data,
                       gsize         n)
{
  if (n == 0)
    return;

  memcpy (sd_text_buffer_reserve (self, n), data, n);
  self->length += n;
}

void
sd_text_buffer_append_string (SdTextBuffer *self,
                              const char   *text)
{
  sd_text_buffer_append (self, text, strlen (text));
}
