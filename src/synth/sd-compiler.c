/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Schema → plan: every column becomes a node, in the order in which they need
 * each other; a circle is a finding that names its path. Links follow in
 * sd-compiler-links.c, what exporters read in sd-compiler-describe.c.
 */

#define G_LOG_DOMAIN "sd-compiler"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sd-catalog.h"
#include "sd-compiler-crossed-private.h"
#include "sd-compiler-private.h"
#include "sd-copula-private.h"
#include "sd-draw.h"
#include "sd-generator-info.h"
#include "sd-margin-private.h"
#include "sd-node-gather-private.h"
#include "sd-rule-set-private.h"
#include "sd-rules-private.h"

/* Each link of a chain of columns that work on whole blocks evaluates the block
 * anew, and all that come before it. */
#define MAX_CHAIN 24

typedef struct
{
  const char *nick;
  SdNode   *(*compile) (const SdColumnContext *context);
} Generator;

/* "reference" is made by the compiler itself: it is a gathered parent key. */
static const Generator generators[] = {
  { "aggregate", sd_aggregate_compile },
  { "boolean", sd_drawn_compile },
  { "category", sd_category_compile },
  { "combination", sd_combination_compile },
  { "date", sd_moment_compile },
  { "formula", sd_formula_compile },
  { "life_cycle", sd_life_cycle_compile },
  { "logistic", sd_logistic_compile },
  { "number", sd_number_compile },
  { "ordinal", sd_ordinal_compile },
  { "pattern", sd_pattern_compile },
  { "regression", sd_regression_compile },
  { "running", sd_running_compile },
  { "semantic", sd_semantic_compile },
  { "sequence", sd_sequence_compile },
  { "series", sd_series_compile },
  { "stage", sd_stage_compile },
  { "template", sd_template_compile },
  { "time", sd_moment_compile },
  { "timestamp", sd_moment_compile },
  { "uuid", sd_uuid_compile },
  { "values", sd_values_compile },
};

void
sd_compiler_add_finding (SdCompiler *self,
                         SdFinding  *finding)
{
  g_ptr_array_add (self->findings, finding);
}

guint
sd_compiler_count_errors (SdCompiler *self)
{
  guint n = 0;

  for (guint i = 0; i < self->findings->len; i++)
    n += ((SdFinding *) self->findings->pdata[i])->severity == SD_SEVERITY_ERROR;
  return n;
}

guint
sd_compiler_add_node (SdCompiler *self,
                      guint       table,
                      SdNode     *node)
{
  GPtrArray *nodes = self->plan->tables[table].nodes;

  node->index = nodes->len;
  g_ptr_array_add (nodes, node);
  return node->index;
}

SdNode *
sd_compiler_get_node (SdCompiler *self,
                      guint       table,
                      guint       index)
{
  return sd_plan_get_node (self->plan, table, index);
}

SdNode *
sd_compiler_share_node (SdCompiler  *self,
                        guint        table,
                        const char  *key,
                        SdNode    *(*make) (SdCompiler *compiler,
                                            guint       table,
                                            gpointer    data),
                        gpointer     data)
{
  GHashTable *shared = self->tables[table].shared;
  const guint known = GPOINTER_TO_UINT (g_hash_table_lookup (shared, key));
  SdNode *node;

  if (known > 0)
    return sd_plan_get_node (self->plan, table, known - 1);
  node = make (self, table, data);
  if (node == NULL)
    return NULL;
  sd_compiler_add_node (self, table, node);
  g_hash_table_insert (shared, g_strdup (key), GUINT_TO_POINTER (node->index + 1));
  return node;
}

static char *
get_place (SdTable  *table,
           SdColumn *column)
{
  return g_strdup_printf ("%s.%s", sd_table_get_name (table), sd_column_get_name (column));
}

