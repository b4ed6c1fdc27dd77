/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A row's place among the rows of one parent: 1, 2, 3 … for the lines of an
 * order. With the parent's key it makes a composite primary key.
 */

#define G_LOG_DOMAIN "sd-node-ordinal"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-generator-info.h"
#include "sd-node-private.h"

typedef struct
{
  SdNode node;
  guint  link;
} OrdinalNode;

static void
evaluate_ordinal (const SdNode *node,
                  SdFrame      *frame,
                  SdVector     *out)
{
  const guint64 *parents = sd_frame_get_parent_rows (frame, ((const OrdinalNode *) node)->link);
  const guint64 *ordinals = sd_frame_get_ordinals (frame, ((const OrdinalNode *) node)->link);
  guint8 *null = NULL;

  for (guint i = 0; i < frame->n_rows; i++)
    {
      out->i64[i] = (gint64) ordinals[i] + 1;
      if (G_LIKELY (parents[i] != SD_NO_ROW))
        continue;
      if (null == NULL)
        null = sd_frame_need_null (frame, out);
      null[i] = 1;
    }
}

static const SdNodeClass ordinal_class = { "ordinal", evaluate_ordinal, sd_node_free_plain };

/**
 * sd_ordinal_compile:
 *
 * Parameters: "parent", the parent table.
 *
 * Returns: (transfer full) (nullable): the node; %NULL with findings
 */
SdNode *
sd_ordinal_compile (const SdColumnContext *context)
{
  const char *parent = sd_parameter_get_text (sd_column_get_parameters (context->column),
                                              "parent", "");
  const int link = sd_compiler_find_link (context->compiler, context->table_index, parent);
  OrdinalNode *self;

  if (link < 0)
    {
      sd_context_fail (context, "reference-unknown",
                       _("“%s” is no parent of the table, or there are two."), parent);
      return NULL;
    }
  self = sd_node_alloc (sizeof *self, &ordinal_class, SD_TYPE_INTEGER, SD_VECTOR_INT64);
  self->link = (guint) link;
  self->node.has_null = sd_compiler_is_optional (context->compiler, context->table_index,
                                                 (guint) link);
  return &self->node;
}
