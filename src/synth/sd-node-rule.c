/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Values that keep a rule; see the header. */

#define G_LOG_DOMAIN "sd-node-rule"

#include <math.h>
#include <string.h>

#include "sd-math.h"
#include "sd-node-gather-private.h"
#include "sd-node-rule-private.h"
#include "sd-thresholds-private.h"

/* Weights are so many units at most: doubles up to it are whole. */
#define LARGEST_WEIGHT 0x1p52

/* Real parts, but for the largest, are multiples of this. */
#define REAL_UNIT 0x1p-30

typedef struct
{
  SdNode   node;
  guint    n;
  guint   *parts;
  guint   *scales;      /* of the parts' own values */
  gboolean whole;
  guint    scale;
  double   total;
  int      column;      /* of the total, −1 none … */
  guint    column_scale;
} SharesNode;

typedef struct
{
  SdNode node;
  guint  value;
  guint  shares;
  guint  index;
  gint64 unit;          /* of the part, in units of its own scale */
  double real_unit;
} PartNode;

typedef struct
{
  SdNode       node;
  SdSource     source;
  SdThresholds thresholds;
} ChoiceNode;

typedef struct
{
  SdNode node;
  guint  value;
  guint  choice;
  guint  index;
} ChosenNode;

typedef struct
{
  SdNode node;
  guint  value;
  guint  n;
  guint *when;
  guint  n_others;
  guint *others;
} EmptiedNode;

static guint *
copy_indices (const SdNode **nodes,
              guint          n)
{
  guint *indices = g_new (guint, n + 1);

  for (guint i = 0; i < n; i++)
    indices[i] = nodes[i]->index;
  return indices;
}

/* --- The parts of a whole --- */

/* Weights in whole units, with which 128 bits are exact; all the same when none
 * is positive. */
static void
scale_weights (const double *weights,
               guint         n,
               guint64      *out)
{
  double most = 0;

  for (guint k = 0; k < n; k++)
    most = MAX (most, weights[k]);
  for (guint k = 0; k < n; k++)
    {
      if (!(most > 0) || !isfinite (most))
        out[k] = isnan (weights[k]) ? 0 : 1;
      else if (weights[k] > 0)
        out[k] = (guint64) (weights[k] / most * LARGEST_WEIGHT + 0.5);
      else
        out[k] = 0;
    }
}

/* The method of the largest remainder (Hamilton); of equal ones the first column
 * comes first. @parts without a weight stay 0, whatever is left over. */
static void
share_out (guint64        total,
           const guint64 *weights,
           guint          n,
           guint64       *parts)
{
  unsigned __int128 rests[64];
  guint64 left = total;
  unsigned __int128 sum = 0;

  for (guint k = 0; k < n; k++)
    sum += weights[k];
  for (guint k = 0; k < n; k++)
    {
      const unsigned __int128 share = sum > 0 ? (unsigned __int128) total * weights[k] : 0;

      parts[k] = sum > 0 ? (guint64) (share / sum) : 0;
      rests[k] = sum > 0 ? share % sum : 0;
      left -= parts[k];
    }
  while (left > 0 && sum > 0)
    {
      guint best = 0;

      for (guint k = 1; k < n; k++)
        if (rests[k] > rests[best])
          best = k;
      parts[best]++;
      rests[best] = 0;
      left--;
    }
}

/* All parts but the largest are rounded to a binary unit, so that their sum is
 * exact; the largest has the rest. */
static void
share_out_real (double         total,
                const guint64 *weights,
                guint          n,
                double        *parts)
{
  double sum = 0;
  double others = 0;
  guint largest = 0;

  for (guint k = 0; k < n; k++)
    {
      sum += (double) weights[k];
      if (weights[k] > weights[largest])
        largest = k;
    }
  for (guint k = 0; k < n; k++)
    {
      parts[k] = sum > 0 ? sd_floor (total / sum * (double) weights[k] / REAL_UNIT) * REAL_UNIT
                         : 0;
      if (k != largest)
        others += parts[k];
    }
  parts[largest] = sum > 0 ? MAX (total - others, 0) : 0;
}

/* The total of a row; negative when there is none. */
static double
get_total (const SharesNode *self,
           const SdVector   *column,
           guint             i)
{
  if (column == NULL)
    return self->total;
  if (column->null != NULL && column->null[i])
    return -1;
  return column->kind == SD_VECTOR_DOUBLE ? column->f64[i] : (double) column->i64[i];
}

