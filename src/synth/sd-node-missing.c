/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Missing cells; see the header. */

#define G_LOG_DOMAIN "sd-node-missing"

#include <string.h>

#include "sd-node-gather-private.h"
#include "sd-node-missing-private.h"

typedef struct
{
  SdNode  node;
  guint   clean_node;
  SdDraw  draw;
  guint64 threshold;
  guint   other_node;   /* a mask, or a column that is missing together with this */
} MissingNode;

typedef struct
{
  SdNode   node;
  SdSource source;
  guint    classes;
  guint    n_shares;
  double  *shares;
  guint64  n_rows;
  gboolean row_by_row;
} QuotaNode;

/* The values themselves are shared with the clean column, not copied. */
static void
finish (const MissingNode *self,
        SdFrame           *frame,
        SdVector          *out,
        guint8            *null)
{
  const SdVector *clean = sd_frame_get (frame, self->clean_node);

  if (clean->null != NULL)
    for (guint i = 0; i < frame->n_rows; i++)
      null[i] |= clean->null[i];
  out->i64 = clean->i64;
}

static void
evaluate_missing (const SdNode *node,
                  SdFrame      *frame,
                  SdVector     *out)
{
  const MissingNode *self = (const MissingNode *) node;
  guint8 *null = sd_frame_need_null (frame, out);
  guint64 u[SD_BATCH_ROWS];

  sd_draw_fill (&self->draw, frame->rows, frame->n_rows, u);
  for (guint i = 0; i < frame->n_rows; i++)
    null[i] = u[i] < self->threshold;
  finish (self, frame, out, null);
}

static void
evaluate_masked (const SdNode *node,
                 SdFrame      *frame,
                 SdVector     *out)
{
  const MissingNode *self = (const MissingNode *) node;
  const gint64 *mask = sd_frame_get (frame, self->other_node)->i64;
  guint8 *null = sd_frame_need_null (frame, out);

  for (guint i = 0; i < frame->n_rows; i++)
    null[i] = mask[i] != 0;
  finish (self, frame, out, null);
}

static void
evaluate_together (const SdNode *node,
                   SdFrame      *frame,
                   SdVector     *out)
{
  const MissingNode *self = (const MissingNode *) node;
  const guint8 *other = sd_frame_get (frame, self->other_node)->null;
  guint8 *null = sd_frame_need_null (frame, out);

  if (other != NULL)
    memcpy (null, other, frame->n_rows);
  finish (self, frame, out, null);
}

static const SdNodeClass missing_class = { "missing", evaluate_missing, sd_node_free_plain };
static const SdNodeClass masked_class = { "masked", evaluate_masked, sd_node_free_plain };
static const SdNodeClass together_class = { "together", evaluate_together, sd_node_free_plain };

static void
quota_node_free (SdNode *node)
{
  QuotaNode *self = (QuotaNode *) node;

  g_free (self->shares);
  g_free (self);
}

/* Systematic sampling (Madow, 1949): the rows stand class by class, in each in
 * the order of their draws, and every row in which the sum of the shares passes
 * the next whole number is taken. */
static void
take_quota (const SdNode  *node,
            const SdBlock *block,
            guint64       *results)
{
  const QuotaNode *self = (const QuotaNode *) node;
  const guint n = block->n;
  g_autofree guint64 *u = g_new (guint64, n);
  g_autofree guint64 *classes = g_new (guint64, n);
  g_autofree guint32 *order = g_new (guint32, n);
  double sum;

  sd_block_get_uniforms (block, &self->source, u);
  sd_block_get_classes (block, self->classes, classes);
  sd_block_sort (classes, u, n, order);
  /* Of a whole table the number is the nearest; blocks must not all round to the
   * same side. What is added keeps sums that ought to be whole from falling
   * short. */
  sum = (block->n == self->n_rows ? 0.5
                                  : sd_unit (u[0] * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)))
        + 1e-9;
  for (guint i = 0; i < n; i++)
    {
      sum += self->shares[MIN (classes[order[i]], self->n_shares - 1)];
      results[order[i]] = sum >= 1;
      if (sum >= 1)
        sum -= 1;
    }
}

static void
evaluate_quota (const SdNode *node,
                SdFrame      *frame,
                SdVector     *out)
{
  const QuotaNode *self = (const QuotaNode *) node;
  const gint64 *classes;
  guint64 u[SD_BATCH_ROWS];

  if (!self->row_by_row)
    {
      sd_blocks_get (node, frame, self->n_rows, take_quota, (guint64 *) out->i64);
      return;
    }
  classes = sd_frame_get (frame, self->classes)->i64;
  sd_source_fill (&self->source, frame, u);
  for (guint i = 0; i < frame->n_rows; i++)
    out->i64[i] = sd_unit (u[i]) < self->shares[MIN ((guint64) classes[i], self->n_shares - 1)];
}

static const SdNodeClass quota_class = { "quota", evaluate_quota, quota_node_free };

static MissingNode *
missing_node_alloc (const SdNode      *clean,
                    const SdNodeClass *klass)
{
  MissingNode *self = sd_node_alloc (sizeof *self, klass, clean->type, clean->kind);

  sd_node_copy_facts (&self->node, clean);
  self->node.has_null = TRUE;
  self->clean_node = clean->index;
  return self;
}

SdNode *
sd_missing_node_new (const SdNode *clean,
                     const SdDraw *draw,
                     double        share)
{
  MissingNode *self = missing_node_alloc (clean, &missing_class);

  self->draw = *draw;
  self->threshold = share >= 1 ? G_MAXUINT64 : (guint64) (share * 0x1p64);
  return &self->node;
}

SdNode *
sd_missing_node_new_masked (const SdNode *clean,
                            const SdNode *mask)
{
  MissingNode *self = missing_node_alloc (clean, &masked_class);

  self->other_node = mask->index;
  return &self->node;
}

SdNode *
sd_missing_node_new_together (const SdNode *clean,
                              const SdNode *other)
{
  MissingNode *self = missing_node_alloc (clean, &together_class);

  self->other_node = other->index;
  self->node.has_null = clean->has_null || other->has_null;
  return &self->node;
}

SdNode *
sd_quota_node_new (const SdColumnContext *context,
                   const SdSource        *source,
                   const SdNode          *classes,
                   const double          *shares,
                   guint                  n_shares)
{
  QuotaNode *self = sd_node_alloc (sizeof *self, &quota_class, SD_TYPE_INTEGER, SD_VECTOR_INT64);

  self->source = *source;
  self->classes = classes->index;
  self->n_shares = n_shares;
  self->shares = g_memdup2 (shares, n_shares * sizeof *shares);
  self->n_rows = context->n_rows;
  self->row_by_row = context->margins == SD_MARGINS_SAMPLED || context->n_rows > SD_RANKED_ROWS;
  return &self->node;
}
