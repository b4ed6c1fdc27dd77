/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Relationships → links, in an order in which what a link goes by (a column of the
 * parents, what rows match) can be evaluated when it is made.
 *
 * A child whose ordered date is "after" a parent's ordered date stands on that
 * relationship's timeline (sd-compiler-timeline.c).
 */

#define G_LOG_DOMAIN "sd-compiler-links"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "sd-branches.h"
#include "sd-compiler-crossed-private.h"
#include "sd-compiler-link-private.h"
#include "sd-counts-private.h"
#include "sd-generator-info.h"
#include "sd-grouping-private.h"
#include "sd-math.h"
#include "sd-moment-private.h"

static gboolean
is_in_primary_key (const SdLinkContext *context)
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
is_primary_key (const SdLinkContext *context)
{
  const char * const *foreign = sd_relationship_get_foreign_key (context->relationship);
  const char * const *primary = sd_table_get_primary_key (context->child);
  guint n = 0;

  for (; foreign != NULL && foreign[n] != NULL; n++)
    if (primary == NULL || !g_strv_contains (primary, foreign[n]))
      return FALSE;
  return n > 0 && g_strv_length ((char **) primary) == n;
}

static gboolean
is_unique_key (const SdLinkContext *context)
{
  const char * const *foreign = sd_relationship_get_foreign_key (context->relationship);
  SdColumn *column;

  if (is_primary_key (context))
    return TRUE;
  if (foreign == NULL || foreign[0] == NULL || foreign[1] != NULL)
    return FALSE;
  column = sd_table_find_column (context->child, foreign[0]);
  return column != NULL && sd_column_get_unique (column);
}

/* Every parent has one row, which has the parent's key as its own. */
static gboolean
is_whole_twin (const SdLinkContext *context)
{
  return is_primary_key (context) && sd_relationship_get_optional (context->relationship) == 0
         && sd_table_get_rows (context->child) == sd_table_get_rows (context->parent);
}

/* Rows in time order do not stand in the order of their parents as well: the
 * first parent would have all the early ones. */
static gboolean
is_in_time_order (const SdLinkContext *context)
{
  SdPlan *plan = context->compiler->plan;
  const SdPlanTableData *data = &plan->tables[context->table];

  for (guint c = 0; c < sd_table_get_n_columns (context->child); c++)
    if (sd_moment_node_is_ordered (sd_plan_get_node (plan, context->table,
                                                     data->clean_nodes[c])))
      return TRUE;
  return FALSE;
}

static gboolean
lists_details (const SdLinkContext *context)
{
  return is_in_primary_key (context)
         || is_named_after (sd_table_get_name (context->child),
                            sd_table_get_name (context->parent));
}

/* Rows of which columns look at those before them stand together, unless they are
 * the details of another parent. */
static gboolean
is_looked_back_over (const SdLinkContext *context)
{
  SdLinkContext first = *context;

  if (sd_grouping_find_link (context->compiler, context->table) != (int) context->index)
    return FALSE;
  first.index = 0;
  first.link = &g_array_index (context->compiler->plan->tables[context->table].links,
                               SdPlanLink, 0);
  first.relationship = sd_schema_find_relationship_by_id (context->compiler->schema,
                                                          first.link->relationship_id);
  first.parent = context->compiler->tables[first.link->parent_table].table;
  return context->index == 0 || !lists_details (&first);
}

static SdPlacement
choose_placement (const SdLinkContext *context,
                  gboolean       has_timeline)
{
  const SdPlacement wanted = sd_relationship_get_placement (context->relationship);

  if (wanted != SD_PLACEMENT_AUTO)
    return wanted;
  if (has_timeline)
    return SD_PLACEMENT_TIMELINE;
  if (is_whole_twin (context))
    return SD_PLACEMENT_CLUSTERED;
  if (is_in_time_order (context))
    return SD_PLACEMENT_SHUFFLED;
  if (context->index == 0 && lists_details (context))
    return SD_PLACEMENT_CLUSTERED;
  return is_looked_back_over (context) ? SD_PLACEMENT_CLUSTERED : SD_PLACEMENT_SHUFFLED;
}

/* The relationship within which this one is distinct; NULL when there is none. */
static const SdPlanLink *
find_within (const SdLinkContext *context)
{
  const guint within = sd_relationship_get_distinct_within (context->relationship);
  const GArray *links = context->compiler->plan->tables[context->table].links;

  for (guint i = 0; within != 0 && i < links->len; i++)
    {
      const SdPlanLink *link = &g_array_index (links, SdPlanLink, i);

      if (link->relationship_id == within)
        return link;
    }
  return NULL;
}

