/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Binding: names get their meaning, operators their types, and the tree becomes
 * a program. Every fault is told, not the first alone; what is built on a fault
 * stays silent.
 */

#define G_LOG_DOMAIN "sd-formula"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sd-formula-bind-private.h"
#include "sd-formula-token-private.h"
#include "sd-math.h"

#define MAX_QUOTE 40

/* Patterns of as many characters are always short enough for LIKE. */
#define MAX_PATTERN (SD_FORMULA_MAX_PATTERN / 4)

guint
sd_binder_fail (SdBinder            *self,
                const SdFormulaNode *node,
                const char          *format,
                ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  if (node == NULL || self->formula == NULL)
    g_ptr_array_add (self->messages, g_steal_pointer (&message));
  else
    g_ptr_array_add (self->messages,
                     g_strdup_printf (_("Column %u: %s"),
                                      sd_lexer_get_column (self->formula->text, node->start),
                                      message));
  return SD_NO_REGISTER;
}

char *
sd_binder_quote (SdBinder            *self,
                 const SdFormulaNode *node)
{
  const char *start;
  glong length;

  if (node == NULL || self->formula == NULL)
    return g_strdup (_("The value"));
  start = self->formula->text + node->start;
  length = g_utf8_strlen (start, node->end - node->start);
  if (length <= MAX_QUOTE)
    return g_strdup_printf (_("“%.*s”"), (int) (node->end - node->start), start);
  return g_strdup_printf (_("“%.*s…”"), (int) (g_utf8_offset_to_pointer (start, MAX_QUOTE) - start),
                          start);
}

guint
sd_binder_emit (SdBinder      *self,
                SdFormulaEmit  step,
                guint          n_args,
                ...)
{
  guint args[4];
  va_list arguments;

  g_assert (n_args <= G_N_ELEMENTS (args));

  va_start (arguments, n_args);
  for (guint i = 0; i < n_args; i++)
    args[i] = va_arg (arguments, guint);
  va_end (arguments);
  step.n_args = n_args;
  step.args = args;
  return sd_formula_program_emit (self->program, &step);
}

static guint
bind_literal (SdBinder            *self,
              const SdFormulaNode *node)
{
  const SdFormulaType type = { node->kind, node->scale };

  if (node->kind == SD_VALUE_NULL)
    return sd_formula_program_add_null (self->program, type);
  if (node->kind == SD_VALUE_TEXT)
    return sd_formula_program_add_text (self->program, node->text);
  if (node->kind == SD_VALUE_REAL)
    return sd_formula_program_add_real (self->program, node->real);
  return sd_formula_program_add_number (self->program, type, node->number);
}

/* An input, as text where it comes as codes. */
guint
sd_binder_add_input (SdBinder             *self,
                     const SdFormulaInput *input)
{
  const guint value = sd_formula_program_add_input (self->program, input);

  if (input->vector_kind != SD_VECTOR_CODE)
    return value;
  return sd_binder_emit (self, (SdFormulaEmit) { .kernel = sd_kernel_text_from_code,
                                                 .type = input->type,
                                                 .max_length = input->max_length },
                         1, value);
}

static guint
bind_name (SdBinder            *self,
           const SdFormulaNode *node)
{
  SdFormulaInput input = { 0 };
  g_autofree char *message = NULL;

  if (node->qualifier == NULL && strcmp (node->name, "current_date") == 0)
    return sd_formula_program_add_number (self->program, (SdFormulaType) { SD_VALUE_DATE },
                                          self->scope->as_of);
  if (strcmp (node->name, "*") == 0)
    return sd_binder_fail (self, node, _("“*” stands only in COUNT (table.*)."));
  if (!self->scope->resolve_name (self->scope->data, node, &input, &message))
    return message != NULL ? sd_binder_fail (self, node, "%s", message) : SD_NO_REGISTER;
  return sd_binder_add_input (self, &input);
}

/* a || b || c is one step. */
static gboolean
collect_texts (SdBinder            *self,
               const SdFormulaNode *node,
               GArray              *values)
{
  gboolean success = TRUE;
  guint value;

  if (node->operator == SD_FORMULA_CONCAT)
    {
      success = collect_texts (self, node->args[0], values);
      return collect_texts (self, node->args[1], values) && success;
    }
  value = sd_binder_bind (self, node, -1);
  if (value == SD_NO_REGISTER)
    return FALSE;
  value = sd_binder_to_text (self, value);
  g_array_append_val (values, value);
  return TRUE;
}

