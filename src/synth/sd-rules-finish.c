/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The conditions of a table, once its columns are there, and what they do: on
 * virtual rows it is measured which share of first draws passes, and what moves
 * when the other rows are drawn again.
 */

#define G_LOG_DOMAIN "sd-rules-finish"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "sd-attempt-private.h"
#include "sd-blocks-private.h"
#include "sd-copula-private.h"
#include "sd-format.h"
#include "sd-frame-private.h"
#include "sd-formula-node-private.h"
#include "sd-generator-info.h"
#include "sd-math.h"
#include "sd-moment-private.h"
#include "sd-pilot-private.h"
#include "sd-rule-set-private.h"
#include "sd-rules-private.h"

/* Fewer than one row in so many that pass at once are an error (ENGINE.md law 8). */
#define LEAST_ACCEPTANCE (1.0 / 16)
#define FIRST_PART       512
/* Batches of rows on which a condition is tried that virtual rows cannot tell. */
#define N_PARTS          4

/* Means that move by less than this share of the standard deviation stay unsaid. */
#define SMALLEST_MOVE 0.005

/* Nodes of a group over the virtual rows. */
typedef struct
{
  guint     n_columns;
  guint    *positions;
  GArray   *nodes;        /* of guint: of columns, then of conditions */
  double  **values;
} Measured;

static void
clear_measured (Measured *self)
{
  for (guint i = 0; self->values != NULL && i < self->nodes->len; i++)
    g_free (self->values[i]);
  g_free (self->values);
  g_free (self->positions);
  g_array_unref (self->nodes);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Measured, clear_measured)

/* Marks the columns of the group, and those that follow one of them by a
 * correlation and are not dealt out exactly. */
static void
mark_moved (SdCompiler *compiler,
            guint       table,
            guint       group,
            guint8     *marked)
{
  const SdRules *rules = sd_rules_get (compiler, table);
  const SdCopula *copula = sd_copula_get (compiler, table);
  SdTable *home = compiler->tables[table].table;
  const gboolean exact = sd_table_get_margins (home) == SD_MARGINS_EXACT
                         && sd_table_get_rows (home) <= SD_WHOLE_ROWS;

  for (guint i = 0; i < rules->n_columns; i++)
    marked[i] = rules->groups[i] == group + 1;
  for (guint c = 0; copula != NULL && !exact && c < copula->components->len; c++)
    {
      const SdComponent *component = copula->components->pdata[c];
      gboolean follows = FALSE;

      for (guint k = 0; k < component->n; k++)
        {
          const SdMember *member = copula->members->pdata[component->members[k]];

          if (member->kind != SD_MEMBER_COLUMN)
            continue;
          marked[member->position] |= follows;
          follows |= marked[member->position];
        }
    }
}

/* The columns whose values are numbers of some kind. */
static void
add_columns (Measured      *self,
             SdCompiler    *compiler,
             guint          table,
             const guint8  *marked)
{
  const guint n = sd_table_get_n_columns (compiler->tables[table].table);

  self->positions = g_new (guint, n);
  for (guint i = 0; i < n; i++)
    {
      SdColumn *column = sd_table_get_column (compiler->tables[table].table, i);
      const SdNode *node = marked[i] ? sd_compiler_get_column (compiler, table,
                                                               sd_column_get_name (column)) : NULL;

      if (node == NULL || node->kind == SD_VECTOR_TEXT || node->kind == SD_VECTOR_UUID)
        continue;
      self->positions[self->n_columns++] = i;
      g_array_append_val (self->nodes, node->index);
    }
}

static gboolean
measure (Measured   *self,
         SdCompiler *compiler,
         guint       table)
{
  self->values = g_new0 (double *, self->nodes->len + 1);
  for (guint i = 0; i < self->nodes->len; i++)
    self->values[i] = g_new (double, SD_PILOT_ROWS);
  return sd_pilot_run (compiler, table, self->nodes->len, (const guint *) self->nodes->data,
                       self->values);
}

