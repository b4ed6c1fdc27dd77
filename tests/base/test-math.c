/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Mathematics: values that were computed to fifty digits elsewhere, the cases
 * at the ends of each domain, and bits that must be the same on every machine.
 */

#include <math.h>
#include <string.h>

#include "sd-math.h"
#include "sd-random.h"

#define SEED       42
#define N_ARGUMENTS 3

/* Calls a function by its name; those it does not take are ignored. */
static double
call (const char   *name,
      const double  x[N_ARGUMENTS])
{
  static const struct
  {
    const char *name;
    double (*function) (double);
  } unary[] = {
    { "exp", sd_exp },
    { "expm1", sd_expm1 },
    { "log", sd_log },
    { "log1p", sd_log1p },
    { "sin", sd_sin },
    { "cos", sd_cos },
    { "floor", sd_floor },
    { "ceil", sd_ceil },
    { "round", sd_round },
    { "normal_cdf", sd_normal_cdf },
    { "normal_quantile", sd_normal_quantile },
    { "lgamma", sd_lgamma },
  };
  static const struct
  {
    const char *name;
    double (*function) (double, double);
  } binary[] = {
    { "pow", sd_pow },
    { "gamma_p", sd_gamma_p },
    { "gamma_q", sd_gamma_q },
    { "gamma_quantile", sd_gamma_quantile },
  };
  static const struct
  {
    const char *name;
    double (*function) (double, double, double);
  } ternary[] = {
    { "beta_i", sd_beta_i },
    { "beta_quantile", sd_beta_quantile },
  };

  for (guint i = 0; i < G_N_ELEMENTS (unary); i++)
    if (g_str_equal (unary[i].name, name))
      return unary[i].function (x[0]);
  for (guint i = 0; i < G_N_ELEMENTS (binary); i++)
    if (g_str_equal (binary[i].name, name))
      return binary[i].function (x[0], x[1]);
  for (guint i = 0; i < G_N_ELEMENTS (ternary); i++)
    if (g_str_equal (ternary[i].name, name))
      return ternary[i].function (x[0], x[1], x[2]);

  g_error ("No function %s", name);
}

