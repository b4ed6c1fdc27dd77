/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Dates, times and timestamps of a range, with its shape, as margins. */

#define G_LOG_DOMAIN "sd-margin-moment"

#include "sd-margin-private.h"
#include "sd-moment-range-private.h"

typedef struct
{
  SdMargin      margin;
  SdMomentRange range;
} MomentMargin;

static void
moment_margin_free (SdMargin *margin)
{
  sd_moment_range_clear (&((MomentMargin *) margin)->range);
  g_free (margin);
}

static void
fill_moment (const SdMargin *margin,
             const guint64  *u,
             guint           n,
             SdVector       *out,
             guint           offset)
{
  const SdMomentRange *range = &((const MomentMargin *) margin)->range;

  for (guint i = 0; i < n; i++)
    out->i64[offset + i] = sd_moment_range_draw (range, range->first, range->last, u[i]);
}

static void
get_moment_scores (const SdMargin *margin,
                   const guint64  *u,
                   guint           n,
                   double         *scores)
{
  const SdMomentRange *range = &((const MomentMargin *) margin)->range;

  for (guint i = 0; i < n; i++)
    scores[i] = (double) sd_moment_range_draw (range, range->first, range->last, u[i]);
}

static const SdMarginClass moment_class =
  { "moment", fill_moment, get_moment_scores, moment_margin_free };

/**
 * sd_moment_margin_new:
 * @context: the column
 * @parameters: (transfer none): those of sd_moment_range_read()
 *
 * Returns: (transfer full) (nullable): the margin; %NULL with findings
 */
SdMargin *
sd_moment_margin_new (const SdColumnContext *context,
                      JsonObject            *parameters)
{
  const gboolean is_date = sd_column_get_column_type (context->column) == SD_TYPE_DATE;
  MomentMargin *self = g_new0 (MomentMargin, 1);

  self->margin.klass = &moment_class;
  self->margin.type = sd_column_get_column_type (context->column);
  self->margin.kind = SD_VECTOR_INT64;
  if (!sd_moment_range_read (&self->range, context, parameters))
    {
      moment_margin_free (&self->margin);
      return NULL;
    }
  self->margin.has_range = TRUE;
  self->margin.minimum = is_date ? sd_moment_floor_days (self->range.first) : self->range.first;
  self->margin.maximum = is_date ? sd_moment_floor_days (self->range.last) : self->range.last;
  return &self->margin;
}