static guint
bind_concat (SdBinder            *self,
             const SdFormulaNode *node)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (guint));
  SdFormulaEmit step = { .kernel = sd_kernel_text_concat, .type = { SD_VALUE_TEXT },
                         .may_null = TRUE, .makes_text = TRUE };
  gboolean known = TRUE;

  if (!collect_texts (self, node, values))
    return SD_NO_REGISTER;
  for (guint i = 0; i < values->len; i++)
    {
      const SdFormulaRegister *part = sd_formula_program_get (self->program,
                                                              g_array_index (values, guint, i));

      known = known && (part->max_length > 0 || part->constant);
      step.max_length += part->max_length;
    }
  /* A character has up to four bytes. */
  if (known && step.max_length <= SD_FORMULA_MAX_TEXT / 4)
    step.may_null = FALSE;
  if (!known)
    step.max_length = 0;
  step.n_args = values->len;
  step.args = (const guint *) (gpointer) values->data;
  return sd_formula_program_emit (self->program, &step);
}

/* The kernel that compares values of one type. */
static guint
emit_comparison (SdBinder          *self,
                 SdFormulaOperator  operator,
                 SdValueKind        kind,
                 guint              a,
                 guint              b)
{
  const int shift = (int) sd_binder_get_scale (self, b) - (int) sd_binder_get_scale (self, a);
  SdFormulaEmit step = { .type = { SD_VALUE_BOOLEAN }, .a = operator, .b = shift,
                         .has_range = TRUE, .maximum = 1 };

  if (kind == SD_VALUE_REAL)
    step.kernel = sd_kernel_compare_real;
  else if (kind == SD_VALUE_TEXT)
    step.kernel = sd_kernel_compare_text;
  else if (kind == SD_VALUE_UUID)
    step.kernel = sd_kernel_compare_uuid;
  else
    step.kernel = shift == 0 ? sd_kernel_compare : sd_kernel_compare_scaled;
  return sd_binder_emit (self, step, 2, a, b);
}

guint
sd_binder_compare (SdBinder            *self,
                   SdFormulaOperator    operator,
                   const SdFormulaNode *left,
                   guint                a,
                   const SdFormulaNode *right,
                   guint                b)
{
  const SdFormulaNode *nodes[] = { left, right };
  guint values[] = { a, b };
  const SdValueKind a_kind = sd_binder_get_kind (self, a);
  const SdValueKind b_kind = sd_binder_get_kind (self, b);
  SdFormulaType type;

  /* Exact numbers of different scales are compared as they are, unless one is
   * a constant that can be written at the other's scale. */
  if (sd_value_kind_is_exact (a_kind) && sd_value_kind_is_exact (b_kind))
    {
      const guint a_scale = sd_binder_get_scale (self, a);
      const guint b_scale = sd_binder_get_scale (self, b);
      guint scaled;

      if (a_scale > b_scale && sd_formula_program_get (self->program, b)->constant)
        {
          scaled = sd_binder_to_scale (self, b, a_scale);
          if (!sd_formula_program_get (self->program, scaled)->may_null)
            b = scaled;
        }
      return emit_comparison (self, operator, SD_VALUE_INTEGER, a, b);
    }
  type = sd_binder_unify (self, nodes, values, 2);
  if (type.kind == SD_VALUE_ERROR)
    return SD_NO_REGISTER;
  if (type.kind == SD_VALUE_NULL)
    return sd_formula_program_add_null (self->program, (SdFormulaType) { SD_VALUE_BOOLEAN });
  return emit_comparison (self, operator, type.kind, values[0], values[1]);
}

/* @value as a condition. */
static guint
to_condition (SdBinder            *self,
              const SdFormulaNode *node,
              guint                value)
{
  const SdValueKind kind = sd_binder_get_kind (self, value);
  g_autofree char *quote = NULL;

  if (kind == SD_VALUE_ERROR || kind == SD_VALUE_BOOLEAN)
    return value;
  if (kind == SD_VALUE_NULL)
    return sd_formula_program_add_null (self->program, (SdFormulaType) { SD_VALUE_BOOLEAN });
  quote = sd_binder_quote (self, node);
  return sd_binder_fail (self, node,
                         _("%s is %s where a condition is wanted, such as a comparison."),
                         quote, sd_value_kind_get_phrase (kind));
}

guint
sd_binder_condition (SdBinder            *self,
                     const SdFormulaNode *node)
{
  return to_condition (self, node, sd_binder_bind (self, node, -1));
}