static const struct
{
  const char *name;
  double arguments[N_ARGUMENTS];
  double value;
  double relative_error;
} known_values[] = {
  { "exp", { 1, 0, 0 }, 2.718281828459045235, 1e-15 },
  { "exp", { -1, 0, 0 }, 0.3678794411714423216, 1e-15 },
  { "exp", { 0.1, 0, 0 }, 1.105170918075647631, 1e-15 },
  { "exp", { -20.5, 0, 0 }, 1.250152866386742629e-9, 1e-15 },
  { "exp", { 700, 0, 0 }, 1.014232054735004509e+304, 1e-15 },
  { "exp", { -700, 0, 0 }, 9.859676543759770857e-305, 1e-15 },
  { "exp", { 1e-10, 0, 0 }, 1.0000000001, 1e-15 },
  { "expm1", { 1e-10, 0, 0 }, 1.000000000050000036e-10, 1e-15 },
  { "expm1", { -1e-10, 0, 0 }, -9.999999999500000364e-11, 1e-15 },
  { "expm1", { 0.3, 0, 0 }, 0.349858807576003089, 1e-15 },
  { "expm1", { -0.7, 0, 0 }, -0.5034146962085904632, 1e-15 },
  { "expm1", { 1.5, 0, 0 }, 3.481689070338064823, 1e-15 },
  { "expm1", { -40, 0, 0 }, -0.9999999999999999958, 1e-15 },
  { "log", { 2, 0, 0 }, 0.6931471805599453094, 1e-15 },
  { "log", { 10, 0, 0 }, 2.302585092994045684, 1e-15 },
  { "log", { 0.1, 0, 0 }, -2.302585092994045629, 1e-15 },
  { "log", { 1.0001, 0, 0 }, 0.00009999500033329732302, 1e-15 },
  { "log", { 0.9999, 0, 0 }, -0.0001000050003333473208, 1e-15 },
  { "log", { 1e-300, 0, 0 }, -690.7755278982137052, 1e-15 },
  { "log", { 5e-324, 0, 0 }, -744.4400719213812623, 1e-15 },
  { "log", { 1e+300, 0, 0 }, 690.7755278982137053, 1e-15 },
  { "log1p", { 1e-10, 0, 0 }, 9.999999999500000364e-11, 1e-15 },
  { "log1p", { -1e-10, 0, 0 }, -1.000000000050000036e-10, 1e-15 },
  { "log1p", { 0.3, 0, 0 }, 0.2623642644674910435, 1e-15 },
  { "log1p", { -0.7, 0, 0 }, -1.203972804325935845, 1e-15 },
  { "log1p", { -0.9999, 0, 0 }, -9.21034037197629287, 1e-15 },
  { "log1p", { 10000000000, 0, 0 }, 23.02585093004045684, 1e-15 },
  { "pow", { 2, 0.5, 0 }, 1.414213562373095049, 1e-14 },
  { "pow", { 10, -300, 0 }, 1.0e-300, 1e-14 },
  { "pow", { 1.0000001, 1000000000, 0 }, 2.688103858214464605e+43, 1e-14 },
  { "pow", { 0.5, 1000, 0 }, 9.33263618503218879e-302, 1e-14 },
  { "pow", { 3.7, -0.1, 0 }, 0.8773640346064104975, 1e-14 },
  { "pow", { 1e-05, 60, 0 }, 1.000000000000004908e-300, 1e-14 },
  { "pow", { 123.456, 7.89, 0 }, 31771028258180934.62, 1e-14 },
  { "sin", { 0.5, 0, 0 }, 0.4794255386042030003, 1e-15 },
  { "sin", { 1, 0, 0 }, 0.8414709848078965067, 1e-15 },
  { "sin", { 2, 0, 0 }, 0.9092974268256816954, 1e-15 },
  { "sin", { 3, 0, 0 }, 0.1411200080598672221, 1e-15 },
  { "sin", { 3.141592653589793, 0, 0 }, 1.224646799147353177e-16, 1e-15 },
  { "sin", { 100, 0, 0 }, -0.5063656411097587937, 1e-15 },
  { "sin", { 1000000, 0, 0 }, -0.3499935021712929521, 1e-15 },
  { "sin", { 1e+22, 0, 0 }, -0.8522008497671888018, 1e-15 },
  { "sin", { 1e+300, 0, 0 }, -0.817881912115908597, 1e-15 },
  { "sin", { -7, 0, 0 }, -0.6569865987187890904, 1e-15 },
  { "cos", { 0.5, 0, 0 }, 0.8775825618903727161, 1e-15 },
  { "cos", { 1, 0, 0 }, 0.5403023058681397174, 1e-15 },
  { "cos", { 2, 0, 0 }, -0.416146836547142387, 1e-15 },
  { "cos", { 3, 0, 0 }, -0.9899924966004454573, 1e-15 },
  { "cos", { 1.5707963267948966, 0, 0 }, 6.123233995736765886e-17, 1e-15 },
  { "cos", { 100, 0, 0 }, 0.8623188722876839341, 1e-15 },
  { "cos", { 1000000, 0, 0 }, 0.9367521275331447869, 1e-15 },
  { "cos", { 1e+22, 0, 0 }, 0.5232147853951389455, 1e-15 },
  { "cos", { 1e+300, 0, 0 }, -0.5753861119575490467, 1e-15 },
  { "cos", { -7, 0, 0 }, 0.7539022543433046381, 1e-15 },
  { "normal_cdf", { 0, 0, 0 }, 0.5, 1e-15 },
  { "normal_cdf", { 0.1, 0, 0 }, 0.5398278372770289837, 1e-15 },
  { "normal_cdf", { -0.1, 0, 0 }, 0.4601721627229710163, 1e-15 },
  { "normal_cdf", { 1, 0, 0 }, 0.8413447460685429486, 1e-15 },
  { "normal_cdf", { -1, 0, 0 }, 0.1586552539314570514, 1e-15 },
  { "normal_cdf", { 2.5, 0, 0 }, 0.9937903346742238648, 1e-15 },
  { "normal_cdf", { -2.5, 0, 0 }, 0.006209665325776135167, 1e-15 },
  { "normal_cdf", { -5, 0, 0 }, 2.866515718791939117e-7, 1e-15 },
  { "normal_cdf", { -10, 0, 0 }, 7.619853024160526066e-24, 1e-15 },
  { "normal_cdf", { -20, 0, 0 }, 2.753624118606233695e-89, 1e-15 },
  { "normal_cdf", { -37, 0, 0 }, 5.725571222524576823e-300, 1e-15 },
  { "normal_cdf", { 6, 0, 0 }, 0.999999999013412355, 1e-15 },
  { "normal_quantile", { 1e-300, 0, 0 }, -37.04709629936119924, 1e-15 },
  { "normal_quantile", { 1e-100, 0, 0 }, -21.27345356096532429, 1e-15 },
  { "normal_quantile", { 1e-20, 0, 0 }, -9.26234008979840758, 1e-15 },
  { "normal_quantile", { 1e-05, 0, 0 }, -4.26489079392282461, 1e-15 },
  { "normal_quantile", { 0.01, 0, 0 }, -2.326347874040841093, 1e-15 },
  { "normal_quantile", { 0.3, 0, 0 }, -0.524400512708040816, 1e-15 },
  { "normal_quantile", { 0.7, 0, 0 }, 0.5244005127080406563, 1e-15 },
  { "normal_quantile", { 0.99, 0, 0 }, 2.326347874040840768, 1e-15 },
  { "normal_quantile", { 0.999999, 0, 0 }, 4.753424308817087766, 1e-15 },
  { "lgamma", { 1e-10, 0, 0 }, 23.02585092988273524, 1e-15 },
  { "lgamma", { 0.1, 0, 0 }, 2.252712651734205902, 1e-15 },
  { "lgamma", { 0.5, 0, 0 }, 0.5723649429247000871, 1e-15 },
  { "lgamma", { 0.999, 0, 0 }, 0.0005780385328913802382, 1e-15 },
  { "lgamma", { 1.001, 0, 0 }, -0.0005763935982833061515, 1e-15 },
  { "lgamma", { 1.3, 0, 0 }, -0.1081748095078604785, 1e-15 },
  { "lgamma", { 1.999, 0, 0 }, -0.0004224618006921072842, 1e-15 },
  { "lgamma", { 2.001, 0, 0 }, 0.0004231067348001169912, 1e-15 },
  { "lgamma", { 2.5, 0, 0 }, 0.2846828704729191596, 1e-15 },
  { "lgamma", { 5, 0, 0 }, 3.17805383034794562, 1e-15 },
  { "lgamma", { 10, 0, 0 }, 12.80182748008146961, 1e-15 },
  { "lgamma", { 100, 0, 0 }, 359.1342053695753988, 1e-15 },
  { "lgamma", { 100000, 0, 0 }, 1051287.708973656895, 1e-15 },
  { "lgamma", { 10000000000, 0, 0 }, 220258509288.8105815, 1e-15 },
  { "gamma_p", { 1e-06, 1e-05, 0 }, 0.9999890643391722745, 1e-13 },
  { "gamma_q", { 1e-06, 1e-05, 0 }, 0.00001093566082772552768, 1e-13 },
  { "gamma_p", { 0.01, 0.5, 0 }, 0.9943732438060328159, 1e-13 },
  { "gamma_q", { 0.01, 0.5, 0 }, 0.005626756193967184147, 1e-13 },
  { "gamma_p", { 0.5, 0.1, 0 }, 0.3452791539814229796, 1e-13 },
  { "gamma_q", { 0.5, 0.1, 0 }, 0.6547208460185770204, 1e-13 },
  { "gamma_p", { 0.5, 3, 0 }, 0.9856941215645703605, 1e-13 },
  { "gamma_q", { 0.5, 3, 0 }, 0.01430587843542963953, 1e-13 },
  { "gamma_p", { 1, 1, 0 }, 0.6321205588285576784, 1e-13 },
  { "gamma_q", { 1, 1, 0 }, 0.3678794411714423216, 1e-13 },
  { "gamma_p", { 3, 0.01, 0 }, 1.654216528074876866e-7, 1e-13 },
  { "gamma_q", { 3, 0.01, 0 }, 0.9999998345783471925, 1e-13 },
  { "gamma_p", { 5, 4, 0 }, 0.3711630648201264766, 1e-13 },
  { "gamma_q", { 5, 4, 0 }, 0.6288369351798735234, 1e-13 },
  { "gamma_p", { 5, 30, 0 }, 0.9999999963756990479, 1e-13 },
  { "gamma_q", { 5, 30, 0 }, 3.624300952061488026e-9, 1e-13 },
  { "gamma_p", { 19, 25, 0 }, 0.9079591408011426512, 1e-13 },
  { "gamma_q", { 19, 25, 0 }, 0.09204085919885734878, 1e-13 },
  { "gamma_p", { 20, 25, 0 }, 0.8664251659143495943, 1e-13 },
  { "gamma_q", { 20, 25, 0 }, 0.1335748340856504057, 1e-13 },
  { "gamma_p", { 50, 1, 0 }, 1.233750897909735127e-65, 1e-13 },
  { "gamma_q", { 50, 1, 0 }, 1.0, 1e-13 },
  { "gamma_p", { 100, 90, 0 }, 0.1582209891864301681, 1e-13 },
  { "gamma_q", { 100, 90, 0 }, 0.8417790108135698319, 1e-13 },
  { "gamma_p", { 100, 160, 0 }, 0.9999998557977549465, 1e-13 },
  { "gamma_q", { 100, 160, 0 }, 1.442022450535273658e-7, 1e-13 },
  { "gamma_p", { 1000, 1100, 0 }, 0.9989406767460700227, 1e-13 },
  { "gamma_q", { 1000, 1100, 0 }, 0.001059323253929977349, 1e-13 },
  { "gamma_p", { 10000, 9500, 0 }, 1.862454651795155086e-7, 1e-13 },
  { "gamma_q", { 10000, 9500, 0 }, 0.9999998137545348205, 1e-13 },
  { "gamma_p", { 200, 900, 0 }, 1.0, 1e-13 },
  { "gamma_q", { 200, 900, 0 }, 3.481098517199664952e-176, 1e-13 },
  { "beta_i", { 0.5, 0.5, 0.5 }, 0.5, 1e-12 },
  { "beta_i", { 0.1, 0.01, 3 }, 0.9900297447967327227, 1e-12 },
  { "beta_i", { 1e-10, 0.1, 2 }, 0.1099999999989999869, 1e-12 },
  { "beta_i", { 0.3, 2, 5 }, 0.579824999999999976, 1e-12 },
  { "beta_i", { 0.9, 2, 5 }, 0.9999450000000000001, 1e-12 },
  { "beta_i", { 0.5, 100, 110 }, 0.7553958894253662486, 1e-12 },
  { "beta_i", { 0.2, 100, 110 }, 1.77056382093627793e-19, 1e-12 },
  { "beta_i", { 0.001, 1, 1000 }, 0.632304575229035963, 1e-12 },
  { "beta_i", { 0.49, 2000, 2000 }, 0.1029430983352289356, 1e-12 },
  { "beta_i", { 0.3, 1500, 3000 }, 6.915970319619489427e-7, 1e-12 },
  { "beta_i", { 0.7, 3000, 1500 }, 0.999999308402968038, 1e-12 },
  { "beta_i", { 0.75, 20000, 6000 }, 2.459750036188683279e-13, 1e-12 },
  { "gamma_p", { 1000000, 1000000, 0 }, 0.5001329807608725912, 1e-12 },
  { "gamma_p", { 1000000, 997000, 0 }, 0.001338104167313599692, 1e-12 },
  { "gamma_p", { 100000000, 99980000, 0 }, 0.02274473258159355814, 1e-12 },
  { "gamma_quantile", { 0.1, 0.3, 0 }, 3.586086018410947205e-6, 1e-12 },
  { "gamma_quantile", { 0.5, 1e-05, 0 }, 7.853981634385717898e-11, 1e-12 },
  { "gamma_quantile", { 1, 0.5, 0 }, 0.6931471805599453094, 1e-12 },
  { "gamma_quantile", { 5, 0.9, 0 }, 7.993589586052630824, 1e-12 },
  { "gamma_quantile", { 50, 0.001, 0 }, 30.9589696034683116, 1e-12 },
  { "gamma_quantile", { 500, 0.5, 0 }, 499.6667062016904844, 1e-12 },
  { "beta_quantile", { 2, 5, 0.3 }, 0.1818034713189491626, 1e-12 },
  { "beta_quantile", { 0.5, 0.5, 0.1 }, 0.02447174185242321664, 1e-12 },
  { "beta_quantile", { 10, 1, 0.001 }, 0.501187233627272286, 1e-12 },
  { "beta_quantile", { 200, 300, 0.5 }, 0.3998665627141161031, 1e-12 },
};

