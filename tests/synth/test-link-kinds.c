/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Links without a law of their own (drawn, distinct within another) and of a
 * table with itself.
 */

#include "link-checks.h"

static void
test_drawn (void)
{
  static const guint64 sizes[] = { 1, 50, 4097, BILLION };

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    for (guint optional = 0; optional < 2; optional++)
      {
        SdLinkSpec spec = make_spec (SD_PLACEMENT_DRAWN, sizes[s], 20000, "poisson");
        Fixture self;

        spec.optional = optional * 0.2;
        self = make (&spec);
        g_assert_true (sd_link_is_invertible (self.link));
        if (sizes[s] <= 4097)
          check_all (&self, 0, 0);
        else
          check_samples (&self);
        check_batches (&self, 100, 3000);
        sd_link_free (self.link);
      }
}

/* Uniform: chi-square over the parents. */
static void
test_drawn_uniformly (void)
{
  enum { N = 1000, ROWS = 100000 };
  SdLinkSpec spec = make_spec (SD_PLACEMENT_DRAWN, N, ROWS, "poisson");
  Fixture self = make (&spec);
  guint64 counts[N];
  double chi = 0;

  for (guint i = 0; i < N; i++)
    counts[i] = i;
  sd_link_get_counts (self.link, counts, N, counts);
  for (guint i = 0; i < N; i++)
    chi += ((double) counts[i] - 100) * ((double) counts[i] - 100) / 100;
  g_assert_cmpfloat (fabs (chi - (N - 1)), <, 5 * sqrt (2.0 * (N - 1)));
  g_assert_cmpfloat (sd_link_get_amplification (self.link), >, 100);
  g_assert_cmpfloat (sd_link_get_amplification (self.link), <, 102);
  sd_link_free (self.link);
}

static void
test_drawn_large (void)
{
  SdLinkSpec spec = make_spec (SD_PLACEMENT_DRAWN, 1000, 10 * BILLION, "poisson");
  Fixture self = make (&spec);
  guint64 row = 9 * BILLION, parent, ordinal;

  g_assert_false (sd_link_is_invertible (self.link));
  sd_link_get_parents (self.link, &row, 1, &parent, &ordinal);
  g_assert_cmpuint (parent, <, 1000);
  g_assert_cmpuint (ordinal, ==, 0);
  sd_link_free (self.link);

  spec.n_parents = 0;
  g_assert_cmpint (fail (&spec).status, ==, SD_LINK_NO_PARENTS);
}

static gpointer
count_children (gpointer data)
{
  guint64 parent = 7, count;

  sd_link_get_counts (data, &parent, 1, &count);
  return GSIZE_TO_POINTER (count);
}

/* The index is made once, by whichever thread comes first. */
static void
test_threads (void)
{
  SdLinkSpec spec = make_spec (SD_PLACEMENT_DRAWN, 50, 100000, "poisson");
  Fixture self = make (&spec);
  GThread *threads[8];
  gsize count = 0;

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("index", count_children, self.link);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      gsize found = GPOINTER_TO_SIZE (g_thread_join (threads[i]));

      g_assert_cmpuint (found, >, 0);
      g_assert_true (i == 0 || found == count);
      count = found;
    }
  sd_link_free (self.link);
}

static void
check_distinct (const Fixture *outer,
                const Fixture *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint64 row = 0; row < self->n_rows; row++)
    {
      guint64 first, second, pair;

      sd_link_get_parents (outer->link, &row, 1, &first, NULL);
      sd_link_get_parents (self->link, &row, 1, &second, NULL);
      if (first == SD_NO_ROW || second == SD_NO_ROW)
        continue;
      pair = first * self->n_parents + second;
      g_assert_true (g_hash_table_add (seen, g_memdup2 (&pair, sizeof pair)));
    }
}

static void
test_distinct (void)
{
  static const SdPlacement placements[] = { SD_PLACEMENT_CLUSTERED, SD_PLACEMENT_SHUFFLED };
  static const guint64 partners[] = { 12, 20, 5000 };

  for (guint p = 0; p < G_N_ELEMENTS (placements); p++)
    for (guint n = 0; n < G_N_ELEMENTS (partners); n++)
      for (guint optional = 0; optional < 2; optional++)
        {
          SdLinkSpec outer_spec = make_spec (placements[p], 300, 1500, "poisson");
          SdLinkSpec spec = make_spec (SD_PLACEMENT_AUTO, partners[n], 1500, "poisson");
          Fixture outer, self;

          outer_spec.relationship_id = 4;
          outer_spec.max = 12;
          outer_spec.law_from_user = TRUE;
          outer_spec.optional = optional * 0.1;
          outer = make (&outer_spec);
          spec.within = outer.link;
          spec.optional = optional * 0.2;
          self = make (&spec);
          check_distinct (&outer, &self);
          check_all (&self, 0, 0);
          check_batches (&self, 0, 1500);
          sd_link_free (self.link);

          spec.n_parents = 3;
          g_assert_cmpint (fail (&spec).status, ==, SD_LINK_NOT_DISTINCT);
          sd_link_free (outer.link);
        }
}

