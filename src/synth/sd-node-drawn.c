/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A drawn column: its uniforms, and its margin of them, or, when it depends on
 * other columns, the margin of each row's branch.
 */

#define G_LOG_DOMAIN "sd-node-drawn"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sd-branch-class-private.h"
#include "sd-margin-private.h"
#include "sd-ranks-private.h"

/* A quantile table takes a tenth of a megabyte. */
#define MAX_NUMBER_BRANCHES 1000

typedef struct
{
  SdNode    node;
  SdSource  source;
  SdMargin *margin;
} DrawnNode;

typedef struct
{
  SdNode       node;
  SdSource     source;
  guint        branch;      /* node of the rows' branches */
  GPtrArray   *margins;     /* of SdMargin: of each branch, then of all other rows */
  SdDictionary dictionary;  /* text: of all margins; the entries' text is the margins' */
} BranchedNode;

static void
evaluate_drawn (const SdNode *node,
                SdFrame      *frame,
                SdVector     *out)
{
  const DrawnNode *self = (const DrawnNode *) node;
  guint64 u[SD_BATCH_ROWS];

  sd_source_fill (&self->source, frame, u);
  sd_margin_fill (self->margin, u, frame->n_rows, out, 0);
}

static void
drawn_node_free (SdNode *node)
{
  DrawnNode *self = (DrawnNode *) node;

  sd_margin_free (self->margin);
  g_free (self);
}

static const SdNodeClass drawn_class = { "drawn", evaluate_drawn, drawn_node_free };

/* The rows in the order of their branches; @ends gets where each ends. */
static void
sort_by_branch (const gint64 *branches,
                guint         n,
                guint         n_branches,
                guint        *ends,
                guint16      *order)
{
  memset (ends, 0, n_branches * sizeof *ends);
  for (guint i = 0; i < n; i++)
    ends[branches[i]]++;
  for (guint b = 0, sum = 0; b < n_branches; b++)
    {
      const guint count = ends[b];

      ends[b] = sum;
      sum += count;
    }
  for (guint i = 0; i < n; i++)
    order[ends[branches[i]]++] = i;
}

static void
scatter (const SdVector *from,
         const guint16  *order,
         guint           n,
         SdVector       *out)
{
  if (out->kind == SD_VECTOR_CODE)
    for (guint i = 0; i < n; i++)
      out->code[order[i]] = from->code[i];
  else
    for (guint i = 0; i < n; i++)
      out->i64[order[i]] = from->i64[i];
}

/* The rows of one branch after another are made at once, and then brought back
 * into their order. */
static void
evaluate_branched (const SdNode *node,
                   SdFrame      *frame,
                   SdVector     *out)
{
  const BranchedNode *self = (const BranchedNode *) node;
  const guint n = frame->n_rows;
  /* Not on the stack: columns may depend on each other in a long chain. */
  guint *ends = sd_frame_alloc (frame, self->margins->len * sizeof *ends);
  guint64 *u = sd_frame_alloc (frame, n * sizeof *u);
  guint64 *sorted = sd_frame_alloc (frame, n * sizeof *sorted);
  guint16 *order = sd_frame_alloc (frame, n * sizeof *order);
  SdVector made = { .kind = out->kind, .i64 = sd_frame_alloc (frame, n * sizeof (gint64)) };

  sd_source_fill (&self->source, frame, u);
  sort_by_branch (sd_frame_get (frame, self->branch)->i64, n, self->margins->len, ends, order);
  for (guint i = 0; i < n; i++)
    sorted[i] = u[order[i]];
  for (guint b = 0, first = 0; b < self->margins->len; first = ends[b], b++)
    if (ends[b] > first)
      sd_margin_fill (self->margins->pdata[b], sorted + first, ends[b] - first, &made, first);
  scatter (&made, order, n, out);
}

static void
branched_node_free (SdNode *node)
{
  BranchedNode *self = (BranchedNode *) node;

  g_ptr_array_unref (self->margins);
  g_free (self->dictionary.entries);
  g_free (self);
}

static const SdNodeClass branched_class = { "branched", evaluate_branched, branched_node_free };

/**
 * sd_drawn_node_new:
 * @context: the column
 * @margin: (transfer full) (nullable): what its values are
 *
 * Returns: (transfer full) (nullable): the column's node; %NULL without a
 *   margin, or with findings
 */
SdNode *
sd_drawn_node_new (const SdColumnContext *context,
                   SdMargin              *margin)
{
  DrawnNode *self;

  if (margin == NULL)
    return NULL;
  self = sd_node_alloc (sizeof *self, &drawn_class, margin->type, margin->kind);
  self->margin = margin;
  sd_margin_describe (margin, &self->node);
  if (sd_ranked_source_init (&self->source, context))
    return &self->node;
  drawn_node_free (&self->node);
  return NULL;
}

