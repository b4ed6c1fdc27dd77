/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Clustered and shuffled links, of any law and size. */

#include "link-checks.h"

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

/* One to one: more children than parents cannot be, whatever the law. */
static void
test_one_to_one (void)
{
  for (guint p = 0; p < G_N_ELEMENTS (law_placements); p++)
    {
      SdLinkSpec spec = make_spec (law_placements[p], 300, 300, "negative_binomial");
      Fixture self;

      spec.max = 1;
      self = make (&spec);
      check_all (&self, 1, 1);
      sd_link_free (self.link);
      spec.n_children = 200;
      self = make (&spec);
      check_all (&self, 0, 1);
      sd_link_free (self.link);
      spec.n_children = 301;
      g_assert_cmpint (fail (&spec).status, ==, SD_LINK_TOO_MANY);
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
  g_test_add_func ("/link/one-to-one", test_one_to_one);

  return g_test_run ();
}
