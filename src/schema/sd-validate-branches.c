/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Branches: each has conditions, one for each column that they depend on, and
 * can match a row. The parameters in them are checked with those of the column.
 */

#define G_LOG_DOMAIN "sd-validate-branches"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-branches.h"
#include "sd-json-text.h"
#include "sd-validate-private.h"

/* One list of branches need not say more often what is wrong with it. */
#define MAX_FINDINGS 20

typedef struct
{
  SdValidation *validation;
  const SdParameterOwner *owner;
  JsonObject *branch;
  guint position;
  const char *path;                  /* "parameters.branches[2]" */
  guint n_by;
  const char *by[SD_MAX_BY];
  SdColumn *columns[SD_MAX_BY];      /* nullable */
  GHashTable *known[SD_MAX_BY];      /* the values that the column may have; nullable */
} Check;

static SdFinding *
report (const Check *self,
        SdSeverity   severity,
        const char  *code,
        const char  *message)
{
  SdFinding *finding;

  finding = _sd_validation_add (self->validation, severity, code, self->owner->id,
                                self->owner->place, _("Branch %u: %s"), self->position + 1,
                                message);
  sd_finding_add_fix (finding, self->owner->id, self->path, NULL, _("Remove branch %u"),
                      self->position + 1);
  return finding;
}

/* The values of a category as texts; NULL when there are none that are known. */
static GHashTable *
list_values (SdColumn *column)
{
  GHashTable *known;
  JsonArray *values;

  if (column == NULL || !g_str_equal (sd_column_get_generator (column), "category")
      || json_object_has_member (sd_column_get_parameters (column), "branches"))
    return NULL;

  values = sd_parameter_get_list (sd_column_get_parameters (column), "values");
  if (values == NULL)
    return NULL;

  known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < json_array_get_length (values); i++)
    g_hash_table_add (known, sd_json_to_text (json_array_get_element (values, i), FALSE));

  return known;
}

static gboolean
is_numeric (SdType type)
{
  return type == SD_TYPE_INTEGER || type == SD_TYPE_DECIMAL || type == SD_TYPE_REAL;
}

/* Whether a value of the column could be @node, a scalar. */
static gboolean
could_be (const Check *self,
          guint        k,
          JsonNode    *node)
{
  SdType type = sd_column_get_column_type (self->columns[k]);
  GType kind = json_node_get_value_type (node);
  g_autofree char *text = NULL;

  if (self->known[k] != NULL && !is_numeric (type))
    {
      text = sd_json_to_text (node, FALSE);
      return g_hash_table_contains (self->known[k], text);
    }

  if (is_numeric (type))
    return kind == G_TYPE_INT64 || kind == G_TYPE_DOUBLE;
  if (type == SD_TYPE_BOOLEAN)
    return kind == G_TYPE_BOOLEAN;

  return kind == G_TYPE_STRING;
}

static void
report_never (const Check *self,
              guint        k,
              JsonNode    *node)
{
  g_autofree char *text = sd_json_to_text (node, FALSE);
  SdFinding *finding;

  finding = _sd_validation_add (self->validation, SD_SEVERITY_WARNING, "branch-never",
                                self->owner->id, self->owner->place,
                                _("Branch %u: %s is never %s, so the branch never applies."),
                                self->position + 1, self->by[k], text);
  sd_finding_add_fix (finding, self->owner->id, self->path, NULL, _("Remove branch %u"),
                      self->position + 1);
}

/* FALSE when there is something wrong with it. */
static gboolean
check_scalar (const Check *self,
              guint        k,
              JsonNode    *node)
{
  if (!JSON_NODE_HOLDS_VALUE (node))
    {
      report (self, SD_SEVERITY_ERROR, "branch-condition",
              _("a condition is a value, a list of values, or {\"min\": …, \"max\": …}."));
      return FALSE;
    }

  if (self->columns[k] != NULL && !could_be (self, k, node))
    {
      report_never (self, k, node);
      return FALSE;
    }

  return TRUE;
}

