/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Pools of parents; see the header.
 *
 * Weights are cumulative whole numbers over the parents in the order of their
 * classes, so that a class is a range of them. Zipf's law over more parents than
 * a table holds has its first ranks in a table; for the others, the sum of
 * (k + 1)^−s is the integral over x^−s between half numbers, which at these ranks
 * is off by less than one part in 10^10.
 */

#include <math.h>

#include "sd-math.h"
#include "sd-permutation.h"
#include "sd-pool-private.h"

#define HEAD 65536

/* What the weights of all parents add up to, about. */
#define WHOLE 0x1p62

struct _SdPool
{
  guint64       n_parents;
  guint         n_classes;
  guint32      *starts;       /* n_classes + 1, into the next two; NULL: no classes */
  guint32      *parents;      /* by class, those without a class last */
  guint64      *cumulative;   /* n_parents + 1; NULL: all alike */
  guint32      *guide;        /* the place of every 2^guide_shift-th unit of weight */
  guint         guide_shift;
  double        top;
  /* Zipf beyond the table: cumulative is that of the first ranks. */
  gboolean      is_zipf;
  double        exponent;
  double        head_share;
  SdPermutation order;        /* rank → parent */
};

/* The integral of x^−s from a to b. */
static double
integrate (double a,
           double b,
           double s)
{
  if (fabs (s - 1) < 1e-9)
    return sd_log (b / a);
  return (sd_pow (b, 1 - s) - sd_pow (a, 1 - s)) / (1 - s);
}

/* The b up to which the integral from a is @area. */
static double
invert_integral (double a,
                 double area,
                 double s)
{
  if (fabs (s - 1) < 1e-9)
    return a * sd_exp (area);
  return sd_pow (MAX (sd_pow (a, 1 - s) + area * (1 - s), 1e-300), 1 / (1 - s));
}

/* Cumulative whole numbers of about @whole together; what has a weight has at
 * least 1. */
static guint64 *
cumulate (const double  *weights,
          const guint32 *order,
          guint64        n,
          double        *top)
{
  guint64 *cumulative = g_new (guint64, n + 1);
  double sum = 0, most = 0;

  for (guint64 i = 0; i < n; i++)
    {
      sum += weights[i];
      most = MAX (most, weights[i]);
    }
  cumulative[0] = 0;
  for (guint64 i = 0; i < n; i++)
    {
      const double weight = weights[order != NULL ? order[i] : i];
      const double part = sum > 0 ? weight / sum * WHOLE : 0;

      cumulative[i + 1] = cumulative[i] + (weight > 0 ? MAX ((guint64) part, 1) : 0);
    }
  *top = sum > 0 ? most / sum : 0;
  return cumulative;
}

/* With a post to a parent, about, hardly anything is left to look through. */
static void
make_guide (SdPool  *self,
            guint64  n)
{
  const guint64 whole = self->cumulative[n];
  guint64 n_posts, place = 0;

  while (whole >> self->guide_shift > MAX (n, 64))
    self->guide_shift++;
  n_posts = (whole >> self->guide_shift) + 2;
  self->guide = g_new (guint32, n_posts);
  for (guint64 i = 0; i < n_posts; i++)
    {
      while (place + 1 < n && self->cumulative[place + 1] <= i << self->guide_shift)
        place++;
      self->guide[i] = (guint32) place;
    }
}

/**
 * sd_pool_new_zipf:
 * @n_parents: at least 1
 * @exponent: 0 or above
 * @key: of the order of popularity
 *
 * Returns: (transfer full): a pool where the parent of rank k, from 1, has the
 *   weight k^−exponent
 */
SdPool *
sd_pool_new_zipf (guint64 n_parents,
                  double  exponent,
                  SdKey   key)
{
  SdPool *self;
  double weights[HEAD];
  double head = 0, tail;

  if (n_parents <= SD_POOL_MAX)
    {
      g_autofree double *all = sd_pool_list_zipf (n_parents, exponent, key);

      return sd_pool_new (n_parents, all, NULL, 0);
    }
  self = g_new0 (SdPool, 1);
  self->n_parents = n_parents;
  self->is_zipf = TRUE;
  self->exponent = exponent;
  for (guint k = 0; k < HEAD; k++)
    head += weights[k] = sd_pow (k + 1, -exponent);
  tail = integrate (HEAD + 0.5, (double) n_parents + 0.5, exponent);
  self->cumulative = cumulate (weights, NULL, HEAD, &self->top);
  make_guide (self, HEAD);
  self->head_share = head / (head + tail);
  self->top *= self->head_share;
  sd_permutation_init (&self->order, n_parents, key);
  return self;
}

double *
sd_pool_list_zipf (guint64 n_parents,
                   double  exponent,
                   SdKey   key)
{
  double *weights = g_new (double, n_parents + 1);
  SdPermutation order;

  sd_permutation_init (&order, MAX (n_parents, 1), key);
  for (guint64 rank = 0; rank < n_parents; rank++)
    weights[sd_permutation_apply (&order, rank)] = sd_pow ((double) rank + 1, -exponent);
  return weights;
}

