/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Links forwards and backwards, whatever the placement and the size: children
 * and parents agree, counts keep the law and its bounds, and how rows are asked
 * for changes nothing.
 */

#include <math.h>

#include "sd-link-private.h"

#define SEED 42
#define BILLION G_GUINT64_CONSTANT (1000000000)
#define N_SAMPLES 2000

typedef struct
{
  SdLink  *link;
  guint64  n_parents, n_rows, n_linked;
} Fixture;

static SdLinkSpec
make_spec (SdPlacement  placement,
           guint64      n_parents,
           guint64      n_children,
           const char  *law)
{
  return (SdLinkSpec) {
    .seed = SEED,
    .table_id = 3,
    .relationship_id = 5,
    .n_parents = n_parents,
    .n_children = n_children,
    .law = law,
    .placement = placement,
    .margins = SD_MARGINS_BALANCED,
  };
}

static Fixture
make (const SdLinkSpec *spec)
{
  SdLinkReport report;
  Fixture fixture = {
    .link = sd_link_new (spec, &report),
    .n_parents = spec->n_parents,
    .n_rows = spec->n_children,
  };

  g_assert_cmpint (report.status, ==, SD_LINK_OK);
  g_assert_nonnull (fixture.link);
  fixture.n_linked = spec->n_children
                     - (guint64) (spec->optional * (double) spec->n_children + 0.5);
  return fixture;
}

static SdLinkReport
fail (const SdLinkSpec *spec)
{
  SdLinkReport report;

  g_assert_null (sd_link_new (spec, &report));
  return report;
}

/* Children @ordinal … of a parent lead back to it. */
static void
check_parent (const Fixture *self,
              guint64        parent)
{
  guint64 rows[64], parents[64], ordinals[64];
  guint64 count;

  sd_link_get_counts (self->link, &parent, 1, &count);
  g_assert_cmpuint (count, <=, sd_link_get_max_count (self->link));
  for (guint64 first = 0; first < count; first += MAX (count / 4, 64))
    {
      guint n = (guint) MIN (count - first, 64);

      sd_link_get_children (self->link, parent, first, n, rows);
      sd_link_get_parents (self->link, rows, n, parents, ordinals);
      for (guint i = 0; i < n; i++)
        {
          g_assert_cmpuint (rows[i], <, self->n_rows);
          g_assert_cmpuint (parents[i], ==, parent);
          g_assert_cmpuint (ordinals[i], ==, first + i);
        }
    }
}

/* A row is the child that its parent says it is. */
static void
check_row (const Fixture *self,
           guint64        row)
{
  guint64 parent, ordinal, count, child;

  sd_link_get_parents (self->link, &row, 1, &parent, &ordinal);
  if (parent == SD_NO_ROW)
    {
      g_assert_cmpuint (self->n_linked, <, self->n_rows);
      return;
    }
  g_assert_cmpuint (parent, <, self->n_parents);
  sd_link_get_counts (self->link, &parent, 1, &count);
  g_assert_cmpuint (ordinal, <, count);
  sd_link_get_children (self->link, parent, ordinal, 1, &child);
  g_assert_cmpuint (child, ==, row);
}

static void
check_samples (const Fixture *self)
{
  for (guint64 i = 0; i < N_SAMPLES; i++)
    {
      if (self->n_parents > 0)
        check_parent (self, sd_scale (sd_random (1, i), self->n_parents));
      if (self->n_rows > 0)
        check_row (self, sd_scale (sd_random (2, i), self->n_rows));
    }
}

/* Of small links, everything: each row once, and the totals. */
static void
check_all (const Fixture *self,
           guint64        min,
           guint64        max)
{
  g_autofree guint64 *counts = g_new0 (guint64, self->n_parents);
  g_autofree guint64 *numbers = g_new (guint64, MAX (self->n_parents, self->n_rows));
  g_autofree guint64 *parents = g_new (guint64, self->n_rows);
  guint64 n_linked = 0, largest = 0;
  double squares = 0;

  for (guint64 i = 0; i < MAX (self->n_parents, self->n_rows); i++)
    numbers[i] = i;
  sd_link_get_parents (self->link, numbers, (guint) self->n_rows, parents, NULL);
  for (guint64 i = 0; i < self->n_rows; i++)
    {
      check_row (self, i);
      if (parents[i] == SD_NO_ROW)
        continue;
      g_assert_cmpuint (parents[i], <, self->n_parents);
      counts[parents[i]]++;
      n_linked++;
    }
  g_assert_cmpuint (n_linked, ==, self->n_linked);

  sd_link_get_counts (self->link, numbers, (guint) self->n_parents, numbers);
  for (guint64 i = 0; i < self->n_parents; i++)
    {
      g_assert_cmpuint (numbers[i], ==, counts[i]);
      g_assert_cmpuint (counts[i], >=, min);
      g_assert_true (max == 0 || counts[i] <= max);
      largest = MAX (largest, counts[i]);
      squares += (double) counts[i] * (double) counts[i];
      check_parent (self, i);
    }
  g_assert_cmpuint (largest, ==, sd_link_get_max_count (self->link));
  if (n_linked > 0)
    g_assert_cmpfloat (fabs (sd_link_get_amplification (self->link)
                             / (squares / (double) n_linked) - 1), <, 1e-9);
}