/* Whether the partners stand before the row they are distinct within: a course has
 * earlier ones as its prerequisites. */
static gboolean
wants_before (SdRelationship *relationship)
{
  JsonObject *choice = sd_relationship_get_choice (relationship);

  return choice != NULL && sd_parameter_get_boolean (choice, "before", FALSE);
}

static gboolean
is_below (const SdLinkContext *context)
{
  SdSchema *schema = context->compiler->schema;

  for (guint i = 0; i < sd_schema_get_n_relationships (schema); i++)
    {
      SdRelationship *other = sd_schema_get_relationship (schema, i);

      if (sd_relationship_get_distinct_within (other)
          == sd_relationship_get_id (context->relationship) && wants_before (other))
        return TRUE;
    }
  return FALSE;
}

/* No more children of one parent than there are partners for those that are
 * distinct within it. */
static guint64
limit_to_partners (const SdLinkContext *context,
                   guint64        max)
{
  SdSchema *schema = context->compiler->schema;

  for (guint i = 0; i < sd_schema_get_n_relationships (schema); i++)
    {
      SdRelationship *other = sd_schema_get_relationship (schema, i);
      SdTable *partner;
      guint64 partners;

      if (sd_relationship_get_distinct_within (other)
          != sd_relationship_get_id (context->relationship))
        continue;
      partner = sd_schema_find_table (schema, sd_relationship_get_parent_table (other));
      partners = sd_table_get_rows (partner);
      /* A row is no partner of its own. */
      if (partner == context->parent && partners > 0)
        partners--;
      max = max == 0 ? partners : MIN (max, partners);
    }
  return max;
}

static void
fill_spec (const SdLinkContext *context,
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
    .below = is_below (context),
  };
  if (is_unique_key (context))
    spec->max = 1;
}

/* Two references of one row to the same table mean two different rows of it
 * (players of a game, origin and destination), unless a law or a place of the
 * second is asked for: the earlier link, NULL when there is none. */
static const SdPlanLink *
find_apart (const SdLinkContext *context)
{
  const GArray *links = context->compiler->plan->tables[context->table].links;
  SdRelationship *relationship = context->relationship;
  const gboolean chosen = sd_relationship_get_choice (relationship) != NULL;

  if (find_within (context) != NULL
      || (sd_relationship_get_law_from_user (relationship) && !chosen)
      || (sd_relationship_get_placement (relationship) != SD_PLACEMENT_AUTO && !chosen)
      || sd_relationship_get_min (relationship) > 0 || sd_relationship_get_max (relationship) > 0
      || sd_relationship_get_one_of (relationship) != 0
      || is_unique_key (context) || context->link->parent_table == context->table
      || sd_table_get_rows (context->parent) < 2)
    return NULL;
  for (guint i = 0; i < context->index; i++)
    {
      const SdPlanLink *earlier = &g_array_index (links, SdPlanLink, i);

      if (earlier->parent_table == context->link->parent_table)
        return earlier;
    }
  return NULL;
}

/* FALSE with a finding. */
static gboolean
make_timeline (const SdLinkContext *context,
               SdLinkSpec          *spec,
               SdLinkTimeline      *timeline)
{
  guint birth_node = 0;
  gint64 gap = 0;
  const int column_node = sd_link_context_find_timeline (context, &birth_node, &gap);

  if (column_node >= 0 && spec->choice == NULL && spec->part == NULL
      && spec->placement == SD_PLACEMENT_AUTO)
    spec->placement = SD_PLACEMENT_TIMELINE;
  if (column_node >= 0 && spec->placement != SD_PLACEMENT_TIMELINE)
    {
      sd_link_context_report (context, "timeline-placement",
                              _("Rows in time order after their parents need the placement "
                                "“timeline”."));
      return FALSE;
    }
  if (spec->placement != SD_PLACEMENT_TIMELINE)
    return TRUE;
  if (column_node < 0)
    {
      sd_link_context_report (context, "timeline-without-date",
                              _("The placement “timeline” needs a date in row order that comes "
                                "after a date of the parent."));
      return FALSE;
    }
  spec->timeline = timeline;
  return sd_link_context_make_timeline (context, column_node, birth_node, gap, timeline);
}

