/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What a relationship lets depend on its parent: the number of children, their
 * values, which parent is picked, and that exactly one of several is.
 */

#define G_LOG_DOMAIN "sd-validate-dependence"

#include "config.h"

#include <math.h>
#include <glib/gi18n-lib.h>

#include "sd-nearest.h"
#include "sd-parameter-table-private.h"
#include "sd-validate-private.h"

typedef struct
{
  SdValidation *validation;
  SdRelationship *relationship;
  SdTable *parent;  /* nullable */
  SdTable *child;   /* nullable */
  const char *place;
  guint id;
} Check;

static const SdParameterInfo count_effect[] = {
  NEEDED ("column", N_("Column of the parent"), SD_PARAMETER_COLUMN),
  NUMBER_NEEDED ("correlation", N_("Correlation"), -1, 1),
  END
};

static const SdParameterInfo effect[] = {
  NEEDED ("parent", N_("Column of the parent"), SD_PARAMETER_TEXT),
  NEEDED ("child", N_("Column of the child"), SD_PARAMETER_TEXT),
  NUMBER_NEEDED ("correlation", N_("Correlation"), -1, 1),
  END
};

static const SdParameterInfo choice[] = {
  CHOICE ("popularity", N_("Popularity"), "uniform|zipf|column"),
  NUMBER ("exponent", N_("Exponent (larger: steeper)"), 0, 10, 1),
  OPTION ("column", N_("Column with the weights"), SD_PARAMETER_TEXT),
  OPTION ("match", N_("Column of the parent that matches"), SD_PARAMETER_TEXT),
  OPTION ("match_with", N_("Column of the row that it matches"), SD_PARAMETER_TEXT),
  NUMBER ("match_share", N_("Share of the rows that match"), 0, 1, 1),
  { "before", N_("Only rows before the one they are distinct within"), SD_PARAMETER_BOOLEAN,
    0, 1, 0, FALSE, NULL },
  END
};

/* A column of one side, or of what that side refers to; nullable. */
static SdColumn *
check_column (const Check            *self,
              const SdParameterOwner *owner,
              const char             *member,
              SdTable                *table,
              gboolean                plain)
{
  const char *name = sd_parameter_get_text (owner->parameters, member, NULL);
  g_autofree char *path = g_strdup_printf ("%s.%s", owner->member, member);
  g_autoptr (GPtrArray) names = NULL;
  SdColumn *column;
  SdFinding *finding;

  if (name == NULL || table == NULL)
    return NULL;

  column = plain ? sd_table_find_column (table, name)
                 : _sd_validation_find_column (self->validation, table, name);
  if (column != NULL)
    return column;

  names = _sd_validation_list_columns (table);
  finding = _sd_validation_add (self->validation, SD_SEVERITY_ERROR, "reference-unknown-column",
                                self->id, self->place, _("The table %s has no column “%s”."),
                                sd_table_get_name (table), name);
  _sd_validation_offer_nearest (finding, self->id, path, name, names);
  return NULL;
}

static void
check_count_effect (const Check *self)
{
  JsonObject *value = sd_relationship_get_count_effect (self->relationship);
  SdParameterOwner owner = {
    .id = self->id, .place = self->place, .member = "count_effect", .parameters = value,
    .table = self->parent, .plain = TRUE,
  };
  guint first = self->validation->findings->len;

  if (value == NULL)
    return;

  _sd_validate_parameters (self->validation, &owner, count_effect, NULL);
  _sd_validation_offer_removal (self->validation, first, self->id, "count_effect",
                                _("Let the number of children be independent"));
}

static void
check_effect (const Check *self,
              JsonObject  *value,
              guint        position,
              GHashTable  *seen)
{
  g_autofree char *member = g_strdup_printf ("effects[%u]", position);
  SdParameterOwner owner = {
    .id = self->id, .place = self->place, .member = member, .parameters = value,
  };
  guint first = self->validation->findings->len;
  char *pair = g_strdup_printf ("%s\n%s", sd_parameter_get_text (value, "parent", ""),
                                sd_parameter_get_text (value, "child", ""));

  _sd_validate_parameters (self->validation, &owner, effect, NULL);
  check_column (self, &owner, "parent", self->parent, TRUE);
  check_column (self, &owner, "child", self->child, TRUE);
  if (!g_hash_table_add (seen, pair))
    _sd_validation_add (self->validation, SD_SEVERITY_ERROR, "effect-twice", self->id,
                        self->place, _("The effect of “%s” on “%s” is given twice."),
                        sd_parameter_get_text (value, "parent", ""),
                        sd_parameter_get_text (value, "child", ""));
  _sd_validation_offer_removal (self->validation, first, self->id, member,
                                _("Remove the effect"));
}

static void
check_effects (const Check *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  JsonArray *list = sd_relationship_get_effects (self->relationship);

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    check_effect (self, json_array_get_object_element (list, i), i, seen);
}

