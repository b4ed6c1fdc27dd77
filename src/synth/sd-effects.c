/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Effects across tables; see the header. */

#define G_LOG_DOMAIN "sd-effects"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-compiler-private.h"
#include "sd-effects-private.h"
#include "sd-generator-info.h"
#include "sd-law-private.h"

static SdRelationship *
get_relationship (SdCompiler *compiler,
                  guint       table,
                  guint       link)
{
  const guint id = sd_plan_get_link (compiler->plan, table, link)->relationship_id;

  return sd_schema_find_relationship_by_id (compiler->schema, id);
}

static int
find_column (SdTable    *table,
             const char *name)
{
  for (guint i = 0; name != NULL && i < sd_table_get_n_columns (table); i++)
    if (g_str_equal (sd_column_get_name (sd_table_get_column (table, i)), name))
      return (int) i;
  return -1;
}

static void
report_own (SdCompiler     *compiler,
            SdRelationship *relationship)
{
  sd_compiler_add_finding (compiler,
                           sd_finding_new (SD_SEVERITY_WARNING, "effect-of-itself",
                                           sd_relationship_get_id (relationship),
                                           sd_relationship_get_child_table (relationship),
                                           _("An effect of the rows of %s on other rows of the "
                                             "same table, or of tables that refer to each other "
                                             "in a circle, cannot be made; it is not used."),
                                           sd_relationship_get_child_table (relationship)));
}

/* Column @position of the parent under link @link, as a member of the child's
 * copula. */
static SdMember *
get_parent_member (SdCompiler *compiler,
                   SdCopula   *copula,
                   guint       link,
                   guint       position)
{
  const guint parent = sd_plan_get_link (compiler->plan, copula->table, link)->parent_table;
  SdTable *table = compiler->tables[parent].table;
  SdColumn *column = sd_table_get_column (table, position);
  g_autofree char *name = g_strdup_printf ("%s.%s", sd_table_get_name (table),
                                           sd_column_get_name (column));
  const guint n_findings = compiler->findings->len;
  SdCopula *home = sd_copula_get (compiler, parent);
  SdColumnContext context;
  SdMember *member;

  for (guint i = 0; i < copula->members->len; i++)
    {
      member = g_ptr_array_index (copula->members, i);
      if (member->kind == SD_MEMBER_PARENT && member->link == link
          && member->position == position)
        return member;
    }
  if (home == NULL || sd_copula_get_column (compiler, home, position) == NULL)
    return NULL;
  sd_compiler_init_context (compiler, parent, position, &context);
  member = sd_member_new (SD_MEMBER_PARENT, sd_column_get_id (column), name);
  member->table = parent;
  member->position = position;
  member->link = link;
  member->child_table = copula->table;
  if (!sd_member_init_column (member, &context))
    {
      g_ptr_array_set_size (compiler->findings, (int) n_findings);
      sd_member_unref (member);
      return NULL;
    }
  g_ptr_array_add (copula->members, member);
  return member;
}

static void
read_effect (SdCompiler *compiler,
             SdCopula   *copula,
             guint       link,
             JsonObject *effect)
{
  const guint parent = sd_plan_get_link (compiler->plan, copula->table, link)->parent_table;
  SdRelationship *relationship = get_relationship (compiler, copula->table, link);
  const char *names[2] = { sd_parameter_get_text (effect, "parent", NULL),
                           sd_parameter_get_text (effect, "child", NULL) };
  const int from = find_column (compiler->tables[parent].table, names[0]);
  const int to = find_column (compiler->tables[copula->table].table, names[1]);
  SdMember *a;
  SdMember *b;

  if (from < 0 || to < 0)
    return;
  if (sd_copula_get (compiler, parent) == NULL)
    {
      report_own (compiler, relationship);
      return;
    }
  a = get_parent_member (compiler, copula, link, (guint) from);
  b = a != NULL ? sd_copula_get_column (compiler, copula, (guint) to) : NULL;
  if (b == NULL)
    {
      sd_copula_report_no_draw (compiler, sd_relationship_get_id (relationship), copula->table,
                                names[0], names[1], names[a != NULL]);
      return;
    }
  sd_copula_declare (copula, a, b, sd_relationship_get_id (relationship), FALSE,
                     sd_parameter_get_number (effect, "correlation", 0));
}

/* The law in whole numbers, as the link will have it. */
static gboolean
fill_counts (SdCompiler     *compiler,
             SdRelationship *relationship,
             const SdPlanLink *link,
             SdHistogram    *histogram)
{
  SdTable *child = compiler->tables[link->child_table].table;
  SdTable *parent = compiler->tables[link->parent_table].table;
  const SdLinkSpec spec = {
    .n_parents = sd_table_get_rows (parent),
    .n_children = sd_table_get_rows (child),
    .law = sd_relationship_get_law (relationship),
    .law_parameters = sd_relationship_get_law_parameters (relationship),
    .law_from_user = sd_relationship_get_law_from_user (relationship),
    .min = sd_relationship_get_min (relationship),
    .max = sd_relationship_get_max (relationship),
  };
  const double linked = (1 - sd_relationship_get_optional (relationship))
                        * (double) spec.n_children;
  SdLinkReport link_report = { 0 };
  SdLaw law;

  if (spec.n_parents == 0 || !sd_law_init (&law, spec.law, spec.law_parameters)
      || !sd_law_fit (&law, &spec, spec.n_parents, (guint64) linked, &link_report))
    return FALSE;
  sd_histogram_init_law (histogram, &law, spec.n_parents, (guint64) linked,
                         SD_MARGINS_BALANCED, 0);
  return TRUE;
}

