/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Exact samples: which uniforms there are follows from the number of rows in
 * each class alone, and which row has which from sd-whitening.c; see the header.
 */

#define G_LOG_DOMAIN "sd-node-sample"

#include <stdlib.h>
#include <string.h>

#include "sd-node-sample-private.h"
#include "sd-normal-private.h"
#include "sd-ranks-private.h"
#include "sd-whitening-private.h"

typedef struct
{
  SdNode        node;
  SdSampleSpec  spec;
} SampleNode;

/* The whole column. */
typedef struct
{
  guint64 *u;
  double  *latents;
  double  *scores[2];   /* values as numbers, standardized; their ranks */
} Sample;

static void
free_sample (gpointer data)
{
  Sample *sample = data;

  g_free (sample->u);
  g_free (sample->latents);
  g_free (sample->scores[0]);
  g_free (sample->scores[1]);
}

static int
compare_classes (const void *a,
                 const void *b)
{
  const guint64 x = *(const guint64 *) a;
  const guint64 y = *(const guint64 *) b;

  return x < y ? -1 : x > y;
}

/* Numbers the classes from 0 in their order; returns how many. */
static guint
number_classes (const guint64 *values,
                guint          n,
                guint32       *classes)
{
  g_autofree guint64 *distinct = g_memdup2 (values, n * sizeof *values);
  guint n_distinct = 1;

  qsort (distinct, n, sizeof *distinct, compare_classes);
  for (guint i = 1; i < n; i++)
    if (distinct[i] != distinct[n_distinct - 1])
      distinct[n_distinct++] = distinct[i];
  for (guint i = 0; i < n; i++)
    {
      const guint64 *found = bsearch (&values[i], distinct, n_distinct, sizeof *distinct,
                                      compare_classes);

      classes[i] = (guint32) (found - distinct);
    }
  return n_distinct;
}

typedef struct
{
  double value;
  guint  index;
} Item;

static int
compare_items (const void *a,
               const void *b)
{
  const Item *x = a;
  const Item *y = b;

  if (x->value != y->value)
    return x->value < y->value ? -1 : 1;
  return x->index < y->index ? -1 : x->index > y->index;
}

/* Ranks, ties in the middle. */
static double *
get_ranks (const double *values,
           guint         n)
{
  g_autofree Item *items = g_new (Item, n);
  double *ranks = g_new (double, n);

  for (guint i = 0; i < n; i++)
    items[i] = (Item) { values[i], i };
  qsort (items, n, sizeof *items, compare_items);
  for (guint first = 0, next; first < n; first = next)
    {
      for (next = first + 1; next < n && items[next].value == items[first].value; next++)
        ;
      for (guint i = first; i < next; i++)
        ranks[items[i].index] = (first + next - 1) / 2.0;
    }
  return ranks;
}

static guint
limit_branch (const SampleNode *self,
              guint64           branch)
{
  return (guint) MIN (branch, self->spec.member->classes->len - 1);
}

/* Latents and scores of rows whose uniforms are there. @branches (nullable). */
static void
derive (const SampleNode *self,
        Sample           *sample,
        const guint64    *branches)
{
  const guint n = (guint) self->spec.n_rows;
  const SdNormal *normal = sd_normal_get ();

  sample->latents = g_new (double, n);
  sample->scores[0] = g_new (double, n);
  for (guint i = 0; i < n; i++)
    sample->latents[i] = sd_normal_from_uniform (normal, sample->u[i]);
  if (branches == NULL)
    sd_member_get_scores (self->spec.member, 0, sample->u, n, sample->scores[0]);
  else
    for (guint i = 0; i < n; i++)
      sd_member_get_scores (self->spec.member, limit_branch (self, branches[i]),
                            &sample->u[i], 1, &sample->scores[0][i]);
  sample->scores[1] = get_ranks (sample->scores[0], n);
  sd_whitening_standardize (sample->latents, n);
  sd_whitening_standardize (sample->scores[0], n);
  sd_whitening_standardize (sample->scores[1], n);
}

static Sample *get_sample (SdFrame          *frame,
                           const SampleNode *self);

