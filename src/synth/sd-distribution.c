/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Laws of numbers: parameters, bounds, quantiles and weights.
 *
 * Bounds cut the law: what lies outside is impossible and the rest keeps its
 * proportions. A continuous law is cut by mapping the tail probability, a
 * discrete one by dropping weights.
 */

#define G_LOG_DOMAIN "sd-distribution"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "sd-distribution-private.h"
#include "sd-generator-info.h"
#include "sd-math.h"
#include "sd-schema.h"

/* The most outcomes a discrete law may have. */
#define MAX_OUTCOMES (1 << 20)

typedef struct _SdContinuousLaw
{
  const char *nick;
  /* Reads the parameters into p; FALSE when they cannot be. */
  gboolean (*read)     (JsonObject *parameters, double *p);
  double   (*quantile) (const double *p, double tail, gboolean upper);
  /* Probability below x, or above it when @upper. */
  double   (*tail)     (const double *p, double x, gboolean upper);
  double   least, most;
} SdContinuousLaw;

static double
get (JsonObject *parameters,
     const char *name)
{
  return sd_parameter_get_number (parameters, name, NAN);
}

/* --- Continuous laws --- */

static gboolean
read_normal (JsonObject *parameters,
             double     *p)
{
  p[0] = get (parameters, "mean");
  p[1] = get (parameters, "stddev");
  return isfinite (p[0]) && p[1] >= 0 && isfinite (p[1]);
}

static double
normal_quantile (const double *p,
                 double        tail,
                 gboolean      upper)
{
  const double z = sd_normal_quantile (tail);

  return p[0] + p[1] * (upper ? -z : z);
}

static double
normal_tail (const double *p,
             double        x,
             gboolean      upper)
{
  const double z = (x - p[0]) / p[1];

  if (p[1] == 0)
    return (x > p[0]) != upper ? 1 : 0;
  return sd_normal_cdf (upper ? -z : z);
}

/* Mean and standard deviation of the values themselves, or their median and
 * the standard deviation of their logarithms. */
static gboolean
read_lognormal (JsonObject *parameters,
                double     *p)
{
  const double mean = get (parameters, "mean");
  const double stddev = get (parameters, "stddev");
  const double median = get (parameters, "median");
  const double sigma = get (parameters, "sigma");

  if (median > 0 && sigma >= 0)
    {
      p[0] = sd_log (median);
      p[1] = sigma;
    }
  else if (mean > 0 && stddev >= 0)
    {
      const double variance = sd_log1p (stddev / mean * (stddev / mean));

      p[0] = sd_log (mean) - variance / 2;
      p[1] = sqrt (variance);
    }
  else
    return FALSE;
  return isfinite (p[0]) && isfinite (p[1]);
}

static double
lognormal_quantile (const double *p,
                    double        tail,
                    gboolean      upper)
{
  return sd_exp (normal_quantile (p, tail, upper));
}

static double
lognormal_tail (const double *p,
                double        x,
                gboolean      upper)
{
  if (x <= 0)
    return upper ? 1 : 0;
  return normal_tail (p, sd_log (x), upper);
}

static gboolean
read_exponential (JsonObject *parameters,
                  double     *p)
{
  p[0] = get (parameters, "mean");
  return p[0] > 0 && isfinite (p[0]);
}

static double
exponential_quantile (const double *p,
                      double        tail,
                      gboolean      upper)
{
  return -p[0] * (upper ? sd_log (tail) : sd_log1p (-tail));
}

static double
exponential_tail (const double *p,
                  double        x,
                  gboolean      upper)
{
  if (x <= 0)
    return upper ? 1 : 0;
  return upper ? sd_exp (-x / p[0]) : -sd_expm1 (-x / p[0]);
}

static gboolean
read_gamma (JsonObject *parameters,
            double     *p)
{
  const double mean = get (parameters, "mean");

  p[0] = get (parameters, "shape");
  p[1] = get (parameters, "scale");
  if (isnan (p[1]))
    p[1] = mean / p[0];
  return p[0] > 0 && p[1] > 0 && isfinite (p[0]) && isfinite (p[1]);
}

