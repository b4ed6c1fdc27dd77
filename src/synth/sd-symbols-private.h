/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Symbols of codes: '#' a digit, '@' a letter A to Z, '*' a letter or digit. A
 * run of them is a number in a mixed radix, counted up, shuffled by a
 * permutation, or drawn. Symbols beyond 62 bits of it stand before the number
 * and are drawn, or the first of their kind when counting up.
 */

#pragma once

#include "sd-permutation.h"

G_BEGIN_DECLS

#define SD_SYMBOLS_MAX 128

typedef enum
{
  SD_SYMBOLS_COUNTED,
  SD_SYMBOLS_SHUFFLED,
  SD_SYMBOLS_DRAWN,
} SdSymbolsOrder;

typedef struct
{
  guint          n;
  guint          first, end;      /* the symbols that are the number */
  char           symbols[SD_SYMBOLS_MAX];
  guint64        capacity;        /* of the number */
  guint64        offset;          /* where counting begins */
  SdSymbolsOrder order;
  SdPermutation  permutation;
  SdKey          key;
} SdSymbols;

/* Whether @c is a symbol. */
gboolean sd_symbols_has   (char             c);
/* Prepares the symbols @symbols, of which only those before @end may be part of
 * the number. */
void     sd_symbols_init  (SdSymbols       *self,
                           const char      *symbols,
                           guint            n,
                           guint            end,
                           SdSymbolsOrder   order,
                           SdKey            key);
/* The characters of each row, one after another, n × self->n of them. */
void     sd_symbols_fill  (const SdSymbols *self,
                           const guint64   *rows,
                           guint            n,
                           char            *out);

G_END_DECLS