static void
check_choice (const Check *self)
{
  JsonObject *value = sd_relationship_get_choice (self->relationship);
  SdParameterOwner owner = {
    .id = self->id, .place = self->place, .member = "choice", .parameters = value,
  };
  guint first = self->validation->findings->len;
  const char *popularity = sd_parameter_get_text (value, "popularity", "uniform");
  SdColumn *weights;

  if (value == NULL)
    return;

  _sd_validate_parameters (self->validation, &owner, choice, NULL);
  weights = check_column (self, &owner, "column", self->parent, TRUE);
  check_column (self, &owner, "match", self->parent, TRUE);
  check_column (self, &owner, "match_with", self->child, FALSE);
  if (g_str_equal (popularity, "column") && !json_object_has_member (value, "column"))
    _sd_validation_add (self->validation, SD_SEVERITY_ERROR, "parameter-missing", self->id,
                        self->place, _("The column with the weights is not named."));
  if (weights != NULL && sd_column_get_column_type (weights) > SD_TYPE_REAL)
    _sd_validation_add (self->validation, SD_SEVERITY_ERROR, "column-type", self->id, self->place,
                        _("“%s” is no number and cannot be a weight."),
                        sd_column_get_name (weights));
  if (json_object_has_member (value, "match") != json_object_has_member (value, "match_with"))
    _sd_validation_add (self->validation, SD_SEVERITY_ERROR, "parameter-missing", self->id,
                        self->place,
                        _("“match” (a column of the parent) and “match_with” (a column of the "
                          "row) go together."));
  _sd_validation_offer_removal (self->validation, first, self->id, "choice",
                                _("Choose all parents alike"));
}

static gboolean
in_group (const Check    *self,
          SdRelationship *other)
{
  return sd_relationship_get_one_of (other) == sd_relationship_get_one_of (self->relationship)
         && g_str_equal (sd_relationship_get_child_table (other),
                         sd_relationship_get_child_table (self->relationship));
}

/* The shares of a group, once for it: with its first relationship. */
static void
check_group_shares (const Check *self,
                    double       sum,
                    guint        n_given,
                    guint        n)
{
  SdFinding *finding;

  if (sum <= 1 + 1e-9 && (n_given < n || sum >= 1 - 1e-9))
    return;

  finding = _sd_validation_add (self->validation, SD_SEVERITY_ERROR, "one-of-shares", self->id,
                                self->place,
                                n_given < n ? _("The shares of the group add up to %g; they can "
                                                "be 1 at most.")
                                            : _("The shares of the group add up to %g, not to 1."),
                                sum);
  sd_finding_add_fix (finding, self->id, "one_of_share", NULL,
                      _("Let this one have what the others leave"));
}

static void
check_group_nullable (const Check *self)
{
  const char * const *names = sd_relationship_get_foreign_key (self->relationship);

  for (guint i = 0; self->child != NULL && names[i] != NULL; i++)
    {
      SdColumn *column = sd_table_find_column (self->child, names[i]);

      if (column == NULL || sd_column_get_nullable (column))
        continue;
      sd_finding_add_fix (_sd_validation_add (self->validation, SD_SEVERITY_ERROR,
                                              "reference-not-nullable",
                                              sd_column_get_id (column), self->place,
                                              _("Only one of several references is set in a row, "
                                                "but this column cannot be empty.")),
                          sd_column_get_id (column), "nullable", _sd_boolean_node (TRUE),
                          _("Let it be empty"));
    }
}

static void
check_one_of (const Check *self)
{
  SdSchema *schema = self->validation->schema;
  gboolean is_first = TRUE;
  guint n = 0;
  guint n_given = 0;
  double sum = 0;

  if (sd_relationship_get_one_of (self->relationship) == 0)
    return;

  for (guint i = 0; i < sd_schema_get_n_relationships (schema); i++)
    {
      SdRelationship *other = sd_schema_get_relationship (schema, i);
      double share = sd_relationship_get_one_of_share (other);

      if (!in_group (self, other))
        continue;
      if (n == 0)
        is_first = other == self->relationship;
      n++;
      n_given += !isnan (share);
      sum += isnan (share) ? 0 : share;
    }

  if (n < 2)
    sd_finding_add_fix (_sd_validation_add (self->validation, SD_SEVERITY_ERROR, "one-of-alone",
                                            self->id, self->place,
                                            _("The relationship is the only one in its group, of "
                                              "which exactly one is set in a row.")),
                        self->id, "one_of", NULL, _("Take it out of the group"));
  else if (is_first)
    check_group_shares (self, sum, n_given, n);
  check_group_nullable (self);
}

void
_sd_validate_dependence (SdValidation   *validation,
                         SdRelationship *relationship,
                         SdTable        *parent,
                         SdTable        *child,
                         const char     *place)
{
  Check self = {
    validation, relationship, parent, child, place, sd_relationship_get_id (relationship)
  };

  check_count_effect (&self);
  check_effects (&self);
  check_choice (&self);
  check_one_of (&self);
}