static void
report_circle (SdCompiler *self,
               guint       table,
               guint       column)
{
  SdTable *home = self->tables[table].table;
  SdColumn *closing = sd_table_get_column (home, column);
  g_autofree char *place = get_place (home, closing);
  g_autoptr (GString) path = g_string_new (NULL);
  gboolean inside = FALSE;

  for (guint i = 0; i + 1 < self->path->len; i += 2)
    {
      const guint t = g_array_index (self->path, guint, i);
      const guint c = g_array_index (self->path, guint, i + 1);
      SdTable *step = self->tables[t].table;

      inside |= t == table && c == column;
      if (inside)
        g_string_append_printf (path, "%s.%s → ", sd_table_get_name (step),
                                sd_column_get_name (sd_table_get_column (step, c)));
    }
  g_string_append (path, place);
  sd_compiler_add_finding (self,
                           sd_finding_new (SD_SEVERITY_ERROR, "circle",
                                           sd_column_get_id (closing), place,
                                           _("The columns depend on each other in a circle: %s."),
                                           path->str));
}

/* The foreign key's columns hold the parent's key columns, in order. */
static SdNode *
compile_reference (const SdColumnContext *context)
{
  const char *name = sd_column_get_name (context->column);
  const int link = sd_compiler_find_link (context->compiler, context->table_index, name);
  const SdPlanLink *plan_link;
  SdRelationship *relationship;
  SdTable *parent;
  const char * const *foreign_key;
  const char * const *key;

  if (link < 0)
    return NULL;
  plan_link = sd_plan_get_link (context->compiler->plan, context->table_index, (guint) link);
  relationship = sd_schema_find_relationship_by_id (context->schema, plan_link->relationship_id);
  parent = context->compiler->tables[plan_link->parent_table].table;
  foreign_key = sd_relationship_get_foreign_key (relationship);
  key = sd_relationship_get_parent_key (relationship);
  if (key == NULL || key[0] == NULL)
    key = sd_table_get_primary_key (parent);
  for (guint i = 0; foreign_key[i] != NULL && key != NULL && key[i] != NULL; i++)
    if (g_str_equal (foreign_key[i], name))
      return sd_compiler_get_parent_column (context->compiler, context->table_index,
                                            (guint) link, key[i]);
  return NULL;
}

static SdNode *
make_node (const SdColumnContext *context)
{
  const char *nick = sd_column_get_generator (context->column);
  const int factor = sd_compiler_find_factor (context->compiler, context->table_index,
                                              sd_column_get_name (context->column), 0);
  SdCrossed crossed;

  if (factor >= 0 && sd_compiler_get_crossed (context->compiler, context->table_index, &crossed))
    return sd_level_compile (context, &crossed, (guint) factor);
  for (guint i = 0; i < G_N_ELEMENTS (generators); i++)
    if (g_str_equal (nick, generators[i].nick))
      return generators[i].compile (context);
  return NULL;
}

void
sd_compiler_init_context (SdCompiler      *self,
                          guint            table,
                          guint            position,
                          SdColumnContext *context)
{
  SdTable *home = self->tables[table].table;
  SdColumn *column = sd_table_get_column (home, position);
  g_autofree char *place = get_place (home, column);

  *context = (SdColumnContext) {
    .compiler = self,
    .schema = self->schema,
    .table = home,
    .column = column,
    .table_index = table,
    .n_rows = sd_table_get_rows (home),
    .seed = sd_schema_get_seed (self->schema),
    .as_of = sd_schema_get_as_of (self->schema),
    .margins = sd_table_get_margins (home),
    .place = g_string_chunk_insert_const (self->plan->strings, place),
  };
}

/* The node before rules; it may be there already because a rule on several columns
 * needed it. */
static SdNode *
compile_raw (SdCompiler            *self,
             const SdColumnContext *context,
             guint                  position)
{
  SdRules *rules = self->tables[context->table_index].rules;
  SdNode *node;

  if (rules != NULL && rules->raw[position] >= 0)
    return sd_plan_get_node (self->plan, context->table_index, (guint) rules->raw[position]);
  if (g_str_equal (sd_column_get_generator (context->column), "reference"))
    node = compile_reference (context);   /* already among the nodes */
  else
    {
      node = make_node (context);
      if (node != NULL)
        sd_compiler_add_node (self, context->table_index, node);
    }
  if (rules != NULL && node != NULL)
    rules->raw[position] = (int) node->index;
  return node;
}