/* FALSE with a finding. */
static gboolean
check_classes (const SdLinkContext *context,
               const SdLinkSpec    *spec)
{
  g_autofree char *sentence = NULL;

  if (spec->classes != NULL && spec->self)
    {
      sd_link_context_report (context, "law-by-self",
                              _("Rows that refer to rows of the same table stand level by level; "
                                "how many each has cannot go by a column."));
      return FALSE;
    }
  if (spec->self && spec->n_children > 0
      && sd_parameter_get_integer (spec->law_parameters, "depth", 0)
         > (gint64) MIN (spec->n_children, 1024))
    {
      sentence =
        g_strdup_printf (_("As many levels as are asked for need as many rows; %s has %"
                           G_GUINT64_FORMAT ". There are at most 1024 levels."),
                         sd_table_get_name (context->child), spec->n_children);
      sd_link_context_report (context, "hierarchy-too-deep", sentence);
      return FALSE;
    }
  if (!spec->below || spec->n_parents <= SD_COUNTS_MAX)
    return TRUE;
  sentence = g_strdup_printf (_("Partners that stand before a row are worked out for at most %"
                                G_GUINT64_FORMAT " rows; %s has %" G_GUINT64_FORMAT "."),
                              SD_COUNTS_MAX, sd_table_get_name (context->parent),
                              spec->n_parents);
  sd_link_context_report (context, "before-too-many", sentence);
  return FALSE;
}

/* FALSE with a finding when nothing would keep two rows from one parent. */
static gboolean
check_not_unique (const SdLinkContext *context)
{
  guint id = sd_relationship_get_id (context->relationship);
  SdFinding *finding;

  if (!is_unique_key (context) || sd_table_get_rows (context->child) < 2)
    return TRUE;
  finding = sd_finding_new (SD_SEVERITY_ERROR, "reference-not-unique", id,
                            sd_link_context_get_place (context),
                            _("No two rows of %s may have the same of %s, but rows that choose "
                              "theirs freely, by popularity or by what matches do not keep to "
                              "that."),
                            sd_table_get_name (context->child),
                            sd_table_get_name (context->parent));
  if (sd_relationship_get_choice (context->relationship) != NULL)
    sd_finding_add_fix (finding, id, "choice", NULL, _("Choose all parents alike"));
  if (sd_relationship_get_placement (context->relationship) == SD_PLACEMENT_DRAWN)
    sd_finding_add_fix (finding, id, "placement", NULL, _("Place the rows automatically"));
  if (sd_relationship_get_distinct_within (context->relationship) != 0)
    sd_finding_add_fix (finding, id, "distinct_within", NULL, _("Allow repeated pairs"));
  sd_compiler_add_finding (context->compiler, finding);
  return FALSE;
}

/* Says that the law does not count, when anybody asked for one. */
static void
note_law_ignored (const SdLinkContext *context)
{
  SdRelationship *relationship = context->relationship;
  const char *child = sd_table_get_name (context->child);
  const char *parent = sd_table_get_name (context->parent);
  const gboolean crossed =
    sd_compiler_find_factor (context->compiler, context->table, NULL,
                             sd_relationship_get_id (relationship)) >= 0;
  g_autofree char *sentence = NULL;

  if (!sd_relationship_get_law_from_user (relationship)
      && sd_relationship_get_min (relationship) == 0 && sd_relationship_get_max (relationship) == 0
      && !json_object_has_member (sd_relationship_get_law_parameters (relationship), "branches"))
    return;
  sentence = crossed
             ? g_strdup_printf (_("The rows of %s are a product with those of %s, so the rule for "
                                  "how many each has does not count."), child, parent)
             : g_strdup_printf (_("The rows of %s choose theirs of %s freely, by popularity or by "
                                  "what matches, so the rule for how many each has does not "
                                  "count."), child, parent);
  sd_compiler_add_finding (context->compiler,
                           sd_finding_new (SD_SEVERITY_NOTE, "law-ignored",
                                           sd_relationship_get_id (relationship),
                                           sd_link_context_get_place (context), "%s", sentence));
}

/* Fills what a link by weights, or by a law, needs beyond the document's numbers.
 * FALSE with a finding. */