static guint
connect (SdBinder        *self,
         SdFormulaKernel  kernel,
         guint            a,
         guint            b)
{
  if (a == SD_NO_REGISTER || b == SD_NO_REGISTER)
    return SD_NO_REGISTER;
  return sd_binder_emit (self, (SdFormulaEmit) { .kernel = kernel, .type = { SD_VALUE_BOOLEAN },
                                                 .has_range = TRUE, .maximum = 1 },
                         2, a, b);
}

static guint
bind_not (SdBinder            *self,
          const SdFormulaNode *node)
{
  const guint value = sd_binder_condition (self, node->args[0]);

  if (value == SD_NO_REGISTER)
    return value;
  return sd_binder_emit (self, (SdFormulaEmit) { .kernel = sd_kernel_not,
                                                 .type = { SD_VALUE_BOOLEAN },
                                                 .has_range = TRUE, .maximum = 1 },
                         1, value);
}

static guint
bind_is_null (SdBinder            *self,
              const SdFormulaNode *node)
{
  const guint value = sd_binder_bind (self, node->args[0], -1);

  if (value == SD_NO_REGISTER)
    return value;
  return sd_binder_emit (self, (SdFormulaEmit) { .kernel = sd_kernel_is_null,
                                                 .type = { SD_VALUE_BOOLEAN }, .never_null = TRUE,
                                                 .has_range = TRUE, .maximum = 1 },
                         1, value);
}

static guint
bind_between (SdBinder            *self,
              const SdFormulaNode *node)
{
  const guint value = sd_binder_bind (self, node->args[0], -1);
  const guint least = sd_binder_bind (self, node->args[1], -1);
  const guint most = sd_binder_bind (self, node->args[2], -1);

  if (value == SD_NO_REGISTER || least == SD_NO_REGISTER || most == SD_NO_REGISTER)
    return SD_NO_REGISTER;
  return connect (self, sd_kernel_and,
                  sd_binder_compare (self, SD_FORMULA_GREATER_EQUAL,
                                     node->args[0], value, node->args[1], least),
                  sd_binder_compare (self, SD_FORMULA_LESS_EQUAL,
                                     node->args[0], value, node->args[2], most));
}

static guint
bind_in (SdBinder            *self,
         const SdFormulaNode *node)
{
  const guint value = sd_binder_bind (self, node->args[0], -1);
  guint result = SD_NO_REGISTER;
  gboolean failed = value == SD_NO_REGISTER;

  for (guint i = 1; i < node->n_args; i++)
    {
      const guint item = sd_binder_bind (self, node->args[i], -1);
      guint equal;

      failed = failed || item == SD_NO_REGISTER;
      if (failed)
        continue;
      equal = sd_binder_compare (self, SD_FORMULA_EQUAL, node->args[0], value, node->args[i], item);
      failed = equal == SD_NO_REGISTER;
      result = i == 1 ? equal : connect (self, sd_kernel_or, result, equal);
    }
  return failed ? SD_NO_REGISTER : result;
}

static guint
bind_like (SdBinder            *self,
           const SdFormulaNode *node)
{
  const guint value = sd_binder_bind (self, node->args[0], -1);
  const guint pattern = sd_binder_bind (self, node->args[1], -1);
  SdFormulaEmit step = { .kernel = sd_kernel_text_like, .type = { SD_VALUE_BOOLEAN },
                         .has_range = TRUE, .maximum = 1 };
  const SdFormulaRegister *written;

  if (value == SD_NO_REGISTER || pattern == SD_NO_REGISTER)
    return SD_NO_REGISTER;
  written = sd_formula_program_get (self->program, pattern);
  step.may_null = !written->constant || written->max_length > MAX_PATTERN;
  return sd_binder_emit (self, step, 2, sd_binder_to_text (self, value),
                         sd_binder_to_text (self, pattern));
}

/* Both values are of one type. */
guint
sd_binder_choose (SdBinder *self,
                  guint     condition,
                  guint     yes,
                  guint     no)
{
  const SdFormulaRegister *a = sd_formula_program_get (self->program, yes);
  const SdFormulaRegister *b = sd_formula_program_get (self->program, no);
  const gboolean either = a->may_null || b->may_null;
  SdFormulaEmit step = { .kernel = sd_kernel_choose, .type = a->type };

  sd_binder_range_either (self, yes, no, &step);
  if ((a->max_length > 0 || a->constant) && (b->max_length > 0 || b->constant))
    step.max_length = MAX (a->max_length, b->max_length);
  step.may_null = either;
  step.never_null = !either;
  return sd_binder_emit (self, step, 3, condition, yes, no);
}

