/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Categories and booleans: outcomes with weights. */

#define G_LOG_DOMAIN "sd-margin-category"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-generator-info.h"
#include "sd-literal-private.h"
#include "sd-margin-category-private.h"

#define CHUNK 1024

static void
category_margin_free (SdMargin *margin)
{
  SdCategoryMargin *self = (SdCategoryMargin *) margin;

  sd_thresholds_clear (&self->thresholds);
  sd_value_list_clear (&self->values);
  g_free (self);
}

static void
find_outcomes (const SdCategoryMargin *self,
               const guint64          *u,
               guint                   n,
               guint32                *k)
{
  for (guint i = 0; i < n; i++)
    k[i] = sd_thresholds_find (&self->thresholds, u[i]);
}

static void
fill_category (const SdMargin *margin,
               const guint64  *u,
               guint           n,
               SdVector       *out,
               guint           offset)
{
  const SdCategoryMargin *self = (const SdCategoryMargin *) margin;
  guint32 k[CHUNK];

  for (guint first = 0, count; first < n; first += count)
    {
      count = MIN (CHUNK, n - first);
      find_outcomes (self, u + first, count, k);
      sd_value_list_get (&self->values, k, count, out, offset + first);
    }
  if (margin->codes != NULL)
    for (guint i = offset; i < offset + n; i++)
      out->code[i] = margin->codes[out->code[i]];
}

static void
get_category_scores (const SdMargin *margin,
                     const guint64  *u,
                     guint           n,
                     double         *scores)
{
  const SdCategoryMargin *self = (const SdCategoryMargin *) margin;

  for (guint i = 0; i < n; i++)
    {
      const guint32 k = sd_thresholds_find (&self->thresholds, u[i]);

      if (margin->kind == SD_VECTOR_CODE)
        scores[i] = k;
      else if (margin->kind == SD_VECTOR_DOUBLE)
        scores[i] = self->values.reals[k];
      else
        scores[i] = (double) self->values.integers[k];
    }
}

static void
fill_boolean (const SdMargin *margin,
              const guint64  *u,
              guint           n,
              SdVector       *out,
              guint           offset)
{
  const SdCategoryMargin *self = (const SdCategoryMargin *) margin;

  for (guint i = 0; i < n; i++)
    out->i64[offset + i] = sd_thresholds_find (&self->thresholds, u[i]);
}

static void
get_boolean_scores (const SdMargin *margin,
                    const guint64  *u,
                    guint           n,
                    double         *scores)
{
  const SdCategoryMargin *self = (const SdCategoryMargin *) margin;

  for (guint i = 0; i < n; i++)
    scores[i] = sd_thresholds_find (&self->thresholds, u[i]);
}

static const SdMarginClass category_class =
  { "category", fill_category, get_category_scores, category_margin_free };
static const SdMarginClass boolean_class =
  { "boolean", fill_boolean, get_boolean_scores, category_margin_free };

/**
 * sd_weights_read:
 * @context: the column, for findings
 * @list: (nullable): numbers; all weigh the same without
 * @n: how many are needed
 *
 * Returns: (transfer full) (nullable): the weights; %NULL with a finding
 */
double *
sd_weights_read (const SdColumnContext *context,
                 JsonArray             *list,
                 guint                  n)
{
  g_autofree double *weights = g_new (double, n);
  double sum = 0;

  if (list != NULL && json_array_get_length (list) != n)
    {
      sd_context_fail (context, "weights-length", _("There must be as many weights as values."));
      return NULL;
    }
  for (guint i = 0; i < n; i++)
    {
      weights[i] = 1;
      if (list != NULL && (!sd_literal_parse_double (json_array_get_element (list, i), &weights[i])
                           || !(weights[i] >= 0)))
        {
          sd_context_fail (context, "weights-negative",
                           _("Weights are numbers that are not negative."));
          return NULL;
        }
      sum += weights[i];
    }
  if (!(sum > 0) || sum > 1e300)
    {
      sd_context_fail (context, "weights-sum", _("At least one weight must be above 0."));
      return NULL;
    }
  return g_steal_pointer (&weights);
}

static SdCategoryMargin *
category_margin_alloc (const SdMarginClass *klass,
                       SdType               type,
                       SdVectorKind         kind)
{
  SdCategoryMargin *self = g_new0 (SdCategoryMargin, 1);

  self->margin.klass = klass;
  self->margin.type = type;
  self->margin.kind = kind;
  return self;
}

/**
 * sd_category_margin_new_list:
 * @context: the column
 * @values: (transfer none): its outcomes, at least one
 * @weights: (transfer none) (nullable): as many
 *
 * Returns: (transfer full) (nullable): an #SdCategoryMargin; %NULL with findings
 */
SdMargin *
sd_category_margin_new_list (const SdColumnContext *context,
                             JsonArray             *values,
                             JsonArray             *weights)
{
  const SdType type = sd_column_get_column_type (context->column);
  SdCategoryMargin *self = category_margin_alloc (&category_class, type, SD_VECTOR_INT64);
  const gboolean fits = sd_value_list_init (&self->values, context, values, FALSE);
  g_autofree double *numbers = fits ? sd_weights_read (context, weights, self->values.n) : NULL;

  if (numbers == NULL)
    {
      category_margin_free (&self->margin);
      return NULL;
    }
  sd_thresholds_init (&self->thresholds, numbers, self->values.n);
  self->margin.kind = self->values.kind;
  self->margin.dictionary = self->values.kind == SD_VECTOR_CODE ? &self->values.dictionary : NULL;
  self->margin.has_range = self->values.has_range;
  self->margin.minimum = self->values.minimum;
  self->margin.maximum = self->values.maximum;
  self->margin.scale = self->values.scale;
  self->margin.max_length = self->values.max_length;
  return &self->margin;
}

/**
 * sd_category_margin_new:
 * @context: the column
 * @parameters: (transfer none): "values" and, as many, "weights" or "counts",
 *   which are the weights of whole numbers of rows
 *
 * Returns: (transfer full) (nullable): an #SdCategoryMargin; %NULL with findings
 */
SdMargin *
sd_category_margin_new (const SdColumnContext *context,
                        JsonObject            *parameters)
{
  JsonArray *values = sd_parameter_get_list (parameters, "values");

  if (values == NULL || json_array_get_length (values) == 0)
    {
      sd_context_fail (context, "category-empty", _("A category needs at least one value."));
      return NULL;
    }
  return sd_category_margin_new_list (context, values,
                                      sd_parameter_get_list (parameters,
                                                             json_object_has_member (parameters,
                                                                                     "counts")
                                                             ? "counts" : "weights"));
}

/**
 * sd_boolean_margin_new:
 * @context: the column
 * @parameters: (transfer none): "share" of true, 0 … 1
 *
 * Returns: (transfer full): an #SdCategoryMargin without values
 */
SdMargin *
sd_boolean_margin_new (const SdColumnContext *context,
                       JsonObject            *parameters)
{
  const double share = CLAMP (sd_parameter_get_number (parameters, "share", 0.5), 0, 1);
  const double weights[2] = { 1 - share, share };
  SdCategoryMargin *self = category_margin_alloc (&boolean_class,
                                                  sd_column_get_column_type (context->column),
                                                  SD_VECTOR_INT64);

  sd_thresholds_init (&self->thresholds, weights, 2);
  self->margin.has_range = TRUE;
  self->margin.maximum = 1;
  return &self->margin;
}
