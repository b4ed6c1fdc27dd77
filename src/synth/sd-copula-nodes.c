/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* From a table's copula to nodes: a column that goes with others has a node
 * for its uniforms; in a small table with exact margins, one for the whole
 * sample.
 */

#define G_LOG_DOMAIN "sd-copula-nodes"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-branch-class-private.h"
#include "sd-branches.h"
#include "sd-compiler-private.h"
#include "sd-copula-private.h"
#include "sd-generator-info.h"
#include "sd-node-gather-private.h"
#include "sd-node-latent-private.h"
#include "sd-node-sample-private.h"
#include "sd-ranks-private.h"
#include "sd-rules-private.h"

static SdNode *get_sample_node (SdCompiler *compiler,
                                SdCopula   *copula,
                                SdMember   *member);

/* Columns that a rule draws again are not dealt out, and the others of the sample
 * go by what they are. */
static gboolean
is_redrawn (SdCompiler     *compiler,
            SdCopula       *copula,
            const SdMember *member)
{
  SdColumnContext context;

  if (member->kind != SD_MEMBER_COLUMN)
    return FALSE;
  sd_compiler_init_context (compiler, copula->table, member->position, &context);
  return sd_rules_get_attempts (&context) > 0;
}

static gboolean
is_exact (SdTable *table)
{
  return sd_table_get_margins (table) == SD_MARGINS_EXACT
         && sd_table_get_rows (table) > 0 && sd_table_get_rows (table) <= SD_WHOLE_ROWS;
}

static gboolean
has_branches (SdColumn *column)
{
  const char *names[SD_MAX_BY];

  return sd_parameter_get_names (sd_column_get_parameters (column), "by", names, SD_MAX_BY) > 0;
}

/* Whether the column's uniforms are dealt out class by class. */
static gboolean
has_classes (SdColumn *column)
{
  return has_branches (column)
         || json_object_has_member (sd_column_get_parameters (column), "within");
}

static const SdComponent *
get_component (const SdCopula *copula,
               const SdMember *member)
{
  return member->component == G_MAXUINT ? NULL
                                        : g_ptr_array_index (copula->components,
                                                             member->component);
}

static void
init_draw (const SdColumnContext *context,
           SdDraw                *draw)
{
  sd_draw_init (draw, context->seed, sd_table_get_id (context->table),
                sd_column_get_id (context->column), SD_LANE_VALUE, 0,
                context->n_rows, context->margins);
}

/* Whether a column is made with earlier ones. */
static gboolean
has_earlier (const SdCopula *copula,
             const SdMember *member)
{
  const SdComponent *component = get_component (copula, member);

  if (member->kind != SD_MEMBER_COLUMN || component == NULL)
    return FALSE;
  for (guint i = 0; i < member->place; i++)
    if (component->completion.beta[member->place * component->n + i] != 0
        || component->completion.pairs[member->place * component->n + i] != SD_PAIR_FREE)
      return TRUE;
  return FALSE;
}

/* The parent's column seen by its children; a row without a parent has a draw
 * of its own. */
static SdNode *
make_parent_latent (SdCompiler *compiler,
                    SdCopula   *copula,
                    SdMember   *member)
{
  SdCopula *home = sd_copula_get (compiler, member->table);
  SdMember *own = home != NULL ? sd_copula_get_column (compiler, home, member->position) : NULL;
  SdNode *latent = own != NULL ? sd_copula_get_latent_node (compiler, home, own) : NULL;
  SdTable *table = compiler->tables[copula->table].table;
  const guint relationship = sd_plan_get_link (compiler->plan, copula->table,
                                               member->link)->relationship_id;
  SdDraw draw;

  if (latent == NULL)
    return NULL;
  sd_draw_init (&draw, sd_schema_get_seed (compiler->schema), sd_table_get_id (table),
                relationship, SD_LANE_NOISE, member->element_id, sd_table_get_rows (table),
                sd_table_get_margins (table));
  return sd_parent_latent_node_new (member->link, latent->index, sd_size_bias_copy (member->bias),
                                    &draw);
}