static gboolean
compile_column (SdCompiler *self,
                guint       table,
                guint       position)
{
  SdPlanTableData *data = &self->plan->tables[table];
  SdColumnContext context;
  SdNode *node;

  sd_compiler_init_context (self, table, position, &context);
  node = compile_raw (self, &context, position);
  if (node != NULL)
    node = sd_rules_apply (&context, node);
  if (node == NULL)
    return FALSE;
  data->clean_nodes[position] = data->output_nodes[position] = node->index;
  return TRUE;
}

static guint
get_position (SdCompiler *self,
              guint       relationship_id)
{
  const guint n = sd_schema_get_n_relationships (self->schema);
  guint i = 0;

  while (i < n && sd_relationship_get_id (sd_schema_get_relationship (self->schema, i))
                  != relationship_id)
    i++;
  return i;
}

/* Flags of the links that a column is made with. */
static guint8 *
get_uses (SdCompiler *self,
          guint       table,
          guint       position)
{
  guint8 **uses = &self->tables[table].uses[position];

  if (*uses == NULL)
    *uses = g_new0 (guint8, sd_schema_get_n_relationships (self->schema) + 1);
  return *uses;
}

/* Those of the column that is being compiled; NULL when none is. */
static guint8 *
get_open_uses (SdCompiler *self)
{
  const guint n = self->path->len;

  if (n == 0)
    return NULL;
  return get_uses (self, g_array_index (self->path, guint, n - 2),
                   g_array_index (self->path, guint, n - 1));
}

static void
add_uses (SdCompiler   *self,
          const guint8 *uses,
          guint8       *needs)
{
  for (guint i = 0; needs != NULL && i < sd_schema_get_n_relationships (self->schema); i++)
    needs[i] |= uses[i];
}

void
sd_compiler_list_use (SdCompiler       *self,
                      const SdPlanLink *link,
                      guint8           *needs)
{
  if (needs != NULL)
    needs[get_position (self, link->relationship_id)] = 1;
}

void
sd_compiler_use_link (SdCompiler *self,
                      guint       table,
                      guint       link)
{
  sd_compiler_list_use (self, sd_plan_get_link (self->plan, table, link), get_open_uses (self));
}

void
sd_compiler_list_uses (SdCompiler *self,
                       guint       table,
                       const char *column,
                       guint8     *needs)
{
  SdTable *home = self->tables[table].table;

  for (guint i = 0; i < sd_table_get_n_columns (home); i++)
    if (g_str_equal (sd_column_get_name (sd_table_get_column (home, i)), column))
      add_uses (self, get_uses (self, table, i), needs);
}

static void
note_read (SdCompiler *self,
           guint       table,
           guint       position)
{
  const SdColumnRead read = { table, position, self->down_table, self->down_link };
  const guint n = self->path->len;
  GArray **reads;

  if (n == 0)
    return;
  reads = &self->tables[g_array_index (self->path, guint, n - 2)]
             .reads[g_array_index (self->path, guint, n - 1)];
  if (*reads == NULL)
    *reads = g_array_new (FALSE, FALSE, sizeof read);
  for (guint i = 0; i < (*reads)->len; i++)
    if (memcmp (&g_array_index (*reads, SdColumnRead, i), &read, sizeof read) == 0)
      return;
  g_array_append_val (*reads, read);
}

