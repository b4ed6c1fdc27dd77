/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Which way each rule of a table is met; see the header. What has neither a
 * construction nor a coupling becomes a condition, and the drawn columns that
 * conditions read, directly or through others, are drawn again together.
 */

#define G_LOG_DOMAIN "sd-rules"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sd-attempt-private.h"
#include "sd-compiler-crossed-private.h"
#include "sd-coupling-private.h"
#include "sd-generator-info.h"
#include "sd-margin-private.h"
#include "sd-rule-set-private.h"
#include "sd-rules-private.h"

static void
clear_condition (gpointer data)
{
  g_free (((SdRuleCondition *) data)->formula);
}

static void
clear_pair (gpointer data)
{
  g_clear_pointer (&((SdRulePair *) data)->coupling, sd_coupling_free);
}

static SdRules *
rules_new (guint n_columns)
{
  SdRules *self = g_new0 (SdRules, 1);

  self->n_columns = n_columns;
  self->raw = g_new (int, n_columns);
  for (guint i = 0; i < n_columns; i++)
    self->raw[i] = -1;
  self->groups = g_new0 (guint, n_columns);
  self->attempts = g_new0 (guint, n_columns);
  self->moved = g_new0 (guint8, n_columns);
  self->conditions = g_array_new (FALSE, TRUE, sizeof (SdRuleCondition));
  g_array_set_clear_func (self->conditions, clear_condition);
  self->pairs = g_array_new (FALSE, TRUE, sizeof (SdRulePair));
  g_array_set_clear_func (self->pairs, clear_pair);
  self->tuples = g_array_new (FALSE, TRUE, sizeof (SdRuleTuple));
  return self;
}

void
sd_rules_free (SdRules *self)
{
  if (self == NULL)
    return;
  g_free (self->raw);
  g_free (self->groups);
  g_free (self->attempts);
  g_free (self->moved);
  g_array_unref (self->conditions);
  g_array_unref (self->pairs);
  g_array_unref (self->tuples);
  g_free (self);
}

SdFinding *
sd_rules_report (SdCompiler *compiler,
                 guint       table,
                 guint       number,
                 SdSeverity  severity,
                 const char *code,
                 const char *format,
                 ...)
{
  SdTable *home = compiler->tables[table].table;
  g_autofree char *place = g_strdup_printf (_("%s, rule %u"), sd_table_get_name (home), number);
  g_autofree char *message = NULL;
  g_autofree char *member = g_strdup_printf ("rules[%u]", number - 1);
  SdFinding *finding;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  finding = sd_finding_new (severity, code, sd_table_get_id (home), place, "%s", message);
  if (severity == SD_SEVERITY_ERROR)
    sd_finding_add_fix (finding, sd_table_get_id (home), member, NULL, _("Remove the rule"));
  sd_compiler_add_finding (compiler, finding);
  return finding;
}

void
sd_rules_add_condition (SdRules *self,
                        guint    number,
                        guint    column,
                        char    *formula)
{
  const SdRuleCondition condition = { formula, number, column, G_MAXUINT, -1, FALSE };

  g_array_append_val (self->conditions, condition);
}

char *
sd_rules_quote (SdColumn *column)
{
  return g_strdup_printf ("\"%s\"", sd_column_get_name (column));
}

/* Keys and the levels of a crossed table are never drawn again. */
static gboolean
is_drawn (SdCompiler *compiler,
          guint       table,
          guint       position)
{
  SdTable *home = compiler->tables[table].table;
  SdColumn *column = sd_table_get_column (home, position);
  const char *name = sd_column_get_name (column);

  return sd_rule_reads_is_drawn (column)
         && !sd_rule_reads_is_key (home, column)
         && sd_compiler_find_factor (compiler, table, name, 0) < 0;
}

static void
mark_condition (SdCompiler            *compiler,
                guint                  table,
                const SdRuleCondition *condition,
                guint8                *seen)
{
  const SdRules *self = sd_rules_get (compiler, table);

  memset (seen, 0, self->n_columns);
  sd_rule_reads_formula (compiler->tables[table].table, condition->formula, seen);
  for (guint i = 0; i < self->n_columns; i++)
    seen[i] = seen[i] && is_drawn (compiler, table, i);
}