/* The same answers however the rows are asked for. */
static void
check_batches (const Fixture *self,
               guint64        first,
               guint          n)
{
  static const guint sizes[] = { 1, 7, 1024 };
  g_autofree guint64 *rows = g_new (guint64, n);
  g_autofree guint64 *parents = g_new (guint64, n);
  g_autofree guint64 *ordinals = g_new (guint64, n);
  guint64 got_parents[1024], got_ordinals[1024];

  for (guint i = 0; i < n; i++)
    rows[i] = first + i;
  sd_link_get_parents (self->link, rows, n, parents, ordinals);

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    for (guint i = 0; i < n; i += sizes[s])
      {
        guint batch = MIN (sizes[s], n - i);

        sd_link_get_parents (self->link, rows + i, batch, got_parents, got_ordinals);
        g_assert_cmpmem (got_parents, batch * 8, parents + i, batch * 8);
        g_assert_cmpmem (got_ordinals, batch * 8, ordinals + i, batch * 8);
      }

  for (guint i = 0; i < n; i++)
    rows[i] = first + n - 1 - i;
  for (guint i = 0; i < n; i += 1024)
    {
      guint batch = MIN (1024, n - i);

      sd_link_get_parents (self->link, rows + i, batch, got_parents, got_ordinals);
      for (guint j = 0; j < batch; j++)
        {
          g_assert_cmpuint (got_parents[j], ==, parents[n - 1 - i - j]);
          g_assert_cmpuint (got_ordinals[j], ==, ordinals[n - 1 - i - j]);
        }
    }
}

static const SdPlacement law_placements[] = { SD_PLACEMENT_CLUSTERED, SD_PLACEMENT_SHUFFLED };
static const char *const laws[] = { "fixed", "uniform", "poisson", "negative_binomial", "zipf",
                                    "zero_inflated" };

static void
test_sizes (void)
{
  static const guint64 sizes[] = { 1, 2, 50, 511, 512, 4097, 262144, BILLION };
  static const double means[] = { 0, 0.02, 0.5, 4, 10.3 };

  for (guint p = 0; p < G_N_ELEMENTS (law_placements); p++)
    for (guint l = 0; l < G_N_ELEMENTS (laws); l++)
      for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
        for (guint m = 0; m < G_N_ELEMENTS (means); m++)
          {
            SdLinkSpec spec = make_spec (law_placements[p], sizes[s],
                                         (guint64) (means[m] * (double) sizes[s]), laws[l]);
            Fixture self;

            spec.optional = m == 2 ? 0.31 : 0;
            self = make (&spec);
            if (sizes[s] <= 4097)
              check_all (&self, 0, 0);
            else
              check_samples (&self);
            check_batches (&self, self.n_rows / 3, (guint) MIN (self.n_rows / 2, 3000));
            sd_link_free (self.link);
          }
}

/* 120 parents with 1 to 3 children each, 300 in all: the user's own words. */
static void
test_bounds (void)
{
  g_autoptr (JsonObject) parameters = json_object_new ();

  json_object_set_int_member (parameters, "min", 1);
  json_object_set_int_member (parameters, "max", 3);
  for (guint p = 0; p < G_N_ELEMENTS (law_placements); p++)
    {
      SdLinkSpec spec = make_spec (law_placements[p], 120, 300, "uniform");
      Fixture self;

      spec.law_parameters = parameters;
      spec.law_from_user = TRUE;
      self = make (&spec);
      check_all (&self, 1, 3);
      sd_link_free (self.link);

      spec.n_children = 361;
      g_assert_cmpint (fail (&spec).status, ==, SD_LINK_BAD_LAW);
      g_assert_cmpuint (fail (&spec).least, ==, 120);
      g_assert_cmpuint (fail (&spec).most, ==, 360);
      spec.n_parents = 0;
      g_assert_cmpint (fail (&spec).status, ==, SD_LINK_NO_PARENTS);
    }
}

