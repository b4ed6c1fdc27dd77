/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Numbers with a distribution.
 *
 * Whole numbers and decimals come as scaled integers: uniform ones by
 * multiplication onto the lattice of possible values, discrete ones by
 * thresholds, the others through a quantile table and one rounding, half away
 * from zero.
 */

#define G_LOG_DOMAIN "sd-margin-number"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "sd-distribution-private.h"
#include "sd-generator-info.h"
#include "sd-margin-number-private.h"
#include "sd-math.h"

/* The largest absolute value of a scaled integer, with room for sums. */
#define LARGEST 9.0e17

static void
number_margin_free (SdMargin *margin)
{
  SdNumberMargin *self = (SdNumberMargin *) margin;

  sd_thresholds_clear (&self->thresholds);
  g_clear_pointer (&self->quantile, sd_quantile_free);
  g_free (self);
}

static gint64
round_to_step (const SdNumberMargin *self,
               gint64                value)
{
  const gint64 x = value - self->ending;
  const gint64 half = self->step / 2;
  const gint64 multiple = x >= 0 ? (x + half) / self->step : -((half - x) / self->step);

  return CLAMP (multiple * self->step + self->ending, self->margin.minimum, self->margin.maximum);
}

static void
fill_constant (const SdNumberMargin *self,
               guint                 n,
               SdVector             *out,
               guint                 offset)
{
  for (guint i = 0; i < n; i++)
    if (self->margin.kind == SD_VECTOR_DOUBLE)
      out->f64[offset + i] = self->real_first;
    else
      out->i64[offset + i] = self->first;
}

static void
fill_lattice (const SdNumberMargin *self,
              const guint64        *u,
              guint                 n,
              gint64               *out)
{
  for (guint i = 0; i < n; i++)
    out[i] = self->first + (gint64) sd_scale (u[i], self->n_values) * self->stride;
}

static void
fill_discrete (const SdNumberMargin *self,
               const guint64        *u,
               guint                 n,
               SdVector             *out,
               guint                 offset)
{
  if (self->margin.kind == SD_VECTOR_DOUBLE)
    for (guint i = 0; i < n; i++)
      out->f64[offset + i] = (double) (self->first + sd_thresholds_find (&self->thresholds, u[i]));
  else
    for (guint i = 0; i < n; i++)
      out->i64[offset + i] = (self->first + (gint64) sd_thresholds_find (&self->thresholds, u[i]))
                             * self->stride;
}

static void
fill_real (const SdNumberMargin *self,
           const guint64        *u,
           guint                 n,
           double               *out)
{
  if (self->quantile == NULL)
    for (guint i = 0; i < n; i++)
      out[i] = self->real_first + self->real_width * sd_unit (u[i]);
  else
    for (guint i = 0; i < n; i++)
      out[i] = sd_quantile_get (self->quantile, u[i]);
}

static void
fill_continuous (const SdNumberMargin *self,
                 const guint64        *u,
                 guint                 n,
                 gint64               *out)
{
  for (guint i = 0; i < n; i++)
    {
      const double x = sd_quantile_get (self->quantile, u[i]);

      out[i] = (gint64) (x + (x < 0 ? -0.5 : 0.5));
    }
  if (self->clamped)
    for (guint i = 0; i < n; i++)
      out[i] = CLAMP (out[i], self->margin.minimum, self->margin.maximum);
  if (self->step > 0)
    for (guint i = 0; i < n; i++)
      out[i] = round_to_step (self, out[i]);
}

static void
fill_number (const SdMargin *margin,
             const guint64  *u,
             guint           n,
             SdVector       *out,
             guint           offset)
{
  const SdNumberMargin *self = (const SdNumberMargin *) margin;

  switch (self->form)
    {
    case SD_NUMBER_CONSTANT:
      fill_constant (self, n, out, offset);
      break;
    case SD_NUMBER_LATTICE:
      fill_lattice (self, u, n, out->i64 + offset);
      break;
    case SD_NUMBER_DISCRETE:
      fill_discrete (self, u, n, out, offset);
      break;
    case SD_NUMBER_REAL:
      fill_real (self, u, n, out->f64 + offset);
      break;
    case SD_NUMBER_CONTINUOUS:
    default:
      fill_continuous (self, u, n, out->i64 + offset);
      break;
    }
}

