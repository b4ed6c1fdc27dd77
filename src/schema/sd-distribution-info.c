/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The tables of distributions (of the generator "number") and of laws (of the
 * children of a parent).
 */

#define G_LOG_DOMAIN "sd-distribution-info"

#include "config.h"

#include <math.h>
#include <glib/gi18n-lib.h>

#include "sd-generator-info.h"
#include "sd-parameter-table-private.h"

static const SdParameterInfo constant[] = {
  NUMBER_NEEDED ("value", N_("Value"), -LARGE, LARGE),
  END
};

static const SdParameterInfo uniform[] = {
  NUMBER ("min", N_("Smallest value"), -LARGE, LARGE, 0),
  NUMBER ("max", N_("Largest value"), -LARGE, LARGE, 100),
  END
};

static const SdParameterInfo normal[] = {
  NUMBER_NEEDED ("mean", N_("Mean"), -LARGE, LARGE),
  NUMBER_NEEDED ("stddev", N_("Standard deviation"), 0, LARGE),
  END
};

static const SdParameterInfo lognormal[] = {
  NUMBER ("mean", N_("Mean"), SMALL, LARGE, NAN),
  NUMBER ("stddev", N_("Standard deviation"), 0, LARGE, NAN),
  NUMBER ("median", N_("Median"), SMALL, LARGE, NAN),
  NUMBER ("sigma", N_("Standard deviation of the logarithm"), 0, 10, NAN),
  END
};

static const SdParameterInfo truncated_normal[] = {
  NUMBER_NEEDED ("mean", N_("Mean before cutting"), -LARGE, LARGE),
  NUMBER_NEEDED ("stddev", N_("Standard deviation before cutting"), SMALL, LARGE),
  NUMBER_NEEDED ("min", N_("Smallest value"), -LARGE, LARGE),
  NUMBER_NEEDED ("max", N_("Largest value"), -LARGE, LARGE),
  END
};

static const SdParameterInfo exponential[] = {
  NUMBER_NEEDED ("mean", N_("Mean"), SMALL, LARGE),
  END
};

static const SdParameterInfo gamma_parameters[] = {
  NUMBER_NEEDED ("shape", N_("Shape"), 0.01, 1e6),
  NUMBER ("scale", N_("Scale"), SMALL, LARGE, NAN),
  NUMBER ("mean", N_("Mean"), SMALL, LARGE, NAN),
  END
};

static const SdParameterInfo beta[] = {
  NUMBER_NEEDED ("alpha", N_("Alpha"), 0.01, 1e6),
  NUMBER_NEEDED ("beta", N_("Beta"), 0.01, 1e6),
  NUMBER ("min", N_("Smallest value"), -LARGE, LARGE, 0),
  NUMBER ("max", N_("Largest value"), -LARGE, LARGE, 1),
  END
};

static const SdParameterInfo triangular[] = {
  NUMBER_NEEDED ("min", N_("Smallest value"), -LARGE, LARGE),
  NUMBER_NEEDED ("mode", N_("Most frequent value"), -LARGE, LARGE),
  NUMBER_NEEDED ("max", N_("Largest value"), -LARGE, LARGE),
  END
};

static const SdParameterInfo pareto[] = {
  NUMBER_NEEDED ("min", N_("Smallest value"), SMALL, LARGE),
  NUMBER_NEEDED ("alpha", N_("Alpha (smaller: longer tail)"), 0.1, 1e3),
  END
};

static const SdParameterInfo poisson[] = {
  NUMBER_NEEDED ("mean", N_("Mean"), 0, 1e9),
  END
};

static const SdParameterInfo binomial[] = {
  WHOLE_NEEDED ("n", N_("Trials"), 0, 1e9),
  NUMBER_NEEDED ("p", N_("Chance of success"), 0, 1),
  END
};

static const SdParameterInfo negative_binomial[] = {
  NUMBER_NEEDED ("mean", N_("Mean"), 0, 1e9),
  NUMBER ("dispersion", N_("Dispersion (smaller: more spread)"), 0.01, 1e6, 1),
  END
};

static const SdParameterInfo geometric[] = {
  NUMBER_NEEDED ("p", N_("Chance of success"), SMALL, 1),
  END
};

static const SdParameterInfo zipf[] = {
  WHOLE_NEEDED ("n", N_("Number of ranks"), 1, 1e9),
  NUMBER ("exponent", N_("Exponent (larger: steeper)"), 0, 10, 1),
  END
};