void
sd_rules_mark_drawn (SdCompiler *compiler,
                     guint       table,
                     guint8     *seen)
{
  const SdRules *self = sd_rules_get (compiler, table);
  g_autofree guint8 *own = g_new (guint8, self->n_columns);

  memset (seen, 0, self->n_columns);
  for (guint c = 0; c < self->conditions->len; c++)
    {
      mark_condition (compiler, table, &g_array_index (self->conditions, SdRuleCondition, c), own);
      for (guint i = 0; i < self->n_columns; i++)
        seen[i] |= own[i];
    }
}

static guint
find_root (const guint *roots,
           guint        i)
{
  while (roots[i] != i)
    i = roots[i];
  return i;
}

/* What is dealt out to whole blocks of rows by columns of theirs cannot be read
 * while these are drawn again. */
static gboolean
check_dealt (SdCompiler            *compiler,
             guint                  table,
             const SdRuleCondition *condition)
{
  static const char * const members[] = { "by", "within" };
  SdTable *home = compiler->tables[table].table;
  g_autofree guint8 *seen = g_new0 (guint8, sd_table_get_n_columns (home));

  sd_rule_reads_formula (home, condition->formula, seen);
  for (guint i = 0; i < sd_table_get_n_columns (home); i++)
    {
      SdColumn *column = sd_table_get_column (home, i);
      const char *names[SD_RULE_COLUMNS];

      if (!seen[i] || sd_rule_reads_is_drawn (column)
          || !sd_margin_is_known (sd_column_get_generator (column)))
        continue;
      for (guint k = 0; k < G_N_ELEMENTS (members); k++)
        if (sd_parameter_get_names (sd_column_get_parameters (column), members[k], names,
                                    SD_RULE_COLUMNS) > 0)
          {
            sd_rules_report (compiler, table, condition->number, SD_SEVERITY_ERROR,
                             "rule-dealt",
                             _("The values of “%s” are dealt out to many rows at once by other "
                               "columns, so a rule that draws these again cannot read them."),
                             sd_column_get_name (column));
            return FALSE;
          }
    }
  return TRUE;
}

/* Columns that one condition reads are drawn again together, and so are those of
 * conditions with a column in common. */
static void
make_groups (SdCompiler *compiler,
             guint       table)
{
  SdRules *self = sd_rules_get (compiler, table);
  g_autofree guint *roots = g_new (guint, self->n_columns);
  g_autofree guint *firsts = g_new (guint, self->conditions->len + 1);
  g_autofree guint *groups = g_new0 (guint, self->n_columns);
  g_autofree guint8 *seen = g_new (guint8, self->n_columns);

  for (guint i = 0; i < self->n_columns; i++)
    roots[i] = i;
  for (guint c = 0; c < self->conditions->len; c++)
    {
      firsts[c] = G_MAXUINT;
      mark_condition (compiler, table, &g_array_index (self->conditions, SdRuleCondition, c),
                      seen);
      for (guint i = 0; i < self->n_columns; i++)
        {
          if (!seen[i])
            continue;
          if (firsts[c] == G_MAXUINT)
            firsts[c] = i;
          self->groups[i] = 1;
          roots[find_root (roots, i)] = find_root (roots, firsts[c]);
        }
    }
  for (guint i = 0; i < self->n_columns; i++)
    {
      const guint root = find_root (roots, i);

      if (self->groups[i] == 0)
        continue;
      if (groups[root] == 0)
        {
          groups[root] = ++self->n_groups;
          self->attempts[self->n_groups - 1] =
            sd_compiler_add_node (compiler, table, sd_attempt_node_new ());
        }
      self->groups[i] = groups[root];
    }
  for (guint c = 0; c < self->conditions->len; c++)
    if (firsts[c] != G_MAXUINT)
      g_array_index (self->conditions, SdRuleCondition, c).group = self->groups[firsts[c]] - 1;
}