/* All rows without a parent, and no rows at all. */
static void
test_empty (void)
{
  for (guint p = 0; p < G_N_ELEMENTS (law_placements); p++)
    {
      SdLinkSpec spec = make_spec (law_placements[p], 0, 40, "poisson");
      Fixture self;

      spec.optional = 1;
      self = make (&spec);
      check_all (&self, 0, 0);
      sd_link_free (self.link);

      spec = make_spec (law_placements[p], 30, 0, "poisson");
      self = make (&spec);
      check_all (&self, 0, 0);
      sd_link_free (self.link);
    }
}

/* Rows in the order of their parents, ordinals counting up. */
static void
test_clustered_order (void)
{
  static const guint64 sizes[] = { 50, 4097, BILLION };

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    for (guint optional = 0; optional < 2; optional++)
      {
        SdLinkSpec spec = make_spec (SD_PLACEMENT_CLUSTERED, sizes[s], sizes[s] * 4, "zipf");
        guint64 last_parent = 0, next_ordinal = 0;
        Fixture self;
        guint64 first;

        spec.optional = optional * 0.2;
        self = make (&spec);
        first = s == 2 ? self.n_rows / 2 : 0;
        for (guint64 row = first; row < first + MIN (self.n_rows, 10000); row++)
          {
            guint64 parent, ordinal;

            sd_link_get_parents (self.link, &row, 1, &parent, &ordinal);
            if (parent == SD_NO_ROW)
              continue;
            if (row > first && parent == last_parent)
              g_assert_cmpuint (ordinal, ==, next_ordinal);
            else if (row > first)
              g_assert_cmpuint (ordinal, ==, 0);
            g_assert_cmpuint (parent, >=, last_parent);
            last_parent = parent;
            next_ordinal = ordinal + 1;
          }
        sd_link_free (self.link);
      }
}

/* Popularity has nothing to do with the row of the parent. */
static void
test_no_trend (void)
{
  enum { N = 100000 };
  g_autofree guint64 *counts = g_new (guint64, N);

  for (guint p = 0; p < G_N_ELEMENTS (law_placements); p++)
    {
      SdLinkSpec spec = make_spec (law_placements[p], N, 10 * N, "negative_binomial");
      double mean = 10, variance = 0, trend = 0, neighbors = 0;
      Fixture self = make (&spec);

      for (guint i = 0; i < N; i++)
        counts[i] = i;
      sd_link_get_counts (self.link, counts, N, counts);
      for (guint i = 0; i < N; i++)
        {
          double x = (double) counts[i] - mean;

          variance += x * x / N;
          trend += x * ((double) i / N - 0.5) / N;
          neighbors += i > 0 ? x * ((double) counts[i - 1] - mean) / N : 0;
        }
      g_assert_cmpfloat (fabs (trend), <, 5 * sqrt (variance / 12 / N));
      g_assert_cmpfloat (fabs (neighbors / variance), <, 5 / sqrt (N));
      sd_link_free (self.link);
    }
}

/* Another seed deals the same counts to other parents. */
static void
test_seeds (void)
{
  for (guint p = 0; p < G_N_ELEMENTS (law_placements); p++)
    {
      guint64 counts[2][1000], sorted[2][1000] = { 0 };
      guint n_equal = 0;

      for (guint seed = 0; seed < 2; seed++)
        {
          SdLinkSpec spec = make_spec (law_placements[p], 1000, 5000, "negative_binomial");
          Fixture self;

          spec.seed = seed;
          self = make (&spec);
          for (guint i = 0; i < 1000; i++)
            counts[seed][i] = i;
          sd_link_get_counts (self.link, counts[seed], 1000, counts[seed]);
          for (guint i = 0; i < 1000; i++)
            sorted[seed][counts[seed][i]]++;
          sd_link_free (self.link);
        }
      g_assert_cmpmem (sorted[0], sizeof sorted[0], sorted[1], sizeof sorted[1]);
      for (guint i = 0; i < 1000; i++)
        n_equal += counts[0][i] == counts[1][i];
      g_assert_cmpuint (n_equal, <, 300);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/link/sizes", test_sizes);
  g_test_add_func ("/link/bounds", test_bounds);
  g_test_add_func ("/link/empty", test_empty);
  g_test_add_func ("/link/clustered-order", test_clustered_order);
  g_test_add_func ("/link/no-trend", test_no_trend);
  g_test_add_func ("/link/seeds", test_seeds);

  return g_test_run ();
}
