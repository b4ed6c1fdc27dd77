/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Programs: putting steps together, folding constants, giving registers that
 * are not needed at the same time the same memory, and running the lot.
 */

#define G_LOG_DOMAIN "sd-formula"

#include <string.h>

#include "sd-formula-program-private.h"

#define TEXT_BLOCK (16 * 1024)
#define NO_SLOT    G_MAXUINT

/* No column holds larger reals. Only what is said of a result beforehand rests
 * on this, not the result. */
#define INPUT_BOUND 1e100

struct _SdFormulaProgram
{
  GArray    *registers;   /* of SdFormulaRegister */
  GArray    *steps;       /* of SdFormulaStep */
  GPtrArray *memory;      /* of constants */
  GArray    *slots;       /* of gsize: bytes per row of each shared buffer */
  guint      n_draws;
  guint      n_text_steps;
  guint      result;
};

static void
step_clear (gpointer data)
{
  SdFormulaStep *step = data;

  g_free (step->args);
}

SdFormulaProgram *
sd_formula_program_new (void)
{
  SdFormulaProgram *self = g_new0 (SdFormulaProgram, 1);

  self->registers = g_array_new (FALSE, TRUE, sizeof (SdFormulaRegister));
  self->steps = g_array_new (FALSE, TRUE, sizeof (SdFormulaStep));
  g_array_set_clear_func (self->steps, step_clear);
  self->memory = g_ptr_array_new_with_free_func (g_free);
  self->slots = g_array_new (FALSE, TRUE, sizeof (gsize));
  return self;
}

void
sd_formula_program_free (SdFormulaProgram *self)
{
  g_array_unref (self->registers);
  g_array_unref (self->steps);
  g_ptr_array_unref (self->memory);
  g_array_unref (self->slots);
  g_free (self);
}

static SdFormulaRegister *
get_register (const SdFormulaProgram *self,
              guint                   index)
{
  return &g_array_index (self->registers, SdFormulaRegister, index);
}

static SdFormulaStep *
get_step (const SdFormulaProgram *self,
          guint                   index)
{
  return &g_array_index (self->steps, SdFormulaStep, index);
}

guint
sd_formula_program_get_n_draws (const SdFormulaProgram *self)
{
  return self->n_draws;
}

const SdFormulaRegister *
sd_formula_program_get (const SdFormulaProgram *self,
                        guint                   index)
{
  g_assert (index < self->registers->len);

  return get_register (self, index);
}

const SdFormulaRegister *
sd_formula_program_get_result (const SdFormulaProgram *self)
{
  return get_register (self, self->result);
}

SdVectorKind
sd_value_kind_get_vector_kind (SdValueKind kind)
{
  switch (kind)
    {
    case SD_VALUE_REAL:
      return SD_VECTOR_DOUBLE;
    case SD_VALUE_TEXT:
      return SD_VECTOR_TEXT;
    case SD_VALUE_UUID:
      return SD_VECTOR_UUID;
    case SD_VALUE_ERROR:
    case SD_VALUE_NULL:
    case SD_VALUE_BOOLEAN:
    case SD_VALUE_INTEGER:
    case SD_VALUE_DECIMAL:
    case SD_VALUE_DATE:
    case SD_VALUE_TIME:
    case SD_VALUE_TIMESTAMP:
    default:
      return SD_VECTOR_INT64;
    }
}

static gpointer
keep (gpointer data,
      gsize    size)
{
  SdFormulaProgram *self = data;
  gpointer memory = g_malloc0 (MAX (size, 1));

  g_ptr_array_add (self->memory, memory);
  return memory;
}

static guint
add_register (SdFormulaProgram *self,
              SdFormulaType     type)
{
  SdFormulaRegister added = { .type = type, .input = -1, .slot = NO_SLOT };

  added.vector.kind = sd_value_kind_get_vector_kind (type.kind);
  g_array_append_val (self->registers, added);
  return self->registers->len - 1;
}

