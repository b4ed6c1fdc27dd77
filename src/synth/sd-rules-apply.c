/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What rules make of a column's own values: parts of a whole, one of several,
 * cells that are empty when a condition holds or another column's are. What
 * formulas, totals and exports read is the result.
 */

#define G_LOG_DOMAIN "sd-rules-apply"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "sd-formula-node-private.h"
#include "sd-generator-info.h"
#include "sd-math.h"
#include "sd-node-rule-private.h"
#include "sd-rule-set-private.h"
#include "sd-rules-private.h"

/* Draws of formulas of rules are this far from those of the column's own. */
#define FIRST_PART 64

/* One rule at work on a column. */
typedef struct
{
  const SdColumnContext *context;
  SdRules    *rules;
  JsonObject *rule;
  guint       number;
  guint       columns[SD_RULE_COLUMNS];
  guint       n;
  guint       index;      /* of the column among them */
} Work;

static const char *
get_kind (JsonObject *rule)
{
  return sd_parameter_get_text (rule, "kind", "");
}

static SdNode *
add_node (const Work *self,
          SdNode     *node)
{
  sd_compiler_add_node (self->context->compiler, self->context->table_index, node);
  return node;
}

/* Once a rule has an error, its columns stay as they are, so that others that read
 * them have none for it. */
static gboolean
has_failed (const Work *self)
{
  g_autofree char *place = g_strdup_printf (_("%s, rule %u"),
                                            sd_table_get_name (self->context->table),
                                            self->number);
  const GPtrArray *findings = self->context->compiler->findings;

  for (guint i = 0; i < findings->len; i++)
    {
      const SdFinding *finding = findings->pdata[i];

      if (finding->severity == SD_SEVERITY_ERROR && g_str_equal (finding->place, place))
        return TRUE;
    }
  return FALSE;
}

static SdColumn *
get_column (const Work *self,
            guint       i)
{
  return sd_table_get_column (self->context->table, self->columns[i]);
}

#define fail(self, code, ...) \
  sd_rules_report ((self)->context->compiler, (self)->context->table_index, (self)->number, \
                   SD_SEVERITY_ERROR, code, __VA_ARGS__)

/* Keys are what they are: a parent cannot be dropped from a row, nor may values that
 * tell rows apart be others. @unique: whether this goes for all that are unique. */
static gboolean
refuse_keys (const Work *self,
             gboolean    unique)
{
  for (guint i = 0; i < self->n; i++)
    {
      SdColumn *column = get_column (self, i);

      if (g_str_equal (sd_column_get_generator (column), "reference"))
        fail (self, "rule-key",
              _("“%s” is a key of another table, which no rule changes; make its relationship "
                "optional, or one of several, instead."), sd_column_get_name (column));
      else if (sd_rule_reads_is_key (self->context->table, column)
               || (unique && sd_column_get_unique (column)))
        fail (self, "rule-key",
              _("The values of “%s” tell the rows apart, so no rule changes them."),
              sd_column_get_name (column));
      else
        continue;
      return FALSE;
    }
  return TRUE;
}

/* --- The parts of a whole --- */

/* The fewest decimals of the parts; real ones have none to count. */
static gboolean
get_scale (const SdNode **parts,
           guint          n,
           guint         *scale)
{
  gboolean whole = FALSE;

  *scale = 0;
  for (guint i = 0; i < n; i++)
    if (parts[i]->kind == SD_VECTOR_INT64)
      {
        *scale = whole ? MIN (*scale, parts[i]->scale) : parts[i]->scale;
        whole = TRUE;
      }
  return whole;
}

static gboolean
read_total (const Work   *self,
            SdSharesSpec *spec)
{
  const char *name = sd_parameter_get_text (self->rule, "total_column", NULL);
  double units;

  if (name != NULL)
    {
      spec->column = sd_compiler_get_column (self->context->compiler, self->context->table_index,
                                             name);
      if (spec->column == NULL)
        return FALSE;
      if (spec->whole && (spec->column->kind != SD_VECTOR_INT64
                          || spec->column->scale > spec->scale))
        fail (self, "sum-decimals",
              _("The total “%s” has more decimals than its parts, which can then not add up to "
                "it; give all parts as many."), name);
      else if (spec->column->has_range && spec->column->minimum < 0)
        fail (self, "sum-negative",
              _("The total “%s” can be negative, but no part of it is below 0; set a smallest "
                "value of 0."), name);
      else
        return TRUE;
      return FALSE;
    }
  spec->total = sd_parameter_get_number (self->rule, "total", 0);
  units = spec->whole ? spec->total * (double) sd_pow10[spec->scale] : spec->total;
  if (!(units >= 0 && units < 0x1p60))
    fail (self, "sum-negative", _("The total of parts that are not below 0 cannot be negative."));
  else if (spec->whole && fabs (units - sd_round (units)) > 1e-6)
    fail (self, "sum-decimals", _("The total has more decimals than its parts."));
  else
    {
      spec->total = spec->whole ? sd_round (units) : units;
      return TRUE;
    }
  return FALSE;
}