/* The share of rows in which no condition is false. */
static double
get_acceptance (const Measured *self)
{
  guint passed = 0;

  for (guint i = 0; i < SD_PILOT_ROWS; i++)
    {
      gboolean failed = FALSE;

      for (guint c = self->n_columns; c < self->nodes->len; c++)
        failed |= self->values[c][i] == 0;
      passed += !failed;
    }
  return (double) passed / SD_PILOT_ROWS;
}

static char *
describe_mean (const SdNode *node,
               double        mean)
{
  char text[64];

  switch (node->type)
    {
    case SD_TYPE_DATE:
      *sd_format_date (text, (gint64) sd_floor (mean)) = '\0';
      return g_strdup (text);
    case SD_TYPE_TIME:
      *sd_format_time (text, (gint64) sd_floor (mean / 1e6) * 1000000) = '\0';
      return g_strdup (text);
    case SD_TYPE_TIMESTAMP:
      *sd_format_timestamp (text, (gint64) sd_floor (mean / 1e6) * 1000000, ' ') = '\0';
      return g_strdup (text);
    case SD_TYPE_BOOLEAN:
      return g_strdup_printf ("%.4g %%", mean * 100);
    case SD_TYPE_INTEGER:
    case SD_TYPE_DECIMAL:
    case SD_TYPE_REAL:
    case SD_TYPE_TEXT:
    case SD_TYPE_UUID:
    case SD_N_TYPES:
    default:
      return g_strdup_printf ("%.5g", node->kind == SD_VECTOR_INT64
                                      ? mean / (double) sd_pow10[node->scale] : mean);
    }
}

/* The entry of a dictionary whose share changes most. */
static gboolean
describe_shares (const SdNode *node,
                 const double *before,
                 const double *after,
                 GString      *text,
                 const char   *name)
{
  const guint n = node->dictionary->n;
  g_autofree double *shares = g_new0 (double, n + 1);
  g_autofree double *moves = g_new0 (double, n + 1);
  guint most = 0;

  for (guint i = 0; i < SD_PILOT_ROWS; i++)
    {
      if (isfinite (before[i]))
        shares[(guint) before[i]] += 100.0 / SD_PILOT_ROWS;
      if (isfinite (before[i]))
        moves[(guint) before[i]] -= 100.0 / SD_PILOT_ROWS;
      if (isfinite (after[i]))
        moves[(guint) after[i]] += 100.0 / SD_PILOT_ROWS;
    }
  for (guint k = 1; k < n; k++)
    if (fabs (moves[k]) > fabs (moves[most]))
      most = k;
  if (n == 0 || fabs (moves[most]) < 0.3)
    return FALSE;
  g_string_append_printf (text, _(" The share of “%.*s” in %s goes from %.4g %% to %.4g %%."),
                          (int) MIN (node->dictionary->entries[most].length, 60),
                          node->dictionary->entries[most].data, name, shares[most],
                          shares[most] + moves[most]);
  return TRUE;
}

static gboolean
describe_move (SdCompiler   *compiler,
               guint         table,
               guint         position,
               const SdNode *node,
               const double *before,
               const double *after,
               GString      *text)
{
  const char *name =
    sd_column_get_name (sd_table_get_column (compiler->tables[table].table, position));
  double means[2], variances[2];
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  if (node->kind == SD_VECTOR_CODE && node->dictionary != NULL)
    return describe_shares (node, before, after, text, name);
  if (!sd_pilot_get_moments (before, SD_PILOT_ROWS, &means[0], &variances[0])
      || !sd_pilot_get_moments (after, SD_PILOT_ROWS, &means[1], &variances[1])
      || fabs (means[1] - means[0]) <= SMALLEST_MOVE * sqrt (variances[0]))
    return FALSE;
  from = describe_mean (node, means[0]);
  to = describe_mean (node, means[1]);
  g_string_append_printf (text, node->type == SD_TYPE_BOOLEAN
                                ? _(" The share of true in %s goes from %s to %s.")
                                : _(" The mean of %s goes from %s to %s."), name, from, to);
  return TRUE;
}

/* The column that a condition is compiled for is made with what it reads. FALSE
 * with findings. */
