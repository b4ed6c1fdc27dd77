/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A drawn column: its uniforms, and its margin of them. */

#define G_LOG_DOMAIN "sd-node-drawn"

#include "sd-margin-private.h"
#include "sd-source-private.h"

typedef struct
{
  SdNode    node;
  SdSource  source;
  SdMargin *margin;
} DrawnNode;

static void
evaluate_drawn (const SdNode *node,
                SdFrame      *frame,
                SdVector     *out)
{
  const DrawnNode *self = (const DrawnNode *) node;
  guint64 u[SD_BATCH_ROWS];

  sd_source_fill (&self->source, frame, u);
  sd_margin_fill (self->margin, u, frame->n_rows, out, 0);
}

static void
drawn_node_free (SdNode *node)
{
  DrawnNode *self = (DrawnNode *) node;

  sd_margin_free (self->margin);
  g_free (self);
}

static const SdNodeClass drawn_class = { "drawn", evaluate_drawn, drawn_node_free };

/**
 * sd_drawn_node_new:
 * @context: the column
 * @margin: (transfer full) (nullable): what its values are
 *
 * Returns: (transfer full) (nullable): the column's node; %NULL without a
 *   margin
 */
SdNode *
sd_drawn_node_new (const SdColumnContext *context,
                   SdMargin              *margin)
{
  DrawnNode *self;

  if (margin == NULL)
    return NULL;
  self = sd_node_alloc (sizeof *self, &drawn_class, margin->type, margin->kind);
  self->margin = margin;
  sd_margin_describe (margin, &self->node);
  sd_source_init (&self->source, context);
  return &self->node;
}