/* A column among the earlier ones, and in the classes of its rows. A place is
 * one of the uniforms, class after class and ascending in each. */
typedef struct
{
  const SampleNode *node;
  guint             n;
  guint             n_classes;
  guint32          *classes;
  guint64          *branches;      /* nullable */
  guint64          *innovations;   /* uniforms of the column's own, by row */
  guint64          *u;             /* by place */
  double           *own[2];        /* scores by place, standardized; ranks */
  const Sample    **earlier;
} Ranking;

static guint64 *
get_block_classes (const SdBlock *block,
                   int            node)
{
  guint64 *values = NULL;

  if (node >= 0)
    {
      values = g_new (guint64, block->n);
      sd_block_get_classes (block, (guint) node, values);
    }
  return values;
}

/* Uniforms as sd-ranks.c deals them out to a column on its own, and the values
 * that they are. */
static void
init_places (Ranking       *self,
             const SdBlock *block)
{
  const SdSampleSpec *spec = &self->node->spec;
  const guint n = self->n;
  g_autofree guint64 *classes = get_block_classes (block, spec->class_node);
  g_autofree guint32 *order = g_new (guint32, n);
  g_autofree guint64 *results = g_new (guint64, n);

  sd_ranks_place (classes, self->innovations, n, spec->outcomes, order, results);
  self->n_classes = 1;
  if (classes != NULL)
    self->n_classes = number_classes (classes, n, self->classes);
  for (guint i = 0; i < n; i++)
    {
      const guint branch = self->branches != NULL
                         ? limit_branch (self->node, self->branches[order[i]]) : 0;

      self->u[i] = results[order[i]];
      sd_member_get_scores (spec->member, branch, &self->u[i], 1, &self->own[0][i]);
    }
  self->own[1] = get_ranks (self->own[0], n);
  sd_whitening_standardize (self->own[0], n);
  sd_whitening_standardize (self->own[1], n);
}

static void
rank (const Ranking *self,
      guint32       *places)
{
  const SdSampleSpec *spec = &self->node->spec;
  const SdNormal *normal = sd_normal_get ();
  g_autofree const double **latents = g_new (const double *, spec->n_earlier + 1);
  g_autofree SdWhiteningPair *pairs = g_new (SdWhiteningPair, spec->n_pairs + 1);
  g_autofree double *innovations = g_new (double, self->n);
  const SdWhitening whitening = {
    .n = self->n,
    .n_latents = spec->n_earlier,
    .latents = latents,
    .targets = spec->targets,
    .innovations = innovations,
    .n_classes = self->n_classes,
    .classes = self->classes,
    .n_pairs = spec->n_pairs,
    .pairs = pairs,
  };

  for (guint i = 0; i < self->n; i++)
    innovations[i] = sd_normal_from_uniform (normal, self->innovations[i]);
  for (guint i = 0; i < spec->n_earlier; i++)
    latents[i] = self->earlier[i]->latents;
  for (guint i = 0; i < spec->n_pairs; i++)
    pairs[i] = (SdWhiteningPair) {
      .latent = spec->pairs[i].earlier,
      .partner = self->earlier[spec->pairs[i].earlier]->scores[spec->pairs[i].ranks],
      .own = self->own[spec->pairs[i].ranks],
      .target = spec->pairs[i].target,
    };
  sd_whitening_run (&whitening, places);
}

static void
make_ranked (const SampleNode *self,
             const SdBlock    *block,
             Sample           *sample)
{
  const guint n = block->n;
  Ranking ranking = { .node = self, .n = n };
  g_autofree guint32 *places = g_new (guint32, n);

  ranking.earlier = g_new (const Sample *, self->spec.n_earlier + 1);
  for (guint i = 0; i < self->spec.n_earlier; i++)
    ranking.earlier[i] = get_sample (block->frame, (const SampleNode *) self->spec.earlier[i]);
  ranking.classes = g_new0 (guint32, n);
  ranking.branches = get_block_classes (block, self->spec.branch_node);
  ranking.innovations = g_new (guint64, n);
  ranking.u = g_new (guint64, n);
  ranking.own[0] = g_new (double, n);
  sd_block_get_uniforms (block, &self->spec.source, ranking.innovations);
  init_places (&ranking, block);
  rank (&ranking, places);
  for (guint i = 0; i < n; i++)
    sample->u[i] = ranking.u[places[i]];
  derive (self, sample, ranking.branches);
  g_free (ranking.earlier);
  g_free (ranking.classes);
  g_free (ranking.branches);
  g_free (ranking.innovations);
  g_free (ranking.u);
  g_free (ranking.own[0]);
  g_free (ranking.own[1]);
}