/* One dictionary of all margins' texts; every margin learns the codes in it. */
static void
merge_dictionaries (BranchedNode *self)
{
  g_autoptr (GHashTable) codes = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (SdText));

  for (guint b = 0; b < self->margins->len; b++)
    {
      SdMargin *margin = self->margins->pdata[b];

      margin->codes = g_new (guint32, MAX (margin->dictionary->n, 1));
      for (guint i = 0; i < margin->dictionary->n; i++)
        {
          const SdText *text = &margin->dictionary->entries[i];
          gpointer known = g_hash_table_lookup (codes, text->data);

          if (known == NULL)
            {
              g_array_append_val (entries, *text);
              known = GUINT_TO_POINTER (entries->len);
              g_hash_table_insert (codes, (gpointer) text->data, known);
            }
          margin->codes[i] = GPOINTER_TO_UINT (known) - 1;
        }
    }
  self->dictionary.n = entries->len;
  self->dictionary.entries = g_memdup2 (entries->data, entries->len * sizeof (SdText));
  self->node.dictionary = &self->dictionary;
}

static void
describe_branches (BranchedNode *self)
{
  SdNode *node = &self->node;

  sd_margin_describe (self->margins->pdata[0], node);
  for (guint b = 1; b < self->margins->len; b++)
    {
      const SdMargin *margin = self->margins->pdata[b];

      node->has_range &= margin->has_range;
      node->minimum = MIN (node->minimum, margin->minimum);
      node->maximum = MAX (node->maximum, margin->maximum);
      node->max_length = MAX (node->max_length, margin->max_length);
    }
  if (node->kind == SD_VECTOR_CODE)
    merge_dictionaries (self);
}

/* The margin of @parameters. NULL with a finding that names the branch; 0: the
 * other rows'. */
static SdMargin *
make_margin (const SdColumnContext *context,
             JsonObject            *parameters,
             guint                  number)
{
  g_autofree char *place = number > 0
                         ? g_strdup_printf (_("%s, branch %u"), context->place, number)
                         : g_strdup (context->place);
  SdColumnContext branch = *context;
  const guint n_findings = sd_compiler_count_errors (context->compiler);
  SdMargin *margin;

  branch.place = place;
  margin = sd_margin_new (&branch, parameters);
  if (margin == NULL && sd_compiler_count_errors (context->compiler) == n_findings)
    sd_context_fail (context, "branches-impossible",
                     _("The values of this column are not drawn on their own, so they cannot "
                       "depend on branches."));
  return margin;
}

/* FALSE with a finding. */
static gboolean
make_margins (GPtrArray             *margins,
              const SdColumnContext *context)
{
  JsonObject *parameters = sd_column_get_parameters (context->column);
  g_autoptr (JsonObject) others = sd_branches_get_default (parameters);
  g_autoptr (GArray) branches = NULL;
  const char *by[SD_MAX_BY];
  guint n_by;

  if (!sd_branches_read (parameters, &n_by, by, &branches))
    return FALSE;
  if (branches->len > MAX_NUMBER_BRANCHES
      && !g_str_equal (sd_column_get_generator (context->column), "category")
      && !g_str_equal (sd_column_get_generator (context->column), "boolean"))
    return sd_context_fail (context, "branches-too-many",
                            _("There are %u branches, but at most %u distributions of one column; "
                              "compute the values by a formula of another column instead."),
                            branches->len, MAX_NUMBER_BRANCHES);
  for (guint b = 0; b <= branches->len; b++)
    {
      SdMargin *margin = b < branches->len
                       ? make_margin (context, g_array_index (branches, SdBranch, b).parameters,
                                      b + 1)
                       : make_margin (context, others, 0);

      if (margin == NULL)
        return FALSE;
      g_ptr_array_add (margins, margin);
    }
  return TRUE;
}

static SdNode *
branched_node_new (const SdColumnContext *context)
{
  g_autoptr (GPtrArray) margins = g_ptr_array_new_with_free_func ((GDestroyNotify) sd_margin_free);
  const SdMargin *first;
  SdNode *branch;
  BranchedNode *self;

  if (sd_column_get_unique (context->column))
    {
      sd_context_fail (context, "unique-branches",
                       _("Values that depend on branches may repeat, so the column cannot be "
                         "unique."));
      return NULL;
    }
  branch = sd_branch_node_get (context, sd_column_get_parameters (context->column), SD_LANE_VALUE);
  if (branch == NULL || !make_margins (margins, context))
    return NULL;
  first = margins->pdata[0];
  self = sd_node_alloc (sizeof *self, &branched_class, first->type, first->kind);
  self->branch = branch->index;
  self->margins = g_steal_pointer (&margins);
  describe_branches (self);
  if (sd_ranked_source_init (&self->source, context))
    return &self->node;
  branched_node_free (&self->node);
  return NULL;
}

/**
 * sd_drawn_compile:
 * @context: a column whose generator has a margin
 *
 * Parameters: those of the margin, and "by" and "branches", which choose it.
 *
 * Returns: (transfer full) (nullable): the node; %NULL with findings
 */
SdNode *
sd_drawn_compile (const SdColumnContext *context)
{
  JsonObject *parameters = sd_column_get_parameters (context->column);

  if (parameters != NULL && json_object_has_member (parameters, "branches"))
    return branched_node_new (context);
  return sd_drawn_node_new (context, sd_margin_new (context, parameters));
}
