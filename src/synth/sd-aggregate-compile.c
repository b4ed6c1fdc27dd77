/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Aggregates by name: what SUM (sales.amount) or the generator "aggregate" means
 * in a schema, and the nodes that it takes in the child table.
 */

#define G_LOG_DOMAIN "sd-aggregate-compile"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-compiler-private.h"
#include "sd-formula-node-private.h"
#include "sd-generator-info.h"
#include "sd-nearest.h"

/* An aggregate on the way to its node. */
typedef struct
{
  const SdFormulaPlace *place;
  SdAggregateSpec       spec;
  SdFormulaType         type;       /* of the result */
  const SdNode         *value;      /* nullable */
} Draft;

static const char *
get_function_name (SdAggregate function)
{
  static const char * const names[] = { "COUNT", "SUM", "AVG", "MIN", "MAX" };

  return names[function];
}

/* The type of the result; SD_VALUE_ERROR when the function does not take the
 * value's. */
static SdFormulaType
get_result_type (const SdAggregateSpec *spec)
{
  const SdValueKind kind = spec->type.kind;
  const gboolean exact = kind == SD_VALUE_BOOLEAN || kind == SD_VALUE_INTEGER
                         || kind == SD_VALUE_DECIMAL;

  if (spec->function == SD_AGGREGATE_COUNT)
    return (SdFormulaType) { SD_VALUE_INTEGER };
  if (spec->function == SD_AGGREGATE_MIN || spec->function == SD_AGGREGATE_MAX)
    return kind == SD_VALUE_UUID ? (SdFormulaType) { SD_VALUE_ERROR } : spec->type;
  if (!exact && kind != SD_VALUE_REAL)
    return (SdFormulaType) { SD_VALUE_ERROR };
  if (kind == SD_VALUE_REAL || (spec->function == SD_AGGREGATE_AVG && spec->scale < 0))
    return (SdFormulaType) { SD_VALUE_REAL };
  if (spec->function == SD_AGGREGATE_AVG)
    return (SdFormulaType) { spec->scale > 0 ? SD_VALUE_DECIMAL : SD_VALUE_INTEGER, spec->scale };
  return (SdFormulaType) { kind == SD_VALUE_DECIMAL ? kind : SD_VALUE_INTEGER, spec->type.scale };
}

static gboolean
may_be_childless (const Draft *draft)
{
  SdCompiler *compiler = draft->place->column->compiler;
  const SdPlanLink *link = sd_plan_get_link (compiler->plan, draft->spec.child_table,
                                             draft->spec.link);
  SdRelationship *relationship = sd_schema_find_relationship_by_id (compiler->schema,
                                                                    link->relationship_id);

  return sd_relationship_get_min (relationship) == 0 || draft->spec.filter >= 0
         || (draft->value != NULL && draft->value->has_null);
}

static SdNode *
make_aggregate (SdCompiler *compiler,
                guint       table,
                gpointer    data)
{
  const Draft *draft = data;
  SdTable *child = compiler->tables[draft->spec.child_table].table;

  return sd_aggregate_node_new (&draft->spec, draft->type, draft->value, sd_table_get_rows (child),
                                may_be_childless (draft), draft->place);
}

/* The node in the parents' table; the same for all that ask for the same. */
static SdNode *
share_aggregate (Draft  *draft,
                 char  **message)
{
  SdAggregateSpec *spec = &draft->spec;
  SdCompiler *compiler = draft->place->column->compiler;
  SdFormulaType type;
  g_autofree char *key = NULL;

  if (draft->value != NULL)
    spec->type = sd_formula_type_of_node (draft->value);
  if (spec->function == SD_AGGREGATE_COUNT && draft->value != NULL && !draft->value->has_null)
    {
      draft->value = NULL;
      spec->value = -1;
    }
  type = get_result_type (spec);
  if (type.kind == SD_VALUE_ERROR)
    {
      *message = g_strdup_printf (_("%s is not taken over values that are %s."),
                                  get_function_name (spec->function),
                                  sd_value_kind_get_phrase (spec->type.kind));
      return NULL;
    }
  draft->type = type;
  if (spec->function != SD_AGGREGATE_AVG || type.kind == SD_VALUE_REAL)
    spec->scale = -1;
  key = g_strdup_printf ("aggregate/%u/%u/%u/%d/%d/%d", spec->function, spec->child_table,
                         spec->link, spec->value, spec->filter, spec->scale);
  return sd_compiler_share_node (compiler, draft->place->table_index, key, make_aggregate, draft);
}

