/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What a table declares of its rows: correlations, rules, and that they are the
 * product of factors.
 */

#define G_LOG_DOMAIN "sd-validate-rules"

#include "config.h"

#include <math.h>
#include <glib/gi18n-lib.h>

#include "sd-calendar.h"
#include "sd-parameter-table-private.h"
#include "sd-validate-private.h"

/* Columns that one rule may name. */
#define MAX_COLUMNS 64

/* Levels of a factor that follow from the number of rows. */
#define OPEN G_MAXUINT64

/* One rule, correlation … under validation. */
typedef struct
{
  SdValidation *validation;
  SdTable *table;
  JsonObject *rule;
  const SdParameterOwner *owner;
} Check;

static const SdParameterInfo correlation[] = {
  { "columns", N_("Columns"), SD_PARAMETER_COLUMNS, 2, 2, NAN, TRUE, NULL },
  NUMBER_NEEDED ("value", N_("Correlation"), -1, 1),
  CHOICE ("measure", N_("Measure"), "pearson|spearman"),
  END
};

static const SdParameterInfo crossed[] = {
  NUMBER ("left_out", N_("Share left out"), 0, 0.999999, 0),
  WHOLE ("replicates", N_("Rows of each combination"), 1, 1e9, 1),
  CHOICE ("order", N_("Order"), "row|random"),
  END
};

static SdFinding *
report (const Check *self,
        const char  *code,
        const char  *message)
{
  return _sd_validation_add (self->validation, SD_SEVERITY_ERROR, code, self->owner->id,
                             self->owner->place, "%s", message);
}

/* The columns that the rule names and that exist. */
static guint
get_columns (const Check  *self,
             SdColumn    **columns)
{
  const char *names[MAX_COLUMNS];
  guint n = sd_parameter_get_names (self->rule, "columns", names, MAX_COLUMNS);
  guint n_found = 0;

  for (guint i = 0; i < n; i++)
    {
      columns[n_found] = sd_table_find_column (self->table, names[i]);
      n_found += columns[n_found] != NULL;
    }

  return n_found;
}

static gboolean
is_numeric (SdType type)
{
  return type == SD_TYPE_INTEGER || type == SD_TYPE_DECIMAL || type == SD_TYPE_REAL;
}

/* Types whose values can be compared with each other have the same family. */
static SdType
get_family (SdType type)
{
  if (is_numeric (type))
    return SD_TYPE_REAL;

  return type == SD_TYPE_DATE ? SD_TYPE_TIMESTAMP : type;
}

static void
check_correlated (const Check *self,
                  SdColumn    *column)
{
  const char *generator = sd_column_get_generator (column);
  SdType type = sd_column_get_column_type (column);

  if (type == SD_TYPE_UUID || g_str_equal (generator, "reference")
      || (type == SD_TYPE_TEXT && !g_str_equal (generator, "category")))
    _sd_validation_add (self->validation, SD_SEVERITY_ERROR, "correlation-type", self->owner->id,
                        self->owner->place,
                        _("“%s” cannot be correlated: only numbers, dates, times, booleans and "
                          "categories in their order can."), sd_column_get_name (column));
}

/* Each pair once, in either order. */
static void
check_pair (const Check *self,
            SdColumn    *a,
            SdColumn    *b,
            GHashTable  *pairs)
{
  guint low = MIN (sd_column_get_id (a), sd_column_get_id (b));
  guint high = MAX (sd_column_get_id (a), sd_column_get_id (b));
  gint64 pair = ((gint64) low << 32) | high;

  if (g_hash_table_contains (pairs, &pair))
    _sd_validation_add (self->validation, SD_SEVERITY_ERROR, "correlation-twice", self->owner->id,
                        self->owner->place,
                        _("The correlation of “%s” and “%s” is given twice."),
                        sd_column_get_name (a), sd_column_get_name (b));
  else
    g_hash_table_add (pairs, g_memdup2 (&pair, sizeof pair));
}

