/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The kernels: what steps do. Each takes the vectors of its arguments; `a` and
 * `b` are the step's numbers. NULL in, NULL out, unless said otherwise; what
 * overflows, divides by zero or leaves the calendar is NULL.
 */

#pragma once

#include "sd-formula-program-private.h"

G_BEGIN_DECLS

#define SD_DECLARE_KERNEL(name) \
  void sd_kernel_##name (const SdFormulaStep *step, SdFormulaRun *run)

/* sd-formula-number.c. Whole and decimal numbers; the "wrap" ones are for
 * arguments that cannot overflow. */
SD_DECLARE_KERNEL (add);
SD_DECLARE_KERNEL (subtract);
SD_DECLARE_KERNEL (multiply);
SD_DECLARE_KERNEL (add_wrap);
SD_DECLARE_KERNEL (subtract_wrap);
SD_DECLARE_KERNEL (multiply_wrap);
SD_DECLARE_KERNEL (multiply_round);     /* ÷ 10^a */
SD_DECLARE_KERNEL (divide_exact);       /* × 10^a before, or ÷ 10^−a after */
SD_DECLARE_KERNEL (remainder);
SD_DECLARE_KERNEL (negate);
SD_DECLARE_KERNEL (absolute);
SD_DECLARE_KERNEL (sign);
SD_DECLARE_KERNEL (scale_up);           /* × 10^a */
SD_DECLARE_KERNEL (scale_down);         /* ÷ 10^a, half away from zero */
SD_DECLARE_KERNEL (scale_floor);        /* ÷ 10^a, down */
SD_DECLARE_KERNEL (scale_ceil);         /* ÷ 10^a, up */
SD_DECLARE_KERNEL (limit);              /* NULL beyond a digits */
SD_DECLARE_KERNEL (to_boolean);         /* other than 0 */

/* sd-formula-real.c. */
SD_DECLARE_KERNEL (real_add);
SD_DECLARE_KERNEL (real_subtract);
SD_DECLARE_KERNEL (real_multiply);
SD_DECLARE_KERNEL (real_divide);
SD_DECLARE_KERNEL (real_remainder);
SD_DECLARE_KERNEL (real_absolute);
SD_DECLARE_KERNEL (real_sign);
SD_DECLARE_KERNEL (real_power);
SD_DECLARE_KERNEL (real_sqrt);
SD_DECLARE_KERNEL (real_exp);
SD_DECLARE_KERNEL (real_log);
SD_DECLARE_KERNEL (real_log10);
SD_DECLARE_KERNEL (real_from_scaled);   /* ÷ 10^a */
SD_DECLARE_KERNEL (real_round);         /* to a decimal of scale a */
SD_DECLARE_KERNEL (real_floor);         /* to a whole number */
SD_DECLARE_KERNEL (real_ceil);
SD_DECLARE_KERNEL (draw_uniform);       /* call a, between two arguments */
SD_DECLARE_KERNEL (draw_normal);        /* call a, mean and standard deviation */

/* sd-formula-logic.c. Booleans are 0 and 1. */
SD_DECLARE_KERNEL (compare);            /* whole numbers; a: SdFormulaOperator */
SD_DECLARE_KERNEL (compare_scaled);     /* first × 10^b, or second × 10^−b */
SD_DECLARE_KERNEL (compare_real);
SD_DECLARE_KERNEL (compare_text);
SD_DECLARE_KERNEL (compare_uuid);
SD_DECLARE_KERNEL (and);
SD_DECLARE_KERNEL (or);
SD_DECLARE_KERNEL (not);
SD_DECLARE_KERNEL (is_null);
SD_DECLARE_KERNEL (choose);             /* the second where the first is true, else the third */
SD_DECLARE_KERNEL (coalesce);           /* the first, or the second where it is NULL */
SD_DECLARE_KERNEL (null_if);            /* NULL where the second is true, else the first */

/* sd-formula-string.c. Positions and lengths are in characters. */
SD_DECLARE_KERNEL (text_from_code);
SD_DECLARE_KERNEL (text_concat);        /* a: NULL counts as empty */
SD_DECLARE_KERNEL (text_upper);
SD_DECLARE_KERNEL (text_lower);
SD_DECLARE_KERNEL (text_length);
SD_DECLARE_KERNEL (text_substring);     /* text, start from 1 (negative: from the end), length */
SD_DECLARE_KERNEL (text_left);          /* text, characters */
SD_DECLARE_KERNEL (text_right);
SD_DECLARE_KERNEL (text_trim);          /* blanks; a: 1 at the start, 2 at the end, 3 both */
SD_DECLARE_KERNEL (text_replace);
SD_DECLARE_KERNEL (text_pad);           /* text, length, filling; a: at the end */
SD_DECLARE_KERNEL (text_like);

/* sd-formula-convert.c: between text and the others. */
SD_DECLARE_KERNEL (text_from_integer);
SD_DECLARE_KERNEL (text_from_decimal);  /* a: scale */
SD_DECLARE_KERNEL (text_from_real);
SD_DECLARE_KERNEL (text_from_boolean);
SD_DECLARE_KERNEL (text_from_date);
SD_DECLARE_KERNEL (text_from_time);
SD_DECLARE_KERNEL (text_from_timestamp);
SD_DECLARE_KERNEL (text_from_uuid);
SD_DECLARE_KERNEL (decimal_from_text);  /* a: scale */
SD_DECLARE_KERNEL (real_from_text);
SD_DECLARE_KERNEL (boolean_from_text);
SD_DECLARE_KERNEL (date_from_text);
SD_DECLARE_KERNEL (time_from_text);
SD_DECLARE_KERNEL (timestamp_from_text);

/* sd-formula-calendar.c. */
SD_DECLARE_KERNEL (date_part);          /* a: SdDatePart */
SD_DECLARE_KERNEL (time_part);          /* a: microseconds of one, b: how many there are */
SD_DECLARE_KERNEL (date_from_timestamp);
SD_DECLARE_KERNEL (time_from_timestamp);
SD_DECLARE_KERNEL (timestamp_from_date);
SD_DECLARE_KERNEL (date_add);           /* date, days */
SD_DECLARE_KERNEL (timestamp_add);      /* timestamp, days */
SD_DECLARE_KERNEL (timestamp_add_real); /* timestamp, days */
SD_DECLARE_KERNEL (timestamp_between);  /* days, real, from the second to the first */
SD_DECLARE_KERNEL (date_add_months);    /* date, months */
SD_DECLARE_KERNEL (timestamp_add_months);
SD_DECLARE_KERNEL (months_between);     /* whole months from the first date to the second, ÷ a */

typedef enum
{
  SD_DATE_PART_YEAR,
  SD_DATE_PART_QUARTER,
  SD_DATE_PART_MONTH,
  SD_DATE_PART_DAY,
  SD_DATE_PART_WEEKDAY,
} SdDatePart;

/* @value ÷ @divisor > 0, half away from zero. */
static inline gint64
sd_divide_round (gint64 value,
                 gint64 divisor)
{
  const gint64 quotient = value / divisor;
  const gint64 remainder = value % divisor;

  if (remainder >= 0)
    return quotient + (remainder >= divisor - remainder);
  return quotient - (-remainder >= divisor + remainder);
}

G_END_DECLS
