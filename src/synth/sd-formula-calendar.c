/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Dates and times. What leaves the years 1 to 9999 is NULL. */

#define G_LOG_DOMAIN "sd-formula"

#include "sd-calendar.h"
#include "sd-formula-kernels-private.h"
#include "sd-math.h"

#define TIMESTAMP_MIN (SD_DATE_MIN * SD_USEC_PER_DAY)
#define TIMESTAMP_MAX ((SD_DATE_MAX + 1) * SD_USEC_PER_DAY - 1)

/* Further than any date can go. */
#define MAX_MONTHS (12 * 10000)

static inline gint64
clamp_date (gint64 date)
{
  return CLAMP (date, SD_DATE_MIN, SD_DATE_MAX);
}

static inline gint64
day_of (gint64 timestamp)
{
  return timestamp / SD_USEC_PER_DAY - (timestamp % SD_USEC_PER_DAY < 0);
}

static inline gint64
time_of (gint64 timestamp)
{
  const gint64 rest = timestamp % SD_USEC_PER_DAY;

  return rest < 0 ? rest + SD_USEC_PER_DAY : rest;
}

static int
get_date_part (gint64     date,
               SdDatePart part)
{
  const SdCivil civil = sd_date_to_civil (date);

  switch (part)
    {
    case SD_DATE_PART_YEAR:
      return civil.year;
    case SD_DATE_PART_QUARTER:
      return (civil.month + 2) / 3;
    case SD_DATE_PART_MONTH:
      return civil.month;
    case SD_DATE_PART_DAY:
      return civil.day;
    case SD_DATE_PART_WEEKDAY:
    default:
      return sd_date_weekday (date);
    }
}

void
sd_kernel_date_part (const SdFormulaStep *step,
                     SdFormulaRun        *run)
{
  const gint64 *a = sd_step_arg (step, run, 0)->i64;
  gint64 *out = sd_step_out (step, run)->i64;

  sd_step_join_nulls (step, run);
  for (guint i = 0; i < run->n; i++)
    out[i] = get_date_part (clamp_date (a[i]), step->a);
}

void
sd_kernel_time_part (const SdFormulaStep *step,
                     SdFormulaRun        *run)
{
  const gint64 *a = sd_step_arg (step, run, 0)->i64;
  gint64 *out = sd_step_out (step, run)->i64;

  sd_step_join_nulls (step, run);
  for (guint i = 0; i < run->n; i++)
    out[i] = a[i] / step->a % step->b;
}

void
sd_kernel_date_from_timestamp (const SdFormulaStep *step,
                               SdFormulaRun        *run)
{
  const gint64 *a = sd_step_arg (step, run, 0)->i64;
  gint64 *out = sd_step_out (step, run)->i64;

  sd_step_join_nulls (step, run);
  for (guint i = 0; i < run->n; i++)
    out[i] = day_of (a[i]);
}

void
sd_kernel_time_from_timestamp (const SdFormulaStep *step,
                               SdFormulaRun        *run)
{
  const gint64 *a = sd_step_arg (step, run, 0)->i64;
  gint64 *out = sd_step_out (step, run)->i64;

  sd_step_join_nulls (step, run);
  for (guint i = 0; i < run->n; i++)
    out[i] = time_of (a[i]);
}

void
sd_kernel_timestamp_from_date (const SdFormulaStep *step,
                               SdFormulaRun        *run)
{
  const gint64 *a = sd_step_arg (step, run, 0)->i64;
  gint64 *out = sd_step_out (step, run)->i64;

  sd_step_join_nulls (step, run);
  for (guint i = 0; i < run->n; i++)
    out[i] = clamp_date (a[i]) * SD_USEC_PER_DAY;
}

/* Adds @b[i] × @unit to @a[i]; NULL outside of @least to @most. */
static void
add_within (const SdFormulaStep *step,
            SdFormulaRun        *run,
            gint64               unit,
            gint64               least,
            gint64               most)
{
  const gint64 *a = sd_step_arg (step, run, 0)->i64;
  const gint64 *b = sd_step_arg (step, run, 1)->i64;
  SdVector *out = sd_step_out (step, run);
  gboolean outside = FALSE;
  guint8 *null;

  sd_step_join_nulls (step, run);
  for (guint i = 0; i < run->n; i++)
    {
      gint64 product, sum;
      const gboolean fits = !__builtin_mul_overflow (b[i], unit, &product)
                            && !__builtin_add_overflow (a[i], product, &sum)
                            && sum >= least && sum <= most;

      out->i64[i] = fits ? sum : most + 1;
      outside |= !fits;
    }
  if (!outside)
    return;
  null = sd_run_own_null (run, out);
  for (guint i = 0; i < run->n; i++)
    null[i] |= out->i64[i] > most;
}

