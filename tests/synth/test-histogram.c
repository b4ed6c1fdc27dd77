/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Laws in whole numbers: both totals exact, bounds kept, shares those of the
 * law; laws that cannot give a total say what they can give; random splits have
 * the binomial law.
 */

#include <math.h>

#include "sd-binomial-private.h"
#include "sd-histogram-private.h"

#define SEED 42
#define BILLION G_GUINT64_CONSTANT (1000000000)

static const guint64 sizes[] = { 1, 2, 3, 50, 4097, 1000003, BILLION };

static JsonObject *
parse (const char *parameters)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  json_parser_load_from_data (parser, parameters, -1, &error);
  g_assert_no_error (error);

  return json_object_ref (json_node_get_object (json_parser_get_root (parser)));
}

static void
init_law (SdLaw      *law,
          const char *nick,
          const char *parameters)
{
  g_autoptr (JsonObject) object = parse (parameters);

  g_assert_true (sd_law_init (law, nick, object));
}

/* Totals, order and bounds, and both ways through it. */
static void
check (const SdHistogram *self,
       guint64            n_parents,
       guint64            n_children,
       guint64            least,
       guint64            most)
{
  guint64 rank = 0, slot = 0;

  g_assert_cmpuint (self->n_parents, ==, n_parents);
  g_assert_cmpuint (self->n_children, ==, n_children);
  for (guint i = 0; i < self->n_runs; i++)
    {
      const SdHistogramRun *run = &self->runs[i];

      g_assert_cmpuint (run->first_rank, ==, rank);
      g_assert_cmpuint (run->first_slot, ==, slot);
      g_assert_cmpuint (run[1].first_rank, >, rank);
      g_assert_cmpuint (run->count, >=, least);
      g_assert_cmpuint (run->count, <=, most);
      g_assert_true (i == 0 || run->count > run[-1].count);
      rank = run[1].first_rank;
      slot += (rank - run->first_rank) * run->count;
    }
  g_assert_cmpuint (rank, ==, n_parents);
  g_assert_cmpuint (slot, ==, n_children);

  for (guint64 i = 0; i < 500; i++)
    {
      guint64 ordinal, count;

      rank = sd_scale (sd_random (SEED, i), n_parents);
      slot = sd_histogram_find_rank (self, rank, &count);
      for (guint64 j = 0; j < count; j += 1 + count / 3)
        {
          g_assert_cmpuint (sd_histogram_find_slot (self, slot + j, &ordinal), ==, rank);
          g_assert_cmpuint (ordinal, ==, j);
        }
    }
}

static void
test_totals (void)
{
  static const struct
  {
    const char *law;
    const char *parameters;
    guint64     least, most;
  } laws[] = {
    { "fixed", "{}", 0, SD_LAW_UNBOUNDED },
    { "uniform", "{ \"min\": 0, \"max\": 200000 }", 0, 200000 },
    { "uniform", "{ \"min\": 0, \"max\": 1000000000 }", 0, BILLION },
    { "poisson", "{}", 0, SD_LAW_UNBOUNDED },
    { "negative_binomial", "{ \"dispersion\": 2 }", 0, SD_LAW_UNBOUNDED },
    { "negative_binomial", "{ \"dispersion\": 0.01 }", 0, SD_LAW_UNBOUNDED },
    { "zipf", "{ \"exponent\": 1 }", 0, SD_LAW_UNBOUNDED },
    { "zipf", "{ \"exponent\": 0 }", 0, SD_LAW_UNBOUNDED },
    { "zipf", "{ \"exponent\": 3 }", 0, SD_LAW_UNBOUNDED },
    { "zero_inflated", "{ \"zero_share\": 0.4, \"dispersion\": 3 }", 0, SD_LAW_UNBOUNDED },
  };
  static const double means[] = { 0, 0.001, 0.3, 1, 4.27, 90, 100000 };

  for (guint i = 0; i < G_N_ELEMENTS (laws); i++)
    for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
      for (guint m = 0; m < G_N_ELEMENTS (means); m++)
        for (guint margins = SD_MARGINS_BALANCED; margins <= SD_MARGINS_SAMPLED; margins++)
          {
            guint64 n_children = (guint64) (means[m] * (double) sizes[s]);
            SdHistogram histogram;
            SdLaw law;

            if (n_children > 100 * BILLION)
              continue;
            init_law (&law, laws[i].law, laws[i].parameters);
            sd_histogram_init_law (&histogram, &law, sizes[s], n_children, (SdMargins) margins, 7);
            check (&histogram, sizes[s], n_children, laws[i].least, laws[i].most);
            g_assert_cmpuint (histogram.n_runs, <, 100000);
            sd_histogram_clear (&histogram);
          }
}

