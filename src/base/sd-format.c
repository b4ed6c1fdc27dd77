/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Eight digits at a time are made within one 64-bit word, shifted into place,
 * and stored whole: the callers' buffers have room to scribble, and no branch
 * depends on the digits.
 */

#include "sd-format.h"

#include <string.h>

#include "sd-calendar-private.h"
#include "sd-format-private.h"
#include "sd-math.h"

#define USEC_PER_SECOND G_GINT64_CONSTANT (1000000)

static inline void
store_word (char    *out,
            guint64  word)
{
  word = GUINT64_TO_LE (word);
  memcpy (out, &word, sizeof word);
}

/* All eight digits of @value, with leading zeros. */
static inline void
store_digits (char    *out,
              guint32  value)
{
  store_word (out, sd_split_digits (value) | SD_ZEROS);
}

/* The number of digits before the first that is not 0, at most seven. */
static inline int
count_leading_zeros (guint64 digits)
{
  return __builtin_ctzll (digits | G_GUINT64_CONSTANT (1) << 56) / 8;
}

char *
sd_format_uint64 (char    *out,
                  guint64  value)
{
  if (value < SD_EIGHT_DIGITS)
    {
      guint64 digits = sd_split_digits ((guint32) value);
      int skipped = count_leading_zeros (digits);

      store_word (out, (digits | SD_ZEROS) >> (8 * skipped));
      return out + 8 - skipped;
    }

  out = sd_format_uint64 (out, value / SD_EIGHT_DIGITS);
  store_digits (out, (guint32) (value % SD_EIGHT_DIGITS));
  return out + 8;
}

/* Writes the sign and returns the size. */
static inline guint64
take_sign (char   **out,
           gint64   value)
{
  guint64 negative = value < 0;

  **out = '-';
  *out += negative;
  return ((guint64) value ^ -negative) + negative;
}

/**
 * sd_format_int64:
 * @out: where to write
 * @value: a number
 *
 * Returns: the end of what was written
 */
char *
sd_format_int64 (char   *out,
                 gint64  value)
{
  return sd_format_uint64 (out, take_sign (&out, value));
}

/* A size or a scale of more than eight digits. */
static char *
format_long_decimal (char    *out,
                     guint64  size,
                     guint    scale,
                     char     mark)
{
  guint64 whole = size / (guint64) sd_pow10[scale];
  guint64 fraction = size % (guint64) sd_pow10[scale];

  out = sd_format_uint64 (out, whole);
  *out++ = mark;
  if (scale <= 8)
    store_digits (out, (guint32) fraction * (guint32) sd_pow10[8 - scale]);
  else
    {
      fraction *= (guint64) sd_pow10[18 - scale];
      store_digits (out, (guint32) (fraction / sd_pow10[10]));
      store_digits (out + 8, (guint32) (fraction / 100 % SD_EIGHT_DIGITS));
      store_digits (out + 16, (guint32) (fraction % 100) * 1000000);
    }
  return out + scale;
}

/**
 * sd_format_decimal:
 * @out: where to write
 * @value: a number, scaled by a power of ten
 * @scale: the digits after the mark, at most 18
 * @mark: the decimal mark, left out when @scale is 0
 *
 * Returns: the end of what was written
 */
char *
sd_format_decimal (char   *out,
                   gint64  value,
                   guint   scale,
                   char    mark)
{
  guint64 size = take_sign (&out, value);
  guint64 digits, text;
  guint skipped;

  g_return_val_if_fail (scale < G_N_ELEMENTS (sd_pow10), out);

  if (scale == 0)
    return sd_format_uint64 (out, size);
  if (size >= SD_EIGHT_DIGITS || scale >= 8)
    return format_long_decimal (out, size, scale, mark);

  digits = sd_split_digits ((guint32) size);
  text = digits | SD_ZEROS;
  skipped = MIN ((guint) count_leading_zeros (digits), 7 - scale);
  store_word (out, text >> (8 * skipped));
  out += 8 - skipped - scale;
  *out = mark;
  store_word (out + 1, text >> (8 * (8 - scale)));
  return out + 1 + scale;
}

