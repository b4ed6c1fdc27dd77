/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Each value of the given column has a list of the atom's rows with that value,
 * with their shares; one row when the value names it, several when it is, say,
 * the state of a city. Values that the atom does not know leave it free.
 */

#define G_LOG_DOMAIN "sd-atom-given"

#include <string.h>

#include "sd-atom-given-private.h"
#include "sd-draw.h"
#include "sd-fold.h"
#include "sd-generator-info.h"
#include "sd-template-private.h"
#include "sd-thresholds-private.h"
#include "sd-vocabulary-private.h"

/* Whole numbers are looked up one by one. */
#define NUMBERS_MAX 10000

/* The atom's rows of one value. */
typedef struct
{
  guint        n;
  guint32     *rows;
  SdThresholds thresholds;
} Choice;

typedef struct
{
  SdNode  node;
  guint   values;      /* index of the given column's node */
  gint64  minimum;     /* of whole numbers: the value of the first choice */
  SdDraw  draw;
  guint   n;
  Choice *choices;     /* n, and one more for what is not known */
} GivenNode;

/* The distinct values of a node that can be looked up, as text. */
static char **
list_values (const SdNode *node)
{
  char **values;
  guint n;

  if (node->kind == SD_VECTOR_CODE && node->dictionary != NULL)
    {
      n = node->dictionary->n;
      values = g_new0 (char *, n + 1);
      for (guint i = 0; i < n; i++)
        values[i] = g_strndup (node->dictionary->entries[i].data,
                               node->dictionary->entries[i].length);
      return values;
    }
  if (node->kind != SD_VECTOR_INT64 || node->type != SD_TYPE_INTEGER || !node->has_range
      || node->minimum < -NUMBERS_MAX || node->maximum - node->minimum > NUMBERS_MAX)
    return NULL;

  n = (guint) (node->maximum - node->minimum + 1);
  values = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    values[i] = g_strdup_printf ("%" G_GINT64_FORMAT, node->minimum + i);
  return values;
}

/* How people write a value does not matter: "health care", "Healthcare". Signs
 * do when nothing else is there: "A+". */
static char *
normalize (const char *text)
{
  g_autofree char *folded = sd_text_fold (text, -1);
  const gboolean signs = strpbrk (text, "+#-") != NULL && strlen (folded) <= 2;

  return signs ? sd_text_lower (text, -1) : g_steal_pointer (&folded);
}

static void
add_to_index (GHashTable *index,
              const char *text,
              guint32     row)
{
  g_autofree char *key = normalize (text);
  GArray *rows = g_hash_table_lookup (index, key);

  if (rows == NULL)
    {
      rows = g_array_new (FALSE, FALSE, sizeof (guint32));
      g_hash_table_insert (index, g_steal_pointer (&key), rows);
    }
  if (rows->len == 0 || g_array_index (rows, guint32, rows->len - 1) != row)
    g_array_append_val (rows, row);
}

/* Normalized text → the atom's rows that have it in any field: "US", "USA" and
 * "United States" are one. (transfer full) */
static GHashTable *
index_atom (const SdAtom *atom)
{
  GHashTable *index = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                             (GDestroyNotify) g_array_unref);

  for (guint32 row = 0; row < atom->n_rows; row++)
    for (guint field = 0; field < atom->n_fields; field++)
      add_to_index (index, atom->columns[field][row].data, row);
  return index;
}

static guint
count_matches (GHashTable         *index,
               const char * const *values)
{
  guint n = 0;

  for (guint i = 0; values[i] != NULL; i++)
    {
      g_autofree char *key = normalize (values[i]);

      n += g_hash_table_contains (index, key);
    }
  return n;
}

/* Of all atoms that the semantic type mentions, and those they depend on, the
 * one that knows most of the values; of equals that with fewest rows. */
static void
match_atom (const SdAtom       *atom,
            const char * const *values,
            SdAtomGiven        *best,
            guint              *n_best)
{
  for (; atom != NULL; atom = atom->by)
    {
      g_autoptr (GHashTable) index = atom->local ? NULL : index_atom (atom);
      const guint n = index == NULL ? 0 : count_matches (index, values);

      if (n > *n_best || (n > 0 && n == *n_best && atom->n_rows < best->atom->n_rows))
        {
          *n_best = n;
          best->atom = atom;
        }
    }
}

static void match_template (const SdVocabulary *vocabulary,
                            const char         *template,
                            const char * const *values,
                            GHashTable         *seen,
                            SdAtomGiven        *best,
                            guint              *n_best);

/* An atom that is mentioned, once, and those that its forms mention. */
static void
match_mention (const SdVocabulary *vocabulary,
               const SdAtom       *atom,
               const char * const *values,
               GHashTable         *seen,
               SdAtomGiven        *best,
               guint              *n_best)
{
  const int form = atom == NULL ? -1 : sd_atom_find_field (atom, "form");

  if (atom == NULL || !g_hash_table_add (seen, (gpointer) atom))
    return;
  match_atom (atom, values, best, n_best);
  for (guint row = 0; form >= 0 && row < atom->n_rows; row++)
    match_template (vocabulary, atom->columns[form][row].data, values, seen, best, n_best);
}