/* Any total that the bounds allow, the extremes among them. */
static void
test_bounds (void)
{
  static const char *const nicks[] = { "uniform", "poisson", "negative_binomial", "zipf",
                                       "zero_inflated" };

  for (guint i = 0; i < G_N_ELEMENTS (nicks); i++)
    for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
      for (guint part = 0; part <= 16; part++)
        {
          guint64 least = part % 3, most = least + 3 + part % 5;
          guint64 n_children = sizes[s] * least + sizes[s] * (most - least) * part / 16;
          SdHistogram histogram;
          SdLaw law;

          init_law (&law, nicks[i], "{}");
          law.least = least;
          law.most = most;
          sd_histogram_init_law (&histogram, &law, sizes[s], n_children, SD_MARGINS_BALANCED, 0);
          check (&histogram, sizes[s], n_children, least, most);
          sd_histogram_clear (&histogram);
        }
}

static double
get_mass (const char *nick,
          double      mean,
          double      k,
          double      x)
{
  if (g_str_equal (nick, "poisson"))
    return exp (x * log (mean) - mean - lgamma (x + 1));

  return exp (lgamma (x + k) - lgamma (k) - lgamma (x + 1) + k * log (k / (k + mean))
              + x * log (mean / (k + mean)));
}

static double
count_parents (const SdHistogram *self,
               guint64            count)
{
  for (guint i = 0; i < self->n_runs; i++)
    if (self->runs[i].count == count)
      return (double) (self->runs[i + 1].first_rank - self->runs[i].first_rank);

  return 0;
}

/* As many parents of each count as the law says: to the nearest, but for the
 * few that the exact total has moved. */
static void
test_shares (void)
{
  static const char *const nicks[] = { "poisson", "negative_binomial" };

  for (guint i = 0; i < G_N_ELEMENTS (nicks); i++)
    for (guint s = 3; s < G_N_ELEMENTS (sizes); s++)
      {
        SdHistogram histogram;
        SdLaw law;
        double n = (double) sizes[s];

        init_law (&law, nicks[i], "{ \"dispersion\": 2.5 }");
        sd_histogram_init_law (&histogram, &law, sizes[s], sizes[s] * 4, SD_MARGINS_BALANCED, 0);
        for (guint count = 0; count < 30; count++)
          {
            double expected = n * get_mass (nicks[i], 4, 2.5, count);

            g_assert_cmpfloat (fabs (count_parents (&histogram, count) - expected), <=,
                               3 + 1e-8 * n);
          }
        sd_histogram_clear (&histogram);
      }
}

static void
test_flat (void)
{
  SdHistogram histogram;
  SdLaw law;

  init_law (&law, "uniform", "{ \"min\": 1, \"max\": 3 }");
  sd_histogram_init_law (&histogram, &law, 120, 240, SD_MARGINS_BALANCED, 0);
  for (guint count = 1; count <= 3; count++)
    g_assert_cmpfloat (count_parents (&histogram, count), ==, 40);
  sd_histogram_clear (&histogram);

  /* The flattest law on 1 … 3 with the mean 2.5 is geometric: n₂² = n₁·n₃. */
  sd_histogram_init_law (&histogram, &law, 120000, 300000, SD_MARGINS_BALANCED, 0);
  check (&histogram, 120000, 300000, 1, 3);
  g_assert_cmpfloat (fabs (count_parents (&histogram, 2) * count_parents (&histogram, 2)
                           / count_parents (&histogram, 1) / count_parents (&histogram, 3) - 1),
                     <, 1e-3);
  sd_histogram_clear (&histogram);
}

