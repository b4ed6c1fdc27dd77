/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The uniforms of a drawn column; see the header. */

#define G_LOG_DOMAIN "sd-source"

#include <string.h>

#include "sd-attempt-private.h"
#include "sd-copula-private.h"
#include "sd-rules-private.h"
#include "sd-source-private.h"

/**
 * sd_source_init:
 * @self: to be filled
 * @context: the column
 *
 * Finds out where the column's uniforms come from.
 */
void
sd_source_init (SdSource              *self,
                const SdColumnContext *context)
{
  sd_draw_init (&self->draw, context->seed, sd_table_get_id (context->table),
                sd_column_get_id (context->column), SD_LANE_VALUE, 0,
                context->n_rows, context->margins);
  self->attempts = sd_rules_get_attempts (context);
  self->node = sd_rules_get_uniform_node (context);
  if (self->node < 0)
    self->node = sd_copula_get_uniform_node (context);
}

/**
 * sd_source_fill:
 * @self: a source of the frame's table
 * @frame: the rows
 * @u: (out): room for the frame's rows; u stands for u / 2^64
 */
void
sd_source_fill (const SdSource *self,
                SdFrame        *frame,
                guint64        *u)
{
  if (self->node < 0)
    sd_attempt_draw (frame, self->attempts, &self->draw, u);
  else
    memcpy (u, sd_frame_get (frame, (guint) self->node)->i64, frame->n_rows * sizeof *u);
}
