/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Lines of the report card about relationships: children per parent against
 * their law, within bounds, and what a parent does to its children.
 */

#define G_LOG_DOMAIN "sd-report-link"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "sd-generator-info.h"
#include "sd-law-private.h"
#include "sd-math.h"
#include "sd-report-private.h"

/* Counts beyond this many are judged together. */
#define MAX_COUNT 4096

typedef struct
{
  SdReportDraft  *draft;
  SdRelationship *relationship;
  guint           child, parent;
  char           *place;
} Context;

static guint
find_table (SdSchema   *schema,
            const char *name)
{
  for (guint i = 0; i < sd_schema_get_n_tables (schema); i++)
    if (g_str_equal (sd_table_get_name (sd_schema_get_table (schema, i)), name))
      return i;
  return G_MAXUINT;
}

/* Probability of @count under the law when its active parents have @mean on
 * average, before it is cut to its bounds. */
static double
get_probability (const SdLaw *law,
                 double       mean,
                 guint64      count)
{
  const double x = (double) count;
  const double k = law->dispersion;

  switch (law->kind)
    {
    case SD_LAW_UNIFORM:
      return 1;
    case SD_LAW_POISSON:
      return sd_exp (x * sd_log (MAX (mean, 1e-12)) - mean - sd_lgamma (x + 1));
    case SD_LAW_NEGATIVE_BINOMIAL:
    case SD_LAW_ZERO_INFLATED:
      return sd_exp (sd_lgamma (x + k) - sd_lgamma (k) - sd_lgamma (x + 1)
                     + k * sd_log (k / (k + mean)) + x * sd_log (MAX (mean, 1e-12) / (k + mean)));
    case SD_LAW_FIXED:
    case SD_LAW_ZIPF:
    default:
      return NAN;
    }
}

/* Fills @shares of the counts 0 … @n − 1 and returns their mean. */
static double
fill_shares (const SdLaw *law,
             double       mean,
             guint        n,
             double      *shares)
{
  double sum = 0, first = 0;

  for (guint i = 0; i < n; i++)
    {
      shares[i] = i >= law->least && i <= law->most ? get_probability (law, mean, i) : 0;
      sum += shares[i];
    }
  for (guint i = 0; i < n; i++)
    {
      shares[i] *= (1 - law->zero_share) / sum;
      if (i == 0)
        shares[i] += law->zero_share;
      first += i * shares[i];
    }
  return first;
}

/* The law with the mean that the totals ask for; FALSE when it has no shares to
 * compare with. */
static gboolean
solve_shares (const SdLaw *law,
              double       mean,
              guint        n,
              double      *shares)
{
  double low = 1e-9, high = 1e5;

  if (law->kind == SD_LAW_FIXED || law->kind == SD_LAW_ZIPF || law->kind == SD_LAW_UNIFORM)
    return FALSE;
  for (guint i = 0; i < 100; i++)
    {
      const double middle = sqrt (low * high);

      if (fill_shares (law, middle, n, shares) < mean)
        low = middle;
      else
        high = middle;
    }
  return fabs (fill_shares (law, sqrt (low * high), n, shares) - mean) < 1e-3 * mean;
}

static void
add_shares (SdReportEntry *entry,
            guint          index,
            const double  *shares,
            guint          n)
{
  double below = 0, next = 0.05;

  for (guint i = 0; i < n && next < 0.97; i++)
    {
      below += shares[i];
      if (below < next || below > 0.999)
        continue;
      /* The law is apportioned to whole parents and to the exact total: some
       * stand one count further on. */
      _sd_report_add_facet (entry, SD_FACET_SHARE_LE, index, 0, i + 0.5, below, 3, NULL,
                            _("share of parents with up to %u"), i);
      next = MAX (next + 0.15, below + 0.02);
    }
}

static gboolean
init_law (const Context *self,
          SdLaw         *law)
{
  SdRelationship *relationship = self->relationship;
  const guint64 max = sd_relationship_get_max (relationship);

  if (!sd_law_init (law, sd_relationship_get_law (relationship),
                    sd_relationship_get_law_parameters (relationship)))
    return FALSE;
  law->least = MAX (law->least, sd_relationship_get_min (relationship));
  if (max > 0)
    law->most = MIN (law->most, max);
  return law->least <= law->most;
}

static double
get_mean (const Context *self)
{
  SdTable *parent = sd_schema_get_table (self->draft->schema, self->parent);
  SdTable *child = sd_schema_get_table (self->draft->schema, self->child);
  const guint64 parents = sd_table_get_rows (parent);
  const double children = (double) sd_table_get_rows (child)
                          * (1 - sd_relationship_get_optional (self->relationship));

  return parents > 0 ? children / (double) parents : 0;
}

