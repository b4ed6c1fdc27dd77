/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Ticks and moments; see the header. Whole numbers throughout, so that both ways
 * agree and no rounding moves a share.
 */

#define G_LOG_DOMAIN "sd-clock"

#include "sd-calendar.h"
#include "sd-clock-private.h"

#define USEC_PER_HOUR G_GINT64_CONSTANT (3600000000)

static gint64
floor_days (gint64 moment)
{
  return moment >= 0 ? moment / SD_USEC_PER_DAY
                     : -((SD_USEC_PER_DAY - 1 - moment) / SD_USEC_PER_DAY);
}

static inline const guint64 *
get_hours (const SdClock *self,
           guint64        day)
{
  return self->hours[sd_date_weekday (self->first_day + (gint64) day) > 5];
}

/* The open part of an hour. */
static void
get_hour (const SdClock *self,
          guint          hour,
          gint64        *from,
          gint64        *to)
{
  *from = MAX ((gint64) hour * USEC_PER_HOUR, self->opening);
  *to = MAX (MIN ((gint64) (hour + 1) * USEC_PER_HOUR, self->opening + self->open), *from);
}

/* The part of a day before @time, in units of 2^−32. */
static guint64
get_fraction (const SdClock *self,
              const guint64 *hours,
              gint64         time)
{
  const guint hour = (guint) (time / USEC_PER_HOUR);
  gint64 from, to;

  get_hour (self, hour, &from, &to);
  if (time <= from || to == from)
    return hours[hour];
  if (time >= to)
    return hours[hour + 1];
  return hours[hour]
         + (hours[hour + 1] - hours[hour]) * (guint64) (time - from) / (guint64) (to - from);
}

gint64
sd_clock_read (const SdClock *self,
               gint64         moment)
{
  const gint64 day = floor_days (moment) - self->first_day;
  const gint64 time = moment - (day + self->first_day) * SD_USEC_PER_DAY;
  guint64 mass;

  if (self->days == NULL)
    return day * self->open + CLAMP (time - self->opening, 0, self->open);
  if (day < 0)
    return 0;
  if ((guint64) day >= self->n_days)
    return (gint64) self->days[self->n_days];
  mass = self->days[day + 1] - self->days[day];
  return (gint64) (self->days[day]
                   + ((mass * (unsigned __int128) get_fraction (self, get_hours (self, day), time))
                      >> 32));
}

/* The last of @n sums that is at most @x. */
static inline guint64
find_sum (const guint64 *sums,
          guint64        n,
          guint64        x)
{
  guint64 low = 0;

  while (n > 1)
    {
      const guint64 half = n / 2;

      low = sums[low + half] <= x ? low + half : low;
      n -= half;
    }
  return low;
}

gint64
sd_clock_find (const SdClock *self,
               gint64         ticks)
{
  guint64 day, part, mass;
  const guint64 *hours;
  gint64 from, to;
  guint hour;

  if (self->days == NULL)
    {
      const gint64 days = ticks >= 0 ? ticks / self->open
                                     : -((self->open - 1 - ticks) / self->open);

      return (self->first_day + days) * SD_USEC_PER_DAY + self->opening
             + (ticks - days * self->open);
    }
  ticks = CLAMP (ticks, 0, (gint64) self->days[self->n_days] - 1);
  day = find_sum (self->days, self->n_days, (guint64) ticks);
  mass = self->days[day + 1] - self->days[day];
  part = (((guint64) ticks - self->days[day]) << 32) / mass;
  hours = get_hours (self, day);
  hour = (guint) find_sum (hours, 24, part);
  get_hour (self, hour, &from, &to);
  return (self->first_day + (gint64) day) * SD_USEC_PER_DAY + from
         + (gint64) ((part - hours[hour]) * (guint64) (to - from)
                     / (hours[hour + 1] - hours[hour]));
}

double
sd_clock_get_day_ticks (const SdClock *self)
{
  return self->days == NULL ? (double) self->open
                            : (double) self->days[self->n_days] / (double) self->n_days;
}

void
sd_clock_clear (SdClock *self)
{
  g_clear_pointer (&self->days, g_free);
}
