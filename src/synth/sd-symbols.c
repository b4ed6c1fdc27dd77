/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Symbols of codes; see the header. */

#define G_LOG_DOMAIN "sd-symbols"

#include <string.h>

#include "sd-symbols-private.h"
#include "sd-vector.h"

#define CAPACITY_MAX (G_GUINT64_CONSTANT (1) << 62)

static const char characters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

gboolean
sd_symbols_has (char c)
{
  return c == '#' || c == '@' || c == '*';
}

static guint
get_radix (char symbol)
{
  switch (symbol)
    {
    case '#':
      return 10;
    case '@':
      return 26;
    default:
      return 36;
    }
}

static const char *
get_characters (char symbol)
{
  return symbol == '#' ? characters + 26 : characters;
}

void
sd_symbols_init (SdSymbols      *self,
                 const char     *symbols,
                 guint           n,
                 guint           end,
                 SdSymbolsOrder  order,
                 SdKey           key)
{
  g_assert (n <= SD_SYMBOLS_MAX && end <= n);

  memset (self, 0, sizeof *self);
  memcpy (self->symbols, symbols, n);
  self->n = n;
  self->first = self->end = end;
  self->capacity = 1;
  while (self->first > 0
         && self->capacity <= CAPACITY_MAX / get_radix (symbols[self->first - 1]))
    self->capacity *= get_radix (symbols[--self->first]);
  self->order = order;
  self->key = key;
  if (order == SD_SYMBOLS_SHUFFLED)
    sd_permutation_init (&self->permutation, self->capacity, key);
}

/* The symbols from @first to @end − 1 of a fraction @u of 2^64, most
 * significant first. */
static inline void
write_fraction (const SdSymbols *self,
                guint            first,
                guint            end,
                guint64          u,
                char            *out)
{
  for (guint i = first; i < end; i++)
    {
      const guint64 radix = get_radix (self->symbols[i]);

      out[i] = get_characters (self->symbols[i])[sd_scale (u, radix)];
      u *= radix;
    }
}

/* The least fraction of 2^64 whose symbols are those of @number: rounding up
 * adds less than 2^-64, which @capacity, at most 2^62, cannot make a whole. */
static inline guint64
to_fraction (guint64 number,
             guint64 capacity)
{
  const unsigned __int128 scaled = (unsigned __int128) number << 64;

  return (guint64) ((scaled + capacity - 1) / capacity);
}

/* Symbols that are no part of the number, twelve to a draw. */
static void
write_rest (const SdSymbols *self,
            guint            first,
            guint            end,
            guint64          row,
            char            *out)
{
  for (guint i = first; i < end; i += 12)
    {
      const guint64 u = self->order == SD_SYMBOLS_COUNTED
                        ? 0 : sd_random (sd_key_derive (self->key, 1 + i), row);

      write_fraction (self, i, MIN (i + 12, end), u, out);
    }
}

static void
fill_numbers (const SdSymbols *self,
              const guint64   *rows,
              guint            n,
              guint64         *numbers)
{
  for (guint i = 0; i < n; i++)
    numbers[i] = (rows[i] % self->capacity + self->offset) % self->capacity;
  if (self->order == SD_SYMBOLS_SHUFFLED)
    sd_permutation_apply_many (&self->permutation, numbers, n, numbers);
}

void
sd_symbols_fill (const SdSymbols *self,
                 const guint64   *rows,
                 guint            n,
                 char            *out)
{
  guint64 numbers[SD_BATCH_ROWS] = { 0 };
  const gboolean drawn = self->order == SD_SYMBOLS_DRAWN;

  g_assert (n <= SD_BATCH_ROWS);

  if (drawn)
    sd_random_fill (self->key, rows, n, numbers);
  else
    fill_numbers (self, rows, n, numbers);

  for (guint i = 0; i < n; i++)
    {
      char *cell = out + (gsize) i * self->n;
      const guint64 u = drawn ? numbers[i] : to_fraction (numbers[i], self->capacity);

      write_rest (self, 0, self->first, rows[i], cell);
      write_fraction (self, self->first, self->end, u, cell);
      write_rest (self, self->end, self->n, rows[i], cell);
    }
}
