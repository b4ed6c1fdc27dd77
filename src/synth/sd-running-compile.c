/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What the parameters of a running column mean; evaluation is in
 * sd-node-running.c.
 */

#define G_LOG_DOMAIN "sd-running-compile"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-formula-node-private.h"
#include "sd-generator-info.h"
#include "sd-literal-private.h"
#include "sd-math.h"
#include "sd-moment-private.h"
#include "sd-running-private.h"

typedef __int128 Wide;

/* Decimals of an average that becomes a real. */
#define AVERAGE_SCALE 9

typedef struct
{
  const SdColumnContext *context;
  JsonObject            *parameters;
  SdFoldFunction         function;
  const SdNode          *value;      /* nullable */
  SdRunning             *node;
} Draft;

static gboolean
is_lookup (SdFoldFunction function)
{
  return function == SD_FOLD_PREVIOUS || function == SD_FOLD_CARRY;
}

static gboolean
is_elapsed (SdFoldFunction function)
{
  return function == SD_FOLD_ELAPSED_DAYS || function == SD_FOLD_ELAPSED_SECONDS;
}

static gboolean
is_moment (SdType type)
{
  return type == SD_TYPE_DATE || type == SD_TYPE_TIMESTAMP;
}

static gboolean
is_number (SdType type)
{
  return type == SD_TYPE_INTEGER || type == SD_TYPE_DECIMAL || type == SD_TYPE_REAL
         || type == SD_TYPE_BOOLEAN;
}

/* Whether the function can be taken over values of the type. */
static gboolean
check_type (const Draft *draft,
            const char  *column)
{
  const SdType type = draft->value->type;

  if (is_lookup (draft->function) || draft->function == SD_FOLD_COUNT)
    return TRUE;
  if (is_elapsed (draft->function))
    return (is_moment (type) && is_number (sd_column_get_column_type (draft->context->column)))
           || sd_context_fail (draft->context, "running-not-date",
                               _("The time since the last row is a number, taken from a date or a "
                                 "timestamp such as “%s” should be."), column);
  if (is_number (type))
    return TRUE;
  if (draft->function == SD_FOLD_DIFFERENCE && is_moment (type))
    return sd_context_fail (draft->context, "running-not-number",
                            _("For the time between two rows choose the function elapsed_days or "
                              "elapsed_seconds."));
  if ((draft->function == SD_FOLD_MIN || draft->function == SD_FOLD_MAX)
      && (is_moment (type) || type == SD_TYPE_TIME))
    return TRUE;
  return sd_context_fail (draft->context, "running-not-number",
                          _("This running value needs numbers; “%s” has none."), column);
}

/* An elapsed time may take the order's column for its own. */
static gboolean
read_value (Draft *draft)
{
  const char *column = sd_parameter_get_text (draft->parameters, "column", "");

  if (*column == '\0' && is_elapsed (draft->function))
    column = sd_parameter_get_text (draft->parameters, "order_by", "");
  draft->node->value = -1;
  if (*column == '\0')
    return draft->function == SD_FOLD_COUNT;   /* validated */
  draft->value = sd_context_get_input (draft->context, column);
  if (draft->value == NULL || !check_type (draft, column))
    return FALSE;
  draft->node->value = (int) draft->value->index;
  draft->node->value_type = draft->value->type;
  return TRUE;
}

/* What the inner node's values are: those of the column read, or numbers with
 * the more decimals of the two. */
static void
choose_type (Draft *draft)
{
  SdRunning *self = draft->node;
  SdColumn *column = draft->context->column;
  const SdType target = sd_column_get_column_type (column);
  const guint wanted = target == SD_TYPE_DECIMAL ? sd_column_get_scale (column) : 0;
  const guint scale = draft->value != NULL ? draft->value->scale : 0;

  self->fold.function = draft->function;
  if (is_lookup (draft->function))
    {
      self->node.type = draft->value->type;
      self->node.kind = draft->value->kind;
      self->node.dictionary = draft->value->dictionary;
      self->node.scale = scale;
      self->node.max_length = draft->value->max_length;
      return;
    }
  if (is_elapsed (draft->function))
    {
      self->counts_time = TRUE;
      self->node.type = target;
      self->node.scale = wanted;
      self->node.kind = target == SD_TYPE_REAL ? SD_VECTOR_DOUBLE : SD_VECTOR_INT64;
      return;
    }
  self->fold.real = draft->value != NULL && draft->value->kind == SD_VECTOR_DOUBLE;
  self->node.kind = self->fold.real && draft->function != SD_FOLD_COUNT ? SD_VECTOR_DOUBLE
                                                                         : SD_VECTOR_INT64;
  if (draft->function == SD_FOLD_COUNT)
    {
      self->fold.real = FALSE;
      self->node.type = SD_TYPE_INTEGER;
      return;
    }
  if (!is_number (draft->value->type))
    {
      self->node.type = draft->value->type;
      return;
    }
  if (draft->function == SD_FOLD_AVERAGE && !self->fold.real)
    {
      self->node.scale = target == SD_TYPE_REAL ? MAX (scale, AVERAGE_SCALE) : wanted;
      self->fold.shift = (int) self->node.scale - (int) scale;
    }
  else if (!self->fold.real)
    {
      self->node.scale = MAX (scale, wanted);
      self->value_shift = self->node.scale - scale;
    }
  self->node.type = self->fold.real ? SD_TYPE_REAL
                    : self->node.scale > 0 ? SD_TYPE_DECIMAL : SD_TYPE_INTEGER;
}

