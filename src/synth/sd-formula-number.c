/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Arithmetic of whole and decimal numbers, which are 64-bit integers in units
 * of 10^−scale: exact, with 128 bits in between, and NULL when the result does
 * not fit.
 */

#define G_LOG_DOMAIN "sd-formula"

#include "sd-formula-kernels-private.h"
#include "sd-kernel.h"
#include "sd-math.h"

typedef __int128 Wide;

/* The loop runs without looking back; only when something did overflow does a
 * second one mark where. */
#define DEFINE_CHECKED(name, operation)                                         \
void                                                                            \
sd_kernel_##name (const SdFormulaStep *step,                                    \
                  SdFormulaRun        *run)                                     \
{                                                                               \
  const gint64 *a = sd_step_arg (step, run, 0)->i64;                            \
  const gint64 *b = sd_step_arg (step, run, 1)->i64;                            \
  gint64 *out = sd_step_out (step, run)->i64;                                   \
  gboolean overflow = FALSE;                                                    \
                                                                                \
  sd_step_join_nulls (step, run);                                               \
  for (guint i = 0; i < run->n; i++)                                            \
    overflow |= operation (a[i], b[i], &out[i]);                                \
  if (overflow)                                                                 \
    {                                                                           \
      guint8 *null = sd_run_own_null (run, sd_step_out (step, run));            \
      gint64 ignored;                                                           \
                                                                                \
      for (guint i = 0; i < run->n; i++)                                        \
        null[i] |= operation (a[i], b[i], &ignored);                            \
    }                                                                           \
}

DEFINE_CHECKED (add, __builtin_add_overflow)
DEFINE_CHECKED (subtract, __builtin_sub_overflow)
DEFINE_CHECKED (multiply, __builtin_mul_overflow)

SD_KERNEL static void
add_wrap (const guint64 *a,
          const guint64 *b,
          guint64       *out,
          guint          n)
{
  for (guint i = 0; i < n; i++)
    out[i] = a[i] + b[i];
}

SD_KERNEL static void
subtract_wrap (const guint64 *a,
               const guint64 *b,
               guint64       *out,
               guint          n)
{
  for (guint i = 0; i < n; i++)
    out[i] = a[i] - b[i];
}

SD_KERNEL static void
multiply_wrap (const guint64 *a,
               const guint64 *b,
               guint64       *out,
               guint          n)
{
  for (guint i = 0; i < n; i++)
    out[i] = a[i] * b[i];
}

#define DEFINE_WRAPPING(name)                                                   \
void                                                                            \
sd_kernel_##name (const SdFormulaStep *step,                                    \
                  SdFormulaRun        *run)                                     \
{                                                                               \
  sd_step_join_nulls (step, run);                                               \
  name ((const guint64 *) sd_step_arg (step, run, 0)->i64,                      \
        (const guint64 *) sd_step_arg (step, run, 1)->i64,                      \
        (guint64 *) sd_step_out (step, run)->i64, run->n);                      \
}

DEFINE_WRAPPING (add_wrap)
DEFINE_WRAPPING (subtract_wrap)
DEFINE_WRAPPING (multiply_wrap)

/* @value ÷ @divisor, whose sign is the value's to give: half away from zero. */
static Wide
wide_divide_round (Wide value,
                   Wide divisor)
{
  Wide quotient, remainder;

  if (divisor < 0)
    {
      value = -value;
      divisor = -divisor;
    }
  quotient = value / divisor;
  remainder = value % divisor;
  if (remainder >= 0)
    return quotient + (remainder >= divisor - remainder);
  return quotient - (-remainder >= divisor + remainder);
}

/* FALSE when @value does not fit. */
static inline gboolean
narrow (Wide    value,
        gint64 *out)
{
  *out = (gint64) value;
  return *out == value;
}

void
sd_kernel_multiply_round (const SdFormulaStep *step,
                          SdFormulaRun        *run)
{
  const gint64 *a = sd_step_arg (step, run, 0)->i64;
  const gint64 *b = sd_step_arg (step, run, 1)->i64;
  SdVector *out = sd_step_out (step, run);
  const gint64 divisor = sd_pow10[step->a];
  guint8 *null;

  sd_step_join_nulls (step, run);
  null = sd_run_own_null (run, out);
  for (guint i = 0; i < run->n; i++)
    {
      gint64 product;

      if (!__builtin_mul_overflow (a[i], b[i], &product))
        out->i64[i] = sd_divide_round (product, divisor);
      else if (!narrow (wide_divide_round ((Wide) a[i] * b[i], divisor), &out->i64[i]))
        null[i] = 1;
    }
}

void
sd_kernel_divide_exact (const SdFormulaStep *step,
                        SdFormulaRun        *run)
{
  const gint64 *a = sd_step_arg (step, run, 0)->i64;
  const gint64 *b = sd_step_arg (step, run, 1)->i64;
  SdVector *out = sd_step_out (step, run);
  const gint64 factor = step->a > 0 ? sd_pow10[step->a] : 1;
  const gint64 divisor = step->a < 0 ? sd_pow10[-step->a] : 1;
  guint8 *null;

  sd_step_join_nulls (step, run);
  null = sd_run_own_null (run, out);
  for (guint i = 0; i < run->n; i++)
    if (b[i] == 0
        || !narrow (wide_divide_round ((Wide) a[i] * factor, (Wide) b[i] * divisor), &out->i64[i]))
      {
        out->i64[i] = 0;
        null[i] = 1;
      }
}

