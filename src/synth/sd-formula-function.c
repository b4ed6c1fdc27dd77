/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The functions of formulas. Adding one is a line of the table, and a binding
 * where none of those here fits.
 */

#define G_LOG_DOMAIN "sd-formula"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sd-formula-function-private.h"
#include "sd-math.h"
#include "sd-nearest.h"

#define MANY 255

static const SdFormulaType integer_type = { SD_VALUE_INTEGER };
static const SdFormulaType real_type = { SD_VALUE_REAL };

guint
sd_function_fail_argument (SdBinder            *self,
                           const SdFunction    *function,
                           const SdFormulaNode *arg,
                           guint                value,
                           SdValueKind          wanted)
{
  g_autofree char *quote = sd_binder_quote (self, arg);

  return sd_binder_fail (self, arg, _("%s is %s, but %s takes %s."), quote,
                         sd_value_kind_get_phrase (sd_binder_get_kind (self, value)),
                         function->name, sd_value_kind_get_phrase (wanted));
}

static gboolean
is_number (SdValueKind kind)
{
  return sd_value_kind_is_exact (kind) || kind == SD_VALUE_REAL || kind == SD_VALUE_NULL;
}

/* Argument @i as a number of any kind; NULL becomes a whole number. */
guint
sd_function_get_number (SdBinder            *self,
                        const SdFunction    *function,
                        const SdFormulaNode *node,
                        guint                i,
                        int                  scale)
{
  const guint value = sd_binder_bind (self, node->args[i], scale);
  const SdValueKind kind = sd_binder_get_kind (self, value);

  if (kind == SD_VALUE_ERROR)
    return value;
  if (kind == SD_VALUE_NULL)
    return sd_formula_program_add_null (self->program, integer_type);
  if (!is_number (kind))
    return sd_function_fail_argument (self, function, node->args[i], value, SD_VALUE_REAL);
  return value;
}

static guint
bind_real (SdBinder            *self,
           const SdFunction    *function,
           const SdFormulaNode *node,
           guint                i)
{
  const guint value = sd_function_get_number (self, function, node, i, -1);

  return value == SD_NO_REGISTER ? value : sd_binder_to_real (self, value);
}

/* Argument @i rounded to a whole number. */
guint
sd_function_get_integer (SdBinder            *self,
                         const SdFunction    *function,
                         const SdFormulaNode *node,
                         guint                i)
{
  const guint value = sd_function_get_number (self, function, node, i, 0);

  return sd_binder_convert (self, node->args[i], value, integer_type, FALSE);
}

static guint
bind_real_function (SdBinder            *self,
                    const SdFunction    *function,
                    const SdFormulaNode *node,
                    int                  scale)
{
  const guint a = bind_real (self, function, node, 0);
  const guint b = node->n_args > 1 ? bind_real (self, function, node, 1) : a;
  SdFormulaEmit step = { .kernel = function->kernel, .type = real_type, .may_null = TRUE };

  if (a == SD_NO_REGISTER || b == SD_NO_REGISTER)
    return SD_NO_REGISTER;
  sd_binder_bound_function (self, a, b, &step);
  return sd_binder_emit (self, step, node->n_args, a, b);
}

static guint
bind_draw (SdBinder            *self,
           const SdFunction    *function,
           const SdFormulaNode *node,
           int                  scale)
{
  const guint call = sd_formula_program_add_draw (self->program);
  const guint a = node->n_args > 0 ? bind_real (self, function, node, 0)
                                   : sd_formula_program_add_real (self->program, 0.0);
  const guint b = node->n_args > 1 ? bind_real (self, function, node, 1)
                                   : sd_formula_program_add_real (self->program, 1.0);
  SdFormulaEmit step = { .kernel = function->kernel, .type = real_type, .a = call, .random = TRUE,
                         .may_null = TRUE };

  if (a == SD_NO_REGISTER || b == SD_NO_REGISTER)
    return SD_NO_REGISTER;
  sd_binder_bound_function (self, a, b, &step);
  return sd_binder_emit (self, step, 2, a, b);
}

