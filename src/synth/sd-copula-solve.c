/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The correlation of two latents that gives a declared one of two columns, over
 * all their classes of rows (ENGINE.md §4).
 */

#define G_LOG_DOMAIN "sd-copula-solve"

#include <math.h>

#include "sd-copula-private.h"
#include "sd-math.h"

/* Latents are not made the same: their matrix must stay regular. */
#define MOST_RHO  0.999
/* They are rounded, so that another mean or unit of a column, which changes only
 * the last bits of what is solved, changes no other column. */
#define RHO_STEPS 0x1p20

static SdMember *
get_member (const SdCopula *self,
            guint           index)
{
  return g_ptr_array_index (self->members, index);
}

static gboolean
is_weighed (const SdMember *member)
{
  return member->classes->len == 1 || member->class_of != NULL;
}

/* The share of the rows in each pair of classes. */
static double *
get_joint_weights (const SdMember *a,
                   const SdMember *b)
{
  const guint n = b->classes->len;
  double *weights = g_new0 (double, a->classes->len * n);

  if (a->class_of != NULL && b->class_of != NULL)
    for (guint i = 0; i < SD_CLASS_ROWS; i++)
      weights[a->class_of[i] * n + b->class_of[i]] += 1.0 / SD_CLASS_ROWS;
  else
    for (guint i = 0; i < a->classes->len; i++)
      for (guint j = 0; j < n; j++)
        weights[i * n + j] = g_array_index (a->classes, SdMemberClass, i).weight
                             * g_array_index (b->classes, SdMemberClass, j).weight;
  return weights;
}

static double
get_mean (SdMember *member,
          gboolean  ranks)
{
  double mean = 0;

  for (guint i = 0; i < member->classes->len; i++)
    {
      const double weight = g_array_index (member->classes, SdMemberClass, i).weight;

      if (weight > 0)
        mean += weight * sd_member_need_scores (member, i, ranks)->mean;
    }
  return mean;
}

/* Over all rows; only within the classes when their shares are not known. */
static double
get_sd (SdMember *member,
        gboolean  ranks,
        double    mean)
{
  double variance = 0;

  for (guint i = 0; i < member->classes->len; i++)
    {
      const double weight = g_array_index (member->classes, SdMemberClass, i).weight;
      const SdScores *scores;

      if (!(weight > 0))
        continue;
      scores = sd_member_need_scores (member, i, ranks);
      variance += weight * scores->sd * scores->sd;
      if (is_weighed (member))
        variance += weight * (scores->mean - mean) * (scores->mean - mean);
    }
  return sqrt (variance);
}

/* The covariance is the mean of those within the classes and the covariance of
 * the classes' means. */
static void
fill_mehler (SdCorrelation *correlation,
             SdMember      *a,
             SdMember      *b)
{
  const gboolean ranks = correlation->ranks;
  const double mean_a = get_mean (a, ranks);
  const double mean_b = get_mean (b, ranks);
  g_autofree double *weights = get_joint_weights (a, b);

  sd_mehler_init (&correlation->mehler);
  for (guint i = 0; i < a->classes->len; i++)
    for (guint j = 0; j < b->classes->len; j++)
      {
        const double weight = weights[i * b->classes->len + j];
        const SdScores *x;
        const SdScores *y;

        if (!(weight > 0))
          continue;
        x = sd_member_need_scores (a, i, ranks);
        y = sd_member_need_scores (b, j, ranks);
        sd_mehler_add (&correlation->mehler, weight, x, y);
        if (is_weighed (a) && is_weighed (b))
          correlation->mehler.constant += weight * (x->mean - mean_a) * (y->mean - mean_b);
      }
  correlation->mehler.scale = get_sd (a, ranks, mean_a) * get_sd (b, ranks, mean_b);
}

/* Nothing goes with a column of one value. */
static void
report_constant (SdCompiler          *compiler,
                 const SdCopula      *self,
                 const SdCorrelation *correlation)
{
  SdMember *a = get_member (self, correlation->members[0]);
  SdMember *b = get_member (self, correlation->members[1]);
  const gboolean first = !(get_sd (a, FALSE, get_mean (a, FALSE)) > 0);

  sd_copula_report_no_draw (compiler, correlation->element_id, self->table, a->name, b->name,
                            first ? a->name : b->name);
}

/**
 * sd_copula_solve:
 * @compiler: where findings go
 * @self: the copula
 * @correlation: (inout): one of its declared correlations
 *
 * Finds the correlation of the latents that gives the declared one of the
 * values, or the nearest that can be.
 */
void
sd_copula_solve (SdCompiler    *compiler,
                 SdCopula      *self,
                 SdCorrelation *correlation)
{
  double most;
  double least;

  fill_mehler (correlation, get_member (self, correlation->members[0]),
               get_member (self, correlation->members[1]));
  if (!(correlation->mehler.scale > 0))
    {
      report_constant (compiler, self, correlation);
      return;
    }
  least = sd_mehler_get (&correlation->mehler, -MOST_RHO);
  most = sd_mehler_get (&correlation->mehler, MOST_RHO);
  correlation->target = CLAMP (correlation->declared, least, most);
  correlation->rho = sd_mehler_solve (&correlation->mehler, correlation->target, MOST_RHO);
  correlation->rho = sd_round (correlation->rho * RHO_STEPS) / RHO_STEPS;
  if (fabs (correlation->target - correlation->declared) > 0.002)
    sd_copula_report_range (compiler, self, correlation);
  correlation->within = !is_weighed (get_member (self, correlation->members[0]))
                        || !is_weighed (get_member (self, correlation->members[1]));
  if (correlation->within)
    sd_copula_report_within (compiler, self, correlation);
}
