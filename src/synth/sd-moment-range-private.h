/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Where moments may lie, and how dense: first and last, opening hours, step, and
 * the clock that knows growth and seasons.
 */

#pragma once

#include "sd-clock-private.h"

G_BEGIN_DECLS

typedef struct
{
  SdType   type;          /* DATE, TIME or TIMESTAMP */
  gint64   first, last;   /* microseconds, last inclusive */
  gint64   step;
  guint64  n_days;
  SdClock  clock;         /* of dates and timestamps */
} SdMomentRange;

/* FALSE with findings. */
gboolean sd_moment_range_read     (SdMomentRange         *self,
                                   const SdColumnContext *context,
                                   JsonObject            *parameters);
void     sd_moment_range_clear    (SdMomentRange         *self);
/* @moment as a value of the type, down to the step but not below @least. */
gint64   sd_moment_range_to_value (const SdMomentRange   *self,
                                   gint64                 moment,
                                   gint64                 least);
/* The value at place @u between two moments of the range, last inclusive, by the
 * shape where there is any between them. */
gint64   sd_moment_range_draw     (const SdMomentRange   *self,
                                   gint64                 first,
                                   gint64                 last,
                                   guint64                u);
/* Ticks of the shape before the end of what @last (inclusive) belongs to. */
gint64   sd_moment_range_get_end  (const SdMomentRange   *self,
                                   gint64                 last);
/* Whole days down. */
gint64   sd_moment_floor_days     (gint64                 moment);

G_END_DECLS
