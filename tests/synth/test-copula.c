/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Correlations inside a table: the mathematics against closed forms, then the
 * values of whole tables.
 */

#include <math.h>

#include "sd-completion-private.h"
#include "sd-math.h"
#include "sd-normal-private.h"
#include "sd-random.h"
#include "sd-scores-private.h"
#include "sd-test-plan.h"

#define SEED 42

static void
test_normal (void)
{
  const SdNormal *normal = sd_normal_get ();
  guint64 last = 0;

  for (double z = -8.2; z < 8.2; z += 0.0137)
    {
      const guint64 u = sd_normal_to_uniform (normal, z);
      const double tail = 0x1p64 * sd_normal_cdf (-fabs (z));
      const double got = z < 0 ? (double) u : (double) ~u;

      g_assert_cmpuint (u, >, last);
      g_assert_cmpfloat_with_epsilon (got / tail, 1, 1e-6 + 1 / tail);
      if (fabs (z) < 6)
        g_assert_cmpfloat_with_epsilon (sd_normal_from_uniform (normal, u), z, 1e-6);
      last = u;
    }
  /* No latent, however far, leaves the range. */
  g_assert_cmpuint (sd_normal_to_uniform (normal, -40), <, 1000);
  g_assert_cmpuint (sd_normal_to_uniform (normal, 40), >, G_MAXUINT64 - 1000);
  g_assert_cmpuint (sd_normal_to_uniform (normal, 0), >=, G_GUINT64_CONSTANT (1) << 63);
}

static void
score_normal (gconstpointer  data,
              const guint64 *u,
              guint          n,
              double        *scores)
{
  for (guint i = 0; i < n; i++)
    scores[i] = 10 + 3 * sd_normal_from_uniform (sd_normal_get (), u[i]);
}

static void
score_log_normal (gconstpointer  data,
                  const guint64 *u,
                  guint          n,
                  double        *scores)
{
  const double sigma = *(const double *) data;

  for (guint i = 0; i < n; i++)
    scores[i] = sd_exp (2 + sigma * sd_normal_from_uniform (sd_normal_get (), u[i]));
}

/* 1 with probability @data. */
static void
score_boolean (gconstpointer  data,
               const guint64 *u,
               guint          n,
               double        *scores)
{
  const double share = *(const double *) data;

  for (guint i = 0; i < n; i++)
    scores[i] = (double) u[i] * 0x1p-64 >= 1 - share;
}

static double
get_correlation (const SdScores *a,
                 const SdScores *b,
                 double          rho)
{
  SdMehler mehler;
  double correlation;

  sd_mehler_init (&mehler);
  sd_mehler_add (&mehler, 1, a, b);
  mehler.scale = a->sd * b->sd;
  correlation = sd_mehler_get (&mehler, rho);
  if (fabs (rho) < 0.99)
    g_assert_cmpfloat_with_epsilon (sd_mehler_solve (&mehler, correlation, 1), rho, 1e-6);
  sd_mehler_clear (&mehler);
  return correlation;
}

static void
test_scores (void)
{
  const double sigmas[] = { 0.5, 1, 2 };
  const double half = 0.5, rare = 0.02;
  const double rhos[] = { -0.999, -0.9, -0.5, -0.1, 0, 0.3, 0.7, 0.95, 0.99 };
  g_autoptr (SdScores) normal = sd_scores_new (score_normal, NULL);
  g_autoptr (SdScores) coin = sd_scores_new (score_boolean, &half);
  g_autoptr (SdScores) seldom = sd_scores_new (score_boolean, &rare);
  g_autoptr (SdScores) ranks = sd_scores_new_ranks (normal);

  g_assert_cmpfloat_with_epsilon (normal->mean, 10, 1e-4);
  g_assert_cmpfloat_with_epsilon (normal->sd, 3, 1e-4);
  g_assert_cmpfloat_with_epsilon (seldom->mean, 0.02, 1e-9);
  for (guint i = 0; i < G_N_ELEMENTS (rhos); i++)
    {
      const double rho = rhos[i];

      g_assert_cmpfloat_with_epsilon (get_correlation (normal, normal, rho), rho, 1e-4);
      g_assert_cmpfloat_with_epsilon (get_correlation (ranks, ranks, rho),
                                      6 / G_PI * asin (rho / 2), 1e-4);
      g_assert_cmpfloat_with_epsilon (get_correlation (normal, coin, rho),
                                      rho * sqrt (2 / G_PI), 1e-4);
      g_assert_cmpfloat_with_epsilon (get_correlation (coin, coin, rho),
                                      2 / G_PI * asin (rho), fabs (rho) < 0.98 ? 1e-4 : 0.02);
      for (guint s = 0; s < G_N_ELEMENTS (sigmas); s++)
        {
          const double v = sigmas[s] * sigmas[s];
          g_autoptr (SdScores) skewed = sd_scores_new (score_log_normal, &sigmas[s]);

          g_assert_cmpfloat_with_epsilon (get_correlation (skewed, skewed, rho),
                                          expm1 (rho * v) / expm1 (v), 2e-3);
          g_assert_cmpfloat_with_epsilon (get_correlation (skewed, normal, rho),
                                          rho * sigmas[s] / sqrt (expm1 (v)), 1e-3);
        }
    }
  /* A rare event and a coin: E [both] is at most the rarer. */
  g_assert_cmpfloat_with_epsilon (get_correlation (seldom, coin, 1), 0.01 / (seldom->sd / 2),
                                  1e-6);
  g_assert_cmpfloat_with_epsilon (get_correlation (seldom, coin, -1), -0.01 / (seldom->sd / 2),
                                  1e-6);
}