void
_sd_validate_correlations (SdValidation *validation,
                           SdTable      *table)
{
  g_autoptr (GHashTable) pairs = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  JsonArray *list = sd_table_get_correlations (table);
  guint id = sd_table_get_id (table);

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      g_autofree char *member = g_strdup_printf ("correlations[%u]", i);
      g_autofree char *place = g_strdup_printf (_("%s, correlation %u"),
                                                sd_table_get_name (table), i + 1);
      SdParameterOwner owner = {
        .id = id, .place = place, .member = member,
        .parameters = json_array_get_object_element (list, i), .table = table, .plain = TRUE,
      };
      Check self = { validation, table, owner.parameters, &owner };
      SdColumn *columns[MAX_COLUMNS];
      guint first = validation->findings->len;
      guint n = get_columns (&self, columns);

      _sd_validate_parameters (validation, &owner, correlation, NULL);
      for (guint k = 0; n == 2 && k < n; k++)
        check_correlated (&self, columns[k]);
      if (n == 2 && columns[0] != columns[1])
        check_pair (&self, columns[0], columns[1], pairs);
      _sd_validation_offer_removal (validation, first, id, member, _("Remove the correlation"));
    }
}

static void
check_rule_types (const Check           *self,
                  const SdGeneratorInfo *info,
                  SdColumn             **columns,
                  guint                  n)
{
  for (guint i = 0; i < n; i++)
    {
      SdType type = sd_column_get_column_type (columns[i]);

      if (info->types & (1u << type))
        continue;
      _sd_validation_add (self->validation, SD_SEVERITY_ERROR, "rule-type", self->owner->id,
                          self->owner->place,
                          _("“%s” is of the type “%s”, which this rule is not for."),
                          sd_column_get_name (columns[i]), sd_type_get_title (type));
      return;
    }
}

static void
check_order (const Check  *self,
             SdColumn    **columns,
             guint         n)
{
  for (guint i = 1; i < n; i++)
    {
      if (get_family (sd_column_get_column_type (columns[i]))
          == get_family (sd_column_get_column_type (columns[0])))
        continue;
      _sd_validation_add (self->validation, SD_SEVERITY_ERROR, "rule-type", self->owner->id,
                          self->owner->place, _("“%s” and “%s” cannot be compared."),
                          sd_column_get_name (columns[0]), sd_column_get_name (columns[i]));
      return;
    }
}

static void
check_range (const Check  *self,
             SdColumn    **columns,
             guint         n)
{
  static const char * const bounds[] = { "min", "max" };
  const char *name = sd_parameter_get_text (self->rule, "column", "");
  SdColumn *column = sd_table_find_column (self->table, name);

  if (!json_object_has_member (self->rule, "min") && !json_object_has_member (self->rule, "max"))
    report (self, "parameter-missing", _("Neither the smallest nor the largest value is given."));

  for (guint i = 0; column != NULL && i < 2; i++)
    {
      JsonNode *node = json_object_get_member (self->rule, bounds[i]);

      if (node == NULL || !JSON_NODE_HOLDS_VALUE (node)
          || is_numeric (sd_column_get_column_type (column))
             == (json_node_get_value_type (node) != G_TYPE_STRING))
        continue;
      _sd_validation_add (self->validation, SD_SEVERITY_ERROR, "rule-type", self->owner->id,
                          self->owner->place, _("“%s” is no bound for the values of “%s”."),
                          bounds[i], name);
    }
}

