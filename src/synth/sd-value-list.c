/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Values that stand in the document; see the header. */

#define G_LOG_DOMAIN "sd-value-list"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sd-literal-private.h"
#include "sd-value-list-private.h"

static void
note_range (SdValueList *self,
            gint64       value)
{
  self->minimum = self->has_range ? MIN (self->minimum, value) : value;
  self->maximum = self->has_range ? MAX (self->maximum, value) : value;
  self->has_range = TRUE;
}

static gboolean
read_text (SdValueList *self,
           JsonNode    *node,
           guint        i)
{
  SdText *entry = &self->dictionary.entries[i];
  char *text = sd_literal_to_text (node);

  if (text == NULL)
    return FALSE;
  entry->data = text;
  entry->length = strlen (text);
  self->max_length = MAX (self->max_length, (guint) g_utf8_strlen (text, -1));
  return TRUE;
}

/* One value of the list into place @i; null only where @missing is there. */
static gboolean
read_value (SdValueList *self,
            JsonNode    *node,
            guint        i)
{
  if (self->missing != NULL && JSON_NODE_HOLDS_NULL (node))
    {
      self->missing[i] = TRUE;
      if (self->kind == SD_VECTOR_CODE)
        self->dictionary.entries[i].data = g_strdup ("");
      return TRUE;
    }
  if (self->kind == SD_VECTOR_CODE)
    return read_text (self, node, i);
  if (self->kind == SD_VECTOR_DOUBLE)
    return sd_literal_parse_double (node, &self->reals[i]);
  if (!sd_literal_parse_int64 (node, self->type, self->scale, &self->integers[i]))
    return FALSE;
  note_range (self, self->integers[i]);
  return TRUE;
}

static void
report_wrong_type (const SdColumnContext *context,
                   guint                  i)
{
  sd_context_fail (context, "value-wrong-type",
                   _("Value %u of the list does not fit the column’s type."), i + 1);
}

gboolean
sd_value_list_init (SdValueList           *self,
                    const SdColumnContext *context,
                    JsonArray             *values,
                    gboolean               allow_null)
{
  const SdType type = sd_column_get_column_type (context->column);
  const SdVectorKind kind = sd_type_get_vector_kind (type);

  *self = (SdValueList) {
    .kind = kind == SD_VECTOR_TEXT ? SD_VECTOR_CODE : kind,
    .n = json_array_get_length (values),
    .type = type,
    .scale = type == SD_TYPE_DECIMAL ? sd_column_get_scale (context->column) : 0,
  };
  if (self->kind == SD_VECTOR_CODE)
    {
      self->dictionary.entries = g_new0 (SdText, self->n);
      self->dictionary.n = self->n;
    }
  else
    {
      self->integers = g_new0 (gint64, self->n);
      self->reals = g_new0 (double, self->n);
    }
  if (allow_null)
    self->missing = g_new0 (gboolean, MAX (self->n, 1));
  for (guint i = 0; i < self->n; i++)
    if (!read_value (self, json_array_get_element (values, i), i))
      {
        report_wrong_type (context, i);
        return FALSE;
      }
  return TRUE;
}

void
sd_value_list_clear (SdValueList *self)
{
  for (guint i = 0; i < self->dictionary.n; i++)
    g_free ((char *) self->dictionary.entries[i].data);
  g_clear_pointer (&self->dictionary.entries, g_free);
  self->dictionary.n = 0;
  g_clear_pointer (&self->integers, g_free);
  g_clear_pointer (&self->reals, g_free);
  g_clear_pointer (&self->missing, g_free);
  g_clear_pointer (&self->codes, g_free);
}

void
sd_value_list_make_distinct (SdValueList *self)
{
  g_autoptr (GHashTable) codes = g_hash_table_new (g_str_hash, g_str_equal);
  SdText *entries = self->dictionary.entries;
  guint n = 0;

  if (self->kind != SD_VECTOR_CODE)
    return;
  self->codes = g_new (guint32, self->n);
  for (guint i = 0; i < self->n; i++)
    {
      gpointer known;

      if (g_hash_table_lookup_extended (codes, entries[i].data, NULL, &known))
        {
          self->codes[i] = GPOINTER_TO_UINT (known);
          g_free ((char *) entries[i].data);
          continue;
        }
      entries[n] = entries[i];
      g_hash_table_insert (codes, (gpointer) entries[n].data, GUINT_TO_POINTER (n));
      self->codes[i] = n++;
    }
  self->dictionary.n = n;
}

void
sd_value_list_get (const SdValueList *self,
                   const guint32     *k,
                   guint              n,
                   SdVector          *out,
                   guint              offset)
{
  if (self->codes != NULL)
    for (guint i = 0; i < n; i++)
      out->code[offset + i] = self->codes[k[i]];
  else if (self->kind == SD_VECTOR_CODE)
    memcpy (out->code + offset, k, n * sizeof *k);
  else if (self->kind == SD_VECTOR_DOUBLE)
    for (guint i = 0; i < n; i++)
      out->f64[offset + i] = self->reals[k[i]];
  else
    for (guint i = 0; i < n; i++)
      out->i64[offset + i] = self->integers[k[i]];
}

void
sd_value_list_describe (const SdValueList *self,
                        SdNode            *node)
{
  node->dictionary = self->kind == SD_VECTOR_CODE ? &self->dictionary : NULL;
  node->has_range = self->has_range;
  node->minimum = self->minimum;
  node->maximum = self->maximum;
  node->scale = self->scale;
  node->max_length = self->max_length;
  for (guint i = 0; i < self->n; i++)
    node->has_null |= self->missing != NULL && self->missing[i];
}

void
sd_value_list_evaluate (const SdValueList *self,
                        const SdNode      *node,
                        SdFrame           *frame,
                        const guint32     *k,
                        SdVector          *out)
{
  guint8 *null;

  sd_value_list_get (self, k, frame->n_rows, out, 0);
  if (!node->has_null)
    return;
  null = sd_frame_need_null (frame, out);
  for (guint i = 0; i < frame->n_rows; i++)
    null[i] = self->missing[k[i]];
}
