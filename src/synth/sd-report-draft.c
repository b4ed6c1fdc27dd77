/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The lines of a report card while they are gathered, and the columns that the
 * report adds to its own copy of the document. A new column changes no other
 * (ENGINE.md §8), so what is measured is what is exported.
 */

#define G_LOG_DOMAIN "sd-report-draft"

#include "config.h"

#include <math.h>
#include <string.h>

#include "sd-generator-info.h"
#include "sd-json-text.h"
#include "sd-report-private.h"
#include "sd-rules-private.h"
#include "sd-schema-file.h"

static guint
find_column (SdTable    *table,
             const char *name)
{
  for (guint i = 0; i < sd_table_get_n_columns (table); i++)
    if (g_str_equal (sd_column_get_name (sd_table_get_column (table, i)), name))
      return i;
  return G_MAXUINT;
}

static guint
want (SdReportDraft *self,
      guint          table,
      const char    *name)
{
  g_hash_table_add (g_array_index (self->wanted, GHashTable *, table), g_strdup (name));
  return find_column (sd_schema_get_table (self->made, table), name);
}

/* The same column is not added twice. */
static guint
add_column (SdReportDraft *self,
            guint          table,
            const char    *generator,
            JsonObject    *parameters,
            SdColumn      *like,
            SdType         type)
{
  SdTable *home = sd_schema_get_table (self->made, table);
  g_autofree char *name = g_strdup_printf ("report_%u", sd_table_get_n_columns (home));
  SdColumn *column = sd_column_new (name, type);
  guint index;

  if (like != NULL && type == SD_TYPE_DECIMAL)
    sd_column_set_decimal (column, sd_column_get_precision (like), sd_column_get_scale (like));
  sd_column_set_nullable (column, TRUE);
  sd_column_set_generator (column, generator, parameters);
  sd_schema_add_column (self->made, home, column, sd_table_get_n_columns (home));
  index = want (self, table, sd_column_get_name (column));
  g_object_unref (column);
  return index;
}

static guint
add_formula (SdReportDraft *self,
             guint          table,
             const char    *formula,
             SdColumn      *like,
             SdType         type)
{
  SdTable *home = sd_schema_get_table (self->made, table);
  JsonObject *parameters = json_object_new ();

  for (guint i = 0; i < sd_table_get_n_columns (home); i++)
    {
      SdColumn *column = sd_table_get_column (home, i);

      if (g_str_has_prefix (sd_column_get_name (column), "report_")
          && sd_column_get_column_type (column) == type
          && g_strcmp0 (sd_parameter_get_text (sd_column_get_parameters (column), "formula", NULL),
                        formula) == 0)
        {
          json_object_unref (parameters);
          return i;
        }
    }
  json_object_set_string_member (parameters, "formula", formula);
  return add_column (self, table, "formula", parameters, like, type);
}

guint
_sd_report_add_formula (SdReportDraft *self,
                        guint          table,
                        const char    *formula,
                        SdType         type)
{
  return add_formula (self, table, formula, NULL, type);
}

guint
_sd_report_add_child_count (SdReportDraft  *self,
                            guint           table,
                            SdRelationship *relationship)
{
  JsonObject *parameters = json_object_new ();

  json_object_set_string_member (parameters, "function", "count");
  json_object_set_string_member (parameters, "child",
                                 sd_relationship_get_child_table (relationship));
  json_object_set_int_member (parameters, "relationship", sd_relationship_get_id (relationship));
  return add_column (self, table, "aggregate", parameters, NULL, SD_TYPE_INTEGER);
}

guint
_sd_report_want_column (SdReportDraft *self,
                        guint          table,
                        SdColumn      *column)
{
  const char *name = sd_column_get_name (column);

  if (sd_column_get_missing (column) == 0 && sd_column_get_missing_by (column) == NULL)
    return want (self, table, name);
  return add_formula (self, table, name, column, sd_column_get_column_type (column));
}