static void
test_zero_share (void)
{
  SdHistogram histogram;
  SdLaw law;

  init_law (&law, "zero_inflated", "{ \"zero_share\": 0.4, \"dispersion\": 2 }");
  sd_histogram_init_law (&histogram, &law, 1000000, 3000000, SD_MARGINS_BALANCED, 0);
  g_assert_cmpfloat (fabs (count_parents (&histogram, 0)
                           - 1e6 * (0.4 + 0.6 * get_mass ("", 5, 2, 0))), <=, 3);
  sd_histogram_clear (&histogram);
}

/* The r-th most popular parent has a share of r^-s. */
static void
test_zipf (void)
{
  SdHistogram histogram;
  SdLaw law;
  double sum = 0;

  init_law (&law, "zipf", "{ \"exponent\": 1.1 }");
  sd_histogram_init_law (&histogram, &law, 1000, 1000000, SD_MARGINS_BALANCED, 0);
  for (guint rank = 1; rank <= 1000; rank++)
    sum += pow (rank, -1.1);
  for (guint rank = 1; rank <= 1000; rank += 7)
    {
      double expected = 1e6 * pow (rank, -1.1) / sum;
      guint64 count;

      sd_histogram_find_rank (&histogram, 1000 - rank, &count);
      g_assert_cmpfloat (fabs ((double) count - expected), <=, 1 + 1e-3 * expected);
    }
  sd_histogram_clear (&histogram);
}

/* The spread of the number of parents with a count is the binomial one. */
static void
test_sampled (void)
{
  const guint n_samples = 400, n = 1000;
  double p = get_mass ("poisson", 4, 0, 4);
  double sum = 0, squares = 0, variance = n * p * (1 - p);

  for (guint i = 0; i < n_samples; i++)
    {
      SdHistogram histogram;
      SdLaw law;
      double count;

      init_law (&law, "poisson", "{}");
      sd_histogram_init_law (&histogram, &law, n, 4 * n, SD_MARGINS_SAMPLED,
                             sd_key (SEED, 1, 1, SD_LANE_COUNT, i));
      count = count_parents (&histogram, 4);
      sum += count;
      squares += (count - n * p) * (count - n * p);
      sd_histogram_clear (&histogram);
    }

  g_assert_cmpfloat (fabs (sum / n_samples - n * p), <, 5 * sqrt (variance / n_samples));
  g_assert_cmpfloat (fabs (squares / n_samples / variance - 1), <, 5 * sqrt (2.0 / n_samples));
}

static void
test_coarsen (void)
{
  SdHistogram histogram;
  SdLaw law;
  double squares;

  init_law (&law, "zipf", "{ \"exponent\": 1 }");
  sd_histogram_init_law (&histogram, &law, BILLION, 10 * BILLION, SD_MARGINS_BALANCED, 0);
  g_assert_cmpuint (histogram.n_runs, >, 1000);
  squares = sd_histogram_sum_squares (&histogram);
  sd_histogram_coarsen (&histogram, 200);
  g_assert_cmpuint (histogram.n_runs, <=, 400);
  check (&histogram, BILLION, 10 * BILLION, 0, SD_LAW_UNBOUNDED);
  g_assert_cmpfloat (fabs (sd_histogram_sum_squares (&histogram) / squares - 1), <, 0.01);
  sd_histogram_clear (&histogram);
}

typedef struct
{
  const char  *law;
  const char  *parameters;
  gboolean     from_user;
  guint64      n_parents, n_children;
  guint64      min, max;
  SdLinkStatus status;
  guint64      least, most;
  gboolean     adjusted;
} FitCase;