static void
read_check (SdCompiler *compiler,
            guint       table,
            guint       number,
            JsonObject *rule)
{
  SdRules *self = sd_rules_get (compiler, table);
  g_autofree guint8 *seen = g_new0 (guint8, self->n_columns);
  const char *formula = sd_parameter_get_text (rule, "formula", "TRUE");
  guint column = 0;

  sd_rule_reads_formula (compiler->tables[table].table, formula, seen);
  while (column + 1 < self->n_columns && !seen[column])
    column++;
  sd_rules_add_condition (self, number, column, g_strdup (formula));
}

void
sd_rules_read (SdCompiler *compiler,
               guint       table)
{
  static const struct
  {
    const char *kind;
    void      (*read) (SdCompiler *compiler, guint table, guint number, JsonObject *rule);
  } kinds[] = {
    { "check", read_check }, { "range", sd_rules_read_range }, { "order", sd_rules_read_order },
    { "unique_together", sd_rules_read_unique },
  };
  SdTable *home = compiler->tables[table].table;
  JsonArray *rules = sd_table_get_rules (home);
  SdRules *self;

  if (rules == NULL || json_array_get_length (rules) == 0 || sd_table_get_n_columns (home) == 0)
    return;
  compiler->tables[table].rules = rules_new (sd_table_get_n_columns (home));
  sd_rules_check_conflicts (compiler, table);
  for (guint r = 0; r < json_array_get_length (rules); r++)
    {
      JsonObject *rule = json_array_get_object_element (rules, r);

      for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
        if (g_str_equal (kinds[i].kind, sd_parameter_get_text (rule, "kind", "")))
          kinds[i].read (compiler, table, r + 1, rule);
    }
  sd_rules_settle_pairs (compiler, table);
  self = sd_rules_get (compiler, table);
  for (guint c = 0; c < self->conditions->len; c++)
    if (!check_dealt (compiler, table, &g_array_index (self->conditions, SdRuleCondition, c)))
      return;
  make_groups (compiler, table);
}

static guint
find_position (const SdColumnContext *context)
{
  guint i = 0;

  while (sd_table_get_column (context->table, i) != context->column)
    i++;
  return i;
}

guint
sd_rules_get_attempts (const SdColumnContext *context)
{
  const SdRules *self = sd_rules_get (context->compiler, context->table_index);
  guint group;

  if (self == NULL)
    return 0;
  group = self->groups[find_position (context)];
  return group > 0 ? self->attempts[group - 1] + 1 : 0;
}

static SdRulePair *
find_pair (const SdRules *self,
           guint          position)
{
  for (guint i = 0; i < self->pairs->len; i++)
    if (g_array_index (self->pairs, SdRulePair, i).b == position)
      return &g_array_index (self->pairs, SdRulePair, i);
  return NULL;
}

static SdRuleTuple *
find_tuple (const SdRules *self,
            guint          position,
            guint         *member)
{
  for (guint i = 0; i < self->tuples->len; i++)
    {
      SdRuleTuple *tuple = &g_array_index (self->tuples, SdRuleTuple, i);

      for (*member = 0; *member < tuple->n; (*member)++)
        if (tuple->columns[*member] == position)
          return tuple;
    }
  return NULL;
}

int
sd_rules_get_uniform_node (const SdColumnContext *context)
{
  const SdRules *self = sd_rules_get (context->compiler, context->table_index);
  guint position, member;
  SdRulePair *pair;
  SdRuleTuple *tuple;

  if (self == NULL)
    return -1;
  position = find_position (context);
  pair = find_pair (self, position);
  tuple = find_tuple (self, position, &member);
  if (pair != NULL)
    return sd_rules_make_pair (context, pair);
  return tuple != NULL ? sd_rules_make_tuple (context, tuple, member) : -1;
}

gboolean
sd_rules_decide (const SdColumnContext *context)
{
  const SdRules *self = sd_rules_get (context->compiler, context->table_index);
  guint position, member;

  if (self == NULL)
    return FALSE;
  position = find_position (context);
  return self->groups[position] > 0 || find_pair (self, position) != NULL
         || find_tuple (self, position, &member) != NULL;
}

gboolean
sd_rules_moves (SdCompiler *compiler,
                guint       table,
                guint       position)
{
  const SdRules *self = sd_rules_get (compiler, table);

  return self != NULL && self->moved[position];
}