guint
_sd_report_want_output (SdReportDraft *self,
                        guint          table,
                        SdColumn      *column)
{
  return want (self, table, sd_column_get_name (column));
}

/* The column that a path leads to, nullable. */
static SdColumn *
follow (SdReportDraft *self,
        guint          table,
        const char    *path)
{
  SdTable *home = sd_schema_get_table (self->schema, table);
  g_auto (GStrv) parts = g_strsplit (path, ".", 2);
  SdRelationship *relationship;
  SdTable *parent;

  if (parts[0] == NULL || parts[1] == NULL)
    return sd_table_find_column (home, path);
  relationship = sd_schema_find_relationship (self->schema, home, parts[0]);
  parent = sd_schema_find_table (self->schema,
                                 relationship != NULL
                                 ? sd_relationship_get_parent_table (relationship) : parts[0]);
  return parent != NULL ? sd_table_find_column (parent, parts[1]) : NULL;
}

guint
_sd_report_want_path (SdReportDraft *self,
                      guint          table,
                      const char    *path,
                      gboolean      *found)
{
  SdColumn *column = follow (self, table, path);

  *found = column != NULL;
  if (column == NULL)
    return 0;
  if (strchr (path, '.') == NULL)
    return _sd_report_want_column (self, table, column);
  return add_formula (self, table, path, column, sd_column_get_column_type (column));
}

/* @value as a formula writes it; NULL for what is no number, text or boolean. */
char *
_sd_report_write_literal (JsonNode *value)
{
  g_auto (GStrv) parts = NULL;
  g_autofree char *text = NULL;

  if (!JSON_NODE_HOLDS_VALUE (value))
    return NULL;
  if (json_node_get_value_type (value) != G_TYPE_STRING)
    return sd_json_to_text (value, FALSE);
  parts = g_strsplit (json_node_get_string (value), "'", -1);
  text = g_strjoinv ("''", parts);
  return g_strdup_printf ("'%s'", text);
}

/* A category's place in its list, as correlations see it. */
static char *
write_score (SdColumn   *column,
             const char *path)
{
  JsonArray *values = sd_parameter_get_list (sd_column_get_parameters (column), "values");
  g_autoptr (GString) formula = NULL;

  if (sd_column_get_column_type (column) != SD_TYPE_TEXT || values == NULL
      || json_array_get_length (values) > 100)
    return NULL;
  formula = g_string_new ("CASE ");
  g_string_append (formula, path);
  for (guint i = 0; i < json_array_get_length (values); i++)
    {
      g_autofree char *text = _sd_report_write_literal (json_array_get_element (values, i));

      if (text != NULL)
        g_string_append_printf (formula, " WHEN %s THEN %u", text, i);
    }
  g_string_append (formula, " END");
  return g_string_free (g_steal_pointer (&formula), FALSE);
}

guint
_sd_report_want_score (SdReportDraft *self,
                       guint          table,
                       const char    *path,
                       gboolean      *found)
{
  SdColumn *column = follow (self, table, path);
  g_autofree char *score = column != NULL ? write_score (column, path) : NULL;

  *found = column != NULL
           && (score != NULL || sd_column_get_column_type (column) < SD_TYPE_TEXT
               || (sd_column_get_column_type (column) > SD_TYPE_TEXT
                   && sd_column_get_column_type (column) < SD_TYPE_UUID));
  if (!*found)
    return 0;
  return score != NULL ? _sd_report_add_formula (self, table, score, SD_TYPE_INTEGER)
                       : _sd_report_want_path (self, table, path, found);
}

static void
facet_free (gpointer data)
{
  SdFacet *self = data;

  g_free (self->label);
  g_array_unref (self->ensemble);
  g_free (self);
}

void
_sd_report_entry_free (gpointer data)
{
  SdReportEntry *self = data;

  g_ptr_array_unref (self->facets);
  g_free (self->line.table);
  g_free (self->line.place);
  g_free (self->line.property);
  g_free (self->line.detail);
  g_free (self);
}

