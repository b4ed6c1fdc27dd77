/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A law in whole numbers (ENGINE.md §1a).
 *
 * The counts are covered by cells: one for each count up to a few hundred,
 * wider ones above. All laws but Zipf's are exponential families of the count,
 * so the wanted mean is met by a tilt, weight × exp (θ·count), inside the
 * bounds; for a uniform law that is the flattest there is. The parents are
 * shared out to the cells by rounding the cumulative law, and what rounding
 * leaves of the total is moved, one child at a time, over parents spread evenly.
 *
 * Zipf's law is one of ranks, not of counts: there the cells are ranks of
 * parents, and their children follow.
 */

#include <math.h>

#include "sd-binomial-private.h"
#include "sd-histogram-private.h"
#include "sd-math.h"

/* How much narrower a cell is than its distance from 0, and than the range of
 * all cells; the finer of the two holds. */
#define FINENESS        512
#define CELLS_PER_RANGE 4096

/* A wide cell is cut into at most so many different counts. */
#define CUTS_MAX 16

/* Some parents and their mean number of children. */
typedef struct
{
  guint64 n;
  double  x;
} Entry;

typedef struct
{
  guint64 first;    /* count */
  guint64 width;
  double  x;        /* its middle */
  double  weight;   /* logarithm of the untilted mass */
  double  mass;
} Cell;

typedef struct
{
  const SdLaw *law;
  guint64      n_parents, n_children;
  double       mean;
  SdMargins    margins;
  SdKey        key;
  GArray      *cells;
  GArray      *entries;   /* ascending */
} Apportion;

/* The logarithm of the law's mass at @x but for a constant, at the mean @mean. */
static double
log_weight (const SdLaw *law,
            double       mean,
            double       x)
{
  switch (law->kind)
    {
    case SD_LAW_POISSON:
      return x * sd_log (mean) - sd_lgamma (x + 1);

    case SD_LAW_NEGATIVE_BINOMIAL:
    case SD_LAW_ZERO_INFLATED:
      return sd_lgamma (x + law->dispersion) - sd_lgamma (x + 1)
             - x * sd_log1p (law->dispersion / mean);

    case SD_LAW_FIXED:
    case SD_LAW_UNIFORM:
    case SD_LAW_ZIPF:
    default:
      return 0;
    }
}

/* Counts outside of the range have no mass that rounding would not lose. */
static void
get_range (const Apportion *self,
           double           mean,
           double          *low,
           double          *high)
{
  const SdLaw *law = self->law;
  double side = 12 * sqrt (mean) + 50;

  *low = (double) law->least;
  *high = (double) MIN (law->most, self->n_children);
  if (law->kind == SD_LAW_POISSON)
    *low = MAX (*low, sd_floor (mean - side));
  if (law->kind != SD_LAW_POISSON && law->kind != SD_LAW_UNIFORM)
    side += 35 * (1 + mean / law->dispersion);
  if (law->kind != SD_LAW_UNIFORM)
    *high = MIN (*high, sd_ceil (MAX (mean, *low) + side));
}

static void
make_cells (Apportion *self,
            double     mean)
{
  double low, high, widest;

  get_range (self, mean, &low, &high);
  widest = MAX (1, sd_floor ((high - low) / CELLS_PER_RANGE));
  for (double first = low, width; first <= high; first += width)
    {
      Cell cell;

      width = CLAMP (sd_floor (first / FINENESS), 1, widest);
      width = MIN (width, high - first + 1);
      cell.first = (guint64) first;
      cell.width = (guint64) width;
      cell.x = first + (width - 1) / 2;
      cell.weight = log_weight (self->law, mean, cell.x) + sd_log (width);
      g_array_append_val (self->cells, cell);
    }
}

/* Sets the masses for @theta, summing to 1; the mean is the return value. */
static double
tilt (Apportion *self,
      double     theta,
      double    *variance)
{
  Cell *cells = (Cell *) self->cells->data;
  double top = -G_MAXDOUBLE, sum = 0, mean = 0, square = 0;

  for (guint i = 0; i < self->cells->len; i++)
    top = MAX (top, cells[i].weight + theta * (cells[i].x - self->mean));
  for (guint i = 0; i < self->cells->len; i++)
    {
      cells[i].mass = sd_exp (cells[i].weight + theta * (cells[i].x - self->mean) - top);
      sum += cells[i].mass;
    }
  for (guint i = 0; i < self->cells->len; i++)
    {
      cells[i].mass /= sum;
      mean += cells[i].mass * cells[i].x;
    }
  for (guint i = 0; i < self->cells->len; i++)
    square += cells[i].mass * (cells[i].x - mean) * (cells[i].x - mean);

  *variance = square;
  return mean;
}