static gboolean
compile_condition (SdCompiler      *compiler,
                   guint            table,
                   guint            index,
                   SdRuleCondition *condition)
{
  const SdFormulaTarget boolean = { { SD_VALUE_BOOLEAN, 0 }, 0 };
  guint n_parts = FIRST_PART + index % 512;
  SdColumnContext context;
  SdFormulaPlace place;
  SdNode *node;

  sd_compiler_init_context (compiler, table, condition->column, &context);
  place = (SdFormulaPlace) { &context, context.table, table, &n_parts };
  g_array_append_val (compiler->path, table);
  g_array_append_val (compiler->path, condition->column);
  node = sd_formula_node_new_text (&place, condition->formula, &boolean);
  g_array_set_size (compiler->path, compiler->path->len - 2);
  if (node == NULL)
    return FALSE;
  condition->node = (int) sd_compiler_add_node (compiler, table, node);
  return TRUE;
}

void
sd_rules_compile (SdCompiler *compiler,
                  guint       table)
{
  const SdRules *self = sd_rules_get (compiler, table);

  for (guint c = 0; self != NULL && c < self->conditions->len; c++)
    {
      SdRuleCondition *condition = &g_array_index (self->conditions, SdRuleCondition, c);

      if (!compile_condition (compiler, table, c, condition) || condition->group == G_MAXUINT)
        continue;
      sd_attempt_node_add_condition (sd_compiler_get_node (compiler, table,
                                                           self->attempts[condition->group]),
                                     sd_compiler_get_node (compiler, table,
                                                           (guint) condition->node));
    }
  for (guint i = 0; self != NULL && i < self->n_columns; i++)
    {
      SdColumn *column = sd_table_get_column (compiler->tables[table].table, i);

      if (self->groups[i] > 0)
        sd_compiler_get_column (compiler, table, sd_column_get_name (column));
    }
}

/* The number of the first rule among them. */
static guint
add_conditions (Measured      *self,
                const SdRules *rules,
                guint          group)
{
  guint number = 0;

  for (guint c = 0; c < rules->conditions->len; c++)
    {
      const SdRuleCondition *condition = &g_array_index (rules->conditions, SdRuleCondition, c);
      const guint node = (guint) condition->node;

      if (condition->group != group)
        continue;
      g_array_append_val (self->nodes, node);
      if (number == 0)
        number = condition->number;
    }
  return number;
}

/* A condition that nothing drawn decides holds, or does not; where it reads other
 * rows, the rows themselves will tell. */
static void
measure_fixed (SdCompiler      *compiler,
               guint            table,
               SdRuleCondition *condition)
{
  g_auto (Measured) measured = { .nodes = g_array_new (FALSE, FALSE, sizeof (guint)) };
  const guint node = (guint) condition->node;
  double share;

  g_array_append_val (measured.nodes, node);
  condition->open = !measure (&measured, compiler, table);
  if (condition->open)
    return;
  share = get_acceptance (&measured);
  if (share < 1)
    sd_rules_report (compiler, table, condition->number, SD_SEVERITY_ERROR, "rule-impossible",
                     _("The rule holds in %.3g %% of the rows, and it reads no column that could "
                       "be drawn again; change the columns it is about."), share * 100);
}

/* Rows in which the condition is false, of the first and of some in the middle. */
static guint
count_failures (SdCompiler            *compiler,
                guint                  table,
                const SdRuleCondition *condition,
                guint                 *n_rows)
{
  const guint64 n = sd_table_get_rows (compiler->tables[table].table);
  g_autoptr (SdEvaluator) evaluator = sd_evaluator_new (compiler->plan);
  guint failures = 0;

  *n_rows = 0;
  for (guint part = 0; part < N_PARTS && *n_rows < n; part++)
    {
      const guint64 first = n <= N_PARTS * SD_BATCH_ROWS ? (guint64) part * SD_BATCH_ROWS
                                                         : n / N_PARTS * part;
      const guint count = (guint) MIN (SD_BATCH_ROWS, n - first);
      guint64 rows[SD_BATCH_ROWS];
      const SdVector *truth;

      for (guint i = 0; i < count; i++)
        rows[i] = first + i;
      truth = sd_evaluator_get_node (evaluator, table, (guint) condition->node, rows, count);
      for (guint i = 0; i < count; i++)
        failures += truth->i64[i] == 0 && (truth->null == NULL || !truth->null[i]);
      *n_rows += count;
    }
  return failures;
}

