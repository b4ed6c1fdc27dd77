/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The shortest decimal of a double, by Schubfach: Raffaello Giulietti, "The
 * Schubfach way to render doubles" (2020). All decimals between the midpoints to
 * the neighboring doubles read back as the same double; the shortest of them is
 * wanted, and of those the nearest.
 */

#include <string.h>

#include "sd-format-private.h"

#define MIN_POWER     (-292)  /* the powers of ten that doubles call for */
#define MAX_POWER     324
#define N_WORDS       18      /* 2^1151 ÷ 5^292 still has more than 128 bits */
#define MAX_DIGITS    17
#define HIDDEN_BIT    (G_GUINT64_CONSTANT (1) << 52)
#define EXPONENT_BIAS 1075    /* of the significand as a whole number */

/* The upper 128 bits of a power of ten, rounded up. */
typedef struct
{
  guint64 high;
  guint64 low;
} Power;

typedef struct
{
  guint64 digits;
  int     exponent;  /* the value is digits × 10^exponent */
} Decimal;

/* A whole number of many digits, the lowest word first. */
typedef struct
{
  guint64 words[N_WORDS];
} Natural;

static void
natural_multiply (Natural *self,
                  guint64  factor)
{
  unsigned __int128 carry = 0;

  for (guint i = 0; i < N_WORDS; i++)
    {
      carry += (unsigned __int128) self->words[i] * factor;
      self->words[i] = (guint64) carry;
      carry >>= 64;
    }
}

/* Rounds down. */
static void
natural_divide (Natural *self,
                guint64  divisor)
{
  unsigned __int128 rest = 0;

  for (int i = N_WORDS - 1; i >= 0; i--)
    {
      rest = rest << 64 | self->words[i];
      self->words[i] = (guint64) (rest / divisor);
      rest %= divisor;
    }
}

/* The upper 128 bits, plus one if there is anything below them or @inexact. */
static Power
natural_get_power (const Natural *self,
                   gboolean       inexact)
{
  guint64 words[N_WORDS + 2] = { 0 };
  int top = N_WORDS + 1, shift;
  Power power;

  memcpy (words + 2, self->words, sizeof self->words);
  while (words[top] == 0)
    top--;
  shift = __builtin_clzll (words[top]);
  power.high = words[top];
  power.low = words[top - 1];
  if (shift > 0)
    {
      power.high = power.high << shift | power.low >> (64 - shift);
      power.low = power.low << shift | words[top - 2] >> (64 - shift);
      inexact |= words[top - 2] << shift != 0;
    }
  else
    inexact |= words[top - 2] != 0;
  for (int i = top - 3; i >= 0; i--)
    inexact |= words[i] != 0;

  power.low += inexact;
  power.high += inexact && power.low == 0;
  return power;
}

/* Powers of ten and of five differ by a shift only. Rounding down again and
 * again gives the same as rounding down once. */
static const Power *
get_powers (void)
{
  static Power powers[MAX_POWER - MIN_POWER + 1];
  static gsize ready = 0;

  if (g_once_init_enter (&ready))
    {
      Natural natural = { { 1 } };

      for (int k = 0; k <= MAX_POWER; k++)
        {
          powers[k - MIN_POWER] = natural_get_power (&natural, FALSE);
          natural_multiply (&natural, 5);
        }
      memset (&natural, 0, sizeof natural);
      natural.words[N_WORDS - 1] = G_GUINT64_CONSTANT (1) << 63;
      for (int k = -1; k >= MIN_POWER; k--)
        {
          natural_divide (&natural, 5);
          powers[k - MIN_POWER] = natural_get_power (&natural, TRUE);
        }
      g_once_init_leave (&ready, 1);
    }

  return powers;
}

/* The upper 64 bits of @power × @factor; the lowest is set if any bit below is. */
static inline guint64
multiply_to_odd (Power   power,
                 guint64 factor)
{
  unsigned __int128 low = (unsigned __int128) power.low * factor;
  unsigned __int128 high = (unsigned __int128) power.high * factor + (guint64) (low >> 64);

  return (guint64) (high >> 64) | ((guint64) high > 1);
}