static void
make_given (const SampleNode *self,
            const SdBlock    *block,
            Sample           *sample)
{
  g_autofree guint64 *branches = get_block_classes (block, self->spec.branch_node);

  if (self->spec.latent_node >= 0)
    {
      const SdNormal *normal = sd_normal_get ();
      g_autofree double *z = g_new (double, block->n);

      sd_block_get_numbers (block, (guint) self->spec.latent_node, z);
      for (guint i = 0; i < block->n; i++)
        sample->u[i] = sd_normal_to_uniform (normal, z[i]);
    }
  else
    sd_block_get_uniforms (block, &self->spec.source, sample->u);
  derive (self, sample, branches);
}

static Sample *
get_sample (SdFrame          *frame,
            const SampleNode *self)
{
  Sample *sample = sd_frame_get_scratch (frame, &self->node, sizeof *sample, free_sample);
  const SdBlock whole = { frame, 0, 0, (guint) self->spec.n_rows };

  if (sample->u != NULL)
    return sample;
  sample->u = g_new (guint64, whole.n);
  if (self->spec.ranked)
    make_ranked (self, &whole, sample);
  else
    make_given (self, &whole, sample);
  return sample;
}

/* Virtual rows are no sample. */
static void
evaluate_virtual (const SampleNode *self,
                  SdFrame          *frame,
                  SdVector         *out)
{
  const SdNormal *normal = sd_normal_get ();

  if (self->spec.ranked)
    memcpy (out->i64, sd_frame_get (frame, self->spec.virtual_node)->i64,
            frame->n_rows * sizeof *out->i64);
  else if (self->spec.latent_node < 0)
    sd_source_fill (&self->spec.source, frame, (guint64 *) out->i64);
  else
    {
      const double *z = sd_frame_get (frame, (guint) self->spec.latent_node)->f64;

      for (guint i = 0; i < frame->n_rows; i++)
        out->i64[i] = (gint64) sd_normal_to_uniform (normal, z[i]);
    }
}

static void
evaluate_sample (const SdNode *node,
                 SdFrame      *frame,
                 SdVector     *out)
{
  const SampleNode *self = (const SampleNode *) node;
  const Sample *sample;

  if (frame->pilot != NULL)
    {
      evaluate_virtual (self, frame, out);
      return;
    }
  sample = get_sample (frame, self);
  for (guint i = 0; i < frame->n_rows; i++)
    out->i64[i] = (gint64) sample->u[frame->rows[i]];
}

static void
sample_node_free (SdNode *node)
{
  SampleNode *self = (SampleNode *) node;

  sd_member_unref (self->spec.member);
  g_free ((gpointer) self->spec.earlier);
  g_free ((gpointer) self->spec.targets);
  g_free ((gpointer) self->spec.pairs);
  g_free (self);
}

static const SdNodeClass sample_class = { "sample", evaluate_sample, sample_node_free };

SdNode *
sd_sample_node_new (const SdSampleSpec *spec)
{
  SampleNode *self = sd_node_alloc (sizeof *self, &sample_class, SD_TYPE_INTEGER,
                                    SD_VECTOR_INT64);

  self->spec = *spec;
  sd_member_ref (self->spec.member);
  self->spec.earlier = g_memdup2 (spec->earlier, spec->n_earlier * sizeof *spec->earlier);
  self->spec.targets = g_memdup2 (spec->targets, spec->n_earlier * sizeof *spec->targets);
  self->spec.pairs = g_memdup2 (spec->pairs, spec->n_pairs * sizeof *spec->pairs);
  return &self->node;
}