static void
check_sum (const Check  *self,
           SdColumn    **columns,
           guint         n)
{
  const char *name = sd_parameter_get_text (self->rule, "total_column", NULL);
  SdColumn *total = name != NULL ? sd_table_find_column (self->table, name) : NULL;

  if (json_object_has_member (self->rule, "total") == (name != NULL))
    report (self, name != NULL ? "two-ways" : "parameter-missing",
            _("The total is either a number (“total”) or a column (“total_column”)."));

  if (total != NULL && !is_numeric (sd_column_get_column_type (total)))
    _sd_validation_add (self->validation, SD_SEVERITY_ERROR, "rule-type", self->owner->id,
                        self->owner->place, _("“%s” is no number and cannot be the total."), name);
  for (guint i = 0; i < n; i++)
    {
      if (columns[i] == total)
        _sd_validation_add (self->validation, SD_SEVERITY_ERROR, "rule-circle", self->owner->id,
                            self->owner->place,
                            _("“%s” cannot be the total and one of its parts."), name);
    }
}

/* A rule that leaves @column empty in some rows. */
static void
check_nullable (const Check *self,
                SdColumn    *column)
{
  SdFinding *finding;

  if (sd_column_get_nullable (column))
    return;

  finding = _sd_validation_add (self->validation, SD_SEVERITY_ERROR, "missing-not-nullable",
                                self->owner->id, self->owner->place,
                                _("The rule leaves “%s” empty in some rows, but the column cannot "
                                  "be empty."), sd_column_get_name (column));
  sd_finding_add_fix (finding, sd_column_get_id (column), "nullable", _sd_boolean_node (TRUE),
                      _("Let “%s” be empty"), sd_column_get_name (column));
}

static void
check_exactly_one (const Check  *self,
                   SdColumn    **columns,
                   guint         n)
{
  for (guint i = 0; i < n; i++)
    {
      if (sd_column_get_column_type (columns[i]) != SD_TYPE_BOOLEAN)
        check_nullable (self, columns[i]);
    }
}

static void
check_together (const Check  *self,
                SdColumn    **columns,
                guint         n)
{
  guint n_nullable = 0;

  for (guint i = 0; i < n; i++)
    n_nullable += sd_column_get_nullable (columns[i]);

  for (guint i = 0; n_nullable > 0 && i < n; i++)
    check_nullable (self, columns[i]);
}

static void
check_null_when (const Check  *self,
                 SdColumn    **columns,
                 guint         n)
{
  const char *name = sd_parameter_get_text (self->rule, "column", "");
  SdColumn *column = sd_table_find_column (self->table, name);

  if (column != NULL)
    check_nullable (self, column);
}

static void
check_rule (const Check           *self,
            const SdGeneratorInfo *info)
{
  static const struct
  {
    const char *kind;
    void (* check) (const Check  *self,
                    SdColumn    **columns,
                    guint         n);
  } checks[] = {
    { "order", check_order },             { "range", check_range },
    { "sum", check_sum },                 { "exactly_one", check_exactly_one },
    { "together", check_together },       { "null_when", check_null_when },
  };
  SdColumn *columns[MAX_COLUMNS];
  guint n = get_columns (self, columns);

  _sd_validate_parameters (self->validation, self->owner, info->parameters, NULL);
  check_rule_types (self, info, columns, n);
  for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
    {
      if (g_str_equal (checks[i].kind, info->nick))
        checks[i].check (self, columns, n);
    }
}

static void
report_unknown_rule (const Check *self,
                     const char  *kind)
{
  guint n;
  const SdGeneratorInfo *infos = sd_rule_info_list (&n);
  g_autoptr (GPtrArray) nicks = _sd_validation_list_nicks (infos, n);
  g_autofree char *path = g_strconcat (self->owner->member, ".kind", NULL);
  SdFinding *finding;

  finding = _sd_validation_add (self->validation, SD_SEVERITY_ERROR, "rule-unknown",
                                self->owner->id, self->owner->place,
                                _("There is no kind of rule “%s”."), kind);
  _sd_validation_offer_nearest (finding, self->owner->id, path, kind, nicks);
}