/**
 * sd_format_date:
 * @out: where to write
 * @date: days since 1970-01-01; beyond the years 1 to 9999 the nearest day of them
 *
 * Returns: the end of what was written, such as "2026-03-01"
 */
char *
sd_format_date (char   *out,
                gint64  date)
{
  SdCivil civil = sd_civil_from_date (CLAMP (date, SD_DATE_MIN, SD_DATE_MAX));
  guint64 text = sd_split_digits ((guint32) (civil.year * 10000 + civil.month * 100 + civil.day))
                 | SD_ZEROS;

  store_word (out, text);
  out[4] = '-';
  store_word (out + 5, text >> 32);
  out[7] = '-';
  store_word (out + 8, text >> 48);
  return out + 10;
}

/**
 * sd_format_time:
 * @out: where to write
 * @time: microseconds since midnight; beyond a day the nearest of it
 *
 * Returns: the end of what was written, such as "14:30:00" or "14:30:00.250000"
 */
char *
sd_format_time (char   *out,
                gint64  time)
{
  guint64 clamped = (guint64) CLAMP (time, 0, SD_USEC_PER_DAY - 1);
  guint seconds = (guint) (clamped / USEC_PER_SECOND);
  guint fraction = (guint) (clamped % USEC_PER_SECOND);

  guint64 text = sd_split_digits (seconds / 3600 * 10000 + seconds / 60 % 60 * 100 + seconds % 60)
                 | SD_ZEROS;

  store_word (out, text >> 16);
  out[2] = ':';
  store_word (out + 3, text >> 32);
  out[5] = ':';
  store_word (out + 6, text >> 48);
  if (fraction == 0)
    return out + 8;

  out[8] = '.';
  store_digits (out + 9, fraction * 100);
  return out + 15;
}

/**
 * sd_format_timestamp:
 * @out: where to write
 * @timestamp: microseconds since 1970-01-01 00:00
 * @separator: what stands between date and time
 *
 * Returns: the end of what was written
 */
char *
sd_format_timestamp (char   *out,
                     gint64  timestamp,
                     char    separator)
{
  gint64 date = timestamp / SD_USEC_PER_DAY;
  gint64 time = timestamp % SD_USEC_PER_DAY;

  if (time < 0)
    {
      date--;
      time += SD_USEC_PER_DAY;
    }

  out = sd_format_date (out, date);
  *out++ = separator;
  return sd_format_time (out, time);
}

/* The eight hexadecimal digits of @value. */
static inline void
store_hex (char    *out,
           guint32  value)
{
  const guint64 ones = G_GUINT64_CONSTANT (0x0101010101010101);
  guint64 x = GUINT32_SWAP_LE_BE (value);
  guint64 letters;

  x = (x | x << 16) & G_GUINT64_CONSTANT (0x0000ffff0000ffff);
  x = (x | x << 8) & G_GUINT64_CONSTANT (0x00ff00ff00ff00ff);
  x = (x >> 4 | x << 8) & G_GUINT64_CONSTANT (0x0f0f0f0f0f0f0f0f);
  letters = (x + 6 * ones) >> 4 & ones;
  store_word (out, x + SD_ZEROS + letters * ('a' - '0' - 10));
}

/**
 * sd_format_uuid:
 * @out: where to write
 * @high: the first 64 bits
 * @low: the last 64 bits
 *
 * Returns: the end of what was written, 36 characters
 */
char *
sd_format_uuid (char    *out,
                guint64  high,
                guint64  low)
{
  char digits[32];

  store_hex (digits, (guint32) (high >> 32));
  store_hex (digits + 8, (guint32) high);
  store_hex (digits + 16, (guint32) (low >> 32));
  store_hex (digits + 24, (guint32) low);

  memcpy (out, digits, 8);
  out[8] = '-';
  memcpy (out + 9, digits + 8, 4);
  out[13] = '-';
  memcpy (out + 14, digits + 12, 4);
  out[18] = '-';
  memcpy (out + 19, digits + 16, 4);
  out[23] = '-';
  memcpy (out + 24, digits + 20, 12);
  return out + 36;
}