/* The conditions of a CASE, in order; FALSE when one is wrong. */
static gboolean
bind_conditions (SdBinder            *self,
                 const SdFormulaNode *node,
                 guint               *conditions,
                 guint                n)
{
  const guint first = node->has_operand ? 1 : 0;
  const guint operand = node->has_operand ? sd_binder_bind (self, node->args[0], -1)
                                          : SD_NO_REGISTER;
  gboolean success = !node->has_operand || operand != SD_NO_REGISTER;

  for (guint i = 0; i < n; i++)
    {
      const SdFormulaNode *when = node->args[first + 2 * i];
      guint value = node->has_operand ? sd_binder_bind (self, when, -1)
                                      : sd_binder_condition (self, when);

      if (node->has_operand && operand != SD_NO_REGISTER && value != SD_NO_REGISTER)
        value = sd_binder_compare (self, SD_FORMULA_EQUAL, node->args[0], operand, when, value);
      conditions[i] = value;
      success = success && value != SD_NO_REGISTER;
    }
  return success;
}

static guint
bind_case (SdBinder            *self,
           const SdFormulaNode *node,
           int                  scale)
{
  const guint first = node->has_operand ? 1 : 0;
  const guint n = (node->n_args - first) / 2;
  const gboolean has_else = (node->n_args - first) % 2 == 1;
  g_autofree guint *conditions = g_new (guint, n);
  g_autofree guint *values = g_new (guint, n + 1);
  g_autofree const SdFormulaNode **nodes = g_new0 (const SdFormulaNode *, n + 1);
  gboolean success = bind_conditions (self, node, conditions, n);
  SdFormulaType type;
  guint result;

  for (guint i = 0; i < n; i++)
    {
      nodes[i] = node->args[first + 2 * i + 1];
      values[i] = sd_binder_bind (self, nodes[i], scale);
    }
  nodes[n] = has_else ? node->args[node->n_args - 1] : node;
  values[n] = has_else ? sd_binder_bind (self, nodes[n], scale)
                       : sd_formula_program_add_null (self->program,
                                                      (SdFormulaType) { SD_VALUE_NULL });
  type = sd_binder_unify (self, nodes, values, n + 1);
  if (type.kind == SD_VALUE_ERROR || !success)
    return SD_NO_REGISTER;
  result = values[n];
  for (guint i = n; i > 0; i--)
    result = sd_binder_choose (self, conditions[i - 1], values[i - 1], result);
  return result;
}

/* NULL beyond @digits. */
static guint
limit_digits (SdBinder *self,
              guint     value,
              guint     digits)
{
  const SdFormulaRegister *from = sd_formula_program_get (self->program, value);
  const gint64 most = sd_pow10[digits] - 1;

  if (from->has_range && from->minimum >= -most && from->maximum <= most)
    return value;
  return sd_binder_emit (self, (SdFormulaEmit) { .kernel = sd_kernel_limit, .type = from->type,
                                                 .a = digits, .may_null = TRUE, .has_range = TRUE,
                                                 .minimum = -most, .maximum = most },
                         1, value);
}

static guint
bind_cast (SdBinder            *self,
           const SdFormulaNode *node)
{
  const SdFormulaType type = { node->kind, node->scale };
  guint value = sd_binder_bind (self, node->args[0], sd_formula_type_get_rounding (type));

  value = sd_binder_convert (self, node->args[0], value, type, TRUE);
  if (value == SD_NO_REGISTER)
    return value;
  if (type.kind == SD_VALUE_DECIMAL && node->number > 0)
    return limit_digits (self, value, node->number);
  if (type.kind == SD_VALUE_TEXT && node->number > 0)
    return sd_binder_emit (self, (SdFormulaEmit) { .kernel = sd_kernel_text_left, .type = type,
                                                   .max_length = node->number },
                           2, value,
                           sd_formula_program_add_number (self->program,
                                                          (SdFormulaType) { SD_VALUE_INTEGER },
                                                          node->number));
  return value;
}

static guint
bind_arithmetic (SdBinder            *self,
                 const SdFormulaNode *node,
                 int                  scale)
{
  const guint a = sd_binder_bind (self, node->args[0], -1);
  const guint b = sd_binder_bind (self, node->args[1], -1);

  return sd_binder_arithmetic (self, node, node->operator, a, b, scale);
}