/* A column that goes with the number of children is made with their link. */
static void
use_count_effects (SdCompiler *self,
                   guint       table,
                   SdColumn   *column)
{
  for (guint t = 0; t < self->plan->n_tables; t++)
    for (guint i = 0; i < self->plan->tables[t].links->len; i++)
      {
        const SdPlanLink *link = sd_plan_get_link (self->plan, t, i);
        SdRelationship *relationship =
          sd_schema_find_relationship_by_id (self->schema, link->relationship_id);
        JsonObject *effect = sd_relationship_get_count_effect (relationship);

        if (link->parent_table == table && effect != NULL
            && g_str_equal (sd_parameter_get_text (effect, "column", ""),
                            sd_column_get_name (column)))
          sd_compiler_use_link (self, t, i);
      }
}

/* The states of columns: NEW → OPEN → DONE or FAILED; an OPEN one met again is
 * a circle. */
/* The chain of the open column; NULL when none is open. */
static guint *
get_open_chain (SdCompiler *self)
{
  const guint n = self->path->len;

  if (n < 2)
    return NULL;
  return &self->tables[g_array_index (self->path, guint, n - 2)]
            .chains[g_array_index (self->path, guint, n - 1)];
}

gboolean
sd_compiler_extend_chain (SdCompiler *self)
{
  guint *chain = get_open_chain (self);

  if (chain != NULL && *chain >= MAX_CHAIN)
    return FALSE;
  if (chain != NULL)
    (*chain)++;
  return TRUE;
}

/* The states of columns: NEW → OPEN → DONE or FAILED; an OPEN one met again is
 * a circle. */
static SdNode *
get_column_at (SdCompiler *self,
               guint       table,
               guint       position)
{
  SdColumnState *state = &self->tables[table].states[position];
  guint *chain;

  note_read (self, table, position);
  if (*state == SD_COLUMN_OPEN)
    {
      report_circle (self, table, position);
      return NULL;
    }
  if (*state == SD_COLUMN_NEW)
    {
      const guint findings = self->findings->len;
      const int down_table = self->down_table;
      gboolean made;

      *state = SD_COLUMN_OPEN;
      self->down_table = -1;
      g_array_append_val (self->path, table);
      g_array_append_val (self->path, position);
      use_count_effects (self, table, sd_table_get_column (self->tables[table].table, position));
      made = compile_column (self, table, position);
      g_array_set_size (self->path, self->path->len - 2);
      self->down_table = down_table;
      *state = made ? SD_COLUMN_DONE : SD_COLUMN_FAILED;
      if (!made && self->findings->len == findings)
        {
          SdTable *home = self->tables[table].table;
          SdColumn *column = sd_table_get_column (home, position);
          g_autofree char *place = get_place (home, column);

          sd_compiler_add_finding (self,
                                   sd_finding_new (SD_SEVERITY_ERROR, "column-not-made",
                                                   sd_column_get_id (column), place,
                                                   _("The column’s generator or reference does "
                                                     "not exist.")));
        }
    }
  add_uses (self, get_uses (self, table, position), get_open_uses (self));
  chain = get_open_chain (self);
  if (chain != NULL)
    *chain = MAX (*chain, self->tables[table].chains[position]);
  return *state == SD_COLUMN_DONE
         ? sd_plan_get_node (self->plan, table, self->plan->tables[table].clean_nodes[position])
         : NULL;
}

SdNode *
sd_compiler_get_raw (SdCompiler *self,
                     guint       table,
                     guint       position)
{
  const SdRules *rules = self->tables[table].rules;
  SdColumnState *state = &self->tables[table].states[position];
  SdColumnContext context;
  SdNode *node;

  note_read (self, table, position);
  if (rules->raw[position] < 0 && *state == SD_COLUMN_OPEN)
    report_circle (self, table, position);
  if (rules->raw[position] < 0 && *state != SD_COLUMN_NEW)
    return NULL;
  sd_compiler_init_context (self, table, position, &context);
  if (*state == SD_COLUMN_NEW)
    {
      *state = SD_COLUMN_OPEN;
      g_array_append_val (self->path, table);
      g_array_append_val (self->path, position);
      node = compile_raw (self, &context, position);
      g_array_set_size (self->path, self->path->len - 2);
      *state = SD_COLUMN_NEW;
    }
  else
    node = compile_raw (self, &context, position);
  add_uses (self, get_uses (self, table, position), get_open_uses (self));
  return node;
}

