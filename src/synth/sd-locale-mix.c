/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Putting atoms of several locales together. The rows of each stand one after the
 * other, grouped by the rows of what they depend on: the atom of the locales, or
 * another atom put together. What no locale of the mix has of its own, and what
 * nothing of a locale's own hangs on, stays the one that all share.
 */

#define G_LOG_DOMAIN "sd-locale-mix"

#include <string.h>

#include "sd-locale-mix-private.h"

#define WEIGHT_SCALE 1e9

typedef struct
{
  SdAtom  atom;
  guint  *locales;    /* per row: which locale it is of … */
  guint  *sources;    /* … and which row of that locale's atom */
} MixedAtom;

struct _SdLocaleMix
{
  guint        n;
  const char **locales;   /* interned */
  double      *weights;
  MixedAtom    base;      /* the atom of the locales */
  GHashTable  *marked;    /* names of atoms that are put together for certain */
  GHashTable  *atoms;     /* name → const SdAtom, of all that were asked for */
  GPtrArray   *mixed;     /* of MixedAtom, owned */
};

static const SdCatalogText nothing = { "", 0 };

/* What a locale has of an atom that only others have: one row that says nothing. */
static const char *nothing_fields[] = { "value" };
static SdCatalogText nothing_texts[] = { { "", 0 } };
static SdCatalogText *nothing_columns[] = { nothing_texts };
static guint64 nothing_thresholds[] = { G_MAXUINT64 };
static const SdAtom nothing_atom = {
  .name = "nothing",
  .n_fields = 1,
  .fields = nothing_fields,
  .n_rows = 1,
  .columns = nothing_columns,
  .thresholds = nothing_thresholds,
};

static void
clear_mixed (MixedAtom *self)
{
  for (guint i = 0; self->atom.columns != NULL && i < self->atom.n_fields; i++)
    g_free (self->atom.columns[i]);
  g_free (self->atom.columns);
  g_free ((gpointer) self->atom.fields);
  g_free (self->atom.thresholds);
  g_free (self->atom.first_rows);
  g_free (self->atom.decades);
  g_free (self->locales);
  g_free (self->sources);
}

static void
free_mixed (gpointer data)
{
  clear_mixed (data);
  g_free (data);
}

/* A locale goes by the names of its country, so that a column of countries can
 * tell which one a row has. */
static const char * const base_fields[] = { "value", "name", "code", "code3" };

static SdCatalogText
get_base_text (const char *locale,
               const char *field)
{
  const SdAtom *home = sd_catalog_get_atom (locale, "home");
  const int position = home != NULL ? sd_atom_find_field (home, field) : -1;

  if (g_str_equal (field, "value"))
    return (SdCatalogText) { locale, (guint32) strlen (locale) };
  return position >= 0 ? home->columns[position][0] : nothing;
}

/* Thresholds as the catalog works them out: floor (sum × 2^64 ÷ total) − 1. */
static guint64 *
make_thresholds (const double *weights,
                 guint         n)
{
  guint64 *thresholds = g_new (guint64, n);
  double largest = 0;
  guint64 total = 0, sum = 0;

  for (guint i = 0; i < n; i++)
    largest = MAX (largest, weights[i]);
  for (guint i = 0; i < n; i++)
    total += (guint64) (weights[i] / largest * WEIGHT_SCALE) + 1;
  for (guint i = 0; i < n; i++)
    {
      sum += (guint64) (weights[i] / largest * WEIGHT_SCALE) + 1;
      thresholds[i] = (guint64) ((((unsigned __int128) sum) << 64) / total - 1);
    }
  return thresholds;
}

static void
init_base (SdLocaleMix *self)
{
  SdAtom *atom = &self->base.atom;

  atom->name = "locale";
  atom->id = SD_LOCALE_ATOM_ID;
  atom->n_fields = G_N_ELEMENTS (base_fields);
  atom->fields = g_memdup2 (base_fields, sizeof base_fields);
  atom->n_rows = self->n;
  atom->columns = g_new (SdCatalogText *, atom->n_fields);
  for (guint field = 0; field < atom->n_fields; field++)
    {
      atom->columns[field] = g_new (SdCatalogText, self->n);
      for (guint i = 0; i < self->n; i++)
        atom->columns[field][i] = get_base_text (self->locales[i], base_fields[field]);
    }
  atom->thresholds = make_thresholds (self->weights, self->n);
  self->base.locales = g_new (guint, self->n);
  self->base.sources = g_new0 (guint, self->n);
  for (guint i = 0; i < self->n; i++)
    self->base.locales[i] = i;
}

