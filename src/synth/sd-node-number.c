/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Numbers with a distribution.
 *
 * Whole numbers and decimals come as scaled integers: uniform ones by
 * multiplication onto the lattice of possible values, discrete ones by
 * thresholds, the others through a quantile table and one rounding, half away
 * from zero. Unique ones take systematic positions of the law, each once.
 */

#define G_LOG_DOMAIN "sd-node-number"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "sd-distribution-private.h"
#include "sd-draw.h"
#include "sd-generator-info.h"
#include "sd-math.h"
#include "sd-node-private.h"
#include "sd-permutation.h"
#include "sd-thresholds-private.h"

/* The largest absolute value of a scaled integer, with room for sums. */
#define LARGEST 9.0e17

typedef struct
{
  SdNode        node;
  SdDraw        draw;
  gint64        first;       /* lattice: first value; discrete: of outcome 0 */
  gint64        stride;      /* lattice: between values; discrete: scaled 1 */
  guint64       n_values;    /* of the lattice */
  SdThresholds  thresholds;
  SdQuantile   *quantile;
  gint64        step;        /* rounds to multiples of it, 0 for none … */
  gint64        ending;      /* … plus this */
  double        real_first, real_width;
  SdPermutation permutation; /* unique values */
  guint64       n_rows;
} NumberNode;

static void
number_node_free (SdNode *node)
{
  NumberNode *self = (NumberNode *) node;

  sd_thresholds_clear (&self->thresholds);
  g_clear_pointer (&self->quantile, sd_quantile_free);
  g_free (self);
}

static gint64
round_to_step (const NumberNode *self,
               gint64            value)
{
  const gint64 x = value - self->ending;
  const gint64 half = self->step / 2;
  const gint64 multiple = x >= 0 ? (x + half) / self->step : -((half - x) / self->step);

  return CLAMP (multiple * self->step + self->ending, self->node.minimum, self->node.maximum);
}

static void
draw_uniforms (const NumberNode *self,
               SdFrame          *frame,
               guint64          *u)
{
  sd_draw_fill (&self->draw, frame->rows, frame->n_rows, u);
}

static void
evaluate_constant (const SdNode *node,
                   SdFrame      *frame,
                   SdVector     *out)
{
  const NumberNode *self = (const NumberNode *) node;

  for (guint i = 0; i < frame->n_rows; i++)
    if (node->kind == SD_VECTOR_DOUBLE)
      out->f64[i] = self->real_first;
    else
      out->i64[i] = self->first;
}

static void
evaluate_lattice (const SdNode *node,
                  SdFrame      *frame,
                  SdVector     *out)
{
  const NumberNode *self = (const NumberNode *) node;
  guint64 u[SD_BATCH_ROWS];

  draw_uniforms (self, frame, u);
  for (guint i = 0; i < frame->n_rows; i++)
    out->i64[i] = self->first + (gint64) sd_scale (u[i], self->n_values) * self->stride;
}

static void
evaluate_unique_lattice (const SdNode *node,
                         SdFrame      *frame,
                         SdVector     *out)
{
  const NumberNode *self = (const NumberNode *) node;
  guint64 images[SD_BATCH_ROWS];

  sd_permutation_apply_many (&self->permutation, frame->rows, frame->n_rows, images);
  for (guint i = 0; i < frame->n_rows; i++)
    out->i64[i] = self->first + (gint64) images[i] * self->stride;
}

static void
evaluate_discrete (const SdNode *node,
                   SdFrame      *frame,
                   SdVector     *out)
{
  const NumberNode *self = (const NumberNode *) node;
  guint64 u[SD_BATCH_ROWS];

  draw_uniforms (self, frame, u);
  if (node->kind == SD_VECTOR_DOUBLE)
    for (guint i = 0; i < frame->n_rows; i++)
      out->f64[i] = (double) (self->first + sd_thresholds_find (&self->thresholds, u[i]));
  else
    for (guint i = 0; i < frame->n_rows; i++)
      out->i64[i] = (self->first + (gint64) sd_thresholds_find (&self->thresholds, u[i]))
                    * self->stride;
}

