/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Counts, sums, averages and extremes over a row's children. The children's row
 * numbers come from the link, by arithmetic; a count without a condition reads
 * nothing else. Sums are exact in 128 bits, and add what the children show:
 * rounded parts. Reals are added in the order of the children.
 */

#define G_LOG_DOMAIN "sd-node-aggregate"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "sd-compiler-private.h"
#include "sd-formula-node-private.h"
#include "sd-generator-info.h"
#include "sd-link-private.h"
#include "sd-math.h"
#include "sd-nearest-private.h"

/* A row with more children than this takes too long. */
#define MAX_CHILDREN G_GUINT64_CONSTANT (1000000)

/* Slots of the table that finds rows asked for twice: a power of two well above
 * a batch. */
#define MAP_SLOTS (4 * SD_BATCH_ROWS)

typedef __int128 Wide;

typedef struct
{
  SdNode          node;
  SdAggregateSpec spec;
  guint           column_id;   /* of the column it was first made for */
  char           *place;
} AggregateNode;

/* What has been seen of one parent's children. */
typedef struct
{
  guint64 n;        /* that are not NULL */
  Wide    sum;
  double  real;     /* sum or extreme */
  gint64  extreme;
  SdText  text;     /* extreme; memory of its own */
} Total;

typedef struct
{
  const AggregateNode *self;
  SdFrame             *frame;
  Total               *totals;
  guint                n;                        /* children waiting */
  guint64              rows[SD_BATCH_ROWS];
  guint16              owners[SD_BATCH_ROWS];
} Pass;

/* The distinct rows of @frame in order of appearance; @map leads to them. */
static guint
find_distinct (const SdFrame *frame,
               guint64       *distinct,
               guint16       *map)
{
  guint16 slots[MAP_SLOTS];
  guint n = 0;

  memset (slots, 0xff, sizeof slots);
  for (guint i = 0; i < frame->n_rows; i++)
    {
      guint slot = (guint) ((frame->rows[i] * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)) >> 52);

      while (slots[slot] != G_MAXUINT16 && distinct[slots[slot]] != frame->rows[i])
        slot = (slot + 1) % MAP_SLOTS;
      if (slots[slot] == G_MAXUINT16)
        {
          distinct[n] = frame->rows[i];
          slots[slot] = n++;
        }
      map[i] = slots[slot];
    }
  return n;
}

static SdText
get_text (const SdVector *value,
          guint           i)
{
  return value->kind == SD_VECTOR_CODE ? value->dictionary->entries[value->code[i]] : value->text[i];
}

static int
compare_texts (SdText a,
               SdText b)
{
  const guint32 length = MIN (a.length, b.length);
  const int order = length > 0 ? memcmp (a.data, b.data, length) : 0;

  return order != 0 ? order : (a.length > b.length) - (a.length < b.length);
}

static void
take_text (Total    *total,
           SdText    text,
           gboolean  largest)
{
  const int order = total->n > 0 ? compare_texts (text, total->text) : 0;

  if (total->n > 0 && (largest ? order <= 0 : order >= 0))
    return;
  g_free ((char *) total->text.data);
  total->text.data = g_memdup2 (text.data, text.length);
  total->text.length = text.length;
}

static void
take_value (Total          *total,
            SdAggregate     function,
            const SdVector *value,
            guint           i)
{
  const gboolean largest = function == SD_AGGREGATE_MAX;
  const gboolean first = total->n == 0;

  if (function == SD_AGGREGATE_COUNT)
    return;
  if (value->kind == SD_VECTOR_TEXT || value->kind == SD_VECTOR_CODE)
    take_text (total, get_text (value, i), largest);
  else if (value->kind == SD_VECTOR_DOUBLE)
    {
      const double x = value->f64[i];

      if (function == SD_AGGREGATE_SUM || function == SD_AGGREGATE_AVG)
        total->real += x;
      else if (first || (largest ? x > total->real : x < total->real))
        total->real = x;
    }
  else
    {
      const gint64 x = value->i64[i];

      total->sum += x;
      if (first || (largest ? x > total->extreme : x < total->extreme))
        total->extreme = x;
    }
}

