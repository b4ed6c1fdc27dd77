/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Relationships: both ends exist, fit each other, and have a law.
 */

#define G_LOG_DOMAIN "sd-validate-relationship"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-branches.h"
#include "sd-nearest.h"
#include "sd-validate-private.h"

/* One list of branches need not say more often what is wrong with it. */
#define MAX_FINDINGS 20

/* One relationship under validation. */
typedef struct
{
  SdValidation *validation;
  SdRelationship *relationship;
  SdTable *parent;
  SdTable *child;
  const char * const *parent_key;
  const char * const *foreign_key;
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
report_unknown_table (const Check *self,
                      const char  *member,
                      const char  *name)
{
  g_autoptr (GPtrArray) names = _sd_validation_list_tables (self->validation->schema);
  SdFinding *finding;

  finding = _sd_validation_add (self->validation, SD_SEVERITY_ERROR, "reference-unknown-table",
                                self->id, self->place, _("There is no table “%s”."), name);
  _sd_validation_offer_nearest (finding, self->id, member, name, names);
}

static void
report_unknown_column (const Check        *self,
                       const char         *member,
                       SdTable            *table,
                       const char * const *names,
                       guint               position)
{
  g_autoptr (GPtrArray) columns = _sd_validation_list_columns (table);
  const char *nearest = sd_nearest_of (names[position], columns);
  JsonArray *array = json_array_new ();
  JsonNode *value = json_node_new (JSON_NODE_ARRAY);
  SdFinding *finding;

  finding = _sd_validation_add (self->validation, SD_SEVERITY_ERROR, "reference-unknown-column",
                                self->id, self->place,
                                _("The table %s has no column “%s”."), sd_table_get_name (table),
                                names[position]);

  for (guint i = 0; names[i] != NULL; i++)
    json_array_add_string_element (array, i == position && nearest != NULL ? nearest : names[i]);
  json_node_take_array (value, array);
  if (nearest != NULL)
    sd_finding_add_fix (finding, self->id, member, value, _("Use “%s”"), nearest);
  else
    json_node_unref (value);
}

/* FALSE when a column is missing. */
static gboolean
check_columns (const Check        *self,
               const char         *member,
               SdTable            *table,
               const char * const *names)
{
  gboolean complete = TRUE;

  for (guint i = 0; names[i] != NULL; i++)
    {
      if (sd_table_find_column (table, names[i]) != NULL)
        continue;
      report_unknown_column (self, member, table, names, i);
      complete = FALSE;
    }

  return complete;
}

/* An unknown column of the primary key is reported with its table. */
static gboolean
check_both_columns (const Check *self)
{
  gboolean complete = check_columns (self, "child_foreign_key", self->child, self->foreign_key);

  if (sd_relationship_get_parent_key (self->relationship)[0] != NULL)
    return check_columns (self, "parent_primary_key", self->parent, self->parent_key) && complete;

  for (guint i = 0; self->parent_key[i] != NULL; i++)
    complete = complete && sd_table_find_column (self->parent, self->parent_key[i]) != NULL;

  return complete;
}

static void
check_key_is_unique (const Check *self)
{
  const char * const *primary_key = sd_table_get_primary_key (self->parent);
  SdColumn *column = sd_table_find_column (self->parent, self->parent_key[0]);
  SdFinding *finding;

  if (g_strv_equal (self->parent_key, primary_key)
      || (self->parent_key[1] == NULL && sd_column_get_unique (column)))
    return;

  finding = _sd_validation_add (self->validation, SD_SEVERITY_ERROR, "parent-key-not-unique",
                                self->id, self->place,
                                _("The columns it refers to are neither the primary key of %s nor "
                                  "unique."), sd_table_get_name (self->parent));
  if (primary_key[0] != NULL)
    sd_finding_add_fix (finding, self->id, "parent_primary_key", NULL,
                        _("Refer to the primary key of %s"), sd_table_get_name (self->parent));
  if (self->parent_key[1] == NULL)
    sd_finding_add_fix (finding, sd_column_get_id (column), "unique", _sd_boolean_node (TRUE),
                        _("Make %s unique"), self->parent_key[0]);
}

static void
check_type (const Check *self,
            SdColumn    *parent,
            SdColumn    *child)
{
  SdType type = sd_column_get_column_type (parent);
  guint id = sd_column_get_id (child);
  SdFinding *finding;

  if (sd_column_get_column_type (child) != type)
    {
      finding = _sd_validation_add (self->validation, SD_SEVERITY_ERROR, "reference-type", id,
                                    self->place,
                                    _("The type of this column is not that of %s.%s, which it "
                                      "refers to."), sd_table_get_name (self->parent),
                                    sd_column_get_name (parent));
      sd_finding_add_fix (finding, id, "type", _sd_text_node (sd_type_to_nick (type)),
                          _("Change the type to “%s”"), sd_type_get_title (type));
      return;
    }

  if (type == SD_TYPE_DECIMAL && sd_column_get_scale (child) != sd_column_get_scale (parent))
    {
      finding = _sd_validation_add (self->validation, SD_SEVERITY_ERROR, "reference-type", id,
                                    self->place,
                                    _("This column has not as many digits after the point as "
                                      "%s.%s, which it refers to."),
                                    sd_table_get_name (self->parent), sd_column_get_name (parent));
      sd_finding_add_fix (finding, id, "scale",
                          _sd_integer_node (sd_column_get_scale (parent)),
                          _("Use %u digits after the point"), sd_column_get_scale (parent));
    }
}

static void
check_generator (const Check *self,
                 SdColumn    *child)
{
  guint id = sd_column_get_id (child);
  SdFinding *finding;

  if (g_str_equal (sd_column_get_generator (child), "reference"))
    return;

  finding = _sd_validation_add (self->validation, SD_SEVERITY_ERROR, "reference-not-generated", id,
                                self->place,
                                _("This column refers to %s but gets its values from elsewhere."),
                                sd_table_get_name (self->parent));
  sd_finding_add_fix (finding, id, "generator", _sd_text_node ("reference"),
                      _("Take its values from %s"), sd_table_get_name (self->parent));
}

static void
check_optional (const Check *self,
                SdColumn    *child)
{
  guint id = sd_column_get_id (child);
  SdFinding *finding;

  if (sd_relationship_get_optional (self->relationship) == 0 || sd_column_get_nullable (child))
    return;

  finding = _sd_validation_add (self->validation, SD_SEVERITY_ERROR, "reference-not-nullable", id,
                                self->place,
                                _("Some rows have no %s to refer to, but this column cannot be "
                                  "empty."), sd_table_get_name (self->parent));
  sd_finding_add_fix (finding, id, "nullable", _sd_boolean_node (TRUE), _("Let it be empty"));
  sd_finding_add_fix (finding, self->id, "optional", NULL, _("Give every row one"));
}

/* Another relationship whose key shares the first column must share it all or
 * differ; the same key twice cannot have two parents. */
static void
check_not_twice (const Check *self)
{
  SdSchema *schema = self->validation->schema;

  for (guint i = 0; i < sd_schema_get_n_relationships (schema); i++)
    {
      SdRelationship *other = sd_schema_get_relationship (schema, i);

      if (other == self->relationship)
        return;
      if (g_str_equal (sd_relationship_get_child_table (other), sd_table_get_name (self->child))
          && g_strv_equal (sd_relationship_get_foreign_key (other), self->foreign_key))
        {
          report (self, "reference-twice",
                  _("Another relationship has the same columns already."));
          return;
        }
    }
}

static void
check_keys (const Check *self)
{
  guint n = g_strv_length ((char **) self->foreign_key);

  if (n == 0)
    {
      report (self, "reference-without-column",
              _("The relationship names no column that refers to the parent."));
      return;
    }

  if (self->parent_key[0] == NULL)
    {
      _sd_validation_add (self->validation, SD_SEVERITY_ERROR, "parent-without-key", self->id,
                          self->place,
                          _("The table %s has no primary key that could be referred to."),
                          sd_table_get_name (self->parent));
      return;
    }

  if (!check_both_columns (self))
    return;

  check_not_twice (self);
  check_key_is_unique (self);
  if (g_strv_length ((char **) self->parent_key) != n)
    {
      report (self, "reference-key-length",
              _("The foreign key has not as many columns as the key it refers to."));
      return;
    }

  for (guint i = 0; i < n; i++)
    {
      SdColumn *child = sd_table_find_column (self->child, self->foreign_key[i]);

      check_type (self, sd_table_find_column (self->parent, self->parent_key[i]), child);
      check_generator (self, child);
      check_optional (self, child);
    }
}

/* The members of a branch beside "when" are parameters of the law. */
static void
check_law_branches (const Check           *self,
                    const SdGeneratorInfo *law)
{
  JsonObject *parameters = sd_relationship_get_law_parameters (self->relationship);
  g_autoptr (GArray) branches = NULL;
  const char *by[SD_MAX_BY];
  guint first = self->validation->findings->len;
  guint n_by;

  if (!sd_branches_read (parameters, &n_by, by, &branches))
    return;

  for (guint i = 0; i < branches->len && self->validation->findings->len < first + MAX_FINDINGS;
       i++)
    {
      g_autofree char *place = g_strdup_printf (_("%s, branch %u"), self->place, i + 1);
      g_autofree char *member = g_strdup_printf ("law_parameters.branches[%u]", i);
      SdParameterOwner owner = {
        .id = self->id, .place = place, .member = member,
        .parameters = g_array_index (branches, SdBranch, i).json, .skip = "when",
      };

      _sd_validate_parameters (self->validation, &owner, law->parameters, NULL);
    }
}

static void
check_law (const Check *self)
{
  const char *nick = sd_relationship_get_law (self->relationship);
  const SdGeneratorInfo *law = sd_law_info_get (nick);
  SdParameterOwner owner = {
    .id = self->id, .place = self->place, .member = "law_parameters",
    .parameters = sd_relationship_get_law_parameters (self->relationship),
    .table = self->parent, .plain = TRUE,
  };
  g_autoptr (GPtrArray) nicks = NULL;
  const SdGeneratorInfo *laws;
  SdFinding *finding;
  guint n;

  if (law != NULL)
    {
      _sd_validate_parameters (self->validation, &owner, law->parameters, NULL);
      check_law_branches (self, law);
      return;
    }

  laws = sd_law_info_list (&n);
  nicks = _sd_validation_list_nicks (laws, n);
  finding = _sd_validation_add (self->validation, SD_SEVERITY_ERROR, "law-unknown", self->id,
                                self->place, _("There is no law “%s” of children per parent."),
                                nick);
  _sd_validation_offer_nearest (finding, self->id, "law", nick, nicks);
  if (finding->fixes->len == 0)
    sd_finding_add_fix (finding, self->id, "law", _sd_text_node ("poisson"), _("Use “%s”"),
                        "poisson");
}

static void
check_bounds (const Check *self)
{
  guint64 min = sd_relationship_get_min (self->relationship);
  guint64 max = sd_relationship_get_max (self->relationship);
  SdFinding *finding;

  if (max == 0 || min <= max)
    return;

  finding = _sd_validation_add (self->validation, SD_SEVERITY_ERROR, "cardinality-crossed",
                                self->id, self->place,
                                _("At least %" G_GUINT64_FORMAT " children are wanted, but at most "
                                  "%" G_GUINT64_FORMAT " are allowed."), min, max);
  sd_finding_add_fix (finding, self->id, "min_cardinality", _sd_integer_node ((gint64) max),
                      _("Set the least to %" G_GUINT64_FORMAT), max);
  sd_finding_add_fix (finding, self->id, "max_cardinality", _sd_integer_node ((gint64) min),
                      _("Set the most to %" G_GUINT64_FORMAT), min);
}

static void
check_distinct_within (const Check *self)
{
  guint id = sd_relationship_get_distinct_within (self->relationship);
  SdRelationship *other = sd_schema_find_relationship_by_id (self->validation->schema, id);
  SdFinding *finding;

  if (id == 0
      || (other != NULL && other != self->relationship
          && g_str_equal (sd_relationship_get_child_table (other),
                          sd_relationship_get_child_table (self->relationship))))
    return;

  finding = report (self, "distinct-within-unknown",
                    _("The relationship within whose parents this one is distinct is none of the "
                      "other relationships of the same table."));
  sd_finding_add_fix (finding, self->id, "distinct_within", NULL, _("Allow repeated pairs"));
}

static void
check_rows (const Check *self)
{
  SdFinding *finding;

  if (sd_table_get_rows (self->parent) > 0 || sd_table_get_rows (self->child) == 0
      || sd_relationship_get_optional (self->relationship) == 1)
    return;

  finding = _sd_validation_add (self->validation, SD_SEVERITY_ERROR, "parent-empty", self->id,
                                self->place,
                                _("The rows of %s refer to %s, which has no rows."),
                                sd_table_get_name (self->child), sd_table_get_name (self->parent));
  sd_finding_add_fix (finding, sd_table_get_id (self->parent), "rows", _sd_integer_node (100),
                      _("Set %s to %d rows"), sd_table_get_name (self->parent), 100);
}

void
_sd_validate_relationship (SdValidation   *self,
                           SdRelationship *relationship)
{
  const char *parent = sd_relationship_get_parent_table (relationship);
  const char *child = sd_relationship_get_child_table (relationship);
  Check check = {
    .validation = self,
    .relationship = relationship,
    .parent = sd_schema_find_table (self->schema, parent),
    .child = sd_schema_find_table (self->schema, child),
    .parent_key = sd_relationship_get_parent_key (relationship),
    .foreign_key = sd_relationship_get_foreign_key (relationship),
    .id = sd_relationship_get_id (relationship),
  };
  g_autofree char *place = NULL;

  place = g_strdup_printf ("%s.%s", child, check.foreign_key[0] != NULL ? check.foreign_key[0]
                                                                        : "");
  check.place = place;

  if (check.parent == NULL)
    report_unknown_table (&check, "parent_table_name", parent);
  if (check.child == NULL)
    report_unknown_table (&check, "child_table_name", child);
  if (check.parent != NULL && check.child != NULL)
    {
      if (check.parent_key[0] == NULL)
        check.parent_key = sd_table_get_primary_key (check.parent);
      check_keys (&check);
      check_rows (&check);
    }
  check_law (&check);
  check_bounds (&check);
  check_distinct_within (&check);
  _sd_validate_dependence (self, relationship, check.parent, check.child, place);
}