static void
declare (SdCompletion *self,
         guint         i,
         guint         j,
         double        r)
{
  self->r[i * self->n + j] = self->r[j * self->n + i] = r;
  self->pairs[i * self->n + j] = self->pairs[j * self->n + i] = SD_PAIR_DECLARED;
}

/* What beta and rest make is what r says, and declared pairs are as declared. */
static void
check_completion (const SdCompletion *self,
                  const SdCompletion *declared)
{
  const guint n = self->n;

  for (guint j = 0; j < n; j++)
    {
      double variance = self->rest[j] * self->rest[j];

      g_assert_cmpfloat_with_epsilon (self->r[j * n + j], 1, 1e-12);
      for (guint i = 0; i < j; i++)
        {
          double covariance = 0;

          for (guint k = 0; k < j; k++)
            covariance += self->beta[j * n + k] * self->r[k * n + i];
          g_assert_cmpfloat_with_epsilon (covariance, self->r[j * n + i], 1e-6);
          variance += self->beta[j * n + i] * self->r[j * n + i];
          if (declared != NULL && declared->pairs[j * n + i] != SD_PAIR_FREE)
            g_assert_cmpfloat_with_epsilon (self->r[j * n + i], declared->r[j * n + i], 1e-6);
        }
      g_assert_cmpfloat_with_epsilon (variance, 1, 1e-6);
    }
}

static void
test_completion (void)
{
  SdCompletion self;

  /* Conditionally independent, not zero. */
  sd_completion_init (&self, 3);
  declare (&self, 0, 1, 0.8);
  declare (&self, 1, 2, 0.8);
  g_assert_cmpint (sd_completion_run (&self), ==, SD_COMPLETION_STEPWISE);
  check_completion (&self, NULL);
  g_assert_cmpfloat_with_epsilon (self.r[2], 0.64, 1e-12);
  g_assert_cmpfloat (self.beta[6], ==, 0);
  sd_completion_clear (&self);

  /* The two earlier ones must become correlated. */
  sd_completion_init (&self, 3);
  declare (&self, 0, 2, 0.8);
  declare (&self, 1, 2, 0.8);
  g_assert_cmpint (sd_completion_run (&self), ==, SD_COMPLETION_WHOLE);
  check_completion (&self, NULL);
  g_assert_cmpfloat_with_epsilon (self.r[1], 0.64, 1e-6);
  g_assert_cmpfloat_with_epsilon (self.r[2], 0.8, 1e-6);
  sd_completion_clear (&self);

  /* Impossible: by symmetry the nearest has equal entries of −1/2. */
  sd_completion_init (&self, 3);
  declare (&self, 0, 1, -0.9);
  declare (&self, 0, 2, -0.9);
  declare (&self, 1, 2, -0.9);
  g_assert_cmpint (sd_completion_run (&self), ==, SD_COMPLETION_NEAREST);
  check_completion (&self, NULL);
  for (guint i = 1; i < 3; i++)
    g_assert_cmpfloat_with_epsilon (self.r[i], -0.5, 1e-3);
  sd_completion_clear (&self);
}

