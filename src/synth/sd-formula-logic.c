/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Comparison, SQL's logic of three values and choice. All branches of a choice
 * are evaluated for all rows: nothing a formula does can fail, only be NULL.
 */

#define G_LOG_DOMAIN "sd-formula"

#include <string.h>

#include "sd-formula-kernels-private.h"
#include "sd-math.h"

#define COMPARE_ALL(a_i, b_i)                                                   \
  switch ((guint) step->a)                                                       \
    {                                                                           \
    case SD_FORMULA_EQUAL:                                                      \
      COMPARE_LOOP (a_i == b_i);                                                \
      break;                                                                    \
    case SD_FORMULA_UNEQUAL:                                                    \
      COMPARE_LOOP (a_i != b_i);                                                \
      break;                                                                    \
    case SD_FORMULA_LESS:                                                       \
      COMPARE_LOOP (a_i < b_i);                                                 \
      break;                                                                    \
    case SD_FORMULA_LESS_EQUAL:                                                 \
      COMPARE_LOOP (a_i <= b_i);                                                \
      break;                                                                    \
    case SD_FORMULA_GREATER:                                                    \
      COMPARE_LOOP (a_i > b_i);                                                 \
      break;                                                                    \
    default:                                                                    \
      COMPARE_LOOP (a_i >= b_i);                                                \
      break;                                                                    \
    }

#define COMPARE_LOOP(condition)                                                 \
  for (guint i = 0; i < run->n; i++)                                            \
    out[i] = (condition)

void
sd_kernel_compare (const SdFormulaStep *step,
                   SdFormulaRun        *run)
{
  const gint64 *a = sd_step_arg (step, run, 0)->i64;
  const gint64 *b = sd_step_arg (step, run, 1)->i64;
  gint64 *out = sd_step_out (step, run)->i64;

  sd_step_join_nulls (step, run);
  COMPARE_ALL (a[i], b[i])
}

void
sd_kernel_compare_scaled (const SdFormulaStep *step,
                          SdFormulaRun        *run)
{
  const gint64 *a = sd_step_arg (step, run, 0)->i64;
  const gint64 *b = sd_step_arg (step, run, 1)->i64;
  gint64 *out = sd_step_out (step, run)->i64;
  const __int128 f = step->b > 0 ? sd_pow10[step->b] : 1;
  const __int128 g = step->b < 0 ? sd_pow10[-step->b] : 1;

  sd_step_join_nulls (step, run);
  COMPARE_ALL (a[i] * f, b[i] * g)
}

void
sd_kernel_compare_real (const SdFormulaStep *step,
                        SdFormulaRun        *run)
{
  const double *a = sd_step_arg (step, run, 0)->f64;
  const double *b = sd_step_arg (step, run, 1)->f64;
  gint64 *out = sd_step_out (step, run)->i64;

  sd_step_join_nulls (step, run);
  COMPARE_ALL (a[i], b[i])
}

/* By bytes, which for UTF-8 is by code points. */
static inline int
compare_texts (const SdText *a,
               const SdText *b)
{
  const guint32 length = MIN (a->length, b->length);
  const int order = length > 0 ? memcmp (a->data, b->data, length) : 0;

  return order != 0 ? order : (a->length > b->length) - (a->length < b->length);
}

static inline gboolean
equal_texts (const SdText *a,
             const SdText *b)
{
  return a->length == b->length && (a->length == 0 || memcmp (a->data, b->data, a->length) == 0);
}

#undef COMPARE_LOOP
#define COMPARE_LOOP(condition)                                                 \
  for (guint i = 0; i < run->n; i++)                                            \
    out[i] = (null == NULL || !null[i]) && (condition)

void
sd_kernel_compare_text (const SdFormulaStep *step,
                        SdFormulaRun        *run)
{
  const SdText *a = sd_step_arg (step, run, 0)->text;
  const SdText *b = sd_step_arg (step, run, 1)->text;
  gint64 *out = sd_step_out (step, run)->i64;
  const guint8 *null;

  sd_step_join_nulls (step, run);
  null = sd_step_out (step, run)->null;
  if (step->a == SD_FORMULA_EQUAL)
    COMPARE_LOOP (equal_texts (&a[i], &b[i]));
  else if (step->a == SD_FORMULA_UNEQUAL)
    COMPARE_LOOP (!equal_texts (&a[i], &b[i]));
  else
    COMPARE_ALL (compare_texts (&a[i], &b[i]), 0)
}

static inline int
compare_uuids (SdUuid a,
               SdUuid b)
{
  if (a.high != b.high)
    return a.high < b.high ? -1 : 1;
  return (a.low > b.low) - (a.low < b.low);
}

void
sd_kernel_compare_uuid (const SdFormulaStep *step,
                        SdFormulaRun        *run)
{
  const SdUuid *a = sd_step_arg (step, run, 0)->uuid;
  const SdUuid *b = sd_step_arg (step, run, 1)->uuid;
  gint64 *out = sd_step_out (step, run)->i64;
  const guint8 *null;

  sd_step_join_nulls (step, run);
  null = sd_step_out (step, run)->null;
  COMPARE_ALL (compare_uuids (a[i], b[i]), 0)
}

static inline gboolean
is_null (const SdVector *vector,
         guint           i)
{
  return vector->null != NULL && vector->null[i];
}

