/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Relationships → links: where rows stand, when parents are born, and what
 * cannot be.
 *
 * A child whose ordered date is "after" a parent's ordered date stands on that
 * relationship's timeline: periods of equal length over the child's range, with
 * the child rows and the parents born before each boundary counted by bisection
 * on a few evaluated cells.
 */

#define G_LOG_DOMAIN "sd-compiler-links"

#include "config.h"

#include <glib/gi18n-lib.h>

#include <string.h>

#include "sd-calendar.h"
#include "sd-compiler-private.h"
#include "sd-frame-private.h"
#include "sd-math.h"
#include "sd-moment-private.h"
#include "sd-node-gather-private.h"

/* Enough that a new parent soon has children, few enough for a matrix of
 * cohorts by periods. */
#define N_PERIODS 128

typedef struct
{
  SdCompiler     *compiler;
  guint           table;       /* the child */
  guint           index;       /* of the link */
  SdPlanLink     *link;
  SdRelationship *relationship;
  SdTable        *child;
  SdTable        *parent;
} Context;

static const char *
get_place (const Context *context)
{
  const char * const *key = sd_relationship_get_foreign_key (context->relationship);

  g_autofree char *place = g_strdup_printf ("%s.%s", sd_table_get_name (context->child),
                                            key != NULL && key[0] != NULL ? key[0] : "");

  return g_string_chunk_insert_const (context->compiler->plan->strings, place);
}

static void
add_rows_fix (SdFinding *finding,
              SdTable   *table,
              guint64    rows)
{
  sd_finding_add_fix (finding, sd_table_get_id (table), "rows",
                      json_node_init_int (json_node_alloc (), (gint64) rows),
                      _("Set %s to %" G_GUINT64_FORMAT " rows"),
                      sd_table_get_name (table), rows);
}

/* The ordered date of the child that comes after one of this parent; −1 when
 * there is none. */
static int
find_timeline_column (const Context *context,
                      guint         *birth_node,
                      gint64        *gap)
{
  SdPlan *plan = context->compiler->plan;
  const SdPlanTableData *data = &plan->tables[context->table];

  for (guint c = 0; c < sd_table_get_n_columns (context->child); c++)
    {
      const SdNode *node = sd_plan_get_node (plan, context->table, data->clean_nodes[c]);
      guint after;
      guint link;

      if (sd_moment_node_is_ordered (node)
          && sd_moment_node_get_after (node, &after, gap)
          && sd_gather_node_get (sd_plan_get_node (plan, context->table, after),
                                 &link, birth_node)
          && link == context->index)
        return (int) node->index;
    }
  return -1;
}

/* Rows of an ordered moment node before each of N_PERIODS + 1 boundaries. */
static void
count_before (SdEvaluator  *evaluator,
              guint         table,
              const SdNode *node,
              guint64       n_rows,
              gint64        gap,
              const gint64 *boundaries,
              guint64      *counts)
{
  guint64 high[N_PERIODS + 1];
  guint64 rows[N_PERIODS + 1];
  gboolean open = n_rows > 0;

  for (guint b = 0; b <= N_PERIODS; b++)
    {
      counts[b] = 0;
      high[b] = n_rows;
    }
  while (open)
    {
      const SdVector *values;

      for (guint b = 0; b <= N_PERIODS; b++)
        rows[b] = MIN (counts[b] + (high[b] - counts[b]) / 2, n_rows - 1);
      values = sd_evaluator_get_node (evaluator, table, node->index, rows, N_PERIODS + 1);
      open = FALSE;
      for (guint b = 0; b <= N_PERIODS; b++)
        {
          if (counts[b] >= high[b])
            continue;
          if (sd_moment_from_value (node->type, values->i64[b]) + gap < boundaries[b])
            counts[b] = rows[b] + 1;
          else
            high[b] = rows[b];
          open |= counts[b] < high[b];
        }
    }
}

static gint64
floor_day (gint64 moment)
{
  const gint64 rest = moment % SD_USEC_PER_DAY;

  return moment - (rest < 0 ? rest + SD_USEC_PER_DAY : rest);
}

