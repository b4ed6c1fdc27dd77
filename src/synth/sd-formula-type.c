/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Types of formulas: what converts into what, by itself or by CAST, and the one
 * type that several values share.
 */

#define G_LOG_DOMAIN "sd-formula"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-formula-bind-private.h"
#include "sd-math.h"

/* How text of a kind is made and read, and how long it gets. */
typedef struct
{
  SdFormulaKernel to_text;
  SdFormulaKernel from_text;
  guint           max_length;
} TextRule;

static const TextRule text_rules[] = {
  [SD_VALUE_BOOLEAN] = { sd_kernel_text_from_boolean, sd_kernel_boolean_from_text, 5 },
  [SD_VALUE_INTEGER] = { sd_kernel_text_from_integer, sd_kernel_decimal_from_text, 20 },
  [SD_VALUE_DECIMAL] = { sd_kernel_text_from_decimal, sd_kernel_decimal_from_text, 22 },
  [SD_VALUE_REAL] = { sd_kernel_text_from_real, sd_kernel_real_from_text, 25 },
  [SD_VALUE_DATE] = { sd_kernel_text_from_date, sd_kernel_date_from_text, 10 },
  [SD_VALUE_TIME] = { sd_kernel_text_from_time, sd_kernel_time_from_text, 15 },
  [SD_VALUE_TIMESTAMP] = { sd_kernel_text_from_timestamp, sd_kernel_timestamp_from_text, 26 },
  [SD_VALUE_UUID] = { sd_kernel_text_from_uuid, NULL, 36 },
};

const char *
sd_value_kind_get_phrase (SdValueKind kind)
{
  switch (kind)
    {
    case SD_VALUE_BOOLEAN:
      return _("true or false");
    case SD_VALUE_INTEGER:
      return _("a whole number");
    case SD_VALUE_DECIMAL:
      return _("a decimal number");
    case SD_VALUE_REAL:
      return _("a number");
    case SD_VALUE_TEXT:
      return _("text");
    case SD_VALUE_DATE:
      return _("a date");
    case SD_VALUE_TIME:
      return _("a time of day");
    case SD_VALUE_TIMESTAMP:
      return _("a date with time");
    case SD_VALUE_UUID:
      return _("a UUID");
    case SD_VALUE_ERROR:
    case SD_VALUE_NULL:
    default:
      return _("empty");
    }
}

gboolean
sd_value_kind_is_exact (SdValueKind kind)
{
  return kind == SD_VALUE_BOOLEAN || kind == SD_VALUE_INTEGER || kind == SD_VALUE_DECIMAL;
}

static gboolean
is_number (SdValueKind kind)
{
  return sd_value_kind_is_exact (kind) || kind == SD_VALUE_REAL;
}

static gboolean
is_temporal (SdValueKind kind)
{
  return kind == SD_VALUE_DATE || kind == SD_VALUE_TIME || kind == SD_VALUE_TIMESTAMP;
}

SdValueKind
sd_binder_get_kind (SdBinder *self,
                    guint     value)
{
  return value == SD_NO_REGISTER ? SD_VALUE_ERROR
                                 : sd_formula_program_get (self->program, value)->type.kind;
}

guint
sd_binder_get_scale (SdBinder *self,
                     guint     value)
{
  return sd_formula_program_get (self->program, value)->type.scale;
}

guint
sd_binder_to_real (SdBinder *self,
                   guint     value)
{
  const SdFormulaType real = { SD_VALUE_REAL };
  SdFormulaEmit step = { .kernel = sd_kernel_real_from_scaled, .type = real };

  if (sd_binder_get_kind (self, value) == SD_VALUE_REAL)
    return value;
  if (sd_binder_get_kind (self, value) == SD_VALUE_NULL)
    return sd_formula_program_add_null (self->program, real);
  step.a = sd_binder_get_scale (self, value);
  sd_binder_bound_function (self, value, value, &step);
  return sd_binder_emit (self, step, 1, value);
}

