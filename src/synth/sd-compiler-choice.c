/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* How rows choose their parents: the weights of the parents, and what a parent
 * has to match. A key that shares columns with an earlier key of its table (a
 * tenant) chooses among the parents that have the same values there, and no
 * others.
 */

#define G_LOG_DOMAIN "sd-compiler-choice"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sd-class-map-private.h"
#include "sd-compiler-link-private.h"
#include "sd-frame-private.h"
#include "sd-generator-info.h"
#include "sd-math.h"

/* Rows looked at for those that nothing matches; all of them if the match is
 * strict and there are not more than the second number. */
#define SAMPLE     4096
#define SAMPLE_ALL (1 << 20)

/* Distinct partners by weight, at most. */
#define PARTNERS_MAX 4096

/* What the columns of parent and row are that have to be equal. */
typedef struct
{
  guint         n;
  const char   *parent_names[SD_CLASS_COLUMNS];
  const char   *row_names[SD_CLASS_COLUMNS];
  const SdNode *parents[SD_CLASS_COLUMNS];
  const SdNode *rows[SD_CLASS_COLUMNS];
  int           link;      /* whose parent gives the row's value; −1 none */
  gboolean      strict;
} Match;

static const char * const *
get_parent_key (const SdLinkContext *context)
{
  const char * const *key = sd_relationship_get_parent_key (context->relationship);

  return key != NULL && key[0] != NULL ? key : sd_table_get_primary_key (context->parent);
}

static const char *
get_member (JsonObject *choice,
            const char *name)
{
  const char *text = choice != NULL ? sd_parameter_get_text (choice, name, "") : "";

  return *text != '\0' ? text : NULL;
}

/* Columns of the key that an earlier key has too. FALSE with a finding when they
 * are too many. */
static gboolean
find_shared (const SdLinkContext *context,
             Match               *match)
{
  const char * const *foreign = sd_relationship_get_foreign_key (context->relationship);
  const char * const *key = get_parent_key (context);

  for (guint i = 0; foreign[i] != NULL && key != NULL && key[i] != NULL; i++)
    {
      const int link = sd_compiler_find_link (context->compiler, context->table, foreign[i]);

      if (link < 0 || link >= (int) context->index)
        continue;
      if (match->n == SD_CLASS_COLUMNS)
        return FALSE;
      match->parent_names[match->n] = key[i];
      match->row_names[match->n] = foreign[i];
      match->link = link;
      match->strict = TRUE;
      match->n++;
    }
  return TRUE;
}

/* FALSE with a finding. */
static gboolean
find_match (const SdLinkContext *context,
            Match               *match)
{
  JsonObject *choice = sd_relationship_get_choice (context->relationship);
  const char *with = get_member (choice, "match_with");

  match->link = -1;
  if (!find_shared (context, match))
    {
      sd_link_context_report (context, "shared-key-too-long",
                              _("The key shares more than two columns with other keys."));
      return FALSE;
    }
  if (get_member (choice, "match") == NULL)
    return TRUE;
  if (match->n > 0)
    {
      sd_link_context_report (context, "match-and-shared",
                              _("The key shares a column with another one, so its rows match by "
                                "that column already; leave out the other match."));
      return FALSE;
    }
  if (with == NULL)
    {
      sd_link_context_report (context, "match-without",
                              _("It is said what of the parent has to match, but not what of the "
                                "row it has to be equal to."));
      return FALSE;
    }
  match->n = 1;
  match->parent_names[0] = get_member (choice, "match");
  match->row_names[0] = with;
  return TRUE;
}

gboolean
sd_link_context_has_choice (const SdLinkContext *context)
{
  Match match = { 0 };

  if (context->link->parent_table == context->table)
    return FALSE;
  return sd_relationship_get_choice (context->relationship) != NULL
         || !find_shared (context, &match) || match.n > 0;
}

/* The node of "city" or "customer_id.city". */
static const SdNode *
find_row_node (const SdLinkContext *context,
               const char          *name,
               int                 *link)
{
  const char *point = strchr (name, '.');
  g_autofree char *word = NULL;

  if (point == NULL)
    return sd_compiler_get_column (context->compiler, context->table, name);
  word = g_strndup (name, (gsize) (point - name));
  *link = sd_compiler_find_link (context->compiler, context->table, word);
  if (*link < 0 || *link == (int) context->index)
    return NULL;
  return sd_compiler_get_parent_column (context->compiler, context->table, (guint) *link,
                                        point + 1);
}