static void
draft_law (const Context *self,
           guint          index)
{
  SdReportEntry *entry = _sd_report_add_entry (self->draft, self->parent, self->place,
                                               _("Rows per parent"), NULL);
  g_autofree double *shares = g_new (double, MAX_COUNT);
  const double mean = get_mean (self);
  SdLaw law;

  _sd_report_add_facet (entry, SD_FACET_MEAN, index, 0, 0, mean, 0.5, NULL, _("mean"));
  /* Branches share the parents out among several laws; a small table cannot
   * show one. */
  if (init_law (self, &law) && !json_object_has_member (
        sd_relationship_get_law_parameters (self->relationship), "branches")
      && sd_relationship_get_law_from_user (self->relationship)
      && mean < MAX_COUNT / 16.0 && solve_shares (&law, mean, MAX_COUNT, shares))
    add_shares (entry, index, shares, MAX_COUNT);
}

static void
draft_law_classes (const Context *self,
                   guint          index)
{
  JsonObject *parameters = sd_relationship_get_law_parameters (self->relationship);
  g_autoptr (GPtrArray) classes = g_ptr_array_new ();
  SdReportEntry *entry;
  double first_mean = NAN;
  SdReportClass *first = NULL;

  if (!_sd_report_read_classes (self->draft, self->parent, parameters, classes))
    return;
  /* Means are scaled to the total, so their proportions count. */
  entry = _sd_report_add_entry (self->draft, self->parent, self->place,
                                _("Rows per parent by class"), NULL);
  for (guint i = 0; i < classes->len; i++)
    {
      SdReportClass *class = classes->pdata[i];
      double mean = NAN;

      if (class->branch >= 0)
        mean = sd_parameter_get_number (g_array_index (class->branches, SdBranch,
                                                       class->branch).json, "mean", NAN);
      if (isnan (mean))
        continue;
      if (first == NULL)
        {
          first = class;
          first_mean = mean;
          continue;
        }
      _sd_report_add_ratio (entry, index, class, first, mean / first_mean,
                            _("mean of branch %d ÷ mean of branch 1"), class->branch + 1);
    }
  if (entry->facets->len == 0)
    g_ptr_array_remove (self->draft->entries, entry);
}

static void
draft_bounds (const Context *self,
              guint          index)
{
  const guint64 least = sd_relationship_get_min (self->relationship);
  const guint64 most = sd_relationship_get_max (self->relationship);
  SdTable *made = sd_schema_get_table (self->draft->made, self->parent);
  const char *count = sd_column_get_name (sd_table_get_column (made, index));
  g_autofree char *formula = NULL;

  if ((least == 0 && most == 0) || !sd_relationship_get_law_from_user (self->relationship))
    return;
  formula = g_strdup_printf ("%s BETWEEN %" G_GUINT64_FORMAT " AND %" G_GUINT64_FORMAT, count,
                             least, most > 0 ? most : (guint64) G_MAXINT64);
  _sd_report_add_check (self->draft, self->parent, self->place, _("Rows per parent within bounds"),
                        "CardinalityBoundaryAdherence", formula);
}

static void
draft_count_effect (const Context *self,
                    guint          index)
{
  JsonObject *effect = sd_relationship_get_count_effect (self->relationship);
  const char *column = sd_parameter_get_text (effect, "column", NULL);
  g_autofree char *property = NULL;
  SdReportEntry *entry;
  gboolean found;
  guint other;

  if (column == NULL)
    return;
  other = _sd_report_want_score (self->draft, self->parent, column, &found);
  if (!found)
    return;
  property = g_strdup_printf (_("Rows per parent with %s"), column);
  entry = _sd_report_add_entry (self->draft, self->parent, self->place, property,
                                "CorrelationSimilarity");
  _sd_report_add_facet (entry, SD_FACET_PEARSON, index, other, 0,
                        sd_parameter_get_number (effect, "correlation", 0), 0, NULL,
                        _("Pearson’s coefficient"));
}

static void
draft_effect (const Context *self,
              JsonObject    *effect)
{
  const char *parent = sd_parameter_get_text (effect, "parent", NULL);
  const char *child = sd_parameter_get_text (effect, "child", NULL);
  const char * const *key = sd_relationship_get_foreign_key (self->relationship);
  g_autofree char *path = NULL;
  g_autofree char *property = NULL;
  SdReportEntry *entry;
  gboolean found[2];
  guint index[2];

  if (parent == NULL || child == NULL || key == NULL || key[0] == NULL)
    return;
  path = g_strdup_printf ("%s.%s", key[0], parent);
  index[0] = _sd_report_want_score (self->draft, self->child, child, &found[0]);
  index[1] = _sd_report_want_score (self->draft, self->child, path, &found[1]);
  if (!found[0] || !found[1])
    return;
  property = g_strdup_printf (_("%s with %s"), child, path);
  entry = _sd_report_add_entry (self->draft, self->child, self->place, property,
                                "CorrelationSimilarity");
  _sd_report_add_facet (entry, SD_FACET_PEARSON, index[0], index[1], 0,
                        sd_parameter_get_number (effect, "correlation", 0), 0, NULL,
                        _("Pearson’s coefficient"));
}