/* A whole or decimal number in units of 10^−@scale. */
guint
sd_binder_to_scale (SdBinder *self,
                    guint     value,
                    guint     scale)
{
  const SdFormulaRegister *from = sd_formula_program_get (self->program, value);
  SdFormulaEmit step = { .type = { scale > 0 ? SD_VALUE_DECIMAL : SD_VALUE_INTEGER, scale } };
  __int128 minimum, maximum;

  if (from->type.kind == SD_VALUE_NULL)
    return sd_formula_program_add_null (self->program, step.type);
  if (from->type.kind == SD_VALUE_BOOLEAN)
    value = sd_binder_emit (self, (SdFormulaEmit) { .kernel = sd_kernel_to_boolean,
                                                    .type = { SD_VALUE_INTEGER },
                                                    .has_range = TRUE, .maximum = 1 },
                            1, value);
  from = sd_formula_program_get (self->program, value);
  if (from->type.scale == scale)
    return value;

  minimum = from->minimum;
  maximum = from->maximum;
  if (scale > from->type.scale)
    {
      step.kernel = sd_kernel_scale_up;
      step.a = scale - from->type.scale;
      minimum *= sd_pow10[step.a];
      maximum *= sd_pow10[step.a];
    }
  else
    {
      step.kernel = sd_kernel_scale_down;
      step.a = from->type.scale - scale;
      minimum = sd_divide_round (from->minimum, sd_pow10[step.a]);
      maximum = sd_divide_round (from->maximum, sd_pow10[step.a]);
    }
  step.has_range = from->has_range && minimum >= G_MININT64 && maximum <= G_MAXINT64;
  step.may_null = !step.has_range && scale > from->type.scale;
  if (step.has_range)
    {
      step.minimum = minimum;
      step.maximum = maximum;
    }
  return sd_binder_emit (self, step, 1, value);
}

/* Any value as it is written. */
guint
sd_binder_to_text (SdBinder *self,
                   guint     value)
{
  const SdFormulaRegister *from = sd_formula_program_get (self->program, value);
  SdFormulaEmit step = { .type = { SD_VALUE_TEXT }, .a = from->type.scale, .makes_text = TRUE };

  if (from->type.kind == SD_VALUE_TEXT)
    return value;
  if (from->type.kind == SD_VALUE_NULL)
    return sd_formula_program_add_null (self->program, step.type);
  step.kernel = text_rules[from->type.kind].to_text;
  step.max_length = text_rules[from->type.kind].max_length;
  return sd_binder_emit (self, step, 1, value);
}

static guint
fail_conversion (SdBinder            *self,
                 const SdFormulaNode *node,
                 guint                value,
                 SdFormulaType        type)
{
  g_autofree char *quote = sd_binder_quote (self, node);

  return sd_binder_fail (self, node, _("%s is %s where %s is wanted."), quote,
                         sd_value_kind_get_phrase (sd_binder_get_kind (self, value)),
                         sd_value_kind_get_phrase (type.kind));
}

/* Text becomes a value by CAST, and a date or time by itself when it is written
 * in the formula. */
static guint
convert_text (SdBinder            *self,
              const SdFormulaNode *node,
              guint                value,
              SdFormulaType        type,
              gboolean             explicit)
{
  const gboolean constant = sd_formula_program_get (self->program, value)->constant;
  const TextRule *rule = &text_rules[type.kind];
  guint result;

  if (rule->from_text == NULL || !(explicit || (constant && is_temporal (type.kind))))
    return fail_conversion (self, node, value, type);
  result = sd_binder_emit (self, (SdFormulaEmit) { .kernel = rule->from_text, .type = type,
                                                   .a = type.scale, .may_null = TRUE },
                           1, value);
  if (!explicit && sd_formula_program_get (self->program, result)->may_null
      && !sd_formula_program_get (self->program, value)->may_null)
    {
      g_autofree char *quote = sd_binder_quote (self, node);

      return sd_binder_fail (self, node, _("%s cannot be read as %s; write it like '%s'."), quote,
                             sd_value_kind_get_phrase (type.kind),
                             type.kind == SD_VALUE_DATE ? "2024-12-31"
                             : type.kind == SD_VALUE_TIME ? "18:30:00" : "2024-12-31 18:30:00");
    }
  return result;
}

static guint
convert_to_boolean (SdBinder *self,
                    guint     value)
{
  const SdFormulaType boolean = { SD_VALUE_BOOLEAN };

  if (sd_binder_get_kind (self, value) == SD_VALUE_REAL)
    value = sd_binder_emit (self, (SdFormulaEmit) { .kernel = sd_kernel_real_sign,
                                                    .type = boolean },
                            1, value);
  return sd_binder_emit (self, (SdFormulaEmit) { .kernel = sd_kernel_to_boolean, .type = boolean,
                                                 .has_range = TRUE, .maximum = 1 },
                         1, value);
}

static guint
convert_temporal (SdBinder            *self,
                  const SdFormulaNode *node,
                  guint                value,
                  SdFormulaType        type)
{
  const SdValueKind from = sd_binder_get_kind (self, value);
  SdFormulaKernel kernel = NULL;

  if (from == SD_VALUE_TIMESTAMP)
    kernel = type.kind == SD_VALUE_DATE ? sd_kernel_date_from_timestamp
                                        : sd_kernel_time_from_timestamp;
  else if (from == SD_VALUE_DATE && type.kind == SD_VALUE_TIMESTAMP)
    kernel = sd_kernel_timestamp_from_date;
  if (kernel == NULL)
    return fail_conversion (self, node, value, type);
  return sd_binder_emit (self, (SdFormulaEmit) { .kernel = kernel, .type = type }, 1, value);
}

