/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The reader behind every foreign document: a person who repairs a file by hand
 * wants to hear of all its errors at once.
 */

#define G_LOG_DOMAIN "sd-json-reader"

#include "config.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "sd-json-reader-private.h"
#include "sd-json-tree-private.h"

#define MAX_PROBLEMS 100

void
_sd_json_reader_init (SdJsonReader *self,
                      gboolean      lenient)
{
  self->path = g_string_new (NULL);
  self->problems = g_ptr_array_new_with_free_func (g_free);
  self->n_more = 0;
  self->lenient = lenient;
  self->unlimited = FALSE;
}

void
_sd_json_reader_clear (SdJsonReader *self)
{
  g_string_free (self->path, TRUE);
  g_ptr_array_unref (self->problems);
}

char *
_sd_json_reader_report (SdJsonReader *self)
{
  GString *report;

  if (self->problems->len == 0)
    return NULL;

  report = g_string_new (NULL);
  for (guint i = 0; i < self->problems->len; i++)
    {
      if (i > 0)
        g_string_append_c (report, '\n');
      g_string_append (report, g_ptr_array_index (self->problems, i));
    }
  if (self->n_more > 0)
    g_string_append_printf (report,
                            ngettext ("\n… and %u more.", "\n… and %u more.", self->n_more),
                            self->n_more);

  return g_string_free (report, FALSE);
}

gsize
_sd_json_reader_enter (SdJsonReader *self,
                       const char   *member,
                       guint         index)
{
  gsize mark = self->path->len;

  if (mark > 0)
    g_string_append_c (self->path, '.');
  g_string_append_printf (self->path, "%s[%u]", member, index);

  return mark;
}

void
_sd_json_reader_leave (SdJsonReader *self,
                       gsize         mark)
{
  g_string_truncate (self->path, mark);
}

void
_sd_json_reader_problem (SdJsonReader *self,
                         const char   *member,
                         const char   *format,
                         ...)
{
  g_autofree char *message = NULL;
  const char *dot = self->path->len > 0 && member != NULL ? "." : "";
  va_list args;

  if (self->lenient)
    return;

  if (self->problems->len >= MAX_PROBLEMS)
    {
      self->n_more++;
      return;
    }

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);

  g_ptr_array_add (self->problems, g_strdup_printf ("%s%s%s: %s", self->path->str, dot,
                                                    member != NULL ? member : "", message));
}

/* NULL for missing and for null. */
static JsonNode *
get_member (JsonObject *object,
            const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node == NULL || JSON_NODE_HOLDS_NULL (node) ? NULL : node;
}

static GType
get_type (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_NONE;
}

const char *
_sd_json_read_text (SdJsonReader *self,
                    JsonObject   *object,
                    const char   *member,
                    gsize         max_bytes,
                    const char   *fallback)
{
  JsonNode *node = get_member (object, member);
  const char *text;

  if (node == NULL)
    return fallback;

  if (get_type (node) != G_TYPE_STRING)
    {
      _sd_json_reader_problem (self, member, _("This must be text."));
      return fallback;
    }

  text = json_node_get_string (node);
  if (!self->unlimited && strlen (text) > max_bytes)
    {
      _sd_json_reader_problem (self, member,
                               _("This text is longer than %" G_GSIZE_FORMAT " bytes."), max_bytes);
      return fallback;
    }

  return text;
}

gint64
_sd_json_read_integer (SdJsonReader *self,
                       JsonObject   *object,
                       const char   *member,
                       gint64        min,
                       gint64        max,
                       gint64        fallback)
{
  JsonNode *node = get_member (object, member);
  GType type = node != NULL ? get_type (node) : G_TYPE_NONE;
  gint64 value = 0;
  gboolean whole = type == G_TYPE_INT64;

  if (node == NULL)
    return fallback;

  if (whole)
    value = json_node_get_int (node);
  else if (type == G_TYPE_DOUBLE)
    {
      double number = json_node_get_double (node);

      /* Some writers know no integers: 50.0 is taken, as far as it is exact. */
      if (number >= -9007199254740992.0 && number <= 9007199254740992.0)
        {
          value = (gint64) number;
          whole = (double) value == number;
        }
    }

  if (!whole || value < min || value > max)
    {
      _sd_json_reader_problem (self, member,
                               _("This must be a whole number from %" G_GINT64_FORMAT
                                 " to %" G_GINT64_FORMAT "."), min, max);
      return fallback;
    }

  return value;
}

