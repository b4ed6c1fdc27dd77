/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What is known of a formula's values before they are made: enough to prove of
 * most formulas that nothing overflows and no divisor is zero, so that a total
 * is NOT NULL in the database and its loop needs no checks.
 */

#define G_LOG_DOMAIN "sd-formula"

#include <math.h>

#include "sd-formula-bind-private.h"
#include "sd-math.h"

/* Reals beyond this are not vouched for. */
#define LARGEST 1e300

/* For functions that are exact to about 1e-13 only. */
#define SLACK 1e-9

/* A little more than the largest normal deviate of 53 random bits. */
#define LARGEST_DEVIATE 8.5

gboolean
sd_binder_range_exact (SdBinder          *self,
                       SdFormulaOperator  operator,
                       guint              a,
                       guint              b,
                       SdFormulaEmit     *step)
{
  const SdFormulaRegister *left = sd_formula_program_get (self->program, a);
  const SdFormulaRegister *right = sd_formula_program_get (self->program, b);
  const __int128 as[2] = { left->minimum, left->maximum };
  const __int128 bs[2] = { right->minimum, right->maximum };
  __int128 minimum = 0, maximum = 0;

  if (!left->has_range || !right->has_range)
    return FALSE;
  for (guint i = 0; i < 4; i++)
    {
      const __int128 x = as[i / 2], y = bs[i % 2];
      const __int128 value = operator == SD_FORMULA_ADD ? x + y
                             : operator == SD_FORMULA_SUBTRACT ? x - y : x * y;

      minimum = i == 0 || value < minimum ? value : minimum;
      maximum = i == 0 || value > maximum ? value : maximum;
    }
  if (minimum < G_MININT64 || maximum > G_MAXINT64)
    return FALSE;
  step->has_range = TRUE;
  step->minimum = minimum;
  step->maximum = maximum;
  return TRUE;
}

/* The bounds of a number of any kind, as a real. */
static gboolean
get_bounds (SdBinder *self,
            guint     value,
            double   *low,
            double   *high)
{
  const SdFormulaRegister *from = sd_formula_program_get (self->program, value);
  const double unit = (double) sd_pow10[from->type.scale];

  *low = from->has_bounds ? from->low : (double) from->minimum / unit;
  *high = from->has_bounds ? from->high : (double) from->maximum / unit;
  return from->has_bounds || from->has_range;
}

static void
set_bounds (SdFormulaEmit *step,
            double         low,
            double         high)
{
  if (!(low >= -LARGEST) || !(high <= LARGEST))
    return;
  step->has_bounds = TRUE;
  step->may_null = FALSE;
  step->low = low;
  step->high = high;
}

static double
operate (SdFormulaOperator operator,
         double            x,
         double            y)
{
  switch ((guint) operator)
    {
    case SD_FORMULA_ADD:
      return x + y;
    case SD_FORMULA_SUBTRACT:
      return x - y;
    case SD_FORMULA_MULTIPLY:
      return x * y;
    case SD_FORMULA_DIVIDE:
    default:
      return x / y;
    }
}

/* Rounding is monotone, so that the corners' results bound all others. */
void
sd_binder_bound_real (SdBinder          *self,
                      SdFormulaOperator  operator,
                      guint              a,
                      guint              b,
                      SdFormulaEmit     *step)
{
  double as[2], bs[2];
  double low = G_MAXDOUBLE, high = -G_MAXDOUBLE;

  if (!get_bounds (self, a, &as[0], &as[1]) || !get_bounds (self, b, &bs[0], &bs[1]))
    return;
  if ((operator == SD_FORMULA_DIVIDE || operator == SD_FORMULA_REMAINDER)
      && bs[0] <= 0 && bs[1] >= 0)
    return;
  if (operator == SD_FORMULA_REMAINDER)
    {
      const double most = MAX (fabs (bs[0]), fabs (bs[1]));

      if (fabs (as[0] / bs[0]) < 1e15 && fabs (as[1] / bs[0]) < 1e15)
        set_bounds (step, -2 * most, 2 * most);
      return;
    }
  for (guint i = 0; i < 4; i++)
    {
      const double value = operate (operator, as[i / 2], bs[i % 2]);

      low = MIN (low, value);
      high = MAX (high, value);
    }
  set_bounds (step, low, high);
}

static void
bound_power (SdFormulaEmit *step,
             const double  *as,
             const double  *bs)
{
  double low = G_MAXDOUBLE, high = 0;

  if (as[0] <= 0)
    {
      /* Squares and cubes of anything. */
      const double most = MAX (fabs (as[0]), fabs (as[1]));

      if (bs[0] == bs[1] && bs[0] > 0 && bs[0] == sd_floor (bs[0]) && bs[0] <= 8)
        {
          high = sd_pow (most, bs[0]) * (1 + SLACK);
          set_bounds (step, -high, high);
        }
      return;
    }
  for (guint i = 0; i < 4; i++)
    {
      const double value = sd_pow (as[i / 2], bs[i % 2]);

      low = MIN (low, value);
      high = MAX (high, value);
    }
  set_bounds (step, low * (1 - SLACK), high * (1 + SLACK));
}