static guint
bind_remainder (SdBinder            *self,
                const SdFunction    *function,
                const SdFormulaNode *node,
                int                  scale)
{
  const guint a = sd_function_get_number (self, function, node, 0, -1);
  const guint b = sd_function_get_number (self, function, node, 1, -1);

  return sd_binder_arithmetic (self, node, SD_FORMULA_REMAINDER, a, b, scale);
}

/* The decimals of ROUND, which have to be written as a number. */
static gboolean
get_decimals (SdBinder            *self,
              const SdFormulaNode *node,
              gint64              *decimals)
{
  const SdFormulaRegister *info;
  guint value;

  *decimals = 0;
  if (node->n_args < 2)
    return TRUE;
  value = sd_binder_bind (self, node->args[1], 0);
  if (value == SD_NO_REGISTER)
    return FALSE;
  info = sd_formula_program_get (self->program, value);
  if (!info->constant || info->type.kind != SD_VALUE_INTEGER || info->may_null
      || info->minimum < -9 || info->minimum > 9)
    {
      sd_binder_fail (self, node->args[1],
                      _("ROUND takes the number of decimals as a whole number from −9 to 9."));
      return FALSE;
    }
  *decimals = info->minimum;
  return TRUE;
}

/* To multiples of @unit = 10^@zeros: divided first, so that it is rounded once. */
static guint
round_to_tens (SdBinder            *self,
               const SdFormulaNode *node,
               guint                value,
               guint                zeros)
{
  const guint shift = zeros + (sd_binder_get_kind (self, value) == SD_VALUE_REAL
                               ? 0 : sd_binder_get_scale (self, value));
  const SdFormulaEmit down = { .kernel = sd_kernel_scale_down, .type = integer_type, .a = shift };
  const SdFormulaEmit up = { .kernel = sd_kernel_scale_up, .type = integer_type, .a = zeros,
                             .may_null = TRUE };

  if (sd_binder_get_kind (self, value) == SD_VALUE_REAL || shift > 18)
    {
      value = sd_binder_emit (self, (SdFormulaEmit) { .kernel = sd_kernel_real_divide,
                                                      .type = real_type, .may_null = TRUE },
                              2, sd_binder_to_real (self, value),
                              sd_formula_program_add_real (self->program, sd_pow10[zeros]));
      value = sd_binder_convert (self, node->args[0], value, integer_type, FALSE);
    }
  else
    value = sd_binder_emit (self, down, 1, value);
  return sd_binder_emit (self, up, 1, value);
}

static guint
bind_round (SdBinder            *self,
            const SdFunction    *function,
            const SdFormulaNode *node,
            int                  scale)
{
  gint64 decimals;
  SdFormulaType type;
  guint value;

  if (!get_decimals (self, node, &decimals))
    return SD_NO_REGISTER;
  value = sd_function_get_number (self, function, node, 0, decimals >= 0 ? decimals : -1);
  if (value == SD_NO_REGISTER)
    return value;
  if (decimals < 0)
    return round_to_tens (self, node, value, -decimals);
  type = (SdFormulaType) { decimals > 0 ? SD_VALUE_DECIMAL : SD_VALUE_INTEGER, decimals };
  if (sd_binder_get_kind (self, value) == SD_VALUE_REAL
      || sd_binder_get_scale (self, value) > decimals)
    return sd_binder_convert (self, node->args[0], value, type, FALSE);
  return value;
}