static gboolean
is_text (const SdNode *node)
{
  return node->kind == SD_VECTOR_CODE || node->kind == SD_VECTOR_TEXT;
}

static gboolean
are_comparable (const SdNode *a,
                const SdNode *b)
{
  if (is_text (a) || is_text (b))
    return is_text (a) && is_text (b);
  return a->type == b->type && a->kind == b->kind && a->scale == b->scale
         && a->kind != SD_VECTOR_DOUBLE;
}

/* FALSE with a finding. */
static gboolean
bind_match (const SdLinkContext *context,
            Match               *match)
{
  for (guint i = 0; i < match->n; i++)
    {
      g_autofree char *sentence = NULL;

      match->parents[i] = sd_compiler_get_column (context->compiler, context->link->parent_table,
                                                  match->parent_names[i]);
      match->rows[i] = find_row_node (context, match->row_names[i], &match->link);
      if (match->parents[i] == NULL)
        sentence = g_strdup_printf (_("There is no column “%s” of %s to match."),
                                    match->parent_names[i], sd_table_get_name (context->parent));
      else if (match->rows[i] == NULL)
        sentence = g_strdup_printf (_("There is no “%s” that %s could match."),
                                    match->row_names[i], sd_table_get_name (context->parent));
      else if (!are_comparable (match->parents[i], match->rows[i]))
        sentence = g_strdup_printf (_("“%s” of %s and “%s” are never equal, because their types "
                                      "differ."), match->parent_names[i],
                                    sd_table_get_name (context->parent), match->row_names[i]);
      if (sentence == NULL)
        continue;
      sd_link_context_report (context, "match-unknown", sentence);
      return FALSE;
    }
  return TRUE;
}

/* Numbers of a column, 0 for NULL and what is below 0. */
static void
list_numbers (const SdNode   *node,
              const SdVector *values,
              guint           n,
              double         *numbers)
{
  for (guint i = 0; i < n; i++)
    {
      double x = 0;

      if (values->null == NULL || !values->null[i])
        x = values->kind == SD_VECTOR_DOUBLE
            ? values->f64[i] : (double) values->i64[i] / (double) sd_pow10[MIN (node->scale, 18)];
      numbers[i] = x > 0 && x < 1e300 ? x : 0;
    }
}

/* NULL with a finding. */
static double *
read_weights (const SdLinkContext *context,
              const char          *column)
{
  const guint table = context->link->parent_table;
  const guint64 n_parents = sd_table_get_rows (context->parent);
  const SdNode *node = column != NULL
                       ? sd_compiler_get_column (context->compiler, table, column) : NULL;
  g_autofree double *weights = g_new0 (double, n_parents + 1);
  g_autoptr (SdEvaluator) evaluator = NULL;
  guint64 rows[SD_BATCH_ROWS];
  double sum = 0;

  if (node == NULL || (node->kind != SD_VECTOR_DOUBLE && node->kind != SD_VECTOR_INT64))
    {
      g_autofree char *sentence =
        g_strdup_printf (_("“%s” is no column of %s with numbers that could be weights."),
                         column != NULL ? column : "", sd_table_get_name (context->parent));

      sd_link_context_report (context, "weights-unknown", sentence);
      return NULL;
    }
  evaluator = sd_evaluator_new (context->compiler->plan);
  for (guint64 first = 0; first < n_parents; first += SD_BATCH_ROWS)
    {
      const guint n = (guint) MIN (n_parents - first, SD_BATCH_ROWS);

      for (guint i = 0; i < n; i++)
        rows[i] = first + i;
      list_numbers (node, sd_evaluator_get_node (evaluator, table, node->index, rows, n), n,
                    weights + first);
      for (guint i = 0; i < n; i++)
        sum += weights[first + i];
    }
  if (sum > 0 || n_parents == 0)
    return g_steal_pointer (&weights);
  sd_link_context_report (context, "weights-sum",
                          _("No parent has a weight above 0, so none can be chosen."));
  return NULL;
}