/* A column of this table or of a parent, by its name. */
static gboolean
read_start_column (Draft      *draft,
                   const char *text)
{
  SdRunning *self = draft->node;
  const SdNode *node = sd_context_get_input (draft->context, text);
  gboolean fits;

  if (node == NULL)
    return FALSE;
  if (is_lookup (draft->function))
    fits = node->type == self->node.type && node->kind == self->node.kind
           && node->scale == self->node.scale && node->dictionary == self->node.dictionary;
  else if (self->counts_time)
    fits = is_moment (node->type);
  else
    fits = is_number (self->node.type) ? is_number (node->type) : node->type == self->node.type;
  if (!fits)
    return sd_context_fail (draft->context, "running-start",
                            _("The running value cannot begin with “%s”: it is of another type "
                              "than the values that follow."), text);
  self->start_node = (int) node->index;
  self->start_type = node->type;
  self->start_scale = node->scale;
  return TRUE;
}

/* A text that is no literal of the type names a column. */
static gboolean
read_start (Draft *draft)
{
  SdRunning *self = draft->node;
  JsonNode *json = draft->parameters != NULL ? json_object_get_member (draft->parameters, "start")
                                             : NULL;
  const SdType type = self->counts_time ? self->value_type : self->node.type;

  self->start_node = -1;
  if (json == NULL || !JSON_NODE_HOLDS_VALUE (json))
    return TRUE;
  if (draft->function == SD_FOLD_AVERAGE)
    return sd_context_fail (draft->context, "running-start",
                            _("A running average begins with its first value; leave out the "
                              "start."));
  if (self->node.kind == SD_VECTOR_DOUBLE && !self->counts_time)
    self->has_start = sd_literal_parse_double (json, &self->real_start);
  else if (self->node.kind == SD_VECTOR_INT64 || self->counts_time)
    self->has_start = sd_literal_parse_int64 (json, type, self->node.scale, &self->start);
  if (self->has_start && self->counts_time)
    self->start = sd_moment_from_value (type, self->start);
  if (self->has_start)
    return TRUE;
  if (json_node_get_value_type (json) == G_TYPE_STRING)
    return read_start_column (draft, json_node_get_string (json));
  return sd_context_fail (draft->context, "running-start",
                          _("The running value cannot begin with this: it is of another type than "
                            "the values that follow."));
}

static gboolean
read_floor (Draft *draft)
{
  SdRunning *self = draft->node;
  JsonNode *json = draft->parameters != NULL ? json_object_get_member (draft->parameters, "floor")
                                             : NULL;

  if (json == NULL || !JSON_NODE_HOLDS_VALUE (json))
    return TRUE;
  if (draft->function != SD_FOLD_SUM)
    return sd_context_fail (draft->context, "running-floor",
                            _("Only a running sum can be kept from falling below a number."));
  self->fold.has_floor = TRUE;
  self->fold.real_floor = sd_parameter_get_number (draft->parameters, "floor", 0);
  self->fold.floor = sd_round_to_scaled (self->fold.real_floor, self->node.scale);
  return TRUE;
}

/* What is known beforehand of a sum over as many rows as there are. */
static void
note_sum_range (Draft *draft)
{
  SdRunning *self = draft->node;
  const Wide n = MIN (draft->context->n_rows, G_MAXINT64);
  const Wide factor = sd_pow10[self->value_shift];
  const SdNode *start = self->start_node < 0 ? NULL
    : sd_compiler_get_node (draft->context->compiler, draft->context->table_index,
                            (guint) self->start_node);
  Wide least, most;

  if (self->fold.real || !draft->value->has_range || n > G_MAXINT32
      || (start != NULL && (!start->has_range || start->scale > self->node.scale)))
    return;
  least = self->start;
  most = self->start;
  if (start != NULL)
    {
      least = start->minimum * (Wide) sd_pow10[self->node.scale - start->scale];
      most = start->maximum * (Wide) sd_pow10[self->node.scale - start->scale];
    }
  least += n * MIN (draft->value->minimum, 0) * factor;
  most += n * MAX (draft->value->maximum, 0) * factor;
  if (self->fold.has_floor)
    {
      least = MAX (least, self->fold.floor);
      most = MAX (most, self->fold.floor);
    }
  self->node.has_range = least >= G_MININT64 && most <= G_MAXINT64;
  self->node.minimum = self->node.has_range ? (gint64) least : 0;
  self->node.maximum = self->node.has_range ? (gint64) most : 0;
}