/* FLOOR and CEIL; `a` says up. */
static guint
bind_floor (SdBinder            *self,
            const SdFunction    *function,
            const SdFormulaNode *node,
            int                  scale)
{
  const guint value = sd_function_get_number (self, function, node, 0, -1);
  const gboolean up = function->a != 0;
  const SdFormulaRegister *from;
  SdFormulaEmit step = { .type = integer_type };

  if (value == SD_NO_REGISTER)
    return value;
  from = sd_formula_program_get (self->program, value);
  if (from->type.kind == SD_VALUE_REAL)
    {
      step.kernel = up ? sd_kernel_real_ceil : sd_kernel_real_floor;
      step.may_null = TRUE;
      sd_binder_range_rounded (self, value, &step);
    }
  else if (from->type.scale == 0)
    return sd_binder_to_scale (self, value, 0);
  else
    {
      step.kernel = up ? sd_kernel_scale_ceil : sd_kernel_scale_floor;
      step.a = from->type.scale;
      step.has_range = from->has_range;
      step.minimum = from->minimum / sd_pow10[step.a] - 1;
      step.maximum = from->maximum / sd_pow10[step.a] + 1;
    }
  return sd_binder_emit (self, step, 1, value);
}

static guint
bind_absolute (SdBinder            *self,
               const SdFunction    *function,
               const SdFormulaNode *node,
               int                  scale)
{
  const guint value = sd_function_get_number (self, function, node, 0, scale);
  const SdFormulaRegister *from;
  SdFormulaEmit step = { .kernel = sd_kernel_absolute };

  if (value == SD_NO_REGISTER)
    return value;
  from = sd_formula_program_get (self->program, value);
  step.type = from->type;
  if (from->type.kind == SD_VALUE_REAL)
    {
      step.kernel = sd_kernel_real_absolute;
      sd_binder_bound_function (self, value, value, &step);
    }
  else
    {
      step.has_range = from->has_range && from->minimum > G_MININT64;
      step.may_null = !step.has_range;
      if (step.has_range)
        step.maximum = MAX (ABS (from->minimum), ABS (from->maximum));
    }
  return sd_binder_emit (self, step, 1, value);
}

static guint
bind_sign (SdBinder            *self,
           const SdFunction    *function,
           const SdFormulaNode *node,
           int                  scale)
{
  const guint value = sd_function_get_number (self, function, node, 0, -1);
  const gboolean real = sd_binder_get_kind (self, value) == SD_VALUE_REAL;

  if (value == SD_NO_REGISTER)
    return value;
  return sd_binder_emit (self, (SdFormulaEmit) { .kernel = real ? sd_kernel_real_sign
                                                                : sd_kernel_sign,
                                                 .type = integer_type, .has_range = TRUE,
                                                 .minimum = -1, .maximum = 1 },
                         1, value);
}

/* All arguments brought to one type; NULL with messages when they have none. */
static guint *
bind_alike (SdBinder            *self,
            const SdFormulaNode *node,
            int                  scale,
            SdFormulaType       *type)
{
  g_autofree guint *values = g_new (guint, node->n_args);

  for (guint i = 0; i < node->n_args; i++)
    values[i] = sd_binder_bind (self, node->args[i], scale);
  *type = sd_binder_unify (self, (const SdFormulaNode * const *) node->args, values, node->n_args);
  return type->kind == SD_VALUE_ERROR ? NULL : g_steal_pointer (&values);
}

/* LEAST and GREATEST: NULL when any argument is. `a` is the comparison. */
static guint
bind_extreme (SdBinder            *self,
              const SdFunction    *function,
              const SdFormulaNode *node,
              int                  scale)
{
  SdFormulaType type;
  g_autofree guint *values = bind_alike (self, node, scale, &type);
  guint result;

  if (values == NULL)
    return SD_NO_REGISTER;
  result = values[0];
  for (guint i = 1; i < node->n_args && type.kind != SD_VALUE_NULL; i++)
    {
      const guint better = sd_binder_compare (self, function->a, node->args[0], result,
                                              node->args[i], values[i]);
      guint other = values[i];

      /* A comparison with NULL chooses the other; that has to be NULL then. */
      if (sd_formula_program_get (self->program, result)->may_null)
        {
          const guint null = sd_formula_program_add_null (self->program, type);
          const guint known = sd_binder_emit (self, (SdFormulaEmit) { .kernel = sd_kernel_is_null,
                                                                      .type = { SD_VALUE_BOOLEAN },
                                                                      .never_null = TRUE },
                                              1, result);

          other = sd_binder_choose (self, known, null, other);
        }
      result = sd_binder_choose (self, better, result, other);
    }
  return result;
}