static gint32 *
classify_parents (const SdLinkContext *context,
                  const Match         *match,
                  SdClassMap          *map)
{
  const guint64 n_parents = sd_table_get_rows (context->parent);
  gint32 *classes = g_new (gint32, n_parents + 1);
  SdEvaluator *evaluators[SD_CLASS_COLUMNS];
  guint64 rows[SD_BATCH_ROWS];

  for (guint c = 0; c < match->n; c++)
    evaluators[c] = sd_evaluator_new (context->compiler->plan);
  for (guint64 first = 0; first < n_parents; first += SD_BATCH_ROWS)
    {
      const guint n = (guint) MIN (n_parents - first, SD_BATCH_ROWS);
      const SdVector *values[SD_CLASS_COLUMNS];

      for (guint i = 0; i < n; i++)
        rows[i] = first + i;
      for (guint c = 0; c < match->n; c++)
        values[c] = sd_evaluator_get_node (evaluators[c], context->link->parent_table,
                                           match->parents[c]->index, rows, n);
      for (guint i = 0; i < n; i++)
        classes[first + i] = sd_class_map_add (map, values, match->n, i);
    }
  for (guint c = 0; c < match->n; c++)
    sd_evaluator_free (evaluators[c]);
  return classes;
}

static gboolean
check_size (const SdLinkContext *context)
{
  g_autofree char *sentence = NULL;

  if (sd_table_get_rows (context->parent) <= SD_POOL_MAX)
    return TRUE;
  sentence = g_strdup_printf (_("Parents are chosen by a column among at most %" G_GUINT64_FORMAT
                                " rows; %s has %" G_GUINT64_FORMAT ". Choose by another "
                                "popularity, or use fewer rows."), SD_POOL_MAX,
                              sd_table_get_name (context->parent),
                              sd_table_get_rows (context->parent));
  sd_link_context_report (context, "choice-too-many", sentence);
  return FALSE;
}

/* NULL with a finding. */
static SdPool *
make_pool (const SdLinkContext *context,
           const SdLinkSpec    *spec,
           const Match         *match,
           SdClassMap          *map)
{
  JsonObject *choice = sd_relationship_get_choice (context->relationship);
  const char *popularity = get_member (choice, "popularity");
  const double exponent = choice != NULL ? sd_parameter_get_number (choice, "exponent", 1) : 1;
  const SdKey key = sd_key (spec->seed, spec->table_id, spec->relationship_id, SD_LANE_COUNT, 0);
  g_autofree double *weights = NULL;
  g_autofree gint32 *classes = NULL;

  if (popularity == NULL)
    popularity = get_member (choice, "column") != NULL ? "column" : "uniform";
  if ((match->n > 0 || g_str_equal (popularity, "column")) && !check_size (context))
    return NULL;
  if (g_str_equal (popularity, "zipf") && match->n == 0)
    return sd_pool_new_zipf (spec->n_parents, CLAMP (exponent, 0, 10), key);
  if (g_str_equal (popularity, "zipf"))
    weights = sd_pool_list_zipf (spec->n_parents, CLAMP (exponent, 0, 10), key);
  else if (g_str_equal (popularity, "column"))
    {
      weights = read_weights (context, get_member (choice, "column"));
      if (weights == NULL)
        return NULL;
    }
  if (match->n > 0)
    classes = classify_parents (context, match, map);
  return sd_pool_new (spec->n_parents, weights, classes, sd_class_map_get_n (map));
}

/* Rows that no parent matches. */
typedef struct
{
  guint64 n;          /* rows looked at */
  guint64 n_lost;
  guint   n_values;   /* different values among those looked at, and lost ones */
  guint   n_values_lost;
} Lost;

