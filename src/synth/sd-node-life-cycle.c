/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The state that a row has reached, and when it entered one: columns over the
 * same life, which each unrolls anew from the same draws.
 */

#define G_LOG_DOMAIN "sd-node-life-cycle"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sd-generator-info.h"
#include "sd-life-cycle-private.h"
#include "sd-moment-private.h"
#include "sd-moment-range-private.h"

typedef struct
{
  SdNode       node;
  SdLifeCycle  cycle;
  SdDictionary dictionary;   /* the states */
} LifeNode;

typedef struct
{
  SdNode             node;
  const SdLifeCycle *cycle;   /* of the cycle's node, in the same plan */
  guint              state;
} StageNode;

static void
life_node_free (SdNode *node)
{
  LifeNode *self = (LifeNode *) node;

  g_free (self->dictionary.entries);
  sd_life_cycle_clear (&self->cycle);
  g_free (self);
}

/* Unrolls row @i of the frame; FALSE when it has no start. */
static gboolean
unroll (const SdLifeCycle *cycle,
        SdFrame           *frame,
        const SdVector    *start,
        const guint64     *u,
        guint              i,
        SdLife            *life)
{
  if (start->null != NULL && start->null[i])
    return FALSE;
  sd_life_cycle_unroll (cycle, frame->rows[i], u[i],
                        sd_moment_from_value (cycle->start_type, start->i64[i]), life);
  return TRUE;
}

static void
evaluate_life (const SdNode *node,
               SdFrame      *frame,
               SdVector     *out)
{
  const LifeNode *self = (const LifeNode *) node;
  const SdVector *start = sd_frame_get (frame, (guint) self->cycle.start);
  guint8 *null = start->null != NULL ? sd_frame_need_null (frame, out) : NULL;
  guint64 u[SD_BATCH_ROWS];
  SdLife life;

  sd_frame_draw (frame, &self->cycle.draw, u);
  for (guint i = 0; i < frame->n_rows; i++)
    {
      out->code[i] = 0;
      if (unroll (&self->cycle, frame, start, u, i, &life))
        out->code[i] = life.states[life.n - 1];
      else
        null[i] = 1;
    }
}

static void
evaluate_stage (const SdNode *node,
                SdFrame      *frame,
                SdVector     *out)
{
  const StageNode *self = (const StageNode *) node;
  const SdVector *start = sd_frame_get (frame, (guint) self->cycle->start);
  guint8 *null = node->has_null ? sd_frame_need_null (frame, out) : NULL;
  guint64 u[SD_BATCH_ROWS];
  SdLife life;

  sd_frame_draw (frame, &self->cycle->draw, u);
  for (guint i = 0; i < frame->n_rows; i++)
    {
      guint step = 0;

      out->i64[i] = 0;
      if (!unroll (self->cycle, frame, start, u, i, &life))
        {
          null[i] = 1;
          continue;
        }
      while (step < life.n && life.states[step] != self->state)
        step++;
      if (step == life.n)
        null[i] = 1;
      else
        out->i64[i] = node->type == SD_TYPE_DATE ? sd_moment_floor_days (life.moments[step])
                                                 : life.moments[step];
    }
}

static const SdNodeClass life_class = { "life-cycle", evaluate_life, life_node_free };
static const SdNodeClass stage_class = { "stage", evaluate_stage, sd_node_free_plain };

static void
fill_dictionary (LifeNode *self)
{
  self->dictionary.n = self->cycle.n_states;
  self->dictionary.entries = g_new (SdText, self->cycle.n_states);
  for (guint s = 0; s < self->cycle.n_states; s++)
    {
      const char *name = self->cycle.states[s].name;
      const guint length = (guint) g_utf8_strlen (name, -1);

      self->dictionary.entries[s] = (SdText) { name, (guint32) strlen (name) };
      self->node.max_length = MAX (self->node.max_length, length);
    }
  self->node.dictionary = &self->dictionary;
}

/**
 * sd_life_cycle_compile:
 *
 * Parameters: "states", the first of which every row begins in; "transitions",
 * each with "from", "to", "share", "days", "distribution" and "stddev"; "start",
 * the column with the moment at which the first state is entered.
 *
 * Returns: (transfer full) (nullable): the node; %NULL with findings
 */
SdNode *
sd_life_cycle_compile (const SdColumnContext *context)
{
  LifeNode *self = sd_node_alloc (sizeof *self, &life_class, SD_TYPE_TEXT, SD_VECTOR_CODE);

  if (!sd_life_cycle_read (&self->cycle, context))
    {
      life_node_free (&self->node);
      return NULL;
    }
  fill_dictionary (self);
  self->node.has_null = sd_compiler_get_node (context->compiler, context->table_index,
                                              (guint) self->cycle.start)->has_null;
  return &self->node;
}

/**
 * sd_stage_compile:
 *
 * Parameters: "cycle", a column with a life cycle, and "state", one of its
 * states: the column is when the row entered it first, NULL if it has not.
 *
 * Returns: (transfer full) (nullable): the node; %NULL with findings
 */
SdNode *
sd_stage_compile (const SdColumnContext *context)
{
  JsonObject *parameters = sd_column_get_parameters (context->column);
  const char *name = sd_parameter_get_text (parameters, "cycle", "");
  const char *state = sd_parameter_get_text (parameters, "state", "");
  const SdNode *cycle = sd_compiler_get_column (context->compiler, context->table_index, name);
  const SdNode *start;
  StageNode *self;
  int index;

  if (cycle == NULL)
    return NULL;
  if (cycle->klass != &life_class)
    {
      sd_context_fail (context, "stage-cycle",
                       _("“%s” is no life cycle, so that there are no stages of it."), name);
      return NULL;
    }
  index = sd_life_cycle_find (&((const LifeNode *) cycle)->cycle, state);
  if (index < 0)
    {
      sd_context_fail (context, "stage-state",
                       _("The life cycle “%s” has no state “%s”."), name, state);
      return NULL;
    }
  self = sd_node_alloc (sizeof *self, &stage_class, sd_column_get_column_type (context->column),
                        SD_VECTOR_INT64);
  self->cycle = &((const LifeNode *) cycle)->cycle;
  self->state = (guint) index;
  start = sd_compiler_get_node (context->compiler, context->table_index, (guint) self->cycle->start);
  self->node.has_null = index > 0 || start->has_null;
  if (start->has_range)
    {
      const gboolean is_date = self->node.type == SD_TYPE_DATE;
      const gint64 first = sd_moment_from_value (start->type, start->minimum);
      const gint64 last = MAX (sd_moment_from_value (start->type, start->maximum),
                               self->cycle->end);

      self->node.has_range = TRUE;
      self->node.minimum = is_date ? sd_moment_floor_days (first) : first;
      self->node.maximum = is_date ? sd_moment_floor_days (last) : last;
    }
  return &self->node;
}