guint
sd_binder_bind (SdBinder            *self,
                const SdFormulaNode *node,
                int                  scale)
{
  switch (node->operator)
    {
    case SD_FORMULA_LITERAL:
      return bind_literal (self, node);
    case SD_FORMULA_NAME:
      return bind_name (self, node);
    case SD_FORMULA_CALL:
      return sd_binder_call (self, node, scale);
    case SD_FORMULA_CAST:
      return bind_cast (self, node);
    case SD_FORMULA_CASE:
      return bind_case (self, node, scale);
    case SD_FORMULA_NEGATE:
      return sd_binder_negate (self, node, scale);
    case SD_FORMULA_CONCAT:
      return bind_concat (self, node);
    case SD_FORMULA_IS_NULL:
      return bind_is_null (self, node);
    case SD_FORMULA_BETWEEN:
      return bind_between (self, node);
    case SD_FORMULA_IN:
      return bind_in (self, node);
    case SD_FORMULA_LIKE:
      return bind_like (self, node);
    case SD_FORMULA_NOT:
      return bind_not (self, node);
    case SD_FORMULA_AND:
    case SD_FORMULA_OR:
      {
        const gboolean both = node->operator == SD_FORMULA_AND;
        const guint a = sd_binder_condition (self, node->args[0]);
        const guint b = sd_binder_condition (self, node->args[1]);

        return connect (self, both ? sd_kernel_and : sd_kernel_or, a, b);
      }
    case SD_FORMULA_EQUAL:
    case SD_FORMULA_UNEQUAL:
    case SD_FORMULA_LESS:
    case SD_FORMULA_LESS_EQUAL:
    case SD_FORMULA_GREATER:
    case SD_FORMULA_GREATER_EQUAL:
      {
        const guint a = sd_binder_bind (self, node->args[0], -1);
        const guint b = sd_binder_bind (self, node->args[1], -1);

        return sd_binder_compare (self, node->operator, node->args[0], a, node->args[1], b);
      }
    case SD_FORMULA_ADD:
    case SD_FORMULA_SUBTRACT:
    case SD_FORMULA_MULTIPLY:
    case SD_FORMULA_DIVIDE:
    case SD_FORMULA_REMAINDER:
    default:
      return bind_arithmetic (self, node, scale);
    }
}

/* Converts the result and closes the program. */
static SdFormulaProgram *
finish (SdBinder              *self,
        const SdFormulaNode   *root,
        guint                  value,
        const SdFormulaTarget *target)
{
  if (target->type.kind != SD_VALUE_NULL)
    value = sd_binder_convert (self, root, value, target->type, FALSE);
  if (value == SD_NO_REGISTER)
    return NULL;
  if (sd_binder_get_kind (self, value) == SD_VALUE_NULL)
    value = sd_formula_program_add_null (self->program, (SdFormulaType) { SD_VALUE_TEXT });
  if (target->type.kind == SD_VALUE_DECIMAL && target->precision > 0)
    value = limit_digits (self, value, MIN (target->precision, 18));
  if (!sd_formula_program_finish (self->program, value))
    {
      sd_binder_fail (self, NULL, _("The formula makes text in more than %d places; split it over "
                                    "several columns."), SD_FORMULA_MAX_TEXT_STEPS);
      return NULL;
    }
  return g_steal_pointer (&self->program);
}

SdFormulaProgram *
sd_formula_bind (const SdFormula       *formula,
                 const SdFormulaNode   *root,
                 const SdFormulaScope  *scope,
                 const SdFormulaTarget *target,
                 GPtrArray             *messages)
{
  g_autoptr (SdFormulaProgram) program = sd_formula_program_new ();
  SdBinder self = { program, formula, scope, messages };
  const guint n_before = messages->len;
  const guint value = sd_binder_bind (&self, root, sd_formula_type_get_rounding (target->type));

  if (value == SD_NO_REGISTER || messages->len > n_before
      || finish (&self, root, value, target) == NULL)
    return NULL;
  return g_steal_pointer (&program);
}

SdFormulaProgram *
sd_formula_bind_conversion (const SdFormulaInput  *input,
                            const SdFormulaTarget *target,
                            GPtrArray             *messages)
{
  g_autoptr (SdFormulaProgram) program = sd_formula_program_new ();
  SdBinder self = { program, NULL, NULL, messages };

  if (finish (&self, NULL, sd_binder_add_input (&self, input), target) == NULL)
    return NULL;
  return g_steal_pointer (&program);
}
