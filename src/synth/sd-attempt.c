/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Attempts; see the header. The conditions are evaluated in frames of the same
 * table whose columns draw as at one attempt; the rows that fail go into the
 * next frame. What else the conditions read does not depend on the attempt.
 */

#define G_LOG_DOMAIN "sd-attempt"

#include <string.h>

#include "sd-attempt-private.h"

typedef struct
{
  SdNode   node;
  GArray  *conditions;   /* of guint: nodes */
  gboolean disabled;
} AttemptNode;

/* Marks the rows of @frame in which a condition is false. */
static void
find_failures (const AttemptNode *self,
               SdFrame           *frame,
               guint8            *failed)
{
  memset (failed, 0, frame->n_rows);
  for (guint c = 0; c < self->conditions->len; c++)
    {
      const SdVector *truth = sd_frame_get (frame, g_array_index (self->conditions, guint, c));

      for (guint i = 0; i < frame->n_rows; i++)
        failed[i] |= truth->i64[i] == 0 && (truth->null == NULL || !truth->null[i]);
    }
}

/* Rows that no attempt helps keep their first draw: the compiler has said how
 * many they are. */
static void
evaluate_attempts (const SdNode *node,
                   SdFrame      *frame,
                   SdVector     *out)
{
  const AttemptNode *self = (const AttemptNode *) node;
  guint16 open[SD_BATCH_ROWS];
  guint8 failed[SD_BATCH_ROWS];
  guint n_open = self->conditions->len > 0 && !self->disabled ? frame->n_rows : 0;

  memset (out->i64, 0, frame->n_rows * sizeof *out->i64);
  for (guint i = 0; i < n_open; i++)
    open[i] = i;
  for (guint attempt = 0; attempt < SD_ATTEMPTS && n_open > 0; attempt++)
    {
      SdFrame *rows = sd_frame_open_attempt (frame, open, n_open, node->index, attempt);
      guint n_left = 0;

      find_failures (self, rows, failed);
      for (guint i = 0; i < n_open; i++)
        {
          const guint16 place = open[i];

          if (failed[frame->pilot != NULL ? place : i])
            open[n_left++] = place;
          else
            out->i64[place] = attempt;
        }
      n_open = n_left;
      sd_frame_close_child (rows);
    }
}

static void
attempt_node_free (SdNode *node)
{
  g_array_unref (((AttemptNode *) node)->conditions);
  g_free (node);
}

static const SdNodeClass attempt_class = { "attempt", evaluate_attempts, attempt_node_free };

SdNode *
sd_attempt_node_new (void)
{
  AttemptNode *self = sd_node_alloc (sizeof *self, &attempt_class, SD_TYPE_INTEGER,
                                     SD_VECTOR_INT64);

  self->conditions = g_array_new (FALSE, FALSE, sizeof (guint));
  return &self->node;
}

void
sd_attempt_node_add_condition (SdNode       *self,
                               const SdNode *condition)
{
  g_array_append_val (((AttemptNode *) self)->conditions, condition->index);
}

void
sd_attempt_node_set_enabled (SdNode   *self,
                             gboolean  enabled)
{
  ((AttemptNode *) self)->disabled = !enabled;
}

/**
 * sd_attempt_draw:
 * @frame: the rows
 * @attempts: the node of their attempts, + 1; 0 for none
 * @draw: draws of the table
 * @u: (out): room for the frame's rows
 *
 * Draws after the first are independent, not balanced: which rows need them is
 * chance already.
 */
void
sd_attempt_draw (SdFrame      *frame,
                 guint         attempts,
                 const SdDraw *draw,
                 guint64      *u)
{
  const gboolean open = attempts > 0 && frame->attempt_node == attempts;
  const gint64 *numbers = attempts > 0 && !open ? sd_frame_get (frame, attempts - 1)->i64 : NULL;

  sd_frame_draw (frame, draw, u);
  if (attempts == 0)
    return;
  for (guint i = 0; i < frame->n_rows; i++)
    {
      const guint64 attempt = open ? frame->attempt : (guint64) numbers[i];
      const guint64 row = frame->pilot == NULL ? frame->rows[i]
                        : sd_key_derive (frame->pilot_path, frame->pilot_first + i);

      if (attempt > 0)
        u[i] = sd_random (sd_key_derive (draw->value_key, attempt), row);
    }
}
