/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Lines of the report card about the columns of a table together:
 * correlations, and rules as formulas that hold in every row.
 */

#define G_LOG_DOMAIN "sd-report-table"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-generator-info.h"
#include "sd-report-private.h"

#define MAX_COLUMNS 64

typedef struct
{
  SdReportDraft *draft;
  guint          table;
  JsonObject    *rule;
  const char    *columns[MAX_COLUMNS];
  guint          n_columns;
  char          *place;
} Rule;

/* The classes of a column whose branches go by something of which no shares are
 * declared: its correlations then hold within each. */
static gboolean
read_open_classes (SdReportDraft *self,
                   guint          table,
                   const char    *name,
                   GPtrArray     *classes)
{
  SdTable *home = sd_schema_get_table (self->schema, table);
  SdColumn *column = sd_table_find_column (home, name);
  JsonObject *parameters = sd_column_get_parameters (column);
  const char *by[SD_MAX_BY];
  const guint n = sd_parameter_get_names (parameters, "by", by, SD_MAX_BY);
  gboolean open = FALSE;

  for (guint i = 0; i < n; i++)
    {
      SdColumn *other = sd_table_find_column (home, by[i]);
      const char *generator = other != NULL ? sd_column_get_generator (other) : "";

      open |= !g_str_equal (generator, "category") && !g_str_equal (generator, "boolean");
    }
  return open && _sd_report_read_classes (self, table, parameters, classes);
}

static void
draft_correlation (SdReportDraft *self,
                   guint          table,
                   JsonObject    *correlation)
{
  SdTable *home = sd_schema_get_table (self->schema, table);
  const char *columns[2];
  const char *measure = sd_parameter_get_text (correlation, "measure", "pearson");
  const gboolean spearman = g_str_equal (measure, "spearman");
  g_autofree char *place = NULL;
  g_autoptr (GPtrArray) classes = g_ptr_array_new ();
  SdReportEntry *entry;
  gboolean found[2];
  guint index[2];

  if (sd_parameter_get_names (correlation, "columns", columns, 2) != 2)
    return;
  for (guint i = 0; i < 2; i++)
    index[i] = _sd_report_want_score (self, table, columns[i], &found[i]);
  if (!found[0] || !found[1])
    return;
  for (guint i = 0; i < 2; i++)
    {
      SdColumn *column = sd_table_find_column (home, columns[i]);

      if (column != NULL && _sd_report_is_moved (self, column))
        return;
    }
  place = g_strdup_printf ("%s: %s, %s", sd_table_get_name (home), columns[0], columns[1]);
  entry = _sd_report_add_entry (self, table, place, _("Correlation"), "CorrelationSimilarity");
  if (!read_open_classes (self, table, columns[0], classes)
      && !read_open_classes (self, table, columns[1], classes))
    g_ptr_array_add (classes, NULL);
  for (guint i = 0; i < classes->len; i++)
    _sd_report_add_facet (entry, spearman ? SD_FACET_SPEARMAN : SD_FACET_PEARSON, index[0],
                          index[1], 0, sd_parameter_get_number (correlation, "value", 0), 0,
                          classes->pdata[i], "%s%s",
                          spearman ? _("Spearman’s coefficient") : _("Pearson’s coefficient"),
                          classes->pdata[i] != NULL ? _(", within a branch") : "");
}

static void
check (const Rule *self,
       const char *property,
       const char *formula)
{
  _sd_report_add_check (self->draft, self->table, self->place, property, NULL, formula);
}

static void
draft_ordered (const Rule *self)
{
  const char *operator = sd_parameter_get_boolean (self->rule, "strict", FALSE) ? "<" : "<=";
  g_autoptr (GString) formula = g_string_new (NULL);

  for (guint i = 1; i < self->n_columns; i++)
    g_string_append_printf (formula, "%s(%s %s %s OR %s IS NULL OR %s IS NULL)",
                            i > 1 ? " AND " : "", self->columns[i - 1], operator,
                            self->columns[i], self->columns[i - 1], self->columns[i]);
  check (self, _("In order"), formula->str);
}

static void
draft_null_when (const Rule *self)
{
  const char *when = sd_parameter_get_text (self->rule, "when", "FALSE");
  const char *column = sd_parameter_get_text (self->rule, "column", "");
  g_autofree char *formula =
    g_strdup_printf (sd_parameter_get_boolean (self->rule, "exactly", TRUE)
                     ? "(%s IS NULL) = COALESCE(%s, FALSE)"
                     : "%s IS NULL OR NOT COALESCE(%s, FALSE)", column, when);

  check (self, _("Empty exactly when it must be"), formula);
}

static void
draft_together (const Rule *self)
{
  g_autoptr (GString) formula = g_string_new (NULL);

  for (guint i = 1; i < self->n_columns; i++)
    g_string_append_printf (formula, "%s(%s IS NULL) = (%s IS NULL)", i > 1 ? " AND " : "",
                            self->columns[0], self->columns[i]);
  check (self, _("Empty together"), formula->str);
}