/* Newton's method, kept inside a bracket: the mean rises with θ. */
static void
solve_tilt (Apportion *self,
            double     wanted)
{
  double low = -INFINITY, high = INFINITY;
  double theta = 0;

  for (guint i = 0; i < 200; i++)
    {
      double variance;
      double mean = tilt (self, theta, &variance);
      double step;

      if (fabs (mean - wanted) <= 1e-13 * (wanted + 1))
        return;
      if (mean < wanted)
        low = theta;
      else
        high = theta;
      if (!(variance > 1e-200))
        return;

      step = CLAMP ((wanted - mean) / variance, -4 / sqrt (variance), 4 / sqrt (variance));
      if (theta + step > low && theta + step < high)
        theta += step;
      else
        theta = low + (high - low) / 2;
      if (theta == low || theta == high)
        return;
    }
}

/* The law's own masses with the wanted mean; those without children whatever
 * the law says come on top. */
static void
make_law (Apportion *self)
{
  double zero_share = self->law->least == 0 ? self->law->zero_share : 0;
  double rest = self->mean / (1 - zero_share);
  Cell *cells;

  make_cells (self, rest);
  solve_tilt (self, rest);
  cells = (Cell *) self->cells->data;
  for (guint i = 0; i < self->cells->len; i++)
    cells[i].mass *= 1 - zero_share;
  if (cells[0].first == 0)
    cells[0].mass += zero_share;
}

static void
add_entry (Apportion *self,
           guint64    n,
           double     x)
{
  Entry entry = { n, x };

  if (n > 0)
    g_array_append_val (self->entries, entry);
}

/* @n parents in one cell, spread over it evenly. */
static void
add_cell (Apportion  *self,
          const Cell *cell,
          guint64     n)
{
  guint64 n_cuts = MIN (MIN (n, cell->width), CUTS_MAX);
  double width = (double) cell->width / (double) MAX (n_cuts, 1);

  for (guint64 i = 0; i < n_cuts; i++)
    add_entry (self, n / n_cuts + (i < n % n_cuts),
               (double) cell->first - 0.5 + ((double) i + 0.5) * width);
}

/* The mean of the largest 1 / n_parents of the law. One parent stands for it,
 * and for the whole tail that rounding would lose: with few parents and a heavy
 * tail, most of the total. */
static double
get_top_mean (const Apportion *self)
{
  const Cell *cells = (const Cell *) self->cells->data;
  double left = 1 / (double) self->n_parents;
  double sum = 0;

  for (guint i = self->cells->len; i-- > 0 && left > 0;)
    {
      double mass = MIN (left, cells[i].mass);

      sum += mass * cells[i].x;
      left -= mass;
    }

  return sum * (double) self->n_parents;
}

static void
apportion_parents (Apportion *self)
{
  const Cell *cells = (const Cell *) self->cells->data;
  double top = get_top_mean (self);
  guint64 rest = self->n_parents - 1;
  guint64 before = 0;
  double sum = 0;

  for (guint i = 0; i < self->cells->len; i++)
    {
      double parents;
      guint64 until;

      sum += cells[i].mass;
      parents = sd_floor ((double) self->n_parents * sum + 0.5);
      until = i + 1 < self->cells->len && parents < (double) rest ? (guint64) parents : rest;
      if (until > before)
        {
          add_cell (self, &cells[i], until - before);
          before = until;
        }
    }

  add_entry (self, 1, top);
}

static void
sample_parents (Apportion *self)
{
  guint n_cells = self->cells->len;
  g_autofree double *masses = g_new (double, n_cells);
  g_autofree guint64 *parents = g_new (guint64, n_cells);

  for (guint i = 0; i < n_cells; i++)
    masses[i] = g_array_index (self->cells, Cell, i).mass;
  sd_binomial_split (self->n_parents, masses, n_cells, self->key, parents);
  for (guint i = 0; i < n_cells; i++)
    add_cell (self, &g_array_index (self->cells, Cell, i), parents[i]);
}

static void
sample_children (Apportion *self)
{
  guint n_entries = self->entries->len;
  Entry *entries = (Entry *) self->entries->data;
  g_autofree double *weights = g_new (double, n_entries);
  g_autofree guint64 *children = g_new (guint64, n_entries);

  for (guint i = 0; i < n_entries; i++)
    weights[i] = entries[i].x * (double) entries[i].n;
  sd_binomial_split (self->n_children, weights, n_entries, self->key, children);
  for (guint i = 0; i < n_entries; i++)
    entries[i].x = (double) children[i] / (double) entries[i].n;
}

/* Ranks one by one while they are few, then in cells that widen. */
static void
make_zipf (Apportion *self)
{
  double sum = 0;
  guint64 width;
  Entry *entries;

  for (guint64 rank = 0; rank < self->n_parents; rank += width)
    {
      Entry entry;

      width = MIN (MAX (rank / FINENESS, 1), self->n_parents - rank);
      entry.n = width;
      entry.x = sd_pow ((double) rank + (double) (width + 1) / 2, -self->law->exponent);
      sum += entry.x * (double) width;
      g_array_append_val (self->entries, entry);
    }

  entries = (Entry *) self->entries->data;
  for (guint i = 0, j = self->entries->len - 1; i < j; i++, j--)
    {
      Entry entry = entries[i];

      entries[i] = entries[j];
      entries[j] = entry;
    }
  for (guint i = 0; i < self->entries->len; i++)
    entries[i].x *= (double) self->n_children / sum;
}