static guint
bind_coalesce (SdBinder            *self,
               const SdFunction    *function,
               const SdFormulaNode *node,
               int                  scale)
{
  SdFormulaType type;
  g_autofree guint *values = bind_alike (self, node, scale, &type);
  guint result;

  if (values == NULL)
    return SD_NO_REGISTER;
  result = values[node->n_args - 1];
  for (guint i = node->n_args - 1; i > 0 && type.kind != SD_VALUE_NULL; i--)
    {
      const SdFormulaRegister *a = sd_formula_program_get (self->program, values[i - 1]);
      const SdFormulaRegister *b = sd_formula_program_get (self->program, result);
      SdFormulaEmit step = { .kernel = sd_kernel_coalesce, .type = type, .may_null = b->may_null,
                             .never_null = !b->may_null || !a->may_null };

      if (a->max_length > 0 && b->max_length > 0)
        step.max_length = MAX (a->max_length, b->max_length);
      sd_binder_range_either (self, values[i - 1], result, &step);
      result = sd_binder_emit (self, step, 2, values[i - 1], result);
    }
  return result;
}

static guint
bind_null_if (SdBinder            *self,
              const SdFunction    *function,
              const SdFormulaNode *node,
              int                  scale)
{
  const guint value = sd_binder_bind (self, node->args[0], -1);
  const guint other = sd_binder_bind (self, node->args[1], -1);
  const SdFormulaRegister *from;
  SdFormulaEmit step = { .kernel = sd_kernel_null_if, .may_null = TRUE };
  guint equal;

  if (value == SD_NO_REGISTER || other == SD_NO_REGISTER)
    return SD_NO_REGISTER;
  equal = sd_binder_compare (self, SD_FORMULA_EQUAL, node->args[0], value, node->args[1], other);
  if (equal == SD_NO_REGISTER || sd_binder_get_kind (self, value) == SD_VALUE_NULL)
    return equal == SD_NO_REGISTER ? equal : value;
  from = sd_formula_program_get (self->program, value);
  step.type = from->type;
  step.has_range = from->has_range;
  step.minimum = from->minimum;
  step.maximum = from->maximum;
  step.has_bounds = from->has_bounds;
  step.low = from->low;
  step.high = from->high;
  step.max_length = from->max_length;
  return sd_binder_emit (self, step, 2, value, equal);
}

static guint
bind_if (SdBinder            *self,
         const SdFunction    *function,
         const SdFormulaNode *node,
         int                  scale)
{
  const guint condition = sd_binder_condition (self, node->args[0]);
  guint values[] = { sd_binder_bind (self, node->args[1], scale),
                     node->n_args > 2 ? sd_binder_bind (self, node->args[2], scale)
                     : sd_formula_program_add_null (self->program,
                                                    (SdFormulaType) { SD_VALUE_NULL }) };
  const SdFormulaNode *nodes[] = { node->args[1], node->args[node->n_args - 1] };
  const SdFormulaType type = sd_binder_unify (self, nodes, values, 2);

  if (condition == SD_NO_REGISTER || type.kind == SD_VALUE_ERROR)
    return SD_NO_REGISTER;
  return sd_binder_choose (self, condition, values[0], values[1]);
}

