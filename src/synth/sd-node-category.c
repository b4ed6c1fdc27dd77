/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Categories, booleans and typed rows: values from a list.
 *
 * A category of texts comes as codes into its own dictionary; numbers and dates
 * come as they are.
 */

#define G_LOG_DOMAIN "sd-node-category"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sd-draw.h"
#include "sd-generator-info.h"
#include "sd-literal-private.h"
#include "sd-permutation.h"
#include "sd-thresholds-private.h"

typedef struct
{
  SdNode        node;
  SdDraw        draw;
  SdThresholds  thresholds;
  SdPermutation permutation;
  guint         n;
  SdDictionary  dictionary;    /* text */
  gint64       *integers;      /* INT64 types */
  double       *reals;
  gboolean     *missing;       /* typed rows; nullable */
  guint32      *codes;         /* typed rows of text */
} CategoryNode;

static void
category_node_free (SdNode *node)
{
  CategoryNode *self = (CategoryNode *) node;

  for (guint i = 0; i < self->dictionary.n; i++)
    g_free ((char *) self->dictionary.entries[i].data);
  g_free (self->dictionary.entries);
  sd_thresholds_clear (&self->thresholds);
  g_free (self->integers);
  g_free (self->reals);
  g_free (self->missing);
  g_free (self->codes);
  g_free (self);
}

/* The values of outcomes @k. */
static void
look_up (const CategoryNode *self,
         const guint32      *k,
         guint               n,
         SdVector           *out)
{
  if (self->node.kind == SD_VECTOR_CODE)
    memcpy (out->code, k, n * sizeof *k);
  else if (self->node.kind == SD_VECTOR_DOUBLE)
    for (guint i = 0; i < n; i++)
      out->f64[i] = self->reals[k[i]];
  else
    for (guint i = 0; i < n; i++)
      out->i64[i] = self->integers[k[i]];
}

static void
evaluate_category (const SdNode *node,
                   SdFrame      *frame,
                   SdVector     *out)
{
  const CategoryNode *self = (const CategoryNode *) node;
  guint64 u[SD_BATCH_ROWS];
  guint32 k[SD_BATCH_ROWS];

  sd_draw_fill (&self->draw, frame->rows, frame->n_rows, u);
  for (guint i = 0; i < frame->n_rows; i++)
    k[i] = sd_thresholds_find (&self->thresholds, u[i]);
  look_up (self, k, frame->n_rows, out);
}

static void
evaluate_unique_category (const SdNode *node,
                          SdFrame      *frame,
                          SdVector     *out)
{
  const CategoryNode *self = (const CategoryNode *) node;
  guint64 images[SD_BATCH_ROWS];
  guint32 k[SD_BATCH_ROWS];

  sd_permutation_apply_many (&self->permutation, frame->rows, frame->n_rows, images);
  for (guint i = 0; i < frame->n_rows; i++)
    k[i] = (guint32) images[i];
  look_up (self, k, frame->n_rows, out);
}

static void
evaluate_values (const SdNode *node,
                 SdFrame      *frame,
                 SdVector     *out)
{
  const CategoryNode *self = (const CategoryNode *) node;
  guint32 k[SD_BATCH_ROWS];

  for (guint i = 0; i < frame->n_rows; i++)
    k[i] = self->codes != NULL ? self->codes[frame->rows[i]] : (guint32) frame->rows[i];
  look_up (self, k, frame->n_rows, out);
  if (self->missing != NULL)
    {
      guint8 *null = sd_frame_need_null (frame, out);

      for (guint i = 0; i < frame->n_rows; i++)
        null[i] = self->missing[frame->rows[i]];
    }
}

static void
evaluate_boolean (const SdNode *node,
                  SdFrame      *frame,
                  SdVector     *out)
{
  const CategoryNode *self = (const CategoryNode *) node;
  guint64 u[SD_BATCH_ROWS];

  sd_draw_fill (&self->draw, frame->rows, frame->n_rows, u);
  for (guint i = 0; i < frame->n_rows; i++)
    out->i64[i] = sd_thresholds_find (&self->thresholds, u[i]);
}

static const SdNodeClass category_class = { "category", evaluate_category, category_node_free };
static const SdNodeClass unique_class =
  { "unique-category", evaluate_unique_category, category_node_free };
static const SdNodeClass values_class = { "values", evaluate_values, category_node_free };
static const SdNodeClass boolean_class = { "boolean", evaluate_boolean, category_node_free };

