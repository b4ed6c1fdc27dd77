/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The functions of text. They take any value as it is written. */

#define G_LOG_DOMAIN "sd-formula"

#include "sd-formula-function-private.h"

static const SdFormulaType integer_type = { SD_VALUE_INTEGER };
static const SdFormulaType text_type = { SD_VALUE_TEXT };

static guint
bind_text (SdBinder            *self,
           const SdFormulaNode *node,
           guint                i)
{
  const guint value = sd_binder_bind (self, node->args[i], -1);

  return value == SD_NO_REGISTER ? value : sd_binder_to_text (self, value);
}

/* One text in, one out, at most as long. */
guint
sd_function_change_text (SdBinder            *self,
                         const SdFunction    *function,
                         const SdFormulaNode *node,
                         int                  scale)
{
  const guint text = bind_text (self, node, 0);
  SdFormulaEmit step = { .kernel = function->kernel, .type = text_type, .a = function->a };

  if (text == SD_NO_REGISTER)
    return text;
  step.max_length = sd_formula_program_get (self->program, text)->max_length;
  step.makes_text = function->b != 0;
  step.may_null = step.makes_text && (step.max_length == 0
                                      || step.max_length > SD_FORMULA_MAX_TEXT / 4);
  return sd_binder_emit (self, step, 1, text);
}

guint
sd_function_length (SdBinder            *self,
                    const SdFunction    *function,
                    const SdFormulaNode *node,
                    int                  scale)
{
  const guint text = bind_text (self, node, 0);

  if (text == SD_NO_REGISTER)
    return text;
  return sd_binder_emit (self, (SdFormulaEmit) { .kernel = sd_kernel_text_length,
                                                 .type = integer_type, .has_range = TRUE,
                                                 .maximum = G_MAXUINT32 },
                         1, text);
}

guint
sd_function_substring (SdBinder            *self,
                       const SdFunction    *function,
                       const SdFormulaNode *node,
                       int                  scale)
{
  const guint text = bind_text (self, node, 0);
  const guint start = sd_function_get_integer (self, function, node, 1);
  const guint length = node->n_args > 2
                       ? sd_function_get_integer (self, function, node, 2)
                       : sd_formula_program_add_number (self->program, integer_type, G_MAXUINT32);
  SdFormulaEmit step = { .kernel = sd_kernel_text_substring, .type = text_type };

  if (text == SD_NO_REGISTER || start == SD_NO_REGISTER || length == SD_NO_REGISTER)
    return SD_NO_REGISTER;
  step.max_length = sd_formula_program_get (self->program, text)->max_length;
  return sd_binder_emit (self, step, 3, text, start, length);
}

/* LEFT and RIGHT. */
guint
sd_function_end (SdBinder            *self,
                 const SdFunction    *function,
                 const SdFormulaNode *node,
                 int                  scale)
{
  const guint text = bind_text (self, node, 0);
  const guint length = sd_function_get_integer (self, function, node, 1);
  SdFormulaEmit step = { .kernel = function->kernel, .type = text_type };

  if (text == SD_NO_REGISTER || length == SD_NO_REGISTER)
    return SD_NO_REGISTER;
  step.max_length = sd_formula_program_get (self->program, text)->max_length;
  return sd_binder_emit (self, step, 2, text, length);
}

guint
sd_function_replace (SdBinder            *self,
                     const SdFunction    *function,
                     const SdFormulaNode *node,
                     int                  scale)
{
  const guint text = bind_text (self, node, 0);
  const guint old = bind_text (self, node, 1);
  const guint new = bind_text (self, node, 2);

  if (text == SD_NO_REGISTER || old == SD_NO_REGISTER || new == SD_NO_REGISTER)
    return SD_NO_REGISTER;
  return sd_binder_emit (self, (SdFormulaEmit) { .kernel = sd_kernel_text_replace,
                                                 .type = text_type, .may_null = TRUE,
                                                 .makes_text = TRUE },
                         3, text, old, new);
}

/* LPAD and RPAD; `a` says at the end. */
guint
sd_function_pad (SdBinder            *self,
                 const SdFunction    *function,
                 const SdFormulaNode *node,
                 int                  scale)
{
  const guint text = bind_text (self, node, 0);
  const guint length = sd_function_get_integer (self, function, node, 1);
  const guint filling = node->n_args > 2 ? bind_text (self, node, 2)
                                         : sd_formula_program_add_text (self->program, " ");
  SdFormulaEmit step = { .kernel = sd_kernel_text_pad, .type = text_type, .a = function->a,
                         .may_null = TRUE, .makes_text = TRUE };
  const SdFormulaRegister *wanted;

  if (text == SD_NO_REGISTER || length == SD_NO_REGISTER || filling == SD_NO_REGISTER)
    return SD_NO_REGISTER;
  wanted = sd_formula_program_get (self->program, length);
  if (wanted->has_range && wanted->maximum > 0 && wanted->maximum <= SD_FORMULA_MAX_TEXT / 4)
    {
      step.max_length = wanted->maximum;
      /* Cutting a longer text never fails, and filling stays within bounds. */
      step.may_null = FALSE;
    }
  return sd_binder_emit (self, step, 3, text, length, filling);
}

guint
sd_function_concat (SdBinder            *self,
                    const SdFunction    *function,
                    const SdFormulaNode *node,
                    int                  scale)
{
  g_autofree guint *values = g_new (guint, node->n_args);
  gboolean failed = FALSE;
  SdFormulaEmit step = { .kernel = sd_kernel_text_concat, .type = text_type, .a = 1,
                         .n_args = node->n_args, .args = values, .makes_text = TRUE };
  gboolean known = TRUE;

  for (guint i = 0; i < node->n_args; i++)
    {
      values[i] = bind_text (self, node, i);
      failed = failed || values[i] == SD_NO_REGISTER;
      if (!failed)
        {
          const SdFormulaRegister *part = sd_formula_program_get (self->program, values[i]);

          known = known && (part->max_length > 0 || part->constant);
          step.max_length += part->max_length;
        }
    }
  if (failed)
    return SD_NO_REGISTER;
  step.may_null = !known || step.max_length > SD_FORMULA_MAX_TEXT / 4;
  step.never_null = !step.may_null;
  if (!known)
    step.max_length = 0;
  return sd_formula_program_emit (self->program, &step);
}
