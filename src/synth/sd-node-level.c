/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A column that is a factor of a crossed table: its level follows from the row.
 * The levels themselves are a node of a few rows: listed values, or a grid of
 * dates.
 */

#define G_LOG_DOMAIN "sd-node-level"

#include <string.h>

#include "sd-compiler-crossed-private.h"
#include "sd-moment-private.h"

typedef struct
{
  SdNode    node;
  SdCrossed crossed;
  guint     factor;
  int       levels;   /* the node whose row k is level k; −1: false and true */
} LevelNode;

static void
copy_values (const SdVector *from,
             guint           n,
             SdVector       *out)
{
  if (out->kind == SD_VECTOR_CODE)
    memcpy (out->code, from->code, n * sizeof *out->code);
  else
    memcpy (out->i64, from->i64, n * sizeof *out->i64);
}

static void
evaluate_level (const SdNode *node,
                SdFrame      *frame,
                SdVector     *out)
{
  const LevelNode *self = (const LevelNode *) node;
  guint64 levels[SD_BATCH_ROWS];
  const SdVector *values;
  SdFrame *child;

  for (guint i = 0; i < frame->n_rows; i++)
    levels[i] = sd_crossed_get_level (&self->crossed, self->factor,
                                      sd_crossed_get_cell (&self->crossed, frame->rows[i]), NULL);
  if (self->levels < 0)
    {
      for (guint i = 0; i < frame->n_rows; i++)
        out->i64[i] = (gint64) levels[i];
      return;
    }
  child = sd_frame_open_child (frame, frame->table, levels, frame->n_rows);
  values = sd_frame_get (child, (guint) self->levels);
  copy_values (values, frame->n_rows, out);
  if (values->null != NULL)
    memcpy (sd_frame_need_null (frame, out), values->null, frame->n_rows);
  sd_frame_close_child (child);
}

static const SdNodeClass level_class = {
  .name = "level",
  .evaluate = evaluate_level,
  .free = sd_node_free_plain,
};

/* NULL with a finding. */
static SdNode *
compile_levels (const SdColumnContext *context,
                guint64                n)
{
  SdColumnContext levels = *context;

  levels.n_rows = n;
  return g_str_equal (sd_column_get_generator (context->column), "category")
         ? sd_values_compile (&levels) : sd_grid_compile (&levels);
}

/**
 * sd_level_compile:
 * @context: a column
 * @crossed: its table's factors
 * @factor: which of them it is
 *
 * Returns: (transfer full) (nullable): the node; %NULL with findings
 */
SdNode *
sd_level_compile (const SdColumnContext *context,
                  const SdCrossed       *crossed,
                  guint                  factor)
{
  const gboolean is_boolean = g_str_equal (sd_column_get_generator (context->column), "boolean");
  const SdNode *levels = NULL;
  LevelNode *self;

  if (!is_boolean)
    {
      SdNode *node = compile_levels (context, crossed->sizes[factor]);

      if (node == NULL)
        return NULL;
      sd_compiler_add_node (context->compiler, context->table_index, node);
      levels = node;
    }
  self = sd_node_alloc (sizeof *self, &level_class, sd_column_get_column_type (context->column),
                        levels != NULL ? levels->kind : SD_VECTOR_INT64);
  self->crossed = *crossed;
  self->factor = factor;
  self->levels = levels != NULL ? (int) levels->index : -1;
  if (levels != NULL)
    {
      self->node.dictionary = levels->dictionary;
      self->node.has_null = levels->has_null;
      self->node.has_range = levels->has_range;
      self->node.minimum = levels->minimum;
      self->node.maximum = levels->maximum;
      self->node.scale = levels->scale;
      self->node.max_length = levels->max_length;
    }
  else
    {
      self->node.has_range = TRUE;
      self->node.maximum = 1;
    }
  return &self->node;
}