static void
share_row (const SharesNode *self,
           const SdVector  **values,
           const SdVector   *column,
           guint             i,
           gint64           *parts)
{
  double weights[64];
  guint64 units[64];
  const double total = get_total (self, column, i);

  for (guint k = 0; k < self->n; k++)
    {
      const SdVector *value = values[k];

      if (value->null != NULL && value->null[i])
        weights[k] = NAN;
      else if (value->kind == SD_VECTOR_DOUBLE)
        weights[k] = value->f64[i];
      else
        weights[k] = (double) value->i64[i] / (double) sd_pow10[self->scales[k]];
    }
  scale_weights (weights, self->n, units);
  if (total < 0)
    for (guint k = 0; k < self->n; k++)
      parts[k] = -1;
  else if (!self->whole)
    share_out_real (column != NULL && column->kind == SD_VECTOR_INT64
                    ? total / (double) sd_pow10[self->column_scale] : total,
                    units, self->n, (double *) parts);
  else
    share_out (column == NULL ? (guint64) total
                              : (guint64) column->i64[i]
                                * (guint64) sd_pow10[self->scale - self->column_scale],
               units, self->n, (guint64 *) parts);
}

static void
evaluate_shares (const SdNode *node,
                 SdFrame      *frame,
                 SdVector     *out)
{
  const SharesNode *self = (const SharesNode *) node;
  const SdVector **values = sd_frame_alloc (frame, self->n * sizeof *values);
  const SdVector *column = self->column >= 0 ? sd_frame_get (frame, (guint) self->column) : NULL;
  gint64 *parts;

  for (guint k = 0; k < self->n; k++)
    values[k] = sd_frame_get (frame, self->parts[k]);
  parts = sd_frame_alloc (frame, (gsize) frame->n_rows * self->n * sizeof *parts);
  for (guint i = 0; i < frame->n_rows; i++)
    {
      share_row (self, values, column, i, parts + (gsize) i * self->n);
      out->i64[i] = (gint64) (gintptr) (parts + (gsize) i * self->n);
    }
}

static void
shares_node_free (SdNode *node)
{
  g_free (((SharesNode *) node)->parts);
  g_free (((SharesNode *) node)->scales);
  g_free (node);
}

static const SdNodeClass shares_class = { "shares", evaluate_shares, shares_node_free };

SdNode *
sd_shares_node_new (const SdSharesSpec *spec)
{
  SharesNode *self = sd_node_alloc (sizeof *self, &shares_class, SD_TYPE_INTEGER,
                                    SD_VECTOR_INT64);

  self->n = spec->n;
  self->parts = copy_indices (spec->parts, spec->n);
  self->scales = g_new (guint, spec->n);
  for (guint k = 0; k < spec->n; k++)
    self->scales[k] = spec->parts[k]->scale;
  self->whole = spec->whole;
  self->scale = spec->scale;
  self->total = spec->total;
  self->column = spec->column != NULL ? (int) spec->column->index : -1;
  self->column_scale = spec->column != NULL ? spec->column->scale : 0;
  /* What the parts need to know of the whole. */
  self->node.scale = spec->scale;
  self->node.has_range = spec->whole && (spec->column == NULL || spec->column->has_range);
  if (self->node.has_range)
    self->node.maximum = spec->column == NULL
                       ? (gint64) spec->total
                       : spec->column->maximum * sd_pow10[spec->scale - spec->column->scale];
  self->node.has_null = spec->column != NULL && spec->column->has_null;
  return &self->node;
}

static void
evaluate_part (const SdNode *node,
               SdFrame      *frame,
               SdVector     *out)
{
  const PartNode *self = (const PartNode *) node;
  const SdVector *shares = sd_frame_get (frame, self->shares);
  const SdVector *value = sd_frame_get (frame, self->value);
  guint8 *null = node->has_null ? sd_frame_need_null (frame, out) : NULL;

  for (guint i = 0; i < frame->n_rows; i++)
    {
      const gint64 *parts = (const gint64 *) (gintptr) shares->i64[i];
      const gint64 part = parts[self->index];

      if (null != NULL)
        null[i] = part == -1 || (value->null != NULL && value->null[i]);
      if (self->real_unit == 0)
        out->i64[i] = part * self->unit;
      else if (self->real_unit < 0)
        memcpy (&out->f64[i], &part, sizeof part);
      else
        out->f64[i] = (double) part * self->real_unit;
    }
}

static const SdNodeClass part_class = { "part-of-whole", evaluate_part, sd_node_free_plain };

SdNode *
sd_part_node_new (const SdNode *part,
                  const SdNode *shares,
                  guint         index)
{
  PartNode *self = sd_node_alloc (sizeof *self, &part_class, part->type, part->kind);
  const gboolean whole = ((const SharesNode *) shares)->whole;

  self->value = part->index;
  self->shares = shares->index;
  self->index = index;
  self->node.scale = part->scale;
  self->node.has_null = part->has_null || shares->has_null;
  if (part->kind == SD_VECTOR_DOUBLE)
    {
      self->real_unit = whole ? 1 / (double) sd_pow10[shares->scale] : -1;
      return &self->node;
    }
  self->unit = sd_pow10[part->scale - shares->scale];
  self->node.has_range = shares->has_range;
  self->node.maximum = shares->maximum * self->unit;
  return &self->node;
}