static SdNode *
make_count_latent (SdCompiler     *compiler,
                   SdCopula       *copula,
                   const SdMember *member)
{
  SdTable *table = compiler->tables[copula->table].table;
  SdDraw draw;

  sd_draw_init (&draw, sd_schema_get_seed (compiler->schema), sd_table_get_id (table),
                member->element_id, SD_LANE_NOISE, 0, sd_table_get_rows (table),
                sd_table_get_margins (table));
  return sd_count_latent_node_new (member->child_table, member->link, &draw);
}

static SdNode *
make_column_latent (SdCompiler *compiler,
                    SdCopula   *copula,
                    SdMember   *member)
{
  const SdComponent *component = get_component (copula, member);
  const guint n = component != NULL ? member->place : 0;
  g_autofree guint *partners = g_new (guint, n + 1);
  g_autofree double *beta = g_new (double, n + 1);
  const double rest = component != NULL ? component->completion.rest[member->place] : 1;
  guint n_partners = 0;
  SdColumnContext context;
  SdDraw draw;

  for (guint i = 0; i < n; i++)
    {
      SdMember *partner = g_ptr_array_index (copula->members, component->members[i]);
      SdNode *latent;

      beta[n_partners] = component->completion.beta[member->place * component->n + i];
      if (beta[n_partners] == 0)
        continue;
      latent = sd_copula_get_latent_node (compiler, copula, partner);
      if (latent == NULL)
        return NULL;
      partners[n_partners++] = latent->index;
    }
  sd_compiler_init_context (compiler, copula->table, member->position, &context);
  init_draw (&context, &draw);
  return sd_latent_node_new (&draw, sd_rules_get_attempts (&context), rest, n_partners, partners,
                             beta);
}

SdNode *
sd_copula_get_latent_node (SdCompiler *compiler,
                           SdCopula   *self,
                           SdMember   *member)
{
  SdTable *table = compiler->tables[self->table].table;
  SdNode *node = NULL;

  if (member->latent_node >= 0)
    return sd_compiler_get_node (compiler, self->table, (guint) member->latent_node);
  if (member->kind == SD_MEMBER_COUNT)
    node = make_count_latent (compiler, self, member);
  else if (member->kind == SD_MEMBER_PARENT)
    node = make_parent_latent (compiler, self, member);
  else if (!is_exact (table) || is_redrawn (compiler, self, member))
    node = make_column_latent (compiler, self, member);
  else
    {
      SdNode *sample = get_sample_node (compiler, self, member);

      node = sample != NULL ? sd_quantile_node_new (sample->index) : NULL;
    }
  if (node != NULL)
    member->latent_node = (int) sd_compiler_add_node (compiler, self->table, node);
  return node;
}

static void
report_circle (SdCompiler     *compiler,
               guint           table,
               const SdMember *member)
{
  SdTable *home = compiler->tables[table].table;
  g_autofree char *place = g_strdup_printf ("%s.%s", sd_table_get_name (home), member->name);

  sd_compiler_add_finding (compiler,
                           sd_finding_new (SD_SEVERITY_ERROR, "circle", member->element_id, place,
                                           _("The branches of the column go by a column that is "
                                             "correlated with it in a roundabout way; remove one "
                                             "of the two.")));
}

/* Which margin a row has; of a parent's column, gathered. */
static gboolean
add_branch_node (SdCompiler     *compiler,
                 SdCopula       *copula,
                 const SdMember *member,
                 SdSampleSpec   *spec)
{
  const gboolean outside = member->kind == SD_MEMBER_PARENT;
  const guint table = outside ? member->table : copula->table;
  SdColumnContext context;
  SdNode *node;

  if (member->kind == SD_MEMBER_COUNT
      || !has_branches (sd_table_get_column (compiler->tables[table].table, member->position)))
    return TRUE;
  sd_compiler_init_context (compiler, table, member->position, &context);
  node = sd_branch_node_get (&context, sd_column_get_parameters (context.column), SD_LANE_VALUE);
  if (node != NULL && outside)
    {
      node = sd_gather_node_new (member->link, node, FALSE);
      sd_compiler_add_node (compiler, copula->table, node);
    }
  spec->branch_node = node != NULL ? (int) node->index : -1;
  return node != NULL;
}

