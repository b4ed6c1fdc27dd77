/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Formulas as nodes: what the names of a formula mean in a schema, and the
 * program run on frames.
 */

#define G_LOG_DOMAIN "sd-node-formula"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-compiler-private.h"
#include "sd-formula-node-private.h"
#include "sd-generator-info.h"
#include "sd-nearest.h"

/* Draws of one formula; the formulas of a column are this far apart. */
#define CALLS_PER_PART 1024

typedef struct
{
  SdNode            node;
  SdFormulaProgram *program;
  guint             n_inputs;
  guint            *inputs;   /* nodes of the same table */
  guint             n_draws;
  SdDraw           *draws;
} FormulaNode;

/* What resolving needs and gathers. */
typedef struct
{
  const SdFormulaPlace *place;
  const SdFormula      *formula;
  GArray               *inputs;  /* of guint */
} Resolver;

typedef struct
{
  const FormulaNode *self;
  SdFrame           *frame;
} Evaluation;

static gpointer
allocate (gpointer data,
          gsize    size)
{
  return sd_frame_alloc (((Evaluation *) data)->frame, size);
}

static void
draw (gpointer  data,
      guint     call,
      guint64  *out)
{
  const Evaluation *evaluation = data;

  sd_frame_draw (evaluation->frame, &evaluation->self->draws[call], out);
}

static void
evaluate_formula (const SdNode *node,
                  SdFrame      *frame,
                  SdVector     *out)
{
  const FormulaNode *self = (const FormulaNode *) node;
  Evaluation evaluation = { self, frame };
  const SdVector **inputs = sd_frame_alloc (frame, MAX (self->n_inputs, 1) * sizeof *inputs);
  const SdFormulaBatch batch = { frame->n_rows, inputs, allocate, draw, &evaluation };

  for (guint i = 0; i < self->n_inputs; i++)
    inputs[i] = sd_frame_get (frame, self->inputs[i]);
  sd_formula_program_run (self->program, &batch, out);
}

static void
free_formula (SdNode *node)
{
  FormulaNode *self = (FormulaNode *) node;

  sd_formula_program_free (self->program);
  g_free (self->inputs);
  g_free (self->draws);
  g_free (self);
}

static const SdNodeClass formula_class = { "formula", evaluate_formula, free_formula };

SdFormulaType
sd_formula_type_of_node (const SdNode *node)
{
  static const SdValueKind kinds[SD_N_TYPES] = {
    [SD_TYPE_INTEGER] = SD_VALUE_INTEGER,
    [SD_TYPE_DECIMAL] = SD_VALUE_DECIMAL,
    [SD_TYPE_REAL] = SD_VALUE_REAL,
    [SD_TYPE_TEXT] = SD_VALUE_TEXT,
    [SD_TYPE_BOOLEAN] = SD_VALUE_BOOLEAN,
    [SD_TYPE_DATE] = SD_VALUE_DATE,
    [SD_TYPE_TIME] = SD_VALUE_TIME,
    [SD_TYPE_TIMESTAMP] = SD_VALUE_TIMESTAMP,
    [SD_TYPE_UUID] = SD_VALUE_UUID,
  };
  const SdValueKind kind = kinds[node->type];

  return (SdFormulaType) { kind, kind == SD_VALUE_DECIMAL ? node->scale : 0 };
}

static SdType
get_type (SdValueKind kind)
{
  switch (kind)
    {
    case SD_VALUE_BOOLEAN:
      return SD_TYPE_BOOLEAN;
    case SD_VALUE_INTEGER:
      return SD_TYPE_INTEGER;
    case SD_VALUE_DECIMAL:
      return SD_TYPE_DECIMAL;
    case SD_VALUE_REAL:
      return SD_TYPE_REAL;
    case SD_VALUE_DATE:
      return SD_TYPE_DATE;
    case SD_VALUE_TIME:
      return SD_TYPE_TIME;
    case SD_VALUE_TIMESTAMP:
      return SD_TYPE_TIMESTAMP;
    case SD_VALUE_UUID:
      return SD_TYPE_UUID;
    case SD_VALUE_ERROR:
    case SD_VALUE_NULL:
    case SD_VALUE_TEXT:
    default:
      return SD_TYPE_TEXT;
    }
}

SdFormulaTarget
sd_formula_target_of_column (SdColumn *column)
{
  const SdNode node = { .type = sd_column_get_column_type (column),
                        .scale = sd_column_get_scale (column) };

  return (SdFormulaTarget) { sd_formula_type_of_node (&node), sd_column_get_precision (column) };
}

/* The input that is node @node of the formula's table. */
static SdFormulaInput
use_node (GArray       *inputs,
          const SdNode *node)
{
  SdFormulaInput input = {
    .type = sd_formula_type_of_node (node),
    .vector_kind = node->kind,
    .has_null = node->has_null,
    .has_range = node->has_range,
    .minimum = node->minimum,
    .maximum = node->maximum,
    .max_length = node->max_length,
  };

  if (input.type.kind == SD_VALUE_BOOLEAN)
    {
      input.has_range = TRUE;
      input.minimum = 0;
      input.maximum = 1;
    }
  for (input.index = 0; input.index < inputs->len; input.index++)
    if (g_array_index (inputs, guint, input.index) == node->index)
      return input;
  g_array_append_val (inputs, node->index);
  return input;
}