/* Parents by class, in the order of their rows. */
static void
sort_parents (SdPool       *self,
              const gint32 *classes)
{
  g_autofree guint32 *next = g_new0 (guint32, self->n_classes + 2);

  for (guint64 i = 0; i < self->n_parents; i++)
    next[(classes[i] < 0 ? self->n_classes : (guint) classes[i]) + 1]++;
  for (guint c = 0; c <= self->n_classes; c++)
    next[c + 1] += next[c];
  self->starts = g_memdup2 (next, (self->n_classes + 1) * sizeof *next);
  self->parents = g_new (guint32, self->n_parents + 1);
  for (guint64 i = 0; i < self->n_parents; i++)
    self->parents[next[classes[i] < 0 ? self->n_classes : (guint) classes[i]]++] = (guint32) i;
}

SdPool *
sd_pool_new (guint64       n_parents,
             const double *weights,
             const gint32 *classes,
             guint         n_classes)
{
  SdPool *self = g_new0 (SdPool, 1);

  g_return_val_if_fail ((weights == NULL && classes == NULL) || n_parents <= SD_POOL_MAX, NULL);

  self->n_parents = n_parents;
  self->n_classes = n_classes;
  self->top = 1 / (double) MAX (n_parents, 1);
  if (classes != NULL)
    sort_parents (self, classes);
  if (weights != NULL)
    {
      self->cumulative = cumulate (weights, self->parents, n_parents, &self->top);
      make_guide (self, n_parents);
    }
  return self;
}

/**
 * sd_pool_free:
 * @self: (nullable) (transfer full): a pool
 */
void
sd_pool_free (SdPool *self)
{
  if (self == NULL)
    return;
  g_free (self->starts);
  g_free (self->parents);
  g_free (self->cumulative);
  g_free (self->guide);
  g_free (self);
}

guint64
sd_pool_get_n_in (const SdPool *self,
                  gint64        class)
{
  guint32 start, end;

  if (class < 0 || class >= self->n_classes)
    return 0;
  start = self->starts[class];
  end = self->starts[class + 1];
  if (self->cumulative != NULL && self->cumulative[end] == self->cumulative[start])
    return 0;
  return end - start;
}

guint64
sd_pool_get_in (const SdPool *self,
                gint64        class,
                guint64       index)
{
  return self->parents[self->starts[class] + index];
}

/* The place between @low and @high in whose weight @target falls. */
static guint64
bisect (const SdPool *self,
        guint64       low,
        guint64       high,
        guint64       target)
{
  const guint64 post = target >> self->guide_shift;

  low = MAX (low, self->guide[post]);
  high = MIN (high, (guint64) self->guide[post + 1] + 1);
  while (high - low > 1)
    {
      const guint64 middle = low + (high - low) / 2;

      if (self->cumulative[middle] <= target)
        low = middle;
      else
        high = middle;
    }
  return low;
}

static guint64
pick_between (const SdPool *self,
              guint64       low,
              guint64       high,
              guint64       u)
{
  guint64 place;

  if (self->cumulative == NULL)
    place = low + sd_scale (u, high - low);
  else
    place = bisect (self, low, high,
                    self->cumulative[low]
                    + sd_scale (u, self->cumulative[high] - self->cumulative[low]));
  return self->parents != NULL ? self->parents[place] : place;
}

static guint64
pick_rank (const SdPool *self,
           guint64       u)
{
  const double s = self->exponent;
  const double x = sd_unit (u);
  double whole, rank;

  if (x < self->head_share)
    {
      const double place = x / self->head_share * (double) self->cumulative[HEAD];

      return bisect (self, 0, HEAD, MIN ((guint64) place, self->cumulative[HEAD] - 1));
    }
  whole = integrate (HEAD + 0.5, (double) self->n_parents + 0.5, s);
  rank = invert_integral (HEAD + 0.5, (x - self->head_share) / (1 - self->head_share) * whole, s);
  /* Rank k, from 1, is what lies between k − ½ and k + ½. */
  rank = sd_floor (rank - 0.5);
  return CLAMP (rank <= HEAD ? HEAD : (guint64) rank, HEAD, self->n_parents - 1);
}

/**
 * sd_pool_pick:
 * @self: a pool with parents
 * @u: a uniform, in units of 2^-64
 *
 * Returns: a parent, by its weight
 */
guint64
sd_pool_pick (const SdPool *self,
              guint64       u)
{
  if (self->is_zipf)
    return sd_permutation_apply (&self->order, pick_rank (self, u));
  return pick_between (self, 0, self->n_parents, u);
}

guint64
sd_pool_pick_in (const SdPool *self,
                 gint64        class,
                 guint64       u)
{
  return pick_between (self, self->starts[class], self->starts[class + 1], u);
}

double
sd_pool_get_top (const SdPool *self)
{
  return self->top;
}