static void
count_lost (const SdLinkContext *context,
            const Match         *match,
            const SdLinkChoice  *choice,
            Lost                *lost)
{
  const guint64 n_rows = sd_table_get_rows (context->child);
  const guint64 n = match->strict && n_rows <= SAMPLE_ALL ? n_rows : MIN (n_rows, SAMPLE);
  g_autoptr (SdEvaluator) evaluator = sd_evaluator_new (choice->plan);
  SdEvaluator *others[SD_CLASS_COLUMNS];
  g_autoptr (GHashTable) lost_values = g_hash_table_new (NULL, NULL);
  SdClassMap *seen = sd_class_map_new ();
  guint64 rows[SD_BATCH_ROWS];

  *lost = (Lost) { .n = n };
  for (guint c = 0; c < match->n; c++)
    others[c] = sd_evaluator_new (choice->plan);
  for (guint64 first = 0; first < n; first += SD_BATCH_ROWS)
    {
      const guint n_batch = (guint) MIN (n - first, SD_BATCH_ROWS);
      const SdVector *values[SD_CLASS_COLUMNS];
      const SdVector *classes;

      for (guint i = 0; i < n_batch; i++)
        rows[i] = (guint64) ((unsigned __int128) (first + i) * n_rows / n);
      classes = sd_evaluator_get_node (evaluator, choice->table, (guint) choice->node, rows,
                                       n_batch);
      for (guint c = 0; c < match->n; c++)
        values[c] = sd_evaluator_get_node (others[c], choice->table, match->rows[c]->index, rows,
                                           n_batch);
      for (guint i = 0; i < n_batch; i++)
        {
          const gint32 value = sd_class_map_add (seen, values, match->n, i);

          if (value < 0 || sd_pool_get_n_in (choice->pool, classes->i64[i]) > 0)
            continue;
          lost->n_lost++;
          g_hash_table_add (lost_values, GINT_TO_POINTER (value));
        }
    }
  lost->n_values = sd_class_map_get_n (seen);
  lost->n_values_lost = g_hash_table_size (lost_values);
  sd_class_map_free (seen);
  for (guint c = 0; c < match->n; c++)
    sd_evaluator_free (others[c]);
}

/* FALSE with an error when rows would be left without a parent. */
static gboolean
check_lost (const SdLinkContext *context,
            const Match         *match,
            const SdLinkChoice  *choice)
{
  const char *parent = sd_table_get_name (context->parent);
  const char *child = sd_table_get_name (context->child);
  SdFinding *finding;
  Lost lost;

  count_lost (context, match, choice, &lost);
  if (lost.n_lost == 0)
    return TRUE;
  finding =
    sd_finding_new (match->strict ? SD_SEVERITY_ERROR : SD_SEVERITY_WARNING,
                    match->strict ? "shared-key-unmatched" : "match-without-parent",
                    sd_relationship_get_id (context->relationship),
                    sd_link_context_get_place (context),
                    match->strict
                    ? _("%.1f %% of the rows of %s (%u of %u different values of %s) have no row "
                        "of %s with the same value; give %s more rows, or %s fewer values.")
                    : _("%.1f %% of the rows of %s (%u of %u different values of %s) find no row "
                        "of %s that matches; these choose among all. More rows of %s, or fewer "
                        "values of %s, would mend it."),
                    100 * (double) lost.n_lost / (double) MAX (lost.n, 1), child,
                    lost.n_values_lost, lost.n_values, match->row_names[0], parent, parent,
                    match->row_names[0]);
  sd_compiler_add_finding (context->compiler, finding);
  return !match->strict;
}

/* Whether the parents are distinct within rows of the same table. */
static gboolean
is_within_same (const SdLinkContext *context,
                const SdLinkSpec    *spec)
{
  const GArray *links = context->compiler->plan->tables[context->table].links;

  for (guint i = 0; spec->within != NULL && !spec->apart && i < links->len; i++)
    {
      const SdPlanLink *link = &g_array_index (links, SdPlanLink, i);

      if (link->link == spec->within)
        return link->parent_table == context->link->parent_table;
    }
  return FALSE;
}