SdNode *
sd_compiler_get_column (SdCompiler *self,
                        guint       table,
                        const char *column)
{
  SdTable *home = self->tables[table].table;

  for (guint i = 0; i < sd_table_get_n_columns (home); i++)
    if (g_str_equal (sd_column_get_name (sd_table_get_column (home, i)), column))
      return get_column_at (self, table, i);
  return NULL;
}

static gboolean
has_word (const char * const *words,
          const char         *word)
{
  return words != NULL && g_strv_contains (words, word);
}

gboolean
sd_compiler_is_optional (SdCompiler *self,
                         guint       table,
                         guint       link)
{
  const SdPlanLink *plan_link = sd_plan_get_link (self->plan, table, link);
  SdRelationship *relationship =
    sd_schema_find_relationship_by_id (self->schema, plan_link->relationship_id);

  /* A hierarchy has a root. */
  if (sd_relationship_get_optional (relationship) > 0 || plan_link->parent_table == table
      || sd_relationship_get_one_of (relationship) != 0)
    return TRUE;
  /* A key that shares a column with an earlier one is empty where that is. */
  for (guint i = 0; i < link; i++)
    {
      const SdPlanLink *earlier = sd_plan_get_link (self->plan, table, i);
      const char * const *key = sd_relationship_get_foreign_key
        (sd_schema_find_relationship_by_id (self->schema, earlier->relationship_id));

      for (guint k = 0; key != NULL && key[k] != NULL; k++)
        if (has_word (sd_relationship_get_foreign_key (relationship), key[k])
            && sd_compiler_is_optional (self, table, i))
          return TRUE;
    }
  return FALSE;
}

typedef struct
{
  guint         link;
  const SdNode *parent;
  gboolean      optional;
} GatherData;

static SdNode *
make_gather (SdCompiler *compiler,
             guint       table,
             gpointer    data)
{
  const GatherData *gather = data;

  return sd_gather_node_new (gather->link, gather->parent, gather->optional);
}

SdNode *
sd_compiler_get_parent_column (SdCompiler *self,
                               guint       table,
                               guint       link,
                               const char *column)
{
  const SdPlanLink *plan_link = sd_plan_get_link (self->plan, table, link);
  SdNode *parent = sd_compiler_get_column (self, plan_link->parent_table, column);
  GatherData data = { link, parent, FALSE };
  g_autofree char *key = NULL;

  if (parent == NULL)
    return NULL;
  sd_compiler_use_link (self, table, link);
  data.optional = sd_compiler_is_optional (self, table, link);
  key = g_strdup_printf ("gather/%u/%u", link, parent->index);
  return sd_compiler_share_node (self, table, key, make_gather, &data);
}

int
sd_compiler_find_link (SdCompiler *self,
                       guint       table,
                       const char *word)
{
  const GArray *links = self->plan->tables[table].links;
  int found = -1;

  for (guint i = 0; i < links->len; i++)
    {
      const SdPlanLink *link = &g_array_index (links, SdPlanLink, i);
      SdRelationship *relationship =
        sd_schema_find_relationship_by_id (self->schema, link->relationship_id);

      /* A column of the foreign key is unambiguous. */
      if (has_word (sd_relationship_get_foreign_key (relationship), word))
        {
          sd_compiler_use_link (self, table, i);
          return (int) i;
        }
      if (g_str_equal (sd_relationship_get_parent_table (relationship), word))
        found = found == -1 ? (int) i : -2;
    }
  if (found >= 0)
    sd_compiler_use_link (self, table, (guint) found);
  return MAX (found, -1);
}