static void
report (const SdColumnContext *context,
        const char            *code,
        const char            *message)
{
  sd_compiler_add_finding (context->compiler,
                           sd_finding_new (SD_SEVERITY_ERROR, code,
                                           sd_column_get_id (context->column),
                                           context->place, "%s", message));
}

static void
note_range (CategoryNode *self,
            gint64        value,
            gboolean      first)
{
  self->node.has_range = TRUE;
  self->node.minimum = first ? value : MIN (self->node.minimum, value);
  self->node.maximum = first ? value : MAX (self->node.maximum, value);
}

/* One value of the list into place @i; null only where @missing is there. */
static gboolean
read_value (CategoryNode *self,
            JsonNode     *node,
            guint         i)
{
  if (self->missing != NULL && JSON_NODE_HOLDS_NULL (node))
    {
      self->missing[i] = TRUE;
      self->node.has_null = TRUE;
      if (self->node.kind == SD_VECTOR_CODE)
        self->dictionary.entries[i].data = g_strdup ("");
      return TRUE;
    }
  if (self->node.kind == SD_VECTOR_CODE)
    {
      char *text = sd_literal_to_text (node);
      SdText *entry = &self->dictionary.entries[i];

      if (text == NULL)
        return FALSE;
      entry->data = text;
      entry->length = strlen (text);
      self->node.max_length = MAX (self->node.max_length, (guint) g_utf8_strlen (text, -1));
      return TRUE;
    }
  if (self->node.kind == SD_VECTOR_DOUBLE)
    return sd_literal_parse_double (node, &self->reals[i]);
  if (!sd_literal_parse_int64 (node, self->node.type, self->node.scale, &self->integers[i]))
    return FALSE;
  note_range (self, self->integers[i], i == 0 || !self->node.has_range);
  return TRUE;
}

static gboolean
read_values (CategoryNode          *self,
             const SdColumnContext *context,
             JsonArray             *values)
{
  self->n = json_array_get_length (values);
  if (self->node.kind == SD_VECTOR_CODE)
    {
      self->dictionary.entries = g_new0 (SdText, self->n);
      self->dictionary.n = self->n;
      self->node.dictionary = &self->dictionary;
    }
  else
    {
      self->integers = g_new0 (gint64, self->n);
      self->reals = g_new0 (double, self->n);
    }
  for (guint i = 0; i < self->n; i++)
    if (!read_value (self, json_array_get_element (values, i), i))
      {
        g_autofree char *message =
          g_strdup_printf (_("Value %u of the list does not fit the column’s type."), i + 1);

        report (context, "value-wrong-type", message);
        return FALSE;
      }
  return TRUE;
}

static CategoryNode *
category_node_new (const SdColumnContext *context,
                   const SdNodeClass     *klass)
{
  const SdType type = sd_column_get_column_type (context->column);
  const SdVectorKind kind = sd_type_get_vector_kind (type);
  CategoryNode *self = sd_node_alloc (sizeof *self, klass, type,
                                      kind == SD_VECTOR_TEXT ? SD_VECTOR_CODE : kind);

  self->node.scale = type == SD_TYPE_DECIMAL ? sd_column_get_scale (context->column) : 0;
  sd_draw_init (&self->draw, context->seed, sd_table_get_id (context->table),
                sd_column_get_id (context->column), SD_LANE_VALUE, 0,
                context->n_rows, context->margins);
  return self;
}

static gboolean
read_weights (CategoryNode          *self,
              const SdColumnContext *context,
              JsonArray             *list)
{
  g_autofree double *weights = g_new (double, self->n);
  double sum = 0;

  if (list != NULL && json_array_get_length (list) != self->n)
    {
      report (context, "weights-length", _("There must be as many weights as values."));
      return FALSE;
    }
  for (guint i = 0; i < self->n; i++)
    {
      weights[i] = 1;
      if (list != NULL && (!sd_literal_parse_double (json_array_get_element (list, i), &weights[i])
                           || !(weights[i] >= 0)))
        {
          report (context, "weights-negative", _("Weights are numbers that are not negative."));
          return FALSE;
        }
      sum += weights[i];
    }
  if (!(sum > 0) || sum > 1e300)
    {
      report (context, "weights-sum", _("At least one weight must be above 0."));
      return FALSE;
    }
  sd_thresholds_init (&self->thresholds, weights, self->n);
  return TRUE;
}

