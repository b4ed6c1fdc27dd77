/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Values as text, as they stand in an export, and text as values: what is not
 * written as such a value is NULL.
 */

#define G_LOG_DOMAIN "sd-formula"

#include <math.h>
#include <string.h>

#include "sd-calendar.h"
#include "sd-format.h"
#include "sd-formula-kernels-private.h"

/* Longer text is no number and no date. */
#define MAX_LITERAL 64

#define DEFINE_FROM(name, expression)                                    \
void                                                                            \
sd_kernel_text_from_##name (const SdFormulaStep *step,                          \
                            SdFormulaRun        *run)                           \
{                                                                               \
  const SdVector *a = sd_step_arg (step, run, 0);                               \
  SdVector *out = sd_step_out (step, run);                                      \
                                                                                \
  sd_step_join_nulls (step, run);                                               \
  for (guint i = 0; i < run->n; i++)                                            \
    if (out->null == NULL || !out->null[i])                                     \
      {                                                                         \
        char *to = sd_run_get_text (run, SD_FORMAT_MAX);                        \
                                                                                \
        out->text[i] = sd_run_take_text (run, (expression) - to);               \
      }                                                                         \
}

static inline gint64
clamp_date (gint64 date)
{
  return CLAMP (date, SD_DATE_MIN, SD_DATE_MAX);
}

static inline gint64
clamp_time (gint64 time)
{
  return CLAMP (time, 0, SD_USEC_PER_DAY - 1);
}

static inline gint64
clamp_timestamp (gint64 timestamp)
{
  return CLAMP (timestamp, SD_DATE_MIN * SD_USEC_PER_DAY,
                (SD_DATE_MAX + 1) * SD_USEC_PER_DAY - 1);
}

static char *
format_boolean (char  *to,
                gint64 value)
{
  return g_stpcpy (to, value ? "true" : "false");
}

DEFINE_FROM (integer, sd_format_int64 (to, a->i64[i]))
DEFINE_FROM (decimal, sd_format_decimal (to, a->i64[i], step->a, '.'))
DEFINE_FROM (real, sd_format_double (to, a->f64[i], '.'))
DEFINE_FROM (boolean, format_boolean (to, a->i64[i]))
DEFINE_FROM (date, sd_format_date (to, clamp_date (a->i64[i])))
DEFINE_FROM (time, sd_format_time (to, clamp_time (a->i64[i])))
DEFINE_FROM (timestamp, sd_format_timestamp (to, clamp_timestamp (a->i64[i]), ' '))
DEFINE_FROM (uuid, sd_format_uuid (to, a->uuid[i].high, a->uuid[i].low))

/* @text without blanks around it, ended by NUL; FALSE when it is too long. */
static gboolean
get_literal (SdText  text,
             char   *literal)
{
  while (text.length > 0 && text.data[0] == ' ')
    {
      text.data++;
      text.length--;
    }
  while (text.length > 0 && text.data[text.length - 1] == ' ')
    text.length--;
  if (text.length == 0 || text.length >= MAX_LITERAL || memchr (text.data, 0, text.length) != NULL)
    return FALSE;
  memcpy (literal, text.data, text.length);
  literal[text.length] = '\0';
  return TRUE;
}

/* Digits with a sign and a point, rounded half away from zero to @scale. */
static gboolean
parse_decimal (const char *text,
               guint       scale,
               gint64     *value)
{
  const gboolean negative = *text == '-';
  guint n_digits = 0;
  int decimals = -1;
  gboolean up = FALSE;

  if (*text == '-' || *text == '+')
    text++;
  *value = 0;
  for (; *text != '\0'; text++)
    {
      if (*text == '.' && decimals < 0)
        {
          decimals = 0;
          continue;
        }
      if (!g_ascii_isdigit (*text))
        return FALSE;
      n_digits++;
      if (decimals == (int) scale)
        up = *text >= '5';
      if (decimals >= 0)
        decimals++;
      if (decimals <= (int) scale
          && (__builtin_mul_overflow (*value, (gint64) 10, value)
              || __builtin_add_overflow (*value, (gint64) (*text - '0'), value)))
        return FALSE;
    }
  for (int i = MAX (decimals, 0); i < (int) scale; i++)
    if (__builtin_mul_overflow (*value, (gint64) 10, value))
      return FALSE;
  if (up && __builtin_add_overflow (*value, (gint64) 1, value))
    return FALSE;
  if (negative)
    *value = -*value;
  return n_digits > 0;
}

static gboolean
parse_real (const char *text,
            double     *value)
{
  char *end;

  if (strspn (text, "0123456789+-.eE") != strlen (text))
    return FALSE;
  *value = g_ascii_strtod (text, &end);
  return *end == '\0' && end != text && fabs (*value) <= G_MAXDOUBLE;
}

static gboolean
parse_boolean (const char *text,
               gint64     *value)
{
  static const char * const words[] = { "false", "true", "f", "t", "no", "yes", "0", "1" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (text, words[i]) == 0)
      {
        *value = i % 2;
        return TRUE;
      }
  return FALSE;
}

static gboolean
parse_timestamp (const char *text,
                 gint64     *value)
{
  if (sd_timestamp_parse (text, value))
    return TRUE;
  if (!sd_date_parse (text, value))
    return FALSE;
  *value *= SD_USEC_PER_DAY;
  return TRUE;
}

static gboolean
parse_date (const char *text,
            gint64     *value)
{
  gint64 timestamp;

  if (sd_date_parse (text, value))
    return TRUE;
  if (!sd_timestamp_parse (text, &timestamp))
    return FALSE;
  *value = timestamp / SD_USEC_PER_DAY - (timestamp % SD_USEC_PER_DAY < 0);
  return TRUE;
}

#define DEFINE_TO(name, field, call)                                            \
void                                                                            \
sd_kernel_##name##_from_text (const SdFormulaStep *step,                        \
                              SdFormulaRun        *run)                         \
{                                                                               \
  const SdText *a = sd_step_arg (step, run, 0)->text;                           \
  SdVector *out = sd_step_out (step, run);                                      \
  char literal[MAX_LITERAL];                                                    \
  guint8 *null;                                                                 \
                                                                                \
  sd_step_join_nulls (step, run);                                               \
  null = sd_run_own_null (run, out);                                            \
  for (guint i = 0; i < run->n; i++)                                            \
    if (null[i] || !get_literal (a[i], literal) || !(call))                     \
      {                                                                         \
        out->field[i] = 0;                                                      \
        null[i] = 1;                                                            \
      }                                                                         \
}

DEFINE_TO (decimal, i64, parse_decimal (literal, step->a, &out->i64[i]))
DEFINE_TO (real, f64, parse_real (literal, &out->f64[i]))
DEFINE_TO (boolean, i64, parse_boolean (literal, &out->i64[i]))
DEFINE_TO (date, i64, parse_date (literal, &out->i64[i]))
DEFINE_TO (time, i64, sd_time_parse (literal, &out->i64[i]))
DEFINE_TO (timestamp, i64, parse_timestamp (literal, &out->i64[i]))
