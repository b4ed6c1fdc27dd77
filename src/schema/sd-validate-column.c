/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Columns: the generator exists, makes the type, and has what it needs.
 */

#define G_LOG_DOMAIN "sd-validate-column"

#include "config.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "sd-branches.h"
#include "sd-column-private.h"
#include "sd-json-text.h"
#include "sd-validate-private.h"

/* One list of branches need not say more often what is wrong with it. */
#define MAX_FINDINGS 20

typedef struct
{
  SdValidation *validation;
  SdTable *table;
  SdColumn *column;
  JsonObject *parameters;
  const char *generator;
  const char *place;
  const char *member;       /* where the parameters stand: "parameters", or in a branch */
  guint id;
} Check;

static SdFinding *
report (const Check *self,
        const char  *code,
        const char  *message)
{
  return _sd_validation_add (self->validation, SD_SEVERITY_ERROR, code, self->id, self->place, "%s",
                             message);
}

static void
report_unknown_generator (const Check *self)
{
  guint n;
  const SdGeneratorInfo *infos = sd_generator_info_list (&n);
  g_autoptr (GPtrArray) nicks = _sd_validation_list_nicks (infos, n);
  SdFinding *finding;

  finding = _sd_validation_add (self->validation, SD_SEVERITY_ERROR, "generator-unknown", self->id,
                                self->place, _("There is no generator “%s”."), self->generator);
  _sd_validation_offer_nearest (finding, self->id, "generator", self->generator, nicks);
}

static void
check_type (const Check           *self,
            const SdGeneratorInfo *info)
{
  SdType type = sd_column_get_column_type (self->column);
  g_autoptr (JsonObject) parameters = NULL;
  SdFinding *finding;

  if (info->types & (1u << type))
    return;

  finding = _sd_validation_add (self->validation, SD_SEVERITY_ERROR, "generator-type", self->id,
                                self->place,
                                _("The generator “%s” cannot make values of the type “%s”."),
                                _(info->title), sd_type_get_title (type));
  sd_finding_add_fix (finding, self->id, "generator",
                      _sd_text_node (_sd_type_get_generator (type, &parameters)),
                      _("Use another generator"));
  for (guint i = 0; i < SD_N_TYPES; i++)
    {
      if ((info->types & (1u << i)) == 0)
        continue;
      sd_finding_add_fix (finding, self->id, "type", _sd_text_node (sd_type_to_nick (i)),
                          _("Change the type to “%s”"), sd_type_get_title (i));
      break;
    }
}

/* The number of different texts of the list, as they are written. */
static guint
count_different (JsonArray *list)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < json_array_get_length (list); i++)
    g_hash_table_add (seen, sd_json_to_text (json_array_get_element (list, i), FALSE));

  return g_hash_table_size (seen);
}

static void
report_too_few (const Check *self,
                guint        n)
{
  guint64 rows = sd_table_get_rows (self->table);
  SdFinding *finding;

  finding = _sd_validation_add (self->validation, SD_SEVERITY_ERROR, "unique-impossible", self->id,
                                self->place,
                                _("%" G_GUINT64_FORMAT " unique values are wanted from %u."), rows,
                                n);
  sd_finding_add_fix (finding, sd_table_get_id (self->table), "rows", _sd_integer_node (n),
                      _("Set %s to %u rows"), sd_table_get_name (self->table), n);
  sd_finding_add_fix (finding, self->id, "unique", _sd_boolean_node (FALSE),
                      _("Allow repeated values"));
}

static void
check_values (const Check *self)
{
  JsonArray *values = sd_parameter_get_list (self->parameters, "values");
  guint n = values != NULL ? json_array_get_length (values) : 0;
  guint64 rows = sd_table_get_rows (self->table);
  SdFinding *finding;

  if (values == NULL || n >= rows)
    return;

  finding = _sd_validation_add (self->validation, SD_SEVERITY_ERROR, "values-too-few", self->id,
                                self->place,
                                _("The table has %" G_GUINT64_FORMAT " rows, but only %u are "
                                  "typed in."), rows, n);
  sd_finding_add_fix (finding, sd_table_get_id (self->table), "rows", _sd_integer_node (n),
                      _("Set %s to %u rows"), sd_table_get_name (self->table), n);
}