static double
gamma_tail (const double *p,
            double        x,
            gboolean      upper)
{
  if (x <= 0)
    return upper ? 1 : 0;
  return upper ? sd_gamma_q (p[0], x / p[1]) : sd_gamma_p (p[0], x / p[1]);
}

/* Where the lower tail is nearly 1 its complement has lost its digits, so the
 * upper quantile is found on the upper tail by bisection of the logarithm. */
static double
solve_upper (const double *p,
             double        tail,
             double        from,
             double        to,
             double      (*function) (const double *, double, gboolean))
{
  double low = from;
  double high = to;

  for (int i = 0; i < 200 && high - low > 1e-13 * high; i++)
    {
      const double middle = low + (high - low) / 2;

      if (function (p, middle, TRUE) > tail)
        low = middle;
      else
        high = middle;
    }
  return low + (high - low) / 2;
}

static double
gamma_quantile (const double *p,
                double        tail,
                gboolean      upper)
{
  double high;

  if (!upper)
    return p[1] * sd_gamma_quantile (p[0], tail);
  if (tail > 1e-5)
    return p[1] * sd_gamma_quantile (p[0], 1 - tail);
  high = p[1] * (p[0] + 1);
  while (gamma_tail (p, high, TRUE) > tail)
    high *= 2;
  return solve_upper (p, tail, high / 2, high, gamma_tail);
}

/* On 0 … 1, stretched to min … max when both are given: then they are the
 * law's own bounds, not cuts. */
static gboolean
read_beta (JsonObject *parameters,
           double     *p)
{
  p[0] = get (parameters, "alpha");
  p[1] = get (parameters, "beta");
  p[2] = sd_parameter_get_number (parameters, "min", 0);
  p[3] = sd_parameter_get_number (parameters, "max", 1);
  return p[0] > 0 && p[1] > 0 && isfinite (p[0]) && isfinite (p[1]) && p[2] < p[3];
}

static double
beta_quantile (const double *p,
               double        tail,
               gboolean      upper)
{
  const double x = upper ? 1 - sd_beta_quantile (p[1], p[0], tail)
                         : sd_beta_quantile (p[0], p[1], tail);

  return p[2] + x * (p[3] - p[2]);
}

static double
beta_tail (const double *p,
           double        x,
           gboolean      upper)
{
  const double y = CLAMP ((x - p[2]) / (p[3] - p[2]), 0, 1);

  return upper ? sd_beta_i (1 - y, p[1], p[0]) : sd_beta_i (y, p[0], p[1]);
}

static gboolean
read_triangular (JsonObject *parameters,
                 double     *p)
{
  p[0] = get (parameters, "min");
  p[1] = get (parameters, "mode");
  p[2] = get (parameters, "max");
  return p[0] <= p[1] && p[1] <= p[2] && p[0] < p[2] && isfinite (p[2] - p[0]);
}

static double
triangular_quantile (const double *p,
                     double        tail,
                     gboolean      upper)
{
  const double width = p[2] - p[0];
  const double rising = (p[1] - p[0]) / width;
  const double u = upper ? 1 - tail : tail;

  if (u < rising)
    return p[0] + sqrt (u * width * (p[1] - p[0]));
  return p[2] - sqrt ((upper ? tail : 1 - tail) * width * (p[2] - p[1]));
}

static double
triangular_tail (const double *p,
                 double        x,
                 gboolean      upper)
{
  const double width = p[2] - p[0];
  const double y = CLAMP (x, p[0], p[2]);
  const double below = y < p[1] || p[1] == p[2]
                     ? (y - p[0]) * (y - p[0]) / (width * (p[1] - p[0]))
                     : 1 - (p[2] - y) * (p[2] - y) / (width * (p[2] - p[1]));

  return upper ? 1 - below : below;
}

/* The density falls with the power alpha + 1 from min upwards. */
static gboolean
read_pareto (JsonObject *parameters,
             double     *p)
{
  p[0] = get (parameters, "min");
  p[1] = get (parameters, "alpha");
  return p[0] > 0 && p[1] > 0 && isfinite (p[0]) && isfinite (p[1]);
}

