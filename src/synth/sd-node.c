/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What all kinds of nodes share. */

#include <math.h>

#include "sd-node-private.h"

/**
 * sd_node_alloc:
 * @size: of the structure that begins with SdNode
 * @klass: its class
 * @type: what the values mean
 * @kind: of vector
 *
 * Returns: (transfer full): the node, zero but for these
 */
gpointer
sd_node_alloc (gsize              size,
               const SdNodeClass *klass,
               SdType             type,
               SdVectorKind       kind)
{
  SdNode *self = g_malloc0 (size);

  self->klass = klass;
  self->type = type;
  self->kind = kind;
  return self;
}

void
sd_node_free_plain (SdNode *self)
{
  g_free (self);
}

void
sd_vector_get_numbers (const SdVector *self,
                       guint           n,
                       double         *numbers)
{
  for (guint i = 0; i < n; i++)
    if (self->null != NULL && self->null[i])
      numbers[i] = NAN;
    else if (self->kind == SD_VECTOR_DOUBLE)
      numbers[i] = self->f64[i];
    else if (self->kind == SD_VECTOR_CODE)
      numbers[i] = self->code[i];
    else
      numbers[i] = (double) self->i64[i];
}
