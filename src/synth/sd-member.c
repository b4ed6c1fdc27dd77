/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Members of a copula and what their values are; see the header. */

#define G_LOG_DOMAIN "sd-member"

#include <string.h>

#include "sd-branches.h"
#include "sd-member-private.h"
#include "sd-normal-private.h"

#define CHUNK 1024

static void
clear_class (gpointer data)
{
  SdMemberClass *class = data;

  g_clear_pointer (&class->margin, sd_margin_free);
  g_clear_pointer (&class->places, g_free);
  g_clear_pointer (&class->scores[0], sd_scores_free);
  g_clear_pointer (&class->scores[1], sd_scores_free);
}

/**
 * sd_member_new:
 * @kind: what it is
 * @element_id: the number of the column or relationship
 * @name: for people
 *
 * Returns: (transfer full): a member without classes and nodes
 */
SdMember *
sd_member_new (SdMemberKind  kind,
               guint         element_id,
               const char   *name)
{
  SdMember *self = g_new0 (SdMember, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->kind = kind;
  self->element_id = element_id;
  self->name = g_strdup (name);
  self->component = G_MAXUINT;
  self->latent_node = self->uniform_node = self->sample_node = -1;
  self->classes = g_array_new (FALSE, TRUE, sizeof (SdMemberClass));
  g_array_set_clear_func (self->classes, clear_class);
  sd_histogram_init (&self->histogram);
  return self;
}

SdMember *
sd_member_ref (SdMember *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
sd_member_unref (SdMember *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->name);
  g_free (self->class_of);
  g_array_unref (self->classes);
  sd_histogram_clear (&self->histogram);
  g_clear_pointer (&self->bias, sd_size_bias_free);
  g_free (self);
}

static gboolean
add_class (SdMember              *self,
           const SdColumnContext *context,
           JsonObject            *parameters)
{
  SdMemberClass class = { .margin = sd_margin_new (context, parameters), .weight = 1 };

  if (class.margin == NULL)
    return FALSE;
  g_array_append_val (self->classes, class);
  return TRUE;
}

/* Branches may list other texts in another order: a text has the place where it
 * comes first, the column's own list before those of the branches. */
static void
put_in_order (SdMember *self)
{
  g_autoptr (GHashTable) places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint c = self->classes->len; c-- > 0;)
    {
      SdMemberClass *class = &g_array_index (self->classes, SdMemberClass, c);
      const SdDictionary *dictionary = class->margin->dictionary;

      if (dictionary == NULL)
        return;
      class->places = g_new (double, MAX (dictionary->n, 1));
      for (guint i = 0; i < dictionary->n; i++)
        {
          char *text = g_strndup (dictionary->entries[i].data, dictionary->entries[i].length);
          gpointer known;

          if (g_hash_table_lookup_extended (places, text, NULL, &known))
            g_free (text);
          else
            {
              known = GUINT_TO_POINTER (g_hash_table_size (places));
              g_hash_table_insert (places, text, known);
            }
          class->places[i] = (double) GPOINTER_TO_UINT (known);
        }
    }
}

/**
 * sd_member_init_column:
 * @self: a member
 * @context: its column
 *
 * The last class is the one of the rows that no branch matches.
 *
 * Returns: whether the column has margins
 */
gboolean
sd_member_init_column (SdMember              *self,
                       const SdColumnContext *context)
{
  JsonObject *parameters = sd_column_get_parameters (context->column);
  g_autoptr (JsonObject) rest = NULL;
  g_autoptr (GArray) branches = NULL;
  const char *by[SD_MAX_BY];
  guint n_by;

  if (!sd_branches_read (parameters, &n_by, by, &branches))
    return add_class (self, context, parameters);
  for (guint i = 0; i < branches->len; i++)
    if (!add_class (self, context, g_array_index (branches, SdBranch, i).parameters))
      return FALSE;
  rest = sd_branches_get_default (parameters);
  if (!add_class (self, context, rest))
    return FALSE;
  put_in_order (self);
  return TRUE;
}

/**
 * sd_member_weigh:
 * @self: a member
 * @lattice: the lattice of its copula
 *
 * Where the shares are not known, all classes count the same.
 */
void
sd_member_weigh (SdMember       *self,
                 SdClassLattice *lattice)
{
  const guint n = self->classes->len;

  if (n < 2)
    return;
  self->class_of = sd_class_lattice_get (lattice, self->table, self->position);
  for (guint c = 0; c < n; c++)
    g_array_index (self->classes, SdMemberClass, c).weight = self->class_of != NULL ? 0 : 1.0 / n;
  for (guint i = 0; self->class_of != NULL && i < SD_CLASS_ROWS; i++)
    g_array_index (self->classes, SdMemberClass, self->class_of[i]).weight += 1.0 / SD_CLASS_ROWS;
}

static void
get_counts (const SdHistogram *histogram,
            const guint64     *u,
            guint              n,
            double            *scores)
{
  for (guint i = 0; i < n; i++)
    {
      guint64 count;

      sd_histogram_find_rank (histogram, sd_scale (u[i], histogram->n_parents), &count);
      scores[i] = (double) count;
    }
}

/* What the children see as @u is another uniform of the parents. */
static void
undo_bias (const SdSizeBias *bias,
           const guint64    *u,
           guint             n,
           guint64          *out)
{
  const SdNormal *normal = sd_normal_get ();

  for (guint i = 0; i < n; i++)
    out[i] = sd_normal_to_uniform (normal,
                                   sd_size_bias_undo (bias,
                                                      sd_normal_from_uniform (normal, u[i])));
}

/**
 * sd_member_get_scores:
 * @self: a member
 * @class: a class of its rows
 * @u: (array length=n): uniforms
 * @n: how many
 * @scores: (out): room for as many
 */
void
sd_member_get_scores (const SdMember *self,
                      guint           class,
                      const guint64  *u,
                      guint           n,
                      double         *scores)
{
  const SdMemberClass *of = &g_array_index (self->classes, SdMemberClass, class);
  guint64 own[CHUNK];

  for (guint done = 0, count; done < n; done += count)
    {
      const guint64 *from = u + done;

      count = MIN (CHUNK, n - done);
      if (self->bias != NULL)
        {
          undo_bias (self->bias, from, count, own);
          from = own;
        }
      if (of->margin == NULL)
        get_counts (&self->histogram, from, count, scores + done);
      else
        sd_margin_get_scores (of->margin, from, count, scores + done);
    }
  if (of->places != NULL)
    for (guint i = 0; i < n; i++)
      scores[i] = of->places[(guint) scores[i]];
}

typedef struct
{
  const SdMember *member;
  guint           class;
} ScoreData;

static void
get_class_scores (gconstpointer  data,
                  const guint64 *u,
                  guint          n,
                  double        *scores)
{
  const ScoreData *of = data;

  sd_member_get_scores (of->member, of->class, u, n, scores);
}

/**
 * sd_member_need_scores:
 * @self: a member
 * @class: a class of its rows
 * @ranks: whether ranks are wanted, not values
 *
 * Returns: (transfer none): the step function
 */
const SdScores *
sd_member_need_scores (SdMember *self,
                       guint     class,
                       gboolean  ranks)
{
  SdMemberClass *of = &g_array_index (self->classes, SdMemberClass, class);
  const ScoreData data = { self, class };

  if (of->scores[0] == NULL)
    of->scores[0] = sd_scores_new (get_class_scores, &data);
  if (ranks && of->scores[1] == NULL)
    of->scores[1] = sd_scores_new_ranks (of->scores[0]);
  return of->scores[ranks];
}
