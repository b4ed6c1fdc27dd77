/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Reading a law, and its bounds against the totals. What the user said wins
 * over a default: a default law gives way, widening its bounds if it must; a
 * law of the user's that cannot give the total is reported with the totals that
 * it can give.
 */

#include <math.h>

#include "sd-law-private.h"
#include "sd-math.h"

/* A mean of the user's is a mean, not a total: by chance alone totals stray this
 * many standard deviations from it. */
#define CHANCE 3.0

/* Counts beyond this are no children of anybody. */
#define COUNT_MAX 1e15

static const char *const nicks[] = {
  [SD_LAW_FIXED] = "fixed",
  [SD_LAW_UNIFORM] = "uniform",
  [SD_LAW_POISSON] = "poisson",
  [SD_LAW_NEGATIVE_BINOMIAL] = "negative_binomial",
  [SD_LAW_ZIPF] = "zipf",
  [SD_LAW_ZERO_INFLATED] = "zero_inflated",
};

/* @fallback when the member is missing or no number. */
static double
get_number (JsonObject *parameters,
            const char *name,
            double      fallback)
{
  JsonNode *node = parameters != NULL ? json_object_get_member (parameters, name) : NULL;
  GType type;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return fallback;
  type = json_node_get_value_type (node);
  if (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE)
    return fallback;

  return json_node_get_double (node);
}

static gboolean
has_number (JsonObject *parameters,
            const char *name)
{
  return !isnan (get_number (parameters, name, NAN));
}

static gboolean
get_count (JsonObject *parameters,
           const char *name,
           guint64    *count)
{
  double number = get_number (parameters, name, NAN);

  if (!(number >= 0 && number <= COUNT_MAX))
    return FALSE;
  *count = (guint64) (number + 0.5);

  return TRUE;
}

static gboolean
find_kind (const char *nick,
           SdLawKind  *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (nicks); i++)
    {
      if (g_strcmp0 (nick, nicks[i]) == 0)
        {
          *kind = (SdLawKind) i;
          return TRUE;
        }
    }

  return FALSE;
}

/* The mean of a law that takes one as a parameter; not given is not wrong. */
static gboolean
read_mean (SdLaw      *self,
           JsonObject *parameters)
{
  self->mean = get_number (parameters, "mean", NAN);
  if (isnan (self->mean))
    return TRUE;
  if (!(self->mean >= 0 && self->mean <= COUNT_MAX))
    return FALSE;
  self->mean *= 1 - self->zero_share;

  return TRUE;
}

static gboolean
read_parameters (SdLaw      *self,
                 JsonObject *parameters)
{
  switch (self->kind)
    {
    case SD_LAW_FIXED:
      if (!has_number (parameters, "count"))
        return TRUE;
      if (!get_count (parameters, "count", &self->least))
        return FALSE;
      self->most = self->least;
      self->mean = (double) self->least;
      return TRUE;

    case SD_LAW_UNIFORM:
      if (has_number (parameters, "min") && !get_count (parameters, "min", &self->least))
        return FALSE;
      if (!has_number (parameters, "max"))
        return TRUE;
      if (!get_count (parameters, "max", &self->most) || self->least > self->most)
        return FALSE;
      self->mean = ((double) self->least + (double) self->most) / 2;
      return TRUE;

    case SD_LAW_POISSON:
      return read_mean (self, parameters);

    case SD_LAW_ZIPF:
      self->exponent = get_number (parameters, "exponent", 1);
      return self->exponent >= 0 && self->exponent <= 10 && read_mean (self, parameters);

    case SD_LAW_ZERO_INFLATED:
      self->zero_share = get_number (parameters, "zero_share", 0.3);
      if (!(self->zero_share >= 0 && self->zero_share < 1))
        return FALSE;
      G_GNUC_FALLTHROUGH;

    case SD_LAW_NEGATIVE_BINOMIAL:
      self->dispersion = get_number (parameters, "dispersion", 2);
      return self->dispersion >= 1e-3 && self->dispersion <= 1e6 && read_mean (self, parameters);

    default:
      g_return_val_if_reached (FALSE);
    }
}

/* Variance of the children of one parent, for laws with a mean. */
static double
get_variance (const SdLaw *self)
{
  double rest = self->mean / (1 - self->zero_share);

  switch (self->kind)
    {
    case SD_LAW_POISSON:
      return self->mean;

    case SD_LAW_NEGATIVE_BINOMIAL:
    case SD_LAW_ZERO_INFLATED:
      return (1 - self->zero_share) * (rest + rest * rest / self->dispersion + rest * rest)
             - self->mean * self->mean;

    case SD_LAW_ZIPF:
      return 0;

    case SD_LAW_FIXED:
    case SD_LAW_UNIFORM:
    default:
      return NAN;
    }
}

static guint64
multiply (guint64 a,
          guint64 b)
{
  unsigned __int128 product = (unsigned __int128) a * b;

  return product > G_MAXUINT64 ? G_MAXUINT64 : (guint64) product;
}

static guint64
to_count (double x)
{
  return x <= 0 ? 0 : x >= 0x1p63 ? G_MAXUINT64 : (guint64) x;
}