void
sd_rules_check (SdCompiler *compiler,
                guint       table)
{
  const SdRules *self = sd_rules_get (compiler, table);

  for (guint c = 0; self != NULL && c < self->conditions->len; c++)
    {
      const SdRuleCondition *condition = &g_array_index (self->conditions, SdRuleCondition, c);
      guint failures, n;

      if (!condition->open)
        continue;
      failures = count_failures (compiler, table, condition, &n);
      /* Another seed may have no such row. */
      if (failures > 0)
        sd_rules_report (compiler, table, condition->number,
                         failures == n ? SD_SEVERITY_ERROR : SD_SEVERITY_WARNING,
                         "rule-impossible",
                         _("The rule does not hold in %u of %u rows, and it reads no column that "
                           "could be drawn again; change the columns it is about."), failures, n);
    }
}

static void
report_rare (SdCompiler *compiler,
             guint       table,
             guint       number,
             double      acceptance)
{
  sd_rules_report (compiler, table, number, SD_SEVERITY_ERROR, "rule-acceptance",
                   _("Only %.3g %% of the rows keep the rule as they are drawn, and at least "
                     "%.3g %% are needed to draw the others again; bring the distributions of its "
                     "columns closer to what it asks for."),
                   acceptance * 100, LEAST_ACCEPTANCE * 100);
}

/* What the columns are with and without the condition. */
static void
report_moves (SdCompiler     *compiler,
              guint           table,
              guint           number,
              const guint8   *marked,
              const Measured *before,
              const Measured *after,
              double          acceptance)
{
  SdTable *home = compiler->tables[table].table;
  SdRules *rules = sd_rules_get (compiler, table);
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, _("%.3g %% of the rows keep the rule as they are drawn; the others "
                                  "are drawn again, so the columns follow their laws given the "
                                  "rule."), acceptance * 100);
  for (guint i = 0; i < before->n_columns; i++)
    {
      const SdNode *node = sd_compiler_get_node (compiler, table,
                                                 g_array_index (before->nodes, guint, i));

      describe_move (compiler, table, before->positions[i], node, before->values[i],
                     after->values[i], text);
    }
  for (guint i = 0; i < rules->n_columns; i++)
    rules->moved[i] |= marked[i];
  if (sd_table_get_margins (home) == SD_MARGINS_EXACT)
    g_string_append (text, _(" They are no longer dealt out exactly."));
  sd_rules_report (compiler, table, number, SD_SEVERITY_NOTE, "rule-redraw", "%s", text->str);
}

static void
measure_group (SdCompiler *compiler,
               guint       table,
               guint       group)
{
  const SdRules *rules = sd_rules_get (compiler, table);
  SdNode *attempts = sd_compiler_get_node (compiler, table, rules->attempts[group]);
  g_auto (Measured) before = { .nodes = g_array_new (FALSE, FALSE, sizeof (guint)) };
  g_auto (Measured) after = { .nodes = g_array_new (FALSE, FALSE, sizeof (guint)) };
  double acceptance, share;
  g_autofree guint8 *marked = g_new (guint8, rules->n_columns);
  gboolean measured;
  guint number;

  mark_moved (compiler, table, group, marked);
  add_columns (&before, compiler, table, marked);
  number = add_conditions (&before, rules, group);
  sd_attempt_node_set_enabled (attempts, FALSE);
  measured = measure (&before, compiler, table);
  sd_attempt_node_set_enabled (attempts, TRUE);
  if (!measured)
    {
      sd_rules_report (compiler, table, number, SD_SEVERITY_ERROR, "rule-other-rows",
                       _("The rule reads totals or values of other rows, which would change as "
                         "its own row is drawn again; let it read columns of the row and its "
                         "parents only."));
      return;
    }
  acceptance = get_acceptance (&before);
  if (acceptance < LEAST_ACCEPTANCE)
    {
      report_rare (compiler, table, number, acceptance);
      return;
    }
  add_columns (&after, compiler, table, marked);
  add_conditions (&after, rules, group);
  if (acceptance == 1 || !measure (&after, compiler, table))
    return;
  share = get_acceptance (&after);
  if (share < 1)
    sd_rules_report (compiler, table, number, SD_SEVERITY_ERROR, "rule-impossible",
                     _("In %.3g %% of the rows the rule cannot hold, however often its columns "
                       "are drawn, because of columns that are not drawn again: keys, values of "
                       "parents, totals."), (1 - share) * 100);
  else
    report_moves (compiler, table, number, marked, &before, &after, acceptance);
}

