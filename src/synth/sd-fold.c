/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Running totals, extremes and differences; see the header. Whole numbers are
 * added in 128 bits. Rows without a value leave a total as it is.
 */

#define G_LOG_DOMAIN "sd-fold"

#include <math.h>
#include <string.h>

#include "sd-fold-private.h"
#include "sd-math.h"

int
sd_fold_parse (const char *nick)
{
  static const char * const nicks[] = {
    "sum", "count", "average", "min", "max", "difference", "previous", "carry", "elapsed_days",
    "elapsed_seconds",
  };

  for (guint i = 0; i < G_N_ELEMENTS (nicks); i++)
    if (g_str_equal (nick, nicks[i]))
      return (int) i;
  return -1;
}

static void
apply_floor (SdFold *self)
{
  if (!self->has_floor || !self->has_value)
    return;
  self->value = MAX (self->value, self->floor);
  self->real_value = MAX (self->real_value, self->real_floor);
}

void
sd_fold_begin (SdFold       *self,
               const gint64 *start,
               const double *real_start)
{
  self->n = 0;
  self->value = start != NULL ? *start : 0;
  self->real_value = real_start != NULL ? *real_start : 0;
  self->has_value = start != NULL || real_start != NULL || self->function == SD_FOLD_SUM
                    || self->function == SD_FOLD_COUNT;
}

/* sum ÷ n in the decimals of the result, rounded once, half away from zero. */
static gint64
get_average (const SdFold *self)
{
  __int128 sum = self->value;
  __int128 n = (__int128) self->n;
  __int128 quotient, rest;

  if (self->shift >= 0)
    sum *= sd_pow10[self->shift];
  else
    n *= sd_pow10[-self->shift];
  quotient = sum / n;
  rest = sum % n;
  if (rest < 0)
    quotient -= -rest >= n + rest;
  else
    quotient += rest >= n - rest;
  return (gint64) quotient;
}

static gboolean
store (const SdFold *self,
       __int128      value,
       double        real_value,
       gint64       *out)
{
  if (self->real)
    {
      memcpy (out, &real_value, sizeof real_value);
      return fabs (real_value) <= G_MAXDOUBLE;
    }
  *out = (gint64) value;
  return *out == value;
}

/* Against the value before, which then is this one. */
static gboolean
step_difference (SdFold  *self,
                 gboolean null,
                 gint64   value,
                 double   real_value,
                 gint64  *out)
{
  const gboolean known = self->has_value && !null;
  const __int128 difference = (__int128) value - self->value;
  const double real_difference = real_value - self->real_value;

  if (!null)
    {
      self->has_value = TRUE;
      self->value = value;
      self->real_value = real_value;
    }
  return known && store (self, difference, real_difference, out);
}

static void
take (SdFold *self,
      gint64  value,
      double  real_value)
{
  const gboolean first = !self->has_value;

  switch (self->function)
    {
    case SD_FOLD_COUNT:
      self->value++;
      self->real_value++;
      break;

    case SD_FOLD_MIN:
      self->value = first ? value : MIN (self->value, value);
      self->real_value = first ? real_value : MIN (self->real_value, real_value);
      break;

    case SD_FOLD_MAX:
      self->value = first ? value : MAX (self->value, value);
      self->real_value = first ? real_value : MAX (self->real_value, real_value);
      break;

    case SD_FOLD_SUM:
    case SD_FOLD_AVERAGE:
    case SD_FOLD_DIFFERENCE:
    case SD_FOLD_PREVIOUS:
    case SD_FOLD_CARRY:
    case SD_FOLD_ELAPSED_DAYS:
    case SD_FOLD_ELAPSED_SECONDS:
    default:
      self->value += value;
      self->real_value += real_value;
      break;
    }
  self->has_value = TRUE;
  self->n++;
}

gboolean
sd_fold_step (SdFold   *self,
              gboolean  null,
              gint64    value,
              double    real_value,
              gint64   *out)
{
  if (self->function == SD_FOLD_DIFFERENCE || self->function == SD_FOLD_ELAPSED_DAYS
      || self->function == SD_FOLD_ELAPSED_SECONDS)
    return step_difference (self, null, value, real_value, out);
  if (!null)
    take (self, value, real_value);
  if (self->function == SD_FOLD_SUM)
    apply_floor (self);
  if (!self->has_value || (self->function == SD_FOLD_AVERAGE && self->n == 0))
    return FALSE;
  if (self->function != SD_FOLD_AVERAGE)
    return store (self, self->value, self->real_value, out);
  return store (self, self->real ? 0 : get_average (self), self->real_value / (double) self->n,
                out);
}
