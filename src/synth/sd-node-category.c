/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Columns of categories are drawn (sd-node-drawn.c); unique categories take each
 * value at most once, and typed rows stand in the document as they are.
 */

#define G_LOG_DOMAIN "sd-node-category"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sd-generator-info.h"
#include "sd-literal-private.h"
#include "sd-margin-category-private.h"
#include "sd-permutation.h"

typedef struct
{
  SdNode            node;
  SdCategoryMargin *margin;
  SdPermutation     permutation;
} UniqueNode;

typedef struct
{
  SdNode      node;
  SdValueList values;
} ValuesNode;

static void
unique_node_free (SdNode *node)
{
  UniqueNode *self = (UniqueNode *) node;

  sd_margin_free (&self->margin->margin);
  g_free (self);
}

static void
evaluate_unique_category (const SdNode *node,
                          SdFrame      *frame,
                          SdVector     *out)
{
  const UniqueNode *self = (const UniqueNode *) node;
  guint64 images[SD_BATCH_ROWS];
  guint32 k[SD_BATCH_ROWS];

  sd_permutation_apply_many (&self->permutation, frame->rows, frame->n_rows, images);
  for (guint i = 0; i < frame->n_rows; i++)
    k[i] = (guint32) images[i];
  sd_value_list_get (&self->margin->values, k, frame->n_rows, out, 0);
}

static void
values_node_free (SdNode *node)
{
  ValuesNode *self = (ValuesNode *) node;

  sd_value_list_clear (&self->values);
  g_free (self);
}

static void
evaluate_values (const SdNode *node,
                 SdFrame      *frame,
                 SdVector     *out)
{
  const ValuesNode *self = (const ValuesNode *) node;
  guint32 k[SD_BATCH_ROWS];

  /* A table without rows has virtual ones while it is planned. */
  if (self->values.n == 0)
    {
      memset (sd_frame_need_null (frame, out), 1, frame->n_rows);
      return;
    }
  for (guint i = 0; i < frame->n_rows; i++)
    k[i] = (guint32) frame->rows[i];
  sd_value_list_evaluate (&self->values, node, frame, k, out);
}

static const SdNodeClass unique_class =
  { "unique-category", evaluate_unique_category, unique_node_free };
static const SdNodeClass values_class = { "values", evaluate_values, values_node_free };

/* @margin (transfer full) */
static SdNode *
unique_node_new (const SdColumnContext *context,
                 SdCategoryMargin      *margin)
{
  UniqueNode *self;

  if (margin->values.n < context->n_rows)
    {
      sd_context_fail (context, "unique-impossible",
                       _("%" G_GUINT64_FORMAT " unique values are wanted from %u."),
                       context->n_rows, margin->values.n);
      sd_margin_free (&margin->margin);
      return NULL;
    }
  self = sd_node_alloc (sizeof *self, &unique_class, margin->margin.type, margin->margin.kind);
  self->margin = margin;
  sd_margin_describe (&margin->margin, &self->node);
  sd_permutation_init (&self->permutation, margin->values.n,
                       sd_key (context->seed, sd_table_get_id (context->table),
                               sd_column_get_id (context->column), SD_LANE_KEY, 0));
  return &self->node;
}

/**
 * sd_category_compile:
 *
 * Parameters: see sd_category_margin_new().
 *
 * Returns: (transfer full) (nullable): the node; %NULL with findings
 */
SdNode *
sd_category_compile (const SdColumnContext *context)
{
  JsonObject *parameters = sd_column_get_parameters (context->column);
  SdMargin *margin;

  if (!sd_column_get_unique (context->column)
      || (parameters != NULL && json_object_has_member (parameters, "branches")))
    return sd_drawn_compile (context);
  margin = sd_margin_new (context, parameters);
  return margin != NULL ? unique_node_new (context, (SdCategoryMargin *) margin) : NULL;
}

static void
report_too_few (const SdColumnContext *context,
                guint                  n)
{
  SdFinding *finding = sd_context_report (context, SD_SEVERITY_ERROR, "values-too-few",
                                          _("The table has %" G_GUINT64_FORMAT " rows, but only %u "
                                            "are typed in."), context->n_rows, n);

  sd_finding_add_fix (finding, sd_table_get_id (context->table), "rows",
                      json_node_init_int (json_node_alloc (), n),
                      _("Set %s to %u rows"), sd_table_get_name (context->table), n);
}

/**
 * sd_values_compile:
 *
 * Parameters: "values", one per row, null allowed.
 *
 * Returns: (transfer full) (nullable): the node; %NULL with findings
 */
SdNode *
sd_values_compile (const SdColumnContext *context)
{
  JsonArray *values = sd_parameter_get_list (sd_column_get_parameters (context->column), "values");
  g_autoptr (JsonArray) none = json_array_new ();
  const guint n = values != NULL ? json_array_get_length (values) : 0;
  const SdType type = sd_column_get_column_type (context->column);
  const SdVectorKind kind = sd_type_get_vector_kind (type);
  ValuesNode *self;

  if (n < context->n_rows)
    {
      report_too_few (context, n);
      return NULL;
    }
  self = sd_node_alloc (sizeof *self, &values_class, type,
                        kind == SD_VECTOR_TEXT ? SD_VECTOR_CODE : kind);
  if (!sd_value_list_init (&self->values, context, values != NULL ? values : none, TRUE))
    {
      values_node_free (&self->node);
      return NULL;
    }
  sd_value_list_make_distinct (&self->values);
  sd_value_list_describe (&self->values, &self->node);
  return &self->node;
}