static double
pareto_quantile (const double *p,
                 double        tail,
                 gboolean      upper)
{
  return p[0] * sd_exp (-(upper ? sd_log (tail) : sd_log1p (-tail)) / p[1]);
}

static double
pareto_tail (const double *p,
             double        x,
             gboolean      upper)
{
  double above;

  if (x <= p[0])
    return upper ? 1 : 0;
  above = sd_exp (-p[1] * sd_log (x / p[0]));
  return upper ? above : 1 - above;
}

static const SdContinuousLaw continuous_laws[] = {
  { "normal", read_normal, normal_quantile, normal_tail, -INFINITY, INFINITY },
  { "truncated_normal", read_normal, normal_quantile, normal_tail, -INFINITY, INFINITY },
  { "lognormal", read_lognormal, lognormal_quantile, lognormal_tail, 0, INFINITY },
  { "exponential", read_exponential, exponential_quantile, exponential_tail, 0, INFINITY },
  { "gamma", read_gamma, gamma_quantile, gamma_tail, 0, INFINITY },
  { "beta", read_beta, beta_quantile, beta_tail, -INFINITY, INFINITY },
  { "triangular", read_triangular, triangular_quantile, triangular_tail, -INFINITY, INFINITY },
  { "pareto", read_pareto, pareto_quantile, pareto_tail, 0, INFINITY },
};

double
sd_distribution_quantile (double        tail,
                          gboolean      upper,
                          gconstpointer spec)
{
  const SdDistributionSpec *self = spec;
  const double kept = 1 - self->below - self->above;
  double value;

  if (self->below == 0 && self->above == 0)
    value = self->continuous->quantile (self->p, tail, upper);
  else
    {
      const double low = self->below + kept * (upper ? 1 - tail : tail);
      const double high = self->above + kept * (upper ? tail : 1 - tail);

      value = low <= 0.5 ? self->continuous->quantile (self->p, low, FALSE)
                         : self->continuous->quantile (self->p, high, TRUE);
    }
  return CLAMP (value, self->least, self->most);
}

static gboolean
set_impossible (GError **error)
{
  g_set_error_literal (error, SD_SCHEMA_ERROR, SD_SCHEMA_ERROR_CONTENT,
                       _("The distribution’s parameters are missing or impossible together."));
  return FALSE;
}

static gboolean
init_continuous (SdDistributionSpec    *self,
                 const SdContinuousLaw *law,
                 JsonObject            *parameters,
                 GError               **error)
{
  const gboolean own_bounds = g_str_equal (law->nick, "beta")
                              || g_str_equal (law->nick, "triangular");

  self->kind = SD_DISTRIBUTION_CONTINUOUS;
  self->continuous = law;
  if (!law->read (parameters, self->p))
    return set_impossible (error);
  if (own_bounds)
    {
      self->least = g_str_equal (law->nick, "beta") ? self->p[2] : self->p[0];
      self->most = g_str_equal (law->nick, "beta") ? self->p[3] : self->p[2];
      return TRUE;
    }
  self->least = MAX (law->least, sd_parameter_get_number (parameters, "min", -INFINITY));
  self->most = MIN (law->most, sd_parameter_get_number (parameters, "max", INFINITY));
  if (!(self->least <= self->most))
    return set_impossible (error);
  self->below = isinf (self->least) ? 0 : law->tail (self->p, self->least, FALSE);
  self->above = isinf (self->most) ? 0 : law->tail (self->p, self->most, TRUE);
  if (1 - self->below - self->above < 1e-9)
    {
      g_set_error (error, SD_SCHEMA_ERROR, SD_SCHEMA_ERROR_CONTENT,
                   _("Hardly any value of the distribution lies between the bounds %g and %g."),
                   self->least, self->most);
      return FALSE;
    }
  return TRUE;
}

/* --- Discrete laws: the weight of one outcome relative to the one before --- */

typedef struct
{
  const char *nick;
  gint64      first;
  gboolean  (*read)  (JsonObject *parameters, double *p);
  /* log of the probability of k, up to a constant. */
  double    (*log_weight) (const double *p, double k);
  double    (*mode)  (const double *p);
} SdDiscreteLaw;

