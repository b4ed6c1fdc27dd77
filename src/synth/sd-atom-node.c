/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The hidden draws of atoms. Each is a balanced draw of its own, keyed by the
 * atom, its role and the group, never by a column: columns come and go, the
 * person of the row stays.
 *
 * Where a column that must be unique shows a field of an atom, the atom is drawn
 * without replacement instead: rows take its entries in an order drawn once, in
 * which frequent ones tend to come first (Efraimidis and Spirakis 2006). What it
 * depends on then follows from it: the model tells the make. The same goes for
 * atoms that another column tells (sd-atom-given.c).
 */

#define G_LOG_DOMAIN "sd-atom-node"

#include <string.h>

#include "sd-atom-birth-private.h"
#include "sd-atom-given-private.h"
#include "sd-draw.h"
#include "sd-generator-info.h"
#include "sd-math.h"
#include "sd-vocabulary-private.h"

#define GUIDE_BITS_MAX 13

typedef struct
{
  SdNode          node;
  const SdAtom   *atom;
  SdDraw          draw;
  const SdNode   *source;      /* what it depends on, or follows from; nullable */
  guint           shift;       /* u >> shift indexes the guide */
  guint           guide_size;
  guint32        *guide;       /* per row of the source: the first row that can have such a u */
  guint32        *order;       /* drawn without replacement; nullable */
  guint           n_order;
  guint32        *parents;     /* row of the source → row of this; nullable */
} AtomNode;

typedef struct
{
  const SdColumnContext *context;
  const SdAtom          *atom;
  guint                  role;
  guint                  group;
  const SdAtom          *decided;  /* this atom, or the one it follows from; NULL: it is drawn */
  guint                  field;    /* of the decided one, when it is unique: what must differ */
  SdAtomGiven            given;    /* of the decided one, when it is told */
} AtomRequest;

static void
atom_node_free (SdNode *node)
{
  AtomNode *self = (AtomNode *) node;

  g_free (self->guide);
  g_free (self->order);
  g_free (self->parents);
  g_free (self);
}

static inline guint32
find_row (const AtomNode *self,
          const guint32  *guide,
          guint64         u)
{
  guint32 row = guide[u >> self->shift];

  while (u > self->atom->thresholds[row])
    row++;
  return row;
}

static void
evaluate_atom (const SdNode *node,
               SdFrame      *frame,
               SdVector     *out)
{
  const AtomNode *self = (const AtomNode *) node;
  guint64 u[SD_BATCH_ROWS];

  sd_frame_draw (frame, &self->draw, u);
  if (self->source == NULL)
    {
      for (guint i = 0; i < frame->n_rows; i++)
        out->code[i] = find_row (self, self->guide, u[i]);
    }
  else
    {
      const guint32 *codes = sd_frame_get (frame, self->source->index)->code;

      for (guint i = 0; i < frame->n_rows; i++)
        out->code[i] = find_row (self, self->guide + codes[i] * self->guide_size, u[i]);
    }
}

static void
evaluate_distinct (const SdNode *node,
                   SdFrame      *frame,
                   SdVector     *out)
{
  const AtomNode *self = (const AtomNode *) node;

  for (guint i = 0; i < frame->n_rows; i++)
    out->code[i] = self->order[frame->rows[i]];
}

static void
evaluate_derived (const SdNode *node,
                  SdFrame      *frame,
                  SdVector     *out)
{
  const AtomNode *self = (const AtomNode *) node;
  const guint32 *codes = sd_frame_get (frame, self->source->index)->code;

  for (guint i = 0; i < frame->n_rows; i++)
    out->code[i] = self->parents[codes[i]];
}

static const SdNodeClass atom_class = { "atom", evaluate_atom, atom_node_free };
static const SdNodeClass distinct_class = { "distinct-atom", evaluate_distinct, atom_node_free };
static const SdNodeClass derived_class = { "derived-atom", evaluate_derived, atom_node_free };

static void
fill_guide (AtomNode *self,
            guint     first,
            guint32  *guide)
{
  guint32 row = first;

  for (guint i = 0; i < self->guide_size; i++)
    {
      while ((guint64) i << self->shift > self->atom->thresholds[row])
        row++;
      guide[i] = row;
    }
}

/* About four places for each row, so that most have one row only. */
static void
make_guide (AtomNode *self)
{
  const SdAtom *atom = self->atom;
  const guint n_groups = atom->by != NULL ? atom->by->n_rows : 1;
  guint bits = 4;

  while (bits < GUIDE_BITS_MAX && (1u << bits) * n_groups < 4 * atom->n_rows)
    bits++;
  self->shift = 64 - bits;
  self->guide_size = 1u << bits;
  self->guide = g_new (guint32, (gsize) n_groups * self->guide_size);
  for (guint i = 0; i < n_groups; i++)
    fill_guide (self, atom->by != NULL ? atom->first_rows[i] : 0,
                self->guide + (gsize) i * self->guide_size);
}

typedef struct
{
  guint32 row;
  double  key;
} Ranked;

