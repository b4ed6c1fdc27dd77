/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Columns in order. A moment that is drawn after the other one is so already; two
 * drawn columns of which one's law lies above the other's are coupled; what is
 * left is a condition.
 */

#define G_LOG_DOMAIN "sd-rules-order"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "sd-calendar.h"
#include "sd-coupling-private.h"
#include "sd-generator-info.h"
#include "sd-math.h"
#include "sd-rule-set-private.h"
#include "sd-rules-private.h"

static SdColumn *
get_column (SdCompiler *compiler,
            guint       table,
            guint       position)
{
  return sd_table_get_column (compiler->tables[table].table, position);
}

/* Whether @b is drawn so that it comes after @a. */
static gboolean
is_after (SdColumn *a,
          SdColumn *b,
          gboolean  strict)
{
  static const char * const moments[] = { "date", "timestamp", NULL };
  JsonObject *parameters = sd_column_get_parameters (b);
  const double gap = sd_parameter_get_number (parameters, "min_days", 0);

  return g_strv_contains (moments, sd_column_get_generator (b))
         && g_str_equal (sd_parameter_get_text (parameters, "after", ""), sd_column_get_name (a))
         && g_str_equal (sd_parameter_get_text (parameters, "order", "random"), "random")
         && !json_object_has_member (parameters, "branches")
         && (strict ? gap > 0 : gap >= 0);
}

void
sd_rules_read_order (SdCompiler *compiler,
                     guint       table,
                     guint       number,
                     JsonObject *rule)
{
  const gboolean strict = sd_parameter_get_boolean (rule, "strict", FALSE);
  guint columns[SD_RULE_COLUMNS];
  const guint n = sd_rule_reads_get_columns (compiler->tables[table].table, rule, columns);

  for (guint i = 1; i < n; i++)
    {
      const SdRulePair pair = { columns[i - 1], columns[i], strict, number, -1, NULL, NAN };

      if (!is_after (get_column (compiler, table, pair.a), get_column (compiler, table, pair.b),
                     strict))
        g_array_append_val (sd_rules_get (compiler, table)->pairs, pair);
    }
}

/* Numbers and moments that follow one law, whatever the other columns are. */
static gboolean
has_one_law (SdColumn *column)
{
  static const char * const generators[] = { "date", "number", "time", "timestamp", NULL };
  JsonObject *parameters = sd_column_get_parameters (column);

  return g_strv_contains (generators, sd_column_get_generator (column))
         && sd_rule_reads_is_drawn (column)
         && (parameters == NULL || !json_object_has_member (parameters, "branches"))
         && sd_parameter_get_text (parameters, "after", NULL) == NULL
         && sd_parameter_get_text (parameters, "before", NULL) == NULL;
}

/* The correlation that is declared of both, NaN for none; FALSE when @b has one
 * with a third column. */
static gboolean
get_correlation (SdTable  *table,
                 SdColumn *a,
                 SdColumn *b,
                 double   *value,
                 gboolean *ranks)
{
  JsonArray *list = sd_table_get_correlations (table);

  *value = NAN;
  *ranks = FALSE;
  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonObject *correlation = json_array_get_object_element (list, i);
      const char *names[2];

      if (sd_parameter_get_names (correlation, "columns", names, 2) != 2
          || (!g_str_equal (names[0], sd_column_get_name (b))
              && !g_str_equal (names[1], sd_column_get_name (b))))
        continue;
      if (!g_str_equal (names[0], sd_column_get_name (a))
          && !g_str_equal (names[1], sd_column_get_name (a)))
        return FALSE;
      *value = sd_parameter_get_number (correlation, "value", 0);
      *ranks = g_str_equal (sd_parameter_get_text (correlation, "measure", "pearson"), "spearman");
    }
  return TRUE;
}

static gboolean
names_column (JsonObject *object,
              const char *member,
              SdColumn   *column)
{
  return object != NULL
         && g_str_equal (sd_parameter_get_text (object, member, ""), sd_column_get_name (column));
}