/* Why a node that others read is not there: said already while it was being
 * made, or earlier. */
static void
explain_failure (const SdFormulaPlace  *place,
                 guint                  n_findings,
                 const char            *name,
                 char                 **message)
{
  if (place->column->compiler->findings->len == n_findings)
    *message = g_strdup_printf (_("“%s” cannot be made, so neither can this."), name);
}

static char *
explain_unknown_column (SdTable    *table,
                        const char *name)
{
  SdNearest nearest = { .word = name };

  for (guint i = 0; i < sd_table_get_n_columns (table); i++)
    sd_nearest_consider (&nearest, sd_column_get_name (sd_table_get_column (table, i)));
  if (nearest.name != NULL)
    return g_strdup_printf (_("Table “%s” has no column “%s”; did you mean “%s”?"),
                            sd_table_get_name (table), name, nearest.name);
  return g_strdup_printf (_("Table “%s” has no column “%s”."), sd_table_get_name (table), name);
}

SdNode *
sd_formula_place_get_column (const SdFormulaPlace  *place,
                             const char            *name,
                             char                 **message)
{
  SdCompiler *compiler = place->column->compiler;
  const guint n_findings = compiler->findings->len;
  SdNode *node;

  if (sd_table_find_column (place->table, name) == NULL)
    {
      *message = explain_unknown_column (place->table, name);
      return NULL;
    }
  node = sd_compiler_get_column (compiler, place->table_index, name);
  if (node == NULL)
    explain_failure (place, n_findings, name, message);
  return node;
}

/* Why @word is neither a parent nor a key of one. */
static char *
explain_unknown_parent (const SdFormulaPlace *place,
                        const char           *word)
{
  SdSchema *schema = place->column->schema;
  const char *home = sd_table_get_name (place->table);
  SdNearest nearest = { .word = word };
  guint n_parents = 0;

  for (guint i = 0; i < sd_schema_get_n_relationships (schema); i++)
    {
      SdRelationship *relationship = sd_schema_get_relationship (schema, i);
      const char *parent = sd_relationship_get_parent_table (relationship);
      const char *child = sd_relationship_get_child_table (relationship);

      if (g_str_equal (parent, home) && g_str_equal (child, word))
        return g_strdup_printf (_("Each row here may have many rows in “%s”; take a total, such as "
                                  "COUNT (%s)."), word, word);
      if (!g_str_equal (child, home))
        continue;
      n_parents += g_str_equal (parent, word);
      sd_nearest_consider (&nearest, parent);
      sd_nearest_consider (&nearest, sd_relationship_get_foreign_key (relationship)[0]);
    }
  if (n_parents > 1)
    return g_strdup_printf (_("Several keys refer to “%s”; write the column of the key instead, as "
                              "in key_column.name."), word);
  if (nearest.name != NULL)
    return g_strdup_printf (_("“%s” is no table that “%s” refers to; did you mean “%s”?"),
                            word, home, nearest.name);
  return g_strdup_printf (_("“%s” is no table that “%s” refers to."), word, home);
}

/* The table that the key with @word in it, or by that name, refers to. */
static SdTable *
find_parent (const SdFormulaPlace *place,
             const char           *word)
{
  SdSchema *schema = place->column->schema;
  SdRelationship *relationship = sd_schema_find_relationship (schema, place->table, word);

  return sd_schema_find_table (schema, relationship != NULL
                                       ? sd_relationship_get_parent_table (relationship) : word);
}

static SdNode *
get_parent_column (const SdFormulaPlace  *place,
                   const char            *word,
                   const char            *name,
                   char                 **message)
{
  SdCompiler *compiler = place->column->compiler;
  const int link = sd_compiler_find_link (compiler, place->table_index, word);
  const guint n_findings = compiler->findings->len;
  SdTable *parent = link >= 0 ? find_parent (place, word) : NULL;
  SdNode *node;

  if (parent == NULL)
    *message = explain_unknown_parent (place, word);
  else if (sd_table_find_column (parent, name) == NULL)
    *message = explain_unknown_column (parent, name);
  if (*message != NULL)
    return NULL;
  node = sd_compiler_get_parent_column (compiler, place->table_index, link, name);
  if (node == NULL)
    explain_failure (place, n_findings, name, message);
  return node;
}

SdNode *
sd_formula_place_get_name (const SdFormulaPlace  *place,
                           const char            *qualifier,
                           const char            *name,
                           char                 **message)
{
  if (qualifier == NULL || g_str_equal (qualifier, sd_table_get_name (place->table)))
    return sd_formula_place_get_column (place, name, message);
  return get_parent_column (place, qualifier, name, message);
}

