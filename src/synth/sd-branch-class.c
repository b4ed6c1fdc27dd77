/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Classes of rows; see the header.
 *
 * The values of each column that branches depend on are cut into cells
 * (sd-value-cells-private.h), and a table of all pairs of cells names the first
 * branch that matches: two lookups a row, however many branches there are.
 */

#define G_LOG_DOMAIN "sd-branch-class"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sd-branch-class-private.h"
#include "sd-generator-info.h"
#include "sd-value-cells-private.h"

/* Pairs of cells, and the work of filling them in. */
#define MAX_PAIRS (1 << 22)
#define MAX_WORK  (1 << 26)
#define NO_BRANCH G_MAXUINT16
/* Most columns that `within` names. */
#define MAX_WITHIN 8

typedef struct
{
  SdNode       node;
  guint        n_by;
  SdValueCells cells[SD_MAX_BY];
  guint16     *branches;   /* by cell of the first column, then of the second */
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

  for (guint i = 0; i < self->n_by; i++)
    sd_value_cells_clear (&self->cells[i]);
  g_free (self->branches);
  g_free (self);
}

static void
evaluate_branch (const SdNode *node,
                 SdFrame      *frame,
                 SdVector     *out)
{
  const BranchNode *self = (const BranchNode *) node;
  guint32 first[SD_BATCH_ROWS];
  guint32 second[SD_BATCH_ROWS];

  sd_value_cells_get (&self->cells[0], sd_frame_get (frame, self->cells[0].node),
                      frame->n_rows, first);
  if (self->n_by == 1)
    for (guint i = 0; i < frame->n_rows; i++)
      out->i64[i] = self->branches[first[i]];
  else
    {
      sd_value_cells_get (&self->cells[1], sd_frame_get (frame, self->cells[1].node),
                          frame->n_rows, second);
      for (guint i = 0; i < frame->n_rows; i++)
        out->i64[i] = self->branches[first[i] * self->cells[1].n_cells + second[i]];
    }
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

/* Branch @number in all pairs of cells that no branch has yet. */
static void
fill_pairs (BranchNode  *self,
            guint16      number,
            SdCellRange  rows,
            SdCellRange  columns,
            gsize       *open,
            gsize       *work)
{
  const gsize width = self->n_by > 1 ? self->cells[1].n_cells : 1;

  for (guint x = rows.first; x < rows.end; x++)
    for (guint y = columns.first; y < columns.end; y++, (*work)++)
      if (self->branches[x * width + y] == NO_BRANCH)
        {
          self->branches[x * width + y] = number;
          (*open)--;
        }
}

static GArray *
find_cells (const BranchNode *self,
            const SdBranch   *branch,
            guint             k)
{
  const SdCellRange whole = { 0, 1 };
  GArray *ranges;

  if (k < self->n_by)
    return sd_value_cells_find (&self->cells[k], branch->when[k]);
  ranges = g_array_new (FALSE, FALSE, sizeof (SdCellRange));
  g_array_append_val (ranges, whole);
  return ranges;
}

/* Every pair of cells gets the first branch that holds in it. FALSE when that
 * is too much. */
static gboolean
fill_table (BranchNode   *self,
            const GArray *branches)
{
  const gsize n_pairs = (gsize) self->cells[0].n_cells
                        * (self->n_by > 1 ? self->cells[1].n_cells : 1);
  gsize open = n_pairs;
  gsize work = 0;

  if (n_pairs > MAX_PAIRS)
    return FALSE;
  self->branches = g_new (guint16, n_pairs);
  for (gsize i = 0; i < n_pairs; i++)
    self->branches[i] = NO_BRANCH;
  for (guint b = 0; b < branches->len && open > 0; b++)
    {
      const SdBranch *branch = &g_array_index (branches, SdBranch, b);
      g_autoptr (GArray) rows = find_cells (self, branch, 0);
      g_autoptr (GArray) columns = find_cells (self, branch, 1);

      for (guint r = 0; r < rows->len; r++)
        for (guint c = 0; c < columns->len; c++)
          fill_pairs (self, b, g_array_index (rows, SdCellRange, r),
                      g_array_index (columns, SdCellRange, c), &open, &work);
      if (work > MAX_WORK)
        return FALSE;
    }
  for (gsize i = 0; i < n_pairs; i++)
    if (self->branches[i] == NO_BRANCH)
      self->branches[i] = branches->len;
  return TRUE;
}

static gboolean
read_cells (BranchNode            *self,
            const SdColumnContext *context,
            const char            *name,
            guint                  k,
            const GArray          *branches)
{
  g_autoptr (GPtrArray) conditions = g_ptr_array_new ();
  SdNode *input = sd_context_get_input (context, name);
  char *message = NULL;

  if (input == NULL)
    return FALSE;
  for (guint b = 0; b < branches->len; b++)
    g_ptr_array_add (conditions, g_array_index (branches, SdBranch, b).when[k]);
  self->n_by = k + 1;
  if (sd_value_cells_init (&self->cells[k], input, conditions, &message))
    return TRUE;
  return sd_context_fail (context, "branch-wrong-type", "%s", message);
}

static SdNode *
make_branch_node (SdCompiler *compiler,
                  guint       table,
                  gpointer    data)
{
  const Request *request = data;
  const SdColumnContext *context = request->context;
  g_autoptr (GArray) branches = NULL;
  const char *by[SD_MAX_BY];
  BranchNode *self;
  gboolean fits;
  guint n_by;

  if (!sd_branches_read (request->parameters, &n_by, by, &branches))
    return NULL;
  self = sd_node_alloc (sizeof *self, &branch_class, SD_TYPE_INTEGER, SD_VECTOR_INT64);
  self->node.has_range = TRUE;
  self->node.maximum = branches->len;
  fits = read_cells (self, context, by[0], 0, branches)
         && (n_by == 1 || read_cells (self, context, by[1], 1, branches));
  if (fits && !fill_table (self, branches))
    {
      sd_context_fail (context, "branches-too-many",
                       _("The branches name too many different values of their two columns; let "
                         "the values depend on one of them."));
      fits = FALSE;
    }
  if (fits)
    return &self->node;
  branch_node_free (&self->node);
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
