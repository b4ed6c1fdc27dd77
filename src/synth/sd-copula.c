/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* From declared correlations to latents: members, the latent correlation of
 * every declared pair, components and their matrices; see the header.
 */

#define G_LOG_DOMAIN "sd-copula"

#include "sd-branches.h"
#include "sd-compiler-private.h"
#include "sd-copula-private.h"
#include "sd-effects-private.h"
#include "sd-generator-info.h"

static void
clear_correlation (gpointer data)
{
  sd_mehler_clear (&((SdCorrelation *) data)->mehler);
}

static void
free_component (gpointer data)
{
  SdComponent *component = data;

  sd_completion_clear (&component->completion);
  g_free (component->members);
  g_free (component);
}

void
sd_copula_free (SdCopula *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->members);
  g_array_unref (self->correlations);
  g_ptr_array_unref (self->components);
  g_free (self);
}

static SdMember *
get_member (const SdCopula *self,
            guint           index)
{
  return g_ptr_array_index (self->members, index);
}

/* Unique values are dealt out, not drawn; others follow the rows, another date or
 * the owner of a combination. */
static gboolean
is_drawn (const SdColumnContext *context)
{
  JsonObject *parameters = sd_column_get_parameters (context->column);

  return sd_margin_is_known (sd_column_get_generator (context->column))
         && !sd_column_get_unique (context->column)
         && g_str_equal (sd_parameter_get_text (parameters, "order", "random"), "random")
         && sd_parameter_get_list (parameters, "counts") == NULL
         && sd_parameter_get_text (parameters, "with", NULL) == NULL
         && sd_parameter_get_text (parameters, "after", NULL) == NULL;
}

