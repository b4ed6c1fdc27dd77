/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Mathematics against the GNU Scientific Library as an oracle, over many random
 * arguments. The tolerances of the incomplete functions are GSL's own.
 */

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_sf.h>
#include <math.h>

#include "sd-math.h"
#include "sd-random.h"

#define SEED    42
#define N_TRIES 20000

static guint64 counter;

static double
uniform (double low,
         double high)
{
  return low + (high - low) * sd_unit (sd_random (SEED, counter++));
}

static double
log_uniform (double low,
             double high)
{
  return exp (uniform (log (low), log (high)));
}

static void
assert_near (const char *name,
             double      x,
             double      y,
             double      value,
             double      expected,
             double      relative_error)
{
  if (fabs (value - expected) <= relative_error * fabs (expected) || value == expected)
    return;

  g_test_message ("%s (%.17g, %.17g) = %.17g, not %.17g", name, x, y, value, expected);
  g_test_fail ();
}

static void
test_elementary (void)
{
  for (guint i = 0; i < N_TRIES; i++)
    {
      double x = uniform (-700, 700);
      double base = log_uniform (1e-300, 1e300);
      double power = x / log (base);

      assert_near ("exp", x, 0, sd_exp (x), exp (x), 1e-15);
      assert_near ("pow", base, power, sd_pow (base, power), pow (base, power), 1e-13);
      x = log_uniform (1e-300, 1e300);
      assert_near ("log", x, 0, sd_log (x), log (x), 1e-15);
      assert_near ("log1p", x, 0, sd_log1p (x), log1p (x), 1e-14);
      assert_near ("sin", x, 0, sd_sin (x), sin (x), 1e-14);
      assert_near ("cos", x, 0, sd_cos (x), cos (x), 1e-14);
      x = uniform (-2, 2);
      assert_near ("log", x + 2, 0, sd_log (x + 2), log (x + 2), 1e-15);
      assert_near ("expm1", x, 0, sd_expm1 (x), expm1 (x), 1e-14);
      assert_near ("floor", x, 0, sd_floor (100 * x), floor (100 * x), 0);
      assert_near ("ceil", x, 0, sd_ceil (100 * x), ceil (100 * x), 0);
      assert_near ("round", x, 0, sd_round (100 * x), round (100 * x), 0);
    }
}

static void
test_normal (void)
{
  for (guint i = 0; i < N_TRIES; i++)
    {
      double x = uniform (-37, 8);
      double p = i % 2 ? uniform (0, 1) : log_uniform (1e-300, 1);

      assert_near ("normal_cdf", x, 0, sd_normal_cdf (x), gsl_cdf_ugaussian_P (x), 1e-12);
      assert_near ("normal_quantile", p, 0, sd_normal_quantile (p), gsl_cdf_ugaussian_Pinv (p),
                   1e-14);
    }
}

static void
test_gamma (void)
{
  for (guint i = 0; i < N_TRIES; i++)
    {
      double a = log_uniform (1e-3, 1e4);
      double x = a + sqrt (a) * uniform (-6, 6);

      x = x > 0 ? x : log_uniform (1e-6, 1) * a;
      assert_near ("lgamma", x, 0, sd_lgamma (x), gsl_sf_lngamma (x), 1e-12);
      assert_near ("gamma_p", a, x, sd_gamma_p (a, x), gsl_sf_gamma_inc_P (a, x), 1e-9);
      assert_near ("gamma_q", a, x, sd_gamma_q (a, x), gsl_sf_gamma_inc_Q (a, x), 1e-9);
    }
}

static void
test_beta (void)
{
  for (guint i = 0; i < N_TRIES; i++)
    {
      double a = log_uniform (0.1, 1e4);
      double b = log_uniform (0.1, 1e4);
      double mean = a / (a + b);
      double x = mean + sqrt (mean * (1 - mean) / (a + b + 1)) * uniform (-6, 6);

      x = x > 0 && x < 1 ? x : uniform (0, 1);
      assert_near ("beta_i", a, b, sd_beta_i (x, a, b), gsl_cdf_beta_P (x, a, b), 1e-9);
    }
}

static void
test_quantiles (void)
{
  for (guint i = 0; i < N_TRIES / 10; i++)
    {
      double a = log_uniform (0.5, 100);
      double b = log_uniform (0.5, 100);
      double p = uniform (0.001, 0.999);

      assert_near ("gamma_quantile", a, p, sd_gamma_quantile (a, p), gsl_cdf_gamma_Pinv (p, a, 1),
                   1e-7);
      assert_near ("beta_quantile", a, b, sd_beta_quantile (a, b, p), gsl_cdf_beta_Pinv (p, a, b),
                   1e-7);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gsl_set_error_handler_off ();

  g_test_add_func ("/math-gsl/elementary", test_elementary);
  g_test_add_func ("/math-gsl/normal", test_normal);
  g_test_add_func ("/math-gsl/gamma", test_gamma);
  g_test_add_func ("/math-gsl/beta", test_beta);
  g_test_add_func ("/math-gsl/quantiles", test_quantiles);

  return g_test_run ();
}