static gboolean
resolve_name (gpointer              data,
              const SdFormulaNode  *name,
              SdFormulaInput       *input,
              char                **message)
{
  const Resolver *self = data;
  SdNode *node = sd_formula_place_get_name (self->place, name->qualifier, name->name, message);

  if (node == NULL)
    return FALSE;
  *input = use_node (self->inputs, node);
  return TRUE;
}

static gboolean
resolve_aggregate (gpointer              data,
                   SdAggregate           function,
                   const SdFormulaNode  *argument,
                   int                   scale,
                   SdFormulaInput       *input,
                   char                **message)
{
  const Resolver *self = data;
  SdNode *node = sd_aggregate_node_get (self->place, function, self->formula, argument, scale,
                                        message);

  if (node == NULL)
    return FALSE;
  *input = use_node (self->inputs, node);
  return TRUE;
}

/* Every call draws from a stream of its own, named by the column and the number
 * of the call; the rows are those of the table the formula runs over. */
static void
add_draws (FormulaNode          *self,
           const SdFormulaPlace *place,
           guint                 part)
{
  const SdColumnContext *context = place->column;

  self->n_draws = sd_formula_program_get_n_draws (self->program);
  self->draws = g_new0 (SdDraw, MAX (self->n_draws, 1));
  for (guint i = 0; i < self->n_draws; i++)
    sd_draw_init (&self->draws[i], context->seed, sd_table_get_id (place->table),
                  sd_column_get_id (context->column), SD_LANE_NOISE, part * CALLS_PER_PART + i,
                  sd_table_get_rows (place->table), sd_table_get_margins (place->table));
}

/* @program (transfer full) */
static SdNode *
node_new (SdFormulaProgram *program,
          const GArray     *inputs)
{
  const SdFormulaRegister *result = sd_formula_program_get_result (program);
  FormulaNode *self = sd_node_alloc (sizeof *self, &formula_class, get_type (result->type.kind),
                                     sd_value_kind_get_vector_kind (result->type.kind));

  self->program = program;
  self->n_inputs = inputs->len;
  self->inputs = g_memdup2 (inputs->data, inputs->len * sizeof (guint));
  self->node.has_null = result->may_null;
  self->node.has_range = result->has_range && self->node.kind == SD_VECTOR_INT64;
  self->node.minimum = result->minimum;
  self->node.maximum = result->maximum;
  self->node.scale = result->type.scale;
  self->node.max_length = result->max_length;
  return &self->node;
}

static void
report (const SdFormulaPlace *place,
        GPtrArray            *messages)
{
  for (guint i = 0; i < messages->len; i++)
    sd_context_fail (place->column, "formula-wrong", "%s", (char *) messages->pdata[i]);
}

SdNode *
sd_formula_node_new (const SdFormulaPlace  *place,
                     const SdFormula       *formula,
                     const SdFormulaNode   *root,
                     const SdFormulaTarget *target)
{
  g_autoptr (GPtrArray) messages = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) inputs = g_array_new (FALSE, FALSE, sizeof (guint));
  Resolver resolver = { place, formula, inputs };
  const SdFormulaScope scope = { resolve_name, resolve_aggregate, &resolver, place->column->as_of };
  const guint part = (*place->n_parts)++;
  SdFormulaProgram *program = sd_formula_bind (formula, root, &scope, target, messages);
  SdNode *node;

  report (place, messages);
  if (program == NULL)
    return NULL;
  node = node_new (program, inputs);
  add_draws ((FormulaNode *) node, place, part);
  return node;
}

SdNode *
sd_formula_node_new_text (const SdFormulaPlace  *place,
                          const char            *text,
                          const SdFormulaTarget *target)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SdFormula) formula = sd_formula_parse (text, &error);

  if (formula == NULL)
    {
      sd_context_fail (place->column, "formula-syntax", "%s", error->message);
      return NULL;
    }
  return sd_formula_node_new (place, formula, formula->root, target);
}

SdNode *
sd_formula_node_new_convert (const SdFormulaPlace  *place,
                             const SdNode          *from,
                             const SdFormulaTarget *target)
{
  g_autoptr (GPtrArray) messages = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) inputs = g_array_new (FALSE, FALSE, sizeof (guint));
  const SdFormulaInput input = use_node (inputs, from);
  SdFormulaProgram *program = sd_formula_bind_conversion (&input, target, messages);

  report (place, messages);
  return program != NULL ? node_new (program, inputs) : NULL;
}

/**
 * sd_formula_compile:
 *
 * Returns: (transfer full) (nullable): the node of a column with the generator
 *   "formula"; %NULL with findings
 */
SdNode *
sd_formula_compile (const SdColumnContext *context)
{
  JsonObject *parameters = sd_column_get_parameters (context->column);
  const char *text = sd_parameter_get_text (parameters, "formula", "");
  const SdFormulaTarget target = sd_formula_target_of_column (context->column);
  guint n_parts = 0;
  const SdFormulaPlace place = { context, context->table, context->table_index, &n_parts };

  return sd_formula_node_new_text (&place, text, &target);
}