/* --- One of several --- */

static void
evaluate_choice (const SdNode *node,
                 SdFrame      *frame,
                 SdVector     *out)
{
  const ChoiceNode *self = (const ChoiceNode *) node;
  guint64 u[SD_BATCH_ROWS];

  sd_source_fill (&self->source, frame, u);
  for (guint i = 0; i < frame->n_rows; i++)
    out->i64[i] = sd_thresholds_find (&self->thresholds, u[i]);
}

static void
choice_node_free (SdNode *node)
{
  sd_thresholds_clear (&((ChoiceNode *) node)->thresholds);
  g_free (node);
}

static const SdNodeClass choice_class = { "choice", evaluate_choice, choice_node_free };

SdNode *
sd_choice_node_new (const SdSource *source,
                    const double   *weights,
                    guint           n)
{
  ChoiceNode *self = sd_node_alloc (sizeof *self, &choice_class, SD_TYPE_INTEGER,
                                    SD_VECTOR_INT64);

  self->source = *source;
  sd_thresholds_init (&self->thresholds, weights, n);
  return &self->node;
}

/* The values themselves are shared with the column's own, not copied. */
static void
share_values (SdFrame  *frame,
              guint     value,
              guint8   *null,
              SdVector *out)
{
  const SdVector *from = sd_frame_get (frame, value);

  if (from->null != NULL)
    for (guint i = 0; i < frame->n_rows; i++)
      null[i] |= from->null[i];
  out->i64 = from->i64;
}

static void
evaluate_chosen (const SdNode *node,
                 SdFrame      *frame,
                 SdVector     *out)
{
  const ChosenNode *self = (const ChosenNode *) node;
  const gint64 *choice = sd_frame_get (frame, self->choice)->i64;
  guint8 *null = sd_frame_need_null (frame, out);

  for (guint i = 0; i < frame->n_rows; i++)
    null[i] = choice[i] != self->index;
  share_values (frame, self->value, null, out);
}

static void
evaluate_chosen_truth (const SdNode *node,
                       SdFrame      *frame,
                       SdVector     *out)
{
  const ChosenNode *self = (const ChosenNode *) node;
  const gint64 *choice = sd_frame_get (frame, self->choice)->i64;

  for (guint i = 0; i < frame->n_rows; i++)
    out->i64[i] = choice[i] == self->index;
}

static const SdNodeClass chosen_class = { "chosen", evaluate_chosen, sd_node_free_plain };
static const SdNodeClass chosen_truth_class =
  { "chosen-truth", evaluate_chosen_truth, sd_node_free_plain };

SdNode *
sd_chosen_node_new (const SdNode *value,
                    const SdNode *choice,
                    guint         index)
{
  const gboolean truth = value->type == SD_TYPE_BOOLEAN;
  ChosenNode *self = sd_node_alloc (sizeof *self, truth ? &chosen_truth_class : &chosen_class,
                                    value->type, value->kind);

  sd_node_copy_facts (&self->node, value);
  self->node.has_null = !truth;
  self->value = value->index;
  self->choice = choice->index;
  self->index = index;
  return &self->node;
}

/* --- Empty cells --- */

static void
evaluate_emptied (const SdNode *node,
                  SdFrame      *frame,
                  SdVector     *out)
{
  const EmptiedNode *self = (const EmptiedNode *) node;
  guint8 *null = sd_frame_need_null (frame, out);

  for (guint k = 0; k < self->n; k++)
    {
      const SdVector *when = sd_frame_get (frame, self->when[k]);

      for (guint i = 0; i < frame->n_rows; i++)
        null[i] |= when->i64[i] != 0 && (when->null == NULL || !when->null[i]);
    }
  for (guint k = 0; k < self->n_others; k++)
    {
      const guint8 *other = sd_frame_get (frame, self->others[k])->null;

      for (guint i = 0; other != NULL && i < frame->n_rows; i++)
        null[i] |= other[i];
    }
  share_values (frame, self->value, null, out);
}

static void
emptied_node_free (SdNode *node)
{
  g_free (((EmptiedNode *) node)->when);
  g_free (((EmptiedNode *) node)->others);
  g_free (node);
}

static const SdNodeClass emptied_class = { "emptied", evaluate_emptied, emptied_node_free };

SdNode *
sd_emptied_node_new (const SdNode  *value,
                     guint          n,
                     const SdNode **when,
                     guint          n_others,
                     const SdNode **others)
{
  EmptiedNode *self = sd_node_alloc (sizeof *self, &emptied_class, value->type, value->kind);

  sd_node_copy_facts (&self->node, value);
  self->node.has_null = TRUE;
  self->value = value->index;
  self->n = n;
  self->when = copy_indices (when, n);
  self->n_others = n_others;
  self->others = copy_indices (others, n_others);
  return &self->node;
}