/* The sign is the dividend's, as in SQL. */
void
sd_kernel_remainder (const SdFormulaStep *step,
                     SdFormulaRun        *run)
{
  const gint64 *a = sd_step_arg (step, run, 0)->i64;
  const gint64 *b = sd_step_arg (step, run, 1)->i64;
  SdVector *out = sd_step_out (step, run);
  guint8 *null;

  sd_step_join_nulls (step, run);
  null = sd_run_own_null (run, out);
  for (guint i = 0; i < run->n; i++)
    {
      out->i64[i] = b[i] == 0 || b[i] == -1 ? 0 : a[i] % b[i];
      null[i] |= b[i] == 0;
    }
}

/* NULL where the argument is the one number that has no opposite. */
static void
mark_lowest (const SdFormulaStep *step,
             SdFormulaRun        *run)
{
  const gint64 *a = sd_step_arg (step, run, 0)->i64;
  gboolean found = FALSE;

  for (guint i = 0; i < run->n; i++)
    found |= a[i] == G_MININT64;
  if (found)
    {
      guint8 *null = sd_run_own_null (run, sd_step_out (step, run));

      for (guint i = 0; i < run->n; i++)
        null[i] |= a[i] == G_MININT64;
    }
}

void
sd_kernel_negate (const SdFormulaStep *step,
                  SdFormulaRun        *run)
{
  const gint64 *a = sd_step_arg (step, run, 0)->i64;
  gint64 *out = sd_step_out (step, run)->i64;

  sd_step_join_nulls (step, run);
  mark_lowest (step, run);
  for (guint i = 0; i < run->n; i++)
    out[i] = (gint64) (0 - (guint64) a[i]);
}

void
sd_kernel_absolute (const SdFormulaStep *step,
                    SdFormulaRun        *run)
{
  const gint64 *a = sd_step_arg (step, run, 0)->i64;
  gint64 *out = sd_step_out (step, run)->i64;

  sd_step_join_nulls (step, run);
  mark_lowest (step, run);
  for (guint i = 0; i < run->n; i++)
    out[i] = a[i] < 0 ? (gint64) (0 - (guint64) a[i]) : a[i];
}

void
sd_kernel_sign (const SdFormulaStep *step,
                SdFormulaRun        *run)
{
  const gint64 *a = sd_step_arg (step, run, 0)->i64;
  gint64 *out = sd_step_out (step, run)->i64;

  sd_step_join_nulls (step, run);
  for (guint i = 0; i < run->n; i++)
    out[i] = (a[i] > 0) - (a[i] < 0);
}

void
sd_kernel_to_boolean (const SdFormulaStep *step,
                      SdFormulaRun        *run)
{
  const gint64 *a = sd_step_arg (step, run, 0)->i64;
  gint64 *out = sd_step_out (step, run)->i64;

  sd_step_join_nulls (step, run);
  for (guint i = 0; i < run->n; i++)
    out[i] = a[i] != 0;
}

void
sd_kernel_scale_up (const SdFormulaStep *step,
                    SdFormulaRun        *run)
{
  const gint64 *a = sd_step_arg (step, run, 0)->i64;
  SdVector *out = sd_step_out (step, run);
  const gint64 factor = sd_pow10[step->a];
  gboolean overflow = FALSE;

  sd_step_join_nulls (step, run);
  for (guint i = 0; i < run->n; i++)
    overflow |= __builtin_mul_overflow (a[i], factor, &out->i64[i]);
  if (overflow)
    {
      guint8 *null = sd_run_own_null (run, out);
      gint64 ignored;

      for (guint i = 0; i < run->n; i++)
        null[i] |= __builtin_mul_overflow (a[i], factor, &ignored);
    }
}

void
sd_kernel_scale_down (const SdFormulaStep *step,
                      SdFormulaRun        *run)
{
  const gint64 *a = sd_step_arg (step, run, 0)->i64;
  gint64 *out = sd_step_out (step, run)->i64;
  const gint64 divisor = sd_pow10[step->a];

  sd_step_join_nulls (step, run);
  for (guint i = 0; i < run->n; i++)
    out[i] = sd_divide_round (a[i], divisor);
}

void
sd_kernel_scale_floor (const SdFormulaStep *step,
                       SdFormulaRun        *run)
{
  const gint64 *a = sd_step_arg (step, run, 0)->i64;
  gint64 *out = sd_step_out (step, run)->i64;
  const gint64 divisor = sd_pow10[step->a];

  sd_step_join_nulls (step, run);
  for (guint i = 0; i < run->n; i++)
    out[i] = a[i] / divisor - (a[i] % divisor < 0);
}

void
sd_kernel_scale_ceil (const SdFormulaStep *step,
                      SdFormulaRun        *run)
{
  const gint64 *a = sd_step_arg (step, run, 0)->i64;
  gint64 *out = sd_step_out (step, run)->i64;
  const gint64 divisor = sd_pow10[step->a];

  sd_step_join_nulls (step, run);
  for (guint i = 0; i < run->n; i++)
    out[i] = a[i] / divisor + (a[i] % divisor > 0);
}

void
sd_kernel_limit (const SdFormulaStep *step,
                 SdFormulaRun        *run)
{
  const gint64 *a = sd_step_arg (step, run, 0)->i64;
  SdVector *out = sd_step_out (step, run);
  const gint64 limit = sd_pow10[step->a] - 1;
  gboolean beyond = FALSE;

  sd_step_join_nulls (step, run);
  for (guint i = 0; i < run->n; i++)
    {
      out->i64[i] = a[i];
      beyond |= a[i] > limit || a[i] < -limit;
    }
  if (beyond)
    {
      guint8 *null = sd_run_own_null (run, out);

      for (guint i = 0; i < run->n; i++)
        null[i] |= a[i] > limit || a[i] < -limit;
    }
}