/* Evaluates the children that wait, and adds them to their parents' totals. */
static void
flush (Pass *pass)
{
  const SdAggregateSpec *spec = &pass->self->spec;
  SdFrame *child;
  const SdVector *filter, *value;

  if (pass->n == 0)
    return;
  child = sd_frame_open_child (pass->frame, spec->child_table, pass->rows, pass->n);
  filter = spec->filter >= 0 ? sd_frame_get (child, spec->filter) : NULL;
  value = spec->value >= 0 ? sd_frame_get (child, spec->value) : NULL;
  for (guint i = 0; i < pass->n; i++)
    {
      Total *total = &pass->totals[pass->owners[i]];

      if (filter != NULL && ((filter->null != NULL && filter->null[i]) || !filter->i64[i]))
        continue;
      if (value != NULL && value->null != NULL && value->null[i])
        continue;
      if (value != NULL)
        take_value (total, spec->function, value, i);
      total->n++;
    }
  sd_frame_close_child (child);
  pass->n = 0;
}

static void
add_children (Pass          *pass,
              const SdLink  *link,
              guint64        parent,
              guint16        owner,
              guint64        count)
{
  for (guint64 done = 0; done < count;)
    {
      const guint n = MIN (count - done, SD_BATCH_ROWS - pass->n);

      sd_link_get_children (link, parent, done, n, pass->rows + pass->n);
      for (guint i = 0; i < n; i++)
        pass->owners[pass->n + i] = owner;
      pass->n += n;
      done += n;
      if (pass->n == SD_BATCH_ROWS)
        flush (pass);
    }
}

static double
get_average (const AggregateNode *self,
             const Total         *total)
{
  const double n = (double) total->n;

  if (self->spec.type.kind == SD_VALUE_REAL)
    return total->real / n;
  return (double) total->sum / (n * (double) sd_pow10[self->spec.type.scale]);
}

/* The average at the scale wanted, rounded once, half away from zero. FALSE
 * when it does not fit. */
static gboolean
get_exact_average (const AggregateNode *self,
                   const Total         *total,
                   gint64              *out)
{
  const int shift = self->spec.scale - (int) self->spec.type.scale;
  Wide sum = total->sum;
  Wide n = (Wide) total->n;
  Wide quotient, rest;

  if (shift > 0 && __builtin_mul_overflow (sum, (Wide) sd_pow10[shift], &sum))
    return FALSE;
  if (shift < 0)
    n *= sd_pow10[-shift];
  quotient = sum / n;
  rest = sum % n;
  if (rest < 0)
    quotient -= -rest >= n + rest;
  else
    quotient += rest >= n - rest;
  *out = (gint64) quotient;
  return *out == quotient;
}

/* FALSE for NULL. */
static gboolean
store (const AggregateNode *self,
       const Total         *total,
       SdFrame             *frame,
       SdVector            *out,
       guint                i)
{
  const SdAggregate function = self->spec.function;

  if (function == SD_AGGREGATE_COUNT)
    {
      out->i64[i] = (gint64) total->n;
      return TRUE;
    }
  if (function == SD_AGGREGATE_SUM && out->kind == SD_VECTOR_DOUBLE)
    out->f64[i] = total->real;
  else if (function == SD_AGGREGATE_SUM)
    {
      out->i64[i] = (gint64) total->sum;
      return out->i64[i] == total->sum;
    }
  else if (total->n == 0)
    return FALSE;
  else if (function == SD_AGGREGATE_AVG && self->spec.scale >= 0)
    return get_exact_average (self, total, &out->i64[i]);
  else if (function == SD_AGGREGATE_AVG)
    out->f64[i] = get_average (self, total);
  else if (out->kind == SD_VECTOR_DOUBLE)
    out->f64[i] = total->real;
  else if (out->kind == SD_VECTOR_TEXT)
    {
      char *copy = sd_frame_alloc (frame, MAX (total->text.length, 1));

      memcpy (copy, total->text.data != NULL ? total->text.data : "", total->text.length);
      out->text[i] = (SdText) { copy, total->text.length };
    }
  else
    out->i64[i] = total->extreme;
  return out->kind != SD_VECTOR_DOUBLE || fabs (out->f64[i]) <= G_MAXDOUBLE;
}

static void
store_all (const AggregateNode *self,
           const Total         *totals,
           const guint16       *map,
           SdFrame             *frame,
           SdVector            *out)
{
  guint8 *null = NULL;

  for (guint i = 0; i < frame->n_rows; i++)
    if (!store (self, &totals[map[i]], frame, out, i))
      {
        if (null == NULL)
          null = sd_frame_need_null (frame, out);
        null[i] = 1;
      }
}