/* Everybody's partners are a random choice: each partner about equally often. */
static void
test_distinct_evenly (void)
{
  SdLinkSpec outer_spec = make_spec (SD_PLACEMENT_CLUSTERED, 20000, 100000, "fixed");
  SdLinkSpec spec = make_spec (SD_PLACEMENT_AUTO, 100, 100000, "poisson");
  Fixture outer = make (&outer_spec), self;
  guint64 counts[100];
  double chi = 0;

  spec.within = outer.link;
  spec.relationship_id = 6;
  self = make (&spec);
  for (guint i = 0; i < 100; i++)
    counts[i] = i;
  sd_link_get_counts (self.link, counts, 100, counts);
  for (guint i = 0; i < 100; i++)
    chi += ((double) counts[i] - 1000) * ((double) counts[i] - 1000) / 1000;
  g_assert_cmpfloat (fabs (chi / 0.95 - 99), <, 5 * sqrt (2.0 * 99));
  sd_link_free (self.link);
  sd_link_free (outer.link);
}

static SdLinkSpec
make_self_spec (guint64     n_rows,
                const char *law)
{
  SdLinkSpec spec = make_spec (SD_PLACEMENT_AUTO, n_rows, n_rows, law);

  spec.self = TRUE;
  return spec;
}

/* A parent stands before its children, so there is no circle. */
static guint
check_order (const Fixture *self,
             guint64        row)
{
  guint64 parent;
  guint depth = 0;

  sd_link_get_parents (self->link, &row, 1, &parent, NULL);
  while (parent != SD_NO_ROW)
    {
      g_assert_cmpuint (parent, <, row);
      row = parent;
      depth++;
      sd_link_get_parents (self->link, &row, 1, &parent, NULL);
    }

  return depth;
}

static void
test_hierarchy (void)
{
  static const guint64 sizes[] = { 0, 1, 2, 3, 50, 4097, BILLION };
  static const char *const laws[] = { "fixed", "uniform", "poisson", "negative_binomial", "zipf",
                                      "zero_inflated" };

  for (guint l = 0; l < G_N_ELEMENTS (laws); l++)
    for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
      for (guint optional = 0; optional < 3; optional++)
        {
          SdLinkSpec spec = make_self_spec (sizes[s], laws[l]);
          Fixture self;

          spec.optional = optional * 0.04;
          self = make (&spec);
          if (sizes[s] <= 4097)
            {
              check_all (&self, 0, 0);
              for (guint64 row = 0; row < sizes[s]; row++)
                g_assert_cmpuint (check_order (&self, row), <=, 20);
            }
          else
            {
              check_samples (&self);
              for (guint64 i = 0; i < N_SAMPLES; i++)
                check_order (&self, sd_scale (sd_random (4, i), sizes[s]));
            }
          check_batches (&self, sizes[s] / 3, (guint) MIN (sizes[s] / 2, 3000));
          sd_link_free (self.link);
        }
}

/* A binary tree of 15 rows, and one whose last level is half full. */
static void
test_tree (void)
{
  g_autoptr (JsonObject) parameters = json_object_new ();
  static const guint64 sizes[] = { 15, 20 };

  json_object_set_int_member (parameters, "count", 2);
  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      SdLinkSpec spec = make_self_spec (sizes[s], "fixed");
      guint numbers[4] = { 0 };
      Fixture self;

      spec.law_parameters = parameters;
      spec.law_from_user = TRUE;
      self = make (&spec);
      for (guint64 row = 0; row < sizes[s]; row++)
        {
          guint64 count;

          sd_link_get_counts (self.link, &row, 1, &count);
          g_assert_cmpuint (count, <, 4);
          numbers[count]++;
        }
      g_assert_cmpuint (numbers[2], ==, s == 0 ? 7 : 9);
      g_assert_cmpuint (numbers[1], ==, s == 0 ? 0 : 1);
      g_assert_cmpuint (numbers[0], ==, s == 0 ? 8 : 10);
      sd_link_free (self.link);
    }
}