static void
draft_exactly_one (const Rule *self)
{
  SdTable *home = sd_schema_get_table (self->draft->schema, self->table);
  g_autoptr (GString) formula = g_string_new (NULL);

  for (guint i = 0; i < self->n_columns; i++)
    {
      SdColumn *column = sd_table_find_column (home, self->columns[i]);
      const gboolean boolean = column != NULL
                               && sd_column_get_column_type (column) == SD_TYPE_BOOLEAN;

      g_string_append_printf (formula, boolean ? "%sCASE WHEN %s THEN 1 ELSE 0 END"
                                               : "%sCASE WHEN %s IS NOT NULL THEN 1 ELSE 0 END",
                              i > 0 ? " + " : "", self->columns[i]);
    }
  g_string_append (formula, " = 1");
  check (self, _("Exactly one"), formula->str);
}

static void
draft_sum (const Rule *self)
{
  const char *total_column = sd_parameter_get_text (self->rule, "total_column", NULL);
  g_autofree char *sum = NULL;
  g_autofree char *formula = NULL;
  char total[G_ASCII_DTOSTR_BUF_SIZE];
  char **names = g_new0 (char *, self->n_columns + 1);

  for (guint i = 0; i < self->n_columns; i++)
    names[i] = (char *) self->columns[i];
  sum = g_strjoinv (" + ", names);
  g_free (names);
  g_ascii_formatd (total, sizeof total, "%.9f",
                   sd_parameter_get_number (self->rule, "total", 0));
  formula = g_strdup_printf ("%s = %s", sum, total_column != NULL ? total_column : total);
  check (self, _("Sum to the whole"), formula);
}

static void
draft_check (const Rule *self)
{
  check (self, _("Condition holds"), sd_parameter_get_text (self->rule, "formula", "TRUE"));
}

static void
draft_range (const Rule *self)
{
  const double least = sd_parameter_get_number (self->rule, "min", -1e300);
  const double most = sd_parameter_get_number (self->rule, "max", 1e300);
  const char *column = sd_parameter_get_text (self->rule, "column", "");
  const char *low = sd_parameter_get_text (self->rule, "min", NULL);
  const char *high = sd_parameter_get_text (self->rule, "max", NULL);
  g_autoptr (GString) formula = g_string_new ("TRUE");
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  /* Moments may be relative to today, which a formula does not know. */
  if ((low != NULL && g_str_has_prefix (low, "today"))
      || (high != NULL && g_str_has_prefix (high, "today")))
    return;
  if (low != NULL)
    g_string_append_printf (formula, " AND %s >= '%s'", column, low);
  else if (least > -1e300)
    g_string_append_printf (formula, " AND %s >= %s", column,
                            g_ascii_formatd (number, sizeof number, "%.10f", least));
  if (high != NULL)
    g_string_append_printf (formula, " AND %s <= '%s'", column, high);
  else if (most < 1e300)
    g_string_append_printf (formula, " AND %s <= %s", column,
                            g_ascii_formatd (number, sizeof number, "%.10f", most));
  check (self, _("Within bounds"), formula->str);
}

static void
draft_rule (SdReportDraft *self,
            guint          table,
            JsonObject    *json)
{
  static const struct
  {
    const char *kind;
    void      (*draft) (const Rule *self);
  } kinds[] = {
    { "order", draft_ordered }, { "range", draft_range }, { "sum", draft_sum },
    { "exactly_one", draft_exactly_one }, { "together", draft_together },
    { "null_when", draft_null_when }, { "check", draft_check },
  };
  SdTable *home = sd_schema_get_table (self->schema, table);
  const char *kind = sd_parameter_get_text (json, "kind", "");
  Rule rule = { .draft = self, .table = table, .rule = json };
  g_autoptr (GString) place = g_string_new (sd_table_get_name (home));

  rule.n_columns = sd_parameter_get_names (json, "columns", rule.columns, MAX_COLUMNS);
  if (rule.n_columns == 0 && sd_parameter_get_text (json, "column", NULL) != NULL)
    g_string_append_printf (place, ".%s", sd_parameter_get_text (json, "column", NULL));
  for (guint i = 0; i < rule.n_columns; i++)
    g_string_append_printf (place, "%s%s", i == 0 ? ": " : ", ", rule.columns[i]);
  rule.place = place->str;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].kind, kind))
      kinds[i].draft (&rule);
}

void
_sd_report_draft_table (SdReportDraft *self,
                        guint          table)
{
  SdTable *home = sd_schema_get_table (self->schema, table);
  JsonArray *correlations = sd_table_get_correlations (home);
  JsonArray *rules = sd_table_get_rules (home);

  for (guint i = 0; correlations != NULL && i < json_array_get_length (correlations); i++)
    draft_correlation (self, table, json_array_get_object_element (correlations, i));
  for (guint i = 0; rules != NULL && i < json_array_get_length (rules); i++)
    draft_rule (self, table, json_array_get_object_element (rules, i));
}
