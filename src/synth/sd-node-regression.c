/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Regression: a formula of other columns, and normal noise around it. The noise
 * has a standard deviation of its own, or the one with which the formula
 * explains a wanted share of the variance, R².
 *
 * In a small table with exact margins the noise of all rows is made at once, of
 * mean 0, without correlation with the formula and with exactly the wanted
 * variance: R² holds in the sample itself.
 */

#define G_LOG_DOMAIN "sd-node-regression"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "sd-blocks-private.h"
#include "sd-formula-node-private.h"
#include "sd-generator-info.h"
#include "sd-math.h"
#include "sd-normal-private.h"
#include "sd-pilot-private.h"

/* The largest absolute value of a scaled integer, with room for sums. */
#define LARGEST 9.0e17

typedef struct
{
  SdNode   node;
  SdSource source;
  guint    formula;
  double   noise;        /* standard deviation */
  double   ratio;        /* variance of the noise ÷ that of the formula; NaN when not wanted */
  double   rounding;     /* variance that rounding to the column's digits adds */
  double   least, most;
  gboolean whole;        /* the noise of all rows at once */
  guint64  n_rows;
} RegressionNode;

static void
draw_noise (const guint64 *u,
            guint          n,
            double         stddev,
            double        *noise)
{
  const SdNormal *normal = sd_normal_get ();

  for (guint i = 0; i < n; i++)
    noise[i] = stddev * sd_normal_from_uniform (normal, u[i]);
}

/* Takes from @noise what the formula's values @x explain of it; rows without a
 * value do not count. Returns the sums of squares of both and the count. */
static guint
whiten (const double *x,
        double       *noise,
        guint         n,
        double       *squares,
        double       *noise_squares)
{
  double mean_x = 0;
  double mean = 0;
  double product = 0;
  double slope;
  guint count = 0;

  *squares = *noise_squares = 0;
  for (guint i = 0; i < n; i++)
    if (isfinite (x[i]))
      {
        mean_x += x[i];
        mean += noise[i];
        count++;
      }
  mean_x /= MAX (count, 1);
  mean /= MAX (count, 1);
  for (guint i = 0; i < n; i++)
    if (isfinite (x[i]))
      {
        *squares += (x[i] - mean_x) * (x[i] - mean_x);
        product += (x[i] - mean_x) * noise[i];
      }
  slope = *squares > 0 ? product / *squares : 0;
  for (guint i = 0; i < n; i++)
    if (isfinite (x[i]))
      {
        noise[i] -= mean + slope * (x[i] - mean_x);
        *noise_squares += noise[i] * noise[i];
      }
  return count;
}

static void
make_noise (const SdNode  *node,
            const SdBlock *block,
            guint64       *results)
{
  const RegressionNode *self = (const RegressionNode *) node;
  const guint n = block->n;
  g_autofree double *x = g_new (double, n);
  g_autofree guint64 *u = g_new (guint64, n);
  g_autofree double *noise = g_new (double, n);
  double squares, noise_squares, wanted;
  guint count;

  sd_block_get_numbers (block, self->formula, x);
  sd_block_get_uniforms (block, &self->source, u);
  draw_noise (u, n, 1, noise);
  count = whiten (x, noise, n, &squares, &noise_squares);
  wanted = isnan (self->ratio) ? self->noise * self->noise * count
                               : MAX (squares * self->ratio - self->rounding * count, 0);
  for (guint i = 0; i < n && noise_squares > 0; i++)
    noise[i] *= sqrt (wanted / noise_squares);
  memcpy (results, noise, n * sizeof *results);
}

static void
get_noise (const RegressionNode *self,
           SdFrame              *frame,
           double               *noise)
{
  guint64 u[SD_BATCH_ROWS];

  if (self->whole && frame->pilot == NULL)
    sd_blocks_get (&self->node, frame, self->n_rows, make_noise, (guint64 *) noise);
  else
    {
      sd_source_fill (&self->source, frame, u);
      draw_noise (u, frame->n_rows, self->noise, noise);
    }
}

static void
evaluate_regression (const SdNode *node,
                     SdFrame      *frame,
                     SdVector     *out)
{
  const RegressionNode *self = (const RegressionNode *) node;
  const SdVector *formula = sd_frame_get (frame, self->formula);
  double y[SD_BATCH_ROWS];

  get_noise (self, frame, y);
  for (guint i = 0; i < frame->n_rows; i++)
    {
      const double value = y[i] + formula->f64[i];

      /* NaN, where the formula is NULL, gives the least. */
      y[i] = value > self->least ? MIN (value, self->most) : self->least;
    }
  if (node->kind == SD_VECTOR_DOUBLE)
    memcpy (out->f64, y, frame->n_rows * sizeof *y);
  else
    for (guint i = 0; i < frame->n_rows; i++)
      out->i64[i] = sd_round_to_scaled (y[i], node->scale);
  if (formula->null != NULL)
    memcpy (sd_frame_need_null (frame, out), formula->null, frame->n_rows);
}

static const SdNodeClass regression_class =
  { "regression", evaluate_regression, sd_node_free_plain };

static void
offer_noise (SdFinding             *finding,
             const SdColumnContext *context)
{
  sd_finding_add_fix (finding, sd_column_get_id (context->column), "parameters.r2", NULL,
                      _("Leave out R², and give the noise as a standard deviation"));
}

