/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What the values of a drawn column should be like, from its parameters alone:
 * mean and standard deviation, and how many lie below each tenth of the law;
 * of categories the share of each value.
 */

#define G_LOG_DOMAIN "sd-report-margin"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "sd-distribution-private.h"
#include "sd-generator-info.h"
#include "sd-literal-private.h"
#include "sd-math.h"
#include "sd-moment-private.h"
#include "sd-report-private.h"

#define N_TENTHS   10
#define N_MIDDLES  4096
/* Values beyond these share one facet's room no longer. */
#define MAX_VALUES 200

typedef struct
{
  SdReportEntry *entry;
  SdColumn      *column;
  JsonObject    *parameters;
  guint          index;
  SdReportClass *rows;
  const char    *prefix;   /* "Gold: " or "" */
} Margin;

/* The grid that values are rounded to. */
typedef struct
{
  double step;     /* 0: none */
  double ending;
} Grid;

static void
add (const Margin *self,
     SdFacetKind   kind,
     double        x,
     double        target,
     double        scale,
     const char   *label)
{
  _sd_report_add_facet (self->entry, kind, self->index, 0, x, target, scale, self->rows,
                        "%s%s", self->prefix, label);
}

static Grid
get_grid (const Margin *self)
{
  const SdType type = sd_column_get_column_type (self->column);
  const guint scale = type == SD_TYPE_DECIMAL ? sd_column_get_scale (self->column) : 0;
  Grid grid = {
    sd_parameter_get_number (self->parameters, "step", 0),
    sd_parameter_get_number (self->parameters, "ending", 0),
  };

  if (grid.step == 0 && grid.ending != 0)
    grid.step = 1;
  if (grid.step == 0 && type != SD_TYPE_REAL)
    grid.step = 1 / (double) sd_pow10[scale];
  return grid;
}

static double
snap (Grid   grid,
      double x)
{
  return grid.step == 0 ? x : sd_round ((x - grid.ending) / grid.step) * grid.step + grid.ending;
}

static double
get_quantile (const SdDistributionSpec *spec,
              double                    p)
{
  return p <= 0.5 ? sd_distribution_quantile (p, FALSE, spec)
                  : sd_distribution_quantile (1 - p, TRUE, spec);
}

/* The share of a continuous law below @x. */
static double
get_share_below (const SdDistributionSpec *spec,
                 double                    x)
{
  double low = 0;
  double high = 1;

  for (guint i = 0; i < 60; i++)
    {
      const double middle = (low + high) / 2;

      if (get_quantile (spec, middle) < x)
        low = middle;
      else
        high = middle;
    }
  return (low + high) / 2;
}

static void
add_tenth (const Margin *self,
           double        x,
           double        share)
{
  g_autofree char *label = g_strdup_printf (_("share up to %.6g"), x);

  if (share > 1e-6 && share < 1 - 1e-6)
    add (self, SD_FACET_SHARE_LE, x, share, 1, label);
}

/* @tail: the value that one in a thousand exceeds. Of a long tail, moments say
 * more about the few largest values than about the law. */
static void
add_moments (const Margin *self,
             double        mean,
             double        variance,
             double        tail)
{
  const double stddev = sqrt (variance);
  const double reach = (tail - mean) / stddev;

  if (reach < 7)
    add (self, SD_FACET_MEAN, 0, mean, reach < 5 ? stddev : 4 * stddev, _("mean"));
  if (reach < 5)
    add (self, SD_FACET_STDDEV, 0, stddev, stddev, _("standard deviation"));
}

static void
draft_continuous (const Margin             *self,
                  const SdDistributionSpec *spec)
{
  const Grid grid = get_grid (self);
  double sum = 0, squares = 0, last = NAN;

  for (guint i = 0; i < N_MIDDLES; i++)
    sum += snap (grid, get_quantile (spec, (i + 0.5) / N_MIDDLES)) / N_MIDDLES;
  for (guint i = 0; i < N_MIDDLES; i++)
    {
      const double x = snap (grid, get_quantile (spec, (i + 0.5) / N_MIDDLES)) - sum;

      squares += x * x / N_MIDDLES;
    }
  add_moments (self, sum, squares, get_quantile (spec, 0.999));
  for (guint k = 1; k < N_TENTHS; k++)
    {
      const double x = snap (grid, get_quantile (spec, k / (double) N_TENTHS));

      /* In the middle between two values that can be, so that no rounding of
       * the comparison counts. */
      if (x != last)
        add_tenth (self, x + grid.step / 2, get_share_below (spec, x + grid.step / 2));
      last = x;
    }
}

static void
draft_uniform (const Margin             *self,
               const SdDistributionSpec *spec)
{
  const Grid grid = get_grid (self);
  double first, last, n;

  if (grid.step == 0)
    {
      const double width = spec->most - spec->least;

      add_moments (self, (spec->least + spec->most) / 2, width * width / 12, 0);
      for (guint k = 1; k < N_TENTHS; k++)
        add_tenth (self, spec->least + width * k / N_TENTHS, k / (double) N_TENTHS);
      return;
    }
  first = sd_ceil ((spec->least - grid.ending) / grid.step - 1e-9) * grid.step + grid.ending;
  last = sd_floor ((spec->most - grid.ending) / grid.step + 1e-9) * grid.step + grid.ending;
  n = sd_round ((last - first) / grid.step) + 1;
  if (n < 1)
    return;
  add_moments (self, (first + last) / 2, (n * n - 1) / 12 * grid.step * grid.step,
               0);
  for (guint k = 1; k < N_TENTHS && k < n; k++)
    {
      const double rank = sd_floor (n * k / N_TENTHS);

      if (rank >= 1)
        add_tenth (self, first + (rank - 0.5) * grid.step, rank / n);
    }
}