static void
check_range (const Check *self,
             JsonObject  *range)
{
  JsonNode *min = json_object_get_member (range, "min");
  JsonNode *max = json_object_get_member (range, "max");
  double low = sd_parameter_get_number (range, "min", 0);
  double high = sd_parameter_get_number (range, "max", low);

  if ((min == NULL && max == NULL) || json_object_get_size (range) != (min != NULL) + (max != NULL)
      || (min != NULL && !JSON_NODE_HOLDS_VALUE (min))
      || (max != NULL && !JSON_NODE_HOLDS_VALUE (max)))
    report (self, SD_SEVERITY_ERROR, "branch-condition",
            _("a range has a \"min\", a \"max\" or both, and nothing else."));
  else if (min != NULL && max != NULL && high <= low
           && sd_parameter_get_text (range, "min", NULL) == NULL)
    report (self, SD_SEVERITY_WARNING, "branch-never",
            _("its range is empty, so the branch never applies."));
}

static void
check_condition (const Check *self,
                 guint        k,
                 JsonNode    *node)
{
  JsonArray *any;

  if (JSON_NODE_HOLDS_NULL (node))
    return;

  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      check_range (self, json_node_get_object (node));
      return;
    }

  if (!JSON_NODE_HOLDS_ARRAY (node))
    {
      check_scalar (self, k, node);
      return;
    }

  any = json_node_get_array (node);
  if (json_array_get_length (any) == 0)
    report (self, SD_SEVERITY_ERROR, "branch-condition", _("the list of values is empty."));
  for (guint i = 0; i < json_array_get_length (any); i++)
    {
      if (!check_scalar (self, k, json_array_get_element (any, i)))
        return;
    }
}

static void
check_when (const Check *self)
{
  JsonNode *node = json_object_get_member (self->branch, "when");
  JsonArray *list = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node)
                                                                 : NULL;
  g_autofree char *path = NULL;
  SdFinding *finding;
  JsonNode *wrapped;

  if (node == NULL)
    report (self, SD_SEVERITY_ERROR, "branch-condition", _("its condition “when” is missing."));
  else if (list == NULL && self->n_by == 1)
    check_condition (self, 0, node);
  else if (list == NULL || json_array_get_length (list) != self->n_by)
    {
      finding = _sd_validation_add (self->validation, SD_SEVERITY_ERROR, "branch-condition",
                                    self->owner->id, self->owner->place,
                                    _("Branch %u: “when” must be a list with one entry for each "
                                      "of the %u columns in “by”."), self->position + 1,
                                    self->n_by);
      if (list != NULL && self->n_by == 1 && json_array_get_length (list) > 1)
        {
          path = g_strconcat (self->path, ".when", NULL);
          wrapped = json_node_new (JSON_NODE_ARRAY);
          json_node_take_array (wrapped, json_array_new ());
          json_array_add_element (json_node_get_array (wrapped), json_node_copy (node));
          sd_finding_add_fix (finding, self->owner->id, path, wrapped, _("Any of these values"));
        }
      sd_finding_add_fix (finding, self->owner->id, self->path, NULL, _("Remove branch %u"),
                          self->position + 1);
    }
  else
    {
      for (guint k = 0; k < self->n_by; k++)
        check_condition (self, k, json_array_get_element (list, k));
    }
}

static void
check_missing (const Check *self)
{
  JsonNode *node = json_object_get_member (self->branch, "missing");
  double share = sd_parameter_get_number (self->branch, "missing", -1);
  g_autofree char *path = g_strconcat (self->path, ".missing", NULL);
  SdFinding *finding;

  if (node == NULL || JSON_NODE_HOLDS_NULL (node) || (share >= 0 && share <= 1))
    return;

  finding = _sd_validation_add (self->validation, SD_SEVERITY_ERROR, "parameter-range",
                                self->owner->id, self->owner->place,
                                _("Branch %u: the share of missing values must be from 0 to 1."),
                                self->position + 1);
  sd_finding_add_fix (finding, self->owner->id, path, NULL, _("Remove “%s”"), "missing");
}