static void
check_category (const Check *self)
{
  JsonArray *values = sd_parameter_get_list (self->parameters, "values");

  if (values == NULL)
    return;

  if (json_array_get_length (values) == 0)
    {
      report (self, "category-empty", _("A category needs at least one value."));
      return;
    }

  if (sd_column_get_unique (self->column))
    {
      guint n = count_different (values);

      if (n < sd_table_get_rows (self->table))
        report_too_few (self, n);
    }
}

static void
check_sequence (const Check *self)
{
  gboolean key = g_strv_contains (sd_table_get_primary_key (self->table),
                                  sd_column_get_name (self->column));
  SdFinding *finding;

  if (sd_parameter_get_number (self->parameters, "step", 1) != 0
      || !(key || sd_column_get_unique (self->column)))
    return;

  finding = report (self, "sequence-stands",
                    _("A sequence with step 0 repeats its value, but the column is unique."));
  sd_finding_add_fix (finding, self->id, "parameters.step", NULL, _("Count in steps of 1"));
}

static void
check_aggregate (const Check *self)
{
  if (g_strcmp0 (sd_parameter_get_text (self->parameters, "function", ""), "count") == 0
      || sd_parameter_get_text (self->parameters, "column", NULL) != NULL)
    return;

  report (self, "parameter-missing", _("The column to be summed up is not named."));
}

static void
check_reference (const Check *self)
{
  g_autoptr (JsonObject) parameters = NULL;
  SdFinding *finding;
  SdType type = sd_column_get_column_type (self->column);

  if (sd_schema_find_relationship (self->validation->schema, self->table,
                                   sd_column_get_name (self->column)) == NULL)
    {
      finding = report (self, "reference-without-relationship",
                        _("This column refers to another table, but no relationship says to "
                          "which."));
      sd_finding_add_fix (finding, self->id, "generator",
                          _sd_text_node (_sd_type_get_generator (type, &parameters)),
                          _("Make it an ordinary column"));
    }
  else if (sd_column_get_missing (self->column) > 0)
    {
      finding = _sd_validation_add (self->validation, SD_SEVERITY_WARNING, "reference-missing",
                                    self->id, self->place,
                                    _("References go missing on top of the share of rows without a "
                                      "parent that the relationship gives."));
      sd_finding_add_fix (finding, self->id, "missing", NULL, _("Leave it to the relationship"));
    }
}

/* A distribution needs one of several sets of parameters. */
static void
check_alternatives (const Check *self,
                    const char  *distribution)
{
  JsonObject *parameters = self->parameters;

  if (g_str_equal (distribution, "lognormal")
      && !(json_object_has_member (parameters, "mean")
           && json_object_has_member (parameters, "stddev"))
      && !(json_object_has_member (parameters, "median")
           && json_object_has_member (parameters, "sigma")))
    report (self, "parameter-missing",
            _("A log-normal distribution needs mean and stddev, or median and sigma."));

  if (g_str_equal (distribution, "gamma") && !json_object_has_member (parameters, "scale")
      && !json_object_has_member (parameters, "mean"))
    report (self, "parameter-missing",
            _("A gamma distribution needs scale or mean beside its shape."));

  if (g_str_equal (distribution, "triangular"))
    {
      double mode = sd_parameter_get_number (parameters, "mode", 0);

      if (mode < sd_parameter_get_number (parameters, "min", mode)
          || mode > sd_parameter_get_number (parameters, "max", mode))
        report (self, "parameter-range",
                _("The most frequent value must lie between the smallest and the largest."));
    }
}

static const SdGeneratorInfo *
find_distribution (const Check *self)
{
  const char *nick = sd_parameter_get_text (self->parameters, "distribution", "uniform");
  const SdGeneratorInfo *info = sd_distribution_info_get (nick);
  g_autoptr (GPtrArray) nicks = NULL;
  const SdGeneratorInfo *infos;
  g_autofree char *path = g_strconcat (self->member, ".distribution", NULL);
  SdFinding *finding;
  guint n;

  if (info != NULL)
    {
      check_alternatives (self, nick);
      return info;
    }

  infos = sd_distribution_info_list (&n);
  nicks = _sd_validation_list_nicks (infos, n);
  finding = _sd_validation_add (self->validation, SD_SEVERITY_ERROR, "distribution-unknown",
                                self->id, self->place, _("There is no distribution “%s”."), nick);
  _sd_validation_offer_nearest (finding, self->id, path, nick, nicks);

  return NULL;
}

static void
check_boolean (const Check *self)
{
  if (sd_column_get_unique (self->column) && sd_table_get_rows (self->table) > 2)
    report_too_few (self, 2);
}