static gboolean
add_class_node (SdCompiler     *compiler,
                SdCopula       *copula,
                const SdMember *member,
                SdSampleSpec   *spec)
{
  SdColumnContext context;
  SdNode *node;

  if (member->kind != SD_MEMBER_COLUMN
      || !has_classes (sd_table_get_column (compiler->tables[copula->table].table,
                                            member->position)))
    return TRUE;
  sd_compiler_init_context (compiler, copula->table, member->position, &context);
  node = sd_branches_get_class_node (&context);
  spec->class_node = node != NULL ? (int) node->index : -1;
  return node != NULL;
}

/* The earlier members of the component, and what is declared with them. */
static gboolean
add_earlier (SdCompiler     *compiler,
             SdCopula       *copula,
             const SdMember *member,
             GPtrArray      *earlier,
             GArray         *targets,
             GArray         *pairs)
{
  const SdComponent *component = get_component (copula, member);

  if (component == NULL || member->kind != SD_MEMBER_COLUMN)
    return TRUE;
  for (guint i = 0; i < member->place; i++)
    {
      SdMember *other = g_ptr_array_index (copula->members, component->members[i]);
      SdNode *node = get_sample_node (compiler, copula, other);

      if (node == NULL)
        return FALSE;
      g_ptr_array_add (earlier, node);
      g_array_append_val (targets,
                          component->completion.r[member->place * component->n + i]);
    }
  for (guint i = 0; i < copula->correlations->len; i++)
    {
      const SdCorrelation *correlation = &g_array_index (copula->correlations, SdCorrelation, i);
      const SdMember *other = g_ptr_array_index (copula->members, correlation->members[0]);
      const SdSamplePair pair = { other->place, correlation->ranks, correlation->target };

      if (g_ptr_array_index (copula->members, correlation->members[1]) == member
          && !correlation->within)
        g_array_append_val (pairs, pair);
    }
  return TRUE;
}

/* What virtual rows have: as in a table that is not sampled whole. */
static SdNode *
make_virtual_node (SdCompiler *compiler,
                   SdCopula   *copula,
                   SdMember   *member)
{
  SdNode *latent = make_column_latent (compiler, copula, member);
  SdNode *node;

  if (latent == NULL)
    return NULL;
  node = sd_uniform_node_new (sd_compiler_add_node (compiler, copula->table, latent));
  sd_compiler_add_node (compiler, copula->table, node);
  return node;
}

/* Moments are as noisy as life when they stand alone, but not in a copula. */
static gboolean
is_moment (const SdColumnContext *context)
{
  const SdType type = sd_column_get_column_type (context->column);

  return type == SD_TYPE_DATE || type == SD_TYPE_TIME || type == SD_TYPE_TIMESTAMP;
}

/* A column that is the first of its component is as it would be alone. */
static gboolean
add_column (SdCompiler   *compiler,
            SdCopula     *copula,
            SdMember     *member,
            SdSampleSpec *spec)
{
  SdColumnContext context;
  const char *generator;
  SdNode *node;

  sd_compiler_init_context (compiler, copula->table, member->position, &context);
  if (!has_earlier (copula, member) && !is_moment (&context))
    return sd_ranked_source_init (&spec->source, &context);
  generator = sd_column_get_generator (context.column);
  spec->ranked = TRUE;
  spec->outcomes = g_str_equal (generator, "category") || g_str_equal (generator, "boolean");
  spec->source.node = -1;
  init_draw (&context, &spec->source.draw);
  node = make_virtual_node (compiler, copula, member);
  spec->virtual_node = node != NULL ? node->index : 0;
  return node != NULL;
}

static gboolean
add_outside (SdCompiler   *compiler,
             SdCopula     *copula,
             SdMember     *member,
             SdSampleSpec *spec)
{
  SdNode *latent = sd_copula_get_latent_node (compiler, copula, member);

  spec->latent_node = latent != NULL ? (int) latent->index : -1;
  return latent != NULL;
}