static int
compare_ranked (gconstpointer a,
                gconstpointer b)
{
  const Ranked *x = a, *y = b;

  if (x->key != y->key)
    return x->key < y->key ? -1 : 1;
  return x->row < y->row ? -1 : x->row > y->row;
}

/* Row of @atom → row of the atom it depends on. (transfer full) */
static guint32 *
make_parents (const SdAtom *atom)
{
  guint32 *parents = g_new (guint32, atom->n_rows);

  for (guint parent = 0; parent < atom->by->n_rows; parent++)
    for (guint row = atom->first_rows[parent]; row < atom->first_rows[parent + 1]; row++)
      parents[row] = parent;
  return parents;
}

double *
sd_atom_make_shares (const SdAtom *atom)
{
  double *shares = g_new (double, atom->n_rows);
  g_autofree double *of_parents = atom->by != NULL ? sd_atom_make_shares (atom->by) : NULL;
  g_autofree guint32 *parents = atom->by != NULL ? make_parents (atom) : NULL;

  for (guint row = 0; row < atom->n_rows; row++)
    {
      const gboolean first = row == 0 || (parents != NULL && parents[row] != parents[row - 1]);
      const guint64 below = first ? 0 : atom->thresholds[row - 1] + 1;

      shares[row] = ((double) (atom->thresholds[row] - below) + 1) * 0x1p-64;
      if (parents != NULL)
        shares[row] *= of_parents[parents[row]];
    }
  return shares;
}

/* The rows with the first mention of each text of @field, in drawn order. */
static void
make_order (AtomNode *self,
            guint     field,
            SdKey     key)
{
  const SdAtom *atom = self->atom;
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_autofree double *shares = sd_atom_make_shares (atom);
  g_autofree Ranked *ranked = g_new (Ranked, atom->n_rows);
  guint n = 0;

  for (guint row = 0; row < atom->n_rows; row++)
    {
      if (!g_hash_table_add (seen, (gpointer) atom->columns[field][row].data))
        continue;
      ranked[n].row = row;
      ranked[n].key = -sd_log (sd_unit (sd_random (key, row))) / shares[row];
      n++;
    }
  qsort (ranked, n, sizeof *ranked, compare_ranked);

  self->n_order = n;
  self->order = g_new (guint32, n);
  for (guint i = 0; i < n; i++)
    self->order[i] = ranked[i].row;
}

guint
sd_atom_count_distinct (const SdAtom *atom,
                        guint         field)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  for (guint row = 0; row < atom->n_rows; row++)
    g_hash_table_add (seen, (gpointer) atom->columns[field][row].data);
  return g_hash_table_size (seen);
}

gboolean
sd_atom_node_is_distinct (const SdNode *atom_node,
                          guint         field,
                          guint64       n_rows)
{
  const AtomNode *self = (const AtomNode *) atom_node;
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  if (n_rows <= 1)
    return TRUE;
  if (atom_node->klass != &distinct_class || n_rows > self->n_order)
    return FALSE;
  for (guint i = 0; i < n_rows; i++)
    if (!g_hash_table_add (seen, (gpointer) self->atom->columns[field][self->order[i]].data))
      return FALSE;
  return TRUE;
}

gboolean
sd_semantic_is_unique (SdTable  *table,
                       SdColumn *column)
{
  const char * const *key = sd_table_get_primary_key (table);

  return sd_column_get_unique (column)
         || (key != NULL && key[0] != NULL && key[1] == NULL
             && g_str_equal (key[0], sd_column_get_name (column)));
}

static gboolean
is_told (SdColumn *column)
{
  return sd_parameter_get_text (sd_column_get_parameters (column), "given", "")[0] != '\0';
}

/* Whether @column shows something of the request's role and group. */
static gboolean
is_of_request (const AtomRequest *request,
               SdColumn          *column)
{
  const SdSemanticType *type;

  if (!g_str_equal (sd_column_get_generator (column), "semantic")
      || sd_parameter_get_integer (sd_column_get_parameters (column), "group", 1)
         != request->group)
    return FALSE;

  type = sd_vocabulary_get_type_of (request->context, column);
  return type != NULL && type->role == request->role;
}

/* The atom of which @column shows the field @field (out) and nothing else. */
static const SdAtom *
get_shown_atom (const AtomRequest *request,
                SdColumn          *column,
                guint             *field)
{
  const SdVocabulary vocabulary = sd_vocabulary_get (request->context, column);
  g_autofree const char **values = sd_vocabulary_list_values (request->context, column);
  const gsize length = strlen (values[0]);
  const SdAtom *atom;
  g_auto (GStrv) names = NULL;
  g_autofree char *inside = NULL;
  int position = 0;

  if (values[1] != NULL || length < 3 || values[0][0] != '{'
      || strcspn (values[0], "|}") != length - 1)
    return NULL;

  inside = g_strndup (values[0] + 1, length - 2);
  names = g_strsplit (inside, ".", 2);
  atom = sd_vocabulary_get_atom (&vocabulary, names[0]);
  if (atom != NULL && names[1] != NULL)
    position = sd_atom_find_field (atom, names[1]);
  *field = (guint) position;
  return position >= 0 ? atom : NULL;
}