static void
test_known (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (known_values); i++)
    {
      double value = call (known_values[i].name, known_values[i].arguments);
      double error = fabs (value - known_values[i].value);

      g_test_message ("%s (%g, %g, %g)", known_values[i].name, known_values[i].arguments[0],
                      known_values[i].arguments[1], known_values[i].arguments[2]);
      g_assert_cmpfloat (error, <=, known_values[i].relative_error * fabs (known_values[i].value));
    }
}

/* Where C's functions have an answer for a special argument, so have these. */
static void
test_special (void)
{
  static const struct
  {
    const char *name;
    double arguments[N_ARGUMENTS];
    double value;
  } cases[] = {
    { "exp", { 0 }, 1 },
    { "exp", { 710 }, INFINITY },
    { "exp", { -746 }, 0 },
    { "exp", { INFINITY }, INFINITY },
    { "exp", { -INFINITY }, 0 },
    { "exp", { NAN }, NAN },
    { "expm1", { 0 }, 0 },
    { "expm1", { -INFINITY }, -1 },
    { "expm1", { NAN }, NAN },
    { "log", { 1 }, 0 },
    { "log", { 0 }, -INFINITY },
    { "log", { -1 }, NAN },
    { "log", { INFINITY }, INFINITY },
    { "log", { NAN }, NAN },
    { "log1p", { 0 }, 0 },
    { "log1p", { -1 }, -INFINITY },
    { "log1p", { -2 }, NAN },
    { "log1p", { INFINITY }, INFINITY },
    { "log1p", { NAN }, NAN },
    { "pow", { 0, 0 }, 1 },
    { "pow", { NAN, 0 }, 1 },
    { "pow", { 1, NAN }, 1 },
    { "pow", { NAN, 1 }, NAN },
    { "pow", { 2, NAN }, NAN },
    { "pow", { 2, 10 }, 1024 },
    { "pow", { -2, 3 }, -8 },
    { "pow", { -2, 2 }, 4 },
    { "pow", { -2, -1 }, -0.5 },
    { "pow", { -2, 0.5 }, NAN },
    { "pow", { -2, 1e300 }, INFINITY },
    { "pow", { 0, 3 }, 0 },
    { "pow", { 0, -3 }, INFINITY },
    { "pow", { -0.0, -3 }, -INFINITY },
    { "pow", { -0.0, -2 }, INFINITY },
    { "pow", { 2, 1024 }, INFINITY },
    { "pow", { 2, -1080 }, 0 },
    { "pow", { 2, -1074 }, 0x1p-1074 },
    { "pow", { 2, INFINITY }, INFINITY },
    { "pow", { 2, -INFINITY }, 0 },
    { "pow", { 0.5, INFINITY }, 0 },
    { "pow", { 0.5, -INFINITY }, INFINITY },
    { "pow", { -1, INFINITY }, 1 },
    { "pow", { INFINITY, 2 }, INFINITY },
    { "pow", { INFINITY, -2 }, 0 },
    { "pow", { -INFINITY, 3 }, -INFINITY },
    { "pow", { -INFINITY, 0.5 }, INFINITY },
    { "sin", { 0 }, 0 },
    { "sin", { INFINITY }, NAN },
    { "sin", { NAN }, NAN },
    { "cos", { 0 }, 1 },
    { "cos", { -INFINITY }, NAN },
    { "floor", { 2.5 }, 2 },
    { "floor", { -2.5 }, -3 },
    { "floor", { -3 }, -3 },
    { "floor", { 1e300 }, 1e300 },
    { "floor", { NAN }, NAN },
    { "ceil", { 2.5 }, 3 },
    { "ceil", { -2.5 }, -2 },
    { "ceil", { 0x1.fffffffffffffp51 }, 0x1p52 },
    { "ceil", { -INFINITY }, -INFINITY },
    { "round", { 2.5 }, 3 },
    { "round", { -2.5 }, -3 },
    { "round", { 0.49999999999999994 }, 0 },
    { "round", { -0.49999999999999994 }, 0 },
    { "round", { 0x1.fffffffffffffp51 }, 0x1p52 },
    { "round", { INFINITY }, INFINITY },
    { "round", { NAN }, NAN },
    { "normal_cdf", { INFINITY }, 1 },
    { "normal_cdf", { -INFINITY }, 0 },
    { "normal_cdf", { NAN }, NAN },
    { "normal_quantile", { 0.5 }, 0 },
    { "normal_quantile", { 0 }, -INFINITY },
    { "normal_quantile", { 1 }, INFINITY },
    { "normal_quantile", { -0.1 }, NAN },
    { "normal_quantile", { 1.1 }, NAN },
    { "normal_quantile", { NAN }, NAN },
    { "lgamma", { 1 }, 0 },
    { "lgamma", { 2 }, 0 },
    { "lgamma", { 0 }, INFINITY },
    { "lgamma", { INFINITY }, INFINITY },
    { "lgamma", { -0.5 }, NAN },
    { "lgamma", { NAN }, NAN },
    { "gamma_p", { 2, 0 }, 0 },
    { "gamma_p", { 2, INFINITY }, 1 },
    { "gamma_p", { 0, 1 }, NAN },
    { "gamma_p", { 2, -1 }, NAN },
    { "gamma_p", { NAN, 1 }, NAN },
    { "gamma_p", { 2, NAN }, NAN },
    { "gamma_q", { 2, 0 }, 1 },
    { "gamma_q", { 2, INFINITY }, 0 },
    { "gamma_q", { INFINITY, 1 }, NAN },
    { "gamma_quantile", { 2, 0 }, 0 },
    { "gamma_quantile", { 2, 1 }, INFINITY },
    { "gamma_quantile", { 2, 1.5 }, NAN },
    { "gamma_quantile", { -2, 0.5 }, NAN },
    { "gamma_quantile", { 1e-3, 1e-300 }, 0 },
    { "beta_i", { 0, 2, 3 }, 0 },
    { "beta_i", { 1, 2, 3 }, 1 },
    { "beta_i", { -0.1, 2, 3 }, NAN },
    { "beta_i", { 0.5, 0, 3 }, NAN },
    { "beta_i", { 0.5, 2, INFINITY }, NAN },
    { "beta_quantile", { 2, 3, 0 }, 0 },
    { "beta_quantile", { 2, 3, 1 }, 1 },
    { "beta_quantile", { 2, 3, NAN }, NAN },
    { "beta_quantile", { 2, -3, 0.5 }, NAN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double value = call (cases[i].name, cases[i].arguments);

      g_test_message ("%s (%g, %g, %g) = %g", cases[i].name, cases[i].arguments[0],
                      cases[i].arguments[1], cases[i].arguments[2], value);
      if (isnan (cases[i].value))
        g_assert_true (isnan (value));
      else
        g_assert_cmpfloat (value, ==, cases[i].value);
    }
}

static void
test_scaled (void)
{
  g_assert_cmpint (sd_round_to_scaled (0, 0), ==, 0);
  g_assert_cmpint (sd_round_to_scaled (2.5, 0), ==, 3);
  g_assert_cmpint (sd_round_to_scaled (-2.5, 0), ==, -3);
  g_assert_cmpint (sd_round_to_scaled (19.99, 2), ==, 1999);
  g_assert_cmpint (sd_round_to_scaled (-0.125, 2), ==, -13);
  g_assert_cmpint (sd_round_to_scaled (1, 18), ==, G_GINT64_CONSTANT (1000000000000000000));
  g_assert_cmpint (sd_round_to_scaled (10, 18), ==, G_MAXINT64);
  g_assert_cmpint (sd_round_to_scaled (-1e300, 2), ==, G_MININT64);
  g_assert_cmpint (sd_round_to_scaled (INFINITY, 0), ==, G_MAXINT64);
  g_assert_cmpint (sd_round_to_scaled (-INFINITY, 0), ==, G_MININT64);
  g_assert_cmpint (sd_round_to_scaled (0x1p63, 0), ==, G_MAXINT64);
  g_assert_cmpint (sd_round_to_scaled (-0x1p63, 0), ==, G_MININT64);
  g_assert_cmpint (sd_round_to_scaled (NAN, 3), ==, 0);

  for (guint i = 1; i < G_N_ELEMENTS (sd_pow10); i++)
    g_assert_cmpint (sd_pow10[i], ==, 10 * sd_pow10[i - 1]);
}

/* Quantiles lead back to the share, over shapes of many sizes. */
static void
test_inverse (void)
{
  for (guint i = 0; i < 4000; i++)
    {
      double a = sd_exp (sd_unit (sd_random (SEED, 4 * i)) * 16 - 4);
      double b = sd_exp (sd_unit (sd_random (SEED, 4 * i + 1)) * 16 - 4);
      double u = sd_unit (sd_random (SEED, 4 * i + 2));
      double p = i % 2 ? u : sd_exp (-30 * u);
      double x = sd_gamma_quantile (a, p);

      g_assert_cmpfloat_with_epsilon (sd_normal_cdf (sd_normal_quantile (p)), p, 1e-13 * p);
      if (x > 1e-300)
        g_assert_cmpfloat_with_epsilon (sd_gamma_p (a, x), p, 1e-9 * p);

      /* Next to 1, the doubles are too far apart to hold the place. */
      x = sd_beta_quantile (a, b, p);
      if (x > 1e-300 && x < 0.99)
        g_assert_cmpfloat_with_epsilon (sd_beta_i (x, a, b), p, 1e-9 * p);
    }
}

/* Every size of argument gives an answer, and soon. */
static void
test_extreme (void)
{
  static const double sizes[] = {
    5e-324, 1e-300, 1e-100, 1e-10, 0.1, 1, 19.9, 20, 999, 1001, 1e6, 1e9, 1e12, 1e15, 1e18, 1e100,
    1e300,
  };
  static const double shares[] = { 5e-324, 1e-300, 1e-16, 0.01, 0.5, 0.99, 1 - 1e-16 };
  gint64 start = g_get_monotonic_time ();

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      for (guint j = 0; j < G_N_ELEMENTS (sizes); j++)
        {
          double p = sd_gamma_p (sizes[i], sizes[j]);

          g_test_message ("%g, %g", sizes[i], sizes[j]);
          g_assert_cmpfloat (p, >=, 0);
          g_assert_cmpfloat (p, <=, 1);
          for (guint k = 0; k < G_N_ELEMENTS (shares); k++)
            {
              p = sd_beta_i (shares[k], sizes[i], sizes[j]);
              g_assert_cmpfloat (p, >=, 0);
              g_assert_cmpfloat (p, <=, 1);
              p = sd_beta_quantile (sizes[i], sizes[j], shares[k]);
              g_assert_cmpfloat (p, >=, 0);
              g_assert_cmpfloat (p, <=, 1);
            }
        }
      for (guint k = 0; k < G_N_ELEMENTS (shares); k++)
        g_assert_cmpfloat (sd_gamma_quantile (sizes[i], shares[k]), >=, 0);
    }

  g_assert_cmpint (g_get_monotonic_time () - start, <, 60 * G_USEC_PER_SEC);
}