static void
evaluate_real (const SdNode *node,
               SdFrame      *frame,
               SdVector     *out)
{
  const NumberNode *self = (const NumberNode *) node;
  guint64 u[SD_BATCH_ROWS];

  draw_uniforms (self, frame, u);
  if (self->quantile == NULL)
    for (guint i = 0; i < frame->n_rows; i++)
      out->f64[i] = self->real_first + self->real_width * sd_unit (u[i]);
  else
    for (guint i = 0; i < frame->n_rows; i++)
      out->f64[i] = sd_quantile_get (self->quantile, u[i]);
}

static void
round_all (const NumberNode *self,
           SdFrame          *frame,
           const guint64    *u,
           SdVector         *out)
{
  for (guint i = 0; i < frame->n_rows; i++)
    {
      const double x = sd_quantile_get (self->quantile, u[i]);

      out->i64[i] = (gint64) (x + (x < 0 ? -0.5 : 0.5));
    }
  if (self->step > 0)
    for (guint i = 0; i < frame->n_rows; i++)
      out->i64[i] = round_to_step (self, out->i64[i]);
}

static void
evaluate_continuous (const SdNode *node,
                     SdFrame      *frame,
                     SdVector     *out)
{
  const NumberNode *self = (const NumberNode *) node;
  guint64 u[SD_BATCH_ROWS];

  draw_uniforms (self, frame, u);
  round_all (self, frame, u, out);
}

/* The middles of n equally likely parts of the law, each row another one. */
static void
evaluate_unique_continuous (const SdNode *node,
                            SdFrame      *frame,
                            SdVector     *out)
{
  const NumberNode *self = (const NumberNode *) node;
  const guint64 part = G_MAXUINT64 / self->n_rows;
  guint64 u[SD_BATCH_ROWS];

  sd_permutation_apply_many (&self->permutation, frame->rows, frame->n_rows, u);
  for (guint i = 0; i < frame->n_rows; i++)
    u[i] = u[i] * part + part / 2;
  round_all (self, frame, u, out);
}

static const SdNodeClass constant_class = { "constant", evaluate_constant, number_node_free };
static const SdNodeClass lattice_class = { "lattice", evaluate_lattice, number_node_free };
static const SdNodeClass unique_lattice_class =
  { "unique-lattice", evaluate_unique_lattice, number_node_free };
static const SdNodeClass discrete_class = { "discrete", evaluate_discrete, number_node_free };
static const SdNodeClass real_class = { "real", evaluate_real, number_node_free };
static const SdNodeClass continuous_class =
  { "continuous", evaluate_continuous, number_node_free };
static const SdNodeClass unique_continuous_class =
  { "unique-continuous", evaluate_unique_continuous, number_node_free };

static void
report (const SdColumnContext *context,
        const char            *code,
        const char            *message)
{
  sd_compiler_add_finding (context->compiler,
                           sd_finding_new (SD_SEVERITY_ERROR, code,
                                           sd_column_get_id (context->column),
                                           context->place, "%s", message));
}

static void
report_not_unique (const SdColumnContext *context,
                   guint64                n_values)
{
  SdFinding *finding =
    sd_finding_new (SD_SEVERITY_ERROR, "unique-impossible",
                    sd_column_get_id (context->column), context->place,
                    _("%" G_GUINT64_FORMAT " different values are wanted, but the numbers "
                      "allow only %" G_GUINT64_FORMAT "."),
                    context->n_rows, n_values);

  if (n_values > 0)
    sd_finding_add_fix (finding, sd_table_get_id (context->table), "rows",
                        json_node_init_int (json_node_alloc (), (gint64) n_values),
                        _("Set %s to %" G_GUINT64_FORMAT " rows"),
                        sd_table_get_name (context->table), n_values);
  sd_finding_add_fix (finding, sd_column_get_id (context->column), "unique",
                      json_node_init_boolean (json_node_alloc (), FALSE),
                      _("Allow repeated values"));
  sd_compiler_add_finding (context->compiler, finding);
}

/* Values at least 1 apart stay distinct when rounded: the gap between the
 * middles of two neighbouring parts is the slope of the quantile over n. */