static void
test_fit (void)
{
  static const FitCase cases[] = {
    { "fixed", "{ \"count\": 3 }", TRUE, 50, 150, 0, 0, SD_LINK_OK, 150, 150, FALSE },
    { "fixed", "{ \"count\": 3 }", TRUE, 50, 160, 0, 0, SD_LINK_BAD_LAW, 150, 150, FALSE },
    { "fixed", "{ \"count\": 3 }", FALSE, 50, 160, 0, 0, SD_LINK_OK, 150, 200, TRUE },
    { "uniform", "{ \"min\": 1, \"max\": 3 }", TRUE, 120, 300, 0, 0, SD_LINK_OK, 120, 360, FALSE },
    { "uniform", "{ \"min\": 1, \"max\": 3 }", TRUE, 120, 361, 0, 0,
      SD_LINK_BAD_LAW, 120, 360, FALSE },
    { "uniform", "{ \"min\": 1, \"max\": 3 }", TRUE, 120, 119, 0, 0,
      SD_LINK_BAD_LAW, 120, 360, FALSE },
    { "uniform", "{ \"min\": 1, \"max\": 3 }", FALSE, 120, 600, 0, 0,
      SD_LINK_OK, 120, 1080, TRUE },
    { "uniform", "{ \"min\": 1, \"max\": 3 }", FALSE, 120, 60, 0, 0, SD_LINK_OK, 0, 360, TRUE },
    { "poisson", "{}", TRUE, 10, 51, 0, 5, SD_LINK_TOO_MANY, 0, 50, FALSE },
    { "poisson", "{}", TRUE, 10, 9, 1, 5, SD_LINK_TOO_FEW, 10, 50, FALSE },
    { "poisson", "{}", FALSE, 10, 51, 0, 5, SD_LINK_OK, 0, 110, TRUE },
    { "poisson", "{}", FALSE, 10, 11, 0, 1, SD_LINK_TOO_MANY, 0, 10, FALSE },
    { "uniform", "{ \"min\": 1, \"max\": 3 }", FALSE, 10, 7, 0, 1, SD_LINK_OK, 0, 10, TRUE },
    /* By chance alone a total of 100 parents with mean 4 strays by 3 × 20. */
    { "poisson", "{ \"mean\": 4 }", TRUE, 100, 420, 0, 0, SD_LINK_OK, 340, 460, FALSE },
    { "poisson", "{ \"mean\": 4 }", TRUE, 100, 500, 0, 0, SD_LINK_BAD_LAW, 340, 460, FALSE },
    { "poisson", "{ \"mean\": 4 }", FALSE, 100, 500, 0, 0,
      SD_LINK_OK, 0, G_MAXUINT64, TRUE },
    { "zipf", "{}", TRUE, 100, 500, 0, 0, SD_LINK_OK, 0, G_MAXUINT64, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const FitCase *c = &cases[i];
      SdLinkSpec spec = { .law_from_user = c->from_user, .min = c->min, .max = c->max };
      SdLinkReport report = { .status = SD_LINK_OK };
      SdLaw law;

      init_law (&law, c->law, c->parameters);
      g_assert_cmpint (sd_law_fit (&law, &spec, c->n_parents, c->n_children, &report), ==,
                       c->status == SD_LINK_OK);
      g_assert_cmpint (report.status, ==, c->status);
      g_assert_cmpuint (report.least, ==, c->least);
      g_assert_cmpuint (report.most, ==, c->most);
      g_assert_cmpint (report.adjusted, ==, c->adjusted);
      g_assert_cmpfloat (report.wanted_mean, ==, (double) c->n_children / (double) c->n_parents);
    }
}

static void
test_bad_parameters (void)
{
  static const char *const cases[][2] = {
    { "banana", "{}" },
    { "fixed", "{ \"count\": -1 }" },
    { "fixed", "{ \"count\": 1e30 }" },
    { "uniform", "{ \"min\": 4, \"max\": 3 }" },
    { "poisson", "{ \"mean\": -2 }" },
    { "negative_binomial", "{ \"dispersion\": 0 }" },
    { "zipf", "{ \"exponent\": -1 }" },
    { "zero_inflated", "{ \"zero_share\": 1 }" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonObject) parameters = parse (cases[i][1]);
      SdLaw law;

      g_assert_false (sd_law_init (&law, cases[i][0], parameters));
    }
}

/* Mean and variance, for inversion and for rejection, and at a size where
 * log-gammas would have no digits left. */
static void
test_binomial (void)
{
  static const struct
  {
    guint64 n;
    double  p;
  } cases[] = {
    { 1, 0.3 }, { 20, 0.1 }, { 50, 0.5 }, { 100, 0.15 }, { 1000, 0.9 }, { 100 * BILLION, 0.37 },
  };
  const guint n_draws = 20000;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double mean = (double) cases[i].n * cases[i].p;
      double variance = mean * (1 - cases[i].p);
      double kurtosis = 3 + (1 - 6 * cases[i].p * (1 - cases[i].p)) / variance;
      double sum = 0, squares = 0;

      for (guint j = 0; j < n_draws; j++)
        {
          guint64 k = sd_binomial_draw (cases[i].n, cases[i].p, sd_key (SEED, i, j, 0, 0));

          g_assert_cmpuint (k, <=, cases[i].n);
          sum += (double) k - mean;
          squares += ((double) k - mean) * ((double) k - mean);
        }
      g_assert_cmpfloat (fabs (sum / n_draws), <, 5 * sqrt (variance / n_draws));
      g_assert_cmpfloat (fabs (squares / n_draws / variance - 1), <,
                         5 * sqrt ((kurtosis - 1) / n_draws));
    }

  g_assert_cmpuint (sd_binomial_draw (10, 0, 1), ==, 0);
  g_assert_cmpuint (sd_binomial_draw (10, 1, 1), ==, 10);
  g_assert_cmpuint (sd_binomial_draw (10, NAN, 1), ==, 0);
  g_assert_cmpuint (sd_binomial_draw (0, 0.5, 1), ==, 0);
}