/* What the bounds cut off is in neither the formula nor the noise. */
static void
note_bounds (const RegressionNode  *self,
             const SdColumnContext *context,
             const double          *values)
{
  double cut = 0;

  if (!(self->noise > 0))
    return;
  for (guint i = 0; i < SD_PILOT_ROWS; i++)
    if (isfinite (values[i]))
      cut += sd_normal_cdf ((self->least - values[i]) / self->noise)
             + sd_normal_cdf ((values[i] - self->most) / self->noise);
  cut = cut / SD_PILOT_ROWS * 100;
  if (cut > 1)
    sd_context_report (context, SD_SEVERITY_NOTE, "regression-cut",
                       _("About %.1f %% of the values would lie beyond the bounds and are set to "
                         "them, which lowers R²."), cut);
}

static void
note_noise (const RegressionNode  *self,
            const SdColumnContext *context,
            double                 r2)
{
  sd_context_report (context, SD_SEVERITY_NOTE, "regression-noise",
                     _("A standard deviation of %.6g around the formula lets it explain %.4g %% of "
                       "the variance."), self->noise, r2 * 100);
}

/* The noise of a wanted R². FALSE with a finding. */
static gboolean
solve (RegressionNode        *self,
       const SdColumnContext *context,
       double                 r2)
{
  g_autofree double *values = g_new (double, SD_PILOT_ROWS);
  double mean, variance;

  if (!sd_pilot_run (context->compiler, context->table_index, 1, &self->formula, &values)
      || !sd_pilot_get_moments (values, SD_PILOT_ROWS, &mean, &variance))
    {
      if (isnan (r2))
        return TRUE;
      /* The rows themselves tell, if they are few. */
      self->whole = context->n_rows <= SD_WHOLE_ROWS;
      if (self->whole)
        return TRUE;
      offer_noise (sd_context_report (context, SD_SEVERITY_ERROR, "regression-unsolvable",
                                      _("The formula reads other rows, so the noise for the wanted "
                                        "R² cannot be solved for in a table this long.")), context);
      return FALSE;
    }
  if (!isnan (r2) && r2 < 1 && !(variance > 1e-24 * mean * mean && variance > 0))
    {
      offer_noise (sd_context_report (context, SD_SEVERITY_ERROR, "regression-constant",
                                      _("The formula is the same in every row, so it cannot "
                                        "explain a share of the variance.")), context);
      return FALSE;
    }
  if (!isnan (r2))
    {
      self->noise = sqrt (MAX (variance * self->ratio - self->rounding, 0));
      if (!self->whole)
        note_noise (self, context, r2);
    }
  note_bounds (self, context, values);
  return TRUE;
}

static void
init_bounds (RegressionNode *self,
             JsonObject     *parameters)
{
  const double largest = self->node.kind == SD_VECTOR_DOUBLE
                       ? G_MAXDOUBLE : LARGEST / (double) sd_pow10[self->node.scale];

  self->least = CLAMP (sd_parameter_get_number (parameters, "min", -largest), -largest, largest);
  self->most = CLAMP (sd_parameter_get_number (parameters, "max", largest), self->least, largest);
  if (self->node.kind == SD_VECTOR_DOUBLE)
    return;
  self->node.has_range = TRUE;
  self->node.minimum = sd_round_to_scaled (self->least, self->node.scale);
  self->node.maximum = sd_round_to_scaled (self->most, self->node.scale);
}

static RegressionNode *
regression_node_new (const SdColumnContext *context,
                     const SdNode          *formula)
{
  JsonObject *parameters = sd_column_get_parameters (context->column);
  const SdType type = sd_column_get_column_type (context->column);
  const double r2 = sd_parameter_get_number (parameters, "r2", NAN);
  RegressionNode *self =
    sd_node_alloc (sizeof *self, &regression_class, type,
                   type == SD_TYPE_REAL ? SD_VECTOR_DOUBLE : SD_VECTOR_INT64);

  self->formula = formula->index;
  self->node.has_null = formula->has_null;
  self->node.scale = type == SD_TYPE_DECIMAL ? sd_column_get_scale (context->column) : 0;
  self->noise = sd_parameter_get_number (parameters, "noise", 0);
  self->ratio = (1 - r2) / r2;
  if (type != SD_TYPE_REAL)
    self->rounding = 1 / (12.0 * (double) sd_pow10[self->node.scale]
                          * (double) sd_pow10[self->node.scale]);
  self->whole = context->margins == SD_MARGINS_EXACT && context->n_rows <= SD_WHOLE_ROWS
                && sd_compiler_extend_chain (context->compiler);
  self->n_rows = context->n_rows;
  init_bounds (self, parameters);
  sd_source_init (&self->source, context);
  self->whole &= self->source.attempts == 0;
  return self;
}

/**
 * sd_regression_compile:
 *
 * Parameters: "formula"; "noise", a standard deviation, or "r2"; "min" and
 * "max".
 *
 * Returns: (transfer full) (nullable): the node; %NULL with findings
 */
SdNode *
sd_regression_compile (const SdColumnContext *context)
{
  JsonObject *parameters = sd_column_get_parameters (context->column);
  const SdFormulaTarget real = { { SD_VALUE_REAL, 0 }, 0 };
  guint n_parts = 0;
  const SdFormulaPlace place = { context, context->table, context->table_index, &n_parts };
  SdNode *formula = sd_formula_node_new_text (&place,
                                              sd_parameter_get_text (parameters, "formula", ""),
                                              &real);
  RegressionNode *self;

  if (formula == NULL)
    return NULL;
  sd_compiler_add_node (context->compiler, context->table_index, formula);
  self = regression_node_new (context, formula);
  if (solve (self, context, sd_parameter_get_number (parameters, "r2", NAN)))
    return &self->node;
  sd_node_free_plain (&self->node);
  return NULL;
}
