/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Reading branches, for the engine, the report and validation alike.
 */

#define G_LOG_DOMAIN "sd-branches"

#include <math.h>

#include "sd-branches.h"
#include "sd-generator-info.h"
#include "sd-json-tree-private.h"

/* Parameters that say what kind the others are of: a branch that has one shares
 * nothing with the column. */
static const char * const kinds[] = { "distribution", "values" };

static gboolean
is_scalar (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node);
}

static gboolean
is_bound (JsonObject *range,
          const char *name)
{
  JsonNode *node = json_object_get_member (range, name);

  return node == NULL || is_scalar (node);
}

/* FALSE when @node is no condition. */
static gboolean
read_condition (JsonNode  *node,
                JsonNode **condition)
{
  *condition = JSON_NODE_HOLDS_NULL (node) ? NULL : node;

  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *any = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (any); i++)
        {
          if (!is_scalar (json_array_get_element (any, i)))
            return FALSE;
        }
      return json_array_get_length (any) > 0;
    }

  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObject *range = json_node_get_object (node);
      guint n = json_object_has_member (range, "min") + json_object_has_member (range, "max");

      return n > 0 && json_object_get_size (range) == n && is_bound (range, "min")
             && is_bound (range, "max");
    }

  return TRUE;
}

static gboolean
read_when (JsonNode *node,
           guint     n_by,
           JsonNode *when[SD_MAX_BY])
{
  JsonArray *list;

  if (node == NULL)
    return FALSE;
  /* One condition on one column may stand alone. */
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return n_by == 1 && read_condition (node, &when[0]);

  list = json_node_get_array (node);
  if (json_array_get_length (list) != n_by)
    return FALSE;

  for (guint i = 0; i < n_by; i++)
    {
      if (!read_condition (json_array_get_element (list, i), &when[i]))
        return FALSE;
    }

  return TRUE;
}

/* @from without what only the column itself may have. (transfer full) */
static JsonObject *
copy_own (JsonObject *from)
{
  JsonObject *copy = _sd_json_copy_shallow (from);

  json_object_remove_member (copy, "by");
  json_object_remove_member (copy, "branches");

  return copy;
}

/* (transfer full) */
static JsonObject *
complete (JsonObject *own,
          JsonObject *branch)
{
  JsonObject *whole;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (json_object_has_member (branch, kinds[i]))
        return copy_own (branch);
    }

  /* Weights and counts are two ways to say the same. */
  whole = copy_own (own);
  if (json_object_has_member (branch, "weights"))
    json_object_remove_member (whole, "counts");
  if (json_object_has_member (branch, "counts"))
    json_object_remove_member (whole, "weights");
  _sd_json_append (whole, branch);
  json_object_remove_member (whole, "by");
  json_object_remove_member (whole, "branches");

  return whole;
}

static gboolean
read_branch (JsonNode   *node,
             guint       n_by,
             JsonObject *own,
             SdBranch   *branch)
{
  JsonNode *parameters;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;

  branch->json = json_node_get_object (node);
  if (!read_when (json_object_get_member (branch->json, "when"), n_by, branch->when))
    return FALSE;

  branch->missing = sd_parameter_get_number (branch->json, "missing", NAN);
  parameters = json_object_get_member (branch->json, "parameters");
  if (parameters == NULL || JSON_NODE_HOLDS_NULL (parameters))
    branch->parameters = json_object_ref (own);
  else if (JSON_NODE_HOLDS_OBJECT (parameters))
    branch->parameters = complete (own, json_node_get_object (parameters));

  return branch->parameters != NULL;
}

static void
clear_branch (gpointer data)
{
  SdBranch *branch = data;

  g_clear_pointer (&branch->parameters, json_object_unref);
}

/**
 * sd_branches_get_default:
 * @parameters: those of a column
 *
 * Returns: (transfer full): those of the rows that no branch matches: without by
 *   and branches
 */
JsonObject *
sd_branches_get_default (JsonObject *parameters)
{
  g_return_val_if_fail (parameters != NULL, NULL);

  return copy_own (parameters);
}

/**
 * sd_branches_read:
 * @parameters: (nullable): of a column, a law, or what missing values depend on
 * @n_by: (out): the number of columns that the branches depend on
 * @by: (out): their names, borrowed from @parameters
 * @branches: (out) (transfer full) (nullable) (element-type SdBranch): the
 *   branches in their order; their conditions are borrowed from @parameters
 *
 * Returns: FALSE when there are no branches, or any that cannot be read, of
 *   which sd_schema_validate() tells
 */
gboolean
sd_branches_read (JsonObject  *parameters,
                  guint       *n_by,
                  const char  *by[SD_MAX_BY],
                  GArray     **branches)
{
  JsonArray *list = sd_parameter_get_list (parameters, "branches");
  guint n = list != NULL ? json_array_get_length (list) : 0;
  g_autoptr (GArray) read = NULL;
  g_autoptr (JsonObject) own = NULL;

  *branches = NULL;
  *n_by = sd_parameter_get_names (parameters, "by", by, SD_MAX_BY);
  if (*n_by == 0 || n == 0 || n > SD_MAX_BRANCHES)
    return FALSE;

  own = copy_own (parameters);
  read = g_array_sized_new (FALSE, TRUE, sizeof (SdBranch), n);
  g_array_set_clear_func (read, clear_branch);
  for (guint i = 0; i < n; i++)
    {
      SdBranch branch = { .missing = NAN };
      gboolean valid = read_branch (json_array_get_element (list, i), *n_by, own, &branch);

      g_array_append_val (read, branch);
      if (!valid)
        return FALSE;
    }

  *branches = g_steal_pointer (&read);
  return TRUE;
}
