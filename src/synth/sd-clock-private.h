/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Clocks that run faster when more happens: a moment as a number of ticks since
 * the first day, of which a busy day has more than a quiet one and a closed hour
 * none. What is uniform in ticks has the shape that was declared; a clock
 * without shape ticks in open microseconds.
 */

#pragma once

#include "sd-node-private.h"

G_BEGIN_DECLS

/* Days that a clock with a shape can span: seven hundred years. */
#define SD_CLOCK_MAX_DAYS 262144

typedef struct
{
  gint64   first_day;
  guint64  n_days;
  gint64   opening;        /* microseconds after midnight … */
  gint64   open;           /* … for so many a day */
  guint64 *days;           /* n_days + 1: ticks before each day; NULL: no shape */
  guint64  hours[2][25];   /* of workdays and weekends: the part of a day before each
                            * hour, in units of 2^−32 */
} SdClock;

/* The shape that @parameters declare over the days from @first_day on, if any:
 * growth, growth_factor, season, months, weekdays, hours, holidays. @opening and
 * @open as above. FALSE with findings. */
gboolean sd_clock_init          (SdClock               *self,
                                 const SdColumnContext *context,
                                 JsonObject            *parameters,
                                 gint64                 first_day,
                                 guint64                n_days,
                                 gint64                 opening,
                                 gint64                 open);
void     sd_clock_clear         (SdClock               *self);
/* Ticks until @moment (microseconds since 1970); with a shape within 0 and the
 * total. */
gint64   sd_clock_read          (const SdClock         *self,
                                 gint64                 moment);
/* The moment at which so many ticks have passed; with a shape below the total. */
gint64   sd_clock_find          (const SdClock         *self,
                                 gint64                 ticks);
/* Ticks of a day on average. */
double   sd_clock_get_day_ticks (const SdClock         *self);

static inline gboolean
sd_clock_has_shape (const SdClock *self)
{
  return self->days != NULL;
}

G_END_DECLS