static double
get_least_gap (const SdQuantile *quantile,
               guint64           n)
{
  double least = INFINITY;

  for (guint upper = 0; upper < 2; upper++)
    for (guint binade = 0; binade < SD_QUANTILE_BINADES && 0x1p-2 / (1ull << binade) * n > 0.25;
         binade++)
      for (guint i = 0; i < SD_QUANTILE_CELLS; i++)
        {
          const SdQuantileCell *cell = &quantile->cells[upper][binade][i];
          const double rise = fabs (cell->c1 + cell->c2 + cell->c3);
          const double width = 0x1p-2 / (double) (1ull << binade) / SD_QUANTILE_CELLS;

          least = MIN (least, rise / width / (double) n);
        }
  return least;
}

static gboolean
fit_lattice (NumberNode               *self,
             const SdColumnContext    *context,
             const SdDistributionSpec *spec)
{
  const gint64 stride = MAX (self->step, 1);
  const gint64 low = sd_round_to_scaled (spec->least, self->node.scale) - self->ending;
  const gint64 high = sd_round_to_scaled (spec->most, self->node.scale) - self->ending;
  /* The multiples of the step inside the range; the range's own start counts
   * as one when there is no step. */
  gint64 first = low / stride * stride;
  gint64 last = high / stride * stride;

  if (first < low)
    first += stride;
  if (last > high)
    last -= stride;
  if (first > last)
    {
      report (context, "number-no-value",
              _("No multiple of the step lies between the least and the greatest value."));
      return FALSE;
    }
  self->first = first + self->ending;
  self->stride = stride;
  self->n_values = (guint64) ((last - first) / stride) + 1;
  self->node.minimum = self->first;
  self->node.maximum = last + self->ending;
  self->node.klass = &lattice_class;
  if (!sd_column_get_unique (context->column))
    return TRUE;
  if (self->n_values < context->n_rows)
    {
      report_not_unique (context, self->n_values);
      return FALSE;
    }
  self->node.klass = &unique_lattice_class;
  return TRUE;
}

static gboolean
fit_continuous (NumberNode               *self,
                const SdColumnContext    *context,
                const SdDistributionSpec *spec)
{
  const double power = (double) sd_pow10[self->node.scale];
  const double least = sd_distribution_quantile (0x1p-54, FALSE, spec) * power;
  const double most = sd_distribution_quantile (0x1p-54, TRUE, spec) * power;

  if (!(least > -LARGEST && most < LARGEST))
    {
      report (context, "number-too-large",
              _("The distribution reaches beyond 18 digits; give it a least and a greatest "
                "value."));
      return FALSE;
    }
  self->quantile = sd_quantile_new (sd_distribution_quantile, spec, power);
  self->node.minimum = (gint64) sd_floor (least);
  self->node.maximum = (gint64) sd_ceil (most);
  self->node.klass = &continuous_class;
  if (!sd_column_get_unique (context->column))
    return TRUE;
  if (get_least_gap (self->quantile, context->n_rows) < 1 || self->step > 1)
    {
      report (context, "unique-too-dense",
              _("The distribution has too few different values near its centre for all to be "
                "unique; add decimals or widen it."));
      return FALSE;
    }
  self->node.klass = &unique_continuous_class;
  return TRUE;
}

static gboolean
fit_real (NumberNode               *self,
          const SdDistributionSpec *spec)
{
  self->node.klass = &real_class;
  self->node.has_range = FALSE;
  self->real_first = spec->least;
  self->real_width = spec->most - spec->least;
  if (spec->kind == SD_DISTRIBUTION_CONTINUOUS)
    self->quantile = sd_quantile_new (sd_distribution_quantile, spec, 1);
  return TRUE;
}

static gboolean
fit_constant (NumberNode               *self,
              const SdDistributionSpec *spec)
{
  self->node.klass = &constant_class;
  self->real_first = spec->least;
  self->first = sd_round_to_scaled (spec->least, self->node.scale);
  self->node.minimum = self->node.maximum = self->first;
  return TRUE;
}