static void
evaluate_aggregate (const SdNode *node,
                    SdFrame      *frame,
                    SdVector     *out)
{
  const AggregateNode *self = (const AggregateNode *) node;
  const SdLink *link = sd_frame_get_link (frame, self->spec.child_table, self->spec.link);
  guint64 *parents = sd_frame_alloc (frame, SD_BATCH_ROWS * sizeof *parents);
  guint64 *counts = sd_frame_alloc (frame, SD_BATCH_ROWS * sizeof *counts);
  guint16 *map = sd_frame_alloc (frame, SD_BATCH_ROWS * sizeof *map);
  const guint n = find_distinct (frame, parents, map);
  Total *totals = sd_frame_alloc (frame, SD_BATCH_ROWS * sizeof *totals);
  Pass *pass = sd_frame_alloc (frame, sizeof *pass);

  /* A link that is still being planned has no children yet. */
  memset (counts, 0, n * sizeof *counts);
  if (link != NULL)
    sd_link_get_counts (link, parents, n, counts);
  memset (totals, 0, n * sizeof *totals);
  pass->self = self;
  pass->frame = frame;
  pass->totals = totals;
  pass->n = 0;
  if (self->spec.value < 0 && self->spec.filter < 0)
    for (guint i = 0; i < n; i++)
      totals[i].n = counts[i];
  else
    for (guint i = 0; i < n; i++)
      add_children (pass, link, parents[i], i, counts[i]);
  flush (pass);
  store_all (self, totals, map, frame, out);
  for (guint i = 0; i < n; i++)
    g_free ((char *) totals[i].text.data);
}

static void
free_aggregate (SdNode *node)
{
  g_free (((AggregateNode *) node)->place);
  g_free (node);
}

static const SdNodeClass aggregate_class = { "aggregate", evaluate_aggregate, free_aggregate };

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

/* What is known of the result before anything is evaluated. */
static void
note_range (SdNode                *self,
            const SdAggregateSpec *spec,
            const SdNode          *value,
            guint64                n_children)
{
  const Wide n = MIN (n_children, G_MAXINT64);

  if (spec->function == SD_AGGREGATE_COUNT)
    {
      self->has_range = TRUE;
      self->maximum = n;
    }
  else if (value->has_range && self->kind == SD_VECTOR_INT64 && spec->function == SD_AGGREGATE_SUM)
    {
      const Wide least = n * MIN (value->minimum, 0);
      const Wide most = n * MAX (value->maximum, 0);

      self->has_range = least >= G_MININT64 && most <= G_MAXINT64;
      self->minimum = self->has_range ? least : 0;
      self->maximum = self->has_range ? most : 0;
    }
  else if (value->has_range && self->kind == SD_VECTOR_INT64 && spec->function != SD_AGGREGATE_AVG)
    {
      self->has_range = TRUE;
      self->minimum = value->minimum;
      self->maximum = value->maximum;
    }
}

typedef struct
{
  const SdFormulaPlace *place;
  SdAggregateSpec       spec;
  const SdNode         *value;      /* nullable */
  SdType                type;
  SdVectorKind          kind;
  guint                 scale;
  gboolean              childless;  /* whether a row may have no children that count */
  guint64               n_children;
} Draft;

static SdNode *
make_aggregate (SdCompiler *compiler,
                guint       table,
                gpointer    data)
{
  const Draft *draft = data;
  AggregateNode *self = sd_node_alloc (sizeof *self, &aggregate_class, draft->type, draft->kind);
  const SdAggregate function = draft->spec.function;

  self->spec = draft->spec;
  self->column_id = sd_column_get_id (draft->place->column->column);
  self->place = g_strdup (draft->place->column->place);
  self->node.scale = draft->scale;
  note_range (&self->node, &draft->spec, draft->value, draft->n_children);
  self->node.has_null = function != SD_AGGREGATE_COUNT
                        && (function == SD_AGGREGATE_SUM ? !self->node.has_range : draft->childless);
  if (draft->kind == SD_VECTOR_TEXT)
    self->node.max_length = draft->value->max_length;
  return &self->node;
}