static gboolean
read_poisson (JsonObject *parameters,
              double     *p)
{
  p[0] = get (parameters, "mean");
  return p[0] > 0 && isfinite (p[0]);
}

static double
poisson_log_weight (const double *p,
                    double        k)
{
  return k * sd_log (p[0]) - sd_lgamma (k + 1);
}

static double
poisson_mode (const double *p)
{
  return sd_floor (p[0]);
}

static gboolean
read_binomial (JsonObject *parameters,
               double     *p)
{
  p[0] = sd_floor (get (parameters, "n"));
  p[1] = get (parameters, "p");
  return p[0] >= 1 && p[0] <= 1e15 && p[1] > 0 && p[1] < 1;
}

static double
binomial_log_weight (const double *p,
                     double        k)
{
  if (k > p[0])
    return -INFINITY;
  return k * sd_log (p[1]) + (p[0] - k) * sd_log1p (-p[1])
         - sd_lgamma (k + 1) - sd_lgamma (p[0] - k + 1);
}

static double
binomial_mode (const double *p)
{
  return MIN (p[0], sd_floor ((p[0] + 1) * p[1]));
}

/* Variance = mean + mean² ÷ dispersion. */
static gboolean
read_negative_binomial (JsonObject *parameters,
                        double     *p)
{
  p[0] = get (parameters, "mean");
  p[1] = get (parameters, "dispersion");
  return p[0] > 0 && p[1] > 0 && isfinite (p[0]) && isfinite (p[1]);
}

static double
negative_binomial_log_weight (const double *p,
                              double        k)
{
  return sd_lgamma (k + p[1]) - sd_lgamma (k + 1) - k * sd_log1p (p[1] / p[0]);
}

static double
negative_binomial_mode (const double *p)
{
  return p[1] > 1 ? sd_floor (p[0] * (p[1] - 1) / p[1]) : 0;
}

/* Trials until the first success, from 1. */
static gboolean
read_geometric (JsonObject *parameters,
                double     *p)
{
  p[0] = get (parameters, "p");
  return p[0] > 0 && p[0] <= 1;
}

static double
geometric_log_weight (const double *p,
                      double        k)
{
  if (p[0] == 1)
    return k == 1 ? 0 : -INFINITY;
  return (k - 1) * sd_log1p (-p[0]);
}

static double
first_mode (const double *p)
{
  return 1;
}

static gboolean
read_zipf (JsonObject *parameters,
           double     *p)
{
  p[0] = sd_floor (get (parameters, "n"));
  p[1] = get (parameters, "exponent");
  return p[0] >= 1 && p[0] <= MAX_OUTCOMES && p[1] >= 0 && isfinite (p[1]);
}

static double
zipf_log_weight (const double *p,
                 double        k)
{
  return k > p[0] ? -INFINITY : -p[1] * sd_log (k);
}

static const SdDiscreteLaw discrete_laws[] = {
  { "poisson", 0, read_poisson, poisson_log_weight, poisson_mode },
  { "binomial", 0, read_binomial, binomial_log_weight, binomial_mode },
  { "negative_binomial", 0, read_negative_binomial, negative_binomial_log_weight,
    negative_binomial_mode },
  { "geometric", 1, read_geometric, geometric_log_weight, first_mode },
  { "zipf", 1, read_zipf, zipf_log_weight, first_mode },
};

/* Outcomes this much less likely than the likeliest are left out: e^−52 is
 * below 2^−64 even summed over MAX_OUTCOMES of them. */
#define NEGLIGIBLE (-60.0)

/* The first or last outcome from the mode outwards that still counts; unimodal
 * laws allow doubling and bisection. */
