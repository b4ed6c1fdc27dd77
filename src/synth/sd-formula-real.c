/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Arithmetic of reals and draws. What is no number (0 ÷ 0, the logarithm of
 * −1) and what is infinite is NULL. The functions are sd-math.h's, whose bits
 * are the same on every machine.
 */

#define G_LOG_DOMAIN "sd-formula"

#include <math.h>

#include "sd-formula-kernels-private.h"
#include "sd-math.h"
#include "sd-random.h"

/* NULL where the result is not finite. */
static void
mark_infinite (const SdFormulaStep *step,
               SdFormulaRun        *run)
{
  SdVector *out = sd_step_out (step, run);
  gboolean found = FALSE;
  guint8 *null;

  for (guint i = 0; i < run->n; i++)
    found |= !(fabs (out->f64[i]) <= G_MAXDOUBLE);
  if (!found)
    return;
  null = sd_run_own_null (run, out);
  for (guint i = 0; i < run->n; i++)
    null[i] |= !(fabs (out->f64[i]) <= G_MAXDOUBLE);
}

static double
remainder_of (double a,
              double b)
{
  const double quotient = a / b;

  return a - b * (quotient < 0 ? sd_ceil (quotient) : sd_floor (quotient));
}

/* Whole exponents by repeated multiplication: 3^2 is 9 to the last bit. */
static double
power (double base,
       double exponent)
{
  guint remaining = (guint) fabs (CLAMP (exponent, -1024, 1024));
  double result = 1.0;

  if (exponent != sd_floor (exponent) || fabs (exponent) > 1024)
    return sd_pow (base, exponent);
  for (double square = base; remaining > 0; remaining >>= 1, square *= square)
    if (remaining & 1)
      result *= square;
  return exponent < 0 ? 1.0 / result : result;
}

/* Powers of ten give whole numbers. */
static double
log10_of (double x)
{
  const double log = sd_log (x) / 2.302585092994045684;
  const double whole = sd_round (log);

  if (whole >= 0 && whole <= 18 && (double) sd_pow10[(guint) whole] == x)
    return whole;
  if (whole < 0 && whole >= -18 && 1.0 / (double) sd_pow10[(guint) -whole] == x)
    return whole;
  return log;
}

#define DEFINE_BINARY(name, expression)                                         \
void                                                                            \
sd_kernel_real_##name (const SdFormulaStep *step,                               \
                       SdFormulaRun        *run)                                \
{                                                                               \
  const double *x = sd_step_arg (step, run, 0)->f64;                            \
  const double *y = sd_step_arg (step, run, 1)->f64;                            \
  double *out = sd_step_out (step, run)->f64;                                   \
                                                                                \
  sd_step_join_nulls (step, run);                                               \
  for (guint i = 0; i < run->n; i++)                                            \
    out[i] = expression;                                                        \
  mark_infinite (step, run);                                                    \
}

DEFINE_BINARY (add, x[i] + y[i])
DEFINE_BINARY (subtract, x[i] - y[i])
/* Adding nothing turns −0 into 0. */
DEFINE_BINARY (multiply, x[i] * y[i] + 0.0)
DEFINE_BINARY (divide, x[i] / y[i] + 0.0)
DEFINE_BINARY (remainder, remainder_of (x[i], y[i]))
DEFINE_BINARY (power, power (x[i], y[i]))

#define DEFINE_UNARY(name, expression)                                          \
void                                                                            \
sd_kernel_real_##name (const SdFormulaStep *step,                               \
                       SdFormulaRun        *run)                                \
{                                                                               \
  const double *x = sd_step_arg (step, run, 0)->f64;                            \
  double *out = sd_step_out (step, run)->f64;                                   \
                                                                                \
  sd_step_join_nulls (step, run);                                               \
  for (guint i = 0; i < run->n; i++)                                            \
    out[i] = expression;                                                        \
  mark_infinite (step, run);                                                    \
}