/* FALSE wins over NULL, NULL over TRUE; @dominant is the winner: 0 for AND, 1
 * for OR, where TRUE wins. */
static void
connect (const SdFormulaStep *step,
         SdFormulaRun        *run,
         gint64               dominant)
{
  const SdVector *a = sd_step_arg (step, run, 0);
  const SdVector *b = sd_step_arg (step, run, 1);
  SdVector *out = sd_step_out (step, run);
  guint8 *null;

  if (a->null == NULL && b->null == NULL)
    {
      for (guint i = 0; i < run->n; i++)
        out->i64[i] = dominant ? a->i64[i] | b->i64[i] : a->i64[i] & b->i64[i];
      return;
    }
  null = sd_run_own_null (run, out);
  for (guint i = 0; i < run->n; i++)
    {
      const gboolean a_null = is_null (a, i);
      const gboolean b_null = is_null (b, i);
      const gboolean won = (!a_null && a->i64[i] == dominant) || (!b_null && b->i64[i] == dominant);

      out->i64[i] = won ? dominant : !dominant;
      null[i] = !won && (a_null || b_null);
    }
}

void
sd_kernel_and (const SdFormulaStep *step,
               SdFormulaRun        *run)
{
  connect (step, run, 0);
}

void
sd_kernel_or (const SdFormulaStep *step,
              SdFormulaRun        *run)
{
  connect (step, run, 1);
}

void
sd_kernel_not (const SdFormulaStep *step,
               SdFormulaRun        *run)
{
  const gint64 *a = sd_step_arg (step, run, 0)->i64;
  gint64 *out = sd_step_out (step, run)->i64;

  sd_step_join_nulls (step, run);
  for (guint i = 0; i < run->n; i++)
    out[i] = !a[i];
}

void
sd_kernel_is_null (const SdFormulaStep *step,
                   SdFormulaRun        *run)
{
  const SdVector *a = sd_step_arg (step, run, 0);
  gint64 *out = sd_step_out (step, run)->i64;

  for (guint i = 0; i < run->n; i++)
    out[i] = is_null (a, i);
}

/* out[i] = @flags[i] ? @yes[i] : @no[i]. */
static void
select_values (const SdVector *yes,
               const SdVector *no,
               const guint8   *flags,
               SdVector       *out,
               guint           n)
{
  if (out->kind == SD_VECTOR_TEXT)
    for (guint i = 0; i < n; i++)
      out->text[i] = flags[i] ? yes->text[i] : no->text[i];
  else if (out->kind == SD_VECTOR_UUID)
    for (guint i = 0; i < n; i++)
      out->uuid[i] = flags[i] ? yes->uuid[i] : no->uuid[i];
  else
    for (guint i = 0; i < n; i++)
      out->i64[i] = flags[i] ? yes->i64[i] : no->i64[i];
}

static void
select_nulls (const SdVector *yes,
              const SdVector *no,
              const guint8   *flags,
              SdVector       *out,
              SdFormulaRun   *run)
{
  guint8 *null;

  if (yes->null == NULL && no->null == NULL)
    return;
  null = sd_run_own_null (run, out);
  for (guint i = 0; i < run->n; i++)
    null[i] = flags[i] ? is_null (yes, i) : is_null (no, i);
}

/* A condition that is NULL chooses like one that is false. */
void
sd_kernel_choose (const SdFormulaStep *step,
                  SdFormulaRun        *run)
{
  const SdVector *condition = sd_step_arg (step, run, 0);
  const SdVector *yes = sd_step_arg (step, run, 1);
  const SdVector *no = sd_step_arg (step, run, 2);
  SdVector *out = sd_step_out (step, run);
  guint8 flags[SD_BATCH_ROWS];

  for (guint i = 0; i < run->n; i++)
    flags[i] = condition->i64[i] != 0;
  if (condition->null != NULL)
    for (guint i = 0; i < run->n; i++)
      flags[i] &= !condition->null[i];
  select_values (yes, no, flags, out, run->n);
  select_nulls (yes, no, flags, out, run);
}

void
sd_kernel_coalesce (const SdFormulaStep *step,
                    SdFormulaRun        *run)
{
  const SdVector *first = sd_step_arg (step, run, 0);
  const SdVector *second = sd_step_arg (step, run, 1);
  SdVector *out = sd_step_out (step, run);
  guint8 flags[SD_BATCH_ROWS];

  for (guint i = 0; i < run->n; i++)
    flags[i] = !is_null (first, i);
  select_values (first, second, flags, out, run->n);
  select_nulls (first, second, flags, out, run);
}

void
sd_kernel_null_if (const SdFormulaStep *step,
                   SdFormulaRun        *run)
{
  const SdVector *value = sd_step_arg (step, run, 0);
  const SdVector *equal = sd_step_arg (step, run, 1);
  SdVector *out = sd_step_out (step, run);
  guint8 flags[SD_BATCH_ROWS];
  guint8 *null;

  memset (flags, 1, run->n);
  select_values (value, value, flags, out, run->n);
  out->null = value->null;
  null = sd_run_own_null (run, out);
  for (guint i = 0; i < run->n; i++)
    null[i] |= !is_null (equal, i) && equal->i64[i] != 0;
}
