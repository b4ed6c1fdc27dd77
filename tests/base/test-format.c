/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Numbers and dates as text. GLib is the oracle where it can be. */

#include <math.h>
#include <string.h>

#include "sd-calendar.h"
#include "sd-format-block.h"
#include "sd-format.h"
#include "sd-math.h"
#include "sd-random.h"

#define SEED    42
#define N_TRIES 200000
#define GUARD   '\x7f'

/* The formatted text with its end; what lies beyond SD_FORMAT_MAX stays as it
 * was. */
typedef struct
{
  char  text[SD_FORMAT_MAX + 8];
  char *end;
} Output;

static char *
begin (Output *self)
{
  memset (self->text, GUARD, sizeof self->text);
  return self->text;
}

static const char *
finish (Output *self)
{
  for (gsize i = SD_FORMAT_MAX; i < sizeof self->text; i++)
    g_assert_cmpint (self->text[i], ==, GUARD);
  g_assert_cmpint (self->end - self->text, <=, SD_FORMAT_MAX);
  *self->end = '\0';

  return self->text;
}

#define ASSERT_FORMAT(call, expected)                                            \
  G_STMT_START {                                                                 \
    Output output_;                                                              \
    char *out = begin (&output_);                                                \
    output_.end = call;                                                          \
    g_assert_cmpstr (finish (&output_), ==, expected);                           \
  } G_STMT_END

static void
test_int64 (void)
{
  ASSERT_FORMAT (sd_format_int64 (out, 0), "0");
  ASSERT_FORMAT (sd_format_int64 (out, -1), "-1");
  ASSERT_FORMAT (sd_format_int64 (out, G_MAXINT64), "9223372036854775807");
  ASSERT_FORMAT (sd_format_int64 (out, G_MININT64), "-9223372036854775808");

  for (guint i = 0; i < G_N_ELEMENTS (sd_pow10); i++)
    {
      for (int step = -1; step <= 1; step++)
        {
          g_autofree char *expected = g_strdup_printf ("%" G_GINT64_FORMAT, sd_pow10[i] + step);
          g_autofree char *negative = g_strdup_printf ("%" G_GINT64_FORMAT, -sd_pow10[i] + step);

          ASSERT_FORMAT (sd_format_int64 (out, sd_pow10[i] + step), expected);
          ASSERT_FORMAT (sd_format_int64 (out, -sd_pow10[i] + step), negative);
        }
    }
  for (guint i = 0; i < N_TRIES; i++)
    {
      gint64 value = (gint64) sd_random (SEED, i) >> (i % 64);
      char expected[32];

      g_snprintf (expected, sizeof expected, "%" G_GINT64_FORMAT, value);
      ASSERT_FORMAT (sd_format_int64 (out, value), expected);
    }
}

static void
test_decimal (void)
{
  ASSERT_FORMAT (sd_format_decimal (out, 1999, 2, '.'), "19.99");
  ASSERT_FORMAT (sd_format_decimal (out, 1999, 2, ','), "19,99");
  ASSERT_FORMAT (sd_format_decimal (out, 1999, 0, '.'), "1999");
  ASSERT_FORMAT (sd_format_decimal (out, 5, 2, '.'), "0.05");
  ASSERT_FORMAT (sd_format_decimal (out, -5, 2, '.'), "-0.05");
  ASSERT_FORMAT (sd_format_decimal (out, 0, 2, '.'), "0.00");
  ASSERT_FORMAT (sd_format_decimal (out, 100, 2, '.'), "1.00");
  ASSERT_FORMAT (sd_format_decimal (out, 1, 7, '.'), "0.0000001");
  ASSERT_FORMAT (sd_format_decimal (out, 1, 8, '.'), "0.00000001");
  ASSERT_FORMAT (sd_format_decimal (out, 1, 18, '.'), "0.000000000000000001");
  ASSERT_FORMAT (sd_format_decimal (out, G_MAXINT64, 18, '.'), "9.223372036854775807");
  ASSERT_FORMAT (sd_format_decimal (out, G_MININT64, 18, '.'), "-9.223372036854775808");
  ASSERT_FORMAT (sd_format_decimal (out, G_MININT64, 2, ','), "-92233720368547758,08");
  ASSERT_FORMAT (sd_format_decimal (out, G_MININT64, 0, ','), "-9223372036854775808");
}

