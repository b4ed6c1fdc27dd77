/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What the files of sd-format.h share. */

#pragma once

#include "sd-format.h"

G_BEGIN_DECLS

/* What fits into one word of text. */
#define SD_EIGHT_DIGITS 100000000

/* Eight digits 0, as text. */
#define SD_ZEROS G_GUINT64_CONSTANT (0x3030303030303030)

char *sd_format_uint64 (char    *out,
                        guint64  value);

/* The eight digits of @value, which has no more, the first in the lowest byte,
 * as numbers 0 … 9. The constants divide by 10000, 100 and 10. */
static inline guint64
sd_split_digits (guint64 value)
{
  guint64 x, quotients;

  quotients = value * G_GUINT64_CONSTANT (3518437209) >> 45;
  x = quotients | (value - 10000 * quotients) << 32;
  quotients = (x * 10486 >> 20) & G_GUINT64_CONSTANT (0x7f0000007f);
  x = quotients | (x - 100 * quotients) << 16;
  quotients = (x * 103 >> 10) & G_GUINT64_CONSTANT (0x000f000f000f000f);
  return quotients | (x - 10 * quotients) << 8;
}

G_END_DECLS
