/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Ranked uniforms; see the header. A class of m rows gets u = (rank + v) / m,
 * the ranks those of the uniforms that its column would have had anyway.
 *
 * Tables are ranked block by block (sd-blocks-private.h); those of more than
 * SD_RANKED_ROWS rows are not: there chance leaves little to mend.
 */

#define G_LOG_DOMAIN "sd-ranks"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sd-branch-class-private.h"
#include "sd-controlled-private.h"
#include "sd-margin-category-private.h"
#include "sd-permutation.h"
#include "sd-ranks-private.h"
#include "sd-rules-private.h"

/* 2^64 times the golden section. */
#define GOLDEN G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)

/* Of more outcomes the shares of all classes together are left to chance. */
#define MAX_OUTCOMES 64

typedef struct
{
  SdNode   node;
  SdSource source;
  int      classes;    /* node; −1: all rows are one class */
  guint64  n_rows;
  gboolean outcomes;   /* shares are to hold, not means … */
  guint    n_ends;     /* … in all classes together as well: where outcomes end */
  guint64 *ends;
} RanksNode;

/* Every row its own n-th part of [0, 1). */
typedef struct
{
  SdNode        node;
  SdDraw        draw;          /* for virtual rows only */
  SdPermutation permutation;
  guint64       n_rows;
} PartsNode;

/* Rank i of m rows lies in the i-th of m parts; where in it is taken from the
 * digits of u that the rank did not use. What lies above the middle mirrors
 * what lies below: each is uniform still, but the mean of a class as small as
 * ten rows is that of its margin. */
static void
place_numbers (const guint32 *order,
               const guint64 *u,
               guint          m,
               guint64       *results)
{
  const guint64 part = G_MAXUINT64 / m;

  for (guint i = 0; i < m; i++)
    {
      const guint twin = MIN (i, m - 1 - i);
      const guint64 v = sd_scale (u[order[twin]] * GOLDEN, part);

      results[order[i]] = i * part + (i == twin ? v : part - 1 - v);
    }
}

/* All at the same place @v of their parts: any interval then has the nearest
 * number of rows below or above its share. */
static void
place_outcomes (const guint32 *order,
                guint64        v,
                guint          m,
                guint64       *results)
{
  const guint64 part = G_MAXUINT64 / m;

  for (guint i = 0; i < m; i++)
    results[order[i]] = i * part + sd_scale (v, part);
}

void
sd_ranks_place (const guint64 *classes,
                const guint64 *u,
                guint          n,
                gboolean       outcomes,
                guint32       *order,
                guint64       *results)
{
  guint64 v;
  guint end;

  sd_block_sort (classes, u, n, order);
  /* Multiples of the golden section: what is too much in one class is too little
   * in another, so that the shares of all classes together hold as well. */
  v = u[order[0]] * GOLDEN;
  for (guint first = 0; first < n; first = end)
    {
      for (end = first + 1; end < n && (classes == NULL
                                        || classes[order[end]] == classes[order[first]]);)
        end++;
      if (outcomes)
        place_outcomes (order + first, v, end - first, results);
      else
        place_numbers (order + first, u, end - first, results);
      v += GOLDEN;
    }
}

/* The outcomes of a class have the numbers of rows of @counts; each uniform lies
 * in its outcome's part. */
static void
place_counts (const RanksNode *self,
              const guint32   *order,
              const guint     *counts,
              guint64         *results)
{
  guint64 start = 0;
  guint i = 0;

  for (guint k = 0; k < self->n_ends; k++)
    {
      const guint64 part = (self->ends[k] - start) / MAX (counts[k], 1);

      for (guint j = 0; j < counts[k]; j++)
        results[order[i++]] = start + j * part + part / 2;
      start = self->ends[k];
    }
}