double
_sd_json_read_share (SdJsonReader *self,
                     JsonObject   *object,
                     const char   *member)
{
  JsonNode *node = get_member (object, member);
  double value = -1;

  if (node == NULL)
    return 0;

  if (get_type (node) == G_TYPE_DOUBLE || get_type (node) == G_TYPE_INT64)
    value = json_node_get_double (node);

  if (!(value >= 0 && value <= 1))
    {
      _sd_json_reader_problem (self, member, _("This must be a share from 0 to 1."));
      return 0;
    }

  return value;
}

gboolean
_sd_json_read_boolean (SdJsonReader *self,
                       JsonObject   *object,
                       const char   *member,
                       gboolean      fallback)
{
  JsonNode *node = get_member (object, member);

  if (node == NULL)
    return fallback;

  if (get_type (node) != G_TYPE_BOOLEAN)
    {
      _sd_json_reader_problem (self, member, _("This must be true or false."));
      return fallback;
    }

  return json_node_get_boolean (node);
}

guint
_sd_json_read_choice (SdJsonReader       *self,
                      JsonObject         *object,
                      const char         *member,
                      const char * const *choices,
                      guint               n_choices,
                      guint               fallback)
{
  JsonNode *node = get_member (object, member);
  g_autoptr (GString) list = NULL;

  if (node == NULL)
    return fallback;

  list = g_string_new (NULL);
  for (guint i = 0; i < n_choices; i++)
    {
      if (get_type (node) == G_TYPE_STRING && g_str_equal (json_node_get_string (node), choices[i]))
        return i;
      g_string_append_printf (list, "%s\"%s\"", i > 0 ? ", " : "", choices[i]);
    }

  _sd_json_reader_problem (self, member, _("This must be one of %s."), list->str);
  return fallback;
}

char **
_sd_json_read_texts (SdJsonReader *self,
                     JsonObject   *object,
                     const char   *member,
                     gsize         max_bytes)
{
  JsonNode *node = get_member (object, member);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *array;

  if (node == NULL)
    return g_new0 (char *, 1);

  if (get_type (node) == G_TYPE_STRING)
    {
      g_strv_builder_add (builder, _sd_json_read_text (self, object, member, max_bytes, ""));
      return g_strv_builder_end (builder);
    }

  if (!JSON_NODE_HOLDS_ARRAY (node))
    {
      _sd_json_reader_problem (self, member, _("This must be a list of texts."));
      return g_new0 (char *, 1);
    }

  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      gsize mark = _sd_json_reader_enter (self, member, i);

      if (get_type (element) != G_TYPE_STRING)
        _sd_json_reader_problem (self, NULL, _("This must be text."));
      else if (!self->unlimited && strlen (json_node_get_string (element)) > max_bytes)
        _sd_json_reader_problem (self, NULL,
                                 _("This text is longer than %" G_GSIZE_FORMAT " bytes."),
                                 max_bytes);
      else
        g_strv_builder_add (builder, json_node_get_string (element));
      _sd_json_reader_leave (self, mark);
    }

  return g_strv_builder_end (builder);
}

JsonObject *
_sd_json_read_object (SdJsonReader *self,
                      JsonObject   *object,
                      const char   *member)
{
  JsonNode *node = get_member (object, member);

  if (node == NULL)
    return NULL;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      _sd_json_reader_problem (self, member, _("This must be an object: { … }."));
      return NULL;
    }

  return json_node_get_object (node);
}

JsonArray *
_sd_json_read_array (SdJsonReader *self,
                     JsonObject   *object,
                     const char   *member,
                     guint         max_length)
{
  JsonNode *node = get_member (object, member);

  if (node == NULL)
    return NULL;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    {
      _sd_json_reader_problem (self, member, _("This must be a list: [ … ]."));
      return NULL;
    }

  if (!self->unlimited && json_array_get_length (json_node_get_array (node)) > max_length)
    {
      _sd_json_reader_problem (self, member, _("This list has more than %u elements."), max_length);
      return NULL;
    }

  return json_node_get_array (node);
}

JsonObject *
_sd_json_read_others (JsonObject         *object,
                      const char * const *known)
{
  JsonObject *others = NULL;
  JsonObjectIter iter;
  const char *member;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &member, &node))
    {
      if (g_strv_contains (known, member))
        continue;
      if (others == NULL)
        others = json_object_new ();
      json_object_set_member (others, member, _sd_json_share_node (node));
    }

  return others;
}