DEFINE_UNARY (absolute, fabs (x[i]))
DEFINE_UNARY (sqrt, sqrt (x[i]))
DEFINE_UNARY (exp, sd_exp (x[i]))
DEFINE_UNARY (log, sd_log (x[i]))
DEFINE_UNARY (log10, log10_of (x[i]))

void
sd_kernel_real_sign (const SdFormulaStep *step,
                     SdFormulaRun        *run)
{
  const double *x = sd_step_arg (step, run, 0)->f64;
  gint64 *out = sd_step_out (step, run)->i64;

  sd_step_join_nulls (step, run);
  for (guint i = 0; i < run->n; i++)
    out[i] = (x[i] > 0) - (x[i] < 0);
}

void
sd_kernel_real_from_scaled (const SdFormulaStep *step,
                            SdFormulaRun        *run)
{
  const gint64 *a = sd_step_arg (step, run, 0)->i64;
  double *out = sd_step_out (step, run)->f64;
  const double divisor = (double) sd_pow10[step->a];

  sd_step_join_nulls (step, run);
  for (guint i = 0; i < run->n; i++)
    out[i] = (double) a[i] / divisor;
}

/* What is too large for 64 bits is NULL; 2^63 is the first double that is. */
#define DEFINE_TO_INTEGER(name, limit, expression)                              \
void                                                                            \
sd_kernel_real_##name (const SdFormulaStep *step,                               \
                       SdFormulaRun        *run)                                \
{                                                                               \
  const double *x = sd_step_arg (step, run, 0)->f64;                            \
  SdVector *out = sd_step_out (step, run);                                      \
  gboolean beyond = FALSE;                                                      \
  guint8 *null;                                                                 \
                                                                                \
  sd_step_join_nulls (step, run);                                               \
  for (guint i = 0; i < run->n; i++)                                            \
    {                                                                           \
      const gboolean fits = fabs (x[i]) < (limit);                              \
                                                                                \
      out->i64[i] = fits ? (expression) : 0;                                    \
      beyond |= !fits;                                                          \
    }                                                                           \
  if (!beyond)                                                                  \
    return;                                                                     \
  null = sd_run_own_null (run, out);                                            \
  for (guint i = 0; i < run->n; i++)                                            \
    null[i] |= !(fabs (x[i]) < (limit));                                        \
}

DEFINE_TO_INTEGER (round, 0x1p63 / (double) sd_pow10[step->a],
                   sd_round_to_scaled (x[i], step->a))
DEFINE_TO_INTEGER (floor, 0x1p63, (gint64) sd_floor (x[i]))
DEFINE_TO_INTEGER (ceil, 0x1p63, (gint64) sd_ceil (x[i]))

/* The draws of a call, in memory of the batch. */
static const guint64 *
get_draws (const SdFormulaStep *step,
           SdFormulaRun        *run)
{
  guint64 *draws = run->batch->alloc (run->batch->data, run->n * sizeof (guint64));

  run->batch->draw (run->batch->data, step->a, draws);
  return draws;
}

void
sd_kernel_draw_uniform (const SdFormulaStep *step,
                        SdFormulaRun        *run)
{
  const double *least = sd_step_arg (step, run, 0)->f64;
  const double *most = sd_step_arg (step, run, 1)->f64;
  const guint64 *draws = get_draws (step, run);
  double *out = sd_step_out (step, run)->f64;

  sd_step_join_nulls (step, run);
  for (guint i = 0; i < run->n; i++)
    out[i] = least[i] + (most[i] - least[i]) * sd_unit (draws[i]);
  mark_infinite (step, run);
}

void
sd_kernel_draw_normal (const SdFormulaStep *step,
                       SdFormulaRun        *run)
{
  const double *mean = sd_step_arg (step, run, 0)->f64;
  const double *deviation = sd_step_arg (step, run, 1)->f64;
  const guint64 *draws = get_draws (step, run);
  double *out = sd_step_out (step, run)->f64;

  sd_step_join_nulls (step, run);
  for (guint i = 0; i < run->n; i++)
    out[i] = mean[i] + deviation[i] * sd_normal_quantile (sd_unit (draws[i]));
  mark_infinite (step, run);
}