/* What a branch of a column may have; those of a law have its parameters. */
static void
check_members (const Check *self)
{
  static const char * const members[] = { "when", "parameters", "missing", NULL };
  JsonNode *parameters = json_object_get_member (self->branch, "parameters");
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (parameters != NULL && !JSON_NODE_HOLDS_OBJECT (parameters)
      && !JSON_NODE_HOLDS_NULL (parameters))
    report (self, SD_SEVERITY_ERROR, "parameter-kind",
            _("its “parameters” must be an object: { … }."));

  check_missing (self);
  json_object_iter_init_ordered (&iter, self->branch);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      g_autofree char *path = g_strdup_printf ("%s.%s", self->path, name);

      if (g_strv_contains (members, name))
        continue;
      sd_finding_add_fix (_sd_validation_add (self->validation, SD_SEVERITY_WARNING,
                                              "parameter-unknown", self->owner->id,
                                              self->owner->place,
                                              _("Branch %u: “%s” has no meaning here; parameters "
                                                "stand in “parameters”."), self->position + 1,
                                              name),
                          self->owner->id, path, NULL, _("Remove “%s”"), name);
    }
}

static void
check_branch (Check    *self,
              JsonNode *node)
{
  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      report (self, SD_SEVERITY_ERROR, "parameter-kind", _("it must be an object: { … }."));
      return;
    }

  self->branch = json_node_get_object (node);
  check_when (self);
  if (!g_str_equal (self->owner->member, "law_parameters"))
    check_members (self);
}

static gboolean
start (Check    *self,
       JsonNode *node)
{
  const char *place = self->owner->place;
  g_autofree char *path = NULL;
  SdFinding *finding;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    {
      _sd_validation_add (self->validation, SD_SEVERITY_ERROR, "parameter-kind", self->owner->id,
                          place, _("Parameter “%s”: %s"), "branches",
                          _("This must be a list of branches."));
      return FALSE;
    }

  if (json_array_get_length (json_node_get_array (node)) > SD_MAX_BRANCHES)
    {
      _sd_validation_add (self->validation, SD_SEVERITY_ERROR, "branches-too-many",
                          self->owner->id, place, _("There are %u branches; %u are the most."),
                          json_array_get_length (json_node_get_array (node)), SD_MAX_BRANCHES);
      return FALSE;
    }

  self->n_by = sd_parameter_get_names (self->owner->parameters, "by", self->by, SD_MAX_BY);
  if (self->n_by == 0 && !json_object_has_member (self->owner->parameters, "by"))
    {
      path = g_strdup_printf ("%s.branches", self->owner->member);
      finding = _sd_validation_add (self->validation, SD_SEVERITY_ERROR, "parameter-missing",
                                    self->owner->id, place,
                                    _("There are branches, but “by” does not say on which column "
                                      "they depend."));
      sd_finding_add_fix (finding, self->owner->id, path, NULL, _("Remove the branches"));
    }

  return self->n_by > 0;
}

void
_sd_validate_branches (SdValidation           *validation,
                       const SdParameterOwner *owner,
                       JsonNode               *node)
{
  Check self = { validation, owner };
  guint first = validation->findings->len;
  JsonArray *list;

  if (!start (&self, node))
    return;

  for (guint k = 0; owner->table != NULL && k < self.n_by; k++)
    {
      self.columns[k] = _sd_validation_find_column (validation, owner->table, self.by[k]);
      self.known[k] = list_values (self.columns[k]);
    }

  list = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (list)
                    && validation->findings->len < first + MAX_FINDINGS; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s.branches[%u]", owner->member, i);

      self.position = i;
      self.path = path;
      check_branch (&self, json_array_get_element (list, i));
    }

  for (guint k = 0; k < self.n_by; k++)
    g_clear_pointer (&self.known[k], g_hash_table_unref);
}