gboolean
sd_compiler_find_child_link (SdCompiler *self,
                             guint       table,
                             const char *child_table,
                             const char *by,
                             guint      *child_table_index,
                             guint      *link)
{
  const char *name = sd_table_get_name (self->tables[table].table);
  guint matches = 0;

  for (guint t = 0; t < self->plan->n_tables; t++)
    {
      const GArray *links = self->plan->tables[t].links;

      if (!g_str_equal (sd_table_get_name (self->tables[t].table), child_table))
        continue;
      for (guint i = 0; i < links->len; i++)
        {
          const SdPlanLink *candidate = &g_array_index (links, SdPlanLink, i);
          SdRelationship *relationship =
            sd_schema_find_relationship_by_id (self->schema, candidate->relationship_id);
          g_autofree char *id = g_strdup_printf ("%u", candidate->relationship_id);

          if (!g_str_equal (sd_relationship_get_parent_table (relationship), name)
              || (by != NULL && !g_str_equal (by, id)
                  && !has_word (sd_relationship_get_foreign_key (relationship), by)))
            continue;
          *child_table_index = t;
          *link = i;
          matches++;
        }
    }
  if (matches == 1)
    sd_compiler_use_link (self, *child_table_index, *link);
  return matches == 1;
}

static int
find_table (SdSchema   *schema,
            const char *name)
{
  for (guint i = 0; i < sd_schema_get_n_tables (schema); i++)
    if (g_str_equal (sd_table_get_name (sd_schema_get_table (schema, i)), name))
      return (int) i;
  return -1;
}

static void
add_links (SdCompiler *self)
{
  for (guint i = 0; i < sd_schema_get_n_relationships (self->schema); i++)
    {
      SdRelationship *relationship = sd_schema_get_relationship (self->schema, i);
      const int child = find_table (self->schema, sd_relationship_get_child_table (relationship));
      const int parent = find_table (self->schema, sd_relationship_get_parent_table (relationship));
      SdPlanLink link = { .class_node = -1 };

      g_assert (child >= 0 && parent >= 0);   /* validated */
      link.relationship_id = sd_relationship_get_id (relationship);
      link.child_table = (guint) child;
      link.parent_table = (guint) parent;
      g_array_append_val (self->plan->tables[child].links, link);
    }
}

static void
set_up (SdCompiler *self,
        SdSchema   *schema)
{
  SdPlan *plan = g_new0 (SdPlan, 1);

  g_atomic_ref_count_init (&plan->ref_count);
  plan->strings = g_string_chunk_new (1024);
  plan->n_tables = sd_schema_get_n_tables (schema);
  plan->tables = g_new0 (SdPlanTableData, plan->n_tables);
  self->schema = schema;
  self->plan = plan;
  self->tables = g_new0 (SdTableState, plan->n_tables);
  self->path = g_array_new (FALSE, FALSE, sizeof (guint));
  self->down_table = -1;
  for (guint i = 0; i < plan->n_tables; i++)
    {
      SdTable *table = sd_schema_get_table (schema, i);
      const guint n_columns = sd_table_get_n_columns (table);

      self->tables[i].table = table;
      self->tables[i].states = g_new0 (SdColumnState, n_columns);
      self->tables[i].chains = g_new0 (guint, n_columns);
      self->tables[i].uses = g_new0 (guint8 *, n_columns + 1);
      self->tables[i].reads = g_new0 (GArray *, n_columns + 1);
      self->tables[i].shared = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      plan->tables[i].nodes = g_ptr_array_new ();
      plan->tables[i].links = g_array_new (FALSE, TRUE, sizeof (SdPlanLink));
      plan->tables[i].clean_nodes = g_new0 (guint, n_columns);
      plan->tables[i].output_nodes = g_new0 (guint, n_columns);
    }
  add_links (self);
}