/* What a locale has of its own, and whatever that hangs on in any of them. */
static void
mark_atoms (SdLocaleMix *self,
            const char  *locale)
{
  g_auto (GStrv) names = sd_catalog_list_local_atoms (locale);

  for (guint i = 0; names[i] != NULL; i++)
    for (guint k = 0; k < self->n; k++)
      for (const SdAtom *atom = sd_catalog_get_atom (self->locales[k], names[i]); atom != NULL;
           atom = atom->by)
        g_hash_table_add (self->marked, (gpointer) atom->name);
}

SdLocaleMix *
sd_locale_mix_new (const char * const *locales,
                   const double       *weights,
                   guint               n)
{
  SdLocaleMix *self = g_new0 (SdLocaleMix, 1);

  self->n = n;
  self->locales = g_new (const char *, n);
  self->weights = g_memdup2 (weights, n * sizeof *weights);
  self->marked = g_hash_table_new (g_str_hash, g_str_equal);
  self->atoms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->mixed = g_ptr_array_new_with_free_func (free_mixed);
  for (guint i = 0; i < n; i++)
    self->locales[i] = g_intern_string (locales[i]);
  for (guint i = 0; i < n; i++)
    mark_atoms (self, locales[i]);
  init_base (self);
  return self;
}

void
sd_locale_mix_free (SdLocaleMix *self)
{
  clear_mixed (&self->base);
  g_ptr_array_unref (self->mixed);
  g_hash_table_unref (self->atoms);
  g_hash_table_unref (self->marked);
  g_free (self->locales);
  g_free (self->weights);
  g_free (self);
}

gboolean
sd_locale_mix_equals (const SdLocaleMix  *self,
                      const char * const *locales,
                      const double       *weights,
                      guint               n)
{
  for (guint i = 0; i < n && n == self->n; i++)
    if (!g_str_equal (self->locales[i], locales[i]) || self->weights[i] != weights[i])
      return FALSE;
  return n == self->n;
}

guint
sd_locale_mix_get_n (const SdLocaleMix *self)
{
  return self->n;
}

const char *
sd_locale_mix_get_locale (const SdLocaleMix *self,
                          guint              index)
{
  return self->locales[index];
}

const SdAtom *
sd_locale_mix_get_locales (const SdLocaleMix *self)
{
  return &self->base.atom;
}

static gboolean
is_mixed (SdLocaleMix  *self,
          const SdAtom *atom)
{
  for (; atom != NULL; atom = atom->by)
    if (g_hash_table_contains (self->marked, atom->name))
      return TRUE;
  return FALSE;
}

/* All fields that one of the locales has; the first field is the same in all. */
static void
collect_fields (SdLocaleMix   *self,
                const SdAtom **sources,
                SdAtom        *atom)
{
  GPtrArray *fields = g_ptr_array_new ();

  for (guint i = 0; i < self->n; i++)
    for (guint k = 0; sources[i] != &nothing_atom && k < sources[i]->n_fields; k++)
      if (!g_ptr_array_find_with_equal_func (fields, sources[i]->fields[k], g_str_equal, NULL))
        g_ptr_array_add (fields, (gpointer) sources[i]->fields[k]);
  atom->n_fields = fields->len;
  atom->fields = (const char **) g_ptr_array_free (fields, FALSE);
}

/* What the atom depends on; every locale's depends on that, or on nothing. */
static MixedAtom *
find_parent (SdLocaleMix   *self,
             const SdAtom **sources)
{
  const SdAtom *parent = NULL;

  for (guint i = 0; i < self->n; i++)
    {
      const SdAtom *by = sources[i]->by;

      if (by != NULL && parent == NULL)
        parent = sd_locale_mix_get_atom (self, by->name);
      if (by != NULL && !g_str_equal (by->name, parent->name))
        g_error ("The atom “%s” depends on “%s” in one locale and on “%s” in another",
                 sources[i]->name, by->name, parent->name);
    }
  /* The atom is the first member. */
  return parent != NULL ? (MixedAtom *) parent : &self->base;
}

/* The rows of a locale's atom under row @row of the parent's put together. */
static void
get_rows (const SdAtom    *source,
          const MixedAtom *parent,
          guint            row,
          guint           *first,
          guint           *end)
{
  const guint group = parent->sources[row];

  *first = source->by != NULL ? source->first_rows[group] : 0;
  *end = source->by != NULL ? source->first_rows[group + 1] : source->n_rows;
}

static void
count_rows (MixedAtom        *self,
            const SdAtom    **sources,
            const MixedAtom  *parent)
{
  guint n = 0;

  self->atom.first_rows = g_new (guint, parent->atom.n_rows + 1);
  for (guint row = 0; row < parent->atom.n_rows; row++)
    {
      guint first, end;

      get_rows (sources[parent->locales[row]], parent, row, &first, &end);
      self->atom.first_rows[row] = n;
      n += end - first;
    }
  self->atom.first_rows[parent->atom.n_rows] = n;
  self->atom.n_rows = n;
}

