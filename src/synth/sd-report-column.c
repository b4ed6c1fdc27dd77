/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Lines of the report card about single columns: their law, within each branch
 * where they have branches; missing cells; bounds; regressions.
 */

#define G_LOG_DOMAIN "sd-report-column"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "sd-generator-info.h"
#include "sd-json-text.h"
#include "sd-report-private.h"
#include "sd-rule-reads-private.h"

/* More branches than these are judged together with the others. */
#define MAX_CLASSES 64
/* Longer lists of combinations are not written out. */
#define MAX_TUPLES 200

typedef struct
{
  SdReportDraft *draft;
  guint          table;
  SdColumn      *column;
  JsonObject    *parameters;
  char          *place;
} Context;

static char *
describe_class (const SdReportClass *class)
{
  const SdBranch *branch;
  g_autoptr (GString) text = g_string_new (NULL);

  if (class->branch < 0)
    return g_strdup (_("otherwise"));
  branch = &g_array_index (class->branches, SdBranch, class->branch);
  for (guint i = 0; i < class->n_by; i++)
    {
      g_autofree char *part = branch->when[i] != NULL
                              ? sd_json_to_text (branch->when[i], FALSE) : g_strdup ("*");

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", part);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
draft_law (const Context *self)
{
  const guint index = _sd_report_want_column (self->draft, self->table, self->column);
  g_autoptr (GPtrArray) classes = g_ptr_array_new ();
  g_autoptr (JsonObject) otherwise = sd_branches_get_default (self->parameters);
  SdReportEntry *entry;

  if (sd_column_get_unique (self->column))
    return;
  if (!_sd_report_read_classes (self->draft, self->table, self->parameters, classes))
    {
      entry = _sd_report_add_entry (self->draft, self->table, self->place, _("Distribution"),
                                    g_str_equal (sd_column_get_generator (self->column), "number")
                                    ? "KSComplement" : "TVComplement");
      _sd_report_draft_margin (entry, self->column, self->parameters, index, NULL, NULL);
      return;
    }
  g_ptr_array_add (self->draft->json, json_object_ref (otherwise));
  for (guint i = 0; i < MIN (classes->len, MAX_CLASSES); i++)
    {
      SdReportClass *class = classes->pdata[i];
      const SdBranch *branch = class->branch < 0
                               ? NULL : &g_array_index (class->branches, SdBranch, class->branch);
      g_autofree char *within = describe_class (class);
      g_autofree char *property = g_strdup_printf (_("Distribution where %s"), within);
      JsonObject *parameters = branch != NULL ? branch->parameters : otherwise;

      if (branch != NULL && parameters == NULL)
        parameters = otherwise;
      entry = _sd_report_add_entry (self->draft, self->table, self->place, property, NULL);
      _sd_report_draft_margin (entry, self->column, parameters, index, class, NULL);
    }
}

static guint
find_position (SdTable  *table,
               SdColumn *column)
{
  guint i = 0;

  while (sd_table_get_column (table, i) != column)
    i++;
  return i;
}

/* Shares of missing cells, on the whole and in each branch that says. */
static void
draft_missing (const Context *self)
{
  JsonObject *by = sd_column_get_missing_by (self->column);
  const char *kind = sd_parameter_get_text (by, "kind", "");
  const double share = sd_column_get_missing (self->column);
  JsonObject *source = g_str_equal (kind, "branches") ? by : self->parameters;
  g_autoptr (GPtrArray) classes = g_ptr_array_new ();
  const guint index = _sd_report_want_output (self->draft, self->table, self->column);
  SdTable *home = sd_schema_get_table (self->draft->schema, self->table);
  const guint clean = _sd_report_want_column (self->draft, self->table, self->column);
  const guint whole = clean != index ? clean : 0;
  SdReportEntry *entry = NULL;
  guint other;

  /* The line of the other column, or of the rule, says it. */
  if (g_str_equal (kind, "together")
      || sd_rule_reads_get_missing (home, find_position (home, self->column), &other)
         != SD_RULE_MISSING_OWN)
    return;
  _sd_report_read_classes (self->draft, self->table, source, classes);
  for (guint i = 0; i < MIN (classes->len, MAX_CLASSES); i++)
    {
      SdReportClass *class = classes->pdata[i];
      const SdBranch *branch = class->branch < 0
                               ? NULL : &g_array_index (class->branches, SdBranch, class->branch);
      g_autofree char *within = describe_class (class);

      if (source != by && (branch == NULL || isnan (branch->missing)))
        continue;
      if (entry == NULL)
        entry = _sd_report_add_entry (self->draft, self->table, self->place, _("Missing cells"),
                                      NULL);
      _sd_report_add_facet (entry, SD_FACET_MISSING, index, whole, 0,
                            branch != NULL && !isnan (branch->missing) ? branch->missing : share,
                            1, class, _("share where %s"), within);
    }
  if (entry != NULL || share == 0)
    return;
  entry = _sd_report_add_entry (self->draft, self->table, self->place, _("Missing cells"),
                                "MissingValueSimilarity");
  _sd_report_add_facet (entry, SD_FACET_MISSING, index, whole, 0, share, 1, NULL, _("share"));
}

static void
draft_regression (const Context *self)
{
  const char *formula = sd_parameter_get_text (self->parameters, "formula", "");
  const double noise = sd_parameter_get_number (self->parameters, "noise", NAN);
  const double r2 = sd_parameter_get_number (self->parameters, "r2", NAN);
  const guint index = _sd_report_want_column (self->draft, self->table, self->column);
  const guint fit = _sd_report_add_formula (self->draft, self->table, formula, SD_TYPE_REAL);
  SdReportEntry *entry = _sd_report_add_entry (self->draft, self->table, self->place,
                                               _("Regression"), NULL);
  SdFacet *facet;

  if (!isnan (noise))
    facet = _sd_report_add_facet (entry, SD_FACET_RESIDUAL, index, fit, 0, noise, noise, NULL,
                                  _("standard deviation around the formula"));
  else
    facet = _sd_report_add_facet (entry, SD_FACET_R2, index, fit, 0, r2, 1, NULL, "R²");
  facet->least = sd_parameter_get_number (self->parameters, "min", -INFINITY);
  facet->most = sd_parameter_get_number (self->parameters, "max", INFINITY);
}

static void
draft_logistic (const Context *self)
{
  SdReportEntry *entry = _sd_report_add_entry (self->draft, self->table, self->place,
                                               _("Share of true"), NULL);

  _sd_report_add_facet (entry, SD_FACET_SHARE_EQ,
                        _sd_report_want_column (self->draft, self->table, self->column), 0, 1,
                        sd_parameter_get_number (self->parameters, "share", 0.5), 1, NULL,
                        _("share of true"));
}

/* The owner's rows give every one of its columns a law. */
static void
draft_combination (const Context *self)
{
  SdTable *home = sd_schema_get_table (self->draft->schema, self->table);
  const char *with = sd_parameter_get_text (self->parameters, "with", NULL);
  SdColumn *owner = with != NULL ? sd_table_find_column (home, with) : self->column;
  JsonObject *source = owner != NULL ? sd_column_get_parameters (owner) : NULL;
  JsonArray *columns = sd_parameter_get_list (source, "columns");
  JsonArray *rows = sd_parameter_get_list (source, "rows");
  JsonArray *weights = sd_parameter_get_list (source, "weights");
  g_autoptr (GHashTable) shares = NULL;
  g_autoptr (JsonObject) parameters = NULL;
  JsonArray *values, *sums;
  guint at = 0;

  if (columns == NULL || rows == NULL)
    return;
  while (at < json_array_get_length (columns)
         && g_strcmp0 (json_array_get_string_element (columns, at),
                       sd_column_get_name (self->column)) != 0)
    at++;
  if (at == json_array_get_length (columns))
    return;
  shares = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  values = json_array_new ();
  sums = json_array_new ();
  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonNode *value = json_array_get_element (json_array_get_array_element (rows, i), at);
      char *text = sd_json_to_text (value, FALSE);
      const double weight = weights != NULL ? json_array_get_double_element (weights, i) : 1;
      double *sum = g_hash_table_lookup (shares, text);

      if (sum == NULL)
        {
          sum = g_new0 (double, 1);
          g_hash_table_insert (shares, g_strdup (text), sum);
          json_array_add_element (values, json_node_copy (value));
        }
      *sum += weight;
      g_free (text);
    }
  for (guint i = 0; i < json_array_get_length (values); i++)
    {
      g_autofree char *text = sd_json_to_text (json_array_get_element (values, i), FALSE);

      json_array_add_double_element (sums, *(double *) g_hash_table_lookup (shares, text));
    }
  parameters = json_object_new ();
  json_object_set_array_member (parameters, "values", values);
  json_object_set_array_member (parameters, "weights", sums);
  _sd_report_draft_list (_sd_report_add_entry (self->draft, self->table, self->place,
                                               _("Distribution"), "TVComplement"),
                         self->column, parameters,
                         _sd_report_want_column (self->draft, self->table, self->column));
}

/* A date is not before the one it comes after, nor after the one it comes
 * before. */
static void
draft_order (const Context *self,
             const char    *parameter,
             const char    *operator)
{
  const char *other = sd_parameter_get_text (self->parameters, parameter, NULL);
  g_autofree char *formula = NULL;
  g_autofree char *property = NULL;

  if (other == NULL || *other == '\0')
    return;
  formula = g_strdup_printf ("%s %s %s", sd_column_get_name (self->column), operator, other);
  property = g_strdup_printf (operator[0] == '>' ? _("Not before %s") : _("Not after %s"), other);
  _sd_report_add_check (self->draft, self->table, self->place, property, "InequalityConstraint",
                        formula);
}

static void
draft_moment (const Context *self)
{
  const char *order = sd_parameter_get_text (self->parameters, "order", "random");
  const gboolean bounded = sd_parameter_get_text (self->parameters, "after", NULL) != NULL
                           || sd_parameter_get_text (self->parameters, "before", NULL) != NULL;

  draft_order (self, "after", ">=");
  draft_order (self, "before", "<=");
  /* Rows in time order have their dates first and then parents that are old
   * enough; otherwise a bound of its own moves a row's date. */
  if ((g_str_equal (order, "row") || (g_str_equal (order, "random") && !bounded))
      && !sd_column_get_unique (self->column)
      && !json_object_has_member (self->parameters, "branches")
      && !_sd_report_is_moved (self->draft, self->column)
      && !g_str_equal (sd_parameter_get_text (self->parameters, "growth", "none"), "logistic"))
    _sd_report_draft_season (self->draft, self->table, self->column, self->place);
}

static void
draft_bounds (const Context *self)
{
  const double least = sd_parameter_get_number (self->parameters, "min", NAN);
  const double most = sd_parameter_get_number (self->parameters, "max", NAN);
  const char *name = sd_column_get_name (self->column);
  char low[G_ASCII_DTOSTR_BUF_SIZE], high[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *formula = NULL;

  if ((isnan (least) && isnan (most)) || json_object_has_member (self->parameters, "branches"))
    return;
  g_ascii_formatd (low, sizeof low, "%.10f", least);
  g_ascii_formatd (high, sizeof high, "%.10f", most);
  if (isnan (most))
    formula = g_strdup_printf ("%s >= %s", name, low);
  else if (isnan (least))
    formula = g_strdup_printf ("%s <= %s", name, high);
  else
    formula = g_strdup_printf ("%s BETWEEN %s AND %s", name, low, high);
  _sd_report_add_check (self->draft, self->table, self->place, _("Within bounds"),
                        "BoundaryAdherence", formula);
}

static void
draft_total (const Context *self)
{
  SdSchema *schema = self->draft->schema;
  const char *child = sd_parameter_get_text (self->parameters, "child", "");
  const char *column = sd_parameter_get_text (self->parameters, "column", "");
  const char *filter = sd_parameter_get_text (self->parameters, "filter", "");
  SdReportTotal total = {
    .table = self->table,
    .child = sd_schema_get_n_tables (schema),
    .value = -1,
    .filter = -1,
    .relationship = sd_parameter_get_integer (self->parameters, "relationship", 0),
    .function = sd_parameter_get_text (self->parameters, "function", "count"),
    .emptied = sd_rule_reads_empties (sd_schema_get_table (schema, self->table),
                                      sd_column_get_name (self->column)),
  };
  SdColumn *value;

  for (guint i = 0; i < sd_schema_get_n_tables (schema); i++)
    if (g_str_equal (sd_table_get_name (sd_schema_get_table (schema, i)), child))
      total.child = i;
  if (total.child == sd_schema_get_n_tables (schema))
    return;
  value = sd_table_find_column (sd_schema_get_table (schema, total.child), column);
  if (value != NULL)
    total.value = (int) _sd_report_want_column (self->draft, total.child, value);
  if (*filter != '\0')
    total.filter = (int) _sd_report_add_formula (self->draft, total.child, filter,
                                                 SD_TYPE_BOOLEAN);
  total.total = _sd_report_want_column (self->draft, self->table, self->column);
  total.place = g_strdup (self->place);
  g_array_append_val (self->draft->totals, total);
}

static void
draft_running (const Context *self)
{
  _sd_report_draft_running (self->draft, self->table, self->column, self->place);
}

static void
draft_series (const Context *self)
{
  _sd_report_draft_series (self->draft, self->table, self->column, self->place);
}

/* What is missing of a series comes in runs, whose number is not exact. */
static void
draft_drops (const Context *self)
{
  const double drops = sd_parameter_get_number (self->parameters, "drops", 0);
  SdReportEntry *entry;

  if (drops == 0 || sd_column_get_missing (self->column) > 0)
    return;
  entry = _sd_report_add_entry (self->draft, self->table, self->place, _("Drops"), NULL);
  _sd_report_add_facet (entry, SD_FACET_MISSING,
                        _sd_report_want_output (self->draft, self->table, self->column), 0, 0,
                        drops, 20, NULL, _("share"));
}

/* Every row has values that stand together in the list. */
static void
draft_tuples (const Context *self)
{
  SdTable *home = sd_schema_get_table (self->draft->schema, self->table);
  JsonArray *columns = sd_parameter_get_list (self->parameters, "columns");
  JsonArray *rows = sd_parameter_get_list (self->parameters, "rows");
  g_autoptr (GString) formula = g_string_new (NULL);

  if (columns == NULL || rows == NULL || json_array_get_length (rows) > MAX_TUPLES)
    return;
  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonArray *row = json_array_get_array_element (rows, i);

      g_string_append (formula, i > 0 ? " OR (TRUE" : "(TRUE");
      for (guint c = 0; c < json_array_get_length (columns); c++)
        {
          const char *name = json_array_get_string_element (columns, c);
          JsonNode *value = json_array_get_element (row, c);
          g_autofree char *text = _sd_report_write_literal (value);

          if (text != NULL && sd_table_find_column (home, name) != NULL)
            g_string_append_printf (formula, " AND %s = %s", name, text);
        }
      g_string_append_c (formula, ')');
    }
  _sd_report_add_check (self->draft, self->table, self->place, _("Allowed combinations"),
                        "FixedCombinations", formula->str);
}

void
_sd_report_draft_column (SdReportDraft *self,
                         guint          table,
                         SdColumn      *column)
{
  static const struct
  {
    const char *generator;
    void      (*draft) (const Context *self);
    gboolean    holds;   /* also of columns that are drawn again for a rule */
  } drafts[] = {
    { "number", draft_law, FALSE }, { "category", draft_law, FALSE },
    { "boolean", draft_law, FALSE }, { "number", draft_bounds, FALSE },
    { "regression", draft_regression, FALSE }, { "regression", draft_bounds, TRUE },
    { "logistic", draft_logistic, FALSE }, { "combination", draft_combination, FALSE },
    { "combination", draft_tuples, TRUE }, { "running", draft_running, TRUE },
    { "series", draft_drops, TRUE }, { "series", draft_series, TRUE },
    { "aggregate", draft_total, TRUE }, { "date", draft_moment, TRUE },
    { "timestamp", draft_moment, TRUE },
  };
  SdTable *home = sd_schema_get_table (self->schema, table);
  g_autofree char *place = g_strdup_printf ("%s.%s", sd_table_get_name (home),
                                            sd_column_get_name (column));
  const Context context = { self, table, column, sd_column_get_parameters (column), place };

  for (guint i = 0; i < G_N_ELEMENTS (drafts); i++)
    if (g_str_equal (drafts[i].generator, sd_column_get_generator (column))
        && (drafts[i].holds || !_sd_report_is_moved (self, column)))
      drafts[i].draft (&context);
  if (sd_column_get_missing (column) > 0 || sd_column_get_missing_by (column) != NULL
      || json_object_has_member (context.parameters, "branches"))
    draft_missing (&context);
}