/* FALSE with a finding when the parent's dates do not ascend. */
static gboolean
make_timeline (const Context  *context,
               int             column_node,
               guint           birth_node,
               gint64          gap,
               SdLinkTimeline *timeline)
{
  SdPlan *plan = context->compiler->plan;
  const SdNode *date = sd_plan_get_node (plan, context->table, (guint) column_node);
  const SdNode *birth = sd_plan_get_node (plan, context->link->parent_table, birth_node);
  g_autoptr (SdEvaluator) evaluator = NULL;
  gint64 boundaries[N_PERIODS + 1];
  gint64 first;
  gint64 last;

  if (!sd_moment_node_is_ordered (birth))
    {
      sd_compiler_add_finding (context->compiler,
                               sd_finding_new (SD_SEVERITY_ERROR, "timeline-parents-unordered",
                                               sd_relationship_get_id (context->relationship),
                                               get_place (context),
                                               _("The rows of %s stand in time order after their "
                                                 "%s, so those must stand in time order too."),
                                               sd_table_get_name (context->child),
                                               sd_table_get_name (context->parent)));
      return FALSE;
    }
  evaluator = sd_evaluator_new (plan);
  sd_moment_node_get_range (date, &first, &last);
  first = floor_day (first);
  last = floor_day (last) + SD_USEC_PER_DAY;
  for (guint b = 0; b <= N_PERIODS; b++)
    boundaries[b] = floor_day (first + (gint64) ((__int128) (last - first) * b / N_PERIODS));
  count_before (evaluator, context->table, date, sd_table_get_rows (context->child), 0,
                boundaries, (guint64 *) timeline->rows);
  count_before (evaluator, context->link->parent_table, birth,
                sd_table_get_rows (context->parent), gap, boundaries,
                (guint64 *) timeline->born);
  return TRUE;
}

static gboolean
is_in_primary_key (const Context *context)
{
  const char * const *primary = sd_table_get_primary_key (context->child);
  const char * const *foreign = sd_relationship_get_foreign_key (context->relationship);

  return primary != NULL && primary[0] != NULL && primary[1] != NULL
         && foreign != NULL && foreign[0] != NULL && g_strv_contains (primary, foreign[0]);
}

/* A table named after its parent ("order_items" of "orders") lists its details. */
static gboolean
is_named_after (const char *child,
                const char *parent)
{
  gsize length = strlen (parent);

  if (length > 1 && parent[length - 1] == 's')
    length--;
  return strncmp (child, parent, length) == 0 && child[length] == '_';
}

static gboolean
is_unique_key (const Context *context)
{
  const char * const *foreign = sd_relationship_get_foreign_key (context->relationship);
  const char * const *primary = sd_table_get_primary_key (context->child);
  SdColumn *column;

  if (foreign == NULL || foreign[0] == NULL || foreign[1] != NULL)
    return FALSE;
  column = sd_table_find_column (context->child, foreign[0]);
  return (column != NULL && sd_column_get_unique (column))
         || (primary != NULL && primary[0] != NULL && primary[1] == NULL
             && g_str_equal (primary[0], foreign[0]));
}

/* Rows in time order do not stand in the order of their parents as well: the
 * first parent would have all the early ones. */
static gboolean
is_in_time_order (const Context *context)
{
  SdPlan *plan = context->compiler->plan;
  const SdPlanTableData *data = &plan->tables[context->table];

  for (guint c = 0; c < sd_table_get_n_columns (context->child); c++)
    if (sd_moment_node_is_ordered (sd_plan_get_node (plan, context->table,
                                                     data->clean_nodes[c])))
      return TRUE;
  return FALSE;
}

static SdPlacement
choose_placement (const Context *context,
                  gboolean       has_timeline)
{
  const SdPlacement wanted = sd_relationship_get_placement (context->relationship);

  if (wanted != SD_PLACEMENT_AUTO)
    return wanted;
  if (has_timeline)
    return SD_PLACEMENT_TIMELINE;
  if (context->index == 0 && !is_in_time_order (context)
      && (is_in_primary_key (context)
          || is_named_after (sd_table_get_name (context->child),
                             sd_table_get_name (context->parent))))
    return SD_PLACEMENT_CLUSTERED;
  return SD_PLACEMENT_SHUFFLED;
}