/* Rows of one outcome in all classes are counted before any is placed. */
static void
place_block (const RanksNode *self,
             const guint64   *classes,
             const guint64   *u,
             const guint32   *order,
             guint            n,
             guint64         *results)
{
  g_autofree guint *sizes = g_new0 (guint, n);
  g_autofree double *shares = g_new (double, self->n_ends);
  g_autofree guint *counts = NULL;
  guint n_classes = 0;
  guint first = 0;

  for (guint i = 0; i < n; i++)
    {
      n_classes += i == 0 || classes[order[i]] != classes[order[i - 1]];
      sizes[n_classes - 1]++;
    }
  for (guint k = 0; k < self->n_ends; k++)
    shares[k] = (double) (self->ends[k] - (k > 0 ? self->ends[k - 1] : 0)) * 0x1p-64;
  counts = g_new (guint, (gsize) n_classes * self->n_ends);
  sd_controlled_round (sizes, n_classes, shares, self->n_ends, u[order[0]] * GOLDEN, counts);
  for (guint c = 0; c < n_classes; first += sizes[c++])
    place_counts (self, order + first, counts + (gsize) c * self->n_ends, results);
}

static void
rank_block (const SdNode  *node,
            const SdBlock *block,
            guint64       *results)
{
  const RanksNode *self = (const RanksNode *) node;
  const guint n = block->n;
  g_autofree guint64 *u = g_new (guint64, n);
  g_autofree guint64 *classes = self->classes >= 0 ? g_new (guint64, n) : NULL;
  g_autofree guint32 *order = g_new (guint32, n);

  sd_block_get_uniforms (block, &self->source, u);
  if (classes != NULL)
    sd_block_get_classes (block, (guint) self->classes, classes);
  if (self->n_ends == 0)
    {
      sd_ranks_place (classes, u, n, self->outcomes, order, results);
      return;
    }
  sd_block_sort (classes, u, n, order);
  place_block (self, classes, u, order, n, results);
}

static void
evaluate_ranks (const SdNode *node,
                SdFrame      *frame,
                SdVector     *out)
{
  const RanksNode *self = (const RanksNode *) node;

  /* Virtual rows are in no block. */
  if (frame->pilot != NULL)
    sd_source_fill (&self->source, frame, (guint64 *) out->i64);
  else
    sd_blocks_get (node, frame, self->n_rows, rank_block, (guint64 *) out->i64);
}

static void
ranks_node_free (SdNode *node)
{
  RanksNode *self = (RanksNode *) node;

  g_free (self->ends);
  g_free (self);
}

static const SdNodeClass ranks_class = { "ranks", evaluate_ranks, ranks_node_free };

static void
evaluate_parts (const SdNode *node,
                SdFrame      *frame,
                SdVector     *out)
{
  const PartsNode *self = (const PartsNode *) node;
  const guint64 part = G_MAXUINT64 / self->n_rows;
  guint64 images[SD_BATCH_ROWS];

  if (frame->pilot != NULL)
    {
      sd_frame_draw (frame, &self->draw, (guint64 *) out->i64);
      return;
    }
  sd_permutation_apply_many (&self->permutation, frame->rows, frame->n_rows, images);
  for (guint i = 0; i < frame->n_rows; i++)
    out->i64[i] = (gint64) (images[i] * part + part / 2);
}

static const SdNodeClass parts_class = { "parts", evaluate_parts, sd_node_free_plain };

static gboolean
has_parameter (const SdColumnContext *context,
               const char            *name)
{
  JsonObject *parameters = sd_column_get_parameters (context->column);

  return parameters != NULL && json_object_has_member (parameters, name);
}

/* The outcomes of a column without branches, whose shares are the same in every
 * class. FALSE with findings. */