/* COUNT, SUM, AVG, MIN, MAX over a child table; `a` is the SdAggregate. */
static guint
bind_aggregate (SdBinder            *self,
                const SdFunction    *function,
                const SdFormulaNode *node,
                int                  scale)
{
  SdFormulaInput input = { 0 };
  g_autofree char *message = NULL;

  if (node->n_args != 1 && (function->a == SD_AGGREGATE_MIN || function->a == SD_AGGREGATE_MAX))
    return sd_binder_fail (self, node, _("%s is taken over a child table, as in %s (sales.amount); "
                                         "of several values, use %s."),
                           function->name, function->name,
                           function->a == SD_AGGREGATE_MIN ? "LEAST" : "GREATEST");
  if (node->n_args != 1)
    return sd_binder_fail (self, node,
                           _("%s takes one column of a child table, as in %s (sales.amount)."),
                           function->name, function->name);
  if (!self->scope->resolve_aggregate (self->scope->data, function->a, node->args[0], scale,
                                       &input, &message))
    return message != NULL ? sd_binder_fail (self, node->args[0], "%s", message) : SD_NO_REGISTER;
  return sd_binder_add_input (self, &input);
}

static const SdFunction functions[] = {
  { "ROUND", 1, 2, bind_round },
  { "FLOOR", 1, 1, bind_floor },
  { "CEIL", 1, 1, bind_floor, NULL, 1 },
  { "CEILING", 1, 1, bind_floor, NULL, 1 },
  { "ABS", 1, 1, bind_absolute },
  { "SIGN", 1, 1, bind_sign },
  { "MOD", 2, 2, bind_remainder },
  { "POWER", 2, 2, bind_real_function, sd_kernel_real_power },
  { "SQRT", 1, 1, bind_real_function, sd_kernel_real_sqrt },
  { "EXP", 1, 1, bind_real_function, sd_kernel_real_exp },
  { "LN", 1, 1, bind_real_function, sd_kernel_real_log },
  { "LOG10", 1, 1, bind_real_function, sd_kernel_real_log10 },
  { "LEAST", 1, MANY, bind_extreme, NULL, SD_FORMULA_LESS_EQUAL },
  { "GREATEST", 1, MANY, bind_extreme, NULL, SD_FORMULA_GREATER_EQUAL },
  { "COALESCE", 1, MANY, bind_coalesce },
  { "IFNULL", 2, 2, bind_coalesce },
  { "NULLIF", 2, 2, bind_null_if },
  { "IIF", 2, 3, bind_if },
  { "IF", 2, 3, bind_if },
  { "UPPER", 1, 1, sd_function_change_text, sd_kernel_text_upper, 0, 1 },
  { "LOWER", 1, 1, sd_function_change_text, sd_kernel_text_lower, 0, 1 },
  { "TRIM", 1, 1, sd_function_change_text, sd_kernel_text_trim, 3 },
  { "LTRIM", 1, 1, sd_function_change_text, sd_kernel_text_trim, 1 },
  { "RTRIM", 1, 1, sd_function_change_text, sd_kernel_text_trim, 2 },
  { "LENGTH", 1, 1, sd_function_length },
  { "CHAR_LENGTH", 1, 1, sd_function_length },
  { "SUBSTR", 2, 3, sd_function_substring },
  { "SUBSTRING", 2, 3, sd_function_substring },
  { "LEFT", 2, 2, sd_function_end, sd_kernel_text_left },
  { "RIGHT", 2, 2, sd_function_end, sd_kernel_text_right },
  { "REPLACE", 3, 3, sd_function_replace },
  { "LPAD", 2, 3, sd_function_pad },
  { "RPAD", 2, 3, sd_function_pad, NULL, 1 },
  { "CONCAT", 1, MANY, sd_function_concat },
  { "YEAR", 1, 1, sd_function_date_part, NULL, SD_DATE_PART_YEAR, 9999 },
  { "QUARTER", 1, 1, sd_function_date_part, NULL, SD_DATE_PART_QUARTER, 4 },
  { "MONTH", 1, 1, sd_function_date_part, NULL, SD_DATE_PART_MONTH, 12 },
  { "DAY", 1, 1, sd_function_date_part, NULL, SD_DATE_PART_DAY, 31 },
  { "WEEKDAY", 1, 1, sd_function_date_part, NULL, SD_DATE_PART_WEEKDAY, 7 },
  { "HOUR", 1, 1, sd_function_time_part, NULL, G_GINT64_CONSTANT (3600000000), 24 },
  { "MINUTE", 1, 1, sd_function_time_part, NULL, G_USEC_PER_SEC * 60, 60 },
  { "SECOND", 1, 1, sd_function_time_part, NULL, G_USEC_PER_SEC, 60 },
  { "DATE", 1, 1, sd_function_to_date },
  { "AS_OF", 0, 0, sd_function_as_of },
  { "TODAY", 0, 0, sd_function_as_of },
  { "DAYS_BETWEEN", 2, 2, sd_function_days_between },
  { "MONTHS_BETWEEN", 2, 2, sd_function_months_between, NULL, 1 },
  { "YEARS_BETWEEN", 2, 2, sd_function_months_between, NULL, 12 },
  { "ADD_DAYS", 2, 2, sd_function_add_days },
  { "ADD_MONTHS", 2, 2, sd_function_add_months },
  { "NORMAL", 2, 2, bind_draw, sd_kernel_draw_normal },
  { "UNIFORM", 2, 2, bind_draw, sd_kernel_draw_uniform },
  { "RANDOM", 0, 0, bind_draw, sd_kernel_draw_uniform },
  { "COUNT", 1, 1, bind_aggregate, NULL, SD_AGGREGATE_COUNT },
  { "SUM", 1, 1, bind_aggregate, NULL, SD_AGGREGATE_SUM },
  { "AVG", 1, 1, bind_aggregate, NULL, SD_AGGREGATE_AVG },
  { "MIN", 1, MANY, bind_aggregate, NULL, SD_AGGREGATE_MIN },
  { "MAX", 1, MANY, bind_aggregate, NULL, SD_AGGREGATE_MAX },
};