static void
report_total (const Context      *context,
              const SdLinkReport *report)
{
  const guint64 children = sd_table_get_rows (context->child);
  const guint64 parents = sd_table_get_rows (context->parent);
  const gboolean many = report->status == SD_LINK_TOO_MANY
                        || (report->status == SD_LINK_BAD_LAW && children > report->most);
  const guint64 limit = many ? report->most : report->least;
  SdFinding *finding =
    sd_finding_new (SD_SEVERITY_ERROR, "total-against-law",
                    sd_relationship_get_id (context->relationship), get_place (context),
                    _("%" G_GUINT64_FORMAT " %s cannot belong to %" G_GUINT64_FORMAT " %s: the "
                      "rule for how many each has allows %" G_GUINT64_FORMAT " to %"
                      G_GUINT64_FORMAT " in all."),
                    children, sd_table_get_name (context->child),
                    parents, sd_table_get_name (context->parent),
                    report->least, report->most);

  add_rows_fix (finding, context->child, limit);
  if (children > 0 && limit > 0 && parents > 0)
    {
      /* So many parents that the same rule per parent gives the total. */
      const double per_parent = (double) limit / (double) parents;

      add_rows_fix (finding, context->parent,
                    (guint64) MAX (1.0, many ? sd_ceil ((double) children / per_parent)
                                             : sd_floor ((double) children / per_parent)));
    }
  sd_compiler_add_finding (context->compiler, finding);
}

static void
report_simple (const Context *context,
               const char    *code,
               const char    *sentence)
{
  sd_compiler_add_finding (context->compiler,
                           sd_finding_new (SD_SEVERITY_ERROR, code,
                                           sd_relationship_get_id (context->relationship),
                                           get_place (context), "%s", sentence));
}

static void
report_status (const Context      *context,
               const SdLinkReport *report)
{
  switch (report->status)
    {
    case SD_LINK_TOO_MANY:
    case SD_LINK_TOO_FEW:
    case SD_LINK_BAD_LAW:
      report_total (context, report);
      break;

    case SD_LINK_NO_PARENTS:
      report_simple (context, "no-parents",
                     _("The table it refers to has no rows; give it some."));
      break;

    case SD_LINK_UNBORN:
      report_simple (context, "parents-unborn",
                     _("In some period there are rows but too few parents that already exist; "
                       "let the parents begin earlier or the rows later."));
      break;

    case SD_LINK_NOT_DISTINCT:
      report_simple (context, "not-distinct",
                     _("One parent has more rows than there are different partners; lower the "
                       "number of rows or raise the number of partners."));
      break;

    case SD_LINK_OK:
    default:
      break;
    }
}

/* A default law gives way to the totals; where that takes it beyond the bounds
 * in the document, the user is told. */
static void
note_adjusted (const Context      *context,
               const SdLinkReport *report)
{
  const guint64 min = sd_relationship_get_min (context->relationship);
  const guint64 max = sd_relationship_get_max (context->relationship);

  if (!report->adjusted || (report->used_min >= min && (max == 0 || report->used_max == max)))
    return;
  sd_compiler_add_finding (context->compiler,
                           sd_finding_new (SD_SEVERITY_NOTE, "law-adjusted",
                                           sd_relationship_get_id (context->relationship),
                                           get_place (context),
                                           _("So that the totals hold, each of %s has %.2f %s on "
                                             "average, beyond the bounds that were assumed."),
                                           sd_table_get_name (context->parent),
                                           report->wanted_mean,
                                           sd_table_get_name (context->child)));
}

static const SdLink *
find_within (const Context *context,
             gboolean      *missing)
{
  const guint within = sd_relationship_get_distinct_within (context->relationship);
  const GArray *links = context->compiler->plan->tables[context->table].links;

  *missing = FALSE;
  if (within == 0)
    return NULL;
  for (guint i = 0; i < links->len; i++)
    {
      const SdPlanLink *link = &g_array_index (links, SdPlanLink, i);

      if (link->relationship_id == within && link->link != NULL)
        return link->link;
    }
  *missing = TRUE;
  return NULL;
}

/* No more children of one parent than there are partners for those that are
 * distinct within it. */
static guint64
limit_to_partners (const Context *context,
                   guint64        max)
{
  SdSchema *schema = context->compiler->schema;

  for (guint i = 0; i < sd_schema_get_n_relationships (schema); i++)
    {
      SdRelationship *other = sd_schema_get_relationship (schema, i);
      guint64 partners;

      if (sd_relationship_get_distinct_within (other)
          != sd_relationship_get_id (context->relationship))
        continue;
      partners = sd_table_get_rows (sd_schema_find_table (schema,
                                                          sd_relationship_get_parent_table (other)));
      max = max == 0 ? partners : MIN (max, partners);
    }
  return max;
}