/* Shares only grow, also where one method hands over to the next. */
static void
test_monotonic (void)
{
  static const double shapes[] = { 0.01, 0.5, 0.51, 1, 5, 19.9, 20, 100, 1e4 };

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      double a = shapes[i], previous = 0, previous_beta = 0;

      for (guint j = 1; j < 2000; j++)
        {
          double p = sd_gamma_p (a, a * j / 500.0);
          double beta = sd_beta_i (j / 2000.0, a, 1200);

          g_assert_cmpfloat (p, >=, previous - 1e-13);
          g_assert_cmpfloat (beta, >=, previous_beta - 1e-12);
          previous = p;
          previous_beta = beta;
        }
    }
}

/* math-golden.txt has a function, its arguments and its value in each line, the
 * numbers as the bits of doubles. With SD_UPDATE_GOLDENS set in the environment
 * the values are written anew: only for a new version of the streams. */
static void
test_golden (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "base", "math-golden.txt", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GString) updated = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] && *lines[i]; i++)
    {
      g_auto (GStrv) words = g_strsplit (lines[i], " ", -1);
      double arguments[N_ARGUMENTS] = { 0 };
      guint n = g_strv_length (words) - 2;
      double value;
      guint64 bits;

      g_assert_cmpuint (n, <=, N_ARGUMENTS);
      for (guint j = 0; j < n; j++)
        {
          bits = g_ascii_strtoull (words[j + 1], NULL, 16);
          memcpy (&arguments[j], &bits, sizeof bits);
        }
      value = call (words[0], arguments);
      memcpy (&bits, &value, sizeof bits);

      g_test_message ("%s", lines[i]);
      if (g_getenv ("SD_UPDATE_GOLDENS"))
        {
          for (guint j = 0; j <= n; j++)
            g_string_append_printf (updated, "%s ", words[j]);
          g_string_append_printf (updated, "%016" G_GINT64_MODIFIER "x\n", bits);
        }
      else
        g_assert_cmphex (bits, ==, g_ascii_strtoull (words[n + 1], NULL, 16));
    }

  if (g_getenv ("SD_UPDATE_GOLDENS"))
    g_assert_true (g_file_set_contents (path, updated->str, updated->len, NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/math/known", test_known);
  g_test_add_func ("/math/special", test_special);
  g_test_add_func ("/math/scaled", test_scaled);
  g_test_add_func ("/math/inverse", test_inverse);
  g_test_add_func ("/math/extreme", test_extreme);
  g_test_add_func ("/math/monotonic", test_monotonic);
  g_test_add_func ("/math/golden", test_golden);

  return g_test_run ();
}