/* A constant has one element until the program is finished. */
static guint
add_constant (SdFormulaProgram *self,
              SdFormulaType     type)
{
  const guint index = add_register (self, type);
  SdFormulaRegister *added = get_register (self, index);

  added->constant = TRUE;
  added->vector.i64 = keep (self, sd_vector_kind_get_size (added->vector.kind));
  return index;
}

guint
sd_formula_program_add_input (SdFormulaProgram     *self,
                              const SdFormulaInput *input)
{
  SdFormulaRegister *added;
  guint index;

  for (guint i = 0; i < self->registers->len; i++)
    if (get_register (self, i)->input == (int) input->index)
      return i;

  index = add_register (self, input->type);
  added = get_register (self, index);
  added->input = input->index;
  added->vector.kind = input->vector_kind;
  added->may_null = input->has_null;
  added->has_range = input->has_range && input->vector_kind == SD_VECTOR_INT64;
  added->minimum = input->minimum;
  added->maximum = input->maximum;
  added->has_bounds = input->vector_kind == SD_VECTOR_DOUBLE;
  added->low = -INPUT_BOUND;
  added->high = INPUT_BOUND;
  added->max_length = input->max_length;
  return index;
}

guint
sd_formula_program_add_number (SdFormulaProgram *self,
                               SdFormulaType     type,
                               gint64            value)
{
  const guint index = add_constant (self, type);
  SdFormulaRegister *added = get_register (self, index);

  added->vector.i64[0] = value;
  added->has_range = TRUE;
  added->minimum = added->maximum = value;
  return index;
}

guint
sd_formula_program_add_real (SdFormulaProgram *self,
                             double            value)
{
  const guint index = add_constant (self, (SdFormulaType) { SD_VALUE_REAL });
  SdFormulaRegister *added = get_register (self, index);

  added->vector.f64[0] = value;
  added->has_bounds = TRUE;
  added->low = added->high = value;
  return index;
}

guint
sd_formula_program_add_text (SdFormulaProgram *self,
                             const char       *text)
{
  const guint index = add_constant (self, (SdFormulaType) { SD_VALUE_TEXT });
  SdFormulaRegister *added = get_register (self, index);
  const gsize length = strlen (text);
  char *copy = keep (self, length);

  memcpy (copy, text, length);
  added->vector.text[0] = (SdText) { copy, length };
  added->max_length = g_utf8_strlen (text, length);
  return index;
}

guint
sd_formula_program_add_null (SdFormulaProgram *self,
                             SdFormulaType     type)
{
  const guint index = add_constant (self, type);
  SdFormulaRegister *added = get_register (self, index);

  added->may_null = TRUE;
  added->vector.null = keep (self, 1);
  added->vector.null[0] = 1;
  return index;
}

guint
sd_formula_program_add_draw (SdFormulaProgram *self)
{
  return self->n_draws++;
}

/* Runs @step on single values, whose result becomes a constant. */
static void
fold (SdFormulaProgram *self,
      SdFormulaStep    *step)
{
  const guint n = self->registers->len;
  g_autofree SdVector *registers = g_new0 (SdVector, n);
  SdFormulaBatch batch = { .n_rows = 1, .alloc = keep, .data = self };
  SdFormulaRun run = { .n = 1, .registers = registers, .batch = &batch };
  SdFormulaRegister *result;

  for (guint i = 0; i < step->n_args; i++)
    registers[step->args[i]] = get_register (self, step->args[i])->vector;
  result = get_register (self, step->out);
  result->constant = TRUE;
  result->vector.i64 = keep (self, sd_vector_kind_get_size (result->vector.kind));
  registers[step->out] = result->vector;
  step->kernel (step, &run);
  result->vector = registers[step->out];
  result->may_null = result->vector.null != NULL && result->vector.null[0];
  if (!result->may_null)
    result->vector.null = NULL;
  result->has_range = result->vector.kind == SD_VECTOR_INT64 && !result->may_null;
  if (result->has_range)
    result->minimum = result->maximum = result->vector.i64[0];
  result->has_bounds = result->vector.kind == SD_VECTOR_DOUBLE && !result->may_null;
  if (result->has_bounds)
    result->low = result->high = result->vector.f64[0];
  if (result->vector.kind == SD_VECTOR_TEXT && !result->may_null)
    result->max_length = g_utf8_strlen (result->vector.text[0].data, result->vector.text[0].length);
}

