/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Arithmetic of numbers, and of dates with days: which kernel it takes, and what
 * type comes out.
 */

#define G_LOG_DOMAIN "sd-formula"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-calendar.h"
#include "sd-formula-bind-private.h"

/* "“price” is text and cannot be multiplied." */
static guint
fail_arithmetic (SdBinder            *self,
                 const SdFormulaNode *node,
                 SdFormulaOperator    operator,
                 guint                value)
{
  g_autofree char *quote = sd_binder_quote (self, node);
  const char *phrase = sd_value_kind_get_phrase (sd_binder_get_kind (self, value));

  switch ((guint) operator)
    {
    case SD_FORMULA_ADD:
      return sd_binder_fail (self, node, _("%s is %s and cannot be added."), quote, phrase);
    case SD_FORMULA_SUBTRACT:
      return sd_binder_fail (self, node, _("%s is %s and cannot be subtracted."), quote, phrase);
    case SD_FORMULA_MULTIPLY:
      return sd_binder_fail (self, node, _("%s is %s and cannot be multiplied."), quote, phrase);
    case SD_FORMULA_NEGATE:
      return sd_binder_fail (self, node, _("%s is %s and cannot have a sign."), quote, phrase);
    default:
      return sd_binder_fail (self, node, _("%s is %s and cannot be divided."), quote, phrase);
    }
}

static SdFormulaType
exact_type (guint scale)
{
  return (SdFormulaType) { scale > 0 ? SD_VALUE_DECIMAL : SD_VALUE_INTEGER, scale };
}

static guint
bind_sum (SdBinder          *self,
          SdFormulaOperator  operator,
          guint              a,
          guint              b)
{
  const guint scale = MAX (sd_binder_get_scale (self, a), sd_binder_get_scale (self, b));
  const gboolean add = operator == SD_FORMULA_ADD;
  SdFormulaEmit step = { .type = exact_type (scale) };

  a = sd_binder_to_scale (self, a, scale);
  b = sd_binder_to_scale (self, b, scale);
  if (sd_binder_range_exact (self, operator, a, b, &step))
    step.kernel = add ? sd_kernel_add_wrap : sd_kernel_subtract_wrap;
  else
    {
      step.kernel = add ? sd_kernel_add : sd_kernel_subtract;
      step.may_null = TRUE;
    }
  return sd_binder_emit (self, step, 2, a, b);
}

static guint
bind_product (SdBinder *self,
              guint     a,
              guint     b)
{
  const guint a_scale = sd_binder_get_scale (self, a);
  const guint b_scale = sd_binder_get_scale (self, b);
  const guint scale = MIN (a_scale + b_scale, MAX (SD_FORMULA_MAX_SCALE, MAX (a_scale, b_scale)));
  SdFormulaEmit step = { .type = exact_type (scale), .a = a_scale + b_scale - scale };

  if (step.a > 0)
    {
      step.kernel = sd_kernel_multiply_round;
      step.may_null = TRUE;
    }
  else if (sd_binder_range_exact (self, SD_FORMULA_MULTIPLY, a, b, &step))
    step.kernel = sd_kernel_multiply_wrap;
  else
    {
      step.kernel = sd_kernel_multiply;
      step.may_null = TRUE;
    }
  return sd_binder_emit (self, step, 2, a, b);
}

static guint
bind_remainder (SdBinder *self,
                guint     a,
                guint     b)
{
  const guint scale = MAX (sd_binder_get_scale (self, a), sd_binder_get_scale (self, b));
  SdFormulaEmit step = { .kernel = sd_kernel_remainder, .type = exact_type (scale),
                         .may_null = TRUE };

  a = sd_binder_to_scale (self, a, scale);
  b = sd_binder_to_scale (self, b, scale);
  sd_binder_range_divided (self, a, b, &step);
  return sd_binder_emit (self, step, 2, a, b);
}