/* One set of parameters: the column's own or those of a branch. */
static void
check_set (const Check            *self,
           const SdGeneratorInfo  *info,
           const SdParameterOwner *owner)
{
  static const struct
  {
    const char *generator;
    void (* check) (const Check *self);
  } checks[] = {
    { "values", check_values },     { "category", check_category },
    { "sequence", check_sequence }, { "aggregate", check_aggregate },
    { "reference", check_reference }, { "boolean", check_boolean },
  };
  const SdGeneratorInfo *distribution = NULL;

  if (g_str_equal (self->generator, "number"))
    distribution = find_distribution (self);
  _sd_validate_parameters (self->validation, owner, info->parameters,
                           distribution != NULL ? distribution->parameters : NULL);
  for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
    {
      if (g_str_equal (self->generator, checks[i].generator))
        checks[i].check (self);
    }
  _sd_validate_generator (self->validation, owner, self->column);
}

static void
check_nested (const Check *self,
              SdBranch    *branch)
{
  static const char * const members[] = { "by", "branches" };
  JsonObject *own = json_object_get_object_member (branch->json, "parameters");

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      g_autofree char *path = g_strdup_printf ("%s.%s", self->member, members[i]);

      if (json_object_has_member (own, members[i]))
        sd_finding_add_fix (report (self, "branch-nested",
                                    _("A branch cannot have branches of its own.")),
                            self->id, path, NULL, _("Remove “%s”"), members[i]);
    }
}

static void
check_branch (const Check           *column,
              const SdGeneratorInfo *info,
              SdBranch              *branch,
              guint                  position)
{
  g_autofree char *member = g_strdup_printf ("parameters.branches[%u].parameters", position);
  g_autofree char *place = g_strdup_printf (_("%s, branch %u"), column->place, position + 1);
  Check self = *column;
  SdParameterOwner owner = {
    .id = column->id, .place = place, .member = member, .parameters = branch->parameters,
    .table = column->table,
  };

  if (!json_object_has_member (branch->json, "parameters")
      || json_object_get_null_member (branch->json, "parameters"))
    return;

  self.parameters = branch->parameters;
  self.place = place;
  self.member = member;
  owner.own = json_object_get_object_member (branch->json, "parameters");
  check_nested (&self, branch);
  check_set (&self, info, &owner);
}

/* Some branch leaves values out, though the column must be filled. */
static void
check_branch_missing (const Check *self,
                      GArray      *branches)
{
  gboolean any = FALSE;
  SdFinding *finding;

  for (guint i = 0; i < branches->len; i++)
    any = any || g_array_index (branches, SdBranch, i).missing > 0;
  if (!any || sd_column_get_nullable (self->column))
    return;

  finding = report (self, "missing-not-nullable",
                    _("A branch leaves values out, but the column cannot be empty."));
  sd_finding_add_fix (finding, self->id, "nullable", _sd_boolean_node (TRUE), _("Let it be empty"));
}

/* A list of branches with something wrong in its form is reported as a whole. */
static void
check_branches (const Check           *self,
                const SdGeneratorInfo *info)
{
  g_autoptr (GArray) branches = NULL;
  const char *by[SD_MAX_BY];
  guint first = self->validation->findings->len;
  guint n_by;

  if (!sd_branches_read (self->parameters, &n_by, by, &branches))
    return;

  check_branch_missing (self, branches);
  for (guint i = 0; i < branches->len && self->validation->findings->len < first + MAX_FINDINGS;
       i++)
    check_branch (self, info, &g_array_index (branches, SdBranch, i), i);
}

void
_sd_validate_column (SdValidation *validation,
                     SdTable      *table,
                     SdColumn     *column)
{
  g_autofree char *place = _sd_validation_get_place (table, column);
  Check self = {
    validation, table, column, sd_column_get_parameters (column),
    sd_column_get_generator (column), place, "parameters", sd_column_get_id (column)
  };
  SdParameterOwner owner = {
    .id = self.id, .place = place, .member = "parameters", .parameters = self.parameters,
    .table = table,
  };
  const SdGeneratorInfo *info = sd_generator_info_get (self.generator);

  if (info == NULL)
    {
      report_unknown_generator (&self);
      return;
    }

  check_type (&self, info);
  check_set (&self, info, &owner);
  check_branches (&self, info);
  _sd_validate_missing (validation, table, column);
  _sd_validate_mess (validation, table, column, sd_column_get_mess (column));
}