/* Whether parents or children have an effect on the column, or it on them. */
static gboolean
has_effects (SdCompiler *compiler,
             guint       table,
             SdColumn   *column)
{
  const char *home = sd_table_get_name (compiler->tables[table].table);

  for (guint i = 0; i < sd_schema_get_n_relationships (compiler->schema); i++)
    {
      SdRelationship *relationship = sd_schema_get_relationship (compiler->schema, i);
      const gboolean child = g_str_equal (sd_relationship_get_child_table (relationship), home);
      const gboolean parent = g_str_equal (sd_relationship_get_parent_table (relationship), home);
      JsonArray *effects = sd_relationship_get_effects (relationship);

      if (parent && names_column (sd_relationship_get_count_effect (relationship), "column",
                                  column))
        return TRUE;
      for (guint k = 0; effects != NULL && k < json_array_get_length (effects); k++)
        {
          JsonObject *effect = json_array_get_object_element (effects, k);

          if ((child && names_column (effect, "child", column))
              || (parent && names_column (effect, "parent", column)))
            return TRUE;
        }
    }
  return FALSE;
}

/* What a column's scores are multiplied with, so that they can be compared. */
static double
get_unit (const SdMargin *margin,
          const SdMargin *other)
{
  if (margin->type == SD_TYPE_DATE)
    return other->type == SD_TYPE_TIMESTAMP ? (double) SD_USEC_PER_DAY : 1;
  if (margin->kind == SD_VECTOR_DOUBLE || other->kind == SD_VECTOR_DOUBLE)
    return margin->kind == SD_VECTOR_DOUBLE ? 1 : 1 / (double) sd_pow10[margin->scale];
  return (double) sd_pow10[MAX (margin->scale, other->scale) - margin->scale];
}

static SdMargin *
get_margin (SdCompiler *compiler,
            guint       table,
            guint       position)
{
  const guint n_findings = compiler->findings->len;
  SdColumnContext context;
  SdMargin *margin;

  sd_compiler_init_context (compiler, table, position, &context);
  margin = sd_margin_new (&context, sd_column_get_parameters (context.column));
  /* The column tells the same itself. */
  g_ptr_array_set_size (compiler->findings, (int) n_findings);
  return margin;
}

/* FALSE when the pair cannot be coupled. */
static gboolean
couple (SdCompiler *compiler,
        guint       table,
        SdRulePair *pair)
{
  SdColumn *a = get_column (compiler, table, pair->a);
  SdColumn *b = get_column (compiler, table, pair->b);
  SdCouplingSpec spec = { .strict = pair->strict };
  SdTable *home = compiler->tables[table].table;

  if (!has_one_law (a) || !has_one_law (b) || sd_rule_reads_is_key (home, b)
      || sd_rule_reads_is_part (home, a) || sd_rule_reads_is_part (home, b)
      || has_effects (compiler, table, b)
      || !get_correlation (home, a, b, &spec.correlation, &spec.ranks))
    return FALSE;
  pair->wanted = spec.correlation;
  spec.a = get_margin (compiler, table, pair->a);
  spec.b = get_margin (compiler, table, pair->b);
  if (spec.a != NULL && spec.b != NULL)
    {
      spec.units[0] = get_unit (spec.a, spec.b);
      spec.units[1] = get_unit (spec.b, spec.a);
      pair->coupling = sd_coupling_new (&spec);
    }
  if (pair->coupling == NULL)
    {
      sd_margin_free (spec.a);
      sd_margin_free (spec.b);
    }
  return pair->coupling != NULL;
}

static void
make_condition (SdCompiler       *compiler,
                guint             table,
                const SdRulePair *pair)
{
  g_autofree char *a = sd_rules_quote (get_column (compiler, table, pair->a));
  g_autofree char *b = sd_rules_quote (get_column (compiler, table, pair->b));

  sd_rules_add_condition (sd_rules_get (compiler, table), pair->number, pair->b,
                          g_strdup_printf ("%s %s %s", a, pair->strict ? "<" : "<=", b));
}