static guint
fail_unknown (SdBinder            *self,
              const SdFormulaNode *node)
{
  SdNearest nearest = { .word = node->name };

  if (strcmp (node->name, "LOG") == 0)
    return sd_binder_fail (self, node, _("LOG means different things in different databases; write "
                                         "LN for the natural logarithm or LOG10."));
  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    sd_nearest_consider (&nearest, functions[i].name);
  if (nearest.name != NULL)
    return sd_binder_fail (self, node, _("There is no function %s; did you mean %s?"), node->name,
                           nearest.name);
  return sd_binder_fail (self, node, _("There is no function %s."), node->name);
}

static guint
fail_count (SdBinder            *self,
            const SdFunction    *function,
            const SdFormulaNode *node)
{
  if (function->max_args == 0)
    return sd_binder_fail (self, node, _("%s takes nothing in its brackets."), function->name);
  if (function->min_args == function->max_args)
    return sd_binder_fail (self, node,
                           g_dngettext (GETTEXT_PACKAGE, "%s takes %u value, not %u.",
                                        "%s takes %u values, not %u.", function->min_args),
                           function->name, function->min_args, node->n_args);
  if (node->n_args < function->min_args)
    return sd_binder_fail (self, node,
                           g_dngettext (GETTEXT_PACKAGE, "%s takes at least %u value, not %u.",
                                        "%s takes at least %u values, not %u.", function->min_args),
                           function->name, function->min_args, node->n_args);
  return sd_binder_fail (self, node,
                         g_dngettext (GETTEXT_PACKAGE, "%s takes at most %u value, not %u.",
                                      "%s takes at most %u values, not %u.", function->max_args),
                         function->name, function->max_args, node->n_args);
}

guint
sd_binder_call (SdBinder            *self,
                const SdFormulaNode *node,
                int                  scale)
{
  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    {
      const SdFunction *function = &functions[i];

      if (strcmp (function->name, node->name) != 0)
        continue;
      if (function->bind != bind_aggregate
          && (node->n_args < function->min_args
              || (node->n_args > function->max_args && function->max_args != MANY)))
        return fail_count (self, function, node);
      return function->bind (self, function, node, scale);
    }
  return fail_unknown (self, node);
}