void
_sd_validate_rules (SdValidation *validation,
                    SdTable      *table)
{
  JsonArray *list = sd_table_get_rules (table);
  guint id = sd_table_get_id (table);

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonObject *rule = json_array_get_object_element (list, i);
      const char *kind = sd_parameter_get_text (rule, "kind", "");
      const SdGeneratorInfo *info = sd_rule_info_get (kind);
      g_autofree char *member = g_strdup_printf ("rules[%u]", i);
      g_autofree char *place = g_strdup_printf (_("%s, rule %u"), sd_table_get_name (table), i + 1);
      SdParameterOwner owner = {
        .id = id, .place = place, .member = member, .parameters = rule, .table = table,
        .skip = "kind", .plain = TRUE,
      };
      Check self = { validation, table, rule, &owner };
      guint first = validation->findings->len;

      if (info != NULL)
        check_rule (&self, info);
      else
        report_unknown_rule (&self, kind);
      _sd_validation_offer_removal (validation, first, id, member, _("Remove the rule"));
    }
}

static void
report_factor (const Check *self,
               guint        position,
               const char  *message)
{
  g_autofree char *path = g_strdup_printf ("crossed.factors[%u]", position);
  SdFinding *finding;

  finding = _sd_validation_add (self->validation, SD_SEVERITY_ERROR, "factor-unknown",
                                self->owner->id, self->owner->place, _("Factor %u: %s"),
                                position + 1, message);
  sd_finding_add_fix (finding, self->owner->id, path, NULL, _("Remove factor %u"), position + 1);
}

/* The number of levels of a relationship: its parent's rows. */
static gboolean
get_parents (const Check *self,
             gint64       id,
             guint64     *n)
{
  SdSchema *schema = self->validation->schema;
  SdRelationship *relationship = NULL;
  SdTable *parent = NULL;

  if (id > 0 && id <= G_MAXUINT)
    relationship = sd_schema_find_relationship_by_id (schema, (guint) id);
  if (relationship != NULL
      && g_str_equal (sd_relationship_get_child_table (relationship),
                      sd_table_get_name (self->table)))
    parent = sd_schema_find_table (schema, sd_relationship_get_parent_table (relationship));
  if (parent != NULL)
    *n = sd_table_get_rows (parent);

  return parent != NULL;
}

/* The number of values of a category or a boolean; OPEN of a grid of dates, which
 * has as many steps as the rows leave for it. */
static gboolean
get_levels (const Check *self,
            const char  *name,
            guint64     *n)
{
  SdColumn *column = sd_table_find_column (self->table, name);
  JsonArray *values = NULL;

  if (column == NULL)
    return FALSE;

  if (g_str_equal (sd_column_get_generator (column), "category"))
    values = sd_parameter_get_list (sd_column_get_parameters (column), "values");
  *n = values != NULL ? json_array_get_length (values) : 2;
  if (g_str_equal (sd_parameter_get_text (sd_column_get_parameters (column), "order", ""), "grid")
      && (g_str_equal (sd_column_get_generator (column), "date")
          || g_str_equal (sd_column_get_generator (column), "timestamp")))
    {
      *n = OPEN;
      return TRUE;
    }

  return values != NULL || g_str_equal (sd_column_get_generator (column), "boolean");
}

/* FALSE with a finding when the factor has no levels. */
static gboolean
check_factor (const Check *self,
              JsonNode    *node,
              guint        position,
              GHashTable  *seen,
              guint64     *levels)
{
  JsonObject *factor = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *column = sd_parameter_get_text (factor, "column", NULL);
  gint64 id = sd_parameter_get_integer (factor, "relationship", 0);
  g_autofree char *key = column != NULL ? g_strdup (column)
                                        : g_strdup_printf ("%" G_GINT64_FORMAT, id);

  if (factor == NULL || json_object_get_size (factor) != 1 || (column == NULL && id == 0))
    report_factor (self, position, _("it must name either a relationship by its number or a "
                                     "column."));
  else if (column != NULL && !get_levels (self, column, levels))
    report_factor (self, position, _("its column must be a category, a boolean or a grid of dates of "
                                      "this table."));
  else if (column == NULL && !get_parents (self, id, levels))
    report_factor (self, position, _("no relationship of this table has this number."));
  else if (!g_hash_table_add (seen, g_steal_pointer (&key)))
    report_factor (self, position, _("it is named twice."));
  else
    return TRUE;

  return FALSE;
}

