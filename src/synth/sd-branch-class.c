/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Classes of rows; see the header. */

#define G_LOG_DOMAIN "sd-branch-class"

#include <string.h>

#include "sd-branch-class-private.h"
#include "sd-branch-table-private.h"
#include "sd-generator-info.h"

/* Most columns that `within` names. */
#define MAX_WITHIN 8

typedef struct
{
  SdNode        node;
  SdBranchTable table;
  guint         inputs[SD_MAX_BY];
} BranchNode;

typedef struct
{
  SdNode node;
  guint  n_inputs;
  guint  inputs[MAX_WITHIN + 1];
} WithinNode;

typedef struct
{
  const SdColumnContext *context;
  JsonObject            *parameters;
} Request;

static void
branch_node_free (SdNode *node)
{
  BranchNode *self = (BranchNode *) node;

  sd_branch_table_clear (&self->table);
  g_free (self);
}

static void
evaluate_branch (const SdNode *node,
                 SdFrame      *frame,
                 SdVector     *out)
{
  const BranchNode *self = (const BranchNode *) node;
  const SdVector *values[SD_MAX_BY];
  guint16 branches[SD_BATCH_ROWS];

  for (guint k = 0; k < self->table.n_by; k++)
    values[k] = sd_frame_get (frame, self->inputs[k]);
  sd_branch_table_get (&self->table, values, frame->n_rows, branches);
  for (guint i = 0; i < frame->n_rows; i++)
    out->i64[i] = branches[i];
}

static const SdNodeClass branch_class = { "branch", evaluate_branch, branch_node_free };

static inline guint64
mix (guint64 hash,
     guint64 value)
{
  const unsigned __int128 product =
    (unsigned __int128) (hash ^ value ^ G_GUINT64_CONSTANT (0x9e3779b97f4a7c15))
    * G_GUINT64_CONSTANT (0xd6e8feb86659fd93);

  return (guint64) product ^ (guint64) (product >> 64);
}

static guint64
hash_text (const SdText *text)
{
  guint64 hash = text->length;

  for (guint i = 0; i < text->length; i += sizeof (guint64))
    {
      guint64 word = 0;

      memcpy (&word, text->data + i, MIN (sizeof word, text->length - i));
      hash = mix (hash, GUINT64_FROM_LE (word));
    }
  return hash;
}

static guint64
hash_value (const SdVector *values,
            guint           i)
{
  if (values->null != NULL && values->null[i])
    return G_MAXUINT64;
  switch (values->kind)
    {
    case SD_VECTOR_CODE:
      return values->code[i];
    case SD_VECTOR_TEXT:
      return hash_text (&values->text[i]);
    case SD_VECTOR_UUID:
      return mix (values->uuid[i].high, values->uuid[i].low);
    case SD_VECTOR_INT64:
    case SD_VECTOR_DOUBLE:
    default:
      return (guint64) values->i64[i];
    }
}

/* Values that are the same give the same number. Two others might too, in one
 * of 2^64 cases: then their shares hold together. */
static void
evaluate_within (const SdNode *node,
                 SdFrame      *frame,
                 SdVector     *out)
{
  const WithinNode *self = (const WithinNode *) node;

  memset (out->i64, 0, frame->n_rows * sizeof *out->i64);
  for (guint k = 0; k < self->n_inputs; k++)
    {
      const SdVector *values = sd_frame_get (frame, self->inputs[k]);

      for (guint i = 0; i < frame->n_rows; i++)
        out->i64[i] = (gint64) mix ((guint64) out->i64[i], hash_value (values, i));
    }
}

static const SdNodeClass within_class = { "within", evaluate_within, sd_node_free_plain };