static void
test_decimal_scales (void)
{
  for (guint i = 0; i < N_TRIES; i++)
    {
      guint scale = 1 + i % 18;
      gint64 value = (gint64) (sd_random (SEED, i) >> (1 + i / 18 % 63));
      char expected[48];

      g_snprintf (expected, sizeof expected, "%" G_GINT64_FORMAT ".%0*" G_GINT64_FORMAT,
                  value / sd_pow10[scale], (int) scale, value % sd_pow10[scale]);
      ASSERT_FORMAT (sd_format_decimal (out, value, scale, '.'), expected);
    }
}

static void
test_double (void)
{
  ASSERT_FORMAT (sd_format_double (out, 0, '.'), "0");
  ASSERT_FORMAT (sd_format_double (out, -0.0, '.'), "0");
  ASSERT_FORMAT (sd_format_double (out, 0.1, '.'), "0.1");
  ASSERT_FORMAT (sd_format_double (out, 0.1 + 0.2, '.'), "0.30000000000000004");
  ASSERT_FORMAT (sd_format_double (out, 12, '.'), "12");
  ASSERT_FORMAT (sd_format_double (out, 3.25, '.'), "3.25");
  ASSERT_FORMAT (sd_format_double (out, -3.25, ','), "-3,25");
  ASSERT_FORMAT (sd_format_double (out, 100, '.'), "100");
  ASSERT_FORMAT (sd_format_double (out, 1e5, '.'), "100000");
  ASSERT_FORMAT (sd_format_double (out, 123456789012345, '.'), "123456789012345");
  ASSERT_FORMAT (sd_format_double (out, 1e15, '.'), "1e+15");
  ASSERT_FORMAT (sd_format_double (out, 1.5e20, '.'), "1.5e+20");
  ASSERT_FORMAT (sd_format_double (out, 1.5e20, ','), "1,5e+20");
  ASSERT_FORMAT (sd_format_double (out, 0.00001, '.'), "0.00001");
  ASSERT_FORMAT (sd_format_double (out, 0.000012345, '.'), "0.000012345");
  ASSERT_FORMAT (sd_format_double (out, 0.0000099, '.'), "9.9e-06");
  ASSERT_FORMAT (sd_format_double (out, 1e-7, '.'), "1e-07");
  ASSERT_FORMAT (sd_format_double (out, 5e-324, '.'), "5e-324");
  ASSERT_FORMAT (sd_format_double (out, 2.2250738585072014e-308, '.'), "2.2250738585072014e-308");
  ASSERT_FORMAT (sd_format_double (out, G_MAXDOUBLE, '.'), "1.7976931348623157e+308");
  ASSERT_FORMAT (sd_format_double (out, -1.7976931348623157e308, '.'), "-1.7976931348623157e+308");
  ASSERT_FORMAT (sd_format_double (out, 9007199254740993, '.'), "9.007199254740992e+15");
  ASSERT_FORMAT (sd_format_double (out, 5e-5, '.'), "0.00005");
  ASSERT_FORMAT (sd_format_double (out, 2e-44, '.'), "2e-44");
  ASSERT_FORMAT (sd_format_double (out, NAN, '.'), "");
  ASSERT_FORMAT (sd_format_double (out, INFINITY, '.'), "");
  ASSERT_FORMAT (sd_format_double (out, -INFINITY, '.'), "");
}

static double
make_double (guint i)
{
  guint64 bits = sd_random (SEED, i);
  double value;

  switch (i % 4)
    {
    case 0:  /* all doubles alike */
      break;
    case 1:  /* decimals of a few digits */
      return (double) ((gint64) bits >> 44) / 1000;
    case 2:  /* next to a power of two, where the neighbors are unequally far */
      bits = (bits & G_GUINT64_CONSTANT (0xfff0000000000000)) + bits % 3 - 1;
      break;
    default:
      return (double) (gint64) bits / 1e18;
    }
  memcpy (&value, &bits, sizeof value);

  return value - value == 0 ? value : 1;
}