/* The decimal nearest to c × 2^q that reads back; the names are the paper's. */
static Decimal
schubfach (guint64  c,
           int      q,
           gboolean closer_below)
{
  gboolean odd = c & 1;
  int k = (q * 1262611 - (closer_below ? 524031 : 0)) >> 22;
  int h = q + ((-k * 1741647) >> 19) + 1;
  Power power = get_powers ()[-k - MIN_POWER];
  guint64 lower = multiply_to_odd (power, (4 * c - 2 + closer_below) << h) + odd;
  guint64 value = multiply_to_odd (power, (4 * c) << h);
  guint64 upper = multiply_to_odd (power, (4 * c + 2) << h) - odd;
  guint64 s = value / 4;
  gboolean below_inside, above_inside;

  if (s >= 10)
    {
      guint64 tens = s / 10;

      below_inside = lower <= 40 * tens;
      above_inside = 40 * tens + 40 <= upper;
      if (below_inside != above_inside)
        return (Decimal) { tens + above_inside, k + 1 };
    }

  below_inside = lower <= 4 * s;
  above_inside = 4 * s + 4 <= upper;
  if (below_inside != above_inside)
    return (Decimal) { s + above_inside, k };
  return (Decimal) { s + (value > 4 * s + 2 || (value == 4 * s + 2 && (s & 1))), k };
}

static Decimal
remove_trailing_zeros (Decimal decimal)
{
  while (decimal.digits % 10000 == 0)
    {
      decimal.digits /= 10000;
      decimal.exponent += 4;
    }
  while (decimal.digits % 10 == 0)
    {
      decimal.digits /= 10;
      decimal.exponent++;
    }

  return decimal;
}

/* @bits are those of a positive finite double. */
static Decimal
get_shortest (guint64 bits)
{
  guint64 fraction = bits & (HIDDEN_BIT - 1);
  int exponent = (int) (bits >> 52);

  if (exponent == 0)
    return schubfach (fraction, 1 - EXPONENT_BIAS, FALSE);
  return schubfach (fraction | HIDDEN_BIT, exponent - EXPONENT_BIAS,
                    fraction == 0 && exponent > 1);
}

/* "1.5e+20" */
static char *
put_scientific (char       *out,
                const char *digits,
                int         n_digits,
                int         exponent,
                char        mark)
{
  *out++ = digits[0];
  if (n_digits > 1)
    {
      *out++ = mark;
      memcpy (out, digits + 1, n_digits - 1);
      out += n_digits - 1;
    }
  *out++ = 'e';
  *out++ = exponent < 0 ? '-' : '+';
  exponent = ABS (exponent);
  if (exponent < 10)
    *out++ = '0';
  return sd_format_uint64 (out, (guint64) exponent);
}

/* The value is 0.DIGITS × 10^@point. */
static char *
put_plain (char       *out,
           const char *digits,
           int         n_digits,
           int         point,
           char        mark)
{
  if (point <= 0)
    {
      *out++ = '0';
      *out++ = mark;
      memset (out, '0', -point);
      memcpy (out - point, digits, n_digits);
      return out - point + n_digits;
    }
  if (point >= n_digits)
    {
      memcpy (out, digits, n_digits);
      memset (out + n_digits, '0', point - n_digits);
      return out + point;
    }

  memcpy (out, digits, point);
  out[point] = mark;
  memcpy (out + point + 1, digits + point, n_digits - point);
  return out + n_digits + 1;
}

/**
 * sd_format_double:
 * @out: where to write
 * @value: a number
 * @mark: the decimal mark
 *
 * Writes plain decimals from 0.00001 up to 15 digits before the mark, and
 * "1.5e+20" beyond. Minus zero is written as zero.
 *
 * Returns: the end of what was written
 */
char *
sd_format_double (char   *out,
                  double  value,
                  char    mark)
{
  char digits[SD_FORMAT_MAX];
  Decimal decimal;
  guint64 bits;
  int n_digits, point;

  if (value - value != 0)
    return out;
  if (value == 0)
    {
      *out = '0';
      return out + 1;
    }

  memcpy (&bits, &value, sizeof bits);
  *out = '-';
  out += bits >> 63;
  decimal = remove_trailing_zeros (get_shortest (bits & (G_MAXUINT64 >> 1)));
  n_digits = (int) (sd_format_uint64 (digits, decimal.digits) - digits);
  point = n_digits + decimal.exponent;
  if (point < -4 || point > 15)
    return put_scientific (out, digits, n_digits, point - 1, mark);
  return put_plain (out, digits, n_digits, point, mark);
}
