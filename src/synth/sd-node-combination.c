/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Values that only occur together: one hidden draw per row picks a combination,
 * and each column shows its part of it. The owner has the list and the draw; the
 * other columns name it.
 */

#define G_LOG_DOMAIN "sd-node-combination"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-generator-info.h"
#include "sd-margin-category-private.h"
#include "sd-ranks-private.h"

typedef struct
{
  SdNode       node;
  SdSource     source;
  SdThresholds thresholds;
} PickNode;

typedef struct
{
  SdNode      node;
  guint       pick;
  SdValueList values;   /* the column's part of each combination */
} PartNode;

static void
pick_node_free (SdNode *node)
{
  PickNode *self = (PickNode *) node;

  sd_thresholds_clear (&self->thresholds);
  g_free (self);
}

static void
evaluate_pick (const SdNode *node,
               SdFrame      *frame,
               SdVector     *out)
{
  const PickNode *self = (const PickNode *) node;
  guint64 u[SD_BATCH_ROWS];

  sd_source_fill (&self->source, frame, u);
  for (guint i = 0; i < frame->n_rows; i++)
    out->i64[i] = sd_thresholds_find (&self->thresholds, u[i]);
}

static const SdNodeClass pick_class = { "combination", evaluate_pick, pick_node_free };

static void
part_node_free (SdNode *node)
{
  PartNode *self = (PartNode *) node;

  sd_value_list_clear (&self->values);
  g_free (self);
}

static void
evaluate_part (const SdNode *node,
               SdFrame      *frame,
               SdVector     *out)
{
  const PartNode *self = (const PartNode *) node;
  const gint64 *picks = sd_frame_get (frame, self->pick)->i64;
  guint32 k[SD_BATCH_ROWS];

  for (guint i = 0; i < frame->n_rows; i++)
    k[i] = (guint32) picks[i];
  sd_value_list_evaluate (&self->values, node, frame, k, out);
}

static const SdNodeClass part_class = { "part", evaluate_part, part_node_free };

/* The column that has the list: @context's own or the one it names; NULL with a
 * finding. @owner is filled in like @context. */
static JsonObject *
get_owner (const SdColumnContext *context,
           SdColumnContext       *owner)
{
  const char *name = sd_parameter_get_text (sd_column_get_parameters (context->column), "with",
                                            NULL);
  JsonObject *parameters;

  *owner = *context;
  if (name != NULL)
    owner->column = sd_table_find_column (context->table, name);
  parameters = owner->column != NULL ? sd_column_get_parameters (owner->column) : NULL;
  if (parameters != NULL && json_object_has_member (parameters, "rows"))
    return parameters;
  sd_context_fail (context, "combination-owner",
                   _("The column “%s” has no combinations."), name != NULL ? name : "");
  return NULL;
}

/* The place of the column among the combination's columns; −1 when it has none. */
static int
find_part (JsonObject *owner,
           SdColumn   *column)
{
  JsonArray *columns = sd_parameter_get_list (owner, "columns");
  const guint n = columns != NULL ? json_array_get_length (columns) : 0;

  for (guint i = 0; i < n; i++)
    {
      JsonNode *node = json_array_get_element (columns, i);

      if (JSON_NODE_HOLDS_VALUE (node)
          && g_strcmp0 (json_node_get_string (node), sd_column_get_name (column)) == 0)
        return (int) i;
    }
  return -1;
}

/* The part of each combination that belongs to @column. NULL with a finding.
 * (transfer full) */
static JsonArray *
get_part (const SdColumnContext *context,
          JsonObject            *owner)
{
  JsonArray *rows = sd_parameter_get_list (owner, "rows");
  const int place = find_part (owner, context->column);
  g_autoptr (JsonArray) part = json_array_new ();

  for (guint i = 0; place >= 0 && rows != NULL && i < json_array_get_length (rows); i++)
    {
      JsonNode *node = json_array_get_element (rows, i);
      JsonArray *row = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

      if (row == NULL || (guint) place >= json_array_get_length (row))
        break;
      json_array_add_element (part, json_array_dup_element (row, (guint) place));
    }
  if (rows != NULL && json_array_get_length (part) == json_array_get_length (rows)
      && json_array_get_length (part) > 0)
    return g_steal_pointer (&part);
  sd_context_fail (context, "combination-rows",
                   _("Each combination needs one value for each of its columns."));
  return NULL;
}

static SdNode *
make_pick (SdCompiler *compiler,
           guint       table,
           gpointer    data)
{
  const SdColumnContext *owner = data;
  JsonObject *parameters = sd_column_get_parameters (owner->column);
  const guint n = json_array_get_length (sd_parameter_get_list (parameters, "rows"));
  g_autofree double *weights = sd_weights_read (owner, sd_parameter_get_list (parameters,
                                                                              "weights"), n);
  PickNode *self;

  if (weights == NULL)
    return NULL;
  self = sd_node_alloc (sizeof *self, &pick_class, SD_TYPE_INTEGER, SD_VECTOR_INT64);
  sd_thresholds_init (&self->thresholds, weights, n);
  self->node.has_range = TRUE;
  self->node.maximum = n - 1;
  if (sd_ranked_source_init (&self->source, owner))
    return &self->node;
  pick_node_free (&self->node);
  return NULL;
}

/**
 * sd_combination_compile:
 *
 * Parameters: "columns", "rows" (of each combination a value for each of the
 * columns) and, as many, "weights"; or "with", the column that has these.
 *
 * Returns: (transfer full) (nullable): the node; %NULL with findings
 */
SdNode *
sd_combination_compile (const SdColumnContext *context)
{
  SdColumnContext owner;
  JsonObject *parameters = get_owner (context, &owner);
  g_autoptr (JsonArray) part = parameters != NULL ? get_part (context, parameters) : NULL;
  g_autofree char *key = NULL;
  SdNode *pick;
  PartNode *self;

  if (part == NULL)
    return NULL;
  key = g_strdup_printf ("combination/%u", sd_column_get_id (owner.column));
  pick = sd_compiler_share_node (context->compiler, context->table_index, key, make_pick, &owner);
  if (pick == NULL)
    return NULL;
  self = sd_node_alloc (sizeof *self, &part_class, sd_column_get_column_type (context->column),
                        SD_VECTOR_INT64);
  self->pick = pick->index;
  if (!sd_value_list_init (&self->values, context, part, TRUE))
    {
      part_node_free (&self->node);
      return NULL;
    }
  sd_value_list_make_distinct (&self->values);
  self->node.kind = self->values.kind;
  sd_value_list_describe (&self->values, &self->node);
  return &self->node;
}

/**
 * sd_combination_margin_new:
 * @context: the owner of combinations
 * @parameters: (transfer none): its own
 *
 * For correlations, which know a combination by its place in the list.
 *
 * Returns: (transfer full) (nullable): the margin; %NULL when the column is not
 *   the owner, or with findings
 */
SdMargin *
sd_combination_margin_new (const SdColumnContext *context,
                           JsonObject            *parameters)
{
  g_autoptr (JsonArray) part = NULL;

  if (!json_object_has_member (parameters, "rows"))
    return NULL;
  part = get_part (context, parameters);
  return part != NULL
         ? sd_category_margin_new_list (context, part, sd_parameter_get_list (parameters,
                                                                              "weights"))
         : NULL;
}