static gboolean
prepare (const SdLinkContext  *context,
         SdLinkSpec           *spec,
         SdLinkChoice         *choice,
         SdLinkClasses       **classes,
         SdLinkTimeline       *timeline)
{
  const SdPlanLink *apart = find_apart (context);
  const SdPlanLink *within = find_within (context);
  guint birth_node;
  gint64 gap;
  const gboolean dated = sd_link_context_find_timeline (context, &birth_node, &gap) >= 0;

  spec->placement = sd_relationship_get_placement (context->relationship);
  if (within != NULL)
    {
      spec->within = within->link;
      spec->others = within->parent_table == context->link->parent_table;
    }
  else if (apart != NULL && !dated)
    {
      spec->within = apart->link;
      spec->apart = TRUE;
    }
  if (sd_link_context_has_choice (context))
    {
      spec->choice = choice;
      spec->placement = SD_PLACEMENT_DRAWN;
      if (!sd_link_context_make_choice (context, spec, choice))
        return FALSE;
    }
  if (!make_timeline (context, spec, timeline))
    return FALSE;
  spec->placement = spec->part == NULL && spec->choice == NULL
                    ? choose_placement (context, dated) : spec->placement;
  if (spec->choice != NULL || spec->within != NULL || spec->placement == SD_PLACEMENT_DRAWN)
    {
      if (!check_not_unique (context))
        return FALSE;
      note_law_ignored (context);
    }
  if (spec->choice != NULL || spec->within != NULL)
    return TRUE;
  if (!sd_link_context_make_classes (context, classes))
    return FALSE;
  spec->classes = *classes;
  return check_classes (context, spec);
}

/* FALSE with a finding when a factor is asked for what only other keys can be: a
 * parent of one row, or of some rows. */
static gboolean
check_factor (const SdLinkContext *context,
              const SdCrossed     *crossed)
{
  guint id = sd_relationship_get_id (context->relationship);
  SdFinding *finding;

  if (is_unique_key (context) && (crossed->n_factors > 1 || crossed->replicates > 1))
    finding = sd_finding_new (SD_SEVERITY_ERROR, "reference-not-unique",
                              sd_table_get_id (context->child),
                              sd_link_context_get_place (context),
                              _("No two rows of %s may have the same of %s, but in a product each "
                                "has several."),
                              sd_table_get_name (context->child),
                              sd_table_get_name (context->parent));
  else if (sd_relationship_get_one_of (context->relationship) != 0)
    {
      finding = sd_finding_new (SD_SEVERITY_ERROR, "one-of-factor", id,
                                sd_link_context_get_place (context),
                                _("In a product every row of %s has one of %s, so it cannot be "
                                  "one of several references of which only one is set."),
                                sd_table_get_name (context->child),
                                sd_table_get_name (context->parent));
      sd_finding_add_fix (finding, id, "one_of", NULL, _("Take it out of the group"));
    }
  else
    return TRUE;
  sd_finding_add_fix (finding, sd_table_get_id (context->child), "crossed", NULL,
                      _("Do not cross the factors"));
  sd_compiler_add_finding (context->compiler, finding);
  return FALSE;
}

/* A parent that is a factor of a crossed table. */
static gboolean
build_crossed (const SdLinkContext *context)
{
  const int factor = sd_compiler_find_factor (context->compiler, context->table, NULL,
                                              sd_relationship_get_id (context->relationship));
  SdLinkReport report = { 0 };
  SdCrossed crossed;
  SdLinkSpec spec;

  if (factor < 0 || !sd_compiler_get_crossed (context->compiler, context->table, &crossed))
    return FALSE;
  if (!check_factor (context, &crossed))
    return TRUE;
  note_law_ignored (context);
  fill_spec (context, &spec);
  spec.crossed = &crossed;
  spec.factor = (guint) factor;
  context->link->link = sd_link_new (&spec, &report);
  if (context->link->link == NULL)
    sd_link_context_report_status (context, &report);
  return TRUE;
}

static void
build_link (const SdLinkContext *context)
{
  guint64 rows[SD_LINK_PERIODS + 1];
  guint64 born[SD_LINK_PERIODS + 1];
  SdLinkTimeline timeline = { SD_LINK_PERIODS, rows, born };
  SdLinkClasses *classes = NULL;
  SdLinkChoice choice = { .pool = NULL };
  SdLinkPart part;
  SdLinkSpec spec;
  SdLinkReport report = { 0 };

  if (build_crossed (context))
    return;
  fill_spec (context, &spec);
  if (!sd_link_context_make_part (context, &spec, &part))
    return;
  if (prepare (context, &spec, &choice, &classes, &timeline))
    {
      context->link->link = sd_link_new (&spec, &report);
      if (context->link->link == NULL)
        sd_link_context_report_status (context, &report);
      else
        sd_link_context_note (context, &report);
    }
  else
    sd_pool_free (choice.pool);
  sd_link_classes_free (classes);
}