static void
draft_discrete (const Margin             *self,
                const SdDistributionSpec *spec)
{
  double total = 0, mean = 0, variance = 0, below = 0, next = 0.1;

  for (guint i = 0; i < spec->n_weights; i++)
    {
      total += spec->weights[i];
      mean += spec->weights[i] * (double) (spec->first + i);
    }
  mean /= total;
  for (guint i = 0; i < spec->n_weights; i++)
    {
      const double x = (double) (spec->first + i) - mean;

      variance += spec->weights[i] / total * x * x;
    }
  add_moments (self, mean, variance, mean + 3 * sqrt (variance));
  for (guint i = 0; i < spec->n_weights && next < 1; i++)
    {
      below += spec->weights[i] / total;
      if (below < next)
        continue;
      add_tenth (self, (double) (spec->first + i) + 0.5, below);
      next = MAX (next + 0.1, below + 0.02);
    }
}

static void
draft_number (const Margin *self)
{
  g_autoptr (GError) error = NULL;
  SdDistributionSpec spec;

  if (sd_distribution_init (&spec, self->parameters, &error))
    switch (spec.kind)
      {
      case SD_DISTRIBUTION_CONSTANT:
        add (self, SD_FACET_MEAN, 0, snap (get_grid (self), spec.least), 0, _("value"));
        break;
      case SD_DISTRIBUTION_UNIFORM:
        draft_uniform (self, &spec);
        break;
      case SD_DISTRIBUTION_DISCRETE:
        draft_discrete (self, &spec);
        break;
      case SD_DISTRIBUTION_CONTINUOUS:
      default:
        draft_continuous (self, &spec);
        break;
      }
  sd_distribution_clear (&spec);
}

/* A value of a list as the report's tables hold it. */
static gboolean
read_value (const Margin *self,
            JsonNode     *node,
            double       *value,
            char        **text)
{
  const SdType type = sd_column_get_column_type (self->column);
  gint64 whole;

  *text = sd_literal_to_text (node);
  if (*text == NULL)
    return FALSE;
  if (type == SD_TYPE_TEXT)
    *value = _sd_report_hash_text (*text, strlen (*text));
  else if (type <= SD_TYPE_REAL)
    return sd_literal_parse_double (node, value);
  else if (sd_literal_parse_int64 (node, type, 0, &whole))
    *value = (double) whole;
  else
    return FALSE;
  return TRUE;
}

static void
draft_list (const Margin *self,
            JsonArray    *values,
            JsonArray    *weights)
{
  const guint n = json_array_get_length (values);
  double total = 0;

  for (guint i = 0; i < n; i++)
    total += weights != NULL ? json_array_get_double_element (weights, i) : 1;
  for (guint i = 0; i < MIN (n, MAX_VALUES); i++)
    {
      const double weight = weights != NULL ? json_array_get_double_element (weights, i) : 1;
      g_autofree char *text = NULL;
      g_autofree char *label = NULL;
      double value;

      if (!read_value (self, json_array_get_element (values, i), &value, &text))
        continue;
      label = g_strdup_printf (_("share of “%s”"), text);
      add (self, SD_FACET_SHARE_EQ, value, weight / total, 1, label);
    }
}

static void
draft_category (const Margin *self)
{
  JsonArray *values = sd_parameter_get_list (self->parameters, "values");
  JsonArray *weights = sd_parameter_get_list (self->parameters, "weights");

  if (weights == NULL)
    weights = sd_parameter_get_list (self->parameters, "counts");
  if (values != NULL
      && (weights == NULL || json_array_get_length (weights) == json_array_get_length (values)))
    draft_list (self, values, weights);
}

void
_sd_report_draft_margin (SdReportEntry *entry,
                         SdColumn      *column,
                         JsonObject    *parameters,
                         guint          index,
                         SdReportClass *rows,
                         const char    *within)
{
  g_autofree char *prefix = within != NULL ? g_strdup_printf ("%s: ", within) : g_strdup ("");
  const Margin self = { entry, column, parameters, index, rows, prefix };
  const char *generator = sd_column_get_generator (column);

  if (g_str_equal (generator, "number"))
    draft_number (&self);
  else if (g_str_equal (generator, "category"))
    draft_category (&self);
  else if (g_str_equal (generator, "boolean"))
    add (&self, SD_FACET_SHARE_EQ, 1, sd_parameter_get_number (parameters, "share", 0.5), 1,
         _("share of true"));
}

/* The same for values and weights that do not stand in the column. */
void
_sd_report_draft_list (SdReportEntry *entry,
                       SdColumn      *column,
                       JsonObject    *parameters,
                       guint          index)
{
  const Margin self = { entry, column, parameters, index, NULL, "" };

  draft_category (&self);
}
