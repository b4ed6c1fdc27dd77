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
#include "sd-permutation.h"
#include "sd-ranks-private.h"

/* 2^64 times the golden section. */
#define GOLDEN G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)

typedef struct
{
  SdNode   node;
  SdSource source;
  int      classes;    /* node; −1: all rows are one class */
  guint64  n_rows;
  gboolean outcomes;   /* shares are to hold, not means */
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
  sd_ranks_place (classes, u, n, self->outcomes, order, results);
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

static const SdNodeClass ranks_class = { "ranks", evaluate_ranks, sd_node_free_plain };

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

static gboolean
has_parameter (const SdColumnContext *context,
               const char            *name)
{
  JsonObject *parameters = sd_column_get_parameters (context->column);

  return parameters != NULL && json_object_has_member (parameters, name);
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
  if (context->n_rows == 0 || (exact && self->node >= 0))
    return TRUE;
  if (classes == NULL && self->node < 0 && has_parameter (context, "counts"))
    self->node = add_parts (self, context);
  else if (classes == NULL ? exact : context->margins != SD_MARGINS_SAMPLED || within)
    {
      if (context->n_rows <= SD_RANKED_ROWS)
        self->node = add_ranks (self, context, classes);
      else if (within)
        note_chance (context);
    }
  return TRUE;
}