static void
fill_rows (MixedAtom        *self,
           const SdAtom    **sources,
           const MixedAtom  *parent)
{
  guint n = 0;

  self->locales = g_new (guint, self->atom.n_rows);
  self->sources = g_new (guint, self->atom.n_rows);
  self->atom.thresholds = g_new (guint64, self->atom.n_rows);
  for (guint row = 0; row < parent->atom.n_rows; row++)
    {
      const guint locale = parent->locales[row];
      guint first, end;

      get_rows (sources[locale], parent, row, &first, &end);
      for (guint i = first; i < end; i++, n++)
        {
          self->locales[n] = locale;
          self->sources[n] = i;
          self->atom.thresholds[n] = sources[locale]->thresholds[i];
        }
    }
}

/* Where a locale has no such field, what stands first is in ASCII already, or the
 * field is of no use to it. */
static SdCatalogText
get_text (const SdAtom *source,
          const char   *field,
          guint         row)
{
  int position = sd_atom_find_field (source, field);

  if (position < 0 && g_str_equal (field, "ascii"))
    position = 0;
  return position >= 0 ? source->columns[position][row] : nothing;
}

static void
fill_columns (MixedAtom     *self,
              const SdAtom **sources)
{
  SdAtom *atom = &self->atom;

  atom->columns = g_new (SdCatalogText *, atom->n_fields);
  for (guint field = 0; field < atom->n_fields; field++)
    {
      atom->columns[field] = g_new (SdCatalogText, atom->n_rows);
      for (guint row = 0; row < atom->n_rows; row++)
        atom->columns[field][row] = get_text (sources[self->locales[row]], atom->fields[field],
                                              self->sources[row]);
    }
}

/* Locales without decades have the same weights in all. */
static void
fill_decades (MixedAtom     *self,
              const SdAtom **sources,
              guint          n_sources)
{
  SdAtom *atom = &self->atom;
  gboolean any = FALSE;

  for (guint i = 0; i < n_sources; i++)
    any |= sources[i]->decades != NULL;
  if (!any)
    return;

  atom->decades = g_new (guint64, (gsize) SD_CATALOG_N_DECADES * atom->n_rows);
  for (guint i = 0; i < SD_CATALOG_N_DECADES; i++)
    for (guint row = 0; row < atom->n_rows; row++)
      {
        const SdAtom *source = sources[self->locales[row]];
        const guint own = self->sources[row];

        atom->decades[(gsize) i * atom->n_rows + row] =
          source->decades != NULL ? source->decades[(gsize) i * source->n_rows + own]
                                  : source->thresholds[own];
      }
}

static const SdAtom *
mix_atom (SdLocaleMix   *self,
          const SdAtom **sources,
          const SdAtom  *first)
{
  MixedAtom *mixed = g_new0 (MixedAtom, 1);
  const MixedAtom *parent = find_parent (self, sources);
  SdAtom *atom = &mixed->atom;

  g_ptr_array_add (self->mixed, mixed);
  atom->name = first->name;
  atom->id = first->id;
  atom->local = first->local;
  atom->by = &parent->atom;
  collect_fields (self, sources, atom);
  count_rows (mixed, sources, parent);
  fill_rows (mixed, sources, parent);
  fill_columns (mixed, sources);
  fill_decades (mixed, sources, self->n);
  return atom;
}

static const SdAtom *
make_atom (SdLocaleMix *self,
           const char  *name)
{
  g_autofree const SdAtom **sources = g_new (const SdAtom *, self->n);
  const SdAtom *first = NULL;
  gboolean mixed = FALSE;

  for (guint i = 0; i < self->n; i++)
    {
      sources[i] = sd_catalog_get_atom (self->locales[i], name);
      if (sources[i] == NULL)
        sources[i] = &nothing_atom;
      else if (first == NULL)
        first = sources[i];
      mixed |= is_mixed (self, sources[i]);
    }
  return first != NULL && mixed ? mix_atom (self, sources, first) : first;
}

const SdAtom *
sd_locale_mix_get_atom (SdLocaleMix *self,
                        const char  *name)
{
  const SdAtom *atom;

  if (!g_hash_table_lookup_extended (self->atoms, name, NULL, (gpointer *) &atom))
    {
      atom = make_atom (self, name);
      g_hash_table_insert (self->atoms, g_strdup (name), (gpointer) atom);
    }
  return atom;
}
