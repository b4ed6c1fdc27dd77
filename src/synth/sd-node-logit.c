/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Yes or no by a number of the row; see the header. A row says yes when its
 * log-odds η exceed logit (u), so that a row alone says yes with probability
 * 1 / (1 + exp (−η)).
 */

#define G_LOG_DOMAIN "sd-node-logit"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "sd-formula-node-private.h"
#include "sd-generator-info.h"
#include "sd-logit-private.h"
#include "sd-math.h"
#include "sd-pilot-private.h"

typedef struct
{
  SdNode    node;
  SdSource  source;
  guint     input;
  double    slope;
  gboolean  standardize;
  double    share;
  gboolean  solved;          /* the next three, on virtual rows */
  double    center, scale;   /* of the input; 0 and 1 when not standardized */
  double    intercept;
  guint64   n_rows;
  gboolean  row_by_row;      /* as noisy as life, or too long a table */
} LogitNode;

typedef struct
{
  double score;
  guint  place;
} Scored;

static int
compare_scored (gconstpointer a,
                gconstpointer b)
{
  const Scored *x = a, *y = b;

  if (x->score != y->score)
    return x->score > y->score ? -1 : 1;
  return (x->place > y->place) - (x->place < y->place);
}

static double
get_odds (const LogitNode *self,
          double           x)
{
  /* NULL says nothing about the row. */
  return isfinite (x) ? self->slope * (x - self->center) / self->scale : 0;
}

static double
get_logit (guint64 u)
{
  const double p = sd_unit (u);

  return sd_log (p / (1 - p));
}

static double
get_probability (double odds)
{
  return 1 / (1 + sd_exp (-CLAMP (odds, -700, 700)));
}

/* Center and scale of the block itself, where virtual rows could not say. */
static void
measure_block (LogitNode    *self,
               const double *values,
               guint         n)
{
  double mean, variance;

  if (!sd_pilot_get_moments (values, n, &mean, &variance))
    mean = variance = 0;
  self->center = mean;
  self->scale = self->standardize && variance > 0 ? sqrt (variance) : 1;
}

/* How many rows of a block say yes. Of a whole table it is the nearest number;
 * of a block the rows' own probabilities decide, so that no trend is lost. */
static guint
count_yes (const LogitNode *self,
           const SdBlock   *block,
           const double    *odds,
           guint64          random)
{
  double sum = 0;

  if (block->n == self->n_rows)
    return (guint) sd_round (self->share * block->n);
  if (!self->solved)
    return (guint) (sd_round (self->share * (double) (block->first + block->n))
                    - sd_round (self->share * (double) block->first));
  for (guint i = 0; i < block->n; i++)
    sum += get_probability (odds[i] + self->intercept);
  return MIN ((guint) (sum + sd_unit (random)), block->n);
}

static void
decide_block (const SdNode  *node,
              const SdBlock *block,
              guint64       *results)
{
  LogitNode self = *(const LogitNode *) node;
  const guint n = block->n;
  g_autofree double *odds = g_new (double, n);
  g_autofree guint64 *u = g_new (guint64, n);
  g_autofree Scored *scored = g_new (Scored, n);
  guint yes;

  sd_block_get_numbers (block, self.input, odds);
  sd_block_get_uniforms (block, &self.source, u);
  if (!self.solved)
    measure_block (&self, odds, n);
  for (guint i = 0; i < n; i++)
    odds[i] = get_odds (&self, odds[i]);
  yes = count_yes (&self, block, odds, u[0] * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));
  for (guint i = 0; i < n; i++)
    scored[i] = (Scored) { odds[i] - get_logit (u[i]), i };
  qsort (scored, n, sizeof *scored, compare_scored);
  for (guint i = 0; i < n; i++)
    results[scored[i].place] = i < yes;
}

static void
decide_rows (const LogitNode *self,
             SdFrame         *frame,
             SdVector        *out)
{
  guint64 u[SD_BATCH_ROWS];
  double values[SD_BATCH_ROWS];

  sd_vector_get_numbers (sd_frame_get (frame, self->input), frame->n_rows, values);
  sd_source_fill (&self->source, frame, u);
  for (guint i = 0; i < frame->n_rows; i++)
    out->i64[i] = sd_unit (u[i]) < get_probability (get_odds (self, values[i]) + self->intercept);
}

