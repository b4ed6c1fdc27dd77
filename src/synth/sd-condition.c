/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Conditions of branches on vectors; see the header.
 */

#define G_LOG_DOMAIN "sd-condition"

#include <math.h>
#include <string.h>

#include "sd-condition-private.h"
#include "sd-literal-private.h"
#include "sd-math.h"

/* In place of a list, a range: from low, below high. */
struct _SdCondition
{
  gboolean     anything;
  gboolean     is_range;
  SdVectorKind kind;
  GArray      *integers;   /* of gint64: any of them, or low and high */
  GArray      *reals;      /* of double, the same */
  GPtrArray   *texts;      /* any of them */
};

static gboolean
is_number (SdType type)
{
  return type == SD_TYPE_INTEGER || type == SD_TYPE_DECIMAL;
}

/* A number that the column cannot hold is equal to none of its values, which is
 * not wrong. */
static gboolean
add_scalar (SdCondition  *self,
            const SdNode *node,
            JsonNode     *scalar)
{
  gint64 integer;
  double real;

  if (self->kind == SD_VECTOR_TEXT || self->kind == SD_VECTOR_CODE)
    {
      char *text = sd_literal_to_text (scalar);

      if (text != NULL)
        g_ptr_array_add (self->texts, text);
      return text != NULL;
    }
  if (self->kind == SD_VECTOR_DOUBLE)
    {
      if (!sd_literal_parse_double (scalar, &real))
        return FALSE;
      g_array_append_val (self->reals, real);
      return TRUE;
    }
  if (is_number (node->type) && sd_literal_parse_double (scalar, &real))
    {
      const double scaled = real * (double) sd_pow10[MIN (node->scale, 18)];

      if (fabs (scaled - sd_round (scaled)) > 1e-6 * MAX (1, fabs (scaled) * 1e-9))
        return TRUE;
    }
  if (!sd_literal_parse_int64 (scalar, node->type, node->scale, &integer))
    return FALSE;
  g_array_append_val (self->integers, integer);
  return TRUE;
}

/* The least integer at or above the bound: the same for "x ≥ bound" and for
 * "x < bound". */
static gboolean
add_bound (SdCondition  *self,
           const SdNode *node,
           JsonNode     *bound,
           gint64        integer,
           double        real)
{
  if (self->kind == SD_VECTOR_DOUBLE)
    {
      if (bound != NULL && !sd_literal_parse_double (bound, &real))
        return FALSE;
      g_array_append_val (self->reals, real);
      return TRUE;
    }
  if (bound != NULL && is_number (node->type))
    {
      if (!sd_literal_parse_double (bound, &real))
        return FALSE;
      real = sd_ceil (real * (double) sd_pow10[MIN (node->scale, 18)] - 1e-9);
      integer = real <= -0x1p63 ? G_MININT64 : real >= 0x1p63 ? G_MAXINT64 : (gint64) real;
    }
  else if (bound != NULL
           && !sd_literal_parse_int64 (bound, node->type, node->scale, &integer))
    return FALSE;
  g_array_append_val (self->integers, integer);
  return TRUE;
}

static gboolean
read_when (SdCondition  *self,
           const SdNode *node,
           JsonNode     *when)
{
  if (JSON_NODE_HOLDS_OBJECT (when))
    {
      JsonObject *range = json_node_get_object (when);

      self->is_range = TRUE;
      return (self->kind == SD_VECTOR_INT64 || self->kind == SD_VECTOR_DOUBLE)
             && add_bound (self, node, json_object_get_member (range, "min"), G_MININT64,
                           -INFINITY)
             && add_bound (self, node, json_object_get_member (range, "max"), G_MAXINT64,
                           INFINITY);
    }
  if (JSON_NODE_HOLDS_ARRAY (when))
    {
      JsonArray *any = json_node_get_array (when);

      for (guint i = 0; i < json_array_get_length (any); i++)
        if (!add_scalar (self, node, json_array_get_element (any, i)))
          return FALSE;
      return TRUE;
    }
  return add_scalar (self, node, when);
}

/**
 * sd_condition_new:
 * @node: whose values are looked at
 * @when: (nullable): an entry of a branch's "when"
 *
 * Returns: (transfer full) (nullable): the condition; %NULL when a value in
 *   @when is none that the node's type can have
 */
SdCondition *
sd_condition_new (const SdNode *node,
                  JsonNode     *when)
{
  SdCondition *self = g_new0 (SdCondition, 1);

  self->kind = node->kind;
  self->integers = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->reals = g_array_new (FALSE, FALSE, sizeof (double));
  self->texts = g_ptr_array_new_with_free_func (g_free);
  self->anything = when == NULL || JSON_NODE_HOLDS_NULL (when);
  if (!self->anything && (self->kind == SD_VECTOR_UUID || !read_when (self, node, when)))
    g_clear_pointer (&self, sd_condition_free);
  return self;
}

/**
 * sd_condition_free:
 * @self: (transfer full): a condition
 */
void
sd_condition_free (SdCondition *self)
{
  g_array_unref (self->integers);
  g_array_unref (self->reals);
  g_ptr_array_unref (self->texts);
  g_free (self);
}

static gboolean
is_text_listed (const SdCondition *self,
                SdText             text)
{
  for (guint i = 0; i < self->texts->len; i++)
    {
      const char *listed = g_ptr_array_index (self->texts, i);

      if (strlen (listed) == text.length && memcmp (listed, text.data, text.length) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_integer_listed (const SdCondition *self,
                   gint64             x)
{
  const gint64 *listed = (const gint64 *) self->integers->data;

  if (self->is_range)
    return x >= listed[0] && (x < listed[1] || listed[1] == G_MAXINT64);
  for (guint i = 0; i < self->integers->len; i++)
    if (listed[i] == x)
      return TRUE;
  return FALSE;
}

static gboolean
is_real_listed (const SdCondition *self,
                double             x)
{
  const double *listed = (const double *) self->reals->data;

  if (self->is_range)
    return x >= listed[0] && x < listed[1];
  for (guint i = 0; i < self->reals->len; i++)
    if (listed[i] == x)
      return TRUE;
  return FALSE;
}

static gboolean
is_listed (const SdCondition *self,
           const SdVector    *values,
           guint              i)
{
  switch (values->kind)
    {
    case SD_VECTOR_CODE:
      return is_text_listed (self, values->dictionary->entries[values->code[i]]);
    case SD_VECTOR_TEXT:
      return is_text_listed (self, values->text[i]);
    case SD_VECTOR_DOUBLE:
      return is_real_listed (self, values->f64[i]);
    case SD_VECTOR_INT64:
      return is_integer_listed (self, values->i64[i]);
    case SD_VECTOR_UUID:
    default:
      return FALSE;
    }
}

/**
 * sd_condition_test:
 * @self: a condition
 * @values: of the node it was made for
 * @n: how many
 * @matches: (array length=n): cleared where the value does not fit
 */
void
sd_condition_test (const SdCondition *self,
                   const SdVector    *values,
                   guint              n,
                   guint8            *matches)
{
  if (self->anything)
    return;
  for (guint i = 0; i < n; i++)
    matches[i] &= (values->null == NULL || !values->null[i]) && is_listed (self, values, i);
}