/* The parts are changed so that they add up: what other rows say is none. */
static gboolean
refuse_fixed (const Work *self)
{
  static const char * const fixed[] = { "aggregate", "ordinal", "running", NULL };

  for (guint i = 0; i < self->n; i++)
    {
      SdColumn *column = get_column (self, i);

      if (!g_strv_contains (fixed, sd_column_get_generator (column)))
        continue;
      fail (self, "rule-other-rows",
            _("“%s” is worked out from other rows, so that it cannot be changed to be a part of "
              "a whole."), sd_column_get_name (column));
      return FALSE;
    }
  return TRUE;
}

static SdNode *
make_shares (SdCompiler *compiler,
             guint       table,
             gpointer    data)
{
  const Work *self = data;
  const SdNode *parts[SD_RULE_COLUMNS];
  SdSharesSpec spec = { .n = self->n, .parts = parts };

  if (!refuse_keys (self, TRUE) || !refuse_fixed (self))
    return NULL;
  for (guint i = 0; i < self->n; i++)
    {
      parts[i] = sd_compiler_get_raw (compiler, table, self->columns[i]);
      if (parts[i] == NULL)
        return NULL;
      if (parts[i]->kind != SD_VECTOR_INT64 && parts[i]->kind != SD_VECTOR_DOUBLE)
        {
          fail (self, "sum-no-number", _("“%s” is no number and cannot be a part of a whole."),
                sd_column_get_name (get_column (self, i)));
          return NULL;
        }
    }
  spec.whole = get_scale (parts, self->n, &spec.scale);
  return read_total (self, &spec) ? sd_shares_node_new (&spec) : NULL;
}

static SdNode *
apply_sum (Work   *self,
           SdNode *node)
{
  g_autofree char *key = g_strdup_printf ("rule/%u", self->number);
  const SdNode *shares = sd_compiler_share_node (self->context->compiler,
                                                 self->context->table_index, key, make_shares,
                                                 self);

  if (shares == NULL)
    return node;
  self->rules->moved[self->columns[self->index]] = TRUE;
  return add_node (self, sd_part_node_new (node, shares, self->index));
}

/* --- One of several --- */

/* The weights as given; else the shares of booleans, which ask for the same; else
 * all alike. */
static void
read_weights (const Work *self,
              double     *weights)
{
  JsonArray *list = sd_parameter_get_list (self->rule, "weights");
  double sum = 0;

  for (guint i = 0; i < self->n; i++)
    {
      SdColumn *column = get_column (self, i);

      weights[i] = 1;
      if (list != NULL && i < json_array_get_length (list))
        weights[i] = MAX (json_array_get_double_element (list, i), 0);
      else if (g_str_equal (sd_column_get_generator (column), "boolean"))
        weights[i] = CLAMP (sd_parameter_get_number (sd_column_get_parameters (column), "share",
                                                     0.5), 0, 1);
      sum += weights[i];
    }
  for (guint i = 0; i < self->n && !(sum > 0 && isfinite (sum)); i++)
    weights[i] = 1;
}

static SdNode *
make_choice (SdCompiler *compiler,
             guint       table,
             gpointer    data)
{
  const Work *self = data;
  const SdColumnContext *context = self->context;
  SdSource source = { .node = -1 };
  double weights[SD_RULE_COLUMNS];

  if (!refuse_keys (self, FALSE))
    return NULL;
  read_weights (self, weights);
  sd_draw_init (&source.draw, context->seed, sd_table_get_id (context->table),
                sd_column_get_id (get_column (self, 0)), SD_LANE_RULE, 0, context->n_rows,
                context->margins);
  return sd_choice_node_new (&source, weights, self->n);
}

static SdNode *
apply_exactly_one (Work   *self,
                   SdNode *node)
{
  g_autofree char *key = g_strdup_printf ("rule/%u", self->number);
  const SdNode *choice = sd_compiler_share_node (self->context->compiler,
                                                 self->context->table_index, key, make_choice,
                                                 self);

  if (choice == NULL)
    return node;
  if (node->has_null && node->type != SD_TYPE_BOOLEAN)
    {
      fail (self, "rule-empty",
            _("“%s” can be empty for other reasons, so that a row may have none of the "
              "columns."), sd_column_get_name (get_column (self, self->index)));
      return node;
    }
  self->rules->moved[self->columns[self->index]] |= node->type == SD_TYPE_BOOLEAN;
  return add_node (self, sd_chosen_node_new (node, choice, self->index));
}