/* The atom right below @atom on the way down to @other, @atom itself when they
 * are one; NULL when @other does not depend on @atom. */
static const SdAtom *
get_next_below (const SdAtom *atom,
                const SdAtom *other)
{
  if (other == atom)
    return atom;
  while (other != NULL && other->by != atom)
    other = other->by;
  return other;
}

/* The first column that is told by another decides. */
static void
find_given (AtomRequest *request)
{
  SdTable *table = request->context->table;

  for (guint i = 0; i < sd_table_get_n_columns (table) && request->decided == NULL; i++)
    {
      SdColumn *column = sd_table_get_column (table, i);

      if (!is_told (column) || !is_of_request (request, column))
        continue;
      request->given = sd_atom_given_find (request->context, column);
      request->decided = get_next_below (request->atom, request->given.atom);
    }
}

/* The first column that must be unique and shows the atom, or one that depends
 * on it, decides. */
static void
find_unique (AtomRequest *request)
{
  SdTable *table = request->context->table;

  for (guint i = 0; i < sd_table_get_n_columns (table) && request->decided == NULL; i++)
    {
      SdColumn *column = sd_table_get_column (table, i);
      const SdAtom *shown = NULL;

      if (sd_semantic_is_unique (table, column) && is_of_request (request, column))
        shown = get_shown_atom (request, column, &request->field);
      if (shown != NULL
          && request->context->n_rows <= sd_atom_count_distinct (shown, request->field))
        request->decided = get_next_below (request->atom, shown);
    }
}

/* The first column that is told a birth date decides by which weights names are
 * drawn; their gender stays free. */
static SdNode *
find_births (const AtomRequest *request)
{
  SdTable *table = request->context->table;
  SdNode *births = NULL;

  if (request->atom->decades == NULL)
    return NULL;
  for (guint i = 0; i < sd_table_get_n_columns (table) && births == NULL; i++)
    {
      SdColumn *column = sd_table_get_column (table, i);
      const SdAtom *atom = NULL;

      if (is_told (column) && is_of_request (request, column))
        births = sd_atom_birth_find (request->context, column, &atom);
      if (atom != request->atom)
        births = NULL;
    }
  return births;
}

static AtomNode *
atom_node_new (const SdNodeClass *klass,
               const SdAtom      *atom)
{
  AtomNode *self = sd_node_alloc (sizeof *self, klass, SD_TYPE_TEXT, SD_VECTOR_CODE);

  self->atom = atom;
  return self;
}

/* What follows from an atom that depends on it. */
static SdNode *
make_derived (const AtomRequest *request)
{
  AtomNode *self = atom_node_new (&derived_class, request->atom);

  self->source = sd_atom_node_get (request->context, request->decided, request->role,
                                   request->group);
  self->parents = make_parents (request->decided);
  return &self->node;
}

static SdNode *
make_distinct (const AtomRequest *request,
               SdKey              key)
{
  AtomNode *self = atom_node_new (&distinct_class, request->atom);

  make_order (self, request->field, key);
  return &self->node;
}

static SdNode *
make_drawn (const AtomRequest *request,
            const SdDraw      *draw)
{
  const SdAtom *by = request->atom->by;
  const SdNode *source = by == NULL ? NULL
                         : sd_atom_node_get (request->context, by, request->role, request->group);
  const SdNode *births = find_births (request);
  AtomNode *self;

  if (births != NULL)
    return sd_atom_birth_node_new (request->atom, births, source, draw);

  self = atom_node_new (&atom_class, request->atom);
  self->draw = *draw;
  self->source = source;
  make_guide (self);
  return &self->node;
}

static SdNode *
make_atom_node (SdCompiler *compiler,
                guint       table,
                gpointer    data)
{
  AtomRequest *request = data;
  const SdColumnContext *context = request->context;
  const guint32 attempt = request->role << 16 | request->atom->id;
  const guint table_id = sd_table_get_id (context->table);
  SdDraw draw;

  find_given (request);
  if (request->decided == NULL)
    find_unique (request);
  sd_draw_init (&draw, context->seed, table_id, request->group, SD_LANE_ATOM, attempt,
                context->n_rows, context->margins);

  if (request->decided == NULL)
    return make_drawn (request, &draw);
  if (request->decided != request->atom)
    return make_derived (request);
  if (request->given.atom != NULL)
    return sd_atom_given_node_new (&request->given, &draw);
  return make_distinct (request, sd_key (context->seed, table_id, request->group,
                                         SD_LANE_ATOM, attempt));
}

SdNode *
sd_atom_node_get (const SdColumnContext *context,
                  const SdAtom          *atom,
                  guint                  role,
                  guint                  group)
{
  /* All roles of a row are of one locale. */
  const guint own_role = atom->id == SD_LOCALE_ATOM_ID ? 0 : role;
  /* Not by name: a locale may have an atom of its own and another's besides. */
  g_autofree char *key = g_strdup_printf ("atom/%u/%u/%p", own_role, group, (gconstpointer) atom);
  AtomRequest request = { .context = context, .atom = atom, .role = own_role, .group = group };

  return sd_compiler_share_node (context->compiler, context->table_index, key,
                                 make_atom_node, &request);
}
