/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Laws of durations; see the header. */

#define G_LOG_DOMAIN "sd-dwell"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "sd-dwell-private.h"
#include "sd-math.h"
#include "sd-random.h"

/* Of a log-normal law that does not say: a good deal of spread, but seldom more
 * than four times the mean. */
#define DEFAULT_SPREAD 0.75

#define SQRT_3 1.7320508075688772

static gboolean
init_uniform (SdDwell               *self,
              const SdColumnContext *context,
              double                 mean,
              double                 stddev)
{
  const double half = stddev < 0 ? mean : SQRT_3 * stddev;

  if (half > mean * (1 + 1e-9))
    return sd_context_fail (context, "duration-wrong",
                            _("A uniform duration of %g days on average has a standard deviation "
                              "of at most %.3g days, not %g: none is negative."), mean,
                            mean / SQRT_3, stddev);
  self->kind = SD_DWELL_UNIFORM;
  self->a = MAX (mean - half, 0);
  self->b = mean + half;
  return TRUE;
}

gboolean
sd_dwell_init (SdDwell               *self,
               const SdColumnContext *context,
               const char            *nick,
               double                 mean,
               double                 stddev)
{
  *self = (SdDwell) { SD_DWELL_FIXED, mean, 0 };
  if (!(mean >= 0 && mean <= 4e6) || !(stddev <= 4e6))
    return sd_context_fail (context, "duration-wrong",
                            _("A duration of %g days on average cannot be."), mean);
  if (g_str_equal (nick, "fixed") || mean == 0 || stddev == 0)
    return TRUE;
  if (g_str_equal (nick, "uniform"))
    return init_uniform (self, context, mean, stddev);
  if (g_str_equal (nick, "lognormal"))
    {
      const double spread = stddev < 0 ? DEFAULT_SPREAD : stddev / mean;
      const double variance = sd_log1p (spread * spread);

      *self = (SdDwell) { SD_DWELL_LOGNORMAL, sd_log (mean) - variance / 2, sqrt (variance) };
      return TRUE;
    }
  if (!g_str_equal (nick, "exponential"))
    return sd_context_fail (context, "duration-wrong",
                            _("“%s” is no law of durations; choose exponential, lognormal, fixed "
                              "or uniform."), nick);
  self->kind = SD_DWELL_EXPONENTIAL;
  return TRUE;
}

double
sd_dwell_draw (const SdDwell *self,
               guint64        random)
{
  switch (self->kind)
    {
    case SD_DWELL_EXPONENTIAL:
      return -self->a * sd_log (sd_unit (random));

    case SD_DWELL_LOGNORMAL:
      return sd_exp (self->a + self->b * sd_normal_quantile (sd_unit (random)));

    case SD_DWELL_UNIFORM:
      return self->a + (self->b - self->a) * sd_unit (random);

    case SD_DWELL_FIXED:
    default:
      return self->a;
    }
}

double
sd_dwell_get_mean (const SdDwell *self)
{
  switch (self->kind)
    {
    case SD_DWELL_LOGNORMAL:
      return sd_exp (self->a + self->b * self->b / 2);

    case SD_DWELL_UNIFORM:
      return (self->a + self->b) / 2;

    case SD_DWELL_FIXED:
    case SD_DWELL_EXPONENTIAL:
    default:
      return self->a;
    }
}