static SdNode *
make_branch_node (SdCompiler *compiler,
                  guint       table,
                  gpointer    data)
{
  const Request *request = data;
  g_autoptr (GArray) branches = NULL;
  g_autofree char *message = NULL;
  const char *by[SD_MAX_BY];
  const SdNode *nodes[SD_MAX_BY];
  const char *code;
  BranchNode *self;
  guint n_by;

  if (!sd_branches_read (request->parameters, &n_by, by, &branches))
    return NULL;
  for (guint k = 0; k < n_by; k++)
    {
      nodes[k] = sd_context_get_input (request->context, by[k]);
      if (nodes[k] == NULL)
        return NULL;
    }
  self = sd_node_alloc (sizeof *self, &branch_class, SD_TYPE_INTEGER, SD_VECTOR_INT64);
  self->node.has_range = TRUE;
  self->node.maximum = branches->len;
  for (guint k = 0; k < n_by; k++)
    self->inputs[k] = nodes[k]->index;
  if (sd_branch_table_init (&self->table, nodes, n_by, branches, &code, &message))
    return &self->node;
  sd_context_fail (request->context, code, "%s", message);
  g_free (self);
  return NULL;
}

/**
 * sd_branch_node_get:
 * @context: the column
 * @parameters: (transfer none): with branches
 * @lane: keeps apart what one column may have several of
 *
 * Returns: (transfer none) (nullable): the node of the rows' branches; %NULL
 *   with a finding
 */
SdNode *
sd_branch_node_get (const SdColumnContext *context,
                    JsonObject            *parameters,
                    SdLane                 lane)
{
  Request request = { context, parameters };
  g_autofree char *key = g_strdup_printf ("branch/%u/%u", sd_column_get_id (context->column), lane);

  return sd_compiler_share_node (context->compiler, context->table_index, key, make_branch_node,
                                 &request);
}

/* Other generators have a parameter of this name that means something else. */
static guint
get_within (const SdColumnContext *context,
            const char            *names[MAX_WITHIN])
{
  const char *generator = sd_column_get_generator (context->column);

  if (!g_str_equal (generator, "category") && !g_str_equal (generator, "boolean"))
    return 0;
  return sd_parameter_get_names (sd_column_get_parameters (context->column), "within",
                                 names, MAX_WITHIN);
}

static gboolean
has_branches (JsonObject *parameters)
{
  return parameters != NULL && json_object_has_member (parameters, "branches");
}

static gboolean
add_inputs (WithinNode            *self,
            const SdColumnContext *context,
            JsonObject            *parameters)
{
  const char *names[MAX_WITHIN];
  const guint n = get_within (context, names);
  SdNode *input;

  for (guint i = 0; i < n; i++)
    {
      input = sd_context_get_input (context, names[i]);
      if (input == NULL)
        return FALSE;
      self->inputs[self->n_inputs++] = input->index;
    }
  if (!has_branches (parameters))
    return TRUE;
  input = sd_branch_node_get (context, parameters, SD_LANE_VALUE);
  if (input == NULL)
    return FALSE;
  self->inputs[self->n_inputs++] = input->index;
  return TRUE;
}

static SdNode *
make_within_node (SdCompiler *compiler,
                  guint       table,
                  gpointer    data)
{
  const Request *request = data;
  WithinNode *self =
    sd_node_alloc (sizeof *self, &within_class, SD_TYPE_INTEGER, SD_VECTOR_INT64);

  if (add_inputs (self, request->context, request->parameters))
    return &self->node;
  sd_node_free_plain (&self->node);
  return NULL;
}

/**
 * sd_branches_get_class_node:
 * @context: a drawn column
 *
 * Returns: (transfer none) (nullable): the node of the rows' classes; %NULL
 *   when the column has none, or with a finding
 */
SdNode *
sd_branches_get_class_node (const SdColumnContext *context)
{
  JsonObject *parameters = sd_column_get_parameters (context->column);
  Request request = { context, parameters };
  const char *names[MAX_WITHIN];
  g_autofree char *key = g_strdup_printf ("within/%u", sd_column_get_id (context->column));

  if (get_within (context, names) > 0)
    return sd_compiler_share_node (context->compiler, context->table_index, key,
                                   make_within_node, &request);
  if (has_branches (parameters))
    return sd_branch_node_get (context, parameters, SD_LANE_VALUE);
  return NULL;
}