static void
get_number_scores (const SdMargin *margin,
                   const guint64  *u,
                   guint           n,
                   double         *scores)
{
  gint64 chunk[256];
  SdVector vector = { .kind = margin->kind };

  if (margin->kind == SD_VECTOR_DOUBLE)
    {
      vector.f64 = scores;
      fill_number (margin, u, n, &vector, 0);
      return;
    }
  vector.i64 = chunk;
  for (guint first = 0; first < n; first += G_N_ELEMENTS (chunk))
    {
      const guint count = MIN (G_N_ELEMENTS (chunk), n - first);

      fill_number (margin, u + first, count, &vector, 0);
      for (guint i = 0; i < count; i++)
        scores[first + i] = (double) chunk[i];
    }
}

static const SdMarginClass number_class =
  { "number", fill_number, get_number_scores, number_margin_free };

/* The nearest value with the column's decimals that is not beyond @bound. Compared
 * as doubles, so that 0.29 is 29 hundredths. */
static gint64
round_inside (const SdNumberMargin *self,
              double                bound,
              gboolean              upper)
{
  const double power = (double) sd_pow10[self->margin.scale];
  const gint64 value = sd_round_to_scaled (bound, self->margin.scale);

  if (upper)
    return (double) value / power > bound ? value - 1 : value;
  return (double) value / power < bound ? value + 1 : value;
}

static gboolean
fail_empty (const SdNumberMargin  *self,
            const SdColumnContext *context)
{
  return sd_context_fail (context, "number-no-value", "%s",
                          self->step > 0
                          ? _("No multiple of the step lies between the least and the greatest "
                              "value.")
                          : _("No number with the column’s decimals lies between the least and the "
                              "greatest value."));
}

static gboolean
fit_lattice (SdNumberMargin           *self,
             const SdColumnContext    *context,
             const SdDistributionSpec *spec)
{
  const gint64 stride = MAX (self->step, 1);
  const gint64 low = round_inside (self, spec->least, FALSE) - self->ending;
  const gint64 high = round_inside (self, spec->most, TRUE) - self->ending;
  /* The multiples of the step inside the range; the range's own start counts
   * as one when there is no step. */
  gint64 first = low / stride * stride;
  gint64 last = high / stride * stride;

  if (first < low)
    first += stride;
  if (last > high)
    last -= stride;
  if (first > last)
    return fail_empty (self, context);
  self->form = SD_NUMBER_LATTICE;
  self->first = first + self->ending;
  self->stride = stride;
  self->n_values = (guint64) ((last - first) / stride) + 1;
  self->margin.minimum = self->first;
  self->margin.maximum = last + self->ending;
  return TRUE;
}

/* Rounding may lead beyond bounds that have more decimals than the column. */
static gboolean
fit_bounds (SdNumberMargin           *self,
            const SdDistributionSpec *spec,
            double                    least,
            double                    most)
{
  self->margin.minimum = (gint64) sd_floor (least);
  self->margin.maximum = (gint64) sd_ceil (most);
  if (!isinf (spec->least))
    {
      self->margin.minimum = MAX (self->margin.minimum, round_inside (self, spec->least, FALSE));
      self->clamped = sd_round_to_scaled (spec->least, self->margin.scale) < self->margin.minimum;
    }
  if (!isinf (spec->most))
    {
      self->margin.maximum = MIN (self->margin.maximum, round_inside (self, spec->most, TRUE));
      self->clamped = self->clamped || sd_round_to_scaled (spec->most, self->margin.scale)
                                       > self->margin.maximum;
    }
  return self->margin.minimum <= self->margin.maximum;
}

static gboolean
fit_continuous (SdNumberMargin           *self,
                const SdColumnContext    *context,
                const SdDistributionSpec *spec)
{
  const double power = (double) sd_pow10[self->margin.scale];
  const double least = sd_distribution_quantile (0x1p-54, FALSE, spec) * power;
  const double most = sd_distribution_quantile (0x1p-54, TRUE, spec) * power;

  if (!(least > -LARGEST && most < LARGEST))
    return sd_context_fail (context, "number-too-large",
                            _("The distribution reaches beyond 18 digits; give it a least and a "
                              "greatest value."));
  if (!fit_bounds (self, spec, least, most))
    return fail_empty (self, context);
  self->form = SD_NUMBER_CONTINUOUS;
  self->quantile = sd_quantile_new (sd_distribution_quantile, spec, power);
  return TRUE;
}

