/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Rows in the order of time: none before its parent, counts exact all the same,
 * and what cannot be is told with the period.
 */

#include "link-checks.h"

#define N_MAX 1000

typedef struct
{
  guint          n;
  guint64        rows[N_MAX + 1];
  guint64        born[N_MAX + 1];
  SdLinkTimeline timeline;
} Window;

/* Rows spread evenly over @n periods; of the parents @before were born before
 * the first, the others evenly over the window. */
static void
window_init (Window  *self,
             guint    n,
             guint64  n_rows,
             guint64  n_parents,
             double   before)
{
  self->n = n;
  for (guint i = 0; i <= n; i++)
    {
      double time = (double) i / n;

      self->rows[i] = (guint64) (time * (double) n_rows);
      self->born[i] = (guint64) ((before + (1 - before) * time) * (double) n_parents);
    }
  self->rows[n] = n_rows;
  self->born[n] = n_parents;
  self->timeline = (SdLinkTimeline) { n, self->rows, self->born };
}

static SdLinkSpec
make_timeline_spec (Window     *window,
                    guint64     n_parents,
                    guint64     n_rows,
                    const char *law)
{
  SdLinkSpec spec = make_spec (SD_PLACEMENT_TIMELINE, n_parents, n_rows, law);

  spec.timeline = &window->timeline;
  return spec;
}

static void
check_birth (const Fixture *self,
             const Window  *window,
             guint64        row)
{
  guint64 parent;
  guint period = 0;

  sd_link_get_parents (self->link, &row, 1, &parent, NULL);
  if (parent == SD_NO_ROW)
    return;
  while (window->rows[period + 1] <= row)
    period++;
  g_assert_cmpuint (parent, <, window->born[period]);
}

static void
test_sizes (void)
{
  static const guint64 sizes[] = { 2, 50, 4097, BILLION };
  static const guint periods[] = { 1, 30, 730 };
  static const char *const laws[] = { "poisson", "negative_binomial", "zipf", "zero_inflated" };
  static Window window;

  for (guint l = 0; l < G_N_ELEMENTS (laws); l++)
    for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
      for (guint p = 0; p < G_N_ELEMENTS (periods); p++)
        for (guint optional = 0; optional < 2; optional++)
          {
            guint64 n_rows = 4 * sizes[s];
            SdLinkSpec spec;
            Fixture self;

            window_init (&window, periods[p], n_rows, sizes[s], sizes[s] < 50 ? 1 : 0.4);
            spec = make_timeline_spec (&window, sizes[s], n_rows, laws[l]);
            spec.optional = optional * 0.25;
            self = make (&spec);
            if (n_rows < 20000)
              {
                check_all (&self, 0, 0);
                for (guint64 row = 0; row < n_rows; row++)
                  check_birth (&self, &window, row);
              }
            else
              {
                check_samples (&self);
                for (guint64 i = 0; i < N_SAMPLES; i++)
                  check_birth (&self, &window, sd_scale (sd_random (3, i), n_rows));
              }
            check_batches (&self, n_rows / 3, (guint) MIN (n_rows / 2, 3000));
            sd_link_free (self.link);
          }
}

/* The user's "1 to 3 children each" holds for late parents too, as long as the
 * last are born early enough. */
static void
test_bounds (void)
{
  g_autoptr (JsonObject) parameters = json_object_new ();
  static Window window;
  SdLinkSpec spec;
  SdLinkReport report;
  Fixture self;

  json_object_set_int_member (parameters, "min", 1);
  json_object_set_int_member (parameters, "max", 3);
  window_init (&window, 100, 300, 120, 0.3);
  spec = make_timeline_spec (&window, 120, 300, "uniform");
  spec.law_parameters = parameters;
  spec.law_from_user = TRUE;

  /* Some are born in the last period. */
  report = fail (&spec);
  g_assert_cmpint (report.status, ==, SD_LINK_UNBORN);
  g_assert_cmpuint (report.period, ==, 99);

  for (guint i = 80; i <= 100; i++)
    window.born[i] = 120;
  self = make (&spec);
  check_all (&self, 1, 3);
  sd_link_free (self.link);

  spec.n_children = window.rows[100] = 361;
  g_assert_cmpint (fail (&spec).status, ==, SD_LINK_BAD_LAW);
}