/* Exact numbers whose quotient is rounded to @scale at once. */
static guint
bind_exact_quotient (SdBinder *self,
                     guint     a,
                     guint     b,
                     int       scale)
{
  const int a_scale = sd_binder_get_scale (self, a);
  const int b_scale = sd_binder_get_scale (self, b);
  const int shift = scale + b_scale - a_scale;
  SdFormulaEmit step = { .kernel = sd_kernel_divide_exact, .type = exact_type (scale), .a = shift,
                         .may_null = TRUE };

  if (ABS (shift) > 18)
    return SD_NO_REGISTER;
  sd_binder_range_divided (self, a, b, &step);
  return sd_binder_emit (self, step, 2, a, b);
}

static guint
bind_real_arithmetic (SdBinder          *self,
                      SdFormulaOperator  operator,
                      guint              a,
                      guint              b)
{
  const SdFormulaKernel kernel = operator == SD_FORMULA_ADD ? sd_kernel_real_add
                                 : operator == SD_FORMULA_SUBTRACT ? sd_kernel_real_subtract
                                 : operator == SD_FORMULA_MULTIPLY ? sd_kernel_real_multiply
                                 : operator == SD_FORMULA_DIVIDE ? sd_kernel_real_divide
                                 : sd_kernel_real_remainder;
  SdFormulaEmit step = { .kernel = kernel, .type = { SD_VALUE_REAL }, .may_null = TRUE };

  a = sd_binder_to_real (self, a);
  b = sd_binder_to_real (self, b);
  sd_binder_bound_real (self, operator, a, b, &step);
  return sd_binder_emit (self, step, 2, a, b);
}

static guint
bind_numbers (SdBinder          *self,
              SdFormulaOperator  operator,
              guint              a,
              guint              b,
              int                scale)
{
  const gboolean exact = sd_value_kind_is_exact (sd_binder_get_kind (self, a))
                         && sd_value_kind_is_exact (sd_binder_get_kind (self, b));

  if (exact && (operator == SD_FORMULA_ADD || operator == SD_FORMULA_SUBTRACT))
    return bind_sum (self, operator, a, b);
  if (exact && operator == SD_FORMULA_MULTIPLY)
    return bind_product (self, a, b);
  if (exact && operator == SD_FORMULA_REMAINDER)
    return bind_remainder (self, a, b);
  if (exact && operator == SD_FORMULA_DIVIDE && scale >= 0)
    {
      guint quotient = bind_exact_quotient (self, a, b, scale);

      if (quotient != SD_NO_REGISTER)
        return quotient;
    }
  return bind_real_arithmetic (self, operator, a, b);
}

static guint
add_zero (SdBinder *self)
{
  return sd_formula_program_add_number (self->program, (SdFormulaType) { SD_VALUE_INTEGER }, 0);
}

static gboolean
has_days (SdValueKind kind)
{
  return kind == SD_VALUE_DATE || kind == SD_VALUE_TIMESTAMP;
}

/* A date and a number of days: whole ones for dates, parts too for dates with
 * time. */
static guint
bind_days (SdBinder *self,
           guint     date,
           guint     days,
           gboolean  subtract)
{
  const SdFormulaType type = { sd_binder_get_kind (self, date) };
  const gboolean stamped = type.kind == SD_VALUE_TIMESTAMP;
  SdFormulaEmit step = { .type = type, .may_null = TRUE };
  gboolean real;

  if (subtract)
    days = sd_binder_arithmetic (self, NULL, SD_FORMULA_SUBTRACT, add_zero (self), days, -1);
  real = stamped && (sd_binder_get_kind (self, days) == SD_VALUE_REAL
                     || sd_binder_get_scale (self, days) > 0);
  days = real ? sd_binder_to_real (self, days)
              : sd_binder_convert (self, NULL, days, (SdFormulaType) { SD_VALUE_INTEGER }, FALSE);
  if (!stamped && sd_binder_range_exact (self, SD_FORMULA_ADD, date, days, &step)
      && step.minimum >= SD_DATE_MIN && step.maximum <= SD_DATE_MAX)
    step.may_null = FALSE;
  else
    step.has_range = FALSE;
  step.kernel = real ? sd_kernel_timestamp_add_real
                : stamped ? sd_kernel_timestamp_add : sd_kernel_date_add;
  return sd_binder_emit (self, step, 2, date, days);
}