static guint
count_digits (const char *text)
{
  guint n = 0;
  gboolean leading = TRUE;

  for (; *text && *text != 'e'; text++)
    {
      leading &= !g_ascii_isdigit (*text) || *text == '0';
      n += g_ascii_isdigit (*text) && !leading;
    }

  return n;
}

/* Reads back as the same double, and no text of fewer digits does. */
static void
test_round_trip (void)
{
  for (guint i = 0; i < N_TRIES; i++)
    {
      double value = make_double (i);
      guint n_digits;
      char shorter[64], format[8];
      Output output;

      output.end = sd_format_double (begin (&output), value, '.');
      finish (&output);
      if (g_ascii_strtod (output.text, NULL) != value)
        g_error ("%s is not %.17g", output.text, value);

      n_digits = count_digits (output.text);
      g_assert_cmpuint (n_digits, <=, 17);
      if (n_digits > 1 && output.text[strcspn (output.text, "e.")] != '\0')
        {
          g_snprintf (format, sizeof format, "%%.%ug", n_digits - 1);
          g_ascii_formatd (shorter, sizeof shorter, format, value);
          if (g_ascii_strtod (shorter, NULL) == value)
            g_error ("%s is longer than %s", output.text, shorter);
        }
    }
}

static void
test_date (void)
{
  ASSERT_FORMAT (sd_format_date (out, 0), "1970-01-01");
  ASSERT_FORMAT (sd_format_date (out, 20513), "2026-03-01");
  ASSERT_FORMAT (sd_format_date (out, SD_DATE_MIN), "0001-01-01");
  ASSERT_FORMAT (sd_format_date (out, SD_DATE_MAX), "9999-12-31");
  ASSERT_FORMAT (sd_format_date (out, G_MININT64), "0001-01-01");
  ASSERT_FORMAT (sd_format_date (out, G_MAXINT64), "9999-12-31");

  for (gint64 date = SD_DATE_MIN; date <= SD_DATE_MAX; date += 97)
    {
      gint64 parsed;
      Output output;

      output.end = sd_format_date (begin (&output), date);
      g_assert_true (sd_date_parse (finish (&output), &parsed));
      g_assert_cmpint (parsed, ==, date);
    }
}

static void
test_time (void)
{
  ASSERT_FORMAT (sd_format_time (out, 0), "00:00:00");
  ASSERT_FORMAT (sd_format_time (out, SD_USEC_PER_DAY - 1), "23:59:59.999999");
  ASSERT_FORMAT (sd_format_time (out, G_GINT64_CONSTANT (52200000000)), "14:30:00");
  ASSERT_FORMAT (sd_format_time (out, G_GINT64_CONSTANT (52205250000)), "14:30:05.250000");
  ASSERT_FORMAT (sd_format_time (out, 1), "00:00:00.000001");
  ASSERT_FORMAT (sd_format_time (out, -1), "00:00:00");
  ASSERT_FORMAT (sd_format_time (out, G_MAXINT64), "23:59:59.999999");
}

static void
test_timestamp (void)
{
  ASSERT_FORMAT (sd_format_timestamp (out, 0, ' '), "1970-01-01 00:00:00");
  ASSERT_FORMAT (sd_format_timestamp (out, -1, 'T'), "1969-12-31T23:59:59.999999");
  ASSERT_FORMAT (sd_format_timestamp (out, SD_USEC_PER_DAY, 'T'), "1970-01-02T00:00:00");
  ASSERT_FORMAT (sd_format_timestamp (out, -SD_USEC_PER_DAY, 'T'), "1969-12-31T00:00:00");

  for (guint i = 0; i < 20000; i++)
    {
      const guint64 n_days = SD_DATE_MAX - SD_DATE_MIN + 1;
      gint64 timestamp = (gint64) sd_scale (sd_random (SEED, i), n_days * SD_USEC_PER_DAY)
                         + SD_DATE_MIN * SD_USEC_PER_DAY;
      gint64 parsed;
      Output output;

      output.end = sd_format_timestamp (begin (&output), timestamp, ' ');
      g_assert_true (sd_timestamp_parse (finish (&output), &parsed));
      g_assert_cmpint (parsed, ==, timestamp);
    }
}