/**
 * sd_formula_program_emit:
 *
 * Adds a step, or runs it at once when all it reads is constant.
 *
 * Returns: the register of the result
 */
guint
sd_formula_program_emit (SdFormulaProgram    *self,
                         const SdFormulaEmit *emit)
{
  const guint index = add_register (self, emit->type);
  SdFormulaRegister *result = get_register (self, index);
  gboolean constant = !emit->random;
  SdFormulaStep step = { .kernel = emit->kernel, .out = index, .n_args = emit->n_args,
                         .a = emit->a, .b = emit->b };

  result->may_null = emit->may_null;
  for (guint i = 0; i < emit->n_args; i++)
    {
      const SdFormulaRegister *arg = get_register (self, emit->args[i]);

      constant = constant && arg->constant;
      result->may_null = result->may_null || arg->may_null;
    }
  result->may_null = result->may_null && !emit->never_null;
  result->has_range = emit->has_range;
  result->minimum = emit->minimum;
  result->maximum = emit->maximum;
  result->has_bounds = emit->has_bounds;
  result->low = emit->low;
  result->high = emit->high;
  result->max_length = emit->max_length;
  step.args = g_memdup2 (emit->args, emit->n_args * sizeof (guint));

  if (constant)
    {
      fold (self, &step);
      g_free (step.args);
      return index;
    }
  self->n_text_steps += emit->makes_text;
  g_array_append_val (self->steps, step);
  return index;
}

/* Fills a batch with the constant. */
static void
spread (SdFormulaProgram  *self,
        SdFormulaRegister *constant)
{
  const gsize size = sd_vector_kind_get_size (constant->vector.kind);
  const char *from = (const char *) constant->vector.i64;
  char *to = keep (self, size * SD_BATCH_ROWS);

  for (guint i = 0; i < SD_BATCH_ROWS; i++)
    memcpy (to + i * size, from, size);
  constant->vector.i64 = (gpointer) to;
  if (constant->vector.null != NULL)
    {
      guint8 *null = keep (self, SD_BATCH_ROWS);

      memset (null, constant->vector.null[0], SD_BATCH_ROWS);
      constant->vector.null = null;
    }
}

static guint
take_slot (SdFormulaProgram *self,
           gboolean         *busy,
           gsize             size)
{
  for (guint i = 0; i < self->slots->len; i++)
    if (!busy[i] && g_array_index (self->slots, gsize, i) == size)
      {
        busy[i] = TRUE;
        return i;
      }
  g_array_append_val (self->slots, size);
  busy[self->slots->len - 1] = TRUE;
  return self->slots->len - 1;
}

/* Gives every step's result a buffer, and takes it back after the last step
 * that reads it. The result of all is written where the caller says. */
static void
assign_slots (SdFormulaProgram *self)
{
  g_autofree guint *last = g_new0 (guint, self->registers->len);
  g_autofree gboolean *busy = g_new0 (gboolean, self->steps->len + 1);

  for (guint i = 0; i < self->steps->len; i++)
    for (guint j = 0; j < get_step (self, i)->n_args; j++)
      last[get_step (self, i)->args[j]] = i;

  for (guint i = 0; i < self->steps->len; i++)
    {
      const SdFormulaStep *step = get_step (self, i);
      SdFormulaRegister *result = get_register (self, step->out);

      if (step->out != self->result)
        result->slot = take_slot (self, busy, sd_vector_kind_get_size (result->vector.kind));
      for (guint j = 0; j < step->n_args; j++)
        {
          const SdFormulaRegister *arg = get_register (self, step->args[j]);

          if (last[step->args[j]] == i && arg->slot != NO_SLOT)
            busy[arg->slot] = FALSE;
        }
    }
}