static double
bound (const Apportion *self,
       double           x)
{
  return CLAMP (x, (double) self->law->least, (double) self->law->most);
}

static double
sum_entries (const Apportion *self,
             double           factor)
{
  double sum = 0;

  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = &g_array_index (self->entries, Entry, i);

      sum += (double) entry->n * bound (self, factor * entry->x);
    }

  return sum;
}

/* The factor to all means with which they give the total inside the bounds. */
static double
solve_factor (const Apportion *self)
{
  double wanted = (double) self->n_children;
  double low = 0, high = 1;

  if (sum_entries (self, 1) == wanted)
    return 1;
  while (sum_entries (self, high) < wanted && high < 0x1p60)
    {
      low = high;
      high *= 2;
    }
  for (guint i = 0; i < 100; i++)
    {
      double middle = low + (high - low) / 2;

      if (middle == low || middle == high)
        break;
      if (sum_entries (self, middle) < wanted)
        low = middle;
      else
        high = middle;
    }

  return high;
}

/* Children of each entry, by rounding their cumulative number; what the bounds
 * leave of the total goes to the largest that have room. */
static void
round_entries (const Apportion *self,
               guint64         *children)
{
  double factor = solve_factor (self);
  double sum = 0;
  guint64 before = 0, given = 0;

  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = &g_array_index (self->entries, Entry, i);
      unsigned __int128 most = (unsigned __int128) entry->n * self->law->most;
      guint64 least = entry->n * self->law->least;
      guint64 until;

      sum += (double) entry->n * bound (self, factor * entry->x);
      until = MAX (before, (guint64) (sum + 0.5));
      children[i] = MAX (until - before, least);
      if (children[i] > most)
        children[i] = (guint64) most;
      before = until;
      given += children[i];
    }

  for (guint i = self->entries->len; i-- > 0 && given != self->n_children;)
    {
      guint64 n = g_array_index (self->entries, Entry, i).n;
      guint64 least = n * self->law->least;
      unsigned __int128 most = (unsigned __int128) n * self->law->most;

      given -= children[i];
      if (given + least > self->n_children)
        children[i] = least;
      else if (self->n_children - given < most)
        children[i] = self->n_children - given;
      else
        children[i] = (guint64) most;
      given += children[i];
    }
}

static void
make_runs (const Apportion *self,
           SdHistogram     *histogram)
{
  g_autofree guint64 *children = g_new (guint64, self->entries->len);

  round_entries (self, children);
  for (guint i = 0; i < self->entries->len; i++)
    {
      guint64 n = g_array_index (self->entries, Entry, i).n;
      guint64 more = children[i] % n;

      sd_histogram_add (histogram, children[i] / n, n - more);
      sd_histogram_add (histogram, children[i] / n + 1, more);
    }
}

/**
 * sd_histogram_init_law:
 * @self: the histogram
 * @law: a law whose bounds allow the total
 * @n_parents: the number of parents
 * @n_children: the number of children
 * @margins: %SD_MARGINS_SAMPLED to draw the histogram instead of apportioning it
 * @key: of that draw
 *
 * Makes the histogram of a law with exactly these totals and inside its bounds.
 */
void
sd_histogram_init_law (SdHistogram *self,
                       const SdLaw *law,
                       guint64      n_parents,
                       guint64      n_children,
                       SdMargins    margins,
                       SdKey        key)
{
  Apportion apportion = {
    .law = law,
    .n_parents = n_parents,
    .n_children = n_children,
    .margins = margins,
    .key = key,
  };

  sd_histogram_init (self);
  if (n_parents > 0 && (law->kind == SD_LAW_FIXED || n_children == 0 || law->most - law->least <= 1))
    {
      sd_histogram_add (self, n_children / n_parents, n_parents - n_children % n_parents);
      sd_histogram_add (self, n_children / n_parents + 1, n_children % n_parents);
    }
  else if (n_parents > 0)
    {
      apportion.mean = (double) n_children / (double) n_parents;
      apportion.cells = g_array_new (FALSE, FALSE, sizeof (Cell));
      apportion.entries = g_array_new (FALSE, FALSE, sizeof (Entry));
      if (law->kind == SD_LAW_ZIPF)
        make_zipf (&apportion);
      else
        make_law (&apportion);
      if (law->kind == SD_LAW_ZIPF && margins == SD_MARGINS_SAMPLED)
        sample_children (&apportion);
      else if (law->kind != SD_LAW_ZIPF && margins == SD_MARGINS_SAMPLED)
        sample_parents (&apportion);
      else if (law->kind != SD_LAW_ZIPF)
        apportion_parents (&apportion);
      make_runs (&apportion, self);
      g_array_unref (apportion.cells);
      g_array_unref (apportion.entries);
    }
  sd_histogram_seal (self);
}