/* Part of the pairs of a true correlation matrix: there is a completion. */
static void
test_completion_random (void)
{
  const guint n = 6;
  guint n_stepwise = 0;

  for (guint trial = 0; trial < 300; trial++)
    {
      SdCompletion self, declared;
      double a[6][3];

      sd_completion_init (&self, n);
      sd_completion_init (&declared, n);
      for (guint i = 0; i < n; i++)
        for (guint k = 0; k < 3; k++)
          a[i][k] = sd_normal_from_uniform (sd_normal_get (),
                                            sd_random (SEED, trial * 100 + i * 3 + k));
      for (guint i = 0; i < n; i++)
        for (guint j = 0; j < i; j++)
          {
            double dot = 0, ii = 0.5, jj = 0.5;

            for (guint k = 0; k < 3; k++)
              {
                dot += a[i][k] * a[j][k];
                ii += a[i][k] * a[i][k];
                jj += a[j][k] * a[j][k];
              }
            if (sd_random (SEED, trial * 100 + 50 + i * n + j) < 0.4 * 0x1p64)
              {
                declare (&self, i, j, dot / sqrt (ii * jj));
                declare (&declared, i, j, dot / sqrt (ii * jj));
              }
          }
      n_stepwise += sd_completion_run (&self) == SD_COMPLETION_STEPWISE;
      check_completion (&self, &declared);
      sd_completion_clear (&self);
      sd_completion_clear (&declared);
    }
  g_assert_cmpuint (n_stepwise, >, 240);
}

/* Any declaration at all gives a valid matrix, in little time. */
static void
test_completion_hostile (void)
{
  for (guint trial = 0; trial < 41; trial++)
    {
      const guint n = trial < 40 ? 2 + trial % 12 : 60;
      SdCompletion self;

      sd_completion_init (&self, n);
      for (guint i = 0; i < n; i++)
        for (guint j = 0; j < i; j++)
          if (sd_random (SEED + 1, trial * 400 + i * 20 + j) % 3 > 0)
            declare (&self, i, j, 1.998 * sd_unit (sd_random (SEED + 2, trial * 400 + i * 20 + j))
                                  - 0.999);
      sd_completion_run (&self);
      check_completion (&self, NULL);
      sd_completion_clear (&self);
    }
}

/* A table of all kinds of columns. */
#define COLUMNS \
  "{ 'id': 11, 'name': 'height', 'type': 'decimal', 'precision': 6, 'scale': 2," \
  "  'generator': 'number', 'parameters': { 'distribution': 'normal', 'mean': 170," \
  "  'stddev': 10 } }," \
  "{ 'id': 12, 'name': 'income', 'type': 'decimal', 'precision': 12, 'scale': 2," \
  "  'generator': 'number', 'parameters': { 'distribution': 'lognormal', 'median': 2000," \
  "  'sigma': 0.8 } }," \
  "{ 'id': 13, 'name': 'grade', 'type': 'text', 'generator': 'category'," \
  "  'parameters': { 'values': ['A', 'B', 'C', 'D'], 'weights': [1, 3, 4, 2] } }," \
  "{ 'id': 14, 'name': 'active', 'type': 'boolean', 'generator': 'boolean'," \
  "  'parameters': { 'share': 0.3 } }," \
  "{ 'id': 15, 'name': 'born', 'type': 'date', 'generator': 'date'," \
  "  'parameters': { 'min': '1950-01-01', 'max': '2005-12-31' } }," \
  "{ 'id': 16, 'name': 'visits', 'type': 'integer', 'generator': 'number'," \
  "  'parameters': { 'distribution': 'poisson', 'mean': 2 } }," \
  "{ 'id': 18, 'name': 'same', 'type': 'integer', 'generator': 'number'," \
  "  'parameters': { 'distribution': 'constant', 'value': 3 } }," \
  "{ 'id': 17, 'name': 'alone', 'type': 'real', 'generator': 'number'," \
  "  'parameters': { 'distribution': 'normal', 'mean': 0, 'stddev': 1 } }"

static SdSchema *
make_people (guint       rows,
             const char *margins,
             const char *correlations)
{
  g_autofree char *table =
    g_strdup_printf ("{ 'id': 1, 'name': 'people', 'rows': %u, 'margins': '%s',"
                     "  'columns': [ " COLUMNS " ], 'correlations': [ %s ] }",
                     rows, margins, correlations);

  return sd_test_schema (table, "");
}

static double
measure (SdPlan     *plan,
         const char *a,
         const char *b)
{
  g_autoptr (GArray) x = sd_test_numbers (plan, "people", a, SD_BATCH_ROWS);
  g_autoptr (GArray) y = sd_test_numbers (plan, "people", b, SD_BATCH_ROWS);

  return sd_test_correlation (x, y);
}

/* The declared correlation within what the noise of 10^5 rows allows: its
 * standard error is at most 1 / √n for a normal pair; heavy tails and events
 * that are seldom widen it, here to less than twice that. */
