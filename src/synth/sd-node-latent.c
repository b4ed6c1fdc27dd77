/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Latents and uniforms row by row; see the header. */

#define G_LOG_DOMAIN "sd-node-latent"

#include <string.h>

#include "sd-attempt-private.h"
#include "sd-node-latent-private.h"
#include "sd-normal-private.h"

typedef struct
{
  SdNode  node;
  SdDraw  draw;
  guint   attempts;
  double  rest;
  guint   n_partners;
  guint  *partners;
  double *beta;
} LatentNode;

typedef struct
{
  SdNode node;
  guint  input;
} MapNode;

typedef struct
{
  SdNode      node;
  guint       link;
  guint       latent;
  SdSizeBias *bias;
  SdDraw      draw;
} ParentNode;

typedef struct
{
  SdNode node;
  guint  child_table;
  guint  link;
  SdDraw draw;
} CountNode;

static void
evaluate_latent (const SdNode *node,
                 SdFrame      *frame,
                 SdVector     *out)
{
  const LatentNode *self = (const LatentNode *) node;
  const SdNormal *normal = sd_normal_get ();
  const guint n = frame->n_rows;
  guint64 u[SD_BATCH_ROWS];

  sd_attempt_draw (frame, self->attempts, &self->draw, u);
  for (guint i = 0; i < n; i++)
    out->f64[i] = self->rest * sd_normal_from_uniform (normal, u[i]);
  for (guint k = 0; k < self->n_partners; k++)
    {
      const double *z = sd_frame_get (frame, self->partners[k])->f64;
      const double beta = self->beta[k];

      for (guint i = 0; i < n; i++)
        out->f64[i] += beta * z[i];
    }
}

static void
latent_node_free (SdNode *node)
{
  LatentNode *self = (LatentNode *) node;

  g_free (self->partners);
  g_free (self->beta);
  g_free (self);
}

static void
evaluate_uniform (const SdNode *node,
                  SdFrame      *frame,
                  SdVector     *out)
{
  const double *z = sd_frame_get (frame, ((const MapNode *) node)->input)->f64;
  const SdNormal *normal = sd_normal_get ();

  for (guint i = 0; i < frame->n_rows; i++)
    out->i64[i] = (gint64) sd_normal_to_uniform (normal, z[i]);
}

static void
evaluate_quantile (const SdNode *node,
                   SdFrame      *frame,
                   SdVector     *out)
{
  const gint64 *u = sd_frame_get (frame, ((const MapNode *) node)->input)->i64;
  const SdNormal *normal = sd_normal_get ();

  for (guint i = 0; i < frame->n_rows; i++)
    out->f64[i] = sd_normal_from_uniform (normal, (guint64) u[i]);
}

static void
evaluate_parent (const SdNode *node,
                 SdFrame      *frame,
                 SdVector     *out)
{
  const ParentNode *self = (const ParentNode *) node;
  const SdNormal *normal = sd_normal_get ();
  const guint16 *map;
  const guint8 *missing;
  SdFrame *parents = sd_frame_get_parent (frame, self->link, &map, &missing);
  const double *z = sd_frame_get (parents, self->latent)->f64;
  guint64 u[SD_BATCH_ROWS];

  for (guint i = 0; i < frame->n_rows; i++)
    out->f64[i] = sd_size_bias_apply (self->bias, z[map[i]]);
  if (missing == NULL)
    return;
  sd_draw_fill (&self->draw, frame->rows, frame->n_rows, u);
  for (guint i = 0; i < frame->n_rows; i++)
    if (missing[i])
      out->f64[i] = sd_normal_from_uniform (normal, u[i]);
}

static void
parent_node_free (SdNode *node)
{
  ParentNode *self = (ParentNode *) node;

  g_clear_pointer (&self->bias, sd_size_bias_free);
  g_free (self);
}

static void
evaluate_count (const SdNode *node,
                SdFrame      *frame,
                SdVector     *out)
{
  const CountNode *self = (const CountNode *) node;
  const SdNormal *normal = sd_normal_get ();
  guint64 u[SD_BATCH_ROWS];

  if (frame->pilot != NULL)
    sd_frame_draw (frame, &self->draw, u);
  else
    sd_link_get_count_uniforms (sd_frame_get_link (frame, self->child_table, self->link),
                                frame->rows, frame->n_rows, u);
  for (guint i = 0; i < frame->n_rows; i++)
    out->f64[i] = sd_normal_from_uniform (normal, u[i]);
}

static const SdNodeClass latent_class = { "latent", evaluate_latent, latent_node_free };
static const SdNodeClass uniform_class = { "uniform", evaluate_uniform, sd_node_free_plain };
static const SdNodeClass quantile_class = { "quantile", evaluate_quantile, sd_node_free_plain };
static const SdNodeClass parent_class = { "parent-latent", evaluate_parent, parent_node_free };
static const SdNodeClass count_class = { "count-latent", evaluate_count, sd_node_free_plain };

SdNode *
sd_latent_node_new (const SdDraw *draw,
                    guint         attempts,
                    double        rest,
                    guint         n_partners,
                    const guint  *partners,
                    const double *beta)
{
  LatentNode *self = sd_node_alloc (sizeof *self, &latent_class, SD_TYPE_REAL, SD_VECTOR_DOUBLE);

  self->draw = *draw;
  self->attempts = attempts;
  self->rest = rest;
  self->n_partners = n_partners;
  self->partners = g_memdup2 (partners, n_partners * sizeof *partners);
  self->beta = g_memdup2 (beta, n_partners * sizeof *beta);
  return &self->node;
}

static SdNode *
map_node_new (const SdNodeClass *klass,
              SdType             type,
              SdVectorKind       kind,
              guint              input)
{
  MapNode *self = sd_node_alloc (sizeof *self, klass, type, kind);

  self->input = input;
  return &self->node;
}

SdNode *
sd_uniform_node_new (guint latent_node)
{
  return map_node_new (&uniform_class, SD_TYPE_INTEGER, SD_VECTOR_INT64, latent_node);
}

SdNode *
sd_quantile_node_new (guint uniform_node)
{
  return map_node_new (&quantile_class, SD_TYPE_REAL, SD_VECTOR_DOUBLE, uniform_node);
}

SdNode *
sd_parent_latent_node_new (guint         link,
                           guint         latent_node,
                           SdSizeBias   *bias,
                           const SdDraw *draw)
{
  ParentNode *self = sd_node_alloc (sizeof *self, &parent_class, SD_TYPE_REAL, SD_VECTOR_DOUBLE);

  self->link = link;
  self->latent = latent_node;
  self->bias = bias;
  self->draw = *draw;
  return &self->node;
}

SdNode *
sd_count_latent_node_new (guint         child_table,
                          guint         link,
                          const SdDraw *draw)
{
  CountNode *self = sd_node_alloc (sizeof *self, &count_class, SD_TYPE_REAL, SD_VECTOR_DOUBLE);

  self->child_table = child_table;
  self->link = link;
  self->draw = *draw;
  return &self->node;
}