/* Why @word is no child table of @place's. */
static char *
explain_unknown_child (const SdFormulaPlace *place,
                       const char           *word)
{
  SdSchema *schema = place->column->schema;
  const char *home = sd_table_get_name (place->table);
  SdNearest nearest = { .word = word };
  guint n_links = 0;

  for (guint i = 0; i < sd_schema_get_n_relationships (schema); i++)
    {
      SdRelationship *relationship = sd_schema_get_relationship (schema, i);
      const char *child = sd_relationship_get_child_table (relationship);

      if (!g_str_equal (sd_relationship_get_parent_table (relationship), home))
        continue;
      n_links += g_str_equal (child, word);
      sd_nearest_consider (&nearest, child);
    }
  if (n_links > 1)
    return g_strdup_printf (_("Several keys of “%s” refer to “%s”; make the column an aggregate "
                              "and choose the relationship."), word, home);
  if (nearest.name != NULL && n_links == 0)
    return g_strdup_printf (_("“%s” is no table that refers to “%s”; did you mean “%s”?"),
                            word, home, nearest.name);
  return g_strdup_printf (_("“%s” is no table that refers to “%s”."), word, home);
}

/* Finds the link to the child table @word; @by (nullable) as in
 * sd_compiler_find_child_link(). */
static gboolean
find_child (Draft       *draft,
            const char  *word,
            const char  *by,
            char       **message)
{
  const SdFormulaPlace *place = draft->place;

  if (sd_compiler_find_child_link (place->column->compiler, place->table_index, word, by,
                                   &draft->spec.child_table, &draft->spec.link))
    return TRUE;
  *message = explain_unknown_child (place, word);
  return FALSE;
}

static SdFormulaPlace
get_child_place (const Draft *draft)
{
  SdFormulaPlace place = *draft->place;

  place.table_index = draft->spec.child_table;
  place.table = place.column->compiler->tables[place.table_index].table;
  return place;
}

/* Columns that are asked for until go_up() are read for each child;
 * returns what is to be given back to it. */
static SdColumnRead
go_down (const Draft *draft)
{
  SdCompiler *compiler = draft->place->column->compiler;
  const SdColumnRead before = { .down_table = compiler->down_table,
                                .down_link = compiler->down_link };

  compiler->down_table = (int) draft->spec.child_table;
  compiler->down_link = draft->spec.link;
  return before;
}

static void
go_up (const Draft  *draft,
       SdColumnRead  before)
{
  draft->place->column->compiler->down_table = before.down_table;
  draft->place->column->compiler->down_link = before.down_link;
}

static gboolean
use_column (Draft       *draft,
            const char  *name,
            char       **message)
{
  const SdFormulaPlace place = get_child_place (draft);
  const SdColumnRead before = go_down (draft);
  const SdNode *value = sd_formula_place_get_column (&place, name, message);

  go_up (draft, before);
  if (value == NULL)
    return FALSE;
  draft->value = value;
  draft->spec.value = value->index;
  return TRUE;
}

/* The first qualifier in @node that names a table with rows of this one. */
static const char *
find_qualifier (const SdFormulaPlace *place,
                const SdFormulaNode  *node)
{
  const char *found = NULL;
  guint table, link;

  if (node->operator == SD_FORMULA_NAME && node->qualifier != NULL
      && sd_compiler_find_child_link (place->column->compiler, place->table_index, node->qualifier,
                                      NULL, &table, &link))
    return node->qualifier;
  for (guint i = 0; i < node->n_args && found == NULL; i++)
    found = find_qualifier (place, node->args[i]);
  return found;
}

/* SUM (sales.quantity * sales.unit_price): the product becomes a node of sales. */
static gboolean
use_expression (Draft                *draft,
                const SdFormula      *formula,
                const SdFormulaNode  *argument,
                char                **message)
{
  static const SdFormulaTarget as_it_is = { { SD_VALUE_NULL } };
  const char *child = find_qualifier (draft->place, argument);
  SdFormulaPlace place;
  SdColumnRead before;
  SdNode *value;

  if (child == NULL)
    {
      *message = g_strdup_printf (_("%s takes a column of a table that refers to this one, as in "
                                    "%s (sales.amount)."),
                                  get_function_name (draft->spec.function),
                                  get_function_name (draft->spec.function));
      return FALSE;
    }
  if (!find_child (draft, child, NULL, message))
    return FALSE;
  place = get_child_place (draft);
  before = go_down (draft);
  value = sd_formula_node_new (&place, formula, argument, &as_it_is);
  go_up (draft, before);
  if (value == NULL)
    return FALSE;
  draft->spec.value = sd_compiler_add_node (place.column->compiler, place.table_index, value);
  draft->value = value;
  return TRUE;
}