/* Days between two dates; real when a time of day is among them. */
static guint
bind_difference (SdBinder            *self,
                 const SdFormulaNode *node,
                 guint                a,
                 guint                b)
{
  const SdFormulaType stamp = { SD_VALUE_TIMESTAMP };

  if (sd_binder_get_kind (self, a) == SD_VALUE_DATE
      && sd_binder_get_kind (self, b) == SD_VALUE_DATE)
    return bind_sum (self, SD_FORMULA_SUBTRACT, a, b);
  a = sd_binder_convert (self, node, a, stamp, FALSE);
  b = sd_binder_convert (self, node, b, stamp, FALSE);
  return sd_binder_emit (self, (SdFormulaEmit) { .kernel = sd_kernel_timestamp_between,
                                                 .type = { SD_VALUE_REAL } },
                         2, a, b);
}

static gboolean
is_number (SdValueKind kind)
{
  return sd_value_kind_is_exact (kind) || kind == SD_VALUE_REAL;
}

/**
 * sd_binder_arithmetic:
 * @node: (nullable): the operation, whose arguments @a and @b are
 *
 * Numbers, and dates with days.
 */
guint
sd_binder_arithmetic (SdBinder            *self,
                      const SdFormulaNode *node,
                      SdFormulaOperator    operator,
                      guint                a,
                      guint                b,
                      int                  scale)
{
  const SdFormulaNode *left = node != NULL ? node->args[0] : NULL;
  const SdFormulaNode *right = node != NULL ? node->args[1] : NULL;
  const gboolean adding = operator == SD_FORMULA_ADD;
  const gboolean summing = adding || operator == SD_FORMULA_SUBTRACT;
  SdValueKind a_kind = sd_binder_get_kind (self, a);
  SdValueKind b_kind = sd_binder_get_kind (self, b);

  if (a_kind == SD_VALUE_ERROR || b_kind == SD_VALUE_ERROR)
    return SD_NO_REGISTER;
  if (a_kind == SD_VALUE_NULL)
    a = sd_formula_program_add_null (self->program, (SdFormulaType) { SD_VALUE_INTEGER });
  if (b_kind == SD_VALUE_NULL)
    b = sd_formula_program_add_null (self->program, (SdFormulaType) { SD_VALUE_INTEGER });
  a_kind = sd_binder_get_kind (self, a);
  b_kind = sd_binder_get_kind (self, b);

  if (summing && has_days (a_kind) && is_number (b_kind))
    return bind_days (self, a, b, !adding);
  if (adding && is_number (a_kind) && has_days (b_kind))
    return bind_days (self, b, a, FALSE);
  if (operator == SD_FORMULA_SUBTRACT && has_days (a_kind) && has_days (b_kind))
    return bind_difference (self, node, a, b);
  if (!is_number (a_kind) && !(summing && has_days (a_kind)))
    return fail_arithmetic (self, left, operator, a);
  if (!is_number (b_kind) || !is_number (a_kind))
    return fail_arithmetic (self, right, operator, b);
  return bind_numbers (self, operator, a, b, scale);
}

/* −x. */
guint
sd_binder_negate (SdBinder            *self,
                  const SdFormulaNode *node,
                  int                  scale)
{
  const guint value = sd_binder_bind (self, node->args[0], scale);
  const SdValueKind kind = sd_binder_get_kind (self, value);

  if (kind == SD_VALUE_ERROR || kind == SD_VALUE_NULL)
    return value;
  if (!is_number (kind))
    return fail_arithmetic (self, node->args[0], SD_FORMULA_NEGATE, value);
  if (kind == SD_VALUE_REAL)
    return bind_real_arithmetic (self, SD_FORMULA_SUBTRACT,
                                 sd_formula_program_add_real (self->program, 0.0), value);
  return bind_sum (self, SD_FORMULA_SUBTRACT, add_zero (self), value);
}