static void
check_product (const Check *self,
               guint64      product)
{
  double left_out = CLAMP (sd_parameter_get_number (self->rule, "left_out", 0), 0, 1);
  guint64 rows = sd_table_get_rows (self->table);
  double wanted = (double) product * (1 - left_out);
  guint64 nearest = (guint64) (wanted + 0.5);
  SdFinding *finding;

  if (left_out == 0 ? rows == product : rows > 0 && fabs ((double) rows - wanted) < 1)
    return;

  finding = _sd_validation_add (self->validation, SD_SEVERITY_ERROR, "crossed-rows",
                                self->owner->id, self->owner->place,
                                _("The factors make %" G_GUINT64_FORMAT " rows, but the table has "
                                  "%" G_GUINT64_FORMAT "."), nearest, rows);
  sd_finding_add_fix (finding, self->owner->id, "rows", _sd_integer_node ((gint64) nearest),
                      _("Set %s to %" G_GUINT64_FORMAT " rows"), sd_table_get_name (self->table),
                      nearest);
}

/* The steps of a grid, so that the product comes nearest to the number of rows. */
static guint64
count_steps (const Check *self,
             guint64      product)
{
  double kept = 1 - CLAMP (sd_parameter_get_number (self->rule, "left_out", 0), 0, 0.999999);
  double steps = (double) sd_table_get_rows (self->table) / ((double) MAX (product, 1) * kept);

  return product > 0 && steps * (double) product < 0x1p62 ? (guint64) MAX (steps + 0.5, 1) : 1;
}

static void
check_factors (const Check *self,
               JsonArray   *factors)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gint64 replicates = sd_parameter_get_integer (self->rule, "replicates", 1);
  guint64 product = replicates > 0 ? (guint64) replicates : 1;
  gboolean valid = TRUE;
  guint n_open = 0;

  for (guint i = 0; i < json_array_get_length (factors); i++)
    {
      guint64 levels = 1;

      valid = check_factor (self, json_array_get_element (factors, i), i, seen, &levels) && valid;
      if (levels == OPEN)
        {
          n_open++;
          continue;
        }
      if (__builtin_mul_overflow (product, levels, &product) || product > G_MAXINT64 / 2)
        {
          report (self, "crossed-rows", _("The factors make more rows than a table can have."));
          return;
        }
    }

  if (n_open > 1)
    report (self, "factors-open",
            _("Only one factor can be a grid of dates, because its number of steps follows from "
              "the number of rows."));
  else if (valid)
    check_product (self, n_open == 0 ? product : product * count_steps (self, product));
}

void
_sd_validate_crossed (SdValidation *validation,
                      SdTable      *table)
{
  JsonObject *rule = sd_table_get_crossed (table);
  JsonArray *factors = sd_parameter_get_list (rule, "factors");
  guint id = sd_table_get_id (table);
  SdParameterOwner owner = {
    .id = id, .place = sd_table_get_name (table), .member = "crossed", .parameters = rule,
    .table = table, .skip = "factors", .plain = TRUE,
  };
  Check self = { validation, table, rule, &owner };
  guint first = validation->findings->len;

  if (rule == NULL)
    return;

  _sd_validate_parameters (validation, &owner, crossed, NULL);
  if (factors == NULL || json_array_get_length (factors) == 0
      || json_array_get_length (factors) > MAX_COLUMNS)
    report (&self, "factors-number",
            _("A crossed table needs a list of 1 to 64 factors."));
  else
    check_factors (&self, factors);
  _sd_validation_offer_removal (validation, first, id, "crossed", _("Do not cross the factors"));
}