static const SdGeneratorInfo distributions[] = {
  { "constant", N_("Constant"),
    N_("Always the same value."),
    NUMERIC, constant },
  { "uniform", N_("Uniform"),
    N_("Every value between the bounds, both included, is as likely as any other."),
    NUMERIC, uniform },
  { "normal", N_("Normal (bell curve)"),
    N_("Most values near the mean, as many above as below."),
    NUMERIC, normal },
  { "lognormal", N_("Log-normal"),
    N_("Many small values and a few large ones, as with prices and incomes; the mean and standard "
       "deviation are those of the values themselves."),
    NUMERIC, lognormal },
  { "truncated_normal", N_("Normal between bounds"),
    N_("A bell curve of which only what lies between the bounds is kept."),
    NUMERIC, truncated_normal },
  { "exponential", N_("Exponential"),
    N_("Waiting times: short ones are the most frequent."),
    NUMERIC, exponential },
  { "gamma", N_("Gamma"),
    N_("Positive values with a tail to the right, given by shape and scale or shape and mean."),
    NUMERIC, gamma_parameters },
  { "beta", N_("Beta"),
    N_("Shares and scores between two bounds, leaning to either side."),
    NUMERIC, beta },
  { "triangular", N_("Triangular"),
    N_("Rises to the most frequent value and falls from there."),
    NUMERIC, triangular },
  { "pareto", N_("Pareto"),
    N_("A smallest value and a very long tail, as with wealth and cities."),
    NUMERIC, pareto },
  { "poisson", N_("Poisson"),
    N_("Counts of independent events, from 0 on."),
    NUMERIC, poisson },
  { "binomial", N_("Binomial"),
    N_("The number of successes in a number of trials."),
    NUMERIC, binomial },
  { "negative_binomial", N_("Negative binomial"),
    N_("Counts that spread more than a Poisson distribution; its variance is mean + mean² ÷ "
       "dispersion."),
    NUMERIC, negative_binomial },
  { "geometric", N_("Geometric"),
    N_("The number of failures before the first success, from 0 on."),
    NUMERIC, geometric },
  { "zipf", N_("Zipf"),
    N_("Ranks from 1: the second is half as frequent as the first with exponent 1."),
    NUMERIC, zipf },
};

/* Of a table that refers to itself, the roots' level included. */
#define DEPTH WHOLE ("depth", N_("Levels, if the table refers to itself"), 2, 1024, NAN)

static const SdParameterInfo law_fixed[] = {
  WHOLE ("count", N_("Children of each parent"), 0, LARGE, NAN),
  DEPTH,
  BY,
  BRANCHES,
  END
};

static const SdParameterInfo law_uniform[] = {
  WHOLE ("min", N_("Fewest"), 0, LARGE, 0),
  WHOLE ("max", N_("Most"), 0, LARGE, NAN),
  DEPTH,
  BY,
  BRANCHES,
  END
};

static const SdParameterInfo law_poisson[] = {
  NUMBER ("mean", N_("Mean"), 0, LARGE, NAN),
  DEPTH,
  BY,
  BRANCHES,
  END
};

static const SdParameterInfo law_negative_binomial[] = {
  NUMBER ("mean", N_("Mean"), 0, LARGE, NAN),
  NUMBER ("dispersion", N_("Dispersion (smaller: more spread)"), 0.01, 1e6, 2),
  DEPTH,
  BY,
  BRANCHES,
  END
};

static const SdParameterInfo law_zipf[] = {
  NUMBER ("mean", N_("Mean"), 0, LARGE, NAN),
  NUMBER ("exponent", N_("Exponent (larger: steeper)"), 0, 10, 1),
  DEPTH,
  BY,
  BRANCHES,
  END
};

static const SdParameterInfo law_zero_inflated[] = {
  NUMBER ("zero_share", N_("Share without children"), 0, 1, 0.3),
  NUMBER ("mean", N_("Mean"), 0, LARGE, NAN),
  NUMBER ("dispersion", N_("Dispersion (smaller: more spread)"), 0.01, 1e6, 2),
  DEPTH,
  BY,
  BRANCHES,
  END
};

static const SdGeneratorInfo laws[] = {
  { "fixed", N_("The same number"),
    N_("Every parent has the same number of children."),
    0, law_fixed },
  { "uniform", N_("Uniform"),
    N_("Every number of children between the bounds is as frequent as any other."),
    0, law_uniform },
  { "poisson", N_("Poisson"),
    N_("Children come to their parents by chance alone."),
    0, law_poisson },
  { "negative_binomial", N_("Negative binomial"),
    N_("Some parents are far more active than others."),
    0, law_negative_binomial },
  { "zipf", N_("Zipf"),
    N_("A few parents have most of the children."),
    0, law_zipf },
  { "zero_inflated", N_("Many without"),
    N_("A share of the parents has no children; the others are more or less active."),
    0, law_zero_inflated },
};

/**
 * sd_distribution_info_get:
 * @nick: (nullable): "normal" …
 *
 * Returns: (transfer none) (nullable): what is known of the distribution
 */
const SdGeneratorInfo *
sd_distribution_info_get (const char *nick)
{
  return _sd_generator_info_find (distributions, G_N_ELEMENTS (distributions), nick);
}

/**
 * sd_distribution_info_list:
 * @n: (out): how many there are
 */
const SdGeneratorInfo *
sd_distribution_info_list (guint *n)
{
  *n = G_N_ELEMENTS (distributions);
  return distributions;
}

/**
 * sd_law_info_get:
 * @nick: (nullable): "poisson" …
 *
 * Returns: (transfer none) (nullable): what is known of the law of children per
 *   parent
 */
const SdGeneratorInfo *
sd_law_info_get (const char *nick)
{
  return _sd_generator_info_find (laws, G_N_ELEMENTS (laws), nick);
}

/**
 * sd_law_info_list:
 * @n: (out): how many there are
 */
const SdGeneratorInfo *
sd_law_info_list (guint *n)
{
  *n = G_N_ELEMENTS (laws);
  return laws;
}