/* The totals that the law gives by its own parameters. */
static void
narrow_limits (const SdLaw  *self,
               guint64       n_parents,
               SdLinkReport *report)
{
  double variance = get_variance (self);
  double n = (double) n_parents;
  double slack, most;

  if (self->kind == SD_LAW_ZERO_INFLATED && self->most != SD_LAW_UNBOUNDED)
    {
      most = n * (1 - self->zero_share) * (double) self->most;
      report->most = MIN (report->most, to_count (most + 0.5));
    }
  if (isnan (self->mean) || isnan (variance))
    return;

  slack = CHANCE * sqrt (n * variance) + 0.5;
  report->least = CLAMP (to_count (n * self->mean - slack + 1), report->least, report->most);
  report->most = CLAMP (to_count (n * self->mean + slack), report->least, report->most);
}

static gboolean
check_user_law (SdLaw            *self,
                const SdLinkSpec *spec,
                guint64           n_parents,
                guint64           n_children,
                SdLinkReport     *report)
{
  if (self->least > self->most)
    {
      report->least = multiply (n_parents, self->least);
      report->most = multiply (n_parents, self->most);
      report->status = SD_LINK_BAD_LAW;
      return FALSE;
    }

  report->least = multiply (n_parents, self->least);
  report->most = multiply (n_parents, self->most);
  narrow_limits (self, n_parents, report);
  if (n_children > report->most)
    report->status = spec->max > 0 && n_children > multiply (n_parents, spec->max)
                     ? SD_LINK_TOO_MANY : SD_LINK_BAD_LAW;
  else if (n_children < report->least)
    report->status = n_children < multiply (n_parents, spec->min)
                     ? SD_LINK_TOO_FEW : SD_LINK_BAD_LAW;

  return report->status == SD_LINK_OK;
}

/* A default law gives way to the totals, but for one bound: at most one child is
 * the structure of a one-to-one relationship. */
static gboolean
check_default_law (const SdLinkSpec *spec,
                   guint64           n_parents,
                   guint64           n_children,
                   SdLinkReport     *report)
{
  if (spec->max != 1 || n_children <= n_parents)
    return TRUE;

  report->least = 0;
  report->most = n_parents;
  report->status = SD_LINK_TOO_MANY;
  return FALSE;
}

/* As far above the mean as @least is below, so that a uniform law stays flat. */
static guint64
get_other_side (double  mean,
                guint64 least)
{
  guint64 twice = to_count (sd_ceil (2 * mean));

  return twice > 2 * least ? twice - least : least + 1;
}

static void
widen (SdLaw        *self,
       guint64       n_parents,
       guint64       n_children,
       SdLinkReport *report)
{
  if (self->kind == SD_LAW_FIXED)
    {
      guint64 count = n_children / n_parents;

      report->adjusted |= n_children % n_parents != 0;
      self->least = count;
      self->most = count + (n_children % n_parents != 0);
      return;
    }

  if (self->least > self->most)
    {
      self->most = self->least;
      report->adjusted = TRUE;
    }
  if (n_children > multiply (n_parents, self->most))
    {
      self->most = get_other_side (report->wanted_mean, self->least);
      report->adjusted = TRUE;
    }
  if (n_children < multiply (n_parents, self->least))
    {
      self->least = 0;
      report->adjusted = TRUE;
    }
  if (self->kind == SD_LAW_ZERO_INFLATED && self->most != SD_LAW_UNBOUNDED)
    self->zero_share = MIN (self->zero_share, 1 - report->wanted_mean / (double) self->most);
}

/**
 * sd_law_init:
 * @self: the law
 * @nick: its name in the document
 * @parameters: (nullable): its parameters
 *
 * Reads a law. Parameters that are missing take their defaults. The mean of a
 * zero-inflated law is that of the parents outside of the zero share.
 *
 * Returns: %FALSE for an unknown name or a parameter without meaning
 */
gboolean
sd_law_init (SdLaw      *self,
             const char *nick,
             JsonObject *parameters)
{
  *self = (SdLaw) { .most = SD_LAW_UNBOUNDED, .mean = NAN };

  return find_kind (nick, &self->kind) && read_parameters (self, parameters);
}

/**
 * sd_law_fit:
 * @self: a law, whose bounds become the ones to use
 * @spec: the link
 * @n_parents: the number of parents, at least 1
 * @n_children: the number of children, those without a parent left out
 * @report: where means, limits, bounds and the verdict go
 *
 * Brings together a law, the bounds of the relationship and the totals.
 *
 * Returns: whether the law, as it is now, can give the total
 */
gboolean
sd_law_fit (SdLaw            *self,
            const SdLinkSpec *spec,
            guint64           n_parents,
            guint64           n_children,
            SdLinkReport     *report)
{
  report->wanted_mean = (double) n_children / (double) n_parents;
  report->law_mean = self->mean;
  self->least = MAX (self->least, spec->min);
  if (spec->max > 0)
    self->most = MIN (self->most, spec->max);
  if (self->kind == SD_LAW_UNIFORM && self->most == SD_LAW_UNBOUNDED)
    self->most = get_other_side (report->wanted_mean, self->least);

  if (spec->law_from_user)
    {
      if (!check_user_law (self, spec, n_parents, n_children, report))
        return FALSE;
    }
  else
    {
      gboolean has_mean = self->kind != SD_LAW_UNIFORM && !isnan (self->mean);

      if (!check_default_law (spec, n_parents, n_children, report))
        return FALSE;
      report->adjusted = has_mean
                         && fabs (self->mean - report->wanted_mean) > 0.01 * report->wanted_mean;
      widen (self, n_parents, n_children, report);
      report->least = multiply (n_parents, self->least);
      report->most = multiply (n_parents, self->most);
    }

  report->used_min = self->least;
  report->used_max = self->most == SD_LAW_UNBOUNDED ? 0 : self->most;

  return TRUE;
}
