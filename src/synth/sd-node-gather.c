/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Gathered values; see the header. */

#define G_LOG_DOMAIN "sd-node-gather"

#include "sd-node-gather-private.h"

typedef struct
{
  SdNode node;
  guint  link;
  guint  parent_node;
} GatherNode;

static void
copy_values (const SdVector *from,
             const guint16  *map,
             guint           n,
             SdVector       *out)
{
  switch (out->kind)
    {
    case SD_VECTOR_CODE:
      for (guint i = 0; i < n; i++)
        out->code[i] = from->code[map[i]];
      break;
    case SD_VECTOR_TEXT:
      for (guint i = 0; i < n; i++)
        out->text[i] = from->text[map[i]];
      break;
    case SD_VECTOR_UUID:
      for (guint i = 0; i < n; i++)
        out->uuid[i] = from->uuid[map[i]];
      break;
    case SD_VECTOR_DOUBLE:
    case SD_VECTOR_INT64:
    default:
      for (guint i = 0; i < n; i++)
        out->i64[i] = from->i64[map[i]];
      break;
    }
}

static void
evaluate_gather (const SdNode *node,
                 SdFrame      *frame,
                 SdVector     *out)
{
  const GatherNode *self = (const GatherNode *) node;
  const guint16 *map;
  const guint8 *missing;
  SdFrame *parents = sd_frame_get_parent (frame, self->link, &map, &missing);
  const SdVector *from = sd_frame_get (parents, self->parent_node);

  copy_values (from, map, frame->n_rows, out);
  if (missing != NULL || from->null != NULL)
    {
      guint8 *null = sd_frame_need_null (frame, out);

      for (guint i = 0; i < frame->n_rows; i++)
        null[i] = (missing != NULL && missing[i])
                  || (from->null != NULL && from->null[map[i]]);
    }
}

static const SdNodeClass gather_class = { "gather", evaluate_gather, sd_node_free_plain };

void
sd_node_copy_facts (SdNode       *self,
                    const SdNode *from)
{
  self->dictionary = from->dictionary;
  self->has_null = from->has_null;
  self->has_range = from->has_range;
  self->minimum = from->minimum;
  self->maximum = from->maximum;
  self->scale = from->scale;
  self->max_length = from->max_length;
}

SdNode *
sd_gather_node_new (guint         link,
                    const SdNode *parent,
                    gboolean      optional)
{
  GatherNode *self = sd_node_alloc (sizeof *self, &gather_class, parent->type, parent->kind);

  sd_node_copy_facts (&self->node, parent);
  self->node.has_null |= optional;
  self->link = link;
  self->parent_node = parent->index;
  return &self->node;
}

gboolean
sd_gather_node_get (const SdNode *node,
                    guint        *link,
                    guint        *parent_node)
{
  const GatherNode *self = (const GatherNode *) node;

  if (node->klass != &gather_class)
    return FALSE;
  *link = self->link;
  *parent_node = self->parent_node;
  return TRUE;
}