/* FALSE with a finding. */
static gboolean
check_within (const SdLinkContext *context,
              const SdLinkSpec    *spec,
              const Match         *match,
              gboolean             wants_before)
{
  const GArray *links = context->compiler->plan->tables[context->table].links;

  if (wants_before && !is_within_same (context, spec))
    {
      sd_link_context_report (context, "before-without",
                              _("Only partners that are distinct within a relationship with the "
                                "same table can stand before its rows."));
      return FALSE;
    }
  if (spec->within == NULL || spec->apart)
    return TRUE;
  if (match->n > 0 && !match->strict
      && (match->link < 0
          || g_array_index (links, SdPlanLink, match->link).link != spec->within))
    {
      sd_link_context_report (context, "match-within",
                              _("Partners that are distinct within a parent can match only what "
                                "that parent says, so that it is the same for all of its rows."));
      return FALSE;
    }
  if (sd_link_is_invertible (spec->within)
      && sd_link_get_max_count (spec->within) > PARTNERS_MAX)
    {
      g_autofree char *sentence =
        g_strdup_printf (_("One parent has up to %" G_GUINT64_FORMAT " rows; distinct partners "
                           "are chosen by popularity for at most %u. Limit the rows of a parent, "
                           "or leave out the popularity."),
                         sd_link_get_max_count (spec->within), PARTNERS_MAX);

      sd_link_context_report (context, "choice-within-too-many", sentence);
      return FALSE;
    }
  return TRUE;
}

/**
 * sd_link_context_make_choice:
 * @context: a relationship
 * @spec: of its link
 * @choice: (out): how rows choose; its pool is to be passed on to the link
 *
 * Returns: %FALSE with a finding
 */
gboolean
sd_link_context_make_choice (const SdLinkContext *context,
                             const SdLinkSpec    *spec,
                             SdLinkChoice        *choice)
{
  JsonObject *members = sd_relationship_get_choice (context->relationship);
  SdClassMap *map = sd_class_map_new ();
  Match match = { 0 };

  *choice = (SdLinkChoice) {
    .plan = context->compiler->plan,
    .table = context->table,
    .node = -1,
    .match_share = members != NULL ? sd_parameter_get_number (members, "match_share", 1) : 1,
    .before = members != NULL && sd_parameter_get_boolean (members, "before", FALSE),
  };
  if (!find_match (context, &match) || !bind_match (context, &match)
      || !check_within (context, spec, &match, choice->before)
      || (choice->pool = make_pool (context, spec, &match, map)) == NULL)
    {
      sd_class_map_free (map);
      return FALSE;
    }
  choice->strict = match.strict;
  if (match.n == 0)
    {
      sd_class_map_free (map);
      return TRUE;
    }
  context->link->class_node =
    (int) sd_compiler_add_node (context->compiler, context->table,
                                sd_class_node_new (match.rows, match.n, map));
  choice->node = context->link->class_node;
  if (check_lost (context, &match, choice))
    return TRUE;
  g_clear_pointer (&choice->pool, sd_pool_free);
  return FALSE;
}

/**
 * sd_link_context_list_choice_needs:
 * @context: a relationship with a choice
 * @needs: marked by the position of relationships in the schema
 *
 * Marks the links that the weights and what is matched depend on.
 */
void
sd_link_context_list_choice_needs (const SdLinkContext *context,
                                   guint8              *needs)
{
  JsonObject *members = sd_relationship_get_choice (context->relationship);
  const char *column = get_member (members, "column");
  Match match = { .link = -1 };

  if (column != NULL)
    sd_compiler_list_uses (context->compiler, context->link->parent_table, column, needs);
  find_shared (context, &match);
  if (match.n == 0 && get_member (members, "match") != NULL
      && get_member (members, "match_with") != NULL)
    {
      match.n = 1;
      match.parent_names[0] = get_member (members, "match");
      match.row_names[0] = get_member (members, "match_with");
    }
  for (guint i = 0; i < match.n; i++)
    {
      const char *point = strchr (match.row_names[i], '.');
      g_autofree char *word = point != NULL
                              ? g_strndup (match.row_names[i],
                                           (gsize) (point - match.row_names[i])) : NULL;
      const int link = word != NULL ? sd_compiler_find_link (context->compiler, context->table,
                                                             word) : -1;

      sd_compiler_list_uses (context->compiler, context->link->parent_table,
                             match.parent_names[i], needs);
      if (word == NULL)
        sd_compiler_list_uses (context->compiler, context->table, match.row_names[i], needs);
      else if (link >= 0)
        {
          const SdPlanLink *other = sd_plan_get_link (context->compiler->plan, context->table,
                                                      (guint) link);

          sd_compiler_list_use (context->compiler, other, needs);
          sd_compiler_list_uses (context->compiler, other->parent_table, point + 1, needs);
        }
    }
}