static SdType
get_column_type (SdFormulaType  type,
                 const SdNode  *value)
{
  if (type.kind == SD_VALUE_INTEGER)
    return SD_TYPE_INTEGER;
  if (type.kind == SD_VALUE_DECIMAL)
    return SD_TYPE_DECIMAL;
  return type.kind == SD_VALUE_REAL ? SD_TYPE_REAL : value->type;
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
  draft->type = get_column_type (type, draft->value);
  draft->kind = sd_value_kind_get_vector_kind (type.kind);
  draft->scale = type.scale;
  draft->childless = may_be_childless (draft);
  draft->n_children = sd_table_get_rows (compiler->tables[spec->child_table].table);
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
    return g_strdup_printf (_("Several keys of “%s” refer to “%s”; make the column an aggregate and "
                              "choose the relationship."), word, home);
  if (nearest.name != NULL && n_links == 0)
    return g_strdup_printf (_("“%s” is no table that refers to “%s”; did you mean “%s”?"), word, home,
                            nearest.name);
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

static gboolean
use_column (Draft       *draft,
            const char  *name,
            char       **message)
{
  const SdFormulaPlace place = get_child_place (draft);
  const SdNode *value = sd_formula_place_get_column (&place, name, message);

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
  value = sd_formula_node_new (&place, formula, argument, &as_it_is);
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
  node = sd_formula_node_new_text (&place, filter, &condition);
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
  g_autofree char *by = relationship > 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, relationship) : NULL;
  const SdFormulaTarget target = sd_formula_target_of_column (context->column);
  const gboolean exact = target.type.kind == SD_VALUE_INTEGER || target.type.kind == SD_VALUE_DECIMAL;
  guint n_parts = 0;
  const SdFormulaPlace place = { context, context->table, context->table_index, &n_parts };
  Draft draft = { .place = &place, .spec = { .value = -1, .filter = -1,
                                             .scale = exact ? (int) target.type.scale : -1 } };
  char *message = NULL;
  SdNode *node = NULL;

  draft.spec.function = parse_function (sd_parameter_get_text (parameters, "function", "count"));
  if (find_child (&draft, sd_parameter_get_text (parameters, "child", ""), by, &message)
      && use_parameters (&draft, parameters, &message))
    node = share_aggregate (&draft, &message);
  if (message != NULL)
    sd_formula_place_fail (&place, "aggregate-wrong", message);
  return node != NULL ? sd_formula_node_new_convert (&place, node, &target) : NULL;
}

static void
check_aggregate (SdCompiler          *compiler,
                 guint                table,
                 const AggregateNode *self)
{
  const SdLink *link = sd_plan_get_link (compiler->plan, self->spec.child_table, self->spec.link)->link;
  const char *child = sd_table_get_name (compiler->tables[self->spec.child_table].table);
  const char *home = sd_table_get_name (compiler->tables[table].table);
  const gboolean counts_only = self->spec.value < 0 && self->spec.filter < 0;

  if (link == NULL)
    return;
  if (!sd_link_is_invertible (link))
    sd_compiler_add_finding (compiler,
                             sd_finding_new (SD_SEVERITY_ERROR, "aggregate-not-invertible",
                                             self->column_id, self->place,
                                             _("The rows of “%s” choose theirs of “%s” freely, and "
                                               "there are too many of them to take totals over."),
                                             child, home));
  else if (!counts_only && sd_link_get_max_count (link) > MAX_CHILDREN)
    sd_compiler_add_finding (compiler,
                             sd_finding_new (SD_SEVERITY_ERROR, "aggregate-too-costly",
                                             self->column_id, self->place,
                                             _("One row of “%s” has up to %" G_GUINT64_FORMAT " rows in "
                                               "“%s”; totals are taken over at most %"
                                               G_GUINT64_FORMAT "."),
                                             home, sd_link_get_max_count (link), child, MAX_CHILDREN));
}

/**
 * sd_aggregate_check_links:
 *
 * Adds findings about aggregates that cannot be evaluated, or only at too high
 * a price; the links have been built.
 */
void
sd_aggregate_check_links (SdCompiler *compiler)
{
  for (guint t = 0; t < compiler->plan->n_tables; t++)
    {
      const GPtrArray *nodes = compiler->plan->tables[t].nodes;

      for (guint i = 0; i < nodes->len; i++)
        {
          const SdNode *node = g_ptr_array_index (nodes, i);

          if (node->klass == &aggregate_class)
            check_aggregate (compiler, t, (const AggregateNode *) node);
        }
    }
}
