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
#include "sd-whitening-private.h"

/* How far a uniform strays within its n-th part of the whole: all the way would
 * move the means of small groups. */
#define JITTER 0.5

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

/* The whole of a node of eight-byte values. */
static gpointer
fetch (SdFrame *frame,
       guint    node,
       guint    n)
{
  gint64 *values = g_new (gint64, n);
  guint64 rows[SD_BATCH_ROWS];

  for (guint done = 0, count; done < n; done += count)
    {
      SdFrame *part;

      count = MIN (SD_BATCH_ROWS, n - done);
      for (guint i = 0; i < count; i++)
        rows[i] = done + i;
      part = sd_frame_open_child (frame, frame->table, rows, count);
      memcpy (values + done, sd_frame_get (part, node)->i64, count * sizeof *values);
      sd_frame_close_child (part);
    }
  return values;
}

static int
compare_integers (const void *a,
                  const void *b)
{
  const gint64 x = *(const gint64 *) a;
  const gint64 y = *(const gint64 *) b;

  return x < y ? -1 : x > y;
}

/* Numbers the classes from 0 in the order of their values; returns how many. */
static guint
number_classes (const gint64 *values,
                guint         n,
                guint32      *classes)
{
  g_autofree gint64 *distinct = g_memdup2 (values, n * sizeof *values);
  guint n_distinct = 1;

  qsort (distinct, n, sizeof *distinct, compare_integers);
  for (guint i = 1; i < n; i++)
    if (distinct[i] != distinct[n_distinct - 1])
      distinct[n_distinct++] = distinct[i];
  for (guint i = 0; i < n; i++)
    {
      const gint64 *found = bsearch (&values[i], distinct, n_distinct, sizeof *distinct,
                                     compare_integers);

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

/* Latents and scores of rows whose uniforms are there. @branches (nullable). */
static void
derive (const SampleNode *self,
        Sample           *sample,
        const gint64     *branches)
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
      sd_member_get_scores (self->spec.member,
                            (guint) MIN ((guint64) branches[i],
                                         self->spec.member->classes->len - 1),
                            &sample->u[i], 1, &sample->scores[0][i]);
  sample->scores[1] = get_ranks (sample->scores[0], n);
  sd_whitening_standardize (sample->latents, n);
  sd_whitening_standardize (sample->scores[0], n);
  sd_whitening_standardize (sample->scores[1], n);
}

/* The uniforms of a class of @n rows, ascending. */
static void
fill_class (const SampleNode *self,
            guint             class,
            guint             n,
            gboolean          discrete,
            guint64          *u)
{
  const guint64 width = G_MAXUINT64 / n;
  const SdKey key = sd_key_derive (sd_key_derive (self->spec.draw.value_key, SD_LANE_DETAIL),
                                   class);

  for (guint i = 0; i < n; i++)
    {
      /* What lies above the middle mirrors what lies below, so that the means of
       * the smallest classes hold too. */
      const guint twin = MIN (i, n - 1 - i);
      const double size = discrete || 2 * i + 1 == n
                        ? 0 : (sd_unit (sd_random (key, twin)) - 0.5) * JITTER;
      const double stray = i == twin ? size : -size;

      u[i] = i * width + (guint64) ((0.5 + stray) * (double) width);
    }
}

static Sample *get_sample (SdFrame          *frame,
                           const SampleNode *self);

/* A column among the earlier ones, and in the classes of its rows. */
typedef struct
{
  const SampleNode *node;
  guint             n;
  guint             n_classes;
  guint32          *classes;
  gint64           *branches;       /* nullable */
  guint64          *u;              /* by place */
  double           *own[2];         /* scores by place, standardized; ranks */
  const Sample    **earlier;
} Ranking;

static void
init_classes (Ranking *self,
              SdFrame *frame)
{
  const SdSampleSpec *spec = &self->node->spec;
  g_autofree gint64 *values = NULL;

  self->n_classes = 1;
  self->classes = g_new0 (guint32, self->n);
  if (spec->class_node >= 0)
    {
      values = fetch (frame, (guint) spec->class_node, self->n);
      self->n_classes = number_classes (values, self->n, self->classes);
    }
  if (spec->branch_node >= 0)
    self->branches = fetch (frame, (guint) spec->branch_node, self->n);
}

/* Uniforms and values by place: a class after the other, ascending in each. */
static void
init_places (Ranking *self)
{
  const SdMember *member = self->node->spec.member;
  g_autofree guint *counts = g_new0 (guint, self->n_classes);
  g_autofree guint *branches = g_new0 (guint, self->n_classes);
  guint first = 0;

  for (guint i = 0; i < self->n; i++)
    {
      counts[self->classes[i]]++;
      if (self->branches != NULL)
        branches[self->classes[i]] = (guint) MIN ((guint64) self->branches[i],
                                                  member->classes->len - 1);
    }
  self->u = g_new (guint64, self->n);
  self->own[0] = g_new (double, self->n);
  for (guint c = 0; c < self->n_classes; c++)
    {
      const SdMemberClass *class = &g_array_index (member->classes, SdMemberClass, branches[c]);

      fill_class (self->node, c, counts[c], sd_scores_is_discrete (class->scores[0]),
                  self->u + first);
      sd_member_get_scores (member, branches[c], self->u + first, counts[c],
                            self->own[0] + first);
      first += counts[c];
    }
  self->own[1] = get_ranks (self->own[0], self->n);
  sd_whitening_standardize (self->own[0], self->n);
  sd_whitening_standardize (self->own[1], self->n);
}

static void
rank (Ranking *self,
      guint32 *places)
{
  const SdSampleSpec *spec = &self->node->spec;
  const SdNormal *normal = sd_normal_get ();
  g_autofree const double **latents = g_new (const double *, spec->n_earlier + 1);
  g_autofree SdWhiteningPair *pairs = g_new (SdWhiteningPair, spec->n_pairs + 1);
  g_autofree guint64 *rows = g_new (guint64, self->n);
  g_autofree guint64 *u = g_new (guint64, self->n);
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
    rows[i] = i;
  sd_draw_fill (&spec->draw, rows, self->n, u);
  for (guint i = 0; i < self->n; i++)
    innovations[i] = sd_normal_from_uniform (normal, u[i]);
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
make_ranked (SdFrame          *frame,
             const SampleNode *self,
             Sample           *sample)
{
  Ranking ranking = { .node = self, .n = (guint) self->spec.n_rows };
  g_autofree guint32 *places = g_new (guint32, ranking.n);

  ranking.earlier = g_new (const Sample *, self->spec.n_earlier + 1);
  for (guint i = 0; i < self->spec.n_earlier; i++)
    ranking.earlier[i] = get_sample (frame, (const SampleNode *) self->spec.earlier[i]);
  init_classes (&ranking, frame);
  init_places (&ranking);
  rank (&ranking, places);
  sample->u = g_new (guint64, ranking.n);
  for (guint i = 0; i < ranking.n; i++)
    sample->u[i] = ranking.u[places[i]];
  derive (self, sample, ranking.branches);
  g_free (ranking.earlier);
  g_free (ranking.classes);
  g_free (ranking.branches);
  g_free (ranking.u);
  g_free (ranking.own[0]);
  g_free (ranking.own[1]);
}

/* What is given: the plain draw of a first column, or a latent from outside. */
static void
make_given (SdFrame          *frame,
            const SampleNode *self,
            Sample           *sample)
{
  const SdNormal *normal = sd_normal_get ();
  const guint n = (guint) self->spec.n_rows;
  g_autofree gint64 *branches = NULL;

  if (self->spec.branch_node >= 0)
    branches = fetch (frame, (guint) self->spec.branch_node, n);
  if (self->spec.latent_node >= 0)
    {
      g_autofree double *z = fetch (frame, (guint) self->spec.latent_node, n);

      sample->u = g_new (guint64, n);
      for (guint i = 0; i < n; i++)
        sample->u[i] = sd_normal_to_uniform (normal, z[i]);
    }
  else
    {
      g_autofree guint64 *rows = g_new (guint64, n);

      sample->u = g_new (guint64, n);
      for (guint i = 0; i < n; i++)
        rows[i] = i;
      sd_draw_fill (&self->spec.draw, rows, n, sample->u);
    }
  derive (self, sample, branches);
}

static Sample *
get_sample (SdFrame          *frame,
            const SampleNode *self)
{
  Sample *sample = sd_frame_get_scratch (frame, &self->node, sizeof *sample, free_sample);

  if (sample->u != NULL)
    return sample;
  if (self->spec.latent_node < 0 && (self->spec.n_earlier > 0 || self->spec.class_node >= 0))
    make_ranked (frame, self, sample);
  else
    make_given (frame, self, sample);
  return sample;
}

static void
evaluate_sample (const SdNode *node,
                 SdFrame      *frame,
                 SdVector     *out)
{
  const SampleNode *self = (const SampleNode *) node;
  const Sample *sample;

  /* Virtual rows are no sample: there the column is drawn on its own. */
  if (frame->pilot != NULL)
    {
      sd_frame_draw (frame, &self->spec.draw, (guint64 *) out->i64);
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
