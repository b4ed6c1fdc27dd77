/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Columns: the generator exists, makes the type, and has what it needs.
 */

#define G_LOG_DOMAIN "sd-validate-column"

#include "config.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "sd-column-private.h"
#include "sd-json-text.h"
#include "sd-validate-private.h"

typedef struct
{
  SdValidation *validation;
  SdTable *table;
  SdColumn *column;
  JsonObject *parameters;
  const char *generator;
  const char *place;
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
  _sd_validation_offer_nearest (finding, self->id, "parameters.distribution", nick, nicks);

  return NULL;
}

static void
check_boolean (const Check *self)
{
  if (sd_column_get_unique (self->column) && sd_table_get_rows (self->table) > 2)
    report_too_few (self, 2);
}

void
_sd_validate_column (SdValidation *validation,
                     SdTable      *table,
                     SdColumn     *column)
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
  g_autofree char *place = _sd_validation_get_place (table, column);
  Check self = {
    validation, table, column, sd_column_get_parameters (column),
    sd_column_get_generator (column), place, sd_column_get_id (column)
  };
  SdParameterOwner owner = { self.id, place, "parameters", self.parameters, table };
  const SdGeneratorInfo *info = sd_generator_info_get (self.generator);
  const SdGeneratorInfo *distribution = NULL;

  if (info == NULL)
    {
      report_unknown_generator (&self);
      return;
    }

  check_type (&self, info);
  if (g_str_equal (self.generator, "number"))
    distribution = find_distribution (&self);
  _sd_validate_parameters (validation, &owner, info->parameters,
                           distribution != NULL ? distribution->parameters : NULL);
  for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
    {
      if (g_str_equal (self.generator, checks[i].generator))
        checks[i].check (&self);
    }
}
