/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Which cells are missing: completely at random, by branches, with the odds of
 * another column or of the value itself, or together with another column. All
 * columns are compiled before, because what is missing may depend on columns
 * that are computed from this one.
 */

#define G_LOG_DOMAIN "sd-compiler-missing"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "sd-branch-class-private.h"
#include "sd-compiler-private.h"
#include "sd-generator-info.h"
#include "sd-logit-private.h"
#include "sd-node-missing-private.h"
#include "sd-rules-private.h"

static SdSource
get_source (const SdColumnContext *context)
{
  SdSource source = { .node = -1 };

  sd_draw_init (&source.draw, context->seed, sd_table_get_id (context->table),
                sd_column_get_id (context->column), SD_LANE_MISSING, 0,
                context->n_rows, context->margins);
  return source;
}

/* Whether any branch of @parameters has a share of its own. */
static gboolean
has_shares (JsonObject *parameters)
{
  g_autoptr (GArray) branches = NULL;
  const char *by[SD_MAX_BY];
  guint n_by;

  if (!sd_branches_read (parameters, &n_by, by, &branches))
    return FALSE;
  for (guint b = 0; b < branches->len; b++)
    if (!isnan (g_array_index (branches, SdBranch, b).missing))
      return TRUE;
  return FALSE;
}

/* A mask with a share for every branch; a branch that says none, and the rows
 * of no branch, have the column's. */
static SdNode *
make_quota (const SdColumnContext *context,
            JsonObject            *parameters,
            SdLane                 lane)
{
  const double share = sd_column_get_missing (context->column);
  const SdSource source = get_source (context);
  SdNode *classes = sd_branch_node_get (context, parameters, lane);
  g_autoptr (GArray) branches = NULL;
  g_autofree double *shares = NULL;
  const char *by[SD_MAX_BY];
  guint n_by;

  if (classes == NULL || !sd_branches_read (parameters, &n_by, by, &branches))
    return NULL;
  shares = g_new (double, branches->len + 1);
  for (guint b = 0; b < branches->len; b++)
    {
      const double missing = g_array_index (branches, SdBranch, b).missing;

      shares[b] = CLAMP (isnan (missing) ? share : missing, 0, 1);
    }
  shares[branches->len] = share;
  return sd_quota_node_new (context, &source, classes, shares, branches->len + 1);
}

/* A mask with the odds of node @input. */
static SdNode *
make_odds (const SdColumnContext *context,
           JsonObject            *law,
           const SdNode          *input)
{
  const gboolean low = g_str_equal (sd_parameter_get_text (law, "direction", "high"), "low");
  const double strength = sd_parameter_get_number (law, "strength", 1);
  const SdLogitSpec spec = {
    .source = get_source (context),
    .input = input,
    .slope = low ? -strength : strength,
    .standardize = TRUE,
    .share = CLAMP (sd_column_get_missing (context->column), 0, 1),
  };

  if (input->kind == SD_VECTOR_TEXT || input->kind == SD_VECTOR_UUID)
    {
      sd_context_fail (context, "missing-no-order",
                       _("Whether a value is missing cannot depend on whether a text is high or "
                         "low; use branches for its values."));
      return NULL;
    }
  return sd_logit_node_new (context, &spec);
}

static SdNode *
make_mask (const SdColumnContext *context,
           JsonObject            *law,
           const char            *kind,
           const SdNode          *clean)
{
  const SdNode *input;

  if (g_str_equal (kind, "branches"))
    return make_quota (context, law, SD_LANE_MISSING);
  if (g_str_equal (kind, "value"))
    return make_odds (context, law, clean);
  input = sd_context_get_input (context, sd_parameter_get_text (law, "column", ""));
  return input != NULL ? make_odds (context, law, input) : NULL;
}

static SdNode *add_missing (SdCompiler *self,
                            guint       table,
                            guint       position);

static guint
find_position (SdTable    *table,
               const char *name)
{
  guint i = 0;

  while (i < sd_table_get_n_columns (table)
         && !g_str_equal (sd_column_get_name (sd_table_get_column (table, i)), name))
    i++;
  return i;
}

/* The other column comes first; validation has seen to it that none leads back. */
static SdNode *
make_together (const SdColumnContext *context,
               JsonObject            *law,
               const SdNode          *clean)
{
  const guint other = find_position (context->table, sd_parameter_get_text (law, "column", ""));

  if (other == sd_table_get_n_columns (context->table))
    return NULL;
  return sd_missing_node_new_together (clean, add_missing (context->compiler, context->table_index,
                                                           other));
}

/* NULL when no cell is missing, or with a finding. */
static SdNode *
make_missing (const SdColumnContext *context,
              const SdNode          *clean)
{
  JsonObject *law = sd_column_get_missing_by (context->column);
  JsonObject *parameters = sd_column_get_parameters (context->column);
  const char *kind = sd_parameter_get_text (law, "kind", "");
  const double share = sd_column_get_missing (context->column);
  const SdSource source = get_source (context);
  guint other;
  SdNode *mask;

  switch (sd_rules_get_missing (context->compiler, context->table_index,
                                find_position (context->table,
                                               sd_column_get_name (context->column)), &other))
    {
    case SD_RULE_MISSING_NONE:
      return NULL;
    case SD_RULE_MISSING_OTHER:
      return sd_missing_node_new_together (clean, add_missing (context->compiler,
                                                               context->table_index, other));
    case SD_RULE_MISSING_OWN:
    default:
      break;
    }
  if (g_str_equal (kind, "together"))
    return make_together (context, law, clean);
  if (share <= 0 && !g_str_equal (kind, "branches") && !has_shares (parameters))
    return NULL;
  if (*kind != '\0')
    mask = make_mask (context, law, kind, clean);
  else if (has_shares (parameters))
    mask = make_quota (context, parameters, SD_LANE_VALUE);
  else
    return sd_missing_node_new (clean, &source.draw, share);
  if (mask == NULL)
    return NULL;
  sd_compiler_add_node (context->compiler, context->table_index, mask);
  return sd_missing_node_new_masked (clean, mask);
}

/* The column's output, made now if it has not been. */
static SdNode *
add_missing (SdCompiler *self,
             guint       table,
             guint       position)
{
  SdPlanTableData *data = &self->plan->tables[table];
  SdNode *clean = sd_plan_get_node (self->plan, table, data->clean_nodes[position]);
  SdColumnContext context;
  SdNode *output;

  if (data->output_nodes[position] != data->clean_nodes[position])
    return sd_plan_get_node (self->plan, table, data->output_nodes[position]);
  sd_compiler_init_context (self, table, position, &context);
  output = make_missing (&context, clean);
  if (output == NULL)
    return clean;
  data->output_nodes[position] = sd_compiler_add_node (self, table, output);
  return output;
}

/**
 * sd_compiler_add_missing:
 *
 * Puts the missing cells over the clean columns, which are all there.
 */
void
sd_compiler_add_missing (SdCompiler *self)
{
  for (guint t = 0; t < self->plan->n_tables; t++)
    for (guint c = 0; c < sd_table_get_n_columns (self->tables[t].table); c++)
      add_missing (self, t, c);
}
