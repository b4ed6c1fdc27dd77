/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Columns of whose values no two rows have the same. Where every value of each
 * column is as likely as any other, rows take the combinations in the order of a
 * keyed permutation: of all of them, or, where one column is a key, of those
 * within the parent, by the row's number there. Shares that differ cannot hold
 * when no combination may repeat.
 */

#define G_LOG_DOMAIN "sd-rules-unique"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sd-compiler-crossed-private.h"
#include "sd-generator-info.h"
#include "sd-margin-category-private.h"
#include "sd-margin-number-private.h"
#include "sd-permutation.h"
#include "sd-rule-set-private.h"
#include "sd-rules-private.h"

/* Combinations of more columns than make so many are told apart by the first. */
#define MOST_COMBINATIONS (G_GUINT64_CONSTANT (1) << 62)

typedef struct
{
  SdNode        node;
  guint         number;        /* of the rule, for findings */
  SdDraw        draw;          /* for virtual rows only */
  guint64       n;             /* combinations */
  guint64       stride, size;  /* of the column among them */
  int           link;
  SdKey         key;
  SdPermutation permutation;   /* of the whole table */
} TupleNode;

static gboolean
has_any (JsonObject         *parameters,
         const char * const *names)
{
  for (guint i = 0; parameters != NULL && names[i] != NULL; i++)
    if (json_object_has_member (parameters, names[i]))
      return TRUE;
  return FALSE;
}

static gboolean
has_equal_weights (JsonObject *parameters)
{
  JsonArray *weights = sd_parameter_get_list (parameters, "weights");

  for (guint i = 1; weights != NULL && i < json_array_get_length (weights); i++)
    if (json_array_get_double_element (weights, i) != json_array_get_double_element (weights, 0))
      return FALSE;
  return TRUE;
}

/* How many values the column has, each as likely as any other; 0 when they are not. */
static guint64
count_values (SdCompiler *compiler,
              guint       table,
              guint       position)
{
  static const char * const shapes[] = {
    "branches", "within", "counts", "after", "before", "season", "months", "weekdays",
    "holidays", "growth", "step", NULL
  };
  SdColumn *column = sd_table_get_column (compiler->tables[table].table, position);
  JsonObject *parameters = sd_column_get_parameters (column);
  const char *generator = sd_column_get_generator (column);
  const guint n_findings = compiler->findings->len;
  g_autoptr (SdMargin) margin = NULL;
  SdColumnContext context;

  if (!sd_rule_reads_is_drawn (column)
      || sd_rule_reads_is_part (compiler->tables[table].table, column) || has_any (parameters, shapes))
    return 0;
  sd_compiler_init_context (compiler, table, position, &context);
  margin = sd_margin_new (&context, parameters);
  g_ptr_array_set_size (compiler->findings, (int) n_findings);
  if (margin == NULL)
    return 0;
  if (g_str_equal (generator, "number"))
    return ((SdNumberMargin *) margin)->form == SD_NUMBER_LATTICE
           ? ((SdNumberMargin *) margin)->n_values : 0;
  if (g_str_equal (generator, "category"))
    return has_equal_weights (parameters) ? ((SdCategoryMargin *) margin)->thresholds.n : 0;
  if (g_str_equal (generator, "boolean"))
    return sd_parameter_get_number (parameters, "share", 0.5) == 0.5 ? 2 : 0;
  if (g_str_equal (generator, "date"))
    return (guint64) (margin->maximum - margin->minimum) + 1;
  return 0;
}

/* The link that the column is part of the key of; −1 when it is no key. */
static int
get_link (SdCompiler *compiler,
          guint       table,
          SdColumn   *column)
{
  return g_str_equal (sd_column_get_generator (column), "reference")
         ? sd_compiler_find_link (compiler, table, sd_column_get_name (column)) : -1;
}

/* Whether one of the columns alone, or the key among them, tells rows apart. */
static gboolean
holds_anyway (SdCompiler  *compiler,
              guint        table,
              const guint *columns,
              guint        n)
{
  SdTable *home = compiler->tables[table].table;
  const char * const *key = sd_table_get_primary_key (home);
  const char *names[SD_RULE_COLUMNS + 1] = { NULL };

  for (guint i = 0; i < n; i++)
    {
      SdColumn *column = sd_table_get_column (home, columns[i]);

      names[i] = sd_column_get_name (column);
      if (sd_column_get_unique (column) || g_str_equal (sd_column_get_generator (column), "uuid"))
        return TRUE;
    }
  for (guint i = 0; key != NULL && key[0] != NULL; i++)
    {
      if (key[i] == NULL)
        return TRUE;
      if (!g_strv_contains (names, key[i]))
        break;
    }
  return sd_compiler_is_crossed_key (compiler, table, names);
}