static void
test_pearson (void)
{
  static const struct { const char *a, *b; double r; } pairs[] = {
    { "height", "income", 0.6 }, { "income", "grade", -0.4 }, { "height", "active", 0.35 },
    { "active", "born", 0.5 }, { "grade", "visits", 0.3 }, { "born", "visits", -0.25 },
  };
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (SdSchema) schema = NULL;
  g_autoptr (SdPlan) plan = NULL;
  const double error = 2 / sqrt (100000.0);

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    g_string_append_printf (text, "%s{ 'columns': ['%s', '%s'], 'value': %g }",
                            i > 0 ? "," : "", pairs[i].a, pairs[i].b, pairs[i].r);
  schema = make_people (100000, "balanced", text->str);
  plan = sd_test_plan (schema);
  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      const double r = measure (plan, pairs[i].a, pairs[i].b);

      g_test_message ("%s, %s: %.4f for %.4f", pairs[i].a, pairs[i].b, r, pairs[i].r);
      g_assert_cmpfloat_with_epsilon (r, pairs[i].r, 3 * error);
    }
  g_assert_cmpfloat_with_epsilon (measure (plan, "alone", "height"), 0, 3 * error);
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  const double x = *(const double *) a;
  const double y = *(const double *) b;

  return x < y ? -1 : x > y;
}

/* The first place of each value in the sorted column: a rank but for ties, of
 * which the middle is taken. */
static GArray *
get_ranks (const GArray *values)
{
  g_autoptr (GArray) sorted = g_array_copy ((GArray *) values);
  GArray *ranks = g_array_new (FALSE, FALSE, sizeof (double));

  g_array_sort (sorted, compare_doubles);
  for (guint i = 0; i < values->len; i++)
    {
      const double value = g_array_index (values, double, i);
      guint ends[2];
      double rank;

      for (guint k = 0; k < 2; k++)
        {
          guint low = 0, high = sorted->len;

          while (low < high)
            {
              const guint middle = (low + high) / 2;
              const double there = g_array_index (sorted, double, middle);

              if (k == 0 ? there < value : there <= value)
                low = middle + 1;
              else
                high = middle;
            }
          ends[k] = low;
        }
      rank = (ends[0] + ends[1] - 1) / 2.0;
      g_array_append_val (ranks, rank);
    }
  return ranks;
}

static void
test_spearman (void)
{
  static const struct { const char *a, *b; double r; } pairs[] = {
    { "height", "income", 0.7 }, { "income", "grade", -0.5 }, { "height", "visits", 0.4 },
    { "born", "active", 0.3 },
  };
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (SdSchema) schema = NULL;
  g_autoptr (SdPlan) plan = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    g_string_append_printf (text, "%s{ 'columns': ['%s', '%s'], 'value': %g,"
                            "'measure': 'spearman' }",
                            i > 0 ? "," : "", pairs[i].a, pairs[i].b, pairs[i].r);
  schema = make_people (100000, "balanced", text->str);
  plan = sd_test_plan (schema);
  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autoptr (GArray) x = sd_test_numbers (plan, "people", pairs[i].a, SD_BATCH_ROWS);
      g_autoptr (GArray) y = sd_test_numbers (plan, "people", pairs[i].b, SD_BATCH_ROWS);
      g_autoptr (GArray) rank_x = get_ranks (x);
      g_autoptr (GArray) rank_y = get_ranks (y);

      g_assert_cmpfloat_with_epsilon (sd_test_correlation (rank_x, rank_y), pairs[i].r,
                                      3 / sqrt (100000.0));
    }
}

/* The only finding, of code @code and with @text in its sentence. */
static void
assert_finding (const char *correlations,
                const char *code,
                const char *text)
{
  g_autoptr (SdSchema) schema = make_people (1000, "balanced", correlations);
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (SdPlan) plan = sd_plan_new (schema, &findings);
  const SdFinding *finding;

  g_assert_nonnull (plan);
  g_assert_cmpuint (findings->len, ==, 1);
  finding = findings->pdata[0];
  g_test_message ("%s", finding->message);
  g_assert_cmpstr (finding->code, ==, code);
  g_assert_nonnull (strstr (finding->message, text));
}