static void
widen (SdFormulaEmit *step,
       double         low,
       double         high)
{
  set_bounds (step, low - fabs (low) * SLACK - SLACK, high + fabs (high) * SLACK + SLACK);
}

void
sd_binder_bound_function (SdBinder      *self,
                          guint          a,
                          guint          b,
                          SdFormulaEmit *step)
{
  double as[2], bs[2];

  if (!get_bounds (self, a, &as[0], &as[1]) || !get_bounds (self, b, &bs[0], &bs[1]))
    return;
  if (step->kernel == sd_kernel_real_from_scaled)
    set_bounds (step, as[0], as[1]);
  else if (step->kernel == sd_kernel_draw_uniform)
    widen (step, MIN (as[0], bs[0]), MAX (as[1], bs[1]));
  else if (step->kernel == sd_kernel_draw_normal)
    {
      const double most = LARGEST_DEVIATE * MAX (fabs (bs[0]), fabs (bs[1]));

      widen (step, as[0] - most, as[1] + most);
    }
  else if (step->kernel == sd_kernel_real_absolute)
    set_bounds (step, 0, MAX (fabs (as[0]), fabs (as[1])));
  else if (step->kernel == sd_kernel_real_exp && as[1] < 690)
    set_bounds (step, sd_exp (MAX (as[0], -690)) * (as[0] < -690 ? 0 : 1 - SLACK),
                sd_exp (as[1]) * (1 + SLACK));
  else if (step->kernel == sd_kernel_real_sqrt && as[0] >= 0)
    set_bounds (step, sqrt (as[0]), sqrt (as[1]));
  else if (step->kernel == sd_kernel_real_log && as[0] > 0)
    widen (step, sd_log (as[0]), sd_log (as[1]));
  else if (step->kernel == sd_kernel_real_log10 && as[0] > 0)
    widen (step, sd_log (as[0]) / 2.302585092994046, sd_log (as[1]) / 2.302585092994046);
  else if (step->kernel == sd_kernel_real_power)
    bound_power (step, as, bs);
}

void
sd_binder_range_rounded (SdBinder      *self,
                         guint          value,
                         SdFormulaEmit *step)
{
  const double unit = (double) sd_pow10[step->type.scale];
  double low, high;

  if (!get_bounds (self, value, &low, &high) || low * unit < -9e18 || high * unit > 9e18)
    return;
  step->may_null = FALSE;
  step->has_range = TRUE;
  step->minimum = (gint64) sd_floor (low * unit);
  step->maximum = (gint64) sd_ceil (high * unit);
}

/* Exact quotients and remainders: the divisor must not be 0. */
void
sd_binder_range_divided (SdBinder      *self,
                         guint          a,
                         guint          b,
                         SdFormulaEmit *step)
{
  const double unit = (double) sd_pow10[step->type.scale];
  double as[2], bs[2];
  double most;

  if (!get_bounds (self, a, &as[0], &as[1]) || !get_bounds (self, b, &bs[0], &bs[1])
      || (bs[0] <= 0 && bs[1] >= 0))
    return;
  most = step->kernel == sd_kernel_remainder
         ? MAX (fabs (bs[0]), fabs (bs[1]))
         : MAX (fabs (as[0]), fabs (as[1])) / MIN (fabs (bs[0]), fabs (bs[1]));
  most = most * (1 + SLACK) + 1;
  if (most * unit > 9e18)
    return;
  step->may_null = FALSE;
  step->has_range = TRUE;
  step->minimum = (gint64) (-most * unit);
  step->maximum = (gint64) (most * unit);
}

/* A constant NULL has every range. */
static gboolean
is_constant_null (const SdFormulaRegister *value)
{
  return value->constant && value->may_null;
}

void
sd_binder_range_either (SdBinder      *self,
                        guint          a,
                        guint          b,
                        SdFormulaEmit *step)
{
  const SdFormulaRegister *left = sd_formula_program_get (self->program, a);
  const SdFormulaRegister *right = sd_formula_program_get (self->program, b);

  if (is_constant_null (left))
    left = right;
  if (is_constant_null (right))
    right = left;
  step->has_range = left->has_range && right->has_range;
  step->minimum = MIN (left->minimum, right->minimum);
  step->maximum = MAX (left->maximum, right->maximum);
  step->has_bounds = left->has_bounds && right->has_bounds;
  step->low = MIN (left->low, right->low);
  step->high = MAX (left->high, right->high);
}