/* A number counted within a parent, and the parent. */
static gboolean
is_numbered (SdCompiler  *compiler,
             guint        table,
             const guint *columns,
             guint        n)
{
  SdTable *home = compiler->tables[table].table;

  for (guint i = 0; i < n; i++)
    {
      SdColumn *column = sd_table_get_column (home, columns[i]);
      const char *within;

      if (!g_str_equal (sd_column_get_generator (column), "ordinal"))
        continue;
      within = sd_parameter_get_text (sd_column_get_parameters (column), "within", NULL);
      for (guint k = 0; k < n; k++)
        if (get_link (compiler, table, sd_table_get_column (home, columns[k])) >= 0
            && (within == NULL
                || g_str_equal (within, sd_column_get_name (sd_table_get_column (home,
                                                                                 columns[k])))))
          return TRUE;
    }
  return FALSE;
}

/* Keys alone: one of the relationships must say so itself. */
static void
check_keys (SdCompiler  *compiler,
            guint        table,
            guint        number,
            const guint *columns,
            guint        n)
{
  SdTable *home = compiler->tables[table].table;
  SdRelationship *relationships[2] = { NULL, NULL };
  SdFinding *finding;

  for (guint i = 0; i < n; i++)
    {
      SdRelationship *relationship =
        sd_schema_find_relationship (compiler->schema, home,
                                     sd_column_get_name (sd_table_get_column (home, columns[i])));

      if (relationship == NULL)
        continue;
      if (sd_relationship_get_distinct_within (relationship) != 0)
        return;
      relationships[i > 0] = relationship;
    }
  if (relationships[0] == NULL || relationships[1] == NULL
      || relationships[0] == relationships[1])
    return;
  finding = sd_rules_report (compiler, table, number, SD_SEVERITY_ERROR, "rule-unique-keys",
                             _("Two rows may have the same parents. Let each parent of “%s” have "
                               "different ones of “%s”."),
                             sd_relationship_get_parent_table (relationships[0]),
                             sd_relationship_get_parent_table (relationships[1]));
  sd_finding_add_fix (finding, sd_relationship_get_id (relationships[1]), "distinct_within",
                      json_node_init_int (json_node_alloc (),
                                          sd_relationship_get_id (relationships[0])),
                      _("Make them different"));
}

static void
report_weights (SdCompiler *compiler,
                guint       table,
                guint       number,
                SdColumn   *column)
{
  JsonObject *parameters = sd_column_get_parameters (column);
  SdFinding *finding =
    sd_rules_report (compiler, table, number, SD_SEVERITY_ERROR, "rule-unique-weights",
                     _("Combinations with “%s” can only all be different when each of its values "
                       "is as likely as any other: whole numbers or days drawn evenly, or values "
                       "without weights."), sd_column_get_name (column));

  if (sd_parameter_get_list (parameters, "weights") != NULL)
    sd_finding_add_fix (finding, sd_column_get_id (column), "parameters.weights", NULL,
                        _("Remove the weights of “%s”"), sd_column_get_name (column));
}

static guint64
count_combinations (const SdRuleTuple *tuple)
{
  guint64 product = 1;

  for (guint i = 0; i < tuple->n; i++)
    product *= tuple->sizes[i];
  return product;
}

static void
report_few (SdCompiler *compiler,
            guint       table,
            guint       number,
            guint64     wanted,
            guint64     possible,
            gboolean    within)
{
  SdTable *home = compiler->tables[table].table;
  SdFinding *finding =
    sd_rules_report (compiler, table, number, SD_SEVERITY_ERROR, "rule-unique-few",
                     within ? _("A parent has up to %" G_GUINT64_FORMAT " rows, but the columns "
                                "have only %" G_GUINT64_FORMAT " combinations.")
                            : _("The table has %" G_GUINT64_FORMAT " rows, but the columns have "
                                "only %" G_GUINT64_FORMAT " combinations."), wanted, possible);

  if (!within)
    sd_finding_add_fix (finding, sd_table_get_id (home), "rows",
                        json_node_init_int (json_node_alloc (), (gint64) possible),
                        _("Set %s to %" G_GUINT64_FORMAT " rows"), sd_table_get_name (home),
                        possible);
}

/* FALSE with a finding. */
static gboolean
add_column (SdCompiler  *compiler,
            guint        table,
            SdRuleTuple *tuple,
            guint        position)
{
  SdColumn *column = sd_table_get_column (compiler->tables[table].table, position);
  const guint64 size = count_values (compiler, table, position);

  if (size == 0)
    {
      report_weights (compiler, table, tuple->number, column);
      return FALSE;
    }
  if (size > MOST_COMBINATIONS / count_combinations (tuple))
    return TRUE;
  tuple->columns[tuple->n] = position;
  tuple->sizes[tuple->n] = size;
  tuple->nodes[tuple->n++] = -1;
  return TRUE;
}