SdReportEntry *
_sd_report_add_entry (SdReportDraft *self,
                      guint          table,
                      const char    *place,
                      const char    *property,
                      const char    *metric)
{
  SdReportEntry *entry = g_new0 (SdReportEntry, 1);

  entry->table = table;
  entry->facets = g_ptr_array_new_with_free_func (facet_free);
  entry->line.table = g_strdup (sd_table_get_name (sd_schema_get_table (self->schema, table)));
  entry->line.place = g_strdup (place);
  entry->line.property = g_strdup (property);
  entry->line.metric = metric;
  entry->line.target = entry->line.measured = entry->line.p = entry->line.score = NAN;
  g_ptr_array_add (self->entries, entry);
  return entry;
}

SdFacet *
_sd_report_add_facet (SdReportEntry *entry,
                      SdFacetKind    kind,
                      guint          column,
                      guint          other,
                      double         x,
                      double         target,
                      double         scale,
                      SdReportClass *rows,
                      const char    *label_format,
                      ...)
{
  SdFacet *facet = g_new0 (SdFacet, 1);
  va_list args;

  va_start (args, label_format);
  facet->label = g_strdup_vprintf (label_format, args);
  va_end (args);
  facet->kind = kind;
  facet->column = column;
  facet->other = other;
  facet->x = x;
  facet->target = target;
  facet->scale = scale;
  facet->rows = rows;
  facet->ensemble = g_array_new (FALSE, FALSE, sizeof (double));
  facet->measured = facet->p = NAN;
  g_ptr_array_add (entry->facets, facet);
  return facet;
}

SdFacet *
_sd_report_add_ratio (SdReportEntry *entry,
                      guint          column,
                      SdReportClass *rows,
                      SdReportClass *base,
                      double         target,
                      const char    *label_format,
                      ...)
{
  g_autofree char *label = NULL;
  SdFacet *facet;
  va_list args;

  va_start (args, label_format);
  label = g_strdup_vprintf (label_format, args);
  va_end (args);
  facet = _sd_report_add_facet (entry, SD_FACET_RATIO, column, 0, 0, target, target, rows,
                                "%s", label);
  facet->base = base;
  return facet;
}

void
_sd_report_add_count (SdReportDraft *self,
                      guint          table,
                      const char    *place,
                      const char    *property,
                      const char    *metric,
                      guint64        right,
                      guint64        all)
{
  SdReportEntry *entry = _sd_report_add_entry (self, table, place, property, metric);

  entry->line.target = (double) all;
  entry->line.measured = (double) right;
  entry->line.n_rows = all;
  entry->line.score = all > 0 ? (double) right / (double) all : 1;
  entry->line.verdict = right == all ? SD_VERDICT_DECLARED : SD_VERDICT_OFF;
}

void
_sd_report_add_check (SdReportDraft *self,
                      guint          table,
                      const char    *place,
                      const char    *property,
                      const char    *metric,
                      const char    *formula)
{
  SdReportCheck check = {
    .table = table,
    .column = _sd_report_add_formula (self, table, formula, SD_TYPE_BOOLEAN),
    .place = g_strdup (place),
    .property = g_strdup (property),
    .metric = metric,
  };

  g_array_append_val (self->checks, check);
}

static void
class_free (gpointer data)
{
  SdReportClass *self = data;

  g_array_unref (self->branches);
  g_free (self);
}

static void
free_check (gpointer data)
{
  SdReportCheck *check = data;

  g_free (check->place);
  g_free (check->property);
}

static void
free_total (gpointer data)
{
  SdReportTotal *total = data;

  g_free (total->place);
}

static void
free_running (gpointer data)
{
  SdReportRunning *running = data;

  g_free ((char *) running->place);
}