/* Whether the pair's second column is so of another pair before it, or either is
 * drawn again, or dealt out with others. */
static gboolean
is_taken (SdCompiler   *compiler,
          guint         table,
          guint         index,
          const guint8 *drawn)
{
  const SdRules *self = sd_rules_get (compiler, table);
  const SdRulePair *pair = &g_array_index (self->pairs, SdRulePair, index);

  if (drawn[pair->a] || drawn[pair->b])
    return TRUE;
  for (guint i = 0; i < self->pairs->len; i++)
    if (i != index && g_array_index (self->pairs, SdRulePair, i).b == pair->b)
      return TRUE;
  for (guint t = 0; t < self->tuples->len; t++)
    {
      const SdRuleTuple *tuple = &g_array_index (self->tuples, SdRuleTuple, t);

      for (guint k = 0; k < tuple->n; k++)
        if (tuple->columns[k] == pair->b)
          return TRUE;
    }
  return FALSE;
}

void
sd_rules_settle_pairs (SdCompiler *compiler,
                       guint       table)
{
  SdRules *self = sd_rules_get (compiler, table);
  g_autofree guint8 *drawn = g_new (guint8, self->n_columns);
  gboolean changed = TRUE;

  for (guint i = self->pairs->len; i-- > 0;)
    {
      SdRulePair *pair = &g_array_index (self->pairs, SdRulePair, i);

      if (couple (compiler, table, pair))
        continue;
      make_condition (compiler, table, pair);
      g_array_remove_index (self->pairs, i);
    }
  while (changed)
    {
      changed = FALSE;
      sd_rules_mark_drawn (compiler, table, drawn);
      for (guint i = 0; i < self->pairs->len && !changed; i++)
        if (is_taken (compiler, table, i, drawn))
          {
            make_condition (compiler, table, &g_array_index (self->pairs, SdRulePair, i));
            g_array_remove_index (self->pairs, i);
            changed = TRUE;
          }
    }
}

static void
report_correlation (const SdColumnContext *context,
                    const SdRulePair      *pair)
{
  const double correlation = sd_coupling_get_correlation (pair->coupling);
  const double wanted = pair->wanted;
  const char *a = sd_column_get_name (sd_table_get_column (context->table, pair->a));
  const char *b = sd_column_get_name (context->column);

  if (isnan (wanted))
    sd_rules_report (context->compiler, context->table_index, pair->number, SD_SEVERITY_NOTE,
                     "rule-correlation",
                     _("Both “%s” and “%s” keep their distributions; as the one is never above "
                       "the other, they get a correlation of %.2f."), a, b, correlation);
  else if (fabs (wanted - correlation) > 0.005)
    sd_rules_report (context->compiler, context->table_index, pair->number, SD_SEVERITY_NOTE,
                     "rule-correlation",
                     _("As “%s” is never above “%s”, their correlation comes to %.2f instead of "
                       "%.2f."), a, b, correlation, wanted);
}

int
sd_rules_make_pair (const SdColumnContext *context,
                    SdRulePair            *pair)
{
  SdCompiler *compiler = context->compiler;
  const SdNode *a;
  SdNode *node;
  SdDraw draw;

  if (pair->node >= 0)
    return pair->node;
  a = sd_compiler_get_column (compiler, context->table_index,
                              sd_column_get_name (sd_table_get_column (context->table, pair->a)));
  if (a == NULL)
    return -1;
  report_correlation (context, pair);
  sd_draw_init (&draw, context->seed, sd_table_get_id (context->table),
                sd_column_get_id (context->column), SD_LANE_VALUE, 0, context->n_rows,
                context->margins);
  node = sd_coupled_node_new (g_steal_pointer (&pair->coupling), a, &draw);
  pair->node = (int) sd_compiler_add_node (compiler, context->table_index, node);
  return pair->node;
}