static void
test_uuid (void)
{
  ASSERT_FORMAT (sd_format_uuid (out, 0, 0), "00000000-0000-0000-0000-000000000000");
  ASSERT_FORMAT (sd_format_uuid (out, G_MAXUINT64, G_MAXUINT64),
                 "ffffffff-ffff-ffff-ffff-ffffffffffff");
  ASSERT_FORMAT (sd_format_uuid (out, G_GUINT64_CONSTANT (0x0123456789abcdef),
                                 G_GUINT64_CONSTANT (0xfedcba9876543210)),
                 "01234567-89ab-cdef-fedc-ba9876543210");

  for (guint i = 0; i < 1000; i++)
    {
      guint64 high = sd_random (SEED, 2 * i), low = sd_random (SEED, 2 * i + 1);
      g_autofree char *expected = NULL;

      expected = g_strdup_printf ("%08x-%04x-%04x-%04x-%04x%08x",
                                  (guint) (high >> 32), (guint) (high >> 16 & 0xffff),
                                  (guint) (high & 0xffff), (guint) (low >> 48),
                                  (guint) (low >> 32 & 0xffff), (guint) low);
      ASSERT_FORMAT (sd_format_uuid (out, high, low), expected);
    }
}

/* Every cell of a block is the text of the function for one number. */
static void
check_block (const gint64 *values,
             guint         n,
             const char   *lead,
             guint         scale)
{
  SdFormatBlock block;

  g_assert_true (sd_format_block_decimal (&block, values, n, lead, scale, ','));
  for (guint i = 0; i < n; i++)
    {
      char expected[SD_FORMAT_MAX * 2];
      char *end = sd_format_decimal (g_stpcpy (expected, lead), values[i], scale, ',');

      g_assert_cmpmem (block.cells[i], block.lengths[i], expected, (gsize) (end - expected));
    }
}

static void
test_block (void)
{
  static const char * const leads[] = { "", ",", ", ", "\"a\":" };
  gint64 values[SD_FORMAT_BLOCK] = { 0, 1, -1, 9, 10, 99999999, -99999999, 10000000 };

  for (guint scale = 0; scale <= 7; scale++)
    for (guint k = 0; k < G_N_ELEMENTS (leads); k++)
      for (guint try = 0; try < 200; try++)
        {
          for (guint i = try == 0 ? 8 : 0; i < SD_FORMAT_BLOCK; i++)
            {
              const guint64 random = sd_random (SEED, (scale * 4 + k) * 100000 + try * 100 + i);

              values[i] = (gint64) (random >> 8) % sd_pow10[random % 9];
              if (random & 0x80)
                values[i] = -values[i];
            }
          check_block (values, try % SD_FORMAT_BLOCK + 1, leads[k], scale);
        }
}

static void
test_block_too_long (void)
{
  static const gint64 too_long[] = { 100000000, -100000000, G_MAXINT64, G_MININT64 };
  SdFormatBlock block;

  for (guint i = 0; i < G_N_ELEMENTS (too_long); i++)
    {
      gint64 values[3] = { 1, too_long[i], 2 };

      g_assert_false (sd_format_block_int64 (&block, values, 3, ","));
      g_assert_false (sd_format_block_decimal (&block, values, 3, ",", 2, '.'));
      g_assert_true (sd_format_block_int64 (&block, values, 1, ","));
    }
  g_assert_false (sd_format_block_decimal (&block, (gint64[]) { 1 }, 1, ",", 8, '.'));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/format/int64", test_int64);
  g_test_add_func ("/format/decimal", test_decimal);
  g_test_add_func ("/format/decimal-scales", test_decimal_scales);
  g_test_add_func ("/format/double", test_double);
  g_test_add_func ("/format/round-trip", test_round_trip);
  g_test_add_func ("/format/date", test_date);
  g_test_add_func ("/format/time", test_time);
  g_test_add_func ("/format/timestamp", test_timestamp);
  g_test_add_func ("/format/uuid", test_uuid);
  g_test_add_func ("/format/block", test_block);
  g_test_add_func ("/format/block-too-long", test_block_too_long);

  return g_test_run ();
}
