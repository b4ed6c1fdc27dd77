/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Columns of numbers. Ordinary ones are drawn (sd-node-drawn.c); unique ones
 * take systematic positions of the law, each once.
 */

#define G_LOG_DOMAIN "sd-node-number"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "sd-margin-number-private.h"
#include "sd-permutation.h"

typedef struct
{
  SdNode          node;
  SdNumberMargin *margin;
  SdPermutation   permutation;
  guint64         n_rows;
} UniqueNode;

static void
unique_node_free (SdNode *node)
{
  UniqueNode *self = (UniqueNode *) node;

  sd_margin_free (&self->margin->margin);
  g_free (self);
}

static void
evaluate_unique_lattice (const SdNode *node,
                         SdFrame      *frame,
                         SdVector     *out)
{
  const UniqueNode *self = (const UniqueNode *) node;
  guint64 images[SD_BATCH_ROWS];

  sd_permutation_apply_many (&self->permutation, frame->rows, frame->n_rows, images);
  for (guint i = 0; i < frame->n_rows; i++)
    out->i64[i] = self->margin->first + (gint64) images[i] * self->margin->stride;
}

/* The middles of n equally likely parts of the law, each row another one. */
static void
evaluate_unique_continuous (const SdNode *node,
                            SdFrame      *frame,
                            SdVector     *out)
{
  const UniqueNode *self = (const UniqueNode *) node;
  const guint64 part = G_MAXUINT64 / self->n_rows;
  guint64 u[SD_BATCH_ROWS];

  sd_permutation_apply_many (&self->permutation, frame->rows, frame->n_rows, u);
  for (guint i = 0; i < frame->n_rows; i++)
    u[i] = u[i] * part + part / 2;
  sd_margin_fill (&self->margin->margin, u, frame->n_rows, out, 0);
}

static const SdNodeClass unique_lattice_class =
  { "unique-lattice", evaluate_unique_lattice, unique_node_free };
static const SdNodeClass unique_continuous_class =
  { "unique-continuous", evaluate_unique_continuous, unique_node_free };

static void
report_not_unique (const SdColumnContext *context,
                   guint64                n_values)
{
  SdFinding *finding = sd_context_report (context, SD_SEVERITY_ERROR, "unique-impossible",
                                          _("%" G_GUINT64_FORMAT " different values are wanted, "
                                            "but the numbers allow only %" G_GUINT64_FORMAT "."),
                                          context->n_rows, n_values);

  if (n_values > 0)
    sd_finding_add_fix (finding, sd_table_get_id (context->table), "rows",
                        json_node_init_int (json_node_alloc (), (gint64) n_values),
                        _("Set %s to %" G_GUINT64_FORMAT " rows"),
                        sd_table_get_name (context->table), n_values);
  sd_finding_add_fix (finding, sd_column_get_id (context->column), "unique",
                      json_node_init_boolean (json_node_alloc (), FALSE),
                      _("Allow repeated values"));
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

/* Whether the law has as many different values as there are rows. */
static gboolean
check_unique (const SdColumnContext *context,
              const SdNumberMargin  *margin)
{
  switch (margin->form)
    {
    case SD_NUMBER_LATTICE:
      if (margin->n_values >= context->n_rows)
        return TRUE;
      report_not_unique (context, margin->n_values);
      return FALSE;
    case SD_NUMBER_CONTINUOUS:
      if (get_least_gap (margin->quantile, context->n_rows) >= 1 && margin->step <= 1
          && !margin->clamped)
        return TRUE;
      return sd_context_fail (context, "unique-too-dense",
                              _("The distribution has too few different values near its centre for "
                                "all to be unique; add decimals or widen it."));
    case SD_NUMBER_DISCRETE:
      return sd_context_fail (context, "unique-discrete",
                              _("Counts from this distribution repeat; use whole numbers drawn "
                                "uniformly for unique values."));
    case SD_NUMBER_CONSTANT:
      if (context->n_rows <= 1)
        return TRUE;
      report_not_unique (context, 1);
      return FALSE;
    case SD_NUMBER_REAL:
    default:
      return TRUE;
    }
}

/* @margin (transfer full) */
static SdNode *
unique_node_new (const SdColumnContext *context,
                 SdNumberMargin        *margin)
{
  const gboolean lattice = margin->form == SD_NUMBER_LATTICE;
  UniqueNode *self =
    sd_node_alloc (sizeof *self, lattice ? &unique_lattice_class : &unique_continuous_class,
                   margin->margin.type, margin->margin.kind);

  self->margin = margin;
  self->n_rows = MAX (context->n_rows, 1);
  sd_margin_describe (&margin->margin, &self->node);
  sd_permutation_init (&self->permutation, lattice ? margin->n_values : self->n_rows,
                       sd_key (context->seed, sd_table_get_id (context->table),
                               sd_column_get_id (context->column), SD_LANE_KEY, 0));
  return &self->node;
}

/**
 * sd_number_compile:
 *
 * Parameters: see sd_number_margin_new().
 *
 * Returns: (transfer full) (nullable): the node; %NULL with findings
 */
SdNode *
sd_number_compile (const SdColumnContext *context)
{
  JsonObject *parameters = sd_column_get_parameters (context->column);
  SdNumberMargin *number;
  SdMargin *margin;

  if (!sd_column_get_unique (context->column)
      || (parameters != NULL && json_object_has_member (parameters, "branches")))
    return sd_drawn_compile (context);
  margin = sd_margin_new (context, parameters);
  number = (SdNumberMargin *) margin;
  if (margin == NULL)
    return NULL;
  if (!check_unique (context, number))
    {
      sd_margin_free (margin);
      return NULL;
    }
  if (number->form == SD_NUMBER_LATTICE || number->form == SD_NUMBER_CONTINUOUS)
    return unique_node_new (context, number);
  /* Real numbers do not repeat. */
  return sd_drawn_node_new (context, margin);
}