guint
sd_binder_convert (SdBinder            *self,
                   const SdFormulaNode *node,
                   guint                value,
                   SdFormulaType        type,
                   gboolean             explicit)
{
  const SdValueKind from = sd_binder_get_kind (self, value);

  if (from == SD_VALUE_ERROR)
    return value;
  if (from == SD_VALUE_NULL)
    return sd_formula_program_add_null (self->program, type);
  if (type.kind == SD_VALUE_TEXT)
    return sd_binder_to_text (self, value);
  if (from == SD_VALUE_TEXT)
    return convert_text (self, node, value, type, explicit);
  if (type.kind == SD_VALUE_BOOLEAN && is_number (from) && explicit && from != SD_VALUE_BOOLEAN)
    return convert_to_boolean (self, value);
  if (type.kind == from
      && (from != SD_VALUE_DECIMAL || type.scale == sd_binder_get_scale (self, value)))
    return value;
  if (type.kind == SD_VALUE_REAL && is_number (from))
    return sd_binder_to_real (self, value);
  if (sd_formula_type_get_rounding (type) >= 0 && from == SD_VALUE_REAL)
    {
      SdFormulaEmit step = { .kernel = sd_kernel_real_round, .type = type, .a = type.scale,
                             .may_null = TRUE };

      sd_binder_range_rounded (self, value, &step);
      return sd_binder_emit (self, step, 1, value);
    }
  if (sd_formula_type_get_rounding (type) >= 0 && sd_value_kind_is_exact (from))
    return sd_binder_to_scale (self, value, type.scale);
  if (is_temporal (type.kind))
    return convert_temporal (self, node, value, type);
  return fail_conversion (self, node, value, type);
}

/* The type that takes values of both; SD_VALUE_ERROR when there is none. Text
 * written in the formula gives way to dates and times. */
static SdFormulaType
join_types (SdFormulaType a,
            gboolean      a_constant,
            SdFormulaType b,
            gboolean      b_constant)
{
  if (a.kind == SD_VALUE_NULL || a.kind == b.kind)
    return (SdFormulaType) { b.kind, MAX (a.scale, b.scale) };
  if (b.kind == SD_VALUE_NULL)
    return a;
  if (is_number (a.kind) && is_number (b.kind))
    {
      if (a.kind == SD_VALUE_REAL || b.kind == SD_VALUE_REAL)
        return (SdFormulaType) { SD_VALUE_REAL };
      return (SdFormulaType) { MAX (a.kind, b.kind), MAX (a.scale, b.scale) };
    }
  if (is_temporal (a.kind) && b.kind == SD_VALUE_TEXT && b_constant)
    return a;
  if (is_temporal (b.kind) && a.kind == SD_VALUE_TEXT && a_constant)
    return b;
  if ((a.kind == SD_VALUE_DATE && b.kind == SD_VALUE_TIMESTAMP)
      || (a.kind == SD_VALUE_TIMESTAMP && b.kind == SD_VALUE_DATE))
    return (SdFormulaType) { SD_VALUE_TIMESTAMP };
  return (SdFormulaType) { SD_VALUE_ERROR };
}

SdFormulaType
sd_binder_unify (SdBinder                    *self,
                 const SdFormulaNode * const *nodes,
                 guint                       *values,
                 guint                        n)
{
  SdFormulaType type = { SD_VALUE_NULL };
  gboolean constant = TRUE;
  guint witness = 0;

  for (guint i = 0; i < n; i++)
    {
      const SdFormulaRegister *value;
      SdFormulaType joined;

      if (values[i] == SD_NO_REGISTER)
        return (SdFormulaType) { SD_VALUE_ERROR };
      value = sd_formula_program_get (self->program, values[i]);
      joined = join_types (type, constant, value->type, value->constant);
      if (joined.kind == SD_VALUE_ERROR)
        {
          g_autofree char *a = sd_binder_quote (self, nodes[witness]);
          g_autofree char *b = sd_binder_quote (self, nodes[i]);

          sd_binder_fail (self, nodes[i], _("%s is %s and %s is %s; they have to be of one type."),
                          a, sd_value_kind_get_phrase (type.kind),
                          b, sd_value_kind_get_phrase (value->type.kind));
          return joined;
        }
      if (joined.kind != type.kind)
        witness = i;
      constant = (type.kind == SD_VALUE_NULL || constant) && value->constant;
      type = joined;
    }
  if (type.kind == SD_VALUE_NULL)
    return type;
  for (guint i = 0; i < n; i++)
    {
      values[i] = sd_binder_convert (self, nodes[i], values[i], type, FALSE);
      if (values[i] == SD_NO_REGISTER)
        return (SdFormulaType) { SD_VALUE_ERROR };
    }
  return type;
}
