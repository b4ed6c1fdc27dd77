/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What all margins have in common; see the header. */

#define G_LOG_DOMAIN "sd-margin"

#include "sd-margin-private.h"

typedef struct
{
  const char *generator;
  SdMargin *(*make) (const SdColumnContext *context,
                     JsonObject            *parameters);
} Kind;

static const Kind kinds[] = {
  { "boolean", sd_boolean_margin_new },
  { "category", sd_category_margin_new },
  { "combination", sd_combination_margin_new },
  { "date", sd_moment_margin_new },
  { "number", sd_number_margin_new },
  { "time", sd_moment_margin_new },
  { "timestamp", sd_moment_margin_new },
};

static const Kind *
find_kind (const char *generator)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (generator, kinds[i].generator))
      return &kinds[i];
  return NULL;
}

gboolean
sd_margin_is_known (const char *generator)
{
  return find_kind (generator) != NULL;
}

/**
 * sd_margin_new:
 * @context: the column
 * @parameters: (transfer none): of its generator, the column's own or those of
 *   a branch
 *
 * Returns: (transfer full) (nullable): the margin; %NULL with findings, and
 *   without when the generator has none
 */
SdMargin *
sd_margin_new (const SdColumnContext *context,
               JsonObject            *parameters)
{
  const Kind *kind = find_kind (sd_column_get_generator (context->column));

  return kind != NULL ? kind->make (context, parameters) : NULL;
}

/**
 * sd_margin_free:
 * @self: (transfer full) (nullable): a margin
 */
void
sd_margin_free (SdMargin *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->codes, g_free);
  self->klass->free (self);
}

void
sd_margin_fill (const SdMargin *self,
                const guint64  *u,
                guint           n,
                SdVector       *out,
                guint           offset)
{
  self->klass->fill (self, u, n, out, offset);
}

void
sd_margin_get_scores (const SdMargin *self,
                      const guint64  *u,
                      guint           n,
                      double         *scores)
{
  self->klass->get_scores (self, u, n, scores);
}

void
sd_margin_describe (const SdMargin *self,
                    SdNode         *node)
{
  node->dictionary = self->dictionary;
  node->has_range = self->has_range;
  node->minimum = self->minimum;
  node->maximum = self->maximum;
  node->scale = self->scale;
  node->max_length = self->max_length;
}