/* --- Empty cells --- */

static SdNode *
make_when (SdCompiler *compiler,
           guint       table,
           gpointer    data)
{
  const Work *self = data;
  const SdFormulaTarget boolean = { { SD_VALUE_BOOLEAN, 0 }, 0 };
  guint n_parts = FIRST_PART + self->number % 256;
  const SdFormulaPlace place = { self->context, self->context->table, table, &n_parts };

  return sd_formula_node_new_text (&place, sd_parameter_get_text (self->rule, "when", "FALSE"),
                                   &boolean);
}

/* Conditions of all columns marked. FALSE with findings. */
static gboolean
add_conditions (const SdColumnContext *context,
                const guint8          *marked,
                GPtrArray             *when)
{
  JsonArray *list = sd_table_get_rules (context->table);

  for (guint r = 0; r < json_array_get_length (list); r++)
    {
      Work work = { context, sd_rules_get (context->compiler, context->table_index),
                    json_array_get_object_element (list, r), r + 1 };
      g_autofree char *key = g_strdup_printf ("rule/%u", r + 1);
      SdNode *node;

      if (!g_str_equal (get_kind (work.rule), "null_when"))
        continue;
      work.n = sd_rule_reads_get_columns (context->table, work.rule, work.columns);
      if (work.n != 1 || !marked[work.columns[0]])
        continue;
      if (!has_failed (&work) && !refuse_keys (&work, FALSE))
        return FALSE;
      node = sd_compiler_share_node (context->compiler, context->table_index, key, make_when,
                                     &work);
      if (node == NULL)
        return FALSE;
      g_ptr_array_add (when, node);
    }
  return TRUE;
}

/* Generators whose values may be NULL of themselves. */
static gboolean
may_be_empty (SdColumn *column)
{
  static const char * const generators[] = {
    "formula", "reference", "regression", "running", "series", "stage", NULL
  };

  return g_strv_contains (generators, sd_column_get_generator (column));
}

/* Other columns whose own empty cells count; one that is made from any of them is
 * empty when it is. */
static gboolean
add_others (const SdColumnContext *context,
            guint                  position,
            const guint8          *marked,
            GPtrArray             *others)
{
  const guint n = sd_table_get_n_columns (context->table);

  for (guint i = 0; i < n; i++)
    {
      SdColumn *column = sd_table_get_column (context->table, i);
      g_autofree guint8 *seen = g_new0 (guint8, n);
      gboolean follows = FALSE;
      SdNode *node;

      if (!marked[i] || i == position || !may_be_empty (column))
        continue;
      sd_rule_reads_formula (context->table,
                             sd_parameter_get_text (sd_column_get_parameters (column), "formula",
                                                    ""), seen);
      for (guint k = 0; k < n; k++)
        follows |= k != i && marked[k] && seen[k];
      if (follows)
        continue;
      node = sd_compiler_get_raw (context->compiler, context->table_index, i);
      if (node == NULL)
        return FALSE;
      if (node->has_null)
        g_ptr_array_add (others, node);
    }
  return TRUE;
}

/* The number of the first rule that keeps the column together with others. */
static guint
find_together (SdTable *table,
               guint    position)
{
  JsonArray *list = sd_table_get_rules (table);

  for (guint r = 0; r < json_array_get_length (list); r++)
    {
      JsonObject *rule = json_array_get_object_element (list, r);
      guint columns[SD_RULE_COLUMNS];
      const guint n = sd_rule_reads_get_columns (table, rule, columns);

      for (guint i = 0; i < n; i++)
        if (columns[i] == position && g_str_equal (get_kind (rule), "together"))
          return r + 1;
    }
  return 1;
}

static SdNode *
apply_empty (const SdColumnContext *context,
             guint                  position,
             SdNode                *node)
{
  g_autofree guint8 *marked = g_new0 (guint8, sd_table_get_n_columns (context->table));
  g_autoptr (GPtrArray) when = g_ptr_array_new ();
  g_autoptr (GPtrArray) others = g_ptr_array_new ();

  sd_rule_reads_mark_together (context->table, position, marked);
  if (!add_conditions (context, marked, when) || !add_others (context, position, marked, others))
    return NULL;
  if ((when->len == 0 && others->len == 0) || sd_rule_reads_is_key (context->table, context->column))
    return node;
  if (g_str_equal (sd_column_get_generator (context->column), "reference"))
    {
      sd_rules_report (context->compiler, context->table_index,
                       find_together (context->table, position), SD_SEVERITY_ERROR, "rule-key",
                       _("“%s” is a key of another table, which cannot be emptied where another "
                         "column is; let the other columns be empty where it is."),
                       sd_column_get_name (context->column));
      return node;
    }
  node = sd_emptied_node_new (node, when->len, (const SdNode **) when->pdata, others->len,
                              (const SdNode **) others->pdata);
  sd_compiler_add_node (context->compiler, context->table_index, node);
  return node;
}