gboolean
sd_formula_program_finish (SdFormulaProgram *self,
                           guint             result)
{
  g_autofree gboolean *used = g_new0 (gboolean, self->registers->len);

  self->result = result;
  used[result] = TRUE;
  for (guint i = 0; i < self->steps->len; i++)
    for (guint j = 0; j < get_step (self, i)->n_args; j++)
      used[get_step (self, i)->args[j]] = TRUE;
  for (guint i = 0; i < self->registers->len; i++)
    if (used[i] && get_register (self, i)->constant)
      spread (self, get_register (self, i));
  assign_slots (self);
  return self->n_text_steps <= SD_FORMULA_MAX_TEXT_STEPS;
}

void
sd_formula_program_run (const SdFormulaProgram *self,
                        const SdFormulaBatch   *batch,
                        SdVector               *out)
{
  SdVector *registers = batch->alloc (batch->data, self->registers->len * sizeof (SdVector));
  gpointer *buffers = batch->alloc (batch->data, (self->slots->len + 1) * sizeof (gpointer));
  SdFormulaRun run = { .n = batch->n_rows, .registers = registers, .batch = batch };
  const SdVector *result = &registers[self->result];
  SdVector target = *out;

  for (guint i = 0; i < self->slots->len; i++)
    buffers[i] = batch->alloc (batch->data,
                               g_array_index (self->slots, gsize, i) * batch->n_rows);
  for (guint i = 0; i < self->registers->len; i++)
    {
      const SdFormulaRegister *info = get_register (self, i);

      registers[i] = info->input >= 0 ? *batch->inputs[info->input] : info->vector;
      if (info->slot != NO_SLOT)
        registers[i].i64 = buffers[info->slot];
    }
  if (result->i64 == NULL)
    registers[self->result].i64 = target.i64;

  for (guint i = 0; i < self->steps->len; i++)
    {
      const SdFormulaStep *step = get_step (self, i);

      step->kernel (step, &run);
    }
  if (result->i64 != target.i64)
    memcpy (target.i64, result->i64, sd_vector_kind_get_size (result->kind) * batch->n_rows);
  out->null = result->null;
}

/* A new mask, not cleared. */
static guint8 *
new_null (SdFormulaRun *run)
{
  return run->batch->alloc (run->batch->data, run->n);
}

guint8 *
sd_run_own_null (SdFormulaRun *run,
                 SdVector     *out)
{
  guint8 *mask = new_null (run);

  if (out->null != NULL)
    memcpy (mask, out->null, run->n);
  else
    memset (mask, 0, run->n);
  out->null = mask;
  return mask;
}

void
sd_step_join_nulls (const SdFormulaStep *step,
                    SdFormulaRun        *run)
{
  SdVector *out = sd_step_out (step, run);
  gboolean own = FALSE;

  for (guint i = 0; i < step->n_args; i++)
    {
      const guint8 *null = sd_step_arg (step, run, i)->null;

      if (null == NULL || null == out->null)
        continue;
      if (out->null == NULL)
        {
          out->null = (guint8 *) null;
          continue;
        }
      if (!own)
        sd_run_own_null (run, out);
      own = TRUE;
      for (guint k = 0; k < run->n; k++)
        out->null[k] |= null[k];
    }
}

char *
sd_run_get_text (SdFormulaRun *run,
                 gsize         size)
{
  if (run->text == NULL || run->text_left < size)
    {
      run->text_left = run->n == 1 ? MAX (size, 1) : MAX (size, TEXT_BLOCK);
      run->text = run->batch->alloc (run->batch->data, run->text_left);
    }
  return run->text;
}

SdText
sd_run_take_text (SdFormulaRun *run,
                  gsize         length)
{
  SdText text = { run->text, length };

  g_assert (length <= run->text_left);
  run->text += length;
  run->text_left -= length;
  return text;
}