static void
tear_down (SdCompiler *self)
{
  for (guint i = 0; i < self->plan->n_tables; i++)
    {
      for (guint c = 0; c < sd_table_get_n_columns (self->tables[i].table); c++)
        {
          g_free (self->tables[i].uses[c]);
          g_clear_pointer (&self->tables[i].reads[c], g_array_unref);
        }
      g_free (self->tables[i].reads);
      g_free (self->tables[i].uses);
      g_free (self->tables[i].states);
      g_free (self->tables[i].chains);
      g_hash_table_unref (self->tables[i].shared);
      sd_copula_free (self->tables[i].copula);
      sd_rules_free (self->tables[i].rules);
    }
  g_free (self->tables);
  g_array_unref (self->path);
}

/* A document of a newer program may use words that this one does not have. */
static void
check_catalog (SdSchema  *schema,
               GPtrArray *findings)
{
  if (sd_schema_get_catalog_version (schema) > SD_CATALOG_VERSION)
    g_ptr_array_add (findings,
                     sd_finding_new (SD_SEVERITY_ERROR, "catalog-unknown", 0, "",
                                     _("The document uses version %u of the catalog, which this "
                                       "program does not know; it would make other data."),
                                     sd_schema_get_catalog_version (schema)));
}

static void
check_nodes (SdCompiler *self)
{
  for (guint t = 0; t < self->plan->n_tables; t++)
    {
      const GPtrArray *nodes = self->plan->tables[t].nodes;

      for (guint i = 0; i < nodes->len; i++)
        {
          const SdNode *node = g_ptr_array_index (nodes, i);

          if (node->klass->check != NULL)
            node->klass->check (node, self, t);
        }
    }
}

/**
 * sd_plan_new:
 * @schema: a document; it is read only during the call
 * @findings: (out) (transfer full) (element-type SdFinding): all that was
 *   found, errors or not
 *
 * Compiles @schema. Nothing here takes time or memory in the number of rows.
 *
 * Returns: (transfer full) (nullable): the plan; %NULL when @findings has an
 *   error
 */
SdPlan *
sd_plan_new (SdSchema   *schema,
             GPtrArray **findings)
{
  g_autoptr (SdSchema) folded = NULL;
  SdCompiler self = { 0 };

  g_return_val_if_fail (SD_IS_SCHEMA (schema), NULL);
  g_return_val_if_fail (findings != NULL, NULL);

  *findings = self.findings = sd_schema_validate (schema);
  check_catalog (schema, self.findings);
  if (sd_findings_have_error (self.findings))
    return NULL;

  folded = sd_rules_fold_ranges (schema);
  set_up (&self, folded);
  for (guint t = 0; t < self.plan->n_tables; t++)
    sd_rules_read (&self, t);
  for (guint t = 0; t < self.plan->n_tables; t++)
    sd_copula_get (&self, t);
  /* What other columns solve for shall be solved with rows drawn again. */
  for (guint t = 0; t < self.plan->n_tables; t++)
    sd_rules_compile (&self, t);
  for (guint t = 0; t < self.plan->n_tables && !sd_findings_have_error (self.findings); t++)
    sd_rules_measure (&self, t);
  for (guint t = 0; t < self.plan->n_tables; t++)
    for (guint c = 0; c < sd_table_get_n_columns (self.tables[t].table); c++)
      get_column_at (&self, t, c);
  if (!sd_findings_have_error (self.findings))
    {
      for (guint t = 0; t < self.plan->n_tables; t++)
        sd_rules_finish (&self, t);
      sd_compiler_add_missing (&self);
      sd_compiler_check_unique (&self);
      sd_compiler_build_links (&self);
      sd_aggregate_check_links (&self);
      sd_compiler_check_costs (&self);
      check_nodes (&self);
      for (guint t = 0; t < self.plan->n_tables && !sd_findings_have_error (self.findings); t++)
        sd_rules_check (&self, t);
    }
  if (!sd_findings_have_error (self.findings))
    sd_compiler_describe (&self);
  if (!sd_findings_have_error (self.findings) && sd_schema_get_messy (schema))
    sd_compiler_add_mess (&self);
  tear_down (&self);
  if (sd_findings_have_error (self.findings))
    g_clear_pointer (&self.plan, sd_plan_unref);
  return self.plan;
}