/* All rows have a parent of their own city, or a share of them does. */
static void
draft_affinity (const Context *self)
{
  JsonObject *choice = sd_relationship_get_choice (self->relationship);
  const char *match = sd_parameter_get_text (choice, "match", NULL);
  const char *with = sd_parameter_get_text (choice, "match_with", NULL);
  const char * const *key = sd_relationship_get_foreign_key (self->relationship);
  g_autofree char *formula = NULL;

  if (match == NULL || with == NULL || key == NULL || key[0] == NULL
      || sd_parameter_get_number (choice, "match_share", 1) < 1)
    return;
  formula = g_strdup_printf ("%s.%s = %s", key[0], match, with);
  _sd_report_add_check (self->draft, self->child, self->place, _("Chosen from the same class"),
                        NULL, formula);
}

/* Whether the child refers to this table by an earlier key too: then no row has
 * the same parent twice. */
static gboolean
is_second_key (const Context *self)
{
  SdSchema *schema = self->draft->schema;

  for (guint i = 0; i < sd_schema_get_n_relationships (schema); i++)
    {
      SdRelationship *other = sd_schema_get_relationship (schema, i);

      if (other == self->relationship)
        return FALSE;
      if (g_str_equal (sd_relationship_get_child_table (other),
                       sd_relationship_get_child_table (self->relationship))
          && g_str_equal (sd_relationship_get_parent_table (other),
                          sd_relationship_get_parent_table (self->relationship)))
        return TRUE;
    }
  return FALSE;
}

/* Rows without a parent. */
static void
draft_optional (const Context *self)
{
  SdTable *child = sd_schema_get_table (self->draft->schema, self->child);
  const char * const *key = sd_relationship_get_foreign_key (self->relationship);
  SdColumn *column = key != NULL && key[0] != NULL ? sd_table_find_column (child, key[0]) : NULL;
  double share = sd_relationship_get_optional (self->relationship);
  SdReportEntry *entry;

  if (sd_relationship_get_one_of (self->relationship) > 0)
    share = 1 - sd_relationship_get_one_of_share (self->relationship);
  if (column == NULL || !(share > 0) || self->child == self->parent
      || sd_column_get_missing (column) > 0)
    return;
  entry = _sd_report_add_entry (self->draft, self->child, self->place, _("Without parent"), NULL);
  _sd_report_add_facet (entry, SD_FACET_MISSING,
                        _sd_report_want_output (self->draft, self->child, column), 0, 0, share, 1,
                        NULL, _("share"));
}

/* Parents are chosen in proportion to a column; where no row may have the same
 * parent twice, the most popular lose some. */
static void
draft_popularity (const Context *self)
{
  JsonObject *choice = sd_relationship_get_choice (self->relationship);
  const char *column = sd_parameter_get_text (choice, "column", NULL);
  SdReportEntry *entry;
  gboolean found;
  guint weight;

  if (column == NULL || !g_str_equal (sd_parameter_get_text (choice, "popularity", ""), "column")
      || sd_parameter_get_text (choice, "match", NULL) != NULL
      || sd_relationship_get_distinct_within (self->relationship) > 0 || is_second_key (self))
    return;
  weight = _sd_report_want_score (self->draft, self->parent, column, &found);
  if (!found)
    return;
  entry = _sd_report_add_entry (self->draft, self->parent, self->place, _("Popularity"), NULL);
  _sd_report_add_facet (entry, SD_FACET_LORENZ,
                        _sd_report_add_child_count (self->draft, self->parent, self->relationship),
                        weight, 0, 0, 0.5, NULL,
                        _("share of the top fifth beyond that of its %s"), column);
}

void
_sd_report_draft_links (SdReportDraft  *self,
                        SdRelationship *relationship)
{
  const char * const *key = sd_relationship_get_foreign_key (relationship);
  g_autofree char *place = g_strdup_printf ("%s.%s", sd_relationship_get_child_table (relationship),
                                            key != NULL && key[0] != NULL ? key[0] : "");
  const Context context = {
    self, relationship, find_table (self->schema, sd_relationship_get_child_table (relationship)),
    find_table (self->schema, sd_relationship_get_parent_table (relationship)), place
  };
  JsonArray *effects = sd_relationship_get_effects (relationship);
  guint index;

  for (guint i = 0; effects != NULL && i < json_array_get_length (effects); i++)
    draft_effect (&context, json_array_get_object_element (effects, i));
  draft_affinity (&context);
  draft_optional (&context);
  draft_popularity (&context);
  /* Drawn keys have weights and no law, and a table that refers to itself has
   * as many levels as it takes. */
  if (context.child == context.parent || sd_relationship_get_one_of (relationship) > 0
      || sd_relationship_get_placement (relationship) == SD_PLACEMENT_DRAWN
      || sd_relationship_get_distinct_within (relationship) > 0)
    return;
  index = _sd_report_add_child_count (self, context.parent, relationship);
  draft_law (&context, index);
  draft_law_classes (&context, index);
  draft_bounds (&context, index);
  draft_count_effect (&context, index);
}
