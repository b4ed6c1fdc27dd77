/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Names go with the time of birth: a Linda is seldom ten years old. The draw is
 * the atom's own; only the weights that it is held against are those of the
 * decade.
 */

#define G_LOG_DOMAIN "sd-atom-birth"

#include "sd-atom-birth-private.h"
#include "sd-atom-given-private.h"
#include "sd-calendar.h"
#include "sd-draw.h"
#include "sd-generator-info.h"
#include "sd-template-private.h"
#include "sd-vocabulary-private.h"

/* Whole numbers within these are years. */
#define YEAR_MIN 1850
#define YEAR_MAX 2100

typedef struct
{
  SdNode        node;
  const SdAtom *atom;
  const SdNode *source;     /* nullable */
  guint         births;     /* index of the node */
  SdType        type;       /* of the births */
  SdDraw        draw;
} BirthNode;

static int
get_year (SdType type,
          gint64 value)
{
  if (type == SD_TYPE_INTEGER)
    return (int) CLAMP (value, 1, 9999);
  if (type == SD_TYPE_TIMESTAMP)
    value = (value - (value < 0 ? SD_USEC_PER_DAY - 1 : 0)) / SD_USEC_PER_DAY;
  return sd_date_to_civil (CLAMP (value, SD_DATE_MIN, SD_DATE_MAX)).year;
}

/* The thresholds of the decade of row @i; those of all where it is not known. */
static const guint64 *
get_thresholds (const BirthNode *self,
                const SdVector  *births,
                guint            i)
{
  int decade;

  if (births->null != NULL && births->null[i])
    return self->atom->thresholds;
  decade = (get_year (self->type, births->i64[i]) - SD_CATALOG_FIRST_DECADE) / 10;
  decade = CLAMP (decade, 0, SD_CATALOG_N_DECADES - 1);
  return self->atom->decades + (gsize) decade * self->atom->n_rows;
}

static void
evaluate_birth (const SdNode *node,
                SdFrame      *frame,
                SdVector     *out)
{
  const BirthNode *self = (const BirthNode *) node;
  const SdVector *births = sd_frame_get (frame, self->births);
  const guint32 *codes = self->source != NULL ? sd_frame_get (frame, self->source->index)->code
                                              : NULL;
  guint64 u[SD_BATCH_ROWS];

  sd_frame_draw (frame, &self->draw, u);
  for (guint i = 0; i < frame->n_rows; i++)
    {
      const guint64 *thresholds = get_thresholds (self, births, i);
      guint low = codes != NULL ? self->atom->first_rows[codes[i]] : 0;
      guint high = (codes != NULL ? self->atom->first_rows[codes[i] + 1] : self->atom->n_rows) - 1;

      while (low < high)
        {
          const guint middle = (low + high) / 2;

          if (u[i] <= thresholds[middle])
            high = middle;
          else
            low = middle + 1;
        }
      out->code[i] = low;
    }
}

static const SdNodeClass birth_class = { "birth-atom", evaluate_birth, sd_node_free_plain };

static gboolean
is_birth (const SdNode *node)
{
  if (node->kind != SD_VECTOR_INT64)
    return FALSE;
  if (node->type == SD_TYPE_INTEGER)
    return node->has_range && node->minimum >= YEAR_MIN && node->maximum <= YEAR_MAX;
  return node->type == SD_TYPE_DATE || node->type == SD_TYPE_TIMESTAMP;
}

/* The first atom with decades that the templates mention. */
static const SdAtom *
find_atom (const SdVocabulary *vocabulary,
           const char        **values)
{
  const SdAtom *found = NULL;

  for (guint i = 0; values[i] != NULL && found == NULL; i++)
    {
      g_autofree char *problem = NULL;
      g_autoptr (GPtrArray) parts = sd_template_parse (values[i], SD_TEMPLATE_CATALOG, &problem);

      for (guint k = 0; parts != NULL && k < parts->len && found == NULL; k++)
        {
          const SdPart *part = g_ptr_array_index (parts, k);
          g_auto (GStrv) names = g_strsplit (part->text, ".", 2);

          if (part->kind == SD_PART_REFERENCE)
            found = sd_vocabulary_get_atom (vocabulary, names[0]);
          if (found != NULL && found->decades == NULL)
            found = NULL;
        }
    }
  return found;
}

SdNode *
sd_atom_birth_find (const SdColumnContext *context,
                    SdColumn              *column,
                    const SdAtom         **atom)
{
  const SdVocabulary vocabulary = sd_vocabulary_get (context, column);
  g_autofree const char **values = NULL;
  SdNode *births;

  if (sd_parameter_get_text (sd_column_get_parameters (column), "given", "")[0] == '\0')
    return NULL;

  values = sd_vocabulary_list_values (context, column);
  *atom = find_atom (&vocabulary, values);
  births = *atom != NULL ? sd_atom_given_get_values (context, column) : NULL;
  return births != NULL && is_birth (births) ? births : NULL;
}

SdNode *
sd_atom_birth_node_new (const SdAtom *atom,
                        const SdNode *births,
                        const SdNode *source,
                        const SdDraw *draw)
{
  BirthNode *self = sd_node_alloc (sizeof *self, &birth_class, SD_TYPE_TEXT, SD_VECTOR_CODE);

  self->atom = atom;
  self->source = source;
  self->births = births->index;
  self->type = births->type;
  self->draw = *draw;
  return &self->node;
}