/* One child each is a chain, which cannot be endless. */
static void
test_chain (void)
{
  SdLinkSpec spec = make_self_spec (500, "poisson");
  Fixture self;

  spec.max = 1;
  self = make (&spec);
  check_all (&self, 0, 1);
  g_assert_cmpuint (check_order (&self, 499), ==, 499);
  sd_link_free (self.link);

  spec.n_parents = spec.n_children = 5000;
  g_assert_cmpint (fail (&spec).status, ==, SD_LINK_TOO_MANY);
  g_assert_cmpuint (fail (&spec).most, ==, 1024);
}

static guint64
hash (guint64 state,
      guint64 number)
{
  return (state ^ number) * G_GUINT64_CONSTANT (0x100000001b3);
}

/* Parents and ordinals of some rows, and counts of some parents. */
static guint64
hash_link (const Fixture *self)
{
  guint64 state = G_GUINT64_CONSTANT (0xcbf29ce484222325);

  for (guint64 i = 0; i < 500; i++)
    {
      guint64 row = sd_scale (sd_random (5, i), self->n_rows);
      guint64 asked = sd_scale (sd_random (6, i), self->n_parents);
      guint64 parent, ordinal, count;

      sd_link_get_parents (self->link, &row, 1, &parent, &ordinal);
      sd_link_get_counts (self->link, &asked, 1, &count);
      state = hash (hash (hash (state, parent), ordinal), count);
    }

  return state;
}

/* The bytes of a dataset hang on these: they change only together with
 * SD_STREAM_VERSION. */
static void
test_golden (void)
{
  static const struct
  {
    const char  *law;
    SdPlacement  placement;
    gboolean     self;
    SdMargins    margins;
    guint64      answer;
  } cases[] = {
    { "poisson", SD_PLACEMENT_CLUSTERED, FALSE, SD_MARGINS_BALANCED,
      G_GUINT64_CONSTANT (0x3c14036b310b084c) },
    { "zipf", SD_PLACEMENT_CLUSTERED, FALSE, SD_MARGINS_SAMPLED,
      G_GUINT64_CONSTANT (0x769a4132f5461b1e) },
    { "negative_binomial", SD_PLACEMENT_SHUFFLED, FALSE, SD_MARGINS_BALANCED,
      G_GUINT64_CONSTANT (0xb4c78f8252ff8b57) },
    { "zero_inflated", SD_PLACEMENT_SHUFFLED, FALSE, SD_MARGINS_SAMPLED,
      G_GUINT64_CONSTANT (0x304401bff90df47b) },
    { "negative_binomial", SD_PLACEMENT_TIMELINE, FALSE, SD_MARGINS_BALANCED,
      G_GUINT64_CONSTANT (0x69e61ef5d0070f30) },
    { "uniform", SD_PLACEMENT_AUTO, TRUE, SD_MARGINS_BALANCED,
      G_GUINT64_CONSTANT (0x132815872a026cfa) },
    { "poisson", SD_PLACEMENT_DRAWN, FALSE, SD_MARGINS_BALANCED,
      G_GUINT64_CONSTANT (0x7b9da9e71b0c1f85) },
  };
  guint64 rows[] = { 0, 30000, 60000, 100000 };
  guint64 born[] = { 10000, 20000, 25000, 30000 };
  SdLinkTimeline timeline = { 3, rows, born };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint64 n_parents = cases[i].self ? 100000 : 30000;
      SdLinkSpec spec = make_spec (cases[i].placement, n_parents, 100000, cases[i].law);
      Fixture self;

      spec.self = cases[i].self;
      spec.margins = cases[i].margins;
      spec.timeline = &timeline;
      spec.optional = 0.1;
      self = make (&spec);
      g_assert_cmphex (hash_link (&self), ==, cases[i].answer);
      sd_link_free (self.link);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/link-kinds/drawn", test_drawn);
  g_test_add_func ("/link-kinds/drawn-uniformly", test_drawn_uniformly);
  g_test_add_func ("/link-kinds/drawn-large", test_drawn_large);
  g_test_add_func ("/link-kinds/threads", test_threads);
  g_test_add_func ("/link-kinds/distinct", test_distinct);
  g_test_add_func ("/link-kinds/distinct-evenly", test_distinct_evenly);
  g_test_add_func ("/link-kinds/hierarchy", test_hierarchy);
  g_test_add_func ("/link-kinds/tree", test_tree);
  g_test_add_func ("/link-kinds/chain", test_chain);
  g_test_add_func ("/link-kinds/golden", test_golden);

  return g_test_run ();
}