static gboolean
read_ends (RanksNode             *self,
           const SdColumnContext *context)
{
  g_autoptr (SdMargin) margin = sd_margin_new (context, sd_column_get_parameters (context->column));
  const SdThresholds *thresholds = &((const SdCategoryMargin *) margin)->thresholds;

  if (margin == NULL)
    return FALSE;
  if (thresholds->n > MAX_OUTCOMES)
    return TRUE;
  self->n_ends = thresholds->n;
  self->ends = g_memdup2 (thresholds->thresholds, thresholds->n * sizeof *self->ends);
  self->ends[self->n_ends - 1] = G_MAXUINT64;
  return TRUE;
}

static int
add_ranks (const SdSource        *source,
           const SdColumnContext *context,
           const SdNode          *classes)
{
  const char *generator = sd_column_get_generator (context->column);
  RanksNode *self = sd_node_alloc (sizeof *self, &ranks_class, SD_TYPE_INTEGER, SD_VECTOR_INT64);

  self->source = *source;
  self->classes = classes != NULL ? (int) classes->index : -1;
  self->n_rows = context->n_rows;
  self->outcomes = g_str_equal (generator, "category") || g_str_equal (generator, "boolean")
                   || g_str_equal (generator, "combination");
  if (has_parameter (context, "within") && !has_parameter (context, "branches")
      && !read_ends (self, context))
    {
      ranks_node_free (&self->node);
      return -1;
    }
  return (int) sd_compiler_add_node (context->compiler, context->table_index, &self->node);
}

static int
add_parts (const SdSource        *source,
           const SdColumnContext *context)
{
  PartsNode *self = sd_node_alloc (sizeof *self, &parts_class, SD_TYPE_INTEGER, SD_VECTOR_INT64);

  self->draw = source->draw;
  self->n_rows = context->n_rows;
  sd_permutation_init (&self->permutation, context->n_rows,
                       sd_key (context->seed, sd_table_get_id (context->table),
                               sd_column_get_id (context->column), SD_LANE_KEY, 0));
  return (int) sd_compiler_add_node (context->compiler, context->table_index, &self->node);
}

/* In tables this long the shares in a class are off by less than a thousandth
 * by chance. */
static void
note_chance (const SdColumnContext *context)
{
  sd_compiler_add_finding (context->compiler,
                           sd_finding_new (SD_SEVERITY_NOTE, "within-by-chance",
                                           sd_column_get_id (context->column), context->place,
                                           _("In tables of more than %u rows the shares hold in "
                                             "each class only as far as chance allows."),
                                           (guint) SD_RANKED_ROWS));
}

/**
 * sd_ranked_source_init:
 * @self: to be filled
 * @context: a drawn column
 *
 * A small table with exact margins has its correlated columns ranked by the
 * source already.
 *
 * Returns: FALSE with findings
 */
gboolean
sd_ranked_source_init (SdSource              *self,
                       const SdColumnContext *context)
{
  const gboolean exact = context->margins == SD_MARGINS_EXACT && context->n_rows <= SD_WHOLE_ROWS;
  const gboolean within = has_parameter (context, "within");
  const guint n_errors = sd_compiler_count_errors (context->compiler);
  SdNode *classes;

  sd_source_init (self, context);
  classes = sd_branches_get_class_node (context);
  if (sd_compiler_count_errors (context->compiler) > n_errors)
    return FALSE;
  /* Shares within classes are rounded anew, so that they hold in the whole too;
   * not those that give way to a rule. */
  if (context->n_rows == 0 || sd_rules_decide (context)
      || (exact && self->node >= 0 && (!within || has_parameter (context, "branches"))))
    return TRUE;
  if (classes == NULL && self->node < 0 && has_parameter (context, "counts"))
    {
      self->node = add_parts (self, context);
      return TRUE;
    }
  if (classes == NULL ? !exact : context->margins == SD_MARGINS_SAMPLED && !within)
    return TRUE;
  if (context->n_rows > SD_RANKED_ROWS)
    {
      if (within)
        note_chance (context);
      return TRUE;
    }
  if (!sd_compiler_extend_chain (context->compiler))
    return TRUE;
  self->node = add_ranks (self, context, classes);
  return self->node >= 0;
}
