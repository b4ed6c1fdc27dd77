/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The functions of dates and times. Text that is written in the formula is read
 * as a date.
 */

#define G_LOG_DOMAIN "sd-formula"

#include "sd-formula-function-private.h"

static const SdFormulaType integer_type = { SD_VALUE_INTEGER };
static const SdFormulaType date_type = { SD_VALUE_DATE };

/* Argument @i as a date or, with its time, as it is. */
static guint
bind_moment (SdBinder            *self,
             const SdFunction    *function,
             const SdFormulaNode *node,
             guint                i)
{
  const guint value = sd_binder_bind (self, node->args[i], -1);
  const SdValueKind kind = sd_binder_get_kind (self, value);

  if (kind == SD_VALUE_ERROR || kind == SD_VALUE_TIMESTAMP)
    return value;
  if (kind != SD_VALUE_DATE && kind != SD_VALUE_NULL
      && !(kind == SD_VALUE_TEXT && sd_formula_program_get (self->program, value)->constant))
    return sd_function_fail_argument (self, function, node->args[i], value, SD_VALUE_DATE);
  return sd_binder_convert (self, node->args[i], value, date_type, FALSE);
}

static guint
bind_date (SdBinder            *self,
           const SdFunction    *function,
           const SdFormulaNode *node,
           guint                i)
{
  return sd_binder_convert (self, node->args[i], bind_moment (self, function, node, i),
                            date_type, FALSE);
}

/* YEAR, QUARTER, MONTH, DAY, WEEKDAY; `b` is the largest. */
guint
sd_function_date_part (SdBinder            *self,
                       const SdFunction    *function,
                       const SdFormulaNode *node,
                       int                  scale)
{
  const guint date = bind_date (self, function, node, 0);

  if (date == SD_NO_REGISTER)
    return date;
  return sd_binder_emit (self, (SdFormulaEmit) { .kernel = sd_kernel_date_part,
                                                 .type = integer_type, .a = function->a,
                                                 .has_range = TRUE, .minimum = 1,
                                                 .maximum = function->b },
                         1, date);
}

/* HOUR, MINUTE, SECOND of a time or a date with time. */
guint
sd_function_time_part (SdBinder            *self,
                       const SdFunction    *function,
                       const SdFormulaNode *node,
                       int                  scale)
{
  guint value = sd_binder_bind (self, node->args[0], -1);
  const SdValueKind kind = sd_binder_get_kind (self, value);

  if (kind == SD_VALUE_ERROR)
    return value;
  if (kind != SD_VALUE_TIME && kind != SD_VALUE_TIMESTAMP && kind != SD_VALUE_NULL
      && !(kind == SD_VALUE_TEXT && sd_formula_program_get (self->program, value)->constant))
    return sd_function_fail_argument (self, function, node->args[0], value, SD_VALUE_TIME);
  value = sd_binder_convert (self, node->args[0], value, (SdFormulaType) { SD_VALUE_TIME }, FALSE);
  if (value == SD_NO_REGISTER)
    return value;
  return sd_binder_emit (self, (SdFormulaEmit) { .kernel = sd_kernel_time_part,
                                                 .type = integer_type,
                                                 .a = function->a, .b = function->b,
                                                 .has_range = TRUE, .maximum = function->b - 1 },
                         1, value);
}

guint
sd_function_to_date (SdBinder            *self,
                     const SdFunction    *function,
                     const SdFormulaNode *node,
                     int                  scale)
{
  return bind_date (self, function, node, 0);
}

guint
sd_function_as_of (SdBinder            *self,
                   const SdFunction    *function,
                   const SdFormulaNode *node,
                   int                  scale)
{
  return sd_formula_program_add_number (self->program, date_type, self->scope->as_of);
}

guint
sd_function_days_between (SdBinder            *self,
                          const SdFunction    *function,
                          const SdFormulaNode *node,
                          int                  scale)
{
  const guint from = bind_date (self, function, node, 0);
  const guint to = bind_date (self, function, node, 1);

  return sd_binder_arithmetic (self, node, SD_FORMULA_SUBTRACT, to, from, scale);
}

/* Whole months; `a` of them are one of what is counted. */
guint
sd_function_months_between (SdBinder            *self,
                            const SdFunction    *function,
                            const SdFormulaNode *node,
                            int                  scale)
{
  const guint from = bind_date (self, function, node, 0);
  const guint to = bind_date (self, function, node, 1);

  if (from == SD_NO_REGISTER || to == SD_NO_REGISTER)
    return SD_NO_REGISTER;
  return sd_binder_emit (self, (SdFormulaEmit) { .kernel = sd_kernel_months_between,
                                                 .type = integer_type, .a = function->a,
                                                 .has_range = TRUE,
                                                 .minimum = -12 * 10000, .maximum = 12 * 10000 },
                         2, from, to);
}

guint
sd_function_add_days (SdBinder            *self,
                      const SdFunction    *function,
                      const SdFormulaNode *node,
                      int                  scale)
{
  const guint date = bind_moment (self, function, node, 0);
  const guint days = sd_function_get_number (self, function, node, 1, -1);

  return sd_binder_arithmetic (self, node, SD_FORMULA_ADD, date, days, scale);
}

guint
sd_function_add_months (SdBinder            *self,
                        const SdFunction    *function,
                        const SdFormulaNode *node,
                        int                  scale)
{
  const guint date = bind_moment (self, function, node, 0);
  const guint months = sd_function_get_integer (self, function, node, 1);
  SdFormulaEmit step = { .kernel = sd_kernel_date_add_months, .may_null = TRUE };

  if (date == SD_NO_REGISTER || months == SD_NO_REGISTER)
    return SD_NO_REGISTER;
  step.type.kind = sd_binder_get_kind (self, date);
  if (step.type.kind == SD_VALUE_TIMESTAMP)
    step.kernel = sd_kernel_timestamp_add_months;
  return sd_binder_emit (self, step, 2, date, months);
}