void
sd_kernel_date_add (const SdFormulaStep *step,
                    SdFormulaRun        *run)
{
  add_within (step, run, 1, SD_DATE_MIN, SD_DATE_MAX);
}

void
sd_kernel_timestamp_add (const SdFormulaStep *step,
                         SdFormulaRun        *run)
{
  add_within (step, run, SD_USEC_PER_DAY, TIMESTAMP_MIN, TIMESTAMP_MAX);
}

/* Parts of a day are rounded to seconds, as people write times. */
void
sd_kernel_timestamp_add_real (const SdFormulaStep *step,
                              SdFormulaRun        *run)
{
  const gint64 *a = sd_step_arg (step, run, 0)->i64;
  const double *days = sd_step_arg (step, run, 1)->f64;
  SdVector *out = sd_step_out (step, run);
  guint8 *null;

  sd_step_join_nulls (step, run);
  null = sd_run_own_null (run, out);
  for (guint i = 0; i < run->n; i++)
    {
      gint64 step_usec, sum;
      const gint64 seconds = sd_round_to_scaled (days[i] * 86400.0, 0);
      const gboolean fits = !__builtin_mul_overflow (seconds, G_USEC_PER_SEC, &step_usec)
                            && !__builtin_add_overflow (a[i], step_usec, &sum)
                            && sum >= TIMESTAMP_MIN && sum <= TIMESTAMP_MAX;

      out->i64[i] = fits ? sum : 0;
      null[i] |= !fits;
    }
}

void
sd_kernel_timestamp_between (const SdFormulaStep *step,
                             SdFormulaRun        *run)
{
  const gint64 *a = sd_step_arg (step, run, 0)->i64;
  const gint64 *b = sd_step_arg (step, run, 1)->i64;
  double *out = sd_step_out (step, run)->f64;

  sd_step_join_nulls (step, run);
  for (guint i = 0; i < run->n; i++)
    out[i] = (double) (gint64) ((guint64) a[i] - (guint64) b[i]) / (double) SD_USEC_PER_DAY;
}

/* The month is checked first, because sd_date_add_months() takes years 1 to
 * 9999 only. */
static gboolean
add_months (gint64  date,
            gint64  months,
            gint64 *out)
{
  const SdCivil civil = sd_date_to_civil (clamp_date (date));
  gint64 month;

  if (months < -MAX_MONTHS || months > MAX_MONTHS)
    return FALSE;
  month = (gint64) civil.year * 12 + civil.month - 1 + months;
  if (month < 12 || month > 9999 * 12 + 11)
    return FALSE;
  *out = sd_date_add_months (clamp_date (date), months);
  return TRUE;
}

static void
add_months_to (const SdFormulaStep *step,
               SdFormulaRun        *run,
               gboolean             timestamp)
{
  const gint64 *a = sd_step_arg (step, run, 0)->i64;
  const gint64 *months = sd_step_arg (step, run, 1)->i64;
  SdVector *out = sd_step_out (step, run);
  guint8 *null;

  sd_step_join_nulls (step, run);
  null = sd_run_own_null (run, out);
  for (guint i = 0; i < run->n; i++)
    {
      const gint64 day = timestamp ? day_of (a[i]) : a[i];
      const gint64 rest = timestamp ? time_of (a[i]) : 0;
      gint64 sum = 0;

      null[i] |= !add_months (day, months[i], &sum);
      out->i64[i] = timestamp ? sum * SD_USEC_PER_DAY + rest : sum;
    }
}

void
sd_kernel_date_add_months (const SdFormulaStep *step,
                           SdFormulaRun        *run)
{
  add_months_to (step, run, FALSE);
}

void
sd_kernel_timestamp_add_months (const SdFormulaStep *step,
                                SdFormulaRun        *run)
{
  add_months_to (step, run, TRUE);
}

/* Months that are over: from 31 January to 28 February it is none. */
static gint64
months_between (gint64 from,
                gint64 to)
{
  const SdCivil a = sd_date_to_civil (MIN (from, to));
  const SdCivil b = sd_date_to_civil (MAX (from, to));
  const gint64 months = (b.year - a.year) * 12 + b.month - a.month - (b.day < a.day);

  return from <= to ? months : -months;
}

void
sd_kernel_months_between (const SdFormulaStep *step,
                          SdFormulaRun        *run)
{
  const gint64 *from = sd_step_arg (step, run, 0)->i64;
  const gint64 *to = sd_step_arg (step, run, 1)->i64;
  gint64 *out = sd_step_out (step, run)->i64;

  sd_step_join_nulls (step, run);
  for (guint i = 0; i < run->n; i++)
    out[i] = months_between (clamp_date (from[i]), clamp_date (to[i])) / step->a;
}
