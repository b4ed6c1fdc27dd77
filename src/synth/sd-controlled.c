/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Controlled rounding; see the header. Systematic samples, begun at multiples of
 * the golden section, hold the shares in each class and nearly in all together.
 * What is left is moved along chains of outcomes: in one class a row goes from
 * the first to the second, in another one from the second to the third …
 * Rounding with both margins kept is always possible (a transportation problem
 * has whole-number solutions; Cox, 1987).
 */

#include "sd-controlled-private.h"
#include "sd-math.h"

/* 2^64 times the golden section. */
#define GOLDEN G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)
/* Sums of shares that ought to be whole are not quite. */
#define NEARLY 1e-9

typedef struct
{
  const guint  *sizes;
  guint         n_classes;
  const double *shares;
  guint         n_outcomes;
  guint        *counts;
  guint        *sums;       /* of all classes */
  guint        *targets;    /* what they are to be */
  guint         first;      /* the class to look at first */
} Rounding;

static void
sample_class (const Rounding *self,
              guint           class,
              guint64         random)
{
  guint *counts = self->counts + (gsize) class * self->n_outcomes;
  const double start = ((double) (random >> 12) + 0.5) * 0x1p-52;
  double share = 0;
  guint below = 0;

  for (guint k = 0; k < self->n_outcomes; k++)
    {
      guint end = self->sizes[class];

      share += self->shares[k];
      if (k + 1 < self->n_outcomes)
        end = (guint) CLAMP (sd_ceil (share * self->sizes[class] - start - NEARLY), below,
                             self->sizes[class]);
      counts[k] = end - below;
      below = end;
    }
}

/* The nearest whole numbers with the right sum, by largest remainders. */
static void
set_targets (Rounding *self)
{
  guint rows = 0;
  guint given = 0;

  for (guint c = 0; c < self->n_classes; c++)
    rows += self->sizes[c];
  for (guint k = 0; k < self->n_outcomes; k++)
    {
      self->targets[k] = (guint) sd_floor (self->shares[k] * rows + NEARLY);
      given += self->targets[k];
    }
  for (; given < rows; given++)
    {
      double most = -1;
      guint best = 0;

      for (guint k = 0; k < self->n_outcomes; k++)
        if (self->shares[k] * rows - self->targets[k] > most)
          {
            most = self->shares[k] * rows - self->targets[k];
            best = k;
          }
      self->targets[best]++;
    }
}

/* A class in which a row may go from outcome @from to @to; n_classes when there
 * is none. */
static guint
find_class (const Rounding *self,
            guint           from,
            guint           to)
{
  for (guint i = 0; i < self->n_classes; i++)
    {
      const guint c = (self->first + i) % self->n_classes;
      const guint *counts = self->counts + (gsize) c * self->n_outcomes;

      if (counts[from] > self->shares[from] * self->sizes[c] + NEARLY
          && counts[to] < self->shares[to] * self->sizes[c] - NEARLY)
        return c;
    }
  return self->n_classes;
}

/* Moves one row from an outcome that has too many to one that has too few; FALSE
 * when no outcome has, or no chain leads from one to the other. */
static gboolean
move_row (Rounding *self,
          guint    *before,
          guint    *queue)
{
  const guint n = self->n_outcomes;
  guint head = 0;
  guint tail = 0;
  guint found = n;

  for (guint k = 0; k < n; k++)
    {
      before[k] = self->sums[k] > self->targets[k] ? k : n;
      if (before[k] == k)
        queue[tail++] = k;
    }
  while (head < tail && found == n)
    {
      const guint from = queue[head++];

      for (guint to = 0; to < n && found == n; to++)
        if (before[to] == n && find_class (self, from, to) < self->n_classes)
          {
            before[to] = from;
            queue[tail++] = to;
            if (self->sums[to] < self->targets[to])
              found = to;
          }
    }
  if (found == n)
    return FALSE;
  for (guint to = found; before[to] != to; to = before[to])
    {
      const guint c = find_class (self, before[to], to);

      /* An earlier step of the chain may have used the class up: then the row has
       * come half of the way, and another chain takes it on. */
      if (c == self->n_classes)
        break;
      self->counts[(gsize) c * n + before[to]]--;
      self->counts[(gsize) c * n + to]++;
      self->sums[before[to]]--;
      self->sums[to]++;
      self->first = c + 1;
    }
  return TRUE;
}

void
sd_controlled_round (const guint  *sizes,
                     guint         n_classes,
                     const double *shares,
                     guint         n_outcomes,
                     guint64       random,
                     guint        *counts)
{
  g_autofree guint *sums = g_new0 (guint, n_outcomes);
  g_autofree guint *targets = g_new (guint, n_outcomes);
  g_autofree guint *before = g_new (guint, n_outcomes);
  g_autofree guint *queue = g_new (guint, n_outcomes);
  Rounding self = { sizes, n_classes, shares, n_outcomes, counts, sums, targets,
                    (guint) (random % n_classes) };
  guint moves = n_classes + n_outcomes;

  for (guint c = 0; c < n_classes; c++)
    sample_class (&self, c, random += GOLDEN);
  for (guint c = 0; c < n_classes; c++)
    for (guint k = 0; k < n_outcomes; k++)
      sums[k] += counts[(gsize) c * n_outcomes + k];
  set_targets (&self);
  while (moves-- > 0 && move_row (&self, before, queue))
    ;
}