static gboolean
fit_real (SdNumberMargin           *self,
          const SdDistributionSpec *spec)
{
  self->form = SD_NUMBER_REAL;
  self->margin.has_range = FALSE;
  self->real_first = spec->least;
  self->real_width = spec->most - spec->least;
  if (spec->kind == SD_DISTRIBUTION_CONTINUOUS)
    self->quantile = sd_quantile_new (sd_distribution_quantile, spec, 1);
  return TRUE;
}

static gboolean
fit_constant (SdNumberMargin           *self,
              const SdDistributionSpec *spec)
{
  self->form = SD_NUMBER_CONSTANT;
  self->real_first = spec->least;
  self->first = sd_round_to_scaled (spec->least, self->margin.scale);
  self->margin.minimum = self->margin.maximum = self->first;
  return TRUE;
}

static gboolean
fit_discrete (SdNumberMargin           *self,
              const SdDistributionSpec *spec)
{
  self->form = SD_NUMBER_DISCRETE;
  self->first = spec->first;
  self->stride = sd_pow10[self->margin.scale];
  sd_thresholds_init (&self->thresholds, spec->weights, spec->n_weights);
  self->margin.minimum = self->first * self->stride;
  self->margin.maximum = (self->first + (gint64) spec->n_weights - 1) * self->stride;
  return TRUE;
}

static gboolean
fit (SdNumberMargin           *self,
     const SdColumnContext    *context,
     const SdDistributionSpec *spec)
{
  const double largest = LARGEST / (double) sd_pow10[self->margin.scale];

  self->margin.has_range = TRUE;
  if (spec->kind != SD_DISTRIBUTION_CONTINUOUS
      && (spec->least < -largest || spec->most > largest))
    return sd_context_fail (context, "number-too-large",
                            _("The numbers have more than 18 digits."));
  switch (spec->kind)
    {
    case SD_DISTRIBUTION_CONSTANT:
      return fit_constant (self, spec);
    case SD_DISTRIBUTION_DISCRETE:
      return fit_discrete (self, spec);
    case SD_DISTRIBUTION_UNIFORM:
      return self->margin.kind == SD_VECTOR_DOUBLE ? fit_real (self, spec)
                                                   : fit_lattice (self, context, spec);
    case SD_DISTRIBUTION_CONTINUOUS:
    default:
      return self->margin.kind == SD_VECTOR_DOUBLE ? fit_real (self, spec)
                                                   : fit_continuous (self, context, spec);
    }
}

/**
 * sd_number_margin_new:
 * @context: a column of numbers
 * @parameters: (transfer none): "distribution" with its own, "min" and "max"
 *   (bounds that cut the law), "step" (values are its multiples) and "ending"
 *   (added to them: a step of 1 with an ending of 0.99 makes prices like 4.99)
 *
 * Returns: (transfer full) (nullable): an #SdNumberMargin; %NULL with findings
 */
SdMargin *
sd_number_margin_new (const SdColumnContext *context,
                      JsonObject            *parameters)
{
  const SdType type = sd_column_get_column_type (context->column);
  g_autoptr (GError) error = NULL;
  SdDistributionSpec spec;
  SdNumberMargin *self;
  gboolean fits;

  if (!sd_distribution_init (&spec, parameters, &error))
    {
      sd_distribution_clear (&spec);
      sd_context_fail (context, "distribution-impossible", "%s", error->message);
      return NULL;
    }
  self = g_new0 (SdNumberMargin, 1);
  self->margin.klass = &number_class;
  self->margin.type = type;
  self->margin.kind = type == SD_TYPE_REAL ? SD_VECTOR_DOUBLE : SD_VECTOR_INT64;
  self->margin.scale = type == SD_TYPE_DECIMAL ? sd_column_get_scale (context->column) : 0;
  self->step = sd_round_to_scaled (sd_parameter_get_number (parameters, "step", 0),
                                   self->margin.scale);
  self->ending = sd_round_to_scaled (sd_parameter_get_number (parameters, "ending", 0),
                                     self->margin.scale);
  if (self->ending != 0 && self->step == 0)
    self->step = sd_pow10[self->margin.scale];

  fits = fit (self, context, &spec);
  sd_distribution_clear (&spec);
  if (!fits)
    {
      number_margin_free (&self->margin);
      return NULL;
    }
  return &self->margin;
}