static gboolean
fit_discrete (NumberNode               *self,
              const SdColumnContext    *context,
              const SdDistributionSpec *spec)
{
  self->node.klass = &discrete_class;
  self->first = spec->first;
  self->stride = sd_pow10[self->node.scale];
  sd_thresholds_init (&self->thresholds, spec->weights, spec->n_weights);
  self->node.minimum = self->first * self->stride;
  self->node.maximum = (self->first + (gint64) spec->n_weights - 1) * self->stride;
  if (!sd_column_get_unique (context->column))
    return TRUE;
  report (context, "unique-discrete",
          _("Counts from this distribution repeat; use whole numbers drawn uniformly for "
            "unique values."));
  return FALSE;
}

static gboolean
fit (NumberNode               *self,
     const SdColumnContext    *context,
     const SdDistributionSpec *spec)
{
  const double largest = LARGEST / (double) sd_pow10[self->node.scale];

  self->node.has_range = TRUE;
  if (spec->kind != SD_DISTRIBUTION_CONTINUOUS
      && (spec->least < -largest || spec->most > largest))
    {
      report (context, "number-too-large", _("The numbers have more than 18 digits."));
      return FALSE;
    }
  switch (spec->kind)
    {
    case SD_DISTRIBUTION_CONSTANT:
      return fit_constant (self, spec);
    case SD_DISTRIBUTION_DISCRETE:
      return fit_discrete (self, context, spec);
    case SD_DISTRIBUTION_UNIFORM:
      return self->node.kind == SD_VECTOR_DOUBLE ? fit_real (self, spec)
                                                 : fit_lattice (self, context, spec);
    case SD_DISTRIBUTION_CONTINUOUS:
    default:
      return self->node.kind == SD_VECTOR_DOUBLE ? fit_real (self, spec)
                                                 : fit_continuous (self, context, spec);
    }
}

/**
 * sd_number_compile:
 *
 * Parameters: "distribution" with its own, "min" and "max" (bounds that cut the
 * law), "step" (values are its multiples) and "ending" (added to them: a step
 * of 1 with an ending of 0.99 makes prices like 4.99).
 *
 * Returns: (transfer full) (nullable): the node; %NULL with findings
 */
SdNode *
sd_number_compile (const SdColumnContext *context)
{
  JsonObject *parameters = sd_column_get_parameters (context->column);
  const SdType type = sd_column_get_column_type (context->column);
  g_autoptr (GError) error = NULL;
  SdDistributionSpec spec;
  NumberNode *self;
  gboolean fits;

  if (!sd_distribution_init (&spec, parameters, &error))
    {
      sd_distribution_clear (&spec);
      report (context, "distribution-impossible", error->message);
      return NULL;
    }
  self = sd_node_alloc (sizeof *self, &constant_class, type,
                        type == SD_TYPE_REAL ? SD_VECTOR_DOUBLE : SD_VECTOR_INT64);
  self->node.scale = type == SD_TYPE_DECIMAL ? sd_column_get_scale (context->column) : 0;
  self->step = sd_round_to_scaled (sd_parameter_get_number (parameters, "step", 0),
                                   self->node.scale);
  self->ending = sd_round_to_scaled (sd_parameter_get_number (parameters, "ending", 0),
                                     self->node.scale);
  if (self->ending != 0 && self->step == 0)
    self->step = sd_pow10[self->node.scale];
  self->n_rows = MAX (context->n_rows, 1);
  sd_draw_init (&self->draw, context->seed, sd_table_get_id (context->table),
                sd_column_get_id (context->column), SD_LANE_VALUE, 0,
                context->n_rows, context->margins);

  fits = fit (self, context, &spec);
  sd_distribution_clear (&spec);
  if (!fits)
    {
      number_node_free (&self->node);
      return NULL;
    }
  sd_permutation_init (&self->permutation,
                       self->node.klass == &unique_lattice_class ? self->n_values : self->n_rows,
                       sd_key (context->seed, sd_table_get_id (context->table),
                               sd_column_get_id (context->column), SD_LANE_KEY, 0));
  return &self->node;
}