static void
fill_spec (const Context *context,
           SdLinkSpec    *spec)
{
  SdRelationship *relationship = context->relationship;

  *spec = (SdLinkSpec) {
    .seed = sd_schema_get_seed (context->compiler->schema),
    .table_id = sd_table_get_id (context->child),
    .relationship_id = sd_relationship_get_id (relationship),
    .n_parents = sd_table_get_rows (context->parent),
    .n_children = sd_table_get_rows (context->child),
    .optional = sd_relationship_get_optional (relationship),
    .law = sd_relationship_get_law (relationship),
    .law_parameters = sd_relationship_get_law_parameters (relationship),
    .law_from_user = sd_relationship_get_law_from_user (relationship),
    .min = sd_relationship_get_min (relationship),
    .max = limit_to_partners (context, sd_relationship_get_max (relationship)),
    .margins = sd_table_get_margins (context->child),
    .self = context->link->parent_table == context->table,
  };
  if (is_unique_key (context))
    spec->max = 1;
}

/* Two references of one row to the same table mean two different rows of it
 * (players of a game, origin and destination), unless a law or a place of the
 * second is asked for: the earlier link, NULL when there is none. */
static const SdLink *
find_apart (const Context *context)
{
  const GArray *links = context->compiler->plan->tables[context->table].links;
  SdRelationship *relationship = context->relationship;

  if (sd_relationship_get_law_from_user (relationship)
      || sd_relationship_get_placement (relationship) != SD_PLACEMENT_AUTO
      || sd_relationship_get_min (relationship) > 0 || sd_relationship_get_max (relationship) > 0
      || is_unique_key (context) || context->link->parent_table == context->table
      || sd_table_get_rows (context->parent) < 2)
    return NULL;
  for (guint i = 0; i < context->index; i++)
    {
      const SdPlanLink *earlier = &g_array_index (links, SdPlanLink, i);

      if (earlier->parent_table == context->link->parent_table && earlier->link != NULL)
        return earlier->link;
    }
  return NULL;
}

static void
build_link (const Context *context)
{
  guint64 rows[N_PERIODS + 1];
  guint64 born[N_PERIODS + 1];
  SdLinkTimeline timeline = { N_PERIODS, rows, born };
  guint birth_node = 0;
  gint64 gap = 0;
  const int column_node = find_timeline_column (context, &birth_node, &gap);
  gboolean within_missing;
  SdLinkSpec spec;
  SdLinkReport report = { 0 };

  fill_spec (context, &spec);
  spec.placement = choose_placement (context, column_node >= 0);
  spec.within = find_within (context, &within_missing);
  if (within_missing)
    {
      report_simple (context, "distinct-within-unknown",
                     _("The relationship within which its parents are distinct does not exist, "
                       "or comes later."));
      return;
    }
  if (spec.within == NULL && column_node < 0)
    {
      spec.within = find_apart (context);
      spec.apart = spec.within != NULL;
    }
  if (column_node >= 0 && spec.placement != SD_PLACEMENT_TIMELINE)
    {
      report_simple (context, "timeline-placement",
                     _("Rows in time order after their parents need the placement “timeline”."));
      return;
    }
  if (spec.placement == SD_PLACEMENT_TIMELINE)
    {
      if (column_node < 0)
        {
          report_simple (context, "timeline-without-date",
                         _("The placement “timeline” needs a date in row order that comes after "
                           "a date of the parent."));
          return;
        }
      if (!make_timeline (context, column_node, birth_node, gap, &timeline))
        return;
      spec.timeline = &timeline;
    }
  context->link->link = sd_link_new (&spec, &report);
  if (context->link->link == NULL)
    report_status (context, &report);
  else
    note_adjusted (context, &report);
}

/* Links that others are distinct within come first. */
void
sd_compiler_build_links (SdCompiler *self)
{
  SdPlan *plan = self->plan;

  for (guint pass = 0; pass < 2; pass++)
    for (guint t = 0; t < plan->n_tables; t++)
      for (guint i = 0; i < plan->tables[t].links->len; i++)
        {
          SdPlanLink *link = &g_array_index (plan->tables[t].links, SdPlanLink, i);
          Context context = {
            .compiler = self,
            .table = t,
            .index = i,
            .link = link,
            .relationship = sd_schema_find_relationship_by_id (self->schema,
                                                               link->relationship_id),
            .child = self->tables[t].table,
            .parent = self->tables[link->parent_table].table,
          };

          if ((sd_relationship_get_distinct_within (context.relationship) != 0) == (pass == 1))
            build_link (&context);
        }
}
