/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Classes by value; see the header. Texts are equal by their bytes, whether they
 * come from a dictionary or not; other values by their bits.
 */

#define G_LOG_DOMAIN "sd-class-map"

#include "sd-class-map-private.h"
#include "sd-pool-private.h"

struct _SdClassMap
{
  GHashTable *classes;   /* GBytes → class */
};

typedef struct
{
  SdNode      node;
  guint       columns[SD_CLASS_COLUMNS];
  guint       n_columns;
  SdClassMap *map;
  const SdDictionary *dictionary;   /* of a single column of codes */
  gint32     *by_code;
} ClassNode;

/* The bytes of the values, each with its length before it; FALSE for NULL. */
static gboolean
list_bytes (const SdVector *values[SD_CLASS_COLUMNS],
            guint           n_columns,
            guint           i,
            GByteArray     *bytes)
{
  g_byte_array_set_size (bytes, 0);
  for (guint c = 0; c < n_columns; c++)
    {
      const SdVector *vector = values[c];
      SdText text;

      if (vector->null != NULL && vector->null[i])
        return FALSE;
      if (vector->kind == SD_VECTOR_CODE)
        text = vector->dictionary->entries[vector->code[i]];
      else if (vector->kind == SD_VECTOR_TEXT)
        text = vector->text[i];
      else if (vector->kind == SD_VECTOR_UUID)
        text = (SdText) { (const char *) &vector->uuid[i], sizeof vector->uuid[i] };
      else
        text = (SdText) { (const char *) &vector->i64[i], sizeof vector->i64[i] };
      g_byte_array_append (bytes, (const guint8 *) &text.length, sizeof text.length);
      g_byte_array_append (bytes, (const guint8 *) text.data, text.length);
    }
  return TRUE;
}

SdClassMap *
sd_class_map_new (void)
{
  SdClassMap *self = g_new (SdClassMap, 1);

  self->classes = g_hash_table_new_full (g_bytes_hash, g_bytes_equal,
                                         (GDestroyNotify) g_bytes_unref, NULL);
  return self;
}

void
sd_class_map_free (SdClassMap *self)
{
  g_hash_table_unref (self->classes);
  g_free (self);
}

guint
sd_class_map_get_n (const SdClassMap *self)
{
  return g_hash_table_size (self->classes);
}

static gint32
look_up (const SdClassMap *self,
         GByteArray       *bytes)
{
  g_autoptr (GBytes) key = g_bytes_new_static (bytes->data, bytes->len);
  gpointer class;

  return g_hash_table_lookup_extended (self->classes, key, NULL, &class)
         ? GPOINTER_TO_INT (class) : SD_NO_CLASS;
}

gint32
sd_class_map_add (SdClassMap     *self,
                  const SdVector *values[SD_CLASS_COLUMNS],
                  guint           n_columns,
                  guint           i)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gint32 class;

  if (!list_bytes (values, n_columns, i, bytes))
    return SD_NO_CLASS;
  class = look_up (self, bytes);
  if (class == SD_NO_CLASS)
    {
      class = (gint32) g_hash_table_size (self->classes);
      g_hash_table_insert (self->classes, g_bytes_new (bytes->data, bytes->len),
                           GINT_TO_POINTER (class));
    }
  return class;
}

static void
evaluate_class (const SdNode *node,
                SdFrame      *frame,
                SdVector     *out)
{
  const ClassNode *self = (const ClassNode *) node;
  const SdVector *values[SD_CLASS_COLUMNS];
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  for (guint c = 0; c < self->n_columns; c++)
    values[c] = sd_frame_get (frame, self->columns[c]);
  if (self->by_code != NULL && values[0]->dictionary == self->dictionary)
    {
      for (guint i = 0; i < frame->n_rows; i++)
        out->i64[i] = values[0]->null != NULL && values[0]->null[i]
                      ? SD_NO_CLASS : self->by_code[values[0]->code[i]];
      return;
    }
  for (guint i = 0; i < frame->n_rows; i++)
    out->i64[i] = list_bytes (values, self->n_columns, i, bytes) ? look_up (self->map, bytes)
                                                                 : SD_NO_CLASS;
}

static void
free_class (SdNode *node)
{
  ClassNode *self = (ClassNode *) node;

  sd_class_map_free (self->map);
  g_free (self->by_code);
  g_free (self);
}

static const SdNodeClass class_class = {
  .name = "class",
  .evaluate = evaluate_class,
  .free = free_class,
};

static void
list_codes (ClassNode          *self,
            const SdDictionary *dictionary)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  SdVector vector = { .kind = SD_VECTOR_CODE, .dictionary = dictionary };
  const SdVector *values[SD_CLASS_COLUMNS] = { &vector };
  guint32 code;

  vector.code = &code;
  self->dictionary = dictionary;
  self->by_code = g_new (gint32, dictionary->n + 1);
  for (code = 0; code < dictionary->n; code++)
    {
      list_bytes (values, 1, 0, bytes);
      self->by_code[code] = look_up (self->map, bytes);
    }
}

SdNode *
sd_class_node_new (const SdNode *columns[SD_CLASS_COLUMNS],
                   guint         n_columns,
                   SdClassMap   *map)
{
  ClassNode *self = sd_node_alloc (sizeof *self, &class_class, SD_TYPE_INTEGER, SD_VECTOR_INT64);

  self->n_columns = n_columns;
  self->map = map;
  for (guint c = 0; c < n_columns; c++)
    self->columns[c] = columns[c]->index;
  if (n_columns == 1 && columns[0]->kind == SD_VECTOR_CODE && columns[0]->dictionary != NULL)
    list_codes (self, columns[0]->dictionary);
  return &self->node;
}