static gboolean
read_category (CategoryNode          *self,
               const SdColumnContext *context)
{
  JsonObject *parameters = sd_column_get_parameters (context->column);
  JsonArray *values = sd_parameter_get_list (parameters, "values");

  if (values == NULL || json_array_get_length (values) == 0)
    {
      report (context, "category-empty", _("A category needs at least one value."));
      return FALSE;
    }
  if (!read_values (self, context, values)
      || !read_weights (self, context, sd_parameter_get_list (parameters, "weights")))
    return FALSE;
  if (!sd_column_get_unique (context->column))
    return TRUE;
  if (self->n < context->n_rows)
    {
      g_autofree char *message =
        g_strdup_printf (_("%" G_GUINT64_FORMAT " unique values are wanted from %u."),
                         context->n_rows, self->n);

      report (context, "unique-impossible", message);
      return FALSE;
    }
  self->node.klass = &unique_class;
  sd_permutation_init (&self->permutation, self->n,
                       sd_key (context->seed, sd_table_get_id (context->table),
                               sd_column_get_id (context->column), SD_LANE_KEY, 0));
  return TRUE;
}

/**
 * sd_category_compile:
 *
 * Parameters: "values" and, as many, "weights".
 *
 * Returns: (transfer full) (nullable): the node; %NULL with findings
 */
SdNode *
sd_category_compile (const SdColumnContext *context)
{
  CategoryNode *self = category_node_new (context, &category_class);

  if (read_category (self, context))
    return &self->node;
  category_node_free (&self->node);
  return NULL;
}

/**
 * sd_boolean_compile:
 *
 * Parameters: "share" of true, 0 … 1.
 *
 * Returns: (transfer full): the node
 */
SdNode *
sd_boolean_compile (const SdColumnContext *context)
{
  const double share = CLAMP (sd_parameter_get_number (sd_column_get_parameters (context->column),
                                                       "share", 0.5), 0, 1);
  const double weights[2] = { 1 - share, share };
  CategoryNode *self = category_node_new (context, &boolean_class);

  sd_thresholds_init (&self->thresholds, weights, 2);
  note_range (self, 0, TRUE);
  note_range (self, 1, FALSE);
  return &self->node;
}

/* Typed rows repeat: their dictionary must not. */
static void
make_distinct (CategoryNode *self)
{
  g_autoptr (GHashTable) codes = g_hash_table_new (g_str_hash, g_str_equal);
  guint n = 0;

  self->codes = g_new (guint32, self->n);
  for (guint i = 0; i < self->n; i++)
    {
      SdText *entries = self->dictionary.entries;
      gpointer known;

      if (g_hash_table_lookup_extended (codes, entries[i].data, NULL, &known))
        {
          self->codes[i] = GPOINTER_TO_UINT (known);
          g_free ((char *) entries[i].data);
          continue;
        }
      entries[n] = entries[i];
      g_hash_table_insert (codes, (gpointer) entries[n].data, GUINT_TO_POINTER (n));
      self->codes[i] = n++;
    }
  self->dictionary.n = n;
}

/**
 * sd_values_compile:
 *
 * Parameters: "values", one per row, null allowed.
 *
 * Returns: (transfer full) (nullable): the node; %NULL with findings
 */
SdNode *
sd_values_compile (const SdColumnContext *context)
{
  JsonArray *values = sd_parameter_get_list (sd_column_get_parameters (context->column), "values");
  const guint n = values != NULL ? json_array_get_length (values) : 0;
  CategoryNode *self;

  if (n < context->n_rows)
    {
      SdFinding *finding =
        sd_finding_new (SD_SEVERITY_ERROR, "values-too-few",
                        sd_column_get_id (context->column), context->place,
                        _("The table has %" G_GUINT64_FORMAT " rows, but only %u are typed in."),
                        context->n_rows, n);

      sd_finding_add_fix (finding, sd_table_get_id (context->table), "rows",
                          json_node_init_int (json_node_alloc (), n),
                          _("Set %s to %u rows"), sd_table_get_name (context->table), n);
      sd_compiler_add_finding (context->compiler, finding);
      return NULL;
    }
  self = category_node_new (context, &values_class);
  self->missing = g_new0 (gboolean, MAX (n, 1));
  if (n > 0 && !read_values (self, context, values))
    {
      category_node_free (&self->node);
      return NULL;
    }
  if (self->node.kind == SD_VECTOR_CODE)
    make_distinct (self);
  if (!self->node.has_null)
    g_clear_pointer (&self->missing, g_free);
  return &self->node;
}