/* A column that is to be empty exactly when a condition holds, but may be so for
 * reasons of its own. */
static void
check_exactly (Work         *self,
               const SdNode *node)
{
  g_autofree char *member = g_strdup_printf ("rules[%u].exactly", self->number - 1);
  SdFinding *finding;

  if (!node->has_null || !sd_parameter_get_boolean (self->rule, "exactly", TRUE))
    return;
  finding = sd_rules_report (self->context->compiler, self->context->table_index, self->number,
                             SD_SEVERITY_WARNING, "rule-empty",
                             _("“%s” may be empty for other reasons as well, also in rows for "
                               "which the condition does not hold."),
                             sd_column_get_name (self->context->column));
  sd_finding_add_fix (finding, sd_table_get_id (self->context->table), member,
                      json_node_init_boolean (json_node_alloc (), FALSE),
                      _("Let it be empty otherwise too"));
}

SdNode *
sd_rules_apply (const SdColumnContext *context,
                SdNode                *node)
{
  static const struct
  {
    const char *kind;
    SdNode   *(*apply) (Work *self, SdNode *node);
  } kinds[] = { { "sum", apply_sum }, { "exactly_one", apply_exactly_one } };
  SdRules *rules = sd_rules_get (context->compiler, context->table_index);
  JsonArray *list = sd_table_get_rules (context->table);
  guint position = 0;

  if (rules == NULL)
    return node;
  while (sd_table_get_column (context->table, position) != context->column)
    position++;
  for (guint r = 0; r < json_array_get_length (list); r++)
    {
      Work work = { context, rules, json_array_get_object_element (list, r), r + 1 };

      work.n = sd_rule_reads_get_columns (context->table, work.rule, work.columns);
      while (work.index < work.n && work.columns[work.index] != position)
        work.index++;
      if (work.index == work.n)
        continue;
      if (g_str_equal (get_kind (work.rule), "null_when"))
        check_exactly (&work, node);
      if (g_str_equal (get_kind (work.rule), "together") && !has_failed (&work)
          && sd_rule_reads_is_key (context->table, context->column))
        fail (&work, "rule-key", _("The values of “%s” tell the rows apart, so none can be empty."),
              sd_column_get_name (context->column));
      for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
        if (g_str_equal (kinds[i].kind, get_kind (work.rule)) && !has_failed (&work))
          node = kinds[i].apply (&work, node);
    }
  return apply_empty (context, position, node);
}

/* --- Missing cells on top --- */

static void
note_dropped (SdCompiler *compiler,
              guint       table,
              guint       position,
              guint       number)
{
  SdColumn *column = sd_table_get_column (compiler->tables[table].table, position);
  SdFinding *finding =
    sd_rules_report (compiler, table, number, SD_SEVERITY_NOTE, "rule-missing",
                     _("The rule says when “%s” is empty, so its share of missing cells does not "
                       "count."), sd_column_get_name (column));

  sd_finding_add_fix (finding, sd_column_get_id (column), "missing", NULL,
                      _("Remove the share of missing cells"));
}

static void
note_other (SdCompiler *compiler,
            guint       table,
            guint       position,
            guint       other)
{
  SdTable *home = compiler->tables[table].table;
  const char *own = sd_column_get_name (sd_table_get_column (home, position));

  sd_compiler_add_finding (compiler,
                           sd_finding_new (SD_SEVERITY_NOTE, "rule-missing-together",
                                           sd_table_get_id (home), sd_table_get_name (home),
                                           _("“%s” is missing where “%s” is, whose share of "
                                             "missing cells counts for both."), own,
                                           sd_column_get_name (sd_table_get_column (home, other))));
}

SdRuleMissing
sd_rules_get_missing (SdCompiler *compiler,
                      guint       table,
                      guint       position,
                      guint      *other)
{
  SdTable *home = compiler->tables[table].table;
  const gboolean own = sd_rule_reads_has_missing (sd_table_get_column (home, position));
  SdRuleMissing result;

  if (sd_rules_get (compiler, table) == NULL)
    return SD_RULE_MISSING_OWN;
  result = sd_rule_reads_get_missing (home, position, other);
  if (own && result == SD_RULE_MISSING_NONE)
    note_dropped (compiler, table, position, *other);
  if (own && result == SD_RULE_MISSING_OTHER)
    note_other (compiler, table, position, *other);
  return result;
}