static void
evaluate_logit (const SdNode *node,
                SdFrame      *frame,
                SdVector     *out)
{
  const LogitNode *self = (const LogitNode *) node;

  if (frame->pilot != NULL || self->row_by_row)
    decide_rows (self, frame, out);
  else
    sd_blocks_get (node, frame, self->n_rows, decide_block, (guint64 *) out->i64);
}

static const SdNodeClass logit_class = { "logit", evaluate_logit, sd_node_free_plain };

/* FALSE with a finding. */
static gboolean
solve (LogitNode             *self,
       const SdColumnContext *context)
{
  g_autofree double *values = g_new (double, SD_PILOT_ROWS);
  double mean, variance;

  self->center = 0;
  self->scale = 1;
  if (self->share <= 0 || self->share >= 1)
    {
      self->slope = 0;
      self->intercept = self->share > 0 ? 700 : -700;
      self->solved = TRUE;
      return TRUE;
    }
  /* The rows themselves tell, and what is missing is read by nobody else. */
  if (self->standardize && !self->row_by_row && self->n_rows <= SD_WHOLE_ROWS)
    return TRUE;
  if (!sd_pilot_run (context->compiler, context->table_index, 1, &self->input, &values)
      || !sd_pilot_get_moments (values, SD_PILOT_ROWS, &mean, &variance))
    {
      if (!self->row_by_row)
        return TRUE;
      return sd_context_fail (context, "logistic-unsolvable",
                              _("What the odds depend on reads other rows, so the share cannot be "
                                "solved for in a table this long, or one whose margins are "
                                "sampled; let it depend on columns of the row and its parents."));
    }
  if (!(variance > 0))
    sd_context_report (context, SD_SEVERITY_WARNING, "logistic-constant",
                       _("What the odds depend on is the same in every row, so it decides "
                         "nothing."));
  self->solved = TRUE;
  self->center = mean;
  self->scale = self->standardize && variance > 0 ? sqrt (variance) : 1;
  self->intercept = sd_pilot_solve_intercept (values, SD_PILOT_ROWS, self->slope / self->scale,
                                              self->share)
                    + self->slope / self->scale * mean;
  return TRUE;
}

/**
 * sd_logit_node_new:
 * @context: the column
 * @spec: what it depends on, and how
 *
 * Returns: (transfer full) (nullable): a node of 0 and 1; %NULL with a finding
 */
SdNode *
sd_logit_node_new (const SdColumnContext *context,
                   const SdLogitSpec     *spec)
{
  LogitNode *self = sd_node_alloc (sizeof *self, &logit_class, SD_TYPE_BOOLEAN, SD_VECTOR_INT64);

  self->source = spec->source;
  self->input = spec->input->index;
  self->slope = spec->slope;
  self->standardize = spec->standardize;
  self->share = spec->share;
  self->n_rows = context->n_rows;
  self->row_by_row = context->margins == SD_MARGINS_SAMPLED || context->n_rows > SD_RANKED_ROWS
                     || spec->source.attempts > 0
                     || !sd_compiler_extend_chain (context->compiler);
  self->node.has_range = TRUE;
  self->node.maximum = 1;
  if (solve (self, context))
    return &self->node;
  sd_node_free_plain (&self->node);
  return NULL;
}

/**
 * sd_logistic_compile:
 *
 * Parameters: "formula", the log-odds without their intercept, and "share" of
 * true.
 *
 * Returns: (transfer full) (nullable): the node; %NULL with findings
 */
SdNode *
sd_logistic_compile (const SdColumnContext *context)
{
  JsonObject *parameters = sd_column_get_parameters (context->column);
  const SdFormulaTarget real = { { SD_VALUE_REAL, 0 }, 0 };
  guint n_parts = 0;
  const SdFormulaPlace place = { context, context->table, context->table_index, &n_parts };
  SdNode *odds = sd_formula_node_new_text (&place,
                                           sd_parameter_get_text (parameters, "formula", ""),
                                           &real);
  SdLogitSpec spec = {
    .input = odds,
    .slope = 1,
    .share = CLAMP (sd_parameter_get_number (parameters, "share", 0.5), 0, 1),
  };

  if (odds == NULL)
    return NULL;
  sd_compiler_add_node (context->compiler, context->table_index, odds);
  sd_source_init (&spec.source, context);
  return sd_logit_node_new (context, &spec);
}