static void
read_count_effect (SdCompiler       *compiler,
                   SdCopula         *copula,
                   const SdPlanLink *link,
                   guint             index)
{
  SdRelationship *relationship = sd_schema_find_relationship_by_id (compiler->schema,
                                                                    link->relationship_id);
  JsonObject *effect = sd_relationship_get_count_effect (relationship);
  SdTable *table = compiler->tables[copula->table].table;
  const SdMemberClass all = { .weight = 1 };
  const char *name = sd_parameter_get_text (effect, "column", NULL);
  const int position = find_column (table, name);
  g_autofree char *counts = NULL;
  SdMember *column;
  SdMember *member;

  if (position < 0)
    return;
  /* Translators: "orders per customer", with the names of two tables */
  counts = g_strdup_printf (_("%s per row of %s"),
                            sd_relationship_get_child_table (relationship),
                            sd_table_get_name (table));
  column = sd_copula_get_column (compiler, copula, (guint) position);
  if (column == NULL)
    {
      sd_copula_report_no_draw (compiler, link->relationship_id, copula->table, name, counts, name);
      return;
    }
  member = sd_member_new (SD_MEMBER_COUNT, link->relationship_id, counts);
  member->child_table = link->child_table;
  member->link = index;
  if (!fill_counts (compiler, relationship, link, &member->histogram))
    {
      /* The link says what is wrong with the law. */
      sd_member_unref (member);
      return;
    }
  g_array_append_val (member->classes, all);
  g_ptr_array_add (copula->members, member);
  sd_copula_declare (copula, member, column, link->relationship_id, FALSE,
                     sd_parameter_get_number (effect, "correlation", 0));
}

void
sd_effects_read (SdCompiler *compiler,
                 SdCopula   *copula)
{
  for (guint t = 0; t < compiler->plan->n_tables; t++)
    for (guint i = 0; i < compiler->plan->tables[t].links->len; i++)
      {
        const SdPlanLink *link = sd_plan_get_link (compiler->plan, t, i);
        SdRelationship *relationship = get_relationship (compiler, t, i);
        JsonArray *effects = sd_relationship_get_effects (relationship);
        const guint n = t == copula->table && effects != NULL ? json_array_get_length (effects)
                                                              : 0;

        if (link->parent_table == copula->table
            && sd_relationship_get_count_effect (relationship) != NULL)
          read_count_effect (compiler, copula, link, i);
        for (guint k = 0; k < n; k++)
          if (JSON_NODE_HOLDS_OBJECT (json_array_get_element (effects, k)))
            read_effect (compiler, copula, i, json_array_get_object_element (effects, k));
      }
}

/* The parent's column in its own table's copula, and that; FALSE when it is in
 * no component there. */
static gboolean
find_home (SdCompiler         *compiler,
           const SdMember     *member,
           const SdMember    **own,
           const SdComponent **component)
{
  SdCopula *home = sd_copula_get (compiler, member->table);

  *own = home != NULL ? sd_copula_get_column (compiler, home, member->position) : NULL;
  if (*own == NULL || (*own)->component == G_MAXUINT)
    return FALSE;
  *component = g_ptr_array_index (home->components, (*own)->component);
  return TRUE;
}

void
sd_effects_see_bias (SdCompiler *compiler,
                     SdMember   *member)
{
  const SdMember *own;
  const SdComponent *component;
  SdCopula *home;

  if (member->kind != SD_MEMBER_PARENT || !find_home (compiler, member, &own, &component))
    return;
  home = sd_copula_get (compiler, member->table);
  for (guint i = 0; i < component->n; i++)
    {
      SdMember *count = g_ptr_array_index (home->members, component->members[i]);
      const SdCompletion *completion = &component->completion;

      /* The link of this member: the same relationship. */
      if (count->kind == SD_MEMBER_COUNT && count->link == member->link
          && count->child_table == member->child_table)
        member->bias = sd_size_bias_new (sd_member_need_scores (count, 0, FALSE),
                                         completion->r[i * completion->n + own->place]);
    }
}

double
sd_effects_get_outside (SdCompiler     *compiler,
                        const SdMember *a,
                        const SdMember *b)
{
  const SdMember *own_a;
  const SdMember *own_b;
  const SdComponent *component;
  const SdComponent *other;

  if (a->kind != SD_MEMBER_PARENT || b->kind != SD_MEMBER_PARENT || a->link != b->link
      || !find_home (compiler, a, &own_a, &component)
      || !find_home (compiler, b, &own_b, &other) || component != other)
    return 0;
  return component->completion.r[own_a->place * component->n + own_b->place];
}