static void
match_template (const SdVocabulary *vocabulary,
                const char         *template,
                const char * const *values,
                GHashTable         *seen,
                SdAtomGiven        *best,
                guint              *n_best)
{
  g_autofree char *problem = NULL;
  g_autoptr (GPtrArray) parts = sd_template_parse (template, SD_TEMPLATE_CATALOG, &problem);

  for (guint i = 0; parts != NULL && i < parts->len; i++)
    {
      const SdPart *part = g_ptr_array_index (parts, i);
      g_auto (GStrv) names = g_strsplit (part->text, ".", 2);

      if (part->kind == SD_PART_REFERENCE)
        match_mention (vocabulary, sd_vocabulary_get_atom (vocabulary, names[0]), values, seen,
                       best, n_best);
    }
}

/* The node that "given" names: a column of the table, or of a parent. */
static SdNode *
find_values (const SdColumnContext *context,
             const char            *reference)
{
  g_auto (GStrv) names = g_strsplit (reference, ".", 2);
  int link;

  if (names[1] == NULL)
    {
      SdColumn *column = sd_table_find_column (context->table, names[0]);

      /* Semantic types of one row agree by themselves. */
      return column == NULL || g_str_equal (sd_column_get_generator (column), "semantic") ? NULL
             : sd_compiler_get_column (context->compiler, context->table_index, names[0]);
    }
  link = sd_compiler_find_link (context->compiler, context->table_index, names[0]);
  return link < 0 ? NULL
         : sd_compiler_get_parent_column (context->compiler, context->table_index,
                                          (guint) link, names[1]);
}

SdNode *
sd_atom_given_get_values (const SdColumnContext *context,
                          SdColumn              *column)
{
  const char *reference = sd_parameter_get_text (sd_column_get_parameters (column), "given", "");

  return reference[0] != '\0' ? find_values (context, reference) : NULL;
}

SdAtomGiven
sd_atom_given_find (const SdColumnContext *context,
                    SdColumn              *column)
{
  const SdVocabulary vocabulary = sd_vocabulary_get (context, column);
  g_autofree const char **templates = sd_vocabulary_list_values (context, column);
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  SdAtomGiven given = { 0 };
  g_auto (GStrv) values = NULL;
  guint n_best = 0;

  if (templates[0] == NULL)
    return given;

  given.values = sd_atom_given_get_values (context, column);
  if (given.values != NULL)
    values = list_values (given.values);
  for (guint i = 0; values != NULL && templates[i] != NULL; i++)
    match_template (&vocabulary, templates[i], (const char * const *) values, seen, &given,
                    &n_best);
  return given;
}

static void
given_node_free (SdNode *node)
{
  GivenNode *self = (GivenNode *) node;

  for (guint i = 0; i <= self->n; i++)
    {
      g_free (self->choices[i].rows);
      sd_thresholds_clear (&self->choices[i].thresholds);
    }
  g_free (self->choices);
  g_free (self);
}

static guint
find_choice (const GivenNode *self,
             const SdVector  *values,
             guint            i)
{
  gint64 choice;

  if (values->null != NULL && values->null[i])
    return self->n;
  choice = values->kind == SD_VECTOR_CODE ? (gint64) values->code[i]
                                          : values->i64[i] - self->minimum;
  return choice < 0 || choice >= self->n ? self->n : (guint) choice;
}

static void
evaluate_given (const SdNode *node,
                SdFrame      *frame,
                SdVector     *out)
{
  const GivenNode *self = (const GivenNode *) node;
  const SdVector *values = sd_frame_get (frame, self->values);
  guint64 u[SD_BATCH_ROWS];

  sd_frame_draw (frame, &self->draw, u);
  for (guint i = 0; i < frame->n_rows; i++)
    {
      const Choice *choice = &self->choices[find_choice (self, values, i)];

      out->code[i] = choice->rows[sd_thresholds_find (&choice->thresholds, u[i])];
    }
}

static const SdNodeClass given_class = { "given-atom", evaluate_given, given_node_free };

static void
fill_choice (Choice       *self,
             const GArray *rows,
             const double *shares)
{
  g_autofree double *weights = g_new (double, rows->len);

  self->n = rows->len;
  self->rows = g_memdup2 (rows->data, rows->len * sizeof (guint32));
  for (guint i = 0; i < self->n; i++)
    weights[i] = shares[self->rows[i]];
  sd_thresholds_init (&self->thresholds, weights, self->n);
}

SdNode *
sd_atom_given_node_new (const SdAtomGiven *given,
                        const SdDraw      *draw)
{
  GivenNode *self = sd_node_alloc (sizeof *self, &given_class, SD_TYPE_TEXT, SD_VECTOR_CODE);
  g_autoptr (GHashTable) index = index_atom (given->atom);
  g_auto (GStrv) values = list_values (given->values);
  g_autofree double *shares = sd_atom_make_shares (given->atom);
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint32 row = 0; row < given->atom->n_rows; row++)
    g_array_append_val (all, row);
  self->values = given->values->index;
  self->minimum = given->values->minimum;
  self->draw = *draw;
  self->n = g_strv_length (values);
  self->choices = g_new0 (Choice, self->n + 1);
  for (guint i = 0; i < self->n; i++)
    {
      g_autofree char *key = normalize (values[i]);
      const GArray *rows = g_hash_table_lookup (index, key);

      fill_choice (&self->choices[i], rows != NULL ? rows : all, shares);
    }
  fill_choice (&self->choices[self->n], all, shares);

  return &self->node;
}