static void
test_findings (void)
{
  /* The most that a lognormal of sigma 0.8 has with a coin of 0.3. */
  assert_finding ("{ 'columns': ['income', 'active'], 'value': 0.9 }",
                  "correlation-out-of-reach", "income and active is 0.7");
  assert_finding ("{ 'columns': ['income', 'same'], 'value': 0.9 }",
                  "correlation-not-drawn", "the values of same are not drawn");
  assert_finding ("{ 'columns': ['height', 'income'], 'value': 0.7 },"
                  "{ 'columns': ['height', 'visits'], 'value': 0.7 },"
                  "{ 'columns': ['income', 'visits'], 'value': -0.7 }",
                  "correlations-contradict", "height and income 0.");
  assert_finding ("{ 'columns': ['height', 'visits'], 'value': 0.75 },"
                  "{ 'columns': ['born', 'visits'], 'value': 0.75 }",
                  "correlations-follow", "height and born by about 0.");
}

/* Hundreds of correlated columns are refused, not tried for hours. */
static void
test_many (void)
{
  g_autoptr (GString) table = g_string_new ("{ 'id': 1, 'name': 't', 'rows': 9, 'columns': [");
  g_autoptr (SdSchema) schema = NULL;
  g_autofree char *codes = NULL;

  for (guint i = 0; i < 300; i++)
    g_string_append_printf (table, "%s{ 'id': %u, 'name': 'c%u', 'type': 'integer',"
                            "'generator': 'number' }", i > 0 ? "," : "", 11 + i, i);
  g_string_append (table, "], 'correlations': [");
  for (guint i = 1; i < 300; i++)
    g_string_append_printf (table, "%s{ 'columns': ['c%u', 'c%u'], 'value': 0.5 }",
                            i > 1 ? "," : "", i - 1, i);
  g_string_append (table, "] }");
  schema = sd_test_schema (table->str, "");
  codes = sd_test_findings (schema);
  g_assert_cmpstr (codes, ==, "correlations-too-many");
}

/* What contradicts is brought nearer, all by about the same. */
static void
test_repair (void)
{
  static const char * const names[] = { "height", "born", "visits" };
  g_autoptr (SdSchema) schema =
    make_people (50000, "balanced",
                 "{ 'columns': ['height', 'born'], 'value': -0.9 },"
                 "{ 'columns': ['height', 'visits'], 'value': -0.9 },"
                 "{ 'columns': ['born', 'visits'], 'value': -0.9 }");
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (SdPlan) plan = sd_plan_new (schema, &findings);

  g_assert_nonnull (plan);
  for (guint i = 0; i < 3; i++)
    for (guint j = 0; j < i; j++)
      g_assert_cmpfloat_with_epsilon (measure (plan, names[i], names[j]), -0.48, 0.05);
}

/* A margin of a correlated column is that of the column alone, to the noise of
 * independent rows; undeclared pairs are independent given what is between. */
static void
test_margins (void)
{
  g_autoptr (SdSchema) schema =
    make_people (100000, "balanced",
                 "{ 'columns': ['height', 'active'], 'value': 0.5 },"
                 "{ 'columns': ['active', 'born'], 'value': 0.5 },"
                 "{ 'columns': ['born', 'alone'], 'value': 0.8 },"
                 "{ 'columns': ['alone', 'visits'], 'value': 0.5 }");
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autoptr (GArray) active = sd_test_numbers (plan, "people", "active", SD_BATCH_ROWS);
  g_autoptr (GArray) alone = sd_test_numbers (plan, "people", "alone", SD_BATCH_ROWS);
  double n_true = 0, sum = 0, squares = 0;

  for (guint i = 0; i < active->len; i++)
    {
      n_true += g_array_index (active, double, i);
      sum += g_array_index (alone, double, i);
      squares += g_array_index (alone, double, i) * g_array_index (alone, double, i);
    }
  g_assert_cmpfloat_with_epsilon (n_true / active->len, 0.3, 4 * sqrt (0.21 / 100000));
  g_assert_cmpfloat_with_epsilon (sum / active->len, 0, 4 / sqrt (100000.0));
  g_assert_cmpfloat_with_epsilon (squares / active->len, 1, 4 * sqrt (2 / 100000.0));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/synth/copula/normal", test_normal);
  g_test_add_func ("/synth/copula/scores", test_scores);
  g_test_add_func ("/synth/copula/completion", test_completion);
  g_test_add_func ("/synth/copula/completion-random", test_completion_random);
  g_test_add_func ("/synth/copula/completion-hostile", test_completion_hostile);
  g_test_add_func ("/synth/copula/pearson", test_pearson);
  g_test_add_func ("/synth/copula/spearman", test_spearman);
  g_test_add_func ("/synth/copula/findings", test_findings);
  g_test_add_func ("/synth/copula/many", test_many);
  g_test_add_func ("/synth/copula/repair", test_repair);
  g_test_add_func ("/synth/copula/margins", test_margins);
  return g_test_run ();
}