/* Only the plan knows which columns are drawn again. */
static void
find_moved (SdReportDraft *self)
{
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (SdPlan) plan = NULL;
  gboolean has_rules = FALSE;

  self->moved = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < sd_schema_get_n_tables (self->schema); i++)
    has_rules |= sd_table_get_rules (sd_schema_get_table (self->schema, i)) != NULL;
  if (has_rules)
    plan = sd_plan_new (self->schema, &findings);
  for (guint t = 0; plan != NULL && t < sd_plan_get_n_tables (plan); t++)
    {
      const SdPlanTable *table = sd_plan_get_table (plan, t);

      for (guint c = 0; c < table->n_columns; c++)
        if (table->columns[c].moved)
          g_hash_table_add (self->moved, GUINT_TO_POINTER (table->columns[c].id));
    }
}

gboolean
_sd_report_is_moved (SdReportDraft *self,
                     SdColumn      *column)
{
  return g_hash_table_contains (self->moved, GUINT_TO_POINTER (sd_column_get_id (column)));
}

gboolean
_sd_report_draft_init (SdReportDraft  *self,
                       SdSchema       *schema,
                       SdSchema       *made_from,
                       GError        **error)
{
  g_autoptr (JsonNode) json = sd_schema_to_json (made_from);

  /* A column with a range is judged by its law within it. */
  *self = (SdReportDraft) { .schema = sd_rules_fold_ranges (schema) };
  self->made = sd_schema_new_from_json (json, error);
  if (self->made == NULL)
    return FALSE;
  /* What is declared, mess aside, is declared of the clean data. */
  sd_schema_set_messy (self->made, FALSE);
  self->entries = g_ptr_array_new_with_free_func (_sd_report_entry_free);
  self->classes = g_ptr_array_new_with_free_func (class_free);
  self->json = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  self->checks = g_array_new (FALSE, FALSE, sizeof (SdReportCheck));
  g_array_set_clear_func (self->checks, free_check);
  self->totals = g_array_new (FALSE, FALSE, sizeof (SdReportTotal));
  g_array_set_clear_func (self->totals, free_total);
  self->runnings = g_array_new (FALSE, FALSE, sizeof (SdReportRunning));
  g_array_set_clear_func (self->runnings, free_running);
  self->wanted = g_array_new (FALSE, FALSE, sizeof (GHashTable *));
  find_moved (self);
  for (guint i = 0; i < sd_schema_get_n_tables (schema); i++)
    {
      GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

      g_array_append_val (self->wanted, names);
    }
  return TRUE;
}

void
_sd_report_draft_clear (SdReportDraft *self)
{
  g_clear_object (&self->made);
  g_clear_object (&self->schema);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_pointer (&self->classes, g_ptr_array_unref);
  g_clear_pointer (&self->json, g_ptr_array_unref);
  g_clear_pointer (&self->checks, g_array_unref);
  g_clear_pointer (&self->totals, g_array_unref);
  g_clear_pointer (&self->runnings, g_array_unref);
  g_clear_pointer (&self->moved, g_hash_table_unref);
  for (guint i = 0; self->wanted != NULL && i < self->wanted->len; i++)
    g_hash_table_unref (g_array_index (self->wanted, GHashTable *, i));
  g_clear_pointer (&self->wanted, g_array_unref);
}

/* Whether the columns that @by names can be read. */
gboolean
_sd_report_read_classes (SdReportDraft *self,
                         guint          table,
                         JsonObject    *parameters,
                         GPtrArray     *classes)
{
  const char *by[SD_MAX_BY];
  GArray *branches;
  SdReportClass model = { 0 };

  if (!sd_branches_read (parameters, &model.n_by, by, &branches))
    return FALSE;
  g_ptr_array_add (self->json, json_object_ref (parameters));
  for (guint i = 0; i < model.n_by; i++)
    {
      gboolean found;

      model.columns[i] = _sd_report_want_path (self, table, by[i], &found);
      if (!found)
        {
          g_array_unref (branches);
          return FALSE;
        }
    }
  for (int b = -1; b < (int) branches->len; b++)
    {
      SdReportClass *class = g_memdup2 (&model, sizeof model);

      class->branches = g_array_ref (branches);
      class->branch = b;
      g_ptr_array_add (self->classes, class);
      g_ptr_array_add (classes, class);
    }
  g_array_unref (branches);
  return TRUE;
}