/* Rows before anybody is born; only rows without a parent can be there. */
static void
test_unborn (void)
{
  static Window window;
  SdLinkSpec spec;
  SdLinkReport report;
  Fixture self;

  window_init (&window, 100, 1000, 50, 0.5);
  for (guint i = 0; i < 10; i++)
    window.born[i] = 0;
  spec = make_timeline_spec (&window, 50, 1000, "negative_binomial");
  report = fail (&spec);
  g_assert_cmpint (report.status, ==, SD_LINK_UNBORN);
  g_assert_cmpuint (report.period, ==, 0);

  spec.optional = 0.15;
  self = make (&spec);
  check_all (&self, 0, 0);
  for (guint64 row = 0; row < 1000; row++)
    check_birth (&self, &window, row);
  sd_link_free (self.link);

  /* One of two parents has five children at most, but eight rows come before the
   * other is born. */
  window_init (&window, 10, 10, 2, 0.5);
  for (guint i = 0; i < 8; i++)
    window.born[i] = 1;
  window.born[8] = 2;
  spec = make_timeline_spec (&window, 2, 10, "poisson");
  spec.max = 5;
  spec.law_from_user = TRUE;
  report = fail (&spec);
  g_assert_cmpint (report.status, ==, SD_LINK_UNBORN);
  g_assert_cmpuint (report.period, ==, 5);

  for (guint i = 0; i <= 10; i++)
    window.born[i] = 0;
  g_assert_cmpint (fail (&spec).status, ==, SD_LINK_UNBORN);
}

/* All together have the counts that the law has without a timeline. */
static void
test_law (void)
{
  enum { N = 5000 };
  static Window window;
  guint histogram[2][200] = { 0 };
  g_autofree guint64 *counts = g_new (guint64, N);

  window_init (&window, 365, 4 * N, N, 0.2);
  /* The last of the groups that days are put together to begins in between. */
  for (guint i = 355; i <= 365; i++)
    window.born[i] = N;
  for (guint kind = 0; kind < 2; kind++)
    {
      SdLinkSpec spec = make_timeline_spec (&window, N, 4 * N, "negative_binomial");
      Fixture self;

      if (kind == 1)
        spec.placement = SD_PLACEMENT_SHUFFLED;
      self = make (&spec);
      for (guint i = 0; i < N; i++)
        counts[i] = i;
      sd_link_get_counts (self.link, counts, N, counts);
      for (guint i = 0; i < N; i++)
        histogram[kind][counts[i]]++;
      sd_link_free (self.link);
    }
  g_assert_cmpmem (histogram[0], sizeof histogram[0], histogram[1], sizeof histogram[1]);
}

/* Early parents have more children, in about the proportion of their time. */
static void
test_exposure (void)
{
  enum { N = 20000 };
  static Window window;
  g_autofree guint64 *counts = g_new (guint64, N);
  double sums[2] = { 0 };
  SdLinkSpec spec;
  Fixture self;

  window_init (&window, 128, 10 * N, N, 0.5);
  spec = make_timeline_spec (&window, N, 10 * N, "negative_binomial");
  self = make (&spec);
  for (guint i = 0; i < N; i++)
    counts[i] = i;
  sd_link_get_counts (self.link, counts, N, counts);
  for (guint i = 0; i < N; i++)
    sums[i < N / 2 ? 0 : 1] += counts[i];
  g_assert_cmpfloat (fabs (sums[1] / sums[0] - 0.5), <, 0.02);
  sd_link_free (self.link);
}

/* Rows dated outside of the window belong to its first and last period. */
static void
test_outside (void)
{
  static Window window;
  SdLinkSpec spec;
  Fixture self;

  window_init (&window, 10, 1000, 100, 0.5);
  window.rows[0] = 40;
  window.rows[10] = 970;
  spec = make_timeline_spec (&window, 100, 1000, "negative_binomial");
  self = make (&spec);
  check_all (&self, 0, 0);
  for (guint64 row = 0; row < 970; row++)
    check_birth (&self, &window, row);
  sd_link_free (self.link);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/link-timeline/sizes", test_sizes);
  g_test_add_func ("/link-timeline/bounds", test_bounds);
  g_test_add_func ("/link-timeline/unborn", test_unborn);
  g_test_add_func ("/link-timeline/law", test_law);
  g_test_add_func ("/link-timeline/exposure", test_exposure);
  g_test_add_func ("/link-timeline/outside", test_outside);

  return g_test_run ();
}