void
sd_rules_read_unique (SdCompiler *compiler,
                      guint       table,
                      guint       number,
                      JsonObject *rule)
{
  SdTable *home = compiler->tables[table].table;
  SdRuleTuple tuple = { .number = number, .link = -1 };
  guint columns[SD_RULE_COLUMNS];
  const guint n = sd_rule_reads_get_columns (home, rule, columns);
  guint n_keys = 0;

  if (holds_anyway (compiler, table, columns, n) || is_numbered (compiler, table, columns, n))
    return;
  for (guint i = 0; i < n; i++)
    {
      const int link = get_link (compiler, table, sd_table_get_column (home, columns[i]));

      n_keys += link >= 0;
      if (link >= 0 && tuple.link < 0)
        tuple.link = link;
    }
  if (n_keys == n)
    {
      check_keys (compiler, table, number, columns, n);
      return;
    }
  for (guint i = 0; i < n; i++)
    if (get_link (compiler, table, sd_table_get_column (home, columns[i])) < 0
        && !add_column (compiler, table, &tuple, columns[i]))
      return;
  if (tuple.link < 0 && count_combinations (&tuple) < sd_table_get_rows (home))
    report_few (compiler, table, number, sd_table_get_rows (home), count_combinations (&tuple),
                FALSE);
  else
    g_array_append_val (sd_rules_get (compiler, table)->tuples, tuple);
}

/* --- The nodes --- */

static void
evaluate_tuple (const SdNode *node,
                SdFrame      *frame,
                SdVector     *out)
{
  const TupleNode *self = (const TupleNode *) node;
  const guint64 part = G_MAXUINT64 / self->size;
  const guint64 *parents = NULL;
  const guint64 *ordinals = NULL;
  SdPermutation own = { .n = 0 };
  guint64 last = SD_NO_ROW;

  if (frame->pilot != NULL)
    {
      sd_frame_draw (frame, &self->draw, (guint64 *) out->i64);
      return;
    }
  if (self->link >= 0)
    {
      ordinals = sd_frame_get_ordinals (frame, (guint) self->link);
      parents = sd_frame_get_parent_rows (frame, (guint) self->link);
    }
  for (guint i = 0; i < frame->n_rows; i++)
    {
      guint64 index;

      if (parents == NULL || parents[i] == SD_NO_ROW)
        index = sd_permutation_apply (&self->permutation, frame->rows[i] % self->n);
      else
        {
          if (parents[i] != last)
            sd_permutation_init (&own, self->n, sd_key_derive (self->key, parents[i]));
          last = parents[i];
          index = sd_permutation_apply (&own, ordinals[i] % self->n);
        }
      out->i64[i] = (gint64) (index / self->stride % self->size * part + part / 2);
    }
}

/* Parents with too many rows are known once the links are. */
static void
check_tuple (const SdNode *node,
             SdCompiler   *compiler,
             guint         table)
{
  const TupleNode *self = (const TupleNode *) node;
  const SdLink *link;
  guint64 most;

  if (self->link < 0 || self->stride != 1)
    return;
  link = sd_plan_get_link (compiler->plan, table, (guint) self->link)->link;
  most = link != NULL ? sd_link_get_max_count (link) : 0;
  if (most > self->n)
    report_few (compiler, table, self->number, most, self->n, TRUE);
}

static const SdNodeClass tuple_class =
  { "tuple", evaluate_tuple, sd_node_free_plain, check_tuple };

int
sd_rules_make_tuple (const SdColumnContext *context,
                     SdRuleTuple           *tuple,
                     guint                  member)
{
  const SdColumn *first = sd_table_get_column (context->table, tuple->columns[0]);
  TupleNode *self;

  if (tuple->nodes[member] >= 0)
    return tuple->nodes[member];
  if (sd_rules_get_attempts (context) > 0)
    {
      sd_rules_report (context->compiler, context->table_index, tuple->number, SD_SEVERITY_ERROR,
                       "rule-unique-redraw",
                       _("“%s” cannot be drawn again for another rule, because its combinations "
                         "are dealt out."), sd_column_get_name (context->column));
      return -1;
    }
  if (tuple->link >= 0)
    sd_compiler_use_link (context->compiler, context->table_index, (guint) tuple->link);
  self = sd_node_alloc (sizeof *self, &tuple_class, SD_TYPE_INTEGER, SD_VECTOR_INT64);
  self->number = tuple->number;
  self->n = count_combinations (tuple);
  self->stride = 1;
  for (guint i = 0; i < member; i++)
    self->stride *= tuple->sizes[i];
  self->size = tuple->sizes[member];
  self->link = tuple->link;
  self->key = sd_key (context->seed, sd_table_get_id (context->table),
                      sd_column_get_id ((SdColumn *) first), SD_LANE_RULE, 1);
  sd_permutation_init (&self->permutation, self->n, self->key);
  sd_draw_init (&self->draw, context->seed, sd_table_get_id (context->table),
                sd_column_get_id (context->column), SD_LANE_VALUE, 0, context->n_rows,
                context->margins);
  tuple->nodes[member] = (int) sd_compiler_add_node (context->compiler, context->table_index,
                                                     &self->node);
  return tuple->nodes[member];
}