SdNode *
sd_aggregate_node_get (const SdFormulaPlace  *place,
                       SdAggregate            function,
                       const SdFormula       *formula,
                       const SdFormulaNode   *argument,
                       int                    scale,
                       char                 **message)
{
  Draft draft = { .place = place, .spec = { .function = function, .value = -1, .filter = -1,
                                            .scale = scale } };
  const gboolean named = argument->operator == SD_FORMULA_NAME;
  gboolean success;

  if (named && argument->qualifier != NULL)
    {
      success = find_child (&draft, argument->qualifier, NULL, message);
      if (success && !g_str_equal (argument->name, "*"))
        success = use_column (&draft, argument->name, message);
    }
  else if (named && function == SD_AGGREGATE_COUNT && !g_str_equal (argument->name, "*"))
    success = find_child (&draft, argument->name, NULL, message);
  else
    success = use_expression (&draft, formula, argument, message);
  if (success && draft.value == NULL && function != SD_AGGREGATE_COUNT)
    {
      *message = g_strdup_printf (_("%s takes one column, not all of them."),
                                  get_function_name (function));
      success = FALSE;
    }
  return success ? share_aggregate (&draft, message) : NULL;
}

static SdAggregate
parse_function (const char *nick)
{
  static const char * const nicks[] = { "count", "sum", "avg", "min", "max" };

  for (guint i = 0; i < G_N_ELEMENTS (nicks); i++)
    if (g_str_equal (nick, nicks[i]))
      return i;
  return SD_AGGREGATE_COUNT;
}

/* Reads column and filter of the generator's parameters. */
static gboolean
use_parameters (Draft       *draft,
                JsonObject  *parameters,
                char       **message)
{
  static const SdFormulaTarget condition = { { SD_VALUE_BOOLEAN } };
  const char *column = sd_parameter_get_text (parameters, "column", "");
  const char *filter = sd_parameter_get_text (parameters, "filter", "");
  SdFormulaPlace place = get_child_place (draft);
  SdColumnRead before;
  SdNode *node;

  if (*column != '\0' && !use_column (draft, column, message))
    return FALSE;
  if (*column == '\0' && draft->spec.function != SD_AGGREGATE_COUNT)
    {
      *message = g_strdup_printf (_("%s needs a column to be taken over."),
                                  get_function_name (draft->spec.function));
      return FALSE;
    }
  if (*filter == '\0')
    return TRUE;
  before = go_down (draft);
  node = sd_formula_node_new_text (&place, filter, &condition);
  go_up (draft, before);
  if (node == NULL)
    return FALSE;
  draft->spec.filter = sd_compiler_add_node (place.column->compiler, place.table_index, node);
  return TRUE;
}

/**
 * sd_aggregate_compile:
 *
 * Returns: (transfer full) (nullable): the node of a column with the generator
 *   "aggregate"; %NULL with findings
 */
SdNode *
sd_aggregate_compile (const SdColumnContext *context)
{
  JsonObject *parameters = sd_column_get_parameters (context->column);
  const gint64 relationship = sd_parameter_get_integer (parameters, "relationship", 0);
  g_autofree char *by = g_strdup_printf ("%" G_GINT64_FORMAT, relationship);
  const SdFormulaTarget target = sd_formula_target_of_column (context->column);
  guint n_parts = 0;
  const SdFormulaPlace place = { context, context->table, context->table_index, &n_parts };
  const int scale = sd_formula_type_get_rounding (target.type);
  Draft draft = { .place = &place, .spec = { .value = -1, .filter = -1, .scale = scale } };
  g_autofree char *message = NULL;
  SdNode *node = NULL;

  draft.spec.function = parse_function (sd_parameter_get_text (parameters, "function", "count"));
  if (find_child (&draft, sd_parameter_get_text (parameters, "child", ""),
                  relationship > 0 ? by : NULL, &message)
      && use_parameters (&draft, parameters, &message))
    node = share_aggregate (&draft, &message);
  if (message != NULL)
    sd_context_fail (context, "aggregate-wrong", "%s", message);
  return node != NULL ? sd_formula_node_new_convert (&place, node, &target) : NULL;
}
