/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Laws by a column of the parent: every parent is looked at once, for the first
 * branch that it matches.
 */

#define G_LOG_DOMAIN "sd-compiler-classes"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sd-branch-table-private.h"
#include "sd-compiler-link-private.h"
#include "sd-counts-private.h"
#include "sd-frame-private.h"

/* Branches while parents are looked at. */
typedef struct
{
  guint         n_by;
  const SdNode *nodes[SD_MAX_BY];
  GArray       *branches;      /* of SdBranch */
  SdBranchTable table;
} Branches;

/* Members of the law that the branch has replace the law's own. */
static JsonObject *
merge_parameters (JsonObject *law,
                  JsonObject *branch)
{
  JsonObject *merged = sd_branches_get_default (law);
  GList *members;

  if (branch == NULL)
    return merged;
  members = json_object_get_members (branch);
  for (GList *l = members; l != NULL; l = l->next)
    if (!g_str_equal (l->data, "when"))
      json_object_set_member (merged, l->data,
                              json_node_copy (json_object_get_member (branch, l->data)));
  g_list_free (members);
  return merged;
}

/* The classes of @n parents from @first on: the number of their branch, that of
 * the rest after the last. */
static void
classify (const Branches   *self,
          SdEvaluator     **evaluators,
          guint             table,
          guint64           first,
          guint             n,
          guint16          *classes)
{
  const SdVector *values[SD_MAX_BY];
  guint64 rows[SD_BATCH_ROWS];

  for (guint i = 0; i < n; i++)
    rows[i] = first + i;
  for (guint k = 0; k < self->n_by; k++)
    values[k] = sd_evaluator_get_node (evaluators[k], table, self->nodes[k]->index, rows, n);
  sd_branch_table_get (&self->table, values, n, classes);
}

static SdLinkClasses *
make_classes (const SdLinkContext *context,
              const Branches      *self)
{
  SdLinkClasses *classes = g_new0 (SdLinkClasses, 1);
  JsonObject *law = sd_relationship_get_law_parameters (context->relationship);
  const guint64 n_parents = sd_table_get_rows (context->parent);
  guint16 *of_parent = g_new (guint16, n_parents + 1);
  SdEvaluator *evaluators[SD_MAX_BY] = { NULL };

  classes->n = self->branches->len + 1;
  classes->of_parent = of_parent;
  classes->parameters = g_new (JsonObject *, classes->n);
  for (guint b = 0; b < self->branches->len; b++)
    classes->parameters[b] = merge_parameters (law, g_array_index (self->branches, SdBranch,
                                                                   b).json);
  classes->parameters[self->branches->len] = merge_parameters (law, NULL);

  for (guint k = 0; k < self->n_by; k++)
    evaluators[k] = sd_evaluator_new (context->compiler->plan);
  for (guint64 first = 0; first < n_parents; first += SD_BATCH_ROWS)
    classify (self, evaluators, context->link->parent_table, first,
              (guint) MIN (n_parents - first, SD_BATCH_ROWS), of_parent + first);
  for (guint k = 0; k < self->n_by; k++)
    sd_evaluator_free (evaluators[k]);
  return classes;
}

/**
 * sd_link_classes_free:
 * @self: (nullable) (transfer full): classes
 */
void
sd_link_classes_free (SdLinkClasses *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n; i++)
    json_object_unref (self->parameters[i]);
  g_free (self->parameters);
  g_free ((gpointer) self->of_parent);
  g_free (self);
}

/* "tier", or "customers.tier", or "customer_id.tier". */
static const SdNode *
find_column (const SdLinkContext *context,
             const char          *name)
{
  const char *point = strrchr (name, '.');
  const SdNode *node = sd_compiler_get_column (context->compiler, context->link->parent_table,
                                               point != NULL ? point + 1 : name);

  if (node == NULL)
    {
      g_autofree char *sentence =
        g_strdup_printf (_("The rule for how many each has goes by “%s”, which is no column "
                           "of %s."), name, sd_table_get_name (context->parent));

      sd_link_context_report (context, "law-by-unknown", sentence);
    }
  return node;
}

/* FALSE with a finding. */
static gboolean
make_table (const SdLinkContext *context,
            Branches            *self)
{
  g_autofree char *message = NULL;
  const char *code;

  if (sd_branch_table_init (&self->table, self->nodes, self->n_by, self->branches, &code,
                            &message))
    return TRUE;
  sd_link_context_report (context, code, message);
  return FALSE;
}

/**
 * sd_link_context_make_classes:
 * @context: a relationship
 * @classes: (out) (transfer full) (nullable): the parents' classes; %NULL when the
 *   law has no branches
 *
 * Returns: %FALSE with a finding
 */
gboolean
sd_link_context_make_classes (const SdLinkContext  *context,
                              SdLinkClasses       **classes)
{
  JsonObject *law = sd_relationship_get_law_parameters (context->relationship);
  const char *by[SD_MAX_BY] = { NULL };
  Branches self = { 0 };
  gboolean success = TRUE;

  *classes = NULL;
  if (!sd_branches_read (law, &self.n_by, by, &self.branches))
    return TRUE;
  if (sd_table_get_rows (context->parent) > SD_COUNTS_MAX)
    {
      g_autofree char *sentence =
        g_strdup_printf (_("A rule for how many each has that goes by a column is worked out for "
                           "at most %" G_GUINT64_FORMAT " rows; %s has %" G_GUINT64_FORMAT
                           ". Use one rule for all of them, or fewer rows."),
                         SD_COUNTS_MAX, sd_table_get_name (context->parent),
                         sd_table_get_rows (context->parent));

      sd_link_context_report (context, "law-by-too-many", sentence);
      success = FALSE;
    }
  for (guint k = 0; k < self.n_by && success; k++)
    success = (self.nodes[k] = find_column (context, by[k])) != NULL;
  success = success && make_table (context, &self);
  if (success)
    {
      *classes = make_classes (context, &self);
      sd_branch_table_clear (&self.table);
    }
  g_array_unref (self.branches);
  return success;
}