/* Chi-square of the whole distribution, at a place where rejection begins. */
static void
test_binomial_shape (void)
{
  enum { N = 40, DRAWS = 40000 };
  guint counts[N + 1] = { 0 };
  double p = 0.3, chi = 0, rest = 1;
  guint degrees = 0, others = DRAWS;

  for (guint i = 0; i < DRAWS; i++)
    counts[sd_binomial_draw (N, p, sd_key (SEED, 9, i, 0, 0))]++;
  for (guint k = 0; k <= N; k++)
    {
      double mass = exp (lgamma (N + 1) - lgamma (k + 1) - lgamma (N - k + 1)
                         + k * log (p) + (N - k) * log (1 - p));
      double expected = DRAWS * mass;

      if (expected < 10)
        continue;
      chi += (counts[k] - expected) * (counts[k] - expected) / expected;
      rest -= mass;
      others -= counts[k];
      degrees++;
    }
  chi += (others - DRAWS * rest) * (others - DRAWS * rest) / (DRAWS * rest);
  g_assert_cmpfloat (chi, <, degrees + 5 * sqrt (2.0 * degrees));
}

static void
test_split (void)
{
  double weights[1000];
  guint64 parts[1000], sum = 0;

  for (guint i = 0; i < G_N_ELEMENTS (weights); i++)
    weights[i] = i % 3;
  sd_binomial_split (BILLION, weights, G_N_ELEMENTS (weights), 5, parts);
  for (guint i = 0; i < G_N_ELEMENTS (weights); i++)
    {
      double expected = 1e9 * weights[i] / 999;

      sum += parts[i];
      g_assert_cmpfloat (fabs ((double) parts[i] - expected), <=, 5 * sqrt (expected));
    }
  g_assert_cmpuint (sum, ==, BILLION);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/histogram/totals", test_totals);
  g_test_add_func ("/histogram/bounds", test_bounds);
  g_test_add_func ("/histogram/shares", test_shares);
  g_test_add_func ("/histogram/flat", test_flat);
  g_test_add_func ("/histogram/zero-share", test_zero_share);
  g_test_add_func ("/histogram/zipf", test_zipf);
  g_test_add_func ("/histogram/sampled", test_sampled);
  g_test_add_func ("/histogram/coarsen", test_coarsen);
  g_test_add_func ("/law/fit", test_fit);
  g_test_add_func ("/law/bad-parameters", test_bad_parameters);
  g_test_add_func ("/binomial/draw", test_binomial);
  g_test_add_func ("/binomial/shape", test_binomial_shape);
  g_test_add_func ("/binomial/split", test_split);

  return g_test_run ();
}