static SdNode *
make_sample_node (SdCompiler *compiler,
                  SdCopula   *copula,
                  SdMember   *member)
{
  g_autoptr (GPtrArray) earlier = g_ptr_array_new ();
  g_autoptr (GArray) targets = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof (SdSamplePair));
  SdSampleSpec spec = {
    .member = member,
    .n_rows = sd_table_get_rows (compiler->tables[copula->table].table),
    .latent_node = -1,
    .branch_node = -1,
    .class_node = -1,
  };

  if (!add_branch_node (compiler, copula, member, &spec)
      || !add_class_node (compiler, copula, member, &spec)
      || !add_earlier (compiler, copula, member, earlier, targets, pairs)
      || !(member->kind == SD_MEMBER_COLUMN && !is_redrawn (compiler, copula, member)
           ? add_column (compiler, copula, member, &spec)
           : add_outside (compiler, copula, member, &spec)))
    return NULL;
  spec.n_earlier = earlier->len;
  spec.earlier = (const SdNode * const *) earlier->pdata;
  spec.targets = (const double *) (gconstpointer) targets->data;
  spec.n_pairs = pairs->len;
  spec.pairs = (const SdSamplePair *) (gconstpointer) pairs->data;
  return sd_sample_node_new (&spec);
}

static SdNode *
get_sample_node (SdCompiler *compiler,
                 SdCopula   *copula,
                 SdMember   *member)
{
  SdNode *node;

  if (member->sample_node >= 0)
    return sd_compiler_get_node (compiler, copula->table, (guint) member->sample_node);
  if (member->open)
    {
      report_circle (compiler, copula->table, member);
      return NULL;
    }
  member->open = TRUE;
  node = make_sample_node (compiler, copula, member);
  member->open = FALSE;
  if (node != NULL)
    member->sample_node = (int) sd_compiler_add_node (compiler, copula->table, node);
  return node;
}

static SdMember *
find_member (const SdCopula        *copula,
             const SdColumnContext *context)
{
  const guint id = sd_column_get_id (context->column);

  for (guint i = 0; i < copula->members->len; i++)
    {
      SdMember *member = g_ptr_array_index (copula->members, i);

      if (member->kind == SD_MEMBER_COLUMN && member->element_id == id)
        return member;
    }
  return NULL;
}

/* What the column that is being compiled is made with: the links of earlier
 * members from outside, and the columns behind them. */
static void
note_uses (SdCompiler     *compiler,
           SdCopula       *copula,
           const SdMember *member)
{
  const SdComponent *component = get_component (copula, member);

  for (guint i = 0; component != NULL && i < member->place; i++)
    {
      const SdMember *other = g_ptr_array_index (copula->members, component->members[i]);
      SdTable *home = compiler->tables[other->table].table;

      if (other->kind == SD_MEMBER_COUNT)
        sd_compiler_use_link (compiler, other->child_table, other->link);
      if (other->kind != SD_MEMBER_PARENT)
        continue;
      sd_compiler_use_link (compiler, copula->table, other->link);
      sd_compiler_get_column (compiler, other->table,
                              sd_column_get_name (sd_table_get_column (home, other->position)));
    }
}

/**
 * sd_copula_get_uniform_node:
 * @context: a drawn column
 *
 * Returns: the node of its table that makes its uniforms; −1 when its plain
 *   draw does, or when there is a finding
 */
int
sd_copula_get_uniform_node (const SdColumnContext *context)
{
  SdCompiler *compiler = context->compiler;
  SdCopula *copula = sd_copula_get (compiler, context->table_index);
  SdMember *member = copula != NULL ? find_member (copula, context) : NULL;
  SdNode *node;

  if (member == NULL || get_component (copula, member) == NULL
      || (!has_earlier (copula, member) && !is_moment (context)))
    return -1;
  note_uses (compiler, copula, member);
  if (member->uniform_node >= 0)
    return member->uniform_node;
  if (is_exact (context->table) && !is_redrawn (compiler, copula, member))
    node = get_sample_node (compiler, copula, member);
  else
    {
      SdNode *latent = sd_copula_get_latent_node (compiler, copula, member);

      node = latent != NULL ? sd_uniform_node_new (latent->index) : NULL;
      if (node != NULL)
        sd_compiler_add_node (compiler, context->table_index, node);
    }
  member->uniform_node = node != NULL ? (int) node->index : -1;
  return member->uniform_node;
}
