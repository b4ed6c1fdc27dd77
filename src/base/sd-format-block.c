/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Numbers of up to eight digits, made side by side: each step is done for all
 * numbers of the block, without a branch, so that the compiler uses the widest
 * registers there are. A cell is a 128-bit number whose lowest byte comes first.
 */

#include "sd-format-block.h"

#include <string.h>

#include "sd-format-private.h"
#include "sd-kernel.h"

/* Shifts by whole bytes, 0 to 7 of them, from the low word into the high one. */
static inline guint64
shifted_out (guint64 low,
             guint64 bytes)
{
  return low >> 8 >> (56 - 8 * bytes);
}

static inline guint64
get_size (gint64 value)
{
  return value < 0 ? -(guint64) value : (guint64) value;
}

/* Digits without leading zeros, one for 0. */
static inline guint64
count_digits (guint64 size)
{
  return 1 + (guint64) (size >= 10) + (guint64) (size >= 100) + (guint64) (size >= 1000)
         + (guint64) (size >= 10000) + (guint64) (size >= 100000)
         + (guint64) (size >= 1000000) + (guint64) (size >= 10000000);
}

/* Stores the text (@low, @high) of @length bytes behind the lead and the sign. */
static inline void
store_cell (SdFormatBlock *self,
            guint          i,
            guint64        low,
            guint64        high,
            guint64        length,
            guint64        lead,
            guint64        lead_length,
            guint64        negative)
{
  const guint64 before = lead_length + negative;

  high = high << 8 * before | shifted_out (low, before);
  low = low << 8 * before | lead | (negative * '-') << 8 * lead_length;
  self->cells[i][0] = GUINT64_TO_LE (low);
  self->cells[i][1] = GUINT64_TO_LE (high);
  self->lengths[i] = (guint8) (before + length);
}

/* Whether all @values have at most eight digits. */
SD_KERNEL static gboolean
are_short (const gint64 *values,
           guint         n)
{
  guint64 too_long = 0;

  for (guint i = 0; i < n; i++)
    too_long |= (guint64) (get_size (values[i]) >= SD_EIGHT_DIGITS);

  return !too_long;
}

SD_KERNEL static void
fill_int64 (SdFormatBlock *self,
            const gint64  *values,
            guint          n,
            guint64        lead,
            guint64        lead_length)
{
  for (guint i = 0; i < n; i++)
    {
      const guint64 size = get_size (values[i]);
      const guint64 length = count_digits (size);
      const guint64 text = (sd_split_digits (size) | SD_ZEROS) >> (64 - 8 * length);

      store_cell (self, i, text, 0, length, lead, lead_length, (guint64) values[i] >> 63);
    }
}

/* @scale is 1 to 7: there is a digit before the mark and at least one behind it. */
SD_KERNEL static void
fill_decimal (SdFormatBlock *self,
              const gint64  *values,
              guint          n,
              guint64        lead,
              guint64        lead_length,
              guint64        scale,
              guint64        mark)
{
  for (guint i = 0; i < n; i++)
    {
      const guint64 size = get_size (values[i]);
      const guint64 length = MAX (count_digits (size), scale + 1);
      const guint64 text = (sd_split_digits (size) | SD_ZEROS) >> (64 - 8 * length);
      const guint64 whole = 8 * (length - scale);
      const guint64 fraction = text >> whole;
      const guint64 low = (text ^ fraction << whole) | mark << whole | fraction << 8 << whole;

      store_cell (self, i, low, fraction >> (56 - whole), length + 1, lead, lead_length,
                  (guint64) values[i] >> 63);
    }
}

static guint64
load_lead (const char *lead,
           gsize       length)
{
  guint64 word = 0;

  g_assert (length <= SD_FORMAT_LEAD_MAX);

  memcpy (&word, lead, length);
  return GUINT64_FROM_LE (word);
}

/**
 * sd_format_block_int64:
 * @self: (out caller-allocates): the cells
 * @values: (array length=n): numbers
 * @n: how many, at most %SD_FORMAT_BLOCK
 * @lead: what stands before each, at most %SD_FORMAT_LEAD_MAX bytes
 *
 * Returns: %FALSE when one of @values has more than eight digits
 */
gboolean
sd_format_block_int64 (SdFormatBlock *self,
                       const gint64  *values,
                       guint          n,
                       const char    *lead)
{
  const gsize lead_length = strlen (lead);

  g_return_val_if_fail (n <= SD_FORMAT_BLOCK, FALSE);

  if (!are_short (values, n))
    return FALSE;

  fill_int64 (self, values, n, load_lead (lead, lead_length), lead_length);
  return TRUE;
}

/**
 * sd_format_block_decimal:
 * @self: (out caller-allocates): the cells
 * @values: (array length=n): numbers, scaled by a power of ten
 * @n: how many, at most %SD_FORMAT_BLOCK
 * @lead: what stands before each, at most %SD_FORMAT_LEAD_MAX bytes
 * @scale: the digits after the mark
 * @mark: the decimal mark, left out when @scale is 0
 *
 * Returns: %FALSE when one of @values, or @scale, has more than eight digits
 */
gboolean
sd_format_block_decimal (SdFormatBlock *self,
                         const gint64  *values,
                         guint          n,
                         const char    *lead,
                         guint          scale,
                         char           mark)
{
  const gsize lead_length = strlen (lead);

  g_return_val_if_fail (n <= SD_FORMAT_BLOCK, FALSE);

  if (scale == 0)
    return sd_format_block_int64 (self, values, n, lead);
  if (scale > 7 || !are_short (values, n))
    return FALSE;

  fill_decimal (self, values, n, load_lead (lead, lead_length), lead_length, scale,
                (guint8) mark);
  return TRUE;
}