void
sd_rules_measure (SdCompiler *compiler,
                  guint       table)
{
  const SdRules *self = sd_rules_get (compiler, table);

  if (sd_table_get_rows (compiler->tables[table].table) == 0)
    return;
  for (guint g = 0; self != NULL && g < self->n_groups; g++)
    measure_group (compiler, table, g);
  for (guint c = 0; self != NULL && c < self->conditions->len; c++)
    {
      SdRuleCondition *condition = &g_array_index (self->conditions, SdRuleCondition, c);

      if (condition->group == G_MAXUINT)
        measure_fixed (compiler, table, condition);
    }
}

/* The columns of the rule before and after it; FALSE when virtual rows cannot say. */
static gboolean
measure_made (SdCompiler   *compiler,
              guint         table,
              const guint  *columns,
              guint         n,
              Measured     *before,
              Measured     *after)
{
  const SdRules *rules = sd_rules_get (compiler, table);
  const SdPlanTableData *data = &compiler->plan->tables[table];

  for (guint i = 0; i < n; i++)
    {
      const guint raw = (guint) rules->raw[columns[i]];

      g_array_append_val (before->nodes, raw);
      g_array_append_val (after->nodes, data->clean_nodes[columns[i]]);
    }
  return measure (before, compiler, table) && measure (after, compiler, table);
}

static void
note_made (SdCompiler *compiler,
           guint       table,
           guint       number,
           JsonObject *rule)
{
  const gboolean is_sum = g_str_equal (sd_parameter_get_text (rule, "kind", ""), "sum");
  SdTable *home = compiler->tables[table].table;
  g_auto (Measured) before = { .nodes = g_array_new (FALSE, FALSE, sizeof (guint)) };
  g_auto (Measured) after = { .nodes = g_array_new (FALSE, FALSE, sizeof (guint)) };
  g_autoptr (GString) text = g_string_new (NULL);
  guint columns[SD_RULE_COLUMNS];
  guint n = 0;
  const guint n_named = sd_rule_reads_get_columns (home, rule, columns);

  for (guint i = 0; i < n_named; i++)
    if (is_sum || sd_column_get_column_type (sd_table_get_column (home, columns[i]))
                  == SD_TYPE_BOOLEAN)
      columns[n++] = columns[i];
  if (n == 0 || !measure_made (compiler, table, columns, n, &before, &after))
    return;
  for (guint i = 0; i < n; i++)
    describe_move (compiler, table, columns[i],
                   sd_compiler_get_node (compiler, table, g_array_index (after.nodes, guint, i)),
                   before.values[i], after.values[i], text);
  if (is_sum)
    sd_rules_report (compiler, table, number, SD_SEVERITY_NOTE, "rule-shares",
                     _("The columns share the whole in proportion to the values that they would "
                       "have, which are no longer their own.%s"), text->str);
  else if (text->len > 0)
    sd_rules_report (compiler, table, number, SD_SEVERITY_NOTE, "rule-shares",
                     _("Exactly one is true, so the shares are those of the rule.%s"), text->str);
}

void
sd_rules_finish (SdCompiler *compiler,
                 guint       table)
{
  JsonArray *list = sd_table_get_rules (compiler->tables[table].table);

  if (sd_rules_get (compiler, table) == NULL)
    return;
  for (guint r = 0; r < json_array_get_length (list); r++)
    {
      JsonObject *rule = json_array_get_object_element (list, r);
      const char *kind = sd_parameter_get_text (rule, "kind", "");

      if (g_str_equal (kind, "sum") || g_str_equal (kind, "exactly_one"))
        note_made (compiler, table, r + 1, rule);
    }
}