static double
find_end (const SdDiscreteLaw *law,
          const double        *p,
          double               mode,
          double               direction,
          double               limit)
{
  const double top = law->log_weight (p, mode);
  double reach = 1;
  double inside = 0;

  while (reach < 0x1p50
         && law->log_weight (p, mode + direction * reach) - top > NEGLIGIBLE
         && (mode + direction * reach - limit) * direction <= 0)
    {
      inside = reach;
      reach *= 2;
    }
  while (reach - inside > 1)
    {
      const double middle = sd_floor ((inside + reach) / 2);
      const double k = mode + direction * middle;

      if ((k - limit) * direction <= 0 && law->log_weight (p, k) - top > NEGLIGIBLE)
        inside = middle;
      else
        reach = middle;
    }
  return mode + direction * inside;
}

static gboolean
init_discrete (SdDistributionSpec  *self,
               const SdDiscreteLaw *law,
               JsonObject          *parameters,
               GError             **error)
{
  double mode;
  double last;
  double first;
  double top = -INFINITY;

  self->kind = SD_DISTRIBUTION_DISCRETE;
  if (!law->read (parameters, self->p))
    return set_impossible (error);
  self->least = MAX ((double) law->first,
                     sd_ceil (sd_parameter_get_number (parameters, "min", -0x1p52)));
  self->most = sd_floor (sd_parameter_get_number (parameters, "max", 0x1p52));
  if (!(self->least <= self->most))
    return set_impossible (error);

  mode = MAX (law->mode (self->p), (double) law->first);
  first = MAX (find_end (law, self->p, mode, -1, (double) law->first), self->least);
  last = MIN (find_end (law, self->p, mode, +1, 0x1p52), self->most);
  if (first > last || last - first >= MAX_OUTCOMES)
    {
      g_set_error_literal (error, SD_SCHEMA_ERROR, SD_SCHEMA_ERROR_CONTENT,
                           first > last
                           ? _("Hardly any value of the distribution lies between the bounds.")
                           : _("The distribution has more than a million different values; "
                               "choose a normal distribution instead."));
      return FALSE;
    }
  self->first = (gint64) first;
  self->n_weights = (guint) (last - first) + 1;
  self->weights = g_new (double, self->n_weights);
  for (guint i = 0; i < self->n_weights; i++)
    {
      self->weights[i] = law->log_weight (self->p, first + i);
      top = MAX (top, self->weights[i]);
    }
  for (guint i = 0; i < self->n_weights; i++)
    self->weights[i] = sd_exp (self->weights[i] - top);
  self->least = first;
  self->most = last;
  return TRUE;
}

/**
 * sd_distribution_init:
 * @self: to be filled
 * @parameters: "distribution" and what it needs beside it; uniform when there
 *   is none
 * @error: an %SD_SCHEMA_ERROR
 *
 * Returns: whether the law can be
 */
gboolean
sd_distribution_init (SdDistributionSpec *self,
                      JsonObject         *parameters,
                      GError            **error)
{
  const char *nick = sd_parameter_get_text (parameters, "distribution", "uniform");

  *self = (SdDistributionSpec) { 0 };
  if (g_str_equal (nick, "constant"))
    {
      self->kind = SD_DISTRIBUTION_CONSTANT;
      self->least = self->most = get (parameters, "value");
      return isfinite (self->least) ? TRUE : set_impossible (error);
    }
  if (g_str_equal (nick, "uniform"))
    {
      self->kind = SD_DISTRIBUTION_UNIFORM;
      self->least = sd_parameter_get_number (parameters, "min", 0);
      self->most = sd_parameter_get_number (parameters, "max", 100);
      return self->least <= self->most && isfinite (self->most - self->least)
             ? TRUE : set_impossible (error);
    }
  for (guint i = 0; i < G_N_ELEMENTS (continuous_laws); i++)
    if (g_str_equal (nick, continuous_laws[i].nick))
      return init_continuous (self, &continuous_laws[i], parameters, error);
  for (guint i = 0; i < G_N_ELEMENTS (discrete_laws); i++)
    if (g_str_equal (nick, discrete_laws[i].nick))
      return init_discrete (self, &discrete_laws[i], parameters, error);
  g_set_error (error, SD_SCHEMA_ERROR, SD_SCHEMA_ERROR_CONTENT,
               _("There is no distribution “%s”."), nick);
  return FALSE;
}

void
sd_distribution_clear (SdDistributionSpec *self)
{
  g_clear_pointer (&self->weights, g_free);
}