SdMember *
sd_copula_get_column (SdCompiler *compiler,
                      SdCopula   *self,
                      guint       position)
{
  SdTable *table = compiler->tables[self->table].table;
  const guint n_findings = compiler->findings->len;
  SdColumnContext context;
  SdMember *member;

  for (guint i = 0; i < self->members->len; i++)
    {
      member = get_member (self, i);
      if (member->kind == SD_MEMBER_COLUMN && member->position == position)
        return member;
    }
  sd_compiler_init_context (compiler, self->table, position, &context);
  if (!is_drawn (&context))
    return NULL;
  member = sd_member_new (SD_MEMBER_COLUMN, sd_column_get_id (context.column),
                          sd_column_get_name (sd_table_get_column (table, position)));
  member->table = self->table;
  member->position = position;
  if (!sd_member_init_column (member, &context))
    {
      /* The column tells the same itself. */
      g_ptr_array_set_size (compiler->findings, (int) n_findings);
      sd_member_unref (member);
      return NULL;
    }
  g_ptr_array_add (self->members, member);
  return member;
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

/* Whether the branches of the column at @position go by the column @name. */
static gboolean
is_by (SdTable    *table,
       guint       position,
       const char *name)
{
  JsonObject *parameters = sd_column_get_parameters (sd_table_get_column (table, position));
  const char *by[SD_MAX_BY];
  const guint n_by = sd_parameter_get_names (parameters, "by", by, SD_MAX_BY);

  for (guint i = 0; i < n_by; i++)
    if (g_str_equal (by[i], name))
      return TRUE;
  return FALSE;
}

static gboolean
is_declared (const SdCopula *self,
             const SdMember *a,
             const SdMember *b)
{
  for (guint i = 0; i < self->correlations->len; i++)
    {
      const SdCorrelation *known = &g_array_index (self->correlations, SdCorrelation, i);
      const SdMember *x = get_member (self, known->members[0]);
      const SdMember *y = get_member (self, known->members[1]);

      if ((x == a && y == b) || (x == b && y == a))
        return TRUE;
    }
  return FALSE;
}

void
sd_copula_declare (SdCopula *self,
                   SdMember *a,
                   SdMember *b,
                   guint     element_id,
                   gboolean  ranks,
                   double    value)
{
  SdCorrelation correlation = {
    .element_id = element_id,
    .ranks = ranks,
    .declared = CLAMP (value, -1, 1),
  };

  if (a == b || is_declared (self, a, b))
    return;
  g_ptr_array_find (self->members, a, &correlation.members[0]);
  g_ptr_array_find (self->members, b, &correlation.members[1]);
  g_array_append_val (self->correlations, correlation);
}

static void
read_correlation (SdCompiler *compiler,
                  SdCopula   *self,
                  JsonObject *object)
{
  SdTable *table = compiler->tables[self->table].table;
  const char *names[2];
  int positions[2];
  SdMember *members[2];

  if (sd_parameter_get_names (object, "columns", names, 2) != 2)
    return;
  for (guint i = 0; i < 2; i++)
    {
      positions[i] = find_column (table, names[i]);
      if (positions[i] < 0)
        return;
    }
  if (is_by (table, (guint) positions[0], names[1])
      || is_by (table, (guint) positions[1], names[0]))
    {
      sd_copula_report_branches (compiler, self->table, names[0], names[1]);
      return;
    }
  for (guint i = 0; i < 2; i++)
    {
      members[i] = sd_copula_get_column (compiler, self, (guint) positions[i]);
      if (members[i] == NULL)
        {
          sd_copula_report_no_draw (compiler, sd_table_get_id (table), self->table,
                                    names[0], names[1], names[i]);
          return;
        }
    }
  sd_copula_declare (self, members[0], members[1], sd_table_get_id (table),
                     g_str_equal (sd_parameter_get_text (object, "measure", "pearson"),
                                  "spearman"),
                     sd_parameter_get_number (object, "value", 0));
}

static void
read_correlations (SdCompiler *compiler,
                   SdCopula   *self)
{
  JsonArray *list = sd_table_get_correlations (compiler->tables[self->table].table);
  const guint n = list != NULL ? json_array_get_length (list) : 0;

  for (guint i = 0; i < n; i++)
    {
      JsonNode *node = json_array_get_element (list, i);

      if (JSON_NODE_HOLDS_OBJECT (node))
        read_correlation (compiler, self, json_node_get_object (node));
    }
}

static int
compare_members (gconstpointer a,
                 gconstpointer b)
{
  const SdMember *x = *(SdMember * const *) a;
  const SdMember *y = *(SdMember * const *) b;

  if (x->kind != y->kind)
    return x->kind < y->kind ? -1 : 1;
  if (x->kind == SD_MEMBER_PARENT && x->link != y->link)
    return x->link < y->link ? -1 : 1;
  return x->element_id < y->element_id ? -1 : x->element_id > y->element_id;
}

/* By id, but after the members that a member's branches go by: an exact sample
 * ranks within them. */
static void
put_in_order (SdCompiler *compiler,
              SdCopula   *self)
{
  SdTable *table = compiler->tables[self->table].table;
  g_autoptr (GPtrArray) ordered = NULL;

  g_ptr_array_sort (self->members, compare_members);
  ordered = g_ptr_array_sized_new (self->members->len);
  while (self->members->len > 0)
    {
      guint first = 0;

      for (guint i = 0; i < self->members->len; i++)
        {
          const SdMember *member = get_member (self, i);
          gboolean waits = FALSE;

          for (guint j = 0; member->kind == SD_MEMBER_COLUMN && j < self->members->len; j++)
            waits |= get_member (self, j)->kind == SD_MEMBER_COLUMN
                     && is_by (table, member->position, get_member (self, j)->name);
          if (!waits)
            {
              first = i;
              break;
            }
        }
      g_ptr_array_add (ordered, g_ptr_array_steal_index (self->members, first));
    }
  for (guint i = 0; i < ordered->len; i++)
    g_ptr_array_add (self->members, ordered->pdata[i]);
}

/* Members are added while correlations are read, so these refer to members
 * first and to places in the order only now. */
static void
order_correlations (SdCopula        *self,
                    const GPtrArray *before)
{
  for (guint i = 0; i < self->correlations->len; i++)
    {
      SdCorrelation *correlation = &g_array_index (self->correlations, SdCorrelation, i);
      guint places[2];

      for (guint k = 0; k < 2; k++)
        g_ptr_array_find (self->members, before->pdata[correlation->members[k]], &places[k]);
      correlation->members[0] = MIN (places[0], places[1]);
      correlation->members[1] = MAX (places[0], places[1]);
    }
}

static guint
find_root (const guint *roots,
           guint        i)
{
  while (roots[i] != i)
    i = roots[i];
  return i;
}

static SdComponent *
make_component (SdCopula    *self,
                const guint *roots,
                guint        root)
{
  SdComponent *component = g_new0 (SdComponent, 1);

  component->members = g_new (guint, self->members->len);
  for (guint i = 0; i < self->members->len; i++)
    if (find_root (roots, i) == root)
      {
        SdMember *member = get_member (self, i);

        member->component = self->components->len;
        member->place = component->n;
        component->members[component->n++] = i;
      }
  sd_completion_init (&component->completion, component->n);
  g_ptr_array_add (self->components, component);
  return component;
}

static void
set_pair (SdCompletion *completion,
          guint         i,
          guint         j,
          double        value,
          SdPairKind    kind)
{
  completion->r[i * completion->n + j] = completion->r[j * completion->n + i] = value;
  completion->pairs[i * completion->n + j] = completion->pairs[j * completion->n + i] = kind;
}

/* The latents of parents' columns are correlated as the parents made them. */
static void
fix_outside (SdCompiler  *compiler,
             SdCopula    *self,
             SdComponent *component)
{
  for (guint i = 0; i < component->n; i++)
    for (guint j = 0; j < i; j++)
      {
        const SdMember *a = get_member (self, component->members[i]);
        const SdMember *b = get_member (self, component->members[j]);

        if (a->kind != SD_MEMBER_COLUMN && b->kind != SD_MEMBER_COLUMN)
          set_pair (&component->completion, i, j,
                    sd_effects_get_outside (compiler, a, b), SD_PAIR_FIXED);
      }
}

static void
complete (SdCompiler  *compiler,
          SdCopula    *self,
          SdComponent *component)
{
  SdCompletionStatus status;

  if (component->n > SD_COMPLETION_MAX)
    {
      sd_copula_report_many (compiler, self, component->n);
      return;
    }
  fix_outside (compiler, self, component);
  for (guint i = 0; i < self->correlations->len; i++)
    {
      const SdCorrelation *correlation = &g_array_index (self->correlations, SdCorrelation, i);
      const SdMember *a = get_member (self, correlation->members[0]);
      const SdMember *b = get_member (self, correlation->members[1]);

      if (get_member (self, component->members[0])->component == a->component)
        set_pair (&component->completion, a->place, b->place, correlation->rho,
                  SD_PAIR_DECLARED);
    }
  status = sd_completion_run (&component->completion);
  if (status != SD_COMPLETION_STEPWISE)
    sd_copula_report (compiler, self, component, status);
  if (status == SD_COMPLETION_NEAREST)
    for (guint i = 0; i < self->correlations->len; i++)
      {
        SdCorrelation *correlation = &g_array_index (self->correlations, SdCorrelation, i);
        const SdMember *a = get_member (self, correlation->members[0]);
        const SdMember *b = get_member (self, correlation->members[1]);

        if (get_member (self, component->members[0])->component != a->component)
          continue;
        correlation->rho = component->completion.r[a->place * component->n + b->place];
        correlation->target = sd_mehler_get (&correlation->mehler, correlation->rho);
      }
}

static void
make_components (SdCompiler *compiler,
                 SdCopula   *self)
{
  const guint n = self->members->len;
  g_autofree guint *roots = g_new (guint, n + 1);

  for (guint i = 0; i < n; i++)
    roots[i] = i;
  for (guint i = 0; i < self->correlations->len; i++)
    {
      const SdCorrelation *correlation = &g_array_index (self->correlations, SdCorrelation, i);
      const guint a = find_root (roots, correlation->members[0]);
      const guint b = find_root (roots, correlation->members[1]);

      roots[MAX (a, b)] = MIN (a, b);
    }
  for (guint i = 0; i < n; i++)
    if (roots[i] == i)
      complete (compiler, self, make_component (self, roots, i));
}

static void
make (SdCompiler *compiler,
      SdCopula   *self)
{
  g_autoptr (GPtrArray) before = g_ptr_array_new ();
  SdClassLattice *lattice = sd_class_lattice_new (compiler);

  read_correlations (compiler, self);
  sd_effects_read (compiler, self);
  for (guint i = 0; i < self->members->len; i++)
    g_ptr_array_add (before, get_member (self, i));
  put_in_order (compiler, self);
  order_correlations (self, before);
  for (guint i = 0; i < self->members->len; i++)
    {
      sd_effects_see_bias (compiler, get_member (self, i));
      sd_member_weigh (get_member (self, i), lattice);
    }
  sd_class_lattice_free (lattice);
  for (guint i = 0; i < self->correlations->len; i++)
    sd_copula_solve (compiler, self, &g_array_index (self->correlations, SdCorrelation, i));
  make_components (compiler, self);
}

static void
free_member (gpointer data)
{
  sd_member_unref (data);
}

SdCopula *
sd_copula_get (SdCompiler *compiler,
               guint       table)
{
  SdTableState *state = &compiler->tables[table];
  SdCopula *self;

  if (state->copula_open)
    return NULL;
  if (state->copula != NULL)
    return state->copula;
  self = g_new0 (SdCopula, 1);
  self->table = table;
  self->members = g_ptr_array_new_with_free_func (free_member);
  self->correlations = g_array_new (FALSE, TRUE, sizeof (SdCorrelation));
  g_array_set_clear_func (self->correlations, clear_correlation);
  self->components = g_ptr_array_new_with_free_func (free_component);
  state->copula_open = TRUE;
  make (compiler, self);
  state->copula_open = FALSE;
  state->copula = self;
  return self;
}