/* Marks the links that have to be there before this one. */
static void
list_needs (const SdLinkContext *context,
            guint8              *needs)
{
  const SdPlanLink *within = find_within (context);
  const SdPlanLink *apart = find_apart (context);
  JsonObject *law = sd_relationship_get_law_parameters (context->relationship);
  const char *by[SD_MAX_BY];
  guint n_by;
  g_autoptr (GArray) branches = NULL;

  if (sd_compiler_find_factor (context->compiler, context->table, NULL,
                               sd_relationship_get_id (context->relationship)) >= 0)
    return;
  if (within != NULL)
    sd_compiler_list_use (context->compiler, within, needs);
  if (apart != NULL)
    sd_compiler_list_use (context->compiler, apart, needs);
  if (sd_link_context_has_choice (context))
    sd_link_context_list_choice_needs (context, needs);
  else if (sd_branches_read (law, &n_by, by, &branches))
    for (guint k = 0; k < n_by; k++)
      {
        const char *point = strrchr (by[k], '.');

        sd_compiler_list_uses (context->compiler, context->link->parent_table,
                               point != NULL ? point + 1 : by[k], needs);
      }
}

typedef struct
{
  SdLinkContext context;
  guint8       *needs;    /* by position */
  guint         position;
  gboolean      is_built;
} Task;

static void
list_tasks (SdCompiler *self,
            GArray     *tasks)
{
  const guint n = sd_schema_get_n_relationships (self->schema);
  SdPlan *plan = self->plan;

  for (guint t = 0; t < plan->n_tables; t++)
    for (guint i = 0; i < plan->tables[t].links->len; i++)
      {
        SdPlanLink *link = &g_array_index (plan->tables[t].links, SdPlanLink, i);
        Task task = {
          .context = {
            .compiler = self,
            .table = t,
            .index = i,
            .link = link,
            .relationship = sd_schema_find_relationship_by_id (self->schema,
                                                               link->relationship_id),
            .child = self->tables[t].table,
            .parent = self->tables[link->parent_table].table,
          },
          .needs = g_new0 (guint8, n + 1),
        };

        while (sd_schema_get_relationship (self->schema, task.position)
               != task.context.relationship)
          task.position++;
        list_needs (&task.context, task.needs);
        g_array_append_val (tasks, task);
      }
}

/* Whether all links it needs have had their turn; @possible: they are there. */
static gboolean
is_ready (const GArray *tasks,
          const Task   *task,
          gboolean     *possible)
{
  *possible = TRUE;
  for (guint i = 0; i < tasks->len; i++)
    {
      const Task *other = &g_array_index (tasks, Task, i);

      if (!task->needs[other->position])
        continue;
      if (!other->is_built)
        return FALSE;
      *possible &= other->context.link->link != NULL;
    }
  return TRUE;
}

static void
report_circle (const GArray *tasks)
{
  g_autoptr (GString) places = g_string_new (NULL);
  const Task *first = NULL;

  for (guint i = 0; i < tasks->len; i++)
    {
      const Task *task = &g_array_index (tasks, Task, i);

      if (task->is_built)
        continue;
      if (first == NULL)
        first = task;
      g_string_append_printf (places, "%s%s", places->len > 0 ? ", " : "",
                              sd_link_context_get_place (&task->context));
    }
  if (first != NULL)
    {
      g_autofree char *sentence =
        g_strdup_printf (_("Which parents the rows have depends on values that depend on it in "
                           "turn: %s."), places->str);

      sd_link_context_report (&first->context, "link-circle", sentence);
    }
}

/* Makes the links of all relationships. */
void
sd_compiler_build_links (SdCompiler *self)
{
  g_autoptr (GArray) tasks = g_array_new (FALSE, FALSE, sizeof (Task));
  gboolean moved;

  list_tasks (self, tasks);
  do
    {
      moved = FALSE;
      for (guint i = 0; i < tasks->len; i++)
        {
          Task *task = &g_array_index (tasks, Task, i);
          gboolean possible;

          if (task->is_built || !is_ready (tasks, task, &possible))
            continue;
          if (possible)
            build_link (&task->context);
          task->is_built = TRUE;
          moved = TRUE;
        }
    }
  while (moved);
  report_circle (tasks);
  for (guint i = 0; i < tasks->len; i++)
    g_free (g_array_index (tasks, Task, i).needs);
}