static void
note_facts (Draft *draft)
{
  SdRunning *self = draft->node;
  const SdNode *value = draft->value;
  const gboolean optional = !self->grouping.whole
                            && sd_compiler_is_optional (draft->context->compiler,
                                                        draft->context->table_index,
                                                        self->grouping.link);
  const SdNode *start = self->start_node < 0 ? NULL
    : sd_compiler_get_node (draft->context->compiler, draft->context->table_index,
                            (guint) self->start_node);
  const gboolean begins = self->has_start || (start != NULL && !start->has_null);
  gboolean may_null;

  switch (draft->function)
    {
    case SD_FOLD_COUNT:
      may_null = FALSE;
      self->node.has_range = !self->has_start && start == NULL;
      self->node.maximum = (gint64) MIN (draft->context->n_rows, G_MAXINT64);
      break;

    case SD_FOLD_SUM:
      note_sum_range (draft);
      may_null = !self->node.has_range && !self->fold.real;
      break;

    case SD_FOLD_AVERAGE:
      may_null = value->has_null;
      break;

    case SD_FOLD_MIN:
    case SD_FOLD_MAX:
      may_null = value->has_null && !begins;
      break;

    case SD_FOLD_CARRY:
      may_null = value->has_null && !begins;
      break;

    case SD_FOLD_PREVIOUS:
    case SD_FOLD_DIFFERENCE:
    case SD_FOLD_ELAPSED_DAYS:
    case SD_FOLD_ELAPSED_SECONDS:
    default:
      may_null = value->has_null || !begins;
      break;
    }
  if (is_lookup (draft->function) && !self->has_start && start == NULL)
    {
      self->node.has_range = value->has_range;
      self->node.minimum = value->minimum;
      self->node.maximum = value->maximum;
    }
  self->node.has_null = optional || may_null;
}

/* The column's own type, unless the inner node has it already. */
static SdNode *
convert (Draft *draft)
{
  const SdColumnContext *context = draft->context;
  SdNode *inner = &draft->node->node;
  const SdFormulaTarget target = sd_formula_target_of_column (context->column);
  guint n_parts = 0;
  const SdFormulaPlace place = { context, context->table, context->table_index, &n_parts };

  if (inner->type == sd_column_get_column_type (context->column)
      && (is_elapsed (draft->function) || inner->type != SD_TYPE_DECIMAL))
    return inner;
  sd_compiler_add_node (context->compiler, context->table_index, inner);
  return sd_formula_node_new_convert (&place, inner, &target);
}

static gboolean
set_up (Draft *draft)
{
  const char *function = sd_parameter_get_text (draft->parameters, "function", "sum");
  const int known = sd_fold_parse (function);

  if (known < 0)
    return sd_context_fail (draft->context, "running-unknown",
                            _("“%s” is no running value; choose sum, count, average, min, max, "
                              "previous, difference, elapsed_days, elapsed_seconds or carry."),
                            function);
  draft->function = (SdFoldFunction) known;
  if (!sd_grouping_read (&draft->node->grouping, draft->context,
                         sd_parameter_get_text (draft->parameters, "order_by", ""))
      || !read_value (draft))
    return FALSE;
  choose_type (draft);
  if (!read_start (draft) || !read_floor (draft))
    return FALSE;
  note_facts (draft);
  return TRUE;
}

/**
 * sd_running_compile:
 *
 * Parameters: "function"; "within", the parent whose rows are one group (none:
 * the table is one); "column", what is read; "order_by", else moments by gaps or
 * on a grid, else the rows; "start", a number or a column, of which that of the
 * group's first row counts; "floor" for sums, below which none falls.
 *
 * A row counts itself: a balance is that after the row.
 *
 * Returns: (transfer full) (nullable): the node; %NULL with findings
 */
SdNode *
sd_running_compile (const SdColumnContext *context)
{
  JsonObject *parameters = sd_column_get_parameters (context->column);
  const int function = sd_fold_parse (sd_parameter_get_text (parameters, "function", "sum"));
  const SdNodeClass *klass = function >= 0 && is_lookup ((SdFoldFunction) function)
                             ? &sd_running_lookup_class : &sd_running_fold_class;
  Draft draft = { .context = context, .parameters = parameters };

  draft.node = sd_node_alloc (sizeof *draft.node, klass, SD_TYPE_INTEGER, SD_VECTOR_INT64);
  if (set_up (&draft))
    return convert (&draft);
  sd_node_free_plain (&draft.node->node);
  return NULL;
}
